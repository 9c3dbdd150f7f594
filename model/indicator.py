"""Indicators: what is counted, how it adds up, how it is judged against the calendar."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from model.period import Period
from model.quantity import HUNDRED, PERCENT, Comparator, decimals_of, halfwidth, split_unit
from model.target import Target


class Kind(StrEnum):
    """类型."""

    AMOUNT = "数量"
    RATE = "比率"
    STANDARD = "标准"
    PROGRESS = "进度"
    STATE = "状态"


class Rollup(StrEnum):
    """汇总方式."""

    SUM = "合计"
    WEIGHTED = "加权"
    EACH = "各达标"
    OWN_LEVEL = "市级"
    MEAN = "平均"
    NONE = "不汇总"


class Accrual(StrEnum):
    """累计方式."""

    CUMULATIVE = "累计"
    STOCK = "时点"


class Direction(StrEnum):
    """方向."""

    HIGHER = "越高越好"
    LOWER = "越低越好"


MONTHLY = "月均"
NO_PACE = "不比"
_MILESTONE = re.compile(r"^(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日)?(?P<percent>\d+(?:\.\d+)?)%$")


@dataclass(frozen=True)
class Milestone:
    """By the end of `day` of `month` this share of the year's target is due; without a day, by the month's end."""

    month: int
    day: int | None
    share: Decimal

    def falls_due(self, year: int) -> date:
        """The day in `year`; 2月29日 is the month's end in every year."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day or last, last))


@dataclass(frozen=True)
class Schedule:
    """序时: 月均, 不比, or milestones in the order of the calendar."""

    word: str
    milestones: tuple[Milestone, ...] = ()

    def elapsed(self, period: Period) -> Decimal | None:
        """The share of the year's target that is due at the period's end; None where no pace is compared."""
        if self.word == NO_PACE:
            return None
        if not self.milestones:
            return period.elapsed
        due = [one.share for one in self.milestones if one.falls_due(period.year) <= period.last_day]
        return due[-1] if due else Decimal(0)


def read_schedule(text: str) -> Schedule | None:
    """月均, 不比, or milestones such as 6月30%;10月100% and 8月25日100%; None when it is none of these."""
    bare = halfwidth(text)
    if bare in ("", MONTHLY):
        return Schedule(MONTHLY)
    if bare == NO_PACE:
        return Schedule(NO_PACE)
    milestones = []
    for part in re.split("[;,、]", bare.rstrip(";")):
        match = _MILESTONE.match(part)
        if match is None:
            return None
        month, day = int(match["month"]), int(match["day"]) if match["day"] else None
        if day and day > calendar.monthrange(2024, month)[1]:
            return None
        milestones.append(Milestone(month, day, Decimal(match["percent"]) / HUNDRED))
    ordered = sorted(milestones, key=lambda one: (one.month, one.day or 31))
    return Schedule(bare, tuple(ordered))


@dataclass(frozen=True)
class Indicator:
    """One figure that is asked for. `unit` is the 单位 (``%`` for 比率 and 进度); `digits` the shown decimal places."""

    code: str
    category: str
    project: str
    name: str
    task: str
    unit: str
    kind: Kind
    rollup: Rollup
    digits: int
    form_unit: str = ""
    accrual: Accrual = Accrual.CUMULATIVE
    schedule: Schedule = Schedule(MONTHLY)
    direction: Direction = Direction.HIGHER
    comparator: Comparator = Comparator.AT_LEAST
    weight: Decimal = Decimal(1)
    part_of: str = ""
    explanation: str = ""
    numerator: str = ""
    denominator: str = ""
    leads: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    first_check: tuple[str, ...] = ()
    final_check: tuple[str, ...] = ()
    target: Target | None = None

    def __hash__(self) -> int:
        """By its code alone: rules are looked up by indicator for every row, and two with one code are a fault."""
        return hash(self.code)

    @property
    def project_key(self) -> str:
        """类别/项目: the same project name may stand in two 类别 (contract section 2)."""
        return f"{self.category}/{self.project}"

    @property
    def is_percent(self) -> bool:
        """Whether its figures are fractions shown with %: 比率 and 进度."""
        return self.unit == PERCENT

    @cached_property
    def has_parts(self) -> bool:
        """Whether units report numerator and denominator instead of the value (contract section 3)."""
        return self.kind is not Kind.STATE and (self.rollup is Rollup.WEIGHTED or bool(self.denominator))

    @property
    def is_quotient(self) -> bool:
        """Whether its values are quotients, of which 结果.json keeps 12 decimal places (contract section 5)."""
        return self.has_parts or self.rollup is Rollup.MEAN

    @property
    def has_completion(self) -> bool:
        """Whether completion is a figure of this indicator (contract section 6)."""
        return self.kind in (Kind.AMOUNT, Kind.PROGRESS) and self.direction is Direction.HIGHER

    @property
    def has_pace(self) -> bool:
        """No pace for 时点, 不比, 比率, 标准, 状态, nor where there is no completion (contract section 6)."""
        return self.has_completion and self.accrual is Accrual.CUMULATIVE and self.schedule.word != NO_PACE

    @property
    def asked_unit(self) -> str:
        """The unit in which the form asks: 填报计量 where there is one."""
        return self.form_unit or self.unit

    @cached_property
    def form_factor(self) -> Decimal:
        """What a figure in 单位 is multiplied by to stand in the form's unit: 10000 for 万人 asked in 人."""
        return split_unit(self.unit)[0] / split_unit(self.asked_unit)[0]

    @cached_property
    def form_digits(self) -> int:
        """Decimal places that the form takes: 小数位 less the power of ten of 填报计量, two more for percentages."""
        if self.is_percent:
            return self.digits + 2
        return max(0, self.digits - self.form_factor.adjusted())

    def fits_form_unit(self) -> bool:
        """Whether 填报计量 and 单位 are the same unit a power of ten apart (contract section 2)."""
        return split_unit(self.asked_unit)[1] == split_unit(self.unit)[1]

    def shown_digits_of(self, value: Decimal) -> int:
        """Decimal places with which papers write `value`: 小数位, fewer where they are zeros (2.50 is 2.5)."""
        return min(self.digits, decimals_of(value * HUNDRED if self.is_percent else value))
