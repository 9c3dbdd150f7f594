"""Reads 目标分解表.xlsx into a `Breakdown`, with a finding for everything in it that cannot stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from model.breakdown import (
    Adjustment,
    Basics,
    Breakdown,
    Duty,
    Exemption,
    FaultPolicy,
    MissingPolicy,
    PeriodNote,
    Standard,
)  # fmt: skip
from model.catalogue import Place, found
from model.fault import JobFault
from model.finding import Finding, Severity
from model.form import label_of
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup, Schedule, read_schedule
from model.labels import (
    CENTRAL_EXECUTION,
    NOT_ASKED_WORDS,
    YES,
    AdjustmentColumn,
    Basic,
    ExemptionColumn,
    IndicatorColumn,
    PeriodColumn,
    ProjectColumn,
    RelationColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)  # fmt: skip
from model.period import Period, read_period
from model.quantity import PERCENT, Comparator, halfwidth, plain, read_number, split_unit
from model.relation import Relation, RelationError, read_relation
from model.target import DONE_WORD, Target, target_from_number, target_from_phrase
from model.unit import BELOW_KINDS, OWN_LEVEL_KINDS, Unit
from validators.breakdown_checks import check_breakdown
from validators.dates import read_day
from validators.grid import Attachment, Cell, Paper, Unreadable
from validators.reading import open_file
from validators.table import Row, Table, nearest, table_of

LEVELS = ("省", "市", "县")
_NAMES = re.compile("[、,;\n]+")
_Word = TypeVar("_Word", bound=StrEnum)

_OPTIONAL_SHEETS = frozenset(Sheet) - {Sheet.BASICS, Sheet.INDICATORS, Sheet.UNITS}
_OPTIONAL_COLUMNS = frozenset(
    {
        IndicatorColumn.FORM_UNIT, IndicatorColumn.ACCRUAL, IndicatorColumn.SCHEDULE, IndicatorColumn.DIRECTION,
        IndicatorColumn.COMPARATOR, IndicatorColumn.WEIGHT, IndicatorColumn.PART_OF, IndicatorColumn.EXPLANATION,
        IndicatorColumn.NUMERATOR, IndicatorColumn.DENOMINATOR, IndicatorColumn.DIGITS, IndicatorColumn.TASK,
        IndicatorColumn.LEAD, IndicatorColumn.SHARED, IndicatorColumn.FIRST_CHECK, IndicatorColumn.FINAL_CHECK,
    }
)  # fmt: skip
"""What a right judgement can do without; the others must be there."""


@dataclass
class _Reading:
    """What the readers of the sheets share: the workbook, its name, and what they found."""

    paper: Paper
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, sheet: str, cell: str | None = None, value: str | None = None, **words: str) -> None:
        self.findings.append(found(code, Place(file=self.paper.file, sheet=sheet, cell=cell), value=value, **words))

    def table(self, sheet: Sheet, labels: type[StrEnum], optional: Iterable[str] = ()) -> Table | None:
        """The sheet's table; None with a finding where it or one of its columns is missing."""
        grid = self.paper.grid(sheet)
        if grid is None:
            if sheet not in _OPTIONAL_SHEETS:
                self.note("B01", sheet)
            return None
        first = next(iter(labels))
        table = table_of(grid, labels, first)
        if table is None:
            if sheet not in _OPTIONAL_SHEETS or grid.cells:
                self.note("B02", sheet, label=first, nearest="")
            return None
        missing = [label for label in labels if label not in table.columns and label not in optional]
        for label in missing:
            spare = [one for one in table.columns if one not in set(labels)]
            self.note("B02", sheet, label=label, nearest=nearest(label, spare))
        return None if missing else table


