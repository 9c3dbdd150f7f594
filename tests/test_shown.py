"""What a cell shows on the screen, with LibreOffice as the oracle for every format that is claimed to be known."""

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from generators.sheet import share_format
from model.quantity import round_half_up
from tests.libreoffice import converted, needs_libreoffice
from validators.grid import CellError, Content
from validators.shown import shown_number, shown_text, shows_all

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
NEARLY = '[>=1]0.0%;[>=0.9995]"99.9%";0.0%'

SHOWN: list[tuple[str, str, str | None, str | None]] = [
    # number, format, what is shown, what a person reads
    ("27200", "General", "27200", "27200"),
    ("2.72", "General", "2.72", "2.72"),
    ("12345678901", "General", "12345678901", "12345678901"),
    ("123456789012", "General", None, None),
    ("0.333333333333333", "General", None, None),
    ("0.00001", "General", None, None),
    ("5", 'G/通用格式"人"', "5人", "5"),
    ("5", "@", "5", "5"),
    ("2.5", "0", "3", "3"),
    ("2.725", "0.00", "2.73", "2.73"),
    ("1.005", "0.00", "1.01", "1.01"),
    ("7", "000", "007", "7"),
    ("1234.5", "#,##0", "1,235", "1235"),
    ("1234567.891", "#,##0.00", "1,234,567.89", "1234567.89"),
    ("5", "0,000", "0,005", "5"),
    ("5", "0.##", "5.", "5"),
    ("0.5", "#.##", ".5", "0.5"),
    ("0", "#", "", None),
    ("0.8549", "0%", "85%", "0.85"),
    ("0.719", "0.0%", "71.9%", "0.719"),
    ("0.98765", "0.00%", "98.77%", "0.9877"),
    ("85", '0"%"', "85%", "0.85"),
    ("85", "0\\%", "85%", "0.85"),
    ("27200", "0,", "27", "27"),
    ("27200", '0,"千"', "27千", "27000"),
    ("27200", '0!.0,"万"', "2.7万", "27000"),
    ("27200", '0\\.0,"万"', "2.7万", "27000"),
    ("27200", '0"."0,', "2.7", "2.7"),
    ("500", '0!.0,"万"', "0.1万", "1000"),
    ("27200", '0!.0000"万"', "2.7200万", "27200"),
    ("27200", '0.00,"万"', "27.20万", "272000"),
    ("272000000", '0.00,,"百万元"', "272.00百万元", "272000000"),
    ("2.72", '0.00"万"', "2.72万", "2.72"),
    ("27200", '0.00,,"万"%', "2.72万%", None),
    ("1500", '0"人"', "1500人", "1500"),
    ("1500", "0人", "1500人", "1500"),
    ("1500", '"约"0', "约1500", None),
    ("13800001234", "000-0000-0000", "138-0000-1234", None),
    ("3.5", "[Red]0.0", "3.5", "3.5"),
    ("3.5", "[红色]0.0", "3.5", "3.5"),
    ("-3.5", "0.0", "-3.5", "-3.5"),
    ("-3.5", "0.0;0.0", "3.5", "3.5"),
    ("-3.5", "0.0;[Red]0.0", "3.5", None),
    ("-3.5", "0.0;[Red]-0.0", "-3.5", "-3.5"),
    ("-1234", "#,##0_);(#,##0)", "(1,234)", "-1234"),
    ("0", '0;-0;"无"', "无", None),
    ("0", "0;-0;;@", "", None),
    ("-3", "0;;", "", None),
    ("-3", "0;", None, None),
    ("-0.001", "0.00", None, None),
    ("-3", "[>=1]0;0.0", None, None),
    ("1", NEARLY, "100.0%", "1"),
    ("0.9996", NEARLY, "99.9%", "0.999"),
    ("0.719", NEARLY, "71.9%", "0.719"),
    ("3", "[>=5]0", None, None),
    ("3", "0;[>=5]0.0", None, None),
    ("1234.5", ACCOUNTING, "1,234.50", "1234.5"),
    ("0", ACCOUNTING, "-", None),
    ("-1234.5", ACCOUNTING, "-1,234.50", "-1234.5"),
    ("12.5", '"¥"#,##0.00', "¥12.50", "12.5"),
    ("12.5", "[$¥-804]#,##0.00", "¥12.50", "12.5"),
    ("-12.5", "[$¥-804]#,##0.00", "-¥12.50", "-12.5"),
    ("0.5", "# ?/?", None, None),
    ("123456", "0.00E+00", None, None),
    ("45194", "yyyy-mm-dd", None, None),
    ("12", "[DBNum1]0", None, None),
    ("12", "[h]:mm", None, None),
    ("12", '0"人', None, None),
    ("12", "0.0.0", None, None),
    ("12", '0"人",', None, None),
    ("12", "0.0,0", None, None),
    ("12", "General0", None, None),
    ("12", "0;0;0;0;0", None, None),
    ("12", "*-0", None, None),
    ("12", "", None, None),
]


@pytest.mark.parametrize(("number", "number_format", "text", "read"), SHOWN)
def test_a_number_is_shown_and_read_as_on_the_screen(
    number: str, number_format: str, text: str | None, read: str | None
) -> None:
    assert shown_text(Decimal(number), number_format) == text
    assert shown_number(Decimal(number), number_format) == (None if read is None else Decimal(read))


