"""A year with indicators of every kind, and right submissions of its units in several manners.

`the_year` writes the forms, reads them as they come back and checks nothing: the test does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from model.submission import Intake, Reported
from tests.spoiling.sheet import MODIFIED, Sent, SentFile, sheet_of
from tests.tables import Table, issue_and_fill, rows_of, workbook, year
from validators.grid import Opened, Paper
from validators.intake import take_in
from validators.period_folder import PeriodFolder, open_period
from validators.reading import open_file

PERIOD = "2023-09"
UNITS = ("宝丰县", "郏县", "鲁山县", "市教育局")
_INDICATORS = """
    编码 | 项目 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 累计方式 | 方向 | 小数位 | 其中于 | 分子口径 | 分母口径
    1.1 | 技能培训 | 职业技能培训 | 万人次 | | 数量 | 合计 | | | 2 | | |
    1.10 | 技能培训 | 新增技能人才 | 人 | | 数量 | 合计 | | | 0 | | |
    1.2 | 技能培训 | 新增高技能人才 | 人 | | 数量 | 合计 | | | 0 | 1.10 | |
    2.1 | 社会保障 | 参保人数 | 万人 | 人 | 数量 | 合计 | | | 2 | | |
    2.2 | 道路建设 | 农村公路 | 公里 | | 数量 | 合计 | | | 1 | | |
    2.3 | 学校建设 | 新增学位 | 个 | | 数量 | 合计 | | | 0 | | |
    3.1 | 食品安全 | 抽检合格率 | % | | 比率 | 加权 | | | 1 | | 合格批次（批） | 抽检批次（批）
    3.2 | 食品安全 | 网格覆盖率 | % | | 比率 | 各达标 | 时点 | | 1 | | |
    4.1 | 社会保障 | 补助标准 | 元/月/人 | | 标准 | 各达标 | | | 0 | | |
    4.2 | 道路建设 | 改造进度 | % | | 进度 | 平均 | | | 1 | | |
    5.1 | 学校建设 | 平台建设 | | | 状态 | 各达标 | | | | | |
    5.2 | 食品安全 | 投诉件数 | 件 | | 数量 | 合计 | | 越低越好 | 0 | | |
    6.1 | 学校建设 | 市级平台 | 个 | | 数量 | 市级 | | | 0 | | |
"""
_TARGETS = """
    编码 | 宝丰县 | 郏县 | 鲁山县 | 市教育局
    1.1 | 6 | 5 | 4 | 2
    1.10 | 1500 | 不少于1200人 | 900 | —
    1.2 | 600 | 480 | 360 | —
    2.1 | 12.5 | 11.6 | 9.4 | 3.1
    2.2 | 12—15公里 | 18 | 22.5 | —
    2.3 | 2400 | 1800 | 1500 | 5200
    3.1 | 98% | 98% | 98% | 97%
    3.2 | 95%以上 | 95%以上 | 93%以上 | 90%
    4.1 | 560 | 540 | 520 | —
    4.2 | 100% | 100% | 100% | 100%
    5.1 | | | |
    5.2 | 不超过60件 | 50 | 45 | 20
    6.1 | — | — | — | 12
"""
_RELATIONS = """
    编号 | 关系式 | 级别 | 说明
    G1 | [1.10] <= 10000 * [1.1] | 强制 | 人才出自培训
    G2 | [1.1] <= 2 * 目标[1.1] | 强制 |
    G3 | 分母[3.1] >= [2.3] / 2 | 核实 | 抽检覆盖学校
