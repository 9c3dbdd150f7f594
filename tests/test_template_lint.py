"""`lint` of a Word template: each fault is found, its paragraph quoted, and the way out named."""

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from commands.lint import lint
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.template_lint import WORDS_OF, lint_template, template_named
from generators.word.check import template_findings
from generators.word.faults import revised, untagged
from generators.word.papers import render
from generators.word.vocabulary import Vocabulary, Word
from generators.word.words import as_written, unused
from model.fault import JobFault, TemplateFault
from tests.spoilt_papers import Draft, added, styled, with_part
from tests.word_templates import document

FOLDER = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = [FOLDER / f"{name}.docx" for name in WORDS_OF]
KNOWN: Vocabulary = {
    **dict.fromkeys(("地区", "年度", "项目.名称", "项目.率", "项目.指标.名称", "图.名次"), Word("一个词", "甲")),
    "名单": Word("一组：名称", "甲", item="人"),
    "项目": Word("一组：各项目", item="项"),
    "项目.指标": Word("一组：各指标", item="个"),
    "图": Word("两张图"),
}

LOOP, END = "{%p for 项 in 项目 %}", "{%p endfor %}"
ROWS = ["{%tr for 项 in 项目 %}"], ["{{ 项.名称 }}"], ["{%tr endfor %}"]


def in_loop(words: str) -> bytes:
    return document(LOOP, words, END)


def table(*rows: list[str]) -> bytes:
    return document(rows=list(rows))


