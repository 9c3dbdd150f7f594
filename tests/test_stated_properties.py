"""Amounts written out in any way a paper may are read back; any text is read, with every digit in one place of it."""

import time
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.quantity import SCALES, Comparator, read_quantity, split_unit
from model.quantity.sentence import read_statement, thresholds_in
from model.quantity.stated import Stated
from model.quantity.written import AGES, ELECTRIC, LENGTHS_OF_TIME, POINTS, UNITS

SIGNS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
OTHER_USES = {
    *AGES,
    *ELECTRIC,
    *LENGTHS_OF_TIME,
    *POINTS,
    "路",
    "号",
    "级",
    "层",
    "楼",
    "版",
    "届",
    "线",
    "度",
    "次",
    "点",
}
THOUSANDFOLD = {"米", "克", *(unit for unit in UNITS if unit.startswith("千"))}
"""三千米 may be 3 千米."""
UNITS_COUNTED = sorted({*UNITS} - OTHER_USES - THOUSANDFOLD)
BEFORE = {
    "": None, "不少于": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST, "达到": Comparator.AT_LEAST,
    "至少": Comparator.AT_LEAST, "约": Comparator.AT_LEAST, "近": Comparator.AT_LEAST, "超过": Comparator.MORE,
    "突破": Comparator.MORE, "超": Comparator.MORE, "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST,
    "控制在": Comparator.AT_MOST, "低于": Comparator.LESS, "不得超过": Comparator.AT_MOST,
    "不突破": Comparator.AT_MOST, "不得少于": Comparator.AT_LEAST, "≥": Comparator.AT_LEAST, "≤": Comparator.AT_MOST,
}  # fmt: skip
AFTER = {
    "": None, "以上": Comparator.AT_LEAST, "及以上": Comparator.AT_LEAST, "左右": Comparator.AT_LEAST,
    "以内": Comparator.AT_MOST, "以下": Comparator.AT_MOST,
}  # fmt: skip
BOUNDS = [*((before, "", one) for before, one in BEFORE.items()), *(("", after, one) for after, one in AFTER.items())]
CARRIERS = (
    "城区养老服务设施{}。",
    "1.城区养老服务设施{}。",
    "全年新增养老服务设施{}，提升质量。",
    "（一）养老服务设施：{}；",
    "重点保障城区，养老服务设施 {} 。",
    "新增{}养老服务设施。",
)


def write_numeral(value: int) -> str:
    """`value` from 1 to 9999 in characters, as papers write it: 205 is 二百零五, 15 is 十五."""
    written, is_gap = "", False
    for sign, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // place % 10
        if digit:
            written += ("零" if is_gap and written else "") + SIGNS[digit] + sign
            is_gap = False
        else:
            is_gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


@dataclass(frozen=True)
class Number:
    """A number as written, its value, and whether it is in characters."""

    written: str
    value: Decimal


@st.composite
def digits(draw: st.DrawFn) -> Number:
    """A number in digits, plain, grouped or full-width, with or without decimals and scale."""
    whole = draw(st.integers(2, 9999999))
    places = draw(st.sampled_from(["", ".5", ".25"]))
    shown = f"{whole:,}" if draw(st.booleans()) else str(whole)
    scale = draw(st.sampled_from(["", "万", "亿", "千", "百"]))
    text = shown + places
    value = Decimal(f"{whole}{places}") * (SCALES[scale] if scale else 1)
    return Number((text.translate(WIDE) if draw(st.booleans()) else text) + scale, value)


@st.composite
def numerals(draw: st.DrawFn) -> Number:
    """A number of more than one character: 三百二十, 一万二千."""
    value = draw(st.integers(11, 9999))
    if draw(st.booleans()):
        return Number(write_numeral(value), Decimal(value))
    if draw(st.booleans()):
        return Number(write_numeral(value) + "万", Decimal(value) * 10000)
    thousands = draw(st.integers(1, 9))
    return Number(f"{write_numeral(value)}万{SIGNS[thousands]}千", Decimal(value * 10000 + thousands * 1000))


def only_amount(text: str) -> Stated:
    [said] = [one for one in read_statement(text).stated if one.value is not None]
    return said


def in_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    scale, base = split_unit(unit)
    return value * scale, base


@given(st.one_of(digits(), numerals()), st.sampled_from(UNITS_COUNTED), st.sampled_from(BOUNDS),
       st.sampled_from(["", "余", "多"]), st.sampled_from(CARRIERS))  # fmt: skip
