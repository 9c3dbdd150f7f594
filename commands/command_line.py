"""The command line: what is asked is read, and the command is had done. The commands are beside this, a file each.

Exit status (contract section 4): 0 all is well, 1 done but something wants a person, 2 not done. What a command needs
is loaded when it is called for: help and a refusal come at once.
"""

from __future__ import annotations

import argparse
import os
import sys

from commands.screen import NOT_DONE, Screen
from model.fault import MAY_BE_DROPPED, JobFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any, NoReturn

DROPPED_LINE = "GW_CMDLINE"
"""The environment variable in which the batch file hands over the raw command line of a drop."""
LAUNCHER = "GW_SELF"
"""The one in which it hands over its own name: a drop on 评价.bat asks for the assessment."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of one width everywhere: asking for the terminal's takes as long as all else."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Parser(argparse.ArgumentParser):
    """argparse with its help and its complaints in Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False, "formatter_class": _Help})
        self._positionals.title, self._optionals.title = "对象", "选项"

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        if "expected one argument" in message:
            wrong = f"{message.partition(':')[0].removeprefix('argument ')} 后面缺少要写的内容"
        else:
            wrong = "缺少文件或文件夹" if "required" in message else f"多了“{message.rpartition(': ')[2]}”"
        print(f"命令写得不对：{wrong}。请加 --help 看用法。", file=sys.stderr)
        raise SystemExit(NOT_DONE)


JOBS = {
    "new": ("年度文件夹", "开始一个新年度：建好年度文件夹和目标分解表，或写一套演练用的示例"),
    "draft": ("文件", "从公布的Word、Excel文件起草目标分解表"),
    "forms": ("期次文件夹", "给每个填报单位写一份填报表，放在“填报表”里"),
    "assign": ("年度文件夹", "写任务分解通知、各单位的责任清单和填报说明，放在“分解”里"),
    "check": ("期次文件夹", "只校验“上报”里的表，写校验报告、退回表、反馈单和催报单"),
    "run": ("期次文件夹", "校验、汇总，写出“结果”里的全部文件"),
    "assess": ("期次文件夹", "年中、年末评价：写初核表、认定表，核过的数算数，排出名次"),
    "rules": ("目标分解表", "列出正在用的全部审核规则"),
    "lint": ("文件", "检查目标分解表或通报模板哪里不对"),
    "doctor": ("", "检查这台电脑上的安装哪里不对，并做一遍演练"),
}
"""Each command: what it is done on, and what it does."""


def _parser() -> _Parser:
    parser = _Parser(
        prog="make_reports.py",
        description="重点民生实事：下发填报表、校验、汇总、写通报。",
        epilog=f"不写命令而直接给出路径时，按它是什么来做。{MAY_BE_DROPPED}。",
    )
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    commands = parser.add_subparsers(dest="job", metavar="命令", title="命令")
    for name, (target, words) in JOBS.items():
        one = commands.add_parser(name, help=words, description=words)
        if target:
            one.add_argument("paths", metavar=target, nargs="+" if name in ("draft", "lint") else 1)
        if name == "new":
            _add_options_of_new(one)
        if name == "draft":
            one.add_argument("-o", "--output", metavar="目标分解表", help="写到哪里，不写就放在第一份文件旁边")
        if name == "run":
            one.add_argument("--fill", metavar="上级的填报表", help="把本级的合计数填进上级发来的填报表，写到“结果”里")
            one.add_argument("--explain", metavar="编码", help="另外说明这项指标的数是怎么得出来的，说到各单位的单元格")
        _add_common(one)
    return parser


