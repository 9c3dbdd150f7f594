"""A notice that a person has changed is never overwritten; what the figures say otherwise since is listed."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from commands.run import run
from commands.screen import Screen
from generators import notice
from generators.changed_figures import Change, compared_with
from model.results import Results
from tests.small_results import VALUES, small_results
from validators.edited_paper import figures_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "进度通报.docx"
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "叶县2022"


def edited(results: Results, folder: Path, edit: Callable[[Any], None]) -> Path:
    """The notice of `results`, changed in Word (python-docx stands in for it)."""
    document = docx.Document(io.BytesIO(notice.notice(notice.notice_of(results), TEMPLATE)))
    edit(document)
    path = folder / "通报.docx"
    document.save(str(path))
    return path


def reworded(old: str, new: str) -> Callable[[Any], None]:
    """Changes the first run that says `old`."""

    def edit(document: Any) -> None:
        run_ = next(run for paragraph in document.paragraphs for run in paragraph.runs if run.text == old)
        run_.text = new

    return edit


def without_paragraph(words: str) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        element = next(one for one in document.paragraphs if words in one.text)._element
        element.getparent().remove(element)

    return edit


def untouched(document: Any) -> None:
    document.paragraphs[-1].add_run("")


def changes(path: Path, now: Results) -> list[tuple[Change, str, str, str]]:
    told = notice.notice_of(now)
    printed = told.bookmarks()
    notice.notice(told, TEMPLATE, printed)
    found = compared_with(figures_of(path), told, printed)
    assert found.compared
    return [(one.change, one.made, one.in_notice, one.now) for one in found.changes]


def with_training(**values: str) -> Results:
    return small_results({**VALUES, "1.1": {**VALUES["1.1"], **values}})


def test_a_notice_in_which_only_words_were_changed_differs_in_nothing(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, lambda document: document.paragraphs[12].add_run("请各单位重视。"))
    assert changes(path, small_results()) == []


def test_what_changed_in_the_figures_is_listed_with_both_figures(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, untouched)
    found = changes(path, with_training(甲县="3.6"))
    assert (Change.OTHER, "12.36万人次", "12.36万人次", "12.46万人次") in found
    assert (Change.OTHER, "87.5%", "87.5%", "90%") in found
    assert {change for change, *_ in found} == {Change.OTHER}
    assert not any(made == now for _, made, _, now in found)


def test_a_figure_changed_by_hand_is_told_from_one_that_changed_by_itself(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, reworded("12.36万人次", "12.4万人次"))
    assert changes(path, small_results()) == [(Change.BY_HAND, "12.36万人次", "12.4万人次", "12.36万人次")]
    assert (Change.BOTH, "12.36万人次", "12.4万人次", "12.46万人次") in changes(path, with_training(甲县="3.6"))


def test_a_figure_that_was_brought_up_to_date_by_hand_wants_nobody(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, reworded("12.36万人次", "12.46万人次"))
    found = changes(path, with_training(甲县="3.6"))
    assert (Change.FOLLOWED, "12.36万人次", "12.46万人次", "12.46万人次") in found
    assert not Change.FOLLOWED.wants_a_person
    assert all(one.wants_a_person for one in Change if one is not Change.FOLLOWED)


def test_what_a_person_took_out_is_not_missed(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, without_paragraph("职业技能培训。年度目标"))
    assert changes(path, small_results()) == []


def test_figures_that_came_up_or_fell_away_since_are_listed(tmp_path: Path) -> None:
    late = small_results({**VALUES, "1.1": {**VALUES["1.1"], "丁区": None}})
    path = edited(late, tmp_path, untouched)
    found = changes(path, small_results())
    assert (Change.OTHER, "9.7万人次", "9.7万人次", "12.36万人次") in found
    assert any(change is Change.NEW and now == "66.5%" for change, _, _, now in found)
    assert (Change.GONE, "3", "3", "") in found, "how many have reported is told only while one is missing"


def test_the_table_s_figures_are_found_again_however_often_the_text_tells_them(tmp_path: Path) -> None:
    path = edited(with_training(甲县="9"), tmp_path, untouched)
    told = notice.notice_of(with_training(乙县="9"))
    printed = told.bookmarks()
    notice.notice(told, TEMPLATE, printed)
    found = compared_with(figures_of(path), told, printed).changes
    of_table = [one for one in found if one.bookmark.endswith("_表")]
    assert of_table
    assert all(one.figure is not None and one.figure.place.startswith("附件") for one in of_table)
    assert {one.change for one in of_table} == {Change.OTHER}


def emptied(words: str) -> Callable[[Any], None]:
    """As a paragraph is written anew: the bookmarks stay behind, empty."""

    def edit(document: Any) -> None:
        paragraph = next(one for one in document.paragraphs if words in one.text)
        for run_ in paragraph.runs[1:]:
            run_._element.getparent().remove(run_._element)
        paragraph.runs[0].text = "另写一段。"

    return edit


def test_a_paragraph_that_was_written_anew_is_to_be_looked_at(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, emptied("1．职业技能培训"))
    found = changes(path, small_results())
    assert found
    assert {change for change, *_ in found} == {Change.EMPTIED}


def without_list(path: Path) -> None:
    """As a program leaves the file that keeps bookmarks and nothing that it does not know."""
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if not name.startswith("customXml/"):
                part = old.read(name)
                if name.endswith("document.xml.rels"):
                    part = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", part)
                new.writestr(name, part)


def test_where_the_list_is_lost_the_bookmarks_are_compared(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, untouched)
    without_list(path)
    assert changes(path, small_results()) == []
    found = changes(path, with_training(甲县="3.6"))
    assert (Change.UNKNOWN, "", "12.36万人次", "12.46万人次") in found
    assert {change for change, *_ in found} == {Change.UNKNOWN}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip"])
def test_a_file_that_is_no_paper_of_ours_has_no_figures(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(content)
    assert not figures_of(path).by_name


def test_places_that_units_changed_are_no_changes_of_their_figures(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, untouched)
    now = small_results({**VALUES, "1.1": {**VALUES["1.1"], "甲县": "2"}})
    told = notice.notice_of(now)
    printed = told.bookmarks()
    notice.notice(told, TEMPLATE, printed)
    for one in compared_with(figures_of(path), told, printed).changes:
        if one.change is Change.OTHER and one.figure and one.figure.what.endswith("综合得分"):
            assert one.figure.what == "甲县综合得分"


def test_a_paper_of_ours_that_was_damaged_has_no_figures(tmp_path: Path) -> None:
    path = edited(small_results(), tmp_path, untouched)
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo("word/document.xml")
    content = bytearray(path.read_bytes())
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    assert not figures_of(path).by_name


# Through `run`


@pytest.fixture
def period(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "叶县2022")) / "2022-H1"
    run(folder, Screen())
    capsys.readouterr()
    return folder


def spoil(path: Path) -> bytes:
    document = docx.Document(str(path))
    document.paragraphs[12].add_run("请各单位重视。")
    document.save(str(path))
    return path.read_bytes()


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    return [tuple(row) for row in book["对照通报.docx"].iter_rows(min_row=3, values_only=True) if row[0]]


def correct(folder: Path, old: str, new: str) -> None:
    """A correction of 职业技能培训 as an office writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "更正"
    sheet.append(["单位", "编码", "栏", "原值", "更正值", "依据", "提供人", "经办人", "日期"])
    sheet.append(["县人社局", "1.1", "本期累计", float(old), float(new), "电话核对", "科员甲", "科员乙", "2022-07-26"])
    book.save(folder / "更正.xlsx")


