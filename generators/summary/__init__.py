"""汇总表.xlsx: the roll-up as a workbook whose totals, rates and ranks are live formulas (contract section 5)."""

import warnings

from generators.sheet import Workbook
from generators.summary.book import (
    CHART_SHEET,
    CUT_SHEET,
    DATA_SHEET,
    OVERVIEW_SHEET,
    STAGE_SHEET,
    STANDING_SHEET,
    TREND_SHEET,
    Book,
    PlainSheet,
)
from generators.summary.chart import ChartSheet
from generators.summary.cuts import CutSheet
from generators.summary.data import DataSheet
from generators.summary.front import Overview
from generators.summary.stages import StageSheet
from generators.summary.standing import StandingSheet
from generators.summary.total import TotalSheet
from generators.summary.trend import TrendSheet
from generators.summary.unit import UnitSheets
from model.results import Results


def summary_workbook(results: Results) -> bytes:
    """汇总表.xlsx as bytes, the same for the same results.

    Sheets: 总览, 全市 (全省, 全县), 名次, 走势, 图表, in an assessed period 各环节 and 核减清单, then 数据 and one for
    each unit. The units' figures that count stand once, on 数据; all else refers to them. Raises `UserWarning` for
    whatever xlsxwriter would leave out.
    """
    workbook = Workbook()
    workbook.book.set_properties({"title": "汇总表"})
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        _write(Book(results, workbook))
        return workbook.finished()


def _write(book: Book) -> None:
    names = (*book.fixed_sheets, *book.unit_sheets.values())
    sheets = {name: book.workbook.book.add_worksheet(name, PlainSheet) for name in names}
    data = DataSheet(book)
    totals, standings = TotalSheet(book, data), StandingSheet(book, data)
    overview, trend = Overview(book, data, totals, standings), TrendSheet(book, totals, standings)
    overview.write(sheets[OVERVIEW_SHEET])
    totals.write(sheets[book.total_sheet])
    standings.write(sheets[STANDING_SHEET])
    trend.write(sheets[TREND_SHEET])
    ChartSheet(book, totals, standings, overview, trend).write(sheets[CHART_SHEET])
    if (assessment := book.results.assessment) is not None:
        StageSheet(book, data, totals, assessment).write(sheets[STAGE_SHEET])
        CutSheet(book, data, assessment).write(sheets[CUT_SHEET])
    data.write(sheets[DATA_SHEET])
    units = UnitSheets(book, data, standings)
    for unit, name in book.unit_sheets.items():
        units.write(sheets[name], unit)
