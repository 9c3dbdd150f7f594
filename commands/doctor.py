"""doctor: what is wrong with this installation, the rehearsal included (contract section 4)."""

from collections.abc import Iterator

from commands.installation import Check, State, installation
from commands.screen import WANTS_A_PERSON, WELL, Screen
from model.fault import JobFault

_MOST_SHOWN = 5
"""So many differences are told; more are counted."""


def doctor(screen: Screen) -> int:
    """doctor: looks at everything that the tool needs on this computer, then has the rehearsal run and compared."""
    checks: list[Check] = []
    for one in _all_checks():
        screen.say(f"【{one.state.label}】{one.name}：{one.message}")
        checks.append(one)
    faults = sum(one.state is State.FAULT for one in checks)
    if faults:
        screen.say(f"有 {faults} 处有问题，请照上面写的处理，再检查一次。")
    else:
        screen.say("检查完了，可以放心使用。")
    told = [{"name": one.name, "status": one.state.value, "message": one.message} for one in checks]
    screen.hand_over({"checks": told})
    return WANTS_A_PERSON if faults else WELL


def _all_checks() -> Iterator[Check]:
    is_complete = True
    for one in installation():
        is_complete = is_complete and not (one.state is State.FAULT and one.name in _NEEDED)
        yield one
    if is_complete:
        yield _rehearsed()
    else:
        yield Check(_REHEARSAL, State.FAULT, "没有做，先处理上面的问题。")


_REHEARSAL = "演练"
_NEEDED = ("Python", "组件", "自带模板", "临时文件夹")
"""Without these the rehearsal cannot be done."""


def _rehearsed() -> Check:
    # What the rehearsal needs is loaded only where it is known to be there.
    from commands.rehearsal import rehearse

    try:
        found = rehearse()
    except JobFault as fault:
        return Check(_REHEARSAL, State.FAULT, f"示例月份没有做成：{fault}")
    except Exception as fault:  # noqa: BLE001 - whatever a broken installation raises is what doctor is there to tell
        told = f"示例月份没有做成（{type(fault).__name__}：{fault}），请把这句话发给维护人员。"
        return Check(_REHEARSAL, State.FAULT, told)
    if not found:
        return Check(_REHEARSAL, State.WELL, "示例月份做了一遍，结果和应当出来的一致。")
    more = f"；另有 {len(found) - _MOST_SHOWN} 处" if len(found) > _MOST_SHOWN else ""
    told = "；".join(found[:_MOST_SHOWN])
    return Check(_REHEARSAL, State.FAULT, f"示例月份的结果不对：{told}{more}。请不要用它出通报，把这句话发给维护人员。")
