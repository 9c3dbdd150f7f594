"""What a sentence of a paper states: its amounts, each with its words, and the figures in it that are no targets."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from model.quantity.phrase import Comparator


class Nature(StrEnum):
    """What an amount is; the words are those of 类型 (contract section 2)."""

    AMOUNT = "数量"
    RATE = "比率"
    LEVEL = "标准"
    STATE = "状态"


class NoTarget(StrEnum):
    """Why a figure is no target: the reason that stands on the sheet 未采用."""

    AGE = "年龄，不是任务数"
    DATE = "日期、年份或期限，不是任务数"
    DOCUMENT_NUMBER = "文号、条款号或附件号，不是任务数"
    ORDINAL = "序号或名次，不是任务数"
    NAME = "名称、代号或说法里的数字，不是任务数"
    SPECIFICATION = "规格、线路号或时长（如10千伏、15分钟），不是任务数"
    FREQUENCY = "次数、频次的说法，不是任务数"
    CONDITION = "条件或统计口径里的数字，不是任务数"
    BASE = "背景数、基数，不是任务数"
    PROGRESS = "已完成数或进展数，不是任务数"
    REPEATED = "正文里的数，以附表为准"
    UNCLEAR = "看不出是什么的数，需要考核的请自己加一行"
    NO_NUMBER = "没有数的要求，需要考核的请自己加一行"
    OUTSIDE = "不在任务部分，不是任务数"


class Doubt(StrEnum):
    """Why an amount may have been read wrongly: what a person is asked to look at."""

    NO_UNIT = "原文没有写单位，请补上"
    UNKNOWN_UNIT = "单位是猜的，请核对"
    BASE_OR_TARGET = "可能是基数或范围，不一定是任务数，请核对"
    SUBJECTS = "一句话管几项，拆成几行不一定对，请核对"
    NO_SUBJECT = "没有看出是什么的数，请写明指标名称"
    RANGE = "读成了一个区间，请核对"
    WHOLE_COVER = "“全覆盖”按100%读，请核对"
    NOTHING_HAPPENS = "“不发生”按0读，请核对"
    REPEATED = "同一句里这个数出现过，可能是同一项，请核对"
    PART = "是括号或“其中”里的数，请核对是否单列一项"
    NUMERAL = "数是用汉字写的，请核对"
    PER_UNIT = "是按人、按处等算的标准，不是总数，请核对"
    RUN_ON = "两个数连在一起写，请核对"
    RELATIVE = "说的是增减幅度，不是总数，请核对"


@dataclass(frozen=True)
class Stated:
    """An amount that a sentence states.

    `value` is in `unit` as the paper has it (2.72 in 万人次), a fraction with the unit ``%`` for a rate, None for a
    task without a number (达到创建条件). `high` is the upper end of a range. `comparator` is the sentence's own word.
    `measured` is what is counted (职业技能培训). `start` and `end` are where number, unit and words of comparison stand
    in the sentence. `per` is what a 标准 is counted by (人·月, 街道). `whole` is the place in `Statement.stated` of the
    amount that this one is part of. `doubts` is empty where nothing is unsure.
    """

    value: Decimal | None
    unit: str
    comparator: Comparator | None
    high: Decimal | None
    nature: Nature
    measured: str
    start: int
    end: int
    per: str = ""
    whole: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A figure of a sentence that is no target, where it stands (`start` to `end`), and why."""

    start: int
    end: int
    reason: NoTarget


@dataclass(frozen=True)
class Statement:
    """A sentence, or all sentences of a cell, as read. Every figure of `text` lies in one of `stated` or `passed`.

    `executed_by` are the units of 由…统一安排实施. `is_alike`: each county has the same to reach
    (各县（市、区）…达到65%). `is_each`: the amount is each county's own (每个县（市、区）建成1条).
    """

    text: str
    stated: tuple[Stated, ...]
    passed: tuple[Passed, ...] = ()
    executed_by: tuple[str, ...] = ()
    is_alike: bool = False
    is_each: bool = False
