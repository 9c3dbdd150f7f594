"""Pictures: what they show is what the results say, how they are drawn, and how they stand in a Word paper."""

import hashlib
import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.shared import Mm, Pt
from lxml import etree
from PIL import Image

from generators.notice import notice_of
from generators.pictures.chart import MOST_ROWS, Bar, Chart, Group, Look
from generators.pictures.completion import completion
from generators.pictures.drawing import drawn, painted
from generators.pictures.layout import DOTS_PER_INCH, Block, Box, Page, Tone, laid_out, pixels
from generators.pictures.offered import Pictures
from generators.pictures.placing import NARROWEST
from generators.pictures.png import png
from generators.pictures.ranking import ranking
from generators.pictures.typeface import FONT_FILE, NO_GLYPH, face
from generators.telling.indicators import Known
from generators.telling.words import NOTICE_WORDS, PICTURE_WORDS, PROGRESS_WORDS
from generators.word.bookmarks import bare
from generators.word.check import template_findings
from generators.word.papers import render
from model.fault import TemplateFault
from model.results import Results
from model.rollup import shown_score
from tests.libreoffice import converted, needs_libreoffice
from tests.small_results import BASICS, COUNTIES, VALUES, county_results, indicator, small_results, target

HOME = Path(__file__).resolve().parent.parent
LONG_NAME = "城乡一体化示范区管理委员会及其代管的产业集聚区和高新技术开发区"


