"""The sheet 各环节 of 汇总表.xlsx: what was reported, checked and confirmed side by side, unit by unit and in total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format

from generators.links import link_to_source
from generators.rows import Content, Formula, RowForm, RowSheet, Slot, Stored
from generators.sheet import HEADING_FONT, share_format
from generators.stages import cut_rates, sent_otherwise, stage_counts, stage_word, without_rate_words
from generators.summary.book import LINK_TIP, Book, address, write_title
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.formula import SUM_DIGITS, Cells, difference
from generators.summary.remark import SEPARATOR
from generators.summary.style import (
    BAND_COLOUR,
    INK,
    LINE_HEIGHT,
    LINK_COLOUR,
    row_height,
    set_page,
    struck_format,
    target_format,
    value_format,
)
from generators.summary.total import Column as TotalColumn
from generators.summary.total import TotalSheet
from model.assessment.assessment import Assessment
from model.assessment.checked import CheckedFigure, CheckIntake, Checks
from model.figure import Figure, RollUp, Total
from model.indicator import Indicator, Kind, Rollup
from model.quantity import sum_of
from model.rollup import roll_up
from model.submission import Reported, Source, Stage


class Column(StrEnum):
    """Columns in their order; those from 初核后 on are hidden and carry the steps of the formulas."""

    CODE = "编码"
    INDICATOR = "指标"
    UNIT = "填报单位"
    MEASURE = "单位"
    TARGET = "目标"
    REPORTED = "自报数"
    REPORTED_SHARE = "自报\n完成率"
    CHECKED = "初核数"
    CHECKED_SHARE = "初核\n完成率"
    CONFIRMED = "认定数"
    CONFIRMED_SHARE = "认定\n完成率"
    COUNTED = "计入数"
    STRUCK = "核减"
    STAGE = "环节"
    REMARK = "备注"
    AFTER_FIRST = "初核后"
    MISSING = "缺数单位"
    ROW = "数据行"


PLACES = {column: place for place, column in enumerate(Column)}
FIRST_HIDDEN = Column.AFTER_FIRST
_WIDTHS = {
    Column.CODE: 8, Column.INDICATOR: 26, Column.UNIT: 16, Column.MEASURE: 8, Column.TARGET: 10, Column.STAGE: 9,
    Column.REMARK: 36,
}  # fmt: skip
_OF_STAGE: Mapping[Stage, tuple[Column, Column, Column]] = {
    Stage.REPORTED: (Column.REPORTED, Column.REPORTED_SHARE, Column.REPORTED),
    Stage.CHECKED: (Column.CHECKED, Column.CHECKED_SHARE, Column.AFTER_FIRST),
    Stage.CONFIRMED: (Column.CONFIRMED, Column.CONFIRMED_SHARE, Column.COUNTED),
}
"""Of each stage the columns of the figure, of its completion, and of the units' figures that the total is made of."""
_SHARES = tuple(share for _, share, _ in _OF_STAGE.values())
_AMOUNTS = (Column.REPORTED, Column.CHECKED, Column.CONFIRMED, Column.COUNTED, Column.AFTER_FIRST)
HEAD_ROW, FIRST_ROW = 2, 3
_EXPLAINED = (
    "{level}各行：“自报”按各单位所报；“初核”有初核数的按初核数，其余按自报数；“认定”按认定数、初核数、自报数的先后取用，"
    "就是计入的数。各单位行空白的，是这一环节没有核这个数"
)


def rollups_by_stage(book: Book, assessment: Assessment) -> Mapping[Stage, RollUp]:
    """What the figures come to as reported, as far as they are checked, and as they count."""
    results, reported = book.results, book.results.intake.reported
    first = Checks(assessment.checks.first, CheckIntake(Stage.CONFIRMED)).laid_over(reported)

    def rolled(figures: Mapping[tuple[str, str], Reported]) -> RollUp:
        return roll_up(results.breakdown, results.period, figures, results.previous)

    return {Stage.REPORTED: rolled(reported), Stage.CHECKED: rolled(first), Stage.CONFIRMED: results.rollup}


@dataclass(frozen=True)
class _Line:
    """A row to be written: what stands in it by column, and which cells lead where."""

    contents: Mapping[Column, Content]
    links: Mapping[Column, Source | None]
    texts: Sequence[tuple[str, float]]


