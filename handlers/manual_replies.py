"""Managers who write by hand in VK's own interface, and the bot's silence beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from vkbottle import ABCRule
from vkbottle.bot import BotLabeler

from appeals.errors import NotAllowed
from appeals.model import Appeal, Citizen, Role, Status
from appeals.rights import Right, may, require
from appeals.textcheck import is_thanks
from appeals.usecases.manual_replies import Listen, RecordEdit, RecordReply
from appeals.usecases.opinions import Thank
from appeals.value import dataclass
from handlers import filing, personal, subscribing
from handlers.cards import show_card
from handlers.commands import parse_command
from handlers.incoming import Message, Pressed, Said, read_message
from handlers.registry import AppealCommand, Press
from handlers.rules import Does, InSilence, Private, Slashed, Typed
from handlers.states import AT_WORK, Filing, Linked, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, desk, linked, notices
from texts.reply import CHAT_PEERS

BOT = "бот"
"""The command that has the bot back: of a citizen, of the desk with a number, of a manager by hand."""

_LOOKED_THROUGH = 100
"""Appeals of one citizen that are asked whose they are."""

_VERDICTS = (buttons.RESOLVED, buttons.PARTLY, buttons.NOT_RESOLVED)

labeler = BotLabeler()
"""What comes before everything else in a conversation in which a human writes."""


@dataclass(frozen=True, slots=True)
class HandReply:
    """A message that a manager wrote, or changed, by hand in a citizen's private conversation."""

    message: Message
    author_id: int
    random_id: int
    is_edit: bool

    @property
    def peer_id(self) -> int:
        return self.message.peer_id

    @property
    def user_id(self) -> int:
        """The citizen: it is their conversation, whoever writes."""
        return self.message.peer_id


def read_hand_reply(obj: Any, *, is_edit: bool) -> HandReply | None:
    """Read the `object` of a `message_reply` or a `message_edit`; None for what the bot itself said, and in chats.

    Raises:
        UnreadableEventError: whose conversation it is is missing.
    """
    message = read_message(obj)
    source: Mapping[str, Any] = obj.get("message", obj)
    author, random_id = source.get("admin_author_id"), source.get("random_id")
    by_hand = isinstance(author, int) and not isinstance(author, bool) and 0 < author < 2**63
    if not message.outgoing or not by_hand or not 0 < message.peer_id < CHAT_PEERS or message.number is None:
        return None
    return HandReply(message, int(author or 0), random_id if isinstance(random_id, int) else 0, is_edit)


class CallsBot(ABCRule[Said]):
    """`/бот` about this very conversation."""

    async def check(self, event: Said) -> bool:
        command = parse_command(event.text)
        return command is not None and command.name == BOT and command.number is None


class ToHuman(ABCRule[Said]):
    """Words, typed while the bot keeps quiet, that aren't for it.

    The verdict on an answer, one's own data, commands of the staff and texts for citizens are the bot's.
    """

    async def check(self, event: Said) -> bool:
        turn = event.turn
        if turn.stands_in(*AT_WORK):
            return False
        if event.does in personal.WORDS | subscribing.WORDS or (event.does in _VERDICTS and await has_answer(turn)):
            return False
        return parse_command(event.text) is None or await turn.desk.staff.get(turn.user_id) is None


async def has_answer(turn: Turn) -> bool:
    """Whether an answer waits for the person's verdict."""
    found = await turn.desk.appeals.of_citizen(turn.citizen.id, limit=citizen.PAGE, offset=0)
    return any(appeal.status is Status.ANSWERED for appeal in found.appeals)


async def hand_replied(turn: Turn, reply: HandReply) -> None:
    """Record what a manager wrote by hand, and keep quiet from then on. Our own words, come back, mean nothing."""
    number, words = reply.message.number or 0, reply.message.text
    if await turn.dialog.has_sent(reply.peer_id, number, reply.random_id):
        return
    if reply.is_edit:
        edited = await RecordEdit(turn.desk)(reply.peer_id, number, reply.author_id, words, turn.now)
        if edited is not None:
            await show_card(turn, edited)
        return
    command = parse_command(words)
    if command is not None and command.name == BOT:
        await turn.desk.silences.end(reply.peer_id, turn.written_at)
        turn.say(citizen.bot_returned())
        return
    appeal = await RecordReply(turn.desk, turn.clocks)(
        turn.citizen, reply.author_id, words, reply.message.attachments, turn.written_at
    )
    if appeal is not None:
        await turn.desk.silences.remember(reply.peer_id, number, appeal.id, words)
        await show_card(turn, appeal)
    await _keep_quiet(turn, reply.author_id, appeal)


