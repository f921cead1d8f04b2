"""What is said about comments and discussions: in public, for everybody's eyes, and to the moderators."""

from __future__ import annotations

from collections.abc import Collection

from appeals.administration import Administration
from appeals.leaks import Leak
from appeals.model import Act, Appeal, Attachment, Citizen, StaffMember
from appeals.remarks import Remark, Spot, Venue
from texts.buttons import DISMISS_REMARK, DO, TAKE_REMARK
from texts.citizen import references
from texts.dates import day
from texts.people import member, person
from texts.reply import Colour, Reply, callback, cut, inline
from texts.words import ACTS_FOR_STAFF, answer_body, attachments

LEAKS = {
    Leak.PHONE: "телефон",
    Leak.EMAIL: "почта",
    Leak.PASSPORT: "паспорт",
    Leak.SNILS: "СНИЛС",
    Leak.CARD: "номер карты",
    Leak.FLAT: "номер квартиры",
}

_SHOWN = 2000
"""Characters of a comment that the desk is shown."""


def deep_link(name: str, appeal: Appeal) -> str:
    """The way from the thread to the private conversation; it opens the appeal to its author alone."""
    return f"https://vk.me/{name}?ref=a{appeal.id}"


# In public


def accepted(administration: Administration, citizen: Citizen, appeal: Appeal, link: str) -> Reply:
    """A comment became an appeal."""
    return Reply(
        f"{_dear(citizen, 'спасибо')}! Обращение принято, его номер: {appeal.number}. "
        f"Ответим не позднее {day(appeal.due_at, administration.zone)}.\n\n"
        f"Подробности — в личных сообщениях: {link}\n"
        "Адрес, телефон и фото присылайте только туда: здесь их увидят все."
    )


def words_needed(citizen: Citizen) -> Reply:
    """The hashtag or the mention came without a word about the matter."""
    return Reply(f"{_dear(citizen, 'напишите')}, пожалуйста, одним комментарием, что случилось и где.")


def question_waits(citizen: Citizen, appeal: Appeal, link: str) -> Reply:
    """A moderator has asked; the question itself stays private."""
    return Reply(
        f"{_dear(citizen, 'по')} обращению № {appeal.number} у нас есть вопрос. Он ждёт вас в личных сообщениях: {link}"
    )


def answered(administration: Administration, appeal: Appeal, text: str, attached: tuple[Attachment, ...]) -> Reply:
    """The administration's answer, for everybody."""
    identity = administration.administration
    hashtag = f"\n\n{identity.hashtag}" if identity.hashtag else ""
    body = answer_body(administration, appeal, text, attached)
    return Reply(f"{identity.answer_tag}\nОбращение № {appeal.number}\n\n{body}{hashtag}", None, references(attached))


def rejected(administration: Administration, appeal: Appeal, reason: str) -> Reply:
    """A refusal with its reason and the official way."""
    identity = administration.administration
    return Reply(
        f"{identity.answer_tag}\nПо обращению № {appeal.number} мы, к сожалению, помочь не сможем.\n\n"
        f"Причина: {reason}\n\n"
        f"Если вы не согласны, обратитесь официально через Госуслуги: {identity.official_url}"
    )


def resolved(appeal: Appeal) -> Reply:
    """The author wrote in the thread that the matter is settled."""
    return Reply(f"Спасибо, что сообщили! Обращение № {appeal.number} закрыто.")


def reopened(appeal: Appeal, link: str) -> Reply:
    """The author wrote in the thread that it isn't."""
    return Reply(
        f"Жаль, что не получилось. Обращение № {appeal.number} снова у сотрудника. "
        f"Что осталось не так, можно рассказать и показать в личных сообщениях: {link}"
    )


# At the desk


def candidate(remark: Remark, citizen: Citizen, text: str) -> Reply:
    """A comment that may be an appeal; `text` is without personal data."""
    return Reply(
        f"{_what(remark.spot)} похож{_ending(remark.spot)} на обращение. "
        f"{person(citizen.vk_id, citizen.full_name)}:\n\n{_told(text, remark)}\n\n{remark.spot.url}",
        inline(
            (
                callback("В обращения", {DO: TAKE_REMARK, "r": remark.id}, Colour.POSITIVE),
                callback("Не обращение", {DO: DISMISS_REMARK, "r": remark.id}),
            )
        ),
    )


