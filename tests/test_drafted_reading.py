"""A drafted workbook that a person worked on is read back: what was drafted, what stands there, what is their own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generators.drafting import draft_workbook
from model.drafting.tables import DraftTable, Line
from model.fault import JobFault
from tests.libreoffice import needs_libreoffice, recalculated
from validators.drafted import DraftedWorkbook, is_breakdown, read_drafted

FILES = (("通知.docx", "ab12"), ("验收标准.docx", "cd34"))
LINES = (
    Line("a", {"编码": "1.1", "项目": "技能培训", "指标": "培训人数", "单位": "人", "目标": "98%", "宝丰县": "1500"}),
    Line(
        "b", {"编码": "1.10", "项目": "技能培训", "指标": "技能人才", "单位": "人", "目标": "16万人次", "宝丰县": "—"}
    ),
    Line("c", {"编码": "2.1", "项目": "养老", "指标": "床位", "单位": "张", "目标": "22.50", "宝丰县": "3\n4"}),
)
LABELS = ("编码", "类别", "项目", "指标", "单位", "目标", "宝丰县")
TABLES = (
    DraftTable("指标", LABELS, LINES),
    DraftTable("填报单位", ("名称", "类型"), (Line("宝丰县", {"名称": "宝丰县", "类型": "县区"}),)),
    DraftTable(
        "基本信息", ("项", "值"), (Line("地区", {"项": "地区", "值": "平顶山市"}), Line("年度", {"项": "年度"}))
    ),
)


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    path = tmp_path / "目标分解表.xlsx"
    path.write_bytes(draft_workbook(TABLES, record=TABLES, files=FILES))
    return path


def read(path: Path) -> DraftedWorkbook:
    found = read_drafted(path)
    assert found is not None
    return found


def indicators_after(path: Path, work: Callable[[Worksheet], object]) -> DraftTable:
    """The sheet 指标 as it is read after a person's work on it."""
    book = openpyxl.load_workbook(path)
    work(book["指标"])
    book.save(path)
    return next(table for table in read(path).now if table.sheet == "指标")


def lines(table: DraftTable) -> list[tuple[str, Mapping[str, str]]]:
    return [(line.key, line.cells) for line in table.lines]


def test_what_nobody_touched_is_read_as_it_was_drafted(drafted: Path) -> None:
    found = read(drafted)
    assert {table.sheet: lines(table) for table in found.now} == {table.sheet: lines(table) for table in TABLES}
    assert {table.sheet: lines(table) for table in found.last} == {table.sheet: lines(table) for table in TABLES}
    assert [table.labels for table in found.now] == [table.labels for table in TABLES]
    assert (found.files, found.own_sheets) == (FILES, ())


@pytest.mark.slow
@needs_libreoffice
def test_another_program_s_saving_changes_nothing(drafted: Path, tmp_path: Path) -> None:
    assert {table.sheet: lines(table) for table in read(recalculated(drafted, tmp_path / "存过")).now} == {
        table.sheet: lines(table) for table in TABLES
    }


@pytest.mark.parametrize(
    ("cell", "content", "number_format", "text"),
    [
        ("F2", 0.98, "0%", "98%"),
        ("F2", 0.985, "0.0%", "98.5%"),
        ("F4", 22.5, "General", "22.50"),
        ("A3", 1.1, "General", "1.10"),
        ("G2", "1500 ", "General", "1500"),
        ("G2", 1600, "General", "1600"),
        ("G4", "3\r\n4 ", "General", "3\n4"),
        ("G3", None, "General", None),
    ],
)
def test_a_cell_is_read_as_a_person_would_write_it_and_as_drafted_where_it_says_the_same(
    drafted: Path, cell: str, content: object, number_format: str, text: str | None
) -> None:
    def work(sheet: Worksheet) -> None:
        sheet[cell].value = content
        sheet[cell].number_format = number_format

    table = indicators_after(drafted, work)
    assert table.lines[int(cell[1:]) - 2].cells.get(LABELS["ABCDEFG".index(cell[0])]) == text


def test_names_hold_for_all_of_a_merge_and_figures_do_not(drafted: Path) -> None:
    def work(sheet: Worksheet) -> None:
        for cells in ("C2:C3", "F2:F3"):
            sheet.merge_cells(cells)

    table = indicators_after(drafted, work)
    assert [line.cells.get("项目") for line in table.lines] == ["技能培训", "技能培训", "养老"]
    assert [line.cells.get("目标") for line in table.lines] == ["98%", None, "22.50"]


def test_columns_without_a_label_or_with_one_that_stands_there_already_are_kept(drafted: Path) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.insert_cols(2, 2)
        sheet["B3"], sheet["C1"], sheet["C2"] = "问过了", "单位", "处"

    table = indicators_after(drafted, work)
    assert table.labels[:4] == ("编码", "B列", "单位", "类别")
    assert "单位（2）" in table.labels
    assert [line.cells.get("B列") for line in table.lines] == [None, "问过了", None]
    assert [line.key for line in table.lines] == ["a", "b", "c"]


def test_a_key_that_was_copied_along_counts_once_and_an_emptied_row_is_none(drafted: Path) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[2]])
        for column in range(1, 8):
            sheet.cell(3, column).value = None

    table = indicators_after(drafted, work)
    assert [(line.key, line.cells["指标"]) for line in table.lines] == [
        ("a", "培训人数"),
        ("c", "床位"),
        ("", "培训人数"),
    ]


def test_lines_are_known_by_code_and_name_where_the_column_of_keys_is_gone(drafted: Path) -> None:
    table = indicators_after(drafted, lambda sheet: sheet.delete_cols(8))
    assert [line.key for line in table.lines] == ["a", "b", "c"]


def test_a_label_row_that_is_gone_is_one_sentence(drafted: Path) -> None:
    with pytest.raises(JobFault, match="“指标”里找不到列名那一行"):
        indicators_after(drafted, lambda sheet: sheet.delete_rows(1))


def test_a_workbook_that_draft_did_not_make_is_none_but_a_breakdown(tmp_path: Path, drafted: Path) -> None:
    assert is_breakdown(drafted)
    book = openpyxl.load_workbook(drafted)
    del book["起草记录"]
    book.save(drafted)
    assert read_drafted(drafted) is None
    assert is_breakdown(drafted)
    other = tmp_path / "任务表.xlsx"
    openpyxl.Workbook().save(other)
    assert not is_breakdown(other)
