"""Figures, totals and standings: what the roll-up yields and 结果.json holds (contract section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from model.assessment.scoring_rule import Lapse
from model.indicator import Accrual, Indicator
from model.period import Period
from model.quantity import QUOTIENT_DIGITS, round_half_up, sum_of
from model.submission import Reported, Source, Stage
from model.target import Target


class Pace(StrEnum):
    """How completion compares with the calendar."""

    AHEAD = "ahead"
    LEVEL = "level"
    BEHIND = "behind"
    NONE = "none"

    @property
    def label(self) -> str:
        """What people read; nothing where no pace is compared."""
        return {"ahead": "快于序时", "level": "与序时持平", "behind": "慢于序时", "none": ""}[self.value]


class Verdict(StrEnum):
    """评定 (contract section 6). A 状态 without a figure is judged by its own word: 未启动, 推进中, 已完成."""

    NOT_REPORTED = "未报"
    MET = "达标"
    NOT_MET = "未达标"
    DONE = "已完成"
    NOT_STARTED = "未启动"
    ON_PACE = "达到序时"
    LAGGING = "滞后"
    UNDER_WAY = "推进中"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a value stands against its target and the calendar.

    `completion` is a fraction, `gap` the difference of shown percentages in points (标准: in its unit), `due` the share
    of the target that the calendar asks.
    """

    completion: Decimal | None
    met: bool | None
    verdict: Verdict | None
    pace: Pace
    gap: Decimal | None
    due: Decimal | None

    @property
    def lags(self) -> bool:
        """Whether it is 滞后, or nothing at all is done though the calendar asks for some."""
        return is_lag(self.verdict, self.pace)


def is_lag(verdict: Verdict | None, pace: Pace) -> bool:
    """Whether a figure so judged is behind the calendar, 未启动 included; a 未达标 has no calendar."""
    return pace is Pace.BEHIND and verdict in (Verdict.LAGGING, Verdict.NOT_STARTED)


