"""A new year's breakdown before anybody has worked on it: what the office gave laid over a draft, or last year's rows.

Tables and lines are those of a drafted breakdown; what an office gives itself has no key there, so that a later draft
takes it for a person's own work and keeps it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from model.drafting.building import FEW_COUNTIES, NO_REGION, NO_YEAR, WHICH_LEVEL
from model.drafting.draft import Draft
from model.drafting.likeness import is_within
from model.drafting.naming import department_name, level_of, own_kind, reporting_kind
from model.drafting.tables import DraftTable, Line, tables_of
from model.labels import (
    NOT_ASKED,
    Basic,
    BasicColumn,
    DraftColumn,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.quantity import halfwidth
from model.target import is_not_asked

SAME_UNIT = "和“{other}”是不是一家？是的，删去这一行，把这个叫法写进它的“别名”"
NOT_YET_ASKED = f"还没有它的任务，各项先按不下达（“{NOT_ASKED}”）填，请在“指标”它那一列里填上任务"
OTHER_THAN_PAPERS = "文件是{papers}的，您写的{item}是{given}，请核对"
FILL_IN = "请填今年的任务表述和目标，上年的写在最右边两列"

_CARRIED: Mapping[str, type[StrEnum]] = {
    Sheet.UNITS: UnitColumn,
    Sheet.INDICATORS: IndicatorColumn,
    Sheet.PROJECTS: ProjectColumn,
    Sheet.STANDARDS: StandardColumn,
}
"""The sheets besides 基本信息 in which rows are carried from year to year, with the columns of the contract."""
_FOLDER = re.compile(r"(?P<region>[\u4e00-\u9fff]+[省市县区旗州盟])?(?P<year>20\d\d)年?")


@dataclass(frozen=True)
class Given:
    """What the office says of the new year: empty or None where it leaves that to the papers or to last year."""

    region: str = ""
    year: int | None = None
    level: str = ""
    units: tuple[str, ...] = ()


def told_by_name(folder: str) -> Given:
    """What the name of a year's folder tells: 平顶山市2024 is a region and a year."""
    match = _FOLDER.fullmatch(folder)
    return Given(match["region"] or "", int(match["year"])) if match else Given()


def likely_level(region: str, units: Iterable[str]) -> str:
    """层级 by the region's name and its units: one with towns below it is a county, whatever it is called."""
    level, is_certain = level_of(region, ())
    kinds = {reporting_kind(one, "市") for one in units}
    return "县" if not is_certain and kinds & {"乡镇", "街道"} else level


def blank_tables() -> tuple[DraftTable, ...]:
    """The sheets of a breakdown without a row, but for the items of 基本信息."""
    drafted = tables_of(Draft("", None, "", (), (), (), (), (), ()))
    basics = next(table for table in drafted if table.sheet == Sheet.BASICS)
    blank = (DraftTable(sheet, tuple(map(str, labels)), ()) for sheet, labels in _CARRIED.items())
    return (replace(basics, labels=(*map(str, BasicColumn), DraftColumn.HINT)), *blank)


def with_given(tables: Sequence[DraftTable], given: Given) -> tuple[DraftTable, ...]:
    """`tables` with what the office gave: items of 基本信息, units and their columns.

    A unit of which no row says anything is asked nothing (—), and its line says so. Where another 层级 than was drafted
    is given, the departments get its 类型.
    """
    drafted = {table.sheet: table for table in tables}
    before = item_of(drafted[Sheet.BASICS], Basic.LEVEL)
    level = given.level or before
    region = given.region or item_of(drafted[Sheet.BASICS], Basic.REGION)
    known = {name for line in drafted[Sheet.UNITS].lines for name in _names_of(line)}
    given_names = dict.fromkeys(department_name(one, region, level) for one in given.units)
    names = tuple(one for one in given_names if halfwidth(one) not in known)
    has_rows = bool(drafted[Sheet.INDICATORS].lines)
    drafted[Sheet.BASICS] = _with_basics(drafted[Sheet.BASICS], given)
    drafted[Sheet.UNITS] = _with_units(_of_level(drafted[Sheet.UNITS], before, level), names, level, has_rows)
    drafted[Sheet.INDICATORS] = _with_columns(drafted[Sheet.INDICATORS], names)
    return tuple(drafted[table.sheet] for table in tables)


