"""The rows of a returned workbook, each known as a row of its form; what cannot be known is told (section 7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from model.assessment.check_form import CheckForm, FigureRow, ScoreRow, StandardCheckRow
from model.assessment.checking import SCORE_NOTE, score_note
from model.catalogue import Place, found
from model.finding import Finding
from model.form import label_of
from model.indicator import Indicator
from model.labels import YES, CheckSheet, FigureCheckColumn, ScoreColumn, StandardCheckColumn
from model.quantity import halfwidth, plain, read_number
from validators.assessment.asked import Asked, Key
from validators.assessment.paper import CheckPaper, CheckTable
from validators.entries import Sent
from validators.grid import Cell
from validators.recognition import TOTAL_WORDS
from validators.table import Row, Table

Told = tuple[Key | None, Finding]
"""A finding and the row that it holds; None where it holds none."""
_NAMING = {
    CheckSheet.FIGURES: (FigureCheckColumn.CODE, FigureCheckColumn.NAME, FigureCheckColumn.UNIT),
    CheckSheet.STANDARDS: (
        StandardCheckColumn.CODE, StandardCheckColumn.NAME, StandardCheckColumn.UNIT, StandardCheckColumn.NUMBER,
        StandardCheckColumn.STANDARD,
    ),
    CheckSheet.SCORES: (ScoreColumn.PROJECT, ScoreColumn.UNIT),
}  # fmt: skip
"""What a merge over several rows says of each of them."""


@dataclass(frozen=True)
class Line:
    """A row as sent, known as the row `key` of its department's form; `subject` is what sentences call it."""

    key: Key
    department: str
    subject: str
    indicator: str | None
    file: str
    table: Table
    row: Row

    def cell(self, label: str) -> Cell | None:
        """The cell of a column, None for a blank."""
        return self.row.cells.get(label)

    def sent(self, label: str) -> Sent:
        """The cell of a column and where it stands."""
        column, grid = self.table.columns.get(label), self.table.grid
        address = None if column is None else grid.address(self.row.number, column)
        return Sent(self.file, grid.name, address, self.cell(label))

    def text(self, label: str) -> str:
        """What a cell says as text, empty for a blank."""
        return self.row.text(label)

    def said(self, labels: tuple[str, ...]) -> dict[str, Decimal | str]:
        """What the cells of `labels` say, blank ones left out."""
        keys = {label: self.sent(label).key for label in labels}
        return {label: key for label, key in keys.items() if key is not None}

    def found(self, code: str, label: str, *, value: str | None = None, **words: str) -> Finding:
        """The finding of rule `code` at the cell of `label`."""
        sent = self.sent(label)
        place = Place(self.department, self.file, sent.sheet, sent.address, self.indicator, label)
        return found(code, place, value=value, label=self.subject, column=label, **words)


@dataclass(frozen=True)
class FormLines:
    """The rows of one form by key, with what they are called."""

    asked: Asked
    form: CheckForm

    def rows(self, sheet: CheckSheet) -> tuple[FigureRow | StandardCheckRow | ScoreRow, ...]:
        """The form's rows of a sheet."""
        match sheet:
            case CheckSheet.FIGURES:
                return self.form.figures
            case CheckSheet.STANDARDS:
                return self.form.standards
            case CheckSheet.SCORES:
                return self.form.scores

    @cached_property
    def figure_places(self) -> Mapping[str, Mapping[str, int]]:
        """The places of the figures by unit and code."""
        places: dict[str, dict[str, int]] = {}
        for place, one in enumerate(self.form.figures):
            places.setdefault(one.unit, {})[one.indicator.code] = place
        return places

    @cached_property
    def standards_issued(self) -> Mapping[tuple[str, str], Sequence[tuple[int, Mapping[str, str]]]]:
        """The places of the standards by unit and by what they are for, its code as well as its name."""
        issued: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
        for place, one in enumerate(self.form.standards):
            for text in {halfwidth(one.row.codes), halfwidth(one.row.names)} - {""}:
                issued.setdefault((one.unit, text), []).append((place, standard_texts(one)))
        return issued

    @cached_property
    def scores_issued(self) -> Mapping[str, Sequence[tuple[int, str, Mapping[str, str]]]]:
        """The places of the scores by unit, each with its subject and what else was issued in its row."""
        issued: dict[str, list[tuple[int, str, Mapping[str, str]]]] = {}
        for place, one in enumerate(self.form.scores):
            texts = {SCORE_NOTE: score_note(self.form, one), ScoreColumn.POINTS: plain(one.rule.points)}
            issued.setdefault(one.unit, []).append((place, one.rule.subject, texts))
        return issued

    def called(self, key: Key) -> tuple[str, str | None]:
        """What sentences call a row, and the codes of its indicators."""
        match self.rows(key[0])[key[1]]:
            case FigureRow(indicator, unit):
                return f"{label_of(indicator)}（{unit}）", indicator.code
            case StandardCheckRow(_, row, unit):
                subject = f"「{' '.join(filter(None, (row.codes, row.names)))}」（{unit}）"
                number = row.standard.number
                numbered = f"第{number}条验收标准" if number else "的验收标准"
                return f"{subject}{numbered}", row.codes.replace("、", ",") or None
            case ScoreRow(_, rule, unit):
                codes = rule.subject.split("、")
                is_of_codes = set(codes) <= set(rule.codes)
                return f"「{rule.subject}」（{unit}）", ",".join(codes) if is_of_codes else None

    def line(self, key: Key, paper: CheckPaper, table: Table, row: Row) -> Line:
        """A row of a sheet as the row `key`."""
        return Line(key, self.form.department, *self.called(key), paper.file, table, row)


