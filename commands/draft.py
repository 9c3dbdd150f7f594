"""draft DOCUMENT... -o 目标分解表.xlsx: a breakdown workbook from published documents (contract section 4)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from commands.lint import told
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.drafting import draft_workbook
from generators.output import name_for_former, write_single_files
from generators.packing import is_sealed
from model.drafting.building import FEW_COUNTIES, NO_REGION, NO_YEAR, draft_of
from model.drafting.changes import URGENCY, Change, ChangeKind
from model.drafting.codes import with_codes_kept
from model.drafting.draft import Draft
from model.drafting.measures import with_units_kept
from model.drafting.merging import merged
from model.drafting.paper import PublishedPaper
from model.drafting.tables import DraftTable, Line, tables_of
from model.fault import JobFault
from model.finding import Finding, Severity
from model.grouping import FindingGroup
from model.labels import BREAKDOWN_NAME, Basic, BasicColumn, DraftColumn, DraftSheet, Sheet, UnitColumn
from model.results import finding_json
from model.unit import BELOW_KINDS
from validators.breakdown import read_breakdown
from validators.drafted import DraftedWorkbook, is_breakdown, read_drafted
from validators.published import read_paper

_MOST_SHOWN = 5
"""So many lines of a kind are shown; the others stand in the workbook, or `lint` shows them."""
_MOST_OF_A_RULE = 3
"""So many findings of a rule are told one by one."""
_CODES_NAMED = 8
_SUMS_DIFFER = "B31"
"""The rule that the units' targets add up to the city's: of a county's paper alone all rows break it."""
_LONGEST = 40
"""So many signs of a text are shown."""


@dataclass(frozen=True)
class _Outcome:
    """What is to stand in the workbook, as it was drafted and merged, and where it stands.

    `is_new` tells whether it had to be written; `former` is the name under which a person's version was kept.
    """

    path: Path
    draft: Draft
    tables: tuple[DraftTable, ...]
    changes: tuple[Change, ...]
    is_new: bool
    former: str = ""

    @property
    def doubtful(self) -> int:
        """Lines that a person has to look at."""
        return sum(bool(line.doubts) for table in self.tables for line in table.lines)

    def lines_of(self, sheet: Sheet) -> int:
        return sum(len(table.lines) for table in self.tables if table.sheet == sheet)


def draft(documents: Sequence[Path], output: Path | None, screen: Screen) -> int:
    """draft DOCUMENT... -o FILE: a breakdown drafted from published papers, or the one there drafted again."""
    target = _target(documents, output)
    papers = [paper_of(path) for path in each_once(documents)]
    outcome = _drafted(papers, target, screen)
    findings = read_breakdown(target)[1]
    is_wrong = any(one.severity is Severity.ERROR for one in findings)
    is_doubtful = is_wrong or outcome.doubtful > 0
    is_left = any(one.kind is ChangeKind.KEPT for one in outcome.changes)
    _say(outcome, findings, screen)
    if not outcome.lines_of(Sheet.INDICATORS):
        screen.say("这些文件里只有验收标准，没有任务：请连同任务分解的文件一起给，再起草一次。")
    else:
        screen.say(_next_step([DraftSheet.CHANGES] * is_left + [DraftSheet.CHECKING] * is_doubtful))
    screen.hand_over(_json(outcome, findings))
    return WANTS_A_PERSON if is_doubtful or is_left else WELL


# What is read


def _target(documents: Sequence[Path], output: Path | None) -> Path:
    """Where the workbook is to stand: what `-o` says, else beside the first document."""
    name = f"{BREAKDOWN_NAME}.xlsx"
    path = (documents[0].parent if output is None else output).resolve()
    if output is None or path.is_dir():
        path = path / name
    if path.suffix.lower() != ".xlsx":
        raise JobFault(f"“{path.name}”的名字要以 .xlsx 结尾，例如 -o {name}。")
    if path in [one.resolve() for one in documents]:
        raise JobFault(f"“{path.name}”是要读的文件，不能又写成起草的结果，请用 -o 换一个名字。")
    return path


def each_once(documents: Sequence[Path]) -> list[Path]:
    """The documents in their order, one that is given twice once."""
    return list({path.resolve(): path for path in reversed(documents)}.values())[::-1]


