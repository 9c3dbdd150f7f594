"""What can be wrong with the sheet 评分 and with assessed periods as a whole (contract sections 2 and 7)."""

from collections.abc import Iterator
from itertools import combinations

from model.assessment.scoring_rule import FULL_MARK, Method, ScoreRule
from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.labels import Sheet
from model.quantity import plain, sum_of


def check_scoring(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """Every finding of this module; `file` is the breakdown's name."""
    for rule in breakdown.scoring:
        if why := _without_ground(rule, breakdown):
            place = Place(file=file, sheet=Sheet.SCORING, cell=rule.cell)
            yield found("B20", place, value=rule.subject, method=rule.method, what=why)
    yield from _scored_twice(breakdown, file)
    yield from _full_marks(breakdown, file)
    yield from _left_out(breakdown, file)
    yield from _somebody_checks(breakdown, file)


def _without_ground(rule: ScoreRule, breakdown: Breakdown) -> str:
    """Why a rule can never give points; empty where it can."""
    if rule.method is Method.STANDARDS:
        judged = (set(breakdown.codes_of_standard(one)) for one in breakdown.standards)
        return "" if any(codes & set(rule.codes) for codes in judged) else "“验收标准”里没有它的标准"
    if rule.method in (Method.COMPLETION, Method.STEPS) and all(breakdown.by_code[code].part_of for code in rule.codes):
        return "它的指标都是别的指标的其中项，其中项不计分"
    if rule.method.is_typed and not any(breakdown.by_code[code].first_check for code in rule.codes):
        return "它的指标没有写由谁初核，没有部门打分"
    return ""


def _scored_twice(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for one, other in combinations(breakdown.scoring, 2):
        if one.method is not other.method or one.method is Method.DEDUCTION:
            continue
        codes = [code for code in one.codes if code in other.codes]
        if codes:
            place = Place(file=file, sheet=Sheet.SCORING, cell=other.cell)
            named = "、".join(codes)
            yield found("B39", place, value=other.subject, other=one.subject, method=one.method, codes=named)


def _full_marks(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    for project in breakdown.projects:
        rules = breakdown.rules_of(project)
        full = sum_of(rule.full for rule in rules)
        # A 分值 that could not be read is a finding of its own.
        if full != FULL_MARK and rules[0].cell is not None and all(rule.points for rule in rules):
            place = Place(file=file, sheet=Sheet.SCORING, cell=rules[0].cell)
            yield found("B40", place, value=breakdown.project_of(project), total=plain(full))


def _left_out(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    """Indicators of a project with rules of its own that none of them speaks of."""
    for project in breakdown.projects:
        rules = [rule for rule in breakdown.rules_of(project) if rule.method is not Method.DEDUCTION]
        scored = {code for rule in rules for code in rule.codes}
        own = [one for one in breakdown.indicators if one.project_key == project and not one.part_of]
        left_out = [one.code for one in own if one.code not in scored]
        if left_out and any(rule.cell for rule in rules):
            place = Place(file=file, sheet=Sheet.SCORING, cell=rules[0].cell)
            codes = "、".join(left_out)
            yield found("B42", place, value=breakdown.project_title(project), codes=codes)


def _somebody_checks(breakdown: Breakdown, file: str) -> Iterator[Finding]:
    if any(one.first_check for one in breakdown.indicators):
        return
    for note in breakdown.periods:
        if note.assessment:
            yield found("B41", Place(file=file, sheet=Sheet.PERIODS, cell=note.cell), period=note.period.title)
