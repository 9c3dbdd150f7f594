"""初核表 and 认定表 as they are sent out, and as they go back to a department marked (contract section 7)."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.assessment.check_form import check_workbook, is_check_form_as_issued
from generators.feedback import check_feedback, check_feedback_context
from generators.returned import returned_checks
from generators.slip_words import FEEDBACK_WORDS
from model.assessment.check_form import CHECK_STAMP_SHEET, FIRST_ROW, HEAD_ROW, LABEL_ROW, CheckForm, FigureRow
from model.assessment.checking import bound, is_better, is_same_amount, shown_amount
from model.indicator import Direction, Kind
from model.labels import FigureCheckColumn, ScoreColumn, StandardCheckColumn
from model.submission import Reported, Source, Stage
from model.target import Target
from tests.check_year import BUREAU, HEALTH, OFFICE, Checking, cell_of, checking, fill, filled_book, send, take
from tests.small_results import small_results
from tests.years import row

BAOFENG, JIAXIAN = "宝丰县", "郏县"
TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "反馈单.docx"


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Checking:
    return checking(tmp_path_factory.mktemp("year"))


@pytest.fixture
def asked(set_up: Checking, tmp_path: Path) -> Checking:
    return replace(set_up, folder=tmp_path)


def book_of(form: CheckForm, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(check_workbook(form)), **options)


def labels(book: Any, sheet: str) -> list[Any]:
    return [cell.value for cell in book[sheet][LABEL_ROW]]


def validation(book: Any, sheet: str, address: str) -> Any:
    return next(one for one in book[sheet].data_validations.dataValidation if address in one.sqref)


# As sent out


def test_a_workbook_of_the_first_check_has_the_sheets_and_columns_of_the_contract(asked):
    book = book_of(asked.form(BUREAU))
    assert book.sheetnames == ["核数", "验收", "评分", CHECK_STAMP_SHEET]
    assert labels(book, "核数") == list(FigureCheckColumn)
    assert labels(book, "验收") == list(StandardCheckColumn)
    assert labels(book, "评分")[:5] == list(ScoreColumn)
    assert book[CHECK_STAMP_SHEET].sheet_state == "veryHidden"


def test_a_department_without_standards_or_scores_has_one_sheet(asked):
    assert book_of(asked.form(HEALTH)).sheetnames == ["核数", CHECK_STAMP_SHEET]


def test_the_head_tells_whose_it_is_beside_each_label_on_every_sheet(asked):
    book = book_of(asked.form(BUREAU))
    for sheet in ("核数", "验收", "评分"):
        head = [cell.value for cell in book[sheet][HEAD_ROW]]
        assert head[head.index("初核单位") + 1] == BUREAU
        assert head[head.index("期次") + 1] == "2023年9月"


def test_figures_stand_in_the_unit_of_the_form_and_rates_as_fractions_shown_with_percent(asked):
    form = asked.form(HEALTH)
    book = book_of(form)
    rate = cell_of(form, "核数", ("2.1", BAOFENG), "自报数", book)
    assert (round(rate.value, 6), rate.number_format.endswith("0.0%")) == (0.666667, True)
    form = asked.form(BUREAU)
    book = book_of(form)
    assert cell_of(form, "核数", ("1.1", BAOFENG), "自报数", book).value == 26000
    assert cell_of(form, "核数", ("1.1", BAOFENG), "年度目标", book).value == 27000
    assert cell_of(form, "核数", ("1.1", BAOFENG), "单位", book).value == "人"
    assert cell_of(form, "核数", ("3.1", JIAXIAN), "自报数", book).value == "推进中"


def test_only_what_the_department_says_is_unlocked(asked):
    form = asked.form(BUREAU)
    book = book_of(form)
    unlocked = {
        sheet: {
            labels(book, sheet)[cell.column - 1]
            for line in book[sheet].iter_rows(min_row=FIRST_ROW)
            for cell in line
            if not cell.protection.locked
        }
        for sheet in ("核数", "验收", "评分")
    }
    assert unlocked == {"核数": {"初核数", "核减原因"}, "验收": {"结论", "意见"}, "评分": {"得分", "理由"}}
    assert all(book[sheet].protection.sheet for sheet in unlocked)
    assert cell_of(form, "核数", ("1.10", JIAXIAN), "初核数", book).protection.locked, "nobody reported it"


def test_the_final_check_shows_what_the_first_came_to_and_asks_for_its_own(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 25000, "核减原因": "重复计数"}})
    confirming = replace(asked, stage=Stage.CONFIRMED, first=take(asked))
    form = confirming.form(OFFICE)
    book, shown = book_of(form), book_of(form, data_only=True)
    key = ("1.1", BAOFENG)
    assert book.sheetnames == ["核数", "验收", CHECK_STAMP_SHEET]
    assert cell_of(form, "核数", key, "初核数", book).value == 25000
    assert cell_of(form, "核数", key, "初核数", book).protection.locked
    assert cell_of(form, "核数", key, "认定数", book).value is None
    assert not cell_of(form, "核数", key, "认定数", book).protection.locked
    assert cell_of(form, "核数", key, "核减原因", book).value == "重复计数"
    assert cell_of(form, "核数", key, "核减", shown).value == 1000
    assert cell_of(form, "验收", (0, BAOFENG), "结论", book).value == "通过"
    assert cell_of(form, "验收", (0, BAOFENG), "意见", book).value == "抽查属实"


def test_what_the_unit_says_of_itself_stands_beside_the_standard(asked):
    form = asked.form(BUREAU)
    book = book_of(form)
    assert cell_of(form, "验收", (0, BAOFENG), "自查", book).value == "不达标"
    assert cell_of(form, "验收", (0, BAOFENG), "一票否决", book).value == "是"
    assert cell_of(form, "验收", (0, JIAXIAN), "自查", book).value is None


def test_points_that_the_tool_counted_stand_there_with_what_they_are_for(asked):
    form = asked.form(BUREAU)
    book = book_of(form)
    assert cell_of(form, "评分", (2, BAOFENG), "得分", book).value == -1
    assert cell_of(form, "评分", (2, BAOFENG), "理由", book).value == "迟报1次"
    assert cell_of(form, "评分", (1, BAOFENG), "得分", book).value is None


def test_cells_refuse_at_the_keyboard_what_would_come_back(asked):
    book = book_of(asked.form(BUREAU))
    assert validation(book, "核数", "G5").formula1 == "AND(ISNUMBER(G5),G5>=0,G5<=26000.0,ROUND(G5,6)=ROUND(G5,0))"
    assert validation(book, "核数", "G11").formula1 == "AND(ISNUMBER(G11),G11>=0,G11>=0.03)"
    assert validation(book, "核数", "G10").formula1 == '"未启动,推进中"'
    assert validation(book, "验收", "I5").formula1 == '"通过,不通过,不适用"'
    bounds = validation(book, "评分", "D7")
    assert (float(bounds.formula1), float(bounds.formula2)) == (-10, 0)


def test_the_same_form_gives_the_same_workbook_byte_for_byte(asked):
    assert check_workbook(asked.form(BUREAU)) == check_workbook(asked.form(BUREAU))


def test_a_workbook_is_as_issued_until_somebody_types_into_it(asked, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(check_workbook(asked.form(BUREAU)))
    assert is_check_form_as_issued(path)
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert is_check_form_as_issued(path), "saved without a change"
    book["验收"]["I5"] = "通过"
    book.save(path)
    assert not is_check_form_as_issued(path)
    path.write_bytes(b"no workbook")
    assert not is_check_form_as_issued(path)


# What a figure may be


def a_row(reported: Decimal, *, is_lower: bool, digits: int) -> FigureRow:
    direction = Direction.LOWER if is_lower else Direction.HIGHER
    indicator = row("1.1", Kind.RATE, direction=direction, digits=digits).indicator
    sent = Reported("甲县", "1.1", Source("", "", ""), reported)
    return FigureRow(indicator, "甲县", None, Target(None, indicator.comparator), sent)


@given(
    reported=st.decimals(0, 2, places=9), typed=st.decimals(0, 2, places=9), digits=st.integers(0, 3),
    is_lower=st.booleans(),
)  # fmt: skip
def test_a_figure_as_its_cell_shows_it_is_never_better_and_its_bound_lets_it_pass(reported, typed, digits, is_lower):
    one = a_row(reported, is_lower=is_lower, digits=digits)
    shown, best = shown_amount(one.indicator, reported), bound(one)
    assert best is not None
    assert is_same_amount(one.indicator, shown, reported)
    assert not is_better(one, shown)
    assert not is_better(one, reported)
    passes_the_cell = typed >= best if is_lower else typed <= best
    if not passes_the_cell:
        assert is_better(one, typed), "what a cell refuses would be refused on return"


# What goes back


def originals(asked: Checking) -> Any:
    def read(file: str) -> bytes | None:
        path = asked.folder / file
        return path.read_bytes() if path.is_file() else None

    return read


def test_a_departments_own_workbook_goes_back_with_its_faulty_cell_marked(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 27000}})
    returned = returned_checks(take(asked), BUREAU, originals(asked), asked.form(BUREAU))
    assert returned is not None
    assert returned.ending == ".xlsx"
    book = openpyxl.load_workbook(io.BytesIO(returned.content))
    assert book["核数"]["G5"].value == 27000
    assert "高于自报数26000" in book["核数"]["G5"].comment.text
    commented = [cell.coordinate for line in book["核数"].iter_rows() for cell in line if cell.comment]
    assert commented == ["G5"]


def test_nothing_goes_back_to_a_department_in_order_or_without_an_answer(asked):
    fill(asked, BUREAU)
    intake = take(asked)
    assert returned_checks(intake, BUREAU, originals(asked), asked.form(BUREAU)) is None
    assert returned_checks(intake, HEALTH, originals(asked), asked.form(HEALTH)) is None


def test_where_a_workbook_cannot_be_marked_the_form_goes_out_again(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 27000}})
    intake = take(asked)
    form = asked.form(BUREAU)
    returned = returned_checks(intake, BUREAU, lambda _: None, form)
    assert returned is not None
    assert returned.content == check_workbook(form)
    assert returned_checks(intake, BUREAU, lambda _: None) is None


def test_a_mended_copy_of_a_marked_workbook_is_read_in_order(asked):
    path = fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 27000}})
    returned = returned_checks(take(asked), BUREAU, originals(asked))
    assert returned is not None
    book = openpyxl.load_workbook(io.BytesIO(returned.content))
    book["核数"]["G5"] = 26000
    path.unlink()
    send(asked, book, "改后.xlsx")
    assert [one for one in take(asked).findings if one.holds] == []


def slip_of(asked: Checking) -> str:
    content = check_feedback(small_results(), take(asked), BUREAU, TEMPLATE)
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_slip_tells_a_department_what_to_mend_and_where(asked):
    fill(asked, BUREAU, 核数={("1.1", BAOFENG): {"初核数": 25000}})
    text = slip_of(asked)
    assert f"{BUREAU}：" in text
    assert f"“{BUREAU}.xlsx”（部分退回）" in text
    assert "核数\nJ5" in text
    assert "自报26000，初核为25000，“核减原因”没有写。" in text
    assert "请写明核减原因。" in text


def test_a_slip_of_a_workbook_returned_whole_says_that_all_of_it_is_out(asked):
    book = filled_book(asked, BUREAU)
    book[CHECK_STAMP_SHEET]["B2"] = "2023-08"
    send(asked, book, f"{BUREAU}.xlsx")
    context = check_feedback_context(small_results(), take(asked), BUREAU)
    assert context["全部退回"] is True
    assert set(context) <= set(FEEDBACK_WORDS)
