"""可用词语.docx: for the clerk who edits templates, how tags are written and what words and filters there are.

It is no template and is never filled in. Words, filters and what the check says of faults are taken from where the tool
has them, so that the paper says what is so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generators.template_lint import WORDS_OF
from generators.word.check import template_findings
from generators.word.filters import FILTERS
from generators.word.papers import render
from generators.word.vocabulary import WORDS_PAPER, Vocabulary, is_group
from generators.wording import numeral
from model.fault import TemplateFault
from templates.build.layout import Paper, cell_xml, grid_table, row_xml

_INVENTED = "＊"


def make_words() -> bytes:
    """可用词语.docx, upright, its pages numbered."""
    paper = Paper(WORDS_PAPER)
    paper.add("Word 模板可用词语", "附件标题")
    paper.blank()
    for words in _INTRODUCTION:
        paper.add(words)
    number = _section(paper, 1, "标签怎样写")
    _table(paper, ("写法", "意思"), (3600, 5245), _TAGS)
    for words in _RULES:
        paper.add(words)
    number = _papers(paper, number)
    number = _section(paper, number, "数和文字换一种印法")
    for words in _ABOUT_FILTERS:
        paper.add(words)
    _table(paper, ("写法", "印出来"), (5345, 3500), _filter_rows())
    paper.add("还可以这样写：", "附件小标题")
    _table(paper, ("写法", "意思"), (4600, 4245), _CONDITIONS)
    number = _section(paper, number, "三个做法")
    for recipe in RECIPES:
        _add_recipe(paper, recipe)
    _section(paper, number, "常见的错")
    paper.add("改完把模板拖到“制作通报.bat”上检查。常见的错，检查时这样说：", "附件小标题")
    _table(paper, ("错的写法", "检查时说"), (3900, 4945), _fault_rows())
    paper.add("有的错要到印的时候才看得出，运行时这样说：", "附件小标题")
    _table(paper, ("错的写法", "运行时说"), (3900, 4945), _late_fault_rows())
    return paper.finished(is_landscape=False)


_INTRODUCTION = (
    "本文给改 Word 模板的人看。模板里的字、字体、版式可以随意改；要印出数和名称的地方，用下面的词。",
    f"本文不是模板，不会印出来，也不用检查。例子是示例“平顶山2023”9月、“叶县2022”上半年印出来的；带“{_INVENTED}”的是举例。",
)

_TAGS = (
    ("{{ 期 }}", "印出“期”的内容。可以挪到别处，可以再用一次，也可以删掉。"),
    ("{% if 未报单位 %}{{ 未报单位 }}未报{% endif %}", "“未报单位”有内容才印中间这些字，用在一段里面。"),
    ("{% if 未报单位 %}……{% else %}……{% endif %}", "有内容印前面的，没有印后面的。"),
    ("{%p if 抄送 %}\f（整段、几段）\f{%p endif %}", "有内容才印中间的整段。两个标签各占一段，印出来不留空行。"),
    ("{%p for 项 in 滞后 %}\f{{ 项.名称 }}：{{ 项.完成 }}\f{%p endfor %}",
     "一组里有几条，就印几遍中间的段。“项”是每一条的小名。"),
    ("{% for 项 in 退回 %}{{ 项.单位 }}{% if not loop.last %}、{% endif %}{% endfor %}",
     "在一段里面一条接一条；最后一条后面不印“、”。"),
    ("{%tr for 行 in 表 %}\f{{ 行.指标 }}　{{ 行.完成率 }}\f{%tr endfor %}",
     "用在表格里：一组里有几条，就印几行。两个标签各占表格的一行。"),
    ("{%tc for 单位 in 块.单位 %}　{{ 单位 }}　{%tc endfor %}",
     "用在表格里：一组里有几条，就印几列。两个标签各占一个单元格。"),
    ("{{ loop.index }}", "在 for 里面：这是第几条，从 1 数起。"),
)  # fmt: skip

_RULES = (
    "花括号、百分号、竖线、引号都用半角的（英文输入法下的）。",
    "if 要有 endif，for 要有 endfor，成对出现，“{%”后面的字母要一样。",
    "{%p 和 {%tr 的字母紧跟着百分号，中间不能有空格。",
    "{%p ……%} 要单独占一段，{%tr ……%} 要单独占一行，{%tc ……%} 要单独占一格；同一段、同一行、同一格里别的字会印不出来。",
    "改字体、字号时，把整个标签一起选中，不要只改标签的一半。",
)

_ABOUT_FILTERS = (
    "词的后面加一竖（半角的 |，按住 Shift 再按 \\ 键），再写怎样印。"
    "意思里写着“可以计算”的词（累计数、目标数、完成率数……）是没有修饰的数，可以这样印，也可以加减、比较大小；“累计”“完成率”“应报数”这些是写好的文字，直接印，不能加减、比较大小。",
    "计量单位是 % 的，累计数、目标数是小数（97.4% 是 0.974），要写 {{ 指标.累计数|百分比 }}，后面不要再印计量单位；"
    "想省事，直接印“累计”。",
    "加了竖线的，没有值时什么都不印，只有同比、环比会写明没有可比的数；不加竖线的，没有值时印不出来，会报错。",
)

_CONDITIONS = (
    ("{% if 指标.累计数 is 有数 %}……{% endif %}", "有值才印。零也是值。要比较、加减的，先这样看有没有值。"),
    ("{% if 指标.差距数 < -5 %}……{% endif %}", "比序时进度慢 5 个百分点以上的才印。"),
    ("{% if 行.评定 == '滞后' %}……{% endif %}", "评定是“滞后”的才印。等于写两个等号，不等于写 !=。"),
    ("{{ (指标.目标数 - 指标.累计数)|小数 }}", "先减，再印。"),
    ("{% for 县 in 指标.名次表[:3] %}……{% endfor %}", "只取前三条。"),
    ("{{ 退回|map(attribute='单位')|列举 }}", "把一组里的一项连成一句：鲁山县、舞钢市、汝州市和卫东区。"),
)


# Parts of the paper


def _section(paper: Paper, number: int, title: str) -> int:
    paper.add(f"{numeral(number)}、{title}", "一级标题")
    return number + 1


def _table(paper: Paper, labels: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> None:
    """A table; a row of one text is a heading over all columns."""
    made = [row_xml([cell_xml(one, "表头", width) for one, width in zip(labels, widths, strict=True)], is_head=True)]
    for row in rows:
        if len(row) == 1:
            made.append(row_xml([cell_xml(row[0], "表格项目", sum(widths), len(widths))]))
        else:
            cells = zip((one.replace("\n", "\f") for one in row), widths, strict=True)
            made.append(row_xml([cell_xml(one, "表格文字", width) for one, width in cells]))
    paper.table(grid_table(widths, made))
    paper.add("", "表格文字")


# Words


def _papers(paper: Paper, number: int) -> int:
    """A section for each template; the words of one that another has as well are only named."""
    told: dict[str, Vocabulary] = {}
    for name, words in WORDS_OF.items():
        number = _section(paper, number, f"{name}.docx 的词")
        whole = next((one for one, others in told.items() if words.items() <= others.items()), None)
        if whole:
            paper.add(f"只能用 {whole}.docx 的词里的这些：{'、'.join(word for word in words if '.' not in word)}。")
        else:
            _table(paper, ("词", "意思", "例子"), (2500, 3000, 3345), word_rows(words))
        told[name] = words
    return number


def word_rows(words: Vocabulary) -> Iterator[tuple[str, ...]]:
    """A row for each word as a template writes it, within its loops; a group's is a heading that tells the loop."""
    names: dict[str, str] = {}
    for path, told in words.items():
        parent, _, last = path.rpartition(".")
        written = f"{names[parent]}.{last}" if parent else path
        names[path] = told.item or written
        if told.is_list:
            prefix = "tc" if "一列" in told.meaning else "tr" if "表格" in told.meaning else "p"
            loop = f"{{%{prefix} for {told.item} in {written} %}}……{{%{prefix} endfor %}}"
            yield (f"{written}　{told.meaning}。写 {loop}，里面用：",)
        elif is_group(path, words):
            yield (f"{written}　{told.meaning}",)
        if told.example or not is_group(path, words):
            meaning = "其中一条" if told.is_list else told.meaning
            yield names[path], meaning, f"{told.example or '—'}{_INVENTED if told.is_invented else ''}"


