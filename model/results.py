"""A period's results as one whole, and how they stand in 结果.json (contract section 5)."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from model.assessment.assessment import Assessment
from model.assessment.checked import Checks
from model.assessment.entries import assessment_entries, read_overall_scores
from model.assessment.lapses import lapses_in
from model.breakdown import Breakdown
from model.figure import (
    Figure,
    History,
    Pace,
    PeriodOutcome,
    Previous,
    PreviousFigure,
    RollUp,
    Standing,
    StandingOutcome,
    Total,
    TotalOutcome,
    Verdict,
    is_lag,
)
from model.finding import Finding
from model.indicator import Indicator
from model.labels import FINAL_CHECK_FOLDER, FIRST_CHECK_FOLDER, RESULTS_FOLDER, FormColumn
from model.period import Period, read_period
from model.quantity import plain, plain_quotient, quotient
from model.submission import SENT_BACK, Change, Intake, Source, Stage, Status, Submission
from model.target import STATES

SCHEMA = 1
Json = dict[str, Any]


_NO_CHECKS = Checks()
_OfUnit = TypeVar("_OfUnit", Submission, Finding)


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
    history: History = field(default_factory=History)
    assessment: Assessment | None = None

    @property
    def checks(self) -> Checks:
        """What came back from departments; nothing in a period that is not assessed."""
        return self.assessment.checks if self.assessment else _NO_CHECKS

    @property
    def submissions(self) -> tuple[Submission, ...]:
        """What came back from units and departments, by unit in the breakdown's order, then file."""
        return self._by_unit(self.intake.submissions, self.checks.submissions)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in all that came back, in the same order."""
        return self._by_unit(self.intake.findings, self.checks.findings)

    def _by_unit(self, own: tuple[_OfUnit, ...], of_departments: tuple[_OfUnit, ...]) -> tuple[_OfUnit, ...]:
        if not of_departments:
            return own
        order = {unit.name: index for index, unit in enumerate(self.breakdown.units)}
        return tuple(sorted(chain(own, of_departments), key=lambda one: order.get(one.unit or "", len(order))))

    @property
    def units_to_return(self) -> tuple[str, ...]:
        """Units whose sheet goes back in whole or in part, in the breakdown's order."""
        back = {one.unit for one in self.intake.submissions if one.status in SENT_BACK}
        return tuple(unit.name for unit in self.breakdown.units if unit.name in back)


def _number(value: Decimal | None) -> str | None:
    """A figure as it is, all its digits."""
    return None if value is None else plain(value)


def _quotient(value: Decimal | None) -> str | None:
    return None if value is None else plain_quotient(value)


def _value(indicator: Indicator, value: Decimal | None) -> str | None:
    """A figure in the indicator's 单位: what was reported is kept whole, a quotient is cut."""
    return _quotient(value) if indicator.is_quotient else _number(value)


def _source(source: Source | None) -> Json | None:
    return None if source is None else {"file": source.file, "sheet": source.sheet, "cell": source.cell}


def submission_json(one: Submission) -> Json:
    """An entry of `submissions`."""
    return {"unit": one.unit, "file": one.file, "sha256": one.sha256, "status": one.status.value, "late": one.late}


def finding_json(one: Finding) -> Json:
    """An entry of `findings`."""
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
        "value": _value(one.indicator, one.value),
        "numerator": _number(one.numerator),
        "denominator": _number(one.denominator),
        "text": one.text,
        "target": _number(one.target.value),
        "completion": _quotient(judged.completion),
        "met": judged.met,
        "verdict": judged.verdict,
        "pace": judged.pace.value,
        "gap": _number(judged.gap),
        "rank": one.rank,
        "previous": _value(one.indicator, one.previous),
        "increment": _value(one.indicator, one.increment),
        "previous_rank": one.previous_rank,
        "carried": one.carried,
        "stage": one.stage.value,
        "source": _source(one.source),
    }


