"""What moderators read: cards, lists, previews, refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from appeals.administration import Administration
from appeals.draft import MAX_ATTACHMENTS
from appeals.model import Act, Appeal, Attachment, Citizen, HistoryEntry, StaffMember, Status
from appeals.ports import AppealPage
from appeals.remarks import spot_of
from texts.buttons import (
    ANSWER,
    ASK,
    DO,
    DROP_ANSWER,
    EDIT_ANSWER,
    LABEL_CONFIRM,
    LABEL_EDIT,
    LABEL_RETURN_BOT,
    LIST,
    RECORD,
    REJECT,
    RETURN_BOT,
    SEND_ANSWER,
    TAKE,
    TOLD_NOT_RESOLVED,
    TOLD_RESOLVED,
)
from texts.citizen import references
from texts.dates import count, day, day_and_time
from texts.reply import MAX_MESSAGE, MAX_SNACKBAR, Button, Colour, Keyboard, Reply, callback, cut, inline
from texts.words import (
    ACTS_FOR_STAFF,
    STATUS_FOR_STAFF,
    attachments,
    category_title,
    channel,
    enclosed,
    topic,
    words_of,
)

CARD_TEXT = 2500
"""Characters of the appeal's text on its card; the whole is in `/обращение N`."""

LIST_PAGE = 10

UNANSWERED_SHOWN = 20

RECOVERED: Mapping[str, str] = MappingProxyType(
    {"message": "сообщений", "lead": "заявок", "comment": "комментариев", "board_post": "записей в обсуждениях"}
)

_HAND = {Act.HAND_REPLIED: "Сотрудник написал жителю", Act.HAND_EDITED: "Сотрудник исправил своё сообщение"}

_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)

NOBODY: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal with the people around it, as a card needs it.

    `reply` is what the citizen said last since filing, `by_hand` what a manager wrote last without the bot, `registrar`
    who registered it for a citizen without VK.
    """

    appeal: Appeal
    citizen: Citizen
    assignee: StaffMember | None = None
    reply: HistoryEntry | None = None
    registrar: StaffMember | None = None
    by_hand: HistoryEntry | None = None


def person(vk_id: int, name: str) -> str:
    """A link to a person in VK's own markup; the name alone for somebody without VK."""
    if not vk_id:
        return name or "имя не названо"
    return f"[id{vk_id}|{name or 'Житель'}]"


def member(one: StaffMember) -> str:
    """A colleague's name, or the link where VK hasn't told it."""
    return one.name or person(one.vk_id, "сотрудник")


def addressed(one: StaffMember) -> str:
    """A colleague spoken to, at the beginning of a sentence."""
    return one.name or person(one.vk_id, "Коллега")


def card(administration: Administration, case: Case, now: datetime) -> Reply:
    """The card of an appeal: all that a moderator needs to begin."""
    told = words_of(case.appeal)
    lines = [*_head(administration, case, now), "", cut(told, CARD_TEXT)]
    if len(told) > CARD_TEXT:
        lines.append(f"Целиком: /обращение {case.appeal.number.sequence}")
    if case.appeal.question:
        lines += ["", f"Спросили у жителя: {cut(case.appeal.question, 300)}"]
    if case.reply:
        when = day_and_time(case.reply.at, administration.zone)
        head = f"Житель дополнил {when}{enclosed(case.reply.attachments)}"
        lines += ["", f"{head}: {cut(case.reply.text, 500)}".rstrip(": ")]
    if case.by_hand:
        when = day_and_time(case.by_hand.at, administration.zone)
        head = f"{_HAND[case.by_hand.act]} {when}{enclosed(case.by_hand.attachments)}"
        lines += ["", f"{head}: {cut(case.by_hand.text, 500)}".rstrip(": ")]
    return Reply(cut("\n".join(lines), MAX_MESSAGE), _card_buttons(case.appeal), references(case.appeal.attachments))


