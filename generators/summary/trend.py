"""The sheet 走势 of 汇总表.xlsx: verdicts, indicators and units over the periods of the year.

Earlier periods stand as their results have them; this period's column follows by formula from the other sheets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula, Stored
from generators.sheet import share_format
from generators.summary.book import TREND_SHEET, Book, address, fill, put_text, quoted, write_title
from generators.summary.counts import STAGES, by_stage
from generators.summary.standing import StandingSheet
from generators.summary.style import RANK_FORMAT, SCORE_SCALE, row_height, set_page, value_format
from generators.summary.total import Column as Total
from generators.summary.total import TotalSheet
from model.figure import PeriodOutcome, TotalOutcome, Verdict
from model.figure import Total as TotalFigure
from model.indicator import Kind, Rollup
from model.period import Period
from model.quantity import quotient

CODE_COLUMN, NAME_COLUMN, TOLD_COLUMN, FIRST_PERIOD = range(4)
_CODE_WIDTH, _NAME_WIDTH, _TOLD_WIDTH, _PERIOD_WIDTH, _LEAST_PERIODS = 9, 40, 16, 9.5, 6


class Told(Enum):
    """What the trend of an indicator shows."""

    SHARE = "完成率"
    VALUE = "完成值"
    STATE = "所报状态"
    UNITS = "达标单位数"


@dataclass(frozen=True)
class Shown:
    """What a cell shows; `is_partial` where only some of the units had reported."""

    content: Stored
    is_partial: bool = False


@dataclass(frozen=True)
class Lines:
    """The rows of a table that a chart draws: labels over all periods, and each row's name with its cells."""

    periods: str
    rows: tuple[tuple[str, str], ...]


def told_of(total: TotalFigure, *, has_completion: bool) -> Told | None:
    """What the trend shows of an indicator; None for one without a total."""
    indicator = total.indicator
    if indicator.rollup is Rollup.NONE:
        return None
    if indicator.kind is Kind.STATE:
        return Told.STATE
    if indicator.rollup is Rollup.EACH:
        return Told.UNITS
    return Told.SHARE if has_completion else Told.VALUE


def shown_then(told: Told, then: TotalOutcome) -> Shown:
    """What an earlier period's cell shows: the whole, else that of the units that had reported."""
    match told:
        case Told.STATE:
            return Shown(then.verdict.value if then.verdict and then.verdict is not Verdict.NOT_REPORTED else None)
        case Told.UNITS:
            return Shown(then.units_done, then.units_reported < then.units_asked)
        case Told.VALUE:
            return Shown(then.reported_value if then.value is None else then.value, then.value is None)
    if then.completion is not None or then.value is not None or then.reported_value is None:
        return Shown(then.completion)
    return Shown(quotient(then.reported_value, then.reported_target) if then.reported_target else None, True)


