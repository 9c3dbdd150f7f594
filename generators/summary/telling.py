"""The sentences of 汇总表.xlsx: who reported, what was sent back, what changed, and how the workbook is to be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generators.stages import cuts_told, stage_counts, waiting_words
from model.breakdown import MissingPolicy
from model.figure import Standing
from model.movement import Move, Movement, VerdictChange, adjusted_targets
from model.quantity import plain
from model.remark import adjusted_words, named
from model.results import Results
from model.rollup import is_ranked
from model.submission import Status

_UNIT_STATUSES = (Status.PARTIAL, Status.ACCEPTED, Status.RETURNED, Status.MISSING)
"""What counts for a unit with several files: the first of these that one of them has."""
TOLD = 8
"""So many units, indicators or targets stand in one sentence; the rest is counted."""
SMALL_GROUP = 20
"""In a 排名组 of so many units overtakings are told of those too that did not rise themselves."""
NO_PREVIOUS = "本期之前没有结果，从下一期起在这里与上期相比。"
CARRIED_IN = "上期数取自“上期数.xlsx”，只有各单位的数，没有上期的评定和名次；从下一期起在这里与上期相比。"


def unit_statuses(results: Results) -> dict[str, Status]:
    """What became of each unit that is asked anything, in the order of the breakdown."""
    statuses: dict[str, Status] = {}
    asked = {figure.unit for figure in results.rollup.figures}
    for unit in results.breakdown.units:
        if unit.name in asked:
            own = {one.status for one in results.intake.submissions_of(unit.name)}
            statuses[unit.name] = next((one for one in _UNIT_STATUSES if one in own), Status.MISSING)
    return statuses


def held_codes(results: Results, unit: str) -> set[str]:
    """The indicators of `unit` whose figures are held back by a finding."""
    return {code for one in results.intake.findings_of(unit) if one.holds and one.file for code in one.codes}


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


def checking_words(results: Results) -> Iterator[str]:
    """In an assessed period: on whose word the figures rest, what was struck off, who has not answered yet."""
    assessment = results.assessment
    if assessment is None:
        return
    counts = stage_counts(results.rollup.figures)
    told = "、".join(f"{stage.label}{count}个" for stage, count in counts.items())
    yield f"计入的数：{told or '没有'}；{cuts_told(assessment.deductions)}（见“各环节”“核减清单”）。"
    for words in waiting_words(assessment.checks):
        yield f"{words}。"


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
    if results.assessment is not None:
        yield (
            "环节：有认定数的按认定数计，没有认定数的按初核数计，都没有的按自报数计；"
            "核减的比率不再有分子、分母，加权的指标因此不出比率。"
        )
    yield (
        "各单位的数只在“数据”表里录有一份，其余合计、完成率、名次都是公式；改动“数据”表中的数，全册随之改变。"
        "点蓝色的数可打开来源。"
    )


def movement_words(results: Results, movement: Movement | None) -> Iterator[str]:
    """What changed since the previous period: places, overtakings, verdicts, targets."""
    if movement is None:
        yield CARRIED_IN if results.previous.figures else NO_PREVIOUS
    else:
        yield from _places_words(results, movement)
        yield from _verdict_words(movement)
    adjusted = adjusted_targets(results)
    told = [
        f"{one.indicator.code}{one.indicator.name}（{one.unit or '全' + results.breakdown.basics.level}）"
        f"{adjusted_words(one)}{'，本期起' if one.is_new else ''}"
        for one in sorted(adjusted, key=lambda one: not one.is_new)
    ]
    if told:
        yield f"目标调整：{_listed(told, '；', '处，见各表备注')}。"


def _listed(words: Sequence[str], between: str, counted: str) -> str:
    """The first of `words`, then how many more there are."""
    more = len(words) - TOLD
    return between.join(words[:TOLD]) + (f"{between}另有{more}{counted}" if more > 0 else "")


def _places_words(results: Results, movement: Movement) -> Iterator[str]:
    silent = {unit for unit, is_silent in _silence(results).items() if is_silent}

    def overtaken(move: Move) -> str:
        return named([unit + ("（未报）" if unit in silent else "") for unit in move.overtook])

    def rise(move: Move) -> str:
        over = f"，超过{overtaken(move)}" if move.overtook else ""
        return f"{move.unit}由第{move.previous_rank}位升至第{move.rank}位{over}"

    def fall(move: Move) -> str:
        return f"{move.unit}由第{move.previous_rank}位降至第{move.rank}位"

    def stay(move: Move) -> str:
        now = f"仍为第{move.rank}位" if not move.climbed else f"由第{move.previous_rank}位到第{move.rank}位"
        return f"{move.unit}（{now}）超过{overtaken(move)}"

    groups = list(dict.fromkeys(move.group for move in movement.moves))
    for group in groups:
        own = [move for move in movement.moves if move.group == group]
        risen = sorted((move for move in own if move.climbed > 0), key=lambda move: (-move.climbed, move.rank))
        fallen = sorted((move for move in own if move.climbed < 0), key=lambda move: (move.climbed, move.rank))
        # In a large group nearly everybody passes somebody while falling behind others.
        others = [move for move in own if move.climbed <= 0 and move.overtook] if len(own) <= SMALL_GROUP else []
        kinds: tuple[tuple[str, list[Move], Callable[[Move], str]], ...] = (
            ("上升", risen, rise), ("下降", fallen, fall), ("另外", others, stay),
        )  # fmt: skip
        for label, moves, told in kinds:
            if moves:
                yield f"{group}{label}：{_listed([told(move) for move in moves], '；', '个单位')}。"
        if len(own) > 1 and not risen and not fallen:
            yield f"{group}：各单位位次没有变化。"
    if movement.newcomers:
        yield f"上期没有名次：{named(movement.newcomers)}。"


def _verdict_words(movement: Movement) -> Iterator[str]:
    kinds = (
        ("新增已完成、达标", movement.newly_done),
        ("转为滞后、未达标", movement.newly_behind),
        ("不再滞后、未达标", movement.no_longer_behind),
        ("不再是已完成、达标", movement.no_longer_done),
    )
    for label, changes in kinds:
        if changes:
            yield f"{label}：{_listed([_indicator_words(one) for one in changes], '、', '项')}。"
    if not any(changes for _, changes in kinds):
        yield "指标的评定：没有新增已完成的，没有转为滞后的。"


def _indicator_words(change: VerdictChange) -> str:
    return f"{change.indicator.code}{change.indicator.name}"


def _silence(results: Results) -> Mapping[str, bool]:
    """Whether a unit has no figure at all."""
    silence: dict[str, bool] = {}
    for figure in results.rollup.figures:
        silence[figure.unit] = silence.get(figure.unit, True) and not figure.is_present
    return silence


def standing_words(results: Results) -> Iterator[str]:
    """By which rule the standings are made, who is compared with whom, who shares a place, who has none."""
    basics = results.breakdown.basics
    overall = [one for one in results.rollup.standings if one.project is None]
    groups: dict[str, list[Standing]] = {}
    for one in overall:
        unit = results.breakdown.unit_named(one.unit)
        assert unit is not None, "only units of the breakdown are ranked"
        groups.setdefault(unit.rank_group, []).append(one)
    yield (
        "规则：综合得分为各项目得分按项目权重的平均，项目得分为该单位所承担指标得分按权重的平均；得分高的在前，"
        "越低越好的指标数小的得分高（目标÷完成值）。只在同一排名组内比较。"
    )
    yield f"并列：按所示得分（{basics.completion_digits}位小数）比较，相同的并列，其后空出相应位次（1、2、2、4）。"
    yield f"排名组：{'；'.join(f'{group}{len(members)}个单位' for group, members in groups.items())}。"
    if ties := [words for group, members in groups.items() for words in _ties(group, members)]:
        yield f"综合名次并列（按汇总时的数）：{_listed(ties, '；', '处')}。"
    silent = [unit for unit, is_silent in _silence(results).items() if is_silent]
    ranked = {one.unit for one in overall}
    if last := [unit for unit in silent if unit in ranked]:
        yield f"未报（按汇总时的数）：{_listed(last, '、', '个单位')}，各项按0分计入；各指标不排名次。"
    if out := [unit for unit in _silence(results) if unit not in ranked]:
        yield f"未排名：{_listed(out, '、', '个单位')}，所承担的指标都没有可以计分的目标。"
    by_reason: dict[str, int] = {}
    for figure in results.rollup.figures:
        if not is_ranked(figure) and figure.is_present:
            reason = "沿用上期数" if figure.carried else "状态类或没有目标"
            by_reason[reason] = by_reason.get(reason, 0) + 1
    if by_reason:
        counts = "、".join(f"{reason}{number}个数" for reason, number in by_reason.items())
        yield f"指标名次（各单位表）另有不排的：{counts}，见各单位表备注。"


def _ties(group: str, members: Iterable[Standing]) -> Iterator[str]:
    places: dict[int, list[str]] = {}
    for one in members:
        places.setdefault(one.rank, []).append(one.unit)
    for place, units in sorted(places.items()):
        if len(units) > 1:
            yield f"{group}第{place}位{named(units)}"
