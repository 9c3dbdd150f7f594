"""评价.xlsx worked out anew by LibreOffice: scores and ranks are the model's, also after something was changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from generators.assessment.workbook import assessment_workbook
from make_reports import main
from model.figure import History
from model.results import Results
from model.submission import Stage
from tests.assessment_year import (
    COUNTIES,
    DISTRICTS,
    GIVEN,
    MIDYEAR,
    SCHOOLS,
    SENT,
    Given,
    assessed,
    checks_of,
    figure,
    points,
    standard,
)
from tests.drawn_assessments import drawn
from tests.libreoffice import converted, differences, formula_cells, needs_libreoffice, recalculated
from tests.sample_years import copy_of
from tests.summary_year import labelled

pytestmark = [pytest.mark.slow, needs_libreoffice]
DRAWN = 16
LIST_HEAD = 3
"""The row of a list's labels, from 1."""
Typed = Callable[[Any], None]


def written(results: Results, file: Path) -> Path:
    file.write_bytes(assessment_workbook(results))
    return file


def wrong(file: Path, found: Path) -> list[Any]:
    """Formula cells that LibreOffice works out otherwise than they are stored."""
    formulas, stored = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
    assert sum(1 for sheet in formulas for _ in formula_cells(sheet)) > 20
    return differences(formulas, stored, openpyxl.load_workbook(found, data_only=True))


