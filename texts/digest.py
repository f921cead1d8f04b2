"""Digests for the desk and the head: the morning, the week, the month. They tell numbers and places, no person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from appeals.administration import Administration, Contacts
from appeals.digest import Item, Morning, Often, Promise
from appeals.digest_times import DigestKind, Period, Slot
from appeals.leaks import HIDDEN, masked
from appeals.model import Number, StaffMember
from appeals.summary import Figures, Summary
from texts.buttons import CONTROL, DO
from texts.dates import MONTHS, count, day, day_and_time
from texts.people import member
from texts.reply import MAX_INLINE_BUTTONS, MAX_MESSAGE, Button, Keyboard, Reply, callback, cut, inline
from texts.words import CHANNELS, category_title

SHOWN = 4
"""Appeals that one section names; the others are counted."""

NUMBERS_SHOWN = 5
"""Numbers alone that one line names."""

TOPICS_SHOWN = 6

ADDRESS_SHOWN = 50
"""Characters of an address."""

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

_HIDDEN = re.compile(rf"[,;\s]*{HIDDEN}")

_FOUND: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "message": ("сообщение", "сообщения", "сообщений"),
        "lead": ("заявка", "заявки", "заявок"),
        "comment": ("комментарий", "комментария", "комментариев"),
        "board_post": ("запись в обсуждениях", "записи в обсуждениях", "записей в обсуждениях"),
    }
)
"""What a comparison finds: the noun after 1, 2 and 5."""


def morning(
    administration: Administration,
    digest: Morning,
    slot: Slot,
    now: datetime,
    silent: Sequence[StaffMember] = (),
) -> Reply:
    """The morning digest. `silent` are those in charge whom VK doesn't let be written to."""
    head = f"Доброе утро! Сегодня {_WEEKDAYS[digest.day.weekday()]}, {_day(digest.day)}."
    if slot.is_late(now):
        head = f"Утренняя сводка, {_day(digest.day)}. {_late(administration, slot)}"
    if digest.is_empty:
        calm = "Новых обращений нет, сроки соблюдены, всё доставлено. Хорошего дня!"
        return Reply("\n\n".join([f"{head} {calm}", *_unreached(silent)]))
    parts = [
        head,
        _new(administration, digest),
        _section(administration, "Просрочено", digest.overdue, lambda item: _why_overdue(administration, item, now)),
        _section(administration, "Открыты снова", digest.reopened, lambda item: _until(administration, item)),
        _section(administration, "Ответить сегодня", digest.due_today, lambda item: _hour(administration, item)),
        _broken(digest),
        _controlled(digest),
        _rest(digest),
        *_unreached(silent),
    ]
    return Reply(cut("\n\n".join(filter(None, parts)), MAX_MESSAGE), _buttons(digest))


def _new(administration: Administration, digest: Morning) -> str:
    since = f"С прошлой сводки ({day_and_time(digest.since, administration.zone)})"
    if not digest.new:
        return f"{since} новых обращений нет."
    asked = f", вопросов в них {digest.questions}" if digest.questions != digest.new else ""
    came = f"{since}: {count(digest.new, 'новое обращение', 'новых обращения', 'новых обращений')}{asked}."
    often = [
        *_often(digest.category, lambda name: category_title(administration, name)),
        *_often(digest.address, lambda name: place(name, administration.contacts)),
    ]
    return f"{came}\nЧаще всего: {', '.join(often)}." if often else came


def _often(often: Often | None, words: Callable[[str], str]) -> list[str]:
    return [f"{words(often.what)} ({often.count})"] if often else []


_LISTS = {"Просрочено": "/обращения просроченные"}
"""Commands that show more of a section than every open appeal."""


def _section(administration: Administration, title: str, items: Sequence[Item], ending: Callable[[Item], str]) -> str:
    if not items:
        return ""
    lines = [f"{title}: {len(items)}"]
    lines += [f"№ {item.number} · {_about(administration, item)} · {ending(item)}" for item in items[:SHOWN]]
    if len(items) > SHOWN:
        lines.append(f"и ещё {len(items) - SHOWN}: {_LISTS.get(title, '/обращения')}")
    return "\n".join(lines)


def _about(administration: Administration, item: Item) -> str:
    named = [category_title(administration, item.category), place(item.address, administration.contacts)]
    return " · ".join(filter(None, named))


def _why_overdue(administration: Administration, item: Item, now: datetime) -> str:
    zone = administration.zone
    if item.is_answer_late(now):
        why = f"ответ был нужен до {day(item.due_at, zone)}"
    else:
        why = f"не взято в работу, срок был {day_and_time(item.react_by, zone)}"
    return f"{why}{_under_control(item)}"


def _until(administration: Administration, item: Item) -> str:
    return f"ответить до {day(item.due_at, administration.zone)}{_under_control(item)}"


def _hour(administration: Administration, item: Item) -> str:
    return f"до {item.due_at.astimezone(administration.zone):%H:%M}{_under_control(item)}"


