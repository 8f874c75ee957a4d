"""Mirrors on this machine, each with a fault of its own."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Mirrors(ThreadingHTTPServer):
    """Answers /fault/name.gz with the file `name`, spoilt by that fault; none is called good."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.asked = {}, []

    def named(self, *faults):
        """Return the addresses of mirrors with these faults."""
        return [f"http://127.0.0.1:{self.server_port}/{fault}/" for fault in faults]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        _, fault, name = self.path.split("/")
        self.server.asked.append((fault, name))
        whole = self.server.files[name.removesuffix(".gz")]
        packed = gzip.compress(whole)
        body = {
            "good": packed,
            "sign-in-page": b"<!DOCTYPE html><title>Please sign in</title>",
            "other-file": gzip.compress(whole[:-1] + bytes([whole[-1] ^ 1])),
            "damaged": packed[:-9],
            "breaks-off": packed[:-9],
        }.get(fault, b"not here")
        self.send_response(404 if body == b"not here" else 200)
        self.send_header("Content-Length", str(len(body) + 9 * (fault == "breaks-off")))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def mirrors(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Mirrors() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
