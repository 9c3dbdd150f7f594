"""The floor: what any reader must do at least, to unzip and tokenise every part of a workbook that must be read."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

_MUST_BE_READ = (
    "_rels/", "docProps/core", "xl/_rels/", "xl/workbook", "xl/sharedStrings", "xl/styles", "xl/worksheets/sheet",
)  # fmt: skip
"""How the names of those parts begin: neither themes nor drawings say anything of a figure."""


def tokenise(content: bytes) -> tuple[str, ...]:
    """Unzips one workbook and lets expat, without handlers, find its elements; the names of the parts that it read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        read = tuple(name for name in archive.namelist() if name.startswith(_MUST_BE_READ))
        for name in read:
            expat.ParserCreate().Parse(archive.read(name), True)
    return read


def tokenise_all(paths: Iterable[Path]) -> None:
    """The floor of a period: every workbook that came in."""
    for path in paths:
        tokenise(path.read_bytes())
