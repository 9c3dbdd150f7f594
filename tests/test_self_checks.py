"""The sheet 验收 of a county's form: what it says of itself, standard by standard (contract section 3)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.finding import Severity
from model.submission import Intake, SelfVerdict
from tests.tables import issue_and_fill, take, year

PERIOD = "2023-09"
TABLE = """
    编码 | 项目 | 指标 | 宝丰县 | 郏县
    1.1 | 技能培训 | 培训人数 | 1500 | 800
    1.2 | 技能培训 | 取证人数 | 900 | —
"""
STANDARDS = """
    编码 | 序号 | 验收标准 | 一票否决
    1.1 | 1 | 台账齐全 | 是
    1.1 | 2 | 抽查属实 |
    技能培训 | 1 | 资金到位 |
"""
VERDICT, EVIDENCE = 6, 7


def a_year(tmp_path: Path, periods: str = "期次 | 评价\n2023-09 | 年中") -> Path:
    return year(tmp_path, TABLE, 期次=periods, 验收标准=STANDARDS)


def said(folder: Path, rows: Mapping[int, tuple[Any, Any]], file: str = "甲.xlsx", day: str = "2023-09-20") -> Path:
    """A form of 宝丰县 with 自查 and 佐证材料 by row of the sheet."""
    path = issue_and_fill(
        folder, PERIOD, "宝丰县", {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 800}}, file=file, filled_on=day
    )
    book = openpyxl.load_workbook(path)
    for row, (verdict, evidence) in rows.items():
        book["验收"].cell(row, VERDICT).value = verdict
        book["验收"].cell(row, EVIDENCE).value = evidence
    book.save(path)
    return path


def verdicts(intake: Intake) -> dict[int, SelfVerdict | None]:
    return {place: one.verdict for (place, _), one in intake.self_checks.items()}


def test_each_row_that_is_filled_in_is_read_with_its_cell(tmp_path):
    folder = a_year(tmp_path)
    said(folder, {3: ("达标", "台账照片"), 5: ("不适用", None)})
    intake = take(folder, PERIOD)
    assert verdicts(intake) == {0: SelfVerdict.MET, 2: SelfVerdict.NOT_APPLICABLE}
    first = intake.self_checks[0, "宝丰县"]
    assert (first.evidence, first.source.file, first.source.sheet, first.source.cell) == (
        "台账照片", "上报/甲.xlsx", "验收", "F3",
    )  # fmt: skip
    assert intake.findings == ()


def test_evidence_without_a_word_is_kept_and_a_blank_row_is_none(tmp_path):
    folder = a_year(tmp_path)
    said(folder, {4: (None, "抽查记录")})
    intake = take(folder, PERIOD)
    assert verdicts(intake) == {1: None}
    assert intake.self_checks[1, "宝丰县"].evidence == "抽查记录"


def test_rows_may_be_sorted_and_numbers_typed_anew(tmp_path):
    folder = a_year(tmp_path)
    path = said(folder, {3: ("达标", None), 4: ("不达标", None)})
    book = openpyxl.load_workbook(path)
    sheet = book["验收"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3, max_row=5)]
    for at, row in enumerate(reversed(rows), start=3):
        for column, content in enumerate(row, start=1):
            sheet.cell(at, column).value = int(content) if column == 3 else content
    sheet.insert_cols(1)
    book.save(path)
    assert verdicts(take(folder, PERIOD)) == {0: SelfVerdict.MET, 1: SelfVerdict.NOT_MET}


def test_a_strange_word_and_a_strange_row_are_notes_and_hold_no_figure(tmp_path):
    folder = a_year(tmp_path)
    path = said(folder, {3: ("基本达标", None)})
    book = openpyxl.load_workbook(path)
    book["验收"].append(["9.9", "别的事", "1", "别的标准", None, "达标"])
    book.save(path)
    intake = take(folder, PERIOD)
    assert [(one.rule, one.sheet, one.cell, one.unit) for one in intake.findings] == [
        ("A24", "验收", "F3", "宝丰县"), ("A25", "验收", "F6", "宝丰县"),
    ]  # fmt: skip
    assert {one.severity for one in intake.findings} == {Severity.NOTE}
    assert verdicts(intake) == {0: None}
    assert ("1.1", "宝丰县") in intake.reported


@pytest.mark.parametrize("days", [("2023-09-20", "2023-09-22"), ("2023-09-22", "2023-09-20")])
def test_of_several_files_the_later_wins_row_by_row(tmp_path, days):
    folder = a_year(tmp_path)
    said(folder, {3: ("达标", None), 4: ("达标", None)}, "甲.xlsx", days[0])
    said(folder, {3: ("不达标", None)}, "乙.xlsx", days[1])
    later_is_second = days[0] < days[1]
    expected = {0: SelfVerdict.NOT_MET if later_is_second else SelfVerdict.MET, 1: SelfVerdict.MET}
    assert verdicts(take(folder, PERIOD)) == expected


def test_nothing_is_read_in_a_period_without_an_assessment(tmp_path):
    folder = a_year(tmp_path)
    path = said(folder, {3: ("达标", None)})
    content = path.read_bytes()
    again = a_year(tmp_path / "again", "期次 | 评价\n2023-09 |")
    copy = again / PERIOD / "上报" / path.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(content)
    assert take(again, PERIOD).self_checks == {}
