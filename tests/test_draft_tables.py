"""A draft as tables: what stands in which cell, keys that outlast a changed number, sentences quoted with marks."""

from dataclasses import replace

import pytest

from model.drafting.draft import Source
from model.drafting.paper import Passage
from model.drafting.quotation import Quotation, joined_marks, marked_in, places_of, quotation
from model.drafting.tables import DraftTable, tables_of
from model.labels import DraftColumn, IndicatorColumn, Sheet
from tests.small_draft import COUNTY, DEPARTMENT, DRAFT, FILE, INDICATORS, OTHER, STANDARDS, source

TEXT = "疏通管道13条，清掏检查井900座。"


def passage(text: str, place: str = "表1R1C1", file: str = FILE) -> Passage:
    return Passage(file, place, text)


def marked(quoted: Quotation) -> list[str]:
    return [quoted.text[begin:end] for begin, end in quoted.marks]


def sheet(name: str, draft=DRAFT) -> DraftTable:
    return next(one for one in tables_of(draft) if one.sheet == name)


def test_the_sheets_come_in_the_order_in_which_they_are_checked():
    assert [one.sheet for one in tables_of(DRAFT)] == ["指标", "验收标准", "填报单位", "项目", "基本信息"]


def test_an_indicator_has_all_columns_of_the_contract_in_order_and_the_units_behind_the_target():
    labels = sheet(Sheet.INDICATORS).labels
    ours = [label for label in labels if label in set(IndicatorColumn)]
    assert ours == list(IndicatorColumn)
    behind = labels.index(IndicatorColumn.TARGET)
    assert labels[behind + 1 : behind + 4] == (COUNTY, DEPARTMENT, OTHER)
    beside = labels.index(IndicatorColumn.TASK)
    assert labels[beside + 1 : beside + 3] == (DraftColumn.QUOTED, DraftColumn.DOUBT)


def test_cells_are_texts_and_blank_ones_are_left_out():
    first = sheet(Sheet.INDICATORS).lines[0].cells
    assert first["小数位"] == "2"
    assert first["责任单位"] == "市财政局、市民政局"
    assert first["提议理由"] == "类型“数量”：原文是人次数"
    assert all(first.values())
    assert not {"其中于", "比较", "初核单位", "疑点"} & set(first)
    assert all(type(text) is str for line in sheet(Sheet.INDICATORS).lines for text in line.cells.values())


def test_a_long_list_is_not_said_again_beside_the_reason():
    reasons = {"责任单位": "照抄", "类型": "原文是人次数", "其中于": "没有整体"}
    draft = replace(DRAFT, indicators=(replace(INDICATORS[0], shared=("市财政局",) * 4, reasons=reasons),))
    told = sheet(Sheet.INDICATORS, draft).lines[0].cells["提议理由"]
    assert told == "责任单位：照抄；类型“数量”：原文是人次数；其中于：没有整体"


def test_a_reason_that_most_rows_have_is_not_repeated_in_each():
    reasons = [{"类型": "原文是数量", "单位": "照原文"}] * 3 + [{"类型": "原文是百分比", "单位": "百分比"}]
    rows = [replace(one, reasons=why) for one, why in zip(INDICATORS, reasons, strict=True)]
    told = [line.cells.get("提议理由") for line in sheet("指标", replace(DRAFT, indicators=tuple(rows))).lines]
    assert told[:3] == [None] * 3
    assert told[3] == "类型“状态”：原文是百分比；单位“项”：百分比"
    few = sheet("指标", replace(DRAFT, indicators=tuple(rows[:3]))).lines
    assert all(line.cells["提议理由"] for line in few)


def test_a_unit_of_which_the_draft_says_nothing_is_not_asked_and_a_blank_stays_blank():
    training, *_, platform = sheet(Sheet.INDICATORS).lines
    assert training.cells[DEPARTMENT] == "—"
    assert DEPARTMENT not in platform.cells


def test_a_key_outlasts_a_changed_number_in_a_name():
    def key(name: str) -> str:
        return sheet("指标", replace(DRAFT, indicators=(replace(INDICATORS[0], name=name),))).lines[0].key

    assert key("改造老旧小区120个（35.5%）") == key("改造老旧小区98个（４０%）") != key("改造老旧管网120个")


def test_the_second_of_two_keys_alike_is_numbered():
    keys = [line.key for line in sheet("指标", replace(DRAFT, indicators=(INDICATORS[0],) * 3)).lines]
    assert keys[1:] == [f"{keys[0]}#2", f"{keys[0]}#3"]


