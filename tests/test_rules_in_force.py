"""`rules BREAKDOWN`: every rule in force, in Chinese, put into words from what is checked."""

import json
from pathlib import Path

import pytest

from generators.rules_in_force import rules_in_force
from make_reports import main
from model.catalogue import CATALOGUE
from tests.tables import year
from validators.breakdown import read_breakdown

TABLE = """
    编码 | 指标 | 单位 | 小数位 | 类型 | 汇总方式 | 其中于 | 分子口径 | 分母口径 | 宝丰县 | 郏县
    1.1 | 技能培训 | 万人次 | 2 | 数量 | 合计 | | | | 5 | 4
    1.2 | 技能人才 | 人 | 0 | 数量 | 合计 | | | | 900 | 800
    1.3 | 高技能人才 | 人 | 0 | 数量 | 合计 | 1.2 | | | 300 | 200
    2.1 | 覆盖率 | % | 1 | 比率 | 加权 | | 达标数（个） | 总数（个） | 95% | 95%
    3.1 | 免费开放 | 项 | | 状态 | 各达标 | | | | |
"""
RELATIONS = "编号 | 关系式 | 级别 | 说明\nG1 | [1.2] <= 2 * [1.3] | 强制 |\nG2 | [1.1] >= 上期[1.1] | 核实 | 只增不减"
EXEMPTIONS = "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n郏县 | 1.2 | P01 | 2023-10 | 分管领导甲 | 年中核减"


@pytest.fixture
def breakdown_file(tmp_path: Path) -> Path:
    return year(tmp_path, TABLE, 审核关系=RELATIONS, 豁免=EXEMPTIONS) / "目标分解表.xlsx"


def lines(file: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["rules", str(file)]) == 0
    return capsys.readouterr().out.splitlines()


def test_every_rule_that_a_submission_is_held_to_is_listed_under_its_level(breakdown_file, capsys):
    said = lines(breakdown_file, capsys)
    headings = [
        said.index(next(line for line in said if line.startswith(word))) for word in ("错误：", "核实：", "提示：")
    ]
    assert headings == sorted(headings)
    levels = {
        "error": said[headings[0] : headings[1]],
        "query": said[headings[1] : headings[2]],
        "note": said[headings[2] :],
    }
    for code, rule in CATALOGUE.items():
        if code[0] in "WRCXPK" and code not in ("X02", "X03"):
            assert any(line.startswith(f"  {code} {rule.title}") for line in levels[rule.severity.value]), code


@pytest.mark.parametrize("line", [
    "  C10 差一万倍：“本期累计”不小于“年度目标”的 2000 倍。适用：1.1",
    "  C31 远超目标：“本期累计”不小于“年度目标”的 20 倍；或者“本期累计”不小于“年度目标”的 5 倍，"
    "并且“年度目标”不小于 100。适用：1.2、1.3",
    "  C02 负数：“分母”小于 0。适用：2.1",
    "  C03 应为整数：“本期累计”乘以 10000 后不是整数。适用：1.1",
    "  C32 超过 100%：“本期累计”大于 100%。适用：2.1",
    "  X01 部分大于全部：大于它所在的 1.2。适用：1.3",
    "  P01 累计数比上期减少：“本期累计”小于“上期累计”。适用：1.1、1.2、1.3、2.1",
    "  G1 审核关系不成立：[1.2] <= 2 * [1.3] 不成立。适用：1.2、1.3",
    "  G2 审核关系待核实：[1.1] >= 上期[1.1] 不成立（只增不减）。适用：1.1",
    "  郏县 1.2 P01，至2023年10月：年中核减（批准人：分管领导甲）",
])  # fmt: skip
def test_a_rule_says_what_is_found_fault_with_and_in_which_rows(breakdown_file, capsys, line):
    assert line in lines(breakdown_file, capsys)


def test_what_comes_of_a_fault_stands_at_the_top(breakdown_file, capsys):
    assert lines(breakdown_file, capsys)[1] == "有误处理：退回该项；缺报处理：不计入。"


def test_as_json_each_rule_is_an_entry_and_nothing_else_is_printed(breakdown_file, capsys):
    assert main(["rules", str(breakdown_file), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    breakdown, _, _ = read_breakdown(breakdown_file)
    assert breakdown is not None
    assert [one["code"] for one in listed] == [one.code for one in rules_in_force(breakdown)]
    assert {"code": "G1", "severity": "error", "title": "审核关系不成立", "fault": "[1.2] <= 2 * [1.3] 不成立",
            "codes": ["1.2", "1.3"]} in listed  # fmt: skip


def test_a_breakdown_with_errors_or_none_at_all_is_refused_with_a_sentence(tmp_path, capsys):
    faulty = year(tmp_path, TABLE.replace("| 900 |", "| 约莫 |")) / "目标分解表.xlsx"
    assert main(["rules", str(faulty)]) == 2
    assert "目标分解表有错误" in capsys.readouterr().err
    assert main(["rules", str(tmp_path / "没有.xlsx")]) == 2
    assert "没有找到文件" in capsys.readouterr().err


def test_a_year_that_is_assessed_lists_its_rules_of_checking_and_how_it_is_scored(tmp_path, capsys):
    scoring = """项目 | 编码 | 分值 | 计分办法 | 参数 | 说明
        项目一 | | 60 | 完成率 | 封顶110% |
        | 1.1 | 40 | 分档 | 100%以上得40分；90%以上得30分 | 按培训量"""
    standards = "编码 | 序号 | 验收标准 | 一票否决\n1.2 | 1 | 全年发生重大事故的，不予通过 | 是"
    periods = "期次 | 评价\n2023-12 | 年末"
    folder = year(tmp_path, TABLE, 评分=scoring, 验收标准=standards, 期次=periods)
    said = lines(folder / "目标分解表.xlsx", capsys)
    assert (
        "  项目一：按完成率计60分，封顶110%；1.1按完成率分档计40分：100%以上得40分，90%以上得30分，再低的不得分"
        "（按培训量）；一票否决：全年发生重大事故的，不予通过。"
    ) in said
    assert any(line.startswith("  A01 ") for line in said)


def test_a_year_that_is_not_assessed_lists_neither(breakdown_file, capsys):
    said = lines(breakdown_file, capsys)
    assert not any(line.startswith("  A") or "计分办法" in line for line in said)
