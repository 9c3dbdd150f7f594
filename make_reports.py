#!/usr/bin/env python3
"""The door: reads the command line, has the packages do the work, prints what came of it in Chinese.

Exit status (contract section 4): 0 all is well, 1 done but something wants a person, 2 not done.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from generators.output import Written
    from model.finding import Finding
    from model.results import Json, Results
    from validators.period_folder import PeriodFolder

HOME = Path(__file__).resolve().parent
WELL, WANTS_A_PERSON, NOT_DONE = 0, 1, 2
DROPPED_LINE = "GW_CMDLINE"
"""The environment variable in which the batch file hands over the raw command line of a drop."""


class Screen:
    """Where words for people go: standard output, unless JSON is asked for there."""

    def __init__(self, is_json: bool = False, is_quiet: bool = False) -> None:
        self.is_json, self.is_quiet = is_json, is_quiet

    def say(self, line: str = "") -> None:
        if not self.is_quiet:
            print(line, file=sys.stderr if self.is_json else sys.stdout)

    def complain(self, line: str) -> None:
        print(line, file=sys.stderr)

    def hand_over(self, document: Any) -> None:
        """The JSON that was asked for, and nothing else, on standard output."""
        if self.is_json:
            import json

            print(json.dumps(document, ensure_ascii=False, indent=1))

    def progress(self, words: str) -> Callable[[list[Path]], Iterable[Path]]:
        """A bar on standard error while files go by, where somebody watches."""

        def watched(files: list[Path]) -> Iterable[Path]:
            if self.is_quiet or not sys.stderr.isatty():
                return files
            from tqdm import tqdm

            return tqdm(files, desc=words, unit="份", ascii=" #", leave=False)

        return watched


# The jobs


def make_forms(folder: Path, screen: Screen) -> int:
    """forms PERIOD_FOLDER: 填报表/ for each reporting unit."""
    from generators.forms import form_workbook, is_form_as_issued
    from generators.output import file_names_of, write_files
    from generators.packing import packed
    from model.form import form_of
    from validators.period_folder import open_period

    opened = open_period(folder)
    units = [unit.name for unit in opened.breakdown.units if opened.breakdown.indicators_asked(unit.name)]
    files = {
        f"{file}.xlsx": packed(form_workbook(form_of(opened.breakdown, unit, opened.period, opened.previous)))
        for unit, file in file_names_of(units).items()
    }
    _make_sub_folders(opened.path)
    written = write_files(opened.path / "填报表", files, is_ours=is_form_as_issued)
    screen.say(f"{opened.breakdown.basics.region}{opened.period.title}填报表：{len(files)} 份，在 {written.folder}")
    _say_kept(written, screen)
    screen.say("下一步：把每份表发给对应的单位；收回的表放进“上报”文件夹，再拖一次这个期次文件夹。")
    screen.hand_over({"outputs": [{"file": name, "sha256": digest} for name, digest in written.digests.items()]})
    return WANTS_A_PERSON if written.kept else WELL


def check(folder: Path, screen: Screen) -> int:
    """check PERIOD_FOLDER: validates 上报/ and writes the papers of validation only."""
    from model.results import finding_json, submission_json

    opened, results = _take_in(folder, screen)
    files, failed = _validation_papers(opened, results, screen)
    written = _write(opened, files, lambda name: _is_validation_paper(name) and name not in failed)
    _closing_screen(results, written, screen)
    screen.hand_over(
        {
            "submissions": [submission_json(one) for one in results.intake.submissions],
            "findings": [finding_json(one) for one in results.intake.findings],
        }
    )
    return WANTS_A_PERSON if failed or _wants_a_person(results, written) else WELL


def run(folder: Path, screen: Screen) -> int:
    """run PERIOD_FOLDER: validates, rolls up, writes all of 结果/."""
    from model.results import results_json

    opened, results = _take_in(folder, screen)
    files, failed = _validation_papers(opened, results, screen)
    more, failed_too = _result_papers(opened, results, screen)
    failed |= failed_too
    written = _write(
        opened,
        {**files, **more},
        lambda name: name not in failed,
        closing=("结果.json", lambda digests: _json_bytes(results_json(results, digests))),
    )
    _closing_screen(results, written, screen)
    if screen.is_json:
        screen.hand_over(results_json(results, written.digests))
    return WANTS_A_PERSON if failed or _wants_a_person(results, written) else WELL


def lint(files: Sequence[Path], screen: Screen) -> int:
    """lint FILE...: what is wrong with a breakdown workbook or a Word template, and where."""
    from model.finding import Severity
    from model.grouping import grouped
    from model.results import finding_json

    findings = [one for file in files for one in _linted(file, screen)]
    for group in grouped(findings):
        place = group.place or group.first.indicator or ""
        screen.say(f"【{group.first.severity.label}】{place}：{group.sentences}")
    if not findings:
        screen.say("没有发现问题。")
    screen.hand_over({"submissions": [], "findings": [finding_json(one) for one in findings]})
    return WANTS_A_PERSON if any(one.severity is Severity.ERROR for one in findings) else WELL


def _linted(file: Path, screen: Screen) -> "Sequence[Finding]":
    from model.fault import JobFault

    if not file.is_file():
        raise JobFault(f"没有找到文件“{file}”，请核对路径。")
    screen.say(f"检查 {file}")
    if file.suffix.lower() == ".docx":
        from generators.template_lint import lint_template

        return lint_template(file)
    from validators.breakdown import read_breakdown

    return read_breakdown(file)[1]


def rules(file: Path, screen: Screen) -> int:
    """rules BREAKDOWN: every rule in force, in Chinese."""
    from dataclasses import asdict

    from generators.rules_in_force import rules_as_text, rules_in_force
    from model.fault import JobFault
    from validators.breakdown import read_breakdown
    from validators.period_folder import refuse_faulty

    if not file.is_file():
        raise JobFault(f"没有找到文件“{file}”，请给出目标分解表.xlsx。")
    breakdown, findings, _ = read_breakdown(file)
    refuse_faulty(findings, file)
    assert breakdown is not None, "a breakdown without errors can be worked with"
    for line in rules_as_text(breakdown):
        screen.say(line)
    screen.hand_over({"rules": [asdict(one) for one in rules_in_force(breakdown)]})
    return WELL


# What the jobs share


def _make_sub_folders(folder: Path) -> None:
    from model.fault import JobFault

    for name in ("填报表", "上报", "结果"):
        try:
            (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise JobFault(
                f"“{folder / name}”建不起来（{fault.strerror}），请检查权限，或把同名的文件移走。"
            ) from fault


def _take_in(folder: Path, screen: Screen) -> "tuple[PeriodFolder, Results]":
    """The period's folder opened, its submissions read, checked and rolled up."""
    from model.fault import JobFault
    from model.results import Results
    from model.rollup import roll_up
    from validators.corrections import CORRECTIONS_FILE
    from validators.intake import SUBMISSIONS_FOLDER, take_in
    from validators.period_folder import open_period
    from validators.reading import files_below

    if not folder.is_dir():
        raise JobFault(f"没有找到文件夹“{folder}”，请给出期次文件夹，如 2023-09。")
    opened = open_period(folder)
    _make_sub_folders(opened.path)
    if not files_below(opened.path / SUBMISSIONS_FOLDER) and not (opened.path / CORRECTIONS_FILE).is_file():
        raise JobFault(f"“{opened.path / SUBMISSIONS_FOLDER}”里还没有文件，请把收回的填报表放进去再来。")
    progress = screen.progress("读取")
    intake = take_in(
        opened.path,
        opened.breakdown,
        opened.period,
        opened.previous,
        breakdown_findings=opened.breakdown_findings,
        last_run=opened.last_run,
        progress=progress,
    )
    rollup = roll_up(opened.breakdown, opened.period, intake.reported, opened.previous)
    results = Results(
        opened.breakdown, opened.breakdown_file, opened.breakdown_sha256, opened.period, opened.previous, intake, rollup
    )
    return opened, results


