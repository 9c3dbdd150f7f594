"""Tells what stands in an .xls, .et, .ods or .xlsb: a script that `reading_old` runs in a process of its own.

Over a damaged file, or a stray cell in the last column, these libraries ask for more memory than there is, and Rust
then ends the whole process. The script reads the file from standard input and writes its sheets to standard output as
JSON; it imports nothing of the project. xlrd tells number formats, error values and merges of an .xls; calamine tells
values only, and stands in where xlrd fails. What an .ods says beyond them, percentages and errors, is read from its
XML.
"""

import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

MAX_MEMORY = 3 * 1024**3
MAX_CELLS = 1_000_000
PASSWORD, OVERSIZED = 3, 4
"""Exit statuses for a file that wants a password, and for one with more cells than any form."""

Told = tuple[int, int, str, str, str]
"""Row and column (from 1), kind, text and number format of a filled cell.

Kinds: number, text, bool (1 or 0), error, day (2023-09-25), serial1900 and serial1904 (a date by its number).
"""
NOT_TOLD = ""
"""The number format of a cell whose file does not say it."""
Marks = dict[tuple[int, int], tuple[str, str]]
"""What the XML of an .ods says of a cell: ("percent", number format) or ("error", its name)."""


class Oversized(Exception):
    """More cells than any form has."""


def _number(value: float) -> str:
    """With the 15 digits that the formula bar shows."""
    return format(value, ".15g")


def _sheet(name: str, is_hidden: bool, cells: list[Told], merges: list[tuple[int, int, int, int]]) -> dict[str, Any]:
    """`merges` are first row, first column, last row, last column, from 1."""
    return {"name": name, "is_hidden": is_hidden, "cells": cells, "merges": merges}


def _bounded(cells: Iterator[Told], left: int) -> list[Told]:
    told: list[Told] = []
    for cell in cells:
        if len(told) >= left:
            raise Oversized
        told.append(cell)
    return told


# .xls and .et, by xlrd


def _by_xlrd(content: bytes) -> dict[str, Any]:
    import xlrd

    log = io.StringIO()
    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, ragged_rows=True, logfile=log, verbosity=1, on_demand=True
    )
    left = MAX_CELLS
    sheets = []
    for index, name in enumerate(book.sheet_names()):
        sheet = book.sheet_by_index(index)
        cells = _bounded(_xlrd_cells(book, sheet), left)
        merges = [(low + 1, left_ + 1, high, right) for low, high, left_, right in sheet.merged_cells]
        sheets.append(_sheet(name, sheet.visibility != 0, cells, merges))
        left -= len(cells)
        book.unload_sheet(index)
    return {"sheets": sheets, "has_macro_sheet": "= Macro sheet)" in log.getvalue()}


def _xlrd_cells(book: Any, sheet: Any) -> Iterator[Told]:
    import xlrd

    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            value = sheet.cell_value(row, column)
            shape = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
            told = _xlrd_told(kind, value, book.datemode)
            if told is not None:
                yield (row + 1, column + 1, *told, shape or "General")


def _xlrd_told(kind: int, value: Any, datemode: int) -> tuple[str, str] | None:
    import xlrd

    match kind:
        case xlrd.XL_CELL_ERROR:
            return "error", xlrd.error_text_from_code.get(value, "#N/A")
        case xlrd.XL_CELL_BOOLEAN:
            return "bool", "1" if value else "0"
        case xlrd.XL_CELL_DATE:
            return "serial1904" if datemode else "serial1900", _number(value)
        case xlrd.XL_CELL_NUMBER:
            return ("number", _number(value)) if math.isfinite(value) else ("error", "#NUM!")
        case _:
            return ("text", str(value)) if value != "" else None


# .ods, .xlsb and what xlrd fails over, by calamine


def _by_calamine(content: bytes) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    marked, spans = _ods_marks(content)
    left = MAX_CELLS
    sheets = []
    for one in workbook.sheets_metadata:
        if one.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(one.name)
        cells = _bounded(_calamine_cells(sheet, marked.get(one.name, {})), left)
        merges = [
            (low + 1, first + 1, high + 1, last + 1)
            for (low, first), (high, last) in sheet.merged_cell_ranges or ()
        ]  # fmt: skip
        is_hidden = one.visible != SheetVisibleEnum.Visible
        sheets.append(_sheet(one.name, is_hidden, cells, merges or spans.get(one.name, [])))
        left -= len(cells)
    has_macro_sheet = any(one.typ == SheetTypeEnum.MacroSheet for one in workbook.sheets_metadata)
    return {"sheets": sheets, "has_macro_sheet": has_macro_sheet}


