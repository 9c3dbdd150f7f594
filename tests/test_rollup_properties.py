"""Totals, judgements, ranks and standings of any accepted figures equal a plain computation with fractions.

The computation below was written from sections 2 and 6 of the contract alone. It imports none of the model's
arithmetic: phrases are drawn with the number and the word that they mean, milestones with their days and shares, so
that reading them is tested as well.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.breakdown import Breakdown, MissingPolicy
from model.figure import Figure, Previous, PreviousFigure, RollUp, Total
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup
from model.quantity import Comparator, quotient
from model.rollup import roll_up
from model.submission import Reported
from model.unit import Unit
from tests.sample_years import results_of, run_quietly
from tests.tables import issue_and_fill
from tests.tables import year as year_folder
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


def rolled(year: Year) -> RollUp:
    breakdown = breakdown_of(year)
    return roll_up(breakdown, a_period(year.period), accepted(breakdown, year), previous_of(year))


# The plain computation


def half_up(value: Fraction, digits: int) -> Fraction:
    """Halves away from zero, as Excel has it."""
    whole = (2 * abs(value) * 10**digits + 1) // 2
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def shown(share: Fraction, digits: int) -> Fraction:
    """A percentage as shown: what falls short of 100% is never shown as 100%."""
    percent = half_up(share * 100, digits)
    return 100 - Fraction(1, 10**digits) if share < 1 and percent >= 100 else percent


def holds(value: Fraction, goal: Goal) -> bool | None:
    if goal.number is None:
        return None
    return {
        ">=": value >= goal.number, ">": value > goal.number, "<=": value <= goal.number, "<": value < goal.number
    }[goal.word]  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """What a value comes to."""

    completion: Fraction | None
    met: bool | None
    verdict: str | None
    pace: str
    gap: Fraction | None


class Plain:
    """Everything that follows from a year's figures."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.by_line = {line.code: line for line in year.lines}
        self.used: dict[tuple[str, str], Sent] = {}
        self.carried: set[tuple[str, str]] = set()
        for line in year.lines:
            for unit in line.asked:
                sent = line.sent[unit]
                if not sent.there and year.carries and line.before[unit].there:
                    sent = line.before[unit]
                    self.carried.add((line.code, unit))
                self.used[line.code, unit] = sent

    def adjusted(self, code: str, unit: str) -> Goal | None:
        """The latest 目标调整 that has begun by the period's end."""
        in_force = [
            (ADJUSTED_FROM[since], goal)
            for of, whom, goal, since in self.year.adjusted
            if (of, whom) == (code, unit) and ADJUSTED_FROM[since] <= PERIODS[self.year.period]
        ]
        return max(in_force, key=lambda one: one[0])[1] if in_force else None

    def goal(self, line: Line, unit: str) -> Goal:
        adjusted = self.adjusted(line.code, unit)
        if adjusted is not None:
            return adjusted
        own = line.asked[unit]
        if (
            own.number is None
            and line.rollup is Rollup.OWN_LEVEL
            and unit in DEPARTMENTS
            and line.kind is not Kind.STATE
        ):
            return self.adjusted(line.code, "") or line.city
        return own

    def city_goal(self, line: Line) -> Goal:
        stated = self.adjusted(line.code, "") or line.city
        if stated.number is not None or line.rollup is not Rollup.SUM:
            return stated
        numbers = [goal.number for unit in line.asked if (goal := self.goal(line, unit)).number is not None]
        return Goal(None, total(numbers), line.word)

    def due(self, line: Line) -> Fraction | None:
        if line.stock or not line.has_completion or line.schedule == "不比":
            return None
        end = PERIODS[self.year.period]
        if line.schedule == "月均":
            return Fraction(end[0], 12)
        milestones = SCHEDULES[line.schedule] or ()
        return max((Fraction(share) for month, day, share in milestones if (month, day) <= end), default=Fraction(0))

    def judge(self, line: Line, value: Fraction | None, text: str | None, goal: Goal) -> Judged:
        if line.kind is Kind.STATE:
            return Judged(None, None if text is None else text == "已完成", text or "未报", "none", None)
        if value is None:
            return Judged(None, None, "未报", "none", None)
        met = holds(value, goal)
        completion = None
        if line.has_completion and goal.number:
            completion = value if line.kind is Kind.PROGRESS else value / goal.number
        due, pace, gap = self.due(line), "none", None
        if completion is not None and due is not None:
            gap = shown(completion, self.year.digits) - shown(due, self.year.digits)
            pace = "level" if abs(gap) <= Fraction(self.year.tolerance) else "ahead" if gap > 0 else "behind"
        if line.is_level and goal.number is not None:
            gap = self.as_shown(line, value) - self.as_shown(line, goal.number)
        if line.is_level and met is not None:
            verdict = "达标" if met else "未达标"
        elif met:
            verdict = "已完成"
        elif value == 0:
            verdict = "未启动"
        else:
            verdict = {"ahead": "达到序时", "level": "达到序时", "behind": "滞后", "none": "推进中"}[pace]
        return Judged(completion, met, verdict, pace, gap)

    @staticmethod
    def as_shown(line: Line, value: Fraction) -> Fraction:
        return shown(value, line.digits) if line.is_percent else half_up(value, line.digits)

    def figure(self, line: Line, unit: str) -> Judged:
        sent = self.used[line.code, unit]
        return self.judge(line, sent.exact, sent.text, self.goal(line, unit))

    def ranks(self, line: Line) -> dict[str, int]:
        """Within 排名组, best first in the row's 方向, by the figure as shown."""
        places: dict[str, int] = {}
        for group in set(GROUPS.values()):
            ranked = [
                unit
                for unit in line.asked
                if GROUPS[unit] == group and line.kind is not Kind.STATE and self.goal(line, unit).number
                if (line.code, unit) not in self.carried and self.used[line.code, unit].there
            ]
            differ = len({self.goal(line, unit).number for unit in ranked}) > 1
            keys = {unit: self.rank_key(line, unit, differ) for unit in ranked}
            for unit, own in keys.items():
                places[unit] = 1 + sum(other < own if line.lower else other > own for other in keys.values())
        return places

    def rank_key(self, line: Line, unit: str, differ: bool) -> Fraction:
        judged, value = self.figure(line, unit), self.used[line.code, unit].exact
        if judged.completion is not None:
            return shown(judged.completion, self.year.digits)
        assert value is not None
        return judged.gap if differ and judged.gap is not None else self.as_shown(line, value)

    def counted(self, line: Line) -> list[str]:
        return [unit for unit in line.asked if line.rollup is not Rollup.OWN_LEVEL or unit in DEPARTMENTS]

    def so_far(self, line: Line) -> Fraction | None:
        """What the figures that are there come to together."""
        there = [sent for unit in self.counted(line) if (sent := self.used[line.code, unit]).there]
        values = [sent.exact for sent in there]
        if line.kind is Kind.STATE or line.rollup is Rollup.NONE or not there:
            return None
        if line.rollup in (Rollup.WEIGHTED, Rollup.EACH):
            if not line.has_parts:
                return None
            tops, bottoms = zip(*(sent.parts for sent in there if sent.parts), strict=True)
            return Fraction(sum(tops)) / Fraction(sum(bottoms))
        whole = total(values)
        return whole / len(values) if line.rollup is Rollup.MEAN and whole is not None else whole

    def total(self, line: Line) -> tuple[Judged, Fraction | None, str | None]:
        """The judgement of this level, its value, and its word."""
        present = [self.used[line.code, unit].there for unit in self.counted(line)]
        value = self.so_far(line) if all(present) else None
        text = None
        if line.kind is Kind.STATE and line.rollup is not Rollup.NONE and all(present):
            text = min((self.used[line.code, unit].text or "" for unit in self.counted(line)), key=WORDS.index)
        judged = self.judge(line, value, text, self.city_goal(line))
        if line.rollup is Rollup.NONE:
            return replace(judged, verdict=None), None, None
        if line.rollup is Rollup.EACH:
            return self.each(line, judged), value, text
        return judged, value, text

    def each(self, line: Line, judged: Judged) -> Judged:
        """未达标 as soon as one fails, null while one is missing and none fails."""
        mets = [self.figure(line, unit).met for unit in line.asked]
        missing = not all(self.used[line.code, unit].there for unit in line.asked)
        met = False if False in mets else None if missing or True not in mets else True
        gap = judged.gap if line.is_level else None
        return Judged(None, met, {None: None, True: "达标", False: "未达标"}[met], "none", gap)

    def score(self, line: Line, unit: str) -> Fraction | None:
        """None where the row does not score: a part, or nothing to be held against."""
        goal, sent = self.goal(line, unit), self.used[line.code, unit]
        if line.is_part:
            return None
        if line.kind is Kind.STATE:
            return {"未启动": Fraction(0), "推进中": Fraction(1, 2), "已完成": Fraction(1)}[sent.text or "未启动"]
        if goal.number is None or (goal.number == 0 and not line.is_level):
            return None
        judged, value = self.figure(line, unit), sent.exact
        if value is None:
            return Fraction(0)
        if not line.is_level:
            assert judged.completion is not None
            return min(judged.completion, Fraction(self.year.cap))
        if judged.met:
            return Fraction(1)
        if not goal.number or not value:
            return Fraction(0)
        return goal.number / value if line.lower else value / goal.number

    def standings(self) -> dict[tuple[str, str | None], tuple[Fraction, int]]:
        scores: dict[tuple[str, str | None], Fraction] = {}
        for unit in GROUPS:
            by_project: dict[str, list[tuple[Fraction, Fraction]]] = {}
            for line in self.year.lines:
                if unit in line.asked and (score := self.score(line, unit)) is not None:
                    by_project.setdefault(line.project, []).append((score, Fraction(line.weight)))
            means = {project: weighted_mean(found) for project, found in by_project.items()}
            scores |= {(unit, f"市/{project}"): mean for project, mean in means.items()}
            if means:
                weights = {"一": Fraction(1), "二": Fraction(self.year.project_weight)}
                scores[unit, None] = weighted_mean([(mean, weights[one]) for one, mean in means.items()])
        placed = {}
        for (unit, project), own in scores.items():
            rivals = [
                other for (name, of), other in scores.items() if of == project and GROUPS[name] == GROUPS[unit]
            ]  # fmt: skip
            better = [other for other in rivals if self.shown_score(other) > self.shown_score(own)]
            placed[unit, project] = (own, 1 + len(better))
        return placed

    def shown_score(self, score: Fraction) -> Fraction:
        return shown(score, self.year.digits)


