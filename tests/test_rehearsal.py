"""The rehearsal: what must come out of the synthetic month is worked out here by hand, and is what is pinned."""

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from commands.rehearsal import rehearse, write_rehearsal
from generators.rehearsal.expected import differences, expected_text, without_digests
from generators.rehearsal.month import REPORTS, indicators
from make_reports import main

PINNED = json.loads(expected_text())
FIGURES = {(one["indicator"], one["unit"]): one for one in PINNED["figures"]}
TOTALS = {one["indicator"]: one for one in PINNED["totals"]}


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The period's folder of the synthetic year, run."""
    folder = tmp_path_factory.mktemp("rehearsal") / "演练"
    assert main(["new", str(folder), "--示例", "--quiet"]) == 0
    assert main(["run", str(folder / "2024-09"), "--quiet"]) == 1
    return folder / "2024-09"


def results_text(month: Path) -> str:
    return (month / "结果" / "结果.json").read_text(encoding="utf-8")


# What comes out


def test_the_run_gives_the_pinned_results_to_the_letter(month):
    assert without_digests(results_text(month)) == expected_text()
    assert differences(results_text(month)) == ()


def test_the_rehearsal_finds_nothing_wrong_with_this_tool():
    assert rehearse() == ()


def test_the_breakdown_of_the_month_is_without_a_finding(month, capsys):
    assert main(["lint", str(month.parent / "目标分解表.xlsx")]) == 0
    assert "没有发现问题。" in capsys.readouterr().out


def test_the_same_month_is_written_each_time(month, tmp_path):
    write_rehearsal(tmp_path / "又一次")
    others = {path.relative_to(tmp_path / "又一次"): path for path in (tmp_path / "又一次").rglob("*.*")}
    assert len(others) == 13
    for name, path in others.items():
        assert path.is_dir() or path.read_bytes() == (month.parent / name).read_bytes(), name


# What must come out, by hand


def test_each_kind_of_submission_becomes_what_it_must():
    found = [(one["unit"], one["file"], one["status"], one["late"]) for one in PINNED["submissions"]]
    assert found == [
        ("甲县", "上报/甲县.zip/甲县9月.xlsx", "accepted", False),
        ("乙县", "上报/乙县.xlsx", "partial", False),
        ("丙县", "上报/丙县.xlsx", "accepted", True),  # 27 September, due on the 25th
        ("丁区", "上报/丁区.xlsx", "superseded", False),  # of the 18th; another of the 24th
        ("丁区", "上报/丁区（重报）.xlsx", "accepted", False),
        ("戊区", "上报/戊区.xlsx", "returned", False),  # August's form
        ("己区", None, "missing", False),
        ("庚区", "上报/庚区.docx", "accepted", False),
        ("市教育局", "上报/市教育局.xlsx", "accepted", False),
    ]
    assert {one.unit for one in REPORTS} | {"己区"} == {unit for unit, *_ in found}


def test_each_fault_is_found_where_it_was_put():
    found = {(one["unit"], one["indicator"], one["rule"], one["settled"]) for one in PINNED["findings"]}
    assert found == {
        ("乙县", "1.1", "C10", False),  # 13500 of a target of 1.5万人次: ten thousand times too much
        ("乙县", "1.2", "C01", False),  # 约480人 is no number
        ("乙县", "1.3", "R04", False),  # the target 200 was made 150
        ("丙县", "1.1", "P01", True),  # 1.5 after 1.55, explained
        ("丁区", None, "W21", False),
        ("丁区", "1.2", "K21", False),
        ("戊区", None, "W04", False),
        ("庚区", "1.3,1.2", "G01", True),  # 100 < 0.3 × 450, explained
    }


