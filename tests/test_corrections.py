"""更正.xlsx: signed lines laid over what the units sent, and when their papers came in (contract section 3)."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.finding import Severity
from model.labels import FormColumn
from model.submission import Intake, Source, Status
from tests.tables import Rows, Table, issue_and_fill, rules, take, workbook, year

PERIOD = "2023-09"
UNIT = "宝丰县"
TABLE = """
    编码 | 指标 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 小数位 | 宝丰县
    1.1 | 培训 | 万人次 | 数量 | 合计 | | | 2 | 2.72
    1.10 | 覆盖率 | % | 比率 | 加权 | 甲 | 乙 | 1 | 90%
    1.2 | 创建 | | 状态 | 不汇总 | | | 0 |
"""
SENT: dict[str, dict[str, Any]] = {
    "1.1": {"本期累计": 2}, "1.10": {"分子": 9, "分母": 10}, "1.2": {"状态": "推进中"},
}  # fmt: skip
LABELS = ["单位", "编码", "栏", "原值", "更正值", "依据", "提供人", "经办人", "日期"]
SIGNED = ["电话记录", "李某", "王某", "2023-09-26"]


def corrected(folder: Path, *lines: list[Any], receipts: Table | None = None, sent: Any = SENT) -> Intake:
    """What comes of the period with these lines (单位 · 编码 · 栏 · 原值 · 更正值, signed) in 更正.xlsx."""
    if sent is not None:
        issue_and_fill(folder, PERIOD, UNIT, sent)
    sheets: dict[str, Table] = {"更正": [LABELS, *([*line, *SIGNED][:9] for line in lines)]}
    workbook(folder / PERIOD / "更正.xlsx", {**sheets, **({"报送登记": receipts} if receipts else {})})
    return take(folder, PERIOD)


def figure(intake: Intake, code: str) -> tuple[str | None, Source] | None:
    one = intake.reported.get((code, UNIT))
    return None if one is None else (one.text if one.value is None else str(one.value), one.source)


def test_a_line_whose_old_value_is_what_was_read_becomes_the_figure_and_its_source(tmp_path: Path) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", 2, 2.5])
    assert [(one.rule, one.severity, one.cell, one.unit) for one in intake.findings] == [
        ("K21", Severity.NOTE, "E2", UNIT)
    ]
    assert "王某" in intake.findings[0].message
    assert figure(intake, "1.1") == ("2.5", Source("更正.xlsx", "更正", "E2"))
    assert [(one.file, one.status) for one in intake.submissions] == [("上报/宝丰县.xlsx", Status.ACCEPTED)]


@pytest.mark.parametrize("old", [2, "2", "2.0", " ２ "])
def test_the_old_value_may_be_written_as_a_number_or_as_a_text(tmp_path: Path, old: Any) -> None:
    assert rules(corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", old, 2.5])) == ["K21"]


@pytest.mark.parametrize("old", [1, None, "2万人次", "两万"])
def test_a_line_whose_old_value_is_another_falls_and_what_was_sent_stands(tmp_path: Path, old: Any) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", old, 2.5])
    assert [(one.rule, one.cell, one.expected, one.indicator) for one in intake.findings] == [("K01", "E2", "2", None)]
    assert figure(intake, "1.1") == ("2", Source("上报/宝丰县.xlsx", "填报", "G6"))


def test_a_blank_old_value_is_right_where_the_unit_sent_none(tmp_path: Path) -> None:
    sent = {**SENT, "1.1": {"本期累计": None}}
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", None, 2.5], sent=sent)
    assert rules(intake) == ["K21"]
    assert figure(intake, "1.1") == ("2.5", Source("更正.xlsx", "更正", "E2"))


def test_a_unit_with_lines_only_here_has_one_row_of_its_own(tmp_path: Path) -> None:
    lines = [[UNIT, "1.1", "本期累计", None, 2], [UNIT, "1.10", "分子", None, 9], [UNIT, "1.10", "分母", None, 10]]
    intake = corrected(year(tmp_path, TABLE), *lines, [UNIT, "1.2", "状态", None, "已完成"], sent=None)
    assert rules(intake) == ["K21"] * 4
    assert [(one.unit, one.file, one.status) for one in intake.submissions] == [(UNIT, "更正.xlsx", Status.ACCEPTED)]
    assert figure(intake, "1.10") == ("0.9", Source("更正.xlsx", "更正", "E3,E4"))
    assert figure(intake, "1.2") == ("已完成", Source("更正.xlsx", "更正", "E5"))


def test_a_unit_with_some_lines_only_here_still_owes_the_rest(tmp_path: Path) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", None, 2], sent=None)
    assert rules(intake) == ["R06", "R06", "K21"]
    assert [(one.file, one.status) for one in intake.submissions] == [("更正.xlsx", Status.PARTIAL)]
    assert {code for code, _ in intake.reported} == {"1.1"}


def test_a_correction_of_one_part_of_a_rate_is_the_source_of_the_rate(tmp_path: Path) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.10", "分子", 9, 8])
    assert figure(intake, "1.10") == ("0.8", Source("更正.xlsx", "更正", "E2"))


def test_a_correction_is_checked_like_a_form(tmp_path: Path) -> None:
    for number, (new, rule) in enumerate(((-1, "C02"), ("约2", "C01"), (27200, "C10"), (60, "C31"))):
        intake = corrected(year(tmp_path / str(number), TABLE), [UNIT, "1.1", "本期累计", 2, new])
        assert sorted(rules(intake)) == [rule, "K21"]
        fault = next(one for one in intake.findings if one.rule == rule)
        assert (fault.file, fault.cell) == ("更正.xlsx", "E2")
        assert figure(intake, "1.1") is None


def test_a_correction_mends_a_faulty_cell(tmp_path: Path) -> None:
    sent = {**SENT, "1.1": {"本期累计": "不详"}}
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", "不详", 2.5], sent=sent)
    assert rules(intake) == ["K21"]
    assert [one.status for one in intake.submissions] == [Status.ACCEPTED]


def test_an_explanation_taken_down_by_telephone_settles_a_query(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    sent = {**SENT, "1.1": {"本期累计": 60}}
    intake = corrected(folder, [UNIT, "1.1", "说明", None, "一次性登记"], sent=sent)
    assert {one.rule: one.settled for one in intake.findings} == {"C31": True, "K21": False}
    assert figure(intake, "1.1") == ("60", Source("上报/宝丰县.xlsx", "填报", "G6"))
    assert intake.reported["1.1", UNIT].said(FormColumn.EXPLANATION) == "一次性登记"


def test_two_lines_on_one_cell_follow_each_other(tmp_path: Path) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", 2, 2.5], [UNIT, "1.1", "本期累计", 2.5, 2.6])
    assert rules(intake) == ["K21", "K21"]
    assert figure(intake, "1.1") == ("2.6", Source("更正.xlsx", "更正", "E3"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["某县", "1.1", "本期累计", 2, 2.5], "某县"), ([UNIT, "9.9", "本期累计", 2, 2.5], "9.9"),
        ([UNIT, "1.1", "完成率", 2, 2.5], "完成率"), ([UNIT, "1.1", "本期累计", 2, None], "更正值"),
        ([UNIT, "1.1", "本期累计", 2, 2.5, "电话", "李某", None], "经办人"), ([UNIT, 1.1, "本期累计", 2, 2.5], "1.1"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_told_is_named_and_not_applied(tmp_path: Path, line: list[Any], words: str) -> None:
    intake = corrected(year(tmp_path, TABLE), line)
    (one,) = intake.findings
    assert (one.rule, one.file, one.cell) == ("K02", "更正.xlsx", "A2")
    assert words in one.message
    read = figure(intake, "1.1")
    assert read is None or read[0] == "2", "no line that cannot be told changes a figure"


def test_a_code_that_became_a_number_is_taken_where_it_can_be_no_other(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 人 | 50\n1.2 | 人 | 50")
    sent = {"1.1": {"本期累计": 2}, "1.2": {"本期累计": 3}}
    assert rules(corrected(folder, [UNIT, 1.2, "本期累计", 3, 4], sent=sent)) == ["K21"]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Sheet1": [LABELS, [UNIT, "1.1", "本期累计", 2, 2.5, *SIGNED]]},
        {"更正": [["单位", "编码", "栏", "原值", "更改为"], [UNIT, "1.1", "本期累计", 2, 2.5]]},
        {"更正": [["宝丰县把2改成2.5"]]},
        {"报送登记": [["单位", "日子"], [UNIT, "2023-09-20"]]},
    ],
    ids=["another name", "a column missing", "no labels", "receipts without day"],
)
def test_a_sheet_that_cannot_be_read_at_all_is_said_so(tmp_path: Path, sheets: dict[str, Rows]) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, SENT)
    workbook(folder / PERIOD / "更正.xlsx", sheets)
    intake = take(folder, PERIOD)
    assert rules(intake) == ["K02"]
    assert figure(intake, "1.1") == ("2", Source("上报/宝丰县.xlsx", "填报", "G6"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"<html></html>"])
def test_corrections_that_cannot_be_opened_are_a_finding(tmp_path: Path, content: bytes) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, SENT)
    (folder / PERIOD / "更正.xlsx").write_bytes(content)
    intake = take(folder, PERIOD)
    assert [(one.rule, one.file) for one in intake.findings] == [("W01", "更正.xlsx")]


# 报送登记


@pytest.mark.parametrize(
    ("received", "filled_on", "is_late"),
    [
        ("2023-09-26", "2023-09-20", True), (date(2023, 9, 25), "2023-09-30", False), ("2023年9月25日", None, False),
        ("2023.9.26", None, True),
    ],
)  # fmt: skip
def test_the_day_on_which_a_paper_came_in_goes_before_the_day_written_on_it(
    tmp_path: Path, received: Any, filled_on: str | None, is_late: bool
) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, SENT, filled_on=filled_on)
    receipts: Table = [["单位", "收到日期", "方式"], [UNIT, received, "邮件"]]
    workbook(folder / PERIOD / "更正.xlsx", {"报送登记": receipts})
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert [one.late for one in intake.submissions] == [is_late]


@pytest.mark.parametrize(
    ("line", "cell"),
    [(["某县", "2023-09-20", "邮件"], "A2"), ([UNIT, "月底", "邮件"], "B2"), ([UNIT, None, "邮件"], "A2")],
)
def test_a_receipt_that_cannot_be_told_is_named(tmp_path: Path, line: list[Any], cell: str) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, SENT)
    workbook(folder / PERIOD / "更正.xlsx", {"报送登记": [["单位", "收到日期", "方式"], line]})
    assert [(one.rule, one.sheet, one.cell) for one in take(folder, PERIOD).findings] == [("K02", "报送登记", cell)]


def test_a_line_taken_down_for_a_unit_that_is_late_counts_as_late(tmp_path: Path) -> None:
    receipts: Table = [["单位", "收到日期", "方式"], [UNIT, "2023-09-26", "电话"]]
    intake = corrected(year(tmp_path, TABLE), [UNIT, "1.1", "本期累计", None, 2], receipts=receipts, sent=None)
    assert [(one.file, one.late) for one in intake.submissions] == [("更正.xlsx", True)]
    assert intake.reported["1.1", UNIT].value == Decimal(2)


@pytest.mark.parametrize(("code", "column"), [("1.1", "分子"), ("1.2", "本期累计"), ("1.10", "本期累计")])
def test_a_column_that_the_row_does_not_use_cannot_be_corrected(tmp_path: Path, code: str, column: str) -> None:
    intake = corrected(year(tmp_path, TABLE), [UNIT, code, column, None, 5])
    (one,) = intake.findings
    assert (one.rule, one.indicator) == ("K02", None)
    assert "不用填" in one.message


def test_a_correction_that_is_faulty_sends_back_only_the_file_whose_row_it_is(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, {"1.1": {"本期累计": 2}}, file="一.xlsx")
    issue_and_fill(folder, PERIOD, UNIT, {key: row for key, row in SENT.items() if key != "1.1"}, file="二.xlsx")
    intake = corrected(folder, [UNIT, "1.1", "本期累计", 2, -1], sent=None)
    assert [(one.file, one.status) for one in intake.submissions] == [
        ("上报/一.xlsx", Status.PARTIAL), ("上报/二.xlsx", Status.ACCEPTED),
    ]  # fmt: skip
