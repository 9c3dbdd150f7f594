"""What a unit's corrected file says differently from the one before it, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from model.form import FIGURE_COLUMNS, WORD_COLUMNS, to_form_unit
from model.labels import FormColumn
from model.quantity import plain, read_number
from model.results import LastRun
from model.submission import Change, Source
from validators.entries import Entry, Joined, Sent, UnitFile
from validators.rows import Row

COMPARED = (*FIGURE_COLUMNS, *WORD_COLUMNS)


def changes_of(
    unit: str, files: list[UnitFile], joined: Joined, rows: Mapping[str, Row], last_run: LastRun
) -> list[Change]:
    """What changed since the last file of `unit`: from each superseded file to the one that took its place, and from
    what the last run read where the file itself was replaced.
    """
    by_name = {one.file: one for one in files}
    changes = [one for file, newer in joined.superseded.items() for one in _between(by_name[file], newer)]
    digests = {one.digest for one in files}
    if files and last_run.files.get(unit) == frozenset(digests):
        known = {(one.code, one.column) for one in changes}
        return [
            *changes,
            *(one for one in last_run.changes if one.unit == unit and (one.code, one.column) not in known),
        ]
    if files and unit in last_run.files and not digests >= last_run.files[unit]:
        told = {(one.code, one.column) for one in changes}
        changes += [one for one in _since(unit, rows, last_run) if (one.code, one.column) not in told]
    return changes


def _between(earlier: UnitFile, later: UnitFile) -> Iterator[Change]:
    for code, after in later.entries.items():
        before = earlier.entries.get(code)
        for column in COMPARED:
            then, now = before.of(column) if before else None, after.of(column)
            if _is_input(now) and (then.key if then else None) != now.key:
                yield _change(after, column, then, now)


def _is_input(sent: Sent) -> bool:
    """A formula of ours is no statement of the unit."""
    return sent.cell is None or sent.cell.formula is None


def _change(after: Entry, column: FormColumn, then: Sent | None, now: Sent) -> Change:
    return Change(
        after.unit.name, after.indicator.code, column,
        "空白" if then is None else then.shown, now.shown,
        _source(then) if then else None, _source(now),
    )  # fmt: skip


def _source(sent: Sent) -> Source | None:
    return Source(sent.file, sent.sheet, sent.address) if sent.address else None


def _since(unit: str, rows: Mapping[str, Row], last_run: LastRun) -> Iterator[Change]:
    """What the rows say differently from the figures that the last run accepted or sent back."""
    for code, row in rows.items():
        for column, before, source in _said_before(unit, row, last_run):
            now = row.entry.of(column)
            if _is_input(now) and not _is_same(row, column, before, now):
                yield Change(unit, code, column, before or "空白", now.shown, source, _source(now))


def _said_before(unit: str, row: Row, last_run: LastRun) -> Iterator[tuple[FormColumn, str | None, Source | None]]:
    """Column, text and place of what the last run read in a row."""
    key = (row.indicator.code, unit)
    figure = last_run.figures.get(key)
    if figure is None:
        if key in last_run.held and len(row.columns) == 1:
            yield row.columns[0], *last_run.held[key]
        return
    said = {
        FormColumn.VALUE: None if figure.value is None else to_form_unit(row.indicator, figure.value),
        FormColumn.NUMERATOR: figure.numerator,
        FormColumn.DENOMINATOR: figure.denominator,
    }
    cells = figure.source.cell.split(",") if figure.source else []
    for place, column in enumerate(row.columns):
        number = said.get(column)
        source = replace(figure.source, cell=cells[place]) if figure.source and place < len(cells) else None
        yield column, figure.text if number is None else plain(number), source


def _is_same(row: Row, column: FormColumn, before: str | None, now: Sent) -> bool:
    """Whether a cell still says what it said: as a number where it is one."""
    typed = row.typed.get(column)
    number = None if before is None else read_number(before)
    if typed is not None and number is not None:
        return typed == number
    return before == (None if now.key is None else now.shown)
