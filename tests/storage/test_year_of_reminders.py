"""A simulated year of reminders: thousands of appeals, holidays, outages, restarts, processes that are killed.

Everything is real but time, chance and the citizens: the file, the clocks, the ladder, the tick. What should have been
told is asked anew at every tick, of the appeals as they stand then, by rules that know nothing of rows or of planning.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import pytest

from appeals.administration import Department
from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.ladder import IN_HOURS, URGENT, Ladder
from appeals.model import Act, Appeal, Citizen, HistoryEntry, Number, Priority, Role, StaffMember, Status
from appeals.reminders import Reminder, ReminderKind
from bot.clock import RussianCalendar
from scheduler import housekeeping
from scheduler.ladder import RemindDesk, RingEmergencies
from scheduler.reminders import Remind
from storage.moments import from_ms
from storage.unit import Session
from tests.storage.store import SqliteStore
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, new_appeal

APPEALS = 2000
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHAT, ROADS_CHAT, MARIA, HEAD, OLGA = 2_000_000_001, 2_000_000_005, 201, 203, 202
TOWN = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог", ROADS_CHAT),))
ZONE = TOWN.zone
CALENDAR = WorkingCalendar(TOWN.working_time, RussianCalendar((2027,)), ZONE)
CLOCKS = Clocks(TOWN, CALENDAR)
REPEAT = TOWN.reminders.emergency.repeat_minutes * MINUTE
HALF, LAST_DAY, REACTION, UNCLAIMED, OVERDUE, DAILY, EMERGENCY, FORWARDED = (
    ReminderKind.HALF,
    ReminderKind.LAST_DAY,
    ReminderKind.REACTION,
    ReminderKind.UNCLAIMED,
    ReminderKind.OVERDUE,
    ReminderKind.DAILY,
    ReminderKind.EMERGENCY,
    ReminderKind.FORWARDED,
)


RUNS = frozenset({Status.NEW, Status.IN_PROGRESS, Status.REOPENED})
WAITS = frozenset({Status.WAITING_CITIZEN})
_IN_WORK: dict[str, object] = {"status": Status.IN_PROGRESS, "question": ""}
_DEEDS: dict[str, tuple[frozenset[Status], Act, dict[str, object]]] = {
    "takes": (RUNS, Act.TAKEN, {**_IN_WORK, "assignee_id": MARIA}),
    "hands over": (RUNS | WAITS, Act.HANDED_OVER, {"department": "roads"}),
    "raises": (RUNS | WAITS, Act.PRIORITISED, {"priority": Priority.EMERGENCY}),
    "accepts": (RUNS | WAITS, Act.ACCEPTED, {}),
    "asks": (RUNS, Act.ASKED, {"status": Status.WAITING_CITIZEN, "question": "Где?", "assignee_id": MARIA}),
    "clarifies": (WAITS, Act.CLARIFIED, _IN_WORK),
    "extends": (RUNS, Act.EXTENDED, {}),
    "forwards": (RUNS | WAITS, Act.FORWARDED, {"status": Status.FORWARDED, "question": ""}),
    "answers": (RUNS | WAITS, Act.ANSWERED, {"status": Status.ANSWERED, "question": ""}),
    "reopens": (frozenset({Status.ANSWERED}), Act.REOPENED, {"status": Status.REOPENED}),
}
"""What is done to appeals: from where, what it is called, what it changes."""
_LEADS_TO = {"raises": ("accepts", 3), "asks": ("clarifies", 9 * 24)}
"""What follows, within how many hours."""


class Killed(BaseException):
    """The process is gone, in the middle of its work."""


@dataclass(frozen=True)
class Told:
    """One reminder that people read: when, whom."""

    reminder: Reminder
    at: datetime
    peers: frozenset[int]


@dataclass
class Watch:
    """What the tellers of one process do, until it is committed; and when they are killed."""

    chance: random.Random
    pending: list[Told] = field(default_factory=list)
    committed: list[Told] = field(default_factory=list)
    is_deadly: bool = False

    def sees(self, reminder: Reminder, at: datetime, peers: frozenset[int]) -> frozenset[int]:
        if self.is_deadly and self.chance.random() < 0.3:
            raise Killed
        self.pending.append(Told(reminder, at, peers))
        return peers

    def commits(self) -> None:
        self.committed += self.pending
        self.pending.clear()

    def ends(self) -> None:
        if self.is_deadly and self.pending:
            raise Killed


class WatchedDesk(RemindDesk):
    """Everything that waits for working hours, as a bystander sees it."""

    watch: Watch

    def _peers(self, reminder: Reminder, appeal: Appeal) -> frozenset[int]:
        return self.watch.sees(reminder, self._clock.now(), super()._peers(reminder, appeal))

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        self.watch.commits()  # whatever was before is in the file
        return await super().begin(session, reminders)

    async def finish(self, session: Session) -> None:
        await super().finish(session)
        self.watch.ends()


class WatchedAlarm(RingEmergencies):
    """Emergencies, as a bystander sees them."""

    watch: Watch

    def _peers(self, reminder: Reminder, appeal: Appeal) -> frozenset[int]:
        return self.watch.sees(reminder, self._clock.now(), super()._peers(reminder, appeal))

    async def begin(self, session: Session, reminders: Sequence[Reminder]) -> bool:
        self.watch.commits()  # whatever was before is in the file
        return await super().begin(session, reminders)

    async def finish(self, session: Session) -> None:
        await super().finish(session)
        self.watch.ends()


def works(moment: datetime) -> bool:
    """Whether people work at this moment: only a look at the clock."""
    local = moment.astimezone(ZONE)
    return any(period.start <= local.time() < period.end for period in CALENDAR.hours_of(local.date()))


def opening(moment: datetime) -> datetime | None:
    """When people began to work on the day of `moment`; None on a day off."""
    local = moment.astimezone(ZONE)
    hours = CALENDAR.hours_of(local.date())
    return datetime.combine(local.date(), hours[0].start, ZONE).astimezone(UTC) if hours else None


def was_open_since(moment: datetime, now: datetime) -> bool:
    """Whether people have worked at `now` or at any time between."""
    return works(now) and CALENDAR.next_open(moment) <= now


class Year:
    """The town: what happens to its appeals, its process, and what was told."""

    def __init__(self, store: SqliteStore, seed: int) -> None:
        self.store = store
        self.chance = random.Random(seed)
        self.appeals: dict[int, Appeal] = {}
        self.acts: dict[int, dict[Act, datetime]] = defaultdict(dict)
        self.told: dict[int, list[Told]] = defaultdict(list)
        self.outages: list[tuple[datetime, datetime]] = []
        self.kills = self.starts_counted = 0
        self._order = count()
        self._plans: list[tuple[datetime, int, str, int]] = []
        self._numbers = count(1)
        self._citizen = Citizen(1, ANNA.vk_id)
        self._alive_at = START
        self._over: set[int] = set()

    # The process

    def starts(self) -> None:
        self.starts_counted += 1
        self.watch = Watch(self.chance)

        clock, voice = self.store.clock, self.store.voice(CHAT)
        alarm = WatchedAlarm(clock, TOWN, voice)
        desk = WatchedDesk(clock, TOWN, CALENDAR, voice)
        alarm.watch = desk.watch = self.watch
        self.remind = Remind(
            self.store.database,
            COMMUNITY,
            clock,
            planners=[Ladder(TOWN.reminders, CALENDAR)],
            tellers=[alarm, desk],
            on_calls=lambda: None,
        )

    async def ticks(self) -> None:
        """One look at what is due; some are killed in the middle of it, and the next process looks again."""
        self.watch.is_deadly = self.chance.random() < 0.04
        try:
            await self.remind()
        except Killed:
            self.kills += 1
            self._notes()
            self.starts()
            await self.remind()
        self.watch.commits()
        self._notes()

    def _notes(self) -> None:
        """What people have read by now; it has to be true of the appeal as it stands."""
        for one in self.watch.committed:
            appeal = self.appeals[one.reminder.about.appeal_id or 0]
            is_forwarded = one.reminder.kind is FORWARDED and appeal.status is Status.FORWARDED
            assert is_forwarded or (appeal.is_open and appeal.paused_at is None), f"{one} of {appeal.status}"
            assert one.reminder.kind is not EMERGENCY or not self._is_accepted(appeal), f"{one}, accepted"
            self.told[appeal.id].append(one)
        self.watch.committed.clear()

    # What happens

    def plans(self, at: datetime, deed: str, appeal_id: int = 0) -> None:
        heappush(self._plans, (at, next(self._order), deed, appeal_id))

    async def happens(self, until: datetime) -> None:
        """Everything that people do by then, in one transaction."""
        async with self.store.desk() as session:
            while self._plans and self._plans[0][0] <= until:
                at, _, deed, appeal_id = heappop(self._plans)
                down = next((end for begin, end in self.outages[-1:] if begin < at <= end), None)
                moment = down or at  # nobody can do anything while the bot is down
                if deed == "files":
                    await self._files(session, moment)
                elif (changed := self._changed(deed, self.appeals[appeal_id], moment)) is not None:
                    appeal, act = changed
                    await session.appeals.save(appeal)
                    await session.history.add(appeal_id, HistoryEntry(act, moment, MARIA))
                    self.appeals[appeal_id] = appeal
                    self.acts[appeal_id][act] = moment

    async def _files(self, session: Session, at: datetime) -> None:
        category = self.chance.choice(("roads", "snow", "other"))
        priority, due = CLOCKS.start(category, at)
        new = new_appeal(
            Number(2026, next(self._numbers)),
            self._citizen,
            category=category,
            text="яма",
            attachments=(),
            filed_at=at,
            react_by=due.react_by,
            due_at=due.answer_by,
            priority=priority,
        )
        appeal = await session.appeals.add(new)
        self.appeals[appeal.id] = appeal
        for deed, likely, first, last in (
            ("takes", 0.85, 0, 48),
            ("hands over", 0.3, 0, 24),
            ("raises", 0.05, 0, 100),
            ("accepts", 0.04, 0, 110),
            ("asks", 0.15, 1, 100),
            ("extends", 0.06, 24, 200),
            ("forwards", 0.04, 1, 72),
            ("answers", 0.8, 1, 250),
            ("answers", 0.97, 250, 700),
            ("reopens", 0.15, 100, 800),
            ("answers", 0.9, 800, 1100),
        ):
            if self.chance.random() < likely:
                self.plans(at + self.chance.randint(first * 3600, last * 3600) * SECOND, deed, appeal.id)

    def _changed(self, deed: str, appeal: Appeal, at: datetime) -> tuple[Appeal, Act] | None:
        """The appeal after a deed; None where it makes no sense."""
        statuses, act, change = _DEEDS[deed]
        if appeal.status not in statuses or (act is Act.ACCEPTED and appeal.priority is not Priority.EMERGENCY):
            return None
        if deed in _LEADS_TO:
            following, hours = _LEADS_TO[deed]
            self.plans(at + self.chance.randrange(hours * 3600) * SECOND, following, appeal.id)
        if act is Act.EXTENDED:
            to = CLOCKS.later(at, 5, working=True)
            return (CLOCKS.extended(appeal, to, "ждём плитку", at), act) if to > appeal.due_at else None
        followed = CLOCKS.follow(appeal, replace(appeal, **change), at)  # type: ignore[arg-type]  # of any kind
        return CLOCKS.forwarded(followed, "Водоканал", at) if act is Act.FORWARDED else followed, act

    def moments(self) -> Iterator[datetime]:
        """When the process looks: often while people work, and seldom by night; sometimes it is down for days."""
        now, draw = START, self.chance.randrange
        while now < END:
            now += draw(45, 200) * MINUTE if works(now) else draw(180, 700) * MINUTE
            is_down = draw(60) == 0
            now += draw(1, 8 * 24) * HOUR if is_down else timedelta()
            if is_down or draw(25) == 0:
                self.outages.append((self._alive_at, now))
                self.starts()
            yield now
            self._alive_at = now

    # What should have been told

    def check(self, now: datetime) -> None:
        """Whether everybody knows what they should know of each appeal by now."""
        for appeal in self._concerned():
            if appeal.is_open and appeal.paused_at is None:
                if appeal.priority is Priority.EMERGENCY:
                    self._check_emergency(appeal, now)
                elif works(now):
                    self._check_usual(appeal, now)
            elif appeal.forwarding is not None and was_open_since(appeal.forwarding.answer_by, now):
                assert self._dues(appeal, FORWARDED), f"{now}: nobody was told that {appeal.number} isn't answered"

    def _concerned(self) -> Iterator[Appeal]:
        """Those of whom anybody can be told."""
        self._over -= {one for one in self._over if self.appeals[one].is_open}
        for appeal_id, appeal in self.appeals.items():
            if appeal_id not in self._over:
                if not appeal.is_open and appeal.forwarding is None:
                    self._over.add(appeal_id)
                yield appeal

    def _check_emergency(self, appeal: Appeal, now: datetime) -> None:
        if not self._is_accepted(appeal):
            since = self._urgent_since(appeal)
            ring = since + (now - since) // REPEAT * REPEAT
            assert self._knows(appeal, {EMERGENCY}, ring), f"{now}: nobody was called for {appeal.number}"

    def _is_accepted(self, appeal: Appeal) -> bool:
        acts, since = self.acts[appeal.id], self._urgent_since(appeal)
        accepts = [Act.ACCEPTED, *([Act.TAKEN] if appeal.assignee_id else [])]
        return any(act in acts and acts[act] >= since for act in accepts)

    def _urgent_since(self, appeal: Appeal) -> datetime:
        return max(appeal.counts_from, appeal.clock.priority_since or appeal.counts_from)

    def _check_usual(self, appeal: Appeal, now: datetime) -> None:
        to_be_taken = appeal.status in (Status.NEW, Status.REOPENED)
        is_late = was_open_since(appeal.due_at, now)
        if is_late:
            assert appeal.due_at <= self._dues(appeal, OVERDUE)[-1], f"{now}: {appeal.number} is overdue"
        if to_be_taken and not is_late and was_open_since(appeal.react_by, now):
            assert self._knows(appeal, {UNCLAIMED, DAILY, OVERDUE}, appeal.react_by), f"{now}: {appeal.number}, nobody"
        morning = opening(now)
        assert morning is not None
        late = min(appeal.react_by, appeal.due_at) if to_be_taken else appeal.due_at
        resumed = max((pause.until for pause in appeal.clock.pauses if pause.until), default=late)
        if CALENDAR.next_open(max(late, resumed)).astimezone(ZONE).date() < now.astimezone(ZONE).date():
            assert self._knows(appeal, {DAILY, OVERDUE}, morning), f"{now}: {appeal.number} is overdue still"
        same_day = appeal.due_at.astimezone(ZONE).date() == now.astimezone(ZONE).date()
        changed = max(filter(None, (appeal.counts_from, appeal.clock.priority_since, appeal.clock.informed_at)))
        if same_day and not is_late and changed < morning:
            assert self._knows(appeal, {LAST_DAY, UNCLAIMED, DAILY, OVERDUE}, morning), f"{now}: {appeal.number}, today"
        began, clock = appeal.counts_from, appeal.clock
        is_plain = not (clock.priority_since or clock.pauses or clock.extension)
        if appeal.id % 4 == 0 and is_plain and not is_late:
            passed, whole = CALENDAR.between(began, now), CALENDAR.between(began, appeal.due_at)
            if passed > whole / 2 and whole > 3 * 8 * HOUR:
                graver = {HALF, LAST_DAY, REACTION, UNCLAIMED, DAILY, OVERDUE}
                assert self._knows(appeal, graver, began), f"{now}: half of the time of {appeal.number} has gone"

    def _dues(self, appeal: Appeal, kind: ReminderKind) -> list[datetime]:
        return [one.reminder.due_at for one in self.told[appeal.id] if one.reminder.kind is kind]

    def _knows(self, appeal: Appeal, kinds: set[ReminderKind], since: datetime) -> bool:
        """Whether one of these has been told since then."""
        return any(one.reminder.kind in kinds and one.at >= since for one in reversed(self.told[appeal.id]))


@pytest.mark.timeout(240)  # some ten seconds of work, on a machine that may be busy
async def test_a_year(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a housekeeping that keeps reminders for an hour instead of months, and still none fires twice."""
    monkeypatch.setattr(housekeeping, "KEEP_REMINDERS", HOUR)
    year = Year(store, seed=5)
    await store.introduce(ANNA.vk_id, MARIA, HEAD, OLGA)
    async with store.desk() as session:
        members = [
            StaffMember(MARIA, Role.MODERATOR),
            StaffMember(HEAD, Role.HEAD),
            StaffMember(OLGA, Role.ADMINISTRATOR),
        ]
        await session.staff.replace("vk", members)
    for _ in range(APPEALS):
        year.plans(START + year.chance.randrange(350 * 86400) * SECOND, "files")
    year.starts()
    for now in year.moments():
        store.clock.moment = now
        await year.happens(now)
        await year.ticks()
        year.check(now)
        await housekeeping.Housekeeping(store.database, store.clock)()
    told = [one for of_appeal in year.told.values() for one in of_appeal]
    fired = {(one.reminder.about, one.reminder.kind, one.reminder.due_at) for one in told}
    assert len(fired) == len(told), "each fires once"
    assert len({one.reminder.id for one in told}) == len(told)
    assert all(works(one.at) for one in told if one.reminder.kind in IN_HOURS), "none outside its hours"
    assert all(one.at >= one.reminder.due_at for one in told)
    assert all(HEAD in one.peers for one in told if one.reminder.kind is DAILY), "and the head knows"
    late = {one.reminder.id for one in told if one.reminder.is_late}
    down = {
        one.reminder.id for one in told if any(since < one.reminder.due_at <= until for since, until in year.outages)
    }
    assert late == down, "what came due while the process was down is late, and nothing else"
    rows = await store.database.read("SELECT id FROM reminders WHERE status = 'done'")
    assert {row[0] for row in rows} <= {one.reminder.id for one in told}, "and what is written down was told"
    assert len(rows) < len(told) * 3 / 4
    rows = await store.database.read("SELECT appeal_id, kind, max(finished_at) FROM reminders GROUP BY 1, 2")
    kept = {(appeal_id, kind): from_ms(at) for appeal_id, kind, at in rows if at is not None}
    assert all(kept[one.reminder.about.appeal_id or 0, one.reminder.kind] >= one.at for one in told)
    assert await store.database.read("SELECT id FROM reminders WHERE status = 'failed'") == []
    assert len(year.appeals) == APPEALS
    assert {one.reminder.kind for one in told} >= (IN_HOURS | URGENT) - {
        ReminderKind.INTERIM,
        ReminderKind.EMERGENCY_INTERIM,
    }
    assert year.kills > 5
    assert year.starts_counted > 50
