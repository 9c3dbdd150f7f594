"""Several papers as one: the city's breakdown and a county's column, the targets and the standards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.drafting.likeness import likeness
from model.drafting.naming import project_name
from model.drafting.pairing import statement_of
from model.drafting.paper import Entry, PublishedPaper
from model.quantity import halfwidth
from model.quantity.stated import Nature

DISAGREE = "“{file}”里这项任务的数不一样（{other}），请核对"
OTHER_YEARS = "几份文件的年度不一样（{years}），请核对是不是该放在一起"
OTHER_STANDARDS = "验收标准“{file}”{of_whom}，任务是{region}的，里面的数请核对"
_SAME_PROJECT, _SAME_TASK = 0.8, 0.6


@dataclass(frozen=True)
class JoinedEntry:
    """An entry with what other papers say to it; `doubts` tells where they contradict each other."""

    entry: Entry
    doubts: tuple[str, ...] = ()


def region_of(papers: Sequence[PublishedPaper]) -> str:
    """Whose breakdown `papers` give: the one region above all others that have tasks, empty where there are peers."""
    names = list(dict.fromkeys(one.region for one in papers if one.region and one.entries))
    if not names:
        return next((one.region for one in papers if one.region), "")
    below = {name for paper in papers for entry in paper.entries for name in entry.shares}
    above = [name for name in names if name not in below]
    top = [name for name in above if _rank(name) == min(map(_rank, above))]
    return top[0] if len(top) == 1 else ""


def mixed(papers: Sequence[PublishedPaper]) -> list[str]:
    """What is odd about papers given together: other years, standards of another region or of nobody knows whom."""
    doubts = []
    years = {one.file: one.year for one in papers if one.year}
    if len(set(years.values())) > 1:
        doubts.append(OTHER_YEARS.format(years="、".join(f"“{file}”{year}年" for file, year in years.items())))
    region = region_of(papers)
    for paper in papers:
        if paper.criteria and not paper.entries and paper.region != region:
            of_whom = f"是{paper.region}的" if paper.region else "没有写明是哪里的"
            doubts.append(OTHER_STANDARDS.format(file=paper.file, of_whom=of_whom, region=region))
    return doubts if len(papers) > 1 else []


def _rank(region: str) -> int:
    """省 stands above 市, 市 above 县 and 区."""
    return 0 if region.endswith(("省", "自治区")) else 1 if region.endswith(("市", "州", "盟", "地区")) else 2


def joined(papers: Sequence[PublishedPaper], region: str) -> list[JoinedEntry]:
    """The entries of all papers; the same task of a later one is added to the earlier.

    What another region than `region` is to do itself (the paper of 鲁山县) becomes that region's column.
    """
    found: list[JoinedEntry] = []
    for paper in papers:
        entries = [replace(entry, project=project_name(entry.project)) for entry in paper.entries]
        own = paper.region in ("", region)
        own_entries = [entry if own else _as_share(entry, paper.region, region) for entry in entries]
        known = list(found)
        for entry in own_entries:
            at = next((index for index, one in enumerate(known) if _is_same(one.entry, entry)), None)
            if at is None or not known:
                found.append(JoinedEntry(entry))
            else:
                known[at] = found[at] = _with(found[at], entry, paper.file)
    return found


def _as_share(entry: Entry, county: str, region: str) -> Entry:
    """A county's own paper, seen from the city: its task is the county's column, the city's column is the task."""
    shares = {name: passage for name, passage in entry.shares.items() if name != region}
    if entry.task is not None:
        shares = {county: entry.task, **shares}
    return replace(
        entry,
        task=entry.shares.get(region) or entry.above,
        shares=shares,
        leads=(),
        shared=(),
        first_check=(),
        final_check=(),
    )


def _is_same(one: Entry, other: Entry) -> bool:
    if likeness(one.project, other.project) < _SAME_PROJECT:
        return False
    texts = [_words(entry) for entry in (one, other)]
    return not all(texts) or likeness(*texts) >= _SAME_TASK


def _words(entry: Entry) -> str:
    """The task's words without its figures: those differ between a city and its county."""
    passage = entry.task or next(iter(entry.shares.values()), None)
    return "".join(sign for sign in halfwidth(passage.text) if not sign.isdigit() and sign != ".") if passage else ""


def _with(known: JoinedEntry, entry: Entry, file: str) -> JoinedEntry:
    first = known.entry
    doubts = known.doubts
    if first.task and entry.task and _figures(first) != _figures(entry):
        doubts = (*doubts, DISAGREE.format(file=file, other="、".join(_figures(entry)) or "没有数"))
    return JoinedEntry(
        replace(
            first,
            task=first.task or entry.task,
            shares={**first.shares, **entry.shares, **first.shares},
            leads=first.leads or entry.leads,
            shared=first.shared or entry.shared,
            first_check=first.first_check or entry.first_check,
            final_check=first.final_check or entry.final_check,
            person=first.person or entry.person,
        ),
        doubts,
    )


def _figures(entry: Entry) -> tuple[str, ...]:
    if entry.task is None:
        return ()
    stated = statement_of(entry.task, entry.number).stated
    return tuple(halfwidth(entry.task.text[one.start : one.end]) for one in stated if one.nature is not Nature.STATE)
