"""Drafts of the published papers, held against the keys made by hand: rows, both targets, departments, standards."""

from functools import lru_cache

import pytest

from model.drafting.building import draft_of
from model.drafting.draft import Draft, DraftedIndicator
from model.drafting.pairing import items_of, statement_of
from model.drafting.paper import Entry, Passage, Person, PublishedPaper
from model.quantity import Comparator
from model.quantity.sentence import thresholds_in
from model.target import Target, target_from_phrase
from tests.published_keys import PAPERS, FigureKey, RowKey, SharedKey
from tests.test_published_keys import DOCUMENTS, bare, published
from validators.published import read_paper

COUNTY = "汝州市"


@lru_cache
def paper(document: str) -> PublishedPaper:
    return read_paper(DOCUMENTS / document)


@lru_cache
def draft(document: str) -> Draft:
    return draft_of([paper(document)])


def entry_at(document: str, place: str) -> Entry:
    row = place.rpartition("C")[0] if "C" in place else place
    found = [one for one in paper(document).entries if one.task and one.task.place.startswith(f"{row}C")]
    assert len(found) == 1, place
    return found[0]


def is_asked(target: Target | None, phrase: str, key: FigureKey | None, row: DraftedIndicator) -> bool:
    """Whether a target cell says what the key has, in the row's unit."""
    if key is None:
        return target is None
    asked = target_from_phrase(phrase, key.unit, Comparator(row.comparison))
    return (
        target is not None
        and asked is not None
        and (asked.value, asked.high) == (key.value, key.high)
        and asked.comparator in {key.comparator or Comparator.AT_LEAST}
    )


def target_of(phrase: str, row: DraftedIndicator) -> Target | None:
    return target_from_phrase(phrase, row.unit, Comparator(row.comparison)) if row.unit else None


def is_row(row: DraftedIndicator, key: RowKey) -> bool:
    """Whether a drafted row is the key's: what is measured, the city's target, the county's."""
    if key.measured and not any(one in bare(row.name) for one in key.measured):
        return False
    cell = row.unit_targets[COUNTY]
    below = "" if cell == "—" or "统一安排实施" in cell else cell
    return is_asked(target_of(row.target, row), row.target, key.city, row) and is_asked(
        target_of(below, row), below, key.county, row
    )


@published
@pytest.mark.parametrize("is_twin", [False, True], ids=["merged", "page-broken"])
def test_every_row_of_ruzhous_table_comes_out_right(is_twin: bool) -> None:
    key = PAPERS["汝州"]
    document = key.twin if is_twin else key.document
    left = list(draft(document).indicators)
    for wanted in key.rows:
        place = wanted.twin if is_twin else wanted.place
        same = [one for one in left if one.sources[0].passage.place.startswith(f"{place}C") and is_row(one, wanted)]
        assert same or wanted.is_open, wanted
        if not same:
            continue
        left.remove(same[0])
        assert same[0].category == wanted.category
        assert same[0].code.removeprefix("省").partition(".")[0] == wanted.number
        assert (same[0].doubts != ()) >= wanted.is_open, wanted
        if wanted.executed_by:
            assert "统一安排实施" in same[0].unit_targets[COUNTY], wanted
    assert [one.name for one in left if not one.doubts] == []


@published
@pytest.mark.parametrize("is_twin", [False, True], ids=["merged", "page-broken"])
def test_departments_of_ruzhous_table_are_those_of_its_columns(is_twin: bool) -> None:
    key = PAPERS["汝州"]
    document = key.twin if is_twin else key.document
    for wanted in key.rows:
        entry = entry_at(document, wanted.twin if is_twin else wanted.place)
        assert entry.leads == wanted.leads, wanted
        assert shared_of(entry) == wanted.shared, wanted
        assert entry.first_check == wanted.first_check, wanted
        assert entry.final_check == wanted.final_check, wanted


def shared_of(entry: Entry) -> SharedKey | None:
    return SharedKey(len(entry.shared), entry.shared[0], entry.shared[-1]) if entry.shared else None