FAULTS = {
    # Braces and signs
    "full-width braces": (document("｛｛ 地区 ｝｝"), "全角"),
    "one full-width brace": (document("{{ 地区 ｝}"), "全角"),
    "braces of two kinds": (document("{｛ 地区 }}"), "全角"),
    "full-width percent": (document("{％ if 地区 ％}甲{% endif %}"), "全角"),
    "blank between braces": (document("{ { 地区 } }"), "多了空格"),
    "one brace alone": (document("今年{地区}的情况"), "只有一层括号"),
    "half a tag": (document("共{{ 地区"), "没有写完"),
    "one closing brace": (document("{{ 地区 }的{{ 年度 }}"), "没有写完"),
    "a tag over two paragraphs": (document("{{ 地区", "}}"), "没有写完"),
    "full-width quotes": (document("{% if 地区 == ＂甲＂ %}乙{% endif %}"), "请改成半角的“\"”"),
    "full-width comma": (document("{{ 地区|replace('甲'，'乙') }}"), "请改成半角的“,”"),
    "full-width dot": (in_loop("{{ 项。名称 }}"), "请改成半角的“.”"),
    "full-width bracket": (document("{{ 名单|列举（） }}"), "请改成半角的“(”"),
    "full-width equals": (document("{% if 地区 ＝＝ '甲' %}乙{% endif %}"), "请改成半角的“=”"),
    "full-width bar": (document("{{ 地区｜整句 }}"), "请改成半角的“|”"),
    # Words of tags
    "blank before tr": (table(["{% tr for 项 in 项目 %}"], *ROWS[1:]), "不能有空格"),
    "blank before p": (document("{% p if 地区 %}", "甲", "{%p endif %}"), "不能有空格"),
    "no blank after tr": (table(["{%trfor 项 in 项目 %}"], *ROWS[1:]), "后面要有空格"),
    "no blank after if": (document("{% if地区 %}甲{% endif %}"), "“if”后面要有空格"),
    "no blank around in": (document("{% for 项in项目 %}甲{% endfor %}"), "in 两边要有空格"),
    "a word misspelt": (document("{% for 项 in 项目 %}甲{% endfro %}"), "是不是“endfor”"),
    "else if": (document("{% if 地区 %}甲{% elseif 年度 %}乙{% endif %}"), "不认识“elseif”"),
    "a macro": (document("{% macro 甲() %}乙{% endmacro %}{{ 甲() }}"), "不认识“macro”"),
    "set over a block": (document("{% set 甲 %}{{ 地区 }}{% endset %}{{ 甲 }}"), "应写成“{% set 词 = 内容 %}”的样子"),
    "two words": (document("{{ 地区 名称 }}"), "写法不对"),
    # Pairs and places
    "if without end": (document("{%p if 地区 %}", "甲"), "没有对应的“endif”"),
    "for without end": (document("{% for 项 in 项目 %}甲"), "没有对应的“endfor”"),
    "end without for": (document("甲{% endfor %}"), "没有对应的开头"),
    "ends crossed": (document("{% for 项 in 项目 %}{% if 地区 %}甲{% endfor %}{% endif %}"), "没有对应的开头"),
    "loop over paragraphs": (document("{% for 项 in 项目 %}甲", "乙{% endfor %}"), "不在同一段里，要按段重复"),
    "ends unlike": (document(LOOP, "甲", "{% endfor %}"), "写法不同"),
    "loop with words beside": (document(f"{LOOP}甲乙", END), "“甲乙”会印不出来"),
    "two tags in a paragraph": (document(LOOP, "{%p if 地区 %}{%p endif %}", END), "会印不出来"),
    "end in the data row": (table(ROWS[0], ["{{ 项.名称 }}{%tr endfor %}"]), "要单独占一行"),
    "start in the data row": (table(["{%tr for 项 in 项目 %}{{ 项.名称 }}"], ROWS[2]), "要单独占一行"),
    "start beside a head": (table(["名称", "{%tr for 项 in 项目 %}"], ["{{ 项.名称 }}", ""], ["{%tr endfor %}", ""]),
                            "“名称”会印不出来"),
    "row tag outside a table": (document("{%tr if 地区 %}", "甲", "{%tr endif %}"), "只能用在表格里"),
    "loop across cells": (table(["{% for 项 in 项目 %}", "{{ 项.名称 }}{% endfor %}"]), "要按行重复，请把 {%tr"),
    "loop across rows": (table(["{% for 项 in 项目 %}{{ 项.名称 }}"], ["{% endfor %}"]), "要按行重复，请把 {%tr"),
    "paragraph loop across cells": (table([LOOP, END]), "不在同一个单元格"),
    "two row tags in a row": (table(["{%tr for 项 in 项目 %}", "{%tr if 地区 %}"], ["甲", ""], ["{%tr endif %}", ""],
                                    ["{%tr endfor %}", ""]), "会印不出来"),
    # Words
    "unknown filter": (document("{{ 地区|百份比 }}"), "不认识“百份比”，是不是“百分比”"),
    "unknown filter in a dead branch": (document("{% if 年度 %}{{ 地区|百份比 }}{% endif %}"), "是不是“百分比”"),
    "unknown test": (document("{% if 地区 is numbr %}甲{% endif %}"), "不认识“numbr”，是不是“number”"),
    "unknown word": (document("{{ 地曲 }}"), "不认识“地曲”，是不是“地区”"),
    "unknown word in a branch": (document("{% if false %}{{ 地曲 }}{% endif %}"), "不认识“地曲”，是不是“地区”"),
    "unknown word in else": (document("{% if 地区 %}甲{% else %}{{ 年渡 }}{% endif %}"), "不认识“年渡”，是不是“年度”"),
    "unknown word in a condition": (document("{% if 地区 and 年渡 %}甲{% endif %}"), "不认识“年渡”，是不是“年度”"),
    "unknown word in set": (document("{% set 甲 = 年渡 %}{{ 甲 }}"), "不认识“年渡”，是不是“年度”"),
    "unknown word of a filter": (document("{{ 地区|default(年渡) }}"), "不认识“年渡”，是不是“年度”"),
    "unknown list": (document("{% for 项 in 项木 %}甲{% endfor %}"), "不认识“项木”，是不是“项目”"),
    "unknown part": (in_loop("{{ 项.名子 }}"), "不认识“项目.名子”，是不是“名称”"),
    "unknown part in brackets": (in_loop("{{ 项['名子'] }}"), "不认识“项目.名子”，是不是“名称”"),
    "unknown part of a part": (in_loop("{% for 个 in 项.指标 %}{{ 个.名子 }}{% endfor %}"),
                               "不认识“项目.指标.名子”"),
    "unknown part of a sorted list": (document("{% for 项 in 项目|sort(attribute='率') %}{{ 项.名子 }}{% endfor %}"),
                                      "不认识“项目.名子”"),
    "unknown part of the first": (document("{{ (项目|first).名子 }}"), "不认识“项目.名子”"),
    "unknown part of what was set": (document("{% set 甲 = 项目 %}{% for 项 in 甲 %}{{ 项.名子 }}{% endfor %}"),
                                     "不认识“项目.名子”"),
    "a word of the loop below it": (document(LOOP, "甲", END, "{{ 项.名称 }}"),
                                 "“项”只能用在 {% for 项 in 项目 %} 里面"),
    "a word of a loop that is not there": (document("{{ 个.名称 }}"), "“个”只能用在 {% for 个 in … %} 里面"),
    "an unquoted text": (document("{% if 地区 == 数量 %}甲{% endif %}"), "写成“'数量'”"),
    "an unquoted text like a word": (document("{% if 地区 == 地名 %}甲{% endif %}"),
                                     "不认识“地名”，是不是“地区”；如果是文字，要加半角的引号，写成“'地名'”"),
    "an unquoted text in a list": (document("{% if 地区 in ['甲', 数量] %}甲{% endif %}"), "写成“'数量'”"),
    "a filter like no other": (document("{{ 地区|xyzw }}"), "不认识“xyzw”，印法有：万、亿"),
    "a picture too wide": (document("{{ 图.名次|宽(300) }}"), "图的宽度要写70到250之间的整毫米数，不能是“300”"),
    # Causes of what cannot be read
    "one equals sign": (document("{% if 地区 = '甲' %}乙{% endif %}"), "= '甲' %}”写法不对，比较是不是相等"),
    "a sign of mathematics": (document("甲{% if 年度 ≤ 1 %}乙{% endif %}"), "“≤”要写成“<=”"),
    "a blank inside a word": (document("{{ 地 区 }}"), "“地 区”中间多了空格，应是“地区”"),
    "three braces": (document("{{{ 地区 }}}"), "花括号多了一层"),
    "a missing bracket": (document("{{ 地区|小数(1 }}"), "“(”和“)”的个数不一样"),
    "a missing is": (document("{% if 地区 有数 %}甲{% endif %}"), "“有数”前面要有“is”"),
    "a filter without brackets": (document("{{ 地区|小数 1 }}"), "“|小数 1”要写成“|小数(1)”"),
    "a part of a text": (document("{{ 地区.名称 }}"), "“地区”不是一组内容，后面不能再写“.名称”"),
    "a part of a text in a loop": (in_loop("{{ 项.名称.长 }}"), "“项目.名称”不是一组内容"),
    "a list as a text": (document("共有{{ 项目 }}"),
                         "“项目”是一组内容，不能直接印出来，请用 for 逐项来印，或写明其中哪一项。"),
    "a list in a list as a text": (in_loop("{{ 项.指标 }}"), "“项目.指标”是一组内容"),
    "an item as a text": (in_loop("{{ 项 }}"), "“项目”是一组内容，不能直接印出来，请写明其中哪一项。"),
    "a thing with parts as a text": (document("{{ 图 }}"), "“图”是一组内容，不能直接印出来，请写明其中哪一项。"),
    "a thing with parts as a list": (document("{% for 幅 in 图 %}甲{% endfor %}"),
                                     "“图”不能用 for 循环，请写明其中哪一项。"),
    "a list of texts as a text": (document("{{ 名单 }}"), "“名单”是一组内容，不能直接印出来，请用 for 逐项来印。"),
    "a text of a list as a list": (document("{% for 人 in 名单 %}{% for 字 in 人 %}甲{% endfor %}{% endfor %}"),
                                   "“名单”不是一组内容，不能用 for 循环"),
    "a part of a whole list": (document("{{ 项目.名称 }}"), "“项目”有好几条，不能直接写“.名称”，请用 for 逐项来印。"),
    "a text as a list": (document("{% for 字 in 地区 %}{{ 字 }}{% endfor %}"), "“地区”不是一组内容，不能用 for 循环"),
}  # fmt: skip


