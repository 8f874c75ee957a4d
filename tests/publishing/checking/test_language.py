import pytest

from mlbook.publishing.chapters.options import Options
from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking.language import faults_of_language

REJECTED = {"渐变下降": "梯度下降法", "学习速率": "学习率"}


def faults(text):
    chapter = parse_chapter(text, "docs/x.md", Options(spelling="british"))
    return [(fault.line, fault.message) for fault in faults_of_language(chapter, REJECTED)]


def twins(zh, en):
    return f'<div lang="zh" markdown>\n{zh}\n</div>\n\n<div lang="en" markdown>\n{en}\n</div>\n'


@pytest.mark.parametrize(
    "zh",
    [
        "损失是 0.5，学习率 $\\eta$ 取 `0.1`，占 90 %。",
        "他问：“对吗？”（见 [A 图](a.md)、**B 图**……）",
        "**先说一句。** 再说一句。",
        '本文引自 <span class="quoted" title="x">渐变下降,color</span>。',
        "代码 `学习速率a,b` 与 $a,b$ 不管；网址 https://x.org/学习速率a 也不管。",
        "$$\nx，，y\n$$",
        "表 {#table-a}：各学习率的终点",
        "见[](#figure-a)，在[](#table-a) 里，由 [](#equation-a) 得，[](#figure-a) x。",
    ],
)
def test_chinese_as_a_textbook_prints_it_passes(zh):
    assert not faults(twins(zh, "A."))


@pytest.mark.parametrize(
    ("zh", "remedy"),
    [
        ("用渐变下降", "write 梯度下降法, not 渐变下降"),
        ("损失是0.5", "a space parts Chinese from Latin letters and digits: 损失是0.5"),
        ("叫SGD", "a space parts Chinese"),
        ("90 %以上", "a space parts Chinese"),
        ("取$x$", "a space parts Chinese"),
        ("用 `relu`算", "a space parts Chinese"),
        ("见[A 图](a.md)", "a space parts Chinese"),
        ("先算,再看", "Chinese has full-width punctuation"),
        ("对吗?", "Chinese has full-width punctuation"),
        ("先算(再看)", "Chinese has full-width punctuation"),
        ('说"是"', "Chinese has full-width punctuation and “quotes”"),
        ("先算 再看", "no space goes after this character"),
        ("先算 ，再看", "no space goes after this character"),
        ("损失下降。It fell fast.", "a Chinese sentence ends with 。:  fell fast."),
        ("先算，，再看", "one sign is enough"),
        ("先算。。。", "one sign is enough, and an ellipsis is ……"),
        ("先算...", "Chinese has full-width punctuation"),
    ],
)
def test_chinese_as_no_textbook_prints_it_is_told_with_its_line(zh, remedy):
    found = faults(twins(f"一。\n\n{zh}", "A."))
    assert any(line == 4 and remedy in message for line, message in found), found


@pytest.mark.parametrize(
    "en",
    [
        "The size of a prize: colour, centre, normalise, labelled, towards, laboratory, rigour.",
        "A parameter of the program; the perimeter, the horizon, a vector, four errors.",
        'Call `normalize(color)`, <span class="quoted" title="LeCun">color</span>.',
        'An <span lang="en-US">analyzer</span> and [this](behavior.md) … "so".',
        "A million million; i.e. 3.5, 1,000 (see below): what now? It had had enough.",
    ],
)
def test_british_english_passes(en):
    assert not faults(twins("甲。", en))


