"""Known outages in words: for citizens who join one, and for the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zlib import crc32

from appeals.administration import Administration
from appeals.model import Appeal
from appeals.outages import Fault, Gathered, Outage
from texts.buttons import (
    DO,
    LABEL_OTHER_MATTER,
    OTHER_MATTER,
    OUTAGE_ANSWER,
    OUTAGE_JOIN,
    OUTAGE_JOIN_ONE,
    OUTAGE_LONGER,
    OUTAGE_OVER,
    OUTAGE_TELL,
    text_button,
)
from texts.dates import day, day_and_time
from texts.reply import Button, Colour, Reply, callback, cut, inline
from texts.words import category_title

SHOWN = 15
"""Numbers that the outage's card names."""

LONGER_HOURS = 2

EXAMPLE = "/авария Отключён свет; ул. Ленина, ул. Мира; до 18:00; бригада работает"

DONE_PRESS = "Готово"
LONGER_PRESS = "Продлено на 2 часа, жителям сообщим"

REFUSALS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.HOW_TO: f"Объявить аварию: что; где; до какого времени; что делается. Например: {EXAMPLE}",
        Fault.HOW_TO_CHANGE: "Продлить: /авария 3 до 21:00 ждём кран. "
        "Закончить: /авария 3 закончилась Свет дали в 17:40.",
        Fault.NO_WHAT: f"Сначала напишите, что случилось. Например: {EXAMPLE}",
        Fault.NO_PLACE: f"Напишите, где: улицы через запятую или «весь город». Например: {EXAMPLE}",
        Fault.NO_UNTIL: "Не видно, до какого времени. Пишите так: до 18:00, до завтра 12:00, до 15 мая 9:00, "
        "на 2 часа.",
        Fault.PAST: "Это время уже прошло. Укажите, до какого времени продлится.",
        Fault.FAR: "Так надолго аварию объявить нельзя: не больше месяца. Потом её можно продлить.",
        Fault.NO_TOPIC: "Непонятно, по каким словам узнавать обращения. Добавьте их: слова: свет, электричество.",
        Fault.LONG: "Слишком длинно. Что случилось и что делается — одной фразой, подробнее можно в ответе.",
        Fault.TOO_MANY: "Сразу столько аварий не бывает. Закончите те, что прошли: /авария",
        Fault.UNKNOWN: "Аварии с таким номером нет. Список: /авария",
        Fault.OVER: "Эта авария уже закончилась. Идущие сейчас: /авария",
        Fault.STALE: "Текст ответа уже другой: нажмите под последним",
        Fault.LONGER_ALREADY: "Срок уже изменили. Посмотрите новый: /авария",
        Fault.JOINED_ALREADY: "К этой аварии житель уже присоединялся",
        Fault.NEEDS_APPROVAL: "Ответы согласует глава: пусть глава и нажмёт. Или «Только сообщить»",
    }
)


def known(administration: Administration, outage: Outage, appeal: Appeal, now: datetime) -> Reply:
    """To a citizen whose appeal has just joined an outage."""
    return Reply(
        f"{_tag(administration)}\n{about(administration, outage, now)} "
        f"Если есть опасность, звоните {administration.administration.emergency_phone}.\n\n"
        f"Обращение № {appeal.number} присоединили к этой аварии: напишем, когда она закончится. "
        f"Если у вас другое, нажмите «{LABEL_OTHER_MATTER}»: обращение прочтёт сотрудник.",
        inline((text_button(LABEL_OTHER_MATTER, OTHER_MATTER, n=appeal.id),)),
    )


def known_in_thread(administration: Administration, outage: Outage, now: datetime, head: str) -> Reply:
    """To everybody in the thread of a comment whose appeal has joined an outage, under what is said anyway."""
    return Reply(
        f"{head}\n\n{about(administration, outage, now)} Присоединили обращение к этой аварии: напишем здесь, "
        "когда она закончится. Если у вас другое, ответьте на этот комментарий."
    )


def joined_head(administration: Administration, appeal: Appeal) -> str:
    """What stands above that where nothing else is said."""
    return f"{_tag(administration)}\nОбращение № {appeal.number}."


def offered(administration: Administration, outage: Outage, appeal: Appeal, now: datetime) -> Reply:
    """To whoever has registered an appeal: it may belong to an outage, and the person may be told at once."""
    return Reply(
        f"Похоже на аварию {outage.id}. Скажите человеку: «{about(administration, outage, now)}»\n\n"
        f"Присоединить № {appeal.number}? Тогда ответ об аварии получит и он.",
        inline((callback("Присоединить", {DO: OUTAGE_JOIN_ONE, "o": outage.id, "n": appeal.id}, Colour.POSITIVE),)),
    )


def joined_one(outage: Outage, appeal: Appeal) -> str:
    """Snackbar."""
    return f"№ {appeal.number} присоединено к аварии {outage.id}"


