"""The checks of a unit's rows: each rule triggered alone, what it holds back, and what settles it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.catalogue import CATALOGUE
from model.finding import Finding, Severity
from model.submission import Intake, Status
from tests.tables import Rows, issue_and_fill, rows_of, rules, take, workbook, year

PERIOD = "2023-09"
UNIT = "宝丰县"
TABLE = """
    编码 | 指标 | 单位 | 小数位 | 其中于 | 宝丰县
    1.1 | 职业技能培训 | 万人次 | 2 | | 2.72
    1.2 | 新增技能人才 | 人 | 0 | | 5000
    1.3 | 高技能人才 | 人 | 0 | 1.2 | 2000
"""
RIGHT: dict[str, dict[str, Any]] = {"1.1": {"本期累计": 2}, "1.2": {"本期累计": 4000}, "1.3": {"本期累计": 1000}}


def checked(folder: Path, filled: dict[str, dict[str, Any]], **more: Any) -> Intake:
    issue_and_fill(folder, PERIOD, UNIT, filled, **more)
    return take(folder, PERIOD)


def with_row(code: str, **columns: Any) -> dict[str, dict[str, Any]]:
    """`RIGHT` with the cells of one row overwritten."""
    return {**RIGHT, code: {**RIGHT.get(code, {}), **columns}}


def only(intake: Intake) -> Finding:
    assert len(intake.findings) == 1, rules(intake)
    return intake.findings[0]


def before(folder: Path, table: str) -> None:
    """上期数.xlsx: what stood last month."""
    labels = "编码 | 填报单位 | 值"
    workbook(folder / PERIOD / "上期数.xlsx", {"上期": f"{labels}\n{table}"})


def codes(intake: Intake) -> set[str]:
    return {code for code, _ in intake.reported}


def test_a_right_submission_triggers_nothing(tmp_path: Path) -> None:
    intake = checked(year(tmp_path, TABLE), RIGHT)
    assert rules(intake) == []
    assert codes(intake) == {"1.1", "1.2", "1.3"}
    assert [one.status for one in intake.submissions] == [Status.ACCEPTED]


def test_every_rule_has_its_sentences() -> None:
    for rule in CATALOGUE.values():
        assert rule.title
        assert rule.sentence.endswith(("。", "{fault}"))
        assert rule.remedy.endswith(("。", "{advice}", "{remedy}"))


# Rows


def test_a_row_with_a_strange_code_and_a_figure_is_named(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    book["填报"].append(["9.9", "自加", "自加的事", "人", None, None, 5])
    book.save(path)
    one = only(take(folder, PERIOD))
    assert (one.rule, one.cell, one.value) == ("R02", "A9,G9", "9.9")
    assert codes(take(folder, PERIOD)) == {"1.1", "1.2", "1.3"}


def test_a_figure_in_a_row_without_code_or_name_is_named(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    book["填报"].cell(5000, 7).value = 77
    book.save(path)
    one = only(take(folder, PERIOD))
    assert (one.rule, one.cell) == ("R02", "G5000")


def test_notes_and_signatures_below_the_rows_are_no_fault(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    for row in (["说明：以上数据截至9月20日"], [None, None, None, None, None, None, "负责人签字：", "王某"]):
        book["填报"].append(row)
    book.save(path)
    assert rules(take(folder, PERIOD)) == []


def doubled(folder: Path, value: Any) -> Intake:
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    sheet = book["填报"]
    for column, content in ((1, "1.2"), (3, "新增技能人才"), (4, "人"), (7, value)):
        sheet.cell(9, column).value = content
    book.save(path)
    return take(folder, PERIOD)


def test_two_rows_of_one_indicator_that_differ_are_an_error(tmp_path: Path) -> None:
    intake = doubled(year(tmp_path, TABLE), 4001)
    one = only(intake)
    assert (one.rule, one.cell, one.indicator) == ("R03", "G7,G9", "1.2")
    assert codes(intake) == {"1.1", "1.3"}


def test_two_rows_of_one_indicator_that_agree_are_a_note(tmp_path: Path) -> None:
    intake = doubled(year(tmp_path, TABLE), 4000)
    assert only(intake).rule == "R22"
    assert codes(intake) == {"1.1", "1.2", "1.3"}


def test_a_second_row_that_is_blank_says_nothing(tmp_path: Path) -> None:
    assert rules(doubled(year(tmp_path, TABLE), None)) == []


@pytest.mark.parametrize(
    ("column", "content", "cell", "issued"),
    [
        ("指标", "职业培训", "C6", "职业技能培训"), ("单位", "人次", "D6", "万人次"), ("年度目标", 2, "E6", "2.72"),
        ("年度目标", "2万人次", "E6", "2.72"), ("年度目标", "2—3万人次", "E6", "2.72"),
    ],
)  # fmt: skip
def test_a_locked_text_or_target_that_was_changed_is_an_error_of_its_row(
    tmp_path: Path, column: str, content: Any, cell: str, issued: str
) -> None:
    intake = checked(year(tmp_path, TABLE), with_row("1.1", **{column: content}))
    one = only(intake)
    assert (one.rule, one.cell, one.expected) == ("R04", cell, f"{issued}（目标分解表）")
    assert codes(intake) == {"1.2", "1.3"}


@pytest.mark.parametrize("content", [2.72, "2.72", "2.72万人次", "27200人次", "２.７２ 万人次", None])
def test_a_target_that_says_the_same_in_other_words_is_not_changed(tmp_path: Path, content: Any) -> None:
    assert rules(checked(year(tmp_path, TABLE), with_row("1.1", 年度目标=content))) == []


@pytest.mark.parametrize("shown", ["2—3个", "2—3", 2, "不少于2个"])
def test_a_range_may_be_shown_as_it_was_written(tmp_path: Path, shown: Any) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 个 | 2—3个")
    assert rules(checked(folder, {"1.1": {"本期累计": 2, "年度目标": shown}})) == []


@pytest.mark.parametrize("shown", ["—", "/", "无", None])
def test_no_target_may_be_shown_by_the_words_for_it(tmp_path: Path, shown: Any) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 个 |")
    assert rules(checked(folder, {"1.1": {"本期累计": 2, "年度目标": shown}})) == []


def test_a_target_typed_where_none_was_issued_is_an_error(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 个 |")
    assert rules(checked(folder, {"1.1": {"本期累计": 2, "年度目标": 5}})) == ["R04"]


def test_a_form_made_before_the_target_was_adjusted_is_told_by_its_row(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    year(tmp_path, TABLE, 目标调整="编码 | 单位 | 原目标 | 新目标 | 自\n1.2 | 宝丰县 | 5000 | 6000 | 2023-09")
    assert [(one.rule, one.indicator) for one in take(folder, PERIOD).findings] == [("W22", None), ("R04", "1.2")]


def test_a_row_that_the_unit_is_not_asked_is_a_note(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 指标 | 宝丰县 | 郏县\n1.1 | 甲 | 50 | 5\n1.2 | 乙 | — | 5")
    head = [["填报单位", UNIT, "期次", PERIOD]]
    table: Rows = [*head, *rows_of("编码 | 指标 | 本期累计\n1.1 | 甲 | 5\n1.2 | 乙 | 6")]
    workbook(folder / PERIOD / "上报" / "甲.xlsx", {"表": table})
    intake = take(folder, PERIOD)
    assert [(one.rule, one.cell, one.severity) for one in intake.findings] == [("R21", "C4", Severity.NOTE)]
    assert codes(intake) == {"1.1"}


def test_a_row_that_was_deleted_is_named(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    path = issue_and_fill(folder, PERIOD, UNIT, RIGHT)
    book = openpyxl.load_workbook(path)
    book["填报"].delete_rows(7)
    book.save(path)
    one = only(take(folder, PERIOD))
    assert (one.rule, one.indicator, one.cell) == ("R06", "1.2", None)


# Against target and last period


def test_a_county_that_types_persons_into_a_ten_thousands_column_is_told_so(tmp_path: Path) -> None:
    intake = checked(year(tmp_path, TABLE), with_row("1.1", 本期累计=27200))
    one = only(intake)
    assert (one.rule, one.cell, one.expected) == ("C10", "G6", "约2.72万人次，年度目标2.72（目标分解表 指标!K2）")
    assert codes(intake) == {"1.2", "1.3"}


def test_without_a_target_last_period_shows_that_it_is_ten_thousandfold(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE.replace("2.72", ""))
    before(folder, "1.1 | 宝丰县 | 2.5")
    assert only(checked(folder, with_row("1.1", 本期累计=27200))).rule == "C10"


def test_a_figure_asked_in_persons_is_not_held_to_be_ten_thousandfold(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 填报计量 | 小数位 | 宝丰县\n1.1 | 万人次 | 人次 | 2 | 2.72")
    intake = checked(folder, {"1.1": {"本期累计": 27200}})
    assert rules(intake) == []
    assert intake.reported["1.1", UNIT].value == Decimal("2.72")


def test_far_more_than_the_target_wants_an_explanation(tmp_path: Path) -> None:
    intake = checked(year(tmp_path, TABLE), with_row("1.2", 本期累计=100000))
    one = only(intake)
    assert (one.rule, one.severity, one.settled) == ("C31", Severity.QUERY, False)
    assert codes(intake) == {"1.1", "1.3"}
    explained = checked(year(tmp_path, TABLE), with_row("1.2", 本期累计=100000, 说明="新增园区一次性登记"))
    assert (only(explained).rule, only(explained).settled) == ("C31", True)
    assert "新增园区一次性登记" in only(explained).message
    assert codes(explained) == {"1.1", "1.2", "1.3"}
    assert [one.status for one in explained.submissions] == [Status.ACCEPTED]


RATE = (
    "编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 小数位 | 宝丰县\n1.1 | % | 比率 | 加权 | 甲 | 乙 | 1 | 70%"
)


def test_more_than_all_wants_an_explanation(tmp_path: Path) -> None:
    one = only(checked(year(tmp_path, RATE), {"1.1": {"分子": 1050, "分母": 1000}}))
    assert (one.rule, one.cell, one.severity) == ("C32", "H6,I6", Severity.QUERY)


@pytest.mark.parametrize(("numerator", "expected"), [(6996, ["C33"]), (6994, []), (7000, []), (6999, ["C33"])])
def test_digits_that_the_display_hides_and_the_judgement_needs_are_named(
    tmp_path: Path, numerator: int, expected: list[str]
) -> None:
    intake = checked(year(tmp_path, RATE), {"1.1": {"分子": numerator, "分母": 10000}})
    assert rules(intake) == expected
    for one in intake.findings:
        assert "70%" in one.message
        assert f"{numerator / 100}%" in one.message


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [(1.9, {}, ["P01"]), (1.9, {"说明": "核减 0.1"}, ["P01"]), (2, {}, []), (2.1, {}, [])],
)
def test_a_cumulative_figure_below_last_periods_is_a_query(
    tmp_path: Path, value: float, words: dict[str, str], expected: list[str]
) -> None:
    folder = year(tmp_path, TABLE)
    before(folder, "1.1 | 宝丰县 | 2")
    intake = checked(folder, with_row("1.1", 本期累计=value, **words))
    assert rules(intake) == expected
    assert [one.settled for one in intake.findings] == [bool(words)] * len(expected)
    assert ("1.1" in codes(intake)) is (bool(words) or not expected)


@pytest.mark.parametrize(
    ("unit", "kind", "rollup", "direction", "last", "now"),
    [
        ("人", "数量", "合计", "越低越好", 3, 2), ("%", "比率", "各达标", "越高越好", "90%", 0.89),
        ("元", "标准", "各达标", "越高越好", 500, 499), ("%", "进度", "平均", "越高越好", "50%", 0.4),
    ],
)  # fmt: skip
def test_whatever_counts_since_january_does_not_fall_and_a_stock_may(
    tmp_path: Path, unit: str, kind: str, rollup: str, direction: str, last: Any, now: Any
) -> None:
    for accrual, expected in (("累计", ["P01"]), ("时点", [])):
        labels = f"编码 | 单位 | 类型 | 汇总方式 | 方向 | 累计方式 | 小数位 | {UNIT}"
        table = f"{labels}\n1.1 | {unit} | {kind} | {rollup} | {direction} | {accrual} | 2 |"
        folder = year(tmp_path / accrual, table)
        before(folder, f"1.1 | 宝丰县 | {last}")
        assert rules(checked(folder, {"1.1": {"本期累计": now}})) == expected


def test_a_rate_that_did_not_change_has_not_fallen_by_its_thirteenth_digit(tmp_path: Path) -> None:
    folder = year(tmp_path, RATE)
    before(folder, f"1.1 | 宝丰县 | {2 / 3:.12f}")
    assert rules(checked(folder, {"1.1": {"分子": 2, "分母": 3}})) == []


def test_a_state_that_goes_back_is_a_query(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 类型 | 汇总方式 | 宝丰县\n1.1 | | 状态 | 各达标 |")
    before(folder, "1.1 | 宝丰县 | 已完成")
    assert rules(checked(folder, {"1.1": {"状态": "推进中"}})) == ["P02"]
    assert rules(checked(folder, {"1.1": {"状态": "已完成"}})) == []


# Across rows


def test_a_part_greater_than_its_whole_is_an_error_that_names_both(tmp_path: Path) -> None:
    intake = checked(year(tmp_path, TABLE), with_row("1.3", 本期累计=4001))
    one = only(intake)
    assert (one.rule, one.cell, one.indicator) == ("X01", "G8,G7", "1.3,1.2")
    assert codes(intake) == {"1.1"}


def test_a_part_is_held_against_its_whole_in_one_unit(tmp_path: Path) -> None:
    table = "编码 | 单位 | 小数位 | 其中于 | 宝丰县\n1.1 | 万人 | 2 | | 2\n1.2 | 人 | 0 | 1.1 | 9300"
    folder = year(tmp_path, table)
    assert rules(checked(folder, {"1.1": {"本期累计": 1}, "1.2": {"本期累计": 10000}})) == []
    assert rules(checked(folder, {"1.1": {"本期累计": 1}, "1.2": {"本期累计": 10001}})) == ["X01"]


def related(tmp_path: Path, text: str, level: str = "强制") -> Path:
    return year(tmp_path, TABLE, 审核关系=[["编号", "关系式", "级别", "说明"], ["S1", text, level, "按口径"]])


@pytest.mark.parametrize(
    ("text", "cells", "indicators"),
    [
        ("[1.2] = [1.3] + 2998", "G7,G8", "1.2,1.3"), ("[1.2]＜＝[1.3]", "G7,G8", "1.2,1.3"),
        ("[1.3] >= 50% * [1.2]", "G8,G7", "1.3,1.2"), ("[1.1] > 目标[1.1]", "G6", "1.1"),
        ("[1.2]/[1.3] < 4.0000", None, ""), ("[1.1] ≥ 0.5 × 上期[1.2]", None, ""), ("-[1.1] < 0", None, ""),
    ],
)  # fmt: skip
def test_a_relation_that_does_not_hold_names_every_row_that_it_compares(
    tmp_path: Path, text: str, cells: str | None, indicators: str
) -> None:
    filled = with_row("1.3", 本期累计=1001)
    intake = checked(related(tmp_path, text), filled)
    if cells is None:
        assert rules(intake) == []
        return
    one = only(intake)
    assert (one.rule, one.severity, one.cell, one.indicator) == ("S1", Severity.ERROR, cells, indicators)
    assert "按口径" in one.message
    assert codes(intake) == {"1.1", "1.2", "1.3"} - set(indicators.split(","))


def test_relations_are_exact(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3, and a third of 0.3 taken twice is 0.2."""
    folder = year(
        tmp_path,
        "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 公里 | 1 |\n1.2 | 公里 | 1 |\n1.3 | 公里 | 1 |",
        审核关系="编号 | 关系式 | 级别\nA | [1.1] + [1.2] = [1.3] | 强制\nB | [1.3] / 3 * 2 = [1.2] | 强制",
    )
    assert rules(checked(folder, {"1.1": {"本期累计": 0.1}, "1.2": {"本期累计": 0.2}, "1.3": {"本期累计": 0.3}})) == []


