"""督办: what has lagged for several periods on end, how much is missing, what the slip to the unit says."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.output import file_name_of
from generators.supervision import SUPERVISION_WORDS, supervision, supervision_context
from generators.word.check import template_findings
from make_reports import main
from model.breakdown import Breakdown, MissingPolicy, PeriodNote
from model.figure import History, Pace, Previous
from model.indicator import Accrual, Direction, Kind, Rollup
from model.labels import FormColumn
from model.quantity import decimals_of
from model.results import Results
from model.supervision import supervised, supervision_deadline, to_reach
from model.unit import Unit
from tests import years
from tests.tables import INDICATORS, issue_and_fill, year
from tests.years import Sent, a_period, a_year, an_adjustment, as_previous, figure_of, row

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "督办单.docx"
SentByCode = Mapping[str, Mapping[str, Sent]]

TRAINED = row("1.1", 宝丰县="1200", 郏县="600")


def after(breakdown: Breakdown, sent: Mapping[str, SentByCode]) -> Results:
    """The results of the last of these periods, after all the others."""
    previous, earlier = Previous(), History()
    results = None
    for period, figures in sent.items():
        results = replace(years.results(breakdown, figures, period, previous), history=earlier)
        previous = as_previous(results)
        assert previous.outcome is not None
        earlier = History((*earlier.periods, previous.outcome))
    assert results is not None
    return results


def runs(results: Results) -> dict[tuple[str, str], int]:
    """Through how many periods each figure under supervision has lagged."""
    return {(lag.figure.code, unit): lag.periods for unit, lags in supervised(results).items() for lag in lags}


def of_one(sent: Mapping[str, Sent | None], *rows: years.Row, **basics: Any) -> Results:
    """What 宝丰县 sent for 1.1, period by period; None where nothing came."""
    by_period = {period: {"1.1": {"宝丰县": one}} if one else {} for period, one in sent.items()}
    return after(a_year(*(rows or (TRAINED,)), **basics), by_period)


# Who is under supervision


def test_a_figure_that_lags_in_two_periods_on_end_is_supervised_and_one_that_caught_up_is_not() -> None:
    sent = {
        "2023-08": {"1.1": {"宝丰县": "700", "郏县": "300"}},
        "2023-09": {"1.1": {"宝丰县": "800", "郏县": "450"}},
    }
    results = after(a_year(TRAINED), sent)
    assert runs(results) == {("1.1", "宝丰县"): 2}
    (lag,) = supervised(results)["宝丰县"]
    assert [(one.period.name, one.points) for one in lag.gaps] == [
        ("2023-08", Decimal("8.4")), ("2023-09", Decimal("8.3")),
    ]  # fmt: skip
    assert lag.widened == Decimal("-0.1")


def test_in_the_first_period_there_is_no_run_yet() -> None:
    assert runs(of_one({"2023-09": "1"})) == {}


def test_one_period_suffices_where_the_office_says_so() -> None:
    assert runs(of_one({"2023-09": "1"}, supervision_periods=1)) == {("1.1", "宝丰县"): 1}


def test_nothing_done_though_it_is_due_counts_as_lagging_and_before_it_is_due_does_not() -> None:
    due_in_august = row("1.1", 宝丰县="5", schedule="8月25日100%")
    sent: dict[str, Sent | None] = {"2023-07": "0", "2023-08": "0", "2023-09": "0"}
    assert runs(of_one(sent, due_in_august)) == {("1.1", "宝丰县"): 2}
    assert runs(of_one(dict(list(sent.items())[:2]), due_in_august)) == {}


@pytest.mark.parametrize(
    "unpaced",
    [
        row("1.1", Kind.RATE, Rollup.EACH, 宝丰县="65%"),
        row("1.1", Kind.STANDARD, Rollup.EACH, 宝丰县="65"),
        row("1.1", 宝丰县="65", schedule="不比"),
        row("1.1", 宝丰县="65", accrual=Accrual.STOCK),
        row("1.1", 宝丰县=None),
        row("1.1", Kind.STANDARD, Rollup.NONE, 宝丰县="0.001", direction=Direction.LOWER),
    ],
    ids=["rate", "standard", "no pace", "stock", "no target", "ceiling"],
)
def test_what_is_not_held_against_the_calendar_is_never_supervised(unpaced: years.Row) -> None:
    assert runs(of_one({"2023-08": "0.01", "2023-09": "0.01"}, unpaced)) == {}


def test_a_period_without_the_figure_breaks_the_run() -> None:
    assert runs(of_one({"2023-07": "1", "2023-08": None, "2023-09": "2"})) == {}
    assert runs(of_one({"2023-07": "1", "2023-08": "2", "2023-09": None})) == {}


def test_a_figure_carried_over_breaks_the_run_as_one_that_did_not_come() -> None:
    sent: dict[str, Sent | None] = {"2023-07": "1", "2023-08": None, "2023-09": "2"}
    assert runs(of_one(sent, missing_policy=MissingPolicy.CARRY_OVER)) == {}
    assert runs(of_one({"2023-08": "1", "2023-09": None}, missing_policy=MissingPolicy.CARRY_OVER)) == {}


def test_a_month_without_results_is_passed_over() -> None:
    assert runs(of_one({"2023-06": "1", "2023-09": "2"})) == {("1.1", "宝丰县"): 2}


def test_only_periods_of_the_same_rhythm_are_counted() -> None:
    assert runs(of_one({"2023-07": "1", "2023-08": "1", "2023-Q4": "2"})) == {}
    assert runs(of_one({"2023-Q2": "1", "2023-07": "1", "2023-08": "1"})) == {("1.1", "宝丰县"): 2}


def test_a_period_whose_results_cannot_be_read_ends_the_run() -> None:
    results = of_one({"2023-06": "1", "2023-08": "1", "2023-09": "2"})

    def with_unread(period: str) -> Results:
        return replace(results, history=replace(results.history, unread=(a_period(period),)))

    assert runs(results) == runs(with_unread("2023-05")) == runs(with_unread("2023-Q2")) == {("1.1", "宝丰县"): 3}
    assert runs(with_unread("2023-07")) == {("1.1", "宝丰县"): 2}


def test_a_change_of_the_target_does_not_end_the_run() -> None:
    adjusted = a_year(TRAINED, adjustments=(an_adjustment("1.1", "宝丰县", "1000", "2023-09", TRAINED.indicator),))
    sent = {"2023-08": {"1.1": {"宝丰县": "600"}}, "2023-09": {"1.1": {"宝丰县": "700"}}}
    (lag,) = supervised(after(adjusted, sent))["宝丰县"]
    assert [one.points for one in lag.gaps] == [Decimal("16.7"), Decimal(5)]


def test_units_of_this_level_and_counties_in_their_rows_are_supervised_in_the_breakdowns_order() -> None:
    own = row("1.1", rollup=Rollup.OWN_LEVEL, 市民政局="10", 叶县="10", 宝丰县="10")
    sent = {"1.1": dict.fromkeys(("市民政局", "叶县", "宝丰县"), "1")}
    results = after(a_year(own), {"2023-08": sent, "2023-09": sent})
    assert list(supervised(results)) == ["宝丰县", "叶县", "市民政局"]


MONTHS = tuple(f"2023-{month:02}" for month in range(2, 10))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 1300)), min_size=1, max_size=8), st.integers(1, 6), st.integers(0, 3)
)
def test_the_run_is_as_long_as_counted_by_hand(values: list[int | None], wanted: int, tolerance: int) -> None:
    months = MONTHS[: len(values)]
    sent: dict[str, Sent | None] = {
        month: None if value is None else str(value) for month, value in zip(months, values, strict=True)
    }
    results = of_one(sent, supervision_periods=wanted, pace_tolerance=Decimal(tolerance))
    length = 0
    for month, value in reversed(list(zip(months, values, strict=True))):
        if value is None or not _is_behind(value, int(month[-2:]), tolerance):
            break
        length += 1
    assert runs(results) == ({("1.1", "宝丰县"): length} if length >= wanted else {})


def _is_behind(value: int, month: int, tolerance: int) -> bool:
    """Of 1,200, by percentages shown to one place."""
    done, due = (int(share * 1000 + Fraction(1, 2)) for share in (Fraction(value, 1200), Fraction(month, 12)))
    return value < 1200 and due - min(done, 999) > tolerance * 10


# What it takes, and by when


@settings(max_examples=200, deadline=None)
@given(
    target=st.decimals("0.01", "99999", places=2), share=st.fractions(0, 1), month=st.integers(1, 11),
    digits=st.integers(0, 4), schedule=st.sampled_from(["月均", "6月30%;10月85.5%;12月100%"]),
)  # fmt: skip
def test_what_is_missing_just_suffices_to_be_on_pace_at_the_end_of_the_next_month(
    target: Decimal, share: Fraction, month: int, digits: int, schedule: str
) -> None:
    value = (Decimal(share.numerator) / Decimal(share.denominator) * target).quantize(Decimal("0.001"))
    asked = row("1.1", 宝丰县=str(target), schedule=schedule, unit="公里", digits=digits)
    breakdown = a_year(asked)
    now, upcoming = a_period(f"2023-{month:02}"), a_period(f"2023-{month + 1:02}")
    figure = figure_of(years.rolled_up(breakdown, {"1.1": {"宝丰县": str(value)}}, now.name), "1.1", "宝丰县")
    reach = to_reach(figure, breakdown, now)
    due = _due(schedule, month + 1) * Fraction(target)
    if reach is None:
        assert Fraction(value) >= due
        return
    assert reach.by == upcoming
    assert reach.missing is not None
    assert max(decimals_of(reach.missing), decimals_of(reach.value)) <= digits
    step = Fraction(1, 10**digits)
    assert due <= Fraction(reach.value) < due + step
    assert due <= Fraction(value) + Fraction(reach.missing) < due + step
    later = years.rolled_up(breakdown, {"1.1": {"宝丰县": str(value + reach.missing)}}, upcoming.name)
    assert figure_of(later, "1.1", "宝丰县").judgement.pace is not Pace.BEHIND


def _due(schedule: str, month: int) -> Fraction:
    if schedule == "月均":
        return Fraction(month, 12)
    return Fraction(0) if month < 6 else Fraction(3, 10) if month < 10 else Fraction(855, 1000) if month < 12 else (
        Fraction(1)
    )  # fmt: skip


def test_eleven_twelfths_of_a_target_are_not_one_more() -> None:
    results = of_one({"2023-10": "1"}, supervision_periods=1)
    (lag,) = supervised(results)["宝丰县"]
    reach = to_reach(lag.figure, results.breakdown, results.period)
    assert reach is not None
    assert (reach.value, reach.missing) == (Decimal(1100), Decimal(1099))


def test_work_in_progress_has_a_share_to_reach_and_nothing_to_count() -> None:
    building = row("1.1", Kind.PROGRESS, Rollup.MEAN, 宝丰县="100%")
    results = of_one({"2023-09": "60%"}, building, supervision_periods=1)
    reach = to_reach(supervised(results)["宝丰县"][0].figure, results.breakdown, results.period)
    assert reach is not None
    assert (reach.value, reach.missing) == (Decimal("0.84"), None)


def test_the_target_that_holds_next_month_is_what_counts() -> None:
    adjusted = a_year(
        TRAINED, supervision_periods=1,
        adjustments=(an_adjustment("1.1", "宝丰县", "600", "2023-10", TRAINED.indicator),),
    )  # fmt: skip
    for value, missing in (("450", Decimal(50)), ("500", None)):
        results = after(adjusted, {"2023-09": {"1.1": {"宝丰县": value}}})
        reach = to_reach(supervised(results)["宝丰县"][0].figure, adjusted, results.period)
        assert (reach.missing if reach else None) == missing


@pytest.mark.parametrize(
    ("period", "noted", "deadline"),
    [
        ("2023-09", None, date(2023, 10, 25)),
        ("2023-09", PeriodNote(a_period("2023-10"), due=date(2023, 10, 20)), date(2023, 10, 20)),
        ("2023-Q2", None, date(2023, 9, 25)),
        ("2023-H1", None, date(2023, 12, 25)),
        ("2023-11", PeriodNote(a_period("2023-12"), due=date(2024, 1, 5)), date(2023, 12, 31)),
        ("2023-12", None, date(2023, 12, 31)),
        ("2023", None, date(2023, 12, 31)),
    ],
)
def test_the_deadline_is_that_of_the_next_period_and_the_years_end_at_most(
    period: str, noted: PeriodNote | None, deadline: date
) -> None:
    breakdown = replace(a_year(TRAINED), periods=(noted,) if noted else ())
    assert supervision_deadline(breakdown, a_period(period)) == deadline


# What the slip says


def text_of(content: bytes) -> str:
    """All words of a document in their order, a paragraph a line."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))