class TrendSheet:
    """Four tables with the same columns: verdicts, indicators, the units' scores and their places."""

    def __init__(self, book: Book, totals: TotalSheet, standings: StandingSheet) -> None:
        self._book, self._totals, self._standings = book, totals, standings
        self._history = book.results.history
        self._periods = [one.period for one in self._history.periods]
        self._this = FIRST_PERIOD + len(self._periods)
        self._last_column = max(self._this, FIRST_PERIOD + _LEAST_PERIODS - 1)
        self._row = 2
        self._stage_rows: dict[str, int] = {}
        self._score_rows: dict[str, int] = {}

    @property
    def has_history(self) -> bool:
        return bool(self._periods)

    def stages(self) -> Lines:
        """The indicators by stage, for a chart; call it once the sheet is written."""
        return self._lines(self._stage_rows)

    def scores(self, units: Iterable[str]) -> Lines:
        """The overall scores of these units, likewise."""
        return self._lines({unit: self._score_rows[unit] for unit in units})

    def _lines(self, rows: Mapping[str, int]) -> Lines:
        return Lines(self._span(self._head_row), tuple((name, self._span(row)) for name, row in rows.items()))

    def _span(self, row: int) -> str:
        first, last = (address(row, column, fixed=True) for column in (FIRST_PERIOD, self._this))
        return f"{quoted(TREND_SHEET)}!{first}:{last}"

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        self._sheet = sheet
        book = self._book
        write_title(book, sheet, f"{book.title}走势", book.as_of, self._last_column)
        for column, width in ((CODE_COLUMN, _CODE_WIDTH), (NAME_COLUMN, _NAME_WIDTH), (TOLD_COLUMN, _TOLD_WIDTH)):
            sheet.set_column(column, column, width)
        sheet.set_column(FIRST_PERIOD, self._last_column, _PERIOD_WIDTH)
        for words in self._words():
            sheet.merge_range(self._row, 0, self._row, self._last_column, words, book.styles.paragraph())
            sheet.set_row(self._row, 18)
            self._row += 1
        self._head()
        self._stages()
        self._indicators()
        self._units()
        sheet.freeze_panes(self._head_row + 1, FIRST_PERIOD)
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{self._row + 1}"})
        set_page(sheet, repeat=(self._head_row, self._head_row))
        sheet.print_area(0, 0, self._row - 1, self._last_column)

    def _words(self) -> Iterator[str]:
        this = self._book.results.period.title
        if not self.has_history:
            yield f"{this}是本年度第一个有结果的期次，从下一期起这里显示各期走势。"
        else:
            yield f"{this}一栏是公式，随数据改变；以前各期取自各期的“结果.json”，是当时汇总的数。"
        yield "斜体灰字：当期有单位未报，所示为已报单位的数（完成率为已报单位完成值÷其目标）。空格：当期没有数。"
        if self._history.unread:
            periods = "、".join(one.title for one in self._history.unread)
            yield f"{periods}的“结果.json”读不出来或被改动过，没有列入；对这些期次重新运行一次即可补上。"

    # What stands where

    def _head(self) -> None:
        """One head for all tables, since their columns are the same periods."""
        sheet, style = self._sheet, self._book.styles.head()
        self._head_row = self._row
        labels = {CODE_COLUMN: "编码", NAME_COLUMN: "评定、指标、填报单位", TOLD_COLUMN: "所示"}
        periods = (*self._periods, self._book.results.period)
        for column, label in (labels | dict(enumerate(map(_short, periods), FIRST_PERIOD))).items():
            sheet.write_string(self._row, column, label, style)
        sheet.set_row(self._row, 22)
        self._row += 1

    def _section(self, words: str) -> None:
        self._sheet.merge_range(self._row, 0, self._row, self._this, words, self._book.styles.band())
        self._sheet.set_row(self._row, 20)
        self._row += 1

    def _line(
        self, words: tuple[str, str, str], then: Sequence[Shown], now: Formula, style: Format, partial: Format
    ) -> None:
        """A row: 编码 (empty where there is none), name, what is shown; the earlier periods; this one."""
        sheet, styles, row = self._sheet, self._book.styles, self._row
        code, name, told = words
        put_text(sheet, row, CODE_COLUMN, code, styles.code())
        sheet.write_string(row, NAME_COLUMN, name, styles.text())
        sheet.write_string(row, TOLD_COLUMN, told, styles.text(align="center"))
        for column, one in enumerate(then, FIRST_PERIOD):
            fill(sheet, row, column, one.content, partial if one.is_partial else style)
        fill(sheet, row, self._this, now, style)
        sheet.set_row(row, row_height([(name, _NAME_WIDTH)]))
        self._row += 1

    # The tables

    def _stages(self) -> None:
        self._section("一、各期指标完成情况")
        codes = {one.code for one in self._totals.totals if one.indicator.rollup is not Rollup.NONE}
        then = [by_stage(_verdicts(one, codes)) for one in self._history.periods]
        now = by_stage(self._totals.verdict(one) for one in self._totals.totals)
        span, style = self._totals.range(Total.VERDICT), self._book.styles.number(RANK_FORMAT)
        for stage, verdicts in STAGES.items():
            label = "未报齐" if Verdict.NOT_REPORTED in verdicts else stage
            self._stage_rows[label] = self._row
            text = "=" + "+".join(f'COUNTIF({span},"{one.value}")' for one in verdicts)
            earlier = [Shown(one[stage]) for one in then]
            self._line(("", label, "指标数"), earlier, Formula(text, now[stage]), style, style)

    def _indicators(self) -> None:
        self._section("二、各指标")
        told = {
            one.code: kind
            for one in self._totals.totals
            if (kind := told_of(one, has_completion=self._book.judging(one).has_completion)) is not None
        }
        then = self._pivoted(
            (code, outcome.period, shown_then(kind, outcome.totals[code]))
            for outcome in self._history.periods
            for code, kind in told.items()
            if code in outcome.totals
        )
        for total in self._totals.totals:
            if total.code in told:
                indicator = total.indicator
                kind = told[total.code]
                unit = "" if kind is not Told.VALUE or indicator.is_percent else f"（{indicator.unit}）"
                words = (total.code, indicator.name, kind.value + unit)
                style, partial = self._formats(total, kind)
                self._mark_partial(total, kind)
                self._line(words, then(total.code), self._now(total, kind), style, partial)

    def _formats(self, total: TotalFigure, told: Told) -> tuple[Format, Format]:
        styles = self._book.styles
        if told is Told.STATE:
            word = styles.text(align="center")
            return word, word
        digits = self._book.results.breakdown.basics.completion_digits
        shape = {Told.SHARE: share_format(digits), Told.UNITS: RANK_FORMAT}.get(told, value_format(total.indicator))
        return styles.number(shape), styles.partial(shape)

    def _mark_partial(self, total: TotalFigure, told: Told) -> None:
        """This period's figure in the look of a partial one, as long as units are missing."""
        place = (self._row, self._this)
        if told in (Told.SHARE, Told.VALUE):
            criterion = f'={self._totals.cell(total.code, Total.VALUE)}=""'
        elif told is Told.UNITS:
            reported, asked = (self._totals.cell(total.code, one) for one in (Total.UNITS_REPORTED, Total.UNITS_ASKED))
            criterion = f"={reported}<{asked}"
        else:
            return
        self._book.styles.mark_partial(self._sheet, place, criterion)

    def _now(self, total: TotalFigure, told: Told) -> Formula:
        cell = {
            column: self._totals.cell(total.code, column) for column in (Total.VALUE, Total.VALUE_SO_FAR, Total.DONE)
        }
        match told:
            case Told.SHARE:
                return self._totals.share(total)
            case Told.UNITS:
                return Formula(f"={cell[Total.DONE]}", total.units_done)
            case Told.STATE:
                return Formula(f"={cell[Total.VALUE]}", total.text)
        whole, so_far = cell[Total.VALUE], cell[Total.VALUE_SO_FAR]
        stored = total.reported_value if total.value is None else total.value
        return Formula(f'=IF({whole}<>"",{whole},{so_far})', stored)

    def _units(self) -> None:
        styles, digits = self._book.styles, self._book.results.breakdown.basics.completion_digits
        ranked = set(self._standings.units)
        units = [unit.name for unit in self._book.results.breakdown.units if unit.name in ranked]
        overall = [
            (unit, outcome.period, standing)
            for outcome in self._history.periods
            for unit, standing in outcome.overall.items()
        ]
        scores = self._pivoted((unit, period, Shown(one.score)) for unit, period, one in overall)
        places = self._pivoted((unit, period, Shown(one.rank)) for unit, period, one in overall)
        self._section("三、各单位综合得分（折算成百分数）")
        first_row = self._row
        for unit in units:
            self._score_rows[unit] = self._row
            cell, score = self._standings.overall_score(unit)
            self._unit(unit, scores(unit), Formula(f"={cell}", score), styles.number(share_format(digits)))
        if units:
            self._sheet.conditional_format(first_row, FIRST_PERIOD, self._row - 1, self._this, SCORE_SCALE)
        self._section("四、各单位综合名次（同一排名组内）")
        for unit in units:
            cell, rank = self._standings.overall_rank(unit)
            self._unit(unit, places(unit), Formula(f"={cell}", rank), styles.number(RANK_FORMAT))

    def _unit(self, unit: str, then: Sequence[Shown], now: Formula, style: Format) -> None:
        self._line(("", unit, self._standings.group_of(unit)), then, now, style, style)

    def _pivoted(self, long: Iterable[tuple[str, Period, Shown]]) -> "_Pivoted":
        return _Pivoted(list(long), self._periods)