def read_breakdown(path: Path, name: str | None = None) -> tuple[Breakdown | None, tuple[Finding, ...], str]:
    """The breakdown in `path`, what was found in it, and its sha256.

    The breakdown is None where its errors leave nothing to work with. Raises `JobFault` for a file that is no
    workbook.
    """
    opened = list(open_file(path, name or path.name))
    match opened:
        case [Paper() as paper]:
            pass
        case [Unreadable(_, _, what, advice)]:
            raise JobFault(f"“{path.name}”{what}。{advice}")
        case [Attachment(_, _, kind)]:
            raise JobFault(f"“{path.name}”是{kind}文件，不是目标分解表，请放入 .xlsx 格式的目标分解表。")
        case _:
            raise JobFault(f"“{path.name}”不是一个 .xlsx 文件，请放入 .xlsx 格式的目标分解表。")
    reading = _Reading(paper)
    basics = _basics(reading)
    units = _units(reading)
    indicators, targets, cells = _indicators(reading, units)
    if basics is None or not units or not indicators:
        if not reading.findings:
            reading.note("B03", Sheet.INDICATORS, label="指标")
        return None, tuple(reading.findings), paper.sha256
    codes = {indicator.code: indicator for indicator in indicators}
    breakdown = Breakdown(
        basics,
        tuple(indicators),
        tuple(units),
        targets,
        duties=_duties(reading),
        periods=_periods(reading),
        adjustments=_adjustments(reading, codes),
        relations=_relations(reading),
        exemptions=_exemptions(reading),
        standards=_standards(reading),
        target_cells=cells,
    )
    findings = (*reading.findings, *check_breakdown(breakdown, paper.file))
    return breakdown, findings, paper.sha256


# 基本信息


def _basics(reading: _Reading) -> Basics | None:
    grid = reading.paper.grid(Sheet.BASICS)
    if grid is None:
        reading.note("B01", Sheet.BASICS)
        return None
    cells: dict[str, Cell] = {}
    for _, row in grid.rows():
        texts = list(row.items())
        for index, (column, cell) in enumerate(texts):
            label = halfwidth(cell.text)
            if (
                label in set(Basic)
                and label not in cells
                and index + 1 < len(texts)
                and texts[index + 1][0] == column + 1
            ):
                cells[label] = texts[index + 1][1]
                break
    items = _Items(reading, Sheet.BASICS, cells)
    region, year, level = items.text(Basic.REGION), items.number(Basic.YEAR, None), items.text(Basic.LEVEL)
    for label, value in ((Basic.REGION, region), (Basic.YEAR, year), (Basic.LEVEL, level)):
        if not value:
            reading.note("B03", Sheet.BASICS, label=label)
    if level and level not in LEVELS:
        reading.note(
            "B04", Sheet.BASICS, cells[Basic.LEVEL].address, level, label=Basic.LEVEL, allowed="、".join(LEVELS)
        )
    if not (region and year and level):
        return None
    return Basics(
        region=region,
        year=int(year),
        level=level,
        issuer=items.text(Basic.ISSUER),
        issuer_code=items.text(Basic.ISSUER_CODE),
        addressees=items.text(Basic.ADDRESSEES),
        copies=items.text(Basic.COPIES),
        printer=items.text(Basic.PRINTER),
        due_day=int(items.number(Basic.DUE_DAY, Decimal(25), low=1, high=31) or 25),
        missing_policy=items.word(Basic.MISSING_POLICY, MissingPolicy, MissingPolicy.LEAVE_OUT),
        fault_policy=items.word(Basic.FAULT_POLICY, FaultPolicy, FaultPolicy.ITEM),
        completion_digits=int(items.number(Basic.COMPLETION_DIGITS, Decimal(1), high=4) or 0),
        pace_tolerance=items.number(Basic.PACE_TOLERANCE, Decimal(0), high=100) or Decimal(0),
        score_cap=items.number(Basic.SCORE_CAP, Decimal(1), high=10) or Decimal(1),
        supervision_periods=int(items.number(Basic.SUPERVISION_PERIODS, Decimal(2), low=1, high=12) or 2),
    )