def slip_of(results: Results, unit: str = "宝丰县") -> bytes:
    return supervision(results, unit, supervised(results)[unit], TEMPLATE)


def with_leads(*leads: str) -> years.Row:
    return replace(TRAINED, indicator=replace(TRAINED.indicator, leads=leads))


def test_the_slip_tells_the_gaps_who_leads_and_what_is_missing_by_when() -> None:
    results = of_one({"2023-07": "500", "2023-08": "600", "2023-09": "600"}, with_leads("市人社局", "市民政局"))
    content = slip_of(results)
    said = text_of(content)
    assert "宝丰县：\n" in said
    assert "有1项指标连续2期及以上滞后于序时进度，即指标1.1，慢25个百分点。" in said
    assert "请于2023年10月25日前书面反馈整改情况，并随2023年10月填报表报送最新进展。" in said
    assert "抄送：市人社局、市民政局。" in said
    table = docx.Document(io.BytesIO(content)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", "一", "指标1.1", "1200人", "600人", "50.0%", "75.0%", "7月：16.6\n8月：16.7\n9月：25", "3", "扩大8.4",
        "1000人\n还需400人", "市人社局、市民政局",
    ]  # fmt: skip
    assert table.rows[0].cells[10].text == "到2023年10月31日\n应达到"


