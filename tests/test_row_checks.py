"""A row beside itself and beside last period: figure and display, words, state; slips of a power of ten."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.finding import Finding, Severity
from model.submission import Intake
from tests.tables import Table, issue_and_fill, rules, take, workbook, year
from validators.narrative import contradiction

PERIOD, UNIT = "2023-09", "宝丰县"
PERSONS = "编码 | 指标 | 单位 | 小数位 | 宝丰县\n1.1 | 职业培训 | 人次 | 0 | 60000"
TEN_THOUSANDS = "编码 | 指标 | 单位 | 小数位 | 宝丰县\n1.1 | 职业培训 | 万人次 | 2 | 7"
PARTS = (
    "编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 小数位 | 宝丰县\n"
    "1.1 | % | 比率 | 加权 | 达标数（个） | 总数（个） | 1 | 95%"
)
RATE = "编码 | 单位 | 类型 | 汇总方式 | 累计方式 | 小数位 | 宝丰县\n1.1 | % | 比率 | 各达标 | 时点 | 2 | 95%"
PROGRESS = "编码 | 单位 | 类型 | 汇总方式 | 小数位 | 宝丰县\n1.1 | % | 进度 | 平均 | 2 | 100%"
STATE = "编码 | 单位 | 类型 | 汇总方式 | 宝丰县\n1.1 | | 状态 | 各达标 |"


def checked(
    tmp_path: Path, table: str, columns: dict[str, Any], *, before: Any = None, number_format: str | None = None
) -> Intake:
    """What is found in one row, filled in with `columns`; `before` is last period's figure."""
    folder = year(tmp_path, table)
    if before is not None:
        carried: Table = [["编码", "填报单位", "值"], ["1.1", UNIT, before]]
        workbook(folder / PERIOD / "上期数.xlsx", {"上期数": carried})
    path = issue_and_fill(folder, PERIOD, UNIT, {"1.1": columns})
    if number_format is not None:
        book = openpyxl.load_workbook(path)
        for cell in ("G6", "H6", "I6"):
            book["填报"][cell].number_format = number_format
        book.save(path)
    return take(folder, PERIOD)


def only(intake: Intake) -> Finding:
    (one,) = intake.findings
    return one


def held(intake: Intake) -> bool:
    return ("1.1", UNIT) not in intake.reported


# Slips of a power of ten


def test_a_figure_ten_thousand_times_too_small_beside_last_period_is_named_with_what_was_meant(tmp_path):
    intake = checked(tmp_path, PERSONS, {"本期累计": 5}, before=48000)
    one = only(intake)
    assert (one.rule, one.severity, one.cell) == ("C39", Severity.QUERY, "G6")
    assert one.expected == "约50000人次，上期累计48000（上期数.xlsx）"
    assert held(intake)


@pytest.mark.parametrize(("value", "expected"), [(3, ["P01"]), (47999, ["P01"]), (48000, []), (0, ["P01"])])
def test_a_figure_that_only_falls_is_not_taken_for_such_a_slip(tmp_path, value, expected):
    assert rules(checked(tmp_path, PERSONS, {"本期累计": value}, before=48000)) == expected


def test_a_rate_that_lost_its_percent_is_asked_about_and_settled_by_an_explanation(tmp_path):
    one = only(checked(tmp_path, RATE, {"本期累计": 0.0096}))
    assert (one.rule, one.severity, one.settled) == ("C34", Severity.QUERY, False)
    assert "0.96%" in one.message
    assert "96%" in one.remedy
    assert only(checked(tmp_path / "b", RATE, {"本期累计": 0.0096, "说明": "刚开始"})).settled


@pytest.mark.parametrize(("table", "value", "before", "expected"), [
    (RATE, 0.30, None, []), (RATE, 0.0096, 0.96, ["C34"]), (RATE, 0.002, None, []),
    (PROGRESS, 0.006, None, []), (PROGRESS, 0.0061, 0.6, ["C34"]), (PROGRESS, 0.5, 0.6, ["P01"]),
])  # fmt: skip
def test_a_small_rate_is_asked_about_only_where_a_hundredfold_fits(tmp_path, table, value, before, expected):
    assert rules(checked(tmp_path, table, {"本期累计": value}, before=before)) == expected


# A jump