@dataclass(frozen=True)
class _Items:
    """Labelled cells of one row (or of 基本信息), read with defaults; what cannot stand is noted."""

    reading: _Reading
    sheet: Sheet
    cells: Mapping[str, Cell]

    def cell(self, label: str) -> Cell | None:
        cell = self.cells.get(label)
        return cell if cell is not None and cell.text.strip() else None

    def text(self, label: str) -> str:
        cell = self.cell(label)
        return cell.text.strip() if cell else ""

    def names(self, label: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in _NAMES.split(self.text(label)) if name.strip())

    def wrong(self, label: str, allowed: str) -> None:
        cell = self.cells[label]
        self.reading.note("B04", self.sheet, cell.address, cell.text.strip(), label=label, allowed=allowed)

    def word(self, label: str, words: type[_Word], default: _Word | None) -> _Word:
        """One of `words`; the default where the cell is blank. Without a default a blank is a finding."""
        text = halfwidth(self.text(label))
        known = {halfwidth(str(one)): one for one in words}
        fallback = default if default is not None else next(iter(words))
        if text in known:
            return known[text]
        if text:
            self.wrong(label, "、".join(words))
        elif default is None:
            self.reading.note("B03", self.sheet, self.anchor(), label=label)
        return fallback

    def anchor(self) -> str | None:
        """The address of the row's first filled cell: where a missing one is reported."""
        return next((cell.address for cell in self.cells.values()), None)

    def number(self, label: str, default: Decimal | None, low: int = 0, high: int = 9999) -> Decimal | None:
        cell = self.cell(label)
        if cell is None:
            return default
        value = cell.content if isinstance(cell.content, Decimal) else read_number(cell.text)
        if value is None or not low <= value <= high:
            self.wrong(label, f"{low} 到 {high} 之间的数")
            return default
        return value

    def day(self, label: str) -> date | None:
        cell = self.cell(label)
        if cell is None:
            return None
        day = read_day(cell.content)
        if day is None:
            self.wrong(label, "日期，如 2023-09-25")
        return day

    def period(self, label: str) -> Period | None:
        cell = self.cell(label)
        if cell is None:
            return None
        period = read_period(cell.text) or (
            Period(cell.content.year, cell.content.month, 1) if isinstance(cell.content, date) else None
        )
        if period is None:
            self.wrong(label, "期次，如 2023-09、2023-Q3、2023-H1")
        return period


def _items(reading: _Reading, sheet: Sheet, row: Row) -> _Items:
    return _Items(reading, sheet, row.cells)


# 填报单位


def _units(reading: _Reading) -> list[Unit]:
    optional = (UnitColumn.ALIASES, UnitColumn.ORDER, UnitColumn.RANK_GROUP)
    table = reading.table(Sheet.UNITS, UnitColumn, optional)
    units: list[tuple[Decimal, int, Unit]] = []
    seen: dict[str, str] = {}
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.UNITS, row)
        name, kind = items.text(UnitColumn.NAME), items.text(UnitColumn.KIND)
        if not name:
            reading.note("B03", Sheet.UNITS, items.anchor(), label=UnitColumn.NAME)
            continue
        if kind not in OWN_LEVEL_KINDS | BELOW_KINDS:
            if not kind:
                reading.note("B03", Sheet.UNITS, items.anchor(), label=UnitColumn.KIND)
            else:
                items.wrong(UnitColumn.KIND, "、".join(sorted(BELOW_KINDS | OWN_LEVEL_KINDS)))
        aliases = items.names(UnitColumn.ALIASES)
        for one in (name, *aliases):
            if halfwidth(one) in seen:
                reading.note("B05", Sheet.UNITS, items.anchor(), one, other=seen[halfwidth(one)])
            seen[halfwidth(one)] = items.anchor() or ""
        order = items.number(UnitColumn.ORDER, Decimal(row.number), high=99999) or Decimal(row.number)
        group = items.text(UnitColumn.RANK_GROUP) or kind
        units.append((order, row.number, Unit(name, kind, group, aliases, int(order))))
    return [unit for *_, unit in sorted(units, key=lambda one: one[:2])]


# 指标


def _indicators(
    reading: _Reading, units: list[Unit]
) -> tuple[list[Indicator], dict[tuple[str, str], Target], dict[tuple[str, str], str]]:
    table = reading.table(Sheet.INDICATORS, IndicatorColumn, _OPTIONAL_COLUMNS)
    indicators: list[Indicator] = []
    targets: dict[tuple[str, str], Target] = {}
    cells: dict[tuple[str, str], str] = {}
    if table is None:
        return indicators, targets, cells
    columns = _unit_columns(reading, table, units)
    seen: dict[str, str] = {}
    for row in table.rows():
        items = _items(reading, Sheet.INDICATORS, row)
        code = _code(items)
        if not code:
            continue
        if code in seen:
            reading.note("B05", Sheet.INDICATORS, items.cells[IndicatorColumn.CODE].address, code, other=seen[code])
            continue
        seen[code] = items.cells[IndicatorColumn.CODE].address
        indicator = _indicator(items, code)
        indicators.append(indicator)
        for unit, label in columns.items():
            cell = row.cells.get(label)
            target = _target(reading, indicator, unit, cell)
            if target is not None:
                targets[code, unit] = target
                if cell is not None:
                    cells[code, unit] = cell.address
    return indicators, targets, cells


