"""结果.json: its keys and figures are those of contract section 5; what was damaged on the way is refused, not read."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.breakdown import MissingPolicy
from model.figure import Previous, RollUp
from model.finding import Finding, Severity
from model.indicator import Kind, Rollup
from model.labels import FormColumn
from model.movement import movement_of
from model.quantity import quotient
from model.results import Results, ResultsError, read_outcome, read_previous, results_text
from model.submission import Change, Intake, Source, Status, Submission
from tests.years import Sent, a_period, a_year, as_previous, figure_of, results, rolled_up, row

KEYS = {
    "": "schema period previous elapsed breakdown submissions findings figures totals standings outputs seal",
    "breakdown": "file sha256",
    "submissions": "unit file sha256 status late",
    "findings": "unit file sheet cell indicator severity settled rule message value expected",
    "figures": "indicator unit value numerator denominator text target completion met verdict pace gap rank previous "
    "increment previous_rank carried stage source",
    "figures.source": "file sheet cell",
    "totals": "indicator value target completion met verdict pace gap units_reported units_asked units_done "
    "reported_value reported_target",
    "standings": "unit project score rank previous_rank",
    "outputs": "file sha256",
}
"""Contract section 5, in its order."""

DECIMALS = {
    "elapsed", "value", "numerator", "denominator", "target", "completion", "gap", "previous", "increment",
    "reported_value", "reported_target", "score",
}  # fmt: skip
WHOLE_NUMBERS = {"schema", "rank", "previous_rank", "units_reported", "units_asked", "units_done"}

SENT: dict[str, dict[str, Sent]] = {
    "1.1": {"宝丰县": "2.72", "郏县": "0"},
    "1.2": {"宝丰县": ("1", "3"), "郏县": ("2", "3")},
    "1.3": {"市民政局": "推进中"},
    "1.4": {"宝丰县": "0.0000001"},
}


def a_run(
    period: str = "2023-09", previous: Previous | None = None, sent: dict[str, dict[str, Sent]] | None = None
) -> Results:
    """A run with something of everything: 叶县 sends nothing, 1.4 has no target."""
    breakdown = a_year(
        row("1.1", unit="万人次", digits=2, 宝丰县="2.72万人次", 郏县="3", 叶县="1"),
        row("1.2", Kind.RATE, Rollup.WEIGHTED, digits=1, city="65%", 宝丰县="65%", 郏县="65%"),
        row("1.3", Kind.STATE, Rollup.OWN_LEVEL, 市民政局=None),
        row("1.4", unit="公里", digits=7, project="二", 宝丰县=None),
        missing_policy=MissingPolicy.CARRY_OVER,
    )
    submissions = (
        Submission("宝丰县", "上报/宝丰县.xlsx", "a" * 64, Status.ACCEPTED),
        Submission("叶县", None, None, Status.MISSING),
        Submission(None, "上报/说明.xlsx", "b" * 64, Status.UNRECOGNISED),
    )
    findings = (
        Finding(
            "C01", Severity.ERROR, "填的是“多”。", "宝丰县", "上报/宝丰县.xlsx", "填报", "G6", "1.1",
            "本期累计", "多", "一个数", "请只填一个数。",
        ),
        Finding("W02", Severity.ERROR, "没有找到表头。", file="上报/说明.xlsx"),
    )  # fmt: skip
    return results(breakdown, SENT if sent is None else sent, period, previous, Intake(submissions, findings, {}, {}))


def stored(run: Results, **outputs: str) -> Any:
    """The document as it comes back from the disk."""
    return json.loads("".join(results_text(run, outputs)))


def places(document: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every key of every object: the path of the object without indexes, the key, what stands there."""
    if isinstance(document, list):
        for one in document:
            yield from places(one, path)
    elif isinstance(document, dict):
        for key, found in document.items():
            yield path, key, found
            yield from places(found, f"{path}.{key}".lstrip("."))


def figure_json(document: Any, code: str, unit: str) -> Any:
    return next(one for one in document["figures"] if (one["indicator"], one["unit"]) == (code, unit))


