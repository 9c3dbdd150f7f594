"""The keys made by hand agree with their papers: each figure stands where the key says, none of the paper's is left."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.table import Table

from model.quantity import Comparator
from model.quantity.stated import Nature
from tests.published_keys import NO_NUMBER, PAPERS, AmountKey, BlockKey, PaperKey

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "documents"
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
ITEM = re.compile(r"^([0-9]+)\.")
"""The number before an item of a notice or of a standard: 12.15分钟… is item 12."""
NUMBERED = re.compile(r"(?:^|(?<=[:。;.%)]))([0-9]{1,2})\.(?=[^0-9]|15分钟|24小时|2023年)")
ANSWERABLE = re.compile(r"\(责任单位:([^)]*)\)")

published = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="没有 ../shared/documents，公布的文件不在这台机器上")
with_amounts = pytest.mark.parametrize("name", [name for name, key in PAPERS.items() if key.amounts])
with_standards = pytest.mark.parametrize("name", [name for name, key in PAPERS.items() if key.blocks])
TASKS = {"汝州": r"表1R\d+C[34]$", "鲁山": r"Sheet1!C\d+$", "叶县": r"表1R\d+C2$", "黟县": r"第\d+项$"}
"""Where the tasks of a paper stand."""
HEADS = {"汝州": r"R(1|2|36|37)C", "鲁山": r"C(2|6)$", "叶县": r"R1C", "黟县": r"$^"}
"""Those of them that are heads of columns or of a section."""


def bare(text: str) -> str:
    """Without white space, and full-width digits and signs as half-width ones: how a place is searched."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def cells_of(number: int, table: Table) -> Iterator[tuple[str, str]]:
    for row, line in enumerate(table.rows, start=1):
        for column, cell in enumerate(line.cells, start=1):
            yield f"表{number}R{row}C{column}", bare(cell.text)


@lru_cache
def places(document: str) -> Mapping[str, str]:
    """The texts of a paper by their places, white space removed."""
    path = DOCUMENTS / document
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return {
            f"{sheet.title}!{cell.coordinate}": bare(str(cell.value))
            for sheet in book
            for line in sheet.iter_rows()
            for cell in line
            if cell.value is not None
        }
    paper = docx.Document(str(path))
    found = {place: text for at, table in enumerate(paper.tables, start=1) for place, text in cells_of(at, table)}
    for paragraph in paper.paragraphs:
        match = ITEM.match(bare(paragraph.text))
        if match:
            found[f"第{match[1]}项"] = bare(paragraph.text)[match.end() :]
    return found


def by_place(amounts: tuple[AmountKey, ...]) -> Mapping[str, list[AmountKey]]:
    found: dict[str, list[AmountKey]] = {}
    for one in amounts:
        found.setdefault(one.place, []).append(one)
    return found


def beside(place: str, column: int) -> str:
    """The place of another column in the same row (表1R3C3, 3 to 5)."""
    return re.sub(r"C[0-9]+$", f"C{column}", place)


def units_in(text: str) -> list[str]:
    return [one for one in text.split("、") if one]


# --- the reader ----------------------------------------------------------------------------------


def test_each_paper_has_a_key_of_the_kind_asked_for() -> None:
    assert {name for name, key in PAPERS.items() if key.amounts} == {"汝州", "鲁山", "叶县", "黟县"}
    assert {name for name, key in PAPERS.items() if key.blocks} == {"汝州", "安阳"}
    assert {name for name, key in PAPERS.items() if key.duties} == {"鲁山", "叶县", "黟县"}
    assert {name for name, key in PAPERS.items() if key.rows} == {"汝州"}


