"""Sheets that a person added to a drafted workbook (期次, 审核关系, 目标调整 …), written again with what they hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generators.sheet import Workbook, text_width
from model.drafting.own_sheet import OwnCell, OwnSheet

_GENERAL, _DAY = "General", "yyyy-mm-dd"
_NARROWEST, _WIDEST = 8, 60


def write_own_sheet(workbook: Workbook, own: OwnSheet) -> None:
    """Each cell where it stood, a number a number and a text a text, with its format; looks are not kept."""
    sheet = workbook.book.add_worksheet(own.name)
    widths: dict[int, int] = {}
    for (row, column), cell in own.cells.items():
        _write(workbook, sheet, (row - 1, column - 1), cell)
        width = max((text_width(line) for line in str(cell.content or "").splitlines()), default=0) + 2
        widths[column] = max(_NARROWEST, widths.get(column, 0), min(width, _WIDEST))
    for column, width in widths.items():
        sheet.set_column(column - 1, column - 1, width)


def _write(workbook: Workbook, sheet: Any, at: tuple[int, int], cell: OwnCell) -> None:
    look = workbook.look(num_format=cell.number_format)
    if cell.formula is not None:
        stored = float(cell.content) if isinstance(cell.content, Decimal) else cell.content
        sheet.write_formula(*at, f"={cell.formula}", look, stored if isinstance(stored, float | str | bool) else "")
        return
    match cell.content:
        case bool():
            sheet.write_boolean(*at, cell.content, look)
        case Decimal():
            sheet.write_number(*at, float(cell.content), look)
        case date():
            number_format = _DAY if cell.number_format == _GENERAL else cell.number_format
            moment = datetime.combine(cell.content, datetime.min.time())
            sheet.write_datetime(*at, moment, workbook.look(num_format=number_format))
        case str():
            sheet.write_string(*at, cell.content, look)
        case None:
            pass