def template(*paragraphs: str) -> bytes:
    """A template with these paragraphs, lines of it exactly 28.95 points high as in an official paper."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for words in paragraphs:
        made.add_paragraph(words).paragraph_format.line_spacing = Pt(28.95)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def paper(*paragraphs: str, results: Results | None = None) -> bytes:
    """These paragraphs as the notice of a small city prints them."""
    return render(template(*paragraphs), notice_of(results or small_results()).words)


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def media(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [name for name in package.namelist() if name.endswith(".png")]


def text_of(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def ranked(results: Results) -> Chart:
    made = ranking(Known(results))
    assert made is not None
    return made


def completed(results: Results) -> Chart:
    made = completion(Known(results))
    assert made is not None
    return made


def without(*units: str) -> Mapping[str, Mapping[str, str | None]]:
    """The figures of the small city without those of some units."""
    return {code: {unit: one for unit, one in line.items() if unit not in units} for code, line in VALUES.items()}


def many_units(count: int, value: str = "") -> Results:
    """So many counties with one indicator; all alike where a value is given."""
    names = [f"{number}号县" for number in range(count)]
    values = {name: value or str(count - place) for place, name in enumerate(names)}
    return small_results(
        {"1.1": values},
        indicators=(indicator("1.1", "培训", target=target("1000")),),
        targets={"1.1": dict.fromkeys(names, target("100"))},
    )


def many_indicators(count: int, *silent: str) -> Results:
    """So many indicators, the first furthest behind; the units named are asked too and have not reported."""
    rows = tuple(indicator(f"{number}", f"指标{number}", target=target("100")) for number in range(1, count + 1))
    return small_results(
        {one.code: {"甲县": one.code} for one in rows},
        indicators=rows,
        targets={one.code: dict.fromkeys(("甲县", *silent), target("100")) for one in rows},
    )


# What the ranking shows


def test_the_ranking_shows_the_scores_and_places_of_the_results_best_first() -> None:
    results = small_results()
    standings = {one.unit: one for one in results.rollup.standings if one.project is None}
    bars = ranked(results).bars
    assert {bar.name for bar in bars} == set(standings)
    for bar in bars:
        own = standings[bar.name]
        assert bar.share == own.score
        assert bar.words == f"{shown_score(own.score, 1).normalize():f}分"
        assert bar.place == f"第{own.rank}位"
    ranks = [standings[bar.name].rank for bar in bars]
    assert ranks == sorted(ranks)


def test_the_scores_are_those_that_the_text_of_the_notice_names() -> None:
    results = small_results()
    told: Any = notice_of(results).words["综合"]
    named = dict(re.findall(r"([^（），、和]+)（([\d.]+分)）", bare("、".join((told[0]["前"], told[0]["后"])))))
    shown = {bar.name: bar.words for bar in ranked(results).bars}
    assert named
    assert named.items() <= shown.items()


def test_units_that_have_not_reported_stand_last_without_a_bar() -> None:
    bars = ranked(small_results(without("甲县"))).bars
    assert [(bar.name, bar.words, bar.share, bar.place) for bar in bars if bar.name == "甲县"] == [
        ("甲县", "未报", None, "")
    ]
    assert bars[-1].name == "甲县"
    assert "未报的有甲县" in ranked(small_results(without("甲县"))).description
    assert ranked(small_results(without("甲县"))).note.endswith("未报的项计0分。")


def test_tied_places_say_so() -> None:
    assert {bar.place for bar in ranked(many_units(5, "80")).bars} == {"并列第1位"}


def test_groups_are_ranked_apart() -> None:
    results = small_results()
    units = tuple(
        replace(one, rank_group="功能区") if one.name in COUNTIES[2:] else one for one in results.breakdown.units
    )
    chart = ranked(replace(results, breakdown=replace(results.breakdown, units=units)))
    assert [group.heading for group in chart.groups] == ["县区", "功能区"]
    assert {bar.name for bar in chart.groups[1].bars} == set(COUNTIES[2:])


def test_scores_above_a_hundred_lengthen_the_scale() -> None:
    results = small_results(
        {"1.1": {"甲县": "6", "乙县": "3"}},
        indicators=(indicator("1.1", "培训", target=target("8")),),
        targets={"1.1": dict.fromkeys(("甲县", "乙县"), target("4"))},
        basics=replace(BASICS, score_cap=Decimal(2)),
    )
    chart = ranked(results)
    assert [bar.words for bar in chart.bars] == ["150分", "75分"]
    assert chart.longest == Decimal("1.5")


def test_where_nobody_has_reported_or_nobody_is_ranked_there_is_no_ranking() -> None:
    assert ranking(Known(small_results(without(*COUNTIES, "市城市管理局")))) is None
    assert ranking(Known(county_results())) is None


def test_of_many_units_the_first_and_the_last_are_shown_and_the_rest_counted() -> None:
    bars = ranked(many_units(100)).bars
    assert len(bars) == MOST_ROWS
    assert (bars[0].name, bars[-1].name) == ("0号县", "99号县")
    left_out = [bar for bar in bars if bar.share is None]
    assert [bar.words for bar in left_out] == [f"中间{100 - (MOST_ROWS - 1)}个单位从略"]


# What the completion shows


def test_the_completion_shows_the_figures_of_the_table() -> None:
    results = small_results()
    told = {row["编码"]: row for row in notice_of(results).table if row["种类"] == "汇总"}
    bars = completed(results).bars
    assert [bar.name.split()[0] for bar in bars] == ["1.1", "1.2", "2.1"]
    for bar in bars:
        row = told[bar.name.split()[0]]
        assert bar.words.startswith(bare(str(row["完成率"])))
        points = re.sub(r"[^\d.]", "", bare(str(row["快慢"])))
        assert f"{points}个百分点" in bar.words if points else "与序时持平" in bar.words


def test_bars_are_filled_by_how_they_stand_against_the_calendar() -> None:
    looks = {bar.name.split()[0]: bar.look for bar in completed(small_results()).bars}
    assert looks == {"1.1": Look.FULL, "1.2": Look.FULL, "2.1": Look.STRIPED}


def test_milestones_have_their_mark_where_they_ask_for_it() -> None:
    chart = completed(small_results())
    assert [bar.due for bar in chart.bars] == [Decimal("0.75"), Decimal("0.75"), Decimal(1)]
    assert chart.mark_words == "序时进度75%"
    assert "节点" in chart.note


def test_where_units_are_missing_the_bar_is_that_of_those_that_reported() -> None:
    chart = completed(small_results(without("甲县")))
    first = chart.bars[0]
    assert first.words == "73.8%（已报3/4）"
    assert first.share is not None
    assert round(first.share * 12, 6) == Decimal("3.1") + Decimal("3.1") + Decimal("2.66")
    assert first.look is Look.OPEN
    assert dict(chart.legend)[Look.OPEN] == "未报齐"
    assert "已报单位" in chart.note


def test_without_a_completion_there_is_no_picture() -> None:
    assert completion(Known(small_results(without(*COUNTIES)))) is None


def test_a_true_zero_has_words_and_no_bar() -> None:
    results = small_results({**VALUES, "2.1": dict.fromkeys(COUNTIES, "0")})
    zero = completed(results).bars[-1]
    assert zero.words.startswith("尚未完成")
    page = laid_out(completed(results), 156)
    assert len(page.blocks) - len(completed(results).legend) == 2


def test_of_more_indicators_than_fit_the_slowest_are_shown_in_their_order() -> None:
    chart = completed(many_indicators(60))
    assert [bar.name.split()[0] for bar in chart.bars] == [str(number) for number in range(1, MOST_ROWS + 1)]
    assert chart.note.startswith(f"共60项，图中只列对照序时最慢的{MOST_ROWS}项。")


def test_slowest_are_those_that_reported_less_too() -> None:
    bars = completed(many_indicators(60, "乙县")).bars
    assert [bar.name for bar in bars] == [bar.name for bar in completed(many_indicators(60)).bars]
    assert all(bar.words.endswith("（已报1/2）") for bar in bars)


def test_what_is_read_aloud_says_the_main_figures() -> None:
    assert ranked(small_results()).description.startswith("条形图，2023年9月综合得分名次。甲县93.8分、第1位，")
    told = completed(small_results()).description
    assert "序时进度75%" in told
    assert "慢于序时的1项：2.1 幼儿园建设 62.5%，慢37.5个百分点。" in told


# How they are drawn


def sample_charts() -> dict[str, Chart]:
    named = ranked(many_units(40))
    long_names = tuple(replace(bar, name=LONG_NAME) for bar in named.bars)
    two = tuple(Group(name, ranked(many_units(10)).bars) for name in ("县区", "功能区"))
    return {
        "3 units": ranked(many_units(3)),
        "21 rows in groups": replace(named, groups=two),
        "40 units": named,
        "long names": replace(named, groups=(Group("", long_names),)),
        "tied": ranked(many_units(12, "80")),
        "not reported": ranked(small_results(without("甲县"))),
        "completion": completed(small_results()),
        "many completions": completed(many_indicators(60)),
        "far above": completed(small_results({**VALUES, "1.1": dict.fromkeys(COUNTIES, "40")})),
    }


CHARTS = sample_charts()


@pytest.fixture(params=CHARTS, ids=str)
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]


def overlap(one: Box, other: Box) -> bool:
    """Whether the two have a pixel in common."""
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


@pytest.mark.parametrize("width", [NARROWEST, 156, 225])
def test_no_words_are_cut_off_or_overlap(chart: Chart, width: int) -> None:
    page = laid_out(chart, width)
    assert page.width == pixels(width)
    for place, text in enumerate(page.texts):
        assert text.box.left >= 0
        assert text.box.top >= 0
        assert text.box.right <= page.width
        assert text.box.bottom <= page.height
        assert not [other.words for other in page.texts[:place] if overlap(other.box, text.box)], text.words
        assert not [block for block in page.blocks if overlap(block.box, text.box)], text.words


@pytest.mark.parametrize(("width", "highest"), [(156, 225), (225, 156)])
def test_a_picture_is_no_higher_than_its_page(chart: Chart, width: int, highest: int) -> None:
    assert laid_out(chart, width).height <= pixels(highest)


def bar_pixels(image: Image.Image, block: Block) -> int:
    """How far the bar reaches in the picture itself, seen along its lower edge."""
    row = block.box.bottom - 1
    right = block.box.left
    while right < image.width and image.getpixel((right, row)) in (Tone.DONE, Tone.BEHIND, Tone.GREY):
        right += 1
    return right - block.box.left


def test_bars_are_as_long_as_their_shares() -> None:
    own = CHARTS["not reported"]
    page = laid_out(own, 156)
    image = painted(page)
    whole = pixels_of_whole(page)
    drawn_bars = [bar for bar in own.bars if bar.share is not None]
    assert len(drawn_bars) == len(page.blocks)
    for bar, block in zip(drawn_bars, page.blocks, strict=True):
        assert bar.share is not None
        assert abs(bar_pixels(image, block) - bar.share * whole) <= 1, bar.name


def pixels_of_whole(page: Page) -> int:
    """From 0 to 100 on the scale."""
    lines = [line.left for line in page.grid]
    return lines[4] - lines[0]


def test_the_line_of_the_calendar_stands_at_the_elapsed_share() -> None:
    page = laid_out(CHARTS["completion"], 156)
    image = painted(page)
    mark = page.marks[0]
    middle = (mark.left + mark.right) // 2
    zero = page.grid[0].left
    assert abs((middle - zero) - Decimal("0.75") * pixels_of_whole(page)) <= 3
    for row in range(mark.top, mark.bottom):
        assert image.getpixel((middle, row)) == Tone.INK


def test_a_bar_beyond_the_scale_is_broken_off_and_says_how_far_it_goes() -> None:
    own = CHARTS["far above"]
    page = laid_out(own, 156)
    assert own.bars[0].words.startswith("1000.0%")
    assert [block.is_broken_off for block in page.blocks[:3]] == [True, False, False]
    assert page.blocks[0].box.right <= page.grid[-1].right


def luminance(colour: tuple[int, ...]) -> float:
    linear = [(one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4) for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_and_fillings_are_told_apart_in_black_and_white() -> None:
    image = painted(laid_out(CHARTS["completion"], 156))
    palette = image.getpalette()
    assert palette is not None
    colours = {tone: tuple(palette[3 * tone : 3 * tone + 3]) for tone in Tone}
    for tone in (Tone.INK, Tone.GREY, Tone.DONE, Tone.BEHIND):
        assert 1.05 / (luminance(colours[tone]) + 0.05) >= 4.5, tone
    open_chart = completed(small_results(without("甲县")))
    greys = {}
    for own in (CHARTS["completion"], open_chart):
        page = laid_out(own, 156)
        grey = painted(page).convert("L")
        for block in page.blocks[-len(own.legend) :]:
            box = block.box
            part = grey.crop((box.left, box.top, box.right, box.bottom))
            greys[block.look] = sum(part.tobytes()) / (part.width * part.height)
    assert greys[Look.FULL] < 100
    assert 110 < greys[Look.STRIPED] < 190
    assert greys[Look.OPEN] > 200


def test_the_file_is_a_crisp_png_of_the_final_size() -> None:
    made = drawn(CHARTS["completion"], 156)
    with Image.open(io.BytesIO(made.png)) as image:
        image.load()
        assert (image.width, image.height) == (made.width, made.height)
        assert [round(one) for one in image.info["dpi"]] == [DOTS_PER_INCH, DOTS_PER_INCH]
        again = painted(laid_out(CHARTS["completion"], 156))
        assert image.convert("RGB").tobytes() == again.convert("RGB").tobytes()


@pytest.mark.parametrize("seed", range(4))
def test_packed_pixels_come_out_as_they_went_in(seed: int) -> None:
    chance = random.Random(seed)
    image = Image.new("P", (chance.choice((5, 61, 1500)), 40))
    for _ in range(60):
        left, top = chance.randrange(image.width), chance.randrange(40)
        image.paste(chance.randrange(16), (left, top, left + chance.randrange(1, 900), top + chance.randrange(1, 9)))
    for _ in range(200):
        image.putpixel((chance.randrange(image.width), chance.randrange(40)), chance.randrange(16))
    made = png(image, [(one, one, one) for one in range(16)], 600)
    with Image.open(io.BytesIO(made)) as back:
        assert back.tobytes() == image.tobytes()


def test_the_drawing_is_that_of_every_machine() -> None:
    """Pixels as FreeType 2.14 makes them, which the locked Pillow brings; another one may set this anew."""
    image = painted(laid_out(CHARTS["completion"], 156))
    assert (
        hashlib.sha256(image.tobytes()).hexdigest()
        == "77c30748f5b2f7ff6defb4d9cac53dd0f85a2dda92c3b37b033734d5b931e4e0"
    )


def test_a_picture_of_a_full_page_is_small() -> None:
    assert len(drawn(CHARTS["40 units"], 156).png) < 400_000


def test_two_processes_draw_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from tests.test_pictures import CHARTS, drawn\n"
        "print(hashlib.sha256(drawn(CHARTS['completion'], 156).png).hexdigest())\n"
    )
    digests = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=HOME).stdout
        for _ in range(2)
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


# The typeface


def test_all_characters_of_gb_2312_and_rare_ones_of_names_have_a_glyph() -> None:
    common = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    characters = "".join(common) + "喆堃䶮" + "".join(map(chr, range(0x4E00, 0x9FA6)))
    assert len(characters) > 27000
    own = face(20)
    assert own.printable(characters) == characters


def test_what_the_typeface_does_not_have_is_set_as_two_bars() -> None:
    assert face(75).printable("县𠮷🙂\ue000") == f"县{NO_GLYPH * 3}"
    page = laid_out(replace(CHARTS["3 units"], groups=(Group("", (Bar("𠮷县", "1分", Decimal("0.01")),)),)), 156)
    assert f"{NO_GLYPH}县" in [text.words for text in page.texts]


def test_the_typeface_comes_with_its_licence_and_is_not_too_heavy() -> None:
    licence = FONT_FILE.with_name("NotoSansCJKsc-subset.OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert FONT_FILE.stat().st_size < 8_000_000


# In a Word paper


def inlines(content: bytes, part: str = "word/document.xml") -> list[Any]:
    root: Any = etree.fromstring(part_of(content, part))
    return list(root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"))


def test_a_picture_stands_in_the_paper_with_its_words_and_width() -> None:
    made = paper("前", "{{ 图.名次 }}", "后")
    document = docx.Document(io.BytesIO(made))
    assert text_of(made) == ["前", "", "后"]
    (shape,) = document.inline_shapes
    assert abs(shape.width - Mm(156)) < Mm(0.05)
    relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
    image = document.part.related_parts[relation].image
    assert (image.horz_dpi, image.content_type) == (600, "image/png")
    assert abs(Decimal(shape.height) / shape.width - Decimal(image.px_height) / image.px_width) < Decimal("0.0001")
    assert shape._inline.docPr.get("descr").startswith("条形图，2023年9月综合得分名次。甲县93.8分")


def test_names_with_signs_come_through_in_what_is_read_aloud() -> None:
    results, odd = small_results(), '甲&<b>"\x01\n县'
    rollup, units = results.rollup, results.breakdown.units
    named = replace(
        results,
        rollup=replace(
            rollup,
            standings=tuple(replace(one, unit=one.unit.replace("甲县", odd)) for one in rollup.standings),
            figures=tuple(replace(one, unit=one.unit.replace("甲县", odd)) for one in rollup.figures),
        ),
        breakdown=replace(
            results.breakdown, units=tuple(replace(one, name=one.name.replace("甲县", odd)) for one in units)
        ),
    )
    made = render(template("{{ 图.名次 }}"), {"图": Pictures(Known(named))})
    (shape,) = docx.Document(io.BytesIO(made)).inline_shapes
    assert '甲&<b>" 县93.8分' in shape._inline.docPr.get("descr")


def test_a_template_can_give_the_width() -> None:
    (shape,) = docx.Document(io.BytesIO(paper("{{ 图.进度|宽(120) }}"))).inline_shapes
    assert abs(shape.width - Mm(120)) < Mm(0.05)


def test_the_same_picture_twice_is_one_part_and_two_drawings() -> None:
    made = paper("{{ 图.名次 }}", "{{ 图.进度 }}", "{{ 图.名次 }}")
    assert len(media(made)) == 2
    numbers = [one.find("{*}docPr").get("id") for one in inlines(made)]
    assert len(numbers) == len(set(numbers)) == 3


def test_a_paper_made_a_template_again_keeps_its_drawings_apart() -> None:
    first = paper("{{ 图.名次 }}", "后")
    document = docx.Document(io.BytesIO(first))
    document.add_paragraph("{{ 图.名次 }}")
    document.add_paragraph("{{ 图.进度 }}")
    buffer = io.BytesIO()
    document.save(buffer)
    made = render(buffer.getvalue(), notice_of(small_results()).words)
    numbers = [one.find("{*}docPr").get("id") for one in inlines(made)]
    assert len(numbers) == len(set(numbers)) == 3
    assert len(docx.Document(io.BytesIO(made)).inline_shapes) == 3


def test_a_picture_in_a_header_is_refused_for_it_would_be_on_every_page() -> None:
    document = docx.Document(io.BytesIO(template("正文{{ 地区 }}")))
    document.sections[0].header.paragraphs[0].text = "{{ 图.名次|宽(100) }}"
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(TemplateFault, match="图不能放在页眉"):
        render(buffer.getvalue(), notice_of(small_results()).words)


def test_a_picture_and_columns_of_a_loop_stand_in_one_part() -> None:
    document = docx.Document(io.BytesIO(template("{{ 图.名次 }}")))
    cells = document.add_table(1, 3).rows[0].cells
    for cell, words in zip(cells, ("{%tc for 项 in [1, 2] %}", "{{ 项 }}", "{%tc endfor %}"), strict=True):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    made = render(out.getvalue(), notice_of(small_results()).words)
    assert len(inlines(made)) == 1
    assert [cell.text for cell in docx.Document(io.BytesIO(made)).tables[0].rows[0].cells] == ["1", "2"]


def test_the_line_of_a_picture_is_as_high_as_it_is() -> None:
    made = docx.Document(io.BytesIO(paper("前", "{{ 图.名次 }}")))
    before, own = made.paragraphs
    assert before.paragraph_format.line_spacing == Pt(28.95)
    assert own.paragraph_format.line_spacing == 1
    assert own.paragraph_format.first_line_indent == 0


def test_where_there_is_nothing_to_rank_no_picture_is_printed() -> None:
    made = paper(
        "前", "{%p if 图.名次 %}", "名次如下", "{%p endif %}", "{{ 图.名次|宽(100) }}", "后", results=county_results()
    )
    assert text_of(made) == ["前", "", "后"]
    assert media(made) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ 图.名次|宽(10) }}", "的宽度要写70到250之间的整毫米数"),
        ("{{ 图.名次|宽('大') }}", "的宽度要写70到250之间的整毫米数"),
        ("{{ 期|宽(100) }}", "不是图，“宽”只能用在图上"),
        ("{{ 图 }}", "是一组内容"),
    ],
)
def test_a_tag_that_cannot_be_printed_is_told_in_chinese(words: str, told: str) -> None:
    with pytest.raises(TemplateFault, match=told):
        paper(words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ 图 }}", "“图”是一组内容，不能直接印出来，请写明其中哪一项。"),
        ("{{ 图.名 }}", "不认识“图.名”，是不是“名次”。"),
        ("如图：{{ 图.名次 }}", "图要单独占一段，同一段里不能有别的内容。"),
    ],
)
def test_lint_tells_what_is_wrong_with_a_pictures_tag(words: str, told: str) -> None:
    assert [one.partition("：")[2] if "如图" not in one else one[-len(told) :] for one in findings(words)] == [told]


def findings(*paragraphs: str) -> list[str]:
    return template_findings(template(*paragraphs), NOTICE_WORDS)


def test_lint_accepts_pictures() -> None:
    assert {f"图.{word}" for word in PICTURE_WORDS} == {word for word in PROGRESS_WORDS if word.startswith("图.")}
    assert findings("{% if 图.名次 %}{{ 图.名次 }}{% endif %}") == []
    assert findings("{%p if 图.名次 %}", "{{ 图.名次|宽(120) }}", "{%p endif %}", "{{ 图.进度 }}") == []


def test_the_same_paper_has_the_same_bytes() -> None:
    assert paper("{{ 图.名次 }}", "{{ 图.进度 }}") == paper("{{ 图.名次 }}", "{{ 图.进度 }}")


def test_pillow_is_loaded_only_where_a_picture_is_placed() -> None:
    program = (
        "import sys\n"
        "from make_reports import main\n"
        "from generators.notice import notice, notice_of\n"
        "from generators.word.papers import render\n"
        "from pathlib import Path\n"
        "from tests.small_results import small_results\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "told = notice_of(small_results())\n"
        "notice(told, Path('templates/进度通报.docx'))\n"
        "assert not any(name.partition('.')[0] == 'PIL' for name in sys.modules)\n"
        "import io, docx\n"
        "document = docx.Document()\n"
        "document.add_paragraph('{{ 图.名次 }}')\n"
        "buffer = io.BytesIO()\n"
        "document.save(buffer)\n"
        "render(buffer.getvalue(), told.words)\n"
        "assert 'PIL' in sys.modules\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=HOME, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_shows_the_pictures_as_wide_as_the_type_area(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(paper("前", "{{ 图.名次 }}", "{{ 图.进度 }}", "后"))
    made = converted([file], tmp_path, "pdf:writer_pdf_Export")["paper"]
    with pdfplumber.open(made) as document:
        images = [image for page in document.pages for image in page.images]
        words = "".join(page.extract_text() for page in document.pages)
    assert len(images) == 2
    for image in images:
        assert abs(float(image["width"]) * 25.4 / 72 - 156) < 0.5
        assert float(image["height"]) * 25.4 / 72 > 30, "not cut off by lines of an exact height"
    assert words.split() == ["前", "后"]
