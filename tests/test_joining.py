"""Several files of one unit: parts are joined, the later supersedes, what contradicts is said (contract section 6)."""

import zipfile
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.labels import FormColumn
from model.submission import Intake, Status
from tests.tables import Rows, Table, issue_and_fill, rules, take, workbook, year

PERIOD = "2023-09"
TABLE = "编码 | 指标 | 单位 | 宝丰县\n1.1 | 甲 | 人 | 50\n1.2 | 乙 | 人 | 50\n1.3 | 丙 | 人 | 50"


def part(
    folder: Path, file: str, rows: dict[str, Any], filled_on: str | None = "2023-09-20", hour: int = 9, **words: str
) -> None:
    """A sheet of the unit with some of its rows."""
    head = [["填报单位", "宝丰县", "期次", "2023-09", "填报日期", filled_on]]
    lines = [[code, value, words.get("说明"), words.get("进展情况")] for code, value in rows.items()]
    table: Rows = [*head, ["编码", "本期累计", "说明", "进展情况"], *lines]
    path = folder / PERIOD / "上报" / file
    workbook(path, {"填报": table}, modified=datetime(2023, 9, 20, hour))


def values(intake: Intake) -> dict[str, int]:
    return {code: int(one.value or 0) for (code, _), one in intake.reported.items()}


def statuses(intake: Intake) -> dict[str, Status]:
    return {(one.file or "").removeprefix("上报/"): one.status for one in intake.submissions}


def test_parts_that_do_not_overlap_are_joined(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "一.xlsx", {"1.1": 10, "1.2": None})
    part(folder, "二.xlsx", {"1.2": 20, "1.3": 30})
    intake = take(folder, PERIOD)
    assert (rules(intake), values(intake)) == ([], {"1.1": 10, "1.2": 20, "1.3": 30})
    assert set(statuses(intake).values()) == {Status.ACCEPTED}
    assert [intake.reported[code, "宝丰县"].source.file for code in ("1.1", "1.2")] == ["上报/一.xlsx", "上报/二.xlsx"]


def test_parts_that_agree_and_the_same_file_sent_twice_are_joined(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    for file in ("一.xlsx", "一 (1).xlsx"):
        part(folder, file, {"1.1": 10, "1.2": 20, "1.3": 30})
    part(folder, "三.xlsx", {"1.2": "20"})
    intake = take(folder, PERIOD)
    assert (rules(intake), values(intake)) == (["C21"], {"1.1": 10, "1.2": 20, "1.3": 30})
    assert set(statuses(intake).values()) == {Status.ACCEPTED}


def test_a_row_that_no_part_holds_is_missing(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "一.xlsx", {"1.1": 10})
    part(folder, "二.xlsx", {"1.2": 20})
    intake = take(folder, PERIOD)
    assert [(one.rule, one.indicator, one.file) for one in intake.findings] == [("R06", "1.3", "上报/二.xlsx")]
    assert values(intake) == {"1.1": 10, "1.2": 20}


@pytest.mark.parametrize("order", list(permutations(("甲.xlsx", "乙.xlsx"))))
def test_the_later_file_that_fills_every_row_supersedes_whatever_it_is_called(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, order[0], {"1.1": 10, "1.2": 20, "1.3": 30}, "2023-09-20")
    part(folder, order[1], {"1.1": 11, "1.2": 20, "1.3": 30}, "2023-09-22")
    intake = take(folder, PERIOD)
    assert [(one.rule, one.file) for one in intake.findings] == [("W21", f"上报/{order[0]}")]
    assert values(intake) == {"1.1": 11, "1.2": 20, "1.3": 30}
    assert statuses(intake) == {order[0]: Status.SUPERSEDED, order[1]: Status.ACCEPTED}


def test_on_one_day_the_workbooks_own_time_decides(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "乙.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30}, hour=9)
    part(folder, "甲.xlsx", {"1.1": 11, "1.2": 20, "1.3": 30}, hour=17)
    assert (rules(take(folder, PERIOD)), values(take(folder, PERIOD))["1.1"]) == (["W21"], 11)


def test_a_blank_date_is_replaced_by_the_day_on_which_the_workbook_was_saved(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30}, "2023-09-18")
    part(folder, "乙.xlsx", {"1.1": 11, "1.2": 20, "1.3": 30}, None)
    assert (rules(take(folder, PERIOD)), values(take(folder, PERIOD))["1.1"]) == (["W21"], 11)


def test_two_files_of_one_moment_that_differ_contradict_each_other(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30})
    part(folder, "乙.xlsx", {"1.1": 11, "1.2": 20, "1.3": 30})
    intake = take(folder, PERIOD)
    (one,) = intake.findings
    assert (one.rule, one.indicator, one.cell) == ("R05", "1.1", "B3")
    assert "10" in one.message
    assert "11" in one.message
    assert values(intake) == {"1.2": 20, "1.3": 30}


