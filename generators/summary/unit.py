"""The sheets of 汇总表.xlsx by unit: what the unit was asked, where it stands, and the cell it comes from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from xlsxwriter.format import Format

from generators.links import link_to_source, source_text
from generators.rows import Content, Formula, RowForm, RowSheet, Slot, own_cell
from generators.sheet import share_format
from generators.stages import cut_words, stage_word
from generators.summary.book import (
    LINK_TIP,
    OVERVIEW_SHEET,
    Book,
    address,
    project_runs,
    quoted,
    text_in_formula,
    write_title,
)
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.remark import SEPARATOR
from generators.summary.standing import StandingSheet
from generators.summary.style import (
    LINE_HEIGHT,
    LINK_COLOUR,
    RANK_FORMAT,
    gap_format,
    increment_format,
    row_height,
    set_page,
    target_format,
    value_format,
)
from model.figure import Figure
from model.indicator import Accrual, Kind


class Column(StrEnum):
    """Columns in their order; the last is hidden and says in which row of 数据 the figure stands now.

    环节 is there in an assessed period alone.
    """

    CODE = "编码"
    PROJECT = "项目"
    INDICATOR = "指标"
    MEASURE = "单位"
    TARGET = "目标"
    PHRASE = "目标原文"
    VALUE = "本期"
    PREVIOUS = "上期"
    INCREMENT = "增量"
    COMPLETION = "完成率"
    DUE = "序时"
    GAP = "差距(百分点)"
    VERDICT = "评定"
    RANK = "名次"
    PREVIOUS_RANK = "上期名次"
    STAGE = "环节"
    SOURCE = "来源"
    REMARK = "备注"
    ROW = "数据行"


_TOLD = {column: place for place, column in enumerate(Column)}
"""Where what stands in a column is told, whether the sheet has the column or not."""
_WIDTHS = {
    Column.CODE: 8, Column.PROJECT: 22, Column.INDICATOR: 24, Column.MEASURE: 9, Column.PHRASE: 13, Column.RANK: 6,
    Column.PREVIOUS_RANK: 6, Column.COMPLETION: 8, Column.DUE: 8, Column.STAGE: 6, Column.SOURCE: 40, Column.REMARK: 24,
}  # fmt: skip
_WORKED_OUT = frozenset(
    (
        Column.TARGET, Column.VALUE, Column.PREVIOUS, Column.INCREMENT, Column.COMPLETION, Column.DUE, Column.GAP,
        Column.VERDICT, Column.RANK, Column.PREVIOUS_RANK,
    )
)  # fmt: skip
"""What stands there by formula or not at all, but for the previous word of a 状态."""
_TEXT_WIDTHS = tuple(_WIDTHS[one] for one in (Column.INDICATOR, Column.PHRASE, Column.SOURCE, Column.REMARK))
_FIXED = None
"""In the place of what the form says for all its rows."""
HEAD_ROW, FIRST_ROW = 2, 3


class _Shape(NamedTuple):
    """All that the formulas, the looks and the fixed words of a figure's row depend on."""

    code: str
    target_format: str
    has_target: bool
    is_rankable: bool
    has_previous: bool
    has_previous_rank: bool
    is_carried: bool


@dataclass(frozen=True)
class _Form:
    """The form of the rows of one shape; `asked` takes its contents out of those of all columns."""

    form: RowForm
    asked: Callable[[Sequence[Content]], Iterable[Content]]


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with the words beside it, which its row's height depends on too."""

    figure: Figure
    source: str
    remark: str
    height: float


