"""The sheets of 汇总表.xlsx by unit: what the unit was asked, where it stands, and the cell it comes from."""

from enum import StrEnum

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.links import link_to_source
from generators.summary.book import (
    LINK_TIP,
    LINK_WORD,
    OVERVIEW_SHEET,
    Book,
    Formula,
    Stored,
    address,
    fill,
    quoted,
    text_in_formula,
    write_projects,
    write_title,
)
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.standing import StandingSheet
from generators.summary.style import (
    LINE_HEIGHT,
    LINK_COLOUR,
    RANK_FORMAT,
    gap_format,
    increment_format,
    percent_format,
    row_height,
    set_page,
    target_format,
    value_format,
)
from generators.tracing import source_text
from model.figure import Figure
from model.indicator import Accrual, Kind


class Column(StrEnum):
    """Columns in their order; the last is hidden and says in which row of 数据 the figure stands now."""

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
    SOURCE = "来源"
    ROW = "数据行"


PLACES = {column: place for place, column in enumerate(Column)}
_WIDTHS = {
    Column.CODE: 8, Column.PROJECT: 26, Column.INDICATOR: 26, Column.MEASURE: 9, Column.PHRASE: 15, Column.RANK: 6,
    Column.PREVIOUS_RANK: 6, Column.COMPLETION: 8, Column.DUE: 8, Column.SOURCE: 40,
}  # fmt: skip
HEAD_ROW, FIRST_ROW = 2, 3


