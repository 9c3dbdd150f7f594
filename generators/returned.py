"""退回/UNIT: the unit's own file with its faulty cells marked; else a form filled with what it sent, marked.

A department gets its own workbook of 初核 or 认定 back likewise; else it gets a new one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generators.assessment.check_form import check_workbook
from generators.forms import form_workbook
from generators.marking import Mark, UnmarkableError, marked_copy
from generators.packing import sealed
from model.assessment.check_form import CheckForm
from model.assessment.checked import CheckIntake
from model.finding import Finding
from model.form import asked_columns, form_of
from model.labels import CORRECTIONS_FILE, FormColumn
from model.results import Results
from model.submission import SENT_BACK, Submission

Originals = Callable[[str], bytes | None]
"""The bytes of a submission as it came, by its name; None where it is not there any more."""
_MACRO_ENDING = ".xlsm"


@dataclass(frozen=True)
class Returned:
    """A file to send back, sealed: its ending (.xlsx, .xlsm) and its bytes."""

    ending: str
    content: bytes


def returned_file(results: Results, unit: str, originals: Originals) -> Returned:
    """What goes back to `unit` (contract section 5)."""
    return _marked_file(results, unit, originals) or Returned(".xlsx", returned_form(results, unit))


# The unit's own file


def _marked_file(results: Results, unit: str, originals: Originals) -> Returned | None:
    """The one file of the unit that has to be mended, marked; None where there are several, or it cannot be marked."""
    own = [one for one in results.intake.submissions_of(unit) if one.status in SENT_BACK]
    if any(one.file in results.intake.files_of_several for one in own):
        return None  # a sheet of several units: none of them is sent the figures of another
    if any(one.holds and one.codes and one.file == CORRECTIONS_FILE for one in results.intake.findings_of(unit)):
        return None  # what the office corrected stands in no cell of the unit's file
    return _marked(own, results.intake.findings_of(unit), originals)


def _marked(own: Sequence[Submission], findings: Iterable[Finding], originals: Originals) -> Returned | None:
    """The one file of `own`, marked; None where there are several, or it cannot be marked."""
    marks = list(_marks(findings, own[0])) if len(own) == 1 else []
    content = originals(own[0].file or "") if marks else None
    if content is None:
        return None
    try:
        marked = marked_copy(content, marks)
    except UnmarkableError:
        return None
    name = (own[0].file or "").lower()
    return Returned(_MACRO_ENDING if name.endswith(_MACRO_ENDING) else ".xlsx", sealed(marked))


def _marks(findings: Iterable[Finding], submission: Submission) -> Iterator[Mark]:
    """The marks of one file: at each faulty cell, at the sheet's corner for a fault of a whole sheet."""
    for finding in findings:
        if finding.file == submission.file and finding.holds and finding.sheet:
            comment = f"{finding.severity.label}：{finding.sentences}"
            for cell in (finding.cell or "A1").split(","):
                yield Mark(finding.sheet, cell, finding.severity, comment)


# A department's workbook


def returned_checks(
    intake: CheckIntake, department: str, originals: Originals, form: CheckForm | None = None
) -> Returned | None:
    """What goes back to a department of its workbook of 初核 or 认定; None where nothing does.

    Where the workbook cannot be marked, or there are several, that is `form` as it is sent out now.
    """
    own = [one for one in intake.submissions if one.unit == department and one.status in SENT_BACK]
    if not own:
        return None
    marked = _marked(own, (one for one in intake.findings if one.unit == department), originals)
    if marked is None and form is not None:
        return Returned(".xlsx", check_workbook(form))
    return marked


# A form filled with what it sent


def returned_form(results: Results, unit: str) -> bytes:
    """The form of `unit` with what it sent and what was found; a sheet that was not read comes back empty."""
    form = form_of(results.breakdown, unit, results.period, results.previous)
    marks: dict[str, dict[FormColumn, tuple[Finding, ...]]] = {}
    for finding in results.intake.findings_of(unit):
        if finding.holds:
            for code in finding.codes:
                for column in _marked_columns(results, finding, code):
                    known = marks.setdefault(code, {})
                    known[column] = (*known.get(column, ()), finding)
    whole = tuple(one for one in results.intake.findings_of(unit) if one.holds and not one.codes)
    return form_workbook(form, results.intake.sent.get(unit, {}), marks, whole)


def _marked_columns(results: Results, finding: Finding, code: str) -> tuple[FormColumn, ...]:
    """The input cells of a row that a finding speaks of; one on a locked cell marks the row's first input."""
    inputs = asked_columns(results.breakdown.by_code[code])
    named = [column for column in inputs if finding.column and column in finding.column.split("、")]
    return tuple(named) or inputs[:1]
