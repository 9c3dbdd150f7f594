"""From period to period: who moved up or down, who overtook whom, whose verdict and which targets changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.breakdown import Adjustment, Breakdown
from model.figure import Figure, Total, Verdict
from model.indicator import Indicator, Rollup
from model.period import Period
from model.results import Results
from model.target import Target

GOOD = frozenset({Verdict.DONE, Verdict.MET})
BEHIND = frozenset({Verdict.LAGGING, Verdict.NOT_MET})
KNOWN = frozenset(Verdict) - {Verdict.NOT_REPORTED}


@dataclass(frozen=True)
class Move:
    """A unit's overall place now and in the previous period.

    `overtook` were strictly ahead of it then and are strictly behind it now, in the order of their places now.
    """

    unit: str
    group: str
    rank: int
    previous_rank: int
    overtook: tuple[str, ...] = ()

    @property
    def climbed(self) -> int:
        """By how many places it rose; negative where it fell."""
        return self.previous_rank - self.rank


@dataclass(frozen=True)
class VerdictChange:
    """An indicator whose total is judged otherwise than in the previous period."""

    indicator: Indicator
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class AdjustedTarget:
    """A row of 目标调整 that holds in this period, with the target that it replaced (None: there was none).

    `unit` is empty for the target of this level itself; `is_new` says that it did not hold in the previous period.
    """

    indicator: Indicator
    unit: str
    before: Target | None
    after: Target
    since: Period
    basis: str
    is_new: bool = False


@dataclass(frozen=True)
class Movement:
    """What changed since `previous`; `verdicts_before` are the previous verdicts of the indicators, by 编码.

    `newcomers` have a place now and had none; `moves` are all units that have both, in the breakdown's order.
    """

    previous: Period
    moves: tuple[Move, ...]
    newcomers: tuple[str, ...]
    verdicts_before: Mapping[str, Verdict]
    changes: tuple[VerdictChange, ...]

    @property
    def newly_done(self) -> tuple[VerdictChange, ...]:
        """已完成 or 达标 now, and not before."""
        return tuple(one for one in self.changes if one.after in GOOD and one.before not in GOOD)

    @property
    def no_longer_done(self) -> tuple[VerdictChange, ...]:
        """已完成 or 达标 before, judged otherwise now; one that is no longer reported in full is not meant."""
        return tuple(one for one in self.changes if one.before in GOOD and one.after in KNOWN - GOOD - BEHIND)

    @property
    def newly_behind(self) -> tuple[VerdictChange, ...]:
        """滞后 or 未达标 now, and not before."""
        return tuple(one for one in self.changes if one.after in BEHIND and one.before not in BEHIND)

    @property
    def no_longer_behind(self) -> tuple[VerdictChange, ...]:
        """滞后 or 未达标 before, better now though not done; one that is no longer reported in full is not meant."""
        return tuple(one for one in self.changes if one.before in BEHIND and one.after in KNOWN - BEHIND - GOOD)


def shown_verdict(total: Total, figures: Sequence[Figure]) -> Verdict | None:
    """The verdict that sheets show for a total: 各达标 is 未报 while a unit is missing and none fails; 不汇总 has none.

    `figures` are those of every unit that is asked the indicator.
    """
    if total.indicator.rollup is Rollup.NONE or total.judgement.verdict is not None:
        return total.judgement.verdict
    return None if all(one.is_present for one in figures) else Verdict.NOT_REPORTED


def movement_of(results: Results) -> Movement | None:
    """What changed since the previous period; None without one, or where 上期数.xlsx stands for it."""
    outcome = results.previous.outcome
    if outcome is None:
        return None
    before: dict[str, Verdict] = {}
    changes: list[VerdictChange] = []
    for total in results.rollup.totals:
        earlier = outcome.totals.get(total.code)
        old = earlier.shown_verdict if earlier and total.indicator.rollup is not Rollup.NONE else None
        if old is None:
            continue
        before[total.code] = old
        now = shown_verdict(total, results.rollup.figures_of(total.code))
        if now is not None and now is not old:
            changes.append(VerdictChange(total.indicator, old, now))
    moves, newcomers = _moves(results)
    return Movement(outcome.period, moves, newcomers, before, tuple(changes))


def _moves(results: Results) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    groups = {unit.name: unit.rank_group for unit in results.breakdown.units}
    overall = [one for one in results.rollup.standings if one.project is None]
    places = {one.unit: (one.previous_rank, one.rank) for one in overall if one.previous_rank is not None}
    ranked: dict[str, list[str]] = {}
    for unit in sorted(places, key=lambda one: places[one][1]):
        ranked.setdefault(groups[unit], []).append(unit)
    moves = []
    for unit, (was, now) in places.items():
        assert was is not None
        overtook = tuple(
            other
            for other in ranked[groups[unit]]
            if (then := places[other][0]) is not None and then < was and places[other][1] > now
        )
        moves.append(Move(unit, groups[unit], now, was, overtook))
    return tuple(moves), tuple(one.unit for one in overall if one.unit not in places)


def adjusted_targets(results: Results) -> tuple[AdjustedTarget, ...]:
    """The rows of 目标调整 that hold in this period, in the breakdown's order of indicators, then units."""
    breakdown, period = results.breakdown, results.period
    orders = {one.code: place for place, one in enumerate(breakdown.indicators)}
    units = {"": -1} | {one.name: place for place, one in enumerate(breakdown.units)}
    inforce = sorted(
        _in_force(breakdown, period), key=lambda one: (orders[one.code], units[one.unit], one.since.first_day)
    )
    previous = results.previous.period
    return tuple(
        AdjustedTarget(
            breakdown.by_code[one.code],
            one.unit,
            _before(breakdown, one),
            one.new,
            one.since,
            one.basis,
            is_new=previous is not None and one.since.first_day > previous.last_day,
        )
        for one in inforce
    )


def _in_force(breakdown: Breakdown, period: Period) -> Iterator[Adjustment]:
    known = {"", *(one.name for one in breakdown.units)}
    return (
        one
        for one in breakdown.adjustments
        if one.since.first_day <= period.last_day and one.code in breakdown.by_code and one.unit in known
    )


def _before(breakdown: Breakdown, adjustment: Adjustment) -> Target | None:
    """What held until `adjustment`: the target as issued, or as an earlier row had changed it."""
    eve = adjustment.since.first_day - timedelta(days=1)
    if adjustment.unit:
        return breakdown.target_on(adjustment.code, adjustment.unit, eve)
    return breakdown.own_target_on(adjustment.code, eve)
