"""Rows of the report's tables: texts, counts and links in columns, each row as high as its texts need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generators.sheet import BODY_FONT, HEADER_FILL, HEADING_FONT, Workbook, fit_row, lines_of, write_link, write_marked

_BAND_LOOKS: tuple[dict[str, Any], ...] = (
    {"font_name": BODY_FONT},
    {"font_name": HEADING_FONT, "font_size": 11, "bg_color": HEADER_FILL},
    {"font_name": HEADING_FONT, "font_size": 15, "grid": False},
)
Columns = tuple[tuple[str, int], ...]
"""Labels and widths, as `titled_sheet` takes them."""


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a text: a link (None where there is nothing to open), a fill, a centred word.

    `marks` are stretches of the text to be seen at once (see `write_marked`); a link has none.
    """

    text: str
    link: str | None = None
    fill: str | None = None
    is_centred: bool = False
    marks: tuple[tuple[int, int], ...] = ()


def write_row(
    workbook: Workbook, sheet: Any, row: int, columns: Columns, cells: Sequence[Cell | str | int | None]
) -> None:
    """Writes `cells` from the first column on; a number is centred, None leaves its cell untouched."""
    texts: dict[int, str] = {}
    for column, cell in enumerate(cells):
        match cell:
            case None:
                continue
            case int():
                sheet.write_number(row, column, cell, workbook.look(align="center"))
                continue
            case str():
                sheet.write_string(row, column, cell, workbook.look())
            case Cell(link=None):
                write_marked(workbook, sheet, (row, column), cell.text, cell.marks, **_look(cell))
            case Cell():
                write_link(workbook, sheet, (row, column), cell.link, cell.text, cell.fill)
        texts[column] = cell if isinstance(cell, str) else cell.text
    fit_row(sheet, row, columns, texts)


def _look(cell: Cell) -> dict[str, Any]:
    more: dict[str, Any] = {"bg_color": cell.fill} if cell.fill else {}
    if cell.is_centred:
        more["align"] = "center"
    return more


def write_band(workbook: Workbook, sheet: Any, row: int, columns: Columns, text: str, *, level: int = 0) -> None:
    """`text` across all columns: at level 2 the heading of a page, at 1 that of a table, at 0 a plain line."""
    look = workbook.look(**_BAND_LOOKS[level])
    sheet.merge_range(row, 0, row, len(columns) - 1, "", look)
    # Written by itself: a merge would guess from the text what it is.
    sheet.write_string(row, 0, text, look)
    lines = lines_of(text, sum(width for _, width in columns))
    sheet.set_row(row, (4, 8, 14)[level] + 14 * lines)


def write_labels(workbook: Workbook, sheet: Any, row: int, labels: Sequence[str]) -> None:
    """The labels of a table that begins below the sheet's first one."""
    for column, label in enumerate(labels):
        sheet.write_string(row, column, label, workbook.header())
