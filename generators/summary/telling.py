"""The sentences of the sheet 总览: who reported and what was sent back, and how the workbook is to be read."""

from collections.abc import Iterator

from model.breakdown import MissingPolicy
from model.quantity import plain
from model.results import Results
from model.submission import Status

_UNIT_STATUSES = (Status.PARTIAL, Status.ACCEPTED, Status.RETURNED, Status.MISSING)
"""What counts for a unit with several files: the first of these that one of them has."""


def unit_statuses(results: Results) -> dict[str, Status]:
    """What became of each unit that is asked anything, in the order of the breakdown."""
    statuses: dict[str, Status] = {}
    asked = {figure.unit for figure in results.rollup.figures}
    for unit in results.breakdown.units:
        if unit.name in asked:
            own = {one.status for one in results.intake.submissions if one.unit == unit.name}
            statuses[unit.name] = next((one for one in _UNIT_STATUSES if one in own), Status.MISSING)
    return statuses


def held_codes(results: Results, unit: str) -> set[str]:
    """The indicators of `unit` whose figures are held back by a finding."""
    return {
        code for one in results.intake.findings if one.unit == unit and one.holds and one.file for code in one.codes
    }


def reporting_words(results: Results) -> Iterator[str]:
    """One sentence for all, then one for each kind of trouble that there is."""
    statuses = unit_statuses(results)
    by_status = {one: [unit for unit, status in statuses.items() if status is one] for one in _UNIT_STATUSES}
    yield (
        f"应报{len(statuses)}个单位：全部采用{len(by_status[Status.ACCEPTED])}个，"
        f"部分退回{len(by_status[Status.PARTIAL])}个，整表退回{len(by_status[Status.RETURNED])}个，"
        f"未报{len(by_status[Status.MISSING])}个。"
    )
    if missing := by_status[Status.MISSING]:
        yield f"未报：{'、'.join(missing)}。"
    if returned := by_status[Status.RETURNED]:
        yield f"整表退回：{'、'.join(returned)}。"
    if partial := by_status[Status.PARTIAL]:
        yield f"部分退回：{'、'.join(f'{unit}（{len(held_codes(results, unit))}项）' for unit in partial)}。"
    if late := list(dict.fromkeys(one.unit for one in results.intake.submissions if one.late and one.unit)):
        yield f"迟报：{'、'.join(late)}。"
    if strange := [one.file for one in results.intake.submissions if one.status is Status.UNRECOGNISED and one.file]:
        yield f"无法识别的文件：{'、'.join(strange)}。"
    carried: dict[str, int] = {}
    for figure in results.rollup.figures:
        if figure.carried:
            carried[figure.unit] = carried.get(figure.unit, 0) + 1
    if carried:
        yield f"沿用上期数：{'、'.join(f'{unit}（{number}项）' for unit, number in carried.items())}；沿用的不排名次。"


def rules_words(results: Results) -> Iterator[str]:
    """How ranks, ties, 未报, pace and verdicts are told (contract section 6)."""
    basics = results.breakdown.basics
    tolerance = f"，相差不超过{plain(basics.pace_tolerance)}个百分点的算持平" if basics.pace_tolerance else ""
    missing = (
        "未报的沿用上期数"
        if basics.missing_policy is MissingPolicy.CARRY_OVER
        else "有单位未报的指标不出合计，已报部分另列"
    )
    yield (
        "完成率＝完成值÷目标；差距＝完成率与序时进度（所示百分数）之差，单位为百分点"
        + tolerance
        + "。不足100%的不显示为100%。"
    )
    yield (
        "评定：达到目标为已完成，未达目标而不慢于序时为达到序时，慢于序时为滞后，数为0的为未启动，不比序时的为推进中；"
        "比率、标准和越低越好的指标只评达标、未达标；状态类按所报状态。"
    )
    yield f"未报：没有报，或所报有错误、待核实而未采用的；{missing}。“各达标”的指标有一个单位未达标即为未达标。"
    yield (
        "名次：在同一排名组内按所示数字由优到劣排列；相同的并列，其后空出相应位次（1、2、2、4）。"
        "没有目标、未报、沿用上期数的不排名次。"
    )
    cap = plain(basics.score_cap * 100)
    yield (
        f"得分：每项按完成率计，最高{cap}%；比率、标准达标计100%，否则按与目标之比计；状态类未启动、推进中、已完成"
        "分别计0、50%、100%；未报计0；“其中”项不计分。项目得分、综合得分按权重平均。"
    )
    yield (
        "各单位的数只在“数据”表里录有一份，其余合计、完成率、名次都是公式；改动“数据”表中的数，全册随之改变。"
        "点蓝色的数可打开来源。"
    )
