"""What the trade talks about: appeals, citizens, staff, and the statuses an appeal goes through."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from appeals.value import dataclass


class Status(StrEnum):
    """Where an appeal stands. The allowed moves are in `appeals.status`."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_CITIZEN = "waiting_citizen"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    REJECTED = "rejected"
    FORWARDED = "forwarded"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Priority(StrEnum):
    """How urgent an appeal is: an emergency («ЧП»), the fast track, or neither."""

    EMERGENCY = "emergency"
    FAST = "fast"
    USUAL = "usual"

    @property
    def rank(self) -> int:
        """The higher, the more urgent."""
        return _RANKS.index(self)


_RANKS = (Priority.USUAL, Priority.FAST, Priority.EMERGENCY)


class Channel(StrEnum):
    """The way an appeal came in."""

    DIALOG = "dialog"
    LEAD_FORM = "lead_form"
    WALL_COMMENT = "wall_comment"
    BOARD = "board"
    HOTLINE = "hotline"
    RECEPTION = "reception"
    EMAIL = "email"
    PAPER = "paper"


class Role(StrEnum):
    """What a member of staff is; `appeals.rights` tells what each may do. `HEAD` is the head of the administration,
    `EXECUTOR` works in one department, `OBSERVER` reads.
    """

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    MODERATOR = "moderator"
    EXECUTOR = "executor"
    OBSERVER = "observer"


class Act(StrEnum):
    """One kind of row in an appeal's history."""

    FILED = "filed"
    TAKEN = "taken"
    ASKED = "asked"
    CLARIFIED = "clarified"
    ANSWERED = "answered"
    REJECTED = "rejected"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    COMMENTED = "commented"
    UNDELIVERED = "undelivered"
    NUMBER_TOLD = "number_told"
    EDITED = "edited"
    HAND_REPLIED = "hand_replied"
    HAND_EDITED = "hand_edited"
    PASSED_ON = "passed_on"
    DELIVERED_LATER = "delivered_later"
    INFORMED = "informed"
    REMOVED = "removed"
    RESTORED = "restored"
    REPLIED_IN_PUBLIC = "replied_in_public"
    PARTLY = "partly"
    RATED = "rated"
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    GIVEN = "given"
    HANDED_OVER = "handed_over"
    HANDED_BACK = "handed_back"
    CONTROLLED = "controlled"
    RELEASED = "released"
    PRIORITISED = "prioritised"
    EXTENDED = "extended"
    FORWARDED = "forwarded"
    UPDATED = "updated"
    NOTED = "noted"
    RECATEGORISED = "recategorised"
    READDRESSED = "readdressed"
    JOINED = "joined"
    ABSORBED = "absorbed"
    PARTED = "parted"
    SEPARATED = "separated"
    SPLIT = "split"
    PART_MADE = "part_made"
    SPLIT_FROM = "split_from"
    OPENED = "opened"
    BACK_IN_WORK = "back_in_work"
    BACK_PARTLY = "back_partly"
    UNDONE = "undone"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    OVERRULED = "overruled"
    PROMISE_KEPT = "promise_kept"
    OUTAGE_JOINED = "outage_joined"
    OUTAGE_LEFT = "outage_left"
    OUTAGE_NEWS = "outage_news"
    AUTO_ANSWERED = "auto_answered"
    ACCEPTED = "accepted"
    PROMISE_MOVED = "promise_moved"
    REMINDED = "reminded"
    VERDICT_ASKED = "verdict_asked"
    UNREPLIED = "unreplied"
    UNJUDGED = "unjudged"


class Lapse(StrEnum):
    """What a citizen kept silent on until their appeal was closed: a question, or an answer and whether it helped."""

    NO_REPLY = "no_reply"
    NO_VERDICT = "no_verdict"


class Telling(StrEnum):
    """What a citizen is told of an appeal. `TAKEN`, who works on it, and `OUTAGE`, what is known of an outage, are
    courtesies; the others must arrive.
    """

    NUMBER = "number"
    TAKEN = "taken"
    QUESTION = "question"
    ANSWER = "answer"
    REFUSAL = "refusal"
    DEADLINE = "deadline"
    FORWARDING = "forwarding"
    UPDATE = "update"
    OUTAGE = "outage"
    PROMISE = "promise"


class Fate(StrEnum):
    """What became of words for a citizen: VK refused it, a person passed it on, VK has it, it isn't needed any more,
    there are newer ones.
    """

    REFUSED = "refused"
    PASSED = "passed"
    SENT = "sent"
    OVER = "over"
    OLDER = "older"


