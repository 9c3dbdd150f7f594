"""The words of the templates: each has a meaning, and an example that a sample prints."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.table import Table

from commands.period import open_period_folder, read_with_checking
from commands.screen import Screen
from generators.assessment.conclusion import conclusion_context
from generators.assessment.notice import assessment_notice_context
from generators.assignment.duty_list import duty_list_context
from generators.assignment.instruction import instruction_context
from generators.assignment.notice import assignment_context
from generators.assignment.parties import Parties
from generators.feedback import feedback_context, reminder_context
from generators.notice import notice_of
from generators.pictures.placing import Picture
from generators.supervision import supervision_context
from generators.telling.numbers import NumberedRow
from generators.template_lint import WORDS_OF
from generators.word.bookmarks import bare
from generators.word.check import template_findings
from generators.word.filters import FILTERS
from generators.word.papers import render
from generators.word.vocabulary import WORDS_PAPER, YES_OR_NO, is_group
from make_reports import main
from model.quantity import plain
from model.results import Results
from model.supervision import supervised
from templates.build.__main__ import TEMPLATES
from templates.build.words import RECIPES, Recipe, make_words, word_rows
from tests.assessed_results import assessed_results
from tests.sample_years import copy_of
from tests.small_results import VALUES, small_results
from tests.test_papers import text_of
from tests.word_templates import document

SAMPLES = (("平顶山2023", "2023-09"), ("叶县2022", "2022-H1"))
EVERY_WORD = [(paper, word) for paper, words in WORDS_OF.items() for word in words]


def results_of_sample(period_folder: Path) -> Results:
    opened = open_period_folder(period_folder)
    return replace(read_with_checking(opened, Screen(is_quiet=True))[0], history=opened.history)


def contexts(results: Results) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each context that is printed, with the template that prints it."""
    told = notice_of(results)
    yield "进度通报", told.words
    yield "通报_无版头", told.words
    yield "推进情况表", told.table_words
    yield "催报单", reminder_context(results)
    for unit in results.breakdown.units:
        yield "反馈单", feedback_context(results, unit.name)
    for lagging, lags in supervised(results).items():
        yield "督办单", supervision_context(results, lagging, lags)
    if results.assessment:
        yield "评价通报", assessment_notice_context(results)
        for assessed in results.breakdown.units_assessed:
            yield "验收结论", conclusion_context(results, assessed.name)
    parties = Parties(results.breakdown)
    yield "任务分解通知", assignment_context(results.breakdown)
    yield "填报说明", instruction_context(results.breakdown)
    for party in parties.roles:
        yield "责任清单", duty_list_context(parties, party)


