"""目标分解表.xlsx: what its cells mean (contract section 2), and what is wrong with it, each with its cell."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from model.assessment.scoring_rule import Method, Step, Terms
from model.breakdown import Breakdown, FaultPolicy, MissingPolicy
from model.catalogue import CATALOGUE
from model.fault import JobFault
from model.finding import Finding, Severity
from model.indicator import Accrual, Direction, Kind, Rollup
from model.period import Period
from model.quantity import Comparator
from model.target import Target
from tests.tables import BASICS, Rows, Table, workbook, year
from validators.breakdown import read_breakdown

SEPTEMBER = Period(2023, 9, 1)


def read(folder: Path) -> tuple[Breakdown | None, tuple[Finding, ...]]:
    breakdown, findings, _ = read_breakdown(folder / "目标分解表.xlsx", "../目标分解表.xlsx")
    return breakdown, findings


def sound(folder: Path) -> Breakdown:
    breakdown, findings = read(folder)
    assert breakdown is not None
    assert [one.message for one in findings] == []
    return breakdown


def told(folder: Path) -> list[tuple[str, str | None, str | None]]:
    """Rule, sheet and cell of everything that was found."""
    return [(one.rule, one.sheet, one.cell) for one in read(folder)[1]]


# Target cells


def target(tmp_path: Path, cell: Any, unit: str = "人", kind: str = "数量", **columns: str) -> Target | None:
    """What a unit's target cell says; None is not asked."""
    rollup = {"数量": "合计", "比率": "各达标", "进度": "平均", "标准": "各达标", "状态": "各达标"}[kind]
    rows: Rows = [
        ["编码", "单位", "类型", "汇总方式", *columns, "宝丰县", "郏县"],
        ["1.1", unit, kind, rollup, *columns.values(), cell, None],
    ]
    return without_errors(year(tmp_path, rows)).targets.get(("1.1", "宝丰县"))


@pytest.mark.parametrize(
    ("phrase", "unit", "value", "comparator"),
    [
        ("2.72万人次", "万人次", "2.72", ">="), ("2.72万人次", "人次", "27200", ">="),
        ("27200人次", "万人次", "2.72", ">="),
        ("不少于1500人", "人", "1500", ">="), ("不低于1500", "人", "1500", ">="), ("1500人以上", "人", "1500", ">="),
        ("达到1500人", "人", "1500", ">="), ("至少1500人", "人", "1500", ">="), ("1500余人", "人", "1500", ">="),
        ("超1500人", "人", "1500", ">"), ("突破1500人", "人", "1500", ">"), ("1500人以内", "人", "1500", "<="),
        ("不超过1500人", "人", "1500", "<="), ("低于1500人", "人", "1500", "<"), ("1500人左右", "人", "1500", ">="),
        ("约1500人", "人", "1500", ">="), ("13.41万人以上", "万人", "13.41", ">="), ("75.34万户", "户", "753400", ">="),
        ("１５００人", "人", "1500", ">="), ("1,500人", "人", "1500", ">="), ("8649人", "人", "8649", ">="),
    ],
)  # fmt: skip
def test_a_target_may_be_a_phrase_as_the_office_writes_it(
    tmp_path: Path, phrase: str, unit: str, value: str, comparator: str
) -> None:
    assert target(tmp_path, phrase, unit) == Target(Decimal(value), Comparator(comparator), phrase)


def test_a_range_is_judged_by_its_lower_end_and_kept_as_written(tmp_path: Path) -> None:
    assert target(tmp_path, "2—3个", "个") == Target(Decimal(2), Comparator.AT_LEAST, "2—3个", Decimal(3))


@pytest.mark.parametrize("kind", ["比率", "进度"])
@pytest.mark.parametrize(
    ("cell", "value", "phrase"),
    [
        ("98%", "0.98", ""),
        ("'98%", "0.98", "98%"),
        ("65%以上", "0.65", "65%以上"),
        (Decimal("0.65"), "0.65", ""),
        (1, "1", ""),
    ],
)
def test_percentages_are_fractions_however_they_are_written(
    tmp_path: Path, kind: str, cell: Any, value: str, phrase: str
) -> None:
    assert target(tmp_path, cell, "%", kind) == Target(Decimal(value), Comparator.AT_LEAST, phrase)


@pytest.mark.parametrize("word", ["—", "–", "-", "/", "无", "不涉及", "由市城市管理局统一安排实施", " — "])
def test_words_that_say_that_a_unit_is_not_asked(tmp_path: Path, word: str) -> None:
    assert target(tmp_path, word) is None


def test_a_blank_target_is_asked_without_a_target_and_a_zero_is_a_target(tmp_path: Path) -> None:
    assert target(tmp_path, None) == Target(None, Comparator.AT_LEAST)
    assert target(tmp_path / "零", 0) == Target(Decimal(0), Comparator.AT_LEAST)


@pytest.mark.parametrize("cell", [None, "已完成"])
def test_a_blank_target_of_a_state_is_done(tmp_path: Path, cell: str | None) -> None:
    assert target(tmp_path, cell, "", "状态") == Target(None, Comparator.AT_LEAST)


@pytest.mark.parametrize(
    ("written", "comparator"), [("=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<="), (">", ">"), ("＜", "<")]
)
def test_the_column_of_comparisons_reads_an_equals_sign_as_at_least(
    tmp_path: Path, written: str, comparator: str
) -> None:
    cell = f"'{written}" if written.startswith("=") else written
    got = target(tmp_path, 46, 比较=cell)
    assert got is not None
    assert got.comparator is Comparator(comparator)


