"""One department's answer: its rows judged, what counts of them, what is still blank or missing (section 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from model.assessment.check_form import CheckForm, FigureRow, ScoreRow, StandardCheckRow
from model.assessment.checked import CheckedFigure, CheckedStandard, GivenScore
from model.catalogue import Place, found
from model.finding import Finding
from model.labels import CheckSheet
from validators.assessment.asked import Asked, Key
from validators.assessment.figures import changed_cells, figure_of
from validators.assessment.joining import CheckFile, JoinedFiles, join_files
from validators.assessment.lines import FormLines, Line, Told, doubled, lines_of
from validators.assessment.paper import CheckPaper
from validators.assessment.standards import changed_points, changed_texts, score_of, standard_of

Counted = CheckedFigure | CheckedStandard | GivenScore


@dataclass
class Answer:
    """What came of one department: what counts by the row it stands in, and what was found."""

    form: CheckForm
    joined: JoinedFiles
    counted: dict[Key, Counted] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    unchecked: int = 0

    @property
    def findings(self) -> Iterator[Finding]:
        """All that was found."""
        return (finding for _, finding in self.told)

    def accepted(self) -> Iterator[Counted]:
        """What counts: rows that no finding holds."""
        held = {key for key, finding in self.told if finding.holds}
        return (one for key, one in self.counted.items() if key not in held)


def file_of(asked: Asked, paper: CheckPaper) -> CheckFile:
    """The rows of one file; `paper` is of a department that was asked."""
    assert paper.form is not None, "only files of a known department are read"
    form_lines = FormLines(asked, paper.form)
    lines: dict[Key, Line] = {}
    told: list[Told] = []
    for table in paper.tables:
        read, of_table = lines_of(form_lines, paper, table)
        told += of_table
        for key, line in read.items():
            known, inputs = lines.get(key), asked.inputs(key[0])
            if known is None or not known.said(inputs):
                lines[key] = line
            elif line.said(inputs) not in ({}, known.said(inputs)):
                told.append((key, doubled(known, line, inputs)))
    return CheckFile(asked, paper, lines, tuple(told))


def answer_of(asked: Asked, form: CheckForm, files: list[CheckFile]) -> Answer:
    """Judges what a department sent; `files` is not empty."""
    joined = join_files(files)
    answer = Answer(form, joined)
    for one in joined.standing:
        answer.told += one.told
    answer.told += joined.told
    lines = FormLines(asked, form)
    outdated = {one.paper.file for one in joined.standing if one.paper.is_outdated}
    for sheet in form.sheets:
        keys = [(sheet, place) for place in range(len(lines.rows(sheet)))]
        for key in keys:
            line, row = joined.lines.get(key), lines.rows(sheet)[key[1]]
            if line is not None:
                _judge(asked, answer, line, row, is_outdated=line.file in outdated)
        answer.told += _absent(lines, answer, keys)
    answer.told += _unchecked_note(asked, lines, answer)
    held = {key for key, finding in answer.told if finding.holds}
    answer.unchecked = sum(key in held or _is_owed(asked, lines, key, joined.lines) for key in _keys(lines))
    return answer


def _keys(lines: FormLines) -> Iterator[Key]:
    return ((sheet, place) for sheet in lines.form.sheets for place in range(len(lines.rows(sheet))))


def _judge(
    asked: Asked, answer: Answer, line: Line, row: FigureRow | StandardCheckRow | ScoreRow, *, is_outdated: bool
) -> None:
    counted: Counted | None
    match row:
        case FigureRow():
            counted, findings = figure_of(line, row, asked.stage, asked.own_column)
            changed = changed_cells(line, row, asked.stage, is_outdated=is_outdated)
            if is_outdated and _is_blank(asked, line.key, line):
                changed = iter(())
        case StandardCheckRow():
            counted, findings = standard_of(line, row, asked.stage)
            changed = changed_texts(line, row, is_outdated=is_outdated)
        case ScoreRow():
            counted, findings = score_of(line, row)
            changed = changed_points(line, row, is_outdated=is_outdated)
    answer.told += [(line.key, one) for one in (*changed, *findings)]
    if counted is not None:
        answer.counted[line.key] = counted


# What is not there


def _is_owed(asked: Asked, lines: FormLines, key: Key, read: Mapping[Key, Line]) -> bool:
    """Whether a row waits for the department; not a figure that nobody reported, nor what waits for 初核 itself."""
    row = lines.rows(key[0])[key[1]]
    if isinstance(row, FigureRow) and row.reported is None:
        return False
    if not asked.is_first and not isinstance(row, ScoreRow) and row.checked is None:
        return False
    return _is_blank(asked, key, read.get(key))


def _is_blank(asked: Asked, key: Key, line: Line | None) -> bool:
    """Whether the department has said nothing in a row."""
    return line is None or not line.said(asked.inputs(key[0])[:1])


def _absent(lines: FormLines, answer: Answer, keys: list[Key]) -> Iterator[Told]:
    """Rows of the form that no file holds; a whole sheet of them is told once."""
    owed = [key for key in keys if key not in answer.joined.lines]
    if not owed:
        return
    asked, sheet = lines.asked, keys[0][0]
    file, name = _last_place(answer, sheet)
    if len(owed) == len(keys):
        words = {"name": sheet, "count": str(len(keys)), "form": asked.form_name}
        yield None, found("A16", Place(lines.form.department, file), **words)
        return
    for key in owed:
        subject, codes = lines.called(key)
        if _is_owed(asked, lines, key, {}):
            yield key, found("A15", Place(lines.form.department, file, name, None, codes), label=subject)


def _last_place(answer: Answer, sheet: CheckSheet) -> tuple[str, str | None]:
    """The last file, and what the sheet is called there."""
    last = answer.joined.standing[-1].paper
    name = next((one.table.grid.name for one in last.tables if one.kind is sheet), None)
    return last.file, name


def _unchecked_note(asked: Asked, lines: FormLines, answer: Answer) -> Iterator[Told]:
    """Figures that are still blank, told once."""
    keys = ((CheckSheet.FIGURES, place) for place in range(len(lines.form.figures)))
    count = sum(key in answer.joined.lines and _is_owed(asked, lines, key, answer.joined.lines) for key in keys)
    if count:
        file, name = _last_place(answer, CheckSheet.FIGURES)
        words = {"count": str(count), "stage": asked.stage.label}
        place = Place(lines.form.department, file, name, None, None, asked.own_column)
        yield None, found("A23", place, column=asked.own_column, **words)
