"""Several workbooks of one department: joined, the later in the place of the earlier, or told where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from model.catalogue import Place, found
from model.finding import Finding
from validators.assessment.asked import Asked, Key
from validators.assessment.lines import Line, Told, shown_line
from validators.assessment.paper import CheckPaper
from validators.entries import FileTime, file_time, is_known_time


@dataclass(frozen=True)
class CheckFile:
    """What one file holds: its rows by key, and what is wrong with them as rows."""

    asked: Asked
    paper: CheckPaper
    lines: Mapping[Key, Line]
    told: tuple[Told, ...]

    @property
    def time(self) -> FileTime:
        """When it was filled in."""
        return file_time(self.paper.filled_on, self.paper.modified)

    @cached_property
    def filled(self) -> Mapping[Key, Mapping[str, Decimal | str]]:
        """What its rows say, by key, where the department has filled them in."""
        inputs = {key: self.asked.inputs(key[0]) for key in self.lines}
        return {key: line.said(inputs[key]) for key, line in self.lines.items() if line.said(inputs[key][:1])}

    def differing(self, other: "CheckFile") -> list[Key]:
        """The rows that both fill in, differently."""
        return [key for key, said in self.filled.items() if other.filled.get(key, said) != said]

    def supersedes(self, earlier: "CheckFile") -> bool:
        """Whether it is known to be later and fills every row that `earlier` filled."""
        return is_known_time(earlier.time) and self.time > earlier.time and set(earlier.filled) <= set(self.filled)


@dataclass(frozen=True)
class JoinedFiles:
    """A department's rows from all its files; `superseded` leads from a file to the one that took its place."""

    lines: Mapping[Key, Line]
    standing: tuple[CheckFile, ...]
    superseded: Mapping[str, str]
    told: tuple[Told, ...]


def join_files(files: Sequence[CheckFile]) -> JoinedFiles:
    """Joins the parts of one department's workbook; `files` is not empty."""
    ordered = sorted(files, key=lambda one: (one.time, one.paper.file))
    superseded: dict[str, CheckFile] = {}
    standing: list[CheckFile] = []
    for later in _distinct(ordered):
        passed = [one for one in standing if one.differing(later) and later.supersedes(one)]
        superseded |= {one.paper.sha256: later for one in passed}
        standing = [*(one for one in standing if one not in passed), later]
    told = tuple(_contradictions(standing))
    lines: dict[Key, Line] = {}
    for one in standing:
        for key, line in one.lines.items():
            if key not in lines or key in one.filled:
                lines[key] = line
    led_on = {one.paper.file: _last(one, superseded) for one in ordered if one.paper.sha256 in superseded}
    return JoinedFiles(lines, tuple(standing), led_on, told)


def _distinct(files: Sequence[CheckFile]) -> Iterator[CheckFile]:
    """Each content once: the same workbook may have come twice."""
    seen: set[str] = set()
    for one in files:
        if one.paper.sha256 not in seen:
            seen.add(one.paper.sha256)
            yield one


def _last(one: CheckFile, superseded: Mapping[str, CheckFile]) -> str:
    """The file that stands in the end in the place of `one`."""
    while one.paper.sha256 in superseded:
        one = superseded[one.paper.sha256]
    return one.paper.file


def _contradictions(standing: Sequence[CheckFile]) -> Iterator[Told]:
    for earlier, later in combinations(standing, 2):
        for key in earlier.differing(later):
            yield key, _contradiction(earlier.lines[key], later.lines[key], later.asked.inputs(key[0]))


def _contradiction(earlier: Line, later: Line, inputs: tuple[str, str]) -> Finding:
    sent = later.sent(inputs[0])
    place = Place(later.department, later.file, sent.sheet, sent.address, later.indicator, inputs[0])
    said, here = shown_line(earlier, inputs), shown_line(later, inputs)
    return found("A17", place, value=here, label=later.subject, other=earlier.file, other_value=said)
