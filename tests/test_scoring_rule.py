"""参数 of the sheet 评分: what each 计分办法 may be told, and how that is said in words (contract section 2)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assessment.scoring_rule import (
    HOW_TO_WRITE,
    Lapse,
    Method,
    ScoreRule,
    Step,
    Terms,
    read_terms,
    rule_in_words,
)  # fmt: skip
from model.quantity import plain

TEN, HUNDRED = Decimal(10), Decimal(100)


@pytest.mark.parametrize(
    ("method", "text", "terms"),
    [
        ("完成率", "", Terms()),
        ("完成率", "封顶110%", Terms(cap=Decimal("1.1"))),
        ("完成率", "低于60%不得分；封顶 100％", Terms(cap=Decimal(1), threshold=Decimal("0.6"))),
        ("完成率", "保底50%、封顶120.5%", Terms(cap=Decimal("1.205"), floor=Decimal("0.5"))),
        ("分档", "100%以上得10分；90%以上得8.5分",
         Terms(steps=(Step(Decimal(1), TEN), Step(Decimal("0.9"), Decimal("8.5"))))),
        ("分档", "≥95%:10分;>=80%：6分", Terms(steps=(Step(Decimal("0.95"), TEN), Step(Decimal("0.8"), Decimal(6))))),
        ("标准通过率", " ", Terms()),
        ("人工", "", Terms()),
        ("人工", "2—8", Terms(low=Decimal(2), high=Decimal(8))),
        ("人工", "0至10分", Terms(high=TEN)),
        ("扣分", "", Terms()),
        ("扣分", "迟报每次扣1分；退回2分、未报一次扣5分",
         Terms(lapses={Lapse.LATE: Decimal(1), Lapse.RETURNED: Decimal(2), Lapse.MISSING: Decimal(5)})),
    ],
)  # fmt: skip
def test_the_terms_are_read_as_an_office_writes_them(method: str, text: str, terms: Terms) -> None:
    assert read_terms(Method(method), text, TEN) == terms


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("完成率", "封顶"), ("完成率", "封顶110"), ("完成率", "封顶100%；封顶110%"),
        ("完成率", "低于90%不得分；封顶80%"),
        ("完成率", "保底90%；封顶80%"), ("完成率", "按比例"),
        ("分档", ""), ("分档", "90%以上得11分"), ("分档", "80%以上得8分；90%以上得10分"),
        ("分档", "90%以上得10分；80%以上得11分"), ("分档", "90%以上得5分"), ("完成率", "保底120%"),
        ("分档", "90%以上"), ("标准通过率", "80%"), ("人工", "8—2"), ("人工", "2—11"), ("人工", "酌情"),
        ("人工", "1—2；3—4"),
        ("扣分", "早退每次扣1分"), ("扣分", "迟报"), ("扣分", "迟报每次扣1分；迟报每次扣2分"),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_are_refused(method: str, text: str) -> None:
    assert read_terms(Method(method), text, TEN) is None


def test_every_method_says_what_it_may_be_told() -> None:
    assert set(HOW_TO_WRITE) == set(Method)


def words(method: Method, text: str) -> str:
    terms = read_terms(method, text, TEN)
    assert terms is not None
    return rule_in_words(ScoreRule("甲", "市/甲", ("1.1",), TEN, method, terms), Decimal(1))


@pytest.mark.parametrize(
    ("method", "text", "told"),
    [
        ("完成率", "", "按完成率计10分，封顶100%"),
        ("完成率", "封顶110%；低于60%不得分；保底50%", "按完成率计10分，封顶110%，低于60%的不得分，保底50%"),
        ("分档", "100%以上得10分；90%以上得8分", "按完成率分档计10分：100%以上得10分，90%以上得8分，再低的不得分"),
        ("标准通过率", "", "按验收标准通过的比例计10分，不适用的不算"),
        ("人工", "2—8", "由初核单位打分，2至8分"),
        ("扣分", "", "由初核单位扣分，最多扣10分"),
        ("扣分", "迟报每次扣1分", "迟报每次扣1分，最多扣10分"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words(method: str, text: str, told: str) -> None:
    assert words(Method(method), text) == told


@given(
    st.lists(st.tuples(st.integers(1, 150), st.integers(0, 100)), min_size=1, max_size=6, unique_by=lambda one: one[0])
)
def test_steps_that_are_written_out_are_read_back(steps: list[tuple[int, int]]) -> None:
    shares = sorted((share for share, _ in steps), reverse=True)
    points = sorted((point for _, point in steps), reverse=True)
    meant = tuple(Step(Decimal(a) / HUNDRED, Decimal(b)) for a, b in zip(shares, points, strict=True))
    text = "；".join(f"{plain(one.share * HUNDRED)}%以上得{plain(one.points)}分" for one in meant)
    terms = read_terms(Method.STEPS, text, meant[0].points)
    assert terms is not None
    assert terms.steps == meant


@given(st.sampled_from(list(Method)), st.text(max_size=30))
def test_no_text_raises(method: Method, text: str) -> None:
    read_terms(method, text, TEN)
