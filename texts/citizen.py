"""What a citizen reads outside the filing dialog: greeting, menu, own appeals, answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from appeals.administration import Administration
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, Status
from appeals.ports import AppealPage
from texts.buttons import (
    ADD,
    CLARIFY,
    LABEL_RETURN_BOT,
    MY_APPEALS,
    NOT_RESOLVED,
    OPEN_APPEAL,
    OTHER,
    QUESTIONS,
    RESOLVED,
    RETURN_BOT,
    back_and_cancel,
    menu,
    text_button,
)
from texts.dates import day, day_and_time, within_working_days
from texts.reply import Button, Colour, Keyboard, Reply, below, cut, inline
from texts.words import ACTS_FOR_CITIZEN, STATUS_FOR_CITIZEN, attachments, category_title, enclosed, topic, words_of

PAGE = 5
"""Appeals on one page of «Мои обращения»: VK's inline keyboard has six rows, one turns the page."""

QUESTIONS_PAGE = 5


def references(items: Sequence[Attachment]) -> tuple[str, ...]:
    """The attachments that VK can send on."""
    return tuple(item.reference for item in items if item.reference)


def greeting(administration: Administration, citizen: Citizen) -> Reply:
    """The first message: who this is, what it can do, and what it is not."""
    identity = administration.administration
    hello = f"Здравствуйте, {citizen.first_name}!" if citizen.first_name else "Здравствуйте!"
    return Reply(
        f"{hello} Это приёмная {identity.genitive}.\n\n"
        "Расскажите о проблеме или задайте вопрос: сотрудники увидят ваше сообщение, а ответ придёт сюда, "
        f"обычно {within_working_days(administration.deadlines.solution_days)}.\n\n"
        "Здесь вы пишете администрации простое сообщение. Официальное обращение по закону № 59-ФЗ подают через "
        f"Госуслуги: {identity.official_url}\n\n"
        f"Если есть угроза жизни, звоните {identity.emergency_phone}.",
        menu(),
    )


def main_menu() -> Reply:
    """Back at the start."""
    return Reply("Чем помочь? Выберите кнопку ниже.", menu())


def not_understood() -> Reply:
    """A short message that fits nothing."""
    return Reply(
        "Чтобы сообщить о проблеме или задать вопрос, нажмите «Подать обращение» "
        "или просто опишите подробнее, что случилось.",
        menu(),
    )


def not_words() -> Reply:
    """A sticker, a poll and the like where words are needed."""
    return Reply("Спасибо! Это мы прочитать не сможем. Напишите, пожалуйста, словами.", menu())


def thanks() -> Reply:
    """An answer to «спасибо»; it starts nothing."""
    return Reply("Пожалуйста! Будем рады помочь ещё.", menu())


def stale_button() -> Reply:
    """The button belongs to a step that is over."""
    return Reply("Эта кнопка из прежнего разговора и уже не действует. Выберите, что сделать сейчас.", menu())


def bot_returned(*, unfinished: bool = False) -> Reply:
    """The silence beside a human is over; what is `unfinished` goes on."""
    back = "Бот снова отвечает на ваши сообщения."
    return Reply(back) if unfinished else Reply(f"{back} Чем помочь? Выберите кнопку ниже.", menu())


def human_writes() -> Reply:
    """A button was pressed while a manager has the conversation; told once."""
    return Reply(
        "С вами переписывается сотрудник. На кнопки бот отвечает, "
        "а ваши слова прочитает сотрудник. "
        "Чтобы бот снова отвечал на всё, нажмите «Вернуть бота».",
        inline((text_button(LABEL_RETURN_BOT, RETURN_BOT),)),
    )


def only_private() -> Reply:
    """Somebody calls the bot in a chat that isn't the moderators'."""
    return Reply("Мы принимаем обращения только в личных сообщениях сообщества: здесь их прочитали бы все.")


def broken() -> Reply:
    """Something failed on our side; the message is kept and staff will see it."""
    return Reply(
        "Не получилось обработать ваше сообщение. Оно сохранено, сотрудники о нём узнают. "
        "Если это срочно, позвоните нам: телефон есть в «Контактах».",
        menu(),
    )


def contacts(administration: Administration) -> Reply:
    """«Контакты»."""
    own = administration.contacts
    lines = [
        administration.administration.name,
        own.address and f"Адрес: {own.address}",
        own.phone and f"Телефон: {own.phone}",
        own.email and f"Почта: {own.email}",
        own.hours and f"Часы приёма: {own.hours}",
        own.site and f"Сайт: {own.site}",
        f"Экстренные службы: {administration.administration.emergency_phone}",
    ]
    return Reply("\n".join(line for line in lines if line), menu())


def questions(administration: Administration, page: int = 0) -> Reply:
    """«Частые вопросы»: a page of buttons."""
    every = administration.questions
    if not every:
        return Reply("Частых вопросов пока нет. Задайте свой: нажмите «Подать обращение».", menu())
    shown = list(enumerate(every))[page * QUESTIONS_PAGE : (page + 1) * QUESTIONS_PAGE]
    rows = [(text_button(question.title, QUESTIONS, q=index),) for index, question in shown]
    return Reply("Что вас интересует?", inline(*rows, _pages(QUESTIONS, page, len(every), QUESTIONS_PAGE)))