def total_json(document: Any, code: str) -> Any:
    return next(one for one in document["totals"] if one["indicator"] == code)


# What is written


def test_the_keys_are_those_of_the_contract_in_that_order() -> None:
    document = stored(a_run(), **{"通报.docx": "c" * 64})
    keys: dict[str, set[str]] = {}

    def walk(path: str, one: Any) -> None:
        if isinstance(one, list):
            for item in one:
                walk(path, item)
        elif isinstance(one, dict):
            keys.setdefault(path, set()).add(" ".join(one))
            for key, inner in one.items():
                walk(f"{path}.{key}".lstrip("."), inner)

    walk("", document)
    assert keys == {path: {expected} for path, expected in KEYS.items()}


def test_its_pieces_are_what_json_makes_of_the_whole() -> None:
    told = Finding("C01", Severity.ERROR, '写着"多"，\\另起\n一行\t😀\u2028', "宝丰县", expected=None)
    change = Change("宝丰县", "1.1", FormColumn.VALUE, "1", "2", None, Source("上报/a.xlsx", "填报", "G6"))
    nothing = Intake((), (), {}, {})
    empty = replace(a_run(), intake=nothing, rollup=RollUp((), (), ()))
    runs = (a_run(), empty, replace(a_run(), intake=replace(nothing, findings=(told,), changes=(change,))))
    for run in runs:
        for outputs in ({}, {"通报.docx": "c" * 64, "a.xlsx": "d" * 64}):
            text = "".join(results_text(run, outputs))
            assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_figures_are_decimal_strings_without_exponent_and_counts_are_integers() -> None:
    august = as_previous(a_run("2023-08"))
    seen = set()
    for path, key, found in places(stored(a_run(previous=august, sent={"1.1": {"宝丰县": "2.8"}}))):
        if found is None or (path, key) in {("findings", "value"), ("", "previous")}:
            continue
        seen.add(key)
        if key in DECIMALS:
            assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", found), (path, key, found)
        elif key in WHOLE_NUMBERS:
            assert type(found) is int, (path, key, found)
        elif key in {"late", "settled", "met"}:
            assert type(found) is bool, (path, key, found)
        else:
            assert not isinstance(found, int | float), (path, key, found)
    assert seen >= DECIMALS | WHOLE_NUMBERS


def test_quotients_have_twelve_places_half_up_and_figures_all_of_theirs() -> None:
    document = stored(a_run())
    assert figure_json(document, "1.2", "郏县")["value"] == "0.666666666667"
    assert figure_json(document, "1.2", "宝丰县")["value"] == "0.333333333333"
    assert total_json(document, "1.2")["value"] == "0.5"
    assert figure_json(document, "1.1", "宝丰县")["value"] == "2.72"
    assert figure_json(document, "1.4", "宝丰县")["value"] == "0.0000001"
    assert stored(a_run("2023-08"))["elapsed"] == "0.666666666667"
    assert document["elapsed"] == "0.75"


def test_a_reported_figure_is_never_rounded() -> None:
    run = results(a_year(row("1", unit="公里", 宝丰县="3")), {"1": {"宝丰县": "0.0123456789012345"}})
    document = stored(run)
    assert figure_json(document, "1", "宝丰县")["value"] == "0.0123456789012345"
    assert figure_json(document, "1", "宝丰县")["completion"] == "0.0041152263"


def test_what_does_not_exist_is_null_and_a_zero_is_zero() -> None:
    document = stored(a_run())
    missing, zero = figure_json(document, "1.1", "叶县"), figure_json(document, "1.1", "郏县")
    assert {key for key, found in missing.items() if found is not None} == {
        "indicator", "unit", "target", "verdict", "pace", "stage",
    }  # fmt: skip
    assert (missing["verdict"], missing["pace"], missing["stage"]) == ("未报", "none", "reported")
    assert (zero["value"], zero["completion"], zero["gap"], zero["verdict"]) == ("0", "0", "-75", "未启动")
    assert figure_json(document, "1.4", "宝丰县")["target"] is None
    total = total_json(document, "1.1")
    assert [total[key] for key in ("value", "completion", "met", "gap", "pace")] == [None, None, None, None, "none"]
    assert [total[key] for key in ("reported_value", "reported_target", "target")] == ["2.72", "5.72", "6.72"]
    assert document["previous"] is None