def _under_control(item: Item | Promise) -> str:
    return " · на контроле" if item.is_controlled else ""


def _broken(digest: Morning) -> str:
    if not digest.broken:
        return ""
    lines = [f"Обещали и не сделали: {len(digest.broken)}"]
    lines += [
        f"№ {promise.number} · обещали {_day(promise.promised_for)}{_under_control(promise)}"
        for promise in digest.broken[:SHOWN]
    ]
    if len(digest.broken) > SHOWN:
        lines.append(f"и ещё {len(digest.broken) - SHOWN}")
    return "\n".join(lines)


def _controlled(digest: Morning) -> str:
    return f"На личном контроле: {_numbers([one.number for one in digest.controlled])}" if digest.controlled else ""


def _rest(digest: Morning) -> str:
    lines = []
    if digest.thanks:
        lines.append(f"Жители сказали спасибо: {_times(digest.thanks)}.")
    if digest.undelivered:
        lines.append(
            f"Жители не получили сообщения по обращениям: {_numbers(digest.undelivered)}. "
            "Передайте их иначе и нажмите «Передано»."
        )
    if digest.found:
        found = ", ".join(count(one.count, *_FOUND[one.what]) for one in digest.found)
        unexpected = sum(one.unexpected for one in digest.found)
        alarm = f" Из них во время обычной работы бота: {unexpected}." if unexpected else ""
        lines.append(f"ВКонтакте не сообщил, но бот нашёл сам: {found}.{alarm}")
    return "\n".join(lines)


def _unreached(silent: Sequence[StaffMember]) -> list[str]:
    names = ", ".join(member(one) for one in silent)
    how = "Чтобы она приходила, нужно один раз написать сообществу, хватит одного слова."
    return [f"Лично сводка не приходит: {names}. {how}"] if names else []


def _buttons(digest: Morning) -> Keyboard | None:
    """«На контроль» for the most important, two in a row: VK allows ten buttons below a message."""
    buttons = [_control(item, digest.day.year) for item in digest.to_control(SHOWN, MAX_INLINE_BUTTONS)]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return inline(*rows) if rows else None


def _control(item: Item | Promise, year: int) -> Button:
    number = str(item.number.sequence) if item.number.year == year else str(item.number)
    return callback(f"На контроль № {number}", {DO: CONTROL, "n": item.appeal_id})


def summary(administration: Administration, told: Summary, slot: Slot, now: datetime) -> Reply:
    """The summary of a week or a month, beside the period before."""
    title = f"Итоги {_span(administration, told)}."
    if slot.is_late(now):
        title += f" {_late(administration, slot, 'Они опоздали')}"
    if told.now.is_empty and not told.standing.open:
        return Reply(f"{title} Обращений не было, и ничего не ждёт ответа.")
    parts = [
        "\n".join([title, *_compared(administration, told)]),
        "\n".join(_work(told.now, told.before)),
        _table("По темам", told.now.by_category, told.before, lambda name: category_title(administration, name)),
        _channels(told),
        "\n".join(_care(told.now, told.before)),
        "\n".join(_standing(told)),
    ]
    return Reply(cut("\n\n".join(filter(None, parts)), MAX_MESSAGE))


def _span(administration: Administration, told: Summary) -> str:
    if told.kind is DigestKind.MONTH:
        start = told.period.start.astimezone(administration.zone)
        return f"месяца: {_NAMES_OF_MONTHS[start.month - 1]} {start.year} года"
    weeks = _weeks(told.period)
    span = "недели" if weeks == 1 else count(weeks, "недели", "недель", "недель")
    return f"{span}: {_days(administration, told.period)}"


def _weeks(period: Period) -> int:
    return round((period.end - period.start) / timedelta(days=7))


def _days(administration: Administration, period: Period) -> str:
    """«с 30 марта по 5 апреля»."""
    last = period.end - timedelta(hours=12)  # the noon of the last day, whatever the clocks did in the night
    return f"с {day(period.start, administration.zone)} по {day(last, administration.zone)}"


def _compared(administration: Administration, told: Summary) -> list[str]:
    if told.before is None:
        return []
    month = told.kind is DigestKind.MONTH
    which = "месяц" if month else "неделя" if _weeks(told.period) == 1 else "столько же недель"
    return [f"В скобках — {which} до этого."]


def _beside(before: Figures | None) -> Callable[[Callable[[Figures], object]], str]:
    """« (было 35)» after a figure; nothing while there is no period before, or it has none."""

    def was(figure: Callable[[Figures], object]) -> str:
        earlier = figure(before) if before is not None else None
        return f" (было {earlier})" if earlier is not None else ""

    return was


