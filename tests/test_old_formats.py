"""Old formats: .xls and .et with formats, errors and merges, .ods, and an .xlsb written record by record."""

import io
import struct
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlrd
import xlsxwriter

from model.submission import Status
from tests.libreoffice import converted, needs_libreoffice
from tests.tables import Rows, issue_and_fill, rules, take, workbook, year, zipped
from validators import old_formats
from validators.grid import CellError, Content, Grid, Paper, Unreadable
from validators.reading import open_file
from validators.reading_old import OldFormatError, read_old
from validators.shown import shown_text

PERIOD = "2023-09"


def paper(path: Path) -> Paper:
    (one,) = open_file(path, path.name)
    assert isinstance(one, Paper), one
    return one


def contents(grid: Grid) -> dict[str, Content]:
    return {cell.address: cell.content for cell in grid.cells.values()}


def of_all_kinds(path: Path) -> Path:
    """A workbook with every kind of cell, a merge, and sheets hidden in both ways."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("填报")
    numbers = [
        (0.98, "0.0%"), (98, "General"), (85, '0"%"'), (27200, '0\\.0,"万"'), (2.72, "0.00"), (1234.5, "#,##0.00"),
        (-3.5, "0.0;[Red]-0.0"), (0.1 + 0.2, "General"), (1e-9, "General"), (20, "@"), (1500, "#,##0.0_);(#,##0.0)"),
    ]  # fmt: skip
    for row, (number, code) in enumerate(numbers):
        sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
    for row, code in enumerate(["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "m/d/yy"]):
        sheet.write_datetime(row, 1, datetime(2023, 9, 25), book.add_format({"num_format": code}))
    for row, (formula, error) in enumerate([("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ('=INDIRECT("#REF!")', "#REF!")]):
        sheet.write_formula(row, 2, formula, None, error)
    sheet.write_formula(3, 2, "=A5*2", None, 5.44)
    sheet.write_string(4, 2, "1.10")
    sheet.write_boolean(5, 2, True)
    sheet.merge_range(0, 3, 2, 4, "宝丰县")
    book.add_worksheet("藏").hide()
    book.add_worksheet("深藏").very_hidden()
    for one in book.worksheets()[1:]:
        one.write_string(0, 0, "编码")
    book.close()
    return path


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    """The workbook `of_all_kinds` as read from .xlsx, .xls and .ods."""
    folder = tmp_path_factory.mktemp("old")
    path = of_all_kinds(folder / "表.xlsx")
    old = {kind: converted([path], folder, kind)["表"] for kind in ("xls", "ods")}
    return {kind: paper(one) for kind, one in {"xlsx": path, **old}.items()}


@pytest.mark.slow
@needs_libreoffice
def test_an_xls_tells_what_the_xlsx_tells(kinds: dict[str, Paper]) -> None:
    new, old = kinds["xlsx"], kinds["xls"]
    assert [(one.name, one.is_hidden, one.merged) for one in old.grids] == [
        (one.name, one.is_hidden, one.merged) for one in new.grids
    ]
    for ours, theirs in zip(old.grids, new.grids, strict=True):
        assert contents(ours) == contents(theirs)
        for place, cell in theirs.cells.items():
            same = ours.cells[place]
            assert same.is_percent is cell.is_percent
            assert shown_text(same.content, same.number_format) == shown_text(cell.content, cell.number_format)


@pytest.mark.slow
@needs_libreoffice
def test_an_ods_tells_percentages_errors_and_merges_but_no_other_format(kinds: dict[str, Paper]) -> None:
    new, old = kinds["xlsx"], kinds["ods"]
    assert [(one.name, one.is_hidden, one.merged) for one in old.grids] == [
        (one.name, one.is_hidden, one.merged) for one in new.grids
    ]
    assert not old.has_macros
    ours, theirs = old.grids[0], new.grids[0]
    assert contents(ours) == contents(theirs)
    assert [one.address for one in ours.cells.values() if one.is_percent] == ["A1"]
    assert shown_text(ours.cells[1, 1].content, ours.cells[1, 1].number_format) == "98.0%"
    assert shown_text(ours.cells[4, 1].content, ours.cells[4, 1].number_format) is None, "2.7万, but the file hides why"


@pytest.mark.slow
@needs_libreoffice
def test_the_merged_area_of_an_xls_leads_to_its_value(kinds: dict[str, Paper]) -> None:
    grid = kinds["xls"].grids[0]
    cell = grid.at(3, 5)
    assert cell is not None
    assert cell.content == "宝丰县"


@pytest.mark.slow
@needs_libreoffice
def test_an_xls_of_1904_has_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    book.add_worksheet().write_datetime(0, 0, datetime(2023, 9, 25), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert contents(paper(converted([path], tmp_path, "xls")["表"]).grids[0]) == {"A1": date(2023, 9, 25)}


@pytest.mark.slow
@needs_libreoffice
def test_blank_styled_rows_of_an_xls_and_a_stray_last_cell_are_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    stripes = [book.add_format({"bg_color": colour, "num_format": "0.0%"}) for colour in ("#DDDDDD", "#FFDDDD")]
    sheet.write_string(0, 0, "编码")
    for row in range(1, 60_000):
        for column in range(8):
            sheet.write_blank(row, column, None, stripes[(row + column) % 2])  # equal ones LibreOffice leaves out
    sheet.write_number(65_535, 255, 7)
    book.close()
    old = converted([path], tmp_path, "xls")["表"]
    assert old.stat().st_size > 1_000_000
    began = time.monotonic()
    assert contents(paper(old).grids[0]) == {"A1": "编码", "IV65536": Decimal(7)}
    assert time.monotonic() - began < 30


# Submissions


SHEET: Rows = [
    ["填报单位", "宝丰县"],
    ["编码", "指标", "单位", "本期累计"],
    ["1.1", "培训人数", "人", 900],
    ["1.2", "新增技能人才", "人", 300],
]


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("name", ["宝丰县.xls", "宝丰县.et", "宝丰县.xlsx"])
def test_an_old_sheet_is_taken_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    folder = year(tmp_path)
    issue_and_fill(folder, PERIOD, "郏县", {"1.1": {"本期累计": 9}, "1.2": {"本期累计": 3}})
    old = converted([workbook(tmp_path / "表.xlsx", {"表": SHEET})], tmp_path, "xls")["表"]
    old.rename(folder / PERIOD / "上报" / name)
    intake = take(folder, PERIOD)
    assert {(one.unit, one.status) for one in intake.submissions} == {
        ("宝丰县", Status.ACCEPTED), ("郏县", Status.ACCEPTED),
    }  # fmt: skip
    assert intake.reported["1.1", "宝丰县"].value == 900


def test_an_xlsx_that_is_called_xls_is_taken(tmp_path: Path) -> None:
    folder = year(tmp_path)
    workbook(folder / PERIOD / "上报" / "宝丰县.xls", {"表": SHEET})
    assert take(folder, PERIOD).reported["1.2", "宝丰县"].value == 300


@pytest.mark.slow
@needs_libreoffice
def test_percentages_and_errors_of_an_xls_are_told_from_bare_numbers(tmp_path: Path) -> None:
    indicators = """
        编码 | 指标 | 单位 | 类型 | 汇总方式 | 小数位 | 宝丰县
        1.1 | 覆盖率 | % | 比率 | 各达标 | 1 | 90%
        1.2 | 满意度 | % | 比率 | 各达标 | 1 | 90%
        1.3 | 人数 | 人 | 数量 | 合计 | 0 | 900
    """
    folder = year(tmp_path, indicators)
    rows: Rows = [
        ["填报单位", "宝丰县"],
        ["编码", "指标", "单位", "本期累计"],
        ["1.1", "覆盖率", "%", "110%"],
        ["1.2", "满意度", "%", 98],
        ["1.3", "人数", "人", "=1/0 -> #DIV/0!"],
    ]
    old = converted([workbook(tmp_path / "表.xlsx", {"表": rows})], tmp_path, "xls")["表"]
    (folder / PERIOD / "上报").mkdir(parents=True)
    old.rename(folder / PERIOD / "上报" / "宝丰县.xls")
    held = {one.indicator: one.rule for one in take(folder, PERIOD).findings if one.cell and one.holds}
    assert held == {"1.1": "C32", "1.2": "C04", "1.3": "C06"}


@pytest.mark.slow
@needs_libreoffice
def test_units_under_a_merge_of_an_xls_are_known(tmp_path: Path) -> None:
    folder = year(tmp_path)
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("汇总")
    sheet.write_row(0, 0, ["填报单位", "编码", "指标", "单位", "本期累计"])
    for index, unit in enumerate(["宝丰县", "郏县"]):
        sheet.merge_range(1 + 2 * index, 0, 2 + 2 * index, 0, unit)
        sheet.write_row(1 + 2 * index, 1, ["1.1", "培训人数", "人", 90 + index])
        sheet.write_row(2 + 2 * index, 1, ["1.2", "新增技能人才", "人", 30 + index])
    book.close()
    old = converted([path], tmp_path, "xls")["表"]
    (folder / PERIOD / "上报").mkdir(parents=True)
    old.rename(folder / PERIOD / "上报" / "两县.xls")
    reported = {key: one.value for key, one in take(folder, PERIOD).reported.items()}
    assert reported == {("1.1", "宝丰县"): 90, ("1.2", "宝丰县"): 30, ("1.1", "郏县"): 91, ("1.2", "郏县"): 31}


# .xlsb, which no program here writes


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of BIFF12 ([MS-XLSB] 2.1.4): its number and its size in groups of seven bits, then its content."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, groups = len(content), bytearray()
    while True:
        groups.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return number + bytes(groups) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


ROW_HEADER, CELL_ERROR, CELL_BOOL, CELL_REAL, CELL_TEXT, FORMULA_NUMBER = 0, 3, 4, 5, 6, 9
BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS = 129, 130, 131, 132, 143, 144
BEGIN_CELLS, END_CELLS, DIMENSION, SHEET_ENTRY = 145, 146, 148, 156


def xlsb_cells(rows: Rows) -> Iterator[bytes]:
    for row, cells in enumerate(rows):
        yield record(ROW_HEADER, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, content in enumerate(cells):
            head = struct.pack("<II", column, 0)
            match content:
                case bool():
                    yield record(CELL_BOOL, head + bytes([content]))
                case str() if content.startswith("="):  # a formula without tokens, and its stored value
                    stored = struct.pack("<dHII", float(content[1:]), 0, 0, 0)
                    yield record(FORMULA_NUMBER, head + stored)
                case str():
                    yield record(CELL_TEXT, head + wide(content))
                case CellError():
                    yield record(CELL_ERROR, head + bytes([0x17]))
                case None:
                    pass
                case number:
                    yield record(CELL_REAL, head + struct.pack("<d", number))


def xlsb_bytes(rows: Rows, hidden: Rows = ()) -> bytes:
    """A minimal .xlsb of two sheets, 填报 and the hidden 藏."""
    entries, parts, relations = b"", {}, ""
    for number, (name, table) in enumerate({"填报": rows, "藏": hidden}.items(), start=1):
        entries += record(SHEET_ENTRY, struct.pack("<II", number - 1, number) + wide(f"rId{number}") + wide(name))
        size = struct.pack("<IIII", 0, max(len(table) - 1, 0), 0, max([1, *map(len, table)]) - 1)
        cells = record(BEGIN_CELLS) + b"".join(xlsb_cells(table)) + record(END_CELLS)
        parts[f"xl/worksheets/sheet{number}.bin"] = (
            record(BEGIN_SHEET) + record(DIMENSION, size) + cells + record(END_SHEET)
        )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relations += f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.bin"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/workbook.bin.rels"] = f'<Relationships xmlns="{namespace}">{relations}</Relationships>'.encode()
    book = record(BEGIN_SHEETS) + entries + record(END_SHEETS)
    parts["xl/workbook.bin"] = record(BEGIN_BOOK) + book + record(END_BOOK)
    parts["[Content_Types].xml"] = b"<Types/>"
    return zipped(parts)


def test_an_xlsb_is_read_with_its_values_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsb"
    path.write_bytes(xlsb_bytes([["编码", 2.72, None, True], [], [None, "=5.5", "郏县"]], [["x"]]))
    read = paper(path)
    assert [(one.name, one.is_hidden) for one in read.grids] == [("填报", False), ("藏", True)]
    assert contents(read.grids[0]) == {
        "A1": "编码", "B1": Decimal("2.72"), "D1": True, "B3": Decimal("5.5"), "C3": "郏县",
    }  # fmt: skip
    assert shown_text(Decimal("2.72"), read.grids[0].cells[1, 2].number_format) is None, "its formats are not told"


def test_a_submission_in_xlsb_is_taken(tmp_path: Path) -> None:
    folder = year(tmp_path)
    path = folder / PERIOD / "上报" / "宝丰县.xlsb"
    path.parent.mkdir(parents=True)
    path.write_bytes(xlsb_bytes(SHEET))
    intake = take(folder, PERIOD)
    assert {one.unit: one.status for one in intake.submissions if one.file} == {"宝丰县": Status.ACCEPTED}
    assert {key: one.value for key, one in intake.reported.items()} == {("1.1", "宝丰县"): 900, ("1.2", "宝丰县"): 300}


def test_a_damaged_xlsb_is_a_finding(tmp_path: Path) -> None:
    folder = year(tmp_path)
    path = folder / PERIOD / "上报" / "宝丰县.xlsb"
    path.parent.mkdir(parents=True)
    content = xlsb_bytes(SHEET)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part[:9] if name == "xl/workbook.bin" else part)
    path.write_bytes(buffer.getvalue())
    assert rules(take(folder, PERIOD)) == ["W01"]


# What cannot be read


def xls_bytes(folder: Path) -> bytes:
    return converted([workbook(folder / "表.xlsx", {"表": SHEET})], folder, "xls")["表"].read_bytes()


@pytest.mark.slow
@needs_libreoffice
def test_an_xls_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    content = bytearray(xls_bytes(tmp_path))
    first = content.index(
        b"\x09\x08\x10\x00\x00\x06\x05\x00"
    )  # the workbook's BOF; the record behind it becomes FILEPASS
    behind = first + 20
    content[behind : behind + 2] = b"\x2f\x00"
    path = tmp_path / "密.xls"
    path.write_bytes(content)
    (one,) = open_file(path, "密.xls")
    assert isinstance(one, Unreadable)
    assert (one.what, one.advice) == ("设了打开密码", "请去掉密码后重报。")


@pytest.mark.slow
@needs_libreoffice
def test_an_xls_with_a_visual_basic_project_has_macros(tmp_path: Path) -> None:
    content = xls_bytes(tmp_path)
    path = tmp_path / "宏.xls"
    path.write_bytes(content)
    assert not paper(path).has_macros
    path.write_bytes(content + "_VBA_PROJECT".encode("utf-16-le").ljust(512, b"\0"))
    assert paper(path).has_macros


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("library", ["xlrd", "calamine"])
def test_a_macro_sheet_of_excel_4_counts_as_macros(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    path = workbook(tmp_path / "表.xlsx", {"a": SHEET, "b": [["x"]]})
    content = bytearray(converted([path], tmp_path, "xls")["表"].read_bytes())
    kind = content.index(b"\x01\x00b", content.index(b"\x85\x00")) - 1  # BOUNDSHEET: …, kind of sheet, name
    assert content[kind] == 0, "a worksheet"
    content[kind] = 1
    if library == "calamine":
        monkeypatch.setattr(xlrd, "open_workbook", fails)
    told = old_formats._told(bytes(content))
    assert told["has_macro_sheet"]
    assert [one["name"] for one in told["sheets"]] == ["a"]


def fails(**_: Any) -> None:
    raise xlrd.XLRDError("Workbook corruption")


@pytest.mark.slow
@needs_libreoffice
def test_calamine_stands_in_where_xlrd_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = xls_bytes(tmp_path)

    def told() -> list[list[Any]]:
        return [[one[:4] for one in sheet["cells"]] for sheet in old_formats._told(content)["sheets"]]

    whole = told()
    monkeypatch.setattr(xlrd, "open_workbook", fails)
    assert told() == whole


def test_more_cells_than_any_form_has_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_formats, "MAX_CELLS", 5)
    with pytest.raises(old_formats.Oversized):
        old_formats._told(xlsb_bytes(SHEET))


@pytest.mark.parametrize(
    ("status", "words"), [(3, "设了打开密码"), (4, "大得不像一张表"), (1, "已损坏"), (-9, "已损坏")]
)
def test_how_the_reading_process_ends_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, words: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import os\nos._exit({status})" if status > 0 else "import os\nos.kill(os.getpid(), 9)", "utf-8")
    monkeypatch.setattr("validators.reading_old._CHILD", child)
    with pytest.raises(OldFormatError, match=words):
        read_old(b"")
