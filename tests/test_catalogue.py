"""Every rule of the catalogue for what units send, triggered alone: where it points and what it holds back.

A fault holds back its figure, not the county (contract section 6). The rules of the breakdown (B) are in
test_breakdown_sheet, those of templates (T) in the tests of the papers.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from model.catalogue import CATALOGUE
from model.finding import Finding, Severity
from model.form import FIRST_ROW, FORM_SHEET
from model.submission import Intake, Status
from tests.tables import Rows, issue_and_fill, rows_of, rules, take, workbook, year

PERIOD, UNIT, OTHER = "2023-09", "宝丰县", "郏县"
TABLE = """
    编码 | 指标 | 单位 | 类型 | 汇总方式 | 累计方式 | 分子口径 | 分母口径 | 小数位 | 其中于 | 宝丰县 | 郏县
    1.1 | 技能培训 | 万人次 | 数量 | 合计 | | | | 2 | | 2.72 | 1.5
    1.2 | 技能人才 | 人 | 数量 | 合计 | | | | 0 | | 5000 | 4500
    1.3 | 高技能人才 | 人 | 数量 | 合计 | | | | 0 | 1.2 | 2000 | 1500
    1.4 | 农村公路 | 公里 | 数量 | 合计 | | | | 1 | | 12.5 | 9.5
    1.5 | 示范学校 | 所 | 数量 | 合计 | | | | 0 | | 20 | 15
    2.1 | 筛查率 | % | 比率 | 加权 | | 已筛查（人） | 应筛查（人） | 1 | | 95% | 95%
    2.2 | 覆盖率 | % | 比率 | 各达标 | 时点 | | | 1 | | 95% | 95%
    3.1 | 创建 | | 状态 | 各达标 | | | | 0 | | |
    4.1 | 县城公园 | 个 | 数量 | 合计 | | | | 0 | | — | 5
"""
Filled = Mapping[str, Mapping[str, Any]]
RIGHT: Filled = {
    "1.1": {"本期累计": 2}, "1.2": {"本期累计": 4000}, "1.3": {"本期累计": 1000}, "1.4": {"本期累计": 8.5},
    "1.5": {"本期累计": 12}, "2.1": {"分子": 960, "分母": 1000}, "2.2": {"本期累计": 0.96}, "3.1": {"状态": "推进中"},
}  # fmt: skip
OTHERS_RIGHT: Filled = {
    "1.1": {"本期累计": 1}, "1.2": {"本期累计": 3000}, "1.3": {"本期累计": 900}, "1.4": {"本期累计": 7.5},
    "1.5": {"本期累计": 9}, "2.1": {"分子": 970, "分母": 1000}, "2.2": {"本期累计": 0.97}, "3.1": {"状态": "已完成"},
    "4.1": {"本期累计": 3},
}  # fmt: skip
OWN_SHEET = """
    编码 | 指标 | 本期累计 | 分子 | 分母 | 状态 | 说明
    1.1 | 技能培训 | 2
    1.2 | 技能人才 | 4000
    1.3 | 高技能人才 | 1000
    1.4 | 农村公路 | 8.5
    1.5 | 示范学校 | 12
    2.1 | 筛查率 | | 960 | 1000
    2.2 | 覆盖率 | 0.96
    3.1 | 创建 | | | | 推进中
"""
"""What a county sends that does not use our form: rows 2 to 10, its figures in C to F."""

Send = Callable[[Path, Filled], None]


@dataclass(frozen=True)
class Case:
    """How a rule is triggered, and where its finding must stand.

    `typed` is laid over the right form of the unit, `before` are last period's figures of it, `lines` those of
    更正.xlsx, `sheets` further ones of the breakdown; `send` sends the unit's file in a way of its own. `row` are the
    codes that the finding names. `rule` is a relation's number.
    """

    code: str
    cell: str | None
    row: str | None
    typed: Filled = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    lines: Rows = ()
    sheets: Mapping[str, Any] = field(default_factory=dict)
    send: Send | None = None
    unit: str | None = UNIT
    rule: str = ""

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code].severity


def sent_form(folder: Path, filled: Filled, **more: Any) -> Path:
    return issue_and_fill(folder, PERIOD, UNIT, filled, **more)


def changed(change: Callable[[Any], None]) -> Send:
    """Sends the form after `change` was made to its book."""

    def send(folder: Path, filled: Filled) -> None:
        path = sent_form(folder, filled)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return send


def row_added(*cells: Any) -> Send:
    """Sends the form with one more row below the others."""
    return changed(lambda book: book[FORM_SHEET].append(cells))


def own_sheet(file: str = "甲.xlsx", *, unit: Any = UNIT, period: Any = PERIOD, labels: str = "", **cells: Any) -> Send:
    """Sends a sheet of the county's own instead of the form; `cells` are overwritten by address, `labels` are all."""

    def send(folder: Path, filled: Filled) -> None:
        words = {code: row.get("说明") for code, row in filled.items()}
        head, *rows = rows_of(OWN_SHEET)
        rows = [[*row, *[None] * (6 - len(row)), words.get(row[0])] for row in rows]
        for address, content in cells.items():
            rows[int(address[1:]) - 3]["ABCDEFG".index(address[0])] = content
        head = [*rows_of(labels)[0], *head[len(rows_of(labels)[0]) :]] if labels else head
        fields = ["填报单位", unit, "期次", period]
        workbook(folder / PERIOD / "上报" / file, {"情况": [fields, head, *rows]})

    return send


