"""«Мои обращения»: the list, and one appeal with all that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from appeals.administration import Administration
from appeals.model import Act, Appeal, HistoryEntry, Status
from appeals.ports import AppealPage
from texts.buttons import ADD, MY_APPEALS, OPEN_APPEAL, clarify_button, menu, pages, text_button
from texts.citizen import PAGE, references
from texts.clocks import told_in
from texts.dates import count, day, day_and_time
from texts.reply import Keyboard, Reply, cut, inline
from texts.verdicts import feedback_buttons, rating_row, verdict_after_all
from texts.words import (
    ACTS_FOR_CITIZEN,
    LINKS_FOR_CITIZEN,
    attachments,
    category_title,
    enclosed,
    status_for_citizen,
    topic,
    words_of,
)

STORY_PAGE = 8
"""Deeds on one page of an appeal's history, the newest on the first."""

MOST_ATTACHMENTS = 10

_TOLD = frozenset(
    {
        Act.ASKED,
        Act.CLARIFIED,
        Act.ANSWERED,
        Act.REJECTED,
        Act.COMMENTED,
        Act.HAND_REPLIED,
        Act.REPLIED_IN_PUBLIC,
        Act.EXTENDED,
        Act.FORWARDED,
        Act.UPDATED,
        Act.OPENED,
        Act.PROMISE_MOVED,
    }
)
"""Deeds that are shown with their words."""

_OURS = (
    Act.ANSWERED,
    Act.REJECTED,
    Act.FORWARDED,
    Act.UPDATED,
    Act.EXTENDED,
    Act.ASKED,
    Act.HAND_REPLIED,
    Act.REPLIED_IN_PUBLIC,
)
"""What the administration has said; its photos are shown again, the answer's first."""


def my_appeals(administration: Administration, page: AppealPage, number: int, waiting: int = 0) -> Reply:
    """«Мои обращения»: a page of the list. `waiting` counts the questions that wait for the citizen."""
    if not page.total:
        return Reply("У вас пока нет обращений. Чтобы подать первое, нажмите «Подать обращение».", menu())
    lines = [
        f"№ {appeal.number} от {day(appeal.filed_at, administration.zone)}: {status_for_citizen(appeal)}\n"
        f"{category_title(administration, appeal.category)}. {cut(_first_line(words_of(appeal)), 80)}"
        for appeal in page.appeals
    ]
    rows = [(text_button(f"№ {appeal.number}", OPEN_APPEAL, n=appeal.id),) for appeal in page.appeals]
    asked = f"Ждём вашего ответа на {count(waiting, 'вопрос', 'вопроса', 'вопросов')}.\n\n" if waiting else ""
    return Reply(
        f"{asked}Ваши обращения:\n\n" + "\n\n".join(lines),
        inline(*rows, pages(MY_APPEALS, number, page.total, PAGE)),
    )


def one_appeal(
    administration: Administration, appeal: Appeal, history: Sequence[HistoryEntry], now: datetime, page: int = 0
) -> Reply:
    """An own appeal with its story, the newest page of it unless an older one is wanted."""
    zone = administration.zone
    deeds = [entry for entry in history if entry.act in ACTS_FOR_CITIZEN]
    last = max(0, (len(deeds) - 1) // STORY_PAGE)
    page = min(page, last)
    end = len(deeds) - page * STORY_PAGE
    shown = deeds[max(0, end - STORY_PAGE) : end]
    head = [
        f"Обращение № {appeal.number} от {day(appeal.filed_at, zone)}",
        f"Статус: {status_for_citizen(appeal)}{_promise(appeal, zone, now)}",
        topic(administration, appeal.category),
        appeal.place.address and f"Адрес: {appeal.place.address}",
        f"Вложения: {attachments(appeal.attachments)}" if appeal.attachments else "",
        f"Ваша оценка: {appeal.rating} из 5" if appeal.rating else "",
    ]
    told = "\n".join(line for line in head if line)
    if not page:
        told += f"\n\n{words_of(appeal)}"
    what = "Что было:" if not page else f"Что было раньше (страница {page + 1} из {last + 1}):"
    return Reply(
        f"{told}\n\n{what}\n" + "\n".join(_deed(entry, zone) for entry in shown),
        _buttons(appeal, page, last),
        _photos(shown),
    )


def no_such_appeal() -> Reply:
    """The appeal isn't the citizen's own, or doesn't exist."""
    return Reply("Такого обращения среди ваших нет. Весь список под кнопкой «Мои обращения».", menu())


def _deed(entry: HistoryEntry, zone: ZoneInfo) -> str:
    words = f":\n{told_in(entry)}" if entry.text and entry.act in _TOLD else ""
    words += f": {entry.text} из 5" if entry.text and entry.act is Act.RATED else ""
    words += f" № {entry.text}" if entry.text and entry.act in LINKS_FOR_CITIZEN else ""
    return f"{day_and_time(entry.at, zone)} — {ACTS_FOR_CITIZEN[entry.act]}{enclosed(entry.attachments)}{words}"


def _photos(shown: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """What the administration attached, the newest of each kind of words first."""
    ours = [entry for act in _OURS for entry in reversed(shown) if entry.act is act]
    every = dict.fromkeys(reference for entry in ours for reference in references(entry.attachments))
    return tuple(every)[:MOST_ATTACHMENTS]


def _promise(appeal: Appeal, zone: ZoneInfo, now: datetime) -> str:
    """By when the answer comes, for as long as it is ours to give."""
    if appeal.forwarding is not None and appeal.status is Status.FORWARDED:
        until = day(appeal.forwarding.answer_by, zone)
        return f": {appeal.forwarding.body}. По закону оттуда ответят не позднее {until}"
    if appeal.status is Status.WAITING_CITIZEN:
        return ". Пока ждём, срок ответа не идёт"
    if not appeal.is_open:
        return ""
    if now > appeal.due_at:
        return f". Срок вышел {day(appeal.due_at, zone)}, ответ ещё готовим. Простите за ожидание"
    return f", ответим не позднее {day(appeal.due_at, zone)}"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else ""


def _buttons(appeal: Appeal, page: int, last: int) -> Keyboard:
    # An older page is further back: «Раньше» leads to it.
    turns = tuple(
        text_button(label, OPEN_APPEAL, n=appeal.id, page=to)
        for label, to in (("‹ Раньше", page + 1), ("Дальше ›", page - 1))
        if 0 <= to <= last
    )
    if appeal.awaits_reply:
        return inline((clarify_button(appeal.id),), turns)
    if appeal.awaits_verdict:
        return inline(*feedback_buttons(appeal).rows, turns)
    if appeal.status is Status.CLOSED:
        return inline(rating_row(appeal), verdict_after_all(appeal), turns)
    if appeal.is_open:
        return inline((text_button("Дополнить обращение", ADD, n=appeal.id),), turns)
    return inline(turns) if turns else menu()
