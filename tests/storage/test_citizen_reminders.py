"""A spring of questions and answers on a real file: each citizen is reminded as often as they should be."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from appeals.model import Act, Appeal, Status
from appeals.reminder_times import ReminderTimes
from appeals.reminders import About, Planned, ReminderKind
from appeals.usecases.feedback import Clarify, Reopen
from appeals.usecases.reminding import times_of
from appeals.usecases.work import AnswerAppeal, AskCitizen
from bot.reminding import RemindCitizens
from handlers.reminding import remind
from handlers.turn import Office
from scheduler.reminders import Remind
from storage.citizen_reminders import reminded_since
from storage.unit import Session
from tests.storage.people import file
from tests.storage.store import Ids, SqliteStore
from tests.storage.town import CALENDAR, CLOCKS, MARIA, person_of, prepare
from tests.unit.samples import ADMINISTRATION, COMMUNITY, NOW

CHAT = 2_000_000_001
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = range(1001, 1021)
TIMES: ReminderTimes = times_of(CLOCKS)


class Town:
    """A tick of a process that can be started anew, and what it has said to whom, and when."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.office = Office(ADMINISTRATION, CALENDAR, Ids(), COMMUNITY, CHAT)
        self.starts()

    def starts(self) -> None:
        self._remind = Remind(
            self.store.database,
            COMMUNITY,
            self.store.clock,
            planners=(),
            tellers=[RemindCitizens(self.office, self.store.clock.now)],
            on_calls=lambda: None,
        )

    async def ticks(self) -> int:
        return await self._remind()

    async def told(self) -> list[tuple[int, datetime]]:
        rows = await self.store.database.read(
            "SELECT peer_id, created_at FROM outbox WHERE method = 'messages.send' AND peer_id < 2000000000 ORDER BY id"
        )
        return [(row[0], datetime.fromtimestamp(row[1] / 1000, UTC)) for row in rows]


@pytest.fixture
async def town(store: SqliteStore) -> Town:
    await prepare(store)
    await store.introduce(*PEOPLE)
    return Town(store)


async def appeal_of(town: Town, vk_id: int) -> Appeal:
    async with town.store.desk(vk_id) as session:
        number = len(await session.read("SELECT 1 FROM appeals"))
        return await file(session, origin=f"draft:{vk_id}:{number}")


async def do(town: Town, vk_id: int, deed: Callable[[Session], Awaitable[Any]]) -> None:
    async with town.store.desk(vk_id) as session:
        await deed(session)


async def acts(town: Town, appeal: Appeal) -> list[Act]:
    async with town.store.desk() as session:
        return [entry.act for entry in await session.history.of(appeal.id)]


@dataclass
class Life:
    """One appeal: it is answered or asked about, and after some days its citizen says something, or doesn't."""

    vk_id: int
    begins: datetime
    is_question: bool
    speaks_after: int | None
    appeal: Appeal | None = None
    spoke: bool = False


@pytest.mark.parametrize("seed", range(3))
async def test_a_spring(town: Town, seed: int) -> None:
    """Ticks at odd hours, restarts, days without power: nobody hears at night, twice a day, or once too often."""
    chance, clock = Random(seed), town.store.clock
    begin = clock.moment
    lives = [
        Life(
            vk_id,
            begin + chance.randrange(20 * 24 * 60) * timedelta(minutes=1),
            chance.random() < 0.5,
            chance.choice([None, None, 1, 5, 20]),
        )
        for vk_id in (*PEOPLE, *PEOPLE)
    ]
    dark = {begin.date() + chance.randrange(60) * DAY for _ in range(10)}
    while clock.moment < begin + 60 * DAY:
        clock.moment += chance.randrange(5, 200) * timedelta(minutes=1)
        for life in lives:
            await _live(town, life, clock.moment)
        if clock.moment.date() in dark:
            town.starts()
            continue
        await town.ticks()
    told = await town.told()
    assert all(TIMES.is_decent(moment) for _, moment in told)
    days = Counter((peer, moment.astimezone(TIMES.zone).date()) for peer, moment in told)
    assert set(days.values()) == {1}
    said = Counter(peer for peer, _ in told)
    for life in lives:
        said[life.vk_id] -= await _check(town, life)
    assert not any(said.values()), "every message stands in a history"


async def _live(town: Town, life: Life, now: datetime) -> None:
    if life.appeal is None and now >= life.begins:
        life.appeal = filed = await appeal_of(town, life.vk_id)
        life.begins = now
        if life.is_question:
            await do(town, life.vk_id, lambda desk: AskCitizen(desk, CLOCKS)(filed.id, MARIA, "Какой дом?", now))
        else:
            await do(town, life.vk_id, lambda desk: AnswerAppeal(desk, CLOCKS)(filed.id, MARIA, "Починили.", (), now))
    if life.appeal is None or life.spoke or life.speaks_after is None or now < life.begins + life.speaks_after * DAY:
        return
    appeal, life.spoke = life.appeal, True
    if life.is_question:
        await do(town, life.vk_id, lambda desk: Clarify(desk, CLOCKS)(person_of(desk), appeal.id, "Пятый", (), now))
    else:
        reopen = Reopen
        await do(town, life.vk_id, lambda desk: reopen(desk, ADMINISTRATION, CALENDAR)(person_of(desk), appeal.id, now))


