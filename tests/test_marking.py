"""A county's own workbook with its faulty cells marked: the marks are seen, and nothing else has changed."""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from generators.forms import form_workbook
from generators.marking import Mark, UnmarkableError, marked_copy
from generators.packing import is_sealed, packed, sealed
from generators.sheet import SEVERITY_FILLS
from model.finding import Severity
from model.form import FORM_SHEET, form_of
from tests.libreoffice import converted, needs_libreoffice
from tests.tables import year
from validators.grid import Paper
from validators.period_folder import open_period
from validators.reading import open_file

ERROR, QUERY, NOTE = Severity.ERROR, Severity.QUERY, Severity.NOTE
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
WORKSHEET_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
"""The children of <worksheet> in the order of the schema (ECMA-376 part 1, CT_Worksheet)."""


# What the tests look with


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def colour(severity: Severity) -> str:
    return "FF" + SEVERITY_FILLS[severity.label].removeprefix("#")


def opened(content: bytes) -> Any:
    """The workbook as openpyxl has it, which complains of what it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(content))


def marked_cells(content: bytes, sheet: str = "填报") -> dict[str, tuple[str | None, str | None]]:
    """Colour and comment of each cell that has one of our colours or any comment, as openpyxl sees it."""
    ours = {colour(one): one.label for one in Severity}
    book = opened(content)
    seen = {}
    for cell in (cell for line in book[sheet].iter_rows() for cell in line):
        fill = ours.get(str(cell.fill.fgColor.rgb)) if cell.fill.fill_type == "solid" else None
        if fill or cell.comment:
            seen[cell.coordinate] = (fill, cell.comment.text if cell.comment else None)
    return seen


def looks_but_fill(content: bytes) -> dict[str, Any]:
    """Everything of each cell's look and content but its fill."""
    return {
        f"{sheet.title}!{cell.coordinate}": (cell.value, cell.number_format, *map(repr, look_of(cell)))
        for sheet in opened(content).worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.has_style or cell.value is not None
    }


def look_of(cell: Any) -> tuple[Any, ...]:
    return cell.font, cell.border, cell.alignment, cell.protection, cell.quotePrefix


def as_read(content: bytes, tmp_path: Path) -> list[Any]:
    """What the project's own reader makes of the file."""
    path = tmp_path / "read.xlsx"
    path.write_bytes(content)
    (paper,) = open_file(path, "read.xlsx")
    assert isinstance(paper, Paper)
    return [(grid.name, grid.is_hidden, dict(grid.cells), dict(grid.merged)) for grid in paper.grids]


def assert_sound(content: bytes) -> None:
    """The zip is whole, each XML part parses, each part has a type and each relation its part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
    parts = parts_of(content)
    roots = {
        name: ElementTree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels", ".vml"))
    }
    types = roots["[Content_Types].xml"]
    overrides = [one.get("PartName") for one in types if one.tag.endswith("}Override")]
    defaults = [str(one.get("Extension")).lower() for one in types if one.tag.endswith("}Default")]
    assert len(set(overrides)) == len(overrides)
    assert len(set(defaults)) == len(defaults)
    assert {str(one).lstrip("/") for one in overrides} <= parts.keys()
    typed = {name for name in parts if f"/{name}" in overrides or name.rpartition(".")[2].lower() in defaults}
    assert typed | {"[Content_Types].xml"} >= {name for name in parts if not name.endswith("/")}
    for name in (name for name in parts if name.endswith(".rels")):
        assert_related(name, roots[name], parts)
    for root in roots.values():
        if root.tag == f"{{{MAIN}}}worksheet":
            order = [WORKSHEET_ORDER.index(one.tag.removeprefix(f"{{{MAIN}}}")) for one in root if MAIN in one.tag]
            assert order == sorted(order)
    assert_shapes_are_unique(root for name, root in roots.items() if name.endswith(".vml"))


def assert_related(name: str, root: ElementTree.Element, parts: Mapping[str, bytes]) -> None:
    assert len({one.get("Id") for one in root}) == len(root)
    folder = posixpath.dirname(posixpath.dirname(name))
    targets = [str(one.get("Target")) for one in root if one.get("TargetMode") != "External"]
    assert {posixpath.normpath(posixpath.join("/", folder, one)).lstrip("/") for one in targets} <= parts.keys()


def assert_shapes_are_unique(drawings: Iterable[ElementTree.Element]) -> None:
    """No two shapes of one drawing share an id, no two drawings of cells share a block of ids."""
    blocks: list[str] = []
    for root in drawings:
        shapes = [one.get("id") for one in root if str(one.get("id")).startswith("_x0000_s")]
        assert len(set(shapes)) == len(shapes)
        if any(one.tag.endswith("}ClientData") for one in root.iter()):
            maps = (one for one in root.iter() if one.tag.endswith("}idmap"))
            blocks += [block for one in maps for block in str(one.get("data")).split(",")]
    assert len(set(blocks)) == len(blocks)


def assert_only_changed(before: bytes, after: bytes, changed: set[str], new: set[str]) -> None:
    """Exactly these parts are others than before; members keep order, time and compression."""
    old, now = parts_of(before), parts_of(after)
    assert {name for name in old if now.get(name) != old[name]} == changed
    assert now.keys() - old.keys() == new
    with zipfile.ZipFile(io.BytesIO(before)) as first, zipfile.ZipFile(io.BytesIO(after)) as second:
        kept = [(one.filename, one.date_time, one.compress_type) for one in first.infolist()]
        assert [(one.filename, one.date_time, one.compress_type) for one in second.infolist()][: len(kept)] == kept
        assert {one.date_time for one in second.infolist()[len(kept) :]} <= {(1980, 1, 1, 0, 0, 0)}


# Workbooks


def written(write: Callable[[Any, Any], None], **options: Any) -> bytes:
    """A workbook by xlsxwriter with a sheet 填报 that `write` fills."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    write(book, book.add_worksheet("填报"))
    book.close()
    return buffer.getvalue()


def numbers(book: Any, sheet: Any) -> None:
    percent = book.add_format({"num_format": "0.0%", "border": 1, "bold": True, "locked": False, "align": "right"})
    for row in range(6):
        sheet.write_number(row, 1, row / 10, percent)
        sheet.write_string(row, 2, f"文字{row}")
    sheet.write_formula(6, 1, "=SUM(B1:B6)", percent, 1.5)


def hand_made(sheet: str, styles: str | None = None) -> bytes:
    """The smallest workbook with this XML as its sheet 填报."""
    overrides = f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPES}.styles+xml"/>' if styles else ""
    style_relation = f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>' if styles else ""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPES}.worksheet+xml"/>{overrides}'
            "</Types>"
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="填报" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet"'
            f' Target="worksheets/sheet1.xml"/>{style_relation}</Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        **({"xl/styles.xml": styles.encode()} if styles else {}),
    }
    return zipped(parts)


SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills>{2 * "<fill><patternFill/></fill>"}</fills>'
    '<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fillId="0"/>'
    '<xf numFmtId="10"><alignment wrapText="1"/></xf></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
LEGACY = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rId2"/>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 9, 20, 9, 30, 0)), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(content)
    return zipped({**parts, part: change(parts[part])})


def mark(cell: str, severity: Severity = ERROR, comment: str = "有误", sheet: str = "填报") -> Mark:
    return Mark(sheet, cell, severity, comment)


@pytest.fixture(scope="module")
def issued_form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Our own form of 70 rows, protected, with merges, validations and formulas."""
    kinds = ["人 | 数量 | 合计 | 1500"] * 6 + ["% | 比率 | 加权 | 90%"]
    lines = [f"{row // 10 + 1}.{row % 10 + 1} | 项目{row // 10} | 指标{row} | {kinds[row % 7]} |" for row in range(70)]
    table = "编码 | 项目 | 指标 | 单位 | 类型 | 汇总方式 | 宝丰县 | 郏县\n" + "\n".join(lines)
    folder = year(tmp_path_factory.mktemp("year"), table)
    (folder / "2023-09").mkdir()
    opened = open_period(folder / "2023-09")
    return packed(form_workbook(form_of(opened.breakdown, "宝丰县", opened.period, opened.previous)))


# What is marked


def test_marked_cells_get_the_fill_of_their_severity_and_a_comment_and_no_others_do():
    before = written(numbers)
    after = marked_copy(before, [mark("B2"), mark("B3", QUERY, "请核实"), mark("C4", NOTE, "提示一句")])
    assert marked_cells(after) == {"B2": ("错误", "有误"), "B3": ("核实", "请核实"), "C4": ("提示", "提示一句")}
    assert looks_but_fill(after) == looks_but_fill(before)
    assert_sound(after)


def test_only_the_parts_that_marks_need_are_others():
    before = written(numbers)
    new = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert_only_changed(before, marked_copy(before, [mark("B2")]), {SHEET, "xl/styles.xml", "[Content_Types].xml"}, new)


def test_a_formula_keeps_formula_and_value(tmp_path):
    before = written(numbers)
    after = marked_copy(before, [mark("B7")])
    assert as_read(after, tmp_path) == as_read(before, tmp_path)
    assert marked_cells(after) == {"B7": ("错误", "有误")}
    assert b"<f>SUM(B1:B6)</f><v>1.5</v>" in parts_of(after)[SHEET]


def test_several_marks_of_a_cell_are_one_comment_the_worst_first():
    marks = [
        mark("B2", NOTE, "小数太多"),
        mark("B2", QUERY, "下降了"),
        mark("B2", ERROR, "不是数"),
        mark("B2", NOTE, "小数太多"),
    ]
    after = marked_copy(written(numbers), marks)
    assert marked_cells(after) == {"B2": ("错误", "不是数\n下降了\n小数太多")}


def test_the_comments_are_signed_by_the_validation():
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(written(numbers), [mark("B2")])))
    assert book["填报"]["B2"].comment.author == "校验"


def test_the_same_marks_give_the_same_bytes():
    before = written(numbers)
    assert marked_copy(before, [mark("B2"), mark("C1")]) == marked_copy(before, [mark("C1"), mark("B2")])


def test_without_marks_the_file_is_as_it_was():
    before = written(numbers)
    assert marked_copy(before, []) == before


@pytest.mark.parametrize("words", ["5 < 6 & \"7\" > '4'", "第一行\n第二行\r\n第三行", "  两头的空格  ", "😀𠮷", "]]>"])
def test_a_comment_says_what_it_was_given(words):
    after = marked_copy(written(numbers), [mark("B2", comment=words)])
    assert marked_cells(after)["B2"][1] == words.replace("\r\n", "\n")
    assert_sound(after)


def test_a_comment_holds_nothing_that_xml_or_excel_would_take_for_something_else():
    after = marked_copy(written(numbers), [mark("B2", comment="a\x00b\x0bc\ud800d _x0041_ ￾")])
    assert "abcd _x005F_x0041_ " in parts_of(after)["xl/comments1.xml"].decode()
    assert_sound(after)


def test_a_mark_under_a_merge_stands_at_its_first_cell_together_with_that_cell_s_own():
    before = written(lambda book, sheet: (numbers(book, sheet), sheet.merge_range("D2:F4", "并")))
    after = marked_copy(before, [mark("F4", QUERY, "核实"), mark("D2"), mark("E3", NOTE, "提示")])
    assert marked_cells(after) == {"D2": ("错误", "有误\n核实\n提示")}
    assert_sound(after)


def test_sheets_that_share_a_style_are_marked_each_by_itself():
    def two(book: Any, sheet: Any) -> None:
        numbers(book, sheet)
        numbers(book, book.add_worksheet("验收"))

    after = marked_copy(written(two), [mark("B2"), mark("B3", QUERY, sheet="验收"), mark("C2", NOTE, sheet="验收")])
    assert marked_cells(after) == {"B2": ("错误", "有误")}
    assert marked_cells(after, "验收") == {"B3": ("核实", "有误"), "C2": ("提示", "有误")}
    assert_sound(after)


def test_a_long_comment_gets_a_larger_box_and_the_box_keeps_to_the_sheet():
    marks = [mark("B2", comment="短"), mark("B3", comment="很长的话。" * 60), mark("XFD1048576", comment="角落")]
    boxes = anchors(marked_copy(written(numbers), marks))
    heights = {place: box[6] - box[2] for place, box in boxes.items()}
    assert heights[2, 1] > 2 * heights[1, 1]
    assert max(box[4] for box in boxes.values()) < 16384
    assert max(box[6] for box in boxes.values()) < 1048576


def anchors(content: bytes) -> dict[tuple[int, int], list[int]]:
    """The corners of each comment's box, by row and column from 0."""
    space = "{urn:schemas-microsoft-com:office:excel}"
    boxes = {}
    for one in ElementTree.fromstring(parts_of(content)["xl/drawings/vmlDrawing1.vml"]).iter(f"{space}ClientData"):
        if one.get("ObjectType") == "Note":
            place = (int(one.findtext(f"{space}Row", "")), int(one.findtext(f"{space}Column", "")))
            boxes[place] = [int(number) for number in one.findtext(f"{space}Anchor", "").split(",")]
    return boxes


def test_more_comments_than_a_block_of_ids_holds_take_a_second_block():
    after = marked_copy(written(numbers), [mark(f"A{row}") for row in range(1, 1101)])
    assert len(anchors(after)) == 1100
    assert_sound(after)


