"""The working folder: the one breakdown, the period, the previous period (contract section 1)."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.fault import JobFault
from model.period import Period
from tests.tables import issue_and_fill, rules, take, workbook, year
from validators.period_folder import PeriodFolder, open_period

TABLE = """
    编码 | 指标 | 单位 | 类型 | 汇总方式 | 宝丰县
    1.1 | 培训 | 人 | 数量 | 合计 | 50
    1.2 | 覆盖率 | % | 比率 | 各达标 | 90%
    1.3 | 创建 | | 状态 | 各达标 |
"""


def results_of(folder: Path, period: str, value: str | None = "10", name: str | None = None) -> None:
    """A 结果.json as a run of `period` leaves it, cut down to one figure."""
    figure = {
        "indicator": "1.1", "unit": "宝丰县", "value": value, "numerator": None, "denominator": None, "text": None,
        "rank": 1, "carried": None, "source": {"file": "上报/宝丰县.xlsx", "sheet": "填报", "cell": "G6"},
    }  # fmt: skip
    stored: dict[str, Any] = {"schema": 1, "period": name or period, "figures": [figure], "totals": [], "standings": []}
    path = folder / period / "结果" / "结果.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def opened(folder: Path, period: str = "2023-09") -> PeriodFolder:
    return open_period(folder / period)


def refused(folder: Path, period: str = "2023-09") -> str:
    with pytest.raises(JobFault) as fault:
        open_period(folder / period)
    sentence = str(fault.value)
    assert sentence.endswith("。") or "lint" in sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2023-09", "2023-09"), ("2023年9月", "2023-09"), ("2023年09月", "2023-09"), ("2023-Q3", "2023-Q3"),
        ("2023年三季度", "2023-Q3"), ("2023年第三季度", "2023-Q3"), ("2023-H1", "2023-H1"), ("2023年上半年", "2023-H1"),
        ("2023", "2023"), ("2023年", "2023"),
    ],
)  # fmt: skip
def test_a_period_is_written_one_way_whatever_its_folder_is_called(tmp_path: Path, name: str, period: str) -> None:
    one = opened(year(tmp_path, TABLE), name)
    assert (one.period.name, one.breakdown_file, one.path.name) == (period, "../目标分解表.xlsx", name)


@pytest.mark.parametrize("name", ["9月", "2023-13", "2023-Q5", "上报", "2023-9月份"])
def test_another_name_is_no_period(tmp_path: Path, name: str) -> None:
    assert name in refused(year(tmp_path, TABLE), name)


def test_a_period_of_another_year_is_refused(tmp_path: Path) -> None:
    sentence = refused(year(tmp_path, TABLE), "2022-09")
    assert "2022-09" in sentence
    assert "2023" in sentence


def test_a_file_in_the_place_of_a_period_is_refused(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    (folder / "2023-09").write_text("x")
    assert "不是文件夹" in refused(folder)


def test_without_a_breakdown_nothing_can_be_done(tmp_path: Path) -> None:
    assert "没有“目标分解表.xlsx”" in refused(tmp_path)


@pytest.mark.parametrize("name", ["目标分解表 (2).xlsx", "目标分解表0901.xlsx", "目标分解表备份.xlsx"])
def test_two_breakdowns_are_refused_by_name(tmp_path: Path, name: str) -> None:
    folder = year(tmp_path, TABLE)
    shutil.copy(folder / "目标分解表.xlsx", folder / name)
    assert name in refused(folder)


@pytest.mark.parametrize("name", ["~$目标分解表.xlsx", "旧目标分解表.xlsx", "目标分解表.docx"])
def test_lock_files_and_other_names_are_no_second_breakdown(tmp_path: Path, name: str) -> None:
    folder = year(tmp_path, TABLE)
    (folder / name).write_bytes(b"x")
    assert opened(folder).breakdown_findings == ()


def test_a_breakdown_under_another_name_is_asked_to_be_renamed(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    (folder / "目标分解表.xlsx").rename(folder / "目标分解表2023.xlsx")
    assert "目标分解表2023.xlsx" in refused(folder)


def test_a_breakdown_with_errors_is_refused_with_the_first_cell_and_how_many_more(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 人 | 很多\n1.2 | 人 | 50户\n1.3 | 人 | 5")
    sentence = refused(folder)
    assert "“指标”I2" in sentence
    assert "另有1处错误" in sentence
    assert "lint" in sentence


def test_a_breakdown_with_queries_is_worked_with(tmp_path: Path) -> None:
    one = opened(year(tmp_path, "编码 | 单位 | 目标 | 宝丰县\n1.1 | 人 | 60 | 50"))
    assert [(finding.rule, finding.unit) for finding in one.breakdown_findings] == [("B31", None)]


# The previous period


def test_the_first_period_has_no_previous_one(tmp_path: Path) -> None:
    one = opened(year(tmp_path, TABLE))
    assert (one.previous.period, dict(one.previous.figures)) == (None, {})


@pytest.mark.parametrize(
    ("there", "period", "previous"),
    [
        (["2023-07", "2023-08"], "2023-09", "2023-08"), (["2023-07"], "2023-09", "2023-07"),
        (["2023-06", "2023-Q2", "2023-H1"], "2023-07", "2023-06"), (["2023-06", "2023-Q2"], "2023-Q3", "2023-Q2"),
        (["2023-06", "2023-H1", "2023-Q2"], "2023-H2", "2023-H1"), (["2023-10"], "2023-09", None),
        (["2023-Q3"], "2023-09", None), (["2023年8月"], "2023-09", "2023-08"), (["2023-09"], "2023-09", None),
    ],
)  # fmt: skip
def test_the_previous_period_is_the_latest_with_results_that_ends_before_this_one_begins(
    tmp_path: Path, there: list[str], period: str, previous: str | None
) -> None:
    folder = year(tmp_path, TABLE)
    for name in there:
        results_of(folder, name, name="2023-08" if name == "2023年8月" else None)
    found = opened(folder, period).previous.period
    assert (found.name if found else None) == previous


def test_a_period_without_results_is_passed_over(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    results_of(folder, "2023-07")
    (folder / "2023-08" / "结果").mkdir(parents=True)
    assert opened(folder).previous.period == Period(2023, 7, 1)


def test_the_sheet_of_periods_may_name_the_previous_one(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE, 期次="期次 | 上期\n2023-09 | 2023年6月")
    for period in ("2023-06", "2023-08"):
        results_of(folder, period)
    assert opened(folder).previous.period == Period(2023, 6, 1)


def test_a_named_previous_period_without_results_is_refused(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE, 期次="期次 | 上期\n2023-09 | 2023-06")
    results_of(folder, "2023-08")
    assert "2023-06" in refused(folder)


def test_figures_of_the_previous_period_keep_their_source_as_seen_from_here(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    results_of(folder, "2023年8月", "12.5", name="2023-08")
    figure = opened(folder).previous.figures["1.1", "宝丰县"]
    assert figure.value == Decimal("12.5")
    assert figure.source is not None
    assert figure.source.file == "../2023年8月/上报/宝丰县.xlsx"


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", '{"schema": 1}', '{"schema": 2}', '"x"',
        '{"schema": 1, "period": "九月", "figures": []}',
        '{"schema": 1, "period": 9, "figures": [], "totals": [], "standings": []}',
        '{"schema": 1, "period": "2023-08", "figures": [1], "totals": [], "standings": []}',
        '{"schema": 1, "period": "2023-08", "figures": [], "totals": [{"indicator": "1.1", "value": "x"}]}',
        "[" * 100_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_results_that_are_damaged_are_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    folder = year(tmp_path, TABLE)
    results_of(folder, "2023-08")
    (folder / "2023-08" / "结果" / "结果.json").write_text(content, encoding="utf-8")
    assert "重新运行" in refused(folder)


def test_results_in_another_encoding_are_refused(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    results_of(folder, "2023-08")
    (folder / "2023-08" / "结果" / "结果.json").write_bytes("“九月”".encode("gbk"))
    assert "重新运行" in refused(folder)


def test_the_history_is_all_that_ended_before_oldest_first(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    for period in ("2023-02", "2023-08", "2023-06", "2023-10", "2023-Q3"):
        results_of(folder, period)
    assert [one.period.name for one in opened(folder).history.periods] == ["2023-02", "2023-06", "2023-08"]
    assert opened(folder, "2023-02").history.periods == ()


def test_of_periods_that_end_on_one_day_the_history_has_the_one_of_the_same_rhythm(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    for period in ("2023-Q1", "2023-03", "2023-06", "2023-H1"):
        results_of(folder, period)
    assert [one.period.name for one in opened(folder).history.periods] == ["2023-03", "2023-06"]
    assert [one.period.name for one in opened(folder, "2023-Q3").history.periods] == ["2023-Q1", "2023-06"]


def test_a_damaged_period_that_is_not_the_previous_is_left_out_and_named(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    for period in ("2023-05", "2023-06", "2023-07", "2023-08"):
        results_of(folder, period)
    (folder / "2023-05" / "结果" / "结果.json").write_text("{", encoding="utf-8")
    (folder / "2023-06" / "结果" / "结果.json").write_bytes("“六月”".encode("gbk"))
    history = opened(folder).history
    assert [one.period.name for one in history.periods] == ["2023-07", "2023-08"]
    assert [one.name for one in history.unread] == ["2023-05", "2023-06"]


# 上期数.xlsx


def carried(folder: Path, *lines: list[Any]) -> None:
    workbook(folder / "2023-09" / "上期数.xlsx", {"数": [["编码", "填报单位", "值"], *lines]})


def test_last_periods_figures_may_be_typed_in_the_first_month_of_use(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    carried(folder, ["1.1", "宝丰县", 12], ["1.2", "宝丰县", "91%"], ["1.3", "宝丰县", "推进中"], ["1.9", "某县", None])
    previous = opened(folder).previous
    assert previous.period is None
    assert {code: (one.value, one.text) for (code, _), one in previous.figures.items()} == {
        "1.1": (Decimal(12), None), "1.2": (Decimal("0.91"), None), "1.3": (None, "推进中"),
    }  # fmt: skip


def test_they_are_what_this_period_is_held_against(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    carried(folder, ["1.1", "宝丰县", 12])
    filled: dict[str, dict[str, Any]] = {"1.1": {"本期累计": 11}, "1.2": {"本期累计": 0.95}, "1.3": {"状态": "推进中"}}
    issue_and_fill(folder, "2023-09", "宝丰县", filled)
    intake = take(folder, "2023-09")
    assert rules(intake) == ["P01"]
    assert "上期数.xlsx" in str(intake.findings[0].expected)


def test_they_give_way_to_results(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    carried(folder, ["1.1", "宝丰县", 12])
    results_of(folder, "2023-08", "10")
    assert opened(folder).previous.value_of("1.1", "宝丰县") == 10


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["9.9", "宝丰县", 1], "第2行"), (["1.1", "某县", 1], "第2行"), (["1.1", "宝丰县", "很多"], "C2"),
        (["1.1", "宝丰县", -1], "C2"), (["1.2", "宝丰县", 91], "91%"), (["1.3", "宝丰县", "快了"], "C2"),
        (["1.1", "宝丰县", "=1+1"], "C2"), ([1.1, "宝丰县", 1], "A2"), (["1.1", "宝丰县", 1e300], "C2"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_told_ends_the_job_and_is_named(tmp_path: Path, line: list[Any], words: str) -> None:
    folder = year(tmp_path, TABLE)
    carried(folder, line)
    assert words in refused(folder)


def test_a_sheet_without_its_columns_is_refused(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    workbook(folder / "2023-09" / "上期数.xlsx", {"数": "编码 | 填报单位 | 数值\n1.1 | 宝丰县 | 5"})
    assert "三列" in refused(folder)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    folder = year(tmp_path, TABLE)
    (folder / "2023-09").mkdir()
    (folder / "2023-09" / "上期数.xlsx").write_bytes(b"%PDF")
    assert "打不开" in refused(folder)
