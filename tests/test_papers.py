"""Papers: the engine that fills in templates, and what the notice, the table, the slip and the reminder say."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from generators import feedback, notice
from generators.slip_words import FEEDBACK_WORDS, REMINDER_WORDS
from generators.telling.progress import ProgressTable
from generators.telling.words import NOTICE_WORDS, PROGRESS_WORDS, ROW_WORDS
from generators.word.papers import render
from model.breakdown import Basics, PeriodNote
from model.catalogue import Place, found
from model.fault import TemplateFault
from model.figure import Verdict
from model.results import Results
from templates.build.__main__ import TEMPLATES
from tests.small_results import BASICS, COUNTIES, NOTE, VALUES, county_results, small_results
from tests.word_templates import document

FOLDER = Path(__file__).resolve().parent.parent / "templates"
NOTICE, TABLE = FOLDER / "进度通报.docx", FOLDER / "推进情况表.docx"
SLIP, REMINDER = FOLDER / "反馈单.docx", FOLDER / "催报单.docx"
WORDS = {
    NOTICE: NOTICE_WORDS,
    TABLE: PROGRESS_WORDS,
    SLIP: FEEDBACK_WORDS,
    REMINDER: REMINDER_WORDS,
}

SIGNS = [
    "甲&乙县",
    "<某县>",
    "x<50%",
    "他说“好”和\"好\"'好'",
    "{{ 地区 }} {% if %} {_{ }_} {#",
    "第一行\n第二行\n\n第四行",
    "一列\t二列",
    "  首尾空格  ",
    "长" * 4000,
    "䶮𠮷🙂",
]


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All words of a document in their order, a paragraph a line."""
    body = opened(content).element.body
    return "\n".join("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))


# The engine


@pytest.mark.parametrize("text", SIGNS, ids=lambda text: text[:6])
def test_every_text_comes_through_unchanged(text: str) -> None:
    made = opened(render(document("前{{ 文字 }}后", rows=[["{{ 文字 }}"]]), {"文字": text}))
    assert made.paragraphs[0].text == f"前{text}后"
    assert made.tables[0].cell(0, 0).text == text


def test_signs_that_no_document_may_hold_are_left_out() -> None:
    assert opened(render(document("{{ 文字 }}"), {"文字": "甲\x00\x0b乙"})).paragraphs[0].text == "甲乙"


def test_loops_conditions_and_filters_are_those_of_docxtpl() -> None:
    template = document(
        "{%p for 项 in 项目 %}",
        "{{ loop.index|汉字数 }}、{{ 项.名称 }}{% if 项.率 < 1 %}（{{ 项.率|百分比 }}）{% endif %}",
        "{%p endfor %}",
        "{{ 名单|列举 }}",
        rows=[["{%tr for 项 in 项目 %}"], ["{{ 项.名称 }}"], ["{%tr endfor %}"]],
    )  # fmt: skip
    context = {
        "名单": ["甲", "乙", "丙"],
        "项目": [{"名称": "一项", "率": Decimal("0.719")}, {"名称": "二项", "率": 1}],
    }
    made = opened(render(template, context))
    assert [one.text for one in made.paragraphs] == ["一、一项（71.9%）", "二、二项", "甲、乙和丙"]
    assert [row.cells[0].text for row in made.tables[0].rows] == ["一项", "二项"]


@pytest.mark.parametrize("escaping", ["e", "escape", "forceescape", "safe"])
def test_a_text_that_a_template_escapes_or_calls_safe_comes_through_unchanged(escaping: str) -> None:
    assert text_of(render(document(f"{{{{ 字|{escaping} }}}}"), {"字": "甲&<乙>"})) == "甲&<乙>"


def test_a_tag_that_word_has_split_into_runs_is_still_one() -> None:
    made = docx.Document(io.BytesIO(document("")))
    paragraph = made.paragraphs[0]
    for part in ("{", "{ 地", "区", " }", "}市"):
        paragraph.add_run(part)
    buffer = io.BytesIO()
    made.save(buffer)
    assert opened(render(buffer.getvalue(), {"地区": "甲"})).paragraphs[0].text == "甲市"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "没有值"),
        (Decimal("NaN"), "不是一个数"),
        (float("nan"), "不是一个数"),
        (True, "是“是否”"),
        ([1], "是一组内容"),
        ({"名称": "甲"}, "是一组内容"),
    ],
)
def test_what_is_no_text_is_refused(value: object, said: str) -> None:
    with pytest.raises(TemplateFault, match=re.escape("{{ 数 }}人")) as caught:
        render(document("共{{ 数 }}人"), {"数": value})
    assert said in str(caught.value)


