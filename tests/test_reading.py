"""The reading border: what a file holds, cell by cell, with openpyxl as the oracle."""

import hashlib
import os
import random
import re
import shutil
import subprocess
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from model.quantity import from_cell
from tests.tables import Rows, workbook, zipped
from validators.grid import Attachment, Cell, CellError, Content, Grid, Opened, Paper, Unreadable
from validators.reading import files_below, name_below, open_file, original
from validators.reading_xlsx import as_date

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def opened(path: Path) -> list[Opened]:
    return list(open_file(path, path.name))


def paper(path: Path) -> Paper:
    (one,) = opened(path)
    assert isinstance(one, Paper), one
    return one


def grid(path: Path) -> Grid:
    return paper(path).grids[0]


def contents(path: Path) -> dict[str, Content]:
    return {cell.address: cell.content for cell in grid(path).cells.values()}


def patched(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one XML part changed, as other programs write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts[part].decode("utf-8"))
    assert changed != parts[part].decode("utf-8"), "the test must change something"
    parts[part] = changed.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET1 = "xl/worksheets/sheet1.xml"


# Against openpyxl

_TEXTS = st.text(alphabet="汝州市 宝丰县1a.%<>&\"'\n，。（）😀", min_size=1, max_size=12).filter(
    lambda text: not text.startswith(("=", "'")) and text.strip() != ""
)
_NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(min_value="0", max_value="99999", places=4, allow_nan=False).map(float),
    st.floats(min_value=1e-9, max_value=1e12, allow_nan=False).map(lambda one: float(f"{one:.12g}")),
)
_DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
_ERRORS = st.sampled_from(["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!"])
_CELLS = st.one_of(
    st.tuples(st.just("text"), _TEXTS),
    st.tuples(st.just("number"), _NUMBERS),
    st.tuples(st.just("percent"), st.decimals(min_value="0", max_value="3", places=4, allow_nan=False).map(float)),
    st.tuples(st.just("day"), _DAYS),
    st.tuples(st.just("bool"), st.booleans()),
    st.tuples(st.just("error"), _ERRORS),
    st.tuples(st.just("formula"), st.integers(1, 10**6)),
    st.tuples(st.just("blank"), st.none()),
)
_ROWS = st.one_of(st.integers(1, 12), st.integers(1, 12), st.integers(1, 12), st.integers(1, LAST_ROW))
_COLUMNS = st.one_of(st.integers(1, 8), st.integers(1, 8), st.integers(1, LAST_COLUMN))
_SHEETS = st.dictionaries(st.tuples(_ROWS, _COLUMNS), _CELLS, max_size=14)
Sheet = dict[tuple[int, int], tuple[str, Any]]


def write_with_openpyxl(path: Path, cells: Sheet) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), (kind, content) in cells.items():
        cell: Any = sheet.cell(row, column)
        if kind == "formula":
            cell.value = f"={content}*2"
        else:
            cell.value = content
        if kind in ("percent", "blank"):
            cell.number_format = "0.00%"
        elif kind == "day":
            cell.number_format = "yyyy-mm-dd"
    book.save(path)


def write_with_xlsxwriter(path: Path, cells: Sheet) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    sheet = book.add_worksheet()
    percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for (row, column), (kind, content) in cells.items():
        place = (row % 3000, column - 1)  # it walks every row up to the last one
        match kind:
            case "text":
                sheet.write_string(*place, content)
            case "number":
                sheet.write_number(*place, content)
            case "percent":
                sheet.write_number(*place, content, percent)
            case "day":
                sheet.write_datetime(*place, datetime(content.year, content.month, content.day), day)
            case "bool":
                sheet.write_boolean(*place, content)
            case "error":
                sheet.write_formula(*place, "=1", None, content)
            case "formula":
                sheet.write_formula(*place, f"={content}*2", None, content * 2)
            case _:
                sheet.write_blank(*place, None, percent)
    book.close()


