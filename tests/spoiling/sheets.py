"""Ways in which rows, columns, sheets and whole files are spoiled; `cells` tells what a spoiling is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from model.form import FIGURE_COLUMNS, STAMP_SHEET, asked_columns
from model.labels import FormColumn, FormHead
from tests.spoiling.cells import Slip, Spoiling
from tests.spoiling.right import UNITS
from tests.spoiling.sheet import Line, Sent, SentFile, Sheet, Spot
from validators.grid import Content

SHEET_SPOILINGS: list[Spoiling] = []
_HARMED_LABELS = {"W02", "W06"}
_NAMELESS = {"W03"}


def file_spoiling(spoil: Callable[[Slip, SentFile], str | None]) -> Spoiling:
    """A spoiling of one file."""

    def spoiling(slip: Slip) -> str | None:
        file = slip.draw.choice(slip.sent.files)
        words = spoil(slip, file)
        return f"{file.name}：{words}" if words else None

    spoiling.__name__ = spoil.__name__
    SHEET_SPOILINGS.append(spoiling)
    return spoiling


def _may_return(file: SentFile, rules: set[str]) -> bool:
    """Whether the file may be spoiled so that it is returned whole; notes down for what."""
    if not file.is_needed:
        file.licences |= rules
    return not file.is_needed


# Rows


def _loose_rows(sheet: Sheet) -> list[int]:
    """Where rows stand that may be moved by themselves."""
    return [at for at, line in enumerate(sheet.lines) if line.code and not line.is_kept and not sheet.has_merged_rows]


@file_spoiling
def row_deleted(slip: Slip, file: SentFile) -> str | None:
    places = _loose_rows(file.form)
    if len(file.form.rows) < 2 or not places:
        return None
    line = file.form.lines.pop(slip.draw.choice(places))
    slip.sent.harm(*line.spots)
    return f"删去 {line.code} 一行"


@file_spoiling
def row_doubled(slip: Slip, file: SentFile) -> str | None:
    places = _loose_rows(file.form)
    if not places:
        return None
    at = slip.draw.choice(places)
    twin = _twin(file.form.lines[at])
    file.form.lines.insert(slip.draw.randint(at + 1, len(file.form.lines)), twin)
    return f"{twin.code} 一行重复"


def _twin(line: Line) -> Line:
    return Line([one.copy() for one in line.spots], line.code)


@file_spoiling
def row_doubled_with_another_figure(slip: Slip, file: SentFile) -> str | None:
    places = [at for at in _loose_rows(file.form) if _plain_inputs(slip, file.form.lines[at])]
    if not places:
        return None
    at = slip.draw.choice(places)
    line = file.form.lines[at]
    twin = _twin(line)
    spot = slip.draw.choice(_plain_inputs(slip, twin))
    spot.content = _other_number(spot)
    slip.sent.harm(spot)
    file.form.lines.insert(slip.draw.randint(at, at + 1), twin)
    _keep(file, line, twin)
    return f"{line.code} 一行重复，{spot.column}另写 {spot.content}"


def _plain_inputs(slip: Slip, line: Line) -> list[Spot]:
    """The inputs of a row that stand as they were filled in, numbers all; empty where one does not."""
    spots = [line.spot(one) for one in asked_columns(slip.breakdown.by_code[line.code])]
    known = [one for one in (line.spot(FormColumn.CODE), line.spot(FormColumn.NAME)) if one is not None]
    is_plain = all(one is not None and one.is_free and isinstance(one.content, Decimal) for one in spots)
    return [one for one in spots if one] if is_plain and len(known) == 2 and all(one.is_free for one in known) else []


def _other_number(spot: Spot) -> Decimal:
    """Another figure that looks as good as the first."""
    assert isinstance(spot.content, Decimal), "an input that stands as it was filled in"
    return spot.content + Decimal(1).scaleb(min(0, int(spot.content.as_tuple().exponent)))


def _keep(file: SentFile, *lines: Line) -> None:
    """Keeps whole rows that tell of each other's fault, with the columns by which they are read."""
    for line in lines:
        for one in line.spots:
            one.is_kept = True
    file.is_needed = True


