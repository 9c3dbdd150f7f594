"""Right submissions spoiled at random: never a traceback, a wrong figure taken, a cell blamed that was left alone."""

import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from model.finding import Finding
from model.form import from_form_unit
from model.labels import FormColumn
from model.quantity import quotient
from model.submission import Intake, Reported, Status
from tests.spoiling.cells import CELL_SPOILINGS, Slip, Spoiling
from tests.spoiling.files import write_file
from tests.spoiling.right import PERIOD, RightYear, the_year
from tests.spoiling.sheet import Sent, SentFile, Spot
from tests.spoiling.sheets import SHEET_SPOILINGS
from tests.tables import issue_and_fill, rules, take
from tests.tables import year as breakdown_year
from validators.grid import Opened
from validators.reading import files_below, name_below, open_file

NEIGHBOURS_EVERY = 16
"""In one example of so many the other units report as well, which takes four times as long."""
CELL_RULES = {"C01", "C02", "C03", "C04", "C05", "C06", "C07", "C09", "C35", "R01", "R04"}
"""Faults of the cells that they name; all others are of rows beside something else."""
WHOLE_RETURNED = (Status.RETURNED, Status.UNRECOGNISED, Status.ATTACHMENT)


@dataclass(frozen=True)
class Example:
    """A right submission and what was done to it; it is the same for the same seed and steps."""

    seed: int
    sent: Sent
    manner: str
    words: tuple[str, ...]
    has_neighbours: bool


def example(year: RightYear, seed: int, steps: Iterable[int] | None = None) -> Example:
    """The example of `seed`, or of some of its steps alone."""
    draw = Random(f"右表 {seed}")
    unit, manner = draw.choice(sorted(year.sent))
    sent = year.sent[unit, manner].copy()
    count = draw.choice([1, 2, 2, 3, 3])
    words = []
    for step in range(count):
        if steps is None or step in steps:
            words.append(_spoil(year, sent, Random(f"{seed} {step}")))
    return Example(seed, sent, manner, tuple(words), seed % NEIGHBOURS_EVERY == 0)


def _spoil(year: RightYear, sent: Sent, draw: Random) -> str:
    """Does the first spoiling drawn that fits."""
    slip = Slip(sent, draw, year.period.breakdown, year.period.previous)
    while True:
        spoiling: Spoiling = draw.choice(draw.choice([CELL_SPOILINGS, SHEET_SPOILINGS]))
        words = spoiling(slip)
        if words:
            return words


# The property


Take = Callable[[RightYear, Example], Intake]


def taken(year: RightYear, one: Example) -> Intake:
    """What validation makes of the sheets as they are read."""
    return year.take([*_neighbours(year, one), *(file.paper() for file in one.sent.files)])


def taken_from_files(year: RightYear, one: Example, folder: Path) -> Intake:
    """The same by way of files on disk."""
    shutil.rmtree(folder, ignore_errors=True)
    for file in one.sent.files:
        write_file(file, folder)
    opened = [paper for path in files_below(folder) for paper in open_file(path, name_below(path, folder))]
    return year.take([*_neighbours(year, one), *opened])


def _neighbours(year: RightYear, one: Example) -> list[Opened]:
    return year.of_others(one.sent.unit) if one.has_neighbours else []


def failing(year: RightYear, one: Example, take: Take) -> list[str]:
    """What is wrong with what validation makes of an example."""
    try:
        intake = take(year, one)
    except Exception:  # noqa: BLE001 - whatever is raised is the failure that is looked for
        return [traceback.format_exc()]
    unit = one.sent.unit
    right = {code: _meant(year, one.sent, figure) for code, figure in year.right[unit, one.manner].items()}
    return [
        *_wrong_figures(intake, unit, right),
        *_not_refused(intake, one),
        *_lost(intake, one.sent, right),
        *_unfair(intake, one.sent),
        *_others(year, intake, one),
    ]