def test_a_rate_is_a_fraction_and_an_amount_is_in_its_own_unit() -> None:
    first, *_ = PAPERS["汝州"].amounts
    assert first.amount is not None
    assert (first.amount.value, first.amount.unit, first.nature) == (Decimal(16), "万人次", Nature.AMOUNT)
    rate = next(one.amount for one in PAPERS["汝州"].amounts if one.figure == "达88.5%")
    assert rate is not None
    assert (rate.value, rate.unit, rate.comparator) == (Decimal("0.885"), "%", Comparator.AT_LEAST)


def test_brackets_leave_open_and_a_question_mark_leaves_either_reading() -> None:
    covered = next(one for one in PAPERS["汝州"].amounts if one.figure == "全覆盖")
    assert covered.amount is not None
    assert covered.is_open
    assert covered.amount.comparator_is_open
    nested = next(one for one in PAPERS["叶县"].amounts if one.figure == "9300人")
    assert (nested.part_of, nested.part_is_open, nested.is_open) == ("新增技能人才", False, False)


def test_a_range_has_its_upper_end() -> None:
    ranges = [one.county for one in PAPERS["汝州"].rows if one.county and one.county.high]
    assert [(one.value, one.high, one.unit) for one in ranges] == [(Decimal(2), Decimal(3), "个")]


@with_amounts
def test_every_target_says_what_it_is(name: str) -> None:
    for one in PAPERS[name].amounts:
        is_bare = re.search(r"C4$", one.place) and name == "汝州"
        if one.is_target:
            assert one.nature is not None
            assert (one.amount is None) == (one.nature is Nature.STATE) == (one.figure == NO_NUMBER), one
            assert one.measured or is_bare, one
        if one.is_open:
            assert one.amount, one
            assert one.note, one
        if one.amount and one.nature is Nature.RATE:
            assert one.amount.unit == "%", one
            assert one.amount.value <= 1, one
        if one.nature is Nature.LEVEL and one.is_target:
            assert one.per, one


@with_amounts
def test_value_and_unit_are_those_of_the_figure(name: str) -> None:
    said_without_digits = {"全覆盖": "1%", "不发生": "0起"}
    for one in PAPERS[name].amounts:
        if one.amount is None:
            continue
        percent = one.amount.unit == "%" and one.figure not in said_without_digits
        shown = bare(said_without_digits.get(one.figure, one.figure)).replace("余", "")
        ends = [one.amount.value, *([one.amount.high] if one.amount.high else [])]
        assert [end * (100 if percent else 1) for end in ends] == list(map(Decimal, DIGITS.findall(shown))), one
        assert re.search(rf"[0-9]{re.escape(one.amount.unit)}", shown), one


@with_amounts
def test_comparator_is_that_of_the_figures_own_word(name: str) -> None:
    words = {
        Comparator.AT_MOST: "不超过|不发生",
        Comparator.MORE: "超|突破",
        Comparator.AT_LEAST: "以上|不少于|不低于|达|至少|约|余|左右",
    }
    for one in PAPERS[name].amounts:
        if one.amount and not one.amount.comparator_is_open:
            said = next((sign for sign, word in words.items() if re.search(word, one.figure)), None)
            assert one.amount.comparator is said, one


def test_rows_of_the_table_hold_the_same_targets_as_its_cells() -> None:
    """The two keys of 汝州 were written apart; what one gives as a target the other gives too."""
    key = PAPERS["汝州"]
    for column in ("city", "county"):
        cells = Counter(
            (one.place.removesuffix("C3").removesuffix("C4"), one.amount.value, one.amount.unit)
            for one in key.amounts
            if one.amount and one.is_target and one.place.endswith("C3" if column == "city" else "C4")
        )
        rows: Counter[tuple[str, Decimal, str]] = Counter()
        for row in key.rows:
            figure = row.city if column == "city" else row.county
            if figure:
                rows[row.place, figure.value, figure.unit] += 1
        doubled = {("表1R16", Decimal(8649), "人"): 1} if column == "county" else {}
        assert rows == cells + Counter(doubled)