def may_belong(outage: Outage) -> str:
    """Above a comment that is offered to the desk."""
    return (
        f"Похоже на аварию {outage.id}: {cut(_matter(outage), 100)}. "
        "«В обращения» присоединит комментарий к ней и ответит в ветке."
    )


def other_matter(administration: Administration, appeal: Appeal) -> Reply:
    """«У меня другое»."""
    return Reply(
        f"Хорошо, обращением № {appeal.number} займётся сотрудник отдельно. "
        f"Ответ придёт сюда не позднее {day(appeal.due_at, administration.zone)}."
    )


def answered_already(appeal: Appeal) -> Reply:
    """«У меня другое» after the answer."""
    return Reply(f"По обращению № {appeal.number} уже есть ответ. Если вопрос остался, нажмите под ним «Не решено».")


def nothing_joined() -> Reply:
    """«У меня другое» where nothing belongs to an outage."""
    return Reply("К авариям мы ваши обращения не присоединяли: их и так читает сотрудник.")


def longer(administration: Administration, outage: Outage, appeal: Appeal, now: datetime) -> Reply:
    """To a citizen: it takes longer."""
    return Reply(
        f"{_tag(administration)}\nОбращение № {appeal.number}, новости об аварии. "
        f"{_sentence(_matter(outage))} "
        f"{_until(administration, outage, now, 'Теперь обещают закончить')}{_doing(outage)}"
    )


def over(administration: Administration, outage: Outage, appeal: Appeal) -> Reply:
    """To a citizen: it is over, and the appeal stays open."""
    end = (
        "Обращение остаётся в работе, ответ придёт сюда."
        if appeal.is_open
        else "Если вопрос остался, напишите об этом сюда."
    )
    return Reply(f"{_tag(administration)}\nОбращение № {appeal.number}. {_is_over(outage)} {end}")


def over_alone(outage: Outage, appeal: Appeal) -> str:
    """The same, to be told to somebody without VK."""
    return f"{_is_over(outage)} Обращение остаётся в работе." if appeal.is_open else _is_over(outage)


def told_of(outage: Outage) -> str:
    """What the history keeps of news."""
    return "авария закончилась" if outage.ended_at else "новый срок"


def proposal(outage: Outage) -> str:
    """The answer that is proposed where nobody has written one."""
    return f"Аварию «{_matter(outage)}» устранили. Спасибо, что сообщили. Если у вас не так, нажмите «Не решено»."


def card(administration: Administration, outage: Outage, gathered: Gathered, now: datetime) -> Reply:
    """The outage's own card: it stands for the cards of all that joined."""
    told, zone = outage.told, administration.zone
    lines = [
        f"Авария {outage.id} · {'закончилась ' + day_and_time(outage.ended_at, zone) if outage.ended_at else 'идёт'}",
        f"{told.what}: {told.place}",
        f"До {day_and_time(told.until, zone)}{_overdue(outage, now)}",
        f"Что делается: {told.doing}" if told.doing else "",
        f"Тема: {category_title(administration, told.category)}" if told.category else "",
        f"Узнаём и по словам: {told.words}" if told.words else "",
    ]
    lines = [*(line for line in lines if line), "", _numbers(gathered)]
    if outage.ended_at:
        lines.append(f"Ответ всем: {cut(outage.answer, 500)}" if outage.answer else "Обращения остались открытыми.")
        return Reply("\n".join(lines))
    lines += ["", f"Кто напишет об этом, прочтёт: «{about(administration, outage, now)}»"]
    lines.append(f"Изменить срок: /авария {outage.id} до 21:00")
    return Reply("\n".join(lines), inline(_ways(outage)))


def told_before(outage: Outage, appeals: Sequence[Appeal]) -> Reply:
    """People have written of it before it was declared."""
    numbers = _numbers(Gathered(tuple(str(one.number) for one in appeals[:SHOWN]), len(appeals)))
    return Reply(
        f"О том же, похоже, писали и до объявления. {numbers} Присоединить? "
        "Авторы сразу узнают, что об аварии известно; кто звонил или приходил — когда она закончится.",
        inline((callback("Присоединить", {DO: OUTAGE_JOIN, "o": outage.id}, Colour.POSITIVE),)),
    )


def like_another(outage: Outage, other: Outage) -> Reply:
    """Two have declared the same, or one has done so twice."""
    return Reply(
        f"Похоже на аварию {other.id}: {_matter(other)}. Если это она же, закончите лишнюю: "
        f"/авария {outage.id} закончилась"
    )


def joined(number: int) -> str:
    """Snackbar."""
    return f"Присоединено обращений: {number}, авторам написали" if number else "Присоединять больше нечего"


def is_it_over(administration: Administration, outage: Outage, gathered: Gathered) -> Reply:
    """The time has passed: only people know whether it is over."""
    return Reply(
        f"Авария {outage.id}: {_matter(outage)}. Срок вышел {day_and_time(outage.told.until, administration.zone)}. "
        f"Закончилось? {_numbers(gathered)}\n\nПока вы не ответите, жителям говорим, что срок уточняем. "
        f"Другой срок: /авария {outage.id} до 21:00",
        inline(_ways(outage)),
    )


