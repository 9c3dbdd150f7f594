"""Long lists of a workbook: rows of a sheet as XML, made only while the file is written, so that nothing is held.

xlsxwriter keeps an object for each cell until the end and writes each through several calls. Here the cells that all
rows of a list have alike (column, look, formula) are put together once, as a `RowForm`; a row is this form filled with
its own contents, cell for cell what xlsxwriter would have written, but for texts, which stand in the cell and not in
the table of shared strings. All else of a sheet (head, widths, tables, rules, print settings) stays with xlsxwriter.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter

from generators.links import LINK_LIMIT

ROW = "\0"
"""Stands for the row's own number (from 1, as people count) in the formulas of a `RowForm`: `=D\\0/E\\0`."""
Stored = str | Decimal | int | None


@dataclass(frozen=True)
class Formula:
    """A cell that follows from others, with the value that it has."""

    text: str
    stored: Stored


Content = Stored | Formula

_TEXT_LIMIT = 32_767
"""UTF-16 units that Excel takes in a cell; xlsxwriter cuts there too."""
_WORDS_KEPT = 4096
_INTERNAL = "internal:"
_POINTS_A_PIXEL, _DEFAULT_PIXELS = 0.75, 20
"""Excel's rows are whole pixels high; a row of the usual height says nothing of it."""
_HARMLESS = re.compile("[^&<>_\0-\x1f\ufffe\uffff]*")
"""Texts without a sign that has to be written in another way; most are."""
_PLAIN_WRITER = XMLwriter()
"""Asked only how signs are written."""


@dataclass(frozen=True)
class Slot:
    """A cell that every row of a form has: `column` from 0, its look, and the formula (with `ROW` in it), if any.

    A slot without a formula takes text, number, a formula of this row alone, or nothing. A blank one keeps its look,
    unless `is_kept` is false: then there is no cell. Where all rows have the same content it is said once, as `always`
    (an empty text is a blank cell), and not asked for.
    """

    column: int
    style: Format
    formula: str | None = None
    is_kept: bool = True
    always: Stored = None


