"""The zip of a workbook: its parts, how they relate, and the zip written again with the others byte for byte."""

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generators.marking.xml_bytes import MAIN, RELATIONS, UnmarkableError, edited, tree
from generators.packing import BROKEN_ZIP, ZIP_TIME

_CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE_RELATIONS}"/>'
).encode()
_MAX_BYTES = 400 * 1024 * 1024
"""What all parts may unpack to: as much as the reader takes."""


@dataclass(frozen=True)
class Relation:
    """What a part refers to: the last word of the relation's type, and the part; external targets are none."""

    identity: str
    kind: str
    target: str


def _own_times(member: ZipInfo) -> ZipInfo:
    """A member written as it was: name, time, compression, attributes."""
    copy = ZipInfo(member.filename, member.date_time)
    copy.compress_type, copy.comment, copy.create_system = member.compress_type, member.comment, member.create_system
    copy.external_attr, copy.internal_attr = member.external_attr, member.internal_attr
    return copy


def _new_member(name: str) -> ZipInfo:
    """A member of our own, the same on every system: zipfile would write down which one it was made on."""
    member = ZipInfo(name, ZIP_TIME)
    member.create_system = 3
    return member


class Parts:
    """The parts of a workbook that is being edited. All methods raise `UnmarkableError`."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = ZipFile(io.BytesIO(content))
        except BROKEN_ZIP as fault:
            raise UnmarkableError(f"the file is no zip: {fault}") from fault
        self._members = self._archive.infolist()
        names = [one.filename.lower() for one in self._members]
        if len(set(names)) < len(names):
            raise UnmarkableError("two parts have one name")
        if sum(one.file_size for one in self._members) > _MAX_BYTES:
            raise UnmarkableError("the parts are too large")
        self._edited: dict[str, bytes] = {}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(one.filename for one in self._members)

    def names(self) -> Iterator[str]:
        """All parts, the new ones last."""
        yield from (one.filename for one in self._members)
        yield from (name for name in self._edited if name not in self._known)

    def read(self, part: str) -> bytes:
        """A part as it now is."""
        if part in self._edited:
            return self._edited[part]
        try:
            return self._archive.read(part)
        except BROKEN_ZIP as fault:
            raise UnmarkableError(f"{part} cannot be read: {fault}") from fault

    def write(self, part: str, content: bytes) -> None:
        """Replaces a part."""
        self._edited[part] = content

    @property
    def is_edited(self) -> bool:
        """Whether a part is another or new."""
        return bool(self._edited)

    def relations(self, part: str) -> list[Relation]:
        """What `part` refers to, the whole package for ''."""
        rels = _rels_of(part)
        if rels not in set(self.names()):
            return []
        folder = posixpath.dirname(part)
        root, _ = tree(self.read(rels), _PACKAGE_RELATIONS)
        return [
            Relation(
                one.attributes.get("Id", ""),
                one.attributes.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.attributes.get("Target", ""))).lstrip("/"),
            )
            for one in root.all("Relationship")
            if one.attributes.get("TargetMode") != "External"
        ]

    def related(self, part: str, kind: str) -> str | None:
        """The first part of this kind that `part` refers to."""
        return next((one.target for one in self.relations(part) if one.kind == kind), None)

    def target(self, part: str, identity: str) -> str | None:
        """The part that `part` refers to by this id."""
        return next((one.target for one in self.relations(part) if one.identity == identity), None)

    @cached_property
    def workbook(self) -> str:
        """The part that is the workbook."""
        workbook = self.related("", "officeDocument")
        if workbook is None:
            raise UnmarkableError("no part is the workbook")
        return workbook

    def worksheets(self) -> dict[str, str]:
        """The part of each worksheet by its name."""
        targets = {one.identity: one.target for one in self.relations(self.workbook) if one.kind == "worksheet"}
        root, _ = tree(self.read(self.workbook), MAIN)
        identities = {
            one.attributes.get("name", ""): one.attributes.get(f"{RELATIONS} id", "")
            for one in root.first("sheets").all("sheet")
        }
        sheets = {name: targets[identity] for name, identity in identities.items() if identity in targets}
        if len(set(sheets.values())) < len(sheets):
            raise UnmarkableError("two sheets are one part")
        return sheets

    def add(self, owner: str, kind: str, pattern: str, content_type: str, content: bytes) -> tuple[str, str]:
        """A new part that `owner` refers to: its name, `pattern` with the first free number, and the relation's id."""
        taken = {name.lower() for name in self.names()}
        names = map(pattern.format, range(1, len(taken) + 2))
        part = next((name for name in names if name.lower() not in taken), None)
        if part is None:
            raise UnmarkableError(f"{pattern} is taken")
        self._edited[part] = content
        self._declare(part, content_type)
        return part, self._relate(owner, kind, part)

    def _declare(self, part: str, content_type: str) -> None:
        xml = self.read(_CONTENT_TYPES)
        root, _ = tree(xml)
        extension = part.rpartition(".")[2]
        defaults = {one.attributes.get("Extension", "").lower(): one for one in root.all("Default")}
        if extension == "xml" or extension in defaults:
            which = f'Override PartName="/{part}"'
        else:
            which = f'Default Extension="{extension}"'
        line = f'<{root.tag.prefix}{which} ContentType="{content_type}"/>'
        self._edited[_CONTENT_TYPES] = edited(xml, [root.appended(line.encode())])

    def _relate(self, owner: str, kind: str, part: str) -> str:
        rels = _rels_of(owner)
        xml = self.read(rels) if rels in set(self.names()) else _NO_RELATIONS
        root, _ = tree(xml, _PACKAGE_RELATIONS)
        taken = {one.attributes.get("Id") for one in root.all("Relationship")}
        identity = next(name for name in map("rId{}".format, range(1, len(taken) + 2)) if name not in taken)
        line = f'<{root.tag.prefix}Relationship Id="{identity}" Type="{RELATIONS}/{kind}" Target="/{part}"/>'
        self._edited[rels] = edited(xml, [root.appended(line.encode())])
        return identity

    def finished(self) -> bytes:
        """The zip again: members in their order, with their times and compression, new ones behind at a fixed time."""
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as written:
            written.comment = self._archive.comment
            for member in self._members:
                written.writestr(_own_times(member), self.read(member.filename))
            for name in self._edited:
                if name not in self._known:
                    written.writestr(_new_member(name), self._edited[name], ZIP_DEFLATED)
        return buffer.getvalue()


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
