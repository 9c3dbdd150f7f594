"""汇总表.xlsx of cities that were drawn: LibreOffice works out what is stored, and after a cell of 数据 was changed
there, what a run comes to that had this figure from the county."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from openpyxl.workbook import Workbook

from generators.summary import summary_workbook
from model.indicator import Kind, Rollup
from model.results import Results
from model.rollup import roll_up
from model.submission import Intake
from tests.drawn_years import EVERY_WAY, FEW, WORDS, Goal, Line, Sent, Year, accepted, breakdown_of, previous_of, years
from tests.libreoffice import charted, converted, differences, formula_cells, needs_libreoffice, standings
from tests.sample_years import copy_of, run_quietly
from tests.sample_years import results_of as json_of
from tests.years import a_period

pytestmark = [pytest.mark.slow, needs_libreoffice]
CITIES, CHANGED = 6, 3
XLSX = "xlsx:Calc MS Excel 2007 XML"


@cache
def cities() -> tuple[Year, ...]:
    """The same at every run; each has a row of every 汇总方式 for every 类型. As many are changed as `CHANGED` says."""
    drawn: list[Year] = []

    @settings(FEW, derandomize=True, max_examples=CITIES, database=None, phases=[Phase.generate])
    @given(years(EVERY_WAY))
    def collect(year: Year) -> None:
        drawn.append(year)

    collect()
    return tuple(drawn)


def results_of(year: Year) -> Results:
    """A run's results on what the units of `year` sent."""
    breakdown, period, previous = breakdown_of(year), a_period(year.period), previous_of(year)
    sent = accepted(breakdown, year)
    intake = Intake((), (), sent, {})
    rollup = roll_up(breakdown, period, sent, previous)
    return Results(breakdown, "../目标分解表.xlsx", "0" * 64, period, previous, intake, rollup)


def type_in(sheet: Any, figure: tuple[str, str], cells: Mapping[str, Any]) -> None:
    """Types `cells`, by label, into the row of 数据 that holds `figure`, its 编码 and 填报单位."""
    labels = [cell.value for cell in sheet[1]]
    code, unit = labels.index("编码"), labels.index("填报单位")
    row = next(line for line in sheet.iter_rows(min_row=2) if (line[code].value, line[unit].value) == figure)
    for label, content in cells.items():
        row[labels.index(label)].value = content


@dataclass(frozen=True)
class Change:
    """One figure that is typed over on 数据; `now` is nothing where it is blanked."""

    what: str
    code: str
    unit: str
    now: Sent

    def applied(self, year: Year) -> Year:
        """The year in which the unit had sent this figure."""
        lines = tuple(
            replace(line, sent={**line.sent, self.unit: self.now}) if line.code == self.code else line
            for line in year.lines
        )
        return replace(year, lines=lines)

    def typed_in(self, book: Workbook) -> None:
        """Types it into the row of 数据."""
        type_in(book["数据"], (self.code, self.unit), self._cells())

    def _cells(self) -> Mapping[str, Any]:
        if self.what.startswith("状态"):
            return {"状态": self.now.text}
        if self.what == "只空分子":
            return {"分子": None}
        if "分子" in self.what:
            top, below = map(float, self.now.parts) if self.now.parts else (None, None)
            return {"分子": top, "分母": below}
        return {"值": None if self.now.value is None else float(self.now.value)}


def changes(year: Year, chance: random.Random) -> Iterator[Change]:
    """One of each kind that the year allows."""
    cells = [(line, unit) for line in year.lines for unit in line.asked]
    chance.shuffle(cells)
    found: dict[str, Change] = {}
    for line, unit in cells:
        for change in possible(line, unit, year, chance):
            found.setdefault(change.what, change)
    return iter(found.values())


