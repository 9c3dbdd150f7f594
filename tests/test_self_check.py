"""自检, recalculated by LibreOffice, and the cells that refuse: both say of a row what the validators say.

Every case is a row of one form, so that one conversion works out hundreds of them.
"""

import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generators.forms import form_workbook
from generators.self_check import PASSED
from model.catalogue import SHORT
from model.finding import Finding, Severity
from model.form import FIRST_ROW, FORM_SHEET, Form, column_number, form_of
from model.labels import FormColumn
from tests.libreoffice import converted, needs_libreoffice
from tests.tables import issue_and_fill, take, workbook, year
from validators.period_folder import open_period

PERIOD, UNIT = "2023-09", "宝丰县"
ASK = "，属实的请写“说明”"
"""What follows the words of a query."""
_SCRATCH_COLUMN = column_number(FormColumn.SELF_CHECK) + 2
"""Where the formula of an input's validation is worked out, one column for each input of a row."""

Cells = Mapping[str, Any]

# Kinds of rows: what the sheet 指标 says of them

AMOUNT = {"类型": "数量", "汇总方式": "合计"}
"""What a kind is where it says nothing else."""
PERSONS = {"单位": "人次", "小数位": 0}
TEN_THOUSANDS = {"单位": "万人次", "小数位": 2}
ASKED_IN_PERSONS = {"单位": "万人", "填报计量": "人", "小数位": 4}
KILOMETRES = {"单位": "公里", "小数位": 1}
STOCK = {"单位": "人", "小数位": 0, "累计方式": "时点"}
FEWER = {"单位": "起", "小数位": 0, "方向": "越低越好"}
DUE_AT_ONCE = {"单位": "所", "小数位": 0, "序时": "8月25日100%"}
STANDARD = {"单位": "元/月", "类型": "标准", "汇总方式": "各达标", "小数位": 0}
RATE = {"单位": "%", "类型": "比率", "汇总方式": "各达标", "小数位": 1}
PROGRESS = {"单位": "%", "类型": "进度", "汇总方式": "平均", "小数位": 1}
PARTS = {
    "单位": "%", "类型": "比率", "汇总方式": "加权", "分子口径": "达标数（个）", "分母口径": "总数（个）", "小数位": 1,
}  # fmt: skip
LENGTHS = {**PARTS, "分子口径": "已建（公里）", "分母口径": "应建（公里）"}
STATE = {"单位": None, "类型": "状态", "汇总方式": "各达标", "小数位": 0}


@dataclass(frozen=True)
class Case:
    """A row: its kind, target, last period's figure and inputs, and the rules that it breaks (自检 tells one of them).

    `code` is given where a relation, a whole or an exemption names the row.
    """

    rules: str
    kind: Cells
    target: Any
    before: Any
    typed: Cells
    code: str = ""


def case(rules: str, kind: Cells, target: Any, before: Any, *, code: str = "", **typed: Any) -> Case:
    return Case(rules, kind, target, before, typed, code)


def parts(over: Any, under: Any) -> dict[str, Any]:
    return {"分子": over, "分母": under}