def received(file: str, content: bytes) -> Send:
    """Sends these bytes."""

    def send(folder: Path, filled: Filled) -> None:
        path = folder / PERIOD / "上报" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return send


def sent_no_form(folder: Path, filled: Filled) -> None:
    workbook(folder / PERIOD / "上报" / f"{UNIT}.xlsx", {"通讯录": "姓名 | 电话\n张三 | 123"})


def sent_as_others(folder: Path, filled: Filled) -> None:
    sent_form(folder, filled, head={"填报单位": OTHER})


def sent_under_the_name_of_another(folder: Path, filled: Filled) -> None:
    sent_form(folder, filled, file=f"{OTHER}补报.xlsx")


def of_last_month(folder: Path, filled: Filled) -> None:
    target = folder / PERIOD / "上报" / f"{UNIT}.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    issue_and_fill(folder, "2023-08", UNIT, filled).rename(target)


def sent_twice(folder: Path, filled: Filled) -> None:
    earlier = {**filled, "1.2": {"本期累计": 3900}}
    sent_form(folder, earlier, file="甲.xlsx", filled_on="2023-09-18")
    sent_form(folder, filled, file="乙.xlsx", filled_on="2023-09-20")


def sent_with_a_row_that_was_taken_back(folder: Path, filled: Filled) -> None:
    year(folder.parent, TABLE.replace("| — | 5", "| 6 | 5"))
    sent_form(folder, filled)
    year(folder.parent, TABLE)


