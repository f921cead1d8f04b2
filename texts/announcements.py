"""Announcements: what citizens get, whether somebody wants them, and what the desk is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from appeals.administration import Administration
from appeals.announcements import Announcement, Audience, Circle, Counts, Fault, Stage
from appeals.errors import AnnouncementRefused
from appeals.model import Attachment
from texts.buttons import (
    ANNOUNCEMENT_CANCEL,
    ANNOUNCEMENT_SEND,
    ANNOUNCEMENT_STOP,
    DO,
    LABEL_MY_ANNOUNCEMENTS,
    LABEL_NO_ANNOUNCEMENTS,
    NO_ANNOUNCEMENTS,
    WANT_ANNOUNCEMENTS,
    text_button,
)
from texts.citizen import references
from texts.dates import count, day_and_time
from texts.reply import MAX_MESSAGE, Button, Colour, Reply, callback, cut, inline
from texts.words import category_title

EXAMPLE = "/объявление завтра в 10:00 всем: Завтра с 12:00 до 16:00 на Садовой не будет воды."

LISTED = 10
"""Announcements that `/объявления` shows."""


# ------------------------------------------------------------------------------------------------ what citizens get


def announcement(administration: Administration, text: str, attachments: Sequence[Attachment]) -> Reply:
    """An announcement as everybody gets it: word for word the same, so that VK takes it for many at once."""
    return Reply(_whole(administration, text), inline((no_more(),)), references(attachments))


def preview(administration: Administration, text: str, attachments: Sequence[Attachment]) -> Reply:
    """The announcement as people will see it. Its button is theirs, so it isn't there."""
    return Reply(_whole(administration, text), None, references(attachments))


def longest(administration: Administration) -> int:
    """Characters that the words of an announcement may have."""
    return MAX_MESSAGE - len(_whole(administration, ""))


def no_more() -> Button:
    """«Не присылать объявления»."""
    return text_button(LABEL_NO_ANNOUNCEMENTS, NO_ANNOUNCEMENTS)


def refused_by_citizen() -> Reply:
    """The person wants no announcements."""
    return Reply(
        "Хорошо, объявления больше не присылаем. Ответы на ваши обращения будут приходить как раньше. "
        f"Передумаете — нажмите «{LABEL_MY_ANNOUNCEMENTS}». Эта кнопка есть и в разделе «Мои данные».",
        inline((text_button(LABEL_MY_ANNOUNCEMENTS, WANT_ANNOUNCEMENTS),)),
    )


def wanted_again() -> Reply:
    """The person wants announcements."""
    return Reply("Хорошо, будем присылать вам объявления.", inline((no_more(),)))


def choice(*, wants: bool) -> Button:
    """The button under «Мои данные»."""
    return no_more() if wants else text_button(LABEL_MY_ANNOUNCEMENTS, WANT_ANNOUNCEMENTS)


# ------------------------------------------------------------------------------------------------ at the desk


def planned(administration: Administration, one: Announcement, number: int) -> Reply:
    """It will go."""
    when = day_and_time(one.start_at, administration.zone)
    return Reply(
        f"Объявление № {one.id} запланировано: {when}, {audience_named(administration, one.audience)}, "
        f"сейчас это {people(number)}.",
        inline((_cancel(one),)),
    )


def starting(one: Announcement, number: int) -> Reply:
    """It goes now."""
    return Reply(f"Объявление № {one.id} отправляем: {people(number)}. Бот расскажет, как идёт и чем кончилось.")


def cancelled(one: Announcement) -> Reply:
    """It won't go; whoever regrets it has the text here."""
    return Reply(f"Объявление № {one.id} отменено. Его текст был такой:\n\n{one.text}")


def missed(administration: Administration, one: Announcement, opens: datetime | None) -> Reply:
    """It was due while nobody worked. `opens` is when the next hours begin, None while they are open."""
    when = f"{day_and_time(opens, administration.zone)}: раньше жителей не беспокоим" if opens else "сразу"
    return Reply(
        f"Объявление № {one.id} не отправлено: его время, {day_and_time(one.start_at, administration.zone)}, прошло, "
        f"а бот не работал. Проверьте, верно ли оно ещё. Нажмёте «Отправить № {one.id}» — уйдёт {when}.\n\n{one.text}",
        inline((_send(one), _cancel(one))),
    )


def sent_late(administration: Administration, one: Announcement, now: datetime) -> Reply:
    """Somebody has said that it goes all the same."""
    if one.start_at <= now:
        return Reply(f"Объявление № {one.id} отправляем. Расскажу, как идёт и чем кончилось.")
    return Reply(
        f"Объявление № {one.id} запланировано: {day_and_time(one.start_at, administration.zone)}.",
        inline((_cancel(one),)),
    )


def stopping(one: Announcement) -> Reply:
    """No more of it goes."""
    return Reply(f"Объявление № {one.id} останавливаем. То, что уже в пути, дойдёт, итог бот пришлёт следом.")


def progress(administration: Administration, one: Announcement, counts: Counts, pause: datetime | None) -> Reply:
    """How it goes: one message, rewritten now and then."""
    done = counts.delivered + counts.unreachable + counts.refused
    told = f"Объявление № {one.id}: доставлено {counts.delivered} из {counts.total}"
    rest = [f"недоступны: {counts.unreachable}"] if counts.unreachable else []
    rest += [f"не принял ВКонтакте: {counts.refused}"] if counts.refused else []
    state = ""
    if one.stage is Stage.STOPPED:
        state = " Останавливаем."
    elif pause is not None:
        state = f" Пауза до {day_and_time(pause, administration.zone)}: ночью объявления не приходят."
    elif not done:
        state = " Начинаем."
    buttons = inline((_stop(one),)) if one.stage is Stage.GOING else None
    return Reply(", ".join([told, *rest]) + "." + state, buttons)


