"""What goes back to the units: the slip of what to mend (反馈单) and the reminder to those who owe figures (催报单)."""

from collections.abc import Iterable
from pathlib import Path

from generators import wording
from generators.owing import missing_units, returned_codes
from generators.papers import render
from model.grouping import FindingGroup, grouped
from model.results import Results
from model.submission import Status


def _head(results: Results) -> dict[str, object]:
    basics = results.breakdown.basics
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "期": results.period.title,
        "发文机关": basics.issuer.strip() or wording.GAP * 4,
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
    own = grouped(one for one in results.intake.findings_of(unit) if not one.is_for_the_office)
    to_mend = [one for one in own if one.first.holds]
    to_know = [one for one in own if not one.first.holds]
    files = [
        f"{one.file.removeprefix('上报/')}（{one.status.label}）"
        for one in results.intake.submissions_of(unit)
        if one.file
    ]
    return {
        **_head(results),
        "单位": unit,
        "文件": "、".join(files),
        "须改正": [_line(results, one) for one in to_mend],
        "提示": [_line(results, one) for one in to_know],
        "须改正数": str(sum(one.count for one in to_mend)),
        "提示数": str(sum(one.count for one in to_know)),
    }


def _line(results: Results, group: FindingGroup) -> dict[str, object]:
    first = group.first
    place = [first.file or "", first.sheet or "", group.cells]
    settled = "（已豁免）" if first.is_exempted else "（已说明）" if first.settled else ""
    return {
        "级别": f"{first.severity.label}{settled}",
        "位置": "\n".join(part for part in place if part) or "—",
        "指标": _names(results, group.codes),
        "问题": group.message,
        "应为": group.expected or "—",
        "处理": group.remedy or "—",
    }


def _names(results: Results, codes: Iterable[str]) -> str:
    known = results.breakdown.by_code
    return "、".join(f"{code}{known[code].name}" if code in known else code for code in codes)


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
