"""Level by level: which total of this level goes into which row of the form that the level above sent, and which not.

A row is known by its 编码 and 指标; where the code is none of this level's, or another's, by its 指标 alone, if one
indicator of that name has the row's 单位 up to a power of ten. What is not certain stays blank and is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from model.breakdown import Breakdown
from model.figure import RollUp, Total
from model.form import amount_text
from model.indicator import Indicator, Kind, Rollup
from model.labels import FormColumn
from model.quantity import (
    SIGNIFICANT_DIGITS,
    halfwidth,
    plain,
    product,
    read_number,
    round_half_up,
    split_unit,
)
from model.row_rules import unit_of_column
from model.target import STATES

MOST_NAMED = 5
"""So many units are named of those that have not reported."""
_PARTS = (FormColumn.NUMERATOR, FormColumn.DENOMINATOR)


@dataclass(frozen=True)
class FormCell:
    """A cell of the form from above: what stands in it, None for a blank, and its formula without the equals sign.

    `is_covered` is a cell under a merge, which shows nothing.
    """

    address: str
    content: Decimal | str | None = None
    formula: str | None = None
    is_covered: bool = False


@dataclass(frozen=True)
class AskedRow:
    """A row of the form from above as it stands there, `number` counting from 1; `cells` by column of the form."""

    sheet: str
    number: int
    cells: Mapping[FormColumn, FormCell]

    def text(self, column: FormColumn) -> str:
        """What a cell says, white space at its ends aside; nothing for a blank."""
        cell = self.cells.get(column)
        content = cell.content if cell else None
        return plain(content) if isinstance(content, Decimal) else (content or "").strip()

    @property
    def label(self) -> str:
        """How sentences name it: 「1.2 新增技能人才」（第7行）."""
        words = f"{self.text(FormColumn.CODE)} {self.text(FormColumn.NAME)}"
        return f"「{' '.join(words.split())}」（第{self.number}行）"

    @property
    def short_label(self) -> str:
        """Its code; where it has none, its name."""
        return halfwidth(self.text(FormColumn.CODE) or self.text(FormColumn.NAME))

    @property
    def asks_state(self) -> bool:
        """A 状态 has a word for its target."""
        return self.text(FormColumn.TARGET) in STATES

    @property
    def inputs(self) -> tuple[FormColumn, ...]:
        """The inputs that it asks: 分子 and 分母 where 本期累计 is a formula of them (contract section 3)."""
        if self.asks_state:
            return (FormColumn.STATE,)
        value = self.cells.get(FormColumn.VALUE)
        if value is not None and value.formula is not None and all(column in self.cells for column in _PARTS):
            # Of formulas that a program shares among rows only the first has its text.
            formula = value.formula.replace("$", "")
            if not formula or all(self.cells[column].address in formula for column in _PARTS):
                return _PARTS
        return (FormColumn.VALUE,)


@dataclass(frozen=True)
class FormFromAbove:
    """The form that the level above sent to this level: its file's own name and its rows."""

    file: str
    rows: tuple[AskedRow, ...]


@dataclass(frozen=True)
class RowFilling:
    """What becomes of one row: the `figures` for its inputs, in the form's unit; or none, and the `reason`.

    `remark` is what a person should look at in a row that is filled. Both are for people, without a full stop.
    """

    row: AskedRow
    figures: Mapping[FormColumn, Decimal | str] = field(default_factory=dict)
    reason: str = ""
    remark: str = ""


class _Blank(Exception):
    """The row stays blank; the message says in Chinese why."""


def fill_rows(form: FormFromAbove, breakdown: Breakdown, rollup: RollUp) -> tuple[RowFilling, ...]:
    """What the totals of this level put into each row of the form, in its order."""
    return tuple(_filled(row, found, breakdown, rollup) for row, found in _matched(form.rows, breakdown))


