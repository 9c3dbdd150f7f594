"""What the notice says beyond a figure and its target: who leads, what has come so far, last month, what is next."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import notice, wording
from generators.summary.places import SummaryPlaces
from generators.summary.total import Column
from generators.word.bookmarks import bare
from model.breakdown import Breakdown, MissingPolicy, PeriodNote
from model.catalogue import Place, found
from model.figure import Pace
from model.indicator import Direction, Kind, Rollup
from model.judgement import judge_value
from model.labels import FormColumn
from model.results import Results
from model.rollup import roll_up
from model.so_far import so_far
from model.unit import Unit
from tests.small_results import COUNTIES as SMALL_COUNTIES
from tests.small_results import VALUES, small_results
from tests.test_papers import text_of
from tests.years import COUNTIES, UNITS, Sent, a_duty, a_period, a_target, a_year, as_previous, results, row

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "进度通报.docx"
FIRST, SECOND, THIRD, FOURTH = COUNTIES


def text(told: Results) -> str:
    return text_of(notice.notice(notice.notice_of(told), TEMPLATE))


def sentences(told: Results, begin: str) -> str:
    """The paragraph that begins so."""
    return next(line for line in text(told).splitlines() if line.startswith(begin))


def sent(*values: str) -> dict[str, Sent]:
    """What the four counties report, in order; `-` has sent nothing."""
    return {unit: value for unit, value in zip(COUNTIES, values, strict=True) if value != "-"}


def september(
    breakdown: Breakdown, now: Mapping[str, Mapping[str, Sent]], before: Mapping[str, Mapping[str, Sent]]
) -> Results:
    return results(breakdown, now, "2023-09", as_previous(results(breakdown, before, "2023-08")))


TRAINING = a_year(row("1", city="400", asked=dict.fromkeys(COUNTIES, "100"), leads=("市人社局",)))


# Who leads


def test_the_lead_department_stands_behind_the_name() -> None:
    assert sentences(results(TRAINING, {"1": sent("80", "80", "80", "80")}), "1．").startswith(
        "1．指标1（市人社局牵头）。年度目标400人，"
    )


def test_a_lead_that_reports_itself_is_not_named_twice() -> None:
    own = a_year(row("1", rollup=Rollup.OWN_LEVEL, city="10", 市民政局=None, leads=("市民政局",)))
    told = sentences(results(own, {"1": {"市民政局": "8"}}), "1．")
    assert told.startswith("1．指标1。年度目标10人，市民政局累计完成8人")
    assert "牵头" not in told


# The part that has come


def test_those_that_reported_are_held_against_the_calendar_and_last_month() -> None:
    told = september(TRAINING, {"1": sent("90", "80", "70", "-")}, {"1": sent("80", "70", "60", "60")})
    assert (
        "应报4个单位，已报3个，合计240人，为已报单位目标的80%，快于序时进度5个百分点，比上月增加30人；尚缺鲁山县的数。"
        in sentences(told, "1．")
    )
    assert "数据未报齐的指标中，已报单位合计快于序时1项。" in text(told)


def test_last_month_is_left_out_where_one_of_them_had_not_reported_then() -> None:
    told = september(TRAINING, {"1": sent("90", "80", "70", "-")}, {"1": sent("80", "-", "60", "60")})
    assert "快于序时进度5个百分点；尚缺鲁山县的数。" in sentences(told, "1．")


def test_who_is_carried_over_is_not_counted_as_having_reported() -> None:
    carrying = a_year(
        row("1", city="400", asked=dict.fromkeys(COUNTIES, "100")), missing_policy=MissingPolicy.CARRY_OVER
    )
    told = september(carrying, {"1": sent("90", "80", "-", "-")}, {"1": sent("80", "70", "60", "-")})
    assert "应报4个单位，已报2个，叶县沿用上期数，合计230人" in sentences(told, "1．")
    rows = [row for row in notice.notice_of(told).table if row["种类"] == "汇总"]
    assert rows[0]["完成情况"] == "已报2个单位、沿用1个单位：230"


def test_what_is_not_compared_with_the_calendar_is_not_when_a_unit_is_missing_either() -> None:
    free = a_year(row("1", city="400", schedule="不比", asked=dict.fromkeys(COUNTIES, "100")))
    told = results(free, {"1": sent("90", "80", "70", "-")})
    assert "为已报单位目标的80%；尚缺鲁山县的数。" in sentences(told, "1．")
    assert "已报单位合计" not in text(told)


amounts = st.decimals(min_value=0, max_value=10_000, places=2)


@given(st.lists(st.tuples(amounts, amounts.filter(lambda one: one > 0)), min_size=2, max_size=4))
def test_what_has_come_so_far_is_the_sum_over_its_own_targets(pairs: list[tuple[Decimal, Decimal]]) -> None:
    asked = {unit: str(target) for unit, (_, target) in zip(COUNTIES, pairs, strict=False)}
    breakdown = a_year(row("1", digits=2, asked=asked))
    values = [value for value, _ in pairs]
    values[0] = None  # type: ignore[call-overload]
    come = {unit: str(value) for unit, value in zip(asked, values, strict=True) if value is not None}
    rollup = results(breakdown, {"1": come}).rollup
    now = so_far(rollup.total_of("1"), rollup.figures_of("1"), 1, Decimal(0))
    share = Fraction(sum(value for value in values[1:])) / Fraction(sum(target for _, target in pairs[1:]))
    assert now.completion is not None
    assert abs(Fraction(now.completion) - share) < Fraction(1, 10**12)
    shown = Fraction(round_half_up_fraction(share * 1000), 10)
    if share < 1 <= shown / 100:
        shown = Fraction(999, 10)
    assert now.gap == Decimal(shown.numerator) / Decimal(shown.denominator) - 75
    assert now.pace is (Pace.LEVEL if shown == 75 else Pace.AHEAD if shown > 75 else Pace.BEHIND)


def round_half_up_fraction(number: Fraction) -> int:
    return (number + Fraction(1, 2)).__floor__()


# Last month


def test_what_changed_since_last_month_is_told_with_names() -> None:
    told = september(TRAINING, {"1": sent("120", "100", "90", "95")}, {"1": sent("60", "60", "70", "40")})
    assert "与上月相比，新增已完成、达标1项（指标1）；综合名次上，" in text(told)
    assert "宝丰县由第2位升至并列第1位" in text(told)
    assert "叶县由第1位降至第4位" in text(told)


def test_of_units_that_moved_alike_none_is_left_out() -> None:
    counties = tuple(f"{name}县" for name in "甲乙丙丁戊己")
    year = a_year(
        row("1", asked=dict.fromkeys(counties, "100")), units=tuple(Unit(name, "县区", "县区") for name in counties)
    )
    now = {"1": dict(zip(counties, ("90", "80", "70", "60", "50", "10"), strict=True))}
    before = {"1": dict(zip(counties, ("50", "45", "40", "35", "30", "60"), strict=True))}
    risen = re.findall("(.县)由第.位升至", text(september(year, now, before)))
    assert risen == list(counties[:5])


def test_without_an_earlier_period_nothing_is_said_of_it() -> None:
    assert "相比" not in text(results(TRAINING, {"1": sent("90", "80", "70", "60")}))


def test_more_than_three_indicators_that_changed_are_counted() -> None:
    rows = [row(str(n), city="100", asked={FIRST: "100"}) for n in range(1, 6)]
    year = a_year(*rows)
    told = september(year, {str(n): {FIRST: "100"} for n in range(1, 6)}, {str(n): {FIRST: "60"} for n in range(1, 6)})
    assert "新增已完成、达标5项（指标1、指标2、指标3等）" in text(told)


def test_a_unit_that_reported_nothing_is_not_said_to_have_fallen() -> None:
    told = september(TRAINING, {"1": sent("90", "80", "70", "-")}, {"1": sent("60", "60", "60", "80")})
    assert "鲁山县由第" not in text(told)


def test_a_state_that_changed_says_what_it_was() -> None:
    year = a_year(row("1", Kind.STATE, Rollup.OWN_LEVEL, schedule="不比", 市民政局=None, task="启动创建"))
    changed = september(year, {"1": {"市民政局": "已完成"}}, {"1": {"市民政局": "推进中"}})
    assert "由市民政局负责，目前已完成（上月为推进中）。" in sentences(changed, "1．")
    level = september(year, {"1": {"市民政局": "推进中"}}, {"1": {"市民政局": "推进中"}})
    assert "目前正在推进。" in sentences(level, "1．")


# What units wrote


def explained(code: str, unit: str) -> Results:
    """The small city in which a query was settled by the unit's own words."""
    base, why = small_results(), "上年结转的12户本年办结"
    place = Place(unit, f"上报/{unit}.xlsx", "填报", "G6", code)
    asked = found("P01", place, label="「1.1」", value="3", unit="万人次", previous="4", origin="2023年8月结果")
    own = base.intake.reported[code, unit]
    reported = {**base.intake.reported, (code, unit): replace(own, words={**own.words, FormColumn.EXPLANATION: why})}
    intake = replace(base.intake, findings=(asked.as_explained(why),), reported=reported)
    return replace(base, intake=intake, rollup=roll_up(base.breakdown, base.period, reported, base.previous))


