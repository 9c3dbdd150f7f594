"""Rows of 验收 and 评分: a department's conclusion on a standard, the points that it gives, and what is wrong there."""

from collections.abc import Iterator
from decimal import Decimal

from model.assessment.check_form import ScoreRow, StandardCheckRow
from model.assessment.checked import CheckedStandard, Conclusion, GivenScore
from model.assessment.lapses import points_of_words
from model.assessment.scoring_rule import Method
from model.finding import Finding
from model.labels import ScoreColumn, StandardCheckColumn
from model.quantity import halfwidth, plain
from model.submission import SelfVerdict, Source, Stage
from validators.assessment.amounts import read_amount
from validators.assessment.figures import is_explained
from validators.assessment.lines import Line, is_said, standard_texts

_CONCLUSIONS = "、".join(Conclusion)


def _source(line: Line, label: str) -> Source:
    sent = line.sent(label)
    return Source(sent.file, sent.sheet, sent.address or "")


# 验收


def standard_of(line: Line, row: StandardCheckRow, stage: Stage) -> tuple[CheckedStandard | None, tuple[Finding, ...]]:
    """The conclusion of a row, None for one that is missing or does not count, and the findings."""
    is_veto = row.row.standard.is_veto
    word, opinion = halfwidth(line.text(StandardCheckColumn.VERDICT)), line.text(StandardCheckColumn.OPINION)
    if not word and stage is Stage.CONFIRMED and row.checked is None:
        return None, ()  # 初核 is still out: there was nothing to agree with
    if not word:
        return None, (line.found("A38" if is_veto else "A37", StandardCheckColumn.VERDICT, words=_CONCLUSIONS),)
    if word not in set(Conclusion):
        said = line.text(StandardCheckColumn.VERDICT)
        return None, (line.found("A39", StandardCheckColumn.VERDICT, value=said, words=_CONCLUSIONS),)
    conclusion = Conclusion(word)
    findings = tuple(_against_the_unit(line, row, conclusion, opinion)) if is_veto else ()
    if any(one.holds for one in findings):
        return None, findings
    source = _source(line, StandardCheckColumn.VERDICT)
    return CheckedStandard(row.place, row.unit, line.department, stage, conclusion, opinion, source), findings


def _against_the_unit(line: Line, row: StandardCheckRow, conclusion: Conclusion, opinion: str) -> Iterator[Finding]:
    """A veto is passed although the unit itself says that it is not met: a query until it is explained."""
    own = row.self_check.verdict if row.self_check else None
    if own is SelfVerdict.NOT_MET and conclusion is Conclusion.PASSED:
        query = line.found("A51", StandardCheckColumn.VERDICT, value=conclusion, self_verdict=own)
        yield query.as_explained(opinion) if is_explained(opinion) else query


def changed_texts(line: Line, row: StandardCheckRow, *, is_outdated: bool) -> Iterator[Finding]:
    """Cells that were issued locked and came back otherwise."""
    for label, text in standard_texts(row).items():
        yield from _changed(line, label, text, is_outdated=is_outdated)


def _changed(line: Line, label: str, issued: str, *, is_outdated: bool) -> Iterator[Finding]:
    """A locked cell that says something else; in an outdated workbook it is we who changed it."""
    cell = line.cell(label)
    if cell is None or not cell.text.strip() or is_said(cell, issued):
        return
    said, told = cell.text.strip(), issued or "空白"
    if is_outdated:
        yield line.found("A19", label, value=said, old=said, new=told)
    else:
        yield line.found("A14", label, value=said, issued=told, found=said)


# 评分


def score_of(line: Line, row: ScoreRow) -> tuple[GivenScore | None, tuple[Finding, ...]]:
    """The points of a row, None where they are missing or do not count, and the findings."""
    rule, label = row.rule, ScoreColumn.SCORE
    bounds = {"low": plain(rule.lowest), "high": plain(rule.highest)}
    amount = read_amount(line, label)
    if amount.is_faulty:
        return None, amount.findings
    points = amount.number
    if points is None:
        return None, (line.found("A40", label, **bounds),)
    shown = plain(points)
    if not rule.lowest <= points <= rule.highest:
        return None, (*amount.findings, line.found("A41", label, value=shown, **bounds))
    reason = line.text(ScoreColumn.REASON)
    if row.counted is not None and points_of_words(rule, reason) == points:
        # Left as it was issued: what the tool counts now holds.
        points, reason = row.counted, row.counted_for
    if rule.method is Method.DEDUCTION and _owes_reason(row, points, reason):
        counted = "" if row.counted is None else f"（系统计得{plain(row.counted)}）"
        fault = line.found("A42", ScoreColumn.REASON, value=reason, figure=shown, counted=counted)
        return None, (*amount.findings, fault)
    given = GivenScore(row.place, row.unit, line.department, points, reason, _source(line, label))
    return given, amount.findings


def _owes_reason(row: ScoreRow, points: Decimal, reason: str) -> bool:
    """Whether a deduction stands without a reason of the department's own."""
    if row.counted is None:
        return points != 0 and not is_explained(reason)
    is_own = is_explained(reason) and halfwidth(reason) != halfwidth(row.counted_for)
    return points != row.counted and not is_own


def changed_points(line: Line, row: ScoreRow, *, is_outdated: bool) -> Iterator[Finding]:
    """分值 that was issued locked and came back otherwise."""
    return _changed(line, ScoreColumn.POINTS, plain(row.rule.points), is_outdated=is_outdated)
