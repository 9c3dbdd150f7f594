"""Filters of the templates: what they print, what they do with what is absent, what they refuse and how."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.word.bookmarks import Bookmarks, Marked, marked
from generators.word.check import template_findings
from generators.word.filters import FILTERS, FilterFault
from generators.word.papers import render
from generators.word.vocabulary import Word
from model.fault import TemplateFault
from model.quantity import quotient, read_number
from tests.test_papers import text_of
from tests.word_templates import document

FIGURES = st.decimals(
    min_value=Decimal("-1e9"), max_value=Decimal("1e9"), allow_nan=False, allow_infinity=False, places=6
)  # fmt: skip
AMOUNTS = FIGURES.map(abs)
KNOWN = {"数": Word("数", "1")}
OF_NUMBERS = ("万", "亿", "小数", "百分比", "百分点", "快慢", "同比", "环比", "名次", "汉字数")


def figure(words: str, number: int) -> Marked:
    """A figure as a template is given it."""
    return Marked(marked(words, number))


def filtered(name: str, *values: object) -> str:
    return str(FILTERS[name].function(*values))


def printed(tag: str, **context: object) -> str:
    return text_of(render(document(tag), context)).strip()


def amount_of(words: str) -> Decimal:
    """The number that 2.72万 stands for."""
    number = read_number(words.rstrip("万亿"))
    assert number is not None, words
    return number * {"万": 10**4, "亿": 10**8}.get(words[-1], 1)


@pytest.mark.parametrize(
    ("tag", "words"), [example for told in FILTERS.values() for example in told.examples], ids=lambda text: text
)
def test_every_filter_prints_what_its_examples_tell(tag: str, words: str) -> None:
    assert printed(tag) == words


@pytest.mark.parametrize("name", FILTERS)
def test_what_is_absent_prints_nothing(name: str) -> None:
    assert filtered(name, None) == ""
    assert filtered(name, "") == ""
    assert printed(f"{{{{ 数|{name} }}}}", 数=None) == ""


@pytest.mark.parametrize("name", FILTERS)
def test_an_unknown_word_is_named_behind_a_filter_too(name: str) -> None:
    with pytest.raises(TemplateFault, match="不认识“累计书”，是不是“累计数”"):
        printed(f"{{{{ 累计书|{name} }}}}", 累计数=Decimal(3))


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_a_text_with_a_number_in_it_is_refused_by_filter_and_value(name: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        printed(f"共{{{{ 累计|{name} }}}}", 累计="2.72万人次")
    assert str(caught.value) == (
        f"模板“模板”里“共{{{{ 累计|{name} }}}}”一段：“{name}”要的是数，“2.72万人次”是写好的文字，直接印就可以；"
        "要算的，请用“可用词语.docx”里写着“可以计算”的词。"
    )


@pytest.mark.parametrize("name", OF_NUMBERS)
@pytest.mark.parametrize("value", ["石龙区", True, [1], {"数": 1}, Decimal("NaN"), float("inf"), date(2023, 9, 20)])
def test_what_is_no_number_is_refused(name: str, value: object) -> None:
    with pytest.raises(FilterFault, match=f"^“{name}”要的是数"):
        filtered(name, value)


def test_a_percentage_that_is_written_out_is_no_number() -> None:
    with pytest.raises(FilterFault, match="“75%”是写好的文字"):
        filtered("百分比", "75%")


@pytest.mark.parametrize("name", ["汉字数", "万"])
def test_a_text_that_is_a_number_and_nothing_else_is_taken(name: str) -> None:
    assert filtered(name, "14") == filtered(name, 14)


# Amounts


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        ("27200", 2, "2.72万"),
        ("10000", 4, "1万"),
        ("9999.996", 2, "1万"),
        ("9999", 2, "9999"),
        ("1620", 2, "1620"),
        ("-27200", 2, "-2.72万"),
        ("27250", 2, "2.73万"),
        ("0", 2, "0"),
        ("0.0004", 2, "0.0004"),
        ("123456789", 2, "12345.68万"),
    ],
)
def test_an_amount_is_told_in_ten_thousands_from_ten_thousand_on(value: str, digits: int, words: str) -> None:
    assert filtered("万", Decimal(value), digits) == words


@pytest.mark.parametrize(
    ("value", "words"), [("99999999", "1亿"), ("99990000", "9999万"), ("1620", "1620"), ("-250000000", "-2.5亿")]
)
def test_an_amount_is_told_in_hundred_millions_from_there_on(value: str, words: str) -> None:
    assert filtered("亿", Decimal(value)) == words


@given(FIGURES, st.integers(0, 6), st.sampled_from(["万", "亿", "小数"]))
def test_an_amount_is_told_as_near_as_its_decimals_go(value: Decimal, digits: int, name: str) -> None:
    words = filtered(name, value, digits)
    told = amount_of(words)
    scale = {"万": 10**4, "亿": 10**8}.get(words[-1], 1)
    assert abs(told - value) * 2 <= Decimal(scale).scaleb(-digits)
    assert (told == 0) == (value == 0)
    assert not re.search(r"\.\d*0(?!\d)", words), "no trailing zeros"
    assert (
        "." not in words or len(re.findall(r"\.(\d+)", words)[0]) <= digits or abs(value) < Decimal(1).scaleb(-digits)
    )
    if name != "小数":
        assert abs(told) / scale < 10**4 or words[-1] == name


@pytest.mark.parametrize("digits", [-1, 13, "两位", Decimal("1.5")])
def test_decimals_that_make_no_sense_are_refused(digits: object) -> None:
    with pytest.raises(FilterFault, match=r"^“万”要"):
        filtered("万", Decimal(27200), digits)


def test_the_round_of_jinja_rounds_half_up_as_all_else_does() -> None:
    assert printed("{{ 数|round(1) }}", 数=Decimal("2.25")) == "2.3"
    assert printed("{{ 2.5|round }}") == "3"


# Shares


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("0.719"), "71.9%"),
        (Decimal("0.99999"), "99.9%"),
        (Decimal("1"), "100%"),
        (Decimal("0.0003"), "不足0.1%"),
        (Decimal("-0.05"), "-5%"),
        (Decimal("-0.0003"), "-0.03%"),
        (Decimal("-0.99999"), "-99.9%"),
        (0.719, "71.9%"),
    ],
)
def test_a_share_is_told_in_per_cent(value: object, words: str) -> None:
    assert filtered("百分比", value) == words


@given(st.fractions(min_value=0, max_value=2, max_denominator=10**6), st.integers(0, 4))
def test_only_a_whole_is_a_hundred_per_cent(share_of: object, digits: int) -> None:
    numerator, denominator = share_of.numerator, share_of.denominator  # type: ignore[attr-defined]
    share = quotient(Decimal(numerator), Decimal(denominator))
    words = filtered("百分比", share, digits)
    if share < 1:
        assert words != "100%"
    if words.startswith("不足"):
        assert 0 < share < Decimal(1).scaleb(-digits - 2)
    else:
        assert abs(Decimal(words.rstrip("%")) - share * 100) < Decimal(1).scaleb(-digits)
        assert (words == "0%") == (share == 0)


@pytest.mark.parametrize(
    ("gap", "points", "pace"),
    [
        ("4.4", "4.4个百分点", "快于序时进度4.4个百分点"),
        ("-3", "3个百分点", "慢于序时进度3个百分点"),
        ("0", "0个百分点", "与序时进度持平"),
        ("-0.04", "不足0.1个百分点", "慢于序时进度不足0.1个百分点"),
        ("0.05", "0.1个百分点", "快于序时进度0.1个百分点"),
    ],
)
def test_a_gap_is_told_in_points_and_its_sign_in_words(gap: str, points: str, pace: str) -> None:
    assert filtered("百分点", Decimal(gap)) == points
    assert filtered("快慢", Decimal(gap)) == pace


# Comparisons


@pytest.mark.parametrize(("name", "base"), [("同比", "上年同期"), ("环比", "上期")])
def test_without_a_base_the_paper_says_so(name: str, base: str) -> None:
    assert filtered(name, Decimal(3)) == filtered(name, Decimal(3), None) == filtered(name, 3, "") == f"{base}无此数"
    assert filtered(name, Decimal(3), 0) == f"{base}为零"
    assert filtered(name, Decimal(0), 0) == f"与{base}持平"
    assert filtered(name, None, 3) == "", "nothing to compare"


def test_a_fall_to_almost_nothing_is_no_fall_by_a_hundred_per_cent() -> None:
    assert filtered("同比", Decimal("0.001"), Decimal(100)) == "同比下降99.9%"
    assert filtered("同比", Decimal(0), Decimal(100)) == "同比下降100%"
    assert filtered("同比", Decimal("100.001"), Decimal(100)) == "同比增长不足0.1%"


def test_a_negative_figure_has_no_growth_in_per_cent() -> None:
    with pytest.raises(FilterFault, match="“同比”的两个数都不能小于零"):
        filtered("同比", Decimal(3), Decimal(-2))


@given(AMOUNTS, AMOUNTS.filter(bool))
def test_growth_and_fall_are_told_as_near_as_a_tenth_of_a_per_cent(now: Decimal, before: Decimal) -> None:
    words = filtered("环比", now, before)
    change = (now - before) / before * 100
    if now == before:
        assert words == "与上期持平"
        return
    assert words.startswith("环比增长" if now > before else "环比下降")
    told = words.removeprefix("环比")[2:].rstrip("%")
    if told.startswith("不足"):
        assert abs(change) < Decimal("0.1")
    else:
        assert abs(Decimal(told) - abs(change)) < Decimal("0.1")


# Places, lists, numerals, dates


@pytest.mark.parametrize(
    ("values", "words"), [((3,), "第3位"), ((3, True), "并列第3位"), ((3, False), "第3位"), ((None, False), "")]
)
def test_a_place_says_whether_it_is_shared(values: tuple[object, ...], words: str) -> None:
    assert filtered("名次", *values) == words


@pytest.mark.parametrize("place", [0, -1, Decimal("1.5")])
def test_a_place_is_a_whole_number_from_one_on(place: object) -> None:
    with pytest.raises(FilterFault, match="“名次”要不小于1的整数"):
        filtered("名次", place)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((["甲县"],), "甲县"),
        ((["甲县", "乙县"],), "甲县和乙县"),
        ((["甲县", "", "乙县", "丙区"],), "甲县、乙县和丙区"),
        ((["甲县", "乙县", "丙区"], 3), "甲县、乙县和丙区"),
        ((["甲县", "乙县", "丙区"], 2), "甲县、乙县等3个单位"),
        ((["甲县", "乙县", "丙区"], 1, "县区"), "甲县等3个县区"),
        (([],), ""),
    ],
)
def test_names_are_listed_up_to_a_limit(values: tuple[object, ...], words: str) -> None:
    assert filtered("列举", *values) == words


@pytest.mark.parametrize("names", ["甲县和乙县", 3, [{"单位": "甲县"}], [3]])
def test_what_is_no_list_of_names_is_refused(names: object) -> None:
    with pytest.raises(FilterFault, match="“列举”要的是一组名称"):
        filtered("列举", names)


def test_one_word_of_each_of_a_group_is_listed() -> None:
    returned = [{"单位": "甲县", "数": "1"}, {"单位": "乙县", "数": "2"}]
    assert printed("{{ 退回|map(attribute='单位')|列举 }}", 退回=returned) == "甲县和乙县"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2023, 9, 20), "2023年9月20日"),
        (datetime(2023, 9, 20, 8, 30), "2023年9月20日"),
        ("2023-09-20", "2023年9月20日"),
        ("2023/9/5", "2023年9月5日"),
        ("2023-09-20T08:30:00", "2023年9月20日"),
        ("2023年9月20日", "2023年9月20日"),
        ("2023年　　月　　日", "2023年　　月　　日"),
    ],
)
def test_a_day_is_told_without_leading_zeros(value: object, words: str) -> None:
    assert filtered("日期", value) == words


@pytest.mark.parametrize("value", ["2023-02-30", "9月20日以前", "2023-09", 20230920])
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(FilterFault, match=f"“日期”要的是 .*“{value}”"):
        filtered("日期", value)


def test_a_sentence_is_made_of_text_alone() -> None:
    assert filtered("整句", "第一行\n第二行") == "第一行；第二行。"
    with pytest.raises(FilterFault, match="“整句”要的是文字"):
        filtered("整句", Decimal(3))


# Figures that carry a bookmark


def test_a_figure_that_carries_a_bookmark_is_taken_for_what_is_read() -> None:
    assert filtered("汉字数", figure("59", 7)) == "五十九"
    assert filtered("日期", figure("2023-09-20", 7)) == "2023年9月20日"
    with pytest.raises(FilterFault, match=r"“2\.72万人次”是写好的文字"):
        filtered("万", figure("2.72万人次", 7))
    told = f"已完成{figure('2.72万人次', 7)}。"
    assert filtered("整句", told) == told
    assert filtered("整句", figure("已完成3所。", 7)) == figure("已完成3所。", 7)
    assert filtered("整句", figure("已完成3所", 7)) == "已完成3所。"


# Numbers that a template writes


@pytest.mark.parametrize("share", ["0.7", "0.9", "0.1", "0.55"])
def test_a_share_as_a_template_writes_it_is_exact(share: str) -> None:
    compared = f"{{{{ 1 if 数 == {share} else 0 }}}}{{{{ 1 if 数 > {share} else 0 }}}}{{{{ 数 - {share} }}}}"
    assert printed(compared, 数=Decimal(share)) == "100"
    assert printed(f"{{% for 项 in 组 if 项.数 >= {share} %}}{{{{ 项.名 }}}}{{% endfor %}}", 组=[
        {"名": "甲", "数": Decimal(share)}, {"名": "乙", "数": Decimal(share) - Decimal("0.001")}
    ]) == "甲"  # fmt: skip


def test_whether_a_figure_is_there_can_be_asked() -> None:
    tag = "{% if 数 is 有数 %}{{ 数|小数 }}{% else %}无{% endif %}"
    assert [printed(tag, 数=one) for one in (None, "", Decimal(0), Decimal(3))] == ["无", "无", "0", "3"]
    with pytest.raises(TemplateFault, match="不认识“树”"):
        printed("{% if 树 is 有数 %}{% endif %}", 数=1)
    assert "是不是“有数”" in template_findings(document("{% if 数 is 有书 %}{% endif %}"), KNOWN)[0]


def test_an_unknown_filter_is_found_in_a_branch_that_may_never_run() -> None:
    template = document("{% if 数 %}{{ 数|百份比 }}{% endif %}", "{{ 数|万 if 数 else 数|列几 }}")
    found = template_findings(template, KNOWN)
    assert [one.partition("一段：")[2] for one in found] == [
        "不认识“百份比”，是不是“百分比”。",
        "不认识“列几”，是不是“列举”。",
    ]


def test_reckoning_with_what_is_absent_is_told_with_the_way_out() -> None:
    for words in ("{% if 数 < 3 %}少{% endif %}", "{{ 数 + 1 }}", "{{ 数 }}"):
        with pytest.raises(TemplateFault, match="is 有数 %}"):
            printed(words, 数=None)


# Comparisons


COMPARED = (
    "{% if 率 == '100%' %}",
    "{% if '100%' == 率 %}",
    "{% if 率 != '99%' %}",
    "{% if not 率 != '100%' %}",
    "{% if 率 in ['99%', '100%'] %}",
    "{% if 率 in ('99%', '100%') %}",
    "{% if 率 not in ['99%'] %}",
    "{% if '100' in 率 %}",
    "{% if '100%' in 各率 %}",
    "{% if 率 in '完成100%' %}",
    "{% if 率 == 同率 %}",
    "{% if 各率 == ['75%', '100%'] %}",
    "{% if 率 == '100%' and 数 == 1 %}",
    "{% if '完成' ~ 率 == '完成100%' %}",
    "{% set 甲 = 率 %}{% if 甲 == '100%' %}",
    "{% if 率 is eq '100%' %}",
    "{% if 率 is ne '99%' %}",
    "{% if 率 is in ['100%'] %}",
    "{% if 率 is 有数 and 率 is string %}",
    "{% if 各率|select('eq', '100%')|list|length == 1 %}",
    "{% if 行|selectattr('率', 'equalto', '100%')|list|length == 1 %}",
    "{% for 一 in 行 if 一.率 == '100%' %}{% endfor %}{% if 行[0].率 == '100%' %}",
)


@pytest.mark.parametrize("condition", COMPARED)
def test_a_text_with_figures_is_compared_as_it_is_read(condition: str) -> None:
    words = {
        "率": figure("100%", 7), "同率": figure("100%", 8), "各率": [figure("75%", 1), figure("100%", 2)],
        "行": [{"率": figure("100%", 3)}], "数": Decimal(1),
    }  # fmt: skip
    assert printed(f"{condition}是{{% else %}}否{{% endif %}}", **words) == "是"
    unlike = {
        "率": figure("99.9%", 7),
        "各率": [figure("75%", 1)],
        "行": [{"率": figure("10%", 3)}],
        "同率": "",
        "数": 1,
    }
    if "有数" not in condition and "'99%'" not in condition:
        assert printed(f"{condition}是{{% else %}}否{{% endif %}}", **unlike) == "否"


def test_what_is_compared_is_printed_with_its_figure_still() -> None:
    template = document("{% if 率 == '100%' %}{{ 率 }}{% endif %}")
    bookmarks = Bookmarks("全市_G{}".format)
    made = render(template, {"率": figure("100%", 7)}, bookmarks)
    assert text_of(made).strip() == "100%"
    assert [name for name, _ in bookmarks.printed()] == ["全市_G7"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("数 == 1", True), ("数 < 1.5", True), ("数 > 1", False), ("数 in [1, 2]", True), ("数 is eq 1", True),
     ("数 is gt 0.5", True), ("数 == '1'", False), ("1 < 数 + 1 < 3", True), ("名 is none", False)],
)  # fmt: skip
def test_numbers_are_compared_as_they_are(condition: str, holds: bool) -> None:
    assert printed(f"{{{{ '是' if {condition} else '否' }}}}", 数=Decimal(1), 名="甲") == ("是" if holds else "否")


def test_an_unknown_word_in_a_comparison_is_told_by_its_name() -> None:
    with pytest.raises(TemplateFault, match="不认识“树”"):
        printed("{% if 树 == '甲' %}是{% endif %}", 数=1)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{{ 数|replace('1', '一') }}", "一2.36万"),
        ("{{ 数|length }}", "6"),
        ("{{ 名单|length }}", "2"),
    ],
)
def test_filters_that_look_into_a_text_see_it_as_it_is_read(written: str, printed: str) -> None:
    words = {"数": figure("12.36万", 11), "名单": ["甲县", "乙县"]}
    made = render(document(written), words, Bookmarks(lambda number: f"数{number}"))
    assert text_of(made).strip() == printed
