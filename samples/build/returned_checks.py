"""What departments send back when a period is assessed: 初核表 and 认定表 filled in from the tables, found by label."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from generators.packing import packed
from samples.build.tables import Assessment, cell

OTHERS = "其余"
"""In the place of a unit: every one that no other line names."""
_PASSED = "通过"
_SIGNED = {"填报人": "填报人甲", "单位负责人（签章）": "负责人丙"}

Row = Mapping[str, Cell]
"""The cells of a row by the labels of their columns."""


def first_check(workbook: bytes, department: str, answers: Assessment) -> bytes:
    """初核表 as `department` sends it back; points that the tool counted itself stay as they were issued."""
    own = [line[1:] for line in answers.checked if line[0] == department]
    points = [line[1:] for line in answers.given_scores if line[0] == department]
    verdicts = [line[1:] for line in answers.verdicts if line[0] == department]

    def fill(sheets: Mapping[str, Worksheet]) -> None:
        _fill_figures(sheets["核数"], "自报数", "初核数", own)
        if "验收" in sheets:
            _fill_verdicts(sheets["验收"], verdicts)
        if "评分" in sheets:
            _fill_points(sheets["评分"], points)

    return _filled(workbook, answers.checked_on, fill)


def final_check(workbook: bytes, department: str, answers: Assessment) -> bytes:
    """认定表 as `department` sends it back: what 初核 came to, but for the lines of the tables."""
    own = [line[1:] for line in answers.confirmed if line[0] == department]
    return _filled(workbook, answers.checked_on, lambda sheets: _fill_figures(sheets["核数"], "初核数", "认定数", own))


def _filled(workbook: bytes, day: str, fill: Callable[[Mapping[str, Worksheet]], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    fill({sheet.title: sheet for sheet in book.worksheets})
    for sheet in book.worksheets:
        _sign(sheet, {**_SIGNED, "填报日期": day})
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue(), f"{day}T08:00:00Z")


def _sign(sheet: Worksheet, head: Mapping[str, str]) -> None:
    """Fills in the head fields that are blank, each in the cell to the right of its label."""
    found = [one for line in sheet.iter_rows() for one in line if isinstance(one.value, str) and one.value in head]
    for label in found:
        beside = sheet.cell(label.row, label.column + 1)
        if isinstance(beside, Cell) and beside.value is None:
            beside.value = head[str(label.value)]


def _rows(sheet: Worksheet, *labels: str) -> Iterator[Row]:
    """The rows below the first one that holds all of `labels`."""
    lines = list(sheet.iter_rows())
    start = next(at for at, line in enumerate(lines) if set(labels) <= {one.value for one in line})
    columns = {str(one.value): at for at, one in enumerate(lines[start]) if one.value}
    for line in lines[start + 1 :]:
        row = {label: one for label, at in columns.items() if isinstance(one := line[at], Cell)}
        if row["填报单位"].value:
            yield row


def _fill_figures(sheet: Worksheet, given: str, asked: str, own: Sequence[Sequence[str]]) -> None:
    """`own`: 编码, 填报单位, the figure, 核减原因. Every other figure is taken over from the column `given`."""
    changed = {(code, unit): (figure, reason) for code, unit, figure, reason in own}
    for row in _rows(sheet, "编码", "填报单位", given, asked, "核减原因"):
        figure, reason = changed.pop((str(row["编码"].value), str(row["填报单位"].value)), (None, None))
        row[asked].value = row[given].value if figure is None else _number(figure)
        if reason:
            row["核减原因"].value = reason
    _all_found(changed)


def _fill_verdicts(sheet: Worksheet, own: Sequence[Sequence[str]]) -> None:
    """`own`: 编码 or 项目, 序号, 填报单位, 结论, 意见. A unit's row may hold fewer codes than the standard, or none."""
    left = {tuple(line[:3]): (line[3], line[4]) for line in own}
    for row in _rows(sheet, "编码", "指标", "填报单位", "序号", "结论", "意见"):
        held = str(row["编码"].value or row["指标"].value)
        place = (str(row["序号"].value), str(row["填报单位"].value))
        key = next((one for one in left if one[1:] == place and set(held.split("、")) <= set(one[0].split("、"))), None)
        row["结论"].value, opinion = (_PASSED, None) if key is None else left.pop(key)
        if opinion:
            row["意见"].value = opinion
    _all_found(left)


def _fill_points(sheet: Worksheet, own: Sequence[Sequence[str]]) -> None:
    """`own`: 项目, 填报单位 or 其余, 得分, 理由."""
    given = {(project, unit): (points, reason) for project, unit, points, reason in own}
    left = {key for key in given if key[1] != OTHERS}
    for row in _rows(sheet, "项目", "填报单位", "得分", "理由"):
        if row["得分"].value is not None:
            continue
        project, unit = str(row["项目"].value), str(row["填报单位"].value)
        key = (project, unit) if (project, unit) in given else (project, OTHERS)
        points, reason = given[key]
        row["得分"].value = _number(points)
        if reason:
            row["理由"].value = reason
        left.discard(key)
    _all_found(left)


def _number(text: str) -> int | float | str:
    """What a table's field is in a cell: a number, also below zero, or a word."""
    content = cell(text.removeprefix("-"))
    if isinstance(content, int | Decimal):
        number = content if isinstance(content, int) else float(content)
        return -number if text.startswith("-") else number
    return text


def _all_found(left: Iterable[Sequence[str]]) -> None:
    """A line that no row of the workbook answers to would be lost without a word."""
    lost = ["/".join(one) for one in left]
    if lost:
        raise ValueError(f"no row for {', '.join(lost)}")
