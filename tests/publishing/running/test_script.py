from mlbook.publishing.running.script import last_lines


def test_the_last_lines_of_an_exception_are_all_that_stand_under_its_traceback():
    error = ValueError("first\nsecond")
    error.add_note("a note")
    assert last_lines(error) == "ValueError: first\nsecond\na note"
