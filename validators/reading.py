"""The reading border: the one module that opens a file which came in.

It looks at a file's first bytes, never at its name, and yields tables of cells, an attachment, or what is wrong with
the file. Files are only read.
"""

import codecs
import contextlib
import errno
import hashlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from xml.parsers import expat

from validators.grid import Attachment, Document, Grid, Line, Opened, Paper, Unreadable
from validators.reading_old import LockedError, OldFormatError, read_old
from validators.reading_word import read_blocks
from validators.reading_xlsx import Oversized, modified_of, read_grids

PASSED_OVER = ("~$", ".~", "._")
PASSED_OVER_NAMES = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_DIRECTORY = 50_000
"""Entries in the directory of a zip, each of which takes a kilobyte of memory before any is looked at."""
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_WORD_BYTES = 40 * 1024 * 1024
"""The XML of a Word file, which python-docx holds in memory as a tree, and by how much all its parts may swell.

python-docx loads every part whatever it is called; photographs hardly swell when they are unpacked, bombs do.
"""

MAX_NAME = 200
"""Characters of a member's name that are kept: longer ones fit into no cell and no file name."""

_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重报。"
_NO_TABLE = "请用下发的填报表填写；佐证材料请另存为 PDF。"
_UNLOCK = "请去掉密码后重报。"
_DAMAGED = (
    zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError,
    EOFError, RuntimeError, OSError, AttributeError, TypeError, OverflowError, zlib.error, struct.error,
)  # fmt: skip
"""What a broken file makes the readers raise; RuntimeError is zipfile's for an encrypted member."""
_BOUNDED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""zipfile unpacks these piece by piece; of bzip2 and lzma it unpacks all at once, whatever the size claimed."""
_REASONS = {
    errno.EACCES: "没有读取权限，或正被别的程序使用",
    errno.EPERM: "没有读取权限",
    errno.ENOENT: "所指的文件已不在",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "文件名太长",
}


def is_passed_over(name: str) -> bool:
    """Lock files and what file managers leave behind (contract section 5)."""
    return name.startswith(PASSED_OVER) or name.lower() in PASSED_OVER_NAMES or name.startswith("._")


def files_below(folder: Path) -> list[Path]:
    """Every file below `folder`, in the order of their paths, those passed over aside.

    Links to folders are not followed. A folder that cannot be listed stands in the list itself, and so does a link that
    leads nowhere: `open_file` says what is wrong with it.
    """
    found: list[Path] = []

    def unlisted(fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):
            found.append(Path(fault.filename))

    for parent, _, names in os.walk(folder, onerror=unlisted):
        found += (Path(parent, name) for name in names if not is_passed_over(name))
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
    content = _content(path, name)
    if isinstance(content, Unreadable):
        yield content
    else:
        yield from _open_bytes(content, name, hashlib.sha256(content).hexdigest(), _whole_room())


def open_document(path: Path, name: str) -> Document | Attachment | Unreadable:
    """Opens one file for all that it says: a Word file's paragraphs too, and also where it has no table.

    An attachment is a PDF, a picture or a package of several files.
    """
    content = _content(path, name)
    if isinstance(content, Unreadable):
        return content
    digest = hashlib.sha256(content).hexdigest()
    with contextlib.suppress(_TooMuch, *_DAMAGED), _archive(content) as archive:
        if _kind_of(archive) == "word" and _is_bounded(archive):
            read = _read_word(archive, content, name, digest)
            return read if isinstance(read, Unreadable) else Document(name, digest, read.blocks)
    match list(_open_bytes(content, name, digest, _whole_room())):
        case [Attachment() | Unreadable() as one] if one.file == name:
            return one
        case [Paper(file, _, grids)] if file == name:
            return Document(name, digest, grids)
        case _:
            return Attachment(name, digest, "压缩包")


def _content(path: Path, name: str) -> bytes | Unreadable:
    """The bytes of a file that is no larger than any form or paper."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            what = "文件夹打不开" if stat.S_ISDIR(found.st_mode) else "不是普通的文件"
            return Unreadable(name, "", what, "请检查权限，或把其中的表直接放进“上报”文件夹。")
        if found.st_size > MAX_FILE_BYTES:
            what = f"文件有 {found.st_size >> 20} 兆，太大"
            return Unreadable(name, "", what, "填报表不会这么大，请核对后只报填报表。")
        return path.read_bytes()
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0, "磁盘或网络出错")
        return Unreadable(name, "", f"文件读不出来（{reason}）", "请关闭正在使用它的程序，或检查权限后重来。")


@dataclass
class _Room:
    """How much a zip and all zips inside it may still unpack to, and how many members they may still have."""

    size: int
    members: int


class _TooMuch(Exception):
    """A zip holds more than there is room for; the message says in Chinese how much."""


