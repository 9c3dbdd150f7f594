"""From a period's 上报/ to accepted figures, findings and the list of who sent what."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from model.breakdown import Breakdown, FaultPolicy
from model.catalogue import Place, found
from model.figure import Previous
from model.finding import Finding
from model.form import FIGURE_COLUMNS, WORD_COLUMNS, asked_columns, label_of
from model.labels import CORRECTIONS_FILE, SUBMISSIONS_FOLDER, FormColumn
from model.period import Period
from model.results import LastRun
from model.submission import SENT_BACK, Change, Intake, Reported, SelfCheck, Status, Submission
from model.unit import Unit
from validators.acceptance import SelfChecks, read_self_checks
from validators.across_units import alike, alike_faults, doubtful_rules, is_last_periods
from validators.changes import changes_of
from validators.checks import check_rows, explained
from validators.context import Context
from validators.corrections import Corrections, lay_over, read_corrections
from validators.entries import Entries, FileTime, Joined, UnitFile, entries_of, file_time, join, joined_sheets
from validators.grid import Attachment, Opened, Paper, Unreadable, column_of
from validators.reading import files_below, name_below, open_file
from validators.recognition import Recognised, named_in_path, recognise
from validators.rows import Row, reported_of

Progress = Callable[[list[Path]], Iterable[Path]]
_NO_LAST_RUN = LastRun()


@dataclass(slots=True)
class _Case:
    """One unit under examination: its files, its rows as they stand joined and corrected, what was found so far."""

    context: Context
    files: list[UnitFile]
    corrections: Corrections
    joined: Joined
    entries: Entries
    rows: dict[str, Row]
    findings: list[Finding]

    @property
    def unit(self) -> Unit:
        return self.context.unit

    @property
    def standing(self) -> list[UnitFile]:
        """The files that no other took the place of."""
        return [one for one in self.files if one.file not in self.joined.superseded]


@dataclass(frozen=True, slots=True)
class UnitIntake:
    """What came of one unit. `codes` are those of the rows that it sent, `changes` what a corrected file changed."""

    unit: Unit
    submissions: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()
    reported: Mapping[str, Reported] = field(default_factory=dict)
    sent: Mapping[str, Mapping[FormColumn, Decimal | str]] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass
class _Arrivals:
    """The files of 上报/, sorted by what they are. Each is let go as soon as its cells are known."""

    breakdown: Breakdown
    period: Period
    previous: Previous
    files: dict[str, list[UnitFile]] = field(default_factory=dict)
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    self_checks: list[tuple[FileTime, str, SelfChecks]] = field(default_factory=list)

    def context(self, unit: Unit) -> Context:
        """What a check of the unit's rows may look at; made anew each time, since all of them would not fit."""
        return Context(self.breakdown, self.period, self.previous, unit)

    def taken(self, unit: Unit, corrections: Corrections) -> _Case:
        """The case of a unit all of whose files have arrived."""
        return _case(self.files.pop(unit.name, []), corrections, self.context(unit))


def take_in(
    folder: Path,
    breakdown: Breakdown,
    period: Period,
    previous: Previous,
    *,
    breakdown_findings: Iterable[Finding] = (),
    last_run: LastRun = _NO_LAST_RUN,
    progress: Progress = lambda files: files,
    opened: Iterable[Opened] | None = None,
) -> Intake:
    """Reads and checks everything in `folder`/上报/ and 更正.xlsx. `progress` may watch the files go by.

    `breakdown_findings` (queries and notes of the breakdown) are listed with the others and hold nothing back.
    `last_run` tells what corrected files are compared with. `opened` stands for 上报/ where its files are open already.
    """
    arrivals = _Arrivals(breakdown, period, previous)
    for one in _opened(folder, progress) if opened is None else opened:
        _sort_in(arrivals, one)
    corrections = _corrections(folder, breakdown)
    cases = deque(arrivals.taken(unit, corrections) for unit in breakdown.units)
    _compare_units(cases)
    units = [_concluded(one, last_run) for one in _consumed(cases)]
    due = breakdown.due_date(period)
    submissions = [one for unit in units for one in unit.submissions] + arrivals.submissions
    submissions += _missing(breakdown, submissions)
    findings = [
        *breakdown_findings,
        *arrivals.findings,
        *corrections.findings_of(None),
        *(one for unit in units for one in unit.findings),
    ]
    findings += doubtful_rules(findings, {one.unit.name: one.codes for one in units if one.codes}, breakdown)
    return Intake(
        tuple(sorted((_dated(one, corrections, due) for one in submissions), key=_submission_order(breakdown))),
        tuple(sorted(findings, key=_finding_order(breakdown))),
        {(code, one.unit): one for unit in units for code, one in unit.reported.items()},
        {one.unit.name: one.sent for one in units},
        tuple(change for one in units for change in one.changes),
        _self_checks(arrivals),
    )


