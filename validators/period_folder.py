"""The working folder: which breakdown a period has, which period came before it (contract section 1)."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from model.breakdown import Breakdown
from model.fault import JobFault
from model.figure import History, PeriodOutcome, Previous, PreviousFigure
from model.finding import Finding, Severity
from model.indicator import Indicator, Kind
from model.labels import BREAKDOWN_NAME, CARRY_OVER_FILE, RESULTS_FILE, RESULTS_FOLDER, CarryOverColumn
from model.period import Period, earlier_of, previous_of, read_period
from model.quantity import PERCENT, halfwidth, read_number
from model.results import SEAL, LastRun, ResultsError, read_last_run, read_outcome, read_previous, stored_results
from model.target import STATES
from validators.breakdown import read_breakdown
from validators.credible import is_credible
from validators.grid import Cell, Paper
from validators.reading import open_file
from validators.table import table_of


@dataclass(frozen=True)
class PeriodFolder:
    """A period's folder with all that is known before its submissions are read."""

    path: Path
    period: Period
    breakdown: Breakdown
    breakdown_file: str
    breakdown_sha256: str
    breakdown_findings: tuple[Finding, ...]
    previous: Previous

    @cached_property
    def last_run(self) -> LastRun:
        """What the last run of this period read; nothing where there was none or it can no longer be read."""
        try:
            stored = stored_results((self.path / RESULTS_FOLDER / RESULTS_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return LastRun()
        return read_last_run(stored, self.path.name)

    @property
    def rests_on_other_results(self) -> bool:
        """Whether the previous period's results are others than the last run of this period rested on."""
        before, now = self.last_run.previous_sha256, self.previous.sha256
        return before is not None and now is not None and before != now

    @cached_property
    def history(self) -> History:
        """The earlier periods of the year; one whose results cannot be read is left out and named."""
        found = periods_with_results(self.path.parent)
        outcomes: list[PeriodOutcome] = []
        unread: list[Period] = []
        for period in earlier_of(self.period, found):
            if self.previous.outcome is not None and self.previous.period == period:
                outcomes.append(self.previous.outcome)
                continue
            file = found[period] / RESULTS_FOLDER / RESULTS_FILE
            try:
                outcomes.append(read_outcome(stored_results(file.read_text(encoding="utf-8")), found[period].name))
            except (OSError, ValueError, RecursionError):
                unread.append(period)
        return History(tuple(outcomes), tuple(unread))


def breakdown_path(year_folder: Path) -> Path:
    """The one 目标分解表.xlsx of a year's folder; raises `JobFault` where there is none, or more than one."""
    found = sorted(
        path for path in year_folder.glob("*.xlsx") if path.name.startswith(BREAKDOWN_NAME) and path.is_file()
    )
    if not found:
        raise JobFault(f"“{year_folder}”里没有“{BREAKDOWN_NAME}.xlsx”，请把本年度的目标分解表放到期次文件夹的上一层。")
    if len(found) > 1:
        names = "、".join(f"“{path.name}”" for path in found)
        raise JobFault(f"“{year_folder}”里有{len(found)}份目标分解表（{names}），请只留一份，其余移到别处。")
    if found[0].name != f"{BREAKDOWN_NAME}.xlsx":
        raise JobFault(f"目标分解表的文件名是“{found[0].name}”，请改名为“{BREAKDOWN_NAME}.xlsx”。")
    return found[0]


def refuse_faulty(findings: tuple[Finding, ...], path: Path) -> None:
    """Raises `JobFault` for a breakdown with errors: the first cell, how many more, and that lint shows all."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        place = f"“{first.sheet}”{first.cell or ''}" if first.sheet else ""
        more = f"（另有{len(errors) - 1}处错误）" if len(errors) > 1 else ""
        raise JobFault(
            f"目标分解表有错误，先改正再继续：{place}：{first.sentences}{more}"
            f"用 lint 命令或把它拖到“制作通报”上，可看全部：{path}"
        )


def open_period(path: Path) -> PeriodFolder:
    """Everything about a period's folder; raises `JobFault` where it cannot be worked with."""
    if path.exists() and not path.is_dir():
        raise JobFault(f"“{path}”不是文件夹，请给出期次文件夹，如 2023-09。")
    period = read_period(path.resolve().name)
    if period is None:
        raise JobFault(
            f"“{path.resolve().name}”不是期次文件夹的名字，"
            "请改为 2023-09、2023-Q3、2023-H1、2023 或 2023年9月 这样的名字。"
        )
    year_folder = path.resolve().parent
    breakdown_at = breakdown_path(year_folder)
    breakdown, findings, sha256 = read_breakdown(breakdown_at, f"../{breakdown_at.name}")
    refuse_faulty(findings, breakdown_at)
    assert breakdown is not None, "a breakdown without errors can be worked with"
    if period.year != breakdown.basics.year:
        raise JobFault(
            f"“{path.resolve().name}”不是{breakdown.basics.year}年的期次，目标分解表的年度是{breakdown.basics.year}，请核对文件夹的名字或年度。"
        )
    previous = _previous(path.resolve(), period, breakdown)
    return PeriodFolder(path.resolve(), period, breakdown, f"../{breakdown_at.name}", sha256, findings, previous)


def periods_with_results(year_folder: Path) -> dict[Period, Path]:
    """The periods below a year's folder whose 结果.json is there."""
    found: dict[Period, Path] = {}
    for path in sorted(year_folder.iterdir()):
        period = read_period(path.name) if path.is_dir() else None
        if period is not None and (path / RESULTS_FOLDER / RESULTS_FILE).is_file():
            found.setdefault(period, path)
    return found


def _previous(path: Path, period: Period, breakdown: Breakdown) -> Previous:
    candidates = periods_with_results(path.parent)
    named = breakdown.note_of(period).previous
    if named is not None and named not in candidates:
        raise JobFault(
            f"期次表写明上期是{named.name}，但它还没有结果，请先对{named.name}运行一次，或改正期次表的“上期”。"
        )
    chosen = named or previous_of(period, list(candidates))
    if chosen is None:
        return _carried_over(path, breakdown)
    folder = candidates[chosen]
    file = folder / RESULTS_FOLDER / RESULTS_FILE
    try:
        content = file.read_bytes()
        stored = stored_results(content.decode("utf-8").replace("\r\n", "\n"))
        previous = read_previous(stored, folder.name)
        return replace(previous, sha256=hashlib.sha256(content).hexdigest(), is_sealed=SEAL in stored)
    except (ValueError, OSError, RecursionError) as fault:
        why = str(fault) if isinstance(fault, ResultsError) else "结果.json 读不出来"
        raise JobFault(f"上期{folder.name}的{why}，请对{folder.name}重新运行一次。") from fault


def _carried_over(path: Path, breakdown: Breakdown) -> Previous:
    """上期数.xlsx stands for the previous period's results in the first month of use."""
    file = path / CARRY_OVER_FILE
    if not file.is_file():
        return Previous()
    match list(open_file(file, CARRY_OVER_FILE)):
        case [Paper() as paper]:
            pass
        case _:
            raise JobFault(f"“{CARRY_OVER_FILE}”打不开，请另存为 .xlsx 后重来。")
    table = next((one for grid in paper.grids if (one := table_of(grid, CarryOverColumn, "编码")) is not None), None)
    if table is None or any(label not in table.columns for label in CarryOverColumn):
        raise JobFault(f"“{CARRY_OVER_FILE}”里没有“编码、填报单位、值”三列，请补上表头。")
    figures: dict[tuple[str, str], PreviousFigure] = {}
    for row in table.rows():
        cell = row.cells.get(CarryOverColumn.VALUE)
        if cell is None or (not cell.text.strip() and cell.formula is None):
            continue
        code_cell = row.cells.get(CarryOverColumn.CODE)
        code, unit = halfwidth(row.text(CarryOverColumn.CODE)), breakdown.unit_named(row.text(CarryOverColumn.UNIT))
        if code_cell is not None and not isinstance(code_cell.content, str) and not code.isdigit():
            raise JobFault(f"“{CARRY_OVER_FILE}”{code_cell.address} 的编码是数字格式，请改为文本格式后重来。")
        if code not in breakdown.by_code or unit is None:
            raise JobFault(f"“{CARRY_OVER_FILE}”第{row.number}行的编码或填报单位不在目标分解表里，请改正后重来。")
        figures[code, unit.name] = _carried_figure(cell, breakdown.by_code[code])
    return Previous(None, figures)


def _carried_figure(cell: Cell, indicator: Indicator) -> PreviousFigure:
    """What a cell of 上期数.xlsx says, in 单位; raises `JobFault` where that cannot be told."""
    text = cell.text.strip()
    if indicator.kind is Kind.STATE:
        if text not in STATES:
            raise JobFault(f"“{CARRY_OVER_FILE}”{cell.address} 的值“{text}”不是{'、'.join(STATES)}，请改正后重来。")
        return PreviousFigure(None, text=text)
    number = read_number(text)
    if number is None or number < 0 or not is_credible(number):
        raise JobFault(f"“{CARRY_OVER_FILE}”{cell.address} 的值“{text}”不是以{indicator.unit}计的数，请改正后重来。")
    if indicator.is_percent and number > 1 and not cell.is_percent and PERCENT not in text:
        raise JobFault(f"“{CARRY_OVER_FILE}”{cell.address} 的值“{text}”应写成{text}%，请改正后重来。")
    return PreviousFigure(number)
