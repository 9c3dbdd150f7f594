"""What can be wrong with a breakdown as a whole: rows that do not fit together, targets that do not add up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from model.breakdown import Breakdown
from model.catalogue import CATALOGUE, Place, found
from model.finding import Finding
from model.form import amount_text, label_of
from model.indicator import Kind, Rollup
from model.labels import AdjustmentColumn, ExemptionColumn, IndicatorColumn, Sheet, StandardColumn
from model.period import Period
from model.quantity import plain, split_unit
from model.relation import Reference
from validators.table import nearest

ALLOWED_ROLLUPS = {
    Kind.AMOUNT: (Rollup.SUM, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.RATE: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STANDARD: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.PROGRESS: (Rollup.MEAN, Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STATE: (Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
}
"""Rates and standards are never added (contract section 2), 平均 is for 进度 only."""


def check_breakdown(breakdown: Breakdown, file: str) -> tuple[Finding, ...]:
    """Every finding of this module; `file` is the breakdown's name."""
    return tuple(finding for check in _CHECKS for finding in check(breakdown, file))


def _at(file: str, sheet: str, cell: str | None = None, indicator: str | None = None) -> Place:
    return Place(file=file, sheet=sheet, cell=cell, indicator=indicator)


def _row_of(breakdown: Breakdown, file: str, code: str) -> Place:
    """The row of an indicator, by its 编码."""
    return _at(file, Sheet.INDICATORS, breakdown.code_cells.get(code), code)


