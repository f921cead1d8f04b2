"""Reminders of the desk: many appeals in one message, and emergencies. They tell numbers and places, no person."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from appeals.administration import Administration
from appeals.ladder import emergency_since, rings
from appeals.model import Appeal, HistoryEntry, StaffMember
from appeals.reminders import ReminderKind
from appeals.selection import Selection, Shelf
from texts.buttons import ACCEPT, DO, LIST, SHOW
from texts.dates import count, day, day_and_time
from texts.digest import place
from texts.people import member
from texts.reply import (
    MAX_INLINE_BUTTONS,
    MAX_MESSAGE,
    MAX_SNACKBAR,
    Button,
    Colour,
    Reply,
    callback,
    cut,
    inline,
)
from texts.selecting import packed
from texts.words import category_title

SHOWN = 5
"""Appeals that one section names; the others are counted."""

OPENED = 4
"""Appeals that have a button."""

DOWNTIMES_SHOWN = 3

_HEADS: Mapping[ReminderKind, str] = MappingProxyType(
    {
        ReminderKind.OVERDUE: "Ответ просрочен",
        ReminderKind.DAILY: "Всё ещё просрочено",
        ReminderKind.UNCLAIMED: "Никто не взял в работу, срок вышел",
        ReminderKind.LAST_DAY: "Ответить сегодня",
        ReminderKind.REACTION: "Скоро срок взять в работу",
        ReminderKind.INTERIM: "Рассказать жителю, как идут дела",
        ReminderKind.HALF: "Прошла половина срока",
        ReminderKind.FORWARDED: "Другое ведомство должно было ответить",
    }
)
"""The sections, the most urgent first."""

_OF_CITIZENS: Mapping[ReminderKind, str] = MappingProxyType(
    {
        ReminderKind.DRAFT: "жителю о черновике",
        ReminderKind.QUESTION: "жителю о вопросе",
        ReminderKind.UNREPLIED: "закрыть без ответа на вопрос",
        ReminderKind.VERDICT: "спросить жителя, решено ли",
        ReminderKind.UNJUDGED: "закрыть без слов жителя",
        ReminderKind.PROMISE: "исполнителю об обещании",
    }
)

_URGENT: Mapping[ReminderKind, str] = MappingProxyType(
    {
        ReminderKind.EMERGENCY: "ЧП, никто ещё не принял",
        ReminderKind.EMERGENCY_OVERDUE: "ЧП, ответ просрочен",
        ReminderKind.EMERGENCY_INTERIM: "ЧП, пора рассказать жителю, как идут дела",
    }
)

_LATE = frozenset({ReminderKind.OVERDUE, ReminderKind.DAILY, ReminderKind.UNCLAIMED})


class Gathered:
    """The appeals of one section: how many there are, and the most urgent of them."""

    def __init__(self, kind: ReminderKind, appeals: Iterable[Appeal] = ()) -> None:
        self.kind = kind
        self.total = 0
        self.first: list[Appeal] = []
        for appeal in appeals:
            self.add(appeal)

    def add(self, appeal: Appeal) -> None:
        """Have it told, or at least counted."""
        self.total += 1
        insort(self.first, appeal, key=lambda one: (_due(self.kind, one), one.id))
        del self.first[SHOWN:]


def gathered(
    administration: Administration,
    kinds: Mapping[ReminderKind, Gathered],
    now: datetime,
    down: Sequence[tuple[datetime, datetime]] = (),
) -> Reply:
    """Everything that has come due for one conversation. `down`: when the bot didn't work and some of it came due."""
    sections = [kinds[kind] for kind in _HEADS if kind in kinds]
    late = _down(administration, down, "Бот напоминает с опозданием")

    def told(limit: int) -> str:
        parts = [late, *(_section(administration, section, now, limit) for section in sections)]
        return "\n\n".join(filter(None, parts))

    # A section that doesn't fit would be told of never again.
    limit = next((limit for limit in range(SHOWN, 1, -1) if len(told(limit)) <= MAX_MESSAGE), 1)
    shown = list({appeal.id: appeal for section in sections for appeal in section.first[:limit]}.values())
    rows = _rows([_open(appeal, now) for appeal in shown[:OPENED]])
    if any(section.kind in _LATE for section in sections) and sum(section.total for section in sections) > OPENED:
        rows.append((_overdue(),))
    return Reply(cut(told(limit), MAX_MESSAGE), inline(*rows))


