"""汇总表.xlsx worked out anew by LibreOffice: its formulas say what the roll-up says, also after a figure changed."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.workbook import Workbook

from generators.summary import summary_workbook
from model.breakdown import MissingPolicy
from model.results import Results
from tests import years
from tests.libreoffice import differences, formula_cells, needs_libreoffice, recalculated, standings
from tests.summary_year import (
    SENT,
    adjusted_results,
    changed,
    labelled,
    misleading_results,
    opened,
    summary_results,
    summary_year,
)

pytestmark = [pytest.mark.slow, needs_libreoffice]
VALUE, STATE, NUMERATOR = 4, 12, 13
"""Columns of 数据."""


def written(results: Results, folder: Path) -> Path:
    file = folder / "汇总表.xlsx"
    file.write_bytes(summary_workbook(results))
    return file


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_every_formula_comes_to_the_value_stored_with_it(tmp_path: Path, policy: MissingPolicy) -> None:
    results = summary_results(missing_policy=policy, pace_tolerance=Decimal("0.5"))
    file = written(results, tmp_path)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    formulas = opened(results, is_formulas=True)
    assert sum(1 for sheet in formulas for _ in formula_cells(sheet)) > 500
    assert differences(formulas, opened(results), found) == []


@pytest.mark.parametrize(
    "results",
    [
        adjusted_results(),
        years.results(summary_year(), {}),
        summary_results({**SENT, "1.1": {"宝丰县": "20", "郏县": "15", "叶县": "10", "鲁山县": "9"}}),
        misleading_results(),
    ],
    ids=["adjusted", "nothing reported", "fallen", "misleading"],
)
def test_what_is_told_in_words_is_what_its_formula_comes_to(tmp_path: Path, results: Results) -> None:
    found = openpyxl.load_workbook(recalculated(written(results, tmp_path), tmp_path), data_only=True)
    assert differences(opened(results, is_formulas=True), opened(results), found) == []


def test_a_changed_figure_changes_all_that_follows_from_it(tmp_path: Path) -> None:
    file = written(summary_results(), tmp_path)
    book = openpyxl.load_workbook(file)
    type_in(book, "1.1", "叶县", {VALUE: 20})
    type_in(book, "1.10", "鲁山县", {VALUE: 5})
    type_in(book, "2.2", "叶县", {NUMERATOR: 99})
    book.save(file)
    sent = changed("1.1", "叶县", "20")
    sent |= {"1.10": {**SENT["1.10"], "鲁山县": "5"}, "2.2": {**SENT["2.2"], "叶县": ("99", "100")}}
    fresh = summary_results(sent)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    expected = opened(fresh)
    # On 总览 the sheets' own rows are the same, but ranks stand in the order of the day of writing.
    assert differences(opened(fresh, is_formulas=True), expected, found, ("名次", "图表")) == []
    assert standings(found) == standings(expected)
    total = next(line for line in labelled(found["全市"], 3) if line["编码"] == "1.10")
    assert (total["完成值"], total["已报/应报"]) == (14, "4/4")


def test_a_word_that_is_no_state_does_not_make_the_city_done(tmp_path: Path) -> None:
    sent = changed("4.2", "市民政局", "已完成")
    file = written(summary_results(sent), tmp_path)
    book = openpyxl.load_workbook(file)
    type_in(book, "4.2", "市教育局", {STATE: "在建"})
    book.save(file)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    total = next(line for line in labelled(found["全市"], 3) if line["编码"] == "4.2")
    assert (total["完成值"], total["评定"]) == (None, "未报")


def type_in(book: Workbook, code: str, unit: str, typed: Mapping[int, int | str]) -> None:
    sheet = book["数据"]
    row = next(
        line
        for line in range(2, sheet.max_row + 1)
        if (sheet.cell(line, 2).value, sheet.cell(line, 3).value) == (code, unit)
    )
    for column, value in typed.items():
        sheet.cell(row, column, value)


def test_sorting_the_data_changes_no_total(tmp_path: Path) -> None:
    results = summary_results()
    file = written(results, tmp_path)
    book = openpyxl.load_workbook(file)
    reverse(book)
    book.save(file)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    assert found["数据"]["B2"].value == "4.3"
    moved = differences(opened(results, is_formulas=True), opened(results), found, ("数据",))
    # A unit's sheet says, hidden, in which row of 数据 each figure stands: that alone changed.
    assert {re.sub(r"\d", "", cell) for _, cell, _, _ in moved} == {"R"}


def reverse(book: Any) -> None:
    """Sorts the rows of 数据 the other way round, as Excel does: formulas move with their rows."""
    sheet = book["数据"]
    last = sheet.max_row
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    for old, line in enumerate(lines, 2):
        new = last + 2 - old
        for column, content in enumerate(line, 1):
            cell = sheet.cell(new, column)
            moved = content
            if isinstance(content, str) and content.startswith("="):
                letter = cell.column_letter
                moved = Translator(content, f"{letter}{old}").translate_formula(f"{letter}{new}")
            cell.value = moved