def paper_of(path: Path) -> PublishedPaper:
    """What a published document holds; raises `JobFault` for one that holds no task and no standard."""
    if path.is_dir():
        raise JobFault(f"“{path}”是文件夹，请逐个给出里面的 Word、Excel 文件。")
    if not path.is_file():
        hint = "，要写到这里的话，前面加 -o" if path.name.startswith(BREAKDOWN_NAME) else ""
        raise JobFault(f"没有找到文件“{path}”，请核对路径{hint}。")
    if is_breakdown(path):
        raise JobFault(f"“{path.name}”已经是目标分解表，不用起草；要往里写的话，前面加 -o。")
    paper = read_paper(path)
    if not paper.entries and not paper.criteria:
        raise JobFault(
            f"“{path.name}”里没有认出任务，也没有认出验收标准，请换成印着任务分解表或验收标准的文件，或者不给这一份。"
        )
    return paper


# What is drafted and written


def _drafted(papers: Sequence[PublishedPaper], target: Path, screen: Screen) -> _Outcome:
    proposal = draft_of(papers)
    tables = tables_of(proposal)
    if not target.exists():
        content = draft_workbook(
            tables, record=tables, files=proposal.files, unadopted=proposal.unadopted, doubts=proposal.doubts
        )
        write_single_files(target.parent, {target.name: content})
        return _Outcome(target, proposal, tables, (), True)
    return _drafted_again(proposal, tables, target, screen)


def _drafted_again(proposal: Draft, tables: tuple[DraftTable, ...], target: Path, screen: Screen) -> _Outcome:
    """The draft merged with the workbook that is there; that is left alone where nothing is new."""
    earlier = read_drafted(target) if target.is_file() else None
    if earlier is None:
        raise JobFault(f"“{target}”已经有了，又不是起草出来的，不能往里写：请用 -o 换一个名字，或先把它移走。")
    _refuse_other_year(earlier, tables, target)
    _say_papers(earlier, proposal, screen)
    recoded = with_codes_kept(tables, earlier.last, earlier.now)
    record = with_units_kept(recoded, earlier.last, earlier.now)
    result, changes = merged(record, earlier.last, earlier.now)
    proposal = replace(proposal, doubts=_doubts_left(proposal, result))
    is_as_it_stands = _bare(result, DraftColumn) == _bare(earlier.now, DraftColumn)
    if is_as_it_stands and _bare(record) == _bare(earlier.last) and set(proposal.files) == set(earlier.files):
        return _Outcome(target, proposal, result, changes, False)
    content = draft_workbook(
        result,
        record=record,
        files=proposal.files,
        unadopted=proposal.unadopted,
        doubts=proposal.doubts,
        changes=changes,
        own_sheets=earlier.own_sheets,
    )
    files, former = {target.name: content}, ""
    if not is_sealed(target):
        standing = target.read_bytes()
        former = name_for_former(target.parent, target.name, standing)
        files = {former: standing, **files}
    write_single_files(target.parent, files)
    return _Outcome(target, proposal, result, changes, True, former)


def _refuse_other_year(earlier: DraftedWorkbook, tables: Sequence[DraftTable], target: Path) -> None:
    """Two years or two regions in one workbook would take each other's lines for ones that are gone."""
    for item, measure in ((Basic.REGION, ""), (Basic.YEAR, "年")):
        before, now = _item(earlier.last, item), _item(tables, item)
        if before and now and before != now:
            what = f"“{target.name}”是照{before}{measure}的文件起草的，这次给的是{now}{measure}的"
            raise JobFault(f"{what}：请用 -o 换一个名字，或先把它移走。")


def _item(tables: Sequence[DraftTable], item: Basic) -> str:
    lines = (line.cells for table in tables if table.sheet == Sheet.BASICS for line in table.lines)
    return next((cells.get(BasicColumn.CONTENT, "") for cells in lines if cells.get(BasicColumn.ITEM) == item), "")


