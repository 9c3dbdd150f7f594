"""A new draft merged with what a person made of the last one: three ways, cell by cell, no correction lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from model.drafting.changes import Change, ChangeKind
from model.drafting.matching import keys_in_last
from model.drafting.measures import doubt_of_unit
from model.drafting.tables import DraftTable, Line
from model.labels import (
    NOT_ASKED,
    BasicColumn,
    DraftColumn,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)

GONE_DOUBT = "这一行是从文件起草、您又改过的，现在的文件里已经没有了：还要不要，请您定"
"""Said of a line that stays because a person worked on it, although no paper has it any more."""

_RENAMED_FROM = 0.8
"""From which share of equal cells on a column is one of the draft under another name."""
_DOUBT = str(DraftColumn.DOUBT)
_OF_THE_DRAFT = frozenset(DraftColumn)
"""Columns that tell of the draft: what changes in them is no figure, and who wipes them has not worked on the line."""
_TITLES: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.PROJECT, IndicatorColumn.NAME),
    Sheet.PROJECTS: (ProjectColumn.PROJECT, ProjectColumn.DEPARTMENT),
    Sheet.STANDARDS: (StandardColumn.STANDARD,),
    Sheet.UNITS: (UnitColumn.NAME,),
}
"""The cells by which a person knows a line."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.NAME,),
    Sheet.PROJECTS: (ProjectColumn.PROJECT, ProjectColumn.DEPARTMENT),
    Sheet.UNITS: (UnitColumn.NAME,),
    Sheet.BASICS: (BasicColumn.ITEM,),
}
"""What a line is called, beside its code; an acceptance standard is called after its project (`_name_of_standard`)."""
_FIRST_WORDS = 16


def merged(
    new: Sequence[DraftTable], last: Sequence[DraftTable], now: Sequence[DraftTable]
) -> tuple[tuple[DraftTable, ...], tuple[Change, ...]]:
    """What is to stand in the workbook, and what is not as it was.

    `last` is what was drafted last time, `now` what stands in the workbook; a line of a person's own has no key there.
    A cell that the person changed stays, any other is as in `new`. Lines stand as the person ordered them, a new one
    behind the one that it follows in `new`; it asks nothing of units that only the person has. A line that the person
    took out stays out; one that the papers have no more goes, unless the person worked on it. A column that the person
    took out stays out, one that they renamed is known by its cells. A doubt that the person wiped out of 疑点 is
    settled, and so is an item of 基本信息 that they filled in; one that is new comes in.
    """
    drafted, standing = ({table.sheet: table for table in tables} for tables in (last, now))
    renamed = _renamed_columns(drafted.get(Sheet.INDICATORS), standing.get(Sheet.INDICATORS), new)
    projects = _projects([*last, *now, *new])
    tables: list[DraftTable] = []
    changes: list[Change] = []
    for table in new:
        before = drafted.get(table.sheet, DraftTable(table.sheet, (), ()))
        stands = standing.get(table.sheet)
        if stands is None:
            stands = DraftTable(table.sheet, table.labels, ())
        if table.sheet == Sheet.INDICATORS:
            table, before = _relabelled(table, renamed), _relabelled(before, renamed)
        elif table.sheet == Sheet.UNITS:
            stands = _renamed_units_known(stands, before, renamed)
        own_units = _own_units(standing.get(Sheet.UNITS), table) if table.sheet == Sheet.INDICATORS else frozenset()
        one = _Merging(table, before, stands, projects, own_units)
        tables.append(one.table())
        changes += one.changes
    return tuple(tables), tuple(changes)


def _projects(tables: Iterable[DraftTable]) -> dict[str, str]:
    """The project of each code, as the last of `tables` has it."""
    cells = (line.cells for table in tables if table.sheet == Sheet.INDICATORS for line in table.lines)
    return {one.get(IndicatorColumn.CODE, ""): one.get(IndicatorColumn.PROJECT, "") for one in cells}


# Columns under another name


def _renamed_columns(last: DraftTable | None, standing: DraftTable | None, new: Sequence[DraftTable]) -> dict[str, str]:
    """The name that a person gave to a column of the sheet 指标 (新城区 is 示范区 here), by the one drafted."""
    if last is None or standing is None:
        return {}
    drafted = {*last.labels, *(label for table in new if table.sheet == standing.sheet for label in table.labels)}
    spare = [label for label in standing.labels if label not in drafted]
    by_key = {line.key: line.cells for line in last.lines}
    pairs = [(by_key[line.key], line.cells) for line in standing.lines if line.key in by_key]
    renamed: dict[str, str] = {}
    for label in (one for one in last.labels if one not in standing.labels):
        shares = {own: _share_of_equal(pairs, label, own) for own in spare if own not in renamed.values()}
        own = max(shares, key=lambda one: shares[one], default="")
        if own and shares[own] >= _RENAMED_FROM:
            renamed[label] = own
    return renamed


