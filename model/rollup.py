"""From the units' figures to totals, ranks and standings (contract sections 2 and 6). Decimal throughout, no I/O."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from model.breakdown import Breakdown, MissingPolicy
from model.figure import Figure, Judgement, Pace, Previous, PreviousFigure, RollUp, Standing, Total, Verdict
from model.indicator import Direction, Indicator, Kind, Rollup
from model.judgement import is_level_judged, judge_value, shown_value
from model.period import Period
from model.quantity import HUNDRED, mean_of, product, quotient, round_half_up, shown_percent, sum_of
from model.submission import Reported, Stage
from model.target import STATES, Target

STATE_SCORES = dict(zip(STATES, (Decimal(0), Decimal("0.5"), Decimal(1)), strict=True))


def roll_up(
    breakdown: Breakdown, period: Period, reported: Mapping[tuple[str, str], Reported], previous: Previous
) -> RollUp:
    """All figures, totals and standings of `period`; `reported` holds the accepted figures, by (code, unit)."""
    by_code = {
        indicator.code: _ranked(
            breakdown,
            indicator,
            [
                _figure(breakdown, period, indicator, unit.name, reported.get((indicator.code, unit.name)), previous)
                for unit in breakdown.units_asked(indicator.code)
            ],
        )
        for indicator in breakdown.indicators
    }
    figures = tuple(figure for indicator in breakdown.indicators for figure in by_code[indicator.code])
    totals = tuple(
        _total(breakdown, period, indicator, by_code[indicator.code], previous) for indicator in breakdown.indicators
    )
    return RollUp(figures, totals, standings_of(breakdown, figures, previous))


# One unit's figure

_NOTHING_BEFORE = PreviousFigure(None)


def _figure(
    breakdown: Breakdown,
    period: Period,
    indicator: Indicator,
    unit: str,
    reported: Reported | None,
    previous: Previous,
) -> Figure:
    target = breakdown.target_of(indicator.code, unit, period)
    assert target is not None, "only units that are asked have a figure"
    before = previous.figures.get((indicator.code, unit), _NOTHING_BEFORE)
    carried = None
    found: Reported | PreviousFigure | None = reported
    if reported is None and previous.period is not None and _is_carried(breakdown, indicator, before):
        carried = before.carried or previous.period.name
        found = before
    value = found.value if found else None
    text = found.text if found else None
    state = text if indicator.kind is Kind.STATE else None
    return Figure(
        indicator=indicator,
        unit=unit,
        target=target,
        judgement=_judged(breakdown, period, indicator, value, state, target),
        value=value,
        numerator=found.numerator if found else None,
        denominator=found.denominator if found else None,
        text=text,
        previous=before.value,
        previous_text=before.text if indicator.kind is Kind.STATE else None,
        previous_rank=before.rank,
        carried=carried,
        source=found.source if found else None,
        reported=reported,
        stage=reported.stage if reported else Stage.REPORTED,
    )


def _is_carried(breakdown: Breakdown, indicator: Indicator, before: PreviousFigure) -> bool:
    """Whether 沿用上期 holds and the last figure fits the row, whose 类型 may have changed since."""
    has_figure = before.text in STATES if indicator.kind is Kind.STATE else before.value is not None
    return has_figure and breakdown.basics.missing_policy is MissingPolicy.CARRY_OVER


def _judged(
    breakdown: Breakdown,
    period: Period,
    indicator: Indicator,
    value: Decimal | None,
    state: str | None,
    target: Target | None,
) -> Judgement:
    basics = breakdown.basics
    return judge_value(indicator, value, state, target, period, basics.completion_digits, basics.pace_tolerance)


# Ranks


def _ranked(breakdown: Breakdown, indicator: Indicator, figures: list[Figure]) -> list[Figure]:
    """Ranks within each 排名组, best first in the row's 方向, by the figure as shown; ties share a rank."""
    places: dict[str, tuple[int, bool]] = {}
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        unit = breakdown.unit_named(figure.unit)
        if unit is not None and is_ranked(figure):
            groups.setdefault(unit.rank_group, []).append(figure)
    for group in groups.values():
        by_gap = len({one.target.value for one in group}) > 1
        keys = {one.unit: rank_key(breakdown, one, by_gap) for one in group}
        places |= placed(keys, is_low_first=indicator.direction is Direction.LOWER)
    return [figure.ranked(*places[figure.unit]) if figure.unit in places else figure for figure in figures]