def _total_json(one: Total) -> Json:
    judged = one.judgement
    return {
        "indicator": one.code,
        "value": _value(one.indicator, one.value),
        "target": _number(one.target.value if one.target else None),
        "completion": _quotient(judged.completion),
        "met": judged.met,
        "verdict": judged.verdict,
        "pace": judged.pace.value,
        "gap": _number(judged.gap),
        "units_reported": one.units_reported,
        "units_asked": one.units_asked,
        "units_done": one.units_done,
        "reported_value": _value(one.indicator, one.reported_value),
        "reported_target": _number(one.reported_target),
    }


def _standing_json(one: Standing) -> Json:
    return {
        "unit": one.unit,
        "project": one.project,
        "score": _quotient(one.score),
        "rank": one.rank,
        "previous_rank": one.previous_rank,
    }


def results_text(results: Results, outputs: Mapping[str, str]) -> Iterator[str]:
    """结果.json as the contract has it, piece by piece: a nation's figures are never all held as entries or as text.

    Together the pieces are what `json.dumps` makes of the whole with `indent=1`, and a last line break.
    `outputs` are file names relative to 结果/ with their sha256. The last key is the seal, the sha256 of all the text
    before it: the next period rests on these figures, and must see that nobody changed them.
    """
    digest = hashlib.sha256()
    for piece in _unsealed_text(results, outputs):
        digest.update(piece.encode("utf-8"))
        yield piece
    yield f"{_BEFORE_SEAL}{digest.hexdigest()}{_AFTER_SEAL}"


SEAL = "seal"
_BEFORE_SEAL, _AFTER_SEAL = f',\n "{SEAL}": "', '"\n}\n'


def stored_results(text: str) -> Json:
    """The document of a 结果.json as its file holds it.

    Raises `ResultsError` where somebody changed it since it was written, and `ValueError` where it is no JSON at all.
    One without a seal is of another program, and is taken as it is.
    """
    stored: Json = json.loads(text)
    if isinstance(stored, dict) and SEAL in stored:
        body, _, seal = text.rpartition(_BEFORE_SEAL)
        if seal != f"{hashlib.sha256(body.encode('utf-8')).hexdigest()}{_AFTER_SEAL}":
            raise ResultsError("结果.json 被改动过")
    return stored


def _unsealed_text(results: Results, outputs: Mapping[str, str]) -> Iterator[str]:
    before = "{\n "
    for key, value in _document(results, outputs):
        yield f"{before}{_quoted(key)}: "
        if isinstance(value, Iterator):
            yield from _list_text(value)
        else:
            yield _text_of(value, "\n ")
        before = ",\n "


