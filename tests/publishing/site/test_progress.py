import json

from mlbook.publishing.site.progress import FILE, keys_of_exercises, write_totals

START = '<div class="language-python highlight exercise-start" {}id="a-block-1"{}></div>'


def test_the_keys_of_exercises_are_found_in_their_order_and_whatever_their_place_in_the_tag():
    page = START.format('data-key="0123456789ab" ', "") + START.format(
        "", ' data-key="ab0123456789"'
    )
    assert keys_of_exercises(page) == ["0123456789ab", "ab0123456789"]


def test_other_blocks_have_no_key_of_an_exercise():
    answer = START.replace("start", "answer").format("", ' data-key="0123456789ab"')
    assert keys_of_exercises(answer + START.format("", "")) == []


def test_the_totals_are_the_same_bytes_in_every_build(tmp_path):
    totals = {"chapters/b/": ["0123456789ab"], "chapters/a/": []}
    write_totals(tmp_path, totals)
    assert (tmp_path / FILE).read_bytes() == b'{"chapters/b/":["0123456789ab"],"chapters/a/":[]}'
    assert json.loads((tmp_path / FILE).read_text()) == totals
