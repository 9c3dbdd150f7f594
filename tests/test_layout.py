"""The notice is laid out by GB/T 9704-2012: each rule that XML can decide, first shown to fail on a spoiled copy."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generators.notice import notice, notice_of
from tests.libreoffice import converted, needs_libreoffice
from tests.small_results import INDICATORS, TARGETS, VALUES, county_results, small_results

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "进度通报.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FANG = {"仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋"}
KAI = {"楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK"}
HEI = {"黑体", "SimHei", "方正黑体_GBK"}
BIAO = {"方正小标宋简体", "方正小标宋_GBK", "小标宋体"}
SONG = {"宋体", "SimSun", "新宋体"}
NEAR = 57
"""One millimetre in twips."""


class Paper:
    """A .docx as its XML parts, fonts and spacing resolved through the styles."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist() if name.startswith("word/")}
        roots: list[Any] = [etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "styles", "settings")]
        self.document, self.styles, self.settings = roots
        relations: Any = etree.fromstring(parts["word/_rels/document.xml.rels"])
        self._targets: dict[Any, Any] = {one.get("Id"): parts.get(f"word/{one.get('Target')}") for one in relations}
        self.body: Any = self.document[0]
        self.footers: dict[Any, Any] = {
            one.get(f"{W}type"): etree.fromstring(self._targets[one.get(self._id)] or b"")
            for one in self.document.iter(f"{W}footerReference")
        }

    _id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

    @property
    def sections(self) -> list[Any]:
        return list(self.document.iter(f"{W}sectPr"))

    @property
    def paragraphs(self) -> list[Any]:
        """Paragraphs of the text itself, those in tables left out."""
        return [one for one in self.body if one.tag == f"{W}p"]

    def styled(self, *names: str) -> list[Any]:
        """Every paragraph of these styles, those in tables counted in."""
        return [one for one in self.document.iter(f"{W}p") if self.style_name(one) in names]

    def one(self, name: str) -> Any:
        """The first paragraph of a style whose name begins so."""
        return next(one for one in self.document.iter(f"{W}p") if self.style_name(one).startswith(name))

    def style(self, name: str) -> Any:
        return next(one for one in self.styles.iter(f"{W}style") if one.find(f"{W}name").get(f"{W}val") == name)

    def style_name(self, paragraph: Any) -> str:
        style = self._style_by_id(_attribute(paragraph, "pPr/pStyle"))
        return "" if style is None else str(style.find(f"{W}name").get(f"{W}val"))

    def _style_by_id(self, key: str | None) -> Any:
        return next((one for one in self.styles.iter(f"{W}style") if one.get(f"{W}styleId") == key), None)

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        style = self._style_by_id(_attribute(paragraph, "pPr/pStyle") or "Normal")
        while style is not None:
            yield style
            style = self._style_by_id(_attribute(style, "basedOn"))

    def of_paragraph(self, paragraph: Any, tag: str, attribute: str = "val") -> str | None:
        """A paragraph property: from pPr, then the paragraph style and those it is based on."""
        for holder in (paragraph, *self._chain(paragraph)):
            value = _attribute(holder, f"pPr/{tag}", attribute)
            if value is not None:
                return value
        return None

    def of_run(self, paragraph: Any, tag: str, attribute: str = "val") -> str | None:
        """A property of the paragraph's last run: rPr, then the paragraph style and those it is based on."""
        runs = [one for one in paragraph.iter(f"{W}r") if one.find(f"{W}t") is not None]
        holders = [runs[-1]] if runs else []
        for holder in (*holders, *self._chain(paragraph)):
            value = _attribute(holder, f"rPr/{tag}", attribute)
            if value is not None:
                return value
        return _attribute(self.styles, f"docDefaults/rPrDefault/rPr/{tag}", attribute)

    def font(self, paragraph: Any) -> str | None:
        return self.of_run(paragraph, "rFonts", "eastAsia")

    def before(self, paragraph: Any, count: int) -> list[str]:
        """The texts of the paragraphs above, the nearest first."""
        at = self.paragraphs.index(paragraph)
        return [text_of(one) for one in reversed(self.paragraphs[max(0, at - count) : at])]


