"""The tables that the sample years are written from, and the writer of the office's own workbooks.

A sample year is a module of plain text tables (`pingdingshan.py`, `yexian.py`). This module reads
such tables into cells, says what one unit's report is, and writes a neat 目标分解表.xlsx or 更正.xlsx.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import ceil
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

Sheets = dict[str, list[list[object]]]
"""Sheet name -> rows of cells. Rows above the header are titles."""


class Layout(StrEnum):
    """What a report comes on."""

    FORM = "下发的填报表"
    OWN_SHEET = "自制表"
    WORD_TABLE = "Word表格"
    STAMPED_PAGE = "盖章件"


@dataclass(frozen=True)
class Report:
    """What one unit types into its form, and the file that it sends."""

    unit: str
    file: str
    """The file's name under 上报/, sub-folders included."""
    filled_on: str
    rows: Mapping[str, Mapping[str, object]]
    """Code -> label of a form column -> value, in what the form asks (填报计量 where there is one)."""
    note: str = ""
    """In Chinese, what is special about this file: its fault, its layout."""
    layout: Layout = Layout.FORM
    self_checks: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """What sheet 验收 holds: cell 编码 of the breakdown's 验收标准 and 序号 -> 自查 and 佐证材料 (empty: none)."""


@dataclass(frozen=True)
class Assessment:
    """What the departments answered when a period was assessed, told by what is out of the ordinary.

    A figure that is not in a table is checked as reported and confirmed as checked; a standard is 通过. Figures are in
    what the form asks. `checked_on` is the day on which the workbooks were saved.
    """

    checked_on: str
    checked: Sequence[Sequence[str]]
    """部门, 编码, 填报单位, 初核数, 核减原因."""
    verdicts: Sequence[Sequence[str]]
    """部门, 编码 or 项目, 序号, 填报单位, 结论, 意见."""
    given_scores: Sequence[Sequence[str]]
    """部门, 项目, 填报单位 or 其余, 得分, 理由."""
    confirmed: Sequence[Sequence[str]]
    """认定单位, 编码, 填报单位, 认定数, 核减原因."""
    unanswered: tuple[str, ...] = ()
    """初核单位 that sent nothing back."""


@dataclass(frozen=True)
class SampleYear:
    """A year as an office keeps it: its breakdown, and by period what came back and what stands in 更正.xlsx.

    `assessments` are what the departments answered, `kept_results` the periods whose 结果.json stays, both by period.
    """

    breakdown: Sheets
    reports: Mapping[str, Sequence[Report]]
    corrections: Mapping[str, Sheets] = field(default_factory=dict)
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    kept_results: tuple[str, ...] = ()


def cell(text: str) -> int | Decimal | str | None:
    """The cell that a table means: `12`, `1.05`, `65%` are numbers, blank or `·` is an empty cell."""
    text = text.strip()
    if text in ("", "·"):
        return None
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return Decimal(text)
    if re.fullmatch(r"\d+(\.\d+)?%", text):
        return Decimal(text[:-1]).scaleb(-2)
    return text


def grid(text: str) -> list[list[str]]:
    """The fields of a table whose columns are parted by `|`."""
    return [[field.strip() for field in line.split("|")] for line in text.strip().splitlines()]


def columns(text: str) -> dict[str, dict[str, str]]:
    """Code -> column -> field, of a table whose columns are parted by spaces and named in its first line."""
    header, *lines = (line.split() for line in text.strip().splitlines())
    return {line[0]: dict(zip(header[1:], line[1:], strict=True)) for line in lines}


# --- writing -------------------------------------------------------------------------------------

_FIRST_LABEL = {
    "基本信息": "项",
    "指标": "编码",
    "项目": "类别",
    "填报单位": "名称",
    "期次": "期次",
    "目标调整": "编码",
    "审核关系": "编号",
    "豁免": "单位",
    "验收标准": "编码",
    "评分": "项目",
    "更正": "单位",
    "报送登记": "单位",
}
_TEXT_LABELS = {"编码", "编号", "期次", "上期", "自", "至", "其中于", "联系电话", "文号"}
_WIDTHS = {
    "编码": 8, "类别": 15, "项目": 20, "指标": 22, "任务表述": 28, "单位": 9, "填报计量": 8, "类型": 8,
    "汇总方式": 9, "累计方式": 9, "序时": 14, "方向": 9, "比较": 6, "小数位": 7, "权重": 6, "其中于": 8,
    "指标解释": 32, "分子口径": 24, "分母口径": 24, "牵头单位": 20, "责任单位": 30, "初核单位": 20,
    "认定单位": 12, "目标": 14, "数据说明": 30, "项": 14, "值": 60, "工作任务": 46, "责任人": 11,
    "分管领导": 13, "联系人": 11, "联系电话": 14, "名称": 20, "别名": 40, "排序": 6, "排名组": 10,
    "期次": 10, "数据截止": 12, "上报截止": 12, "文号": 22, "成文日期": 12, "印发日期": 12, "评价": 8,
    "评价权重": 9, "上期": 10, "编号": 8, "关系式": 34, "级别": 8, "说明": 46, "规则": 12, "至": 10,
    "批准人": 11, "理由": 40, "序号": 6, "验收标准": 60, "一票否决": 9, "原目标": 12, "新目标": 12,
    "自": 10, "依据": 40, "分值": 8, "计分办法": 14, "参数": 24,
    "栏": 12, "原值": 12, "更正值": 12, "提供人": 11, "经办人": 11, "日期": 12, "收到日期": 12, "方式": 24,
}  # fmt: skip
_FROZEN = {"指标": 4, "项目": 3}
_FONT = "宋体"
_PAGE_WIDTH = 190
"""Characters that fit side by side on A4 landscape and can still be read."""


