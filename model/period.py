"""Periods: months, quarters, halves and years, and how much of the year has gone by at their end."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.quantity import halfwidth, quotient

_CANONICAL = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?$"
)
_CHINESE = re.compile(
    r"^(?P<year>(?:19|20)\d{2})年"
    r"(?:(?P<month>0?[1-9]|1[0-2])月|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?$"
)
_QUARTERS = "一二三四"
_HALVES = "上下"


@dataclass(frozen=True)
class Period:
    """`months` is the rhythm (1, 3, 6 or 12), `last_month` the month in which it ends."""

    year: int
    last_month: int
    months: int

    @property
    def name(self) -> str:
        """The one way in which JSON writes it: 2023-09, 2023-Q3, 2023-H1, 2023."""
        match self.months:
            case 1:
                return f"{self.year}-{self.last_month:02}"
            case 3:
                return f"{self.year}-Q{self.last_month // 3}"
            case 6:
                return f"{self.year}-H{self.last_month // 6}"
            case _:
                return str(self.year)

    @property
    def title(self) -> str:
        """How papers write it: 2023年9月, 2023年三季度, 2023年上半年, 2023年."""
        match self.months:
            case 1:
                return f"{self.year}年{self.last_month}月"
            case 3:
                return f"{self.year}年{_QUARTERS[self.last_month // 3 - 1]}季度"
            case 6:
                return f"{self.year}年{_HALVES[self.last_month // 6 - 1]}半年"
            case _:
                return f"{self.year}年"

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, self.last_month - self.months + 1, 1)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    @property
    def elapsed(self) -> Decimal:
        """Whole months ÷ 12 at the period's end (contract section 6)."""
        return quotient(Decimal(self.last_month), Decimal(12))


def following(period: Period) -> Period | None:
    """The next period of the same rhythm in the same year; None for the last."""
    last_month = period.last_month + period.months
    return Period(period.year, last_month, period.months) if last_month <= 12 else None


def read_period(text: str) -> Period | None:
    """The period that `text` names in one of the ways of contract section 1, else None."""
    bare = halfwidth(text)
    match = _CANONICAL.match(bare) or _CHINESE.match(bare)
    if match is None:
        return None
    year = int(match["year"])
    if match["month"]:
        return Period(year, int(match["month"]), 1)
    if quarter := match["quarter"]:
        number = int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1
        return Period(year, number * 3, 3)
    if half := match["half"]:
        number = int(half) if half.isdigit() else _HALVES.index(half) + 1
        return Period(year, number * 6, 6)
    return Period(year, 12, 12)


def previous_of(period: Period, candidates: list[Period]) -> Period | None:
    """The latest of `candidates` that ends before `period` begins, in the same year.

    Of two that end on one day the one of the same rhythm goes first (contract section 1).
    """
    return max(earlier_of(period, candidates), key=lambda one: one.last_day, default=None)


def earlier_of(period: Period, candidates: Iterable[Period]) -> list[Period]:
    """Those of `candidates` that end before `period` begins, in the same year, oldest first.

    Of several that end on one day only one is there: that of the same rhythm, else the shortest.
    """
    earlier = [one for one in candidates if one.year == period.year and one.last_day < period.first_day]
    earlier.sort(key=lambda one: (one.last_day, one.months == period.months, -one.months))
    return list({one.last_day: one for one in earlier}.values())
