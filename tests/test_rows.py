"""Rows made as XML are what xlsxwriter itself writes for the same cells, and links share what they can."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from xlsxwriter.worksheet import Worksheet

from generators import rows
from generators.rows import ROW, RowForm, RowSheet, Slot, Stored
from generators.sheet import Workbook

NUMBERS = ("0", "46", "0.1", "-3", "123456789012345", "0.000001234", "1E+3", "99.99999999999", "2.72")
TEXTS = (
    "甲&乙县", "x<50%", "<某县>", '"引"', " 前有空格", "后有空格　", "两\n行", "\n", "=1+1", "+1", "@x",
    "_x0041_", "\x00\x07\x1f", "\r\n", "\ufffe\uffff",
    "𠮷😀", "100%", "%s", "{0}", "1.10", "'", "]]>", "x" * 32_800, "😀" * 16_400,
)  # fmt: skip
FORMULAS = ('=IF(OR(D{row}="",N(E{row})=0),"",D{row}/E{row})', "='数据'!$D$2&\"<>\"", "=D{row}>=E{row}")
LINKS = (
    "external:../上报/甲县.xlsx#'填报'!G6", "external:../上报/甲县.xlsx#'填报'!G7",
    "external:../上报/乙 县.xlsx#'甲''乙'!A1",
    "external:../上报/a%20b%231.xlsx#'<&\">'!A1", "external:../上报/丙县.docx", "internal:'总览'!A1",
)  # fmt: skip

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(TEXTS)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
numbers |= st.sampled_from([Decimal(one) for one in NUMBERS])
contents = st.none() | texts | numbers | st.integers(-(10**9), 10**9)
heights = st.none() | st.floats(1, 409) | st.sampled_from([15.0, 33.0, 48.0])
# What a formula yields is a number or one of our own words, never what xlsxwriter would leave unescaped or take for an
# error value.
stored = st.none() | numbers | st.integers(-99, 99) | st.sampled_from(["", "未报", "是", "甲&乙<丙>"])


def looks(workbook: Workbook) -> list[Any]:
    """Some formats, numbered in this order whichever cell asks first."""
    made = [workbook.look(num_format="0.0%"), workbook.look(align="center"), workbook.look(num_format="@")]
    for one in made:
        one._get_xf_index()
    return made


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_data(content: bytes) -> str:
    """The cells of the first sheet, shared strings put in their places and what is the same said in one way."""
    told = parts(content)
    shared = re.findall(r"<si>(.*?)</si>", told.get("xl/sharedStrings.xml", ""), re.DOTALL)
    found = re.search(r"<sheetData>(.*)</sheetData>", told["xl/worksheets/sheet1.xml"], re.DOTALL)
    assert found is not None
    inline = re.sub(r't="s"><v>(\d+)</v>', lambda one: f't="inlineStr"><is>{shared[int(one[1])]}</is>', found[1])
    # xlsxwriter closes a row without cells in its own tag, and leaves it out where it has no height either.
    opened = re.sub(r"(<row [^>]*)/>", r"\1></row>", re.sub(r' spans="[\d:]+"', "", inline))
    return re.sub(r'<row r="\d+"></row>', "", opened)


def put(sheet: RowSheet, row: int, slot: Slot, content: Stored) -> None:
    """The same cell by xlsxwriter's own means."""
    if slot.formula is not None:
        value = "" if content is None else float(content) if isinstance(content, Decimal) else content
        sheet.write_formula(row, slot.column, slot.formula.replace(ROW, str(row + 1)), slot.style, value)
    elif content is None or content == "":
        if slot.is_kept:
            sheet.write_blank(row, slot.column, None, slot.style)
    elif isinstance(content, str):
        sheet.write_string(row, slot.column, content, slot.style)
    else:
        sheet.write_number(row, slot.column, float(content), slot.style)


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[tuple[int, int, str | None, bool]], list[list[Stored]], list[float | None]]:
    """Slots (column, look, formula, is_kept), contents of some rows, their heights."""
    columns = draw(st.lists(st.integers(0, 40), min_size=1, max_size=5, unique=True).map(sorted))
    slots = [
        (column, draw(st.integers(0, 2)), draw(st.none() | st.sampled_from(FORMULAS)), draw(st.booleans()))
        for column in columns
    ]
    made = draw(
        st.lists(
            st.tuples(*(contents if formula is None else stored for _, _, formula, _ in slots)).map(list),
            min_size=1,
            max_size=4,
        )
    )
    return slots, made, [draw(heights) for _ in made]


