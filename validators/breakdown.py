"""Reads 目标分解表.xlsx into a `Breakdown`, with a finding for everything in it that cannot stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from model.assessment.scoring_rule import HOW_TO_WRITE, Method, ScoreRule, Terms, read_terms
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
    codes_named,
)  # fmt: skip
from model.catalogue import CATALOGUE, Place, found
from model.fault import JobFault
from model.finding import Finding, Severity
from model.form import label_of
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup, Schedule, read_schedule
from model.labels import (
    YES,
    AdjustmentColumn,
    Basic,
    BasicColumn,
    ExemptionColumn,
    IndicatorColumn,
    PeriodColumn,
    ProjectColumn,
    RelationColumn,
    ScoringColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)  # fmt: skip
from model.limits import SURELY_PERCENT
from model.period import Period, read_period
from model.quantity import PERCENT, Comparator, halfwidth, plain, read_number, split_unit
from model.relation import Relation, RelationError, read_relation
from model.target import DONE_WORD, Target, is_not_asked, target_from_number, target_from_phrase
from model.unit import BELOW_KINDS, OWN_LEVEL_KINDS, Unit
from validators.breakdown_checks import OWN_NAME, check_breakdown
from validators.credible import is_credible
from validators.dates import read_day
from validators.grid import Attachment, Cell, Paper, Unreadable
from validators.reading import open_file
from validators.scoring_checks import check_scoring
from validators.table import Row, Table, nearest, table_of

LEVELS = ("省", "市", "县")
ASSESSMENT_WORDS = ("年中", "年末")
_NAMES = re.compile(r"[、,;\n]+(?![^（(]*[）)])")
_Word = TypeVar("_Word", bound=StrEnum)
SPREAD_COLUMNS = (
    IndicatorColumn.CATEGORY, IndicatorColumn.PROJECT, IndicatorColumn.LEAD, IndicatorColumn.SHARED,
    IndicatorColumn.FIRST_CHECK, IndicatorColumn.FINAL_CHECK,
)  # fmt: skip
"""What a merged cell says for every row that it covers; figures are never read out of a merge."""


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
        place = Place(file=self.paper.file, sheet=sheet, cell=cell)
        self.findings.append(found(code, place, value=value, sheet=sheet, **words))

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
            self.note("B02", sheet, table.first_address, label=label, nearest=nearest(label, spare))
        for twice in table.doubled:
            self.note("B18", sheet, table.first_address, twice, label=twice)
        for row in table.rows():
            for name, cell in row.cells.items():
                if cell.formula is not None and cell.content in (None, ""):
                    allowed = "算好的数：用 Excel 或 WPS 打开，保存一次"
                    self.note("B04", sheet, cell.address, f"={cell.formula}", label=name, allowed=allowed)
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
        case [Unreadable(_, _, what, _)]:
            raise JobFault(f"“{path.name}”{what}。请换成能用 Excel 打开的目标分解表，另存为 .xlsx 后再来。")
        case [Attachment(_, _, kind)]:
            raise JobFault(f"“{path.name}”是{kind}文件，不是目标分解表，请放入 .xlsx 格式的目标分解表。")
        case _:
            raise JobFault(f"“{path.name}”不是一个 .xlsx 文件，请放入 .xlsx 格式的目标分解表。")
    reading = _Reading(paper)
    basics = _basics(reading)
    units, unit_cells = _units(reading)
    indicators, places = _indicators(reading, units)
    if basics is None or not units or not indicators:
        if not reading.findings:
            reading.note("B03", Sheet.INDICATORS, label="指标")
        return None, tuple(reading.findings), paper.sha256
    codes = {indicator.code: indicator for indicator in indicators}
    names = {halfwidth(name): unit.name for unit in reversed(units) for name in (unit.name, *unit.aliases)}
    breakdown = Breakdown(
        basics,
        tuple(indicators),
        tuple(units),
        places.targets,
        duties=_duties(reading),
        periods=_periods(reading),
        adjustments=_adjustments(reading, codes, names),
        relations=_relations(reading),
        exemptions=_exemptions(reading, names),
        standards=_standards(reading),
        scoring=_scoring(reading, indicators),
        target_cells=places.target_cells,
        code_cells=places.code_cells,
        unit_cells=unit_cells,
    )
    without_column = {one.value for one in reading.findings if one.rule == "B14"}
    checked = (*check_breakdown(breakdown, paper.file), *check_scoring(breakdown, paper.file))
    follow_on = [one for one in checked if one.rule == "B32" and one.value in without_column]
    findings = (*reading.findings, *(one for one in checked if one not in follow_on))
    return breakdown, findings, paper.sha256


# 基本信息


def _basics(reading: _Reading) -> Basics | None:
    table = reading.table(Sheet.BASICS, BasicColumn)
    if table is None:
        return None
    cells: dict[str, Cell] = {}
    labels: dict[str, str] = {}
    for row in table.rows():
        label = halfwidth(row.text(BasicColumn.ITEM))
        if label in set(Basic) and label not in labels:
            labels[label] = row.cells[BasicColumn.ITEM].address
            if BasicColumn.CONTENT in row.cells:
                cells[label] = row.cells[BasicColumn.CONTENT]
    items = _Items(reading, Sheet.BASICS, cells)
    region, year, level = items.text(Basic.REGION), _year(items), items.text(Basic.LEVEL)
    for label in (Basic.REGION, Basic.YEAR, Basic.LEVEL):
        if not items.text(label):
            reading.note("B03", Sheet.BASICS, labels.get(label), label=label)
    if level and level not in LEVELS:
        items.wrong(Basic.LEVEL, "、".join(LEVELS))
    basics = Basics(
        region=region,
        year=year or 0,
        level=level,
        issuer=items.text(Basic.ISSUER),
        issuer_code=items.text(Basic.ISSUER_CODE),
        addressees=items.text(Basic.ADDRESSEES),
        copies=items.text(Basic.COPIES),
        printer=items.text(Basic.PRINTER),
        due_day=items.whole(Basic.DUE_DAY, 25, low=1, high=31),
        missing_policy=items.word(Basic.MISSING_POLICY, MissingPolicy, MissingPolicy.LEAVE_OUT),
        fault_policy=items.word(Basic.FAULT_POLICY, FaultPolicy, FaultPolicy.ITEM),
        completion_digits=items.whole(Basic.COMPLETION_DIGITS, 1, high=4),
        pace_tolerance=_points(items, Basic.PACE_TOLERANCE),
        score_cap=items.number(Basic.SCORE_CAP, Decimal(1), high=10),
        supervision_periods=items.whole(Basic.SUPERVISION_PERIODS, 2, low=1, high=12),
    )
    return basics if region and year and level else None


def _points(items: "_Items", label: str) -> Decimal:
    """Percentage points; 0.5% in a cell might be half a point or half a hundredth of one."""
    cell = items.cell(label)
    if cell is not None and (cell.is_percent or PERCENT in halfwidth(cell.text)):
        items.wrong(label, "不带 % 的百分点数，如 0.5")
        return Decimal(0)
    return items.number(label, Decimal(0), high=100)


def _year(items: "_Items") -> int | None:
    """2023 or 2023年."""
    text = halfwidth(items.text(Basic.YEAR)).removesuffix("年")
    if text.isascii() and text.isdigit() and 1900 <= int(text) <= 2099:
        return int(text)
    if text:
        items.wrong(Basic.YEAR, "四位的年份，如 2023")
    return None


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
        first = min(self.cells.values(), key=lambda cell: (-cell.row, cell.column), default=None)
        return first.address if first else None

    def want(self, *labels: str) -> None:
        """Notes each of `labels` that is blank."""
        for label in labels:
            if self.cell(label) is None:
                self.reading.note("B03", self.sheet, self.anchor(), label=label)

    def unknown(self, label: str, known: Iterable[str]) -> None:
        """Notes that what stands under `label` is not known in the breakdown."""
        text = self.text(label)
        self.reading.note("B16", self.sheet, self.address(label), text, label=label, nearest=nearest(text, known))

    def address(self, label: str) -> str | None:
        """Where the cell under `label` stands, else the row."""
        cell = self.cell(label)
        return cell.address if cell else self.anchor()

    def number(self, label: str, default: Decimal, low: int = 0, high: int = 9999) -> Decimal:
        cell = self.cell(label)
        if cell is None:
            return default
        value = cell.content if isinstance(cell.content, Decimal) else read_number(cell.text)
        if value is None or not low <= value <= high:
            self.wrong(label, f"{low} 到 {high} 之间的数")
            return default
        return value

    def whole(self, label: str, default: int, low: int = 0, high: int = 9999) -> int:
        number = self.number(label, Decimal(default), low, high)
        if number != number.to_integral_value():
            self.wrong(label, f"{low} 到 {high} 之间的整数")
            return default
        return int(number)

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


def _key(name: str) -> str:
    """How names and codes are compared: file names on Windows and Excel's comparisons do not tell case either."""
    return halfwidth(name).casefold()


