"""The samples' answers of departments are written into the workbooks of the tool by label, and none is lost."""

import io
from typing import Any

import openpyxl
import pytest

from samples.build.returned_checks import final_check, first_check
from samples.build.tables import Assessment

ANSWERS = Assessment(
    "2023-12-29",
    checked=[("民政局", "4.4", "甲县", "369", "缺签字")],
    verdicts=[("民政局", "4.1、4.2", "1", "乙县", "不通过", "面积不足"), ("民政局", "养老", "1", "甲县", "不适用", "")],
    given_scores=[("民政局", "养老", "甲县", "-2", "被通报"), ("民政局", "养老", "其余", "0", "")],
    confirmed=[("统计局", "4.4", "乙县", "12.5", "重复")],
)
FIGURES = [
    ["核数"], ["初核单位", "民政局", "填报日期", None],
    ["编码", "填报单位", "自报数", "初核数", "认定数", "核减", "核减原因"],
    ["4.4", "甲县", 410, None, None, None, None], ["4.4", "乙县", 13, None, None, None, None],
    ["4.5", "乙县", "已完成", None, None, None, None], ["4.6", "乙县", None, None, None, None, None],
]  # fmt: skip
STANDARDS = [
    ["编码", "指标", "填报单位", "序号", "结论", "意见"],
    ["4.2", "设施", "乙县", "1", None, None], ["4.2", "设施", "乙县", "2", None, None],
    [None, "养老", "甲县", "1", None, None],
]  # fmt: skip
POINTS = [
    ["项目", "填报单位", "分值", "得分", "理由"],
    ["养老", "甲县", 5, None, None], ["养老", "乙县", 5, None, None], ["养老", "甲县", 5, -1, "迟报1次"],
]  # fmt: skip


def issued(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def column(content: bytes, sheet: str, label: str) -> list[Any]:
    rows = list(openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if label in row)
    return [row[rows[start].index(label)] for row in rows[start + 1 :]]


def test_a_figure_is_checked_as_reported_but_where_the_table_cuts_it():
    filled = first_check(issued(核数=FIGURES, 验收=STANDARDS, 评分=POINTS), "民政局", ANSWERS)
    assert column(filled, "核数", "初核数") == [369, 13, "已完成", None]
    assert column(filled, "核数", "核减原因") == ["缺签字", None, None, None]
    assert openpyxl.load_workbook(io.BytesIO(filled))["核数"]["D2"].value == "2023-12-29"


def test_a_standard_is_passed_but_where_the_table_says_otherwise_by_code_or_project():
    filled = first_check(issued(核数=FIGURES, 验收=STANDARDS, 评分=POINTS), "民政局", ANSWERS)
    assert column(filled, "验收", "结论") == ["不通过", "通过", "不适用"]
    assert column(filled, "验收", "意见") == ["面积不足", None, None]


def test_points_are_those_of_the_table_and_what_the_tool_counted_stays():
    filled = first_check(issued(核数=FIGURES, 验收=STANDARDS, 评分=POINTS), "民政局", ANSWERS)
    assert column(filled, "评分", "得分") == [-2, 0, -1]
    assert column(filled, "评分", "理由") == ["被通报", None, "迟报1次"]


def test_a_figure_is_confirmed_as_checked_but_where_the_table_cuts_it():
    checked = [*FIGURES[:3], *([*row[:3], 410 if row[1] == "甲县" else row[2], *row[4:]] for row in FIGURES[3:])]
    filled = final_check(issued(核数=checked), "统计局", ANSWERS)
    assert column(filled, "核数", "认定数") == [410, 12.5, "已完成", None]


def test_an_answer_without_a_row_is_no_silent_loss():
    with pytest.raises(ValueError, match=r"4\.4/甲县"):
        first_check(issued(核数=[*FIGURES[:3], *FIGURES[4:]]), "民政局", ANSWERS)


def test_the_same_workbook_gives_the_same_bytes():
    workbook = issued(核数=FIGURES, 验收=STANDARDS, 评分=POINTS)
    assert first_check(workbook, "民政局", ANSWERS) == first_check(workbook, "民政局", ANSWERS)