def lines_of(lines: FormLines, paper: CheckPaper, one: CheckTable) -> tuple[dict[Key, Line], list[Told]]:
    """The rows of one sheet by key, and what is wrong with them as rows."""
    read: dict[Key, Line] = {}
    told: list[Told] = []
    inputs = lines.asked.inputs(one.kind)
    for bare in one.table.rows():
        row = one.table.spread(bare, _NAMING[one.kind])
        place = _place_of(lines, one.kind, row, read)
        if place is None:
            told.extend((None, finding) for finding in _strange(lines, paper, one, row))
            continue
        key = (one.kind, place)
        line = lines.line(key, paper, one.table, row)
        known = read.get(key)
        if known is None or not known.said(inputs):
            read[key] = line
        elif (said := line.said(inputs)) and said != known.said(inputs):
            told.append((key, doubled(known, line, inputs)))
    return read, told


def _place_of(lines: FormLines, sheet: CheckSheet, row: Row, read: Mapping[Key, Line]) -> int | None:
    match sheet:
        case CheckSheet.FIGURES:
            return _figure_place(lines, row)
        case CheckSheet.STANDARDS:
            return _standard_place(lines, row, read)
        case CheckSheet.SCORES:
            return _score_place(lines, row, read)


# 核数


def _unit_in(lines: FormLines, row: Row) -> str | None:
    unit = lines.asked.breakdown.unit_named(row.text(FigureCheckColumn.UNIT))
    return unit.name if unit else None


def _figure_place(lines: FormLines, row: Row) -> int | None:
    unit = _unit_in(lines, row)
    of_unit = lines.figure_places.get(unit or "", {})
    indicator = indicator_in(row, [lines.form.figures[place].indicator for place in of_unit.values()])
    return of_unit.get(indicator.code) if indicator else None


def indicator_in(row: Row, among: list[Indicator]) -> Indicator | None:
    """The indicator of a row: by its 编码, by its 指标 where the code is blank or became a number (1.10 is 1.1)."""
    cell, code = row.cells.get(FigureCheckColumn.CODE), halfwidth(row.text(FigureCheckColumn.CODE))
    name = halfwidth(row.text(FigureCheckColumn.NAME))
    by_name = [one for one in among if name and halfwidth(one.name) == name]
    if cell is not None and isinstance(cell.content, Decimal):
        candidates = [one for one in among if read_number(one.code) == cell.content]
        agreeing = [one for one in candidates if one in by_name] or candidates
        return agreeing[0] if len(agreeing) == 1 else None
    if code:
        return next((one for one in among if halfwidth(one.code) == code), None)
    return by_name[0] if len(by_name) == 1 else None


# 验收, 评分


def is_said(cell: Cell | None, issued: str) -> bool:
    """Whether a cell says what was issued there; 1 typed as a number is 1."""
    if cell is None:
        return not issued
    if halfwidth(cell.text) == halfwidth(issued):
        return True
    return isinstance(cell.content, Decimal) and read_number(issued) == cell.content


def _standard_place(lines: FormLines, row: Row, read: Mapping[Key, Line]) -> int | None:
    """By the standard's text and what it is for, or by 序号 and what it is for where the text was changed."""
    unit = _unit_in(lines, row) or ""
    about = {halfwidth(row.text(label)) for label in (StandardCheckColumn.CODE, StandardCheckColumn.NAME)}
    agreeing: dict[int, int] = {}
    for place, issued in (one for text in sorted(about) for one in lines.standards_issued.get((unit, text), ())):
        same = {label for label, text in issued.items() if is_said(row.cells.get(label), text)}
        if same & {StandardCheckColumn.STANDARD, StandardCheckColumn.NUMBER}:
            is_text = StandardCheckColumn.STANDARD in same
            agreeing[place] = len(same) + len(issued) * is_text
    return _best(CheckSheet.STANDARDS, agreeing, read)


