"""Level by level: what townships report comes to the same totals in the city by way of the counties' filled forms.

city = a_city(tmp_path)                       its counties' forms are in 2023-09/填报表
county = a_county(tmp_path, "宝丰县")          its townships have reported
main(["run", str(county), "--fill", str(city / "填报表" / "宝丰县.xlsx")])
hand_in(county, city, "宝丰县")                结果/宝丰县.xlsx goes to the city's 上报/
"""

import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.period import RESULT_PAPERS
from generators.forms import form_workbook
from generators.packing import packed
from make_reports import main
from model.breakdown import Breakdown, MissingPolicy
from model.figure import Previous, RollUp
from model.filling import AskedRow, FormCell, FormFromAbove, fill_rows
from model.form import COLUMNS, FIRST_ROW, Form, FormRow, column_number, form_of, from_form_unit
from model.indicator import Kind, Rollup
from model.labels import FormColumn
from model.period import Period
from model.quantity import plain_quotient, product, quotient
from model.rollup import roll_up
from model.submission import Reported, Source
from model.target import Target
from model.unit import Unit
from tests.libreoffice import needs_libreoffice, recalculated
from tests.sample_years import copy_of, results_of
from tests.tables import issue_and_fill, year
from tests.years import Sent, a_period, a_year, as_previous, results, rolled_up, row
from validators.grid import address_of
from validators.intake import take_in
from validators.period_folder import open_period

PERIOD = "2023-09"
TOWNSHIPS = {"宝丰县": ("城关镇", "周庄镇"), "郏县": ("冢头镇", "安良镇")}
DEPARTMENTS = {"宝丰县": "宝丰县交通局", "郏县": "郏县交通局"}
"""What a county runs itself, one of its own departments reports."""

_LABELS = "编码 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 累计方式 | 序时 | 小数位 | 分子口径 | 分母口径 | 目标"
SUMMED, MONEY, WEIGHTED, EACH, MEAN, STATE, LINES, OPENED = (
    "1.1 | 培训人次 | {0} | {1} | 数量 | 合计 | | | {2} | | | {3}",
    "1.2 | 补贴资金 | {0} | | 数量 | 合计 | | | {1} | | | {2}",
    "2.1 | 规范管理率 | % | | 比率 | 加权 | 时点 | | 1 | 规范管理人数 | 患者人数 | 90%",
    "2.2 | 筛查率 | % | | 比率 | 各达标 | 时点 | | 1 | 筛查人数 | 应筛人数 | 65%",
    "3.1 | 建设进度 | % | | 进度 | 平均 | | | 2 | | | 100%",
    "4.1 | 创建工作 | | | 状态 | {0} | | 不比 | 0 | | | ",
    "4.2 | 公交线路 | 条 | | 数量 | {0} | | | 0 | | | 30",
    "5.1 | 场馆开放 | | | 状态 | 各达标 | | 不比 | 0 | | | ",
)
"""The indicators; what the levels have each their own way of is left open."""
OF_COUNTIES = ("0.25", "0.0025", "90%", "65%", "100%", "", "15", "")
"""The city's targets for each county."""
OF_DEPARTMENTS = frozenset({"4.1", "4.2"})
SENT: Mapping[str, Mapping[str, Sent]] = {
    "1.1": {"城关镇": "1203", "周庄镇": "877", "冢头镇": "640", "安良镇": "0"},
    "1.2": {"城关镇": "12.35", "周庄镇": "4", "冢头镇": "0.65", "安良镇": "3"},
    "2.1": {"城关镇": ("91", "97"), "周庄镇": ("30", "33"), "冢头镇": ("7", "7"), "安良镇": ("58", "61")},
    "2.2": {"城关镇": ("70", "100"), "周庄镇": ("33", "50"), "冢头镇": ("66", "100"), "安良镇": ("41", "60")},
    "3.1": {"城关镇": "70%", "周庄镇": "85%", "冢头镇": "60.5%", "安良镇": "92%"},
    "4.1": {"宝丰县交通局": "已完成", "郏县交通局": "推进中"},
    "4.2": {"宝丰县交通局": "14", "郏县交通局": "9"},
    "5.1": {"城关镇": "已完成", "周庄镇": "已完成", "冢头镇": "未启动", "安良镇": "已完成"},
}