# 填报单位


def _units(reading: _Reading) -> tuple[list[Unit], dict[str, str]]:
    """The units in their order, and where each one's name stands."""
    optional = (UnitColumn.ALIASES, UnitColumn.ORDER, UnitColumn.RANK_GROUP)
    table = reading.table(Sheet.UNITS, UnitColumn, optional)
    units: list[tuple[Decimal, int, Unit]] = []
    seen: dict[str, str] = {}
    cells: dict[str, str] = {}
    for row in table.rows() if table else ():
        items = _Items(reading, Sheet.UNITS, row.cells)
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
        address = items.address(UnitColumn.NAME) or ""
        cells.setdefault(name, address)
        for one in (name, *aliases):
            if _key(one) in seen:
                reading.note("B19", Sheet.UNITS, address, one, other=seen[_key(one)])
            seen[_key(one)] = address
        order = items.number(UnitColumn.ORDER, Decimal(row.number), high=99999)
        group = items.text(UnitColumn.RANK_GROUP) or kind
        units.append((order, row.number, Unit(name, kind, group, aliases, int(order))))
    return [unit for *_, unit in sorted(units, key=lambda one: one[:2])], cells


# 指标


@dataclass(frozen=True)
class _Places:
    """The targets of the sheet 指标 and where they and the codes stand (see `Breakdown`)."""

    targets: dict[tuple[str, str], Target] = field(default_factory=dict)
    target_cells: dict[tuple[str, str], str] = field(default_factory=dict)
    code_cells: dict[str, str] = field(default_factory=dict)


