"""Grouping of findings for people: the same fault over many cells is one line that names them all."""

import pytest

from model.catalogue import Place, found
from model.finding import Finding, Severity
from model.grouping import cells_text, grouped

FILE = "上报/甲县.xlsx"


def blank(row: int, column: str = "本期累计", unit: str = "甲县", file: str = FILE) -> Finding:
    """A compulsory cell of row `row` left blank; the code is 1.`row`."""
    place = Place(unit, file, "填报", f"G{row}", f"1.{row}", column)
    return found("R01", place, label=f"「1.{row} 培训」", column=column, zero="；确为零的填 0")


def far_above(row: int, explained: str = "") -> Finding:
    """A query on row `row`, settled where the unit explained it."""
    place = Place("甲县", FILE, "填报", f"G{row}", f"1.{row}", "本期累计")
    words = {"label": f"「1.{row} 培训」", "unit": "人", "target": "10", "times": "20", "origin": "目标分解表"}
    one = found("C31", place, value="200", **words)
    return one.as_explained(explained) if explained else one


def counts(*findings: Finding) -> list[int]:
    return [group.count for group in grouped(findings)]


def test_three_of_a_fault_are_one_line_that_names_all_cells_and_codes_and_the_first_as_an_example() -> None:
    (group,) = grouped([blank(6), blank(7), blank(8), blank(12)])
    assert group.message == ("必填项未填，共 4 处：1.6、1.7、1.8、1.12。例如 G6：「1.6 培训」的“本期累计”没有填。")
    assert (group.cells, group.place) == ("G6—G8、G12", "填报!G6—G8、G12")
    assert group.codes == ("1.6", "1.7", "1.8", "1.12")
    assert (group.expected, group.remedy) == ("本期累计必填", "请补填后重报；确为零的填 0。")


def test_two_of_a_fault_stay_two_lines() -> None:
    assert counts(blank(6), blank(7)) == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        blank(9, unit="乙县"),
        blank(9, file="上报/甲县2.xlsx"),
        blank(9, column="分子"),
        blank(9).as_exempted("试点，批准人：王某"),
        far_above(9),
    ],
    ids=["unit", "file", "column", "exempted", "rule"],
)
def test_what_is_not_alike_is_not_in_the_line(other: Finding) -> None:
    assert counts(blank(6), other, blank(7), blank(8)) == [3, 1]


def test_the_line_stands_where_its_first_stood_and_the_order_of_the_rest_is_kept() -> None:
    lines = grouped([far_above(5), blank(6), far_above(7), blank(8), blank(9)])
    assert [(group.first.rule, group.first.cell) for group in lines] == [("C31", "G5"), ("R01", "G6"), ("C31", "G7")]


def test_a_single_finding_says_what_it_said() -> None:
    one = blank(6)
    (group,) = grouped([one])
    assert (group.message, group.remedy, group.expected) == (one.message, one.remedy, one.expected)


def test_queries_explained_alike_are_one_line_those_explained_differently_are_not() -> None:
    alike = [far_above(row, "集中评价") for row in (6, 7, 8)]
    assert counts(*alike) == [3]
    assert counts(far_above(6, "集中评价"), far_above(7, "补录"), far_above(8, "核实属实")) == [1, 1, 1]
    assert counts(*alike, far_above(9), far_above(10), far_above(11)) == [3, 3]


def test_why_a_finding_is_settled_is_told_apart_from_the_fault() -> None:
    explained = far_above(6, "单位说明：见附件。另报")
    assert explained.settled_by == "单位说明：见附件。另报"
    assert explained.fault == far_above(6).message
    exempted = blank(6).as_exempted("试点（三月止），批准人：王某")
    assert (exempted.settled_by, exempted.fault) == ("试点（三月止），批准人：王某", blank(6).message)
    assert (blank(6).settled_by, blank(6).fault) == ("", blank(6).message)


def test_what_is_expected_and_what_to_do_are_the_first_s_where_they_differ() -> None:
    def percent(row: int) -> Finding:
        place = Place("甲县", FILE, "填报", f"G{row}", f"1.{row}", "本期累计")
        return found("C04", place, value=f"{row}", label="「覆盖率」", column="本期累计", percent=f"{row}%")

    (group,) = grouped([percent(91), percent(92), percent(93)])
    assert group.expected == "91%等"
    assert group.remedy == "例如 G91：请填 91%。其余各处照此办理。"


def test_a_relation_has_the_title_of_relations_and_keeps_its_rows_together() -> None:
    def broken(row: int) -> Finding:
        place = Place("甲县", FILE, "填报", f"G{row},G{row + 1}", f"1.{row},1.{row + 1}", "本期累计")
        return found("X03", place, number="G01", relation="[a] <= [b]", left="2", right="1", note="")

    (group,) = grouped([broken(6), broken(16), broken(26)])
    assert group.message.startswith("审核关系待核实，共 3 处：1.6与1.7、1.16与1.17、1.26与1.27。例如 G6、G7：")
    assert group.cells == "G6、G7、G16、G17、G26、G27"


def test_faults_without_a_cell_or_a_code_are_told_without() -> None:
    unknown = [found("R02", Place("甲县", FILE, "填报", f"A{row}"), code_words="没有编码") for row in (30, 31, 32)]
    assert grouped(unknown)[0].message.startswith("不认识的行，共 3 处。例如 A30：这一行没有编码，却填了数。")
    absent = [Finding(**{**vars(blank(row)), "cell": None}) for row in (6, 7, 8)]
    assert "共 3 处：1.6、1.7、1.8。例如「1.6 培训」的" in grouped(absent)[0].message
    assert grouped(absent)[0].place == "填报"


def test_where_no_column_is_told_the_letters_of_the_cell_tell_it() -> None:
    def missing(cell: str) -> Finding:
        return found("B03", Place(file="../目标分解表.xlsx", sheet="指标", cell=cell), label="任务表述")

    assert counts(*(missing(cell) for cell in ("E3", "E4", "F4", "E5"))) == [3, 1]


@pytest.mark.parametrize("rule", ["K02", "B13", "B33", "T01", "K21", "B31"])
def test_rules_whose_sentences_each_say_something_else_are_told_one_by_one(rule: str) -> None:
    def one(number: int) -> Finding:
        place = Place(file="更正.xlsx", sheet="更正", cell=f"A{number}", column="本期累计")
        return Finding(rule, Severity.NOTE, f"第{number}样。", *vars(place).values())

    assert counts(one(2), one(3), one(4)) == [1, 1, 1]


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["G6"], "G6"),
        (["G8", "G7"], "G8、G7"),
        (["G6", "G7", "G8"], "G6—G8"),
        (["G6", "G8", "G9", "G10", "G12"], "G6、G8—G10、G12"),
        (["H12", "I12", "H13", "I13", "H14", "I14"], "H12—H14、I12—I14"),
        (["G9", "G10", "G11", "G9"], "G9—G11"),
        (["表1R5C7", "表1R6C7", "表1R7C7", "表2R8C7"], "表1R5C7—表1R7C7、表2R8C7"),
        (["整行"], "整行"),
        ([], ""),
    ],
)
def test_cells_on_end_in_one_column_are_written_as_a_run(cells: list[str], text: str) -> None:
    assert cells_text(cells) == text
