"""What 汇总表.xlsx tells in words and over time: remarks, what changed, the rule of the ranks, trend, charts."""

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from generators.summary import summary_workbook
from generators.summary.chart import ends_of, parts_of
from generators.summary.counts import STAGES, by_stage, verdict_counts
from generators.summary.remark import LITERAL_LIMIT, LivePart, literal, remark
from generators.summary.style import arrows
from generators.summary.telling import movement_words, standing_words
from model.breakdown import MissingPolicy
from model.figure import History, Verdict
from model.movement import movement_of
from model.results import Results
from model.unit import Unit
from tests import years
from tests.summary_year import (
    COUNTIES,
    ROWS,
    SENT,
    adjusted_results,
    labelled,
    misleading_results,
    opened,
    summary_results,
)
from tests.years import a_period, a_year, as_previous, row

TOTAL_HEAD, UNIT_HEAD = 3, 3


@pytest.fixture(scope="module")
def results() -> Results:
    return summary_results()


@pytest.fixture(scope="module")
def values(results: Results) -> Any:
    return opened(results)


def texts(sheet: Any) -> list[str]:
    return [cell for line in sheet.iter_rows(values_only=True) for cell in line if isinstance(cell, str)]


def remarks(book: Any, sheet: str, head: int = TOTAL_HEAD) -> dict[str, str]:
    return {line["编码"]: line["备注"] or "" for line in labelled(book[sheet], head)}


# 备注


def test_the_sheet_of_totals_says_why_something_is_not_there(values: Any) -> None:
    said = remarks(values, "全市")
    assert said["1.1"] == ""
    assert said["1.10"] == "上期未出合计，不计增量；有1个单位未报，不出合计"
    assert said["1.3"] == "上期未出合计，不计增量；各单位目标之和1，全市目标0.9，多0.1"
    assert said["2.2"] == "各达标，不计完成率；时点数，不计增量；有1个单位未报"
    assert said["3.3"] == "不汇总，各单位分别评定"
    assert said["4.2"] == "取进展最慢的单位；状态类不计完成率"
    assert said["4.3"].startswith("越低越好；目标为0，只评达标")


def test_a_unit_sheet_says_it_of_the_units_own_figures(values: Any) -> None:
    said = remarks(values, "宝丰县", UNIT_HEAD)
    assert said["1.1"] == ""
    assert said["2.1"] == "只评达标；时点数，不计增量"
    assert said["4.3"].startswith("越低越好；目标为0，只评达标；不排名次")
    assert remarks(values, "市民政局", UNIT_HEAD)["4.2"] == "状态类不计完成率；不排名次"


def test_carried_figures_are_named_on_the_sheet_of_totals() -> None:
    results = summary_results(
        {key: one for key, one in SENT.items() if key != "1.1"}, missing_policy=MissingPolicy.CARRY_OVER
    )
    book = opened(results)
    assert remarks(book, "全市")["1.1"].startswith("宝丰县、郏县、叶县等4个单位沿用上期数")
    assert remarks(book, "宝丰县", UNIT_HEAD)["1.1"] == "沿用2023年8月的数，不排名次"


def test_a_decrease_of_the_total_is_said() -> None:
    sent = {**SENT, "1.1": {"宝丰县": "20", "郏县": "15", "叶县": "10", "鲁山县": "9"}}
    assert remarks(opened(summary_results(sent)), "全市")["1.1"] == "比上期减少"


def test_where_the_display_misleads_the_figure_is_said_with_the_digits_that_decide(values: Any) -> None:
    book = opened(misleading_results())
    line = next(one for one in labelled(book["全市"], TOTAL_HEAD) if one["编码"] == "2.1")
    assert (round(line["完成值"], 3), line["评定"]) == (0.9, "未达标")
    assert "实际为89.95575%，按实际数评定" in line["备注"]
    assert "实际为" not in "".join(remarks(values, "全市").values())


def test_an_adjusted_target_is_said_with_both_values_wherever_it_holds() -> None:
    book = opened(adjusted_results())
    unit = "目标由20人调整为25人（自2023年7月，依据平政办〔2023〕1号）"
    city = "目标由100人调整为110人（自2023年9月，依据平政办〔2023〕1号）"
    assert remarks(book, "叶县", UNIT_HEAD)["1.1"] == unit
    said = remarks(book, "全市")["1.1"]
    assert city in said
    assert "叶县的目标有调整" in said
    assert said.endswith("各单位目标之和105，全市目标110，少5")
    told = next(one for one in texts(book["总览"]) if one.startswith("目标调整："))
    assert told == f"目标调整：1.1指标1.1（全市）{city}，本期起；1.1指标1.1（叶县）{unit}。"


