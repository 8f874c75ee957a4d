"""``python -m mlbook``: see `mlbook.command`."""

import sys

from mlbook.command import main

if __name__ == "__main__":
    sys.exit(main())