@pytest.mark.parametrize(("template", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_template_is_found_and_told(template: bytes, said: str) -> None:
    findings = template_findings(template, KNOWN)
    assert any(said in one for one in findings), findings
    for one in findings:
        assert one.startswith("模板“模板”里“")
        assert one.endswith("。")
        assert not re.search("。。|None|“”", one), one


RIGHT = {
    "texts": document("{{ 地区 }}{{年度}}", "{%- if 地区 -%}甲{%- endif -%}"),
    "curly quotes": document("{% if 地区 == “甲” %}是{% elif 地区 == ‘乙’ %}否{% endif %}"),
    "signs in quotes": document("{{ 地区 ~ '，（甲）。' }}"),
    "lists": document(LOOP, "{{ loop.index }}{{ 项.名称 }}{% for 个 in 项.指标 %}{{ 个.名称 }}{% endfor %}", END),
    "a list of texts": document("{% for 人 in 名单 %}{{ 人 }}{% endfor %}{{ 名单[0] }}{{ 名单|first }}{{ 名单|列举 }}"),
    "one of a list": document(
        "{{ 项目[0].名称 }}{{ (项目|last).名称 }}{% for 项 in 项目[:3] %}{{ 项.名称 }}{% endfor %}"
    ),
    "a part of a thing": document("{{ 图.名次 }}"),
    "rows": table(["名称"], *ROWS),
    "rows with a choice": table(
        ROWS[0],
        ["{%tr if 项.率 > 1 %}"],
        ["{{ 项.名称 }}"],
        ["{%tr else %}"],
        ["甲"],
        ["{%tr endif %}"],
        ROWS[2],
    ),
    "set in a branch": document("{% if 地区 %}{% set 甲 = 1 %}{% endif %}{{ 甲 }}"),
    "two loop words": document("{% for 键, 值 in 项目 %}{{ 键 }}{{ 值 }}{% endfor %}"),
    "counting a list": document("{{ 项目|length }}{% if 项目 %}有{% endif %}"),
    "a comment": document("{# 这里写给自己看，不印 #}"),
    "dates and sums": document("{{ (地区 ~ 年度)|整句 }}"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_let_pass(name: str) -> None:
    assert template_findings(RIGHT[name], KNOWN) == []


def test_a_paragraph_loop_inside_one_cell_is_right() -> None:
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = LOOP
    cell.add_paragraph("{{ 项.名称 }}")
    cell.add_paragraph(END)
    assert template_findings(saved(made), KNOWN) == []


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name",
    ["curly quotes", "signs in quotes", "lists", "a list of texts", "one of a list", "rows", "rows with a choice"],
)
def test_what_is_let_pass_can_be_filled_in(name: str) -> None:
    rows = [{"名称": "甲", "率": 2, "指标": [{"名称": "乙"}]}]
    render(RIGHT[name], {"地区": "甲", "年度": "2023", "项目": rows, "名单": ["甲"]})


def test_a_tag_that_word_has_split_into_runs_is_read_as_one() -> None:
    made: Any = docx.Document()
    paragraph = made.add_paragraph()
    for part in ("{", "{ 地", "曲", " }", "}市"):
        paragraph.add_run(part)
    assert "不认识“地曲”，是不是“地区”" in template_findings(saved(made), KNOWN)[0]


def test_the_same_word_is_told_once_and_every_other_one_too() -> None:
    findings = template_findings(document("{{ 地曲 }}", "{{ 地曲 }}", "{{ 年渡 }}"), KNOWN)
    assert len(findings) == 2


def test_a_fault_of_a_tag_does_not_hide_unknown_words() -> None:
    findings = template_findings(document("{%p if 地区 %}甲", "{%p endif %}", "{{ 年渡 }}"), KNOWN)
    assert any("会印不出来" in one for one in findings)
    assert any("不认识“年渡”" in one for one in findings)


# Merged cells


def merged_table(first: int, last: int) -> bytes:
    """Head, {%tr for, two data rows, {%tr endfor, foot: the cells of the first column merged from row to row."""
    made: Any = docx.Document()
    rows = ["名称", "{%tr for 项 in 项目 %}", "{{ 项.名称 }}", "{{ 项.率 }}", "{%tr endfor %}", "合计"]
    table = made.add_table(len(rows), 2)
    for row, words in zip(table.rows, rows, strict=True):
        row.cells[1].text = words
    for number in range(first, last + 1):
        properties = table.rows[number].cells[0]._element.get_or_add_tcPr()
        merge = properties.makeelement(qn("w:vMerge"), {qn("w:val"): "restart"} if number == first else {})
        properties.append(merge)
    return saved(made)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2, 3, None),
        (2, 4, None),
        (0, 1, None),
        (0, 2, "循环里的行和循环外的行"),
        (3, 5, "循环里的行和循环外的行"),
        (1, 2, "标签所在的行"),
    ],
)
def test_rows_of_a_loop_are_merged_among_themselves_alone(first: int, last: int, said: str | None) -> None:
    findings = template_findings(merged_table(first, last), KNOWN)
    assert bool(findings) is (said is not None)
    assert said is None or said in findings[0]


