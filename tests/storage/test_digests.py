"""Digests on a real file: what they count, and that each is sent exactly once, whatever happens to the process."""

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from appeals.administration import Administration, Digest
from appeals.calendar import ProductionCalendar, WorkingCalendar
from appeals.control import Control
from appeals.digest import Mark, Promise
from appeals.digest_times import DigestKind, Period, Timetable
from appeals.model import OPEN_STATUSES, Act, Appeal, Channel, HistoryEntry, Number, Role, StaffMember, Status, Telling
from bot.clock import RussianCalendar
from bot.speaker import SessionSpeaker
from scheduler.digests import SendMorning, SendSummaries, Town
from storage.digests import OPEN, DigestReads
from storage.outbox import Call, Finished
from storage.unit import Session
from tests.storage.people import file
from tests.storage.store import Ids, SqliteStore, event, message
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW, PlainCalendar, new_appeal

CHAT = 2_000_000_001
HEAD, OLGA = StaffMember(203, Role.HEAD, "Иван Первый"), StaffMember(202, Role.ADMINISTRATOR, "Ольга")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IDS = Ids()
TUESDAY = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
"""08:30 in Moscow."""


class Desk:
    """Ticks of a process that may be started anew."""

    def __init__(
        self,
        store: SqliteStore,
        *,
        chat: int | None = CHAT,
        calendar: ProductionCalendar | None = None,
        rules: Digest | None = None,
    ) -> None:
        self.store = store
        self._chat = chat
        self._administration: Administration = replace(ADMINISTRATION, digest=rules or Digest())
        zone = self._administration.zone
        working = WorkingCalendar(self._administration.working_time, calendar or PlainCalendar(), zone)
        self._town = Town(self._administration, Timetable(self._administration.digest, working, zone))
        self.starts()

    def starts(self) -> None:
        store, voice = self.store, self.store.voice(self._chat)
        self.morning = SendMorning(store.database, COMMUNITY, store.clock, self._town, voice)
        self.summaries = SendSummaries(store.database, COMMUNITY, store.clock, self._town, voice)

    async def ticks(self, at: datetime | None = None) -> int:
        self.store.clock.moment = at or self.store.clock.moment
        return await self.morning() + await self.summaries()


@pytest.fixture
async def desk(store: SqliteStore) -> Desk:
    """A desk that began the evening before."""
    await set_staff(store, OLGA)
    desk = Desk(store)
    assert await desk.ticks(TUESDAY - 12 * HOUR) == 0
    return desk


async def set_staff(store: SqliteStore, *members: StaffMember, writing: tuple[int, ...] = ()) -> None:
    await store.introduce(*writing)
    async with store.desk() as session:
        await session.staff.replace("vk", members)


async def texts(store: SqliteStore, peer_id: int = CHAT) -> list[str]:
    return [str(call.params["message"]) for call in await store.waiting_calls() if call.peer_id == peer_id]


async def the_text(store: SqliteStore, peer_id: int = CHAT) -> str:
    (text,) = await texts(store, peer_id)
    return text


async def filed(store: SqliteStore, **changes: Any) -> Appeal:
    await store.introduce(ANNA.vk_id)
    defaults: dict[str, Any] = {"filed_at": store.clock.moment, "due_at": NOW + 10 * DAY, "react_by": NOW + 9 * DAY}
    async with store.desk() as session:
        return await file(session, **{**defaults, **changes})


async def happens(
    store: SqliteStore, appeal: Appeal, act: Act, status: Status | None = None, **changes: object
) -> Appeal:
    async with store.desk() as session:
        changed = replace(appeal, **({"status": status} if status else {}), **changes)  # type: ignore[arg-type]  # of any kind
        await session.appeals.save(changed)
        await session.history.add(appeal.id, HistoryEntry(act, store.clock.moment, 0))
    return changed


# ------------------------------------------------------------------------------------------------------- exactly once


async def test_a_digest_is_sent_once(store: SqliteStore, desk: Desk) -> None:
    assert await desk.ticks(TUESDAY - timedelta(minutes=1)) == 0
    assert await desk.ticks(TUESDAY) == 1
    assert "Доброе утро! Сегодня вторник, 24 ноября." in await the_text(store)
    for minutes in (0, 1, 200):
        assert await desk.ticks(TUESDAY + timedelta(minutes=minutes)) == 0
    await store.reopen()
    desk.starts()
    assert await desk.ticks() == 0, "nor after a restart"