def _opened(folder: Path, progress: Progress) -> Iterator[Opened]:
    for path in progress(files_below(folder / SUBMISSIONS_FOLDER)):
        yield from open_file(path, name_below(path, folder))


def _consumed(cases: deque[_Case]) -> Iterator[_Case]:
    """The cases in their order, each forgotten as it goes: a nation's rows do not fit twice into memory."""
    while cases:
        yield cases.popleft()


def _sort_in(arrivals: _Arrivals, opened: Opened) -> None:
    match opened:
        case Unreadable(file, sha256, what, advice, rule):
            arrivals.submissions.append(Submission(None, file, sha256 or None, Status.UNRECOGNISED, remark=what))
            arrivals.findings.append(found(rule, Place(file=file), what=what, advice=advice))
        case Attachment(file, sha256, kind):
            unit = named_in_path(file, arrivals.breakdown)
            name = unit.name if unit else None
            arrivals.submissions.append(Submission(name, file, sha256, Status.ATTACHMENT, remark=kind))
        case Paper() as paper:
            recognised = recognise(paper, arrivals.breakdown, arrivals.period)
            _sort_in_paper(arrivals, recognised)
            _take_self_checks(arrivals, paper, recognised)


def _sort_in_paper(arrivals: _Arrivals, recognised: Recognised) -> None:
    arrivals.findings.extend(recognised.findings)
    if recognised.status is not None:
        name = recognised.unit.name if recognised.unit else None
        file, sha256, status = recognised.file, recognised.sha256, recognised.status
        arrivals.submissions.append(
            Submission(name, file, sha256, status, filled_on=recognised.filled_on, filled_by=recognised.filled_by)
        )
        return
    for unit in recognised.units:
        arrivals.files.setdefault(unit.name, []).append(_unit_file(arrivals.context(unit), recognised))


def _take_self_checks(arrivals: _Arrivals, paper: Paper, recognised: Recognised) -> None:
    """What a unit says of the standards, in a period with 评价; of a sheet of several units nobody is told."""
    is_assessed = bool(arrivals.breakdown.note_of(arrivals.period).assessment)
    if not is_assessed or recognised.status is not None or len(recognised.units) != 1:
        return
    checks, findings = read_self_checks(paper, recognised.units[0].name, arrivals.breakdown)
    arrivals.findings.extend(findings)
    if checks:
        time = file_time(recognised.filled_on, recognised.modified)
        arrivals.self_checks.append((time, recognised.file, checks))


def _self_checks(arrivals: _Arrivals) -> dict[tuple[int, str], SelfCheck]:
    """Row by row what the latest file says that fills it in."""
    latest: dict[tuple[int, str], SelfCheck] = {}
    for *_, checks in sorted(arrivals.self_checks, key=lambda one: one[:2]):
        latest |= checks
    return latest


def _unit_file(context: Context, recognised: Recognised) -> UnitFile:
    read = [entries_of(context, table) for table in recognised.tables]
    entries, contradictions = joined_sheets(one for one, _ in read)
    return UnitFile(
        recognised.file, recognised.sha256, recognised.tables[0].layout.sheet, entries,
        (*(fault for _, faults in read for fault in faults), *contradictions),
        recognised.modified, recognised.filled_on, recognised.filled_by,
    )  # fmt: skip