@file_spoiling
def rows_sorted(slip: Slip, file: SentFile) -> str | None:
    if file.form.has_merged_rows:
        return None
    places = [at for at, line in enumerate(file.form.lines) if line.code]
    lines = [file.form.lines[at] for at in places]
    slip.draw.shuffle(lines)
    for at, line in zip(places, lines, strict=True):
        file.form.lines[at] = line
    return "各行换了次序"


@file_spoiling
def blank_rows_inserted(slip: Slip, file: SentFile) -> str | None:
    if file.form.has_merged_rows:
        return None
    for _ in range(slip.draw.randint(1, 3)):
        at = slip.draw.randint(file.form.label_at + 1, len(file.form.lines))
        file.form.lines.insert(at, file.form.blank_line())
    return "插入空行"


@file_spoiling
def total_row_added(slip: Slip, file: SentFile) -> str | None:
    line = file.form.blank_line()
    word = line.spot(slip.draw.choice([FormColumn.CODE, FormColumn.NAME, FormColumn.PROJECT]))
    figures = [line.spot(FormColumn.VALUE), line.spot(FormColumn.NUMERATOR)]
    if word is None:
        return None
    word.content, word.is_kept = slip.draw.choice(["合计", "小 计"]), True
    for one in filter(None, figures):
        one.content = Decimal(12345)
    file.form.lines.append(line)
    return "表下添了合计行"


@file_spoiling
def notes_added(slip: Slip, file: SentFile) -> str | None:
    notes: dict[FormColumn, list[Content]] = {
        FormColumn.CODE: ["注：本表数据截至9月底。", "说明：各项均为累计数", "填报人：张三　联系电话：0375-2222222"],
        FormColumn.NAME: ["（此处盖章）", "备注"],
        FormColumn.NUMERATOR: ["2023年9月20日", date(2023, 9, 20), "单位负责人签字："],
    }
    line = file.form.blank_line()
    for column, contents in notes.items():
        spot = line.spot(column)
        if spot is not None and slip.draw.random() < 0.6:
            spot.content = slip.draw.choice(contents)
    file.form.lines.append(line)
    return f"表下添了附注 {[one.content for one in line.spots if one.content]}"


@file_spoiling
def unknown_row_added(slip: Slip, file: SentFile) -> str | None:
    line = file.form.blank_line()
    for column, content in ((FormColumn.CODE, "9.9"), (FormColumn.NAME, "自加的指标"), (FormColumn.VALUE, Decimal(7))):
        spot = line.spot(column)
        if spot is None:
            return None
        spot.content = content
        slip.sent.harm(spot)
    file.form.lines.append(line)
    return "表下添了自加的指标 9.9"


@file_spoiling
def labels_repeated(slip: Slip, file: SentFile) -> str | None:
    labels = [line for line in file.form.lines if line.is_label]
    if len(labels) > 1 or file.form.has_merged_rows or any(one.is_changed for one in labels[0].spots):
        return None
    again = Line([Spot(one.content, column=one.column) for one in labels[0].spots])
    file.form.lines.insert(slip.draw.randint(file.form.label_at + 1, len(file.form.lines)), again)
    return "换页处重复了表头"


@file_spoiling
def second_table_in_another_order(slip: Slip, file: SentFile) -> str | None:
    """From a page break on two columns stand the other way round, under labels of their own."""
    labels, rows = [line for line in file.form.lines if line.is_label], file.form.rows
    if len(labels) > 1 or file.form.has_merged_rows or len(rows) < 2 or any(one.is_changed for one in labels[0].spots):
        return None
    if not _may_return(file, _HARMED_LABELS):
        return None
    at = file.form.lines.index(slip.draw.choice(rows[1:]))
    file.form.lines.insert(at, Line([Spot(one.content, column=one.column) for one in labels[0].spots]))
    one, other = slip.draw.sample(range(file.form.width), 2)
    for line in file.form.lines[at:]:
        line.spots[one], line.spots[other] = line.spots[other], line.spots[one]
    return f"换页处重复了表头，其下第 {one + 1} 列与第 {other + 1} 列对调"