def test_a_query_of_a_relation_is_settled_by_the_words_of_any_row_that_it_names(tmp_path: Path) -> None:
    folder = related(tmp_path, "[1.2] <= [1.3]", "核实")
    one = only(checked(folder, RIGHT))
    assert (one.rule, one.severity, one.settled) == ("S1", Severity.QUERY, False)
    intake = checked(folder, with_row("1.3", 说明="口径不同"))
    assert only(intake).settled
    assert codes(intake) == {"1.1", "1.2", "1.3"}


def test_an_error_is_not_settled_by_words(tmp_path: Path) -> None:
    intake = checked(related(tmp_path, "[1.2] <= [1.3]"), with_row("1.3", 说明="口径不同"))
    assert not only(intake).settled
    assert codes(intake) == {"1.1"}


def test_a_relation_between_denominators_points_at_the_denominators(tmp_path: Path) -> None:
    lines = RATE.splitlines()
    folder = year(
        tmp_path,
        "\n".join([*lines, lines[1].replace("1.1", "1.2")]),
        审核关系="编号 | 关系式 | 级别\nS1 | 分母[1.1] = 分母[1.2] | 强制",
    )
    intake = checked(folder, {"1.1": {"分子": 8, "分母": 10}, "1.2": {"分子": 8, "分母": 11}})
    one = only(intake)
    assert (one.rule, one.cell, one.indicator) == ("S1", "I6,I7", "1.1,1.2")


