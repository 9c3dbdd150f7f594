"""A second draft: what the papers changed is taken, what a person corrected is never lost, and both are told."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from model.drafting.changes import Change, ChangeKind
from model.drafting.codes import with_codes_kept
from model.drafting.measures import with_units_kept
from model.drafting.merging import GONE_DOUBT, merged
from model.drafting.tables import DraftTable, Line

LABELS = ("编码", "类别", "项目", "指标", "任务表述", "疑点", "单位", "汇总方式", "目标", "宝丰县", "郏县")
Tables = tuple[DraftTable, ...]


def row(name: str, **cells: str) -> Line:
    """A line of the sheet 指标 as it is drafted; its key is made of its name."""
    usual = {"编码": "1.1", "项目": "技能培训", "指标": name, "任务表述": f"{name}1000人", "单位": "人", "目标": "1000"}
    return Line(f"技能培训/{name}", {label: text for label, text in {**usual, **cells}.items() if text})


def sheet(*lines: Line, labels: Sequence[str] = LABELS, name: str = "指标") -> Tables:
    return (DraftTable(name, tuple(labels), lines),)


def corrected(tables: Tables, key: str, **cells: str) -> Tables:
    """The tables after a person wrote into the line of this key."""
    (table,) = tables
    lines = (
        replace(one, cells={label: text for label, text in {**one.cells, **cells}.items() if text})
        if one.key == key
        else one
        for one in table.lines
    )
    return (replace(table, lines=tuple(lines)),)


def kinds(changes: Sequence[Change]) -> list[ChangeKind]:
    return [one.kind for one in changes]


TRAINED, SKILLED, PLACES = row("培训人数"), row("技能人才", 编码="1.2"), row("实训基地", 编码="1.3", 单位="个")
DRAFT = sheet(TRAINED, SKILLED, PLACES)
TRAINED_AS = ("培训人数", "技能培训")
"""Name and project of a row."""


def test_a_figure_that_the_paper_changed_is_taken_and_told() -> None:
    new = corrected(DRAFT, TRAINED.key, 目标="1200")
    tables, changes = merged(new, DRAFT, DRAFT)
    assert tables == new
    assert changes == (Change(ChangeKind.NEW_VALUE, "指标", TRAINED.key, "1.1", "目标", "1000", "1200", *TRAINED_AS),)


def test_a_figure_that_a_person_corrected_stays_and_the_papers_new_one_is_told() -> None:
    now = corrected(DRAFT, TRAINED.key, 目标="1100", 单位="人次")
    new = corrected(DRAFT, TRAINED.key, 目标="1200")
    tables, changes = merged(new, DRAFT, now)
    assert tables == now
    assert changes == (Change(ChangeKind.KEPT, "指标", TRAINED.key, "1.1", "目标", "1100", "1200", *TRAINED_AS),)


def test_a_paper_that_comes_to_say_what_the_person_wrote_is_no_conflict() -> None:
    now = corrected(DRAFT, TRAINED.key, 目标="1200")
    assert merged(now, DRAFT, now) == (now, ())


def test_what_a_person_blanked_stays_blank() -> None:
    now = corrected(DRAFT, TRAINED.key, 目标="")
    tables, changes = merged(corrected(DRAFT, TRAINED.key, 目标="1200"), DRAFT, now)
    assert tables == now
    assert kinds(changes) == [ChangeKind.KEPT]


def test_lines_stand_as_the_person_ordered_them_and_a_new_one_behind_the_one_before_it() -> None:
    own = Line("", {"编码": "9", "指标": "自己加的"})
    now = sheet(PLACES, own, SKILLED, TRAINED)
    added = row("创业带动", 编码="1.4")
    (table,), changes = merged(sheet(TRAINED, added, SKILLED, PLACES), DRAFT, now)
    assert table.lines == (PLACES, own, SKILLED, TRAINED, added)
    assert kinds(changes) == [ChangeKind.NEW_LINE]


def test_a_new_line_before_all_others_stands_first() -> None:
    added = row("创业带动", 编码="1.4")
    (table,), _ = merged(sheet(added, TRAINED, SKILLED, PLACES), DRAFT, DRAFT)
    assert table.lines[0] == added


def test_a_line_that_a_person_took_out_stays_out_and_is_told_once() -> None:
    now = sheet(TRAINED, PLACES)
    tables, changes = merged(corrected(DRAFT, SKILLED.key, 目标="7", 单位="万人"), DRAFT, now)
    assert tables == now
    assert [(one.kind, one.key, one.code, one.name, one.new) for one in changes] == [
        (ChangeKind.DELETED, SKILLED.key, "1.2", "技能人才", "技能培训·技能人才")
    ]


def test_a_line_that_left_the_papers_goes_unless_the_person_worked_on_it() -> None:
    new = sheet(TRAINED)
    now = corrected(DRAFT, PLACES.key, 目标="12")
    (table,), changes = merged(new, DRAFT, now)
    kept = now[0].lines[2]
    kept = replace(kept, cells={**kept.cells, "疑点": GONE_DOUBT}, doubts=(GONE_DOUBT,))
    assert table.lines == (TRAINED, kept)
    assert [(one.kind, one.old) for one in changes] == [
        (ChangeKind.GONE_LINE, "技能培训·技能人才"),
        (ChangeKind.GONE_KEPT, "技能培训·实训基地"),
    ]
    (again,), later = merged(new, new, sheet(TRAINED, kept))
    assert again == table, "it stays doubtful until a person wipes the doubt or takes the line out"
    assert later == ()


def test_a_line_that_comes_back_to_the_papers_finds_the_persons_cells() -> None:
    kept = replace(PLACES, cells={**PLACES.cells, "目标": "12"})
    (table,), changes = merged(DRAFT, sheet(TRAINED, SKILLED), sheet(TRAINED, SKILLED, kept))
    assert table.lines[2] == kept
    assert [(one.kind, one.label, one.old, one.new) for one in changes] == [(ChangeKind.KEPT, "目标", "12", "1000")]


def doubtful(line: Line, *doubts: str) -> Line:
    return replace(line, cells={**line.cells, "疑点": "\n".join(doubts)}, doubts=doubts)


def test_a_doubt_that_a_person_wiped_out_is_settled_and_a_new_one_comes_in() -> None:
    last = sheet(doubtful(TRAINED, "单位看不出", "牵头单位看不出"))
    now = corrected(last, TRAINED.key, 疑点="牵头单位看不出\n已问过人社局")
    new = sheet(doubtful(TRAINED, "单位看不出", "牵头单位看不出", "目标有两个"))
    (table,), changes = merged(new, last, now)
    assert table.lines == (doubtful(TRAINED, "已问过人社局", "牵头单位看不出", "目标有两个"),)
    assert changes == ()


def test_who_only_wiped_a_doubt_has_not_worked_on_the_line() -> None:
    last = sheet(doubtful(TRAINED, "单位看不出"))
    (table,), changes = merged(sheet(), last, corrected(last, TRAINED.key, 疑点=""))
    assert table.lines == ()
    assert kinds(changes) == [ChangeKind.GONE_LINE]


def test_an_item_of_the_basics_that_a_person_filled_in_is_no_longer_doubtful() -> None:
    labels = ("项", "值", "疑点")
    asked = Line("地区", {"项": "地区", "疑点": "请填写"}, ("请填写",))
    last = sheet(asked, labels=labels, name="基本信息")
    (table,), changes = merged(last, last, corrected(last, "地区", 值="平顶山市"))
    assert table.lines == (Line("地区", {"项": "地区", "值": "平顶山市"}),)
    assert changes == ()


# Columns


def test_a_persons_own_column_stays_where_it_is_and_a_new_countys_comes_in() -> None:
    labels = ("经办", *LABELS)
    now = corrected(sheet(*DRAFT[0].lines, labels=labels), TRAINED.key, 经办="甲")
    new = corrected(sheet(*DRAFT[0].lines, labels=(*LABELS[:-1], "叶县", "郏县")), TRAINED.key, 叶县="300")
    (table,), changes = merged(new, DRAFT, now)
    assert table.labels == ("经办", *LABELS[:-1], "叶县", "郏县")
    assert (table.lines[0].cells["经办"], table.lines[0].cells["叶县"]) == ("甲", "300")
    assert kinds(changes) == [ChangeKind.NEW_VALUE]


def test_a_column_that_a_person_took_out_stays_out_and_what_the_papers_write_there_is_told() -> None:
    last = corrected(DRAFT, TRAINED.key, 宝丰县="300", 郏县="500")
    now = sheet(*DRAFT[0].lines, labels=[label for label in LABELS if label not in ("宝丰县", "郏县")])
    added = row("创业带动", 编码="1.4", 郏县="7")
    new = sheet(*corrected(corrected(last, TRAINED.key, 宝丰县="400"), SKILLED.key, 郏县="9")[0].lines, added)
    (table,), changes = merged(new, last, now)
    assert table.labels == now[0].labels
    assert all("宝丰县" not in line.cells and "郏县" not in line.cells for line in table.lines)
    told = [(one.label, one.new) for one in changes if one.kind is ChangeKind.KEPT]
    assert told == [("宝丰县", "400"), ("郏县", "9"), ("郏县", "7")]


def test_a_countys_column_under_another_name_is_the_same_county() -> None:
    last = (
        *corrected(corrected(DRAFT, TRAINED.key, 郏县="500"), SKILLED.key, 郏县="200"),
        *sheet(Line("郏县", {"名称": "郏县", "类型": "县区"}), labels=("名称", "类型"), name="填报单位"),
    )
    labels = (*LABELS[:-1], "示范区")
    stands = sheet(*DRAFT[0].lines, labels=labels)
    now = (
        *corrected(corrected(stands, TRAINED.key, 示范区="500"), SKILLED.key, 示范区="200"),
        *sheet(Line("", {"名称": "示范区", "类型": "功能区"}), labels=("名称", "类型"), name="填报单位"),
    )
    new = (*corrected(last[:1], TRAINED.key, 郏县="600"), last[1])
    (indicators, units), changes = merged(new, last, now)
    assert indicators.labels == labels
    assert indicators.lines[0].cells["示范区"] == "600"
    assert [line.cells for line in units.lines] == [{"名称": "示范区", "类型": "功能区"}]
    assert kinds(changes) == [ChangeKind.NEW_VALUE]


# Lines known again


def test_a_line_whose_wording_changed_keeps_its_corrections() -> None:
    now = corrected(DRAFT, SKILLED.key, 汇总方式="合计")
    renamed = row("新增技能人才", 编码="1.2", 任务表述="新增技能人才1000人")
    (table,), changes = merged(sheet(TRAINED, renamed, PLACES), DRAFT, now)
    known = table.lines[1]
    assert (known.key, known.cells["指标"], known.cells["汇总方式"]) == (renamed.key, "新增技能人才", "合计")
    assert kinds(changes) == [ChangeKind.NEW_VALUE, ChangeKind.NEW_VALUE]


def test_a_line_in_quite_other_words_is_another_line() -> None:
    other = row("免费开放", 编码="1.2", 任务表述="公共图书馆每周开放不少于56小时")
    (table,), changes = merged(sheet(TRAINED, other, PLACES), DRAFT, DRAFT)
    assert [line.key for line in table.lines] == [TRAINED.key, other.key, PLACES.key]
    assert sorted(kinds(changes)) == sorted([ChangeKind.GONE_LINE, ChangeKind.NEW_LINE])


def test_like_words_in_another_project_are_another_line() -> None:
    elsewhere = replace(row("技能人才", 编码="2.1", 项目="老旧小区改造"), key="老旧小区改造/技能人才")
    (table,), changes = merged(sheet(TRAINED, PLACES, elsewhere), DRAFT, corrected(DRAFT, SKILLED.key, 单位="万人"))
    assert len(table.lines) == 4
    assert sorted(kinds(changes)) == sorted([ChangeKind.GONE_KEPT, ChangeKind.NEW_LINE])


def test_a_project_under_a_changed_name_is_the_same_project() -> None:
    lines = [replace(one, key=f"开展{one.key}", cells={**one.cells, "项目": "开展技能培训"}) for one in DRAFT[0].lines]
    now = corrected(DRAFT, PLACES.key, 单位="处")
    (table,), changes = merged(sheet(*lines), DRAFT, now)
    assert [line.key for line in table.lines] == [line.key for line in lines]
    assert table.lines[2].cells["单位"] == "处"
    assert {(one.kind, one.label) for one in changes} == {(ChangeKind.NEW_VALUE, "项目")}


def standards(*lines: Line) -> DraftTable:
    return DraftTable("验收标准", ("编码", "序号", "验收标准", "一票否决"), lines)


def items(*texts: str) -> DraftTable:
    """Acceptance standards of one project, numbered as they come: their keys are their numbers."""
    cells = [{"编码": "4.1", "序号": str(number), "验收标准": text} for number, text in enumerate(texts, start=1)]
    return standards(*(Line(f"养老/{one['序号']}", one) for one in cells))


def test_a_standard_put_in_between_does_not_move_corrections_to_its_neighbour() -> None:
    last = items("建筑面积不低于2000平方米", "床位不少于50张", "取得消防验收合格意见")
    now = corrected((last,), "养老/3", 一票否决="是")
    new = items("建筑面积不低于2000平方米", "设有日间照料室", "床位不少于50张", "取得消防验收合格意见")
    (table,), _ = merged((new,), (last,), now)
    assert [line.key for line in table.lines] == [line.key for line in new.lines]
    assert [line.cells.get("一票否决", "") for line in table.lines] == ["", "", "", "是"]


def test_a_standard_with_the_number_of_quite_another_one_is_a_new_one() -> None:
    last = items("建筑面积不低于2000平方米", "床位不少于50张")
    now = corrected((last,), "养老/2", 一票否决="是")
    (table,), changes = merged((items("建筑面积不低于2000平方米", "设有日间照料室"),), (last,), now)
    assert [line.cells["验收标准"] for line in table.lines][-1:] == ["床位不少于50张"]
    assert [line.key for line in table.lines] == ["养老/1", "养老/2", ""]
    assert sorted(kinds(changes)) == sorted([ChangeKind.GONE_KEPT, ChangeKind.NEW_LINE])


def test_a_standard_that_hangs_onto_other_rows_is_the_same_one_under_another_code() -> None:
    last, rehung = items("建筑面积不低于2000平方米", "床位不少于50张"), items("建筑面积不低于2000平方米")
    now = corrected((last,), "养老/2", 一票否决="是")
    moved = Line("教育/2", {"编码": "5.1", "序号": "2", "验收标准": "床位不少于50张"})
    new = (*sheet(row("幼儿园", 编码="5.1", 项目="教育")), replace(rehung, lines=(*rehung.lines, moved)))
    before = sheet(row("床位", 编码="4.1", 项目="养老服务"))
    (_, table), changes = merged(new, (*before, last), (*before, *now))
    assert table.lines[1] == replace(moved, cells={**moved.cells, "一票否决": "是"})
    told = [(one.kind, one.label, one.old, one.new, one.name) for one in changes if one.sheet == "验收标准"]
    assert told == [(ChangeKind.RECODED, "编码", "4.1", "5.1", "养老服务 第2条 床位不少于50张")]


def test_a_standard_is_told_by_its_project_its_number_and_its_first_words() -> None:
    indicators = sheet(row("床位", 编码="4.1", 项目="养老服务"))
    last = items("建筑面积不低于2000平方米，其中生活用房占60%以上，配备无障碍设施")
    _, changes = merged((*indicators, items()), (*indicators, last), (*indicators, last))
    assert [(one.kind, one.name) for one in changes] == [
        (ChangeKind.GONE_LINE, "养老服务 第1条 建筑面积不低于2000平方米，其……")
    ]


def test_of_a_long_list_of_departments_only_those_that_came_or_went_are_shown() -> None:
    usual = Change(ChangeKind.NEW_VALUE, "指标", "a", "1.1", "责任单位", "市财政局、市民政局、市教体局", "")
    shown = {
        "市财政局、市残联、市教体局": ("－市民政局", "＋市残联"),
        "市财政局、市民政局、市教体局、市残联": ("", "＋市残联"),
        "市教体局、市民政局、市财政局": (usual.old, "市教体局、市民政局、市财政局"),
        "": (usual.old, ""),
    }
    assert {new: replace(usual, new=new).shown for new in shown} == shown
    assert replace(usual, label="任务表述", new="市残联、甲、乙").shown == (usual.old, "市残联、甲、乙")


# Codes


def test_a_line_that_is_known_keeps_its_code_and_a_new_one_takes_a_free_one() -> None:
    added = row("创业带动", 编码="1.1")
    shifted = [row(name, 编码=code) for name, code in (("培训人数", "1.2"), ("技能人才", "1.3"), ("实训基地", "1.4"))]
    part = replace(shifted[1], cells={**shifted[1].cells, "其中于": "1.2"})
    new = (
        *sheet(added, shifted[0], part, shifted[2]),
        standards(Line("a", {"编码": "1.1、1.4", "验收标准": "建成投用"})),
    )
    recoded, criteria = with_codes_kept(new, DRAFT, corrected(DRAFT, PLACES.key, 编码="1.5"))
    assert [line.cells["编码"] for line in recoded.lines] == ["1.6", "1.1", "1.2", "1.3"]
    assert recoded.lines[2].cells["其中于"] == "1.1"
    assert criteria.lines[0].cells["编码"] == "1.6、1.3"


# Units


def measured(unit: str, target: str, digits: str = "0", **more: str) -> Tables:
    """A draft of one row in this unit."""
    labels = (*LABELS, "填报计量", "小数位")
    return sheet(row("培训人数", 单位=unit, 目标=target, 小数位=digits, **more), labels=labels)


def redrafted(new: Tables, last: Tables, now: Tables) -> tuple[dict[str, str], tuple[Change, ...]]:
    """The one row after a second draft, and what changed."""
    (table,), changes = merged(with_units_kept(new, last, now), last, now)
    return dict(table.lines[0].cells), changes


def test_a_paper_in_another_scale_leaves_the_unit_in_which_a_person_put_numbers() -> None:
    last = measured("万人", "1.5万人", "1")
    now = corrected(last, TRAINED.key, 宝丰县="3", 填报计量="人")
    cells, changes = redrafted(measured("人", "16000人"), last, now)
    told = [cells.get(one) for one in ("单位", "小数位", "填报计量", "目标", "宝丰县")]
    assert told == ["万人", "1", "人", "16000人", "3"]
    assert [(one.kind, one.label) for one in changes] == [(ChangeKind.NEW_VALUE, "目标")]


def test_the_unit_stays_for_numbers_that_nobody_wrote_too_and_in_later_drafts() -> None:
    last = measured("万人", "1.5万人", "1")
    once = with_units_kept(measured("人", "16234人"), last, last)
    assert (once[0].lines[0].cells["单位"], once[0].lines[0].cells["小数位"]) == ("万人", "4")
    assert with_units_kept(measured("人", "16234人"), once, once) == once


def test_digits_and_form_unit_of_a_person_stay_when_a_paper_goes_to_another_scale_and_back() -> None:
    last = measured("万人", "1.5万人", "1")
    now = corrected(last, TRAINED.key, 小数位="4", 填报计量="人")
    new = with_units_kept(measured("人", "16000人"), last, now)
    once, _ = merged(new, last, now)
    again, _ = merged(with_units_kept(last, new, once), new, once)
    for (table,) in (once, again):
        assert [table.lines[0].cells[one] for one in ("单位", "小数位", "填报计量")] == ["万人", "4", "人"]


def test_a_bare_number_of_the_draft_takes_the_unit_along_in_which_it_was_drafted() -> None:
    last = measured("万人", "1.5", "1")
    cells, _ = redrafted(measured("人", "不少于16000", 郏县="200", 宝丰县="—"), last, last)
    assert [cells[one] for one in ("单位", "目标", "郏县", "宝丰县", "小数位")] == [
        "万人", "不少于16000人", "200人", "—", "2",
    ]  # fmt: skip


def test_a_unit_that_the_person_chose_stays_with_the_drafted_numbers_as_they_are() -> None:
    last = measured("人", "1.5")
    now = corrected(last, TRAINED.key, 单位="万人")
    assert with_units_kept(last, last, now) == last
    assert redrafted(last, last, now)[0]["目标"] == "1.5"


def test_a_unit_of_another_base_is_taken_and_bare_numbers_of_a_person_are_asked_about_with_both() -> None:
    last = measured("万人", "1.5万人", "1")
    now = corrected(last, TRAINED.key, 宝丰县="3", 郏县="2万人")
    cells, _ = redrafted(measured("户", "16000户"), last, now)
    assert [cells[one] for one in ("单位", "目标", "宝丰县", "郏县")] == ["户", "16000户", "3", "2万人"]
    assert cells["疑点"] == "单位由“万人”改成了“户”，您填的数（宝丰县：3）没有写单位，请核对"
    cells, _ = redrafted(measured("%", "65%"), last, now)
    assert "（宝丰县：3）" in cells["疑点"]
    cells, _ = redrafted(measured("户", "16000户"), last, last)
    assert "疑点" not in cells


# Whatever a person does


texts = st.sampled_from(["", "1000", "1200", "人", "万人"])
cells = st.fixed_dictionaries(dict.fromkeys(("单位", "目标", "宝丰县"), texts))
names = st.lists(st.sampled_from("甲乙丙丁戊己庚"), unique=True, max_size=5)


@st.composite
def drafts(draw: st.DrawFn) -> Tables:
    return sheet(*(row(name, 编码="", 任务表述="", **draw(cells)) for name in draw(names)))


@st.composite
def worked_on(draw: st.DrawFn, tables: Tables) -> Tables:
    """The tables after a person took lines out, put others in, wrote into cells and ordered them anew."""
    lines = [one for one in tables[0].lines if draw(st.booleans())]
    written = [
        corrected(sheet(one), one.key, **draw(cells))[0].lines[0] if draw(st.booleans()) else one for one in lines
    ]
    own = [Line("", {"指标": f"自己加的{number}"}) for number in range(draw(st.integers(0, 2)))]
    return sheet(*draw(st.permutations([*written, *own])))


@given(drafts())
def test_merging_a_draft_with_itself_changes_nothing(draft: Tables) -> None:
    assert merged(draft, draft, draft) == (draft, ())


@given(st.data())
def test_papers_that_did_not_change_leave_the_workbook_as_it_is(data: st.DataObject) -> None:
    last = data.draw(drafts())
    now = data.draw(worked_on(last))
    tables, changes = merged(last, last, now)
    assert tables == now
    assert set(kinds(changes)) <= {ChangeKind.DELETED}


@given(st.data())
def test_no_correction_is_ever_lost_and_none_that_the_papers_contradict_goes_untold(data: st.DataObject) -> None:
    last, new = data.draw(drafts()), data.draw(drafts())
    now = data.draw(worked_on(last))
    (table,), changes = merged(new, last, now)
    drafted, coming = ({line.key: line.cells for line in tables[0].lines} for tables in (last, new))
    results = {line.key: line.cells for line in table.lines if line.key}
    own = [line for line in now[0].lines if not line.key]
    assert [line for line in table.lines if not line.key] == own
    for line in now[0].lines:
        for label in LABELS if line.key else ():
            stands, was = line.cells.get(label, ""), drafted[line.key].get(label, "")
            if stands == was:
                continue
            assert results[line.key].get(label, "") == stands
            comes = coming.get(line.key, {}).get(label, "")
            is_told = any(one.key == line.key and one.label == label for one in changes)
            assert is_told == (line.key in coming and comes not in (was, stands))
    told = {one.key for one in changes if one.kind in (ChangeKind.NEW_LINE, ChangeKind.DELETED)}
    standing = {line.key for line in now[0].lines}
    assert told == {key for key in coming if key not in standing}
    assert set(coming) <= {*results, *told}


@given(st.data())
def test_merging_twice_is_merging_once(data: st.DataObject) -> None:
    last, new = data.draw(drafts()), data.draw(drafts())
    tables, _ = merged(new, last, data.draw(worked_on(last)))
    again, changes = merged(new, new, tables)
    bare = [(line.key, line.cells) for line in again[0].lines]
    assert bare == [(line.key, line.cells) for line in tables[0].lines]
    assert set(kinds(changes)) <= {ChangeKind.DELETED}
