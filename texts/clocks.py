"""Clocks in words: why something is due when it is, and what is said when a deadline moves."""

from __future__ import annotations

import re
from datetime import datetime

from appeals.administration import Administration
from appeals.clocks import Basis, Rule
from appeals.deadline_rules import Span, Unit
from appeals.model import Act, Appeal, HistoryEntry, Priority, Status
from texts.buttons import (
    DO,
    PRIORITY,
)
from texts.dates import MONTHS, count, day, day_and_time, working_days
from texts.reply import MAX_SNACKBAR, Colour, Reply, callback, cut, inline
from texts.words import category_title

PRIORITIES = {Priority.EMERGENCY: "ЧП", Priority.FAST: "срочно", Priority.USUAL: "обычно"}

_LABELS = {Priority.EMERGENCY: "ЧП", Priority.FAST: "Срочно", Priority.USUAL: "Обычно"}
_COLOURS = {
    Priority.EMERGENCY: Colour.NEGATIVE,
    Priority.FAST: Colour.PRIMARY,
    Priority.USUAL: Colour.SECONDARY,
}
_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)
_NEW_DAY = re.compile(r"^(\d\d)\.(\d\d)\.\d{4}:")


# ---------------------------------------------------------------------------------------------------- why it is due


def span(one: Span) -> str:
    """«8 рабочих дней», «1 час круглосуточно»."""
    if one.unit is Unit.DAYS:
        return working_days(one.amount)
    if one.unit is Unit.HOURS:
        return count(one.amount, "рабочий час", "рабочих часа", "рабочих часов")
    if one.amount % 60:
        return f"{count(one.amount, 'минута', 'минуты', 'минут')} круглосуточно"
    return f"{count(one.amount // 60, 'час', 'часа', 'часов')} круглосуточно"


def why(administration: Administration, appeal: Appeal, basis: Basis) -> str:
    """«тема «Снег и наледь», 2 рабочих дня»."""
    extension = appeal.clock.extension
    match basis.rule:
        case Rule.CATEGORY:
            words = f"тема «{category_title(administration, appeal.category)}», {span(basis.span)}"
        case Rule.FAST | Rule.EMERGENCY:
            words = f"{PRIORITIES[appeal.priority]}, {span(basis.span)}"
        case Rule.LIMIT:
            limit = administration.deadlines.limit_days
            words = f"не дольше {count(limit, 'календарного дня', 'календарных дней', 'календарных дней')}"
        case Rule.EXTENSION if extension is not None:
            words = f"продлено, {cut(extension.reason, 200)}"
        case _:
            words = span(basis.span)
    return f"{words}, ожидание жителя не считается" if basis.waited else words


def lines(administration: Administration, appeal: Appeal, now: datetime, basis: Basis | None) -> list[str]:
    """The clocks on a card: those that run, the one that stands, and the legal one of another body."""
    zone = administration.zone
    if appeal.forwarding is not None and appeal.status is Status.FORWARDED:
        return [
            f"Передано: {appeal.forwarding.body}",
            f"По закону оттуда ответят до {day(appeal.forwarding.answer_by, zone)}"
            + (" (срок вышел)" if now > appeal.forwarding.answer_by else ""),
        ]
    if not appeal.is_open:
        return []
    told = []
    if appeal.status in _TO_BE_TAKEN and (reaction := appeal.auto_reaction):
        told.append(f"Первая реакция: автоответ «{cut(reaction.by, 60)}», {day_and_time(reaction.at, zone)}")
    elif appeal.status in _TO_BE_TAKEN:
        told.append(
            _until("Взять в работу", appeal.react_by, now, administration, span(basis.reaction) if basis else "")
        )
    if appeal.interim_by is not None:
        told.append(_until("Рассказать жителю, как идут дела,", appeal.interim_by, now, administration))
    if appeal.paused_at is not None:
        late = ", просрочено ещё до вопроса" if appeal.is_overdue(now) else ""
        told.append(f"Часы стоят: ждём ответа жителя. Срок был до {day_and_time(appeal.due_at, zone)}{late}")
    else:
        reason = why(administration, appeal, basis) if basis else ""
        told.append(_until("Ответить", appeal.due_at, now, administration, reason))
    return told


def law(
    administration: Administration, forward_by: datetime, answer_by: datetime, latest: datetime, now: datetime
) -> str:
    """What the law wants of an appeal like this one, on its whole story."""
    zone = administration.zone
    over = " (прошло)" if now > forward_by else ""
    return (
        f"Как по закону № 59-ФЗ: переслать до {day(forward_by, zone)}{over}, ответить до {day(answer_by, zone)}, "
        f"продлить можно до {day(latest, zone)}"
    )


def _until(what: str, moment: datetime, now: datetime, administration: Administration, reason: str = "") -> str:
    overdue = " (просрочено)" if now > moment else ""
    return f"{what} до: {day_and_time(moment, administration.zone)}{overdue}" + (f" · {reason}" if reason else "")


