"""Builds the draft of a breakdown from published papers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from model.drafting.contradictions import with_contradictions
from model.drafting.draft import (
    Draft,
    DraftedDuty,
    DraftedIndicator,
    DraftedUnit,
    Source,
)  # fmt: skip
from model.drafting.due import due_in, without_due
from model.drafting.joining import JoinedEntry, joined, mixed, region_of
from model.drafting.naming import (
    below_kind,
    department_name,
    indicator_name,
    is_verb,
    level_of,
    number_of,
    own_kind,
)  # fmt: skip
from model.drafting.pairing import Item, Said, doubts_of, items_of, statement_of
from model.drafting.paper import Entry, Passage, Person, PublishedPaper
from model.drafting.parts import with_parts_asked_about
from model.drafting.proposal import proposal_for, target_phrase
from model.drafting.standards import drafted_standard
from model.drafting.unadopted import unadopted_of
from model.indicator import Kind, Rollup
from model.labels import NOT_ASKED, IndicatorColumn
from model.quantity import halfwidth, plain, split_unit
from model.quantity.stated import Doubt, Nature

_ANNEX = re.compile("附件[0-9]*[：:.]*(.*(?:分解表|任务表|责任表|目标表))")
MISSING_ANNEX = "文件提到附件“{annex}”，这里没有看到；找到了请一起给，再起草一次"
PEERS = "{regions}的文件是同一级的，没有看到上一级的任务：各记一列，请在“基本信息”填写地区、层级，在“指标”补上目标"
NO_REGION = "没有看出是哪个地区的，请在“基本信息”填写地区"
NO_YEAR = "没有看出是哪一年的，请在“基本信息”填写年度"
WHICH_LEVEL = "层级按“{level}”填，请核对（县级市应填“县”）"
FEW_COUNTIES = "文件里只有{regions}的任务，其余下级单位请在“填报单位”加行，并在“指标”加上同名的列"
SEVERAL_LEADS = "牵头单位有{names}，这个项目各行先由{first}填报；该由别的单位报的，把那一行的两格对调"
WHOLE_PARAGRAPH = "原文没有数，整段记成一项；要分几项考核的，请拆成几行"
_SEVERAL = SEVERAL_LEADS.partition("{")[0]
NO_LEAD = "没有看出由谁填报，请补上牵头单位，并在“填报单位”加上"
OTHER_YEAR = "完成时限是{due}，不是本年度的，请核对“序时”"
TWICE = "同一行的另一格也写着{amount}，可能是同一项，请只留一行"
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
        lines = [(stem, one.entry, tuple(self._rows(stem, one))) for stem, one in self._coded()]
        rows = self._without_doubles([row for _, _, of_line in lines for row in of_line])
        indicators = with_parts_asked_about(with_contradictions(rows, self.papers))
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
            tuple(_duties(lines)),
            unadopted_of(self.papers, [one.entry for one in self.entries]),
            self._doubts(),
        )

    def _doubts(self) -> tuple[str, ...]:
        doubts = []
        if not self.region:
            doubts.append(PEERS.format(regions="、".join(self.below)) if self.below else NO_REGION)
        elif not self._level[1]:
            doubts.append(WHICH_LEVEL.format(level=self.level))
        if self.year is None:
            doubts.append(NO_YEAR)
        doubts += mixed(self.papers)
        doubts += [MISSING_ANNEX.format(annex=name) for name in self._missing_annexes()]
        if any(_is_of_county(one.entry) for one in self.entries):
            doubts.append(COUNTYS_DEPARTMENTS.format(county=self.below[0], region=self.region))
        if 0 < len(self.below) < 3 and self.level != "县":
            doubts.append(FEW_COUNTIES.format(regions="、".join(self.below)))
        return tuple(doubts)

    def _missing_annexes(self) -> list[str]:
        """Tables of targets that a paper without any names as its annex."""
        return [
            name[1]
            for paper in self.papers
            if not any(entry.task and entry.task.place.startswith("表") for entry in paper.entries)
            for passage in paper.loose
            if (name := _ANNEX.search(halfwidth(passage.text))) is not None
        ]

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
        said: set[str] = set()
        for item in items_of(one.entry):
            row = self._row(stem, one, item)
            # Who of several leads is to report is asked once for all rows of a line.
            several = {doubt for doubt in row.doubts if doubt.startswith(_SEVERAL)}
            yield replace(row, doubts=tuple(doubt for doubt in row.doubts if doubt not in several & said))
            said |= several

    def _row(self, stem: str, joined_entry: JoinedEntry, item: Item) -> DraftedIndicator:
        entry = joined_entry.entry
        asked = tuple(name for name, said in item.below.items() if not said.words)
        proposal = proposal_for(item, asked, entry)
        leads, why = self._leads(entry, item)
        cells = {name: target_phrase(said, proposal.unit, proposal.comparator) for name, said in item.below.items()}
        doubts = [*joined_entry.doubts, *item.doubts, *proposal.doubts]
        for name, said in (("", item.own), *item.below.items()):
            doubts += doubts_of(said, name) if said else ()
        if _measured_above(item, entry):
            doubts = [one for one in doubts if one != Doubt.NO_SUBJECT]
        doubts += self._doubts_of_line(entry, item)
        if proposal.kind is Kind.STATE and item.own and _is_a_paragraph(item.own.passage):
            doubts.append(WHOLE_PARAGRAPH)
        own_units, doubt = self._own_units(item, leads, proposal.kind, bool(asked))
        doubts += [doubt] if doubt else []
        cells |= dict.fromkeys(own_units, "")
        reasons = {**proposal.reasons, **why}
        return DraftedIndicator(
            code=stem,
            category=entry.category,
            project=entry.project,
            name=_name(item, entry),
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

    def _doubts_of_line(self, entry: Entry, item: Item) -> list[str]:
        """What is doubtful of a line's other cells: a day of another year, an amount that two of them write."""
        doubts = []
        if entry.due and (due := due_in(entry.due.text)) and due.year not in (None, self.year):
            doubts.append(OTHER_YEAR.format(due=entry.due.text))
        amount = item.own.amount if item.own else None
        if entry.beside is not None and amount is not None and amount.value is not None:
            others = statement_of(entry.beside).stated
            if any((one.value, one.unit) == (amount.value, amount.unit) for one in others):
                doubts.append(TWICE.format(amount=f"{plain(amount.value)}{amount.unit}"))
        return doubts

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
        doubt, every = "", names
        if len(names) > 1 and kind is not Kind.STATE:
            doubt = SEVERAL_LEADS.format(names="、".join(names), first=names[0])
            names = names[:1]
        for name in every:
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