def _code(items: _Items) -> str:
    """编码 is text: a number would make 1.10 into 1.1 (contract section 2)."""
    cell = items.cell(IndicatorColumn.CODE)
    if cell is None:
        filled = [label for label in (IndicatorColumn.NAME, IndicatorColumn.TARGET) if items.text(label)]
        if filled:
            items.reading.note("B03", items.sheet, items.anchor(), label=IndicatorColumn.CODE)
        return ""
    if not isinstance(cell.content, str):
        if isinstance(cell.content, Decimal) and cell.content == cell.content.to_integral_value():
            return plain(cell.content)
        items.wrong(IndicatorColumn.CODE, "文本格式的编码（数字格式分不清 1.1 与 1.10）")
        return ""
    return halfwidth(cell.content)


def _unit_columns(reading: _Reading, table: Table, units: list[Unit]) -> dict[str, str]:
    """Unit → the label of its column; the column may carry the unit's name or an alias."""
    columns: dict[str, str] = {}
    for unit in units:
        label = next((one for one in map(halfwidth, (unit.name, *unit.aliases)) if one in table.columns), None)
        if label is None:
            spare = [one for one in table.columns if one not in set(IndicatorColumn)]
            reading.note("B14", Sheet.INDICATORS, value=unit.name, nearest=nearest(unit.name, spare))
        else:
            columns[unit.name] = label
    return columns


def _indicator(items: _Items, code: str) -> Indicator:
    for label in (IndicatorColumn.PROJECT, IndicatorColumn.NAME):
        if not items.text(label):
            items.reading.note("B03", items.sheet, items.anchor(), label=label)
    kind = items.word(IndicatorColumn.KIND, Kind, None)
    rollup = items.word(IndicatorColumn.ROLLUP, Rollup, None)
    unit = items.text(IndicatorColumn.UNIT)
    if kind in (Kind.RATE, Kind.PROGRESS):
        if halfwidth(unit) not in ("", PERCENT):
            items.wrong(IndicatorColumn.UNIT, "%（比率和进度以百分比计）")
        unit = PERCENT
    elif not unit and kind is not Kind.STATE:
        items.reading.note("B03", items.sheet, items.anchor(), label=IndicatorColumn.UNIT)
    direction = items.word(IndicatorColumn.DIRECTION, Direction, Direction.HIGHER)
    default = Comparator.AT_MOST if direction is Direction.LOWER else Comparator.AT_LEAST
    comparator = _comparator(items, default)
    digits = items.number(IndicatorColumn.DIGITS, Decimal(0), high=6)
    indicator = Indicator(
        code=code,
        category=items.text(IndicatorColumn.CATEGORY),
        project=items.text(IndicatorColumn.PROJECT),
        name=items.text(IndicatorColumn.NAME),
        task=items.text(IndicatorColumn.TASK),
        unit=unit,
        kind=kind,
        rollup=rollup,
        digits=int(digits or 0),
        form_unit=items.text(IndicatorColumn.FORM_UNIT),
        accrual=items.word(IndicatorColumn.ACCRUAL, Accrual, Accrual.CUMULATIVE),
        schedule=_schedule(items),
        direction=direction,
        comparator=comparator,
        weight=items.number(IndicatorColumn.WEIGHT, Decimal(1)) or Decimal(0),
        part_of=halfwidth(items.text(IndicatorColumn.PART_OF)),
        explanation=items.text(IndicatorColumn.EXPLANATION),
        numerator=items.text(IndicatorColumn.NUMERATOR),
        denominator=items.text(IndicatorColumn.DENOMINATOR),
        leads=items.names(IndicatorColumn.LEAD),
        shared=items.names(IndicatorColumn.SHARED),
        first_check=items.names(IndicatorColumn.FIRST_CHECK),
        final_check=items.names(IndicatorColumn.FINAL_CHECK),
    )
    if not _form_unit_fits(indicator):
        example = f"{split_unit(unit)[1]}"
        items.reading.note(
            "B11", items.sheet, items.cells[IndicatorColumn.FORM_UNIT].address, indicator.form_unit,
            label=label_of(indicator), unit=unit, form_unit=indicator.form_unit, example=example,
        )  # fmt: skip
    city = items.cells.get(IndicatorColumn.TARGET)
    target = _target(items.reading, indicator, "本级", city) if city is not None and city.text.strip() else None
    if target is not None and target.value is None and indicator.kind is not Kind.STATE:
        target = None
    return _with_target(indicator, target)


