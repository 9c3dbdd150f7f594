"""数据来源.xlsx: each figure of the notice, in the order of its text, with the cell that it came from."""

from collections.abc import Iterator
from itertools import islice

from generators.links import LINK_LIMIT, link_to_source
from generators.notice import Notice
from generators.rows import RowForm, RowSheet, Slot
from generators.sheet import Workbook, height_of_lines, lines_of, link_look, titled_sheet
from generators.tracing import TracedFigure
from model.results import Results

_COLUMNS = (("序号", 6), ("所在部分", 30), ("通报中的写法", 40), ("编码", 9), ("是什么", 24), ("来源", 70))
_TEXT_WIDTHS = tuple(width for _, width in _COLUMNS[1:])
_FIRST_ROW = 2
_SHEET_LIMIT = 1_048_576 - _FIRST_ROW
"""Figures that a sheet has rows for; a nation's notice has more than a million."""


def sources_workbook(results: Results, told: Notice) -> bytes:
    """One row for each figure; the source is a link to its first cell."""
    workbook = Workbook()
    title = f"{results.breakdown.basics.region}{results.period.title}通报数据来源"
    figures, count = told.figures(), told.figure_count()
    for first in range(0, max(1, count), _SHEET_LIMIT):
        name = f"数据来源（{first // _SHEET_LIMIT + 1}）" if first else "数据来源"
        sheet = titled_sheet(workbook, name, title, _COLUMNS)
        length = min(_SHEET_LIMIT, count - first)
        last_row = 1 + max(1, length)
        sheet.autofilter(1, 0, last_row, len(_COLUMNS) - 1)
        sheet.add_rows(_rows(workbook, sheet, islice(figures, length), first + 1), last_row, len(_COLUMNS) - 1)
    return workbook.finished()


def _rows(workbook: Workbook, sheet: RowSheet, figures: Iterator[TracedFigure], first_number: int) -> Iterator[str]:
    text, centred = workbook.look(), workbook.look(align="center")
    plain, linked = (
        RowForm([Slot(0, centred), *(Slot(column, text) for column in range(1, 5)), Slot(5, of_source)])
        for of_source in (text, link_look(workbook))
    )
    for number, one in enumerate(figures):
        row = _FIRST_ROW + number
        link = link_to_source(one.first) if number < LINK_LIMIT else None
        sheet.link(row, 5, link)
        texts = (one.place, one.words, one.code, one.what, one.source)
        height = height_of_lines(max(map(lines_of, texts, _TEXT_WIDTHS)))
        yield (linked if link else plain).row(row, (first_number + number, *texts), height)
