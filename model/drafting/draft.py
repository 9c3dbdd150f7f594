"""The draft of a breakdown: rows proposed from papers, each with the words that it rests on and what is doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.drafting.paper import Passage
from model.indicator import Accrual, Direction, Kind, Rollup
from model.quantity.stated import NoTarget


@dataclass(frozen=True)
class Source:
    """Words that a row rests on: a passage, and where in it (`start` to `end`) what was read stands."""

    passage: Passage
    start: int
    end: int


@dataclass(frozen=True)
class DraftedIndicator:
    """A proposed row of the sheet 指标.

    `target` and `unit_targets` (by reporting unit) are what stands in the cells: a phrase in `unit` that
    `read_quantity` reads back to the amount (2.72万人次), —, 由…统一安排实施, or empty for asked without a target.
    `sources` begins with the city's own words. `reasons` says for a column (类型, 汇总方式, 单位 …) why it was proposed
    so; `doubts` what a person has to look at.
    """

    code: str
    category: str
    project: str
    name: str
    task: str
    unit: str
    kind: Kind
    rollup: Rollup
    accrual: Accrual
    schedule: str
    direction: Direction
    comparison: str
    digits: int
    part_of: str
    leads: tuple[str, ...]
    shared: tuple[str, ...]
    first_check: tuple[str, ...]
    final_check: tuple[str, ...]
    target: str
    unit_targets: Mapping[str, str]
    sources: tuple[Source, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftedStandard:
    """A proposed row of the sheet 验收标准. `thresholds` are the amounts in it as written (床位不少于50张)."""

    codes: tuple[str, ...]
    project: str
    number: str
    text: str
    is_veto: bool
    thresholds: tuple[str, ...]
    sources: tuple[Source, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftedUnit:
    """A proposed row of the sheet 填报单位; `kind` is its 类型."""

    name: str
    kind: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftedDuty:
    """A proposed row of the sheet 项目."""

    category: str
    number: str
    project: str
    department: str
    person: str = ""
    leader: str = ""
    contact: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Unadopted:
    """A figure of a paper that stands in no row, and why; `figure` is how the paper writes it."""

    source: Source
    figure: str
    reason: str

    @property
    def wants_decision(self) -> bool:
        """Whether a person has to say if it is to be a row; a date or an age never is."""
        return self.reason in _TO_DECIDE


_TO_DECIDE = frozenset((NoTarget.NO_NUMBER, NoTarget.UNCLEAR, NoTarget.BASE))


@dataclass(frozen=True)
class Draft:
    """A breakdown as far as papers tell it. `region`, `year` and `level` are empty or None where none of them does.

    `files` are the names and sha256 of the papers, `doubts` what is doubtful of the whole (which region, which level).
    """

    region: str
    year: int | None
    level: str
    files: tuple[tuple[str, str], ...]
    indicators: tuple[DraftedIndicator, ...]
    standards: tuple[DraftedStandard, ...]
    units: tuple[DraftedUnit, ...]
    duties: tuple[DraftedDuty, ...]
    unadopted: tuple[Unadopted, ...]
    doubts: tuple[str, ...] = ()