def _indicators(reading: _Reading, units: list[Unit]) -> tuple[list[Indicator], _Places]:
    table = reading.table(Sheet.INDICATORS, IndicatorColumn, _OPTIONAL_COLUMNS)
    indicators: list[Indicator] = []
    places = _Places()
    seen: dict[str, str] = {}
    if table is None:
        return indicators, places
    columns = _unit_columns(reading, table, units)
    for row in table.rows():
        city = row.cells.get(IndicatorColumn.TARGET) or _covering(table, row, IndicatorColumn.TARGET)
        cells = dict(table.spread(row, SPREAD_COLUMNS).cells)
        if city is not None:
            cells[IndicatorColumn.TARGET] = city
        items = _Items(reading, Sheet.INDICATORS, cells)
        code = _indicator_code(items)
        if not code:
            continue
        address = items.cells[IndicatorColumn.CODE].address
        if _key(code) in seen:
            reading.note("B05", Sheet.INDICATORS, address, code, other=seen[_key(code)])
            continue
        places.code_cells[code] = seen[_key(code)] = address
        indicator = _indicator(items, code)
        indicators.append(indicator)
        if own := items.cell(IndicatorColumn.TARGET):
            places.target_cells[code, ""] = own.address
        for unit, label in columns.items():
            cell = row.cells.get(label) or _covering(table, row, label)
            target = _target(reading, indicator, unit, cell)
            if target is not None:
                asked = code, unit
                places.targets[asked] = target
                if cell is not None:
                    places.target_cells[asked] = cell.address
    return indicators, places


def _covering(table: Table, row: Row, label: str) -> Cell | None:
    """What a merge says for a unit's cell that it covers: that it is not asked may be merged, a figure may not."""
    cell = table.spread(row, [label]).cells.get(label)
    if cell is None or is_not_asked(cell.text):
        return cell
    place = (row.number, table.columns[label])
    return Cell(table.grid.address(*place), *place, f"{cell.text.strip()}（合并单元格）") if cell.text.strip() else None


def _indicator_code(items: _Items) -> str:
    if items.cell(IndicatorColumn.CODE) is None:
        if items.text(IndicatorColumn.NAME) or items.text(IndicatorColumn.TARGET):
            items.reading.note("B03", items.sheet, items.anchor(), label=IndicatorColumn.CODE)
        return ""
    return _code(items, IndicatorColumn.CODE)


