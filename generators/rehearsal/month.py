"""The synthetic month as plain tables: the breakdown, last month's figures, what each unit sends, a correction.

Region, units and figures are invented. Each submission is of a kind of its own: right and in a zip, faulty, late,
doubled, last month's, a table in Word, none at all; two queries are settled by an explanation.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from model.drafting.tables import DraftTable, Line
from model.labels import (
    BasicColumn,
    CarryOverColumn,
    CorrectionColumn,
    FormColumn,
    IndicatorColumn,
    PeriodColumn,
    RelationColumn,
    Sheet,
    UnitColumn,
)

PERIOD, LAST_PERIOD = "2024-09", "2024-08"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_BASICS = """
地区 | 示例市
年度 | 2024
层级 | 市
发文机关 | 示例市人民政府办公室
机关代字 | 示政办
主送机关 | 各县、区人民政府，市人民政府各部门
上报日 | 25
"""

_UNITS = """
甲县 | 县区
乙县 | 县区
丙县 | 县区
丁区 | 县区
戊区 | 县区
己区 | 县区
庚区 | 县区
市教育局 | 市直
"""

_INDICATORS = """
编码|类别|项目|指标|单位|填报计量|类型|汇总方式|序时|方向|小数位|其中于|分子口径|分母口径|牵头单位|目标|甲县|乙县|丙县|丁区|戊区|己区|庚区|市教育局
1.1|示例实事|技能培训|职业技能培训|万人次||数量|合计|月均||2||||市人力资源局|12万人次|2|1.5|2|2.5|1|1|2|—
1.2|示例实事|技能培训|新增技能人才|人||数量|合计|月均||0||||市人力资源局||800|600|700|900|500|500|600|—
1.3|示例实事|技能培训|高技能人才|人||数量|合计|月均||0|1.2|||市人力资源局||300|200|250|300|150|150|200|—
2.1|示例实事|教育惠民|新建公办幼儿园|所||数量|合计|8月25日100%||0||||市教育局|6|2|—|1|3|—|—|—|—
2.2|示例实事|教育惠民|学校场地开放|||状态|市级|不比||0||||市教育局||—|—|—|—|—|—|—|
3.1|示例实事|基层医疗|公办村卫生室占比|%||比率|加权|不比||1||公办村卫生室（个）|行政村（个）|市卫生健康委|90%以上|90%以上|—|90%以上|90%以上|—|—|90%以上|—
3.2|示例实事|基层医疗|急救平均到达时间|分钟||标准|各达标|不比|越低越好|0||||市卫生健康委|15分钟以内|15分钟以内|—|15分钟以内|15分钟以内|—|—|—|—
4.1|示例实事|安居改造|供水管网改造|%||进度|平均|月均||0||||市住房城乡建设局|100%|100%|—|—|100%|—|—|—|—
4.2|示例实事|安居改造|燃气入户|万户|户|数量|合计|月均||2||||市住房城乡建设局|1万户|0.3|—|0.2|—|—|—|不少于0.5万户|—
5.1|示例实事|安全底线|校园安全事故|起||数量|合计|不比|越低越好|0||||市教育局|5起以内|1起以内|1起以内|1起以内|1起以内|—|—|1起以内|—
"""

_PERIODS = """
2024-09 | 2024-09-25 | 2024-09-25 | 示政办〔2024〕9号 | 2024-10-08 | 2024-10-08
"""
_PERIOD_COLUMNS = (
    PeriodColumn.PERIOD, PeriodColumn.DATA_AS_OF, PeriodColumn.DUE, PeriodColumn.DOCUMENT_NUMBER,
    PeriodColumn.DATED, PeriodColumn.PRINTED,
)  # fmt: skip

_RELATIONS = """
G01 | [1.3] >= 0.3 * [1.2] | 核实 | 高技能人才一般占三成以上
"""

_CARRIED = """
编码 | 甲县 | 乙县 | 丙县 | 丁区 | 戊区 | 己区 | 庚区 | 市教育局
1.1  | 1.4  | 1.2  | 1.55 | 1.8  | 0.7  | 0.6  | 1.3  |
1.2  | 540  | 400  | 470  | 690  | 330  | 320  | 400  |
1.3  | 200  | 140  | 130  | 210  | 90   | 90   | 90   |
2.1  | 1    |      | 1    | 1    |      |      |      |
2.2  |      |      |      |      |      |      |      | 推进中
4.2  | 0.2  |      | 0.13 |      |      |      | 0.3  |
5.1  | 0    | 0    | 0    | 0    |      |      | 0    |
"""
"""上期数.xlsx, in 单位."""

_CORRECTIONS = """
丁区 | 1.2 | 本期累计 | 800 | 820 | 丁区来电，漏报一个批次 | 提供人甲 | 经办人乙 | 2024-09-26
"""


@dataclass(frozen=True)
class Report:
    """What a unit sends: `cells` by code and column, a number or a text, in what the form asks.

    `file` is below 上报/; one in `NAME.zip/` is a member of that zip, one that ends in .docx a table in Word. `changed`
    are issued cells that the unit has overwritten.
    """

    unit: str
    file: str
    filled_on: str
    cells: Mapping[str, Mapping[FormColumn, Decimal | str]]
    period: str = PERIOD
    changed: tuple[tuple[str, FormColumn, Decimal], ...] = ()


def _cells(table: str) -> dict[str, dict[FormColumn, Decimal | str]]:
    """Cells from lines such as `3.1 | 分子 276 | 分母 300`; what has no label is 本期累计."""
    cells: dict[str, dict[FormColumn, Decimal | str]] = {}
    for code, *fields in _rows(table):
        named = (field.partition(" ") if " " in field else (FormColumn.VALUE, "", field) for field in fields)
        cells[code] = {FormColumn(label): _typed(text.strip()) for label, _, text in named}
    return cells


def _typed(text: str) -> Decimal | str:
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _rows(table: str) -> Iterator[list[str]]:
    return ([field.strip() for field in line.split("|")] for line in table.strip().splitlines())


_RIGHT = """
1.1 | 1.62
1.2 | 610
1.3 | 228
2.1 | 2
3.1 | 分子 276 | 分母 300
3.2 | 12
4.1 | 0.8
4.2 | 2400
5.1 | 0
"""
_FAULTY = """
1.1 | 13500
1.2 | 约480人
1.3 | 160
5.1 | 0
"""
_LATE = """
1.1 | 1.5 | 说明 核减重复统计的0.05万人次
1.2 | 525
1.3 | 158
2.1 | 1
3.1 | 分子 88 | 分母 100
3.2 | 15
4.2 | 1500
5.1 | 1
"""
_SUPERSEDED = """
1.1 | 1.9
1.2 | 760
1.3 | 240
2.1 | 2
3.1 | 分子 180 | 分母 200
3.2 | 16
4.1 | 0.5
5.1 | 0
"""
_RENEWED = """
1.1 | 2.05
1.2 | 800
1.3 | 246
2.1 | 2
3.1 | 分子 190 | 分母 200
3.2 | 16
4.1 | 0.6
5.1 | 0
"""
_LAST_MONTHS = """
1.1 | 0.7
1.2 | 330
1.3 | 99
"""
_IN_WORD = """
1.1 | 1.6
1.2 | 450
1.3 | 100 | 说明 今年先办初级工、中级工，高级工十月开考
3.1 | 分子 45 | 分母 50
4.2 | 4000
5.1 | 1
"""
_OWN_LEVELS = """
2.2 | 状态 推进中 | 进展情况 已开放的学校过半
"""

REPORTS = (
    Report("甲县", "甲县.zip/甲县9月.xlsx", "2024-09-20", _cells(_RIGHT)),
    Report("乙县", "乙县.xlsx", "2024-09-23", _cells(_FAULTY), changed=(("1.3", FormColumn.TARGET, Decimal(150)),)),
    Report("丙县", "丙县.xlsx", "2024-09-27", _cells(_LATE)),
    Report("丁区", "丁区.xlsx", "2024-09-18", _cells(_SUPERSEDED)),
    Report("丁区", "丁区（重报）.xlsx", "2024-09-24", _cells(_RENEWED)),
    Report("戊区", "戊区.xlsx", "2024-09-20", _cells(_LAST_MONTHS), period=LAST_PERIOD),
    Report("庚区", "庚区.docx", "2024-09-22", _cells(_IN_WORD)),
    Report("市教育局", "市教育局.xlsx", "2024-09-24", _cells(_OWN_LEVELS)),
)
"""What comes back; 己区 sends nothing."""


def indicators() -> Iterator[tuple[str, str, str]]:
    """编码, 指标 and 单位 of the indicators."""
    labels, *lines = _rows(_INDICATORS)
    at = [labels.index(one) for one in (IndicatorColumn.CODE, IndicatorColumn.NAME, IndicatorColumn.UNIT)]
    return ((line[at[0]], line[at[1]], line[at[2]]) for line in lines)


def breakdown_tables() -> tuple[DraftTable, ...]:
    """The sheets of 目标分解表.xlsx."""
    labels, *lines = _rows(_INDICATORS)
    return (
        _table(Sheet.BASICS, BasicColumn, _rows(_BASICS)),
        _table(Sheet.INDICATORS, labels, lines),
        _table(Sheet.UNITS, (UnitColumn.NAME, UnitColumn.KIND), _rows(_UNITS)),
        _table(Sheet.PERIODS, _PERIOD_COLUMNS, _rows(_PERIODS)),
        _table(Sheet.RELATIONS, RelationColumn, _rows(_RELATIONS)),
    )


def _table(sheet: Sheet, labels: Iterable[str], rows: Iterable[Sequence[str]]) -> DraftTable:
    named = tuple(map(str, labels))
    cells = ({label: text for label, text in zip(named, row, strict=True) if text} for row in rows)
    return DraftTable(sheet, named, tuple(Line("", one) for one in cells))


def carried_rows() -> Iterator[tuple[str, ...]]:
    """The rows of 上期数.xlsx, their labels first."""
    yield tuple(CarryOverColumn)
    (_, *units), *lines = _rows(_CARRIED)
    for code, *figures in lines:
        yield from ((code, unit, figure) for unit, figure in zip(units, figures, strict=True) if figure)


def correction_rows() -> Iterator[tuple[str, ...]]:
    """The rows of 更正.xlsx, their labels first."""
    yield tuple(CorrectionColumn)
    yield from map(tuple, _rows(_CORRECTIONS))
