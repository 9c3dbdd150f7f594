"""Entries and acceptance standards out of the lines of tables, and which of their cells that leaves over.

A line's task is its cell of 指标任务. Where a number stands in a column of its own (目标值), what it is of and its
计量单位 go with it into one passage, at the number's place: 技能培训 | 万人次 | 16 is 技能培训：16万人次, and the
2.72 of a county is 2.72万人次.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from model.drafting.due import due_in, month_of
from model.drafting.paper import Criterion, Entry, Passage, Person
from model.quantity import halfwidth
from validators.published.columns import Column, unit_in, without_unit
from validators.published.departments import assignment_in, departments_in, marked_leads
from validators.published.listed_shares import with_listed_shares
from validators.published.long_form import has_only_amounts, of_region, with_region, words_of
from validators.published.standards import items_of
from validators.published.table_lines import Place, Sheet, TableLine, Tables, cell_text
from validators.published.units import is_unit
from validators.published.wording import bare, trimmed

SHORT = 25
"""Characters of a cell that says an amount rather than a sentence."""
_PERSONS = (Column.PERSON, Column.LEADER, Column.CONTACT, Column.TELEPHONE)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"^(?P<before>(?:不少于|不低于|不超过|超过|超|达到|约|≥|≤|>=|<=|>|<)?{_NUMBER}(?:\s*[—–~～-]\s*{_NUMBER})?)"
    rf"(?P<behind>以上|以下|以内|左右|余)?$"
)
_BARE_AMOUNT = re.compile(rf"^[≥≤<>=]*(?:不少于|不低于|超过?|达到)?{_NUMBER}[^\d，。；]{{0,6}}$")
"""An amount that does not say of what it is: 16万人次."""
_DIGIT = re.compile(r"\d")
_NO_VETO = frozenset(("否", "无", "—", "-", "/"))
_NUMBERED = re.compile(r"^\d{1,3}\s*[.．、]")


@dataclass
class Read:
    """What was taken from the tables so far; `used` are the cells whose words went into a passage, by block."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    progress: list[Passage] = field(default_factory=list)
    used: dict[int, set[Place]] = field(default_factory=dict)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Where the entry stands that lines of several regions share."""

    def add(self, region: str | None, entry: Entry) -> None:
        """An entry of a line; lines that ask the same of several regions make one."""
        if region is None:
            self.entries.append(entry)
            return
        mine, known = of_region(entry, region), self.places.get(words_of(entry))
        if known is None and region and has_only_amounts(entry):
            known = self._total_of(mine)
        if known is not None and (joined := with_region(self.entries[known], mine)) is not None:
            self.entries[known] = joined
            return
        self.places[words_of(entry)] = len(self.entries)
        self.entries.append(mine)

    def _total_of(self, entry: Entry) -> int | None:
        """The one line of the paper's own in a region's project, for a region that has its bare numbers below it."""
        totals = [
            at
            for at in self.places.values()
            if (self.entries[at].category, self.entries[at].project) == (entry.category, entry.project)
            and self.entries[at].task is not None
        ]
        return totals[0] if len(totals) == 1 else None

    def use(self, sheet: Sheet, place: Place) -> str:
        """The place of a cell as written, the cell being taken for said."""
        self.used.setdefault(sheet.block, set()).add(place)
        return sheet.place(place)


def read_lines(lines: Sequence[TableLine], file: str) -> Read:
    """The entries, standards and cells of progress of all lines, in their order."""
    read = Read(file)
    for _, one in groupby(lines, key=lambda line: (line.section, line.number, line.project)):
        project = list(one)
        found = [(line, _task(line, read), _shares(line, read)) for line in project]
        if not any(task or shares for _, task, shares in found):
            found = [(line, _named(line, read), shares) for line, _, shares in found[:1]]
        for line, task, shares in found:
            if task or shares:
                for entry in _entries(line, task, shares, read):
                    read.add(line.region, entry)
        for line in project:
            read.criteria += _criteria(line, read)
            read.progress += _progress(line, read)
    return read


def _entries(line: TableLine, task: Passage | None, shares: dict[str, Passage], read: Read) -> Iterator[Entry]:
    """The entries of a line; a cell that only lists regions gives these to the first."""
    first = with_listed_shares(_entry(line, task, shares, read))
    others = [with_listed_shares(one) for one in _further(line, first, read)]
    for listed in (one for one in others if one.task is None):
        first = replace(first, shares={**listed.shares, **first.shares})
    yield first
    yield from (one for one in others if one.task is not None)


def _entry(line: TableLine, task: Passage | None, shares: dict[str, Passage], read: Read) -> Entry:
    leads, shared = _leads(line)
    return Entry(
        line.category, line.number, line.project, task, shares, leads, shared,
        _departments(line, Column.FIRST_CHECK), _departments(line, Column.FINAL_CHECK), _person(line, read),
        _due(line, read), _milestones(line, read), above=_above(line, read),
    )  # fmt: skip


def _leads(line: TableLine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who shares: 责任单位 leads where there is no column 牵头单位, unless its cell says who does."""
    leads, helpers = _departments(line, Column.LEAD), _departments(line, Column.HELPER)
    cell = line.departments.get(Column.SHARED, "")
    _, said = assignment_in(cell)
    if said is not None:
        more, shared = said.leads_and_shared()
    elif line.header.has(Column.LEAD):
        more, shared = (), departments_in(cell)
    else:
        more, shared = marked_leads(departments_in(cell))
    return tuple(dict.fromkeys((*leads, *more))), tuple(dict.fromkeys((*shared, *helpers)))