@published
def test_the_page_broken_copy_gives_the_same_draft() -> None:
    key = PAPERS["汝州"]
    whole, broken = ([(one.code, one.name, one.target, one.unit_targets, one.leads, one.shared, one.first_check,
                       one.final_check) for one in draft(name).indicators]
                     for name in (key.document, key.twin))  # fmt: skip
    assert broken == whole


@published
@pytest.mark.parametrize("name", ["鲁山", "叶县", "黟县"])
def test_who_answers_for_each_project_comes_out_right(name: str) -> None:
    key = PAPERS[name]
    entries = {one.number: one for one in paper(key.document).entries}
    assert len(entries) == len(key.duties)
    for duty in key.duties:
        entry = entries[duty.number]
        assert entry.project.startswith(duty.project), duty
        assert entry.leads == duty.leads, duty
        assert shared_of(entry) == duty.shared, duty
        assert entry.final_check == duty.final_check, duty
        person = entry.person or Person()
        assert (person.name, person.leader) == (duty.person, duty.leader)


@published
@pytest.mark.parametrize("name", ["鲁山", "叶县", "黟县"])
def test_every_sure_target_of_a_countys_paper_stands_in_a_row(name: str) -> None:
    key = PAPERS[name]
    rows = draft(key.document).indicators
    amounts = [one for one in key.amounts if one.is_target and not one.is_open and one.amount]
    left = list(rows)
    for one in amounts:
        assert one.amount is not None
        row = next((row for row in left if is_asked(target_of(row.target, row), row.target, one.amount, row)), None)
        assert row is not None, one
        left.remove(row)
    assert len(amounts) >= 24


@published
@pytest.mark.parametrize("name", ["汝州", "安阳"])
def test_every_acceptance_standard_is_read_as_data(name: str) -> None:
    key = PAPERS[name]
    standards = draft(key.document).standards
    criteria = paper(key.document).criteria
    assert len(standards) == sum(block.count for block in key.blocks)
    for block in key.blocks:
        mine = [(one, row) for one, row in zip(criteria, standards, strict=True) if one.passage.place == block.place]
        assert len(mine) == block.count, block.place
        for wanted in block.criteria:
            one, row = next((one, row) for one, row in mine if one.number == (wanted.number or "1"))
            assert bare(one.passage.text).startswith(bare(wanted.opening)), wanted
            assert bare(one.heading).startswith(bare(block.heading)), wanted
            assert bare(one.project).startswith(bare(block.project)), wanted
            assert row.is_veto == wanted.is_veto
            read = {(said.start, said.value, said.unit, said.comparator) for said in thresholds_in(one.passage.text)}
            told: list[list[object]] = [list(figure[1:]) for figure in sorted(read, key=lambda figure: figure[0])]
            for threshold in wanted.thresholds:
                amount = threshold.amount
                said: list[object] = [amount.value, amount.unit, amount.comparator]
                assert said in told or threshold.is_open, (wanted, told)
                if said in told:
                    told.remove(said)
            nothing = [other for other in told if other[0] == 0]
            assert told == nothing, (wanted, told)
            assert len(row.thresholds) >= len(wanted.thresholds) - sum(one.is_open for one in wanted.thresholds)


@published
def test_nothing_of_a_published_paper_is_left_out_in_silence() -> None:
    for key in PAPERS.values():
        told = paper(key.document)
        held = {(one.source.passage, at) for one in draft(key.document).unadopted
                for at in range(one.source.start, one.source.end)}  # fmt: skip
        for entry in told.entries:
            for passage, number in ((entry.task, entry.number), *((one, "") for one in entry.shares.values())):
                if passage is None:
                    continue
                rows = [one for item in items_of(entry) for one in (item.own, *item.below.values()) if one]
                held |= {(passage, at) for one in rows if one.passage == passage and one.amount
                         for at in range(one.amount.start, one.amount.end)}  # fmt: skip
                assert statement_of(passage, number).text == passage.text
                assert digits_outside(passage.text, passage, held) == []
        for passage in (*told.progress, *told.loose):
            assert digits_outside(passage.text, passage, held) == []


def digits_outside(text: str, passage: Passage, held: set[tuple[Passage, int]]) -> list[str]:
    return [
        text[max(0, at - 6) : at + 6] for at, sign in enumerate(text) if sign.isdigit() and (passage, at) not in held
    ]
