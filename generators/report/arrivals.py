"""The sheet 报送情况: every file with what became of it and what to do next, those of checking departments last."""

from collections.abc import Mapping

from generators.links import link_to
from generators.report.table import Cell, write_row
from generators.report.told import Told
from generators.sheet import Workbook, titled_sheet
from model.assessment.check_form import CHECK_FOLDERS
from model.assessment.checked import CheckIntake
from model.submission import Status, Submission

ARRIVALS = "报送情况"
NOT_ANSWERED = "未反馈"
"""What is said of a department that was asked to check; 未报 is said of units that report."""
_COLUMNS = (
    ("单位", 18), ("文件", 44), ("情况", 14), ("填报日期", 13), ("迟报", 8), ("填报人", 14), ("下一步", 50),
)  # fmt: skip
_FILLS = {
    Status.ACCEPTED: "#E2EFDA", Status.PARTIAL: "#FFE699", Status.RETURNED: "#F8CBAD", Status.MISSING: "#F8CBAD",
    Status.UNRECOGNISED: "#F8CBAD",
}  # fmt: skip
_ADVICE = {
    Status.PARTIAL: "把“退回”和“反馈单”里这个单位的文件发回，改后重报放进“上报”",
    Status.RETURNED: "把“退回”和“反馈单”里这个单位的文件发回，整表重报",
    Status.MISSING: "按“催报单”催报",
    Status.UNRECOGNISED: "看“问题清单”里这份文件的说明",
    Status.SUPERSEDED: "不用处理",
    Status.ATTACHMENT: "留存备查，不计数",
    Status.ACCEPTED: "",
}


_TO_THE_DEPARTMENT = "把“退回”和“反馈单”里这个部门带“（{folder}）”的文件发回，改后重报放进“{folder}”"
_CHECK_ADVICE = {
    Status.PARTIAL: _TO_THE_DEPARTMENT,
    Status.RETURNED: _TO_THE_DEPARTMENT,
    Status.MISSING: "催请核验，表在“{forms}”里",
}
"""What to do next about a department that checks figures."""


def arrivals_count(told: Told) -> int:
    """How many rows the sheet has."""
    return len(told.results.intake.submissions) + sum(len(one.submissions) for one in _check_intakes(told))


def _check_intakes(told: Told) -> tuple[CheckIntake, ...]:
    return told.results.assessment.checks.stages if told.results.assessment else ()


def write_arrivals(workbook: Workbook, told: Told, pages: Mapping[str | None, str]) -> None:
    """One row a file; a unit's name leads to its place in 分单位, which `pages` has as a link."""
    sheet = titled_sheet(workbook, ARRIVALS, ARRIVALS, _COLUMNS)
    lines = [_cells(one, pages, _ADVICE[one.status]) for one in told.results.intake.submissions]
    for intake in _check_intakes(told):
        forms, folder = CHECK_FOLDERS[intake.stage]
        for one in intake.submissions:
            advice = _CHECK_ADVICE.get(one.status, _ADVICE[one.status]).format(forms=forms, folder=folder)
            cells = _cells(one, pages, advice)
            if one.status is Status.MISSING:
                cells[2] = Cell(NOT_ANSWERED, fill=_FILLS[one.status])
            lines.append(cells)
    for row, cells in enumerate(lines, start=2):
        write_row(workbook, sheet, row, _COLUMNS, cells)
    sheet.autofilter(1, 0, 1 + len(lines), len(_COLUMNS) - 1)


def _cells(one: Submission, pages: Mapping[str | None, str], advice: str) -> list[Cell | str]:
    return [
        Cell(one.unit or "（认不出）", pages.get(one.unit)),
        Cell(one.file or "", link_to(one.file) if one.file else None),
        Cell(one.status.label, fill=_FILLS.get(one.status)),
        Cell(one.filled_on.isoformat() if one.filled_on else "", is_centred=True),
        Cell("迟报" if one.late else "", is_centred=True),
        one.filled_by,
        "，".join(filter(None, (one.remark, advice))),
    ]