def _with_target(indicator: Indicator, target: Target | None) -> Indicator:
    if target is None and indicator.kind is Kind.STATE:
        target = Target(None, indicator.comparator)
    return replace(indicator, target=target)


def _form_unit_fits(indicator: Indicator) -> bool:
    return not indicator.form_unit or indicator.fits_form_unit()


def _comparator(items: _Items, default: Comparator) -> Comparator:
    text = halfwidth(items.text(IndicatorColumn.COMPARATOR)).replace("≥", ">=").replace("≤", "<=")
    if not text:
        return default
    if text == "=":
        return Comparator.AT_LEAST
    if text not in set(Comparator):
        items.wrong(IndicatorColumn.COMPARATOR, "、".join(Comparator))
        return default
    return Comparator(text)


def _schedule(items: _Items) -> Schedule:
    schedule = read_schedule(items.text(IndicatorColumn.SCHEDULE))
    if schedule is None:
        items.wrong(IndicatorColumn.SCHEDULE, "月均、不比，或 6月30%;10月100% 这样的节点")
        return Schedule("月均")
    return schedule


def _target(reading: _Reading, indicator: Indicator, unit: str, cell: Cell | None) -> Target | None:
    """What a target cell says; None is not asked. A cell that cannot be read is noted, and taken as a blank."""
    blank = Target(None, indicator.comparator)
    text = cell.text.strip() if cell is not None else ""
    if cell is None or not text:
        return blank
    if halfwidth(text) in {halfwidth(word) for word in NOT_ASKED_WORDS} or CENTRAL_EXECUTION in text:
        return None
    if indicator.kind is Kind.STATE:
        if text == DONE_WORD:
            return blank
        reading.note("B04", Sheet.INDICATORS, cell.address, text, label=f"{unit}的目标", allowed=f"{DONE_WORD}或空白")
        return blank
    if isinstance(cell.content, Decimal):
        target = target_from_number(cell.content, indicator.unit, indicator.comparator, cell.is_percent)
        if target is None and indicator.is_percent and cell.content > 1:
            percent = f"{plain(cell.content)}%"
            reading.note(
                "B07", Sheet.INDICATORS, cell.address, text, label=label_of(indicator), unit_name=unit, percent=percent
            )
            return blank
    else:
        number = read_number(text)
        is_bare = number is not None and PERCENT not in halfwidth(text)
        target = (
            target_from_number(number, indicator.unit, indicator.comparator, False)
            if number is not None and is_bare
            else target_from_phrase(text, indicator.unit, indicator.comparator)
        )
    if target is None:
        reading.note(
            "B06", Sheet.INDICATORS, cell.address, text, label=label_of(indicator), unit_name=unit, unit=indicator.unit
        )
        return blank
    return target


# The optional sheets


def _duties(reading: _Reading) -> tuple[Duty, ...]:
    optional = frozenset(ProjectColumn) - {ProjectColumn.PROJECT}
    table = reading.table(Sheet.PROJECTS, ProjectColumn, optional)
    duties: list[Duty] = []
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.PROJECTS, row)
        weight = items.number(ProjectColumn.WEIGHT, None)
        project = (items.text(ProjectColumn.CATEGORY), items.text(ProjectColumn.PROJECT))
        if weight is None:
            weight = next((one.weight for one in duties if (one.category, one.project) == project), Decimal(1))
        duties.append(
            Duty(
                project[0],
                items.text(ProjectColumn.NUMBER),
                project[1],
                items.text(ProjectColumn.TASK),
                weight,
                items.text(ProjectColumn.DEPARTMENT),
                items.text(ProjectColumn.PERSON),
                items.text(ProjectColumn.LEADER),
            )
        )
    return tuple(duties)