# When a paper is made


def test_a_syntax_fault_is_told_the_same_way_when_the_template_is_used() -> None:
    with pytest.raises(TemplateFault, match="没有对应的“endif”"):
        render(document("{%p if 地区 %}", "甲"), {"地区": "甲"})


PRINTED_AS_THEY_STAND = {
    "full-width braces": (document("｛｛ 地区 ｝｝"), "全角"),
    "braces that do not match": (document("{ 地区 }}"), "没有写完"),
    "words that vanish": (document("{%p if 地区 %}甲乙", "{%p endif %}"), "“甲乙”会印不出来"),
    "a crowded picture": (document("见下图{{ 图.名次 }}"), "图要单独占一段"),
}


@pytest.mark.parametrize(("template", "said"), PRINTED_AS_THEY_STAND.values(), ids=PRINTED_AS_THEY_STAND)
def test_a_tag_that_would_be_printed_wrongly_is_refused_when_the_template_is_used(template: bytes, said: str) -> None:
    with pytest.raises(TemplateFault, match=said):
        render(template, {"地区": "甲", "图": {"名次": ""}})


def test_a_finished_paper_is_no_template(tmp_path: Path) -> None:
    path = tmp_path / "催报单.docx"
    path.write_bytes(document("各单位均已报送。"))
    assert [one.message for one in lint_template(path)] == [untagged("催报单.docx")]
    with pytest.raises(TemplateFault, match="没有一个花括号标签，像是印好的文件"):
        render(path, {})