@file_spoiling
def equal_texts_merged(slip: Slip, file: SentFile) -> str | None:
    lines = file.form.rows
    pairs = [
        (one.spot(FormColumn.PROJECT), other.spot(FormColumn.PROJECT))
        for one, other in pairwise(lines)
        if file.form.lines.index(other) == file.form.lines.index(one) + 1
    ]
    merged = 0
    for one, other in pairs:
        if one and other and one.is_free and other.is_free and one.content and one.content == other.content:
            other.content, other.under, one.is_kept = None, one, True
            merged += 1
    return "项目一栏上下合并" if merged else None


@file_spoiling
def figures_merged(slip: Slip, file: SentFile) -> str | None:
    lines = file.form.rows
    at = slip.draw.randrange(max(1, len(lines) - 1))
    above, below = lines[at : at + 1], lines[at + 1 : at + 2]
    if not below or file.form.lines.index(below[0]) != file.form.lines.index(above[0]) + 1:
        return None
    column = slip.draw.choice(FIGURE_COLUMNS)
    one, other = above[0].spot(column), below[0].spot(column)
    if one is None or other is None or not (one.is_free and other.is_free) or other.formula or one.is_blank:
        return None
    other.content, other.under = None, one
    slip.sent.harm(other)
    return f"{above[0].code}、{below[0].code} 的“{column}”合并成一格"


# Columns


@file_spoiling
def blank_column_inserted(slip: Slip, file: SentFile) -> str | None:
    at = slip.draw.randint(0, file.form.width)
    torn = [line.spots[at] for line in file.form.lines if at < len(line.spots) and line.spots[at].head]
    if any(one.is_kept for one in torn) or (torn and not _may_return(file, _NAMELESS)):
        return None
    for line in file.form.lines:
        left = line.spots[at - 1] if at else None
        right = line.spots[at] if at < len(line.spots) else None
        first = left.under or left if left is not None else None
        line.spots.insert(at, Spot(under=first if right is not None and right.under is first else None))
    slip.sent.harm(*torn)
    return f"第 {at + 1} 列处插入空列"


@file_spoiling
def unit_column_added(slip: Slip, file: SentFile) -> str | None:
    if any(line.is_merged for line in file.form.table):
        return None
    for line in file.form.lines:
        text = "填报单位" if line.is_label else slip.sent.unit if line.code else None
        line.spots.append(Spot(text))
    return "添了“填报单位”一列"


@file_spoiling
def columns_swapped(slip: Slip, file: SentFile) -> str | None:
    if sum(line.is_label for line in file.form.lines) > 1:
        return None
    one, other = slip.draw.sample(range(file.form.width), 2)
    for line in file.form.table:
        line.spots[one], line.spots[other] = line.spots[other], line.spots[one]
    return f"第 {one + 1} 列与第 {other + 1} 列连表头对调"


@file_spoiling
def label_dressed_up(slip: Slip, file: SentFile) -> str | None:
    labels = [(column, spot) for column, spot in file.form.labels().items() if spot.is_free]
    if not labels:
        return None
    column, spot = slip.draw.choice(labels)
    text = str(spot.content)
    spot.content = slip.draw.choice(
        [f"{text[:1]} {text[1:]}", f"{text}：", f"{text}（必填）", f"{text}\n(2023年)", f" {text}"]
    )
    spot.is_changed = True
    return f"表头“{column}”写成“{spot.content}”"


