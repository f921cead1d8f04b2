"""Clocks on the real store: kept as they are, changed by the use cases, found when the law's days are over."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appeals.days import More, OnDay
from appeals.errors import AppealsError, ClockStands, NotAllowed, NotLater, NotStaff, TooLate, WrongStatus
from appeals.model import (
    Act,
    Appeal,
    AutoReaction,
    Clock,
    Extension,
    Forwarding,
    Pause,
    Priority,
    Role,
    StaffMember,
    Status,
    Telling,
)
from appeals.usecases.clocks import ChangePriority, ExtendDeadline, ForwardAppeal, InformCitizen
from appeals.usecases.feedback import Clarify
from appeals.usecases.work import AnswerAppeal, AskCitizen
from storage import migrations, shapes
from storage.outbox import Finished
from storage.unit import Session
from tests.storage.store import SqliteStore, message
from tests.storage.town import CLOCKS, MARIA, STRANGER, filing, person_of, prepare
from tests.unit.samples import ANNA, NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OBSERVER = 203


@pytest.fixture
async def ready(store: SqliteStore) -> SqliteStore:
    await prepare(store)
    async with store.desk() as session:
        await session.staff.replace("file", [StaffMember(OBSERVER, Role.OBSERVER, "Вера")])
    return store


async def filed(store: SqliteStore, number: int = 1) -> Appeal:
    async with store.desk() as session:
        return await filing(session, id=number)


async def read(store: SqliteStore, appeal: Appeal) -> Appeal:
    async with store.desk() as session:
        found = await session.appeals.get(appeal.id)
    assert found is not None
    return found


async def test_a_clock_is_read_as_it_was_saved(ready: SqliteStore) -> None:
    appeal = replace(
        await filed(ready),
        priority=Priority.FAST,
        clock=Clock(
            started_at=NOW + HOUR,
            priority_since=NOW + 2 * HOUR,
            pauses=(Pause(NOW + 3 * HOUR, NOW + 4 * HOUR), Pause(NOW + 5 * HOUR)),
            extension=Extension(NOW + 9 * DAY, NOW + HOUR, "ждём «плитку»"),
            informed_at=NOW + 3 * HOUR,
            reaction=AutoReaction(NOW, "Когда приём у главы?"),
        ),
        interim_by=NOW + 6 * HOUR,
        forwarding=Forwarding("Росавтодор", NOW + 33 * DAY),
    )
    async with ready.desk() as session:
        await session.appeals.save(appeal)
    await ready.reopen()
    assert await read(ready, appeal) == appeal


async def test_a_question_stops_the_clock_and_the_reply_starts_it(ready: SqliteStore) -> None:
    new = await filed(ready)
    async with ready.desk() as session:
        asked = await AskCitizen(session, CLOCKS)(new.id, MARIA, "Какой подъезд?", NOW + HOUR)
    assert (asked.paused_at, asked.due_at) == (NOW + HOUR, new.due_at)
    async with ready.desk() as session:
        replied = await Clarify(session, CLOCKS)(person_of(session), new.id, "Второй", (), NOW + DAY + HOUR)
    assert replied.due_at - new.due_at >= DAY
    assert await read(ready, new) == replied
    assert CLOCKS.counted(replied) == replied
    async with ready.desk() as session:
        answered = await AnswerAppeal(session, CLOCKS)(new.id, MARIA, "Засыпали", (), NOW + 2 * DAY)
    assert answered.due_at == replied.due_at


async def test_priority_is_changed_once_and_stands_in_the_journal(ready: SqliteStore) -> None:
    new = await filed(ready)
    async with ready.desk(MARIA) as session:
        change = ChangePriority(session, CLOCKS)
        urgent = await change(new.id, MARIA, Priority.EMERGENCY, NOW + HOUR)
        assert await change(new.id, MARIA, Priority.EMERGENCY, NOW + 2 * HOUR) == urgent
    assert (urgent.priority, urgent.due_at) == (Priority.EMERGENCY, NOW + HOUR + DAY)
    async with ready.desk() as session:
        assert [entry.act for entry in await session.history.of(new.id)] == [Act.FILED, Act.PRIORITISED]
        row = (await session.audit.of(new.id))[-1]
    assert (row.deed, row.actor_id, row.before["priority"], row.after["priority"]) == (
        *("prioritised", MARIA, "usual", "emergency"),
    )
    assert set(row.after) == {"priority", "react_by", "due_at"}


async def test_an_extension_ends_with_a_working_day(ready: SqliteStore) -> None:
    new = await filed(ready)  # due on Friday, 4 December, 16:00 in Moscow
    async with ready.desk() as session:
        extend = ExtendDeadline(session, CLOCKS)
        on_sunday = OnDay(datetime(2026, 12, 13).date())  # noqa: DTZ001 - a day
        extended = await extend(new.id, MARIA, on_sunday, "ждём плитку", NOW)
        assert extended.due_at == datetime(2026, 12, 11, 13, tzinfo=UTC)
        more = await extend(new.id, MARIA, More(1), "и клей", NOW)
        assert more.due_at == datetime(2026, 12, 14, 14, tzinfo=UTC), "no fewer days than were asked for"
        working = await extend(new.id, MARIA, More(2, working=True), "и людей", NOW)
        assert working.due_at == datetime(2026, 12, 16, 14, tzinfo=UTC)
        told = [entry.text for entry in await session.history.of(new.id) if entry.act is Act.EXTENDED]
    assert told == ["11.12.2026: ждём плитку", "14.12.2026: и клей", "16.12.2026: и людей"]


async def test_forwarding_ends_our_clock(ready: SqliteStore) -> None:
    new = await filed(ready)
    async with ready.desk() as session:
        await AskCitizen(session, CLOCKS)(new.id, MARIA, "Какой подъезд?", NOW)
        forwarded = await ForwardAppeal(session, CLOCKS)(new.id, MARIA, "Росавтодор", "Это их дорога.", NOW + HOUR)
        assert (await session.history.of(new.id))[-1].text == "Росавтодор\nЭто их дорога."
    assert (forwarded.status, forwarded.paused_at, forwarded.question) == (Status.FORWARDED, None, "")
    assert forwarded.forwarding == Forwarding("Росавтодор", datetime(2026, 12, 27, 20, 59, tzinfo=UTC))
    with pytest.raises(WrongStatus):
        async with ready.desk() as session:
            await ForwardAppeal(session, CLOCKS)(new.id, MARIA, "Россети", "", NOW + HOUR)


async def test_legal_clocks_by_pages(ready: SqliteStore) -> None:
    appeals = [await filed(ready, number) for number in range(1, 6)]
    async with ready.desk() as session:
        for days, appeal in zip((3, 1, 1, 2), appeals, strict=False):
            await ForwardAppeal(session, CLOCKS)(appeal.id, MARIA, "Россети", "", NOW + days * DAY)
    _, second, third, fourth = appeals[:4]
    async with ready.desk() as session:
        until, found, after = NOW + 36 * DAY, [], None
        while page := await session.appeals.with_others(until, limit=2, after=after):
            found += [one.id for one in page]
            last = page[-1]
            assert last.forwarding is not None
            after = (last.forwarding.answer_by, last.id)
    assert found == [second.id, third.id, fourth.id], "the soonest first, and the first one's days are not over"


REFUSED: dict[str, tuple[type[AppealsError], int]] = {
    "a stranger": (NotStaff, STRANGER),
    "an observer": (NotAllowed, OBSERVER),
}


@pytest.mark.parametrize("who", REFUSED)
async def test_rights_are_asked_at_the_moment_of_use(ready: SqliteStore, who: str) -> None:
    refusal, by = REFUSED[who]
    new = await filed(ready)
    async with ready.desk() as session:
        for deed in (
            ChangePriority(session, CLOCKS)(new.id, by, Priority.FAST, NOW),
            ExtendDeadline(session, CLOCKS)(new.id, by, More(3), "ждём", NOW),
            ForwardAppeal(session, CLOCKS)(new.id, by, "Россети", "", NOW),
            InformCitizen(session, CLOCKS)(new.id, by, "Едут", NOW),
        ):
            with pytest.raises(refusal):
                await deed
    assert await read(ready, new) == new


async def test_what_an_extension_may_not(ready: SqliteStore) -> None:
    new = await filed(ready)
    async with ready.desk() as session:
        extend = ExtendDeadline(session, CLOCKS)
        with pytest.raises(NotLater):
            await extend(new.id, MARIA, OnDay(new.due_at.date()), "ждём", NOW)
        with pytest.raises(TooLate) as late:
            await extend(new.id, MARIA, More(51), "ждём", NOW)
        assert late.value.latest == CLOCKS.latest(new)
        await AskCitizen(session, CLOCKS)(new.id, MARIA, "Какой подъезд?", NOW)
        with pytest.raises(ClockStands):
            await extend(new.id, MARIA, More(3), "ждём", NOW)
        await AnswerAppeal(session, CLOCKS)(new.id, MARIA, "Засыпали", (), NOW)
        for ended in (
            extend(new.id, MARIA, More(3), "ждём", NOW),
            ChangePriority(session, CLOCKS)(new.id, MARIA, Priority.FAST, NOW),
            InformCitizen(session, CLOCKS)(new.id, MARIA, "Едут", NOW),
        ):
            with pytest.raises(WrongStatus):
                await ended


async def test_news_that_are_over_are_not_sent_again(ready: SqliteStore) -> None:
    """A new day that VK refused is of no use once the answer is there; that another body decides always is."""
    first, second = await filed(ready, 1), await filed(ready, 2)
    async with ready.desk() as session:
        for appeal in (first, second):
            for tells in (Telling.DEADLINE, Telling.UPDATE, Telling.FORWARDING):
                session.call(replace(message(tells, appeal_id=appeal.id), tells=tells))
    for call in await ready.waiting_calls():
        await ready.outbox().finish([Finished(call.id, "unreachable", "VK 901")], [], [], NOW)
    async with ready.desk() as session:
        await AnswerAppeal(session, CLOCKS)(first.id, MARIA, "Засыпали", (), NOW)
    async with ready.work() as unit:
        session = unit.session(await ready.standing(unit))
        again = [(call.appeal_id, call.tells) for call in await session.take_undelivered(ANNA.vk_id)]
    assert again == [
        (first.id, Telling.FORWARDING),
        (second.id, Telling.DEADLINE),
        (second.id, Telling.UPDATE),
        (second.id, Telling.FORWARDING),
    ]


OLD_ROWS = """
INSERT INTO citizens (id, community_id, vk_id) VALUES (1, 1, 101);
INSERT INTO appeals (id, community_id, year, sequence, citizen_id, channel, status, category, text, filed_at, react_by,
                     due_at, origin, question)
