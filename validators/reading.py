"""The reading border: the one module that opens a file which came in.

It looks at a file's first bytes, never at its name, and yields tables of cells, an attachment, or what is wrong with
the file. Files are only read.
"""

import contextlib
import hashlib
import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from validators.grid import Attachment, Cell, Grid, Opened, Paper, Unreadable, address_of
from validators.reading_old import OldFormatError, Told, read_old
from validators.reading_xlsx import Oversized, modified_of, read_grids

PASSED_OVER = ("~$", ".~lock", ".~")
PASSED_OVER_NAMES = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_WORD_BYTES = 40 * 1024 * 1024
"""The XML of a Word file, which python-docx holds in memory as a tree, and by how much all its parts may swell.

python-docx loads every part whatever it is called; photographs hardly swell when they are unpacked, bombs do.
"""

_DRIVE = re.compile(r"^[A-Za-z]:")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重报。"
_DAMAGED = (
    zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError,
    EOFError, RuntimeError, OSError, AttributeError, TypeError, OverflowError, zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""What a broken file makes the readers raise; RuntimeError is zipfile's for an encrypted member."""


def is_passed_over(name: str) -> bool:
    """Lock files and what file managers leave behind (contract section 5)."""
    return name.startswith(PASSED_OVER) or name.lower() in PASSED_OVER_NAMES or name.startswith("._")


def files_below(folder: Path) -> list[Path]:
    """Every file below `folder`, in the order of their paths, those passed over aside."""
    found = (path for path in folder.rglob("*") if path.is_file() and not is_passed_over(path.name))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def name_below(path: Path, base: Path) -> str:
    """What a file is called from `base` on, in letters that can be written down.

    A name that Chinese Windows wrote on a Linux disk is GBK bytes; Python hands them over as half surrogates.
    """
    return "/".join(_legible(part) for part in path.relative_to(base).parts)


def _legible(part: str) -> str:
    try:
        part.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(part).decode("gbk", "replace")
    return part


def open_file(path: Path, name: str) -> Iterator[Opened]:
    """Opens one file, a .zip as its members. `name` is what the file is called from now on."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            yield Unreadable(name, "", f"文件有 {size >> 20} 兆，太大", "填报表不会这么大，请核对后只报填报表。")
            return
        content = path.read_bytes()
    except OSError as fault:
        yield Unreadable(name, "", f"文件读不出来（{fault.strerror}）", "请关闭正在使用它的程序，或检查权限后重来。")
        return
    yield from _open_bytes(content, name, hashlib.sha256(content).hexdigest(), _Room(MAX_UNPACKED_BYTES, MAX_MEMBERS))


@dataclass
class _Room:
    """How much a zip and all zips inside it may still unpack to, and how many members they may still have."""

    size: int
    members: int


def _open_bytes(content: bytes, name: str, digest: str, room: _Room, depth: int = 0) -> Iterator[Opened]:
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        yield from _open_zip(content, name, digest, room, depth)
    else:
        yield _open_plain(content, name, digest)


def _open_plain(content: bytes, name: str, digest: str) -> Opened:
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        return Unreadable(name, digest, "是空文件（0 字节）", "请重新发送。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _open_compound(content, name, digest)
    if content.startswith(b"%PDF"):
        return Attachment(name, digest, "PDF")
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP":
        return Attachment(name, digest, "图片")
    if head.startswith((b"<html", b"<table", b"<!doctype html", b"<?xml")) or b"<table" in head:
        return Unreadable(name, digest, "是网页或 XML，只是名字像表格", _RESAVE)
    if content.startswith(b"Rar!") or content.startswith(b"7z\xbc\xaf"):
        return Unreadable(name, digest, "是 RAR 或 7z 压缩包", "请解压后把表逐个放进“上报”文件夹，或改用 .zip。")
    return Unreadable(name, digest, "不是表格文件", "请用下发的填报表填写；佐证材料请另存为 PDF。")


def _open_compound(content: bytes, name: str, digest: str) -> Opened:
    """Old Office files: an encrypted workbook, an old Word file, an .xls or .et."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Unreadable(name, digest, "设了打开密码", "请去掉密码后重报。")
    is_workbook = any(name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "Book"))
    if "WordDocument".encode("utf-16-le") in content and not is_workbook:
        return Unreadable(
            name, digest, "是旧格式的 Word 文件", "请另存为 .docx 或 .xlsx 后重报；佐证材料请另存为 PDF。"
        )
    return _open_old(content, name, digest)


def _open_old(content: bytes, name: str, digest: str) -> Opened:
    """.xls, .et, .ods and .xlsb."""
    try:
        sheets = read_old(content)
    except OldFormatError as fault:
        return Unreadable(name, digest, str(fault), _RESAVE)
    return Paper(name, digest, tuple(_old_grid(sheet, cells) for sheet, cells in sheets))


def _old_grid(name: str, told: list[Told]) -> Grid:
    return Grid(
        name,
        {(row, column): Cell(address_of(row, column), row, column, content) for row, column, content in told},
    )


