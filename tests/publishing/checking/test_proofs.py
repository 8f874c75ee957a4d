import threading
from concurrent.futures import Future

import pytest

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.checking import needs, proofs
from mlbook.publishing.checking.proofs import ProofError, Proofs
from mlbook.publishing.running.run import Run

PAGE = """\
```python
print(2)
```

```text
{output}
```

```python
draw()
```

![图 · Figure](figures/a.svg)
"""
RUNS = {"print(2)\n": {"printed": "2\n"}, "draw()\n": {"figures": ("<svg/>",)}}


class CountingRunner:
    """Gives each block the run that it is to have, and counts."""

    def __init__(self, **runs):
        self.asked = []
        self.runs = RUNS | runs

    def submit(self, code, path, line):
        self.asked.append((code.strip(), line))
        future = Future()
        future.set_result(Run(**self.runs[code]))
        return future


@pytest.fixture
def prove(tmp_path):
    """Return the figures of a page by a runner."""

    def proved(runner, output="2", tell=print):
        page = parse_chapter(PAGE.format(output=output), "docs/x.md")
        return Proofs([page], tmp_path, tmp_path / "kept", runner).figures_of(page, tell)

    return proved


def test_a_block_runs_once_and_one_that_draws_twice(prove):
    runner = CountingRunner()
    assert prove(runner) == {"a": "<svg/>"}
    assert runner.asked == [("print(2)", 1), ("draw()", 9), ("draw()", 9)]


def test_a_proof_is_kept_and_nothing_runs_again(prove):
    runner = CountingRunner()
    assert prove(runner) == prove(runner)
    assert len(runner.asked) == 3


def test_another_output_on_the_page_asks_for_another_proof(prove):
    runner = CountingRunner()
    prove(runner)
    with pytest.raises(ProofError, match=r"docs/x.md:\d+: expected: 3\n +got: 2"):
        prove(runner, output="3")
    assert runner.asked[3:] == [("print(2)", 1)]


def test_another_package_asks_for_other_proofs(prove, monkeypatch):
    runner = CountingRunner()
    prove(runner)
    monkeypatch.setattr(proofs.Dependencies, "of", lambda self, code: b"another")
    prove(runner)
    assert len(runner.asked) == 6


def test_every_fault_of_a_chapter_is_told_and_none_is_kept(prove):
    failing = CountingRunner(**{"draw()\n": {"error": "ValueError: no"}})
    for _ in range(2):
        with pytest.raises(ProofError) as refused:
            prove(failing, output="3")
        assert "docs/x.md:9: raised" in str(refused.value)
        assert "expected: 3" in str(refused.value)


@pytest.mark.parametrize("needed", ["jax", "jax, autograd", "processes, jax"])
def test_a_block_whose_package_is_missing_is_not_run_and_no_proof_of_it_is_kept(
    prove, tmp_path, monkeypatch, needed
):
    monkeypatch.setattr(needs, "present", lambda: ["autograd"])
    monkeypatch.setitem(
        globals(), "PAGE", PAGE.replace("python", f'python title="needs {needed}"', 1)
    )
    runner, told = CountingRunner(), []
    assert prove(runner, output="3", tell=told.append) == {"a": "<svg/>"}
    assert runner.asked == [("draw()", 9), ("draw()", 9)]
    assert len(list((tmp_path / "kept" / "proofs").iterdir())) == 1
    monkeypatch.setattr(needs, "present", lambda: ["autograd", "jax"])
    with pytest.raises(ProofError, match=r"docs/x.md:\d+: expected: 3"):
        prove(runner, output="3")


def test_a_figure_that_is_another_in_a_second_run_is_refused(prove):
    class Unseeded(CountingRunner):
        def submit(self, code, path, line):
            self.runs["draw()\n"] = {"figures": (f"<svg>{len(self.asked)}</svg>",)}
            return super().submit(code, path, line)

    with pytest.raises(ProofError, match=r"docs/x.md:9: draws another figure every time"):
        prove(Unseeded())


def test_every_block_begins_before_the_first_is_waited_for_and_the_author_is_told(
    prove, monkeypatch
):
    class Waiting(CountingRunner):
        def submit(self, code, path, line):
            self.asked.append((code, Future()))
            return self.asked[-1][1]

    def tell(sentence):
        """Hear a sentence, and let a block end after each but the first."""
        told.append(sentence)
        if len(told) > 1:
            code, future = runner.asked.pop(0)
            future.set_result(Run(**RUNS[code]))

    runner, told = Waiting(), []
    monkeypatch.setattr(proofs, "TELL_EVERY", 0)
    assert prove(runner, tell=tell) == {"a": "<svg/>"}
    assert told == [
        "running 2 blocks; what is proved is not run again until it changes",
        "checked 0 of 2 blocks, drew 0 of 1 figures",
        "checked 1 of 2 blocks, drew 0 of 1 figures",
        "checked 1 of 2 blocks, drew 0 of 1 figures",
    ]


def test_the_author_is_told_no_more_often_than_every_few_seconds(prove, monkeypatch):
    class Slow(CountingRunner):
        def submit(self, code, path, line):
            ended, pending = super().submit(code, path, line), Future()
            threading.Timer(0.1, lambda: pending.set_result(ended.result())).start()
            return pending

    told = []
    prove(Slow(), tell=told.append)
    assert len(told) == 1


def test_a_chapter_without_blocks_has_no_figures(tmp_path):
    page = parse_chapter("# 甲 · A\n", "docs/x.md")
    assert Proofs([], tmp_path, tmp_path / "kept", None).figures_of(page, print) == {}