@pytest.mark.parametrize(
    ("content", "number_format", "text"),
    [
        (None, "0", ""), (True, "General", "TRUE"), (False, "0.00", "FALSE"), (CellError("#REF!"), "0", "#REF!"),
        (date(2023, 9, 25), "yyyy-mm-dd", "2023-09-25"), ("宝丰县", "General", "宝丰县"), ("85%", "0%", "85%"),
        ("宝丰", '@"县"', "宝丰县"), ("宝丰县", "0;-0;;", ""), ("宝丰县", "0;-0;0;@", "宝丰县"), ("x", ";;;", ""),
        ("9月20日", "yyyy-mm-dd", "9月20日"), ("x", '[DBNum1]0;0;0;"y"', None), ("宝丰县", ACCOUNTING, "宝丰县"),
        ("x", "0;0;0;0", None),
    ],
)  # fmt: skip
def test_what_is_no_number_is_shown_too_but_not_read_as_one(
    content: Content, number_format: str, text: str | None
) -> None:
    assert shown_text(content, number_format) == text
    assert shown_number(content, number_format) is None


@given(st.decimals(-(10**12), 10**12, places=4), st.integers(0, 3))
def test_a_shown_number_is_the_stored_one_rounded_half_up(number: Decimal, digits: int) -> None:
    rounded = round_half_up(number, digits)
    code = "#,##0." + "0" * digits if digits else "#,##0"
    expected = None if number < 0 and rounded == 0 else rounded
    assert shown_number(number, code) == expected
    percent = round_half_up(number * 100, digits)
    assert shown_number(number, f"{code}%") == (None if number < 0 and percent == 0 else percent / 100)


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(alphabet='0#?.,;%@"\\!_* []><=1Ge万人-(E/yd', max_size=12),
)
def test_no_format_raises(number: Decimal, number_format: str) -> None:
    text = shown_text(number, number_format)
    assert text is None or text == text.strip()
    assert text is not None or shown_number(number, number_format) is None


# Against LibreOffice

FORMATS = sorted({code for _, code, text, _ in SHOWN if text is not None and "!" not in code and "通用" not in code})
FORMATS.remove("General")
FORMATS.remove("[红色]0.0")
FORMATS += [
    "#,##0.0",
    "0.000",
    "0.0_ ",
    "#,##0_ ",
    "0.0,",
    "#,##0,",
    "#,##0.0,,",
    '0"%";-0"%"',
    "0.0%;-0.0%;0%",
    "00.0",
]
FORMATS += ["# 人", '0.0"万人次"', '[=0]"";0.0', '[<60]"不足"0;[<80]0.0;0', "0.0#", "0.?", "(0)", "+0;-0;0", ".00"]
FORMATS += ["#,##0;[Red]#,##0"]
NUMBERS: list[float] = [0, 1, 5, 12, 85, 99.95, 100, 0.5, 0.25, 0.05, 0.04, 0.9996, 0.99949, 2.5, 2.725, 1.005, 1234.5]
NUMBERS += [27200, 0.1, 1e-3, 999.995, 9999.5, 99999.96, 1234567.891, 1e9, 123456789012, 0.719, 0.8549, 98.76543]
NUMBERS += [-1, -0.5, -3.5, -27200, -1234.567]


def as_libreoffice_shows(folder: Path, codes: list[str], numbers: list[float]) -> list[list[str]]:
    """What LibreOffice shows of each number (a row) in each format (a column), without blanks at the ends."""
    path = folder / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for column, code in enumerate(codes):
        shape = book.add_format({"num_format": code})
        for row, number in enumerate(numbers):
            sheet.write_number(row, column, number, shape)
    book.close()
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    with converted([path], folder, as_shown)["表"].open(encoding="utf-8", newline="") as file:
        return [[text.strip() for text in line] for line in csv.reader(file)]


def is_half_percent(number: float, code: str) -> bool:
    """Whether a percentage lies half-way: LibreOffice multiplies in binary, and 100.5% may fall short of it."""
    digits = len(code.partition(".")[2].partition("%")[0])
    return code.endswith("%") and abs(Decimal(repr(number)).scaleb(2 + digits)) % 1 == Decimal("0.5")


@pytest.mark.slow
@needs_libreoffice
def test_every_known_format_shows_what_libreoffice_shows(tmp_path: Path) -> None:
    chance = random.Random(2023)
    some = [round(chance.uniform(-1, 1) * 10 ** chance.randrange(9), chance.randrange(6)) for _ in range(150)]
    numbers = NUMBERS + some
    told = [
        (number, code, shown_text(Decimal(repr(number)), code), shown)
        for number, line in zip(numbers, as_libreoffice_shows(tmp_path, FORMATS, numbers), strict=True)
        for code, shown in zip(FORMATS, line, strict=True)
        if not is_half_percent(number, code)
    ]
    assert sum(ours is not None for _, _, ours, _ in told) > 0.9 * len(told)
    # Excel keeps the point of 5. under 0.##, LibreOffice drops it.
    assert [one for one in told if one[2] is not None and one[2].rstrip(".") != one[3].rstrip(".")] == []


@given(st.integers(0, 10**9))
def test_an_exclamation_mark_sets_off_a_character_as_a_backslash_does(number: int) -> None:
    for code in ('0!.0,"万"', '0!.0000"万"', "0!%"):
        assert shown_text(Decimal(number), code) == shown_text(Decimal(number), code.replace("!", "\\"))


@given(
    number=st.decimals(-20, 20, places=5) | st.decimals(Decimal("0.99"), Decimal("1.01"), places=5),
    kept=st.integers(0, 5),
    number_format=st.sampled_from(["General", "0", "0.00", "#,##0.0", "0%", "0.0%", share_format(0), NEARLY]),
)
def test_what_shows_all_digits_is_read_off_the_screen_as_it_is(number: Decimal, kept: int, number_format: str) -> None:
    number = round_half_up(number, kept)
    if shows_all(number, number_format):
        assert shown_number(number, number_format) in (number, None)
        is_scientific = number_format == "General" and 0 < number < Decimal("0.0001")  # 1E-05 on the screen
        assert number < 0 or is_scientific or shown_number(number, number_format) == number
