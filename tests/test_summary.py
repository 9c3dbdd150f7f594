"""汇总表.xlsx: what its sheets hold, as openpyxl reads it."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generators import rows
from generators.links import link_to_source
from generators.sheet import Workbook, share_format
from generators.summary import summary_workbook
from generators.summary.book import Book, PlainSheet, sheet_names
from generators.summary.data import Column as DataColumn
from generators.summary.data import DataRows, DataSheet
from generators.summary.formula import shown_share
from generators.summary.standing import StandingSheet
from generators.summary.unit import UnitSheets
from model.breakdown import MissingPolicy, PeriodNote
from model.figure import Verdict
from model.finding import Finding, Severity
from model.indicator import Kind, Rollup
from model.results import Results
from model.rollup import roll_up
from model.submission import Intake, Source, Status, Submission
from tests import years
from tests.summary_year import COUNTIES, SENT, labelled, opened, summary_results, summary_year, with_units
from tests.years import a_period, a_year, row

KNOWN_TO_EXCEL_2010 = {
    "ABS", "AND", "COUNTIF", "COUNTIFS", "IF", "INDEX", "ISNUMBER", "MATCH", "MAX", "MID", "MIN", "N", "OR", "ROUND",
    "ROWS", "SUMIFS", "SUMPRODUCT",
}  # fmt: skip
TOTAL_HEAD, UNIT_HEAD = 3, 3


@pytest.fixture(scope="module")
def results() -> Results:
    return summary_results()


@pytest.fixture(scope="module")
def values(results: Results) -> Any:
    return opened(results)


@pytest.fixture(scope="module")
def formulas(results: Results) -> Any:
    return opened(results, is_formulas=True)


def number(value: Decimal | None) -> Any:
    return None if value is None else pytest.approx(float(value), abs=1e-12)


def totals_of(book: Any, sheet: str = "全市") -> dict[str, dict[str, Any]]:
    return {line["编码"]: line for line in labelled(book[sheet], TOTAL_HEAD)}


def texts(sheet: Any) -> list[str]:
    return [cell for line in sheet.iter_rows(values_only=True) for cell in line if isinstance(cell, str)]


def test_sheets_go_from_the_overview_to_the_units(values: Any) -> None:
    assert values.sheetnames == ["总览", "全市", "名次", "走势", "图表", "数据", *COUNTIES, "市民政局", "市教育局"]


@pytest.mark.parametrize(("level", "sheet"), [("省", "全省"), ("市", "全市"), ("县", "全县")])
def test_the_sheet_of_totals_is_called_by_the_level(level: str, sheet: str) -> None:
    assert opened(summary_results(level=level)).sheetnames[1] == sheet


def test_data_begins_with_the_columns_of_the_contract(values: Any) -> None:
    head = [cell.value for cell in values["数据"][1]]
    assert head[:8] == ["期次", "编码", "填报单位", "值", "目标", "完成率", "评定", "来源"]
    assert len(set(head)) == len(head)


def test_data_holds_one_row_for_each_figure(results: Results, values: Any) -> None:
    lines = labelled(values["数据"], 1)
    assert [(line["编码"], line["填报单位"]) for line in lines] == [
        (one.code, one.unit) for one in results.rollup.figures
    ]
    for line, figure in zip(lines, results.rollup.figures, strict=True):
        assert line["期次"] == "2023-09"
        assert line["值"] == number(figure.value)
        assert line["目标"] == number(figure.target.value)
        assert line["完成率"] == number(figure.judgement.completion)
        assert line["评定"] == figure.judgement.verdict
        assert line["名次"] == figure.rank
        assert line["差距"] == number(figure.judgement.gap)
        assert line["本期增量"] == number(figure.increment)


def test_a_figure_that_is_missing_is_a_blank_cell(formulas: Any) -> None:
    line = next(
        line for line in labelled(formulas["数据"], 1) if (line["编码"], line["填报单位"]) == ("1.10", "鲁山县")
    )
    assert line["值"] is None
    assert line["来源"] is None


def test_a_cell_of_data_without_content_is_there_only_where_it_can_be_typed_in(results: Results) -> None:
    sheet = opened(results, is_formulas=True)["数据"]
    labels = [cell.value for cell in sheet[1]]
    blank = {labels[column - 1] for (_, column), cell in sheet._cells.items() if cell.value is None}
    assert blank <= {"值", "分子", "分母"}


def test_data_is_an_excel_table(values: Any) -> None:
    table = values["数据"].tables["数据"]
    assert table.ref == values["数据"].dimensions.replace("$", "")


def test_only_the_units_figures_are_typed_on_data(formulas: Any) -> None:
    for line in labelled(formulas["数据"], 1):
        is_rate = line["编码"] in ("2.1", "2.2")
        assert line["值"] is None or isinstance(line["值"], str) == is_rate
        assert str(line["评定"]).startswith("=")
        assert line["完成率"] is None or line["完成率"].startswith("=")
        assert line["名次"] is None or line["名次"].startswith("=")


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_every_row_has_the_formulas_of_its_own_figure(policy: MissingPolicy) -> None:
    sent = {code: one for code, one in SENT.items() if code != "1.1"}
    results = summary_results(sent, missing_policy=policy)
    read, book = opened(results, is_formulas=True), Book(results, Workbook())
    layout = DataSheet(book)
    rows_of_data = DataRows(book, layout, PlainSheet())
    units = UnitSheets(book, layout, StandingSheet(book, layout))
    places = dict.fromkeys(book.unit_sheets, UNIT_HEAD)
    for line, figure in enumerate(results.rollup.figures, 2):
        places[figure.unit] += 1
        expected = own_formulas(rows_of_data.formulas(figure), line)
        assert formulas_in(read["数据"], 1, line) == expected, (figure.code, figure.unit)
        found = formulas_in(read[book.unit_sheets[figure.unit]], UNIT_HEAD, places[figure.unit])
        place = found.pop("数据行")
        assert place == f"=MATCH({line - 1},{layout.range(DataColumn.NUMBER)},0)"
        expected = own_formulas(units.formulas(figure), places[figure.unit])
        assert {label.partition("（")[0]: one for label, one in found.items()} == expected, (figure.code, figure.unit)


def own_formulas(formulas: Mapping[Any, str], row: int) -> dict[str, str]:
    return {column.value: text.replace(rows.ROW, str(row)) for column, text in formulas.items()}


def formulas_in(sheet: Any, head_row: int, row: int) -> dict[str, str]:
    """The formulas of a row by the label of their column."""
    labels = [str(cell.value) for cell in sheet[head_row]]
    return {label: cell.value for label, cell in zip(labels, sheet[row], strict=True) if cell.data_type == "f"}


def test_totals_are_what_was_rolled_up(results: Results, values: Any) -> None:
    lines = totals_of(values)
    for total in results.rollup.totals:
        line, judged = lines[total.code], total.judgement
        assert line["目标"] == number(total.target.value if total.target else None)
        assert line["完成值"] == (total.text if total.indicator.kind is Kind.STATE else number(total.value))
        assert line["完成率"] == number(judged.completion)
        assert line["差距(百分点)"] == number(judged.gap)
        assert line["已报/应报"] == f"{total.units_reported}/{total.units_asked}"
        assert line["达标数"] == total.units_done
        if judged.verdict is not None:
            assert line["评定"] == judged.verdict
        elif total.indicator.rollup is Rollup.NONE:
            assert line["评定"] == "不汇总"


def test_totals_rates_and_verdicts_are_formulas(formulas: Any) -> None:
    line = totals_of(formulas)["1.1"]
    for label in ("完成值", "完成率", "差距(百分点)", "评定", "已报/应报", "达标数", "本期增量"):
        assert line[label].startswith("="), label


def test_with_a_unit_missing_the_total_is_blank_and_the_sum_so_far_stands_apart(values: Any) -> None:
    line = totals_of(values)["1.10"]
    assert line["完成值"] is None
    assert line["完成率"] is None
    assert (line["评定"], line["已报/应报"]) == ("未报", "3/4")
    assert (line["已报单位合计"], line["已报单位目标"]) == (9, 15)


def test_each_meets_its_own_fails_as_soon_as_one_does(values: Any) -> None:
    lines = totals_of(values)
    assert (lines["2.2"]["评定"], lines["2.2"]["已报/应报"]) == ("未达标", "3/4")
    assert lines["2.3"]["评定"] == "未报"


def test_what_the_units_targets_add_up_to_stands_where_it_differs(values: Any) -> None:
    lines = totals_of(values)
    assert lines["1.1"]["各单位目标之和"] is None
    assert lines["1.3"]["各单位目标之和"] == pytest.approx(1.0)
    assert lines["1.10"]["目标"] == 20


def test_phrases_and_ranges_are_seen_as_the_office_wrote_them(values: Any) -> None:
    assert totals_of(values)["1.3"]["目标原文"] == "0.9万人以上"
    lines = {line["编码"]: line for line in labelled(values["郏县"], UNIT_HEAD)}
    assert (lines["2.3"]["目标"], lines["2.3"]["目标原文"]) == (2, "2—3个")


def test_a_unit_sheet_tells_where_each_figure_stands(results: Results, values: Any) -> None:
    lines = {line["编码"]: line for line in labelled(values["宝丰县"], UNIT_HEAD)}
    figures = [one for one in results.rollup.figures if one.unit == "宝丰县"]
    assert list(lines) == [one.code for one in figures]
    first = lines["1.1"]
    assert (first["本期"], first["上期（2023年8月）"], first["增量"]) == (30, 20, 10)
    assert (first["评定"], first["名次"], first["来源"]) == ("已完成", 1, "上报/宝丰县.xlsx 填报!G6")
    assert lines["1.2"]["指标"].startswith("（其中）")


def test_a_state_is_told_by_its_word(values: Any) -> None:
    lines = {line["编码"]: line for line in labelled(values["市民政局"], UNIT_HEAD)}
    assert (lines["4.2"]["本期"], lines["4.2"]["上期（2023年8月）"], lines["4.2"]["评定"]) == (
        "推进中",
        "未启动",
        "推进中",
    )
    assert totals_of(values)["4.2"]["完成值"] == "推进中"


def test_ties_share_a_rank_within_their_group(results: Results, values: Any) -> None:
    ranks = {line["填报单位"]: line["名次"] for line in labelled(values["数据"], 1) if line["编码"] == "1.1"}
    assert ranks == {"宝丰县": 1, "鲁山县": 2, "郏县": 3, "叶县": 3}


def test_standings_are_by_group_the_best_first(results: Results, values: Any) -> None:
    sheet = values["名次"]
    column = [cell.value for cell in sheet["A"]]
    start = column.index("名次") + 1
    shown = [tuple(cell.value for cell in line[:3]) for line in sheet.iter_rows(min_row=start + 1, max_row=start + 6)]
    overall = {one.unit: one.rank for one in results.rollup.standings if one.project is None}
    assert [(unit, rank) for _, unit, rank in shown] == [(unit, overall[unit]) for _, unit, _ in shown]
    assert [group for group, _, _ in shown] == ["县区"] * 4 + ["市直"] * 2
    assert [rank for group, _, rank in shown if group == "县区"] == sorted(overall[unit] for unit in COUNTIES)


def test_a_slash_within_a_name_does_not_part_category_from_project() -> None:
    one = row("1.1", city="10", 宝丰县="5", 郏县="5", category="市级/自定", project="就业/培训")
    book = opened(years.results(a_year(one), {"1.1": {"宝丰县": "1", "郏县": "2"}}))
    assert [book["名次"].cell(line, 4).value for line in (3, 4)] == ["市级/自定", "就业/培训"]
    assert "就业/培训" in texts(book["图表"])


def test_every_figure_of_a_unit_leads_to_its_source(results: Results, values: Any) -> None:
    for line in range(2, values["数据"].max_row + 1):
        figure = results.rollup.figures[line - 2]
        cell = values["数据"].cell(line, 12 if figure.indicator.kind is Kind.STATE else 4)
        if figure.is_present:
            assert cell.hyperlink.target == f"..\\上报\\{figure.unit}.xlsx"
            assert cell.hyperlink.location == "'填报'!G6"
        else:
            assert cell.hyperlink is None
    assert values["叶县"]["G4"].hyperlink.location == "'填报'!G6"


@pytest.mark.parametrize(
    ("source", "link"),
    [
        (None, None),
        (Source("上报/叶县.xlsx", "填报", "H12,I12"), "external:../上报/叶县.xlsx#'填报'!H12"),
        (Source("上报/报来/叶县.zip/叶县/表.xlsx", "填报", "G12"), "external:../上报/报来/叶县.zip"),
        (Source("上报/叶县 #1 50%.xlsx", "甲'乙", "G12"), "external:../上报/叶县%20%231%2050%25.xlsx#'甲''乙'!G12"),
        (Source("上报/叶县.docx", "表1", "表1R5C7"), "external:../上报/叶县.docx"),
        (Source("更正.xlsx", "更正", "E5"), "external:../更正.xlsx#'更正'!E5"),
        (Source("../2023-08/上报/叶县.xlsx", "填报", "G6"), "external:../../2023-08/上报/叶县.xlsx#'填报'!G6"),
    ],
)
def test_a_link_opens_what_can_be_opened(source: Source | None, link: str | None) -> None:
    assert link_to_source(source) == link


def test_the_parts_of_a_rate_lead_to_their_own_cells() -> None:
    source = Source("上报/叶县.xlsx", "填报", "H12,I12")
    assert link_to_source(source, 1) == "external:../上报/叶县.xlsx#'填报'!I12"


def test_links_beyond_what_excel_holds_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LINK_LIMIT", 3)
    sheet = opened(summary_results())["数据"]
    assert sum(cell.hyperlink is not None for line in sheet.iter_rows() for cell in line) == 3


def _with_source(results: Results, file: str) -> Results:
    reported = {key: replace(one, source=Source(file, "=1+1", "G6")) for key, one in results.intake.reported.items()}
    rolled = roll_up(results.breakdown, results.period, reported, results.previous)
    return replace(results, rollup=rolled)


def test_text_that_begins_like_a_formula_stays_text(results: Results) -> None:
    book = opened(_with_source(results, "=cmd|' /C calc'!A0.xlsx"), is_formulas=True)
    sources = [sheet.cell(line, 16) for sheet in book.worksheets[6:] for line in range(4, sheet.max_row + 1)]
    shown = [cell for cell in sources if cell.value is not None]
    assert shown
    assert {cell.data_type for cell in shown} == {"s"}


def test_a_file_name_with_signs_of_addresses_is_linked_as_it_is(results: Results) -> None:
    link = opened(_with_source(results, "上报/叶县 #1 50%[2].xlsx"))["数据"]["D2"].hyperlink
    assert (link.target, link.location) == ("..\\上报\\叶县%20%231%2050%25%5B2%5D.xlsx", "'=1+1'!G6")


def test_no_formula_holds_a_function_that_excel_2010_does_not_know(formulas: Any) -> None:
    used = set()
    for sheet in formulas:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    bare = re.sub(r"'[^']*'!", "", re.sub(r'"[^"]*"', '""', cell.value))
                    used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))
                    assert len(cell.value) < 8192
    assert used <= KNOWN_TO_EXCEL_2010


def test_no_cell_holds_an_error_value(values: Any) -> None:
    for sheet in values:
        for line in sheet.iter_rows():
            assert not [cell.coordinate for cell in line if cell.data_type == "e"], sheet.title


def test_the_same_results_give_the_same_bytes(results: Results) -> None:
    content = summary_workbook(results)
    assert content == summary_workbook(results)
    core = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    assert re.findall(r">([^<]*)</dcterms:", core) == ["1980-01-01T00:00:00Z"] * 2


@pytest.mark.parametrize(
    ("digits", "shape", "most"),
    [
        (0, '[>=1]0%;[>=0.995]"99%";0%', "0.99"),
        (1, '[>=1]0.0%;[>=0.9995]"99.9%";0.0%', "0.999"),
        (2, '[>=1]0.00%;[>=0.99995]"99.99%";0.00%', "0.9999"),
    ],
)
def test_what_falls_short_of_all_is_never_shown_as_all(digits: int, shape: str, most: str) -> None:
    assert share_format(digits) == shape
    assert shown_share("A1", digits).startswith(f"IF(A1<1,MIN(ROUND(A1,{digits + 2}),{most})")


def test_figures_stand_at_their_own_digits(values: Any) -> None:
    lines = {values["全市"].cell(line, 1).value: line for line in range(4, values["全市"].max_row + 1)}
    assert values["全市"].cell(lines["1.3"], 7).number_format == "0.0000"
    assert values["全市"].cell(lines["2.1"], 7).number_format == share_format(1)
    assert values["全市"].cell(lines["2.1"], 5).number_format == "0%"


def test_a_verdict_has_a_colour_as_well_as_its_word(values: Any) -> None:
    for name in ("全市", "数据", "宝丰县"):
        rules = [rule for rules in values[name].conditional_formatting for rule in rules.rules]
        words = {rule.formula[0].strip('"') for rule in rules if rule.type == "cellIs"}
        assert words == {one.value for one in Verdict}


def test_the_overview_counts_verdicts_of_the_totals(results: Results, values: Any) -> None:
    sheet = values["总览"]
    head = [cell.value for cell in sheet[4]]
    line = dict(zip(head, (cell.value for cell in sheet[5]), strict=True))
    verdicts = [str(one["评定"]) for one in totals_of(values).values()]
    assert line["指标数"] == len(results.rollup.totals)
    assert line["未报齐"] == verdicts.count("未报")
    for word in ("已完成", "达标", "达到序时", "推进中", "滞后", "未启动", "未达标"):
        assert line[word] == verdicts.count(word)


def test_the_overview_names_first_and_last_only_where_they_differ() -> None:
    sent = {"1": dict.fromkeys(COUNTIES, "5")}
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "10")))
    said = texts(opened(years.results(breakdown, sent))["总览"])
    assert "县区：各单位得分相同，并列第1位。" in said
    sent["1"] = {"宝丰县": "9", "郏县": "9", "叶县": "8", "鲁山县": "1"}
    said = texts(opened(years.results(breakdown, sent))["总览"])
    assert "县区：第1位宝丰县等2个单位并列；末位第4位鲁山县。" in said


def test_the_overview_says_as_of_which_day_the_figures_stand() -> None:
    results = summary_results()
    assert any("截至2023年9月30日" in one for one in texts(opened(results)["总览"]))
    note = PeriodNote(a_period(), data_as_of=date(2023, 9, 25))
    dated = replace(results, breakdown=replace(results.breakdown, periods=(note,)))
    assert any("截至2023年9月25日" in one for one in texts(opened(dated)["总览"]))


def test_the_overview_says_who_is_missing_and_what_was_sent_back(results: Results) -> None:
    held = Finding("C01", Severity.ERROR, "不是数。", "郏县", "上报/郏县.xlsx", "填报", "G6", "1.1")
    submissions = (
        Submission("宝丰县", "上报/宝丰县.xlsx", "0", Status.ACCEPTED, late=True),
        Submission("郏县", "上报/郏县.xlsx", "0", Status.PARTIAL),
        Submission("叶县", "上报/叶县.xlsx", "0", Status.RETURNED),
        Submission("鲁山县", None, None, Status.MISSING),
        Submission(None, "上报/不明.xlsx", "0", Status.UNRECOGNISED),
    )
    said = texts(opened(replace(results, intake=Intake(submissions, (held,), {}, {})))["总览"])
    assert "应报6个单位：全部采用1个，部分退回1个，整表退回1个，未报3个。" in said
    assert "未报：鲁山县、市民政局、市教育局。" in said
    assert "整表退回：叶县。" in said
    assert "部分退回：郏县（1项）。" in said
    assert "迟报：宝丰县。" in said
    assert "无法识别的文件：上报/不明.xlsx。" in said


def test_every_sheet_is_ready_for_the_printer(values: Any) -> None:
    for sheet in values:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert "第 &P 页" in sheet.oddFooter.center.text
        if sheet.title != "图表":
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        if sheet.title not in ("总览", "图表"):
            assert sheet.freeze_panes is not None
            assert sheet.print_title_rows is not None


def test_sheet_names_are_lawful_and_unique() -> None:
    names = sheet_names(["数据", "甲/乙[区]", "ABC", "abc", "长" * 40, "长" * 41, "'引'"], ["总览", "数据"])
    assert list(names.values()) == [
        "数据（2）", "甲／乙［区］", "ABC", "abc（2）", "长" * 31, "长" * 28 + "（2）", "引",
    ]  # fmt: skip


def test_units_with_odd_names_have_their_sheets() -> None:
    breakdown = with_units(summary_year(), 叶县="叶县（甲/乙）'丙\"丁")
    book = opened(years.results(breakdown, {"1.1": {"宝丰县": "1"}}))
    assert "叶县（甲／乙）'丙\"丁" in book.sheetnames


def test_a_year_without_any_report_can_be_written() -> None:
    book = opened(years.results(summary_year(), {}))
    assert totals_of(book)["1.1"]["已报/应报"] == "0/4"


def test_a_single_unit_is_compared_with_nobody() -> None:
    book = opened(years.results(a_year(row("1", 宝丰县="10")), {"1": {"宝丰县": "7"}}))
    assert "县区：只有宝丰县一个单位，不作比较。" in texts(book["总览"])


def test_a_carried_figure_says_so_and_has_no_rank() -> None:
    results = summary_results(
        {key: one for key, one in SENT.items() if key != "1.1"}, missing_policy=MissingPolicy.CARRY_OVER
    )
    lines = [line for line in labelled(opened(results)["数据"], 1) if line["编码"] == "1.1"]
    assert {line["沿用期次"] for line in lines} == {"2023-08"}
    assert {line["名次"] for line in lines} == {None}
    assert lines[0]["来源"] == "../2023-08/上报/宝丰县.xlsx 填报!G6（沿用2023-08）"
    assert totals_of(opened(results))["1.1"]["完成值"] == 55
