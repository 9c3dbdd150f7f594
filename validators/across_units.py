"""Checks across the units: the same figures from two of them, last period's sheet again, a rule that most fail."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from model.breakdown import Breakdown
from model.catalogue import CATALOGUE, Place, found
from model.finding import Finding, Severity
from model.form import label_of
from model.indicator import Accrual, Kind
from model.labels import BREAKDOWN_NAME, Sheet
from validators.context import Context
from validators.rows import Row, joint_places

FEWEST_ALIKE = 5
"""So many rows must be the same before it is no chance."""
MOST_SHARING = 4
"""A figure that more units than these report tells nothing of any two of them."""
FEWEST_ASKED, FEWEST_FAILING = 3, 2
"""Of fewer units no rule is called in doubt."""

_OF_ONE_UNIT = frozenset({"X04", "K01", "K02"})
"""What says nothing of the rule however many fail it."""

Rows = Mapping[str, Row]


# The same figures from two units


def alike(rows_by_unit: Mapping[str, Rows], contexts: Mapping[str, Context]) -> dict[str, list[tuple[str, list[Row]]]]:
    """For each unit the others that report exactly its figures, with its own rows that are alike.

    Compared are 数量 whose targets differ, so that equal figures are no matter of course; all of them must be the same.
    """
    telling = {unit: _telling_values(rows, contexts[unit]) for unit, rows in rows_by_unit.items()}
    shared = _shared_rows(telling)
    found_alike: dict[str, list[tuple[str, list[Row]]]] = defaultdict(list)
    for (one, other), count in shared.items():
        codes = _comparable(one, other, telling, contexts)
        same = [code for code in codes if telling[one][code] == telling[other][code]]
        if count >= FEWEST_ALIKE and len(same) == len(codes) >= FEWEST_ALIKE:
            found_alike[one].append((other, [rows_by_unit[one][code] for code in codes]))
            found_alike[other].append((one, [rows_by_unit[other][code] for code in codes]))
    return found_alike


def _telling_values(rows: Rows, context: Context) -> dict[str, Decimal]:
    """Figures of 数量 that are neither zero nor just the target."""
    values: dict[str, Decimal] = {}
    for code, row in rows.items():
        target = context.target(code)
        is_target = target is not None and target.value == row.value
        if row.indicator.kind is Kind.AMOUNT and row.value and not is_target:
            values[code] = row.value
    return values


def _shared_rows(telling: Mapping[str, Mapping[str, Decimal]]) -> Counter[tuple[str, str]]:
    """How many figures each two units share; pairs are in the order of the units."""
    holders: dict[tuple[str, Decimal], list[str]] = defaultdict(list)
    for unit, values in telling.items():
        for code, value in values.items():
            holders[code, value].append(unit)
    pairs = (pair for units in holders.values() if len(units) <= MOST_SHARING for pair in combinations(units, 2))
    return Counter(pairs)


def _comparable(
    one: str, other: str, telling: Mapping[str, Mapping[str, Decimal]], contexts: Mapping[str, Context]
) -> list[str]:
    """The codes that both report and for which they have different targets."""

    def target(unit: str, code: str) -> Decimal | None:
        stated = contexts[unit].target(code)
        return stated.value if stated else None

    return [code for code in telling[one] if code in telling[other] and target(one, code) != target(other, code)]


def alike_faults(other: str, rows: list[Row]) -> tuple[Finding, ...]:
    """The query that a unit's figures are those of another: one for each sheet in which the rows stand."""
    places = joint_places(rows, [row.columns[0] for row in rows])
    return tuple(found("X04", place, count=str(len(rows)), other=other) for place in places)


# Last period's sheet again


def is_last_periods(rows: Rows, context: Context) -> int:
    """How many figures a unit repeats from last period where it repeats all of them; 0 where it does not."""
    values = [
        (row.value, before.value)
        for code, row in rows.items()
        if row.indicator.kind is Kind.AMOUNT and row.indicator.accrual is Accrual.CUMULATIVE
        and (before := context.before(code)) is not None and before.value
    ]  # fmt: skip
    return len(values) if len(values) >= FEWEST_ALIKE and all(now == then for now, then in values) else 0


# A rule that most units fail


def doubtful_rules(
    findings: Iterable[Finding], codes_by_unit: Mapping[str, Collection[str]], breakdown: Breakdown
) -> Iterator[Finding]:
    """A query to the office for each rule that more than half of the reporting units fail in the same rows.

    `codes_by_unit` are the rows that each unit reports.
    """
    failing: dict[tuple[str, tuple[str, ...]], dict[str, Finding]] = defaultdict(dict)
    for one in findings:
        if one.unit is not None and one.codes and one.severity is not Severity.NOTE and one.rule not in _OF_ONE_UNIT:
            failing[one.rule, one.codes].setdefault(one.unit, one)
    for (rule, codes), by_unit in failing.items():
        if len(by_unit) < FEWEST_FAILING:
            continue
        asked = [unit for unit, reported in codes_by_unit.items() if all(code in reported for code in codes)]
        failed = [unit for unit in asked if unit in by_unit]
        if len(asked) >= FEWEST_ASKED and 2 * len(failed) > len(asked):
            yield _in_doubt(rule, codes, failed, len(asked), breakdown)


def _in_doubt(rule: str, codes: tuple[str, ...], units: list[str], asked: int, breakdown: Breakdown) -> Finding:
    relation = next((one for one in breakdown.relations if one.number == rule), None)
    subject = "、".join(label_of(breakdown.by_code[code]) for code in codes)
    if relation is not None:
        sheet, cell, title = Sheet.RELATIONS, relation.cell, relation.text
    else:
        sheet, cell, title = Sheet.INDICATORS, breakdown.code_cells.get(codes[0]), CATALOGUE[rule].title
    place = Place(None, f"../{BREAKDOWN_NAME}.xlsx", sheet, cell, ",".join(codes))
    return found("B33", place, subject=subject, asked=str(asked), failed=str(len(units)), title=title, rule=rule)
