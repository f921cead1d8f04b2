"""Promises of answers, as the desk reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from appeals.promises import Promise
from texts.buttons import DO, PROMISE_KEPT, PROMISES
from texts.dates import MONTHS
from texts.reply import Button, Colour, Reply, callback, cut, inline

PAGE = 10

OVER_PRESS = "Это обещание уже закрыто"
KEPT_PRESS = "Обещание выполнено"


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


def _day(due: date) -> str:
    return f"{due.day} {MONTHS[due.month - 1]}"


def _overdue(promise: Promise, today: date) -> str:
    return " (просрочено)" if promise.is_overdue(today) else ""