def test_there_is_a_figure_for_each_unit_asked_in_the_breakdowns_order() -> None:
    document = stored(a_run())
    assert [(one["indicator"], one["unit"]) for one in document["figures"]] == [
        ("1.1", "宝丰县"), ("1.1", "郏县"), ("1.1", "叶县"), ("1.2", "宝丰县"), ("1.2", "郏县"), ("1.3", "市民政局"),
        ("1.4", "宝丰县"),
    ]  # fmt: skip
    assert [one["indicator"] for one in document["totals"]] == ["1.1", "1.2", "1.3", "1.4"]


def test_a_state_says_its_word_and_the_overall_standing_has_no_project() -> None:
    document = stored(a_run())
    state = figure_json(document, "1.3", "市民政局")
    assert (state["value"], state["text"], state["verdict"], state["met"]) == (None, "推进中", "推进中", False)
    assert {one["project"] for one in document["standings"]} == {"市/一", None}


def test_a_finding_says_what_is_wrong_and_what_to_do() -> None:
    first, second = stored(a_run())["findings"]
    assert (first["message"], first["severity"], first["cell"]) == ("填的是“多”。请只填一个数。", "error", "G6")
    assert (second["unit"], second["file"], second["value"]) == (None, "上报/说明.xlsx", None)


def test_a_missing_unit_has_no_file_and_a_strange_file_no_unit() -> None:
    submissions = stored(a_run())["submissions"]
    assert [(one["unit"], one["file"], one["status"]) for one in submissions] == [
        ("宝丰县", "上报/宝丰县.xlsx", "accepted"),
        ("叶县", None, "missing"),
        (None, "上报/说明.xlsx", "unrecognised"),
    ]


def test_outputs_stand_in_one_order_with_paths_from_the_period_folder() -> None:
    files = {"通报.docx": "1", "汇总表.xlsx": "2", "退回/宝丰县.xlsx": "3"}
    document = stored(a_run(), **files)
    assert document["outputs"] == [{"file": f"结果/{name}", "sha256": files[name]} for name in sorted(files)]


# What is read of the previous period


def test_the_next_period_finds_what_the_last_one_wrote() -> None:
    august = a_run("2023-08")
    previous = as_previous(august)
    assert previous.period == a_period("2023-08")
    assert set(previous.figures) == {(one.code, one.unit) for one in august.rollup.figures}
    for one in august.rollup.figures:
        before = previous.figures[one.code, one.unit]
        assert (before.value, before.numerator, before.denominator) == (one.value, one.numerator, one.denominator)
        assert (before.text, before.rank, before.carried) == (one.text, one.rank, None)
    assert previous.totals == {"1.2": Decimal("0.5"), "1.4": Decimal("0.0000001")}
    assert previous.standings == {(one.unit, one.project): one.rank for one in august.rollup.standings}


def test_a_source_of_last_month_is_seen_from_this_months_folder() -> None:
    document = stored(a_run("2023-08"))
    previous = read_previous(document, "2023年8月")
    assert previous.figures["1.1", "宝丰县"].source == Source("../2023年8月/上报/宝丰县.xlsx", "填报", "G6")
    assert previous.figures["1.1", "叶县"].source is None
    figure_json(document, "1.1", "宝丰县")["source"]["file"] = "../2023-07/上报/宝丰县.xlsx"
    again = read_previous(document, "2023-08").figures["1.1", "宝丰县"].source
    assert again is not None
    assert again.file == "../2023-07/上报/宝丰县.xlsx"


