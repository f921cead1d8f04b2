"""Whose an appeal is: what colleagues and the citizen are told when it goes from hand to hand."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.administration import Administration, Department
from appeals.model import Appeal, StaffMember
from texts.buttons import COLLEAGUES, DEPARTMENTS, DO, GIVE, HAND_OVER, MORE
from texts.people import member, person
from texts.reply import MAX_LABEL, MAX_SNACKBAR, Button, Keyboard, Reply, callback, cut, inline
from texts.roles import ROLES

CHOICES_PAGE = 5
"""One choice a row: VK's inline keyboard has six rows, and the last one turns pages."""

CANNOT_WORK = "Этот сотрудник не может вести это обращение: нет роли или отдел не тот"
NO_SUCH_DEPARTMENT = "Такого отдела в настройках уже нет"
CHOOSE_PRESS = "Выберите кнопку"


def given(appeal: Appeal, to: StaffMember) -> str:
    """Snackbar or confirmation: a colleague has it now."""
    return cut(f"№ {appeal.number}: теперь исполнитель {to.name or f'id{to.vk_id}'}", MAX_SNACKBAR)


def given_news(appeal: Appeal, by: StaffMember, to: StaffMember) -> Reply:
    """The desk is told who has the appeal now."""
    return Reply(f"№ {appeal.number} · новый исполнитель: {_link(to)}. Кто отдал: {member(by)}.")


def yours(appeal: Appeal, by: StaffMember) -> Reply:
    """The colleague is told in private."""
    return Reply(
        f"Вам отдали обращение № {appeal.number}. Кто отдал: {member(by)}. Открыть: /обращение {appeal.number.sequence}"
    )


def handed_over(administration: Administration, appeal: Appeal) -> str:
    """Snackbar or confirmation: a department has it now."""
    return cut(f"№ {appeal.number} передано: {_title(administration, appeal)}", MAX_SNACKBAR)


def for_department(appeal: Appeal, department: Department) -> Reply:
    """An executor whose department has no chat is told in private."""
    return Reply(
        f"{department.title}: передано обращение № {appeal.number}. Открыть: /обращение {appeal.number.sequence}"
    )


def handed_over_citizen(administration: Administration, appeal: Appeal) -> Reply:
    """The citizen is told who works on it."""
    return Reply(
        f"Ваше обращение № {appeal.number} передали тем, кто занимается такими вопросами: "
        f"{_title(administration, appeal)}. Ответ придёт сюда."
    )


def moved_meanwhile(administration: Administration, appeal: Appeal) -> str:
    """Snackbar: it is there already, or a colleague was faster."""
    if not appeal.department:
        return f"№ {appeal.number} уже у модераторов"
    return cut(f"№ {appeal.number} уже передано: {_title(administration, appeal)}", MAX_SNACKBAR)


def handed_back(appeal: Appeal) -> str:
    """Snackbar or confirmation: the moderators have it."""
    return f"№ {appeal.number} вернулось к модераторам"


def handed_back_news(department: str, appeal: Appeal, by: StaffMember, reason: str) -> Reply:
    """The moderators are told why a department sent it back."""
    return Reply(f"№ {appeal.number} · вернулось к модераторам. {department}, {_link(by)}:\n{cut(reason, 3000)}")


def reason_prompt(appeal: Appeal, who: str) -> Reply:
    """«Вернуть»: the next message of this executor is the reason."""
    return Reply(
        f"{who}, напишите следующим сообщением, почему № {appeal.number} не к вам: это прочтут модераторы, житель не "
        "увидит. Передумали: /отмена"
    )


def reason_needed() -> Reply:
    """No words where the moderators need a reason."""
    return Reply("Здесь нет слов, а модераторам нужна причина. Напишите её. Передумали: /отмена")


def which_department(appeal: Appeal, fitting: Sequence[Department], page: int = 0) -> Reply:
    """`/передать N` without a department, or with words that fit none or several."""
    return Reply(f"№ {appeal.number}: в какой отдел передать?", departments(appeal, fitting, page, on_card=False))


def no_departments() -> Reply:
    """There is nobody to hand an appeal over to."""
    return Reply(
        "Отделов в настройках нет. Их вписывает в administration.toml тот, кто ведёт сервер ([[departments]])."
    )


def departments(appeal: Appeal, every: Sequence[Department], page: int, *, on_card: bool) -> Keyboard:
    """The departments to choose from; the one that has the appeal isn't among them."""
    others = [one for one in every if one.id != appeal.department]
    rows = [
        (callback(one.title, {DO: HAND_OVER, "n": appeal.id, "d": one.id, "f": appeal.department}),)
        for one in others[page * CHOICES_PAGE : (page + 1) * CHOICES_PAGE]
    ]
    return inline(*rows, _ways(appeal, DEPARTMENTS, page, len(others), back=0 if on_card else None))


def which_colleague(appeal: Appeal, able: Sequence[StaffMember], page: int = 0) -> Reply:
    """`/отдать N` without a colleague."""
    if not able:
        return Reply(f"№ {appeal.number}: отдать некому, других сотрудников для него нет.")
    return Reply(f"№ {appeal.number}: кому отдать?", colleagues(appeal, able, page, on_card=False))


def colleagues(appeal: Appeal, able: Sequence[StaffMember], page: int, *, on_card: bool) -> Keyboard:
    """The colleagues to choose from."""
    rows = [
        (
            callback(
                cut(f"{one.name or f'id{one.vk_id}'}, {ROLES[one.role]}", MAX_LABEL),
                {DO: GIVE, "n": appeal.id, "to": one.vk_id, "f": appeal.assignee_id or 0},
            ),
        )
        for one in able[page * CHOICES_PAGE : (page + 1) * CHOICES_PAGE]
    ]
    return inline(*rows, _ways(appeal, COLLEAGUES, page, len(able), back=1 if on_card else None))


def no_department() -> Reply:
    """An executor without a department asks for a list."""
    return Reply(
        "У вас роль исполнителя, но не указан отдел, поэтому обращений вы не видите. Попросите администратора: "
        "/сотрудник, ваша страница, «исполнитель» и отдел."
    )


def other_chat(appeal: Appeal) -> Reply:
    """A department's chat isn't the place for an appeal of another department."""
    return Reply(
        f"№ {appeal.number} — не этого отдела, поэтому здесь его не показать. Откройте его в чате модераторов или в "
        "личных сообщениях сообщества."
    )


def _ways(appeal: Appeal, do: str, page: int, count: int, *, back: int | None) -> tuple[Button, ...]:
    """Turning pages, and the way back: to page `back` of the card's buttons."""
    ways = []
    if page:
        ways.append(callback("‹ Прежние", {DO: do, "n": appeal.id, "p": page - 1}))
    elif back is not None:
        ways.append(callback("‹ Назад", {DO: MORE, "n": appeal.id, "p": back}))
    if (page + 1) * CHOICES_PAGE < count:
        ways.append(callback("Ещё ›", {DO: do, "n": appeal.id, "p": page + 1}))
    return tuple(ways)


def _title(administration: Administration, appeal: Appeal) -> str:
    department = administration.department(appeal.department)
    return department.title if department else "другой отдел"


def _link(one: StaffMember) -> str:
    return person(one.vk_id, one.name or "сотрудник")
