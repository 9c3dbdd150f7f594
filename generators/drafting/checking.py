"""The sheet 核对: every row beside the sentence that it was taken from, the doubtful ones first and in colour."""

from collections.abc import Iterator
from typing import Any

from generators.drafting.told import Drafted, doubt_of
from generators.report.table import Cell, Columns, write_band, write_labels, write_row
from generators.sheet import SEVERITY_FILLS, Workbook, lines_of, titled_sheet
from model.drafting.quotation import Quotation, marked_in, quotation
from model.drafting.tables import DraftTable, Line
from model.indicator import Kind
from model.labels import (
    BasicColumn,
    DraftColumn,
    DraftSheet,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.target import DONE_WORD

DOUBTFUL = SEVERITY_FILLS["核实"]
_COLUMNS: Columns = (
    ("编码", 9), ("项目", 15), ("指标", 18), ("读出的数", 22), (DraftColumn.QUOTED, 42), (DraftColumn.DOUBT, 24),
    ("提议", 14), (DraftColumn.REASON, 32), (DraftColumn.PLACE, 18),
)  # fmt: skip
_WIDTH = sum(width for _, width in _COLUMNS)
_HOW_TO = (
    "先看涂黄的行：拿“读出的数”和原文里标红的字对一对，要改就点编码过去，在那一行里改。"
    "再看“未采用”：文件里其余的数都在那里，每个都写着为什么没有采用。"
    "改完把这个文件拖到“制作通报.bat”上检查一遍；文件有变动时可以再起草一次，您改过的格子会保留。"
)
_LABELS = 2
"""The row of the labels (from 0): title and instructions stand above."""


def write_checking(workbook: Workbook, drafted: Drafted) -> None:
    """Doubts of the whole, the doubtful lines of all sheets, then the other indicators; 编码 leads to the line."""
    sheet = _opened(workbook, drafted)
    row = _LABELS + 1
    for heading, fill, rows in _parts(drafted):
        if not rows:
            continue
        write_band(workbook, sheet, row, _COLUMNS, f"{heading}（{len(rows)}）", level=1)
        row += 1
        for cells in rows:
            if isinstance(cells, str):
                _write_doubt(workbook, sheet, row, cells, fill)
            else:
                write_row(workbook, sheet, row, _COLUMNS, cells)
            row += 1


def _opened(workbook: Workbook, drafted: Drafted) -> Any:
    sheet = titled_sheet(workbook, DraftSheet.CHECKING, drafted.title, _COLUMNS)
    write_band(workbook, sheet, 1, _COLUMNS, f"{_counts(drafted)}\n{_HOW_TO}")
    write_labels(workbook, sheet, _LABELS, [label for label, _ in _COLUMNS])
    sheet.freeze_panes(_LABELS + 1, 0)
    sheet.repeat_rows(_LABELS)
    return sheet


def _counts(drafted: Drafted) -> str:
    counted = ((Sheet.INDICATORS, "行"), (Sheet.STANDARDS, "条"), (Sheet.UNITS, "家"))
    lines = [f"{sheet}{len(drafted.lines(sheet))}{measure}" for sheet, measure in counted]
    doubtful = sum(1 for _ in drafted.doubtful())
    return f"{'，'.join(lines)}；有疑点的{doubtful}行；没有采用的数{len(drafted.unadopted)}个。"


_Row = str | list[Cell | str]


def _parts(drafted: Drafted) -> Iterator[tuple[str, str | None, list[_Row]]]:
    """Headings, fills, rows; a row that is a text alone runs over all columns."""
    indicators = drafted.table(Sheet.INDICATORS)
    yield "整份草稿的疑点", DOUBTFUL, list(drafted.doubts)
    yield "有疑点的行，请逐行核对", DOUBTFUL, [_cells(drafted, *one) for one in drafted.doubtful()]
    others = [_cells(drafted, indicators, one) for one in indicators.lines if not doubt_of(one)] if indicators else []
    yield "没有疑点的指标，对一对数", None, list(others)


def _write_doubt(workbook: Workbook, sheet: Any, row: int, text: str, fill: str | None) -> None:
    look = workbook.look(bg_color=fill) if fill else workbook.look()
    sheet.merge_range(row, 0, row, len(_COLUMNS) - 1, "", look)
    sheet.write_string(row, 0, text, look)
    sheet.set_row(row, 4 + 14 * lines_of(text, _WIDTH))


def _cells(drafted: Drafted, table: DraftTable, line: Line) -> list[Cell | str]:
    doubt = doubt_of(line)
    fill = DOUBTFUL if doubt else None
    project, name, read = _told(drafted, table.sheet, line)
    code = line.cells.get(IndicatorColumn.CODE, "") if table.sheet == Sheet.INDICATORS else ""
    quoted = quoted_of(table.sheet, line)
    return [
        Cell(code or table.sheet, drafted.link(table.sheet, line.key), fill),
        project,
        Cell(name, fill=fill),
        read,
        Cell(quoted.text, marks=quoted.marks),
        Cell(doubt, fill=fill),
        _proposed(line) if table.sheet == Sheet.INDICATORS else "",
        line.cells.get(DraftColumn.REASON, ""),
        line.cells.get(DraftColumn.PLACE, ""),
    ]


def quoted_of(sheet: str, line: Line) -> Quotation:
    """The words that a line rests on: an acceptance standard is itself such words."""
    if sheet == Sheet.STANDARDS:
        return marked_in(line.cells.get(StandardColumn.STANDARD, ""), line.sources)
    return quotation(line.sources)


def _told(drafted: Drafted, sheet: str, line: Line) -> tuple[str, str, str]:
    """Project, name, and what was read, as far as the lines of a sheet have them."""
    cells = line.cells
    match sheet:
        case Sheet.INDICATORS:
            project, name = cells.get(IndicatorColumn.PROJECT, ""), cells.get(IndicatorColumn.NAME, "")
            return project, name, _targets(drafted, line)
        case Sheet.STANDARDS:
            name = f"{cells.get(StandardColumn.CODE, '')} {cells.get(StandardColumn.NUMBER, '')}".strip()
            return "", name, cells.get(DraftColumn.THRESHOLDS, "")
        case Sheet.UNITS:
            return "", cells.get(UnitColumn.NAME, ""), cells.get(UnitColumn.KIND, "")
        case Sheet.BASICS:
            return "", cells.get(BasicColumn.ITEM, ""), cells.get(BasicColumn.CONTENT, "")
        case _:
            return cells.get(ProjectColumn.PROJECT, ""), line.key, ""


def _targets(drafted: Drafted, line: Line) -> str:
    """The city's target, then the units': those with the same one are named together."""
    blank = DONE_WORD if line.cells.get(IndicatorColumn.KIND) == Kind.STATE else "没有写数"
    groups: dict[str, list[str]] = {}
    for unit in drafted.units:
        groups.setdefault(line.cells.get(unit, blank), []).append(unit)
    units = [f"{'、'.join(names)}：{text}" for text, names in groups.items()]
    return "\n".join([f"{IndicatorColumn.TARGET}：{line.cells.get(IndicatorColumn.TARGET, blank)}", *units])


def _proposed(line: Line) -> str:
    """How the figure is proposed to be counted, a column a line."""
    told = [
        line.cells.get(label, "") for label in (IndicatorColumn.KIND, IndicatorColumn.ROLLUP, IndicatorColumn.DIRECTION)
    ]
    unit, digits = line.cells.get(IndicatorColumn.UNIT, ""), line.cells.get(IndicatorColumn.DIGITS, "")
    measured = "，".join(filter(None, (unit, f"{digits}位小数" if digits not in ("", "0") else "")))
    return "\n".join(filter(None, ("，".join(filter(None, told[:2])), measured, told[2])))
