"""What a citizen reads while filing an appeal, step by step."""

from __future__ import annotations

from functools import cache, lru_cache

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.draft import MAX_ATTACHMENTS, Draft, Step
from appeals.model import Appeal, Place
from texts.buttons import (
    AGREE,
    CATEGORY,
    CATEGORY_PAGE,
    CLEAR,
    CONFIRM,
    DISAGREE,
    DONE,
    DROP_DRAFT,
    EDIT,
    FIELD,
    LABEL_AGREE,
    LABEL_CLEAR,
    LABEL_CONFIRM,
    LABEL_DISAGREE,
    LABEL_DONE,
    LABEL_EARLIER,
    LABEL_EDIT,
    LABEL_LATER,
    LABEL_RESTART,
    LABEL_RESUME,
    LABEL_SKIP,
    LABEL_UNKNOWN,
    PLACE,
    RESTART,
    RESUME,
    RESUME_DRAFT,
    SKIP,
    back_and_cancel,
    menu,
    text_button,
)
from texts.citizen import line, references
from texts.dates import count, day
from texts.reply import Button, Colour, Keyboard, Reply, below, cut, inline
from texts.words import attachments, category_title, topic

CATEGORIES_PAGE = 8
"""Two a row in four rows: with the rows below them the keyboard still leaves a phone room for the conversation."""

_CATEGORY_PAGES = 16
"""Pages whose keyboards are kept: an administration has few."""

FIELD_LABELS = {
    Step.CATEGORY: "Тему",
    Step.TEXT: "Текст",
    Step.ADDRESS: "Адрес",
    Step.ATTACHMENTS: "Фото и документы",
    Step.CONTACT: "Контакт",
}


def consent(administration: Administration) -> Reply:
    """Consent to the processing of personal data, before anything is asked."""
    document = administration.consent
    return Reply(
        "Чтобы принять обращение, нужно ваше согласие на обработку персональных данных: имени, контактов, адреса "
        "и всего, что вы напишете и приложите. Они нужны, только чтобы разобраться и ответить.\n\n"
        f"Текст согласия (версия {document.version}): {document.url}",
        _consent_keyboard(),
    )


def consent_needed(administration: Administration) -> Reply:
    """Something else came instead of «Согласен»."""
    reply = consent(administration)
    return Reply(
        "Ваши слова не пропадут. Но сначала ответьте, пожалуйста, на вопрос о согласии.\n\n" + reply.text,
        reply.keyboard,
    )


def refused(administration: Administration, *, erased: bool) -> Reply:
    """«Не согласен»: a kind end that keeps nothing. `erased`: there were words or files to delete."""
    identity = administration.administration
    kept = "ваше сообщение удалено" if erased else "ничего не сохраняем"
    return Reply(
        f"Хорошо, {kept}. Без согласия принять обращение здесь нельзя, но вы можете обратиться "
        f"через Госуслуги ({identity.official_url}) или лично: адрес и телефон под кнопкой «Контакты».\n\n"
        "Если передумаете, просто нажмите «Подать обращение».",
        menu(),
    )


def category(administration: Administration, page: int = 0) -> Reply:
    """«О чём обращение?», paged when there are more categories than fit."""
    every = administration.categories
    before, after = page * CATEGORIES_PAGE, (page + 1) * CATEGORIES_PAGE
    shown = tuple([(one.title, one.id) for one in every[before:after]])
    return Reply(
        "О чём обращение? Выберите тему. Если не уверены, нажмите «Не знаю»: тему подберёт сотрудник.",
        _categories_keyboard(shown, page, goes_on=after < len(every)),
    )


def category_page(administration: Administration, page: int) -> int:
    """The nearest page of categories that exists: an old button may name one that doesn't any more."""
    last = (len(administration.categories) - 1) // CATEGORIES_PAGE
    return max(0, min(page, last))


def text() -> Reply:
    """«Что случилось?»."""
    return Reply(
        "Расскажите, что случилось: что, где и давно ли. Можно сразу приложить фото.",
        _way_back(),
    )


def address() -> Reply:
    """«Где это?», with VK's location button."""
    return Reply(
        "Где это? Напишите адрес, например «ул. Садовая, 5», или отправьте точку на карте кнопкой ниже. "
        "Если дело не в месте или адреса вы не знаете, нажмите «Пропустить».",
        _address_keyboard(),
    )


def attachments_step(draft: Draft) -> Reply:
    """Photos and documents, several messages long."""
    if not draft.attachments:
        return Reply(
            f"Приложите фото или документы, до {MAX_ATTACHMENTS}. Можно несколькими сообщениями. "
            "Если прикладывать нечего, нажмите «Пропустить».",
            _skippable(),
        )
    left = MAX_ATTACHMENTS - len(draft.attachments)
    more = f"Можно добавить ещё {left}. " if left else ""
    return Reply(
        f"Приложено: {attachments(draft.attachments)}. {more}Когда закончите, нажмите «Готово».",
        _attached_keyboard(),
    )


