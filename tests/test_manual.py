"""使用手册.md and README.md say what is so: rules, files, commands, sheets and columns, words of templates, screens."""

import io
import re
from enum import StrEnum
from pathlib import Path

import docx
import pytest

from commands.screen import NOT_DONE, WANTS_A_PERSON, WELL
from delivery.manual import COLUMNS, with_table
from generators.telling.words import NOTICE_WORDS
from generators.template_lint import WORDS_OF
from generators.word.check import template_findings
from generators.word.vocabulary import WORDS_PAPER
from make_reports import JOBS, main
from model.breakdown import FaultPolicy, MissingPolicy
from model.catalogue import CATALOGUE, SHORT
from model.indicator import Accrual, Direction, Kind, Rollup
from model.labels import (
    CARRY_OVER_FILE,
    CORRECTIONS_FILE,
    AdjustmentColumn,
    Basic,
    CarryOverColumn,
    CorrectionColumn,
    ExemptionColumn,
    IndicatorColumn,
    PeriodColumn,
    ProjectColumn,
    ReceiptColumn,
    RelationColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)  # fmt: skip
from model.unit import BELOW_KINDS, OWN_LEVEL_KINDS
from tests.sample_years import copy_of

HOME = Path(__file__).resolve().parent.parent
MANUAL = (HOME / "使用手册.md").read_text(encoding="utf-8")
README = (HOME / "README.md").read_text(encoding="utf-8")
CHANGES = (HOME / "CHANGELOG.md").read_text(encoding="utf-8")
OFFICE_FILES = {CORRECTIONS_FILE, CARRY_OVER_FILE}
"""What a clerk makes: nothing in the repository and nothing that the tool writes."""
FILE_NAME = re.compile(r"[\w/（）-]+\.(?:xlsx|docx|json|bat|sh|py|png|md)\b")
OPTION = r"--[a-z\u4e00-\u9fff]+"
MAX_PICTURE_BYTES = 300_000
TASKS = {
    "第一天": "### 1.3 ",
    "每个月": "## 3 ",
    "两份表": "### 4.1 ",
    "旧表": "### 4.2 ",
    "报晚了": "### 4.4 ",
    "7月调整了目标": "### 4.6 ",
    "措辞": "## 5 ",
    "新的一年": "### 4.12 ",
    "换一台电脑": "### 4.13 ",
    "看不懂": "## 10 ",
}
"""What a clerk comes with, and the heading that begins what is done then."""


