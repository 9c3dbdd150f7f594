"""The cell of a county's file that a figure or a finding speaks of: its name, and the link to it from 结果/."""

import re
from functools import lru_cache

from model.submission import Source

LINK_LIMIT = 65_530
"""Links that a sheet may hold; Excel refuses more."""
LINK_LENGTH_LIMIT = 2079
_FILES_KEPT, _PLACES_KEPT = 4096, 4096
_ADDRESS = re.compile(r"^[A-Z]{1,3}[1-9]\d*$")
_ARCHIVES = (".zip", ".rar", ".7z")
_ESCAPED = str.maketrans({one: f"%{ord(one):02X}" for one in '%#"<>[]`^{} '})
"""Signs that must not stand in the address of a link as they are; `#` would end the file's name."""


def source_text(source: Source | None, carried: str | None = None) -> str:
    """上报/叶县.xlsx 填报!G12, or an empty text without a source; a carried figure says from which period."""
    if source is None:
        return ""
    place = f"{source.sheet}!{source.cell}" if source.sheet else source.cell
    words = f"{source.file} {place}".strip()
    return f"{words}（沿用{carried}）" if carried else words


def link_to(file: str, sheet: str | None = None, cell: str | None = None) -> str | None:
    """The link from 结果/ that opens `cell` (the first of several) of `file`, in the way of xlsxwriter.

    `file` is relative to the period folder. Of a file inside an archive the archive is opened; in a file that has no
    cells of a sheet (Word) nothing is jumped to. None where Excel would refuse the link for its length.
    """
    target, is_file_itself = _target(file)
    if is_file_itself and sheet:
        target += _place(sheet, cell)
    return target if len(target) <= LINK_LENGTH_LIMIT else None


def link_to_source(source: Source | None, part: int = 0) -> str | None:
    """The link to the source's cell number `part` (分子 and 分母 have one each); None without a source."""
    if source is None:
        return None
    cells = source.cell.split(",")
    return link_to(source.file, source.sheet, cells[min(part, len(cells) - 1)])


@lru_cache(_PLACES_KEPT)
def _place(sheet: str, cell: str | None) -> str:
    """What a link says of the cell that it opens, if it is one; the units' files have the same cells."""
    address = (cell or "A1").partition(",")[0]
    quoted = sheet.replace("'", "''")
    return f"#'{quoted}'!{address}" if _ADDRESS.match(address) else ""


@lru_cache(_FILES_KEPT)
def _target(file: str) -> tuple[str, bool]:
    """What a link to `file` opens, and whether that is the file itself; many links lead to one file."""
    path = _openable(file)
    return f"external:../{path.translate(_ESCAPED)}", path == file


def _openable(file: str) -> str:
    parts = file.split("/")
    for position, part in enumerate(parts[:-1], 1):
        if part.lower().endswith(_ARCHIVES):
            return "/".join(parts[:position])
    return file