class UnitSheet:
    """One unit's sheet."""

    def __init__(self, book: Book, data: DataSheet, standings: StandingSheet, unit: str) -> None:
        self._book, self._data, self._standings, self._unit = book, data, standings, unit
        self._figures = [one for one in data.figures if one.unit == unit]

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        book = self._book
        last_row, last_column = FIRST_ROW + len(self._figures) - 1, PLACES[Column.SOURCE]
        write_title(
            book, sheet, f"{self._unit}{book.results.breakdown.basics.year}年重点民生实事完成情况", "", last_column
        )
        self._subtitle(sheet)
        for column, place in PLACES.items():
            label = book.previous_title if column is Column.PREVIOUS else column.value
            sheet.write_string(HEAD_ROW, place, label, book.styles.head())
            sheet.set_column(place, place, _WIDTHS.get(column, 9))
        sheet.set_column(PLACES[Column.ROW], PLACES[Column.ROW], None, None, {"hidden": True})
        sheet.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 4)
        for row, figure in enumerate(self._figures, FIRST_ROW):
            self._row(sheet, row, figure)
        heights = [(one.indicator, _height(one)) for one in self._figures]
        write_projects(book, sheet, FIRST_ROW, PLACES[Column.PROJECT], _WIDTHS[Column.PROJECT], heights)
        sheet.freeze_panes(FIRST_ROW, PLACES[Column.MEASURE])
        book.styles.colour_verdicts(sheet, FIRST_ROW, PLACES[Column.VERDICT], last_row)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last_row, 0)}"})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, last_row, last_column)

    def _subtitle(self, sheet: Worksheet) -> None:
        """As of which day, how much was reported, and the unit's place overall, as a formula."""
        book, data = self._book, self._data
        units, verdicts, carried = (data.range(one) for one in (Data.UNIT, Data.VERDICT, Data.CARRIED))
        name = text_in_formula(self._unit)
        reported = f'SUMPRODUCT(({units}={name})*({verdicts}<>"未报")*({carried}=""))'
        count = sum(one.is_reported for one in self._figures)
        text = f'="{book.as_of}　已报"&{reported}&"/{len(self._figures)}项"'
        stored = f"{book.as_of}　已报{count}/{len(self._figures)}项"
        rank_cell, rank = self._standings.overall_rank(self._unit)
        if rank_cell:
            place_words = f"　综合名次（{self._standings.group_of(self._unit)}）第"
            text += f'&{text_in_formula(place_words)}&{rank_cell}&"位"'
            stored += f"{place_words}{rank}位"
        sheet.write_formula(1, 0, text, book.styles.subtitle(), stored)
        place = PLACES[Column.ROW] + 1
        sheet.set_column(place, place, 10)
        sheet.write_url(0, place, f"internal:{quoted(OVERVIEW_SHEET)}!A1", book.styles.link(align="center"), "返回总览")

    def _row(self, sheet: Worksheet, row: int, figure: Figure) -> None:
        formats, link = self._formats(figure), link_to_source(figure.source)
        content = self._content(row, figure)
        for column, place in PLACES.items():
            if column is Column.PROJECT:
                continue
            if link is not None and column in (Column.VALUE, Column.SOURCE):
                sheet.write_url(row, place, link, formats[column], LINK_WORD, LINK_TIP)
            fill(sheet, row, place, content.get(column), formats[column])

    def _content(self, row: int, figure: Figure) -> dict[Column, object]:
        """What stands in the row: words as they are, figures by formula from the sheet 数据."""
        indicator, judged = figure.indicator, figure.judgement
        number = self._data.numbers[figure.code, figure.unit]
        is_state = indicator.kind is Kind.STATE
        content: dict[Column, object] = {
            Column.CODE: figure.code,
            Column.INDICATOR: f"（其中）{indicator.name}" if indicator.part_of else indicator.name,
            Column.MEASURE: indicator.unit,
            Column.PHRASE: figure.target.phrase,
            Column.SOURCE: source_text(figure.source, figure.carried),
            Column.ROW: Formula(f"=MATCH({number},{self._data.range(Data.NUMBER)},0)", number),
            Column.VERDICT: self._found(row, Data.VERDICT, judged.verdict),
        }
        if is_state:
            content[Column.VALUE] = self._found(row, Data.STATE, figure.text)
            content[Column.PREVIOUS] = figure.previous_text
            return content
        judging = self._book.judging(figure)
        found: dict[Column, tuple[Data, Stored, bool]] = {
            Column.TARGET: (Data.TARGET, figure.target.value, judging.has_target),
            Column.VALUE: (Data.VALUE, figure.value, True),
            Column.PREVIOUS: (Data.PREVIOUS, figure.previous, figure.previous is not None),
            Column.INCREMENT: (Data.INCREMENT, figure.increment, _has_increment(figure)),
            Column.COMPLETION: (Data.COMPLETION, judged.completion, judging.has_completion),
            Column.DUE: (Data.DUE, judged.due, judging.has_pace),
            Column.GAP: (Data.GAP, judged.gap, judging.has_gap),
            Column.RANK: (Data.RANK, figure.rank, figure.target.is_rankable and not figure.carried),
            Column.PREVIOUS_RANK: (Data.PREVIOUS_RANK, figure.previous_rank, figure.previous_rank is not None),
        }
        return content | {
            column: self._found(row, source, stored) for column, (source, stored, is_there) in found.items() if is_there
        }

    def _found(self, row: int, column: Data, stored: Stored) -> Formula:
        """The cell of the figure's row on 数据, wherever sorting has put that row."""
        at = f"INDEX({self._data.range(column)},${address(row, PLACES[Column.ROW])})"
        # Of a blank cell INDEX makes 0: what the unit may not have reported has to be asked about first.
        is_typed = column in (Data.VALUE, Data.STATE)
        return Formula(f'=IF({at}="","",{at})' if is_typed else f"={at}", stored)

    def _formats(self, figure: Figure) -> dict[Column, Format]:
        styles, indicator = self._book.styles, figure.indicator
        digits = self._book.results.breakdown.basics.completion_digits
        is_state = indicator.kind is Kind.STATE
        amount, centred = styles.number(value_format(indicator)), styles.text(align="center")
        share, place = styles.number(percent_format(digits)), styles.number(RANK_FORMAT)
        return {
            Column.CODE: styles.code(),
            Column.INDICATOR: styles.text(),
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
            Column.SOURCE: styles.link() if figure.source else styles.text(),
            Column.ROW: place,
        }


def _height(figure: Figure) -> float:
    texts = (
        (figure.indicator.name, Column.INDICATOR),
        (figure.target.phrase, Column.PHRASE),
        (source_text(figure.source, figure.carried), Column.SOURCE),
    )
    return row_height((text, _WIDTHS[column]) for text, column in texts)


def _has_increment(figure: Figure) -> bool:
    return figure.previous is not None and figure.indicator.accrual is Accrual.CUMULATIVE
