"""Ways in which cells of a form's rows are spoiled.

A spoiling changes what was sent, marks the cells that may be blamed for it, keeps those by which the slip can be told,
and says in plain words what it did; None where it does not fit. What was meant stays what the right submission said: a
slip that cannot be told from the truth is no spoiling.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random

from model.breakdown import Breakdown
from model.figure import Previous
from model.form import asked_columns
from model.indicator import Accrual, Direction, Indicator, Kind
from model.labels import FormColumn
from model.limits import SURELY_PERCENT
from model.quantity import is_indivisible, plain, split_unit
from model.row_rules import unit_of_column
from tests.spoiling.sheet import Line, Sent, SentFile, Spot
from validators.grid import CellError


@dataclass(frozen=True)
class Slip:
    """One spoiling under way: what is spoiled, by which draw, and what the office knows."""

    sent: Sent
    draw: Random
    breakdown: Breakdown
    previous: Previous


Spoiling = Callable[[Slip], str | None]
CELL_SPOILINGS: list[Spoiling] = []


@dataclass(frozen=True)
class _Input:
    """A compulsory cell that is still as it was filled in."""

    slip: Slip
    file: SentFile
    line: Line
    spot: Spot

    @property
    def indicator(self) -> Indicator:
        return self.slip.breakdown.by_code[self.line.code]

    @property
    def column(self) -> FormColumn:
        assert self.spot.column is not None, "an input stands in a column"
        return self.spot.column

    @property
    def is_value(self) -> bool:
        return self.spot.column is FormColumn.VALUE

    @property
    def number(self) -> Decimal | None:
        is_number = isinstance(self.spot.content, Decimal) and self.spot.formula is None
        return self.spot.content if is_number and isinstance(self.spot.content, Decimal) else None

    @property
    def name(self) -> str:
        return f"{self.line.code} {self.spot.column}"

    @property
    def unit(self) -> str:
        return unit_of_column(self.indicator, self.column)

    @property
    def before(self) -> Decimal | None:
        """Last period's figure where a fall below it would be asked about."""
        value = self.slip.previous.value_of(self.line.code, self.slip.sent.unit)
        return value if self.indicator.accrual is Accrual.CUMULATIVE else None

    def put(self, content: object) -> None:
        """Another content, which may be blamed."""
        self.write(content)
        self.slip.sent.harm(self.spot)

    def write(self, content: object) -> None:
        """The same figure written otherwise."""
        self.spot.content, self.spot.formula = content, None  # type: ignore[assignment]
        self.spot.is_changed = True

    def is_unexplained(self) -> bool:
        """Whether a query on the row would hold it; keeps it so."""
        spots = [self.line.spot(FormColumn.EXPLANATION), self.line.spot(FormColumn.PROGRESS)]
        why = spots[0]
        if why is not None and not (why.is_free and why.is_blank):
            return False
        for one in filter(None, spots):
            one.is_kept = True
        return True

    def keep_other_part(self) -> bool:
        """Keeps the other of numerator and denominator, beside which a slip in this one shows."""
        others = [self.line.spot(one) for one in asked_columns(self.indicator) if one is not self.column]
        if any(one is None or not one.is_free for one in others):
            return False
        for one in filter(None, others):
            one.is_kept = True
        return True


def cell_spoiling(fits: Callable[[_Input], bool]) -> Callable[[Callable[[_Input], str | None]], Spoiling]:
    """Makes a spoiling of one input that `fits` of what does it to the input."""

    def made(spoil: Callable[[_Input], str | None]) -> Spoiling:
        def spoiling(slip: Slip) -> str | None:
            inputs = [one for one in _inputs(slip) if fits(one)]
            chosen = slip.draw.choice(inputs) if inputs else None
            words = spoil(chosen) if chosen else None
            return f"{chosen.file.name} 的 {chosen.name}：{words}" if chosen and words else None

        spoiling.__name__ = spoil.__name__
        CELL_SPOILINGS.append(spoiling)
        return spoiling

    return made


def _inputs(slip: Slip) -> Iterator[_Input]:
    for file in slip.sent.files:
        for line in file.form.rows:
            for column in asked_columns(slip.breakdown.by_code[line.code]):
                spot = line.spot(column)
                if spot is not None and spot.is_free and not spot.is_blank:
                    yield _Input(slip, file, line, spot)


def _is_any(one: _Input) -> bool:
    return True


def _is_number(one: _Input) -> bool:
    return one.number is not None


def _is_figure(one: _Input) -> bool:
    return one.indicator.kind is not Kind.STATE


def _is_state(one: _Input) -> bool:
    return one.indicator.kind is Kind.STATE


def _is_amount(one: _Input) -> bool:
    return one.indicator.kind is Kind.AMOUNT and bool(one.number)


