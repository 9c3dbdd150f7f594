"""Reads .xlsx and .xlsm as streams: value, number format and formula of each filled cell, in bounded memory.

Its own reader, because openpyxl takes minutes and gigabytes over blank styled rows, drops what stands under a merge,
and does not know the date formats of a Chinese Excel (27–36, 50–58); openpyxl is its oracle in the tests.
"""

import math
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from xml.parsers import expat
from zipfile import ZipFile

from model.quantity import from_cell
from validators.grid import Cell, CellError, Content, Grid, address_of, column_of

MAX_BYTES = 400 * 1024 * 1024
"""A workbook whose parts unpack to more than this is not read: no office's form comes near it."""
MAX_CELLS = 1_000_000
MAX_FORMATS = 65_536
"""Excel itself has no more cell styles in a workbook."""
_CHUNK = 1 << 16

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    48: "##0.0E+0", 49: "@", **dict.fromkeys((*range(5, 9), *range(41, 45)), ""),
}  # fmt: skip
"""Empty for currencies, whose sign is that of the program's language: what is shown is not known."""
DATE_FORMAT = "yyyy-mm-dd"
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STYLE_SECTIONS = frozenset({"numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"})
"""Where number formats and cell formats stand in a workbook's styles; only numFmts and cellXfs are those of cells."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"([A-Z]{0,3})([0-9]+)")
_MERGE = re.compile(r"^([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)$")
_BLANK_CELL = re.compile(rb'<c r="[^<>]*/>(?=<c r="|</row>)')
"""A cell that holds nothing, before another one that says its address: offices send them by the million."""
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


@dataclass(frozen=True)
class _Package:
    """An opened workbook and what it may still take."""

    archive: ZipFile
    budget: _Budget


def _refuse_doctype(*_: object) -> None:
    raise expat.ExpatError("a DOCTYPE has no place in a workbook")


StartHandler = Callable[[str, dict[str, str]], None]
TextHandler = Callable[[str], object]


def _parse(
    chunks: Iterable[bytes],
    start: StartHandler,
    end: TextHandler | None = None,
    text: TextHandler | None = None,
    without: re.Pattern[bytes] | None = None,
) -> None:
    """Streams a part through the handlers; they get the names of elements without the prefix of the root element.

    What matches `without` is left out beforehand, where it stands whole in a piece of the stream.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype

    def root(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, _ = name.rpartition(":")
        own = prefix + colon
        # Hardly any program writes a prefix: taking none off saves a call for each of a sheet's elements.
        parser.StartElementHandler = (
            (lambda name, attributes: start(name.removeprefix(own), attributes)) if own else start
        )
        if end is not None:
            parser.EndElementHandler = (lambda name: end(name.removeprefix(own))) if own else end
        parser.CharacterDataHandler = text
        start(name.removeprefix(own), attributes)

    parser.StartElementHandler = root
    for chunk in chunks:
        parser.Parse(without.sub(b"", chunk) if without else chunk)
    parser.Parse(b"", True)


def _chunks(package: _Package, part: str) -> Iterator[bytes]:
    """The bytes of a part, piece by piece."""
    with package.archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            package.budget.take_bytes(len(chunk))
            yield chunk


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

    _parse(_chunks(package, rels), start)
    return found


def unescape(text: str) -> str:
    """Undoes the _x000D_ escapes of workbook strings; half a surrogate pair is no character and falls away."""
    return _SURROGATE.sub("", _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)) if "_x" in text else text


class _Text:
    """Gathers the text of a string, plain or in runs, while its XML streams by; phonetic hints are left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """What was read since the last element began."""
        self._runs: list[str] = []
        self._hints = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self.pieces.clear()
        if name == "rPh":
            self._hints += 1

    def end(self, name: str) -> None:
        if name == "t" and not self._hints:
            self._runs += self.pieces
        elif name == "rPh":
            self._hints -= 1

    def taken(self) -> str:
        """The text gathered so far, which is thereby taken."""
        text = unescape("".join(self._runs))
        self._runs.clear()
        return text


def _shared_strings(package: _Package, part: str) -> list[str]:
    strings: list[str] = []
    text = _Text()

    def end(name: str) -> None:
        if name == "si":
            strings.append(text.taken())
        else:
            text.end(name)

    _parse(_chunks(package, part), text.start, end, text.pieces.append)
    return strings


def _formats(package: _Package, part: str) -> Mapping[str, str]:
    """The number format of each cell style by its number, dates as DATE_FORMAT."""
    if package.archive.getinfo(part).file_size > _CHUNK:
        return _formats_in(_chunks(package, part))
    return _known_formats(b"".join(_chunks(package, part)))


@lru_cache(maxsize=16)
def _known_formats(xml: bytes) -> Mapping[str, str]:
    """Those of a short part: the forms of one period have the same styles to the byte."""
    return _formats_in([xml])


def _formats_in(chunks: Iterable[bytes]) -> dict[str, str]:
    custom: dict[int, str] = {}
    formats: dict[str, str] = {}
    section = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal section
        if name in _STYLE_SECTIONS:
            section = name
        elif name == "xf" and section == "cellXfs":
            if len(formats) == MAX_FORMATS:
                raise Oversized
            formats[str(len(formats))] = _format(int(attributes.get("numFmtId", "0")), custom)
        elif name == "numFmt" and section == "numFmts":
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")

    _parse(chunks, start)
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


@dataclass
class _Habits:
    """What the workbook says of all its sheets: its date system, and whether its formulas wait to be calculated."""

    is_1904: bool = False
    is_uncalculated: bool = False


@dataclass(frozen=True)
class _Sheet:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


def _workbook(package: _Package, part: str, relations: Mapping[str, tuple[str, str]]) -> tuple[_Habits, list[_Sheet]]:
    """What the workbook's own part says: its habits, and its worksheets in the order of their tabs."""
    habits = _Habits()
    sheets: list[_Sheet] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, target = relations.get(identity, ("", ""))
            if kind == "worksheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                sheets.append(_Sheet(attributes.get("name", ""), target, is_hidden))
        elif name == "workbookPr":
            habits.is_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "calcPr":
            waits = attributes.get("fullCalcOnLoad", "0") in ("1", "true")
            habits.is_uncalculated = waits and attributes.get("calcId") == UNCALCULATING

    _parse(_chunks(package, part), start)
    if len({one.part for one in sheets}) < len(sheets):
        raise ValueError("two sheets are one part")
    return habits, sheets


