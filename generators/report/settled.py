"""The sheet 豁免与说明: every exemption of the breakdown with what it settled, every query that a unit explained."""

from collections import Counter
from collections.abc import Iterator

from generators.links import link_to
from generators.report.table import Cell, Columns, write_band, write_labels, write_row
from generators.report.told import Told, place_cell, rule_words
from generators.sheet import Workbook, titled_sheet
from model.breakdown import Exemption
from model.finding import Finding
from model.grouping import FindingGroup
from model.labels import Sheet

SETTLED = "豁免与说明"
_COLUMNS: Columns = (
    ("单位", 14), ("编码", 10), ("指标", 24), ("规则", 22), ("理由", 44), ("批准人", 34), ("到哪一期为止", 16),
    ("本期", 12), ("用上几处", 10),
)  # fmt: skip
_EXPLAINED_LABELS = ("单位", "编码", "指标", "规则", "问题", "单位的说明", "单元格", "栏", "处数")
"""Of the queries, below the exemptions in the same columns."""


def explained_groups(told: Told) -> list[FindingGroup]:
    """The queries that a unit explained, as lines."""
    return [one for one in told.groups if one.first.settled and not one.first.is_exempted]


def write_settled(workbook: Workbook, told: Told) -> None:
    """Both tables, one below the other; a table without rows says so in one line."""
    sheet = titled_sheet(workbook, SETTLED, "豁免和单位说明", _COLUMNS)
    row = 2
    for cells in _exemption_rows(told):
        write_row(workbook, sheet, row, _COLUMNS, cells)
        row += 1
    if row == 2:
        write_band(workbook, sheet, row, _COLUMNS, "目标分解表里没有豁免。")
        row += 1
    write_band(workbook, sheet, row + 1, _COLUMNS, "单位写明原因、照数采用的核实", level=1)
    explained = explained_groups(told)
    if not explained:
        write_band(workbook, sheet, row + 2, _COLUMNS, "没有。")
        return
    write_labels(workbook, sheet, row + 2, _EXPLAINED_LABELS)
    for line, group in enumerate(explained, start=row + 3):
        write_row(workbook, sheet, line, _COLUMNS, _explained_row(group, told))


def _exemption_rows(told: Told) -> Iterator[list[Cell | str | int]]:
    used = _uses(told)
    period, file = told.results.period, told.results.breakdown_file
    for one in told.results.breakdown.exemptions:
        in_force = one.until is None or period.last_day <= one.until.last_day
        yield [
            Cell(one.unit, link_to(file, Sheet.EXEMPTIONS, one.cell)),
            one.code,
            told.name(one.code),
            rule_words(one.rule),
            one.reason,
            one.approved_by,
            one.until.title if one.until else "全年",
            "有效" if in_force else "已到期",
            used[one],
        ]


def _uses(told: Told) -> Counter[Exemption]:
    """How many findings each exemption settled in this period."""
    settled: dict[tuple[str | None, str, str], list[Finding]] = {}
    for one in told.results.intake.findings:
        if one.is_exempted:
            # A fault of several rows is a finding for each sheet; the exemption may name a row of another one.
            settled.setdefault((one.unit, one.rule, one.message), []).append(one)
    used: Counter[Exemption] = Counter()
    for (unit, rule, _), findings in settled.items():
        codes = tuple(code for one in findings for code in one.codes)
        exemption = told.results.breakdown.exemption_for(unit, codes, rule, told.results.period)
        if exemption is not None:
            used[exemption] += len(findings)
    return used


def _explained_row(group: FindingGroup, told: Told) -> list[Cell | str | int]:
    first = group.first
    return [
        first.unit or "",
        "、".join(group.codes),
        told.names(group.codes),
        rule_words(first.rule),
        group.fault,
        first.settled_by,
        place_cell(group),
        first.column or "",
        group.count,
    ]
