"""Figures in the words of official papers."""

from datetime import date
from decimal import Decimal

import pytest

from generators import wording
from model.figure import Judgement, Pace
from model.indicator import Direction, Kind
from model.judgement import judge_value
from model.quantity import Comparator, quotient
from model.target import Target
from tests.small_results import indicator, period, target

SEPTEMBER = period("2023-09")


def judged(one: str, asked: str) -> Judgement:
    return judge_value(indicator("1", "培训"), Decimal(one), None, target(asked), SEPTEMBER, 1, Decimal(0))


@pytest.mark.parametrize(
    ("unit", "digits", "value", "words"),
    [
        ("万人次", 2, "2.72", "2.72万人次"),
        ("万人次", 2, "2.70", "2.7万人次"),
        ("万人次", 2, "2.725", "2.73万人次"),
        ("人", 0, "8649", "8649人"),
        ("公里", 3, "33.274", "33.274公里"),
        ("万人", 1, "0.0004", "0.0004万人"),
        ("起", 0, "0", "0起"),
        ("%", 1, "0.7190", "71.9%"),
        ("%", 1, "0.65", "65%"),
        ("%", 1, "0.9997", "99.9%"),
        ("%", 1, "1", "100%"),
    ],
)
def test_a_value_is_told_at_its_own_decimals(unit: str, digits: int, value: str, words: str) -> None:
    assert wording.amount(indicator("1", "培训", unit, digits=digits), Decimal(value)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Decimal("0.719"), "71.9%"),
        (Decimal("0.75"), "75%"),
        (quotient(Decimal(2), Decimal(3)), "66.7%"),
        (Decimal("0.99996"), "99.9%"),
        (Decimal("0.0003"), "不足0.1%"),
        (Decimal("0.0225"), "2.3%"),
    ],
)
def test_a_percentage_is_rounded_half_up_and_never_reaches_a_hundred_too_early(share: Decimal, words: str) -> None:
    assert wording.percent(share, 1) == words


@pytest.mark.parametrize(
    ("phrase", "value", "unit", "words"),
    [
        ("2.72万人次", "2.72", "万人次", "2.72万人次"),
        ("不少于1500人", "1500", "人", "不少于1500人"),
        ("2—3个", "2", "个", "2—3个"),
        ("2-3", "2", "个", "2—3个"),
        ("65%以上", "0.65", "%", "65%以上"),
        ("", "42319", "人", "42319人"),
        ("", "0.885", "%", "88.5%"),
        ("", "115.26", "公里", "115.26公里"),
    ],
)
def test_a_target_is_printed_as_written(phrase: str, value: str, unit: str, words: str) -> None:
    assert wording.target(indicator("1", "培训", unit), target(value, phrase)) == words


def test_nothing_is_printed_for_what_does_not_exist() -> None:
    one = indicator("1", "培训")
    nothing = Target(None, Comparator.AT_LEAST)
    assert wording.target(one, None) == wording.target(one, nothing) == ""
    assert wording.completion(judged("5", "0"), target("0"), 1) == ""
    assert wording.pace(judged("5", "0")) == wording.level(one, judged("5", "0")) == wording.rank(None, False) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "尚未完成"),
        ("719", "完成年度目标的71.9%"),
        ("999.9", "完成年度目标的99.9%"),
        ("1000", "已完成年度目标"),
        ("1000.1", "已完成年度目标"),
        ("1125", "超额完成12.5%"),
    ],
)
def test_completion_is_told_up_to_what_is_above_the_whole(value: str, words: str) -> None:
    assert wording.completion(judged(value, "1000"), target("1000"), 1) == words


def test_a_target_that_must_be_passed_is_not_met_by_reaching_it() -> None:
    must_pass = target("87", "超87项", Comparator.MORE)
    one = judge_value(indicator("1", "项目", "项"), Decimal(87), None, must_pass, SEPTEMBER, 1, Decimal(0))
    assert wording.completion(one, must_pass, 1) == "已到目标数，尚未超过"


def test_more_than_the_low_end_of_a_range_is_no_excess() -> None:
    assert wording.completion(judged("3", "2"), target("2", "2—3个", high="3"), 1) == "已完成年度目标"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("794", "快于序时进度4.4个百分点"),
        ("700", "慢于序时进度5个百分点"),
        ("750", "与序时进度持平"),
        ("750.4", "与序时进度持平"),
    ],
)
def test_pace_is_told_in_percentage_points(value: str, words: str) -> None:
    assert wording.pace(judged(value, "1000")) == words


