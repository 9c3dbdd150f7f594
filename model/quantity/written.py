"""Where amounts stand in a text, and what each says by itself: number, scale, unit, range, words of comparison."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from model.quantity.arithmetic import HUNDRED, product
from model.quantity.numeral import NUMERAL, read_numeral
from model.quantity.phrase import AFTER_WORDS, BEFORE_WORDS, PERCENT, SCALES, UNIT_SCALES, Comparator, alternatives

PER_THOUSAND = "‰"
POINTS = ("个百分点", "百分点")
LENGTHS_OF_TIME = ("个工作日", "工作日", "个小时", "小时", "分钟", "秒", "个月", "天", "周", "年", "月", "日")
AGES = ("周岁", "岁")
ELECTRIC = ("千伏安", "千伏", "伏", "kV", "KV", "kv")
_COUNTED = (
    "人次", "场次", "户次", "件次", "例次", "班次", "车次", "剂次", "批次", "人份", "标准间", "车位", "泊位",
    "学位", "床位", "单元", "点位", "站点", "路口", "端口", "家庭", "人口", "人才", "课时", "学时", "人", "名",
    "位", "户", "个", "所", "家", "场", "项", "座", "处", "条", "套", "台", "辆", "件", "张", "支", "次", "例",
    "起", "栋", "幢", "份", "本", "册", "床", "间", "盏", "门", "部", "批", "期", "班", "课", "类", "种", "口",
    "眼", "头", "只", "株", "棵", "把", "块", "片", "组", "队", "宗", "单", "点", "对", "副", "篇", "幅", "根",
    "桩", "枪", "座次", "站", "村", "镇", "乡", "街道", "社区", "小区", "校", "园", "柜", "袋", "箱", "剂",
)  # fmt: skip
_MEASURED = (
    "分贝", "兆帕", "摄氏度", "℃", "平方公里", "平方千米", "平方米", "立方米", "公里", "千米", "厘米", "毫米", "米",
    "公顷", "亩", "吨", "公斤", "千克", "克", "千瓦时", "千瓦", "兆瓦", "兆", "升", "方", "元", "㎡", "m²", "m2",
    "km", "度", "倍", "分",
)  # fmt: skip
_OTHER = ("路", "号", "级", "层", "楼", "版", "届", "线")
UNITS = (*POINTS, *LENGTHS_OF_TIME, *AGES, *ELECTRIC, *_COUNTED, *_MEASURED, *_OTHER)
PER_UNITS = (
    "人", "名", "户", "位", "生", "座", "处", "个", "所", "家", "村", "乡", "镇", "社区", "街道", "机构", "小区",
    "班", "校", "亩", "床", "张", "间", "套", "台", "辆", "件", "场", "次", "天", "日", "周", "月", "季度", "季",
    "学期", "学年", "年", "小时", "平方米", "立方米", "公里", "米", "吨", "万人", "千人", "万人口", "千人口",
    "百户", "万户", "部", "栋", "幢", "对", "条", "站", "头", "株", "期", "例", "份", "课", "批", "项",
)  # fmt: skip
"""What a 标准 may be counted by: 元/人·月, 每平方米, 每千人口."""

MEANS = "人户场亩校村生床次店台日月周"
"""Behind these 均 is a mean (亩均投资), not 都."""

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
_RANGE = r"(?:-{1,2}|[—–~～]{1,2}|至|到)"
_UNIT = alternatives(UNITS)
_SCALE = alternatives(SCALES)
_BEFORE = alternatives([*BEFORE_WORDS, "近", "多于"])
_AFTER = alternatives([*AFTER_WORDS, "之内", "上下"])
_PER = rf"(?:[/·](?:每|{alternatives(PER_UNITS)})+(?![0-9]))+"
_LOW_UNIT = rf"(?:(?P<lowunit>{_UNIT})(?={_RANGE}(?:{_DIGITS}|{NUMERAL})(?:{_SCALE})?(?P=lowunit)))?"
"""2个-3个: the unit of the lower end is that of the upper."""
_NOT = "不(?:得|能|应|可|宜|要|准|允许)?|未|没有|严禁|避免|防止"
_OPPOSITE = {
    Comparator.MORE: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.MORE,
    Comparator.LESS: Comparator.AT_LEAST,
    Comparator.AT_LEAST: Comparator.LESS,
}
"""不得超过 and 不突破 are a ceiling."""
_AMOUNT = re.compile(
    rf"(?:(?P<not>{_NOT})?(?P<before>{_BEFORE}))?(?P<percent>百分之|千分之)?(?P<low>{_DIGITS}|{NUMERAL})(?P<loose>[余多])?"
    rf"(?:(?P<lowsign>[%‰])?(?P<lowscale>{_SCALE})?{_LOW_UNIT}(?P<dash>{_RANGE})(?P<high>{_DIGITS}|{NUMERAL}))?"
    rf"(?:(?P<sign>[%‰])|(?P<tenths>成(?![功立为员果人本品熟套]))(?P<half>[一二三四五六七八九半](?=$|[^个十百千]))?|(?P<plainunit>{_UNIT})|(?P<scale>{_SCALE})?(?P<more>[余多])?(?P<unit>{_UNIT})?)"
    rf"(?:[(（](?:{_UNIT})[)）])?(?P<behind>[余多])?(?P<per>{_PER})?(?P<after>{_AFTER})?"
)
_HALVES = {"半": Decimal("0.5")} | {sign: Decimal(at) / 10 for at, sign in enumerate("一二三四五六七八九", 1)}
"""What stands behind 成: 九成五 is 95%."""
_ROUND = {"百": Decimal(100), "千": Decimal(1000)}
"""Of these alone the text has to say that they are numbers: 百余场, 百分之百."""
_WIDE_GROUP = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
"""A comma among full-width digits parts thousands; one behind half-width digits parts clauses."""
_SIGNS = {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％．（）［］－＋：～＜＞＝]")


@dataclass(frozen=True)
class Compact:
    """A text without white space and with half-width digits and signs; `places` leads each sign back to the text."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where signs `start` to `end` stand in the text that it was made from."""
        return self.places[start], self.places[end - 1] + 1