def _attribute(holder: Any, path: str, name: str = "val") -> str | None:
    found = holder.find("/".join(W + part for part in path.split("/")))
    return None if found is None else found.get(W + name)


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def set_text(paragraph: Any, text: str) -> None:
    first, *rest = paragraph.iter(f"{W}t")
    first.text = text
    for one in rest:
        one.text = ""


def number(value: str | None) -> int:
    return int(value or 0)


def near(value: str | None, wanted: int) -> bool:
    return abs(number(value) - wanted) <= NEAR


def upright(paper: Paper) -> list[Any]:
    return [one for one in paper.sections if one.find(f"{W}pgSz").get(f"{W}orient") != "landscape"]


def turned(paper: Paper) -> list[Any]:
    return [one for one in paper.sections if one not in upright(paper)]


def margins(section: Any) -> dict[str, str]:
    return {key.removeprefix(W): value for key, value in section.find(f"{W}pgMar").attrib.items()}


# The rules: each tells whether the paper keeps it


def a1(paper: Paper) -> bool:
    sizes = [one.find(f"{W}pgSz") for one in paper.sections]
    return all(
        sorted((number(one.get(f"{W}w")), number(one.get(f"{W}h")))) == [11906, 16838]
        and (number(one.get(f"{W}w")) > 12000) == (one.get(f"{W}orient") == "landscape")
        for one in sizes
    )


def a2(paper: Paper) -> bool:
    return all(near(margins(one)["top"], 2098) and margins(one)["gutter"] == "0" for one in upright(paper))


def a3(paper: Paper) -> bool:
    return all(near(margins(one)["left"], 1587) for one in upright(paper))


def a4(paper: Paper) -> bool:
    def fits(section: Any) -> bool:
        edges = {key: number(value) for key, value in margins(section).items()}
        return (
            abs(11906 - edges["left"] - edges["right"] - 8845) <= NEAR
            and abs(16838 - edges["top"] - edges["bottom"] - 12756) <= NEAR
        )

    return all(fits(one) for one in upright(paper))


BODY = ("公文正文", "主送机关", "发文字号", "附件说明", "成文日期")
HEADS = ("一级标题", "二级标题")


def a5(paper: Paper) -> bool:
    return all(paper.font(one) in FANG and paper.of_run(one, "sz") == "32" for one in paper.styled(*BODY))


def a10(paper: Paper) -> bool:
    return all(
        paper.of_paragraph(one, "spacing", "line") == "579"
        and paper.of_paragraph(one, "spacing", "lineRule") == "exact"
        for one in paper.styled(*BODY, *HEADS, "空行")
    )


def a11(paper: Paper) -> bool:
    return all(paper.of_run(one, "spacing") == "-5" for one in paper.styled(*BODY, *HEADS))


def a12(paper: Paper) -> bool:
    return all(paper.of_paragraph(one, "widowControl") == "0" for one in paper.document.iter(f"{W}p"))


def a13(paper: Paper) -> bool:
    return all(
        number(paper.of_paragraph(one, "spacing", side)) == 0
        and paper.of_paragraph(one, "spacing", f"{side}Autospacing") in (None, "0")
        for one in paper.paragraphs
        for side in ("before", "after")
    )


def b5(paper: Paper) -> bool:
    head = paper.one("发文机关标志")
    return (
        text_of(head).endswith("文件")
        and paper.of_run(head, "color") == "FF0000"
        and paper.font(head) in BIAO
        and paper.of_paragraph(head, "jc") == "center"
    )


def b8(paper: Paper) -> bool:
    line = paper.one("发文字号")
    return (
        paper.of_paragraph(line, "jc") == "center"
        and paper.before(line, 2) == ["", ""]
        and re.fullmatch(r"[\u4e00-\u9fff]{1,15}〔(19|20)\d{2}〕[1-9]\d*号", text_of(line)) is not None
    )


def b9(paper: Paper) -> bool:
    return re.search(r"〔(19|20)\d{2}〕(?!0|第)", text_of(paper.one("发文字号"))) is not None