def test_within_the_tolerance_the_pace_is_level_and_the_gap_is_told() -> None:
    level = Judgement(Decimal("0.752"), False, None, Pace.LEVEL, Decimal("0.2"), Decimal("0.75"))
    assert wording.pace(level) == "与序时进度基本持平（快0.2个百分点）"


@pytest.mark.parametrize(
    ("value", "asked", "direction", "words"),
    [
        ("0.719", "0.65", Direction.HIGHER, "高于目标6.9个百分点"),
        ("0.64", "0.65", Direction.HIGHER, "低于目标1.0个百分点"),
        ("0.65", "0.65", Direction.HIGHER, "与目标持平"),
        ("0.6499", "0.65", Direction.HIGHER, "略低于目标"),
        ("0.0487", "0.05", Direction.LOWER, "低于控制目标0.1个百分点"),
        ("0.06", "0.05", Direction.LOWER, "高于控制目标1.0个百分点"),
        ("0.05", "0.05", Direction.LOWER, "与控制目标持平"),
    ],
)
def test_a_level_is_held_against_its_target(value: str, asked: str, direction: Direction, words: str) -> None:
    rate = indicator("1", "率", "%", kind=Kind.RATE, digits=1, direction=direction)
    comparator = Comparator.AT_MOST if direction is Direction.LOWER else Comparator.AT_LEAST
    one = judge_value(rate, Decimal(value), None, target(asked, comparator=comparator), SEPTEMBER, 1, Decimal(0))
    assert wording.level(rate, one) == words.replace(".0个", "个")


def test_a_ceiling_kept_is_told_with_its_distance() -> None:
    rate = indicator("1", "失业率", "%", kind=Kind.RATE, digits=2, direction=Direction.LOWER)
    ceiling = target("0.05", comparator=Comparator.AT_MOST)
    one = judge_value(rate, Decimal("0.0487"), None, ceiling, SEPTEMBER, 1, Decimal(0))
    assert wording.level(rate, one) == "低于控制目标0.13个百分点"


def test_a_standard_is_told_in_its_own_unit() -> None:
    beds = indicator("1", "床位", "张", kind=Kind.STANDARD)
    one = judge_value(beds, Decimal(0), None, target("50"), SEPTEMBER, 1, Decimal(0))
    assert wording.level(beds, one) == "低于目标50张"


def test_what_came_since_last_month() -> None:
    amount, share = indicator("1", "培训", "万人次", digits=2), indicator("2", "进度", "%", digits=1)
    assert wording.change(amount, Decimal("1.2")) == "增加1.2万人次"
    assert wording.change(amount, Decimal("-0.05")) == "减少0.05万人次"
    assert wording.change(amount, Decimal(0)) == "持平"
    assert wording.change(share, Decimal("0.07")) == "提高7个百分点"


def test_ranks_lists_numerals_and_dates() -> None:
    assert wording.rank(3, False) == "第3位"
    assert wording.rank(3, True) == "并列第3位"
    assert wording.listing(["甲县", "乙县", "丙区"]) == "甲县、乙县和丙区"
    assert wording.listing(["甲县", "乙县"]) == "甲县和乙县"
    assert wording.listing([]) == ""
    assert [wording.numeral(one) for one in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
    assert wording.day(date(2023, 9, 30)) == "2023年9月30日"


def test_gaps_are_left_for_a_person_to_fill() -> None:
    assert wording.day_or_gap(None, 2023) == "2023年　　月　　日"
    assert wording.number_or_gap("", "", 2023) == "　　〔2023〕　　号"
    assert wording.number_or_gap("", "平政办", 2023) == "平政办〔2023〕　　号"
    assert wording.number_or_gap("平政办〔2023〕64号", "平政办", 2023) == "平政办〔2023〕64号"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("线路已经开通", "线路已经开通。"),
        ("线路已经开通。", "线路已经开通。"),
        ("一期完工\n二期在建\n", "一期完工；二期在建。"),
        ("  \n ", ""),
    ],
)
def test_what_a_unit_wrote_becomes_a_whole_sentence(text: str, words: str) -> None:
    assert wording.sentence(text) == words


def test_a_value_too_small_for_its_decimals_shows_some_of_its_digits() -> None:
    people = indicator("1", "培训")
    assert wording.amount(people, Decimal("0.004")) == "0.004人"
    assert wording.amount(people, quotient(Decimal(2), Decimal(6))) == "0.333人"
