"""The workbook that draft writes: what lint reads in it, what a person sees first, what is marked, what is recorded."""

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from generators.drafting import draft_workbook
from generators.sheet import SEVERITY_FILLS
from model.drafting.changes import Change, ChangeKind
from model.drafting.draft import Draft, Source, Unadopted
from model.drafting.paper import Passage
from model.drafting.tables import KEY_LABEL, DraftTable, Line, tables_of
from model.finding import Severity
from model.indicator import Kind, Rollup
from model.quantity import plain
from model.quantity.stated import NoTarget
from tests.libreoffice import needs_libreoffice, recalculated
from tests.small_draft import COUNTY, DEPARTMENT, DRAFT, FILE, FILES, INDICATORS, OTHER, PLATFORM, TRAINING, source
from validators.breakdown import read_breakdown

DOUBTFUL = SEVERITY_FILLS["核实"].lstrip("#")
TABLES = tables_of(DRAFT)
KEYS = [line.key for line in TABLES[0].lines]


def drafted(draft: Draft = DRAFT, tables: Sequence[DraftTable] | None = None, changes: Sequence[Change] = ()) -> bytes:
    record = tables_of(draft)
    return draft_workbook(
        record if tables is None else tables, record=record, files=draft.files, unadopted=draft.unadopted,
        doubts=draft.doubts, changes=changes,
    )  # fmt: skip


def opened(content: bytes | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content or drafted()), rich_text=True)


def columns(sheet, row: int = 1) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[row] if cell.value}


def cell_of(sheet, row: int, label: str, labels: int = 1):
    return sheet.cell(row, columns(sheet, labels)[label])


def links_of(sheet) -> dict[str, str]:
    """Where the cells of a sheet lead, by their texts: to a defined name, of which the address is told."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    names = sheet.parent.defined_names
    return {cell.value: names[cell.hyperlink.location].attr_text.replace("$", "") for cell in cells}


def marked(cell) -> list[str]:
    """The stretches of a cell that are seen at once."""
    if not isinstance(cell.value, CellRichText):
        return [cell.value] if cell.font.b else []
    return [str(part) for part in cell.value if isinstance(part, TextBlock) and part.font.b]


def is_doubtful(cell) -> bool:
    return bool(cell.fill.fgColor.rgb == f"FF{DOUBTFUL}")


def edited(table: DraftTable, line: int, **cells: str) -> DraftTable:
    """The table with a person's texts in one of its lines."""
    lines = list(table.lines)
    lines[line] = replace(lines[line], cells={**lines[line].cells, **cells})
    return replace(table, lines=tuple(lines))


def test_the_sheets_to_check_stand_around_those_of_the_breakdown():
    book = opened()
    assert book.sheetnames == [
        "核对", "指标", "验收标准", "填报单位", "项目", "基本信息", "未采用", "起草记录",
    ]  # fmt: skip
    assert book.active.title == "核对"
    assert book["起草记录"].sheet_state == "hidden"


