"""The units beside each other: another county's figures, last period's sheet again, a rule that most of them fail."""

from pathlib import Path
from typing import Any

import openpyxl

from model.finding import Finding, Severity
from model.submission import Intake
from tests.tables import Table, issue_and_fill, rules, take, workbook, year

PERIOD = "2023-09"
UNITS = ("宝丰县", "郏县", "鲁山县", "叶县")
LABELS = ["编码", "指标", "单位", *UNITS]
TARGETS = {"1.1": 900, "1.2": 800, "1.3": 700, "1.4": 600, "1.5": 500, "1.6": 400}
ROWS: Table = [
    LABELS,
    *([code, f"指标{code}", "户", *(base + 37 * n for n in range(4))] for code, base in TARGETS.items()),
]
FIGURES = {
    unit: {code: 100 + 31 * n + 7 * place for place, code in enumerate(TARGETS)} for n, unit in enumerate(UNITS)
}  # fmt: skip


def sent(tmp_path: Path, figures: dict[str, dict[str, Any]] = FIGURES, **words: dict[str, str]) -> Intake:
    """What is found when each unit reports its figures; `words` are 说明 by unit and code."""
    return take(filled(tmp_path, figures, **words), PERIOD)


def filled(tmp_path: Path, figures: dict[str, dict[str, Any]], **words: dict[str, str]) -> Path:
    folder = year(tmp_path, ROWS)
    for unit, own in figures.items():
        said = words.get(unit, {})
        cells = {code: {"本期累计": value, "说明": said.get(code)} for code, value in own.items()}
        issue_and_fill(folder, PERIOD, unit, cells)
    return folder


def of_unit(intake: Intake, unit: str | None) -> list[Finding]:
    return [one for one in intake.findings if one.unit == unit]


# Another county's figures


def test_two_counties_with_the_same_figures_for_different_targets_are_both_asked(tmp_path):
    intake = sent(tmp_path, {**FIGURES, "郏县": FIGURES["宝丰县"]})
    assert [(one.unit, one.rule, one.severity) for one in intake.findings] == [
        ("宝丰县", "X04", Severity.QUERY), ("郏县", "X04", Severity.QUERY),
    ]  # fmt: skip
    one = intake.findings[0]
    assert one.cell == "G6,G7,G8,G9,G10,G11"
    assert one.indicator == "1.1,1.2,1.3,1.4,1.5,1.6"
    assert "6项的数与郏县的完全相同" in one.message
    assert {unit for _, unit in intake.reported} == {"鲁山县", "叶县"}


def test_rows_on_two_sheets_are_named_on_each_of_them(tmp_path):
    folder = filled(tmp_path, {unit: own for unit, own in FIGURES.items() if unit != "郏县"})
    lines = [[code, value] for code, value in FIGURES["宝丰县"].items()]
    head = [["填报单位", "郏县", "期次", PERIOD], ["编码", "本期累计"]]
    workbook(folder / PERIOD / "上报" / "郏县.xlsx", {"上": [*head, *lines[:3]], "下": [*head, [None], *lines[3:]]})
    found = of_unit(take(folder, PERIOD), "郏县")
    assert [(one.rule, one.sheet, one.cell) for one in found] == [("X04", "上", "B3,B4,B5"), ("X04", "下", "B4,B5,B6")]
    assert {one for _, one in take(folder, PERIOD).reported} == {"鲁山县", "叶县"}


def test_each_of_the_two_settles_it_with_its_own_words(tmp_path):
    figures = {**FIGURES, "郏县": FIGURES["宝丰县"]}
    intake = sent(tmp_path, figures, 宝丰县={"1.4": "已与郏县核对，确为本县数"})
    assert [(one.unit, one.settled) for one in intake.findings] == [("宝丰县", True), ("郏县", False)]
    assert {unit for _, unit in intake.reported} == {"宝丰县", "鲁山县", "叶县"}


def test_one_figure_that_differs_makes_them_two_reports(tmp_path):
    assert rules(sent(tmp_path, {**FIGURES, "郏县": {**FIGURES["宝丰县"], "1.6": 136}})) == []