def revised_template(holder: str) -> bytes:
    """A template with a half-written tag, and a tracked change in its paragraph or in the mark that ends it."""
    made: Any = docx.Document()
    paragraph = made.add_paragraph("共{{ 地区")
    home = {"paragraph": paragraph._p, "mark": paragraph._p.get_or_add_pPr()}[holder]
    if holder == "mark":
        home.append(home.makeelement(qn("w:rPr"), {}))
        home = home[-1]
    home.append(home.makeelement(qn("w:del"), {}))
    return saved(made)


def test_tracked_changes_are_the_only_thing_told_of_their_part() -> None:
    template = revised_template("paragraph")
    assert template_findings(template, KNOWN) == [revised("模板")]
    with pytest.raises(TemplateFault, match="没有接受的修订"):
        render(template, {})
    assert "没有写完" in template_findings(revised_template("mark"), KNOWN)[0]


def test_a_workbook_under_a_template_s_name_is_one_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "催报单.docx"
    openpyxl.Workbook().save(path)
    assert lint([path], Screen()) == WANTS_A_PERSON
    told = [one for one in capsys.readouterr().out.splitlines() if one.startswith("【")]
    assert told == ["【错误】模板“催报单.docx”不是 Word 文档，请换成原来的模板。弄好后再检查一次。"]