async def _check(town: Town, life: Life) -> int:
    """Check what one appeal came to; return how many messages that was."""
    assert life.appeal is not None
    happened = Counter(await acts(town, life.appeal))
    asked, ended = (Act.REMINDED, Act.UNREPLIED) if life.is_question else (Act.VERDICT_ASKED, Act.UNJUDGED)
    match life.speaks_after:
        case None:
            assert (happened[asked], happened[ended]) == (1, 1)
        case 1:
            assert (happened[asked], happened[ended]) == (0, 0)
        case _:
            assert happened[asked] <= 1
            assert happened[ended] <= happened[asked]
    return happened[asked] + happened[ended]


class TestWhatWasPlannedIsLookedAtAgain:
    async def test_a_row_that_breaks_stops_nobody(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = [await appeal_of(town, vk_id) for vk_id in PEOPLE[:2]]
        await do(town, PEOPLE[0], lambda desk: AnswerAppeal(desk, CLOCKS)(first.id, MARIA, "Починили.", (), NOW))
        await do(town, PEOPLE[1], lambda desk: AnswerAppeal(desk, CLOCKS)(second.id, MARIA, "Починили.", (), NOW))
        town.store.clock.moment = NOW + 3 * DAY

        async def broken(turn: Any, reminder: Any, **more: Any) -> Any:
            done = await remind(turn, reminder, **more)
            if reminder.about.appeal_id == first.id:
                raise RuntimeError
            return done

        monkeypatch.setattr("bot.reminding.remind", broken)
        await town.ticks()
        assert [peer for peer, _ in await town.told()] == [PEOPLE[1]]
        assert Act.VERDICT_ASKED not in await acts(town, first), "what it did is undone"
        monkeypatch.undo()
        await town.ticks()
        assert [peer for peer, _ in await town.told()] == [PEOPLE[1], PEOPLE[0]]

    async def test_who_is_forgotten(self, town: Town) -> None:
        appeal = await appeal_of(town, PEOPLE[0])
        await do(town, PEOPLE[0], lambda desk: AnswerAppeal(desk, CLOCKS)(appeal.id, MARIA, "Починили.", (), NOW))
        async with town.store.desk() as session:
            await session.write("UPDATE appeals SET erased_at = 1 WHERE id = ?", (appeal.id,))
        town.store.clock.moment = NOW + 3 * DAY
        assert await town.ticks() == 1
        assert await town.told() == []

    async def test_who_was_told_today(self, town: Town) -> None:
        appeal = await appeal_of(town, PEOPLE[0])
        await do(town, PEOPLE[0], lambda desk: AnswerAppeal(desk, CLOCKS)(appeal.id, MARIA, "Починили.", (), NOW))
        town.store.clock.moment = NOW + 3 * DAY
        await town.ticks()
        async with town.store.desk() as session:
            kinds, now = RemindCitizens.kinds, town.store.clock.moment
            today = TIMES.midnight(now)
            assert await reminded_since(session, kinds, today, now, besides=()) == {appeal.citizen_id}
            assert await reminded_since(session, kinds, today + DAY, now + DAY, besides=()) == set()
            assert await reminded_since(session, kinds, today, now - HOUR, besides=()) == set(), "the clock was ahead"

    async def test_others_who_joined_keep_a_question_open(self, town: Town) -> None:
        """Their matter goes on, whatever the one who was asked says."""
        appeal, other = [await appeal_of(town, vk_id) for vk_id in PEOPLE[:2]]
        await do(town, PEOPLE[0], lambda desk: AskCitizen(desk, CLOCKS)(appeal.id, MARIA, "Какой дом?", NOW))
        async with town.store.desk() as session:
            await session.write(
                "UPDATE appeals SET status = 'duplicate', joined_to = ?, joined_status = 'new' WHERE id = ?",
                (appeal.id, other.id),
            )
        for days in (3, 14, 40):
            town.store.clock.moment = NOW + days * DAY
            await town.ticks()
        assert (await acts(town, appeal))[-1] is Act.REMINDED
        async with town.store.desk() as session:
            about = About(appeal.id)
            due = town.store.clock.moment - HOUR
            await session.reminders.plan(about, {ReminderKind.UNREPLIED}, [Planned(due, ReminderKind.UNREPLIED)])
        await town.ticks()
        async with town.store.desk() as session:
            stands = await session.appeals.get(appeal.id)
        assert stands is not None
        assert (stands.status, stands.lapse) == (Status.WAITING_CITIZEN, None)
