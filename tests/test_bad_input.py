"""Whatever lies in 上报/ or stands in a cell is said as what it is; nothing that comes in raises."""

import io
import os
import random
import shutil
import struct
import subprocess
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.fault import JobFault
from model.labels import CORRECTIONS_FILE, Basic
from model.submission import Intake, Status
from tests.tables import Rows, issue_and_fill, rows_of, rules, take, workbook, year, zipped
from validators.breakdown import read_breakdown
from validators.grid import Attachment, Paper, Unreadable
from validators.reading import open_file

PERIOD = "2023-09"
FILLED = {"1.1": {"本期累计": 900}, "1.2": {"本期累计": 300}}


def sent(folder: Path, file: str, content: bytes) -> Path:
    path = folder / PERIOD / "上报" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def statuses(intake: Intake) -> dict[str | None, tuple[str | None, Status]]:
    return {one.file: (one.unit, one.status) for one in intake.submissions}


def xml_workbook() -> bytes:
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream.encode("utf-16-le") + bytes(1024)


def truncated_workbook() -> bytes:
    return form_bytes()[:3000]


def docx_bytes(part: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    if not part:
        return buffer.getvalue()
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "word/document.xml": part})


def encrypted_zip() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(zipped({"宝丰县.xlsx": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_parts(content: bytes, changed: dict[str, bytes]) -> bytes:
    """The package with parts of it changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({**{name: archive.read(name) for name in archive.namelist()}, **changed})


def packed_anew(content: bytes, method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w", method) as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name))
    return buffer.getvalue()


def deflate_damaged(content: bytes) -> bytes:
    """A package whose directory is whole, the packed bytes of its first sheet turned over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    return content[:start] + bytes(one ^ 0xFF for one in content[start : start + 60]) + content[start + 60 :]


def overlapping(count: int) -> bytes:
    """A zip bomb in which `count` entries of the directory all lead to one packed megabyte."""
    one = zipped({"表.xlsx": bytes(1 << 20)})
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    directory = one[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return one[:start] + directory + tail


@cache
def form_bytes() -> bytes:
    """A form as a county sends it back: filled in, saved by another program."""
    with tempfile.TemporaryDirectory() as folder:
        return issue_and_fill(year(Path(folder)), PERIOD, "宝丰县", FILLED).read_bytes()


UNREADABLE: list[tuple[str, Callable[[], bytes], str]] = [
    ("零字节.xlsx", lambda: b"", "空文件"),
    ("网页.xls", lambda: b"<html><body><table><tr><td>1.1</td></tr></table></body></html>", "网页"),
    ("网页二.xls", lambda: b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "网页"),
    ("表格.xls", lambda: "<TABLE><tr><td>宝丰县</td></tr></TABLE>".encode(), "网页"),
    ("旧xml.xls", xml_workbook, "网页或 XML"),
    ("加密.xlsx", lambda: compound("EncryptedPackage"), "打开密码"),
    ("旧word.doc", lambda: compound("WordDocument"), "Word"),
    ("坏.xls", lambda: compound("Workbook"), "已损坏"),
    ("截断.xlsx", truncated_workbook, "已损坏"),
    ("空压缩.xlsx", lambda: zipped({"[Content_Types].xml": b"<Types/>"}), "已损坏"),
    ("坏.docx", lambda: docx_bytes(b"<w:document"), "已损坏"),
    ("包.rar", lambda: b"Rar!\x1a\x07\x00", "RAR"),
    ("包.7z", lambda: b"7z\xbc\xaf\x27\x1c", "7z"),
    ("表.csv", lambda: "编码,本期累计\n1.1,5\n".encode("gbk"), "CSV"),
    ("表二.csv", lambda: "\ufeff编码;本期累计\n1.1;5\n".encode(), "CSV"),
    ("表三.xls", lambda: "编码\t本期累计\n1.1\t5\n".encode("utf-16"), "CSV"),
    ("说明.txt", lambda: "本期没有进展\n".encode("gbk"), "是文本文件"),
    ("单文件网页.xls", lambda: b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n<x>", "网页"),
    ("程序.exe", lambda: b"MZ\x90\x00\x03\x00\x00\x00" * 9, "不是表格文件"),
    ("汇报.pptx", lambda: zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "演示文稿"),
    ("坏压缩.zip", lambda: zipped({"宝丰县.xlsx": form_bytes()})[:-30], "已损坏"),
    (
        "坏部件.xlsx",
        lambda: with_parts(form_bytes(), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}),
        "已损坏",
    ),
    ("坏流.xlsx", lambda: deflate_damaged(form_bytes()), "已损坏"),
    ("大法.xlsx", lambda: packed_anew(form_bytes(), zipfile.ZIP_BZIP2), "已损坏"),
    ("坏.xlsb", lambda: zipped({"xl/workbook.bin": b"\x83\x01"}), "已损坏"),
    ("坏.ods", lambda: zipped({"mimetype": b"x", "content.xml": b"<a"}), "已损坏"),
]


@pytest.mark.parametrize(("file", "content", "words"), UNREADABLE, ids=[one[0] for one in UNREADABLE])
def test_a_file_that_gives_nothing_is_one_finding_and_its_unit_is_missing(
    tmp_path: Path, file: str, content: Callable[[], bytes], words: str
) -> None:
    folder = year(tmp_path)
    issue_and_fill(folder, PERIOD, "郏县", FILLED)
    sent(folder, f"宝丰县/{file}", content())
    intake = take(folder, PERIOD)
    assert rules(intake) == ["W01"]
    assert words in intake.findings[0].message
    assert intake.findings[0].remedy, "it says what to do"
    assert statuses(intake) == {
        None: ("宝丰县", Status.MISSING),
        "上报/郏县.xlsx": ("郏县", Status.ACCEPTED),
        f"上报/宝丰县/{file}": (None, Status.UNRECOGNISED),
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (encrypted_zip(), "取不出来"),
        (zipped({"a.xlsx": b""}), "空文件"),
        (packed_anew(zipped({"a.xlsx": b"x"}), zipfile.ZIP_LZMA), "取不出来"),
    ],
    ids=["encrypted member", "empty member", "member packed in a way that has no bounds"],
)
def test_a_member_of_a_zip_that_gives_nothing_is_named_with_its_zip(tmp_path: Path, content: bytes, words: str) -> None:
    folder = year(tmp_path)
    sent(folder, "全部.zip", content)
    (one,) = take(folder, PERIOD).findings
    assert one.rule == "W01"
    assert (one.file or "").startswith("上报/全部.zip/")
    assert words in one.message


@pytest.mark.parametrize("content", [zipped({}), zipped({"~$a.xlsx": b"lock"})], ids=["empty", "only lock files"])
def test_a_zip_with_nothing_in_it_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    folder = year(tmp_path)
    sent(folder, "空.zip", content)
    assert rules(take(folder, PERIOD)) == ["W07"]


def test_attachments_are_listed_without_a_finding_and_a_unit_with_nothing_else_is_missing(tmp_path: Path) -> None:
    folder = year(tmp_path)
    issue_and_fill(folder, PERIOD, "郏县", FILLED)
    sent(folder, "郏县盖章.pdf", b"%PDF-1.4")
    sent(folder, "宝丰县/照片.jpg", b"\xff\xd8\xff\xe0")
    sent(folder, "宝丰县/说明.docx", docx_bytes())
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert statuses(intake) == {
        None: ("宝丰县", Status.MISSING),
        "上报/宝丰县/照片.jpg": ("宝丰县", Status.ATTACHMENT),
        "上报/宝丰县/说明.docx": ("宝丰县", Status.ATTACHMENT),
        "上报/郏县.xlsx": ("郏县", Status.ACCEPTED),
        "上报/郏县盖章.pdf": ("郏县", Status.ATTACHMENT),
    }


def test_a_file_that_cannot_be_opened_on_this_disk_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (one,) = open_file(path, "上报/表.xlsx")
    assert isinstance(one, Unreadable)
    assert "读不出来" in one.what


def test_a_file_larger_than_any_form_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(bytes(3 << 20))
    monkeypatch.setattr("validators.reading.MAX_FILE_BYTES", 1 << 20)
    (one,) = open_file(path, "上报/表.xlsx")
    assert isinstance(one, Unreadable)
    assert "3 兆" in one.what


# Zip bombs


BOMBS: dict[str, Callable[[], bytes]] = {
    "nested": lambda: zipped({f"{one}.zip": zipped({"a.xlsx": bytes(3 << 20)}) for one in range(2)}),
    "one big member": lambda: zipped({"a.xlsx": bytes(6 << 20)}),
    "many members": lambda: zipped({f"{one}.xlsx": b"x" for one in range(60)}),
    "overlapping members": lambda: overlapping(50),
    "a long directory": lambda: overlapping(300),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_zip_bomb_is_one_finding_and_takes_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    monkeypatch.setattr("validators.reading.MAX_UNPACKED_BYTES", 5 << 20)
    monkeypatch.setattr("validators.reading.MAX_MEMBERS", 55)
    monkeypatch.setattr("validators.reading.MAX_DIRECTORY", 200)
    folder = year(tmp_path)
    content = BOMBS[bomb]()
    sent(folder, "弹.zip", content)
    tracemalloc.start()
    told = [one for one in take(folder, PERIOD).findings if one.rule == "W07"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(told) == 1
    assert told[0].remedy
    assert peak < (12 << 20)


def test_a_member_that_lies_about_its_size_is_cut_off_there(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.xlsx": bytes(50 << 20)}))
    size = struct.pack("<L", 50 << 20)
    for place in (content.index(size), content.rindex(size)):
        content[place : place + 4] = struct.pack("<L", 1000)
    path = tmp_path / "弹.zip"
    path.write_bytes(content)
    tracemalloc.start()
    (one,) = open_file(path, "弹.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(one, Unreadable)
    assert "取不出来" in one.what
    assert peak < (2 << 20)


# Workbooks with more in them than cells


def test_a_stray_cell_in_the_last_row_is_named(tmp_path: Path) -> None:
    folder = year(tmp_path)
    rows: Rows = [
        ["填报单位", "宝丰县"],
        ["编码", "指标", "本期累计"],
        ["1.1", "培训人数", 900],
        ["1.2", "新增技能人才", 3],
    ]
    path = workbook(folder / PERIOD / "上报" / "宝丰县.xlsx", {"表": rows})
    stray = '<row r="1048576"><c r="C1048576"><v>7</v></c><c r="XFD1048576"><v>8</v></c></row></sheetData>'
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    changed = {"xl/worksheets/sheet1.xml": sheet.replace("</sheetData>", stray).encode()}
    path.write_bytes(with_parts(path.read_bytes(), changed))
    intake = take(folder, PERIOD)
    named = {(one.rule, one.cell) for one in intake.findings if one.cell}
    assert named == {("R02", "C1048576"), ("W30", "XFD1048576")}
    (one,) = open_file(path, "表.xlsx")
    assert isinstance(one, Paper)
    assert "XFD1048576" in {cell.address for cell in one.grids[0].cells.values()}


def test_a_formula_on_another_workbook_is_read_with_its_stored_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["=[1]Sheet1!A1 -> 12", "=SUM([1]Sheet1!A1:A9)"]]})
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook/></externalLink>'
    target = "file:///C:/Users/wang/Desktop/%E6%B1%87%E6%80%BB.xlsx"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    leads = (
        f'<Relationships xmlns="{namespace}"><Relationship Id="rId1" Type="{kind}/externalLinkPath" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    entry = f'<Relationship Id="rId99" Type="{kind}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    added = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": leads.encode(),
        "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", f"{entry}</Relationships>").encode(),
    }
    path.write_bytes(with_parts(path.read_bytes(), added))
    (one,) = open_file(path, "表.xlsx")
    assert isinstance(one, Paper)
    assert {cell.address: (cell.content, cell.formula) for cell in one.grids[0].cells.values()} == {
        "A1": (12, "[1]Sheet1!A1"),
        "B1": (None, "SUM([1]Sheet1!A1:A9)"),
    }


@pytest.mark.parametrize(
    ("part", "has_macros"),
    [("xl/vbaProject.bin", True), ("xl/macrosheets/sheet1.xml", True), ("xl/media/image1.png", False)],
)
@pytest.mark.parametrize("name", ["宝丰县.xlsx", "宝丰县.xlsm"])
def test_macros_are_known_by_what_the_package_holds(tmp_path: Path, part: str, has_macros: bool, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(with_parts(form_bytes(), {part: compound("dir")}))
    (one,) = open_file(path, name)
    assert isinstance(one, Paper)
    assert one.has_macros is has_macros


# What lies on the disk


def test_a_folder_that_is_named_like_a_workbook_is_a_folder(tmp_path: Path) -> None:
    folder = year(tmp_path)
    sent(folder, "宝丰县.xlsx/表.xlsx", form_bytes())
    assert statuses(take(folder, PERIOD))["上报/宝丰县.xlsx/表.xlsx"] == ("宝丰县", Status.ACCEPTED)


@pytest.mark.skipif(os.name == "nt", reason="links want a privilege on Windows")
def test_links_that_lead_round_or_nowhere_or_to_a_device_do_no_harm(tmp_path: Path) -> None:
    folder = year(tmp_path)
    sent(folder, "宝丰县.xlsx", form_bytes())
    below = folder / PERIOD / "上报"
    (below / "圈").symlink_to(below, target_is_directory=True)
    (below / "自.xlsx").symlink_to(below / "自.xlsx")
    (below / "断.xlsx").symlink_to(below / "没有.xlsx")
    (below / "零.xlsx").symlink_to("/dev/zero")
    os.mkfifo(below / "管.xlsx")
    intake = take(folder, PERIOD)
    assert {one.file: one.message for one in intake.findings if one.rule == "W01"} == {
        "上报/自.xlsx": "文件读不出来（链接绕成了圈），读不出内容。",
        "上报/断.xlsx": "文件读不出来（所指的文件已不在），读不出内容。",
        "上报/零.xlsx": "不是普通的文件，读不出内容。",
        "上报/管.xlsx": "不是普通的文件，读不出内容。",
    }
    assert statuses(intake)["上报/宝丰县.xlsx"] == ("宝丰县", Status.ACCEPTED)


def test_a_folder_that_may_not_be_listed_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = year(tmp_path)
    sent(folder, "锁/宝丰县.xlsx", form_bytes())
    listed = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("锁"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr("os.scandir", refuse)
    (one,) = [one for one in take(folder, PERIOD).findings if one.rule == "W01"]
    assert (one.file, one.message) == ("上报/锁", "文件夹打不开，读不出内容。")


def test_a_very_long_name_in_a_zip_is_shortened_and_stays_its_own(tmp_path: Path) -> None:
    folder = year(tmp_path)
    sent(folder, "包.zip", zipped({f"{'长' * 20_000}{number}.xlsx": form_bytes() for number in (1, 2)}))
    names = [one.file or "" for one in take(folder, PERIOD).submissions if one.file]
    assert len(set(names)) == 2
    assert all(len(name) <= 220 and name.endswith(f"{number}.xlsx") for number, name in enumerate(names, start=1))


@pytest.mark.skipif(os.name == "nt", reason="Windows has its own bounds")
def test_a_name_as_long_as_a_disk_holds_is_read(tmp_path: Path) -> None:
    folder = year(tmp_path)
    name = f"{'长' * 80}a.xlsx"
    sent(folder, name, form_bytes())
    assert statuses(take(folder, PERIOD))[f"上报/{name}"] == ("宝丰县", Status.ACCEPTED)


def test_an_external_entity_in_a_workbook_is_never_followed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", {"表": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>'
    head, _, rest = parts["xl/sharedStrings.xml"].partition(b"?>")
    path.write_bytes(zipped({**parts, "xl/sharedStrings.xml": head + b"?>" + bomb + rest}))
    (one,) = open_file(path, "表.xlsx")
    assert isinstance(one, Unreadable)


def test_a_breakdown_with_brackets_a_thousand_deep_is_a_finding(tmp_path: Path) -> None:
    deep = "(" * 5000 + "[1.1]" + ")" * 5000 + ">=0"
    folder = year(tmp_path, 审核关系=[["编号", "关系式", "级别"], ["甲", deep, "强制"]])
    _, findings, _ = read_breakdown(folder / "目标分解表.xlsx")
    assert [one.rule for one in findings] == ["B13"]


# Cells that no paper ought to hold

STRANGE: list[Any] = [
    1e300, -1e300, 1e-300, 1e15, "1e400", "9" * 400, "=1/0", "#REF!", True, date(2023, 9, 25), "NaN", "Infinity",
    "٣", "１２万", "－5", "2—3", "+", ".", "%", "%%", "1%2", "=", "\U0001f600", " ", "　", "1,2,3", "1.2.3",
    "-0", "0x10", "不少于", "同上", "—", "/", "无", "{}", "{0}", "%s", "x" * 32767,
]  # fmt: skip
STRANGE_INDICATORS = """
    编码 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 分子口径 | 分母口径 | 小数位 | 其中于 | 宝丰县
    1.1 | 培训 | 万人次 | | 数量 | 合计 | | | 2 | | 2.72
    1.2 | 技能 | 万人 | 人 | 数量 | 合计 | | | 2 | 1.3 | 1
    1.3 | 人才 | 人 | | 数量 | 合计 | | | 0 | | 20000
    2.1 | 覆盖率 | % | | 比率 | 加权 | 已覆盖 | 应覆盖 | 1 | | 98%
    2.2 | 满意度 | % | | 比率 | 各达标 | | | 1 | | 90%
    3.1 | 创建 | | | 状态 | 不汇总 | | | 0 | |
    4.1 | 标准 | 元 | | 标准 | 各达标 | | | 0 | | 500
"""
STRANGE_RELATIONS = [
    ["编号", "关系式", "级别"],
    ["甲", "[1.1]*[1.3]*[4.1]*[4.1]*[4.1]*[4.1] <= 1", "核实"],
    ["乙", "[1.1]/[1.3]/[4.1] = 上期[1.1]", "强制"],
    ["丙", "分子[2.1] <= 分母[2.1]", "强制"],
]
INPUTS = [
    ("1.1", "本期累计"), ("1.2", "本期累计"), ("1.3", "本期累计"), ("2.1", "分子"), ("2.1", "分母"),
    ("2.1", "本期累计"),
    ("2.2", "本期累计"), ("3.1", "状态"), ("4.1", "本期累计"), ("1.1", "年度目标"), ("1.1", "单位"), ("1.1", "编码"),
    ("1.2", "指标"), ("1.3", "说明"),
]  # fmt: skip


@pytest.fixture(scope="module")
def strange_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year's folder whose rows, relations and last period touch every check."""
    folder = year(tmp_path_factory.mktemp("strange"), STRANGE_INDICATORS, 审核关系=STRANGE_RELATIONS)
    table = "编码 | 填报单位 | 值\n1.1 | 宝丰县 | 2\n2.2 | 宝丰县 | 91%\n3.1 | 宝丰县 | 推进中\n4.1 | 宝丰县 | 1"
    workbook(folder / PERIOD / "上期数.xlsx", {"上期": table})
    return folder


def writable(content: Any) -> Any:
    """What openpyxl can write of it."""
    return content if not isinstance(content, str) or content.isprintable() else repr(content)


def taken_with(folder: Path, cells: dict[tuple[str, str], Any], **head: Any) -> Intake:
    """What comes of our form with these cells overwritten."""
    filled: dict[str, dict[str, Any]] = {}
    for (code, column), content in cells.items():
        filled.setdefault(code, {})[column] = writable(content)
    issue_and_fill(folder, PERIOD, "宝丰县", filled, **head)
    return take(folder, PERIOD)


@pytest.mark.parametrize("content", STRANGE, ids=[f"{one!r:.20}" for one in STRANGE])
def test_no_content_of_any_cell_raises(strange_year: Path, content: Any) -> None:
    head = {"填报人": writable(content)}
    intake = taken_with(strange_year, dict.fromkeys(INPUTS, content), filled_on=writable(content), head=head)
    assert all("{" not in one.sentences or "{" in str(content) for one in intake.findings)


@settings(max_examples=12, deadline=None)
@given(cells=st.dictionaries(st.sampled_from(INPUTS), st.sampled_from(STRANGE), max_size=8))
def test_no_mixture_of_strange_cells_raises(strange_year: Path, cells: dict[tuple[str, str], Any]) -> None:
    assert [one.unit for one in taken_with(strange_year, cells).submissions] == ["宝丰县"]


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(cells=st.dictionaries(st.sampled_from(INPUTS), st.sampled_from(STRANGE) | st.text() | st.floats(), max_size=14))
def test_no_larger_mixture_of_strange_cells_raises(strange_year: Path, cells: dict[tuple[str, str], Any]) -> None:
    assert [one.unit for one in taken_with(strange_year, cells).submissions] == ["宝丰县"]


FULL: dict[str, str] = {
    "基本信息": "项 | 值\n地区 | 平顶山市\n年度 | 2023\n层级 | 市\n上报日 | 25\n计分封顶 | 1",
    "指标": """
        编码 | 类别 | 项目 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 小数位 | 序时 | 比较 | 其中于 | 目标 | 宝丰县
        1.1 | 甲 | 乙 | 丙 | 万人 | 人 | 数量 | 合计 | 2 | 月均 | >= | | | 5
        1.2 | 甲 | 乙 | 丁 | % | | 比率 | 各达标 | 1 | 不比 | | | 50% | 50%""",
    "填报单位": "名称 | 类型 | 别名 | 排序\n宝丰县 | 县区 | 宝丰 | 1",
    "期次": "期次 | 上报截止 | 上期\n2023-09 | 2023-09-25 |",
    "目标调整": "编码 | 单位 | 原目标 | 新目标 | 自\n1.1 | 宝丰 | 5 | 6 | 2023-09",
    "审核关系": "编号 | 关系式 | 级别\n甲 | [1.1] >= 0.5 * 上期[1.1] | 强制",
    "豁免": "单位 | 编码 | 规则 | 至 | 批准人 | 理由\n宝丰县 | 1.1 | C31 | 2023-12 | 甲 | 乙",
    "项目": "类别 | 项目 | 权重\n甲 | 乙 | 2",
    "验收标准": "编码 | 序号 | 验收标准 | 一票否决\n1.1 | 1 | 不低于 | 是",
}
"""A breakdown with every sheet and nothing wrong with it."""


@pytest.mark.parametrize("sheet", FULL)
def test_no_content_of_a_breakdown_raises(tmp_path: Path, sheet: str) -> None:
    path = tmp_path / "目标分解表.xlsx"
    assert read_breakdown(workbook(path, FULL))[1] == ()
    labels, *lines = rows_of(FULL[sheet])
    for column, label in enumerate(labels):
        rows = [[*line[:column], strange, *line[column + 1 :]] for line in lines for strange in STRANGE]
        if label != "编码" and sheet == "指标":
            rows = [[f"{row[0]}-{number}", *row[1:]] for number, row in enumerate(rows)]
        findings = read_breakdown(workbook(path, {**FULL, sheet: [labels, *rows]}))[1]
        assert all(one.sheet and one.message for one in findings)


@pytest.mark.parametrize("content", STRANGE, ids=[f"{one!r:.20}" for one in STRANGE])
def test_no_item_of_the_basics_raises(tmp_path: Path, content: Any) -> None:
    items = [["项", "值"], *([item, content] for item in Basic)]
    findings = read_breakdown(workbook(tmp_path / "目标分解表.xlsx", {**FULL, "基本信息": items}))[1]
    assert {"B04", "B03"} & {one.rule for one in findings}, "no strange content is a year"


def test_no_content_of_the_corrections_raises(tmp_path: Path) -> None:
    folder = year(tmp_path)
    issue_and_fill(folder, PERIOD, "宝丰县", FILLED)
    labels = ["单位", "编码", "栏", "原值", "更正值", "依据", "提供人", "经办人", "日期"]
    right = ["宝丰县", "1.1", "本期累计", 900, 901, "电话", "甲", "乙", "2023-09-26"]
    for column in range(len(labels)):
        lines = [[*right[:column], content, *right[column + 1 :]] for content in STRANGE]
        receipts = [["单位", "收到日期", "方式"], *([content, content, content] for content in STRANGE)]
        workbook(folder / PERIOD / CORRECTIONS_FILE, {"更正": [labels, *lines], "报送登记": receipts})
        assert {one.file for one in take(folder, PERIOD).findings} >= {"更正.xlsx"}


# Bytes turned over


def flipped(content: bytes, seed: int) -> bytes:
    """The file with one to twenty bytes changed, or a piece cut out."""
    chance = random.Random(seed)
    changed = bytearray(content)
    if chance.random() < 0.2:
        start = chance.randrange(len(changed))
        del changed[start : start + chance.randrange(1, 200)]
    for _ in range(chance.randrange(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def flipped_inside(content: bytes, seed: int) -> bytes:
    """A sound zip, the bytes changed inside its parts."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, part in parts.items() if len(part) > 40])
    return zipped({**parts, name: flipped(parts[name], seed)})


@pytest.fixture(scope="module")
def one_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year's folder that many damaged files are put into, one after another."""
    return year(tmp_path_factory.mktemp("bytes"))


def never_raises(folder: Path, content: bytes) -> None:
    sent(folder, "宝丰县.xlsx", content)
    intake = take(folder, PERIOD)
    assert {one.file for one in intake.submissions} - {None}, "the file is in the list, whatever it is"


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_form_with_bytes_turned_over_never_raises(one_year: Path, seed: int) -> None:
    never_raises(one_year, flipped(form_bytes(), seed))


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_form_with_letters_of_its_xml_turned_over_never_raises(one_year: Path, seed: int) -> None:
    never_raises(one_year, flipped_inside(form_bytes(), seed))


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(seed=st.integers(0, 2**32), inside=st.booleans())
def test_thousands_of_damaged_forms_never_raise(one_year: Path, seed: int, inside: bool) -> None:
    never_raises(one_year, (flipped_inside if inside else flipped)(form_bytes(), seed))


@cache
def word_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("填报单位：宝丰县")
    table = document.add_table(3, 3)
    for row, texts in enumerate(
        [["编码", "指标", "本期累计"], ["1.1", "培训人数", "900"], ["1.2", "新增技能人才", "3"]]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("span", "kind"), [(2, Paper), (64, Unreadable), (2_000_000_000, Unreadable)])
def test_a_word_cell_cannot_span_more_columns_than_word_has(tmp_path: Path, span: int, kind: type) -> None:
    with zipfile.ZipFile(io.BytesIO(word_bytes())) as archive:
        document = archive.read("word/document.xml")
    wide = b'<w:tcPr><w:gridSpan w:val="%d"/>' % span
    path = tmp_path / "表.docx"
    changed = document.replace(b"<w:tcPr>", wide, 1)
    assert changed != document
    path.write_bytes(with_parts(word_bytes(), {"word/document.xml": changed}))
    (one,) = open_file(path, "表.docx")
    assert isinstance(one, kind)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), inside=st.booleans())
def test_a_damaged_word_table_never_raises(seed: int, inside: bool) -> None:
    content = (flipped_inside if inside else flipped)(word_bytes(), seed)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "表.docx"
        path.write_bytes(content)
        assert all(isinstance(one, Paper | Attachment | Unreadable) for one in open_file(path, "表.docx"))


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_breakdown_never_raises_but_with_a_sentence(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = year(Path(name)) / "目标分解表.xlsx"
        path.write_bytes(flipped_inside(path.read_bytes(), seed))
        try:
            findings = read_breakdown(path)[1]
        except JobFault as fault:
            sentence = str(fault)
        else:
            sentence = "".join(f"目标分解表 {one.sheet}" for one in findings)
        assert sentence == "" or "目标分解表" in sentence


# Old formats, which another process reads


def ods_bytes(rows: int, columns: int) -> bytes:
    """An .ods with 5 in A1 and 7 after so many blank rows and columns."""
    number = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    table = (
        f"<table:table-row>{number.format(5)}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="{columns}"/>'
        f"{number.format(7)}</table:table-row>"
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<office:spreadsheet><table:table table:name="表">{table}</table:table></office:spreadsheet>'
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{namespace}"/>'.encode()
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def test_a_stray_cell_of_an_old_format_keeps_its_address(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    path.write_bytes(ods_bytes(70_000, 25))
    (one,) = open_file(path, "表.ods")
    assert isinstance(one, Paper)
    assert {cell.address: cell.content for cell in one.grids[0].cells.values()} == {"A1": 5, "Z70002": 7}


def test_an_old_format_that_wants_more_memory_than_there_is_does_not_end_the_tool(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    path.write_bytes(ods_bytes(1_048_000, 16_000))
    (one,) = open_file(path, "表.ods")
    assert isinstance(one, Unreadable)
    assert "已损坏" in one.what


def test_an_old_format_that_is_not_read_in_time_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validators.reading_old.SECONDS", 0.001)
    path = tmp_path / "表.ods"
    path.write_bytes(ods_bytes(1, 1))
    (one,) = open_file(path, "表.ods")
    assert isinstance(one, Unreadable)
    assert "没有读完" in one.what


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_damaged_file_of_an_old_format_never_raises(tmp_path: Path, one_year: Path, kind: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here")
    path = tmp_path / "表.xlsx"
    path.write_bytes(form_bytes())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    content = path.with_suffix(f".{kind}").read_bytes()
    for seed in range(150):
        never_raises(one_year, (flipped_inside if kind == "ods" and seed % 2 else flipped)(content, seed))
