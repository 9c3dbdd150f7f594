"""One writer for every workbook and document of ours: the same bytes for the same input, and a seal to know them by.

Libraries stamp zip members and core properties with the clock and a user's name; both are replaced here. The seal is a
digest over all parts, kept in the core property `identifier`: a file whose seal no longer fits was changed by a person.
"""

import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path

CORE = "docProps/core.xml"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_TIME = "1980-01-01T00:00:00Z"
_TIMES = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_PEOPLE = re.compile(r"(<(?:dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>)[^<]*(</)")
_OPEN_SEAL = '<dc:identifier xmlns:dc="http://purl.org/dc/elements/1.1/"></dc:identifier>'
_SEAL = re.compile(r"(<dc:identifier xmlns:dc=[^>]*>)([0-9a-f]+)(</dc:identifier>)")
_END = re.compile(r"</(?:\w+:)?coreProperties>")
_FIELDS = re.compile(
    r"<dc:identifier[^>]*/>|<dc:identifier[^>]*>[^<]*</dc:identifier>|<cp:revision>[^<]*</cp:revision>"
)


BROKEN_ZIP = (
    zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError, RuntimeError, zlib.error,
    lzma.LZMAError, struct.error,
)  # fmt: skip
"""What a file that is no zip of ours, or a broken one, makes zipfile raise."""


def _plain_core(core: str, time: str) -> str:
    """Core properties without clock, names or revision, the seal left open."""
    core = _FIELDS.sub("", _PEOPLE.sub(r"\1\2", _TIMES.sub(rf"\g<1>{time}\2", core)))
    return _END.sub(lambda end: _OPEN_SEAL + end.group(), core)


def _digest(parts: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(name.encode("utf-8") + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def packed(content: bytes, core_time: str = _CORE_TIME) -> bytes:
    """A .xlsx or .docx repacked with fixed times and sealed; `core_time` (ISO, UTC) is what it says of itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if CORE not in parts:  # a template saved by a program that writes no properties: it goes without a seal
        return _zipped(parts)
    parts[CORE] = _plain_core(parts[CORE].decode("utf-8"), core_time).encode("utf-8")
    sealed = _OPEN_SEAL.replace("></", f">{_digest(parts)}</")
    parts[CORE] = parts[CORE].replace(_OPEN_SEAL.encode(), sealed.encode())
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            archive.writestr(member, part)
    return buffer.getvalue()


def is_sealed(path: Path) -> bool:
    """Whether the file is one of ours and still as it was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        core = parts[CORE].decode("utf-8")
    except BROKEN_ZIP:
        return False
    found = _SEAL.search(core)
    if found is None:
        return False
    parts[CORE] = _SEAL.sub(r"\1\3", core).encode("utf-8")
    return found[2] == _digest(parts)
