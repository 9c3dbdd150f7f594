"""The sheet 数据 of 汇总表.xlsx: one row for each figure, the only place where the units' figures are typed."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.links import LINK_LIMIT, link_to_source
from generators.summary.book import (
    DATA_SHEET,
    LINK_TIP,
    LINK_WORD,
    NO,
    Book,
    Formula,
    address,
    fill,
    quoted,
)
from generators.summary.formula import Cells, difference, rank
from generators.summary.style import (
    ANY_FORMAT,
    INK,
    LINK_COLOUR,
    RANK_FORMAT,
    gap_format,
    increment_format,
    percent_format,
    set_page,
    value_format,
)
from generators.tracing import source_text
from model.figure import Figure
from model.indicator import Accrual, Direction, Kind
from model.labels import YES
from model.quantity import HUNDRED
from model.rollup import is_ranked, is_scored, rank_key, score_of


class Column(StrEnum):
    """Columns in their order; the first eight are those of contract section 5, those from 计入汇总 on are hidden."""

    PERIOD = "期次"
    CODE = "编码"
    UNIT = "填报单位"
    VALUE = "值"
    TARGET = "目标"
    COMPLETION = "完成率"
    VERDICT = "评定"
    SOURCE = "来源"
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


COLUMNS = tuple(Column)
_WIDTHS = {
    Column.PERIOD: 9, Column.CODE: 8, Column.UNIT: 18, Column.SOURCE: 34, Column.PROJECT: 30, Column.INDICATOR: 26,
    Column.PHRASE: 16, Column.CARRIED: 9, Column.NUMBER: 6,
}  # fmt: skip
PLACES = {column: place for place, column in enumerate(COLUMNS)}
FIRST_HIDDEN, LAST_PRINTED = Column.COUNTED, Column.MEASURE
TYPED = (Column.VALUE, Column.NUMERATOR, Column.DENOMINATOR)
"""What a person may type in by hand where the unit has sent nothing: blank, but with its format."""
_ALIGNED = dict.fromkeys(
    (Column.PERIOD, Column.VERDICT, Column.MET, Column.MEASURE, Column.CARRIED, Column.RANK_GROUP), "center"
)
_JUDGED = (Column.VALUE, Column.TARGET, Column.DUE, Column.COMPLETION, Column.GAP, Column.STATE)
TABLE_NAME = "数据"
HEAD_ROW = 0


class DataSheet:
    """Where each figure stands on the sheet, and the ranges that the other sheets refer to."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.figures = book.results.rollup.figures
        self._last_row = HEAD_ROW + max(1, len(self.figures))
        self._projects = {key: number for number, key in enumerate(book.results.breakdown.projects, 1)}
        self._ranges = {column: self._range(column) for column in COLUMNS}
        self.numbers = {(one.code, one.unit): number for number, one in enumerate(self.figures, 1)}

    def _range(self, column: Column) -> str:
        first, last = (address(row, PLACES[column], fixed=True) for row in (HEAD_ROW + 1, self._last_row))
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

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet. Its rows may be sorted by hand: nothing refers to a row by its place."""
        rows = _Rows(self._book, self, sheet)
        for row, figure in enumerate(self.figures, HEAD_ROW + 1):
            rows.write(row, figure)
        self._dress(sheet)

    def _dress(self, sheet: Worksheet) -> None:
        styles, last_column = self._book.styles, len(COLUMNS) - 1
        columns = [{"header": column.value, "header_format": styles.head()} for column in COLUMNS]
        options = {"name": TABLE_NAME, "style": "Table Style Light 1", "columns": columns}
        sheet.add_table(HEAD_ROW, 0, self._last_row, last_column, options)
        for column, place in PLACES.items():
            is_hidden = place >= PLACES[FIRST_HIDDEN]
            outline = {"level": 1, "hidden": True} if is_hidden else {}
            sheet.set_column(place, place, _WIDTHS.get(column, 10), None, outline)
        sheet.set_column(len(COLUMNS), len(COLUMNS), None, None, {"collapsed": True})
        sheet.set_row(HEAD_ROW, 22)
        sheet.freeze_panes(HEAD_ROW + 1, PLACES[Column.VALUE])
        styles.colour_verdicts(sheet, HEAD_ROW + 1, PLACES[Column.VERDICT], self._last_row)
        everything = f"A1:{address(self._last_row, last_column)}"
        sheet.ignore_errors({"number_stored_as_text": everything, "calculated_column": everything})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, self._last_row, PLACES[LAST_PRINTED])


class _Rows:
    """Writes the rows of the sheet 数据."""

    def __init__(self, book: Book, layout: DataSheet, sheet: Worksheet) -> None:
        self._book, self._layout, self._sheet = book, layout, sheet
        self._breakdown = book.results.breakdown
        self._links = 0
        self._formats: dict[str, dict[Column, Format]] = {}
        self._groups = {unit.name: unit.rank_group for unit in self._breakdown.units}
        self._targets_of_group = self._targets_by_group()
        self._counted = {
            (indicator.code, unit.name)
            for indicator in self._breakdown.indicators
            for unit in self._breakdown.units_counted(indicator)
        }

    def _targets_by_group(self) -> Mapping[tuple[str, str], set[Decimal | None]]:
        """The targets of those ranked, by code and 排名组: where there are several, ranks may go by the gap."""
        targets: dict[tuple[str, str], set[Decimal | None]] = {}
        for figure in self._layout.figures:
            if is_ranked(figure):
                targets.setdefault((figure.code, self._groups[figure.unit]), set()).add(figure.target.value)
        return targets

    def write(self, row: int, figure: Figure) -> None:
        """One figure: what was typed, what follows from it, and the keys by which other sheets find it."""
        formats = self._formats.get(figure.code) or self._formats.setdefault(figure.code, self._made(figure))
        content: dict[Column, str | Decimal | int | Formula | None] = {
            **self._words(figure),
            **self._numbers(figure),
            **self._formulas(figure, row),
        }
        links = self._linked(figure)
        for column, place in PLACES.items():
            filling, style = content.get(column), formats[column]
            if filling in (None, "") and column not in TYPED:
                continue
            link = links.get(column)
            if link is not None and self._links < LINK_LIMIT:
                self._links += 1
                self._sheet.write_url(row, place, link, style, LINK_WORD, LINK_TIP)
            fill(self._sheet, row, place, filling, style)

    def _made(self, figure: Figure) -> dict[Column, Format]:
        """The format of each column for the rows of one indicator."""
        styles, indicator = self._book.styles, figure.indicator
        digits = self._breakdown.basics.completion_digits
        amount, share = value_format(indicator), percent_format(digits)
        formats = {column: styles.single_line(align=_ALIGNED.get(column, "left")) for column in COLUMNS}
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

    def _words(self, figure: Figure) -> dict[Column, str]:
        group, indicator = self._groups[figure.unit], figure.indicator
        return {
            Column.PERIOD: self._book.results.period.name,
            Column.CODE: figure.code,
            Column.UNIT: figure.unit,
            Column.SOURCE: source_text(figure.source, figure.carried),
            Column.PROJECT: indicator.project,
            Column.INDICATOR: indicator.name,
            Column.MEASURE: indicator.unit,
            Column.STATE: (figure.text or "") if indicator.kind is Kind.STATE else "",
            Column.PHRASE: figure.target.phrase,
            Column.RANK_GROUP: group,
            Column.CARRIED: figure.carried or "",
            Column.COUNTED: YES if (figure.code, figure.unit) in self._counted else "",
            Column.SCORE_KEY: self._layout.score_key(figure.unit, indicator.project_key),
            Column.RANK_KEY: f"{figure.code}|{group}",
        }

    def _numbers(self, figure: Figure) -> dict[Column, Decimal | int | None]:
        return {
            Column.VALUE: figure.value,
            Column.TARGET: figure.target.value,
            Column.NUMERATOR: figure.numerator,
            Column.DENOMINATOR: figure.denominator,
            Column.PREVIOUS: figure.previous,
            Column.PREVIOUS_RANK: figure.previous_rank,
            Column.NUMBER: self._layout.numbers[figure.code, figure.unit],
            Column.DUE: figure.judgement.due,
            Column.WEIGHT: figure.indicator.weight if is_scored(figure) else None,
        }

    def _formulas(self, figure: Figure, row: int) -> dict[Column, Formula]:
        """What follows from the typed cells of the row; a column without a rule for this figure is left blank."""
        judging, judged, indicator = self._book.judging(figure), figure.judgement, figure.indicator
        cell = {column: address(row, place) for column, place in PLACES.items()}
        at = Cells(*(cell[column] for column in _JUDGED))
        formulas = {Column.VERDICT: Formula(judging.verdict(at), judged.verdict)}
        if is_worked_out(figure):
            share = f"{cell[Column.NUMERATOR]}/{cell[Column.DENOMINATOR]}"
            text = f'=IF(OR({cell[Column.NUMERATOR]}="",N({cell[Column.DENOMINATOR]})=0),"",{share})'
            formulas[Column.VALUE] = Formula(text, figure.value)
        if judging.has_completion:
            formulas[Column.COMPLETION] = Formula(judging.completion(at), judged.completion)
        if judging.has_gap:
            formulas[Column.GAP] = Formula(judging.gap(at), judged.gap)
        if judging.has_target or indicator.kind is Kind.STATE:
            formulas[Column.MET] = Formula(judging.met(at), {True: YES, False: NO, None: ""}[judged.met])
        if figure.previous is not None and indicator.accrual is Accrual.CUMULATIVE:
            text = difference(cell[Column.VALUE], cell[Column.PREVIOUS])
            formulas[Column.INCREMENT] = Formula(text, figure.increment)
        if is_scored(figure):
            cap = self._breakdown.basics.score_cap
            text = judging.weighted_score(at, cell[Column.MET], cell[Column.WEIGHT], cap)
            formulas[Column.SCORE] = Formula(text, (score_of(figure, cap) or 0) * indicator.weight)
        return formulas | self._rank_formulas(figure, at, cell)

    def _rank_formulas(self, figure: Figure, at: Cells, cell: Mapping[Column, str]) -> dict[Column, Formula]:
        if figure.indicator.kind is Kind.STATE or figure.carried or not figure.target.is_rankable:
            return {}
        by_gap = len(self._targets_of_group.get((figure.code, self._groups[figure.unit]), ())) > 1
        judging, basis = self._book.judging(figure), None
        if is_ranked(figure):
            is_gap = by_gap and judging.has_gap and not judging.has_completion
            is_share = judging.has_completion or (figure.indicator.is_percent and not is_gap)
            # Shares are ranked as fractions, so that ROUND works on what Excel holds closely.
            basis = rank_key(self._breakdown, figure, by_gap) / (HUNDRED if is_share else 1)
        among, groups = self._layout.range(Column.BASIS), self._layout.range(Column.RANK_KEY)
        is_low_first = figure.indicator.direction is Direction.LOWER
        place = rank(cell[Column.BASIS], among, cell[Column.RANK_KEY], groups, is_low_first=is_low_first)
        return {
            Column.BASIS: Formula(judging.rank_basis(at, by_gap=by_gap), basis),
            Column.RANK: Formula(place, figure.rank),
        }

    def _linked(self, figure: Figure) -> dict[Column, str | None]:
        """The cells that were typed by the unit, each with the link that opens its source."""
        first = link_to_source(figure.source)
        if figure.indicator.kind is Kind.STATE:
            return {Column.STATE: first} if figure.text else {}
        parts = (Column.NUMERATOR, Column.DENOMINATOR) if is_worked_out(figure) and figure.value is not None else ()
        links = {column: link_to_source(figure.source, number) for number, column in enumerate(parts)}
        return ({Column.VALUE: first} if figure.value is not None else {}) | links


def is_worked_out(figure: Figure) -> bool:
    """Whether the value follows from 分子 and 分母; one carried over or corrected as a whole has none and is typed."""
    has_parts = figure.numerator is not None and figure.denominator is not None
    return figure.indicator.has_parts and (figure.value is None or has_parts)