def total(values: Iterable[Fraction | None]) -> Fraction | None:
    present = [value for value in values if value is not None]
    return sum(present, Fraction(0)) if present else None


def weighted_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((value * weight for value, weight in pairs), Fraction(0)) / sum(weight for _, weight in pairs)


# Both side by side


def same(found: Decimal | None, expected: Fraction | None) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    return abs(Fraction(found) - expected) < Fraction(1, 10**35)


def judgement_differs(found: Any, expected: Judged) -> list[str]:
    return [
        name
        for name, is_same in (
            ("completion", same(found.completion, expected.completion)),
            ("met", found.met is expected.met),
            ("verdict", found.verdict == expected.verdict),
            ("pace", found.pace.value == expected.pace),
            ("gap", same(found.gap, expected.gap)),
        )
        if not is_same
    ]


def figure_differs(plain: Plain, found: Figure, rank: int | None) -> list[str]:
    line = plain.by_line[found.code]
    sent, before = plain.used[found.code, found.unit], line.before[found.unit]
    is_carried = (found.code, found.unit) in plain.carried
    increment = None
    if not line.stock and sent.exact is not None and before.exact is not None:
        increment = sent.exact - before.exact
    own = (
        ("value", same(found.value, sent.exact)),
        ("text", found.text == sent.text),
        ("target", same(found.target.value, plain.goal(line, found.unit).number)),
        ("rank", found.rank == rank),
        ("carried", found.carried == (BEFORE if is_carried else None)),
        ("increment", found.increment is None if increment is None else near(found.increment, increment)),
    )
    return [name for name, ok in own if not ok] + judgement_differs(found.judgement, plain.figure(line, found.unit))