def _periods(reading: _Reading) -> tuple[PeriodNote, ...]:
    optional = frozenset(PeriodColumn) - {PeriodColumn.PERIOD}
    table = reading.table(Sheet.PERIODS, PeriodColumn, optional)
    notes = []
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.PERIODS, row)
        period = items.period(PeriodColumn.PERIOD)
        if period is None:
            continue
        notes.append(
            PeriodNote(
                period,
                items.day(PeriodColumn.DATA_AS_OF),
                items.day(PeriodColumn.DUE),
                items.text(PeriodColumn.DOCUMENT_NUMBER),
                items.day(PeriodColumn.DATED),
                items.day(PeriodColumn.PRINTED),
                items.text(PeriodColumn.ASSESSMENT),
                items.period(PeriodColumn.PREVIOUS),
            )
        )
    return tuple(notes)


def _adjustments(reading: _Reading, codes: Mapping[str, Indicator]) -> tuple[Adjustment, ...]:
    table = reading.table(Sheet.ADJUSTMENTS, AdjustmentColumn, (AdjustmentColumn.BASIS,))
    adjustments = []
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.ADJUSTMENTS, row)
        code, since = halfwidth(items.text(AdjustmentColumn.CODE)), items.period(AdjustmentColumn.SINCE)
        indicator = codes.get(code)
        if indicator is None:
            _unknown(items, AdjustmentColumn.CODE, codes)
            continue
        if since is None:
            if not items.text(AdjustmentColumn.SINCE):
                reading.note("B03", Sheet.ADJUSTMENTS, items.anchor(), label=AdjustmentColumn.SINCE)
            continue
        unit = items.text(AdjustmentColumn.UNIT)
        new = _target(reading, indicator, unit or "本级", items.cells.get(AdjustmentColumn.NEW))
        if new is not None:
            adjustments.append(Adjustment(code, unit, new, since, items.text(AdjustmentColumn.BASIS)))
    return tuple(adjustments)


def _unknown(items: _Items, label: str, known: Iterable[str]) -> None:
    cell, text = items.cell(label), items.text(label)
    address = cell.address if cell else items.anchor()
    items.reading.note("B16", items.sheet, address, text, label=label, nearest=nearest(text, known))


def _relations(reading: _Reading) -> tuple[Relation, ...]:
    table = reading.table(Sheet.RELATIONS, RelationColumn, (RelationColumn.NOTE,))
    relations = []
    levels = {"强制": Severity.ERROR, "核实": Severity.QUERY}
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.RELATIONS, row)
        text, level = items.text(RelationColumn.EXPRESSION), items.text(RelationColumn.LEVEL)
        number = items.text(RelationColumn.NUMBER)
        if not number:
            reading.note("B03", Sheet.RELATIONS, items.anchor(), label=RelationColumn.NUMBER)
        if level not in levels:
            if level:
                items.wrong(RelationColumn.LEVEL, "、".join(levels))
            else:
                reading.note("B03", Sheet.RELATIONS, items.anchor(), label=RelationColumn.LEVEL)
            continue
        try:
            relations.append(read_relation(number, text, levels[level], items.text(RelationColumn.NOTE)))
        except RelationError as fault:
            cell = items.cell(RelationColumn.EXPRESSION)
            reading.note("B13", Sheet.RELATIONS, cell.address if cell else items.anchor(), text, what=str(fault))
    return tuple(relations)


def _exemptions(reading: _Reading) -> tuple[Exemption, ...]:
    table = reading.table(Sheet.EXEMPTIONS, ExemptionColumn)
    exemptions = []
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.EXEMPTIONS, row)
        exemptions.append(
            Exemption(
                items.text(ExemptionColumn.UNIT),
                halfwidth(items.text(ExemptionColumn.CODE)),
                items.text(ExemptionColumn.RULE),
                items.period(ExemptionColumn.UNTIL),
                items.text(ExemptionColumn.APPROVED_BY),
                items.text(ExemptionColumn.REASON),
            )
        )
    return tuple(exemptions)


def _standards(reading: _Reading) -> tuple[Standard, ...]:
    table = reading.table(Sheet.STANDARDS, StandardColumn)
    standards = []
    for row in table.rows() if table else ():
        items = _items(reading, Sheet.STANDARDS, row)
        veto = items.text(StandardColumn.VETO)
        if veto not in ("", YES):
            items.wrong(StandardColumn.VETO, f"{YES}或空白")
        standards.append(
            Standard(
                items.names(StandardColumn.CODE),
                items.text(StandardColumn.NUMBER),
                items.text(StandardColumn.STANDARD),
                veto == YES,
            )
        )
    return tuple(standards)