# Filters, recipes, faults


def _filter_rows() -> Iterator[tuple[str, ...]]:
    for name, told in FILTERS.items():
        yield (f"{name}　{told.meaning}",)
        yield from told.examples


class Recipe(NamedTuple):
    """What a clerk may want: in which template, how, the paragraphs as they are written and one that is printed.

    `shown` is what stands in the paper where that is less than a template by itself would need.
    """

    title: str
    template: str
    how: str
    lines: tuple[str, ...]
    printed: str
    shown: tuple[str, ...] = ()


_INCREASE = "{% if 行.单位 != '%' %}{{ 行.增量数|小数 }}{% endif %}"
_SHORTFALL = (
    "{{ 指标.名称 }}{% if 指标.累计 %}完成{{ 指标.累计 }}{% else %}尚无完成数{% endif %}"
    "{% if 指标.累计数 is 有数 and 指标.目标数 is 有数 and 指标.累计数 < 指标.目标数 %}"
    "，还差{{ (指标.目标数 - 指标.累计数)|小数 }}{{ 指标.计量单位 }}{% endif %}。"
)
RECIPES = (
    Recipe(
        "只列滞后的项目。",
        "进度通报",
        "把 进度通报.docx 里各项目那几段换成下面这样：循环里加上条件，不滞后的不印。",
        (
            "{%p for 类 in 类别 %}",
            "{%p for 项 in 类.项目 %}",
            "{%p for 指标 in 项.指标 if 指标.差距数 is 有数 and 指标.差距数 < 0 %}",
            "{{ 指标.名称 }}累计完成{{ 指标.累计 }}，{{ 指标.差距数|快慢 }}。",
            "{%p endfor %}",
            "{%p endfor %}",
            "{%p endfor %}",
        ),
        "公办幼儿园建设累计完成17所，慢于序时进度5.6个百分点。",
    ),
    Recipe(
        "加一列。",
        "推进情况表",
        "在 推进情况表.docx 的表里，用 Word 插入一列，表头写“比上期增加”，"
        "有指标的两种行（汇总行、单位行）里写下面这个；{%tr 的行、项目行不动。"
        "插了列，表会变宽，请把别的列调窄些，不要超出页边。"
        "通报的附件也要加的，进度通报.docx 的表里再做一次。",
        ("{%p for 行 in 表 %}", _INCREASE, "{%p endfor %}"),
        "0.18",
        (_INCREASE,),
    ),
    Recipe(
        "改句子。",
        "进度通报",
        '在 进度通报.docx 里找到 {%p if 指标.句式 == "数量" %} 下面那一段，整段换成自己的句子，如下。'
        "比率、状态、没有报齐的指标各有各的段，不用动。",
        (
            "{%p for 类 in 类别 %}",
            "{%p for 项 in 类.项目 %}",
            "{%p for 指标 in 项.指标 %}",
            "{%p if 指标.句式 == '数量' %}",
            _SHORTFALL,
            "{%p endif %}",
            "{%p endfor %}",
            "{%p endfor %}",
            "{%p endfor %}",
        ),
        "公办幼儿园建设完成17所，还差1所。",
        (_SHORTFALL,),
    ),
)
"""Each prints its example on the sample 平顶山2023, 2023-09."""