def test_what_is_due_is_due_on_the_day_at_which_the_next_periods_figures_stand() -> None:
    results = of_one({"2023-08": "1", "2023-09": "2"})
    noted = replace(results.breakdown, periods=(PeriodNote(a_period("2023-10"), data_as_of=date(2023, 10, 25)),))
    assert "到2023年10月25日达到附件所列进度" in text_of(slip_of(replace(results, breakdown=noted)))
    assert "到2023年10月31日达到附件所列进度" in text_of(slip_of(results))


def test_of_a_long_run_the_first_and_the_last_two_periods_are_told() -> None:
    results = of_one(dict.fromkeys(MONTHS, "1"))
    line = supervision_context(results, "宝丰县", supervised(results)["宝丰县"])["各项"]
    assert isinstance(line, list)
    assert (line[0]["各期"], line[0]["期数"]) == ("2月：16.6\n8月：66.6\n9月：74.9", 8)


def test_all_that_are_furthest_behind_are_named() -> None:
    rows = [row(code, 宝丰县="12") for code in ("1.1", "1.2", "1.3")]
    sent: SentByCode = {"1.1": {"宝丰县": "1"}, "1.2": {"宝丰县": "0"}, "1.3": {"宝丰县": "0"}}
    results = after(a_year(*rows, supervision_periods=1), {"2023-09": sent})
    said = text_of(slip_of(results))
    assert "有3项指标滞后于序时进度，其中差距最大的是指标1.2和指标1.3，慢75个百分点。" in said
    assert "尚未完成" in said
    assert "0.0" not in said


