"""Workbooks written as tables inside the test, so that a reader of the test sees the sheet.

A text table has one row a line, its cells parted by `|`:

    编码 | 指标     | 单位 | 宝丰县 | 郏县
    1.1  | 培训人数 | 人   | 1500   | 不少于800人
    1.10 | 覆盖率   | %    | 98%    | —

`1500` and `2.72` become numbers, `98%` becomes 0.98 shown with %, `=A1*2` a formula that no program has calculated,
`=A1*2 -> 12` one with 12 stored, a leading `'` keeps a text a text, all else is text and nothing is an empty cell.
What stands below a label of `TEXT_LABELS` (编码, 期次 …) stays text, as a neat breakdown has it. A sheet may also be
given as rows of Python values, which are written as what they are (dates, bools, Decimals, None).

    folder = year(tmp_path, "编码 | 单位 | 宝丰县\\n1.1 | 人 | 1500")
    issue_and_fill(folder, "2023-09", "宝丰县", {"1.1": {"本期累计": 1200}})
    assert rules(take(folder, "2023-09")) == []
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from generators.forms import form_workbook
from model.form import FIRST_HEAD_ROW, FIRST_ROW, FORM_SHEET, HEAD_COLUMNS, HEAD_ROWS, Form, column_number, form_of
from model.labels import FormColumn, FormHead, IndicatorColumn
from model.submission import Intake
from validators.intake import take_in
from validators.period_folder import open_period

Rows = Sequence[Sequence[Any]]
Table = str | Rows

TEXT_LABELS = frozenset({"编码", "编号", "期次", "上期", "自", "至", "其中于", "序号", "规则"})

BASICS = {"地区": "平顶山市", "年度": "2023", "层级": "市", "发文机关": "平顶山市发展和改革委员会", "上报日": "25"}
INDICATORS = """
    编码 | 类别 | 项目 | 指标 | 单位 | 类型 | 汇总方式 | 目标 | 宝丰县 | 郏县
    1.1 | 省重点民生实事 | 技能培训 | 培训人数 | 人 | 数量 | 合计 | | 1500 | 800
    1.2 | 省重点民生实事 | 技能培训 | 新增技能人才 | 人 | 数量 | 合计 | | 900 | 500
"""
_INDICATOR_DEFAULTS = {
    "类别": "市民生实事", "项目": "项目一", "指标": "指标", "单位": "人", "类型": "数量", "汇总方式": "合计",
    "目标": None,
}  # fmt: skip
"""What an indicator is where the table has no such column; 指标 gets its code behind it."""


def rows_of(table: Table) -> list[list[Any]]:
    """The cells of a table: what a text means is told here, but for formulas and percentages (see `workbook`)."""
    if not isinstance(table, str):
        return [list(row) for row in table]
    rows: list[list[Any]] = []
    text_columns: set[int] = set()
    for line in filter(None, map(str.strip, table.splitlines())):
        fields = [field.strip() for field in line.split("|")]
        rows.append([_cell(field, column in text_columns) for column, field in enumerate(fields)])
        text_columns |= {column for column, field in enumerate(fields) if field in TEXT_LABELS}
    return rows


def _cell(field: str, is_text: bool) -> Any:
    is_number = not is_text and re.fullmatch(r"-?\d+(\.\d+)?", field)
    return Decimal(field) if is_number else field or None


def workbook(path: Path, sheets: Mapping[str, Table], modified: datetime = datetime(2023, 9, 20, 9)) -> Path:
    """Writes `sheets` as an .xlsx (folders are made) and returns `path`; `modified` is what the file says of itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "in_memory": True})
    book.set_properties({"created": modified})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows_of(table)):
            for column, content in enumerate(cells):
                _write(book, sheet, row, column, content)
    book.close()
    return path


def _write(book: Any, sheet: Any, row: int, column: int, content: Any) -> None:
    match content:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, content)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(content))
        case date():
            moment = datetime(content.year, content.month, content.day)
            sheet.write_datetime(row, column, moment, book.add_format({"num_format": "yyyy-mm-dd"}))
        case str() if re.fullmatch(r"-?\d+(\.\d+)?%", content):
            _, _, places = content[:-1].partition(".")
            code = f"0.{'0' * len(places)}%" if places else "0%"
            sheet.write_number(row, column, float(Decimal(content[:-1]) / 100), book.add_format({"num_format": code}))
        case str() if content.startswith("="):
            formula, _, stored = (part.strip() for part in content.partition("->"))
            number = re.fullmatch(r"-?\d+(\.\d+)?", stored)
            sheet.write_formula(row, column, formula, None, float(stored) if number else stored)
        case str():
            sheet.write_string(row, column, content.removeprefix("'"))
        case _:
            raise TypeError(f"no cell can hold {content!r}")


