"""The samples' 验收标准 asks the thresholds and vetoes of the published standards, in words of its own."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.breakdown import Breakdown, Standard
from model.quantity.sentence import thresholds_in
from tests.published_keys import PAPERS, BlockKey
from tests.test_published_keys import bare, places, published
from validators.breakdown import read_breakdown

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SAMPLE_OF = {"汝州": "平顶山2023", "安阳": "叶县2022"}
"""The sample whose projects are those of a paper: 汝州's are 平顶山's, 安阳's the provincial ones of 叶县's year."""
LONGEST_RUN = 15

each_paper = pytest.mark.parametrize("paper", sorted(SAMPLE_OF))

Level = tuple[object, str, object]


def breakdown_for(paper: str) -> Breakdown:
    breakdown, _, _ = read_breakdown(SAMPLES / SAMPLE_OF[paper] / "目标分解表.xlsx")
    assert breakdown is not None
    return breakdown


def of_project(breakdown: Breakdown, block: BlockKey) -> list[Standard]:
    """The standards of the sample's project that the block's belongs to."""
    own = [
        one
        for one in breakdown.indicators
        if one.project.startswith(block.project) and block.category in ("", one.category)
    ]
    assert own, block.project
    names = {name for one in own for name in (one.code, one.project)}
    return [one for one in breakdown.standards if names & set(one.codes)]


def asked(standards: list[Standard]) -> Counter[Level]:
    return Counter(
        (one.value, one.unit, one.comparator) for standard in standards for one in thresholds_in(standard.standard)
    )


def blocks_by_project(paper: str) -> Iterator[list[BlockKey]]:
    """The blocks of a paper, those of one project together."""
    blocks = PAPERS[paper].blocks
    for category, project in dict.fromkeys((one.category, one.project) for one in blocks):
        yield [one for one in blocks if (one.category, one.project) == (category, project)]


@each_paper
def test_every_threshold_of_a_paper_stands_at_its_project(paper: str) -> None:
    breakdown, counted = breakdown_for(paper), 0
    for blocks in blocks_by_project(paper):
        wanted: Counter[Level] = Counter(
            (threshold.amount.value, threshold.amount.unit, threshold.amount.comparator)
            for block in blocks
            for criterion in block.criteria
            for threshold in criterion.thresholds
            if not threshold.is_open
        )
        assert wanted - asked(of_project(breakdown, blocks[0])) == Counter(), blocks[0].project
        counted += wanted.total()
    assert counted == {"汝州": 35, "安阳": 29}[paper]


@each_paper
def test_every_project_of_a_paper_has_a_standard_and_every_veto_is_one(paper: str) -> None:
    breakdown = breakdown_for(paper)
    for blocks in blocks_by_project(paper):
        standards = of_project(breakdown, blocks[0])
        assert standards, blocks[0].project
        vetoes = sum(criterion.is_veto for block in blocks for criterion in block.criteria)
        assert sum(one.is_veto for one in standards) >= vetoes, blocks[0].project


@each_paper
def test_standards_are_numbered_from_one_under_each_heading(paper: str) -> None:
    numbers: dict[tuple[str, ...], list[str]] = {}
    for one in breakdown_for(paper).standards:
        numbers.setdefault(one.codes, []).append(one.number)
    for codes, given in numbers.items():
        assert given == [str(number) for number in range(1, len(given) + 1)], codes


def test_the_veto_on_food_accidents_stays() -> None:
    vetoes = [(one.codes, one.number) for one in breakdown_for("汝州").standards if one.is_veto]
    assert vetoes == [(("10.4",), "1")]


@published
@each_paper
def test_no_standard_repeats_a_sentence_of_the_papers(paper: str) -> None:
    of_papers = [text for name in SAMPLE_OF for text in set(places(PAPERS[name].document).values())]
    for standard in breakdown_for(paper).standards:
        text = bare(standard.standard)
        runs = {text[at : at + LONGEST_RUN + 1] for at in range(len(text) - LONGEST_RUN)}
        assert not [run for run in runs if any(run in one for one in of_papers)], standard.standard