def _add_options_of_new(parser: argparse.ArgumentParser) -> None:
    papers = "印发的任务分解文件，照它起草，可以写几个"
    last_year = "照上年的改：单位、项目、指标带过来，任务和目标空着"
    parser.add_argument("--地区", dest="region", metavar="甲市", help="本地名称")
    parser.add_argument("--年度", dest="year", metavar="2024", help="四位的年份")
    parser.add_argument("--层级", dest="level", metavar="市", help="省、市或县")
    parser.add_argument("--单位", dest="units", metavar="甲县、乙区", help="填报单位，用顿号隔开")
    parser.add_argument("--文件", dest="documents", metavar="通知.docx", nargs="+", action="extend", help=papers)
    parser.add_argument("--上年", dest="last_year", metavar="年度文件夹", help=last_year)
    parser.add_argument("--示例", dest="is_rehearsal", action="store_true", help="写一套演练用的示例和应当出来的结果")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument("--json", action="store_true", help="在标准输出上只印 JSON")
    parser.add_argument("--quiet", action="store_true", help="只印错误")


def _path_parser() -> _Parser:
    parser = _Parser(prog="make_reports.py")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--from-drop", action="store_true")
    _add_common(parser)
    return parser


def _do(job: str, paths: Sequence[Path], screen: Screen, **options: Any) -> int:
    """Has one command done; what it needs is loaded here. `options` are those that it alone has."""
    match job:
        case "new":
            from commands.given import Options
            from commands.new import new

            return new(paths[0], screen, Options(**options))
        case "doctor":
            from commands.doctor import doctor

            return doctor(screen)
        case "draft":
            from commands.draft import draft

            return draft(paths, screen=screen, **options)
        case "forms":
            from commands.forms import make_forms

            return make_forms(paths[0], screen)
        case "assign":
            from commands.assign import assign

            return assign(paths[0], screen)
        case "check":
            from commands.check import check

            return check(paths[0], screen)
        case "run":
            from commands.run import run

            return run(paths[0], screen, **options)
        case "assess":
            from commands.assess import assess

            return assess(paths[0], screen)
        case "rules":
            from commands.rules import rules

            return rules(paths[0], screen)
        case _:
            from commands.lint import lint

            return lint(paths, screen)


def _done(arguments: Sequence[str]) -> int:
    """Does what the command line asks and returns the exit status."""
    if arguments and (arguments[0] in JOBS or arguments[0] in ("-h", "--help")):
        asked = _parser().parse_args(arguments)
        return _do(
            asked.job, _as_paths(getattr(asked, "paths", ())), Screen(asked.json, asked.quiet), **_options(asked)
        )
    asked = _path_parser().parse_args(arguments)
    screen = Screen(asked.json, asked.quiet)
    dropped = _dropped(os.environ.get(DROPPED_LINE, "")) if asked.from_drop else []
    paths = [*_as_paths(asked.paths), *dropped]
    if not paths:
        screen.complain(f"没有给出文件或文件夹。{MAY_BE_DROPPED}。")
        return NOT_DONE
    from commands.dropped import do_what_is_called_for

    launcher = os.environ.get(LAUNCHER, "") if asked.from_drop else ""
    return do_what_is_called_for(paths, screen, _do, launcher)


def _options(asked: argparse.Namespace) -> dict[str, Any]:
    """What a command has besides its paths."""
    match asked.job:
        case "new":
            return {
                "region": asked.region,
                "year": asked.year,
                "level": asked.level,
                "units": asked.units,
                "documents": None if asked.documents is None else _as_paths(asked.documents),
                "last_year": _as_path(asked.last_year),
                "is_rehearsal": asked.is_rehearsal,
            }
        case "draft":
            return {"output": _as_path(asked.output)}
        case "run":
            return {"form": _as_path(asked.fill), "explain": asked.explain}
    return {}


def _as_paths(names: Sequence[str]) -> list[Path]:
    from pathlib import Path

    return [Path(name) for name in names]


def _as_path(name: str | None) -> Path | None:
    return None if name is None else _as_paths([name])[0]


def _dropped(line: str) -> list[Path]:
    from commands.dropped import dropped_paths

    return dropped_paths(line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; never lets a traceback reach the person."""
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
        where = f"{os.path.basename(last.filename)} 第 {last.lineno} 行"
        words = f"{where}：{type(fault).__name__}：{fault}"
        print(f"工具自身出错（{words}），不是您的文件有误；请把这句话发给维护人员。", file=sys.stderr)
    return NOT_DONE
