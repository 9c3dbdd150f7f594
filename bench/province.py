"""A made-up province for the benchmark: a breakdown workbook and a filled-in form from each county, the same each time.

Forms are the tool's own, with their merged title, validations, styles and protection; about 2 % of the rows hold a
fault such as counties make, and which rows those are is known.
"""

import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from pathlib import Path

import xlsxwriter

from generators.forms import form_workbook
from model.form import asked_columns, form_of
from model.indicator import Indicator, Kind
from model.labels import FormColumn
from validators.period_folder import open_period

YEAR, PERIOD = 2023, "2023-09"
FAULTY_SHARE = 0.02
_STEMS = "安宝昌德丰广海和吉嘉建金靖康乐隆宁平祁荣瑞商顺泰天温武襄兴延阳永玉元云泽章肇中卓资遵保博崇大东恩福高桂汉衡怀"
_BRANCHES = (
    "城川东谷固河湖江林陵南浦桥泉山水台塘田亭通湾西溪乡阴原源远州庄岭津口坪峰定利陶信义仁化浔泊港岗峡岩洲渡镇集寨"
)
INDICATORS_OF_A_PROJECT = 5
_LABELS = (
    "编码", "类别", "项目", "指标", "任务表述", "单位", "类型", "汇总方式", "小数位", "分母口径", "牵头单位", "目标",
)  # fmt: skip
_KINDS = (
    ("人", "数量", "合计", 0), ("公里", "数量", "合计", 1), ("万人次", "数量", "合计", 2), ("所", "数量", "合计", 0),
    ("%", "比率", "加权", 1), ("户", "数量", "合计", 0), ("平方米", "数量", "合计", 1), ("%", "进度", "平均", 1),
)  # fmt: skip
"""单位, 类型, 汇总方式 and 小数位, in turn."""
_FORM_PART = "xl/worksheets/sheet1.xml"
_BLANK_ROW = '<row r="{row}">' + "".join(f'<c r="{one}{{row}}" s="8"/>' for one in "ABCDEFGHIJKL") + "</row>"

Filled = dict[str, dict[FormColumn, Decimal | str]]


@dataclass(frozen=True)
class Province:
    """A period's folder ready to `run`; `faulty` are the rows (county, code) that hold a fault."""

    folder: Path
    units: tuple[str, ...]
    faulty: frozenset[tuple[str, str]]

    @property
    def submissions(self) -> list[Path]:
        """The counties' workbooks, in the order of their names."""
        return sorted((self.folder / "上报").iterdir())


def unit_names(count: int) -> tuple[str, ...]:
    """Names of counties, no two alike and none inside another."""
    names = tuple(f"{stem}{branch}县" for branch, stem in islice(product(_BRANCHES, _STEMS), count))
    if len(names) < count:
        raise ValueError(f"there are names for {len(names)} counties only")
    return names


def make_province(
    folder: Path, units: int, indicators: int, faulty_share: float = FAULTY_SHARE, seed: int = 20230925
) -> Province:
    """Writes a year below `folder` with one period of `units` submissions of `indicators` rows each."""
    chance, names = random.Random(seed), unit_names(units)
    year = folder / f"某省{YEAR}"
    (year / PERIOD / "上报").mkdir(parents=True)
    _write_breakdown(year / "目标分解表.xlsx", names, indicators, chance)
    opened = open_period(year / PERIOD)
    faulty: set[tuple[str, str]] = set()
    for name in names:
        form = form_of(opened.breakdown, name, opened.period, opened.previous)
        filled: Filled = {row.indicator.code: _filled(row.indicator, row.target, chance) for row in form.rows}
        for row in form.rows:
            if chance.random() < faulty_share:
                filled[row.indicator.code] |= _fault(row.indicator, chance)
                faulty.add((name, row.indicator.code))
        (opened.path / "上报" / f"{name}.xlsx").write_bytes(form_workbook(form, filled))
    return Province(opened.path, names, frozenset(faulty))


def _write_breakdown(path: Path, names: tuple[str, ...], indicators: int, chance: random.Random) -> None:
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    basics = {"地区": "某省", "年度": str(YEAR), "层级": "省", "发文机关": "某省发展和改革委员会", "上报日": "25"}
    units = [("名称", "类型"), *((name, "县区") for name in names)]
    lines = [(*_LABELS, *names), *(_line(number, names, chance) for number in range(indicators))]
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "基本信息": [("项", "值"), *basics.items()], "指标": lines, "填报单位": units,
    }  # fmt: skip
    for sheet, rows in sheets.items():
        written = book.add_worksheet(sheet)
        for row, cells in enumerate(rows):
            written.write_row(row, 0, cells)
    book.close()


def _line(number: int, names: tuple[str, ...], chance: random.Random) -> tuple[str | float | None, ...]:
    """One row of 指标 with a target for each county."""
    project, place = number // INDICATORS_OF_A_PROJECT + 1, number % INDICATORS_OF_A_PROJECT + 1
    unit, kind, roll_up, digits = _KINDS[number % len(_KINDS)]
    name = f"第{project}项工作第{place}个方面的完成情况"
    denominator = "应办的总数" if roll_up == "加权" else None
    fixed = (
        f"{project}.{place}", "省重点民生实事", f"第{project}项重点民生实事", name, f"{name}达到年度要求", unit, kind,
        roll_up, digits, denominator, "某省有关厅局", "98%" if kind == "比率" else None,
    )  # fmt: skip
    targets = ("98%" if kind == "比率" else "100%" if kind == "进度" else chance.randint(20, 4000) for _ in names)
    return (*fixed, *targets)


def _filled(indicator: Indicator, target: Decimal | None, chance: random.Random) -> dict[FormColumn, Decimal | str]:
    """What a county types into a row that is right: somewhat more or less than the year's pace."""
    share = Decimal(chance.randint(60, 96)) / 100
    words: dict[FormColumn, Decimal | str] = {
        FormColumn.PROGRESS: f"已落实到{chance.randint(3, 20)}个乡镇，正按计划推进。"
    }
    if indicator.has_parts:
        denominator = chance.randint(400, 9000)
        return {
            FormColumn.NUMERATOR: Decimal(denominator - chance.randint(0, 30)),
            FormColumn.DENOMINATOR: Decimal(denominator), **words,
        }  # fmt: skip
    if indicator.kind is Kind.PROGRESS:
        return {FormColumn.VALUE: share, **words}
    return {FormColumn.VALUE: round((target or Decimal(100)) * share, indicator.form_digits), **words}


def _fault(indicator: Indicator, chance: random.Random) -> dict[FormColumn, Decimal | str]:
    """What a county types that cannot be taken for a figure: words, less than nothing, a blank."""
    column = asked_columns(indicator)[-1]
    return {column: chance.choice((f"约{chance.randint(20, 900)}左右", Decimal(-chance.randint(1, 50)), ""))}


def write_blank_rows(form: Path, target: Path, count: int) -> None:
    """The workbook `form` with `count` blank styled rows below its own, as a format filled down a sheet leaves them."""
    with zipfile.ZipFile(form) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            head, end, tail = source.read(name).partition(b"</sheetData>" if name == _FORM_PART else b"\0")
            with written.open(name, "w") as part:
                part.write(head)
                for row in range(1000, 1000 + count if end else 1000):
                    part.write(_BLANK_ROW.format(row=row).encode())
                part.write(end + tail)
