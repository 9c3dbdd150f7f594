"""退回/: the unit's own file with its faulty cells marked, all else as it was; a filled form where that cannot be."""

import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from generators.sheet import SEVERITY_FILLS
from make_reports import main
from tests.tables import Table, issue_and_fill, workbook, year

PERIOD, UNIT = "2023-09", "宝丰县"
TABLE = """
    编码 | 指标 | 单位 | 小数位 | 宝丰县 | 郏县
    1.1 | 职业技能培训 | 万人次 | 2 | 2.72 | 2
    1.2 | 新增技能人才 | 人 | 0 | 900 | 800
"""
FAULTY: dict[str, dict[str, Any]] = {"1.1": {"本期累计": 27200}, "1.2": {"本期累计": 1200, "进展情况": "按月推进"}}
RIGHT: dict[str, dict[str, Any]] = {"1.1": {"本期累计": 2}, "1.2": {"本期累计": 300}}
ERROR_FILL = "FF" + SEVERITY_FILLS["错误"].removeprefix("#")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = year(tmp_path, TABLE)
    issue_and_fill(made, PERIOD, "郏县", RIGHT)
    return made


def checked(folder: Path) -> dict[str, Path]:
    """What goes back, by file name, after `check`."""
    main(["check", str(folder / PERIOD), "--quiet"])
    return {path.name: path for path in sorted((folder / PERIOD / "结果" / "退回").glob("*"))}


def marked(path: Path) -> dict[str, str]:
    """Address → comment of each cell that carries one."""
    sheets = openpyxl.load_workbook(path).worksheets
    return {
        cell.coordinate: cell.comment.text for one in sheets for row in one.iter_rows() for cell in row if cell.comment
    }


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_units_own_file_goes_back_with_its_faulty_cell_marked(folder):
    sent = issue_and_fill(folder, PERIOD, UNIT, FAULTY, file="宝丰县（定稿）.xlsx")
    ((name, path),) = checked(folder).items()
    assert name == "宝丰县.xlsx"
    said = marked(path)
    assert list(said) == ["G6"]
    assert said["G6"].startswith("错误：「1.1 职业技能培训」填的是27200万人次")
    sheet = openpyxl.load_workbook(path)["填报"]
    assert sheet["G6"].fill.fgColor.rgb == ERROR_FILL
    assert (sheet["G6"].value, sheet["G7"].value, sheet["L7"].value) == (27200, 1200, "按月推进")
    before, after = parts(sent), parts(path)
    touched = {name for name in before if before[name] != after[name]}
    assert touched <= {"xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"}
    assert "docProps/core.xml" in before
    assert before["docProps/core.xml"] == after["docProps/core.xml"]


def test_a_workbook_with_macros_keeps_them_and_its_ending(folder):
    path = issue_and_fill(folder, PERIOD, UNIT, FAULTY)
    with_macros = path.with_suffix(".xlsm")
    path.rename(with_macros)
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros of the county")
    ((name, back),) = checked(folder).items()
    assert name == "宝丰县.xlsm"
    assert parts(back)["xl/vbaProject.bin"] == b"macros of the county"
    assert list(marked(back)) == ["G6"]


def test_a_file_out_of_a_zip_goes_back_as_it_was_in_there(folder):
    path = issue_and_fill(folder, PERIOD, UNIT, FAULTY)
    with zipfile.ZipFile(path.with_name("全县.zip"), "w") as archive:
        archive.write(path, "宝丰/宝丰县.xlsx")
    path.unlink()
    assert list(marked(checked(folder)["宝丰县.xlsx"])) == ["G6"]


def test_an_old_sheet_of_the_countys_own_goes_back_as_its_own(folder):
    rows: Table = [["宝丰县进展表"], ["填报单位", UNIT, "期次", PERIOD], ["指标", "本期累计", "编码"],
                   ["新增技能人才", -5, "1.2"], ["职业技能培训", 2, "1.1"]]  # fmt: skip
    workbook(folder / PERIOD / "上报" / "自制.xlsx", {"进展": rows})
    back = checked(folder)["宝丰县.xlsx"]
    assert list(marked(back)) == ["B4"]
    assert openpyxl.load_workbook(back).sheetnames == ["进展"]


