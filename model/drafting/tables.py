"""The tables of a drafted breakdown: lines of cells by label, known again by their keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.drafting.draft import Source


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
