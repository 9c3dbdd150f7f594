"""The contents of cells in the XML of a sheet: figures typed in, results of formulas replaced or taken away.

One pass over the sheet keeps nothing but the cells that are asked for and those that hold a formula.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generators.marking.cells import Place, place_of, scan
from generators.marking.parts import Parts
from generators.marking.xml_bytes import (
    MAIN,
    Edit,
    Tag,
    as_text,
    careful_parser,
    edited,
    put_last,
    run,
    tag_at,
    tree,
    with_attribute,
)  # fmt: skip
from model.quantity import plain

Content = Decimal | str
_ROW, _CELL, _FORMULA, _VALUE = (f"{MAIN} {name}" for name in ("row", "c", "f", "v"))
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")
"""What stands before <calcPr> in a <workbook> (ECMA-376 part 1, 18.2.27)."""


@dataclass
class _Cell:
    """A cell in the XML: its tag, where its content ends, its formula's element, and whether a value is stored."""

    tag: Tag
    inner_end: int = 0
    formula: tuple[int, int] | None = None
    has_value: bool = False


class _CellScan:
    """The cells of a sheet that are `wanted`, and those that hold a formula; raises `UnmarkableError`."""

    def __init__(self, xml: bytes, wanted: Collection[Place]) -> None:
        self._xml, self._wanted = xml, wanted
        self._row = self._column = 0
        self._start = self._formula_start = -1
        self._formula: tuple[int, int] | None = None
        self._has_value = False
        self.cells: dict[Place, _Cell] = {}
        self._parser = careful_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._started, self._ended
        run(self._parser, xml)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            address = attributes.get("r")
            self._column = self._column + 1 if address is None else place_of(address)[1]
            self._start, self._formula, self._has_value = self._parser.CurrentByteIndex, None, False
        elif name == _ROW:
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == _FORMULA:
            self._formula_start = self._parser.CurrentByteIndex
        elif name == _VALUE:
            self._has_value = True

    def _ended(self, name: str) -> None:
        if name == _FORMULA and self._start >= 0:
            tag = tag_at(self._xml, self._formula_start)
            end = tag.end if tag.is_empty else self._xml.index(b">", self._parser.CurrentByteIndex) + 1
            self._formula = (self._formula_start, end)
        elif name == _CELL:
            place = (self._row, self._column)
            if self._formula is not None or place in self._wanted:
                tag = tag_at(self._xml, self._start)
                inner_end = tag.end if tag.is_empty else self._parser.CurrentByteIndex
                self.cells[place] = _Cell(tag, inner_end, self._formula, self._has_value)
            self._start = -1


def with_contents(
    xml: bytes, typed: Mapping[Place, Content], results: Mapping[Place, Content], kept: Collection[Place] = ()
) -> bytes:
    """A sheet whose cells hold what is `typed`, and whose formulas have no other result than these.

    A formula at one of `results` has that result stored, one at a place of `kept` keeps its own, every other one loses
    what a program worked out before. A typed cell that is not there yet is put in, looking as its row or column does.
    """
    missing = typed.keys() - _CellScan(xml, typed).cells.keys()
    if missing:
        found, _ = scan(xml, missing)
        xml = edited(xml, found.with_styles({place: found.style_of(place) for place in missing}))
    edits: list[Edit] = []
    for place, cell in _CellScan(xml, typed).cells.items():
        if place in typed:
            edits += _typed(cell, typed[place])
        elif place not in kept:
            edits += _with_result(xml, cell, results.get(place))
    return edited(xml, edits)


def _typed(cell: _Cell, content: Content) -> Iterator[Edit]:
    prefix = cell.tag.prefix
    if isinstance(content, Decimal):
        inner = f"<{prefix}v>{plain(content)}</{prefix}v>"
        yield from _of_kind(cell.tag, b"n")
    else:
        inner = f"<{prefix}is><{prefix}t>{as_text(content)}</{prefix}t></{prefix}is>"
        yield from _of_kind(cell.tag, b"inlineStr")
    yield _holding(cell, inner.encode())


def _with_result(xml: bytes, cell: _Cell, result: Content | None) -> Iterator[Edit]:
    if cell.formula is None or (result is None and not cell.has_value):
        return
    start, end = cell.formula
    prefix, stored = cell.tag.prefix, ""
    if result is not None:
        stored = f"<{prefix}v>{plain(result) if isinstance(result, Decimal) else as_text(result)}</{prefix}v>"
    yield from _of_kind(cell.tag, b"str" if isinstance(result, str) else b"n")
    yield _holding(cell, xml[start:end] + stored.encode())


def _of_kind(tag: Tag, kind: bytes) -> Iterator[Edit]:
    """Says what kind of content the cell has; a number needs no word."""
    if b"t" in tag.spans or kind != b"n":
        yield with_attribute(tag, b"t", kind.decode())


def _holding(cell: _Cell, inner: bytes) -> Edit:
    """Puts `inner` in the place of all that the cell holds."""
    return put_last(cell.tag, cell.tag.end, inner) if cell.tag.is_empty else Edit(cell.tag.end, cell.inner_end, inner)


def ask_for_calculation(parts: Parts) -> None:
    """Has every program work out all formulas when it opens the workbook; raises `UnmarkableError`."""
    xml = parts.read(parts.workbook)
    root, _ = tree(xml, MAIN)
    calculation = root.all("calcPr")
    if calculation:
        edit = with_attribute(calculation[0].tag, b"fullCalcOnLoad", "1")
    else:
        behind = [one for name in _BEFORE_CALCULATION for one in root.all(name)][-1].end
        edit = Edit(behind, behind, f'<{root.tag.prefix}calcPr fullCalcOnLoad="1"/>'.encode())
    parts.write(parts.workbook, edited(xml, [edit]))