def _wrong_figures(intake: Intake, unit: str, right: dict[str, Reported]) -> Iterator[str]:
    for (code, name), one in intake.reported.items():
        if name == unit and _said(one) != _said(right[code]):
            yield f"{code} 采用了 {_said(one)}，本意是 {_said(right[code])}"


def _not_refused(intake: Intake, one: Example) -> Iterator[str]:
    """A row that was tampered with is sent back, if no other spoiling hides it or sends it again."""
    for code in one.sent.refused if len(one.words) == 1 else ():
        if (code, one.sent.unit) in intake.reported:
            yield f"{code} 应当退回，却采用了"


def _meant(year: RightYear, sent: Sent, right: Reported) -> Reported:
    """A right figure with what the unit itself put in its place later."""
    meant = {column: number for (code, column), number in sent.meant.items() if code == right.code}
    if not meant:
        return right
    indicator = year.period.breakdown.by_code[right.code]
    if FormColumn.VALUE in meant:
        return replace(right, value=from_form_unit(indicator, meant[FormColumn.VALUE]))
    over = meant.get(FormColumn.NUMERATOR, right.numerator)
    under = meant.get(FormColumn.DENOMINATOR, right.denominator)
    assert over is not None, "a rate has a numerator"
    assert under is not None, "a rate has a denominator"
    return replace(right, value=quotient(over, under), numerator=over, denominator=under)


def _said(one: Reported) -> tuple[object, ...]:
    """What a figure states; how a number was written is its original, not its meaning."""
    return (one.value, one.numerator, one.denominator, one.text if one.value is None else None)


def _lost(intake: Intake, sent: Sent, right: dict[str, Reported]) -> Iterator[str]:
    """A figure is taken, or something says why it is not."""
    held = {code for one in intake.findings if one.holds and one.unit == sent.unit for code in one.codes}
    statuses = {one.status for one in intake.submissions if one.unit == sent.unit}
    is_whole = all((code, sent.unit) in intake.reported for code in right)
    if not is_whole and statuses <= {Status.ACCEPTED, Status.SUPERSEDED}:
        yield "没有全部采用，却说全部采用"
    if not any(_is_returned(intake, file) for file in sent.files):
        for code in right:
            if (code, sent.unit) not in intake.reported and code not in held:
                yield f"{code} 没有采用，也没有说为什么"


def _is_returned(intake: Intake, file: SentFile) -> bool:
    return any(one.file == file.name and one.status in WHOLE_RETURNED for one in intake.submissions)


def _others(year: RightYear, intake: Intake, example: Example) -> Iterator[str]:
    for name in year.papers:
        right = year.right[name, "只填数"].items() if example.has_neighbours else ()
        said = {code: _said(one) for (code, of), one in intake.reported.items() if of == name}
        if name != example.sent.unit and said != {code: _said(one) for code, one in right}:
            yield f"{name} 没有动过，采用的数却变了"


def _unfair(intake: Intake, sent: Sent) -> Iterator[str]:
    for one in intake.findings:
        if one.holds and not (one.unit is None and one.rule == "B33"):
            why = _blame(one, intake, sent)
            if why:
                yield f"{why}：{one.rule} {one.unit} {one.file} {one.cell} {one.message}"


def _blame(one: Finding, intake: Intake, sent: Sent) -> str | None:
    """Why a finding is unfair; None where it is not."""
    file = sent.file(one.file)
    if file is None:
        return "说的不是这份表"
    if one.rule.startswith("W"):
        return _blame_of_whole(one, file)
    if one.unit != sent.unit:
        return "怪到了别的单位"
    if one.cell is None:
        is_gone = sent.is_harmed(one.codes, (FormColumn.CODE, FormColumn.NAME))
        return None if is_gone or any(_is_returned(intake, other) for other in sent.files) else "没有指出是哪一格"
    sheet = file.sheet(one.sheet)
    assert sheet is not None, f"no sheet {one.sheet}"
    spots = [sheet.at(address) for address in one.cell.split(",")]
    return _blame_of_cells(one, _compared(one, intake), spots, sent)


