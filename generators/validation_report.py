"""校验报告.xlsx: who reported, every finding with a link to its cell, what was corrected, exempted, superseded."""

from typing import Any

from generators.links import link_to
from generators.sheet import SEVERITY_FILLS, Workbook, fit_row, titled_sheet, write_link
from model.breakdown import Breakdown
from model.finding import Finding, Severity
from model.results import Results
from model.submission import Status

OVERVIEW, ARRIVALS, FINDINGS = "概况", "报送情况", "问题清单"
_STATUS_FILLS = {
    Status.ACCEPTED: "#E2EFDA", Status.PARTIAL: "#FFE699", Status.RETURNED: "#F8CBAD", Status.MISSING: "#F8CBAD",
    Status.UNRECOGNISED: "#F8CBAD",
}  # fmt: skip
_ADVICE = {
    Status.PARTIAL: "把“退回”和“反馈单”里这个单位的文件发回，改后重报放进“上报”",
    Status.RETURNED: "把“退回”和“反馈单”里这个单位的文件发回，整表重报",
    Status.MISSING: "按“催报单”催报",
    Status.UNRECOGNISED: "看“问题清单”里这份文件的说明",
    Status.SUPERSEDED: "不用处理",
    Status.ATTACHMENT: "留存备查，不计数",
    Status.ACCEPTED: "",
}


def validation_report(results: Results) -> bytes:
    """The report as a workbook, for a clerk to work from."""
    workbook = Workbook()
    _overview(workbook, results)
    _arrivals(workbook, results)
    _findings(workbook, results)
    return workbook.finished()


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


_OVERVIEW_COLUMNS = (("项目", 24), ("数量", 10), ("名单", 90))
_ARRIVAL_COLUMNS = (
    ("单位", 18), ("文件", 44), ("情况", 14), ("填报日期", 13), ("迟报", 8), ("填报人", 14), ("下一步", 44),
)  # fmt: skip
_FINDING_COLUMNS = (
    ("序号", 6), ("单位", 14), ("级别", 7), ("处理", 10), ("编码", 9), ("指标", 22), ("栏", 11), ("文件", 26),
    ("单元格", 14), ("问题", 46), ("应为", 24), ("怎样改", 34), ("规则", 8),
)  # fmt: skip


def _overview(workbook: Workbook, results: Results) -> None:
    title = f"{results.breakdown.basics.region}{results.period.title}报送校验报告"
    sheet = titled_sheet(workbook, OVERVIEW, title, _OVERVIEW_COLUMNS)
    rows: list[tuple[str, int, str]] = counts_of(results)
    findings = results.intake.findings
    for severity in Severity:
        count = sum(one.severity is severity for one in findings)
        explained = sum(one.severity is severity and one.settled for one in findings)
        rows.append((severity.label, count, f"其中已说明或已豁免 {explained} 条" if explained else ""))
    for row, (label, number, names) in enumerate(rows, start=2):
        sheet.write_string(row, 0, label, workbook.look())
        sheet.write_number(row, 1, number, workbook.look(align="right"))
        sheet.write_string(row, 2, names, workbook.look())
        fit_row(sheet, row, _OVERVIEW_COLUMNS, {2: names})


def _arrivals(workbook: Workbook, results: Results) -> None:
    sheet = titled_sheet(workbook, ARRIVALS, "报送情况", _ARRIVAL_COLUMNS)
    for row, one in enumerate(results.intake.submissions, start=2):
        fill = _STATUS_FILLS.get(one.status)
        look = workbook.look(bg_color=fill) if fill else workbook.look()
        sheet.write_string(row, 0, one.unit or "（认不出）", workbook.look())
        write_link(workbook, sheet, (row, 1), link_to(one.file) if one.file else None, one.file or "")
        sheet.write_string(row, 2, one.status.label, look)
        sheet.write_string(row, 3, one.filled_on.isoformat() if one.filled_on else "", workbook.look(align="center"))
        sheet.write_string(row, 4, "迟报" if one.late else "", workbook.look(align="center"))
        sheet.write_string(row, 5, one.filled_by, workbook.look())
        advice = one.remark or _ADVICE[one.status]
        sheet.write_string(row, 6, advice, workbook.look())
        fit_row(sheet, row, _ARRIVAL_COLUMNS, {1: one.file or "", 6: advice})
    sheet.autofilter(1, 0, 1 + len(results.intake.submissions), len(_ARRIVAL_COLUMNS) - 1)


def _findings(workbook: Workbook, results: Results) -> None:
    sheet = titled_sheet(workbook, FINDINGS, "问题清单", _FINDING_COLUMNS)
    findings = results.intake.findings
    for row, one in enumerate(findings, start=2):
        _finding(workbook, sheet, row, one, results.breakdown)
    sheet.autofilter(1, 0, 1 + max(1, len(findings)), len(_FINDING_COLUMNS) - 1)


def _finding(workbook: Workbook, sheet: Any, row: int, one: Finding, breakdown: Breakdown) -> None:
    names = "、".join(breakdown.by_code[code].name for code in one.codes if code in breakdown.by_code)
    text = workbook.look()
    sheet.write_number(row, 0, row - 1, workbook.look(align="center"))
    texts = {
        1: one.unit or "", 4: one.indicator or "", 5: names, 6: one.column or "", 7: one.file or "",
        9: one.message, 10: one.expected or "", 11: one.remedy, 12: one.rule,
    }  # fmt: skip
    for column, content in texts.items():
        sheet.write_string(row, column, content, text)
    fill = SEVERITY_FILLS[one.severity.label]
    sheet.write_string(row, 2, one.severity.label, workbook.look(bg_color=fill, align="center"))
    sheet.write_string(row, 3, _handling(one), workbook.look(align="center"))
    shown = f"{one.sheet or ''}!{one.cell}" if one.cell else one.sheet or ""
    link = link_to(one.file, one.sheet, one.cell) if one.file and shown else None
    write_link(workbook, sheet, (row, 8), link, shown)
    fit_row(sheet, row, _FINDING_COLUMNS, {**texts, 8: shown})


def _handling(one: Finding) -> str:
    if one.settled:
        return "已豁免" if one.severity is Severity.NOTE else "已说明"
    return {Severity.ERROR: "待改正", Severity.QUERY: "待说明", Severity.NOTE: ""}[one.severity]