def test_a_changed_notice_stays_and_what_differs_since_is_listed(
    period: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = period / "结果" / "通报.docx"
    mine = spoil(path)
    assert run(period, Screen()) == 1
    assert path.read_bytes() == mine
    assert "个数和现在的数据都一致。" in capsys.readouterr().out
    assert rows_of(period / "结果" / "数据来源.xlsx") == []
    correct(period, old_value(period), "5.5")
    run(period, Screen())
    screen = capsys.readouterr().out
    rows = rows_of(period / "结果" / "数据来源.xlsx")
    wanted = [row for row in rows if row[3] == "1.1" and row[4] == "累计完成"]
    assert [(row[1], row[5:8]) for row in wanted] == [
        ("数据变了，通报里还是旧数", ("5.48万人次", "5.48万人次", "5.5万人次"))
    ]
    assert f"您改过的“通报.docx”里，{len(rows)} 个数和现在的数据不同。" in screen
    assert path.read_bytes() == mine
    assert (period / "结果" / "通报_新.docx").is_file()


def old_value(period: Path) -> str:
    import json

    stored: Mapping[str, Any] = json.loads((period / "结果" / "结果.json").read_text(encoding="utf-8"))
    return str(next(one["value"] for one in stored["figures"] if one["indicator"] == "1.1"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 damaged", b"", None])
def test_where_nothing_can_be_compared_the_screen_does_not_say_that_all_is_well(
    period: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = period / "结果" / "通报.docx"
    if content is None:
        other = docx.Document()
        other.add_paragraph("全市第一。")
        other.save(str(path))
    else:
        path.write_bytes(content)
    assert run(period, Screen()) == 1
    said = capsys.readouterr().out
    assert "您改过的“通报.docx”里，找不到原来的数，没有对照，请逐个核对。" in said
    assert "一致" not in said


def test_links_lead_to_the_notice_that_was_written(period: Path) -> None:
    spoil(period / "结果" / "通报.docx")
    run(period, Screen())
    sheet = openpyxl.load_workbook(period / "结果" / "数据来源.xlsx")["数据来源"]
    link = sheet.cell(3, 6).hyperlink
    assert link
    assert link.target == "通报_新.docx"


def test_without_a_changed_notice_nothing_is_compared(period: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(period, Screen())
    assert "您改过的" not in capsys.readouterr().out
    assert openpyxl.load_workbook(period / "结果" / "数据来源.xlsx").sheetnames == ["数据来源"]