ROWS = [
    # Reading the cells
    case("R01", PERSONS, 500, None),
    case("R01", PERSONS, 500, None, 本期累计=" "),
    case("", PERSONS, 500, None, 本期累计=0),
    case("R01", PARTS, "95%", None, **parts(None, 100)),
    case("R01", PARTS, "95%", None, **parts(96, None)),
    case("", PARTS, "95%", None, **parts(0, 100)),
    case("R01", STATE, None, None),
    case("C01", PERSONS, 500, None, 本期累计="约300"),
    case("C01", PERSONS, 500, None, 本期累计="—"),
    case("C01", PARTS, "95%", None, **parts("九十六", 100)),
    case("C01", PARTS, "95%", None, **parts(96, "不详")),
    case("C06", PERSONS, 500, None, 本期累计="#DIV/0!"),
    case("C06", PARTS, "95%", None, **parts(96, "#REF!")),
    case("C09", STATE, None, None, 状态="快完了"),
    case("C09", STATE, None, None, 状态=1),
    case("C09", STATE, None, None, 状态="#N/A"),
    *(case("", STATE, None, None, 状态=word) for word in ("未启动", "推进中", "已完成")),
    # A number by itself
    case("C02", KILOMETRES, 12.5, None, 本期累计=-0.1),
    case("", KILOMETRES, 12.5, None, 本期累计=0),
    case("C02", PARTS, "95%", None, **parts(-1, 100)),
    case("C02", PARTS, "95%", None, **parts(96, -100)),
    case("C02", RATE, "95%", None, 本期累计=-0.01),
    case("C03", PERSONS, 500, None, 本期累计=300.5),
    case("C03", PERSONS, 500, None, 本期累计=300.0000001),
    case("", PERSONS, 500, None, 本期累计=300),
    case("C03", TEN_THOUSANDS, 2.72, None, 本期累计=2.72345),
    case("", TEN_THOUSANDS, 2.72, None, 本期累计=2.7234),
    case("", TEN_THOUSANDS, 272.5, None, 本期累计=262.0349),
    case("C03", ASKED_IN_PERSONS, 2.72, None, 本期累计=27233.5),
    case("", ASKED_IN_PERSONS, 2.72, None, 本期累计=27233),
    case("C03", PARTS, "95%", None, **parts(95.5, 100)),
    case("C03", PARTS, "95%", None, **parts(96, 100.5)),
    case("", LENGTHS, "95%", None, **parts(95.5, 100)),
    case("C04", RATE, "95%", None, 本期累计=98),
    case("C04", RATE, "95%", None, 本期累计=10),
    case("C32", RATE, "95%", None, 本期累计=9.99),
    case("C04", PROGRESS, "100%", None, 本期累计=65),
    case("", RATE, "100%", None, 本期累计=0.9996),
    case("C07", PARTS, "95%", None, **parts(96, 0)),
    case("C07", PARTS, "95%", None, **parts(0, 0)),
    case("", PARTS, "95%", None, **parts(1, 1)),
    # Beside the target
    case("C10", TEN_THOUSANDS, 2.72, None, 本期累计=5440),
    case("C31", TEN_THOUSANDS, 2.72, None, 本期累计=5439.9999),
    case("C31", TEN_THOUSANDS, 2.72, None, 本期累计=54.4),
    case("C31", TEN_THOUSANDS, 2.72, None, 本期累计=13.6),
    case("", TEN_THOUSANDS, 2.72, None, 本期累计=13.5999),
    case("C31", KILOMETRES, 0.7, None, 本期累计=14),
    case("", KILOMETRES, 0.7, None, 本期累计=13.9999),
    case("", KILOMETRES, 0.7, None, 本期累计=14, 说明="含上年结转"),
    case("C31", KILOMETRES, 0.7, None, 本期累计=14, 说明="  "),
    case("C31", ASKED_IN_PERSONS, 2.72, None, 本期累计=544000),
    case("C31", ASKED_IN_PERSONS, 2.72, None, 本期累计=136000),
    case("", ASKED_IN_PERSONS, 2.72, None, 本期累计=135999),
    case("C31", FEWER, 5, None, 本期累计=100),
    case("", FEWER, 5, None, 本期累计=99),
    case("", PERSONS, 0, None, 本期累计=100000),
    case("C34", RATE, "95%", None, 本期累计=0.0095),
    case("C34", RATE, "95%", None, 本期累计=0.00475),
    case("", RATE, "95%", None, 本期累计=0.00474),
    case("", RATE, "95%", None, 本期累计=0.0101),
    case("", RATE, "10%", None, 本期累计=0.0051),
    case("C34", RATE, "10%", None, 本期累计=0.005),
    case("", RATE, "95%", None, 本期累计=0),
    case("", PROGRESS, "100%", None, 本期累计=0.006),
    case("C32", RATE, "95%", None, 本期累计=1.0001),
    case("", RATE, "95%", None, 本期累计=1),
    case("C32", PARTS, "95%", None, **parts(101, 100)),
    case("", PARTS, "95%", None, **parts(100, 100)),
    case("C33", PARTS, "70%", None, **parts(6996, 10000)),
    case("C33", PARTS, "70%", None, **parts(1399, 2000)),
    case("", PARTS, "70%", None, **parts(6994, 10000)),
    case("", PARTS, "70%", None, **parts(7, 10)),
    case("C33", RATE, "70%", None, 本期累计=0.6996),
    case("", RATE, "70%", None, 本期累计=0.6994),
    case("", RATE, "70%", None, 本期累计=0.7),
    case("", PARTS, "100%", None, **parts(9996, 10000)),
    case("", RATE, "100%", None, 本期累计=0.9994),
    case("", PROGRESS, "100%", None, 本期累计=0.9994),
    case("C33", PARTS, "超过70%", None, **parts(7004, 10000)),
    case("", PARTS, "超过70%", None, **parts(7006, 10000)),
    case("C33", KILOMETRES, 12.5, None, 本期累计=12.46),
    case("", KILOMETRES, 12.5, None, 本期累计=12.44),
    case("C33", {**KILOMETRES, "方向": "越低越好"}, 12.5, None, 本期累计=12.54),
    # Beside last period
    case("P01", KILOMETRES, 12.5, 8.5, 本期累计=8.4),
    case("", KILOMETRES, 12.5, 8.5, 本期累计=8.5),
    case("", KILOMETRES, 12.5, 8.5, 本期累计=8.4, 说明="核减0.1"),
    case("", STOCK, 500, 300, 本期累计=200),
    case("P01", STANDARD, 500, 600, 本期累计=599),
    case("P01", PARTS, None, 0.666666666667, **parts(6666, 10000)),
    case("", PARTS, None, 0.666666666667, **parts(2, 3)),
    case("P01", ASKED_IN_PERSONS, 2.72, 1.2345, 本期累计=12344),
    case("", ASKED_IN_PERSONS, 2.72, 1.2345, 本期累计=12345),
    case("P02", STATE, None, "已完成", 状态="推进中"),
    case("P02", STATE, None, "推进中", 状态="未启动"),
    case("", STATE, None, "推进中", 状态="推进中"),
    case("", STATE, None, "推进中", 状态="已完成"),
    case("", STATE, None, "已完成", 状态="推进中", 说明="验收未过"),
    case("", {**STATE, "累计方式": "时点"}, None, "已完成", 状态="推进中"),
    case("P03", PERSONS, 60000, 3100, 本期累计=34000),
    case("P03", PERSONS, 60000, 3334, 本期累计=33340),
    case("P03", PERSONS, 60000, 3333, 本期累计=33334),
    case("", PERSONS, 60000, 3333, 本期累计=33333),
    case("", PERSONS, 60000, 3334, 本期累计=33339),
    case("", PERSONS, 60000, 0, 本期累计=60000),
    case("", DUE_AT_ONCE, 20, 1, 本期累计=20),
    case("C10", TEN_THOUSANDS, None, 2.5, 本期累计=5000),
    case("", TEN_THOUSANDS, None, 2.5, 本期累计=4999.9999),
    case("C39", PERSONS, 60000, 40000, 本期累计=20),
    case("C39", PERSONS, 60000, 48000, 本期累计=5),
    case("P01", PERSONS, 60000, 40000, 本期累计=21),
    case("P01", PERSONS, 60000, 40000, 本期累计=3),
    case("C39", PERSONS, 60000, 40000, 本期累计=4),
    case("C34", PROGRESS, "100%", 0.6, 本期累计=0.0061),
    case("P01", PROGRESS, "100%", 0.6, 本期累计=0.5),
    # State and words
    case("C37", STATE, None, None, 状态="已完成", 进展情况="该项工作尚未启动"),
    case("", STATE, None, None, 状态="已完成", 进展情况="已验收"),
    case("C37", STATE, None, None, 状态="推进中", 进展情况="因选址未开工"),
    case("", STATE, None, None, 状态="推进中", 进展情况="尚未完成"),
    case("C37", STATE, None, None, 状态="未启动", 进展情况="已开工建设"),
    case("", STATE, None, None, 状态="未启动", 进展情况="方案已全部完成，尚未启动"),
    case("", STATE, None, None, 状态="未启动", 进展情况="已开工建设", 说明="另一处"),
]
"""Each rule that a form can hold at its boundary, on both sides of it."""


