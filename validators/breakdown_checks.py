"""What can be wrong with a breakdown as a whole: rows that do not fit together, targets that do not add up."""

from collections.abc import Callable, Iterator

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import label_of
from model.indicator import Kind, Rollup
from model.labels import IndicatorColumn, Sheet
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


def check_breakdown(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """Every finding of this module; `file` is the breakdown's name."""
    for check in _CHECKS:
        yield from check(breakdown, file)


def _at(file: str, sheet: str, cell: str | None = None, indicator: str | None = None) -> Place:
    return Place(file=file, sheet=sheet, cell=cell, indicator=indicator)


def _rollups_fit_kinds(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        allowed = ALLOWED_ROLLUPS[one.kind]
        if one.rollup not in allowed:
            yield found(
                "B09", _at(file, Sheet.INDICATORS, None, one.code), value=one.rollup,
                label=label_of(one), kind=one.kind, rollup=one.rollup, allowed="、".join(allowed),
            )  # fmt: skip


def _weighted_rows_name_their_parts(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        columns = ((IndicatorColumn.NUMERATOR, one.numerator), (IndicatorColumn.DENOMINATOR, one.denominator))
        if one.rollup is Rollup.WEIGHTED or one.numerator or one.denominator:
            for column, text in columns:
                if not text:
                    yield found("B08", _at(file, Sheet.INDICATORS, None, one.code), label=label_of(one), column=column)


def _own_level_rates_have_one_unit(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if one.rollup is Rollup.OWN_LEVEL and one.kind in (Kind.RATE, Kind.STANDARD, Kind.PROGRESS):
            count = len(breakdown.units_counted(one))
            if count != 1:
                place = _at(file, Sheet.INDICATORS, None, one.code)
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
        yield found(
            "B12", _at(file, Sheet.INDICATORS, None, one.code), value=one.part_of, label=label_of(one), what=what
        )


def _relations_name_known_codes(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for relation in breakdown.relations:
        unknown = [one for one in relation.references if one.code not in breakdown.by_code]
        for reference in unknown:
            what = f"没有编码“{reference.code}”{nearest(reference.code, breakdown.by_code)}"
            yield found("B13", _at(file, Sheet.RELATIONS), value=relation.text, what=what)
        if not relation.references:
            yield found(
                "B13", _at(file, Sheet.RELATIONS), value=relation.text, what="里面没有编码，永远成立或永远不成立"
            )
        elif relation.left == relation.right and isinstance(relation.left, Reference):
            yield found("B13", _at(file, Sheet.RELATIONS), value=relation.text, what="两边相同，永远成立")


def _names_are_known(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    units = [unit.name for unit in breakdown.units]
    for exemption in breakdown.exemptions:
        place = _at(file, Sheet.EXEMPTIONS)
        if exemption.code not in breakdown.by_code:
            close = nearest(exemption.code, breakdown.by_code)
            yield found("B16", place, value=exemption.code, label="编码", nearest=close)
        if breakdown.unit_named(exemption.unit) is None:
            yield found("B16", place, value=exemption.unit, label="单位", nearest=nearest(exemption.unit, units))
    for adjustment in breakdown.adjustments:
        if adjustment.unit and breakdown.unit_named(adjustment.unit) is None:
            place = _at(file, Sheet.ADJUSTMENTS)
            yield found("B16", place, value=adjustment.unit, label="单位", nearest=nearest(adjustment.unit, units))


def _periods_are_of_the_year(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for note in breakdown.periods:
        if note.period.year != breakdown.basics.year:
            what = f"年度是 {breakdown.basics.year}，期次里却有 {note.period.name}"
            yield found("B15", _at(file, Sheet.PERIODS), value=note.period.name, what=what)


def _targets_add_up(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    year_end = Period(breakdown.basics.year, 12, 12)
    for one in breakdown.indicators:
        if one.rollup is not Rollup.SUM or one.target is None or one.target.value is None:
            continue
        total = breakdown.unit_target_sum(one.code, year_end)
        target = breakdown.own_target(one.code, year_end)
        if total is not None and target is not None and target.value is not None and total != target.value:
            yield found(
                "B31", _at(file, Sheet.INDICATORS, None, one.code), value=plain(total), label=label_of(one),
                total=plain(total), target=plain(target.value), unit=one.unit, gap=plain(abs(total - target.value)),
            )  # fmt: skip


def _units_have_work(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for unit in breakdown.units:
        if not breakdown.indicators_asked(unit.name):
            yield found("B32", _at(file, Sheet.UNITS), value=unit.name)


_CHECKS: tuple[Callable[[Breakdown, str], Iterator[Finding]], ...] = (
    _rollups_fit_kinds,
    _weighted_rows_name_their_parts,
    _own_level_rates_have_one_unit,
    _parts_name_a_whole,
    _relations_name_known_codes,
    _names_are_known,
    _periods_are_of_the_year,
    _targets_add_up,
    _units_have_work,
)
