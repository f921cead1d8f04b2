"""What moderators and administrators are told unasked: news of citizens, what VK refused, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from appeals.administration import Administration
from appeals.discretion import impersonal_entry
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, StaffMember
from appeals.rights import Right
from appeals.value import dataclass
from texts.buttons import (
    DO,
    LABEL_RETURN_BOT,
    RETURN_BOT,
)
from texts.card_buttons import MODERATORS, card_buttons
from texts.citizen import references
from texts.dates import count, day_and_time
from texts.people import person
from texts.reply import Keyboard, Reply, callback, cut, inline
from texts.roles import ROLES
from texts.words import (
    ACTS_FOR_STAFF,
    attachments,
)

UNANSWERED_SHOWN = 20


RECOVERED: Mapping[str, str] = MappingProxyType(
    {"message": "сообщений", "lead": "заявок", "comment": "комментариев", "board_post": "записей в обсуждениях"}
)


def news(
    administration: Administration,
    appeal: Appeal,
    citizen: Citizen,
    act: Act,
    text: str,
    attached: tuple[Attachment, ...],
    rights: frozenset[Right] = MODERATORS,
) -> Reply:
    """The citizen has replied, confirmed, or come back. `rights` are those of the chat that reads it."""
    who = f" · {person(citizen.vk_id, citizen.full_name)}"
    if Right.SEE_PERSON not in rights:
        entry = HistoryEntry(act, appeal.filed_at, 0, text, attached)
        told = impersonal_entry(entry, appeal, administration.contacts, citizen)
        who, text, attached = "", told.text, told.attachments
    extra = f"\nВложения: {attachments(attached)}" if attached else ""
    words = f":\n{cut(text, 3000)}" if text else ""
    return Reply(
        f"№ {appeal.number} · {ACTS_FOR_STAFF[act]}{who}{words}{extra}",
        card_buttons(administration, appeal, rights) if appeal.is_open else None,
        references(attached),
    )


def undelivered(
    appeal: Appeal, citizen: Citizen, *, privacy: bool, error: str = "", words_follow: bool = False
) -> Reply:
    """VK refused a message to the citizen. `words_follow`: the next message holds it, to be passed on another way."""
    then = ""
    if words_follow:
        then = "\n\nТекст — в следующем сообщении. Когда передадите, нажмите «Передано»."
        if privacy:
            then += " Если житель напишет или разрешит сообщения раньше, бот отправит его сам."
    return Reply(
        f"№ {appeal.number} · житель не получил сообщение: {_refused(error, privacy=privacy)}. "
        f"Свяжитесь иначе: {appeal.contact or person(citizen.vk_id, citizen.full_name)}{then}"
    )


def number_owed(appeal: Appeal, citizen: Citizen, *, privacy: bool = True, error: str = "") -> Reply:
    """VK didn't let a citizen be told the number of their lead."""
    other_way = appeal.contact or person(citizen.vk_id, citizen.full_name)
    return Reply(
        f"№ {appeal.number} · номер жителю не передан: {_refused(error, privacy=privacy)}. "
        f"Бот передаст номер, как только житель напишет сам. Связаться: {other_way}\n\n"
        "Текст — в следующем сообщении. Когда передадите, нажмите «Передано»."
    )


_FORBIDDEN = {
    "VK 18": "его страница удалена или заблокирована",
    "VK 900": "он добавил сообщество в чёрный список",
    "VK 901": "он запретил сообщения от сообщества или ещё не писал ему",
    "VK 902": "он запретил сообщения от сообщества в настройках приватности",
}


def _refused(error: str, *, privacy: bool) -> str:
    """Why VK refused, by its error, in plain words."""
    if privacy:
        return _FORBIDDEN.get(error, "он запретил сообщения от сообщества")
    return (
        f"ВКонтакте его не принял (ошибка {error.removeprefix('VK ')}), житель тут ни при чём"
        if error
        else "ВКонтакте его не принял"
    )


def hand_replied(
    administration: Administration, citizen: Citizen, appeal: Appeal | None, by: int, name: str, until: datetime
) -> Reply:
    """A manager has written by hand: the bot keeps quiet from now on."""
    return Reply(
        f"{_about(appeal)}{person(by, name or 'Сотрудник')} отвечает жителю без бота: "
        f"{person(citizen.vk_id, citizen.full_name)}. Бот молчит в этой переписке до "
        f"{day_and_time(until, administration.zone)}; каждый новый ответ сотрудника продлевает молчание.",
        _return_bot(citizen),
    )