class _Pivoted:
    """Rows over the earlier periods, of triples of a row's name, a period and what is shown there."""

    def __init__(self, long: Sequence[tuple[str, Period, Shown]], periods: Sequence[Period]) -> None:
        self._rows: Mapping[str, tuple[Shown, ...]] = _pivot(long, periods) if long else {}
        self._blank = (Shown(None),) * len(periods)

    def __call__(self, row: str) -> tuple[Shown, ...]:
        return self._rows.get(row, self._blank)


def _pivot(long: Sequence[tuple[str, Period, Shown]], periods: Sequence[Period]) -> dict[str, tuple[Shown, ...]]:
    # pandas takes half a second to load: only a year that has a history pays for it.
    import pandas as pd

    frame = pd.DataFrame([(row, period.name, shown) for row, period, shown in long], columns=["row", "period", "shown"])
    wide = frame.pivot(index="row", columns="period", values="shown").reindex(columns=[one.name for one in periods])
    return {
        str(row): tuple(one if isinstance(one, Shown) else Shown(None) for one in line)
        for row, line in zip(wide.index, wide.itertuples(index=False, name=None), strict=True)
    }


def _verdicts(outcome: PeriodOutcome, codes: set[str]) -> Iterator[str]:
    for code, total in outcome.totals.items():
        if code in codes and total.shown_verdict is not None:
            yield total.shown_verdict.value


def _short(period: Period) -> str:
    """The period within its year: 9月, 三季度, 上半年."""
    return period.title.partition("年")[2] or "全年"