def test_every_formula_comes_to_the_value_stored_with_it(tmp_path: Path) -> None:
    years = {
        "whole": assessed(),
        "midyear": assessed(history=History(), period=MIDYEAR),
        "unchecked": assessed(checks=checks_of([])),
        "unsent": assessed(sent={}),
    }
    files = [written(results, tmp_path / f"{name}.xlsx") for name, results in years.items()]
    found = converted(files, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    assert {file.stem: wrong(file, found[file.stem]) for file in files} == {name: [] for name in years}


def test_so_it_does_in_the_december_of_the_sample(tmp_path: Path) -> None:
    """汇总表.xlsx too, with its stages side by side and its 核减 list."""
    december = copy_of("平顶山2023", tmp_path) / "2023-12"
    assert main(["assess", str(december), "--quiet"]) == 1
    files = [december / "结果" / name for name in ("评价.xlsx", "汇总表.xlsx")]
    found = converted(files, tmp_path / "found", "xlsx:Calc MS Excel 2007 XML")
    assert {file.stem: wrong(file, found[file.stem]) for file in files} == {"评价": [], "汇总表": []}


def test_so_it_does_in_years_that_are_drawn(tmp_path: Path) -> None:
    files = [written(drawn(seed), tmp_path / f"{seed}.xlsx") for seed in range(DRAWN)]
    found = converted(files, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    assert {file.stem: wrong(file, found[file.stem]) for file in files} == {str(seed): [] for seed in range(DRAWN)}


# Something is changed


def figure_typed(code: str, unit: str, column: str, value: object) -> Typed:
    return lambda book: type_in(book["指标数"], {"编码": code, "填报单位": unit}, column, value)


def conclusion_typed(number: int, unit: str, column: str, value: object) -> Typed:
    return lambda book: type_in(book["验收"], {"标准序号": str(number), "填报单位": unit}, column, value)


def points_typed(project: str, method: str, unit: str, value: object) -> Typed:
    return lambda book: type_in(
        book["计分"], {"项目": project, "计分办法": method, "填报单位": unit}, "部门打分", value
    )


def type_in(sheet: Any, wanted: dict[str, str], column: str, value: object) -> None:
    """Types into the first row that says what is wanted."""
    labels = [cell.value for cell in sheet[LIST_HEAD]]
    lines = labelled(sheet, LIST_HEAD)
    at = next(at for at, line in enumerate(lines) if all(line[key] == words for key, words in wanted.items()))
    sheet.cell(LIST_HEAD + 1 + at, labels.index(column) + 1).value = value


def given_again(*changed: Given) -> tuple[Given, ...]:
    """What departments say with some of it said otherwise; what is said last counts."""
    return (*GIVEN, *changed)


COMMUNITY = tuple((unit, str(60 + 7 * place)) for place, unit in enumerate((*COUNTIES, DISTRICTS[0])))
CHANGES: dict[str, tuple[list[Typed], dict[str, Any]]] = {
    "a figure is cut": (
        [figure_typed("1.1", "宝丰县", "初核数", 61)], {"given": given_again(figure("1.1", "宝丰县", "61", "核减"))},
    ),
    "a figure under two rules is confirmed": (
        [figure_typed("10.10", "郏县", "认定数", 2.5)],
        {"given": given_again(figure("10.10", "郏县", "2.5", "核减", Stage.CONFIRMED))},
    ),
    "a reported figure is another": (
        [figure_typed("3.2", "鲁山县", "自报数", 601)],
        {"sent": {**SENT, "3.2": {**SENT["3.2"], "鲁山县": "601"}}},
    ),
    "a word is another": (
        [figure_typed("2.2", "鲁山县", "初核数", "已完成")],
        {"given": given_again(figure("2.2", "鲁山县", "已完成"))},
    ),
    "a veto falls": (
        [conclusion_typed(1, "郏县", "认定结论", "不通过")],
        {"given": given_again(standard(0, "郏县", "不通过", "事故", Stage.CONFIRMED))},
    ),
    "a veto is lifted": (
        [conclusion_typed(1, "鲁山县", "认定结论", "通过")],
        {"given": given_again(standard(0, "鲁山县", "通过", "", Stage.CONFIRMED))},
    ),
    "a standard applies after all": (
        [conclusion_typed(6, "宝丰县", "初核结论", "不通过")],
        {"given": given_again(standard(5, "宝丰县", "不通过"))},
    ),
    "a conclusion is taken back": (
        [conclusion_typed(4, "叶县", "初核结论", None)],
        {"given": tuple(one for one in GIVEN if (getattr(one, "standard", None), one.unit) != (3, "叶县"))},
    ),
    "the last points come in": (
        [points_typed("教育", "扣分", "卫东区", -2)], {"given": given_again(points(6, "卫东区", "-2", "", SCHOOLS))},
    ),
    "a project that was left out is scored": (
        [points_typed("社区", "人工", unit, float(given)) for unit, given in COMMUNITY],
        {"given": given_again(*(points(9, unit, given, "", "市住建局") for unit, given in COMMUNITY))},
    ),
}  # fmt: skip


def outcome(book: Any) -> dict[Any, Any]:
    """Scores, ranks and points by what they are of, whatever the order of the day of writing."""
    found: dict[Any, Any] = {}
    for name, keys, columns in (
        ("项目得分", ("填报单位", "项目"), ("满分", "各项得分之和", "一票否决不通过", "情况", "得分", "名次")),
        ("计分", ("填报单位", "项目", "计分对象", "计分办法"), ("折算比例", "得分", "情况")),
        ("指标数", ("序号", "填报单位", "编码"), ("计入数", "以谁为准", "计分比例")),
        ("验收", ("填报单位", "标准序号"), ("计入结论",)),
    ):
        for line in labelled(book[name], LIST_HEAD):
            found[(name, *(line[key] for key in keys))] = tuple(_rounded(line[column]) for column in columns)
    block = ""
    for line in book["总表"].iter_rows(min_row=7, values_only=True):
        block = str(line[0]) if line[1] is None else block
        if line[1]:
            found[block, line[1]] = tuple(_rounded(one) for one in line)
    for name in (*COUNTIES, *DISTRICTS):
        found[name] = [
            tuple(_rounded(one) for one in line[:10]) for line in book[name].iter_rows(min_row=3, values_only=True)
        ]
    return found


def _rounded(value: object) -> object:
    return round(value, 9) if isinstance(value, float) else value if value != "" else None


LISTS = ("项目得分", "计分", "指标数", "验收")


def test_what_is_changed_changes_scores_and_ranks_as_a_new_run_would(tmp_path: Path) -> None:
    files, expected = [], {}
    for number, (name, (typed, again)) in enumerate(CHANGES.items()):
        file = written(assessed(), tmp_path / f"{number}.xlsx")
        book = openpyxl.load_workbook(file)
        for one in typed:
            one(book)
        book.save(file)
        files.append(file)
        fresh = written(
            assessed(sent=again.get("sent", SENT), checks=checks_of(again.get("given", GIVEN))),
            tmp_path / f"fresh{number}.xlsx",
        )
        expected[name] = outcome(openpyxl.load_workbook(fresh, data_only=True))
    found = converted(files, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    for file, (name, wanted) in zip(files, expected.items(), strict=True):
        made = outcome(openpyxl.load_workbook(found[file.stem], data_only=True))
        units = {*COUNTIES, *DISTRICTS}
        assert {key: made[key] for key in made if key not in units} == {
            key: wanted[key] for key in wanted if key not in units
        }, name


def test_sorting_a_list_changes_nothing_elsewhere(tmp_path: Path) -> None:
    results = assessed()
    file = written(results, tmp_path / "评价.xlsx")
    stored = openpyxl.load_workbook(file, data_only=True)
    book = openpyxl.load_workbook(file)
    for name in LISTS:
        reverse(book[name])
    book.save(file)
    found = openpyxl.load_workbook(recalculated(file, tmp_path), data_only=True)
    assert found["计分"].cell(LIST_HEAD + 1, 1).value != 1
    assert differences(openpyxl.load_workbook(file), stored, found, LISTS) == []


def reverse(sheet: Any) -> None:
    """Sorts a list the other way round, as Excel does: formulas move with their rows."""
    first, last = LIST_HEAD + 1, sheet.max_row
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=first)]
    for old, line in enumerate(lines, first):
        new = first + last - old
        for column, content in enumerate(line, 1):
            cell = sheet.cell(new, column)
            moved = content
            if isinstance(content, str) and content.startswith("="):
                letter = cell.column_letter
                moved = Translator(content, f"{letter}{old}").translate_formula(f"{letter}{new}")
            cell.value = moved