def _document(results: Results, outputs: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """The keys of 结果.json in their order with what stands there; entries come one by one."""
    intake, rollup = results.intake, results.rollup
    yield "schema", SCHEMA
    yield "period", results.period.name
    yield "previous", results.previous.period.name if results.previous.period else None
    yield "elapsed", plain_quotient(results.period.elapsed)
    yield "breakdown", {"file": results.breakdown_file, "sha256": results.breakdown_sha256}
    yield "submissions", map(submission_json, results.submissions)
    yield "findings", map(finding_json, results.findings)
    yield "figures", map(_figure_json, rollup.figures)
    yield "totals", map(_total_json, rollup.totals)
    yield "standings", map(_standing_json, rollup.standings)
    if results.assessment is not None:
        yield "assessment", assessment_entries(results.assessment, results.breakdown, intake.reported)
    if intake.changes:
        yield "changes", map(_change_json, intake.changes)
    yield "outputs", map(_output_json, sorted(outputs.items()))
    if results.previous.sha256 is not None:
        yield "previous_sha256", results.previous.sha256


def _output_json(output: tuple[str, str]) -> Json:
    name, digest = output
    return {"file": f"{RESULTS_FOLDER}/{name}", "sha256": digest}


def _change_json(one: Change) -> Json:
    """What a corrected file changed, kept so that a run on the same files tells it again."""
    return {
        "unit": one.unit, "indicator": one.code, "column": one.column, "before": one.before, "after": one.after,
        "before_source": _source(one.before_source), "after_source": _source(one.after_source),
    }  # fmt: skip


_quoted = json.JSONEncoder(ensure_ascii=False).encode
_CONSTANTS = {None: "null", True: "true", False: "false"}


def _list_text(entries: Iterator[Json]) -> Iterator[str]:
    before = "[\n  "
    for one in entries:
        yield before + _text_of(one, "\n  ")
        before = ",\n  "
    yield "\n ]" if before.startswith(",") else "[]"


def _text_of(value: object, margin: str) -> str:
    """A text, a number, nothing, or an entry of these as JSON; `margin` is the line break before its last bracket."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        inner = f"{margin} "
        items = [f"{_key(key)}{_text_of(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{margin}}}"
    return _CONSTANTS[value] if value is None or isinstance(value, bool) else _quoted(value)


@lru_cache
def _key(key: str) -> str:
    return f"{_quoted(key)}: "


class ResultsError(ValueError):
    """What stands in a 结果.json is not what this tool writes; the message says in Chinese what is wrong."""


# Reading takes nothing on trust: a figure that a person or a broken disk changed must not travel on.

_FIGURE_TEXT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class _Damaged(Exception):
    """A value of another kind than stands there by the contract."""


def _read_text(stored: object) -> str:
    if not isinstance(stored, str):
        raise _Damaged
    return stored


def _read_text_or_none(stored: object) -> str | None:
    return None if stored is None else _read_text(stored)


def _read_number(stored: object) -> Decimal | None:
    if stored is None:
        return None
    if not _FIGURE_TEXT.fullmatch(_read_text(stored)):
        raise _Damaged
    return Decimal(_read_text(stored))


def _read_count(stored: object) -> int:
    if isinstance(stored, bool) or not isinstance(stored, int):
        raise _Damaged
    return stored


def _read_rank(stored: object) -> int | None:
    return None if stored is None else _read_count(stored)


def _read_source(stored: Any, folder_name: str) -> Source | None:
    """A source of another period's results, seen from this period's folder.

    What was carried over before stands in a third period's folder and is named as it is.
    """
    if stored is None:
        return None
    file = _read_text(stored["file"])
    seen = file if file.startswith("../") else f"../{folder_name}/{file}"
    return Source(seen, _read_text(stored["sheet"]), _read_text(stored["cell"]))


def _read_figure(stored: Any, folder_name: str) -> PreviousFigure:
    value, numerator, denominator = (_read_number(stored[key]) for key in ("value", "numerator", "denominator"))
    if numerator is not None and denominator:
        rate = quotient(numerator, denominator)
        # 结果.json keeps 12 places of a rate; what is compared with it is worked out from the parts.
        value = rate if value is not None and plain_quotient(rate) == plain(value) else value
    return PreviousFigure(
        value,
        numerator,
        denominator,
        _read_text_or_none(stored["text"]),
        _read_rank(stored["rank"]),
        _read_text_or_none(stored["carried"]),
        _read_source(stored["source"], folder_name),
    )


def _read_standings(stored: Any) -> dict[tuple[str, str | None], int]:
    ranks = {
        (_read_text(one["unit"]), _read_text_or_none(one["project"])): _read_rank(one["rank"])
        for one in stored["standings"]
    }
    return {key: rank for key, rank in ranks.items() if rank is not None}


def _read_verdict(stored: object) -> Verdict | None:
    if stored is None:
        return None
    if stored not in list(Verdict):
        raise _Damaged
    return Verdict(_read_text(stored))


def _read_score(stored: object) -> Decimal:
    score = _read_number(stored)
    if score is None:
        raise _Damaged
    return score


def _read_outcome(stored: Any, period: Period) -> PeriodOutcome:
    totals = {
        _read_text(one["indicator"]): TotalOutcome(
            _read_number(one["value"]),
            _read_number(one["completion"]),
            _read_verdict(one["verdict"]),
            _read_number(one["reported_value"]),
            _read_number(one["reported_target"]),
            _read_count(one["units_done"]),
            _read_count(one["units_reported"]),
            _read_count(one["units_asked"]),
        )
        for one in stored["totals"]
    }
    overall = {
        _read_text(one["unit"]): StandingOutcome(_read_score(one["score"]), _read_rank(one["rank"]))
        for one in stored["standings"]
        if one["project"] is None
    }
    return PeriodOutcome(
        period,
        totals,
        overall,
        dict(_read_lags(stored["figures"])),
        lapses_in(map(_read_submission, stored.get("submissions", ()))),
        read_overall_scores(stored, _read_number),
    )


def _read_submission(stored: Any) -> Submission:
    if stored["status"] not in list(Status) or not isinstance(stored["late"], bool):
        raise _Damaged
    unit, file = _read_text_or_none(stored["unit"]), _read_text_or_none(stored["file"])
    return Submission(unit, file, None, Status(stored["status"]), stored["late"])


def _read_lags(stored: Any) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """The figures that lagged, of a nation's hundred thousand; the others need tell neither pace nor verdict."""
    for one in stored:
        if one.get("pace") != Pace.BEHIND or one["carried"] is not None:
            continue
        if is_lag(_read_verdict(one["verdict"]), Pace.BEHIND):
            gap = _read_number(one["gap"])
            if gap is None:
                raise _Damaged
            yield (_read_text(one["indicator"]), _read_text(one["unit"])), gap


def read_outcome(stored: Json, folder_name: str) -> PeriodOutcome:
    """What an earlier period came to, from its 结果.json; `folder_name` is the name of its folder.

    Raises `ResultsError` when the file is not one of this tool's. Of the units' figures only those that lagged are
    looked at.
    """
    try:
        return _read_outcome(stored, _read_period(stored, folder_name))
    except (KeyError, TypeError, _Damaged) as fault:
        raise ResultsError("结果.json 不完整或被改动过") from fault


def _read_period(stored: Any, folder_name: str) -> Period:
    if stored["schema"] != SCHEMA:
        raise ResultsError(f"结果.json 的版本是 {stored['schema']}，本工具只认识版本 {SCHEMA}")
    period = read_period(_read_text(stored["period"]))
    if period is None:
        raise ResultsError(f"结果.json 的期次“{stored['period']}”读不懂")
    if read_period(folder_name) not in (None, period):
        raise ResultsError(f"结果.json 是 {period.name} 的，不是这个文件夹的")
    return period


def read_previous(stored: Json, folder_name: str) -> Previous:
    """The previous period's results from its 结果.json; `folder_name` is the name of its folder.

    Raises `ResultsError` when the file is not one of this tool's.
    """
    try:
        period = _read_period(stored, folder_name)
        figures = {
            (_read_text(one["indicator"]), _read_text(one["unit"])): _read_figure(one, folder_name)
            for one in stored["figures"]
        }
        outcome = _read_outcome(stored, period)
        standings = _read_standings(stored)
    except (KeyError, TypeError, _Damaged) as fault:
        raise ResultsError("结果.json 不完整或被改动过") from fault
    totals = {code: one.value for code, one in outcome.totals.items() if one.value is not None}
    return Previous(period, figures, totals, standings, outcome)


@dataclass(frozen=True)
class LastRun:
    """What the last run of this same period read, for telling what a corrected file changed.

    `files` are the digests of each unit's files, `figures` what was accepted, `held` what stood in cells whose figure
    was sent back: the text (None for a blank) and its source, by code and unit. `changes` are what it told of the files
    before it, `outputs` the digests of what it wrote, by name relative to 结果/, `previous_sha256` that of the previous
    period's results which it rested on.
    """

    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], PreviousFigure] = field(default_factory=dict)
    held: Mapping[tuple[str, str], tuple[str | None, Source | None]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    previous_sha256: str | None = None


def _is_of_units(file: str) -> bool:
    """Whether a file came from a reporting unit and not from a department that checks."""
    return not file.startswith((f"{FIRST_CHECK_FOLDER}/", f"{FINAL_CHECK_FOLDER}/"))


_TELL_THE_CELL = frozenset({"R01", "C01", "C02", "C03", "C05", "C06", "C09", "C10", "C39", "C31", "P01", "P03"})
"""Rules whose finding's value is what stood in the cell; others quote a sentence or a figure worked out."""


def read_last_run(stored: Json, folder_name: str) -> LastRun:
    """The last run from the 结果.json that this one is about to replace; a broken one tells nothing of figures."""
    outputs = _read_outputs(stored)
    try:
        figures = {key: _from_here(one, folder_name) for key, one in read_previous(stored, folder_name).figures.items()}
        figures |= dict(_as_reported(stored, figures))
        files: dict[str, set[str]] = {}
        for one in stored["submissions"]:
            if one["unit"] and one["sha256"] and one["status"] != Status.ATTACHMENT and _is_of_units(one["file"]):
                files.setdefault(_read_text(one["unit"]), set()).add(_read_text(one["sha256"]))
        held = {
            (_read_text(one["indicator"]), _read_text(one["unit"])): (_read_text_or_none(one["value"]), _place(one))
            for one in reversed(stored["findings"])
            if one["unit"]
            and one["indicator"]
            and one["rule"] in _TELL_THE_CELL
            and not one["settled"]
            and _is_of_units(one["file"] or "")
        }
        changes = tuple(_read_change(one) for one in stored.get("changes", ()))
        before = _read_text_or_none(stored.get("previous_sha256"))
    except (ResultsError, KeyError, TypeError, ValueError, _Damaged):
        return LastRun(outputs=outputs)
    present = {key: one for key, one in figures.items() if one.value is not None or one.text is not None}
    by_unit = {unit: frozenset(digests) for unit, digests in files.items()}
    return LastRun(by_unit, present, held, changes, outputs, before)


def _as_reported(
    stored: Json, figures: Mapping[tuple[str, str], PreviousFigure]
) -> Iterator[tuple[tuple[str, str], PreviousFigure]]:
    """Figures in whose place a department's stood, as the units themselves reported them; of which cell is not known.

    A unit that sends its sheet again has not changed what a department struck off.
    """
    changed = {(one["indicator"], one["unit"]) for one in stored["figures"] if one["stage"] != Stage.REPORTED}
    for one in stored.get("assessment", ()):
        key = (one["indicator"], one["unit"])
        if key in changed:
            said = _read_text_or_none(one["reported"])
            is_word = figures[key].text in STATES
            yield (
                key,
                PreviousFigure(None if is_word or said is None else Decimal(said), text=said if is_word else None),
            )


def _read_outputs(stored: Json) -> dict[str, str]:
    """Digests of what a run wrote; none where the document does not tell."""
    try:
        return {one["file"].removeprefix(f"{RESULTS_FOLDER}/"): one["sha256"] for one in stored["outputs"]}
    except (KeyError, TypeError, AttributeError):
        return {}


def _from_here(figure: PreviousFigure, folder_name: str) -> PreviousFigure:
    """A figure of this same period, its source named from this folder."""
    if figure.source is None:
        return figure
    return replace(figure, source=replace(figure.source, file=figure.source.file.removeprefix(f"../{folder_name}/")))


def _read_change(stored: Any) -> Change:
    def source(place: Any) -> Source | None:
        return None if place is None else Source(*(_read_text(place[key]) for key in ("file", "sheet", "cell")))

    return Change(
        _read_text(stored["unit"]), _read_text(stored["indicator"]), FormColumn(_read_text(stored["column"])),
        _read_text(stored["before"]), _read_text(stored["after"]),
        source(stored["before_source"]), source(stored["after_source"]),
    )  # fmt: skip


def _place(stored: Json) -> Source | None:
    """Where a finding stands, if it stands in one cell."""
    cell = _read_text_or_none(stored["cell"])
    if cell is None or "," in cell:
        return None
    return Source(_read_text(stored["file"]), _read_text(stored["sheet"]), cell)