@file_spoiling
def label_renamed(slip: Slip, file: SentFile) -> str | None:
    labels = [(one, spot) for one, spot in file.form.labels().items() if spot.is_free and _is_loose(file.form, one)]
    if not labels or not _may_return(file, _HARMED_LABELS):
        return None
    column, spot = slip.draw.choice(labels)
    spot.content = slip.draw.choice(["栏目甲", None, "1—9月", slip.draw.choice([other for other, _ in labels]).value])
    _harm_column(slip.sent, file.form, column, spot)
    return f"表头“{column}”改成“{spot.content}”"


def _is_loose(sheet: Sheet, column: FormColumn) -> bool:
    """Whether nothing in a column tells of another fault."""
    return not any(one.is_kept for line in sheet.lines for one in line.spots if one.column is column)


def _harm_column(sent: Sent, sheet: Sheet, column: FormColumn, label: Spot) -> None:
    label.is_changed = label.is_harmed = True
    sent.harm(*sheet.spots_of(column))


@file_spoiling
def column_deleted(slip: Slip, file: SentFile) -> str | None:
    at = slip.draw.randrange(file.form.width)
    gone = [line.spots[at] for line in file.form.lines]
    heads = [one for line in file.form.lines for one in line.spots[at : at + 2] if one.head]
    if any(one.is_kept for one in (*gone, *heads)) or file.form.width < 4:
        return None
    left_alone = (one for line in file.form.lines for one in line.spots if one not in gone)
    if any(one.under in gone for one in left_alone if one.under) or not _may_return(file, _HARMED_LABELS | _NAMELESS):
        return None
    slip.sent.harm(*gone, *heads)
    for line in file.form.lines:
        del line.spots[at]
    return f"删去第 {at + 1} 列“{next((one.column for one in gone if one.column), '')}”"


@file_spoiling
def labels_broken_over_two_rows(slip: Slip, file: SentFile) -> str | None:
    labels = [line for line in file.form.lines if line.is_label]
    if len(labels) > 1:
        return None
    upper, lower = labels[0], file.form.blank_line()
    lower.is_label = True
    for above, below in zip(upper.spots, lower.spots, strict=True):
        if above.column in FIGURE_COLUMNS and above.content:
            below.content, above.content = above.content, slip.draw.choice([None, "完成情况"])
            below.is_changed, below.is_harmed = above.is_changed, above.is_harmed
    file.form.lines.insert(file.form.label_at + 1, lower)
    return "表头分成两行"


# Sheets


@file_spoiling
def sheet_renamed(slip: Slip, file: SentFile) -> str | None:
    file.form.name = slip.draw.choice(["Sheet1", "填报 (2)", "9月", "民生实事", "填报表'!"])
    return f"工作表改名为“{file.form.name}”"


@file_spoiling
def hidden_copy_left(slip: Slip, file: SentFile) -> str | None:
    copy = file.form.copy(name=f"旧表{len(file.sheets)}")
    copy.is_hidden = True
    for line in copy.rows:
        for one in line.spots:
            if isinstance(one.content, Decimal) and one.column in FIGURE_COLUMNS:
                one.content += 1
    file.sheets.insert(slip.draw.randint(1, len(file.sheets)), copy)
    return "留有一张隐藏的旧表，数不同"


@file_spoiling
def visible_copy_left(slip: Slip, file: SentFile) -> str | None:
    file.sheets.append(file.form.copy(name=f"副本{len(file.sheets)}"))
    return "工作表复制了一份"


@file_spoiling
def cut_into_two_sheets(slip: Slip, file: SentFile) -> str | None:
    rows = file.form.rows
    if file.form.has_merged_rows or len(rows) < 2 or file.is_word:
        return None
    second = set(rows[slip.draw.randint(1, len(rows) - 1) :])
    rest = [one for one in file.form.lines if one.is_label or one in second]
    file.sheets.insert(1, file.form.copy(rest, f"续表{len(file.sheets)}"))
    file.form.lines = [one for one in file.form.lines if one not in second]
    return f"{'、'.join(one.code for one in rows if one in second)} 各行移到另一张工作表"