def told_in(entry: HistoryEntry) -> str:
    """The words of an entry of the history, a priority by its name, a new day as «до 15 мая»."""
    if entry.act in (Act.EXTENDED, Act.PROMISE_MOVED):
        return _NEW_DAY.sub(lambda found: f"до {int(found[1])} {MONTHS[int(found[2]) - 1]},", entry.text)
    return PRIORITIES[Priority(entry.text)] if entry.act is Act.PRIORITISED else entry.text


# ------------------------------------------------------------------------------------------------------- at the desk


def choose_priority(appeal: Appeal, wrong: str = "") -> Reply:
    """`/срочность N`, or a word after it that is none."""
    head = f"«{cut(wrong, 40)}» — такой срочности нет. " if wrong else ""
    others = [one for one in Priority if one is not appeal.priority]
    buttons = [callback(_LABELS[one], {DO: PRIORITY, "n": appeal.id, "p": one.value}, _COLOURS[one]) for one in others]
    return Reply(
        f"{head}№ {appeal.number} сейчас: {PRIORITIES[appeal.priority]}. Какая срочность нужна?", inline(tuple(buttons))
    )


def priority_set(administration: Administration, before: Appeal, appeal: Appeal) -> str:
    """The priority as it is now, and what it means."""
    if before.priority is appeal.priority:
        return f"№ {appeal.number}: срочность и так «{PRIORITIES[appeal.priority]}»"
    until = day_and_time(appeal.due_at, administration.zone)
    stands = ", часы стоят" if appeal.paused_at is not None else ""
    return f"№ {appeal.number}: {PRIORITIES[appeal.priority]}, ответить до {until}{stands}"


def extension_prompt(appeal: Appeal, who: str) -> Reply:
    """«Продлить срок»: the next message of this moderator is the day and the reason."""
    return Reply(
        f"{who}, напишите следующим сообщением, до какого дня продлить срок по № {appeal.number} и почему: "
        "житель увидит и день, и причину. Например: до 15 мая ждём поставку плитки. Или: на 3 дня, сохнет асфальт. "
        "Передумали: /отмена"
    )


def forwarding_prompt(appeal: Appeal, who: str) -> Reply:
    """«Переслать»: the next message of this moderator is the body and the words for the citizen."""
    return Reply(
        f"{who}, напишите следующим сообщением, куда переслать № {appeal.number}, а после двоеточия — что сказать "
        "жителю. Например: Росавтодор: эта дорога федеральная, ремонтируют её там. Передумали: /отмена"
    )


def update_prompt(appeal: Appeal, who: str) -> Reply:
    """«Сообщить о ходе»: the next message of this moderator is news for the citizen."""
    return Reply(
        f"{who}, напишите следующим сообщением, что сообщить жителю по № {appeal.number}: что уже сделано и что "
        "дальше. Обращение останется открытым. Передумали: /отмена"
    )


def no_day() -> Reply:
    """No day was found at the beginning."""
    return Reply(
        "Не видно, до какого дня. Начните с него: «15 мая», «15.05», «до пятницы», «на 3 дня» — а потом напишите "
        "причину. Передумали: /отмена"
    )


def no_reason(administration: Administration, to: datetime) -> Reply:
    """The day is there, the reason isn't."""
    return Reply(
        f"До {day(to, administration.zone)} — понятно. А почему? Напишите причину следующим сообщением, житель её "
        "увидит. Например: ждём поставку плитки."
    )


def no_body(limit: int) -> Reply:
    """It isn't clear where the body's name ends."""
    return Reply(
        f"Не видно, куда переслать: название короче {limit} знаков, а после него двоеточие и слова для жителя. "
        "Например: Росавтодор: эта дорога федеральная. Передумали: /отмена"
    )


def clock_stands(appeal: Appeal) -> str:
    """Nothing to put off while it waits for the citizen."""
    return cut(f"№ {appeal.number}: часы стоят, ждём жителя. Продлить можно, когда он ответит", MAX_SNACKBAR)


def not_later(administration: Administration, appeal: Appeal) -> Reply:
    """The new day isn't later."""
    return Reply(
        f"№ {appeal.number}: срок и так до {day(appeal.due_at, administration.zone)}. Назовите рабочий день "
        "позже. Передумали: /отмена"
    )


def too_late(administration: Administration, appeal: Appeal, latest: datetime) -> Reply:
    """The new day is beyond what the law allows."""
    return Reply(
        f"№ {appeal.number}: так далеко отложить нельзя. По закону № 59-ФЗ продлить можно до "
        f"{day(latest, administration.zone)}. Назовите день раньше. Передумали: /отмена"
    )


def not_later_any_more(appeal: Appeal) -> str:
    """The deadline has moved between the preview and «Отправить»."""
    return cut(f"№ {appeal.number}: срок тем временем стал таким же или позже, продлевать не нужно", MAX_SNACKBAR)


def too_late_by_now(appeal: Appeal) -> str:
    """So far it can't be put off."""
    return cut(f"№ {appeal.number}: закон не разрешает отложить так далеко. Назовите день раньше", MAX_SNACKBAR)


def say_new_day(administration: Administration, appeal: Appeal) -> Reply:
    """A citizen without VK was promised an earlier day."""
    how = f": {appeal.contact}" if appeal.contact else ""
    until = day(appeal.due_at, administration.zone)
    return Reply(f"№ {appeal.number}: срок теперь до {until}, позже, чем житель знает. Скажите ему об этом{how}")