def test_a_rate_is_compared_with_the_whole_of_last_months_rate() -> None:
    sent: dict[str, dict[str, Sent]] = {"1.2": {"宝丰县": ("1", "3"), "郏县": ("3", "3")}}
    august = as_previous(a_run("2023-08", sent=sent))
    september = rolled_up(BREAKDOWN, sent, previous=august)
    figure, total = figure_of(september, "1.2", "宝丰县"), september.total_of("1.2")
    assert figure.previous == quotient(Decimal(1), Decimal(3))
    assert (total.value, total.previous) == (quotient(Decimal(4), Decimal(6)), Decimal("0.666666666667"))
    assert (figure.increment, total.increment) == (Decimal(0), Decimal(0))


def test_reading_and_writing_again_changes_nothing() -> None:
    once = as_previous(a_run("2023-08"))
    document = stored(a_run("2023-09", once, {}))
    assert figure_json(document, "1.2", "郏县")["value"] == "0.666666666667"
    assert figure_json(document, "1.2", "郏县")["carried"] == "2023-08"
    assert figure_json(document, "1.2", "郏县")["increment"] == "0"
    assert total_json(document, "1.2")["value"] == "0.5"


# What was damaged on the way

BREAKDOWN = a_run().breakdown
WRITTEN = stored(a_run("2023-09", as_previous(a_run("2023-08")), {"1.1": {"宝丰县": "2.8"}}))
READ = ("schema", "period", "figures", "totals", "standings")
"""The parts of the document that the next period reads."""


