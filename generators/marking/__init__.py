"""退回/UNIT.xlsx as the unit's own file: faulty cells coloured and commented, every other part byte for byte.

A county's file never goes through a library that loads and saves it: text boxes, check boxes, pictures and macros would
be lost (contract section 5). Only the XML that marks need is edited, where it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generators.marking.boxes import NO_BOXES, used_blocks, with_boxes
from generators.marking.cells import Place, SheetScan, address_of, place_of, scan
from generators.marking.comments import NO_COMMENTS, with_comments
from generators.marking.earlier import comments_of_ours, rows_around, take_earlier_marks
from generators.marking.looks import NO_STYLES, Looks
from generators.marking.parts import Parts
from generators.marking.xml_bytes import UnmarkableError, edited, tree
from generators.sheet import SEVERITY_FILLS
from model.finding import Severity

__all__ = ["Mark", "UnmarkableError", "marked_copy"]

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_WORST_FIRST = tuple(Severity)


@dataclass(frozen=True)
class Mark:
    """What is to be said at one cell of a sheet; `cell` is its address (G12)."""

    sheet: str
    cell: str
    severity: Severity
    comment: str


def marked_copy(content: bytes, marks: Iterable[Mark]) -> bytes:
    """The workbook (.xlsx, .xlsm) with the marked cells filled by their worst severity and commented.

    All else is as it was. Several marks of a cell are one comment, the worst first; a mark on a merged cell stands at
    the merge's first cell; a comment already there stays in front of ours; a cell in a threaded discussion gets the
    fill alone. Marks that an earlier call left, on whichever sheet, are taken away first: the county mended the copy
    and sent it back. The same bytes for the same input. Raises `UnmarkableError` for a file in which that cannot be
    done.
    """
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    try:
        parts = Parts(content)
        _mark(parts, by_sheet)
        return parts.finished() if parts.is_edited else content
    except (ValueError, OverflowError) as fault:
        raise UnmarkableError(f"a part has an odd number: {fault}") from fault


def _mark(parts: Parts, by_sheet: Mapping[str, list[Mark]]) -> None:
    workbook = parts.workbook
    sheets = parts.worksheets()
    styles = parts.related(workbook, "styles")
    looks = Looks(NO_STYLES if styles is None else parts.read(styles))
    for name in by_sheet:
        if name not in sheets:
            raise UnmarkableError(f"there is no sheet {name}")
    for name, part in sheets.items():
        _mark_sheet(parts, part, by_sheet.get(name, []), looks)
    if not looks.is_changed:
        return
    if styles is None:
        parts.add(workbook, "styles", "xl/styles.xml", f"{_SPREADSHEET}.styles+xml", looks.finished())
    else:
        parts.write(styles, looks.finished())


def _mark_sheet(parts: Parts, sheet: str, marks: list[Mark], looks: Looks) -> None:
    earlier = comments_of_ours(parts, sheet)
    if not marks and not earlier and not looks.of_marks:
        return
    xml = parts.read(sheet)
    found, shown = scan(xml, [place_of(mark.cell) for mark in marks], rows_around(earlier), looks.of_marks)
    restored = take_earlier_marks(parts, sheet, earlier, found, looks)
    by_cell: dict[Place, list[Mark]] = {}
    for mark in sorted(marks, key=lambda one: _WORST_FIRST.index(one.severity)):
        by_cell.setdefault(shown[place_of(mark.cell)], []).append(mark)
    filled = {
        place: looks.filled(restored.get(place, found.style_of(place)), SEVERITY_FILLS[of_cell[0].severity.label])
        for place, of_cell in sorted(by_cell.items())
    }
    edits = found.with_styles({**restored, **filled})
    texts = {
        place: "\n".join(dict.fromkeys(mark.comment for mark in of_cell)) for place, of_cell in sorted(by_cell.items())
    }
    if new_drawing := _comment(parts, sheet, texts, found):
        edits.append(found.with_legacy_drawing(new_drawing))
    if edits:
        parts.write(sheet, edited(xml, edits))


def _comment(parts: Parts, sheet: str, texts: Mapping[Place, str], found: SheetScan) -> str | None:
    """Writes the comments with their boxes; returns the relation's id where the sheet has no legacy drawing yet."""
    discussed = _discussed(parts, sheet) if texts else frozenset()
    texts = {place: text for place, text in texts.items() if address_of(place) not in discussed}
    if not texts:
        return None
    _write_comments(parts, sheet, texts)
    return _write_boxes(parts, sheet, texts, found)


def _discussed(parts: Parts, sheet: str) -> frozenset[str]:
    """The cells of a sheet that have a threaded comment (Excel 365), which only Excel can answer."""
    threads = [one.target for one in parts.relations(sheet) if one.kind == "threadedComment"]
    roots = [tree(parts.read(part))[0] for part in threads]
    return frozenset(one.attributes.get("ref", "") for root in roots for one in root.children)


def _write_comments(parts: Parts, sheet: str, texts: Mapping[Place, str]) -> None:
    by_address = {address_of(place): text for place, text in texts.items()}
    comments = parts.related(sheet, "comments")
    if comments is None:
        new = with_comments(NO_COMMENTS, by_address)
        parts.add(sheet, "comments", "xl/comments{}.xml", f"{_SPREADSHEET}.comments+xml", new)
    else:
        parts.write(comments, with_comments(parts.read(comments), by_address))


def _write_boxes(parts: Parts, sheet: str, texts: Mapping[Place, str], found: SheetScan) -> str | None:
    """The boxes of the comments; returns the relation's id where the sheet has no legacy drawing yet."""
    used = {one for name in parts.names() if name.lower().endswith(".vml") for one in used_blocks(parts.read(name))}
    if found.legacy_drawing is None:
        new = with_boxes(NO_BOXES, texts, found, used)
        return parts.add(sheet, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", _DRAWING, new)[1]
    drawing = parts.target(sheet, found.legacy_drawing)
    if drawing is None:
        raise UnmarkableError("the sheet has a legacy drawing that is not there")
    parts.write(drawing, with_boxes(parts.read(drawing), texts, found, used))
    return None
