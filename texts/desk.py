"""What moderators read when they do something: prompts, previews, confirmations, refusals."""

from __future__ import annotations

from appeals.model import Appeal, Status
from texts.buttons import (
    ANSWER,
    ASK,
    DO,
    DROP_ANSWER,
    EDIT_ANSWER,
    EXTEND,
    FORWARD,
    LABEL_CONFIRM,
    LABEL_EDIT,
    MOVE_PROMISE,
    REJECT,
    REJECT_FOREIGN,
    REJECT_LITTLE,
    REJECT_OTHER,
    REJECT_RUDE,
    SEND_ANSWER,
    UPDATE,
)
from texts.corrections import HUMAN_FIRST
from texts.reply import MAX_SNACKBAR, Button, Colour, Keyboard, Reply, callback, cut, inline
from texts.words import (
    STATUS_FOR_STAFF,
    status_for_staff,
)


def chat_number(peer_id: int) -> Reply:
    """A member of staff speaks to the bot in a chat that isn't set as the moderators' or a department's."""
    return Reply(
        f"Номер этого чата: {peer_id}. Чтобы карточки обращений приходили сюда, впишите его: для модераторов — в "
        f"настройки (MODERATOR_CHAT={peer_id}), для отдела — в его раздел [[departments]] в administration.toml "
        f"(chat = {peer_id}). Потом перезапустите бота."
    )


def not_staff() -> Reply:
    """A person without a role calls a command."""
    return Reply(
        "Команды со знаком «/» только для сотрудников. Чтобы сообщить о проблеме, нажмите в личных сообщениях "
        "сообщества «Подать обращение». Если вы сотрудник, попросите администратора дать вам роль."
    )


CUT_SHORT_PRESS = "Житель удалил свои данные: текст никому не отправлен"


def cut_short() -> Reply:
    """The citizen's data were destroyed while a member of staff was writing about them."""
    return Reply(
        "Пока вы писали, житель удалил свои данные. Отправлять текст некому, он никуда не ушёл и не сохранён. "
        "Если он был о другом, отправьте его ещё раз."
    )


NOT_STAFF_PRESS = "Эта кнопка только для сотрудников сообщества"


BOT_RETURNED_PRESS = "Бот снова отвечает жителю"


BOT_NOT_QUIET_PRESS = "Бот и так отвечает жителю"


STALE_PRESS = "Эта кнопка уже не действует"


DONE_PRESS = "Готово"


WRITE_PRESS = "Напишите текст следующим сообщением"


def no_such_appeal() -> Reply:
    """No appeal has this number."""
    return Reply("Обращения с таким номером нет. Список открытых: /обращения")


def ambiguous_number() -> Reply:
    """The tail fits appeals of several years."""
    return Reply("Таких номеров несколько, за разные годы. Напишите номер целиком, например 2026-000123.")


def taken(appeal: Appeal) -> str:
    """Snackbar: it is yours."""
    return f"№ {appeal.number} у вас в работе"


def already_taken(appeal: Appeal, by: str) -> str:
    """A colleague was faster."""
    return cut(f"№ {appeal.number} уже взято: {by}", MAX_SNACKBAR)


def wrong_status(appeal: Appeal) -> str:
    """The action no longer fits."""
    match appeal.status:
        case _ if appeal.is_erased:
            why = "житель удалил свои данные, сделать уже ничего нельзя"
        case Status.ANSWERED:
            why = "ответ уже отправлен. Снова открыть: /открыть и номер"
        case Status.REJECTED:
            why = "уже отклонено. Снова открыть: /открыть и номер"
        case Status.CLOSED if appeal.lapse:
            why = f"{status_for_staff(appeal)}. Снова открыть: /открыть"
        case Status.CLOSED:
            why = "житель подтвердил: решено. Снова открыть: /открыть и номер"
        case other:
            why = f"{STATUS_FOR_STAFF[other]}. Сейчас так сделать нельзя"
    return cut(f"№ {appeal.number}: {why}", MAX_SNACKBAR)


def joined(appeal: Appeal, main: Appeal) -> str:
    """The appeal has joined another one, in which the work goes on."""
    return cut(f"№ {appeal.number} объединено с № {main.number}: работайте с ним, ответ придёт обоим", MAX_SNACKBAR)


def answer_prompt(appeal: Appeal, who: str) -> Reply:
    """«Ответить»: the next message of this moderator is the answer."""
    return Reply(
        f"{who}, напишите следующим сообщением ответ на № {appeal.number}. Фото приложите к нему же или пришлите "
        "с подписью «было» или «стало». Передумали: /отмена"
    )


def question_prompt(appeal: Appeal, who: str) -> Reply:
    """«Уточнить»: the next message of this moderator is the question."""
    return Reply(f"{who}, напишите следующим сообщением вопрос жителю по № {appeal.number}. Передумали: /отмена")


