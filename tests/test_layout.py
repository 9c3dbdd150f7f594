"""The rules of GB/T 9704-2012 that XML can decide: the notice keeps each, a spoiled copy breaks it and is told so."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from generators.notice import notice, notice_of
from generators.template_lint import WORDS_OF
from model.catalogue import CATALOGUE
from model.finding import Severity
from tests.paper_kinds import kind_of
from tests.small_results import county_results, small_results
from tests.spoilt_papers import (
    Draft,
    Spoil,
    W,
    added,
    attribute,
    every,
    gone,
    page,
    paragraph_xml,
    styled,
    text_of,
    with_part,
    words,
)
from validators.layout import KINDS, UnreadableDocument, breaches
from validators.layout.checks import CHECKS
from validators.layout.faces import missing_characters
from validators.layout.kinds import SLIP, WITH_RED_HEAD
from validators.layout.paper import Paper
from validators.layout.roles import Role
from validators.layout.standard import RULES

FOLDER = Path(__file__).resolve().parent.parent / "templates"
TEMPLATE = FOLDER / "进度通报.docx"


def grids(draft: Draft) -> list[Any]:
    """The tables of the attachment."""
    return [one for one in draft.body.iter(f"{W}tbl") if text_of(one).startswith(("编号", "编码"))]


def imprint(draft: Draft) -> Any:
    """The 版记: the table that the 印发 line stands in."""
    return next(draft.one("印发").iterancestors(f"{W}tbl"))


def numbered_from_one(draft: Draft) -> None:
    etree.SubElement(draft.sections[1], f"{W}pgNumType").set(f"{W}start", "1")


def footer_dashes(draft: Draft) -> None:
    for one in draft.footer("default").iter(f"{W}t"):
        one.text = (one.text or "").replace("—", "-")


def on_a_line_grid(draft: Draft) -> None:
    for section in draft.sections:
        grid = etree.SubElement(section, f"{W}docGrid")
        grid.set(f"{W}type", "lines")
        grid.set(f"{W}linePitch", "579")


def below_the_date(draft: Draft) -> None:
    draft.one("成文日期").addnext(paragraph_xml(draft, "", "(此件公开发布)"))


def in_the_turned_section(draft: Draft) -> None:
    """The text comes into the section of the table."""
    own = draft.sections[0]
    own.getparent().remove(own)


SIGNER = every(
    words("发文字号", lambda text: f"{text}　　签发人:张三"),
)
CASES: dict[str, Spoil] = {
    "A1": attribute(page(0, "pgSz"), "w", "12240"),
    "A2": attribute(page(0, "pgMar"), "top", "1440"),
    "A3": attribute(page(2, "pgMar"), "left", "1800"),
    "A4": attribute(page(0, "pgMar"), "bottom", "1440"),
    "A5": styled("公文正文", "rPr/rFonts", "eastAsia", "宋体"),
    "A8": styled("公文正文", "rPr/color", "val", "1F4E79"),
    "A10": styled("公文正文", "pPr/spacing", "line", "580"),
    "A11": styled("公文正文", "rPr/spacing", "val", "0"),
    "A12": styled("公文正文", "pPr/widowControl", "val", "1"),
    "A13": styled("公文标题", "pPr/spacing", "after", "240"),
    "J1": words("主送机关", lambda text: f"王喆、{text}"),
    "B0": gone(lambda draft: draft.one("成文日期")),
    "B1": added("空行", "0001", "发文机关标志"),
    "B2": added("空行", "机密★1年", "发文机关标志"),
    "B3": added("空行", "特急", "发文机关标志"),
    "B4": every(added("空行", "特急", "发文机关标志"), added("空行", "000001", "发文机关标志")),
    "B5": styled("发文机关标志（较长）", "rPr/color", "val", "000000"),
    "B8": gone(lambda draft: draft.one("发文字号").getprevious()),
    "B9": words("发文字号", lambda text: text.replace("〔", "[").replace("〕", "]")),
    "B11": SIGNER,
    "B13": styled("发文字号", "pPr/pBdr/bottom", "color", "000000"),
    "C1": styled("公文标题", "rPr/sz", "val", "36"),
    "C3": words("公文标题", lambda text: f"{text}，"),
    "C4": words("主送机关", lambda text: text.replace("：", ":")),
    "C7": styled("公文正文", "pPr/ind", "firstLineChars", "0"),
    "C8": words("一级标题", lambda text: text.replace("一、", "二、", 1)),
    "C9": styled("二级标题", "rPr/rFonts", "eastAsia", "仿宋_GB2312"),
    "C10": words("二级标题", lambda text: text.replace("）", "）、", 1)),
    "C11": words("附件说明", lambda text: f"{text}。"),
    "C12": styled("成文日期", "pPr/jc", "val", "left"),
    "C16": words("成文日期", lambda _: "2023年10月09日"),
    "C17": added("公文正文", "（此页无正文）", "成文日期"),
    "C18": below_the_date,
    "D2": gone(lambda draft: next(imprint(draft).iter(f"{W}top"))),
    "D2粗细": attribute(lambda draft: next(imprint(draft).iter(f"{W}top")), "sz", "4"),
    "D3": styled("抄送", "rPr/sz", "val", "32"),
    "D5": words("印发", lambda _: "办公室2023年10月09日印发"),
    "E1": footer_dashes,
    "E2": attribute(page(0, "pgMar"), "footer", "851"),
    "E3": gone(lambda draft: draft.settings.find(f"{W}evenAndOddHeaders")),
    "E5": numbered_from_one,
    "F1": attribute(page(1, "type"), "val", "continuous"),
    "F2": words("附件序号", lambda text: f"{text}："),
    "F3": words("附件标题", lambda text: f"{text}（一）"),
    "F5": gone(lambda draft: grids(draft)[0].find(f"{W}tr/{W}trPr/{W}tblHeader")),
    "F6": gone(lambda draft: list(grids(draft)[0].iter(f"{W}cantSplit"))[-1]),
    "F7": attribute(lambda draft: grids(draft)[0].find(f"{W}tblGrid/{W}gridCol"), "w", "9000"),
    "F8": every(on_a_line_grid, styled("表格居中", "pPr/snapToGrid", "val", "1")),
    "G3": attribute(page(1, "pgMar"), "left", "1440"),
    "G4": in_the_turned_section,
    "H1": added("公文正文", "截至2023年09月25日，数据已核。", "附件说明"),
    "H3": added("公文正文", "增长5-10%，共12,345人。", "附件说明"),
    "H4": added("公文正文", "进展顺利,质量良好。", "附件说明"),
    "H5": added("公文正文", "二○二三年的任务已经下达。", "附件说明"),
}
"""By rule: what breaks it."""

CITY, COUNTY = (notice(notice_of(one), TEMPLATE) for one in (small_results(), county_results()))


def broken(content: bytes) -> set[str]:
    return {one.rule.number for one in breaches(content, WITH_RED_HEAD)}


def spoilt(*spoils: Spoil) -> bytes:
    draft = Draft(CITY)
    for one in spoils:
        one(draft)
    return draft.content


@pytest.mark.parametrize("content", [CITY, COUNTY], ids=["city", "county"])
def test_the_notice_keeps_every_rule(content: bytes) -> None:
    assert [one.sentence for one in breaches(content, WITH_RED_HEAD)] == []


@pytest.mark.parametrize("number", CASES)
def test_a_spoiled_copy_breaks_the_rule(number: str) -> None:
    assert number in broken(spoilt(CASES[number]))


def test_a_copy_that_was_only_zipped_again_keeps_every_rule() -> None:
    assert broken(spoilt()) == set()


def test_every_rule_has_its_check_and_its_spoiled_copy() -> None:
    assert set(CASES) == set(RULES) == {*CHECKS, "B0"}


@pytest.mark.parametrize("number", CASES)
def test_a_breach_says_where_what_is_asked_and_how_to_mend_it(number: str) -> None:
    told = [one for one in breaches(spoilt(CASES[number]), WITH_RED_HEAD) if one.rule.number == number]
    for one in told:
        finding = one.finding("进度通报.docx")
        assert finding.severity is (Severity.ERROR if RULES[number].is_firm else Severity.NOTE)
        assert finding.rule == ("T02" if RULES[number].is_firm else "T03")
        assert finding.severity is CATALOGUE[finding.rule].severity
        assert all(place in finding.message for place in one.places[:1])
        assert RULES[number].asked in finding.message
        assert finding.remedy.endswith(RULES[number].remedy)
        assert not re.search("。。|，。|None|：：", finding.sentences), finding.sentences


# Each way in which a rule may be broken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("平政办[2023]5号", "六角括号"),
        ("平政办﹝2023﹞5号", "六角括号"),
        ("平政办〔2023〕第5号", "第"),
        ("平政办〔2023〕05号", "虚位"),
        ("平政办〔23〕5号", "写全"),
        ("〔2023〕5", "机关代字"),
    ],
)
def test_what_is_wrong_with_a_number_is_named(text: str, said: str) -> None:
    found = [
        one for one in breaches(spoilt(words("发文字号", lambda _: text)), WITH_RED_HEAD) if one.rule.number == "B9"
    ]
    assert len(found) == 1
    assert said in found[0].wrong


@pytest.mark.parametrize(
    "day", ["2023.10.8", "2023-10-08", "二〇二三年十月八日", "2023年02月3日", "23年10月8日", "2023年2月30日"]
)
def test_a_date_must_be_real_and_written_in_full(day: str) -> None:
    assert "C16" in broken(spoilt(words("成文日期", lambda _: day)))


def test_a_gap_that_a_person_fills_in_is_no_breach() -> None:
    filled = spoilt(
        words("成文日期", lambda _: "2023年　　月　　日"), words("发文字号", lambda _: "平政办〔2023〕　　号")
    )
    assert broken(filled) == set()


@pytest.mark.parametrize(
    "face",
    ["仿宋", "FangSong", "方正仿宋_GBK", "CESI仿宋-GB13000", "华文仿宋"],
)
def test_the_faces_of_one_family_are_alike(face: str) -> None:
    spoils = [
        styled(style, "rPr/rFonts", "eastAsia", face) for style in ("公文正文", "主送机关", "发文字号", "附件说明")
    ]
    assert broken(spoilt(*spoils)) == set()


def test_a_character_that_a_face_lacks_is_told_for_that_face_alone() -> None:
    assert missing_characters("仿宋_GB2312", "王喆、李堃、张䶮、张三") == "喆堃䶮"
    assert missing_characters("仿宋", "王喆") == ""


def test_a_grid_of_word_does_as_well_as_an_exact_line_pitch() -> None:
    def automatic(draft: Draft) -> None:
        for style in draft.styles.iter(f"{W}style"):
            spacing = style.find(f"{W}pPr/{W}spacing")
            if spacing is not None and spacing.get(f"{W}line") == "579":
                spacing.set(f"{W}line", "240")
                spacing.set(f"{W}lineRule", "auto")

    assert "A10" in broken(spoilt(automatic))
    assert "A10" not in broken(spoilt(automatic, on_a_line_grid))


def test_a_face_of_the_theme_is_looked_up() -> None:
    def themed(draft: Draft) -> None:
        for style in draft.styles.iter(f"{W}style"):
            if style.find(f"{W}name").get(f"{W}val") == "公文正文":
                style.find(f"{W}rPr/{W}rFonts").set(f"{W}eastAsiaTheme", "minorEastAsia")

    draft = Draft(CITY)
    themed(draft)
    theme = (
        b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        b'<a:minorFont><a:ea typeface=""/><a:font script="Hans" typeface="%s"/></a:minorFont>'
        b"</a:fontScheme></a:themeElements></a:theme>"
    )
    for face, is_kept in (("等线", False), ("仿宋", True)):
        content = with_part(draft.content, "word/theme/theme1.xml", theme % face.encode())
        assert ("A5" not in broken(content)) is is_kept


# Papers that an office formats by hand


def by_hand(*lines: tuple[str, dict[str, Any]]) -> bytes:
    """A document without styles of ours: (text, face, half points, centred, indented, red) for each line."""
    made: Any = docx.Document()
    for text, look in lines:
        paragraph = made.add_paragraph()
        run = paragraph.add_run(text)
        properties = run._element.get_or_add_rPr()
        fonts = etree.SubElement(properties, f"{W}rFonts")
        fonts.set(f"{W}eastAsia", look.get("face", "仿宋"))
        etree.SubElement(properties, f"{W}sz").set(f"{W}val", str(look.get("size", 32)))
        if look.get("red"):
            etree.SubElement(properties, f"{W}color").set(f"{W}val", "FF0000")
        if look.get("centred"):
            paragraph.alignment = 1
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


OWN_LOOK = by_hand(
    ("平顶山市人民政府办公室文件", {"face": "方正小标宋简体", "size": 90, "centred": True, "red": True}),
    ("平政办〔2023〕5号", {"centred": True}),
    ("关于重点民生实事推进情况的通报", {"face": "方正小标宋简体", "size": 44, "centred": True}),
    ("各县（市、区）人民政府：", {}),
    ("现将有关情况通报如下。", {}),
    ("一、总体情况", {"face": "黑体"}),
    ("（一）扩大就业", {"face": "楷体"}),
    ("1．职业技能培训。已完成。", {}),
    ("附件：推进情况表", {}),
    ("平顶山市人民政府办公室", {}),
    ("2023年10月8日", {}),
    ("（联系人：某某）", {}),
    ("附件", {"face": "黑体"}),
    ("推进情况表", {"centred": True}),
    ("抄送：市委办公室。", {"size": 28}),
    ("平顶山市人民政府办公室　2023年10月9日印发", {"size": 28}),
)


def test_what_each_paragraph_is_shows_without_our_styles() -> None:
    paper = Paper(OWN_LOOK)
    assert [paper.roles[one] for one in paper.paragraphs] == [
        Role.HEAD, Role.NUMBER, Role.TITLE, Role.ADDRESSEES, Role.BODY, Role.LEVEL_1, Role.LEVEL_2, Role.BODY,
        Role.ANNEX_NOTE, Role.SIGNATURE, Role.DATE, Role.REMARK, Role.ANNEX_NUMBER, Role.ANNEX_TITLE, Role.COPIES,
        Role.PRINTED,
    ]  # fmt: skip


def test_a_title_and_a_list_of_annexes_may_be_several_paragraphs() -> None:
    paper = Paper(
        by_hand(
            ("平顶山市人民政府办公室", {}),
            ("关于重点民生实事", {}),
            ("推进情况的通报", {}),
            ("各县（市、区）人民政府：", {}),
            ("现将有关情况通报如下。", {}),
            ("附件：1．推进情况表", {}),
            ("2．责任清单", {}),
            ("平顶山市人民政府办公室", {}),
            ("2023年10月8日", {}),
        )
    )
    assert [paper.roles[one] for one in paper.paragraphs] == [
        Role.TITLE, Role.TITLE, Role.TITLE, Role.ADDRESSEES, Role.BODY, Role.ANNEX_NOTE, Role.ANNEX_NOTE,
        Role.SIGNATURE, Role.DATE,
    ]  # fmt: skip


def test_direct_formatting_is_judged_like_a_style() -> None:
    found = broken(OWN_LOOK)
    assert found >= {"A1", "A2", "A3", "A10", "A11", "B8", "B13", "C4", "C7", "C12", "D2", "E1", "F1"}
    assert not found & {"A5", "A8", "B0", "B5", "B9", "C3", "C8", "C9", "C10", "C16", "H4"}


# Templates, kinds and files


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.docx")), ids=lambda path: path.stem)
def test_our_own_templates_keep_every_rule(path: Path) -> None:
    kind = kind_of(path)
    assert kind is not None
    assert [one.sentence for one in breaches(path.read_bytes(), kind, is_template=True)] == []


@pytest.mark.parametrize(
    "number",
    [
        "A1",
        "A2",
        "A5",
        "A10",
        "A13",
        "B5",
        "B8",
        "B13",
        "C1",
        "C4",
        "C7",
        "C9",
        "C11",
        "D2",
        "D3",
        "E1",
        "E3",
        "F5",
        "G3",
    ],
)
def test_a_template_is_judged_before_words_are_filled_in(number: str) -> None:
    draft = Draft(TEMPLATE.read_bytes())
    CASES[number](draft)
    found = {one.rule.number for one in breaches(draft.content, WITH_RED_HEAD, is_template=True)}
    assert number in found


def test_the_longest_name_that_a_file_begins_with_tells_its_kind() -> None:
    assert kind_of(Path("进度通报（修改）.docx")) is WITH_RED_HEAD
    assert kind_of(Path("通报_无版头.docx")) is KINDS["通报_无版头"] is not WITH_RED_HEAD
    assert kind_of(Path("反馈单/宝丰县.docx")) is SLIP
    assert kind_of(Path("某文件.docx")) is None


def test_every_template_has_a_kind() -> None:
    assert set(WORDS_OF) <= set(KINDS)


def test_a_paper_without_a_red_head_needs_none() -> None:
    plain = spoilt(gone(lambda draft: draft.one("发文机关标志")), gone(lambda draft: draft.one("发文字号")))
    assert broken(plain) >= {"B0"}
    assert breaches(plain, KINDS["通报_无版头"]) == ()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"not a document", with_part(CITY, "word/document.xml", b"<a")]
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        breaches(content, WITH_RED_HEAD)


def parts_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [name for name in package.namelist() if re.search(r"/(footer\d*|settings|styles|document)\.xml", name)]


@pytest.mark.parametrize("part", [one for one in parts_of(CITY) if one.startswith("word/")])
def test_a_damaged_part_makes_a_document_unreadable(part: str) -> None:
    with pytest.raises(UnreadableDocument):
        breaches(with_part(CITY, part, b"<a"), WITH_RED_HEAD)


# The styles of our own templates


def test_every_style_sets_the_face_of_chinese_text() -> None:
    for style in Draft(CITY).styles.iter(f"{W}style"):
        fonts = style.find(f"{W}rPr/{W}rFonts")
        if style.get(f"{W}type") == "paragraph":
            assert fonts is not None
            assert fonts.get(f"{W}eastAsia")
            assert not any("Theme" in name for name in fonts.attrib)


def test_no_paragraph_of_the_notice_carries_formatting_of_its_own() -> None:
    draft = Draft(CITY)
    for one in draft.document.iter(f"{W}pPr"):
        assert {child.tag for child in one} <= {f"{W}pStyle", f"{W}sectPr"}
    for one in draft.document.iter(f"{W}rPr"):
        assert {child.tag for child in one} <= {f"{W}rStyle"}