"""
_VALUE, _STATE, _PROGRESS, _PROBLEMS, _WHY = "本期累计", "状态", "进展情况", "存在问题及下步措施", "说明"
_PLAIN: dict[str, dict[str, Any]] = {
    "宝丰县": {
        "1.1": Decimal("5.48"), "1.10": 1236, "1.2": 415, "2.1": 97531, "2.2": Decimal("10.4"), "2.3": 1840,
        "3.1": (1953, 1987), "3.2": "96.5%", "4.1": 564, "4.2": "72.5%", "5.1": "推进中", "5.2": 37,
    },
    "郏县": {
        "1.1": Decimal("3.92"), "1.10": 948, "1.2": 356, "2.1": 85214, "2.2": Decimal("13.7"), "2.3": 1275,
        "3.1": (1465, 1490), "3.2": "95.8%", "4.1": 548, "4.2": "81%", "5.1": "已完成", "5.2": 29,
    },
    "鲁山县": {
        "1.1": Decimal("2.86"), "1.10": 672, "1.2": 248, "2.1": 70463, "2.2": Decimal("16.2"), "2.3": 1139,
        "3.1": (1172, 1194), "3.2": "94.1%", "4.1": 527, "4.2": "64.5%", "5.1": "推进中", "5.2": 31,
    },
    "市教育局": {
        "1.1": Decimal("1.53"), "2.1": 21987, "2.3": 3964, "3.1": (2458, 2531), "3.2": "91.7%", "4.2": "77.5%",
        "5.1": "推进中", "5.2": 13, "6.1": 7,
    },
}  # fmt: skip
_BEFORE: dict[str, dict[str, Any]] = {
    "宝丰县": {
        "1.1": Decimal("4.75"), "1.10": 1087, "1.2": 362, "2.1": Decimal("8.8204"), "2.2": Decimal("8.3"), "2.3": 1520,
        "3.1": "98.1%", "3.2": "96%", "4.1": 560, "4.2": "63%", "5.1": "推进中", "5.2": 31,
    },
    "郏县": {
        "1.1": Decimal("3.41"), "1.10": 861, "1.2": 310, "2.1": Decimal("7.6318"), "2.2": Decimal("11.9"), "2.3": 1106,
        "3.1": "97.9%", "3.2": "95.2%", "4.1": 540, "4.2": "70%", "5.1": "推进中", "5.2": 24,
    },
    "鲁山县": {
        "1.1": Decimal("2.37"), "1.10": 583, "1.2": 213, "2.1": Decimal("6.2255"), "2.2": Decimal("14.1"), "2.3": 985,
        "3.1": "97.8%", "3.2": "93.5%", "4.1": 520, "4.2": "55%", "5.1": "未启动", "5.2": 26,
    },
    "市教育局": {
        "1.1": Decimal("1.31"), "2.1": Decimal("1.8346"), "2.3": 3325, "3.1": "96.9%", "3.2": "91%", "4.2": "69%",
        "5.1": "推进中", "5.2": 11, "6.1": 6,
    },
}  # fmt: skip
Cells = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class RightYear:
    """`sent` are the right submissions by unit and manner, `papers` those that the other units send.

    `right` is what is reported when nothing is spoiled, by unit and manner and then by code.
    """

    period: PeriodFolder
    sent: Mapping[tuple[str, str], Sent]
    right: Mapping[tuple[str, str], Mapping[str, Reported]]
    papers: Mapping[str, Paper]

    def take(self, opened: list[Opened]) -> Intake:
        """What validation makes of papers that are open already."""
        folder = self.period
        return take_in(folder.path, folder.breakdown, folder.period, folder.previous, opened=opened)

    def of_others(self, unit: str) -> list[Opened]:
        return [paper for name, paper in self.papers.items() if name != unit]


def the_year(tmp_path: Path) -> RightYear:
    """Writes the year, the forms filled in right, and reads them once."""
    indicators = [[*row, *targets[1:]] for row, targets in zip(rows_of(_INDICATORS), rows_of(_TARGETS), strict=True)]
    folder = year(tmp_path, indicators, 审核关系=_RELATIONS)
    lines = [[code, unit, value] for unit, own in _BEFORE.items() for code, value in own.items()]
    carried: Table = [["编码", "填报单位", "值"], *lines]
    workbook(folder / PERIOD / "上期数.xlsx", {"上期数": carried})
    period = open_period(folder / PERIOD)
    papers = {
        (unit, manner): _paper(folder, unit, cells)
        for unit in UNITS
        for manner, cells in {"只填数": plain(unit), "写进展": worded(unit), "有说明": explained(unit)}.items()
    }
    sent = {
        key: Sent(key[0], [SentFile(paper.file, [sheet_of(grid) for grid in paper.grids])])
        for key, paper in papers.items()
    }
    taken = RightYear(period, sent, {}, {unit: papers[unit, "只填数"] for unit in UNITS})
    right = {
        (unit, manner): {
            code: one
            for (code, name), one in taken.take([*taken.of_others(unit), papers[unit, manner]]).reported.items()
            if name == unit
        }
        for unit, manner in papers
    }
    return replace(taken, right=right)


def _paper(folder: Path, unit: str, cells: Cells) -> Paper:
    (paper,) = open_file(issue_and_fill(folder, PERIOD, unit, cells), f"上报/{unit}.xlsx")
    assert isinstance(paper, Paper), "a form that was just written can be read"
    return replace(paper, modified=MODIFIED)


# Manners of filling in


def plain(unit: str) -> Cells:
    """Figures and nothing else; percentages as the form's own cells hold them."""
    return {code: _row(code, value) for code, value in _PLAIN[unit].items()}


def _row(code: str, value: Any) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"分子": value[0], "分母": value[1]}
    if isinstance(value, str) and value.endswith("%"):
        return {_VALUE: Decimal(value[:-1]) / 100}
    return {_STATE if code == "5.1" else _VALUE: value}


def worded(unit: str) -> Cells:
    """With sentences that name the figures, and some figures as texts that can be told for certain."""
    rows = plain(unit)
    rows["1.1"][_PROGRESS] = f"截至9月底，累计培训{_PLAIN[unit]['1.1']}万人次，其中企业职工0.6万人次。"
    rows["2.1"][_PROGRESS] = f"共{_PLAIN[unit]['2.1']:,}人参保，本月新增1203人。"
    rows["2.3"] |= {_VALUE: f"{_PLAIN[unit]['2.3']}个", _PROBLEMS: "两所学校征地未完成，10月底前解决。"}
    rows["3.2"][_VALUE] = _PLAIN[unit]["3.2"]
    rows["5.1"][_PROGRESS] = "已按计划推进，平台验收材料齐全。"
    return rows


def explained(unit: str) -> Cells:
    """With a figure below last period's and a relation that does not hold, each with its reason in 说明."""
    rows = plain(unit)
    rows["4.2"] |= {_VALUE: Decimal("0.5"), _WHY: "上期口径有误，已核减。"}
    rows["3.1"] |= {"分子": 295, "分母": 300, _WHY: "三季度起改为季度抽检。"}
    rows["5.2"][_VALUE] = 0
    rows["5.2"][_WHY] = "上期所报为受理件，本期起按办结件计。"
    return rows
