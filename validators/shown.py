"""What a cell shows on the screen: its number format laid over its stored value, as far as that is certain.

Known are General, digits with separators, %, scaling by trailing commas, texts in quotes or behind `\\` and `!`,
padding (`_x`, `* `), colours, conditions, sections for negative, zero and text, and currency signs. Not known, and
None: fractions, exponents, times, Chinese numerals ([DBNum1]), what depends on the width of the column (General with
more than 11 characters), and what programs show differently (a negative number that is rounded to zero or stands under
a condition). Whether the column is wide enough, or shows ####, is left aside.
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from model.quantity import HUNDRED, SCALES, decimals_of, plain, product, round_half_up
from validators.grid import CellError, Content

GENERAL_CHARACTERS = 11
"""So many characters General shows whatever the width of the column is; a longer number is cut to the width."""
_GENERAL_LEAST = Decimal("0.0001")
"""Below this General may turn to an exponent."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<padding>.)|\*(?P<fill> )|\[(?P<bracket>[^\]]*)\]|(?P<split>;)'
    r"|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<plain>[-+$():^&'~{}<>= ]|[^\x00-\x7f])",
    re.IGNORECASE | re.DOTALL,
)
_LITERALS = frozenset({"quoted", "escaped", "plain"})
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=) *(-?[0-9]+(?:\.[0-9]+)?)$")
_COLOUR = re.compile(
    r"^(black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+|[黑蓝青绿红白黄]色?|洋红|颜色 ?[0-9]+)$"
)
_CURRENCY = re.compile(r"^\$([^-]*)(-[0-9a-f]+)?$")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_READ = re.compile(r"^(?P<before>[^0-9.]*)(?P<number>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(?P<after>[^0-9]*)$")
_CURRENCY_SIGNS = re.compile(r"[ \u3000¥￥$€]")
_UNFILLED = {"0": "0", "#": "", "?": " "}
"""What a place shows that no digit of the number falls on."""

_Token = tuple[str, str]
"""Kind (literal, digit, point, comma, percent, text, general) and text."""


@dataclass(frozen=True)
class _Section:
    """One part of a number format between `;`, commas already understood.

    `places` and `decimals` are the digit places before and behind the point, `thousands` the commas that scale.
    """

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None
    is_coloured: bool
    places: str
    decimals: str
    is_grouped: bool
    thousands: int

    def has(self, kind: str) -> bool:
        return any(one == kind for one, _ in self.tokens)

    @property
    def scales(self) -> bool:
        """Whether it shows another number than the stored one: by commas, or by a point that is mere text."""
        written = "".join(
            "0" if kind == "digit" else text for kind, text in self.tokens if kind in ("digit", "literal")
        )
        return self.thousands > 0 or (not self.has("point") and re.search(r"0\.0", written) is not None)

    def holds(self, number: Decimal) -> bool:
        return self.condition is None or _HOLDS[self.condition[0]](number, self.condition[1])


@dataclass(frozen=True)
class _Shown:
    """A number as shown, and by which section."""

    text: str
    section: _Section


_BARE = re.compile(r"^(?P<body>0(?:\.(?P<decimals>0+))?|#,##0(?:\.(?P<grouped>0+))?)(?P<percent>%?)$")
_OF_OUR_FORM = re.compile(r'^\[>=1\](?P<body>0(?:\.0+)?%);\[>=0\.(?P<nearly>9+)5\]"[^"]*";(?P=body)$')
"""A percentage that is never shown as 100% before it is: it differs from a bare one where digits are hidden only."""


@lru_cache(maxsize=1 << 10)
def _bare_decimals(number_format: str) -> int | None:
    """Decimal places that a format of bare digits shows, two more for a percentage; None for any other format."""
    match = _BARE.match(number_format)
    if match is None:
        return None
    return len(match["decimals"] or match["grouped"] or "") + (2 if match["percent"] else 0)


@lru_cache(maxsize=1 << 10)
def _form_decimals(number_format: str) -> int | None:
    """Decimal places that a percentage format of our own form shows, as of a fraction; None for any other format."""
    match = _OF_OUR_FORM.match(number_format)
    decimals = _bare_decimals(match["body"]) if match else None
    return decimals if match is not None and decimals == len(match["nearly"]) else None


def shows_all(content: Content, number_format: str) -> bool:
    """Whether a number is certainly shown with every digit it has: most are, and need no further look."""
    if not isinstance(content, Decimal):
        return False
    if number_format == "General":
        return len(str(content)) <= GENERAL_CHARACTERS
    decimals = _bare_decimals(number_format)
    if decimals is None and content >= 0:
        decimals = _form_decimals(number_format)
    return decimals is not None and decimals_of(content) <= decimals