def _share_of_equal(pairs: Iterable[tuple[Mapping[str, str], Mapping[str, str]]], label: str, own: str) -> float:
    """How many of the cells that are filled in either column are equal in both."""
    filled = [(before.get(label), now.get(own)) for before, now in pairs if label in before or own in now]
    return sum(one == other for one, other in filled) / len(filled) if filled else 0


def _relabelled(table: DraftTable, renamed: Mapping[str, str]) -> DraftTable:
    lines = (
        replace(line, cells={renamed.get(label, label): text for label, text in line.cells.items()})
        for line in table.lines
    )
    return DraftTable(table.sheet, tuple(renamed.get(label, label) for label in table.labels), tuple(lines))


def _renamed_units_known(units: DraftTable, last: DraftTable, renamed: Mapping[str, str]) -> DraftTable:
    """The sheet 填报单位 in which a unit whose column was renamed has the key of the one drafted."""
    keys = {line.cells.get(UnitColumn.NAME, ""): line.key for line in last.lines}
    present = {line.key for line in units.lines}
    wanted = {own: keys[label] for label, own in renamed.items() if keys.get(label, "") not in {"", *present}}
    lines = (replace(line, key=line.key or wanted.get(line.cells.get(UnitColumn.NAME, ""), "")) for line in units.lines)
    return replace(units, lines=tuple(lines))


def _own_units(standing: DraftTable | None, new: DraftTable) -> frozenset[str]:
    """The units that only the person put into 填报单位: no paper says what they are asked."""
    lines = standing.lines if standing else ()
    return frozenset(line.cells.get(UnitColumn.NAME, "") for line in lines) - set(new.labels)


# One table


