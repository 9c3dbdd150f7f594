"""Grouping of findings for people: the same fault over many cells is one line that names them all.

Programs get a finding a cell (结果.json); papers and the screen tell groups.
"""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from model.catalogue import CATALOGUE
from model.finding import Finding, Severity

GROUPED_FROM = 3
"""From how many findings on one line stands for all; also from how many cells on a run is written as G6—G12."""
_SAYS_MORE = ("{what}", "{fault}", "{subject}")
"""Words with which a sentence tells a fault of its own; an example cannot stand for the others."""
_TOLD_ONE_BY_ONE = frozenset(
    code for code, rule in CATALOGUE.items() if any(word in rule.sentence for word in _SAYS_MORE)
) | {"K01", "K21", "B31"}
"""Rules whose findings each have to be read: those, each line of 更正.xlsx, each total that does not add up."""
_ADDRESS = re.compile(
    r"(?:(?P<letters>[A-Z]+)(?P<line>[0-9]+)|(?P<table>表[0-9]+)R(?P<row>[0-9]+)C(?P<column>[0-9]+))$"
)


@dataclass(frozen=True)
class FindingGroup:
    """Findings that people read as one line: one finding, or three and more of the same fault in the same column.

    They share unit, file, sheet, rule, severity and whether and why they are settled; `findings` is never empty.
    """

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that gives the group its place and its example."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """How many findings it stands for (处)."""
        return len(self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all its indicators."""
        return tuple(dict.fromkeys(code for one in self.findings for code in one.codes))

    @property
    def cells(self) -> str:
        """All its cells for people: G6—G12、G15; empty where there is none."""
        return cells_text(cell for one in self.findings for cell in (one.cell or "").split(",") if cell)

    @property
    def place(self) -> str:
        """Sheet and cells for people: 填报!G6—G12, or what of it is known."""
        return "!".join(filter(None, (self.first.sheet, self.cells)))

    @property
    def title(self) -> str:
        """The fault in a few words; a relation has the title that all of them share."""
        relation = "X03" if self.first.severity is Severity.QUERY else "X02"
        return CATALOGUE[self.first.rule if self.first.rule in CATALOGUE else relation].title

    @property
    def message(self) -> str:
        """What is wrong; of several the fault, how many, whose, and the first as an example."""
        return self._told(self.first.message)

    @property
    def fault(self) -> str:
        """`message` without why it is settled."""
        return self._told(self.first.fault)

    def _told(self, sentence: str) -> str:
        if self.count == 1:
            return sentence
        rows = "、".join(dict.fromkeys("与".join(one.codes) for one in self.findings if one.codes))
        whose = f"：{rows}" if rows else ""
        return f"{self.title}，共 {self.count} 处{whose}。例如{self._example}{sentence}"

    @property
    def _example(self) -> str:
        return f" {self.first.cell.replace(',', '、')}：" if self.first.cell else ""

    @property
    def expected(self) -> str:
        """What was expected: what all share, else the first's with 等; empty where nothing was."""
        first = self.first.expected or ""
        alike = all(one.expected == self.first.expected for one in self.findings)
        return first if alike or not first else f"{first}等"

    @property
    def remedy(self) -> str:
        """What to do: what all share, else the first's as an example."""
        if all(one.remedy == self.first.remedy for one in self.findings):
            return self.first.remedy
        return f"例如{self._example}{self.first.remedy}其余各处照此办理。"

    @property
    def sentences(self) -> str:
        """What is wrong and what to do, as one text."""
        return f"{self.message}{self.remedy}"


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """`findings` as lines for people, each line at the place of its first; the order is kept."""
    alike: dict[Hashable, list[tuple[int, Finding]]] = {}
    for position, one in enumerate(findings):
        alike.setdefault(_likeness(one), []).append((position, one))
    lines: list[tuple[int, FindingGroup]] = []
    for same in alike.values():
        if len(same) >= GROUPED_FROM:
            lines.append((same[0][0], FindingGroup(tuple(one for _, one in same))))
        else:
            lines += ((position, FindingGroup((one,))) for position, one in same)
    return tuple(group for _, group in sorted(lines, key=lambda line: line[0]))


def _likeness(one: Finding) -> Hashable:
    """What findings of one group share. Where the column is not told, the letters of the cell tell it."""
    column = one.column or re.sub(r"[0-9].*", "", one.cell or "")
    told = one.message if one.rule in _TOLD_ONE_BY_ONE else ""
    return (one.unit, one.file, one.sheet, one.rule, one.severity, one.settled, one.settled_by, column, told)


def cells_text(cells: Iterable[str]) -> str:
    """Addresses for people, each once, column by column; three and more rows on end are written G6—G12."""
    columns: dict[str, list[tuple[int, str]]] = {}
    for cell in dict.fromkeys(cells):
        match = _ADDRESS.match(cell)
        if match is None:
            columns.setdefault(cell, []).append((0, cell))
        else:
            column = match["letters"] or f"{match['table']}C{match['column']}"
            columns.setdefault(column, []).append((int(match["line"] or match["row"]), cell))
    return "、".join(part for placed in columns.values() for part in _runs(placed))


def _runs(placed: list[tuple[int, str]]) -> Iterator[str]:
    """Cells of one column with their rows, in their order; rows on end as one run."""
    run: list[tuple[int, str]] = []
    for row, cell in placed:
        if run and row != run[-1][0] + 1:
            yield from _told_run(run)
            run = []
        run.append((row, cell))
    yield from _told_run(run)


def _told_run(run: list[tuple[int, str]]) -> Iterator[str]:
    if len(run) < GROUPED_FROM:
        yield from (cell for _, cell in run)
    else:
        yield f"{run[0][1]}—{run[-1][1]}"
