"""What the desk reads when a person isn't reached in VK: registration by hand, and words to pass on."""

from __future__ import annotations

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.model import Appeal, Channel, Citizen, Fate, Telling
from appeals.usecases.registration import Registration
from texts import clocks, promises
from texts.buttons import (
    DO,
    LABEL_BACK,
    LABEL_CANCEL,
    LABEL_UNKNOWN,
    PASSED_ON,
    REGISTER,
    VERB,
)
from texts.dates import day
from texts.reply import Button, Colour, Reply, callback, cut, inline
from texts.words import CHANNELS, attachments, official_way, topic

CATEGORIES_PAGE = 5
"""VK's inline keyboard has ten buttons in six rows; turning the page and leaving need some of them."""

_CHANNELS = (Channel.HOTLINE, Channel.RECEPTION, Channel.EMAIL, Channel.PAPER)


def channel_step(key: int) -> Reply:
    """The first question."""
    buttons = [_button(CHANNELS[one].capitalize(), key, "channel", c=one.value, s="channel") for one in _CHANNELS]
    return Reply(
        "Регистрируем обращение. Как человек обратился?",
        inline((buttons[0], buttons[1]), (buttons[2], buttons[3]), (_cancel(key, "channel"),)),
    )


def name_step(key: int) -> Reply:
    """Who it is."""
    return Reply(
        "Как зовут человека? Напишите фамилию, имя и отчество, как он назвал себя.",
        inline((_button("Не назвал имени", key, "skip", s="name"),), _leave(key, "name")),
    )


def contact_step(key: int) -> Reply:
    """How to reach the person."""
    return Reply(
        "Как передать ответ? Напишите телефон или электронную почту.",
        inline((_button("Нет контакта", key, "skip", s="contact"),), _leave(key, "contact")),
    )