def _is_percentage(one: _Input) -> bool:
    return one.indicator.is_percent and one.is_value and bool(one.number)


def _is_part(one: _Input) -> bool:
    return one.column in (FormColumn.NUMERATOR, FormColumn.DENOMINATOR) and bool(one.number)


# Written otherwise, the same figure


@cell_spoiling(_is_number)
def as_text(one: _Input) -> str:
    number = one.number or Decimal(0)
    digits = plain(number)
    is_percent = one.is_value and one.indicator.is_percent
    written = plain(number * 100) + "%" if is_percent else digits
    unit = one.unit if one.is_value and not is_percent else ""
    wide = written.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％"))
    grouped = written if is_percent else f"{number:,f}"
    scaled = _in_another_scale(number, one.unit) if unit else written
    texts = [
        scaled,
        written,
        wide,
        grouped,
        f"{written}\u3000",
        f"  {written}",
        f"{written}{unit}",
        f"{written} {unit}",
    ]
    chosen = one.slip.draw.choice(texts)
    one.write(chosen)
    one.spot.number_format = one.slip.draw.choice(["General", "@"])
    return f"写成文字“{chosen}”"


def _in_another_scale(number: Decimal, unit: str) -> str:
    """54800人次 for 5.48 in 万人次, 0.1236万人 for 1236 in 人."""
    scale, base = split_unit(unit)
    return f"{plain(number * scale)}{base}" if scale > 1 else f"{plain(number / 10_000)}万{base}"


@cell_spoiling(_is_number)
def as_calculated_formula(one: _Input) -> str:
    formula = one.slip.draw.choice(["SUM(Z1:Z9)", "[1]汇总!$B$2", "Sheet9!A1*1"])
    one.spot.formula = formula
    one.spot.is_changed = True
    return f"换成有结果的公式 ={formula}"


@cell_spoiling(_is_number)
def in_other_clothes(one: _Input) -> str:
    formats = ["0.0000%", "0.00%"] if _is_percentage(one) else ["#,##0.0000", "0.0000_ ", "[Red]0.0000", "@"]
    one.spot.number_format = one.slip.draw.choice(formats)
    one.slip.sent.harm(one.spot)
    return f"单元格格式改为 {one.spot.number_format}"


@cell_spoiling(_is_state)
def state_with_blanks(one: _Input) -> str:
    word = str(one.spot.content)
    chosen = one.slip.draw.choice([f"{word} ", f"\u3000{word}", f"{word[:1]} {word[1:]}", f"{word}\n"])
    one.write(chosen)
    return f"状态写成“{chosen}”"


# Not a figure


@cell_spoiling(_is_any)
def blanked(one: _Input) -> str:
    one.put(one.slip.draw.choice([None, "", " ", "\u3000"]))
    return "清空"


@cell_spoiling(_is_any)
def dashed(one: _Input) -> str:
    word = one.slip.draw.choice(["—", "–", "-", "/", "无", "同上", "″", "暂无", "NA", "null", "不涉及", "0个？"])
    one.put(word)
    return f"填成“{word}”"


@cell_spoiling(_is_any)
def broken_formula(one: _Input) -> str:
    name = one.slip.draw.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
    one.put(CellError(name))
    one.spot.formula = one.slip.draw.choice([None, "A1/0"])
    return f"显示 {name}"


@cell_spoiling(_is_any)
def uncalculated_formula(one: _Input) -> str:
    one.put(one.slip.draw.choice([None, ""]))
    one.spot.formula = "SUM(明细!C2:C9)"
    return "换成没有算过的公式"


@cell_spoiling(_is_any)
def as_date(one: _Input) -> str:
    one.put(date(2023, 9, one.slip.draw.randint(1, 30)))
    one.spot.number_format = one.slip.draw.choice(["yyyy-mm-dd", 'm"月"d"日"', "General"])
    return f"变成日期 {one.spot.content}"


@cell_spoiling(_is_any)
def as_truth(one: _Input) -> str:
    one.put(one.slip.draw.choice([True, False]))
    return f"变成 {one.spot.content}"


@cell_spoiling(lambda one: _is_figure(one) and _is_number(one))
def as_vague_words(one: _Input) -> str:
    digits = plain(one.number or Decimal(0))
    texts = [
        f"约{digits}", f"{digits}左右", f"{digits}余", f"{digits}（预计）", f"不少于{digits}", f"新增{digits}",
        f"{digits}-{digits}9", f"{digits}、{digits}", f"{digits}+12", f"{digits}E+3", f"{digits}\n12", f"{digits} 7",
        f"{digits}公斤", f"{digits}?", "五百余", "1,23,4", "10⁴", "x" * 40_000,
    ]  # fmt: skip
    chosen = one.slip.draw.choice(texts)
    one.put(chosen)
    return f"写成“{chosen[:40]}”"