def told_by_openpyxl(path: Path) -> dict[tuple[int, int], tuple[Content, str | None, bool]]:
    """Content, formula and percent format of every filled cell, as openpyxl reads it."""
    formulas: Any
    values: Any
    formulas, values = (openpyxl.load_workbook(path, data_only=only).worksheets[0] for only in (False, True))
    told: dict[tuple[int, int], tuple[Content, str | None, bool]] = {}
    # openpyxl keeps what is there in _cells; walking its rows would make a million blank ones.
    for (row, column), cell in formulas._cells.items():
        stored = values._cells[row, column]
        formula = cell.value.removeprefix("=") if cell.data_type == "f" else None
        content: Content
        match stored.value:
            case None:
                content = None
            case str() as text if stored.data_type == "e":
                content = CellError(text)
            case bool() | str() as plain:
                content = plain
            case datetime() as moment:
                content = moment.date()
            case number:
                content = from_cell(number)
        if content is not None or formula is not None:
            told[row, column] = (content, formula, "%" in cell.number_format)
    return told


@pytest.mark.parametrize("write", [write_with_openpyxl, write_with_xlsxwriter])
@settings(max_examples=40, deadline=None)
@given(cells=_SHEETS)
def test_every_filled_cell_is_read_as_openpyxl_reads_it(write: Callable[[Path, Sheet], None], cells: Sheet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        write(path, cells)
        read = grid(path)
        assert {
            place: (cell.content, cell.formula, cell.is_percent) for place, cell in read.cells.items()
        } == told_by_openpyxl(path)
        assert all(cell.address == f"{get_column_letter(column)}{row}" for (row, column), cell in read.cells.items())


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(cells=_SHEETS)
def test_many_more_sheets_are_read_as_openpyxl_reads_them(cells: Sheet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, write in enumerate((write_with_openpyxl, write_with_xlsxwriter)):
            path = Path(folder) / f"{number}.xlsx"
            write(path, cells)
            read = {place: (one.content, one.formula, one.is_percent) for place, one in grid(path).cells.items()}
            assert read == told_by_openpyxl(path)


@settings(max_examples=200, deadline=None)
@given(serial=st.integers(61, 2_958_465), is_1904=st.booleans())
def test_a_date_serial_is_the_day_that_openpyxl_makes_of_it(serial: int, is_1904: bool) -> None:
    epoch = MAC_EPOCH if is_1904 else WINDOWS_EPOCH
    if is_1904 and serial > 2_957_003:
        assert as_date(serial, is_1904) is None
    else:
        moment: Any = from_excel(serial, epoch)
        assert as_date(serial, is_1904) == moment.date()


# Numbers, dates, formats


def test_a_number_is_what_the_formula_bar_shows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[2.72, 0.1 + 0.2, 1e21, 27200, 1 / 3]]})
    assert list(contents(path).values()) == [
        Decimal("2.72"), Decimal("0.3"), Decimal("1e21"), Decimal(27200), Decimal("0.333333333333333"),
    ]  # fmt: skip


@pytest.mark.parametrize("identity", [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
def test_the_built_in_date_formats_of_a_chinese_excel_are_dates(tmp_path: Path, identity: int) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number(0, 0, 45194, book.add_format({"num_format": identity}))
    book.close()
    assert contents(path) == {"A1": date(2023, 9, 25)}


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ('yyyy"年"m"月"d"日"', True), ("[$-804]yyyy/m/d", True), ("[DBNum1]m月d日", True), ("h:mm", True),
        ('0.00"万元"', False), ('#,##0_);[Red]-#,##0', False), ('0"day"', False), ("0.00%", False), ("General", False),
    ],
)  # fmt: skip
def test_a_custom_format_is_a_date_only_where_it_shows_one(tmp_path: Path, code: str, is_date: bool) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number(0, 0, 45194, book.add_format({"num_format": code}))
    book.close()
    assert contents(path)["A1"] == (date(2023, 9, 25) if is_date else Decimal(45194))


def test_dates_of_a_mac_workbook_count_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    book.add_worksheet().write_datetime(0, 0, datetime(2023, 9, 25), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert contents(path) == {"A1": date(2023, 9, 25)}


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [("0%", True), ("0.0%;-0.0%", True), ('0"%"', False), ("0\\%", False), ("0!%", False), ("0", False)],
)
def test_a_percent_sign_counts_only_where_it_multiplies(code: str, is_percent: bool) -> None:
    assert Cell("A1", 1, 1, Decimal(85), code).is_percent is is_percent


