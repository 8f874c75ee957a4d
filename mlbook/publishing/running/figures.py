"""Figures: one look for the book, drawn once, coloured for a light and for a dark page.

A block draws with Matplotlib's own defaults in mind; the style below replaces them while the book
is made. Each colour of the style has a partner for dark pages, so that the dark figure is the
light one with its colours exchanged: no block runs twice.
"""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from cycler import cycler

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, MUTED = "#23272e", "#d9d5cb"
# On light pages -> on dark pages. The six colours of series stay at least 9 apart (OKLab x 100)
# for readers with any one colour deficiency, and 3:1 from the page.
PARTNERS = {
    INK: "#dfe2e7",
    "#000000": "#dfe2e7",
    MUTED: "#39414d",
    "#ffffff": "#16191f",
    "#06478f": "#4a90e2",
    "#a93c02": "#fd7414",
    "#109d83": "#63f0d0",
    "#a77b01": "#fecb26",
    "#660d42": "#b9528a",
    "#5f6576": "#a8aebb",
}
PICTURE = re.compile(r'(?<=data:image/png;base64,)[^"]+')
SERIES = list(PARTNERS)[4:]
INKED = """text.color axes.edgecolor axes.labelcolor axes.titlecolor xtick.color ytick.color
           patch.edgecolor hatch.color""".split()
BOOK_STYLE: dict[str, Any] = {
    "figure.figsize": (6.4, 4.0),
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.facecolor": "none",
    "legend.frameon": False,
    "axes.prop_cycle": cycler(color=SERIES),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": MUTED,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    **dict.fromkeys((f"axes3d.{axis}axis.panecolor" for axis in "xyz"), "none"),
    "image.interpolation": "nearest",
    "mathtext.fontset": "stix",
    "font.size": 11,
    "svg.fonttype": "path",
    "svg.hashsalt": "mlbook",
    **dict.fromkeys(INKED, INK),
}


def svg_of(figure: Figure) -> str:
    """Return `figure` as SVG whose bytes depend on nothing but the figure and Matplotlib."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def for_dark_pages(svg: str) -> str:
    """Return the same figure with each colour of the book exchanged for its dark partner.

    A picture in grey, such as a digit, goes from the dark page to its ink instead of from white to
    black.
    """
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda match: PARTNERS.get(match[0], match[0]), svg)
    return PICTURE.sub(lambda match: _dark_picture(match[0]), svg)


def _dark_picture(encoded: str) -> str:
    from matplotlib.colors import to_rgb
    from matplotlib.image import imread, imsave

    pixels = imread(io.BytesIO(base64.b64decode(encoded)))
    grey, opacity = pixels[..., :1], pixels[..., 3:]
    if (pixels[..., :3] != grey).any():
        return encoded
    ink, page = (np.array(to_rgb(PARTNERS[colour])) for colour in (INK, "#ffffff"))
    stream = io.BytesIO()
    dark = np.concatenate([ink + grey * (page - ink), opacity], axis=-1)
    shades = np.rint(255 * dark).astype(np.uint8)
    no_version: dict[str, Any] = {"Software": None}
    imsave(stream, shades, format="png", metadata=no_version)
    return base64.b64encode(stream.getvalue()).decode()


def size_of(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels, so that a page reserves the room of the figure."""
    opening = re.search("<svg[^>]*>", svg)
    points = dict(re.findall(r' (width|height)="([\d.]+)pt"', opening[0] if opening else ""))
    if len(points) < 2:
        raise ValueError("the figure is no SVG with a width and a height in points")
    return round(float(points["width"]) * 4 / 3), round(float(points["height"]) * 4 / 3)
