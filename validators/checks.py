"""The checks across a unit's rows: parts and wholes, relations; what its explanations settle (contract section 6).

Each check takes what it needs and yields findings; none of them raises for what a unit did.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from model.catalogue import found
from model.finding import Finding, Severity
from model.form import COLUMN_OF, label_of, to_form_unit
from model.labels import FormColumn
from model.quantity import plain
from model.relation import Operand, Reference, Relation, judge
from model.row_rules import SHORTEST_EXPLANATION, part_rule
from validators.context import Context
from validators.entries import Entry
from validators.row_checks import checked_row, has_error
from validators.rows import Row, joint_places, look_at

Rows = Mapping[str, Row]


def _lookup(rows: Rows, context: Context) -> Callable[[Reference], Decimal | Fraction | None]:
    def value_of(reference: Reference) -> Decimal | Fraction | None:
        row = rows.get(reference.code)
        match reference.operand:
            case Operand.TARGET:
                target = context.target(reference.code)
                return target.value if target else None
            case Operand.PREVIOUS:
                before = context.before(reference.code)
                return before.value if before else None
            case Operand.NUMERATOR:
                return row.numerator if row else None
            case Operand.DENOMINATOR:
                return row.denominator if row else None
            case Operand.VALUE:
                return row.exact if row else None

    return value_of


JointFault = tuple[Finding, ...]
"""One fault of several rows: a finding for each file and sheet in which they stand."""


def _fraction_text(value: Fraction) -> str:
    """To six decimal places, half up: exact however large the fraction is."""
    whole, rest = divmod(math.floor(abs(value) * 10**6 + Fraction(1, 2)), 10**6)
    shown = f"{whole}.{rest:06}".rstrip("0").rstrip(".")
    return f"-{shown}" if value < 0 and shown != "0" else shown


def _relations_hold(rows: Rows, context: Context) -> Iterator[JointFault]:
    for relation in context.breakdown.relations:
        yield from _relation_holds(relation, rows, context)


def _relation_holds(relation: Relation, rows: Rows, context: Context) -> Iterator[JointFault]:
    compared = [rows[code] for code in relation.codes if code in rows]
    verdict = judge(relation, _lookup(rows, context)) if compared else None
    if verdict is None or verdict.holds:
        return
    note = f"（{relation.note}）" if relation.note else ""
    operands = {one.code: one.operand for one in reversed(relation.references)}
    meant = [COLUMN_OF[operands[row.indicator.code]] for row in compared]
    columns = [one if one in row.columns else row.columns[0] for one, row in zip(meant, compared, strict=True)]
    code = "X02" if relation.severity is Severity.ERROR else "X03"
    left, right = _fraction_text(verdict.left), _fraction_text(verdict.right)
    yield tuple(
        found(code, place, number=relation.number, relation=relation.text, left=left, right=right, note=note)
        for place in joint_places(compared, columns)
    )


def _parts_fit_their_wholes(rows: Rows, context: Context) -> Iterator[JointFault]:
    for part in rows.values():
        whole = rows.get(part.indicator.part_of) if part.indicator.part_of else None
        rule = part_rule(part.indicator, whole.indicator) if whole else None
        if whole is None or rule is None:
            continue
        if rule.is_broken(*look_at([part, whole], context)):
            yield _part_exceeds(part, whole)


def _part_exceeds(part: Row, whole: Row) -> JointFault:
    said, of_whole = (
        f"{plain(to_form_unit(one.indicator, one.value or Decimal(0)))}{one.indicator.asked_unit}"
        for one in (part, whole)
    )
    stands = whole.entry.place(whole.columns[0])
    places = tuple(joint_places([part, whole], [part.columns[0], whole.columns[0]]))
    whole_cell = " ".join(filter(None, (stands.file if len(places) > 1 else None, stands.cell)))
    return tuple(
        found(
            "X01", place, value=said, part_label=label_of(part.indicator), part=said,
            whole_label=label_of(whole.indicator), whole=of_whole, whole_cell=whole_cell,
        )
        for place in places
    )  # fmt: skip


def check_rows(entries: Mapping[str, Entry], context: Context) -> dict[str, Row]:
    """Every row with its figures and all that the checks found, settled where it was explained or exempted."""
    rows = {code: checked_row(entry, context) for code, entry in entries.items()}
    sound = {code: row for code, row in rows.items() if not has_error(row.findings)}
    settled = {
        code: [explained(one, one.codes, rows, context) for one in row.findings]
        for code, row in rows.items()
        if row.findings
    }
    for fault in (*_parts_fit_their_wholes(sound, context), *_relations_hold(sound, context)):
        codes = tuple(code for one in fault for code in one.codes)
        for one in fault:
            settled.setdefault(one.codes[0], []).append(explained(one, codes, rows, context))
    return {code: replace(row, findings=tuple(settled[code])) if code in settled else row for code, row in rows.items()}


def explained(finding: Finding, codes: tuple[str, ...], rows: Rows, context: Context) -> Finding:
    """`finding` settled by an exemption, a query by the unit's words in 说明 of one of `codes` (contract section 2)."""
    finding = context.exempted(finding, codes)
    if finding.severity is not Severity.QUERY:
        return finding
    said = (rows[code].entry.text(FormColumn.EXPLANATION) for code in codes)
    explained = next((text for text in said if len(text) >= SHORTEST_EXPLANATION), "")
    return finding.as_explained(explained) if explained else finding