def test_a_slip_of_the_years_last_period_speaks_of_no_next_one() -> None:
    said = text_of(slip_of(of_one({"2023-11": "1", "2023-12": "2"})))
    assert "请于2023年12月31日前书面反馈整改情况。" in said
    assert "到2023年12月31日达到附件所列进度" in said
    assert "填报表报送" not in said


def test_without_a_lead_nobody_gets_a_copy_and_a_unit_gets_none_of_its_own() -> None:
    for leads in ((), ("宝丰县",)):
        results = of_one({"2023-08": "1", "2023-09": "2"}, with_leads(*leads))
        assert "抄送" not in text_of(slip_of(results))


def test_what_the_unit_wrote_comes_through_whole_and_nothing_is_said_where_it_wrote_nothing() -> None:
    results = of_one({"2023-08": "1", "2023-09": "2"})
    assert "存在问题及下步措施" not in text_of(slip_of(results))
    (figure,) = (one for one in results.rollup.figures if one.unit == "宝丰县")
    assert figure.reported is not None
    words = "场地<未定>&\n" + "长" * 4000
    told = replace(figure, reported=replace(figure.reported, words={FormColumn.PROBLEMS: words}))
    spoken = replace(results, rollup=replace(results.rollup, figures=(told,)))
    said = text_of(slip_of(spoken))
    assert f"1．指标1.1：场地<未定>&；{'长' * 4000}。" in said


def test_a_name_with_signs_and_a_province_are_served_alike() -> None:
    name = "甲&乙/<市>"
    breakdown = a_year(
        row("1.1", asked={name: "12"}), units=(Unit(name, "县区", "县区"),), level="省", region="河南省", issuer=""
    )
    sent: SentByCode = {"1.1": {name: "1"}}
    results = after(breakdown, {"2023-08": sent, "2023-09": sent})
    said = text_of(slip_of(results, name))
    assert f"{name}：\n" in said
    assert "None" not in said


def test_the_text_stands_upright_and_the_list_on_a_turned_page_with_its_head_on_each() -> None:
    paper = docx.Document(io.BytesIO(slip_of(of_one({"2023-08": "1", "2023-09": "2"}))))
    assert [(one.orientation, one.page_width) for one in paper.sections] == [
        (WD_ORIENT.PORTRAIT, Twips(11906)), (WD_ORIENT.LANDSCAPE, Twips(16838)),
    ]  # fmt: skip
    (table,) = paper.tables
    rows = [row._tr for row in table.rows]
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert sum(column.width or 0 for column in table.columns) == Twips(12756)


