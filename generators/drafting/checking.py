"""The sheet 核对: every row beside the sentence that it was taken from, the doubtful ones first and in colour."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generators.drafting.told import DOUBTFUL, Drafted, Place, doubt_of, name_of, places_in
from generators.report.table import Cell, Columns, write_band, write_labels, write_row
from generators.sheet import Workbook, lines_of, titled_sheet
from model.drafting.quotation import Quotation, marked_in, quotation
from model.drafting.tables import Line
from model.indicator import Kind, Rollup
from model.labels import (
    NOT_ASKED_WORDS,
    BasicColumn,
    DraftColumn,
    DraftSheet,
    IndicatorColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.target import DONE_WORD
from model.unit import OWN_LEVEL_KINDS

_PRINTED: Columns = (
    ("编码", 9), ("项目", 17), ("指标", 19), ("读出的数", 24), (DraftColumn.QUOTED, 44), (DraftColumn.DOUBT, 25),
    ("提议", 18), (DraftColumn.PLACE, 20),
)  # fmt: skip
_COLUMNS: Columns = (*_PRINTED, (DraftColumn.REASON, 100))
"""The reasons are long and seldom asked for: they stand to the right, on the screen alone."""
_WIDTH = sum(width for _, width in _PRINTED)
_HOW_TO = (
    "1. 先看涂黄的行：拿“读出的数”和原文里标红的字对一对，要改就点编码过去，在那一行里改。\n"
    "2. 再看“未采用”：文件里其余的数都在那里，每个都写着为什么没有采用。\n"
    "3. 改完把这个文件拖到“制作通报”上检查一遍；文件有变动时可以再起草一次，您改过的格子会保留。"
)
_A_LINE_EACH = 3
"""So many targets of units stand below each other."""
_LABELS = 2
"""The row of the labels (from 0): title and instructions stand above."""


def write_checking(workbook: Workbook, drafted: Drafted) -> None:
    """Doubts of the whole, the doubtful lines of all sheets, then the other indicators; 编码 leads to the line."""
    sheet = _opened(workbook, drafted)
    row = _LABELS + 1
    for heading, rows in _parts(drafted):
        if not rows:
            continue
        write_band(workbook, sheet, row, _PRINTED, heading, level=1)
        row += 1
        for cells in rows:
            if isinstance(cells, str):
                _write_doubt(workbook, sheet, row, cells)
            else:
                write_row(workbook, sheet, row, _COLUMNS, cells)
            row += 1
    sheet.print_area(0, 0, row - 1, len(_PRINTED) - 1)


def _opened(workbook: Workbook, drafted: Drafted) -> Any:
    sheet = titled_sheet(workbook, DraftSheet.CHECKING, drafted.title, _PRINTED)
    sheet.set_column(len(_PRINTED), len(_PRINTED), _COLUMNS[-1][1])
    write_band(workbook, sheet, 1, _PRINTED, f"{_counts(drafted)}\n{_HOW_TO}")
    write_labels(workbook, sheet, _LABELS, [label for label, _ in _COLUMNS])
    sheet.freeze_panes(_LABELS + 1, 0)
    sheet.repeat_rows(_LABELS)
    return sheet


def _counts(drafted: Drafted) -> str:
    measures = {Sheet.INDICATORS: "行", Sheet.STANDARDS: "条", Sheet.UNITS: "家"}
    counts = {sheet: len(drafted.lines(sheet)) for sheet in measures}
    lines = [f"{sheet}{counts[sheet]}{measure}" for sheet, measure in measures.items() if counts[sheet]]
    doubtful = f"有疑点的{sum(1 for _ in drafted.doubtful())}行"
    return f"{'，'.join([*lines, doubtful])}，没有采用的数{len(drafted.unadopted)}个。"


_Row = str | list[Cell | str]


def _parts(drafted: Drafted) -> Iterator[tuple[str, Sequence[_Row]]]:
    """Headings and rows; a row that is a text alone is a doubt and runs over all columns."""
    indicators = drafted.table(Sheet.INDICATORS)
    others = [one for one in places_in(indicators) if not doubt_of(one.line)] if indicators else []
    doubtful = list(drafted.doubtful())
    yield f"整份草稿的疑点（{len(drafted.doubts)}）", drafted.doubts
    yield f"有疑点的行，请逐行核对（{len(doubtful)}）", [_cells(drafted, one) for one in doubtful]
    yield f"没有疑点的指标，对一对数（{len(others)}）", [_cells(drafted, one) for one in others]


def _write_doubt(workbook: Workbook, sheet: Any, row: int, text: str) -> None:
    look = workbook.look(bg_color=DOUBTFUL)
    sheet.merge_range(row, 0, row, len(_PRINTED) - 1, "", look)
    sheet.write_string(row, 0, text, look)
    sheet.set_row(row, 4 + 14 * lines_of(text, _WIDTH))


def _cells(drafted: Drafted, place: Place) -> list[Cell | str]:
    sheet, line = place.sheet, place.line
    is_indicator, doubt = sheet == Sheet.INDICATORS, doubt_of(line)
    fill = DOUBTFUL if doubt else None
    code = line.cells.get(IndicatorColumn.CODE, "") if is_indicator else ""
    quoted = quoted_of(sheet, line)
    return [
        Cell(code or sheet, drafted.link(place), fill),
        line.cells.get(IndicatorColumn.PROJECT, "") if is_indicator else "",
        Cell(name_of(sheet, line), fill=fill),
        _targets(drafted, line) if is_indicator else line.cells.get(_READ.get(sheet, ""), ""),
        Cell(quoted.text, marks=quoted.marks),
        Cell(doubt, fill=fill),
        _proposed(line) if is_indicator else "",
        line.cells.get(DraftColumn.PLACE, ""),
        line.cells.get(DraftColumn.REASON, ""),
    ]


_READ: Mapping[str, str] = {
    Sheet.STANDARDS: DraftColumn.THRESHOLDS, Sheet.UNITS: UnitColumn.KIND, Sheet.BASICS: BasicColumn.CONTENT,
}  # fmt: skip
"""What was read in a line that is no indicator's."""


