"""Every figure of the notice stands in a bookmark of its cell, and 数据来源 lists them as they are printed."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from generators import notice
from generators.sources import sources_workbook
from generators.summary import summary_workbook
from generators.telling.tracing import TracedFigure
from generators.word.bookmarks import Bookmarks, Marked, bare, bookmark_name, for_template, marked
from generators.word.papers import render
from model.fault import TemplateFault
from model.results import Results
from model.submission import Source
from tests.libreoffice import converted, needs_libreoffice
from tests.small_results import COUNTIES, VALUES, county_results, small_results
from tests.spoilt_papers import Draft, added
from validators.edited_paper import figures_of

FOLDER = Path(__file__).resolve().parent.parent / "templates"
NOTICE = FOLDER / "进度通报.docx"
LATE = {**VALUES, "1.1": {**VALUES["1.1"], "丁区": None}}
YEARS = pytest.mark.parametrize(
    "results",
    [small_results(previous={"1.1": "11.16"}), small_results(LATE), county_results()],
    ids=["city", "incomplete", "county"],
)


def template(*paragraphs: str) -> bytes:
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph().add_run(words).bold = True
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def printed_notice(results: Results) -> tuple[notice.Notice, Bookmarks, bytes]:
    told = notice.notice_of(results)
    printed = told.bookmarks()
    return told, printed, notice.notice(told, NOTICE, printed)


def bookmarks_in(content: bytes) -> list[tuple[str, str]]:
    """The bookmarks of a document in their order, each with the text in it."""
    found: list[tuple[str, str]] = []
    opened: dict[str, list[Any]] = {}
    for element in docx.Document(io.BytesIO(content)).element.body.iter():
        if element.tag == qn("w:bookmarkStart"):
            opened[element.get(qn("w:id"))] = [element.get(qn("w:name")), ""]
            found.append(opened[element.get(qn("w:id"))])  # type: ignore[arg-type]
        elif element.tag == qn("w:bookmarkEnd"):
            opened.pop(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for one in opened.values():
                one[1] += element.text or ""
    assert not opened, "every bookmark ends"
    return [(name, words) for name, words in found]


# Marks


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x02\x03\x04")), st.integers(0, 10**9))
def test_a_marked_text_reads_as_before(words: str, number: int) -> None:
    assert bare(f"前{marked(words, number)}后") == f"前{words}后"


def test_a_bookmark_has_the_formatting_of_the_text_around_it() -> None:
    content = render(
        template("共{{ 数 }}人，{{ 数 }}"), {"数": Marked(marked("12", 0))}, Bookmarks(lambda _: "全市_G12")
    )
    paragraph = docx.Document(io.BytesIO(content)).paragraphs[0]
    assert [(run.text, run.bold) for run in paragraph.runs if run.text] == [
        ("共", True), ("12", True), ("人，", True), ("12", True),
    ]  # fmt: skip
    assert bookmarks_in(content) == [("全市_G12", "12"), ("全市_G12_2", "12")]


def test_several_figures_in_one_phrase_have_a_bookmark_each() -> None:
    phrase = f"甲县（{marked('63.2%', 0)}）和乙县（{marked('64.1%', 1)}）"
    content = render(
        template("{% if 句 %}{{ 句 }}{% endif %}。"),
        for_template({"句": phrase}),
        Bookmarks(["数据_F8", "数据_F9"].__getitem__),
    )
    assert bookmarks_in(content) == [("数据_F8", "63.2%"), ("数据_F9", "64.1%")]
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "甲县（63.2%）和乙县（64.1%）。"


def test_without_bookmarks_the_figures_are_printed_bare() -> None:
    content = render(template("共{{ 数 }}人"), {"数": Marked(marked("<1&2>", 7))})
    assert bookmarks_in(content) == []
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "共<1&2>人"


def test_a_text_that_holds_the_signs_of_a_mark_does_no_harm() -> None:
    content = render(template("{{ 字 }}"), {"字": "甲\x02乙\x03丙\x04"}, Bookmarks(lambda _: "数"))
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "甲乙丙"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("全市!G12", "全市_G12"),
        ("全市!K4:K62", "全市_K4_K62"),
        ("校验报告 问题清单", "校验报告_问题清单"),
        ("“”", "数"),
        ("长" * 60, "长" * 34),
    ],
)
def test_a_bookmark_is_named_after_its_cell_as_word_allows(cell: str, name: str) -> None:
    assert bookmark_name(cell) == name
    assert re.fullmatch(r"[^\W\d]\w{0,39}", name)


def test_what_a_template_makes_of_a_figure_is_what_it_reads() -> None:
    number = Marked(marked("21", 7))
    written = (
        "{{ 数|int + 1 }} {{ 数[:1] }} {{ 句.split('万')[0] }} {% if 数|int > 20 %}多{% endif %} {{ 数|wordcount }}"
        " {{ 数 ~ '个' }} {{ [数, 数]|join('、') }}"
    )
    content = render(
        template(written), {"数": number, "句": Marked(marked("10.67万人次", 12))}, Bookmarks(lambda _: "数")
    )
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "22 2 10.67 多 1 21个 21、21"


def test_what_a_unit_wrote_cannot_pass_for_a_figure() -> None:
    figure = marked("完成\x0212\x02项\x0399\x04", 3)
    content = render(template("{{ 句 }}"), for_template({"句": f"甲县：{figure}"}), Bookmarks(lambda _: "数据_F8"))
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "甲县：完成12项99"
    assert bookmarks_in(content) == [("数据_F8", "完成12项99")]


# The notice


@YEARS
def test_every_figure_of_the_notice_stands_in_a_bookmark_of_its_own(results: Results) -> None:
    told, printed, content = printed_notice(results)
    found = bookmarks_in(content)
    assert [name for name, _ in found] == [name for name, _ in printed.printed()]
    assert len({name.casefold() for name, _ in found}) == len(found) > 20
    for (_, words), (_, number) in zip(found, printed.printed(), strict=True):
        assert words == told.figure(number).words
        assert told.figure(number).source


FREE = r"附件|[（(]?[一二三四五六七八九十]+[、）)]|^\d+．|\d{4}年|\d{1,2}月|\d{1,2}日|〔\d{4}〕\d*|上半年"


@YEARS
def test_no_digit_of_the_text_stands_outside_a_bookmark_but_dates_and_numbers_of_headings(results: Results) -> None:
    content = printed_notice(results)[2]
    names = [one.name for one in results.breakdown.indicators] + [one.task for one in results.breakdown.indicators]
    for paragraph in docx.Document(io.BytesIO(content)).paragraphs:
        depth, rest = 0, ""
        for element in paragraph._element.iter():
            depth += (element.tag == qn("w:bookmarkStart")) - (element.tag == qn("w:bookmarkEnd"))
            rest += element.text or "" if element.tag == qn("w:t") and not depth else ""
        for name in names:
            rest = rest.replace(name, "")
        assert not re.search(r"\d", re.sub(FREE, "", rest)), rest


@YEARS
def test_a_bookmark_s_cell_of_the_summary_shows_what_is_printed(results: Results) -> None:
    told, printed, _ = printed_notice(results)
    book = openpyxl.load_workbook(io.BytesIO(summary_workbook(results)), data_only=True)
    compared = Counter[str]()
    for _, number in printed.printed():
        one = told.figure(number)
        sheet, _, cell = one.cell.partition("!")
        if not one.cell or ":" in cell or not one.is_exact or "填报的" in one.what:
            continue
        stored = book[sheet][cell].value
        assert stored not in (None, ""), one
        numbers = [float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", one.words)]
        if isinstance(stored, str):
            assert any(re.search(rf"(?<!\d){digits:g}(?!\d)", stored) for digits in numbers), (one, stored)
        else:
            # Shares are shown in per cent, gaps without their sign; what is above 100% is told as what is over.
            shown = (abs(stored), abs(stored) * 100, abs(stored) * 100 - 100)
            assert any(digits == pytest.approx(value, abs=0.051) for digits in numbers for value in shown), (
                one,
                stored,
            )
        compared[one.what[-3:]] += 1
    assert len(compared) > 3


def test_what_a_template_does_not_print_is_not_listed() -> None:
    told = notice.notice_of(small_results())
    printed = told.bookmarks()
    made = render(template("{{ 应报数 }}个，{{ 项目数 }}件"), told.words, printed)
    assert [told.figure(number).what for _, number in printed.printed()] == ["应报单位数", "项目数"]
    assert [words for _, words in bookmarks_in(made)] == ["5", "3"]


def test_a_faulty_template_leaves_all_figures_listed(tmp_path: Path) -> None:
    spoiled = tmp_path / "进度通报.docx"
    spoiled.write_bytes(template("{{ 应报数 }}{{ 没有的词 }}"))
    told = notice.notice_of(small_results())
    printed = told.bookmarks()
    with pytest.raises(TemplateFault):
        notice.notice(told, spoiled, printed)
    assert [number for _, number in printed.printed()] == list(told.numbers())


def test_the_list_of_figures_is_a_part_of_the_paper() -> None:
    _, printed, content = printed_notice(small_results())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read("customXml/figures.xml").decode("utf-8")
        assert "../customXml/figures.xml" in package.read("word/_rels/document.xml.rels").decode("utf-8")
    assert re.findall('bookmark="([^"]+)"', part) == [name for name, _ in printed.printed()]


def test_a_finished_notice_may_serve_as_a_template(tmp_path: Path) -> None:
    told, _, content = printed_notice(small_results())
    again = tmp_path / "进度通报.docx"
    draft = Draft(content)
    added("公文正文", "截至{{ 截至 }}。", "一级标题")(draft)  # without any tag it would be refused
    again.write_bytes(draft.content)
    made = notice.notice(told, again)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.namelist().count("customXml/figures.xml") == 1
        assert package.read("word/_rels/document.xml.rels").count(b"figures.xml") == 1


@needs_libreoffice
@pytest.mark.slow
def test_bookmarks_and_the_list_survive_another_program(tmp_path: Path) -> None:
    _, printed, content = printed_notice(small_results())
    path = tmp_path / "通报.docx"
    path.write_bytes(content)
    saved = converted([path], tmp_path / "另存", "docx:MS Word 2007 XML")["通报"]
    names = [name for name, _ in printed.printed()]
    assert [name for name, _ in bookmarks_in(saved.read_bytes()) if name in set(names)] == names
    assert [one.bookmark for one in figures_of(saved).by_name.values()] == names


@needs_libreoffice
@pytest.mark.slow
def test_bookmarks_do_not_show_in_print(tmp_path: Path) -> None:
    told = notice.notice_of(small_results())
    marked_paper, bare_paper = tmp_path / "有.docx", tmp_path / "无.docx"
    marked_paper.write_bytes(notice.notice(told, NOTICE))
    bare_paper.write_bytes(render(NOTICE, told.words))
    pages = converted([marked_paper, bare_paper], tmp_path / "页", "pdf")
    with_bookmarks, without = words_and_places(pages["有"]), words_and_places(pages["无"])
    assert [one[0] for one in with_bookmarks] == [one[0] for one in without]
    moved = sum(abs(one[1] - other[1]) > 1 for one, other in zip(with_bookmarks, without, strict=True))
    assert moved < len(without) / 100, "a line may break a sign earlier where a figure ends"


def words_and_places(path: Path) -> list[tuple[str, float]]:
    """Each sign with its height on the page."""
    with pdfplumber.open(path) as pdf:
        return [(one["text"], one["top"]) for page in pdf.pages for one in page.chars]


# 数据来源


def test_a_traced_figure_leads_to_its_cells() -> None:
    told, printed, _ = printed_notice(small_results())
    figures = [told.figure(number) for _, number in printed.printed()]
    value = next(one for one in figures if one.what == "累计完成")
    assert value == TracedFigure(
        "二、市重点民生实事（一）扩大就业 1", "12.36万人次", "1.1", "累计完成",
        "；".join(f"{unit} 上报/{unit}.xlsx 填报!G6" for unit in COUNTIES),
        Source(f"上报/{COUNTIES[0]}.xlsx", "填报", "G6"),
        "全市!G4",
    )  # fmt: skip
    assert next(one for one in figures if one.what == "甲县年度目标").source == "../目标分解表.xlsx 指标!Y2"


def test_a_sum_of_very_many_units_names_the_first_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generators.telling.tracing._MOST_TOLD", 2)
    told = notice.notice_of(small_results())
    value = next(one for one in map(told.figure, told.numbers()) if one.what == "累计完成")
    first, second = (f"{unit} 上报/{unit}.xlsx 填报!G6" for unit in COUNTIES[:2])
    assert value.source == f"{first}；{second}；……共{len(COUNTIES)}个单位，逐个见附件各行"


@pytest.mark.parametrize("limit", [1_048_574, 100])
def test_the_sources_are_listed_in_the_order_of_the_text_with_their_links(
    monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    results = small_results()
    told, printed, content = printed_notice(results)
    monkeypatch.setattr("generators.sources._SHEET_LIMIT", limit)
    book = openpyxl.load_workbook(io.BytesIO(sources_workbook(results, told, printed)))
    assert len(book.sheetnames) == -(-len(printed) // limit)
    rows = [row for sheet in book for row in sheet.iter_rows(min_row=3)]
    found = bookmarks_in(content)
    assert [row[0].value for row in rows] == list(range(1, len(found) + 1))
    for row, (bookmark, words), (_, number) in zip(rows, found, printed.printed(), strict=True):
        one = told.figure(number)
        cell = one.cell if one.is_exact else f"由{one.cell}算出"
        texts = [one.place, words, one.code, one.what, bookmark, cell, one.source]
        assert [cell.value or "" for cell in row[1:]] == texts
        assert bool(row[7].hyperlink) == (one.first is not None)
        if told.is_in_text(number):
            assert row[5].hyperlink
            assert (row[5].hyperlink.target, row[5].hyperlink.location) == ("通报.docx", bookmark)
        if one.cell and told.is_in_text(number):
            sheet, _, cell = one.cell.partition("!")
            assert row[6].hyperlink
            assert row[6].hyperlink.location == f"'{sheet}'!{cell}"
