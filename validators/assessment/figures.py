"""A row of 核数: which figure a department puts in the place of the reported one, and what is wrong with it."""

from collections.abc import Iterator
from decimal import Decimal

from model.assessment.check_form import FigureRow
from model.assessment.checked import CheckedFigure
from model.assessment.checking import (
    allowed_states,
    checked_amount,
    is_better,
    is_lower_better,
    is_same_amount,
    reported_amount,
)  # fmt: skip
from model.finding import Finding
from model.form import amount_text, from_form_unit
from model.indicator import Indicator
from model.labels import NOT_ASKED_WORDS, FigureCheckColumn, FormColumn
from model.quantity import halfwidth, read_number, shown_percent
from model.row_rules import SHORTEST_EXPLANATION
from model.submission import Source, Stage
from model.target import STATES
from validators.assessment.amounts import read_amount
from validators.assessment.lines import Line, is_said
from validators.entries import stated_amount

_NOTHING = frozenset({*(halfwidth(word) for word in NOT_ASKED_WORDS), "未报", "未报送"})
"""What people write into a cell where there is no figure."""
Outcome = tuple[CheckedFigure | None, tuple[Finding, ...]]


def figure_of(line: Line, row: FigureRow, stage: Stage, own: FigureCheckColumn) -> Outcome:
    """The figure of a row, None for one that is blank or does not count, and the findings."""
    if row.reported is None:
        return None, tuple(_without_report(line, own))
    if row.is_state:
        return _state_of(line, row, stage, own)
    amount = read_amount(line, own, row.indicator)
    if amount.number is None or amount.is_faulty:
        return None, amount.findings
    faults = tuple(_amount_faults(line, row, stage, own, amount.number))
    if any(one.holds for one in faults):
        return None, (*amount.findings, *faults)
    return _checked(line, row, stage, own, _meant(row, amount.number), None), amount.findings


def _without_report(line: Line, own: FigureCheckColumn) -> Iterator[Finding]:
    said = line.text(own)
    if said and halfwidth(said) not in _NOTHING:
        yield line.found("A33", own, value=said)


def _checked(
    line: Line, row: FigureRow, stage: Stage, own: FigureCheckColumn, value: Decimal | None, text: str | None
) -> CheckedFigure:
    sent = line.sent(own)
    source = Source(sent.file, sent.sheet, sent.address or "")
    reason = line.text(FigureCheckColumn.REASON)
    return CheckedFigure(row.indicator.code, row.unit, line.department, stage, value, text, reason, source)


def is_explained(text: str) -> bool:
    """Whether a text explains anything: 无, —, / and 0 do not."""
    return len(text.strip()) >= SHORTEST_EXPLANATION


# Amounts


def _meant(row: FigureRow, typed: Decimal) -> Decimal:
    """The figure in 单位: what is typed as a cell shows it is the figure of that cell."""
    for known, amount in ((row.reported, reported_amount(row)), (row.checked, checked_amount(row))):
        if known is not None and known.value is not None and is_same_amount(row.indicator, typed, amount):
            return known.value
    return from_form_unit(row.indicator, typed)


def _amount_faults(
    line: Line, row: FigureRow, stage: Stage, own: FigureCheckColumn, typed: Decimal
) -> Iterator[Finding]:
    indicator, reported, before = row.indicator, reported_amount(row), checked_amount(row)
    shown, of_reported = amount_text(indicator, typed), told_amount(indicator, reported)
    if is_better(row, typed):
        than = "低于" if is_lower_better(row) else "高于"
        yield line.found("A32", own, value=shown, than=than, reported=of_reported)
    elif not is_same_amount(indicator, typed, reported):
        told_before = None if before is None else told_amount(indicator, before)
        is_kept = before is not None and is_same_amount(indicator, typed, before)
        yield from _unexplained(line, row, stage, shown, of_reported, None if is_kept else told_before, is_kept=is_kept)


def told_amount(indicator: Indicator, amount: Decimal | None) -> str:
    """A figure in the form's unit as sentences write it; of a quotient as many digits as are shown."""
    if amount is None:
        return "空白"
    if indicator.is_percent and len(amount.as_tuple().digits) > _MOST_TOLD:
        return f"{shown_percent(amount, indicator.digits)}%"
    return amount_text(indicator, amount)


