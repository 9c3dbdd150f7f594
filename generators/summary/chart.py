"""The sheet 图表 of 汇总表.xlsx: native charts of verdicts, scores, completion against the calendar, and trends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula
from generators.sheet import BODY_FONT, HEADING_FONT, share_format
from generators.summary.book import CHART_SHEET, Book, address, fill, quoted, text_in_formula, write_title
from generators.summary.counts import STAGES, by_stage
from generators.summary.front import Overview
from generators.summary.standing import StandingSheet
from generators.summary.style import ANY_FORMAT, RANK_FORMAT, set_page
from generators.summary.total import Column as Total
from generators.summary.total import TotalSheet
from generators.summary.trend import Lines, TrendSheet
from model.figure import Total as TotalFigure
from model.indicator import Rollup

BAR_COLOUR, DUE_COLOUR = "#5B7FA6", "#C9C9C9"
STAGE_COLOURS = ("#7FB07F", "#D3E3F3", "#E0786C", "#F9EBC0", "#D0D0D0")
"""Bars, one for each of `STAGES`: neighbours differ in lightness too, so that print without colour tells them apart."""
LINE_COLOURS = ("#3F7F3F", "#5B7FA6", "#B03A2E", "#B7950B", "#7F7F7F")
LINE_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
FIRST_ROW, LAST_COLUMN, DATA_COLUMN = 2, 13, 15
WIDTH, ROW_PIXELS, ROWS_A_PAGE, BARS_A_CHART, PRINT_SCALE = 880, 20, 38, 24, 80
"""A page holds so many rows of so many pixels; a chart that would cross its edge begins on the next."""
ENDS_SHOWN, LINES_A_CHART, LINE_CHART_HEIGHT = 20, 12, 350
"""Of a 排名组 that fills more than two charts the first and the last so many are shown."""
SHARE_LABEL = "完成率（未报齐的为已报单位完成率）"
_FONT = {"name": BODY_FONT, "size": 9}
_SMALL = {**_FONT, "size": 8}
_NAME, _DONE, _DUE = range(DATA_COLUMN, DATA_COLUMN + 3)
_PROJECTS = DATA_COLUMN + 3
_UNITS = _PROJECTS + 1 + len(STAGES)
_LAST_SERIES = _UNITS + len(STAGES)


@dataclass(frozen=True)
class Series:
    """One row of bars or one line: ranges of the sheets that hold them."""

    name: str
    names: str
    values: str
    colour: str | None = None
    label_format: str | None = None


@dataclass(frozen=True)
class Part:
    """Some of a chart's rows, from `start` up to but without `end`, and what the title says of them."""

    start: int
    end: int
    words: str = ""


