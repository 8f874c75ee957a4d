"""A backend of Matplotlib whose `show` writes each window to a file, and closes it."""

import os
from itertools import count
from pathlib import Path

from matplotlib._pylab_helpers import Gcf
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas  # noqa: F401

NUMBERS = count()


def show(*arguments, **options):
    for manager in Gcf.get_all_fig_managers():
        path = Path(os.environ["WINDOWS"], f"{next(NUMBERS):03}.svg")
        manager.canvas.figure.savefig(path, metadata={"Date": None, "Creator": None})
    Gcf.destroy_all()
