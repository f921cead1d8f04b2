"""After an answer: is it settled, what mark does the work get, and what the citizen wants to say of it."""

from __future__ import annotations

from appeals.administration import Administration
from appeals.model import Appeal, Status
from texts.buttons import (
    ABOUT,
    LABEL_SKIP,
    NO_WORDS,
    NOT_RESOLVED,
    OTHER,
    PARTLY,
    RATE,
    RESOLVED,
    clarify_button,
    menu,
    text_button,
)
from texts.dates import day
from texts.reply import Button, Colour, Keyboard, Reply, inline
from texts.words import status_for_citizen


def feedback_buttons(appeal: Appeal) -> Keyboard:
    """«Решено» / «Частично» / «Не решено» under an answer."""
    return inline(_verdicts(appeal))


def rating_row(appeal: Appeal) -> tuple[Button, ...]:
    """A mark from 1 to 5."""
    return tuple(text_button(str(mark), RATE, n=appeal.id, r=mark) for mark in range(1, 6))


def verdict_after_all(appeal: Appeal) -> tuple[Button, ...]:
    """«Не решено» under an appeal that was closed too early."""
    return (text_button("Не решено", NOT_RESOLVED, Colour.NEGATIVE, n=appeal.id),)


def resolved(appeal: Appeal, *, with_words: bool = False) -> Reply:
    """The citizen confirmed the solution; what they wrote before is passed on already."""
    words = "Ваши слова передали сотрудникам." if with_words else "Хотите что-то добавить — напишите, можно с фото."
    return Reply(
        f"Спасибо, что сообщили! Обращение № {appeal.number} закрыто.\n\n"
        f"Оцените, пожалуйста, нашу работу от 1 до 5. {words}",
        inline(rating_row(appeal), (_skip(appeal),)),
    )


def resolved_for_one(appeal: Appeal, *, with_words: bool = False) -> Reply:
    """The citizen is content, and somebody who asked about the same isn't: work goes on."""
    words = "Ваши слова передали сотрудникам." if with_words else "Хотите что-то добавить — напишите, можно с фото."
    return Reply(
        f"Спасибо, что сообщили! О том же писали и другие жители, у них решено не всё, поэтому обращение № "
        f"{appeal.number} ещё в работе. Чем кончится, напишем.\n\n"
        f"Оцените, пожалуйста, нашу работу от 1 до 5. {words}",
        inline(rating_row(appeal), (_skip(appeal),)),
    )


def partly(appeal: Appeal, *, with_words: bool = False) -> Reply:
    """Something is left to be done: the same moderator has it again."""
    words = (
        "Ваши слова ему передали."
        if with_words
        else "Напишите, пожалуйста, что осталось сделать. Можно приложить фото."
    )
    return Reply(
        f"Спасибо, что сообщили. Обращение № {appeal.number} вернули сотруднику, который им занимался. "
        f"Когда он закончит, ответ придёт сюда. {words}\n\n"
        "А то, что уже сделали, можно оценить от 1 до 5.",
        inline(rating_row(appeal), (_skip(appeal),)),
    )


def reopened(appeal: Appeal) -> Reply:
    """The citizen says it isn't settled."""
    return Reply(
        f"Жаль, что не получилось. Обращение № {appeal.number} снова у сотрудника.\n\n"
        "Напишите, что осталось не так. Можно приложить фото.",
        inline((_skip(appeal),)),
    )


def reopened_with_words(appeal: Appeal) -> Reply:
    """Not settled, and what is wrong has been told already."""
    return Reply(
        f"Жаль, что не получилось. Обращение № {appeal.number} снова у сотрудника, ваши слова передали.", menu()
    )


def skipped() -> Reply:
    """«Пропустить»: words that come later are still taken."""
    return Reply("Хорошо. Захотите что-то добавить — просто напишите.", menu())


def opinion_added(appeal: Appeal) -> Reply:
    """A word about an appeal that is closed; perhaps it tells that it was closed too early."""
    return Reply(
        f"Спасибо! Добавили к обращению № {appeal.number}, сотрудники прочитают. "
        "Если дело всё-таки не решено, нажмите кнопку: вернём его в работу.",
        inline(verdict_after_all(appeal)),
    )


def rated(appeal: Appeal) -> Reply:
    """The mark is noted."""
    return Reply(f"Спасибо, записали вашу оценку: {appeal.rating}. Передумаете — нажмите другую.")


def rating_over(appeal: Appeal) -> Reply:
    """A mark where there is nothing to be marked now."""
    if appeal.awaits_verdict:
        return Reply(
            f"По обращению № {appeal.number} есть ответ. Сначала скажите, пожалуйста, решён ли вопрос.",
            feedback_buttons(appeal),
        )
    return Reply(f"Оценить обращение № {appeal.number} можно будет после ответа.", menu())


def thanked() -> Reply:
    """Thanks for an answer; told once."""
    return Reply("И вам спасибо за добрые слова! Сотрудники их увидят.", menu())


def about_answer(appeal: Appeal) -> Reply:
    """A few words soon after an answer: are they about it? Nobody has to write them again."""
    return Reply(
        f"Это об ответе на обращение № {appeal.number}? Вопрос решён? Писать ещё раз не нужно.",
        inline(_verdicts(appeal), (text_button("Нет, о другом", OTHER),)),
    )


def about_closed(appeal: Appeal) -> Reply:
    """Many words soon after «Решено»: are they about that, or something new? Nobody has to write them again."""
    return Reply(
        f"Это об обращении № {appeal.number} или о чём-то новом? Писать ещё раз не нужно.",
        inline(
            (text_button(f"О № {appeal.number}", ABOUT, n=appeal.id), text_button("О другом", OTHER)),
        ),
    )


def over(appeal: Appeal) -> Reply:
    """A verdict that no longer fits: pressed twice, or under an answer after which things have gone on."""
    if appeal.status is Status.WAITING_CITIZEN:
        return Reply(f"По обращению № {appeal.number} мы ждём ответа на вопрос.", inline((clarify_button(appeal.id),)))
    if appeal.status is Status.IN_PROGRESS:
        return Reply(
            f"Обращением № {appeal.number} снова занимаются. Когда придёт новый ответ, скажите, решён ли вопрос.",
            menu(),
        )
    known = "Мы уже знаем. " if appeal.status in (Status.CLOSED, Status.REOPENED) else ""
    return Reply(f"{known}Обращение № {appeal.number}: {status_for_citizen(appeal)}.", menu())


def shown_to_head(administration: Administration, appeal: Appeal, answered: str, executor: str) -> Reply:
    """The head learns that a citizen isn't content with an answer. `answered` is what they were told."""
    due = f"Новый ответ нужен не позднее {day(appeal.due_at, administration.zone)}."
    return Reply(
        f"Житель сообщил: не решено. Обращение № {appeal.number} снова открыто, "
        f"исполнитель: {executor or 'не назначен'}. {due}\n\nЕму отвечали:\n{answered}\n\n"
        f"Целиком: /обращение {appeal.number.sequence}"
    )


def _verdicts(appeal: Appeal) -> tuple[Button, ...]:
    return (
        text_button("Решено", RESOLVED, Colour.POSITIVE, n=appeal.id),
        text_button("Частично", PARTLY, n=appeal.id),
        text_button("Не решено", NOT_RESOLVED, Colour.NEGATIVE, n=appeal.id),
    )


def _skip(appeal: Appeal) -> Button:
    return text_button(LABEL_SKIP, NO_WORDS, n=appeal.id)
