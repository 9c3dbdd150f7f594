"""The sheet 数据 of 汇总表.xlsx: one row for each figure, the only place where the units' figures are typed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from xlsxwriter.format import Format

from generators.links import link_to_source, source_text
from generators.rows import RowForm, RowSheet, Slot, Stored, own_cell
from generators.sheet import share_format
from generators.stages import stage_word
from generators.summary.book import DATA_SHEET, LINK_TIP, NO, Book, address, quoted
from generators.summary.formula import Cells, difference, rank
from generators.summary.style import (
    ANY_FORMAT,
    INK,
    LINK_COLOUR,
    RANK_FORMAT,
    gap_format,
    increment_format,
    set_page,
    value_format,
)
from model.figure import Figure
from model.indicator import Accrual, Direction, Indicator, Kind
from model.labels import YES
from model.quantity import HUNDRED, Comparator
from model.results import Results
from model.rollup import is_ranked, is_scored, rank_key, score_of


class Column(StrEnum):
    """Columns in their order; the first eight are those of contract section 5, those from 计入汇总 on are hidden.

    环节 is there in an assessed period alone.
    """

    PERIOD = "期次"
    CODE = "编码"
    UNIT = "填报单位"
    VALUE = "值"
    TARGET = "目标"
    COMPLETION = "完成率"
    VERDICT = "评定"
    SOURCE = "来源"
    STAGE = "环节"
    PROJECT = "项目"
    INDICATOR = "指标"
    MEASURE = "单位"
    STATE = "状态"
    NUMERATOR = "分子"
    DENOMINATOR = "分母"
    PHRASE = "目标原文"
    GAP = "差距"
    MET = "达标"
    RANK = "名次"
    RANK_GROUP = "排名组"
    PREVIOUS_RANK = "上期名次"
    PREVIOUS = "上期"
    INCREMENT = "本期增量"
    CARRIED = "沿用期次"
    NUMBER = "序号"
    COUNTED = "计入汇总"
    DUE = "序时"
    BASIS = "排名依据"
    SCORE = "加权得分"
    WEIGHT = "计分权重"
    SCORE_KEY = "计分组"
    RANK_KEY = "名次组"


_WIDTHS = {
    Column.PERIOD: 9, Column.CODE: 8, Column.UNIT: 18, Column.SOURCE: 34, Column.PROJECT: 30, Column.INDICATOR: 26,
    Column.PHRASE: 16, Column.CARRIED: 9, Column.NUMBER: 6,
}  # fmt: skip
_TOLD = {column: place for place, column in enumerate(Column)}
"""Where what stands in a column is told, whether the sheet has the column or not."""
FIRST_HIDDEN, LAST_PRINTED = Column.COUNTED, Column.MEASURE
TYPED = (Column.VALUE, Column.NUMERATOR, Column.DENOMINATOR)
"""What a person may type in by hand where the unit has sent nothing: blank, but with its format."""
_ALIGNED = dict.fromkeys(
    (Column.PERIOD, Column.VERDICT, Column.STAGE, Column.MET, Column.MEASURE, Column.CARRIED, Column.RANK_GROUP),
    "center",
)
_JUDGED = (Column.VALUE, Column.TARGET, Column.DUE, Column.COMPLETION, Column.GAP, Column.STATE)
_WORKED_OUT = frozenset(
    (
        Column.COMPLETION, Column.VERDICT, Column.GAP, Column.MET, Column.RANK, Column.INCREMENT, Column.BASIS,
        Column.SCORE,
    )
)  # fmt: skip
"""What stands there by formula or not at all."""
_MET_WORDS = {True: YES, False: NO, None: None}
_FIXED = None
"""In the place of what the form says for all its rows."""
TABLE_NAME = "数据"
HEAD_ROW = 0


@dataclass(frozen=True)
class Layout:
    """Which columns the sheet has: `places` from 0, `cells` as the formulas of a row name its own."""

    places: Mapping[Column, int]
    cells: Mapping[Column, str]

    @classmethod
    def of(cls, *left_out: Column) -> "Layout":
        """All columns but these."""
        places = {column: place for place, column in enumerate(one for one in Column if one not in left_out)}
        return cls(places, {column: own_cell(place) for column, place in places.items()})

    @property
    def last(self) -> int:
        """The place of the last column."""
        return len(self.places) - 1


_PLAIN, _STAGED = Layout.of(Column.STAGE), Layout.of()


def layout_of(results: Results) -> Layout:
    """The columns of the sheet of these results."""
    return _PLAIN if results.assessment is None else _STAGED


class DataSheet:
    """Where each figure stands on the sheet, and the ranges that the other sheets refer to."""

    def __init__(self, book: Book) -> None:
        self._book, self.layout = book, layout_of(book.results)
        self.figures = book.results.rollup.figures
        self._last_row = HEAD_ROW + max(1, len(self.figures))
        self._projects = {key: number for number, key in enumerate(book.results.breakdown.projects, 1)}
        self._ranges = {column: self._range(column) for column in self.layout.places}
        self.numbers = {(one.code, one.unit): number for number, one in enumerate(self.figures, 1)}

    def _range(self, column: Column) -> str:
        first, last = (address(row, self.layout.places[column], fixed=True) for row in (HEAD_ROW + 1, self._last_row))
        return f"{quoted(DATA_SHEET)}!{first}:{last}"

    def range(self, column: Column) -> str:
        """All cells of a column, as formulas of any sheet write them."""
        return self._ranges[column]

    def project_number(self, project_key: str) -> int:
        """The project's place in the breakdown, from 1."""
        return self._projects[project_key]

    def score_key(self, unit: str, project_key: str) -> str:
        """What ties rows to a score; never a mere number, which SUMIFS would compare as one."""
        return f"{unit}|{self._projects[project_key]}"

    def write(self, sheet: RowSheet) -> None:
        """Fills the sheet. Its rows may be sorted by hand: nothing refers to a row by its place."""
        sheet.add_rows(DataRows(self._book, self, sheet).rows(), self._last_row, self.layout.last)
        self._dress(sheet)

    def _dress(self, sheet: RowSheet) -> None:
        styles, places, last_column = self._book.styles, self.layout.places, self.layout.last
        columns = [{"header": column.value, "header_format": styles.head()} for column in places]
        options = {"name": TABLE_NAME, "style": "Table Style Light 1", "columns": columns}
        sheet.add_long_table(HEAD_ROW, 0, self._last_row, last_column, options)
        for column, place in places.items():
            is_hidden = place >= places[FIRST_HIDDEN]
            outline = {"level": 1, "hidden": True} if is_hidden else {}
            sheet.set_column(place, place, _WIDTHS.get(column, 10), None, outline)
        sheet.set_column(last_column + 1, last_column + 1, None, None, {"collapsed": True})
        sheet.set_row(HEAD_ROW, 22)
        sheet.freeze_panes(HEAD_ROW + 1, places[Column.VALUE])
        styles.colour_verdicts(sheet, HEAD_ROW + 1, places[Column.VERDICT], self._last_row)
        everything = f"A1:{address(self._last_row, last_column)}"
        sheet.ignore_errors({"number_stored_as_text": everything, "calculated_column": everything})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, self._last_row, places[LAST_PRINTED])