@pytest.mark.parametrize(("before", "value", "expected"), [
    (3000, 40000, ["P03"]), (3000, 29999, []), (3500, 33000, []), (6000, 40000, []), (0, 60000, []), (100, 20000, []),
])  # fmt: skip
def test_a_figure_many_times_last_periods_wants_an_explanation(tmp_path, before, value, expected):
    assert rules(checked(tmp_path, PERSONS, {"本期累计": value}, before=before)) == expected


def test_an_explained_jump_is_accepted_and_the_explanation_goes_into_the_report(tmp_path):
    intake = checked(tmp_path, PERSONS, {"本期累计": 40000, "说明": "集中补录上半年"}, before=3000)
    assert (only(intake).rule, only(intake).settled) == ("P03", True)
    assert "集中补录上半年" in only(intake).message
    assert not held(intake)


def test_what_falls_due_all_at_once_may_jump(tmp_path):
    table = "编码 | 单位 | 小数位 | 序时 | 宝丰县\n1.1 | 所 | 0 | 8月25日100% | 20"
    assert rules(checked(tmp_path, table, {"本期累计": 20}, before=1)) == []


# Stored and shown


@pytest.mark.parametrize(("table", "columns", "number_format", "shown"), [
    (TEN_THOUSANDS, {"本期累计": 5.48}, '0.00"万"', "5.48万"),
    (TEN_THOUSANDS, {"本期累计": 5.48}, "0%", "548%"),
    (PERSONS, {"本期累计": 5480}, "0!.0,", "0.5"),
    (PARTS, {"分子": 96, "分母": 100}, "0%", "9600%"),
])  # fmt: skip
def test_a_cell_that_shows_another_number_than_it_stores_is_asked_about(tmp_path, table, columns, number_format, shown):
    found = checked(tmp_path, table, columns, number_format=number_format).findings
    assert {one.rule for one in found} == {"C35"}
    assert shown in found[0].message


@pytest.mark.parametrize(("value", "number_format"), [
    (54800, "#,##0"), (54800, "0.00"), (54800, '0"人次"'), (54800, '0!.0,"万"'), (54800, "General"), (54800, "[Red]0"),
])  # fmt: skip
def test_a_display_that_only_dresses_the_number_up_is_no_fault(tmp_path, value, number_format):
    assert rules(checked(tmp_path, PERSONS, {"本期累计": value}, number_format=number_format)) == []


def test_the_countys_own_display_is_named_where_it_would_be_judged_otherwise(tmp_path):
    table = "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 公里 | 2 | 12.5"
    one = only(checked(tmp_path, table, {"本期累计": 12.46}, number_format="0.0"))
    assert (one.rule, one.cell) == ("C33", "G6")
    assert "12.46" in one.message
    assert "显示为12.5" in one.message


def test_a_formula_that_points_into_another_workbook_is_read_by_its_stored_value_with_a_note(tmp_path):
    folder = year(tmp_path, PERSONS)
    head = ["填报单位", UNIT, "期次", PERIOD]
    rows: Table = [head, ["编码", "指标", "本期累计"], ["1.1", "职业培训", "=[1]汇总!$B$2 -> 54800"]]
    workbook(folder / PERIOD / "上报" / "自制.xlsx", {"填报": rows})
    intake = take(folder, PERIOD)
    assert (only(intake).rule, only(intake).cell) == ("C23", "C3")
    assert not held(intake)


# Words beside the figure


@pytest.mark.parametrize(("table", "value", "words", "expected"), [
    (TEN_THOUSANDS, 4.58, "培训5.48万人次。", ["C38"]),
    (TEN_THOUSANDS, 4.58, "今年以来累计培训 6.1 万人次，按计划推进。", ["C38"]),
    (PERSONS, 5480, "截至9月底已培训54,800人次", ["C38"]),
    (PERSONS, 54800, "已培训5.48万人次", []),
    (PERSONS, 54812, "已培训5.48万人次，其中企业职工3.1万人次", []),
    (PERSONS, 54800, "本月培训0.6万人次，年度任务6万人次", []),
    (PERSONS, 54800, "举办培训班12期，参训300人次", []),
    (PERSONS, 54800, "约5万人次", []),
    (PERSONS, 54800, "已组织宣讲9000人次，公共课堂听课1200人次", []),
    (PERSONS, 54800, "累计完成48500人次", ["C38"]),
    (PERSONS, 54800, "职业培训55800人次", ["C38"]),
    (PERSONS, 12, "职业培训21人次", []),
    (PERSONS, 54800, "已为1520人次建立档案", []),
    (PERSONS, 54800, "已有400人次完成考核", []),
    (PERSONS, 54800, "共招募培训志愿者4600人次", []),
    (PERSONS, 54800, "已签订职业培训协议1860人次", []),
    (PERSONS, 54800, "", []),
])  # fmt: skip
def test_words_that_name_another_total_than_the_figure_are_asked_about(tmp_path, table, value, words, expected):
    assert rules(checked(tmp_path, table, {"本期累计": value, "进展情况": words})) == expected


