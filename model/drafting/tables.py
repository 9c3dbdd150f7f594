"""The tables of a drafted breakdown: lines of cells by label, known again by their keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.drafting.draft import Source

KEY_LABEL = "起草键"
"""The hidden column at the far right of a drafted sheet that holds `Line.key`: sorting and inserting leave it be."""
RECORD_SHEET, RECORDED_FILES = "起草记录", "文件"
"""The hidden sheet of what was drafted, and what its column 表 says in the lines of the papers (name and sha256)."""


class RecordColumn(StrEnum):
    """Columns of the sheet 起草记录: a line for each drafted cell that is not blank, as it was before any merging."""

    SHEET = "表"
    KEY = "键"
    LABEL = "栏"
    CONTENT = "值"


@dataclass(frozen=True)
class Line:
    """A line of a table. `cells` are texts by label, a blank cell being left out.

    `key` is by what a later draft of the same or a changed paper knows the line again; `doubts` colours it; `sources`
    are the words that it rests on.
    """

    key: str
    cells: Mapping[str, str]
    doubts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class DraftTable:
    """A sheet of the drafted workbook: its name, the labels in their order, its lines."""

    sheet: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class OwnCell:
    """A cell of a person's own sheet; `content` is what a formula came to, `formula` stands without its =."""

    content: Decimal | str | bool | date | None
    number_format: str = "General"
    formula: str | None = None


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that a person added to a drafted workbook, its cells by row and column, both from 1."""

    name: str
    cells: Mapping[tuple[int, int], OwnCell]
