"""Reads .xlsx and .xlsm as streams: value, number format and formula of each filled cell, in bounded memory.

Its own reader, because openpyxl takes minutes and gigabytes over blank styled rows, drops what stands under a merge,
and does not know the date formats of a Chinese Excel (27–36, 50–58); openpyxl is its oracle in the tests.
"""

import math
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from model.quantity import from_cell
from validators.grid import Cell, CellError, Content, Grid, address_of, column_of

MAX_BYTES = 400 * 1024 * 1024
"""A workbook whose parts unpack to more than this is not read: no office's form comes near it."""
MAX_CELLS = 1_000_000

BUILT_IN_FORMATS = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
DATE_FORMAT = "yyyy-mm-dd"
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"^([A-Z]{1,3})([0-9]+)$")
_MERGE = re.compile(r"^([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)$")
UNCALCULATING = "124519"
"""The calcId that XlsxWriter and openpyxl write; with fullCalcOnLoad a stored 0 of theirs is no result."""
MAX_MERGED_CELLS = 20_000
MAX_MERGED_IN_ALL = 200_000


class Oversized(Exception):
    """A workbook is larger than any form: a zip bomb, or not a form."""


class _Budget:
    """What all parts of one workbook together may still take; whoever takes more is `Oversized`."""

    def __init__(self) -> None:
        self.bytes, self.cells, self.merged = MAX_BYTES, MAX_CELLS, MAX_MERGED_IN_ALL

    def take_bytes(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise Oversized

    def take_cell(self) -> None:
        self.cells -= 1
        if self.cells < 0:
            raise Oversized


class _Bounded:
    """A file object that takes what it gives from a budget."""

    def __init__(self, stream: IO[bytes], budget: _Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self._budget.take_bytes(len(chunk))
        return chunk


@dataclass(frozen=True)
class _Package:
    """An opened workbook and what it may still take."""

    archive: ZipFile
    budget: _Budget


def _refuse_doctype(*_: object) -> None:
    raise expat.ExpatError("a DOCTYPE has no place in a workbook")


def _parse(
    package: _Package,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    """Streams `part` through the handlers, element names without prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with package.archive.open(part) as stream:
        parser.ParseFile(_Bounded(stream, package.budget))


def _relations(package: _Package, part: str) -> dict[str, tuple[str, str]]:
    """Id → (kind, target part) of the relations of `part`."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if rels not in package.archive.namelist():
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    _parse(package, rels, start)
    return found


def unescape(text: str) -> str:
    """Undoes the _x000D_ escapes of workbook strings; half a surrogate pair is no character and falls away."""
    return _SURROGATE.sub("", _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)) if "_x" in text else text


def _shared_strings(package: _Package, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            state["phonetic"] += 1
        state["text"] = name == "t" and not state["phonetic"]

    def end(name: str) -> None:
        state["text"] = False
        if name == "rPh":
            state["phonetic"] -= 1
        elif name == "si":
            strings.append(unescape("".join(pieces)))

    _parse(package, part, start, end, lambda data: pieces.append(data) if state["text"] else None)
    return strings


def _formats(package: _Package, part: str) -> list[str]:
    """The number format of each cell style, dates as DATE_FORMAT."""
    custom: dict[int, str] = {}
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(name)
        if name == "numFmt" and "numFmts" in inside:
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif name == "xf" and "cellXfs" in inside:
            formats.append(_format(int(attributes.get("numFmtId", "0")), custom))

    def end(_: str) -> None:
        inside.pop()

    _parse(package, part, start, end)
    return formats


def _format(number: int, custom: dict[int, str]) -> str:
    if number in custom:
        code = custom[number]
        bare = _NOT_DATE_PART.sub("", code).lower()
        return DATE_FORMAT if re.search("[ymdh]", bare) and "%" not in bare else code
    return DATE_FORMAT if number in _DATE_IDS else BUILT_IN_FORMATS.get(number, "General")


def as_date(serial: float, is_1904: bool) -> date | None:
    """The day of a date serial; None where there is none (negative, beyond 9999)."""
    epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    try:
        return (epoch + timedelta(days=serial)).date()
    except OverflowError:
        return None


class _SheetReader:
    """Gathers the filled cells of one sheet while its XML streams by."""

    def __init__(self, strings: list[str], formats: list[str], habits: "_Habits", budget: _Budget) -> None:
        self._strings, self._formats, self._habits, self._budget = strings, formats, habits, budget
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self._row = self._column = 0
        self._kind = self._collecting = ""
        self._is_phonetic = False
        self._style = 0
        self._pieces: dict[str, list[str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
                self._column = 0
            case "c":
                match_ = _ADDRESS.match(attributes.get("r", ""))
                self._column = column_of(match_[1]) if match_ else self._column + 1
                self._row = int(match_[2]) if match_ else self._row
                self._kind = attributes.get("t", "n")
                self._style = int(attributes.get("s", "0"))
                self._pieces = {}
            case "rPh":
                self._is_phonetic = True
            case "v" | "f" | "t" if not self._is_phonetic:
                self._collecting = name
                self._pieces.setdefault(name, [])
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "c" and self._pieces:
            self._finish()
        elif name in ("v", "f", "t"):
            self._collecting = ""
        elif name == "rPh":
            self._is_phonetic = False

    def text(self, data: str) -> None:
        if self._collecting:
            self._pieces[self._collecting].append(data)

    def _finish(self) -> None:
        formula = "".join(self._pieces["f"]) if "f" in self._pieces else None
        number_format = self._formats[self._style] if self._style < len(self._formats) else "General"
        raw = "".join(self._pieces.get("v", ())) if "v" in self._pieces else None
        inline = unescape("".join(self._pieces["t"])) if "t" in self._pieces else None
        content = inline if self._kind == "inlineStr" else self._content(raw, number_format)
        if (content is None or content == "") and formula is None:
            return
        if formula is not None and content == 0 and self._habits.is_uncalculated:
            content = None  # a program that does not calculate has written 0 and asks for it to be done on opening
        self._budget.take_cell()
        address = address_of(self._row, self._column)
        self.cells[self._row, self._column] = Cell(address, self._row, self._column, content, number_format, formula)

    def _content(self, raw: str | None, number_format: str) -> Content:
        if raw is None or raw == "":
            return None
        match self._kind:
            case "s":
                return self._strings[int(raw)]
            case "b":
                return raw.strip() == "1"
            case "e":
                return CellError(raw)
            case "str":
                return unescape(raw)
            case "d":
                return datetime.fromisoformat(raw).date()
        number = float(raw)
        if not math.isfinite(number):
            return CellError("#NUM!")
        if number_format == DATE_FORMAT and (day := as_date(number, self._habits.is_1904)) is not None:
            return day
        return from_cell(number)

    def _merge(self, reference: str) -> None:
        match = _MERGE.match(reference)
        if match is None:
            return
        first, last = (int(match[2]), column_of(match[1])), (int(match[4]), column_of(match[3]))
        size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
        if size > MAX_MERGED_CELLS or size > self._budget.merged:
            return
        self._budget.merged -= size
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                self.merged[row, column] = first


def _sheets(package: _Package, part: str) -> Iterator[tuple[str, str, bool]]:
    """Name, part and hiddenness of each worksheet, in the order of the tabs."""
    relations = _relations(package, part)
    found: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, target = relations.get(identity, ("", ""))
            if kind == "worksheet":
                found.append((attributes.get("name", ""), target, attributes.get("state", "visible") != "visible"))

    _parse(package, part, start)
    parts = [target for _, target, _ in found]
    if len(set(parts)) < len(parts):
        raise ValueError("two sheets are one part")
    return iter(found)


@dataclass
class _Habits:
    """What the workbook says of all its sheets: its date system, and whether its formulas wait to be calculated."""

    is_1904: bool = False
    is_uncalculated: bool = False


def _habits(package: _Package, part: str) -> _Habits:
    habits = _Habits()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            habits.is_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "calcPr":
            waits = attributes.get("fullCalcOnLoad", "0") in ("1", "true")
            habits.is_uncalculated = waits and attributes.get("calcId") == UNCALCULATING

    _parse(package, part, start)
    return habits


def modified_of(archive: ZipFile) -> datetime | None:
    """The file's own modified time (docProps/core.xml), without zone; None where it says nothing."""
    pieces: list[str] = []
    state = {"inside": False}
    if "docProps/core.xml" not in archive.namelist():
        return None

    def start(name: str, _: dict[str, str]) -> None:
        state["inside"] = name == "modified"

    def end(_: str) -> None:
        state["inside"] = False

    package = _Package(archive, _Budget())
    _parse(package, "docProps/core.xml", start, end, lambda data: pieces.append(data) if state["inside"] else None)
    try:
        return datetime.fromisoformat("".join(pieces).strip()).replace(tzinfo=None)
    except ValueError:
        return None


def read_grids(archive: ZipFile) -> tuple[Grid, ...]:
    """Every worksheet of an opened .xlsx or .xlsm.

    Raises LookupError, ValueError, zlib.error or expat.ExpatError for a damaged file, `Oversized` for a bomb.
    """
    package = _Package(archive, _Budget())
    main = next((path for kind, path in _relations(package, "").values() if kind == "officeDocument"), None)
    if main is None:
        raise ValueError("no part is the workbook")
    parts = dict(_relations(package, main).values())
    strings = _shared_strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    formats = _formats(package, parts["styles"]) if "styles" in parts else []
    habits = _habits(package, main)
    grids = []
    for name, part, is_hidden in _sheets(package, main):
        reader = _SheetReader(strings, formats, habits, package.budget)
        _parse(package, part, reader.start, reader.end, reader.text)
        grids.append(Grid(name, reader.cells, reader.merged, is_hidden))
    return tuple(grids)