def _doubts_left(proposal: Draft, result: Sequence[DraftTable]) -> tuple[str, ...]:
    """The doubts of the whole, but for what a person has filled in since."""
    asked = {NO_REGION: Basic.REGION, NO_YEAR: Basic.YEAR}
    before, _, behind = FEW_COUNTIES.partition("{regions}")

    def is_settled(doubt: str) -> bool:
        if doubt.startswith(before) and doubt.endswith(behind):
            return _units_below(result) >= _ENOUGH_BELOW
        return doubt in asked and bool(_item(result, asked[doubt]))

    return tuple(one for one in proposal.doubts if not is_settled(one))


_ENOUGH_BELOW = 3
"""From how many units below this level on nobody asks for the others: who has added some knows of the rest."""


def _units_below(tables: Sequence[DraftTable]) -> int:
    lines = (line.cells for table in tables if table.sheet == Sheet.UNITS for line in table.lines)
    return sum(cells.get(UnitColumn.KIND) in BELOW_KINDS for cells in lines)


def _bare(tables: Sequence[DraftTable], but_for: Iterable[str] = ()) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """What stands in the lines of each sheet that has any, some columns left out."""
    left_out = set(but_for)

    def cells(line: Line) -> dict[str, str]:
        return {label: text for label, text in line.cells.items() if label not in left_out}

    return {table.sheet: [(line.key, cells(line)) for line in table.lines] for table in tables if table.lines}


# What is said


def _say_papers(earlier: DraftedWorkbook, proposal: Draft, screen: Screen) -> None:
    """Papers that were drafted from last time and are not given now: their lines are gone."""
    names = {name for name, _ in proposal.files}
    missing = [name for name, _ in earlier.files if name not in names]
    if missing:
        screen.say(f"上次还用了：{'、'.join(missing)}；这次没有给，只在那里的行算文件里已经没有的行。")


def _say(outcome: _Outcome, findings: Sequence[Finding], screen: Screen) -> None:
    draft, standards = outcome.draft, outcome.lines_of(Sheet.STANDARDS)
    if outcome.is_new:
        screen.say(f"起草好了：{outcome.path}")
    else:
        screen.say(f"文件和上次的一样，没有要改的，表没有动：{outcome.path}")
    others = [one.name for one in sorted(outcome.path.parent.glob(f"{BREAKDOWN_NAME}*.xlsx")) if one != outcome.path]
    if others and outcome.path.name.startswith(BREAKDOWN_NAME):
        screen.say(f"  旁边还有“{others[0]}”：一个年度文件夹里只能有一份目标分解表，留一份，另一份移走。")
    if outcome.former:
        screen.say(f"  您改过的那一份留着，名字是“{outcome.former}”。")
    rows = f"指标 {outcome.lines_of(Sheet.INDICATORS)} 行"
    screen.say(
        f"  {rows}{f'、验收标准 {standards} 条' if standards else ''}，填报单位 {outcome.lines_of(Sheet.UNITS)} 个，"
        f"来自 {len(draft.files)} 份文件。"
    )
    for doubt in draft.doubts:
        screen.say(f"  请先看：{doubt}")
    if outcome.doubtful:
        screen.say(f"  有疑点的 {outcome.doubtful} 行，在“{DraftSheet.CHECKING}”里涂了颜色，请先看。")
    if draft.unadopted:
        asked = sum(one.wants_decision for one in draft.unadopted)
        first = f"；要看一看的 {asked} 个排在前面" if asked else ""
        screen.say(f"  没有采用的数 {len(draft.unadopted)} 个，在“{DraftSheet.UNADOPTED}”里，每个都写着为什么{first}。")
    _say_changes(outcome.changes, screen)
    say_findings(findings, screen)


def _next_step(sheets: Sequence[str]) -> str:
    """What the person does now; `sheets` are those to begin with, none where all is well."""
    if not sheets:
        return "下一步：打开它通看一遍，放进年度文件夹，建期次文件夹，下发填报表。"
    named = "、".join(f"“{one}”" for one in sheets)
    where = f"在“{Sheet.INDICATORS}”等表里直接改好"
    return f"下一步：打开它，先看{named}，{where}，存盘、关掉，拖到“制作通报”上再检查一遍。"


def _say_changes(changes: Sequence[Change], screen: Screen) -> None:
    for kind in URGENCY:
        of_kind = [one for one in changes if one.kind is kind]
        if of_kind:
            screen.say(f"  {kind}：{len(of_kind)} 处")
            _say_some((f"    {_as_told(one)}" for one in of_kind), len(of_kind), f"在“{DraftSheet.CHANGES}”里", screen)


