"""One writer for every workbook and document of ours: the same bytes for the same input, and a seal to know them by.

Libraries stamp zip members and core properties with the clock and a user's name; both are replaced here. The seal is a
digest over all parts, kept in the comment of the zip: no part tells of it, and whoever saves the file anew loses it.
"""

import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path

ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_CORE = "docProps/core.xml"
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


def _plain_core(core: str, time: str) -> str:
    """Core properties without clock, names, identifier or revision."""
    return _FIELDS.sub("", _PEOPLE.sub(r"\1\2", _TIMES.sub(rf"\g<1>{time}\2", core)))


def packed(content: bytes, core_time: str = _CORE_TIME) -> bytes:
    """A .xlsx or .docx repacked with fixed times and sealed; `core_time` (ISO, UTC) is what it says of itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as written:
        for name in dict.fromkeys(archive.namelist()):
            part = archive.read(name)
            if name == _CORE:
                part = _plain_core(part.decode("utf-8"), core_time).encode("utf-8")
            member = zipfile.ZipInfo(name, ZIP_TIME)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            written.writestr(member, part)
    return sealed(buffer.getvalue())


def sealed(content: bytes) -> bytes:
    """A finished zip with its seal for a comment, all its parts as they are; raises `BROKEN_ZIP` for what is no zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        seal = _seal_of(archive)
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = seal
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
        digest.update(member.filename.encode("utf-8") + b"\0" + hashlib.sha256(archive.read(member)).digest())
    return f"{_SEAL}{digest.hexdigest()}".encode("ascii")
