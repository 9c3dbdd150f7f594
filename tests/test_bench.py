"""The benchmark: it runs and prints every line, and the peer's totals are those of the product."""

import io
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from bench import peer
from bench.floor import tokenise
from bench.lines import NOTICE, Line, growing, notice_rows, with_docxtpl
from bench.province import PERIOD, Province, make_province, unit_names, write_blank_rows
from bench.timing import HOME, child
from generators.word.papers import render
from model.figure import Total
from model.indicator import Rollup
from model.rollup import roll_up
from model.submission import Status
from tests.tables import take
from validators.grid import Paper
from validators.period_folder import open_period
from validators.reading import open_file


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """Three counties with indicators of every kind, a good many of the rows with a fault."""
    return make_province(tmp_path_factory.mktemp("省"), units=3, indicators=24, faulty_share=0.1)


def product_totals(province: Province) -> dict[str, Total]:
    opened = open_period(province.folder)
    reported = take(province.folder.parent, PERIOD).reported
    return {one.code: one for one in roll_up(opened.breakdown, opened.period, reported, opened.previous).totals}


def peer_totals(province: Province) -> dict[str, float]:
    """What the peer makes of the rows that hold no fault."""
    rows = peer.read_forms(province.folder / "上报")
    is_right = [one not in province.faulty for one in zip(rows["填报单位"], rows["编码"], strict=True)]
    summed = peer.totals(rows[is_right], peer.read_targets(province.folder.parent / "目标分解表.xlsx"))
    return dict(zip(summed["编码"], summed["值"], strict=True))


def test_the_totals_of_the_peer_are_those_of_the_product(province: Province) -> None:
    told = peer_totals(province)
    faulty = {code for _, code in province.faulty}
    totals = product_totals(province)
    compared = {
        code: total.reported_value if code in faulty else total.value
        for code, total in totals.items()
        if code not in faulty or total.indicator.rollup is Rollup.SUM
    }
    assert {totals[code].indicator.rollup for code in compared} >= {Rollup.SUM, Rollup.WEIGHTED}
    assert faulty & set(compared), "a total of which a row was left out is among them"
    assert {code: told[code] for code in compared} == pytest.approx(
        {code: float(one or 0) for code, one in compared.items()}
    )


def test_the_product_holds_the_faulty_rows_and_no_others(province: Province) -> None:
    intake = take(province.folder.parent, PERIOD)
    asked = {(unit, code) for unit in province.units for code in product_totals(province)}
    assert {(unit, code) for code, unit in intake.reported} == asked - province.faulty
    assert {one.status for one in intake.submissions} <= {Status.ACCEPTED, Status.PARTIAL}


def test_docxtpl_used_plainly_prints_the_notice_that_the_product_prints(province: Province) -> None:
    notice, words = notice_rows(province, 40)
    papers = (render(NOTICE, words, notice.bookmarks()), with_docxtpl(words))
    own, plain = (docx.Document(io.BytesIO(made)) for made in papers)
    assert [one.text for one in own.paragraphs] == [one.text for one in plain.paragraphs]
    tables = [[[cell.text for cell in row.cells] for row in one.tables[0].rows] for one in (own, plain)]
    assert tables[0] == tables[1]
    assert len(tables[0]) > 40


def test_a_province_is_the_same_each_time(tmp_path: Path) -> None:
    one, other = (make_province(tmp_path / name, units=2, indicators=5) for name in "甲乙")
    assert [path.read_bytes() for path in one.submissions] == [path.read_bytes() for path in other.submissions]
    assert (one.units, one.faulty) == (other.units, other.faulty)


def test_a_nation_has_names_for_all_its_counties() -> None:
    names = unit_names(2_844)
    assert len(set(names)) == 2_844
    assert {len(name) for name in names} == {3}, "none stands inside another"
    with pytest.raises(ValueError, match="names for"):
        unit_names(100_000)


def test_blank_rows_are_added_to_a_form_that_still_says_the_same(province: Province, tmp_path: Path) -> None:
    form, target = province.submissions[0], tmp_path / "空行.xlsx"
    write_blank_rows(form, target, 500)
    papers = [one for path in (form, target) for one in open_file(path, "表.xlsx")]
    assert [type(one) for one in papers] == [Paper, Paper]
    plain, blank = (one.grids[0].cells for one in papers if isinstance(one, Paper))
    assert plain == blank
    assert target.stat().st_size > form.stat().st_size


def test_the_floor_tokenises_what_the_reader_reads(province: Province) -> None:
    read = tokenise(province.submissions[0].read_bytes())
    assert set(read) == {
        "_rels/.rels", "docProps/core.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/sharedStrings.xml",
        "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip


def test_the_memory_of_a_child_is_its_own() -> None:
    ballast = bytearray(80 << 20)
    bare = child(["-c", "pass"])
    assert 0 < bare.mebibytes < 60 < len(ballast) >> 20
    with pytest.raises(RuntimeError, match="ended with 3"):
        child(["-c", "raise SystemExit(3)"])


@pytest.mark.parametrize(
    ("measured", "goal", "at_least", "is_reached"),
    [(4, 5, False, True), (6, 5, False, False), (6, 5, True, True), (4, 5, True, False), (4, None, False, None)],
)
def test_a_line_says_whether_its_goal_is_reached(
    measured: float, goal: float | None, at_least: bool, is_reached: bool | None
) -> None:
    assert Line("读", measured, "倍", goal, "", at_least).is_reached is is_reached


@pytest.mark.slow
def test_the_benchmark_prints_every_line() -> None:
    command = ["-m", "bench", "--units", "3", "--indicators", "5", "--rounds", "1", "--blank-rows", "500"]
    told = subprocess.run([sys.executable, *command], cwd=HOME, capture_output=True, text=True, check=True)
    heading, *lines = told.stdout.splitlines()
    assert heading.split() == ["比的是什么", "测得", "目标", "达到", "明细"]
    words = (
        "与下限比", "比 openpyxl", "与 calamine", "标注 20 格", "附件 70 行", "附件 7,000 行", "读取并校验",
        "比同行", "run 3 份，与下限比", "run 3 份，内存", "--help", "check", "空行",
    )  # fmt: skip
    assert len(lines) == len(words)
    for line, word in zip(lines, words, strict=True):
        assert word in line
        assert "倍" in line or "MiB" in line


@pytest.mark.slow
def test_growth_is_told_as_an_exponent_and_a_peak(province: Province, tmp_path: Path) -> None:
    exponent, peak = growing(province, tmp_path, indicators=24, rounds=1, units=6)
    assert -1 < exponent.measured < 3
    assert (exponent.goal, peak.goal) == (1.05, 384)
    assert 20 < peak.measured < 1000
