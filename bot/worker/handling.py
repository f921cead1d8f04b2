"""One event and what is done about it, inside its session."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from appeals.model import Citizen
from appeals.ports import Lookups
from bot.speaker import SessionSpeaker
from handlers.desk import press
from handlers.edits import EditedMessage, edited
from handlers.finding import foresee
from handlers.incoming import Message, Press, Readable
from handlers.leads import FilledForm, filled_form, hand_over_numbers
from handlers.manual_replies import HandReply, after_press, hand_replied
from handlers.notices import ALLOW, Notice, deliver_again, noticed
from handlers.persons import asked_in
from handlers.public import Published, published
from handlers.routing import conversation
from handlers.turn import Office, Turn
from handlers.unfinished import note_new_draft
from storage.inbox import StoredEvent
from storage.unit import Session
from texts import citizen as citizen_texts

HAPPENINGS: Mapping[type, Callable[[Turn, Any], Awaitable[None]]] = {
    Notice: noticed,
    FilledForm: filled_form,
    EditedMessage: edited,
    HandReply: hand_replied,
    Published: published,
}
"""What is done about events that aren't part of a conversation, by the class that they are read into."""


NOBODY = Citizen(0, 0)
"""Stands for the person in events that are nobody's: a community's own comment, a comment that was deleted."""


class Handling:
    """Leads each event to its handler. An error reaches the worker, nobody else."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._conversation = conversation()

    async def foresee(self, read: Readable, desk: Lookups, now: datetime) -> None:
        """Look up, before the transaction, what the event is going to ask for and takes long to find."""
        await foresee(desk, self._office, read, now)

    def short_name_wanted(self, read: Readable, now: datetime) -> str:
        """The short name, or the id, in a command that VK hasn't just told the owner of."""
        name = asked_in(read.text) if isinstance(read, Message) else ""
        return "" if self._office.short_names.is_fresh(name, now) else name

    async def __call__(self, event: StoredEvent, read: Readable, session: Session, now: datetime) -> None:
        """Handle one event.

        Raises:
            Exception: whatever the handler raised; the session must be undone then.
        """
        if isinstance(read, Message):
            session.receive(read.attachments, read.peer_id, read.number)
        turn = self._turn(event, read, session, now, unseen=await _unseen(event, read, session))
        in_private = isinstance(read, Message) and read.peer_id == read.user_id
        if (in_private or event.type == ALLOW) and not turn.citizen.reachable:
            await turn.desk.citizens.set_reachable(turn.user_id, True)
            turn = replace(turn, told_again=await deliver_again(turn))
        if session.standing.is_owed_number and (in_private or event.type == ALLOW):
            turn = replace(turn, numbers_told=await hand_over_numbers(turn))
        match read:
            case Message():
                said, draft = read.said(turn), session.draft
                await self._conversation(said)
                await note_new_draft(turn, draft.id if draft is not None else None)
                if in_private:
                    await after_press(said)
                    await _mark_answered(turn, session)
            case Press():
                await press(read.pressed(turn))
            case _:
                await HAPPENINGS[type(read)](turn, read)

    def apologise(self, read: Readable, session: Session, now: datetime) -> None:
        """Tell a person that their message failed on our side; only in private, and only for messages."""
        if isinstance(read, Message) and read.peer_id == read.user_id:
            SessionSpeaker(session, self._office.ids, now).say(read.peer_id, citizen_texts.broken())

    def _turn(self, event: StoredEvent, read: Readable, session: Session, now: datetime, *, unseen: bool) -> Turn:
        citizen = session.standing.citizen or NOBODY
        assert read.user_id <= 0 or citizen is not NOBODY, "the worker introduces people before it handles their events"
        return Turn(
            office=self._office,
            now=now,
            desk=session,
            dialog=session,
            speaker=SessionSpeaker(session, self._office.ids, now),
            citizen=citizen,
            peer_id=read.peer_id,
            user_id=read.user_id,
            unseen=unseen,
            silence=session.standing.silence,
            written=_written(read),
        )


async def _mark_answered(turn: Turn, session: Session) -> None:
    """A message that was handled without a word is answered all the same; one that waits for a human isn't."""
    said = any(call.peer_id == turn.peer_id for _, call in session.calls)
    if not said and not turn.is_quiet:
        await session.mark_answered(turn.peer_id)


def _written(read: Readable) -> datetime | None:
    message = read.message if isinstance(read, HandReply) else read
    return message.date if isinstance(message, Message) else None


async def _unseen(event: StoredEvent, read: Readable, session: Session) -> bool:
    """Whether a message was written before our latest one could be read.

    By its number in the conversation where VK told both; else by the time at which ours was sent. While VK's answer
    to our sending is still missing, a gap in the numbers tells that ours stands before the message.
    """
    last = session.standing.last_message
    if last is None or not isinstance(read, Message):
        return False
    if not last.sent:
        return read.number is None or not await session.arrived_before(read.peer_id, read.number)
    if last.conversation_message_id is not None and read.number is not None:
        return read.number < last.conversation_message_id
    return last.finished_at is not None and event.received_at < last.finished_at