async def test_claim_and_messages_are_one_transaction(store: SqliteStore, desk: Desk) -> None:
    """A process that is killed between the two leaves neither; the next one sends it."""

    def breaks(*_: object) -> None:
        raise sqlite3.OperationalError("the process is gone")

    store.clock.moment = TUESDAY
    desk.morning._speaker = lambda session: Broken(session, breaks)  # a speaker whose words never come to the commit
    with pytest.raises(sqlite3.OperationalError):
        await desk.morning()
    assert await store.database.read("SELECT day FROM digests WHERE kind = 'morning' AND day = '2026-11-24'") == []
    assert await texts(store) == []
    await store.reopen()
    desk.starts()
    assert await desk.ticks() == 1
    assert await desk.ticks() == 0


class Broken(SessionSpeaker):
    """The claim is written, the words are said, and then the process dies."""

    def __init__(self, session: Session, breaks: Callable[..., None]) -> None:
        super().__init__(session, IDS, TUESDAY)
        self._breaks = breaks

    def say(self, *args: object, **more: object) -> None:
        super().say(*args, **more)  # type: ignore[arg-type]  # whatever was said
        self._breaks()


async def test_two_at_once_send_one(store: SqliteStore, desk: Desk) -> None:
    """Both have read that nothing was sent; the database lets one of them have it."""
    other = Desk(store)
    store.clock.moment = TUESDAY
    latest = await other.morning._reads.latest(DigestKind.MORNING, store.clock.moment)

    async def as_before(_: DigestKind, _now: datetime) -> object:
        return latest

    assert await desk.ticks() == 1
    other.morning._reads.latest = as_before  # type: ignore[method-assign, assignment]  # what it had read
    assert await other.morning() == 0
    assert len(await texts(store)) == 1