def _departments(line: TableLine, column: Column) -> tuple[str, ...]:
    return departments_in(line.departments.get(column, ""))


def _person(line: TableLine, read: Read) -> Person | None:
    for column in line.header.of(*_PERSONS):
        holder = line.sheet.holder(line.row, column)
        if holder[1] == column:
            read.use(line.sheet, holder)
    words = [trimmed(line.departments.get(column, "")) for column in _PERSONS]
    return Person(*words) if any(words) else None


def _due(line: TableLine, read: Read) -> Passage | None:
    """The cell of 完成时限 that says a month."""
    for column in line.header.of(Column.DUE):
        text = line.sheet.text(line.row, column)
        if due_in(text) is not None:
            return Passage(read.file, read.use(line.sheet, line.sheet.holder(line.row, column)), text)
    return None


def _above(line: TableLine, read: Read) -> Passage | None:
    """What the region above has as its own task in a paper of one below it."""
    for column in line.header.of(Column.ABOVE):
        if text := line.sheet.own_text(line.row, column):
            return Passage(read.file, read.use(line.sheet, (line.row, column)), text)
    return None


def _milestones(line: TableLine, read: Read) -> dict[int, Passage]:
    """What columns such as 上半年 ask, by the month at whose end it has to be there."""
    found = {}
    for column in line.header.of(Column.MILESTONE):
        if line.sheet.own_text(line.row, column):
            text, place = _with_unit(line, column), read.use(line.sheet, (line.row, column))
            found[month_of(line.header.headings[column].label)] = Passage(read.file, place, text)
    return found


# Tasks and shares


def _task(line: TableLine, read: Read) -> Passage | None:
    """What the paper's own level is to do in a line: name, words and number together, at the last one's place.

    A bare amount that no column says what it is of is one of the project, unless the region above says what it counts.
    """
    words = line.column(Column.TASK) or line.column(Column.CONTENT)
    value, name = line.column(Column.VALUE), line.column(Column.NAME)
    columns = [column for column in (words, value) if column is not None and _own(line, column)]
    if len(columns) == 2 and (len(_with_unit(line, columns[1])) > SHORT or _counts_itself(line, columns[0])):
        columns = columns[1:]
    if name is not None and (columns or _own(line, name)):
        columns.insert(0, name)
    if not columns:
        return None
    text = place = ""
    for column in columns:
        before = _without_unit(line, column, text)
        joined, at = (
            _joined(before, _with_unit(line, column)),
            read.use(line.sheet, line.sheet.holder(line.row, column)),
        )
        text, place = joined, place if joined == text else at
    if _BARE_AMOUNT.match(bare(text)) and not any(_own(line, one) for one in line.header.of(Column.ABOVE)):
        text = _joined(line.project, text)
    return Passage(read.file, place, text, _unit(line, columns[-1]))


def _counts_itself(line: TableLine, column: int) -> bool:
    """Whether 建设内容 beside 年度目标 has figures of its own, which go into a line of their own."""
    return line.header.headings[column].column is Column.CONTENT and bool(_DIGIT.search(_own(line, column)))


def _further(line: TableLine, first: Entry, read: Read) -> Iterator[Entry]:
    """Lines of their own for what else of a line has figures: 建设内容 beside 目标任务, words beside a long 目标值."""
    for column in line.header.of(Column.CONTENT, Column.TASK, Column.VALUE):
        place = line.sheet.holder(line.row, column)
        if place not in read.used.get(line.sheet.block, ()) and _DIGIT.search(_own(line, column)):
            passage = Passage(read.file, read.use(line.sheet, place), _with_unit(line, column))
            yield replace(_entry(line, passage, {}, read), beside=first.task)


def _own(line: TableLine, column: int) -> str:
    return line.sheet.own_text(line.row, column)


def _joined(words: str, more: str) -> str:
    """Two cells as one text; one that the other says already is not said twice."""
    if not words or _says(more, words):
        return more
    return words if _says(words, more) else f"{trimmed(words)}：{more}"