def _corrections(folder: Path, breakdown: Breakdown) -> Corrections:
    path = folder / CORRECTIONS_FILE
    if not path.is_file():
        return Corrections()
    match list(open_file(path, CORRECTIONS_FILE)):
        case [Paper() as paper]:
            return read_corrections(paper, breakdown)
        case [Unreadable(file, _, what, _)]:
            advice = "请另存为 .xlsx，关闭后重来。"
            return Corrections(findings=(found("W01", Place(file=file), what=what, advice=advice),))
        case _:
            fault = found("W01", Place(file=CORRECTIONS_FILE), what="不是 .xlsx 文件", advice="请另存为 .xlsx。")
            return Corrections(findings=(fault,))


# One unit


def _case(files: list[UnitFile], corrections: Corrections, context: Context) -> _Case:
    """A unit's files joined and corrected, its rows checked."""
    unit, breakdown = context.unit, context.breakdown
    joined = join(files)
    entries, laid = lay_over(joined.entries, corrections.of(unit), breakdown)
    rows = check_rows(entries, context)
    # A copy of the context does not hold the rows of the form, which are not asked for again.
    case = _Case(replace(context), files, corrections, joined, entries, rows, [])
    is_heard = bool(files or corrections.of(unit))
    case.findings = [
        *(finding for one in case.standing for finding in one.findings),
        *joined.findings,
        *_superseded_notes(unit, joined),
        *laid,
        *corrections.findings_of(unit),
        *(_absent(unit, entries, case.standing, context) if is_heard else ()),
        *(_repeated(case) if files else ()),
        *(finding for row in rows.values() for finding in row.findings),
    ]
    return case


def _repeated(case: _Case) -> Iterator[Finding]:
    """A note where every figure is last period's: perhaps its sheet came again."""
    count = is_last_periods(case.rows, case.context)
    if count:
        period = case.context.previous.period
        words = f"上期（{period.title}）" if period else "上期"
        yield found("W29", Place(case.unit.name, case.standing[-1].file), count=str(count), previous=words)


def _compare_units(cases: Iterable[_Case]) -> None:
    """Adds to each unit's findings where its figures are those of another."""
    by_name = {case.unit.name: case for case in cases if case.rows}
    pairs = alike({name: case.rows for name, case in by_name.items()}, {n: c.context for n, c in by_name.items()})
    for name, others in pairs.items():
        case = by_name[name]
        for other, rows in others:
            codes = tuple(row.indicator.code for row in rows)
            faults = alike_faults(other, rows)
            case.findings += [explained(one, codes, case.rows, case.context) for one in faults]


def _concluded(case: _Case, last_run: LastRun) -> UnitIntake:
    """Which figures of a unit stand, and what becomes of its files."""
    if not case.files and not case.corrections.of(case.unit):
        return UnitIntake(case.unit, findings=tuple(case.findings))
    findings = [case.context.exempted(one) for one in case.findings]
    held = {code for one in findings if one.holds for code in one.codes}
    is_sheet_policy = case.context.breakdown.basics.fault_policy is FaultPolicy.SHEET
    is_returned = is_sheet_policy and any(one.holds for one in findings)
    reported = {
        code: reported_of(row)
        for code, row in case.rows.items()
        if code not in held and not is_returned and row.is_complete
    }
    faulty = _faulty_files(case.entries, findings)
    submissions = tuple(_submissions(case, faulty, is_returned))
    goes_back = any(one.status in SENT_BACK for one in submissions)
    changes = tuple(changes_of(case.unit.name, case.files, case.joined, case.rows, last_run))
    sent = _sent(case.rows) if goes_back else {}
    return UnitIntake(case.unit, submissions, tuple(findings), reported, sent, tuple(case.rows), changes)


def _superseded_notes(unit: Unit, joined: Joined) -> Iterator[Finding]:
    for file, newer in joined.superseded.items():
        yield found("W21", Place(unit.name, file), newer=newer.file)


def _absent(unit: Unit, entries: Entries, files: list[UnitFile], context: Context) -> Iterator[Finding]:
    """Rows that no part holds: blank when all parts are joined (contract section 3)."""
    last = max(files, key=lambda one: (one.time, one.file), default=None)
    sheet = last.sheet if last else None
    for indicator in context.breakdown.indicators_asked(unit.name):
        if indicator.code not in entries:
            file = last.file if last else CORRECTIONS_FILE
            yield found("R06", Place(unit.name, file, sheet, None, indicator.code), label=label_of(indicator))