def extension_sent(administration: Administration, appeal: Appeal) -> Reply:
    """The new day is on its way to the citizen."""
    until = day(appeal.due_at, administration.zone)
    if appeal.is_by_hand:
        return Reply(f"№ {appeal.number}: срок продлён до {until}. Осталось сказать об этом жителю.")
    return Reply(f"№ {appeal.number}: срок продлён до {until}, жителю написали.")


def forwarding_sent(administration: Administration, appeal: Appeal) -> Reply:
    """Another body has it."""
    body = appeal.forwarding.body if appeal.forwarding else ""
    until = day(appeal.forwarding.answer_by, administration.zone) if appeal.forwarding else ""
    told = "Осталось сказать об этом жителю." if appeal.is_by_hand else "Жителю написали."
    return Reply(
        f"№ {appeal.number} передано: {body}. {told} По закону оттуда ответят до {until}.\n"
        "Само обращение отправьте туда сами, как это у вас принято: бот этого не делает."
    )


def update_sent(appeal: Appeal) -> Reply:
    """News are on their way to the citizen."""
    if appeal.is_by_hand:
        return Reply(f"Сообщение по № {appeal.number} записано. Осталось передать его жителю.")
    return Reply(f"Сообщение по № {appeal.number} отправлено жителю. Обращение остаётся в работе.")


# ---------------------------------------------------------------------------------------------------- to the citizen


def promised(administration: Administration, appeal: Appeal, now: datetime) -> str:
    """« Ответим не позднее 4 декабря.», as long as that is true."""
    is_true = appeal.is_open and appeal.paused_at is None and now <= appeal.due_at
    return f" Ответим не позднее {day(appeal.due_at, administration.zone)}." if is_true else ""


def extended(appeal: Appeal, until: str, reason: str) -> Reply:
    """The answer comes later. `until` is the day in words."""
    return Reply(
        f"По обращению № {appeal.number} нам нужно больше времени. Ответим не позднее {until}.\n\n"
        f"Причина: {reason}\n\nПростите, что приходится ждать дольше."
    )


def postponed(administration: Administration, appeal: Appeal) -> Reply:
    """The day that the citizen was told is later now, for another reason than an extension."""
    return Reply(deadline_alone(administration, appeal))


def deadline_alone(administration: Administration, appeal: Appeal) -> str:
    """The present day for the answer, with the reason of an extension."""
    own = appeal.clock.extension
    reason = f"\n\nПричина: {own.reason}" if own is not None else ""
    return (
        f"По обращению № {appeal.number} изменился срок: ответим не позднее "
        f"{day(appeal.due_at, administration.zone)}.{reason}"
    )


def forwarded(administration: Administration, appeal: Appeal, body: str, words: str, answer_by: datetime) -> Reply:
    """Another body decides, and when its answer comes."""
    identity = administration.administration
    hashtag = f"\n\n{identity.hashtag}" if identity.hashtag else ""
    return Reply(
        f"{identity.answer_tag}\nОбращение № {appeal.number}\n\n"
        f"{forwarded_alone(administration, body, words, answer_by)}{hashtag}"
    )


def extension_alone(appeal: Appeal, words: str) -> str:
    """A later day and its reason, from the form in which the history keeps them: «15.05.2026: ждём плитку»."""
    until, _, reason = words.partition(": ")
    number, month, _ = until.split(".")
    return extended(appeal, f"{int(number)} {MONTHS[int(month) - 1]}", reason).text


def forwarded_alone(administration: Administration, body: str, words: str, answer_by: datetime | None = None) -> str:
    """The same without tag and number."""
    days = administration.deadlines.law.answer_days
    until = (
        f"не позднее {day(answer_by, administration.zone)}" if answer_by else f"за {count(days, 'день', 'дня', 'дней')}"
    )
    parts = [
        f"Такие вопросы решает другое ведомство: {body}. Мы передали ваше обращение туда.",
        words,
        f"Ответ придёт от них, по закону — {until}. Если его не будет, напишите нам новое обращение: поможем "
        "разобраться.",
    ]
    return "\n\n".join(part for part in parts if part)


def forwarded_in_public(administration: Administration, appeal: Appeal, body: str, words: str) -> Reply:
    """The same, for everybody."""
    identity = administration.administration
    hashtag = f"\n\n{identity.hashtag}" if identity.hashtag else ""
    told = f"\n\n{words}" if words else ""
    return Reply(
        f"{identity.answer_tag}\nОбращение № {appeal.number}\n\n"
        f"Такие вопросы решает другое ведомство: {body}. Мы передали обращение туда.{told}{hashtag}"
    )


def updated(administration: Administration, appeal: Appeal, text: str, now: datetime) -> Reply:
    """How things stand, before the answer."""
    promise = promised(administration, appeal, now)
    return Reply(
        f"Обращение № {appeal.number}: рассказываем, как идут дела.\n\n{text}"
        + (f"\n\n{promise[1:]}" if promise else "")
    )
