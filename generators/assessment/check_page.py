"""A sheet of 初核表 or 认定表 as a page: title, head, hint and labels in the house looks, ready to print."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from generators.issued_sheet import IssuedSheet
from generators.sheet import BODY_FONT, HEADING_FONT, INPUT_FILL, Workbook, lines_of, row_height
from model.assessment.check_form import FIRST_ROW, HEAD_ROW, HINT_ROW, LABEL_ROW, TITLE_ROW
from model.labels import CheckHead

LOCKED_FILL = "#EEEEEE"
"""Of cells that nobody fills in."""
_HINT_COLOUR = "#7F6000"
_TITLE_HEIGHT, _HEAD_HEIGHT, _LABEL_HEIGHT, _HINT_LINE = 30, 32, 22, 15
_FROZEN_COLUMNS = 3

Columns = Sequence[tuple[str, int]]
"""Labels and widths, from the left."""


class CheckPage(IssuedSheet):
    """A sheet under construction, whose columns are known by their labels."""

    def __init__(self, workbook: Workbook, name: str, columns: Columns) -> None:
        super().__init__(workbook, name)
        self.name, self.columns = name, columns

    def place(self, label: str) -> int:
        """The column of a label."""
        return next(number for number, (one, _) in enumerate(self.columns, start=1) if one == label)

    def cell(self, row: int, label: str) -> str:
        """The address of a cell."""
        return str(xl_rowcol_to_cell(row - 1, self.place(label) - 1))

    def work_out(self, row: int, label: str, formula: str, value: Decimal | str, look: Any) -> None:
        """Writes a formula with its value."""
        self.formula(row, self.place(label), formula, value, look)

    def refuse(self, row: int, label: str, rule: Mapping[str, Any]) -> None:
        """Makes a cell refuse all that `rule` does not allow."""
        column = self.place(label) - 1
        self.sheet.data_validation(row - 1, column, row - 1, column, {"error_title": label, **rule})

    def opened(self, title: str, hint: str, head: Mapping[CheckHead, tuple[int, str | None]]) -> None:
        """Writes all above the rows. `head` tells in which column a label stands, and its value; None is an input."""
        workbook, sheet, last = self.workbook, self.sheet, len(self.columns)
        look = workbook.look(grid=False, font_name=HEADING_FONT, font_size=16, align="center")
        self._across(TITLE_ROW, title, look)
        label, value = workbook.look(grid=False, bold=True, align="right"), workbook.look(align="left")
        entry = workbook.look(align="left", locked=False, bg_color=INPUT_FILL, num_format="@")
        for field_label, (column, known) in head.items():
            self.put(HEAD_ROW, column, field_label, label)
            self.put(HEAD_ROW, column + 1, known, entry if known is None else value)
        self._across(HINT_ROW, hint, workbook.look(grid=False, font_color=_HINT_COLOUR, align="left"))
        for column, (text, width) in enumerate(self.columns, start=1):
            self.put(LABEL_ROW, column, text, workbook.header())
            sheet.set_column(column - 1, column - 1, width)
        sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
        sheet.set_row(HEAD_ROW - 1, _HEAD_HEIGHT)
        sheet.set_row(HINT_ROW - 1, _HINT_LINE * lines_of(hint, sum(width for _, width in self.columns[:last])) + 4)
        sheet.set_row(LABEL_ROW - 1, _LABEL_HEIGHT)

    def _across(self, row: int, text: str, look: Any) -> None:
        self.sheet.merge_range(row - 1, 0, row - 1, len(self.columns) - 1, "", look)
        self.put(row, 1, text, look)

    def fit(self, row: int, texts: Mapping[str, str]) -> None:
        """Gives a row room for its texts, by label."""
        columns = [one for one in self.columns if one[0] in texts]
        self.sheet.set_row(row - 1, row_height(columns, [texts[label] for label, _ in columns]))

    def closed(self, count: int) -> None:
        """Makes the sheet ready to print and to fill in; `count` are its rows."""
        sheet, last = self.sheet, max(FIRST_ROW + count - 1, LABEL_ROW)
        sheet.freeze_panes(LABEL_ROW, _FROZEN_COLUMNS if len(self.columns) > 2 * _FROZEN_COLUMNS else 0)
        sheet.autofilter(LABEL_ROW - 1, 0, last - 1, len(self.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(LABEL_ROW - 1)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer(f'&C&"{BODY_FONT}"{self.name}　第 &P 页，共 &N 页')
        sheet.print_area(0, 0, last - 1, len(self.columns) - 1)
        allowed = ("format_columns", "format_rows", "select_locked_cells", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))