def test_a_relation_is_judged_only_where_every_operand_has_a_value(tmp_path: Path) -> None:
    intake = checked(related(tmp_path, "[1.2] = [1.3]"), with_row("1.3", 本期累计=None))
    assert rules(intake) == ["R01"]
    assert rules(checked(related(tmp_path, "[1.2] = [1.3]"), with_row("1.3", 本期累计="不详"))) == ["C01"]


def test_a_relation_with_last_period_has_no_value_where_there_is_none(tmp_path: Path) -> None:
    folder = related(tmp_path, "[1.2] >= 0.5 * 上期[1.2]")
    assert rules(checked(folder, RIGHT)) == []
    before(folder, "1.2 | 宝丰县 | 9000")
    assert sorted(rules(checked(folder, RIGHT))) == ["P01", "S1"]


def test_the_queries_of_the_tool_are_known_by_their_own_code_and_relations_by_their_number() -> None:
    assert CATALOGUE["X02"].severity is Severity.ERROR
    assert CATALOGUE["X03"].severity is Severity.QUERY


# What holds what


def test_one_faulty_cell_sends_back_one_figure(tmp_path: Path) -> None:
    intake = checked(year(tmp_path, TABLE), with_row("1.2", 本期累计=-1))
    assert codes(intake) == {"1.1", "1.3"}
    assert [one.status for one in intake.submissions] == [Status.PARTIAL]