def _code(items: _Items, label: str) -> str:
    """编码 is text: a number would make 1.10 into 1.1 (contract section 2). Empty with a finding where it is none."""
    cell = items.cell(label)
    if cell is None or isinstance(cell.content, str):
        return halfwidth(items.text(label))
    if isinstance(cell.content, Decimal) and cell.content == cell.content.to_integral_value():
        return plain(cell.content)
    items.wrong(label, "文本格式的编码（数字格式分不清 1.1 与 1.10）")
    return ""


def _unit_columns(reading: _Reading, table: Table, units: list[Unit]) -> dict[str, str]:
    """Unit → the label of its column; the column may carry the unit's name or an alias."""
    columns: dict[str, str] = {}
    for unit in units:
        label = next((one for one in map(halfwidth, (unit.name, *unit.aliases)) if one in table.columns), None)
        if label is None:
            spare = [one for one in table.columns if one not in set(IndicatorColumn)]
            reading.note("B14", Sheet.INDICATORS, table.first_address, unit.name, nearest=nearest(unit.name, spare))
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
    digits = items.whole(IndicatorColumn.DIGITS, 0, high=6)
    indicator = Indicator(
        code=code,
        category=items.text(IndicatorColumn.CATEGORY),
        project=items.text(IndicatorColumn.PROJECT),
        name=items.text(IndicatorColumn.NAME),
        task=items.text(IndicatorColumn.TASK),
        unit=unit,
        kind=kind,
        rollup=rollup,
        digits=digits,
        form_unit=items.text(IndicatorColumn.FORM_UNIT),
        accrual=items.word(IndicatorColumn.ACCRUAL, Accrual, Accrual.CUMULATIVE),
        schedule=_schedule(items),
        direction=direction,
        comparator=comparator,
        weight=items.number(IndicatorColumn.WEIGHT, Decimal(1)),
        part_of=_code(items, IndicatorColumn.PART_OF),
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
    is_stated = city is not None and (city.text.strip() or city.formula is not None)
    target = _target(items.reading, indicator, OWN_NAME, city) if is_stated else None
    if target is not None and target.value is None and not target.phrase and indicator.kind is not Kind.STATE:
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


def _target(reading: _Reading, indicator: Indicator, unit: str, cell: Cell | None, sheet: str = "") -> Target | None:
    """What a target cell says; None is not asked. One that cannot be read is noted: a phrase without a value."""
    blank = Target(None, indicator.comparator)
    text = cell.text.strip() if cell is not None else ""
    if cell is None or not text:
        return replace(blank, phrase=f"={cell.formula}") if cell is not None and cell.formula is not None else blank
    if not isinstance(cell.content, Decimal) and is_not_asked(text):
        return None
    sheet = sheet or Sheet.INDICATORS
    if indicator.kind is Kind.STATE:
        if text != DONE_WORD:
            label, allowed = f"{unit}的目标", f"{DONE_WORD}或空白"
            reading.note("B04", sheet, cell.address, text, label=label, allowed=allowed)
        return blank
    target, hundredfold = _stated(indicator, cell)
    if target is not None:
        return target
    words = {"label": label_of(indicator), "unit_name": unit}
    if hundredfold is not None:
        reading.note("B07", sheet, cell.address, text, percent=f"{plain(hundredfold)}%", **words)
    else:
        reading.note("B06", sheet, cell.address, text, unit=indicator.unit, **words)
    return replace(blank, phrase=text)


def _stated(indicator: Indicator, cell: Cell) -> tuple[Target | None, Decimal | None]:
    """The target that a cell states, or else the number that is the hundredfold of what was probably meant."""
    number, is_percent = cell.content, cell.is_percent
    if not isinstance(number, Decimal):
        text = halfwidth(cell.text)
        number, is_percent = (None, True) if PERCENT in text else (read_number(text), is_percent)
    if number is None:
        target = target_from_phrase(cell.text, indicator.unit, indicator.comparator)
        return (target if target is None or is_credible(target.value) else None), None
    if not is_credible(number):
        return None, None
    if indicator.is_percent and (number >= SURELY_PERCENT or (number > 1 and not is_percent)):
        return None, number
    return target_from_number(number, indicator.unit, indicator.comparator, is_percent), None


# The optional sheets


def _duties(reading: _Reading) -> tuple[Duty, ...]:
    optional = frozenset(ProjectColumn) - {ProjectColumn.PROJECT}
    table = reading.table(Sheet.PROJECTS, ProjectColumn, optional)
    duties: list[Duty] = []
    for row in table.rows() if table else ():
        items = _Items(reading, Sheet.PROJECTS, row.cells)
        project = (items.text(ProjectColumn.CATEGORY), items.text(ProjectColumn.PROJECT))
        before = next((one.weight for one in duties if (one.category, one.project) == project), Decimal(1))
        weight = items.number(ProjectColumn.WEIGHT, before)
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
                items.text(ProjectColumn.CONTACT),
                items.text(ProjectColumn.TELEPHONE),
            )
        )
    return tuple(duties)