def quoted_of(sheet: str, line: Line) -> Quotation:
    """The words that a line rests on: an acceptance standard is itself such words."""
    if sheet == Sheet.STANDARDS:
        return marked_in(line.cells.get(StandardColumn.STANDARD, ""), line.sources)
    return quotation(line.sources)


def _targets(drafted: Drafted, line: Line) -> str:
    """The city's target, then the units': those with the same one are named together, many run on in one line.

    Of this level's own units most are asked nothing: that is told of counties only. In a 市级 row those that have no
    target of their own work at the city's.
    """
    blank = DONE_WORD if line.cells.get(IndicatorColumn.KIND) == Kind.STATE else "没有写数"
    is_own_level = line.cells.get(IndicatorColumn.ROLLUP) == Rollup.OWN_LEVEL
    groups: dict[str, list[str]] = {}
    for unit, kind in drafted.units.items():
        is_own = kind in OWN_LEVEL_KINDS
        text = line.cells.get(unit, _CITY_TARGET if is_own and is_own_level else blank)
        if not is_own or text not in NOT_ASKED_WORDS:
            groups.setdefault(text, []).append(unit)
    units = [f"{'、'.join(names)}：{text}" for text, names in groups.items()]
    city = f"{IndicatorColumn.TARGET}：{line.cells.get(IndicatorColumn.TARGET, blank)}"
    return "\n".join([city, *(units if len(units) <= _A_LINE_EACH else ["；".join(units)])])


_CITY_TARGET = "按本级目标填报"
"""Of a unit of this level for whose blank cell 目标 stands in (contract section 2)."""


_JUDGED = (IndicatorColumn.ACCRUAL, IndicatorColumn.SCHEDULE, IndicatorColumn.DIRECTION)


def _proposed(line: Line) -> str:
    """How the figure is proposed to be counted."""
    unit, digits = line.cells.get(IndicatorColumn.UNIT, ""), line.cells.get(IndicatorColumn.DIGITS, "0")
    counted = [line.cells.get(label, "") for label in (IndicatorColumn.KIND, IndicatorColumn.ROLLUP)]
    measured = [f"{IndicatorColumn.UNIT}{unit}" if unit else "", f"{digits}位小数" if digits != "0" else ""]
    judged = [line.cells.get(label, "") for label in _JUDGED]
    told = ("，".join(filter(None, words)) for words in (counted, measured, judged))
    return "\n".join(filter(None, told))