def test_what_units_explained_stands_with_the_indicator() -> None:
    told = explained("1.1", SMALL_COUNTIES[0])
    assert "甲县说明：上年结转的12户本年办结。" in sentences(told, "1．职业技能培训")


def test_lagging_units_are_named_with_their_figures_and_what_they_wrote_once() -> None:
    told = text(small_results({**VALUES, "1.1": dict.fromkeys(SMALL_COUNTIES, "2")}))
    assert (
        "滞后单位：甲县（50%）、乙县（50%）、丙市（50%）和丁区（50%）。甲县、乙县和丙市：手续办理较慢；下步专班推进。"
        in told
    )


# What is next


@pytest.mark.parametrize(
    ("kind", "direction", "value", "asked", "words"),
    [
        (Kind.AMOUNT, Direction.HIGHER, "8", "18", "还差10人"),
        (Kind.AMOUNT, Direction.HIGHER, "18", "18", ""),
        (Kind.RATE, Direction.HIGHER, "0.974", "100%", "还差2.6个百分点"),
        (Kind.RATE, Direction.HIGHER, "0.99999", "100%", "还差0.1个百分点"),
        (Kind.RATE, Direction.LOWER, "0.06", "5%", "还高1个百分点"),
        (Kind.PROGRESS, Direction.HIGHER, "0.62", "100%", "还差38个百分点"),
    ],
)
def test_what_is_still_wanting_is_told_in_the_unit_of_the_target(
    kind: Kind, direction: Direction, value: str, asked: str, words: str
) -> None:
    indicator = row("1", kind, digits=1 if kind is not Kind.AMOUNT else 0, direction=direction).indicator
    target, number = a_target(asked, indicator), Decimal(value)
    judged = judge_value(indicator, number, None, target, a_period(), 1, Decimal(0))
    assert wording.left(indicator, number, judged, target) == words


