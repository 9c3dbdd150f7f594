"""What comes back from departments: what is typed where, which finding at which cell, what counts (section 7)."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import MergedCell

from model.assessment.check_form import FIRST_ROW, LABEL_ROW
from model.assessment.checked import CheckIntake, Conclusion
from model.catalogue import CATALOGUE
from model.finding import Severity
from model.submission import SENT_BACK, Stage, Status
from tests.check_year import (
    BUREAU,
    HEALTH,
    OFFICE,
    Checking,
    as_reported,
    checking,
    fill,
    filled_book,
    put_head,
    send,
    take,
)
from tests.libreoffice import needs_libreoffice, recalculated
from tests.tables import zipped

FILE = f"初核/{BUREAU}.xlsx"
BAOFENG, JIAXIAN = "宝丰县", "郏县"


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Checking:
    return checking(tmp_path_factory.mktemp("year"))


@pytest.fixture
def asked(set_up: Checking, tmp_path: Path) -> Checking:
    return replace(set_up, folder=tmp_path)


def told(intake: CheckIntake) -> list[tuple[str, str | None, str | None]]:
    """Rule, sheet and cell of what was found; the settled query of the right workbook aside."""
    return [(one.rule, one.sheet, one.cell) for one in intake.findings if not one.settled]


def counts(intake: CheckIntake) -> set[tuple[Any, ...]]:
    """What counts, by sheet and row."""
    return {
        *(("核数", *key) for key in intake.figures),
        *(("验收", *key) for key in intake.standards),
        *(("评分", *key) for key in intake.scores),
    }


# What counts


def test_a_workbook_in_order_counts_whole_and_nothing_is_found(asked):
    fill(asked, BUREAU)
    intake = take(asked)
    assert told(intake) == []
    assert intake.answered == (BUREAU,)
    assert intake.missing == (HEALTH,)
    assert [(one.unit, one.file, one.status) for one in intake.submissions] == [
        (BUREAU, FILE, Status.ACCEPTED), (HEALTH, None, Status.MISSING),
    ]  # fmt: skip
    figure = intake.figures["1.1", BAOFENG]
    assert (figure.value, figure.text, figure.stage, figure.department) == (
        Decimal("2.6"), None, Stage.CHECKED, BUREAU,
    )  # fmt: skip
    assert (figure.source.file, figure.source.sheet, figure.source.cell) == (FILE, "核数", "G5")
    assert intake.figures["3.1", JIAXIAN].text == "推进中"
    assert ("1.10", JIAXIAN) not in intake.figures, "nobody reported it"
    assert intake.standards[1, JIAXIAN].conclusion is Conclusion.PASSED
    assert {key: one.points for key, one in intake.scores.items()} == {
        (1, BAOFENG): 8, (1, JIAXIAN): 8, (2, BAOFENG): -1, (2, JIAXIAN): 0,
    }  # fmt: skip
    assert intake.scores[2, BAOFENG].reason == "迟报1次"
    assert intake.unchecked == {}


def test_an_empty_folder_says_nothing_of_anybody(asked):
    intake = take(asked)
    assert (intake.submissions, intake.findings, intake.answered) == ((), (), ())
    assert intake.missing == (BUREAU, HEALTH)


def test_a_figure_is_struck_with_a_reason_and_comes_in_the_unit_of_the_indicator(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 25000, "核减原因": "1000人重复计数"}})
    intake = take(asked)
    assert told(intake) == []
    figure = intake.figures["1.1", BAOFENG]
    assert (figure.value, figure.reason) == (Decimal("2.5"), "1000人重复计数")


def test_a_rate_typed_as_it_is_shown_is_the_reported_one(asked):
    fill(asked, HEALTH, 核数={("2.1", BAOFENG): {"初核数": 0.667}})
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["2.1", BAOFENG].value == asked.intake.reported["2.1", BAOFENG].value


def test_what_is_still_blank_is_counted_and_told_once(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": None}, ("1.10", BAOFENG): {"初核数": None}})
    intake = take(asked)
    assert told(intake) == [("A23", "核数", None)]
    assert "还有2项" in intake.findings[0].message
    assert intake.unchecked == {BUREAU: 2}
    assert ("1.1", BAOFENG) not in intake.figures
    assert intake.submissions[0].status is Status.ACCEPTED


# Each rule by itself


Change = Callable[[Checking, Any], None]


@dataclass(frozen=True)
class Case:
    """What is typed over a workbook in order, where the finding stands, and the rows that it keeps from counting."""

    code: str
    sheet: str | None
    cell: str | None
    typed: Mapping[str, Any] = field(default_factory=dict)
    change: Change | None = None
    held: tuple[tuple[Any, ...], ...] = ()


def figure(code: str, unit: str, **cells: Any) -> dict[str, Any]:
    return {"核数": {(code, unit): cells}}


def standard(place: int, **cells: Any) -> dict[str, Any]:
    return {"验收": {(place, BAOFENG): cells}}


def score(place: int, **cells: Any) -> dict[str, Any]:
    return {"评分": {(place, BAOFENG): cells}}


def appended(sheet: str, *cells: Any) -> Change:
    def change(_: Checking, book: Any) -> None:
        book[sheet].append(cells)

    return change


def put(sheet: str, address: str, content: Any) -> Change:
    def change(_: Checking, book: Any) -> None:
        book[sheet][address] = content

    return change


def sheet_gone(_: Checking, book: Any) -> None:
    del book["评分"]


def row_gone(_: Checking, book: Any) -> None:
    book["核数"].delete_rows(FIRST_ROW)


def label_gone(_: Checking, book: Any) -> None:
    book["核数"].cell(LABEL_ROW, 7).value = "复核"


def no_labels(_: Checking, book: Any) -> None:
    for sheet in ("核数", "验收", "评分"):
        book[sheet].delete_rows(LABEL_ROW)


def of_nobody(_: Checking, book: Any) -> None:
    del book["核验标识"]
    put_head(book, "初核单位", "某某局")


def of_another(_: Checking, book: Any) -> None:
    put_head(book, "初核单位", HEALTH)


def nameless(_: Checking, book: Any) -> None:
    del book["核验标识"]
    for sheet in ("核数", "验收", "评分"):
        put_head(book, "初核单位", None, sheet)


def of_august(_: Checking, book: Any) -> None:
    book["核验标识"]["B2"] = "2023-08"
    put_head(book, "期次", "2023年8月")


def of_the_other_stage(_: Checking, book: Any) -> None:
    book["核验标识"]["B3"] = "confirmed"


def outdated(_: Checking, book: Any) -> None:
    book["核验标识"]["B4"] = "0" * 64


def reported_since(_: Checking, book: Any) -> None:
    book["核验标识"]["B4"] = "0" * 64
    book["核数"]["F5"] = 27000


def rows_gone(_: Checking, book: Any) -> None:
    for sheet in ("核数", "验收", "评分"):
        book[sheet].delete_rows(FIRST_ROW, 20)


BAOFENG_1 = (("核数", "1.1", BAOFENG),)
CASES = (
    # The whole workbook
    Case("A01", None, None, change=no_labels),
    Case("A02", "核数", "B2", change=of_nobody),
    Case("A03", "核数", "D2", change=of_august),
    Case("A04", None, None, change=of_the_other_stage),
    Case("A05", "核数", "B2", change=of_another),
    Case("A06", "核数", None, change=label_gone),
    Case("A07", "核数", None, change=rows_gone),
    Case("A21", None, None, change=nameless),
    Case("A22", None, None, change=outdated),
    # Its rows
    Case("A11", "核数", "A13,G13", change=appended("核数", "9.9", "别的", BAOFENG, "人", None, None, 5)),
    Case("A11", "验收", "A9,I9", change=appended("验收", "1.1", "别的", BAOFENG, 9, "另一条", *[None] * 3, "通过")),
    Case("A12", "核数", "A13,G13", change=appended("核数", "2.1", "筛查率", BAOFENG, "%", None, None, 0.5)),
    Case(
        "A13", "核数", "G5,G13", held=BAOFENG_1,
        change=appended("核数", "1.1", "培训人次", BAOFENG, "人", 27000, 26000, 25000),
    ),
    Case("A14", "核数", "F5", figure("1.1", BAOFENG, 自报数=27000), held=BAOFENG_1),
    Case("A14", "核数", "E5", figure("1.1", BAOFENG, 年度目标=20000), held=BAOFENG_1),
    Case("A14", "核数", "B5", figure("1.1", BAOFENG, 指标="培训次数"), held=BAOFENG_1),
    Case("A14", "核数", "D5", figure("1.1", BAOFENG, 单位="万人"), held=BAOFENG_1),
    Case("A14", "核数", "H5", figure("1.1", BAOFENG, 认定数=26000), held=BAOFENG_1),
    Case("A14", "验收", "E7", standard(1, 验收标准="取证率不低于50%"), held=(("验收", 1, BAOFENG),)),
    Case("A14", "评分", "C5", score(1, 分值=20), held=(("评分", 1, BAOFENG),)),
    Case("A15", "核数", None, change=row_gone, held=BAOFENG_1),
    Case(
        "A16", None, None, change=sheet_gone,
        held=tuple(("评分", place, unit) for place in (1, 2) for unit in (BAOFENG, JIAXIAN)),
    ),
    Case("A19", "核数", "F5", change=reported_since, held=BAOFENG_1),
    # Its cells
    Case("C21", "核数", "G5", figure("1.1", BAOFENG, 初核数="26,000")),
    Case("C02", "核数", "G5", figure("1.1", BAOFENG, 初核数=-1), held=BAOFENG_1),
    Case("C03", "核数", "G5", figure("1.1", BAOFENG, 初核数=2.5), held=BAOFENG_1),
    Case("C04", "核数", "G11", figure("4.1", BAOFENG, 初核数=98), held=(("核数", "4.1", BAOFENG),)),
    Case("C05", "核数", "G5", figure("1.1", BAOFENG, 初核数="=1+1"), held=BAOFENG_1),
    Case("C06", "核数", "G5", figure("1.1", BAOFENG, 初核数="#REF!"), held=BAOFENG_1),
    Case("A23", "核数", None, figure("1.1", BAOFENG, 初核数=None), held=BAOFENG_1),
    Case("A31", "核数", "G5", figure("1.1", BAOFENG, 初核数="约2万"), held=BAOFENG_1),
    Case("A32", "核数", "G5", figure("1.1", BAOFENG, 初核数=26001), held=BAOFENG_1),
    Case("A32", "核数", "G11", figure("4.1", BAOFENG, 初核数=0.02), held=(("核数", "4.1", BAOFENG),)),
    Case("A32", "核数", "G10", figure("3.1", JIAXIAN, 初核数="已完成"), held=(("核数", "3.1", JIAXIAN),)),
    Case("A33", "核数", "G8", figure("1.10", JIAXIAN, 初核数=3)),
    Case("A34", "核数", "J5", figure("1.1", BAOFENG, 初核数=25000), held=BAOFENG_1),
    Case("A34", "核数", "J11", figure("4.1", BAOFENG, 初核数=0.05), held=(("核数", "4.1", BAOFENG),)),
    Case("A34", "核数", "J9", figure("3.1", BAOFENG, 初核数="推进中", 核减原因="无"), held=(("核数", "3.1", BAOFENG),)),
    Case("A36", "核数", "G9", figure("3.1", BAOFENG, 初核数="快了"), held=(("核数", "3.1", BAOFENG),)),
    Case("A37", "验收", "I7", standard(1, 结论=None), held=(("验收", 1, BAOFENG),)),
    Case("A38", "验收", "I5", standard(0, 结论=None), held=(("验收", 0, BAOFENG),)),
    Case("A39", "验收", "I7", standard(1, 结论="合格"), held=(("验收", 1, BAOFENG),)),
    Case("A40", "评分", "D5", score(1, 得分=None), held=(("评分", 1, BAOFENG),)),
    Case("A40", "评分", "D7", score(2, 得分=None), held=(("评分", 2, BAOFENG),)),
    Case("A41", "评分", "D5", score(1, 得分=10.5), held=(("评分", 1, BAOFENG),)),
    Case("A41", "评分", "D7", score(2, 得分=2), held=(("评分", 2, BAOFENG),)),
    Case("A31", "评分", "D5", score(1, 得分="优"), held=(("评分", 1, BAOFENG),)),
    Case("A42", "评分", "E7", score(2, 得分=-3), held=(("评分", 2, BAOFENG),)),
    Case("A51", "验收", "I5", standard(0, 意见=None), held=(("验收", 0, BAOFENG),)),
)  # fmt: skip
WHOLE = {"A01", "A02", "A03", "A04", "A05", "A06", "A07"}
RETURNED = {"A03", "A05", "A06", "A07"}
OF_SEVERAL_FILES = {"A17", "A18"}
OF_THE_FINAL_CHECK = {"A35"}
OF_SELF_CHECKS = {"A24", "A25"}


@pytest.mark.parametrize("case", CASES, ids=[f"{one.code} {one.sheet} {one.cell}" for one in CASES])
def test_a_fault_is_told_alone_at_its_cell_and_keeps_only_its_row_from_counting(asked, case):
    in_order = {
        *(("核数", *key) for key in as_reported(asked, BUREAU)["核数"]),
        *(("验收", *key) for key in as_reported(asked, BUREAU)["验收"]),
        *(("评分", place, unit) for place in (1, 2) for unit in (BAOFENG, JIAXIAN)),
    }
    book = filled_book(asked, BUREAU, **case.typed)
    if case.change:
        case.change(asked, book)
    send(asked, book, f"{BUREAU}.xlsx")
    intake = take(asked)
    notes = [one for one in told(intake) if one[0] != "A22" or case.code == "A22"]
    assert notes == [(case.code, case.sheet, case.cell)]
    assert counts(intake) == (set() if case.code in WHOLE else in_order - set(case.held))
    status = {one.status for one in intake.submissions if one.file == FILE}
    if case.code in WHOLE:
        assert status == {Status.RETURNED if case.code in RETURNED else Status.UNRECOGNISED}
    else:
        is_held = CATALOGUE[case.code].severity is not Severity.NOTE
        assert status == {Status.PARTIAL if is_held else Status.ACCEPTED}


def test_every_rule_for_what_departments_check_is_among_the_cases():
    tried = {one.code for one in CASES if one.code.startswith("A")}
    elsewhere = OF_SEVERAL_FILES | OF_THE_FINAL_CHECK | OF_SELF_CHECKS
    assert tried | elsewhere == {code for code in CATALOGUE if code.startswith("A")}
    assert not tried & elsewhere


# What need not have survived


def test_rows_are_known_by_what_they_hold_wherever_they_and_their_columns_stand(asked):
    book = filled_book(asked, BUREAU, 核数={("1.10", BAOFENG): {"初核数": 880, "核减原因": "证书重复"}})
    sheet = book["核数"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=LABEL_ROW)]
    labels, rows = lines[0], lines[1:]
    del book["核数"]
    own = book.create_sheet("表一")
    own.append(["说明：各行次序已调整"])
    own.append([None, "初核单位", f"{BUREAU}（盖章）"])
    order = [9, 6, 2, 1, 0]
    own.append([labels[place] if place != 6 else "初核数（人）" for place in order])
    for row in reversed(rows):
        own.append([row[place] for place in order])
    own.cell(4, 5).number_format = "@"
    send(asked, book, "回复.xlsx")
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["1.10", BAOFENG].value == 880
    assert intake.figures["1.1", BAOFENG].value == Decimal("2.6")


def test_a_code_that_became_a_number_is_known_by_the_name_beside_it(asked):
    book = filled_book(asked, BUREAU)
    for row in (5, 6, 7, 8):
        book["核数"].cell(row, 1).value = 1.1
    send(asked, book, f"{BUREAU}.xlsx")
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["1.10", BAOFENG].value == 900


def test_names_merged_over_several_rows_stand_for_each_of_them(asked):
    book = filled_book(asked, BUREAU)
    for column in ("A", "B"):
        book["核数"].merge_cells(f"{column}5:{column}6")
    send(asked, book, f"{BUREAU}.xlsx")
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["1.1", JIAXIAN].value == Decimal("1.5")


def test_two_rules_on_one_project_are_told_apart_even_where_rows_were_sorted(asked):
    book = filled_book(asked, BUREAU)
    sheet = book["评分"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=FIRST_ROW)]
    for at, row in enumerate(reversed(rows), start=FIRST_ROW):
        for column, content in enumerate(row, start=1):
            sheet.cell(at, column).value = content
    send(asked, book, f"{BUREAU}.xlsx")
    intake = take(asked)
    assert told(intake) == []
    assert intake.scores[1, BAOFENG].points == 8
    assert intake.scores[2, BAOFENG].points == -1


def test_a_signature_below_the_rows_is_no_row(asked):
    book = filled_book(asked, BUREAU)
    book["核数"].append(["审核人：责任人甲", None, None, None, None, None, None, None, None, "2023年10月8日"])
    book["核数"].append(["合计", None, None, None, None, None, 41900])
    send(asked, book, f"{BUREAU}.xlsx")
    assert told(take(asked)) == []


def test_a_workbook_inside_a_zip_counts_and_is_named_by_its_place(asked):
    content = fill(asked, BUREAU).read_bytes()
    (asked.inbox / f"{BUREAU}.xlsx").unlink()
    (asked.inbox / "回复.zip").write_bytes(zipped({"表.xlsx": content}))
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["1.1", BAOFENG].source.file == "初核/回复.zip/表.xlsx"


def test_a_table_in_a_word_file_is_read_by_its_labels(asked):
    document = docx.Document()
    document.add_paragraph("初核情况")
    head = document.add_table(rows=1, cols=4)
    rows = [
        ["编码", "指标", "填报单位", "自报数", "初核数", "核减原因"],
        ["2.1", "筛查率", BAOFENG, "66.7%", "66.7%", ""],
        ["2.1", "筛查率", JIAXIAN, "65%", "60%", "查无此人"],
    ]
    table = document.add_table(rows=3, cols=6)
    for line, texts in [*zip(table.rows, rows, strict=True), (head.rows[0], ["初核单位", HEALTH, "期次", "2023年9月"])]:
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    asked.inbox.mkdir()
    document.save(str(asked.inbox / "回复.docx"))
    intake = take(asked)
    assert intake.answered == (HEALTH,)
    assert intake.figures["2.1", BAOFENG].value == asked.intake.reported["2.1", BAOFENG].value
    assert intake.figures["2.1", JIAXIAN].value == Decimal("0.6")
    assert intake.figures["2.1", JIAXIAN].source.cell == "表2R3C5"


def test_what_is_no_workbook_is_listed_and_never_raises(asked):
    asked.inbox.mkdir()
    (asked.inbox / f"{BUREAU}核查报告.pdf").write_bytes(b"%PDF-1.4\n")
    (asked.inbox / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    intake = take(asked)
    status = {(one.unit, one.file): one.status for one in intake.submissions}
    assert status[BUREAU, f"初核/{BUREAU}核查报告.pdf"] is Status.ATTACHMENT
    assert status[None, "初核/坏.xlsx"] is Status.UNRECOGNISED
    assert status[BUREAU, None] is Status.MISSING
    assert [one.rule for one in intake.findings] == ["W01"]


@pytest.mark.slow
@needs_libreoffice
def test_a_workbook_saved_by_another_program_has_its_deductions_worked_out_and_reads_the_same(asked, tmp_path):
    path = fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 25000, "核减原因": "重复计数"}})
    before = take(asked)
    path.write_bytes(recalculated(path, tmp_path / "again").read_bytes())
    struck = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)["核数"]
    assert [struck.cell(row, 9).value for row in (5, 6, 7)] == [1000, 0, 0]
    assert struck["I9"].value in (None, "")
    after = take(asked)
    assert after.figures == before.figures
    assert after.standards == before.standards
    assert after.scores == before.scores
    assert after.findings == before.findings


# Several workbooks


def sent_on(asked: Checking, day: str, file: str, **typed: Any) -> None:
    book = filled_book(asked, BUREAU, **typed)
    put_head(book, "填报日期", day)
    send(asked, book, file)


def test_a_later_workbook_that_fills_all_takes_the_place_of_the_earlier(asked):
    sent_on(asked, "2023-10-08", "甲.xlsx", **figure("1.1", BAOFENG, 初核数=25000, 核减原因="重复计数"))
    sent_on(asked, "2023-10-09", "乙.xlsx")
    intake = take(asked)
    assert told(intake) == [("W21", None, None)]
    assert intake.figures["1.1", BAOFENG].value == Decimal("2.6")
    assert {one.file: one.status for one in intake.submissions if one.file} == {
        "初核/甲.xlsx": Status.SUPERSEDED, "初核/乙.xlsx": Status.ACCEPTED,
    }  # fmt: skip


def test_two_workbooks_of_one_day_that_differ_hold_the_rows_that_differ(asked):
    for file, typed in (("甲.xlsx", figure("1.1", BAOFENG, 初核数=25000, 核减原因="重复计数")), ("乙.xlsx", {})):
        book = filled_book(asked, BUREAU, **typed)
        book["验收"]["I8"] = None if file == "乙.xlsx" else "通过"
        send(asked, book, file)
    intake = take(asked)
    assert [one.rule for one in intake.findings if one.holds] == ["A17"]
    assert ("1.1", BAOFENG) not in intake.figures
    assert intake.standards[1, JIAXIAN].conclusion is Conclusion.PASSED, "filled in one of them"


def test_parts_of_one_workbook_are_joined(asked):
    first = filled_book(asked, BUREAU)
    for row in range(FIRST_ROW, FIRST_ROW + 8):
        first["核数"].cell(row, 7).value = None
    send(asked, first, "验收.xlsx")
    second = filled_book(asked, BUREAU)
    del second["验收"], second["评分"]
    send(asked, second, "核数.xlsx")
    intake = take(asked)
    assert told(intake) == []
    assert len(intake.figures) == 7
    assert len(intake.standards) == 4


def test_the_same_workbook_twice_is_no_contradiction(asked):
    content = fill(asked, BUREAU).read_bytes()
    (asked.inbox / "又一份.xlsx").write_bytes(content)
    intake = take(asked)
    assert told(intake) == []
    assert {one.status for one in intake.submissions if one.file} == {Status.ACCEPTED}


def test_two_departments_that_check_one_figure_differently_are_both_told(asked):
    fill(asked, BUREAU)
    fill(asked, HEALTH, **figure("4.1", BAOFENG, 初核数=0.05, 核减原因="漏统投诉"))
    intake = take(asked)
    assert [(one.rule, one.unit, one.cell) for one in intake.findings if not one.settled] == [
        ("A18", BUREAU, "G11"), ("A18", HEALTH, "G7"),
    ]  # fmt: skip
    assert ("4.1", BAOFENG) not in intake.figures
    assert intake.figures["4.1", JIAXIAN].value == Decimal("0.04")


# 认定


@pytest.fixture
def confirming(asked: Checking) -> Checking:
    fill(asked, BUREAU, **figure("1.1", BAOFENG, 初核数=25000, 核减原因="重复计数"))
    fill(asked, HEALTH)
    return replace(asked, stage=Stage.CONFIRMED, first=take(asked))


def confirmed(asked: Checking, **cells: Any) -> CheckIntake:
    in_order = {("1.1", BAOFENG): {"认定数": 25000}}
    fill(asked, OFFICE, 核数={**in_order, ("1.1", BAOFENG): cells})
    return take(asked)


def test_what_was_checked_may_be_confirmed_with_the_reason_that_stands_there(confirming):
    intake = confirmed(confirming, 认定数=25000)
    assert told(intake) == []
    figure_of_office = intake.figures["1.1", BAOFENG]
    assert (figure_of_office.value, figure_of_office.reason) == (Decimal("2.5"), "重复计数")
    assert figure_of_office.stage is Stage.CONFIRMED
    assert intake.standards[0, BAOFENG].conclusion is Conclusion.PASSED


def test_what_was_reported_may_be_restored_without_a_word(confirming):
    intake = confirmed(confirming, 认定数=26000)
    assert told(intake) == []
    assert intake.figures["1.1", BAOFENG].value == Decimal("2.6")


@pytest.mark.parametrize(("reason", "is_held"), [("重复计数", True), (None, True), ("另有500人查无此人", False)])
def test_another_figure_than_the_checked_one_wants_a_reason_of_its_own(confirming, reason, is_held):
    intake = confirmed(confirming, 认定数=24500, 核减原因=reason)
    assert [(one.rule, one.cell) for one in intake.findings if one.holds] == ([("A35", "J5")] if is_held else [])
    assert (("1.1", BAOFENG) in intake.figures) is not is_held


def test_a_blank_confirmation_is_none_and_the_checked_figure_stands(confirming):
    intake = confirmed(confirming, 认定数=None)
    assert [one.rule for one in intake.findings if not one.settled] == ["A23"]
    assert ("1.1", BAOFENG) not in intake.figures


def test_a_checked_figure_typed_over_is_told(confirming):
    intake = confirmed(confirming, 认定数=25000, 初核数=26000)
    assert [(one.rule, one.cell) for one in intake.findings if one.holds] == [("A14", "G5")]


def test_a_workbook_of_the_first_check_among_those_of_the_final_one_is_told(asked, confirming):
    (confirming.inbox).mkdir()
    (confirming.inbox / "错放.xlsx").write_bytes((asked.inbox / f"{BUREAU}.xlsx").read_bytes())
    intake = take(confirming)
    assert [one.rule for one in intake.findings] == ["A04"]
    assert "请移到“初核”文件夹" in intake.findings[0].remedy


# Any department


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data())
def test_whatever_a_department_may_type_comes_back_as_it_was_typed(asked, drawn):
    for old in asked.inbox.glob("*.xlsx"):
        old.unlink()
    people = drawn.draw(st.integers(0, 26000))
    rate = Decimal(drawn.draw(st.integers(300, 10000))) / 10000
    state = drawn.draw(st.sampled_from(["未启动", "推进中", "已完成"]))
    conclusion = drawn.draw(st.sampled_from(list(Conclusion)))
    points = Decimal(drawn.draw(st.integers(0, 100))) / 10
    fill(
        asked, BUREAU,
        核数={
            ("1.1", BAOFENG): {"初核数": people, "核减原因": "核查结果"},
            ("4.1", BAOFENG): {"初核数": rate, "核减原因": "核查结果"},
            ("3.1", BAOFENG): {"初核数": state, "核减原因": "核查结果"},
        },
        验收={(1, BAOFENG): {"结论": conclusion}},
        评分={(1, BAOFENG): {"得分": points}},
    )  # fmt: skip
    intake = take(asked)
    assert told(intake) == []
    assert intake.figures["1.1", BAOFENG].value == Decimal(people) / 10000
    assert intake.figures["4.1", BAOFENG].value == rate
    assert intake.figures["3.1", BAOFENG].text == state
    assert intake.standards[1, BAOFENG].conclusion is conclusion
    assert intake.scores[1, BAOFENG].points == points


STRANGE = st.one_of(
    st.none(), st.integers(-5, 10**9), st.floats(-2, 40000), st.text("通不过合计县0123456789.%—无 （）", max_size=6),
    st.sampled_from(["=1/0", "#REF!", "宝丰县", "1.1", "初核数", "填报单位", "2023-09", "26000人", "１５０００"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data())
def test_whatever_is_typed_anywhere_nothing_better_than_reported_ever_counts(asked, drawn):
    for old in asked.inbox.glob("*.xlsx"):
        old.unlink()
    book = filled_book(asked, BUREAU)
    for _ in range(drawn.draw(st.integers(1, 8))):
        sheet = book[drawn.draw(st.sampled_from(["核数", "验收", "评分", "核验标识"]))]
        at = drawn.draw(st.integers(1, 13)), drawn.draw(st.integers(1, 10))
        cell = sheet.cell(*at)
        if not isinstance(cell, MergedCell):
            cell.value = drawn.draw(STRANGE)
    if drawn.draw(st.booleans()):
        book["核数"].insert_rows(drawn.draw(st.integers(4, 12)))
    send(asked, book, f"{BUREAU}.xlsx")
    intake = take(asked)
    for (code, unit), one in intake.figures.items():
        sent = asked.intake.reported[code, unit].value
        if one.value is not None:
            assert sent is not None
            assert one.value >= 0
            assert (one.value >= sent) if code == "4.1" else (one.value <= sent)
    assert all(-10 <= one.points <= 10 for one in intake.scores.values())
    held = {one.file for one in intake.findings if one.holds}
    faulty = (*SENT_BACK, Status.UNRECOGNISED)
    assert {one.file for one in intake.submissions if one.status in faulty} == held