def question_answer(administration: Administration, index: int) -> Reply:
    """The answer to one frequent question."""
    question = administration.questions[index]
    return Reply(f"{question.title}\n\n{question.answer}", menu())


def my_appeals(administration: Administration, page: AppealPage, number: int) -> Reply:
    """«Мои обращения»: a page of the list."""
    if not page.total:
        return Reply("У вас пока нет обращений. Чтобы подать первое, нажмите «Подать обращение».", menu())
    lines = [
        f"№ {appeal.number} от {day(appeal.filed_at, administration.zone)}: {STATUS_FOR_CITIZEN[appeal.status]}\n"
        f"{category_title(administration, appeal.category)}. {cut(_first_line(words_of(appeal)), 80)}"
        for appeal in page.appeals
    ]
    rows = [(text_button(f"№ {appeal.number}", OPEN_APPEAL, n=appeal.id),) for appeal in page.appeals]
    return Reply(
        "Ваши обращения:\n\n" + "\n\n".join(lines),
        inline(*rows, _pages(MY_APPEALS, number, page.total, PAGE)),
    )


def one_appeal(administration: Administration, appeal: Appeal, history: Sequence[HistoryEntry], now: datetime) -> Reply:
    """An own appeal with its story."""
    zone = administration.zone
    story = [
        f"{day_and_time(entry.at, zone)} — {ACTS_FOR_CITIZEN[entry.act]}{enclosed(entry.attachments)}"
        + (f":\n{entry.text}" if entry.text and entry.act in _TOLD else "")
        for entry in history
        if entry.act in ACTS_FOR_CITIZEN
    ]
    head = [
        f"Обращение № {appeal.number}",
        f"Статус: {STATUS_FOR_CITIZEN[appeal.status]}{_promise(appeal, zone, now)}",
        topic(administration, appeal.category),
        appeal.place.address and f"Адрес: {appeal.place.address}",
        f"Вложения: {attachments(appeal.attachments)}" if appeal.attachments else "",
    ]
    return Reply(
        "\n".join(line for line in head if line) + f"\n\n{words_of(appeal)}\n\nЧто было:\n" + "\n".join(story),
        _appeal_buttons(appeal),
    )


def no_such_appeal() -> Reply:
    """The appeal isn't the citizen's own, or doesn't exist."""
    return Reply("Такого обращения среди ваших нет. Посмотрите список в «Мои обращения».", menu())


def taken(appeal: Appeal) -> Reply:
    """A moderator has taken the appeal."""
    return Reply(f"Ваше обращение № {appeal.number} взяли в работу. Ответ придёт сюда.")


def question_asked(appeal: Appeal, question: str) -> Reply:
    """A moderator needs to know more."""
    return Reply(
        f"Вопрос по обращению № {appeal.number}:\n\n{question}\n\nОтветьте, пожалуйста, сообщением. Можно с фото.",
        inline((text_button("Ответить на вопрос", CLARIFY, Colour.PRIMARY, n=appeal.id),)),
    )


def clarify_prompt(appeal: Appeal) -> Reply:
    """The citizen pressed «Ответить на вопрос»."""
    return Reply(
        f"Обращение № {appeal.number}. Вопрос:\n\n{appeal.question}\n\nНапишите ответ. Можно с фото.",
        below(back_and_cancel()),
    )


def which_question(waiting: Sequence[Appeal]) -> Reply:
    """The citizen wrote, and several questions are open: which one is it about?"""
    shown = waiting[:PAGE]
    lines = [f"№ {appeal.number}: {cut(appeal.question, 300)}" for appeal in shown]
    rows = [(text_button(f"№ {appeal.number}", CLARIFY, n=appeal.id),) for appeal in shown]
    return Reply(
        "У нас к вам несколько вопросов. На какой из них вы ответили? Писать ещё раз не нужно.\n\n"
        + "\n\n".join(lines),
        inline(*rows),
    )


def clarified(appeal: Appeal) -> Reply:
    """The reply went to the moderators."""
    return Reply(f"Спасибо! Передали сотруднику. Обращение № {appeal.number} снова в работе.", menu())


def question_over(appeal: Appeal) -> Reply:
    """The question was settled meanwhile."""
    return Reply(f"Вопрос по обращению № {appeal.number} уже снят, отвечать не нужно.", menu())


def answer(administration: Administration, appeal: Appeal, text: str, attached: tuple[Attachment, ...]) -> Reply:
    """The administration's answer, tagged, to the right number."""
    identity = administration.administration
    hashtag = f"\n\n{identity.hashtag}" if identity.hashtag else ""
    return Reply(
        f"{identity.answer_tag}\nОбращение № {appeal.number}\n\n{text}{hashtag}\n\nВопрос решён?",
        feedback_buttons(appeal),
        references(attached),
    )