def _open_zip(content: bytes, name: str, digest: str, room: _Room, depth: int) -> Iterator[Opened]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = set(archive.namelist())
    except _DAMAGED:
        yield Unreadable(name, digest, "已损坏，打不开", "请重新保存后再发送。")
        return
    with archive:
        if "xl/workbook.bin" in members or ("content.xml" in members and "mimetype" in members):
            yield _open_old(content, name, digest)
        elif "[Content_Types].xml" in members and any(one.startswith("word/") for one in members):
            yield _open_word(archive, content, name, digest)
        elif "[Content_Types].xml" in members:
            yield _open_workbook(archive, name, digest)
        elif "OFD.xml" in members:
            yield Attachment(name, digest, "OFD")
        else:
            yield from _open_members(archive, name, digest, room, depth)


def _open_workbook(archive: zipfile.ZipFile, name: str, digest: str) -> Opened:
    try:
        return Paper(name, digest, read_grids(archive), modified_of(archive))
    except Oversized:
        return Unreadable(name, digest, "展开后大得不像一张表", "请核对是否为填报表，" + _RESAVE)
    except _DAMAGED:
        return Unreadable(name, digest, "已损坏，打不开", _RESAVE)


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name without what would lead out of its zip (`..`, a drive letter, a leading `/`).

    Chinese Windows writes GBK where the zip says nothing of UTF-8. The original name is taken, because zipfile makes
    every backslash byte a slash on Windows, also where it is half of a Chinese character.
    """
    name = member.orig_filename.partition("\0")[0]
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gbk")
    parts = (_DRIVE.sub("", part) for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part.strip(" .")) or "（无名）"


def _named(members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Members by name; where several share one, those after the first are numbered: x.xlsx（2）."""
    taken: set[str] = set()
    for member in sorted(members, key=_member_name):
        name, number = _member_name(member), 1
        while name in taken:
            number += 1
            name = f"{_member_name(member)}（{number}）"
        taken.add(name)
        yield name, member


def _open_members(archive: zipfile.ZipFile, name: str, digest: str, room: _Room, depth: int) -> Iterator[Opened]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    wanted = [one for one in members if not is_passed_over(Path(_member_name(one)).name)]
    unpacked = sum(one.file_size for one in wanted)
    if depth > 1 or len(wanted) > room.members or unpacked > room.size:
        what = f"压缩包里套得太深、太多或太大（{len(wanted)} 个文件，展开 {unpacked >> 20} 兆）"
        yield Unreadable(name, digest, what, "", "W07")
        return
    room.members -= len(wanted)
    room.size -= unpacked
    if not wanted:
        yield Unreadable(name, digest, "压缩包是空的", "", "W07")
    for member_name, member in _named(wanted):
        path = f"{name}/{member_name}"
        try:
            with archive.open(member) as stream:
                inner = stream.read(member.file_size + 1)
        except _DAMAGED:
            yield Unreadable(
                path, digest, "压缩包里的这个文件取不出来（加密或已损坏）", "请去掉密码，重新打包后再发送。"
            )
            continue
        if len(inner) > member.file_size:
            yield Unreadable(path, digest, "展开后比压缩包自己说的大", "请重新打包后再发送。")
            continue
        yield from _open_bytes(inner, path, hashlib.sha256(inner).hexdigest(), room, depth + 1)


def _open_word(archive: zipfile.ZipFile, content: bytes, name: str, digest: str) -> Opened:
    """The tables of a Word file; a Word file without any is an attachment."""
    import docx

    members = archive.infolist()
    text_size = sum(one.file_size for one in members if one.filename.endswith((".xml", ".rels")))
    if text_size > MAX_WORD_BYTES or sum(one.file_size for one in members) - len(content) > MAX_WORD_BYTES:
        return Unreadable(name, digest, "展开后大得不像一份文件", "请核对后重新保存。")
    try:
        document = docx.Document(io.BytesIO(content))
        lines = tuple(paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())
        grids = tuple(_word_grid(table, number, lines) for number, table in enumerate(document.tables, start=1))
        modified = modified_of(archive)
    except Exception:  # noqa: BLE001 - python-docx and lxml raise what they like over a broken file
        return Unreadable(name, digest, "已损坏，打不开", "请用 Word 或 WPS 打开，另存后重报。")
    return Paper(name, digest, grids, modified) if grids else Attachment(name, digest, "Word")


def _word_grid(table: Any, number: int, lines: tuple[str, ...]) -> Grid:
    """A Word table by its grid columns: `table.cell()` would take quadratic time."""
    cells: dict[tuple[int, int], Cell] = {}
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(table._tbl.tr_lst, start=1):
        column = 1
        for cell in line.tc_lst:
            text = "\n".join(
                "".join(run.text or "" for run in one.iter() if run.tag.endswith("}t")) for one in cell.p_lst
            )
            for covered in range(column + 1, column + cell.grid_span):
                merged[row, covered] = (row, column)
            if cell.vMerge == "continue":
                merged[row, column] = merged.get((row - 1, column), (row - 1, column))
            elif text.strip():
                cells[row, column] = Cell(f"表{number}R{row}C{column}", row, column, text.strip())
            column += cell.grid_span
    return Grid(f"表{number}", cells, merged, is_word_table=True, loose_lines=lines)