def _work(now: Figures, before: Figures | None) -> list[str]:
    was = _beside(before)
    lines = [
        f"Обращений: {now.filed}{was(lambda one: one.filed)}",
        f"Вопросов в них: {now.questions}{was(lambda one: one.questions)}",
        f"Дали ответ: {now.answered}{was(lambda one: one.answered)}",
    ]
    if now.answered:
        lines.append(f"из них в срок: {now.in_time}{_share(now.in_time, now.answered)}{was(_in_time)}")
        lines.append(f"с опозданием: {now.overdue}{was(lambda one: one.overdue)}")
    if now.median is not None:
        lines.append(f"Половина ответов — быстрее чем за {_length(now.median)}{was(_median)}")
    lines.append(f"Открыты снова: {_reopened(now)}{was(_reopened)}")
    return [*lines, *_lines({"Отклонено": lambda one: one.rejected}, now, before)]


def _care(now: Figures, before: Figures | None) -> list[str]:
    return _lines(
        {
            "Спасибо от жителей": lambda one: one.thanks,
            "Не доставлено сообщений": lambda one: one.undelivered,
            "Найдено при сверке с ВКонтакте": lambda one: one.recovered,
        },
        now,
        before,
    )


def _lines(counted: Mapping[str, Callable[[Figures], int]], now: Figures, before: Figures | None) -> list[str]:
    """«Отклонено: 2 (было 3)»; what was nothing and is nothing isn't worth a line."""
    was = _beside(before)
    return [
        f"{title}: {figure(now)}{was(figure)}"
        for title, figure in counted.items()
        if figure(now) or (before is not None and figure(before))
    ]


def _standing(told: Summary) -> list[str]:
    standing = told.standing
    lines = [f"Сейчас в работе: {standing.open}, из них просрочено: {standing.overdue}"]
    if standing.undelivered:
        lines.append(f"Сообщений, которые жители так и не получили: {standing.undelivered}")
    return lines


def _table(title: str, now: Mapping[str, int], before: Figures | None, words: Callable[[str], str]) -> str:
    if not now:
        return ""
    shown = list(now.items())[:TOPICS_SHOWN]
    was = before.by_category if before is not None else None
    lines = [
        f"{words(name)}: {number}" + (f" (было {was.get(name, 0)})" if was is not None else "")
        for name, number in shown
    ]
    if len(now) > TOPICS_SHOWN:
        lines.append(f"остальные: {sum(now.values()) - sum(number for _, number in shown)}")
    return "\n".join([f"{title}:", *lines])


def _channels(told: Summary) -> str:
    if not told.now.by_channel:
        return ""
    was = told.before.by_channel if told.before is not None else None
    lines = [
        f"{CHANNELS[one]}: {number}" + (f" (было {was.get(one, 0)})" if was is not None else "")
        for one, number in told.now.by_channel.items()
    ]
    return "\n".join(["Откуда пришли:", *lines])


def _share(part: int, whole: int) -> str:
    return f", {round(100 * part / whole)} %" if whole else ""


def _in_time(one: Figures) -> str:
    return f"{one.in_time}{_share(one.in_time, one.answered)}"


def _reopened(one: Figures) -> str:
    share = _share(one.reopened, one.answered)
    return f"{one.reopened}{share} от ответов" if share else str(one.reopened)


def _median(one: Figures) -> str | None:
    return _length(one.median) if one.median is not None else None


def _length(span: timedelta) -> str:
    """«3 дня 4 часа», «5 часов», «20 минут»."""
    minutes = max(1, round(span / timedelta(minutes=1)))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        rest = f" {count(hours, 'час', 'часа', 'часов')}" if hours else ""
        return f"{count(days, 'день', 'дня', 'дней')}{rest}"
    if hours:
        return count(hours, "час", "часа", "часов")
    return count(minutes, "минуту", "минуты", "минут")


def next_digests(administration: Administration, slots: Sequence[Slot]) -> str:
    """For the operator: when the next digests are due."""
    zone = administration.zone
    listed = ", ".join(f"{_KINDS[slot.kind]} — {day_and_time(slot.due, zone)}" for slot in slots)
    return f"ближайшие сводки: {listed} ({administration.administration.timezone})"


_KINDS = {DigestKind.MORNING: "утренняя", DigestKind.WEEK: "за неделю", DigestKind.MONTH: "за месяц"}

_NAMES_OF_MONTHS = (
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()  # noqa: SIM905 - as in dates
)


def _late(administration: Administration, slot: Slot, what: str = "Она опоздала") -> str:
    zone = administration.zone
    return f"{what}: {day(slot.due, zone)} в {slot.due.astimezone(zone):%H:%M} бот не работал."


def _numbers(numbers: Sequence[Number]) -> str:
    shown = ", ".join(f"№ {number}" for number in numbers[:NUMBERS_SHOWN])
    return shown + (f" и ещё {len(numbers) - NUMBERS_SHOWN}" if len(numbers) > NUMBERS_SHOWN else "")


def place(address: str, contacts: Contacts) -> str:
    """An address without what tells more than the place: a flat, a phone."""
    return cut(_HIDDEN.sub("", masked(" ".join(address.split()), contacts)), ADDRESS_SHOWN)


def _times(number: int) -> str:
    return count(number, "раз", "раза", "раз")


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]}"