@pytest.mark.parametrize("filled", [with_row("1.2", 本期累计=-1), with_row("1.2", 本期累计=100000)])
def test_the_office_may_send_the_whole_sheet_back_for_one_fault(
    tmp_path: Path, filled: dict[str, dict[str, Any]]
) -> None:
    intake = checked(year(tmp_path, TABLE, basics={"有误处理": "退回整表"}), filled)
    assert codes(intake) == set()
    assert [one.status for one in intake.submissions] == [Status.RETURNED]


def test_notes_never_hold_anything_back(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 公里 | 1 | 5", basics={"有误处理": "退回整表"})
    intake = checked(folder, {"1.1": {"本期累计": "2.05公里"}})
    assert sorted(rules(intake)) == ["C21", "C22"]
    assert codes(intake) == {"1.1"}
    assert [one.status for one in intake.submissions] == [Status.ACCEPTED]


def exempted(tmp_path: Path, line: str) -> Path:
    return year(tmp_path, TABLE, 豁免=f"单位 | 编码 | 规则 | 至 | 批准人 | 理由\n{line}")


@pytest.mark.parametrize(
    ("line", "is_exempt"),
    [
        ("宝丰县 | 1.2 | C31 | | 甲 | 已核", True), ("宝丰县 | 1.2 | | 2023-12 | 甲 | 已核", True),
        ("宝丰县 | 1.2 | C31 | 2023-09 | 甲 | 已核", True), ("宝丰县 | 1.2 | C31 | 2023-08 | 甲 | 已核", False),
        ("宝丰县 | 1.2 | C32 | | 甲 | 已核", False), ("宝丰县 | 1.1 | C31 | | 甲 | 已核", False),
    ],
)  # fmt: skip
def test_an_exemption_settles_what_it_names_until_its_period(tmp_path: Path, line: str, is_exempt: bool) -> None:
    intake = checked(exempted(tmp_path, line), with_row("1.2", 本期累计=100000))
    one = only(intake)
    assert (one.rule, one.settled) == ("C31", is_exempt)
    assert one.severity is (Severity.NOTE if is_exempt else Severity.QUERY)
    assert ("1.2" in codes(intake)) is is_exempt
    assert ("已核" in one.message) is is_exempt


def test_an_exempted_error_is_a_settled_note_and_the_figure_counts(tmp_path: Path) -> None:
    intake = checked(exempted(tmp_path, "宝丰县 | 1.3 | X01 | | 甲 | 统计口径"), with_row("1.3", 本期累计=4001))
    assert (only(intake).severity, only(intake).settled) == (Severity.NOTE, True)
    assert codes(intake) == {"1.1", "1.2", "1.3"}


@pytest.mark.parametrize(("content", "rule"), [(-5, "C02"), (1.5, "C03")])
def test_an_exempted_fault_of_the_cell_itself_lets_its_number_count(tmp_path: Path, content: Any, rule: str) -> None:
    intake = checked(exempted(tmp_path, f"宝丰县 | 1.2 | {rule} | | 甲 | 已核"), with_row("1.2", 本期累计=content))
    assert [(one.rule, one.settled) for one in intake.findings] == [(rule, True), ("X01", False)]
    intake = checked(exempted(tmp_path, "宝丰县 | 1.2 | | | 甲 | 已核"), with_row("1.2", 本期累计=content))
    assert intake.reported["1.2", UNIT].value == Decimal(str(content))


def test_a_row_with_an_error_of_its_own_has_no_faults_that_follow_from_it(tmp_path: Path) -> None:
    folder = exempted(tmp_path, "宝丰县 | 1.1 | C01 | | 甲 | 已核")
    before(folder, "1.2 | 宝丰县 | 3000")
    intake = checked(folder, with_row("1.2", 本期累计=-5))
    assert rules(intake) == ["C02"]
    assert codes(intake) == {"1.1", "1.3"}


def test_an_exemption_cannot_make_a_figure_of_a_word(tmp_path: Path) -> None:
    intake = checked(exempted(tmp_path, "宝丰县 | 1.2 | | | 甲 | 已核"), with_row("1.2", 本期累计="不详"))
    assert codes(intake) == {"1.1", "1.3"}


def test_an_exemption_under_an_alias_holds(tmp_path: Path) -> None:
    folder = year(
        tmp_path,
        TABLE,
        "名称 | 类型 | 别名\n宝丰县 | 县区 | 宝丰",
        豁免="单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰 | 1.2 | C31 | | 甲 | 已核",
    )
    assert only(checked(folder, with_row("1.2", 本期累计=100000))).settled


# Who is late, who is missing


@pytest.mark.parametrize(
    ("filled_on", "is_late"),
    [
        ("2023-09-25", False), ("2023-09-26", True), ("2023年9月26日", True), ("2023.9.24", False), ("20230926", True),
        (date(2023, 9, 26), True), ("月底", False), (None, False),
    ],
)  # fmt: skip
def test_lateness_is_told_by_the_day_on_the_form_against_the_due_day(
    tmp_path: Path, filled_on: Any, is_late: bool
) -> None:
    intake = checked(year(tmp_path, TABLE), RIGHT, filled_on=filled_on)
    assert rules(intake) == []
    assert [one.late for one in intake.submissions] == [is_late]


def test_the_sheet_of_periods_sets_another_due_day(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE, 期次="期次 | 上报截止\n2023-09 | 2023-09-19")
    assert [one.late for one in checked(folder, RIGHT, filled_on="2023-09-20").submissions] == [True]


def test_the_due_day_of_a_quarter_is_in_its_last_month(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE, basics={"上报日": "31"})
    for day, is_late in (("2023-09-30", False), ("2023-10-01", True)):
        issue_and_fill(folder, "2023-Q3", UNIT, RIGHT, filled_on=day)
        assert [one.late for one in take(folder, "2023-Q3").submissions] == [is_late]


def test_a_unit_that_sent_nothing_is_missing_and_one_that_is_asked_nothing_is_not(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县 | 郏县 | 叶县\n1.1 | 人 | 5 | 6 | —")
    issue_and_fill(folder, PERIOD, UNIT, {"1.1": {"本期累计": 5}})
    intake = take(folder, PERIOD)
    assert [(one.unit, one.file, one.status) for one in intake.submissions] == [
        (UNIT, "上报/宝丰县.xlsx", Status.ACCEPTED),
        ("郏县", None, Status.MISSING),
    ]
    assert rules(intake) == []


# Where a target stands


def test_what_was_expected_names_where_the_target_stands(tmp_path: Path) -> None:
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 2.72 | 2.8 | 2023-07"
    intake = checked(year(tmp_path / "县", TABLE, 目标调整=adjusted), with_row("1.1", 本期累计=27200))
    assert (only(intake).expected or "").endswith("年度目标2.8（目标分解表 目标调整）")
    table = "编码 | 单位 | 汇总方式 | 目标 | 市教体局\n1.1 | 人 | 市级 | 10 |"
    folder = year(tmp_path / "市", table)
    issue_and_fill(folder, PERIOD, "市教体局", {"1.1": {"本期累计": 1000}})
    assert only(take(folder, PERIOD)).expected == "与年度目标10（目标分解表 指标!H2）相当"