def b13(paper: Paper) -> bool:
    line = paper.one("发文字号")
    edge = {name: paper.of_paragraph(line, "pBdr/bottom", name) for name in ("color", "space", "val")}
    return (
        edge == {"color": "FF0000", "space": "11", "val": "single"} and paper.of_paragraph(line, "ind", "left") is None
    )


def c1(paper: Paper) -> bool:
    title = paper.one("公文标题")
    return (
        paper.font(title) in BIAO
        and paper.of_run(title, "sz") == "44"
        and paper.of_paragraph(title, "jc") == "center"
        and paper.of_run(title, "b") is None
        and number(paper.of_paragraph(title, "ind", "firstLine")) == 0
        and paper.before(title, 3) == ["", "", text_of(paper.one("发文字号"))]
    )


def c4(paper: Paper) -> bool:
    line = paper.one("主送机关")
    return (
        text_of(line).endswith("：")
        and paper.of_paragraph(line, "ind", "firstLine") is None
        and paper.before(line, 2) == ["", text_of(paper.one("公文标题"))]
    )


def c7(paper: Paper) -> bool:
    return all(
        paper.of_paragraph(one, "ind", "firstLineChars") == "200"
        and number(paper.of_paragraph(one, "ind", "left")) == 0
        and not text_of(one).startswith(("　", " "))
        for one in paper.styled("公文正文", *HEADS)
    )


LEVELS = (r"([一二三四五六七八九十]+)、", r"（([一二三四五六七八九十]+)）", r"(\d+)[.．]", r"（(\d+)）")
HAN = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
]


def c8(paper: Paper) -> bool:
    """Numbers of each level are consecutive; a level begins anew under a higher one, 1. under a lead as well."""
    counts = [0, 0, 0, 0]
    for paragraph in paper.styled("公文正文", *HEADS):
        words = text_of(paragraph)
        level = next((at for at, one in enumerate(LEVELS) if re.match(one, words)), None)
        if level is None:
            counts[2:] = [0, 0]
            continue
        match = re.match(LEVELS[level], words)
        assert match is not None
        counts[level] += 1
        counts[level + 1 :] = [0] * (3 - level)
        told = HAN.index(match[1]) + 1 if level < 2 else int(match[1])
        if told != counts[level]:
            return False
    return counts[0] >= 3


def c9(paper: Paper) -> bool:
    return all(paper.font(one) in HEI for one in paper.styled("一级标题")) and all(
        paper.font(one) in KAI for one in paper.styled("二级标题")
    )


def c11(paper: Paper) -> bool:
    line = paper.one("附件说明")
    return (
        re.fullmatch(r"附件：(1\.)?.*[^，。；、]", text_of(line)) is not None
        and paper.before(line, 1) == [""]
        and number(paper.of_paragraph(line, "ind", "hanging")) > 0
    )


def c16(paper: Paper) -> bool:
    match = re.fullmatch(r"((?:19|20)\d{2})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日", text_of(paper.one("成文日期")))
    return match is not None and date(*(int(part) for part in match.groups())) is not None


def imprint(paper: Paper) -> Any:
    """The 版记: the table that the 印发 line stands in."""
    return next(paper.one("印发").iterancestors(f"{W}tbl"))


def d2(paper: Paper) -> bool:
    rules = [
        _attribute(cell, f"tcPr/tcBorders/{side}", "sz")
        for cell in imprint(paper).iter(f"{W}tc")
        for side in ("top", "bottom")
    ]
    sides = [_attribute(imprint(paper), f"tblPr/tblCellMar/{side}", "w") for side in ("left", "right")]
    return (
        rules == ["8", "6", "6", "8"]
        and _attribute(imprint(paper), "tblPr/tblW", "w") == "8845"
        and sides == ["0", "0"]
    )


def d3(paper: Paper) -> bool:
    line = paper.one("抄送")
    return (
        re.fullmatch(r"抄送：.*。", text_of(line)) is not None
        and paper.font(line) in FANG
        and paper.of_run(line, "sz") == "28"
        and number(paper.of_paragraph(line, "ind", "left")) - number(paper.of_paragraph(line, "ind", "hanging")) == 280
        and paper.of_paragraph(line, "ind", "right") == "280"
    )