def _rollups_fit_kinds(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        allowed = ALLOWED_ROLLUPS[one.kind]
        if one.rollup not in allowed:
            yield found(
                "B09", _row_of(breakdown, file, one.code), value=one.rollup,
                label=label_of(one), kind=one.kind, rollup=one.rollup, allowed="、".join(allowed),
            )  # fmt: skip


def _weighted_rows_name_their_parts(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        columns = ((IndicatorColumn.NUMERATOR, one.numerator), (IndicatorColumn.DENOMINATOR, one.denominator))
        if one.rollup is Rollup.WEIGHTED:
            for column, text in columns:
                if not text:
                    yield found("B08", _row_of(breakdown, file, one.code), label=label_of(one), column=column)


def _own_level_rates_have_one_unit(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if one.rollup is Rollup.OWN_LEVEL and one.kind in (Kind.RATE, Kind.STANDARD, Kind.PROGRESS):
            count = len(breakdown.units_counted(one))
            if count != 1:
                place = _row_of(breakdown, file, one.code)
                yield found("B10", place, label=label_of(one), count=str(count))


def _parts_name_a_whole(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if not one.part_of:
            continue
        whole = breakdown.by_code.get(one.part_of)
        if whole is None:
            what = "目标分解表里没有这个编码"
        elif whole.code == one.code:
            what = "那是它自己"
        elif split_unit(whole.unit)[1] != split_unit(one.unit)[1]:
            what = f"两行的单位不同（{one.unit}、{whole.unit}）"
        else:
            continue
        yield found("B12", _row_of(breakdown, file, one.code), value=one.part_of, label=label_of(one), what=what)


def _relations_name_known_codes(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for relation in breakdown.relations:
        place = _at(file, Sheet.RELATIONS, relation.cell)
        unknown = [one for one in relation.references if one.code not in breakdown.by_code]
        for reference in unknown:
            what = f"没有编码“{reference.code}”{nearest(reference.code, breakdown.by_code)}"
            yield found("B13", place, value=relation.text, what=what)
        if not relation.references:
            yield found("B13", place, value=relation.text, what="里面没有编码，永远成立或永远不成立")
        elif relation.left == relation.right and isinstance(relation.left, Reference):
            yield found("B13", place, value=relation.text, what="两边相同，永远成立或永远不成立")


def _unknown(place: Place, label: str, value: str, known: Iterable[str]) -> Finding:
    return found("B16", place, value=value, label=label, nearest=nearest(value, known))


def _exemptions_name_what_is_known(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    units = [unit.name for unit in breakdown.units]
    rules = {*CATALOGUE, *(relation.number for relation in breakdown.relations)}
    for one in breakdown.exemptions:
        place = _at(file, Sheet.EXEMPTIONS, one.cell)
        if one.code and one.code not in breakdown.by_code:
            yield _unknown(place, ExemptionColumn.CODE, one.code, breakdown.by_code)
        if one.unit and breakdown.unit_named(one.unit) is None:
            yield _unknown(place, ExemptionColumn.UNIT, one.unit, units)
        if one.rule and one.rule not in rules:
            yield _unknown(place, ExemptionColumn.RULE, one.rule, rules)


def _standards_name_what_is_known(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    known = [*breakdown.by_code, *breakdown.projects, *(one.project for one in breakdown.indicators)]
    for one in breakdown.standards:
        for code in one.codes:
            if code not in known:
                yield _unknown(_at(file, Sheet.STANDARDS, one.cell), StandardColumn.CODE, code, known)


def _adjustments_fit_what_is_issued(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """The unit is known and asked, and 原目标 is what stood before (目标 or an earlier adjustment)."""
    for one in breakdown.adjustments:
        if one.unit and breakdown.unit_named(one.unit) is None:
            place = _at(file, Sheet.ADJUSTMENTS, one.cell, one.code)
            yield _unknown(place, AdjustmentColumn.UNIT, one.unit, [unit.name for unit in breakdown.units])
            continue
        earlier = [other for other in breakdown.adjustments if other.since.first_day < one.since.first_day]
        before = replace(breakdown, adjustments=tuple(earlier))
        year_end = Period(breakdown.basics.year, 12, 12)
        stood = before.target_of(one.code, one.unit, year_end) if one.unit else before.own_target(one.code, year_end)
        is_unasked = bool(one.unit) and not breakdown.is_asked(one.code, one.unit)
        if is_unasked or (one.old is not None and one.old.value != (stood.value if stood else None)):
            place = _at(file, Sheet.ADJUSTMENTS, one.old_cell, one.code)
            old = "空白" if one.old is None or one.old.value is None else _amount(breakdown, one.code, one.old.value)
            known = "空白" if stood is None or stood.value is None else _amount(breakdown, one.code, stood.value)
            yield found("B17", place, value=old, issued="没有下达" if is_unasked else known)


def _amount(breakdown: Breakdown, code: str, value: Decimal) -> str:
    return amount_text(breakdown.by_code[code], value)


def _periods_are_of_the_year(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for note in breakdown.periods:
        for period in filter(None, (note.period, note.previous)):
            if period.year != breakdown.basics.year:
                what = f"年度是 {breakdown.basics.year}，期次里却有 {period.name}"
                yield found("B15", _at(file, Sheet.PERIODS, note.cell), value=period.name, what=what)


def _targets_add_up(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    year_end = Period(breakdown.basics.year, 12, 12)
    for one in breakdown.indicators:
        if one.rollup is not Rollup.SUM or one.target is None or one.target.value is None:
            continue
        total = breakdown.unit_target_sum(one.code, year_end)
        target = breakdown.own_target(one.code, year_end)
        if total is not None and target is not None and target.value is not None and total != target.value:
            yield found(
                "B31", _row_of(breakdown, file, one.code), value=plain(total), label=label_of(one),
                total=plain(total), target=plain(target.value), unit=one.unit, gap=plain(abs(total - target.value)),
            )  # fmt: skip


def _units_have_work(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for unit in breakdown.units:
        if not breakdown.indicators_asked(unit.name):
            yield found("B32", _at(file, Sheet.UNITS, breakdown.unit_cells.get(unit.name)), value=unit.name)


_CHECKS: tuple[Callable[[Breakdown, str], Iterator[Finding]], ...] = (
    _rollups_fit_kinds,
    _weighted_rows_name_their_parts,
    _own_level_rates_have_one_unit,
    _parts_name_a_whole,
    _relations_name_known_codes,
    _exemptions_name_what_is_known,
    _standards_name_what_is_known,
    _adjustments_fit_what_is_issued,
    _periods_are_of_the_year,
    _targets_add_up,
    _units_have_work,
)
