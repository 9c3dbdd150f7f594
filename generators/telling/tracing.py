"""Where each figure of a paper comes from: every phrase with a figure is noted as it is made, in the paper's order."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from generators.stages import origin_words
from generators.summary.places import SummaryPlaces
from generators.word.bookmarks import marked, without_signs
from model.figure import Figure, Total
from model.labels import CARRY_OVER_FILE, FormColumn, Sheet
from model.results import Results
from model.submission import Source

_PAPER = re.compile(r"^(?:\.\./)?|\.\w+(?=\s|$)")
RANK_SOURCE = "按完成率或完成情况在同组单位中排列"
_MOST_TOLD = 500
"""How many units' sources one figure names: a cell of Excel has no room for those of a nation."""
_WORDS_KEPT = 4096


class Origin(str):
    """The words that say where a figure comes from, and the first cell that they name."""

    __slots__ = ("first",)
    first: Source | None

    def __new__(cls, words: str, first: Source | None = None) -> "Origin":
        """`first` is None where the words name no cell."""
        made = super().__new__(cls, words)
        made.first = first
        return made


@dataclass(frozen=True, slots=True)
class TracedFigure:
    """One figure of the notice.

    `place` is the heading it stands under, `words` what is printed, `code` the indicator (empty for counts over
    several), `what` says what it is, `source` where it comes from, down to file, sheet and cell; `first` is the first
    of these cells.
    """

    place: str
    words: str
    code: str
    what: str
    source: str
    first: Source | None = None
    cell: str = ""
    is_exact: bool = True

    @property
    def origin(self) -> str:
        """What the figure's bookmark is named after: the cell of 汇总表.xlsx, else the paper that it comes from."""
        return self.cell or _PAPER.sub("", self.source.partition("（")[0])


@lru_cache(_WORDS_KEPT)
def has_figure(words: str) -> bool:
    """Whether `words` hold a figure, whose source has to be told."""
    return any(map(str.isdigit, words))


def traced(place: str, words: str, what: str, source: str, code: str = "", cell: str = "") -> TracedFigure:
    """One figure; the first of its cells is known where `source` is an `Origin`."""
    first = source.first if isinstance(source, Origin) else None
    return TracedFigure(place, words, code, what, source, first, cell)


class Tracer:
    """Takes note of the figures of one paper; `place` is set as the telling moves on."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._breakdown = results.breakdown
        self._adjusted = {
            (one.code, one.unit)
            for one in results.breakdown.adjustments
            if one.since.first_day <= results.period.last_day
        }
        self.summary = SummaryPlaces(results)
        self.place = ""
        self.figures: list[TracedFigure] = []

    def note(self, words: str, what: str, source: str, code: str = "", cell: str = "", *, is_exact: bool = True) -> str:
        """Takes note of `words` where they hold a figure, and returns them marked; they hold no marked figure yet."""
        if not has_figure(words):
            return without_signs(words)
        figure = traced(self.place, words, what, source, code, cell)
        self.figures.append(figure if is_exact else replace(figure, is_exact=False))
        return marked(words, len(self.figures) - 1)

    def figure(self, figure: Figure) -> Origin:
        """Where a unit's figure stands, and in an assessed period whose it is."""
        return Origin(origin_words(self._results, figure), figure.source)

    def total(self, figures: tuple[Figure, ...]) -> Origin:
        """Where the figures stand that make up a total, unit by unit."""
        present = [one for one in figures if one.is_present]
        if len(present) == 1:
            return self.figure(present[0])
        words = "；".join(f"{one.unit} {self.figure(one)}" for one in present[:_MOST_TOLD])
        rest = f"；……共{len(present)}个单位，逐个见附件各行" if len(present) > _MOST_TOLD else ""
        return Origin(f"{words}{rest}", present[0].source if present else None)

    def target(self, code: str, unit: str = "") -> Origin:
        """Where a target is written: the city's own where `unit` is empty."""
        file, breakdown = self._results.breakdown_file, self._breakdown
        if (code, unit) in self._adjusted:
            return Origin(f"{file} {Sheet.ADJUSTMENTS}（{code}{' ' + unit if unit else ''}）")
        cell = breakdown.target_cells.get((code, unit))
        if cell:
            return Origin(f"{file} {Sheet.INDICATORS}!{cell}", Source(file, Sheet.INDICATORS, cell))
        column = unit if unit and breakdown.targets[code, unit].value is not None else "目标"
        return Origin(f"{file} {Sheet.INDICATORS}（{code} {column}）")

    def completion(self, figures: tuple[Figure, ...], code: str, unit: str = "") -> Origin:
        """A completion: the value's source and the target's."""
        return self.share(figures, self.target(code, unit))

    def share(self, figures: tuple[Figure, ...], target: str) -> Origin:
        """What the figures come to, held against `target`."""
        return self.against(self.total(figures), target)

    def against(self, value: Origin, target: str) -> Origin:
        """A value held against `target`."""
        return Origin(f"{value} ÷ {target}", value.first)

    def previous(self, total: Total) -> str:
        """What a total is compared with."""
        period = self._results.previous.period
        before = f"../{period.name}/结果/结果.json totals {total.code}" if period else CARRY_OVER_FILE
        return f"本期累计减上期累计（{before}）"

    def words_of(self, figure: Figure, column: FormColumn) -> Origin:
        """A unit's own sentence: the row of its figure."""
        return Origin(f"{self.figure(figure)} 同行“{column}”", figure.source)

    @property
    def breakdown_file(self) -> str:
        return self._results.breakdown_file