def _whole_room() -> _Room:
    return _Room(MAX_UNPACKED_BYTES, MAX_MEMBERS)


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
    if head.startswith((b"<html", b"<table", b"<!doctype html", b"<?xml", b"mime-version:")) or b"<table" in head:
        return Unreadable(name, digest, "是网页或 XML，只是名字像表格", _RESAVE)
    if content.startswith(b"Rar!") or content.startswith(b"7z\xbc\xaf"):
        return Unreadable(name, digest, "是 RAR 或 7z 压缩包", "请解压后把表逐个放进“上报”文件夹，或改用 .zip。")
    if (text := _text_of(content)) is not None:
        is_table = any(mark in text.lstrip().partition("\n")[0] for mark in (",", "，", "\t", ";"))
        return Unreadable(
            name, digest, "是文本（CSV）文件" if is_table else "是文本文件", _RESAVE if is_table else _NO_TABLE
        )
    return Unreadable(name, digest, "不是表格文件", _NO_TABLE)


def _text_of(content: bytes) -> str | None:
    """The beginning of a plain text in UTF-8, GBK, or UTF-16 with its mark; None for anything else."""
    sample = content[: 1 << 16]
    encodings = (
        ["utf-16"] if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "gb18030"]
    )
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
            return None if _CONTROL.search(text) else text
    return None


def _open_compound(content: bytes, name: str, digest: str) -> Opened:
    """Old Office files: an encrypted workbook, an old Word file, an .xls or .et."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Unreadable(name, digest, "设了打开密码", _UNLOCK)
    is_workbook = any(name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "Book"))
    if "WordDocument".encode("utf-16-le") in content and not is_workbook:
        return Unreadable(
            name, digest, "是旧格式的 Word 文件", "请另存为 .docx 或 .xlsx 后重报；佐证材料请另存为 PDF。"
        )
    return _open_old(content, name, digest, "_VBA_PROJECT".encode("utf-16-le") in content)


def _open_old(content: bytes, name: str, digest: str, has_macros: bool) -> Opened:
    """.xls, .et, .ods and .xlsb."""
    try:
        book = read_old(content)
    except OldFormatError as fault:
        return Unreadable(name, digest, str(fault), _UNLOCK if isinstance(fault, LockedError) else _RESAVE)
    return Paper(name, digest, book.grids, has_macros=has_macros or book.has_macro_sheet)


def _archive(content: bytes) -> zipfile.ZipFile:
    """Raises one of `_DAMAGED`, or `_TooMuch` before a directory of a million entries is built in memory."""
    count = content.count(b"PK\x01\x02")
    if count > MAX_DIRECTORY:
        raise _TooMuch(f"压缩包里的文件太多（约 {count} 个）")
    return zipfile.ZipFile(io.BytesIO(content))


def _kind_of(archive: zipfile.ZipFile) -> str:
    """What a zip is by its members: old (.ods, .xlsb), word, slides, workbook, OFD, or a mere zip."""
    members = set(archive.namelist())
    if "xl/workbook.bin" in members or ("content.xml" in members and "mimetype" in members):
        return "old"
    if "[Content_Types].xml" in members:
        folders = {one.partition("/")[0] for one in members}
        return "word" if "word" in folders else "slides" if "ppt" in folders and "xl" not in folders else "workbook"
    return "OFD" if "OFD.xml" in members else "zip"


def _is_bounded(archive: zipfile.ZipFile) -> bool:
    return all(one.compress_type in _BOUNDED_METHODS for one in archive.infolist())


def _has_macros(archive: zipfile.ZipFile) -> bool:
    """Whether it holds a Visual Basic project, a macro sheet of Excel 4, or the Basic of an .ods."""
    names = [one.lower() for one in archive.namelist()]
    return any(one.endswith("vbaproject.bin") or one.startswith(("xl/macrosheets/", "basic/")) for one in names)


def _open_zip(content: bytes, name: str, digest: str, room: _Room, depth: int) -> Iterator[Opened]:
    try:
        archive = _archive(content)
    except _TooMuch as fault:
        yield Unreadable(name, digest, str(fault), "", "W07")
        return
    except _DAMAGED:
        yield Unreadable(name, digest, "已损坏，打不开", "请重新保存后再发送。")
        return
    with archive:
        kind = _kind_of(archive)
        if kind == "zip":
            yield from _open_members(archive, name, digest, room, depth)
        elif not _is_bounded(archive):
            yield Unreadable(name, digest, "已损坏，打不开", _RESAVE)
        elif kind == "old":
            yield _open_old(content, name, digest, _has_macros(archive))
        elif kind == "word":
            yield _open_word(archive, content, name, digest)
        elif kind == "workbook":
            yield _open_workbook(archive, name, digest)
        elif kind == "slides":
            yield Unreadable(name, digest, "是演示文稿（PPT）", _NO_TABLE)
        else:
            yield Attachment(name, digest, kind)


def _open_workbook(archive: zipfile.ZipFile, name: str, digest: str) -> Opened:
    try:
        return Paper(name, digest, read_grids(archive), modified_of(archive), _has_macros(archive))
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
    safe = "/".join(part for part in parts if part.strip(" .")) or "（无名）"
    return safe if len(safe) <= MAX_NAME else f"{safe[: MAX_NAME - 40]}…{safe[-39:]}"


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


def _admitted(archive: zipfile.ZipFile, room: _Room, depth: int) -> list[tuple[str, zipfile.ZipInfo]]:
    """Name and entry of each member, lock files and the like aside, taken from the room; raises `_TooMuch`."""
    members = [one for one in archive.infolist() if not one.is_dir()]
    wanted = [one for one in members if not is_passed_over(Path(_member_name(one)).name)]
    unpacked = sum(one.file_size for one in wanted)
    if depth > 1 or len(wanted) > room.members or unpacked > room.size:
        raise _TooMuch(f"压缩包里套得太深、太多或太大（{len(wanted)} 个文件，展开 {unpacked >> 20} 兆）")
    room.members -= len(wanted)
    room.size -= unpacked
    return list(_named(wanted))


def _member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a member unpacks to, never more than its entry says; raises one of `_DAMAGED`."""
    if member.compress_type not in _BOUNDED_METHODS:
        raise zipfile.BadZipFile(f"compression {member.compress_type}")
    with archive.open(member) as stream:
        return stream.read(member.file_size)


