"""What all our workbooks share: how they are opened, the looks of cells, a list with its title."""

import io
import math
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import xlsxwriter
from xlsxwriter.packager import Packager

from generators.links import LINK_LIMIT
from generators.packing import CORE, Deflated, Deflating, Package, deflated, plain_core
from generators.rows import RowSheet

BODY_FONT, HEADING_FONT = "宋体", "黑体"
HEADER_FILL, INPUT_FILL = "#DDE6F0", "#FFFBE6"
AUTHOR = "校验"
"""Who signs our comments, by which they are known again."""
SEVERITY_FILLS = {"错误": "#F8CBAD", "核实": "#FFE699", "提示": "#E2EFDA"}

_LINE_HEIGHT, _MAX_ROW_HEIGHT = 14, 409
_TEXTS_KEPT = 4096
_EFFORT = 3
"""Of 9, how hard packing tries: less than half the time that the usual 6 takes, for a sixth more bytes."""

Look = Mapping[str, Any]
_BASE: Look = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
_MARKED: Look = {"bold": True, "font_color": "#C00000"}
_RICH_TEXT_LIMIT = 32_767
_GRID: Look = {"border": 1, "border_color": "#9AA5B1"}


class _Part(io.StringIO):
    """A part of the package while xlsxwriter writes it: packed piece by piece, never held as a whole.

    Only its `write` is ever asked for; it is a `StringIO` because xlsxwriter would take all else for a file's name.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._packing = Deflating(_EFFORT)
        packing = cast("io.BytesIO", self._packing)  # a buffer that is only written to
        self._text = io.TextIOWrapper(packing, encoding="utf-8", newline="")
        self.write = self._text.write  # type: ignore[method-assign]

    def ended(self) -> Deflated:
        self._text.flush()
        return self._packing.ended()


class _CorePart(io.StringIO):
    """The core properties, which xlsxwriter stamps with the clock."""

    name = CORE

    def ended(self) -> Deflated:
        return deflated([plain_core(self.getvalue().encode("utf-8"))])


class _Packager(Packager):  # type: ignore[misc]
    """Puts each part into the package as it is written; xlsxwriter would hold all of them, unpacked, until the end."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._package = package
        self._part: _Part | _CorePart | None = None

    def _filename(self, xml_filename: str) -> _Part | _CorePart:
        self._end_part()
        self._part = _CorePart() if xml_filename == CORE else _Part(xml_filename)
        return self._part

    def _end_part(self) -> None:
        if self._part is not None:
            self._package.add(self._part.name, self._part.ended())

    def _create_package(self) -> list[object]:
        super()._create_package()
        self._end_part()
        return []


class _Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose sheets take ready rows, and that writes its package itself, to `package`."""

    worksheet_class = RowSheet

    def __init__(self, package: Package, options: Mapping[str, Any]) -> None:
        # xlsxwriter's own package stays empty and is thrown away.
        super().__init__(io.BytesIO(), options)
        self._package = package

    def _get_packager(self) -> _Packager:
        return _Packager(self._package)


class Workbook:
    """An xlsxwriter workbook in memory whose warnings are errors and whose formats are made once each."""

    def __init__(self) -> None:
        self._package = Package()
        # Texts from counties must stay texts, whatever they begin with.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = _Book(self._package, options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._asked: dict[tuple[Any, ...], Any] = {}

    def look(self, *, grid: bool = True, **more: Any) -> Any:
        """The cell format with these properties on top of the house look."""
        asked = (grid, *more.items())
        if asked not in self._asked:
            properties = {**_BASE, **(_GRID if grid else {}), **more}
            key = tuple(sorted(properties.items()))
            if key not in self._formats:
                self._formats[key] = self.book.add_format(properties)
            self._asked[asked] = self._formats[key]
        return self._asked[asked]

    def header(self) -> Any:
        return self.look(bold=True, font_name=HEADING_FONT, bg_color=HEADER_FILL, align="center")

    def finished(self) -> bytes:
        """The workbook's bytes, sealed; raises `UserWarning` for whatever xlsxwriter left out."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.book.close()
        return self._package.finished()