VALUES (7, 1, 2026, 1, 1, 'dialog', 'new', 'roads', '', 1, 2, 3, 'draft:1:1', ''),
       (8, 1, 2026, 2, 1, 'dialog', 'waiting_citizen', 'roads', '', 1, 2, 3, 'draft:1:2', 'Где?'),
       (9, 1, 2026, 3, 1, 'dialog', 'reopened', 'roads', '', 1, 2, 3, 'draft:1:3', '');
INSERT INTO history (community_id, appeal_id, act, at, actor_id)
VALUES (1, 8, 'asked', 5000, 201), (1, 8, 'asked', 6000, 201), (1, 9, 'reopened', 7000, 101);
INSERT INTO outbox (id, community_id, peer_id, priority, method, params, appeal_id, created_at, tells)
VALUES (5, 1, 101, 1, 'messages.send', '{"message": "Где?"}', 8, 1, 'question');
"""


async def test_an_older_file_gets_its_clocks(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    store.path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(store.path)) as connection:
        for number, script in sorted(migrations.migrations().items()):
            if number < 12:
                connection.executescript(script)
        connection.executescript(OLD_ROWS + "PRAGMA user_version = 11;")
    await store.open()
    try:
        async with store.desk() as session:
            new, waiting, reopened = [await _get(session, number) for number in (7, 8, 9)]
        assert (new.priority, new.clock, new.interim_by, new.forwarding) == (Priority.USUAL, Clock(), None, None)
        assert waiting.paused_at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=6)
        assert reopened.counts_from == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=7)
        assert await store.database.read("SELECT tells FROM outbox") == [("question",)]
    finally:
        await store.close()


ANSWERED_ROWS = """
INSERT INTO history (community_id, appeal_id, act, at, actor_id, text)
VALUES (1, 7, 'auto_answered', 4000, 0, 'Где МФЦ?'), (1, 8, 'auto_answered', 4000, 0, 'Где МФЦ?');
UPDATE appeals SET react_by = due_at WHERE id = 7;
"""


async def test_an_older_file_tells_which_reaction_was_the_bots(tmp_path: Path) -> None:
    """Only where the rule said so: there the deadline for the reaction was the answer's."""
    store = SqliteStore(tmp_path)
    store.path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(store.path)) as connection:
        for number, script in sorted(migrations.migrations().items()):
            if number < 24:
                connection.executescript(script)
            if number == 11:
                connection.executescript(OLD_ROWS)
        connection.executescript(ANSWERED_ROWS + "PRAGMA user_version = 23;")
    await store.open()
    try:
        async with store.desk() as session:
            counted, asked = [await _get(session, number) for number in (7, 8)]
        assert counted.clock.reaction == AutoReaction(datetime(1970, 1, 1, 0, 0, 4, tzinfo=UTC), "Где МФЦ?")
        assert asked.clock.reaction is None
    finally:
        await store.close()


def test_a_deed_of_an_older_version_keeps_its_clock() -> None:
    """What was kept to be taken back knew nothing of reactions."""
    old = shapes.clock_columns(Clock(priority_since=NOW))[:-2]
    assert shapes.clock(*old) == Clock(priority_since=NOW)


async def _get(session: Session, appeal_id: int) -> Appeal:
    found = await session.appeals.get(appeal_id)
    assert found is not None
    return found