# Rows beside each other


def pair(
    rules: tuple[str, str], whole: Cells, part: Cells, values: tuple[Any, Any], code: str, **words: Any
) -> list[Case]:
    """A whole and, 其中于 it, a part, with their figures."""
    kind = {**part, "其中于": code}
    return [
        case(rules[0], whole, 90000, None, code=code, 本期累计=values[0]),
        case(rules[1], kind, 90000, None, code=f"{code}a", 本期累计=values[1], **words),
    ]


BOTH = ("X01", "X01")
PARTS_OF_WHOLES = [
    *pair(("", ""), PERSONS, PERSONS, (300, 300), "甲1"),
    *pair(BOTH, PERSONS, PERSONS, (300, 301), "甲2"),
    *pair(BOTH, PERSONS, PERSONS, (300, 301), "甲3", 说明="一个错误不因说明而了结"),
    *pair(("", ""), TEN_THOUSANDS, PERSONS, (1.2345, 12345), "甲4"),
    *pair(BOTH, TEN_THOUSANDS, PERSONS, (1.2345, 12346), "甲5"),
    *pair(("", ""), ASKED_IN_PERSONS, {**TEN_THOUSANDS, "单位": "万人"}, (12345, 1.2345), "甲6"),
    *pair(BOTH, ASKED_IN_PERSONS, {**TEN_THOUSANDS, "单位": "万人"}, (12345, 1.2346), "甲7"),
    *pair(("R01", ""), TEN_THOUSANDS, PERSONS, (None, 12345), "甲8"),
    *pair(("C01", ""), TEN_THOUSANDS, PERSONS, ("不详", 12345), "甲9"),
    *pair(("C06", ""), TEN_THOUSANDS, PERSONS, ("#N/A", 12345), "甲10"),
    *pair(("", "C01"), PERSONS, TEN_THOUSANDS | {"单位": "万人次"}, (300, "约2"), "甲11"),
    *pair(("", "C06"), PERSONS, TEN_THOUSANDS | {"单位": "万人次"}, (300, "#VALUE!"), "甲12"),
]


