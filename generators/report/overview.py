"""The sheet 概况: what the breakdown leaves to check, who reported, what was found, what the other sheets hold."""

from collections.abc import Iterable, Iterator

from generators.report.table import Cell, Columns, write_band, write_row
from generators.report.told import Told, place_cell
from generators.sheet import Workbook, titled_sheet
from model.finding import Severity
from model.grouping import FindingGroup
from model.labels import BREAKDOWN_NAME
from model.results import Results
from model.submission import Status

OVERVIEW = "概况"
_COLUMNS: Columns = (("项目", 24), ("数量", 10), ("名单", 90))


def counts_of(results: Results) -> list[tuple[str, int, str]]:
    """What the first sheet counts: label, number, who."""
    submissions = results.intake.submissions

    def units(*statuses: Status) -> list[str]:
        return list(dict.fromkeys(one.unit or one.file or "" for one in submissions if one.status in statuses))

    asked = [unit.name for unit in results.breakdown.units if results.breakdown.indicators_asked(unit.name)]
    late = list(dict.fromkeys(one.unit or "" for one in submissions if one.late))
    rows = [
        ("应报单位", asked),
        ("全部采用", units(Status.ACCEPTED)),
        ("部分退回", units(Status.PARTIAL)),
        ("整表退回", units(Status.RETURNED)),
        ("未报", units(Status.MISSING)),
        ("迟报", late),
        ("被新表取代的文件", [one.file or "" for one in submissions if one.status is Status.SUPERSEDED]),
        ("附件", [one.file or "" for one in submissions if one.status is Status.ATTACHMENT]),
        ("无法识别的文件", [one.file or "" for one in submissions if one.status is Status.UNRECOGNISED]),
    ]
    return [(label, len(names), "、".join(names) if label != "应报单位" else "") for label, names in rows]


def write_overview(workbook: Workbook, told: Told, contents: Iterable[tuple[str, int | None, str]]) -> None:
    """`contents` are the other sheets: name, how many lines, what for; None where it was left out."""
    sheet = titled_sheet(workbook, OVERVIEW, f"{told.title}报送校验报告", _COLUMNS)
    row = 2
    parts: list[tuple[str, list[list[Cell | str | int]]]] = [
        ("目标分解表里需要核对的地方", [_doubt(group) for group in told.doubts]),
        ("报送和校验", [list(one) for one in (*counts_of(told.results), *_finding_counts(told))]),
        ("部门核验", list(_checking(told.results))),
        ("本工作簿的各张表（点名称可以过去）", [_entry(*one) for one in contents]),
    ]
    for heading, rows in parts:
        if not rows:
            continue
        write_band(workbook, sheet, row, _COLUMNS, heading, level=1)
        for below, cells in enumerate(rows, start=1):
            write_row(workbook, sheet, row + below, _COLUMNS, cells)
        row += 1 + len(rows)


def _checking(results: Results) -> Iterator[list[Cell | str | int]]:
    """Of each stage of an assessed period who was asked, who has answered, whose rows are still blank."""
    for intake in results.assessment.checks.stages if results.assessment else ():
        if not intake.departments:
            continue
        word = intake.stage.label
        answered = [one for one in intake.departments if one in intake.answered]
        yield [f"{word}：已反馈的部门", len(answered), "、".join(answered)]
        yield [f"{word}：未反馈的部门", len(intake.missing), "、".join(intake.missing)]
        blank = [name for name in answered if intake.unchecked.get(name)]
        rows = sum(intake.unchecked[name] for name in blank)
        yield [f"{word}：还有空白的行", rows, "、".join(f"{name}{intake.unchecked[name]}行" for name in blank)]


def _doubt(group: FindingGroup) -> list[Cell | str | int]:
    told = f"【{group.first.severity.label}】{group.sentences}"
    return [place_cell(group, group.place or BREAKDOWN_NAME), group.count, told]


def _finding_counts(told: Told) -> Iterator[tuple[str, int, str]]:
    findings = [one for group in told.groups for one in group.findings]
    for severity in Severity:
        count = sum(one.severity is severity for one in findings)
        settled = sum(one.severity is severity and one.settled for one in findings)
        yield severity.label, count, f"其中已说明或已豁免 {settled} 条" if settled else ""


def _entry(name: str, lines: int | None, what: str) -> list[Cell | str | int]:
    if lines is None:
        return [name, 0, f"没有内容，这张表不列（{what}）"]
    return [Cell(name, f"internal:'{name}'!A1"), lines, what]