def test_a_number_that_is_none_is_an_error_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1, 2]]})
    patched(path, SHEET1, lambda xml: xml.replace("<v>1</v>", "<v>NaN</v>").replace("<v>2</v>", "<v>1e999</v>"))
    assert contents(path) == {"A1": CellError("#NUM!"), "B1": CellError("#NUM!")}


# Formulas


def test_a_formula_that_no_program_has_calculated_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_with_openpyxl(path, {(1, 1): ("formula", 5)})
    assert grid(path).cells[1, 1] == Cell("A1", 1, 1, None, "General", "5*2")


def test_a_zero_that_xlsxwriter_puts_in_place_of_a_result_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_formula(0, 0, "=SUM(B1:B9)")
    book.close()
    assert grid(path).cells[1, 1].content is None
    patched(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    assert grid(path).cells[1, 1].content == 0, "Excel has saved it: the sum is a true zero"


def test_a_shared_formula_keeps_its_value_and_is_known_as_a_formula(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["=B1*2 -> 6"], ["=B2*2 -> 8"]]})
    patched(path, SHEET1, lambda xml: xml.replace("<f>B2*2</f>", '<f t="shared" si="0"/>'))
    assert {one.address: (one.content, one.formula) for one in grid(path).cells.values()} == {
        "A1": (Decimal(6), "B1*2"),
        "A2": (Decimal(8), ""),
    }


# Texts


def test_rich_text_is_read_whole_and_phonetic_hints_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = CellRichText("已完成", TextBlock(InlineFont(b=True), "三分之二"))
    book.save(path := tmp_path / "表.xlsx")
    assert contents(path) == {"A1": "已完成三分之二"}
    path = workbook(tmp_path / "二.xlsx", {"表": [["宝丰县"]]})
    hint = '<t>宝丰县</t><rPh sb="0" eb="1"><t>bao</t></rPh>'
    patched(path, "xl/sharedStrings.xml", lambda xml: xml.replace("<t>宝丰县</t>", hint))
    assert contents(path) == {"A1": "宝丰县"}


def test_inline_strings_are_read_without_their_phonetic_hints(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1]]})
    inline = '<c r="A1" t="inlineStr"><is><r><t>郏</t></r><r><t>县</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>'
    patched(path, SHEET1, lambda xml: xml.replace('<c r="A1"><v>1</v></c>', inline))
    assert contents(path) == {"A1": "郏县"}


def test_escaped_characters_of_a_workbook_are_undone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["一\x07二"]]})
    assert contents(path) == {"A1": "一\x07二"}


# Shapes of sheets


def test_the_dimension_that_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": "a | b\n1 | 2"})
    patched(path, SHEET1, lambda xml: xml.replace('ref="A1:B2"', 'ref="A1"'))
    assert list(contents(path)) == ["A1", "B1", "A2", "B2"]


