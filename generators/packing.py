"""One writer for every workbook and document of ours: the same bytes for the same input, and a seal to know them by.

Libraries stamp zip members and core properties with the clock and a user's name; both are replaced here. The seal is a
digest over all parts, kept in the comment of the zip: no part tells of it, and whoever saves the file anew loses it.
A part that is packed already is copied as it is: packing it again would take longer than making it.
"""

import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ZIP_TIME = (1980, 1, 1, 0, 0, 0)

CORE = "docProps/core.xml"
_CORE_TIME = "1980-01-01T00:00:00Z"
_TIMES = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_PEOPLE = re.compile(r"(<(?:dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>)[^<]*(</)")
_FIELDS = re.compile(
    r"<dc:identifier[^>]*/>|<dc:identifier[^>]*>[^<]*</dc:identifier>|<cp:revision>[^<]*</cp:revision>"
)
_SEAL = "minsheng-reports "


BROKEN_ZIP = (
    zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError, RuntimeError, zlib.error,
    lzma.LZMAError, struct.error,
)  # fmt: skip
"""What a file that is no zip of ours, or a broken one, makes zipfile raise."""


def plain_core(part: bytes, time: str = _CORE_TIME) -> bytes:
    """The core properties (`CORE`) without clock, names, identifier or revision."""
    core = _TIMES.sub(rf"\g<1>{time}\2", part.decode("utf-8"))
    return _FIELDS.sub("", _PEOPLE.sub(r"\1\2", core)).encode("utf-8")


@dataclass(frozen=True)
class Deflated:
    """A part as it stands in a zip: packed bytes, the checksum and size of what they hold, and its sha256."""

    raw: bytes
    checksum: int
    size: int
    digest: bytes


class Deflating(io.BufferedIOBase):
    """A part that is packed while it is written: a long one never stands in memory as a whole.

    `effort` is how hard packing tries, of 9.
    """

    def __init__(self, effort: int = 6) -> None:
        super().__init__()
        self._packer, self._digest = zlib.compressobj(effort, wbits=-zlib.MAX_WBITS), hashlib.sha256()
        self._raw: list[bytes] = []
        self._checksum = self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        """Packs some more bytes."""
        self._raw.append(self._packer.compress(piece))
        self._digest.update(piece)
        self._checksum, self._size = zlib.crc32(piece, self._checksum), self._size + len(piece)
        return len(piece)

    def ended(self) -> Deflated:
        """The part, once all of it is written."""
        raw = b"".join((*self._raw, self._packer.flush()))
        return Deflated(raw, self._checksum, self._size, self._digest.digest())


def deflated(pieces: Iterable[bytes], effort: int = 6) -> Deflated:
    """A part that comes in pieces, packed with this `effort`, of 9."""
    part = Deflating(effort)
    for piece in pieces:
        part.write(piece)
    return part.ended()


class Package:
    """A .xlsx or .docx made of packed parts one after the other, with fixed times and sealed."""

    def __init__(self) -> None:
        self._buffer, self._seal = io.BytesIO(), hashlib.sha256()
        self._archive = zipfile.ZipFile(self._buffer, "w")

    def add(self, name: str, part: Deflated) -> None:
        member = zipfile.ZipInfo(name, ZIP_TIME)
        member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
        member.CRC, member.file_size, member.compress_size = part.checksum, part.size, len(part.raw)
        member.header_offset = self._buffer.tell()
        self._buffer.write(member.FileHeader(False))
        self._buffer.write(part.raw)
        # zipfile cannot be handed packed bytes; this is what it does itself behind a member.
        self._archive.start_dir = self._buffer.tell()
        self._archive.filelist.append(member)
        self._seal.update(_line_of_seal(name, part.digest))

    def finished(self) -> bytes:
        """The file's bytes, once all its parts are there."""
        self._archive.comment = _seal_with(self._seal.hexdigest())
        self._archive.close()
        return self._buffer.getvalue()


def package(parts: Iterable[tuple[str, Deflated]]) -> bytes:
    """A `Package` of parts by name."""
    whole = Package()
    for name, part in parts:
        whole.add(name, part)
    return whole.finished()


def packed(content: bytes, core_time: str = _CORE_TIME) -> bytes:
    """A .xlsx or .docx repacked with fixed times and sealed; `core_time` (ISO, UTC) is what it says of itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = dict.fromkeys(archive.namelist())
        return package((name, _repacked(content, archive, name, core_time)) for name in names)


_LOCAL_HEADER = struct.Struct("<26xHH")
"""Of what stands before a member's bytes, the lengths of its name and of its extra field."""


def _repacked(content: bytes, archive: zipfile.ZipFile, name: str, core_time: str) -> Deflated:
    """A part of `content`, its packed bytes as they stand there where they may."""
    member = archive.getinfo(name)
    if name == CORE:
        return deflated([plain_core(archive.read(name), core_time)])
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return deflated([archive.read(name)])
    begin = member.header_offset + _LOCAL_HEADER.size + sum(_LOCAL_HEADER.unpack_from(content, member.header_offset))
    raw = content[begin : begin + member.compress_size]
    return Deflated(raw, member.CRC, member.file_size, _digest_of(archive, member))


_PIECE = 1 << 20


def _digest_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The sha256 of a part, unpacked piece by piece: a sheet of many rows is a hundred times what its zip takes."""
    digest = hashlib.sha256()
    with archive.open(member) as part:
        while piece := part.read(_PIECE):
            digest.update(piece)
    return digest.digest()


def sealed(content: bytes) -> bytes:
    """A finished zip with its seal for a comment, all its parts as they are; raises `BROKEN_ZIP` for what is no zip."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = _seal_of(archive)
    return buffer.getvalue()


def is_sealed(path: Path) -> bool:
    """Whether the file is one of ours and still as it was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment.startswith(_SEAL.encode()) and archive.comment == _seal_of(archive)
    except BROKEN_ZIP:
        return False


def _seal_of(archive: zipfile.ZipFile) -> bytes:
    digest = hashlib.sha256()
    for member in archive.infolist():
        digest.update(_line_of_seal(member.filename, _digest_of(archive, member)))
    return _seal_with(digest.hexdigest())


def _line_of_seal(name: str, digest: bytes) -> bytes:
    return name.encode("utf-8") + b"\0" + digest


def _seal_with(digest: str) -> bytes:
    return f"{_SEAL}{digest}".encode("ascii")