def _open_members(archive: zipfile.ZipFile, name: str, digest: str, room: _Room, depth: int) -> Iterator[Opened]:
    try:
        members = _admitted(archive, room, depth)
    except _TooMuch as fault:
        yield Unreadable(name, digest, str(fault), "", "W07")
        return
    if not members:
        yield Unreadable(name, digest, "压缩包是空的", "", "W07")
    for member_name, member in members:
        path = f"{name}/{member_name}"
        try:
            inner = _member_bytes(archive, member)
        except _DAMAGED:
            what = "压缩包里的这个文件取不出来（加密、已损坏，或压缩方法不通用）"
            yield Unreadable(path, digest, what, "请去掉密码，用普通的 .zip 重新打包后再发送。")
            continue
        yield from _open_bytes(inner, path, hashlib.sha256(inner).hexdigest(), room, depth + 1)


@dataclass(frozen=True)
class _Word:
    """What a Word file holds, and when it was saved."""

    blocks: tuple[Line | Grid, ...]
    modified: datetime | None


def _read_word(archive: zipfile.ZipFile, content: bytes, name: str, digest: str) -> _Word | Unreadable:
    members = archive.infolist()
    text_size = sum(one.file_size for one in members if one.filename.endswith((".xml", ".rels")))
    if text_size > MAX_WORD_BYTES or sum(one.file_size for one in members) - len(content) > MAX_WORD_BYTES:
        return Unreadable(name, digest, "展开后大得不像一份文件", "请核对后重新保存。")
    try:
        return _Word(read_blocks(content), modified_of(archive))
    except Exception:  # noqa: BLE001 - python-docx and lxml raise what they like over a broken file
        return Unreadable(name, digest, "已损坏，打不开", "请用 Word 或 WPS 打开，另存后重报。")


def _open_word(archive: zipfile.ZipFile, content: bytes, name: str, digest: str) -> Opened:
    """The tables of a Word file; a Word file without any is an attachment."""
    read = _read_word(archive, content, name, digest)
    if isinstance(read, Unreadable):
        return read
    lines = tuple(one.text for one in read.blocks if isinstance(one, Line))
    grids = tuple(replace(one, loose_lines=lines) for one in read.blocks if isinstance(one, Grid))
    if not grids:
        return Attachment(name, digest, "Word")
    return Paper(name, digest, grids, read.modified, _has_macros(archive))


# A submission as it came


def original(folder: Path, file: str) -> bytes | None:
    """The bytes of a submission as it came, None where it is not there any more.

    `file` is the name that `open_file` gave it, relative to `folder`: 上报/宝丰县.xlsx, 上报/a.zip/b.xlsx. Bounded as
    the reading of it is.
    """
    found = _on_disk(folder, file.split("/"))
    if found is None:
        return None
    path, inside = found
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else None
    except OSError:
        return None
    return _unpacked(content, inside, _whole_room()) if content is not None and inside else content


def _on_disk(folder: Path, parts: list[str]) -> tuple[Path, str] | None:
    """The file on disk that a legible name begins with, and what of the name is left: the member of a zip."""
    path = folder
    if ".." in parts:  # a name below the folder, never one beside it
        return None
    for index, part in enumerate(parts):
        named = path / part
        try:
            # Only a name that had to be made legible is looked for: a folder holds as many files as there are units.
            path = (
                named if named.exists() else next(one for one in sorted(path.iterdir()) if _legible(one.name) == part)
            )
        except (StopIteration, OSError):
            return None
        if path.is_file():
            return path, "/".join(parts[index + 1 :])
    return None


def _unpacked(content: bytes, name: str, room: _Room, depth: int = 0) -> bytes | None:
    """The member of a zip, or of a zip inside it, that is called `name`."""
    try:
        with _archive(content) as archive:
            if _kind_of(archive) != "zip":
                return None
            for member_name, member in _admitted(archive, room, depth):
                if member_name == name:
                    return _member_bytes(archive, member)
                if name.startswith(f"{member_name}/"):
                    inner = _member_bytes(archive, member)
                    found = _unpacked(inner, name.removeprefix(f"{member_name}/"), room, depth + 1)
                    if found is not None:
                        return found
    except (_TooMuch, *_DAMAGED):
        return None
    return None
