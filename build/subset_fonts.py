"""Makes the fonts in resources/fonts from Debian's Noto Sans: the letters we need, without hints, 500 KB to 65 KB each.

Run on Debian or Ubuntu after `apt-get install fonts-noto-core fonts-noto-extra`; the results are committed, so that
nobody else has to. Papers embed them and the windows use them. Signs that Noto Sans lacks (arrows, ✓, ≤) are taken
from its sisters Noto Sans Math and Noto Sans Symbols, which share its licence and its em.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/truetype/noto")
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"

#: Each font we ship, and the sisters that lend it signs.
FONTS = {
    "NotoSans-Regular": ("NotoSansMath-Regular", "NotoSansSymbols2-Regular"),
    "NotoSans-SemiBold": ("NotoSansSymbols-SemiBold", "NotoSansMath-Regular", "NotoSansSymbols2-Regular"),
}
RANGES = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: fr, tk, kk, tr
    range(0x400, 0x500),  # Cyrillic, whole: ru ky kk tg uz mn tt ba
)
SIGNS = (
    "ƏəǴǵǦǧȘșȚțẞ"  # Latin letters of the region's older and newer alphabets
    "ʹʺʻʼʽʿˈ"  # apostrophes of Uzbek and Karakalpak Latin, and of transliterations
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"
    "\u2002\u2003\u2009\u200a\u2011\u202f‐‒–—―‘’‚“”„†•…‰′″‹›⁄"
    "₸₽€₴₼₺№℅™℃"
    "←→↑↓−≈≠≤≥✓✗▾▸"
)


def wanted() -> set[int]:
    """Every character that a paper or a window may have to show."""
    return set(chain(*RANGES)) | set(map(ord, SIGNS))


def lend(font: TTFont, donor: TTFont, missing: set[int]) -> Iterator[int]:
    """Copy the outlines of `missing` that `donor` has into `font`; says which."""
    theirs, glyphs = donor.getBestCmap(), donor.getGlyphSet()
    for sign in sorted(missing & theirs.keys()):
        name, pen, recorded = f"uni{sign:04X}", TTGlyphPen(None), DecomposingRecordingPen(glyphs)
        glyphs[theirs[sign]].draw(recorded)
        recorded.replay(pen)
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = donor["hmtx"][theirs[sign]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[sign] = name
        yield sign


def subset(name: str, donors: tuple[str, ...]) -> Path:
    """Write one font; stops if a wanted character is nowhere."""
    font = TTFont(SOURCE / f"{name}.ttf", recalcTimestamp=False)
    missing = wanted() - font.getBestCmap().keys()
    for donor in donors:
        missing -= set(lend(font, TTFont(SOURCE / f"{donor}.ttf"), missing))
    if missing:
        raise SystemExit(f"no outline for {' '.join(map(chr, sorted(missing)))}")
    features, names = ["kern", "mark", "mkmk", "ccmp", "locl"], [*range(7), 13, 14, 16, 17]
    options = Options(hinting=False, layout_features=features, name_IDs=names)
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "MATH", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    made = TARGET / f"{name}.ttf"
    font.save(made)
    return made


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for each, sisters in FONTS.items():
        written = subset(each, sisters)
        print(f"{written.name}: {written.stat().st_size / 1024:.0f} KiB")
