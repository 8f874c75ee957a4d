import base64
import io
import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from mlbook.publishing.running.figures import (
    BOOK_STYLE,
    INK,
    MUTED,
    PARTNERS,
    SERIES,
    for_dark_pages,
    size_of,
    svg_of,
)

LIGHT_PAGE, DARK_PAGE = "#fdfcf9", "#16191f"


def drawing():
    with mpl.rc_context(BOOK_STYLE):
        axes = (figure := Figure()).subplots()
        for height in range(len(SERIES)):
            axes.plot([0, 1], [height, height + 1], label=f"$x_{height}$")
        axes.legend()
        return svg_of(figure)


def linear(colour):
    """Return the linear RGB of an sRGB colour."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def oklab(rgb):
    """Return linear RGB in OKLab (Ottosson 2020) times 100, where distances are as seen."""
    to_cones = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return 100 * np.array(to_lab) @ np.cbrt(np.array(to_cones) @ np.clip(rgb, 0, 1))


# What linear RGB becomes for those who lack one kind of cone: Machado, Oliveira, Fernandes (2009).
SEEN = {
    "all": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def contrast(one, other):
    """Return the contrast ratio of two colours as WCAG 2 defines it."""

    weights = [0.2126, 0.7152, 0.0722]
    low, high = sorted(float(linear(colour) @ weights) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_two_drawings_are_the_same_bytes():
    assert drawing() == drawing()
    assert "<dc:date>" not in drawing()


def test_a_dark_figure_is_the_light_one_with_other_colours():
    light = drawing()
    dark = for_dark_pages(light)
    assert re.sub("#[0-9a-f]{6}", "#", dark) == re.sub("#[0-9a-f]{6}", "#", light)
    assert all(colour in light and colour not in dark for colour in (INK, *SERIES))
    assert all(PARTNERS[colour] in dark for colour in (INK, *SERIES))


def test_black_and_white_become_ink_and_paper_of_dark_pages():
    assert for_dark_pages("#000000 #ffffff #123456") == f"{PARTNERS[INK]} {DARK_PAGE} #123456"


def test_a_figure_shows_the_page_behind_it():
    faces = [f"{part}.facecolor" for part in ("figure", "axes", "savefig", "legend")]
    panes = [f"axes3d.{axis}axis.panecolor" for axis in "xyz"]
    assert {BOOK_STYLE[name] for name in faces + panes} == {"none"}


def test_axes_are_open_and_their_grid_lies_behind_what_is_drawn():
    spines = {side: BOOK_STYLE[f"axes.spines.{side}"] for side in ("top", "right")}
    assert not any([*spines.values(), BOOK_STYLE["legend.frameon"]])
    assert BOOK_STYLE["axes.grid"]
    assert BOOK_STYLE["axes.axisbelow"]
    assert BOOK_STYLE["grid.color"] == MUTED
    assert BOOK_STYLE["grid.linewidth"] < 1 < BOOK_STYLE["lines.linewidth"] < 2


def test_a_figure_has_six_colours_of_series_and_all_words_and_edges_in_ink():
    assert BOOK_STYLE["axes.prop_cycle"].by_key()["color"] == SERIES == list(PARTNERS)[-6:]
    assert SERIES[0] == "#06478f"
    inked = "text.color axes.edgecolor axes.labelcolor axes.titlecolor xtick.color ytick.color"
    assert {BOOK_STYLE[name] for name in inked.split()} == {INK}


def test_a_figure_has_the_size_the_letters_and_the_pixels_of_the_book():
    names = "figure.figsize font.size mathtext.fontset image.interpolation svg.fonttype"
    assert [BOOK_STYLE[name] for name in names.split()] == [
        (6.4, 4.0), 11, "stix", "nearest", "path"
    ]  # fmt: skip
    assert BOOK_STYLE["figure.constrained_layout.use"]


def test_a_drawing_tells_its_size_in_css_pixels():
    assert size_of(drawing()) == (614, 384)
    assert size_of('<svg height="72pt" x="1" width="144.0pt">') == (192, 96)
    with pytest.raises(ValueError, match="no SVG with a width"):
        size_of("<svg/>")


@pytest.mark.parametrize("colour", [INK, *SERIES])
def test_every_colour_is_seen_on_its_page(colour):
    assert contrast(colour, LIGHT_PAGE) >= 3
    assert contrast(PARTNERS[colour], DARK_PAGE) >= 3


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("page", ["light", "dark"])
def test_series_colours_differ_for_every_kind_of_colour_vision(sight, page):
    colours = SERIES if page == "light" else [PARTNERS[colour] for colour in SERIES]
    seen = [oklab(np.array(SEEN[sight]) @ linear(colour)) for colour in colours]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 9


@pytest.mark.parametrize(
    ("cmap", "corners"), [("gray_r", [(0x16, 0x19, 0x1F), (0xDF, 0xE2, 0xE7)]), ("RdBu", None)]
)
def test_a_grey_picture_has_the_colours_of_a_dark_page_and_a_coloured_one_its_own(cmap, corners):
    with mpl.rc_context(BOOK_STYLE):
        (figure := Figure()).subplots().imshow([[0, 1]], cmap=cmap)
        svg = svg_of(figure)
    light, dark = pixels(svg), pixels(for_dark_pages(svg))
    assert [tuple(dark[0, at, :3]) for at in (0, -1)] == (
        corners or [tuple(light[0, at, :3]) for at in (0, -1)]
    )


def pixels(svg):
    """Return the picture in a figure as bytes of red, green, blue and opacity."""
    encoded = re.search(r'data:image/png;base64,([^"]+)', svg)[1]
    return (imread(io.BytesIO(base64.b64decode(encoded))) * 255).round().astype(int)
