"""Answers that the bot gives by itself: what citizens read, and the base as staff see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from appeals.administration import Administration
from appeals.autoreplies.entries import (
    MAX_ANSWER,
    MAX_ENTRIES,
    MAX_EXAMPLE,
    MAX_EXAMPLES,
    MAX_NAME,
    MAX_SOURCE,
    Entry,
    Fault,
    Uses,
    Where,
)
from appeals.autoreplies.typed import WHERE_TYPED, Verb
from appeals.errors import AutoReplyRefused
from texts.buttons import HELPED, LABEL_HELPED, LABEL_SEND_ANYWAY, SEND_ANYWAY, SUGGESTED, menu, text_button
from texts.dates import MONTHS, count
from texts.reply import MAX_LABEL, MAX_MESSAGE, Button, Colour, Reply, cut, fitting, inline

EXAMPLE = (
    "/автоответ добавить Приём у главы\n"
    "Вопросы: как попасть на приём к главе; когда принимает глава\n"
    "Ответ: Глава принимает по вторникам с 15:00 до 17:00.\n"
    "Источник: https://example.ru/priem\n"
    "До: 31 декабря\n"
    "Где: меню, сообщения"
)
_BY_ITSELF = "Бот нашёл этот ответ сам."

WHERE: Mapping[Where, str] = MappingProxyType({where: word for word, where in WHERE_TYPED.items()})


# To citizens


def body(entry: Entry) -> str:
    """The question, its answer and where that is from."""
    source = f"\n\nПодробнее: {entry.source}" if entry.source else ""
    return f"{entry.name}\n\n{entry.answer}{source}"


def answered(administration: Administration, entry: Entry, use_id: int, known: str = "") -> Reply:
    """The bot answers a question by itself; `known` is what is known of an outage that the question names."""
    answer, end = _tagged(administration, entry), f"\n\n{_BY_ITSELF} Это помогло?"
    told = f"{answer}\n\n{known}{end}"
    return Reply(
        told if known and len(told) <= MAX_MESSAGE else f"{answer}{end}",
        inline((_helped(use_id),), (_send_anyway(use_id),)),
    )


def hint(administration: Administration, entry: Entry, use_id: int) -> Reply:
    """The same while an appeal is being written: its next question follows at once."""
    return Reply(
        f"{_tagged(administration, entry)}\n\n{_BY_ITSELF} Если он помог, нажмите «{LABEL_HELPED}»: обращение "
        "отправлять не придётся. Если нет, просто продолжайте.",
        inline((_helped(use_id),)),
    )


def in_public(administration: Administration, entry: Entry, link_name: str) -> Reply:
    """The bot answers a question under a post, for everybody."""
    return Reply(
        f"{_tagged(administration, entry)}\n\n{_BY_ITSELF} Если он не подошёл, напишите нам в личные сообщения, "
        f"там ответит сотрудник: https://vk.me/{link_name}"
    )


def likely(entries: Sequence[Entry], head: str = "") -> Reply:
    """Entries that may be meant, while the appeal has begun already."""
    told = "Возможно, ответ уже есть. Если нет, просто продолжайте."
    return Reply(f"{head}\n\n{told}" if head else told, inline(*_choice(entries)))


def meant(entries: Sequence[Entry]) -> Reply:
    """Entries that may be meant by a few words; the last button begins an appeal with them."""
    return Reply("Вы об этом?", inline(*_choice(entries), (_send_anyway(0),)))


def helped(*, dropped: bool) -> Reply:
    """«Да, помогло». `dropped`: the appeal that was being written isn't needed any more."""
    instead = " Обращение не отправляли." if dropped else ""
    return Reply(f"Рады, что помогло!{instead} Появится вопрос — пишите.", menu())


def helped_meanwhile() -> Reply:
    """«Да, помогло», but the appeal tells more than the question: it goes on."""
    return Reply("Рады, что помогло! Вы начали писать обращение, его можно продолжить.")


