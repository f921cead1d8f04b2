"""Tellers of reminders that are carried out like a turn of a conversation: of citizens, and of promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from appeals.model import Appeal, Citizen
from appeals.promises import Promise
from appeals.reminders import Reminder
from appeals.usecases.reminding import OF_CITIZENS, OF_PROMISES, times_of
from bot.speaker import SessionSpeaker
from handlers import promises
from handlers.reminding import remind
from handlers.turn import Office, Turn
from storage.citizen_reminders import reminded_since
from storage.reminders import told_by
from storage.unit import Session
from texts import citizen_reminders
from texts.reply import CHAT_PEERS
from texts.speaker import Priority

NOBODY = Citizen(0, 0)

PORTION = 50
"""Citizens whom one transaction reminds: nobody waits long for it."""

GATHERED = 1000
"""Promises that go into one transaction, and so into one message for each reader."""


class _Teller:
    """What both have in common: an office, and a turn of nobody's conversation."""

    pause = timedelta()

    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        self._office = office
        self._now = now

    def _turn(self, session: Session, citizen: Citizen = NOBODY) -> Turn:
        now = self._now()
        return Turn(
            office=self._office,
            now=now,
            desk=session,
            dialog=session,
            speaker=SessionSpeaker(session, self._office.ids, now),
            citizen=citizen,
            peer_id=0,
            user_id=0,
        )


class RemindCitizens(_Teller):
    """Reminds citizens, at decent hours, each of one thing a day, and closes what they keep silent on."""

    kinds = OF_CITIZENS
    portion = PORTION

    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        super().__init__(office, now)
        self._disturbed: set[int] = set()
        self._closed: dict[int, list[Appeal]] = {}

    def is_open(self, now: datetime) -> bool:
        """Whether the hour is decent."""
        return times_of(self._office.clocks).is_decent(now)

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        """Learn who has been reminded today already."""
        now = self._now()
        today = times_of(self._office.clocks).midnight(now)
        own = [reminder.id for reminder in reminders]
        self._disturbed = await reminded_since(session, self.kinds, today, now, besides=own)
        self._closed = {}
        return True

    async def tell(self, session: Session, reminder: Reminder) -> bool:
        """Remind one citizen."""
        turn = await self._turn_of(session, reminder)
        if turn is None:
            return False
        done = await remind(turn, reminder, disturbed=turn.citizen.id in self._disturbed)
        if done.closed is not None:
            for peer_id in await turn.desk_peers(done.closed):
                self._closed.setdefault(peer_id, []).append(done.closed)
        if done.told:
            self._disturbed.add(turn.citizen.id)
        return done.told

    async def finish(self, session: Session) -> None:
        """Tell the desk what was closed, all in one message."""
        for peer_id, appeals in self._closed.items():
            self._turn(session).speaker.say(peer_id, citizen_reminders.closed(appeals), priority=Priority.NOTICE)

    async def _turn_of(self, session: Session, reminder: Reminder) -> Turn | None:
        """A turn with the citizen whom a reminder is for, and the silence of their conversation."""
        citizen_id = reminder.about.citizen_id
        if reminder.about.appeal_id is not None:
            appeal = await session.appeals.get(reminder.about.appeal_id)
            citizen_id = appeal.citizen_id if appeal is not None else None
        citizen = await session.citizens.get(citizen_id) if citizen_id is not None else None
        if citizen is None:
            return None
        return replace(self._turn(session, citizen), silence=await session.silences.get(citizen.vk_id))


class AskAboutPromises(_Teller):
    """Asks whoever is responsible about the promises whose day has come, in working time, all in one message."""

    kinds = OF_PROMISES
    portion = GATHERED

    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        super().__init__(office, now)
        self._asked: dict[int, list[Promise]] = {}
        self._alone: dict[int, list[int]] = {}

    def is_open(self, now: datetime) -> bool:
        """Whether people are at work."""
        return self._office.calendar.is_open(now)

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        """Nothing is gathered yet; nobody is asked while the staff isn't known."""
        self._asked, self._alone = {}, {}
        return self._office.moderator_chat is not None or bool(await session.staff.members())

    async def tell(self, session: Session, reminder: Reminder) -> bool:
        """Gather what is due of one appeal."""
        turn = self._turn(session)
        appeal, due = await promises.due_now(turn, reminder.about.appeal_id or 0)
        if due:
            peers = await promises.responsible(turn, appeal)
            for peer_id in peers:
                self._asked.setdefault(peer_id, []).extend(due)
                if len(peers) == 1 and peer_id < CHAT_PEERS:
                    self._alone.setdefault(peer_id, []).append(reminder.id)
        return bool(due)

    async def finish(self, session: Session) -> None:
        """Ask; whoever doesn't let it in is stood in for."""
        for peer_id, due in self._asked.items():
            shown = promises.ask_about(self._turn(session), peer_id, due)
            if peer_id in self._alone:
                await told_by(session, shown, self._alone[peer_id])
