"""What the server of `Runner` does once, for all blocks: importing this module does it.

A block that starts without a server does it for itself.
"""

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

from mlbook.publishing.running import recording

with subprocess.Popen(
    [sys.executable, "-P", recording.__file__], stdout=subprocess.PIPE, encoding="utf-8"
) as recorder:
    for name in recording.PRELOADED:  # at the same time
        import_module(name)
    RECORD: dict[str, Any] = json.loads(recorder.communicate()[0])
