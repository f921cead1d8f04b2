"""For the operator: when scheduled work is looked for next, and what will be found."""

from __future__ import annotations

from datetime import datetime

from appeals.administration import Administration
from appeals.due import Due
from appeals.value import dataclass
from texts.dates import day, day_and_time, every


@dataclass(frozen=True, slots=True)
class Look:
    """One kind of work: its name, how often it is looked for, and when next."""

    name: str
    seconds: float
    at: datetime


def alive(administration: Administration, alive_at: datetime | None, *, is_alive: bool) -> str:
    """Whether the bot works; the moments that follow hold either way."""
    last = f" (последняя отметка {day_and_time(alive_at, administration.zone)})" if alive_at is not None else ""
    zone = administration.administration.timezone
    if is_alive:
        return f"бот работает{last}. Когда он смотрит задания в следующий раз ({zone}):"
    return (
        f"похоже, бот не работает{last}. После запуска он сразу посмотрит все задания, дальше по часам. Ближайшие "
        f"моменты ({zone}):"
    )


def look(administration: Administration, one: Look, now: datetime) -> str:
    """«13:45:30 утренняя сводка, раз в 30 секунд»."""
    at, today = one.at.astimezone(administration.zone), now.astimezone(administration.zone)
    date = f"{day(one.at, administration.zone)}, " if at.date() != today.date() else ""
    return f"{date}{at:%H:%M:%S} {one.name}, {every(one.seconds)}"


def waits(administration: Administration, due: Due | None, now: datetime) -> str:
    """What follows on a look at work that is known beforehand: when there will be something to do."""
    if due is None:
        return "; пока нечего"
    about = f" ({due.about})" if due.about else ""
    at = day_and_time(due.at, administration.zone)
    return f"; уже пора, с {at}{about}" if due.at <= now else f"; следующее {at}{about}"