def test_the_next_steps_say_what_is_wanting_and_by_when() -> None:
    told = text(results(TRAINING, {"1": sent("50", "50", "50", "50")}))
    assert "市人社局要抓好指标1（还差200人）；" in told
    assert "于2023年10月25日前随下期数据报送整改情况。" in told


def test_after_the_last_period_of_the_year_there_is_no_next_one() -> None:
    told = text(results(TRAINING, {"1": sent("50", "50", "50", "-")}, "2023-12"))
    assert "下期" not in told
    done = text(results(TRAINING, {"1": sent("50", "50", "50", "50")}, "2023-12"))
    assert "下期" not in done


def test_what_is_still_to_be_done_has_a_deadline_only_while_the_year_runs() -> None:
    told = results(TRAINING, {"1": sent("50", "50", "50", "50")}, "2023-12")
    assert "倒排工期，抓紧补齐差距。" in text(told)
    assert "12月31日前" not in text(told)
    early = replace(told.breakdown, periods=(PeriodNote(told.period, data_as_of=date(2023, 12, 25)),))
    assert "倒排工期，确保2023年12月31日前完成。" in text(replace(told, breakdown=early))


def test_an_indicator_that_nobody_leads_is_asked_of_all_concerned() -> None:
    year = a_year(row("1", city="400", asked=dict.fromkeys(COUNTIES, "100")))
    assert "各有关单位要抓好指标1（还差200人）；" in text(results(year, {"1": sent("50", "50", "50", "50")}))


def test_an_indicator_of_which_each_unit_has_its_own_target_counts_those_that_fail() -> None:
    each = row(
        "1", Kind.RATE, Rollup.EACH, city="65%", asked=dict.fromkeys(COUNTIES, "65%"), denominator="应查", digits=1,
        leads=("市卫健委",),
    )  # fmt: skip
    values: dict[str, Sent] = {
        unit: (str(count), "100") for unit, count in zip(COUNTIES, (70, 60, 50, 80), strict=True)
    }
    assert "市卫健委要抓好指标1（2个单位未达标）；" in text(results(a_year(each), {"1": values}))


# What an official paper would not say


