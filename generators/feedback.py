"""What goes back to the units: the slip of what to mend (反馈单) and the reminder to those who owe figures (催报单)."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generators import wording
from generators.owing import missing_units, returned_codes
from generators.word.papers import render
from model.assessment.checked import CheckIntake
from model.breakdown import MissingPolicy
from model.finding import Finding, Severity
from model.grouping import FindingGroup, grouped
from model.labels import CORRECTIONS_FILE, FINAL_CHECK_FOLDER, FIRST_CHECK_FOLDER, SUBMISSIONS_FOLDER
from model.results import Results
from model.submission import Status, Submission


def _head(results: Results) -> dict[str, object]:
    basics = results.breakdown.basics
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "期": results.period.title,
        "发文机关": wording.issuer_or_gap(basics.issuer),
        "上报截止": wording.day(results.breakdown.due_date(results.period)),
        "落款日期": wording.day_or_gap(None, results.period.year),
    }


# 反馈单


def feedback(results: Results, unit: str, template: Path) -> bytes:
    """反馈单/UNIT.docx: what `unit` has to mend, then what it should know; raises `TemplateFault`."""
    return render(template, feedback_context(results, unit))


def feedback_context(results: Results, unit: str) -> dict[str, object]:
    """The words of the slip: findings that hold a figure back first, then the notes and what is settled.

    The same fault over many cells is one line; the numbers count what is found (处), not lines. Lines of 更正.xlsx that
    were not taken are the office's to mend and are left out.
    """
    intake = results.intake
    asked = results.breakdown.indicators_asked(unit)
    return _slip(
        results, unit, (one for one in intake.findings_of(unit) if not one.is_for_the_office),
        intake.submissions_of(unit),
        is_carried=results.breakdown.basics.missing_policy is MissingPolicy.CARRY_OVER,
        is_whole=not any((one.code, unit) in intake.reported for one in asked),
    )  # fmt: skip


def check_feedback(results: Results, intake: CheckIntake, department: str, template: Path) -> bytes:
    """The slip of a department: what it has to mend in its workbook of 初核 or 认定; raises `TemplateFault`."""
    return render(template, check_feedback_context(results, intake, department))


def check_feedback_context(results: Results, intake: CheckIntake, department: str) -> dict[str, object]:
    """The words of a department's slip: those of a unit's."""
    accepted = {
        *(one.department for one in intake.figures.values()),
        *(one.department for one in intake.standards.values()),
        *(one.department for one in intake.scores.values()),
    }
    return _slip(
        results, department, (one for one in intake.findings if one.unit == department),
        (one for one in intake.submissions if one.unit == department),
        is_carried=False, is_whole=department not in accepted, stage=intake.stage.label,
    )  # fmt: skip


def _slip(
    results: Results,
    unit: str,
    findings: Iterable[Finding],
    submissions: Iterable[Submission],
    *,
    is_carried: bool,
    is_whole: bool,
    stage: str = "",
) -> dict[str, object]:
    """The words of a slip; `is_carried`: last period's figures stand in, `is_whole`: nothing of it is accepted.

    `stage` is 初核 or 认定 for a department's.
    """
    own = grouped(findings)
    to_mend = [one for one in own if one.first.holds]
    to_know = [one for one in own if not one.first.holds]
    came = [one for one in submissions if one.file]
    names = _file_names([one.file or "" for one in came] + [group.first.file or "" for group in own])
    # Where all that is told of stands in one file, the text names it once and the lines need not.
    lines_name = names if len({group.first.file for group in own}) > 1 else {}
    mended_by_level = {
        level: sum(one.count for one in to_mend if one.first.severity is level)
        for level in (Severity.ERROR, Severity.QUERY)
    }
    return {
        **_head(results),
        "单位": unit,
        "文件": "、".join(f"{names[one.file or '']}（{one.status.label}）" for one in came),
        "须改正": [_line(results, one, lines_name) for one in to_mend],
        "提示": [_line(results, one, lines_name) for one in to_know],
        "须改正数": str(sum(one.count for one in to_mend)),
        "提示数": str(sum(one.count for one in to_know)),
        "错误数": mended_by_level[Severity.ERROR],
        "核实数": mended_by_level[Severity.QUERY],
        "核验环节": stage,
        "沿用上期": is_carried,
        "全部退回": is_whole,
    }


_OWN_FOLDERS = re.compile("^(?:" + "|".join((SUBMISSIONS_FOLDER, FIRST_CHECK_FOLDER, FINAL_CHECK_FOLDER)) + ")/")


def _file_names(files: Iterable[str]) -> dict[str, str]:
    """What the unit calls its files: names without the office's own folders, where these tell no two apart."""
    paths = {file: _OWN_FOLDERS.sub("", file, count=1) for file in files if file}
    names = [path.rpartition("/")[2] for path in paths.values()]
    called = {
        file: f"“{path if names.count(path.rpartition('/')[2]) > 1 else path.rpartition('/')[2]}”"
        for file, path in paths.items()
    }
    return called | {file: _TAKEN_DOWN for file in paths if file == CORRECTIONS_FILE}


