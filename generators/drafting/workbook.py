"""目标分解表.xlsx as draft writes it: what to check first, what changed, the breakdown itself, what was left out."""

from collections.abc import Sequence

from generators.drafting.breakdown_sheets import write_breakdown_sheet
from generators.drafting.changed import write_changes
from generators.drafting.checking import write_checking
from generators.drafting.left_out import write_unadopted
from generators.drafting.own_sheets import write_own_sheet
from generators.drafting.record import write_record
from generators.drafting.told import Drafted
from generators.sheet import Workbook
from model.drafting.changes import Change
from model.drafting.draft import Unadopted
from model.drafting.own_sheet import OwnSheet
from model.drafting.tables import DraftTable


def draft_workbook(
    tables: Sequence[DraftTable],
    *,
    record: Sequence[DraftTable],
    files: Sequence[tuple[str, str]],
    unadopted: Sequence[Unadopted] = (),
    doubts: Sequence[str] = (),
    changes: Sequence[Change] = (),
    own_sheets: Sequence[OwnSheet] = (),
) -> bytes:
    """The workbook, for a person to check and for `lint` to read.

    `tables` are the sheets of the breakdown in their order, with what a person put right where there was a workbook
    before; `record` are the tables as they were drafted, which the hidden sheet keeps for the next draft. `files` are
    names and sha256 of the papers, `doubts` those of the whole draft. The sheet of changes is left out without any.
    `own_sheets` are those that a person added.
    """
    workbook, drafted = Workbook(), Drafted(tuple(tables), tuple(unadopted), tuple(doubts), tuple(changes))
    write_checking(workbook, drafted)
    if changes:
        write_changes(workbook, drafted)
    for table in tables:
        write_breakdown_sheet(workbook, drafted, table)
    for own in own_sheets:
        write_own_sheet(workbook, own)
    write_unadopted(workbook, drafted)
    write_record(workbook, record, files)
    for place in drafted.places():
        workbook.book.define_name(drafted.row_names[place.sheet, place.row], place.address)
    return workbook.finished()
