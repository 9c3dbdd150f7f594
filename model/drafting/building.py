"""Builds the draft of a breakdown from published papers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from model.drafting.draft import (
    Draft,
    DraftedDuty,
    DraftedIndicator,
    DraftedStandard,
    DraftedUnit,
    Source,
)  # fmt: skip
from model.drafting.joining import JoinedEntry, joined, region_of
from model.drafting.naming import (
    below_kind,
    department_name,
    indicator_name,
    level_of,
    number_of,
    own_kind,
)  # fmt: skip
from model.drafting.pairing import NOT_ASKED, Item, Said, doubts_of, items_of
from model.drafting.paper import Entry, Passage, Person, PublishedPaper
from model.drafting.proposal import proposal_for, target_phrase
from model.drafting.standards import drafted_standard
from model.drafting.unadopted import unadopted_of
from model.indicator import Kind, Rollup
from model.labels import IndicatorColumn
from model.quantity.stated import Nature

PEERS = "{regions}的文件是同一级的，没有看到上一级的任务：各记一列，请在“基本信息”填写地区、层级，在“指标”补上目标"
NO_REGION = "没有看出是哪个地区的，请在“基本信息”填写地区"
NO_YEAR = "没有看出是哪一年的，请在“基本信息”填写年度"
WHICH_LEVEL = "层级按“{level}”填，请核对（县级市应填“县”）"
FEW_COUNTIES = "文件里只有{regions}的任务，其余下级单位请在“填报单位”加行，并在“指标”加上同名的列"
SEVERAL_LEADS = "牵头单位有{count}个，先由{name}填报，请分清各自的任务"
NO_LEAD = "没有看出由谁填报，请补上牵头单位，并在“填报单位”加上"
LEAD_FROM_CHECK = "文件的牵头单位是{county}自己的部门（{leads}），{region}以初核单位牵头"
SHARED_ARE_COUNTYS = "照抄{county}的责任单位，{region}一级的请核对"
COUNTYS_DEPARTMENTS = (
    "文件里的牵头单位、责任单位是{county}自己的部门：牵头单位改用了{region}的初核单位，责任单位照抄，请核对"
)
LEAD_FROM_CENTRAL = "原文写明由它统一安排实施"
LEAD_FROM_SHARED = "文件没有写牵头单位，以第一个责任单位牵头"


def draft_of(papers: Sequence[PublishedPaper]) -> Draft:
    """The draft that all `papers` together give; the first one that names a region says whose breakdown it is."""
    return _Builder(tuple(papers)).draft()


@dataclass
class _Builder:
    papers: tuple[PublishedPaper, ...]
    units: dict[str, str] = field(default_factory=dict)
    """Reporting units of this level that a row asks, by name with their 类型, in the order of the rows."""

    @cached_property
    def region(self) -> str:
        return region_of(self.papers)

    @cached_property
    def year(self) -> int | None:
        return next((one.year for one in self.papers if one.year), None)

    @cached_property
    def entries(self) -> list[JoinedEntry]:
        return joined(self.papers, self.region)

    @cached_property
    def below(self) -> tuple[str, ...]:
        """The regions that have a column of their own."""
        return tuple(dict.fromkeys(name for one in self.entries for name in one.entry.shares))

    @cached_property
    def _level(self) -> tuple[str, bool]:
        departments = tuple(
            name for one in self.entries for name in (*one.entry.leads, *one.entry.first_check) if not one.entry.shares
        )
        level, is_certain = level_of(self.region, departments)
        return level, is_certain or bool(self.below)

    @property
    def level(self) -> str:
        return self._level[0]

    def draft(self) -> Draft:
        indicators = self._without_doubles([row for one in self._coded() for row in self._rows(*one)])
        standards = tuple(drafted_standard(one, indicators) for paper in self.papers for one in paper.criteria)
        units = (
            *(DraftedUnit(name, below_kind(name)) for name in self.below),
            *(DraftedUnit(name, kind) for name, kind in self.units.items()),
        )
        return Draft(
            self.region,
            self.year,
            self.level if self.region else "",
            tuple((one.file, one.sha256) for one in self.papers),
            tuple(self._with_all_units(indicators)),
            standards,
            units,
            tuple(self._duties()),
            unadopted_of(self.papers, [one.entry for one in self.entries]),
            self._doubts(standards),
        )

    def _doubts(self, standards: tuple[DraftedStandard, ...]) -> tuple[str, ...]:
        doubts = []
        if not self.region:
            doubts.append(PEERS.format(regions="、".join(self.below)) if self.below else NO_REGION)
        elif not self._level[1]:
            doubts.append(WHICH_LEVEL.format(level=self.level))
        if self.year is None:
            doubts.append(NO_YEAR)
        if any(_is_of_county(one.entry) for one in self.entries):
            doubts.append(COUNTYS_DEPARTMENTS.format(county=self.below[0], region=self.region))
        if 0 < len(self.below) < 3 and self.level != "县":
            doubts.append(FEW_COUNTIES.format(regions="、".join(self.below)))
        return tuple(doubts)

    def _coded(self) -> Iterator[tuple[str, JoinedEntry]]:
        """Each entry with the beginning of its codes: 1, 2 …, and 省1, 省2 … where the numbers start again."""
        seen: dict[str, str] = {}
        numbers: dict[tuple[str, str], str] = {}
        categories = list(dict.fromkeys(one.entry.category for one in self.entries))
        for one in self.entries:
            category, project = one.entry.category, one.entry.project
            prefix = category[:1] if categories.index(category) else ""
            if (category, project) not in numbers:
                number = re.sub("[^0-9]", "", one.entry.number)
                count = sum(key[0] == category for key in numbers) + 1
                stem = f"{prefix}{number or count}"
                while stem in seen:
                    count += 1
                    stem = f"{prefix}{count}"
                numbers[category, project] = stem
                seen[stem] = project
            yield numbers[category, project], one

    def _rows(self, stem: str, one: JoinedEntry) -> Iterator[DraftedIndicator]:
        for item in items_of(one.entry):
            yield self._row(stem, one, item)

    def _row(self, stem: str, joined_entry: JoinedEntry, item: Item) -> DraftedIndicator:
        entry = joined_entry.entry
        asked = tuple(name for name, said in item.below.items() if not said.words)
        proposal = proposal_for(item, asked)
        leads, why = self._leads(entry, item)
        cells = {name: target_phrase(said, proposal.unit, proposal.comparator) for name, said in item.below.items()}
        doubts = [*joined_entry.doubts, *item.doubts, *proposal.doubts]
        for name, said in (("", item.own), *item.below.items()):
            doubts += doubts_of(said, name) if said else ()
        own_units, doubt = self._own_units(item, leads, proposal.kind, bool(asked))
        doubts += [doubt] if doubt else []
        cells |= dict.fromkeys(own_units, "")
        reasons = {**proposal.reasons, **why}
        return DraftedIndicator(
            code=stem,
            category=entry.category,
            project=entry.project,
            name=_name(item, entry.project),
            task=_task(item),
            unit=proposal.unit,
            kind=proposal.kind,
            rollup=Rollup.OWN_LEVEL if not asked else proposal.rollup,
            accrual=proposal.accrual,
            schedule=proposal.schedule,
            direction=proposal.direction,
            comparison=proposal.comparator.value,
            digits=proposal.digits,
            part_of="" if item.whole is None else str(item.whole),
            leads=leads,
            shared=entry.shared,
            first_check=self._named(entry.first_check),
            final_check=self._named(entry.final_check),
            target=target_phrase(item.own, proposal.unit, proposal.comparator) if item.own else "",
            unit_targets=cells,
            sources=tuple(_sources(item)),
            reasons=reasons,
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _leads(self, entry: Entry, item: Item) -> tuple[tuple[str, ...], dict[str, str]]:
        """Who leads, as this level sees it, and by column why where that is not what the paper says."""
        if _is_of_county(entry):
            central, checks = self._named(item.executed_by), self._named(entry.first_check)
            leads = tuple(name for name in checks if name in central) or checks
            names = {"county": next(iter(entry.shares)), "region": self.region}
            return leads, {
                IndicatorColumn.LEAD: LEAD_FROM_CHECK.format(leads="、".join(entry.leads), **names),
                IndicatorColumn.SHARED: SHARED_ARE_COUNTYS.format(**names),
            }
        if entry.leads:
            return entry.leads, {}
        if item.executed_by:
            return self._named(item.executed_by), {IndicatorColumn.LEAD: LEAD_FROM_CENTRAL}
        return entry.shared[:1], {IndicatorColumn.LEAD: LEAD_FROM_SHARED} if entry.shared else {}

    def _own_units(
        self, item: Item, leads: tuple[str, ...], kind: Kind, is_asked_below: bool
    ) -> tuple[tuple[str, ...], str]:
        """The units of this level that a row asks, and what is doubtful of that."""
        if is_asked_below:
            return (), ""
        names = self._named(item.executed_by) or leads
        if not names:
            return (), NO_LEAD
        doubt = ""
        if len(names) > 1 and kind is not Kind.STATE:
            doubt = SEVERAL_LEADS.format(count=len(names), name=names[0])
            names = names[:1]
        for name in names:
            self.units.setdefault(name, own_kind(self.level))
        return names, doubt

    def _named(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(department_name(one, self.region, self.level) for one in names)

    def _without_doubles(self, rows: list[DraftedIndicator]) -> list[DraftedIndicator]:
        """The rows with codes and names of their own; a part names the code of its whole."""
        coded: list[DraftedIndicator] = []
        counts: dict[str, int] = {}
        names: dict[tuple[str, str, str], int] = {}
        for row in rows:
            counts[row.code] = counts.get(row.code, 0) + 1
            name = row.name
            if (row.category, row.project, name) in names and row.unit:
                name = f"{name}（{row.unit}）"
            key = (row.category, row.project, name)
            names[key] = names.get(key, 0) + 1
            name = name if names[key] == 1 else f"{name}（{names[key]}）"
            coded.append(replace(row, code=f"{row.code}.{counts[row.code]}", name=name))
        return [replace(row, part_of=_whole(row, coded)) if row.part_of else row for row in coded]

    def _with_all_units(self, rows: Sequence[DraftedIndicator]) -> Iterator[DraftedIndicator]:
        """Every unit has its cell in every row: what does not ask it says so."""
        for row in rows:
            cells = {name: row.unit_targets.get(name, NOT_ASKED) for name in (*self.below, *self.units)}
            yield replace(row, unit_targets=cells)

    def _duties(self) -> Iterator[DraftedDuty]:
        seen: set[tuple[str, str, str]] = set()
        for stem, one in self._coded():
            for item in items_of(one.entry):
                for name in self._leads(one.entry, item)[0]:
                    key = (one.entry.category, one.entry.project, name)
                    if key not in seen:
                        seen.add(key)
                        person = one.entry.person or Person()
                        yield DraftedDuty(
                            one.entry.category, re.sub("^[^0-9]*", "", stem), one.entry.project, name,
                            person.name, person.leader, person.contact, person.telephone,
                        )  # fmt: skip


def _is_of_county(entry: Entry) -> bool:
    """Whether a county has put its own departments beside the city's: 牵头单位 theirs, 初核单位 the city's."""
    return len(entry.shares) == 1 and bool(entry.first_check and entry.leads)


def _whole(row: DraftedIndicator, rows: Sequence[DraftedIndicator]) -> str:
    """The code of the row that a part belongs to: the one of the same passage at its place among the items."""
    same = [one for one in rows if one.sources and one.sources[0].passage == row.sources[0].passage]
    return same[int(row.part_of)].code


def _name(item: Item, project: str) -> str:
    """A name after what is measured; work that a whole paragraph describes is called after its project."""
    said = item.own
    if said and said.amount and said.amount.nature is Nature.STATE and re.search("[。；;].", said.passage.text):
        return project
    return indicator_name(_measured(item), project)


def _measured(item: Item) -> str:
    if item.own is not None and item.own.amount is not None:
        return item.own.amount.measured
    amounts = [said.amount for said in item.below.values() if said.amount is not None]
    measured = next((one.measured for one in amounts if one.measured), "")
    return measured or (number_of(item.kindred.measured) if item.kindred is not None else "")


def _task(item: Item) -> str:
    """任务表述: the clause that states the task, the whole text where that is short."""
    said = item.own or next((one for one in item.below.values() if one.amount is not None), None)
    return _clause_of(said) if said is not None else ""


_LONGEST_TASK = 60


def _clause_of(said: Said) -> str:
    text = re.sub(r"\s+", "", said.passage.text)
    if said.amount is None or said.amount.nature is Nature.STATE or len(text) <= _LONGEST_TASK:
        return text.rstrip("。；;")
    sentences = re.finditer("[^。；;\n]+", said.passage.text)
    own = next((one[0] for one in sentences if one.start() <= said.amount.start < one.end()), text)
    return re.sub(r"\s+", "", own)


def _sources(item: Item) -> Iterator[Source]:
    seen: set[tuple[Passage, int]] = set()
    for said in (item.own, *item.below.values()):
        if said is None:
            continue
        start, end = (said.amount.start, said.amount.end) if said.amount else (0, 0)
        if (said.passage, start) not in seen:
            seen.add((said.passage, start))
            yield Source(said.passage, start, end)