@file_spoiling
def other_sheet_added(slip: Slip, file: SentFile) -> str | None:
    spots = [[Spot("明细"), Spot(Decimal(3))], [Spot("编码"), Spot(None)]]
    file.sheets.insert(
        slip.draw.randint(1, len(file.sheets)), Sheet(f"明细{len(file.sheets)}", [Line(one) for one in spots])
    )
    return "添了一张明细表"


@file_spoiling
def title_rows_added(slip: Slip, file: SentFile) -> str | None:
    titles = [
        "附件2",
        "重点民生实事进展情况表",
        "（截至2023年9月底）",
        "",
        "填报说明：1.本表按月报送。2.编码不得改动。",
    ]
    for _ in range(slip.draw.randint(1, 3)):
        title = Line([Spot() for _ in range(file.form.width)])
        title.spots[slip.draw.randrange(file.form.width)].content = slip.draw.choice(titles) or None
        file.form.lines.insert(0, title)
    return "表上添了标题行"


@file_spoiling
def as_word_table(slip: Slip, file: SentFile) -> str | None:
    unit = file.form.field(FormHead.UNIT)
    stamp = _stamp_spot(file, 0)
    if file.is_word or file.shows_otherwise or unit is None or unit.is_kept or (stamp is not None and stamp.is_kept):
        return None
    if not _may_return(file, _NAMELESS):
        return None
    file.is_word, unit.is_kept = True, True
    file.sheets = file.shown
    file.name = file.name.replace(".xlsx", ".docx")
    return "贴进了 Word"


# Head and stamp


def _stamp_spot(file: SentFile, row: int) -> Spot | None:
    stamp = file.sheet(STAMP_SHEET) if not file.is_word else None
    return stamp.lines[row].spots[1] if stamp else None


@file_spoiling
def stamp_dropped(slip: Slip, file: SentFile) -> str | None:
    stamp, unit = _stamp_spot(file, 0), file.form.field(FormHead.UNIT)
    if stamp is None or stamp.is_kept:
        return None
    if unit is not None:
        unit.is_kept = True
    file.sheets = [one for one in file.sheets if one.name != STAMP_SHEET]
    return "标识表被删"


@file_spoiling
def stamp_of_another_unit(slip: Slip, file: SentFile) -> str | None:
    stamp, unit = _stamp_spot(file, 0), file.form.field(FormHead.UNIT)
    if stamp is None or not stamp.is_free or unit is None or not unit.is_free or not _may_return(file, {"W05"}):
        return None
    stamp.content = slip.draw.choice([one for one in UNITS if one != slip.sent.unit])
    stamp.is_changed = stamp.is_harmed = unit.is_kept = True
    return f"标识是{stamp.content}的"


@file_spoiling
def stamp_of_another_period(slip: Slip, file: SentFile) -> str | None:
    stamp = _stamp_spot(file, 1)
    if stamp is None or not stamp.is_free or not _may_return(file, {"W04"}):
        return None
    stamp.content, stamp.is_changed = slip.draw.choice(["2023-08", "2023-Q3", "2022-09"]), True
    return f"标识是 {stamp.content} 的"


@file_spoiling
def another_unit_in_the_head(slip: Slip, file: SentFile) -> str | None:
    unit, stamp = file.form.field(FormHead.UNIT), _stamp_spot(file, 0)
    if unit is None or not unit.is_free or stamp is None or not stamp.is_free or not _may_return(file, {"W05"}):
        return None
    unit.content = slip.draw.choice([one for one in UNITS if one != slip.sent.unit])
    unit.is_changed = unit.is_harmed = stamp.is_kept = True
    return f"“填报单位”写成{unit.content}"