def d5(paper: Paper) -> bool:
    line = paper.one("印发")
    day = r"(19|20)\d{2}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日印发"
    return re.search(rf"{day}$", text_of(line)) is not None and paper.of_run(line, "sz") == "28"


def e1(paper: Paper) -> bool:
    def is_kept(footer: Any) -> bool:
        line = footer.find(f"{W}p")
        words = text_of(line)
        field = "".join(one.text or "" for one in line.iter(f"{W}instrText"))
        return (
            "PAGE" in field
            and re.fullmatch(r"— \d+ —", words) is not None
            and paper.font(line) in SONG
            and paper.of_run(line, "sz") == "28"
        )

    return set(paper.footers) >= {"default", "even"} and all(map(is_kept, paper.footers.values()))


def e3(paper: Paper) -> bool:
    odd, even = (paper.footers[kind].find(f"{W}p") for kind in ("default", "even"))
    return (
        paper.settings.find(f"{W}evenAndOddHeaders") is not None
        and (paper.of_paragraph(odd, "jc"), paper.of_paragraph(odd, "ind", "rightChars")) == ("right", "100")
        and (paper.of_paragraph(even, "jc"), paper.of_paragraph(even, "ind", "leftChars")) == ("left", "100")
    )


def e5(paper: Paper) -> bool:
    return all(_attribute(one, "pgNumType", "start") is None for one in paper.sections)


def section_of(paper: Paper, element: Any) -> int:
    """The number of the section that an element of the body stands in."""
    top = element
    while top.getparent() is not paper.body:
        top = top.getparent()
    ends = [one for one in paper.body if one.find(f"{W}pPr/{W}sectPr") is not None]
    return sum(paper.body.index(one) < paper.body.index(top) for one in ends)


def f1(paper: Paper) -> bool:
    annex, last = section_of(paper, paper.one("附件序号")), section_of(paper, imprint(paper))
    starts = [_attribute(one, "type") for one in paper.sections[1:]]
    return annex == 1 and last == len(paper.sections) - 1 == 2 and starts == ["nextPage", "nextPage"]


def f2(paper: Paper) -> bool:
    line = paper.one("附件序号")
    return (
        re.fullmatch(r"附件\d*", text_of(line)) is not None
        and paper.font(line) in HEI
        and paper.of_run(line, "sz") == "32"
        and paper.of_paragraph(line, "ind", "firstLine") is None
    )


def f3(paper: Paper) -> bool:
    title = paper.one("附件标题")
    named = text_of(paper.one("附件说明")).removeprefix("附件：")
    return (
        paper.before(title, 2) == ["", text_of(paper.one("附件序号"))]
        and paper.of_paragraph(title, "jc") == "center"
        and text_of(title) == named
    )


def grids(paper: Paper) -> list[Any]:
    """The tables with a heading row: all but the 版记."""
    return [one for one in paper.body.iter(f"{W}tbl") if section_of(paper, one) == 1]


def f5(paper: Paper) -> bool:
    return bool(grids(paper)) and all(one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in grids(paper))


def f6(paper: Paper) -> bool:
    return all(row.find(f"{W}trPr/{W}cantSplit") is not None for one in grids(paper) for row in one.iter(f"{W}tr"))


def f7(paper: Paper) -> bool:
    def width(table: Any) -> int:
        return sum(number(one.get(f"{W}w")) for one in table.find(f"{W}tblGrid"))

    return all(width(one) <= 12756 for one in grids(paper)) and width(imprint(paper)) <= 8845


def f8(paper: Paper) -> bool:
    return all(paper.of_paragraph(one, "snapToGrid") == "0" for table in grids(paper) for one in table.iter(f"{W}p"))


def g3(paper: Paper) -> bool:
    wanted = {"top": 1588, "bottom": 1474, "left": 1984, "right": 2098}
    return bool(turned(paper)) and all(
        near(margins(one)[side], value) for one in turned(paper) for side, value in wanted.items()
    )


def g4(paper: Paper) -> bool:
    ways = [one in turned(paper) for one in paper.sections]
    own_footers = [one.find(f"{W}footerReference") is not None for one in paper.sections]
    return ways == [False, True, False] and own_footers == [True, False, False]