def _filled(row: AskedRow, found: Indicator | str, breakdown: Breakdown, rollup: RollUp) -> RowFilling:
    if isinstance(found, str):
        return RowFilling(row, reason=found)
    try:
        figures = _figures(row, breakdown, rollup, rollup.total_of(found.code))
        _refuse_other_content(row, found, figures)
    except _Blank as blank:
        return RowFilling(row, reason=str(blank))
    return RowFilling(row, figures, remark="；".join(_remarks(row, found, breakdown, rollup)))


# Which indicator a row is


def _matched(rows: Sequence[AskedRow], breakdown: Breakdown) -> Iterator[tuple[AskedRow, Indicator | str]]:
    """Each row with its indicator, or why it has none; an indicator is given once, by 编码 and 指标 first."""
    exact = [_by_code_and_name(row, breakdown) for row in rows]
    taken: dict[str, AskedRow] = {}
    for row, one in zip(rows, exact, strict=True):
        if one is not None and not _unfit(row, one):
            taken.setdefault(one.code, row)
    for row, one in zip(rows, exact, strict=True):
        found: Indicator | str = one or _by_name(row, breakdown)
        if isinstance(found, Indicator) and (unfit := _unfit(row, found)):
            found = unfit
        elif isinstance(found, Indicator) and (first := taken.setdefault(found.code, row)) is not row:
            found = f"和第{first.number}行是同一个指标"
        yield row, found


def _by_code_and_name(row: AskedRow, breakdown: Breakdown) -> Indicator | None:
    one = breakdown.by_code.get(halfwidth(row.text(FormColumn.CODE)))
    is_same = one is not None and halfwidth(one.name) == halfwidth(row.text(FormColumn.NAME))
    return one if is_same else None


