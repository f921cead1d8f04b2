"""What moderators read of one appeal: its card and its whole story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from appeals.administration import Administration
from appeals.approvals import SubmittedAnswer
from appeals.clocks import Basis
from appeals.control import Control
from appeals.discretion import impersonal, impersonal_entry
from appeals.draft import MAX_ATTACHMENTS
from appeals.leaks import masked
from appeals.model import Act, Appeal, Citizen, HistoryEntry, Priority, StaffMember
from appeals.outages import Outage
from appeals.promises import Promise
from appeals.remarks import spot_of
from appeals.rights import Right
from appeals.selection import Earlier
from appeals.value import dataclass
from texts import clocks, outages, promises, reminders
from texts.card_buttons import MODERATORS, card_buttons
from texts.citizen import references
from texts.control import on_card
from texts.dates import day_and_time
from texts.people import member, person
from texts.reply import (
    MAX_INLINE_BUTTONS,
    MAX_INLINE_ROWS,
    MAX_MESSAGE,
    Keyboard,
    Reply,
    cut,
    inline,
)
from texts.words import (
    attachments,
    channel,
    deed_for_staff,
    enclosed,
    status_for_staff,
    topic,
    words_for_staff,
    words_of,
)

CARD_TEXT = 2500
"""Characters of the appeal's text on its card; the whole is in `/обращение N`."""


JOINED_SHOWN = 10


_HAND = {Act.HAND_REPLIED: "Сотрудник написал жителю", Act.HAND_EDITED: "Сотрудник исправил своё сообщение"}


TOLD_OTHERWISE = frozenset(
    {
        Act.FILED,
        Act.CLARIFIED,
        Act.COMMENTED,
        Act.HAND_REPLIED,
        Act.HAND_EDITED,
        Act.NOTED,
        Act.SUBMITTED,
        Act.CONTROLLED,
        Act.RATED,
        Act.THANKED,
    }
)
"""Acts that have lines of their own on the card."""

NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal with the people around it, as a card needs it.

    `citizen` is None for readers who may not know who it is. `reply` is what the citizen said last since filing,
    `by_hand` what a manager wrote last without the bot, `registrar` who registered it for a citizen without VK.
    `earlier` is what the citizen asked before.
    `thanked`: the citizen has said thanks for the last answer. `controller` has it under the personal `control`.
    `basis` is why its deadlines are what they are, `law` by when the law wants it forwarded, answered, and answered
    after an extension. `note` is the latest note of the desk, `main` the appeal that this one has joined, `joined`
    those that have joined it.
    `last` is what happened last, unless it was taken back.
    `submitted` is the answer that waits for the head, one that `is_withdrawn` waits no more, `promises` are those of
    its answers that are open. `accepter` has `accepted` the emergency. `outage` is the known one to which it belongs.
    """

    appeal: Appeal
    citizen: Citizen | None
    assignee: StaffMember | None = None
    reply: HistoryEntry | None = None
    registrar: StaffMember | None = None
    by_hand: HistoryEntry | None = None
    thanked: bool = False
    control: Control | None = None
    controller: StaffMember | None = None
    basis: Basis | None = None
    earlier: Earlier | None = None
    law: tuple[datetime, datetime, datetime] | None = None
    note: HistoryEntry | None = None
    main: Appeal | None = None
    joined: Sequence[Appeal] = ()
    last: HistoryEntry | None = None
    submitted: SubmittedAnswer | None = None
    is_withdrawn: bool = False
    promises: Sequence[Promise] = ()
    outage: Outage | None = None
    accepted: HistoryEntry | None = None
    accepter: StaffMember | None = None


def card(
    administration: Administration,
    case: Case,
    now: datetime,
    rights: frozenset[Right] = MODERATORS,
    keyboard: Keyboard | None = None,
) -> Reply:
    """The card of an appeal: all that its readers need to begin, and no more than they may know.

    `rights` are theirs; `keyboard` stands in the place of the card's own.
    """
    if case.appeal.is_gone:
        return Reply("\n".join(_without_person(administration, case.appeal)))
    case = _for_readers(administration, case, rights)
    told = words_of(case.appeal)
    lines = [*_head(administration, case, now), *_last(administration, case), "", cut(told, CARD_TEXT)]
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
    if case.note:
        lines += ["", f"Заметка {day_and_time(case.note.at, administration.zone)}: {cut(case.note.text, 300)}"]
    buttons = keyboard or _with_promises(card_buttons(administration, case.appeal, rights), case, rights)
    return Reply(cut("\n".join(lines), MAX_MESSAGE), buttons, references(case.appeal.attachments))


def whole(
    administration: Administration,
    case: Case,
    history: Sequence[HistoryEntry],
    now: datetime,
    names: Mapping[int, str] = NOBODY,
    rights: frozenset[Right] = MODERATORS,
) -> Reply:
    """`/обращение N`: the whole text, the history and the newest attachments.

    `names` are those of the staff in it, by VK id; `rights` those of whoever reads it.
    """
    zone = administration.zone
    if case.appeal.is_gone:
        deeds = [f"{day_and_time(entry.at, zone)} — {deed_for_staff(entry)}" for entry in history]
        return Reply("\n".join([*_without_person(administration, case.appeal), "", "История:", *deeds]))
    citizen_id = case.appeal.citizen_vk_id
    if Right.SEE_PERSON not in rights:
        contacts = administration.contacts
        history = [impersonal_entry(entry, case.appeal, contacts, case.citizen) for entry in history]
    case = _for_readers(administration, case, rights)
    story = []
    for entry in history:
        by_staff = entry.actor_id not in (0, citizen_id)
        who = f", {person(entry.actor_id, names.get(entry.actor_id) or 'сотрудник')}" if by_staff else ""
        words = words_for_staff(replace(entry, text=clocks.told_in(entry)))
        what = f"{deed_for_staff(entry)}{enclosed(entry.attachments)}{who}{words}"
        story.append(f"{day_and_time(entry.at, zone)} — {what}")
    of_law = [clocks.law(administration, *case.law, now)] if case.law else []
    lines = [*_head(administration, case, now), *of_law, "", words_of(case.appeal), "", "История:", *story]
    every = [*case.appeal.attachments, *(one for entry in history for one in entry.attachments)]
    newest = tuple(dict.fromkeys(references(every)))[-MAX_ATTACHMENTS:]
    buttons = _with_promises(card_buttons(administration, case.appeal, rights), case, rights)
    return Reply("\n".join(lines), buttons, newest)


def moved(administration: Administration, appeal: Appeal) -> Reply:
    """Stands in the place of a card whose appeal has gone to another chat."""
    department = administration.department(appeal.department)
    where = f"передано в отдел: {department.title}" if department else "вернулось к модераторам"
    return Reply(f"№ {appeal.number} · {where}")


def more(appeal: Appeal, keyboard: Keyboard | None) -> Reply:
    """«Ещё…» under a message that is no card."""
    if keyboard is None:
        return Reply(f"№ {appeal.number}: больше ничего сделать нельзя.")
    return Reply(f"№ {appeal.number} · что ещё можно сделать:", keyboard)


def _without_person(administration: Administration, appeal: Appeal) -> list[str]:
    """What is left of an appeal whose citizen has withdrawn the consent, or whose data were destroyed."""
    withdrawn = "Житель отозвал согласие: его слова больше не показываются."
    why = "Данные жителя удалены." if appeal.is_erased else withdrawn
    lines = [
        f"№ {appeal.number} · {status_for_staff(appeal)}",
        topic(administration, appeal.category),
        f"Канал: {channel(appeal)}, {day_and_time(appeal.filed_at, administration.zone)}",
        f"Оценка жителя: {appeal.rating} из 5" if appeal.rating else "",
        why,
    ]
    return [line for line in lines if line]


def urgency(appeal: Appeal) -> str:
    """« · ЧП» after an appeal's status; nothing for a usual one."""
    return "" if appeal.priority is Priority.USUAL else f" · {clocks.PRIORITIES[appeal.priority]}"


def earlier(before: Earlier) -> str:
    """What the citizen asked before."""
    words = "" if before.last.is_gone else f" «{cut(' '.join(words_of(before.last).split()), 60)}»"
    return (
        f"Раньше обращений: {before.count}, последнее № {before.last.number}{words} — {status_for_staff(before.last)}"
    )