def titled_sheet(workbook: Workbook, name: str, title: str, headers: tuple[tuple[str, int], ...]) -> Any:
    """A sheet with a title in row 1 and column labels in row 2, print-ready; `headers` are labels and widths."""
    sheet: Any = workbook.book.add_worksheet(name)
    look = workbook.look(grid=False, font_name=HEADING_FONT, font_size=15, align="center")
    sheet.merge_range(0, 0, 0, len(headers) - 1, title, look)
    sheet.set_row(0, 28)
    for column, (label, width) in enumerate(headers):
        sheet.write_string(1, column, label, workbook.header())
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.set_footer(f'&C&"{BODY_FONT}"第 &P 页，共 &N 页')
    return sheet


def share_format(digits: int) -> str:
    """The number format of a share at `digits` places: what falls short of 100% never shows it (contract section 6)."""
    plain = f"0.{'0' * digits}%" if digits else "0%"
    nines = f"99.{'9' * digits}%" if digits else "99%"
    return f'[>=1]{plain};[>=0.99{"9" * digits}5]"{nines}";{plain}'


class _Widths(dict[str, int]):
    """The width of each sign, looked up once."""

    def __missing__(self, sign: str) -> int:
        self[sign] = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        return self[sign]


_WIDTHS = _Widths()


def text_width(text: str) -> int:
    """Width in columns of half-width characters; Han characters and full-width signs take two."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


@lru_cache(_TEXTS_KEPT)
def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a wrapped column of `width`."""
    room = max(1.0, width - 1)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def row_height(headers: Sequence[tuple[str, int]], texts: Sequence[str]) -> int:
    """The height in points that gives the longest of `texts` room; `headers` are labels and widths of their columns."""
    lines = 1
    for text, (_, width) in zip(texts, headers, strict=True):
        lines = max(lines, lines_of(text, width))
    return height_of_lines(lines)


def height_of_lines(lines: int) -> int:
    """The height in points of a row whose longest text takes so many lines."""
    return min(_MAX_ROW_HEIGHT, _LINE_HEIGHT * lines + 4)


def fit_row(sheet: Any, row: int, headers: tuple[tuple[str, int], ...], texts: Mapping[int, str]) -> None:
    """Gives `row` room for its longest text: programs other than Excel do not fit rows by themselves.

    `headers` are labels and widths of the columns, `texts` what stands in them, by column from 0.
    """
    sheet.set_row(row, row_height([headers[column] for column in texts], list(texts.values())))


def write_marked(
    workbook: Workbook, sheet: Any, at: tuple[int, int], text: str, marks: Sequence[tuple[int, int]], **more: Any
) -> None:
    """`text` in the cell `at` (row and column from 0) with bold red stretches; `more` is the look of the whole cell.

    `marks` are slices of the text in order, apart from each other, none empty. A text at the edge of what a cell takes
    stays unmarked: one too long is cut where it is plain, but left out where it is rich.
    """
    if not marks or 2 * len(text) > _RICH_TEXT_LIMIT:
        sheet.write_string(*at, text, workbook.look(**more))
        return
    if tuple(marks) == ((0, len(text)),):
        # A rich text has at least two parts.
        sheet.write_string(*at, text, workbook.look(**more, **_MARKED))
        return
    parts: list[Any] = []
    after = 0
    for begin, end in marks:
        parts += [workbook.look(), text[after:begin]] if begin > after else []
        parts += [workbook.look(**_MARKED), text[begin:end]]
        after = end
    parts += [workbook.look(), text[after:]] if after < len(text) else []
    sheet.write_rich_string(*at, *parts, workbook.look(**more))


def link_look(workbook: Workbook, **more: Any) -> Any:
    """How a cell looks that leads somewhere."""
    return workbook.look(font_color="#0563C1", underline=1, **more)


def write_link(
    workbook: Workbook, sheet: Any, at: tuple[int, int], link: str | None, text: str, fill: str | None = None
) -> None:
    """`text` in the cell `at` (row and column from 0), as a link where there is one and the sheet has room for it."""
    more: dict[str, Any] = {"bg_color": fill} if fill else {}
    if link is None or at[0] >= LINK_LIMIT // 2:
        sheet.write_string(*at, text, workbook.look(**more))
    else:
        sheet.write_url(*at, link, link_look(workbook, **more), text)
