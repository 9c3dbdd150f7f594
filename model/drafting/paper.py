"""What a published paper says, place by place, before any figure in it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Passage:
    """A text of a paper and where it stands: `place` is 表1R3C3 in a Word table, Sheet1!C3, or 第12段.

    `unit` is that of the number at the text's end, where a table has it in a cell or a label of its own.
    """

    file: str
    place: str
    text: str
    unit: str = ""


@dataclass(frozen=True)
class Person:
    """Who answers for a line, by department, where a paper has columns for it (责任人, 分管领导, 联系人, 联系电话)."""

    name: str = ""
    leader: str = ""
    contact: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a paper: what is asked, and of whom.

    `category` is the section's name (市重点民生实事) and `number` the project's own (1). `task` is what the paper's own
    level is to do, None in a line that has only a county's. `shares` are the columns of other regions by their names
    (汝州市). `due` is a column's day (10月底前), `milestones` how far things have to be by the end of a month (6);
    `beside` is what another cell of the same line says in its own words, `above` the task of the region above, of which
    this is the paper's part. Departments are as the columns call them; a
    name that a merge or a page break hides is filled in.
    """

    category: str
    number: str
    project: str
    task: Passage | None
    shares: Mapping[str, Passage] = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    first_check: tuple[str, ...] = ()
    final_check: tuple[str, ...] = ()
    person: Person | None = None
    due: Passage | None = None
    milestones: Mapping[int, Passage] = field(default_factory=dict)
    beside: Passage | None = None
    above: Passage | None = None


@dataclass(frozen=True)
class Criterion:
    """An item of an acceptance standard as a paper has it.

    `heading` is what stands before the items of a cell (街道综合养老服务中心), empty where nothing does; `number` is
    the item's own. The departments are those of the line, where the table has such columns.
    """

    category: str
    project: str
    heading: str
    number: str
    passage: Passage
    leads: tuple[str, ...] = ()
    first_check: tuple[str, ...] = ()
    final_check: tuple[str, ...] = ()
    is_veto: bool = False


@dataclass(frozen=True)
class PublishedPaper:
    """A paper as it was published. `region` and `year` are empty or None where the paper does not say them.

    `region` is whose targets stand in `Entry.task`. `progress` are the cells that tell how far things
    are (工作进度), `loose` all other passages: no figure of the paper is missing from all of these together.
    """

    file: str
    sha256: str
    title: str
    region: str
    year: int | None
    entries: tuple[Entry, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    loose: tuple[Passage, ...] = ()
    progress: tuple[Passage, ...] = ()
