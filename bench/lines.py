"""The lines of the benchmark's table: each a ratio or a peak of memory beside the goal set for it."""

import io
import math
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import cast

import openpyxl
from docxtpl import DocxTemplate
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from python_calamine import CalamineWorkbook

from bench import peer
from bench.floor import tokenise, tokenise_all
from bench.province import PERIOD, Province, make_province, write_blank_rows
from bench.timing import HOME, Child, child, fresh_medians, medians
from generators.marking import Mark, marked_copy
from generators.notice import Notice, notice_of
from generators.telling.progress import ProgressTable
from generators.word.papers import render
from model.finding import Severity
from model.results import Results
from model.rollup import roll_up
from validators.intake import take_in
from validators.period_folder import open_period
from validators.reading import open_file

NATION = 2_844
FEW_ROWS, MANY_ROWS = 70, 7_000
NOTICE = HOME / "templates" / "进度通报.docx"
BLANK_ROWS = 1_000_000
DONE = (0, 1)
"""Exit statuses of a job that was done, with or without something that wants a person."""
_READ = "import sys; from pathlib import Path; from validators.reading import open_file; "
_READ += "list(open_file(Path(sys.argv[1]), 'x.xlsx'))"


@dataclass(frozen=True)
class Line:
    """One line of the table, `detail` being what it was worked out from.

    `goal` is None where none is set; `at_least`: the more the better.
    """

    what: str
    measured: float
    unit: str
    goal: float | None
    detail: str
    at_least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached, None where there is none."""
        if self.goal is None:
            return None
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal


def _ratio(
    what: str, took: dict[str, float], one: str, other: str, goal: float | None, *, is_faster: bool = False
) -> Line:
    """How many times as long `one` took as `other`; `is_faster`: how many times faster it was."""
    ratio = took[other] / took[one] if is_faster else took[one] / took[other]
    detail = f"{one} {_shown(took[one])}，{other} {_shown(took[other])}"
    return Line(what, ratio, "倍", goal, detail, at_least=is_faster)


def _shown(seconds: float) -> str:
    return f"{seconds:.1f} 秒" if seconds >= 1 else f"{seconds * 1000:.1f} 毫秒"


# One workbook


def reading(province: Province, rounds: int) -> Iterator[Line]:
    """Reading one county's workbook with values, number formats and formulas."""
    path = province.submissions[0]
    content = path.read_bytes()

    def with_openpyxl() -> None:
        openpyxl.load_workbook(io.BytesIO(content))
        openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    def with_calamine() -> None:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()

    works = {
        "本工具": lambda: list(open_file(path, path.name)),
        "下限": lambda: tokenise(path.read_bytes()),
        "openpyxl": with_openpyxl,
        "calamine": with_calamine,
    }
    took = medians(works, 10 * rounds)
    yield _ratio("读一份县表（值、格式、公式），与下限比", took, "本工具", "下限", 5)
    yield _ratio("读一份县表，比 openpyxl（公式和值各读一遍）快", took, "本工具", "openpyxl", 5, is_faster=True)
    yield _ratio("读一份县表，与 calamine（只读值）比", took, "本工具", "calamine", None)


def marking(province: Province, rounds: int) -> Iterator[Line]:
    """Marking 20 cells of one county's workbook."""
    content = province.submissions[0].read_bytes()
    cells = [f"{column}{row}" for row in range(6, 16) for column in ("G", "L")]

    def with_openpyxl() -> None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for cell in cells:
            marked = book["填报"][cell]
            marked.fill = PatternFill("solid", fgColor="F8CBAD")
            marked.comment = Comment("错误：请核对后重报。", "")
        book.save(io.BytesIO())

    marks = [Mark("填报", cell, Severity.ERROR, "错误：请核对后重报。") for cell in cells]
    took = medians({"本工具": lambda: marked_copy(content, marks), "openpyxl": with_openpyxl}, 3 * rounds)
    yield _ratio("标注 20 格，比 openpyxl 快", took, "本工具", "openpyxl", 4, is_faster=True)


def notice_rows(province: Province, rows: int) -> tuple[Notice, dict[str, object]]:
    """The province's notice, and its words with the attachment cut or repeated to `rows` rows."""
    opened = open_period(province.folder)
    intake = take_in(opened.path, opened.breakdown, opened.period, opened.previous)
    rollup = roll_up(opened.breakdown, opened.period, intake.reported, opened.previous)
    results = Results(opened.breakdown, "", "", opened.period, opened.previous, intake, rollup)
    told = notice_of(results)
    return told, {**told.words, "表": list(islice(cycle(cast(ProgressTable, told.words["表"])), rows))}


def with_docxtpl(words: dict[str, object]) -> bytes:
    """The notice as docxtpl makes it when it is used plainly: opened, rendered and saved each time."""
    document, written = DocxTemplate(str(NOTICE)), io.BytesIO()
    document.render(words, autoescape=True)
    document.save(written)
    return written.getvalue()