def near(found: Decimal | None, expected: Fraction) -> bool:
    """To the places of 结果.json, beyond which quotients seem to move."""
    return found is not None and abs(Fraction(found) - expected) <= Fraction(1, 10**12)


def total_differs(plain: Plain, found: Total) -> list[str]:
    line = plain.by_line[found.code]
    judged, value, text = plain.total(line)
    there = [unit for unit in line.asked if plain.used[line.code, unit].there]
    counted = [unit for unit in plain.counted(line) if unit in there]
    has_parts = line.kind is Kind.AMOUNT and line.rollup in (Rollup.SUM, Rollup.OWN_LEVEL)
    target_so_far = total(plain.goal(line, unit).number for unit in counted) if has_parts else None
    own = (
        ("value", same(found.value, value)),
        ("text", found.text == text),
        ("target", same(found.target.value if found.target else None, plain.city_goal(line).number)),
        ("units_asked", found.units_asked == len(line.asked)),
        ("units_reported", found.units_reported == sum((line.code, unit) not in plain.carried for unit in there)),
        ("units_done", found.units_done == sum(plain.figure(line, unit).met is True for unit in line.asked)),
        ("reported_value", same(found.reported_value, plain.so_far(line))),
        ("reported_target", same(found.reported_target, target_so_far)),
    )
    return [name for name, ok in own if not ok] + judgement_differs(found.judgement, judged)