@dataclass(frozen=True)
class Related:
    """A relation, the rows that it compares, and whether it holds of them."""

    number: str
    text: str
    level: str
    rows: Sequence[Case]


def related(number: str, text: str, level: str, holds: bool, **rows: tuple[Cells, Any, Any, Cells]) -> Related:
    said = "" if holds else number
    return Related(number, text, level, [Case(said, *row, code=code) for code, row in rows.items()])


def figure(
    value: Any, kind: Cells = PERSONS, target: Any = 500, before: Any = None, **words: Any
) -> tuple[Cells, Any, Any, Cells]:
    return kind, target, before, {"本期累计": value, **words}


def rate(over: Any, under: Any) -> tuple[Cells, Any, Any, Cells]:
    return PARTS, "50%", None, parts(over, under)


RELATED = [
    related("除1", "[a1] / [a2] <= 0.5", "强制", True, a1=figure(50), a2=figure(100)),
    related("除2", "[b1] / [b2] <= 0.5", "强制", False, b1=figure(51), b2=figure(100)),
    related("除3", "[c1] / [c2] <= 0.5", "强制", True, c1=figure(51), c2=figure(0)),
    related("除4", "1 / [c3] = [c4]", "强制", False, c3=figure(3), c4=figure(0.333333, KILOMETRES)),
    related("比1", "[d1] >= 50% * [d2]", "强制", True, d1=figure(50), d2=figure(100)),
    related("比2", "[e1] >= 50% * [e2]", "强制", False, e1=figure(49), e2=figure(100)),
    related("上1", "[f1] >= 0.5 * 上期[f1]", "核实", True, f1=figure(50, STOCK, 500, 100)),
    related("上2", "[g1] >= 0.5 * 上期[g1]", "核实", False, g1=figure(49, STOCK, 500, 100)),
    related("上3", "[h1] >= 0.5 * 上期[h1]", "核实", True, h1=figure(49, STOCK, 500, 100, 说明="已核减")),
    related("上4", "[h2] >= 0.5 * 上期[h2]", "强制", True, h2=figure(49, STOCK)),
    related("目1", "[i1] <= 2 * 目标[i1]", "强制", True, i1=figure(20, PERSONS, 10)),
    related("目2", "[j1] <= 2 * 目标[j1]", "强制", False, j1=figure(21, PERSONS, 10)),
    related("目4", "[j3] <= 目标[j3]", "强制", True, j3=figure(27200, ASKED_IN_PERSONS, 2.72)),
    related("目5", "[j4] <= 目标[j4]", "强制", False, j4=figure(27201, ASKED_IN_PERSONS, 2.72)),
    related("母1", "分母[k1] = 分母[k2]", "强制", True, k1=rate(60, 100), k2=rate(70, 100)),
    related("母2", "分母[l1] = 分母[l2]", "强制", False, l1=rate(60, 100), l2=rate(70, 101)),
    related("子1", "分子[m1] <= 分子[m2]", "核实", True, m1=rate(60, 100), m2=rate(60, 90)),
    related("子2", "分子[n1] <= 分子[n2]", "核实", False, n1=rate(61, 100), n2=rate(60, 90)),
    related("率1", "[o1] = [o2]", "强制", True, o1=rate(2, 3), o2=rate(200, 300)),
    related("率2", "[p1] >= 95%", "强制", False, p1=rate(949, 1000)),
    related("率3", "[p2] >= 95%", "强制", True, p2=rate(95, 100)),
    related(
        "量1", "[q1] = [q2]", "强制", True, q1=figure(12345, ASKED_IN_PERSONS, 2), q2=figure(1.2345, TEN_THOUSANDS)
    ),
    related(
        "量2", "[r1] = [r2]", "强制", False, r1=figure(12345, ASKED_IN_PERSONS, 2), r2=figure(1.2344, TEN_THOUSANDS)
    ),
    related("和1", "[s1] + [s2] = [s3]", "强制", True, **{f"s{n}": figure(n / 10, KILOMETRES, 2) for n in (1, 2, 3)}),
    related(
        "和2", "-([t1] - 2 * [t2]) > 0.3", "强制", False, **{f"t{n}": figure(n / 10, KILOMETRES, 2) for n in (1, 2)}
    ),
    related("明1", "[u1] < [u2]", "核实", True, u1=figure(300), u2=figure(300, 说明="口径不同")),
    related("明2", "[v1] < [v2]", "强制", False, v1=figure(300), v2=figure(300, 说明="口径不同")),
]
"""Relations of every operand and sign: at their boundary, just beyond it, explained, without a value."""
NOT_JUDGED = [
    Related("缺1", "[w1] < [w2]", "强制", [
        case("", PERSONS, 500, None, code="w1", 本期累计=5), case("R01", PERSONS, 500, None, code="w2"),
    ]),
    Related("缺2", "[x1] < [x2]", "强制", [
        case("", PERSONS, 500, None, code="x1", 本期累计=5),
        case("C06", PERSONS, 500, None, code="x2", 本期累计="#N/A"),
    ]),
]  # fmt: skip
"""Relations of which an operand has no value."""

