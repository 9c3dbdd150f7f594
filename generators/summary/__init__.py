"""汇总表.xlsx: the roll-up as a workbook whose totals, rates and ranks are live formulas (contract section 5)."""

import warnings
from datetime import datetime, time

from generators.sheet import Workbook
from generators.summary.book import (
    CHART_SHEET,
    DATA_SHEET,
    OVERVIEW_SHEET,
    STANDING_SHEET,
    Book,
    PlainSheet,
)
from generators.summary.chart import ChartSheet
from generators.summary.data import DataSheet
from generators.summary.front import Overview
from generators.summary.standing import StandingSheet
from generators.summary.total import TotalSheet
from generators.summary.unit import UnitSheets
from model.results import Results


def summary_workbook(results: Results) -> bytes:
    """汇总表.xlsx as bytes, the same for the same results.

    Sheets: 总览, 全市 (全省, 全县), 名次, 图表, 数据, then one for each unit. The units' figures stand once, on 数据;
    all else refers to them. Raises `UserWarning` for whatever xlsxwriter would leave out.
    """
    workbook = Workbook()
    workbook.book.set_properties({"title": "汇总表", "created": datetime.combine(results.period.last_day, time())})
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        _write(Book(results, workbook))
        return workbook.finished()


def _write(book: Book) -> None:
    names = (OVERVIEW_SHEET, book.total_sheet, STANDING_SHEET, CHART_SHEET, DATA_SHEET, *book.unit_sheets.values())
    sheets = {name: book.workbook.book.add_worksheet(name, PlainSheet) for name in names}
    data = DataSheet(book)
    totals, standings = TotalSheet(book, data), StandingSheet(book, data)
    Overview(book, data, totals, standings).write(sheets[OVERVIEW_SHEET])
    totals.write(sheets[book.total_sheet])
    standings.write(sheets[STANDING_SHEET])
    ChartSheet(book, totals, standings).write(sheets[CHART_SHEET])
    data.write(sheets[DATA_SHEET])
    units = UnitSheets(book, data, standings)
    for unit, name in book.unit_sheets.items():
        units.write(sheets[name], unit)
