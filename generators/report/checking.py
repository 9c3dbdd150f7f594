"""The sheet 核验情况 of an assessed period: which departments were asked to check, what they did, what is still out."""

from collections.abc import Iterator

from generators.report.arrivals import NOT_ANSWERED
from generators.report.table import Cell, Columns, write_band, write_row
from generators.report.told import Told
from generators.sheet import Workbook, titled_sheet
from generators.stages import cuts_told
from model.assessment.assessment import Assessment
from model.assessment.check_form import CHECK_FOLDERS
from model.assessment.checked import CheckIntake

CHECKING = "核验情况"
_COLUMNS: Columns = (
    ("环节", 8), ("部门", 22), ("情况", 12), ("已核的数", 10), ("核减的数", 10), ("空白的行", 10), ("待改正的问题", 12),
    ("下一步", 50),
)  # fmt: skip
_ANSWERED, _MISSING = "#E2EFDA", "#F8CBAD"


def department_count(assessment: Assessment) -> int:
    """How many rows the sheet has: a department at a stage each."""
    return sum(len(one.departments) for one in assessment.checks.stages)


def write_checking(workbook: Workbook, told: Told, assessment: Assessment) -> None:
    """One row a department and stage; below, how much was struck off."""
    sheet = titled_sheet(workbook, CHECKING, f"{told.title}{CHECKING}", _COLUMNS)
    rows = [cells for intake in assessment.checks.stages for cells in _rows(intake, assessment)]
    for row, cells in enumerate(rows, start=2):
        write_row(workbook, sheet, row, _COLUMNS, cells)
    if not rows:
        write_band(workbook, sheet, 2, _COLUMNS, "目标分解表里没有写初核单位、认定单位。")
    below = 2 + max(1, len(rows))
    write_band(workbook, sheet, below + 1, _COLUMNS, f"{cuts_told(assessment.deductions)}，逐个见汇总表“核减清单”。")


def _rows(intake: CheckIntake, assessment: Assessment) -> Iterator[list[Cell | str | int]]:
    for name in intake.departments:
        has_answered = name in intake.answered
        checked = sum(one.department == name for one in intake.figures.values())
        struck = sum((one.department, one.stage) == (name, intake.stage) for one in assessment.deductions)
        faults = sum(one.unit == name and one.holds for one in intake.findings)
        blank = intake.unchecked.get(name, 0) if has_answered else 0
        state = Cell("已反馈", fill=_ANSWERED) if has_answered else Cell(NOT_ANSWERED, fill=_MISSING)
        advice = _advice(intake, has_answered=has_answered, blank=blank, faults=faults)
        yield [intake.stage.label, name, state, checked, struck, blank, faults, advice]


def _advice(intake: CheckIntake, *, has_answered: bool, blank: int, faults: int) -> str:
    forms, folder = CHECK_FOLDERS[intake.stage]
    if not has_answered:
        return f"催请核验：表在“{forms}”里，填好放进“{folder}”"
    parts = (
        "改正“问题清单”里的问题" if faults else "",
        "补填空白的行（空白的按还没有核，仍计前一环节的数）" if blank else "",
    )
    return "；".join(filter(None, parts))
