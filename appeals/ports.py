"""What the use cases need of the outside: storage behind protocols, so that another database can follow.

One `Desk` is one unit of work on one community: everything done through it commits together or not at all, and it
never commits by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from appeals.announcements import Announcements
from appeals.approvals import Approvals
from appeals.audit import Audit
from appeals.autoreplies.entries import AutoReplies
from appeals.control import Controls
from appeals.desk_settings import Settings
from appeals.draft import Draft, Piece
from appeals.model import (
    Answer,
    Appeal,
    Attachment,
    AutoReaction,
    Channel,
    Citizen,
    Fate,
    HistoryEntry,
    Number,
    Place,
    Priority,
    Role,
    StaffMember,
    Telling,
)
from appeals.notices import Notices
from appeals.numbers import NumberReference
from appeals.outages import Outages
from appeals.personal import PersonalData
from appeals.promises import Promises
from appeals.quality.check import PastAnswer
from appeals.remarks import Remark, Spot
from appeals.reminders import Reminders
from appeals.search import FoundPage, Search
from appeals.selection import Earlier, Scope, Selected, Selection
from appeals.silence import Silences
from appeals.templates import Templates
from appeals.undo import Deeds
from appeals.value import dataclass


class Clock(Protocol):
    """The only source of the present."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...

    def running(self) -> float:
        """For how many seconds the machine has run since some moment: this stands while the machine is suspended."""
        ...


class Ids(Protocol):
    """The only source of randomness."""

    def random_id(self) -> int:
        """A non-zero int32, as VK's `random_id` wants."""
        ...


@dataclass(frozen=True, slots=True)
class NewAppeal:
    """An appeal before it has an identity of its own."""

    number: Number
    citizen_id: int
    channel: Channel
    category: str
    text: str
    place: Place
    contact: str
    attachments: tuple[Attachment, ...]
    filed_at: datetime
    react_by: datetime
    due_at: datetime
    origin: str
    told_name: str = ""
    answers: tuple[Answer, ...] = ()
    source: str = ""
    questions: int = 1
    priority: Priority = Priority.USUAL
    interim_by: datetime | None = None
    reaction: AutoReaction | None = None


@dataclass(frozen=True, slots=True)
class AppealPage:
    """A page of a list: the appeals on it and how many there are in all."""

    appeals: tuple[Appeal, ...]
    total: int


class Appeals(Protocol):
    """The appeals of one community."""

    async def next_number(self, year: int) -> Number: ...

    async def add(self, appeal: NewAppeal) -> Appeal: ...

    async def get(self, appeal_id: int) -> Appeal | None: ...

    async def among(self, appeal_ids: Iterable[int]) -> Sequence[Appeal]:
        """Those of these appeals that there are."""
        ...

    async def find(self, reference: NumberReference) -> Sequence[Appeal]:
        """All appeals that the reference fits: none, one, or one a year for a bare tail."""
        ...

    async def by_origin(self, origin: str) -> Appeal | None: ...

    async def save(self, appeal: Appeal) -> None: ...

    async def reword(self, appeal: Appeal) -> None:
        """Store the appeal's text, attachments and number of questions; what they were belongs in its history."""
        ...

    async def remember(self, citizen: Citizen, appeal_id: int, pieces: Sequence[Piece]) -> None:
        """Keep which of the citizen's messages brought which words, for the case that they are changed."""
        ...

    async def piece(self, citizen: Citizen, number: int) -> tuple[int, Piece] | None:
        """The appeal's id and the words that this message of the citizen brought."""
        ...

    async def of_citizen(self, citizen_id: int, *, limit: int, offset: int) -> AppealPage:
        """The citizen's appeals, newest first."""
        ...

    async def shown_to(self, citizen_id: int, *, limit: int, offset: int) -> AppealPage:
        """The citizen's appeals as they are listed for them: those with an open question first, then the newest."""
        ...

    async def last_answered(self, citizen_id: int) -> Appeal | None:
        """The citizen's appeal that was answered last, whatever has become of it since."""
        ...

    async def waiting_for(self, citizen_id: int) -> Sequence[Appeal]:
        """The citizen's appeals in which a moderator's question is open, newest first."""
        ...

    async def joined_to(self, appeal_id: int) -> Sequence[Appeal]:
        """The appeals that have joined this one, oldest first."""
        ...

    async def untold_of(self, citizen_id: int) -> Sequence[Appeal]:
        """The citizen's appeals whose numbers VK didn't let them be told, oldest first."""
        ...

    async def with_others(
        self, until: datetime, *, limit: int, after: tuple[datetime, int] | None = None
    ) -> Sequence[Appeal]:
        """Forwarded appeals whose legal clock ends by `until`, the soonest first.

        `after` is the end of the legal clock and the id of the last one of the page before.
        """


class Finding(Protocol):
    """Which appeals somebody means."""

    async def select(
        self, selection: Selection, scope: Scope, asker: int, now: datetime, zone: ZoneInfo, *, limit: int, offset: int
    ) -> Selected:
        """A page of a selection: open ones the most urgent first, others the newest first."""
        ...

    async def search(self, search: Search, scope: Scope, *, limit: int, offset: int) -> FoundPage:
        """A page of the appeals that hold every word looked for, the likeliest first."""
        ...

    async def earlier(self, appeal: Appeal) -> Earlier | None:
        """What the citizen asked before this appeal; None for a first one."""
        ...


