"""`assign`: the notice of the breakdown, the list of each department, the page for those who fill in the forms."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest

from generators.assignment.duty_list import DUTY_LIST_WORDS, duty_list_context
from generators.assignment.instruction import INSTRUCTION_WORDS, instruction_context
from generators.assignment.notice import ASSIGNMENT_WORDS, assignment_context
from generators.assignment.parties import Parties
from generators.template_lint import lint_template
from make_reports import main
from model.breakdown import Breakdown
from tests.libreoffice import converted, needs_libreoffice
from tests.paper_kinds import kind_of
from tests.sample_years import copy_of
from tests.tables import year
from validators.breakdown import read_breakdown
from validators.layout import breaches
from validators.layout.paper import Paper
from validators.layout.reading import W
from validators.layout.roles import Role

HOME = Path(__file__).resolve().parent.parent
DEPARTMENTS = """
    编码 | 指标 | 单位 | 牵头单位 | 责任单位 | 初核单位 | 认定单位 | 宝丰县 | 郏县 | 市教育局
    1.1 | 培训人数 | 人 | 市人社局 | 市财政局、市教育局 | 市人社局 | 市统计局 | 1500 | — |
    1.2 | 新增学位 | 个 | 市教育局 | 市财政局 | | | 900 | 500 | —
"""


def assigned(folder: Path, *options: str) -> int:
    return main(["assign", str(folder), "--quiet", *options])


def paper(folder: Path, name: str) -> Any:
    return docx.Document(str(folder / "分解" / f"{name}.docx"))


def sentences(document: Any) -> list[str]:
    """The paragraphs of the text itself that are not empty."""
    return [one.text for one in document.paragraphs if one.text.strip()]


def rows(table: Any) -> list[list[str]]:
    """The rows of a table; a cell over several columns comes once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def whole_text(document: Any) -> str:
    return "\n".join([*sentences(document), *("|".join(row) for one in document.tables for row in rows(one))])


def breakdown_of(folder: Path) -> Breakdown:
    breakdown, findings, _ = read_breakdown(folder / "目标分解表.xlsx")
    assert breakdown is not None, findings
    return breakdown


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of("平顶山2023", tmp_path_factory.mktemp("city"))
    assert assigned(folder) == 0
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of("叶县2022", tmp_path_factory.mktemp("county"))
    assert assigned(folder) == 0
    return folder


# 任务分解通知


def test_the_city_s_notice_says_what_is_asked_of_whom_and_how_it_is_reported(city):
    told = sentences(paper(city, "任务分解通知"))
    text = "".join(told)
    assert "平政办〔2023〕　　号" in told, "no period tells the number"
    assert "平顶山市人民政府办公室\n关于下达2023年全市重点民生实事\n指标任务的通知" in told
    assert "共14件（市重点民生实事10件、省重点民生实事4件），分解为59项指标" in text
    assert "其中，43项分解到10个县（市、区）和2个功能区，16项由8个市直单位统一组织实施" in text
    assert [one for one in told if re.match("[一二三四]、", one)][:3] == [
        "一、任务分解",
        "二、责任分工",
        "三、进展报送",
    ]
    assert "每月25日前向平顶山市人民政府办公室报送" in text
    assert "完成数以认定结果为准；没有明确认定单位的指标，以初核结果为准。" in text
    assert "2023年　　月　　日" in told


def test_two_attachments_are_numbered_alike_where_they_are_named_and_where_they_stand(city):
    told = sentences(paper(city, "任务分解通知"))
    names = ["平顶山市2023年重点民生实事指标任务分解表", "平顶山市2023年重点民生实事验收标准"]
    assert told[told.index(f"附件：1.{names[0]}") + 1] == f"2.{names[1]}"
    assert told[told.index("附件1") + 1] == names[0]
    assert told[told.index("附件2") + 1] == names[1]
    assert any("具体目标、责任单位见附件1。" in one for one in told)