# Three levels in folders


def indicators(rows: Iterable[str], units: Mapping[str, bool]) -> str:
    """The sheet 指标 with these rows, in which `units` are asked; those that are departments only their own rows."""
    lines = [" | ".join((_LABELS, *units))]
    for one in rows:
        code = one.partition(" ")[0]
        own = "65%" if code == "2.2" else ""
        targets = (own if (code in OF_DEPARTMENTS) == is_department else "—" for is_department in units.values())
        lines.append(" | ".join((one, *targets)))
    return "\n".join(lines)


def a_level(
    folder: Path, region: str, level: str, rows: Iterable[str], units: Mapping[str, bool], kinds: tuple[str, str],
    **basics: str,
) -> Path:  # fmt: skip
    """The period folder of a level; `kinds` are those of its units below and of its departments."""
    own = [["名称", "类型"], *([name, kinds[is_department]] for name, is_department in units.items())]
    named = {"地区": region, "层级": level, "发文机关": f"{region}人民政府", **basics}
    path = year(folder, indicators(rows, units), own, named) / PERIOD
    path.mkdir()
    return path


def a_city(tmp_path: Path, **basics: str) -> Path:
    """The city that asks its counties, in other units than theirs where it likes; their forms are issued."""
    rows = (
        SUMMED.format("万人次", "人次", 2, "0.5"), MONEY.format("亿元", 6, "0.005"), WEIGHTED, EACH, MEAN,
        STATE.format("各达标"), LINES.format("合计"), OPENED,
    )  # fmt: skip
    labels, *lines = indicators(rows, {}).splitlines()
    columns = (labels, *(f"{line} | {target} | {target}" for line, target in zip(lines, OF_COUNTIES, strict=True)))
    asked = "\n".join((f"{columns[0]} | {' | '.join(TOWNSHIPS)}", *columns[1:]))
    own = [["名称", "类型"], *([name, "县区"] for name in TOWNSHIPS)]
    folder = year(tmp_path / "市", asked, own, basics) / PERIOD
    folder.mkdir()
    assert main(["forms", str(folder), "--quiet"]) == 0
    return folder


def a_county(tmp_path: Path, county: str, sent: Mapping[str, Mapping[str, Sent]] = SENT, **basics: str) -> Path:
    """A county whose townships and department have reported."""
    units = {**dict.fromkeys(TOWNSHIPS[county], False), DEPARTMENTS[county]: True}
    rows = (
        SUMMED.format("人次", "", 0, 2500), MONEY.format("万元", 2, 25), WEIGHTED, EACH, MEAN,
        STATE.format("市级"), LINES.format("市级"), OPENED,
    )  # fmt: skip
    folder = a_level(tmp_path / county, county, "县", rows, units, ("乡镇", "县直"), **basics)
    report(folder, sent)
    return folder


def all_at_once(tmp_path: Path) -> Path:
    """The city as if the townships reported to it directly."""
    units = {name: False for names in TOWNSHIPS.values() for name in names}
    units |= dict.fromkeys(DEPARTMENTS.values(), True)
    rows = (
        SUMMED.format("万人次", "人次", 2, "0.5"), MONEY.format("亿元", 6, "0.005"), WEIGHTED, EACH, MEAN,
        STATE.format("各达标"), LINES.format("合计"), OPENED,
    )  # fmt: skip
    folder = a_level(tmp_path / "一次", "平顶山市", "市", rows, units, ("乡镇", "市直"))
    in_yi = {name: str(Decimal(str(sent)) / 10000) for name, sent in SENT["1.2"].items()}
    report(folder, {**SENT, "1.2": in_yi})
    return folder


def report(folder: Path, sent: Mapping[str, Mapping[str, Sent]]) -> None:
    """The forms of all units, filled in with what they sent, in 上报/."""
    breakdown = open_period(folder).breakdown
    for unit in breakdown.units:
        cells: dict[str, dict[str, Any]] = {}
        for indicator in breakdown.indicators_asked(unit.name):
            one = sent.get(indicator.code, {}).get(unit.name)
            if isinstance(one, tuple):
                cells[indicator.code] = {"分子": Decimal(one[0]), "分母": Decimal(one[1])}
            elif one is not None and indicator.kind is Kind.STATE:
                cells[indicator.code] = {"状态": one}
            elif one is not None:
                number = Decimal(one.removesuffix("%")) / (100 if "%" in one else 1)
                cells[indicator.code] = {"本期累计": number}
        if cells:
            issue_and_fill(folder.parent, PERIOD, unit.name, cells)