def _blame_of_whole(one: Finding, file: SentFile) -> str | None:
    if one.rule not in file.licences:
        return "整表退回没有道理"
    sheet = file.sheet(one.sheet)
    is_harmed = one.cell is None or (sheet is not None and sheet.at(one.cell).is_harmed)
    return None if is_harmed or one.rule == "W05" else "整表的问题指到了没有动过的格"


def _compared(one: Finding, intake: Intake) -> set[str]:
    """The rows that a fault is of; one of rows in several sheets has a finding in each."""
    same = (other for other in intake.findings if (other.rule, other.message) == (one.rule, one.message))
    return {code for other in same for code in other.codes}


def _blame_of_cells(one: Finding, compared: set[str], spots: list[Spot], sent: Sent) -> str | None:
    codes = {spot.code for spot in spots if spot.code}
    telling = (FormColumn.CODE, FormColumn.NAME)
    if not one.codes:
        is_fair = any(spot.is_harmed for spot in spots) or sent.is_harmed(codes, telling)
        return None if is_fair else "怪到了没有动过的行"
    if codes and not codes <= set(one.codes) and not sent.is_harmed(codes, (FormColumn.CODE,)):
        return "指的格不是这一项的"
    if one.rule in CELL_RULES:
        return None if all(spot.is_harmed for spot in spots) else "怪到了没有动过的格"
    return None if sent.is_harmed(compared | codes, FormColumn) else "怪到了没有动过的行"


# The runs


FAST, FULL, FROM_FILES = 300, 10_000, 40
MOST_TOLD = 5
"""So many failures are told before a run ends."""


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> RightYear:
    return the_year(tmp_path_factory.mktemp("spoiling"))


def test_a_right_submission_is_taken_as_it_was_filled_in(year):
    for (unit, manner), right in year.right.items():
        asked = {one.code for one in year.period.breakdown.indicators_asked(unit)}
        assert set(right) == asked, (unit, manner)
        intake = year.take([file.paper() for file in year.sent[unit, manner].files])
        assert {code: _said(one) for (code, _), one in intake.reported.items()} == {
            code: _said(one) for code, one in right.items()
        }
        assert not [one for one in intake.findings if one.holds]
    values = {code: one.value or one.text for code, one in year.right["郏县", "写进展"].items()}
    assert values == {
        "1.1": Decimal("3.92"), "1.10": 948, "1.2": 356, "2.1": Decimal("8.5214"), "2.2": Decimal("13.7"), "2.3": 1275,
        "3.1": quotient(Decimal(1465), Decimal(1490)), "3.2": Decimal("0.958"), "4.1": 548, "4.2": Decimal("0.81"),
        "5.1": "已完成", "5.2": 29,
    }  # fmt: skip


def test_spoiled_submissions_are_never_taken_wrongly_nor_blamed_wrongly(year):
    assert_holds(year, range(FAST), taken)


@pytest.mark.slow
def test_ten_thousand_spoiled_submissions_are_never_taken_wrongly_nor_blamed_wrongly(year):
    assert_holds(year, range(FAST, FULL), taken)


def test_spoiled_workbooks_are_never_taken_wrongly_nor_blamed_wrongly(year, tmp_path):
    folder = tmp_path / PERIOD
    assert_holds(year, range(FULL, FULL + FROM_FILES), lambda year, one: taken_from_files(year, one, folder))


@pytest.mark.parametrize("spoiling", [*CELL_SPOILINGS, *SHEET_SPOILINGS], ids=lambda one: one.__name__)
def test_every_spoiling_does_something(year, spoiling):
    """One that never fits would test nothing."""
    slips = (
        Slip(year.sent["宝丰县", manner].copy(), Random(draw), year.period.breakdown, year.period.previous)
        for draw in range(40)
        for manner in ("只填数", "写进展")
    )
    assert any(spoiling(one) for one in slips)


