"""new FOLDER: starts a year, from papers, from last year's folder or from nothing; or writes the rehearsal."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands.draft import each_once, paper_of, say_findings
from commands.given import Options, asked_documents, given_for
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.drafting import draft_workbook
from generators.drafting.new_year import year_workbook
from generators.output import write_single_files
from model.drafting.building import draft_of
from model.drafting.draft import Draft
from model.drafting.new_year import (
    blank_tables,
    doubts_of_papers,
    item_of,
    next_year,
    with_given,
)
from model.drafting.own_sheet import OwnSheet
from model.drafting.tables import DraftTable, tables_of
from model.fault import JobFault
from model.finding import Finding, Severity
from model.labels import BREAKDOWN_NAME, OWN_TEMPLATES_FOLDER, Basic, DraftColumn, DraftSheet, Sheet, UnitColumn
from model.period import read_period
from model.results import finding_json
from validators.breakdown import read_breakdown
from validators.drafted import read_sheets
from validators.period_folder import breakdown_path

BREAKDOWN_FILE = f"{BREAKDOWN_NAME}.xlsx"
_CARRIED_SHEETS = (Sheet.RELATIONS, Sheet.SCORING)
"""Sheets of last year, besides those that a draft has, that hold for the next one too."""


@dataclass(frozen=True)
class _Start:
    """What a year starts from: its sheets, and what is known of it."""

    tables: tuple[DraftTable, ...]
    draft: Draft | None = None
    own_sheets: tuple[OwnSheet, ...] = ()
    is_last_year: bool = False


@dataclass(frozen=True)
class _Year:
    """A year as it was started: its sheets, what is doubtful of the whole, what a check of the workbook found."""

    folder: Path
    start: _Start
    tables: tuple[DraftTable, ...]
    doubts: tuple[str, ...]
    findings: tuple[Finding, ...]
    templates: tuple[str, ...]

    def table(self, sheet: Sheet) -> DraftTable:
        return next(table for table in self.tables if table.sheet == sheet)

    @property
    def doubtful(self) -> int:
        """Lines that a person has to look at."""
        return sum(bool(line.doubts) for table in self.tables for line in table.lines)

    @property
    def wants_a_person(self) -> bool:
        """An empty year has but one fault, that it is empty: to fill it is what it was asked for."""
        is_wrong = any(one.severity is Severity.ERROR for one in self.findings)
        return bool(self.doubtful or self.doubts) or (is_wrong and bool(self.table(Sheet.INDICATORS).lines))


def new(folder: Path, screen: Screen, options: Options) -> int:
    """new FOLDER: a year's folder with its 目标分解表.xlsx, or (`is_rehearsal`) a synthetic year to practise on."""
    folder = folder.resolve()
    _refuse(folder, options)
    if options.is_rehearsal:
        return _new_rehearsal(folder, screen)
    start = _start(options, screen)
    given = given_for(folder, options, start.tables, screen, has_last_year=options.last_year is not None)
    tables = with_given(start.tables, given)
    doubts = doubts_of_papers(start.tables, given, start.draft.doubts) if start.draft is not None else ()
    write_single_files(folder, {BREAKDOWN_FILE: _workbook(start, tables, doubts)})
    templates = () if options.last_year is None else _copied_templates(options.last_year, folder)
    findings = read_breakdown(folder / BREAKDOWN_FILE)[1]
    started = _Year(folder, start, tables, doubts, findings, templates)
    _say(started, screen)
    screen.hand_over(_json(started))
    return WANTS_A_PERSON if started.wants_a_person else WELL


# What is refused


def _refuse(folder: Path, options: Options) -> None:
    others = (options.region, options.year, options.level, options.units, options.documents, options.last_year)
    if options.is_rehearsal and any(one is not None for one in others):
        raise JobFault("--示例 单独用，不和别的选项一起写。")
    if options.last_year is not None and options.documents is not None:
        raise JobFault("--上年 和 --文件 只能用一个：有今年的文件就用 --文件 起草，没有就用 --上年 照上年的改。")
    if folder.exists() and not folder.is_dir():
        raise JobFault(f"“{folder}”不是文件夹，请把这个文件移走，或换一个名字。")
    if read_period(folder.name) is not None:
        raise JobFault(f"“{folder.name}”是期次文件夹的名字，年度文件夹请换一个，如 平顶山市{folder.name[:4]}。")
    inside = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    standing = [name for name in inside if name.startswith(BREAKDOWN_NAME)]
    if standing:
        raise JobFault(f"“{folder}”里已经有“{standing[0]}”，不覆盖它，请换一个文件夹。")
    if options.is_rehearsal and inside:
        raise JobFault(f"“{folder}”里已经有文件，演练请用一个新的文件夹。")


# What it starts from


def _start(options: Options, screen: Screen) -> _Start:
    if options.last_year is not None:
        if not options.last_year.is_dir():
            raise JobFault(f"没有找到上年的文件夹“{options.last_year}”，请核对路径。")
        tables, own = read_sheets(breakdown_path(options.last_year))
        _refuse_incomplete(tables, options.last_year)
        carried = tuple(one for one in own if one.name in _CARRIED_SHEETS)
        return _Start(next_year(tables), own_sheets=carried, is_last_year=True)
    documents = options.documents
    if documents is None:
        is_told_all = options.units is not None
        documents = asked_documents(screen) if screen.can_ask and not is_told_all else []
    if not documents:
        return _Start(blank_tables())
    draft = draft_of([paper_of(path) for path in each_once(documents)])
    if not draft.indicators:
        raise JobFault("这些文件里只有验收标准，没有任务，请连同任务分解的文件一起给。")
    return _Start(tables_of(draft), draft)