def _as_told(change: Change) -> str:
    if not change.label:
        return f"{' '.join(filter(None, (change.sheet, change.code)))}：{_short(change.new or change.old)}"
    called = change.name if change.sheet == Sheet.STANDARDS else change.code or change.name
    place = " ".join(filter(None, (change.sheet, called, change.label)))
    old, new = change.shown
    if (old, new) != (change.old, change.new):
        return f"{place}：{_short('，'.join(filter(None, (old, new))))}"
    own = "您写的是" if change.kind is ChangeKind.KEPT else "原来是"
    alike = _begin_alike(old, new) if max(len(old), len(new)) > _LONGEST else 0
    old, new = (_short(text[alike:], alike > 0) for text in (old, new))
    return f"{place}：{own}“{old}”，文件里现在是“{new}”"


def _begin_alike(one: str, other: str) -> int:
    """How many signs two long texts share at their beginning, but for some that show where they part."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return max(0, shared - _LONGEST // 4)


def _short(text: str, is_cut: bool = False) -> str:
    one_line = " ".join(text.split())
    return f"{'…' if is_cut else ''}{one_line if len(one_line) <= _LONGEST else f'{one_line[: _LONGEST - 1]}…'}"


def say_findings(findings: Sequence[Finding], screen: Screen) -> None:
    """How many of each level a check of the workbook found, and the gravest of them."""
    counted = [(level.label, sum(one.severity is level for one in findings)) for level in Severity]
    if not findings:
        screen.say("检查过了，没有发现问题。")
        return
    screen.say(f"检查过了：{'、'.join(f'{label} {count} 处' for label, count in counted if count)}。")
    lines = list(_told_by_rule(sorted(findings, key=lambda one: list(Severity).index(one.severity))))
    _say_some((f"  {line}" for line in lines), len(lines), "把它拖到“制作通报”上检查，全部列出", screen)


def _told_by_rule(findings: Iterable[Finding]) -> Iterator[str]:
    """As `lint` tells them, but those of one rule in one line where they are many."""
    rules: dict[tuple[Severity, str], list[Finding]] = {}
    for one in findings:
        rules.setdefault((one.severity, one.rule), []).append(one)
    for same in rules.values():
        lines = list(told(same))
        yield from lines if len(lines) <= _MOST_OF_A_RULE else [_in_one_line(same)]


def _in_one_line(findings: Sequence[Finding]) -> str:
    first, count = findings[0], len(findings)
    codes = list(dict.fromkeys(code for one in findings for code in one.codes))
    named = f"：{'、'.join(codes[:_CODES_NAMED])}{' ……' if len(codes) > _CODES_NAMED else ''}" if codes else ""
    if first.rule == _SUMS_DIFFER:
        return (
            f"【{first.severity.label}】各单位目标合计与总目标不等的 {count} 项{named}；单位还没有列全的，列全后再看。"
        )
    example = f"例如{f' {first.cell}：' if first.cell else ''}{first.message}{first.remedy}"
    return f"【{first.severity.label}】{FindingGroup((first,)).title}，共 {count} 处{named}。{example}"


def _say_some(lines: Iterator[str], count: int, where: str, screen: Screen) -> None:
    """The first lines, and where the others are."""
    for _, line in zip(range(_MOST_SHOWN), lines, strict=False):
        screen.say(line)
    if count > _MOST_SHOWN:
        screen.say(f"    ……另有 {count - _MOST_SHOWN} 条，{where}")


def _json(outcome: _Outcome, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "output": str(outcome.path),
        "indicators": outcome.lines_of(Sheet.INDICATORS),
        "doubtful": outcome.doubtful,
        "unadopted": len(outcome.draft.unadopted),
        "findings": [finding_json(one) for one in findings],
        "changes": [
            {
                "kind": one.kind.name.lower(),
                "sheet": one.sheet,
                "key": one.key,
                "code": one.code,
                "column": one.label,
                "old": one.old,
                "new": one.new,
            }
            for one in outcome.changes
        ],
    }