def test_an_unknown_word_is_named_with_its_paragraph_and_the_nearest_known_one(tmp_path: Path) -> None:
    template = tmp_path / "进度通报.docx"
    template.write_bytes(document("通报如下", "截至{{ 截止 }}，{{ 地区 }}"))
    with pytest.raises(TemplateFault) as caught:
        render(template, {"截至": "9月25日", "地区": "甲市"})
    assert str(caught.value) == "模板“进度通报.docx”里“截至{{ 截止 }}，{{ 地区 }}”一段：不认识“截止”，是不是“截至”。"


def test_an_unknown_word_in_a_loop_is_named_when_its_branch_runs() -> None:
    template = document("{%p for 项 in 项目 %}", "{% if 项.有 %}{{ 项.名子 }}{% endif %}", "{%p endfor %}")
    render(template, {"项目": [{"有": False, "名字": "甲"}]})
    with pytest.raises(TemplateFault, match="不认识“名子”，是不是“名字”"):
        render(template, {"项目": [{"有": True, "名字": "甲"}]})


@pytest.mark.parametrize(
    "words", ["{{ ''.__class__.__mro__ }}", "{{ 甲.keys() }}", "{{ 甲 + 1 }}", "{{ 乙|百分比 }}", "{{ 1 / 0 }}"]
)
def test_what_a_template_must_not_do_ends_in_a_sentence(words: str) -> None:
    with pytest.raises(TemplateFault, match="模板“模板”"):
        render(document(words), {"甲": {"乙": "丙"}, "乙": "不是数"})


@pytest.mark.parametrize("words", ["{% if 项.累计 > 5 %}甲{% endif %}", "{{ 项.累计 - 1 }}", "{{ 5 + 项.累计 }}"])
def test_a_text_in_a_sum_is_named_with_the_numbers_that_there_are(words: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        render(document("{%p for 项 in 项目 %}", words, "{%p endfor %}"), {"项目": [
            {"累计": "5万人", "累计数": Decimal(5), "目标数": 8, "达标": True}]})  # fmt: skip
    assert "“项.累计”是写好的文字，不能和数比较、加减，能算的有：“累计数”、“目标数”。" in str(caught.value)


def test_a_word_outside_its_loop_is_told_so_when_the_paper_is_made() -> None:
    with pytest.raises(TemplateFault, match=re.escape("“项”只能用在 {% for 项 in 项目 %} 里面")):
        render(document("{%p for 项 in 项目 %}", "甲", "{%p endfor %}", "{{ 项.名称 }}"), {"项目": []})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04broken", "不是 .docx 文件"),
        (b"\xd0\xcf\x11\xe0old", "另存为 .docx"),
        (b"", "不是 .docx 文件"),
    ],
)
def test_a_file_that_is_no_docx_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(TemplateFault, match=re.escape(said)):
        render(content, {})


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match=r"模板“没有\.docx”打不开"):
        render(tmp_path / "没有.docx", {})


def test_a_long_table_takes_seconds_at_most() -> None:
    row = dict.fromkeys(ROW_WORDS, "甲县（市、区）")
    context = {**dict.fromkeys(PROGRESS_WORDS, "甲"), "责任表": [], "表": [{**row, "种类": "单位"}] * 840}
    begun = time.perf_counter()
    made = render(TABLE, context)
    assert time.perf_counter() - begun < 5
    assert len(opened(made).tables[0].rows) == 841


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_made_again_byte_for_byte(name: str) -> None:
    assert TEMPLATES[name]() == (FOLDER / name).read_bytes()


# The notice


def notice_bytes(results: Results) -> bytes:
    return notice.notice(notice.notice_of(results), NOTICE)


