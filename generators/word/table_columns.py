"""Tables of a paper whose columns a {%tc %} tag decided: their grid and widths are made to fit what was printed.

A template holds one cell for the columns of a loop. What comes out has as many as there are units, while the grid of
the table (which Word and above all LibreOffice go by) still is the template's.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def with_fitted_tables(xml: bytes) -> bytes:
    """A part's XML in which every table has a grid for the columns that it has, as wide as the table is meant to be."""
    root = etree.fromstring(xml)
    for table in root.iter(f"{_W}tbl"):
        _fit(table)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def with_own_widths(xml: str) -> str:
    """A template's part in which every cell of a table with {%tc tags states its width.

    Once the tags' cells are gone, nobody can tell any more in which column of the grid a cell stood.
    """
    root = etree.fromstring(xml.encode())
    for table in root.iter(f"{_W}tbl"):
        if "{%tc" not in "".join(node.text or "" for node in table.iter(f"{_W}t")):
            continue
        grid = _grid(table)
        for row in table.findall(f"{_W}tr"):
            cells = row.findall(f"{_W}tc")
            for cell, width in zip(cells, _widths(cells, grid), strict=True):
                if sum(grid) and not _twips(cell.find(f"{_W}tcPr/{_W}tcW")):
                    _set(cell, width, _spanned(cell))
    return etree.tostring(root, encoding="unicode")


def fitted_widths(widths: Sequence[int], total: int) -> list[int]:
    """`widths` of cells made to add up to `total`.

    Too wide: the longest run of alike ones is what a loop made, and shares what the others leave. Too narrow, or no
    room left: all in proportion.
    """
    fitted = _shared(widths, total) if sum(widths) > total else None
    if fitted is None:
        fitted = [width * total // sum(widths) for width in widths]
    fitted[-1] += total - sum(fitted)
    return fitted


def _shared(widths: Sequence[int], total: int) -> list[int] | None:
    runs = [(width, len(list(alike))) for width, alike in groupby(widths)]
    at = max(range(len(runs)), key=lambda index: runs[index][1])
    looped, count = runs[at]
    room = total - sum(widths) + looped * count
    if count < 2 or room <= 0:
        return None
    runs[at] = room // count, count
    return [one for width, times in runs for one in [width] * times]


def _fit(table: Any) -> None:
    rows = [row.findall(f"{_W}tc") for row in table.findall(f"{_W}tr")]
    grid = table.find(f"{_W}tblGrid")
    cells: list[Any] = max(rows, key=len, default=[])
    if not cells or grid is None:
        return
    columns = _grid(table)
    found = _widths(cells, columns)
    if _columns(cells) == len(grid) and sum(found) <= sum(columns):
        return
    total = _twips(table.find(f"{_W}tblPr/{_W}tblW")) or sum(columns)
    if not total:
        return  # no width is stated anywhere: Word works them all out
    widths = fitted_widths(found, total)
    for column in list(grid):
        grid.remove(column)
    for one in widths:
        etree.SubElement(grid, f"{_W}gridCol").set(f"{_W}w", str(one))
    for row in rows:
        if len(row) == len(widths):
            for cell, one in zip(row, widths, strict=True):
                _set(cell, one, 1)
        elif len(row) == 1:
            _set(row[0], sum(widths), len(widths))


def _grid(table: Any) -> list[int]:
    return [_count(one.get(f"{_W}w")) for one in table.findall(f"{_W}tblGrid/{_W}gridCol")]


def _count(words: str | None) -> int:
    """A number as it is written, 0 for what is none: 100%, 5cm, nothing."""
    return int(words) if words is not None and words.isdecimal() else 0


def _twips(width: Any) -> int:
    """A w:tblW or w:tcW in twips; 0 where there is none, or none in twips (per cent, or as Word sees fit)."""
    return _count(width.get(f"{_W}w")) if width is not None and width.get(f"{_W}type", "dxa") == "dxa" else 0


def _columns(cells: Sequence[Any]) -> int:
    return sum(map(_spanned, cells))


def _spanned(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return max(1, _count(span.get(f"{_W}val"))) if span is not None else 1


def _widths(cells: Sequence[Any], grid: Sequence[int]) -> list[int]:
    """The width of each cell of a row: its own in twips, else that of its columns in the grid, else an even share."""
    found, at = list[int](), 0
    for cell in cells:
        columns = _spanned(cell)
        own = _twips(cell.find(f"{_W}tcPr/{_W}tcW")) or sum(grid[at : at + columns])
        found.append(own or max(1, sum(grid) // len(cells)))
        at += columns
    return found


def _set(cell: Any, width: int, columns: int) -> None:
    """Sets a cell's width and over how many columns it goes; gridSpan stands behind tcW (schema of tcPr)."""
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = etree.Element(f"{_W}tcPr")
        cell.insert(0, properties)
    own_width, span = properties.find(f"{_W}tcW"), properties.find(f"{_W}gridSpan")
    if own_width is None:
        own_width = etree.Element(f"{_W}tcW")
        properties.insert(0 if properties.find(f"{_W}cnfStyle") is None else 1, own_width)
    own_width.set(f"{_W}w", str(width))
    own_width.set(f"{_W}type", "dxa")
    if span is None and columns > 1:
        span = etree.Element(f"{_W}gridSpan")
        own_width.addnext(span)
    if span is not None:
        span.set(f"{_W}val", str(columns))