@pytest.mark.parametrize(
    ("en", "remedy"),
    [
        *[(f"A {word} here.", f"write as the British do: A {word} here") for word in (
            "color", "Behavior", "neighboring", "center", "centered", "gray", "normalize",
            "optimization", "analyzed", "labeled", "modeling", "meters", "artifact", "toward",
        )],
        ("It is so，and", "English has half-width punctuation"),
        ("It is “so”", "English has half-width punctuation and straight quotes"),
        ("It is so , and", "one sign follows its word at once"),
        ("It is so,, and", "one sign follows its word at once"),
        ("It is so..", "one sign follows its word at once"),
        ("This is the the loss", "a word stands here twice"),
    ],
)  # fmt: skip
def test_other_english_is_told_with_its_line(en, remedy):
    found = faults(twins("甲。", f"A.\n\n{en}"))
    assert any(line == 8 and message.startswith(remedy) for line, message in found), found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# 渐变下降 · Descent", 1, "write 梯度下降法, not 渐变下降"),
        ("# 颜色 · Color", 1, "write as the British do"),
        ("| 甲 · A | 灰 · gray |", 1, "write as the British do"),
        ("<summary>答案2 · Answer 2</summary>", 1, "a space parts Chinese"),
        ("```python\n```\n\n![图,甲 · A figure](figures/a.svg)", 4, "Chinese has full-width"),
        ('---\ncovers: [A]\ndescription: "灰 · gray"\n---', 3, "write as the British do"),
    ],
)
def test_short_texts_are_read_too(text, line, message):
    found = faults(text + "\n")
    assert any(at == line and message in words for at, words in found), found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# 三层网络 · A two-layer network", "the two languages do not say the same: only the Chi"),
        ("![用 $x$ · With $y$](a.png)", "the two languages do not say the same: only one has $x$"),
        (
            "| 3 层 · 3 layers | 三层 · Two layers |",
            "the two languages do not say the same: only t",
        ),
        (
            "甲[^1] · A[^1]\n[^1]: 见 3 · See 4",
            "the two languages do not say the same: only the Chine",
        ),
        (
            '!!! note "三步 · Four steps"',
            "the two languages do not say the same: only the Chinese h",
        ),
        (
            "# SGD 的路 · The path of Adam",
            "the two languages do not say the same: only the Chinese",
        ),
        ('```sh title="三步 · Four steps"', "the two languages do not say the same: only the Chi"),
        ("甲[^1] · A[^1]\n\n[^1]: [甲](a.md) · [A](b.md)", "the two languages do not say the same"),
        (
            "# 用 L2 · With L1",
            "the two languages do not say the same: only the Chinese has the name L2",
        ),
        (
            "![损失一直下降，准确率一直上升，直到最后一轮都没有例外 · Loss](a.png)",
            "the two languages do not say the same: 24 Chinese characters and 1 English words",
        ),
        ("# 用 `a` · With `b`", "the two languages do not say the same: only one has `a`, `b`"),
    ],
)
def test_the_halves_of_a_short_text_say_the_same(text, message):
    ((line, found),) = faults(text + "\n")
    assert line == len(text.splitlines())
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("diagnosis", "message"),
    [
        (
            "要三层 · It needs four layers",
            "the two languages do not say the same: only the Chinese",
        ),
        ("用 `a` · With `b`", "the two languages do not say the same: only one has `a`, `b`"),
        ("颜色 · Colors and color", "write as the British do"),
        ("不是二,是三 · Not two, three", "Chinese has full-width punctuation"),
    ],
)
def test_a_diagnosis_is_a_short_text(diagnosis, message):
    block = '```python title="wrong"\nx = 3\n```\n\n```text\n{}\n```\n'
    assert any(at == 6 and message in words for at, words in faults(block.format(diagnosis)))
    assert not faults(block.format("得到 987，不是二 · It is 987, not two"))


@pytest.mark.parametrize("name", ["title", "subtitle", "description"])
def test_what_the_front_matter_shows_is_in_both_languages(name):
    ((line, message),) = faults(f"---\ncovers: [S1]\n{name}: 'Losses'\n---\n")
    assert line == 3
    assert message.startswith(f"the {name} is not `中文 · English`: ")
    assert not faults(
        f'---\n{name}: "损失 · Losses"\nrejected:\n  甲: 乙\n---\n\n# 3 层 · 3 layers\n'
    )


@pytest.mark.parametrize("text", ["Losses", ">-\n  Losses", "|\n  Losses", "\n  'Losses'"])
def test_what_the_front_matter_shows_is_read_in_every_form_of_yaml(text):
    ((line, message),) = faults(f"---\ndescription: {text}\n---\n")
    assert line == 2
    assert message.startswith("the description is not `中文 · English`: ")


def test_a_heading_that_is_not_in_both_languages_is_left_to_the_reader():
    assert not faults("# Title 3\n\n# 甲 · A · 3\n")


def test_code_is_not_prose():
    assert not faults("```python\ncolor = 1  # gray，，x · 甲a\n```\n\n```text\ngray · gray\n```\n")


@pytest.mark.parametrize(
    "text",
    [
        "1. 甲 · A\n2. 乙 · B", "[^1]: [文章 · paper](https://x.org/a)",
        "# 用 Adam · With Adam's rule",
        '```sh title="三步 · Three steps"', "| [甲 · A](a.md) | 三 · Three |",
    ],
)  # fmt: skip
def test_halves_that_say_the_same_pass(text):
    assert not [words for _, words in faults(text + "\n") if "do not say the same" in words]
