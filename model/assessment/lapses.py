"""Late, returned and missing reports, counted for 扣分 since the last assessment (contract section 2, 评分)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from model.assessment.check_form import Lapses
from model.assessment.scoring_rule import Lapse, Method, ScoreRule
from model.breakdown import Breakdown
from model.figure import History, PeriodOutcome
from model.period import Period
from model.quantity import product, sum_of
from model.submission import SENT_BACK, Status, Submission

UnitLapses = Mapping[str, tuple[Lapse, ...]]
"""What one period counts against each unit: each lapse once."""


def lapses_in(submissions: Iterable[Submission]) -> UnitLapses:
    """What a period's submissions count against their units."""
    found: dict[str, dict[Lapse, None]] = {}
    for one in submissions:
        for lapse in _lapses_of(one):
            found.setdefault(one.unit or "", {})[lapse] = None
    return {unit: tuple(of_unit) for unit, of_unit in found.items() if unit}


def _lapses_of(one: Submission) -> Iterator[Lapse]:
    if one.late:
        yield Lapse.LATE
    if one.status in SENT_BACK:
        yield Lapse.RETURNED
    if one.status is Status.MISSING:
        yield Lapse.MISSING


def counted_lapses(breakdown: Breakdown, period: Period, history: History, submissions: Iterable[Submission]) -> Lapses:
    """The points that each rule of 扣分 takes by itself, and for what; nothing for rules that count nothing.

    Counted are this period and those before it back to the last assessed one, as their last results have them.
    """
    counts: dict[str, Counter[Lapse]] = {}
    earlier = (one.lapses for one in _since_last_assessment(breakdown, history))
    for of_period in (*earlier, lapses_in(submissions)):
        for name, lapses in of_period.items():
            counts.setdefault(name, Counter()).update(lapses)
    taken = {}
    for place, rule in enumerate(breakdown.scoring):
        if rule.method is Method.DEDUCTION and rule.terms.lapses:
            for unit in breakdown.units_assessed:
                own = counts.get(unit.name, Counter())
                points = sum_of(product(each, Decimal(own[lapse])) for lapse, each in rule.terms.lapses.items())
                words = "、".join(f"{lapse}{own[lapse]}次" for lapse in rule.terms.lapses if own[lapse])
                taken[place, unit.name] = (-min(points, rule.points), words)
    return taken


_COUNTED = re.compile(rf"(?P<lapse>{'|'.join(Lapse)})(?P<times>\d+)次$")


def points_of_words(rule: ScoreRule, words: str) -> Decimal | None:
    """The points that `counted_lapses` took when it said `words`; None for words that are not its own."""
    taken = []
    for part in filter(None, words.strip().split("、")):
        match = _COUNTED.match(part)
        each = rule.terms.lapses.get(Lapse(match["lapse"])) if match else None
        if match is None or each is None:
            return None
        taken.append(product(each, Decimal(match["times"])))
    return -min(sum_of(taken), rule.points)


def periods_counted(breakdown: Breakdown, history: History) -> tuple[Period, ...]:
    """The periods before this one whose lapses are counted, oldest first."""
    return tuple(reversed([one.period for one in _since_last_assessment(breakdown, history)]))


def _since_last_assessment(breakdown: Breakdown, history: History) -> Iterator[PeriodOutcome]:
    for outcome in reversed(history.periods):
        if breakdown.note_of(outcome.period).assessment:
            return
        yield outcome
