"""What is known of a new year before its breakdown is written: typed, asked, or told by the folder's name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands.screen import Screen
from model.drafting.new_year import Given, item_of, likely_level, told_by_name
from model.drafting.tables import DraftTable
from model.fault import JobFault
from model.labels import Basic, Sheet
from validators.breakdown import LEVELS

_PARTED = re.compile(r"[、,，;；\s]+")
_YEAR = re.compile(r"(20\d\d)年?")


@dataclass(frozen=True)
class Options:
    """What the command line says; None where it says nothing. `units` is a list of names as typed."""

    region: str | None = None
    year: str | None = None
    level: str | None = None
    units: str | None = None
    documents: Sequence[Path] | None = None
    last_year: Path | None = None
    is_rehearsal: bool = False


def asked_documents(screen: Screen) -> list[Path]:
    """The papers that a person names, one after the other; none where they just go on."""
    found: list[Path] = []
    while True:
        more = "还有就再写一份" if found else "Word 或 Excel，可以拖进这个窗口"
        answer = _answer(screen, f"任务分解的文件（{more}；没有了直接回车）：").strip("\"'")
        if not answer:
            return found
        if Path(answer).is_file():
            found.append(Path(answer))
        else:
            screen.complain(f"没有找到文件“{answer}”，请再写一次。")


def _answer(screen: Screen, question: str) -> str:
    try:
        return screen.ask(question)
    except EOFError:
        raise JobFault("没有答完，什么都没有写；不能一问一答的，请用 --地区、--年度、--单位 写明。") from None


def given_for(
    folder: Path, options: Options, tables: Sequence[DraftTable], screen: Screen, has_last_year: bool
) -> Given:
    """What the command line, a person or the folder's name says of the year, as far as `tables` do not.

    Raises `JobFault` for what nobody can be asked, naming the option.
    """
    sheets = {table.sheet: table for table in tables}
    basics, has_units = sheets[Sheet.BASICS], bool(sheets[Sheet.UNITS].lines)
    named = told_by_name(folder.name)
    asked = _Asking(basics, screen, takes_defaults=options.units is not None)
    region = asked.known(Basic.REGION, options.region, named.region, "地区，如 平顶山市、叶县")
    of_folder = str(named.year or "")
    # The folder's own name says more than that last year is over.
    typed_year = options.year or (of_folder if has_last_year else None)
    year = asked.known(Basic.YEAR, typed_year, of_folder, "年度，四位的年份", _year)
    units = options.units
    if units is None and not has_last_year and screen.can_ask:
        otherwise = "直接回车就用文件里的" if has_units else "用顿号隔开；以后再写就直接回车"
        units = _answer(screen, f"填报单位，如 甲县、乙区、市教育局（{otherwise}）：")
    if units is None and not has_units:
        raise JobFault("没有写填报单位，请加上 --单位，如 --单位 甲县、乙区、市教育局。")
    names = tuple(dict.fromkeys(filter(None, _PARTED.split(units or ""))))
    likely = likely_level(region or item_of(basics, Basic.REGION), names)
    level = asked.known(Basic.LEVEL, options.level, likely, "层级，省、市或县（县级市写县）", _level)
    return Given(region, int(year) if year else None, level, names)


@dataclass(frozen=True)
class _Asking:
    """Items of 基本信息 that are found out: what `basics` tells need not be asked.

    `takes_defaults` is for a person who types options: asked is only what nothing tells.
    """

    basics: DraftTable
    screen: Screen
    takes_defaults: bool

    def known(
        self, item: Basic, typed: str | None, default: str, question: str, read: Callable[[str], str] = str
    ) -> str:
        """What was typed; nothing where the papers tell it; else what a person answers, or `default`.

        `read` raises `JobFault` for what cannot stand.
        """
        if typed is not None and typed.strip():
            return read(typed.strip())
        if item_of(self.basics, item):
            return ""
        if default and (self.takes_defaults or not self.screen.can_ask):
            return default
        if not self.screen.can_ask:
            raise JobFault(f"没有写{item}，请加上 --{item}。")
        otherwise = f"；直接回车就是 {default}" if default else ""
        while True:
            try:
                if answer := read(_answer(self.screen, f"{question}{otherwise}：") or default):
                    return answer
                self.screen.complain(f"{item}不能空着，请再写一次。")
            except JobFault as fault:
                self.screen.complain(str(fault))


def _year(text: str) -> str:
    match = _YEAR.fullmatch(text.strip())
    if match is None and text:
        raise JobFault(f"年度写的是“{text}”，请写四位的年份，如 2024。")
    return match[1] if match else ""


def _level(text: str) -> str:
    if text not in LEVELS:
        raise JobFault(f"层级写的是“{text}”，请写 {'、'.join(LEVELS)} 中的一个。")
    return text
