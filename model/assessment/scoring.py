"""From the figures that count, conclusions and typed points to scores and ranks (contract section 7). No I/O."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from model.assessment.assessment import (
    Assessment,
    EarlierAssessment,
    ProjectScore,
    RuleScore,
    UnitScore,
    shown_points,
)  # fmt: skip
from model.assessment.check_form import Lapses
from model.assessment.checked import CheckedStandard, Checks, Conclusion
from model.assessment.scoring_rule import FULL_MARK, Method, ScoreRule
from model.breakdown import Breakdown
from model.figure import Figure, History, RollUp
from model.form import standard_row
from model.period import Period
from model.quantity import mean_of, product, quotient, sum_of
from model.rollup import placed, score_of
from model.submission import Reported

NO_CONCLUSION, NO_POINTS = "验收标准还没有结论", "部门还没有打分"
"""Why a rule gives no points yet."""


def assess(
    breakdown: Breakdown,
    period: Period,
    rollup: RollUp,
    reported: Mapping[tuple[str, str], Reported],
    checks: Checks,
    lapses: Lapses,
    history: History,
) -> Assessment:
    """The assessment of `period`; `rollup` holds the figures that count, `reported` what the units sent."""
    note = breakdown.note_of(period)
    scoring = _Scoring(breakdown, rollup, checks, lapses)
    projects = _ranked_projects(breakdown, scoring.projects())
    left_out = tuple(
        key for key in breakdown.projects if _has_no_score([one for one in projects if one.project_key == key])
    )
    earlier = _earlier(breakdown, period, history)
    overall = _overall(breakdown, [one for one in projects if one.project_key not in left_out])
    return Assessment(
        note.assessment,
        note.assessment_weight,
        checks,
        projects,
        _with_year(breakdown, overall, note.assessment_weight, earlier),
        left_out,
        tuple(checks.deductions(breakdown.by_code, reported)),
        earlier,
    )


def _has_no_score(projects: Sequence[ProjectScore]) -> bool:
    """Whether nobody's score is known yet; that of a failed veto is known without any department's word."""
    return any(one.score is None for one in projects) and all(one.score is None or one.is_vetoed for one in projects)


# One unit in one project


class _Scoring:
    """Scores each unit in each project that it is asked."""

    def __init__(self, breakdown: Breakdown, rollup: RollUp, checks: Checks, lapses: Lapses) -> None:
        self._breakdown, self._checks, self._lapses = breakdown, checks, lapses
        self._figures = {(one.code, one.unit): one for one in rollup.figures}
        self._places = {id(rule): place for place, rule in enumerate(breakdown.scoring)}
        self._standards = [breakdown.codes_of_standard(one) for one in breakdown.standards]

    def projects(self) -> Iterator[ProjectScore]:
        """By unit, then project, both in the breakdown's order; without ranks."""
        for unit in self._breakdown.units_assessed:
            keys = dict.fromkeys(one.project_key for one in self._breakdown.indicators_asked(unit.name))
            for key in keys:
                scored = self._project(unit.name, key)
                if scored is not None:
                    yield scored

    def _project(self, unit: str, project_key: str) -> ProjectScore | None:
        """None where no rule applies to the unit: nothing that it is asked there can be scored."""
        given = (self._rule(rule, unit) for rule in self._breakdown.rules_of(project_key))
        rules = tuple(one for one in given if one is not None)
        full = sum_of(one.rule.full for one in rules)
        failed = tuple(self._failed(unit, project_key))
        if not full and not failed:
            return None
        known = [one.points for one in rules if one.points is not None]
        points = max(Decimal(0), sum_of(known)) if len(known) == len(rules) and full else None
        if failed:
            points = Decimal(0)
        score = None if points is None else quotient(product(FULL_MARK, points), full or FULL_MARK)
        return ProjectScore(unit, project_key, rules, points, full, score, failed)

    def _failed(self, unit: str, project_key: str) -> Iterator[CheckedStandard]:
        for place, standard in enumerate(self._breakdown.standards):
            if standard.is_veto and self._is_of(place, unit, project_key):
                found = self._checks.conclusion(place, unit)
                if found is not None and found.conclusion is Conclusion.FAILED:
                    yield found

    def _is_of(self, place: int, unit: str, project_key: str) -> bool:
        """Whether a standard is asked of the unit for an indicator of the project."""
        by_code = self._breakdown.by_code
        codes = (code for code in self._standards[place] if by_code[code].project_key == project_key)
        return any(self._breakdown.is_asked(code, unit) for code in codes)

    def _rule(self, rule: ScoreRule, unit: str) -> RuleScore | None:
        """None where the rule does not apply to the unit."""
        figures = [one for code in rule.codes if (one := self._figures.get((code, unit))) is not None]
        if not figures:
            return None
        match rule.method:
            case Method.COMPLETION | Method.STEPS:
                return self._by_completion(rule, figures)
            case Method.STANDARDS:
                return self._by_standards(rule, unit)
            case Method.MANUAL | Method.DEDUCTION:
                return self._typed(rule, unit)

    def _by_completion(self, rule: ScoreRule, figures: Sequence[Figure]) -> RuleScore | None:
        cap = rule.cap(self._breakdown.basics.score_cap)
        shares = (
            (indicator_share(rule, one, score), one.indicator.weight)
            for one in figures
            if (score := reported_score(one, cap)) is not None
        )
        share = mean_of(shares)
        if share is None:
            return None
        return RuleScore(rule, points_for(rule, share), share)

    def _by_standards(self, rule: ScoreRule, unit: str) -> RuleScore | None:
        codes = set(rule.codes)
        asked = [
            place
            for place, of_standard in enumerate(self._standards)
            if codes.intersection(of_standard)
            and standard_row(self._breakdown, unit, self._breakdown.standards[place]) is not None
        ]
        found = [self._checks.conclusion(place, unit) for place in asked]
        if not asked:
            return None
        if None in found:
            return RuleScore(rule, None, why=NO_CONCLUSION)
        conclusions = [one.conclusion for one in found if one is not None]
        passed, failed = conclusions.count(Conclusion.PASSED), conclusions.count(Conclusion.FAILED)
        if not passed + failed:
            return None
        share = quotient(Decimal(passed), Decimal(passed + failed))
        return RuleScore(rule, product(rule.points, share), share)

    def _typed(self, rule: ScoreRule, unit: str) -> RuleScore:
        place = self._places[id(rule)]
        given = self._checks.first.scores.get((place, unit))
        if given is not None:
            return RuleScore(rule, given.points, why=given.reason, source=given.source)
        if counted := self._lapses.get((place, unit)):
            return RuleScore(rule, counted[0], why=counted[1])
        return RuleScore(rule, None, why=NO_POINTS)


