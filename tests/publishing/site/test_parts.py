import pytest

from mlbook.publishing.site.html import Page
from mlbook.publishing.site.parts import fault_of_parts, parts_of
from mlbook.publishing.site.rendering import renderer

MARKDOWN = renderer()


def judge(zh, en):
    return fault_of_parts(part("zh", zh), part("en", en))


def part(language, text):
    page = Page(f'<div lang="{language}">{MARKDOWN.reset().convert(text)}</div>')
    suffix = "-en" if language == "en" else ""
    return parts_of(page, page.pieces[1], {"p"}, suffix)[-1]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("损失是 $L$，权重是 `W`。", "The loss is $L$, the weights are `W`."),
        ("取 $\\alpha = 0.9$，即 $0.9$。", "Take $\\alpha = 0.9$, that is 0.9."),
        ("共 $1{,}500$ 张，$90\\%$。", "1,500 pictures, 90 %."),
        ("$h_{\\text{前}}$ 小。", "$h_{\\text{forward}}$ is small."),
        ("见 [甲](a.md#b)。", "See [A](a.md#b)."),
        ("见 [甲](a.md#table-b)。", "See [A](a.md#table-b-en)."),
        ("动量（Momentum）也叫 stochastic gradient descent。", "Momentum is a kind of SGD."),
        ("Adam", "Adam"),
        ("批规范化（Batch Normalization）。", "Batch normalisation."),
        ("MNIST 有几百 MB，SGD。", "MNIST has hundreds of megabytes, and SGD's steps."),
        ("affine layer", '<span lang="zh-CN">仿射层</span> affine layer'),
        ("、", ","),
        ("占 3 MB，用 L2，3 ms。", "It has 3 MB, uses L2 and 3 ms."),
        ("甲 → 乙 ≥ 丙。", "A → B ≥ C."),
        ("5×5 的核。", "A kernel of 5 by 5."),
        ("3、4", "3, 4"),
        ("模式 <span lang='en-GB'>a whole sentence in English</span>。", "The mode."),
    ],
)
def test_parts_that_say_the_same_pass(zh, en):
    assert judge(zh, en) is None


@pytest.mark.parametrize(
    ("zh", "en", "reason"),
    [
        ("损失是 3。", "The loss is 4.", "the twins have other numbers: only the Chinese has 3"),
        ("取 $0.9$。", "Take $0.09$.", "the twins have other numbers: only the Chinese has 0.9"),
        ("设 $x^2$。", "Let $x^3$.", r"only one of the twins has \(x^2\), \(x^3\)"),
        (
            "设 $L_{\\text{第 3 层}}$。",
            "Let $L_{\\text{layer 4}}$.",
            "the twins have other numbers",
        ),
        ("设 $L_{\\text{训练}}$。", "Let $L_{\\text{训练}}$.", "the English block holds Chinese"),
        ("设 $x$ 与 $x$。", "Let $x$.", r"only one of the twins has \(x\)"),
        ("RMSProp 最慢。", "Adam is slowest.", "only the Chinese has the name RMSProp"),
        ("用 L2 惩罚。", "An L1 penalty.", "only the Chinese has the name L2"),
        ("占 3 MB。", "It takes 3 GB.", "only the Chinese has the name MB"),
        ("用了 3 ms。", "It takes terms of 3 s.", "only the Chinese has the name ms"),
        ("甲 < 乙。", "A > B.", "the signs < are not >"),
        ("甲 ≈ 乙 ≤ 丙。", "A ≤ B = C.", "the signs ≈ ≤ are not ≤"),
        ("用 `relu`。", "Use `tanh`.", "only one of the twins has `relu`, `tanh`"),
        ("见 [甲](a.md)。", "See [A](b.md).", "only one of the twins has a.md, b.md"),
        ("甲 ![甲](a.png)。", "A ![A](b.png).", "only one of the twins has a.png, b.png"),
        (
            "甲。This sentence was left untranslated.",
            "A. This sentence.",
            "English stands in the Chinese block: This sentence was left untranslated",
        ),
        ("English words.", "English terms.", "the Chinese block has no Chinese for this English"),
        ("It is so", "It is so", "the Chinese block has no Chinese for this English"),
        ("", "Added later.", "the Chinese block has no Chinese for this English"),
        ("损失在下降。", "42", "the English block has no English for this Chinese"),
        (
            "损失在下降。",
            '<span lang="zh-CN">损失在下降。</span>',
            "the English block has no English for this Chinese",
        ),
        ("三层。", 'It has <span lang="en-GB">four</span> layers.', "the twins have other numbers"),
        (
            "三层。",
            '<b lang="zh-CN">三层</b>.',
            "the English block has no English for this Chinese",
        ),
        (
            "损失是一个数，说出网络有多糟。",
            "Der Verlust ist eine Zahl, die sagt wie schlecht das Netz heute ist.",
            "this is no English: Der Verlust ist eine Zahl",
        ),
        ("损失。", "The 损失.", "the English block holds Chinese characters"),
        ("甲 ![甲](a.png)。", "A ![甲](a.png).", "the English block holds Chinese characters"),
        (
            "损失是一个数，说出网络有多糟。学习跟着它走，而不跟着精度走，因为它有坡度。",
            "The loss is a number.",
            "32 Chinese characters and 5 English words do not say the same",
        ),
        (
            "损失是一个数。",
            "The loss is a number that says how bad the network is; learning follows it.",
            "6 Chinese characters and 15 English words do not say the same",
        ),
    ],
)
def test_parts_that_differ_are_told(zh, en, reason):
    assert judge(zh, en).startswith(reason)
