"""The comments of a sheet: ours added, behind those that stand in the same cells already; ours taken away again."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from generators.marking.xml_bytes import MAIN, Edit, Element, as_text, edited, tree
from generators.sheet import AUTHOR, BODY_FONT
from model.finding import Severity


def _lead(label: str) -> str:
    return f"{label}："


JOINED = f"【{AUTHOR}】"
"""How our part begins, on a line of its own, behind a county's words: there the author is the county's."""
LEADS = tuple(_lead(one.label) for one in Severity)
"""How our sentences begin, by which they are known where a program lost the names of all authors, as LibreOffice does.

A county's own hint may begin so too: it is ours only in a cell of that severity's colour.
"""
NO_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
).encode()
"""The comments of a sheet that has none."""
LONGEST = 30_000
"""Characters; Excel takes 32,767 with those of a comment already there."""
_OUR_PART = re.compile(rf"(?:^|(?:_x000D_|\r)?\n){re.escape(JOINED)}")
_SIGNS = (*(word.encode() for word in (AUTHOR, *LEADS)), b"&#")
"""What a part with a comment of ours has somewhere in it, or a program's numbers of characters."""


def with_comments(xml: bytes, texts: Mapping[str, str]) -> bytes:
    """The comments of a sheet with `texts` by address."""
    root, _ = tree(xml, MAIN)
    prefix = root.tag.prefix
    authors, comments = root.first("authors"), root.first("commentList")
    names = [one.text for one in authors.all("author")]
    edits = []
    if AUTHOR not in names:
        edits.append(authors.appended(f"<{prefix}author>{AUTHOR}</{prefix}author>".encode()))
        names.append(AUTHOR)
    known = {one.attributes.get("ref", ""): one for one in comments.all("comment")}
    added = ""
    for address, text in texts.items():
        if address in known:
            edits.append(_lengthened(known[address].first("text"), f"{JOINED}{text}", prefix))
        else:
            start = f'<{prefix}comment ref="{address}" authorId="{names.index(AUTHOR)}"><{prefix}text>'
            added += f"{start}{_run(text, prefix)}</{prefix}text></{prefix}comment>"
    return edited(xml, [*edits, comments.appended(added.encode())] if added else edits)


def _lengthened(text: Element, ours: str, prefix: str) -> Edit:
    """Our words behind a comment: as a run behind its runs, or in the one plain text that it is."""
    if runs := text.all("r"):
        return Edit(runs[-1].end, runs[-1].end, _run(f"\n{ours}", prefix).encode())
    if plain := text.all("t"):
        return plain[0].appended(as_text(f"\n{ours}"[:LONGEST]).encode())
    return text.appended(_run(ours, prefix).encode())


def _run(words: str, prefix: str) -> str:
    font = f'<{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont val="{BODY_FONT}"/>'
    text = f'<{prefix}t xml:space="preserve">{as_text(words[:LONGEST])}</{prefix}t>'
    return f"<{prefix}r><{prefix}rPr>{font}</{prefix}rPr>{text}</{prefix}r>"


# Taken away again


@dataclass(frozen=True)
class EarlierComment:
    """A comment of an earlier marking: the words that are not ours and stand in front, and ours.

    `is_signed`: it has an author. One that has none and no words in front is only like one of ours.
    """

    address: str
    kept: str
    ours: str
    is_signed: bool
    element: Element = field(repr=False)

    def is_ours(self, marked_as: str | None) -> bool:
        """Whether it is ours in a cell that has the colour of this severity: our worst sentence comes first."""
        return self.is_signed or bool(self.kept) or (marked_as is not None and self.ours.startswith(_lead(marked_as)))


@dataclass(frozen=True)
class _Written:
    """A comment as it stands in the part."""

    element: Element

    @cached_property
    def pieces(self) -> list[tuple[Element, Element]]:
        """Each text, and the run around it or once more the text."""
        pieces = []
        for child in self.element.first("text").children:
            texts = [child] if child.name == "t" else child.all("t") if child.name == "r" else []
            pieces += [(text, child) for text in texts]
        return pieces

    @property
    def words(self) -> str:
        return "".join(text.text for text, _ in self.pieces)


def earlier_comments(xml: bytes) -> list[EarlierComment]:
    """The comments that are ours or like ours, in whole or behind a county's words."""
    if not any(sign in xml for sign in _SIGNS):
        return []
    root, _ = tree(xml, MAIN)
    names = [one.text.strip() for one in root.first("authors").all("author")]
    return list(_earlier(root.first("commentList").all("comment"), names))


def _earlier(comments: Iterable[Element], names: list[str]) -> Iterator[EarlierComment]:
    for one in comments:
        number = int(one.attributes.get("authorId", -1))
        author = names[number] if 0 <= number < len(names) else ""
        words = _Written(one).words if one.all("text") else ""
        joined = None if author == AUTHOR else _OUR_PART.search(words)
        if joined:
            kept, ours = words[: joined.start()], words[joined.end() :]
        elif author == AUTHOR or (not author and words.startswith(LEADS)):
            kept, ours = "", words
        else:
            continue
        yield EarlierComment(one.attributes.get("ref", ""), kept, ours, bool(author), one)


def without_comments(xml: bytes, earlier: Iterable[EarlierComment]) -> bytes:
    """The comments of a sheet without those that were found in this very part; a county's words in front stay."""
    edits: list[Edit] = []
    for one in earlier:
        if one.kept:
            edits += _shortened(_Written(one.element).pieces, len(one.kept))
        else:
            edits.append(one.element.removed())
    return edited(xml, edits)


def _shortened(pieces: Iterable[tuple[Element, Element]], kept: int) -> Iterator[Edit]:
    """Takes away what stands behind the first `kept` characters, as they are between the tags."""
    at = 0
    for text, around in pieces:
        end = at + len(text.text)
        if at >= kept:
            yield around.removed()
        elif end > kept:
            start = escape(text.text[: kept - at], quote=False).replace("\r", "&#13;")
            yield Edit(text.tag.end, text.inner_end, start.encode())
        at = end
