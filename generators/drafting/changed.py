"""The sheet 变化: what a later draft of changed papers changed, and where it kept what a person had put."""

from collections.abc import Iterable, Sequence

from generators.drafting.told import Drafted, name_of
from generators.report.table import Cell, write_row
from generators.sheet import SEVERITY_FILLS, Workbook, titled_sheet
from model.drafting.changes import URGENCY, Change, ChangeKind
from model.labels import DraftSheet

_COLUMNS = (
    ("怎么变的", 30), ("表", 10), ("编码", 14), ("哪一行", 44), ("栏", 14), ("表里原来", 32), ("文件里现在", 32),
)  # fmt: skip
_SEEN_TO, _TO_DECIDE = "#E2EFDA", SEVERITY_FILLS["核实"]
FILLS = {
    ChangeKind.KEPT: _TO_DECIDE, ChangeKind.GONE_KEPT: _TO_DECIDE, ChangeKind.GONE_LINE: None,
    ChangeKind.NEW_LINE: _SEEN_TO, ChangeKind.NEW_VALUE: _SEEN_TO, ChangeKind.RECODED: _SEEN_TO,
    ChangeKind.DELETED: None,
}  # fmt: skip


def write_changes(workbook: Workbook, drafted: Drafted) -> None:
    """One row a change, or where cells of one project changed alike a row for all; 编码 leads to the (first) line.

    表 does where a line has no code.
    """
    sheet = titled_sheet(workbook, DraftSheet.CHANGES, "和上次起草比，变了什么（涂黄的请定一下）", _COLUMNS)
    groups = _grouped(sorted(drafted.changes, key=lambda one: URGENCY.index(one.kind)))
    for row, same in enumerate(groups, start=2):
        write_row(workbook, sheet, row, _COLUMNS, _cells(same, drafted))
    sheet.autofilter(1, 0, 1 + len(groups), len(_COLUMNS) - 1)


def _grouped(changes: Iterable[Change]) -> list[list[Change]]:
    """The same change of a cell in several rows of a project is one; a whole line always stands alone."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for number, one in enumerate(changes):
        alone = None if one.label and one.project else number
        groups.setdefault((one.kind, one.sheet, one.project, one.label, one.shown, alone), []).append(one)
    return list(groups.values())


def _cells(same: Sequence[Change], drafted: Drafted) -> list[Cell | str]:
    one = same[0]
    place = drafted.place(one.sheet, one.key)
    link = drafted.link(place) if place else None
    code = "、".join(dict.fromkeys(each.code for each in same if each.code))
    name = one.name or (name_of(one.sheet, place.line) if place else one.key)
    return [
        Cell(one.kind, fill=FILLS[one.kind]),
        one.sheet if code else Cell(one.sheet, link),
        Cell(code, link) if code else "",
        name if len(same) == 1 else f"{one.project}（{len(same)}行）",
        one.label or "（整行）",
        *one.shown,
    ]
