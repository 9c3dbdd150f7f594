"""Years that hypothesis draws: rows of every 汇总方式, 类型 and 序时, with targets, figures and last period's figures.

A phrase is drawn with the number and the word that it means, a milestone with its day and share, so that whoever works
out what must come of them (tests/test_rollup_properties.py) need not read either. `EVERY_WAY` is each 汇总方式 for each
类型 that may have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from model.breakdown import Breakdown, MissingPolicy
from model.figure import Previous, PreviousFigure
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup
from model.quantity import Comparator, quotient
from model.submission import Reported
from model.unit import Unit
from tests.years import a_duty, a_period, a_year, an_adjustment, reported, row

ROLLUPS = {
    Kind.AMOUNT: (Rollup.SUM, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.RATE: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STANDARD: (Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.PROGRESS: (Rollup.MEAN, Rollup.WEIGHTED, Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
    Kind.STATE: (Rollup.EACH, Rollup.OWN_LEVEL, Rollup.NONE),
}
GROUPS = {
    "宝丰县": "县",
    "郏县": "县",
    "叶县": "县",
    "新华区": "区",
    "卫东区": "区",
    "市民政局": "市直",
    "市教育局": "市直",
}
DEPARTMENTS = ("市民政局", "市教育局")
UNITS = tuple(Unit(name, "市直" if name in DEPARTMENTS else "县区", group) for name, group in GROUPS.items())
WORDS = ("未启动", "推进中", "已完成")
PROJECTS = ("一", "二")
BEFORE = "2023-01"
PERIODS = {
    "2023-02": (2, 28), "2023-08": (8, 31), "2023-09": (9, 30), "2023-Q3": (9, 30), "2023-H1": (6, 30),
    "2023": (12, 31),
}  # fmt: skip
"""The last day of each."""
ADJUSTED_FROM = {"2023-02": (2, 1), "2023-03": (3, 1), "2023-05": (5, 1), "2023-Q3": (7, 1), "2023-09": (9, 1)}
"""The first day of each period that a target may be changed from."""
ADJUSTMENTS = (("2023-03",), ("2023-Q3",), ("2023-05", "2023-09"), ("2023-09", "2023-02"))
MEASURES = {Kind.AMOUNT: "人", Kind.STANDARD: "元/月", Kind.STATE: ""}
PHRASES = (
    ("不少于{}{}", ">="), ("不低于{}{}", ">="), ("{}{}以上", ">="), ("达到{}{}", ">="), ("至少{}{}", ">="),
    ("{}{}左右", ">="), ("约{}{}", ">="), ("超{}{}", ">"), ("突破{}{}", ">"), ("{}{}以内", "<="),
    ("不超过{}{}", "<="), ("低于{}{}", "<"),
)  # fmt: skip
SCHEDULES: Mapping[str, tuple[tuple[int, int, str], ...] | None] = {
    "不比": None,
    "6月30%;10月100%": ((6, 30, "0.3"), (10, 31, "1")),
    "8月25日100%": ((8, 25, "1"),),
    "2月5%;9月29日66.65%;12月100%": ((2, 28, "0.05"), (9, 29, "0.6665"), (12, 31, "1")),
}


# What is drawn


@dataclass(frozen=True)
class Goal:
    """A target: how the office writes it, and what that means. `number` None is asked without a target."""

    written: str | None
    number: Fraction | None
    word: str


@dataclass(frozen=True)
class Sent:
    """A figure: a value, a numerator over a denominator, or the word of a 状态; all None where nothing came."""

    value: Decimal | None = None
    parts: tuple[Decimal, Decimal] | None = None
    text: str | None = None

    @property
    def there(self) -> bool:
        return self != Sent()

    @property
    def exact(self) -> Fraction | None:
        if self.parts:
            return Fraction(self.parts[0]) / Fraction(self.parts[1])
        return None if self.value is None else Fraction(self.value)


@dataclass(frozen=True)
class Line:
    """A row of the sheet 指标 with all that stands in it, last period's figures and this period's."""

    code: str
    kind: Kind
    rollup: Rollup
    stock: bool
    schedule: str
    lower: bool
    word: str
    digits: int
    weight: Decimal
    is_part: bool
    has_parts: bool
    project: str
    city: Goal
    asked: Mapping[str, Goal]
    sent: Mapping[str, Sent]
    before: Mapping[str, Sent]

    @property
    def is_percent(self) -> bool:
        return self.kind in (Kind.RATE, Kind.PROGRESS)

    @property
    def has_completion(self) -> bool:
        return self.kind in (Kind.AMOUNT, Kind.PROGRESS) and not self.lower

    @property
    def is_level(self) -> bool:
        """达标 or 未达标: 比率, 标准, 越低越好."""
        return self.kind in (Kind.RATE, Kind.STANDARD) or (self.lower and self.kind is not Kind.STATE)


@dataclass(frozen=True)
class Year:
    """What is drawn for one test: rows and the items of 基本信息 that figures depend on."""

    lines: tuple[Line, ...]
    period: str
    carries: bool
    digits: int
    tolerance: Decimal
    cap: Decimal
    project_weight: Decimal
    adjusted: tuple[tuple[str, str, Goal, str], ...]
    """编码, 单位 (blank: the city's), 新目标, 自."""


@st.composite
def goals(draw: Any, kind: Kind, word: str, is_blank_likely: bool = False) -> Goal:
    if kind is Kind.STATE or draw(st.integers(0, 9)) < (5 if is_blank_likely else 1):
        return Goal(None, None, word)
    if kind in (Kind.RATE, Kind.PROGRESS):
        percent = draw(st.sampled_from(["0", "5", "65", "66.5", "80", "98", "100"]))
        number, shown, measure = Fraction(percent) / 100, f"{percent}%", ""
    else:
        shown = draw(st.sampled_from(["0", "1", "2.5", "3", "40", "300", "0.1", "15"]))
        number, measure = Fraction(shown), MEASURES[kind]
    form = draw(st.integers(0, 6))
    if form == 0:
        phrase, own = draw(st.sampled_from(PHRASES))
        return Goal(phrase.format(shown, measure), number, own)
    if form == 1 and kind is Kind.AMOUNT:
        return Goal(f"{shown}—{Fraction(shown).__ceil__() + 1}人", number, word)
    return Goal(shown, number, word)


SHARES = (
    "0", "0.3", "0.5", "0.6665", "0.6667", "0.745", "0.75", "0.7495", "0.755", "0.9994", "0.9995", "0.9999", "1",
    "1.0001", "1.3",
)  # fmt: skip


@st.composite
def figures(draw: Any, line_kind: Kind, has_parts: bool, lower: bool, target: Fraction | None) -> Sent:
    if line_kind is Kind.STATE:
        return Sent(text=draw(st.sampled_from(WORDS)))
    if has_parts:
        scale = 1 if line_kind in (Kind.RATE, Kind.PROGRESS) else 20
        below = draw(st.integers(1, 30))
        return Sent(parts=(Decimal(draw(st.integers(0, below * scale))), Decimal(below)))
    if target and draw(st.booleans()):
        near = Decimal(draw(st.sampled_from(SHARES)))
        return Sent(near * Decimal(target.numerator) / Decimal(target.denominator))
    if line_kind in (Kind.RATE, Kind.PROGRESS):
        return Sent(Decimal(draw(st.integers(0, 1000))) / 1000)
    lowest = 0 if lower else -3
    return Sent(Decimal(draw(st.integers(lowest, 60))) / draw(st.sampled_from([1, 4, 1000])))


@st.composite
def a_line(draw: Any, code: str, kind: Kind, rollup: Rollup) -> Line:
    lower = kind is not Kind.STATE and draw(st.integers(0, 4)) == 0
    word = draw(st.sampled_from(["<=", "<"] if lower else [">=", ">=", ">"]))
    has_parts = rollup is Rollup.WEIGHTED or (kind is not Kind.STATE and draw(st.integers(0, 3)) == 0)
    counties = [name for name in GROUPS if name not in DEPARTMENTS]
    names = draw(st.sets(st.sampled_from(counties), min_size=0 if rollup is Rollup.OWN_LEVEL else 1))
    if rollup is Rollup.OWN_LEVEL:
        is_single = kind in (Kind.RATE, Kind.STANDARD, Kind.PROGRESS)
        names |= set(DEPARTMENTS[: 1 if is_single else draw(st.integers(1, 2))])
    is_blank_likely = rollup is Rollup.OWN_LEVEL
    asked = {name: draw(goals(kind, word, is_blank_likely)) for name in GROUPS if name in names}
    sent: dict[str, Sent] = {}
    before: dict[str, Sent] = {}
    for name, goal in asked.items():
        for kept, missing in ((sent, 1), (before, 3)):
            is_missing = draw(st.integers(0, 9)) < missing
            kept[name] = Sent() if is_missing else draw(figures(kind, has_parts, lower, goal.number))
    return Line(
        code, kind, rollup,
        stock=draw(st.booleans()) and kind is not Kind.STATE,
        schedule=draw(st.sampled_from(["月均", "月均", *SCHEDULES])),
        lower=lower, word=word,
        digits=draw(st.integers(0, 2)),
        weight=draw(st.sampled_from([Decimal(1), Decimal(2), Decimal("0.3")])),
        is_part=draw(st.integers(0, 5)) == 0,
        has_parts=has_parts,
        project=draw(st.sampled_from(PROJECTS)),
        city=draw(goals(kind, word, True)),
        asked=asked, sent=sent, before=before,
    )  # fmt: skip


@st.composite
def years(draw: Any, kinds: Sequence[tuple[Kind, Rollup]] = ()) -> Year:
    every = [(kind, rollup) for kind, rollups in ROLLUPS.items() for rollup in rollups]
    chosen = [*kinds, *draw(st.lists(st.sampled_from(every), min_size=0 if kinds else 1, max_size=3))]
    lines = tuple(draw(a_line(str(number), *one)) for number, one in enumerate(chosen, 1))
    adjusted = []
    for line in lines:
        if line.kind is not Kind.STATE and draw(st.integers(0, 3)) == 0:
            for since in draw(
                st.sampled_from([("2023-03",), ("2023-Q3",), ("2023-05", "2023-09"), ("2023-09", "2023-02")])
            ):
                unit = draw(st.sampled_from(["", *line.asked]))
                goal = draw(goals(line.kind, line.word).filter(lambda one: one.written is not None))
                adjusted.append((line.code, unit, goal, since))
    return Year(
        lines, draw(st.sampled_from(list(PERIODS))), draw(st.booleans()), draw(st.integers(0, 2)),
        Decimal(draw(st.sampled_from(["0", "0.5", "8.4"]))), Decimal(draw(st.sampled_from(["1", "1.2"]))),
        Decimal(draw(st.sampled_from(["1", "2.5"]))), tuple(adjusted),
    )  # fmt: skip


EVERY_WAY = [(kind, rollup) for kind, rollups in ROLLUPS.items() for rollup in rollups]
FEW = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


# The same as the model takes it


def breakdown_of(year: Year) -> Breakdown:
    rows = []
    for one in year.lines:
        rows.append(
            row(
                one.code, one.kind, one.rollup, city=one.city.written, schedule=one.schedule,
                asked={unit: goal.written for unit, goal in one.asked.items()}, digits=one.digits, weight=one.weight,
                accrual=Accrual.STOCK if one.stock else Accrual.CUMULATIVE, comparator=Comparator(one.word),
                direction=Direction.LOWER if one.lower else Direction.HIGHER, project=one.project,
                part_of="whole" if one.is_part else "", denominator="应办数" if one.has_parts else "",
            )
        )  # fmt: skip
    by_code = {one.indicator.code: one.indicator for one in rows}
    adjustments = tuple(
        an_adjustment(code, unit, goal.written or "", since, by_code[code]) for code, unit, goal, since in year.adjusted
    )
    return a_year(
        *rows, units=UNITS, adjustments=adjustments, duties=(a_duty("二", str(year.project_weight)),),
        missing_policy=MissingPolicy.CARRY_OVER if year.carries else MissingPolicy.LEAVE_OUT,
        completion_digits=year.digits, pace_tolerance=year.tolerance, score_cap=year.cap,
    )  # fmt: skip


def accepted(breakdown: Breakdown, year: Year) -> dict[tuple[str, str], Reported]:
    found = {}
    for line in year.lines:
        indicator = breakdown.by_code[line.code]
        for unit, sent in line.sent.items():
            if sent.there:
                found[line.code, unit] = as_reported(indicator, unit, sent)
    return found


def as_reported(indicator: Indicator, unit: str, sent: Sent) -> Reported:
    if sent.parts:
        return reported(indicator, unit, (str(sent.parts[0]), str(sent.parts[1])))
    if sent.text:
        return reported(indicator, unit, sent.text)
    return replace(reported(indicator, unit, "0"), value=sent.value)


def previous_of(year: Year) -> Previous:
    kept = {}
    for line in year.lines:
        for unit, sent in line.before.items():
            top, bottom = sent.parts or (None, None)
            value = quotient(*sent.parts) if sent.parts else sent.value
            kept[line.code, unit] = PreviousFigure(value, top, bottom, sent.text, rank=7)
    return Previous(a_period(BEFORE), kept)