def year(
    tmp_path: Path,
    indicators: Table = INDICATORS,
    units: Table | None = None,
    basics: Mapping[str, str | None] | None = None,
    **sheets: Table,
) -> Path:
    """Writes `tmp_path`/平顶山市2023/目标分解表.xlsx and returns the year's folder.

    Columns of 指标 that the table leaves out get their defaults. Without `units` the reporting units are the columns
    of `indicators` that are no labels of 指标: 市直 where the name begins with 市, else 县区. `basics` is laid over
    `BASICS` (None leaves an item out); `sheets` are further ones by their names: 目标调整="…", 审核关系="…".
    """
    completed = _with_defaults(rows_of(indicators))
    names = [label for label in completed[0] if label not in set(IndicatorColumn)]
    own = [["名称", "类型"], *([name, "市直" if name.startswith("市") else "县区"] for name in names)]
    items = {label: text for label, text in {**BASICS, **(basics or {})}.items() if text is not None}
    folder = tmp_path / "平顶山市2023"
    shown: dict[str, Table] = {"基本信息": [["项", "值"], *items.items()], "指标": completed, "填报单位": units or own}
    workbook(folder / "目标分解表.xlsx", {**shown, **sheets})
    return folder


def _with_defaults(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows of 指标 with the columns that every breakdown must have."""
    labels, *lines = rows
    missing = [label for label in _INDICATOR_DEFAULTS if label not in labels]
    code = labels.index("编码")
    completed = [[*labels[:1], *missing, *labels[1:]]]
    for line in lines:
        line = [*line, *[None] * (len(labels) - len(line))]
        added = [f"指标{line[code]}" if label == "指标" else _INDICATOR_DEFAULTS[label] for label in missing]
        completed.append([*line[:1], *added, *line[1:]])
    return completed


def issue_and_fill(
    year_folder: Path,
    period: str,
    unit: str,
    filled: Mapping[str, Mapping[str, Any]],
    *,
    filled_on: Any = "2023-09-20",
    file: str | None = None,
    head: Mapping[str, Any] | None = None,
) -> Path:
    """The tool's own form of `unit` for `period`, filled in as {code: {column: value}}, in 上报/ as `file` (UNIT.xlsx).

    Any column may be overwritten, locked ones too; figures are in what the form asks (填报计量). `head` overwrites
    further head fields. openpyxl saves it, so that our formulas have lost their stored values, as in some programs.
    """
    opened = open_period(year_folder / period)
    form = form_of(opened.breakdown, unit, opened.period, opened.previous)
    book = _form_book(form)
    cells: dict[tuple[int, int], Any] = {}
    for label, content in {FormHead.FILLED_ON: filled_on, **(head or {})}.items():
        row, column = next((at, line.index(label)) for at, line in enumerate(HEAD_ROWS) if label in line)
        cells[FIRST_HEAD_ROW + row, HEAD_COLUMNS[column] + 1] = content
    places = {one.indicator.code: FIRST_ROW + index for index, one in enumerate(form.rows)}
    for code, columns in filled.items():
        cells |= {(places[code], column_number(FormColumn(label))): content for label, content in columns.items()}
    issued = [(cell := book[FORM_SHEET].cell(*place), cell.value, cell.number_format) for place in cells]
    for (cell, *_), content in zip(issued, cells.values(), strict=True):
        cell.value = float(content) if isinstance(content, Decimal) else content
    path = year_folder / period / "上报" / (file or f"{unit}.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    for cell, content, number_format in issued:
        cell.value, cell.number_format = content, number_format
    return path


@lru_cache(maxsize=32)
def _form_book(form: Form) -> Any:
    """Our form as openpyxl has it, one book for equal forms: making and loading it takes longer than all else."""
    return openpyxl.load_workbook(io.BytesIO(form_workbook(form)))


def take(year_folder: Path, period: str) -> Intake:
    """What validation makes of the period's 上报/ and 更正.xlsx."""
    opened = open_period(year_folder / period)
    return take_in(opened.path, opened.breakdown, opened.period, opened.previous)


def rules(intake: Intake) -> list[str]:
    """The rules of all findings, in their order."""
    return [one.rule for one in intake.findings]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
