"""One turn of a conversation: everything a handler may use for one event."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from typing import Any

from vkbottle import BaseStateGroup

from appeals.administration import Administration
from appeals.announcements import Hours
from appeals.autoreplies.entries import Knowledge
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import Draft
from appeals.model import Appeal, Citizen
from appeals.ports import Desk, Ids
from appeals.remarks import CommunityNames
from appeals.silence import Silence
from appeals.value import dataclass
from handlers.persons import ShortNames
from handlers.ports import Dialog
from handlers.states import names
from texts.reply import CHAT_PEERS, Reply
from texts.speaker import Priority, Speaker

ASIDE = "aside"
"""The key of a dialog's payload under which words wait; no state uses it for anything else."""

ASKED = "asked"
"""The key under which the question stands that the bot has answered by itself."""

LASTING = (ASIDE, ASKED)
"""What stays with a dialog whatever the person does meanwhile."""

ASIDE_LIFE = 24 * 3600
"""Seconds; later the words are likelier to be a riddle than a reply."""


@dataclass(frozen=True, slots=True)
class Office:
    """What stays the same from turn to turn."""

    administration: Administration
    calendar: WorkingCalendar
    ids: Ids
    community_id: int
    moderator_chat: int | None
    screen_name: str = ""
    short_names: ShortNames = field(default_factory=ShortNames)
    knowledge: Knowledge = field(default_factory=Knowledge, compare=False)

    @property
    def clocks(self) -> Clocks:
        """The clocks of appeals, by this administration's settings."""
        return Clocks(self.administration, self.calendar)

    @property
    def hours(self) -> Hours:
        """When announcements may come."""
        return Hours(self.administration.announcements.period, self.administration.zone)

    @property
    def names(self) -> CommunityNames:
        """By what people mention the community."""
        return CommunityNames(self.community_id, self.screen_name)

    @property
    def desk_chats(self) -> frozenset[int]:
        """Chats in which staff work: the moderators' one and those of departments."""
        chats = {department.chat for department in self.administration.departments}
        return frozenset(chat for chat in {*chats, self.moderator_chat} if chat is not None)


@dataclass(frozen=True, slots=True)
class Turn:
    """One event being handled, inside its transaction.

    `unseen` tells that the person wrote before our latest message could be read, so it can't be an answer to it;
    `told_again` how many questions and answers VK lets through only now, so their words aren't about those, and
    `numbers_told` how many numbers.
    `silence` is the latest one of this conversation, perhaps over; `written` is VK's date of the message.
    """

    office: Office
    now: datetime
    desk: Desk
    dialog: Dialog
    speaker: Speaker
    citizen: Citizen
    peer_id: int
    user_id: int
    unseen: bool = False
    told_again: int = 0
    numbers_told: int = 0
    silence: Silence | None = None
    written: datetime | None = None

    @property
    def is_much_told(self) -> bool:
        """Whether so much was told just now that a greeting would be too much."""
        return self.told_again + self.numbers_told > 1

    @property
    def written_at(self) -> datetime:
        """When VK dates the message, never later than now; now for what has no date."""
        return min(self.written, self.now) if self.written is not None else self.now

    @property
    def today(self) -> date:
        """The administration's day."""
        return self.now.astimezone(self.administration.zone).date()

    @property
    def is_quiet(self) -> bool:
        """Whether a human had the conversation when this was written."""
        return self.silence is not None and self.silence.holds(self.written_at)

    @property
    def administration(self) -> Administration:
        return self.office.administration

    @property
    def clocks(self) -> Clocks:
        return self.office.clocks

    @property
    def draft(self) -> Draft | None:
        return self.dialog.draft

    @property
    def unfinished(self) -> Draft | None:
        """The draft, when something has been told in it."""
        draft = self.dialog.draft
        return None if draft is None or draft.is_empty else draft

    def say(self, reply: Reply) -> None:
        """Reply in the conversation that the event came from."""
        self.speaker.say(self.peer_id, reply)

    def enter(self, state: BaseStateGroup, **payload: Any) -> None:
        """Stand in `state` from now on. What was put aside stays aside."""
        lasting = {key: kept for key in LASTING if (kept := self._lasting(key))}
        self.dialog.state = str(state)
        self.dialog.payload = {**payload, **lasting}

    @property
    def aside(self) -> dict[str, Any]:
        """Words that wait until it is known where they belong; whatever the person does meanwhile, they are kept."""
        return self._lasting(ASIDE)

    def put_aside(self, words: dict[str, Any]) -> None:
        """Keep words aside; with nothing in them, nothing is aside any more."""
        self._put(ASIDE, words)

    @property
    def asked(self) -> dict[str, Any]:
        """The question that the bot has answered by itself, until it is known whether that helped."""
        return self._lasting(ASKED)

    def put_asked(self, words: dict[str, Any]) -> None:
        """Keep such a question; with nothing in it, none is open any more."""
        self._put(ASKED, words)

    def _lasting(self, key: str) -> dict[str, Any]:
        kept = self.dialog.payload.get(key)
        fresh = isinstance(kept, dict) and self.now.timestamp() - kept.get("at", 0) <= ASIDE_LIFE
        return kept if isinstance(kept, dict) and fresh else {}

    def _put(self, key: str, words: dict[str, Any]) -> None:
        self.dialog.payload = {one: kept for one, kept in self.dialog.payload.items() if one != key}
        if words:
            self.dialog.payload[key] = {**words, "at": int(self.now.timestamp())}

    def leave(self) -> None:
        """Stand nowhere."""
        self.dialog.state = None
        self.dialog.payload = {}

    def stands_in(self, *places: BaseStateGroup | type[BaseStateGroup]) -> bool:
        """Whether the person stands in one of these states, or in any state of these groups."""
        return self.dialog.state in names(*places)

    async def desk_peers(self, appeal: Appeal | None = None, *, person: bool = False) -> list[int]:
        """Where cards and news go: the chat of the appeal's department where it has one, else the moderators' chat, or,
        while there is none, each administrator. `person`: the words tell who the citizen is.
        """
        department = self.administration.department(appeal.department) if appeal else None
        if department and department.chat is not None and (department.personal_data or not person):
            return [department.chat]
        if self.office.moderator_chat is not None:
            return [self.office.moderator_chat]
        return [member.vk_id for member in await self.desk.staff.administrators()]

    async def tell_desk(self, reply: Reply, appeal: Appeal | None = None, *, person: bool = False) -> None:
        """Tell the moderators, or the department that has the appeal. `person`: the words tell who the citizen is."""
        for peer_id in await self.desk_peers(appeal, person=person):
            if person and appeal is not None:
                self.show(peer_id, reply, appeal)
            else:
                self.speaker.say(peer_id, reply, priority=Priority.NOTICE)

    def show(self, peer_id: int, reply: Reply, appeal: Appeal) -> None:
        """Send to staff, who haven't asked for it, what tells of a citizen: who they are, or what they were told."""
        self.note_shown(peer_id, appeal)
        self.speaker.say(peer_id, reply, priority=Priority.NOTICE)

    def note_shown(self, peer_id: int, appeal: Appeal) -> None:
        """The journal knows who was shown an appeal in private; a chat has readers of its own, see decision 0036."""
        if peer_id < CHAT_PEERS:
            self.desk.audit.shown(appeal.id, peer_id)