def _head(administration: Administration, case: Case, now: datetime) -> list[str]:
    appeal, zone = case.appeal, administration.zone
    lines = [
        f"№ {appeal.number} · {status_for_staff(appeal)}{urgency(appeal)}",
        topic(administration, appeal.category),
        f"Житель: {person(case.citizen.vk_id, case.citizen.full_name) if case.citizen else 'имя и контакт скрыты'}",
        *([earlier(case.earlier)] if case.earlier else []),
        *_fields(appeal),
    ]
    lines.append(f"Канал: {channel(appeal)}, {day_and_time(appeal.filed_at, zone)}")
    if case.registrar:
        lines.append(f"Зарегистрировано сотрудником: {member(case.registrar)}")
    if (spot := spot_of(appeal.origin)) is not None:
        lines.append(f"Открыть: {spot.url}")
    lines += clocks.lines(administration, appeal, now, case.basis)
    if appeal.priority is Priority.EMERGENCY and appeal.is_open:
        lines.append(reminders.on_card(administration, case.accepted, case.accepter))
    lines += _joined(case)
    lines += [outages.on_card(administration, case.outage)] if case.outage else []
    lines += _hands(administration, case)
    lines += _about_answer(administration, case, now)
    if not appeal.number_told:
        lines.append("Номер жителю не передан: бот передаст его, когда житель напишет")
    elif case.citizen and not (case.citizen.reachable or appeal.is_by_hand):
        lines.append("Житель сейчас не принимает сообщения сообщества")
    return lines


def _last(administration: Administration, case: Case) -> list[str]:
    """What happened last, where nothing else on the card tells it."""
    if case.last is None or case.last.act in TOLD_OTHERWISE:
        return []
    return [f"Последнее: {deed_for_staff(case.last)}, {day_and_time(case.last.at, administration.zone)}"]


def _hands(administration: Administration, case: Case) -> list[str]:
    """Who has the appeal."""
    department = administration.department(case.appeal.department)
    lines = [f"Отдел: {department.title}"] if department else []
    return [*lines, f"Исполнитель: {member(case.assignee)}"] if case.assignee else lines


def _about_answer(administration: Administration, case: Case, now: datetime) -> list[str]:
    """What became of the answer: it waits for the head, promises something, was judged; who in charge watches it."""
    zone = administration.zone
    lines = [promises.on_card(one, now.astimezone(zone).date()) for one in case.promises]
    if case.submitted:
        lines.append(f"Ответ ждёт согласования с {day_and_time(case.submitted.submitted_at, zone)}")
    if case.is_withdrawn:
        lines.append("Ответ снят с согласования: отправьте его заново")
    if case.appeal.rating:
        lines.append(f"Оценка жителя: {case.appeal.rating} из 5")
    if case.thanked:
        lines.append("Житель поблагодарил за ответ")
    if case.control:
        lines.append(on_card(administration, case.control, case.controller))
    return lines


def _joined(case: Case) -> list[str]:
    """What other appeals it is one with."""
    lines = [f"Объединено с № {case.main.number} ({status_for_staff(case.main)})"] if case.main else []
    if case.joined:
        numbers = ", ".join(f"№ {one.number}" for one in case.joined[:JOINED_SHOWN])
        more = f" и ещё {len(case.joined) - JOINED_SHOWN}" if len(case.joined) > JOINED_SHOWN else ""
        lines.append(f"К нему присоединены: {numbers}{more}")
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


def _with_promises(keyboard: Keyboard | None, case: Case, rights: frozenset[Right]) -> Keyboard | None:
    """The buttons of a card with «Сделано» for each promise, as far as VK takes them."""
    rows = keyboard.rows if keyboard else ()
    room = min(MAX_INLINE_ROWS - len(rows), MAX_INLINE_BUTTONS - sum(map(len, rows)))
    open_promises = case.promises[:room] if Right.WORK in rights else ()
    kept = tuple((promises.button(one, len(case.promises) > 1),) for one in open_promises)
    return inline(*rows, *kept) if rows or kept else None


def _for_readers(administration: Administration, case: Case, rights: frozenset[Right]) -> Case:
    """The case as far as its readers may know it."""
    if Right.ROUTE not in rights:
        case = replace(case, earlier=None)  # it may be another department's
    if Right.SEE_PERSON in rights:
        return case
    contacts = administration.contacts
    hidden = partial(impersonal_entry, appeal=case.appeal, contacts=contacts, citizen=case.citizen)
    return replace(
        case,
        appeal=impersonal(case.appeal, contacts, case.citizen),
        citizen=None,
        reply=hidden(case.reply) if case.reply else None,
        by_hand=hidden(case.by_hand) if case.by_hand else None,
        note=hidden(case.note) if case.note else None,
        promises=[replace(one, quote=masked(one.quote, contacts)) for one in case.promises],
    )
