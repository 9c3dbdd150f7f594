"""The sheet 全市 (全省, 全县) of 汇总表.xlsx: one row for each indicator, by project, totals as live formulas."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula
from generators.sheet import share_format
from generators.stages import cut_rates, stage_counts, without_rate_words
from generators.summary.book import Book, address, fill, quoted, text_in_formula, write_projects, write_title
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.formula import SUM_DIGITS, Cells, Columns, difference, shown_share
from generators.summary.remark import LivePart, difference_words, remark
from generators.summary.style import (
    COMPLETION_SCALE,
    LINE_HEIGHT,
    RANK_FORMAT,
    arrows,
    gap_format,
    increment_format,
    row_height,
    set_page,
    target_format,
    value_format,
)
from model.figure import Total
from model.indicator import Accrual, Direction, Kind, Rollup
from model.judgement import HIDDEN_DIGITS_TOLD, exact_where_hidden
from model.movement import shown_verdict
from model.quantity import quotient, round_half_up
from model.remark import FALLEN, HIDDEN, MISSING, NO_PARTS, both_targets_words, has_sum, hidden_words, missing_words
from model.so_far import adds_amounts, has_pace_so_far, so_far
from model.target import STATES

NOT_ROLLED_UP = "不汇总"


class Column(StrEnum):
    """Columns in their order; those from 应报 on are hidden and carry the steps of the sums."""

    CODE = "编码"
    PROJECT = "项目"
    INDICATOR = "指标"
    MEASURE = "单位"
    TARGET = "目标"
    PHRASE = "目标原文"
    VALUE = "完成值"
    COMPLETION = "完成率"
    DUE = "序时"
    GAP = "差距(百分点)"
    VERDICT = "评定"
    REPORTED = "已报/应报"
    DONE = "达标数"
    PREVIOUS = "上期"
    INCREMENT = "本期增量"
    TARGET_SUM = "各单位目标之和"
    VALUE_SO_FAR = "已报单位合计"
    TARGET_SO_FAR = "已报单位目标"
    REMARK = "备注"
    UNITS_ASKED = "应报"
    UNITS_REPORTED = "已报"
    COUNTED_ASKED = "计入应报"
    COUNTED_PRESENT = "计入已报"
    SO_FAR = "至今合计"
    GAP_SO_FAR = "已报差距"


PLACES = {column: place for place, column in enumerate(Column)}
_WIDTHS = {
    Column.CODE: 8, Column.PROJECT: 20, Column.INDICATOR: 22, Column.MEASURE: 8, Column.TARGET: 9, Column.PHRASE: 13,
    Column.VALUE: 10, Column.COMPLETION: 9, Column.DUE: 8, Column.GAP: 10, Column.VERDICT: 9, Column.REPORTED: 7,
    Column.DONE: 6, Column.PREVIOUS: 9, Column.INCREMENT: 9, Column.TARGET_SUM: 9, Column.VALUE_SO_FAR: 10,
    Column.TARGET_SO_FAR: 10, Column.REMARK: 34,
}  # fmt: skip
FIRST_HIDDEN = Column.UNITS_ASKED
HEAD_ROW, FIRST_ROW = 2, 3


class TotalSheet:
    """Where each indicator stands on the sheet of this level."""

    def __init__(self, book: Book, data: DataSheet) -> None:
        self._book, self._data, self._rollup = book, data, book.results.rollup
        self.totals = self._rollup.totals
        self.rows = {one.code: row for row, one in enumerate(self.totals, FIRST_ROW)}
        self.last_row = FIRST_ROW + max(1, len(self.totals)) - 1
        self._remarks: dict[str, Formula | str] = {}

    def range(self, column: Column) -> str:
        """All cells of a column, as formulas of any sheet write them."""
        first, last = (address(row, PLACES[column], fixed=True) for row in (FIRST_ROW, self.last_row))
        return f"{quoted(self._book.total_sheet)}!{first}:{last}"

    def cell(self, code: str, column: Column) -> str:
        """One cell, as formulas of any sheet write it."""
        return f"{quoted(self._book.total_sheet)}!{address(self.rows[code], PLACES[column], fixed=True)}"

    def verdict(self, total: Total) -> str:
        """The word on the sheet."""
        if total.indicator.rollup is Rollup.NONE:
            return NOT_ROLLED_UP
        verdict = shown_verdict(total, self._rollup.figures_of(total.code))
        return "" if verdict is None else verdict.value

    def gap_so_far(self, total: Total) -> Decimal | None:
        """By how many points the units that reported are ahead of the calendar, where others are missing."""
        basics = self._book.results.breakdown.basics
        return so_far(total, (), basics.completion_digits, basics.pace_tolerance).gap

    def share(self, total: Total) -> Formula:
        """The completion, else that of the units that reported, against their own targets."""
        whole, value, target = (
            self.cell(total.code, column) for column in (Column.COMPLETION, Column.VALUE_SO_FAR, Column.TARGET_SO_FAR)
        )
        so_far = f'IF(OR({value}="",N({target})=0),"",{value}/{target})'
        return Formula(f'=IF({whole}<>"",{whole},{so_far})', _share(total))

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        book = self._book
        subtitle = (
            f"{book.as_of}　差距为所示百分数之差；标准类和越低越好的以其单位计；有单位未报的不出合计，另列已报部分"
        )
        write_title(book, sheet, f"{book.title}推进情况", subtitle, PLACES[FIRST_HIDDEN] - 1)
        for column, place in PLACES.items():
            label = book.previous_title if column is Column.PREVIOUS else column.value
            sheet.write_string(HEAD_ROW, place, label, book.styles.head())
            options = {"level": 1, "hidden": True} if place >= PLACES[FIRST_HIDDEN] else {}
            sheet.set_column(place, place, _WIDTHS.get(column, 9), None, options)
        sheet.set_column(len(PLACES), len(PLACES), None, None, {"collapsed": True})
        sheet.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 4)
        for total in self.totals:
            self._row(sheet, total)
        heights = [(one.indicator, self._height(one)) for one in self.totals]
        write_projects(book, sheet, FIRST_ROW, PLACES[Column.PROJECT], _WIDTHS[Column.PROJECT], heights)
        self._dress(sheet)

    def _dress(self, sheet: Worksheet) -> None:
        styles = self._book.styles
        sheet.freeze_panes(FIRST_ROW, PLACES[Column.MEASURE])
        styles.colour_verdicts(sheet, FIRST_ROW, PLACES[Column.VERDICT], self.last_row)
        reported, asked = (
            f"${address(FIRST_ROW, PLACES[column])}" for column in (Column.UNITS_REPORTED, Column.UNITS_ASKED)
        )
        place = (FIRST_ROW, PLACES[Column.REPORTED], self.last_row, PLACES[Column.REPORTED])
        styles.mark_where(sheet, place, f"={reported}<{asked}")
        shares = (FIRST_ROW, PLACES[Column.COMPLETION], self.last_row, PLACES[Column.COMPLETION])
        sheet.conditional_format(*shares, COMPLETION_SCALE)
        self._gap_arrows(sheet)
        codes = f"A1:{address(self.last_row, PLACES[Column.CODE])}"
        sheet.ignore_errors({"number_stored_as_text": codes})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, self.last_row, PLACES[FIRST_HIDDEN] - 1)

    def _gap_arrows(self, sheet: Worksheet) -> None:
        """Ahead, level or behind; where less is better an arrow up would mislead, and there is none."""
        basics = self._book.results.breakdown.basics
        cells: dict[tuple[int, Decimal], list[str]] = {}
        for total in self.totals:
            indicator = total.indicator
            if indicator.direction is Direction.HIGHER:
                look = (
                    (basics.completion_digits, basics.pace_tolerance)
                    if indicator.has_pace
                    else (indicator.digits, Decimal(0))
                )
                cells.setdefault(look, []).append(address(self.rows[total.code], PLACES[Column.GAP]))
        for (digits, level), places in cells.items():
            rule = {**arrows(Decimal(1).scaleb(-digits), level), "multi_range": " ".join(places)}
            sheet.conditional_format(places[0], rule)

    def _row(self, sheet: Worksheet, total: Total) -> None:
        row, indicator = self.rows[total.code], total.indicator
        formats = self._formats(total)
        content: Mapping[Column, object] = {
            Column.CODE: total.code,
            Column.INDICATOR: f"（其中）{indicator.name}" if indicator.part_of else indicator.name,
            Column.MEASURE: indicator.unit,
            Column.PHRASE: _phrase(total),
            Column.DUE: total.judgement.due,
            Column.PREVIOUS: total.previous,
            **_TotalFormulas(self._book, self._data, self, total).all(),
            Column.REMARK: self.remark(total),
        }
        for column, place in PLACES.items():
            if column is not Column.PROJECT:
                fill(sheet, row, place, content.get(column), formats[column])

    def _formats(self, total: Total) -> dict[Column, Format]:
        styles, indicator = self._book.styles, total.indicator
        digits = self._book.results.breakdown.basics.completion_digits
        amount = styles.number(value_format(indicator))
        formats = dict.fromkeys(Column, amount)
        if indicator.kind is Kind.STATE:
            formats[Column.VALUE] = styles.text(align="center")
        centred, share = styles.text(align="center"), styles.number(share_format(digits))
        return formats | {
            Column.CODE: styles.code(),
            Column.TARGET: styles.number(target_format(indicator, total.target)),
            Column.INDICATOR: styles.text(),
            Column.MEASURE: centred,
            Column.PHRASE: styles.phrase(),
            Column.COMPLETION: share,
            Column.DUE: share,
            Column.GAP: styles.number(gap_format(indicator, digits)),
            Column.VERDICT: centred,
            Column.REPORTED: centred,
            Column.DONE: styles.number(RANK_FORMAT),
            Column.INCREMENT: styles.number(increment_format(indicator)),
            Column.REMARK: styles.phrase(),
        }

    def _height(self, total: Total) -> float:
        said = self.remark(total)
        texts = (
            (total.indicator.name, Column.INDICATOR),
            (_phrase(total), Column.PHRASE),
            (str(said.stored or "") if isinstance(said, Formula) else said, Column.REMARK),
        )
        return row_height((text, _WIDTHS[column]) for text, column in texts)

    def remark(self, total: Total) -> Formula | str:
        """Why the total has no value, completion, gap or increment; what depends on the figures, by formula."""
        if total.code not in self._remarks:
            standing = self._book.remarks.of_total(total, self._rollup.figures_of(total.code))
            if self._book.results.assessment is not None:
                standing = (*self._stages(total), *standing)
            self._remarks[total.code] = remark(standing, self._live_parts(total))
        return self._remarks[total.code]

    def _stages(self, total: Total) -> Iterator[str]:
        """On whose word the units' figures rest, and whose rates have no parts any more."""
        units = {one.name for one in self._book.results.breakdown.units_counted(total.indicator)}
        figures = [one for one in self._rollup.figures_of(total.code) if one.unit in units]
        if counts := stage_counts(figures):
            yield "、".join(f"{stage.label}{count}个" for stage, count in counts.items())
        if total.indicator.rollup in (Rollup.WEIGHTED, Rollup.EACH) and (cut := cut_rates(figures)):
            yield without_rate_words(cut)

    def _live_parts(self, total: Total) -> Iterator[LivePart]:
        row, indicator = self.rows[total.code], total.indicator
        cell = {column: address(row, place) for column, place in PLACES.items()}
        counted = {one.name for one in self._book.results.breakdown.units_counted(indicator)}
        states = [one.is_present for one in self._rollup.figures_of(total.code) if one.unit in counted]
        asked, present = cell[Column.COUNTED_ASKED], cell[Column.COUNTED_PRESENT]
        missing = states.count(False)
        words = f'"有"&{asked}-{present}&"{MISSING[has_sum(indicator)]}"'
        stored = missing_words(missing, has_sum=has_sum(indicator)) if missing else None
        yield LivePart(f"{asked}>{present}", words, stored)
        if indicator.has_parts and indicator.rollup in (Rollup.WEIGHTED, Rollup.EACH):
            condition = f'AND({asked}>0,{asked}={present},{cell[Column.SO_FAR]}="")'
            lacks = bool(states) and not missing and total.reported_value is None
            yield LivePart(condition, f'"{NO_PARTS}"', NO_PARTS if lacks else None)
        if total.previous is not None and indicator.accrual is Accrual.CUMULATIVE:
            fallen = total.increment is not None and round_half_up(total.increment, SUM_DIGITS) < 0
            yield LivePart(f"N({cell[Column.INCREMENT]})<0", f'"{FALLEN}"', FALLEN if fallen else None)
        yield from self._hidden(total, cell)
        own, units = total.target.value if total.target else None, total.unit_target_sum
        if own is not None and units is not None and (indicator.target is not None or own != units):
            level = self._book.results.breakdown.basics.level
            condition, words = (
                f'{cell[Column.TARGET_SUM]}<>""',
                difference_words(cell[Column.TARGET_SUM], cell[Column.TARGET], level),
            )
            yield LivePart(condition, words, None if own == units else both_targets_words(level, own, units))

    def _hidden(self, total: Total, cell: Mapping[Column, str]) -> Iterator[LivePart]:
        """The figure with more digits, where what is shown would be judged otherwise."""
        indicator, target = total.indicator, total.target
        is_judged = indicator.kind is not Kind.STATE and indicator.rollup not in (Rollup.EACH, Rollup.NONE)
        if not is_judged or target is None or target.value is None:
            return
        value, asked, how = cell[Column.VALUE], cell[Column.TARGET], target.comparator.value
        shown = shown_share(value, indicator.digits) if indicator.is_percent else f"ROUND({value},{indicator.digits})"
        condition = f'IF({value}="",FALSE,({value}{how}{asked})<>({shown}{how}{asked}))'
        scaled = f"{value}*100" if indicator.is_percent else value
        exact = f"ROUND({scaled},{indicator.digits + HIDDEN_DIGITS_TOLD})"
        words = f'"{HIDDEN[0]}"&{exact}&{text_in_formula(indicator.unit + HIDDEN[1])}'
        hidden = exact_where_hidden(indicator, total.value, target)
        yield LivePart(condition, words, None if hidden is None else hidden_words(indicator, hidden))