def steps(document: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """The path to every place in the document."""
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, found in inner:
        yield (*path, key)
        yield from steps(found, *path, key)


PATHS = [path for path in steps(WRITTEN) if path[0] in READ]
anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["NaN", "1E+9", "-"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def mutilated(path: tuple[Any, ...], instead: Any, *, is_removed: bool) -> Any:
    document = copy.deepcopy(WRITTEN)
    at = document
    for step in path[:-1]:
        at = at[step]
    if is_removed:
        del at[path[-1]]
    else:
        at[path[-1]] = instead
    return document


@settings(max_examples=200)
@given(st.sampled_from(PATHS), anything, st.booleans())
def test_a_mutilated_document_is_read_or_refused_never_worse(
    path: tuple[Any, ...], instead: Any, is_removed: bool
) -> None:
    try:
        previous = read_previous(mutilated(path, instead, is_removed=is_removed), "2023-09")
    except ResultsError:
        return
    assert all(one.value is None or one.value.is_finite() for one in previous.figures.values())
    assert all(one.is_finite() for one in previous.totals.values())
    assert all(type(rank) is int for rank in previous.standings.values())
    # What was let through can be worked with.
    rolled_up(BREAKDOWN, {}, "2023-10", previous)
    movement_of(results(BREAKDOWN, {}, "2023-10", previous))


@given(anything)
def test_what_is_no_document_at_all_is_refused(document: Any) -> None:
    with pytest.raises(ResultsError):
        read_previous(document, "2023-09")


READ_KEYS = [
    ("schema",), ("period",), ("figures",), ("totals",), ("standings",), ("figures", 0, "value"),
    ("figures", 0, "numerator"), ("figures", 0, "denominator"), ("figures", 0, "text"), ("figures", 0, "rank"),
    ("figures", 0, "carried"), ("figures", 0, "source"), ("figures", 0, "unit"), ("figures", 0, "source", "cell"),
    ("totals", 0, "value"), ("standings", 0, "rank"), ("standings", 0, "project"),
    ("totals", 0, "completion"), ("totals", 0, "verdict"), ("totals", 0, "reported_value"), ("totals", 0, "units_done"),
]  # fmt: skip


@pytest.mark.parametrize("path", READ_KEYS, ids=[".".join(map(str, path)) for path in READ_KEYS])
def test_a_document_with_a_key_missing_is_refused(path: tuple[Any, ...]) -> None:
    with pytest.raises(ResultsError, match="不完整或被改动过"):
        read_previous(mutilated(path, None, is_removed=True), "2023-09")


@pytest.mark.parametrize(
    ("key", "instead"),
    [
        ("value", "NaN"), ("value", "Infinity"), ("value", "1E+999999999"), ("value", "1,200"), ("value", 1200),
        ("value", ""), ("value", True), ("rank", "1"), ("rank", 1.5), ("rank", True), ("text", 3), ("unit", None),
        ("carried", 8), ("source", "上报/宝丰县.xlsx"), ("source", []),
    ],
)  # fmt: skip
def test_a_figure_with_something_else_in_its_place_is_refused(key: str, instead: Any) -> None:
    with pytest.raises(ResultsError, match="不完整或被改动过"):
        read_previous(mutilated(("figures", 0, key), instead, is_removed=False), "2023-09")


@pytest.mark.parametrize(
    ("part", "key", "instead"),
    [
        ("totals", "verdict", "完成"), ("totals", "verdict", 1), ("totals", "verdict", []),
        ("totals", "units_done", "1"), ("totals", "units_asked", True), ("totals", "completion", 0.5),
        ("standings", "score", None), ("standings", "score", "很高"), ("standings", "rank", "1"),
    ],
)  # fmt: skip
def test_a_total_or_a_standing_with_something_else_in_its_place_is_refused(part: str, key: str, instead: Any) -> None:
    place = next(number for number, one in enumerate(WRITTEN[part]) if one.get("project") is None)
    for read in (read_previous, read_outcome):
        with pytest.raises(ResultsError, match="不完整或被改动过"):
            read(mutilated((part, place, key), instead, is_removed=False), "2023-09")


def test_what_a_period_came_to_is_read_back_as_it_was() -> None:
    written = a_run("2023-09", as_previous(a_run("2023-08")), {"1.1": {"宝丰县": "2.8"}})
    outcome = read_outcome(stored(written), "2023-09")
    assert outcome == as_previous(written).outcome
    assert list(outcome.totals) == [one.code for one in written.rollup.totals]
    for total in written.rollup.totals:
        found = outcome.totals[total.code]
        assert (found.value, found.verdict, found.units_done) == (
            total.value, total.judgement.verdict, total.units_done,
        )  # fmt: skip
    overall = {one.unit: one.rank for one in written.rollup.standings if one.project is None}
    assert {unit: one.rank for unit, one in outcome.overall.items()} == overall


def test_what_lagged_in_a_period_is_read_back_with_its_gap() -> None:
    written = a_run("2023-09", as_previous(a_run("2023-08")), {"1.1": {"宝丰县": "0.1"}})
    lagged = [one for one in written.rollup.figures if one.judgement.lags]
    assert any(one.carried for one in lagged), "what is carried over did not come in this period"
    lagging = {(one.code, one.unit): one.judgement.gap for one in lagged if one.is_reported}
    assert lagging
    assert read_outcome(stored(written), "2023-09").lags == lagging


@pytest.mark.parametrize(("key", "instead"), [("gap", None), ("gap", 4.4), ("verdict", "很慢"), ("unit", 3)])
def test_a_lag_with_something_else_in_its_place_is_refused(key: str, instead: Any) -> None:
    written = stored(a_run("2023-09", as_previous(a_run("2023-08")), {"1.1": {"宝丰县": "0.1"}}))
    lagging = next(one for one in written["figures"] if one["pace"] == "behind")
    lagging[key] = instead
    for read in (read_previous, read_outcome):
        with pytest.raises(ResultsError, match="不完整或被改动过"):
            read(written, "2023-09")


def test_another_version_is_named_in_the_refusal() -> None:
    with pytest.raises(ResultsError, match="版本是 2"):
        read_previous(mutilated(("schema",), 2, is_removed=False), "2023-09")


def test_results_in_the_folder_of_another_month_are_refused() -> None:
    with pytest.raises(ResultsError, match="2023-09"):
        read_previous(WRITTEN, "2023-08")


def test_a_period_that_nobody_can_read_is_named() -> None:
    with pytest.raises(ResultsError, match="九月"):
        read_previous(mutilated(("period",), "九月", is_removed=False), "2023-09")
