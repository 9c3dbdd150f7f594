"""run --explain CODE: a total is told county by county, to the cells."""

from dataclasses import replace

import pytest

from generators.explanation import explained
from make_reports import main
from model.breakdown import MissingPolicy
from model.finding import Finding, Severity
from model.submission import Intake, Status, Submission
from tests import years
from tests.months import a_month, refused
from tests.summary_year import SENT, summary_results, summary_year


def told(code, **basics):
    return "\n".join(explained(summary_results(**basics), code))


def test_a_sum_is_written_out_with_every_unit_s_figure_and_its_cell():
    words = told("1.1")
    assert "宝丰县：30人；目标30人（../目标分解表.xlsx 指标（1.1 宝丰县））；完成率30÷30＝100.0%" in words
    assert "合计：宝丰县30＋郏县21＋叶县14＋鲁山县19.992＝84.992人。" in words
    assert "完成率84.992÷100≈85.0%。" in words
    assert "序时75.0%，差距10个百分点，快于序时。" in words
    assert "来源：上报/鲁山县.xlsx 填报!G6" in words


def test_every_indicator_of_every_way_to_roll_up_can_be_told():
    results = summary_results()
    for indicator in results.breakdown.indicators:
        words = "\n".join(explained(results, indicator.code))
        assert words.startswith(f"{indicator.code} {indicator.name}")
        assert "None" not in words
        for figure in results.rollup.figures_of(indicator.code):
            assert f"　{figure.unit}：" in words


def test_a_weighted_rate_is_told_by_its_parts_and_says_where_it_is_rounded():
    words = told("2.1")
    assert "郏县：1799÷2000≈90.0%" in words
    assert "宝丰县：95÷100＝95%" in words
    assert "（95＋1799＋90＋50）÷（100＋2000＋100＋60）＝2034÷2260＝90%" in words


def test_a_mean_is_told_by_its_addends():
    assert "合计：（70%＋80%＋75%＋75%）÷4＝75%。" in told("3.1")


def test_while_a_unit_is_missing_the_part_that_came_is_told_and_who_is_missing():
    words = told("1.10")
    assert "鲁山县：未报（没有收到报表）" in words
    assert "已报部分：宝丰县5＋郏县4＋叶县0＝9人。" in words
    assert "没有数的单位：鲁山县；所以本级暂不出合计，也不评定。" in words
    assert "评定" not in words.partition("二、平顶山市")[2].replace("也不评定", "")


def test_the_only_figure_that_came_is_told_with_all_its_digits():
    results = summary_results({**SENT, "1.1": {"宝丰县": "19.992"}})
    assert "已报部分：就是宝丰县的数，19.992人。" in "\n".join(explained(results, "1.1"))


def test_one_that_fails_is_told_to_decide_while_another_is_missing():
    assert "已有单位未达标，仍判为未达标" in told("2.2")


def test_a_carried_figure_names_the_period_it_was_carried_from():
    words = "\n".join(explained(carried_over(), "2.1"))
    assert "80÷100＝80%（沿用2023-08）" in words
    assert "来源：../2023-08/上报/宝丰县.xlsx 填报!G6（沿用2023-08）" in words


def carried_over():
    sent = {**SENT, "2.1": {unit: one for unit, one in SENT["2.1"].items() if unit != "宝丰县"}}
    return summary_results(sent, missing_policy=MissingPolicy.CARRY_OVER)


def test_own_level_says_whose_figure_it_is_and_who_does_not_count():
    words = told("4.1")
    assert "宝丰县：3人（不计入合计）" in words
    assert "合计：就是市民政局的数，10人。" in words
    assert "取最慢的：市民政局推进中、市教育局已完成，得推进中。" in told("4.2")


def test_a_figure_that_was_sent_back_is_told_with_its_cell_and_fault():
    breakdown = summary_year()
    held = Finding("C01", Severity.ERROR, "“三十”不是数。", "郏县", "上报/郏县.xlsx", "填报", "G6", "1.1", value="三十")
    submissions = (Submission("郏县", "上报/郏县.xlsx", "0", Status.PARTIAL),)
    sent = {**SENT, "1.1": {unit: one for unit, one in SENT["1.1"].items() if unit != "郏县"}}
    results = years.results(breakdown, sent, intake=Intake(submissions, (held,), {}, {}))
    assert "郏县：未报（上报/郏县.xlsx 填报!G6：“三十”不是数）" in "\n".join(explained(results, "1.1"))
    whole = replace(results.intake, findings=(), submissions=(replace(submissions[0], status=Status.RETURNED),))
    assert "郏县：未报（整表退回）" in "\n".join(explained(replace(results, intake=whole), "1.1"))


# The command


def test_run_writes_everything_and_then_tells_the_total(tmp_path, capsys):
    folder = a_month(tmp_path)
    assert main(["run", str(folder), "--explain", "１.1"]) == 0
    assert "\n1.1 " in capsys.readouterr().out
    assert (folder / "结果" / "结果.json").is_file()


def test_with_json_the_telling_goes_to_standard_error(tmp_path, capsys):
    main(["run", str(a_month(tmp_path)), "--explain", "1.1", "--json"])
    out, err = capsys.readouterr()
    assert out.startswith("{")
    assert "\n1.1 " in err


@pytest.mark.parametrize("code", ["9.9", "", "1.1人"])
def test_a_code_that_the_breakdown_has_not_is_one_sentence_and_nothing_is_written(tmp_path, capsys, code):
    folder = a_month(tmp_path)
    assert f"没有编码“{code}”" in refused(capsys, "run", str(folder), "--explain", code)
    assert not (folder / "结果" / "结果.json").exists()