def notice_text(results: Results) -> str:
    return text_of(notice_bytes(results))


def with_values(**changed: Mapping[str, str | None]) -> dict[str, Mapping[str, str | None]]:
    """The values of the small city, rows of them replaced: r1_1 is 1.1."""
    return {
        **VALUES,
        **{key[1:].replace("_", "."): {**VALUES[key[1:].replace("_", ".")], **line} for key, line in changed.items()},
    }


def words_in(value: object, path: str = "") -> set[str]:
    """Every word of a context, those in a group with a dot."""
    if isinstance(value, Mapping):
        found: set[str] = set()
        for word, inner in value.items():
            here = f"{path}.{word}" if path else str(word)
            found |= {here} | words_in(inner, here)
        return found
    if isinstance(value, list | tuple | ProgressTable):
        return {one for inner in value for one in words_in(inner, path)}
    return set()


@pytest.mark.parametrize("results", [small_results(), county_results()], ids=["city", "county"])
def test_the_known_words_are_those_of_the_context(results: Results) -> None:
    told = notice.notice_of(results)
    assert words_in(told.words) <= set(NOTICE_WORDS)
    assert words_in(told.table_words) <= set(PROGRESS_WORDS)
    assert words_in(feedback.feedback_context(results, COUNTIES[0])) <= set(FEEDBACK_WORDS)
    assert words_in(feedback.reminder_context(results)) <= set(REMINDER_WORDS)


def test_the_same_results_give_the_same_bytes() -> None:
    assert notice_bytes(small_results()) == notice_bytes(small_results())


def test_a_sum_is_told_with_target_completion_pace_and_part() -> None:
    text = notice_text(small_results(previous={"1.1": "11.16"}))
    assert (
        "1．职业技能培训。年度目标16万人次，全市累计完成12.36万人次（其中高技能人才3万人次，完成年度目标的75%），"
        "完成年度目标的77.3%，快于序时进度2.3个百分点，比上月增加1.2万人次。" in text
    )
    assert "甲县（87.5%）居前，丁区（66.5%）居后。" in text


def test_who_leads_is_named_only_where_units_differ() -> None:
    level = with_values(r1_1=dict.fromkeys(COUNTIES, "3.1"))
    assert "居前，" not in notice_text(small_results(level)).split("（二）")[0].split("职业技能培训。")[1]


def test_a_shared_place_is_told_as_shared() -> None:
    text = notice_text(small_results(with_values(r1_1={"甲县": "3.5", "乙县": "3.5", "丙市": "3.1", "丁区": "2"})))
    assert "甲县和乙县（均为87.5%）并列第1位，丁区（50%）居后。" in text


def test_with_a_unit_missing_how_many_reported_comes_first() -> None:
    text = notice_text(small_results(with_values(r1_1={"丁区": None})))
    assert "应报4个单位，已报3个，合计9.7万人次" in text
    assert "为已报单位目标的80.8%，快于序时进度5.8个百分点；尚缺丁区的数。" in text
    assert "全市累计完成" not in text.split("（二）")[0]


def test_a_unit_that_did_not_report_is_named_and_nothing_is_said_when_all_did() -> None:
    missing = {code: {unit: value for unit, value in line.items() if unit != "丁区"} for code, line in VALUES.items()}
    assert "本期应报5个单位，已报4个，丁区未报。" in notice_text(small_results(missing))
    text = notice_text(small_results())
    assert "本期应报5个单位，均已报送。" in text
    assert "未报" not in text


def test_a_true_zero_is_not_yet_done() -> None:
    text = notice_text(small_results(with_values(r2_1=dict.fromkeys(COUNTIES, "0"))))
    assert "幼儿园建设。年度目标8所，全市尚未完成，慢于序时进度100个百分点（按节点应完成100%）" in text
    assert not re.search(r"(?<!\d)0\.0+(?!\d)", text)


def test_nothing_is_called_all_done_while_a_unit_is_not() -> None:
    values = with_values(r1_1={"甲县": "10", "乙县": "4", "丙市": "4", "丁区": "3"})
    text = notice_text(small_results(values))
    assert "超额完成31.3%" in text
    assert "1个单位尚未完成本单位任务：丁区。" in text
    assert "全面完成" not in text
    all_done = notice_text(small_results(with_values(r1_1=dict.fromkeys(COUNTIES, "4"))))
    assert "已完成年度目标" in all_done
    assert "4个单位均已完成本单位任务。" in all_done