def test_what_is_new_is_the_total_of_an_indicator_that_counts_new_things():
    said = contradiction("新增技能人才1.6万人，其中高技能人才0.5万人", Decimal(1900), "人", "新增技能人才")
    assert said is None, "one that looks like no slip, and no word of a total"
    said = contradiction("累计新增技能人才1.6万人", Decimal(1900), "人", "新增技能人才")
    assert said is not None
    assert said.words == "1.6万人"
    assert contradiction("累计新增1.6万人", Decimal(1900), "人", "在库人才") is None


@pytest.mark.parametrize(("state", "words", "expected"), [
    ("已完成", "该项工作尚未启动", ["C37"]), ("已完成", "已完成并验收", []), ("未启动", "已开工建设", ["C37"]),

    ("推进中", "9个已启动，1个未启动", []), ("已完成", "全市无未完成县区", []),
    ("未启动", "方案已全部完成，尚未启动", []), ("推进中", "因选址未启动", ["C37"]), ("推进中", "正在施工", []),
])  # fmt: skip
def test_a_state_that_its_own_sentence_contradicts_is_asked_about(tmp_path, state, words, expected):
    assert rules(checked(tmp_path, STATE, {"状态": state, "进展情况": words})) == expected


@pytest.mark.parametrize(("value", "state", "expected"), [
    (54800, "已完成", ["C36"]), (60000, "已完成", []), (54800, "未启动", ["C36"]), (0, "未启动", []),
    (54800, "推进中", []), (54800, "顺利", []),
])  # fmt: skip
def test_a_state_beside_a_figure_that_says_otherwise_is_asked_about(tmp_path, value, state, expected):
    intake = checked(tmp_path, PERSONS, {"本期累计": value, "状态": state})
    assert rules(intake) == expected
    assert held(intake) is bool(expected)


def test_a_digit_too_many_is_asked_about_where_the_target_is_large(tmp_path):
    table = "编码 | 单位 | 小数位 | 序时 | 宝丰县\n1.1 | 户 | 0 | 8月25日100% | {}"
    assert rules(checked(tmp_path / "a", table.format(1860), {"本期累计": 16510}, before=1350)) == ["C31"]
    assert rules(checked(tmp_path / "b", table.format(5), {"本期累计": 50}, before=4)) == []


@pytest.mark.parametrize(("words", "is_settled"), [("无", False), ("—", False), ("0", False), ("补录上年", True)])
def test_one_character_is_no_explanation(tmp_path, words, is_settled):
    one = only(checked(tmp_path, PERSONS, {"本期累计": 40000, "说明": words}, before=3000))
    assert one.settled is is_settled


def test_last_periods_figure_under_the_label_of_this_period_is_asked_about(tmp_path):
    columns = {"本期累计": 48000, "上期累计": 52000}
    assert rules(checked(tmp_path / "a", PERSONS, columns, before=48000)) == ["C40"]
    assert rules(checked(tmp_path / "b", PERSONS, {"本期累计": 48000}, before=48000)) == []


@pytest.mark.parametrize("project", ["一、项目一", "1.项目一", "（一）项目一", "项目一"])
def test_what_an_office_writes_before_a_project_does_not_change_it(tmp_path, project):
    assert rules(checked(tmp_path, PERSONS, {"本期累计": 48000, "项目": project, "单位": "（人次）"})) == []


# Parts of a rate


@pytest.mark.parametrize(("parts", "expected"), [
    ({"分子": 95.5, "分母": 100}, ["C03"]), ({"分子": -1, "分母": 100}, ["C02"]), ({"分子": 95, "分母": 0}, ["C07"]),
    ({"分子": -1, "分母": -5}, ["C02", "C02"]), ({"分子": 96, "分母": 100}, []),
])  # fmt: skip
def test_the_parts_of_a_rate_are_held_to_their_own_unit(tmp_path, parts, expected):
    assert rules(checked(tmp_path, PARTS, parts)) == expected
