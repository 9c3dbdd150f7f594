"""The cells of a sheet in its XML: where those to be marked stand, and how they get another style.

One pass over the sheet; of rows without marks nothing is kept, so that a million blank rows take no memory.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generators.marking.xml_bytes import (
    BYTE_ORDER_MARK,
    MAIN,
    RELATIONS,
    Edit,
    Tag,
    UnmarkableError,
    careful_parser,
    put_last,
    run,
    tag_at,
    with_attribute,
)

Place = tuple[int, int]
"""Row and column, from 1."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
BOX_ROWS = 60
"""How many rows below a marked one the box of its comment may reach, where their heights are known."""

_CELL, _ROW, _CELL_DATA = f"{MAIN} c", f"{MAIN} row", f"{MAIN} sheetData"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLAIN_ROW = re.compile(rb'<row r="([0-9]{1,7})"(?: [A-Za-z0-9:]+="[^"<>]*")*>')
"""The tag of a row as most programs write it."""
_BEHIND_COMMENTS = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
        *("extLst", "AlternateContent"),
    }
)
"""What stands behind <legacyDrawing> in a <worksheet> (ECMA-376 part 1, 18.3.1.99).

Behind the cells, Excel wraps only oleObjects and controls in <AlternateContent>.
"""


def place_of(address: str) -> Place:
    """B12 is row 12, column 2; raises `UnmarkableError` for what is no cell."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise UnmarkableError(f"{address} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > MAX_COLUMN or int(match[2]) > MAX_ROW:
        raise UnmarkableError(f"{address} is no cell")
    return int(match[2]), column


def address_of(place: Place) -> str:
    """Row 12, column 2 is B12."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


@dataclass
class _Row:
    """A row that has marks: its tag, its cells by column with the byte each starts at, and their styles."""

    tag: Tag
    style: int | None
    inner_end: int = 0
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Columns:
    """Neighbouring columns of one look."""

    first: int
    last: int
    style: int
    width: float | None


