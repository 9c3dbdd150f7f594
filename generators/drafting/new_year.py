"""目标分解表.xlsx for a new year without papers: how to fill it in, its sheets, and labels for those of later use."""

from collections.abc import Mapping, Sequence
from typing import Any

from generators.drafting.breakdown_sheets import write_breakdown_sheet
from generators.drafting.own_sheets import write_own_sheet
from generators.drafting.record import write_record
from generators.drafting.told import Drafted
from generators.report.table import Columns, write_band, write_labels, write_row
from generators.sheet import Workbook, titled_sheet
from model.drafting.own_sheet import OwnSheet
from model.drafting.tables import DraftTable
from model.labels import (
    AdjustmentColumn,
    DraftColumn,
    ExemptionColumn,
    IndicatorColumn,
    PeriodColumn,
    RelationColumn,
    Sheet,
)

_LATER: Mapping[str, Sequence[str]] = {
    Sheet.PERIODS: tuple(PeriodColumn),
    Sheet.RELATIONS: tuple(RelationColumn),
    Sheet.ADJUSTMENTS: tuple(AdjustmentColumn),
    Sheet.EXEMPTIONS: tuple(ExemptionColumn),
}
"""Sheets that a year comes to need, and their columns."""
_TEXT_COLUMNS = frozenset(
    {
        *(PeriodColumn.PERIOD, PeriodColumn.PREVIOUS, PeriodColumn.DOCUMENT_NUMBER, RelationColumn.NUMBER),
        *(AdjustmentColumn.CODE, AdjustmentColumn.SINCE, ExemptionColumn.CODE, ExemptionColumn.UNTIL),
    }
)
"""Columns whose cells stay texts: 2024-09 typed there must not become a day."""
_DAY_COLUMNS = frozenset({PeriodColumn.DATA_AS_OF, PeriodColumn.DUE, PeriodColumn.DATED, PeriodColumn.PRINTED})
_LATER_WIDTH, _LONG_WIDTH = 14, 40
_LONG_COLUMNS = frozenset({RelationColumn.EXPRESSION, RelationColumn.NOTE, AdjustmentColumn.BASIS, "理由"})


def year_workbook(tables: Sequence[DraftTable], own_sheets: Sequence[OwnSheet], record: Sequence[DraftTable]) -> bytes:
    """The workbook. `own_sheets` come from last year; `record` is what a later draft takes for drafted."""
    workbook, drafted = Workbook(), Drafted(tuple(tables), (), (), ())
    _write_instruction(workbook)
    for table in tables:
        write_breakdown_sheet(workbook, drafted, table)
    for own in own_sheets:
        write_own_sheet(workbook, own)
    present = {own.name for own in own_sheets}
    for name, labels in _LATER.items():
        if name not in present:
            _write_blank(workbook, name, labels)
    if record:
        write_record(workbook, record, ())
    return workbook.finished()


def _write_blank(workbook: Workbook, name: str, labels: Sequence[str]) -> None:
    sheet: Any = workbook.book.add_worksheet(name)
    for column, label in enumerate(labels):
        number_format = "@" if label in _TEXT_COLUMNS else "yyyy-mm-dd" if label in _DAY_COLUMNS else "General"
        width = _LONG_WIDTH if label in _LONG_COLUMNS else _LATER_WIDTH
        sheet.set_column(column, column, width, workbook.look(grid=False, num_format=number_format))
        sheet.write_string(0, column, label, workbook.header())
    sheet.freeze_panes(1, 1)


# How it is filled in

_COLUMNS: Columns = (
    ("列", 14),
    ("填什么", 52),
    ("例一：加起来的数", 26),
    ("例二：比率", 26),
    ("例三：没有数的工作", 26),
)
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    (IndicatorColumn.CODE, "每行一个，不能重复", "1.1", "2.1", "3.1"),
    (IndicatorColumn.CATEGORY, "哪一类实事", "市重点民生实事", "市重点民生实事", "省重点民生实事"),
    (IndicatorColumn.PROJECT, "哪一件实事", "开展职业技能培训", "提升基层医疗服务能力", "学校场地开放"),
    (IndicatorColumn.NAME, "指标名称，一个数一行", "职业技能培训", "公办村卫生室占比", "休息日免费开放"),
    (IndicatorColumn.TASK, "文件原话，可省", "完成职业技能培训12万人次", "公办村卫生室占比达到90%以上", ""),
    (IndicatorColumn.UNIT, "计量单位；比率、进度写 %，状态空着", "万人次", "%", ""),
    (IndicatorColumn.FORM_UNIT, "让基层按什么单位填，可省", "人次", "", ""),
    (IndicatorColumn.KIND, "数量、比率、标准、进度、状态", "数量", "比率", "状态"),
    (IndicatorColumn.ROLLUP, "合计、加权、各达标、市级、平均、不汇总", "合计", "加权", "市级"),
    (IndicatorColumn.SCHEDULE, "月均；节点如 6月30%;10月100%；不比", "月均", "不比", "不比"),
    (IndicatorColumn.DIGITS, "显示几位小数", "2", "1", "0"),
    (IndicatorColumn.NUMERATOR, "比率的分子", "", "公办村卫生室数（个）", ""),
    (IndicatorColumn.DENOMINATOR, "比率的分母", "", "行政村数（个）", ""),
    (IndicatorColumn.LEAD, "牵头单位", "市人力资源和社会保障局", "市卫生健康委", "市教育体育局"),
    (IndicatorColumn.TARGET, "全年的总目标", "12万人次", "90%以上", ""),
    ("甲县", "每个填报单位一列：给它的任务；不给的写“—”", "2.72万人次", "90%以上", "—"),
    ("市教育体育局", "本级单位也是一列：空着是要报、没有数", "—", "—", ""),
)
_RULES = (
    "本表只作说明，各步都不看，写完可以删掉。先写“基本信息”“填报单位”，再一行一个数地写“指标”。",
    "“填报单位”里有几个单位，“指标”的“目标”右边就要有几列，列名和单位名称一字不差。",
    "目标格：空着＝要报数、没有定目标；“—”＝不用报；百分数要带 %，写 98%，不要写 98。",
    "“期次”“审核关系”“目标调整”“豁免”用到再写，怎样写见使用手册第 2、4 节。",
    "写完存盘、关掉，把 目标分解表.xlsx 拖到“制作通报”上检查，没有错误就可以建期次文件夹、下发填报表。",
)


def _write_instruction(workbook: Workbook) -> None:
    sheet = titled_sheet(workbook, DraftColumn.HINT, "目标分解表怎样填", _COLUMNS)
    row = 1
    for rule in _RULES:
        write_band(workbook, sheet, row, _COLUMNS, rule)
        row += 1
    write_labels(workbook, sheet, row, [label for label, _ in _COLUMNS])
    for cells in _ROWS:
        row += 1
        write_row(workbook, sheet, row, _COLUMNS, cells)