def test_parts_of_one_form_go_back_as_one_filled_and_marked_form(folder):
    issue_and_fill(folder, PERIOD, UNIT, {"1.1": {"本期累计": 27200}}, file="上半.xlsx")
    issue_and_fill(folder, PERIOD, UNIT, {"1.2": {"本期累计": 1.5}}, file="下半.xlsx")
    back = checked(folder)["宝丰县.xlsx"]
    assert set(marked(back)) == {"G6", "G7"}
    sheet = openpyxl.load_workbook(back)["填报"]
    assert (sheet["G6"].value, sheet["G7"].value) == (27200, 1.5)


def test_a_word_table_cannot_be_marked_and_comes_back_as_a_filled_form(folder):
    paper = docx.Document()
    paper.add_paragraph(f"填报单位：{UNIT}　期次：{PERIOD}")
    rows = [["编码", "指标", "本期累计"], ["1.1", "职业技能培训", "27200"], ["1.2", "新增技能人才", "300"]]
    table = paper.add_table(len(rows), 3)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    path = folder / PERIOD / "上报" / "宝丰县.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    paper.save(str(path))
    back = checked(folder)["宝丰县.xlsx"]
    assert list(marked(back)) == ["G6"]
    assert openpyxl.load_workbook(back)["填报"]["G7"].value == 300


def test_a_row_that_is_missing_is_told_at_the_corner_of_the_sheet(folder):
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    book["填报"].delete_rows(7)
    book.save(path)
    assert list(marked(checked(folder)["宝丰县.xlsx"])) == ["A1"]


def test_another_periods_form_goes_back_marked_at_its_period(folder):
    path = issue_and_fill(folder, "2023-08", UNIT, RIGHT)
    (folder / PERIOD / "上报").mkdir(exist_ok=True)
    path.rename(folder / PERIOD / "上报" / "宝丰县.xlsx")
    said = marked(checked(folder)["宝丰县.xlsx"])
    assert [text.startswith("错误：这是2023年8月的表") for text in said.values()] == [True]


def test_what_is_mended_is_taken_out_of_the_folder(folder):
    issue_and_fill(folder, PERIOD, UNIT, FAULTY)
    assert list(checked(folder)) == ["宝丰县.xlsx"]
    issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    assert checked(folder) == {}


def test_a_marked_copy_is_known_as_ours_and_is_replaced(folder):
    issue_and_fill(folder, PERIOD, UNIT, FAULTY)
    checked(folder)
    issue_and_fill(folder, PERIOD, UNIT, {**FAULTY, "1.2": {"本期累计": -1}})
    assert list(checked(folder)) == ["宝丰县.xlsx"], "a sealed copy is ours and is replaced"
    issue_and_fill(folder, PERIOD, UNIT, FAULTY)
    again = checked(folder)
    assert set(again) == {"宝丰县.xlsx"}
    assert set(marked(again["宝丰县.xlsx"])) == {"G6"}


def test_a_fault_in_what_the_office_corrected_is_marked_in_a_filled_form(folder):
    issue_and_fill(folder, PERIOD, UNIT, {**RIGHT, "1.1": {"本期累计": -2}})
    labels = ["单位", "编码", "栏", "原值", "更正值", "依据", "提供人", "经办人", "日期"]
    line = [UNIT, "1.2", "本期累计", 300, -7, "来电", "甲", "乙", "2023-09-26"]
    workbook(folder / PERIOD / "更正.xlsx", {"更正": [labels, line]})
    back = checked(folder)["宝丰县.xlsx"]
    assert set(marked(back)) == {"G6", "G7"}
    assert openpyxl.load_workbook(back)["填报"]["G7"].value == -7


def test_a_sheet_of_several_units_is_not_sent_to_any_of_them(folder):
    (folder / PERIOD / "上报" / "郏县.xlsx").unlink()
    lines = [(UNIT, "1.1", 27200), (UNIT, "1.2", 300), ("郏县", "1.1", 1.5), ("郏县", "1.2", 200)]
    rows: Table = [["期次", PERIOD], ["填报单位", "编码", "本期累计"], *lines]
    workbook(folder / PERIOD / "上报" / "两县.xlsx", {"汇总": rows})
    back = openpyxl.load_workbook(checked(folder)["宝丰县.xlsx"])
    assert "填报" in back.sheetnames
    assert "郏县" not in {str(cell.value) for row in back["填报"].iter_rows() for cell in row}