# Exempted

LET_OFF = {
    "C31": case("", PERSONS, 500, None, 本期累计=10000), "C10": case("", TEN_THOUSANDS, 2.72, None, 本期累计=27200),
    "P01": case("", PERSONS, 500, 300, 本期累计=299), "C32": case("", RATE, "95%", None, 本期累计=1.2),
    "C03": case("", PERSONS, 500, None, 本期累计=300.5), "R01": case("", KILOMETRES, 500, 300),
    "C01": case("", TEN_THOUSANDS, 500, 300, 本期累计="不详"), "C07": case("", PARTS, "95%", 0.9, **parts(96, 0)),
    "C02": case("", PERSONS, 500, None, 本期累计=-1.5),
    "C37": case("", STATE, None, None, 状态="已完成", 进展情况="未启动"),
    "P02": case("", STATE, None, "已完成", 状态="推进中"), "C33": case("", PARTS, "70%", None, **parts(6996, 10000)),
    "C34": case("", RATE, "95%", None, 本期累计=0.0095), "C39": case("", PERSONS, 60000, 40000, 本期累计=4),
    "P03": case("", PERSONS, 60000, 3100, 本期累计=34000), "": case("", PERSONS, 500, 300, 本期累计=-3),
    "C04": case("C32", RATE, "95%", None, 本期累计=98), "C06": case("", PERSONS, 500, 300, 本期累计="#N/A"),
    "C09": case("", STATE, None, None, 状态="快完了"),
}  # fmt: skip
"""Rows with a fault that the office lets the unit off, by the rule; a blank is every rule."""
STILL_FOUND = [
    ("C33", case("C32", RATE, "95%", None, 本期累计=1.2)),
    ("C31", case("C10", TEN_THOUSANDS, 2.72, None, 本期累计=27200)),
    ("P01", case("C02", PERSONS, 500, 300, 本期累计=-3)),
]
"""An exemption of another rule than the one that is broken lets nobody off."""
TOGETHER = [
    ("X01", case("", {**PERSONS, "其中于": "全"}, 500, None, code="部分", 本期累计=301)),
    ("C31", case("", PERSONS, 500, None, code="全", 本期累计=300)),
    ("关系", case("", PERSONS, 500, None, code="左", 本期累计=301)),
    ("C31", case("", PERSONS, 500, None, code="右", 本期累计=300)),
]
"""An exemption of one row settles what is wrong with it and another together."""


# Known differences

KNOWN = [
    # A formula cannot read texts: the validators take them for numbers, with a note.
    (case("", PERSONS, 5000, None, code="千分位", 本期累计="1,234"), "“本期累计”不是数"),
    (case("", PERSONS, 500, None, code="全角", 本期累计="３００"), "“本期累计”不是数"),
    (case("", PERSONS, 500, None, code="带单位", 本期累计="300人次"), "“本期累计”不是数"),
    (case("", STATE, None, None, code="全角空格", 状态="推进中　"), "“状态”请从下拉框中选"),
    # A row is held against another that is itself in error; the validators wait until that one is mended.
    (case("C02", PERSONS, 500, None, code="全", 本期累计=-1), "“本期累计”是负数"),
    (case("", {**PERSONS, "其中于": "全"}, 500, None, code="部分", 本期累计=3), "大于它所在的 全"),
]
"""Where 自检 says otherwise than the validators, and what it says."""


@dataclass(frozen=True)
class Sheet:
    """A form to be tried: its cases and what else its breakdown says."""

    name: str
    cases: Sequence[Case]
    sheets: Mapping[str, Any]

    @property
    def by_code(self) -> dict[str, Case]:
        return {one.code or str(index): one for index, one in enumerate(self.cases, start=1)}


