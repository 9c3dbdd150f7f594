"""Published papers are read for what they ask, whatever shape their tables and lists have."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from model.drafting.paper import Entry, Person, PublishedPaper
from model.fault import JobFault
from tests.published_papers import ABOVE, LEFT, REAL, excel_paper, shares, tasks, word_paper, words_of
from validators.grid import Document, Grid, Line
from validators.published import read_paper
from validators.published.departments import departments_in
from validators.published.regions import regions_in, year_in
from validators.reading import open_document

HEADER = (
    "序号",
    "项目",
    "平原市 指标任务",
    "河东县 指标任务",
    "牵头单位",
    "责任单位",
    "平原市 初核单位",
    "平原市认 定单位",
)
CHECKS = ("市人社局", "市统计局")
TITLE = "2023 年平原市重点民生实事指标任务分解表"
SECOND = "二、省重点民生实事（已在第一部分的不再列）"


def merged_paper(path: Path) -> Path:
    """A breakdown with merged cells, two sections, and its header once more in the middle."""
    return word_paper(
        path / "合并.docx",
        "平原市人民政府办公室",
        "附件 1",
        TITLE,
        [
            HEADER,
            ("一、市重点民生实事", *[LEFT] * 7),
            ("1", "提升技能", "完成技能培训 16 万人次。", "2.72 万人次", "县人社局", "县财政局、县总工会", *CHECKS),
            (ABOVE, ABOVE, "新增技能人才 10 万人。", "1.6 万人", ABOVE, ABOVE, ABOVE, ABOVE),
            (ABOVE, ABOVE, "开展康复救助1500人。", "400 人", "县残联", ABOVE, "市残联", ABOVE),
            ("2", "关爱老人", "改造 3000 户。", "350 户", "县民政局", "县住建局", "市民政局", ABOVE),
            (ABOVE, ABOVE, "新增床位 80 张。", "由市民政局统一安排实施", ABOVE, ABOVE, ABOVE, ABOVE),
            (SECOND, *[LEFT] * 7),
            (*HEADER[:7], ""),
            ("1", "关爱老人", "培训 65 人。", "10 人", "县民政局", "县财政局", "市民政局", ""),
            (ABOVE, ABOVE, "服务 750 人次。", "120 人次", ABOVE, ABOVE, ABOVE, ""),
        ],
    )  # fmt: skip


def broken_paper(path: Path) -> Path:
    """The same breakdown over three pages, without a title, without its merges, one page without its last column."""
    return word_paper(
        path / "分页.docx",
        [
            HEADER,
            ("一、市重点民生实事", *[LEFT] * 7),
            ("1", "提升技能", "完成技能培训 16 万人次。", "2.72 万人次", "县人社局", "县财政局、县总工会", *CHECKS),
        ],
        [
            ("", "", "新增技能人才 10 万人。", "1.6 万人", "", "", ""),
            ("", "", "开展康复救助1500人。", "400 人", "县残联", "", "市残联"),
            ("2", "关爱老人", "改造 3000 户。", "350 户", "县民政局", "县住建局", "市民政局"),
        ],
        [
            ("", "", "新增床位 80 张。", "由市民政局统一安排实施", "", "", "", ""),
            (SECOND, *[LEFT] * 7),
            (*HEADER[:7], ""),
            ("1", "关爱老人", "培训 65 人。", "10 人", "县民政局", "县财政局", "市民政局", ""),
            ("", "", "服务 750 人次。", "120 人次", "", "", "", ""),
        ],
    )  # fmt: skip


def told(entry: Entry) -> tuple[object, ...]:
    """An entry without its places."""
    words = (entry.category, entry.number, bare(entry.project), bare(entry.task.text) if entry.task else "")
    return (
        *words, {region: bare(text) for region, text in shares(entry).items()},
        entry.leads, entry.shared, entry.first_check, entry.final_check, entry.person,
    )  # fmt: skip


def bare(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("（），：；", "(),:;"))


def test_a_merged_table_is_read_line_by_line(tmp_path: Path) -> None:
    paper = read_paper(merged_paper(tmp_path))
    assert (paper.title, paper.region, paper.year) == (TITLE, "平原市", 2023)
    assert [(one.category, one.number, one.project) for one in paper.entries] == [
        *[("市重点民生实事", "1", "提升技能")] * 3,
        *[("市重点民生实事", "2", "关爱老人")] * 2,
        *[("省重点民生实事", "1", "关爱老人")] * 2,
    ]
    first, _, third, *_ = paper.entries
    assert first.task is not None
    assert (first.task.place, first.task.text) == ("表1R3C3", "完成技能培训 16 万人次。")
    assert shares(first) == {"河东县": "2.72 万人次"}
    assert (first.leads, first.shared) == (("县人社局",), ("县财政局", "县总工会"))
    assert (first.first_check, first.final_check) == (("市人社局",), ("市统计局",))
    assert (third.leads, third.shared, third.first_check) == (("县残联",), ("县财政局", "县总工会"), ("市残联",))


def test_a_table_broken_over_pages_says_the_same_as_the_whole_one(tmp_path: Path) -> None:
    whole, broken = read_paper(merged_paper(tmp_path)), read_paper(broken_paper(tmp_path))
    assert [told(one) for one in broken.entries] == [told(one) for one in whole.entries]
    assert broken.region == "平原市"


def test_no_check_is_carried_past_a_header_that_has_none(tmp_path: Path) -> None:
    for paper in (read_paper(merged_paper(tmp_path)), read_paper(broken_paper(tmp_path))):
        assert [one.final_check for one in paper.entries] == [*[("市统计局",)] * 5, (), ()]


def test_a_project_with_its_own_departments_takes_none_from_the_one_before(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("序号", "项目", "指标任务", "牵头单位", "责任单位"),
            ("1", "修路", "修路20公里", "县交通局", "县财政局"),
            ("", "", "修桥2座", "", ""),
            ("2", "建园", "建园5所", "县教体局", ""),
        ],
    )
    *_, last = read_paper(path).entries
    assert (last.leads, last.shared) == (("县教体局",), ())


def test_a_blank_department_is_nobody_where_the_table_has_its_merges(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("序号", "项目", "指标任务", "责任单位"),
            ("1", "修路", "修路20公里", "县交通局"),
            (ABOVE, ABOVE, "修桥2座", ABOVE),
            (ABOVE, ABOVE, "修站1个", ""),
            ("2", "建园", "建园5所", ""),
        ],
    )
    assert [one.leads for one in read_paper(path).entries] == [("县交通局",), ("县交通局",), (), ()]


def test_a_sheet_with_a_merged_title_is_read(tmp_path: Path) -> None:
    header = ("序号", "项目", "指标任务", "牵头单位", "责任单位", "认定单位")
    path = excel_paper(
        tmp_path / "一.xlsx",
        {
            "Sheet1": [
                ("2022年河东县重点民生实事县直责任单位指标任务表", *[LEFT] * 5),
                header,
                (1, "提升技能", "培训3.14万人次", "县人社局", "县财政局、县妇联", "县统计局"),
                header,
                (2, "修路", "修路30公里以上", "县交通局", "县财政局", "县统计局"),
            ]
        },
    )
    paper = read_paper(path)
    assert (paper.region, paper.year) == ("河东县", 2022)
    assert [(one.category, one.number, one.final_check) for one in paper.entries] == [
        ("重点民生实事", "1", ("县统计局",)),
        ("重点民生实事", "2", ("县统计局",)),
    ]
    assert paper.entries[1].task is not None
    assert paper.entries[1].task.place == "Sheet1!C5"


PROSE_HEAD = ("河东县人民政府关于2022年办好20项民生实事的通知", "各乡镇人民政府：", "有关事项通知如下：")
COUNTIES = ("河东县", "河西县", "东湖区", "高新区", "城乡一体化示范区")


def test_counties_are_columns_under_a_merged_group(tmp_path: Path) -> None:
    path = excel_paper(
        tmp_path / "一.xlsx",
        {
            "分解表": [
                ("平原市2023年重点民生实事目标任务分解表", *[LEFT] * 10),
                ("序号", "项目名称", "指标名称", "计量单位", "全市目标", "各县（市、区）任务", *[LEFT] * 4, "牵头单位"),
                (*[ABOVE] * 5, *COUNTIES, ABOVE),
                (1, "提升技能", "技能培训", "万人次", 16, 2.72, 3, "—", "", 1, "市人社局"),
                (ABOVE, ABOVE, "高技能人才占比", "%", "20%以上", *["由市人社局统一安排实施", *[LEFT] * 4], ABOVE),
                (2, "修路", "农村公路", "公里", 530, "200公里", 100, 100, 100, 30, "市交通局"),
                ("合计", LEFT, "", "", 546, 202.72, 103, 100, 100, 31, ""),
            ]
        },
    )
    paper = read_paper(path)
    assert paper.region == "平原市"
    assert tasks(paper) == ["技能培训：16万人次", "高技能人才占比：20%以上", "农村公路：530公里"]
    assert shares(paper.entries[0]) == {
        "河东县": "2.72万人次", "河西县": "3万人次", "东湖区": "—", "城乡一体化示范区": "1万人次",
    }  # fmt: skip
    assert shares(paper.entries[1]) == dict.fromkeys(COUNTIES, "由市人社局统一安排实施")
    assert shares(paper.entries[2])["河东县"] == "200公里"
    assert [one.leads for one in paper.entries] == [("市人社局",), ("市人社局",), ("市交通局",)]
    assert "202.72" in {one.text for one in paper.loose}


def test_a_unit_in_the_label_goes_with_the_number(tmp_path: Path) -> None:
    rows = [("项目", "目标值（万人次）", "河东县"), ("技能培训", "16", "2.72"), ("技能鉴定", "不少于3", "")]
    paper = read_paper(word_paper(tmp_path / "一.docx", "平原市2023年民生实事任务分解表", rows))
    assert tasks(paper) == ["技能培训：16万人次", "技能鉴定：不少于3万人次"]
    assert shares(paper.entries[0]) == {"河东县": "2.72"}


def test_a_column_of_categories_stands_for_section_lines(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("项目类别", "序号", "项目", "目标任务", "责任单位", "备注"),
            ("市重点民生实事", "1", "修路", "修路20公里", "市交通局", "2022年结转"),
            (ABOVE, "2", "建园", "建园5所", "市教育局", ""),
            ("省重点民生实事", "1", "建园", "培训65人", "市教育局", ""),
        ],
    )
    paper = read_paper(path)
    assert [(one.category, one.number, one.project) for one in paper.entries] == [
        ("市重点民生实事", "1", "修路"),
        ("市重点民生实事", "2", "建园"),
        ("省重点民生实事", "1", "建园"),
    ]
    assert [(one.place, one.text) for one in paper.loose] == [("表1R2C6", "2022年结转")]


def test_projects_without_numbers_are_counted_section_by_section(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("序号", "项目", "目标任务"),
            ("一、市重点民生实事", LEFT, LEFT),
            ("", "修路", "修路20公里"),
            ("", "建园", "建园5所"),
            ("二、省重点民生实事", LEFT, LEFT),
            ("", "修桥", "修桥2座"),
        ],
    )
    assert [one.number for one in read_paper(path).entries] == ["1", "2", "1"]


def test_numbers_in_chinese_are_written_in_digits(tmp_path: Path) -> None:
    rows = [("序号", "项目", "目标任务"), ("一", "修路", "修路20公里"), ("（十二）", "建园", "建园5所")]
    assert [one.number for one in read_paper(word_paper(tmp_path / "一.docx", rows)).entries] == ["1", "12"]


def test_a_project_of_which_only_the_name_says_what_to_do_is_a_task(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [("序号", "项目", "牵头单位"), ("1", "新建公园3座", "市城管局"), ("2", "启动创建工作", "市市场监管局")],
    )
    paper = read_paper(path)
    assert tasks(paper) == ["新建公园3座", "启动创建工作"]
    assert [one.leads for one in paper.entries] == [("市城管局",), ("市市场监管局",)]


def test_a_table_of_progress_gives_the_task_the_persons_and_the_progress(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        "现将上半年情况通报如下：",
        "已完成培训5万人次。",
        "2022年省民生实事河东县工作任务推进情况表",
        [
            ("编号", "工作任务", "责任单位", "责任人", "分管领导", "工作进度"),
            ("1", "提升技能。全年培训2.8万人次。", "县人社局", "责任人甲", "领导甲", "已培训1.5万人次"),
            ("2", "修路建站。修路115公里。", "县交通局 县商务局", "责任人乙", "领导乙", "修路27公里\n建站124个"),
        ],
    )  # fmt: skip
    paper = read_paper(path)
    assert (paper.region, paper.year) == ("河东县", 2022)
    first, second = paper.entries
    assert (first.category, first.project, first.leads) == ("省重点民生实事", "提升技能", ("县人社局",))
    assert first.person == Person("责任人甲", "领导甲")
    assert (second.project, second.leads, second.shared) == ("修路建站", ("县交通局", "县商务局"), ())
    assert [one.place for one in paper.progress] == ["表1R2C6", "表1R3C6"]
    assert [one.place for one in paper.loose] == ["第1段", "第2段", "第3段"]


def standards(path: Path, *cells: str) -> PublishedPaper:
    """A paper of standards, a project with each of `cells`."""
    rows = [("考核指标及工作目标", "验收标准"), *((f"项目{number}", cell) for number, cell in enumerate(cells))]
    return read_paper(word_paper(path / "标准.docx", rows))


def items(paper: PublishedPaper) -> list[tuple[str, str, str]]:
    return [(one.heading, one.number, one.passage.text) for one in paper.criteria]


def test_the_items_of_a_standard_are_told_apart_within_a_line_and_over_lines(tmp_path: Path) -> None:
    paper = standards(
        tmp_path,
        "养老中心：\n1. 面积不低于 2000 平方米。 2. 床位不少于 50 张。 3. 宽7.5米。",
        "1.有方案。\n2.于2023年6月30日前拨付，线路：1.东镇；2.西乡。\n3.满意度不低于90%。",
        "站点：（1）10个；（2）20个。",
    )
    assert items(paper) == [
        ("养老中心", "1", "面积不低于 2000 平方米。"),
        ("养老中心", "2", "床位不少于 50 张。"),
        ("养老中心", "3", "宽7.5米。"),
        ("", "1", "有方案。"),
        ("", "2", "于2023年6月30日前拨付，线路：1.东镇；2.西乡。"),
        ("", "3", "满意度不低于90%。"),
        ("站点", "1", "10个；"),
        ("站点", "2", "20个。"),
    ]
    assert {one.passage.place for one in paper.criteria} == {"表1R2C2", "表1R3C2", "表1R4C2"}


def test_a_standard_without_items_is_one_item(tmp_path: Path) -> None:
    paper = standards(tmp_path, "打通断头路： 以通车为合格。", "按照工作方案进行验收。")
    assert items(paper) == [("打通断头路", "1", "以通车为合格。"), ("", "1", "按照工作方案进行验收。")]


def test_blocks_with_headings_in_one_cell_count_from_one_each(tmp_path: Path) -> None:
    paper = standards(tmp_path, "井盖：\n1.建台账。\n2.改200个。\n小区：\n1.改造9个。")
    assert items(paper) == [
        ("井盖", "1", "建台账。"),
        ("井盖", "2", "改200个。"),
        ("小区", "1", "改造9个。"),
    ]


def test_words_before_the_items_of_a_standard_are_not_lost(tmp_path: Path) -> None:
    paper = standards(tmp_path, "总体上达到95分。具体如下：\n1.甲。\n2.乙。")
    assert items(paper) == [("", "", "总体上达到95分。具体如下："), ("", "1", "甲。"), ("", "2", "乙。")]


def test_a_merged_standard_is_read_once_with_the_departments_of_its_line(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        "2022年江北省重点民生实事验收标准",
        [
            ("序号", "项目", "责任单位", "初核单位", "认定单位", "验收标准"),
            ("1", "提升技能", "区人社局", "市人社局", "市统计局", "1.有方案。\n2.占15%以上。"),
            (ABOVE, ABOVE, "区人社局", "市人社局", "市统计局", ABOVE),
            ("2", "修路", "区交通局", "市交通局", "市统计局", "1.宽7.5米。"),
            ("2", "修路", "市邮政局", "市邮政局", "市统计局", "1.设站。"),
        ],
    )
    paper = read_paper(path)
    assert paper.entries == ()
    assert (paper.region, paper.year) == ("", 2022)
    assert [(one.category, one.project, one.number, one.leads, one.first_check) for one in paper.criteria] == [
        ("省重点民生实事", "提升技能", "1", ("区人社局",), ("市人社局",)),
        ("省重点民生实事", "提升技能", "2", ("区人社局",), ("市人社局",)),
        ("省重点民生实事", "修路", "1", ("区交通局",), ("市交通局",)),
        ("省重点民生实事", "修路", "1", ("市邮政局",), ("市邮政局",)),
    ]


def test_a_table_with_a_line_for_each_county_is_turned(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        "2023年平原市技能培训任务分解表",
        [
            ("县（市、区）", "培训任务（人次）", "技能人才", "备注"),
            ("河东县", "2000", "100人", "含2022年结转"),
            ("河西县", "3000", "", ""),
            ("合计", "5000", "100人", ""),
        ],
    )
    paper = read_paper(path)
    assert (paper.region, tasks(paper)) == ("平原市", ["培训任务：5000人次", "技能人才：100人"])
    assert [shares(one) for one in paper.entries] == [
        {"河东县": "2000人次", "河西县": "3000人次"},
        {"河东县": "100人"},
    ]
    assert "含2022年结转" in {one.text for one in paper.loose}


def test_words_beside_the_number_make_one_passage_and_long_ones_two(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("序号", "实事项目", "建设内容", "年度目标", "完成时限"),
            ("1", "修路", "投资500万元改造道路", "完成20公里", "12月底前"),
            ("2", "建园", "选址建设", "2所", "6月底前"),
        ],
    )
    paper = read_paper(path)
    assert tasks(paper) == ["完成20公里", "投资500万元改造道路", "建园：2所"]
    assert {"12月底前", "6月底前"} <= {one.text for one in paper.loose}


def test_a_number_beside_words_that_say_it_is_not_said_twice(tmp_path: Path) -> None:
    rows = [("项目", "指标任务", "目标值"), ("修路", "修路20公里以上", "20公里"), ("建园", "建园、扩园共12所", "2所")]
    paper = read_paper(word_paper(tmp_path / "一.docx", rows))
    assert [(one.task.place, one.task.text) for one in paper.entries if one.task] == [
        ("表1R2C2", "修路20公里以上"),
        ("表1R3C3", "建园、扩园共12所：2所"),
    ]


def test_a_headerless_table_of_another_kind_is_no_next_page(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [("序号", "项目", "目标任务"), ("1", "修路", "修路20公里")],
        "— 2 —",
        [("", "", "修桥2座"), ("2", "建园", "建园5所"), ("注：年底前完成。", LEFT, LEFT)],
        [("县人社局", "联系人甲", "5550101")],
    )
    paper = read_paper(path)
    assert [(one.number, one.project) for one in paper.entries] == [("1", "修路"), ("1", "修路"), ("2", "建园")]
    assert {"注：年底前完成。", "5550101"} <= {one.text for one in paper.loose}


def test_a_cell_may_mark_who_leads(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        [
            ("项目", "目标任务", "责任单位"),
            ("修路", "修路20公里", "牵头单位：县交通局\n配合单位：县财政局"),
            ("建园", "建园5所", "县教体局（牵头）、县财政局、县住建局"),
        ],
    )
    assert [(one.leads, one.shared) for one in read_paper(path).entries] == [
        (("县交通局",), ("县财政局",)),
        (("县教体局",), ("县财政局", "县住建局")),
    ]


def test_departments_in_brackets_that_say_it_in_words_are_understood(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        *PROSE_HEAD,
        "1.修路。修路20公里。（县交通局（路政队）牵头，县财政局、县公安局配合）",
        "2.建园。建园5所。（县教体局、县住建局负责）",
    )
    assert [(one.leads, one.shared) for one in read_paper(path).entries] == [
        (("县交通局（路政队）",), ("县财政局", "县公安局")),
        (("县教体局", "县住建局"), ()),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("县城管局 县住建局", ("县城管局", "县住建局")),
        ("市教育体育局(教育、体育)、市财政局", ("市教育体育局(教育、体育)", "市财政局")),
        ("县人力资源\n社会保障局", ("县人力资源社会保障局",)),
        ("县总工会\n团县委，县妇联等部门", ("县总工会", "团县委", "县妇联")),
        ("—", ()),
    ],
)
def test_departments_are_parted_where_one_ends(cell: str, names: tuple[str, ...]) -> None:
    assert departments_in(cell) == names


@pytest.mark.parametrize(
    ("title", "regions", "year"),
    [
        ("2022年省民生实事河东县工作任务推进情况表", ("河东县",), 2022),
        ("平原市东湖区二〇二三年重点民生实事清单", ("东湖区",), 2023),
        ("关于明确我县承担的平原市 2023 年民生实事的通知", ("平原市",), 2023),
        ("各县（市、区）任务分解表", (), None),
        ("中共河东县县委办公室河东县人民政府办公室关于办好20项民生实事的通知", ("河东县",), None),
    ],
)
def test_a_title_tells_region_and_year(title: str, regions: tuple[str, ...], year: int | None) -> None:
    assert (regions_in(title), year_in(title)) == (regions, year)


def test_shown_percentages_and_units_of_formats_are_part_of_the_text(tmp_path: Path) -> None:
    path = excel_paper(
        tmp_path / "一.xlsx",
        {"表": [("项目", "目标值", "河东县"), ("抽检合格率", 0.98, 0.975), ("修路", 20, 5)]},
    )
    book = openpyxl.load_workbook(path)
    for place, number_format in (("B2", "0%"), ("C2", "0.0%"), ("B3", '0"公里"')):
        book["表"][place].number_format = number_format
    book.save(path)
    paper = read_paper(path)
    assert tasks(paper) == ["抽检合格率：98%", "修路：20公里"]
    assert shares(paper.entries[0]) == {"河东县": "97.5%"}


def test_the_name_of_a_sheet_may_stand_for_its_title(tmp_path: Path) -> None:
    rows = [("项目", "目标任务"), ("修路", "修路20公里")]
    paper = read_paper(excel_paper(tmp_path / "一.xlsx", {"Sheet1": rows, "2023年省民生实事": rows}))
    assert [one.category for one in paper.entries] == ["重点民生实事", "省重点民生实事"]
    assert paper.year == 2023


def test_a_hidden_sheet_asks_nothing_and_is_not_lost(tmp_path: Path) -> None:
    rows = [("项目", "目标任务"), ("修路", "修路20公里")]
    path = excel_paper(tmp_path / "一.xlsx", {"表": rows, "旧表": [("项目", "目标任务"), ("修路", "修路15公里")]})
    book = openpyxl.load_workbook(path)
    book["旧表"].sheet_state = "hidden"
    book.save(path)
    paper = read_paper(path)
    assert tasks(paper) == ["修路20公里"]
    assert "旧表!B2" in {one.place for one in paper.loose}


CHANGED = (
    '<w:p {ns}><w:r><w:t>一、</w:t></w:r><w:ins w:id="1" w:author="甲"><w:r><w:t>新增20公里</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="甲"><w:r><w:delText>新增15公里</w:delText></w:r></w:del>'
    '<w:moveFrom w:id="3" w:author="甲"><w:r><w:t>原在此处的30座</w:t></w:r></w:moveFrom></w:p>'
)
BOXED = (
    "<w:p {ns}><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent {mc}>"
    '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>框中5所</w:t></w:r></w:p></w:txbxContent></mc:Choice>'
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>框中5所</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
CONTROLLED = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>控件中8个</w:t></w:r></w:p></w:sdtContent></w:sdt>"


def test_changes_text_boxes_and_content_controls_are_read_as_they_are_to_stay(tmp_path: Path) -> None:
    document = docx.Document()
    for xml in (CHANGED, BOXED, CONTROLLED):
        said = xml.format(ns=nsdecls("w"), mc='xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
        document.element.body.insert(len(document.element.body) - 1, parse_xml(said))
    document.save(str(path := tmp_path / "一.docx"))
    read = open_document(path, path.name)
    assert isinstance(read, Document)
    assert read.blocks == (
        Line("第1段", "一、新增20公里"),
        Line("第2段", "正文"),
        Line("第3段", "框中5所"),
        Line("第4段", "控件中8个"),
    )


def test_paragraphs_and_tables_come_in_their_order(tmp_path: Path) -> None:
    path = word_paper(tmp_path / "一.docx", "前", [("甲", "乙")], "", "中", [("丙", LEFT)], "后")
    read = open_document(path, path.name)
    assert isinstance(read, Document)
    told = [one.name if isinstance(one, Grid) else f"{one.place}{one.text}" for one in read.blocks]
    assert told == ["第1段前", "表1", "第2段中", "表2", "第3段后"]


def test_a_numbered_list_with_departments_in_brackets_is_the_tasks(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        *PROSE_HEAD,
        "一、主要任务",
        "1.“四好农村路”建设。改造2.123公里。（责任单位：县交通局）",
        "2.15分钟健身圈建设。建设5个场地。（牵头单位：县体育局；责任单位：县住建局、县财政局）",
        "二、工作要求",
        "（一）强化责任。围绕20项任务，抓好落实。",
    )
    paper = read_paper(path)
    assert (paper.region, paper.year) == ("河东县", 2022)
    first, second = paper.entries
    assert first.task is not None
    assert (first.category, first.number, first.project) == ("重点民生实事", "1", "“四好农村路”建设")
    assert (first.task.place, first.leads) == ("第5段", ("县交通局",))
    assert first.task.text.startswith("1.“四好农村路”建设。")
    assert (second.number, second.project) == ("2", "15分钟健身圈建设")
    assert (second.leads, second.shared) == (("县体育局",), ("县住建局", "县财政局"))
    assert [one.place for one in paper.loose] == ["第1段", "第2段", "第3段", "第4段", "第7段", "第8段"]


def test_items_may_be_headings_with_paragraphs_below_them(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        *PROSE_HEAD,
        "一、市重点民生实事",
        "（一）提升技能。",
        "完成培训2.8万人次。",
        "新增人才2.28万人。",
        "责任单位：县人社局、县财政局",
        "（二）修路。修路20公里（牵头单位：县交通局）；建站30个（牵头单位：县商务局）。",
        "二、省重点民生实事",
        "（一）建园。建园5所。",
        "责任单位：县教体局",
        "三、工作要求",
        "（一）加强领导。每月25日报送。",
    )
    paper = read_paper(path)
    assert [(one.category, one.number, one.project) for one in paper.entries] == [
        ("市重点民生实事", "1", "提升技能"),
        ("市重点民生实事", "1", "提升技能"),
        ("市重点民生实事", "2", "修路"),
        ("省重点民生实事", "1", "建园"),
    ]
    assert tasks(paper)[:2] == ["完成培训2.8万人次。", "新增人才2.28万人。"]
    assert [one.leads for one in paper.entries] == [
        ("县人社局", "县财政局"),
        ("县人社局", "县财政局"),
        ("县交通局", "县商务局"),
        ("县教体局",),
    ]
    assert "第14段" in {one.place for one in paper.loose}


def test_a_list_without_departments_is_known_by_its_heading(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx", *PROSE_HEAD, "一、重点任务", "1、修路。修路20公里。", "2、建园。建园5所。",
        "二、保障措施", "1、加强领导。每月25日报送。",
    )  # fmt: skip
    assert [(one.number, one.project, one.leads) for one in read_paper(path).entries] == [
        ("1", "修路", ()),
        ("2", "建园", ()),
    ]


def test_a_paper_that_is_nothing_but_a_list_is_its_tasks(tmp_path: Path) -> None:
    items = ("一、新建公园3座。", "二、提升技能。", "完成培训2.8万人次。", "三、组织保障。每月25日报送。")
    listed = read_paper(word_paper(tmp_path / "一.docx", "河东县2023年十件重点民生实事", *items))
    assert [(one.number, one.project) for one in listed.entries] == [("1", "新建公园3座"), ("2", "提升技能")]
    assert tasks(listed) == ["一、新建公园3座。", "完成培训2.8万人次。"]
    told = read_paper(word_paper(tmp_path / "二.docx", "河东县2023年民生实事推进情况通报", *items))
    assert told.entries == ()


def test_prose_beside_a_table_of_tasks_is_loose(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx", *PROSE_HEAD, "一、修路。已修10公里。（责任单位：县交通局）",
        [("项目", "目标任务"), ("修路", "修路20公里")],
    )  # fmt: skip
    paper = read_paper(path)
    assert tasks(paper) == ["修路20公里"]
    assert "第4段" in {one.place for one in paper.loose}


def test_two_tables_of_tasks_both_count(tmp_path: Path) -> None:
    path = word_paper(
        tmp_path / "一.docx",
        "平原市2023年重点民生实事任务分解表",
        [("序号", "项目", "目标任务"), ("1", "修路", "修路20公里")],
        "平原市2023年省定民生实事任务分解表",
        [("编号", "实事项目", "目标值", "责任单位"), ("1", "建园", "5所", "市教育局")],
    )
    assert [(one.category, one.number, one.project, one.leads) for one in read_paper(path).entries] == [
        ("重点民生实事", "1", "修路", ()),
        ("省重点民生实事", "1", "建园", ("市教育局",)),
    ]


def test_a_table_that_tells_of_no_tasks_is_loose(tmp_path: Path) -> None:
    path = word_paper(tmp_path / "一.docx", [("单位", "联系人", "电话"), ("县人社局", "联系人甲", "5550101")])
    paper = read_paper(path)
    assert paper.entries == ()
    assert "5550101" in {one.text for one in paper.loose}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.docx", b"", "空文件"),
        ("坏.docx", b"PK\x03\x04 broken", "已损坏"),
        ("文.txt", "民生实事".encode(), "文本文件"),
        ("扫描.pdf", b"%PDF-1.7", "PDF"),
        ("锁.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("旧.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "旧格式的 Word"),
    ],
)
def test_a_file_that_is_no_paper_is_said_to_be_none(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(JobFault, match=said) as fault:
        read_paper(tmp_path / name)
    assert name in str(fault.value)
    assert str(fault.value).endswith("再来。")


def test_a_package_of_papers_is_said_to_be_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        package.writestr("甲.docx", b"")
    with pytest.raises(JobFault, match="压缩包"):
        read_paper(tmp_path / "包.zip")


def test_a_word_file_that_swells_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validators.reading.MAX_WORD_BYTES", 1 << 10)
    with pytest.raises(JobFault, match="大得不像"):
        read_paper(word_paper(tmp_path / "一.docx", "正文"))


def test_an_empty_word_file_and_a_missing_one_are_faults(tmp_path: Path) -> None:
    with pytest.raises(JobFault, match="没有内容"):
        read_paper(word_paper(tmp_path / "空.docx"))
    with pytest.raises(JobFault, match="读不出来"):
        read_paper(tmp_path / "没有.docx")


# The papers as they were published


def real(name: str) -> PublishedPaper:
    return read_paper(real_path(name))


def real_path(name: str) -> Path:
    found = next(iter(sorted(REAL.glob(f"{name}*"))), None) if REAL.is_dir() else None
    if found is None:
        pytest.skip(f"没有 ../shared/documents 里的“{name}…”，这一项不测")
    return found


REAL_NAMES = ("汝州市2023年责任单位通知", "汝州市2023年指标任务分解表", "鲁山县", "叶县", "安阳", "黟县")


def texts_of(document: Document) -> list[str]:
    """Every text of a document; of its tables without the columns of serial numbers."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = [cell for (_, column), cell in block.cells.items() if column > 1 or not cell.text.isdecimal()]
            found += [cell.text for cell in cells]
        else:
            found.append(block.text)
    return found