def emergencies(
    administration: Administration,
    kinds: Mapping[ReminderKind, Gathered],
    now: datetime,
    down: Sequence[tuple[datetime, datetime]] = (),
) -> Reply:
    """Emergencies that somebody has to see to at once."""
    parts = [_down(administration, down, "Бот зовёт с опозданием")]
    buttons = []
    if rung := kinds.get(ReminderKind.EMERGENCY):
        lines = [_ring(administration, appeal, now) for appeal in rung.first]
        asks = "Кто берётся, нажмите «Принял»: до этого бот будет звать снова."
        parts.append("\n".join([_counted(_URGENT[rung.kind], rung.total), *lines, *_rest(rung.total), asks]))
        buttons = [_accept(appeal, now) for appeal in rung.first]
    for kind in (ReminderKind.EMERGENCY_OVERDUE, ReminderKind.EMERGENCY_INTERIM):
        if section := kinds.get(kind):
            lines = [_line(administration, one, _ending(kind, administration, one, now)) for one in section.first]
            parts.append("\n".join([_counted(_URGENT[kind], section.total), *lines, *_rest(section.total)]))
            buttons += [_open(appeal, now) for appeal in section.first[:OPENED]]
    return Reply(cut("\n\n".join(filter(None, parts)), MAX_MESSAGE), inline(*_rows(buttons)))


def accepted(appeal: Appeal, by: StaffMember) -> Reply:
    """For everybody who was called."""
    return Reply(f"ЧП № {appeal.number} принято: {member(by)}. Больше не зовём.")


def not_accepted(appeal: Appeal) -> Reply:
    """Everybody who was told that somebody had it learns that it was a slip."""
    return Reply(f"ЧП № {appeal.number} снова никто не принял: нажали по ошибке.")


def accepted_press(appeal: Appeal) -> str:
    """Answers the press."""
    return f"Вы приняли ЧП № {appeal.number}"


def already_accepted(appeal: Appeal, by: str) -> str:
    """A colleague was quicker."""
    return cut(f"ЧП № {appeal.number} уже принято: {by}", MAX_SNACKBAR)


def no_emergency(appeal: Appeal) -> str:
    """There is nothing to accept any more."""
    return f"№ {appeal.number} уже не ЧП или закрыто: принимать нечего"


def on_card(administration: Administration, entry: HistoryEntry | None, by: StaffMember | None) -> str:
    """Whether somebody has accepted an emergency."""
    if entry is None:
        return "ЧП пока никто не принял"
    who = f": {member(by)}" if by is not None else ""
    return f"ЧП принято {day_and_time(entry.at, administration.zone)}{who}"


def next_reminders(administration: Administration, upcoming: Mapping[ReminderKind, datetime]) -> str:
    """For the operator: when the next reminder of each kind is due."""
    zone = administration.zone
    listed = [f"{_named(kind)} — {day_and_time(at, zone)}" for kind, at in upcoming.items()]
    return f"ближайшие напоминания: {'; '.join(listed) or 'пока не о чем'} ({administration.administration.timezone})"


def _named(kind: ReminderKind) -> str:
    head = _URGENT.get(kind) or _HEADS.get(kind) or _OF_CITIZENS[kind]
    return head if head.startswith("ЧП") else f"{head[0].lower()}{head[1:]}"


def not_called(vk_ids: Sequence[int]) -> str:
    """For the operator: whom of those on duty the bot can't call."""
    listed = ", ".join(map(str, vk_ids))
    return f"дежурным бот не может написать: {listed}. Нужны роль (/сотрудник в чате) и одно сообщение сообществу"


def failed(number: int, kinds: Sequence[str]) -> Reply:
    """For the administrators: reminders that broke for good."""
    what = count(number, "напоминание", "напоминания", "напоминаний")
    return Reply(
        f"Бот не смог отправить {what}: ошибка {', '.join(kinds)}. Проверьте просроченные: /обращения просроченные. "
        "Подробности в журнале программы."
    )


def _section(administration: Administration, section: Gathered, now: datetime, limit: int) -> str:
    kind = section.kind
    lines = [_line(administration, one, _ending(kind, administration, one, now)) for one in section.first[:limit]]
    more = "/обращения просроченные" if kind in _LATE else "/обращения"
    rest = [f"{words}: {more}" for words in _rest(section.total, limit)]
    return "\n".join([_counted(_HEADS[kind], section.total), *lines, *rest])