def _increment(indicator: Indicator, value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """`value` less `previous`; of quotients to the places that 结果.json keeps, beyond which they seem to move."""
    if value is None or previous is None or indicator.accrual is not Accrual.CUMULATIVE:
        return None
    difference = sum_of((value, previous.copy_negate()))
    return round_half_up(difference, QUOTIENT_DIGITS) if indicator.is_quotient else difference


@dataclass(frozen=True, slots=True)
class Figure:
    """One unit's figure for one indicator, reported or not. `carried` names the period it was carried over from."""

    indicator: Indicator
    unit: str
    target: Target
    judgement: Judgement
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str | None = None
    rank: int | None = None
    tied: bool = False
    previous: Decimal | None = None
    previous_text: str | None = None
    previous_rank: int | None = None
    carried: str | None = None
    source: Source | None = None
    reported: Reported | None = None
    stage: Stage = Stage.REPORTED

    def ranked(self, rank: int, tied: bool) -> "Figure":
        """The figure with its place among the others; ten thousand of them are too many for `replace`."""
        return Figure(
            self.indicator, self.unit, self.target, self.judgement, self.value, self.numerator, self.denominator,
            self.text, rank, tied, self.previous, self.previous_text, self.previous_rank, self.carried, self.source,
            self.reported, self.stage,
        )  # fmt: skip

    @property
    def code(self) -> str:
        """The indicator's 编码."""
        return self.indicator.code

    @property
    def is_present(self) -> bool:
        """Whether there is a figure at all, of this period or carried over."""
        return self.value is not None or self.text is not None

    @property
    def is_reported(self) -> bool:
        """Whether the unit reported it for this period."""
        return self.is_present and self.carried is None

    @property
    def increment(self) -> Decimal | None:
        """What came since the previous period; a 时点 has no increment (contract section 2)."""
        return _increment(self.indicator, self.value, self.previous)


@dataclass(frozen=True)
class Total:
    """The figure of this level for one indicator.

    `value` is None unless all whose figures make it up are there; `reported_value` over `reported_target` is the sum
    so far. `unit_target_sum` is what the units' targets add up to, for the reader who compares it with `target`.
    """

    indicator: Indicator
    target: Target | None
    judgement: Judgement
    value: Decimal | None
    units_reported: int
    units_asked: int
    units_done: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str | None = None
    reported_value: Decimal | None = None
    reported_target: Decimal | None = None
    unit_target_sum: Decimal | None = None
    previous: Decimal | None = None

    @property
    def increment(self) -> Decimal | None:
        """What came since the previous period, as of a figure."""
        return _increment(self.indicator, self.value, self.previous)

    @property
    def code(self) -> str:
        """The indicator's 编码."""
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's place in one project, or overall where `project` is None. `score` is a fraction."""

    unit: str
    project: str | None
    score: Decimal
    rank: int
    tied: bool = False
    previous_rank: int | None = None


@dataclass(frozen=True, slots=True)
class PreviousFigure:
    """What the previous period's results hold of one figure."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str | None = None
    rank: int | None = None
    carried: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class TotalOutcome:
    """What an earlier period's results hold of one total; `reported_*` are the sums of the units that reported."""

    value: Decimal | None
    completion: Decimal | None
    verdict: Verdict | None
    reported_value: Decimal | None
    reported_target: Decimal | None
    units_done: int
    units_reported: int
    units_asked: int

    @property
    def shown_verdict(self) -> Verdict | None:
        """各达标 has no verdict while a unit is missing and none fails; sheets call that 未报."""
        is_missing = self.units_reported < self.units_asked
        return self.verdict or (Verdict.NOT_REPORTED if is_missing else None)


@dataclass(frozen=True)
class StandingOutcome:
    """A unit's overall score (a fraction) and place in an earlier period."""

    score: Decimal
    rank: int | None


@dataclass(frozen=True)
class PeriodOutcome:
    """What an earlier period came to: its totals by 编码, its overall standings by unit.

    `lags` are the gaps, in percentage points, of the figures that lagged (`is_lag`), by 编码 and unit; one that was
    carried over from a period before is not among them. `lapses` are what its reports count against each unit,
    `scores` the overall scores of an assessed period, in points of a hundred.
    """

    period: Period
    totals: Mapping[str, TotalOutcome] = field(default_factory=dict)
    overall: Mapping[str, StandingOutcome] = field(default_factory=dict)
    lags: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    lapses: Mapping[str, tuple[Lapse, ...]] = field(default_factory=dict)
    scores: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """The earlier periods of the year that have results, oldest first.

    `unread` are those whose 结果.json is there and cannot be read; the previous period is never among them.
    """

    periods: tuple[PeriodOutcome, ...] = ()
    unread: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Previous:
    """The previous period's results, the digest of the file that holds them, and whether that bears a seal.

    `period`, `outcome` and `sha256` are None where 上期数.xlsx stands for them.
    """

    period: Period | None = None
    figures: Mapping[tuple[str, str], PreviousFigure] = field(default_factory=dict)
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    standings: Mapping[tuple[str, str | None], int] = field(default_factory=dict)
    outcome: PeriodOutcome | None = None
    sha256: str | None = None
    is_sealed: bool = True

    def value_of(self, code: str, unit: str) -> Decimal | None:
        """The figure of `unit` for `code`, None where there was none."""
        figure = self.figures.get((code, unit))
        return None if figure is None else figure.value


@dataclass(frozen=True)
class RollUp:
    """All that a period's figures come to, in the breakdown's order."""

    figures: tuple[Figure, ...]
    totals: tuple[Total, ...]
    standings: tuple[Standing, ...]

    def figures_of(self, code: str) -> tuple[Figure, ...]:
        """The figures of every unit that is asked `code`."""
        return self._figures_by_code.get(code, ())

    def total_of(self, code: str) -> Total:
        """Raises KeyError for a code that the breakdown does not hold."""
        return self._totals_by_code[code]

    @cached_property
    def _figures_by_code(self) -> Mapping[str, tuple[Figure, ...]]:
        by_code: dict[str, list[Figure]] = {}
        for one in self.figures:
            by_code.setdefault(one.code, []).append(one)
        return {code: tuple(figures) for code, figures in by_code.items()}

    @cached_property
    def _totals_by_code(self) -> Mapping[str, Total]:
        return {one.code: one for one in self.totals}