def differences(year: Year) -> list[Any]:
    """Every figure of the roll-up that is not what the plain computation has."""
    plain, rollup = Plain(year), rolled(year)
    ranks = {line.code: plain.ranks(line) for line in year.lines}
    assert {(one.code, one.unit) for one in rollup.figures} == set(plain.used)
    found: list[Any] = [
        (one.code, one.unit, wrong)
        for one in rollup.figures
        if (wrong := figure_differs(plain, one, ranks[one.code].get(one.unit)))
    ]
    found += [(one.code, wrong) for one in rollup.totals if (wrong := total_differs(plain, one))]
    standings = plain.standings()
    assert {(one.unit, one.project) for one in rollup.standings} == set(standings)
    found += [
        (one.unit, one.project, one.score, one.rank, standings[one.unit, one.project])
        for one in rollup.standings
        if not same(one.score, standings[one.unit, one.project][0]) or one.rank != standings[one.unit, one.project][1]
    ]
    return found


FEW = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MANY = settings(FEW, max_examples=120)
EVERY_WAY = [(kind, rollup) for kind, rollups in ROLLUPS.items() for rollup in rollups]


@given(years())
@FEW
def test_any_figures_come_to_what_plain_fractions_make_of_them(year: Year) -> None:
    assert differences(year) == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "rollup"), EVERY_WAY)
@given(data=st.data())
@MANY
def test_every_way_to_roll_up_comes_to_what_plain_fractions_make_of_it(kind: Kind, rollup: Rollup, data: Any) -> None:
    assert differences(data.draw(years([(kind, rollup)]))) == []


@given(years(), st.randoms(use_true_random=False))
@settings(FEW, max_examples=20)
def test_the_order_in_which_figures_come_in_does_not_matter(year: Year, chance: random.Random) -> None:
    breakdown = breakdown_of(year)
    in_order = list(accepted(breakdown, year).items())
    mixed = chance.sample(in_order, len(in_order))
    assert roll_up(breakdown, a_period(year.period), dict(mixed), previous_of(year)) == rolled(year)


FORMS = {
    "宝丰县": {"1.1": {"本期累计": 900}, "1.2": {"分子": 45, "分母": 60}, "1.3": {"本期累计": 3}},
    "郏县": {"1.1": {"本期累计": 700}, "1.2": {"分子": 80, "分母": 90}, "1.3": {"本期累计": 2}},
    "叶县": {"1.1": {"本期累计": 400}, "1.2": {"分子": 10, "分母": 30}},
}
"""叶县 has not filled in 1.3."""
ARRANGEMENTS = (
    {"宝丰县": "宝丰县.xlsx", "郏县": "郏县.xlsx", "叶县": "叶县.xlsx"},
    {"宝丰县": "9.xlsx", "郏县": "5（定稿）.xlsx", "叶县": "1.xlsx"},
    {"宝丰县": "县/东/表.xlsx", "郏县": "县/表.xlsx", "叶县": "表.xlsx"},
    {"叶县": "a/表.xlsx", "郏县": "b/表.xlsx", "宝丰县": "c/表.xlsx"},
)


@pytest.mark.slow
def test_names_and_folders_and_the_order_of_files_do_not_matter(tmp_path: Path) -> None:
    found = []
    for number, files in enumerate(ARRANGEMENTS):
        folder = year_folder(
            tmp_path / str(number),
            """
            编码 | 指标 | 单位 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 目标 | 宝丰县 | 郏县 | 叶县
            1.1 | 培训人数 | 人 | 数量 | 合计 | | | | 1000 | 800 | 600
            1.2 | 筛查率 | % | 比率 | 加权 | 已筛查 | 应筛查 | 80% | 80% | 80% | 80%
            1.3 | 新建所数 | 所 | 数量 | 合计 | | | 9 | 3 | 3 | 3
            """,
        )
        for unit, file in files.items():
            issue_and_fill(folder, "2023-09", unit, FORMS[unit], file=file)
        assert run_quietly(folder / "2023-09") == 1, "叶县 is to be asked for what it left blank"
        results = results_of(folder / "2023-09")
        for figure in results["figures"]:
            (figure["source"] or {}).pop("file", None)
        found.append([results[part] for part in ("figures", "totals", "standings")])
    assert found == [found[0]] * len(ARRANGEMENTS)
    summed, rate, left = found[0][1]
    assert (summed["value"], summed["completion"], summed["verdict"]) == ("2000", "0.833333333333", "达到序时")
    assert (rate["value"], rate["met"]) == ("0.75", False)
    assert (left["value"], left["reported_value"], left["reported_target"]) == (None, "5", "6")