def many(count: int) -> tuple[Unit, ...]:
    return tuple(Unit(f"{number}县", "县区", "县区") for number in range(1, count + 1))


def test_of_many_that_lag_the_furthest_back_are_named_and_the_rest_counted() -> None:
    units = many(9)
    year = a_year(row("1", city="900", asked={one.name: "100" for one in units}), units=units)
    told = text(results(year, {"1": {one.name: str(70 - 5 * number) for number, one in enumerate(units)}}))
    assert "滞后单位：9县（30%）、8县（35%）、7县（40%）等9个单位。" in told


def test_those_that_miss_their_own_targets_are_no_leaders() -> None:
    each = row("1", rollup=Rollup.EACH, schedule="不比", asked=dict.fromkeys(COUNTIES, "100"))
    told = sentences(results(a_year(each), {"1": sent("50", "50", "0", "20")}), "1．")
    assert "尚未完成本单位任务的是宝丰县（50%）" in told
    assert "居前" not in told
    assert "第1位" not in told
    one_did = sentences(results(a_year(each), {"1": sent("110", "50", "0", "20")}), "1．")
    assert "宝丰县（110%）居前。" in one_did


def test_before_the_first_milestone_nobody_is_ahead_of_the_calendar() -> None:
    year = a_year(row("1", city="100", schedule="10月60%;12月5日100%", 宝丰县="100"))
    told = results(year, {"1": {FIRST: "40"}})
    assert "完成年度目标的40%（计划10月底完成60%，未到节点）。" in sentences(told, "1．")
    assert "快于" not in text(told)


def test_a_part_that_lags_alone_is_a_problem_of_its_own() -> None:
    whole = row("1", city="100", 宝丰县="100")
    part = row("1a", city="50", 宝丰县="50", part_of="1")
    year = a_year(whole, part)
    alone = text(results(year, {"1": {FIRST: "80"}, "1a": {FIRST: "10"}}))
    assert "1．指标1a。完成年度目标的20%，慢于序时进度55个百分点" in alone
    assert "要抓好指标1a（还差40人）" in alone
    both = text(results(year, {"1": {FIRST: "20"}, "1a": {FIRST: "10"}}))
    assert "1．指标1。完成年度目标的20%，慢于序时进度55个百分点" in both
    assert "指标1a。" not in both


def test_rates_of_those_that_reported_are_not_said_to_be_added() -> None:
    rate = row("1", Kind.RATE, Rollup.WEIGHTED, asked=dict.fromkeys(COUNTIES, "65%"), denominator="应查", digits=1)
    told = sentences(results(a_year(rate), {"1": {FIRST: ("70", "100"), SECOND: ("60", "100")}}), "1．")
    assert "已报2个，按已报单位计为65%；尚缺" in told
    assert "合计" not in told


def test_one_unit_alone_is_not_spoken_of_as_several() -> None:
    rate = row("1", Kind.RATE, Rollup.EACH, city="65%", 宝丰县="65%", denominator="应查", digits=1)
    units = (Unit(FIRST, "县区", "县区"),)
    told = text(results(a_year(rate, units=units), {"1": {FIRST: ("70", "100")}}))
    assert "1个单位达标。" in told
    assert "均" not in told
    none = text(results(a_year(rate, units=units), {}))
    assert "已报0个" not in none


def test_groups_of_units_that_are_ranked_apart_are_named_once() -> None:
    zones = tuple(Unit(name, "功能区", "功能区") for name in ("高新区", "示范区"))
    asked = dict.fromkeys((*COUNTIES, "高新区", "示范区"), "100")
    year = a_year(row("1", city="600", asked=asked), units=(*UNITS, *zones))
    told = text(results(year, {"1": {**sent("90", "80", "70", "60"), "高新区": "95", "示范区": "99"}}))
    assert told.count("本通报所称名次和居前、居后，按县区和功能区分组比较。") == 1
    assert "分组比较" not in text(results(TRAINING, {"1": sent("90", "80", "70", "60")}))


def test_a_unit_that_is_ranked_alone_has_no_place_in_the_table() -> None:
    own = a_year(row("1", rollup=Rollup.OWN_LEVEL, city="10", 市民政局="10"))
    told = notice.notice_of(results(own, {"1": {"市民政局": "3"}}))
    assert [line["名次"] for line in told.table if line["种类"] != "项目"] == ["—"]