@given(lines())
@settings(max_examples=150, deadline=None)
def test_a_row_of_a_form_is_what_xlsxwriter_writes_for_the_same_cells(
    drawn: tuple[list[tuple[int, int, str | None, bool]], list[list[Stored]], list[float | None]],
) -> None:
    kinds, filled, tall = drawn

    def written(is_fast: bool) -> bytes:
        workbook = Workbook()
        sheet = workbook.book.add_worksheet("甲")
        styles = looks(workbook)
        sheet.write_string(0, 0, "头", styles[1])
        slots = [
            Slot(column, styles[look], formula and formula.replace("{row}", ROW), is_kept)
            for column, look, formula, is_kept in kinds
        ]
        if is_fast:
            form = RowForm(slots)
            made = (form.row(row, *one) for row, one in enumerate(zip(filled, tall, strict=True), 1))
            sheet.add_rows(made, len(filled), slots[-1].column)
        for row, (line, height) in enumerate(zip(filled, tall, strict=True), 1):
            if is_fast:
                continue
            for slot, content in zip(slots, line, strict=True):
                put(sheet, row, slot, content)
            if height is not None:
                sheet.set_row(row, height)
        return workbook.finished()

    fast, slow = sheet_data(written(True)), sheet_data(written(False))
    assert fast == slow


def one_sheet(make: Any) -> bytes:
    workbook = Workbook()
    make(workbook, workbook.book.add_worksheet("甲"))
    return workbook.finished()


def test_text_of_every_kind_is_read_back_as_it_was() -> None:
    read = ("甲&乙县", "x<50%", " 前有空格", "两\n行", "=1+1", "_x0041_", "\x07", "𠮷😀", "100%", "%s", ROW)

    def make(workbook: Workbook, sheet: RowSheet) -> None:
        form = RowForm([Slot(0, workbook.look())])
        sheet.add_rows((form.row(row, [text]) for row, text in enumerate(read)), len(read) - 1, 0)

    sheet = openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0]
    found = [cell.value for cell in sheet["A"]]
    assert [unescape(str(one)) for one in found] == list(read)
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_the_file_tells_how_far_the_rows_reach() -> None:
    def make(workbook: Workbook, sheet: RowSheet) -> None:
        sheet.write_string(0, 0, "头")
        form = RowForm([Slot(2, workbook.look())])
        sheet.add_rows((form.row(row, [1]) for row in (1, 2)), 2, 2)
        sheet.add_rows((form.row(row, [2]) for row in (3, 4)), 4, 2)

    content = one_sheet(make)
    assert '<dimension ref="A1:C5"/>' in parts(content)["xl/worksheets/sheet1.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet["C"]] == [None, 1, 1, 2, 2]


def test_rows_are_asked_for_only_while_the_file_is_written() -> None:
    asked: list[int] = []

    def made(form: RowForm) -> Iterator[str]:
        for row in range(3):
            asked.append(row)
            yield form.row(row, [row])

    workbook = Workbook()
    sheet = workbook.book.add_worksheet("甲")
    sheet.add_rows(made(RowForm([Slot(0, workbook.look())])), 2, 0)
    assert asked == []
    workbook.finished()
    assert asked == [0, 1, 2]


def test_a_form_refuses_a_row_with_too_few_contents() -> None:
    form = RowForm([Slot(0, Workbook().look()), Slot(1, Workbook().look())])
    with pytest.raises(ValueError, match="shorter"):
        form.row(0, [1])


def test_what_all_rows_have_alike_is_said_once_and_not_asked_for() -> None:
    def make(workbook: Workbook, sheet: RowSheet) -> None:
        look = workbook.look()
        form = RowForm([Slot(0, look, always="100%<s"), Slot(1, look), Slot(2, look, always="")])
        sheet.add_rows([form.row(row, [row]) for row in range(2)], 1, 2)

    sheet = openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0]
    assert [cell.value for line in sheet.iter_rows() for cell in line] == ["100%<s", 0, None, "100%<s", 1, None]
    assert sheet["C2"].has_style


