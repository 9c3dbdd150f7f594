"""The typeface of the pictures: it comes with the tool, so that a picture is the same on every machine.

NotoSansCJKsc-subset.otf is Noto Sans CJK SC Regular 2.004 (SIL Open Font License 1.1, NotoSansCJKsc-subset.OFL.txt)
without hints, layout features and the scripts that no Chinese name needs: all of GB 2312, the ideographs U+3400-4DBF
and U+4E00-9FEF, full-width forms. It was made from the face of Debian's fonts-noto-cjk with fonttools 4.68:

    pyftsubset NotoSansCJK-Regular.ttc --font-number=2 --output-file=NotoSansCJKsc-subset.otf --layout-features=
        --no-hinting --no-recalc-timestamp --name-IDs='*' --notdef-outline
        --drop-tables+=vhea,vmtx,VORG,BASE,DSIG,GSUB,GPOS,GDEF
        --unicodes="U+20-7E,U+A0-17F,U+1CD-1DC,U+251,U+261,U+2C6-2CB,U+391-3C9,U+401-451,U+1E3F,U+2010-2027,
        U+2030-203B,U+20AC,U+2103-2121,U+2160-217B,U+2190-2199,U+2200-22FF,U+2312,U+2460-249B,U+2500-25FF,
        U+2605-2642,U+3000-33FF,U+3400-4DBF,U+4E00-9FFF,U+FA0C-FA29,U+FF00-FFEF"
"""

from functools import cached_property, lru_cache
from pathlib import Path

from PIL import ImageFont

FONT_FILE = Path(__file__).resolve().parent / "NotoSansCJKsc-subset.otf"
NO_GLYPH = "〓"
"""What stands for a character that the typeface does not have, as printers have always set it."""
_CUT_OFF = "…"
_NEVER_A_CHARACTER = "\uffff"


class Face:
    """The typeface in one size, in pixels. Texts are one line each."""

    def __init__(self, size: int) -> None:
        self.size = size
        # The plain layout engine: the other one is not there on every machine.
        self.font = ImageFont.truetype(FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)
        self._known: dict[str, bool] = {}
        self._advances: dict[str, float] = {}

    @cached_property
    def _missing(self) -> bytes:
        return bytes(self.font.getmask(_NEVER_A_CHARACTER, "1"))

    def printable(self, words: str) -> str:
        """`words` with 〓 in place of what the typeface does not have."""
        return "".join(one if self._has(one) else NO_GLYPH for one in words)

    def _has(self, character: str) -> bool:
        if character not in self._known:
            self._known[character] = bytes(self.font.getmask(character, "1")) != self._missing
        return self._known[character]

    def width(self, words: str) -> int:
        """How wide `words` are set, in whole pixels."""
        return round(sum(map(self._advance, words)))

    def _advance(self, character: str) -> float:
        # Characters stand beside one another without kerning, so that a line is as wide as they are together.
        if character not in self._advances:
            self._advances[character] = self.font.getlength(character, "1")
        return self._advances[character]

    def box(self, words: str) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the ink, from where the base line begins."""
        left, top, right, bottom = self.font.getbbox(words, "1", anchor="ls")
        return int(left), int(top), int(right), int(bottom)

    def lines(self, words: str, width: int, most: int = 99) -> list[str]:
        """`words` in lines that are no wider, as even as can be; of more than `most` the end is cut off with …."""
        if self.width(words) <= width:
            return [words]
        lines = self._even(words, width)
        if len(lines) <= most:
            return lines
        kept = words
        while len(self._filled(kept + _CUT_OFF, width)) > most:
            kept = kept[:-1]
        return self._filled(kept + _CUT_OFF, width)

    def _even(self, words: str, width: int) -> list[str]:
        count = -(-self.width(words) // width)
        while True:
            lines = self._filled(words, min(width, -(-self.width(words) // count) + self.size))
            if len(lines) <= count:
                return lines
            count += 1

    def _filled(self, words: str, width: int) -> list[str]:
        lines = [""]
        for one in words:
            if lines[-1] and self.width(lines[-1] + one) > width:
                lines.append("")
            lines[-1] += one
        return [line.strip() for line in lines]


@lru_cache(maxsize=16)
def face(size: int) -> Face:
    """The typeface in a size, in pixels."""
    return Face(size)