def writes_in_silence(
    administration: Administration,
    citizen: Citizen,
    appeal: Appeal | None,
    text: str,
    attached: tuple[Attachment, ...],
    until: datetime,
) -> Reply:
    """The citizen writes while the bot keeps quiet; told once until a human answers."""
    extra = f"\nВложения: {attachments(attached)}" if attached else ""
    words = f":\n{cut(text, 3000)}" if text else ""
    kept = "Это и следующие сообщения сохраняются в обращении." if appeal else "Ответьте в переписке сообщества."
    head = f"{_about(appeal)}житель пишет" if appeal else "Житель пишет"
    return Reply(
        f"{head}, бот молчит до {day_and_time(until, administration.zone)} · "
        f"{person(citizen.vk_id, citizen.full_name)}{words}{extra}\n\n{kept}",
        _return_bot(citizen),
        references(attached),
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who wrote while the bot kept quiet, and whom no human has answered."""

    citizen: Citizen
    appeal: Appeal | None
    count: int


def left_unanswered(left: Sequence[Unanswered]) -> Reply:
    """The silences are over and these people still wait for a human."""
    lines = [
        f"{_about(one.appeal)}{person(one.citizen.vk_id, one.citizen.full_name)}, {_messages(one.count)}"
        for one in left[:UNANSWERED_SHOWN]
    ]
    if len(left) > UNANSWERED_SHOWN:
        lines.append(f"и ещё {len(left) - UNANSWERED_SHOWN}")
    return Reply(
        "Пока бот молчал, жители написали, и сотрудники им не ответили:\n"
        + "\n".join(lines)
        + "\n\nБот снова отвечает, но на эти сообщения ответить должен человек: в переписке сообщества."
    )


def _messages(number: int) -> str:
    """«5 сообщений»."""
    return count(number, "сообщение", "сообщения", "сообщений")


def recovered(counts: Mapping[str, int]) -> Reply:
    """Messages that VK should have told of were found by a comparison while the bot was working."""
    found = ", ".join(f"{RECOVERED.get(what, what)}: {number}" for what, number in counts.items())
    return Reply(
        f"ВКонтакте не сообщил боту о том, что прислали жители, и бот нашёл это сам, сверив переписку ({found}). "
        "Ничего не потеряно, но ответы могли запоздать на несколько минут.\n"
        "Если такое повторяется, передайте администратору сервера: python -m bot check"
    )


def failures(count: int, numbers: Sequence[int], kinds: Sequence[str]) -> Reply:
    """Events that could not be handled, told once to the administrators."""
    shown = ", ".join(map(str, numbers[:20])) + (" и другие" if count > 20 else "")
    return Reply(
        f"Не удалось обработать событий: {count} (№ {shown}).\nПричина: {cut('; '.join(kinds), 500)}.\n"
        "Они сохранены. Передайте администратору сервера: python -m bot export --failed"
    )


def copy_failed() -> Reply:
    """The nightly copy of the database could not be made."""
    return Reply(
        "Ночная копия базы не записалась. Обращения мы принимаем, но, если диск испортится, восстановить их будет не "
        "из чего. Передайте администратору сервера: причина — в журнале бота, повторить — python -m bot backup"
    )


def no_room_for_copies() -> Reply:
    """There is no room for the nightly copy of the database."""
    return Reply(
        "На сервере нет места для ночной копии базы. Обращения мы принимаем, но, если диск испортится, восстановить их "
        "будет не из чего. Передайте администратору сервера: нужно место или другая папка для копий (BACKUP_FOLDER)"
    )


def undeliverable(count: int, kinds: Sequence[str]) -> Reply:
    """Messages that VK refuses because of a mistake of ours or of the settings."""
    return Reply(
        f"ВКонтакте не принял сообщений: {count}. Причина: {cut('; '.join(kinds), 500)}.\n"
        "Передайте администратору сервера: python -m bot check"
    )


def colleagues_unreached(colleagues: Sequence[StaffMember]) -> Reply:
    """VK doesn't let us write to members of the staff."""
    shown = ", ".join(f"{person(one.vk_id, one.name or 'сотрудник')} ({ROLES[one.role]})" for one in colleagues[:20])
    more = f" и ещё {len(colleagues) - 20}" if len(colleagues) > 20 else ""
    return Reply(
        f"Бот не может написать сотрудникам: {shown}{more}. Пусть каждый сам напишет сообществу в личные сообщения, "
        "хотя бы одно слово, и разрешит ему отвечать. Пока этого нет, напоминания вместо них получают другие."
    )


def chats_unreached(administration: Administration, moderator_chat: int | None, chats: Mapping[int, str]) -> Reply:
    """VK doesn't let us write to chats; what it said of each."""
    departments = {one.chat: f"чат отдела «{cut(one.title, 60)}»" for one in administration.departments}
    names = {moderator_chat: "чат модераторов", **departments}
    shown = "; ".join(f"{names.get(peer_id, f'чат {peer_id}')} ({error})" for peer_id, error in [*chats.items()][:20])
    more = f" и ещё {len(chats) - 20}" if len(chats) > 20 else ""
    return Reply(
        f"Бот не может писать в чаты: {shown}{more}. Верните сообщество в чат или поправьте номер чата: у отдела он в "
        "administration.toml, у модераторов — MODERATOR_CHAT. Пока этого нет, напоминания приходят в чат модераторов, "
        "а если нет и его — администраторам."
    )


def _about(appeal: Appeal | None) -> str:
    return f"№ {appeal.number} · " if appeal else ""


def _return_bot(citizen: Citizen) -> Keyboard:
    return inline((callback(LABEL_RETURN_BOT, {DO: RETURN_BOT, "c": citizen.id}),))
