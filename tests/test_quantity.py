"""Amounts: every phrase of the contract, cells as the formula bar shows them, rounding, writing out."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.quantity import (
    HUNDRED,
    Comparator,
    decimals_of,
    from_cell,
    halfwidth,
    is_indivisible,
    mean_of,
    plain,
    plain_quotient,
    product,
    quotient,
    read_number,
    read_quantity,
    round_half_up,
    shown_percent,
    split_unit,
    sum_of,
)

AT_LEAST, MORE, AT_MOST, LESS = Comparator.AT_LEAST, Comparator.MORE, Comparator.AT_MOST, Comparator.LESS

amounts = st.decimals(min_value=0, max_value=10**9, places=4)
shares = st.decimals(min_value=0, max_value=2, places=8)
any_decimals = st.decimals(allow_nan=False, allow_infinity=False)


# Phrases


@pytest.mark.parametrize(
    ("phrase", "unit", "value", "comparator"),
    [
        ("2.72万人次", "万人次", "2.72", None),
        ("2.72 万人次", "人次", "27200", None),
        ("8649 人", "人", "8649", None),
        ("75.34万户", "万户", "75.34", None),
        ("13.41 万人以上", "万人", "13.41", AT_LEAST),
        ("不少于1500人", "人", "1500", AT_LEAST),
        ("不少于 1,500 人", "人", "1500", AT_LEAST),
        ("不低于90%", "%", "0.9", AT_LEAST),
        ("65%以上", "%", "0.65", AT_LEAST),
        ("65％以上", "%", "0.65", AT_LEAST),
        ("达到65%", "%", "0.65", AT_LEAST),
        ("至少3所", "所", "3", AT_LEAST),
        ("1500余人", "人", "1500", AT_LEAST),
        ("100余万人", "万人", "100", AT_LEAST),
        ("超1500人", "人", "1500", MORE),
        ("超过1500人", "人", "1500", MORE),
        ("突破75万户", "户", "750000", MORE),
        ("5.5%以内", "%", "0.055", AT_MOST),
        ("不超过5.5%", "%", "0.055", AT_MOST),
        ("控制在5.5%以内", "%", "0.055", AT_MOST),
        ("低于5.5%", "%", "0.055", LESS),
        ("1500人左右", "人", "1500", AT_LEAST),
        ("约1500人", "人", "1500", AT_LEAST),
        ("45个", "个", "45", None),
        ("=45个", "个", "45", AT_LEAST),
        ("＝４５个", "个", "45", AT_LEAST),
        ("≥65%", "%", "0.65", AT_LEAST),
        ("＞65%", "%", "0.65", MORE),
        ("≤5个", "个", "5", AT_MOST),
        ("<5个", "个", "5", LESS),
        ("不少于1500", "人", "1500", AT_LEAST),
        ("1500人。", "人", "1500", None),
        ("3亿元", "万元", "30000", None),
        ("8千米", "米", "8000", None),
        ("2000㎡", "㎡", "2000", None),
        ("不低于2000m²", "m²", "2000", AT_LEAST),
        ("3个多功能厅", "个多功能厅", "3", None),
        ("30多个", "个", "30", AT_LEAST),
        ("530元/月", "元/月", "530", None),
        ("530元／月", "元/月", "530", None),
    ],
)
def test_a_phrase_is_read_as_the_office_means_it(
    phrase: str, unit: str, value: str, comparator: Comparator | None
) -> None:
    read = read_quantity(phrase, unit)
    assert read is not None
    assert (read.value, read.comparator, read.high, read.unit) == (Decimal(value), comparator, None, unit)


@pytest.mark.parametrize("phrase", ["2—3个", "2–3个", "2-3个", "2~3个", "2～3个", "2至3个", "2 — 3 个"])
def test_a_range_is_known_by_both_its_ends(phrase: str) -> None:
    read = read_quantity(phrase, "个")
    assert read is not None
    assert (read.value, read.high) == (Decimal(2), Decimal(3))


def test_both_ends_of_a_range_are_in_the_unit_behind_it() -> None:
    for phrase in ("2—3万人", "2万—3万人"):
        read = read_quantity(phrase, "人")
        assert read is not None
        assert (read.value, read.high) == (Decimal(20000), Decimal(30000))
    percent = read_quantity("65%—70%", "%")
    assert percent is not None
    assert (percent.value, percent.high) == (Decimal("0.65"), Decimal("0.7"))


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [
        ("1500户", "人"),
        ("1500人次", "人"),
        ("2.72万人次", "万户"),
        ("占比80%以上", "%"),
        ("65", "%"),
        ("65%", "人"),
        ("由平顶山市城市管理局统一安排实施", "个"),
        ("启动创建工作", "个"),
        ("疏通13条,清掏900座", "条"),
        ("2,5万人", "万人"),
        ("1,50人", "人"),
        ("10⁴人", "人"),
        ("3—2个", "个"),
        ("2万—3亿元", "元"),
        ("", "人"),
        ("—", "人"),
        ("1.2.3人", "人"),
    ],
)
def test_what_is_no_amount_in_that_unit_is_not_guessed(phrase: str, unit: str) -> None:
    assert read_quantity(phrase, unit) is None


WRITTEN = [("{}", None), ("{}以上", AT_LEAST), ("{}及以上", AT_LEAST), ("{}左右", AT_LEAST), ("{}以内", AT_MOST)]
WRITTEN += [(f"{word}{{}}", AT_LEAST) for word in ("不少于", "不低于", "达到", "至少", "约", "≥", "=")]
WRITTEN += [(f"{word}{{}}", MORE) for word in ("超", "超过", "突破", ">")]
WRITTEN += [(f"{word}{{}}", comparator) for word, comparator in (("不超过", AT_MOST), ("≤", AT_MOST), ("低于", LESS))]
UNIT_SCALES = {"人次": 1, "万人次": 10**4, "亿元": 10**8, "元": 1, "户": 1, "公里": 1, "万户": 10**4}


@given(amounts, st.sampled_from(WRITTEN), st.sampled_from([*UNIT_SCALES, "%"]), st.booleans(), st.booleans())
def test_an_amount_written_out_in_any_supported_way_reads_back(
    value: Decimal, written: tuple[str, Comparator | None], unit: str, grouped: bool, wide: bool
) -> None:
    shown = value * HUNDRED if unit == "%" else value
    number = f"{shown:,f}" if grouped else f"{shown:f}"
    phrase = written[0].format(number + unit)
    if wide:
        phrase = phrase.translate({ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789.,%<>="})
    read = read_quantity(phrase, unit)
    assert read is not None
    assert (read.value, read.comparator, read.high) == (value, written[1], None)


@given(
    amounts, st.sampled_from([("人次", "万人次"), ("万人次", "人次"), ("元", "亿元"), ("亿元", "万元"), ("户", "万户")])
)
def test_an_amount_in_another_scale_is_brought_to_the_unit_exactly(value: Decimal, units: tuple[str, str]) -> None:
    said, asked = units
    factor = Fraction(split_unit(said)[0]) / Fraction(split_unit(asked)[0])
    read = read_quantity(f"{value:f}{said}", asked)
    assert read is not None
    assert Fraction(read.value) == Fraction(value) * factor


@given(st.text(max_size=20), st.sampled_from(["人", "万人次", "%", "㎡", ""]))
def test_no_text_at_all_is_more_than_the_reader_can_bear(phrase: str, unit: str) -> None:
    read = read_quantity(phrase, unit)
    assert read is None or read.value.is_finite()
    number = read_number(phrase)
    assert number is None or number.is_finite()


@pytest.mark.parametrize(
    ("comparator", "below", "equal", "above"),
    [
        (AT_LEAST, False, True, True),
        (MORE, False, False, True),
        (AT_MOST, True, True, False),
        (LESS, True, False, False),
    ],
)
def test_a_comparator_holds_on_its_own_side(comparator: Comparator, below: bool, equal: bool, above: bool) -> None:
    target = Decimal(45)
    assert [comparator.holds(Decimal(value), target) for value in (44, 45, 46)] == [below, equal, above]


# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("１２３", "123"),
        ("1,234.5", "1234.5"),
        ("１，２３４", "1234"),
        (" 12　", "12"),
        ("98%", "0.98"),
        ("98％", "0.98"),
        ("0", "0"),
        ("-3", "-3"),
        (".5", "0.5"),
    ],
)
def test_a_number_typed_as_text_is_read(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "/",
        "无",
        "同上",
        "12人",
        "12万",
        "1,23",
        "12,34",
        "1e5",
        "nan",
        "Infinity",
        "1_000",
        "10²",
        "2¹⁰",
        "5.",
        "%",
    ],
)
def test_what_is_not_certainly_a_number_is_none(text: str) -> None:
    assert read_number(text) is None


@given(any_decimals.filter(lambda value: abs(value) < 10**30 and value.adjusted() > -30))
def test_a_number_written_plainly_reads_back(value: Decimal) -> None:
    assert read_number(plain(value)) == value


def test_a_cell_holds_what_the_formula_bar_shows() -> None:
    assert from_cell(0.1 + 0.2) == Decimal("0.3")
    assert from_cell(2.72) == Decimal("2.72")
    assert from_cell(27200.0) == Decimal(27200)
    assert from_cell(50.49 + 64.77) == Decimal("115.26")
    assert from_cell(12345678901234567) == Decimal("12345678901234600")
    assert from_cell(Decimal("0.10")) == Decimal("0.1")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5))
def test_fifteen_digits_come_through_binary_unharmed(value: Decimal) -> None:
    assert from_cell(float(value)) == value


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_an_integer_of_fifteen_digits_stays_as_it_is(value: int) -> None:
    assert from_cell(value) == value


# Rounding


def test_halves_round_up_as_in_excel() -> None:
    assert round_half_up(Decimal("2.25"), 1) == Decimal("2.3")
    assert round_half_up(Decimal("2.35"), 1) == Decimal("2.4")
    assert round_half_up(Decimal("-2.25"), 1) == Decimal("-2.3")
    assert round_half_up(Decimal("0.5"), 0) == Decimal(1)
    assert round_half_up(Decimal("1.5"), 0) == Decimal(2)
    assert round_half_up(Decimal("2.2499999999"), 1) == Decimal("2.2")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=9), st.integers(0, 6))
def test_rounding_is_what_fractions_say(value: Decimal, digits: int) -> None:
    scaled = abs(Fraction(value)) * 10**digits
    expected = Fraction((2 * scaled + 1) // 2, 10**digits)
    assert abs(Fraction(round_half_up(value, digits))) == expected


def test_a_number_beyond_all_measure_is_rounded_and_written_too() -> None:
    assert round_half_up(Decimal("1E+300"), 1) == Decimal(10) ** 300
    assert plain(round_half_up(from_cell(1e300), 1)) == "1" + "0" * 300
    assert shown_percent(Decimal("1E+300"), 1) > HUNDRED


def test_what_falls_short_of_all_is_never_shown_as_all() -> None:
    assert shown_percent(Decimal("0.9996"), 1) == Decimal("99.9")
    assert shown_percent(Decimal("0.996"), 0) == Decimal(99)
    assert shown_percent(Decimal(1), 1) == HUNDRED
    assert shown_percent(Decimal("1.0004"), 1) == HUNDRED
    assert shown_percent(Decimal("0.719"), 1) == Decimal("71.9")
    assert shown_percent(Decimal("0." + "9" * 40), 1) == Decimal("99.9")


@given(shares, st.integers(0, 4))
def test_a_shown_percentage_is_half_up_but_below_all(share: Decimal, digits: int) -> None:
    percent = Fraction(share) * 100
    shown = Fraction(shown_percent(share, digits))
    plainly = Fraction((2 * percent * 10**digits + 1) // 2, 10**digits)
    assert shown == (100 - Fraction(1, 10**digits) if percent < 100 <= plainly else plainly)


# Sums and quotients


@given(st.lists(st.decimals(min_value=-(10**15), max_value=10**15, places=15), max_size=20))
def test_sums_are_exact(values: list[Decimal]) -> None:
    assert Fraction(sum_of(values)) == sum(map(Fraction, values))


@given(any_decimals.filter(lambda one: abs(one.adjusted()) < 40), st.decimals(0, 10**15, places=15))
def test_products_are_exact(one: Decimal, other: Decimal) -> None:
    assert Fraction(product(one, other)) == Fraction(one) * Fraction(other)


def test_three_thirds_are_one_whole() -> None:
    third, two_thirds, seven_thirds = (quotient(Decimal(number), Decimal(3)) for number in (1, 2, 7))
    assert mean_of([(third, Decimal(1)), (third, Decimal(1)), (seven_thirds, Decimal(1))]) == 1
    assert mean_of([(third, Decimal(2)), (two_thirds, Decimal(2))]) == Decimal("0.5")
    assert mean_of([(third, Decimal(0))]) is None
    assert mean_of([]) is None


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_quotient_is_kept_to_twelve_places_half_up(dividend: int, divisor: int) -> None:
    scaled = Fraction(dividend, divisor) * 10**12
    assert (
        Fraction(plain_quotient(quotient(Decimal(dividend), Decimal(divisor))))
        == Fraction((2 * scaled + 1) // 2) / 10**12
    )


def test_a_large_quotient_is_cut_too() -> None:
    assert plain_quotient(quotient(Decimal(10) ** 20, Decimal(3))) == "3" * 20 + "." + "3" * 12


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        quotient(Decimal(1), Decimal(0))


# Writing out


@given(any_decimals.filter(lambda value: abs(value.adjusted()) < 400))
def test_a_plain_figure_has_no_exponent_and_no_idle_zeros(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert set(text) <= set("-0123456789.")
    assert not ("." in text and text.endswith(("0", ".")))
    assert text not in ("-0", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("2.720", "2.72"), ("-0.00", "0"), ("0E-12", "0"), ("1E-7", "0.0000001"), ("100", "100")],
)
def test_a_figure_is_written_as_people_write_it(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_decimals_are_counted_without_trailing_zeros(value: Decimal) -> None:
    count = decimals_of(value)
    assert value == value.quantize(Decimal(1).scaleb(-count), rounding=ROUND_FLOOR)
    assert count == 0 or value != value.quantize(Decimal(1).scaleb(1 - count), rounding=ROUND_HALF_UP)


# Units


@pytest.mark.parametrize(
    ("unit", "scale", "base"),
    [
        ("万人次", 10**4, "人次"),
        ("亿元", 10**8, "元"),
        ("万亿元", 10**12, "元"),
        ("千米", 1, "千米"),
        ("千瓦", 1, "千瓦"),
        ("人", 1, "人"),
        ("万", 1, "万"),
        ("%", 1, "%"),
    ],
)
def test_a_unit_is_parted_into_scale_and_base(unit: str, scale: int, base: str) -> None:
    assert split_unit(unit) == (Decimal(scale), base)


def test_there_is_no_half_of_a_school_but_of_a_kilometre() -> None:
    assert all(map(is_indivisible, ("所", "人", "万人", "户", "万人次", "个")))
    assert not any(map(is_indivisible, ("公里", "万元", "%", "平方米", "吨")))


def test_white_space_and_width_make_no_difference() -> None:
    assert halfwidth(" １．１０　（万 人）\n") == "1.10(万人)"