# What spoils a paper


Spoil = Callable[[Paper], None]


def attribute(find: Callable[[Paper], Any], name: str, value: str) -> Spoil:
    """Sets one attribute of an element."""
    return lambda paper: find(paper).set(W + name, value)


def words(style: str, change: Callable[[str], str]) -> Spoil:
    """Changes the text of the first paragraph of a style."""

    def spoil(paper: Paper) -> None:
        paragraph = paper.one(style)
        set_text(paragraph, change(text_of(paragraph)))

    return spoil


def styled(style: str, path: str, name: str, value: str) -> Spoil:
    """Changes an attribute in a style, as a hand in Word would."""
    return attribute(lambda paper: paper.style(style).find("/".join(W + one for one in path.split("/"))), name, value)


def gone(find: Callable[[Paper], Any]) -> Spoil:
    """Takes an element out."""

    def spoil(paper: Paper) -> None:
        element = find(paper)
        element.getparent().remove(element)

    return spoil


def page(index: int, tag: str) -> Callable[[Paper], Any]:
    return lambda paper: paper.sections[index].find(W + tag)


def blank_above(style: str) -> Callable[[Paper], Any]:
    return lambda paper: paper.one(style).getprevious()


def numbered_from_one(paper: Paper) -> None:
    etree.SubElement(paper.sections[1], f"{W}pgNumType").set(f"{W}start", "1")


def footer_dashes(paper: Paper) -> None:
    for one in paper.footers["default"].iter(f"{W}t"):
        one.text = (one.text or "").replace("—", "-")


@dataclass(frozen=True)
class Rule:
    code: str
    is_kept: Callable[[Paper], bool]
    spoil: Spoil


RULES = (
    Rule("A1", a1, attribute(page(0, "pgSz"), "w", "12240")),
    Rule("A2", a2, attribute(page(0, "pgMar"), "top", "1440")),
    Rule("A3", a3, attribute(page(2, "pgMar"), "left", "1800")),
    Rule("A4", a4, attribute(page(0, "pgMar"), "bottom", "1440")),
    Rule("A5", a5, styled("公文正文", "rPr/rFonts", "eastAsia", "宋体")),
    Rule("A10", a10, styled("公文正文", "pPr/spacing", "line", "580")),
    Rule("A11", a11, styled("公文正文", "rPr/spacing", "val", "0")),
    Rule("A12", a12, styled("公文正文", "pPr/widowControl", "val", "1")),
    Rule("A13", a13, styled("公文标题", "pPr/spacing", "after", "240")),
    Rule("B5", b5, styled("发文机关标志（较长）", "rPr/color", "val", "000000")),
    Rule("B8", b8, gone(blank_above("发文字号"))),
    Rule("B9", b9, words("发文字号", lambda text: text.replace("〔", "[").replace("〕", "]"))),
    Rule("B13", b13, styled("发文字号", "pPr/pBdr/bottom", "color", "000000")),
    Rule("C1", c1, styled("公文标题", "rPr/sz", "val", "36")),
    Rule("C4", c4, words("主送机关", lambda text: text.replace("：", ":"))),
    Rule("C7", c7, styled("公文正文", "pPr/ind", "firstLineChars", "0")),
    Rule("C8", c8, words("一级标题", lambda text: text.replace("一、", "二、", 1))),
    Rule("C9", c9, styled("二级标题", "rPr/rFonts", "eastAsia", "仿宋_GB2312")),
    Rule("C11", c11, words("附件说明", lambda text: f"{text}。")),
    Rule("C16", c16, words("成文日期", lambda _: "2023年10月09日")),
    Rule("D2", d2, attribute(lambda paper: next(imprint(paper).iter(f"{W}top")), "sz", "4")),
    Rule("D3", d3, styled("抄送", "rPr/sz", "val", "32")),
    Rule("D5", d5, words("印发", lambda _: "办公室2023年10月09日印发")),
    Rule("E1", e1, footer_dashes),
    Rule("E3", e3, gone(lambda paper: paper.settings.find(f"{W}evenAndOddHeaders"))),
    Rule("E5", e5, numbered_from_one),
    Rule("F1", f1, attribute(page(1, "type"), "val", "continuous")),
    Rule("F2", f2, words("附件序号", lambda text: f"{text}：")),
    Rule("F3", f3, words("附件标题", lambda text: f"{text}（一）")),
    Rule("F5", f5, gone(lambda paper: grids(paper)[0].find(f"{W}tr/{W}trPr/{W}tblHeader"))),
    Rule("F6", f6, gone(lambda paper: list(grids(paper)[0].iter(f"{W}cantSplit"))[-1])),
    Rule("F7", f7, attribute(lambda paper: grids(paper)[0].find(f"{W}tblGrid/{W}gridCol"), "w", "9000")),
    Rule("F8", f8, styled("表格居中", "pPr/snapToGrid", "val", "1")),
    Rule("G3", g3, attribute(page(1, "pgMar"), "left", "1440")),
    Rule("G4", g4, attribute(page(2, "pgSz"), "orient", "landscape")),
)  # fmt: skip

