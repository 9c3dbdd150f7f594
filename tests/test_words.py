"""The words of the templates: each has a meaning, and an example that a sample prints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commands.period import open_period_folder, read_submissions
from commands.screen import Screen
from generators.feedback import feedback_context, reminder_context
from generators.notice import notice_of
from generators.template_lint import WORDS_OF
from model.results import Results
from tests.sample_years import copy_of

SAMPLES = (("平顶山2023", "2023-09"), ("叶县2022", "2022-H1"))
EVERY_WORD = [(paper, word) for paper, words in WORDS_OF.items() for word in words]


def results_of_sample(period_folder: Path) -> Results:
    opened = open_period_folder(period_folder)
    return replace(read_submissions(opened, Screen(is_quiet=True)), history=opened.history)


def contexts(results: Results) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each context that is printed, with the template that prints it."""
    told = notice_of(results)
    yield "进度通报", told.words
    yield "推进情况表", told.table_words
    yield "催报单", reminder_context(results)
    for unit in results.breakdown.units:
        yield "反馈单", feedback_context(results, unit.name)


def values_in(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value below `value` as it is printed, with its word."""
    if isinstance(value, Mapping):
        for word, inner in value.items():
            yield from values_in(inner, f"{path}.{word}" if path else word)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from values_in(inner, path)
    elif value is not None and not isinstance(value, bool):
        yield path, str(value)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """By template and word, all that the two samples print for it."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, period in SAMPLES:
        results = results_of_sample(copy_of(name, tmp_path_factory.mktemp("words")) / period)
        for paper, context in contexts(results):
            for word, value in values_in(context):
                found.setdefault((paper, word), set()).add(value)
    return found


def is_group(paper: str, word: str) -> bool:
    return any(one.startswith(f"{word}.") for one in WORDS_OF[paper])


@pytest.mark.parametrize(("paper", "word"), EVERY_WORD)
def test_every_word_has_a_meaning_and_what_prints_has_an_example(paper: str, word: str) -> None:
    told = WORDS_OF[paper][word]
    assert told.meaning
    assert not set(told.meaning) & set("{}_|")
    if is_group(paper, word) or "只用在 if 里" in told.meaning:
        assert not told.example
    else:
        assert told.example


@pytest.mark.slow
def test_every_example_that_is_not_invented_is_what_a_sample_prints(printed: dict[tuple[str, str], set[str]]) -> None:
    for paper, word in EVERY_WORD:
        told = WORDS_OF[paper][word]
        if not told.example or told.is_invented:
            continue
        start = told.example.removesuffix("……")
        values = printed.get((paper, word), set())
        assert any(one == start or (start != told.example and one.startswith(start)) for one in values), (paper, word)


@pytest.mark.slow
def test_an_example_is_invented_only_where_no_sample_prints_the_word(printed: dict[tuple[str, str], set[str]]) -> None:
    invented = [one for one in EVERY_WORD if WORDS_OF[one[0]][one[1]].is_invented]
    assert invented
    for paper, word in invented:
        assert not printed.get((paper, word), set()) - {""}, (paper, word)