def is_ranked(figure: Figure) -> bool:
    """No rank for a 状态, without a target (or one of zero), not reported, or carried (contract section 6)."""
    return (
        figure.indicator.kind is not Kind.STATE
        and figure.value is not None
        and figure.carried is None
        and figure.target.is_rankable
    )


def rank_key(breakdown: Breakdown, figure: Figure, by_gap: bool) -> Decimal:
    """What a figure is ranked by, as shown: completion, or the value (the gap where targets differ)."""
    judged, indicator = figure.judgement, figure.indicator
    if judged.completion is not None:
        return shown_percent(judged.completion, breakdown.basics.completion_digits)
    assert figure.value is not None
    if by_gap and judged.gap is not None:
        return judged.gap
    return shown_value(indicator, figure.value)


def placed(keys: Mapping[str, Decimal], *, is_low_first: bool = False) -> dict[str, tuple[int, bool]]:
    """Place and whether it is shared, by unit: ties share a place and the next is skipped (1, 2, 2, 4)."""
    counts = Counter(keys.values())
    places: dict[Decimal, tuple[int, bool]] = {}
    passed = 0
    for value in sorted(counts, reverse=not is_low_first):
        places[value] = (passed + 1, counts[value] > 1)
        passed += counts[value]
    return {unit: places[own] for unit, own in keys.items()}


# Totals


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    present = [value for value in values if value is not None]
    return sum_of(present) if present else None