def test_figures_that_are_zero_or_just_the_target_tell_nothing(tmp_path):
    own = {unit: {code: base + 37 * n for code, base in TARGETS.items()} for n, unit in enumerate(UNITS)}
    assert rules(sent(tmp_path / "done", own)) == []
    assert rules(sent(tmp_path / "none", dict.fromkeys(UNITS, dict.fromkeys(TARGETS, 0)))) == []


def test_figures_that_many_share_tell_nothing_of_any_two(tmp_path):
    units = [f"第{n}县" for n in range(6)]
    table: Table = [
        ["编码", "单位", *units],
        *([code, "户", *(base + n for n in range(6))] for code, base in TARGETS.items()),
    ]
    folder = year(tmp_path, table)
    for unit in units:
        issue_and_fill(folder, PERIOD, unit, {code: {"本期累计": 50 + place} for place, code in enumerate(TARGETS)})
    assert rules(take(folder, PERIOD)) == []


# Last period's sheet again


def before(folder: Path, figures: dict[str, Any]) -> None:
    lines = [[code, "宝丰县", value] for code, value in figures.items()]
    workbook(folder / PERIOD / "上期数.xlsx", {"上期数": [["编码", "填报单位", "值"], *lines]})


def test_a_sheet_whose_figures_are_all_last_periods_gets_a_note(tmp_path):
    folder = filled(tmp_path, FIGURES)
    before(folder, FIGURES["宝丰县"])
    intake = take(folder, PERIOD)
    assert [(one.unit, one.rule, one.file) for one in intake.findings] == [("宝丰县", "W29", "上报/宝丰县.xlsx")]
    assert "6项累计数" in intake.findings[0].message
    assert ("1.1", "宝丰县") in intake.reported


def test_one_figure_that_moved_makes_it_this_periods_sheet(tmp_path):
    folder = filled(tmp_path, FIGURES)
    before(folder, {**FIGURES["宝丰县"], "1.1": 99})
    assert rules(take(folder, PERIOD)) == []


# A rule that most fail


def test_a_rule_that_more_than_half_of_the_units_fail_is_itself_in_doubt(tmp_path):
    figures = {unit: {**own, "1.2": None} if unit != "叶县" else own for unit, own in FIGURES.items()}
    intake = sent(tmp_path, figures)
    assert [one.rule for one in intake.findings if one.unit] == ["R01"] * 3
    (doubt,) = of_unit(intake, None)
    assert (doubt.rule, doubt.severity, doubt.file) == ("B33", Severity.QUERY, "../目标分解表.xlsx")
    assert (doubt.sheet, doubt.indicator) == ("指标", "1.2")
    assert "4个单位里有3个过不了“必填项未填”（R01）" in doubt.message


def test_units_that_sent_no_such_row_say_nothing_of_a_rule(tmp_path):
    folder = filled(tmp_path, FIGURES)
    for unit in UNITS[:3]:
        path = folder / PERIOD / "上报" / f"{unit}.xlsx"
        book = openpyxl.load_workbook(path)
        book["填报"].delete_rows(7)
        book.save(path)
    assert rules(take(folder, PERIOD)) == ["R06"] * 3


def test_a_relation_in_doubt_is_named_by_its_cell(tmp_path):
    folder = year(tmp_path, ROWS, 审核关系="编号 | 关系式 | 级别\nG1 | [1.1] >= [1.6] | 强制")
    for unit, own in FIGURES.items():
        issue_and_fill(folder, PERIOD, unit, {code: {"本期累计": value} for code, value in own.items()})
    intake = take(folder, PERIOD)
    assert rules(intake) == ["G1"] * 4 + ["B33"]
    doubt = intake.findings[-1]
    assert (doubt.sheet, doubt.cell, doubt.indicator) == ("审核关系", "B2", "1.1,1.6")


def test_a_rule_that_half_of_the_units_fail_is_not_in_doubt(tmp_path):
    figures = {unit: {**own, "1.2": None} if unit in UNITS[:2] else own for unit, own in FIGURES.items()}
    assert rules(sent(tmp_path, figures)) == ["R01", "R01"]