def standard_texts(one: StandardCheckRow) -> dict[str, str]:
    """What was issued in a row of 验收, but for what the unit itself said."""
    return {
        StandardCheckColumn.CODE: one.row.codes,
        StandardCheckColumn.NAME: one.row.names,
        StandardCheckColumn.NUMBER: one.row.standard.number,
        StandardCheckColumn.STANDARD: one.row.standard.standard,
        StandardCheckColumn.VETO: YES if one.row.standard.is_veto else "",
    }


def _score_place(lines: FormLines, row: Row, read: Mapping[Key, Line]) -> int | None:
    """By 项目; where several rules are about the same, by what else the row says, then by their order."""
    unit = _unit_in(lines, row)
    agreeing: dict[int, int] = {}
    for place, subject, issued in lines.scores_issued.get(unit or "", ()):
        if is_said(row.cells.get(ScoreColumn.PROJECT), subject):
            agreeing[place] = sum(is_said(row.cells.get(label), text) for label, text in issued.items())
    return _best(CheckSheet.SCORES, agreeing, read)


def _best(sheet: CheckSheet, agreeing: Mapping[int, int], read: Mapping[Key, Line]) -> int | None:
    """Of the rows that agree the one that agrees most; of equals the first that is not read yet."""
    most = [place for place in sorted(agreeing) if agreeing[place] == max(agreeing.values())]
    return next((place for place in most if (sheet, place) not in read), most[0] if most else None)


# Rows that are no row of the form


def _strange(lines: FormLines, paper: CheckPaper, one: CheckTable, row: Row) -> Iterator[Finding]:
    """A row of nobody is a fault only where it is filled in: signatures and notes stand there too."""
    inputs = [label for label in lines.asked.inputs(one.kind)[:1] if row.text(label)]
    naming = _NAMING[one.kind]
    is_named = any(row.text(label) for label in naming)
    if not inputs or not is_named or any(halfwidth(row.text(label)) in TOTAL_WORDS for label in naming):
        return
    address = ",".join(cell.address for label in (naming[0], *inputs) if (cell := row.cells.get(label)))
    place = Place(lines.form.department, paper.file, one.table.grid.name, address, None, inputs[0])
    unit = _unit_in(lines, row)
    indicator = indicator_in(row, list(lines.asked.breakdown.indicators)) if one.kind is CheckSheet.FIGURES else None
    if indicator is not None and all(indicator != own.indicator for own in lines.form.figures):
        owners = [form.department for form in lines.asked.forms if any(indicator == f.indicator for f in form.figures)]
        others = "、".join(owners) or "别的单位"
        label = f"{label_of(indicator)}（{row.text(FigureCheckColumn.UNIT)}）"
        words = {"label": label, "others": others, "stage": lines.asked.stage.label}
        yield found("A12", place, column=inputs[0], **words)
        return
    if one.kind is CheckSheet.STANDARDS and (others := _others_standard(lines, row)):
        label = f"“{row.text(StandardCheckColumn.CODE) or row.text(StandardCheckColumn.NAME)}”的验收标准"
        yield found("A12", place, label=label, others=others, stage=lines.asked.stage.label, column=inputs[0])
        return
    written = row.text(FigureCheckColumn.UNIT)
    if unit is None:
        words_of_row = f"的填报单位“{written}”不在目标分解表里" if written else "没有填报单位"
    elif indicator is not None:
        words_of_row = f"的{label_of(indicator)}没有下达给{unit}"
    else:
        words_of_row = f"的“{naming[0]}”“{row.text(naming[0])}”认不出" if row.text(naming[0]) else f"没有“{naming[0]}”"
    yield found("A11", place, words=words_of_row, column=inputs[0])


def _others_standard(lines: FormLines, row: Row) -> str:
    """The departments that judge the standard of a row that is none of this form's; empty where none does."""
    said = (halfwidth(row.text(StandardCheckColumn.CODE)), halfwidth(row.text(StandardCheckColumn.STANDARD)))
    owners = (
        form.department
        for form in lines.asked.forms
        if any(said == (halfwidth(own.row.codes), halfwidth(own.row.standard.standard)) for own in form.standards)
    )
    return "、".join(owners)


def doubled(first: Line, second: Line, inputs: tuple[str, str]) -> Finding:
    """Two rows of one workbook that say different things of the same; of two sheets the second is pointed at."""
    is_one_sheet = first.table.grid.name == second.table.grid.name
    sent = [one.sent(inputs[0]) for one in ((first, second) if is_one_sheet else (second,))]
    cells = ",".join(one.address for one in sent if one.address)
    place = Place(second.department, second.file, sent[-1].sheet, cells, second.indicator, inputs[0])
    values = "、".join(shown_line(one, inputs) for one in (first, second))
    return found("A13", place, label=second.subject, values=values)


def shown_line(line: Line, inputs: tuple[str, str]) -> str:
    """What the inputs of a row say, for people: the second only where there is something."""
    value, why = (line.sent(label) for label in inputs)
    return value.shown if why.key is None else f"{value.shown}（{why.shown}）"