class RowForm:
    """What rows have alike. Made once, filled for each row."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self._cells: list[Callable[[Content], str]] = []
        row = ""
        for slot in sorted(slots, key=lambda one: one.column):
            cell = _cell_of(slot)
            if slot.always is None:
                self._cells.append(cell)
                row += "%s"
            else:
                row += cell(slot.always).replace("%", "%%")
        self._row = f'<row r="{ROW}"%s>{row}</row>'

    def row(self, row: int, contents: Iterable[Content], height: float | None = None) -> str:
        """The XML of `row` (from 0): `contents` of the slots that ask for one, in the order of their columns.

        Of a slot with a formula the content is the value stored with it. `height` in points; None leaves it to Excel.
        """
        cells = [cell(content) for cell, content in zip(self._cells, contents, strict=True)]
        return (self._row % (_height(height), *cells)).replace(ROW, str(row + 1))


class RowSheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes ready rows besides what xlsxwriter holds of it, and has one relationship for each linked file.

    xlsxwriter makes a relationship for each link, though what is linked is mostly one file and many of its cells.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Iterable[str]] = []
        self._links: list[str] = []
        self._relations: dict[str, str] = {}

    def add_rows(self, rows: Iterable[str], last_row: int, last_column: int) -> None:
        """Takes rows of `RowForm.row`, in their order, below all that is written by other means.

        They are asked for while the file is written: an iterator need not hold them. `last_row` and `last_column`
        (from 0) say how far they reach, which the file tells before the rows.
        """
        self._check_dimensions(last_row, last_column)
        self._rows.append(rows)

    def link(self, row: int, column: int, link: str | None, tip: str = "") -> None:
        """Links a cell (from 0) in the way of xlsxwriter (external:…#…, internal:…); its content is the row's own.

        May be called while rows are asked for. Without a `link`, or beyond what a sheet may hold, nothing happens.
        """
        if link is None or self.hlink_count >= LINK_LIMIT:
            return
        self.hlink_count += 1
        if link.startswith(_INTERNAL):
            relation, place = "", link.removeprefix(_INTERNAL)
        else:
            file, _, place = link.partition("#")
            relation = f' r:id="{self._relation(_target(file))}"'
        leads_to = f"{relation}{_attribute('location', place)}{_attribute('tooltip', tip)}"
        self._links.append(f'<hyperlink ref="{column_letters(column)}{row + 1}"{leads_to}/>')

    def add_long_table(
        self, first_row: int, first_column: int, last_row: int, last_column: int, options: dict[str, Any]
    ) -> None:
        """`add_table` over ready rows: xlsxwriter would note each of its cells, to see that no two tables meet."""
        self.add_table(first_row, first_column, first_row + 1, last_column, options)
        whole = f"{column_letters(first_column)}{first_row + 1}:{column_letters(last_column)}{last_row + 1}"
        self.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}

    def merge_cells(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merges cells of ready rows; the first holds the text, the others are blank."""
        self.merge.append([first_row, first_column, last_row, last_column])

    def _relation(self, target: str) -> str:
        """The name of the relationship with `target`, made when first asked for."""
        if target not in self._relations:
            self.rel_count += 1
            self._relations[target] = f"rId{self.rel_count}"
            self.external_hyper_links.append(["/hyperlink", target, "External"])
        return self._relations[target]

    def _write_sheet_data(self) -> None:
        if not self._rows:
            super()._write_sheet_data()
            return
        self._xml_start_tag("sheetData")
        held = (*self.table, *self.row_info)
        if held:
            self.dim_rowmax = max(held)
            self._write_rows()
        for row in chain.from_iterable(self._rows):
            self.fh.write(row)
        self._rows.clear()
        self._xml_end_tag("sheetData")

    def _write_hyperlinks(self) -> None:
        if not self._links and not self.hyperlinks:
            return
        self._xml_start_tag("hyperlinks")
        for row, columns in sorted(self.hyperlinks.items()):
            for column, url in sorted(columns.items()):
                self._write_held_link(row, column, url)
        self.fh.write("".join(self._links))
        self._links.clear()
        self._xml_end_tag("hyperlinks")

    def _write_held_link(self, row: int, column: int, url: Url) -> None:
        if url._link_type is UrlTypes.INTERNAL:
            self._write_hyperlink_internal(row, column, url)
        else:
            number = int(self._relation(url._target()).removeprefix("rId"))
            self._write_hyperlink_external(row, column, number, url)


def own_cell(column: int) -> str:
    """The cell of the same row in `column` (from 0), as the formula of a `Slot` names it."""
    return f"{column_letters(column)}{ROW}"


def _cell_of(slot: Slot) -> Callable[[Content], str]:
    """What makes the XML of this cell from its content."""
    before = f'<c r="{column_letters(slot.column)}{ROW}" s="{slot.style._get_xf_index()}"'
    return _typed_cell(before, slot.is_kept) if slot.formula is None else _formula_cell(before, slot.formula)


def _typed_cell(before: str, is_kept: bool) -> Callable[[Content], str]:
    blank = f"{before}/>" if is_kept else ""

    def cell(content: Content) -> str:
        if content is None:
            return blank
        if isinstance(content, str):
            return before + _inline(content) if content else blank
        if isinstance(content, int):
            return f"{before}><v>{content}</v></c>"
        if isinstance(content, Formula):
            return _formula_cell(before, content.text)(content.stored)
        return f"{before}><v>{_typed(content)}</v></c>"

    return cell


def _formula_cell(before: str, formula: str) -> Callable[[Any], str]:
    plain = formula.removeprefix("=").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, number = f'{before} t="str"><f>{plain}</f><v>', f"{before}><f>{plain}</f><v>"

    def cell(content: Stored) -> str:
        if content is None:
            return f"{number}</v></c>"
        if isinstance(content, str):
            return f"{text}{_escaped(content)}</v></c>" if content else f"{number}</v></c>"
        return f"{number}{_worked_out(content) if isinstance(content, Decimal) else content}</v></c>"

    return cell


@cache
def column_letters(column: int) -> str:
    """`G` of a column from 0."""
    return str(xl_col_to_name(column))


@cache
def _height(points: float | None) -> str:
    """The attributes of a row's height, if it has one of its own."""
    pixels = _DEFAULT_PIXELS if points is None else int(points * 4 / 3 + 0.5)
    return "" if pixels == _DEFAULT_PIXELS else f' ht="{pixels * _POINTS_A_PIXEL:.16g}" customHeight="1"'


def _number(shape: str) -> Callable[[Decimal], str]:
    """How numbers are written, kept for a while: shares, gaps and targets come again and again."""

    @lru_cache(_WORDS_KEPT)
    def kept(number: Decimal) -> str:
        return format(float(number), shape)

    def written(number: Decimal) -> str:
        # 0 and -0 are one number to whatever keeps them, and two texts.
        return kept(number) if number else format(float(number), shape)

    return written


_typed, _worked_out = _number(".16G"), _number("")
"""As xlsxwriter writes a number, and a number that a formula comes to."""


@lru_cache(_WORDS_KEPT)
def _target(file: str) -> str:
    return str(Url(file)._target())


@lru_cache(_WORDS_KEPT)
def _attribute(name: str, text: str) -> str:
    """An attribute of a link, if there is anything to say; the cells of one form are linked in file after file."""
    return f' {name}="{_PLAIN_WRITER._escape_attributes(text)}"' if text else ""


@lru_cache(_WORDS_KEPT)
def _inline(text: str) -> str:
    """A cell's text from its type on; most words of a list come again and again."""
    escaped = _escaped(_cut(text))
    space = ' xml:space="preserve"' if escaped[0].isspace() or escaped[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{escaped}</t></is></c>'


def _escaped(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    shown = XMLwriter._escape_control_characters(text)
    return str(shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _cut(text: str) -> str:
    if 2 * len(text) <= _TEXT_LIMIT:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * _TEXT_LIMIT].decode("utf-16-le", "ignore")
