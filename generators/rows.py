"""Long lists of a workbook: rows of a sheet as XML, made only while the file is written, so that nothing is held.

xlsxwriter keeps an object for each cell until the end and writes each through several calls. Here the cells that all
rows of a list have alike (column, look, formula) are put together once, as a `RowForm`; a row is this form filled with
its own contents, cell for cell what xlsxwriter would have written, but for texts, which stand in the cell and not in
the table of shared strings. All else of a sheet (head, widths, tables, rules, print settings) stays with xlsxwriter.
"""

import re
from collections.abc import Iterable
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
_NOTHING, _NUMBER, _TEXT, _SPACED_TEXT, _OWN_FORMULA = "nothing", "number", "text", "spaced text", "formula"
"""The kinds of content, by which the XML around it differs."""
_AROUND = {
    _NOTHING: "/>%s",
    _NUMBER: "><v>%s</v></c>",
    _TEXT: ' t="inlineStr"><is><t>%s</t></is></c>',
    _SPACED_TEXT: ' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>',
    _OWN_FORMULA: "%s",
}
"""What follows a cell's address and look, by the kind of what is typed in it."""
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
    """What rows have alike. Made once, filled for each row.

    Each content is told as its kind and its text, both kept for those that come again. The kinds of a row's contents
    choose a template for all its cells, made when they first come together, and the texts fill it at once.
    """

    def __init__(self, slots: Iterable[Slot]) -> None:
        self._slots = sorted(slots, key=lambda one: one.column)
        self._tell = [_typed if one.formula is None else _worked_out for one in self._slots if one.always is None]
        self._templates: dict[tuple[str, ...], str] = {}

    def row(self, row: int, contents: Iterable[Content], height: float | None = None) -> str:
        """The XML of `row` (from 0): `contents` of the slots that ask for one, in the order of their columns.

        Of a slot with a formula the content is the value stored with it. `height` in points; None leaves it to Excel.
        """
        told = [tell(content) for tell, content in zip(self._tell, contents, strict=True)]
        kinds, texts = zip(_height(height), *told, strict=True)
        template = self._templates.get(kinds) or self._templates.setdefault(kinds, self._template(kinds[1:]))
        return (template % texts).replace(ROW, str(row + 1))

    def _template(self, kinds: Iterable[str]) -> str:
        """The XML of rows whose contents are of these kinds, with a gap for the height and one for each content."""
        asked = iter(kinds)
        cells = (_cell(one, next(asked)) if one.always is None else _same_cell(one) for one in self._slots)
        return f'<row r="{ROW}"%s>{"".join(cells)}</row>'


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
        self._links.append(f'<hyperlink ref="{_letters(column)}{row + 1}"{leads_to}/>')

    def add_long_table(
        self, first_row: int, first_column: int, last_row: int, last_column: int, options: dict[str, Any]
    ) -> None:
        """`add_table` over ready rows: xlsxwriter would note each of its cells, to see that no two tables meet."""
        self.add_table(first_row, first_column, first_row + 1, last_column, options)
        whole = f"{_letters(first_column)}{first_row + 1}:{_letters(last_column)}{last_row + 1}"
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
    return f"{_letters(column)}{ROW}"


def _cell(slot: Slot, kind: str) -> str:
    """The XML of a cell whose content is of this kind, with a gap (`%s`) for its text."""
    before = f'<c r="{_letters(slot.column)}{ROW}" s="{slot.style._get_xf_index()}"'
    if slot.formula is not None:
        return before + _around_formula(slot.formula, kind)
    return before + _AROUND[kind] if slot.is_kept or kind is not _NOTHING else "%s"


def _same_cell(slot: Slot) -> str:
    """The XML of a cell that all rows have alike, as part of a template."""
    kind, text = (_typed if slot.formula is None else _worked_out)(slot.always)
    return (_cell(slot, kind) % text).replace("%", "%%")


def _around_formula(formula: str, kind: str) -> str:
    """What follows a cell's address and look where it has a formula, with a gap for the value that it comes to."""
    plain = formula.removeprefix("=").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    of_text = ' t="str"' if kind is _TEXT else ""
    return f"{of_text}><f>{plain.replace('%', '%%')}</f><v>%s</v></c>"


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


@cache
def _height(points: float | None) -> tuple[str, str]:
    """The attributes of a row's height, if it has one of its own, told in the way of a content."""
    pixels = _DEFAULT_PIXELS if points is None else int(points * 4 / 3 + 0.5)
    return "", "" if pixels == _DEFAULT_PIXELS else f' ht="{pixels * _POINTS_A_PIXEL:.16g}" customHeight="1"'


@lru_cache(_WORDS_KEPT)
def _target(file: str) -> str:
    return str(Url(file)._target())


@lru_cache(_WORDS_KEPT)
def _attribute(name: str, text: str) -> str:
    """An attribute of a link, if there is anything to say; the cells of one form are linked in file after file."""
    return f' {name}="{_PLAIN_WRITER._escape_attributes(text)}"' if text else ""


# What is equal must be one text, whichever came first: the sign of a zero is left out.


@lru_cache(_WORDS_KEPT)
def _typed(content: Content) -> tuple[str, str]:
    """Kind and text of what is typed in a cell."""
    if content is None or content == "":
        return _NOTHING, ""
    if isinstance(content, str):
        text = _escaped(_cut(content))
        return _SPACED_TEXT if text[0].isspace() or text[-1].isspace() else _TEXT, text
    if isinstance(content, int):
        return _NUMBER, str(content)
    if isinstance(content, Formula):
        kind, text = _worked_out(content.stored)
        return _OWN_FORMULA, _around_formula(content.text, kind) % text
    return _NUMBER, f"{float(content) + 0.0:.16G}"


@lru_cache(_WORDS_KEPT, typed=True)
def _worked_out(content: Stored) -> tuple[str, str]:
    """Kind and text of what a formula comes to, of which 1 and Decimal(1) are two."""
    if content is None or content == "":
        return _NOTHING, ""
    if isinstance(content, str):
        return _TEXT, _escaped(content)
    return _NUMBER, str(float(content) + 0.0 if isinstance(content, Decimal) else content)


def _escaped(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    shown = XMLwriter._escape_control_characters(text)
    return str(shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _cut(text: str) -> str:
    if 2 * len(text) <= _TEXT_LIMIT:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * _TEXT_LIMIT].decode("utf-16-le", "ignore")
