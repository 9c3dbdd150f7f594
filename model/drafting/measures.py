"""The units of a new draft: a line keeps the one in the workbook, whatever scale its paper now writes in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from model.drafting.matching import keys_in_last
from model.drafting.tables import DraftTable, Line
from model.labels import DraftColumn, IndicatorColumn, Sheet
from model.quantity import Quantity, decimals_of, product, read_quantity, split_unit

AS_IT_STOOD = "{label}“{text}”：照表里原来的，文件里的数会自动换算"
UNIT_CHANGED = "单位由“{old}”改成了“{new}”，您填的数（{cells}）没有写单位，请核对"
"""A doubt of a line whose unit a new paper changed, while bare numbers of a person stand in it."""

_UNIT, _DIGITS, _FORM_UNIT = IndicatorColumn.UNIT, IndicatorColumn.DIGITS, IndicatorColumn.FORM_UNIT
_NO_TARGETS = (frozenset(IndicatorColumn) | frozenset(DraftColumn)) - {IndicatorColumn.TARGET}
_ANY_UNIT = "_"
"""A unit that no paper has: what is read in it has none of its own."""
_LAST_FIGURE = re.compile("[0-9０-９](?!.*[0-9０-９])")


def with_units_kept(
    new: Sequence[DraftTable], last: Sequence[DraftTable], now: Sequence[DraftTable]
) -> tuple[DraftTable, ...]:
    """`new` with 单位, 小数位 and 填报计量 of `now` where a paper writes the same base in another scale (万人, 人).

    Bare numbers in a line are read in its unit: if that went from 万人 to 人, a 3 that a person put there would be
    another figure. Phrases of the draft are read in either scale; a bare number of the draft is given the unit that it
    was drafted in. 小数位 is raised to what the drafted targets need.
    """
    before, standing = ({line.key: line for line in _lines(tables)} for tables in (last, now))
    return tuple(_kept(table, last, before, standing) if table.sheet == Sheet.INDICATORS else table for table in new)


def _kept(
    table: DraftTable, last: Sequence[DraftTable], before: Mapping[str, Line], standing: Mapping[str, Line]
) -> DraftTable:
    drafted = DraftTable(table.sheet, (), tuple(before.values()))
    known = keys_in_last(table, drafted)
    lines = []
    for line in table.lines:
        key = known.get(line.key, line.key)
        stands, was = (lines_by_key.get(key, Line("", {})).cells for lines_by_key in (standing, before))
        is_kept = key in standing and line.cells.get(_UNIT, "") not in (was.get(_UNIT, ""), stands.get(_UNIT, ""))
        lines.append(_Rescaling(line, stands, was).line() if is_kept else line)
    return replace(table, lines=tuple(lines))


def _lines(tables: Iterable[DraftTable]) -> Iterator[Line]:
    return (line for table in tables if table.sheet == Sheet.INDICATORS for line in table.lines if line.key)


@dataclass
class _Rescaling:
    """A line of the new draft whose unit is not the one in the workbook.

    `stands` are the cells there, `was` those of the last draft.
    """

    coming: Line
    stands: Mapping[str, str]
    was: Mapping[str, str]

    def line(self) -> Line:
        """The line in the unit that stands, or as it is where that is of another base or a target cannot be told."""
        drafted, unit = self.coming.cells.get(_UNIT, ""), self.stands.get(_UNIT, "")
        if not unit or split_unit(drafted)[1] != split_unit(unit)[1]:
            return self.coming
        cells, most = dict(self.coming.cells), 0
        for label, text in targets_in(self.coming.cells):
            amount = read_quantity(text, drafted)
            if amount is None:
                continue
            kept = _same_in(text, drafted, unit, amount)
            if kept is None:
                return self.coming
            cells[label] = kept[0]
            most = max(most, *(decimals_of(end) for end in (kept[1].value, kept[1].high) if end is not None))
        return replace(self.coming, cells=self._as_it_stood(cells, unit, most))

    def _as_it_stood(self, cells: dict[str, str], unit: str, digits: int) -> dict[str, str]:
        # As in the last draft, so that what a person put there instead stays theirs.
        kept = {str(label): self.was.get(label, "") for label in (_DIGITS, _FORM_UNIT)}
        if _number(self.stands.get(_DIGITS, "")) < digits:
            kept[_DIGITS] = str(digits)
        cells |= {str(_UNIT): unit, **kept}
        if DraftColumn.REASON in cells:
            reasons = [one for one in cells[DraftColumn.REASON].split("；") if not one.startswith((_UNIT, _DIGITS))]
            reasons.append(AS_IT_STOOD.format(label=_UNIT, text=unit))
            cells[DraftColumn.REASON] = "；".join(reasons)
        return {label: text for label, text in cells.items() if text}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _same_in(text: str, drafted: str, unit: str, amount: Quantity) -> tuple[str, Quantity] | None:
    """`text` and what it is in `unit`, with the unit that it was `drafted` in where it has none of its own."""
    ends = _ends(amount, drafted)
    for phrase in (text, _LAST_FIGURE.sub(lambda figure: figure[0] + drafted, text)):
        read = read_quantity(phrase, unit)
        if read is not None and _ends(read, unit) == ends and read.comparator == amount.comparator:
            return phrase, read
    return None


def _ends(amount: Quantity, unit: str) -> tuple[object, object]:
    scale = split_unit(unit)[0]
    return product(amount.value, scale), None if amount.high is None else product(amount.high, scale)


def targets_in(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The target cells of a line of 指标, the city's and the units', by label."""
    return ((label, text) for label, text in cells.items() if label not in _NO_TARGETS)


def doubt_of_unit(stands: Mapping[str, str], base: Mapping[str, str], unit: str) -> str:
    """What is doubtful of a person's bare numbers when `unit` takes the place of the one in `stands`; empty if nothing.

    `base` are the cells as they were drafted. A number is bare when it can be read in whatever unit.
    """
    old = stands.get(_UNIT, "")
    if old == unit or not old:
        return ""
    own = [(label, text) for label, text in targets_in(stands) if text != base.get(label, "")]
    bare = [f"{label}：{text}" for label, text in own if read_quantity(text, _ANY_UNIT) is not None]
    return UNIT_CHANGED.format(old=old, new=unit or "（空白）", cells="、".join(bare)) if bare else ""