async def test_a_first_start_tells_nothing_of_before(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    await filed(store)
    desk = Desk(store)
    assert await desk.ticks(TUESDAY + HOUR) == 0
    assert await desk.ticks(TUESDAY + 2 * HOUR) == 0
    await filed(store)
    assert await desk.ticks(TUESDAY + DAY) == 1
    assert "С прошлой сводки (24 ноября, 09:30): 1 новое обращение." in await the_text(store)


async def test_what_came_due_while_the_process_was_down(store: SqliteStore, desk: Desk) -> None:
    await filed(store)
    assert await desk.ticks(TUESDAY + 3 * HOUR) == 1
    told = await the_text(store)
    assert told.startswith("Утренняя сводка, 24 ноября. Она опоздала: 24 ноября в 08:30 бот не работал.")
    assert "1 новое обращение" in told


async def test_a_clock_that_was_ahead_silences_no_morning(store: SqliteStore, desk: Desk) -> None:
    assert await desk.ticks(TUESDAY + 300 * DAY) > 0
    assert await desk.ticks(TUESDAY) == 1
    assert await desk.ticks(TUESDAY + HOUR) == 0
    assert await desk.ticks(TUESDAY + DAY) == 1


async def test_an_hour_is_not_late(store: SqliteStore, desk: Desk) -> None:
    assert await desk.ticks(TUESDAY + HOUR) == 1
    assert "опоздала" not in await the_text(store)


async def test_of_several_missed_mornings_only_the_newest_comes(store: SqliteStore, desk: Desk) -> None:
    await filed(store)
    assert await desk.ticks(TUESDAY + 2 * DAY + HOUR * 2) == 1
    told = await the_text(store)
    assert "Утренняя сводка, 26 ноября." in told
    assert "С прошлой сводки (23 ноября, 20:30): 1 новое обращение." in told, "nothing of the days between is lost"


@pytest.mark.parametrize("moment", [TUESDAY + 14 * HOUR, TUESDAY + 4 * DAY + 2 * HOUR])
async def test_by_night_and_at_weekends_nobody_is_told(store: SqliteStore, desk: Desk, moment: datetime) -> None:
    assert await desk.ticks(moment) == 0
    following = {1: 1, 5: 6}[moment.weekday()]
    assert await desk.ticks(TUESDAY + following * DAY) > 0
    assert "Доброе утро!" in (await texts(store))[0]


async def test_a_digest_waits_until_there_is_somebody_to_tell(store: SqliteStore) -> None:
    desk = Desk(store, chat=None)
    await desk.ticks(TUESDAY - 12 * HOUR)
    assert await desk.ticks(TUESDAY) == 0
    await set_staff(store, OLGA, writing=(OLGA.vk_id,))
    assert await desk.ticks(TUESDAY + HOUR / 2) == 1
    assert "Доброе утро!" in await the_text(store, OLGA.vk_id)


async def test_the_head_reads_it_too(store: SqliteStore, desk: Desk) -> None:
    await set_staff(store, OLGA, HEAD, writing=(HEAD.vk_id,))
    assert await desk.ticks(TUESDAY) == 2
    assert await the_text(store) == await the_text(store, HEAD.vk_id)


async def test_a_head_who_has_never_written_is_named_to_the_desk(store: SqliteStore, desk: Desk) -> None:
    await set_staff(store, OLGA, HEAD)
    assert await desk.ticks(TUESDAY) == 1
    assert "Лично сводка не приходит: Иван Первый." in await the_text(store)


async def test_digests_can_be_switched_off(store: SqliteStore, desk: Desk) -> None:
    off = Desk(store, rules=Digest(enabled=False))
    assert await off.ticks(TUESDAY) == 0


async def test_a_year(store: SqliteStore) -> None:
    """Random stops, nights, holidays: one morning digest on each working day on which the process ran, none outside."""
    await set_staff(store, OLGA)
    chance = random.Random(5)
    desk = Desk(store, calendar=RussianCalendar())
    zone = ADMINISTRATION.zone
    calendar = WorkingCalendar(ADMINISTRATION.working_time, RussianCalendar(), zone)
    now = datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC)
    await desk.ticks(now)
    ran: Counter[date] = Counter()
    told: Counter[date] = Counter()
    while now < datetime(2027, 1, 1, tzinfo=zone):
        now += timedelta(minutes=chance.choice([50, 60, 70] if 4 < now.hour < 15 else [170, 230]))
        if chance.random() < 0.02:
            now += timedelta(hours=chance.choice([1, 5, 16, 60]))
            desk.starts()
        local = now.astimezone(zone)
        hours = calendar.hours_of(local.date())
        ran[local.date()] += bool(hours) and time(8, 30) <= local.time() < hours[-1].end
        sent = await desk.ticks(now)
        assert not sent or (hours and time(8, 30) <= local.time() < hours[-1].end), local
        if sent:
            told[local.date()] += 1
    mornings = await store.database.read("SELECT day, count(*) FROM digests WHERE kind = 'morning' GROUP BY day")
    claimed = {date.fromisoformat(day) for day, _ in mornings} - {date(2025, 12, 30)}
    assert {count for _, count in mornings} == {1}
    assert len(claimed) < 247, "some days were missed altogether"
    assert claimed == {day for day, times in ran.items() if times} == set(told)
    summaries = [text for text in await texts(store) if text.startswith("Итоги")]
    assert len(await texts(store)) - len(summaries) == len(claimed)
    assert 55 < len(summaries) == len(set(summaries)) < 64, "all the weeks and months"


# ------------------------------------------------------------------------------------------------- what is told of


async def test_an_empty_morning_is_one_kind_line(store: SqliteStore, desk: Desk) -> None:
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert told.count("\n") == 0
    assert told.endswith("Хорошего дня!")


async def test_new_overdue_and_due_today(store: SqliteStore, desk: Desk) -> None:
    old = await filed(store, due_at=TUESDAY - DAY)
    await filed(store, due_at=TUESDAY + 8 * HOUR, questions=3)
    await filed(store, react_by=TUESDAY - HOUR)
    waiting = await filed(store, due_at=TUESDAY - DAY)
    await happens(store, waiting, Act.ASKED, Status.WAITING_CITIZEN, question="Какой подъезд?")
    answered = await filed(store, due_at=TUESDAY - DAY)
    await happens(store, answered, Act.ANSWERED, Status.ANSWERED)
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert "5 новых обращений, вопросов в них 7." in told
    assert "Просрочено: 2\n" in told
    assert f"№ {old.number} · Дороги и тротуары · ул. Садовая, 5 · ответ был нужен до 23 ноября" in told
    assert "не взято в работу, срок был 24 ноября, 07:30" in told
    assert "Ответить сегодня: 1\n" in told
    assert "до 16:30" in told
    assert "Чаще всего: Дороги и тротуары (5), ул. Садовая, 5 (5)." in told
    for number in (waiting.number, answered.number):
        assert str(number) not in told