def _header_row(name: str, rows: Sequence[Sequence[object]]) -> int:
    wanted = {"编码", _FIRST_LABEL.get(name, "编码")}
    return next((i for i, row in enumerate(rows) if row and wanted & set(map(str, row))), 0)


def _number_format(value: int | float | Decimal, percent: bool) -> str:
    number = Decimal(str(value)).normalize()
    if percent:
        number = number.scaleb(2).normalize()
    exponent = number.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return ("0" if places == 0 else "0." + "0" * places) + ("%" if percent else "")


def _percent_codes(sheets: Sheets) -> set[str]:
    """The codes of 指标 whose targets are fractions."""
    rows = sheets.get("指标", [])
    start = _header_row("指标", rows)
    if len(rows) <= start or "类型" not in rows[start]:
        return set()
    code, kind = rows[start].index("编码"), rows[start].index("类型")
    return {str(row[code]) for row in rows[start + 1 :] if row[kind] in ("比率", "进度")}


def _shown_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _height(row: Sequence[object], widths: Sequence[int]) -> float:
    """Programs other than Excel do not fit a row to its wrapped text by themselves."""
    lines = [ceil(_shown_width(str(value)) / (width - 1)) for value, width in zip(row, widths, strict=False) if value]
    return 4 + 13.5 * max(lines, default=1)


def write_workbook(path: Path, title: str, sheets: Sheets) -> None:
    """Writes a workbook of the office's own (目标分解表, 更正); the same sheets give the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": datetime(2023, 1, 1)})
    base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
    heading = book.add_format({"font_name": _FONT, "font_size": 14, "bold": True, "valign": "vcenter"})
    subtitle = book.add_format({"font_name": _FONT, "font_size": 10, "italic": True, "valign": "vcenter"})
    head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#D9E2F3"})
    formats = {"text": book.add_format({**base, "num_format": "@"}), "plain": book.add_format(base)}
    formats["centred"] = book.add_format({**base, "align": "center"})

    def number_format(code: str) -> Format:
        if code not in formats:
            formats[code] = book.add_format({**base, "align": "center", "num_format": code})
        return formats[code]

    percent_codes = _percent_codes(sheets)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        start = _header_row(name, rows)
        labels = [str(label) for label in rows[start]] if rows else []
        code_at = labels.index("编码") if "编码" in labels else None
        targets_from = labels.index("目标") if "目标" in labels else len(labels)
        widths = [_WIDTHS.get(label, min(12, max(9, _shown_width(label) + 2))) for label in labels]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for i, row in enumerate(rows):
            if i < start:
                sheet.set_row(i, 26 if i == 0 else 18)
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write_string(i, column, str(value), heading if i == 0 else subtitle)
                continue
            if i == start:
                sheet.set_row(i, 32)
                for column, label in enumerate(labels):
                    sheet.write_string(i, column, label, head)
                continue
            sheet.set_row(i, _height(row, widths))
            is_fraction = code_at is not None and str(row[code_at]) in percent_codes
            for column, value in enumerate(row):
                label = labels[column]
                if value is None or value == "":
                    sheet.write_blank(i, column, None, formats["text" if label in _TEXT_LABELS else "plain"])
                elif label in _TEXT_LABELS:
                    sheet.write_string(i, column, str(value), formats["text"])
                elif isinstance(value, date):
                    sheet.write_datetime(
                        i, column, datetime(value.year, value.month, value.day), number_format("yyyy-mm-dd")
                    )
                elif isinstance(value, (int, float, Decimal)):
                    percent = is_fraction and (column >= targets_from or label in ("原目标", "新目标"))
                    sheet.write_number(i, column, float(value), number_format(_number_format(value, percent)))
                else:
                    centred = (column >= targets_from and label not in _WIDTHS) or label == "目标"
                    sheet.write_string(i, column, str(value), formats["centred" if centred else "plain"])
        frozen = _FROZEN.get(name, 1)
        sheet.freeze_panes(start + 1, frozen)
        sheet.set_paper(9)
        sheet.set_landscape()
        # One page wide where that can still be read; what is wider repeats its first columns.
        kept = sum(widths[:frozen])
        if sum(widths) <= 1.3 * _PAGE_WIDTH:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.fit_to_pages(ceil((sum(widths) - kept) / (_PAGE_WIDTH - kept)), 0)
            sheet.repeat_columns(0, frozen - 1)
        sheet.repeat_rows(start)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()
