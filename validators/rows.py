"""A unit's row with its figures read: numbers in the indicator's 单位, and what is wrong with its cells as cells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from model.catalogue import Place, found
from model.condition import Numbers, Texts
from model.finding import Finding
from model.form import WORD_COLUMNS, asked_columns, from_form_unit, label_of
from model.indicator import Indicator, Kind
from model.labels import FormColumn
from model.quantity import quotient
from model.submission import Reported, Source
from validators.cells import type_number, type_state
from validators.context import Context
from validators.entries import Entry
from validators.grid import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its figures read, in the indicator's 单位; None where there is none or it is faulty.

    `typed` are the numbers of its inputs as they were typed, in the form's unit; `value` is the figure in 单位, of a
    rate numerator ÷ denominator at 50 digits.
    """

    entry: Entry
    typed: Mapping[FormColumn, Decimal]
    value: Decimal | None = None
    state: str | None = None
    original: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.entry.indicator

    @property
    def columns(self) -> tuple[FormColumn, ...]:
        return asked_columns(self.entry.indicator)

    @property
    def numerator(self) -> Decimal | None:
        return self.typed.get(FormColumn.NUMERATOR)

    @property
    def denominator(self) -> Decimal | None:
        return self.typed.get(FormColumn.DENOMINATOR)

    @property
    def exact(self) -> Decimal | Fraction | None:
        """The value for comparisons that are exact: a rate as the fraction of its parts."""
        if self.indicator.has_parts:
            over, under = self.numerator, self.denominator
            return Fraction(over) / Fraction(under) if over is not None and under else None
        return self.value

    @property
    def is_complete(self) -> bool:
        return self.value is not None or self.state is not None

    def place_columns(self, column: FormColumn) -> tuple[FormColumn, ...]:
        """The inputs that make up a column: of a rate its numerator and denominator."""
        return self.columns if column is FormColumn.VALUE else (column,)


def read_row(entry: Entry) -> Row:
    """The figures of a row and what is wrong with its cells."""
    indicator = entry.indicator
    findings = list(_blanks(entry))
    if indicator.kind is Kind.STATE:
        state, faults = type_state(entry)
        return Row(entry, {}, state=state, findings=(*findings, *faults))
    numbers: dict[FormColumn, Decimal] = {}
    original = None
    for column in asked_columns(indicator):
        typed = type_number(entry, column)
        findings += typed.findings
        if typed.number is not None:
            numbers[column] = typed.number
        if column is FormColumn.VALUE:
            original = typed.original
    return Row(entry, numbers, _value(indicator, numbers), original=original, findings=tuple(findings))


def _value(indicator: Indicator, typed: Mapping[FormColumn, Decimal]) -> Decimal | None:
    if indicator.has_parts:
        over, under = typed.get(FormColumn.NUMERATOR), typed.get(FormColumn.DENOMINATOR)
        return quotient(over, under) if over is not None and under else None
    number = typed.get(FormColumn.VALUE)
    return None if number is None else from_form_unit(indicator, number)


def _blanks(entry: Entry) -> Iterator[Finding]:
    columns = [column for column in asked_columns(entry.indicator) if _is_blank(entry.cell(column))]
    if columns:
        words = "、".join(columns)
        zero = zero_advice(entry.indicator)
        yield found("R01", entry.place(*columns), label=label_of(entry.indicator), column=words, zero=zero)


def zero_advice(indicator: Indicator) -> str:
    """How a blank is told from a zero; a 状态 has no zero."""
    return "" if indicator.kind is Kind.STATE else "；确为零的填 0"


def _is_blank(cell: Cell | None) -> bool:
    """Whether nothing stands there; a formula that nobody calculated is no blank."""
    return cell is None or (cell.formula is None and not isinstance(cell.content, Decimal) and cell.text.strip() == "")


Look = tuple[Numbers, Texts]
"""How rules see the cells of a form: the number of one, and its text."""


def look_at(rows: Iterable[Row], context: Context) -> Look:
    """The cells of these rows as they were reported or issued, numbers in the form's unit; None or "" for a blank."""
    numbers: dict[tuple[str, FormColumn], Decimal | None] = {}
    by_code: dict[str, Row] = {}
    for row in rows:
        indicator = row.entry.indicator
        code = indicator.code
        by_code[code] = row
        issued = context.form_rows[code]
        for column, number in row.typed.items():
            numbers[code, column] = number
        numbers[code, FormColumn.TARGET], numbers[code, FormColumn.PREVIOUS] = issued.target, issued.previous
        if indicator.has_parts:
            numbers[code, FormColumn.VALUE] = row.value
    return numbers.get, lambda cell: _text_at(by_code[cell.code], context, cell.column)


def _text_at(row: Row, context: Context, column: FormColumn) -> str:
    if column is FormColumn.PREVIOUS:
        return context.form_rows[row.indicator.code].previous_text or ""
    return (row.state or "") if column is FormColumn.STATE else row.entry.text(column)


def joint_places(rows: list[Row], columns: list[FormColumn]) -> Iterator[Place]:
    """Where several rows are compared: for each sheet one cell and one code of each row, in the same order."""
    by_sheet: dict[tuple[str | None, str | None], list[Place]] = {}
    for row, column in zip(rows, columns, strict=True):
        place = row.entry.place(column)
        by_sheet.setdefault((place.file, place.sheet), []).append(place)
    for (file, sheet), places in by_sheet.items():
        cells = ",".join(place.cell or "" for place in places)
        codes = ",".join(place.indicator or "" for place in places)
        marked = "、".join(dict.fromkeys(place.column or "" for place in places))
        yield Place(places[0].unit, file, sheet, cells, codes, marked)


def reported_of(row: Row) -> Reported:
    """The accepted figure of a row that nothing holds back."""
    entry = row.entry
    words = {column: text for column in WORD_COLUMNS if (text := entry.text(column))}
    return Reported(
        entry.unit.name, entry.indicator.code, Source(*entry.standing(row.columns)), row.value, row.numerator,
        row.denominator, row.state if row.state is not None else row.original, words,
    )  # fmt: skip