def category_step(administration: Administration, key: int, page: int = 0) -> Reply:
    """What it is about."""
    every = administration.categories
    shown = every[page * CATEGORIES_PAGE : (page + 1) * CATEGORIES_PAGE]
    buttons = [_button(one.title, key, "category", id=one.id, s="category") for one in shown]
    rows = [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
    turn: list[Button] = []
    if page:
        turn.append(_button("‹ Прежние", key, "page", p=page - 1, s="category"))
    turn.append(_button(LABEL_UNKNOWN, key, "category", id=UNKNOWN_CATEGORY, s="category"))
    if (page + 1) * CATEGORIES_PAGE < len(every):
        turn.append(_button("Ещё ›", key, "page", p=page + 1, s="category"))
    return Reply("О чём обращение?", inline(*rows, tuple(turn), _leave(key, "category")))


def address_step(key: int) -> Reply:
    """Where it is."""
    return Reply(
        "Где это? Напишите адрес.", inline((_button("Без адреса", key, "skip", s="address"),), _leave(key, "address"))
    )


def text_step(key: int) -> Reply:
    """What happened."""
    return Reply(
        "Что сообщил человек? Напишите одним или несколькими сообщениями, можно приложить фото и документы.",
        inline(_leave(key, "text")),
    )


def text_kept(draft: Registration) -> Reply:
    """A piece of the text is kept; more may follow."""
    enclosed = f" Вложения: {attachments(draft.attachments)}." if draft.attachments else ""
    if not draft.text:
        return Reply(
            f"Записано.{enclosed} Теперь напишите словами, что сообщил человек.", inline(_leave(draft.key, "text"))
        )
    return Reply(
        f"Записано.{enclosed} Можно дописать ещё. Когда всё, нажмите «Дальше».",
        inline(
            (
                _button("Дальше", draft.key, "next", Colour.PRIMARY, s="text"),
                _button("Стереть", draft.key, "wipe", s="text"),
            ),
            _leave(draft.key, "text"),
        ),
    )


def questions_step(key: int) -> Reply:
    """How many questions the appeal asks."""
    buttons = tuple(_button(str(number), key, "questions", q=number, s="questions") for number in range(1, 6))
    return Reply(
        "Сколько разных вопросов в этом обращении? Если больше пяти, напишите число.",
        inline(buttons, _leave(key, "questions")),
    )


def summary(administration: Administration, draft: Registration) -> Reply:
    """Everything before it is registered."""
    lines = [
        "Проверьте:",
        "",
        f"Как обратился: {CHANNELS[draft.channel]}" if draft.channel else "",
        f"Житель: {draft.name or 'не назвал имени'}",
        f"Контакт: {draft.contact or 'нет'}",
        topic(administration, draft.category or UNKNOWN_CATEGORY),
        f"Адрес: {draft.address or 'не указан'}",
        f"Вопросов: {draft.questions or 1}",
        f"Вложения: {attachments(draft.attachments)}" if draft.attachments else "",
        "",
        cut(draft.text, 2500),
        "",
        f"Предупредите человека: мы записали {_written(draft)}, чтобы разобраться и ответить.",
    ]
    told = [line for number, line in enumerate(lines) if line or number in (1, 9, 11)]
    return Reply(
        "\n".join(told),
        inline(
            (_button("Зарегистрировать", draft.key, "confirm", Colour.POSITIVE, s="summary"),),
            _leave(draft.key, "summary"),
        ),
    )


def registered(administration: Administration, appeal: Appeal) -> Reply:
    """The number, to be told on the phone."""
    return Reply(
        f"Обращение зарегистрировано.\n\nНомер для жителя: {appeal.number}\n"
        f"Ответ будет не позднее {day(appeal.due_at, administration.zone)}.\n\n"
        "Назовите человеку номер и срок."
    )


def already_registered(appeal: Appeal) -> str:
    """Snackbar: pressed twice."""
    return f"Уже зарегистрировано: № {appeal.number}"


def not_done() -> str:
    """Heads the question of the step when words came too late for it."""
    return "Регистрация не закончена, а сообщение могло быть не о ней: оно не записано. Продолжаем:"


def finish_first() -> str:
    """Something else was begun in the middle of a registration."""
    return "Сначала закончите регистрацию обращения или отмените её: /отмена"


def bad_name(limit: int) -> str:
    """The name can't be one."""
    return f"Имя должно быть словами, не длиннее {limit} знаков."


def bad_contact() -> str:
    """Neither a phone nor an e-mail."""
    return "Не похоже на телефон или почту. Например: +7 900 000-00-00 или anna@example.ru."


def bad_address() -> str:
    """The text can't be an address."""
    return "Не похоже на адрес. Напишите улицу и дом или нажмите «Без адреса»."


def bad_questions(limit: int) -> str:
    """Not a number of questions."""
    return f"Нужно число от 1 до {limit}."


def no_words() -> str:
    """A sticker where words are needed."""
    return "Здесь нет слов. Напишите, пожалуйста, текстом."


def dropped() -> Reply:
    """The registration is cancelled."""
    return Reply("Регистрация отменена, ничего не записано.")


STALE = "Эта кнопка из другой регистрации"
STEP_OVER = "Этот шаг уже пройден, смотрите последний вопрос"


def pass_on(appeal: Appeal, citizen: Citizen, what: Telling) -> Reply:
    """Whom to tell, and how; the words follow in a message of their own."""
    name = citizen.full_name or "Имя не названо"
    return Reply(
        f"№ {appeal.number} · {_WHAT[what]} нужно передать. {name}, {CHANNELS[appeal.channel]}.\n{_how(appeal)}.\n\n"
        "Текст — в следующем сообщении. Когда передадите, нажмите «Передано»."
    )


def _how(appeal: Appeal) -> str:
    if appeal.contact:
        return f"{'Отправьте на' if '@' in appeal.contact else 'Позвоните:'} {appeal.contact}"
    without = {Channel.PAPER: "Отправьте письмом", Channel.RECEPTION: "Скажите на приёме: контакта нет"}
    return without.get(appeal.channel, "Контакта нет")


def words_alone(
    administration: Administration,
    appeal: Appeal,
    what: Telling,
    words: str,
    attached: tuple[str, ...] = (),
    *,
    button: Button | None = None,
) -> Reply:
    """The words alone, so that they can be copied on a phone, with the button «Передано» where there is one."""
    identity = administration.administration
    if what is Telling.NUMBER:
        words = (
            f"Обращение принято, его номер: {appeal.number}. "
            f"Ответ будет не позднее {day(appeal.due_at, administration.zone)}."
        )
        return Reply(words, inline((button,)) if button else None)
    if what is Telling.DEADLINE:
        told = clocks.extension_alone(appeal, words) if words else clocks.deadline_alone(administration, appeal)
        return Reply(told, inline((button,)) if button else None, attached)
    if what is Telling.FORWARDING:
        body, _, rest = words.partition("\n")
        until = appeal.forwarding.answer_by if appeal.forwarding else None
        words = clocks.forwarded_alone(administration, body, rest, until)
    if what is Telling.PROMISE:
        words = promises.told_alone(words)
    if what is Telling.REFUSAL:
        words = f"Причина: {words}\n\n{official_way(administration)}"
    head = {
        Telling.FORWARDING: f"{identity.answer_tag}\nОбращение № {appeal.number}",
        Telling.ANSWER: f"{identity.answer_tag}\nОбращение № {appeal.number}",
        Telling.QUESTION: f"Вопрос по обращению № {appeal.number}",
        Telling.REFUSAL: f"{identity.answer_tag}\nПо обращению № {appeal.number} мы, к сожалению, помочь не сможем.",
    }.get(what, f"Обращение № {appeal.number}")
    return Reply(f"{head}\n\n{words}", inline((button,)) if button else None, attached)


def passed_on_button(appeal: Appeal, words: int) -> Button:
    """«Передано» under words for a citizen without VK; `words` tells which of the appeal's."""
    return callback("Передано", {DO: PASSED_ON, "n": appeal.id, "w": words}, Colour.POSITIVE)


def message_passed_on_button(message_id: int) -> Button:
    """«Передано» under a message that VK refused."""
    return callback("Передано", {DO: PASSED_ON, "o": message_id}, Colour.POSITIVE)


def passed_on(appeal: Appeal) -> str:
    """Snackbar: recorded."""
    return f"№ {appeal.number}: записано, что передано"


def nothing_to_pass_on(appeal: Appeal, fate: Fate) -> str:
    """Snackbar: pressed twice, or it was delivered meanwhile."""
    why = {
        Fate.PASSED: "уже передано",
        Fate.SENT: "житель снова на связи, бот отправил это сам",
        Fate.OLDER: "есть новее, передайте последний текст",
    }
    return f"№ {appeal.number}: {why.get(fate, 'передавать уже не нужно')}"


def reply_prompt(appeal: Appeal, who: str) -> Reply:
    """The next message of this moderator is what the citizen replied."""
    return Reply(f"{who}, напишите следующим сообщением, что ответил житель по № {appeal.number}. Передумали: /отмена")


def reply_recorded(appeal: Appeal) -> Reply:
    """The citizen's reply is written down."""
    return Reply(f"Ответ жителя записан. № {appeal.number} снова в работе.")


def resolved(appeal: Appeal) -> str:
    """Snackbar: the citizen said that it is settled."""
    return f"№ {appeal.number}: решено"


def reopened(appeal: Appeal) -> str:
    """Snackbar: the citizen said that it isn't."""
    return f"№ {appeal.number} открыто снова"


def _written(draft: Registration) -> str:
    """«имя и контакт», or what of them was told."""
    return " и ".join(filter(None, ("имя" if draft.name else "", "контакт" if draft.contact else ""))) or "обращение"


_WHAT = {
    Telling.NUMBER: "номер",
    Telling.TAKEN: "сообщение",
    Telling.QUESTION: "вопрос",
    Telling.ANSWER: "ответ",
    Telling.REFUSAL: "отказ",
    Telling.DEADLINE: "новый срок",
    Telling.FORWARDING: "сообщение о передаче",
    Telling.UPDATE: "новости",
    Telling.OUTAGE: "новости",
    Telling.PROMISE: "новости об обещанном",
}


def _button(label: str, key: int, verb: str, colour: Colour = Colour.SECONDARY, **more: int | str) -> Button:
    return callback(label, {DO: REGISTER, VERB: verb, "k": key, **more}, colour)


def _cancel(key: int, step: str) -> Button:
    return _button(LABEL_CANCEL, key, "cancel", Colour.NEGATIVE, s=step)


def _leave(key: int, step: str) -> tuple[Button, ...]:
    return (_button(LABEL_BACK, key, "back", s=step), _cancel(key, step))
