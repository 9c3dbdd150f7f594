"""From a period's 初核/ or 认定/ to what the departments say: figures, conclusions, points, findings (section 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from model.assessment.check_form import CheckForm
from model.assessment.checked import CheckedFigure, CheckedStandard, CheckIntake, GivenScore
from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import amount_text, label_of, to_form_unit
from model.period import Period
from model.submission import Stage, Status, Submission
from validators.assessment.asked import Asked
from validators.assessment.department import Answer, Counted, answer_of, file_of
from validators.assessment.joining import CheckFile
from validators.assessment.paper import CheckPaper, recognise_check
from validators.grid import Attachment, Opened, Paper, Unreadable
from validators.intake import Progress, cell_order
from validators.reading import files_below, name_below, open_file


@dataclass
class _Arrivals:
    """The files of the folder, sorted by what they are."""

    asked: Asked
    files: dict[str, list[CheckFile]] = field(default_factory=dict)
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def take_in_checks(
    folder: Path,
    forms: tuple[CheckForm, ...],
    breakdown: Breakdown,
    period: Period,
    stage: Stage,
    progress: Progress = lambda files: files,
) -> CheckIntake:
    """Reads and checks every workbook in `folder`/初核/ (CHECKED) or 认定/ (CONFIRMED).

    `forms` are what the departments were sent at this stage; what they are asked now counts, not what a workbook says.
    Never raises for what a person did. An empty folder gives an intake in which all departments are missing.
    """
    arrivals = _Arrivals(Asked(forms, breakdown, period, stage))
    paths = files_below(folder / arrivals.asked.folder)
    for path in progress(paths):
        for one in open_file(path, name_below(path, folder)):
            _sort_in(arrivals, one)
    answers = {
        form.department: answer_of(arrivals.asked, form, arrivals.files[form.department])
        for form in forms
        if form.department in arrivals.files
    }
    _contradict(breakdown, answers)
    return _intake(arrivals, answers, bool(paths))


def _sort_in(arrivals: _Arrivals, opened: Opened) -> None:
    match opened:
        case Unreadable(file, sha256, what, advice, rule):
            arrivals.submissions.append(Submission(None, file, sha256 or None, Status.UNRECOGNISED, remark=what))
            own_advice = advice.replace("填报表", arrivals.asked.form_name)
            arrivals.findings.append(found(rule, Place(file=file), what=what, advice=own_advice))
        case Attachment(file, sha256, kind):
            form = arrivals.asked.named_in_path(file)
            name = form.department if form else None
            arrivals.submissions.append(Submission(name, file, sha256, Status.ATTACHMENT, remark=kind))
        case Paper() as paper:
            _sort_in_paper(arrivals, recognise_check(paper, arrivals.asked))


def _sort_in_paper(arrivals: _Arrivals, paper: CheckPaper) -> None:
    arrivals.findings.extend(paper.findings)
    read = file_of(arrivals.asked, paper) if paper.status is None else None
    status = paper.status
    if read is not None and paper.form is not None and read.lines:
        arrivals.files.setdefault(paper.form.department, []).append(read)
        return
    if read is not None:
        arrivals.findings += [finding for _, finding in read.told]
        place = Place(paper.department, paper.file, paper.tables[0].table.grid.name)
        arrivals.findings.append(found("A07", place, form=arrivals.asked.form_name))
        status = Status.RETURNED
    arrivals.submissions.append(_submission(paper, status or Status.RETURNED))


def _submission(paper: CheckPaper, status: Status) -> Submission:
    return Submission(
        paper.department, paper.file, paper.sha256, status, filled_on=paper.filled_on, filled_by=paper.filled_by
    )


# Departments held against each other


def _contradict(breakdown: Breakdown, answers: Mapping[str, Answer]) -> None:
    """Adds an error to each of two departments that check one figure differently."""
    by_figure: dict[tuple[str, str], list[tuple[Answer, CheckedFigure]]] = {}
    for answer in answers.values():
        for one in answer.accepted():
            if isinstance(one, CheckedFigure):
                by_figure.setdefault((one.code, one.unit), []).append((answer, one))
    for several in by_figure.values():
        for answer, one in several:
            other = next((other for _, other in several if (other.value, other.text) != (one.value, one.text)), None)
            if other is not None:
                key = next(key for key, counted in answer.counted.items() if counted is one)
                answer.told.append((key, _contradiction(breakdown, one, other)))


def _contradiction(breakdown: Breakdown, one: CheckedFigure, other: CheckedFigure) -> Finding:
    indicator = breakdown.by_code[one.code]

    def told(figure: CheckedFigure) -> str:
        if figure.value is None:
            return figure.text or ""
        return amount_text(indicator, to_form_unit(indicator, figure.value))

    source = one.source
    place = Place(one.department, source.file, source.sheet, source.cell, one.code)
    return found(
        "A18", place, value=told(one), label=f"{label_of(indicator)}（{one.unit}）", other=other.department,
        other_value=told(other), stage=one.stage.label,
    )  # fmt: skip


def _was_worked_on(answer: Answer, accepted: list[Counted]) -> bool:
    """Whether anybody did something in a 认定表, whose conclusions are filled in with those of 初核 beforehand.

    A figure was typed, the day was filled in, or a conclusion is another one.
    """
    if answer.form.stage is Stage.CHECKED or any(isinstance(one, CheckedFigure) for one in accepted):
        return True
    issued = {(row.place, row.unit): row.checked for row in answer.form.standards}
    changed = (
        one
        for one in accepted
        if isinstance(one, CheckedStandard)
        and ((before := issued.get((one.standard, one.unit))) is None or before.conclusion != one.conclusion)
    )
    return any(one.paper.filled_on for one in answer.joined.standing) or next(changed, None) is not None


def _agreed(first: CheckedFigure | None, second: CheckedFigure) -> CheckedFigure:
    """One figure of two departments that agree: both are named, with their reasons."""
    if first is None:
        return second
    reasons = dict.fromkeys(filter(None, (first.reason, second.reason)))
    return replace(first, department=f"{first.department}、{second.department}", reason="；".join(reasons))


# All together


def _intake(arrivals: _Arrivals, answers: Mapping[str, Answer], has_files: bool) -> CheckIntake:
    departments = arrivals.asked.departments
    figures: dict[tuple[str, str], CheckedFigure] = {}
    standards: dict[tuple[int, str], CheckedStandard] = {}
    scores: dict[tuple[int, str], GivenScore] = {}
    for answer in answers.values():
        accepted = [*answer.accepted()]
        for one in accepted if _was_worked_on(answer, accepted) else ():
            match one:
                case CheckedFigure(code, unit):
                    figures[code, unit] = _agreed(figures.get((code, unit)), one)
                case CheckedStandard(standard, unit):
                    standards[standard, unit] = one
                case GivenScore(rule, unit):
                    scores[rule, unit] = one
    submissions = [*arrivals.submissions]
    findings = [*arrivals.findings]
    for department, answer in answers.items():
        findings += answer.findings
        findings += _superseded_notes(department, answer)
        submissions += _submissions(arrivals.files[department], answer)
    heard = {one.unit for one in submissions if one.status is not Status.ATTACHMENT}
    missing = [one for one in departments if one not in heard] if has_files else []
    submissions += [Submission(one, None, None, Status.MISSING) for one in missing]
    order = {name: place for place, name in enumerate(departments)}

    def place_of(name: str | None) -> int:
        return order.get(name or "", len(order))

    return CheckIntake(
        arrivals.asked.stage,
        departments,
        tuple(answers),
        figures,
        standards,
        scores,
        {department: answer.unchecked for department, answer in answers.items() if answer.unchecked},
        tuple(sorted(submissions, key=lambda one: (place_of(one.unit), one.file or ""))),
        tuple(
            sorted(
                findings,
                key=lambda one: (place_of(one.unit), one.file or "", one.sheet or "", cell_order(one.cell), one.rule),
            )
        ),
    )


def _superseded_notes(department: str, answer: Answer) -> Iterator[Finding]:
    for file, newer in answer.joined.superseded.items():
        yield found("W21", Place(department, file), newer=newer)


def _submissions(files: list[CheckFile], answer: Answer) -> Iterator[Submission]:
    faulty = {one.file for one in answer.findings if one.holds}
    for one in files:
        file = one.paper.file
        status = Status.PARTIAL if file in faulty else Status.ACCEPTED
        yield _submission(one.paper, Status.SUPERSEDED if file in answer.joined.superseded else status)