def test_the_reader_of_breakdowns_reads_what_was_drafted(tmp_path):
    path = tmp_path / "目标分解表.xlsx"
    path.write_bytes(drafted())
    breakdown, findings, _ = read_breakdown(path)
    assert breakdown is not None
    assert [one.message for one in findings if one.severity is Severity.ERROR] == []
    assert (breakdown.basics.region, breakdown.basics.year, breakdown.basics.level) == ("平顶山市", 2023, "市")
    assert [one.code for one in breakdown.indicators] == ["1.1", "1.2", "2.1", "2.10"]
    training, jobs, quality, platform = breakdown.indicators
    assert (training.digits, training.leads, training.shared) == (2, ("市人社局",), ("市财政局", "市民政局"))
    own = [one.target.value for one in breakdown.indicators if one.target]
    assert own == [Decimal(16), Decimal("6.9"), Decimal("0.98"), None]
    assert [breakdown.targets[one, COUNTY].value for one in ("1.1", "1.2", "2.1")] == [
        Decimal("2.72"), Decimal("0.68"), Decimal("0.98"),
    ]  # fmt: skip
    assert not breakdown.is_asked("2.10", COUNTY)
    assert not breakdown.is_asked("1.1", DEPARTMENT)
    assert breakdown.is_asked("2.10", DEPARTMENT)
    assert (platform.kind, quality.rollup, jobs.unit) == (Kind.STATE, Rollup.EACH, "万人")
    assert [(one.codes, one.is_veto) for one in breakdown.standards] == [
        (("1.1", "1.2"), False),
        (("2.1", "2.10"), True),
    ]
    assert [(one.name, one.kind) for one in breakdown.units] == [
        (COUNTY, "县区"),
        (DEPARTMENT, "市直"),
        (OTHER, "市直"),
    ]
    assert [(one.department, one.telephone) for one in breakdown.duties] == [("市人社局", "03750001")]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_every_cell_of_a_table_stands_in_its_place(table):
    sheet = opened()[table.sheet]
    assert list(columns(sheet)) == [*table.labels, KEY_LABEL]
    assert sheet.column_dimensions[get_column_letter(len(table.labels) + 1)].hidden
    for row, line in enumerate(table.lines, start=2):
        shown = {label: sheet.cell(row, column).value for label, column in columns(sheet).items()}
        texts = {label: plain(Decimal(str(one))) if isinstance(one, int | float) else str(one) for label, one in
                 shown.items() if one is not None}  # fmt: skip
        assert texts == {**line.cells, KEY_LABEL: line.key}
    assert sheet.max_row == 1 + len(table.lines)
    assert sheet.auto_filter.ref.endswith(f"{get_column_letter(sheet.max_column)}{sheet.max_row}"), "sorting moves keys"


def test_codes_are_texts_and_plain_numbers_are_numbers_that_excel_can_add():
    sheet = opened()["指标"]
    assert cell_of(sheet, 5, "编码").value == "2.10"
    assert cell_of(sheet, 5, "编码").number_format == "@"
    assert cell_of(sheet, 3, COUNTY).value == 0.68
    tables = [edited(TABLES[0], 0, **{COUNTY: "2.70", "目标": "1234567890123456"}), *TABLES[1:]]
    sheet = opened(drafted(tables=tables))["指标"]
    assert cell_of(sheet, 2, COUNTY).value == "2.70"
    assert cell_of(sheet, 2, "目标").value == "1234567890123456"


def test_what_was_read_is_marked_in_the_sentence_beside_the_row():
    sheet = opened()["指标"]
    assert marked(cell_of(sheet, 2, "原文")) == ["16万人次", "2.72万人次"]
    assert str(cell_of(sheet, 2, "原文").value) == "完成技能培训16万人次。\n【表1第3行第4列】2.72万人次"
    assert marked(cell_of(sheet, 4, "原文")) == ["98%以上"]
    assert marked(cell_of(sheet, 5, "原文")) == [PLATFORM.text]
    assert marked(cell_of(opened()["验收标准"], 2, "验收标准")) == ["不少于50张", "不低于90%"]


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ([(0, 2)], ["完成"]),
        ([(10, 12)], ["次。"]),
        ([(0, 12)], [TRAINING.text]),
        ([(6, 9), (8, 10), (0, 2)], ["完成", "16万人"]),
        ([(0, 0)], []),
        ([], []),
    ],
)
def test_marks_at_the_edges_of_a_sentence(marks, seen):
    sources = tuple(Source(TRAINING, begin, end) for begin, end in marks)
    changed = replace(DRAFT, indicators=(replace(INDICATORS[0], sources=sources),))
    book = opened(drafted(changed))
    assert marked(cell_of(book["指标"], 2, "原文")) == seen if seen else not marked(cell_of(book["指标"], 2, "原文"))


def test_a_quotation_that_a_person_changed_is_not_marked():
    tables = [edited(TABLES[0], 0, 原文="自己写的一句"), *TABLES[1:]]
    assert marked(cell_of(opened(drafted(tables=tables))["指标"], 2, "原文")) == []


def test_doubtful_rows_come_first_and_in_colour_and_lead_to_their_lines():
    sheet = opened()["核对"]
    rows = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value]
    firsts = [sheet.cell(row, 1).value for row in rows]
    assert firsts == [
        "整份草稿的疑点（1）", DRAFT.doubts[0],
        "有疑点的行，请逐行核对（3）", "1.2", "验收标准", "填报单位",
        "没有疑点的指标，对一对数（3）", "1.1", "2.1", "2.10",
    ]  # fmt: skip
    coloured = [sheet.cell(row, 1).value for row in rows if is_doubtful(sheet.cell(row, 1))]
    assert coloured == [DRAFT.doubts[0], "1.2", "验收标准", "填报单位"]
    links = links_of(sheet)
    assert links["1.2"] == "'指标'!A3"
    assert links["2.10"] == "'指标'!A5"
    assert links["验收标准"] == "'验收标准'!A3"
    assert links["填报单位"] == "'填报单位'!A3"