async def test_what_is_told_once_is_not_new_again(store: SqliteStore, desk: Desk) -> None:
    appeal = await filed(store)
    await happens(store, appeal, Act.REOPENED, Status.REOPENED)
    await store.inbox().recover([event(1)], "message", store.clock.now(), expected=True)
    assert await desk.ticks(TUESDAY) == 1
    assert await desk.ticks(TUESDAY + DAY) == 1
    first, second = await texts(store)
    assert all(part in first for part in ("1 новое", "Открыты снова: 1", "бот нашёл сам"))
    assert second.endswith("Хорошего дня!")


async def test_rows_that_come_while_a_digest_is_written_belong_to_the_next(store: SqliteStore, desk: Desk) -> None:
    """Their moment lies before the digest's, but they are committed after it has read."""
    store.clock.moment = TUESDAY
    mark = await desk.morning._reads.mark()
    appeal = await filed(store)
    facts = await desk.morning._reads.facts(Mark(), mark, TUESDAY, TUESDAY + 15 * HOUR)
    assert not facts.fresh
    facts = await desk.morning._reads.facts(mark, await desk.morning._reads.mark(), TUESDAY, TUESDAY + 15 * HOUR)
    assert len(facts.fresh) == 1
    assert appeal.id > mark.appeal


async def test_what_came_back_and_is_answered_again_presses_nobody(store: SqliteStore, desk: Desk) -> None:
    first, second = await filed(store), await filed(store)
    for one, act in ((first, Act.PARTLY), (second, Act.REOPENED)):
        await happens(store, one, act, Status.REOPENED)
    await happens(store, second, Act.ANSWERED, Status.ANSWERED)
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert "Открыты снова: 1\n" in told
    assert f"№ {first.number} · Дороги" in told


async def test_what_comparisons_found(store: SqliteStore, desk: Desk) -> None:
    now = store.clock.now()
    inbox = store.inbox()
    await inbox.recover([event(1), event(2)], "message", now, expected=True)
    await inbox.recover([event(3)], "message", now, expected=False)
    await inbox.recover([event(4)], "lead", now, expected=False)
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert "бот нашёл сам: 1 заявка, 3 сообщения." in told
    assert "Из них во время обычной работы бота: 2." in told


async def refused(store: SqliteStore, appeal: Appeal, tells: Telling, outcome: str = "unreachable") -> int:
    async with store.desk() as session:
        call = session.call(replace(message("Слова", appeal_id=appeal.id), tells=tells))
    await store.outbox().finish([Finished(call, outcome, "VK 901")], [], [], store.clock.now())  # type: ignore[arg-type]  # outcomes
    return call


async def test_what_did_not_reach_citizens(store: SqliteStore, desk: Desk) -> None:
    answer, broken, number, question, passed, courtesy, again, later = [await filed(store) for _ in range(8)]
    await refused(store, answer, Telling.ANSWER)
    await refused(store, broken, Telling.REFUSAL, "failed")
    await refused(store, number, Telling.NUMBER)
    await happens(store, number, Act.UNDELIVERED, number_told=False)
    await refused(store, question, Telling.QUESTION)
    done = await refused(store, passed, Telling.ANSWER)
    async with store.desk() as session:
        await session.messages.pass_on(done, store.clock.now())
    await refused(store, courtesy, Telling.TAKEN)
    first = await refused(store, again, Telling.ANSWER)
    async with store.desk() as session:
        (repeated,) = [call for call in await session.take_undelivered(ANNA.vk_id) if call.repeats_id == first]
        session.call(repeated)
    await refused(store, later, Telling.ANSWER, "failed")
    async with store.desk() as session:
        session.call(replace(message("Новые слова", appeal_id=later.id), tells=Telling.ANSWER))
    numbers = (await DigestReads(store.database, COMMUNITY).facts(Mark(), Mark(), TUESDAY, TUESDAY)).undelivered
    assert list(numbers) == [broken.number, number.number]
    await desk.ticks(TUESDAY)
    assert f"по обращениям: № {broken.number}, № {number.number}." in await the_text(store)


