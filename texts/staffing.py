"""`/сотрудник`: who works at the desk, in words."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.administration import Administration
from appeals.model import Appeal, Role, StaffMember
from texts.people import person
from texts.reply import Reply, cut
from texts.roles import ROLES

ROLE_OF_SETTINGS = (
    "Этот человек — администратор по настройкам сервера (ADMIN_IDS). Изменить это может только тот, кто ведёт сервер."
)
LAST_ADMINISTRATOR = "Вы — последний администратор. Сначала назначьте другого: иначе роли будет некому раздавать."

HEADS = {
    Role.ADMINISTRATOR: "Администраторы",
    Role.HEAD: "Глава",
    Role.MODERATOR: "Модераторы",
    Role.EXECUTOR: "Исполнители",
    Role.OBSERVER: "Наблюдатели",
}

_HOW = (
    "Назначить: /сотрудник @id101 модератор\n"
    "Исполнителю назовите отдел: /сотрудник @id101 исполнитель дороги\n"
    "Снять роль: /сотрудник @id101 убрать"
)


def everybody(administration: Administration, members: Sequence[StaffMember]) -> Reply:
    """`/сотрудник` alone: all who have a role."""
    parts = []
    for role, head in HEADS.items():
        lines = [f"{_link(one)}{_of_department(administration, one)}" for one in members if one.role is role]
        if lines:
            parts.append("\n".join([f"{head}:", *lines]))
    return Reply(f"Сотрудников: {len(members)}\n\n" + "\n\n".join([*parts, _HOW]))


def one(administration: Administration, member: StaffMember | None, vk_id: int) -> Reply:
    """`/сотрудник @id101`: what this person is."""
    if member is None:
        return Reply(f"У {person(vk_id, 'этого человека')} нет роли.\n\n{_HOW}")
    role = f"{ROLES[member.role]}{_of_department(administration, member)}"
    return Reply(f"{_link(member)}: {role}.\n\n{_HOW}")


def given(administration: Administration, member: StaffMember, *, changed: bool) -> Reply:
    """The role is given, or was there already."""
    role = f"{ROLES[member.role]}{_of_department(administration, member)}"
    unnamed = "" if member.name else " Имя ВКонтакте пока не сообщил: бот спросит позже."
    return Reply((f"{_link(member)} теперь {role}." if changed else f"{_link(member)} и так {role}.") + unnamed)


def nobody(vk_id: int) -> Reply:
    """VK knows no such person, or their page is deleted or banned."""
    return Reply(
        f"Человека с номером id{vk_id} ВКонтакте нет: номер неверный или страница удалена либо заблокирована. "
        "Роль не назначена."
    )


def taken(before: StaffMember | None, vk_id: int) -> Reply:
    """The role is taken away, or there was none."""
    if before is None:
        return Reply(f"У {person(vk_id, 'этого человека')} и так нет роли.")
    return Reply(f"{_link(before)} больше не работает с обращениями.")


def freed(appeals: Sequence[Appeal], more: int) -> Reply:
    """Whoever had these appeals may not work on them any more; `more` are not named."""
    numbers = ", ".join(f"№ {appeal.number}" for appeal in appeals) + (f" и ещё {more}" if more else "")
    return Reply(f"Остались без исполнителя: {numbers}. Взять: /взять и номер")


def who_is_meant() -> Reply:
    """The command names nobody."""
    return Reply(
        "Кто это? Укажите человека: @id101, ссылка vk.com/id101 или упоминание. Можно ответить этой командой на его "
        f"сообщение.\n\n{_HOW}"
    )


def short_name(name: str) -> Reply:
    """A short address of a page, and VK didn't say whose it is."""
    return Reply(
        f"По короткому имени ({cut(name, 50)}) человек не нашёлся. Выберите его через @ из списка, который покажет "
        "ВКонтакте, ответьте этой командой на его сообщение или напишите номер страницы: vk.com/id101."
    )


def no_such_role(words: str) -> Reply:
    """The word after the person is no role."""
    known = ", ".join(ROLES.values())
    return Reply(f"Роли «{cut(words, 50)}» нет. Роли: {known}. Снять роль: /сотрудник @id101 убрать")


def department_needed(administration: Administration, vk_id: int) -> Reply:
    """An executor belongs to a department, and none or several fit what was typed."""
    if not administration.departments:
        return Reply(
            "Исполнитель работает в отделе, а отделов в настройках нет. Их вписывает в administration.toml тот, кто "
            "ведёт сервер ([[departments]])."
        )
    titles = [one.title for one in administration.departments]
    listed = "\n".join(titles)
    return Reply(f"В каком отделе? Например: /сотрудник @id{vk_id} исполнитель {titles[0]}\n\nОтделы:\n{listed}")


def you_are(administration: Administration, member: StaffMember) -> Reply:
    """The person is told what they are now."""
    where, role = (
        administration.administration.genitive,
        f"{ROLES[member.role]}{_of_department(administration, member)}",
    )
    return Reply(f"Ваша роль в приёмной {where}: {role}. {_MAY[member.role]} Что умеет бот: /помощь")


def you_are_nobody() -> Reply:
    """The person is told that their role is gone."""
    return Reply(
        "Вы больше не работаете с обращениями в этом сообществе: вашу роль сняли. Сообщить о проблеме как житель "
        "вы можете и дальше."
    )


_MAY = {
    Role.ADMINISTRATOR: "Вам доступно всё, в том числе раздача ролей.",
    Role.HEAD: "Вам доступно всё, кроме раздачи ролей.",
    Role.MODERATOR: "Вы работаете со всеми обращениями и распределяете их по отделам.",
    Role.EXECUTOR: "Вы видите обращения своего отдела и отвечаете на них.",
    Role.OBSERVER: "Вы читаете обращения без имён и контактов жителей.",
}


def _link(member: StaffMember) -> str:
    return person(member.vk_id, member.name or f"id{member.vk_id}")


def _of_department(administration: Administration, member: StaffMember) -> str:
    if member.role is not Role.EXECUTOR:
        return ""
    department = administration.department(member.department)
    return f" ({department.title})" if department else " (отдел не указан)"
