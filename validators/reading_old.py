"""Reads .xls, .et, .ods and .xlsb, by way of `old_formats` in a process of its own that may die of the file."""

import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from validators.grid import Cell, CellError, Content, Grid, address_of
from validators.old_formats import OVERSIZED, PASSWORD
from validators.reading_xlsx import DATE_FORMAT, MAX_MERGED_CELLS, MAX_MERGED_IN_ALL, as_date

SECONDS = 120
_CHILD = Path(__file__).with_name("old_formats.py")


class OldFormatError(Exception):
    """The file cannot be read; the message says in Chinese what is wrong with it."""


class LockedError(OldFormatError):
    """It wants a password."""


@dataclass(frozen=True)
class OldBook:
    """The sheets of a workbook in an old format, hidden ones too. `has_macro_sheet`: one of Excel 4's kind."""

    grids: tuple[Grid, ...]
    has_macro_sheet: bool


def read_old(content: bytes) -> OldBook:
    """Raises `OldFormatError`.

    An .xls or .et comes with number formats, error values and merges; an .ods with merges and with which cells are
    percentages or errors; an .xlsb with values alone. A format that is not told is empty. None of them tells formulas.
    """
    import subprocess  # most often nothing came in an old format

    try:
        child = subprocess.run(
            [sys.executable, "-P", str(_CHILD.resolve())],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "RUST_BACKTRACE": "0"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise OldFormatError("太大或已损坏，读了很久也没有读完") from fault
    if child.returncode == PASSWORD:
        raise LockedError("设了打开密码")
    if child.returncode == OVERSIZED:
        raise OldFormatError("展开后大得不像一张表")
    if child.returncode != 0:
        raise OldFormatError("已损坏，或不是表格")
    told = json.loads(child.stdout)
    return OldBook(tuple(_grid(one) for one in told["sheets"]), told["has_macro_sheet"])


def _grid(sheet: dict[str, Any]) -> Grid:
    cells = {(row, column): _cell(row, column, kind, text, shape) for row, column, kind, text, shape in sheet["cells"]}
    return Grid(sheet["name"], cells, _merged(sheet["merges"]), sheet["is_hidden"])


def _cell(row: int, column: int, kind: str, text: str, number_format: str) -> Cell:
    content = _content(kind, text)
    is_day = isinstance(content, date)
    return Cell(address_of(row, column), row, column, content, DATE_FORMAT if is_day else number_format)


def _content(kind: str, text: str) -> Content:
    match kind:
        case "number":
            return Decimal(text)
        case "bool":
            return text == "1"
        case "day":
            return date.fromisoformat(text)
        case "serial1900" | "serial1904":
            day = as_date(float(text), kind == "serial1904")
            return Decimal(text) if day is None else day
        case "error":
            return CellError(text)
        case _:
            return text


def _merged(areas: list[list[int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """From each cell of an area to its first one; areas larger than any form's are left out, as in .xlsx."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    left = MAX_MERGED_IN_ALL
    for top, first, bottom, last in areas:
        size = (bottom - top + 1) * (last - first + 1)
        if 0 < size <= min(MAX_MERGED_CELLS, left):
            left -= size
            places = ((row, column) for row in range(top, bottom + 1) for column in range(first, last + 1))
            merged.update((place, (top, first)) for place in places)
    return merged
