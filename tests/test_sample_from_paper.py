"""The sample breakdown 平顶山2023 is what draft makes of the published paper and a short list of corrections."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from model.breakdown import Breakdown
from model.drafting.building import draft_of
from model.drafting.draft import DraftedIndicator
from model.labels import CENTRAL_EXECUTION, IndicatorColumn
from model.quantity import Comparator
from model.target import Target, target_from_phrase
from tests.published_keys.corrections import ADDED, CORRECTIONS, REMOVED, SHARED_CORRECTIONS
from tests.test_published_keys import DOCUMENTS, published
from validators.breakdown import read_breakdown
from validators.published import read_paper

PAPER = "汝州市2023年责任单位通知.docx"
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "平顶山2023" / "目标分解表.xlsx"
COUNTY = "汝州市"


def lines(table: str) -> Iterator[list[str]]:
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


@lru_cache
def drafted() -> tuple[DraftedIndicator, ...]:
    return draft_of([read_paper(DOCUMENTS / PAPER)]).indicators


def sample() -> Breakdown:
    breakdown, _, _ = read_breakdown(SAMPLE)
    assert breakdown is not None
    return breakdown


def cells_of(row: DraftedIndicator) -> dict[str, str]:
    """What the drafted sheet has in the columns that are compared, a person's corrections put in."""
    cells: dict[str, str] = {
        IndicatorColumn.UNIT: row.unit,
        IndicatorColumn.TARGET: row.target,
        IndicatorColumn.LEAD: "、".join(row.leads),
        IndicatorColumn.SHARED: "、".join(row.shared),
        IndicatorColumn.FIRST_CHECK: "、".join(row.first_check),
        IndicatorColumn.FINAL_CHECK: "、".join(row.final_check),
        COUNTY: row.unit_targets[COUNTY],
    }
    cells.update({column: content for code, column, content in lines(CORRECTIONS) if code == row.code})
    shared = [names for stem, names in lines(SHARED_CORRECTIONS) if row.code.startswith(stem)]
    return {**cells, IndicatorColumn.SHARED: shared[0]} if shared else cells


def stated(target: Target | None) -> tuple[object, ...] | None:
    return None if target is None or target.value is None else (target.value, target.high, target.comparator)


def read(cell: str, unit: str, comparison: str) -> tuple[object, ...] | None:
    is_blank = cell in ("", "—") or CENTRAL_EXECUTION in cell
    return None if is_blank else stated(target_from_phrase(cell, unit, Comparator(comparison)))


@published
def test_the_sample_is_the_draft_of_the_paper_with_a_short_list_of_corrections() -> None:
    breakdown = sample()
    theirs = [one for one in breakdown.indicators if one.code not in ADDED]
    ours = [one for one in drafted() if one.code not in REMOVED]
    assert len(theirs) == len(ours)
    for indicator, row in zip(theirs, ours, strict=True):
        cells = cells_of(row)
        unit = cells[IndicatorColumn.UNIT]
        told = {
            "单位": unit,
            "目标": read(cells[IndicatorColumn.TARGET], unit, row.comparison),
            COUNTY: read(cells[COUNTY], unit, row.comparison),
            "牵头": cells[IndicatorColumn.LEAD],
            "责任": cells[IndicatorColumn.SHARED],
            "初核": cells[IndicatorColumn.FIRST_CHECK],
            "认定": cells[IndicatorColumn.FINAL_CHECK],
        }
        assert told == {
            "单位": indicator.unit,
            "目标": stated(indicator.target),
            COUNTY: stated(breakdown.targets.get((indicator.code, COUNTY))),
            "牵头": "、".join(indicator.leads),
            "责任": "、".join(indicator.shared),
            "初核": "、".join(indicator.first_check),
            "认定": "、".join(indicator.final_check),
        }, f"{row.code} {row.name}"


@published
def test_each_correction_changes_what_was_drafted() -> None:
    """A correction that says what the draft says already would hide that the draft has become right, or wrong."""
    by_code = {one.code: one for one in drafted()}
    for code, column, content in lines(CORRECTIONS):
        row = by_code[code]
        was = {"单位": row.unit, "目标": row.target, "牵头单位": "、".join(row.leads),
               "初核单位": "、".join(row.first_check)}  # fmt: skip
        assert was[column] != content, code
    for stem, names in lines(SHARED_CORRECTIONS):
        assert {"、".join(one.shared) for one in drafted() if one.code.startswith(stem)} - {names}, stem
    assert set(by_code) >= REMOVED