def test_the_tables_name_every_indicator_with_its_departments_and_each_county_s_target(city):
    tables = paper(city, "任务分解通知").tables
    whole, targets = rows(tables[0]), rows(tables[1])
    breakdown = breakdown_of(city)
    assert [row[0] for row in whole if len(row) == 8][1:] == [one.code for one in breakdown.indicators]
    lead = "市人力资源和社会保障局"
    first = next(row for row in whole if row[0] == "1.1")
    assert first[1:5] == ["职业技能培训：完成技能培训16万人次", "万人次", "16万人次", "各县（市、区）和功能区"]
    assert first[5:] == [lead, lead, "市统计局"]
    assert next(row for row in whole if row[0] == "1.3")[1] == "其中：新增高技能人才3.5万人"
    assert ["1．开展职业技能培训和评价取证，扩大重点群体就业"] in whole
    assert any(row[0].startswith("责任单位：市民政局、市教育体育局、") for row in whole if len(row) == 1)
    head = [cell.text for cell in tables[1].rows[0].cells]
    assert head[4:] == [one.name for one in breakdown.units if not one.is_own_level]
    first = next([cell.text for cell in row.cells] for row in tables[1].rows if row.cells[0].text == "1.1")
    assert first[:5] == ["1.1", "职业技能培训", "万人次", "16", "1.72"]
    assert first[head.index("汝州市")] == "2.72"
    assert "6.2" not in {row[0] for row in targets}, "what the city runs itself is not the counties'"


def test_the_standards_are_told_by_project_and_a_veto_is_marked(city):
    table = rows(paper(city, "任务分解通知").tables[2])
    assert ["【市重点民生实事】健全多元普惠的基本养老服务体系"] in table
    veto = next(row for row in table if row[0] == "重大食品安全事故")
    assert veto[3] == "是"
    assert sum(row[-1] == "是" for row in table) == 1


def test_the_county_s_notice_has_only_what_its_breakdown_holds(county):
    document = paper(county, "任务分解通知")
    told = sentences(document)
    assert "附件：1.叶县2022年重点民生实事指标任务分解表" in told
    assert "2.叶县2022年重点民生实事验收标准" in told
    assert len(document.tables) == 3, "the breakdown, the standards and the 版记"
    assert [row[0] for row in rows(document.tables[1]) if row[-1] == "是"] == ["本项目各项指标"]
    assert rows(document.tables[0])[0] == ["编码", "指标和任务", "计量单位", "全县目标", "填报单位", "牵头单位"]
    text = "".join(told)
    assert "6月25日、12月25日前" in text
    assert "其中2022年上半年为2022年7月28日" in text
    for word in ("初核", "认定", "责任单位按照", "属地"):
        assert word not in text


def test_a_notice_without_standards_has_one_attachment(tmp_path):
    folder = year(tmp_path, DEPARTMENTS)
    assert assigned(folder) == 0
    document = paper(folder, "任务分解通知")
    told = sentences(document)
    assert [one for one in told if one.startswith("附件：")] == [f"附件：{told[told.index('附件') + 1]}"]
    assert not any(one.startswith("附件2") for one in told)
    assert "验收标准" not in "".join(told)


def test_a_period_with_an_assessment_gives_the_notice_a_section_on_it(tmp_path):
    folder = year(tmp_path, DEPARTMENTS, 期次="期次 | 评价\n2023-07 | 年中\n2023-12 | 年末")
    assigned(folder)
    told = sentences(paper(folder, "任务分解通知"))
    assert "四、评价" in told
    assert any(one.startswith("2023年7月（年中）和2023年12月（年末）开展评价，依据核定的完成情况") for one in told)