@pytest.mark.parametrize(
    ("code", "unit", "value", "completion", "gap", "rank", "verdict"),
    [
        ("1.1", "甲县", "1.62", "0.81", "6", 2, "达到序时"),
        ("1.1", "丙县", "1.5", "0.75", "0", 4, "达到序时"),
        ("1.1", "丁区", "2.05", "0.82", "7", 1, "达到序时"),  # the later file, not 1.9
        ("1.1", "庚区", "1.6", "0.8", "5", 3, "达到序时"),
        ("1.1", "己区", None, None, None, None, "未报"),
        ("1.2", "甲县", "610", "0.7625", "1.3", 2, "达到序时"),  # 76.25 is shown 76.3: half up
        ("1.2", "丁区", "820", "0.911111111111", "16.1", 1, "达到序时"),  # 800 in the form, corrected
        ("1.2", "丙县", "525", "0.75", "0", 3, "达到序时"),
        ("1.2", "庚区", "450", "0.75", "0", 3, "达到序时"),  # tied
        ("1.3", "丙县", "158", "0.632", "-11.8", 3, "滞后"),
        ("2.1", "丁区", "2", "0.666666666667", "-33.3", 3, "滞后"),  # all was due on 25 August
        ("2.1", "甲县", "2", "1", "0", 1, "已完成"),
        ("3.1", "丙县", "0.88", None, "-2", 4, "未达标"),
        ("3.1", "庚区", "0.9", None, "0", 3, "达标"),
        ("3.2", "丁区", "16", None, "1", 3, "未达标"),  # minutes, at most 15
        ("4.1", "丁区", "0.6", "0.6", "-15", 2, "滞后"),
        ("4.2", "庚区", "0.4", "0.8", "5", 1, "达到序时"),  # 4000 of 5000 households, typed in 户
        ("5.1", "庚区", "1", None, "0", 4, "达标"),
        ("5.1", "乙县", "0", None, "-1", 1, "达标"),
    ],
)
def test_a_figure_is_what_it_is_by_hand(code, unit, value, completion, gap, rank, verdict):
    one = FIGURES[code, unit]
    found = tuple(one[key] for key in ("value", "completion", "gap", "rank", "verdict"))
    assert found == (value, completion, gap, rank, verdict)


@pytest.mark.parametrize(
    ("code", "value", "reported", "asked", "verdict"),
    [
        ("1.1", None, Decimal("1.62") + Decimal("1.5") + Decimal("2.05") + Decimal("1.6"), 7, "未报"),
        ("1.2", None, Decimal(610 + 525 + 820 + 450), 7, "未报"),
        ("2.1", Decimal(2 + 1 + 2), Decimal(5), 3, "滞后"),
        ("3.1", Decimal("0.921538461538"), Decimal("0.921538461538"), 4, "达标"),  # 599 of 650
        ("4.1", Decimal("0.7"), Decimal("0.7"), 2, "滞后"),
        ("4.2", Decimal("0.24") + Decimal("0.15") + Decimal("0.4"), Decimal("0.79"), 3, "达到序时"),
        ("5.1", Decimal(2), Decimal(2), 5, "达标"),
    ],
)
def test_a_total_is_what_it_is_by_hand(code, value, reported, asked, verdict):
    one = TOTALS[code]
    assert (None if one["value"] is None else Decimal(one["value"])) == value
    assert Decimal(one["reported_value"]) == reported
    assert (one["units_asked"], one["verdict"]) == (asked, verdict)


def test_the_weighted_rate_is_that_of_all_parts():
    parts = [(276, 300), (88, 100), (190, 200), (45, 50)]
    rate = Decimal(sum(over for over, _ in parts)) / sum(under for _, under in parts)
    assert Decimal(TOTALS["3.1"]["value"]) == round(rate, 12)


