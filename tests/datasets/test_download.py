"""A mirror on this machine plays every trick that a network knows; the cache is never poisoned."""

import gzip
import hashlib
import re
import resource
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from mlbook.datasets import download as module
from mlbook.datasets.download import download
from mlbook.datasets.idx import read_idx

VALUES = np.random.default_rng(0).integers(256, size=20_000, dtype=np.uint8)
WHOLE = b"\0\0\x08\1" + len(VALUES).to_bytes(4, "big") + VALUES.tobytes()
PACKED = gzip.compress(WHOLE)
SUM, MOST = hashlib.sha256(WHOLE).hexdigest(), 2 * len(PACKED)
BOMB = gzip.compress(bytes(1 << 24))
is_whole = partial(read_idx, sha256=SUM)


class Mirror(BaseHTTPRequestHandler):
    """Answers /behaviour/file as the method called behaviour does."""

    def do_GET(self):
        self.server.asked.append(self.path)
        getattr(self, self.path.split("/")[1].replace("-", "_"))()

    def log_message(self, *_):
        pass

    def answer(self, body, *, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def good(self):
        self.answer(PACKED)

    def good_but_decompressed_on_the_way(self):
        self.answer(PACKED, Content_Encoding="gzip")

    def moved_to_good(self):
        self.answer(b"", status=302, Location="/good/file")

    def moved_in_a_circle(self):
        self.answer(b"", status=301, Location=self.path)

    def moved_nowhere(self):
        self.answer(b"", status=302, Location="http://[nowhere")

    def not_found(self):
        self.answer(b"<html>not here</html>", status=404)

    def broken(self):
        self.answer(b"", status=500)

    def busy(self):
        self.answer(b"", status=503, Retry_After="3600")

    def sign_in_page(self):
        self.answer(b"<!DOCTYPE html><title>Please sign in</title>")

    def nothing(self):
        self.answer(b"")

    def another_file(self):
        self.answer(gzip.compress(WHOLE[:-1] + b"\0\0"))

    def one_bit_wrong(self):
        self.answer(gzip.compress(WHOLE[:-1] + bytes([WHOLE[-1] ^ 4])))

    def breaks_off(self):
        self.answer(PACKED[:9000], length=len(PACKED))

    def says_less_than_it_has(self):
        self.answer(PACKED, length=9000)

    def length_is_no_number(self):
        self.answer(PACKED, length="many")

    def breaks_off_between_chunks(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"1000\r\n" + PACKED[:4096] + b"\r\n")

    def never_ends(self):
        self.answer(bytes(MOST) + bytes(1 << 20), length=1 << 40)

    def bomb(self):
        self.answer(BOMB, Content_Encoding="gzip")

    def says_nothing(self):
        self.server.released.wait()

    def halts_halfway(self):
        self.answer(PACKED[:9000], length=len(PACKED))
        self.wfile.flush()
        self.server.halfway.set()
        self.server.released.wait()

    def waits_for_a_second(self):
        self.server.both.wait()
        self.good()

    def speaks_no_http(self):
        self.wfile.write(b"SSH-2.0-nothing\r\n")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        server.asked, server.both = [], threading.Barrier(2)
        server.released, server.halfway = threading.Event(), threading.Event()
        server.handle_error = lambda *_: None  # a client that goes away is no error here
        server.root = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def fetch(server, tmp_path):
    """Return a function that downloads from mirrors of these behaviours into the cache."""

    def from_mirrors(*behaviours):
        mirrors = [f"{server.root}/{each}/" for each in behaviours]
        download("file", tmp_path / "cache", mirrors, is_whole, most=MOST)
        return read_idx(tmp_path / "cache" / "file", sha256=SUM).tolist()

    return from_mirrors


FINE = ["good", "good_but_decompressed_on_the_way", "moved_to_good"]
REASONS = {
    "moved_in_a_circle": "Exceeded 30 redirects",
    "moved_nowhere": "",
    "not_found": "404 Client Error",
    "broken": "500 Server Error",
    "busy": "503 Server Error",
    "sign_in_page": "it looks like a web page",
    "nothing": "begins with nothing",
    "another_file": "is longer than the 20008 bytes",
    "one_bit_wrong": "has the SHA-256",
    "breaks_off": "IncompleteRead",
    "says_less_than_it_has": "is cut short: its gzip stream has no end",
    "length_is_no_number": "",
    "breaks_off_between_chunks": "Connection broken|ended prematurely",
    "never_ends": f"it sends more than {MOST} bytes",
    "bomb": f"it sends more than {MOST} bytes",
    "says_nothing": "Read timed out",
    "halts_halfway": "Read timed out",
    "speaks_no_http": "BadStatusLine|Connection aborted",
}


@pytest.mark.parametrize("behaviour", FINE)
def test_a_mirror_that_has_the_file_is_enough(fetch, behaviour):
    assert fetch(behaviour) == VALUES.tolist()


@pytest.mark.parametrize("behaviour", REASONS)
def test_a_mirror_that_fails_is_named_and_leaves_nothing_behind(
    fetch, behaviour, server, tmp_path, monkeypatch
):
    patience = 0.2 if REASONS[behaviour] == "Read timed out" else 60
    monkeypatch.setattr(module, "TIMEOUT", patience)
    with pytest.raises(ConnectionError) as caught:
        fetch(behaviour)
    reason = rf"^no mirror has file \({server.root}/{behaviour}/: .*({REASONS[behaviour]})"
    assert re.search(reason, str(caught.value), re.S)
    assert list((tmp_path / "cache").iterdir()) == []
    monkeypatch.setattr(module, "TIMEOUT", 60)
    assert fetch("good") == VALUES.tolist()


def test_every_failure_is_among_the_reasons(fetch, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.2)
    with pytest.raises(ConnectionError) as caught:
        fetch(*REASONS)
    assert [behaviour for behaviour in REASONS if f"/{behaviour}/: " not in str(caught.value)] == []


def test_a_download_that_is_not_needed_is_not_made(fetch, server):
    fetch("good", "broken")
    assert server.asked == ["/good/file"]


def test_as_many_bytes_are_taken_as_are_allowed_and_not_one_more(server, tmp_path):
    mirrors = [f"{server.root}/good/"]
    download("file", tmp_path, mirrors, is_whole, most=len(PACKED))
    with pytest.raises(ConnectionError, match="it sends more than"):
        download("file", tmp_path, mirrors, is_whole, most=len(PACKED) - 1)


def test_until_it_has_been_checked_a_file_lies_beside_its_place_under_a_name_like_it(
    server, tmp_path
):
    seen = []
    download("file", tmp_path / "cache", [f"{server.root}/good/"], seen.append, most=MOST)
    assert seen[0].parent == tmp_path / "cache"
    assert re.fullmatch(r"\.file\.\w+\.draft", seen[0].name)


def test_an_interrupt_leaves_nothing_behind(fetch, server, tmp_path):
    def interrupted(part):
        assert part.stat().st_size == len(PACKED)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download("file", tmp_path / "cache", [f"{server.root}/good/"], interrupted, most=MOST)
    assert list((tmp_path / "cache").iterdir()) == []
    assert fetch("good") == VALUES.tolist()


CHILD = """
import resource, sys
from functools import partial
from pathlib import Path
from mlbook.datasets.download import download
from mlbook.datasets.idx import read_idx

directory, mirror, sha256, most, room = sys.argv[1:]
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), unlimited[1]))
try:
    check = partial(read_idx, sha256=sha256)
    download("file", Path(directory), [mirror], check, most=int(most))
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
"""


@pytest.fixture
def process(server, tmp_path):
    """Return a function that begins a download in a process of its own."""

    def begin(behaviour, room=resource.RLIM_INFINITY):
        mirror = f"{server.root}/{behaviour}/"
        arguments = [str(tmp_path / "cache"), mirror, SUM, str(MOST), str(room)]
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, *arguments], stderr=subprocess.PIPE, text=True
        )

    return begin


