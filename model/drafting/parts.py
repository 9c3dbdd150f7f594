"""Rows that may be part of another without the paper's saying so: 新增高技能人才 of 新增技能人才."""

from collections.abc import Sequence
from dataclasses import replace

from model.drafting.draft import DraftedIndicator
from model.drafting.likeness import is_within
from model.indicator import Kind
from model.quantity import product, read_quantity, split_unit

MAY_BE_PART = "可能是“{code} {name}”的其中数，是的，请在“其中于”填{code}"
_FURTHER = 12
"""So many characters may a part's name have more than that of its whole."""


def with_parts_asked_about(rows: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The rows, with a doubt on each that sounds like part of an earlier one of its project."""
    found: list[DraftedIndicator] = []
    for row in rows:
        whole = next((one for one in found if _may_hold(one, row)), None) if not row.part_of else None
        doubt = MAY_BE_PART.format(code=whole.code, name=whole.name) if whole else ""
        found.append(replace(row, doubts=(*row.doubts, doubt)) if doubt else row)
    return found


def _may_hold(whole: DraftedIndicator, part: DraftedIndicator) -> bool:
    """Whether the part's name is the whole's with something added, and its target is less in the same unit."""
    if (whole.category, whole.project) != (part.category, part.project) or {whole.kind, part.kind} != {Kind.AMOUNT}:
        return False
    more = len(part.name) - len(whole.name)
    return 0 < more <= _FURTHER and is_within(whole.name, part.name) and _is_less(part, whole)


def _is_less(part: DraftedIndicator, whole: DraftedIndicator) -> bool:
    one, other = read_quantity(part.target, part.unit), read_quantity(whole.target, whole.unit)
    (scale, base), (other_scale, other_base) = split_unit(part.unit), split_unit(whole.unit)
    if one is None or other is None or base != other_base:
        return False
    return product(one.value, scale) < product(other.value, other_scale)