class StageSheet:
    """Writes the sheet. The figure that counts is the one of 数据, wherever it stands now; the others stand here."""

    def __init__(self, book: Book, data: DataSheet, totals: TotalSheet, assessment: Assessment) -> None:
        self._book, self._data, self._totals, self._checks = book, data, totals, assessment.checks
        self._rollups = rollups_by_stage(book, assessment)
        self._completions = {
            (stage, one.code, one.unit): one.judgement.completion
            for stage, rollup in self._rollups.items()
            for one in rollup.figures
        }
        self._breakdown = book.results.breakdown

    def write(self, sheet: RowSheet) -> None:
        """Fills the sheet: of each indicator the row of this level, then one for each unit that is asked."""
        book, last_column = self._book, PLACES[FIRST_HIDDEN] - 1
        subtitle = f"{book.as_of}　{_EXPLAINED.format(level=book.total_sheet)}"
        write_title(book, sheet, f"{book.title}各环节数", subtitle, last_column)
        sheet.set_row(1, 2 * LINE_HEIGHT + 4)
        for column, place in PLACES.items():
            sheet.write_string(HEAD_ROW, place, column.value, book.styles.head())
            options = {"hidden": True} if place > last_column else {}
            sheet.set_column(place, place, _WIDTHS.get(column, 9), None, options)
        sheet.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 4)
        last_row = FIRST_ROW + max(1, len(self._data.figures) + len(self._totals.totals)) - 1
        sheet.add_rows(self._rows(sheet), last_row, len(PLACES) - 1)
        sheet.freeze_panes(FIRST_ROW, PLACES[Column.MEASURE])
        sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last_row, 0)}"})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, last_row, last_column)

    def _rows(self, sheet: RowSheet) -> Iterator[str]:
        row = FIRST_ROW
        for total in self._totals.totals:
            figures = self._book.results.rollup.figures_of(total.code)
            yield self._row(sheet, row, self._form(total.indicator, is_total=True), self._total(row, total, figures))
            form = self._form(total.indicator, is_total=False)
            for place, figure in enumerate(figures, row + 1):
                yield self._row(sheet, place, form, self._figure(place, figure))
            row += 1 + len(figures)

    def _row(self, sheet: RowSheet, row: int, form: RowForm, line: _Line) -> str:
        for column, source in line.links.items():
            sheet.link(row, PLACES[column], link_to_source(source), LINK_TIP)
        return form.row(row, (line.contents.get(column) for column in Column), row_height(line.texts))

    def _form(self, indicator: Indicator, *, is_total: bool) -> RowForm:
        look, digits = self._book.workbook.look, self._breakdown.basics.completion_digits
        more: dict[str, Any] = {"bg_color": BAND_COLOUR, "font_name": HEADING_FONT} if is_total else {}
        is_state = indicator.kind is Kind.STATE

        def number(shape: str, colour: str = INK) -> Format:
            align = "center" if is_state else "right"
            return look(align=align, num_format=shape, font_color=colour, **more)

        amount = value_format(indicator)
        formats = dict.fromkeys(Column, look(align="left", **more))
        formats |= dict.fromkeys((Column.MEASURE, Column.STAGE), look(align="center", **more))
        formats |= dict.fromkeys(_AMOUNTS, number(amount))
        formats |= dict.fromkeys(_SHARES, number(share_format(digits)))
        if not is_total:
            linked = (Column.REPORTED, Column.CHECKED, Column.CONFIRMED)
            formats |= dict.fromkeys(linked, number(amount, LINK_COLOUR))
        formats |= {
            Column.CODE: look(align="center", num_format="@", **more),
            Column.TARGET: number(target_format(indicator, indicator.target)),
            Column.COUNTED: number(amount),
            Column.STRUCK: number(struck_format(indicator)),
        }
        return RowForm(Slot(PLACES[column], formats[column]) for column in Column)

    # A unit's row

    def _figure(self, row: int, figure: Figure) -> _Line:
        cell = {column: address(row, place) for column, place in PLACES.items()}
        contents = self._standing(figure.indicator, figure.unit) | self._amounts(figure, cell)
        number = self._data.numbers[figure.code, figure.unit]
        contents[Column.ROW] = Formula(f"=MATCH({number},{self._data.range(Data.NUMBER)},0)", number)
        contents[Column.STAGE], remark = stage_word(figure), SEPARATOR.join(self._told(figure))
        contents[Column.REMARK] = remark
        sent = figure.reported.sent or figure.reported if figure.reported else None
        checked = {one.stage: found.source for one in self._checks.stages if (found := self._checked(one, figure))}
        links = {
            Column.REPORTED: sent.source if sent else figure.source,
            Column.CHECKED: checked.get(Stage.CHECKED),
            Column.CONFIRMED: checked.get(Stage.CONFIRMED),
        }
        texts = ((figure.indicator.name, _WIDTHS[Column.INDICATOR]), (figure.unit, _WIDTHS[Column.UNIT]),
                 (remark, _WIDTHS[Column.REMARK]))  # fmt: skip
        return _Line(contents, links, texts)

    def _standing(self, indicator: Indicator, unit: str) -> dict[Column, Content]:
        name = f"（其中）{indicator.name}" if indicator.part_of else indicator.name
        return {
            Column.CODE: indicator.code, Column.INDICATOR: name, Column.UNIT: unit, Column.MEASURE: indicator.unit,
        }  # fmt: skip

    @staticmethod
    def _checked(intake: CheckIntake, figure: Figure) -> CheckedFigure | None:
        """What a stage says of a figure; nothing of one that the unit has not reported, which does not count."""
        return intake.figures.get((figure.code, figure.unit)) if figure.is_reported else None

    def _amounts(self, figure: Figure, cell: Mapping[Column, str]) -> dict[Column, Content]:
        """自报数, 初核数, 认定数 and what follows; the one that counts comes from 数据."""
        is_state, judging = figure.indicator.kind is Kind.STATE, self._book.judging(figure)
        sent = (figure.reported.sent or figure.reported) if figure.reported else None
        first, final = (self._checked(one, figure) for one in self._checks.stages)
        spoken: list[tuple[Stage, Reported | CheckedFigure | Figure | None]] = [
            (Stage.REPORTED, sent or figure), (Stage.CHECKED, first), (Stage.CONFIRMED, final),
        ]  # fmt: skip
        contents: dict[Column, Content] = {}
        after_first: Stored = None
        for stage, one in spoken:
            column, share, _ = _OF_STAGE[stage]
            if one is None:
                continue
            value = one.text if is_state else one.value
            after_first = value if stage is not Stage.CONFIRMED else after_first
            contents[column] = self._live(figure, cell, value) if stage is figure.stage else value
            if judging.has_completion:
                at = Cells(cell[column], cell[Column.TARGET], "", "", "", "")
                done = self._completions[stage, figure.code, figure.unit]
                contents[share] = Formula(judging.completion(at), done)
        reported, checked, confirmed = cell[Column.REPORTED], cell[Column.CHECKED], cell[Column.CONFIRMED]
        counted = figure.text if is_state else figure.value
        contents[Column.AFTER_FIRST] = Formula(f'=IF({checked}<>"",{checked},{reported})', after_first)
        contents[Column.COUNTED] = Formula(f'=IF({confirmed}<>"",{confirmed},{cell[Column.AFTER_FIRST]})', counted)
        if not is_state:
            contents[Column.STRUCK] = self._struck(figure, cell)
        if judging.has_target:
            contents[Column.TARGET] = Formula(f"={self._at(Data.TARGET, cell)}", figure.target.value)
        return contents

    @staticmethod
    def _struck(figure: Figure, cell: Mapping[Column, str]) -> Formula:
        """自报数 less 计入数, blank while nobody has checked the figure."""
        before = figure.reported.sent.value if figure.reported and figure.reported.sent else None
        struck = None if before is None or figure.value is None else sum_of((before, figure.value.copy_negate()))
        less = difference(cell[Column.REPORTED], cell[Column.COUNTED]).removeprefix("=")
        return Formula(f'=IF(AND({cell[Column.CHECKED]}="",{cell[Column.CONFIRMED]}=""),"",{less})', struck)

    def _at(self, column: Data, cell: Mapping[Column, str]) -> str:
        return f"INDEX({self._data.range(column)},{cell[Column.ROW]})"

    def _live(self, figure: Figure, cell: Mapping[Column, str], value: Stored) -> Formula:
        at = self._at(Data.STATE if figure.indicator.kind is Kind.STATE else Data.VALUE, cell)
        return Formula(f'=IF({at}="","",{at})', value)

    def _told(self, figure: Figure) -> Iterator[str]:
        """Why a figure is not as reported: by whom and for what; why it is none at all."""
        if not figure.is_present:
            yield "未报"
        if figure.carried:
            yield f"沿用{figure.carried}的数"
        sent = sent_otherwise(figure)
        for one in (self._checked(stage, figure) for stage in self._checks.stages):
            if one is not None and sent is not None and (one.value, one.text) != (sent.value, sent.text):
                yield f"{one.stage.label}（{one.department}）：{one.reason}" if one.reason else one.department

    # The row of this level

    def _total(self, row: int, total: Total, figures: Sequence[Figure]) -> _Line:
        indicator = total.indicator
        cell = {column: address(row, place) for column, place in PLACES.items()}
        contents = self._standing(indicator, self._book.total_sheet)
        stages = "、".join(stage.label for stage in stage_counts(self._counted(indicator, figures)))
        contents[Column.STAGE] = stages
        if total.target is not None and total.target.value is not None:
            target = self._totals.cell(total.code, TotalColumn.TARGET)
            contents[Column.TARGET] = Formula(f"={target}", total.target.value)
        contents |= self._sums(row, total, figures, cell)
        remark = self._total_remark(total, figures, cell)
        contents[Column.REMARK] = remark
        shown = str(remark.stored or "") if isinstance(remark, Formula) else remark
        told = ((indicator.name, Column.INDICATOR), (shown, Column.REMARK), (stages, Column.STAGE))
        return _Line(contents, {}, [(words, _WIDTHS[column]) for words, column in told])

    def _counted(self, indicator: Indicator, figures: Iterable[Figure]) -> list[Figure]:
        names = {one.name for one in self._breakdown.units_counted(indicator)}
        return [one for one in figures if one.unit in names]

    def _sums(
        self, row: int, total: Total, figures: Sequence[Figure], cell: Mapping[Column, str]
    ) -> dict[Column, Content]:
        """What the units' figures come to at each stage: a formula where they are added or averaged."""
        indicator, contents = total.indicator, dict[Column, Content]()
        if indicator.rollup is Rollup.NONE:
            return contents
        names = {one.name for one in self._breakdown.units_counted(indicator)}
        rows = [place for place, one in enumerate(figures, row + 1) if one.unit in names]
        judging = self._book.judging(total)
        for stage, (column, share, units) in _OF_STAGE.items():
            at_stage = self._rollups[stage].total_of(total.code)
            if indicator.kind is Kind.STATE:
                contents[column] = at_stage.text
                continue
            ranges = _ranges(rows, PLACES[units])
            contents[column] = _sum(indicator, ranges, at_stage)
            if judging.has_completion and indicator.rollup is not Rollup.EACH:
                at = Cells(cell[column], cell[Column.TARGET], "", "", "", "")
                whole = judging.completion(at).removeprefix("=")
                text = f'=IF({cell[Column.MISSING]}>0,"",{whole})'
                contents[share] = Formula(text, at_stage.judgement.completion)
        counted = self._rollups[Stage.CONFIRMED].total_of(total.code)
        if indicator.kind is Kind.STATE:
            return contents | {Column.COUNTED: counted.text}
        before, after = self._rollups[Stage.REPORTED].total_of(total.code).reported_value, counted.reported_value
        struck = None if before is None or after is None else sum_of((before, after.copy_negate()))
        missing = f"={len(rows)}-COUNT({_ranges(rows, PLACES[Column.COUNTED])})" if rows else "=0"
        present = sum(one.is_present for one in figures if one.unit in names)
        return contents | {
            Column.COUNTED: Formula(f'=IF({cell[Column.CONFIRMED]}="","",{cell[Column.CONFIRMED]})', after),
            Column.STRUCK: Formula(difference(cell[Column.REPORTED], cell[Column.COUNTED]), struck),
            Column.MISSING: Formula(missing, len(rows) - present),
        }

    def _total_remark(self, total: Total, figures: Sequence[Figure], cell: Mapping[Column, str]) -> Formula | str:
        """Why the row holds no figure, or one of some of the units alone."""
        indicator = total.indicator
        if indicator.rollup is Rollup.NONE:
            return "不汇总，各单位分别核"
        if indicator.kind is Kind.STATE:
            return ""
        counted = self._counted(indicator, figures)
        if indicator.rollup in (Rollup.WEIGHTED, Rollup.EACH) and (cut := cut_rates(counted)):
            return f"{without_rate_words(cut)}，不能加权，不出比率"
        missing = cell[Column.MISSING]
        absent = sum(not one.is_present for one in counted)
        stored = f"有{absent}个单位未报，为已报单位的数" if absent else ""
        return Formula(f'=IF({missing}>0,"有"&{missing}&"个单位未报，为已报单位的数","")', stored)


def _ranges(rows: Sequence[int], column: int) -> str:
    """H5:H8,H10: the cells of a column in these rows (from 0)."""
    runs = (
        [row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])
    )  # rows that follow one another differ from their places by the same
    return ",".join(f"{address(run[0], column)}:{address(run[-1], column)}" for run in runs)


def _sum(indicator: Indicator, ranges: str, total: Total) -> Content:
    """A formula where the units' figures are added, averaged or one alone; else the roll-up's value."""
    value = total.reported_value
    if not ranges or indicator.rollup in (Rollup.WEIGHTED, Rollup.EACH):
        return value
    if indicator.rollup is Rollup.MEAN:
        return Formula(f'=IF(COUNT({ranges})=0,"",SUM({ranges})/COUNT({ranges}))', value)
    if indicator.rollup is Rollup.OWN_LEVEL and indicator.kind is not Kind.AMOUNT:
        return Formula(f'=IF(COUNT({ranges})=1,SUM({ranges}),"")', value)
    return Formula(f'=IF(COUNT({ranges})=0,"",ROUND(SUM({ranges}),{SUM_DIGITS}))', value)
