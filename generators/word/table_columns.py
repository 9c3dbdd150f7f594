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
    grid, width = table.find(f"{_W}tblGrid"), table.find(f"{_W}tblPr/{_W}tblW")
    cells: list[Any] = max(rows, key=len, default=[])
    if not cells or grid is None or width is None or _columns(cells) == len(grid):
        return
    widths = fitted_widths([_width(cell) for cell in cells], int(width.get(f"{_W}w")))
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


def _columns(cells: Sequence[Any]) -> int:
    return sum(int(span.get(f"{_W}val")) if (span := _span(cell)) is not None else 1 for cell in cells)


def _span(cell: Any) -> Any:
    return cell.find(f"{_W}tcPr/{_W}gridSpan")


def _width(cell: Any) -> int:
    return int(cell.find(f"{_W}tcPr/{_W}tcW").get(f"{_W}w"))


def _set(cell: Any, width: int, columns: int) -> None:
    """Sets a cell's width and over how many columns it goes; gridSpan stands behind tcW (schema of tcPr)."""
    own_width = cell.find(f"{_W}tcPr/{_W}tcW")
    own_width.set(f"{_W}w", str(width))
    span = _span(cell)
    if span is None and columns > 1:
        span = etree.Element(f"{_W}gridSpan")
        own_width.addnext(span)
    if span is not None:
        span.set(f"{_W}val", str(columns))