def exempted() -> Sheet:
    lines = [*LET_OFF.items(), *STILL_FOUND, *TOGETHER]
    rows = [[one.code or str(place), rule] for place, (rule, one) in enumerate(lines, start=1)]
    signed = [["单位", "编码", "规则", "至", "批准人", "理由"], *([UNIT, *row, "", "某", "已核"] for row in rows)]
    relation = "编号 | 关系式 | 级别\n关系 | [左] <= [右] | 强制"
    return Sheet("豁免", [one for _, one in lines], {"豁免": signed, "审核关系": relation})


def relations() -> Sheet:
    every = [*RELATED, *NOT_JUDGED]
    table = [["编号", "关系式", "级别", "说明"], *([one.number, one.text, one.level, ""] for one in every)]
    return Sheet("关系", [row for one in every for row in one.rows], {"审核关系": table})


# Rows at random around the limits

SEED = 20230925
FACTORS = [
    *map(Decimal, ("0", "0.00005", "0.0001", "0.005", "0.01", "0.05", "0.5", "0.9996", "1", "1.0004", "10")),
    *(Decimal(one) for one in (20, 2000) for _ in range(3)),
]  # fmt: skip
AMOUNTS = (PERSONS, TEN_THOUSANDS, ASKED_IN_PERSONS, KILOMETRES, STOCK, FEWER, STANDARD)
KINDS = (*AMOUNTS, RATE, PROGRESS, PARTS, LENGTHS, STATE)
SHARES, WHOLES, BROKEN = ([*map(Decimal, one.split())] for one in ("0.7 0.95 0.065 1 0.333", "500 60000 3", "2.72 0.7"))


def random_case(dice: random.Random) -> Case:
    """A row whose figure lies at, or a hair from, a multiple of its target or of last period's figure."""
    kind = dice.choice(KINDS)
    words = {"说明": dice.choice(["", "", "", "", "情况属实"])}
    if kind is STATE:
        states = ["未启动", "推进中", "已完成", "完成", None]
        words["进展情况"] = dice.choice(["", "尚未启动", "已开工", "未完成"])
        return case("", kind, None, dice.choice([None, *states[:3]]), 状态=dice.choice(states), **words)
    bases = SHARES if kind["单位"] == "%" else BROKEN if kind["小数位"] else WHOLES
    target, before = dice.choice([None, *bases]), dice.choice([None, *bases])
    base = dice.choice([target, before]) or bases[0]
    if kind.get("分母口径"):
        under = Decimal(dice.choice(["0", "1", "3", "100", "2000", "10000", "99.5"]))
        typed = {"分子": near(dice, under * base, 4), "分母": under}
    else:
        scale = 10000 if kind is ASKED_IN_PERSONS else 1
        typed = {"本期累计": near(dice, base * scale * dice.choice(FACTORS), 4 if bases is SHARES else 2)}
    return case("", kind, target, before, **{label: odd(dice, one) for label, one in typed.items()}, **words)


def near(dice: random.Random, number: Decimal, digits: int) -> Decimal:
    """`number`, or one that lies a few units of its last digits away, seldom below zero."""
    step = Decimal(1).scaleb(-dice.choice([0, digits, digits + 2]))
    return round(number, digits + 2) + step * dice.choice([-1, 0, 0, 0, 0, 1])


def odd(dice: random.Random, number: Decimal) -> Any:
    """The number, now and then a blank or what is none."""
    return dice.choices([number, None, "约", "#N/A", round(number)], [80, 3, 2, 2, 13])[0]


def random_sheet(number: int) -> Sheet:
    """Rows at random; every tenth is part of the one before it, in the same unit."""
    dice = random.Random(SEED + number)
    cases = [random_case(dice) for _ in range(140)]
    for place in range(9, len(cases), 10):
        whole = case("", PERSONS, 500, None, code=f"全{place}", 本期累计=odd(dice, near(dice, Decimal(300), 0)))
        part = case("", {**PERSONS, "其中于": whole.code}, 500, None, 本期累计=odd(dice, near(dice, Decimal(300), 0)))
        cases[place - 1 : place + 1] = [whole, part]
    return Sheet(f"随机{number}", cases, {})


RANDOM = [random_sheet(number) for number in range(3)]
SHEETS = [
    Sheet("各条", ROWS, {}), Sheet("其中", PARTS_OF_WHOLES, {}), relations(), exempted(),
    Sheet("已知", [one for one, _ in KNOWN], {}), *RANDOM,
]  # fmt: skip


# Trying them