def fill(county: Path, city: Path, name: str, *options: str) -> int:
    """`run --fill` of a county on the form that the city sent it."""
    return main(["run", str(county), "--fill", str(city / "填报表" / f"{name}.xlsx"), *options])


def hand_in(county: Path, city: Path, name: str) -> Path:
    """The filled form goes to the city."""
    target = city / "上报" / f"{name}.xlsx"
    target.parent.mkdir(exist_ok=True)
    return Path(shutil.copy(county / "结果" / f"{name}.xlsx", target))


def totals(folder: Path) -> dict[str, dict[str, Any]]:
    return {one["indicator"]: one for one in results_of(folder)["totals"]}


SAME = ("target", "met", "verdict", "pace")


@pytest.mark.slow
def test_three_levels_come_to_what_one_roll_up_of_all_townships_comes_to(tmp_path, capsys):
    city, direct = a_city(tmp_path), all_at_once(tmp_path)
    for name in TOWNSHIPS:
        county = a_county(tmp_path, name)
        assert fill(county, city, name) == 0
        assert "上级的填报表：8 行，填了 8 行" in capsys.readouterr().out
        hand_in(county, city, name)
    assert main(["check", str(city), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in found if one["unit"] is not None] == []
    assert main(["run", str(city), "--quiet"]) == main(["run", str(direct), "--quiet"]) == 0
    found, expected = totals(city), totals(direct)
    assert list(found) == list(expected)
    for code, one in expected.items():
        assert found[code]["value"] == one["value"], code
        assert [found[code][key] for key in SAME] == [one[key] for key in SAME], code
    assert found["1.1"]["value"] == "0.272"
    assert found["1.2"]["value"] == "0.002"
    assert found["2.1"]["value"] == "0.939393939394", "186 of 198: rates are weighted, never averaged"
    assert found["3.1"]["value"] == "0.76875"
    assert found["5.1"]["verdict"] == "未达标", "one township has not begun"


def test_the_mean_of_means_is_another_mean_where_counties_have_unlike_numbers_of_townships():
    county_a = rolled_up(a_year(MEAN_ROW_OF("甲镇", "乙镇", "丙镇"), units=towns("甲镇", "乙镇", "丙镇")), {
        "3.1": {"甲镇": "30%", "乙镇": "60%", "丙镇": "90%"}})  # fmt: skip
    county_b = rolled_up(a_year(MEAN_ROW_OF("丁镇"), units=towns("丁镇")), {"3.1": {"丁镇": "20%"}})
    means = [one.total_of("3.1").value for one in (county_a, county_b)]
    assert means == [Decimal("0.6"), Decimal("0.2")]
    names = ("甲镇", "乙镇", "丙镇", "丁镇")
    at_once = rolled_up(a_year(MEAN_ROW_OF(*names), units=towns(*names)), {
        "3.1": dict(zip(names, ("30%", "60%", "90%", "20%"), strict=True))})  # fmt: skip
    assert at_once.total_of("3.1").value == Decimal("0.5"), "not 40 %: the city weighs counties alike, as 平均 says"


def towns(*names: str) -> tuple[Unit, ...]:
    return tuple(Unit(name, "乡镇", "乡镇") for name in names)


def MEAN_ROW_OF(*names: str):  # noqa: N802 - reads as the table's row
    return row("3.1", Kind.PROGRESS, Rollup.MEAN, city="100%", asked=dict.fromkeys(names, "100%"))


# The same without files, for any figures


def as_asked(form: Form) -> FormFromAbove:
    """The form that the level above issues, as the reading of its workbook yields it."""
    return FormFromAbove(f"{form.unit}.xlsx", tuple(asked_row(one, FIRST_ROW + at) for at, one in enumerate(form.rows)))


def asked_row(one: FormRow, number: int) -> AskedRow:
    indicator = one.indicator
    contents = {
        FormColumn.CODE: indicator.code,
        FormColumn.NAME: indicator.name,
        FormColumn.UNIT: indicator.asked_unit,
        FormColumn.TARGET: "已完成" if indicator.kind is Kind.STATE else one.target,
    }
    places = {column: address_of(number, column_number(column)) for column in COLUMNS}
    parts = f"IF({places[FormColumn.DENOMINATOR]}>0,{places[FormColumn.NUMERATOR]}/{places[FormColumn.DENOMINATOR]})"
    formulas = {FormColumn.VALUE: parts} if indicator.has_parts else {}
    cells = {column: FormCell(places[column], contents.get(column), formulas.get(column)) for column in COLUMNS}
    return AskedRow("填报", number, cells)


def handed_up(above: Breakdown, unit: str, below: Breakdown, rollup: RollUp) -> dict[tuple[str, str], Reported]:
    """What `unit` reports to the level above, out of its own roll-up."""
    form = form_of(above, unit, a_period(), Previous())
    fillings = fill_rows(as_asked(form), below, rollup)
    pairs = zip(form.rows, fillings, strict=True)
    return {(row.indicator.code, unit): received(row.indicator, unit, one.figures) for row, one in pairs if one.figures}


def received(indicator: Any, unit: str, figures: Mapping[FormColumn, Any]) -> Reported:
    over, under = figures.get(FormColumn.NUMERATOR), figures.get(FormColumn.DENOMINATOR)
    value = quotient(over, under) if over is not None and under is not None else figures.get(FormColumn.VALUE)
    if over is None and value is not None:
        value = from_form_unit(indicator, value)
    source = Source(f"上报/{unit}.xlsx", "填报", "G6")
    return Reported(unit, indicator.code, source, value, over, under, figures.get(FormColumn.STATE))


COUNTS = st.decimals(0, 10**6, places=0).map(lambda one: str(abs(one)))
AMOUNTS = st.decimals(0, 10**6, places=2).map(lambda one: f"{abs(one):f}")
SHARES = st.decimals(0, 1, places=3).map(lambda one: f"{abs(one) * 100:f}%")
RATES = st.tuples(st.integers(0, 10**5), st.integers(1, 10**5)).map(lambda pair: (str(pair[0]), str(pair[1])))
STATES_SENT = st.sampled_from(["未启动", "推进中", "已完成"])
"""Numerators may pass their denominators: the roll-up adds what it is given."""


FIGURES: Mapping[str, st.SearchStrategy[Sent]] = {
    "1.1": COUNTS, "1.2": AMOUNTS, "2.1": RATES, "2.2": RATES, "3.1": SHARES, "5.1": STATES_SENT,
}  # fmt: skip
OFTEN = st.sampled_from([True] * 11 + [False])


@st.composite
def a_county_year(draw: st.DrawFn, size: int) -> list[dict[str, Sent]]:
    """What each of `size` townships sent, by code; now and then one has not sent a row."""
    return [{code: draw(sent) for code, sent in FIGURES.items() if draw(OFTEN)} for _ in range(size)]


def rows_of(units: Iterable[str], scaled: bool) -> tuple[Any, ...]:
    """The rows of a level; the one above counts in 万."""
    asked = dict.fromkeys(units, "10")
    shares = dict.fromkeys(units, "50%")
    people, money = ("万人次", "亿元") if scaled else ("人次", "万元")
    return (
        row("1.1", asked=asked, unit=people, form_unit="人次" if scaled else "", digits=4),
        row("1.2", asked=asked, unit=money, digits=6),
        row("2.1", Kind.RATE, Rollup.WEIGHTED, asked=shares),
        row("2.2", Kind.RATE, Rollup.EACH, asked=shares, denominator="应筛人数"),
        row("3.1", Kind.PROGRESS, Rollup.MEAN, asked=shares),
        row("5.1", Kind.STATE, Rollup.EACH, asked=dict.fromkeys(units)),
    )


@given(st.integers(1, 3).flatmap(lambda size: st.lists(a_county_year(size), min_size=1, max_size=3)))
def test_any_figures_come_to_the_same_totals_by_way_of_the_counties(counties: list[list[dict[str, Sent]]]) -> None:
    names = [f"{at}县" for at in range(len(counties))]
    townships = {name: [f"{name}{at}镇" for at in range(len(counties[0]))] for name in names}
    sent = {
        township: one
        for name, county in zip(names, counties, strict=True)
        for township, one in zip(townships[name], county, strict=True)
    }
    above = a_year(*rows_of(names, True), units=tuple(Unit(name, "县区", "县区") for name in names))
    passed_up: dict[tuple[str, str], Reported] = {}
    for name in names:
        below = a_year(*rows_of(townships[name], False), units=towns(*townships[name]))
        passed_up |= handed_up(above, name, below, rolled_up(below, by_code(sent, townships[name])))
    by_level = roll_up(above, a_period(), passed_up, Previous())
    everyone = [township for county in townships.values() for township in county]
    at_once = a_year(*rows_of(everyone, False), units=towns(*everyone))
    direct = rolled_up(at_once, by_code(sent, everyone))
    for indicator in above.indicators:
        found, expected = by_level.total_of(indicator.code), direct.total_of(indicator.code)
        scale = Decimal(10_000) if indicator.code in ("1.1", "1.2") else Decimal(1)
        value = None if found.value is None else product(found.value, scale)
        assert (found.text, found.numerator, found.denominator) == (
            expected.text, expected.numerator, expected.denominator,
        )  # fmt: skip
        if indicator.rollup is Rollup.MEAN and value is not None:
            assert value == pytest.approx(expected.value, abs=Decimal("1e-14")), "a county's mean travels in 15 digits"
        else:
            assert value == expected.value


def by_code(sent: Mapping[str, Mapping[str, Sent]], units: Iterable[str]) -> dict[str, dict[str, Sent]]:
    """What `units` sent, the other way round."""
    codes = dict.fromkeys(code for unit in units for code in sent[unit])
    return {code: {unit: sent[unit][code] for unit in units if code in sent[unit]} for code in codes}


# What the filled form is


NAME = "宝丰县"


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def sheet(file: Path, *, is_formulas: bool = False) -> Any:
    return openpyxl.load_workbook(file, data_only=not is_formulas)["填报"]


def by_label(page: Any, code: str) -> dict[str, Any]:
    """The cells of a row of the form by label."""
    line = next(line for line in page.iter_rows(min_row=FIRST_ROW) if line[0].value == code)
    return {label: cell.value for label, cell in zip(COLUMNS, line, strict=False)}


def edit(file: Path, **cells: Any) -> Path:
    """A person types into a form and saves it: all results of its formulas are gone."""
    book = openpyxl.load_workbook(file)
    for address, content in cells.items():
        book["填报"][address] = content
    book.save(file)
    return file


def both(tmp_path: Path, sent: Mapping[str, Mapping[str, Sent]] = SENT, **basics: str) -> tuple[Path, Path]:
    """The county, and the form that the city sent it."""
    return a_county(tmp_path, NAME, sent, **basics), a_city(tmp_path) / "填报表" / f"{NAME}.xlsx"


def filled(county: Path, form: Path, *options: str) -> int:
    return main(["run", str(county), "--fill", str(form), *options])


def test_the_form_is_only_read_and_of_the_filled_one_its_sheet_alone_is_another(tmp_path):
    county, form = both(tmp_path)
    before = form.read_bytes()
    assert filled(county, form) == 0
    assert form.read_bytes() == before
    old, new = parts_of(form), parts_of(county / "结果" / form.name)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"xl/worksheets/sheet1.xml"}
    tags = re.compile(rb"<(?:dataValidation|sheetProtection|mergeCell|f)\b.*?>[^<]*")
    part = "xl/worksheets/sheet1.xml"
    assert tags.findall(old[part]) == tags.findall(new[part])
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]