class History(Protocol):
    """Append-only rows: who did what, when."""

    async def add(self, appeal_id: int, entry: HistoryEntry) -> None: ...

    async def of(self, appeal_id: int) -> Sequence[HistoryEntry]: ...

    async def last_answers(self, *, besides: int, limit: int) -> Sequence[PastAnswer]:
        """The newest answers of all appeals but one, the newest first."""
        ...


class Citizens(Protocol):
    """The people who write, their consents and drafts."""

    async def get(self, citizen_id: int) -> Citizen | None: ...

    async def with_vk_id(self, vk_id: int) -> Citizen:
        """The person with this VK id; one who isn't known (any more) is, from now on, without a name."""
        ...

    async def give_consent(self, citizen: Citizen, version: str, url: str, at: datetime) -> None:
        """Record the consent and make it the one that stands."""
        ...

    async def record_consent(self, citizen: Citizen, version: str, url: str, at: datetime) -> None:
        """Record a consent that covers what came with it and nothing more."""
        ...

    async def register(self, name: str) -> Citizen:
        """Somebody without VK, under the name that they gave."""
        ...

    async def forget(self, citizen: Citizen) -> None:
        """Erase a person who refused consent: profile, dialog and draft. Those with appeals are kept."""
        ...

    async def draft(self, citizen: Citizen) -> Draft | None:
        """What the person began to write and didn't finish."""
        ...

    async def set_reachable(self, vk_id: int, reachable: bool) -> None: ...

    async def reachable_among(self, vk_ids: Sequence[int]) -> Sequence[int]:
        """Those of these people who have written to the community and let it write to them."""
        ...


class Files(Protocol):
    """Files that people attached, as far as they are kept."""

    async def hashes(self, names: Collection[str]) -> Mapping[str, str]:
        """The sha256 of those that are there, by VK's name without the key."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """A message by which VK was to tell a citizen something of an appeal."""

    appeal_id: int
    tells: Telling
    fate: Fate


class Messages(Protocol):
    """What VK was to tell citizens."""

    async def get(self, message_id: int) -> Message | None: ...

    async def pass_on(self, message_id: int, at: datetime) -> None:
        """A person has told the citizen: the message isn't sent any more."""
        ...


class Staff(Protocol):
    """Who may work with appeals."""

    async def get(self, vk_id: int) -> StaffMember | None: ...

    async def administrators(self) -> Sequence[StaffMember]: ...

    async def members(self) -> Sequence[StaffMember]:
        """All who have a role now, by VK id."""
        ...

    async def set_manager(self, vk_id: int, role: Role | None) -> None:
        """VK made somebody a manager, or, with None, no longer one. A role given otherwise stays."""
        ...

    async def is_of_settings(self, vk_id: int) -> bool:
        """Whether the settings of the server name this person an administrator: that outweighs everything."""
        ...

    async def give(self, member: StaffMember) -> None:
        """Give a role, whatever VK says. One that the settings give outweighs it."""
        ...

    async def withdraw(self, vk_id: int) -> None:
        """Take a role away, even from a manager of the community. One that the settings give stays."""
        ...


class Remarks(Protocol):
    """Public remarks that matter: appeals, additions, candidates, and traces of what mustn't be handled twice."""

    async def at(self, spot: Spot) -> Remark | None:
        """The remark that is known there. A spot without a post is known by its comment alone."""
        ...

    async def get(self, remark_id: int) -> Remark | None: ...

    async def put(self, remark: Remark) -> Remark:
        """Store a remark, new or changed; return it with its id."""
        ...

    async def appeal_in_thread(self, remark: Remark) -> int | None:
        """The newest appeal that the remark's author has made in its thread, or, in a discussion, in its topic."""
        ...

    async def thread_of_appeal(self, spot: Spot, thread_id: int) -> int | None:
        """The newest appeal in this thread, or, in a discussion, in this topic, whoever made it."""
        ...

    async def said(self, spot: Spot, digest: str) -> None:
        """Remember the digest of words that the bot says, or hands to the desk to be said, under this post."""
        ...

    async def is_said(self, spot: Spot, digest: str) -> bool: ...

    async def follow_link(self, appeal_id: int) -> bool:
        """Note that the author came by the appeal's link; whether it was the first time."""
        ...


class Lookups(Protocol):
    """What can be read ahead of a unit of work: who asks, which appeals they mean, and whose those are."""

    @property
    def staff(self) -> Staff: ...

    @property
    def citizens(self) -> Citizens: ...

    @property
    def finding(self) -> Finding: ...


class Desk(Protocol):
    """The unit of work: one transaction on one community."""

    @property
    def appeals(self) -> Appeals: ...

    @property
    def history(self) -> History: ...

    @property
    def citizens(self) -> Citizens: ...

    @property
    def staff(self) -> Staff: ...

    @property
    def messages(self) -> Messages: ...

    @property
    def silences(self) -> Silences: ...

    @property
    def remarks(self) -> Remarks: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def personal(self) -> PersonalData: ...

    @property
    def controls(self) -> Controls: ...

    @property
    def deeds(self) -> Deeds: ...

    @property
    def finding(self) -> Finding: ...

    @property
    def files(self) -> Files: ...

    @property
    def templates(self) -> Templates: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def autoreplies(self) -> AutoReplies: ...

    @property
    def approvals(self) -> Approvals: ...

    @property
    def promises(self) -> Promises: ...

    @property
    def outages(self) -> Outages: ...

    @property
    def notices(self) -> Notices: ...

    @property
    def announcements(self) -> Announcements: ...

    @property
    def reminders(self) -> Reminders: ...