def test_cells_without_addresses_are_counted_along(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": "甲 | 乙\n1 | 2"})

    def bare(xml: str) -> str:
        for address in ("A1", "B1", "A2", "B2"):
            xml = xml.replace(f'<c r="{address}"', "<c")
        return xml.replace('<row r="1"', "<row").replace('<row r="2"', "<row")

    assert contents(patched(path, SHEET1, bare)) == {"A1": "甲", "B1": "乙", "A2": Decimal(1), "B2": Decimal(2)}


def test_a_merged_cell_leads_to_the_one_that_holds_the_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["B2"] = "技能培训"
    sheet.merge_cells("B2:C4")
    book.save(path := tmp_path / "表.xlsx")
    read = grid(path)
    covered = [(row, column) for row in (2, 3, 4) for column in (2, 3)]
    assert [cell.text for place in covered if (cell := read.at(*place))] == ["技能培训"] * 6
    assert read.at(5, 2) is None
    assert set(read.merged) == {(row, column) for area in sheet.merged_cells.ranges for row, column in area.cells}


def test_hidden_sheets_are_read_and_known_to_be_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    book.save(path := tmp_path / "表.xlsx")
    assert [(one.name, one.is_hidden) for one in paper(path).grids] == [("Sheet", False), ("藏", True)]


@pytest.mark.parametrize("count", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_styled_blank_rows_and_a_stray_cell_in_the_last_row_cost_nothing(tmp_path: Path, count: int) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": "编码 | 本期累计\n1.1 | 5"})

    def with_blank_rows(xml: str) -> str:
        rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, count))
        stray = f'<row r="{LAST_ROW}"><c r="H{LAST_ROW}"><v>7</v></c></row>'
        return xml.replace("</sheetData>", f"{rows}{stray}</sheetData>")

    patched(path, SHEET1, with_blank_rows)
    tracemalloc.start()
    read = contents(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert list(read) == ["A1", "B1", "A2", "B2", f"H{LAST_ROW}"]
    assert peak < 4 << 20


_ROW_KINDS = {
    "blank": '<row r="{row}" spans="1:2"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>',
    "laid out": '<row r="{row}">\n  <c r="A{row}" s="0" />\n</row>\n',
    "bare": '<row r="{row}" ht="20"/>',
    "filled": '<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}"><v>{row}</v></c></row>',
    "mixed": '<row r="{row}"><c r="A{row}" s="0"/><c s="0"/><c><v>7</v></c><c r="F{row}" s="0"/><c><v>8</v></c></row>',
    "unnumbered": "<row><c><v>{row}</v></c></row>",
    "unnumbered blank": "<row><c/></row>",
}
_NEVER = re.compile(b"(?!)")


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(sorted(_ROW_KINDS)), max_size=30),
    skipped=st.integers(1, 3),
    chunk=st.sampled_from([7, 64, 200, 1 << 16]),
)
def test_cells_that_are_left_out_unread_change_nothing(kinds: list[str], skipped: int, chunk: int) -> None:
    rows = "".join(_ROW_KINDS[kind].format(row=2 + skipped * number) for number, kind in enumerate(kinds))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = workbook(Path(folder) / "表.xlsx", {"表": [["甲", "乙"]]})
        patched(path, SHEET1, lambda xml: xml.replace("</sheetData>", f"{rows} </sheetData>"))
        patch.setattr("validators.reading_xlsx._CHUNK", chunk)
        read = grid(path).cells
        patch.setattr("validators.reading_xlsx._BLANK_CELL", _NEVER)
        assert read == grid(path).cells


@pytest.mark.parametrize("part", [SHEET1, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_part_whose_elements_bear_a_prefix_reads_as_without(tmp_path: Path, part: str) -> None:
    rows: Rows = [["甲", "98%", "=B1*2 -> 6", True], [None, date(2023, 9, 25)]]
    plain = grid(workbook(tmp_path / "一.xlsx", {"表": rows}))

    def with_prefix(xml: str) -> str:
        named = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml)
        return named.replace(" xmlns=", " xmlns:x=")

    prefixed = grid(patched(workbook(tmp_path / "二.xlsx", {"表": rows}), part, with_prefix))
    assert (prefixed.name, prefixed.cells) == (plain.name, plain.cells)


def test_what_other_programs_add_in_names_of_their_own_is_no_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["甲", 2]]})
    foreign = '<extLst xmlns:y="urn:y"><ext><y:c r="C9"><y:f>A1</y:f><y:v>3</y:v></y:c></ext></extLst>'
    patched(path, SHEET1, lambda xml: xml.replace("</worksheet>", f"{foreign}</worksheet>"))
    assert contents(path) == {"A1": "甲", "B1": Decimal(2)}


@pytest.mark.parametrize("address", ["$A$1", "1", "A", "a1", ""])
def test_a_cell_whose_address_is_none_makes_the_workbook_a_damaged_one(tmp_path: Path, address: str) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1]]})
    patched(path, SHEET1, lambda xml: xml.replace('<c r="A1"', f'<c r="{address}"'))
    (one,) = opened(path)
    assert isinstance(one, Unreadable)
    assert "已损坏" in one.what


def test_the_modified_time_is_the_workbooks_own(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1]]}, modified=datetime(2023, 9, 21, 8, 30))
    assert paper(path).modified == datetime(2023, 9, 21, 8, 30)
    patched(path, "docProps/core.xml", lambda xml: xml.replace("2023-09-21T08:30:00Z", "昨天"))
    assert paper(path).modified is None


# Word