def test_each_unit_is_held_against_its_own_rate() -> None:
    text = notice_text(small_results())
    assert "年度目标为达到65%，3个单位达标，尚未达标的是丙市（64%）。全市按分子、分母合计为70%。" in text


def test_a_ceiling_and_a_state_are_told_in_their_own_words() -> None:
    text = notice_text(small_results())
    assert "供热普及率。年度目标5%，市城市管理局目前为4.87%，低于控制目标0.13个百分点，达标。" in text
    assert "示范创建。示范创建任务，由市城市管理局负责，目前正在推进。设施改造分段推进。" in text


def test_the_overall_picture_counts_by_verdict() -> None:
    results = small_results()
    text = notice_text(results)
    verdicts = [one.judgement.verdict for one in results.rollup.totals]
    assert f"滞后{verdicts.count(Verdict.LAGGING)}项" in text
    assert "2023年全市重点民生实事共3件，分解为6项指标，由4个县（市、区）和1个市直单位填报。" in text
    assert "序时进度为75%" in text


def test_gaps_are_printed_for_what_the_office_has_not_filled_in() -> None:
    text = notice_text(small_results(note=None))
    assert "平政办〔2023〕　　号" in text
    assert "2023年　　月　　日\n" in text
    assert "截至2023年9月30日" in text
    blank = notice_text(small_results(note=PeriodNote(NOTE.period), basics=Basics("平顶山市", 2023, "市")))
    assert "　　〔2023〕　　号" in blank
    assert "抄送" not in blank


def test_a_county_is_told_by_its_departments() -> None:
    content = notice_bytes(county_results())
    text = text_of(content)
    assert "培训。年度目标不少于500人，县人社局累计完成560人，超额完成12%。线路已经开通。" in text
    assert "公交开通。年度目标2条，县交通局尚未完成，慢于序时进度75个百分点。" in text
    assert "居前" not in text
    first, second = opened(content).tables[:2]
    assert [cell.text for cell in first.rows[0].cells] == [
        "编号",
        "工作任务",
        "责任单位",
        "责任人",
        "分管领导",
        "工作进度",
    ]
    assert [cell.text for cell in first.rows[1].cells][:5] == [
        "1",
        "扩大就业：抓好落实",
        "县人社局",
        "责任人1",
        "分管领导1",
    ]
    assert first.rows[1].cells[5].text == "培训560人，超额完成12%。线路已经开通。"
    assert [cell.text for cell in second.rows[2].cells][2] == "县人社局"