def candidate_taken(remark: Remark, text: str, appeal: Appeal, by: StaffMember | None) -> Reply:
    """The candidate became an appeal: by a colleague, or by its author's own hashtag."""
    who = f", решение: {member(by)}" if by else ""
    return Reply(f"Принято в обращения: № {appeal.number}{who}\n\n{_told(text, remark)}\n\n{remark.spot.url}")


def candidate_dismissed(remark: Remark, by: StaffMember) -> Reply:
    """A colleague said that it is none."""
    return Reply(f"Не обращение, решение: {member(by)}\n\n{remark.spot.url}")


def candidate_gone(remark: Remark) -> Reply:
    """The candidate was deleted."""
    return Reply(
        f"{_what(remark.spot)} удалили раньше, чем его разобрали. Делать ничего не нужно.\n\n{remark.spot.url}"
    )


REMARK_OVER_PRESS = "Этот комментарий уже разобрали"
TAKEN_PRESS = "Принято в обращения"
DISMISSED_PRESS = "Убрано из обращений"


def leak(spot: Spot, leaks: Collection[Leak], text: str) -> Reply:
    """Somebody has put personal data where everybody sees it; `text` is without it."""
    what = ", ".join(LEAKS[one] for one in Leak if one in leaks)
    where = "комментарии" if spot.venue is Venue.WALL else "обсуждении"
    return Reply(
        f"Личные данные на виду, в {where}: {what}. Скройте, пожалуйста: {spot.url}\n\n{cut(text, _SHOWN)}".rstrip()
    )


def paste(appeal: Appeal | None, spot: Spot) -> Reply:
    """The bot can't write there: the next message is what a moderator puts there by hand."""
    on_wall = "ВКонтакте не дал боту ответить под записью"
    why = on_wall if spot.venue is Venue.WALL else "в обсуждении бот отвечать не может"
    what = f"№ {appeal.number}: " if appeal else ""
    return Reply(f"{what}{why}. Скопируйте следующее сообщение и вставьте его от имени сообщества: {spot.url}")


def changed(appeal: Appeal, citizen: Citizen, act: Act, spot: Spot, text: str, *, is_addition: bool = False) -> Reply:
    """The comment of an open appeal, or one that added to it, was edited, deleted or restored.

    `text` is what it says now.
    """
    note = {
        Act.EDITED: f":\n{cut(text, _SHOWN)}" if text else "",
        Act.REMOVED: ". Обращение остаётся, ответ уйдёт в личные сообщения.",
        Act.RESTORED: ". Ответ снова уйдёт и туда.",
    }[act]
    if is_addition and act is not Act.EDITED:
        note = ". Это было дополнение: само обращение на месте, слова сохранены." if act is Act.REMOVED else "."
    return Reply(
        f"№ {appeal.number} · {ACTS_FOR_STAFF[act]} · {person(citizen.vk_id, citizen.full_name)}{note}\n{spot.url}"
    )


def everybody_will_see(venue: Venue, hidden: Collection[Leak]) -> str:
    """Above the preview of an answer to a public appeal."""
    where = "в комментарии" if venue is Venue.WALL else "в обсуждение (текст нужно будет вставить вручную)"
    hides = ", ".join(LEAKS[one] for one in Leak if one in hidden)
    note = f" От всех скроем: {hides}." if hides else ""
    return f"Ответ увидят все: он уйдёт {where} и жителю в личные сообщения.{note}"


def question_note() -> str:
    """Above the preview of a question on a public appeal."""
    return "Вопрос уйдёт в личные сообщения. На виду будет только ссылка на них."


def _dear(citizen: Citizen, first: str) -> str:
    """«Анна, спасибо», or «Спасибо» to somebody whose name VK hasn't told."""
    return f"{citizen.first_name}, {first}" if citizen.first_name else first.capitalize()


def _what(spot: Spot) -> str:
    return "Комментарий" if spot.venue is Venue.WALL else "Сообщение в обсуждении"


def _ending(spot: Spot) -> str:
    return "" if spot.venue is Venue.WALL else "е"


def _told(text: str, remark: Remark) -> str:
    """The words and what is attached."""
    enclosed = f"Вложения: {attachments(remark.attachments)}" if remark.attachments else ""
    return "\n".join(part for part in (cut(text, _SHOWN), enclosed) if part)
