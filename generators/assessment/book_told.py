"""Sentences of 评价.xlsx: which departments are still out, what is left out for it, and how everything is counted."""

from collections.abc import Iterator

from generators.assessment.book_setting import Book
from generators.wording import listing
from model.assessment.checked import CheckIntake
from model.assessment.scoring_rule import Method
from model.quantity import plain


def outstanding(book: Book) -> list[str]:
    """Who has not answered and whose workbooks have blanks, one sentence for each stage; none where all is there."""
    return [words for stage in book.assessment.checks.stages for words in _of_stage(stage)]


def _of_stage(stage: CheckIntake) -> Iterator[str]:
    label, count = stage.stage.label, len(stage.departments)
    if stage.missing:
        came = f"应交{count}个部门，已交{count - len(stage.missing)}个"
        yield f"{label}表{came}，没有交的：{'、'.join(stage.missing)}。"
    blank = [f"{name}还有{rows}行空着" for name, rows in stage.unchecked.items() if rows and name in stage.answered]
    if blank:
        yield f"{label}表没有填完的：{'，'.join(blank)}。"


def left_out(book: Book) -> list[str]:
    """Projects without a score for anyone, and units without an overall score, with the reason."""
    breakdown, assessment = book.breakdown, book.assessment
    sentences = []
    for key in assessment.left_out:
        why = next(one.unknown for one in assessment.projects if one.project_key == key)
        sentences.append(f"“{breakdown.project_of(key)}”：{why}，各单位都没有得分，暂不计入综合得分。")
    for one in assessment.overall:
        if one.score is None:
            wanting = [
                f"“{breakdown.project_of(project.project_key)}”{project.unknown}"
                for project in assessment.projects
                if project.unit == one.unit and project.score is None and project.project_key not in assessment.left_out
            ]
            if wanting:
                sentences.append(f"{one.unit}暂无综合得分：{'；'.join(wanting)}。")
    return sentences


def how_counted(book: Book) -> Iterator[str]:
    """The rules that hold for every project, for a reader who has never seen the workbook."""
    breakdown, assessment = book.breakdown, book.assessment
    methods = {rule.method for key in breakdown.projects for rule in breakdown.rules_of(key)}
    yield "计入的数：有认定数的用认定数，没有的用初核数，再没有的用自报数；单位没有报的按0计。"
    if methods & {Method.COMPLETION, Method.STEPS}:
        yield (
            "指标的完成情况：数量指标为完成数÷年度目标，形象进度为进度本身；比率、标准和越低越好的指标达标算1，"
            "没有达标的按与目标之比算；状态指标已完成算1，推进中算0.5，未启动算0。一个计分项有几个指标的，按权重平均。"
            "“其中”项和没有目标的指标不计分。"
        )
    if Method.STEPS in methods:
        yield "分档：先算各指标按权重平均的完成情况，再看落在哪一档。"
    if Method.STANDARDS in methods:
        yield "标准通过率：通过的标准数÷（通过＋不通过），不适用的不算；有一条还没有结论，这一项就没有得分。"
    if Method.MANUAL in methods or Method.DEDUCTION in methods:
        yield "人工、扣分：由初核单位打分并写明理由；扣分不增加满分，一个项目最低扣到0分。"
    if any(one.is_veto for one in breakdown.standards):
        yield "一票否决：标了一票否决的标准不通过的，这个项目对该单位不予通过，得0分，排在最后，不给名次。"
    yield "项目得分（百分制）：各计分项得分之和÷对该单位适用的各项分值之和×100。"
    yield (
        "综合得分：各项目得分按项目权重平均。只要有一个项目还没有得分，该单位就暂无综合得分；"
        "各单位都没有得分的项目不计入。"
    )
    yield (
        "名次：在同一排名组内按显示的两位小数排，得分相同的并列，其后空出相应位次（1、2、2、4）。"
        "得分四舍五入，不满100分的不会显示成100.00。"
    )
    if assessment.earlier is not None:
        earlier, weights = assessment.earlier, (assessment.earlier.weight, assessment.weight)
        yield (
            f"全年得分：（{earlier.word}得分×{plain(weights[0])}＋{assessment.word}得分×{plain(weights[1])}）"
            f"÷{plain(weights[0] + weights[1])}，两次都有综合得分的单位才有。"
        )


def not_assessed(book: Book) -> str:
    """Which projects ask nothing of the units that are ranked; empty where there is none."""
    names = [book.breakdown.project_of(key) for key in book.breakdown.projects if key not in book.assessed_projects]
    return f"没有评价单位可计分的任务、不参加评价的项目：{'、'.join(names)}。" if names else ""


def without_own_rules(book: Book) -> str:
    """Which projects no row of 评分 speaks of; empty where there is none."""
    ruled = {one.project_key for one in book.breakdown.scoring}
    assessed = [key for key in book.breakdown.projects if key in book.assessed_projects]
    plain_ones = [book.breakdown.project_of(key) for key in assessed if key not in ruled]
    if not plain_ones:
        return ""
    if not ruled:
        return "目标分解表没有“评分”表的内容，各项目都按指标完成率计100分。"
    return f"“评分”表没有单列规则的项目按指标完成率计100分：{listing(plain_ones)}。"