def row_in_checking(sheet, first: str) -> dict[str, str]:
    row = next(one for one in range(4, sheet.max_row + 1) if sheet.cell(one, 1).value == first)
    return {label: str(sheet.cell(row, column).value or "") for label, column in columns(sheet, 3).items()}


def test_a_row_to_check_tells_what_was_read_where_and_why():
    sheet = opened()["核对"]
    jobs, training = row_in_checking(sheet, "1.2"), row_in_checking(sheet, "1.1")
    assert jobs["读出的数"] == "目标：6.9万人以上\n汝州市：0.68"
    assert jobs["疑点"] == "可能是基数\n请核对单位"
    assert training["原文"].startswith("完成技能培训16万人次。")
    assert training["提议"] == "数量，合计\n单位万人次，2位小数\n累计，越高越好"
    assert training["提议理由"] == "类型“数量”：原文是人次数"
    assert training["出处"] == f"{FILE} 表1第3行第3列、表1第3行第4列"
    assert row_in_checking(sheet, "2.10")["读出的数"] == (
        "目标：已完成\n汝州市：由市市场监管局统一安排实施\n市市场监管局、市城市管理局：按本级目标填报"
    )
    assert opened()["核对"]["A2"].value.startswith("指标4行，验收标准2条，填报单位3家，有疑点的3行，没有采用的数2个。")


def test_the_schedule_is_proposed_beside_how_the_figure_accrues():
    draft = replace(DRAFT, indicators=(replace(INDICATORS[0], schedule="月均"),))
    assert row_in_checking(opened(drafted(draft))["核对"], "1.1")["提议"].endswith("\n累计，月均，越高越好")


def test_targets_of_many_units_run_on():
    units = tuple(replace(DRAFT.units[0], name=f"{n}县") for n in "甲乙丙丁")
    targets = {"甲县": "1", "乙县": "2", "丙县": "3", "丁县": ""}
    draft = replace(DRAFT, units=units, indicators=(replace(INDICATORS[0], unit_targets=targets),))
    read = row_in_checking(opened(drafted(draft))["核对"], "1.1")["读出的数"]
    assert read == "目标：16万人次\n甲县：1；乙县：2；丙县：3；丁县：没有写数"


def test_a_doubtful_line_of_the_breakdown_is_coloured_and_the_others_are_not():
    sheet = opened()["指标"]
    for label in ("编码", "指标", "疑点"):
        assert is_doubtful(cell_of(sheet, 3, label))
        assert not is_doubtful(cell_of(sheet, 2, label))
    assert not is_doubtful(cell_of(sheet, 3, "目标"))
    assert is_doubtful(opened()["填报单位"]["A3"])
    assert opened()["指标"].freeze_panes == "E2"


def test_every_figure_left_out_is_told_with_its_reason_and_its_sentence():
    sheet = opened()["未采用"]
    told = [[str(cell.value) for cell in row[1:]] for row in sheet.iter_rows(min_row=4)]
    places = ["表1第4行第3列", "表1第2行第3列"]
    assert told == [
        [one.figure, one.reason, one.source.passage.text, f"{one.source.passage.file} {place}"]
        for one, place in zip(DRAFT.unadopted, places, strict=True)
    ]
    assert [marked(sheet.cell(row, 4)) for row in (4, 5)] == [["10"], ["1"]]


def test_what_wants_a_decision_stands_first_in_colour_among_what_was_left_out():
    reasons = (NoTarget.DATE, NoTarget.BASE, NoTarget.AGE, NoTarget.NO_NUMBER, NoTarget.UNCLEAR)
    draft = replace(DRAFT, unadopted=tuple(replace(DRAFT.unadopted[0], reason=str(one)) for one in reasons))
    sheet = opened(drafted(draft))["未采用"]
    rows = [(row[0].value, row[2].value, is_doubtful(row[2])) for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ("请看一看要不要考核（3）：要的，自己在“指标”里加一行", None, False),
        (1, NoTarget.BASE, True), (2, NoTarget.NO_NUMBER, True), (3, NoTarget.UNCLEAR, True),
        ("不用看（2）", None, False),
        (4, NoTarget.DATE, False), (5, NoTarget.AGE, False),
    ]  # fmt: skip