def whole(
    administration: Administration,
    case: Case,
    history: Sequence[HistoryEntry],
    now: datetime,
    names: Mapping[int, str] = NOBODY,
) -> Reply:
    """`/обращение N`: the whole text, the history and the newest attachments.

    `names` are those of the staff in it, by VK id.
    """
    zone = administration.zone
    story = []
    for entry in history:
        by_staff = entry.actor_id not in (0, case.citizen.vk_id)
        who = f", {person(entry.actor_id, names.get(entry.actor_id) or 'сотрудник')}" if by_staff else ""
        words = f": {entry.text}" if entry.text else ""
        what = f"{ACTS_FOR_STAFF[entry.act]}{enclosed(entry.attachments)}{who}{words}"
        story.append(f"{day_and_time(entry.at, zone)} — {what}")
    lines = [*_head(administration, case, now), "", words_of(case.appeal), "", "История:", *story]
    every = [*case.appeal.attachments, *(one for entry in history for one in entry.attachments)]
    newest = tuple(dict.fromkeys(references(every)))[-MAX_ATTACHMENTS:]
    return Reply("\n".join(lines), _card_buttons(case.appeal), newest)


def appeals_list(administration: Administration, page: AppealPage, number: int, now: datetime) -> Reply:
    """`/обращения`: what is open, the most urgent first."""
    if not page.total:
        return Reply("Открытых обращений нет.")
    lines = [
        f"№ {appeal.number} · {STATUS_FOR_STAFF[appeal.status]} · до {day(appeal.due_at, administration.zone)}"
        f"{_overdue(appeal.due_at, now)} · "
        f"{category_title(administration, appeal.category)}\n{cut(' '.join(words_of(appeal).split()), 90)}"
        for appeal in page.appeals
    ]
    row: list[Button] = []
    if number:
        row.append(callback("‹ Раньше", {DO: LIST, "page": number - 1}))
    if (number + 1) * LIST_PAGE < page.total:
        row.append(callback("Дальше ›", {DO: LIST, "page": number + 1}))
    return Reply(
        f"Открытые обращения: {page.total}\n\n" + "\n\n".join(lines) + "\n\nПодробно: /обращение и номер",
        inline(tuple(row)) if row else None,
    )


def help_text() -> Reply:
    """`/помощь`."""
    return Reply(
        "Команды:\n\n"
        "/обращения — открытые обращения, сначала срочные\n"
        "/обращение 123 — одно обращение целиком\n"
        "/взять 123 — взять в работу\n"
        "/ответ 123 Яму засыпали 3 декабря. — ответить жителю; фото приложите к этому же сообщению\n"
        "/уточнить 123 Какой подъезд? — спросить жителя\n"
        "/отклонить 123 Причина — отклонить и объяснить почему\n"
        "/бот 123 — вернуть бота в переписку, в которой отвечал сотрудник\n"
        "/новое — зарегистрировать звонок, приём или письмо; можно сразу: /новое горячая линия\n"
        "/записать 123 Подъезд третий. — записать ответ жителя, который передали по телефону\n"
        "/отмена — отменить начатое\n"
        "/помощь — эта подсказка\n\n"
        "Номер можно писать целиком (2026-000123) или только конец (123). То же делают кнопки под карточкой."
    )


def chat_number(peer_id: int) -> Reply:
    """A member of staff speaks to the bot in a chat that isn't set as the moderators' one."""
    return Reply(
        f"Номер этого чата: {peer_id}. Чтобы карточки обращений приходили сюда, впишите в настройки "
        f"MODERATOR_CHAT={peer_id} и перезапустите бота."
    )


def not_staff() -> Reply:
    """A person without a role calls a command."""
    return Reply(
        "Команды со знаком «/» только для сотрудников. Чтобы сообщить о проблеме, нажмите в личных сообщениях "
        "сообщества «Подать обращение». Если вы сотрудник, попросите администратора назначить вас "
        "руководителем сообщества."
    )


NOT_STAFF_PRESS = "Эта кнопка только для сотрудников сообщества"
BOT_RETURNED_PRESS = "Бот снова отвечает жителю"
BOT_NOT_QUIET_PRESS = "Бот и так отвечает жителю"
STALE_PRESS = "Эта кнопка уже не действует"
DONE_PRESS = "Готово"
WRITE_PRESS = "Напишите текст следующим сообщением"


def unknown_command(text: str, nearest: str | None) -> Reply:
    """A command that doesn't exist."""
    hint = f"Может быть, /{nearest}? " if nearest else ""
    return Reply(f"Команды /{cut(text, 30)} нет. {hint}Все команды: /помощь")