_MOST_TOLD = 12
"""Digits beyond which a percentage was worked out and never typed."""


def _unexplained(
    line: Line, row: FigureRow, stage: Stage, shown: str, reported: str, before: str | None, *, is_kept: bool
) -> Iterator[Finding]:
    """What is missing where a figure is not the reported one; `before` is 初核数 where it is another one."""
    reason = line.text(FigureCheckColumn.REASON)
    if before is not None and row.checked is not None:
        is_unchanged = halfwidth(reason) == halfwidth(row.checked.reason)
        if is_unchanged or not is_explained(reason):
            why = "没有改" if is_unchanged and reason else "没有写"
            yield line.found("A35", FigureCheckColumn.REASON, value=reason, checked=before, why=why, figure=shown)
    elif not is_kept and not is_explained(reason):
        words = {"reported": reported, "stage": stage.label, "figure": shown}
        yield line.found("A34", FigureCheckColumn.REASON, value=reason, **words)


# 状态


def _state_of(line: Line, row: FigureRow, stage: Stage, own: FigureCheckColumn) -> Outcome:
    cell = line.cell(own)
    word, reported = halfwidth(line.text(own)), row.reported.text if row.reported else None
    if not word and cell is not None and cell.formula is not None:
        return None, (line.found("C05", own, value=f"={cell.formula}"),)
    if not word:
        return None, ()
    if word not in STATES:
        return None, (line.found("A36", own, value=line.text(own), states="、".join(allowed_states(row))),)
    if word not in allowed_states(row):
        return None, (line.found("A32", own, value=word, than="快于", reported=reported or "空白"),)
    if word != reported:
        before = row.checked.text if row.checked else None
        is_kept = before == word
        told = None if is_kept else before
        faults = tuple(_unexplained(line, row, stage, word, reported or "空白", told, is_kept=is_kept))
        if faults:
            return None, faults
    return _checked(line, row, stage, own, None, word), ()


# Locked cells


def changed_cells(line: Line, row: FigureRow, stage: Stage, *, is_outdated: bool) -> Iterator[Finding]:
    """Cells that were issued locked and came back otherwise; in an outdated workbook only figures are compared."""
    texts = {FigureCheckColumn.CODE: row.indicator.code, FigureCheckColumn.NAME: row.indicator.name}
    texts[FigureCheckColumn.MEASURE] = row.indicator.asked_unit
    for label, text in texts.items() if not is_outdated else ():
        cell = line.cell(label)
        is_number = label is FigureCheckColumn.CODE and cell is not None and isinstance(cell.content, Decimal)
        if cell is not None and cell.text.strip() and not is_number and not is_said(cell, text):
            yield line.found("A14", label, value=cell.text, issued=text or "空白", found=cell.text.strip())
    figures = {FigureCheckColumn.REPORTED: row.reported_content}
    if stage is Stage.CONFIRMED:
        figures[FigureCheckColumn.CHECKED] = row.checked_content
    elif not is_outdated:
        figures[FigureCheckColumn.CONFIRMED] = None
    if not is_outdated:
        figures[FigureCheckColumn.TARGET] = row.target_content
    for label, issued in figures.items():
        yield from _changed_figure(line, row.indicator, label, issued, is_outdated=is_outdated)


def _changed_figure(
    line: Line, indicator: Indicator, label: FigureCheckColumn, issued: Decimal | str | None, *, is_outdated: bool
) -> Iterator[Finding]:
    cell = line.cell(label)
    said = line.text(label)
    if cell is None or not said or (issued is None and halfwidth(said) in _NOTHING):
        return
    number = cell.content if isinstance(cell.content, Decimal) else read_number(said)
    if number is None and isinstance(issued, Decimal):
        number = stated_amount(said, indicator, FormColumn.VALUE)
    if isinstance(issued, Decimal):
        if number is not None and is_same_amount(indicator, number, issued):
            return
        told = told_amount(indicator, issued)
    else:
        if issued is not None and halfwidth(said) == halfwidth(issued):
            return
        told = issued or "空白"
    shown = said if number is None else told_amount(indicator, number)
    if is_outdated:
        yield line.found("A19", label, value=said, old=shown, new=told)
    else:
        yield line.found("A14", label, value=said, issued=told, found=shown)