def test_two_processes_at_once_do_each_other_no_harm(process, fetch, server, tmp_path):
    both = [process("waits_for_a_second"), process("waits_for_a_second")]
    assert [(each.communicate() and each.returncode) for each in both] == [0, 0]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["file"]
    assert read_idx(tmp_path / "cache" / "file", sha256=SUM).tolist() == VALUES.tolist()


def test_a_process_killed_halfway_leaves_no_file_of_that_name(process, fetch, server, tmp_path):
    child = process("halts_halfway")
    assert server.halfway.wait(60)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert not (tmp_path / "cache" / "file").exists()
    assert fetch("good") == VALUES.tolist()


def test_a_full_disk_is_no_fault_of_the_mirror(process, fetch, tmp_path):
    _, message = (child := process("good", room=9000)).communicate()
    assert child.returncode == 1
    assert "\nOSError: [Errno 27] File too large\n" in message
    assert list((tmp_path / "cache").iterdir()) == []
    assert fetch("good") == VALUES.tolist()


def test_a_directory_that_cannot_be_made_is_no_fault_of_the_mirror(fetch, server, tmp_path):
    (tmp_path / "cache").write_text("a file, where a directory should be")
    with pytest.raises(FileExistsError, match="cache"):
        fetch("good")
    assert server.asked == []
    (tmp_path / "cache").unlink()
    assert fetch("good") == VALUES.tolist()
