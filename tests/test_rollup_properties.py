"""Totals, judgements, ranks and standings of any accepted figures equal a plain computation with fractions.

The computation below was written from sections 2 and 6 of the contract alone and uses none of the model's arithmetic.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.figure import Figure, RollUp, Total
from model.indicator import Kind, Rollup
from model.rollup import roll_up
from tests.drawn_years import (
    ADJUSTED_FROM,
    BEFORE,
    DEPARTMENTS,
    EVERY_WAY,
    FEW,
    GROUPS,
    PERIODS,
    SCHEDULES,
    WORDS,
    Goal,
    Line,
    Sent,
    Year,
    accepted,
    breakdown_of,
    previous_of,
    years,
)
from tests.sample_years import results_of, run_quietly
from tests.tables import issue_and_fill
from tests.tables import year as year_folder
from tests.years import a_period


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


MANY = settings(FEW, max_examples=120)


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