def number_needed(command: str) -> Reply:
    """A command without a number."""
    words = {"ответ": " текст", "уточнить": " вопрос", "отклонить": " причина"}
    return Reply(f"После команды нужен номер обращения. Например: /{command} 123{words.get(command, '')}")


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
        case Status.ANSWERED:
            why = "ответ уже отправлен. Дополнить можно, когда житель нажмёт «Не решено»"
        case Status.REJECTED:
            why = "уже отклонено, изменить нельзя"
        case Status.CLOSED:
            why = "житель подтвердил, что решено. Изменить нельзя"
        case other:
            why = f"{STATUS_FOR_STAFF[other]}. Сейчас так сделать нельзя"
    return cut(f"№ {appeal.number}: {why}", MAX_SNACKBAR)


def answer_prompt(appeal: Appeal, who: str) -> Reply:
    """«Ответить»: the next message of this moderator is the answer."""
    return Reply(
        f"{who}, напишите следующим сообщением ответ на № {appeal.number}. Фото приложите к нему же. "
        "Передумали: /отмена"
    )


def question_prompt(appeal: Appeal, who: str) -> Reply:
    """«Уточнить»: the next message of this moderator is the question."""
    return Reply(f"{who}, напишите следующим сообщением вопрос жителю по № {appeal.number}. Передумали: /отмена")


def reason_prompt(appeal: Appeal, who: str) -> Reply:
    """«Отклонить»: the next message of this moderator is the reason."""
    return Reply(
        f"{who}, напишите следующим сообщением, почему № {appeal.number} отклоняется: житель увидит этот текст. "
        "Передумали: /отмена"
    )


def empty_text() -> Reply:
    """A sticker or nothing where the citizen must get words."""
    return Reply("Здесь нет слов, отправлять нечего. Напишите текст. Передумали: /отмена")


def too_long(limit: int) -> Reply:
    """The text can't be sent in one message."""
    return Reply(f"Текст длиннее {limit} знаков: жителю будет трудно его прочесть. Сократите, пожалуйста.")


_PREVIEWED = {ANSWER: "ответ на", ASK: "вопрос по", REJECT: "отказ по"}


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


def preview_stale() -> str:
    """An older preview's button."""
    return "Этот предпросмотр устарел"


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


def news(appeal: Appeal, citizen: Citizen, act: Act, text: str, attached: tuple[Attachment, ...]) -> Reply:
    """The citizen has replied, confirmed, or come back."""
    extra = f"\nВложения: {attachments(attached)}" if attached else ""
    words = f":\n{cut(text, 3000)}" if text else ""
    return Reply(
        f"№ {appeal.number} · {ACTS_FOR_STAFF[act]} · {person(citizen.vk_id, citizen.full_name)}{words}{extra}",
        _card_buttons(appeal) if appeal.is_open else None,
        references(attached),
    )


def undelivered(
    appeal: Appeal, citizen: Citizen, *, privacy: bool, error: str = "", words_follow: bool = False
) -> Reply:
    """VK refused a message to the citizen. `words_follow`: the next message holds it, to be passed on another way."""
    then = ""
    if words_follow:
        then = "\n\nТекст — в следующем сообщении. Когда передадите, нажмите «Передано»."
        if privacy:
            then += " Если житель напишет или разрешит сообщения раньше, бот отправит его сам."
    return Reply(
        f"№ {appeal.number} · житель не получил сообщение: {_refused(error, privacy=privacy)}. "
        f"Свяжитесь иначе: {appeal.contact or person(citizen.vk_id, citizen.full_name)}{then}"
    )


def number_owed(appeal: Appeal, citizen: Citizen, *, privacy: bool = True, error: str = "") -> Reply:
    """VK didn't let a citizen be told the number of their lead."""
    other_way = appeal.contact or person(citizen.vk_id, citizen.full_name)
    return Reply(
        f"№ {appeal.number}: номер жителю не передан: {_refused(error, privacy=privacy)}. "
        f"Бот передаст номер, как только житель напишет сам. Связаться: {other_way}\n\n"
        "Текст — в следующем сообщении. Когда передадите, нажмите «Передано»."
    )