def item_of(basics: DraftTable, item: Basic) -> str:
    """What 基本信息 says, empty where it does not."""
    lines = (line.cells for line in basics.lines if line.cells.get(BasicColumn.ITEM) == item)
    return next((cells.get(BasicColumn.CONTENT, "") for cells in lines), "")


def _with_basics(table: DraftTable, given: Given) -> DraftTable:
    year = "" if given.year is None else str(given.year)
    told = {str(Basic.REGION): given.region, str(Basic.YEAR): year, str(Basic.LEVEL): given.level}
    lines = []
    for line in table.lines:
        text = told.pop(line.cells.get(BasicColumn.ITEM, ""), "")
        settled = {label: cell for label, cell in line.cells.items() if label != DraftColumn.DOUBT}
        lines.append(replace(line, cells={**settled, BasicColumn.CONTENT: text}, doubts=()) if text else line)
    added = (Line("", {BasicColumn.ITEM: item, BasicColumn.CONTENT: text}) for item, text in told.items() if text)
    return replace(table, lines=(*lines, *added))


def _of_level(units: DraftTable, before: str, level: str) -> DraftTable:
    """The units with the 类型 that departments have at this level."""
    if not before or before == level:
        return units
    was = own_kind(before)
    lines = (
        replace(line, cells={**line.cells, UnitColumn.KIND: own_kind(level)})
        if line.cells.get(UnitColumn.KIND) == was
        else line
        for line in units.lines
    )
    return replace(units, lines=tuple(lines))


def _may_be_one(one: str, other: str) -> bool:
    """Whether one of two names may be the other's short form, both ending alike (县教体局, 县教育体育局)."""
    short, long = sorted((one, other), key=len)
    return len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1] and is_within(short, long)


def _with_units(table: DraftTable, names: Sequence[str], level: str, has_rows: bool) -> DraftTable:
    """The units with new ones; where there are rows, none of them says anything of these yet."""
    known = [line.cells.get(UnitColumn.NAME, "") for line in table.lines]
    added = []
    for name in names:
        cells: dict[str, str] = {UnitColumn.NAME: name, UnitColumn.KIND: reporting_kind(name, level)}
        other = next((one for one in known if one and _may_be_one(name, one)), "")
        doubts = (NOT_YET_ASKED,) if has_rows else ()
        doubts = (SAME_UNIT.format(other=other), *doubts) if other else doubts
        if doubts:
            cells[DraftColumn.DOUBT] = "\n".join(doubts)
        added.append(Line("", cells, doubts))
    labels = table.labels
    if any(line.doubts for line in added) and DraftColumn.DOUBT not in labels:
        labels = (*labels, str(DraftColumn.DOUBT))
    return replace(table, labels=labels, lines=(*table.lines, *added))


def _with_columns(table: DraftTable, names: Sequence[str]) -> DraftTable:
    """A column for each new unit, behind those that are there."""
    behind = max((at for at, label in enumerate(table.labels, 1) if label not in _TOLD), default=0)
    labels = (*table.labels[:behind], *names, *table.labels[behind:])
    cells = dict.fromkeys(names, NOT_ASKED)
    return replace(table, labels=labels, lines=tuple(replace(one, cells={**one.cells, **cells}) for one in table.lines))


_TOLD = frozenset(map(str, DraftColumn))
"""Columns that no reader of a breakdown looks at; units' columns stand before those at the far right."""