def test_figures_stand_in_the_units_of_the_form_and_formulas_show_what_they_come_to(tmp_path):
    county, form = both(tmp_path)
    filled(county, form)
    page = sheet(county / "结果" / form.name)
    assert by_label(page, "1.1")["本期累计"] == 2080, "人次, though the city counts in 万人次"
    assert by_label(page, "1.2")["本期累计"] == 0.001635, "亿元, though the county counts in 万元"
    rate = by_label(page, "2.1")
    assert (rate["分子"], rate["分母"]) == (121, 130)
    assert rate["本期累计"] == pytest.approx(121 / 130, abs=1e-14), "the locked formula shows its new result"
    assert by_label(page, "3.1")["完成率"] == 0.775
    assert by_label(page, "4.1")["状态"] == "已完成"
    assert {by_label(page, code)["自检"] for code in SENT} == {None}, "what was found of the blank form is gone"
    assert (page["B2"].value, page["E2"].value, page["H2"].value) == (NAME, "2023年9月", None), "no date is invented"


@pytest.mark.slow
@needs_libreoffice
def test_another_program_shows_the_same_figures_and_finds_nothing_wrong(tmp_path):
    county, form = both(tmp_path)
    filled(county, form)
    file = county / "结果" / form.name
    found, stored = sheet(recalculated(file, tmp_path)), sheet(file)
    for code in SENT:
        mine, theirs = by_label(stored, code), by_label(found, code)
        assert theirs.pop("自检") == "通过", code
        for label in theirs:
            content, shown = mine[label], theirs[label] or None
            assert shown == (pytest.approx(content, abs=1e-12) if isinstance(content, float) else content), label