class SheetScan:
    """What must be known of a sheet to mark cells in the rows `wanted`, and in which rows cells have one of `styles`.

    Raises `UnmarkableError`, or `ValueError` where the sheet has no number but should.
    """

    def __init__(self, xml: bytes, wanted: Iterable[int], styles: Collection[int] = ()) -> None:
        self._xml = xml
        self._styles = frozenset(map(str, styles))
        self._parser = careful_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._waiting = sorted(set(wanted), reverse=True)
        self._wanted_rows = frozenset(self._waiting)
        self._rows: dict[int, _Row] = {}
        self._next_row: dict[int, int] = {}
        self._columns: list[_Columns] = []
        self._heights: dict[int, float] = {}
        self._heights_until = 0
        self._size = (8.43, 15.0)
        self._merges: list[tuple[Place, Place]] = []
        self._row = self._column = 0
        self._depth = 1
        self._current: _Row | None = None
        self._cell_data: Tag | None = None
        self._cell_data_end = 0
        self._prefix = ""
        self._comments_place = 0
        self.legacy_drawing: str | None = None
        self.styled_rows: set[int] = set()
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            _CELL: self._start_cell,
            _ROW: self._start_row,
            _CELL_DATA: self._start_cell_data,
            f"{MAIN} mergeCell": self._start_merge,
            f"{MAIN} col": self._start_columns,
            f"{MAIN} sheetFormatPr": self._start_sizes,
            f"{MAIN} worksheet": self._start_root,
        }
        run(self._parser, xml if self._styles else _without_cells(xml, self._wanted_rows))
        if self._cell_data is None:
            raise UnmarkableError("the sheet has no cells")

    # What the parser meets

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        if name == _ROW and self._current is not None:
            self._current.inner_end = self._parser.CurrentByteIndex
            self._current = None
        elif name == _CELL_DATA:
            self._cell_data_end = self._parser.CurrentByteIndex
            self._parser.StartElementHandler = self._start_behind
            self._parser.EndElementHandler = self._end_behind

    def _start_behind(self, name: str, attributes: dict[str, str]) -> None:
        """What starts behind the cells, where the depth counts: <extLst> may stand in other elements as well."""
        if self._depth == 1 and not self._comments_place and name.rpartition(" ")[2] in _BEHIND_COMMENTS:
            self._comments_place = self._parser.CurrentByteIndex
        if self._depth == 1 and name == f"{MAIN} legacyDrawing":
            self.legacy_drawing = attributes.get(f"{RELATIONS} id")
        self._depth += 1
        self._start(name, attributes)

    def _end_behind(self, _: str) -> None:
        self._depth -= 1
        if not self._depth and not self._comments_place:
            self._comments_place = self._parser.CurrentByteIndex

    def _start_root(self, _: dict[str, str]) -> None:
        self._prefix = tag_at(self._xml, self._parser.CurrentByteIndex).prefix

    def _start_cell_data(self, _: dict[str, str]) -> None:
        if self._cell_data is not None:
            raise UnmarkableError("the sheet has cells twice")
        self._cell_data = tag_at(self._xml, self._parser.CurrentByteIndex)

    def _start_row(self, attributes: dict[str, str]) -> None:
        before, self._row = self._row, int(attributes.get("r", self._row + 1))
        self._column = 0
        if self._row <= before:
            raise UnmarkableError(f"row {self._row} stands behind row {before}")
        while self._waiting and self._waiting[-1] < self._row:
            self._heights_until = self._waiting[-1] + BOX_ROWS
            self._next_row[self._waiting.pop()] = self._parser.CurrentByteIndex
        if self._row in self._wanted_rows:
            self._heights_until = self._row + BOX_ROWS
        if self._row <= self._heights_until and ("ht" in attributes or "hidden" in attributes):
            self._heights[self._row] = 0.0 if _is_true(attributes, "hidden") else float(attributes.get("ht", 15))
        if self._row in self._wanted_rows:
            self._waiting.pop()
            tag = tag_at(self._xml, self._parser.CurrentByteIndex)
            style = int(attributes.get("s", 0)) if _is_true(attributes, "customFormat") else None
            self._current = self._rows[self._row] = _Row(tag, style)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row = self._current
        if attributes.get("s") in self._styles:
            self.styled_rows.add(self._row)
        if row is None:
            return
        before, address = self._column, attributes.get("r")
        self._column = before + 1
        if address is not None:
            of_row, self._column = place_of(address)
            if of_row != self._row or self._column <= before:
                raise UnmarkableError(f"{address} stands out of order in row {self._row}")
        row.cells[self._column] = (self._parser.CurrentByteIndex, int(attributes.get("s", 0)))

    def _start_merge(self, attributes: dict[str, str]) -> None:
        first, _colon, last = attributes.get("ref", "").partition(":")
        self._merges.append((place_of(first), place_of(last or first)))

    def _start_columns(self, attributes: dict[str, str]) -> None:
        width = float(attributes["width"]) if "width" in attributes else None
        first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
        style = int(attributes.get("style", 0))
        self._columns.append(_Columns(first, last, style, 0.0 if _is_true(attributes, "hidden") else width))

    def _start_sizes(self, attributes: dict[str, str]) -> None:
        width = attributes.get("defaultColWidth", attributes.get("baseColWidth", self._size[0]))
        self._size = (float(width), float(attributes.get("defaultRowHeight", self._size[1])))

    # What it tells

    def shown(self, place: Place) -> Place:
        """The cell that shows what stands at `place`: the first of the merge that covers it."""
        for first, last in self._merges:
            if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]:
                return first
        return place

    def style_of(self, place: Place) -> int:
        """The index of the cell's style; a cell that is not there yet looks as its row or its column does."""
        row = self._rows.get(place[0])
        if row is not None and place[1] in row.cells:
            return row.cells[place[1]][1]
        if row is not None and row.style is not None:
            return row.style
        return next((one.style for one in self._columns if one.first <= place[1] <= one.last), 0)

    def styles_near(self, place: Place) -> Iterator[int]:
        """The styles of other cells of its column in wanted rows, the nearest first."""
        rows = (number for number, row in self._rows.items() if place[1] in row.cells and number != place[0])
        for number in sorted(rows, key=lambda number: (abs(number - place[0]), number)):
            yield self._rows[number].cells[place[1]][1]

    def places_of(self, styles: Collection[int]) -> set[Place]:
        """The cells in wanted rows that have one of these styles."""
        rows = self._rows.items()
        return {(at, column) for at, row in rows for column, (_, style) in row.cells.items() if style in styles}

    def column_width(self, column: int) -> float:
        """In characters, as Excel counts it; 0 for a hidden one."""
        widths = (one.width for one in self._columns if one.first <= column <= one.last)
        width = next(widths, None)
        return self._size[0] if width is None else width

    def row_height(self, row: int) -> float:
        """In points; 0 for a hidden one."""
        return self._heights.get(row, self._size[1])

    def with_styles(self, styles: Mapping[Place, int]) -> list[Edit]:
        """Edits that give cells, all of them in wanted rows, other styles; missing cells and rows are put in."""
        assert self._cell_data is not None, "a sheet without cells was refused"
        edits: list[Edit] = []
        last_rows: list[bytes] = []
        by_row: dict[int, dict[int, int]] = {}
        for (row, column), style in sorted(styles.items()):
            by_row.setdefault(row, {})[column] = style
        for number, columns in by_row.items():
            if number in self._rows:
                edits += self._row_edits(number, columns)
            elif number in self._next_row:
                edits.append(Edit(self._next_row[number], self._next_row[number], self._new_row(number, columns)))
            else:
                last_rows.append(self._new_row(number, columns))
        if last_rows:
            edits.append(put_last(self._cell_data, self._cell_data_end, b"".join(last_rows)))
        return edits

    def _new_row(self, number: int, columns: Mapping[int, int]) -> bytes:
        cells = b"".join(self._new_cell(number, column, style) for column, style in columns.items())
        return b'<%srow r="%d">%s</%srow>' % (self._prefix.encode(), number, cells, self._prefix.encode())

    def _new_cell(self, row: int, column: int, style: int) -> bytes:
        return f'<{self._prefix}c r="{address_of((row, column))}" s="{style}"/>'.encode()

    def _row_edits(self, number: int, columns: Mapping[int, int]) -> list[Edit]:
        row = self._rows[number]
        edits: list[Edit] = []
        last_cells: list[bytes] = []
        for column, style in columns.items():
            behind = [start for known, (start, _) in row.cells.items() if known > column]
            if column in row.cells:
                edits.append(with_attribute(tag_at(self._xml, row.cells[column][0]), b"s", style))
            elif behind:
                edits.append(Edit(behind[0], behind[0], self._new_cell(number, column, style)))
            else:
                last_cells.append(self._new_cell(number, column, style))
        if last_cells:
            edits.append(put_last(row.tag, row.inner_end, b"".join(last_cells)))
        return [*edits, *self._wider_spans(row, columns)]

    def _wider_spans(self, row: _Row, columns: Iterable[int]) -> list[Edit]:
        """The row's note of its first and last column, where it has one that no longer holds."""
        if b"spans" not in row.tag.spans:
            return []
        start, end = row.tag.spans[b"spans"]
        spans = [int(one) for span in self._xml[start:end].split() for one in span.split(b":")]
        wider = (min([*spans, *columns]), max([*spans, *columns]))
        return (
            [] if wider == (min(spans), max(spans)) else [with_attribute(row.tag, b"spans", f"{wider[0]}:{wider[1]}")]
        )

    def with_legacy_drawing(self, identity: str) -> Edit:
        """The reference to the drawing that holds the boxes of the comments, in its place by the schema."""
        line = f'<{self._prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{identity}"/>'
        return Edit(self._comments_place, self._comments_place, line.encode())


