"""Every paper that the tool makes keeps the rules of GB/T 9704-2012 that hold for it, and its pages do in print."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generators.notice import notice, notice_of
from generators.word.vocabulary import WORDS_PAPER
from make_reports import main
from tests.libreoffice import converted, needs_libreoffice
from tests.paper_kinds import kind_of
from tests.sample_years import copy_of, run_quietly
from tests.small_results import INDICATORS, TARGETS, VALUES, small_results
from validators.layout import breaches

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "进度通报.docx"
SAMPLES = (("平顶山2023", ("2023-08", "2023-09")), ("叶县2022", ("2022-H1",)))
EXPECTED = {
    "通报", "推进情况表", "催报单", "反馈单/卫东区", "督办单/叶县", "任务分解通知", "填报说明", "责任清单/市财政局",
    "责任清单/县人社局", "评价通报", "验收结论/石龙区",
}  # fmt: skip
"""Some of the papers that the samples are known to bring forth, by their paths below 结果/ and 分解/."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every Word paper of both samples, made by the product's own `assign`, `run` and `assess`."""
    folder = tmp_path_factory.mktemp("samples")
    found: list[Path] = []
    for name, periods in SAMPLES:
        year = copy_of(name, folder)
        assert main(["assign", str(year), "--quiet"]) == 0
        found += sorted((year / "分解").rglob("*.docx"))
        for period in periods:
            assert run_quietly(year / period) in (0, 1)
            found += sorted((year / period / "结果").rglob("*.docx"))
        if (december := year / "2023-12").is_dir():
            assert main(["assess", str(december), "--quiet"]) == 1
            found += sorted((december / "结果").rglob("*.docx"))
    return found


@pytest.mark.slow
def test_every_paper_of_the_samples_keeps_every_rule_that_holds_for_it(papers: list[Path]) -> None:
    told = []
    for path in papers:
        kind = kind_of(path)
        assert kind is not None, f"{path.name} wants a line in validators/layout/kinds.py"
        told += [f"{path.name}：{one.rule.number} {one.sentence}" for one in breaches(path.read_bytes(), kind)]
    assert told == []


def test_the_paper_of_words_keeps_the_rules_of_a_list() -> None:
    path = TEMPLATE.with_name(f"{WORDS_PAPER}.docx")
    kind = kind_of(path)
    assert kind is not None
    assert [one.sentence for one in breaches(path.read_bytes(), kind)] == []


@pytest.mark.slow
def test_the_samples_bring_forth_papers_of_every_kind(papers: list[Path]) -> None:
    stems = {re.split("/(?:结果|分解)/", path.with_suffix("").as_posix())[1] for path in papers}
    assert stems >= EXPECTED


# What only a rendered page shows

MILLIMETRE = 72 / 25.4
_DOTS = 150
_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 210, 28, 184, 37, 262
"""Of an upright page: its width, and where its type area lies, in millimetres."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The pages of the city's notice with a table of several pages and a 进展情况 that fills lines with Han alone."""
    pdfplumber = pytest.importorskip("pdfplumber")
    folder = tmp_path_factory.mktemp("notice")
    several = tuple(replace(one, code=f"{number}.{one.code}") for number in range(1, 9) for one in INDICATORS)
    asked = {one.code: TARGETS[one.code.partition(".")[2]] for one in several}
    values = {one.code: VALUES[one.code.partition(".")[2]] for one in several}
    whole = tuple(replace(one, part_of="") for one in several)
    told = notice_of(small_results(values, indicators=whole, targets=asked))
    # A line of Han alone shows how many characters it holds; the text itself has digits and punctuation everywhere.
    words = {**told.words, "未报齐滞后": "县" * 300}
    file = folder / "通报.docx"
    file.write_bytes(notice(replace(told, words=words), TEMPLATE))
    with pdfplumber.open(converted([file], folder, "pdf")["通报"]) as pdf:
        yield pdf.pages


def within(page: Any) -> list[Any]:
    """The characters of the type area of an upright page."""
    lowest = (_BOTTOM + 1) * MILLIMETRE
    return [one for one in page.chars if one["text"].strip() and (one["top"] + one["bottom"]) / 2 < lowest]


def lines_of(page: Any) -> dict[int, list[Any]]:
    """Its characters by the line that they stand in."""
    found: dict[int, list[Any]] = {}
    for one in within(page):
        found.setdefault(round(one["bottom"]), []).append(one)
    return found


def page_number(page: Any) -> list[Any]:
    """The characters below the type area: 页码."""
    lowest = (_BOTTOM if page.height > page.width else 297 - 200) * MILLIMETRE
    return [one for one in page.chars if one["text"].strip() and one["top"] > lowest and "—" in one["text"]]