def test_what_is_counted_by_units_leads_to_the_cell_with_the_count() -> None:
    each = row("1", rollup=Rollup.EACH, asked=dict.fromkeys(COUNTIES, "100"))
    told = notice.notice_of(results(a_year(each), {"1": sent("110", "50", "0", "20")}))
    figure = next(one for one in map(told.figure, told.numbers()) if one.words == "4个单位中1个达到目标")
    assert figure.cell == SummaryPlaces(results(a_year(each), {})).total("1", Column.DONE)


def test_work_in_progress_is_its_own_completion_in_the_county_s_table() -> None:
    work = row("1", Kind.PROGRESS, Rollup.OWN_LEVEL, city="100%", 市民政局="100%")
    duty = replace(a_duty("一", "1"), department="市民政局")
    told = notice.notice_of(results(a_year(work, duties=(duty,)), {"1": {"市民政局": "62%"}}))
    duties = told.table_words["责任表"]
    assert isinstance(duties, list)
    assert [bare(line["进度"]) for line in duties] == ["指标1形象进度62%。"]


def test_only_those_with_more_in_arrear_than_others_are_singled_out() -> None:
    rows = [row(str(n), city="300", asked=dict.fromkeys(COUNTIES[:3], "100")) for n in range(1, 3)]
    told = text(results(a_year(*rows), {"1": sent("10", "10", "10", "-"), "2": sent("10", "90", "90", "-")}))
    assert "滞后、未达标和未启动指标较多的是宝丰县（2项）。" in told


def test_places_that_are_shared_are_said_to_be() -> None:
    told = september(TRAINING, {"1": sent("100", "100", "100", "10")}, {"1": sent("30", "20", "10", "60")})
    assert "叶县由第4位升至并列第1位" in text(told)


def test_units_of_a_state_that_they_share_are_in_it_together() -> None:
    year = a_year(row("1", Kind.STATE, Rollup.OWN_LEVEL, schedule="不比", 市民政局=None, 市教育局=None))
    told = sentences(results(year, {"1": {"市民政局": "推进中", "市教育局": "推进中"}}), "1．")
    assert "由市民政局和市教育局负责，目前均在推进。" in told


def test_a_province_counts_cities() -> None:
    departments = tuple(Unit(name, "省直", "省直") for name in ("省甲厅", "省乙厅", "省丙厅"))
    asked = dict.fromkeys([*COUNTIES, "省甲厅", "省乙厅"], "100")
    year = a_year(row("1", city="400", asked=asked), level="省")
    told = text(results(replace(year, units=(*UNITS[:4], *departments)), {}))
    assert "由4个市和2个省直单位填报" in told, "one that nothing is asked of reports nothing"


def returned(policy: MissingPolicy) -> Results:
    year = a_year(
        *(row(code, city="400", asked=dict.fromkeys(COUNTIES, "100")) for code in "12"), missing_policy=policy
    )
    every = sent("80", "80", "80", "80")
    return september(year, {"1": every, "2": sent("80", "80", "80", "-")}, {"1": every, "2": every})


def test_what_is_carried_over_is_not_said_to_be_left_out() -> None:
    told = text(returned(MissingPolicy.CARRY_OVER))
    assert "已退回，有上期数的暂以上期数代替。" in told
    assert "鲁山县沿用上期数" in told
    assert "本期不计入" not in told
    assert "已退回，本期不计入。" in text(returned(MissingPolicy.LEAVE_OUT))


def test_the_table_says_in_words_which_period_a_figure_is_carried_over_from() -> None:
    state = row("3", Kind.STATE, Rollup.OWN_LEVEL, schedule="不比", 市民政局=None)
    year = a_year(row("1", city="100", 宝丰县="100"), state, missing_policy=MissingPolicy.CARRY_OVER)
    told = september(year, {"1": {}, "3": {}}, {"1": {FIRST: "40"}, "3": {"市民政局": "推进中"}})
    shown = [bare(str(line["完成情况"])) for line in notice.notice_of(told).table]
    assert "40（沿用2023年8月数）" in shown
    assert not any("2023-08" in one for one in shown)


def test_a_department_s_figure_that_is_carried_over_is_marked_though_it_is_the_total() -> None:
    own = a_year(row("1", rollup=Rollup.OWN_LEVEL, city="10", 市民政局="10"), missing_policy=MissingPolicy.CARRY_OVER)
    told = september(own, {"1": {}}, {"1": {"市民政局": "4"}})
    lines = [line for line in notice.notice_of(told).table if line["种类"] != "项目"]
    assert [bare(str(line["完成情况"])) for line in lines] == ["4（沿用2023年8月数）"]
