"""What people read when the desk puts an appeal right: notes, topics, addresses, duplicates, parts, taking back."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.administration import Administration
from appeals.errors import Why
from appeals.model import Act, Appeal, Channel, Citizen
from texts.buttons import (
    CONFIRM_CORRECTION,
    DO,
    DROP_CORRECTION,
    LABEL_CANCEL,
    LABEL_JOIN,
    LABEL_OPEN,
    LABEL_SPLIT,
    LABEL_UNDO,
    MORE_QUESTIONS,
    REJECT_FOREIGN,
    REJECT_LITTLE,
    REJECT_RUDE,
    SET_TOPIC,
    TOPIC,
    UNDO,
)
from texts.dates import count, day
from texts.people import person
from texts.reply import MAX_SNACKBAR, Button, Colour, Keyboard, Reply, callback, cut, inline
from texts.words import ACTS_FOR_STAFF, category_title

TOPICS_PAGE = 5
"""VK's inline keyboard has six rows; one turns the page."""


# ------------------------------------------------------------------------------------------------ done, with a way back


def noted(appeal: Appeal) -> Reply:
    """`/заметка N текст`."""
    return Reply(f"№ {appeal.number}: заметка сохранена, житель её не увидит.")


def note_prompt(appeal: Appeal, who: str) -> Reply:
    """The next message is the note."""
    return Reply(f"{who}, напишите следующим сообщением заметку к № {appeal.number}. {_STOP}")


def recategorised(administration: Administration, appeal: Appeal) -> Reply:
    """`/тема N дороги`."""
    title, until = category_title(administration, appeal.category), day(appeal.due_at, administration.zone)
    return Reply(f"№ {appeal.number}: тема теперь «{title}», ответить до {until}.")


def same_category(administration: Administration, appeal: Appeal) -> Reply:
    """It is about that already."""
    return Reply(f"№ {appeal.number}: тема и так «{category_title(administration, appeal.category)}».")