@cell_spoiling(_is_figure)
def without_measure(one: _Input) -> str:
    number = one.slip.draw.choice([Decimal("1E+20"), Decimal("1E-20"), Decimal("9" * 16), Decimal("1E+300")])
    one.put(number)
    return f"填成 {number}"


@cell_spoiling(_is_state)
def wrong_state(one: _Input) -> str:
    word = one.slip.draw.choice(["完成", "已开工", "进行中", "未开始", "100%", "已完成80%", "推进中/已完成", "√"])
    one.put(word if one.slip.draw.random() < 0.9 else Decimal(1))
    return f"状态写成“{one.spot.content}”"


# Another figure, told by what stands beside it


@cell_spoiling(lambda one: _is_number(one) and one.number != 0)
def negative(one: _Input) -> str:
    one.put(-(one.number or Decimal(0)))
    return f"变成负数 {one.spot.content}"


@cell_spoiling(lambda one: _is_number(one) and is_indivisible(one.unit))
def with_half_a_person(one: _Input) -> str:
    share = Decimal(one.slip.draw.choice(["0.5", "0.00001", "0.333"]))
    one.put((one.number or Decimal(0)) + share / split_unit(one.unit)[0])
    return f"带小数 {plain(Decimal(str(one.spot.content)))}"


@cell_spoiling(lambda one: _is_amount(one) and one.indicator.direction is Direction.HIGHER)
def ten_thousand_times(one: _Input) -> str | None:
    if not one.is_unexplained():
        return None
    one.put((one.number or Decimal(0)) * 10_000)
    return f"大了一万倍 {one.spot.content}"


@cell_spoiling(lambda one: _is_amount(one) and bool(one.before))
def ten_thousandth(one: _Input) -> str | None:
    if not one.is_unexplained():
        return None
    one.put((one.number or Decimal(0)) / 10_000)
    return f"小了一万倍 {one.spot.content}"


@cell_spoiling(_is_percentage)
def hundred_times(one: _Input) -> str | None:
    typed = (one.number or Decimal(0)) * 100
    if typed < SURELY_PERCENT and not one.is_unexplained():
        return None
    one.put(typed)
    one.spot.number_format = one.slip.draw.choice(["General", "0.00", "0.0%", '0"%"'])
    return f"百分数大了一百倍 {one.spot.content}（格式 {one.spot.number_format}）"


@cell_spoiling(_is_percentage)
def hundredth(one: _Input) -> str | None:
    if not one.is_unexplained():
        return None
    one.put((one.number or Decimal(0)) / 100)
    return f"百分数小了一百倍 {one.spot.content}"


@cell_spoiling(_is_part)
def part_of_another_size(one: _Input) -> str | None:
    if not (one.is_unexplained() and one.keep_other_part()):
        return None
    one.put((one.number or Decimal(0)) * 100)
    return f"大了一百倍 {one.spot.content}"


@cell_spoiling(lambda one: _is_part(one) and one.column is FormColumn.DENOMINATOR)
def nothing_to_divide_by(one: _Input) -> str | None:
    one.put(Decimal(0))
    return "填成 0"


@cell_spoiling(lambda one: _is_amount(one) and one.is_value and _swapped(one.number or Decimal(0)) is not None)
def digits_swapped_beside_a_sentence(one: _Input) -> str | None:
    progress, right = one.line.spot(FormColumn.PROGRESS), one.number or Decimal(0)
    if progress is None or not progress.is_free or not one.is_unexplained():
        return None
    progress.content = f"截至9月底，累计完成{plain(right)}{one.indicator.asked_unit}。"
    one.slip.sent.harm(progress)
    one.put(_swapped(right))
    return f"两个数字颠倒 {one.spot.content}，进展情况写“{progress.content}”"


def _swapped(number: Decimal) -> Decimal | None:
    """`number` with two neighbouring digits swapped; None where all are the same."""
    digits = plain(number)
    for place, (one, other) in enumerate(pairwise(digits)):
        if one != other and one.isdigit() and other.isdigit() and not (place == 0 and other == "0"):
            return Decimal(digits[:place] + other + one + digits[place + 2 :])
    return None


@cell_spoiling(lambda one: _is_number(one) and one.is_value and one.number != 0)
def shown_as_another_number(one: _Input) -> str | None:
    if one.file.is_word or not one.is_unexplained():
        return None
    right = one.number or Decimal(0)
    if one.indicator.is_percent:
        stored, number_format = right, '0.0000"%"'
    else:
        stored, number_format = one.slip.draw.choice(
            [(right * 1000, "0.0000,"), (right / 100, "0.0000%"), (right, "0%")]
        )
    one.put(stored)
    one.spot.number_format = number_format
    one.file.shows_otherwise = True
    one.slip.sent.refused.add(one.line.code)
    return f"存的是 {plain(stored)}，格式 {number_format}"


