"""Whose figure counts, as the papers of an assessed period say it: 通报, 推进情况表, 督办单, 数据来源, 校验报告."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from generators import notice
from generators.explanation import explained
from generators.sources import sources_workbook
from generators.stages import cut_words, struck_words
from generators.supervision import supervision_context
from generators.validation_report import counts_of, validation_report
from model.assessment.checked import CheckIntake, Checks
from model.figure import History
from model.indicator import Rollup
from model.results import Results
from model.submission import Stage
from model.supervision import supervised
from tests.assessed_year import FINAL, FIRST, LATE, as_assessed, assessed_results, checked_figures, some_checks
from tests.summary_year import CEILING, SENT, WEIGHTED, summary_results
from tests.years import a_duty, a_year, as_previous, figure_of, row
from tests.years import results as results_of

FOLDER = Path(__file__).resolve().parent.parent / "templates"


def text_of(made: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)


def notice_text(results: Results, template: str = "进度通报.docx") -> str:
    return text_of(notice.notice(notice.notice_of(results), FOLDER / template))


def table_of(results: Results) -> list[list[str]]:
    """The lines of 推进情况表.docx, heads and projects too."""
    made = notice.progress_table(notice.notice_of(results), FOLDER / "推进情况表.docx")
    return [[cell.text for cell in line.cells] for line in docx.Document(io.BytesIO(made)).tables[-1].rows]


def sheets_of(results: Results) -> Any:
    return openpyxl.load_workbook(io.BytesIO(validation_report(results)))


def lines_of(book: Any, sheet: str) -> list[list[Any]]:
    return [[one for one in line if one not in (None, "")] for line in book[sheet].iter_rows(values_only=True)]


# In words


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("0.8", "0.785", "核减1.5个百分点"), ("0.9", "0.88", "核减2个百分点"), ("0.5", "0.5004", "核增0.04个百分点")],
)
def test_what_was_struck_off_a_percentage_is_told_in_points_however_small(before: str, after: str, told: str) -> None:
    assert struck_words(WEIGHTED.indicator, Decimal(before), Decimal(after)) == told


def test_where_less_is_better_a_cut_makes_the_figure_larger() -> None:
    assert struck_words(CEILING.indicator, Decimal(19), Decimal(21)) == "核增2分钟"
    assert struck_words(CEILING.indicator, None, Decimal(21)) == ""


def test_a_figure_that_was_confirmed_as_reported_has_nothing_to_tell() -> None:
    rollup = assessed_results().rollup
    assert cut_words(figure_of(rollup, "1.1", "叶县")) == ""  # 初核 struck, 认定 gave back
    assert cut_words(figure_of(rollup, "1.1", "宝丰县")) == "自报30人，核减3人"
    assert cut_words(figure_of(rollup, "4.2", "市教育局")) == "自报已完成"


# 通报 and 推进情况表


@pytest.mark.parametrize("template", ["进度通报.docx", "通报_无版头.docx"])
def test_the_notice_counts_the_stages_and_who_struck_off_how_many(template: str) -> None:
    text = notice_text(assessed_results(), template)
    assert "本期数据经有关部门核验，计入的数中，认定2个、初核6个、自报38个；市统计局核减1个、市人社局核减4个。" in text
    assert "注：“环节”栏中，" in text


@pytest.mark.parametrize("results", [summary_results(), assessed_results(Checks())], ids=["no assessment", "no answer"])
def test_before_anything_is_checked_the_papers_say_nothing_of_stages(results: Results) -> None:
    text = notice_text(results)
    assert "核验" not in text
    assert "环节" not in text
    assert "环节" not in table_of(results)[0]
    assert len(table_of(results)[0]) == 10


def test_when_nothing_was_cut_the_sentence_ends_with_the_counts() -> None:
    said = {("1.1", "郏县"): "21"}
    first = CheckIntake(Stage.CHECKED, (FIRST,), (FIRST,), checked_figures(said, Stage.CHECKED, FIRST))
    text = notice_text(as_assessed(summary_results(), Checks(first)))
    assert "计入的数中，初核1个、自报45个。各数所处的环节见附件。" in text


def test_the_table_shows_the_stage_of_every_figure_and_of_what_a_total_rests_on() -> None:
    lines = table_of(assessed_results())
    assert lines[0][-1] == "环节"
    stages = {(line[0], line[2]): line[-1] for line in lines}
    assert stages["1.1", "全市"] == "认定、初核、自报"
    assert [stages["1.1", unit] for unit in ("宝丰县", "郏县", "叶县", "鲁山县")] == ["认定", "初核", "认定", "自报"]
    assert stages["1.10", "鲁山县"] == "—"


def test_a_cut_rate_that_leaves_no_combined_rate_is_no_missing_report() -> None:
    results = assessed_results()
    assert "叶县核减后的数没有分子、分母，不再计算全市的比率。" in notice_text(results)
    line = next(line for line in table_of(results) if (line[0], line[2]) == ("2.1", "全市"))
    assert (line[5], line[8]) == ("—", "—")
    while_missing = as_assessed(summary_results({**SENT, "2.1": {"叶县": ("90", "100")}}), some_checks())
    assert "不再计算全市的比率" not in notice_text(while_missing)
    assert next(line for line in table_of(while_missing) if (line[0], line[2]) == ("2.1", "全市"))[8] == "未报齐"


def test_where_each_unit_must_reach_its_own_target_a_cut_rate_is_told_too() -> None:
    sent = {**SENT, "2.2": {**SENT["2.2"], "鲁山县": ("70", "100")}}
    said = {("2.2", "宝丰县"): "66%"}
    first = CheckIntake(Stage.CHECKED, (FIRST,), (FIRST,), checked_figures(said, Stage.CHECKED, FIRST))
    results = as_assessed(summary_results(sent), Checks(first))
    assert "宝丰县核减后的数没有分子、分母，不再计算全市的比率。" in notice_text(results)
    told = "\n".join(explained(results, "2.2"))
    assert "宝丰县核减后的数没有分子、分母，不能加权；所以不出总的比率，按各单位是否达标评定。" in told


def test_the_county_s_own_table_names_the_stage_behind_the_amount() -> None:
    duty = replace(a_duty("一", "1"), department="市民政局", task="建成15个")
    own = row("1.1", rollup=Rollup.OWN_LEVEL, city="15", 市民政局=None)
    results = results_of(a_year(own, duties=(duty,)), {"1.1": {"市民政局": "10"}})
    said = {("1.1", "市民政局"): "9"}
    first = CheckIntake(Stage.CHECKED, (FIRST,), (FIRST,), checked_figures(said, Stage.CHECKED, FIRST))
    checked = as_assessed(results, Checks(first))
    made = notice.progress_table(notice.notice_of(checked), FOLDER / "推进情况表.docx")
    duties = docx.Document(io.BytesIO(made)).tables[0]
    assert duties.rows[1].cells[-1].text.startswith("指标1.19人（初核），完成年度目标的60%")


# 督办单


def test_the_slip_names_the_stage_of_a_figure_that_a_department_has_checked() -> None:
    breakdown = a_year(row("1.1", 宝丰县="30", 郏县="30"))
    sent = {"1.1": {"宝丰县": "10", "郏县": "10"}}
    before = as_previous(results_of(breakdown, sent, "2023-08"))
    assert before.outcome is not None
    now = replace(results_of(breakdown, sent, "2023-09", before), history=History((before.outcome,)))
    said = {("1.1", "宝丰县"): "9"}
    first = CheckIntake(Stage.CHECKED, (FIRST,), (FIRST,), checked_figures(said, Stage.CHECKED, FIRST))
    checked = as_assessed(now, Checks(first))
    slips = {unit: supervision_context(checked, unit, lags) for unit, lags in supervised(checked).items()}
    told = {unit: [(one["累计"], one["环节"]) for one in slip["各项"]] for unit, slip in slips.items()}  # type: ignore[attr-defined]
    assert told == {"宝丰县": [("9人", "初核")], "郏县": [("10人", "")]}


# 数据来源 and --explain


def test_the_source_of_a_figure_says_whose_it_is_and_what_was_reported() -> None:
    results = assessed_results()
    told = notice.notice_of(results)
    printed = told.bookmarks()
    notice.notice(told, FOLDER / "进度通报.docx", printed)
    sheet = openpyxl.load_workbook(io.BytesIO(sources_workbook(results, told, printed)))["数据来源"]
    sources = [str(line[7]) for line in sheet.iter_rows(min_row=3, values_only=True)]
    assert f"初核/{FIRST}.xlsx 核数!G8 初核数（{FIRST}，自报90%）" in sources
    assert f"上报/郏县.xlsx 填报!G6 初核数（{FIRST}，与自报数一致）" in sources
    assert "上报/鲁山县.xlsx 填报!G6 自报数" in sources
    assert any("汇总表.xlsx 核减清单" in one for one in sources)


def test_explaining_a_total_tells_what_was_struck_off_why_and_where_the_unit_s_own_figure_stands() -> None:
    told = "\n".join(explained(assessed_results(), "1.1"))
    assert f"认定数（{FINAL}，自报30人）；核减3人，原因：重复计算；自报数在上报/宝丰县.xlsx 填报!G6。" in told
    assert "＝81.992人。" in told
    rate = "\n".join(explained(assessed_results(), "2.1"))
    assert "叶县核减后的数没有分子、分母，不能加权；所以本级暂不出合计，也不评定。" in rate


def test_outside_an_assessed_period_a_source_is_a_place_and_no_more() -> None:
    assert "自报" not in "\n".join(explained(summary_results(), "1.1"))


# 校验报告


def test_a_department_s_findings_and_files_stand_among_those_of_the_counties() -> None:
    book = sheets_of(assessed_results())
    assert any(f"初核/{FIRST}.xlsx" in line and "核数!G9" in line for line in lines_of(book, "问题清单"))
    assert book["问题清单"]["J3"].hyperlink.target.endswith(f"{FIRST}.xlsx")
    assert [FIRST] in lines_of(book, "分单位")
    assert [LATE, "未反馈", "催请核验，表在“初核表”里"] in lines_of(book, "报送情况")
    assert not any("催报单" in str(line) for line in lines_of(book, "报送情况") if LATE in line)


def test_departments_that_check_are_not_counted_among_the_units_that_report() -> None:
    assert counts_of(assessed_results()) == counts_of(summary_results())


def test_who_was_asked_to_check_who_answered_and_what_is_still_blank_stands_on_a_sheet_of_its_own() -> None:
    book = sheets_of(assessed_results())
    lines = lines_of(book, "核验情况")
    assert lines[2][:7] == ["初核", FIRST, "已反馈", 8, 4, 2, 1]
    assert lines[3] == ["初核", LATE, "未反馈", 0, 0, 0, 0, "催请核验：表在“初核表”里，填好放进“初核”"]
    assert lines[4] == ["认定", FINAL, "已反馈", 2, 1, 0, 0]
    assert lines[-1][0].startswith("共核减5个数：")
    told = lines_of(book, "概况")
    assert ["初核：未反馈的部门", 1, LATE] in told
    assert ["初核：还有空白的行", 2, f"{FIRST}2行"] in told


def test_a_report_outside_an_assessed_period_has_no_sheet_about_checking() -> None:
    book = sheets_of(summary_results())
    assert "核验情况" not in book.sheetnames
    assert not any("核验" in str(line) for line in lines_of(book, "概况"))