_TAKEN_DOWN = "电话更正、代录的数"
"""What a unit knows of the office's 更正.xlsx."""


def _line(results: Results, group: FindingGroup, names: Mapping[str, str]) -> dict[str, object]:
    first = group.first
    settled = "（已豁免）" if first.is_exempted else "（已说明）" if first.settled else ""
    return {
        "级别": f"{first.severity.label}{settled}",
        "位置": _place(group, names) or "—",
        "指标": _names(results, group.codes),
        "问题": group.message,
        "应为": group.expected or "—",
        "处理": f"{settled[1:-1]}，不用再处理。" if settled else group.remedy or "—",
    }


_WORD_CELL = re.compile(r"表(\d+)R(\d+)C(\d+)")


def _place(group: FindingGroup, names: Mapping[str, str]) -> str:
    """File, sheet and cells, a line each; a cell of a Word table is told as one counts in Word."""
    cells = _WORD_CELL.sub(r"第\1张表第\2行第\3列", group.cells)
    sheet = "" if cells != group.cells else group.first.sheet or ""
    return "\n".join(part for part in (names.get(group.first.file or "", ""), sheet, cells) if part)


def _names(results: Results, codes: Iterable[str]) -> str:
    known = results.breakdown.by_code
    return "、".join(f"{code} {known[code].name}" if code in known else code for code in codes)


# 催报单


def reminder(results: Results, template: Path) -> bytes:
    """催报单.docx: who has not reported or has to report again, what, by when (contract section 5)."""
    return render(template, reminder_context(results))


def reminder_context(results: Results) -> dict[str, object]:
    """The words of the reminder: units without a form first, then those with figures sent back."""
    missing, again = missing_units(results), returned_codes(results)
    lines = [_missing_line(results, unit) for unit in missing]
    lines += [_again_line(results, unit, codes) for unit, codes in again.items()]
    return {**_head(results), "催报": lines, "未报数": len(missing), "重报数": len(again)}


def _missing_line(results: Results, unit: str) -> dict[str, object]:
    asked = results.breakdown.indicators_asked(unit)
    sent = any(one.file for one in results.intake.submissions_of(unit))
    projects = len({one.project_key for one in asked})
    return {
        "单位": unit,
        "情况": "只有附件，没有填报表" if sent else "未报",
        "内容": f"填报表全部{len(asked)}项指标（涉及{projects}个项目）",
    }


def _again_line(results: Results, unit: str, codes: list[str]) -> dict[str, object]:
    is_whole = len(codes) == len(results.breakdown.indicators_asked(unit))
    is_returned = any(one.status is Status.RETURNED for one in results.intake.submissions_of(unit))
    if is_whole and is_returned:
        return {"单位": unit, "情况": "整表退回", "内容": f"填报表全部{len(codes)}项指标，详见反馈单"}
    return {"单位": unit, "情况": f"退回{len(codes)}项", "内容": f"{_names(results, codes)}，详见反馈单"}