def test_an_amount_written_out_is_read_back(
    number: Number, unit: str, bound: tuple[str, str, Comparator | None], loose: str, carrier: str
) -> None:
    before, after, comparator = bound
    text = carrier.format(f"{before}{number.written}{loose}{unit}{after}")
    said = only_amount(text)
    assert in_base(said.value or Decimal(0), said.unit) == (number.value, unit)
    assert said.comparator == (comparator or (Comparator.AT_LEAST if loose else None))
    assert said.high is None
    assert "养老服务设施" in said.measured
    assert number.written in text[said.start : said.end]


@given(st.integers(2, 5000), st.integers(1, 5000), st.sampled_from("-—–~～至到"), st.sampled_from(UNITS_COUNTED),
       st.sampled_from(["", "万"]), st.sampled_from(["", "scale", "unit"]), st.sampled_from(CARRIERS))  # fmt: skip
def test_a_range_is_read_back_with_its_end(
    low: int, more: int, dash: str, unit: str, scale: str, twice: str, carrier: str
) -> None:
    first = {"": "", "scale": scale, "unit": scale + unit}[twice]
    said = only_amount(carrier.format(f"{low}{first}{dash}{low + more}{scale}{unit}"))
    factor = 10000 if scale else 1
    assert in_base(said.value or Decimal(0), said.unit) == (Decimal(low * factor), unit)
    assert said.high is not None
    assert in_base(said.high, said.unit) == (Decimal((low + more) * factor), unit)
    assert said.doubts


@st.composite
def rates(draw: st.DrawFn) -> Number:
    """A rate in any way of writing; its value is the fraction."""
    percent = draw(st.integers(1, 100))
    way = draw(st.sampled_from(["%", "％", "百分之", "百分之汉字", "成", "成汉字", "‰", "千分之", ".5%"]))
    tenths = percent % 9 + 1
    return {
        "%": Number(f"{percent}%", Decimal(percent) / 100),
        "％": Number(f"{percent}％".translate(WIDE), Decimal(percent) / 100),
        ".5%": Number(f"{percent}.5%", Decimal(percent) / 100 + Decimal("0.005")),
        "百分之": Number(f"百分之{percent}", Decimal(percent) / 100),
        "百分之汉字": Number(f"百分之{write_numeral(percent)}".replace("一百", "百"), Decimal(percent) / 100),
        "成": Number(f"{tenths}成", Decimal(tenths) / 10),
        "成汉字": Number(f"{SIGNS[tenths]}成", Decimal(tenths) / 10),
        "‰": Number(f"{percent}‰", Decimal(percent) / 1000),
        "千分之": Number(f"千分之{write_numeral(percent)}", Decimal(percent) / 1000),
    }[way]


@given(rates(), st.sampled_from(BOUNDS), st.sampled_from(["村庄覆盖率{}。", "群众满意率{}，", "新增村庄覆盖率为{}；"]))
def test_a_rate_written_out_is_read_back(rate: Number, bound: tuple[str, str, Comparator | None], carrier: str) -> None:
    before, after, comparator = bound
    said = only_amount(carrier.format(f"{before}{rate.written}{after}"))
    assert (said.value, said.unit, said.comparator, said.high) == (rate.value, "%", comparator, None)


ANY_SIGN = (
    "0123456789０１，。；、：（）()“”《》.,%‰-—/至到万亿千百十一二三两零点个人元所处平方米年月日岁每各县均分别"
    "由提高达不少于超以上内余多新建率中的含其\n "
)


@given(st.one_of(st.text(ANY_SIGN, max_size=60), st.text(max_size=40)))
def test_every_digit_of_any_text_is_in_one_place_of_what_is_read(text: str) -> None:
    said = read_statement(text)
    spans = {(one.start, one.end) for one in said.stated if one.value is not None}
    spans |= {(one.start, one.end) for one in said.passed}
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for at, sign in enumerate(text):
        if sign in "0123456789０１２３４５６７８９":
            assert len([1 for start, end in spans if start <= at < end]) == 1
    thresholds_in(text)


@pytest.mark.parametrize(
    "piece",
    ["1", "、1个", "1、", "(1个", "(", "“1个”", "，1个", "由1个提高到", "1万", "其中1个，", "，", "共", "、", "一百",
     "1,", "1.", "1:", "各县每人1元、", "已建成1个，", "新建1所、", "全覆盖，", "第1", "1/人", "A1"],
)  # fmt: skip
def test_a_long_text_does_not_take_long(piece: str) -> None:
    text = piece * (20000 // len(piece))
    started = time.process_time()
    read_statement(text)
    assert time.process_time() - started < 8


@given(numerals(), st.sampled_from(["人", "个", "户"]))
def test_a_cell_in_characters_is_read_right_or_not_at_all(number: Number, unit: str) -> None:
    said = read_quantity(number.written + unit, unit)
    assert said is None or said.value == number.value