@cell_spoiling(lambda one: _is_part(one) and one.column is FormColumn.NUMERATOR)
def rate_typed_over(one: _Input) -> str | None:
    rate = one.line.spot(FormColumn.VALUE)
    if rate is None or not rate.is_free or not one.keep_other_part():
        return None
    one.spot.is_kept = True
    rate.content, rate.formula = Decimal("0.5"), None
    one.slip.sent.harm(rate)
    one.slip.sent.refused.add(one.line.code)
    return "本期累计的公式被 0.5 盖掉"


# Cells that are not asked for


def row_spoiling(spoil: Callable[[Slip, SentFile, Line], str | None]) -> Spoiling:
    """A spoiling of one row of one file."""

    def spoiling(slip: Slip) -> str | None:
        rows = [(file, line) for file in slip.sent.files for line in file.form.rows]
        if not rows:
            return None
        file, line = slip.draw.choice(rows)
        words = spoil(slip, file, line)
        return f"{file.name} 的 {line.code} 一行：{words}" if words else None

    spoiling.__name__ = spoil.__name__
    CELL_SPOILINGS.append(spoiling)
    return spoiling


def _put(slip: Slip, line: Line, column: FormColumn, content: object) -> bool:
    """Another content, which may be blamed."""
    is_written = _write(line, column, content)
    if is_written:
        slip.sent.harm(*filter(None, [line.spot(column)]))
    return is_written


def _write(line: Line, column: FormColumn, content: object) -> bool:
    """What is no other figure for it, and nothing to be blamed."""
    spot = line.spot(column)
    if spot is None or not spot.is_free:
        return False
    spot.content, spot.formula, spot.is_changed = content, None, True  # type: ignore[assignment]
    return True


@row_spoiling
def any_cell_blanked(slip: Slip, file: SentFile, line: Line) -> str | None:
    column = slip.draw.choice(list(FormColumn))
    return f"“{column}”清空" if _put(slip, line, column, None) else None


@row_spoiling
def issued_cell_typed_over(slip: Slip, file: SentFile, line: Line) -> str | None:
    written = {
        FormColumn.PROJECT: "其他工作", FormColumn.NAME: "改了名的指标", FormColumn.UNIT: "万元",
        FormColumn.TARGET: Decimal("12345.6"), FormColumn.CODE: "9.99",
    }  # fmt: skip
    column = slip.draw.choice(list(written))
    if not _put(slip, line, column, written[column]):
        return None
    if column is not FormColumn.CODE:  # the name still tells the row: it is taken, with a note
        slip.sent.refused.add(line.code)
    return f"“{column}”改成“{written[column]}”"


@row_spoiling
def issued_cell_with_blanks(slip: Slip, file: SentFile, line: Line) -> str | None:
    column = slip.draw.choice([FormColumn.CODE, FormColumn.PROJECT, FormColumn.NAME, FormColumn.UNIT])
    spot = line.spot(column)
    if spot is None or not isinstance(spot.content, str):
        return None
    text = spot.content
    wide = text.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％"))
    chosen = slip.draw.choice([f" {text}", f"{text}\u3000", f"{text[:1]} {text[1:]}", wide, f"{text}\n"])
    return f"“{column}”写成“{chosen}”" if _write(line, column, chosen) else None


@row_spoiling
def unread_cell_typed_over(slip: Slip, file: SentFile, line: Line) -> str | None:
    column = slip.draw.choice([FormColumn.PREVIOUS, FormColumn.COMPLETION, FormColumn.SELF_CHECK, FormColumn.EVIDENCE])
    content = slip.draw.choice([Decimal(99999), "通过", "见附件1、2", CellError("#REF!"), date(2023, 9, 1), True])
    return f"“{column}”改成 {content}" if _write(line, column, content) else None


@row_spoiling
def code_turned_into_a_number(slip: Slip, file: SentFile, line: Line) -> str | None:
    """1.10 becomes 1.1; in Word, where all is text, that would be another code."""
    if file.is_word or not _write(line, FormColumn.CODE, Decimal(str(float(line.code)))):
        return None
    file.shows_otherwise = True
    return "编码变成了数"


@row_spoiling
def problems_told(slip: Slip, file: SentFile, line: Line) -> str | None:
    words = slip.draw.choice(
        ["资金未到位，10月底前解决。", "=cmd|' /C calc'!A0", "<b>无</b>&nbsp;", "\u200b", "问" * 40_000]
    )
    return f"问题写“{words[:20]}”" if _write(line, FormColumn.PROBLEMS, words) else None