def telling(province: Province, rounds: int) -> Iterator[Line]:
    """A notice from the same template and the same words."""
    notice, words = notice_rows(province, MANY_ROWS)
    for rows, goal in ((FEW_ROWS, 8), (MANY_ROWS, 4)):
        told = {**words, "表": cast(list[object], words["表"])[:rows]}
        works = {
            "本工具": lambda told=told: render(NOTICE, told, notice.bookmarks()),
            "docxtpl": lambda told=told: with_docxtpl(told),
        }
        took = medians(works, rounds)
        yield _ratio(f"附件 {rows:,} 行的通报，比 docxtpl 快", took, "本工具", "docxtpl", goal, is_faster=True)


def blank_rows(province: Province, scratch: Path, count: int) -> Iterator[Line]:
    """Reading a workbook with a million blank styled rows."""
    path = scratch / "空行.xlsx"
    write_blank_rows(province.submissions[0], path, count)
    read = child(["-c", _READ, str(path)])
    path.unlink()
    yield Line(f"读 {count:,} 行带格式的空行，内存峰值", read.mebibytes, "MiB", 64, f"用 {_shown(read.seconds)}")


# A fresh process


def starting(scratch: Path, indicators: int, rounds: int) -> Iterator[Line]:
    """`--help`, and `check` of a period with one workbook that is right, beside a Python that does nothing."""
    one = make_province(scratch / "一县", 1, indicators, faulty_share=0)
    works = {
        "空 Python": lambda: child(["-c", "pass"]),
        "--help": lambda: child(["make_reports.py", "--help"]),
        "check": lambda: _job("check", one),
    }
    took = {name: measured.seconds for name, measured in fresh_medians(works, 2 * rounds + 1).items()}
    yield _ratio("--help，与空 Python 比", took, "--help", "空 Python", 2.5)
    yield _ratio("check 一份表，与空 Python 比", took, "check", "空 Python", 6)


# A whole period


def checking(province: Province, rounds: int) -> Iterator[Line]:
    """Reading and checking all that came in."""
    opened = open_period(province.folder)
    works = {
        "读取并校验": lambda: take_in(opened.path, opened.breakdown, opened.period, opened.previous),
        "下限": lambda: tokenise_all(province.submissions),
    }
    took = medians(works, rounds)
    yield _ratio(f"读取并校验 {len(province.units)} 份，与下限比", took, "读取并校验", "下限", None)


def whole_run(province: Province, scratch: Path, rounds: int) -> Iterator[Line]:
    """`run` in a fresh process beside the peer and the floor."""
    count = len(province.units)
    templates, output = scratch / "同行模板", scratch / "同行结果"
    peer.write_templates(templates)
    works = {
        "run": lambda: _job("run", province),
        "同行": lambda: child(["-m", "bench.peer", str(province.folder), str(templates), str(output)]),
    }
    ran = fresh_medians(works, rounds)
    floor = medians({"下限": lambda: tokenise_all(province.submissions)}, rounds)
    took = {**{name: measured.seconds for name, measured in ran.items()}, **floor}
    yield _ratio(f"run {count} 份，比同行的写法快", took, "run", "同行", 5, is_faster=True)
    yield _ratio(f"run {count} 份，与下限比", took, "run", "下限", 15)
    detail = f"同行 {ran['同行'].mebibytes:.0f} MiB"
    yield Line(f"run {count} 份，内存峰值（没有上期，不载入 pandas）", ran["run"].mebibytes, "MiB", 96, detail)


def growing(province: Province, scratch: Path, indicators: int, rounds: int, units: int = NATION) -> Iterator[Line]:
    """How `run` grows from a province to a nation."""
    nation = make_province(scratch / "全国", units, indicators)
    few = fresh_medians({"run": lambda: _job("run", province)}, rounds)["run"]
    many = _job("run", nation)
    exponent = math.log(many.seconds / few.seconds) / math.log(units / len(province.units))
    detail = f"{len(province.units)} 份 {_shown(few.seconds)}，{units} 份 {_shown(many.seconds)}"
    yield Line(f"run 从 {len(province.units)} 份到 {units} 份，增长的指数", exponent, "", 1.05, detail)
    yield Line(f"run {units} 份，内存峰值", many.mebibytes, "MiB", 384, _shown(many.seconds))


def _job(job: str, province: Province) -> Child:
    """A job of the tool in a fresh process, as if it were the first time."""
    shutil.rmtree(province.folder / "结果", ignore_errors=True)
    return child(["make_reports.py", job, str(province.folder), "--quiet"], DONE)


def all_lines(scratch: Path, units: int, indicators: int, rounds: int, with_nation: bool, blank: int) -> Iterator[Line]:
    """Every line, measured as it is asked for; `scratch` takes what is made on the way."""
    province = make_province(scratch / "全省", units, indicators)
    print(f"{units} 个县，每份 {indicators} 项指标，有误 {len(province.faulty)} 行（{PERIOD}）", file=sys.stderr)
    yield from reading(province, rounds)
    yield from marking(province, rounds)
    yield from telling(province, rounds)
    yield from checking(province, rounds)
    yield from whole_run(province, scratch, rounds)
    yield from starting(scratch, indicators, rounds)
    yield from blank_rows(province, scratch, blank)
    if with_nation:
        yield from growing(province, scratch, indicators, rounds)