def reported_score(figure: Figure, cap: Decimal) -> Decimal | None:
    """The score of a figure as a fraction, None for a row that does not score.

    One that was not reported scores 0, also where last period's figure stands in for it.
    """
    score = score_of(figure, cap)
    return score if score is None or figure.is_reported else Decimal(0)


def indicator_share(rule: ScoreRule, figure: Figure, score: Decimal) -> Decimal:
    """What an indicator counts under a rule of completion: its score, held against 低于…不得分 and 保底."""
    terms = rule.terms
    if terms.threshold is not None and score < terms.threshold:
        score = Decimal(0)
    if terms.floor is not None and figure.is_reported:
        score = max(score, terms.floor)
    return score


def points_for(rule: ScoreRule, share: Decimal) -> Decimal:
    """The points that a mean share gives under 完成率 or 分档."""
    if rule.method is Method.STEPS:
        return next((step.points for step in rule.terms.steps if share >= step.share), Decimal(0))
    return product(rule.points, share)


# Ranks


def _ranked_projects(breakdown: Breakdown, projects: Iterable[ProjectScore]) -> tuple[ProjectScore, ...]:
    """With ranks within 排名组, high to low; no rank without a score or for one that is 不予通过."""
    scored = list(projects)
    groups: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    rank_group = {one.name: one.rank_group for one in breakdown.units}
    for one in scored:
        if one.score is not None and not one.is_vetoed:
            groups[one.project_key, rank_group[one.unit]][one.unit] = shown_points(one.score)
    places = {(unit, key): place for (key, _), keys in groups.items() for unit, place in placed(keys).items()}
    return tuple(
        replace(one, rank=place[0], tied=place[1]) if (place := places.get((one.unit, one.project_key))) else one
        for one in scored
    )


def _overall(breakdown: Breakdown, projects: Sequence[ProjectScore]) -> list[UnitScore]:
    """The mean of each unit's project scores by 权重; none where one of them is not known."""
    of_unit: dict[str, list[ProjectScore]] = defaultdict(list)
    for one in projects:
        of_unit[one.unit].append(one)
    weights = {key: breakdown.project_weight(key) for key in breakdown.projects}
    overall = []
    for unit in breakdown.units_assessed:
        own = of_unit.get(unit.name, [])
        known = [(one.score, weights[one.project_key]) for one in own if one.score is not None]
        overall.append(UnitScore(unit.name, mean_of(known) if len(known) == len(own) else None))
    places = _places(breakdown, {one.unit: one.score for one in overall})
    return [replace(one, rank=places[one.unit][0], tied=places[one.unit][1]) if one.unit in places else one
            for one in overall]  # fmt: skip


def _places(breakdown: Breakdown, scores: Mapping[str, Decimal | None]) -> dict[str, tuple[int, bool]]:
    """Places within 排名组 of the units that have a score."""
    groups: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for unit in breakdown.units_assessed:
        score = scores.get(unit.name)
        if score is not None:
            groups[unit.rank_group][unit.name] = shown_points(score)
    return {unit: place for keys in groups.values() for unit, place in placed(keys).items()}


# The year


def _earlier(breakdown: Breakdown, period: Period, history: History) -> EarlierAssessment | None:
    """The assessment of the year before this one, the latest that has scores."""
    for outcome in reversed(history.periods):
        note = breakdown.note_of(outcome.period)
        if note.assessment and outcome.scores and outcome.period.last_day < period.last_day:
            return EarlierAssessment(note.assessment, outcome.period, note.assessment_weight, outcome.scores)
    return None


def _with_year(
    breakdown: Breakdown, overall: Sequence[UnitScore], weight: Decimal, earlier: EarlierAssessment | None
) -> tuple[UnitScore, ...]:
    """With the year's scores: both assessments by their 评价权重."""
    if earlier is None:
        return tuple(overall)
    years = {
        one.unit: mean_of([(earlier.overall[one.unit], earlier.weight), (one.score, weight)])
        for one in overall
        if one.score is not None and one.unit in earlier.overall
    }
    places = _places(breakdown, years)
    return tuple(
        replace(one, year_score=years[one.unit], year_rank=places[one.unit][0], year_tied=places[one.unit][1])
        if one.unit in places
        else one
        for one in overall
    )