def gone() -> Reply:
    """The entry of the button isn't there any more, or has expired."""
    return Reply("Этот ответ уже не действует. Напишите свой вопрос сообщением.", menu())


def _tagged(administration: Administration, entry: Entry) -> str:
    return f"{administration.administration.answer_tag}\n{body(entry)}"


def _helped(use_id: int) -> Button:
    return text_button(LABEL_HELPED, HELPED, Colour.POSITIVE, u=use_id)


def _send_anyway(use_id: int) -> Button:
    return text_button(LABEL_SEND_ANYWAY, SEND_ANYWAY, u=use_id)


def _choice(entries: Sequence[Entry]) -> list[tuple[Button, ...]]:
    return [(text_button(cut(entry.name, MAX_LABEL), SUGGESTED, e=entry.id),) for entry in entries]


# At the desk


def listed(entries: Sequence[Entry], uses: Mapping[int, Uses], today: date) -> Reply:
    """`/автоответ`."""
    if not entries:
        return Reply(f"Автоответов пока нет. Добавьте первый:\n\n{EXAMPLE}")
    foot = "Целиком: /автоответ и название. Что ответит бот: /автоответ проверить и вопрос."
    lines = [cut(_line(entry, uses.get(entry.id, Uses()), today), 200) for entry in entries]
    shown = fitting(lines, MAX_MESSAGE - len(foot) - 100)
    left = len(lines) - len(shown)
    more = [f"…и ещё {left}. Найти любой: /автоответ и начало названия."] if left else []
    return Reply("\n".join(["Автоответы:", "", *shown, *more, "", foot]))


def shown(entry: Entry, uses: Uses, today: date) -> Reply:
    """`/автоответ НАЗВАНИЕ`."""
    return Reply(f"Автоответ «{entry.name}»\n\n{_whole(entry, today)}\n\n{_counted(uses)}")


def added(entry: Entry, today: date) -> Reply:
    """A new entry is there."""
    return Reply(f"Автоответ «{entry.name}» добавлен.\n\n{_whole(entry, today)}")


def changed(entry: Entry, today: date) -> Reply:
    """An entry is another."""
    return Reply(f"Автоответ «{entry.name}» изменён.\n\n{_whole(entry, today)}")


def removed(entry: Entry, today: date) -> Reply:
    """An entry is gone; whoever regrets it has the words here."""
    return Reply(f"Автоответ «{entry.name}» удалён. Он был такой:\n\n{_whole(entry, today)}")


def tried(answer: Entry | None, maybe: Sequence[Entry]) -> Reply:
    """`/автоответ проверить ВОПРОС`: what a citizen would get in private messages."""
    if answer is not None:
        return Reply(f"Бот ответит сам: «{answer.name}».")
    if maybe:
        names = ", ".join(f"«{entry.name}»" for entry in maybe)
        return Reply(f"Бот сам не ответит, но предложит кнопками: {names}.")
    return Reply("Бот не ответит: сообщение пойдёт обычным путём, как обращение.")


def how_to(verb: Verb) -> Reply:
    """A name, or what to do with it, is missing."""
    if verb is Verb.REMOVE:
        return Reply("Напишите название: /автоответ удалить Приём у главы")
    if verb is Verb.TRY:
        return Reply("Напишите вопрос, как его задал бы житель: /автоответ проверить когда принимает глава")
    if verb is Verb.CHANGE:
        return Reply(
            "Напишите название и только то, что меняется:\n\n/автоответ изменить Приём у главы\nДо: 1 июня\n\n"
            "Строки: Вопросы, Ответ, Источник, До, Где. Убрать строку: «До: нет»."
        )
    return Reply(f"Напишите название, а ниже строки:\n\n{EXAMPLE}\n\nНужен только ответ, остальное — по желанию.")


def told_in_public(entry: Entry, url: str) -> Reply:
    """The desk hears of an answer under a post."""
    return Reply(f"{already_told(entry)} Если ответ не подходит, поправьте его: {url}")


def already_told(entry: Entry) -> str:
    """Above a candidate that the bot has answered."""
    return f"Бот ответил в комментариях сам: «{entry.name}»."


