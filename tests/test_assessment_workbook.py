"""评价.xlsx: what stands on its sheets is what the model says, and its formulas are those that Excel 2010 knows."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from generators.assessment.workbook import assessment_workbook
from model.assessment.assessment import shown_points
from model.figure import History
from model.results import Results
from model.submission import Stage
from tests.assessment_year import (
    BREAKDOWN,
    COUNTIES,
    MIDYEAR,
    a_check,
    assessed,
    assessment_of,
    checks_of,
    figure,
    with_rules,
    with_standards,
)
from tests.summary_year import labelled

MAY_USE = {
    "AND", "COUNT", "COUNTIFS", "IF", "INDEX", "ISNUMBER", "MATCH", "MAX", "MIN", "N", "NOT", "OR", "ROUND", "SUMIFS",
    "SUMPRODUCT", "TEXT",
}  # fmt: skip
"""Functions that Excel 2010, WPS and LibreOffice 7.4 know."""
LIST_HEAD = 3
"""The row of a list's labels, from 1."""


def opened(results: Results, *, is_formulas: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(assessment_workbook(results)), data_only=not is_formulas)


@pytest.fixture(scope="module")
def results() -> Results:
    return assessed()


@pytest.fixture(scope="module")
def book(results: Results) -> Any:
    return opened(results)


@pytest.fixture(scope="module")
def formulas(results: Results) -> Any:
    return opened(results, is_formulas=True)


