"""The sheet 图表 of 汇总表.xlsx: native charts of the overall scores and of completion against the calendar."""

import math
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from generators.sheet import BODY_FONT, HEADING_FONT
from generators.summary.book import CHART_SHEET, Book, Formula, address, fill, quoted, text_in_formula, write_title
from generators.summary.standing import StandingSheet
from generators.summary.style import ANY_FORMAT, percent_format, set_page
from generators.summary.total import Column as Total
from generators.summary.total import TotalSheet
from model.figure import Total as TotalFigure
from model.indicator import Rollup
from model.quantity import quotient

BAR_COLOUR, DUE_COLOUR = "#5B7FA6", "#C9C9C9"
FIRST_ROW, LAST_COLUMN, DATA_COLUMN = 2, 13, 15
WIDTH, ROW_PIXELS, ROWS_A_PAGE, INDICATORS_A_CHART, PRINT_SCALE = 880, 20, 38, 24, 80
"""A page holds so many rows of so many pixels; a chart that would cross its edge begins on the next."""
SHARE_LABEL = "完成率（未报齐的为已报单位完成率）"
_FONT = {"name": BODY_FONT, "size": 9}
_NAME, _DONE, _DUE = range(DATA_COLUMN, DATA_COLUMN + 3)


@dataclass(frozen=True)
class Series:
    """One row of bars: ranges of the sheet that holds them."""

    name: str
    names: str
    values: str
    colour: str


class ChartSheet:
    """Charts beneath one another; their own series stand in hidden columns at the right."""

    def __init__(self, book: Book, totals: TotalSheet, standings: StandingSheet) -> None:
        self._book, self._totals, self._standings = book, totals, standings
        self._row, self._breaks = FIRST_ROW, [0]

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        book = self._book
        sheet.set_default_row(ROW_PIXELS * 0.75)
        write_title(book, sheet, f"{book.title}图表", book.as_of, LAST_COLUMN)
        for ranked in self._standings.rank_ranges():
            if len(ranked.units) > 1:
                names, scores = self._standings.overall_scores(ranked.group)
                series = [Series("综合得分", names, scores, BAR_COLOUR)]
                self._bar(sheet, f"{ranked.group}综合得分", series, len(ranked.units))
        self._completion(sheet)
        set_page(sheet)
        # Excel passes over page breaks where it fits the sheet to the page; the scale does it here.
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_h_pagebreaks(self._breaks[1:])
        sheet.print_area(0, 0, self._row, LAST_COLUMN)

    def _completion(self, sheet: Worksheet) -> None:
        """Completion and elapsed share of each indicator that has both a target and a completion."""
        shown = [one for one in self._totals.totals if _is_shown(self._book, one)]
        for row, total in enumerate(shown, FIRST_ROW):
            self._series_row(sheet, row, total)
        sheet.set_column(_NAME, _DUE, None, None, {"hidden": True})
        charts = math.ceil(len(shown) / INDICATORS_A_CHART)
        for number in range(charts):
            start, end = len(shown) * number // charts, len(shown) * (number + 1) // charts
            rows = (FIRST_ROW + start, FIRST_ROW + end - 1)
            names, done, due = (_span(column, *rows) for column in (_NAME, _DONE, _DUE))
            series = [
                Series(SHARE_LABEL, names, done, BAR_COLOUR),
                Series("序时进度", names, due, DUE_COLOUR),
            ]
            part = f"（{number + 1}）" if charts > 1 else ""
            title = f"{self._book.total_sheet}各指标完成率与序时进度{part}"
            self._bar(sheet, title, series, rows[1] - rows[0] + 1)

    def _series_row(self, sheet: Worksheet, row: int, total: TotalFigure) -> None:
        """A row of the series. Where units are missing, the bar is that of the units that reported, and says so."""
        cell = {
            column: self._totals.cell(total.code, column)
            for column in (Total.COMPLETION, Total.DUE, Total.REPORTED, Total.VALUE_SO_FAR, Total.TARGET_SO_FAR)
        }
        styles, judged = self._book.styles, total.judgement
        name, style = f"{total.code} {total.indicator.name}", styles.number(ANY_FORMAT)
        label, whole = text_in_formula(name), cell[Total.COMPLETION]
        mark = "" if judged.completion is not None else f"（已报{total.units_reported}/{total.units_asked}）"
        text = f'={label}&IF({whole}="","（已报"&{cell[Total.REPORTED]}&"）","")'
        fill(sheet, row, _NAME, Formula(text, name + mark), styles.single_line())
        value, target = cell[Total.VALUE_SO_FAR], cell[Total.TARGET_SO_FAR]
        so_far = f'IF(OR({value}="",N({target})=0),"",{value}/{target})'
        fill(sheet, row, _DONE, Formula(f'=IF({whole}<>"",{whole},{so_far})', _share_so_far(total)), style)
        if judged.due is not None:
            fill(sheet, row, _DUE, Formula(f"={cell[Total.DUE]}", judged.due), style)

    def _bar(self, sheet: Worksheet, title: str, series: list[Series], rows: int) -> None:
        chart = self._book.workbook.book.add_chart({"type": "bar"})
        digits = self._book.results.breakdown.basics.completion_digits
        for one in series:
            labels = {"value": True, "num_format": percent_format(digits), "font": {**_FONT, "size": 8}}
            chart.add_series(
                {
                    "name": one.name,
                    "categories": f"={one.names}",
                    "values": f"={one.values}",
                    "fill": {"color": one.colour},
                    "gap": 40,
                    "data_labels": labels if one.colour == BAR_COLOUR else {},
                }
            )
        chart.set_title({"name": title, "name_font": {"name": HEADING_FONT, "size": 12, "bold": False}})
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _FONT, "major_tick_mark": "none"})
        lines = {"visible": True, "line": {"color": "#E3E3E3"}}
        chart.set_x_axis({"num_format": "0%", "num_font": _FONT, "min": 0, "major_gridlines": lines})
        chart.set_legend({"position": "bottom", "font": _FONT} if len(series) > 1 else {"none": True})
        chart.show_hidden_data()
        height = 100 + rows * 24
        self._place(sheet, chart, height)

    def _place(self, sheet: Worksheet, chart: Chart, height: int) -> None:
        """Puts a chart below the last, on the next page where it would cross the edge."""
        needed = height // ROW_PIXELS + 2
        if self._row + needed > self._breaks[-1] + ROWS_A_PAGE and self._row > FIRST_ROW:
            self._breaks.append(self._row)
        chart.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(self._row, 0, chart, {"y_offset": ROW_PIXELS // 2})
        self._row += needed


def _span(column: int, first_row: int, last_row: int) -> str:
    first, last = address(first_row, column, fixed=True), address(last_row, column, fixed=True)
    return f"{quoted(CHART_SHEET)}!{first}:{last}"


def _is_shown(book: Book, total: TotalFigure) -> bool:
    return book.judging(total).has_completion and total.indicator.rollup not in (Rollup.EACH, Rollup.NONE)


def _share_so_far(total: TotalFigure) -> Decimal | None:
    """The completion, else that of the units that reported against their own targets."""
    if total.judgement.completion is not None:
        return total.judgement.completion
    if total.value is not None or total.reported_value is None or not total.reported_target:
        return None
    return quotient(total.reported_value, total.reported_target)