@lru_cache(maxsize=4096)
def _place(address: str) -> tuple[str, tuple[int, int]]:
    """`address` itself, one text for all forms, with row and column, column 0 where it is a row alone.

    Raises ValueError for what is no address.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError("no address of a cell")
    return address, (int(match[2]), column_of(match[1]))


class _SheetReader:
    """Gathers the filled cells of one sheet while its XML streams by."""

    def __init__(self, strings: list[str], formats: Mapping[str, str], habits: _Habits, budget: _Budget) -> None:
        self._strings, self._formats, self._habits, self._budget = strings, formats, habits, budget
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.text = _Text()
        self._pieces = self.text.pieces
        self._cell = {"r": "0"}
        """The attributes of the cell that streams by; before the first one of a row, the row's number alone."""
        self._value: str | None = None
        self._formula: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._pieces.clear()
        if name == "c":
            if "r" not in attributes:
                attributes["r"] = self._next_address()
            self._cell = attributes
        elif name == "row":
            self._cell = {"r": attributes["r"] if "r" in attributes else self._next_row()}
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "rPh":
            self.text.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            if self._value is not None or self._formula is not None:
                self._finish()
        elif name == "v":
            self._value = "".join(self._pieces)
        elif name == "f":
            self._formula = "".join(self._pieces)
        elif name == "is":
            self._value = self.text.taken()
        else:
            self.text.end(name)

    def _next_address(self) -> str:
        """Where a cell without an address stands: right of the one before, or at the beginning of its row."""
        row, column = _place(self._cell["r"])[1]
        return address_of(row, column + 1)

    def _next_row(self) -> str:
        return str(_place(self._cell["r"])[1][0] + 1)

    def _finish(self) -> None:
        cell, raw, formula = self._cell, self._value, self._formula
        self._value = self._formula = None
        number_format = self._formats.get(cell.get("s", "0"), "General")
        content = self._content(cell.get("t", "n"), raw, number_format) if raw else None
        if formula is None:
            if content is None or content == "":
                return
        elif content == 0 and self._habits.is_uncalculated:
            content = None  # a program that does not calculate has written 0 and asks for it to be done on opening
        if len(self.cells) == self._budget.cells:
            raise Oversized
        address, place = _place(cell["r"])
        row, column = place
        if not column:
            raise ValueError("a cell without a column")
        self.cells[place] = Cell(address, row, column, content, number_format, formula)

    def _content(self, kind: str, raw: str, number_format: str) -> Content:
        match kind:
            case "s":
                return self._strings[int(raw)]
            case "n":
                return self._number(float(raw), number_format)
            case "b":
                return raw.strip() == "1"
            case "e":
                return CellError(raw)
            case "str":
                return unescape(raw)
            case "d":
                return datetime.fromisoformat(raw).date()
            case "inlineStr":
                return raw
        return self._number(float(raw), number_format)

    def _number(self, number: float, number_format: str) -> Content:
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


def modified_of(archive: ZipFile) -> datetime | None:
    """The file's own modified time (docProps/core.xml), without zone; None where it says nothing."""
    pieces: list[str] = []
    state = {"inside": False}
    if "docProps/core.xml" not in archive.namelist():
        return None

    def start(name: str, _: dict[str, str]) -> None:
        state["inside"] = name.rpartition(":")[2] == "modified"

    def end(_: str) -> None:
        state["inside"] = False

    chunks = _chunks(_Package(archive, _Budget()), "docProps/core.xml")
    _parse(chunks, start, end, lambda data: pieces.append(data) if state["inside"] else None)
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
    relations = _relations(package, main)
    parts = dict(relations.values())
    strings = _shared_strings(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
    formats = _formats(package, parts["styles"]) if "styles" in parts else {}
    habits, sheets = _workbook(package, main, relations)
    grids = []
    for sheet in sheets:
        reader = _SheetReader(strings, formats, habits, package.budget)
        chunks = _chunks(package, sheet.part)
        _parse(chunks, reader.start, reader.end, reader.text.pieces.append, _BLANK_CELL)
        package.budget.cells -= len(reader.cells)
        grids.append(Grid(sheet.name, reader.cells, reader.merged, sheet.is_hidden))
    return tuple(grids)