def test_many_units_are_parted_into_tables_of_alike_width(tmp_path):
    names = [f"第{number}镇" for number in range(1, 17)]
    lines = f"编码 | {' | '.join(names)}\n1.1 | {' | '.join(['10'] * 16)}"
    folder = year(tmp_path, lines, units=[["名称", "类型"], *([name, "乡镇"] for name in names)])
    assigned(folder)
    tables = paper(folder, "任务分解通知").tables
    heads = [[cell.text for cell in one.rows[0].cells][4:] for one in tables[1:3]]
    assert heads == [names[:8], names[8:]]
    for table in tables[1:3]:
        grid = [int(one.get(f"{W}w")) for one in table._tbl.tblGrid]
        assert len(grid) == 12
        assert sum(grid) == 12756


def test_long_numbers_have_fewer_units_side_by_side(tmp_path):
    names = [f"第{number}镇" for number in range(1, 13)]
    lines = f"编码 | {' | '.join(names)}\n1.1 | {' | '.join(['10'] * 11)} | 234567.5"
    folder = year(tmp_path, lines, units=[["名称", "类型"], *([name, "乡镇"] for name in names)])
    assigned(folder)
    tables = paper(folder, "任务分解通知").tables
    assert [len(one.columns) for one in tables[1:-1]] == [10, 10], "a number that is broken over two lines misleads"


def test_targets_stand_as_the_sheet_has_them_and_tell_of_their_adjustment(tmp_path):
    adjusted = """
        编码 | 单位 | 原目标 | 新目标 | 自 | 依据
        1.1 | 宝丰县 | 1500 | 1600 | 2023-07 | 平政办〔2023〕1号
        1.2 | | | 1450 | 2023-08 | 平政办〔2023〕1号
    """
    folder = year(tmp_path, DEPARTMENTS, 目标调整=adjusted)
    assigned(folder)
    text = whole_text(paper(folder, "任务分解通知"))
    assert "1500（自2023年7月起调整为1600）" in text
    assert "个|1400（自2023年8月起调整为1450）|900|500" in text, "the 单位 has a column of its own"
    assert "1500人（调整后为1600人）" in text, "the sum follows its parts"
    assert "1400个（自2023年8月起调整为1450个）" in text
    assert "1500人（自2023年7月起调整为1600人）" in whole_text(paper(folder, "责任清单/宝丰县"))


def test_the_papers_of_a_bare_breakdown_have_no_empty_sentence(tmp_path):
    folder = year(tmp_path, basics={"发文机关": None, "机关代字": None, "上报日": "31"})
    assigned(folder)
    text = "\n".join(whole_text(paper(folder, name)) for name in ("任务分解通知", "填报说明", "责任清单/郏县"))
    for fault in ("None", "，，", "。。", "（）", "、。", "，。", "{{", "{%", "0.0"):
        assert fault not in text, fault
    assert "每期末月31日前（当月没有这一天的，为月末前）" in text


# 责任清单


def test_every_department_and_unit_has_a_list_and_each_name_one(city):
    lists = {path.stem for path in (city / "分解" / "责任清单").iterdir()}
    breakdown = breakdown_of(city)
    named = {name for one in breakdown.indicators for name in (*one.leads, *one.shared, *one.first_check)}
    assert lists == {one.name for one in breakdown.units} | named | {"市统计局"}


def test_a_county_s_list_tells_its_own_target_what_to_count_and_who_leads(city):
    document = paper(city, "责任清单/汝州市")
    table = rows(document.tables[0])
    assert table[0] == ["编码", "指标和任务", "全市目标", "本单位目标", "本单位职责"]
    first = next(row for row in table if row[0] == "1.1")
    assert first[2:] == ["16万人次", "2.72万人次", "填报"]
    rate = next(row for row in table if row[0] == "5.3")
    assert "口径：分子：本年已接受产前筛查的孕早中期孕妇数（人）；分母：" in rate[1]
    assert any(row[0].startswith("牵头：市人力资源和社会保障局；责任：市民政局") for row in table)
    assert "6.2" not in {row[0] for row in table}, "the county is not asked"