def _without_cells(xml: bytes, kept: Collection[int]) -> bytes:
    """The sheet with blanks in the place of what other rows than those `kept` hold, so that all else stays in place.

    Parsing those cells would take most of the time. Where "</row>" may be words of a comment or the like, the sheet
    stays whole.
    """
    inside = len(BYTE_ORDER_MARK) + 1  # a declaration begins before that
    if xml.find(b"<!", inside) >= 0 or xml.find(b"<?", inside) >= 0:
        return xml
    pieces: list[bytes] = []
    done = 0
    for row in _PLAIN_ROW.finditer(xml):
        end = xml.find(b"</row>", row.end())
        if end >= 0 and row.start() >= done and int(row[1]) not in kept:
            pieces += [xml[done : row.end()], b" " * (end - row.end())]
            done = end
    return b"".join([*pieces, xml[done:]])


def _is_true(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def scan(
    xml: bytes, marked: Iterable[Place], rows: Iterable[int] = (), styles: Collection[int] = ()
) -> tuple[SheetScan, Mapping[Place, Place]]:
    """The sheet, scanned for the cells that show what is `marked`, and which cell that is for each.

    It is scanned for other `rows` as well, and for all those in which a cell has one of the `styles`.
    """
    places = list(marked)
    wanted = {row for row, _ in places}.union(rows)
    found = SheetScan(xml, wanted, styles)
    shown = {place: found.shown(place) for place in places}
    all_wanted = wanted | found.styled_rows | {row for row, _ in shown.values()}
    return found if all_wanted == wanted else SheetScan(xml, all_wanted), shown
