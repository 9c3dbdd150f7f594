"""Sheets that a person added to a drafted workbook: carried over as they are when it is written anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