def _weighted(figures: list[Figure]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Rate, numerator and denominator of the figures that are there; none of them where one lacks its parts."""
    present = [one for one in figures if one.is_present]
    if any(one.numerator is None or one.denominator is None for one in present):
        return None, None, None
    numerator, denominator = _sum(one.numerator for one in present), _sum(one.denominator for one in present)
    rate = quotient(numerator, denominator) if numerator is not None and denominator else None
    return rate, numerator, denominator


def _mean(figures: list[Figure]) -> Decimal | None:
    return mean_of((one.value, Decimal(1)) for one in figures if one.value is not None)


def _least_advanced(figures: list[Figure]) -> str | None:
    words = [one.text for one in figures if one.text is not None]
    return min(words, key=STATES.index) if words else None


_Combined = tuple[Decimal | None, Decimal | None, Decimal | None]
"""Value, numerator and denominator of several figures together."""


def _plain_sum(figures: list[Figure]) -> _Combined:
    return _sum(one.value for one in figures), None, None


def _single_or_sum(figures: list[Figure]) -> _Combined:
    """市级: amounts add; a 比率, 标准 or 进度 has one unit of this level, whose figure stands."""
    if figures and figures[0].indicator.kind is Kind.AMOUNT:
        return _plain_sum(figures)
    present = [one for one in figures if one.value is not None]
    return (present[0].value, present[0].numerator, present[0].denominator) if len(present) == 1 else (None, None, None)


_COMBINE: Mapping[Rollup, Callable[[list[Figure]], _Combined]] = {
    Rollup.SUM: _plain_sum,
    Rollup.WEIGHTED: _weighted,
    Rollup.EACH: _weighted,
    Rollup.OWN_LEVEL: _single_or_sum,
    Rollup.MEAN: lambda figures: (_mean(figures), None, None),
    Rollup.NONE: lambda _: (None, None, None),
}


def _total(
    breakdown: Breakdown, period: Period, indicator: Indicator, figures: list[Figure], previous: Previous
) -> Total:
    counted_units = {unit.name for unit in breakdown.units_counted(indicator)}
    counted = [one for one in figures if one.unit in counted_units]
    is_complete = bool(counted) and all(one.is_present for one in counted)
    target = breakdown.own_target(indicator.code, period)
    so_far, numerator, denominator = _COMBINE[indicator.rollup](counted)
    has_state = indicator.kind is Kind.STATE and indicator.rollup is not Rollup.NONE
    text = _least_advanced(counted) if has_state and is_complete else None
    value = so_far if is_complete else None
    judgement = _judged(breakdown, period, indicator, value, text, target)
    if indicator.rollup is Rollup.EACH:
        judgement = _each_judged(counted, judgement)
    elif indicator.rollup is Rollup.NONE:
        judgement = replace(judgement, verdict=None)
    return Total(
        indicator=indicator,
        target=target,
        judgement=judgement,
        value=value,
        numerator=numerator if is_complete else None,
        denominator=denominator if is_complete else None,
        text=text,
        units_reported=sum(one.is_reported for one in figures),
        units_asked=len(figures),
        units_done=sum(one.judgement.met is True for one in figures),
        reported_value=so_far,
        reported_target=_sum(one.target.value for one in counted if one.is_present)
        if indicator.rollup in (Rollup.SUM, Rollup.OWN_LEVEL) and indicator.kind is Kind.AMOUNT
        else None,
        unit_target_sum=breakdown.unit_target_sum(indicator.code, period) if indicator.rollup is Rollup.SUM else None,
        previous=previous.totals.get(indicator.code),
    )


def _each_judged(figures: list[Figure], judgement: Judgement) -> Judgement:
    """各达标 holds when every unit meets its own target: 未达标 as soon as one fails, open while one is missing."""
    verdicts = [one.judgement.met for one in figures if not one.is_present or one.judgement.met is not None]
    if False in verdicts:
        met: bool | None = False
    else:
        met = True if verdicts and all(verdicts) else None
    verdict = None if met is None else Verdict.MET if met else Verdict.NOT_MET
    gap = judgement.gap if judgement.pace is Pace.NONE else None
    return replace(judgement, completion=None, met=met, verdict=verdict, pace=Pace.NONE, gap=gap, due=None)


# Standings


def is_scored(figure: Figure) -> bool:
    """Whether the figure scores at all: no part of another, and with a target to be held against.

    A target of zero gives no completion, so that nothing scores by it; a ceiling of zero is met or not all the same.
    """
    indicator, target = figure.indicator, figure.target
    if indicator.part_of:
        return False
    return indicator.kind is Kind.STATE or target.is_rankable or (target.value == 0 and is_level_judged(indicator))


def score_of(figure: Figure, cap: Decimal) -> Decimal | None:
    """The score of one figure as a fraction; None for a row that does not score (contract section 6)."""
    indicator, target = figure.indicator, figure.target
    if not is_scored(figure):
        return None
    if indicator.kind is Kind.STATE:
        return STATE_SCORES[figure.text] if figure.text is not None else Decimal(0)
    if figure.value is None:
        return Decimal(0)
    if not is_level_judged(indicator):
        return min(figure.judgement.completion or Decimal(0), cap)
    if figure.judgement.met:
        return Decimal(1)
    if not target.value:  # a target of zero is met or it is not
        return Decimal(0)
    if indicator.direction is Direction.LOWER:
        return quotient(target.value, figure.value) if figure.value > 0 else Decimal(0)
    return quotient(figure.value, target.value)


def standings_of(breakdown: Breakdown, figures: Iterable[Figure], previous: Previous) -> tuple[Standing, ...]:
    """Each unit's score and place in each project that it is asked, then overall; by unit, then project."""
    cap = breakdown.basics.score_cap
    weights = {project: breakdown.project_weight(project) for project in breakdown.projects}
    parts: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = {}
    for figure in figures:
        score = score_of(figure, cap)
        if score is not None:
            key = (figure.unit, figure.indicator.project_key)
            parts.setdefault(key, []).append((score, figure.indicator.weight))
    scores: dict[tuple[str, str | None], Decimal] = {}
    for unit in breakdown.units:
        by_project = {
            project: score
            for project in breakdown.projects
            if (score := mean_of(parts.get((unit.name, project), []))) is not None
        }
        overall = mean_of((score, weights[project]) for project, score in by_project.items())
        scores |= {(unit.name, project): score for project, score in by_project.items()}
        if overall is not None:
            scores[unit.name, None] = overall
    places = _standing_places(breakdown, scores)
    return tuple(
        Standing(unit, project, score, *places[unit, project], previous.standings.get((unit, project)))
        for (unit, project), score in scores.items()
    )


def shown_score(score: Decimal, digits: int) -> Decimal:
    """A score in points of a hundred, as shown."""
    return round_half_up(product(score, HUNDRED), digits) if score > 1 else shown_percent(score, digits)


def _standing_places(
    breakdown: Breakdown, scores: Mapping[tuple[str, str | None], Decimal]
) -> dict[tuple[str, str | None], tuple[int, bool]]:
    digits = breakdown.basics.completion_digits
    groups: dict[tuple[str | None, str], dict[str, Decimal]] = {}
    for (name, project), score in scores.items():
        unit = breakdown.unit_named(name)
        assert unit is not None
        groups.setdefault((project, unit.rank_group), {})[name] = shown_score(score, digits)
    return {(name, project): place for (project, _), keys in groups.items() for name, place in placed(keys).items()}
