"""督办: which figures of a unit have been 滞后 for 督办期数 periods on end, and what it takes to catch up.

Contract sections 2 (督办期数) and 5 (督办单).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.breakdown import Breakdown
from model.figure import Figure, PeriodOutcome
from model.indicator import Kind
from model.period import Period, following
from model.quantity import HUNDRED, product, round_up, sum_of
from model.results import Results


@dataclass(frozen=True)
class PeriodGap:
    """How far a figure was behind the calendar at the end of a period, in percentage points above zero."""

    period: Period
    points: Decimal


@dataclass(frozen=True)
class Lag:
    """A unit's figure that lags, with its gaps in the periods through which it has lagged without a break.

    `gaps` run from the oldest to this period's, which is always there.
    """

    figure: Figure
    gaps: tuple[PeriodGap, ...]

    @property
    def periods(self) -> int:
        """Through how many periods on end, this one counted in; it may be more than 督办期数."""
        return len(self.gaps)

    @property
    def widened(self) -> Decimal:
        """By how many points the gap has grown since the first of these periods; negative where it shrank."""
        return sum_of((self.gaps[-1].points, self.gaps[0].points.copy_negate()))


def supervised(results: Results) -> dict[str, tuple[Lag, ...]]:
    """By unit, in the breakdown's order, what has lagged for 督办期数 periods or more; units without any are left out.

    A figure lags when it is 滞后, and when it is 未启动 though the calendar asks for some of it: who has done nothing
    wants supervision no less than who has done little. 未达标 has no calendar and does not count. Every reporting unit
    is meant: counties, in 市级 rows too, and units of this level.

    The periods are those of the year with results, of this period's rhythm (months after months, quarters after
    quarters), back from this one; one without results is passed over, as `Previous` does. The run ends at a period in
    which the figure was 未报, held back or carried over, did not lag, or whose results can no longer be read. A change
    of the target does not end it.
    """
    wanted = results.breakdown.basics.supervision_periods
    earlier = tuple(_earlier_of_the_rhythm(results))
    if len(earlier) + 1 < wanted:
        return {}
    found: dict[str, list[Lag]] = {}
    for figure in results.rollup.figures:
        if figure.is_reported and figure.judgement.lags:
            lag = _lag_of(figure, results.period, earlier)
            if lag.periods >= wanted:
                found.setdefault(figure.unit, []).append(lag)
    return {unit.name: tuple(found[unit.name]) for unit in results.breakdown.units if unit.name in found}


def _earlier_of_the_rhythm(results: Results) -> Iterator[PeriodOutcome]:
    """The earlier periods of this one's rhythm, newest first, up to one that cannot be read."""
    history, rhythm = results.history, results.period.months
    unread = [one.last_day for one in history.unread if one.months == rhythm]
    for outcome in reversed(history.periods):
        if outcome.period.months == rhythm:
            if any(day > outcome.period.last_day for day in unread):
                return
            yield outcome


def _lag_of(figure: Figure, period: Period, earlier: tuple[PeriodOutcome, ...]) -> Lag:
    assert figure.judgement.gap is not None, "what is behind the calendar has a gap"
    gaps = [PeriodGap(period, abs(figure.judgement.gap))]
    for outcome in earlier:
        gap = outcome.lags.get((figure.code, figure.unit))
        if gap is None:
            break
        gaps.append(PeriodGap(outcome.period, abs(gap)))
    return Lag(figure, tuple(reversed(gaps)))


def supervision_deadline(breakdown: Breakdown, period: Period) -> date:
    """By when a unit under supervision answers: the deadline of the next period of the rhythm, the year's end at most.

    After the last period of a year that is 31 December: there is no later report in which to catch up.
    """
    year_end = date(period.year, 12, 31)
    upcoming = following(period)
    return year_end if upcoming is None else min(breakdown.due_date(upcoming), year_end)


@dataclass(frozen=True)
class Reach:
    """What a unit has to come to by the end of `by` to be on pace, and how much of it is still missing.

    Both in 单位, rounded up to 小数位 so that they suffice. Work in progress (进度) has a share to reach and no
    `missing` amount.
    """

    by: Period
    value: Decimal
    missing: Decimal | None


def to_reach(figure: Figure, breakdown: Breakdown, period: Period) -> Reach | None:
    """What is due at the end of the next period of the rhythm, by the target that holds then; in the last, all of it.

    None where no target or no calendar holds then, or nothing more would be due.
    """
    indicator, by = figure.indicator, following(period) or period
    target = breakdown.target_of(figure.code, figure.unit, by)
    share = indicator.schedule.elapsed(by)
    if target is None or target.value is None or share is None or figure.value is None:
        return None
    if indicator.kind is Kind.PROGRESS:
        due = round_up(product(share, HUNDRED), indicator.digits) / HUNDRED
        return Reach(by, due, None) if due > figure.value else None
    exact = product(target.value, share)
    missing = round_up(sum_of((exact, figure.value.copy_negate())), indicator.digits)
    return Reach(by, round_up(exact, indicator.digits), missing) if missing > 0 else None