def template_path(opened: "PeriodFolder", name: str) -> Path:
    """The office's own copy in 模板/, else the one that comes with the tool (contract section 1)."""
    own = opened.path.parent / "模板" / f"{name}.docx"
    return own if own.is_file() else HOME / "templates" / f"{name}.docx"


Papers = dict[str, Callable[[], bytes]]


def _made(papers: Papers, screen: Screen) -> tuple[dict[str, bytes], set[str]]:
    """The papers by name, and the names of those that could not be made because of their template."""
    from generators.packing import packed
    from model.fault import TemplateFault

    files: dict[str, bytes] = {}
    failed: set[str] = set()
    for name, make in papers.items():
        try:
            files[name] = packed(make())
        except TemplateFault as fault:
            screen.complain(f"“{name}”没有写出，原有的一份没有动：{fault}")
            failed.add(name)
    return files, failed


def _is_validation_paper(name: str) -> bool:
    return name.startswith(("校验报告", "退回/", "反馈单/", "催报单"))


def _validation_papers(opened: "PeriodFolder", results: "Results", screen: Screen) -> tuple[dict[str, bytes], set[str]]:
    from generators.output import file_names_of
    from generators.validation_report import validation_report
    from model.submission import Status
    from validators.reading import original

    papers: Papers = {"校验报告.xlsx": partial(validation_report, results)}
    sent_back: dict[str, bytes] = {}
    files = file_names_of(unit.name for unit in results.breakdown.units)
    # What writes Word papers and marks workbooks takes long to load: that is done only where they are called for.
    for unit in results.units_to_return:
        from generators.feedback import feedback
        from generators.returned import returned_file

        returned = returned_file(results, unit, partial(original, opened.path))
        sent_back[f"退回/{files[unit]}{returned.ending}"] = returned.content
        template = template_path(opened, "反馈单")
        papers[f"反馈单/{files[unit]}.docx"] = partial(feedback, results, unit, template)
    if any(one.status is Status.MISSING for one in results.intake.submissions):
        from generators.feedback import reminder

        papers["催报单.docx"] = partial(reminder, results, template_path(opened, "催报单"))
    made, failed = _made(papers, screen)
    return {**sent_back, **made}, failed