def test_the_known_words_are_those_of_the_context() -> None:
    results = of_one({"2023-08": "1", "2023-09": "2"})
    (figure,) = (one for one in results.rollup.figures if one.unit == "宝丰县")
    assert figure.reported is not None
    told = replace(figure, reported=replace(figure.reported, words={FormColumn.PROBLEMS: "手续慢"}))
    spoken = replace(results, rollup=replace(results.rollup, figures=(told,)))
    context = supervision_context(spoken, "宝丰县", supervised(spoken)["宝丰县"])
    words = set(context)
    for group, inner in context.items():
        for one in inner if isinstance(inner, list) else [inner]:
            words |= {f"{group}.{word}" for word in one} if isinstance(one, dict) else set()
    assert words == set(SUPERVISION_WORDS)


def test_our_own_template_is_without_fault() -> None:
    assert template_findings(TEMPLATE, SUPERVISION_WORDS) == []


# From files to files


def reported(folder: Path, period: str, **trained: int) -> int:
    """Runs `period` with these figures for 1.1; all else is on pace. The exit status."""
    for unit, value in trained.items():
        others = {"宝丰县": 900, "郏县": 500}[unit]
        issue_and_fill(
            folder, period, unit, {"1.1": {"本期累计": value}, "1.2": {"本期累计": others}}, filled_on=f"{period}-20"
        )
    return main(["run", str(folder / period)])


def slips(folder: Path, period: str) -> set[str]:
    return {path.name for path in (folder / period / "结果").glob("督办单/*")}


def test_over_three_months_slips_are_written_and_taken_away_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = year(tmp_path)
    assert reported(folder, "2023-07", 宝丰县=400, 郏县=500) == 0
    assert slips(folder, "2023-07") == set()
    assert "督办" not in capsys.readouterr().out
    assert reported(folder, "2023-08", 宝丰县=500, 郏县=501) == 0
    assert slips(folder, "2023-08") == {"宝丰县.docx"}
    assert "督办 1：宝丰县（发“督办单”里的文件）" in capsys.readouterr().out
    assert reported(folder, "2023-09", 宝丰县=600, 郏县=502) == 0
    assert slips(folder, "2023-09") == {"宝丰县.docx", "郏县.docx"}
    slip = (folder / "2023-09" / "结果" / "督办单" / "宝丰县.docx").read_bytes()
    assert "连续2期及以上滞后于序时进度，即培训人数，慢35个百分点" in text_of(slip)
    assert docx.Document(io.BytesIO(slip)).tables[0].rows[1].cells[7].text == "7月：31.6\n8月：33.4\n9月：35"
    assert reported(folder, "2023-09", 宝丰县=1500, 郏县=800) == 0
    assert slips(folder, "2023-09") == set()
    assert not (folder / "2023-09" / "结果" / "督办单").exists()


def test_a_spoilt_template_is_named_and_the_rest_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = year(tmp_path)
    reported(folder, "2023-08", 宝丰县=500, 郏县=600)
    own = folder / "模板" / "督办单.docx"
    own.parent.mkdir()
    paper = docx.Document(str(TEMPLATE))
    paper.paragraphs[0].add_run("{{ 单为 }}")
    paper.save(str(own))
    capsys.readouterr()
    assert reported(folder, "2023-09", 宝丰县=600, 郏县=700) == 1
    assert "“督办单”没有写出" in capsys.readouterr().err
    assert (folder / "2023-09" / "结果" / "通报.docx").is_file()
    assert slips(folder, "2023-09") == set()


def test_a_unit_whose_name_no_disk_takes_gets_its_slip(tmp_path: Path) -> None:
    name = "甲/乙县"
    folder = year(tmp_path, INDICATORS.replace("宝丰县", name))
    for period in ("2023-08", "2023-09"):
        for unit, value in ((name, 1), ("郏县", 800)):
            figures = {"1.1": {"本期累计": value}, "1.2": {"本期累计": 900 if unit == name else 500}}
            issue_and_fill(folder, period, unit, figures, filled_on=f"{period}-20", file=f"{file_name_of(unit)}.xlsx")
        assert main(["run", str(folder / period), "--quiet"]) == 0
    assert slips(folder, "2023-09") == {"甲／乙县.docx"}