async def _keep_quiet(turn: Turn, by: int, appeal: Appeal | None) -> None:
    """The desk is told once a silence, not once a message."""
    minutes = turn.administration.manual_replies.quiet_minutes
    until = turn.written_at + timedelta(minutes=minutes)
    if not minutes:
        return
    began = not turn.is_quiet
    await turn.desk.silences.keep(turn.peer_id, by, turn.written_at, until)
    if began and until > turn.now:
        member = await turn.desk.staff.get(by)
        name = member.name if member else ""
        told = notices.hand_replied(turn.administration, turn.citizen, appeal, by, name, until)
        await turn.tell_desk(told, appeal, person=True)


@labeler.message(Private(), Does(buttons.RETURN_BOT))
@labeler.message(Private(), Slashed(), CallsBot())
async def returned(said: Said) -> None:
    """The citizen wants the bot back; what was unfinished is offered again."""
    turn = said.turn
    await turn.desk.silences.end(turn.peer_id, turn.written_at)
    unfinished = turn.unfinished if turn.stands_in(Filing) else None
    awaits_consent = turn.stands_in(Linked)
    goes_on = unfinished is not None or awaits_consent or turn.stands_in(*AT_WORK)
    if not turn.stands_in(Filing, Linked, *AT_WORK):
        turn.enter(Visitor.MENU)
    turn.say(citizen.bot_returned(unfinished=goes_on))
    if unfinished is not None:
        filing.offer(turn, unfinished)
    elif awaits_consent:
        turn.say(linked.consent(turn.administration))


@labeler.message(Private(), Typed(), InSilence(), ToHuman())
async def listened(said: Said) -> None:
    """Words for the manager: kept with the appeal, shown to the desk once until a human answers."""
    turn = said.turn
    words = Words.of(said)
    if is_thanks(said.text) and not said.attachments and await Thank(turn.desk)(turn.citizen, turn.now) is not None:
        return
    appeal = await Listen(turn.desk, turn.clocks)(turn.citizen, words.text, words.attachments, turn.now)
    if appeal is not None:
        await turn.desk.appeals.remember(turn.citizen, appeal.id, words.pieces)
        await show_card(turn, appeal)
    if is_thanks(said.text) and not said.attachments:
        return
    if await turn.desk.silences.heard(turn.peer_id) == 1 and turn.silence is not None and turn.silence.until > turn.now:
        notice = notices.writes_in_silence(
            turn.administration, turn.citizen, appeal, words.text, words.attachments, turn.silence.until
        )
        await turn.tell_desk(notice, appeal, person=True)


async def after_press(said: Said) -> None:
    """A button was pressed in the silence: a question that it led to ends the silence, anything else doesn't."""
    turn = said.turn
    if not turn.is_quiet or not said.pressed or turn.silence is None or said.does == buttons.RETURN_BOT:
        return
    asked = turn.stands_in(Filing, Visitor.CLARIFYING)
    asked = asked or (turn.stands_in(Visitor.COMMENTING) and "at" not in turn.dialog.payload)
    if asked:
        await turn.desk.silences.end(turn.peer_id, turn.written_at)
    elif not turn.silence.explained:
        await turn.desk.silences.explained(turn.peer_id)
        turn.say(citizen.human_writes())


async def return_bot(said: Said, appeal: Appeal, _text: str) -> None:
    """`/бот 123`."""
    turn = said.turn
    quiet = await _end(turn, appeal.citizen_vk_id)
    turn.say(desk.bot_returned(appeal) if quiet else desk.bot_was_not_quiet(appeal))


async def press_return(pressed: Pressed) -> str:
    """«Вернуть бота» under the desk's notice."""
    turn = pressed.turn
    person = await turn.desk.citizens.get(pressed.action.number("c") or 0)
    await _require_conversation(turn, person)
    quiet = person is not None and await _end(turn, person.vk_id)
    return desk.BOT_RETURNED_PRESS if quiet else desk.BOT_NOT_QUIET_PRESS


async def _require_conversation(turn: Turn, person: Citizen | None) -> None:
    """The conversation of somebody whose appeals are all another department's is none of an executor's.

    Raises:
        NotStaff, NotAllowed
    """
    member = await require(turn.desk, turn.user_id, Right.WORK)
    if member.role is Role.EXECUTOR and person is not None:
        page = await turn.desk.appeals.of_citizen(person.id, limit=_LOOKED_THROUGH, offset=0)
        if not any(may(member, Right.WORK, one) for one in page.appeals):
            raise NotAllowed(member, Right.WORK)


async def is_quiet(turn: Turn, peer_id: int) -> bool:
    """Whether the bot keeps quiet in a conversation now."""
    silence = await turn.desk.silences.get(peer_id)
    return silence is not None and silence.holds(turn.now)


async def _end(turn: Turn, peer_id: int) -> bool:
    if not await is_quiet(turn, peer_id):
        return False
    await turn.desk.silences.end(peer_id, _second(turn.now))
    return True


def _second(at: datetime) -> datetime:
    """VK dates messages by whole seconds: what is written in this one comes after the button."""
    return at.replace(microsecond=0)


COMMANDS = (AppealCommand(BOT, Right.WORK, return_bot),)
PRESSES = (Press(buttons.RETURN_BOT, Right.WORK, press_return),)
