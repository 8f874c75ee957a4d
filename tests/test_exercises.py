"""Every exercise of the book takes correct programs that are not written like its answer.

`tests/exercises/losses.md` holds them for `docs/chapters/losses.md`: under a heading with the id of
an exercise, two programs or more.
"""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from mlbook.publishing.chapters.exercises import exercises_of
from mlbook.publishing.chapters.reader import parse_chapter, read_chapter
from mlbook.publishing.checking.needs import missing
from mlbook.publishing.running.runner import Runner

HERE = Path(__file__).parent
CHAPTERS = [read_chapter(path, HERE.parent) for path in sorted(HERE.parent.glob("docs/**/*.md"))]
EXERCISES = {
    f"{Path(chapter.path).stem} {exercise.heading.id}": exercise
    for chapter in CHAPTERS
    for exercise in exercises_of(chapter)
}
LEAST = 2


def programs_in(path):
    """Return the programs of a file by the page and the exercise that they solve.

    As on a page, the title of a program says what it needs.
    """
    page = parse_chapter(path.read_text(encoding="utf-8"), path.name)
    starts = {heading.line: f"{path.stem} {heading.text}" for heading in page.headings}
    found = {name: [] for name in starts.values()}
    for block in page.blocks:
        found[starts[max(line for line in starts if line < block.line)]].append(block)
    return found


OTHERS = {
    name: programs
    for path in sorted((HERE / "exercises").glob("*.md"))
    for name, programs in programs_in(path).items()
}
PROGRAMS = [(name, number) for name, found in OTHERS.items() for number in range(len(found))]


def check_of(name):
    return EXERCISES[name].of("check")[0]


def missing_for(name, number):
    block = OTHERS[name][number]
    return missing(replace(block, needs=block.needs + check_of(name).needs))


@pytest.fixture(scope="module")
def runs(request):
    """The runs of the programs of the chosen tests, each with the check of its exercise."""
    with Runner() as runner:
        yield {
            (name, number): runner.submit(f"{block.code.text}\n{check_of(name).code.text}")
            for name, blocks in OTHERS.items()
            for number, block in enumerate(blocks)
            if name in EXERCISES and not missing_for(name, number)
        }


def test_every_exercise_has_other_correct_programs():
    assert {name for name in EXERCISES if len(OTHERS.get(name, [])) < LEAST} == set()
    assert OTHERS.keys() <= EXERCISES.keys()


@pytest.mark.parametrize(("name", "number"), PROGRAMS)
def test_an_exercise_takes_a_correct_program(runs, name, number):
    if reason := missing_for(name, number):
        pytest.skip(f"program {number + 1} of {name} {reason}")
    run = runs[name, number].result()
    assert (run.error, run.complaint) == (None, None)


@pytest.mark.parametrize("name", EXERCISES)
def test_another_program_is_not_the_answer_again(name):
    answer = EXERCISES[name].of("answer")[0].code.text
    assert answer not in [block.code.text for block in OTHERS[name]]


def taken_from_the_package(program):
    return {
        alias.name
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "mlbook"
        for alias in node.names
    }


def test_each_chapter_has_an_exercise_that_is_solved_by_the_package_and_by_hand():
    """Its check is one of the package's own part, which the answer writes and does not import."""
    built = {
        name.split()[0]
        for name, blocks in OTHERS.items()
        for answer in [EXERCISES[name].of("answer")[0].code.text]
        if "def " in answer
        and any(
            taken_from_the_package(each.code.text) - taken_from_the_package(answer)
            for each in blocks
        )
    }
    chapters = {Path(chapter.path).stem for chapter in CHAPTERS if exercises_of(chapter)}
    assert chapters - built == {"python"}  # which writes no part of the package