@with_standards
def test_blocks_hold_as_many_items_as_were_counted(name: str) -> None:
    for block in PAPERS[name].blocks:
        assert len(block.criteria) == block.count, block.place
        numbers = [one.number for one in block.criteria]
        assert numbers in ([""], [str(number + 1) for number in range(block.count)]), block.place


def test_one_item_is_a_veto() -> None:
    vetoes = [
        (name, block.project, one.number)
        for name, key in PAPERS.items()
        for block in key.blocks
        for one in block.criteria
        if one.is_veto
    ]
    assert vetoes == [("安阳", "提升移动政务服务能力", "6")]


# --- against the papers --------------------------------------------------------------------------


@published
@with_amounts
def test_figures_stand_in_the_paper_in_their_order(name: str) -> None:
    key = PAPERS[name]
    for place, amounts in by_place(key.amounts).items():
        text, at, last = places(key.document)[place], 0, 0
        for one in amounts:
            if one.figure != NO_NUMBER:
                last = text.find(bare(one.figure), last if one.repeats_above else at)
                assert last >= 0, (place, one.figure)
                at = last + len(bare(one.figure))
            for words in one.measured:
                assert bare(words) in text, (place, words)
            assert bare(one.part_of) in text or not one.part_of, (place, one.part_of)


def task_places(name: str, key: PaperKey) -> list[str]:
    return [
        place for place in places(key.document) if re.match(TASKS[name], place) and not re.search(HEADS[name], place)
    ]


@published
@with_amounts
def test_every_run_of_digits_in_the_tasks_is_in_the_key(name: str) -> None:
    key = PAPERS[name]
    found = by_place(key.amounts)
    for place in task_places(name, key):
        given = [run for one in found.get(place, []) if not one.repeats_above for run in DIGITS.findall(one.figure)]
        assert given == DIGITS.findall(places(key.document)[place]), place


@published
@with_amounts
def test_every_task_has_a_line(name: str) -> None:
    key = PAPERS[name]
    found = by_place(key.amounts)
    for place in task_places(name, key):
        is_left_to_others = "统一安排实施" in places(key.document)[place]
        assert any(one.is_target for one in found.get(place, [])) != is_left_to_others, place


@published
@with_amounts
def test_what_every_county_has_to_reach_is_known_by_the_papers_words(name: str) -> None:
    key = PAPERS[name]
    for one in key.amounts:
        text = places(key.document)[one.place]
        assert one.is_alike == (one.amount is not None and text.startswith("各县")), one
        assert one.is_each == text.startswith("每个县"), one


@published
def test_rows_of_the_table_stand_in_the_paper_and_in_its_twin() -> None:
    key = PAPERS["汝州"]
    own, twin = places(key.document), places(key.twin)
    for row in key.rows:
        for column in (3, 4):
            assert own[f"{row.place}C{column}"] == twin[f"{row.twin}C{column}"], row.place
        task, county = own[f"{row.place}C3"], own[f"{row.place}C4"]
        assert any(bare(words) in task + county for words in row.measured), row.measured
        for unit in row.executed_by:
            assert unit in county
        assert bool(row.executed_by) == ("统一安排实施" in county), row.place
        assert own[f"{row.place}C1"] == row.number
    asked = [place for place in own if re.match(r"表1R\d+C3$", place) and place[2:-2] not in {"R1", "R2", "R36", "R37"}]
    assert {f"{row.place}C3" for row in key.rows} == set(asked)


@published
def test_departments_of_the_table_are_those_of_its_columns() -> None:
    key = PAPERS["汝州"]
    own = places(key.document)
    for row in key.rows:
        leads, shared, first, final = (units_in(own[f"{row.place}C{column}"]) for column in (5, 6, 7, 8))
        assert leads == [bare(one) for one in row.leads], row.place
        assert row.shared is not None
        assert (len(shared), shared[0], shared[-1]) == (row.shared.count, bare(row.shared.first), bare(row.shared.last))
        assert first == [bare(one) for one in row.first_check], row.place
        assert final == [bare(one) for one in row.final_check], row.place


