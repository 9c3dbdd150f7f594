"""One figure cell of a form: what is read from it, and what is said of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.finding import Finding
from model.indicator import Indicator, Kind, Rollup
from model.labels import FormColumn
from model.submission import Reported
from model.unit import Unit
from tests.tables import issue_and_fill, take, year
from validators.cells import type_number
from validators.credible import is_credible
from validators.entries import Entry
from validators.grid import Cell, Content
from validators.recognition import Layout

PERIOD = "2023-09"
UNIT = "宝丰县"

Outcome = tuple[list[str], str | None]
"""The rules that were found and the value in 单位, None where the figure is held back."""


def filled(tmp_path: Path, columns: dict[str, Any], table: str) -> tuple[list[Finding], Reported | None]:
    folder = year(tmp_path, table)
    issue_and_fill(folder, PERIOD, UNIT, {"1.1": columns})
    intake = take(folder, PERIOD)
    return list(intake.findings), intake.reported.get(("1.1", UNIT))


def typed(tmp_path: Path, columns: dict[str, Any], table: str) -> Outcome:
    findings, reported = filled(tmp_path, columns, table)
    value = None if reported is None or reported.value is None else format(reported.value, "f")
    return [one.rule for one in findings], value


PERSONS = "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 人 | 0 | 20000"
TEN_THOUSANDS = "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 万人次 | 2 | 5"
ASKED_IN_PERSONS = "编码 | 单位 | 填报计量 | 小数位 | 宝丰县\n1.1 | 万人次 | 人次 | 2 | 5"
KILOMETRES = "编码 | 单位 | 小数位 | 宝丰县\n1.1 | 公里 | 1 | 10000"
RATE = "编码 | 单位 | 类型 | 汇总方式 | 小数位 | 宝丰县\n1.1 | % | 比率 | 各达标 | 1 | 40%"
PARTS = (
    "编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 小数位 | 宝丰县\n1.1 | % | 比率 | 加权 | 甲 | 乙 | 1 | 40%"
)
PROGRESS = "编码 | 单位 | 类型 | 汇总方式 | 小数位 | 宝丰县\n1.1 | % | 进度 | 平均 | 0 | 100%"
STANDARD = "编码 | 单位 | 类型 | 汇总方式 | 小数位 | 宝丰县\n1.1 | 元/人·月 | 标准 | 各达标 | 0 | 500"
STATE = "编码 | 单位 | 类型 | 汇总方式 | 宝丰县\n1.1 | | 状态 | 各达标 |"


RIGHT: list[tuple[str, Any, str]] = [
    (PERSONS, 0, "0"), (PERSONS, 12, "12"), (PERSONS, 12.0, "12"), (TEN_THOUSANDS, 2.72, "2.72"),
    (TEN_THOUSANDS, 0.0001, "0.0001"), (ASKED_IN_PERSONS, 27200, "2.72"), (KILOMETRES, 0.1, "0.1"),
    (RATE, 0.5, "0.5"), (RATE, 1, "1"), (PROGRESS, 0.35, "0.35"), (STANDARD, 520, "520"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "content", "value"), RIGHT)
def test_a_right_figure_is_read_in_the_indicators_unit(tmp_path: Path, table: str, content: Any, value: str) -> None:
    rules, read = typed(tmp_path, {"本期累计": content}, table)
    assert ([one for one in rules if one != "C22"], read) == ([], value)


TEXTS: list[tuple[str, str, str]] = [
    (PERSONS, "1234", "1234"), (PERSONS, "１２３", "123"), (PERSONS, "1,234", "1234"), (PERSONS, "12　", "12"),
    (PERSONS, "1234人", "1234"), (PERSONS, "0", "0"), (PERSONS, "1.2万人", "12000"),
    (TEN_THOUSANDS, "2.72万人次", "2.72"),
    (TEN_THOUSANDS, "27200人次", "2.72"), (ASKED_IN_PERSONS, "2.72万人次", "2.72"), (RATE, "98%", "0.98"),
    (RATE, "98.5 ％", "0.985"), (RATE, "0.98", "0.98"), (PROGRESS, "100%", "1"), (STANDARD, "520元/人·月", "520"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "value"), TEXTS)
def test_a_text_that_can_be_told_for_certain_is_read_with_a_note(
    tmp_path: Path, table: str, text: str, value: str
) -> None:
    findings, reported = filled(tmp_path, {"本期累计": text}, table)
    assert [one.rule for one in findings] == ["C21"]
    assert reported is not None
    assert (reported.value, reported.text) == (Decimal(value), text.strip())


@pytest.mark.parametrize(
    ("table", "content"),
    [
        (PERSONS, "12万元"), (PERSONS, "约1200人"), (PERSONS, "1200人以上"), (PERSONS, "2—3人"), (PERSONS, "同上"),
        (PERSONS, "—"), (PERSONS, "/"), (PERSONS, "无"), (PERSONS, "12人3户"), (PERSONS, "1.2.3"), (PERSONS, "65%"),
        (PERSONS, True), (PERSONS, 1e300), (PERSONS, "9" * 30), (RATE, "九成"), (RATE, "不低于98%"), (RATE, 1e-40),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_an_error_and_never_a_zero(tmp_path: Path, table: str, content: Any) -> None:
    assert typed(tmp_path, {"本期累计": content}, table) == (["C01"], None)


def test_a_date_in_a_figure_cell_is_no_figure(tmp_path: Path) -> None:
    assert typed(tmp_path, {"本期累计": date(2023, 9, 20)}, PERSONS) == (["C01"], None)


@pytest.mark.parametrize(("table", "content"), [(PERSONS, -5), (RATE, -0.1), (PERSONS, "－5"), (STANDARD, -1)])
def test_a_negative_figure_is_an_error(tmp_path: Path, table: str, content: Any) -> None:
    assert typed(tmp_path, {"本期累计": content}, table) == (["C02"], None)


@pytest.mark.parametrize(("table", "content"), [(PERSONS, 12.5), (TEN_THOUSANDS, 2.72005), (ASKED_IN_PERSONS, 27200.5)])
def test_there_is_no_half_of_a_person(tmp_path: Path, table: str, content: Any) -> None:
    assert typed(tmp_path, {"本期累计": content}, table) == (["C03"], None)


@pytest.mark.parametrize(
    ("table", "content", "value"),
    [
        (TEN_THOUSANDS, 2.725, "2.725"),
        (KILOMETRES, 12.34, "12.34"),
        (RATE, 0.98765, "0.98765"),
        (STANDARD, 520.5, "520.5"),
    ],
)
def test_more_decimals_than_asked_are_a_note_and_the_figure_counts_as_it_is(
    tmp_path: Path, table: str, content: Any, value: str
) -> None:
    assert typed(tmp_path, {"本期累计": content}, table) == (["C22"], value)


@pytest.mark.parametrize(("content", "percent"), [(98, "98%"), (98.5, "98.5%"), (1.5, "1.5%"), ("98", "98%")])
def test_a_percentage_without_its_sign_says_what_was_probably_meant(tmp_path: Path, content: Any, percent: str) -> None:
    """Our form's cells are shown with %: a county's own sheet is not."""
    for table in (RATE, PROGRESS):
        folder = year(tmp_path / str(table == RATE), table)
        path = issue_and_fill(folder, PERIOD, UNIT, {"1.1": {"本期累计": content}})
        book = openpyxl.load_workbook(path)
        book["填报"]["G6"].number_format = "General"
        book.save(path)
        intake = take(folder, PERIOD)
        assert [(one.rule, one.expected, one.cell) for one in intake.findings] == [("C04", percent, "G6")]
        assert intake.reported == {}


def test_a_hundredfold_percentage_in_a_percent_cell_is_the_same_slip(tmp_path: Path) -> None:
    assert typed(tmp_path, {"本期累计": 98}, RATE) == (["C04"], None)


def test_a_formula_that_was_never_calculated_is_no_zero(tmp_path: Path) -> None:
    findings, reported = filled(tmp_path, {"本期累计": "=SUM(A1:A3)"}, PERSONS)
    assert [(one.rule, one.cell, one.value) for one in findings] == [("C05", "G6", "=SUM(A1:A3)")]
    assert reported is None


def test_a_state_by_a_formula_that_was_never_calculated_is_told_too(tmp_path: Path) -> None:
    assert typed(tmp_path, {"状态": '="已"&"完成"'}, STATE) == (["C05"], None)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_value_is_named(tmp_path: Path, error: str) -> None:
    findings, reported = filled(tmp_path, {"本期累计": error}, PERSONS)
    assert [(one.rule, one.value) for one in findings] == [("C06", error)]
    assert reported is None


def test_a_denominator_of_zero_is_an_error(tmp_path: Path) -> None:
    findings, reported = filled(tmp_path, {"分子": 0, "分母": 0}, PARTS)
    assert [(one.rule, one.cell) for one in findings] == [("C07", "I6")]
    assert reported is None


def test_a_rate_is_worked_out_from_its_parts(tmp_path: Path) -> None:
    findings, reported = filled(tmp_path, {"分子": 719, "分母": 1000}, PARTS)
    assert findings == []
    assert reported is not None
    assert (reported.value, reported.numerator, reported.denominator) == (Decimal("0.719"), Decimal(719), Decimal(1000))
    assert reported.source.cell == "H6,I6"


@pytest.mark.parametrize("content", [0.72, "72%", 72])
def test_a_rate_typed_over_our_formula_must_be_what_its_parts_say(tmp_path: Path, content: Any) -> None:
    findings, reported = filled(tmp_path, {"分子": 719, "分母": 1000, "本期累计": content}, PARTS)
    assert [(one.rule, one.cell, one.expected) for one in findings] == [("C08", "G6", "71.9%（H6,I6）")]
    assert reported is None


@pytest.mark.parametrize("content", [0.719, "71.9%", 0.66666])
def test_a_rate_typed_over_our_formula_that_agrees_as_far_as_it_is_shown_is_fine(tmp_path: Path, content: Any) -> None:
    parts = {"分子": 719, "分母": 1000} if content != 0.66666 else {"分子": 2, "分母": 3}
    over = 0.667 if content == 0.66666 else content
    findings, reported = filled(tmp_path, {**parts, "本期累计": over}, PARTS)
    assert findings == []
    assert reported is not None


@pytest.mark.parametrize(("content", "rule"), [("x", "C01"), (-1, "C02"), ("#N/A", "C06"), ("=A1", "C05")])
def test_the_parts_of_a_rate_are_checked_like_any_figure(tmp_path: Path, content: Any, rule: str) -> None:
    findings, reported = filled(tmp_path, {"分子": content, "分母": 1000}, PARTS)
    assert [(one.rule, one.cell, one.column) for one in findings] == [(rule, "H6", "分子")]
    assert reported is None


@pytest.mark.parametrize("word", ["未启动", "推进中", "已完成", " 已完成 "])
def test_a_state_is_one_of_three_words(tmp_path: Path, word: str) -> None:
    findings, reported = filled(tmp_path, {"状态": word}, STATE)
    assert findings == []
    assert reported is not None
    assert (reported.value, reported.text) == (None, word.strip())


@pytest.mark.parametrize("word", ["完成", "进行中", 1, "#REF!", True])
def test_another_word_for_a_state_is_an_error(tmp_path: Path, word: Any) -> None:
    findings, reported = filled(tmp_path, {"状态": word}, STATE)
    assert [(one.rule, one.cell) for one in findings] == [("C09", "J6")]
    assert reported is None


@pytest.mark.parametrize(("table", "columns"), [(PERSONS, "本期累计"), (PARTS, "分子、分母"), (STATE, "状态")])
def test_a_blank_is_one_finding_and_never_a_zero(tmp_path: Path, table: str, columns: str) -> None:
    for number, content in enumerate((None, "", "　")):
        blanks = dict.fromkeys(columns.split("、"), content)
        findings, reported = filled(tmp_path / str(number), blanks, table)
        assert [(one.rule, one.column) for one in findings] == [("R01", columns)]
        assert reported is None


# Any number that a cell can hold


def entry_of(content: Content, number_format: str = "General", unit: str = "公里") -> Entry:
    indicator = Indicator("1.1", "甲", "乙", "丙", "", unit, Kind.AMOUNT, Rollup.SUM, 6)
    cell = Cell("G6", 6, 7, content, number_format)
    return Entry(Unit(UNIT, "县区", "县区"), indicator, Layout("上报/表.xlsx", "填报"), 6, {FormColumn.VALUE: cell})


@settings(max_examples=300)
@given(number=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_taken_as_it_is_or_not_at_all(number: Decimal) -> None:
    read = type_number(entry_of(number), FormColumn.VALUE)
    if is_credible(number):
        assert (read.number, read.original) == (number, None)
    else:
        assert ([one.rule for one in read.findings], read.number) == (["C01"], None)


@settings(max_examples=300)
@given(number=st.decimals(min_value="0", max_value="99999999", places=3, allow_nan=False))
def test_a_number_written_as_text_is_read_as_the_number(number: Decimal) -> None:
    for text in (str(number), f"{number:,}", f" {number}　", f"{number}公里"):
        read = type_number(entry_of(text), FormColumn.VALUE)
        assert (read.number, read.original) == (number, text.strip())


@settings(max_examples=300)
@given(text=st.text(max_size=12))
def test_any_text_is_a_figure_a_blank_or_an_error(text: str) -> None:
    read = type_number(entry_of(text), FormColumn.VALUE)
    assert (read.number is not None) or read.is_faulty or not text.strip()