def _periods(reading: _Reading) -> tuple[PeriodNote, ...]:
    optional = frozenset(PeriodColumn) - {PeriodColumn.PERIOD}
    table = reading.table(Sheet.PERIODS, PeriodColumn, optional)
    notes = []
    for row in table.rows() if table else ():
        items = _Items(reading, Sheet.PERIODS, row.cells)
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
                _assessment_word(items),
                items.number(PeriodColumn.ASSESSMENT_WEIGHT, Decimal(1)),
                items.period(PeriodColumn.PREVIOUS),
                items.address(PeriodColumn.PERIOD),
            )
        )
    return tuple(notes)


def _assessment_word(items: _Items) -> str:
    """评价 of a period: 年中, 年末, or nothing."""
    word = items.text(PeriodColumn.ASSESSMENT)
    if word and word not in ASSESSMENT_WORDS:
        items.wrong(PeriodColumn.ASSESSMENT, "、".join(ASSESSMENT_WORDS))
        return ""
    return word


def _adjustments(reading: _Reading, codes: Mapping[str, Indicator], names: Mapping[str, str]) -> tuple[Adjustment, ...]:
    table = reading.table(Sheet.ADJUSTMENTS, AdjustmentColumn, (AdjustmentColumn.BASIS,))
    rows = table.rows() if table else ()
    read = (_adjustment(_Items(reading, Sheet.ADJUSTMENTS, row.cells), codes, names) for row in rows)
    return tuple(one for one in read if one is not None)


def _adjustment(items: _Items, codes: Mapping[str, Indicator], names: Mapping[str, str]) -> Adjustment | None:
    code, since = _code(items, AdjustmentColumn.CODE), items.period(AdjustmentColumn.SINCE)
    items.want(AdjustmentColumn.CODE, AdjustmentColumn.NEW, AdjustmentColumn.SINCE)
    indicator = codes.get(code)
    if indicator is None:
        if code:
            items.unknown(AdjustmentColumn.CODE, codes)
        return None
    written = items.text(AdjustmentColumn.UNIT)
    unit = names.get(halfwidth(written), written)
    cells = (items.cell(AdjustmentColumn.NEW), items.cell(AdjustmentColumn.OLD))
    new, old = (_target(items.reading, indicator, unit or OWN_NAME, cell, items.sheet) for cell in cells)
    if new is None:
        items.wrong(AdjustmentColumn.NEW, f"以{indicator.unit}计的数或短语")
    if since is None or new is None or cells[0] is None:
        return None
    return Adjustment(
        code, unit, new, since, items.text(AdjustmentColumn.BASIS), old if cells[1] else None,
        items.address(AdjustmentColumn.UNIT), items.address(AdjustmentColumn.OLD),
    )  # fmt: skip


_LEVELS_OF_RELATIONS = {"强制": Severity.ERROR, "核实": Severity.QUERY}


def _relations(reading: _Reading) -> tuple[Relation, ...]:
    table = reading.table(Sheet.RELATIONS, RelationColumn, (RelationColumn.NOTE,))
    rows = table.rows() if table else ()
    seen: dict[str, str] = {}
    read = (_relation(_Items(reading, Sheet.RELATIONS, row.cells), seen) for row in rows)
    return tuple(one for one in read if one is not None)


def _relation(items: _Items, seen: dict[str, str]) -> Relation | None:
    """One 审核关系; `seen` are the numbers used so far, with their cells."""
    number, text = items.text(RelationColumn.NUMBER), items.text(RelationColumn.EXPRESSION)
    level, address = items.text(RelationColumn.LEVEL), items.address(RelationColumn.EXPRESSION)
    items.want(RelationColumn.NUMBER, RelationColumn.LEVEL)
    if number.upper() in CATALOGUE or _key(number) in seen:
        other = seen.get(_key(number), "工具自带的规则")
        items.reading.note("B05", items.sheet, items.address(RelationColumn.NUMBER), number, other=other)
    elif number:
        seen[_key(number)] = items.address(RelationColumn.NUMBER) or ""
    if level not in _LEVELS_OF_RELATIONS:
        if level:
            items.wrong(RelationColumn.LEVEL, "、".join(_LEVELS_OF_RELATIONS))
        return None
    try:
        return read_relation(number, text, _LEVELS_OF_RELATIONS[level], items.text(RelationColumn.NOTE), address)
    except RelationError as fault:
        what = str(fault)
    except RecursionError:
        what = "括号套得太深"
    items.reading.note("B13", items.sheet, address, text, what=what)
    return None