def topics(administration: Administration, appeal: Appeal, page: int = 0, meant: str = "") -> Reply:
    """«Тема»: what is it about? `meant` was typed and fits none, or several."""
    every = administration.categories
    last = max(0, (len(every) - 1) // TOPICS_PAGE)
    page = min(page, last)
    shown = every[page * TOPICS_PAGE : (page + 1) * TOPICS_PAGE]
    rows: list[tuple[Button, ...]] = [
        (callback(one.title, {DO: SET_TOPIC, "n": appeal.id, "c": one.id}),) for one in shown
    ]
    turn: list[Button] = []
    if page:
        turn.append(callback("‹ Прежние", {DO: TOPIC, "n": appeal.id, "page": page - 1}))
    if page < last:
        turn.append(callback("Ещё ›", {DO: TOPIC, "n": appeal.id, "page": page + 1}))
    head = f"Непонятно, какая тема: «{cut(meant, 60)}». " if meant else ""
    return Reply(f"{head}Выберите тему для № {appeal.number}:", inline(*rows, tuple(turn)))


def readdressed(appeal: Appeal) -> Reply:
    """`/адрес N ул. Садовая, 5`."""
    return Reply(f"№ {appeal.number}: адрес теперь «{appeal.place.address}».")


def same_address(appeal: Appeal) -> Reply:
    """It is there already."""
    return Reply(f"№ {appeal.number}: адрес и так «{appeal.place.address}».")


def address_prompt(appeal: Appeal, who: str) -> Reply:
    """The next message is the address."""
    return Reply(f"{who}, напишите следующим сообщением адрес для № {appeal.number}. {_STOP}")


def bad_address() -> Reply:
    """What was typed can't be an address."""
    return Reply("Это не похоже на адрес. Напишите улицу и дом, например: ул. Садовая, 5")


# --------------------------------------------------------------------------------------------------------- duplicates


def join_prompt(appeal: Appeal, who: str) -> Reply:
    """The next message is the number of the other one."""
    return Reply(f"{who}, напишите номер обращения, к которому присоединить № {appeal.number}. {_STOP}")


def join_number_needed() -> Reply:
    """Two numbers are needed."""
    return Reply("Нужны два номера: какое обращение и к какому. Например: /объединить 124 123")


def join_preview(appeal: Appeal, main: Appeal, key: int) -> Reply:
    """Before two become one."""
    return Reply(
        f"№ {appeal.number} присоединится к № {main.number}: работа пойдёт по № {main.number}, ответ получат оба "
        f"жителя. Житель прочтёт:\n\n{joined(appeal, main).text}",
        _confirm(LABEL_JOIN, appeal, key),
    )


def joined(appeal: Appeal, main: Appeal) -> Reply:
    """To the citizen of a duplicate, once. A question that waits for them is for nobody now."""
    asked = appeal.joined.question if appeal.joined else appeal.question
    no_more = " На наш вопрос отвечать больше не нужно." if asked else ""
    where = "" if appeal.is_by_hand else ", следить за ходом можно по кнопке «Мои обращения»"
    return Reply(
        f"О том же, что и в вашем обращении № {appeal.number}, нам уже писали. Мы объединили его с № {main.number}: "
        f"решаем вместе, и {_answer_comes(appeal)}. Ваш номер действует{where}.{no_more}"
    )


def _answer_comes(appeal: Appeal) -> str:
    return "ответ передадим вам" if appeal.is_by_hand else "ответ придёт вам сюда"


def join_done(appeal: Appeal, main: Appeal) -> Reply:
    """To the desk."""
    return Reply(
        f"№ {appeal.number} присоединено к № {main.number}. Вернуть: /разъединить {appeal.number.sequence}",
    )


def parted(appeal: Appeal, main: Appeal) -> Reply:
    """To the citizen whose appeal stands on its own again."""
    return Reply(
        f"Мы разобрались: ваше обращение № {appeal.number} не о том же, что № {main.number}. "
        f"Занимаемся им отдельно, {_answer_comes(appeal)}."
        + (f"\n\nОтветьте, пожалуйста, на наш вопрос: {appeal.question}" if appeal.question else "")
    )


def part_done(appeal: Appeal, main: Appeal) -> Reply:
    """To the desk."""
    return Reply(f"№ {appeal.number} снова само по себе, отдельно от № {main.number}.")


def others_will_see(number: int) -> str:
    """Above the preview of an answer that goes to more people than the one who asked first."""
    others = count(number, "житель", "жителя", "жителей")
    return f"С этим обращением объединены другие, текст прочтут все авторы (ещё {others}): не называйте в нём имён."


# ------------------------------------------------------------------------------------------------- several questions


def split_prompt(appeal: Appeal, who: str) -> Reply:
    """What the questions are is asked of the moderator."""
    return Reply(
        f"{who}, напишите вопросы из № {appeal.number}: каждый с новой строки или отдельным сообщением. "
        f"Первый останется под этим номером, остальные получат свои. {_STOP}"
    )


def more_questions(known: int) -> Reply:
    """One question is no split."""
    return Reply(f"Записано вопросов: {known}. Напишите следующий. {_STOP}")


def too_many_questions(most: int) -> Reply:
    """More than anybody asks at once."""
    return Reply(f"Больше {most} вопросов сразу не разделить. Объедините близкие и напишите все заново. {_STOP}")


def question_too_long(most: int) -> Reply:
    """A question that is a story."""
    return Reply(f"Один из вопросов длиннее {most} знаков. Сократите и напишите все заново. {_STOP}")


def split_preview(appeal: Appeal, questions: Sequence[str], key: int) -> Reply:
    """Before one becomes several."""
    lines = [f"{number}. {cut(question, 300)}" for number, question in enumerate(questions, 1)]
    return Reply(
        f"№ {appeal.number} разделится на {len(questions)}. Первый вопрос останется под этим номером, остальные "
        "получат новые номера, тот же адрес, вложения и срок. Житель получит все номера одним сообщением.\n\n"
        + "\n".join(lines),
        _confirm(LABEL_SPLIT, appeal, key, (callback("Дописать", {DO: MORE_QUESTIONS, "n": appeal.id, "k": key}),)),
    )


def split(appeals: Sequence[Appeal]) -> Reply:
    """To the citizen: all the numbers at once."""
    lines = [f"№ {appeal.number}: {cut(' '.join(appeal.text.split()), 200)}" for appeal in appeals]
    return Reply(
        "В вашем обращении несколько разных вопросов. Чтобы ответить на каждый, мы разделили его:\n\n"
        + "\n".join(lines)
        + "\n\nОтветы придут по каждому номеру отдельно. Писать заново ничего не нужно."
    )


def split_done(appeals: Sequence[Appeal]) -> Reply:
    """To the desk."""
    numbers = ", ".join(f"№ {appeal.number}" for appeal in appeals[1:])
    return Reply(f"№ {appeals[0].number} разделено. Новые обращения: {numbers}.")


# --------------------------------------------------------------------------------------------------------- opened again


def reason_prompt(appeal: Appeal, who: str) -> Reply:
    """Why it is taken up again."""
    return Reply(
        f"{who}, напишите следующим сообщением, почему № {appeal.number} снова открывается: житель увидит этот текст. "
        f"{_STOP}"
    )


def open_preview(administration: Administration, opened_: Appeal, reason: str, key: int) -> Reply:
    """Before it is opened."""
    return Reply(
        f"№ {opened_.number} снова откроется. Житель прочтёт:\n\n{opened(administration, opened_, reason).text}",
        _confirm(LABEL_OPEN, opened_, key),
    )


def opened(administration: Administration, appeal: Appeal, reason: str) -> Reply:
    """To the citizen."""
    return Reply(
        f"Мы вернулись к вашему обращению № {appeal.number}.\n\n{reason}\n\n"
        f"Ответим не позднее {day(appeal.due_at, administration.zone)}."
    )


def open_done(administration: Administration, appeal: Appeal) -> Reply:
    """To the desk."""
    return Reply(f"№ {appeal.number} снова открыто, ответить до {day(appeal.due_at, administration.zone)}.")


# ---------------------------------------------------------------------------------------------------------- taking back


def undo(appeal: Appeal, deed_id: int) -> Keyboard:
    """«Отменить действие» under what was just done: that very deed, whatever was done after it."""
    return inline((callback(LABEL_UNDO, {DO: UNDO, "n": appeal.id, "d": deed_id}),))


def undone(appeal: Appeal, act: Act) -> str:
    """The deed is taken back."""
    return cut(f"№ {appeal.number}: отменено «{ACTS_FOR_STAFF[act]}»", MAX_SNACKBAR)


def nothing_to_pass_on(appeal: Appeal) -> Reply:
    """To the desk, which has words for a citizen whom VK doesn't reach."""
    return Reply(f"№ {appeal.number}: действие отменено, передавать жителю ничего не нужно.")


def refused(appeal: Appeal, why: Why) -> str:
    """A correction that isn't made; fits a snackbar."""
    return f"№ {appeal.number}: {_REFUSED[why]}"


_REFUSED = {
    Why.NOTHING_DONE: "отменять нечего",
    Why.TOO_LATE: "прошло больше минуты, отменить уже нельзя",
    Why.ANOTHERS: "отменить может тот, кто сделал, или администратор",
    Why.TOLD: "житель уже знает, отменить нельзя",
    Why.FOLLOWED: "с тех пор что-то изменилось, отменить нельзя",
    Why.ITSELF: "это одно и то же обращение",
    Why.NOT_JOINED: "ни с чем не объединено",
    Why.ANSWER_GONE: "общий ответ уже отправлен, разъединить нельзя",
    Why.MAIN_IS_OVER: "работа закончена, присоединить к нему нельзя",
    Why.IS_JOINED: "уже объединено. Сначала /разъединить",
}


def dropped() -> Reply:
    """«Отмена»."""
    return Reply("Хорошо, ничего не меняем.")


def stale() -> str:
    """The button of an older preview."""
    return "Этот предпросмотр устарел: смотрите ниже или начните заново"


# ---------------------------------------------------------------------------------------------------- ready refusals


REASONS = {
    REJECT_RUDE: ("в тексте есть грубые слова. Напишите, пожалуйста, о том же спокойно, и мы займёмся вашим вопросом."),
    REJECT_FOREIGN: "этот вопрос решает не администрация, у нас нет на это прав.",
    REJECT_LITTLE: (
        "мы не смогли понять, что и где случилось. Подайте, пожалуйста, новое обращение: напишите, что произошло, "
        "точный адрес и приложите фото, если есть."
    ),
}
"""What the citizen reads for each ready reason; it can be changed before it goes."""

HUMAN_FIRST = (
    "Если в тексте говорится о преступлении или угрозе жизни, не отклоняйте, даже если написано грубо или без имени: "
    "возьмите обращение в работу."
)
"""Beside the reasons: the form of words is no reason to overlook what they tell."""


# ------------------------------------------------------------------------------------------------------------- others


def to_be_passed_on(appeal: Appeal, citizen: Citizen, reply: Reply) -> Reply:
    """The citizen has no VK: somebody tells them."""
    who = person(citizen.vk_id, citizen.full_name) if citizen.full_name else "имени не назвал"
    how = _WAYS.get(appeal.channel, "передайте") if appeal.contact else "передайте"
    contact = f", {appeal.contact}" if appeal.contact else ""
    return Reply(f"№ {appeal.number} · {how} жителю ({who}{contact}):\n\n{reply.text}")


_WAYS = {Channel.HOTLINE: "скажите", Channel.RECEPTION: "скажите", Channel.EMAIL: "напишите"}

_STOP = "Передумали: /отмена"


def _confirm(label: str, appeal: Appeal, key: int, more: tuple[Button, ...] = ()) -> Keyboard:
    return inline(
        (callback(label, {DO: CONFIRM_CORRECTION, "n": appeal.id, "k": key}, Colour.POSITIVE), *more),
        (callback(LABEL_CANCEL, {DO: DROP_CORRECTION, "n": appeal.id, "k": key}),),
    )