def test_the_record_holds_what_was_drafted_and_not_what_a_person_put():
    tables = [edited(TABLES[0], 0, 目标="17万人次"), *TABLES[1:]]
    book = opened(drafted(tables=tables))
    assert cell_of(book["指标"], 2, "目标").value == "17万人次"
    labels, *rows = book["起草记录"].iter_rows(values_only=True)
    assert labels == ("表", "键", "栏", "值")
    assert rows[:2] == [("文件", name, "sha256", digest) for name, digest in FILES]
    assert rows[2:] == [
        (table.sheet, line.key, label, text)
        for table in TABLES
        for line in table.lines
        for label, text in line.cells.items()
    ]


CHANGES = (
    Change(ChangeKind.NEW_VALUE, "指标", KEYS[0], "1.1", "目标", "15万人次", "16万人次", "职业技能培训", "就业"),
    Change(ChangeKind.NEW_LINE, "指标", KEYS[2], "2.1", "", "", "", "食品抽验合格率"),
    Change(ChangeKind.KEPT, "指标", KEYS[3], "2.10", "单位", "项", "个", "应急指挥平台"),
    Change(ChangeKind.GONE_LINE, "指标", "就业/旧指标", "1.9", "", "旧指标", "", "旧指标"),
    Change(ChangeKind.DELETED, "填报单位", "石龙区", "", "", "", "石龙区"),
)


def changes_told(changes: Sequence[Change]) -> list[list[str]]:
    sheet = opened(drafted(changes=changes))["变化"]
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=3)]


def test_what_changed_is_listed_with_what_needs_a_person_first():
    rows = changes_told(CHANGES)
    assert [row[2] for row in rows] == ["2.10", "1.9", "2.1", "1.1", ""]
    assert rows[0] == [ChangeKind.KEPT, "指标", "2.10", "应急指挥平台", "单位", "项", "个"]
    assert rows[4][:2] == [ChangeKind.DELETED, "填报单位"]
    assert [row[3] for row in rows[1:]] == ["旧指标", "食品抽验合格率", "职业技能培训", "石龙区"]
    assert rows[2][4] == "（整行）"
    book = opened(drafted(changes=CHANGES))
    assert set(links_of(book["变化"])) == {"2.10", "2.1", "1.1"}
    assert "变化" not in opened().sheetnames


def test_the_same_change_in_several_rows_of_a_project_is_told_once():
    usual = Change(
        ChangeKind.NEW_VALUE, "指标", KEYS[0], "1.1", "责任单位", "甲局、乙局", "甲局、乙局、市残联", "", "就业"
    )
    others = [replace(usual, key=KEYS[1], code="1.2"), replace(usual, key=KEYS[2], code="2.1", project="养老")]
    whole = replace(CHANGES[1], project="就业")
    rows = changes_told([usual, *others, whole, replace(whole, key=KEYS[1])])
    assert [row[2:] for row in rows[2:]] == [
        ["1.1、1.2", "就业（2行）", "责任单位", "", "＋市残联"],
        ["2.1", "食品抽验合格率", "责任单位", "", "＋市残联"],
    ]
    assert [row[4] for row in rows[:2]] == ["（整行）", "（整行）"]


@pytest.mark.slow
@needs_libreoffice
def test_another_program_knows_the_rows_by_their_names_which_go_with_their_cells(tmp_path):
    (tmp_path / "目标分解表.xlsx").write_bytes(drafted())
    path = recalculated(tmp_path / "目标分解表.xlsx", tmp_path / "存过")
    book = openpyxl.load_workbook(path)
    links = links_of(book["核对"])
    assert links["1.2"].replace("'", "") == "指标!A3"


def test_what_changed_is_coloured_where_it_stands():
    sheet = opened(drafted(changes=CHANGES))["指标"]
    green = f"FF{SEVERITY_FILLS['提示'].lstrip('#')}"
    assert cell_of(sheet, 2, "目标").fill.fgColor.rgb == green
    assert cell_of(sheet, 4, "编码").fill.fgColor.rgb == green
    assert is_doubtful(cell_of(sheet, 5, "单位"))
    assert not is_doubtful(cell_of(sheet, 5, "编码"))