def _share(total: Total) -> Decimal | None:
    if total.judgement.completion is not None:
        return total.judgement.completion
    if total.value is not None or total.reported_value is None or not total.reported_target:
        return None
    return quotient(total.reported_value, total.reported_target)


def _phrase(total: Total) -> str:
    return total.target.phrase if total.target is not None else ""


class _TotalFormulas:
    """The formulas of one indicator's row."""

    def __init__(self, book: Book, data: DataSheet, layout: TotalSheet, total: Total) -> None:
        self._book, self._layout, self._total = book, layout, total
        row = layout.rows[total.code]
        self._judging = book.judging(total)
        self._cell = {column: address(row, place) for column, place in PLACES.items()}
        self._columns = Columns(
            "$" + self._cell[Column.CODE],
            *(
                data.range(column)
                for column in (
                    Data.CODE, Data.COUNTED, Data.VERDICT, Data.MET, Data.CARRIED, Data.VALUE, Data.TARGET,
                    Data.NUMERATOR, Data.DENOMINATOR,
                )
            ),
        )  # fmt: skip

    def all(self) -> dict[Column, Formula | str | Decimal]:
        """What stands in the row's columns, each formula with the value that it has."""
        return {**self._counts(), **self._sums(), **self._targets(), **self._judged()}

    @property
    def _is_complete(self) -> str:
        asked, present = self._cell[Column.COUNTED_ASKED], self._cell[Column.COUNTED_PRESENT]
        return f"AND({asked}>0,{present}={asked})"

    def _counts(self) -> dict[Column, Formula]:
        total, columns, cell = self._total, self._columns, self._cell
        figures = self._book.results.rollup.figures_of(total.code)
        counted = {one.name for one in self._book.results.breakdown.units_counted(total.indicator)}
        present = sum(one.unit in counted and one.is_present for one in figures)
        return {
            Column.UNITS_ASKED: Formula(columns.asked(), total.units_asked),
            Column.UNITS_REPORTED: Formula(columns.reported(), total.units_reported),
            Column.COUNTED_ASKED: Formula(columns.counted_asked(), len(counted)),
            Column.COUNTED_PRESENT: Formula(columns.counted_present(), present),
            Column.DONE: Formula(columns.done(), total.units_done),
            Column.REPORTED: Formula(
                f'={cell[Column.UNITS_REPORTED]}&"/"&{cell[Column.UNITS_ASKED]}',
                f"{total.units_reported}/{total.units_asked}",
            ),
        }

    def _so_far(self) -> str | None:
        """What has been reported so far, as a formula; None where the figures give no value together."""
        present, columns = self._cell[Column.COUNTED_PRESENT], self._columns
        indicator = self._total.indicator
        if indicator.kind is Kind.STATE:
            return None
        makers: dict[Rollup, Callable[[], str]] = {
            Rollup.SUM: lambda: columns.sum_so_far(present),
            Rollup.WEIGHTED: lambda: columns.rate_so_far(present),
            Rollup.EACH: lambda: columns.rate_so_far(present),
            Rollup.MEAN: lambda: columns.mean_so_far(present),
            Rollup.OWN_LEVEL: lambda: (
                columns.sum_so_far(present) if indicator.kind is Kind.AMOUNT else columns.single_so_far(present)
            ),
        }
        maker = makers.get(indicator.rollup)
        return maker() if maker else None

    def _sums(self) -> dict[Column, Formula | str]:
        total, cell = self._total, self._cell
        if total.indicator.kind is Kind.STATE:
            return {Column.VALUE: self._state()} if total.indicator.rollup is not Rollup.NONE else {}
        so_far = self._so_far()
        if so_far is None:
            return {}
        hidden, shown = cell[Column.SO_FAR], total.reported_value if total.value is None else None
        sums: dict[Column, Formula | str] = {
            Column.SO_FAR: Formula(so_far, total.reported_value),
            Column.VALUE: Formula(f'=IF({self._is_complete},{hidden},"")', total.value),
            Column.VALUE_SO_FAR: Formula(f'=IF({cell[Column.VALUE]}="",{hidden},"")', shown),
        }
        if adds_amounts(total):
            text = f'=IF({cell[Column.VALUE_SO_FAR]}="","",{self._columns.target_so_far()})'
            sums[Column.TARGET_SO_FAR] = Formula(text, None if shown is None else total.reported_target or 0)
            if has_pace_so_far(total):
                sums[Column.GAP_SO_FAR] = self._gap_so_far()
        if total.previous is not None and total.indicator.accrual is Accrual.CUMULATIVE:
            difference_of_both = difference(cell[Column.VALUE], cell[Column.PREVIOUS])
            sums[Column.INCREMENT] = Formula(difference_of_both, total.increment)
        return sums

    def _gap_so_far(self) -> Formula:
        """The gap of the units that reported, against their own targets."""
        cell, digits = self._cell, self._book.results.breakdown.basics.completion_digits
        value, target, due = cell[Column.VALUE_SO_FAR], cell[Column.TARGET_SO_FAR], cell[Column.DUE]
        points = f"({shown_share(f'({value}/{target})', digits)}-{shown_share(due, digits)})*100"
        text = f'=IF({value}="","",IF(N({target})=0,"",ROUND({points},{digits})))'
        return Formula(text, self._layout.gap_so_far(self._total))

    def _state(self) -> Formula:
        """The least advanced of the words, once all are there; nothing where one is none of them."""
        text = f'IF({self._columns.with_verdict(STATES[-1])}={self._cell[Column.COUNTED_PRESENT]},"{STATES[-1]}","")'
        for word in reversed(STATES[:-1]):
            text = f'IF({self._columns.with_verdict(word)}>0,"{word}",{text})'
        return Formula(f'=IF({self._is_complete},{text},"")', self._total.text)

    def _targets(self) -> dict[Column, Formula | Decimal]:
        total = self._total
        target = total.target.value if total.target else None
        if target is None:
            return {}
        units = total.unit_target_sum
        if units is None:
            return {Column.TARGET: target}
        added = self._columns.sum_of(self._columns.targets)
        if total.indicator.target is None and target == units:
            return {Column.TARGET: Formula(f"={added}", target)}
        text = f'=IF({added}={self._cell[Column.TARGET]},"",{added})'
        return {Column.TARGET: target, Column.TARGET_SUM: Formula(text, None if units == target else units)}

    def _judged(self) -> dict[Column, Formula | str]:
        total, judging, judged = self._total, self._judging, self._total.judgement
        if total.indicator.rollup is Rollup.NONE:
            return {Column.VERDICT: NOT_ROLLED_UP}
        cell = self._cell
        at = Cells(
            *(
                cell[one]
                for one in (Column.VALUE, Column.TARGET, Column.DUE, Column.COMPLETION, Column.GAP, Column.VALUE)
            )
        )
        formulas: dict[Column, Formula | str] = {}
        is_each = total.indicator.rollup is Rollup.EACH
        if judging.has_completion and not is_each:
            formulas[Column.COMPLETION] = Formula(judging.completion(at), judged.completion)
        if judging.has_gap and not (is_each and judging.has_pace):
            formulas[Column.GAP] = Formula(judging.gap(at), judged.gap)
        verdict = self._each_verdict() if is_each else Formula(judging.verdict(at), judged.verdict)
        return formulas | {Column.VERDICT: verdict}

    def _each_verdict(self) -> Formula:
        """各达标: 未达标 as soon as one fails, 未报 while one is missing and none fails (contract section 6)."""
        cell, columns = self._cell, self._columns
        failed = columns.done("否").removeprefix("=")
        asked, present = cell[Column.COUNTED_ASKED], cell[Column.COUNTED_PRESENT]
        text = f'=IF({failed}>0,"未达标",IF({present}<{asked},"未报",IF({cell[Column.DONE]}>0,"达标","")))'
        return Formula(text, self._layout.verdict(self._total))