def section(heading: str) -> str:
    """The text below the heading that begins so, up to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    _, found, rest = f"\n{MANUAL}".partition(f"\n{heading}")
    assert found, heading
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]


def table_rows(text: str) -> list[list[str]]:
    """The rows of the Markdown tables in a text, rules left out."""
    lines = (line.strip() for line in text.splitlines())
    rows = [[one.strip() for one in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if set("".join(row)) - {"-"}]


# Rules


def test_the_table_of_rules_holds_the_whole_catalogue_with_levels_and_titles() -> None:
    told = {row[0]: tuple(row[1:3]) for row in table_rows(section("## 10 ")) if row[0] != "代码"}
    assert told == {code: (rule.severity.label, rule.title) for code, rule in CATALOGUE.items()}


def test_the_table_of_rules_is_the_one_that_is_generated() -> None:
    assert with_table(MANUAL) == MANUAL, "python -m delivery.manual"


def test_every_rule_is_told_how_it_sounds_and_what_to_do() -> None:
    rows = [row for row in table_rows(section("## 10 ")) if row[0] != "代码"]
    assert len(rows) == len(CATALOGUE), "each rule once"
    for row in rows:
        assert len(row) == len(COLUMNS)
        assert re.search(r"[\u4e00-\u9fff]{2}", row[3]), row
        assert row[4].endswith("。"), row
        assert "……" not in row[4], row
        assert not set("{}") & set(row[3] + row[4]), row


def test_a_sentence_is_found_by_each_of_its_words_that_stay_the_same() -> None:
    told = {row[0]: row[3] for row in table_rows(section("## 10 "))}
    said_by_a_check = re.compile(r"\W*\{(?:what|fault)\}\W*")
    for code, rule in CATALOGUE.items():
        sentence = "" if said_by_a_check.fullmatch(rule.sentence) else rule.sentence
        for words in re.split(r"\{\w+\}", sentence + SHORT.get(code, "")):
            assert words in told[code].replace("<br>“自检”一列：", ""), (code, words)


def test_advice_is_the_catalogues_own_wherever_it_can_be_read_without_the_case() -> None:
    told = {row[0]: row[4] for row in table_rows(section("## 10 "))}
    for code, rule in CATALOGUE.items():
        assert ("{" in rule.remedy) or told[code] == rule.remedy, code


@pytest.mark.parametrize("text", ["", "<!-- 上面这张表由程序写出 -->"])
def test_a_manual_without_the_places_for_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="标记"):
        with_table(text)


def test_rules_that_the_text_names_exist() -> None:
    named = set(re.findall(r"\b[WRCXPKABT]\d\d\b", MANUAL))
    assert len(named) == len(CATALOGUE)
    assert named <= set(CATALOGUE)


# Files


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files that the tool writes on the sample, a notice that a person changed counted in."""
    period = copy_of("平顶山2023", tmp_path_factory.mktemp("manual")) / "2023-09"
    assert main(["forms", str(period), "--quiet"]) == 0
    assert main(["run", str(period), "--quiet"]) == 1
    notice = period / "结果" / "通报.docx"
    paper = docx.Document(str(notice))
    paper.add_paragraph("改过")
    paper.save(str(notice))
    assert main(["run", str(period), "--quiet"]) == 1
    december = period.with_name("2023-12")
    assert main(["assess", str(december), "--quiet"]) == 1
    folders = [one / "结果" for one in (period, december)]
    return {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.*")}


def names_in(text: str) -> set[str]:
    """The file names in backticks; names inside commands and picture links are looked at by other tests."""
    quoted = re.findall(r"`([^`\n]+)`", text)
    return {one for one in quoted if FILE_NAME.fullmatch(one)}


@pytest.mark.slow
@pytest.mark.parametrize("text", [MANUAL, README, CHANGES], ids=["manual", "readme", "changelog"])
def test_every_file_that_is_named_exists_or_is_written(text: str, written: set[str]) -> None:
    kept = {
        path.name for folder in (HOME, HOME / "templates", HOME / "samples" / "平顶山2023") for path in folder.iterdir()
    }
    for name in names_in(text):
        assert name in written | kept | OFFICE_FILES or (HOME / name).is_file(), name


@pytest.mark.slow
def test_every_result_is_explained(written: set[str]) -> None:
    told = names_in(section("## 6 "))
    kinds = {name.partition("/")[0] for name in written} - {"通报_新.docx"}
    assert kinds == {name.partition("/")[0] for name in told}


def test_folders_that_the_readme_tells_of_exist() -> None:
    folders = [row[0].strip("`") for row in table_rows(README.partition("## From")[2])[1:]]
    assert len(folders) == 10
    assert all((HOME / one).exists() for one in folders), folders


@pytest.mark.parametrize("text", [MANUAL, README], ids=["manual", "readme"])
def test_every_picture_and_link_is_there_and_light(text: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert any(one.endswith(".png") for one in links)
    for link in links:
        path = HOME / link
        assert path.is_file(), link
        assert path.suffix != ".png" or path.stat().st_size < MAX_PICTURE_BYTES, link


def test_no_picture_is_left_over() -> None:
    shown = set(re.findall(r"docs/pictures/([\w-]+\.png)", MANUAL + README))
    assert {path.name for path in (HOME / "docs" / "pictures").iterdir()} == shown


def anchor(heading: str) -> str:
    """Where a link to a heading leads: small letters, signs left out, blanks as hyphens."""
    return re.sub(r"[^\w\u4e00-\u9fff -]", "", heading).replace(" ", "-").lower()


def test_links_inside_the_manual_lead_to_its_headings() -> None:
    headings = re.findall(r"(?m)^##+ (.+)$", MANUAL)
    anchors = re.findall(r"\]\(#([^)]+)\)", MANUAL)
    assert set(anchors) <= {anchor(one) for one in headings}
    assert len({anchor(one) for one in headings}) == len(headings), "two alike: a link would lead to the first"
    contents = {anchor(one) for one in headings if re.match(r"\d+ ", one)}
    assert len(contents) == 10
    assert contents <= set(anchors)


@pytest.mark.parametrize("task", TASKS)
def test_what_a_clerk_comes_with_leads_to_where_it_is_told(task: str) -> None:
    [(_, leads_to)] = [row for row in table_rows(section("## 您要做的事")) if task in row[0]]
    [heading] = [one for one in re.findall(r"(?m)^##+ .+$", MANUAL) if one.startswith(TASKS[task])]
    assert f"(#{anchor(heading.lstrip('# '))})" in leads_to


def test_the_number_of_a_link_is_that_of_its_heading() -> None:
    for number, leads_to in re.findall(r"\[(\d+(?:\.\d+)?)\]\(#([^)]+)\)", section("## 您要做的事")):
        assert re.match(rf"{number.replace('.', '')}-", leads_to)


def test_sections_that_the_text_names_exist() -> None:
    named = set(re.findall(r"(?<![\w.（])(?:见|照|看) ?(\d\.\d+)", MANUAL))
    assert len(named) > 10
    assert named <= set(re.findall(r"(?m)^### (\d\.\d+) ", MANUAL))


# Commands


def test_every_command_is_told_and_every_command_told_is_there() -> None:
    told = set(re.findall(r"python make_reports\.py ([a-z]+)", MANUAL))
    assert told == set(JOBS)


def test_the_options_told_are_those_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    told = set(re.findall(rf"`({OPTION})(?: [^`]+)?`", section("## 9 ")))
    for job in JOBS:
        with pytest.raises(SystemExit):
            main([job, "--help"])
    assert told == set(re.findall(OPTION, capsys.readouterr().out))


@pytest.mark.slow
def test_the_example_commands_work_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").mkdir()
    copy_of("平顶山2023", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"(?m)^    python make_reports\.py (.+)$", section("## 9 "))
    assert [main(line.split()) for line in lines] == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0]


def test_the_launchers_are_called_by_their_names() -> None:
    for launcher in ("制作通报.bat", "make_reports.sh"):
        assert launcher in MANUAL
        assert (HOME / launcher).is_file()
    assert "./make_reports.sh samples/平顶山2023/2023-09" in README
    assert "sh make_reports.sh samples/平顶山2023/2023-09" in MANUAL
    assert "./make_reports.sh" not in MANUAL, "unpacked from a stick it may not be started by itself"
    assert (HOME / "tests" / "run").is_file()


def test_the_exit_statuses_are_told() -> None:
    rows = table_rows(section("## 9 "))
    told = rows[rows.index(["退出码", "意思"]) + 1 :]
    assert [row[0] for row in told] == [str(one) for one in (WELL, WANTS_A_PERSON, NOT_DONE)]


# What the screen says


def test_every_sentence_of_the_screen_that_is_explained_is_one_of_the_tools() -> None:
    sources = [HOME / "make_reports.py", *(HOME / "delivery").glob("*.py")]
    for folder in ("commands", "model", "validators", "generators"):
        sources.extend(sorted((HOME / folder).glob("*.py")))
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    rows = table_rows(section("## 7 "))[1:]
    assert len(rows) > 10
    for row in rows:
        for part in row[0].split("……"):
            assert part.strip("“”") in code, part


@pytest.mark.slow
@pytest.mark.parametrize(("heading", "sample"), [("### 1.3", "平顶山2023/2023-09"), ("### 3.6", "叶县2022/2022-H1")])
def test_the_screens_that_the_manual_shows_are_those_of_the_samples(
    heading: str, sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year, _, period = sample.partition("/")
    main(["run", str(copy_of(year, tmp_path) / period)])
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    blocks = re.findall(r"(?m)((?:^ {4,}\S.*\n)+)", section(heading))
    shown = [line.strip() for line in max(blocks, key=len).splitlines()]
    assert len(shown) == len(said)
    for one, other in zip(shown, said, strict=True):
        assert one == other or one.startswith("结果在："), (one, other)


@pytest.mark.slow
def test_the_screen_of_a_new_year_is_that_of_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = copy_of("平顶山2023", tmp_path)
    assert main(["new", str(tmp_path / "平顶山市2024"), "--上年", str(last)]) == WANTS_A_PERSON
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    text = section("### 4.12")
    shown = [one.strip() for one in text.partition("会看到：")[2].splitlines()]
    start = next(number for number, one in enumerate(shown) if one)
    assert shown[start].split("：")[0] == said[0].split("：")[0]
    assert shown[start + 1 : start + len(said)] == said[1:]
    assert not shown[start + len(said)]


def test_the_python_that_the_manual_sends_for_is_the_one_that_the_batch_file_knows() -> None:
    known = re.search(r'GW_ZIP=(python-([\d.]+)-.+?\.zip)"', (HOME / "制作通报.bat").read_text(encoding="ascii"))
    assert known is not None
    assert f"https://www.python.org/ftp/python/{known[2]}/{known[1]}" in section("### 1.1")
    assert set(re.findall(r"python-[\d.]+-embed-\w+\.zip", MANUAL)) == {known[1]}


# The breakdown


def first_column(heading: str) -> set[str]:
    return {row[0].strip("`") for row in table_rows(section(heading))}


def test_every_item_of_the_basics_is_told() -> None:
    assert set(Basic) <= first_column("### 2.1")


@pytest.mark.parametrize(
    ("heading", "labels"),
    [
        ("### 2.2", UnitColumn),
        ("### 2.3", IndicatorColumn),
        ("### 2.5", ProjectColumn),
        ("### 2.5", PeriodColumn),
        ("### 2.5", RelationColumn),
        ("### 2.5", StandardColumn),
        ("### 4.6", AdjustmentColumn),
        ("### 4.7", ExemptionColumn),
    ],
)
def test_every_column_of_the_breakdown_is_told(heading: str, labels: type[StrEnum]) -> None:
    assert set(labels) <= first_column(heading)


def test_every_sheet_of_the_breakdown_is_told_of() -> None:
    own_workbook = {Sheet.CORRECTIONS, Sheet.RECEIPTS}
    told = first_column("## 2 ")
    assert set(Sheet) - own_workbook - {Sheet.SCORING} <= told


def test_the_words_that_a_cell_may_hold_are_told() -> None:
    kinds = section("### 2.3")
    for words in (Kind, Rollup, Accrual, Direction):
        assert all(word in kinds for word in words)
    assert all(kind in section("### 2.2") for kind in OWN_LEVEL_KINDS | BELOW_KINDS)
    assert all(word in section("### 2.1") for word in (*MissingPolicy, *FaultPolicy))


def test_the_offices_own_workbooks_are_shown_with_their_columns() -> None:
    assert list(CorrectionColumn) in table_rows(section("### 4.3"))
    assert list(ReceiptColumn) in table_rows(section("### 4.4"))
    assert all(f"`{label}`" in section("### 2.6") for label in CarryOverColumn)


# Words of the templates


def test_the_words_that_the_manual_shows_are_told_as_in_the_paper_of_words() -> None:
    rows = [row for row in table_rows(section("### 5.3")) if row[0] != "词"]
    assert len(rows) > 10
    for word, meaning, example in rows:
        told = NOTICE_WORDS[word.strip("`")]
        assert (meaning, example) == (told.meaning, told.example)


def test_the_tags_that_the_manual_shows_are_well_written() -> None:
    paper = docx.Document()
    tags = re.findall(r"`(\{[{%].+?)`", section("### 5.3"))
    whole = [tag for tag in tags if "… %}" not in tag]
    assert len(whole) == 3
    for tag in whole:
        for part in tag.replace("…", "\n").split("\n") if "{%p" in tag else [tag]:
            paper.add_paragraph(part)
    made = io.BytesIO()
    paper.save(made)
    assert template_findings(made.getvalue(), NOTICE_WORDS) == []


def test_the_manual_leads_to_the_paper_of_words() -> None:
    assert f"{WORDS_PAPER}.docx" in names_in(section("### 5.3"))


def test_every_template_is_told_of() -> None:
    assert {f"{name}.docx" for name in WORDS_OF} <= names_in(section("### 5.2"))
