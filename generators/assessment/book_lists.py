"""The lists of 评价.xlsx: columns by label, ranges and single cells as other sheets name them, the head, the page."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from xlsxwriter.format import Format

from generators.rows import RowSheet, column_letters
from generators.sheet import Workbook
from generators.summary.book import address, fill, quoted
from generators.summary.style import LINE_HEIGHT, Styles, row_height, set_page
from model.quantity import decimals_of, plain

HEAD_ROW, FIRST_ROW = 2, 3
"""Rows of a list from 0: two of title above the head."""
SCORE_FORMAT = '[>=100]0.00;[>=99.995]"99.99";0.00'
"""Points of a hundred: what falls short of 100 never shows 100.00."""
POINTS_FORMAT, COUNT_FORMAT = "0.00", "0"
LOST_FORMAT = '[>=0.005]0.00;[>0]"0.01";0.00'
"""Points that are wanting: what falls short at all never shows as nothing."""
NOT_PASSED, UNKNOWN, ASIDE, SCORED = "不予通过", "未评", "不参评", "已评"
"""How a project stands for a unit."""
NOT_APPLICABLE = "不适用"
"""How a rule stands that does not apply to a unit."""

_Column = TypeVar("_Column", bound=StrEnum)


class Listing(Generic[_Column]):
    """A list of `count` lines on the sheet `name`. The first column holds the lines' numbers, from 1.

    `keys` are so many hidden columns at its end, with numbers of lines of other lists that a line goes into.
    """

    def __init__(
        self,
        name: str,
        columns: type[_Column],
        count: int,
        widths: Mapping[_Column, int],
        hidden: Collection[_Column] = (),
        keys: int = 0,
    ) -> None:
        self.name, self.count, self.keys = name, count, keys
        self._columns, self._widths, self._hidden = tuple(columns), widths, hidden
        self.places = {column: place for place, column in enumerate(self._columns)}
        self.last_row = FIRST_ROW + max(1, count) - 1
        self._ranges = [self._range(place) for place in range(len(self._columns) + keys)]

    def range(self, column: _Column) -> str:
        """All cells of a column, as formulas of any sheet write them."""
        return self._ranges[self.places[column]]

    def key_ranges(self) -> list[str]:
        """The hidden columns of keys likewise."""
        return self._ranges[len(self._columns) :]

    def _range(self, place: int) -> str:
        first, last = (address(row, place, fixed=True) for row in (FIRST_ROW, self.last_row))
        return f"{quoted(self.name)}!{first}:{last}"

    def found(self, column: _Column, number: int) -> str:
        """The cell of line `number`, wherever sorting has put it."""
        return f"INDEX({self.range(column)},MATCH({number},{self._ranges[0]},0))"

    def own(self, number: int, column: _Column) -> str:
        """The cell of the line as its own formulas name it."""
        return f"${column_letters(self.places[column])}{FIRST_ROW + number}"

    def head(self, workbook: Workbook, sheet: RowSheet, title: str, subtitle: str) -> None:
        """Title, labels, widths, the page; the list can be filtered and sorted."""
        styles = Styles(workbook)
        last_column = max(self.places[one] for one in self._columns if one not in self._hidden)
        write_title(styles, sheet, title, subtitle, last_column)
        for column, place in self.places.items():
            sheet.write_string(HEAD_ROW, place, column.value, styles.head())
            options = {"hidden": True} if column in self._hidden else {}
            sheet.set_column(place, place, self._widths.get(column, 9), None, options)
        for one in range(self.keys):
            sheet.write_string(HEAD_ROW, len(self._columns) + one, f"计入{one + 1}", styles.head())
            sheet.set_column(len(self._columns) + one, len(self._columns) + one, None, None, {"hidden": True})
        sheet.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 4)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.autofilter(HEAD_ROW, 0, self.last_row, last_column)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{address(self.last_row, last_column)}"})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, self.last_row, last_column)

    def line(
        self,
        sheet: RowSheet,
        number: int,
        cells: Mapping[_Column, tuple[object, Format]],
        keys: Mapping[int, int] | None = None,
    ) -> None:
        """Writes line `number`; `keys` by the place among the hidden columns."""
        row = FIRST_ROW + number - 1
        for column, (content, look) in cells.items():
            fill(sheet, row, self.places[column], content, look)
        for place, key in (keys or {}).items():
            sheet.write_number(row, len(self._columns) + place, key)
        texts = ((content, self._widths.get(column, 9)) for column, (content, _) in cells.items())
        sheet.set_row(row, row_height([(text, width) for text, width in texts if isinstance(text, str)]))


def write_title(styles: Styles, sheet: RowSheet, title: str, subtitle: str, last_column: int) -> None:
    """The two rows above a sheet's head: what it is, and what has to be known to read it."""
    sheet.merge_range(0, 0, 0, last_column, title, styles.title())
    sheet.merge_range(1, 0, 1, last_column, subtitle, styles.subtitle())
    sheet.set_row(0, 28)
    sheet.set_row(1, 18)


def points_format(full: Decimal) -> str:
    """The number format of points out of `full`: what falls short of all never shows all."""
    if full <= 0 or decimals_of(full) > 2:
        return POINTS_FORMAT
    below, most = plain(full - Decimal("0.005")), f"{full - Decimal('0.01'):.2f}"
    return f'[>={plain(full)}]0.00;[>={below}]"{most}";0.00'


def shown_points_of(score: str) -> str:
    """The score of a cell as it is shown and ranked by (model.assessment.assessment.shown_points)."""
    exact = f"ROUND({score},9)"
    return f"IF({exact}<100,MIN(ROUND({exact},2),99.99),ROUND({exact},2))"


def if_known(cell: str) -> str:
    """A formula for what stands in another cell, nothing where it is blank."""
    return f'=IF({cell}="","",{cell})'