def test_a_later_part_that_does_not_fill_every_row_leaves_the_differing_rows_in_doubt(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30}, "2023-09-20")
    part(folder, "乙.xlsx", {"1.1": 11}, "2023-09-22")
    intake = take(folder, PERIOD)
    assert [(one.rule, one.indicator, one.file) for one in intake.findings] == [("R05", "1.1", "上报/乙.xlsx")]
    assert values(intake) == {"1.2": 20, "1.3": 30}
    assert statuses(intake) == {"甲.xlsx": Status.ACCEPTED, "乙.xlsx": Status.PARTIAL}


def test_a_contradiction_between_two_files_ends_with_a_third_that_supersedes_both(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 10, "1.2": 20}, "2023-09-20")
    part(folder, "乙.xlsx", {"1.1": 11, "1.3": 30}, "2023-09-21")
    part(folder, "丙.xlsx", {"1.1": 12, "1.2": 20, "1.3": 30}, "2023-09-22")
    intake = take(folder, PERIOD)
    assert rules(intake) == ["W21", "W21"]
    assert values(intake) == {"1.1": 12, "1.2": 20, "1.3": 30}


def test_the_findings_of_a_superseded_file_are_not_raised_any_more(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 1.5, "1.2": 20, "9.9": 5}, "2023-09-20")
    part(folder, "乙.xlsx", {"1.1": 2, "1.2": 20, "1.3": 30}, "2023-09-21")
    assert rules(take(folder, PERIOD)) == ["W21"]