@published
def test_who_answers_is_who_the_paper_names() -> None:
    lushan, yexian, yixian = (PAPERS[name] for name in ("鲁山", "叶县", "黟县"))
    for duty in lushan.duties:
        row = {letter: places(lushan.document)[f"Sheet1!{letter}{duty.place[8:]}"] for letter in "ABDEF"}
        assert row["A"] == duty.number
        assert row["B"].startswith(duty.project)
        assert units_in(row["D"]) == list(duty.leads)
        shared = units_in(row["E"])
        assert duty.shared is not None
        assert (len(shared), shared[0], shared[-1]) == (duty.shared.count, duty.shared.first, duty.shared.last)
        assert units_in(row["F"]) == list(duty.final_check)
    for duty in yexian.duties:
        number, task, leads, person, leader = (
            places(yexian.document)[beside(duty.place, column)] for column in range(1, 6)
        )
        assert (number, person, leader) == (duty.number, duty.person, duty.leader)
        assert task.startswith(duty.project)
        assert leads == "".join(duty.leads)
    for duty in yixian.duties:
        text = places(yixian.document)[duty.place]
        assert text.startswith(bare(duty.project))
        match = ANSWERABLE.search(text)
        assert match is not None
        assert units_in(match[1]) == list(duty.leads)
    assert [len(key.duties) for key in (lushan, yexian, yixian)] == [10, 10, 20]


def parted(block: BlockKey, text: str) -> list[str]:
    """The items of a cell, cut where the key says that each begins."""
    starts, at = [], 0
    for one in block.criteria:
        begins = (f"{one.number}." if one.number else "") + bare(one.opening)
        at = text.find(begins, at)
        assert at >= 0, (block.place, begins)
        starts.append(at)
        at += len(begins)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@published
@with_standards
def test_items_of_the_standards_hold_their_thresholds_and_no_other_figure(name: str) -> None:
    key = PAPERS[name]
    for block in key.blocks:
        text = places(key.document)[block.place]
        assert text.startswith(bare(block.heading)), block.place
        items = parted(block, text)
        assert len(NUMBERED.findall(text)) == (block.count if block.criteria[0].number else 0), block.place
        for one, item in zip(block.criteria, items, strict=True):
            words = [bare(threshold.words) for threshold in one.thresholds]
            for figure in (*words, *map(bare, one.others)):
                assert figure in item, (block.place, one.number, figure)
            given = Counter(run for figure in (*words, *one.others) for run in DIGITS.findall(bare(figure)))
            told = item.removeprefix(f"{one.number}." if one.number else "")
            assert given == Counter(DIGITS.findall(told)), (block.place, one.number)
            for threshold in one.thresholds:
                shown = threshold.amount.value * (100 if threshold.amount.unit == "%" else 1)
                assert shown in map(Decimal, DIGITS.findall(bare(threshold.words))), threshold


@published
@with_standards
def test_projects_and_departments_of_the_standards_are_those_of_their_lines(name: str) -> None:
    key = PAPERS[name]
    of_paper = places(key.document)
    for block in key.blocks:
        is_anyang = name == "安阳"
        assert of_paper[beside(block.place, 2 if is_anyang else 1)].startswith(block.project), block.place
        if is_anyang:
            for column, units in ((3, block.leads), (4, block.first_check), (5, block.final_check)):
                assert units_in(of_paper[beside(block.place, column)]) == list(units), block.place
    standards = r"表1R\d+C6$" if name == "安阳" else r"表2R\d+C2$"
    cells = {text for place, text in of_paper.items() if re.match(standards, place)} - {"验收标准"}
    if key.blocks:
        known = {of_paper[block.place] for block in key.blocks}
        assert {text for text in cells if "重点民生实事" not in text[:10]} == known