def test_lower_is_better_is_held_by_at_most_unless_the_phrase_says_otherwise(tmp_path: Path) -> None:
    table = "编码 | 单位 | 方向 | 宝丰县 | 郏县\n1.1 | 人 | 越低越好 | 5 | 低于5人"
    targets = sound(year(tmp_path, table)).targets
    assert targets["1.1", "宝丰县"].comparator is Comparator.AT_MOST
    assert targets["1.1", "郏县"].comparator is Comparator.LESS


# Rows of 指标


def test_a_row_is_read_with_all_its_columns_and_the_defaults_of_those_that_are_missing(tmp_path: Path) -> None:
    table = """
        编码 | 类别 | 项目 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 小数位 | 牵头单位 | 初核单位 | 目标 | 宝丰县
        1.10 | 省 | 培训 | 人次 | 万人次 | 人次 | 数量 | 合计 | 2 | 市人社局、市教体局 | 市乡村振兴局 | 15.8 | 2.72
    """
    breakdown = without_errors(year(tmp_path, table))
    (one,) = breakdown.indicators
    assert (one.code, one.project_key, one.unit, one.form_unit, one.digits) == ("1.10", "省/培训", "万人次", "人次", 2)
    assert (one.accrual, one.schedule.word, one.direction) == (Accrual.CUMULATIVE, "月均", Direction.HIGHER)
    assert (one.comparator, one.weight, one.part_of) == (Comparator.AT_LEAST, Decimal(1), "")
    assert (one.leads, one.first_check) == (("市人社局", "市教体局"), ("市乡村振兴局",))
    assert one.target == Target(Decimal("15.8"), Comparator.AT_LEAST)
    assert one.form_factor == 10000
    assert (breakdown.target_cells["1.10", "宝丰县"], breakdown.target_cells["1.10", ""]) == ("M2", "L2")
    assert breakdown.code_cells == {"1.10": "A2"}


def without_errors(folder: Path) -> Breakdown:
    breakdown, findings = read(folder)
    assert breakdown is not None
    assert [one.message for one in findings if one.severity is Severity.ERROR] == []
    return breakdown


def test_codes_are_texts_and_1_10_is_not_1_1(tmp_path: Path) -> None:
    breakdown = sound(year(tmp_path, "编码 | 宝丰县\n1.1 | 1\n1.10 | 10"))
    assert [one.code for one in breakdown.indicators] == ["1.1", "1.10"]
    assert [one.value for one in breakdown.targets.values()] == [1, 10]


def test_whole_numbers_are_taken_as_codes_and_broken_ones_are_not(tmp_path: Path) -> None:
    assert sound(year(tmp_path, [["编码", "宝丰县"], [7, 1]])).by_code.keys() == {"7"}
    rows: Rows = [["编码", "宝丰县"], ["1.2", 1], [1.1, 2]]
    assert told(year(tmp_path / "二", rows)) == [("B04", "指标", "A3")]


def test_a_header_below_titles_in_any_order_with_extra_columns_and_sheets_is_found(tmp_path: Path) -> None:
    indicators: Rows = [
        ["平顶山市2023年重点民生实事"], [], ["制表：民生办"],
        ["宝丰县", "目标", "汇总方式", "类型", "备注", "单位", "指标", "项目", "类别", "编码"],
        [5, None, "合计", "数量", "随便写", "人", "培训", "技能", "省", "1.1"],
        ["宝丰县", "目标", "汇总方式", "类型", "备注", "单位", "指标", "项目", "类别", "编码"],
        [6, None, "合计", "数量", None, "人", "就业", "技能", "省", "1.2"],
    ]  # fmt: skip
    sheets: Mapping[str, Table] = {
        "说明": "随便写", "填报单位": "类型 | 联系人 | 名称\n县区 | 甲 | 宝丰县", "指标": indicators,
        "基本信息": [["备注", "值", "项"], *([None, text, item] for item, text in BASICS.items())],
    }  # fmt: skip
    workbook(tmp_path / "目标分解表.xlsx", sheets)
    breakdown = sound(tmp_path)
    assert {code: one.value for (code, _), one in breakdown.targets.items()} == {"1.1": 5, "1.2": 6}
    assert breakdown.target_cells["1.2", "宝丰县"] == "A7"
    assert breakdown.basics.region == "平顶山市"


def test_names_may_be_merged_over_rows_and_figures_may_not(tmp_path: Path) -> None:
    path = (
        year(tmp_path, "编码 | 项目 | 宝丰县 | 郏县\n1.1 | 培训 | 5 | 无\n1.2 | | | 7\n1.3 | 就业 | 1 | 1")
        / "目标分解表.xlsx"
    )
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    at = {str(cell.value): get_column_letter(cell.column or 1) for cell in sheet[1]}
    for label in ("项目", "宝丰县", "郏县"):
        sheet.merge_cells(f"{at[label]}2:{at[label]}3")
    book.save(path)
    breakdown, findings = read(path.parent)
    assert breakdown is not None
    assert [one.project for one in breakdown.indicators] == ["培训", "培训", "就业"]
    assert not breakdown.is_asked("1.2", "郏县"), "that nobody is asked may be merged"
    assert [(one.rule, one.cell, one.value) for one in findings] == [("B06", f"{at['宝丰县']}3", "5（合并单元格）")]