class _Shape(NamedTuple):
    """All that the formulas and the fixed words of a figure's row depend on: rows of one shape have one form."""

    code: str
    group: str
    carried: str | None
    is_counted: bool
    comparator: Comparator
    has_target: bool
    is_rankable: bool
    is_scored: bool
    is_worked_out: bool
    has_previous: bool


@dataclass(frozen=True)
class _Form:
    """The form of the rows of one shape.

    `asked` takes its contents out of those of all columns; `basis_unit` is what 1 on the sheet is in 排名依据.
    """

    form: RowForm
    asked: Callable[[Sequence[Stored]], Iterable[Stored]]
    is_ranked_by_gap: bool
    basis_unit: Decimal


class DataRows:
    """Makes the rows of the sheet 数据, one for each figure."""

    def __init__(self, book: Book, layout: DataSheet, sheet: RowSheet) -> None:
        self._book, self._layout, self._sheet = book, layout, sheet
        self._places, self._cell = layout.layout.places, layout.layout.cells
        self._breakdown = book.results.breakdown
        self._forms: dict[_Shape, _Form] = {}
        self._formats: dict[str, dict[Column, Format]] = {}
        self._groups = {unit.name: unit.rank_group for unit in self._breakdown.units}
        self._targets_of_group = self._targets_by_group()
        self._counted = {
            indicator.code: {unit.name for unit in self._breakdown.units_counted(indicator)}
            for indicator in self._breakdown.indicators
        }

    def _targets_by_group(self) -> Mapping[tuple[str, str], set[Decimal | None]]:
        """The targets by code and 排名组: where there are several, ranks may go by the gap.

        Those of units that have not reported too: their figures may be typed in, and where the targets are one the
        order by the gap is that by the value.
        """
        targets: dict[tuple[str, str], set[Decimal | None]] = {}
        for figure in self._layout.figures:
            if figure.target.is_rankable:
                targets.setdefault((figure.code, self._groups[figure.unit]), set()).add(figure.target.value)
        return targets

    def rows(self) -> Iterator[str]:
        """What was typed, what follows from it, and the keys by which other sheets find it, figure by figure."""
        for row, figure in enumerate(self._layout.figures, HEAD_ROW + 1):
            yield self._row(row, figure)

    def _row(self, row: int, figure: Figure) -> str:
        self._link(row, figure)
        shape = self._shape(figure)
        form = self._forms.get(shape) or self._forms.setdefault(shape, self._form(figure, shape))
        return form.form.row(row, form.asked(self._content(row - HEAD_ROW, figure, form)))

    def _shape(self, figure: Figure) -> _Shape:
        target = figure.target
        return _Shape(
            figure.code,
            self._groups[figure.unit],
            figure.carried,
            figure.unit in self._counted[figure.code],
            target.comparator,
            target.value is not None,
            target.is_rankable,
            is_scored(figure),
            is_worked_out(figure),
            figure.previous is not None,
        )

    def _is_ranked_by_gap(self, figure: Figure) -> bool:
        return len(self._targets_of_group.get((figure.code, self._groups[figure.unit]), ())) > 1

    def _form(self, figure: Figure, shape: _Shape) -> _Form:
        formats = self._formats.get(figure.code) or self._formats.setdefault(figure.code, self._made(figure))
        formulas, fixed = self.formulas(figure), self._fixed(figure, shape)
        columns = [one for one in self._places if one in formulas or (one not in fixed and one not in _WORKED_OUT)]
        slots = [Slot(self._places[one], formats[one], formulas.get(one), is_kept=one in TYPED) for one in columns]
        slots += [
            Slot(self._places[one], formats[one], always=words)
            for one, words in fixed.items()
            if words not in (None, "")
        ]
        judging, by_gap = self._book.judging(figure), self._is_ranked_by_gap(figure)
        is_gap = by_gap and judging.has_gap and not judging.has_completion
        # Shares are ranked as fractions, so that ROUND works on what Excel holds closely.
        is_share = judging.has_completion or (figure.indicator.is_percent and not is_gap)
        return _Form(
            RowForm(slots), itemgetter(*(_TOLD[one] for one in columns)), by_gap, HUNDRED if is_share else Decimal(1)
        )

    def _made(self, figure: Figure) -> dict[Column, Format]:
        """The format of each column for the rows of one indicator."""
        styles, indicator = self._book.styles, figure.indicator
        digits = self._breakdown.basics.completion_digits
        amount, share = value_format(indicator), share_format(digits)
        formats = {column: styles.single_line(align=_ALIGNED.get(column, "left")) for column in Column}
        shown = {
            Column.VALUE: amount, Column.TARGET: amount, Column.PREVIOUS: amount, Column.NUMERATOR: ANY_FORMAT,
            Column.DENOMINATOR: ANY_FORMAT, Column.COMPLETION: share, Column.DUE: share,
            Column.GAP: gap_format(indicator, digits), Column.INCREMENT: increment_format(indicator),
            Column.RANK: RANK_FORMAT, Column.PREVIOUS_RANK: RANK_FORMAT, Column.NUMBER: RANK_FORMAT,
            Column.BASIS: ANY_FORMAT, Column.SCORE: ANY_FORMAT, Column.WEIGHT: ANY_FORMAT,
        }  # fmt: skip
        formats |= {
            column: styles.number(shape, grid=False, colour=LINK_COLOUR if column in TYPED else INK)
            for column, shape in shown.items()
        }
        return formats | {
            Column.CODE: styles.code(grid=False),
            Column.STATE: styles.single_line(align="center", colour=LINK_COLOUR),
        }

    def _fixed(self, figure: Figure, shape: _Shape) -> dict[Column, Stored]:
        """What all rows of a shape have alike; None where that is nothing."""
        indicator = figure.indicator
        return {
            Column.PERIOD: self._book.results.period.name,
            Column.CODE: shape.code,
            Column.PROJECT: indicator.project,
            Column.INDICATOR: indicator.name,
            Column.MEASURE: indicator.unit,
            Column.RANK_GROUP: shape.group,
            Column.CARRIED: shape.carried,
            Column.COUNTED: YES if shape.is_counted else None,
            Column.WEIGHT: indicator.weight if shape.is_scored else None,
            Column.RANK_KEY: f"{shape.code}|{shape.group}",
        }

    def _content(self, number: int, figure: Figure, form: _Form) -> tuple[Stored, ...]:
        """What stands in the row, column by column: words, numbers, the values of the formulas, if it has them."""
        indicator, judged = figure.indicator, figure.judgement
        return (
            _FIXED,  # 期次
            _FIXED,  # 编码
            figure.unit,
            figure.value,
            figure.target.value,
            judged.completion,
            judged.verdict,
            source_text(figure.source, figure.carried),
            stage_word(figure) if Column.STAGE in self._places else None,
            _FIXED,  # 项目
            _FIXED,  # 指标
            _FIXED,  # 单位
            figure.text if indicator.kind is Kind.STATE else None,
            figure.numerator,
            figure.denominator,
            figure.target.phrase,
            judged.gap,
            _MET_WORDS[judged.met],
            figure.rank,
            _FIXED,  # 排名组
            figure.previous_rank,
            figure.previous,
            figure.increment,
            _FIXED,  # 沿用期次
            number,
            _FIXED,  # 计入汇总
            judged.due,
            self._basis(figure, form),
            self._weighted_score(figure),
            _FIXED,  # 计分权重
            self._layout.score_key(figure.unit, indicator.project_key),
            _FIXED,  # 名次组
        )

    def _basis(self, figure: Figure, form: _Form) -> Decimal | None:
        if not is_ranked(figure):
            return None
        return rank_key(self._breakdown, figure, form.is_ranked_by_gap) / form.basis_unit

    def _weighted_score(self, figure: Figure) -> Decimal | None:
        score = score_of(figure, self._breakdown.basics.score_cap)
        return None if score is None else score * figure.indicator.weight

    def formulas(self, figure: Figure) -> dict[Column, str]:
        """What follows from the typed cells of the row, with `ROW` for its number.

        A column of `_WORKED_OUT` without a rule for this figure is left blank.
        """
        judging, indicator = self._book.judging(figure), figure.indicator
        at = Cells(*(self._cell[column] for column in _JUDGED))
        formulas = {Column.VERDICT: judging.verdict(at)}
        if is_worked_out(figure):
            share = f"{self._cell[Column.NUMERATOR]}/{self._cell[Column.DENOMINATOR]}"
            formulas[Column.VALUE] = (
                f'=IF(OR({self._cell[Column.NUMERATOR]}="",N({self._cell[Column.DENOMINATOR]})=0),"",{share})'
            )
        if judging.has_completion:
            formulas[Column.COMPLETION] = judging.completion(at)
        if judging.has_gap:
            formulas[Column.GAP] = judging.gap(at)
        if judging.has_target or indicator.kind is Kind.STATE:
            formulas[Column.MET] = judging.met(at)
        if figure.previous is not None and indicator.accrual is Accrual.CUMULATIVE:
            formulas[Column.INCREMENT] = difference(self._cell[Column.VALUE], self._cell[Column.PREVIOUS])
        if is_scored(figure):
            cap = self._breakdown.basics.score_cap
            formulas[Column.SCORE] = judging.weighted_score(at, self._cell[Column.MET], self._cell[Column.WEIGHT], cap)
        if indicator.kind is not Kind.STATE and not figure.carried and figure.target.is_rankable:
            formulas[Column.BASIS] = judging.rank_basis(at, by_gap=self._is_ranked_by_gap(figure))
            formulas[Column.RANK] = self._place(indicator)
        return formulas

    def _place(self, indicator: Indicator) -> str:
        among, groups = self._layout.range(Column.BASIS), self._layout.range(Column.RANK_KEY)
        is_low_first = indicator.direction is Direction.LOWER
        return rank(self._cell[Column.BASIS], among, self._cell[Column.RANK_KEY], groups, is_low_first=is_low_first)

    def _link(self, row: int, figure: Figure) -> None:
        """Links the cells that were typed by the unit, each with its source."""
        link, source = self._sheet.link, figure.source
        if figure.indicator.kind is Kind.STATE:
            if figure.text:
                link(row, self._places[Column.STATE], link_to_source(source), LINK_TIP)
        elif figure.value is not None:
            link(row, self._places[Column.VALUE], link_to_source(source), LINK_TIP)
            if is_worked_out(figure):
                for number, column in enumerate((Column.NUMERATOR, Column.DENOMINATOR)):
                    link(row, self._places[column], link_to_source(source, number), LINK_TIP)


def is_worked_out(figure: Figure) -> bool:
    """Whether the value follows from 分子 and 分母; one carried over or corrected as a whole has none and is typed."""
    has_parts = figure.numerator is not None and figure.denominator is not None
    return figure.indicator.has_parts and (figure.value is None or has_parts)
