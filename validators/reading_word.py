"""Reads the body of a .docx: its paragraphs and tables in the order in which they stand, as text.

Of tracked changes the text that is to stay is taken, of a text box the text once. Numbers that Word itself sets before
the items of a list are no text and are not read; nor are headers, footers and notes.
"""

import io
from collections.abc import Iterator
from typing import Any

from validators.grid import Cell, Grid, Line
from validators.reading_xlsx import MAX_MERGED_IN_ALL

MAX_WORD_COLUMNS = 63
"""Word allows no more in a table."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc"))
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_TEXT = f"{_W}t"
_TEXT_BOX = f"{_W}txbxContent"
_NOT_READ = frozenset(
    {
        *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
"""What is struck out, the tab stops among a paragraph's settings, and the second copy of a text box."""


def read_blocks(content: bytes) -> tuple[Line | Grid, ...]:
    """The paragraphs that hold something, as 第1段 and on, and the tables, as 表1 and on, of an unpacked size allowed.

    Raises whatever python-docx and lxml raise over a broken file, ValueError for spans that no table has.
    """
    import docx

    blocks: list[Line | Grid] = []
    lines = tables = 0
    for element in _within(docx.Document(io.BytesIO(content)).element.body, (_PARAGRAPH, _TABLE)):
        if element.tag == _TABLE:
            tables += 1
            blocks.append(_grid(element, tables))
            continue
        for text in _texts(element):
            if text.strip():
                lines += 1
                blocks.append(Line(f"第{lines}段", text.strip()))
    return tuple(blocks)


def _within(element: Any, wanted: tuple[str, ...]) -> Iterator[Any]:
    """The elements of `element` that are `wanted`, also inside content controls and the like, never inside another."""
    for one in element:
        if one.tag in wanted:
            yield one
        elif one.tag not in _NOT_READ:
            yield from _within(one, wanted)


def _texts(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, then that of each paragraph of the text boxes anchored in it."""
    boxes: list[Any] = []
    yield "".join(_pieces(paragraph, boxes))
    for box in boxes:
        for one in _within(box, (_PARAGRAPH,)):
            yield from _texts(one)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    for one in element:
        if one.tag == _TEXT:
            yield one.text or ""
        elif one.tag in _SIGNS:
            yield _SIGNS[one.tag]
        elif one.tag == _TEXT_BOX:
            boxes.append(one)
        elif one.tag not in _NOT_READ:
            yield from _pieces(one, boxes)


def _grid(table: Any, number: int) -> Grid:
    """A Word table by its grid columns: `table.cell()` would take quadratic time."""
    cells: dict[tuple[int, int], Cell] = {}
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(_within(table, (_ROW,)), start=1):
        column = 1 + line.grid_before
        for cell in _within(line, (_CELL,)):
            if cell.grid_span > MAX_WORD_COLUMNS or column > MAX_WORD_COLUMNS or len(merged) > MAX_MERGED_IN_ALL:
                raise ValueError("spans more columns than Word allows")
            above = merged.get((row - 1, column), (row - 1, column))
            first = above if cell.vMerge == "continue" else (row, column)
            for covered in range(column, column + cell.grid_span):
                if (row, covered) != first:
                    merged[row, covered] = first
            text = "\n".join(part for one in _within(cell, (_PARAGRAPH,)) for part in _texts(one)).strip()
            if first == (row, column) and text:
                cells[row, column] = Cell(f"表{number}R{row}C{column}", row, column, text)
            column += cell.grid_span
    return Grid(f"表{number}", cells, merged, is_word_table=True)
