from mlbook.publishing.script import execute, last_lines, line_in


def test_the_last_lines_of_an_exception_are_all_that_stand_under_its_traceback():
    error = ValueError("first\nsecond")
    error.add_note("a note")
    assert last_lines(error) == "ValueError: first\nsecond\na note"


def test_the_first_line_of_code_that_stands_nowhere_is_line_1():
    error, _ = execute("1 / 0", "code.py")
    assert line_in("code.py", error) == 1