def test_a_units_column_may_carry_an_alias(tmp_path: Path) -> None:
    units = (
        "名称 | 类型 | 别名 | 排序 | 排名组\n城乡一体化示范区 | 功能区 | 新城区、示范区 | 2 |\n宝丰县 | 县区 | | 1 | 县"
    )
    breakdown = sound(year(tmp_path, "编码 | 示范区 | 宝丰县\n1.1 | 5 | 6", units))
    assert [one.name for one in breakdown.units] == ["宝丰县", "城乡一体化示范区"]
    assert breakdown.targets["1.1", "城乡一体化示范区"].value == 5
    assert [one.rank_group for one in breakdown.units] == ["县", "功能区"]
    assert breakdown.unit_named(" 新 城 区 ") is breakdown.units[1]


# The other sheets


def test_the_basics_have_the_defaults_of_the_contract(tmp_path: Path) -> None:
    basics = sound(year(tmp_path)).basics
    assert (basics.due_day, basics.completion_digits, basics.supervision_periods) == (25, 1, 2)
    assert (basics.pace_tolerance, basics.score_cap) == (Decimal(0), Decimal(1))
    assert (basics.missing_policy, basics.fault_policy) == (MissingPolicy.LEAVE_OUT, FaultPolicy.ITEM)


def test_the_basics_say_what_the_office_wants(tmp_path: Path) -> None:
    wanted = {
        "年度": "2023年", "上报日": "20", "缺报处理": "沿用上期", "有误处理": "退回整表", "完成率小数位": "2",
        "序时容差": "0.5", "计分封顶": "120%", "督办期数": "3",
    }  # fmt: skip
    basics = sound(year(tmp_path, basics=wanted)).basics
    assert (basics.year, basics.due_day, basics.completion_digits, basics.supervision_periods) == (2023, 20, 2, 3)
    assert (basics.pace_tolerance, basics.score_cap) == (Decimal("0.5"), Decimal("1.2"))
    assert (basics.missing_policy, basics.fault_policy) == (MissingPolicy.CARRY_OVER, FaultPolicy.SHEET)


def test_a_cap_and_a_tolerance_of_zero_are_zero(tmp_path: Path) -> None:
    basics = sound(year(tmp_path, basics={"计分封顶": "0", "序时容差": "0", "完成率小数位": "0"})).basics
    assert (basics.score_cap, basics.pace_tolerance, basics.completion_digits) == (Decimal(0), Decimal(0), 0)


def test_the_sheet_of_periods_takes_dates_as_dates_or_as_texts(tmp_path: Path) -> None:
    rows: Rows = [
        ["期次", "数据截止", "上报截止", "文号", "上期", "评价"],
        ["2023年9月", date(2023, 9, 20), "2023年9月24日", "平民生办〔2023〕9号", "2023-06", ""],
        [date(2023, 10, 1), None, None, None, None, None],
    ]
    note = sound(year(tmp_path, 期次=rows)).note_of(SEPTEMBER)
    assert (note.data_as_of, note.due) == (date(2023, 9, 20), date(2023, 9, 24))
    assert (note.document_number, note.previous) == ("平民生办〔2023〕9号", Period(2023, 6, 1))


def test_an_adjusted_target_holds_from_its_period_on_under_any_name_of_the_unit(tmp_path: Path) -> None:
    breakdown = sound(
        year(
            tmp_path,
            "编码 | 宝丰县 | 郏县\n1.1 | 100 | 50",
            "名称 | 类型 | 别名\n宝丰县 | 县区 | 宝丰\n郏县 | 县区 |",
            目标调整="""
                编码 | 单位 | 原目标 | 新目标 | 自
                1.1 | 宝丰 | 100 | 不少于80人 | 2023-07
                1.1 | 宝丰 | 80 | 60 | 2023-Q4
            """,
        )
    )

    def value(month: int) -> Any:
        got = breakdown.target_of("1.1", "宝丰县", Period(2023, month, 1))
        return got.value if got else None

    assert [value(month) for month in (6, 7, 9, 10, 12)] == [100, 80, 80, 60, 60]
    own = breakdown.own_target("1.1", SEPTEMBER)
    assert own is not None
    assert own.value == 130, "a blank 目标 is the sum of what is in force"


def test_adjustments_follow_each_other_by_the_day_from_which_they_hold(tmp_path: Path) -> None:
    lines = "1.1 | 宝丰县 | 6 | 7 | 2023-09\n1.1 | 宝丰县 | 5 | 6 | 2023-Q3"
    folder = year(tmp_path, TWO, 目标调整=f"编码 | 单位 | 原目标 | 新目标 | 自\n{lines}")
    stood = sound(folder).target_of("1.1", "宝丰县", SEPTEMBER)
    assert stood is not None
    assert stood.value == 7


def test_a_city_target_is_adjusted_with_a_blank_unit(tmp_path: Path) -> None:
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | | 150 | 140 | 2023-09"
    folder = year(tmp_path, "编码 | 目标 | 宝丰县 | 郏县\n1.1 | 150 | 90 | 50", 目标调整=adjusted)
    breakdown = sound(folder)
    values = [breakdown.own_target("1.1", Period(2023, month, 1)) for month in (8, 9)]
    assert [one.value if one else None for one in values] == [150, 140]


# What is wrong with a breakdown, each rule alone

TWO_UNITS = "名称 | 类型\n宝丰县 | 县区\n郏县 | 县区"
TWO = "编码 | 单位 | 宝丰县 | 郏县\n1.1 | 人 | 5 | 6\n1.2 | 人 | 3 | 4"
OF_PARTS = "编码 | 分值 | 计分办法\n1.2 | 60 | 完成率\n1.1 | 40 | 完成率"
TWO_PROJECTS = "编码 | 项目 | 宝丰县 | 郏县\n1.1 | 甲 | 5 | 6\n1.2 | 乙 | 5 | 6"
APART = "编码 | 单位 | 宝丰县 | 郏县\n1.1 | 人 | 5 | —\n1.2 | 人 | — | 4"