def contact() -> Reply:
    """An optional phone or e-mail."""
    return Reply(
        "Как с вами связаться, если понадобится уточнить? Напишите телефон или почту. "
        "Это необязательно: ответ в любом случае придёт сюда.",
        _skippable(),
    )


def summary(administration: Administration, draft: Draft) -> Reply:
    """Everything that will be sent, before it is sent."""
    lines = [
        "Проверьте, пожалуйста:",
        "",
        topic(administration, draft.category or UNKNOWN_CATEGORY),
        f"Адрес: {_place(draft.place)}",
        f"Вложения: {attachments(draft.attachments) or 'нет'}",
        f"Контакт: {draft.contact or 'не указан'}",
        "",
        cut(draft.text or "", 3000),
        "",
        "Если всё верно, нажмите «Отправить».",
    ]
    return Reply(
        "\n".join(lines),
        below(
            (text_button(LABEL_CONFIRM, CONFIRM, Colour.POSITIVE, d=draft.id),),
            (text_button(LABEL_EDIT, EDIT),),
            back_and_cancel(),
        ),
        references(draft.attachments),
    )


def choose_field() -> Reply:
    """«Изменить»: which answer?"""
    buttons = [text_button(label, FIELD, step=step.value) for step, label in FIELD_LABELS.items()]
    return Reply(
        "Что изменить?",
        below(tuple(buttons[:3]), tuple(buttons[3:]), back_and_cancel()),
    )


def field_named(name: object) -> Step | None:
    """The step that a button or a typed word of «Что изменить?» means."""
    for step, label in FIELD_LABELS.items():
        if isinstance(name, str) and name.strip().casefold() in (step.value, label.casefold()):
            return step
    return None


def accepted(administration: Administration, appeal: Appeal, notice: str = "") -> Reply:
    """The number, what happens next, by when. `notice` is one line more, for what isn't as always."""
    return Reply(
        f"Обращение принято, номер {appeal.number}.\n\n"
        "Что дальше: сотрудник прочитает его и возьмёт в работу, а если что-то будет неясно, спросит вас здесь же. "
        f"Ответ придёт сюда не позднее {day(appeal.due_at, administration.zone)}.{line(notice)}\n\n"
        "Чтобы посмотреть, что происходит, нажмите «Мои обращения».",
        menu(),
    )


def already_filed(appeal: Appeal) -> Reply:
    """«Отправить» pressed twice, or on a second device."""
    return Reply(
        f"Это обращение уже принято, номер {appeal.number}: второй раз отправлять не нужно. "
        "Чтобы посмотреть, что происходит, нажмите «Мои обращения».",
        menu(),
    )


def cancelled() -> Reply:
    """«Отмена»."""
    return Reply("Хорошо, черновик удалён.", menu())


def offer_draft(administration: Administration, draft: Draft) -> Reply:
    """An unfinished appeal is waiting."""
    return Reply(
        f"У вас есть незаконченное обращение{_gist(administration, draft)}\n\nПродолжим с того же места?",
        below(
            (
                text_button(LABEL_RESUME, RESUME, Colour.PRIMARY),
                text_button(LABEL_RESTART, RESTART),
            ),
            back_and_cancel(),
        ),
    )


def remind_of_draft(administration: Administration, draft: Draft) -> Reply:
    """An appeal was begun some day ago and not sent; said once."""
    return Reply(
        f"Вы начали писать обращение и не отправили его{_gist(administration, draft)}\n\n"
        "Всё сохранено, можно продолжить с того же места. Больше напоминать не будем.",
        inline(
            (
                text_button(LABEL_RESUME, RESUME_DRAFT, Colour.PRIMARY, d=draft.id),
                text_button("Удалить черновик", DROP_DRAFT, d=draft.id),
            ),
        ),
    )


def no_draft() -> Reply:
    """A button under a reminder of an appeal that isn't being written any more."""
    return Reply("Этого черновика уже нет. Чтобы написать снова, нажмите «Подать обращение».", menu())


def kept_your_words(draft: Draft) -> str:
    """Heads the first question when a citizen simply wrote what happened."""
    if draft.attachments and not draft.text:
        return f"{_files(draft)} получили. Осталось несколько вопросов."
    return "Всё записали, повторять не нужно. Осталось несколько вопросов."


def continued() -> str:
    """Heads the next question after a pause."""
    return "Продолжаем ваше обращение."


def begun_with(words: str) -> str:
    """A few words that chose the topic are kept as the beginning of the text."""
    return f"Записали: «{cut(words, 100)}»."


def added_to_text() -> str:
    """Words that don't answer the question are kept with the appeal's text."""
    return "Добавили это к тексту обращения."


def added_to_draft() -> str:
    """A citizen with an unfinished appeal simply wrote on."""
    return "У вас было незаконченное обращение, добавили ваши слова к нему. Лишнее можно убрать перед отправкой."


def kept_attachments(draft: Draft) -> str:
    """Photos that came while something else was asked."""
    return f"{_files(draft)} добавили."


def stale_step() -> str:
    """A button of an earlier step."""
    return "Эта кнопка из прежнего шага. Сейчас вопрос такой:"