def assert_holds(year: RightYear, seeds: Iterable[int], take: Take) -> None:
    failures = []
    for seed in seeds:
        one = example(year, seed)
        if faults := failing(year, one, take):
            failures.append(told(year, one, faults, take))
        if len(failures) == MOST_TOLD:
            break
    assert not failures, "\n" + "\n".join(failures)


def told(year: RightYear, one: Example, faults: list[str], take: Take) -> str:
    """A failure in plain words, with the fewest spoilings that still fail."""
    count = len(one.words)
    for steps in (steps for size in range(1, count) for steps in combinations(range(count), size)):
        smaller = example(year, one.seed, steps)
        if fewer := failing(year, smaller, take):
            one, faults = smaller, fewer
            break
    lines = [f"seed {one.seed}（{one.sent.unit}，{one.manner}）", *one.words, *(f"→ {fault}" for fault in faults)]
    return "\n    ".join(lines)


# What spoilings have found


TABLE = "编码 | 项目 | 指标 | 单位 | 宝丰县\n1.1 | 甲 | 培训 | 人 | 2000\n1.2 | 甲 | 取证 | 人 | 900"
RIGHT = {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 600}}


def sent_form(tmp_path: Path, spoil: Callable[[Workbook], None], table: str = TABLE) -> Intake:
    """What is made of 宝丰县's form once `spoil` has been at its workbook."""
    folder = breakdown_year(tmp_path, table)
    path = issue_and_fill(folder, PERIOD, "宝丰县", RIGHT)
    book = openpyxl.load_workbook(path)
    spoil(book)
    book.save(path)
    return take(folder, PERIOD)


def test_a_stamp_of_another_period_does_not_blame_the_head_that_is_right(tmp_path):
    def spoil(book: Workbook) -> None:
        book["填报标识"]["B2"] = "2023-08"

    (one,) = sent_form(tmp_path, spoil).findings
    assert (one.rule, one.cell) == ("W04", None)


def test_a_hidden_copy_is_not_read_where_the_sheet_that_is_seen_cannot_be(tmp_path):
    def spoil(book: Workbook) -> None:
        book.copy_worksheet(book["填报"]).sheet_state = "hidden"
        book["填报"]["A5"], book["填报"]["C5"] = "序号", "内容"

    intake = sent_form(tmp_path, spoil)
    assert (rules(intake), dict(intake.reported)) == (["W02"], {})


@pytest.mark.parametrize("row", [
    ["注：以上数据截至9月底", None, None, None, None, None, None, "2023年9月20日"],
    ["填报人：张三", None, None, None, None, None, None, "单位负责人签字："],
    ["备注", None, None, None, None, None, "见附件"],
    [None, "合计", None, None, None, None, 1800],
])  # fmt: skip
def test_notes_signatures_and_totals_under_the_table_are_no_unknown_rows(tmp_path, row):
    intake = sent_form(tmp_path, lambda book: book["填报"].append(row))
    assert rules(intake) == []


@pytest.mark.parametrize("words", ["约500", "5"])
def test_a_row_with_a_code_of_nobody_is_an_unknown_row_whatever_stands_in_it(tmp_path, words):
    intake = sent_form(tmp_path, lambda book: book["填报"].append(["9.9", None, None, None, None, None, words]))
    assert [(one.rule, one.cell) for one in intake.findings] == [("R02", "A8,G8")]


@pytest.mark.parametrize(("text", "expected"), [
    ("120\n7", ["C01"]), ("12 7", ["C01"]), ("1 20", ["C01"]), ("1 200", ["C21"]), ("１　２００人", ["C21"]),
    (" 1200 人", ["C21"]),
])  # fmt: skip
def test_digits_that_blanks_part_are_one_number_only_where_they_are_grouped_by_threes(tmp_path, text, expected):
    def spoil(book: Workbook) -> None:
        book["填报"]["G6"] = text

    intake = sent_form(tmp_path, spoil)
    assert rules(intake) == expected
    assert (("1.1", "宝丰县") in intake.reported) is (expected == ["C21"])


