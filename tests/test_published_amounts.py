"""Every figure of the published papers is read as a person read it, or is owned to be doubtful."""

from collections import Counter

import pytest

from model.quantity.sentence import read_statement
from model.quantity.stated import Doubt, Nature, Stated
from tests.published_keys import PAPERS, AmountKey
from tests.test_published_keys import bare, by_place, places, published, with_amounts

RIGHT_AT_LEAST = 0.95
"""黟县's prose: 95 of 100, the others on the doubtful list."""
LONGEST = 40
"""Characters of an amount with its words; what is longer is a whole task without a number."""


def is_read(key: AmountKey, said: Stated) -> bool:
    """Whether `said` is what the key has: value, unit, end, comparator, kind, what is measured, by what it counts."""
    if said.nature is not key.nature or not (
        not key.measured or any(one in bare(said.measured) for one in key.measured)
    ):
        return False
    if key.amount is None:
        return said.value is None
    comparators = {key.amount.comparator, None} if key.amount.comparator_is_open else {key.amount.comparator}
    return (
        (said.value, said.unit, said.high) == (key.amount.value, key.amount.unit, key.amount.high)
        and said.comparator in comparators
        and (said.per == key.per or (key.per_is_open and not said.per))
    )


def misread(place: str, text: str, keys: list[AmountKey]) -> tuple[Counter[str], list[str]]:
    """How many sure targets were read and asked for, and what is silently wrong in a place."""
    left = list(read_statement(text).stated)
    count: Counter[str] = Counter()
    wrong = []
    for key in keys:
        if key.nature is None:
            continue
        said = next((one for one in left if is_read(key, one)), None)
        if said is not None:
            left.remove(said)
        if key.is_open:
            if said is not None and not said.doubts and not key.part_is_open:
                wrong.append(f"{place} {key.figure}: read without a doubt")
        elif key.is_target:
            count["asked"] += 1
            count["read"] += said is not None
            if said is None and not any(one.doubts for one in left):
                wrong.append(f"{place} {key.figure}: not read")
    wrong += [f"{place} {one.value}{one.unit}: no target" for one in left if not one.doubts]
    return count, wrong


@published
@with_amounts
def test_no_figure_of_a_published_paper_is_silently_misread(name: str) -> None:
    key = PAPERS[name]
    texts = places(key.document)
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for place, keys in by_place(key.amounts).items():
        count, wrong = misread(place, texts[place], keys)
        counts += count
        faults += wrong
    assert faults == []
    assert counts["asked"] >= 27
    assert counts["read"] >= counts["asked"] * (RIGHT_AT_LEAST if name == "黟县" else 1)


@published
@with_amounts
def test_every_figure_of_a_task_is_in_an_amount_or_passed_over_with_a_reason(name: str) -> None:
    texts = places(PAPERS[name].document)
    for place in by_place(PAPERS[name].amounts):
        said = read_statement(texts[place])
        spans = [(one.start, one.end) for one in said.stated] + [(one.start, one.end) for one in said.passed]
        held = {at for start, end in spans if end - start < LONGEST for at in range(start, end)}
        assert [at for at, sign in enumerate(said.text) if sign.isdigit() and at not in held] == []


def test_a_bare_task_without_a_number_is_work_with_a_state() -> None:
    [said] = read_statement("达到国家食品安全示范城市创建条件。").stated
    assert (said.value, said.nature, said.doubts) == (None, Nature.STATE, ())


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("实名注册用户数突破26万。", Doubt.NO_UNIT),
        ("实现村卫生室全覆盖。", Doubt.WHOLE_COVER),
        ("不发生重大食品安全事故。", Doubt.NOTHING_HAPPENS),
        ("每个街道有1处养老设施。", Doubt.PER_UNIT),
        ("城市和农村失能、半失能特困人员集中供养率均达到60%。", Doubt.SUBJECTS),
        ("合格率提高5个百分点。", Doubt.RELATIVE),
    ],
)
def test_what_is_unsure_is_said(text: str, doubt: Doubt) -> None:
    assert any(doubt in one.doubts for one in read_statement(text).stated)
