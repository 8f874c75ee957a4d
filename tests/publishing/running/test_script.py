import subprocess
import sys

from mlbook.publishing.running.script import last_lines

WITHOUT_NUMPY = """
import importlib.util, sys, types
path = importlib.util.find_spec("mlbook").submodule_search_locations
sys.modules["mlbook"] = package = types.ModuleType("mlbook")
package.__path__ = path
from mlbook.publishing.running.script import SHOWN, begin, main_module, run_in
begin()
assert run_in(main_module("block.py"), "print(1)") is None
assert not SHOWN
assert not {"numpy", "matplotlib"} & sys.modules.keys()
"""


def test_last_lines_hold_the_message_and_the_notes_of_an_exception():
    error = ValueError("first\nsecond")
    error.add_note("a note")
    assert last_lines(error) == "ValueError: first\nsecond\na note"


def test_a_block_that_needs_neither_numpy_nor_matplotlib_does_without():
    command = [sys.executable, "-c", WITHOUT_NUMPY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
