"""Makes the font of the book's mathematics: python .ci/font.py DIRECTORY.

DIRECTORY is that of the npm package which ORIGIN.txt names. Of it are kept the signs that teaching
texts need; three things are made as TeX has them, for browsers lay MathML out by this font:

- a subscript stands equally deep under x and under y, and a superscript equally high at x and at h
- a prime is drawn as large and as low as becomes a superscript, for that is what it is in MathML
- large brackets and roots are not much wider than small ones: Chromium leaves room for the widest

It needs fonttools and brotli.
"""

import sys
from pathlib import Path

from fontTools.misc.transform import Scale, Transform
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "mlbook" / "publishing" / "theme" / "assets" / "fonts"
SOURCE = "files/stix-two-math-latin-400-normal.woff2"
MADE = FONTS / "stix-two-math.woff2"
# In thousandths of an em: no letter goes further than 225 below its line, and SubscriptShiftDown
# is 210; none goes further than 717 above it, and SuperscriptShiftUp is 360.
CONSTANTS = {"SubscriptBaselineDropMin": -20, "SuperscriptBaselineDropMax": 357}
PRIMES = "′″‴"
PRIME = Transform(1.4, 0, 0, 1.4, -46, -449)  # from 399 above the line down to 110, and larger
WIDEST = dict.fromkeys("()[]{}⌈⌉⌊⌋⟨⟩", 1.2) | {"√": 1.05}  # times the width of the smallest


def subset(font: TTFont) -> None:
    """Keep the signs of stix-two-math.unicodes.txt."""
    listed = MADE.with_suffix(".unicodes.txt").read_text(encoding="utf-8").split()
    kept: set[int] = set()
    for each in listed:
        first, _, last = each.partition("-")
        kept |= set(range(int(first, 16), int(last or first, 16) + 1))
    subsetter = Subsetter(Options(hinting=False, layout_features=["ssty", "dtls"]))
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)


def redraw(font: TTFont, name: str, transform: Transform) -> None:
    """Transform the outline of a glyph, and its width with it."""
    recording, pen = DecomposingRecordingPen(font.getGlyphSet()), TTGlyphPen(None)
    font.getGlyphSet()[name].draw(recording)
    recording.replay(TransformPen(pen, transform))
    glyph = font["glyf"][name] = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = round(font["hmtx"][name][0] * transform.xx), glyph.xMin


def narrow(font: TTFont, sign: str) -> None:
    """Draw no form of a sign much wider than its smallest."""
    base = font.getBestCmap()[ord(sign)]
    variants = font["MATH"].table.MathVariants
    construction = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(base)]
    forms = {each.VariantGlyph for each in construction.MathGlyphVariantRecord}
    if construction.GlyphAssembly:
        forms |= {each.glyph for each in construction.GlyphAssembly.PartRecords}
    limit = font["hmtx"][base][0] * WIDEST[sign]
    for form in sorted(forms):
        if (width := font["hmtx"][form][0]) > limit:
            redraw(font, form, Scale(limit / width, 1))


def make(directory: Path) -> TTFont:
    """Return the font that is made of the package in `directory`."""
    font = TTFont(directory / SOURCE, recalcTimestamp=False)
    subset(font)
    constants = font["MATH"].table.MathConstants
    for name, value in CONSTANTS.items():
        getattr(constants, name).Value = value
    for prime in PRIMES:
        redraw(font, font.getBestCmap()[ord(prime)], PRIME)
    for sign in WIDEST:
        narrow(font, sign)
    return font


if __name__ == "__main__":
    make(Path(sys.argv[1])).save(MADE)