@pytest.mark.slow
@needs_libreoffice
def test_a_form_that_another_program_has_saved_is_filled_as_well(tmp_path):
    county, form = both(tmp_path)
    saved = Path(shutil.copy(recalculated(form, tmp_path), tmp_path / form.name))
    assert filled(county, saved) == 0
    page = sheet(county / "结果" / form.name)
    assert by_label(page, "1.1")["本期累计"] == 2080
    assert by_label(page, "2.1")["本期累计"] == pytest.approx(121 / 130, abs=1e-14)
    assert by_label(page, "4.1")["状态"] == "已完成"


def test_a_form_that_lost_the_results_of_its_formulas_or_has_its_columns_moved_is_filled_by_label(tmp_path):
    county, form = both(tmp_path)
    book = openpyxl.load_workbook(form)
    page = book["填报"]
    for line in range(FIRST_ROW - 1, FIRST_ROW + 8):  # 本期累计 changes places with 存在问题及下步措施
        one, other = page.cell(line, 7), page.cell(line, 13)
        if not str(one.value).startswith("="):
            one.value, other.value = other.value, one.value
    page["G5"], page["M5"] = "存在问题及下步措施", "本期累计"
    page["G8"], page["M8"] = None, "=H8/I8"
    page["G9"], page["M9"] = None, "=IF(I9>0,H9/I9,0)"
    book.save(form)
    assert filled(county, form) == 0
    found = openpyxl.load_workbook(county / "结果" / form.name, data_only=True)["填报"]
    assert (found["M6"].value, found["G6"].value, found["H8"].value) == (2080, None, 121)


