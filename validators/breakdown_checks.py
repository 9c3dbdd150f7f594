"""What can be wrong with a breakdown as a whole: rows that do not fit together, targets that do not add up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from model.breakdown import Breakdown
from model.catalogue import CATALOGUE, Place, found
from model.finding import Finding
from model.form import amount_text, label_of
from model.indicator import Direction, Indicator, Kind, Rollup
from model.labels import AdjustmentColumn, ExemptionColumn, IndicatorColumn, Sheet, StandardColumn
from model.period import Period
from model.quantity import Comparator, read_quantity, split_unit
from model.relation_lint import faults_of
from model.target import Target
from validators.table import nearest

ALLOWED_ROLLUPS = {
    Kind.AMOUNT: (Rollup.SUM, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.RATE: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STANDARD: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.PROGRESS: (Rollup.MEAN, Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STATE: (Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
}
"""Rates and standards are never added (contract section 2), 平均 is for 进度 only."""
OWN_NAME = "本级"
"""How sentences name the city's own target."""


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


def _needs_one_own_unit(one: Indicator) -> bool:
    return one.rollup is Rollup.OWN_LEVEL and one.kind in (Kind.RATE, Kind.STANDARD, Kind.PROGRESS)


def _own_level_rates_have_one_unit(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if _needs_one_own_unit(one):
            count = len(breakdown.units_counted(one))
            if count != 1:
                place = _row_of(breakdown, file, one.code)
                yield found("B10", place, label=label_of(one), count=str(count))


def _some_unit_makes_up_the_total(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if one.rollup is not Rollup.NONE and not _needs_one_own_unit(one) and not breakdown.units_counted(one):
            whose = "本级单位" if one.rollup is Rollup.OWN_LEVEL else "单位"
            place = _row_of(breakdown, file, one.code)
            yield found("B38", place, label=label_of(one), rollup=one.rollup, whose=whose)


def _leads_back(breakdown: Breakdown, one: Indicator) -> bool:
    """Whether a part is, by way of its wholes, part of itself."""
    seen: set[str] = set()
    code = one.part_of
    while code in breakdown.by_code and code not in seen:
        if code == one.code:
            return True
        seen.add(code)
        code = breakdown.by_code[code].part_of
    return False


def _parts_name_a_whole(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.indicators:
        if not one.part_of:
            continue
        whole = breakdown.by_code.get(one.part_of)
        if whole is None:
            what = "目标分解表里没有这个编码"
        elif _leads_back(breakdown, one):
            what = "那是它自己" if whole.code == one.code else "一级一级找下去又回到了它自己"
        elif split_unit(whole.unit)[1] != split_unit(one.unit)[1]:
            what = f"两行的单位不同（{one.unit}、{whole.unit}）"
        else:
            continue
        yield found("B12", _row_of(breakdown, file, one.code), value=one.part_of, label=label_of(one), what=what)


def _relations_can_find_faults(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for relation in breakdown.relations:
        place = _at(file, Sheet.RELATIONS, relation.cell)
        unknown = [code for code in relation.codes if code not in breakdown.by_code]
        faults = [f"没有编码“{code}”{nearest(code, breakdown.by_code)}" for code in unknown]
        for what in (*faults, *faults_of(relation, breakdown)):
            yield found("B13", place, value=relation.text, what=what)


def _unknown(place: Place, label: str, value: str, known: Iterable[str]) -> Finding:
    return found("B16", place, value=value, label=label, nearest=nearest(value, known))


def _relations_are_asked_together(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """A relation is judged unit by unit, where every operand has a value (contract section 2)."""
    asked = [{one.code for one in breakdown.indicators_asked(unit.name)} for unit in breakdown.units]
    for relation in breakdown.relations:
        is_known = all(code in breakdown.by_code for code in relation.codes)
        if is_known and not any(codes.issuperset(relation.codes) for codes in asked):
            place = _at(file, Sheet.RELATIONS, relation.cell)
            yield found("B36", place, value=relation.text, codes="、".join(relation.codes))


def _exemptions_are_signed(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one in breakdown.exemptions:
        columns = ((ExemptionColumn.APPROVED_BY, one.approved_by), (ExemptionColumn.REASON, one.reason))
        blank = "、".join(column for column, text in columns if not text)
        if blank:
            yield found("B37", _at(file, Sheet.EXEMPTIONS, one.cell), exempted=one.code, column=blank)


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
        if _is_unread(one.old):
            continue
        if is_unasked or (one.old is not None and one.old.value != (stood.value if stood else None)):
            place = _at(file, Sheet.ADJUSTMENTS, one.old_cell, one.code)
            old = "空白" if one.old is None or one.old.value is None else _amount(breakdown, one.code, one.old.value)
            known = "空白" if stood is None or stood.value is None else _amount(breakdown, one.code, stood.value)
            yield found("B17", place, value=old, issued="没有下达" if is_unasked else known)


def _amount(breakdown: Breakdown, code: str, value: Decimal) -> str:
    return amount_text(breakdown.by_code[code], value)


def _periods_are_of_the_year(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    year = breakdown.basics.year
    for note in breakdown.periods:
        for period in filter(None, (note.period, note.previous)):
            if period.year != year:
                what = f"年度是 {year}，期次里却有 {period.name}"
                yield found("B15", _at(file, Sheet.PERIODS, note.cell), value=period.name, what=what)
    for adjustment in breakdown.adjustments:
        if adjustment.since.year > year:
            what = f"年度是 {year}，目标调整却自 {adjustment.since.name} 起，本年度用不上"
            place = _at(file, Sheet.ADJUSTMENTS, adjustment.cell, adjustment.code)
            yield found("B15", place, value=adjustment.since.name, what=what)
    for exemption in breakdown.exemptions:
        if exemption.until is not None and exemption.until.year < year:
            what = f"年度是 {year}，豁免却只到 {exemption.until.name}，本年度用不上"
            place = _at(file, Sheet.EXEMPTIONS, exemption.cell, exemption.code)
            yield found("B15", place, value=exemption.until.name, what=what)


def _year_end(breakdown: Breakdown) -> Period:
    """Every 目标调整 of the year is in force by then."""
    return Period(breakdown.basics.year, 12, 12)


def _is_blank(target: Target | None) -> bool:
    """Asked without a target; a cell that could not be read is a finding of its own."""
    return target is not None and target.value is None and not target.phrase


def _is_unread(target: Target | None) -> bool:
    return target is not None and target.value is None and bool(target.phrase)


def _targets_add_up(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    year_end = _year_end(breakdown)
    for one in breakdown.indicators:
        if one.kind is not Kind.AMOUNT or one.rollup is not Rollup.SUM or one.target is None:
            continue
        asked = [breakdown.target_of(one.code, unit.name, year_end) for unit in breakdown.units_asked(one.code)]
        total, target = breakdown.unit_target_sum(one.code, year_end), breakdown.own_target(one.code, year_end)
        if total is None or target is None or target.value in (None, total) or any(map(_is_unread, asked)):
            continue
        place = _at(file, Sheet.INDICATORS, breakdown.target_cells.get((one.code, "")), one.code)
        words = {"total": total, "target": target.value, "gap": abs(total - target.value)}
        shown = {word: amount_text(one, amount) for word, amount in words.items()}
        unit_name = "" if one.is_percent else one.unit
        yield found("B31", place, value=shown["total"], label=label_of(one), unit=unit_name, **shown)


def _units_have_targets(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """One note an indicator that names who is asked without a target; in a 状态 row a blank is 已完成."""
    year_end = _year_end(breakdown)
    for one in breakdown.indicators:
        asked = breakdown.units_asked(one.code) if one.kind is not Kind.STATE else ()
        without = [unit.name for unit in asked if _is_blank(breakdown.target_of(one.code, unit.name, year_end))]
        if without:
            units = "任何单位" if len(without) == len(asked) > 1 else "、".join(without)
            yield found("B34", _row_of(breakdown, file, one.code), label=label_of(one), units=units)


_UPWARD = (Comparator.AT_LEAST, Comparator.MORE)


def _targets_fit_the_direction(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """A phrase's own word runs as 方向 does; cells of one indicator that say the same are one finding."""
    for one in breakdown.indicators:
        targets = {unit.name: breakdown.targets.get((one.code, unit.name)) for unit in breakdown.units}
        stated: dict[str, list[str]] = {}
        for unit, target in {"": one.target, **targets}.items():
            if target is not None and target.phrase and target.value is not None:
                stated.setdefault(target.phrase, []).append(unit)
        for phrase, units in stated.items():
            if _contradicts(one, phrase):
                cells = ",".join(breakdown.target_cells[one.code, unit] for unit in units)
                yield _against_direction(_at(file, Sheet.INDICATORS, cells, one.code), one, phrase, units)
    for adjustment in breakdown.adjustments:
        indicator, phrase = breakdown.by_code[adjustment.code], adjustment.new.phrase
        if adjustment.new.value is not None and _contradicts(indicator, phrase):
            place = _at(file, Sheet.ADJUSTMENTS, adjustment.cell, adjustment.code)
            yield _against_direction(place, indicator, phrase, [adjustment.unit])


def _contradicts(indicator: Indicator, phrase: str) -> bool:
    quantity = read_quantity(phrase, indicator.unit)
    if quantity is None or quantity.comparator is None:
        return False
    return (quantity.comparator in _UPWARD) != (indicator.direction is Direction.HIGHER)


def _against_direction(place: Place, indicator: Indicator, phrase: str, units: list[str]) -> Finding:
    names = "、".join(unit or OWN_NAME for unit in units)
    label = label_of(indicator)
    return found("B35", place, value=phrase, label=label, direction=indicator.direction, unit_name=names)


def _units_have_work(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for unit in breakdown.units:
        if not breakdown.indicators_asked(unit.name):
            yield found("B32", _at(file, Sheet.UNITS, breakdown.unit_cells.get(unit.name)), value=unit.name)


_CHECKS: tuple[Callable[[Breakdown, str], Iterator[Finding]], ...] = (
    _rollups_fit_kinds,
    _weighted_rows_name_their_parts,
    _own_level_rates_have_one_unit,
    _some_unit_makes_up_the_total,
    _parts_name_a_whole,
    _relations_can_find_faults,
    _relations_are_asked_together,
    _exemptions_name_what_is_known,
    _exemptions_are_signed,
    _standards_name_what_is_known,
    _adjustments_fit_what_is_issued,
    _periods_are_of_the_year,
    _targets_add_up,
    _units_have_targets,
    _targets_fit_the_direction,
    _units_have_work,
)
