"""数据来源.xlsx: each figure of the notice in the order of its text, with its bookmark and the cells it came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from generators.changed_figures import ChangedFigure, Comparison
from generators.links import LINK_LIMIT, link_to_source
from generators.notice import Notice
from generators.rows import RowForm, RowSheet, Slot
from generators.sheet import Workbook, height_of_lines, lines_of, link_look, titled_sheet
from generators.telling.tracing import TracedFigure
from generators.word.bookmarks import Bookmarks
from model.labels import NOTICE_FILE, SUMMARY_FILE
from model.results import Results

_COLUMNS = (
    ("序号", 6), ("所在部分", 26), ("通报中的写法", 34), ("编码", 9), ("是什么", 22), ("通报书签", 17), ("汇总表", 14),
    ("来源", 62),
)  # fmt: skip
_BOOKMARK, _CELL, _SOURCE = 5, 6, 7
_CHANGE_COLUMNS = (
    ("序号", 6), ("情况", 26), ("所在部分", 24), ("编码", 9), ("是什么", 18), ("通报写出时", 24), ("通报里现在", 24),
    ("现在的数据", 24), ("通报书签", 17),
)  # fmt: skip
_LONG_WIDTHS = tuple(_COLUMNS[column][1] for column in (1, 2, 4, 7))
"""Of the columns whose texts may take several lines."""
_FIRST_ROW = 2
_SHEET_LIMIT = 1_048_576 - _FIRST_ROW
"""Figures that a sheet has rows for; a nation's notice has more than a million."""


Edited = Mapping[str, Comparison]
"""Notices that a person has changed, by their files' names, beside the figures as they are now."""


def sources_workbook(
    results: Results, told: Notice, printed: Bookmarks, notice: str = NOTICE_FILE, edited: Edited | None = None
) -> bytes:
    """One row for each figure that is `printed` in the file `notice`; its source is a link to its first cell.

    Figures of the text lead to their places in the notice and in 汇总表 too; those of the table would be more links
    than a sheet may hold. What differs in notices that were changed by hand stands on a sheet in front.
    """
    workbook = Workbook()
    for name, comparison in (edited or {}).items():
        _compare(workbook, name, comparison)
    title = f"{results.breakdown.basics.region}{results.period.title}通报数据来源"
    figures, count = printed.printed(), len(printed)
    for first in range(0, max(1, count), _SHEET_LIMIT):
        name = f"数据来源（{first // _SHEET_LIMIT + 1}）" if first else "数据来源"
        sheet = titled_sheet(workbook, name, title, _COLUMNS)
        length = min(_SHEET_LIMIT, count - first)
        last_row = 1 + max(1, length)
        sheet.autofilter(1, 0, last_row, len(_COLUMNS) - 1)
        rows = _rows(_Leading(workbook, sheet, notice), told, islice(figures, length), first + 1)
        sheet.add_rows(rows, last_row, len(_COLUMNS) - 1)
    return workbook.finished()


@dataclass(frozen=True)
class _Leading:
    """A sheet whose cells lead to `notice`, to 汇总表 and to the cells of the units."""

    workbook: Workbook
    sheet: RowSheet
    notice: str

    def links(self, one: TracedFigure, bookmark: str, is_in_text: bool) -> dict[int, str | None]:
        """By column, what a figure's row leads to, while the sheet may hold more links."""
        if self.sheet.hlink_count + len((_BOOKMARK, _CELL, _SOURCE)) > LINK_LIMIT:
            return {}
        links = {_SOURCE: link_to_source(one.first)}
        if is_in_text:
            links[_BOOKMARK] = f"external:{self.notice}#{bookmark}"
            name, _, cell = one.cell.partition("!")
            links[_CELL] = f"external:{SUMMARY_FILE}#'{name}'!{cell}" if cell else None
        return links


def _rows(lead: _Leading, told: Notice, figures: Iterator[tuple[str, int]], first_number: int) -> Iterator[str]:
    forms = _forms(lead.workbook)
    for place, (bookmark, number) in enumerate(figures):
        row, one = _FIRST_ROW + place, told.figure(number)
        links = lead.links(one, bookmark, told.is_in_text(number))
        for column, link in links.items():
            lead.sheet.link(row, column, link)
        cell = one.cell if one.is_exact else f"由{one.cell}算出"
        texts = (one.place, one.words, one.code, one.what, bookmark, cell, one.source)
        height = height_of_lines(max(map(lines_of, (one.place, one.words, one.what, one.source), _LONG_WIDTHS)))
        linked = frozenset(column for column, link in links.items() if link)
        yield forms[linked].row(row, (first_number + place, *texts), height)


def _compare(workbook: Workbook, notice: str, comparison: Comparison) -> None:
    """The sheet that lists what differs in one notice."""
    changes, compared = comparison.changes, comparison.compared
    differ = f"{len(changes)} 处和现在的数据不同" if changes else "没有不同"
    found = f"对照了 {compared} 个数，{differ}" if compared else "找不到原来的数，没有对照"
    words = f"您改过的“{notice}”：{found}"
    sheet = titled_sheet(workbook, f"对照{notice}"[:31], words, _CHANGE_COLUMNS)
    text, centred, link = workbook.look(), workbook.look(align="center"), link_look(workbook)
    form = RowForm([Slot(0, centred), *(Slot(n, text) for n in range(1, 8)), Slot(8, link)])
    sheet.add_rows(_change_rows(sheet, form, notice, changes), 1 + max(1, len(changes)), len(_CHANGE_COLUMNS) - 1)


def _change_rows(sheet: RowSheet, form: RowForm, notice: str, changes: Sequence[ChangedFigure]) -> Iterator[str]:
    widths = tuple(width for _, width in _CHANGE_COLUMNS[1:])
    for number, one in enumerate(changes, 1):
        row = _FIRST_ROW + number - 1
        place, code, what = (one.figure.place, one.figure.code, one.figure.what) if one.figure else ("", "", "")
        texts = (one.change.value, place, code, what, one.made, one.in_notice, one.now, one.bookmark)
        if one.in_notice:
            sheet.link(row, len(texts), f"external:{notice}#{one.bookmark}")
        yield form.row(row, (number, *texts), height_of_lines(max(map(lines_of, texts, widths))))


def _forms(workbook: Workbook) -> dict[frozenset[int], RowForm]:
    """A form for each set of columns that are links."""
    text, centred, link = workbook.look(), workbook.look(align="center"), link_look(workbook)
    sets = (frozenset(one) for one in ((), (_SOURCE,), (_BOOKMARK,), (_BOOKMARK, _CELL), (_BOOKMARK, _SOURCE)))
    return {
        linked: RowForm([Slot(0, centred), *(Slot(n, link if n in linked else text) for n in range(1, len(_COLUMNS)))])
        for linked in (*sets, frozenset((_BOOKMARK, _CELL, _SOURCE)))
    }