def test_zero_and_minus_zero_do_not_depend_on_which_came_first() -> None:
    def told(first: Decimal, second: Decimal) -> str:
        form = RowForm([Slot(0, Workbook().look()), Slot(1, Workbook().look(), f"=A{ROW}")])
        form.row(0, [first, first])
        return form.row(0, [second, second])

    zero, minus = Decimal("0.0"), Decimal("-0.0")
    assert told(zero, minus) == told(minus, minus) != told(minus, zero) == told(zero, zero)


def test_a_table_reaches_over_ready_rows() -> None:
    def make(workbook: Workbook, sheet: RowSheet) -> None:
        sheet.add_long_table(0, 0, 40, 1, {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}]})
        form = RowForm([Slot(0, workbook.look()), Slot(1, workbook.look())])
        sheet.add_rows((form.row(row, [row, "字"]) for row in range(1, 41)), 40, 1)

    table = openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0].tables["表"]
    assert (table.ref, table.autoFilter.ref) == ("A1:B41", "A1:B41")


def test_cells_of_ready_rows_can_be_merged() -> None:
    def make(workbook: Workbook, sheet: RowSheet) -> None:
        form = RowForm([Slot(0, workbook.look())])
        sheet.merge_cells(0, 0, 1, 0)
        sheet.add_rows([form.row(0, ["项目"]), form.row(1, [None])], 1, 0)

    sheet = openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:A2"]


def linked(sheet: Any) -> dict[str, tuple[str | None, str | None, str | None]]:
    return {
        cell.coordinate: (cell.hyperlink.target, cell.hyperlink.location, cell.hyperlink.tooltip)
        for line in sheet.iter_rows()
        for cell in line
        if cell.hyperlink is not None
    }


def test_links_of_ready_rows_lead_where_those_of_xlsxwriter_lead() -> None:
    def ready(workbook: Workbook, sheet: RowSheet) -> None:
        form = RowForm([Slot(0, workbook.look())])

        def made() -> Iterator[str]:
            for row, link in enumerate(LINKS):
                sheet.link(row, 0, link, "打开来源")
                yield form.row(row, ["源"])

        sheet.add_rows(made(), len(LINKS) - 1, 0)

    def held(workbook: Workbook, sheet: RowSheet) -> None:
        for row, link in enumerate(LINKS):
            sheet.write_url(row, 0, link, workbook.look(), "源", "打开来源")

    def plain() -> bytes:
        workbook = Workbook()
        workbook.book.worksheet_class = Worksheet
        held(workbook, workbook.book.add_worksheet("甲"))
        return workbook.finished()

    expected = linked(openpyxl.load_workbook(io.BytesIO(plain())).worksheets[0])
    for make in (ready, held):
        content = one_sheet(make)
        assert linked(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]) == expected
        files = {target for target, _, _ in expected.values() if target}
        assert parts(content)["xl/worksheets/_rels/sheet1.xml.rels"].count("<Relationship ") == len(files) == 4


def test_links_and_a_table_share_a_sheet() -> None:
    def make(workbook: Workbook, sheet: RowSheet) -> None:
        sheet.write_url(5, 3, "internal:'甲'!A1", workbook.look(), "回")
        sheet.write_url(6, 3, LINKS[0], workbook.look(), "去")
        sheet.add_table(0, 0, 1, 0, {"name": "表"})
        form = RowForm([Slot(0, workbook.look())])
        sheet.link(9, 0, LINKS[0])
        sheet.link(9, 0, None)
        sheet.add_rows([form.row(9, ["去"])], 9, 0)

    sheet = openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0]
    assert sheet.tables["表"].ref == "A1:A2"
    assert linked(sheet) == {
        "D6": (None, "'甲'!A1", None),
        "D7": ("..\\上报\\甲县.xlsx", "'填报'!G6", None),
        "A10": ("..\\上报\\甲县.xlsx", "'填报'!G6", None),
    }


def test_links_beyond_what_a_sheet_holds_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LINK_LIMIT", 2)

    def make(workbook: Workbook, sheet: RowSheet) -> None:
        form = RowForm([Slot(0, workbook.look())])
        for row in range(3):
            sheet.link(row, 0, LINKS[0])
        sheet.add_rows([form.row(row, ["去"]) for row in range(3)], 2, 0)

    assert list(linked(openpyxl.load_workbook(io.BytesIO(one_sheet(make))).worksheets[0])) == ["A1", "A2"]