def test_the_filled_form_is_one_of_the_outputs_and_the_same_again(tmp_path):
    county, form = both(tmp_path)
    filled(county, form)
    first = (county / "结果" / form.name).read_bytes()
    listed = {one["file"] for one in results_of(county)["outputs"]}
    assert f"结果/{form.name}" in listed
    assert filled(county, form) == 0
    assert (county / "结果" / form.name).read_bytes() == first


def test_a_run_without_fill_takes_the_filled_form_away_lest_old_totals_be_sent_and_the_next_fill_renews_it(tmp_path):
    county, form = both(tmp_path)
    filled(county, form)
    assert main(["check", str(county), "--quiet"]) == 0
    assert (county / "结果" / form.name).is_file()
    assert main(["run", str(county), "--quiet"]) == 0
    assert not (county / "结果" / form.name).exists()
    assert f"结果/{form.name}" not in {one["file"] for one in results_of(county)["outputs"]}
    report(county, {**SENT, "1.1": {**SENT["1.1"], "城关镇": "1300"}})
    filled(county, form)
    assert by_label(sheet(county / "结果" / form.name), "1.1")["本期累计"] == 2177
    assert not list((county / "结果").glob("*_新*"))


def test_a_filled_form_that_a_person_went_on_with_stays_and_the_new_one_stands_beside_it(tmp_path, capsys):
    county, form = both(tmp_path)
    filled(county, form)
    mine = edit(county / "结果" / form.name, H2="2023-09-26", L6="按计划推进。").read_bytes()
    capsys.readouterr()
    assert filled(county, form) == 1
    said = capsys.readouterr().out
    assert "“宝丰县.xlsx”您改过，没有覆盖" in said
    assert "宝丰县_新.xlsx" in said.partition("上级的填报表")[2], "where the filled form is"
    assert (county / "结果" / form.name).read_bytes() == mine
    main(["run", str(county), "--quiet"])
    assert (county / "结果" / form.name).read_bytes() == mine
    assert not (county / "结果" / "宝丰县_新.xlsx").exists()


