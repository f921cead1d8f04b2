"""What a citizen reads outside the filing dialog: greeting, menu, questions, answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from appeals.administration import Administration
from appeals.autoreplies.entries import Entry
from appeals.model import Appeal, Attachment, Citizen, Status
from texts.autoreplies import body
from texts.buttons import (
    CLARIFY,
    LABEL_RETURN_BOT,
    LABEL_REWRITE,
    QUESTIONS,
    RETURN_BOT,
    REWRITE,
    back_and_cancel,
    clarify_button,
    menu,
    pages,
    text_button,
)
from texts.clocks import promised
from texts.dates import within_working_days
from texts.reply import Colour, Reply, below, cut, inline
from texts.verdicts import feedback_buttons, verdict_after_all
from texts.words import answer_body, official_way, status_for_citizen

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
    return Reply("Напишите нам, пожалуйста, в личные сообщения сообщества: здесь ваше обращение прочитали бы все.")


def broken() -> Reply:
    """Something failed on our side; the message is kept and staff will see it."""
    return Reply(
        "Не получилось обработать ваше сообщение. Оно сохранено, сотрудники о нём узнают. "
        "Если это срочно, позвоните нам: телефон под кнопкой «Контакты».",
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


def questions(every: Sequence[Entry], page: int = 0) -> Reply:
    """«Частые вопросы»: a page of buttons."""
    if not every:
        return Reply("Частых вопросов пока нет. Задайте свой: нажмите «Подать обращение».", menu())
    page = page if page * QUESTIONS_PAGE < len(every) else 0
    shown = every[page * QUESTIONS_PAGE : (page + 1) * QUESTIONS_PAGE]
    rows = [(text_button(entry.name, QUESTIONS, e=entry.id),) for entry in shown]
    return Reply("Что вас интересует?", inline(*rows, pages(QUESTIONS, page, len(every), QUESTIONS_PAGE)))


def question_answer(entry: Entry) -> Reply:
    """The answer to one frequent question."""
    return Reply(body(entry), menu())


def taken(appeal: Appeal) -> Reply:
    """A moderator has taken the appeal."""
    return Reply(f"Ваше обращение № {appeal.number} взяли в работу. Ответ придёт сюда.")


def question_asked(appeal: Appeal, question: str) -> Reply:
    """A moderator needs to know more."""
    return Reply(
        f"Вопрос по обращению № {appeal.number}:\n\n{question}\n\nОтветьте, пожалуйста, сообщением. Можно с фото.",
        inline((clarify_button(appeal.id),)),
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


def clarified(administration: Administration, appeal: Appeal, now: datetime, notice: str = "") -> Reply:
    """The reply went to the moderators, and the promised day is the one after the wait."""
    promise = promised(administration, appeal, now)
    return Reply(
        f"Спасибо! Передали сотруднику. Обращение № {appeal.number} снова в работе.{promise}{line(notice)}", menu()
    )


def question_over(appeal: Appeal) -> Reply:
    """The question was settled meanwhile."""
    return Reply(f"Вопрос по обращению № {appeal.number} уже снят, отвечать не нужно.", menu())


def answer(administration: Administration, appeal: Appeal, text: str, attached: tuple[Attachment, ...]) -> Reply:
    """The administration's answer, tagged, to the right number."""
    identity = administration.administration
    hashtag = f"\n\n{identity.hashtag}" if identity.hashtag else ""
    return Reply(
        f"{identity.answer_tag}\nОбращение № {appeal.number}\n\n"
        f"{answer_body(administration, appeal, text, attached)}{hashtag}\n\nВопрос решён?",
        feedback_buttons(appeal),
        references(attached),
    )


def rejected(administration: Administration, appeal: Appeal, reason: str, *, rewrite: bool = False) -> Reply:
    """The appeal is refused; the reason and the official way are named. `rewrite` offers to put it otherwise."""
    identity = administration.administration
    why = f"По обращению № {appeal.number} мы, к сожалению, помочь не сможем.\n\nПричина: {reason}"
    if rewrite:
        why = (
            f"Обращение № {appeal.number} мы пока не взяли в работу: {reason}\n\n"
            "Ваш текст сохранён. Чтобы изменить его и отправить снова, нажмите «Переписать»."
        )
    return Reply(
        f"{identity.answer_tag}\n{why}\n\n{official_way(administration)}",
        inline((text_button(LABEL_REWRITE, REWRITE, Colour.PRIMARY, n=appeal.id),)) if rewrite else None,
    )


def comment_added(appeal: Appeal, notice: str = "") -> Reply:
    """Words after «Не решено» reached the moderators."""
    return Reply(f"Спасибо, добавили к обращению № {appeal.number}.{line(notice)}", menu())


def corrected(appeal: Appeal) -> Reply:
    """The citizen has changed a message of an appeal."""
    return Reply(f"Исправили обращение № {appeal.number}, сотрудники это увидят.")


def corrected_draft() -> str:
    """The citizen has changed a message of an appeal that is being written."""
    return "Исправили текст обращения."


def add_prompt(appeal: Appeal) -> Reply:
    """«Дополнить обращение»."""
    return Reply(
        f"Что добавить к обращению № {appeal.number}? Напишите сообщением, можно приложить фото.",
        below(back_and_cancel()),
    )


def nothing_to_add_to(appeal: Appeal) -> Reply:
    """«Дополнить обращение» under one that is over: what isn't settled goes back to work, the rest begins anew."""
    if appeal.status is Status.ANSWERED:
        return Reply(
            f"На обращение № {appeal.number} уже есть ответ. Скажите, пожалуйста, решён ли вопрос: если нет, вернём "
            "его сотруднику, и вы сможете всё дописать.",
            feedback_buttons(appeal),
        )
    if appeal.status is Status.CLOSED:
        return Reply(
            f"Обращение № {appeal.number}: {status_for_citizen(appeal)}. Если дело не решено, нажмите кнопку: вернём "
            "его в работу, и вы сможете всё дописать. О другом подайте новое обращение.",
            inline(verdict_after_all(appeal)),
        )
    return Reply(
        f"Обращение № {appeal.number}: {status_for_citizen(appeal)}, дополнить его уже нельзя. "
        "Если вопрос остался, подайте новое обращение.",
        menu(),
    )


def line(notice: str) -> str:
    """One line more for what isn't as always, where there is any."""
    return f"\n{notice}" if notice else ""
