"""The sheet 问题清单: every finding, the same fault over many cells as one line, with a link to its first cell."""

from generators.report.table import Cell, write_band, write_row
from generators.report.told import Told, handling, place_cell, severity_cell
from generators.sheet import Workbook, titled_sheet
from model.grouping import FindingGroup

PROBLEMS = "问题清单"
_COLUMNS = (
    ("序号", 6), ("单位", 14), ("级别", 7), ("处理", 9), ("处数", 6), ("编码", 24), ("指标", 24), ("栏", 11),
    ("文件", 26), ("单元格", 16), ("问题", 48), ("应为", 24), ("怎样改", 34), ("规则", 8),
)  # fmt: skip


def write_problems(workbook: Workbook, told: Told) -> None:
    """One row a line, to sort out and filter on the screen; 分单位 is for printing."""
    sheet = titled_sheet(workbook, PROBLEMS, PROBLEMS, _COLUMNS)
    for row, group in enumerate(told.groups, start=2):
        write_row(workbook, sheet, row, _COLUMNS, [row - 1, *_cells(group, told)])
    if told.groups:
        sheet.autofilter(1, 0, 1 + len(told.groups), len(_COLUMNS) - 1)
    else:
        write_band(workbook, sheet, 2, _COLUMNS, "没有发现问题。")


def _cells(group: FindingGroup, told: Told) -> list[Cell | str | int]:
    first = group.first
    return [
        first.unit or "",
        severity_cell(group),
        Cell(handling(group), is_centred=True),
        group.count,
        "、".join(group.codes),
        told.names(group.codes),
        first.column or "",
        first.file or "",
        place_cell(group),
        group.message,
        group.expected,
        group.remedy,
        first.rule,
    ]