@dataclass(frozen=True)
class Outcome:
    """What became of one form: its rows' 自检 as stored and as recalculated, what the inputs take, what was found."""

    form: Form
    cases: Mapping[str, Case]
    stored: Mapping[str, Any]
    recalculated: Mapping[str, Any]
    takes: Mapping[tuple[str, FormColumn], bool]
    findings: Sequence[Finding]

    def found(self, code: str) -> list[Finding]:
        """What the validators hold a row back for, of the rules that a formula can hold."""
        rules = {*SHORT, *(one.number for one in self.form.relations)}
        return [one for one in self.findings if one.holds and code in one.codes and one.rule in rules]


def tried(sheets: Sequence[Sheet], folder: Path) -> dict[str, Outcome]:
    """Each sheet issued, filled in, validated and worked out by LibreOffice, all in one call of it."""
    years = {one.name: _year_of(one, folder / one.name) for one in sheets}
    files = [_with_refusals(_county_file(one, years[one.name]), folder / f"{one.name}.xlsx") for one in sheets]
    made = converted(files, folder, "xlsx:Calc MS Excel 2007 XML")
    return {one.name: _outcome(one, years[one.name], made[one.name]) for one in sheets}


def _year_of(sheet: Sheet, folder: Path) -> Path:
    kinds = {code: {**AMOUNT, **one.kind} for code, one in sheet.by_code.items()}
    labels = list(dict.fromkeys(label for kind in kinds.values() for label in kind))
    cases = sheet.by_code.items()
    rows = [[code, *(kinds[code].get(label) for label in labels), one.target] for code, one in cases]
    made = year(folder, [["编码", *labels, UNIT], *rows], **sheet.sheets)
    before = [[code, UNIT, one.before] for code, one in cases if one.before is not None]
    workbook(made / PERIOD / "上期数.xlsx", {"上期数": [["编码", "填报单位", "值"], *before]})
    return made


def _county_file(sheet: Sheet, folder: Path) -> Path:
    return issue_and_fill(folder, PERIOD, UNIT, {code: one.typed for code, one in sheet.by_code.items()})


def _with_refusals(path: Path, target: Path) -> Path:
    """A copy in which the formula of each input's validation stands in a cell of its own, to be worked out like any."""
    book = openpyxl.load_workbook(path)
    sheet = book[FORM_SHEET]
    for one in sheet.data_validations.dataValidation:
        if one.type == "custom":
            (area,) = one.sqref.ranges
            sheet.cell(area.min_row, _SCRATCH_COLUMN + area.min_col).value = f"={one.formula1}"
    book.save(target)
    return target


def _outcome(sheet: Sheet, folder: Path, path: Path) -> Outcome:
    opened = open_period(folder / PERIOD)
    form = form_of(opened.breakdown, UNIT, opened.period, opened.previous)
    places = {one.indicator.code: FIRST_ROW + index for index, one in enumerate(form.rows)}
    worked_out = openpyxl.load_workbook(path, data_only=True)[FORM_SHEET]
    takes = {
        (code, column): value is True
        for code, row in places.items()
        for column in (FormColumn.VALUE, FormColumn.NUMERATOR, FormColumn.DENOMINATOR)
        if (value := worked_out.cell(row, _SCRATCH_COLUMN + column_number(column)).value) is not None
    }
    said = {code: worked_out.cell(row, column_number(FormColumn.SELF_CHECK)).value for code, row in places.items()}
    stored = _stored(form, sheet, places)
    return Outcome(form, sheet.by_code, stored, said, takes, take(folder, PERIOD).findings)


def _stored(form: Form, sheet: Sheet, places: Mapping[str, int]) -> dict[str, Any]:
    """What the form itself stores as 自检 where it is written with these inputs."""
    filled = {code: dict(_as_read(one.typed)) for code, one in sheet.by_code.items()}
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form, filled)), data_only=True)
    column = column_number(FormColumn.SELF_CHECK)
    return {code: book[FORM_SHEET].cell(row, column).value for code, row in places.items()}


def _as_read(typed: Cells) -> Iterator[tuple[FormColumn, Decimal | str]]:
    for label, content in typed.items():
        if content is not None and str(content).strip():
            yield FormColumn(label), content if isinstance(content, str) else Decimal(str(content))


# What must agree


def speaks_of(said: str, one: Finding) -> bool:
    """Whether 自检 says in a few words what `one` found; of a relation its 编号, of a query how to settle it."""
    is_query = one.severity is Severity.QUERY
    sentence = SHORT.get(one.rule) or SHORT["X03" if is_query else "X02"].replace("{number}", one.rule)
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(sentence)) + (ASK if is_query else "")
    return re.fullmatch(pattern, said) is not None


