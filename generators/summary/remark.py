"""The column 备注 of the sheets: words that stand, and by formula those that follow from the figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from generators.rows import Formula
from generators.summary.book import text_in_formula
from generators.summary.formula import SUM_DIGITS

SEPARATOR = "；"
LITERAL_LIMIT = 255
"""Characters that Excel takes in one text of a formula."""


@dataclass(frozen=True)
class LivePart:
    """Words that hold while `condition` does; `words` is a formula that yields them, `stored` what it yields now.

    `stored` is None where the condition does not hold now.
    """

    condition: str
    words: str
    stored: str | None

    @property
    def formula(self) -> str:
        return f'IF({self.condition},"{SEPARATOR}"&{self.words},"")'


def literal(words: str) -> str:
    """`words` as texts inside a formula, none longer than Excel takes."""
    pieces = [words[start : start + LITERAL_LIMIT] for start in range(0, len(words), LITERAL_LIMIT)]
    return "&".join(text_in_formula(piece) for piece in pieces) or '""'


def remark(standing: Iterable[str], live: Iterable[LivePart]) -> Formula | str:
    """All parts with separators between them; a mere text where none of them is live."""
    fixed, moving = list(standing), list(live)
    if not moving:
        return SEPARATOR.join(fixed)
    pieces = [*(literal(SEPARATOR + words) for words in fixed), *(one.formula for one in moving)]
    stored = SEPARATOR.join([*fixed, *(one.stored for one in moving if one.stored is not None)])
    return Formula(f"=MID({'&'.join(pieces)},2,{max(1000, 2 * len(stored))})", stored or None)


def difference_words(units: str, own: str, level: str) -> str:
    """A formula for 各单位目标之和9，全市目标10，少1, of the cells that hold both targets."""
    return (
        f'"各单位目标之和"&{units}&"，全{level}目标"&{own}&"，"&IF({units}>{own},"多","少")'
        f"&ROUND(ABS({units}-{own}),{SUM_DIGITS})"
    )
