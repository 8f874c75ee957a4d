import pytest

from mlbook.publishing.site.description import description_of
from mlbook.publishing.chapters.reader import parse_chapter


def page(zh, en):
    return parse_chapter(
        f'<div lang="zh" markdown>\n{zh}\n</div>\n\n<div lang="en" markdown>\n{en}\n</div>\n'
    )


def test_a_description_is_the_first_sentences_without_marks():
    chapter = page(
        "看[梯度](x.md)，$x^2$ 的**坡**。再看。\n\n次段。", "See `x`, *the* slope.\n\nNext."
    )
    assert description_of(chapter) == "看梯度，x^2 的坡。再看。 See x, the slope."


def test_a_description_is_cut_between_sentences():
    chapter = page("山。" * 50, "A hill is 2.5 high. " * 20)
    zh, en = description_of(chapter).split(" ", 1)
    assert zh == "山。" * 40
    assert en == ("A hill is 2.5 high. " * 8).strip()


def test_a_description_is_not_one_letter_too_long():
    zh, en = "山。" * 39, "A hill. " * 19
    assert description_of(page(f"{zh}山山。", f"{en}A hillss.")) == f"{zh} {en.strip()}"
    assert description_of(page(f"{zh}山。", f"{en}A hills.")) == f"{zh}山。 {en}A hills."


def test_what_comes_after_a_sentence_too_long_is_left_out_with_it():
    assert description_of(page(f"山。{'长' * 200}。短。", "Hills.")) == "山。 Hills."


@pytest.mark.parametrize("long", ["山" * 200])
def test_a_first_sentence_is_kept_however_long(long):
    assert description_of(page(long, "Hills")) == f"{long} Hills"


def test_a_paragraph_of_tags_alone_is_passed_over():
    folded = "<details>\n\n{}\n\n</details>"
    assert description_of(page(folded.format("坡。"), folded.format("Hills."))) == "坡。 Hills."
    assert description_of(page("坡。", "<br>")) == "坡。 "


def test_a_page_without_prose_has_no_description():
    assert description_of(parse_chapter("# 页 · Page\n")) is None
