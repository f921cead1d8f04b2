"""What the desk is reminded of: many appeals in one message, and emergencies until somebody accepts them."""

from __future__ import annotations

from abc import abstractmethod
from asyncio import sleep
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from appeals.administration import Administration
from appeals.calendar import WorkingCalendar
from appeals.ladder import IN_HOURS, RANKS, URGENT, emergency_since, outranks, rings
from appeals.model import Appeal
from appeals.ports import Clock
from appeals.reminder_rules import ReminderRules, Step
from appeals.reminders import Reminder, ReminderKind
from scheduler.addressees import Addressees
from scheduler.reporting import Voice
from storage.reminders import downtimes, told_by
from storage.unit import Session
from texts import reminders as texts
from texts.reply import Reply

READ_AT_ONCE = 200
"""Appeals: some milliseconds of the loop."""

PAUSE = timedelta(minutes=30)
"""People are told of many appeals now and then, not of each when its minute comes."""

EVERY_ONE = 1_000_000
"""What comes due together is told together, however much it is."""

_STEPS: Mapping[ReminderKind, Callable[[ReminderRules], tuple[Step, ...]]] = MappingProxyType(
    {
        ReminderKind.REACTION: lambda rules: rules.reaction,
        ReminderKind.UNCLAIMED: lambda rules: rules.unclaimed,
        ReminderKind.HALF: lambda rules: rules.half,
        ReminderKind.LAST_DAY: lambda rules: rules.last_day,
        ReminderKind.OVERDUE: lambda rules: rules.overdue,
        ReminderKind.DAILY: lambda rules: rules.daily,
        ReminderKind.INTERIM: lambda rules: rules.interim,
        ReminderKind.FORWARDED: lambda rules: rules.forwarded,
    }
)


@dataclass(slots=True)
class _Run:
    """What one run gathers, by conversation and kind.

    `told` is the one reminder of each appeal that is told, `alone` are those of one conversation only. Appeals are read
    some at a time, and only the most urgent stay: ten thousand of them would hold the loop for the garbage
    collector alone.
    """

    addressees: Addressees
    unread: deque[Reminder] = field(default_factory=deque)
    read: set[int] = field(default_factory=set)
    appeals: Mapping[int, Appeal] = field(default_factory=dict)
    told: dict[tuple[int, ReminderKind | None], Reminder] = field(default_factory=dict)
    late: list[datetime] = field(default_factory=list)
    alone: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    gathered: dict[int, dict[ReminderKind, texts.Gathered]] = field(default_factory=lambda: defaultdict(dict))