@dataclass
class _Merging:
    """One table as it is in the new draft, the last one and the workbook; `changes` grow while it is merged.

    `projects` are those of the codes of indicators.
    """

    new: DraftTable
    last: DraftTable
    standing: DraftTable
    projects: Mapping[str, str]
    own_units: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.changes: list[Change] = []
        self._known = keys_in_last(self.new, self.last)
        self._drafted = {line.key: line for line in self.last.lines}
        renewed = {old: key for key, old in self._known.items()}
        self._coming = {line.key: line for line in self.new.lines}
        self._coming_by_old = {old: self._coming[key] for old, key in renewed.items()}
        self._labels = self._merged_labels()

    def table(self) -> DraftTable:
        """The merged table."""
        lines = [line for line in map(self._standing_line, self.standing.lines) if line is not None]
        present = {line.key for line in lines if line.key}
        anchor = ""
        for line in self.new.lines:
            if line.key in present:
                anchor = line.key
            elif (added := self._absent_line(line)) is not None:
                place = next((index for index, one in enumerate(lines, 1) if anchor and one.key == anchor), 0)
                lines.insert(place, added)
                anchor = line.key
        return DraftTable(self.new.sheet, self._labels, tuple(lines))

    def _merged_labels(self) -> tuple[str, ...]:
        """The columns of the workbook; one that only the new draft has stands behind the one that it follows there."""
        labels = list(self.standing.labels)
        filled = {label for line in self.new.lines for label in line.cells} - set(self.last.labels)
        anchor = ""
        for label in self.new.labels:
            if label not in labels and label in filled:
                labels.insert(labels.index(anchor) + 1 if anchor else 0, label)
            anchor = label if label in labels else anchor
        return tuple(labels)

    def _standing_line(self, line: Line) -> Line | None:
        """What becomes of a line of the workbook; None for one that goes with its paper."""
        if not line.key:
            return replace(line, doubts=_doubts_in(line))
        before, coming = self._drafted.get(line.key), self._coming_by_old.get(line.key)
        if before is None and line.key not in self._known:
            coming = self._coming.get(line.key)
        if coming is not None:
            return self._merged_line(line, before, coming)
        if before is None:
            return replace(line, key=self._spare_key(line), doubts=_doubts_in(line))
        is_worked_on = _differs(line, before.cells, self._labels)
        self._note(ChangeKind.GONE_KEPT if is_worked_on else ChangeKind.GONE_LINE, line, old=self._title(line))
        if not is_worked_on:
            return None
        doubts = (*_doubts_in(line), GONE_DOUBT)
        told = {_DOUBT: "\n".join(doubts)} if _DOUBT in self._labels else {}
        return replace(line, key=self._spare_key(line), cells={**line.cells, **told}, doubts=doubts)

    def _spare_key(self, line: Line) -> str:
        """The key of a line that no paper has any more, unless another line has come by it."""
        return "" if line.key in self._coming else line.key

    def _merged_line(self, line: Line, before: Line | None, coming: Line) -> Line:
        base = before.cells if before else {}
        cells: dict[str, str] = {}
        for label in dict.fromkeys((*self._labels, *base, *coming.cells)):
            was, stands, comes = (one.get(label, "") for one in (base, line.cells, coming.cells))
            is_untouched = stands == was and label in self._labels
            cells[label] = comes if is_untouched else stands
            if comes not in (was, stands) and label not in _OF_THE_DRAFT:
                kind, old = (self._new_value(label), was) if is_untouched else (ChangeKind.KEPT, stands)
                self._note(kind, Line(coming.key, line.cells), label, old, comes)
        is_filled = self.new.sheet == Sheet.BASICS and _differs(line, base, self._labels)
        doubts = _doubts_left(line, base, replace(coming, doubts=()) if is_filled else coming)
        if self.new.sheet == Sheet.INDICATORS:
            doubt = doubt_of_unit(line.cells, base, cells.get(IndicatorColumn.UNIT, ""))
            doubts = tuple(dict.fromkeys(filter(None, (*doubts, doubt))))
        cells[_DOUBT] = "\n".join(doubts) if _DOUBT in self._labels else ""
        return replace(coming, cells={label: text for label, text in cells.items() if text}, doubts=doubts)

    def _absent_line(self, line: Line) -> Line | None:
        """A line of the new draft that the workbook does not have; None where the person took it out."""
        if line.key in self._known:
            self._note(ChangeKind.DELETED, line, new=self._title(line))
            return None
        self._note(ChangeKind.NEW_LINE, line, new=self._title(line))
        for label in (one for one in line.cells if one not in self._labels):
            self._note(ChangeKind.KEPT, line, label, new=line.cells[label])
        cells = {label: text for label, text in line.cells.items() if label in self._labels}
        # A blank cell would ask the unit in silence.
        return replace(line, cells=cells | {label: NOT_ASKED for label in self._labels if label in self.own_units})

    def _title(self, line: Line) -> str:
        named = [line.cells[label] for label in _TITLES.get(self.new.sheet, ()) if label in line.cells]
        return "·".join(named) or next(iter(line.cells.values()), "")

    def _new_value(self, label: str) -> ChangeKind:
        is_recoded = self.new.sheet == Sheet.STANDARDS and label == StandardColumn.CODE
        return ChangeKind.RECODED if is_recoded else ChangeKind.NEW_VALUE

    def _note(self, kind: ChangeKind, line: Line, label: str = "", old: str = "", new: str = "") -> None:
        code = line.cells.get(IndicatorColumn.CODE, "")
        project = self._project(line, code)
        name = " ".join(line.cells[one] for one in _NAMES.get(self.new.sheet, ()) if one in line.cells)
        if self.new.sheet == Sheet.STANDARDS:
            name = _name_of_standard(line, project)
        self.changes.append(Change(kind, self.new.sheet, line.key, code, label, old, new, name, project))

    def _project(self, line: Line, code: str) -> str:
        """The project of a line; what an acceptance standard names instead of a code is its project."""
        if self.new.sheet != Sheet.STANDARDS:
            return line.cells.get(IndicatorColumn.PROJECT, "")
        return self.projects.get(code.split("、")[0], "" if code in self.projects else code)


def _name_of_standard(line: Line, project: str) -> str:
    """Its project, its number and how it begins."""
    number, text = line.cells.get(StandardColumn.NUMBER, ""), line.cells.get(StandardColumn.STANDARD, "")
    begins = f"{text[:_FIRST_WORDS]}……" if len(text) > _FIRST_WORDS else text
    return " ".join(filter(None, (project, f"第{number}条" if number else "", begins)))


def _differs(line: Line, base: Mapping[str, str], labels: Iterable[str]) -> bool:
    """Whether the person worked on a line, in a column that is there still."""
    columns = (label for label in labels if label not in _OF_THE_DRAFT)
    return any(base.get(label, "") != line.cells.get(label, "") for label in columns)


def _doubts_in(line: Line) -> tuple[str, ...]:
    """The doubts that stand in a line of the workbook, a person's own remark among them."""
    return tuple(line.cells.get(_DOUBT, "").splitlines())


def _doubts_left(line: Line, base: Mapping[str, str], coming: Line) -> tuple[str, ...]:
    """The doubts of the new draft but for those that the person has settled, behind what the person wrote there."""
    was, stands = base.get(_DOUBT, "").splitlines(), _doubts_in(line)
    settled = [one for one in was if one not in stands]
    own = [one for one in stands if one not in (*was, *coming.doubts)]
    return (*own, *(one for one in coming.doubts if one not in settled))