def parts_of(rows: int) -> list[Part]:
    """The charts that `rows` bars are shared out to, as even as can be."""
    charts = math.ceil(rows / BARS_A_CHART)
    return [
        Part(rows * one // charts, rows * (one + 1) // charts, f"（{one + 1}）" if charts > 1 else "")
        for one in range(charts)
    ]


def ends_of(rows: int) -> list[Part]:
    """The same for units in the order of their places: where they are many, the first and the last of them."""
    if rows <= 2 * BARS_A_CHART:
        return parts_of(rows)
    return [
        Part(0, ENDS_SHOWN, f"（汇总时的前{ENDS_SHOWN}名）"),
        Part(rows - ENDS_SHOWN, rows, f"（汇总时的后{ENDS_SHOWN}名）"),
    ]


class ChartSheet:
    """Charts beneath one another; their own series stand in hidden columns at the right."""

    def __init__(
        self, book: Book, totals: TotalSheet, standings: StandingSheet, overview: Overview, trend: TrendSheet
    ) -> None:
        self._book, self._totals, self._standings = book, totals, standings
        self._overview, self._trend = overview, trend
        self._row, self._breaks = FIRST_ROW, [0]

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet; the others must have been written, since charts draw what stands there."""
        book = self._book
        self._sheet = sheet
        sheet.set_default_row(ROW_PIXELS * 0.75)
        write_title(book, sheet, f"{book.title}图表", book.as_of, LAST_COLUMN)
        self._projects()
        self._groups()
        self._completion()
        self._trends()
        sheet.set_column(DATA_COLUMN, _LAST_SERIES, None, None, {"hidden": True})
        set_page(sheet)
        # Excel passes over page breaks where it fits the sheet to the page; the scale does it here.
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_h_pagebreaks(self._breaks[1:])
        sheet.print_area(0, 0, self._row, LAST_COLUMN)

    # What is charted

    def _projects(self) -> None:
        """For each project how far its indicators have come."""
        rows = list(self._overview.project_rows.items())
        keys = [one.indicator.project_key for one in self._totals.totals]
        names = {one.indicator.project_key: one.indicator.project for one in self._totals.totals}
        words = [self._totals.verdict(one) for one in self._totals.totals]
        for place, (project, row) in enumerate(rows):
            own = [word for key, word in zip(keys, words, strict=True) if key == project]
            self._stage_row(FIRST_ROW + place, _PROJECTS, names[project], row, own)
        for part in parts_of(len(rows)):
            title = f"{self._book.total_sheet}各项目指标进展（项）{part.words}"
            self._stacked(title, _PROJECTS, part, "未报齐")

    def _groups(self) -> None:
        """For each 排名组 the scores, and how far its units' figures have come; best first as of writing."""
        figures: dict[str, list[str]] = {}
        for figure in self._book.results.rollup.figures:
            figures.setdefault(figure.unit, []).append(str(figure.judgement.verdict))
        first_row = FIRST_ROW
        digits = self._book.results.breakdown.basics.completion_digits
        for ranked in self._standings.rank_ranges():
            for place, unit in enumerate(ranked.units):
                self._stage_row(first_row + place, _UNITS, unit, self._overview.unit_rows[unit], figures[unit])
            for part in ends_of(len(ranked.units)) if len(ranked.units) > 1 else ():
                names, scores = self._standings.overall_scores(ranked.group, part.start, part.end)
                series = [Series("综合得分", names, scores, BAR_COLOUR, share_format(digits))]
                self._bar(f"{ranked.group}综合得分，未报的项计0分{part.words}", series, part.end - part.start)
                moved = Part(part.start + first_row - FIRST_ROW, part.end + first_row - FIRST_ROW)
                self._stacked(f"{ranked.group}各单位指标进展（项）{part.words}", _UNITS, moved, "未报")
            first_row += len(ranked.units)

    def _stage_row(self, row: int, column: int, name: str, source_row: int, words: Sequence[str]) -> None:
        """A row of the series of a stacked chart: a name and how many there are at each stage, from the front sheet."""
        styles = self._book.styles
        fill(self._sheet, row, column, name, styles.single_line())
        stored = by_stage(words)
        for place, stage in enumerate(STAGES, column + 1):
            text = "=" + "+".join(self._overview.stage_cells(source_row, stage))
            fill(self._sheet, row, place, Formula(text, stored[stage]), styles.number(RANK_FORMAT))

    def _stacked(self, title: str, column: int, part: Part, missing: str) -> None:
        rows = (FIRST_ROW + part.start, FIRST_ROW + part.end - 1)
        names = _span(column, *rows)
        labels = [*list(STAGES)[:-1], missing]
        series = [
            Series(label, names, _span(column + 1 + place, *rows), colour, "0;;")
            for place, (label, colour) in enumerate(zip(labels, STAGE_COLOURS, strict=True))
        ]
        self._bar(title, series, part.end - part.start, is_stacked=True)

    def _completion(self) -> None:
        """Completion and elapsed share of each indicator that has both a target and a completion."""
        shown = [one for one in self._totals.totals if _is_shown(self._book, one)]
        for row, total in enumerate(shown, FIRST_ROW):
            self._share_row(row, total)
        shape = share_format(self._book.results.breakdown.basics.completion_digits)
        for part in parts_of(len(shown)):
            rows = (FIRST_ROW + part.start, FIRST_ROW + part.end - 1)
            names, done, due = (_span(column, *rows) for column in (_NAME, _DONE, _DUE))
            series = [
                Series(SHARE_LABEL, names, done, BAR_COLOUR, shape),
                Series("序时进度", names, due, DUE_COLOUR),
            ]
            title = f"{self._book.total_sheet}各指标完成率与序时进度{part.words}"
            self._bar(title, series, part.end - part.start)

    def _share_row(self, row: int, total: TotalFigure) -> None:
        """A row of the series. Where units are missing, the bar is that of the units that reported, and says so."""
        reported, whole, due = (
            self._totals.cell(total.code, column) for column in (Total.REPORTED, Total.COMPLETION, Total.DUE)
        )
        styles, judged = self._book.styles, total.judgement
        name, style = f"{total.code} {total.indicator.name}", styles.number(ANY_FORMAT)
        mark = "" if judged.completion is not None else f"（已报{total.units_reported}/{total.units_asked}）"
        text = f'={text_in_formula(name)}&IF({whole}="","（已报"&{reported}&"）","")'
        fill(self._sheet, row, _NAME, Formula(text, name + mark), styles.single_line())
        fill(self._sheet, row, _DONE, self._totals.share(total), style)
        if judged.due is not None:
            fill(self._sheet, row, _DUE, Formula(f"={due}", judged.due), style)

    def _trends(self) -> None:
        """Verdicts and overall scores over the periods; nothing in the first period of a year."""
        if not self._trend.has_history:
            return
        self._line("各期指标完成情况（项）", self._trend.stages(), "0", LINE_COLOURS)
        for ranked in self._standings.rank_ranges():
            if 1 < len(ranked.units) <= LINES_A_CHART:
                lines = self._trend.scores(ranked.units)
                self._line(f"{ranked.group}各期综合得分，未报的项计0分", lines, "0%", (None,) * len(ranked.units))

    # How it is drawn

    def _bar(self, title: str, series: list[Series], rows: int, *, is_stacked: bool = False) -> None:
        kind = {"type": "bar", "subtype": "stacked"} if is_stacked else {"type": "bar"}
        chart = self._book.workbook.book.add_chart(kind)
        for one in series:
            chart.add_series(
                {
                    "name": one.name,
                    "categories": f"={one.names}",
                    "values": f"={one.values}",
                    "fill": {"color": one.colour},
                    "border": {"color": "#7F7F7F", "width": 0.5} if is_stacked else {"none": True},
                    "gap": 40,
                    "data_labels": {"value": True, "num_format": one.label_format, "font": _SMALL}
                    if one.label_format
                    else {},
                }
            )
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _FONT, "major_tick_mark": "none"})
        lines = {"visible": True, "line": {"color": "#E3E3E3"}}
        shape = "0" if is_stacked else "0%"
        chart.set_x_axis({"num_format": shape, "num_font": _FONT, "min": 0, "major_gridlines": lines})
        self._finish(chart, title, 100 + rows * 24, has_legend=len(series) > 1)

    def _line(self, title: str, lines: Lines, shape: str, colours: Sequence[str | None]) -> None:
        chart = self._book.workbook.book.add_chart({"type": "line"})
        for place, ((name, values), colour) in enumerate(zip(lines.rows, colours, strict=True)):
            look: dict[str, Any] = {"width": 2, "dash_type": LINE_DASHES[place % len(LINE_DASHES)]}
            marker: dict[str, Any] = {"type": "automatic"}
            if colour is not None:
                look["color"] = colour
                marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
            categories = f"={lines.periods}"
            chart.add_series(
                {"name": name, "categories": categories, "values": f"={values}", "line": look, "marker": marker}
            )
        chart.set_x_axis({"num_font": _FONT})
        grid = {"visible": True, "line": {"color": "#E3E3E3"}}
        chart.set_y_axis({"num_format": shape, "num_font": _FONT, "major_gridlines": grid})
        self._finish(chart, title, LINE_CHART_HEIGHT, has_legend=True)

    def _finish(self, chart: Chart, title: str, height: int, *, has_legend: bool) -> None:
        chart.set_title({"name": title, "name_font": {"name": HEADING_FONT, "size": 12, "bold": False}})
        chart.set_legend({"position": "bottom", "font": _FONT} if has_legend else {"none": True})
        chart.show_hidden_data()
        self._place(chart, height)

    def _place(self, chart: Chart, height: int) -> None:
        """Puts a chart below the last, on the next page where it would cross the edge."""
        needed = height // ROW_PIXELS + 2
        if self._row + needed > self._breaks[-1] + ROWS_A_PAGE and self._row > FIRST_ROW:
            self._breaks.append(self._row)
        chart.set_size({"width": WIDTH, "height": height})
        self._sheet.insert_chart(self._row, 0, chart, {"y_offset": ROW_PIXELS // 2})
        self._row += needed


def _span(column: int, first_row: int, last_row: int) -> str:
    first, last = address(first_row, column, fixed=True), address(last_row, column, fixed=True)
    return f"{quoted(CHART_SHEET)}!{first}:{last}"


def _is_shown(book: Book, total: TotalFigure) -> bool:
    return book.judging(total).has_completion and total.indicator.rollup not in (Rollup.EACH, Rollup.NONE)
