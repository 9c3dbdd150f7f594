"""Every amount of a sentence is read as a clerk reads it, and what is no target is passed over with its reason."""

import re
from collections.abc import Iterator

import pytest

from model.quantity import HUNDRED, PERCENT, plain
from model.quantity.sentence import read_statement, thresholds_in
from model.quantity.stated import Doubt, NoTarget, Stated
from tests.stated_sentences import STANDARDS, TASKS


def sentences(table: str) -> Iterator[tuple[str, list[str]]]:
    """Each sentence of a table with its lines."""
    text, lines = "", list[str]()
    for line in table.strip("\n").split("\n"):
        if line.startswith("    "):
            lines.append(line.strip())
        else:
            if text:
                yield text, lines
            text, lines = line, []
    yield text, lines


def told(said: Stated) -> str:
    """An amount as the table writes it, but for what is measured."""
    if said.value is None:
        return "-"
    factor = HUNDRED if said.unit == PERCENT else 1
    is_doubted = any(doubt is not Doubt.PER_UNIT or not said.per for doubt in said.doubts)
    high = "" if said.high is None else f"—{plain(said.high * factor)}"
    words = [f"{said.comparator or ''}{plain(said.value * factor)}{high}", said.unit]
    words += [f"/{said.per}"] if said.per else []
    words += [f"其中于{said.whole + 1}"] if said.whole is not None else []
    return ("? " if is_doubted else "") + " ".join(word for word in words if word)


def compared(stated: tuple[Stated, ...], lines: list[str]) -> tuple[list[str], list[str]]:
    """What is read and what the table has, amount by amount; a measure that holds the table's words is as they are."""
    found = []
    for index, said in enumerate(stated):
        key = lines[index] if index < len(lines) else ""
        words = key.removeprefix("- ") if said.value is None else key.partition(" :")[2].strip()
        measured = words if words in said.measured else said.measured
        found.append(f"- {measured}" if said.value is None else f"{told(said)} : {measured}".strip())
    return found, lines


@pytest.mark.parametrize(("text", "lines"), list(sentences(TASKS)))
def test_a_task_states_what_a_clerk_reads(text: str, lines: list[str]) -> None:
    found, asked = compared(read_statement(text).stated, lines)
    assert found == asked


@pytest.mark.parametrize(("text", "lines"), list(sentences(STANDARDS)))
def test_a_standard_has_the_thresholds_a_clerk_reads(text: str, lines: list[str]) -> None:
    found, asked = compared(thresholds_in(text), lines)
    assert found == asked


@pytest.mark.parametrize(
    ("text", "figure", "reason"),
    [
        ("为65岁以上老年人体检3万人。", "65", NoTarget.AGE),
        ("2023年新建公厕50座。", "2023", NoTarget.DATE),
        ("9月30日前新建公厕50座。", "30", NoTarget.DATE),
        ("公交车运营时间延长至22点，新增线路3条。", "22", NoTarget.DATE),
        ("工作日8:30—17:30开放，新增窗口3个。", "17", NoTarget.DATE),
        ("按照豫政办〔2022〕15号文件，新建公厕50座。", "15", NoTarget.DOCUMENT_NUMBER),
        ("排名进入全省前10名。", "10", NoTarget.ORDINAL),
        ("完成第3批老旧小区改造50个。", "3", NoTarget.ORDINAL),
        ("完成G310国道大修12公里。", "310", NoTarget.NAME),
        ("建成5G基站1000个。", "5", NoTarget.NAME),
        ("建设“15分钟医保服务圈”3个。", "15", NoTarget.NAME),
        ("轨道交通2号线完成投资3亿元。", "2", NoTarget.SPECIFICATION),
        ("新建110千伏变电站3座。", "110", NoTarget.SPECIFICATION),
        ("养老床位占比由50%提高到55%。", "50", NoTarget.BASE),
        ("每10万人拥有律师25名。", "10", NoTarget.CONDITION),
        ("截至6月底已完成改造36个。", "36", NoTarget.PROGRESS),
        ("为老年人每年提供1次体检。", "1", NoTarget.FREQUENCY),
        ("完成计划总量的2/3，改造2分之1的路段。", "分", NoTarget.UNCLEAR),
    ],
)
def test_a_figure_that_is_no_target_is_passed_over_with_its_reason(text: str, figure: str, reason: NoTarget) -> None:
    at = text.index(figure)
    passed = [one for one in read_statement(text).passed if one.start <= at < one.end]
    assert [one.reason for one in passed] == [reason]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("新建人行天桥2—3座。", Doubt.RANGE),
        ("立案数同比下降5%。", Doubt.RELATIVE),
        ("事故死亡人数比上年减少5人。", Doubt.RELATIVE),
        ("总投资12亿元的新院区建成投用。", Doubt.BASE_OR_TARGET),
        ("6月底前完成50%。", Doubt.BASE_OR_TARGET),
        ("到2025年，养老床位达到3万张。", Doubt.BASE_OR_TARGET),
        ("免费发放100元消费券10万张。", Doubt.BASE_OR_TARGET),
        ("培训2,5万人。", Doubt.RUN_ON),
        ("新建养老服务中心三个。", Doubt.NUMERAL),
        ("每个乡镇打造示范村3个。", Doubt.PER_UNIT),
        ("新建停车场10处（车位800个）。", Doubt.PART),
        ("噪声不高于55微伏。", Doubt.NO_UNIT),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_about(text: str, doubt: Doubt) -> None:
    assert any(doubt in one.doubts for one in read_statement(text).stated)


def test_each_sentence_of_the_tables_stands_there_once() -> None:
    texts = [text for table in (TASKS, STANDARDS) for text, _ in sentences(table)]
    assert len(texts) == len(set(texts)) > 180
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts)
