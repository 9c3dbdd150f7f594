"""Numbers written in Chinese characters: 三百, 两千零五十, 二十万, 一点五; 十百千 is no number."""

import re
from decimal import Decimal

DIGITS = {one: value for value, signs in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
          for one in signs}  # fmt: skip
_PLACES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?"
"""What may be a number in characters, 万 and 亿 aside: those are scales."""
_BELOW_TEN_THOUSAND = re.compile(
    r"^(?:([一二两三四五六七八九])千)?(零)?(?:([一二两三四五六七八九])百)?(零)?"
    r"(?:([一二两三四五六七八九])?十)?(零)?([一二两三四五六七八九])?$"
)


def read_numeral(text: str) -> Decimal | None:
    """The number that `text` is, below ten thousand, with decimals after 点; None for what is none (十百千, 百)."""
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    return value + Decimal("0." + "".join(str(DIGITS[one]) for one in fraction))


def _whole(text: str) -> Decimal | None:
    if text in ("零", "〇"):
        return Decimal(0)
    match = _BELOW_TEN_THOUSAND.match(text)
    if not text or match is None or text in ("百", "千"):
        return None
    thousands, _, hundreds, _, tens, _, ones = match.groups()
    digits = [DIGITS[one] if one else 0 for one in (thousands, hundreds, tens, ones)]
    if "十" in text and not tens:
        digits[2] = 1
    value = sum(digit * place for digit, place in zip(digits, (1000, 100, 10, 1), strict=True))
    return Decimal(value) if value and _is_spelt(text, digits) else None


def _is_spelt(text: str, digits: list[int]) -> bool:
    """Whether a gap between places is marked by 零 and nothing else is: 一千零五 but not 一千五 (which is 1500).

    A 零 at the front is that of a number behind 万 (一万零五百).
    """
    text = text.removeprefix("零")
    bare = text.replace("零", "")
    if len(bare) >= 3 and bare[-1] in DIGITS and bare[-2] in "千百" and "零" not in text:
        return False
    gaps = "".join("1" if digit else "0" for digit in digits).strip("0")
    return ("0" in gaps) == ("零" in text)