def _by_name(row: AskedRow, breakdown: Breakdown) -> Indicator | str:
    """The one indicator of this name that the row's figure could be of; else why there is none."""
    name, code = halfwidth(row.text(FormColumn.NAME)), halfwidth(row.text(FormColumn.CODE))
    named = [one for one in breakdown.indicators if halfwidth(one.name) == name]
    fitting = [one for one in named if not _unfit(row, one)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return f"编码对不上，而本级有{len(fitting)}个指标叫这个名称"
    if len(named) == 1:
        return named[0]
    if code in breakdown.by_code:
        return f"编码{code}在本级是“{breakdown.by_code[code].name}”，名称对不上"
    return "本级没有这个指标"


def _unfit(row: AskedRow, indicator: Indicator) -> str:
    """Why a figure of `indicator` cannot stand in the row; nothing where it can."""
    is_state = indicator.kind is Kind.STATE
    if row.asks_state != is_state:
        return "表里要填数，本级报的是状态" if is_state else "表里要填状态，本级报的是数"
    asked, own = halfwidth(row.text(FormColumn.UNIT)), halfwidth(indicator.unit)
    if is_state or split_unit(asked)[1] == split_unit(own)[1]:
        return ""
    return f"表里的单位是“{asked}”，本级“{indicator.code}”的单位是“{own}”，不能换算"


def _factor(row: AskedRow, indicator: Indicator) -> Decimal:
    """What a figure in this level's 单位 is multiplied by to stand in the row: a power of ten."""
    return split_unit(halfwidth(indicator.unit))[0] / split_unit(halfwidth(row.text(FormColumn.UNIT)))[0]


# What stands in it


def _figures(row: AskedRow, breakdown: Breakdown, rollup: RollUp, total: Total) -> Mapping[FormColumn, Decimal | str]:
    """What goes into the row's inputs; raises `_Blank` where the total does not give it."""
    for column in row.inputs:
        if column not in row.cells:
            raise _Blank(f"表里没有“{column}”一栏")
        if row.cells[column].is_covered:
            raise _Blank(f"{row.cells[column].address}是合并的单元格")
    if row.asks_state:
        if total.text is None:
            raise _Blank(_why_none(breakdown, rollup, total))
        return {FormColumn.STATE: total.text}
    if row.inputs == _PARTS:
        return _part_figures(row, breakdown, rollup, total)
    if total.value is None:
        raise _Blank(_why_none(breakdown, rollup, total))
    return {FormColumn.VALUE: _storable(product(total.value, _factor(row, total.indicator)))}


def _part_figures(
    row: AskedRow, breakdown: Breakdown, rollup: RollUp, total: Total
) -> Mapping[FormColumn, Decimal | str]:
    if total.numerator is None or total.denominator is None:
        raise _Blank("表里要分子、分母，本级没有" if total.value is not None else _why_none(breakdown, rollup, total))
    if not total.denominator:
        raise _Blank("分母合计为零")
    if _factor(row, total.indicator) != 1:
        raise _Blank("表里的单位和本级差十的若干次方，分子、分母该怎样换算看不出来")
    figures = (total.numerator, total.denominator)
    return {column: _storable(figure) for column, figure in zip(_PARTS, figures, strict=True)}


def _storable(figure: Decimal) -> Decimal:
    """The figure to the 15 digits that a cell keeps; only quotients have more."""
    return round_half_up(figure, SIGNIFICANT_DIGITS - 1 - figure.adjusted()) if figure else Decimal(0)


def _why_none(breakdown: Breakdown, rollup: RollUp, total: Total) -> str:
    """Why there is no total."""
    indicator = total.indicator
    if indicator.rollup is Rollup.NONE:
        return "本级不汇总"
    counted = {unit.name for unit in breakdown.units_counted(indicator)}
    if not counted:
        return "本级没有安排单位报这一项"
    figures = [one for one in rollup.figures_of(total.code) if one.unit in counted]
    missing = [one.unit for one in figures if not one.is_present]
    if missing:
        return f"有{len(missing)}个单位未报（{_named(missing)}）"
    if total.denominator == 0:
        return "分母合计为零"
    if indicator.rollup is Rollup.EACH and not indicator.has_parts:
        return "“各达标”没有填分母口径，本级没有合成的数"
    if any(one.numerator is None for one in figures) and indicator.has_parts:
        return "有单位的数没有分子、分母"
    return f"{len(figures)}个单位的数不能合成一个"


def _refuse_other_content(row: AskedRow, indicator: Indicator, figures: Mapping[FormColumn, Decimal | str]) -> None:
    """What a person has typed is not overwritten; raises `_Blank` where it is another figure."""
    for column, figure in figures.items():
        cell = row.cells[column]
        if (cell.formula is not None or row.text(column)) and _read(row, column) != figure:
            written = row.text(column) or f"={cell.formula}"
            raise _Blank(f"“{column}”已有“{written}”，本级是{_shown(indicator, column, figure)}，没有改")


def _read(row: AskedRow, column: FormColumn) -> Decimal | str:
    number = read_number(row.text(column))
    return halfwidth(row.text(column)) if number is None else number


def _shown(indicator: Indicator, column: FormColumn, figure: Decimal | str) -> str:
    if isinstance(figure, str):
        return f"“{figure}”"
    return amount_text(indicator, figure) if column is FormColumn.VALUE else plain(figure)


def _remarks(row: AskedRow, indicator: Indicator, breakdown: Breakdown, rollup: RollUp) -> Iterator[str]:
    """What a person should look at in a row that is filled."""
    code = row.text(FormColumn.CODE)
    if halfwidth(code) != indicator.code:
        yield f"编码不同，按名称对上本级的{indicator.code}"
    counted = {unit.name for unit in breakdown.units_counted(indicator)}
    carried = [one.unit for one in rollup.figures_of(indicator.code) if one.unit in counted and one.carried]
    if carried:
        yield f"含沿用上期的数（{_named(carried)}）"
    scaled = [unit for column in _PARTS if split_unit(unit := unit_of_column(indicator, column))[0] != 1]
    if row.inputs == _PARTS and scaled:
        yield f"分子、分母以{'、'.join(dict.fromkeys(scaled))}计，请核对上级要的计量"


def _named(units: Sequence[str]) -> str:
    return "、".join(units[:MOST_NAMED]) + ("等" if len(units) > MOST_NAMED else "")