def sent_with_macros(folder: Path, filled: Filled) -> None:
    with zipfile.ZipFile(sent_form(folder, filled), "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def sent_in_two_that_differ(folder: Path, filled: Filled) -> None:
    own_sheet("一.xlsx")(folder, filled)
    part = [["填报单位", UNIT, "期次", PERIOD], *rows_of("编码 | 指标 | 本期累计\n1.2 | 技能人才 | 4001")]
    workbook(folder / PERIOD / "上报" / "二.xlsx", {"情况": part})


def shown_in_ten_thousands(book: Any) -> None:
    book[FORM_SHEET]["G7"].number_format = "0!.0,"


RELATION = "编号 | 关系式 | 级别 | 说明\nG1 | [1.2] <= 3.5 * [1.3] | {} |"
ALIKE = {code: row for code, row in OTHERS_RIGHT.items() if code.startswith("1.")}
LINE = [UNIT, "1.2", "本期累计", 4000, 4100, "电话记录", "李某", "王某", "2023-09-26"]

CASES = [
    # A whole file
    Case("W01", None, None, send=received(f"{UNIT}.xlsx", b""), unit=None),
    Case("W02", None, None, send=sent_no_form, unit=None),
    Case("W03", "B1", None, send=own_sheet(unit="某某局"), unit=None),
    Case("W04", "E2", None, send=of_last_month),
    Case("W05", "B2", None, send=sent_as_others),
    Case("W06", None, None, send=own_sheet(labels="编码 | 指标 | 本期累计 | 分子 | 分母 | 本期累计")),
    Case("W07", None, None, send=received("全.zip", b"PK\5\6" + bytes(18)), unit=None),
    Case("W08", None, None, send=changed(lambda book: book[FORM_SHEET].delete_rows(FIRST_ROW, len(RIGHT)))),
    Case("W21", None, None, send=sent_twice),
    Case("W22", None, None, send=sent_with_a_row_that_was_taken_back),
    Case("W23", None, None, send=own_sheet(f"{UNIT}9月.xlsx", unit=None)),
    Case("W24", None, None, send=sent_under_the_name_of_another),
    Case("W25", None, None, send=own_sheet(period=None)),
    Case("W26", None, None, send=changed(lambda book: book.create_sheet("备注").append(["另有情况"]))),
    Case("W27", "D1", None, send=own_sheet(period="入秋以来")),
    Case("W28", None, None, send=sent_with_macros),
    Case("W29", None, None, before={"1.1": 2, "1.2": 4000, "1.3": 1000, "1.4": 8.5, "1.5": 12}),
    Case("W30", "XFD1048576", None, send=changed(lambda book: book[FORM_SHEET].cell(1 << 20, 1 << 14, "误填"))),
    # A row
    Case("R01", "G7", "1.2", {"1.2": {"本期累计": None}}),
    Case("R02", "A14,G14", None, send=row_added("9.9", "自加", "自加的事", "人", None, None, 5)),
    Case("R03", "G7,G14", "1.2", send=row_added("1.2", None, "技能人才", "人", None, None, 4001)),
    Case("R04", "E6", "1.1", {"1.1": {"年度目标": 3}}),
    Case("R05", "C3", "1.2", send=sent_in_two_that_differ),
    Case("R06", None, "1.2", send=changed(lambda book: book[FORM_SHEET].delete_rows(FIRST_ROW + 1))),
    Case("R23", "A7", "1.2", {"1.2": {"编码": "7"}}),
    Case("R21", "G14", "4.1", send=row_added("4.1", None, "县城公园", "个", None, None, 2)),
    Case("R22", "G7,G14", "1.2", send=row_added("1.2", None, "技能人才", "人", None, None, 4000)),
    # A cell
    Case("C01", "G6", "1.1", {"1.1": {"本期累计": "约2万"}}),
    Case("C02", "G7", "1.2", {"1.2": {"本期累计": -1}}),
    Case("C03", "G7", "1.2", {"1.2": {"本期累计": 4000.5}}),
    Case("C04", "G12", "2.2", {"2.2": {"本期累计": 98}}),
    Case("C05", "G7", "1.2", {"1.2": {"本期累计": "=2000+2000"}}),
    Case("C06", "G7", "1.2", {"1.2": {"本期累计": "#REF!"}}),
    Case("C07", "I11", "2.1", {"2.1": {"分子": 960, "分母": 0}}),
    Case("C08", "G11", "2.1", {"2.1": {"本期累计": 0.97}}),
    Case("C09", "J13", "3.1", {"3.1": {"状态": "快完了"}}),
    Case("C10", "G6", "1.1", {"1.1": {"本期累计": 27200}}),
    Case("C39", "G10", "1.5", {"1.5": {"本期累计": 2}}, before={"1.5": 15000}),
    Case("C21", "G7", "1.2", {"1.2": {"本期累计": "4,000"}}),
    Case("C22", "G9", "1.4", {"1.4": {"本期累计": 8.55}}),
    Case("C23", "C4", "1.2", send=own_sheet(C4="=[1]汇总!$B$2 -> 4000")),
    Case("C31", "G10", "1.5", {"1.5": {"本期累计": 400}}),
    Case("C32", "G12", "2.2", {"2.2": {"本期累计": 1.2}}),
    Case("C33", "H11,I11", "2.1", {"2.1": {"分子": 9496, "分母": 10000}}),
    Case("C34", "G12", "2.2", {"2.2": {"本期累计": 0.01}}),
    Case("C35", "G7", "1.2", send=changed(shown_in_ten_thousands)),
    Case("C40", "G7", "1.2", {"1.2": {"本期累计": 3900, "上期累计": 4000}}, before={"1.2": 3900}),
    Case("C36", "J7,G7", "1.2", {"1.2": {"状态": "已完成"}}),
    Case("C37", "J13", "3.1", {"3.1": {"进展情况": "因选址尚未启动"}}),
    Case("C38", "G7", "1.2", {"1.2": {"进展情况": "今年以来累计5000人"}}),
    # Figures held against each other, and against last period's
    Case("X01", "G8,G7", "1.3,1.2", {"1.3": {"本期累计": 4001}}),
    Case("X02", "G7,G8", "1.2,1.3", sheets={"审核关系": RELATION.format("强制")}, rule="G1"),
    Case("X03", "G7,G8", "1.2,1.3", sheets={"审核关系": RELATION.format("核实")}, rule="G1"),
    Case("X04", "G6,G7,G8,G9,G10", "1.1,1.2,1.3,1.4,1.5", ALIKE),
    Case("P01", "G7", "1.2", before={"1.2": 4001}),
    Case("P02", "J13", "3.1", before={"3.1": "已完成"}),
    Case("P03", "G7", "1.2", before={"1.2": 300}),
    # 更正.xlsx
    Case("K01", "E2", None, lines=[[*LINE[:3], 3999, *LINE[4:]]]),
    Case("K02", "A2", None, lines=[[UNIT, "9.9", *LINE[2:]]]),
    Case("K21", "E2", "1.2", lines=[LINE]),
]


def taken(case: Case, folder: Path, explanation: str = "") -> Intake:
    """What comes of the period where the unit triggers the rule, with an `explanation` in the first row it names."""
    made = year(folder, TABLE, **case.sheets)
    issue_and_fill(made, PERIOD, OTHER, OTHERS_RIGHT)
    filled = {code: {**row, **case.typed.get(code, {})} for code, row in RIGHT.items()}
    if explanation:
        first = (case.row or "").partition(",")[0]
        filled[first] = {**filled[first], "说明": explanation}
    (case.send or sent_form)(made, filled)
    if case.before:
        before = [[code, UNIT, value] for code, value in case.before.items()]
        workbook(made / PERIOD / "上期数.xlsx", {"上期数": [["编码", "填报单位", "值"], *before]})
    if case.lines:
        labels = ["单位", "编码", "栏", "原值", "更正值", "依据", "提供人", "经办人", "日期"]
        workbook(made / PERIOD / "更正.xlsx", {"更正": [labels, *case.lines]})
    return take(made, PERIOD)


def accepted(intake: Intake, unit: str) -> set[str]:
    return {code for code, name in intake.reported if name == unit}


def found(case: Case, intake: Intake) -> Finding:
    """The one finding; of X04 the one of the unit itself, for the other unit is asked the same."""
    own = [one for one in intake.findings if case.code != "X04" or one.unit == UNIT]
    assert [one.rule for one in own] == [case.rule or case.code]
    assert {one.rule for one in intake.findings} == {case.rule or case.code}
    return own[0]


WHOLE = ("W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08")
IDS = [one.code for one in CASES]


def test_a_right_submission_triggers_none(tmp_path):
    intake = taken(Case("", None, None), tmp_path)
    assert rules(intake) == []
    assert accepted(intake, UNIT) == set(RIGHT)
    assert accepted(intake, OTHER) == set(OTHERS_RIGHT)
    assert {one.status for one in intake.submissions} == {Status.ACCEPTED}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_is_triggered_alone_and_holds_back_its_figure_and_nothing_else(tmp_path, case):
    intake = taken(case, tmp_path)
    one = found(case, intake)
    assert (one.unit, one.cell, one.indicator) == (case.unit, case.cell, case.row)
    assert (one.severity, one.settled) == (case.severity, False)
    named = set(one.codes)
    held = set(RIGHT) if case.code in WHOLE else set() if one.severity is Severity.NOTE else named
    assert accepted(intake, UNIT) == set(RIGHT) - held
    assert accepted(intake, OTHER) == set(OTHERS_RIGHT) - (named if case.code == "X04" else set())


@pytest.mark.parametrize("case", [one for one in CASES if one.code in WHOLE], ids=WHOLE)
def test_a_fault_of_the_whole_returns_the_file_or_leaves_it_unrecognised(tmp_path, case):
    intake = taken(case, tmp_path)
    status = {one.file: one.status for one in intake.submissions if one.file == found(case, intake).file}
    assert list(status.values()) == [Status.UNRECOGNISED if case.unit is None else Status.RETURNED]


QUERIES = [one for one in CASES if one.severity is Severity.QUERY]


@pytest.mark.parametrize("case", QUERIES, ids=[one.code for one in QUERIES])
def test_a_query_is_settled_by_the_units_own_words_and_its_figure_counts(tmp_path, case):
    intake = taken(case, tmp_path, "已核实，情况属实")
    one = found(case, intake)
    assert (one.severity, one.settled) == (Severity.QUERY, True)
    assert one.settled_by == "已核实，情况属实"
    assert accepted(intake, UNIT) == set(RIGHT)


def test_every_rule_for_what_units_send_is_among_the_cases():
    assert sorted(IDS) == sorted(code for code in CATALOGUE if code[0] in "WRCXPK")