def _counted(head: str, number: int) -> str:
    return f"{head}: {number}" if number > 1 else f"{head}:"


def _rest(number: int, shown: int = SHOWN) -> list[str]:
    return [f"и ещё {number - shown}"] if number > shown else []


def _line(administration: Administration, appeal: Appeal, ending: str) -> str:
    about = [category_title(administration, appeal.category), place(appeal.place.address, administration.contacts)]
    return " · ".join(filter(None, [f"№ {appeal.number}", *about, ending]))


def _ring(administration: Administration, appeal: Appeal, now: datetime) -> str:
    since = emergency_since(appeal)
    again = rings(administration.reminders, since, now)
    told = f"ЧП с {day_and_time(since, administration.zone)}"
    waits = f", ждёт {_minutes(now - since)}" if again else ""
    return _line(administration, appeal, f"{told}{waits}")


def _minutes(waits: timedelta) -> str:
    minutes = waits // timedelta(minutes=1)
    if minutes < 120:
        return count(minutes, "минуту", "минуты", "минут")
    return count(minutes // 60, "час", "часа", "часов")


def _due(kind: ReminderKind, appeal: Appeal) -> datetime:
    if kind in (ReminderKind.UNCLAIMED, ReminderKind.REACTION):
        return appeal.react_by
    if kind in (ReminderKind.INTERIM, ReminderKind.EMERGENCY_INTERIM) and appeal.interim_by is not None:
        return appeal.interim_by
    if kind is ReminderKind.FORWARDED and appeal.forwarding is not None:
        return appeal.forwarding.answer_by
    return appeal.due_at


def _ending(kind: ReminderKind, administration: Administration, appeal: Appeal, now: datetime) -> str:
    zone, due = administration.zone, _due(kind, appeal)
    if kind is ReminderKind.DAILY and now <= due:
        if due.astimezone(zone).date() == now.astimezone(zone).date():
            return f"не взято в работу, ответить сегодня до {due.astimezone(zone):%H:%M}"
        return f"не взято в работу, срок был {day_and_time(appeal.react_by, zone)}"
    if kind is ReminderKind.FORWARDED and appeal.forwarding is not None:
        return f"{cut(appeal.forwarding.body, 60)}, срок был {day(due, zone)}"
    return _ENDINGS[kind].format(
        day=day(due, zone), moment=day_and_time(due, zone), time=f"{due.astimezone(zone):%H:%M}"
    )


_ENDINGS: Mapping[ReminderKind, str] = MappingProxyType(
    {
        ReminderKind.OVERDUE: "ответ был нужен до {day}",
        ReminderKind.DAILY: "ответ был нужен до {day}",
        ReminderKind.UNCLAIMED: "срок был {moment}",
        ReminderKind.LAST_DAY: "до {time}",
        ReminderKind.REACTION: "до {moment}",
        ReminderKind.INTERIM: "до {moment}",
        ReminderKind.HALF: "ответить до {day}",
        ReminderKind.FORWARDED: "срок был {day}",
        ReminderKind.EMERGENCY_OVERDUE: "ответ был нужен до {moment}",
        ReminderKind.EMERGENCY_INTERIM: "до {moment}",
    }
)


def _down(administration: Administration, down: Sequence[tuple[datetime, datetime]], so: str) -> str:
    if not down:
        return ""
    zone = administration.zone
    spans = [f"с {day_and_time(since, zone)} до {day_and_time(until, zone)}" for since, until in down]
    return f"{so}: он не работал {', '.join(spans[-DOWNTIMES_SHOWN:])}."


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    shown = buttons[: MAX_INLINE_BUTTONS - 1]
    return [tuple(shown[at : at + 2]) for at in range(0, len(shown), 2)]


def _number(appeal: Appeal, now: datetime) -> str:
    return str(appeal.number.sequence) if appeal.number.year == now.year else str(appeal.number)


def _open(appeal: Appeal, now: datetime) -> Button:
    return callback(f"Открыть № {_number(appeal, now)}", {DO: SHOW, "n": appeal.id})


def _accept(appeal: Appeal, now: datetime) -> Button:
    return callback(f"Принял № {_number(appeal, now)}", {DO: ACCEPT, "n": appeal.id}, Colour.POSITIVE)


def _overdue() -> Button:
    return callback("Все просроченные", {DO: LIST, **packed(Selection(frozenset({Shelf.OVERDUE})))})