def test_lists_to_choose_from_are_short_enough_and_reach_below_the_last_line():
    book = opened()
    lists = {
        (name, book[name][f"{str(choice.sqref).rstrip('0123456789').partition(':')[2]}1"].value): choice.formula1
        for name in ("指标", "填报单位", "验收标准")
        for choice in book[name].data_validations.dataValidation
    }
    by_label = {place: words.strip('"').split(",") for place, words in lists.items()}
    assert set(by_label) == {
        ("指标", "类型"), ("指标", "汇总方式"), ("指标", "累计方式"), ("指标", "方向"), ("填报单位", "类型"),
        ("验收标准", "一票否决"),
    }  # fmt: skip
    assert by_label["指标", "类型"] == list(Kind)
    assert all(len(words) <= 255 for words in lists.values())


@pytest.mark.parametrize("text", ["=1+1", "{=SUM(A1)}", "+86", "@x", "http://x.cn", "-", "a\x07b", "=" * 9])
def test_a_text_stays_a_text_wherever_it_stands(text):
    tables = [edited(TABLES[0], 0, 备注=text, 指标=text, 目标=text), *TABLES[1:]]
    tables[0] = replace(tables[0], labels=(*tables[0].labels, "备注"))
    passage = Passage(FILE, "第1段", f"{text}3个")
    unadopted = (Unadopted(Source(passage, 0, len(text)), text, text),)
    draft = replace(DRAFT, unadopted=unadopted, doubts=(text,))
    book = opened(drafted(draft, tables))
    cells = [cell_of(book["指标"], 2, label) for label in ("备注", "指标", "目标")]
    cells += [book["未采用"].cell(4, column) for column in (2, 3)]
    assert [cell.data_type for cell in cells] == ["s"] * 5
    assert {str(cell.value).replace("_x0007_", "\x07") for cell in cells} == {text}
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_sentence_longer_than_a_cell_takes_does_not_stop_the_draft():
    passage = Passage(FILE, "第1段", "要" * 40_000 + "16万人次")
    long = replace(INDICATORS[0], sources=(source(passage, "16万人次"),), task="要" * 40_000)
    sheet = opened(drafted(replace(DRAFT, indicators=(long,))))["指标"]
    assert len(cell_of(sheet, 2, "任务表述").value) == 32_767


def test_a_line_of_a_person_stands_without_a_sentence():
    own = Line("", {"编码": "9.1", "项目": "就业", "指标": "自己加的"})
    tables = [replace(TABLES[0], lines=(own, *TABLES[0].lines, replace(own, cells={"编码": "9.2"}))), *TABLES[1:]]
    sheet = opened(drafted(tables=tables))["核对"]
    assert [links_of(sheet)[code] for code in ("9.1", "9.2")] == ["'指标'!A2", "'指标'!A7"]
    told = row_in_checking(sheet, "9.1")
    assert (told["原文"], told["读出的数"]) == ("", "目标：没有写数\n汝州市、市市场监管局、市城市管理局：没有写数")


def test_a_sheet_that_a_person_added_to_the_tables_is_written_as_it_is():
    more = DraftTable("县里's表", ("编码", "说明"), (Line("一", {"编码": "1.10", "说明": "甲"}, ("请看",)),))
    book = opened(drafted(tables=[*TABLES, more]))
    assert [cell.value for cell in book["县里's表"][2]] == ["1.10", "甲", "一"]
    assert links_of(book["核对"])["县里's表"] == "'县里''s表'!A2"


def test_a_draft_with_nothing_in_it_is_a_workbook_all_the_same():
    nothing = Draft("", None, "", (), (), (), (), (), ())
    book = opened(drafted(nothing))
    assert book["核对"]["A1"].value == "目标分解表（起草稿）核对"
    assert book["核对"]["A2"].value.startswith("有疑点的3行，没有采用的数0个。")
    assert book["未采用"]["A3"].value == "文件里的数都在行里。"
    assert is_doubtful(book["基本信息"]["A2"])


def test_the_same_draft_gives_the_same_bytes():
    assert drafted(changes=CHANGES) == drafted(changes=CHANGES)