def possible(line: Line, unit: str, year: Year, chance: random.Random) -> Iterator[Change]:
    sent = line.sent[unit]
    if not sent.there and year.carries and line.before[unit].there:
        return  # a figure that was carried over stays without a rank on the sheet
    if line.kind is Kind.STATE:
        if sent.there and not year.carries:
            yield Change("状态空白", line.code, unit, Sent())
        yield Change("状态", line.code, unit, Sent(text=chance.choice([word for word in WORDS if word != sent.text])))
        return
    if line.has_parts:
        below = sent.parts[1] if sent.parts else Decimal(20)
        now = Sent(parts=(Decimal(chance.randint(0, int(below))), below))
        yield Change("分子" if sent.there else "补报分子分母", line.code, unit, now)
    else:
        most = 1 if line.is_percent else 60
        now = Sent(Decimal(chance.randint(0, 100 * most)) / 100)
        yield Change("数" if sent.there else "补报", line.code, unit, now)
    if sent.there and not (year.carries and line.before[unit].there):
        yield Change("分子分母空白" if line.has_parts else "空白", line.code, unit, Sent())
        if line.has_parts:
            yield Change("只空分子", line.code, unit, Sent())


def a_rate(rollup: Rollup, asked: Mapping[str, str], sent: Mapping[str, Sent], **rest: Any) -> Line:
    """A row of a 比率, code 1, with targets in percent."""
    goals = {unit: Goal(f"{percent}%", Fraction(int(percent), 100), ">=") for unit, percent in asked.items()}
    line = Line(
        "1", Kind.RATE, rollup, stock=True, schedule="不比", lower=False, word=">=", digits=1, weight=Decimal(1),
        is_part=False, has_parts=False, project="一", city=Goal(None, None, ">="), asked=goals, sent=sent,
        before=dict.fromkeys(asked, Sent()),
    )  # fmt: skip
    return replace(line, **rest)


def a_year_of(line: Line, *, carries: bool = False) -> Year:
    return Year((line,), "2023-09", carries, 1, Decimal(0), Decimal(1), Decimal(1), ())


def targets_that_differ() -> tuple[Year, Change]:
    """叶县, whose target is another, has not reported: once it does the ranks go by the gap (contract section 6)."""
    sent = {"宝丰县": Sent(Decimal("0.7")), "郏县": Sent(Decimal("0.72")), "叶县": Sent()}
    line = a_rate(Rollup.NONE, {"宝丰县": "65", "郏县": "65", "叶县": "80"}, sent)
    return a_year_of(line), Change("补报", "1", "叶县", Sent(Decimal("0.75")))


def carried_without_its_parts() -> Year:
    """What is carried over from a month in which the row asked no parts cannot be added to those that have them."""
    sent, before = {"宝丰县": Sent(parts=(Decimal(2), Decimal(3)))}, {"郏县": Sent(Decimal("0.7"))}
    nothing = {"宝丰县": Sent(), "郏县": Sent()}
    asked = {"宝丰县": "65", "郏县": "65"}
    return a_year_of(
        a_rate(Rollup.WEIGHTED, asked, nothing | sent, before=nothing | before, has_parts=True), carries=True
    )


def stored_in(results: Results, path: Path) -> tuple[Workbook, Workbook]:
    """汇总表.xlsx written to `path`: its formulas and the values stored with them."""
    path.write_bytes(summary_workbook(results))
    return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)


def names_another_of_a_tie(difference: tuple[Any, ...]) -> bool:
    """总览 names the first of those that share a place, in the order of the day of writing: both sentences are true."""
    sheet, _, expected, found = difference
    tied = [re.sub(r"(第\d+位)[^；。]*(等\d+个单位并列)", r"\1\2", str(words)) for words in (expected, found)]
    return sheet == "总览" and tied[0] == tied[1]


def test_every_formula_of_a_drawn_city_comes_to_the_value_stored_with_it(tmp_path: Path) -> None:
    drawn = [*cities(), carried_without_its_parts()]
    files = [tmp_path / f"{number}.xlsx" for number in range(len(drawn))]
    books = {file.stem: stored_in(results_of(year), file) for file, year in zip(files, drawn, strict=True)}
    made = converted(files, tmp_path, XLSX)
    assert all(sum(1 for sheet in books[file.stem][0] for _ in formula_cells(sheet)) > 500 for file in files[:CITIES])
    for stem, (formulas, stored) in books.items():
        assert differences(formulas, stored, openpyxl.load_workbook(made[stem], data_only=True)) == []


