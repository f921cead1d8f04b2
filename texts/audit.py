"""`/журнал N`: the rows of the journal, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from appeals.administration import Administration
from appeals.audit import CHANGED, CITIZEN, FOUND_PERSON, JOURNAL_READ, ROLE_GIVEN, ROLE_TAKEN, SHOWN, VIEWED, Audited
from appeals.errors import AlreadyTaken, CannotWork, MovedMeanwhile, NotAllowed, NotStaff
from appeals.model import Act, Appeal, Role, StaffMember
from appeals.usecases import announcements
from appeals.usecases.busy import SWITCHED
from appeals.usecases.outages import DECLARED, ENDED, EXTENDED
from texts import buttons
from texts.card_buttons import FIRST, FURTHER
from texts.clocks import PRIORITIES
from texts.dates import day_and_time
from texts.people import member, person
from texts.reply import MAX_MESSAGE, Reply, fitting
from texts.roles import ROLES
from texts.words import ACTS_FOR_STAFF, STATUS_FOR_STAFF, category_title

DEEDS: Mapping[str, str] = MappingProxyType(
    {
        CHANGED: "изменено",
        VIEWED: "просмотр обращения",
        SHOWN: "бот прислал в личные сообщения",
        FOUND_PERSON: "найдено по имени или контакту",
        JOURNAL_READ: "просмотр журнала",
        ROLE_GIVEN: "роль дана",
        ROLE_TAKEN: "роль снята",
        DECLARED: "авария объявлена",
        EXTENDED: "авария продлена",
        ENDED: "авария закончилась",
        SWITCHED: "переключено «много обращений»",
        announcements.PLANNED: "объявление запланировано",
        announcements.CANCELLED: "объявление отменено",
        announcements.MISSED: "объявление не ушло вовремя",
        announcements.SENT_LATE: "объявление отправлено с опозданием",
        announcements.STOPPED: "объявление остановлено",
        announcements.BEGAN: "объявление начали отправлять",
        announcements.FINISHED: "объявление отправлено",
    }
)
"""What isn't an act of the appeal's history."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "status": "состояние",
        "category": "тема",
        "department": "отдел",
        "assignee_id": "исполнитель",
        "priority": "срочность",
        "role": "роль",
        "react_by": "взять в работу до",
        "due_at": "ответить до",
    }
)

_PRESSES: Mapping[str, str] = MappingProxyType(
    {
        **{one.do: f"«{one.label}»" for one in (*chain.from_iterable(FIRST), *FURTHER)},
        buttons.SEND_ANSWER: "«Отправить»",
        buttons.APPROVE: "«Согласовать»",
        buttons.RETURN: "«Вернуть» автору",
        buttons.HAND_OVER: "«В отдел»",
        buttons.GIVE: "«Отдать»",
        buttons.SET_TOPIC: "«Тема»",
        buttons.CONTROL: "личный контроль",
        buttons.RELEASE: "личный контроль",
        buttons.MORE: "«Ещё…»",
        buttons.UNDO: "«Отменить действие»",
        "text": "текст",
    }
)
"""Buttons, and words that a button asked for, as the journal calls them."""

_WHY: Mapping[str, str] = MappingProxyType(
    {
        NotStaff.code: "нет роли",
        NotAllowed.code: "нет права",
        AlreadyTaken.code: "уже взято другим",
        MovedMeanwhile.code: "обращение уже в другом месте",
        CannotWork.code: "коллега не может с ним работать",
    }
)

_NONE = "нет"

_NAMED: Mapping[str, Mapping[Any, str]] = MappingProxyType(
    {"status": STATUS_FOR_STAFF, "role": ROLES, "priority": PRIORITIES}
)
"""Fields whose values are names of ours."""


def journal(
    administration: Administration, appeal: Appeal, rows: Sequence[Audited], members: Mapping[int, StaffMember]
) -> Reply:
    """The newest rows that fit one message, oldest first."""
    head = f"Журнал № {appeal.number}"
    newest = (_row(administration, row, members) for row in reversed(rows))
    shown = fitting(newest, MAX_MESSAGE - len(head) - 100)
    omitted = len(rows) - len(shown)
    before = [f"(раньше ещё записей: {omitted})"] if omitted else []
    return Reply("\n".join([head, "", *before, *reversed(shown)]) if rows else f"{head}: записей нет.")


def _row(administration: Administration, row: Audited, members: Mapping[int, StaffMember]) -> str:
    when = day_and_time(row.at, administration.zone)
    what = _refusal(row) if row.refused else _deed(row.deed)
    changed = "; ".join(
        f"{FIELDS.get(name, name)}: {_value(administration, name, row.before.get(name, ''), members)} → "
        f"{_value(administration, name, value, members)}"
        for name, value in row.after.items()
    )
    return f"{when} — {_who(row, members)}: {what}" + (f" ({changed})" if changed else "")


def _who(row: Audited, members: Mapping[int, StaffMember]) -> str:
    if row.subject == CITIZEN:
        return "житель"
    if not row.actor_id:
        return "бот"
    where = "" if row.peer_id in (0, row.actor_id) else ", чат"
    known = members.get(row.actor_id)
    unknown = "человек без роли" if row.refused else "бывший сотрудник"
    return (member(known) if known else person(row.actor_id, unknown)) + where


def _refusal(row: Audited) -> str:
    """What was refused, and for want of what."""
    tried = row.deed if row.deed.startswith("/") else _PRESSES.get(row.deed, "")
    why = _WHY.get(row.refused, "нельзя в этом состоянии")
    return f"отказано, {tried}: {why}" if tried else f"отказано: {why}"


def _deed(name: str) -> str:
    return ACTS_FOR_STAFF[Act(name)] if name in set(Act) else DEEDS.get(name, name)


def _value(administration: Administration, name: str, value: str, members: Mapping[int, StaffMember]) -> str:
    if (told := _NAMED.get(name)) and value:
        return told[value]
    match name:
        case _ if not value:
            return _NONE
        case "category":
            return category_title(administration, value)
        case "assignee_id":
            return member(members.get(int(value)) or StaffMember(int(value), Role.MODERATOR))
        case "react_by" | "due_at":
            return day_and_time(datetime.fromisoformat(value), administration.zone)
    department = administration.department(value) if name == "department" else None
    return department.title if department else value
