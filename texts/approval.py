"""The head's approval of answers, and the switch for it."""

from __future__ import annotations

from appeals.approvals import SubmittedAnswer
from appeals.desk_settings import Setting
from appeals.model import Appeal, StaffMember
from texts.buttons import ANSWER_AGAIN, APPROVE, DO, RETURN, SWITCH
from texts.corrections import others_will_see
from texts.people import member
from texts.reply import Colour, Reply, callback, cut, inline
from texts.words import words_of

ASKED = 600
"""Characters of the citizen's words that the head sees above the answer."""

SETTINGS = {Setting.APPROVAL: "Согласование ответов главой"}

EXPLAINED = {
    Setting.APPROVAL: "Когда оно включено, ответ сначала видит глава, и житель получает его после «Согласовать». "
    "Ответы самого главы и администраторов уходят сразу. Срок ответа при этом идёт."
}

OVER_PRESS = "Этот ответ уже не ждёт согласования"
LOOK_AGAIN_PRESS = "Ответ прочтут и другие жители: посмотрите ещё раз"
APPROVED_PRESS = "Согласовано, ответ отправлен"
REASON_PRESS = "Напишите причину следующим сообщением"


def to_approve(
    seen: Reply, appeal: Appeal, answer: SubmittedAnswer, author: StaffMember | None, remarks: str, others: int = 0
) -> Reply:
    """What the head gets: the citizen's words, the answer as it will be seen, and what the check found.

    `others` is how many more citizens get it; the button tells that the head knows of them.
    """
    shared = f"\n\n{others_will_see(others)}" if others else ""
    who = f", автор: {member(author)}" if author else ""
    noted = f"\n\nЗамечания проверки: {remarks}" if remarks else ""
    return Reply(
        f"Ответ на № {appeal.number} ждёт согласования{who}.\n\n"
        f"Житель пишет: {cut(words_of(appeal), ASKED)}{noted}{shared}\n\nОтвет:\n\n{seen.text}",
        inline(
            (
                callback("Согласовать", {DO: APPROVE, "a": answer.id, "o": others}, Colour.POSITIVE),
                callback("Вернуть", {DO: RETURN, "a": answer.id}, Colour.NEGATIVE),
            )
        ),
        seen.attachments,
    )


def submitted(appeal: Appeal) -> Reply:
    """To the author: the answer is with the head."""
    return Reply(f"Ответ на № {appeal.number} отправлен на согласование. Житель получит его, когда глава согласует.")


def approved(appeal: Appeal) -> Reply:
    """To the author: the answer went."""
    if appeal.is_by_hand:
        return Reply(f"Ответ на № {appeal.number} согласован. Осталось передать его жителю.")
    return Reply(f"Ответ на № {appeal.number} согласован и отправлен жителю.")


def reason_prompt(appeal: Appeal) -> Reply:
    """«Вернуть»."""
    return Reply(f"Что исправить в ответе на № {appeal.number}? Напишите следующим сообщением. Передумали: /отмена")


def reason_needed() -> Reply:
    """Nothing that could be a reason."""
    return Reply("Напишите словами, что исправить: автор прочтёт это. Передумали: /отмена")


def returned(appeal: Appeal) -> Reply:
    """To the head: the author knows."""
    return Reply(f"Ответ на № {appeal.number} возвращён автору.")


def returned_to_author(appeal: Appeal, answer: SubmittedAnswer, reason: str) -> Reply:
    """To the author: what to change, and the text to change it in."""
    return Reply(
        f"Ответ на № {appeal.number} вернули: {cut(reason, 500)}\n\nВаш текст:\n\n{answer.text}",
        inline((callback("Ответить заново", {DO: ANSWER_AGAIN, "a": answer.id}, Colour.POSITIVE),)),
    )


def overtaken(appeal: Appeal, main: Appeal, answer: SubmittedAnswer) -> Reply:
    """To the author: the appeal has joined another one while the answer waited."""
    return Reply(
        f"№ {appeal.number} объединили с № {main.number}, поэтому ответ на него согласования больше не ждёт. "
        f"Отвечайте по № {main.number}: прочтут оба жителя. Ваш текст:\n\n{answer.text}"
    )


def waiting(number: int) -> Reply:
    """`/согласование`: how many wait; the answers follow."""
    if not number:
        return Reply("Согласования ничего не ждёт.")
    return Reply(f"Ждут согласования: {number}. Сначала те, что ждут дольше.")


def settings(setting: Setting, *, on: bool) -> Reply:
    """`/настройки`: one switch."""
    button = callback(
        "Выключить" if on else "Включить",
        {DO: SWITCH, "s": setting.value, "v": int(not on)},
        Colour.SECONDARY if on else Colour.POSITIVE,
    )
    return Reply(f"{SETTINGS[setting]}: {_state(on)}.\n\n{EXPLAINED[setting]}", inline((button,)))


def switched(setting: Setting, *, on: bool) -> str:
    """Snackbar."""
    return f"{SETTINGS[setting]}: {_state(on)}"


def _state(on: bool) -> str:
    return "включено" if on else "выключено"
