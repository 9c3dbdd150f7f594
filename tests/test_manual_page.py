"""The manual as a page for a browser: nothing of it is lost, its links and pictures lead somewhere."""

import re
from pathlib import Path

from delivery.manual_page import manual_page

HOME = Path(__file__).resolve().parent.parent
MANUAL = (HOME / "使用手册.md").read_text(encoding="utf-8")
PAGE = manual_page(MANUAL).decode("utf-8")


def test_every_link_of_the_page_leads_to_a_heading_of_it() -> None:
    anchors = set(re.findall(r'<h[1-6] id="([^"]+)"', PAGE))
    links = re.findall(r'<a href="#([^"]+)"', PAGE)
    assert len(links) > 20
    assert set(links) <= anchors


def test_every_picture_of_the_manual_is_on_the_page_and_there() -> None:
    pictures = re.findall(r'<img [^>]*src="([^"]+)"', PAGE)
    assert len(pictures) == len(re.findall(r"!\[", MANUAL)) > 8
    assert all((HOME / one).is_file() for one in pictures)


def test_every_table_is_a_table() -> None:
    assert PAGE.count("<table>") == len(re.findall(r"(?m)^\s*\|[ :|-]*-[ :|-]*\|$", MANUAL)) > 20
    assert not re.search(r"(?m)^<p>\|", PAGE)


def test_every_heading_and_every_screen_is_on_the_page() -> None:
    assert len(re.findall("<h[1-6] ", PAGE)) == len(re.findall(r"(?m)^#+ ", MANUAL))
    assert "<pre>" in PAGE
    assert 'charset="utf-8"' in PAGE
