"""Promises of answers, as the desk reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from appeals.model import Appeal
from appeals.promises import Promise
from texts.buttons import DO, MOVE_PROMISE, PROMISE_KEPT, PROMISES
from texts.dates import MONTHS
from texts.reply import Button, Colour, Reply, callback, cut, inline
from texts.verdicts import feedback_buttons

PAGE = 10

ASKED = 5
"""Promises with buttons in one message: VK's inline keyboard takes ten."""

SHOWN = 20
"""Promises in one message."""

_MOVED = re.compile(r"(\d\d\.\d\d\.\d{4}): (.+)", re.DOTALL)

OVER_PRESS = "Это обещание уже закрыто"
KEPT_PRESS = "Обещание выполнено"


def kept_noted(appeal: Appeal, promise: Promise) -> Reply:
    """To the desk, in a conversation where others may read along: the day says which promise, no words do."""
    return Reply(f"№ {appeal.number}: обещанное до {_day(promise.due)} сделано.")


def on_card(promise: Promise, today: date) -> str:
    """A line of the card."""
    return f"Обещали до {_day(promise.due)}{_overdue(promise, today)}: {cut(promise.quote, 200)}"


def button(promise: Promise, several: bool) -> Button:
    """«Сделано» under the card; of several promises it names the day."""
    label = f"Сделано (до {_day(promise.due)})" if several else "Сделано"
    return callback(label, {DO: PROMISE_KEPT, "p": promise.id}, Colour.POSITIVE)


def listed(promises: Sequence[Promise], total: int, page: int, today: date) -> Reply:
    """`/обещания`: what was promised and isn't said to be done, the oldest first."""
    if not total:
        return Reply("Открытых обещаний нет.")
    lines = [
        f"№ {promise.number} · до {_day(promise.due)}{_overdue(promise, today)}\n{cut(promise.quote, 150)}"
        for promise in promises
    ]
    row: list[Button] = []
    if page:
        row.append(callback("‹ Раньше", {DO: PROMISES, "page": page - 1}))
    if (page + 1) * PAGE < total:
        row.append(callback("Дальше ›", {DO: PROMISES, "page": page + 1}))
    return Reply(
        f"Обещания жителям: {total}\n\n" + "\n\n".join(lines) + "\n\nСделали — нажмите «Сделано» под карточкой.",
        inline(tuple(row)) if row else None,
    )


def asked(promises: Sequence[Promise], today: date) -> Reply:
    """First thing on the day: is it done? The oldest first."""
    lines = [f"№ {one.number} · {_when(one, today)}: {cut(one.quote, 150)}" for one in promises[:SHOWN]]
    rows = [
        (
            callback(f"Сделано № {one.number.sequence}", {DO: PROMISE_KEPT, "p": one.id}, Colour.POSITIVE),
            callback(f"Перенести № {one.number.sequence}", {DO: MOVE_PROMISE, "n": one.appeal_id}),
        )
        for one in promises[:ASKED]
    ]
    rest = f"\n\nКнопки только у первых {ASKED}. Все обещания: /обещания" if len(promises) > ASKED else ""
    return Reply(
        "Подошёл срок того, что мы обещали. Сделано?\n\n"
        + "\n\n".join(lines)
        + "\n\n«Сделано» — бот скажет об этом жителю. «Перенести» — напишете новый день и причину."
        + rest,
        inline(*rows),
    )


def kept(appeal: Appeal, quote: str) -> Reply:
    """The citizen learns that something is done that was promised."""
    return Reply(f"Обращение № {appeal.number}. {_done(quote)}")


def kept_all(appeal: Appeal, quote: str) -> Reply:
    """The citizen learns that all is done that was promised: is it settled?"""
    return Reply(
        f"Обращение № {appeal.number}. {_done(quote)} Проверьте, пожалуйста. Вопрос решён?", feedback_buttons(appeal)
    )


def moved(appeal: Appeal, day: date, reason: str) -> Reply:
    """The citizen learns that a promise isn't kept on its day, and when it will be."""
    return Reply(f"Обращение № {appeal.number}. {_put_off(day, reason)}")


def told_alone(words: str) -> str:
    """What became of a promise, to be passed on, from the history's words: its quote, or «15.05.2026: ждём плитку»."""
    if match := _MOVED.fullmatch(words):
        return _put_off(datetime.strptime(match[1], "%d.%m.%Y").date(), match[2])  # noqa: DTZ007 - a day
    return f"{_done(words)} Проверьте, пожалуйста: вопрос решён?"


def move_prompt(appeal: Appeal, who: str) -> Reply:
    """«Перенести»: the next message of this moderator is the new day and the reason."""
    return Reply(
        f"{who}, до какого дня переносим обещание по № {appeal.number} и почему? Например: до 15 мая, ждём плитку. "
        "Причину увидит житель. Передумали: /отмена"
    )


def move_sent(appeal: Appeal) -> Reply:
    """The citizen has been told the new day."""
    if appeal.is_by_hand:
        return Reply(f"Обещание по № {appeal.number} перенесено. Осталось сказать об этом жителю.")
    return Reply(f"Обещание по № {appeal.number} перенесено, житель об этом знает.")


def no_new_day() -> Reply:
    """No day stands at the beginning."""
    return Reply("До какого дня? Напишите сначала день, потом причину. Например: до 15 мая, ждём плитку.")


def not_later() -> Reply:
    """The day is over, or is today."""
    return Reply("Новый срок должен быть позже сегодняшнего дня. Напишите другой день и причину.")


def no_reason(day: date) -> Reply:
    """The day alone."""
    return Reply(
        f"До {_day(day)} — понятно. А почему? Напишите причину следующим сообщением, житель её увидит. "
        "Например: ждём поставку плитки."
    )


def _done(quote: str) -> str:
    return f"Мы обещали: «{cut(quote.rstrip('.'), 300)}». Сделано."


def _put_off(day: date, reason: str) -> str:
    return (
        f"Обещанное в срок сделать не успеваем. Новый срок — до {_day(day)}. Причина: {reason}\n\n"
        "Простите, что приходится ждать."
    )


def _when(promise: Promise, today: date) -> str:
    return "до сегодня" if promise.due == today else f"до {_day(promise.due)}{_overdue(promise, today)}"


def _day(due: date) -> str:
    return f"{due.day} {MONTHS[due.month - 1]}"


def _overdue(promise: Promise, today: date) -> str:
    return " (просрочено)" if promise.is_overdue(today) else ""