def test_after_a_change_of_one_cell_all_that_is_shown_is_what_a_fresh_run_comes_to(tmp_path: Path) -> None:
    chance = random.Random(20230930)
    changed = {
        f"{number}-{change.what}": (year, change)
        for number, year in enumerate(cities()[:CHANGED])
        for change in changes(year, chance)
    }
    assert {change.what for _, change in changed.values()} == {
        "数", "补报", "空白", "分子", "补报分子分母", "分子分母空白", "只空分子", "状态", "状态空白"
    }  # fmt: skip
    changed["targets that differ"] = targets_that_differ()
    files = []
    for name, (year, change) in changed.items():
        book, _ = stored_in(results_of(year), tmp_path / f"{name}.xlsx")
        change.typed_in(book)
        book.save(tmp_path / f"{name}.xlsx")
        files.append(tmp_path / f"{name}.xlsx")
    made = converted(files, tmp_path, XLSX)
    wrong = {}
    for name, (year, change) in changed.items():
        formulas, expected = stored_in(results_of(change.applied(year)), tmp_path / f"{name} fresh.xlsx")
        found = openpyxl.load_workbook(made[name], data_only=True)
        told = [
            one for one in differences(formulas, expected, found, ("名次", "图表")) if not names_another_of_a_tie(one)
        ]
        if told or standings(found) != standings(expected) or charted(found) != charted(expected):
            wrong[name] = (change, told)
    assert wrong == {}


SAMPLE_CHANGES: Mapping[str, tuple[str, str, str, Any, str, str]] = {
    # unit, 编码, column and content on 数据; file, cell and content in 上报/
    "数": ("宝丰县", "3.4", "值", 12, "宝丰县.xlsx", "G13"),
    "分子": ("湛河区", "7.2", "分子", 72, "区/湛河区上报表（定稿）.xlsx", "H27"),
    "状态": ("市教育体育局", "8.1", "状态", "已完成", "市直/市教育体育局.xlsx", "J6"),
    "空白": ("高新区", "7.3", "值", None, "功能区/高新区9月.xlsx", "G24"),
    "补报": ("舞钢市", "7.1", "值", 40, "舞钢市_必填项空缺.xlsx", "G26"),
}


def test_after_a_change_the_sample_shows_what_a_run_on_the_changed_submission_comes_to(tmp_path: Path) -> None:
    year_folder = copy_of("平顶山2023", tmp_path / "as it is")
    run_quietly(year_folder / "2023-09")
    files, expected = [], {}
    for name, (unit, code, column, content, file, address) in SAMPLE_CHANGES.items():
        book = openpyxl.load_workbook(year_folder / "2023-09" / "结果" / "汇总表.xlsx")
        type_in(book["数据"], (code, unit), {column: content})
        book.save(tmp_path / f"{name}.xlsx")
        files.append(tmp_path / f"{name}.xlsx")
        period_folder = copy_of("平顶山2023", tmp_path / f"{name} changed") / "2023-09"
        submission = openpyxl.load_workbook(period_folder / "上报" / file)
        submission.worksheets[0][address] = content
        submission.save(period_folder / "上报" / file)
        run_quietly(period_folder)
        figures = {(one["indicator"], one["unit"]): one for one in json_of(period_folder)["figures"]}
        told = {"值": "value", "分子": "numerator", "状态": "text"}[column]
        assert figures[code, unit][told] == (None if content is None else str(content))
        expected[name] = period_folder / "结果" / "汇总表.xlsx"
    made = converted(files, tmp_path, XLSX)
    wrong = {}
    for name, path in expected.items():
        fresh, found = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(made[name], data_only=True)
        told_apart = differences(openpyxl.load_workbook(path), fresh, found, ("名次", "图表"))
        told_apart = [one for one in told_apart if not names_another_of_a_tie(one)]
        if told_apart or standings(found) != standings(fresh) or charted(found) != charted(fresh):
            wrong[name] = told_apart
    assert wrong == {}