def word_file(path: Path, rows: list[list[str]], *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def test_a_word_table_is_read_with_row_and_column_numbers_as_addresses(tmp_path: Path) -> None:
    path = word_file(tmp_path / "表.docx", [["编码", "指标"], ["1.1", "培训"]], "填报单位：宝丰县")
    read = grid(path)
    assert {one.address: one.text for one in read.cells.values()} == {
        "表1R1C1": "编码", "表1R1C2": "指标", "表1R2C1": "1.1", "表1R2C2": "培训",
    }  # fmt: skip
    assert read.loose_lines == ("填报单位：宝丰县",)
    assert read.address(5, 7) == "表1R5C7"


def test_merged_cells_of_a_word_table_keep_the_columns_of_the_others(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "高"
    document.save(str(path := tmp_path / "表.docx"))
    read = grid(path)
    told = {place: read.at(*place) for place in [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2)]}
    assert [one.text if one else "" for one in told.values()] == ["宽", "宽", "02", "高", "高", "21"]


def test_a_word_file_without_tables_is_an_attachment(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("情况说明")
    document.save(str(path := tmp_path / "说明.docx"))
    (one,) = opened(path)
    assert isinstance(one, Attachment)
    assert one.kind == "Word"


# Other kinds of files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "PDF"), (b"\xff\xd8\xff\xe0", "图片"), (b"\x89PNG\r\n", "图片"), (b"RIFF....WEBP", "图片"),
    ],
)  # fmt: skip
def test_pdfs_and_pictures_are_attachments_whatever_they_are_called(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "盖章页.xlsx").write_bytes(content)
    (one,) = opened(tmp_path / "盖章页.xlsx")
    assert isinstance(one, Attachment)
    assert one.kind == kind