def doubts_of_papers(tables: Sequence[DraftTable], given: Given, doubts: Sequence[str]) -> tuple[str, ...]:
    """The doubts of a whole draft with what the office gave: what that settles is left out, what it contradicts told.

    `tables` are the drafted ones, `doubts` those of the draft.
    """
    basics = next(table for table in tables if table.sheet == Sheet.BASICS)
    settled = set()
    if given.region:
        settled.add(NO_REGION)
    if given.year:
        settled.add(NO_YEAR)
    if given.level:
        settled.add(WHICH_LEVEL.format(level=item_of(basics, Basic.LEVEL)))
    told = {Basic.REGION: given.region, Basic.YEAR: str(given.year or "")}
    contradicted = [
        OTHER_THAN_PAPERS.format(papers=item_of(basics, item), item=item, given=text)
        for item, text in told.items()
        if text and item_of(basics, item) not in ("", text)
    ]
    few = FEW_COUNTIES.partition("{")[0] if given.units else None
    left = (one for one in doubts if one not in settled and not (few and one.startswith(few)))
    return (*contradicted, *left)


# From last year


def next_year(tables: Sequence[DraftTable]) -> tuple[DraftTable, ...]:
    """Last year's sheets for the next: 年度 one on, 任务表述 and targets blank, what they said in columns beside.

    A cell that asks nothing of its unit stays as it is. Columns of the office's own are left out.
    """
    last = {table.sheet: table for table in tables}
    units = {name for line in last[Sheet.UNITS].lines for name in _names_of(line)}
    carried = [_year_on(_carried(last[Sheet.BASICS], BasicColumn))]
    for sheet, labels in _CARRIED.items():
        if sheet == Sheet.INDICATORS:
            carried.append(_without_targets(last[sheet], units))
        elif sheet in last:
            carried.append(_carried(last[sheet], labels))
    return tuple(carried)


def _names_of(unit: Line) -> tuple[str, ...]:
    aliases = re.split(r"[、,;\n]", halfwidth(unit.cells.get(UnitColumn.ALIASES, "")))
    return (halfwidth(unit.cells.get(UnitColumn.NAME, "")), *filter(None, aliases))


def _carried(table: DraftTable, labels: Iterable[str]) -> DraftTable:
    """The contract's columns of a sheet, its lines a person's own."""
    own = tuple(map(str, labels))
    lines = (Line("", {label: line.cells[label] for label in own if label in line.cells}) for line in table.lines)
    return DraftTable(table.sheet, own, tuple(line for line in lines if line.cells))


def _year_on(basics: DraftTable) -> DraftTable:
    year = item_of(basics, Basic.YEAR).removesuffix("年")
    return _with_basics(basics, Given(year=int(year) + 1 if year.isdecimal() else None))


def _without_targets(last: DraftTable, units: set[str]) -> DraftTable:
    columns = tuple(label for label in last.labels if halfwidth(label) in units)
    labels = (*IndicatorColumn, *columns, DraftColumn.DOUBT, DraftColumn.LAST_TASK, DraftColumn.LAST_TARGETS)
    lines = (_without_target(line, columns) for line in last.lines)
    return DraftTable(last.sheet, tuple(map(str, labels)), tuple(line for line in lines if line.cells))


def _without_target(last: Line, columns: Sequence[str]) -> Line:
    kept = {label: last.cells[label] for label in map(str, IndicatorColumn) if label in last.cells}
    task, target = kept.pop(IndicatorColumn.TASK, ""), kept.pop(IndicatorColumn.TARGET, "")
    targets = {label: last.cells[label] for label in columns if label in last.cells}
    unasked = {label: text for label, text in targets.items() if is_not_asked(text)}
    told = [f"{IndicatorColumn.TARGET}：{target}"] if target else []
    told += [f"{label}：{text}" for label, text in targets.items() if label not in unasked]
    cells = {**kept, **unasked}
    if not cells:
        return Line("", {})
    beside = {
        DraftColumn.DOUBT: FILL_IN,
        DraftColumn.LAST_TASK: task,
        DraftColumn.LAST_TARGETS: "；".join(told),
    }
    return Line("", {**cells, **{str(label): text for label, text in beside.items() if text}}, (FILL_IN,))
