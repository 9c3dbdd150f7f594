"""The sheet 核减清单 of 汇总表.xlsx: each figure that counts otherwise than it was reported, by whom and why."""

from collections.abc import Mapping
from enum import StrEnum

from generators.links import link_to_source, source_text
from generators.rows import Formula, RowSheet
from generators.stages import cuts_told
from generators.summary.book import LINK_TIP, Book, address, fill, write_title
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.formula import difference
from generators.summary.style import (
    LINE_HEIGHT,
    LINK_COLOUR,
    row_height,
    set_page,
    struck_format,
    value_format,
)
from model.assessment.assessment import Assessment
from model.assessment.checked import Deduction
from model.indicator import Kind


class Column(StrEnum):
    """Columns in their order."""

    NUMBER = "序号"
    UNIT = "填报单位"
    CODE = "编码"
    INDICATOR = "指标"
    MEASURE = "单位"
    REPORTED = "自报数"
    COUNTED = "计入数"
    STRUCK = "核减"
    STAGE = "环节"
    DEPARTMENT = "核减单位"
    REASON = "核减原因"
    REPORTED_SOURCE = "自报数出处"
    SOURCE = "核减数出处"


PLACES = {column: place for place, column in enumerate(Column)}
_WIDTHS = {
    Column.NUMBER: 5, Column.UNIT: 14, Column.CODE: 8, Column.INDICATOR: 24, Column.MEASURE: 8, Column.STAGE: 6,
    Column.DEPARTMENT: 14, Column.REASON: 30, Column.REPORTED_SOURCE: 26, Column.SOURCE: 26,
}  # fmt: skip
HEAD_ROW, FIRST_ROW = 2, 3


class CutSheet:
    """Writes the list, by unit and indicator in the order of the breakdown."""

    def __init__(self, book: Book, data: DataSheet, assessment: Assessment) -> None:
        self._book, self._data = book, data
        units = {unit.name: place for place, unit in enumerate(book.results.breakdown.units)}
        codes = {one.code: place for place, one in enumerate(book.results.breakdown.indicators)}
        self._cuts = sorted(assessment.deductions, key=lambda one: (units[one.unit], codes[one.indicator.code]))

    def write(self, sheet: RowSheet) -> None:
        """Fills the sheet; where nothing was struck off it says so."""
        book, last_column = self._book, len(PLACES) - 1
        write_title(book, sheet, f"{book.title}核减清单", f"{book.as_of}　{cuts_told(self._cuts)}", last_column)
        for column, place in PLACES.items():
            sheet.write_string(HEAD_ROW, place, column.value, book.styles.head())
            sheet.set_column(place, place, _WIDTHS.get(column, 9))
        sheet.set_row(HEAD_ROW, LINE_HEIGHT + 8)
        for number, one in enumerate(self._cuts, 1):
            self._row(sheet, FIRST_ROW + number - 1, number, one)
        last_row = FIRST_ROW + max(1, len(self._cuts)) - 1
        if self._cuts:
            sheet.autofilter(HEAD_ROW, 0, last_row, last_column)
        sheet.freeze_panes(FIRST_ROW, PLACES[Column.MEASURE])
        sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last_row, PLACES[Column.CODE])}"})
        set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
        sheet.print_area(0, 0, last_row, last_column)

    def _row(self, sheet: RowSheet, row: int, number: int, one: Deduction) -> None:
        styles, indicator = self._book.styles, one.indicator
        contents = self._contents(row, number, one)
        text, centred = styles.text(), styles.text(align="center")
        amount = centred if indicator.kind is Kind.STATE else styles.number(value_format(indicator))
        looks = dict.fromkeys(Column, text) | dict.fromkeys((Column.MEASURE, Column.STAGE), centred)
        looks |= {
            Column.NUMBER: centred, Column.CODE: styles.code(), Column.REPORTED: amount,
            Column.COUNTED: amount, Column.STRUCK: styles.number(struck_format(indicator)),
            Column.REPORTED_SOURCE: styles.text(colour=LINK_COLOUR), Column.SOURCE: styles.text(colour=LINK_COLOUR),
        }  # fmt: skip
        for column, place in PLACES.items():
            fill(sheet, row, place, contents[column], looks[column])
        for column, source in ((Column.REPORTED_SOURCE, one.reported_source), (Column.SOURCE, one.source)):
            sheet.link(row, PLACES[column], link_to_source(source), LINK_TIP)
        texts = {column: content for column, content in contents.items() if isinstance(content, str)}
        sheet.set_row(row, row_height((words, _WIDTHS.get(column, 9)) for column, words in texts.items()))

    def _contents(self, row: int, number: int, one: Deduction) -> Mapping[Column, object]:
        is_state = one.indicator.kind is Kind.STATE
        at = self._data.numbers[one.indicator.code, one.unit]
        column = Data.STATE if is_state else Data.VALUE
        counted = f"INDEX({self._data.range(column)},MATCH({at},{self._data.range(Data.NUMBER)},0))"
        reported, after = (address(row, PLACES[place]) for place in (Column.REPORTED, Column.COUNTED))
        return {
            Column.NUMBER: number,
            Column.UNIT: one.unit,
            Column.CODE: one.indicator.code,
            Column.INDICATOR: one.indicator.name,
            Column.MEASURE: one.indicator.unit,
            Column.REPORTED: one.before_text if is_state else one.before,
            Column.COUNTED: Formula(f"={counted}", one.after_text if is_state else one.after),
            Column.STRUCK: None if is_state else Formula(difference(reported, after), one.struck),
            Column.STAGE: one.stage.label,
            Column.DEPARTMENT: one.department,
            Column.REASON: one.reason,
            Column.REPORTED_SOURCE: source_text(one.reported_source),
            Column.SOURCE: source_text(one.source),
        }