def left_draft() -> Reply:
    """Back in the menu with an unfinished appeal."""
    return Reply("Вернулись в меню. Начатое обращение сохранено: чтобы продолжить, нажмите «Подать обращение».", menu())


def too_long(limit: int) -> str:
    """The text grew over the limit; what fits is kept."""
    return (
        f"Текст получился длиннее {count(limit, 'знака', 'знаков', 'знаков')}, сохранили только начало. "
        "Если важное не поместилось, приложите документ."
    )


def attachments_overflow(over: int) -> str:
    """More attachments than an appeal can hold."""
    left_out = "последний не добавился" if over == 1 else f"последние {over} не добавились"
    return f"Больше {MAX_ATTACHMENTS} файлов приложить нельзя: {left_out}."


def choose_category() -> str:
    """Something else came instead of a category."""
    return "Такой темы в списке нет. Выберите, пожалуйста, кнопкой."


def tell_in_words() -> str:
    """A text is needed, and something else came."""
    return "Пока нет описания. Напишите, пожалуйста, словами, что случилось: хотя бы одно предложение."


def voice_kept() -> str:
    """A voice message instead of a text."""
    return "Голосовое приложим, сотрудник его послушает. И напишите, пожалуйста, коротко словами, о чём речь."


def bad_address() -> str:
    """The text can't be an address."""
    return "Не похоже на адрес. Напишите улицу и дом, отправьте точку на карте или нажмите «Пропустить»."


def bad_contact() -> str:
    """Neither a phone nor an e-mail."""
    return "Не похоже на телефон или почту. Например: +7 900 000-00-00 или anna@example.ru."


def unsupported_attachment() -> str:
    """A sticker, a poll, a wall post."""
    return "Такое вложение приложить не получится: подойдут фото, видео, документы и голосовые сообщения."


def press_a_button() -> str:
    """Free words where only a button makes sense."""
    return "Выберите, пожалуйста, одну из кнопок ниже."


def rewrite(words: str) -> Reply:
    """«Переписать» under a refusal for rude words: the old ones are there to be copied and put otherwise."""
    return Reply(
        f"Вот что вы написали:\n\n{cut(words, 3500)}\n\nНапишите о том же спокойно, одним сообщением. Адрес, фото и "
        "контакт сохранены, их повторять не нужно.",
        below(back_and_cancel()),
    )


def headed(head: str, reply: Reply) -> Reply:
    """The same question with a line above it."""
    return Reply(f"{head}\n\n{reply.text}", reply.keyboard, reply.attachments)


# What is the same in every dialog is made once, and its JSON with it.


@cache
def _consent_keyboard() -> Keyboard:
    return below(
        (text_button(LABEL_AGREE, AGREE, Colour.POSITIVE), text_button(LABEL_DISAGREE, DISAGREE)),
        back_and_cancel(),
    )


@lru_cache(_CATEGORY_PAGES)
def _categories_keyboard(shown: tuple[tuple[str, str], ...], page: int, *, goes_on: bool) -> Keyboard:
    """A page of categories, each by its title and id, with the ways to the pages before and after it."""
    buttons = [text_button(title, CATEGORY, id=category_id) for title, category_id in shown]
    rows = [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
    last: list[Button] = []
    if page:
        last.append(text_button(LABEL_EARLIER, CATEGORY_PAGE, page=page - 1))
    last.append(text_button(LABEL_UNKNOWN, CATEGORY, id=UNKNOWN_CATEGORY))
    if goes_on:
        last.append(text_button(LABEL_LATER, CATEGORY_PAGE, page=page + 1))
    return below(*rows, tuple(last), back_and_cancel())


@cache
def _way_back() -> Keyboard:
    return below(back_and_cancel())


@cache
def _skippable() -> Keyboard:
    return below((text_button(LABEL_SKIP, SKIP),), back_and_cancel())


@cache
def _address_keyboard() -> Keyboard:
    return below((Button("", {"do": PLACE}, "location"),), (text_button(LABEL_SKIP, SKIP),), back_and_cancel())


@cache
def _attached_keyboard() -> Keyboard:
    return below(
        (text_button(LABEL_DONE, DONE, Colour.PRIMARY),), (text_button(LABEL_CLEAR, CLEAR),), back_and_cancel()
    )


def _gist(administration: Administration, draft: Draft) -> str:
    """What an unfinished appeal is about, as the rest of the sentence."""
    if draft.text:
        return f":\n\n«{cut(draft.text, 200)}»"
    if draft.attachments:
        return f", в нём пока только {attachments(draft.attachments)}."
    if draft.category and draft.category != UNKNOWN_CATEGORY:
        return f" на тему «{category_title(administration, draft.category)}»."
    return "."


def _files(draft: Draft) -> str:
    return "Фото" if all(one.kind == "photo" for one in draft.attachments) else "Вложения"


def _place(place: Place | None) -> str:
    if place is None or not (place.address or place.on_map):
        return "не указан"
    return place.address or "точка на карте"
