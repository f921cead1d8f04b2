"""«Мои данные»: what is kept, a copy, the consent withdrawn, everything destroyed."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.personal import DESTROYED_WITHIN, Held, Reason
from appeals.usecases.personal import DestroyData, WithdrawConsent
from handlers.cards import rewrite_card, show_card
from handlers.incoming import Said
from handlers.rules import Does, Private
from handlers.states import Visitor
from handlers.turn import Turn
from texts import buttons, personal, personal_copy

WORDS = frozenset(
    {
        buttons.MY_DATA,
        buttons.COPY,
        buttons.WITHDRAW,
        buttons.WITHDRAW_YES,
        buttons.ERASE,
        buttons.ERASE_YES,
        buttons.ERASE_FOREVER,
        buttons.KEEP_DATA,
    }
)
"""What the bot does whoever has the conversation: it is the person's right, and no colleague's to overlook."""

SURE_FOR = 3600
"""Seconds for which the last question stands: an older «Удалить навсегда» is asked anew."""

labeler = BotLabeler()
"""Buttons and words that work in every state."""


@labeler.message(Private(), Does(buttons.MY_DATA))
async def my_data(said: Said) -> None:
    """«Мои данные»."""
    turn = said.turn
    turn.enter(Visitor.MENU)
    turn.say(personal.my_data(turn.administration, await _held(turn)))


@labeler.message(Private(), Does(buttons.COPY))
async def copy(said: Said) -> None:
    """«Получить копию»: two files, made when they are sent."""
    turn = said.turn
    if not turn.stands_in(Visitor.ERASING):
        turn.enter(Visitor.MENU)
    turn.speaker.say_with_copy(turn.peer_id, personal_copy.files())


@labeler.message(Private(), Does(buttons.WITHDRAW))
async def withdraw(said: Said) -> None:
    """«Отозвать согласие»: what comes of it, and the question."""
    await _withdraw_question(said.turn)


@labeler.message(Private(), Does(buttons.WITHDRAW_YES))
async def withdrawn(said: Said) -> None:
    """«Да, отозвать»."""
    turn = said.turn
    if not turn.stands_in(Visitor.WITHDRAWING) or turn.citizen.destroy_by is not None:
        await _withdraw_question(turn)  # an old button, or typed in passing
        return
    joined = await _joined(turn)
    ended = await WithdrawConsent(turn.desk)(turn.citizen, turn.now)
    _forget_conversation(turn)
    turn.enter(Visitor.MENU)
    destroy_by = turn.now + DESTROYED_WITHIN
    turn.say(personal.withdrawn(turn.administration, destroy_by))
    if ended:
        numbers = tuple(appeal.number for appeal in ended)
        await turn.tell_desk(personal.desk_withdrawn(turn.administration, numbers, destroy_by))
    for appeal in ended:
        await rewrite_card(turn, appeal)
    await _show_again(turn, joined)


@labeler.message(Private(), Does(buttons.ERASE))
async def erase(said: Said) -> None:
    """«Удалить мои данные»: what is lost, and the first question."""
    await _first_question(said.turn)


@labeler.message(Private(), Does(buttons.ERASE_YES))
async def erase_sure(said: Said) -> None:
    """«Да, удалить»: the second question. Its answer counts once, here and soon."""
    turn = said.turn
    if not turn.stands_in(Visitor.ERASING):
        await _first_question(turn)
        return
    key = turn.office.ids.random_id()
    turn.enter(Visitor.ERASING, k=key, at=int(turn.now.timestamp()))
    turn.say(personal.erase_last_question(key))


@labeler.message(Private(), Does(buttons.ERASE_FOREVER))
async def erased(said: Said) -> None:
    """«Удалить навсегда»."""
    turn = said.turn
    if not _is_sure(said):
        await _first_question(turn)
        return
    held, joined = await _held(turn), await _joined(turn)
    act = await DestroyData(turn.desk, turn.administration)(turn.citizen, Reason.DEMAND, turn.now)
    _forget_conversation(turn)
    turn.leave()
    turn.say(personal.erased())
    if act.numbers:
        await turn.tell_desk(personal.desk_erased(act.numbers, held.open_numbers))
    for told in held.appeals:
        if (appeal := await turn.desk.appeals.get(told.appeal.id)) is not None:
            await rewrite_card(turn, appeal)
    await _show_again(turn, joined)


async def _joined(turn: Turn) -> list[int]:
    """The neighbours' appeals that have joined one of the person's: they go on without it."""
    own = [told.appeal for told in (await _held(turn)).appeals]
    every = [one for appeal in own for one in await turn.desk.appeals.joined_to(appeal.id)]
    return [one.id for one in every if one.citizen_id != turn.citizen.id]


async def _show_again(turn: Turn, appeal_ids: list[int]) -> None:
    """Show the desk how these stand now."""
    for appeal_id in appeal_ids:
        if (appeal := await turn.desk.appeals.get(appeal_id)) is not None:
            await show_card(turn, appeal)


@labeler.message(Private(), Does(buttons.KEEP_DATA))
async def kept(said: Said) -> None:
    """«Нет, оставить»."""
    said.turn.enter(Visitor.MENU)
    said.turn.say(personal.kept())


async def copy_refused(turn: Turn) -> None:
    """VK has not taken the files: the readable copy comes as messages."""
    held = await _held(turn)
    turn.say(personal_copy.instead_of_files(turn.administration, held, turn.now))


async def _withdraw_question(turn: Turn) -> None:
    if turn.citizen.destroy_by is not None:
        turn.enter(Visitor.MENU)
        turn.say(personal.my_data(turn.administration, await _held(turn)))
        return
    turn.enter(Visitor.WITHDRAWING)
    turn.say(personal.withdraw_question(turn.administration, await _held(turn), turn.now + DESTROYED_WITHIN))


async def _first_question(turn: Turn) -> None:
    turn.enter(Visitor.ERASING)
    turn.say(personal.erase_question(await _held(turn)))


def _is_sure(said: Said) -> bool:
    """Whether this answers the question that was asked last: an old or a forged button doesn't."""
    turn = said.turn
    if not turn.stands_in(Visitor.ERASING):
        return False
    key, at = turn.dialog.payload.get("k"), turn.dialog.payload.get("at")
    if not isinstance(key, int) or not isinstance(at, int) or turn.now.timestamp() - at > SURE_FOR:
        return False
    return not said.pressed or (said.action is not None and said.action.number("k") == key)


def _forget_conversation(turn: Turn) -> None:
    """What was begun and what waited aside goes too."""
    turn.put_aside({})
    turn.dialog.draft = None


async def _held(turn: Turn) -> Held:
    return await turn.desk.personal.of(turn.citizen)
