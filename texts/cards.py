"""What moderators read of one appeal: its card, its whole story, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from appeals.administration import Administration
from appeals.clocks import Basis
from appeals.control import Control
from appeals.draft import MAX_ATTACHMENTS
from appeals.model import Act, Appeal, Citizen, HistoryEntry, Priority, StaffMember, Status
from appeals.ports import AppealPage
from appeals.remarks import spot_of
from texts import clocks
from texts.buttons import (
    ANSWER,
    ASK,
    DO,
    LIST,
    RECORD,
    REJECT,
    TAKE,
    TOLD_NOT_RESOLVED,
    TOLD_PARTLY,
    TOLD_RESOLVED,
)
from texts.citizen import references
from texts.control import on_card
from texts.dates import day, day_and_time
from texts.people import member, person
from texts.reply import MAX_MESSAGE, Button, Colour, Keyboard, Reply, callback, cut, inline
from texts.words import (
    ACTS_FOR_STAFF,
    STATUS_FOR_STAFF,
    attachments,
    category_title,
    channel,
    enclosed,
    topic,
    words_of,
)

CARD_TEXT = 2500
"""Characters of the appeal's text on its card; the whole is in `/обращение N`."""


LIST_PAGE = 10


_HAND = {Act.HAND_REPLIED: "Сотрудник написал жителю", Act.HAND_EDITED: "Сотрудник исправил своё сообщение"}


_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)


NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal with the people around it, as a card needs it.

    `reply` is what the citizen said last since filing, `by_hand` what a manager wrote last without the bot, `registrar`
    who registered it for a citizen without VK. `thanked`: the citizen has said thanks for the last answer. `controller`
    has it under the personal `control`. `basis` is why its deadlines are what they are, `law` by when the law wants it
    forwarded, answered, and answered after an extension.
    """

    appeal: Appeal
    citizen: Citizen
    assignee: StaffMember | None = None
    reply: HistoryEntry | None = None
    registrar: StaffMember | None = None
    by_hand: HistoryEntry | None = None
    thanked: bool = False
    control: Control | None = None
    controller: StaffMember | None = None
    basis: Basis | None = None
    law: tuple[datetime, datetime, datetime] | None = None


def card(administration: Administration, case: Case, now: datetime) -> Reply:
    """The card of an appeal: all that a moderator needs to begin."""
    if _is_gone(case.appeal):
        return Reply("\n".join(_without_person(administration, case.appeal)))
    told = words_of(case.appeal)
    lines = [*_head(administration, case, now), "", cut(told, CARD_TEXT)]
    if len(told) > CARD_TEXT:
        lines.append(f"Целиком: /обращение {case.appeal.number.sequence}")
    if case.appeal.question:
        lines += ["", f"Спросили у жителя: {cut(case.appeal.question, 300)}"]
    if case.reply:
        when = day_and_time(case.reply.at, administration.zone)
        head = f"Житель дополнил {when}{enclosed(case.reply.attachments)}"
        lines += ["", f"{head}: {cut(case.reply.text, 500)}".rstrip(": ")]
    if case.by_hand:
        when = day_and_time(case.by_hand.at, administration.zone)
        head = f"{_HAND[case.by_hand.act]} {when}{enclosed(case.by_hand.attachments)}"
        lines += ["", f"{head}: {cut(case.by_hand.text, 500)}".rstrip(": ")]
    return Reply(cut("\n".join(lines), MAX_MESSAGE), card_buttons(case.appeal), references(case.appeal.attachments))


def whole(
    administration: Administration,
    case: Case,
    history: Sequence[HistoryEntry],
    now: datetime,
    names: Mapping[int, str] = NOBODY,
) -> Reply:
    """`/обращение N`: the whole text, the history and the newest attachments.

    `names` are those of the staff in it, by VK id.
    """
    zone = administration.zone
    if _is_gone(case.appeal):
        deeds = [f"{day_and_time(entry.at, zone)} — {ACTS_FOR_STAFF[entry.act]}" for entry in history]
        return Reply("\n".join([*_without_person(administration, case.appeal), "", "История:", *deeds]))
    story = []
    for entry in history:
        by_staff = entry.actor_id not in (0, case.citizen.vk_id)
        who = f", {person(entry.actor_id, names.get(entry.actor_id) or 'сотрудник')}" if by_staff else ""
        words = f": {clocks.told_in(entry)}" if entry.text else ""
        what = f"{ACTS_FOR_STAFF[entry.act]}{enclosed(entry.attachments)}{who}{words}"
        story.append(f"{day_and_time(entry.at, zone)} — {what}")
    of_law = [clocks.law(administration, *case.law, now)] if case.law else []
    lines = [*_head(administration, case, now), *of_law, "", words_of(case.appeal), "", "История:", *story]
    every = [*case.appeal.attachments, *(one for entry in history for one in entry.attachments)]
    newest = tuple(dict.fromkeys(references(every)))[-MAX_ATTACHMENTS:]
    return Reply("\n".join(lines), card_buttons(case.appeal), newest)


def appeals_list(administration: Administration, page: AppealPage, number: int, now: datetime) -> Reply:
    """`/обращения`: what is open, the most urgent first."""
    if not page.total:
        return Reply("Открытых обращений нет.")
    lines = [
        f"№ {appeal.number} · {STATUS_FOR_STAFF[appeal.status]}{_urgency(appeal)} · "
        f"{_until(administration, appeal, now)} · "
        f"{category_title(administration, appeal.category)}\n{cut(' '.join(words_of(appeal).split()), 90)}"
        for appeal in page.appeals
    ]
    row: list[Button] = []
    if number:
        row.append(callback("‹ Раньше", {DO: LIST, "page": number - 1}))
    if (number + 1) * LIST_PAGE < page.total:
        row.append(callback("Дальше ›", {DO: LIST, "page": number + 1}))
    return Reply(
        f"Открытые обращения: {page.total}\n\n" + "\n\n".join(lines) + "\n\nПодробно: /обращение и номер",
        inline(tuple(row)) if row else None,
    )


def _is_gone(appeal: Appeal) -> bool:
    """Whether nobody may read any more what the citizen told."""
    return appeal.is_erased or appeal.status is Status.WITHDRAWN


def _without_person(administration: Administration, appeal: Appeal) -> list[str]:
    """What is left of an appeal whose citizen has withdrawn the consent, or whose data were destroyed."""
    withdrawn = "Житель отозвал согласие: его слова больше не показываются."
    why = "Данные жителя удалены." if appeal.is_erased else withdrawn
    lines = [
        f"№ {appeal.number} · {STATUS_FOR_STAFF[appeal.status]}",
        topic(administration, appeal.category),
        f"Канал: {channel(appeal)}, {day_and_time(appeal.filed_at, administration.zone)}",
        f"Оценка жителя: {appeal.rating} из 5" if appeal.rating else "",
        why,
    ]
    return [line for line in lines if line]


def _urgency(appeal: Appeal) -> str:
    return "" if appeal.priority is Priority.USUAL else f" · {clocks.PRIORITIES[appeal.priority]}"


def _until(administration: Administration, appeal: Appeal, now: datetime) -> str:
    """By when, in a list."""
    overdue = " (просрочено)" if appeal.is_overdue(now) else ""
    if appeal.paused_at is not None:
        return f"часы стоят{overdue}"
    return f"до {day(appeal.due_at, administration.zone)}{overdue}"


def _head(administration: Administration, case: Case, now: datetime) -> list[str]:
    appeal, zone = case.appeal, administration.zone
    lines = [
        f"№ {appeal.number} · {STATUS_FOR_STAFF[appeal.status]}{_urgency(appeal)}",
        topic(administration, appeal.category),
        f"Житель: {person(case.citizen.vk_id, case.citizen.full_name)}",
        *_fields(appeal),
    ]
    lines.append(f"Канал: {channel(appeal)}, {day_and_time(appeal.filed_at, zone)}")
    if case.registrar:
        lines.append(f"Зарегистрировано сотрудником: {member(case.registrar)}")
    if (spot := spot_of(appeal.origin)) is not None:
        lines.append(f"Открыть: {spot.url}")
    lines += clocks.lines(administration, appeal, now, case.basis)
    if case.assignee:
        lines.append(f"Исполнитель: {member(case.assignee)}")
    lines += _opinions(administration, case)
    if not appeal.number_told:
        lines.append("Номер жителю не передан: бот передаст его, когда житель напишет")
    elif not (case.citizen.reachable or appeal.is_by_hand):
        lines.append("Житель сейчас не принимает сообщения сообщества")
    return lines


def _opinions(administration: Administration, case: Case) -> list[str]:
    """What the citizen makes of the work, and who in charge watches it."""
    lines = [f"Оценка жителя: {case.appeal.rating} из 5"] if case.appeal.rating else []
    if case.thanked:
        lines.append("Житель поблагодарил за ответ")
    if case.control:
        lines.append(on_card(administration, case.control, case.controller))
    return lines


def _fields(appeal: Appeal) -> list[str]:
    """What the citizen told beside the text."""
    point = f"{appeal.place.latitude:.5f}, {appeal.place.longitude:.5f}" if appeal.place.on_map else ""
    fields = {
        "Имя в форме": appeal.told_name,
        "Вопросов": str(appeal.questions) if appeal.questions > 1 else "",
        "Контакт": appeal.contact,
        "Адрес": appeal.place.address,
        "На карте": point,
        "Вложения": attachments(appeal.attachments),
    }
    return [f"{title}: {told}" for title, told in fields.items() if told]


def card_buttons(appeal: Appeal) -> Keyboard | None:
    """What can be done with the appeal as it stands now."""
    if not appeal.is_open:
        return _told_buttons(appeal)
    take = (callback("Взять", {DO: TAKE, "n": appeal.id}, Colour.PRIMARY),)
    work = (
        callback("Ответить", {DO: ANSWER, "n": appeal.id}, Colour.POSITIVE),
        callback("Уточнить", {DO: ASK, "n": appeal.id}),
        callback("Отклонить", {DO: REJECT, "n": appeal.id}, Colour.NEGATIVE),
    )
    if appeal.status in _TO_BE_TAKEN:
        return inline(take, work)
    if appeal.is_by_hand and appeal.status is Status.WAITING_CITIZEN:
        return inline(work, (callback("Записать ответ жителя", {DO: RECORD, "n": appeal.id}),))
    return inline(work)


def _told_buttons(appeal: Appeal) -> Keyboard | None:
    """What a citizen without VK may tell a member of staff about the answer."""
    if not appeal.is_by_hand or appeal.status is not Status.ANSWERED:
        return None
    return inline(
        (
            callback("Решено", {DO: TOLD_RESOLVED, "n": appeal.id}, Colour.POSITIVE),
            callback("Частично", {DO: TOLD_PARTLY, "n": appeal.id}),
            callback("Не решено", {DO: TOLD_NOT_RESOLVED, "n": appeal.id}, Colour.NEGATIVE),
        )
    )