def compact(text: str) -> Compact:
    """`text` with white space removed and digits, letters and signs made half-width; commas and 。 stay as they are."""
    grouped = _WIDE_GROUP.sub(",", text)
    kept = [(_narrow(sign), place) for place, sign in enumerate(grouped) if not sign.isspace() or sign == "\n"]
    return Compact("".join(sign for sign, _ in kept), tuple(place for _, place in kept))


def _narrow(sign: str) -> str:
    return _SIGNS.get(sign) or (unicodedata.normalize("NFKC", sign) if _WIDE.match(sign) else sign)


@dataclass(frozen=True)
class Written:
    """An amount where it stands in a compact text.

    `value` and `high` are in `unit`, which keeps 万 and 亿 (2.72 in 万人次) and is empty where none is written; rates
    are fractions. `number` is where the number itself begins and `end` where the amount ends, words of comparison
    among it; `start` is where those before it begin. `is_numeral`: written in characters. `per`: what 元/人·月 and the
    like are counted by (人·月).
    """

    start: int
    number: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    comparator: Comparator | None
    is_numeral: bool = False
    per: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage or a per mille, which both stand as fractions."""
        return self.unit == PERCENT

    @property
    def base(self) -> str:
        """The unit without its scale."""
        for scale in UNIT_SCALES:
            if self.unit.startswith(scale):
                return self.unit[len(scale) :]
        return self.unit


def written_amounts(text: str) -> Iterator[Written]:
    """Every number of a compact text with what belongs to it, from the left; characters only where they are one."""
    held: Written | None = None
    for one in _each_written(text):
        if held is not None and (whole := _compound(held, one)) is not None:
            held = whole
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _each_written(text: str) -> Iterator[Written]:
    at = 0
    while (match := _AMOUNT.search(text, at)) is not None:
        one = _written(match)
        if one is None:
            at = match.end("low")
        else:
            yield one
            at = one.end


def _compound(first: Written, second: Written) -> Written | None:
    """1万5千人 and 3亿5千万元 as one amount, in the unit of the first; None where the two are not one number."""
    if first.unit not in ("万", "亿") or first.end != second.number or second.start != second.number:
        return None
    if second.is_rate or first.high is not None or second.high is not None or first.is_numeral is not second.is_numeral:
        return None
    scale = second.unit.removesuffix(second.base) if second.base else ""
    smaller = product(second.value, SCALES.get(scale, Decimal(1)) / SCALES[first.unit])
    if not Decimal("0.01") <= smaller < 1 or (not scale and second.value % 100 and not second.is_numeral):
        return None
    value, unit = first.value + smaller, first.unit + second.base
    return replace(second, start=first.start, number=first.number, value=value, unit=unit,
                   comparator=first.comparator or second.comparator)  # fmt: skip


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text[0].isdigit() and text[0].isascii() else read_numeral(text)


def _written(match: re.Match[str]) -> Written | None:
    """None where characters are no number (十百千), or no measure follows them (一体)."""
    is_numeral = not match["low"][0].isascii()
    scale, unit = match["scale"] or "", match["plainunit"] or match["unit"] or ""
    try:
        low, high = _ends(match, scale)
    except ValueError:
        at = match.start("low")
        return (
            None
            if is_numeral
            else Written(at, at, match.end("low"), _number(match["low"]) or Decimal(0), None, "", None)
        )
    if low is None:
        return None
    sign = match["sign"] or match["lowsign"]
    percent = (
        PERCENT if match["tenths"] else {"百分之": PERCENT, "千分之": PER_THOUSAND}.get(match["percent"] or "", sign)
    )
    if is_numeral and not (unit or percent or scale):
        return None
    if percent:
        low += _HALVES[match["half"]] if match["half"] else 0
        share = Decimal(10) if match["tenths"] else HUNDRED if percent == PERCENT else HUNDRED * 10
        low, high, unit = low / share, None if high is None else high / share, PERCENT
    else:
        low, high, unit = _in_unit(low, high, scale, unit)
    loose = match["loose"] or match["more"] or match["behind"]
    comparator = _before(match["before"] or "", match["not"] is not None) or _after(match["after"] or "")
    if comparator is None and (loose or match["before"] == "近"):
        comparator = Comparator.AT_LEAST
    per = "·".join(part for part in re.split("[/·每]+", match["per"] or "") if part)
    return Written(match.start(), match.start("low"), match.end(), low, high, unit, comparator, is_numeral, per)


def _ends(match: re.Match[str], scale: str) -> tuple[Decimal | None, Decimal | None]:
    """The number, and the upper end of a range, both in `scale`; ValueError for a range that is none (5-3个).

    The scale of the upper end is that of the lower (2—3万人), unless that would run backwards (8000—1.2万人).
    """
    low = _number(match["low"])
    if match["percent"] or match["loose"] or match["more"] or match["before"]:
        low = _ROUND.get(match["low"], low)
    if low is not None and match["lowscale"]:
        low = product(low, _scaled(match["lowscale"]) / _scaled(scale))
    if low is None or not match["high"]:
        return low, None
    high = _number(match["high"])
    if high is not None and high < low and scale and not match["lowscale"]:
        low = product(low, 1 / _scaled(scale))
    if high is None or high < low:
        raise ValueError(match[0])
    return low, high


def _scaled(scale: str) -> Decimal:
    return SCALES[scale] if scale else Decimal(1)


def _before(word: str, is_denied: bool) -> Comparator | None:
    said = {"多于": Comparator.MORE}.get(word) or BEFORE_WORDS.get(word)
    return _OPPOSITE[said] if said is not None and is_denied else said


def _after(word: str) -> Comparator | None:
    return {"之内": Comparator.AT_MOST, "上下": Comparator.AT_LEAST}.get(word) or AFTER_WORDS.get(word)


def _in_unit(low: Decimal, high: Decimal | None, scale: str, unit: str) -> tuple[Decimal, Decimal | None, str]:
    """The amount in its unit, which keeps the largest of 万亿, 亿, 万 that the scale holds: 3百万元 is 300 in 万元."""
    kept = next((one for one in UNIT_SCALES if scale.endswith(one)), "")
    factor = SCALES[scale] / (SCALES[kept] if kept else 1) if scale else Decimal(1)
    return product(low, factor), None if high is None else product(high, factor), kept + unit
