"""Spoiled submissions written to disk, as other programs would have saved them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.spoiling.sheet import MODIFIED, SentFile, Sheet, Spot, word_text
from validators.grid import CellError

LONGEST = 32_767
"""Characters that a cell holds."""


def write_file(file: SentFile, folder: Path) -> None:
    """Writes `file` below `folder` (…/上报/x.xlsx) as .xlsx or .docx."""
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.is_word:
        _write_document(file, path)
    else:
        _write_workbook(file, path)


def _write_workbook(file: SentFile, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in file.sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet)
    book.properties.modified = MODIFIED
    book.save(path)


def _write_sheet(written: Worksheet, sheet: Sheet) -> None:
    written.sheet_state = "hidden" if sheet.is_hidden else "visible"
    for row, line in enumerate(sheet.lines, 1):
        for column, spot in enumerate(line.spots, 1):
            if not spot.is_blank and spot.under is None:
                cell = written.cell(row, column)
                assert isinstance(cell, Cell), "no merge has been written yet"
                _write_cell(cell, spot)
    blocks: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, first in sheet.merged().items():
        blocks.setdefault(first, []).append(place)
    for (row, column), places in blocks.items():
        last_row, last_column = max(places)
        written.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)


def _write_cell(cell: Cell, spot: Spot) -> None:
    """openpyxl cannot keep the result of a formula: one that has a result is written as its result."""
    cell.number_format = spot.number_format
    match spot.content:
        case None | "" if spot.formula is not None:
            cell.value = f"={spot.formula}"
        case CellError(name):
            cell.value, cell.data_type = name, "e"
        case str() as text:
            cell.value, cell.data_type = text[:LONGEST], "s"
        case Decimal() as number:
            cell.value = float(number)
        case bool() | date() | None:
            cell.value = spot.content


def _write_document(file: SentFile, path: Path) -> None:
    document = docx.Document()
    for sheet in file.shown:
        table = document.add_table(len(sheet.lines), sheet.width)
        texts = (word_text(spot) for line in sheet.lines for spot in line.spots)
        for element, text in zip(table._cells, texts, strict=True):
            element.text = text
        for place, first in sheet.merged().items():
            if place != first:
                _merge(table, first, place)
    document.core_properties.modified = MODIFIED
    document.save(str(path))


def _merge(table: docx.table.Table, first: tuple[int, int], place: tuple[int, int]) -> None:
    table.cell(first[0] - 1, first[1] - 1).merge(table.cell(place[0] - 1, place[1] - 1))