CITY, COUNTY = (notice(notice_of(one), TEMPLATE) for one in (small_results(), county_results()))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("content", [CITY, COUNTY], ids=["city", "county"])
def test_the_notice_keeps_the_rule(rule: Rule, content: bytes) -> None:
    assert rule.is_kept(Paper(content))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_spoiled_copy_breaks_the_rule(rule: Rule) -> None:
    paper = Paper(CITY)
    rule.spoil(paper)
    assert not rule.is_kept(paper)


def test_every_style_sets_the_face_of_chinese_text() -> None:
    paper = Paper(CITY)
    for style in paper.styles.iter(f"{W}style"):
        fonts = style.find(f"{W}rPr/{W}rFonts")
        if style.get(f"{W}type") == "paragraph":
            assert fonts is not None
            assert fonts.get(f"{W}eastAsia")
            assert not any("Theme" in name for name in fonts.attrib)


def test_no_paragraph_of_the_notice_carries_formatting_of_its_own() -> None:
    paper = Paper(CITY)
    for one in paper.document.iter(f"{W}pPr"):
        assert {child.tag for child in one} <= {f"{W}pStyle", f"{W}sectPr"}
    for one in paper.document.iter(f"{W}rPr"):
        assert {child.tag for child in one} <= {f"{W}rStyle"}


# What only a rendered page shows


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's notice with a table of several pages, as a PDF."""
    folder = tmp_path_factory.mktemp("notice")
    several = tuple(replace(one, code=f"{number}.{one.code}") for number in range(1, 9) for one in INDICATORS)
    asked = {one.code: TARGETS[one.code.partition(".")[2]] for one in several}
    values = {one.code: VALUES[one.code.partition(".")[2]] for one in several}
    whole = tuple(replace(one, part_of="") for one in several)
    file = folder / "通报.docx"
    file.write_bytes(notice(notice_of(small_results(values, indicators=whole, targets=asked)), TEMPLATE))
    return converted([file], folder, "pdf")["通报"]


@pytest.mark.slow
@needs_libreoffice
def test_the_rendered_notice_fits_its_type_area(pages: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(pages) as pdf:
        millimetre = 72 / 25.4
        last = pdf.pages[-1]
        strokes = [(one["x0"] / millimetre, one["x1"] / millimetre, one["top"] / millimetre) for one in last.lines]
        assert max(top for _, _, top in strokes) == pytest.approx(262, abs=1.5)
        assert all((left, right) == pytest.approx((28, 184), abs=0.5) for left, right, _ in strokes)
        wide = [one for one in pdf.pages if one.width > one.height]
        assert len(wide) > 2
        for page in wide:
            assert "填报单位" in page.extract_text().replace(" ", "")
            assert max(one["x1"] for one in page.chars) < (297 - 36) * millimetre
        full = pdf.pages[1]
        lines = {round(one["bottom"]) for one in full.chars if one["text"].strip() and one["top"] < 262 * millimetre}
        assert len(lines) in (21, 22)
        numbers = [min(one["x0"] for one in page.chars if one["top"] > 262 * millimetre) for page in pdf.pages[:2]]
        assert numbers[0] > full.width / 2 > numbers[1]
