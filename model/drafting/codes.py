"""The codes of a new draft: a line that is known keeps the code that it had, a new one takes none that is in use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from model.drafting.matching import keys_in_last
from model.drafting.tables import DraftTable, Line
from model.labels import IndicatorColumn, Sheet, StandardColumn

_CODES_BETWEEN = "、"
_REFERRING: Mapping[str, str] = {
    Sheet.INDICATORS: IndicatorColumn.PART_OF,
    Sheet.STANDARDS: StandardColumn.CODE,
}
"""The column of a sheet that names codes of indicators."""


def with_codes_kept(
    new: Sequence[DraftTable], last: Sequence[DraftTable], now: Sequence[DraftTable]
) -> tuple[DraftTable, ...]:
    """`new` with the codes of `last` where a line is known, because forms, relations and targets are told by them.

    A line that is not known keeps its code unless it is one of `last` or `now`; then it takes the next free one of its
    project. What names a code (其中于, 编码 of 验收标准) goes with it.
    """
    indicators, before = (_table(tables, Sheet.INDICATORS) for tables in (new, last))
    if indicators is None or before is None:
        return tuple(new)
    known = keys_in_last(indicators, before)
    old_codes = {line.key: _code(line) for line in before.lines}
    codes = {line.key: old_codes[known[line.key]] for line in indicators.lines if line.key in known}
    standing = _table(now, Sheet.INDICATORS)
    taken = {*old_codes.values(), *map(_code, standing.lines if standing else ())}
    for line in indicators.lines:
        if line.key not in codes:
            codes[line.key] = _free_code(_code(line), taken)
            taken.add(codes[line.key])
    by_drafted = {_code(line): codes[line.key] for line in indicators.lines if _code(line)}
    return tuple(
        replace(table, lines=_recoded(table, _REFERRING[table.sheet], codes, by_drafted))
        if table.sheet in _REFERRING
        else table
        for table in new
    )


def _recoded(
    table: DraftTable, referring: str, codes: Mapping[str, str], by_drafted: Mapping[str, str]
) -> tuple[Line, ...]:
    """The lines with their own codes, and with those that the column `referring` names."""
    lines = []
    for line in table.lines:
        cells = dict(line.cells)
        if referring in cells:
            named = cells[referring].split(_CODES_BETWEEN)
            cells[referring] = _CODES_BETWEEN.join(by_drafted.get(one, one) for one in named)
        if table.sheet == Sheet.INDICATORS and codes.get(line.key):
            cells[IndicatorColumn.CODE] = codes[line.key]
        lines.append(replace(line, cells=cells))
    return tuple(lines)


def _free_code(code: str, taken: Iterable[str]) -> str:
    """`code`, or where it is taken the one after the last of its project: 1.2 becomes 1.7."""
    taken = set(taken)
    if not code or code not in taken:
        return code
    stem, dot, _ = code.rpartition(".")
    ends = [one.removeprefix(f"{stem}{dot}") for one in taken if one.startswith(f"{stem}{dot}")]
    number = max((int(end) for end in ends if end.isascii() and end.isdigit()), default=0) + 1
    return f"{stem}{dot}{number}"


def _code(line: Line) -> str:
    return line.cells.get(IndicatorColumn.CODE, "")


def _table(tables: Iterable[DraftTable], sheet: str) -> DraftTable | None:
    return next((one for one in tables if one.sheet == sheet), None)