def test_with_json_nothing_but_the_results_stands_on_standard_output(tmp_path, capsys):
    county, form = both(tmp_path)
    filled(county, form, "--json")
    out, err = capsys.readouterr()
    assert json.loads(out) == results_of(county)
    assert "上级的填报表：8 行，填了 8 行" in err


def test_what_run_writes_itself_is_known_by_name_and_all_else_is_left(tmp_path):
    county, form = both(tmp_path, {code: by_unit for code, by_unit in SENT.items() if code != "1.2"})
    stranger = county / "结果" / "发下去的表.xlsx"
    stranger.parent.mkdir(exist_ok=True)
    shutil.copy(form, stranger)
    main(["run", str(county), "--quiet"])
    written = {Path(one["file"]) for one in results_of(county)["outputs"]}
    own = {path.name for path in written if len(path.parts) == 2}
    assert own <= set(RESULT_PAPERS)
    assert stranger.is_file(), "sealed by the tool, but no paper of a run"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "period", "region", "is_complete"),
    [("平顶山2023", PERIOD, "平顶山市", False), ("叶县2022", "2022-H1", "叶县", True)],
)
def test_a_sample_s_result_is_a_submission_that_the_level_above_takes_as_it_is(
    tmp_path, capsys, sample, period, region, is_complete
):
    folder = copy_of(sample, tmp_path) / period
    opened = open_period(folder)
    above = seen_from_above(opened.breakdown, opened.period)
    form = tmp_path / f"{region}.xlsx"
    form.write_bytes(packed(form_workbook(form_of(above, region, opened.period, Previous()))))
    main(["run", str(folder), "--fill", str(form)])
    told = capsys.readouterr().out
    received = tmp_path / "上级" / "上报" / form.name
    received.parent.mkdir(parents=True)
    shutil.copy(folder / "结果" / form.name, received)
    intake = take_in(received.parent.parent, above, opened.period, Previous())
    found = {one.code: intake.reported.get((one.code, region)) for one in above.indicators}
    known = totals(folder)
    blank = {one.code for one in above.indicators if found[one.code] is None}
    assert blank == told_codes(told) & set(found)
    assert {code for code, one in known.items() if one["value"] is not None}.isdisjoint(blank)
    for code, one in found.items():
        if one is not None and one.text is None:
            assert plain_quotient(one.value) == known[code]["value"], code
    assert {one.rule for one in intake.findings if one.holds} <= {"R01"}, "but for what stayed blank nothing is wrong"
    assert len(blank) < len(found) * (0.2 if is_complete else 0.8)


def told_codes(told: str) -> set[str]:
    """What may be codes in the lines that tell of rows."""
    lines = told.partition("没有填的")[2].splitlines()
    return set(re.split("[「、： ]", " ".join(line for line in lines if line.startswith("    "))))


def seen_from_above(breakdown: Breakdown, period: Period) -> Breakdown:
    """The breakdown of the level above that asks this level what it asks its own units."""
    region = breakdown.basics.region
    asked = {one.code: breakdown.own_target(one.code, period) for one in breakdown.indicators}
    targets = {
        (one.code, region): asked[one.code] or Target(None, one.comparator) for one in breakdown.indicators
    }  # fmt: skip
    return Breakdown(replace(breakdown.basics, region=""), breakdown.indicators, (Unit(region, "县区", ""),), targets)


def test_many_rows_of_which_the_same_is_said_are_told_by_their_codes(tmp_path, capsys):
    county, form = both(tmp_path, {"4.1": SENT["4.1"]})
    assert filled(county, form) == 1
    assert "有2个单位未报（城关镇、周庄镇）：1.1、1.2、2.1、2.2、3.1、5.1\n" in capsys.readouterr().out


# Which rows are filled, and which not


def without(code: str, unit: str) -> dict[str, dict[str, Sent]]:
    return {key: {name: one for name, one in by.items() if (key, name) != (code, unit)} for key, by in SENT.items()}


