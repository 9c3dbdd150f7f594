"""A period's results as one whole, and how they stand in 结果.json (contract section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from model.breakdown import Breakdown
from model.figure import Figure, Previous, PreviousFigure, RollUp, Standing, Total
from model.finding import Finding
from model.period import Period, read_period
from model.quantity import plain, plain_quotient
from model.submission import Intake, Source, Submission

SCHEMA = 1
Json = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """What a run has read and worked out; all that generators write comes from here.

    `breakdown_file` and `breakdown_sha256` tell which breakdown was used, the path relative to the period folder.
    """

    breakdown: Breakdown
    breakdown_file: str
    breakdown_sha256: str
    period: Period
    previous: Previous
    intake: Intake
    rollup: RollUp


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_quotient(value)


def _source(source: Source | None) -> Json | None:
    return None if source is None else {"file": source.file, "sheet": source.sheet, "cell": source.cell}


def submission_json(one: Submission) -> Json:
    return {"unit": one.unit, "file": one.file, "sha256": one.sha256, "status": one.status.value, "late": one.late}


def finding_json(one: Finding) -> Json:
    return {
        "unit": one.unit,
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "indicator": one.indicator,
        "severity": one.severity.value,
        "settled": one.settled,
        "rule": one.rule,
        "message": one.sentences,
        "value": one.value,
        "expected": one.expected,
    }


def _figure_json(one: Figure) -> Json:
    judged = one.judgement
    return {
        "indicator": one.code,
        "unit": one.unit,
        "value": _number(one.value),
        "numerator": _number(one.numerator),
        "denominator": _number(one.denominator),
        "text": one.text,
        "target": _number(one.target.value),
        "completion": _number(judged.completion),
        "met": judged.met,
        "verdict": judged.verdict,
        "pace": judged.pace.value,
        "gap": None if judged.gap is None else plain(judged.gap),
        "rank": one.rank,
        "previous": _number(one.previous),
        "increment": _number(one.increment),
        "previous_rank": one.previous_rank,
        "carried": one.carried,
        "stage": one.stage.value,
        "source": _source(one.source),
    }


def _total_json(one: Total) -> Json:
    judged = one.judgement
    return {
        "indicator": one.code,
        "value": _number(one.value),
        "target": _number(one.target.value if one.target else None),
        "completion": _number(judged.completion),
        "met": judged.met,
        "verdict": judged.verdict,
        "pace": judged.pace.value,
        "gap": None if judged.gap is None else plain(judged.gap),
        "units_reported": one.units_reported,
        "units_asked": one.units_asked,
        "units_done": one.units_done,
        "reported_value": _number(one.reported_value),
        "reported_target": _number(one.reported_target),
    }


def _standing_json(one: Standing) -> Json:
    return {
        "unit": one.unit,
        "project": one.project,
        "score": _number(one.score),
        "rank": one.rank,
        "previous_rank": one.previous_rank,
    }


def results_json(results: Results, outputs: Mapping[str, str]) -> Json:
    """结果.json as the contract has it; `outputs` are file names relative to 结果/ with their sha256."""
    return {
        "schema": SCHEMA,
        "period": results.period.name,
        "previous": results.previous.period.name if results.previous.period else None,
        "elapsed": plain_quotient(results.period.elapsed),
        "breakdown": {"file": results.breakdown_file, "sha256": results.breakdown_sha256},
        "submissions": [submission_json(one) for one in results.intake.submissions],
        "findings": [finding_json(one) for one in results.intake.findings],
        "figures": [_figure_json(one) for one in results.rollup.figures],
        "totals": [_total_json(one) for one in results.rollup.totals],
        "standings": [_standing_json(one) for one in results.rollup.standings],
        "outputs": [{"file": name, "sha256": digest} for name, digest in sorted(outputs.items())],
    }


class ResultsError(ValueError):
    """What stands in a 结果.json is not what this tool writes; the message says in Chinese what is wrong."""


def _read_number(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _rebased(source: Any, period_name: str) -> Source | None:
    """A source of another period's results, seen from this period's folder."""
    if source is None:
        return None
    return Source(f"../{period_name}/{source['file']}", source["sheet"], source["cell"])


def read_previous(stored: Json, folder_name: str) -> Previous:
    """The previous period's results from its 结果.json; `folder_name` is the name of its folder.

    Raises `ResultsError` when the file is not one of this tool's.
    """
    try:
        if stored["schema"] != SCHEMA:
            raise ResultsError(f"结果.json 的版本是 {stored['schema']}，本工具只认识版本 {SCHEMA}")
        period = read_period(stored["period"])
        if period is None:
            raise ResultsError(f"结果.json 的期次“{stored['period']}”读不懂")
        figures = {
            (one["indicator"], one["unit"]): PreviousFigure(
                _read_number(one["value"]),
                _read_number(one["numerator"]),
                _read_number(one["denominator"]),
                one["text"],
                one["rank"],
                one["carried"],
                _rebased(one["source"], folder_name),
            )
            for one in stored["figures"]
        }
        totals = {one["indicator"]: Decimal(one["value"]) for one in stored["totals"] if one["value"] is not None}
        standings = {(one["unit"], one["project"]): one["rank"] for one in stored["standings"]}
    except (KeyError, TypeError, InvalidOperation) as fault:
        raise ResultsError("结果.json 不完整或被改动过") from fault
    return Previous(period, figures, totals, standings)
