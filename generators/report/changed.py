"""The sheet 更正与改报: lines of 更正.xlsx, what corrected files say differently, and the files that they replace."""

from collections.abc import Iterator, Sequence

from generators.links import link_to, link_to_source
from generators.report.table import Cell, Columns, write_band, write_labels, write_row
from generators.report.told import Told
from generators.sheet import Workbook, titled_sheet
from model.finding import Finding
from model.labels import SUBMISSIONS_FOLDER, Sheet
from model.submission import Change, Source, Status, Submission

CHANGED = "更正与改报"
_COLUMNS: Columns = (
    ("单位", 14), ("编码", 12), ("指标", 26), ("栏", 14), ("原来", 34), ("现在", 34), ("原单元格", 30),
    ("现单元格", 30),
)  # fmt: skip
_CORRECTION_LABELS = ("单位", "编码", "指标", "栏", "更正的内容", "怎样改", "单元格", "是否采用")
_SUPERSEDED_LABELS = ("单位", "填报日期", "文件", "情况", "为什么", "怎样改")
_TAKEN, _SUPERSEDED = "K21", "W21"


def corrections(told: Told) -> list[Finding]:
    """What became of each line of 更正.xlsx, one finding a line."""
    return [one for one in told.results.intake.findings if one.rule == _TAKEN or one.is_for_the_office]


def superseded(told: Told) -> list[Submission]:
    """The files whose place a later one took."""
    return [one for one in told.results.intake.submissions if one.status is Status.SUPERSEDED]


def write_changed(workbook: Workbook, told: Told) -> None:
    """Three tables, one below the other; one without rows says so in one line."""
    sheet = titled_sheet(workbook, CHANGED, "改报、更正和被取代的文件", _COLUMNS)
    changes = told.results.intake.changes
    row = _rows(workbook, sheet, 2, [_change_row(one, told) for one in changes], "没有单位改报过数。")
    parts: tuple[tuple[str, Sequence[str], list[list[Cell | str]]], ...] = (
        ("更正.xlsx 的各行", _CORRECTION_LABELS, [_correction_row(one, told) for one in corrections(told)]),
        ("被新表取代的文件", _SUPERSEDED_LABELS, list(_superseded_rows(told))),
    )
    for heading, labels, rows in parts:
        write_band(workbook, sheet, row + 1, _COLUMNS, heading, level=1)
        if rows:
            write_labels(workbook, sheet, row + 2, labels)
        row = _rows(workbook, sheet, row + 2 + bool(rows), rows, "没有。")


def _rows(workbook: Workbook, sheet: object, row: int, rows: Sequence[Sequence[Cell | str]], without: str) -> int:
    """Writes `rows` from `row` on, or that there are none; returns the next free row."""
    for cells in rows:
        write_row(workbook, sheet, row, _COLUMNS, cells)
        row += 1
    if not rows:
        write_band(workbook, sheet, row, _COLUMNS, without)
        row += 1
    return row


def _change_row(one: Change, told: Told) -> list[Cell | str]:
    before, after = _source_cell(one.before_source), _source_cell(one.after_source)
    return [one.unit, one.code, told.name(one.code), one.column, one.before, one.after, before, after]


def _source_cell(source: Source | None) -> Cell:
    if source is None:
        return Cell("—")
    file = source.file.removeprefix(f"{SUBMISSIONS_FOLDER}/")
    return Cell(f"{file} {source.sheet}!{source.cell.replace(',', '、')}", link_to_source(source))


def _correction_row(one: Finding, told: Told) -> list[Cell | str]:
    is_taken = one.rule == _TAKEN
    name = told.name(one.indicator or "")
    word = ("采用，但数有问题" if (one.file, one.cell) in told.held_places else "采用") if is_taken else "没有采用"
    taken = Cell(word, fill="#E2EFDA" if word == "采用" else "#F8CBAD")
    place = f"{one.sheet or ''}!{one.cell}" if one.cell else one.sheet or Sheet.CORRECTIONS
    link = link_to(one.file, one.sheet, one.cell) if one.file else None
    remedy = "" if is_taken else one.remedy
    return [
        one.unit or "（认不出）", one.indicator or "", name, one.column or "", one.message, remedy, Cell(place, link),
        taken,
    ]  # fmt: skip


def _superseded_rows(told: Told) -> Iterator[list[Cell | str]]:
    said = {(one.unit, one.file): one for one in told.results.intake.findings if one.rule == _SUPERSEDED}
    for one in superseded(told):
        why = said.get((one.unit, one.file))
        day = one.filled_on.isoformat() if one.filled_on else ""
        words = (why.message, why.remedy) if why else ("", "")
        yield [one.unit or "", day, Cell(one.file or "", link_to(one.file or "")), one.status.label, *words]
