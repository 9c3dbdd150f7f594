"""What an assessed period comes to: scores and ranks by project and overall, and the 核减 list (contract section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from model.assessment.checked import CheckedStandard, Checks, Deduction
from model.assessment.scoring_rule import FULL_MARK, ScoreRule
from model.period import Period
from model.quantity import quotient, round_half_up, shown_percent
from model.submission import Source

SCORE_DIGITS = 2
"""Decimal places with which scores are shown, and by which they are ranked."""


def shown_points(score: Decimal) -> Decimal:
    """A score in points of a hundred, as shown; what falls short of 100 is never shown as 100."""
    if score > FULL_MARK:
        return round_half_up(score, SCORE_DIGITS)
    return shown_percent(quotient(score, FULL_MARK), SCORE_DIGITS)


@dataclass(frozen=True)
class RuleScore:
    """What one rule of 评分 gives a unit.

    `points` is None while a part of it is not known, `why` then says which; of typed points it is the department's
    理由, `source` their cell. `share` is what the points were worked out from: a mean completion, or the part of the
    standards that passed.
    """

    rule: ScoreRule
    points: Decimal | None
    share: Decimal | None = None
    why: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class ProjectScore:
    """A unit's score in a project: `points` of `full` (分值), and `score` as points of a hundred.

    `rules` are those that apply to the unit, `failed` the vetoes that it failed: its project is then 不予通过, with a
    score of 0 and without a rank. `points` and `score` are None while a part is not known.
    """

    unit: str
    project_key: str
    rules: tuple[RuleScore, ...]
    points: Decimal | None
    full: Decimal
    score: Decimal | None
    failed: tuple[CheckedStandard, ...] = ()
    rank: int | None = None
    tied: bool = False

    @property
    def is_vetoed(self) -> bool:
        """Whether the project is 不予通过 for the unit."""
        return bool(self.failed)

    @property
    def unknown(self) -> str:
        """Why there is no score; empty where there is one."""
        return "；".join(dict.fromkeys(one.why for one in self.rules if one.points is None))


@dataclass(frozen=True)
class UnitScore:
    """A unit's overall score in points of a hundred and its place, both None where there is none.

    `year_*` are the same of 年中 and 年末 together, None where one of the two is not there.
    """

    unit: str
    score: Decimal | None
    rank: int | None = None
    tied: bool = False
    year_score: Decimal | None = None
    year_rank: int | None = None
    year_tied: bool = False


@dataclass(frozen=True)
class EarlierAssessment:
    """The other assessment of the year: its word (年中), its period, its 评价权重, and each unit's overall score."""

    word: str
    period: Period
    weight: Decimal
    overall: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """An assessed period. `word` is 年中 or 年末; `projects` stand by unit, then project, `overall` by unit.

    `left_out` are the projects (类别/项目) without a score for any unit, because a department has not answered.
    """

    word: str
    weight: Decimal
    checks: Checks
    projects: tuple[ProjectScore, ...]
    overall: tuple[UnitScore, ...]
    left_out: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    earlier: EarlierAssessment | None = None

    def of(self, unit: str, project_key: str) -> ProjectScore | None:
        """A unit's score in a project; None where it is not asked the project."""
        return self._projects.get((unit, project_key))

    def overall_of(self, unit: str) -> UnitScore:
        """Raises KeyError for a unit that is not assessed."""
        return self._overall[unit]

    @cached_property
    def _projects(self) -> Mapping[tuple[str, str], ProjectScore]:
        return {(one.unit, one.project_key): one for one in self.projects}

    @cached_property
    def _overall(self) -> Mapping[str, UnitScore]:
        return {one.unit: one for one in self.overall}
