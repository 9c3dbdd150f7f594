"""Reads a published paper, Word or Excel: the tasks in it, the standards, the progress, and all the rest."""

from collections.abc import Iterable
from pathlib import Path

from model.drafting.paper import Entry, Passage, PublishedPaper
from model.fault import JobFault
from validators.grid import Attachment, Document, Grid, Line, Unreadable
from validators.published.by_region import entries_by_region
from validators.published.entries import left_over, read_lines
from validators.published.page_breaks import filled
from validators.published.prose import prose_entries
from validators.published.regions import region_of, regions_in, year_in
from validators.published.table_lines import Sheet, Tables, table_lines
from validators.published.titles import document_title
from validators.reading import open_document

_AGAIN = "请用 Word、Excel 或 WPS 打开（有密码的先去掉密码），另存为 .docx 或 .xlsx 后再来。"
_ORIGINAL = (
    "起草目标分解表要用文件的 Word（.docx）或 Excel（.xlsx）原件，请找到原件；"
    "只有 PDF 的，把其中的文字和表格复制到 Word 里，另存为 .docx 再来。"
)


def read_paper(path: Path, name: str | None = None) -> PublishedPaper:
    """What the paper in `path` says; `name` is what it is called from now on, else its file name.

    Its tasks are those of its tables; a paper without any is read as prose. Places are 表1R3C3, Sheet1!C3 and 第12段,
    which is counted over the paragraphs that hold something. Every text of the paper that has a figure stands in one of
    the passages, or in the names and numbers of projects, departments and persons. Raises `JobFault` for a file that is
    no .docx and no workbook, or cannot be opened, or says nothing.
    """
    called = name or path.name
    document = _opened(path, called)
    _refuse_uncalculated(document, called)
    lines = [one for one in document.blocks if isinstance(one, Line)]
    title = document_title(lines)
    tables = table_lines(document.blocks, title)
    read = read_lines(tuple(filled(tables.lines)), called)
    for sheet, table in tables.by_region:
        read.entries += entries_by_region(sheet, table, read)
    entries = tuple(read.entries) or prose_entries(lines, called, title)
    said = {one.task.place for one in entries if one.task is not None}
    loose: list[Passage] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            loose += left_over(Sheet(number, block, ""), read, tables)
        elif block.place not in said:
            loose.append(Passage(called, block.place, block.text))
    titles = [*tables.titles, title]
    departments = [name for one in entries for name in (*one.leads, *one.shared)]
    departments += [name for one in read.criteria for name in one.leads]
    heads = [
        one for one in (*titles, *(line.text for line in lines[:6])) if not tables.regions.issuperset(regions_in(one))
    ]
    region = _own_region(tables, entries) or region_of(heads, departments)
    return PublishedPaper(
        called,
        document.sha256,
        next((one for one in titles if one), ""),
        region,
        next((year for one in (*titles, *(line.text for line in lines[:6])) if (year := year_in(one))), None),
        entries,
        tuple(read.criteria),
        tuple(loose),
        tuple(read.progress),
    )


def _opened(path: Path, name: str) -> Document:
    match open_document(path, name):
        case Document(blocks=blocks) as document if any(isinstance(one, Line) or one.cells for one in blocks):
            return document
        case Document():
            raise JobFault(f"“{name}”里没有内容。请换成有内容的文件后再来。")
        case Attachment(kind="压缩包"):
            raise JobFault(f"“{name}”是压缩包，一次只读一份文件。请解压后换成其中的 .docx 或 .xlsx 文件再来。")
        case Attachment(kind=kind):
            raise JobFault(f"“{name}”是{kind}文件，读不出条目。{_ORIGINAL}")
        case Unreadable(what=what):
            raise JobFault(f"“{name}”{what}。{_AGAIN}")


def _refuse_uncalculated(document: Document, name: str) -> None:
    """A formula without a value would be a task without a number; one that may give "" is none of them."""
    for grid in document.blocks:
        if not isinstance(grid, Grid):
            continue
        for cell in grid.cells.values():
            if cell.formula and cell.content is None and '""' not in cell.formula:
                place = f"{grid.name}的{cell.address}"
                raise JobFault(f"“{name}”{place}的公式还没有算出数。请用 Excel 或 WPS 打开，存盘，再来。")


def _own_region(tables: Tables, entries: Iterable[Entry]) -> str:
    """The region whose own column (平顶山市指标任务) the tasks stand in."""
    if not entries:
        return ""
    headers = (line.header for line in tables.lines)
    return next((one.own for header in headers for one in header.headings.values() if one.own), "")