def glyph_top(page: Any) -> float:
    """How many millimetres below the paper's edge the first red dot of a page stands."""
    picture = page.to_image(resolution=_DOTS).original.convert("RGB")
    dots = picture.tobytes()
    reds = (at for at, (red, green) in enumerate(zip(dots[::3], dots[1::3], strict=True)) if red > 180 and green < 80)
    return float(next(reds) // picture.width / _DOTS * 25.4)


def upright(pages: Any) -> list[Any]:
    return [one for one in pages if one.height > one.width]


def turned(pages: Any) -> list[Any]:
    return [one for one in pages if one.width > one.height]


@pytest.mark.slow
@needs_libreoffice
def test_a_full_page_has_22_lines(pages: Any) -> None:
    full = upright(pages)[1:-2]
    assert full
    for page in full:
        tops = sorted(lines_of(page))
        pitch = [later - earlier for earlier, later in pairwise(tops)]
        assert all(one in (28, 29, 30) for one in pitch), "no blank line on a full page"
        assert len(tops) == 22


@pytest.mark.slow
@needs_libreoffice
def test_a_line_of_han_alone_has_28_characters(pages: Any) -> None:
    counts = [
        len(line)
        for page in upright(pages)
        for line in lines_of(page).values()
        if {one["text"] for one in line} == {"县"}
    ]
    assert counts.count(28) >= 8
    assert set(counts[:-1]) == {28}


@pytest.mark.slow
@needs_libreoffice
def test_the_red_head_and_its_rule_stand_where_the_standard_puts_them(pages: Any) -> None:
    first = pages[0]
    red = [one for one in first.chars if one["non_stroking_color"] == (1, 0, 0)]
    assert "".join(one["text"] for one in red).endswith("文件")
    assert (min(one["x0"] for one in red) + max(one["x1"] for one in red)) / 2 == pytest.approx(
        (_LEFT + _RIGHT) / 2 * MILLIMETRE, abs=2 * MILLIMETRE
    )
    assert glyph_top(first) == pytest.approx(72, abs=1)
    number = next(one for one in within(first) if one["text"] == "〔")
    drawn = [*first.lines, *first.rects]
    rules = [one for one in drawn if (1, 0, 0) in (one["stroking_color"], one["non_stroking_color"])]
    assert len({round(one["top"]) for one in rules}) == 1
    assert (rules[0]["x0"] / MILLIMETRE, rules[0]["x1"] / MILLIMETRE) == pytest.approx((_LEFT, _RIGHT), abs=0.5)
    assert 3 < (rules[0]["top"] - number["bottom"]) / MILLIMETRE < 7, "4 mm under the glyphs of 发文字号"


@pytest.mark.slow
@needs_libreoffice
def test_page_one_shows_text_and_the_last_page_with_the_date_does_too(pages: Any) -> None:
    assert "现将" in pages[0].extract_text().replace(" ", "")
    dated = [page for page in upright(pages)[:-1] if "日" in page.extract_text()][-1]
    assert len(lines_of(dated)) > 3


@pytest.mark.slow
@needs_libreoffice
def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(pages: Any) -> None:
    for number, page in enumerate(pages, 1):
        dashes = page_number(page)
        assert len(dashes) >= 2, number
        row = [one for one in page.chars if one["text"].strip() and abs(one["bottom"] - dashes[-1]["bottom"]) < 2]
        assert "".join(one["text"] for one in row).strip("—") == str(number)
        is_right = min(one["x0"] for one in row) > page.width / 2
        assert is_right is (number % 2 == 1)
        if page in upright(pages):
            gap = (page.width - max(one["x1"] for one in row)) / MILLIMETRE - 26
            left = min(one["x0"] for one in row) / MILLIMETRE - _LEFT
            assert (gap if is_right else left) == pytest.approx(4.9, abs=1), "one 字 blank"
            assert dashes[-1]["top"] / MILLIMETRE == pytest.approx(266, abs=1.5)


@pytest.mark.slow
@needs_libreoffice
def test_the_head_of_the_table_stands_on_each_page_and_no_row_is_split(pages: Any) -> None:
    wide = turned(pages)
    assert len(wide) > 2
    for page in wide:
        table = page.find_tables()[-1]
        rows = table.extract()
        head = ["".join((cell or "").split()) for cell in rows[0]]
        assert head[:3] == ["编码", "指标", "填报单位"]
        assert all((row[0] or "").strip() for row in rows), "what is left of a split row begins with an empty cell"
        assert max(one["x1"] for one in page.chars) < (297 - 36) * MILLIMETRE
        assert min(one["x0"] for one in page.chars) > 34 * MILLIMETRE


@pytest.mark.slow
@needs_libreoffice
def test_the_imprint_ends_at_the_bottom_of_the_last_type_area(pages: Any) -> None:
    strokes = [(one["x0"] / MILLIMETRE, one["x1"] / MILLIMETRE, one["top"] / MILLIMETRE) for one in pages[-1].lines]
    assert max(top for _, _, top in strokes) == pytest.approx(_BOTTOM, abs=1.5)
    assert all((left, right) == pytest.approx((_LEFT, _RIGHT), abs=0.5) for left, right, _ in strokes)
