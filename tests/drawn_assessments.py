"""Assessed years that are drawn: rules of every 计分办法 over indicators of every kind, with what departments say.

Drawn from a seed and not by hypothesis, so that many are worked out by LibreOffice in one go.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from model.assessment.scoring_rule import Method
from model.breakdown import Breakdown, MissingPolicy, PeriodNote
from model.figure import History
from model.indicator import Direction, Kind, Rollup
from model.results import Results
from model.submission import Stage
from tests import years
from tests.assessment_year import (
    CIVIL,
    COUNTIES,
    DISTRICTS,
    LABOUR,
    MIDYEAR,
    UNITS,
    YEAR_END,
    Given,
    a_history,
    assessed,
    checks_of,
    figure,
    points,
    standard,
    with_rules,
    with_standards,
)
from tests.years import Row, Sent, a_duty, a_period, a_year, as_previous, row

KINDS = (Kind.AMOUNT, Kind.AMOUNT, Kind.RATE, Kind.STANDARD, Kind.PROGRESS, Kind.STATE)
STATES, VERDICTS = ("未启动", "推进中", "已完成"), ("通过", "通过", "不通过", "不适用")
TERMS = {
    Method.COMPLETION: ("", "封顶110%", "低于60%不得分", "保底50%", "封顶120%；低于30%不得分；保底20%"),
    Method.STEPS: ("100%以上得{p}分；90%以上得4分；75%以上得2分", "110%以上得{p}分；60%以上得5分"),
    Method.STANDARDS: ("",),
    Method.MANUAL: ("", "1—{p}"),
    Method.DEDUCTION: ("", "迟报每次扣1分；未报每次扣5分"),
}
COUNTS = (1, 2, 3)
ASSESSED = (*COUNTIES, *DISTRICTS)
SHARES = ("0", "0.3", "0.5", "0.5999", "0.6", "0.75", "0.9", "0.99995", "1", "1.1", "1.3")


def drawn(seed: int) -> Results:
    """A year of its own for each seed."""
    chance = Random(seed)
    breakdown = _breakdown(chance)
    sent = _sent(chance, breakdown)
    lapses = {
        (place, unit): (Decimal(-chance.randint(0, 4)), "迟报")
        for place, rule in enumerate(breakdown.scoring)
        if rule.terms.lapses
        for unit in ASSESSED
    }
    given = list(_given(chance, breakdown, sent))
    before = as_previous(years.results(breakdown, _sent(chance, breakdown), "2023-09"))
    overall = {unit: str(Decimal(chance.randint(0, 10000)) / 100) for unit in ASSESSED if chance.random() < 0.8}
    return assessed(
        breakdown, sent, checks_of(given), lapses, a_history(overall) if chance.random() < 0.7 else History(),
        previous=before,
    )  # fmt: skip


def _breakdown(chance: Random) -> Breakdown:
    projects = [f"项目{number}" for number in range(1, chance.choice(COUNTS) + 2)]
    rows = []
    for at, project in enumerate(projects, 1):
        # 1.1 and 1.10 are two codes, whatever a spreadsheet takes them for.
        rows += [_row(chance, f"{at}.{number}", project) for number in (1, 10, 2)[: chance.choice(COUNTS)]]
    breakdown = a_year(
        *rows, units=UNITS, duties=tuple(a_duty(one, chance.choice(("1", "2", "0.3"))) for one in projects),
        score_cap=Decimal(chance.choice(("1", "1.2"))), completion_digits=chance.choice((0, 1, 2)),
        missing_policy=chance.choice(tuple(MissingPolicy)),
    )  # fmt: skip
    subjects = {one: [code.code for code in breakdown.indicators if code.project == one] for one in projects}
    rules = []
    for project in projects[1:]:
        for method in chance.sample(tuple(Method), chance.choice(COUNTS)):
            most = chance.choice((5, 10, 30, 33))
            subject = chance.choice((project, *subjects[project]))
            terms = chance.choice(TERMS[method]).replace("{p}", str(most))
            rules.append((subject, str(most), method, terms))
    every = [one for project in projects for one in (project, *subjects[project])]
    standards = [
        (chance.choice(every), f"标准{number}", chance.random() < 0.3) for number in range(chance.choice((0, 2, 6)))
    ]
    notes = (
        PeriodNote(a_period(MIDYEAR), assessment="年中", assessment_weight=Decimal(chance.choice(("1", "0.4")))),
        PeriodNote(a_period(YEAR_END), assessment="年末", assessment_weight=Decimal(chance.choice(("1", "0.6")))),
    )
    return replace(with_standards(with_rules(breakdown, *rules), *standards), periods=notes)


def _row(chance: Random, code: str, project: str) -> Row:
    kind = chance.choice(KINDS)
    is_percent = kind in (Kind.RATE, Kind.PROGRESS)
    words = ("65%", "98%", "100%") if is_percent else ("3", "0.3", "20", "15.5", "0", "不少于7")
    units = [one for one in ASSESSED if chance.random() < 0.85] or list(ASSESSED)
    is_low_good = kind is not Kind.STATE and chance.random() < 0.2
    asked = {
        one: None if kind is Kind.STATE or chance.random() < 0.1 else chance.choice(words).rstrip("%") for one in units
    }
    if is_percent:
        asked = {unit: f"{stated}%" if stated else None for unit, stated in asked.items()}
    if kind is Kind.STANDARD:
        asked = {unit: stated.removeprefix("不少于") if stated else None for unit, stated in asked.items()}
    return row(
        code, kind, Rollup.NONE, asked=asked, project=project, digits=chance.choice((0, 1, 2)),
        direction=Direction.LOWER if is_low_good else Direction.HIGHER,
        weight=chance.choice((Decimal(1), Decimal(2), Decimal("0.3"))),
        part_of="whole" if chance.random() < 0.1 else "", first_check=(CIVIL,), final_check=("市政府督查室",),
    )  # fmt: skip


def _sent(chance: Random, breakdown: Breakdown) -> dict[str, dict[str, Sent]]:
    sent: dict[str, dict[str, Sent]] = {}
    for (code, unit), target in breakdown.targets.items():
        if chance.random() < 0.9:
            kind = breakdown.by_code[code].kind
            asked = target.value if target.value is not None else Decimal(1)
            value = asked * Decimal(chance.choice(SHARES)) + (0 if asked else Decimal(chance.choice((0, 3))))
            said: Sent = chance.choice(STATES) if kind is Kind.STATE else f"{value:f}"
            sent.setdefault(code, {})[unit] = said
    return sent


def _given(chance: Random, breakdown: Breakdown, sent: dict[str, dict[str, Sent]]) -> Iterator[Given]:
    for code, by_unit in sent.items():
        is_state = breakdown.by_code[code].kind is Kind.STATE
        for unit, said in by_unit.items():
            for stage in (Stage.CHECKED, Stage.CONFIRMED):
                if chance.random() < 0.3:
                    cut = Decimal(str(said)) * Decimal(chance.choice(("1", "0.9", "0.5"))) if not is_state else None
                    typed = chance.choice(STATES) if cut is None else f"{cut:f}"
                    yield figure(code, unit, typed, "核减", stage)
    for place, _ in enumerate(breakdown.standards):
        verdicts = VERDICTS if chance.random() < 0.8 else ("不适用",)
        is_answered = chance.random() < 0.8
        for unit in ASSESSED:
            for stage, odds in ((Stage.CHECKED, 0.98), (Stage.CONFIRMED, 0.2)):
                if is_answered and chance.random() < odds:
                    yield standard(place, unit, chance.choice(verdicts), "意见", stage)
    for place, rule in enumerate(breakdown.scoring):
        if rule.method.is_typed and not rule.terms.lapses and chance.random() < 0.8:
            for unit in ASSESSED:
                if chance.random() < 0.95:
                    low, high = int(rule.lowest * 4), int(rule.highest * 4)
                    yield points(place, unit, str(Decimal(chance.randint(low, high)) / 4), "理由", LABOUR)