def labels_again(book: Workbook, swapped: tuple[str, ...]) -> None:
    """The labels come again before the second row, from where on the columns of `swapped` stand the other way round."""
    sheet = book["填报"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(8, column).value = sheet.cell(7, column).value
        sheet.cell(7, column).value = sheet.cell(5, column).value
    for row in (7, 8) if swapped else ():
        one, other = (sheet[f"{column}{row}"] for column in swapped)
        one.value, other.value = other.value, one.value


def test_a_table_that_goes_on_in_another_order_is_not_read_by_the_labels_above(tmp_path):
    intake = sent_form(tmp_path, lambda book: labels_again(book, ("F", "G")))
    assert (rules(intake), dict(intake.reported)) == (["W06"], {})
    assert "第7行又有一行表头" in intake.findings[0].message


@pytest.mark.parametrize("swapped", [(), ("F", "P")])
def test_labels_that_come_again_in_the_same_order_are_passed_over(tmp_path, swapped):
    """As are columns from which nothing is read."""
    intake = sent_form(tmp_path, lambda book: labels_again(book, swapped))
    assert rules(intake) == []
    assert intake.reported["1.2", "宝丰县"].value == 600


def over_two_rows(book: Workbook, upper: dict[str, str], lower: dict[str, str]) -> None:
    """The labels from 本期累计 to 状态 move into a row of their own; `upper` and `lower` are laid over the two rows."""
    sheet = book["填报"]
    sheet.insert_rows(6)
    for column in "GHIJ":
        sheet[f"{column}6"], sheet[f"{column}5"] = sheet[f"{column}5"].value, None
    for row, labels in ((5, upper), (6, lower)):
        for column, label in labels.items():
            sheet[f"{column}{row}"] = label


@pytest.mark.parametrize(("upper", "lower", "expected"), [
    ({}, {}, []), ({"G": "1—9月"}, {}, []), ({}, {"I": "编码"}, ["W06"]), ({"K": "本期累计"}, {}, ["W06"]),
    ({"G": "本期累计"}, {}, []),
])  # fmt: skip
def test_a_label_that_stands_in_both_rows_of_labels_is_doubled(tmp_path, upper, lower, expected):
    intake = sent_form(tmp_path, lambda book: over_two_rows(book, upper, lower))
    assert rules(intake) == expected
    assert (("1.1", "宝丰县") in intake.reported) is (expected == [])


def test_the_heading_of_a_group_of_columns_does_not_double_a_label_below_it(tmp_path):
    def spoil(book: Workbook) -> None:
        over_two_rows(book, {"G": "本期累计"}, {"G": "分子", "H": "分母", "I": "本期累计"})
        sheet = book["填报"]
        sheet.merge_cells("G5:I5")
        for row in (7, 8):
            sheet[f"I{row}"], sheet[f"G{row}"] = sheet[f"G{row}"].value, None

    intake = sent_form(tmp_path, spoil)
    assert rules(intake) == []
    assert intake.reported["1.1", "宝丰县"].value == 1200


def test_two_files_that_write_one_figure_differently_agree(tmp_path):
    folder = breakdown_year(tmp_path, TABLE)
    issue_and_fill(folder, PERIOD, "宝丰县", RIGHT)
    issue_and_fill(folder, PERIOD, "宝丰县", {**RIGHT, "1.1": {"本期累计": "0.12万人"}}, file="宝丰县_再报.xlsx")
    intake = take(folder, PERIOD)
    assert rules(intake) == ["C21"]
    assert intake.reported["1.1", "宝丰县"].value == 1200
