"""Whether a site is served to its author, and at an address that is free."""

from __future__ import annotations

import os
import socket

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError


class Serving:
    """What MkDocs was asked for: a site built for readers, or a draft served to its author.

    The pages of a draft have no policy: MkDocs adds a script of its own to them, to reload what has
    changed.
    """

    def __init__(self) -> None:
        self.is_on = self._is_new = False

    def begin(self, command: str) -> None:
        """Remember what MkDocs was asked for."""
        self.is_on = self._is_new = command == "serve"

    def refuse_taken_port(self, config: MkDocsConfig) -> None:
        """Say at once that the address is taken; MkDocs asks for it after the first build."""
        if not self._is_new:
            return
        self._is_new = False  # in later builds the address is our own
        host, port = config.dev_addr
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            socket.create_server((host, port), family=family).close()
        except OSError as error:
            raise PluginError(
                f"{host}:{port} cannot be served at: {os.strerror(error.errno or 0)}. If another "
                "mkdocs serve has it, end that one, or name another address: "
                f"mkdocs serve --dev-addr 127.0.0.1:{port + 1}"
            ) from None
