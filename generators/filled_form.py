"""The form that the level above sent, filled with the totals of this level: only those cells of it are written.

Its formulas, locks, rules for input, comments, hidden sheets and pictures stay as they are, byte for byte; formulas
lose results that no longer hold, and every program is asked to work them out anew.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from generators.marking import UnmarkableError
from generators.marking.cells import Place, place_of
from generators.marking.contents import Content, ask_for_calculation, with_contents
from generators.marking.parts import Parts
from generators.packing import sealed
from model.fault import JobFault
from model.filling import FormFromAbove, RowFilling
from model.labels import FormColumn
from model.quantity import PERCENT, from_cell, halfwidth, quotient


def refuse_unfillable(form: FormFromAbove, content: bytes) -> None:
    """Raises `JobFault` for a workbook that cannot be written into, before the figures are there."""
    with _understood(form):
        sheets = Parts(content).worksheets()
        for name in dict.fromkeys(row.sheet for row in form.rows):
            sheets[name]


def filled_form(form: FormFromAbove, content: bytes, fillings: Iterable[RowFilling]) -> bytes:
    """The workbook `content` with the figures of `fillings`, sealed as a file of ours.

    Raises `JobFault` for a workbook whose XML is not understood.
    """
    by_sheet: dict[str, list[RowFilling]] = {}
    for one in fillings:
        by_sheet.setdefault(one.row.sheet, []).append(one)
    with _understood(form):
        parts = Parts(content)
        sheets = parts.worksheets()
        for name, rows in by_sheet.items():
            if any(one.figures for one in rows):
                parts.write(sheets[name], _filled_sheet(parts.read(sheets[name]), rows))
        if parts.is_edited:
            ask_for_calculation(parts)
        return sealed(parts.finished())


@contextmanager
def _understood(form: FormFromAbove) -> Iterator[None]:
    """Says in Chinese that the XML in hand is none that can be written into."""
    try:
        yield
    except (UnmarkableError, ValueError, LookupError) as fault:
        raise JobFault(
            f"“{form.file}”填不进去（里面的格式特殊，或不是真正的 .xlsx），"
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重来；这次没有改动任何结果。"
        ) from fault


def _filled_sheet(xml: bytes, rows: list[RowFilling]) -> bytes:
    typed: dict[Place, Content] = {}
    results: dict[Place, Content] = {}
    kept: set[Place] = set()
    for one in rows:
        formulas = [
            (column, place_of(cell.address))
            for column in (FormColumn.VALUE, FormColumn.COMPLETION)
            if (cell := one.row.cells.get(column)) is not None and cell.formula is not None
        ]
        if one.figures:
            for column, figure in one.figures.items():
                place = place_of(one.row.cells[column].address)
                if one.row.cells[column].formula is None:
                    typed[place] = figure
                else:
                    kept.add(place)  # a person's formula that comes to the same: `fill_rows` has looked
            worked_out = _worked_out(one)
            results |= {place: worked_out[column] for column, place in formulas if column in worked_out}
        else:
            kept.update(place for _, place in formulas)
    return with_contents(xml, typed, results, kept)


def _worked_out(one: RowFilling) -> dict[FormColumn, Decimal]:
    """What 本期累计 and 完成率 come to, where they are formulas (contract section 3)."""
    over, under = one.figures.get(FormColumn.NUMERATOR), one.figures.get(FormColumn.DENOMINATOR)
    value = one.figures.get(FormColumn.VALUE)
    if isinstance(over, Decimal) and isinstance(under, Decimal):
        value = quotient(over, under)
    if not isinstance(value, Decimal):
        return {}
    found = {FormColumn.VALUE: _stored(value)}
    target = one.row.cells.get(FormColumn.TARGET)
    if halfwidth(one.row.text(FormColumn.UNIT)) == PERCENT:
        found[FormColumn.COMPLETION] = _stored(value)
    elif target is not None and isinstance(target.content, Decimal) and target.content:
        found[FormColumn.COMPLETION] = _stored(quotient(value, target.content))
    return found


def _stored(value: Decimal) -> Decimal:
    """A result as a spreadsheet keeps it, in double precision."""
    return from_cell(float(value))