def _result_papers(opened: "PeriodFolder", results: "Results", screen: Screen) -> tuple[dict[str, bytes], set[str]]:
    from generators.notice import notice, progress_table
    from generators.sources import sources_workbook
    from generators.summary import summary_workbook

    papers: Papers = {
        "汇总表.xlsx": partial(summary_workbook, results),
        "通报.docx": partial(notice, results, template_path(opened, "进度通报")),
        "推进情况表.docx": partial(progress_table, results, template_path(opened, "推进情况表")),
        "数据来源.xlsx": partial(sources_workbook, results),
    }
    return _made(papers, screen)


def _last_outputs(folder: Path) -> dict[str, str]:
    """Digests of what the last run wrote; none where its 结果.json is not there or not to be read."""
    import json

    from model.results import OUTPUT_FOLDER

    try:
        stored = json.loads((folder / "结果.json").read_text(encoding="utf-8"))
        return {one["file"].removeprefix(f"{OUTPUT_FOLDER}/"): one["sha256"] for one in stored["outputs"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _json_bytes(document: "Json") -> bytes:
    import json

    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _write(
    opened: "PeriodFolder",
    files: dict[str, bytes],
    in_scope: Callable[[str], bool],
    closing: "tuple[str, Callable[[Mapping[str, str]], bytes]] | None" = None,
) -> "Written":
    from generators.output import write_files

    folder = opened.path / "结果"
    return write_files(folder, files, in_scope=in_scope, last_outputs=_last_outputs(folder), closing=closing)


def _wants_a_person(results: "Results", written: "Written") -> bool:
    from model.submission import Status

    open_statuses = (Status.PARTIAL, Status.RETURNED, Status.MISSING, Status.UNRECOGNISED)
    is_open = any(one.status in open_statuses for one in results.intake.submissions)
    is_held = any(one.holds and one.file != results.breakdown_file for one in results.intake.findings)
    return is_open or is_held or bool(written.kept)


def _say_kept(written: "Written", screen: Screen) -> None:
    for name in written.kept:
        screen.say(f"  “{name}”您改过，没有覆盖；新的一份是同名加“_新”的文件。")


def _closing_screen(results: "Results", written: "Written", screen: Screen) -> None:
    """What was read, what wants a person, where the results lie."""
    from generators.validation_report import counts_of
    from validators.corrections import CORRECTIONS_FILE

    counts = {label: (number, names) for label, number, names in counts_of(results)}
    read = len({one.file for one in results.intake.submissions if one.file})
    screen.say(f"{results.breakdown.basics.region}{results.period.title}重点民生实事")
    indicators = len(results.breakdown.indicators)
    screen.say(f"读了：{read} 份文件，应报 {counts['应报单位'][0]} 个单位，指标 {indicators} 个。")
    refused = [one for one in results.intake.findings if one.file == CORRECTIONS_FILE and one.holds]
    wants = [f"  {label} {counts[label][0]}：{counts[label][1]}。{what}" for label, what in _TO_DO if counts[label][0]]
    if refused:
        wants.append(f"  更正 {len(refused)} 处有误：看“校验报告.xlsx”的问题清单，改正“{CORRECTIONS_FILE}”")
    if wants:
        screen.say("需要您处理：")
        for line in wants:
            screen.say(line)
        screen.say("  详见“校验报告.xlsx”。")
    else:
        screen.say("各单位报送齐全，没有需要退回的。")
    if counts["迟报"][0]:
        screen.say(f"迟报 {counts['迟报'][0]}：{counts['迟报'][1]}（照常计入）")
    screen.say(f"结果在：{written.folder}")
    names = [name for name in written.digests if "/" not in name]
    screen.say(f"  {'、'.join(names)}")
    _say_kept(written, screen)


_TO_DO = (
    ("未报", "发“催报单.docx”"),
    ("整表退回", "发回“退回”“反馈单”里的文件"),
    ("部分退回", "发回“退回”“反馈单”里的文件"),
    ("无法识别的文件", "看问题清单里的说明"),
)
"""What a clerk does about each kind of submission that is not simply accepted."""


# Dragged paths


DROPPED_JOBS: dict[str, Callable[[Path, Screen], int]] = {
    "forms": make_forms,
    "run": run,
    "check": check,
    "lint": lambda path, screen: lint([path], screen),
}


def do_what_is_called_for(paths: Sequence[Path], screen: Screen) -> int:
    """Dragged files or folders: does what each calls for (contract section 4)."""
    from model.fault import JobFault
    from validators.dragged import called_for

    done: set[tuple[str, Path]] = set()
    worst = WELL
    for path in paths:
        try:
            job = called_for(path)
            if job not in done:
                done.add(job)
                worst = max(worst, DROPPED_JOBS[job[0]](job[1], screen))
        except JobFault as fault:
            screen.complain(str(fault))
            worst = NOT_DONE
    return worst


def dropped_paths(line: str) -> list[Path]:
    """The paths of a drop from the raw line that cmd was started with (`cmd /c ""X.bat" a "b c""`).

    cmd would expand % and ^ and cut at & in a name; here nothing is parsed but blanks outside quotes.
    """
    _, found, rest = line.partition("/c ")
    if not found:
        _, found, rest = line.partition("/C ")
    rest = rest.strip()
    if rest.startswith('"') and rest.endswith('"'):
        rest = rest[1:-1]
    words: list[str] = []
    word, is_quoted = "", False
    for letter in rest:
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            words.append(word)
            word = ""
        else:
            word += letter
    return [Path(one) for one in [*words, word][1:] if one]


# The command line


class _Parser(argparse.ArgumentParser):
    """argparse with its help and its complaints in Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False})
        self._positionals.title, self._optionals.title = "对象", "选项"

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        wrong = "缺少文件或文件夹" if "required" in message else f"多了“{message.rpartition(': ')[2]}”"
        print(f"命令写得不对：{wrong}。请加 --help 看用法。", file=sys.stderr)
        raise SystemExit(NOT_DONE)


JOBS: dict[str, tuple[str, str]] = {
    "forms": ("期次文件夹", "给每个填报单位写一份填报表，放在“填报表”里"),
    "check": ("期次文件夹", "只校验“上报”里的表，写校验报告、退回表、反馈单和催报单"),
    "run": ("期次文件夹", "校验、汇总，写出“结果”里的全部文件"),
    "rules": ("目标分解表", "列出正在用的全部审核规则"),
    "lint": ("文件", "检查目标分解表或通报模板哪里不对"),
}


def _parser() -> _Parser:
    from model.labels import MAY_BE_DROPPED

    parser = _Parser(
        prog="make_reports.py",
        description="重点民生实事：下发填报表、校验、汇总、写通报。",
        epilog=f"不写命令而直接给出路径时，按它是什么来做。{MAY_BE_DROPPED}。",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    commands = parser.add_subparsers(dest="job", metavar="命令", title="命令")
    for name, (target, words) in JOBS.items():
        one = commands.add_parser(name, help=words, description=words)
        one.add_argument("paths", metavar=target, nargs="+" if name == "lint" else 1, type=Path)
        _add_common(one)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument("--json", action="store_true", help="在标准输出上只印 JSON")
    parser.add_argument("--quiet", action="store_true", help="只印错误")


def _path_parser() -> _Parser:
    parser = _Parser(prog="make_reports.py")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--from-drop", action="store_true")
    _add_common(parser)
    return parser


def _done(arguments: Sequence[str]) -> int:
    """Does what the command line asks and returns the exit status."""
    if arguments and (arguments[0] in JOBS or arguments[0] in ("-h", "--help")):
        asked = _parser().parse_args(arguments)
        screen = Screen(asked.json, asked.quiet)
        match asked.job:
            case "forms":
                return make_forms(asked.paths[0], screen)
            case "check":
                return check(asked.paths[0], screen)
            case "run":
                return run(asked.paths[0], screen)
            case "rules":
                return rules(asked.paths[0], screen)
            case _:
                return lint(asked.paths, screen)
    asked = _path_parser().parse_args(arguments)
    paths = asked.paths
    if asked.from_drop:
        paths = [*paths, *dropped_paths(os.environ.get(DROPPED_LINE, ""))]
    screen = Screen(asked.json, asked.quiet)
    if not paths:
        from model.labels import MAY_BE_DROPPED

        screen.complain(f"没有给出文件或文件夹。{MAY_BE_DROPPED}。")
        return NOT_DONE
    return do_what_is_called_for(paths, screen)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; never lets a traceback reach the person."""
    from model.fault import JobFault

    for stream in (sys.stdout, sys.stderr):
        # A GBK console has no sign for every name; better a ? than an abort.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        return _done(sys.argv[1:] if arguments is None else arguments)
    except JobFault as fault:
        print(fault, file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断，结果没有写完，请重新运行一次。", file=sys.stderr)
    except Exception as fault:  # the tool's own error, told apart from errors of the papers
        import traceback

        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(last.filename).name} 第 {last.lineno} 行"
        words = f"{where}：{type(fault).__name__}：{fault}"
        print(f"工具自身出错（{words}），不是您的文件有误；请把这句话发给维护人员。", file=sys.stderr)
    return NOT_DONE


if __name__ == "__main__":
    sys.exit(main())