@file_spoiling
def unit_misspelt(slip: Slip, file: SentFile) -> str | None:
    unit = file.form.field(FormHead.UNIT)
    if unit is None or not unit.is_free or not _may_return(file, {"W03", "W05"}):
        return None
    written: list[Content] = ["某县", f"{slip.sent.unit}人民政府", Decimal(1), "\u3000", "#"]
    unit.content = slip.draw.choice(written)
    unit.is_changed = unit.is_harmed = True
    return f"“填报单位”写成“{unit.content}”"


@file_spoiling
def unit_dressed_up(slip: Slip, file: SentFile) -> str | None:
    unit, name = file.form.field(FormHead.UNIT), slip.sent.unit
    if unit is None or not unit.is_free:
        return None
    unit.content = slip.draw.choice([f"{name}（盖章）", f" {name}　", f"{name[:1]} {name[1:]}", f"{name}\n"])
    unit.is_changed = True
    return f"“填报单位”写成“{unit.content}”"


@file_spoiling
def another_period_in_the_head(slip: Slip, file: SentFile) -> str | None:
    period = file.form.field(FormHead.PERIOD)
    if period is None or not period.is_free or not _may_return(file, {"W04"}):
        return None
    written: list[Content] = ["2023年8月", "2022-09", "2023年三季度", date(2023, 10, 1)]
    period.content = slip.draw.choice(written)
    period.is_changed = period.is_harmed = True
    return f"“期次”写成“{period.content}”"


@file_spoiling
def period_dressed_up(slip: Slip, file: SentFile) -> str | None:
    period = file.form.field(FormHead.PERIOD)
    if period is None or not period.is_free:
        return None
    period.content = slip.draw.choice(
        ["2023-09", "2023年09月", "九月份", date(2023, 9, 1), None, Decimal(202309), "本期"]
    )
    period.is_changed = True
    return f"“期次”写成“{period.content}”"


@file_spoiling
def day_rewritten(slip: Slip, file: SentFile) -> str | None:
    day = file.form.field(FormHead.FILLED_ON)
    if day is None or not day.is_free:
        return None
    written: list[Content] = [
        "2023年9月19日",
        "9月20日",
        date(2023, 9, 18),
        None,
        "2023.9.31",
        Decimal(20230921),
        Decimal(45189),
        "略",
    ]
    day.content, day.is_changed = slip.draw.choice(written), True
    return f"“填报日期”写成“{day.content}”"


@file_spoiling
def head_written_as_one_text(slip: Slip, file: SentFile) -> str | None:
    values = [file.form.field(one) for one in (FormHead.UNIT, FormHead.PERIOD, FormHead.FILLED_ON)]
    if any(one is None or one.is_changed or one.under or one.content is None for one in values):
        return None
    unit, period, day = (one.content for one in values if one)
    line = Line([Spot() for _ in range(file.form.width)])
    line.spots[0].content = f"填报单位：{unit}　期次：{period}　填报日期：{day}"
    line.spots[0].head, line.spots[0].is_kept = FormHead.UNIT, True
    kept = [one for one in file.form.lines if not any(spot.head for spot in one.spots)]
    file.form.lines = [line, *kept]
    return "表头各栏写成一行字"


@file_spoiling
def head_blanked(slip: Slip, file: SentFile) -> str | None:
    spots = [one for line in file.form.lines for one in line.spots if one.head]
    if any(not one.is_free for one in spots) or not _may_return(file, _NAMELESS):
        return None
    for one in spots:
        one.content = None
    slip.sent.harm(*spots)
    return "表头各栏清空"


# Files


@file_spoiling
def file_renamed(slip: Slip, file: SentFile) -> str | None:
    unit = file.form.field(FormHead.UNIT)
    if unit is None or not unit.is_free:
        return None
    unit.is_kept = True
    end = file.name[-5:]
    stem = slip.draw.choice(["新建 Microsoft Excel 工作表", "9月终稿(改)", "郏县与鲁山县", f"旧/{slip.sent.unit}/表"])
    file.name = _free_name(slip.sent, stem, end)
    return f"文件改名为 {file.name}"