def _duties(lines: Sequence[tuple[str, Entry, Sequence[DraftedIndicator]]]) -> Iterator[DraftedDuty]:
    """Who leads a project, each once, from the lines of the papers with the beginning of their codes and their rows."""
    seen: set[tuple[str, str, str]] = set()
    for stem, entry, rows in lines:
        for name in (name for row in rows for name in row.leads):
            key = (entry.category, entry.project, name)
            if key not in seen:
                seen.add(key)
                person = entry.person or Person()
                yield DraftedDuty(
                    entry.category, re.sub("^[^0-9]*", "", stem), entry.project, name,
                    person.name, person.leader, person.contact, person.telephone,
                )  # fmt: skip


def _is_of_county(entry: Entry) -> bool:
    """Whether a county has put its own departments beside the city's: 牵头单位 theirs, 初核单位 the city's."""
    return len(entry.shares) == 1 and bool(entry.first_check and entry.leads)


def _whole(row: DraftedIndicator, rows: Sequence[DraftedIndicator]) -> str:
    """The code of the row that a part belongs to: the one of the same passage at its place among the items."""
    same = [one for one in rows if one.sources and one.sources[0].passage == row.sources[0].passage]
    return same[int(row.part_of)].code


def _is_a_paragraph(passage: Passage) -> bool:
    """Whether a task runs over several sentences, the bracket with its departments aside."""
    return re.search("[。；;][^（(]", passage.text.strip()) is not None


def _name(item: Item, entry: Entry) -> str:
    """A name after what is measured; work that a whole paragraph describes is called after its project."""
    said = item.own
    if said and said.amount and said.amount.nature is Nature.STATE and _is_a_paragraph(said.passage):
        return entry.project
    measured = _measured(item) or _measured_above(item, entry)
    if entry.number:
        measured = re.sub(rf"^{re.escape(entry.number)}[.、．]", "", measured)
    measured = without_due(measured)
    if is_verb(measured) and said is not None:
        # 棚户区改造：基本建成800套 is called after what stands before the colon, 安装5000个 after its project.
        head = re.match(r"([^：:，,。；;]{2,})[：:]", said.passage.text)
        measured = head[1] if head else entry.project
    return indicator_name(measured, entry.project)


def _measured(item: Item) -> str:
    if item.own is not None and item.own.amount is not None:
        return item.own.amount.measured
    amounts = [said.amount for said in item.below.values() if said.amount is not None]
    measured = next((one.measured for one in amounts if one.measured), "")
    kindred = item.kindred.amount if item.kindred else None
    return measured or (number_of(kindred.measured) if kindred is not None else "")


def _task(item: Item) -> str:
    """任务表述: the clause that states the task, the whole text where that is short."""
    said = item.own or next((one for one in item.below.values() if one.amount is not None), None)
    return _clause_of(said) if said is not None else ""


def _measured_above(item: Item, entry: Entry) -> str:
    """What the region above counts in the same unit, where the paper's own cell has the bare number."""
    unit = item.own.amount.unit if item.own and item.own.amount else ""
    above = statement_of(entry.above).stated if entry.above else ()
    found = [one.measured for one in above if split_unit(one.unit)[1] == split_unit(unit)[1]]
    return found[0] if len(found) == 1 else ""


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
    if item.kindred is not None:
        # What the own level is to do, beside which a county's figure stands in another unit: nothing is read there.
        yield Source(item.kindred.passage, 0, 0)