class _DeskTeller:
    """Gathers what has come due into one message a conversation."""

    kinds: frozenset[ReminderKind] = frozenset()
    portion = EVERY_ONE
    pause = timedelta()

    def __init__(
        self,
        clock: Clock,
        administration: Administration,
        voice: Voice,
    ) -> None:
        self._clock = clock
        self._administration = administration
        self._voice = voice

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        run = self._run = _Run(await Addressees.load(session, self._administration, self._voice.moderator_chat))
        if run.addressees.is_nobody:
            return False
        for number, reminder in enumerate(reminders):
            self._choose(reminder)
            if number % READ_AT_ONCE == 0:
                await sleep(0)  # for everybody else
        run.unread.extend(reminders)
        return True

    def _choose(self, reminder: Reminder) -> None:
        """Of what is due together only the gravest is told, and of the same only the newest."""
        told = self._run.told
        key = _place(reminder)
        if key not in told or not outranks(told[key].kind, reminder.kind):
            told[key] = reminder

    async def tell(self, session: Session, reminder: Reminder) -> bool:
        run = self._run
        appeal = await self._appeal(session, reminder.about.appeal_id or 0)
        if appeal is None or appeal.is_gone or run.told[_place(reminder)] is not reminder:
            return False
        peers = self._peers(reminder, appeal)
        for peer_id in peers:
            kinds = run.gathered[peer_id]
            kinds.setdefault(reminder.kind, texts.Gathered(reminder.kind)).add(appeal)
            if len(peers) == 1:
                run.alone[peer_id].append(reminder.id)
        if reminder.is_late:
            run.late.append(reminder.due_at)
        return True

    async def _appeal(self, session: Session, appeal_id: int) -> Appeal | None:
        """The appeal of a reminder; they are asked for in the order in which they were claimed."""
        run = self._run
        if appeal_id not in run.read:
            some = [run.unread.popleft() for _ in range(min(READ_AT_ONCE, len(run.unread)))]
            run.read = {one.about.appeal_id or 0 for one in some}
            run.appeals = {appeal.id: appeal for appeal in await session.appeals.among(run.read)}
        return run.appeals.get(appeal_id)

    async def finish(self, session: Session) -> None:
        run, now = self._run, self._clock.now()
        down = await downtimes(session, run.late)
        speaker = self._voice.speaker(session)
        for peer_id, kinds in run.gathered.items():
            shown = speaker.show(peer_id, self._words(kinds, now, down))
            if peer_id in run.alone:
                await told_by(session, shown, run.alone[peer_id])
            await sleep(0)  # for everybody else

    @abstractmethod
    def _peers(self, reminder: Reminder, appeal: Appeal) -> frozenset[int]: ...

    @abstractmethod
    def _words(
        self,
        kinds: Mapping[ReminderKind, texts.Gathered],
        now: datetime,
        down: Sequence[tuple[datetime, datetime]],
    ) -> Reply: ...


def _place(reminder: Reminder) -> tuple[int, ReminderKind | None]:
    """What excludes each other: all rungs of one ladder, or the same kind again."""
    return reminder.about.appeal_id or 0, None if reminder.kind in RANKS else reminder.kind


class RemindDesk(_DeskTeller):
    """Everything that waits for working hours."""

    kinds = IN_HOURS
    pause = PAUSE

    def __init__(
        self,
        clock: Clock,
        administration: Administration,
        calendar: WorkingCalendar,
        voice: Voice,
    ) -> None:
        super().__init__(clock, administration, voice)
        self._calendar = calendar

    def is_open(self, now: datetime) -> bool:
        return self._calendar.is_open(now)

    def _peers(self, reminder: Reminder, appeal: Appeal) -> frozenset[int]:
        return self._run.addressees.at(_STEPS[reminder.kind](self._administration.reminders), appeal)

    def _words(
        self,
        kinds: Mapping[ReminderKind, texts.Gathered],
        now: datetime,
        down: Sequence[tuple[datetime, datetime]],
    ) -> Reply:
        return texts.gathered(self._administration, kinds, now, down)


class RingEmergencies(_DeskTeller):
    """Emergencies, by day and by night: to those on duty and where the appeal is read; in the end to the head too."""

    kinds = URGENT

    def is_open(self, now: datetime) -> bool:
        return True

    def _peers(self, reminder: Reminder, appeal: Appeal) -> frozenset[int]:
        run = self._run.addressees
        peers = {*run.duty(), *run.moderators(), *run.desk(appeal)}
        if reminder.kind is ReminderKind.EMERGENCY_OVERDUE:
            return frozenset({*peers, *run.at((Step.ASSIGNEE,), appeal), *run.heads()})
        if reminder.kind is ReminderKind.EMERGENCY_INTERIM:
            return run.at((Step.ASSIGNEE, Step.DEPARTMENT), appeal)
        rules = self._administration.reminders
        heads = rings(rules, emergency_since(appeal), reminder.due_at) >= rules.emergency.head_after
        return frozenset({*peers, *run.heads()} if heads else peers)

    def _words(
        self,
        kinds: Mapping[ReminderKind, texts.Gathered],
        now: datetime,
        down: Sequence[tuple[datetime, datetime]],
    ) -> Reply:
        return texts.emergencies(self._administration, kinds, now, down)