def test_a_department_that_only_confirms_has_no_column_for_a_target_of_its_own(city):
    table = rows(paper(city, "责任清单/市统计局").tables[0])
    assert table[0] == ["编码", "指标和任务", "全市目标", "本单位职责"]
    assert {row[-1] for row in table[1:] if len(row) > 1} == {"认定"}


def test_the_lines_of_the_sheet_of_projects_stand_in_the_list_of_their_department(county):
    table = rows(paper(county, "责任清单/县民政局").tables[0])
    assert any(row[0].startswith("工作任务：") and "责任人：责任人6，分管领导：分管领导6" in row[0] for row in table)


def test_whom_to_call_is_told_where_the_sheet_of_projects_has_it(tmp_path):
    projects = """
        类别 | 项目 | 工作任务 | 责任单位 | 责任人 | 联系人 | 联系电话
        市民生实事 | 项目一 | 办好培训。 | 市人社局 | | 联系人甲 | 0375-1
    """
    folder = year(tmp_path, DEPARTMENTS, 项目=projects)
    assigned(folder)
    assert "工作任务：办好培训（联系人：联系人甲，联系电话：0375-1）" in whole_text(paper(folder, "责任清单/市人社局"))
    assert "联系人甲" not in whole_text(paper(folder, "责任清单/市财政局"))


def test_a_category_may_hold_a_slash(tmp_path):
    lines = """
        编码 | 指标 | 类别 | 项目 | 甲县
        1.1 | 培训人数 | 市级/重点民生实事 | 项目一 | 10
        1.2 | 新增学位 | 市级/重点民生实事 | 项目二 | 10
        2.1 | 新建公园 | 省级/重点民生实事 | 项目三 | 10
    """
    folder = year(
        tmp_path,
        lines,
        units=[["名称", "类型"], ["甲县", "县区"]],
        验收标准="编码 | 序号 | 验收标准 | 一票否决\n项目一 | 1 | 资料齐全 |",
    )
    assigned(folder)
    text = whole_text(paper(folder, "任务分解通知"))
    assert "市级/重点民生实事2件、省级/重点民生实事1件" in text
    assert "【市级/重点民生实事】项目一" in text


def test_standards_of_a_project_stand_for_all_its_indicators(tmp_path):
    standards = (
        "编码 | 序号 | 验收标准 | 一票否决\n1.2 | 1 | 学位可查 |\n1.2 | 2 | 已招生 |\n项目一 | 1 | 资料齐全 | 是"
    )
    folder = year(tmp_path, DEPARTMENTS, 验收标准=standards)
    assigned(folder)
    table = rows(paper(folder, "任务分解通知").tables[2])
    assert table[1:] == [
        ["项目一"],
        ["新增学位", "1", "学位可查", ""],
        ["新增学位", "2", "已招生", ""],
        ["本项目各项指标", "1", "资料齐全", "是"],
    ]


def test_a_department_has_one_list_whatever_it_is_called(tmp_path):
    units = "名称 | 类型 | 别名\n宝丰县 | 县区 |\n郏县 | 县区 |\n市教育局 | 市直 | 市教育体育局、教育局"
    other = DEPARTMENTS.replace("市财政局、市教育局", "市财政局、市教育体育局")
    folder = year(tmp_path, other, units=units)
    assigned(folder)
    lists = {path.stem for path in (folder / "分解" / "责任清单").iterdir()}
    assert lists == {"宝丰县", "郏县", "市教育局", "市人社局", "市财政局", "市统计局"}
    table = rows(paper(folder, "责任清单/市教育局").tables[0])
    assert [row[-1] for row in table if len(row) > 1] == ["本单位职责", "责任、填报", "牵头"]