def test_an_empty_file_has_one_remedy(tmp_path: Path) -> None:
    path = tmp_path / "催报单.docx"
    path.write_bytes(b"")
    (only,) = lint_template(path)
    assert only.sentences == "模板“催报单.docx”不是 .docx 文件，请换成原来的模板。弄好后再检查一次。"


ONE_FAULT = {
    "blank before p": document("{% p if 地区 %}", "甲", "{%p endif %}"),
    "full-width percent": document("{%p if 地区 ％}", "甲", "{%p endif %}"),
    "half an opener": document("{%p if 地区", "甲", "{%p endif %}"),
    "glued": document("{%pif 地区 %}", "甲", "{%p endif %}"),
    "a misspelt end": document("{%p if 地区 %}", "甲", "{%p endfi %}"),
    "an end too many": document("{%p endif %}", "{%p if 地区 %}", "{%p endfor %}", "{%p endif %}"),
    "an end missing": document(LOOP, "{%p if 地区 %}", "甲", END, "{%p if 地区 %}", "{%p endif %}"),
}


@pytest.mark.parametrize("template", ONE_FAULT.values(), ids=ONE_FAULT)
def test_one_fault_is_told_once(template: bytes) -> None:
    assert len(template_findings(template, KNOWN)) == 1


def test_the_innermost_tag_without_its_end_is_named() -> None:
    (only,) = template_findings(document("{%p if 地区 %}", "甲", LOOP, "乙", "{%p endif %}"), KNOWN)
    assert only == (
        "模板“模板”里“乙”后面的“{%p endif %}”一段：“{%p endif %}”没有对应的开头，"
        "前面的“{%p for 项 in 项目 %}”还没有“endfor”。"
    )


def test_a_tag_alone_in_its_paragraph_is_found_by_the_text_before_it() -> None:
    (only,) = template_findings(document("一、总体情况", "{%p if 地区 %}", "甲"), KNOWN)
    assert only.startswith("模板“模板”里“一、总体情况”后面的“{%p if 地区 %}”一段：")


def pictured(place: str) -> bytes:
    """A template with a picture in the header, in a table's head, in a row that is repeated, or in an ordinary row."""
    made: Any = docx.Document()
    if place == "header":
        made.sections[0].header.paragraphs[0].text = "{{ 图.名次 }}"
        return saved(made)
    rows = {"head": ["{{ 图.名次 }}"], "loop": [ROWS[0][0], "{{ 图.名次 }}", ROWS[2][0]]}.get(place, ["{{ 图.名次 }}"])
    for row, words in zip(made.add_table(len(rows), 1).rows, rows, strict=True):
        row.cells[0].text = words
        if place == "head":
            row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))
    return saved(made)


@pytest.mark.parametrize("place", ["header", "head", "loop", "row"])
def test_a_picture_stands_in_the_text_or_in_an_ordinary_row(place: str) -> None:
    said = [one for one in template_findings(pictured(place), KNOWN) if "图不能放在" in one]
    assert len(said) == (place != "row")