def _exemptions(reading: _Reading, names: Mapping[str, str]) -> tuple[Exemption, ...]:
    table = reading.table(Sheet.EXEMPTIONS, ExemptionColumn)
    exemptions = []
    for row in table.rows() if table else ():
        items = _Items(reading, Sheet.EXEMPTIONS, row.cells)
        items.want(ExemptionColumn.UNIT, ExemptionColumn.CODE)
        written = items.text(ExemptionColumn.UNIT)
        exemptions.append(
            Exemption(
                names.get(halfwidth(written), written),
                _code(items, ExemptionColumn.CODE),
                items.text(ExemptionColumn.RULE),
                items.period(ExemptionColumn.UNTIL),
                items.text(ExemptionColumn.APPROVED_BY),
                items.text(ExemptionColumn.REASON),
                items.anchor(),
            )
        )
    return tuple(exemptions)


def _standards(reading: _Reading) -> tuple[Standard, ...]:
    table = reading.table(Sheet.STANDARDS, StandardColumn)
    standards = []
    for row in table.rows() if table else ():
        items = _Items(reading, Sheet.STANDARDS, row.cells)
        veto = items.text(StandardColumn.VETO)
        if veto not in ("", YES):
            items.wrong(StandardColumn.VETO, f"{YES}或空白")
        standards.append(
            Standard(
                items.names(StandardColumn.CODE),
                items.text(StandardColumn.NUMBER),
                items.text(StandardColumn.STANDARD),
                veto == YES,
                items.address(StandardColumn.CODE),
            )
        )
    return tuple(standards)


def _scoring(reading: _Reading, indicators: list[Indicator]) -> tuple[ScoreRule, ...]:
    table = reading.table(Sheet.SCORING, ScoringColumn, frozenset(ScoringColumn) - _SCORING_NEEDS)
    if table is not None and not {ScoringColumn.PROJECT, ScoringColumn.CODE} & set(table.columns):
        reading.note("B02", Sheet.SCORING, table.first_address, label=ScoringColumn.PROJECT, nearest="")
        return ()
    rows = table.rows() if table else ()
    read = (_score_rule(_Items(reading, Sheet.SCORING, row.cells), indicators) for row in rows)
    return tuple(one for one in read if one is not None)


_SCORING_NEEDS = frozenset({ScoringColumn.POINTS, ScoringColumn.METHOD})
_MOST_POINTS = 1000


def _score_rule(items: _Items, indicators: list[Indicator]) -> ScoreRule | None:
    """A row of 评分; None where it does not tell what it is about."""
    label = ScoringColumn.CODE if items.cell(ScoringColumn.CODE) else ScoringColumn.PROJECT
    items.want(label, ScoringColumn.POINTS)
    method = items.word(ScoringColumn.METHOD, Method, None)
    points = items.number(ScoringColumn.POINTS, Decimal(0), high=_MOST_POINTS)
    if (cell := items.cell(ScoringColumn.POINTS)) is not None and cell.content == 0:
        items.wrong(ScoringColumn.POINTS, "大于 0 的数")
    written = items.text(label)
    if not written:
        return None
    # A project's name may hold a 、 itself.
    codes = codes_named(indicators, (written,)) or codes_named(indicators, items.names(label))
    by_code = {one.code: one for one in indicators}
    projects = dict.fromkeys(by_code[code].project_key for code in codes)
    if not codes:
        items.unknown(label, [*by_code, *(one.project for one in indicators)])
        return None
    if len(projects) > 1:
        items.wrong(label, "同一个项目的指标；两个类别里有同名项目的，写“类别/项目”")
        return None
    terms = read_terms(method, items.text(ScoringColumn.TERMS), points)
    if terms is None:
        items.wrong(ScoringColumn.TERMS, HOW_TO_WRITE[method])
    address = items.address(label)
    return ScoreRule(
        written, next(iter(projects)), codes, points, method, terms or Terms(), items.text(ScoringColumn.NOTE), address
    )