def is_beside_a_fault(outcome: Outcome, code: str, said: str) -> bool:
    """Whether 自检 holds a row against another that is itself in error, which is known."""
    if not said.startswith(("大于它所在的", "不符合审核关系")):
        return False
    groups = [{row.indicator.code, row.indicator.part_of} for row in outcome.form.rows]
    groups += [set(relation.codes) for relation in outcome.form.relations]
    others = set().union(*(one for one in groups if code in one))
    return any(one.severity is Severity.ERROR for other in others - {code} for one in outcome.found(other))


def disagreements(outcome: Outcome) -> list[str]:
    """Rows of which 自检 and the validators do not say the same."""
    told = []
    for code, said in outcome.recalculated.items():
        found = outcome.found(code)
        is_same = any(speaks_of(said, one) for one in found) if found else said == PASSED
        if not is_same and not is_beside_a_fault(outcome, code, said):
            told.append(f"{code} {outcome.cases[code]}: {said} / {[one.rule for one in found]}")
    return told


def unlike_stored(outcome: Outcome) -> list[str]:
    """Rows of which the form stores another 自检 than LibreOffice works out; an error value is no input of a form."""
    return [
        f"{code} {one}: stored {outcome.stored[code]} / {outcome.recalculated[code]}"
        for code, one in outcome.cases.items()
        if outcome.stored[code] != outcome.recalculated[code] and not has_error_value(one)
    ]


def has_error_value(one: Case) -> bool:
    return any(str(content).startswith("#") for content in one.typed.values())


BY_ITSELF = {"C02", "C03", "C04", "C07", "C10"}
"""Errors of a row by itself, whatever else the form says."""


def refusals_that_differ(outcome: Outcome) -> list[str]:
    """Inputs that take what the validators call an error of the row by itself, or refuse what they accept."""
    told = []
    for (code, column), is_taken in outcome.takes.items():
        content = outcome.cases[code].typed.get(column)
        if content is None or str(content).strip() == "":
            continue
        faults = [one.rule for one in outcome.found(code) if one.rule in BY_ITSELF and column in (one.column or "")]
        is_number = not isinstance(content, str)
        if is_taken is not (is_number and not faults):
            told.append(f"{code}{column} {outcome.cases[code]}: {is_taken} / {faults}")
    return told


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return tried(SHEETS, tmp_path_factory.mktemp("self_check"))


pytestmark = [needs_libreoffice, pytest.mark.slow]
NAMES = [one.name for one in SHEETS if one.name != "已知"]


@pytest.mark.parametrize("name", [one for one in NAMES if not one.startswith("随机")])
def test_each_row_breaks_just_the_rule_that_it_is_there_for(outcomes, name):
    outcome = outcomes[name]
    wrong = {
        code: (one, [found.rule for found in outcome.found(code)])
        for code, one in outcome.cases.items()
        if set(filter(None, [one.rules])) != {found.rule for found in outcome.found(code)}
    }
    assert wrong == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_self_check_says_what_the_validators_say(outcomes, name):
    assert disagreements(outcomes[name]) == []


@pytest.mark.parametrize("name", [one.name for one in SHEETS])
def test_the_form_stores_what_its_formula_works_out(outcomes, name):
    assert unlike_stored(outcomes[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_keyboard_refuses_what_the_validators_call_an_error_and_nothing_else(outcomes, name):
    assert set(outcomes[name].takes.values()) == {True, False}
    assert refusals_that_differ(outcomes[name]) == []


def test_the_cases_break_every_rule_that_a_form_can_hold():
    broken = {one.rules for one in (*ROWS, *PARTS_OF_WHOLES)} - {""}
    levels = {one.level for one in RELATED for row in one.rows if row.rules}
    assert broken | {{"强制": "X02", "核实": "X03"}[level] for level in levels} == set(SHORT)


def test_the_random_rows_break_many_rules_and_leave_many_rows_right(outcomes):
    found = [{one.rule for one in outcomes[sheet.name].found(code)} for sheet in RANDOM for code in sheet.by_code]
    assert len(found) >= 400
    assert sum(not rules for rules in found) > 80
    assert set().union(*found) >= {
        "R01",
        "C01",
        "C02",
        "C03",
        "C06",
        "C07",
        "C09",
        "C10",
        "C31",
        "C32",
        "C33",
        "P01",
        "X01",
    }


@pytest.mark.parametrize(("known", "words"), KNOWN, ids=[one.code for one, _ in KNOWN])
def test_where_a_formula_cannot_tell_what_the_validators_can_is_known(outcomes, known, words):
    outcome = outcomes["已知"]
    assert [one.rule for one in outcome.found(known.code)] == ([known.rules] if known.rules else [])
    assert outcome.recalculated[known.code] == words
