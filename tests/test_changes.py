"""When a corrected file comes in, what it says differently from the last one is told cell by cell."""

from pathlib import Path
from typing import Any

from make_reports import main
from model.submission import Change, Intake, Source
from tests.tables import Table, issue_and_fill, rules, take, workbook, year
from validators.intake import take_in
from validators.period_folder import open_period

PERIOD, UNIT = "2023-09", "宝丰县"
TABLE = (
    "编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 填报计量 | 宝丰县\n"
    "1.1 | 万人 | 数量 | 合计 | | | 人 | 5\n"
    "1.2 | % | 比率 | 加权 | 甲 | 乙 | | 90%\n"
    "1.3 | | 状态 | 各达标 | | | |"
)
FIRST: dict[str, dict[str, Any]] = {
    "1.1": {"本期累计": 12000, "进展情况": "正在开展"}, "1.2": {"分子": 45, "分母": 50}, "1.3": {"状态": "推进中"},
}  # fmt: skip
SECOND: dict[str, dict[str, Any]] = {
    "1.1": {"本期累计": 12500, "进展情况": "按月推进"}, "1.2": {"分子": 46, "分母": 50}, "1.3": {"状态": "已完成"},
}  # fmt: skip


def again(folder: Path) -> Intake:
    """The period read once more, with what its last run left."""
    opened = open_period(folder / PERIOD)
    return take_in(opened.path, opened.breakdown, opened.period, opened.previous, last_run=opened.last_run)


def said(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.column, one.before, one.after) for one in changes]


def test_a_file_that_took_anothers_place_is_compared_with_it_cell_by_cell(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, FIRST, file="甲.xlsx", filled_on="2023-09-20")
    issue_and_fill(folder, PERIOD, UNIT, SECOND, file="乙.xlsx", filled_on="2023-09-22")
    intake = take(folder, PERIOD)
    assert rules(intake) == ["W21"]
    assert said(intake.changes) == [
        ("1.1", "本期累计", "12000", "12500"), ("1.1", "进展情况", "正在开展", "按月推进"), ("1.2", "分子", "45", "46"),
        ("1.3", "状态", "推进中", "已完成"),
    ]  # fmt: skip
    one = intake.changes[0]
    assert one.before_source == Source("上报/甲.xlsx", "填报", "G6")
    assert one.after_source == Source("上报/乙.xlsx", "填报", "G6")


def test_a_file_that_was_replaced_is_compared_with_what_the_last_run_accepted(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 0
    assert again(folder).changes == ()
    issue_and_fill(folder, PERIOD, UNIT, SECOND)
    changes = again(folder).changes
    assert said(changes) == [
        ("1.1", "本期累计", "12000", "12500"), ("1.2", "分子", "45", "46"), ("1.3", "状态", "推进中", "已完成"),
    ]  # fmt: skip
    assert changes[0].after_source == Source("上报/宝丰县.xlsx", "填报", "G6")


def test_a_figure_that_was_sent_back_is_compared_with_what_stood_there(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, {**FIRST, "1.1": {"本期累计": -3}, "1.3": {}})
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 1
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    assert said(again(folder).changes) == [("1.1", "本期累计", "-3", "12000"), ("1.3", "状态", "空白", "推进中")]


def test_what_a_broken_result_says_of_the_last_run_is_passed_over(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    (folder / PERIOD / "结果").mkdir()
    (folder / PERIOD / "结果" / "结果.json").write_text('{"schema": 1}', encoding="utf-8")
    assert again(folder).changes == ()


def test_a_first_report_changes_nothing(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    assert take(folder, PERIOD).changes == ()


def test_a_stamped_paper_beside_an_unchanged_form_changes_nothing(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, {**FIRST, "1.1": {"本期累计": 12000, "进展情况": "累计完成1.5万人"}})
    (folder / PERIOD / "上报" / "宝丰县盖章.pdf").write_bytes(b"%PDF-1.4 stamped")
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 1
    assert rules(again(folder)) == ["C38"]
    assert again(folder).changes == ()


def test_what_a_finding_quotes_is_not_taken_for_the_cell(tmp_path):
    """C38 quotes 12000人 with its unit: where only words were mended, only that is no change of the figure."""
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, {**FIRST, "1.1": {"本期累计": 12000, "进展情况": "累计完成1.5万人"}})
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 1
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    assert said(again(folder).changes) == []


def test_in_a_workbook_of_two_units_each_has_its_own_changes(tmp_path):
    folder = year(tmp_path, "编码 | 单位 | 宝丰县 | 郏县\n1.1 | 人 | 500 | 600")

    def send(one: int, other: int) -> None:
        sheets: dict[str, Table] = {
            unit: [["填报单位", unit, "期次", PERIOD], ["编码", "本期累计"], ["1.1", value]]
            for unit, value in (("宝丰县", one), ("郏县", other))
        }
        workbook(folder / PERIOD / "上报" / "两县.xlsx", sheets)

    send(101, 202)
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 0
    send(106, 202)
    assert [(one.unit, one.before, one.after) for one in again(folder).changes] == [("宝丰县", "101", "106")]


def test_a_second_run_on_the_same_files_tells_the_same_changes_and_writes_the_same_bytes(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, UNIT, FIRST)
    assert main(["run", str(folder / PERIOD), "--quiet"]) == 0
    issue_and_fill(folder, PERIOD, UNIT, SECOND)
    written = []
    for _ in range(2):
        assert main(["run", str(folder / PERIOD), "--quiet"]) == 0
        written.append(
            {path.name: path.read_bytes() for path in (folder / PERIOD / "结果").iterdir() if path.is_file()}
        )
    assert written[0] == written[1]
    changes = again(folder).changes
    assert said(changes)[0] == ("1.1", "本期累计", "12000", "12500")
    assert changes[0].before_source == Source("上报/宝丰县.xlsx", "填报", "G6")
