"""Which total goes into which row of the form from above, which stays blank, and what is said of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from model.breakdown import Breakdown
from model.filling import AskedRow, FormCell, FormFromAbove, RowFilling, fill_rows
from model.form import COLUMNS, column_number
from model.indicator import Kind, Rollup
from model.labels import FormColumn
from tests.years import Sent, a_year, rolled_up, row
from validators.grid import address_of

TWO = {"宝丰县": None, "郏县": None}
SUMMED = row("1.1", asked=TWO, name="培训人次", unit="万人次", digits=2)
RATE = row("2.1", Kind.RATE, Rollup.WEIGHTED, asked=TWO, name="管理率")
STATE = row("4.1", Kind.STATE, Rollup.EACH, asked=TWO, name="创建工作")


def an_asked(
    code: str, name: str, unit: str = "万人次", number: int = 6, *, without: tuple[FormColumn, ...] = (), **cells: Any
) -> AskedRow:
    """A row of the form from above; `cells` are contents by label, a text that begins with = is a formula."""
    contents: dict[str, Any] = {"编码": code, "指标": name, "单位": unit, **cells}
    made = {}
    for column in COLUMNS:
        content, address = contents.get(column), address_of(number, column_number(column))
        made[column] = FormCell(address, content)
        if isinstance(content, str) and content.startswith("="):
            made[column] = FormCell(address, None, content[1:])
    return AskedRow("填报", number, {column: cell for column, cell in made.items() if column not in without})


def of_parts(code: str, name: str, unit: str = "%", number: int = 6, **cells: Any) -> AskedRow:
    return an_asked(code, name, unit, number, **{"本期累计": f"=H{number}/I{number}", **cells})


def fillings(breakdown: Breakdown, sent: Mapping[str, Mapping[str, Sent]], *rows: AskedRow) -> tuple[RowFilling, ...]:
    return fill_rows(FormFromAbove("宝丰县.xlsx", rows), breakdown, rolled_up(breakdown, sent))


def one_filling(breakdown: Breakdown, sent: Mapping[str, Mapping[str, Sent]], asked: AskedRow) -> RowFilling:
    [one] = fillings(breakdown, sent, asked)
    assert bool(one.figures) is not bool(one.reason), "filled, or told why not"
    return one


TRAINED = {"1.1": {"宝丰县": "1.2", "郏县": "0.8307"}}


# Which indicator a row is


@pytest.mark.parametrize(
    ("unit", "figure"),
    [
        ("万人次", "2.0307"),
        ("人次", "20307"),
        ("亿人次", "0.00020307"),
        ("万 人次", "2.0307"),
        ("万亿人次", "0.000000020307"),
    ],
)
def test_a_figure_stands_in_the_unit_of_the_form_exactly(unit, figure):
    found = one_filling(a_year(SUMMED), TRAINED, an_asked("1.1", "培训人次", unit))
    assert found.figures == {FormColumn.VALUE: Decimal(figure)}


def test_a_name_is_compared_without_blanks_and_widths():
    assert one_filling(a_year(SUMMED), TRAINED, an_asked("１.1", "培训 人次\n")).figures


def test_another_code_is_known_by_its_name_and_told():
    found = one_filling(a_year(SUMMED), TRAINED, an_asked("7", "培训人次"))
    assert (found.figures, found.remark) == ({FormColumn.VALUE: Decimal("2.0307")}, "编码不同，按名称对上本级的1.1")


def test_of_two_indicators_of_one_name_the_unit_tells_which_is_meant():
    hours = row("1.2", asked=TWO, name="培训人次", unit="学时")
    sent = {**TRAINED, "1.2": {"宝丰县": "5", "郏县": "6"}}
    assert one_filling(a_year(SUMMED, hours), sent, an_asked("9", "培训人次", "学时")).figures == {
        FormColumn.VALUE: Decimal(11)
    }


@pytest.mark.parametrize(
    ("rows", "asked", "reason"),
    [
        ((SUMMED,), an_asked("9", "新增就业"), "本级没有这个指标"),
        ((SUMMED,), an_asked("1.1", "新增就业"), "编码1.1在本级是“培训人次”，名称对不上"),
        ((SUMMED,), an_asked("1.1", "培训人次", "万元"), "表里的单位是“万元”，本级“1.1”的单位是“万人次”，不能换算"),
        ((SUMMED,), an_asked("9", "培训人次", ""), "表里的单位是“”，本级“1.1”的单位是“万人次”，不能换算"),
        (
            (SUMMED, row("1.2", asked=TWO, name="培训人次", unit="人次")),
            an_asked("9", "培训人次"),
            "编码对不上，而本级有2个指标叫这个名称",
        ),
        ((SUMMED,), an_asked("1.1", "培训人次", 年度目标="已完成"), "表里要填状态，本级报的是数"),
        ((STATE,), an_asked("4.1", "创建工作", "", 年度目标=Decimal(1)), "表里要填数，本级报的是状态"),
    ],
)
def test_a_row_that_is_not_known_for_certain_stays_blank(rows, asked, reason):
    assert one_filling(a_year(*rows), TRAINED if SUMMED in rows else {}, asked).reason == reason


def test_an_indicator_is_given_once_to_the_row_that_has_its_code():
    by_name, by_both = an_asked("7", "培训人次"), an_asked("1.1", "培训人次", number=7)
    first, second = fillings(a_year(SUMMED), TRAINED, by_name, by_both)
    assert (first.reason, second.figures) == ("和第7行是同一个指标", {FormColumn.VALUE: Decimal("2.0307")})


# What stands in it


RATES: dict[str, dict[str, Sent]] = {"2.1": {"宝丰县": ("91", "100"), "郏县": ("1799", "2000")}}


def test_a_rate_goes_up_by_its_parts_and_by_itself_where_the_form_asks_no_parts():
    assert one_filling(a_year(RATE), RATES, of_parts("2.1", "管理率")).figures == {
        FormColumn.NUMERATOR: Decimal(1890), FormColumn.DENOMINATOR: Decimal(2100),
    }  # fmt: skip
    assert one_filling(a_year(RATE), RATES, an_asked("2.1", "管理率", "%")).figures == {
        FormColumn.VALUE: Decimal("0.9")
    }


@pytest.mark.parametrize("formula", ["=", "=$H6/$I6", '=IF(I6>0,H6/I6,"")'])
def test_a_formula_of_the_parts_asks_for_them_also_one_that_a_program_shares_among_rows(formula):
    found = one_filling(a_year(RATE), RATES, of_parts("2.1", "管理率", 本期累计=formula))
    assert FormColumn.NUMERATOR in found.figures


def test_a_name_with_a_line_break_is_told_on_one_line():
    [one] = fillings(a_year(SUMMED), TRAINED, an_asked("9", "新增\n就业"))
    assert (one.row.label, one.row.short_label) == ("「9 新增 就业」（第6行）", "9")


def test_a_quotient_is_brought_to_the_digits_that_a_cell_keeps():
    sent: dict[str, dict[str, Sent]] = {"2.1": {"宝丰县": ("1", "2"), "郏县": ("1", "1")}}
    found = one_filling(a_year(RATE), sent, an_asked("2.1", "管理率", "%"))
    assert found.figures == {FormColumn.VALUE: Decimal("0.666666666666667")}


def test_a_state_goes_up_as_its_word():
    sent = {"4.1": {"宝丰县": "已完成", "郏县": "推进中"}}
    found = one_filling(a_year(STATE), sent, an_asked("4.1", "创建工作", "", 年度目标="已完成"))
    assert found.figures == {FormColumn.STATE: "推进中"}


NOT_ADDED = row("3.1", asked=TWO, rollup=Rollup.NONE, name="补贴种类", unit="种")
EACH = row("3.2", asked=TWO, rollup=Rollup.EACH, name="示范点", unit="个")
OWN = row("3.3", Kind.RATE, Rollup.OWN_LEVEL, 市民政局=None, 市教育局=None, name="普及率")
NOBODY = row("3.4", rollup=Rollup.OWN_LEVEL, 宝丰县=None, name="车辆", unit="辆")
PEOPLE = row(
    "3.5", asked=dict.fromkeys(("宝丰县", "郏县", "叶县", "鲁山县", "市民政局", "市教育局")), name="人数", unit="人"
)
PARTS_OF_AMOUNT = row("3.6", rollup=Rollup.WEIGHTED, asked=TWO, name="人均", unit="万元")


@pytest.mark.parametrize(
    ("one", "sent", "asked", "reason"),
    [
        (NOT_ADDED, {"宝丰县": "8", "郏县": "9"}, an_asked("3.1", "补贴种类", "种"), "本级不汇总"),
        (
            EACH, {"宝丰县": "2", "郏县": "2"}, an_asked("3.2", "示范点", "个"),
            "“各达标”没有填分母口径，本级没有合成的数",
        ),
        (OWN, {"市民政局": "8%", "市教育局": "9%"}, an_asked("3.3", "普及率", "%"), "2个单位的数不能合成一个"),
        (NOBODY, {"宝丰县": "3"}, an_asked("3.4", "车辆", "辆"), "本级没有安排单位报这一项"),
        (
            PEOPLE, {"宝丰县": "3"}, an_asked("3.5", "人数", "人"),
            "有5个单位未报（郏县、叶县、鲁山县、市民政局、市教育局）",
        ),
        (PEOPLE, {}, an_asked("3.5", "人数", "人"), "有6个单位未报（宝丰县、郏县、叶县、鲁山县、市民政局等）"),
        (RATE, {"宝丰县": ("0", "1")}, of_parts("2.1", "管理率"), "有1个单位未报（郏县）"),
        (STATE, {"宝丰县": "已完成"}, an_asked("4.1", "创建工作", "", 年度目标="已完成"), "有1个单位未报（郏县）"),
        (SUMMED, TRAINED["1.1"], of_parts("1.1", "培训人次", "万人次"), "表里要分子、分母，本级没有"),
        (
            PARTS_OF_AMOUNT, {"宝丰县": ("1", "2"), "郏县": ("3", "4")}, of_parts("3.6", "人均", "元"),
            "表里的单位和本级差十的若干次方，分子、分母该怎样换算看不出来",
        ),
        (
            SUMMED, TRAINED["1.1"], an_asked("1.1", "培训人次", without=(FormColumn.VALUE,)),
            "表里没有“本期累计”一栏",
        ),
    ],
)  # fmt: skip
def test_what_a_total_does_not_give_stays_blank_and_the_reason_is_told(one, sent, asked, reason):
    assert one_filling(a_year(one), {one.indicator.code: sent}, asked).reason == reason


@pytest.mark.parametrize(
    ("typed", "shown"), [(Decimal(2), "2"), ("2.03", "2.03"), ("约2万", "约2万"), ("=1+1", "=1+1"), ("#REF!", "#REF!")]
)
def test_what_a_person_typed_is_not_overwritten_by_another_figure(typed, shown):
    found = one_filling(a_year(SUMMED), TRAINED, an_asked("1.1", "培训人次", 本期累计=typed))
    assert found.reason == f"“本期累计”已有“{shown}”，本级是2.0307，没有改"


def test_a_share_that_a_person_typed_is_told_beside_this_level_s_as_a_percentage():
    found = one_filling(a_year(RATE), RATES, an_asked("2.1", "管理率", "%", 本期累计="90.1%"))
    assert found.reason == "“本期累计”已有“90.1%”，本级是90%，没有改"


def test_a_cell_under_a_merge_is_not_written():
    asked = an_asked("1.1", "培训人次")
    covered = {**asked.cells, FormColumn.VALUE: FormCell("G6", is_covered=True)}
    found = one_filling(a_year(SUMMED), TRAINED, AskedRow("填报", 6, covered))
    assert found.reason == "G6是合并的单元格"


@pytest.mark.parametrize("typed", [Decimal("2.0307"), "2.0307", "２.0307", " 2.0307 "])
def test_an_equal_figure_that_stands_there_already_is_as_good_as_filled(typed):
    assert one_filling(a_year(SUMMED), TRAINED, an_asked("1.1", "培训人次", 本期累计=typed)).figures


def test_parts_that_this_level_counts_in_ten_thousands_are_pointed_out():
    scaled = row(
        "2.1",
        Kind.RATE,
        Rollup.WEIGHTED,
        asked=TWO,
        name="管理率",
        numerator="人数（万人）",
        denominator="总数（万人）",
    )
    assert (
        one_filling(a_year(scaled), RATES, of_parts("2.1", "管理率")).remark == "分子、分母以万人计，请核对上级要的计量"
    )


def test_a_sum_of_parts_that_comes_to_zero_below_the_line_is_no_rate():
    sent: dict[str, dict[str, Sent]] = {"2.1": {"宝丰县": ("0", "1"), "郏县": ("0", "1")}}
    found = one_filling(a_year(RATE), sent, of_parts("2.1", "管理率"))
    assert found.figures == {FormColumn.NUMERATOR: Decimal(0), FormColumn.DENOMINATOR: Decimal(2)}
