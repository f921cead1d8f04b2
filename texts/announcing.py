"""The dialog of `/объявление`: what whoever announces something is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from appeals.administration import Administration
from appeals.announcements import Audience
from texts.announcements import EXAMPLE, audience_named, longest, people, quiet
from texts.buttons import ANNOUNCE, DO, LABEL_BACK, LABEL_CANCEL, LABEL_EDIT, LABEL_NO_ANNOUNCEMENTS, VERB
from texts.dates import count, day_and_time
from texts.reply import MAX_MESSAGE, Button, Colour, Reply, callback, cut, inline

TEXT, AUDIENCE, WHEN, SUMMARY = "text", "audience", "when", "summary"
"""Steps, as the buttons name them."""


def text_step(administration: Administration, key: int) -> Reply:
    """The first question."""
    return Reply(
        f"Пришлите текст объявления одним сообщением, до {longest(administration)} знаков. Фото приложите к нему же. "
        f"Можно и всё сразу:\n{EXAMPLE}",
        inline((_button(LABEL_CANCEL, key, "cancel", TEXT, Colour.NEGATIVE),)),
    )


def text_needed() -> str:
    """Photos alone, or nothing that could be read."""
    return "В объявлении нет слов. Напишите текст, фото приложите к тому же сообщению."


def too_long(administration: Administration, length: int) -> str:
    """The text doesn't fit one message of VK."""
    over = count(length - longest(administration), "знак", "знака", "знаков")
    return f"Текст не поместится в одно сообщение ВКонтакте: уберите {over}."


def audience_step(administration: Administration, key: int) -> Reply:
    """To whom."""
    titles = [one.title for one in administration.departments]
    named = [title if title.lower().startswith("отдел") else f"отдел {title}" for title in titles]
    departments = [f"отдел и его название ({named[0]})"] if named else []
    other = "; ".join(
        [
            f"тема и её название (тема {administration.categories[0].title})",
            *departments,
            "улица и её название (улица Садовая)",
        ]
    )
    return Reply(
        "Кому отправить? Нажмите кнопку или напишите, по каким обращениям выбрать жителей: "
        f"{other}. Получат только те, кто писал нам в сообщения и не отказался от объявлений.",
        inline(
            (_button("Всем", key, "all", AUDIENCE, Colour.PRIMARY),),
            (_button("С открытыми обращениями", key, "open", AUDIENCE),),
            _leave(key, AUDIENCE),
        ),
    )


def no_such_audience(administration: Administration) -> str:
    """Words that name nobody."""
    topics = ", ".join(one.title for one in administration.categories)
    departments = ", ".join(one.title for one in administration.departments)
    return cut(
        f"Непонятно, кому. Нажмите кнопку или напишите, например: тема {administration.categories[0].title}. "
        f"Темы: {topics}{f'. Отделы: {departments}' if departments else ''}.",
        MAX_MESSAGE // 2,
    )


def nobody(administration: Administration, audience: Audience) -> str:
    """The audience is empty."""
    return f"Отправить {audience_named(administration, audience)}, не получится: таких жителей нет. Выберите иначе."


def when_step(administration: Administration, key: int, now: datetime, choices: Sequence[datetime]) -> Reply:
    """When."""
    buttons = [_button(_short(administration, one, now), key, "at", WHEN, w=int(one.timestamp())) for one in choices]
    return Reply(
        "Когда отправить? Нажмите кнопку или напишите: «завтра в 10:00», «30.11 18:00», «через 2 часа».",
        inline((_button("Сейчас", key, "now", WHEN, Colour.PRIMARY),), tuple(buttons), _leave(key, WHEN)),
    )


def no_such_moment() -> str:
    """Words that name no moment."""
    return "Непонятно, когда. Напишите день и время, например: завтра в 10:00, 30.11 18:00."


def hour_needed(administration: Administration, at: datetime) -> str:
    """A day without an hour."""
    local = at.astimezone(administration.zone)
    return f"Во сколько? Напишите день вместе со временем, например: {local:%d.%m} 10:00."


def quiet_step(administration: Administration, key: int, better: datetime, now: datetime, *, may_hurry: bool) -> Reply:
    """The moment falls outside the hours."""
    hurry = " Если дело не ждёт, отправьте срочно." if may_hurry else " Срочные объявления отправляет администратор."
    rows = [(_button(_short(administration, better, now), key, "at", WHEN, Colour.PRIMARY, w=int(better.timestamp())),)]
    if may_hurry:
        rows.append((_button("Отправить срочно", key, "urgent", WHEN, Colour.NEGATIVE),))
    return Reply(f"{quiet(administration)}{hurry}", inline(*rows, _leave(key, WHEN)))


def preview_summary(
    administration: Administration, key: int, audience: Audience, at: datetime | None, number: int, *, is_urgent: bool
) -> Reply:
    """Under the announcement as people will see it: who gets it, when, and the last question."""
    when = "сразу после вашего «Отправить»" if at is None else day_and_time(at, administration.zone)
    urgent = "\nСрочное: придёт и ночью." if is_urgent else ""
    return Reply(
        f"Так объявление увидят жители. Под ним будет кнопка «{LABEL_NO_ANNOUNCEMENTS}».\n\n"
        f"Кому: {audience_named(administration, audience)}\n"
        f"Получат: {people(number)}\n"
        f"Когда: {when}{urgent}",
        inline(
            (
                _button("Отправить" if at is None else "Запланировать", key, "plan", SUMMARY, Colour.POSITIVE),
                _button(LABEL_EDIT, key, "edit", SUMMARY),
            ),
            (_button(LABEL_CANCEL, key, "cancel", SUMMARY, Colour.NEGATIVE),),
        ),
    )


def what_to_change(key: int) -> Reply:
    """«Изменить»."""
    return Reply(
        "Что изменить?",
        inline(
            (
                _button("Текст и фото", key, "change", SUMMARY, c=TEXT),
                _button("Кому", key, "change", SUMMARY, c=AUDIENCE),
                _button("Когда", key, "change", SUMMARY, c=WHEN),
            )
        ),
    )


def not_done() -> str:
    """Words came so late that they may be plain talk."""
    return "Объявление ещё не отправлено: с вашего последнего сообщения прошло больше получаса."


def dropped() -> Reply:
    """«Отмена»."""
    return Reply("Хорошо, объявление не отправлено.")


def _short(administration: Administration, moment: datetime, now: datetime) -> str:
    """«Завтра в 10:00», «30 ноября, 10:00»: for a button."""
    zone = administration.zone
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    near = {0: "Сегодня", 1: "Завтра"}.get(days)
    return f"{near} в {moment.astimezone(zone):%H:%M}" if near else day_and_time(moment, zone)


def _button(label: str, key: int, verb: str, step: str, colour: Colour = Colour.SECONDARY, **more: int | str) -> Button:
    return callback(label, {DO: ANNOUNCE, VERB: verb, "k": key, "s": step, **more}, colour)


def _leave(key: int, step: str) -> tuple[Button, ...]:
    return (_button(LABEL_BACK, key, "back", step), _button(LABEL_CANCEL, key, "cancel", step, Colour.NEGATIVE))