def values_in(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value below `value` as it is printed, with its word."""
    if isinstance(value, NumberedRow):
        value["累计数"]  # the numbers of a row are there once one is asked for
    if isinstance(value, Mapping):
        for word, inner in value.items():
            yield from values_in(inner, f"{path}.{word}" if path else word)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from values_in(inner, path)
    elif isinstance(value, Decimal):
        yield path, plain(value)
    elif value is not None and not isinstance(value, bool | Picture):
        yield path, bare(str(value))


Printed = dict[tuple[str, str], set[str]]


@pytest.fixture(scope="module")
def of_samples(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Mapping[str, object]]]:
    """Every context that the two samples give."""
    folder = tmp_path_factory.mktemp("words")
    return [one for name, period in SAMPLES for one in contexts(results_of_sample(copy_of(name, folder) / period))]


@pytest.fixture(scope="module")
def told(of_samples: list[tuple[str, Mapping[str, object]]]) -> list[tuple[str, Mapping[str, object]]]:
    """Those, and what an assessed period gives with all that there is to tell of one."""
    assessed = contexts(assessed_results(midyear={"甲县": "97"}))
    return [*of_samples, *(one for one in assessed if one[0] in ("评价通报", "验收结论"))]


@pytest.fixture(scope="module")
def printed(of_samples: list[tuple[str, Mapping[str, object]]]) -> Printed:
    """By template and word, all that the two samples print for it."""
    found: Printed = {}
    for paper, context in of_samples:
        for word, value in values_in(context):
            found.setdefault((paper, word), set()).add(value)
    return found


def lists_in(value: object, path: str = "") -> Iterator[tuple[str, bool]]:
    """Every group below `value`, with whether it is a list."""
    if isinstance(value, Mapping):
        if path:
            yield path, False
        for word, inner in value.items():
            yield from lists_in(inner, f"{path}.{word}" if path else word)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        yield path, True
        for one in value:
            yield from (found for found in lists_in(one, path) if found[0] != path)


def flags_in(value: object, path: str = "") -> Iterator[str]:
    """Every word below `value` that is true or false."""
    if isinstance(value, NumberedRow):
        value["累计数"]  # as above
    if isinstance(value, bool):
        yield path
    elif isinstance(value, Mapping):
        for word, inner in value.items():
            yield from flags_in(inner, f"{path}.{word}" if path else word)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from flags_in(inner, path)


@pytest.mark.parametrize(("paper", "word"), EVERY_WORD)
def test_every_word_has_a_meaning_and_what_prints_has_an_example(paper: str, word: str) -> None:
    told = WORDS_OF[paper][word]
    assert told.meaning
    assert not set(told.meaning) & set("{}_|")
    if is_group(word, WORDS_OF[paper]) or YES_OR_NO in told.meaning:
        assert not told.example
    else:
        assert told.example


@pytest.mark.slow
def test_every_paper_has_a_context_to_look_at(told: list[tuple[str, Mapping[str, object]]]) -> None:
    assert {paper for paper, _ in told} == set(WORDS_OF), "`contexts` has to know every paper"


@pytest.mark.slow
def test_a_list_says_that_it_is_one_and_a_thing_with_parts_does_not(
    told: list[tuple[str, Mapping[str, object]]],
) -> None:
    kinds = {(paper, word): is_list for paper, context in told for word, is_list in lists_in(context)}
    assert set(kinds.values()) == {True, False}
    for (paper, word), is_list in kinds.items():
        told_word = WORDS_OF[paper][word]
        assert told_word.meaning.startswith("一组：") == told_word.is_list == is_list, (paper, word)


@pytest.mark.parametrize(("paper", "word"), EVERY_WORD)
def test_a_word_that_is_said_to_be_one_of_several_has_a_name_for_one_of_them(paper: str, word: str) -> None:
    told = WORDS_OF[paper][word]
    assert told.meaning.startswith("一组：") == told.is_list


@pytest.mark.slow
def test_a_word_is_said_to_be_true_or_false_where_it_is(told: list[tuple[str, Mapping[str, object]]]) -> None:
    flags = {(paper, word) for paper, context in told for word in flags_in(context)}
    assert flags == {one for one in EVERY_WORD if YES_OR_NO in WORDS_OF[one[0]][one[1]].meaning}


@pytest.mark.slow
def test_every_example_that_is_not_invented_is_what_a_sample_prints(printed: Printed) -> None:
    def is_printed(paper: str, word: str, example: str) -> bool:
        start = example.removesuffix("……")
        values = printed.get((paper, word), set())
        return start in values or (start != example and any(one.startswith(start) for one in values))

    every = [(paper, word, WORDS_OF[paper][word]) for paper, word in EVERY_WORD]
    held = [(paper, word, one.example) for paper, word, one in every if one.example and not one.is_invented]
    assert len(held) > len(every) / 2
    assert [one for one in held if not is_printed(*one)] == []


@pytest.mark.slow
def test_an_example_is_invented_only_where_no_sample_prints_the_word(printed: Printed) -> None:
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
    with pytest.raises(KeyError):
        project["累记数"]


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


# 可用词语.docx


PAPER = Path(__file__).resolve().parent.parent / "templates" / f"{WORDS_PAPER}.docx"


def sections() -> dict[str, list[list[list[str]]]]:
    """The rows of the tables of 可用词语.docx under each heading; of a section without a table, its paragraphs."""
    found: dict[str, list[list[list[str]]]] = {}
    for block in docx.Document(str(PAPER)).iter_inner_content():
        if isinstance(block, Table):
            rows = [list(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
            found[list(found)[-1]].append(rows)
        elif block.style is not None and block.style.name == "一级标题":
            found[block.text.partition("、")[2]] = []
        elif found and block.text:
            found[list(found)[-1]].append([[block.text]])
    return found


def in_its_loop(paper: str, word: str) -> str:
    """A word as a template writes it inside the loop of its group."""
    group, _, last = word.rpartition(".")
    if not group:
        return word
    return f"{WORDS_OF[paper][group].item or in_its_loop(paper, group)}.{last}"


@pytest.mark.parametrize("paper", WORDS_OF)
def test_every_word_stands_in_the_paper_of_words_with_its_meaning(paper: str) -> None:
    told = sections()
    rows = [row for table in told[f"{paper}.docx 的词"] for row in table]
    if len(told[f"{paper}.docx 的词"][0]) == 1:
        (sentence,) = rows[0]
        other = next(one for one in WORDS_OF if f"只能用 {one}.docx 的词" in sentence)
        assert WORDS_OF[paper].items() <= WORDS_OF[other].items()
        assert sentence.rstrip("。").partition("：")[2].split("、") == [
            one for one in WORDS_OF[paper] if "." not in one
        ]
        return
    for word, (meaning, example, is_invented, item) in WORDS_OF[paper].items():
        written = in_its_loop(paper, word)
        if item or is_group(word, WORDS_OF[paper]):
            heading = next(number for number, row in enumerate(rows) if row[0].startswith(f"{written}　{meaning}"))
            assert item in rows[heading][0]
            assert not example or rows[heading + 1] == [item, "其中一条", f"{example}{'＊' * is_invented}"]
        else:
            assert any(row[0] == written and meaning in row for row in rows), word


def test_no_two_words_of_one_paper_are_told_in_the_same_row() -> None:
    for paper, words in WORDS_OF.items():
        plain_words = [row for row in word_rows(words) if len(row) == 3]
        assert len(plain_words) == sum(not is_group(word, WORDS_OF[paper]) for word in words)


def test_every_filter_stands_in_the_paper_of_words_with_its_examples() -> None:
    rows = [row for table in sections()["数和文字换一种印法"] for row in table]
    for name, told in FILTERS.items():
        assert [f"{name}　{told.meaning}"] in rows
        for written, shown in told.examples:
            assert [written, shown] in rows


def test_every_tag_that_the_paper_of_words_shows_is_well_written() -> None:
    told = sections()
    tags = [row[0] for row in told["标签怎样写"][0][1:]]
    tags += [row[0] for table in told["数和文字换一种印法"] for row in table if len(row) == 2][1:]
    assert len(tags) > 30
    for tag in tags:
        if not re.search("%t[rc]", tag) and tag != "写法":
            assert template_findings(document(*tag.split("\n")), {}) == [], tag


def test_the_faults_are_told_in_the_words_of_the_check() -> None:
    early, late = (table[1:] for table in sections()["常见的错"] if len(table) > 1)
    assert len(early) == 9
    assert len(late) == 4
    for written, said in early:
        assert template_findings(document(*written.split("\n")), WORDS_OF["进度通报"])[0].endswith(f"一段：{said}")
    assert all(said.endswith("。") for _, said in late)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_is_without_fault(recipe: Recipe) -> None:
    assert template_findings(document(*recipe.lines), WORDS_OF[recipe.template]) == []


@pytest.mark.slow
def test_the_recipes_print_on_the_sample_what_the_paper_of_words_says(tmp_path: Path) -> None:
    told = notice_of(results_of_sample(copy_of("平顶山2023", tmp_path) / "2023-09"))
    for recipe in RECIPES:
        lines = text_of(render(document(*recipe.lines), told.words)).splitlines()
        assert recipe.printed in lines
    lagging = text_of(render(document(*RECIPES[0].lines), told.words)).split()
    assert len(lagging) == 5


def test_the_paper_of_words_is_made_again_byte_for_byte() -> None:
    assert make_words() == PAPER.read_bytes()


def test_the_paper_of_words_is_no_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert f"{WORDS_PAPER}.docx" not in TEMPLATES
    assert WORDS_PAPER not in WORDS_OF
    for command in (["lint", str(PAPER)], [str(PAPER)]):
        assert main(command) == 2
        assert "“可用词语.docx”是给改模板的人看的说明，不是模板，不用检查。" in capsys.readouterr().err