async def test_what_was_refused_again_is_told_once(store: SqliteStore, desk: Desk) -> None:
    appeal = await filed(store)
    first = await refused(store, appeal, Telling.ANSWER)
    async with store.desk() as session:
        (repeated,) = await session.take_undelivered(ANNA.vk_id)
        second = session.call(repeated)
    await store.outbox().finish([Finished(second, "unreachable", "VK 901")], [], [], store.clock.now())
    reads = DigestReads(store.database, COMMUNITY)
    assert list((await reads.facts(Mark(), Mark(), TUESDAY, TUESDAY)).undelivered) == [appeal.number]
    async with store.desk() as session:
        await session.messages.pass_on(first, store.clock.now())
    assert not (await reads.facts(Mark(), Mark(), TUESDAY, TUESDAY)).undelivered


async def test_thanks_are_counted(store: SqliteStore, desk: Desk) -> None:
    appeal = await filed(store)
    for _ in range(2):
        await happens(store, appeal, Act.THANKED)
    await desk.ticks(TUESDAY)
    assert "Жители сказали спасибо: 2 раза." in await the_text(store)


async def test_broken_promises_are_told_where_they_are_tracked(store: SqliteStore, desk: Desk) -> None:
    class Tracked:
        async def broken(self, _now: datetime) -> list[Promise]:
            return [Promise(7, Number(2026, 7), date(2026, 11, 20))]

    desk.morning.promises = Tracked()
    await desk.ticks(TUESDAY)
    assert "Обещали и не сделали: 1\n№ 2026-000007 · обещали 20 ноября" in await the_text(store)


async def test_what_is_under_control(store: SqliteStore, desk: Desk) -> None:
    appeal, free, over = [await filed(store, due_at=TUESDAY - DAY) for _ in range(3)]
    await happens(store, over, Act.ANSWERED, Status.ANSWERED)
    async with store.desk() as session:
        for one in (appeal, over):
            await session.controls.put(Control(one.id, HEAD.vk_id, store.clock.now()))
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert f"На личном контроле: № {appeal.number}" in told
    assert str(over.number) not in told, "it has its answer"
    assert "до 23 ноября · на контроле" in told
    (call,) = await store.waiting_calls()
    assert str(call.params["keyboard"]).count("На контроль") == 1
    assert f"№ {free.number.sequence}" in str(call.params["keyboard"])


async def test_no_person_is_in_it(store: SqliteStore, desk: Desk) -> None:
    appeal = await filed(store, due_at=TUESDAY - DAY)
    async with store.desk() as session:
        await session.appeals.save(
            replace(appeal, place=replace(appeal.place, address="ул. Садовая, 5, кв. 17, тел. +7 900 123-45-67"))
        )
    await desk.ticks(TUESDAY)
    told = await the_text(store)
    assert "ул. Садовая, 5" in told
    for secret in ("кв. 17", "123-45-67", "Анна", "Примерова", appeal.text, appeal.contact):
        assert secret not in told


async def test_other_communities_are_not_told_of(store: SqliteStore, desk: Desk) -> None:
    async with store.desk(community=2) as session:
        citizen = await session.citizens.with_vk_id(ANNA.vk_id)
        number = await session.appeals.next_number(2026)
        appeal = await session.appeals.add(new_appeal(number, citizen, due_at=TUESDAY - DAY))
        await session.history.add(appeal.id, HistoryEntry(Act.REOPENED, TUESDAY, 0))
        session.call(Call(ANNA.vk_id, 1, "messages.send", {"message": "1"}, appeal.id, tells=Telling.ANSWER))
    await desk.ticks(TUESDAY)
    assert (await the_text(store)).endswith("Хорошего дня!")


# ----------------------------------------------------------------------------------------------------------- summaries


async def a_week(store: SqliteStore) -> None:
    """The week before: two appeals, one answered in time, came back and answered late; and one earlier."""
    monday = TUESDAY - DAY
    for days, channel in ((-3, Channel.DIALOG), (-2, Channel.HOTLINE), (-9, Channel.DIALOG)):
        store.clock.moment = monday + days * DAY
        appeal = await filed(store, channel=channel, due_at=monday + days * DAY + 5 * HOUR, questions=2)
        if days == -3:
            store.clock.moment += 4 * HOUR
            answered = await happens(store, appeal, Act.ANSWERED, Status.ANSWERED)
            store.clock.moment += HOUR
            due = store.clock.moment + 2 * HOUR
            reopened = await happens(store, answered, Act.REOPENED, Status.REOPENED, due_at=due)
            store.clock.moment += 3 * HOUR
            await happens(store, reopened, Act.ANSWERED, Status.ANSWERED)