def soffice(path: Path, kind: str) -> Path:
    """`path` converted by LibreOffice, which is a program that calculates and a writer of old formats."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here")
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.with_suffix(f".{kind}")


@pytest.mark.slow
def test_what_libreoffice_saves_again_reads_as_before(tmp_path: Path) -> None:
    rows: Rows = [["编码", "本期累计"], ["1.10", "98%"], ["1.2", "=B2*2"], ["郏县", date(2023, 9, 25)]]
    path = workbook(tmp_path / "甲" / "表.xlsx", {"填报": rows})
    again = soffice(path.rename(tmp_path / "表.xlsx"), "ods")
    back = soffice(again.rename(tmp_path / "回.ods"), "xlsx")
    read = grid(back)
    assert {one.address: one.content for one in read.cells.values()} == {
        "A1": "编码", "B1": "本期累计", "A2": "1.10", "B2": Decimal("0.98"), "A3": "1.2", "B3": Decimal("1.96"),
        "A4": "郏县", "B4": date(2023, 9, 25),
    }  # fmt: skip
    assert read.cells[2, 2].is_percent


# Folders and zips


def test_lock_files_and_what_file_managers_leave_are_passed_over(tmp_path: Path) -> None:
    for name in ("~$宝丰县.xlsx", ".~lock.宝丰县.xlsx#", "Thumbs.db", ".DS_Store", "desktop.ini", "._宝丰县.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "县" / "二").mkdir(parents=True)
    for name in ("县/二/b.xlsx", "县/a.xlsx", "c.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)] == [
        "c.xlsx", "县/a.xlsx", "县/二/b.xlsx",
    ]  # fmt: skip


def test_members_of_a_zip_are_files_below_it_nested_zips_too(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "x.xlsx", {"表": [[1]]}).read_bytes()
    inner = zipped({"郏县.xlsx": sheet, "~$郏县.xlsx": b"lock", "盖章.pdf": b"%PDF"})
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"宝丰县.xlsx": sheet, "二/里.zip": inner}))
    assert [(one.file, type(one)) for one in opened(path)] == [
        ("a.zip/二/里.zip/盖章.pdf", Attachment),
        ("a.zip/二/里.zip/郏县.xlsx", Paper),
        ("a.zip/宝丰县.xlsx", Paper),
    ]


def test_names_in_a_zip_of_chinese_windows_are_gbk(tmp_path: Path) -> None:
    # zipfile only writes UTF-8 or ASCII names: the GBK bytes take the place of ASCII ones of the same length.
    gbk = "汝州市.xlsx".encode("gbk")
    content = zipped({"a" * len(gbk): workbook(tmp_path / "x.xlsx", {"表": [[1]]}).read_bytes()})
    path = tmp_path / "市.zip"
    path.write_bytes(content.replace(b"a" * len(gbk), gbk))
    assert [one.file for one in opened(path)] == ["市.zip/汝州市.xlsx"]


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validators.reading.MAX_UNPACKED_BYTES", 10 << 20)
    huge = zipped({f"{number}.xlsx": bytes(1 << 20) for number in range(3)})
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.zip": huge for number in range(4)}))
    outcome = opened(path)
    assert [type(one) for one in outcome[-1:]] == [Unreadable]
    assert outcome[-1].file == "a.zip/3.zip"
    assert isinstance(outcome[-1], Unreadable)
    assert outcome[-1].rule == "W07"


def test_a_zip_in_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b.zip": zipped({"c.zip": zipped({"d.xlsx": b"x"})})}))
    (one,) = opened(path)
    assert isinstance(one, Unreadable)
    assert (one.file, one.rule) == ("a.zip/b.zip/c.zip", "W07")


def test_a_workbook_that_unpacks_to_too_much_is_said_to_be_no_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1]]})
    patched(path, SHEET1, lambda xml: xml.replace("</sheetData>", f"{' ' * (1 << 20)}</sheetData>"))
    monkeypatch.setattr("validators.reading_xlsx.MAX_BYTES", 1 << 19)
    (one,) = opened(path)
    assert isinstance(one, Unreadable)
    assert "大得不像一张表" in one.what


def test_the_file_itself_is_only_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [[1]]})
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    opened(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


# Names and contents that cannot be written down, and files that want too much


def test_half_a_surrogate_pair_in_a_cell_falls_away(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["甲乙"]]})
    patched(path, "xl/sharedStrings.xml", lambda xml: xml.replace("甲乙", "甲_xD800_乙_x000A_"))
    assert contents(path) == {"A1": "甲乙\n"}


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes on Windows")
def test_a_file_name_of_gbk_bytes_is_read_as_gbk(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + "/上报".encode()
    os.mkdir(folder)
    with open(folder + b"/" + "宝丰县.pdf".encode("gbk"), "wb") as file:
        file.write(b"%PDF-1.4")
    (path,) = files_below(tmp_path)
    name = name_below(path, tmp_path)
    assert name == "上报/宝丰县.pdf"
    assert [(one.file, type(one)) for one in open_file(path, name)] == [(name, Attachment)]


@pytest.mark.parametrize(
    "name", ["../../宝丰县.pdf", "/宝丰县.pdf", "C:\\宝丰县.pdf", "..\\./宝丰县.pdf", "c:宝丰县.pdf"]
)
def test_no_name_in_a_zip_leads_out_of_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({name: b"%PDF"}))
    assert [one.file for one in opened(path)] == ["a.zip/宝丰县.pdf"]


@pytest.mark.parametrize("part", ["word/media/image1.png", "customXml/item9.xml"])
def test_a_word_file_that_swells_is_not_opened_whatever_its_parts_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    path = word_file(tmp_path / "表.docx", [["编码"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, bytes(2 << 20))
    monkeypatch.setattr("validators.reading.MAX_WORD_BYTES", 1 << 20)
    (one,) = opened(path)
    assert isinstance(one, Unreadable)
    assert "大得不像" in one.what


def test_a_word_file_with_large_photographs_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word_file(tmp_path / "表.docx", [["编码"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.jpg", random.Random(1).randbytes(2 << 20))
    monkeypatch.setattr("validators.reading.MAX_WORD_BYTES", 1 << 20)
    assert contents(path) == {"表1R1C1": "编码"}


@pytest.mark.parametrize(("limit", "most"), [("MAX_CELLS", 5), ("MAX_BYTES", 6_000)])
def test_the_sheets_of_a_workbook_share_one_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    one, eight = ({str(number): [["甲", "乙"]] for number in range(count)} for count in (1, 8))
    monkeypatch.setattr(f"validators.reading_xlsx.{limit}", most)
    assert isinstance(opened(workbook(tmp_path / "一.xlsx", one))[0], Paper)
    (outcome,) = opened(workbook(tmp_path / "八.xlsx", eight))
    assert isinstance(outcome, Unreadable)
    assert "大得不像一张表" in outcome.what


def test_a_part_that_two_sheets_refer_to_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"一": [[1]], "二": [[2]]})
    patched(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("sheet2.xml", "sheet1.xml"))
    (one,) = opened(path)
    assert isinstance(one, Unreadable)
    assert "已损坏" in one.what


# A submission as it came


def test_a_submission_is_found_again_by_the_name_under_which_it_was_read(tmp_path: Path) -> None:
    gbk = "汝州市.xlsx".encode("gbk")
    sheet = workbook(tmp_path / "x.xlsx", {"表": [[1]]}).read_bytes()
    inner = zipped({"a" * len(gbk): sheet, "../郏县.pdf": b"%PDF-2", "盖章.pdf": b"%PDF-1"}).replace(
        b"a" * len(gbk), gbk
    )
    below = tmp_path / "期" / "上报"
    (below / "县").mkdir(parents=True)
    (below / "县" / "宝丰县.xlsx").write_bytes(sheet)
    (below / "a.zip").write_bytes(zipped({"二/里.zip": inner, "郏县.pdf": b"%PDF-3", "长" * 500 + ".pdf": b"%PDF-4"}))
    if os.name != "nt":
        with open(os.fsencode(below) + b"/" + "叶县.pdf".encode("gbk"), "wb") as file:
            file.write(b"%PDF-5")
    period = below.parent
    known = [(one.file, one.sha256) for path in files_below(below) for one in open_file(path, name_below(path, period))]
    assert len(known) == (7 if os.name != "nt" else 6)
    for name, sha256 in known:
        content = original(period, name)
        assert content is not None, name
        assert hashlib.sha256(content).hexdigest() == sha256


def test_members_that_share_a_name_are_told_apart_again(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            member = zipfile.ZipInfo("表.pdf")
            archive.NameToInfo.clear()  # or zipfile warns of the name that it already has
            archive.writestr(member, f"%PDF-{number}")
    names = [one.file for one in opened(tmp_path / "a.zip")]
    assert names == ["a.zip/表.pdf", "a.zip/表.pdf（2）", "a.zip/表.pdf（3）"]
    assert [original(tmp_path, name) for name in names] == [b"%PDF-0", b"%PDF-1", b"%PDF-2"]


@pytest.mark.parametrize(
    "file",
    [
        *("没有.xlsx", "a.zip/没有.xlsx", "a.zip/里.zip/没有", "表.xlsx/xl/workbook.xml", "空/x", "../期/表.xlsx", ""),
        *("/etc/passwd", "坏.zip/x", "夹"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "期"
    (folder / "夹").mkdir(parents=True)
    workbook(folder / "表.xlsx", {"表": [[1]]})
    (folder / "a.zip").write_bytes(zipped({"里.zip": zipped({"b.pdf": b"%PDF"})}))
    (folder / "坏.zip").write_bytes(zipped({"x": b"x"})[:-8])
    assert original(folder, file) is None


def test_an_original_is_unpacked_within_the_same_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": zipped({"c.pdf": bytes(2 << 20)}), "d.pdf": b"%PDF"}))
    assert original(tmp_path, "a.zip/b.zip/c.pdf") == bytes(2 << 20)
    monkeypatch.setattr("validators.reading.MAX_UNPACKED_BYTES", 1 << 20)
    assert original(tmp_path, "a.zip/b.zip/c.pdf") is None
    assert original(tmp_path, "a.zip/d.pdf") == b"%PDF"
    monkeypatch.setattr("validators.reading.MAX_FILE_BYTES", 10)
    assert original(tmp_path, "a.zip/d.pdf") is None


BUILT_IN = [
    "0.00",
    "#,##0",
    "0%",
    "0.00E+00",
    "# ?/?",
    "#,##0_);(#,##0)",
    "#,##0.00_);[Red](#,##0.00)",
    "##0.0E+0",
    "@",
]


@pytest.mark.parametrize("number_format", BUILT_IN)
def test_a_format_that_the_file_tells_by_number_alone_is_told_by_its_code(tmp_path: Path, number_format: str) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = 5
    sheet["A1"].number_format = number_format
    book.save(tmp_path / "表.xlsx")
    assert grid(tmp_path / "表.xlsx").cells[1, 1].number_format == number_format