def _refuse_incomplete(tables: Sequence[DraftTable], folder: Path) -> None:
    present = {table.sheet for table in tables}
    missing = [sheet for sheet in (Sheet.BASICS, Sheet.INDICATORS, Sheet.UNITS) if sheet not in present]
    if missing:
        raise JobFault(f"“{folder}”的目标分解表里没有工作表“{missing[0]}”，请先检查（lint）、改好上年的表。")


# What is written


def _workbook(start: _Start, tables: tuple[DraftTable, ...], doubts: Sequence[str]) -> bytes:
    draft = start.draft
    if draft is not None:
        return draft_workbook(tables, record=start.tables, files=draft.files, unadopted=draft.unadopted, doubts=doubts)
    # Papers may be drafted into an empty year; last year's rows would stand there beside theirs.
    return year_workbook(tables, start.own_sheets, record=() if start.is_last_year else start.tables)


def _copied_templates(last_year: Path, folder: Path) -> tuple[str, ...]:
    """The office's own templates go along; their names."""
    own = last_year / OWN_TEMPLATES_FOLDER
    found = [path for path in sorted(own.glob("*.docx")) if not path.name.startswith("~$")]
    if found:
        write_single_files(folder / OWN_TEMPLATES_FOLDER, {path.name: path.read_bytes() for path in found})
    return tuple(path.stem for path in found)


def _new_rehearsal(folder: Path, screen: Screen) -> int:
    # What runs a month takes long to load: that is done only where one is called for.
    from commands.rehearsal import EXPECTED, EXPECTED_FOLDER, write_rehearsal

    period_folder = write_rehearsal(folder)
    name = period_folder.name
    screen.say(f"演练用的示例年度写好了：{folder}")
    screen.say(f"  “{name}”里已经收了表：有对的、有错的、迟报的、重报的、报错期次的，还有没报的。")
    screen.say(f"下一步：把“{name}”拖到“制作通报”上，做完和“{EXPECTED_FOLDER}”里的“{EXPECTED}.xlsx”对照。")
    screen.hand_over({"folder": str(folder), "period": period_folder.name})
    return WELL


# What is said


def _say(started: _Year, screen: Screen) -> None:
    basics, units, rows = (started.table(one) for one in (Sheet.BASICS, Sheet.UNITS, Sheet.INDICATORS))
    shown = "".join(item_of(basics, item) for item in (Basic.REGION, Basic.YEAR))
    screen.say(f"{shown}年的年度文件夹建好了：{started.folder}")
    counted = f"指标 {len(rows.lines)} 行，" if rows.lines else ""
    screen.say(f"  {BREAKDOWN_FILE}：层级“{item_of(basics, Basic.LEVEL)}”，{counted}填报单位 {len(units.lines)} 个。")
    for line in _kinds(units):
        screen.say(f"    {line}")
    if started.templates:
        screen.say(f"  上年的模板带过来了：{'、'.join(started.templates)}。")
    if started.start.draft is not None:
        for doubt in started.doubts:
            screen.say(f"  请先看：{doubt}")
        if started.doubtful:
            screen.say(f"  有疑点的 {started.doubtful} 行，在“{DraftSheet.CHECKING}”里涂了颜色，请先看。")
        say_findings(started.findings, screen)
    screen.say(_next_step(started.start))


def _json(started: _Year) -> dict[str, object]:
    return {
        "folder": str(started.folder),
        "indicators": len(started.table(Sheet.INDICATORS).lines),
        "units": len(started.table(Sheet.UNITS).lines),
        "doubtful": started.doubtful,
        "findings": [finding_json(one) for one in started.findings],
    }


def _kinds(units: DraftTable) -> list[str]:
    """A line for each 类型 with the units that have it."""
    by_kind: dict[str, list[str]] = {}
    for line in units.lines:
        by_kind.setdefault(line.cells.get(UnitColumn.KIND, ""), []).append(line.cells.get(UnitColumn.NAME, ""))
    return [f"{kind} {len(names)}：{'、'.join(names)}" for kind, names in by_kind.items()]


def _next_step(start: _Start) -> str:
    opened, checked = f"下一步：打开 {BREAKDOWN_FILE}，", "存盘、关掉，拖到“制作通报”上检查一遍。"
    if start.draft is not None:
        return f"{opened}先看“{DraftSheet.CHECKING}”，在“{Sheet.INDICATORS}”等表里直接改好，{checked}"
    if start.is_last_year:
        rows = f"在“{Sheet.INDICATORS}”里填今年的任务表述和目标（上年的在最右边两列）"
        others = f"核对照抄的单位、项目和验收标准；“{Sheet.PERIODS}”“{Sheet.ADJUSTMENTS}”“{Sheet.EXEMPTIONS}”没有带过来"
        return f"{opened}{rows}，{others}。改好，{checked}"
    return f"{opened}照“{DraftColumn.HINT}”写“{Sheet.INDICATORS}”，{checked}"