def test_words_of_one_part_stay_with_the_figure_of_the_other(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "甲.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30})
    part(folder, "乙.xlsx", {"1.1": None}, "2023-09-22", 进展情况="已全部开工")
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert intake.reported["1.1", "宝丰县"].said(FormColumn.PROGRESS) == "已全部开工"
    assert intake.reported["1.1", "宝丰县"].source.file == "上报/甲.xlsx"


def test_two_sheets_of_one_file_that_differ_contradict_each_other(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    head = [["填报单位", "宝丰县", "期次", "2023-09"], ["编码", "本期累计"]]
    sheets: dict[str, Table] = {
        "八月": [*head, ["1.1", 8], ["1.2", 20]],
        "九月": [*head, ["1.1", 10], ["1.2", 20], ["1.3", 30]],
    }
    workbook(folder / PERIOD / "上报" / "甲.xlsx", sheets)
    intake = take(folder, PERIOD)
    assert [(one.rule, one.indicator, one.sheet, one.cell) for one in intake.findings] == [("R05", "1.1", "九月", "B3")]
    assert "工作表“八月”" in intake.findings[0].message
    assert values(intake) == {"1.2": 20, "1.3": 30}


def test_the_parts_of_a_zip_are_files_of_their_own(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "一.xlsx", {"1.1": 10, "1.2": 20})
    part(folder, "二.xlsx", {"1.3": 30})
    sent = folder / PERIOD / "上报"
    with zipfile.ZipFile(sent / "宝丰县.zip", "w") as archive:
        for name in ("一.xlsx", "二.xlsx"):
            archive.write(sent / name, name)
            (sent / name).unlink()
    intake = take(folder, PERIOD)
    assert (rules(intake), values(intake)) == ([], {"1.1": 10, "1.2": 20, "1.3": 30})
    assert statuses(intake) == {"宝丰县.zip/一.xlsx": Status.ACCEPTED, "宝丰县.zip/二.xlsx": Status.ACCEPTED}


def test_submissions_are_ordered_by_unit_then_file_and_findings_by_cell(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县 | 郏县\n1.1 | 人 | 50 | 5\n1.2 | 人 | 50 | 5")
    issue_and_fill(folder, PERIOD, "郏县", {"1.1": {"本期累计": -1}, "1.2": {"本期累计": -1}}, file="a.xlsx")
    issue_and_fill(folder, PERIOD, "宝丰县", {"1.1": {"本期累计": -1}, "1.2": {"本期累计": -1}}, file="z.xlsx")
    intake = take(folder, PERIOD)
    assert [one.unit for one in intake.submissions] == ["宝丰县", "郏县"]
    assert [(one.unit, one.cell) for one in intake.findings] == [
        ("宝丰县", "G6"), ("宝丰县", "G7"), ("郏县", "G6"), ("郏县", "G7"),
    ]  # fmt: skip


def test_findings_below_row_nine_come_after_those_above_it(tmp_path: Path) -> None:
    codes = [f"1.{number}" for number in range(1, 8)]
    folder = year(tmp_path, "\n".join(["编码 | 单位 | 宝丰县", *(f"{code} | 人 | 5" for code in codes)]))
    issue_and_fill(folder, PERIOD, "宝丰县", {code: {"本期累计": -1} for code in codes})
    assert [one.cell for one in take(folder, PERIOD).findings] == [f"G{row}" for row in range(6, 13)]


def test_a_county_that_saved_our_form_in_another_program_loses_nothing(tmp_path: Path) -> None:
    folder = year(
        tmp_path, "编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 宝丰县\n1.1 | % | 比率 | 加权 | 甲 | 乙 | 90%"
    )
    path = issue_and_fill(folder, PERIOD, "宝丰县", {"1.1": {"分子": 9, "分母": 10}})
    assert openpyxl.load_workbook(path, data_only=True)["填报"]["G6"].value is None, "our formula has no value any more"
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert str(intake.reported["1.1", "宝丰县"].value) == "0.9"
    assert intake.reported["1.1", "宝丰县"].source.cell == "H6,I6"


# Faults over two files

PARTS = "编码 | 指标 | 单位 | 其中于 | 宝丰县\n1.1 | 甲 | 人 | | 50\n1.2 | 乙 | 人 | 1.1 | 50\n1.3 | 丙 | 人 | | 50"
RELATED = "编号 | 关系式 | 级别\n甲 | [1.1] >= [1.3] | 核实"


def test_a_fault_over_two_files_is_told_of_each_with_its_own_cell(tmp_path: Path) -> None:
    folder = year(tmp_path, PARTS)
    part(folder, "一.xlsx", {"1.3": 5, "1.1": 10})
    part(folder, "二.xlsx", {"1.2": 20})
    intake = take(folder, PERIOD)
    assert [(one.rule, one.file, one.cell, one.indicator) for one in intake.findings] == [
        ("X01", "上报/一.xlsx", "B4", "1.1"),
        ("X01", "上报/二.xlsx", "B3", "1.2"),
    ]
    assert len({one.message for one in intake.findings}) == 1
    assert {one.expected for one in intake.findings} == {"不大于10人（上报/一.xlsx B4）"}
    assert values(intake) == {"1.3": 5}
    assert statuses(intake) == {"一.xlsx": Status.PARTIAL, "二.xlsx": Status.PARTIAL}


def test_words_in_one_of_two_files_settle_a_query_that_both_are_held_by(tmp_path: Path) -> None:
    folder = year(tmp_path, PARTS, 审核关系=RELATED)
    part(folder, "一.xlsx", {"1.1": 10, "1.2": 2})
    part(folder, "二.xlsx", {"1.3": 20}, 说明="口径不同")
    intake = take(folder, PERIOD)
    assert [(one.rule, one.settled) for one in intake.findings] == [("甲", True), ("甲", True)]
    assert values(intake) == {"1.1": 10, "1.2": 2, "1.3": 20}


def test_an_exemption_of_one_row_settles_the_query_in_both_files(tmp_path: Path) -> None:
    exemption = "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.3 | 甲 | | 某 | 已核"
    folder = year(tmp_path, PARTS, 审核关系=RELATED, 豁免=exemption)
    part(folder, "一.xlsx", {"1.1": 10, "1.2": 2})
    part(folder, "二.xlsx", {"1.3": 20})
    intake = take(folder, PERIOD)
    assert [one.settled for one in intake.findings] == [True, True]
    assert set(statuses(intake).values()) == {Status.ACCEPTED}


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_members_of_a_zip_with_one_name_are_two_files(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "一.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30}, "2023-09-20")
    part(folder, "二.xlsx", {"1.1": 11, "1.2": 20, "1.3": 30}, "2023-09-21")
    received = folder / PERIOD / "上报"
    with zipfile.ZipFile(received / "县.zip", "w") as archive:
        for name in ("一.xlsx", "二.xlsx"):
            archive.write(received / name, "宝丰县.xlsx")
            (received / name).unlink()
    intake = take(folder, PERIOD)
    assert statuses(intake) == {"县.zip/宝丰县.xlsx": Status.SUPERSEDED, "县.zip/宝丰县.xlsx（2）": Status.ACCEPTED}
    assert values(intake) == {"1.1": 11, "1.2": 20, "1.3": 30}


def test_a_hundred_copies_of_one_form_are_one_form(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    part(folder, "旧.xlsx", {"1.1": 10, "1.2": 20, "1.3": 30}, "2023-09-18")
    part(folder, "新.xlsx", {"1.1": 11, "1.2": 20, "1.3": 30}, "2023-09-20")
    sent = folder / PERIOD / "上报"
    for number in range(100):
        (sent / f"旧（{number}）.xlsx").write_bytes((sent / "旧.xlsx").read_bytes())
    intake = take(folder, PERIOD)
    assert set(rules(intake)) == {"W21"}
    assert len(rules(intake)) == 101
    assert values(intake)["1.1"] == 11


def test_of_three_versions_the_earlier_two_name_the_last(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    for file, day, value in (("甲.xlsx", 18, 10), ("乙.xlsx", 19, 11), ("丙.xlsx", 20, 12)):
        part(folder, file, {"1.1": value, "1.2": 20, "1.3": 30}, f"2023-09-{day}")
    intake = take(folder, PERIOD)
    assert [("丙.xlsx" in one.message, one.file) for one in intake.findings] == [
        (True, "上报/乙.xlsx"), (True, "上报/甲.xlsx"),
    ]  # fmt: skip