def test_a_long_ground_is_cut_into_texts_that_excel_takes() -> None:
    words = "长" * (2 * LITERAL_LIMIT + 1)
    pieces = literal(words).split("&")
    assert [len(one) - 2 for one in pieces] == [LITERAL_LIMIT, LITERAL_LIMIT, 1]
    found = remark([words], [LivePart("A1>0", '"有"&A1', None)])
    assert not isinstance(found, str)
    assert found.stored == words
    assert int(found.text.rpartition(",")[2].rstrip(")")) >= len(words)


def test_without_live_parts_a_remark_is_a_mere_text() -> None:
    assert remark(["甲", "乙"], []) == "甲；乙"
    assert remark([], []) == ""


# 总览


def test_the_overview_sums_up_in_one_sentence(results: Results, values: Any) -> None:
    said = next(one for one in texts(values["总览"]) if one.startswith("已完成或达标"))
    verdicts = [line["评定"] for line in labelled(values["全市"], TOTAL_HEAD)]
    done = sum(one in ("已完成", "达标") for one in verdicts)
    assert said.startswith(f"已完成或达标{done}项，进度达到序时{verdicts.count('达到序时')}项，")
    assert f"有单位未报、暂不评定{verdicts.count('未报')}项，其中已报单位的完成率达到序时0项、慢于序时1项。" in said


def test_the_overview_sets_this_period_beside_the_last(values: Any) -> None:
    sheet = values["总览"]
    rows = {line[0].value: [cell.value for cell in line[1:10]] for line in sheet.iter_rows(max_row=14) if line[0].value}
    now, then, change = rows["全市指标"], rows["上期（2023年8月）"], rows["本期比上期增减"]
    assert [a - b for a, b in zip(now, then, strict=True)] == change
    assert then[0] == len(ROWS)


def test_the_overview_tells_who_rose_and_who_was_overtaken() -> None:
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")))
    before = {"1": {"宝丰县": "40", "郏县": "30", "叶县": "20", "鲁山县": "10"}}
    now = {"1": {"郏县": "30", "叶县": "20", "鲁山县": "35"}}
    results = years.results(breakdown, now, "2023-09", as_previous(years.results(breakdown, before, "2023-08")))
    said = texts(opened(results)["总览"])
    assert "县区上升：鲁山县由第4位升至第1位，超过郏县、叶县、宝丰县（未报）。" in said
    assert "县区下降：宝丰县由第1位降至第4位。" in said
    assert "县区另外：郏县（仍为第2位）超过宝丰县（未报）；叶县（仍为第3位）超过宝丰县（未报）。" in said


def test_the_column_of_places_gained_follows_from_both_places(results: Results, values: Any) -> None:
    sheet = values["总览"]
    head = next(line for line in sheet.iter_rows() if line[0].value == "填报单位")
    labels = [cell.value for cell in head]
    previous = {one.unit: one.previous_rank for one in results.rollup.standings if one.project is None}
    seen = 0
    for line in sheet.iter_rows(min_row=head[0].row + 1, values_only=True):
        if line[0] in previous and previous[line[0]] is not None:
            found = dict(zip(labels, line, strict=True))
            assert found["升降"] == found["上期名次"] - found["组内名次"]
            seen += 1
    assert seen == len(previous)


def test_without_a_previous_period_one_sentence_says_so() -> None:
    alone = years.results(a_year(*ROWS), SENT)
    assert list(movement_words(alone, movement_of(alone))) == ["本期之前没有结果，从下一期起在这里与上期相比。"]
    carried = replace(alone, previous=replace(summary_results().previous, period=None, outcome=None))
    assert "上期数.xlsx" in next(movement_words(carried, movement_of(carried)))
    assert "二、与上期相比" in texts(opened(alone)["总览"])


