import re

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from mlbook.publishing.figures import (
    BOOK_STYLE,
    INK,
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


def contrast(one, other):
    """Return the contrast ratio of two colours as WCAG 2 defines it."""

    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
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


def test_a_drawing_tells_its_size_in_css_pixels():
    assert size_of(drawing()) == (614, 384)
    assert size_of('<svg height="72pt" x="1" width="144.0pt">') == (192, 96)
    with pytest.raises(ValueError, match="no SVG with a width"):
        size_of("<svg/>")


@pytest.mark.parametrize("colour", [INK, *SERIES])
def test_every_colour_is_seen_on_its_page(colour):
    assert contrast(colour, LIGHT_PAGE) >= 3
    assert contrast(PARTNERS[colour], DARK_PAGE) >= 3