def feedback_buttons(appeal: Appeal) -> Keyboard:
    """«Решено» / «Не решено» under an answer."""
    return inline(
        (
            text_button("Решено", RESOLVED, Colour.POSITIVE, n=appeal.id),
            text_button("Не решено", NOT_RESOLVED, Colour.NEGATIVE, n=appeal.id),
        )
    )


def rejected(administration: Administration, appeal: Appeal, reason: str) -> Reply:
    """The appeal is refused; the reason and the official way are named."""
    identity = administration.administration
    return Reply(
        f"{identity.answer_tag}\nПо обращению № {appeal.number} мы, к сожалению, помочь не сможем.\n\n"
        f"Причина: {reason}\n\n"
        "Если вы не согласны, напишите новое обращение или обратитесь официально через Госуслуги: "
        f"{identity.official_url}"
    )


def resolved(appeal: Appeal) -> Reply:
    """The citizen confirmed the solution."""
    return Reply(f"Спасибо, что сообщили! Обращение № {appeal.number} закрыто.", menu())


def reopened(appeal: Appeal) -> Reply:
    """The citizen says it isn't settled."""
    return Reply(
        f"Жаль, что не получилось. Обращение № {appeal.number} снова у сотрудника.\n\n"
        "Напишите, что осталось не так. Можно приложить фото.",
        menu(),
    )


def comment_added(appeal: Appeal) -> Reply:
    """Words after «Не решено» reached the moderators."""
    return Reply(f"Спасибо, добавили к обращению № {appeal.number}.", menu())


def corrected(appeal: Appeal) -> Reply:
    """The citizen has changed a message of an appeal."""
    return Reply(f"Исправили в обращении № {appeal.number}, сотрудники увидят.")


def corrected_draft() -> str:
    """The citizen has changed a message of an appeal that is being written."""
    return "Исправили в тексте обращения."


def add_prompt(appeal: Appeal) -> Reply:
    """«Дополнить обращение»."""
    return Reply(
        f"Что добавить к обращению № {appeal.number}? Напишите сообщением, можно приложить фото.",
        below(back_and_cancel()),
    )


def nothing_to_add_to(appeal: Appeal) -> Reply:
    """«Дополнить обращение» under one that is over."""
    return Reply(
        f"Обращение № {appeal.number}: {STATUS_FOR_CITIZEN[appeal.status]}, дополнить его уже нельзя. "
        "Если вопрос остался, подайте новое обращение.",
        menu(),
    )


def about_answer(appeal: Appeal) -> Reply:
    """A few words soon after an answer: are they about it? Nobody has to write them again."""
    return Reply(
        f"Это об ответе на обращение № {appeal.number}? Вопрос решён? Писать ещё раз не нужно.",
        inline(
            (
                text_button("Решено", RESOLVED, Colour.POSITIVE, n=appeal.id),
                text_button("Не решено", NOT_RESOLVED, Colour.NEGATIVE, n=appeal.id),
            ),
            (text_button("Нет, о другом", OTHER),),
        ),
    )


def reopened_with_words(appeal: Appeal) -> Reply:
    """Not settled, and what is wrong has been told already."""
    return Reply(
        f"Жаль, что не получилось. Обращение № {appeal.number} снова у сотрудника, ваши слова передали.", menu()
    )


def feedback_over(appeal: Appeal) -> Reply:
    """«Решено» or «Не решено» pressed when it no longer fits."""
    if appeal.status is Status.WAITING_CITIZEN:
        return Reply(f"По обращению № {appeal.number} мы ждём ответа на вопрос.", _appeal_buttons(appeal))
    known = "Мы уже знаем. " if appeal.status is Status.CLOSED else ""
    return Reply(f"{known}Обращение № {appeal.number}: {STATUS_FOR_CITIZEN[appeal.status]}.", menu())


_TOLD = frozenset({Act.ASKED, Act.CLARIFIED, Act.ANSWERED, Act.REJECTED, Act.COMMENTED})


def _promise(appeal: Appeal, zone: ZoneInfo, now: datetime) -> str:
    """By when the answer comes, for as long as it is ours to give."""
    if not appeal.is_open or appeal.status is Status.WAITING_CITIZEN:
        return ""
    if now > appeal.due_at:
        return f". Срок вышел {day(appeal.due_at, zone)}, ответ ещё готовим. Простите за ожидание"
    return f", ответим не позднее {day(appeal.due_at, zone)}"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else ""


def _appeal_buttons(appeal: Appeal) -> Keyboard:
    if appeal.status is Status.WAITING_CITIZEN:
        return inline((text_button("Ответить на вопрос", CLARIFY, Colour.PRIMARY, n=appeal.id),))
    if appeal.status is Status.ANSWERED:
        return feedback_buttons(appeal)
    if appeal.is_open:
        return inline((text_button("Дополнить обращение", ADD, n=appeal.id),))
    return menu()


def _pages(do: str, page: int, total: int, size: int) -> tuple[Button, ...]:
    row: list[Button] = []
    if page:
        row.append(text_button("‹ Раньше", do, page=page - 1))
    if (page + 1) * size < total:
        row.append(text_button("Дальше ›", do, page=page + 1))
    return tuple(row)