def ended(one: Announcement) -> Reply:
    """What the message that told of the progress says in the end."""
    return Reply(f"Объявление № {one.id}: {_STAGES[one.stage]}. Доставлено {one.counts.delivered}.")


def report(administration: Administration, one: Announcement) -> Reply:
    """How it ended."""
    counts = one.counts
    lines = [
        f"Объявление № {one.id} {'остановлено' if one.stage is Stage.STOPPED else 'отправлено'}.",
        "",
        f"Кому: {audience_named(administration, one.audience)}",
        f"Доставлено: {counts.delivered}",
        f"Недоступны (запретили нам писать): {counts.unreachable}" if counts.unreachable else "",
        f"Не принял ВКонтакте: {counts.refused}" if counts.refused else "",
        f"Не успели получить: {counts.not_reached}" if one.stage is Stage.STOPPED else "",
    ]
    return Reply("\n".join(line for index, line in enumerate(lines) if line or index == 1))


def listed(administration: Administration, every: Sequence[Announcement]) -> Reply:
    """`/объявления`."""
    if not every:
        return Reply(f"Объявлений пока не было. Новое: /объявление. Или сразу:\n{EXAMPLE}")
    lines = [
        f"№ {one.id} · {_MISSED if one.missed_at and one.stage is Stage.PLANNED else _STAGES[one.stage]}, "
        f"{day_and_time(one.began_at or one.start_at, administration.zone)} · "
        f"{audience_named(administration, one.audience)}{_reached(one)}\n{cut(' '.join(one.text.split()), 120)}"
        for one in every
    ]
    buttons = [_cancel(one) if one.stage is Stage.PLANNED else _stop(one) for one in every if one.stage in _OPEN]
    buttons = [*(_send(one) for one in every if one.missed_at and one.stage is Stage.PLANNED), *buttons]
    rows = [tuple(buttons[index : index + 2]) for index in range(0, min(len(buttons), LISTED), 2)]
    return Reply("Объявления:\n\n" + "\n\n".join(lines), inline(*rows) if rows else None)


def counted(counts: Counts) -> dict[str, str]:
    """The counts as the journal keeps them."""
    return {
        "delivered": str(counts.delivered),
        "unreachable": str(counts.unreachable),
        "refused": str(counts.refused),
        "not_reached": str(counts.not_reached),
    }


def refused(administration: Administration, refusal: AnnouncementRefused) -> str:
    """It can't be done as it stands; fits a snackbar but for the hours."""
    if refusal.fault is Fault.QUIET:
        return quiet(administration)
    return _REFUSALS[refusal.fault]


def audience_named(administration: Administration, audience: Audience) -> str:
    """To whom, in words."""
    match audience.circle:
        case Circle.EVERYBODY:
            return "всем, кто нам писал"
        case Circle.OPEN:
            return "тем, у кого есть открытые обращения"
        case Circle.CATEGORY:
            return f"тем, кто обращался по теме «{category_title(administration, audience.value)}»"
        case Circle.DEPARTMENT:
            department = administration.department(audience.value)
            return f"тем, чьи обращения у отдела «{department.title if department else audience.value}»"
        case Circle.STREET:
            return f"тем, у кого в адресе обращения «{audience.value}»"


_OPEN = frozenset({Stage.PLANNED, Stage.GOING})

_MISSED = "не ушло вовремя"

_STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.PLANNED: "запланировано",
        Stage.GOING: "отправляется",
        Stage.DONE: "отправлено",
        Stage.CANCELLED: "отменено",
        Stage.STOPPED: "остановлено",
    }
)

_REFUSALS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.OVER: "Это объявление уже завершено",
        Fault.BEGUN: "Объявление уже отправляется: его можно только остановить",
        Fault.NOT_BEGUN: "Объявление ещё не отправляется: его можно отменить",
        Fault.PAST: "Это время уже прошло. Выберите другое.",
        Fault.FAR: "Это больше чем через год. Проверьте дату.",
        Fault.NOT_URGENT: "Срочные объявления отправляет только администратор.",
        Fault.NOBODY: "Отправить некому: таких жителей нет",
        Fault.NOT_MISSED: "Это объявление и так запланировано",
    }
)


def _whole(administration: Administration, text: str) -> str:
    return f"{administration.administration.name} сообщает:\n\n{text}"


def quiet(administration: Administration) -> str:
    """In which hours they come."""
    start, end = administration.announcements.period.start, administration.announcements.period.end
    return f"Объявления приходят жителям с {start:%H:%M} до {end:%H:%M}."


def people(number: int) -> str:
    """How many."""
    return count(number, "человек", "человека", "человек")


def _reached(one: Announcement) -> str:
    return f" · доставлено {one.counts.delivered}" if one.stage in (Stage.DONE, Stage.STOPPED) else ""


def _cancel(one: Announcement) -> Button:
    return callback(f"Отменить № {one.id}", {DO: ANNOUNCEMENT_CANCEL, "n": one.id}, Colour.NEGATIVE)


def _send(one: Announcement) -> Button:
    return callback(f"Отправить № {one.id}", {DO: ANNOUNCEMENT_SEND, "n": one.id}, Colour.POSITIVE)


def _stop(one: Announcement) -> Button:
    return callback(f"Остановить № {one.id}", {DO: ANNOUNCEMENT_STOP, "n": one.id}, Colour.NEGATIVE)