def test_a_total_that_is_not_complete_stays_blank_and_is_told(tmp_path, capsys):
    county, form = both(tmp_path, without("1.1", "周庄镇"))
    assert filled(county, form) == 1
    said = capsys.readouterr().out
    assert "8 行，填了 7 行" in said
    assert "有1个单位未报（周庄镇）：「1.1 培训人次」（第6行）" in said
    assert by_label(sheet(county / "结果" / form.name), "1.1")["本期累计"] is None


def test_figures_carried_over_count_and_are_told(tmp_path, capsys):
    county, form = both(tmp_path, without("1.1", "周庄镇"), 缺报处理="沿用上期")
    august = county.parent / "2023-08"
    issue_and_fill(county.parent, "2023-08", "周庄镇", {"1.1": {"本期累计": 800}}, filled_on="2023-08-20")
    main(["run", str(august), "--quiet"])
    assert filled(county, form) == 1, "a unit is missing"
    assert "填了 8 行" in (said := capsys.readouterr().out)
    assert "含沿用上期的数（周庄镇）：「1.1 培训人次」" in said
    assert by_label(sheet(county / "结果" / form.name), "1.1")["本期累计"] == 2003


def test_a_figure_that_a_person_typed_is_not_overwritten_and_an_equal_one_is_none_of_a_difference(tmp_path, capsys):
    county, form = both(tmp_path)
    edit(form, G6=2081, G7="0.001635", H8=121, J11="推进中", G12="=20-6")
    assert filled(county, form) == 1
    said = capsys.readouterr().out
    assert "“本期累计”已有“2081”，本级是2080，没有改：「1.1 培训人次」（第6行）" in said
    assert "“状态”已有“推进中”，本级是“已完成”，没有改" in said
    assert "“本期累计”已有“=20-6”，本级是14，没有改" in said
    assert "填了 5 行" in said
    page = sheet(county / "结果" / form.name, is_formulas=True)
    assert (page["G6"].value, page["J11"].value, page["G12"].value) == (2081, "推进中", "=20-6")
    assert (page["H8"].value, page["I8"].value) == (121, 130)


def test_a_formula_that_a_person_typed_and_that_comes_to_the_figure_stays(tmp_path):
    county, form = both(tmp_path)
    edit(form, G12="=8+6")
    parts = parts_of(form)
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb"(<f>8\+6</f>)<v(?: ?/>|></v>)", rb"\1<v>14</v>", parts["xl/worksheets/sheet1.xml"]
    )
    with zipfile.ZipFile(form, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert sheet(form)["G12"].value == 14
    assert filled(county, form) == 0
    page = county / "结果" / form.name
    assert (sheet(page, is_formulas=True)["G12"].value, sheet(page)["G12"].value) == ("=8+6", 14)


def test_what_is_carried_over_counts_alike_by_way_of_the_counties_and_at_once() -> None:
    townships, policy = {"甲县": ["甲镇", "乙镇"], "乙县": ["丙镇"]}, MissingPolicy.CARRY_OVER
    august = {"甲镇": "100", "乙镇": "70", "丙镇": "40"}
    september = {"甲镇": "130", "丙镇": "55"}

    def level(names: list[str]) -> RollUp:
        one = a_year(row("1.1", asked=dict.fromkeys(names), unit="人次"), units=towns(*names), missing_policy=policy)
        before = as_previous(results(one, {"1.1": {name: august[name] for name in names}}, "2023-08"))
        now = {"1.1": {name: september[name] for name in names if name in september}}
        return rolled_up(one, now, previous=before)

    above = a_year(row("1.1", asked=dict.fromkeys(townships), unit="万人次", form_unit="人次", digits=4))
    passed_up: dict[tuple[str, str], Reported] = {}
    for name, names in townships.items():
        below = a_year(row("1.1", asked=dict.fromkeys(names), unit="人次"), units=towns(*names))
        passed_up |= handed_up(above, name, below, level(names))
    above = replace(above, units=tuple(Unit(name, "县区", "县区") for name in townships))
    assert roll_up(above, a_period(), passed_up, Previous()).total_of("1.1").value == Decimal("0.0255")
    assert level(["甲镇", "乙镇", "丙镇"]).total_of("1.1").value == Decimal(255)
