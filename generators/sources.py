"""数据来源.xlsx: each figure of the notice in the order of its text, with its bookmark and the cells it came from."""

from collections.abc import Iterator
from itertools import islice

from generators.bookmarks import Bookmarks
from generators.links import LINK_LIMIT, link_to_source
from generators.notice import Notice
from generators.rows import RowForm, RowSheet, Slot
from generators.sheet import Workbook, height_of_lines, lines_of, link_look, titled_sheet
from model.labels import NOTICE_FILE, SUMMARY_FILE
from model.results import Results

_COLUMNS = (
    ("序号", 6), ("所在部分", 26), ("通报中的写法", 34), ("编码", 9), ("是什么", 22), ("通报书签", 17), ("汇总表", 14),
    ("来源", 62),
)  # fmt: skip
_BOOKMARK, _CELL, _SOURCE = 5, 6, 7
_TEXT_WIDTHS = tuple(width for _, width in _COLUMNS[1:])
_FIRST_ROW = 2
_SHEET_LIMIT = 1_048_576 - _FIRST_ROW
"""Figures that a sheet has rows for; a nation's notice has more than a million."""


def sources_workbook(results: Results, told: Notice, printed: Bookmarks) -> bytes:
    """One row for each figure that is `printed`; its source is a link to its first cell.

    Figures of the text lead to their places in the notice and in 汇总表 too; those of the table would be more links
    than a sheet may hold.
    """
    workbook = Workbook()
    title = f"{results.breakdown.basics.region}{results.period.title}通报数据来源"
    figures, count = printed.printed(), len(printed)
    for first in range(0, max(1, count), _SHEET_LIMIT):
        name = f"数据来源（{first // _SHEET_LIMIT + 1}）" if first else "数据来源"
        sheet = titled_sheet(workbook, name, title, _COLUMNS)
        length = min(_SHEET_LIMIT, count - first)
        last_row = 1 + max(1, length)
        sheet.autofilter(1, 0, last_row, len(_COLUMNS) - 1)
        rows = _rows(workbook, sheet, told, islice(figures, length), first + 1)
        sheet.add_rows(rows, last_row, len(_COLUMNS) - 1)
    return workbook.finished()


def _rows(
    workbook: Workbook, sheet: RowSheet, told: Notice, figures: Iterator[tuple[str, int]], first_number: int
) -> Iterator[str]:
    forms = _forms(workbook)
    for place, (bookmark, number) in enumerate(figures):
        row, one = _FIRST_ROW + place, told.figure(number)
        links = {_SOURCE: link_to_source(one.first) if place < LINK_LIMIT // 2 else None}
        if told.is_in_text(number):
            links[_BOOKMARK] = f"external:{NOTICE_FILE}#{bookmark}"
            sheet_name, _, cell = one.cell.partition("!")
            links[_CELL] = f"external:{SUMMARY_FILE}#'{sheet_name}'!{cell}" if cell else None
        for column, link in links.items():
            sheet.link(row, column, link)
        texts = (one.place, one.words, one.code, one.what, bookmark, one.cell, one.source)
        height = height_of_lines(max(map(lines_of, texts, _TEXT_WIDTHS)))
        linked = frozenset(column for column, link in links.items() if link)
        yield forms[linked].row(row, (first_number + place, *texts), height)


def _forms(workbook: Workbook) -> dict[frozenset[int], RowForm]:
    """A form for each set of columns that are links."""
    text, centred, link = workbook.look(), workbook.look(align="center"), link_look(workbook)
    sets = (frozenset(one) for one in ((), (_SOURCE,), (_BOOKMARK,), (_BOOKMARK, _CELL), (_BOOKMARK, _SOURCE)))
    return {
        linked: RowForm([Slot(0, centred), *(Slot(n, link if n in linked else text) for n in range(1, len(_COLUMNS)))])
        for linked in (*sets, frozenset((_BOOKMARK, _CELL, _SOURCE)))
    }