def shown_text(content: Content, number_format: str) -> str | None:
    """What the cell shows, without blanks at its ends; None where that is not certain.

    A date is written 2023-09-20 whatever its format, an error value by its name, nothing as an empty text.
    """
    match content:
        case None:
            return ""
        case bool():
            return "TRUE" if content else "FALSE"
        case date():
            return content.isoformat()
        case CellError(name):
            return name
        case str():
            return _text_shown(content, number_format)
        case Decimal():
            shown = _number_shown(content, number_format)
            return None if shown is None else shown.text


def shown_number(content: Content, number_format: str) -> Decimal | None:
    """The number that a person reads off the screen, in plain units; None for what is no number or not certain.

    85% is 0.85, whether the sign multiplies or is mere text. A 万 (千, 百万, 亿 …) behind the digits counts where the
    format scales: 27200 shown as 2.7万 is 27000, while 2.72 shown as 2.72万 by `0.00"万"` stays 2.72, since 万 is its
    unit. A scaled number without such a word is read as it stands (2.7). Brackets are a minus. A negative number in
    red without either is None, as is one among other words or figures.
    """
    shown = _number_shown(content, number_format) if isinstance(content, Decimal) else None
    match = _READ.match(shown.text) if shown else None
    if shown is None or match is None or not isinstance(content, Decimal):
        return None
    sign = _CURRENCY_SIGNS.sub("", match["before"])
    after = match["after"].lstrip(" ")
    if sign not in ("", "+", "-", "(") or (sign == "(" and ")" not in after) or "%" in after[1:]:
        return None
    if content < 0 and sign not in ("-", "(") and shown.section.is_coloured:
        return None
    number = Decimal(match["number"].replace(",", "").rstrip("."))
    number = product(number, _read_factor(after, shown.section))
    return -number if sign in ("-", "(") else number


def _read_factor(after: str, section: _Section) -> Decimal:
    if after.startswith(("%", "％")):
        return 1 / HUNDRED
    word = next((one for one in sorted(SCALES, key=len, reverse=True) if after.startswith(one)), None)
    return SCALES[word] if word is not None and section.scales else Decimal(1)


# Reading the format


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section, ...] | None:
    """The sections of a format; None where a part of it is not known, or the file did not tell it (an empty one)."""
    if not number_format:
        return None
    parts: list[list[re.Match[str]]] = [[]]
    end = 0
    for match in _TOKEN.finditer(number_format):
        if match.start() != end:
            return None
        end = match.end()
        if match.lastgroup == "split":
            parts.append([])
        else:
            parts[-1].append(match)
    sections = [_section(part) for part in parts]
    known = tuple(one for one in sections if one is not None)
    return known if end == len(number_format) and len(known) == len(sections) <= 4 else None


def _section(matches: list[re.Match[str]]) -> _Section | None:
    tokens: list[_Token] = []
    condition, is_coloured = None, False
    for match in matches:
        kind = str(match.lastgroup)
        text = match[kind]
        if kind in _LITERALS:
            tokens.append(("literal", text))
        elif kind == "bracket" and (told := _CONDITION.match(text)):
            condition = (told[1], Decimal(told[2]))
        elif kind == "bracket" and _COLOUR.match(text.lower()):
            is_coloured = True
        elif kind == "bracket" and (told := _CURRENCY.match(text.lower())):
            tokens.append(("literal", text[1 : 1 + len(told[1])]))
        elif kind == "bracket":
            return None
        elif kind not in ("padding", "fill"):
            tokens.append((kind, text))
    return _measured(tokens, condition, is_coloured)


def _measured(tokens: list[_Token], condition: tuple[str, Decimal] | None, is_coloured: bool) -> _Section | None:
    """The section with its places counted and its commas told apart: between places they group, behind they scale."""
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    places = "".join(text for kind, text in tokens[:point] if kind == "digit")
    decimals = "".join(text for kind, text in tokens[point:] if kind == "digit")
    if kinds.count("point") > 1 or kinds.count("general") + kinds.count("text") > 1:
        return None
    if ("general" in kinds or "text" in kinds) and {"digit", "point", "comma", "percent"} & set(kinds):
        return None
    is_grouped, thousands = False, 0
    for index, kind in enumerate(kinds):
        if kind != "comma":
            continue
        if index == 0 or kinds[index - 1] not in ("digit", "comma"):
            return None
        if "digit" not in kinds[index:] or (index < point and "digit" not in kinds[index:point]):
            thousands += 1
        elif index < point:
            is_grouped = True
        else:
            return None
    kept = tuple(one for one in tokens if one[0] != "comma")
    return _Section(kept, condition, is_coloured, places, decimals, is_grouped, thousands)