def totals(book: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of 总表 by block (得分, 名次) and unit."""
    sheet, found, block = book["总表"], {}, ""
    labels = [sheet.cell(5, column).value or sheet.cell(4, column).value for column in range(1, sheet.max_column + 1)]
    for line in sheet.iter_rows(min_row=8, values_only=True):
        if line[0] and line[1] is None:
            block = str(line[0])[:2]
        elif line[1]:
            found[block, str(line[1])] = {str(label): value for label, value in zip(labels, line, strict=True) if label}
    return found


def texts(sheet: Any) -> list[str]:
    return [cell.value for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]


# What the model says


def test_the_same_results_make_the_same_bytes() -> None:
    assert assessment_workbook(assessed()) == assessment_workbook(assessed())


def test_scores_and_ranks_of_the_year_are_those_of_the_model(book: Any, results: Results) -> None:
    found = totals(book)
    for one in assessment_of(results).overall:
        line = found["得分", one.unit]
        if one.score is None:
            assert (line["综合得分"], line["综合名次"]) == ("未评", None)
            continue
        assert line["综合得分"] == pytest.approx(float(one.score), abs=1e-12)
        assert (line["综合名次"], line["全年名次"]) == (one.rank, one.year_rank)
        assert one.year_score is not None
        assert line["全年得分"] == pytest.approx(float(one.year_score), abs=1e-12)
    assert found["得分", "宝丰县"]["年中得分"] == 88.125


def test_a_project_that_is_vetoed_or_unknown_is_told_in_words(book: Any) -> None:
    found = totals(book)
    assert found["得分", "鲁山县"]["养老"] == found["名次", "鲁山县"]["养老"] == "不予通过"
    assert {found["得分", unit]["社区"] for unit in COUNTIES} == {"未评"}
    assert found["得分", "卫东区"]["社区"] == "—"
    assert found["得分", "卫东区"]["教育"] == "未评"
    assert [found["名次", unit]["急救"] for unit in ("新华区", "卫东区")] == [1, "不予通过"]


def test_units_stand_by_group_the_best_first(book: Any) -> None:
    assert [unit for block, unit in totals(book) if block == "得分"] == [
        "郏县", "宝丰县", "叶县", "鲁山县", "新华区", "卫东区",
    ]  # fmt: skip


def test_each_project_line_is_the_project_score_of_the_model(book: Any, results: Results) -> None:
    assessment = assessment_of(results)
    lines = labelled(book["项目得分"], LIST_HEAD)
    assert len(lines) == len(assessment.projects)
    for line in lines:
        one = assessment.of(line["填报单位"], f"{line['类别']}/{line['项目']}")
        assert one is not None
        assert line["得分"] == (None if one.score is None else pytest.approx(float(one.score), abs=1e-12))
        assert line["名次"] == one.rank
        shown = None if one.score is None or one.is_vetoed else float(shown_points(one.score))
        assert line["所示得分"] == shown


def test_each_rule_line_has_the_points_of_the_model(book: Any, results: Results) -> None:
    given = {
        (one.unit, rule.rule.method.value, rule.rule.subject.rpartition("/")[2]): rule.points
        for one in assessment_of(results).projects
        for rule in one.rules
    }
    lines = labelled(book["计分"], LIST_HEAD)
    found = [line["得分"] for line in lines if line["情况"] != "不适用"]
    assert len(found) == len(given)
    assert found == [None if one is None else pytest.approx(float(one), abs=1e-12) for one in given.values()]
    assert {(line["填报单位"], line["项目"]) for line in lines if line["情况"] == "不适用"} == {
        ("宝丰县", "急救"), ("郏县", "急救"),
    }  # fmt: skip


def counted(book: Any, code: str, unit: str) -> Mapping[str, Any]:
    lines = labelled(book["指标数"], LIST_HEAD)
    return next(line for line in lines if (line["编码"], line["填报单位"]) == (code, unit))


def test_the_figure_that_counts_is_the_last_departments(book: Any) -> None:
    columns = ("自报数", "初核数", "认定数", "计入数", "以谁为准")
    assert [counted(book, "1.1", "郏县")[one] for one in columns] == [50, 50, 48, 48, "认定"]
    assert [counted(book, "1.1", "鲁山县")[one] for one in columns] == [13, 12, None, 12, "初核"]
    assert [counted(book, "2.2", "宝丰县")[one] for one in columns] == ["已完成", "推进中", None, "推进中", "初核"]
    assert [counted(book, "1.2", "卫东区")[one] for one in columns] == [None, None, None, None, "未报"]
    assert counted(book, "1.1", "新华区")["计分比例"] == pytest.approx(0.99995)


def test_where_confirmation_agrees_the_first_departments_reason_stands() -> None:
    agreed = figure("1.1", "叶县", "18", "", Stage.CONFIRMED, "市政府督查室")
    results = assessed(checks=checks_of([figure("1.1", "叶县", "18", "2户没有验收"), agreed]))
    assert counted(opened(results), "1.1", "叶县")["备注"] == "市民政局：2户没有验收"


def test_a_row_that_is_part_of_another_does_not_score(book: Any) -> None:
    assert "1.3" not in {line["编码"] for line in labelled(book["指标数"], LIST_HEAD)}


def test_figures_conclusions_and_points_lead_to_their_cells(book: Any) -> None:
    places = {
        "指标数": {"上报/宝丰县.xlsx", "初核/市民政局.xlsx", "认定/市政府督查室.xlsx"},
        "验收": {"上报/宝丰县.xlsx", "初核/市教育局.xlsx", "认定/市政府督查室.xlsx"},
        "计分": {"初核/市人社局.xlsx"},
        "核减清单": {"上报/郏县.xlsx", "认定/市政府督查室.xlsx"},
    }
    for name, files in places.items():
        cells = (cell for line in book[name].iter_rows() for cell in line if cell.hyperlink)
        links = {cell.hyperlink.target.replace("\\", "/") for cell in cells}
        assert {f"../{file}" for file in files} <= links


def test_the_list_of_what_was_struck_is_that_of_the_model(book: Any, results: Results) -> None:
    lines = labelled(book["核减清单"], LIST_HEAD)
    deductions = assessment_of(results).deductions
    assert [(line["编码"], line["填报单位"]) for line in lines] == [(d.indicator.code, d.unit) for d in deductions]
    struck = next(line for line in lines if line["填报单位"] == "郏县")
    assert (struck["自报数"], struck["计入数"], struck["核减"]) == (50, 48, 2)
    assert (struck["核减部门"], struck["环节"], struck["核减原因"]) == ("市政府督查室", "认定", "2户重复申报")
    assert next(line for line in lines if line["编码"] == "2.2")["核减"] is None


def test_what_is_out_and_what_is_left_out_is_said(book: Any) -> None:
    said = texts(book["总表"])
    assert "初核表应交4个部门，已交3个，没有交的：市住建局。" in said
    assert "初核表没有填完的：市民政局还有3行空着。" in said
    assert "“社区”：部门还没有打分，各单位都没有得分，暂不计入综合得分。" in said
    assert "卫东区暂无综合得分：“教育”部门还没有打分。" in said
    assert "还有部门没有交齐，或者有项目没有评完，得分和名次不是最终结果，详见表后。" in said


def test_rules_stand_in_words(book: Any) -> None:
    said = texts(book["计分规则"])
    assert "按完成率计60分，封顶110%，低于60%的不得分，保底20%" in said
    assert "没有单列规则，按指标完成率计" in said
    assert "“评分”表没有单列规则的项目按指标完成率计100分：养老。" in said
    assert "没有评价单位可计分的任务、不参加评价的项目：平台。" in said
    assert "全年得分：（年中得分×4＋年末得分×6）÷10，两次都有综合得分的单位才有。" in said


def test_the_last_county_sees_why_it_is_the_last(book: Any) -> None:
    said = texts(book["鲁山县"])
    assert "综合得分14.69分，在“县”组4个单位中排第4位。失分最多的项目是“养老”，使综合得分少44.44分。" in said
    assert "“养老”不予通过，得0分：一票否决的标准“消防验收合格，没有发生责任事故”没有通过。" in said
    for words in ("发生舆情", "迟报1次、未报1次", "市教育局（初核）：与规划不符", "抽查发现1户不符合条件"):
        assert words in said


def test_a_unit_without_an_overall_score_is_told_so(book: Any) -> None:
    said = texts(book["卫东区"])
    assert "还有项目没有评完，暂无综合得分。" in said
    assert not any("失分最多" in words for words in said)


# What may be missing


def test_without_an_earlier_assessment_there_is_no_year() -> None:
    book = opened(assessed(history=History(), period=MIDYEAR))
    assert "全年得分" not in totals(book)["得分", "宝丰县"]
    assert not any("全年" in words for sheet in book for words in texts(sheet))


def test_without_standards_there_is_no_sheet_for_them() -> None:
    breakdown = with_rules(with_standards(BREAKDOWN))
    book = opened(assessed(breakdown, checks=checks_of([])))
    assert "验收" not in book.sheetnames
    assert "没有核减。" in texts(book["核减清单"])
    assert "各部门的初核、认定都已交齐。" in texts(book["总表"])
    assert "目标分解表没有“评分”表的内容，各项目都按指标完成率计100分。" in texts(book["计分规则"])
    assert any(words == "二、核减" for words in texts(book["叶县"]))


def test_names_that_excel_does_not_take_for_sheets_are_changed() -> None:
    name = "高新区/示范区"
    units = tuple(replace(one, name=name) if one.name == "叶县" else one for one in BREAKDOWN.units)
    targets = {(code, name if unit == "叶县" else unit): one for (code, unit), one in BREAKDOWN.targets.items()}
    book = opened(assessed(replace(BREAKDOWN, units=units, targets=targets), sent={}))
    assert "高新区／示范区" in book.sheetnames


# Formulas and words


def test_no_formula_holds_a_function_that_excel_2010_does_not_know(formulas: Any) -> None:
    used = {
        name
        for sheet in formulas
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
        for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub('"[^"]*"', "", cell.value))
    }
    assert {"SUMPRODUCT", "SUMIFS", "COUNTIFS"} <= used
    assert used <= MAY_USE


def test_ranks_scores_and_points_are_formulas(formulas: Any) -> None:
    for name, columns in {
        "项目得分": ("满分", "各项得分之和", "情况", "得分", "名次"),
        "计分": ("得分", "情况"),
        "指标数": ("计入数", "以谁为准", "完成情况", "计分比例"),
        "验收": ("计入结论",),
    }.items():
        for line in labelled(formulas[name], LIST_HEAD):
            assert all(str(line[column]).startswith("=") for column in columns)


def test_nothing_reads_like_a_program(book: Any) -> None:
    for sheet in book:
        for words in texts(sheet):
            assert not re.search(r"None|#[A-Z]+[/!?]|0E|。。|；；|：。|nan", words), (sheet.title, words)


def test_what_falls_short_of_all_never_shows_all(formulas: Any) -> None:
    sheet = formulas["项目得分"]
    lines = labelled(sheet, LIST_HEAD)
    row = next(at for at, line in enumerate(lines) if (line["填报单位"], line["项目"]) == ("新华区", "养老"))
    score = sheet.cell(LIST_HEAD + 1 + row, list(lines[row]).index("得分") + 1)
    assert score.number_format == '[>=100]0.00;[>=99.995]"99.99";0.00'


def test_a_figure_under_two_rules_is_typed_once(formulas: Any) -> None:
    lines = [
        line
        for line in labelled(formulas["指标数"], LIST_HEAD)
        if (line["编码"], line["填报单位"]) == ("10.10", "叶县")
    ]
    assert lines[0]["自报数"] == 3
    assert str(lines[1]["自报数"]).startswith("=IF(INDEX(")


def test_a_department_that_lowers_a_figure_lowers_the_score() -> None:
    before = totals(opened(assessed()))["得分", "叶县"]["养老"]
    given = checks_of([*a_check().first.figures.values(), figure("1.1", "叶县", "10", "重复申报")])
    after = totals(opened(assessed(checks=given)))["得分", "叶县"]["养老"]
    assert Decimal(str(before)) > Decimal(str(after))