def test_the_table_names_every_indicator_and_asked_unit() -> None:
    results = small_results()
    table = opened(notice.progress_table(notice.notice_of(results), TABLE)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    lines = {(row[0], row[2]): row for row in rows}
    for figure in results.rollup.figures:
        if figure.unit in COUNTIES:
            assert (figure.code, figure.unit) in lines
    assert lines["1.1", "全市"] == [
        "1.1", "职业技能培训", "全市", "万人次", "16万人次", "12.36", "77.3%", "快2.3", "达到序时", "—",
    ]  # fmt: skip
    assert lines["1.1", "乙县"][1:] == [
        "职业技能培训", "乙县", "万人次", "4万人次", "3.1", "77.5%", "快2.5", "达到序时", "并列2",
    ]  # fmt: skip
    assert lines["2.1", "丁区"][5:] == ["0", "尚未完成", "慢100", "未启动", "4"]


def test_names_with_signs_of_xml_stand_in_the_notice() -> None:
    results = county_results(progress="<某县>x<50%，甲&乙\n第二行")
    assert "<某县>x<50%，甲&乙；第二行。" in notice_text(results)


# Slip and reminder


def test_the_slip_names_what_to_mend_first_and_then_what_to_know() -> None:
    place = Place("甲县", "上报/甲县.xlsx", "填报", "G6", "1.1")
    findings = (
        found("C21", place, value="１２", label="「1.1 职业技能培训」", column="本期累计", read="12"),
        found("C02", place, value="-1", label="「1.1 职业技能培训」", column="本期累计"),
    )
    content = feedback.feedback(small_results(findings=findings), "甲县", SLIP)
    tables = opened(content).tables
    assert [cell.text for cell in tables[0].rows[1].cells] == [
        "1", "错误", "填报\nG6", "「1.1 职业技能培训」的“本期累计”填的是-1。", "不小于 0",
        "请填不小于 0 的数。",
    ]  # fmt: skip
    assert tables[1].rows[1].cells[1].text == "提示"
    text = text_of(content)
    assert "甲县：\n" in text
    assert "你单位报来的“甲县.xlsx”（全部采用），经审核，有1处须改正或说明，所涉数据暂不计入汇总。" in text
    assert "另有1处供了解，不影响采用。" in text
    assert "：级别为“错误”的，请改正。改好后将填报日期改为当天，于2023年9月26日前重报；" in text


def test_the_same_fault_over_many_cells_is_one_line_of_the_slip() -> None:
    rows = ((6, "1.1"), (7, "1.2"), (8, "2.1"))
    findings = tuple(
        found(
            "R01", Place("甲县", "上报/甲县.xlsx", "填报", f"G{row}", code), label=f"「{code}」", column="本期累计",
            zero="；确为零的填 0",
        )
        for row, code in rows
    )  # fmt: skip
    content = feedback.feedback(small_results(findings=findings), "甲县", SLIP)
    assert [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows[1:]] == [
        ["1", "错误", "填报\nG6—G8",
         "必填项未填，共 3 处：1.1、1.2、2.1。例如 G6：「1.1」的“本期累计”没有填。", "本期累计必填",
         "请补填后重报；确为零的填 0。"],
    ]  # fmt: skip
    assert "有3处须改正或说明" in text_of(content)


def test_a_line_of_the_office_s_own_corrections_is_not_sent_to_the_unit() -> None:
    place = Place("甲县", "更正.xlsx", "更正", "E2", None, "本期累计")
    fallen = found("K01", place, value="1", label="「1.1」", column="本期累计", old="1", read="2")
    assert "没有须改正的内容。" in text_of(feedback.feedback(small_results(findings=(fallen,)), "甲县", SLIP))


def test_a_slip_without_findings_says_so() -> None:
    text = text_of(feedback.feedback(small_results(), "甲县", SLIP))
    assert "没有须改正的内容。" in text


def test_the_reminder_names_who_owes_what_by_when() -> None:
    missing = {code: {unit: value for unit, value in line.items() if unit != "丁区"} for code, line in VALUES.items()}
    missing["1.1"] = {**missing["1.1"], "甲县": None}
    content = feedback.reminder(small_results(missing), REMINDER)
    rows = [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]
    assert rows[1:] == [
        ["1", "丁区", "未报", "填报表全部4项指标（涉及2个项目）"],
        ["2", "甲县", "退回1项", "1.1 职业技能培训，详见反馈单"],
    ]
    assert "上报截止日期为2023年9月26日。经核对，1个单位尚未报送，1个单位部分或全部数据被退回。" in text_of(content)


def test_a_reminder_with_nobody_on_it_says_so() -> None:
    assert "各单位均已报送，没有须催报的内容。" in text_of(feedback.reminder(small_results(), REMINDER))


def test_the_due_day_falls_within_its_month() -> None:
    results = small_results(note=None, basics=BASICS)
    assert results.breakdown.due_date(results.period).isoformat() == "2023-09-25"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.decode("utf-8").encode("utf-16"),
        lambda xml: b"",
    ],
    ids=["cut off", "in another encoding", "empty"],
)
def test_a_damaged_template_is_one_sentence(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    spoiled = tmp_path / "进度通报.docx"
    with (
        zipfile.ZipFile(Path(__file__).parent.parent / "templates" / "进度通报.docx") as good,
        zipfile.ZipFile(spoiled, "w") as bad,
    ):
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(name, spoil(part) if name == "word/document.xml" else part)
    with pytest.raises(TemplateFault, match="进度通报"):
        render(spoiled, {})
