"""汇总表.xlsx of an assessed period: whose figure counts, each stage side by side, the 核减 list."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from generators.summary import summary_workbook
from model.assessment.checked import Checks
from tests.assessed_year import FINAL, FIRST, assessed_results
from tests.libreoffice import differences, formula_cells, needs_libreoffice, recalculated
from tests.summary_year import labelled, opened, summary_results

STAGES, CUTS = "各环节", "核减清单"
AMOUNTS = ("自报数", "初核数", "认定数", "计入数", "核减")


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(assessed_results())


def line_of(book: Any, code: str, unit: str) -> dict[str, Any]:
    """The row of 各环节, its labels on one line."""
    lines = labelled(book[STAGES], 3)
    found = next(one for one in lines if (one["编码"], one["填报单位"]) == (code, unit))
    return {label.replace("\n", ""): value for label, value in found.items()}


def test_outside_an_assessed_period_nothing_speaks_of_stages() -> None:
    plain = opened(summary_results())
    assert {STAGES, CUTS}.isdisjoint(plain.sheetnames)
    texts = [
        cell.value for sheet in plain for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)
    ]
    assert not [one for one in texts if "环节" in one or "初核" in one or "自报" in one]


def test_a_figure_shows_its_stage_on_its_row_of_the_data_and_of_the_unit_s_sheet(book: Any) -> None:
    rows = {(one["编码"], one["填报单位"]): one for one in labelled(book["数据"], 1)}
    assert [rows["1.1", unit]["环节"] for unit in ("宝丰县", "郏县", "叶县", "鲁山县")] == [
        "认定",
        "初核",
        "认定",
        "自报",
    ]
    assert rows["1.10", "鲁山县"]["环节"] is None  # not reported
    own = {one["编码"]: one for one in labelled(book["宝丰县"], 3)}
    assert (own["1.1"]["环节"], own["1.1"]["本期"], own["1.2"]["环节"]) == ("认定", 27, "自报")
    assert own["1.1"]["备注"].startswith("自报30人，核减3人")


def test_the_value_leads_to_the_department_s_cell_where_it_changed_the_figure(book: Any) -> None:
    sheet, letter = book["数据"], get_column_letter(4)
    assert sheet[f"{letter}2"].hyperlink.target.endswith(f"{FINAL}.xlsx")
    assert sheet[f"{letter}3"].hyperlink.target.endswith("郏县.xlsx")


def test_what_was_reported_checked_and_confirmed_stands_side_by_side(book: Any) -> None:
    line = line_of(book, "1.1", "宝丰县")
    shown = [line[one] for one in (*AMOUNTS, "环节")]
    assert shown == [30, 28, 27, 27, 3, "认定"]
    assert [line[one] for one in ("自报完成率", "认定完成率")] == [1, 0.9]
    assert f"初核（{FIRST}）：重复计算；认定（{FINAL}）：重复计算" in line["备注"]
    unchecked = line_of(book, "1.1", "鲁山县")
    assert [unchecked[one] for one in AMOUNTS] == [
        19.992,
        None,
        None,
        19.992,
        None,
    ]


def test_the_total_of_each_stage_takes_the_last_word_that_there_was_by_then(book: Any) -> None:
    line = line_of(book, "1.1", "全市")
    assert [line[one] for one in AMOUNTS] == [
        84.992,
        81.992,
        81.992,
        81.992,
        3,
    ]
    assert [line[one] for one in ("自报完成率", "初核完成率")] == [0.84992, 0.81992]
    assert line["环节"] == "认定、初核、自报"
    mean = line_of(book, "3.1", "全市")
    assert (mean["自报数"], mean["初核数"]) == (0.75, 0.74625)


def test_a_cut_rate_leaves_no_combined_rate_and_it_is_told_whose(book: Any) -> None:
    line = line_of(book, "2.1", "全市")
    assert (line["自报数"], line["认定数"]) == (0.9, None)
    assert line["备注"] == "叶县核减后的数没有分子、分母，不能加权，不出比率"
    city = next(one for one in labelled(book["全市"], 3) if one["编码"] == "2.1")
    assert city["备注"].startswith("初核2个、自报2个；叶县核减后的数没有分子、分母；")
    assert city["备注"].endswith("分母为0或缺分子分母，不出比率")


def test_the_list_of_cuts_names_from_to_by_whom_and_why_and_leads_to_both_cells(book: Any) -> None:
    sheet = book[CUTS]
    lines = labelled(sheet, 3)
    assert [(one["填报单位"], one["编码"]) for one in lines] == [
        ("宝丰县", "1.1"), ("郏县", "3.1"), ("叶县", "2.1"), ("叶县", "3.4"), ("市教育局", "4.2"),
    ]  # fmt: skip
    first = lines[0]
    assert [first[one] for one in ("自报数", "计入数", "核减", "环节", "核减单位", "核减原因")] == [
        30, 27, 3, "认定", FINAL, f"{FIRST}初核：重复计算；{FINAL}认定：重复计算",
    ]  # fmt: skip
    assert sheet["L4"].hyperlink.target.endswith("宝丰县.xlsx")
    assert sheet["M4"].hyperlink.target.endswith(f"{FINAL}.xlsx")
    assert (lines[4]["自报数"], lines[4]["计入数"], lines[4]["核减"]) == ("已完成", "推进中", None)


def test_the_front_sheet_counts_the_stages_and_names_who_has_not_answered(book: Any) -> None:
    told = [line[0] for line in book["总览"].iter_rows(values_only=True) if isinstance(line[0], str)]
    assert any(one.startswith("计入的数：认定2个、初核") and "共核减5个数" in one for one in told)
    assert "尚未反馈初核结果：市教育局。" in told
    assert f"初核还有空白的行：{FIRST}2行。" in told


def test_an_assessed_period_in_which_nobody_has_answered_has_the_sheets_without_a_cut() -> None:
    book = opened(assessed_results(Checks()))
    assert "没有核减的数" in book[CUTS]["A2"].value
    assert {one["环节"] for one in labelled(book["数据"], 1)} == {"自报", None}


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("checks", [None, Checks()], ids=["checked", "not checked"])
def test_every_formula_comes_to_the_value_stored_with_it(tmp_path: Path, checks: Checks | None) -> None:
    results = assessed_results(checks)
    file = tmp_path / "汇总表.xlsx"
    file.write_bytes(summary_workbook(results))
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    formulas = opened(results, is_formulas=True)
    assert sum(1 for _ in formula_cells(formulas[STAGES])) > 200
    assert differences(formulas, opened(results), found) == []


@pytest.mark.slow
@needs_libreoffice
def test_a_changed_figure_changes_its_stage_its_total_and_its_cut(tmp_path: Path) -> None:
    file = tmp_path / "汇总表.xlsx"
    file.write_bytes(summary_workbook(assessed_results()))
    changed = openpyxl.load_workbook(file)
    changed["数据"]["D2"] = 25
    changed.save(file)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    line, total = line_of(found, "1.1", "宝丰县"), line_of(found, "1.1", "全市")
    assert [line[one] for one in AMOUNTS] == [30, 28, 25, 25, 5]
    assert [round(total[one], 9) for one in ("自报数", "初核数", "认定数", "核减")] == [84.992, 81.992, 79.992, 5]
    assert labelled(found[CUTS], 3)[0]["核减"] == 5