def test_the_overall_ranks_are_those_by_hand():
    # The mean of the projects; what was not reported scores nothing.
    by_hand = {
        "甲县": ((Decimal("0.81") + Decimal("0.7625")) / 2 + 1 + 1 + Decimal("0.8") + 1) / 5,
        "丙县": (Decimal("0.75") + 1 + (Decimal(88) / 90 + 1) / 2 + Decimal("0.75") + 1) / 5,
        "庚区": (Decimal("0.775") + 1 + Decimal("0.8") + 1) / 4,
        "丁区": (
            (Decimal("0.82") + Decimal(820) / 900) / 2
            + Decimal(2) / 3
            + (1 + Decimal(15) / 16) / 2
            + Decimal("0.6")
            + 1
        )
        / 5,
        "乙县": Decimal("0.5"),
        "戊区": Decimal(0),
        "己区": Decimal(0),
    }
    overall = {one["unit"]: one for one in PINNED["standings"] if one["project"] is None and one["unit"] in by_hand}
    assert {unit: Decimal(one["score"]) for unit, one in overall.items()} == {
        unit: round(score, 12) for unit, score in by_hand.items()
    }
    assert [overall[unit]["rank"] for unit in by_hand] == [1, 2, 3, 4, 5, 6, 6]


# What differs is told


def spoiled(change) -> str:
    stored = json.loads(expected_text())
    change(stored)
    return json.dumps(stored, ensure_ascii=False)


def test_a_figure_that_differs_is_named_with_both_values():
    (told,) = differences(spoiled(lambda stored: stored["figures"][0].update(value="1.63")))
    assert told == "各单位的数：甲县 1.1的数值应为“1.62”，出来的是“1.63”"


def test_what_is_missing_or_too_much_is_named():
    assert differences(spoiled(lambda stored: stored["submissions"].pop(0))) == (
        "收表：少了“甲县 上报/甲县.zip/甲县9月.xlsx”",
    )
    other = {"unit": "辛区", "project": None, "score": "1", "rank": 1, "previous_rank": None}
    assert differences(spoiled(lambda stored: stored["standings"].append(other))) == ("名次：多了“辛区”",)
    assert differences(spoiled(lambda stored: stored.update(elapsed="0.7"))) == ("“elapsed”应为“0.75”，出来的是“0.7”",)


def test_another_order_is_a_difference_too():
    assert differences(spoiled(lambda stored: stored["figures"].reverse())) == ("先后或个数和应当出来的不一样",)


def test_digests_alone_make_no_difference(month):
    stored = json.loads(results_text(month))
    stored["outputs"][0]["sha256"] = stored["breakdown"]["sha256"] = "0" * 64
    assert differences(json.dumps(stored, ensure_ascii=False)) == ()


# For people


def test_what_must_come_out_stands_beside_the_month_for_people(month):
    folder = month.parent / "核对用"
    assert (folder / "应当出来的结果.json").read_text(encoding="utf-8") == expected_text()
    book = openpyxl.load_workbook(io.BytesIO((folder / "应当出来的结果.xlsx").read_bytes()))
    assert book.sheetnames == ["收表", "全市", "各单位", "名次"]
    received = [[cell.value for cell in row] for row in book["收表"].iter_rows(min_row=3)]
    assert [(row[0], row[2], row[3]) for row in received[:3]] == [
        ("甲县", "全部采用", ""),
        ("乙县", "部分退回", ""),
        ("丙县", "全部采用", "迟报"),
    ]
    assert "约480人" in received[1][4]
    assert "由“800”更正为“820”" in received[4][4]
    city = {row[0].value: [cell.value for cell in row] for row in book["全市"].iter_rows(min_row=3)}
    assert list(city) == [code for code, _, _ in indicators()]
    assert city["1.1"][2:] == [7, 4, "", "6.77万人次", "", "未报"]
    assert city["3.1"][4] == "92.2%"
    shown = [cell.value for row in book["各单位"].iter_rows(min_row=3) for cell in row]
    assert "上报/甲县.zip/甲县9月.xlsx H10,I10" in shown
    assert "91.7%" in [row[2].value for row in book["名次"].iter_rows(min_row=3)]