def _calamine_cells(sheet: Any, marks: Marks) -> Iterator[Told]:
    """calamine tells an error value as nothing: what the marks say of such a cell is added. Formats it never tells."""
    for row, values in enumerate(sheet.iter_rows(), start=1):
        for column, value in enumerate(values, start=1):
            kind, said = marks.pop((row, column), ("", NOT_TOLD))
            if kind == "error":
                yield (row, column, "error", said, "General")
            elif value != "":
                yield (row, column, *_calamine_told(value), said)
    yield from (
        (row, column, "error", said, "General") for (row, column), (kind, said) in marks.items() if kind == "error"
    )


def _calamine_told(value: Any) -> tuple[str, str]:
    match value:
        case bool():
            return "bool", "1" if value else "0"
        case int():
            return "number", str(value)
        case float() if math.isfinite(value):
            return "number", _number(value)
        case datetime():
            return "day", value.date().isoformat()
        case date():
            return "day", value.isoformat()
        case _:
            return "text", str(value)


# What the XML of an .ods says of percentages, errors and merges


class _OdsReader:
    """Walks the cells of content.xml; only those with a percentage or an error leave a mark."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self.merges: dict[str, list[tuple[int, int, int, int]]] = {}
        self._name = ""
        self._row = self._column = self._rows = self._columns = 1
        self._kinds: set[str] = set()
        self._text: list[str] = []
        self._notes = 0
        self._left = MAX_CELLS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: text for key, text in attributes.items()}
        match name.rpartition(" ")[2]:
            case "annotation":
                self._notes += 1
            case "table":
                self._name, self._row = said.get("name", ""), 1
            case "table-row":
                self._column, self._rows = 1, int(said.get("number-rows-repeated", 1))
            case "table-cell" | "covered-table-cell":
                self._columns = int(said.get("number-columns-repeated", 1))
                self._kinds = {text for key, text in attributes.items() if key.endswith(" value-type")}
                self._text = []
                rows, columns = (int(said.get(f"number-{one}-spanned", 1)) for one in ("rows", "columns"))
                if rows * columns > 1:
                    area = (self._row, self._column, self._row + rows - 1, self._column + columns - 1)
                    self.merges.setdefault(self._name, []).append(area)

    def end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "annotation":
                self._notes -= 1
            case "table-row":
                self._row += self._rows
            case "table-cell" | "covered-table-cell":
                text = "".join(self._text).strip()
                if "error" in self._kinds:
                    self._mark("error", text)
                elif "percentage" in self._kinds:
                    shown = re.fullmatch(r"-?[0-9]+(?:\.([0-9]+))?%", text)
                    places = f".{'0' * len(shown[1])}" if shown and shown[1] else ""
                    self._mark("percent", f"0{places}%" if shown else "General%")
                self._column += self._columns

    def text(self, piece: str) -> None:
        if not self._notes:
            self._text.append(piece)

    def _mark(self, kind: str, said: str) -> None:
        self._left -= self._rows * self._columns
        if self._left < 0:
            raise Oversized
        marks = self.marks.setdefault(self._name, {})
        for row in range(self._row, self._row + self._rows):
            marks.update(((row, self._column + index), (kind, said)) for index in range(self._columns))


def _refuse_doctype(*_: object) -> None:
    raise expat.ExpatError("a DOCTYPE has no place in a workbook")


def _ods_marks(content: bytes) -> tuple[dict[str, Marks], dict[str, list[tuple[int, int, int, int]]]]:
    """By the names of the sheets; nothing for what is no .ods."""
    reader = _OdsReader()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "content.xml" in archive.namelist():
                parser = expat.ParserCreate(namespace_separator=" ")
                parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
                parser.CharacterDataHandler = reader.text
                parser.StartDoctypeDeclHandler = _refuse_doctype
                with archive.open("content.xml") as stream:
                    parser.ParseFile(stream)
    return reader.marks, reader.merges


# The process


def _told(content: bytes) -> dict[str, Any]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        try:
            return _by_xlrd(content)
        except Oversized:
            raise
        except Exception as fault:  # xlrd raises what it likes over a broken file
            if "encrypted" in str(fault):
                raise PermissionError from fault
    return _by_calamine(content)


def _main() -> int:
    from python_calamine import PasswordError

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        told = _told(sys.stdin.buffer.read())
    except (PasswordError, PermissionError):
        return PASSWORD
    except Oversized:
        return OVERSIZED
    sys.stdout.buffer.write(json.dumps(told).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