def _faulty_files(entries: Entries, findings: list[Finding]) -> frozenset[str | None]:
    """Files to be sent back in part: those of each row that is held, and those that a fault of no row stands in.

    更正.xlsx among them counts against every file: which one ought to have held the row is not known. A line of it that
    falls holds no row and counts against none.
    """
    faulty: set[str | None] = set()
    for one in findings:
        rows = [entries[code] for code in one.codes if code in entries] if one.holds else []
        for row in rows:
            stands_in = {row.file, *(row.of(column).file for column in asked_columns(row.indicator))}
            faulty |= stands_in - {CORRECTIONS_FILE} or stands_in
        owes_a_row = bool(one.codes) and not rows
        if one.holds and (owes_a_row or one.file != CORRECTIONS_FILE):
            faulty.add(one.file)
    return frozenset(faulty)


def _submissions(case: _Case, faulty: frozenset[str | None], is_returned: bool) -> Iterator[Submission]:
    def status_of(file: str) -> Status:
        if file in case.joined.superseded:
            return Status.SUPERSEDED
        if is_returned:
            return Status.RETURNED
        return Status.PARTIAL if faulty & {file, CORRECTIONS_FILE} else Status.ACCEPTED

    for one in case.files:
        yield Submission(
            case.unit.name, one.file, one.digest, status_of(one.file), filled_on=one.filled_on, filled_by=one.filled_by
        )
    if not case.files:
        yield Submission(case.unit.name, CORRECTIONS_FILE, case.corrections.sha256, status_of(CORRECTIONS_FILE))


def _sent(rows: Mapping[str, Row]) -> dict[str, dict[FormColumn, Decimal | str]]:
    """What each row said, for the form that goes back: a figure as it was read, all else as it was written."""
    sent: dict[str, dict[FormColumn, Decimal | str]] = {}
    for code, row in rows.items():
        cells: dict[FormColumn, Decimal | str] = {}
        for column in (*FIGURE_COLUMNS, *WORD_COLUMNS):
            cell = row.entry.cell(column)
            if cell is not None and cell.formula is None and cell.text.strip():
                cells[column] = row.typed.get(column, cell.content if isinstance(cell.content, Decimal) else cell.text)
        sent[code] = cells
    return sent


# All units


def _dated(one: Submission, corrections: Corrections, due: date) -> Submission:
    """`one` with its lateness: by 报送登记, else by 填报日期."""
    if one.unit is None or one.status in (Status.MISSING, Status.ATTACHMENT):
        return one
    day = corrections.received.get(one.unit) or one.filled_on
    return replace(one, late=day is not None and day > due)


def _missing(breakdown: Breakdown, submissions: list[Submission]) -> Iterator[Submission]:
    """A unit that is asked something and sent nothing but attachments is missing."""
    heard = {one.unit for one in submissions if one.status is not Status.ATTACHMENT}
    for unit in breakdown.units:
        if unit.name not in heard and breakdown.indicators_asked(unit.name):
            yield Submission(unit.name, None, None, Status.MISSING)


def _unit_order(breakdown: Breakdown) -> Callable[[str | None], int]:
    order = {unit.name: index for index, unit in enumerate(breakdown.units)}
    return lambda name: order.get(name or "", len(order))


def _submission_order(breakdown: Breakdown) -> Callable[[Submission], tuple[int, str]]:
    order = _unit_order(breakdown)
    return lambda one: (order(one.unit), one.file or "")


_SHEET_CELL = re.compile(r"([A-Z]+)([0-9]+)$")
_WORD_CELL = re.compile(r"表[0-9]+R([0-9]+)C([0-9]+)$")


def cell_order(cell: str | None) -> tuple[int, int]:
    """Row and column of the first address of a cell list; what has none goes first."""
    first = (cell or "").partition(",")[0]
    if match := _WORD_CELL.match(first):
        return (int(match[1]), int(match[2]))
    match = _SHEET_CELL.match(first)
    if match is None:
        return (0, 0)
    return (int(match[2]), column_of(match[1]))


def _finding_order(breakdown: Breakdown) -> Callable[[Finding], tuple[int, str, str, tuple[int, int], str]]:
    order = _unit_order(breakdown)
    return lambda one: (order(one.unit), one.file or "", one.sheet or "", cell_order(one.cell), one.rule)