class UnitSheets:
    """The sheets of all units, which share the forms of their rows."""

    def __init__(self, book: Book, data: DataSheet, standings: StandingSheet) -> None:
        self._book, self._data, self._standings = book, data, standings
        self._has_stages = book.results.assessment is not None
        left_out = set() if self._has_stages else {Column.STAGE}
        self._places = {column: place for place, column in enumerate(one for one in Column if one not in left_out)}
        self._forms: dict[_Shape, _Form] = {}
        self._figures: dict[str, list[Figure]] = {unit: [] for unit in book.unit_sheets}
        for figure in data.figures:
            self._figures[figure.unit].append(figure)

    def write(self, sheet: RowSheet, unit: str) -> None:
        """Fills the sheet of `unit`."""
        book, figures = self._book, self._figures[unit]
        last_row, last_column = FIRST_ROW + len(figures) - 1, self._places[Column.REMARK]
        write_title(book, sheet, f"{unit}{book.results.breakdown.basics.year}年重点民生实事完成情况", "", last_column)
        self._subtitle(sheet, unit)
        for column, place in self._places.items():
            label = book.previous_title if column is Column.PREVIOUS else column.value
            sheet.write_string(HEAD_ROW, place, label, book.styles.head())
            sheet.set_column(place, place, _WIDTHS.get(column, 9))
        sheet.set_column(self._places[Column.ROW], self._places[Column.ROW], None, None, {"hidden": True})
        sheet.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 4)
        sheet.add_rows(self._rows(sheet, figures), last_row, self._places[Column.ROW])
        sheet.freeze_panes(FIRST_ROW, self._places[Column.MEASURE])
        book.styles.colour_verdicts(sheet, FIRST_ROW, self._places[Column.VERDICT], last_row)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last_row, 0)}"})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, last_row, last_column)

    def _subtitle(self, sheet: RowSheet, unit: str) -> None:
        """As of which day, how much was reported, and the unit's place overall, as a formula."""
        book, data, figures = self._book, self._data, self._figures[unit]
        units, verdicts, carried = (data.range(one) for one in (Data.UNIT, Data.VERDICT, Data.CARRIED))
        reported = f'SUMPRODUCT(({units}={text_in_formula(unit)})*({verdicts}<>"未报")*({carried}=""))'
        count = sum(one.is_reported for one in figures)
        text = f'="{book.as_of}　已报"&{reported}&"/{len(figures)}项"'
        stored = f"{book.as_of}　已报{count}/{len(figures)}项"
        rank_cell, rank = self._standings.overall_rank(unit)
        if rank_cell:
            place_words = f"　综合名次（{self._standings.group_of(unit)}）第"
            text += f'&{text_in_formula(place_words)}&{rank_cell}&"位"'
            stored += f"{place_words}{rank}位"
        sheet.write_formula(1, 0, text, book.styles.subtitle(), stored)
        place = self._places[Column.ROW] + 1
        sheet.set_column(place, place, 10)
        sheet.write_url(0, place, f"internal:{quoted(OVERVIEW_SHEET)}!A1", book.styles.link(align="center"), "返回总览")

    def _rows(self, sheet: RowSheet, figures: list[Figure]) -> Iterator[str]:
        """The rows of a sheet, project by project."""
        told = [self._told(one) for one in figures]
        one_by_one = iter(told)
        row, column = FIRST_ROW, self._places[Column.PROJECT]
        for words, heights in project_runs(
            [(one.figure.indicator, one.height) for one in told], _WIDTHS[Column.PROJECT]
        ):
            if len(heights) > 1:
                sheet.merge_cells(row, column, row + len(heights) - 1, column)
            for number, height in enumerate(heights):
                yield self._row(sheet, row, next(one_by_one), "" if number else words, height)
                row += 1

    def _row(self, sheet: RowSheet, row: int, told: _Told, project: str, height: float) -> str:
        figure = told.figure
        sheet.link(row, self._places[Column.VALUE], link_to_source(figure.source), LINK_TIP)
        shape = self._shape(figure)
        form = self._forms.get(shape) or self._forms.setdefault(shape, self._form(figure))
        return form.form.row(row, form.asked(self._content(told, project)), height)

    def _shape(self, figure: Figure) -> _Shape:
        return _Shape(
            figure.code,
            target_format(figure.indicator, figure.target),
            figure.target.value is not None,
            figure.target.is_rankable,
            figure.previous is not None,
            figure.previous_rank is not None,
            figure.carried is not None,
        )

    def _form(self, figure: Figure) -> _Form:
        formats, formulas, indicator = self._formats(figure), self.formulas(figure), figure.indicator
        # A state's previous word stands there as it is: 数据 has no place for it.
        plain = {Column.PREVIOUS} if indicator.kind is Kind.STATE else set()
        fixed = dict.fromkeys(_WORKED_OUT - formulas.keys() - plain, "") | {
            Column.CODE: figure.code,
            Column.INDICATOR: f"（其中）{indicator.name}" if indicator.part_of else indicator.name,
            Column.MEASURE: indicator.unit,
        }
        slots = [
            Slot(self._places[one], formats[one], formulas.get(one), always=fixed.get(one)) for one in self._places
        ]
        return _Form(RowForm(slots), itemgetter(*(_TOLD[one] for one in self._places if one not in fixed)))

    def _content(self, told: _Told, project: str) -> tuple[Content, ...]:
        """What stands in the row, column by column: words as they are, figures by formula from the sheet 数据."""
        figure, judged = told.figure, told.figure.judgement
        number = self._data.numbers[figure.code, figure.unit]
        is_state = figure.indicator.kind is Kind.STATE
        return (
            _FIXED,  # 编码
            project,
            _FIXED,  # 指标
            _FIXED,  # 单位
            figure.target.value,
            figure.target.phrase,
            figure.text if is_state else figure.value,
            figure.previous_text if is_state else figure.previous,
            figure.increment,
            judged.completion,
            judged.due,
            judged.gap,
            judged.verdict,
            figure.rank,
            figure.previous_rank,
            stage_word(figure) if self._has_stages else "",
            told.source,
            told.remark,
            Formula(f"=MATCH({number},{self._data.range(Data.NUMBER)},0)", number),
        )

    def formulas(self, figure: Figure) -> dict[Column, str]:
        """The figure's numbers as they stand on 数据 now, wherever sorting has put its row."""
        if figure.indicator.kind is Kind.STATE:
            return {Column.VALUE: self._found(Data.STATE), Column.VERDICT: self._found(Data.VERDICT)}
        judging, has_previous = self._book.judging(figure), figure.previous is not None
        found = {
            Column.TARGET: (Data.TARGET, judging.has_target),
            Column.VALUE: (Data.VALUE, True),
            Column.PREVIOUS: (Data.PREVIOUS, has_previous),
            Column.INCREMENT: (Data.INCREMENT, has_previous and figure.indicator.accrual is Accrual.CUMULATIVE),
            Column.COMPLETION: (Data.COMPLETION, judging.has_completion),
            Column.DUE: (Data.DUE, judging.has_pace),
            Column.GAP: (Data.GAP, judging.has_gap),
            Column.VERDICT: (Data.VERDICT, True),
            Column.RANK: (Data.RANK, figure.target.is_rankable and not figure.carried),
            Column.PREVIOUS_RANK: (Data.PREVIOUS_RANK, figure.previous_rank is not None),
        }
        return {column: self._found(source) for column, (source, is_there) in found.items() if is_there}

    def _found(self, column: Data) -> str:
        at = f"INDEX({self._data.range(column)},${own_cell(self._places[Column.ROW])})"
        # Of a blank cell INDEX makes 0: what the unit may not have reported has to be asked about first.
        return f'=IF({at}="","",{at})' if column in (Data.VALUE, Data.STATE) else f"={at}"

    def _formats(self, figure: Figure) -> dict[Column, Format]:
        styles, indicator = self._book.styles, figure.indicator
        digits = self._book.results.breakdown.basics.completion_digits
        is_state = indicator.kind is Kind.STATE
        amount, centred, text = styles.number(value_format(indicator)), styles.text(align="center"), styles.text()
        share, place = styles.number(share_format(digits)), styles.number(RANK_FORMAT)
        return {
            Column.CODE: styles.code(),
            Column.PROJECT: text,
            Column.INDICATOR: text,
            Column.MEASURE: centred,
            Column.TARGET: styles.number(target_format(indicator, figure.target)),
            Column.PHRASE: styles.phrase(),
            Column.VALUE: styles.text(align="center", colour=LINK_COLOUR)
            if is_state
            else styles.number(value_format(indicator), colour=LINK_COLOUR),
            Column.PREVIOUS: centred if is_state else amount,
            Column.INCREMENT: styles.number(increment_format(indicator)),
            Column.COMPLETION: share,
            Column.DUE: share,
            Column.GAP: styles.number(gap_format(indicator, digits)),
            Column.VERDICT: centred,
            Column.RANK: place,
            Column.PREVIOUS_RANK: place,
            Column.STAGE: centred,
            Column.SOURCE: text,
            Column.REMARK: styles.phrase(),
            Column.ROW: place,
        }

    def _told(self, figure: Figure) -> _Told:
        source = source_text(figure.source, figure.carried)
        said = self._book.remarks.of_figure(figure)
        if self._has_stages and (cut := cut_words(figure)):
            said = (cut, *said)
        remark = SEPARATOR.join(said)
        texts = (figure.indicator.name, figure.target.phrase, source, remark)
        return _Told(figure, source, remark, row_height(zip(texts, _TEXT_WIDTHS, strict=True)))