NUMBERED = re.compile(r"(?:^|(?<=[\s：:；;。）]))\d{1,2}[.．](?!\d)")


@pytest.mark.parametrize("name", REAL_NAMES)
def test_no_figure_of_a_paper_is_lost(name: str) -> None:
    """Serial numbers and those of items (1. 2.) aside, each figure is said as often as the paper has it."""
    path = real_path(name)
    document = open_document(path, path.name)
    assert isinstance(document, Document)
    paper = read_paper(path)
    standards = {one.passage.place for one in paper.criteria}
    assert standards or paper.entries
    written = Counter(re.findall(r"\d+(?:\.\d+)?", NUMBERED.sub(" ", "\n".join(texts_of(document)))))
    read = Counter(re.findall(r"\d+(?:\.\d+)?", NUMBERED.sub(" ", words_of(paper))))
    assert written - read == Counter()


def test_the_breakdown_of_a_city_and_its_broken_twin_say_the_same() -> None:
    whole, broken = real("汝州市2023年责任单位通知"), real("汝州市2023年指标任务分解表")
    assert [told(one) for one in broken.entries] == [told(one) for one in whole.entries]
    assert (whole.region, whole.year, broken.region) == ("平顶山市", 2023, "平顶山市")
    sections = Counter(one.category for one in whole.entries)
    assert sections == {"市重点民生实事": 33, "省重点民生实事": 11}
    assert {one.final_check for one in whole.entries if one.category == "省重点民生实事"} == {()}
    rescued = next(one for one in whole.entries if one.task is not None and "1500人" in one.task.text)
    assert (rescued.leads, rescued.first_check, len(rescued.shared)) == (("市残联",), ("市残联",), 10)


def test_the_standards_of_a_city_are_read_item_by_item() -> None:
    paper = real("汝州市2023年责任单位通知")
    counted = Counter(one.passage.place for one in paper.criteria)
    assert (counted["表2R3C2"], counted["表2R17C2"], counted["表2R19C2"], counted["表2R29C2"]) == (3, 7, 1, 5)
    assert {one.category for one in paper.criteria} == {"市重点民生实事", "省重点民生实事"}


def test_the_other_papers_are_recognised() -> None:
    recognised = {name: real(name) for name in REAL_NAMES[2:]}
    found = {
        name: (one.region, one.year, len(one.entries), len({other.passage.place for other in one.criteria}))
        for name, one in recognised.items()
    }
    assert found == {
        "鲁山县": ("鲁山县", 2022, 10, 0),
        "叶县": ("叶县", 2022, 10, 0),
        "安阳": ("", 2022, 0, 12),
        "黟县": ("黟县", 2022, 20, 0),
    }
    assert [one.number for one in recognised["黟县"].entries] == [str(number) for number in range(1, 21)]
    assert recognised["黟县"].entries[11].project == "15分钟健身圈建设"
    assert recognised["叶县"].entries[2].leads == ("县城管局", "县住建局")