def reason_prompt(appeal: Appeal, who: str) -> Reply:
    """«Отклонить»: the next message of this moderator is the reason."""
    return Reply(
        f"{who}, почему № {appeal.number} отклоняется? Выберите причину или напишите её следующим сообщением: житель "
        f"увидит этот текст. Передумали: /отмена\n\n{HUMAN_FIRST}",
        inline(
            (_reason("Грубый текст", REJECT_RUDE, appeal), _reason("Не наш вопрос", REJECT_FOREIGN, appeal)),
            (_reason("Мало данных", REJECT_LITTLE, appeal), _reason("Другая причина", REJECT_OTHER, appeal)),
        ),
    )


def _reason(label: str, do: str, appeal: Appeal) -> Button:
    return callback(label, {DO: do, "n": appeal.id})


def empty_text() -> Reply:
    """A sticker or nothing where the citizen must get words."""
    return Reply("Здесь нет слов, отправлять нечего. Напишите текст. Передумали: /отмена")


def too_long(limit: int, *, to_citizen: bool = True) -> Reply:
    """The text can't be sent in one message, or is longer than colleagues will read."""
    why = ": жителю будет трудно его прочесть" if to_citizen else ""
    return Reply(f"Текст длиннее {limit} знаков{why}. Сократите, пожалуйста.")


_PREVIEWED = {
    ANSWER: "ответ на",
    ASK: "вопрос по",
    REJECT: "отказ по",
    REJECT_RUDE: "отказ по",
    EXTEND: "новый срок по",
    FORWARD: "сообщение о передаче",
    UPDATE: "новости по",
    MOVE_PROMISE: "новый срок обещания по",
}


def preview(citizen_reply: Reply, appeal: Appeal, key: int, kind: str = ANSWER) -> Reply:
    """The answer, question or refusal as the citizen will see it, before it goes. `kind` names the card's button."""
    return Reply(
        f"Так {_PREVIEWED[kind]} № {appeal.number} увидит житель:\n\n{citizen_reply.text}",
        inline(
            (
                callback(LABEL_CONFIRM, {DO: SEND_ANSWER, "n": appeal.id, "k": key}, Colour.POSITIVE),
                callback(LABEL_EDIT, {DO: EDIT_ANSWER, "n": appeal.id, "k": key}),
            ),
            (callback("Отмена", {DO: DROP_ANSWER, "n": appeal.id, "k": key}),),
        ),
        citizen_reply.attachments,
    )


def drop_button(appeal: Appeal, key: int) -> Keyboard:
    """«Отмена» alone, under a question about words that were begun."""
    return inline((callback("Отмена", {DO: DROP_ANSWER, "n": appeal.id, "k": key}),))


def preview_stale() -> str:
    """An older preview's button."""
    return "Этот предпросмотр устарел: смотрите ниже или начните заново"


def answer_sent(appeal: Appeal) -> Reply:
    """The answer is on its way."""
    if appeal.is_by_hand:
        return Reply(f"Ответ на № {appeal.number} записан. Осталось передать его жителю.")
    return Reply(f"Ответ на № {appeal.number} отправлен жителю.")


def question_sent(appeal: Appeal) -> Reply:
    """The question is on its way."""
    if appeal.is_by_hand:
        return Reply(f"Вопрос по № {appeal.number} записан. Осталось задать его жителю.")
    return Reply(f"Вопрос по № {appeal.number} отправлен жителю. Ответ появится здесь.")


def rejected(appeal: Appeal) -> Reply:
    """The refusal is on its way."""
    if appeal.is_by_hand:
        return Reply(f"№ {appeal.number} отклонено. Осталось объяснить жителю почему.")
    return Reply(f"№ {appeal.number} отклонено, житель получил объяснение.")


def dropped() -> Reply:
    """`/отмена`."""
    return Reply("Хорошо, ничего не отправлено.")


def prompt_expired() -> Reply:
    """The text came so late after «Ответить», «Уточнить» or «Отклонить» that it may be plain talk."""
    return Reply(
        "С вашего нажатия прошло больше получаса, поэтому это сообщение житель не получит. "
        "Если вы писали жителю, нажмите кнопку под карточкой ещё раз."
    )


def nothing_to_drop() -> Reply:
    """`/отмена` with nothing begun."""
    return Reply("Отменять нечего: вы ничего не начинали.")


def bot_returned(appeal: Appeal) -> Reply:
    """`/бот N`."""
    return Reply(f"№ {appeal.number}: бот снова отвечает жителю.")


def bot_was_not_quiet(appeal: Appeal) -> Reply:
    """`/бот N` where nobody writes by hand."""
    return Reply(f"№ {appeal.number}: бот и так отвечает жителю.")
