"""Earlier marks of ours taken away: a county mends the copy that we marked and sends that very file back."""

from collections.abc import Iterable, Mapping

from generators.marking.boxes import without_boxes
from generators.marking.cells import MAX_ROW, Place, SheetScan, place_of
from generators.marking.comments import EarlierComment, earlier_comments, without_comments
from generators.marking.looks import Looks
from generators.marking.parts import Parts
from generators.marking.xml_bytes import UnmarkableError

_NEAR = 5
"""Rows above and below a cell in which its column shows how it looked."""


def comments_of_ours(parts: Parts, sheet: str) -> dict[Place, EarlierComment]:
    """The comments on the part `sheet` that are ours, or like ours, by cell.

    Ours are those that 校验 signed, and of others the part that begins with `JOINED`, whatever program saved it since.
    """
    comments = parts.related(sheet, "comments")
    return {} if comments is None else {place_of(one.address): one for one in earlier_comments(parts.read(comments))}


def rows_around(places: Iterable[Place]) -> set[int]:
    """The rows that a scan must know for `take_earlier_marks`."""
    steps = range(-_NEAR, _NEAR + 1)
    return {row + step for row, _ in places for step in steps if 1 <= row + step <= MAX_ROW}


def take_earlier_marks(
    parts: Parts, sheet: str, found: Mapping[Place, EarlierComment], scan: SheetScan, looks: Looks
) -> dict[Place, int]:
    """Takes our comments away, all else stays; returns the styles that cells with our colours had before.

    Where a program lost the names of authors, a comment that begins as our sentences do is ours if the cell has that
    severity's colour. A colour is ours in a cell that has such a comment, and wherever it tells what was there before.
    """
    severities = {place: looks.marked_as(scan.style_of(place)) for place in found}
    ours = {place: one for place, one in found.items() if one.is_ours(severities[place])}
    coloured = scan.places_of(looks.of_marks) | {place for place in ours if severities[place] is not None}
    comments = parts.related(sheet, "comments")
    if comments is not None and ours:
        parts.write(comments, without_comments(parts.read(comments), ours.values()))
        _take_boxes(parts, sheet, ours.values(), scan)
    return {place: _restored(place, ours.get(place), scan, looks) for place in sorted(coloured)}


def _restored(place: Place, comment: EarlierComment | None, scan: SheetScan, looks: Looks) -> int:
    """The style from before; a program that lost the author has written the fill's second colour anew as well."""
    remembers = comment is None or comment.is_signed
    return looks.restored(scan.style_of(place), scan.styles_near(place), remembers=remembers)


def _take_boxes(parts: Parts, sheet: str, ours: Iterable[EarlierComment], scan: SheetScan) -> None:
    if scan.legacy_drawing is None:
        return
    drawing = parts.target(sheet, scan.legacy_drawing)
    if drawing is None:
        raise UnmarkableError("the sheet has a legacy drawing that is not there")
    gone = {place_of(one.address) for one in ours if not one.kept}
    shortened = {place_of(one.address): (one.kept, one.ours) for one in ours if one.kept}
    parts.write(drawing, without_boxes(parts.read(drawing), gone, shortened, scan))