def test_where_nothing_moved_it_is_said() -> None:
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")))
    sent = {"1": dict.fromkeys(COUNTIES, "40")}
    same = years.results(breakdown, sent, "2023-09", as_previous(years.results(breakdown, sent, "2023-08")))
    assert list(movement_words(same, movement_of(same))) == [
        "县区：各单位位次没有变化。",
        "指标的评定：没有新增已完成的，没有转为滞后的。",
    ]


# 名次


def test_the_rule_the_ties_and_the_unreported_stand_below_the_ranks() -> None:
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")), row("2", 市民政局=None))
    results = years.results(breakdown, {"1": {"宝丰县": "50", "郏县": "50", "叶县": "10"}})
    said = list(standing_words(results))
    assert "综合名次并列（按汇总时的数）：县区第1位宝丰县、郏县。" in said
    assert "未报（按汇总时的数）：鲁山县，各项按0分计入；各指标不排名次。" in said
    assert "未排名：市民政局，所承担的指标都没有可以计分的目标。" in said
    assert any("越低越好的指标数小的得分高" in one for one in said)
    assert set(said) <= set(texts(opened(results)["名次"]))


# 走势


def trend(book: Any) -> dict[tuple[str, str], list[Any]]:
    """The rows of 走势 by section and name."""
    found, section = {}, ""
    for line in book["走势"].iter_rows(values_only=True):
        if isinstance(line[0], str) and re.match("[一二三四]、", line[0]):
            section = line[0][2:]
        elif section and line[1]:
            found[section, line[0] or line[1]] = list(line[3:6])
    return found


def test_the_trend_shows_the_periods_of_the_year_and_this_one(results: Results, values: Any) -> None:
    head = next(line for line in values["走势"].iter_rows(values_only=True) if line[0] == "编码")
    assert list(head[3:6]) == ["7月", "8月", "9月"]
    rows = trend(values)
    assert rows["各指标", "1.1"] == [pytest.approx(27 / 60), pytest.approx(0.55), pytest.approx(0.84992)]
    assert rows["各指标", "4.2"] == [None, "未启动", "推进中"]
    assert rows["各指标", "2.2"][2] == next(one.units_done for one in results.rollup.totals if one.code == "2.2")
    assert ("各指标", "3.3") not in rows
    verdicts = [str(line["评定"]) for line in labelled(values["全市"], TOTAL_HEAD)]
    counts = by_stage(verdicts)
    assert rows["各期指标完成情况", "未报齐"][2] == counts["未报"]
    assert rows["各期指标完成情况", "已完成、达标"][2] == counts["已完成、达标"]
    for one in results.rollup.standings:
        if one.project is None:
            assert rows["各单位综合名次（同一排名组内）", one.unit][1:] == [one.previous_rank, one.rank]
            assert rows["各单位综合得分（折算成百分数）", one.unit][2] == pytest.approx(float(one.score))


def test_a_share_of_some_units_is_in_italics(values: Any) -> None:
    sheet = values["走势"]
    line = next(line for line in sheet.iter_rows() if line[0].value == "1.1")
    assert (line[3].font.italic, line[4].font.italic) == (True, False)


def test_this_periods_trend_is_live(results: Results) -> None:
    sheet = opened(results, is_formulas=True)["走势"]
    for line in sheet.iter_rows(min_row=6):
        if line[1].value:
            assert str(line[5].value).startswith("="), line[1].value
            assert not str(line[4].value).startswith("=")


def test_in_the_first_period_the_trend_says_from_when_on_there_is_one() -> None:
    book = opened(years.results(a_year(*ROWS), SENT))
    assert "2023年9月是本年度第一个有结果的期次，从下一期起这里显示各期走势。" in texts(book["走势"])
    assert len(trend(book)) > len(ROWS)


def test_periods_that_could_not_be_read_are_named(results: Results) -> None:
    damaged = replace(results, history=History(results.history.periods, (a_period("2023-03"),)))
    assert any(one.startswith("2023年3月的“结果.json”读不出来") for one in texts(opened(damaged)["走势"]))