def refused(refusal: AutoReplyRefused) -> Reply:
    """An entry can't be found or stored."""
    word = cut(refusal.word, MAX_NAME)
    near = f"Может быть, «{refusal.nearest}»? " if refusal.nearest else ""
    told = {
        Fault.UNKNOWN: f"Автоответа «{word}» нет. {near}Все автоответы: /автоответ",
        Fault.TAKEN: f"Автоответ «{word}» уже есть. Изменить его: /автоответ изменить {word}",
        Fault.OF_SETTINGS: f"«{word}» стоит в administration.toml, удалить его оттуда может тот, кто настраивает бота. "
        f"Чтобы бот его не показывал:\n/автоответ изменить {word}\nГде: нигде",
        Fault.SOURCE: f"«{word}» не похоже на ссылку. Она начинается с https:// и не длиннее {MAX_SOURCE} знаков.",
        Fault.DAY: f"День «{word}» не подходит. Напишите день, который ещё не прошёл: «До: 31 декабря», или «До: нет».",
        Fault.WHERE: f"Что такое «{word}»? {near}Можно: меню, сообщения, комментарии — или «нигде».",
        Fault.LONG_EXAMPLE: f"Вопрос «{word}» длиннее {MAX_EXAMPLE} знаков. Разделяйте вопросы точкой с запятой.",
    }
    return Reply(told.get(refusal.fault) or _REFUSALS[refusal.fault])


_REFUSALS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.NO_NAME: "Названию нужно хотя бы три буквы, без двоеточия. Оно не начинается с «добавить», «изменить», "
        "«удалить» и «проверить».",
        Fault.LONG_NAME: f"Название длиннее {MAX_NAME} знаков: оно не поместится на кнопку.",
        Fault.NO_ANSWER: f"Нет ответа. Напишите его строкой «Ответ: …»:\n\n{EXAMPLE}",
        Fault.LONG_ANSWER: f"Ответ длиннее {MAX_ANSWER} знаков. Сократите его, а подробности дайте ссылкой.",
        Fault.MANY_EXAMPLES: f"Вопросов больше {MAX_EXAMPLES}. Оставьте самые разные.",
        Fault.TOO_MANY: f"Автоответов уже {MAX_ENTRIES}. Удалите ненужный: /автоответ удалить и название.",
    }
)


def _line(entry: Entry, uses: Uses, today: date) -> str:
    counted = f"ответил {uses.told}, помог {uses.helped}" if uses.told else ""
    told = [where_told(entry), counted, _until(entry, today)]
    return f"{entry.name} — {'; '.join(part for part in told if part)}"


def _whole(entry: Entry, today: date) -> str:
    lines = [
        entry.answer,
        "",
        f"Вопросы: {cut('; '.join(entry.examples), 600)}" if entry.examples else "",
        f"Источник: {entry.source}" if entry.source else "",
        f"Где: {where_told(entry)}",
        f"Срок: {(_until(entry, today) or 'бессрочно').removeprefix('срок ')}",
        "Стоит в administration.toml." if entry.place is not None else "",
    ]
    return "\n".join(line for index, line in enumerate(lines) if line or index == 1)


def where_told(entry: Entry) -> str:
    """«меню, сообщения»."""
    return ", ".join(WHERE[where] for where in Where if where in entry.where) or "нигде"


def _until(entry: Entry, today: date) -> str:
    if entry.valid_until is None:
        return ""
    year = f" {entry.valid_until.year} года" if entry.valid_until.year != today.year else ""
    day = f"{entry.valid_until.day} {MONTHS[entry.valid_until.month - 1]}{year}"
    return f"до {day}" if entry.holds(today) else f"срок вышел {day}, не отвечает"


def _counted(uses: Uses) -> str:
    if not uses.told:
        return "Пока никому не отвечал."
    told, helped = (count(number, "раз", "раза", "раз") for number in (uses.told, uses.helped))
    return f"Бот ответил так {told}, помогло {helped}."