def test_a_standard_is_known_by_names_since_codes_move():
    moved = [replace(one, code=f"9.{n}") for n, one in enumerate(INDICATORS)]
    standard = replace(STANDARDS[0], codes=("9.0", "9.1"))
    later = replace(DRAFT, indicators=tuple(moved), standards=(standard,))
    assert sheet("验收标准", later).lines[0].key == sheet("验收标准").lines[0].key


def test_a_project_whose_name_would_be_taken_apart_is_told_by_its_codes():
    plain, parted = replace(STANDARDS[1], project="就业"), STANDARDS[1]
    lines = sheet("验收标准", replace(DRAFT, standards=(plain, parted))).lines
    assert [line.cells["编码"] for line in lines] == ["就业", "2.1、2.10"]


def test_what_the_papers_do_not_say_of_the_whole_is_a_doubt():
    lines = {line.key: line for line in sheet("基本信息", replace(DRAFT, region="", year=None)).lines}
    assert lines["地区"].doubts
    assert lines["年度"].doubts
    assert "值" not in lines["年度"].cells
    assert not lines["层级"].doubts
    assert not lines["发文机关"].doubts


@pytest.mark.parametrize(
    ("marks", "joined"),
    [
        ([(3, 5), (0, 2)], ((0, 2), (3, 5))),
        ([(0, 4), (2, 6)], ((0, 6),)),
        ([(0, 6), (2, 4)], ((0, 6),)),
        ([(0, 2), (2, 4)], ((0, 4),)),
        ([(2, 2), (-3, 1), (8, 99), (50, 60)], ((0, 1), (8, 10))),
        ([], ()),
    ],
)
def test_marks_that_overlap_are_one_and_empty_ones_are_none(marks, joined):
    assert joined_marks(marks, 10) == joined


def test_a_passage_is_quoted_once_with_all_that_was_read_in_it():
    one = passage(TEXT)
    quoted = quotation([source(one, "13条"), source(one, "900座"), source(one, "13条")])
    assert quoted.text == TEXT
    assert marked(quoted) == ["13条", "900座"]


def test_further_passages_stand_below_with_their_places():
    quoted = quotation([source(passage(TEXT), "13条"), source(passage("2.72万人次", "表1R3C4"), "2.72万人次")])
    assert quoted.text == f"{TEXT}\n【表1第3行第4列】2.72万人次"
    assert marked(quoted) == ["13条", "2.72万人次"]


def test_of_a_long_passage_the_sentences_are_quoted_in_which_something_was_read():
    filler = "要高度重视。" * 60
    long = passage(f"{filler}建成5个示范点，改造3处。{filler}另建7座！{filler}")
    quoted = quotation([source(long, "5个"), source(long, "3处"), source(long, "7座")])
    assert quoted.text == "……建成5个示范点，改造3处。……另建7座！……"
    assert marked(quoted) == ["5个", "3处", "7座"]


def test_marks_reach_over_the_end_of_a_sentence_and_to_the_end_of_a_long_passage():
    long = passage("要高度重视。" * 60 + "共5。5个")
    quoted = quotation([Source(long, len(long.text) - 4, len(long.text))])
    assert quoted.text == "……共5。5个"
    assert marked(quoted) == ["5。5个"]


def test_a_long_passage_without_anything_read_is_quoted_whole():
    long = passage("要高度重视。" * 60)
    assert quotation([Source(long, 0, 0)]) == Quotation(long.text)


def test_nothing_quoted_is_an_empty_text():
    assert quotation([]) == Quotation("")
    assert quotation([Source(passage(""), 0, 0)]) == Quotation("")


def test_a_text_is_marked_as_the_passage_is_that_it_was_cut_from():
    one = passage("1.床位不少于50张。")
    assert marked(marked_in("床位不少于50张。", [source(one, "不少于50张")])) == ["不少于50张"]
    assert marked_in("床位不少于60张。", [source(one, "不少于50张")]).marks == ()
    spaced = passage(" 床位不少于50张。 ")
    assert marked(marked_in("养老中心：床位不少于50张。", [source(spaced, "不少于50张")])) == ["不少于50张"]


def test_places_are_told_by_file():
    sources = [source(passage(TEXT, place, file), "13") for file, place in (("甲", "R1"), ("乙", ""), ("甲", "R2"))]
    assert places_of(sources) == "甲 R1、R2\n乙"
