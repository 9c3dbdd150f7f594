"""The words of the templates: each has a meaning, and an example that a sample prints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from commands.period import open_period_folder, read_submissions
from commands.screen import Screen
from generators.bookmarks import bare
from generators.feedback import feedback_context, reminder_context
from generators.notice import notice_of
from generators.papers import render
from generators.template_lint import WORDS_OF, template_findings
from model.quantity import plain
from model.results import Results
from tests.sample_years import copy_of
from tests.small_results import VALUES, small_results
from tests.test_papers import text_of
from tests.word_templates import document

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
    elif isinstance(value, Decimal):
        yield path, plain(value)
    elif value is not None and not isinstance(value, bool):
        yield path, bare(str(value))


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
    def is_printed(paper: str, word: str, example: str) -> bool:
        start = example.removesuffix("……")
        values = printed.get((paper, word), set())
        return start in values or (start != example and any(one.startswith(start) for one in values))

    examples = [(paper, word, WORDS_OF[paper][word]) for paper, word in EVERY_WORD]
    held = [(paper, word, told.example) for paper, word, told in examples if told.example and not told.is_invented]
    assert len(held) > len(examples) / 2
    assert [one for one in held if not is_printed(*one)] == []


@pytest.mark.slow
def test_an_example_is_invented_only_where_no_sample_prints_the_word(printed: dict[tuple[str, str], set[str]]) -> None:
    invented = [one for one in EVERY_WORD if WORDS_OF[one[0]][one[1]].is_invented]
    assert invented
    for paper, word in invented:
        assert not printed.get((paper, word), set()) - {""}, (paper, word)


# The numbers beside the phrases


def test_an_indicator_offers_its_numbers_and_the_places_of_its_units() -> None:
    told = notice_of(small_results(previous={"1.1": "11.16"})).words
    indicator = told["类别"][0]["项目"][0]["指标"][0]  # type: ignore[index]
    assert indicator["计量单位"] == "万人次"
    numbers = {word: indicator[word] for word in ("累计数", "目标数", "完成率数", "差距数", "上期数", "增量数")}
    assert numbers == {
        "累计数": Decimal("12.36"), "目标数": Decimal(16), "完成率数": Decimal("0.7725"), "差距数": Decimal("2.3"),
        "上期数": Decimal("11.16"), "增量数": Decimal("1.2"),
    }  # fmt: skip
    places = indicator["名次表"]
    assert [(one["单位"], one["名次数"], one["并列"]) for one in places] == [
        ("甲县", 1, False), ("乙县", 2, True), ("丙市", 2, True), ("丁区", 4, False),
    ]  # fmt: skip
    assert [one["单位"] for one in places[:2]] == ["甲县", "乙县"]
    assert places[-1]["完成率数"] == Decimal("0.665")
    assert len(places) == 4


def test_a_total_that_is_not_complete_has_no_number() -> None:
    values = {**VALUES, "1.1": {**VALUES["1.1"], "丁区": None}}
    indicator = notice_of(small_results(values)).words["类别"][0]["项目"][0]["指标"][0]  # type: ignore[index]
    assert indicator["累计"] != ""
    assert indicator["累计数"] is indicator["完成率数"] is indicator["差距数"] is None
    assert len(indicator["名次表"]) == 3


def test_a_row_of_the_table_offers_its_numbers() -> None:
    rows = list(notice_of(small_results()).table_words["表"])  # type: ignore[call-overload]
    unit = next(row for row in rows if row["填报单位"] == "乙县" and row["编码"] == "1.1")
    assert (unit["累计数"], unit["目标数"], unit["名次数"], unit["并列"]) == (Decimal("3.1"), Decimal(4), 2, True)
    project = next(row for row in rows if row["种类"] == "项目")
    assert project["累计数"] is project["名次数"] is None


def test_a_sentence_of_ones_own_is_made_from_numbers() -> None:
    template = document(
        "{%p for 类 in 类别 %}", "{%p for 项 in 类.项目 %}", "{%p for 指标 in 项.指标 %}",
        "{%p if 指标.编码 == '1.1' %}",
        "{{ 指标.名称 }}{{ 指标.累计数 }}{{ 指标.计量单位 }}，{{ 指标.累计数|同比(11.8) }}，"
        "{{ 指标.累计数|环比(指标.上期数) }}，"
        "{{ 指标.差距数|快慢 }}，还差{{ 指标.目标数 - 指标.累计数 }}{{ 指标.计量单位 }}；"
        "{% for 县 in 指标.名次表 if 县.完成率数 >= 0.775 %}{{ 县.单位 }}{{ 县.名次数|名次(县.并列) }}；{% endfor %}",
        "{%p endif %}", "{%p endfor %}", "{%p endfor %}", "{%p endfor %}",
    )  # fmt: skip
    assert template_findings(template, WORDS_OF["进度通报"]) == []
    told = notice_of(small_results(previous={"1.1": "11.16"}))
    assert text_of(render(template, told.words)).strip() == (
        "职业技能培训12.36万人次，同比增长4.7%，环比增长10.8%，快于序时进度2.3个百分点，还差3.64万人次；"
        "甲县第1位；乙县并列第2位；丙市并列第2位；"
    )