def test_names_with_signs_of_their_own_come_through_and_give_lawful_file_names(tmp_path):
    strange = '各县（市、区）"A&B" <局>/科'
    folder = year(tmp_path, f'编码 | 指标 | 牵头单位 | 宝丰县\n1.1 | 甲&乙 <丙> "丁" | {strange} | 15')
    assert assigned(folder) == 0
    lists = {path.stem for path in (folder / "分解" / "责任清单").iterdir()}
    assert lists == {"各县（市、区）＂A&B＂ ＜局＞／科", "宝丰县"}
    text = whole_text(paper(folder, "任务分解通知"))
    assert '甲&乙 <丙> "丁"' in text


# 填报说明


def test_the_page_for_those_who_report_says_what_applies_in_the_sample(city):
    labels = [row[0] for row in rows(paper(city, "填报说明").tables[0])[1:]]
    always = ["自检", "报送", "分几份报", "退回和更正", "问谁"]
    assert labels == [
        "发什么",
        "填哪些格",
        "计量单位",
        "累计数",
        "时点数",
        "分子、分母",
        "百分数",
        "状态",
        "验收",
        *always,
    ]
    text = whole_text(paper(city, "填报说明"))
    assert "新增技能人才（目标以万人计，填报以人计）" in text
    assert "每月25日前报送。" in text
    assert "本期不计入汇总" in text


def test_the_page_for_those_who_report_leaves_out_what_nobody_is_asked(tmp_path):
    folder = year(tmp_path, basics={"缺报处理": "沿用上期", "有误处理": "退回整表"})
    assigned(folder)
    text = whole_text(paper(folder, "填报说明"))
    for word in ("状态", "分子", "时点", "百分数", "其中", "验收"):
        assert word not in text, word
    assert "本期以上期数代替" in text
    assert "整份退回" in text


def test_an_assessment_with_standards_asks_for_the_second_sheet(tmp_path):
    sheets = {
        "期次": "期次 | 评价\n2023-07 | 年中",
        "验收标准": "编码 | 序号 | 验收标准 | 一票否决\n1.1 | 1 | 资料齐全 |",
    }
    folder = year(tmp_path, **sheets)
    assigned(folder)
    assert "在工作表“验收”里选" in whole_text(paper(folder, "填报说明"))


# Words of the templates


def paths(value: object, prefix: str = "") -> Iterator[str]:
    """The words of a context, those of groups with a dot."""
    if isinstance(value, Mapping):
        for word, inner in value.items():
            yield f"{prefix}{word}"
            yield from paths(inner, f"{prefix}{word}.")
    elif isinstance(value, list):
        for one in value:
            yield from paths(one, prefix)


def test_every_word_that_a_template_may_use_is_there_and_none_besides(city):
    breakdown = breakdown_of(city)
    parties = Parties(breakdown)
    lists = {word for party in parties.roles for word in paths(duty_list_context(parties, party))}
    assert set(paths(assignment_context(breakdown))) == set(ASSIGNMENT_WORDS)
    assert lists == set(DUTY_LIST_WORDS)
    assert set(paths(instruction_context(breakdown))) == set(INSTRUCTION_WORDS)


@pytest.mark.parametrize("name", ["任务分解通知", "责任清单", "填报说明"])
def test_the_templates_are_without_a_fault(name):
    assert lint_template(HOME / "templates" / f"{name}.docx") == ()


# The command


def test_the_same_breakdown_gives_the_same_bytes(tmp_path):
    folders = [year(tmp_path / name, DEPARTMENTS) for name in "ab"]
    assert [assigned(folder) for folder in folders] == [0, 0]
    first, second = (
        {path.relative_to(one): path.read_bytes() for path in sorted((one / "分解").rglob("*.docx"))} for one in folders
    )
    assert first == second
    assert len(first) == 8