def test_pandas_is_loaded_only_where_there_is_a_history(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from generators.summary import summary_workbook\n"
        "from tests import years\n"
        "from tests.summary_year import SENT, summary_results, summary_year\n"
        "summary_workbook(years.results(summary_year(), SENT))\n"
        "assert 'pandas' not in sys.modules\n"
        "summary_workbook(summary_results())\n"
        "assert 'pandas' in sys.modules\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert ran.returncode == 0, ran.stderr


# 图表


def charts(results: Results) -> list[str]:
    book = zipfile.ZipFile(BytesIO(summary_workbook(results)))
    names = sorted(
        (one for one in book.namelist() if one.startswith("xl/charts/chart")), key=lambda one: (len(one), one)
    )
    return [book.read(one).decode("utf-8") for one in names]


def titles(results: Results) -> list[str]:
    return [str(re.findall(r"<a:t>([^<]*)</a:t>", one)[0]) for one in charts(results)]


def test_the_charts_are_those_of_projects_groups_indicators_and_trends(results: Results) -> None:
    assert titles(results) == [
        "全市各项目指标进展（项）", "县区综合得分，未报的项计0分", "县区各单位指标进展（项）",
        "市直综合得分，未报的项计0分", "市直各单位指标进展（项）", "全市各指标完成率与序时进度",
        "各期指标完成情况（项）", "县区各期综合得分，未报的项计0分", "市直各期综合得分，未报的项计0分",
    ]  # fmt: skip


def test_without_a_history_there_is_no_trend_to_draw() -> None:
    assert not [one for one in titles(years.results(a_year(*ROWS), SENT)) if "各期" in one]


def test_a_group_of_a_province_is_drawn_by_its_first_and_last() -> None:
    units = tuple(Unit(f"第{number}县", "县区", "县区") for number in range(1, 158))
    breakdown = a_year(row("1", asked=dict.fromkeys((one.name for one in units), "100")), units=units)
    sent = {"1": {one.name: str(number) for number, one in enumerate(units)}}
    found = titles(years.results(breakdown, sent))
    assert "县区综合得分，未报的项计0分（汇总时的前20名）" in found
    assert "县区各单位指标进展（项）（汇总时的后20名）" in found


@pytest.mark.parametrize("rows", [0, 1, 24, 25, 48, 49, 157])
def test_bars_are_shared_out_so_that_each_chart_fits_a_page(rows: int) -> None:
    assert [place for part in parts_of(rows) for place in range(part.start, part.end)] == list(range(rows))
    for part in (*parts_of(rows), *ends_of(rows)):
        assert 0 < part.end - part.start <= 24
    if rows > 48:
        assert [(one.start, one.end) for one in ends_of(rows)] == [(0, 20), (rows - 20, rows)]


def test_charts_draw_cells_that_are_there(results: Results) -> None:
    book = opened(results)
    for one in charts(results):
        for sheet, first, last in re.findall(r"<c:f>'?([^'!<]+)'?!(\$[A-Z]+\$\d+):(\$[A-Z]+\$\d+)</c:f>", one):
            cells = [cell.value for line in book[sheet][f"{first}:{last}".replace("$", "")] for cell in line]
            assert any(cell is not None for cell in cells), (sheet, first, last)


# Arrows


@pytest.mark.parametrize(("step", "level", "bound"), [("1", "0", 0.5), ("0.1", "0.5", 0.55), ("0.01", "0", 0.005)])
def test_the_bounds_of_the_arrows_lie_between_two_figures(step: str, level: str, bound: float) -> None:
    icons: Any = arrows(Decimal(step), Decimal(level))["icons"]
    assert [one["value"] for one in icons] == [bound, -bound]


def test_arrows_stand_only_where_more_is_better(values: Any) -> None:
    sheet = values["全市"]
    places = {
        str(found.sqref) for found in sheet.conditional_formatting for one in found.rules if one.type == "iconSet"
    }
    cells = {cell for place in places for cell in place.split()}
    rows = {sheet.cell(row, 1).value: f"J{row}" for row in range(4, sheet.max_row + 1)}
    assert rows["1.1"] in cells
    assert {rows["3.4"], rows["4.3"]}.isdisjoint(cells)


# Counting


def test_counting_knows_every_verdict_and_every_row() -> None:
    counts = verdict_counts([("甲", "滞后"), ("甲", "滞后"), ("乙", "不汇总")], ["甲", "乙", "丙"])
    assert counts["甲"]["滞后"] == 2
    assert {row: sum(one.values()) for row, one in counts.items()} == {"甲": 2, "乙": 0, "丙": 0}


def test_every_verdict_belongs_to_one_stage() -> None:
    assert sorted(one for words in STAGES.values() for one in words) == sorted(Verdict)