async def test_counts_of_a_period(store: SqliteStore) -> None:
    await a_week(store)
    midnight = datetime(2026, 11, 22, 21, tzinfo=UTC)
    reads = DigestReads(store.database, COMMUNITY)
    counts = await reads.counts(Period(midnight - 7 * DAY, midnight))
    assert sorted((one.channel, one.appeals, one.questions) for one in counts.filed) == [
        (Channel.DIALOG, 1, 2),
        (Channel.HOTLINE, 1, 2),
    ]
    first, second = counts.answers
    assert (first.at - first.owed_from, first.due_at - first.owed_from) == (4 * HOUR, 5 * HOUR)
    assert (second.at - second.owed_from, second.due_at - second.owed_from) == (3 * HOUR, 2 * HOUR)
    assert counts.reopened == 1
    before = await reads.counts(Period(midnight - 14 * DAY, midnight - 7 * DAY))
    assert [one.appeals for one in before.filed] == [1]
    assert (await reads.is_older(midnight - 7 * DAY), await reads.is_older(midnight - 14 * DAY)) == (True, False)


async def test_the_weekly_summary(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    monday = TUESDAY - DAY
    desk = Desk(store)
    await desk.ticks(monday - 13 * DAY)
    await a_week(store)
    assert await desk.ticks(monday) == 2
    (told,) = [text for text in await texts(store) if "Итоги" in text]
    assert told.startswith("Итоги недели: с 16 ноября по 22 ноября.\nВ скобках — неделя до этого.")
    for part in (
        "Обращений: 2 (было 1)",
        "Вопросов в них: 4 (было 2)",
        "Дали ответ: 1 (было 0)",
        "Открыты снова: 1, 100 % от ответов",
        "личные сообщения: 1 (было 1)",
        "горячая линия: 1 (было 0)",
        "Сейчас в работе: 2, из них просрочено: 2",
    ):
        assert part in told
    assert await desk.ticks(monday + HOUR) == 0


async def test_a_summary_that_was_missed_comes_the_next_morning(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    desk = Desk(store)
    monday = TUESDAY - DAY
    await desk.ticks(monday - 3 * DAY)
    assert await desk.ticks(monday + 14 * HOUR) == 0, "the evening"
    assert await desk.ticks(TUESDAY) == 2
    (told,) = [text for text in await texts(store) if "Итоги" in text]
    assert "Они опоздали: 23 ноября в 08:30 бот не работал." in told
    assert "В скобках" not in told, "there is nothing to compare with"


async def test_the_monthly_summary(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    desk = Desk(store, rules=Digest(weekly=False))
    await desk.ticks(TUESDAY - 40 * DAY)
    await filed(store)
    assert await desk.ticks(datetime(2026, 12, 1, 5, 30, tzinfo=UTC)) == 2
    (told,) = [text for text in await texts(store) if "Итоги" in text]
    assert told.startswith("Итоги месяца: ноябрь 2026 года.\nВ скобках")


# ------------------------------------------------------------------------------------------------------------ its cost


async def test_reading_uses_indexes(store: SqliteStore) -> None:
    """No table that grows for ever is read from end to end."""
    statements: list[tuple[str, tuple[object, ...]]] = []
    reads = DigestReads(store.database, COMMUNITY)
    whole = store.database.read

    async def noted(sql: str, parameters: tuple[object, ...] = ()) -> object:
        statements.append((sql, parameters))
        return await whole(sql, parameters)

    store.database.read = noted  # type: ignore[method-assign, assignment]  # listens
    await reads.mark()
    await reads.facts(Mark(), Mark(5, 5, 5), TUESDAY, TUESDAY)
    await reads.counts(Period(TUESDAY, TUESDAY + DAY))
    await reads.standing(TUESDAY)
    await reads.is_older(TUESDAY)
    await reads.latest(DigestKind.WEEK, NOW)
    assert len(statements) > 10
    assert set(re.findall(r"'(\w+)'", OPEN)) == OPEN_STATUSES
    for sql, parameters in statements:
        plan = [str(row[3]) for row in await whole(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        assert not any("appeals_filed (community_id=?)" in step for step in plan), "all appeals of the community"
        scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step and "USING" not in step]
        assert not scans, (sql, plan)