_FORBIDDEN = {
    "VK 18": "его страница удалена или заблокирована",
    "VK 900": "он добавил сообщество в чёрный список",
    "VK 901": "он запретил сообщения от сообщества или ещё не писал ему",
    "VK 902": "он запретил сообщения от сообщества, так заданы его настройки приватности",
}


def _refused(error: str, *, privacy: bool) -> str:
    """Why VK refused, by its error, in plain words."""
    if privacy:
        return _FORBIDDEN.get(error, "он запретил сообщения от сообщества")
    return (
        f"VK не принял сообщение (ошибка {error.removeprefix('VK ')}), житель тут ни при чём"
        if error
        else "VK не принял сообщение"
    )


def hand_replied(
    administration: Administration, citizen: Citizen, appeal: Appeal | None, by: int, name: str, until: datetime
) -> Reply:
    """A manager has written by hand: the bot keeps quiet from now on."""
    return Reply(
        f"{_about(appeal)}{person(by, name or 'Сотрудник')} отвечает жителю без бота: "
        f"{person(citizen.vk_id, citizen.full_name)}. Бот молчит в этой переписке до "
        f"{day_and_time(until, administration.zone)}; каждый новый ответ сотрудника продлевает молчание.",
        _return_bot(citizen),
    )


def writes_in_silence(
    administration: Administration,
    citizen: Citizen,
    appeal: Appeal | None,
    text: str,
    attached: tuple[Attachment, ...],
    until: datetime,
) -> Reply:
    """The citizen writes while the bot keeps quiet; told once until a human answers."""
    extra = f"\nВложения: {attachments(attached)}" if attached else ""
    words = f":\n{cut(text, 3000)}" if text else ""
    kept = "Это и следующие сообщения сохраняются в обращении." if appeal else "Ответьте в переписке сообщества."
    head = f"{_about(appeal)}житель пишет" if appeal else "Житель пишет"
    return Reply(
        f"{head}, бот молчит до {day_and_time(until, administration.zone)} · "
        f"{person(citizen.vk_id, citizen.full_name)}{words}{extra}\n\n{kept}",
        _return_bot(citizen),
        references(attached),
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who wrote while the bot kept quiet, and whom no human has answered."""

    citizen: Citizen
    appeal: Appeal | None
    count: int


def left_unanswered(left: Sequence[Unanswered]) -> Reply:
    """The silences are over and these people still wait for a human."""
    lines = [
        f"{_about(one.appeal)}{person(one.citizen.vk_id, one.citizen.full_name)}, {_messages(one.count)}"
        for one in left[:UNANSWERED_SHOWN]
    ]
    if len(left) > UNANSWERED_SHOWN:
        lines.append(f"и ещё {len(left) - UNANSWERED_SHOWN}")
    return Reply(
        "Пока бот молчал, жители написали, и сотрудники им не ответили:\n"
        + "\n".join(lines)
        + "\nБот снова отвечает, но на эти сообщения ответить должен человек: в переписке сообщества."
    )


def _messages(number: int) -> str:
    """«5 сообщений»."""
    return count(number, "сообщение", "сообщения", "сообщений")


def bot_returned(appeal: Appeal) -> Reply:
    """`/бот N`."""
    return Reply(f"№ {appeal.number}: бот снова отвечает жителю.")


def bot_was_not_quiet(appeal: Appeal) -> Reply:
    """`/бот N` where nobody writes by hand."""
    return Reply(f"№ {appeal.number}: бот и так отвечает жителю.")


def recovered(counts: Mapping[str, int]) -> Reply:
    """Messages that VK should have told of were found by a comparison while the bot was working."""
    found = ", ".join(f"{RECOVERED.get(what, what)}: {number}" for what, number in counts.items())
    return Reply(
        f"VK не сообщил боту о том, что прислали жители, и бот нашёл это сам, сверив переписку ({found}). "
        "Ничего не потеряно, но ответы могли запоздать на несколько минут.\n"
        "Если такое повторяется, передайте администратору сервера: python -m bot check"
    )


def failures(count: int, numbers: Sequence[int], kinds: Sequence[str]) -> Reply:
    """Events that could not be handled, told once to the administrators."""
    shown = ", ".join(map(str, numbers[:20])) + (" и другие" if count > 20 else "")
    return Reply(
        f"Не удалось обработать событий: {count} (№ {shown}).\nПричина: {cut('; '.join(kinds), 500)}.\n"
        "Они сохранены. Передайте администратору сервера: python -m bot export --failed"
    )


def undeliverable(count: int, kinds: Sequence[str]) -> Reply:
    """Messages that VK refuses because of a mistake of ours or of the settings."""
    return Reply(
        f"VK не принял сообщений: {count}. Причина: {cut('; '.join(kinds), 500)}.\n"
        "Передайте администратору сервера: python -m bot check"
    )


def _about(appeal: Appeal | None) -> str:
    return f"№ {appeal.number} · " if appeal else ""


def _return_bot(citizen: Citizen) -> Keyboard:
    return inline((callback(LABEL_RETURN_BOT, {DO: RETURN_BOT, "c": citizen.id}),))


def _overdue(limit: datetime, now: datetime) -> str:
    return " (просрочено)" if now > limit else ""


def _head(administration: Administration, case: Case, now: datetime) -> list[str]:
    appeal, zone = case.appeal, administration.zone
    lines = [
        f"№ {appeal.number} · {STATUS_FOR_STAFF[appeal.status]}",
        topic(administration, appeal.category),
        f"Житель: {person(case.citizen.vk_id, case.citizen.full_name)}",
        *_fields(appeal),
    ]
    lines.append(f"Канал: {channel(appeal)}, {day_and_time(appeal.filed_at, zone)}")
    if case.registrar:
        lines.append(f"Зарегистрировано сотрудником: {member(case.registrar)}")
    if (spot := spot_of(appeal.origin)) is not None:
        lines.append(f"Открыть: {spot.url}")
    if appeal.status in _TO_BE_TAKEN:
        lines.append(f"Взять в работу до: {day_and_time(appeal.react_by, zone)}{_overdue(appeal.react_by, now)}")
    if appeal.is_open:
        lines.append(f"Ответить до: {day_and_time(appeal.due_at, zone)}{_overdue(appeal.due_at, now)}")
    if case.assignee:
        lines.append(f"Исполнитель: {member(case.assignee)}")
    if not appeal.number_told:
        lines.append("Номер жителю не передан: бот передаст его, когда житель напишет")
    elif not (case.citizen.reachable or appeal.is_by_hand):
        lines.append("Житель сейчас не принимает сообщения сообщества")
    return lines


def _fields(appeal: Appeal) -> list[str]:
    """What the citizen told beside the text."""
    point = f"{appeal.place.latitude:.5f}, {appeal.place.longitude:.5f}" if appeal.place.on_map else ""
    fields = {
        "Имя в форме": appeal.told_name,
        "Вопросов": str(appeal.questions) if appeal.questions > 1 else "",
        "Контакт": appeal.contact,
        "Адрес": appeal.place.address,
        "На карте": point,
        "Вложения": attachments(appeal.attachments),
    }
    return [f"{title}: {told}" for title, told in fields.items() if told]


def _card_buttons(appeal: Appeal) -> Keyboard | None:
    if not appeal.is_open:
        return _told_buttons(appeal)
    take = (callback("Взять", {DO: TAKE, "n": appeal.id}, Colour.PRIMARY),)
    work = (
        callback("Ответить", {DO: ANSWER, "n": appeal.id}, Colour.POSITIVE),
        callback("Уточнить", {DO: ASK, "n": appeal.id}),
        callback("Отклонить", {DO: REJECT, "n": appeal.id}, Colour.NEGATIVE),
    )
    if appeal.status in _TO_BE_TAKEN:
        return inline(take, work)
    if appeal.is_by_hand and appeal.status is Status.WAITING_CITIZEN:
        return inline(work, (callback("Записать ответ жителя", {DO: RECORD, "n": appeal.id}),))
    return inline(work)


def _told_buttons(appeal: Appeal) -> Keyboard | None:
    """What a citizen without VK may tell a member of staff about the answer."""
    if not appeal.is_by_hand or appeal.status is not Status.ANSWERED:
        return None
    return inline(
        (
            callback("Решено", {DO: TOLD_RESOLVED, "n": appeal.id}, Colour.POSITIVE),
            callback("Не решено", {DO: TOLD_NOT_RESOLVED, "n": appeal.id}, Colour.NEGATIVE),
        )
    )
