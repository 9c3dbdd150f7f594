"""The key `assessment` of 结果.json (contract section 7), written and read again."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from model.assessment.assessment import Assessment
from model.assessment.checked import CheckedFigure
from model.breakdown import Breakdown
from model.indicator import Indicator, Kind
from model.quantity import plain, plain_quotient, sum_of
from model.submission import Reported

Entry = dict[str, Any]


def assessment_entries(
    assessment: Assessment, breakdown: Breakdown, reported: Mapping[tuple[str, str], Reported]
) -> Iterator[Entry]:
    """Each figure asked with what was reported, checked and confirmed; then each project of a unit; then each unit.

    Figures are in the indicator's 单位, of a 状态 its word; scores in points of a hundred, told once a department has
    answered. `struck` is what was reported less what counts, null where nobody checked it. `reported` holds what the
    units sent.
    """
    for indicator in breakdown.indicators:
        for unit in breakdown.units_asked(indicator.code):
            yield _figure_entry(assessment, indicator, unit.name, reported.get((indicator.code, unit.name)))
    if not assessment.checks.has_begun:
        return  # nobody is ranked by what nobody has checked
    for one in assessment.projects:
        yield _entry(one.unit, one.project_key, veto=one.is_vetoed, score=one.score, rank=one.rank)
    vetoed = {one.unit for one in assessment.projects if one.is_vetoed}
    for whole in assessment.overall:
        yield _entry(whole.unit, None, veto=whole.unit in vetoed, score=whole.score, rank=whole.rank)


def _entry(
    unit: str,
    project: str | None,
    *,
    figures: Mapping[str, str | None] | None = None,
    veto: bool = False,
    score: Decimal | None = None,
    rank: int | None = None,
) -> Entry:
    told = {"indicator": None, "reported": None, "checked": None, "confirmed": None, "struck": None, **(figures or {})}
    points = None if score is None else plain_quotient(score)
    return {"unit": unit, "project": project, **told, "veto": veto, "score": points, "rank": rank}


def _figure_entry(assessment: Assessment, indicator: Indicator, unit: str, sent: Reported | None) -> Entry:
    key = (indicator.code, unit)
    first, final = (stage.figures.get(key) for stage in assessment.checks.stages)
    counted, struck = final or first, None
    if counted is not None and sent is not None and counted.value is not None and sent.value is not None:
        struck = plain_quotient(sum_of((sent.value, counted.value.copy_negate())))
    scored = assessment.of(unit, indicator.project_key)
    figures = {
        "indicator": indicator.code,
        "reported": _said(indicator, sent),
        "checked": _said(indicator, first),
        "confirmed": _said(indicator, final),
        "struck": struck,
    }
    return _entry(unit, indicator.project_key, figures=figures, veto=scored is not None and scored.is_vetoed)


def _said(indicator: Indicator, one: Reported | CheckedFigure | None) -> str | None:
    if one is None:
        return None
    if indicator.kind is Kind.STATE:
        return one.text
    if one.value is None:
        return None
    return plain_quotient(one.value) if indicator.is_quotient else plain(one.value)


def read_overall_scores(stored: Any, read_number: Callable[[object], Decimal | None]) -> dict[str, Decimal]:
    """Each unit's overall score from a 结果.json; nothing where the period was not assessed.

    `read_number` raises for what is no figure; a document of another form raises KeyError or TypeError.
    """
    scores = (
        (one["unit"], read_number(one["score"]))
        for one in stored.get("assessment", ())
        if one["project"] is None and one["indicator"] is None
    )
    return {unit: score for unit, score in scores if score is not None}
