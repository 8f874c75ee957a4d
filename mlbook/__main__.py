"""``python -m mlbook``: see `mlbook.commands`."""

import sys

from mlbook.commands import main

if __name__ == "__main__":
    sys.exit(main())