def _says(text: str, part: str) -> bool:
    """Whether `part` stands in `text`, its figures whole: 12个 does not say 2个."""
    return re.search(rf"(?<![\d.]){re.escape(halfwidth(part))}(?![\d.])", halfwidth(text)) is not None


def _with_unit(line: TableLine, column: int) -> str:
    """A cell, its bare number followed by the unit of the column's label or of 计量单位."""
    return with_unit(line.sheet.text(line.row, column), _unit(line, column))


def _unit(line: TableLine, column: int) -> str:
    """The unit of a column's bare numbers: its label's, that of 计量单位, the one behind the name, or the table's."""
    of_row = next((bare(line.sheet.text(line.row, one)) for one in line.header.of(Column.UNIT)), "")
    return line.header.headings[column].unit or of_row or _unit_of_name(line) or line.sheet.unit


def _unit_of_name(line: TableLine) -> str:
    """The unit in 农村自来水入户（户）."""
    named = line.column(Column.NAME, Column.CONTENT, Column.TASK)
    unit = unit_in(bare(line.sheet.text(line.row, named))) if named is not None else ""
    return unit if is_unit(unit) else ""


def _without_unit(line: TableLine, column: int, words: str) -> str:
    """What goes before the cell of `column`: a name without the unit that its number takes from it."""
    text = bare(line.sheet.text(line.row, column))
    is_taken = words and _AMOUNT.match(text) and _unit(line, column) == _unit_of_name(line) != ""
    return without_unit(bare(words)) if is_taken else words


def with_unit(text: str, unit: str) -> str:
    """A bare number with `unit` behind it (54以上 in 个 is 54个以上), any other text as it is."""
    match = _AMOUNT.match(bare(text))
    if match is None or unit in ("", "/", "—", "-"):
        return text
    return f"{match['before']}{unit}{match['behind'] or ''}"


def _shares(line: TableLine, read: Read) -> dict[str, Passage]:
    """What each other region is to do. Words without a figure go for every cell that their merge covers, a figure only
    for the line that it stands in, and for the regions beside it."""
    shares: dict[str, Passage] = {}
    for column in line.header.of(Column.SHARE):
        holder = line.sheet.holder(line.row, column)
        text = _with_unit(line, column)
        if text and (holder[0] == line.row or not _DIGIT.search(text)):
            region = line.header.headings[column].region
            place = read.use(line.sheet, holder)
            if region in shares and shares[region].place != place:
                text = _joined(shares[region].text, text)
            shares[region] = Passage(read.file, place, text, _unit(line, column))
    return shares


def _named(line: TableLine, read: Read) -> Passage | None:
    """A project that only its name says what is to be done of; none where the table is one of standards."""
    column = line.column(Column.PROJECT)
    if column is None or line.header.has(Column.STANDARD):
        return None
    place = line.sheet.holder(line.row, column)
    return Passage(read.file, read.use(line.sheet, place), line.sheet.text(line.row, column))


# Standards, progress, and what is left


def _criteria(line: TableLine, read: Read) -> Iterator[Criterion]:
    leads, _ = _leads(line)
    checks = (_departments(line, Column.FIRST_CHECK), _departments(line, Column.FINAL_CHECK))
    for column in line.header.of(Column.STANDARD):
        cell = _own(line, column)
        place = read.use(line.sheet, (line.row, column)) if cell else ""
        for item in items_of(cell) if cell else ():
            passage = Passage(read.file, place, item.text)
            yield Criterion(line.category, line.project, item.heading, item.number, passage, leads, *checks)
    for column in line.header.of(Column.VETO):
        if (text := _own(line, column)) and text not in _NO_VETO:
            passage = Passage(read.file, read.use(line.sheet, (line.row, column)), text)
            yield Criterion(line.category, line.project, "", "", passage, leads, *checks, is_veto=True)


def _progress(line: TableLine, read: Read) -> Iterator[Passage]:
    for column in line.header.of(Column.PROGRESS):
        if text := _own(line, column):
            yield Passage(read.file, read.use(line.sheet, (line.row, column)), text)


def left_over(sheet: Sheet, read: Read, tables: Tables) -> Iterator[Passage]:
    """The cells of a sheet that went into nothing else; names, labels and departments only where they have a figure."""
    used = read.used.get(sheet.block, set()) | tables.counted.get(sheet.block, set())
    understood = tables.understood.get(sheet.block, set())
    for place, cell in sorted(sheet.grid.cells.items()):
        text = cell_text(cell)
        if text and place not in used and (place not in understood or _DIGIT.search(_NUMBERED.sub("", text))):
            yield Passage(read.file, sheet.place(place), text)