# Laying it over a value


def _text_shown(text: str, number_format: str) -> str | None:
    sections = _sections(number_format)
    if sections is None:
        return text if "@" not in number_format and number_format.count(";") < 3 else None
    last = sections[-1]
    if len(sections) < 4 and not last.has("text"):
        return text
    if last.has("digit") or last.has("general"):
        return None
    return "".join(text if kind == "text" else literal for kind, literal in last.tokens)


def _number_shown(number: Decimal, number_format: str) -> _Shown | None:
    sections = _sections(number_format)
    if sections is None:
        return None
    if len(sections) > 1 and (len(sections) == 4 or sections[-1].has("text")):
        sections = sections[:-1]
    section = _section_for(number, sections)
    if section is None:
        return None
    text = _laid_over(section, abs(number))
    if text is None or (number < 0 and not _has_figure(text, section)):
        return None
    return _Shown((f"-{text}" if number < 0 and len(sections) == 1 else text).strip(), section)


def _has_figure(text: str, section: _Section) -> bool:
    """Whether something is left of a number once it is rounded; without places there is nothing to round."""
    return not (section.places or section.decimals) or re.search("[1-9]", text) is not None


def _section_for(number: Decimal, sections: tuple[_Section, ...]) -> _Section | None:
    """The section that a number falls under; None where programs differ."""
    if any(one.condition for one in sections):
        is_plain = all(one.condition for one in sections[:-1]) and number >= 0
        return next((one for one in sections if one.holds(number)), None) if is_plain else None
    if number < 0 and len(sections) > 1:
        is_bare = len(sections) == 2 and not sections[1].tokens
        return None if is_bare else sections[1]
    return sections[2] if number == 0 and len(sections) == 3 else sections[0]


def _laid_over(section: _Section, magnitude: Decimal) -> str | None:
    """A number without its sign, as the section shows it."""
    percents = sum(kind == "percent" for kind, _ in section.tokens)
    scaled = product(magnitude, Decimal(1).scaleb(2 * percents - 3 * section.thousands))
    whole, _, fraction = format(round_half_up(scaled, len(section.decimals)), "f").partition(".")
    whole = whole.lstrip("0")
    before = iter(_integer_places(section.places, whole, section.is_grouped))
    behind = iter(_decimal_places(section.decimals, fraction))
    pieces: list[str] = []
    is_behind = False
    for kind, text in section.tokens:
        if kind == "digit":
            pieces.append(next(behind if is_behind else before))
        elif kind == "point":
            is_behind = True
            pieces.append("." if section.places else f"{whole}.")
        elif kind in ("general", "text"):
            pieces.append(_general(magnitude) or "\0")
        else:
            pieces.append(text)
    shown = "".join(pieces)
    return None if "\0" in shown else shown


def _general(magnitude: Decimal) -> str | None:
    text = plain(magnitude)
    is_certain = len(text) <= GENERAL_CHARACTERS and (not magnitude or magnitude >= _GENERAL_LEAST)
    return text if is_certain else None


def _integer_places(places: str, whole: str, is_grouped: bool) -> list[str]:
    """What stands at each place before the point, from the left; the first takes all digits that are left."""
    shown: list[str] = []
    for index, place in enumerate(reversed(places)):
        end = max(len(whole) - index, 0)
        start = 0 if index == len(places) - 1 else max(end - 1, 0)
        digits = whole[start:end] or _UNFILLED[place]
        shown.append("".join(_grouped(digits, index)) if is_grouped else digits)
    return shown[::-1]


def _grouped(digits: str, index: int) -> Iterator[str]:
    """Digits of which the last stands `index` places before the point, a comma behind each that closes a group."""
    for position, digit in zip(range(index + len(digits) - 1, index - 1, -1), digits, strict=True):
        yield f"{digit}," if position and position % 3 == 0 and digit != " " else digit


def _decimal_places(places: str, fraction: str) -> Iterator[str]:
    kept = len(fraction.rstrip("0"))
    for index, place in enumerate(places):
        yield fraction[index] if index < kept else _UNFILLED[place]
