"""退回/UNIT.xlsx: a form filled with what the unit sent, its faulty cells coloured and commented."""

from generators.forms import form_workbook
from model.finding import Finding
from model.form import asked_columns, form_of
from model.labels import FormColumn
from model.results import Results
from model.submission import Status


def units_to_return(results: Results) -> tuple[str, ...]:
    """Units whose sheet goes back in whole or in part, in the breakdown's order."""
    back = {one.unit for one in results.intake.submissions if one.status in (Status.PARTIAL, Status.RETURNED)}
    return tuple(unit.name for unit in results.breakdown.units if unit.name in back)


def returned_workbook(results: Results, unit: str) -> bytes:
    """The form of `unit` with what it sent and what was found; a sheet that was not read comes back empty."""
    form = form_of(results.breakdown, unit, results.period, results.previous)
    marks: dict[str, dict[FormColumn, tuple[Finding, ...]]] = {}
    for finding in results.intake.findings:
        if finding.unit == unit:
            for code in finding.codes:
                for column in _marked_columns(results, finding, code):
                    known = marks.setdefault(code, {})
                    known[column] = (*known.get(column, ()), finding)
    whole = tuple(one for one in results.intake.findings if one.unit == unit and one.holds and not one.codes)
    return form_workbook(form, results.intake.sent.get(unit, {}), marks, whole)


def _marked_columns(results: Results, finding: Finding, code: str) -> tuple[FormColumn, ...]:
    """The input cells of a row that a finding speaks of; one on a locked cell marks the row's first input."""
    inputs = asked_columns(results.breakdown.by_code[code])
    named = [column for column in inputs if finding.column and column in finding.column.split("、")]
    return tuple(named) or inputs[:1]