def test_json_tells_the_files_and_nothing_else(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    assert main(["assign", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["file"] for one in told["outputs"]} == {
        "任务分解通知.docx", "填报说明.docx",
        *(f"责任清单/{name}.docx" for name in ("市人社局", "市财政局", "市教育局", "市统计局", "宝丰县", "郏县")),
    }  # fmt: skip


def test_a_paper_that_a_person_changed_stays(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    assigned(folder)
    document = paper(folder, "任务分解通知")
    document.add_paragraph("改过")
    document.save(str(folder / "分解" / "任务分解通知.docx"))
    assert main(["assign", str(folder)]) == 1
    assert "“任务分解通知.docx”您改过" in capsys.readouterr().out
    assert "改过" in sentences(paper(folder, "任务分解通知"))
    assert "改过" not in sentences(paper(folder, "任务分解通知_新"))


def test_the_list_of_a_department_that_is_gone_is_removed_and_what_is_not_ours_stays(tmp_path):
    folder = year(tmp_path, DEPARTMENTS)
    assigned(folder)
    (folder / "分解" / "责任清单" / "备忘.docx").write_bytes(b"own")
    year(tmp_path, DEPARTMENTS.replace("市统计局", "市审计局"))
    assert assigned(folder) == 0
    lists = {path.stem for path in (folder / "分解" / "责任清单").iterdir()}
    assert lists == {"市人社局", "市财政局", "市教育局", "市审计局", "宝丰县", "郏县", "备忘"}


def own_template(folder: Path, name: str, words: str) -> None:
    """The office's own copy of a template, with a paragraph before all else."""
    (folder / "模板").mkdir(exist_ok=True)
    document = docx.Document(str(HOME / "templates" / f"{name}.docx"))
    document.paragraphs[0].insert_paragraph_before(words)
    document.save(str(folder / "模板" / f"{name}.docx"))


OWN = {"任务分解通知": "任务分解通知", "责任清单": "责任清单/市财政局", "填报说明": "填报说明"}


@pytest.mark.parametrize(("name", "made"), OWN.items())
def test_the_office_s_own_template_is_used(tmp_path, name, made):
    folder = year(tmp_path, DEPARTMENTS)
    own_template(folder, name, "本办自己的话，{{ 地区 }}")
    assert assigned(folder) == 0
    assert "本办自己的话，平顶山市" in sentences(paper(folder, made))


def test_a_faulty_template_keeps_the_earlier_paper_and_the_others_are_written(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    own_template(folder, "任务分解通知", "{{ 地区名称 }}")
    assert assigned(folder) == 1
    said = capsys.readouterr().err
    assert "任务分解通知.docx" in said
    assert "地区名称" in said
    names = {path.name for path in (folder / "分解").iterdir()}
    assert names == {"责任清单", "填报说明.docx"}


def test_a_faulty_template_of_the_lists_is_said_once_and_removes_nothing(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    assigned(folder)
    before = {path.name: path.read_bytes() for path in (folder / "分解" / "责任清单").iterdir()}
    own_template(folder, "责任清单", "{{ 单位名 }}")
    assert assigned(folder) == 1
    assert capsys.readouterr().err.count("没有写出") == 1
    assert {path.name: path.read_bytes() for path in (folder / "分解" / "责任清单").iterdir()} == before


def test_a_breakdown_with_errors_is_refused_and_nothing_is_written(tmp_path, capsys):
    folder = year(tmp_path, "编码 | 单位 | 宝丰县\n1.1 | 人 | 十五个半")
    assert assigned(folder) == 2
    assert "目标分解表有错误" in capsys.readouterr().err
    assert not (folder / "分解").exists()


@pytest.mark.parametrize("name", ["没有这个文件夹", "平顶山市2023/目标分解表.xlsx", "."])
def test_what_is_no_year_folder_is_refused(tmp_path, name, capsys):
    year(tmp_path, DEPARTMENTS)
    assert assigned(tmp_path / name) == 2
    assert "目标分解表" in capsys.readouterr().err


def test_a_period_folder_is_refused_with_the_folder_that_is_meant(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    (folder / "2023-09").mkdir()
    assert assigned(folder / "2023-09") == 2
    assert f"请给出“{folder}”" in capsys.readouterr().err


def test_a_paper_that_is_open_elsewhere_stops_the_command_and_nothing_is_replaced(tmp_path, capsys):
    folder = year(tmp_path, DEPARTMENTS)
    assigned(folder)
    before = (folder / "分解" / "任务分解通知.docx").read_bytes()
    (folder / "分解" / "~$填报说明.docx").write_bytes(b"owner")
    year(tmp_path, DEPARTMENTS.replace("1500", "1700"))
    assert assigned(folder) == 2
    assert "填报说明.docx" in capsys.readouterr().err
    assert (folder / "分解" / "任务分解通知.docx").read_bytes() == before


# The layout of GB/T 9704


def test_the_papers_of_a_small_breakdown_without_standards_keep_every_rule_of_their_kind(tmp_path):
    folder = year(tmp_path, DEPARTMENTS, basics={"机关代字": "平政办"})
    assigned(folder)
    for path in sorted((folder / "分解").rglob("*.docx")):
        kind = kind_of(path)
        assert kind is not None, path
        assert [one.sentence for one in breaches(path.read_bytes(), kind)] == [], path


def test_the_two_attachments_begin_new_pages_in_sections_of_their_own(city):
    laid_out = Paper((city / "分解" / "任务分解通知.docx").read_bytes())
    assert [one.is_turned for one in laid_out.sections] == [False, True, False, False]
    numbers = laid_out.of(Role.ANNEX_NUMBER)
    assert [one.text for one in numbers] == ["附件1", "附件2"]
    assert [one.section for one in numbers] == [1, 2]
    assert [one.section for one in laid_out.of(Role.PRINTED)] == [3]
    titles = laid_out.of(Role.ANNEX_TITLE)
    notes = [one.text.removeprefix("附件：") for one in laid_out.of(Role.ANNEX_NOTE)]
    assert notes == [f"{number}.{one.text}" for number, one in enumerate(titles, 1)]
    for title, number in zip(titles, numbers, strict=True):
        assert laid_out.blanks_above(title) == 1
        assert laid_out.position(title) - laid_out.position(number) == 2


def test_no_table_is_wider_than_its_page_and_no_row_is_split(city):
    for file in sorted((city / "分解").rglob("*.docx")):
        document = docx.Document(str(file))
        for table in document.tables:
            widths = [column.width.twips for column in table.columns]
            assert sum(widths) in (8845, 12756), file
            assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in table.rows)


# What only a rendered page shows


@pytest.mark.slow
@needs_libreoffice
def test_the_rendered_papers_fit_their_pages(city, county, tmp_path):
    pdfplumber = pytest.importorskip("pdfplumber")
    for folder in (city, county):
        files = [folder / "分解" / f"{name}.docx" for name in ("任务分解通知", "填报说明")]
        made = converted(files, tmp_path / folder.name, "pdf")
        with pdfplumber.open(io.BytesIO(made["填报说明"].read_bytes())) as pdf:
            assert len(pdf.pages) == 1
        with pdfplumber.open(io.BytesIO(made["任务分解通知"].read_bytes())) as pdf:
            wide = [page for page in pdf.pages if page.width > page.height]
            assert wide
            for page in wide:
                assert "编码" in page.extract_text().replace(" ", ""), "the heads of tables come again"
                edges = [one["x1"] for one in (*page.lines, *page.rects)]
                assert max(edges) < (297 - 36) * 72 / 25.4
                assert page.extract_text().count("\n") > 3, "no page is all but empty"
            told = "".join(page.extract_text() for page in wide)
            assert all(one.code in told for one in breakdown_of(folder).indicators)
            dated = next(page for page in pdf.pages if "月日" in page.extract_text().replace(" ", "").replace("　", ""))
            assert "附件：" in dated.extract_text()