def _add_recipe(paper: Paper, recipe: Recipe) -> None:
    paper.add(recipe.how, lead=recipe.title)
    _table(paper, ("写法", "印出来"), (5845, 3000), [("\n".join(recipe.shown or recipe.lines), recipe.printed)])


_FAULTS = (
    ("｛｛ 期 ｝｝",),
    ("截至{{ 截止 }}",),
    ("{{ 项目数|百份比 }}",),
    ("{% tr for 行 in 表 %}",),
    ("{{ 期",),
    ("{%p if 抄送 %}", "抄送：{{ 抄送 }}"),
    ("{%p if 抄送 %}抄送：{{ 抄送 }}", "{%p endif %}"),
    ("{% for 项 in 滞后 %}{{ 项.名称 }}", "{% endfor %}"),
    ("{%p for 项 in 滞后 %}", "{{ 项.名子 }}", "{%p endfor %}"),
)


def _template(lines: Iterable[str]) -> bytes:
    template = Paper("")
    for line in lines:
        template.add(line)
    return template.finished(is_landscape=False)


def _fault_rows() -> Iterator[tuple[str, str]]:
    """Templates with one fault each, and what the check says of it."""
    for lines in _FAULTS:
        said = template_findings(_template(lines), WORDS_OF["进度通报"])
        yield "\n".join(lines), said[0].partition("一段：")[2]


_LATE_FAULTS = ("{{ 指标.累计|万 }}", "{{ 指标.累计数 }}", "{{ 指标.目标数 - 指标.累计数 }}", "{{ 指标.名次表 }}")
_INCOMPLETE: dict[str, object] = {"指标": {"累计": "10.67万人次", "累计数": None, "目标数": 16, "名次表": []}}


def _late_fault_rows() -> Iterator[tuple[str, str]]:
    """Tags that are well written and cannot be printed for an indicator of which figures are missing."""
    for line in _LATE_FAULTS:
        try:
            render(_template([line]), _INCOMPLETE)
        except TemplateFault as fault:
            yield line, str(fault).partition("一段：")[2]