# Whole templates


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_our_own_templates_are_without_error_and_without_warning(template: Path) -> None:
    assert {one.rule for one in lint_template(template)} <= {"T04"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_lint_has_nothing_against_our_own_templates(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint([template], Screen()) == WELL
    said = capsys.readouterr().out
    assert "【错误】" not in said
    assert "版式" not in said


def test_unused_words_are_those_of_the_top_and_groups_within_groups() -> None:
    assert unused(sorted(KNOWN), {"地区", "项目", "项目.名称"}) == ["名单", "图", "年度", "项目.指标"]
    assert unused(sorted(KNOWN), {"地区"}) == ["名单", "图", "年度", "项目"]


def test_words_are_told_as_they_are_written_inside_their_loop() -> None:
    assert [as_written(one, KNOWN) for one in ("项目.指标", "项目.指标.名称", "图.名次", "地区")] == [
        "项.指标", "个.名称", "图.名次", "地区",
    ]  # fmt: skip


def test_unused_words_are_one_note_and_leave_the_exit_status_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = Draft((FOLDER / "催报单.docx").read_bytes())
    text = next(one for one in draft.document.iter(qn("w:t")) if "重报数" in (one.text or ""))
    text.text = "请抓紧报送。"
    path = tmp_path / "催报单.docx"
    path.write_bytes(draft.content)
    notes = [one for one in lint_template(path) if one.rule == "T04"]
    assert len(notes) == 1
    assert "未报数" in notes[0].message
    assert "重报数" in notes[0].message
    assert lint([path], Screen()) == WELL
    assert "【提示】模板里没有用到这些词：" in capsys.readouterr().out


def test_a_layout_fault_is_an_error_where_the_standard_is_firm_and_a_note_where_it_says_usually(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "进度通报.docx"
    draft = Draft((FOLDER / "进度通报.docx").read_bytes())
    styled("公文正文", "rPr/rFonts", "eastAsia", "宋体")(draft)
    path.write_bytes(draft.content)
    assert lint([path], Screen()) == WELL
    said = capsys.readouterr().out
    assert "【提示】" in said
    assert "字体是宋体。正文用3号仿宋（GB/T 9704—2012 第5.2.2条）。" in said
    styled("发文字号", "pPr/pBdr/bottom", "color", "000000")(draft)
    path.write_bytes(draft.content)
    assert lint([path], Screen()) == WANTS_A_PERSON
    assert "【错误】“{{ 文号 }}”：下面的分隔线不是红色。" in capsys.readouterr().out


def test_errors_come_before_notes_and_json_holds_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "进度通报.docx"
    draft = Draft((FOLDER / "进度通报.docx").read_bytes())
    added("公文正文", "{{ 文好 }}", "一级标题")(draft)
    styled("公文正文", "rPr/rFonts", "eastAsia", "宋体")(draft)
    path.write_bytes(draft.content)
    assert lint([path], Screen(is_json=True)) == WANTS_A_PERSON
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [one["rule"] for one in told] == ["T01", "T03"]
    assert [one["severity"] for one in told] == ["error", "note"]
    assert {one["file"] for one in told} == {"进度通报.docx"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0old"], ids=["empty", "cut", "old"])
def test_a_file_that_is_no_document_is_one_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "催报单.docx"
    path.write_bytes(content)
    assert [one.rule for one in lint_template(path)] == ["T01"]
    assert lint([path], Screen(is_quiet=True)) == WANTS_A_PERSON


def test_a_document_with_broken_styles_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "催报单.docx"
    path.write_bytes(with_part((FOLDER / "催报单.docx").read_bytes(), "word/styles.xml", b"<w"))
    assert lint([path], Screen(is_quiet=True)) == WANTS_A_PERSON


@pytest.mark.parametrize("name", WORDS_OF)
def test_a_template_is_known_by_the_name_that_its_own_begins_with(name: str) -> None:
    assert template_named(Path(f"{name}.docx")) == name
    assert template_named(Path(f"{name}（修改）.docx")) == name


def test_a_template_of_an_unknown_name_is_refused_with_the_list(tmp_path: Path) -> None:
    path = tmp_path / "我的通报.docx"
    path.write_bytes(document("甲"))
    with pytest.raises(JobFault) as caught:
        lint([path], Screen(is_quiet=True))
    assert all(f"{name}.docx" in str(caught.value) for name in WORDS_OF)