def with_column(label: str, *fields: str) -> str:
    """`TWO` with one more column."""
    lines = TWO.splitlines()
    padded = [*fields, *[""] * (2 - len(fields))]
    return "\n".join(f"{line} | {field}" for line, field in zip(lines, [label, *padded], strict=True))


def row(kind: str, rollup: str, **columns: str) -> str:
    """指标 with one row of this kind."""
    labels = ["编码", "单位", "类型", "汇总方式", *columns, "宝丰县", "郏县"]
    unit, target = ("%", "90%") if kind in ("比率", "进度") else ("", "") if kind == "状态" else ("元", "5")
    return f"{' | '.join(labels)}\n{' | '.join(['1.1', unit, kind, rollup, *columns.values(), target, target])}"


WRONG: list[tuple[str, str, str, dict[str, Any]]] = [
    ("B03", "基本信息", "A4", {"basics": {"层级": ""}}),
    ("B03", "指标", "A3", {"indicators": "编码 | 指标 | 宝丰县\n1.1 | 甲 | 5\n1.2 | | 5"}),
    ("B03", "指标", "A3", {"indicators": "编码 | 单位 | 宝丰县\n1.1 | 人 | 5\n1.2 | | 5"}),
    ("B03", "指标", "A2", {"indicators": row("", "合计")}),
    ("B03", "填报单位", "A2", {"units": "名称 | 类型\n宝丰县 |\n郏县 | 县区"}),
    ("B03", "填报单位", "B3", {"units": "名称 | 类型\n宝丰县 | 县区\n | 县区\n郏县 | 县区"}),
    ("B03", "目标调整", "A2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | 6 |"}),
    ("B03", "目标调整", "A2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | | 2023-09"}),
    ("B03", "审核关系", "A2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] >= [1.2] |"}),
    ("B03", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n | [1.1] >= [1.2] | 强制"}),
    ("B03", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | | | | 甲 | 乙"}),
    ("B04", "基本信息", "B4", {"basics": {"层级": "区"}}),
    ("B04", "基本信息", "B7", {"basics": {"上报日": "25", "有误处理": "都退"}}),
    ("B04", "基本信息", "B6", {"basics": {"上报日": "月底"}}),
    ("B04", "基本信息", "B6", {"basics": {"上报日": "25.5"}}),
    ("B04", "基本信息", "B7", {"basics": {"完成率小数位": "1%"}}),
    ("B04", "基本信息", "B7", {"basics": {"督办期数": "1.5"}}),
    ("B04", "基本信息", "B7", {"basics": {"序时容差": "0.5%"}}),
    ("B04", "指标", "K2", {"indicators": with_column("小数位", "1.5")}),
    ("B04", "指标", "K2", {"indicators": with_column("方向", "越多越好")}),
    ("B04", "指标", "K2", {"indicators": with_column("序时", "6月底")}),
    ("B04", "指标", "K2", {"indicators": with_column("比较", "约等于")}),
    ("B04", "指标", "K2", {"indicators": with_column("小数位", "七")}),
    ("B04", "填报单位", "B2", {"units": "名称 | 类型\n宝丰县 | 县\n郏县 | 县区"}),
    ("B04", "期次", "A2", {"期次": "期次 | 上报截止\n九月 | 2023-09-25"}),
    ("B04", "期次", "B2", {"期次": "期次 | 上报截止\n2023-09 | 月底"}),
    ("B04", "验收标准", "D2", {"验收标准": "编码 | 序号 | 验收标准 | 一票否决\n1.1 | 1 | 不低于 | 对"}),
    ("B04", "目标调整", "D2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | — | 2023-09"}),
    ("B05", "指标", "A3", {"indicators": "编码 | 宝丰县\n1.1 | 5\n1.1 | 6"}),
    ("B05", "审核关系", "A3", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] > 0 | 强制\n甲 | [1.2] > 0 | 强制"}),
    ("B05", "指标", "A3", {"indicators": "编码 | 宝丰县\n1.1a | 5\n1.1A | 6"}),
    ("B05", "审核关系", "A2", {"审核关系": "编号 | 关系式 | 级别\nc31 | [1.1] > 0 | 强制"}),
    ("B05", "审核关系", "A2", {"审核关系": "编号 | 关系式 | 级别\nC31 | [1.1] > 0 | 强制"}),
    ("B08", "指标", "A2", {"indicators": row("比率", "加权", 分子口径="已签约")}),
    ("B09", "指标", "A2", {"indicators": row("比率", "合计")}),
    ("B09", "指标", "A2", {"indicators": row("数量", "平均")}),
    ("B09", "指标", "A2", {"indicators": row("状态", "加权", 分子口径="甲", 分母口径="乙")}),
    ("B10", "指标", "A2", {"indicators": row("比率", "市级")}),
    ("B11", "指标", "K2", {"indicators": with_column("填报计量", "户")}),
    ("B12", "指标", "A2", {"indicators": with_column("其中于", "9.9")}),
    ("B12", "指标", "A2", {"indicators": with_column("其中于", "1.1")}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] >= | 强制"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] >= [1.3] | 强制"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | 1 <= 2 | 核实"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] = [1.1] | 强制"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] / ([1.2] - [1.2]) <= 3 | 核实"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] + [1.2] >= [1.1] | 强制"}),
    ("B13", "审核关系", "B2", {"审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] <= 分母[1.2] | 强制"}),
    ("B14", "指标", "A1", {"units": "名称 | 类型\n宝丰县 | 县区\n郏县 | 县区\n汝州市 | 县区"}),
    ("B15", "期次", "A2", {"期次": "期次\n2022-09"}),
    ("B15", "期次", "A2", {"期次": "期次 | 上期\n2023-01 | 2022-12"}),
    ("B15", "目标调整", "B2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | 6 | 2024-01"}),
    ("B15", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.1 | | 2022-12 | 甲 | 乙"}),
    ("B16", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n汝州市 | 1.1 | | | 甲 | 乙"}),
    ("B16", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.3 | | | 甲 | 乙"}),
    ("B16", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.1 | C99 | | 甲 | 乙"}),
    ("B16", "目标调整", "A2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.9 | 宝丰县 | 5 | 6 | 2023-09"}),
    ("B16", "目标调整", "B2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 汝州市 | 5 | 6 | 2023-09"}),
    ("B16", "验收标准", "A2", {"验收标准": "编码 | 序号 | 验收标准 | 一票否决\n1.9 | 1 | 不低于 |"}),
    ("B17", "目标调整", "C2", {"目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 7 | 6 | 2023-09"}),
    ("B18", "指标", "A1", {"indicators": "编码 | 宝丰县 | 郏县 | 宝丰县\n1.1 | 5 | 6 | 7", "units": TWO_UNITS}),
    ("B19", "填报单位", "A3", {"units": "名称 | 类型 | 别名\n宝丰县 | 县区 |\n郏县 | 县区 | 宝丰县"}),
    ("B19", "填报单位", "A3", {"units": "名称 | 类型 | 别名\n宝丰县 | 县区 | BF\n郏县 | 县区 | bf"}),
    ("B38", "指标", "A2", {"indicators": row("数量", "市级")}),
    ("B38", "指标", "A3", {"indicators": "编码 | 宝丰县 | 郏县\n1.1 | 5 | 6\n1.2 | — | —"}),
    ("B31", "指标", "H2", {"indicators": "编码 | 目标 | 宝丰县 | 郏县\n1.1 | 12 | 5 | 6"}),
    ("B32", "填报单位", "A3", {"indicators": "编码 | 宝丰县 | 郏县\n1.1 | 5 | —"}),
    ("B34", "指标", "A3", {"indicators": "编码 | 宝丰县 | 郏县\n1.1 | 5 | 6\n1.2 | 5 |"}),
    ("B35", "指标", "J2", {"indicators": "编码 | 单位 | 宝丰县 | 郏县\n1.1 | 起 | 5 | 不超过5起"}),
    ("B35", "指标", "H2", {"indicators": "编码 | 单位 | 汇总方式 | 目标 | 宝丰县\n1.1 | 起 | 不汇总 | 5起以内 | 5"}),
    ("B36", "审核关系", "B2", {"indicators": APART, "审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] >= [1.2] | 强制"}),
    ("B37", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.1 | C31 | | 甲 |"}),
    ("B37", "豁免", "A2", {"豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.1 | C31 | | | 乙"}),
    ("B03", "评分", "A2", {"评分": "编码 | 分值 | 计分办法\n1.1、1.2 | | 完成率"}),
    ("B03", "评分", "A2", {"评分": "编码 | 分值 | 计分办法\n1.1、1.2 | 100 |"}),
    ("B04", "评分", "C2", {"评分": "编码 | 分值 | 计分办法\n1.1、1.2 | 100 | 看情况"}),
    ("B04", "评分", "B2", {"评分": "编码 | 分值 | 计分办法\n1.1、1.2 | 一百 | 完成率"}),
    ("B04", "评分", "D2", {"评分": "编码 | 分值 | 计分办法 | 参数\n1.1、1.2 | 100 | 完成率 | 封顶"}),
    ("B04", "评分", "D2", {"评分": "编码 | 分值 | 计分办法 | 参数\n1.1、1.2 | 100 | 分档 | 90%以上得101分"}),
    ("B04", "评分", "A2", {"indicators": TWO_PROJECTS, "评分": "编码 | 分值 | 计分办法\n1.1、1.2 | 100 | 完成率"}),
    ("B04", "期次", "B2", {"期次": "期次 | 评价\n2023-06 | 半年"}),
    ("B16", "评分", "A2", {"评分": "项目 | 分值 | 计分办法\n项目九 | 100 | 完成率"}),
    ("B20", "评分", "A2", {"评分": "项目 | 分值 | 计分办法\n项目一 | 100 | 标准通过率"}),
    ("B20", "评分", "A2", {"评分": "项目 | 分值 | 计分办法\n项目一 | 100 | 人工"}),
    ("B20", "评分", "A2", {"indicators": with_column("其中于", "", "1.1"), "评分": OF_PARTS}),
    ("B42", "评分", "A2", {"评分": "编码 | 分值 | 计分办法\n1.1 | 100 | 完成率"}),
    ("B39", "评分", "B3", {"评分": "项目 | 编码 | 分值 | 计分办法\n项目一 | | 60 | 完成率\n | 1.1 | 40 | 完成率"}),
    ("B40", "评分", "A2", {"评分": "编码 | 分值 | 计分办法\n1.1、1.2 | 60 | 完成率"}),
    ("B41", "期次", "A2", {"期次": "期次 | 评价\n2023-06 | 年中"}),
]  # fmt: skip


def test_the_sheet_of_scores_is_read_as_data(tmp_path: Path) -> None:
    table = """项目 | 编码 | 分值 | 计分办法 | 参数 | 说明
        项目一 | | 60 | 完成率 | 封顶110%；低于60%不得分；保底50% | 按任务量
        市民生实事/项目一 | 1.2 | 40 | 分档 | 100%以上得40分；90%以上得30分 |"""
    first, second = sound(year(tmp_path, TWO, 评分=table)).scoring
    assert (first.codes, first.project_key, first.points, first.note) == (
        ("1.1", "1.2"), "市民生实事/项目一", Decimal(60), "按任务量",
    )  # fmt: skip
    assert first.terms == Terms(cap=Decimal("1.1"), threshold=Decimal("0.6"), floor=Decimal("0.5"))
    assert (second.codes, second.method, second.cell) == (("1.2",), Method.STEPS, "B3")
    assert second.terms.steps == (Step(Decimal(1), Decimal(40)), Step(Decimal("0.9"), Decimal(30)))


@pytest.mark.parametrize(("rule", "sheet", "cell", "change"), WRONG, ids=[f"{one[0]} {one[1]}" for one in WRONG])
def test_each_fault_of_a_breakdown_is_found_alone_and_at_its_cell(
    tmp_path: Path, rule: str, sheet: str, cell: str, change: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"indicators": TWO, **change}
    assert told(year(tmp_path, **given)) == [(rule, sheet, cell)]


def test_every_rule_of_the_breakdown_that_has_a_cell_is_among_the_faults_above() -> None:
    elsewhere = {"B01", "B02", "B06", "B07"}  # in the tests below
    of_reported_figures = {"B33"}
    of_a_breakdown = {code for code in CATALOGUE if code.startswith("B")} - of_reported_figures
    assert {one[0] for one in WRONG} | elsewhere == of_a_breakdown


@pytest.mark.parametrize("sheet", ["基本信息", "指标", "填报单位"])
def test_a_missing_sheet_is_named(tmp_path: Path, sheet: str) -> None:
    path = year(tmp_path) / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)
    breakdown, findings = read(path.parent)
    assert breakdown is None
    assert [(one.rule, one.sheet) for one in findings] == [("B01", sheet)]
    assert sheet in findings[0].message


def test_a_missing_column_is_found_alone_and_at_the_labels(tmp_path: Path) -> None:
    folder = year(tmp_path, 豁免="单位 | 编码 | 规则 | 至 | 批准人\n宝丰县 | 1.1 | C31 | 2023-12 | 甲")
    assert told(folder) == [("B02", "豁免", "A1")]


@pytest.mark.parametrize(
    ("label", "typed", "sheet"),
    [
        ("汇总方式", "汇总方法", "指标"),
        ("名称", "单位名称", "填报单位"),
        ("值", "内容", "基本信息"),
        ("自", "从", "目标调整"),
    ],
)
def test_a_missing_column_is_named_with_the_label_that_was_probably_meant(
    tmp_path: Path, label: str, typed: str, sheet: str
) -> None:
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 1500 | 6 | 2023-09"
    path = year(tmp_path, 目标调整=adjusted) / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    next(cell for cell in book[sheet][1] if cell.value == label).value = typed
    book.save(path)
    findings = [one for one in read(path.parent)[1] if one.rule == "B02"]
    assert [(one.sheet, label in one.message) for one in findings] == [(sheet, True)]


@pytest.mark.parametrize(
    ("cell", "unit", "kind"),
    [
        ("1500户", "人", "数量"), ("2.72万人次", "人", "数量"), ("很多", "人", "数量"), (-5, "人", "数量"),
        ("'65%", "人", "数量"),
        (True, "人", "数量"), (1e300, "人", "数量"), ("1500人", "%", "比率"), (-0.1, "%", "比率"),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_read_in_its_unit_is_an_error(tmp_path: Path, cell: Any, unit: str, kind: str) -> None:
    rollup = "合计" if kind == "数量" else "各达标"
    rows: Rows = [["编码", "单位", "类型", "汇总方式", "宝丰县"], ["1.1", unit, kind, rollup, cell]]
    assert told(year(tmp_path, rows)) == [("B06", "指标", "I2")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [(98, "98%"), (Decimal("65.5"), "65.5%"), ("'98", "98%"), (Decimal("1.5"), "1.5%"), ("6500%", "65%")],
)
def test_a_bare_number_above_one_for_a_rate_says_what_was_probably_meant(tmp_path: Path, cell: Any, meant: str) -> None:
    rows: Rows = [["编码", "单位", "类型", "汇总方式", "宝丰县"], ["1.1", "%", "比率", "各达标", cell]]
    _, findings = read(year(tmp_path, rows))
    assert [(one.rule, one.cell, one.expected) for one in findings] == [("B07", "I2", meant)]


def test_a_percent_sign_that_only_decorates_is_no_percentage(tmp_path: Path) -> None:
    path = year(tmp_path, "编码 | 单位 | 类型 | 汇总方式 | 宝丰县\n1.1 | % | 比率 | 各达标 | 98") / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    book["指标"]["I2"].number_format = '0"%"'
    book.save(path)
    assert told(path.parent) == [("B07", "指标", "I2")]


def test_a_city_target_that_cannot_be_read_is_an_error_of_its_own_cell(tmp_path: Path) -> None:
    table = "编码 | 目标 | 宝丰县\n1.1 | 全市都要做到 | 5"
    assert told(year(tmp_path, table)) == [("B06", "指标", "H2")]


def test_a_target_that_is_a_formula_nobody_calculated_is_an_error_and_never_a_blank(tmp_path: Path) -> None:
    path = year(tmp_path, "编码 | 宝丰县 | 郏县\n1.1 | 5 | 6") / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "目标")
    sheet[f"{column}2"] = "=SUM(I2:J2)"
    book.save(path)
    assert told(path.parent) == [("B04", "指标", f"{column}2")]


def test_a_target_that_a_program_has_calculated_counts(tmp_path: Path) -> None:
    breakdown = sound(year(tmp_path, [["编码", "目标", "宝丰县"], ["1.1", "=2+3 -> 5", 5]]))
    assert breakdown.indicators[0].target == Target(Decimal(5), Comparator.AT_LEAST)


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    table = "编码 | 单位 | 方向 | 宝丰县\n1.1 | 人 | 高 | 很多\n1.1 | 人 | | 5\n1.2 | 人 | | 5户"
    assert [one[0] for one in told(year(tmp_path, table))] == ["B04", "B06", "B05", "B06"]


def test_a_breakdown_without_any_row_cannot_be_worked_with(tmp_path: Path) -> None:
    breakdown, findings = read(year(tmp_path, "编码 | 宝丰县"))
    assert breakdown is None
    assert [one.rule for one in findings] == ["B03"]


def test_a_file_that_is_no_workbook_ends_the_job_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "目标分解表.xlsx"
    for content, word in ((b"%PDF-1.4", "PDF"), (b"", "空文件"), (b"PK\x05\x06" + bytes(18), "空")):
        path.write_bytes(content)
        with pytest.raises(JobFault, match=word):
            read_breakdown(path)


# Targets that do not fit together


def messages(folder: Path) -> list[str]:
    return [one.message for one in read(folder)[1]]


def test_targets_that_do_not_add_up_are_named_with_both_sums(tmp_path: Path) -> None:
    table = "编码 | 单位 | 目标 | 宝丰县 | 郏县\n1.1 | 万人 | 15.8万人以上 | 2.72 | 12"
    assert messages(year(tmp_path, table)) == [
        "「1.1 指标1.1」各单位目标合计14.72万人，总目标是15.8万人，相差1.08万人。"
    ]


def test_percentages_that_do_not_add_up_are_named_as_percentages(tmp_path: Path) -> None:
    table = "编码 | 单位 | 目标 | 宝丰县 | 郏县\n1.1 | % | 12% | 5% | 6%"
    (message,) = messages(year(tmp_path, table))
    assert message == "「1.1 指标1.1」各单位目标合计11%，总目标是12%，相差1%。"


def test_targets_are_added_up_as_adjusted(tmp_path: Path) -> None:
    table = "编码 | 目标 | 宝丰县 | 郏县\n1.1 | 12 | 5 | 6"
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | 6 | 2023-07"
    assert told(year(tmp_path, table, 目标调整=adjusted)) == []


@pytest.mark.parametrize(
    "rows",
    [
        "1.1 | 人 | 数量 | 各达标 | 12 | 5 | 6",
        "1.1 | 人 | 数量 | 合计 | | 5 | 6",
        "1.1 | % | 比率 | 各达标 | 95% | 90% | 90%",
    ],
)
def test_only_a_stated_sum_has_to_add_up(tmp_path: Path, rows: str) -> None:
    assert told(year(tmp_path, f"编码 | 单位 | 类型 | 汇总方式 | 目标 | 宝丰县 | 郏县\n{rows}")) == []


def test_a_target_that_cannot_be_read_is_neither_missing_nor_left_out_of_the_sum(tmp_path: Path) -> None:
    table = "编码 | 单位 | 目标 | 宝丰县 | 郏县\n1.1 | 人 | 12 | 5 | {}"
    assert told(year(tmp_path, table.format("很多"))) == [("B06", "指标", "J2")]
    assert told(year(tmp_path / "二", table.format("=I2+2"))) == [("B04", "指标", "J2")]
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 郏县 | {} | {} | 2023-07"
    assert told(year(tmp_path / "三", table.format("7"), 目标调整=adjusted.format("7", "8户"))) == [
        ("B06", "目标调整", "D2")
    ]
    assert told(year(tmp_path / "四", table.format("6"), 目标调整=adjusted.format("6户", "7"))) == [
        ("B06", "目标调整", "C2")
    ]


def test_who_is_asked_without_a_target_is_named_once_an_indicator(tmp_path: Path) -> None:
    table = """
        编码 | 类型 | 单位 | 汇总方式 | 宝丰县 | 郏县 | 叶县
        1.1 | 数量 | 人 | 合计 | | 5 |
        1.2 | 比率 | % | 各达标 | | |
        1.3 | 数量 | 人 | 不汇总 | — | 5 | 统一安排实施
        1.4 | 状态 | | 各达标 | | |
    """
    findings = read(year(tmp_path, table))[1]
    assert [(one.rule, one.severity, one.indicator, one.cell) for one in findings] == [
        ("B34", Severity.NOTE, "1.1", "A2"),
        ("B34", Severity.NOTE, "1.2", "A3"),
    ]
    assert [one.message.partition("：")[0] for one in findings] == [
        "「1.1 指标1.1」没有给宝丰县、叶县定目标",
        "「1.2 指标1.2」没有给任何单位定目标",
    ]


def test_a_target_that_is_set_later_in_the_year_is_one(tmp_path: Path) -> None:
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 郏县 | | 6 | 2023-07"
    assert told(year(tmp_path, "编码 | 宝丰县 | 郏县\n1.1 | 5 |", 目标调整=adjusted)) == []


def test_the_city_target_stands_in_for_a_unit_of_this_level_and_for_no_county(tmp_path: Path) -> None:
    table = "编码 | 汇总方式 | 目标 | 市民政局 | 宝丰县\n1.1 | 市级 | {} | | {}"
    assert messages(year(tmp_path, table.format("5", "3"))) == []
    for place, (city, county, named) in enumerate((("", "3", "市民政局"), ("5", "", "宝丰县"))):
        (message,) = messages(year(tmp_path / str(place), table.format(city, county)))
        assert f"没有给{named}定目标" in message


@pytest.mark.parametrize(
    ("direction", "phrase"),
    [
        ("越高越好", "不超过5%"), ("越高越好", "低于5%"), ("", "5%以内"), ("越低越好", "不低于5%"),
        ("越低越好", "超过5%"), ("越低越好", "5%以上"), ("越低越好", "5%左右"),
    ],
)  # fmt: skip
def test_a_phrase_that_runs_against_the_direction_is_a_query(tmp_path: Path, direction: str, phrase: str) -> None:
    rows = f"1.1 | % | 比率 | 各达标 | {direction} | {phrase} | 5%"
    findings = read(year(tmp_path, f"编码 | 单位 | 类型 | 汇总方式 | 方向 | 宝丰县 | 郏县\n{rows}"))[1]
    assert [(one.rule, one.severity, one.cell, one.value) for one in findings] == [
        ("B35", Severity.QUERY, "J2", phrase)
    ]
    expected = f"「1.1 指标1.1」的方向是{direction or '越高越好'}，给宝丰县的目标却写着“{phrase}”。"
    assert findings[0].message == expected


@pytest.mark.parametrize(
    ("direction", "comparator", "phrase"),
    [
        ("越高越好", "", "不低于5%"), ("越低越好", "", "不超过5%"), ("越低越好", "", "5%"), ("越高越好", "<=", "5%"),
        ("越低越好", ">=", "'5%"), ("越高越好", "", "5—6%"),
    ],
)  # fmt: skip
def test_only_the_phrases_own_word_is_held_against_the_direction(
    tmp_path: Path, direction: str, comparator: str, phrase: str
) -> None:
    rows = f"1.1 | % | 比率 | 各达标 | {direction} | {comparator} | {phrase}"
    assert told(year(tmp_path, f"编码 | 单位 | 类型 | 汇总方式 | 方向 | 比较 | 宝丰县\n{rows}")) == []


def test_cells_that_say_the_same_against_the_direction_are_one_query(tmp_path: Path) -> None:
    rows = "1.1 | 起 | 不汇总 | 不超过9起 | 不超过2起 | 不超过3起 | 不超过2起"
    findings = read(year(tmp_path, f"编码 | 单位 | 汇总方式 | 目标 | 宝丰县 | 郏县 | 叶县\n{rows}"))[1]
    assert [(one.rule, one.cell) for one in findings] == [("B35", "H2"), ("B35", "I2,K2"), ("B35", "J2")]
    assert ["给本级的目标" in findings[0].message, "给宝丰县、叶县的目标" in findings[1].message] == [True, True]


def test_an_adjusted_target_against_the_direction_is_named_in_its_sheet(tmp_path: Path) -> None:
    adjusted = "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰县 | 5 | 不超过4人 | 2023-07"
    assert told(year(tmp_path, TWO, 目标调整=adjusted)) == [("B35", "目标调整", "B2")]


def test_a_relation_names_the_nearest_code(tmp_path: Path) -> None:
    relations = "编号 | 关系式 | 级别\n甲 | [1.1] >= [1.2a] | 强制\n乙 | [1.1] / 0 <= [1.1] | 强制"
    assert messages(year(tmp_path, TWO, 审核关系=relations)) == [
        "审核关系“[1.1] >= [1.2a]”：没有编码“1.2a”（是否为“1.2”？）。",
        "审核关系“[1.1] / 0 <= [1.1]”：有一个除数总是 0，算不出来。",
    ]


def test_own_level_rates_want_exactly_one_unit_of_this_level(tmp_path: Path) -> None:
    table = "编码 | 单位 | 类型 | 汇总方式 | 市人社局 | 市教体局 | 宝丰县\n1.1 | % | 比率 | 市级 | 90% | {} | 80%"
    breakdown = without_errors(year(tmp_path, table.format("—")))
    assert [one.name for one in breakdown.units_counted(breakdown.indicators[0])] == ["市人社局"]
    assert breakdown.indicators[0].rollup is Rollup.OWN_LEVEL
    assert told(year(tmp_path / "二", table.format("90%"))) == [("B10", "指标", "A2")]


def test_kinds_are_read_by_their_words(tmp_path: Path) -> None:
    table = """
        编码 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 宝丰县
        1.1 | 人 | 数量 | 合计 | | | 5
        1.2 | % | 比率 | 加权 | 甲 | 乙 | 98%
        1.3 | 元/月 | 标准 | 各达标 | | | 500
        1.4 | % | 进度 | 平均 | | | 100%
        1.5 | | 状态 | 不汇总 | | |
    """
    kinds = [one.kind for one in sound(year(tmp_path, table)).indicators]
    assert kinds == [Kind.AMOUNT, Kind.RATE, Kind.STANDARD, Kind.PROGRESS, Kind.STATE]