def how_to_end(administration: Administration, outage: Outage, gathered: Gathered) -> Reply:
    """Before it ends: what its citizens will read, and the choice."""
    key = proposal_key(outage.proposal)
    return Reply(
        f"Авария {outage.id} закончилась? {_numbers(gathered)}\n\n«Ответить всем»: обращения получат ответ, "
        f"житель скажет, решено ли. Ответ такой:\n\n{outage.proposal}\n\n«Только сообщить»: напишем, "
        f"что авария закончилась, обращения останутся открытыми.\n"
        f"Другими словами: /авария {outage.id} закончилась Свет дали в 17:40.",
        inline(
            (callback("Ответить всем", {DO: OUTAGE_ANSWER, "o": outage.id, "k": key}, Colour.POSITIVE),),
            (callback("Только сообщить", {DO: OUTAGE_TELL, "o": outage.id, "k": key}),),
        ),
    )


def ended(outage: Outage, gathered: Gathered) -> Reply:
    """To whoever has ended it."""
    if not gathered.total:
        return Reply(f"Авария {outage.id} закончилась, обращений о ней не было.")
    what = "ответ уйдёт всем" if outage.answer else "всем напишем; обращения остались открытыми"
    return Reply(f"Авария {outage.id} закончилась, {what}. Обращений: {gathered.total}. Это займёт несколько минут.")


def extended(administration: Administration, outage: Outage, gathered: Gathered) -> Reply:
    """To whoever has put it off."""
    told = f", напишем об этом тем, кто обратился ({gathered.total})" if gathered.total else ""
    return Reply(f"Авария {outage.id}: теперь до {day_and_time(outage.told.until, administration.zone)}{told}.")


def listed(administration: Administration, outages: Sequence[tuple[Outage, Gathered]], now: datetime) -> Reply:
    """`/авария`: what goes on."""
    if not outages:
        return Reply(f"Аварий сейчас нет. Объявить: {EXAMPLE}")
    lines = [
        f"Авария {outage.id} · {cut(_matter(outage), 80)} · до {day_and_time(outage.told.until, administration.zone)}"
        f"{_overdue(outage, now)} · обращений: {gathered.total}"
        for outage, gathered in outages
    ]
    return Reply("\n".join(["Сейчас идут:", *lines, "", f"Подробнее: /авария {outages[0][0].id}. Объявить: {EXAMPLE}"]))


def on_card(administration: Administration, outage: Outage) -> str:
    """The line of an appeal's card."""
    when = "закончилась" if outage.ended_at else f"до {day_and_time(outage.told.until, administration.zone)}"
    return f"Авария {outage.id}: {cut(_matter(outage), 100)} ({when})"


def proposal_key(text: str) -> int:
    """Tells one proposed answer from another in a button."""
    return crc32(text.encode()) & 0x7FFF_FFFF


def _ways(outage: Outage) -> tuple[Button, ...]:
    return (
        callback("Закончилась", {DO: OUTAGE_OVER, "o": outage.id}, Colour.POSITIVE),
        callback("Ещё 2 часа", {DO: OUTAGE_LONGER, "o": outage.id, "r": outage.revision}),
    )


def _tag(administration: Administration) -> str:
    return administration.administration.answer_tag


def about(administration: Administration, outage: Outage, now: datetime) -> str:
    """«Мы об этом знаем: отключён свет, ул. Ленина. Обещают до 18:00. Бригада работает.»"""
    return (
        f"Мы об этом знаем: {_lower(_matter(outage))}. "
        f"{_until(administration, outage, now, 'Должны закончить')}{_doing(outage)}"
    )


def _is_over(outage: Outage) -> str:
    return f"Авария «{_matter(outage)}» закончилась."


def _matter(outage: Outage) -> str:
    return f"{outage.told.what}, {outage.told.place}"


def _until(administration: Administration, outage: Outage, now: datetime, head: str) -> str:
    zone, until = administration.zone, outage.told.until
    is_today = until.astimezone(zone).date() == now.astimezone(zone).date()
    when = f"{until.astimezone(zone):%H:%M}" if is_today else day_and_time(until, zone)
    return f"{head} до {when}." if now <= until else f"Обещали до {when}, новый срок уточняем."


def _doing(outage: Outage) -> str:
    return f" {_sentence(outage.told.doing)}" if outage.told.doing else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _lower(text: str) -> str:
    """Within a sentence; «ТЭЦ» stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _overdue(outage: Outage, now: datetime) -> str:
    return " (срок вышел)" if outage.ended_at is None and outage.told.until < now else ""


def _numbers(gathered: Gathered) -> str:
    if not gathered.total:
        return "Обращений о ней пока нет."
    more = f" и ещё {gathered.total - len(gathered.numbers)}" if gathered.total > len(gathered.numbers) else ""
    return f"Обращений: {gathered.total} — {', '.join(f'№ {one}' for one in gathered.numbers)}{more}."