def _free_name(sent: Sent, stem: str, end: str = ".xlsx") -> str:
    names = {one.name for one in sent.files}
    return next(name for n in range(1, 9) if (name := f"上报/{stem}{n if n > 1 else ''}{end}") not in names)


@file_spoiling
def sent_twice(slip: Slip, file: SentFile) -> str | None:
    again = file.copy(_free_name(slip.sent, f"{slip.sent.unit}_再报", file.name[-5:]))
    slip.sent.files.append(again)
    return f"又报了一份 {again.name}"


@file_spoiling
def corrected_later(slip: Slip, file: SentFile) -> str | None:
    """A later file with one figure put right: that one is meant."""
    day, places = file.form.field(FormHead.FILLED_ON), [line for line in file.form.rows if _plain_inputs(slip, line)]
    if len(slip.sent.files) > 1 or file.licences or day is None or not day.is_free or not places or file.is_word:
        return None
    again = file.copy(_free_name(slip.sent, f"{slip.sent.unit}_更正"))
    code = slip.draw.choice(places).code
    line = next(one for one in again.form.rows if one.code == code)
    spot = slip.draw.choice(_plain_inputs(slip, line))
    spot.content = _other_number(spot)
    assert spot.column is not None, "an input stands in a column"
    slip.sent.harm(spot)
    slip.sent.meant[code, spot.column] = spot.content
    for one in (file, again):
        _keep(one, next(line for line in one.form.rows if line.code == code))
        written = one.form.field(FormHead.FILLED_ON)
        if written is not None:
            written.content, written.is_kept = date(2023, 9, 20 if one is file else 21), True
    slip.sent.files.append(again)
    return f"次日又报一份 {again.name}，{code} {spot.column}改为 {spot.content}"


@file_spoiling
def cut_into_two_files(slip: Slip, file: SentFile) -> str | None:
    return _cut(slip, file, overlap=slip.draw.randint(0, 2), is_agreeing=True)


@file_spoiling
def cut_into_two_files_that_disagree(slip: Slip, file: SentFile) -> str | None:
    return _cut(slip, file, overlap=1, is_agreeing=False)


_FEWEST_OWN = 3
"""Rows of its own that each part keeps, so that no part fills all that the other does."""


def _cut(slip: Slip, file: SentFile, *, overlap: int, is_agreeing: bool) -> str | None:
    rows = file.form.rows
    if file.form.has_merged_rows or len(file.sheets) > 2 or len(rows) < 2 * _FEWEST_OWN + overlap:
        return None
    at = slip.draw.randint(_FEWEST_OWN, len(rows) - _FEWEST_OWN - overlap)
    first, second, both = set(rows[: at + overlap]), set(rows[at:]), rows[at : at + overlap]
    if not is_agreeing and not _plain_inputs(slip, both[0]):
        return None
    if file.licences and (file.is_needed or not is_agreeing):
        return None
    other = file.copy(
        _free_name(slip.sent, f"{slip.sent.unit}_续", file.name[-5:]),
        [one for one in file.form.lines if not one.code or one in second],
    )
    file.form.lines = [one for one in file.form.lines if not one.code or one in first]
    slip.sent.files.append(other)
    if not is_agreeing:
        _disagree(slip, file, other, both[0].code)
    words = f"，都有 {'、'.join(one.code for one in both)}" if both else ""
    return f"拆成两份，另一份是 {other.name}{words}{'' if is_agreeing else '而不一致'}"


def _disagree(slip: Slip, file: SentFile, other: SentFile, code: str) -> None:
    one, twin = (next(line for line in part.form.rows if line.code == code) for part in (file, other))
    line = slip.draw.choice([one, twin])
    spot = slip.draw.choice(_plain_inputs(slip, line))
    spot.content = _other_number(spot)
    slip.sent.harm(spot)
    _keep(file, one)
    _keep(other, twin)
