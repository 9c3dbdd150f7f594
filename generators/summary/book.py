"""The workbook 汇总表.xlsx while it is written: its results, its sheets' names, and how a cell is filled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula, RowSheet, Stored, column_letters
from generators.sheet import Workbook
from generators.summary.formula import Judging
from generators.summary.style import Styles, row_height
from model.figure import Figure, Total
from model.indicator import Indicator
from model.remark import Remarks
from model.results import Results

OVERVIEW_SHEET, STANDING_SHEET, TREND_SHEET, CHART_SHEET, DATA_SHEET = "总览", "名次", "走势", "图表", "数据"
STAGE_SHEET, CUT_SHEET = "各环节", "核减清单"
"""Sheets of an assessed period alone."""
LEVEL_SHEETS = {"省": "全省", "市": "全市", "县": "全县"}
LINK_TIP = "打开来源"
NO = "否"
SHEET_NAME_LIMIT = 31
_NOT_IN_SHEET_NAMES = str.maketrans("[]:*?/\\", "［］：＊？／＼")


class PlainSheet(RowSheet):
    """A sheet whose formulas are written as they are.

    xlsxwriter looks into every formula for some forty functions that came after Excel 2010. Ours use none of them (a
    test sees to that), and the search took two thirds of the time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass
class Book:
    """`total_sheet` is the sheet of this level (全市); `unit_sheets` gives each unit's sheet, by the unit's name."""

    results: Results
    workbook: Workbook
    styles: Styles = field(init=False)
    total_sheet: str = field(init=False)
    unit_sheets: dict[str, str] = field(init=False)
    remarks: Remarks = field(init=False)

    def __post_init__(self) -> None:
        self.styles = Styles(self.workbook)
        self.remarks = Remarks(self.results)
        level = self.results.breakdown.basics.level
        self.total_sheet = LEVEL_SHEETS.get(level, f"全{level}")
        fixed = self.fixed_sheets
        asked = dict.fromkeys(figure.unit for figure in self.results.rollup.figures)
        names = [unit.name for unit in self.results.breakdown.units if unit.name in asked]
        self.unit_sheets = sheet_names(names, fixed)

    @property
    def fixed_sheets(self) -> tuple[str, ...]:
        """The sheets in front of those of the units."""
        of_stages = () if self.results.assessment is None else (STAGE_SHEET, CUT_SHEET)
        in_front = (OVERVIEW_SHEET, self.total_sheet, STANDING_SHEET, TREND_SHEET, CHART_SHEET)
        return (*in_front, *of_stages, DATA_SHEET)

    @property
    def title(self) -> str:
        """`平顶山市2023年重点民生实事`."""
        basics = self.results.breakdown.basics
        return f"{basics.region}{basics.year}年重点民生实事"

    @property
    def as_of(self) -> str:
        """截至 the day the figures stand at, never the day of printing (contract section 6)."""
        period = self.results.period
        day = self.results.breakdown.as_of(period)
        return f"截至{day.year}年{day.month}月{day.day}日"

    @property
    def previous_title(self) -> str:
        """How heads name the previous period; 上期 where 上期数.xlsx stands for it or there is none."""
        period = self.results.previous.period
        return f"上期（{period.title}）" if period else "上期"

    def judging(self, one: Figure | Total) -> Judging:
        """The formulas that judge this figure or total."""
        basics = self.results.breakdown.basics
        return Judging(one.indicator, one.target, basics.completion_digits, basics.pace_tolerance)


def sheet_names(units: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A lawful sheet name for each unit: 31 characters, none of `[]:*?/\\`, unique without case."""
    used = {name.casefold() for name in taken}
    names = {}
    for unit in units:
        bare = unit.translate(_NOT_IN_SHEET_NAMES).strip("'") or "单位"
        name, number = bare[:SHEET_NAME_LIMIT], 1
        while name.casefold() in used:
            number += 1
            suffix = f"（{number}）"
            name = bare[: SHEET_NAME_LIMIT - len(suffix)] + suffix
        used.add(name.casefold())
        names[unit] = name
    return names


def text_in_formula(words: str) -> str:
    """`words` as a text inside a formula: quotation marks around it, those in it doubled."""
    return '"' + words.replace('"', '""') + '"'


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """`G12` of a row and column from 0; `$G$12` where it is fixed."""
    letters = column_letters(column)
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


def fill(sheet: Worksheet, row: int, column: int, content: object, style: Format) -> None:
    """Writes a cell: a formula with its value, a text, a number, or a blank for None and the empty text."""
    if isinstance(content, Formula):
        put_formula(sheet, row, column, content.text, style, content.stored)
    elif isinstance(content, Decimal | int):
        sheet.write_number(row, column, float(content), style)
    elif isinstance(content, str):
        put_text(sheet, row, column, content, style)
    else:
        sheet.write_blank(row, column, None, style)


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, style: Format, stored: Stored) -> None:
    """Writes a formula with the value that it has; None is stored as the empty text that the formula yields."""
    value = "" if stored is None else float(stored) if isinstance(stored, Decimal) else stored
    sheet.write_formula(row, column, formula, style, value)


def put_text(sheet: Worksheet, row: int, column: int, text: str | None, style: Format) -> None:
    """Writes text as text: what begins with = + - @ never becomes a formula."""
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def project_runs(rows: list[tuple[Indicator, float]], width: float) -> Iterator[tuple[str, list[float]]]:
    """What stands in 项目 over the rows of each project, and how high these are.

    `rows` are the indicators with the heights that their own texts need, `width` is that of the column 项目.
    """
    for _, members in groupby(rows, key=lambda one: one[0].project_key):
        run = list(members)
        words = f"{run[0][0].category}\n{run[0][0].project}"
        share = row_height([(words, width)]) / len(run)
        yield words, [max(height, share) for _, height in run]


def write_projects(
    book: Book, sheet: Worksheet, first_row: int, column: int, width: float, rows: list[tuple[Indicator, float]]
) -> None:
    """项目 once over all the rows of a project; `rows` are the indicators with the heights that their texts need."""
    style, row = book.styles.text(), first_row
    for words, heights in project_runs(rows, width):
        if len(heights) > 1:
            sheet.merge_range(row, column, row + len(heights) - 1, column, words, style)
        else:
            sheet.write_string(row, column, words, style)
        for height in heights:
            sheet.set_row(row, height)
            row += 1


def write_title(book: Book, sheet: Worksheet, title: str, subtitle: str, last_column: int) -> None:
    """The two rows above a sheet's head: what it is, and as of which day."""
    sheet.merge_range(0, 0, 0, last_column, title, book.styles.title())
    sheet.merge_range(1, 0, 1, last_column, subtitle, book.styles.subtitle())
    sheet.set_row(0, 28)
    sheet.set_row(1, 18)
