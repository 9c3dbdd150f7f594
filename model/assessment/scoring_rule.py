"""Rules of scoring as data (contract section 2, 评分): how many points a project or an indicator gives, and by what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from model.quantity import HUNDRED, halfwidth, plain, quotient

FULL_MARK = HUNDRED
"""Points of a project that no row of 评分 speaks of; also what scores of projects are brought to."""


class Method(StrEnum):
    """计分办法."""

    COMPLETION = "完成率"
    STEPS = "分档"
    STANDARDS = "标准通过率"
    MANUAL = "人工"
    DEDUCTION = "扣分"

    @property
    def is_typed(self) -> bool:
        """Whether a department gives the points itself, on the sheet 评分 of its 初核表 (contract section 7)."""
        return self in (Method.MANUAL, Method.DEDUCTION)


class Lapse(StrEnum):
    """What 扣分 may count by itself: of each period, what became of a unit's reports."""

    LATE = "迟报"
    RETURNED = "退回"
    MISSING = "未报"


@dataclass(frozen=True)
class Step:
    """A step of 分档: a completion of at least `share` (a fraction) gives `points`."""

    share: Decimal
    points: Decimal


@dataclass(frozen=True)
class Terms:
    """参数 as read; what a method does not know stays as it is here.

    `cap`, `threshold` and `floor` are shares of 完成率 as fractions (封顶, 低于…不得分, 保底), None where they are not
    said. `steps` go from the highest down. `low` and `high` bound the points of 人工. `lapses` are points each time.
    """

    cap: Decimal | None = None
    threshold: Decimal | None = None
    floor: Decimal | None = None
    steps: tuple[Step, ...] = ()
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    lapses: Mapping[Lapse, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoreRule:
    """A row of the sheet 评分: `subject` as it is written there, `codes` the indicators that it is about.

    All of them are of the project `project_key`. `points` (分值) is the most that it gives, of 扣分 that it takes.
    """

    subject: str
    project_key: str
    codes: tuple[str, ...]
    points: Decimal
    method: Method
    terms: Terms = field(default_factory=Terms)
    note: str = ""
    cell: str | None = None

    @property
    def full(self) -> Decimal:
        """What it adds to the full mark: 扣分 only takes away."""
        return Decimal(0) if self.method is Method.DEDUCTION else self.points

    @property
    def lowest(self) -> Decimal:
        """The fewest points that may be typed."""
        return -self.points if self.method is Method.DEDUCTION else self.terms.low

    @property
    def highest(self) -> Decimal:
        """The most points that may be typed."""
        if self.method is Method.DEDUCTION:
            return Decimal(0)
        return self.points if self.terms.high is None else self.terms.high

    def cap(self, basic_cap: Decimal) -> Decimal:
        """Up to which share a completion counts; `basic_cap` is 计分封顶."""
        if self.method is Method.STEPS:
            return max(Decimal(1), *(step.share for step in self.terms.steps))
        return basic_cap if self.terms.cap is None else self.terms.cap


def default_rule(project_key: str, codes: Sequence[str]) -> ScoreRule:
    """The rule of a project that the sheet 评分 does not speak of: completion alone."""
    return ScoreRule(project_key, project_key, tuple(codes), FULL_MARK, Method.COMPLETION)


# Reading 参数

_PARTS = re.compile("[;,、]")
_PERCENT = r"(?P<percent>\d+(?:\.\d+)?)%"
_POINTS = r"(?P<points>\d+(?:\.\d+)?)"
_SHARES = {
    "cap": re.compile(rf"封顶{_PERCENT}$"),
    "threshold": re.compile(rf"低于{_PERCENT}不得分$"),
    "floor": re.compile(rf"保底{_PERCENT}$"),
}
_STEP = re.compile(rf"(?:>=|≥)?{_PERCENT}(?:及?以上)?[:得]*{_POINTS}分$")
_BOUNDS = re.compile(r"(?P<low>\d+(?:\.\d+)?)[-—–~～至到]+(?P<high>\d+(?:\.\d+)?)分?$")
_LAPSE = re.compile(rf"(?P<lapse>{'|'.join(Lapse)})(?:每次|一次|每期)?扣?{_POINTS}分$")
HOW_TO_WRITE: Mapping[Method, str] = {
    Method.COMPLETION: "空白，或“封顶110%；低于60%不得分；保底50%”中的几项",
    Method.STEPS: "“100%以上得10分；90%以上得8分”这样的几档，从高到低，最高一档就是分值",
    Method.STANDARDS: "空白",
    Method.MANUAL: "空白（0 到分值），或“2—8”这样的上下限，不超过分值",
    Method.DEDUCTION: "空白（由部门打分），或“迟报每次扣1分；退回每次扣2分；未报每次扣5分”",
}
"""What 参数 may hold, by method: the lint's expectation."""


def read_terms(method: Method, text: str, points: Decimal) -> Terms | None:
    """What 参数 says for `method` under a 分值 of `points`; None where it cannot be read or does not fit."""
    parts = [part for part in _PARTS.split(halfwidth(text)) if part]
    match method:
        case Method.COMPLETION:
            return _completion_terms(parts)
        case Method.STEPS:
            return _step_terms(parts, points)
        case Method.STANDARDS:
            return None if parts else Terms()
        case Method.MANUAL:
            return _manual_terms(parts, points)
        case Method.DEDUCTION:
            return _deduction_terms(parts)


def _completion_terms(parts: Sequence[str]) -> Terms | None:
    shares: dict[str, Decimal] = {}
    for part in parts:
        found = [(name, match) for name, pattern in _SHARES.items() if (match := pattern.match(part))]
        if not found or found[0][0] in shares:
            return None
        name, match = found[0]
        shares[name] = quotient(Decimal(match["percent"]), HUNDRED)
    cap = shares.get("cap")
    if any(shares.get(name, Decimal(0)) > (cap or 1) for name in ("threshold", "floor")):
        return None
    return Terms(cap, shares.get("threshold"), shares.get("floor"))


def _step_terms(parts: Sequence[str], points: Decimal) -> Terms | None:
    matches = [_STEP.match(part) for part in parts]
    if not matches or None in matches:
        return None
    read = ((match["percent"], match["points"]) for match in matches if match)
    steps = tuple(Step(quotient(Decimal(percent), HUNDRED), Decimal(given)) for percent, given in read)
    is_falling = all(a.share > b.share and a.points >= b.points for a, b in pairwise(steps))
    return Terms(steps=steps) if is_falling and steps[0].points == points else None


def _manual_terms(parts: Sequence[str], points: Decimal) -> Terms | None:
    if not parts:
        return Terms()
    match = _BOUNDS.match(parts[0])
    if match is None or len(parts) > 1:
        return None
    low, high = Decimal(match["low"]), Decimal(match["high"])
    return Terms(low=low, high=high) if low < high <= points else None


def _deduction_terms(parts: Sequence[str]) -> Terms | None:
    lapses: dict[Lapse, Decimal] = {}
    for part in parts:
        match = _LAPSE.match(part)
        if match is None or Lapse(match["lapse"]) in lapses:
            return None
        lapses[Lapse(match["lapse"])] = Decimal(match["points"])
    return Terms(lapses=lapses)


# In words


def rule_in_words(rule: ScoreRule, basic_cap: Decimal) -> str:
    """How a rule gives its points, for people, without a full stop; `basic_cap` is 计分封顶."""
    points, terms = plain(rule.points), rule.terms
    match rule.method:
        case Method.COMPLETION:
            parts = [f"按完成率计{points}分，封顶{_percent(rule.cap(basic_cap))}"]
            parts += [f"低于{_percent(terms.threshold)}的不得分"] if terms.threshold is not None else []
            parts += [f"保底{_percent(terms.floor)}"] if terms.floor is not None else []
            return "，".join(parts)
        case Method.STEPS:
            steps = "，".join(f"{_percent(one.share)}以上得{plain(one.points)}分" for one in terms.steps)
            return f"按完成率分档计{points}分：{steps}，再低的不得分"
        case Method.STANDARDS:
            return f"按验收标准通过的比例计{points}分，不适用的不算"
        case Method.MANUAL:
            return f"由初核单位打分，{plain(rule.lowest)}至{plain(rule.highest)}分"
        case Method.DEDUCTION:
            if not terms.lapses:
                return f"由初核单位扣分，最多扣{points}分"
            lapses = "，".join(f"{lapse}每次扣{plain(taken)}分" for lapse, taken in terms.lapses.items())
            return f"{lapses}，最多扣{points}分"


def _percent(share: Decimal | None) -> str:
    return f"{plain((share or Decimal(0)) * HUNDRED)}%"