# What a county's file may hold


def everything(book: Any, sheet: Any) -> None:
    """A sheet with all that a library would lose."""
    numbers(book, sheet)
    sheet.merge_range("A10:D10", "填表说明")
    sheet.insert_textbox("F2", "请先看说明")
    sheet.insert_image("F8", "章.png", {"image_data": io.BytesIO(PNG)})
    sheet.insert_button("H2", {"caption": "检查", "macro": "检查"})
    sheet.write_comment("C2", "县里自己的批注", {"author": "李某"})
    sheet.set_header("&C&G", {"image_center": "头.png", "image_data_center": io.BytesIO(PNG)})
    sheet.data_validation("B1:B6", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format("B1:B6", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E1", {"range": "填报!B1:B6"})
    sheet.add_table("J1:K4")
    sheet.protect("密", {"objects": True})
    sheet.write_rich_string("C8", "一", book.add_format({"bold": True}), "二", "三")
    sheet.write_url("C9", "https://example.com/")
    book.define_name("合计", "=填报!$B$7")
    book.add_chart({"type": "column"})
    book.add_worksheet("藏").hide()


def with_macros(tmp_path: Path) -> bytes:
    (tmp_path / "vbaProject.bin").write_bytes(b"\xd0\xcf\x11\xe0 macros")

    def write(book: Any, sheet: Any) -> None:
        everything(book, sheet)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=填报!$B$1:$B$6"})
        sheet.insert_chart("M2", chart)
        book.add_vba_project(str(tmp_path / "vbaProject.bin"))

    return written(write)


def test_text_boxes_pictures_controls_macros_and_all_else_stay_byte_for_byte(tmp_path):
    before = with_macros(tmp_path)
    after = marked_copy(before, [mark("B2"), mark("C3", QUERY)])
    touched = {SHEET, "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert_only_changed(before, after, touched, set())
    assert {"xl/vbaProject.bin", "xl/media/image1.png", "xl/drawings/drawing1.xml", "xl/tables/table1.xml"} < parts_of(
        after
    ).keys()
    assert parts_of(after)[SHEET].count(b"<legacyDrawing ") == 1
    assert b'ObjectType="Button"' in parts_of(after)["xl/drawings/vmlDrawing1.vml"]
    assert as_read(after, tmp_path) == as_read(before, tmp_path)
    assert_sound(after)


def test_of_an_edited_sheet_only_the_style_of_the_marked_cell_is_another(tmp_path):
    before = with_macros(tmp_path)
    sheet, now = parts_of(before)[SHEET], parts_of(marked_copy(before, [mark("B2")]))[SHEET]
    own, other = (re.findall(rb'(<c r="B2" s=")(\d+)', xml)[0] for xml in (sheet, now))
    assert own != other
    assert now.replace(b"".join(other), b"".join(own)) == sheet


def test_a_comment_that_the_county_wrote_stays_in_front_and_its_box_grows():
    before = written(everything)
    after = marked_copy(before, [mark("C2"), mark("C3")])
    assert marked_cells(after) == {"C2": ("错误", "县里自己的批注\n【校验】有误"), "C3": ("错误", "有误")}
    old, now = anchors(before)[1, 2], anchors(after)[1, 2]
    assert now[:4] == old[:4]
    assert now[4:6] >= old[4:6]
    assert now[6] > old[6]
    authors = opened(after)["填报"]
    assert (authors["C2"].comment.author, authors["C3"].comment.author) == ("李某", "校验")
    assert_sound(after)


def test_a_comment_of_one_plain_text_takes_ours_into_that_text():
    before = changed(
        written(everything), "xl/comments1.xml",
        lambda xml: xml[: xml.index(b"<r>")] + "<t>旧</t>".encode() + xml[xml.index(b"</r>") + 4 :],
    )  # fmt: skip
    after = marked_copy(before, [mark("C2")])
    assert "<text><t>旧\n【校验】有误</t></text>".encode() in parts_of(after)["xl/comments1.xml"]


def test_comments_that_openpyxl_wrote_are_extended():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "填报"
    sheet["B2"], sheet["C3"] = 1, "文字"
    sheet["B2"].comment = openpyxl.comments.Comment("旧", "某人")
    buffer = io.BytesIO()
    book.save(buffer)
    after = marked_copy(buffer.getvalue(), [mark("B2"), mark("C3"), mark("A1")])
    assert marked_cells(after) == {"A1": ("错误", "有误"), "B2": ("错误", "旧\n【校验】有误"), "C3": ("错误", "有误")}
    (drawing,) = (part for name, part in parts_of(after).items() if name.endswith(".vml"))
    assert drawing.count(b"ObjectType") == 3
    assert_sound(after)


def test_a_control_whose_words_leave_a_break_open_as_excel_does_keeps_them():
    before = changed(
        written(everything),
        "xl/drawings/vmlDrawing1.vml",
        lambda xml: xml.replace("检查".encode(), "检<br>查".encode(), 1),
    )
    after = marked_copy(before, [mark("B2")])
    drawing = parts_of(after)["xl/drawings/vmlDrawing1.vml"]
    assert "检<br>查".encode() in drawing
    assert drawing.count(b"<v:shape ") == 3
    assert drawing.rstrip().endswith(b"</xml>")


def test_a_cell_in_a_threaded_discussion_gets_the_fill_alone():
    before = discussed()
    after = marked_copy(before, [mark("C2"), mark("B3", QUERY)])
    assert marked_cells(after) == {"C2": ("错误", "县里自己的批注"), "B3": ("核实", "有误")}
    touched = {SHEET, "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert_only_changed(before, after, touched, set())
    assert_only_changed(before, marked_copy(before, [mark("C2")]), {SHEET, "xl/styles.xml"}, set())


def discussed() -> bytes:
    """A sheet whose cell C2 has a threaded comment as well as its stand-in for older programs."""
    parts = parts_of(written(everything))
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/>'
    rels, part = "xl/worksheets/_rels/sheet1.xml.rels", "xl/threadedComments/threadedComment1.xml"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    override = f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C2" id="{{1}}"><text>在谈</text></threadedComment>'
    )
    return zipped({**parts, part: f"{thread}</ThreadedComments>".encode()})


def test_our_own_form_is_marked_and_stays_protected_with_its_stamp(issued_form, tmp_path):
    marks = [mark(f"G{row}", list(Severity)[row % 3], f"第{row}行") for row in range(6, 26)]
    after = marked_copy(issued_form, marks)
    assert marked_cells(after, FORM_SHEET) == {one.cell: (one.severity.label, one.comment) for one in marks}
    assert looks_but_fill(after) == looks_but_fill(issued_form)
    assert as_read(after, tmp_path) == as_read(issued_form, tmp_path)
    assert opened(after)[FORM_SHEET].protection.sheet
    assert_sound(after)


# Marked again: the county mended the marked copy and sent it back


def county_sheet(book: Any, sheet: Any) -> None:
    """Inputs with a fill of the county's own, and our colours as the county uses them, with its comment and without."""
    yellow = book.add_format({"bg_color": "#FFFF00", "num_format": "0.0%"})
    for row in range(6):
        sheet.write_number(row, 1, row / 10, yellow)
    sheet.write_string("D1", "甲")
    sheet.write_string("D2", "乙", book.add_format({"bg_color": "#F8CBAD"}))
    sheet.write_comment("D2", "提示：县里自己的颜色", {"author": "李某"})
    sheet.write_string("D3", "丙", book.add_format({"bg_color": "#FFE699"}))


def resaved(content: bytes, mended: Mapping[str, Any] | None = None, sheet: str = "填报") -> bytes:
    """The workbook saved by openpyxl, which writes comments, boxes and styles anew, with some values mended."""
    book = opened(content)
    for cell, value in (mended or {}).items():
        book[sheet][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def all_seen(content: bytes) -> dict[str, Any]:
    """Colour and comment of each cell that has any, on all sheets."""
    seen = {}
    for cell in (cell for sheet in opened(content).worksheets for line in sheet.iter_rows() for cell in line):
        fill, comment = cell.fill, cell.comment
        if fill.fill_type or comment:
            shown = (fill.fill_type, repr(fill.fgColor)) if fill.fill_type else None
            said = (comment.author, comment.text) if comment else None
            seen[f"{cell.parent.title}!{cell.coordinate}"] = (shown, said)
    return seen


def box_count(content: bytes) -> int:
    return sum(part.count(b'"Note"') for name, part in parts_of(content).items() if name.endswith(".vml"))


def assert_looks_like(content: bytes, expected: bytes) -> None:
    assert all_seen(content) == all_seen(expected)
    assert looks_but_fill(content) == looks_but_fill(expected)
    assert box_count(content) == box_count(expected)
    assert_sound(content)


FIRST = [
    *(mark("B2", comment="错误：一"), mark("B3", QUERY, "核实：二"), mark("D1", NOTE, "提示：三")),
    *(mark("D2"), mark("F9")),
]
THEN = [mark("B3", comment="错误：四"), mark("B4", QUERY, "核实：五")]


def test_a_copy_marked_twice_shows_the_second_marks_only():
    before = written(county_sheet)
    once = marked_copy(before, FIRST)
    assert_looks_like(marked_copy(once, THEN), marked_copy(before, THEN))
    assert marked_copy(once, THEN) == marked_copy(once, reversed(THEN))


def test_the_same_marks_twice_are_seen_once():
    once = marked_copy(written(county_sheet), FIRST)
    twice = marked_copy(once, FIRST)
    assert_looks_like(twice, once)
    assert anchors(twice) == anchors(once)


def test_without_new_marks_the_earlier_ones_are_taken_away():
    before = written(county_sheet)
    after = marked_copy(marked_copy(before, FIRST), [])
    assert_looks_like(after, before)


def test_a_mended_copy_that_openpyxl_saved_is_marked_anew():
    before = written(county_sheet)
    mended = {"B2": 0.5, "D1": "改"}
    after = marked_copy(resaved(marked_copy(before, FIRST), mended), THEN)
    assert_looks_like(after, marked_copy(resaved(before, mended), THEN))
    assert opened(after)["填报"]["B2"].value == 0.5


def test_a_mended_copy_of_our_own_form_is_marked_anew_through_openpyxl(issued_form):
    marks = [
        mark(f"{column}{row}", list(Severity)[row % 3], f"错误：{row}") for row in range(6, 40) for column in "GHL"
    ]
    mended = {f"G{row}": row for row in range(7, 40)}
    after = marked_copy(resaved(marked_copy(issued_form, marks), mended), [mark("G6")])
    assert_looks_like(after, marked_copy(resaved(issued_form, mended), [mark("G6")]))


def test_a_sheet_that_has_no_marks_now_loses_its_earlier_ones():
    def two(book: Any, sheet: Any) -> None:
        county_sheet(book, sheet)
        county_sheet(book, book.add_worksheet("验收"))

    before = written(two)
    once = marked_copy(before, [*FIRST, mark("B2", sheet="验收"), mark("D2", QUERY, sheet="验收")])
    after = marked_copy(once, THEN)
    assert_looks_like(after, marked_copy(before, THEN))
    assert {name for name in all_seen(after) if name.startswith("验收")} == {
        f"验收!{cell}" for cell in ("B1", "B2", "B3", "B4", "B5", "B6", "D2", "D3")
    }


def test_what_the_county_commented_and_coloured_itself_stays_byte_for_byte():
    before = written(county_sheet)
    assert marked_copy(before, []) == before
    kept, now = (parts_of(one) for one in (before, marked_copy(before, [mark("A9")])))
    assert now[SHEET].startswith(kept[SHEET][: kept[SHEET].index(b"</sheetData>")])
    assert now["xl/comments1.xml"].startswith(kept["xl/comments1.xml"][: kept["xl/comments1.xml"].index(b"</authors>")])
    assert "提示：县里自己的颜色".encode() in now["xl/comments1.xml"]


def test_a_comment_that_is_ours_goes_from_a_cell_whose_colour_the_county_changed():
    book = opened(marked_copy(written(county_sheet), FIRST))
    book["填报"]["B2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00B0F0")
    buffer = io.BytesIO()
    book.save(buffer)
    cell = opened(marked_copy(buffer.getvalue(), []))["填报"]["B2"]
    assert (cell.fill.fgColor.rgb, cell.comment) == ("FF00B0F0", None)


def rewritten(comments: str, styles: str = "", rows: str = "") -> bytes:
    """A sheet as another program has saved it: cells of one column, B3 marked 错误 with these comments."""
    xml = f'<comments xmlns="{MAIN}"><authors><author>某</author><author> 校验 </author><author> </author></authors>'
    parts = parts_of(marked_copy(hand_made(sheet_xml(""), STYLES), [mark("B3")]))
    parts[SHEET] = sheet_xml(rows or MARKED_ROWS, LEGACY).encode()
    parts["xl/styles.xml"] = (styles or MARKED_STYLES).encode()
    return zipped({**parts, "xl/comments1.xml": f"{xml}{comments}</comments>".encode()})


MARKED_ROWS = "".join(f'<row r="{row}"><c r="B{row}" s="{style}"/></row>' for row, style in enumerate((0, 1, 3, 0), 1))
MARKED_FILLS = ("FFFF0000", "FFFFFBE6", "FFF8CBAD")
MARKED_STYLES = STYLES.replace(
    "</fills>",
    "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{one}"/><bgColor indexed="64"/></patternFill></fill>'
        for one in MARKED_FILLS
    ) + "</fills>",
).replace(
    STYLES[STYLES.index("<cellXfs") : STYLES.index("<cellStyles>")],
    '<cellXfs><xf fillId="0"/><xf fillId="2" applyFill="1"/><xf fillId="3"/><xf fillId="4" applyFill="1"/></cellXfs>',
)  # fmt: skip
"""Styles of a plain cell, a red one, one of our forms' inputs, and one that was marked and does not tell its colour."""


@pytest.mark.parametrize(
    ("text", "author", "stays"),
    [
        ("<t>错误：一</t>", 1, None),
        ("<t>随便什么</t>", 1, None),
        ("<r><t>错误：</t></r><r><rPr/><t>一</t></r>", 2, None),
        ("<t>说明：一</t>", 2, "说明：一"),
        ("<t>错误：一</t>", 0, "错误：一"),
        ("<r><t>县里</t></r><r><t>的&amp;\n【校</t></r><r><t>验】错误：一</t></r><r><t>二</t></r>", 0, "县里的&"),
        ("<r><t>县里&#10;</t></r><r><t>【校验】错误：一</t></r>", 2, "县里"),
        ("<t>县里_x000D_\n【校验】错误：一</t>", 0, "县里"),
        ("<t>县里&#13;\n【校验】错误：一</t>", 0, "县里"),
        ("<t>见【校验】一栏</t>", 0, "见【校验】一栏"),
        ("<t>【校验】错误：一</t>", 0, None),
        ("", 1, None),
    ],
)  # fmt: skip
def test_our_words_are_known_again_whatever_program_wrote_them_anew(text, author, stays):
    comment = f'<commentList><comment ref="B3" authorId="{author}"><text>{text}</text></comment></commentList>'
    after = marked_copy(rewritten(comment), [])
    comment = opened(after)["填报"]["B3"].comment
    assert (comment and comment.text) == stays
    assert box_count(after) == (1 if stays else 0)


@pytest.mark.parametrize(("words", "style"), [("提示：一", 3), ("核实：一", 3), ("错误：一", 0), ("错误：一", 2)])
def test_a_comment_without_author_is_ours_only_in_the_colour_of_its_severity(words, style):
    comment = f'<commentList><comment ref="B3" authorId="2"><text><t>{words}</t></text></comment></commentList>'
    before = rewritten(comment, rows=f'<row r="3"><c r="B3" s="{style}"/></row>')
    assert marked_copy(before, []) == before


OUR_COMMENT = '<commentList><comment ref="B3" authorId="1"><text><t>错误：一</t></text></comment></commentList>'
NAMELESS = OUR_COMMENT.replace('"1"', '"2"')


def style_after(content: bytes) -> str:
    """The fill of B3 when earlier marks are taken away."""
    fill = opened(marked_copy(content, []))["填报"]["B3"].fill
    return str(fill.fgColor.rgb) if fill.fill_type else "none"


@pytest.mark.parametrize("comments", [OUR_COMMENT, NAMELESS])
@pytest.mark.parametrize(
    ("styles_of_column", "expected"),
    [((1, 1, 3, 0), "FFFF0000"), ((1, 0, 3, 2), "none"), ((3, 3, 3, 2), "FFFFFBE6"), ((3, 3, 3, 3), "none")],
)
def test_a_cell_that_does_not_tell_its_colour_gets_that_of_its_nearest_neighbour(comments, styles_of_column, expected):
    rows = "".join(f'<row r="{row}"><c r="B{row}" s="{one}"/></row>' for row, one in enumerate(styles_of_column, 1))
    assert style_after(rewritten(comments, rows=rows)) == expected


@pytest.mark.parametrize(
    ("lock", "twins", "expected"),
    [
        ('<protection locked="0"/>', (0, 2, 3), "FFFFFBE6"),
        ('<protection locked="1"/>', (2, 3), "FFFF0000"),
        ('<protection locked="false"/>', (), "FFFFFBE6"),
        ("", (), "none"),
    ],
)
def test_a_cell_without_neighbours_of_its_look_gets_what_our_forms_give_it(lock, twins, expected):
    fills = (*twins, 4)
    looks = "".join(f'<xf fillId="{fill}" numFmtId="10">{lock}</xf>' for fill in fills)
    styles = re.sub("<cellXfs>.*</cellXfs>", f'<cellXfs><xf fillId="0"/>{looks}</cellXfs>', MARKED_STYLES)
    rows = f'<row r="3"><c r="B3" s="{len(fills)}"/></row>'
    after = marked_copy(rewritten(OUR_COMMENT, styles, rows), [])
    assert style_after(rewritten(OUR_COMMENT, styles, rows)) == expected
    assert opened(after)["填报"]["B3"].number_format == "0.00%"
    assert_sound(after)


def test_a_colour_comes_back_though_no_other_cell_has_it_any_more():
    """openpyxl, like Excel, drops a style that no cell uses; the county's blue was on the marked cell alone."""

    def blue(book: Any, sheet: Any) -> None:
        sheet.write_number("B2", 1, book.add_format({"bg_color": "#00B0F0"}))
        sheet.write_number("B3", 1)

    once = resaved(marked_copy(written(blue), [mark("B2")]))
    styles = parts_of(once)["xl/styles.xml"]
    alone = changed(
        once, "xl/styles.xml", lambda xml: re.sub(b'<fgColor rgb="FF00B0F0"', b'<fgColor rgb="FF123456"', xml)
    )
    assert styles.count(b"00B0F0") == 2
    cell = opened(marked_copy(alone, []))["填报"]["B2"]
    assert (cell.fill.fill_type, cell.fill.fgColor.rgb) == ("solid", "FF00B0F0")


def test_a_colour_of_ours_on_a_discussed_cell_is_taken_back():
    before = discussed()
    after = marked_copy(marked_copy(before, [mark("C2"), mark("B3")]), [mark("B3", QUERY)])
    assert_looks_like(after, marked_copy(before, [mark("B3", QUERY)]))


def test_a_colour_of_ours_goes_though_the_county_deleted_the_comment():
    before = written(county_sheet)
    book = opened(marked_copy(before, FIRST))
    for cell in ("B2", "B3", "D1", "F9"):
        book["填报"][cell].comment = None
    buffer = io.BytesIO()
    book.save(buffer)
    after = marked_copy(buffer.getvalue(), [mark("B3", NOTE)])
    assert_looks_like(after, marked_copy(resaved(before), [mark("B3", NOTE)]))


@pytest.mark.parametrize("behind", ['<bgColor rgb="FFF8CBAD"/>', '<bgColor rgb="00000000"/>', ""])
def test_a_colour_like_ours_that_some_program_wrote_in_its_own_way_is_the_county_s(behind):
    ours = '<fgColor rgb="FFF8CBAD"/>'
    styles = MARKED_STYLES.replace(f'{ours}<bgColor indexed="64"/>', f"{ours}{behind}")
    assert f"{ours}{behind}</patternFill>" in styles
    before = hand_made(sheet_xml(MARKED_ROWS), styles)
    assert marked_copy(before, []) == before
    assert style_after(rewritten(OUR_COMMENT, styles)) == "FFFF0000"


def test_a_box_is_as_high_again_as_before_our_words():
    before = written(everything)
    after = marked_copy(marked_copy(before, [mark("C2", comment="错误：很长的话。" * 20)]), [])
    (old,), (now,) = (tuple(anchors(one).values()) for one in (before, after))
    assert now[6] == old[6]
    assert abs(now[7] - old[7]) <= 1


# The XML of a sheet, as programs write it


def sheet_xml(rows: str, behind: str = "", columns: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{rows}</sheetData>{behind}</worksheet>'


@pytest.mark.parametrize(
    ("rows", "cell", "after"),
    [
        ("<row r='3'><c t='str' s = '1' r='B3'><v>></v></c></row>", "B3",
         "<row r='3'><c t='str' s = '2' r='B3'><v>></v></c></row>"),
        ('<row r="3"><c r="B3"/></row>', "B3", '<row r="3"><c s="2" r="B3"/></row>'),
        ('<row r="3"><c r="A3"/><c r="D3"/></row>', "B3", '<row r="3"><c r="A3"/><c r="B3" s="2"/><c r="D3"/></row>'),
        ('<row r="3"><c r="A3"/></row>', "B3", '<row r="3"><c r="A3"/><c r="B3" s="2"/></row>'),
        ('<row r="3" spans="1:1"><c r="A3"/></row>', "B3", '<row r="3" spans="1:2"><c r="A3"/><c r="B3" s="2"/></row>'),
        ('<row r="3"/>', "B3", '<row r="3"><c r="B3" s="2"/></row>'),
        ('<row r="3" s="1" customFormat="1"></row>', "B3",
         '<row r="3" s="1" customFormat="1"><c r="B3" s="2"/></row>'),
        ('<row r="2"/><row r="5"/>', "B3", '<row r="2"/><row r="3"><c r="B3" s="2"/></row><row r="5"/>'),
        ('<row r="2"/>', "B3", '<row r="2"/><row r="3"><c r="B3" s="2"/></row>'),
        ("", "B3", '<row r="3"><c r="B3" s="2"/></row>'),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c/></row><row><c/><c ></c></row>", "B3",
         '<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c/></row><row><c/><c s="2" ></c></row>'),
        ("<row><c/></row><row/><row><c r='A3'/><c/><!-- <c> --></row>", "B3",
         "<row><c/></row><row/><row><c r='A3'/><c s=\"2\"/><!-- <c> --></row>"),
    ],
)  # fmt: skip
def test_a_cell_is_marked_however_the_sheet_is_written(rows, cell, after):
    content = marked_copy(hand_made(sheet_xml(rows), STYLES), [mark(cell)])
    assert parts_of(content)[SHEET].decode() == sheet_xml(after, LEGACY)
    assert_sound(content)
    assert marked_cells(content) == {cell: ("错误", "有误")}


def test_an_empty_sheet_is_marked():
    before = hand_made(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', STYLES)
    after = marked_copy(before, [mark("B3"), mark("A1")])
    assert parts_of(after)[SHEET].decode() == sheet_xml(
        '<row r="1"><c r="A1" s="2"/></row><row r="3"><c r="B3" s="2"/></row>', LEGACY
    )
    assert_sound(after)


def test_a_sheet_with_a_byte_order_mark_and_a_prefix_is_marked_in_its_own_way():
    xml = f'\ufeff{XML}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    styles = STYLES.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    after = marked_copy(hand_made(f"{xml}</x:sheetData></x:worksheet>", styles), [mark("A1"), mark("C2", QUERY)])
    assert parts_of(after)[SHEET].decode() == (
        f'{xml.replace("<x:c r", "<x:c s=@ r").replace("@", chr(34) + "2" + chr(34))}<x:row r="2"><x:c r="C2" s="3"/>'
        f"</x:row></x:sheetData>{LEGACY.replace('legacy', 'x:legacy', 1)}</x:worksheet>"
    )
    assert marked_cells(after) == {"A1": ("错误", "有误"), "C2": ("核实", "有误")}
    assert_sound(after)


def test_the_reference_to_the_comments_stands_where_the_schema_wants_it():
    behind = '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>', "<tableParts/><extLst/>"
    after = marked_copy(hand_made(sheet_xml("", "".join(behind)), STYLES), [mark("A1")])
    assert f"{behind[0]}{LEGACY}{behind[1]}" in parts_of(after)[SHEET].decode()
    assert_sound(after)


def test_a_new_cell_looks_as_its_row_or_its_column_does():
    columns = '<cols><col min="2" max="3" width="10" style="1"/></cols>'
    rows = '<row r="1" s="1" customFormat="1"/><row r="2" s="1"/>'
    before = hand_made(sheet_xml(rows, columns=columns), STYLES)
    after = marked_copy(before, [mark(cell) for cell in ("A1", "A2", "B2", "D9")])
    sheet = opened(after)["填报"]
    formats = {cell: sheet[cell].number_format for cell in ("A1", "A2", "B2", "D9")}
    assert formats == {"A1": "0.00%", "A2": "General", "B2": "0.00%", "D9": "General"}
    assert sheet["A1"].alignment.wrap_text


def test_a_workbook_without_styles_is_given_some():
    after = marked_copy(hand_made(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')), [mark("A1")])
    assert marked_cells(after) == {"A1": ("错误", "有误")}
    assert_sound(after)


def test_the_box_of_a_comment_passes_over_hidden_rows_and_columns():
    columns = '<sheetFormatPr defaultRowHeight="15"/><cols><col min="3" max="6" hidden="1" width="9"/></cols>'
    rows = '<row r="1"/>' + "".join(f'<row r="{row}" hidden="1"/>' for row in range(2, 12))
    ((box),) = anchors(marked_copy(hand_made(sheet_xml(rows, columns=columns), STYLES), [mark("B1")])).values()
    assert box[:4] == [2, 12, 0, 2]
    assert box[4] > 6
    assert box[6] > 10


def test_a_sheet_without_any_height_gets_a_box_all_the_same():
    xml = sheet_xml("", columns='<sheetFormatPr defaultRowHeight="0"/>')
    assert len(anchors(marked_copy(hand_made(xml, STYLES), [mark("B1")]))) == 1


def test_fills_and_styles_are_counted_and_each_is_added_once():
    after = marked_copy(written(numbers), [mark(f"B{row}") for row in range(1, 7)] + [mark("C1"), mark("C2", NOTE)])
    styles = ElementTree.fromstring(parts_of(after)["xl/styles.xml"])
    fills, looks = (styles.find(f"{{{MAIN}}}{name}") for name in ("fills", "cellXfs"))
    assert fills is not None
    assert looks is not None
    assert (fills.get("count"), len(fills)) == ("4", 4)
    assert (looks.get("count"), len(looks)) == ("5", 5)


def test_members_with_data_descriptors_folders_and_a_comment_are_taken_as_they_are():
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    buffer = Unseekable()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = b"theirs"
        archive.writestr(zipfile.ZipInfo("xl/", (2023, 9, 20, 9, 0, 0)), b"")
        for number, (name, part) in enumerate(parts_of(written(numbers)).items()):
            kind = zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name, (2023, 9, 20, 9, 0, 2 * number)), part, kind)
    before = buffer.getvalue()
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert archive.infolist()[1].flag_bits & 8
    after = marked_copy(before, [mark("B2")])
    new = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert_only_changed(before, after, {SHEET, "xl/styles.xml", "[Content_Types].xml"}, new)
    assert marked_cells(after) == {"B2": ("错误", "有误")}
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.comment == b"theirs"


# What cannot be marked


def damaged(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(SHEET).header_offset
    return content[: start + 60] + b"\xff" * 40 + content[start + 100 :]


def encrypted(content: bytes) -> bytes:
    """The sheet's member says that it needs a password."""
    at = content.index(b"PK\x01\x02" + content[content.index(b"PK\x01\x02") + 4 :][:2])
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    return content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]


def twice(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<a/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), id="an old workbook"),
        pytest.param(zipped({"a.txt": b"a"}), id="a zip of something else"),
        pytest.param(damaged(written(numbers)), id="damaged"),
        pytest.param(encrypted(written(numbers)), id="encrypted"),
        pytest.param(twice(written(numbers)), id="a part twice"),
        pytest.param(written(numbers).replace(b"xl/workbook", b"xl/notebook"), id="no workbook"),
        pytest.param(hand_made(sheet_xml("").replace("main", "other"), STYLES), id="another namespace"),
        pytest.param(hand_made("<!DOCTYPE a>" + sheet_xml(""), STYLES), id="a doctype"),
        pytest.param(hand_made(sheet_xml("<row>"), STYLES), id="not well-formed"),
        pytest.param(hand_made(sheet_xml('<row r="2"/><row r="1"/>'), STYLES), id="rows out of order"),
        pytest.param(hand_made(sheet_xml('<row r="1"><c r="B1"/><c r="A1"/></row>'), STYLES), id="cells out of order"),
        pytest.param(hand_made(sheet_xml('<row r="1"><c r="A1" s="7"/></row>'), STYLES), id="no such style"),
        pytest.param(hand_made(sheet_xml('<row r="1"><c r="A1" s="x"/></row>'), STYLES), id="no number"),
        pytest.param(hand_made(sheet_xml('<row r="1"><c r="A1" s="-1"/></row>'), STYLES), id="a style below 0"),
        pytest.param(hand_made(sheet_xml('<row r="1" spans="x"/>'), STYLES), id="no spans"),
        pytest.param(hand_made(sheet_xml('<row r="1" ht="nan"/>'), STYLES), id="no height"),
        pytest.param(hand_made(sheet_xml('<row r="1" ht="inf"/>'), STYLES), id="endless height"),
        pytest.param(hand_made(sheet_xml(""), "<a>" * 9000 + "</a>" * 9000), id="nested without end"),
        pytest.param(hand_made(sheet_xml("", LEGACY), STYLES), id="a drawing that is not there"),
        pytest.param(hand_made(sheet_xml(""), STYLES.replace("fills", "filles")), id="no fills"),
        pytest.param(hand_made(f'<worksheet xmlns="{MAIN}"/>', STYLES), id="no cells"),
        pytest.param(
            changed(written(numbers), SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
            id="UTF-16",
        ),
        pytest.param(
            changed(written(numbers), SHEET, lambda xml: xml.replace(b"UTF-8", b"GBK")), id="another encoding"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused(content):
    with pytest.raises(UnmarkableError):
        marked_copy(content, [mark("A1")])


@pytest.mark.parametrize(
    ("sheet", "cell"), [("没有的表", "A1"), ("填报", "表1R2C3"), ("填报", "ZZZZ1"), ("填报", "A0"), ("图", "A1")]
)
def test_a_mark_on_what_the_workbook_does_not_have_is_refused(sheet, cell):
    def write(book: Any, sheet: Any) -> None:
        numbers(book, sheet)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=填报!$B$1:$B$6"})
        book.add_chartsheet("图").set_chart(chart)

    with pytest.raises(UnmarkableError):
        marked_copy(written(write), [mark(cell, sheet=sheet)])


def test_the_rest_of_a_large_sheet_is_passed_over_quickly_and_stays():
    """Rows without marks are neither kept nor looked into, whatever is in them."""
    rows = '<row r="1"><c r="A1"/></row>' + "".join(
        f'<row r="{row}" ht="9"><c r="weird"/></row>' for row in range(2, 9000)
    )
    after = marked_copy(hand_made(sheet_xml(rows), STYLES), [mark("A1")])
    assert parts_of(after)[SHEET].decode() == sheet_xml(rows.replace("<c r=", '<c s="2" r=', 1), LEGACY)


@pytest.mark.parametrize(
    "odd",
    [
        '<row r="1"><!-- </row> --><c r="A1"/></row>',
        '<row r="1"><?say </row>?><c r="A1"/></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c></row>',
        '<row r="1" say="&lt;/row>"><c r="A1"/></row>',
        "<row r='1'><c r='A1'/></row>",
        '<row spans="1:1" r="1"><c r="A1"/></row>',
        '<row r="1"></row>',
        '<row r="1"/>',
        '<row r="1"><c r="A1"><f>IF(1&lt;2,">","")</f><v>&gt;</v></c></row>',
    ],
)
def test_a_row_without_marks_stays_however_it_is_written(odd):
    rows = f'{odd}<row r="2"><c r="A2"/></row>'
    after = marked_copy(hand_made(sheet_xml(rows), STYLES), [mark("A2")])
    marked = rows.replace('<c r="A2"', '<c s="2" r="A2"')
    assert parts_of(after)[SHEET].decode() == sheet_xml(marked, LEGACY)
    assert_sound(after)


# Whatever the sheet, whatever the marks

CELLS = st.tuples(st.integers(0, 8), st.integers(0, 6))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9)
CONTENTS = st.one_of(
    st.floats(-1e9, 1e9, allow_nan=False), st.booleans(), st.just("=1+1"), TEXTS.map(lambda text: f"字{text}")
)
FORMATS = st.sampled_from(["General", "0.0%", "#,##0.00", "yyyy-mm-dd", "@"])
SHEETS = st.dictionaries(CELLS, st.tuples(CONTENTS, FORMATS), max_size=25)
MARKS = st.dictionaries(
    CELLS, st.tuples(st.sampled_from(Severity), st.text("误<&> \n注", min_size=1, max_size=30)), min_size=1, max_size=15
)


def by_xlsxwriter(cells: Mapping[tuple[int, int], tuple[Any, str]]) -> bytes:
    def write(book: Any, sheet: Any) -> None:
        for (row, column), (content, number_format) in cells.items():
            look = book.add_format({"num_format": number_format})
            if content == "=1+1":
                sheet.write_formula(row, column, content, look, 2)
            else:
                sheet.write(row, column, content, look)

    return written(write, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False)


def by_openpyxl(cells: Mapping[tuple[int, int], tuple[Any, str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "填报"
    for (row, column), (content, number_format) in cells.items():
        sheet.cell(row + 1, column + 1, content).number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.slow
@given(SHEETS, MARKS, st.sampled_from([by_xlsxwriter, by_openpyxl]))
def test_marks_change_no_value_and_stand_where_they_were_put(tmp_path_factory, cells, marks, program):
    before = program(cells)
    given_marks = [
        mark(f"{'ABCDEFG'[column]}{row + 1}", severity, words) for (row, column), (severity, words) in marks.items()
    ]
    after = marked_copy(before, given_marks)
    assert marked_cells(after) == {one.cell: (one.severity.label, one.comment) for one in given_marks}
    folder = tmp_path_factory.getbasetemp()
    assert as_read(after, folder) == as_read(before, folder)
    kept, now = looks_but_fill(before), looks_but_fill(after)
    assert {cell: now[cell] for cell in kept} == kept
    assert_sound(after)


FILLS = st.sampled_from([None, None, "#FFFF00", "#00B0F0", *SEVERITY_FILLS.values()])
WORDS = st.one_of(st.none(), st.text("县注：提示\n ", min_size=1, max_size=9).map(lambda words: f"提示：{words}"))
COLOURED = st.dictionaries(CELLS, st.tuples(CONTENTS, FORMATS, FILLS, WORDS), max_size=15)


def coloured(cells: Mapping[tuple[int, int], tuple[Any, str, str | None, str | None]]) -> bytes:
    def write(book: Any, sheet: Any) -> None:
        for place, (content, number_format, fill, words) in cells.items():
            look = book.add_format({"num_format": number_format, **({"bg_color": fill} if fill else {})})
            sheet.write(*place, content, look)
            if words:
                sheet.write_comment(*place, words, {"author": "李某"})

    return written(write, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False)


@pytest.mark.slow
@given(COLOURED, MARKS, MARKS, st.booleans())
def test_marked_and_marked_again_looks_like_marked_once(cells, first, then, is_saved_between):
    before = coloured(cells)
    first_marks, then_marks = (
        [mark(f"{'ABCDEFG'[column]}{row + 1}", severity, words) for (row, column), (severity, words) in marks.items()]
        for marks in (first, then)
    )
    once = marked_copy(before, first_marks)
    again = marked_copy(resaved(once) if is_saved_between else once, then_marks)
    assert_looks_like(again, marked_copy(resaved(before) if is_saved_between else before, then_marks))


# LibreOffice


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_opens_a_marked_copy_without_loss_and_its_own_files_are_marked_too(issued_form, tmp_path):
    marks = [mark("G6"), mark("G7", QUERY, "核实<一>"), mark("B3", NOTE, "提示"), mark("Z90", NOTE, "空格")]
    copies = {"plain": written(everything), "form": issued_form}
    for name, content in copies.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
        (tmp_path / f"{name}_marked.xlsx").write_bytes(sealed(marked_copy(content, marks)))
    converted_copies = converted(sorted(tmp_path.glob("*.xlsx")), tmp_path, "xlsx:Calc MS Excel 2007 XML")
    for name in copies:
        before, after = (converted_copies[one].read_bytes() for one in (name, f"{name}_marked"))
        seen = marked_cells(after)
        assert {one.cell: seen[one.cell] for one in marks} == {
            one.cell: (one.severity.label, one.comment) for one in marks
        }
        kept, now = looks_but_fill(before), looks_but_fill(after)
        assert {cell: now[cell][:2] for cell in kept} == {cell: kept[cell][:2] for cell in kept}
        resaved = marked_copy(before, marks)
        assert {cell: mark for cell, mark in marked_cells(resaved).items() if mark[0]} == {
            one.cell: (one.severity.label, one.comment) for one in marks
        }
        assert as_read(resaved, tmp_path) == as_read(before, tmp_path)
        assert_sound(resaved)


@pytest.mark.slow
@needs_libreoffice
def test_a_mended_copy_that_libreoffice_saved_is_marked_anew(issued_form, tmp_path):
    marks = [
        mark(f"G{row}", list(Severity)[row % 2], f"{list(Severity)[row % 2].label}：{row}") for row in range(6, 30)
    ]
    marks += [mark("C2", QUERY, "核实：一"), mark("B4", comment="错误：二")]
    then = [mark("G7", comment="错误：三"), mark("B3", comment="错误：四")]
    copies = {"plain": written(everything), "county": written(county_sheet), "form": issued_form}
    for name, content in copies.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
        (tmp_path / f"{name}_marked.xlsx").write_bytes(marked_copy(content, marks))
    saved = converted(sorted(tmp_path.glob("*.xlsx")), tmp_path, "xlsx:Calc MS Excel 2007 XML")
    assert opened(saved["plain_marked"].read_bytes())["填报"]["C2"].comment.text.endswith("【校验】核实：一")
    for name in copies:
        before, once = (saved[one].read_bytes() for one in (name, f"{name}_marked"))
        again, expected = marked_copy(once, then), marked_copy(before, then)
        assert all_seen(again) == all_seen(expected)
        assert box_count(again) == box_count(expected)
        assert as_read(again, tmp_path) == as_read(before, tmp_path)


# The seal


def test_a_seal_on_a_marked_copy_touches_none_of_its_parts(tmp_path):
    copy = marked_copy(written(everything), [mark("B2")])
    assert parts_of(sealed(copy)) == parts_of(copy)
    assert_only_changed(copy, sealed(copy), set(), set())
    path = tmp_path / "宝丰县.xlsx"
    path.write_bytes(copy)
    assert not is_sealed(path)
    path.write_bytes(sealed(copy))
    assert is_sealed(path)
