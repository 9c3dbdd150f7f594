"""The sheet 变化: what a later draft of changed papers changed, and where it kept what a person had put."""

from generators.drafting.told import Drafted, name_of
from generators.report.table import Cell, write_row
from generators.sheet import SEVERITY_FILLS, Workbook, titled_sheet
from model.drafting.changes import Change, ChangeKind
from model.labels import DraftSheet

_COLUMNS = (
    ("怎么变的", 30), ("表", 10), ("编码", 14), ("哪一行", 44), ("栏", 14), ("表里原来", 32), ("文件里现在", 32),
)  # fmt: skip
_URGENCY = (ChangeKind.KEPT, ChangeKind.GONE_LINE, ChangeKind.NEW_LINE, ChangeKind.NEW_VALUE, ChangeKind.DELETED)
"""What a person has to decide stands before what is only told."""
_SEEN_TO = "#E2EFDA"
FILLS = {
    ChangeKind.KEPT: SEVERITY_FILLS["核实"], ChangeKind.GONE_LINE: SEVERITY_FILLS["核实"],
    ChangeKind.NEW_LINE: _SEEN_TO, ChangeKind.NEW_VALUE: _SEEN_TO, ChangeKind.DELETED: None,
}  # fmt: skip


def write_changes(workbook: Workbook, drafted: Drafted) -> None:
    """One row a change; 编码 leads to the line, or 表 does where a line has none."""
    sheet = titled_sheet(workbook, DraftSheet.CHANGES, "和上次起草比，变了什么（涂黄的请定一下）", _COLUMNS)
    ordered = sorted(drafted.changes, key=lambda one: _URGENCY.index(one.kind))
    for row, one in enumerate(ordered, start=2):
        write_row(workbook, sheet, row, _COLUMNS, _cells(one, drafted))
    sheet.autofilter(1, 0, 1 + len(ordered), len(_COLUMNS) - 1)


def _cells(one: Change, drafted: Drafted) -> list[Cell | str]:
    place = drafted.place(one.sheet, one.key)
    link = place.link if place else None
    return [
        Cell(one.kind, fill=FILLS[one.kind]),
        one.sheet if one.code else Cell(one.sheet, link),
        Cell(one.code, link) if one.code else "",
        name_of(one.sheet, place.line) if place else one.key,
        one.label or "（整行）",
        one.old,
        one.new,
    ]
