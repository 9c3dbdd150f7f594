"""By when a task is due: the day in a column of its own or in a sentence, and how far it has to be before that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from model.drafting.paper import Passage
from model.quantity import HUNDRED, PERCENT, halfwidth, plain, product, quotient, read_quantity, round_half_up, sum_of

_DUE = re.compile("(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-9]{1,2})日|底|末)?(?:前|之前|以前)")
_BEGUN = re.compile("[^，,。；;]{0,4}(?:开工|启动|开始|摸底|招标|进场|完成前期|主体)")
_DAY = re.compile(
    "(?:(?P<year>20[0-9]{2})年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-9]{1,2})日)?[底末]?(?:之?前|以前)?(?:完成)?"
)
_MONTHS = (
    ("[一1]季度|(?<![0-9])3月", 3),
    ("上半年|[二2两]个?季度|(?<![0-9])6月", 6),
    ("[三3]季度|(?<![0-9])9月", 9),
    ("[四4]季度|(?<![0-9])12月", 12),
)
LAST_MONTH = 12


@dataclass(frozen=True)
class Due:
    """A month, or a day in it; `year` is None where the paper does not write it."""

    year: int | None
    month: int
    day: int | None = None

    @property
    def milestone(self) -> str:
        """All of it at that day, as the column 序时 has it."""
        return f"{self.month}月{f'{self.day}日' if self.day else ''}100%"


def due_in(text: str) -> Due | None:
    """The day that a cell of 完成时限 says; None for other words, more than one day among them."""
    match = _DAY.fullmatch(halfwidth(text).strip("。"))
    if match is None:
        return None
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    return Due(year, month or LAST_MONTH, day)


def due_of_amount(sentence: str, place: int) -> tuple[Due, str] | None:
    """The day by which a sentence wants the amount at `place`, and its words; days of a beginning are none.

    That is the last one before the amount, else the first one behind it: 6月底前开工，11月底前建成8处 is 11月.
    """
    days = [one for one in _DUE.finditer(sentence) if not _BEGUN.match(sentence, one.end())]
    before = [one for one in days if one.start() < place]
    match = before[-1] if before else next(iter(days), None)
    if match is None:
        return None
    return Due(None, int(match["month"]), int(match["day"]) if match["day"] else None), match[0]


def without_due(words: str) -> str:
    """Words without the day at their beginning: 11月底前建成 is 建成."""
    return words[match.end() :] if (match := _DUE.match(words)) else words


def month_of(label: str) -> int:
    """The month at whose end a column's figures have to be reached: 6 for 上半年, 9 for 三季度."""
    return next((month for words, month in _MONTHS if re.search(words, halfwidth(label))), LAST_MONTH)


def milestones_of(milestones: Mapping[int, Passage], target: Decimal, unit: str) -> str | None:
    """The column 序时 for what has to be reached of `target` by the ends of months; None where that is not certain.

    The amounts are in `unit`, or shares of the target. They may be what each quarter adds, if all four are there.
    """
    shares: list[tuple[int, Decimal]] = []
    for month, passage in sorted(milestones.items()):
        share = _share(passage.text, target, unit)
        if share is None:
            return None
        shares.append((month, share))
    if [month for month, _ in shares] == [3, 6, 9, 12] and sum_of([one for _, one in shares]) == 1:
        shares = [(month, sum_of([one for _, one in shares[: at + 1]])) for at, (month, _) in enumerate(shares)]
    values = [share for _, share in shares]
    if values != sorted(values) or values[-1] > 1 or (shares[-1][0] == LAST_MONTH and values[-1] != 1):
        return None
    if shares[-1][0] != LAST_MONTH:
        shares.append((LAST_MONTH, Decimal(1)))
    return ";".join(f"{month}月{plain(round_half_up(product(share, HUNDRED), 1))}%" for month, share in shares)


def _share(text: str, target: Decimal, unit: str) -> Decimal | None:
    share = read_quantity(text, PERCENT)
    if share is not None and PERCENT in halfwidth(text):
        return share.value
    read = read_quantity(text, unit)
    return quotient(read.value, target) if read is not None and read.value is not None and target > 0 else None