class Side(StrEnum):
    """What a picture of an answer shows: how it was, how it is."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number told to the citizen: a year in the administration's zone and a counter within it."""

    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.year}-{self.sequence:06d}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, a document or anything else that VK attached to a message.

    `reference` is VK's own form (`photo1_2_key`) by which it can be sent on; empty for what VK can't forward. `url` is
    where its bytes are for now: VK's links expire. `seconds` is how long a voice message lasts. `side` is a `Side` for
    the pictures of an answer, empty for everything else.
    """

    kind: str
    reference: str = ""
    title: str = ""
    url: str = ""
    seconds: int = 0
    side: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen answered to a question of a form that has no field of its own."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: what the citizen typed, the point on the map, or both. Degrees, WGS 84."""

    address: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def on_map(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Joined:
    """The appeal that another one has joined, and where that one stood before: it can come back."""

    to: int
    status: Status
    question: str = ""


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person who writes to the community, or, with 0 as `vk_id`, for whom a member of staff registered an appeal.

    `sex` is VK's: 1 female, 2 male, 0 unknown. `reachable` is false after VK refused a message to the person
    (errors 900, 901, 902, 936) and true again once the person writes. `destroy_by` stands while a consent is withdrawn:
    by then the person's data are destroyed. `wants_announcements` is the person's own choice.
    """

    id: int
    vk_id: int
    first_name: str = ""
    last_name: str = ""
    sex: int = 0
    reachable: bool = True
    consent_version: str | None = None
    destroy_by: datetime | None = None
    wants_announcements: bool = True

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person with a role in the community. `department` is an id of `administration.toml`; empty for none."""

    vk_id: int
    role: Role
    name: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which an appeal waited for its citizen; without `until` it still does."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later day that the citizen was told, with the reason; `at` is when."""

    to: datetime
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AutoReaction:
    """An automatic answer that counts as the first reaction: when it was, and which entry of the base gave it."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What an appeal's deadlines are counted from; see `appeals.clocks`.

    `started_at` is its last reopening, None while there was none: then it is the filing. `priority_since` is when its
    present priority was given, None when it has been so from the start. `informed_at` is when staff last told the
    citizen how things stand: that ends the term of an interim answer. `reaction` is there where the first reaction was
    an automatic answer; a person's reaction shows in the status.
    """

    started_at: datetime | None = None
    priority_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    informed_at: datetime | None = None
    reaction: AutoReaction | None = None


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Another body has the appeal. `answer_by` is the legal clock: by when the law wants that body's answer."""

    body: str
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Appeal:
    """A citizen's appeal. Times are aware UTC; `due_at` is when the answer is promised at the latest.

    `origin` names what it came from, a draft or an event of VK: one origin makes one appeal. `source` is the same in
    words, where there are any: a form's name. `told_name` is how the citizen named themselves, whatever VK's profile
    says. `number_told` is false while VK doesn't let the citizen be told the number. `questions` is how many questions
    it asks. `citizen_vk_id` is 0 for a citizen without VK. `department` is an id of `administration.toml`; empty while
    it is with nobody's department. `rating` is what the citizen gave for the work, 1 to 5. `is_erased`: the person's
    data were destroyed, what is left is statistics. `react_by`, `due_at` and `interim_by` are what `clock` comes
    to; the last is None where no interim answer is owed. `joined` is there as long as it is a duplicate of another
    appeal. `lapse` tells that it was closed because its citizen kept silent; an open question stays with it.
    """

    id: int
    number: Number
    citizen_id: int
    citizen_vk_id: int
    channel: Channel
    status: Status
    category: str
    text: str
    place: Place
    contact: str
    attachments: tuple[Attachment, ...]
    filed_at: datetime
    react_by: datetime
    due_at: datetime
    origin: str
    assignee_id: int | None = None
    question: str = ""
    told_name: str = ""
    answers: tuple[Answer, ...] = ()
    source: str = ""
    number_told: bool = True
    questions: int = 1
    department: str = ""
    rating: int | None = None
    is_erased: bool = False
    priority: Priority = Priority.USUAL
    clock: Clock = Clock()
    interim_by: datetime | None = None
    forwarding: Forwarding | None = None
    joined: Joined | None = None
    lapse: Lapse | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether a member of staff registered it: its citizen can't be reached in VK."""
        return self.channel in BY_HAND

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def counts_from(self) -> datetime:
        """When its clock began: at the filing, or at the last reopening."""
        return self.clock.started_at or self.filed_at

    @property
    def paused_at(self) -> datetime | None:
        """Since when its clock stands still, if it does."""
        last = self.clock.pauses[-1] if self.clock.pauses else None
        return last.since if last and last.until is None else None

    @property
    def auto_reaction(self) -> AutoReaction | None:
        """The automatic answer that was the first reaction. An emergency has none: to that only a person reacts."""
        return None if self.priority is Priority.EMERGENCY else self.clock.reaction

    def is_overdue(self, now: datetime) -> bool:
        """Whether an answer is owed and late; a clock that stands still doesn't run late."""
        return self.is_open and (self.paused_at or now) > self.due_at

    @property
    def awaits_reply(self) -> bool:
        """Whether a question is open, even if the appeal was closed over it."""
        return self.status is Status.WAITING_CITIZEN or self.lapse is Lapse.NO_REPLY

    @property
    def awaits_verdict(self) -> bool:
        """Whether the citizen hasn't said yet what the answer was worth, even if the appeal was closed meanwhile."""
        return self.status is Status.ANSWERED or self.lapse is Lapse.NO_VERDICT

    @property
    def is_gone(self) -> bool:
        """Whether nobody may read any more what the citizen told."""
        return self.is_erased or self.status is Status.WITHDRAWN


BY_HAND = frozenset({Channel.HOTLINE, Channel.RECEPTION, Channel.EMAIL, Channel.PAPER})
"""Channels by which a member of staff registers what a person said or wrote."""

ACTS_OF_CITIZENS = frozenset(
    {
        Act.FILED,
        Act.CLARIFIED,
        Act.RESOLVED,
        Act.PARTLY,
        Act.REOPENED,
        Act.RATED,
        Act.THANKED,
        Act.COMMENTED,
        Act.EDITED,
        Act.REMOVED,
        Act.RESTORED,
        Act.WITHDRAWN,
        Act.ERASED,
        Act.OUTAGE_LEFT,
    }
)
"""Deeds of citizens, unless a member of staff heard and recorded them."""

OPEN_STATUSES = frozenset({Status.NEW, Status.IN_PROGRESS, Status.WAITING_CITIZEN, Status.REOPENED})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row of an appeal's history: who did what, and when (aware UTC). `actor_id` is a VK id; 0 is the bot."""

    act: Act
    at: datetime
    actor_id: int
    text: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
