"""What the ticks do with the store: old rows go, failures are told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.draft import Draft
from appeals.model import Role, StaffMember
from handlers.states import Linked
from storage.moments import to_ms
from storage.outbox import Finished
from tests.storage.people import file
from tests.storage.store import SqliteStore, event, message
from tests.unit.samples import ANNA, NOW, new_appeal

CHAT = 2_000_000_001
OLGA, MARIA = StaffMember(202, Role.ADMINISTRATOR), StaffMember(201, Role.MODERATOR)

# ----------------------------------------------------------------------------------------------------- housekeeping


async def a_life_long_ago(store: SqliteStore) -> None:
    """A row of every kind: events done, failed and waiting; calls sent, failed, unreachable and waiting."""
    await store.introduce(ANNA.vk_id)
    await store.inbox().accept([event(number, conversation_message_id=number + 1) for number in range(3)], "1", NOW)
    done, failed, _ = await store.waiting_events()
    async with store.work() as unit:
        session = unit.session(await store.standing(unit))
        calls = [session.call(message(text)) for text in ("sent", "failed", "unreachable", "waiting")]
        await unit.keep(session, done.id)
        unit.fail(failed, "KeyError", final=True)
        await unit.commit()
    ends = [Finished(calls[0], "sent"), Finished(calls[1], "failed"), Finished(calls[2], "unreachable")]
    await store.outbox().finish(ends, [], [], NOW)


@pytest.mark.parametrize(
    ("days", "events", "calls"),
    [
        (29, {"done": 1, "failed": 1, "waiting": 1}, {"sent": 1, "failed": 1, "unreachable": 1, "waiting": 1}),
        (31, {"failed": 1, "waiting": 1}, {"failed": 1, "unreachable": 1, "waiting": 1}),
        (91, {"waiting": 1}, {"waiting": 1}),
        (3650, {"waiting": 1}, {"waiting": 1}),
    ],
)
async def test_what_is_old_goes(store: SqliteStore, days: int, events: dict[str, int], calls: dict[str, int]) -> None:
    await a_life_long_ago(store)
    before = sum((await store.inbox().counts()).values()) + sum((await store.outbox().counts()).values())
    store.clock.moment = NOW + timedelta(days=days)
    gone = await store.housekeeping()()
    assert (await store.inbox().counts(), await store.outbox().counts()) == (events, calls)
    assert gone == before - sum(events.values()) - sum(calls.values())
    assert await store.housekeeping()() == 0


async def test_what_the_next_comparison_looks_for_stays(store: SqliteStore) -> None:
    """The machine slept for months: the next comparison looks back to before that, and must find what was handled."""
    await a_life_long_ago(store)
    numbers = [1]
    assert await store.inbox().known_messages(ANNA.vk_id, numbers) == {1}
    await store.compared().span(NOW)
    await store.compared().finish(NOW)
    store.clock.moment = NOW + timedelta(days=270)
    await store.housekeeping()()
    assert await store.inbox().known_messages(ANNA.vk_id, numbers) == {1}
    await store.compared().finish(store.clock.moment)
    assert await store.housekeeping()() == 1
    assert await store.inbox().known_messages(ANNA.vk_id, numbers) == set()


async def test_reminders_go_when_nothing_needs_them_any_more(store: SqliteStore) -> None:
    """Of the desk's the newest of each kind stays: by it the planner knows that the older ones are over."""
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        kept_promise, open_promise = [await file(session) for _ in range(2)]
    ago = NOW - timedelta(days=100)
    many = [
        (kept_promise.id, None, "daily", 1, "done", None, None),
        (kept_promise.id, None, "daily", 2, "skipped", None, None),
        (kept_promise.id, None, "daily", 3, "done", None, None),
        (kept_promise.id, None, "half", 1, "done", None, None),
        (kept_promise.id, None, "overdue", 1, "failed", None, None),
        (kept_promise.id, None, "overdue", 2, "failed", 1, None),
        (kept_promise.id, None, "overdue", 3, "done", None, None),
        (kept_promise.id, None, "unclaimed", 1, "done", None, 5),
        (kept_promise.id, None, "unclaimed", 2, "done", None, None),
        (kept_promise.id, None, "verdict", 1, "done", None, None),
        (kept_promise.id, None, "promise", 1, "done", None, None),
        (open_promise.id, None, "promise", 1, "done", None, None),
        (None, kept_promise.citizen_id, "draft", 1, "done", None, None),
        (None, kept_promise.citizen_id, "draft", 2, "waiting", None, None),
    ]
    async with store.work() as unit:
        unit.transaction.put_many(
            "INSERT INTO reminders (community_id, appeal_id, citizen_id, kind, due_at, status, reported_at, outbox_id,"
            " finished_at) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?5 = 'waiting', NULL, ?8 + ?4))",
            [(*one, to_ms(ago)) for one in many],
        )
        unit.transaction.put_many(
            "INSERT INTO promises (community_id, appeal_id, quote, due, made_at, status, settled_at)"
            " VALUES (1, ?, '', '2026-11-01', 1, ?, ?)",
            [(kept_promise.id, "kept", 1), (open_promise.id, "open", None)],
        )
        await unit.commit()
    assert await store.housekeeping()() == 6
    rows = await store.database.read("SELECT appeal_id, kind, due_at FROM reminders ORDER BY id")
    assert rows == [
        (kept_promise.id, "daily", 3),
        (kept_promise.id, "half", 1),
        (kept_promise.id, "overdue", 1),
        (kept_promise.id, "overdue", 3),
        (kept_promise.id, "unclaimed", 1),
        (kept_promise.id, "unclaimed", 2),
        (open_promise.id, "promise", 1),
        (None, "draft", 2),
    ]
    store.clock.moment = ago + timedelta(days=89)
    assert await store.housekeeping()() == 0


async def test_many_rows_go_in_portions(store: SqliteStore) -> None:
    async with store.desk() as session:
        calls = [session.call(message("много")) for _ in range(4500)]
    await store.outbox().finish([Finished(call, "sent") for call in calls], [], [], NOW)
    store.clock.moment += timedelta(days=31)
    assert await store.housekeeping()() == 4500
    assert await store.outbox().counts() == {}


async def test_a_card_that_stands_in_the_chat_is_kept(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        assert session.standing.citizen is not None
        number = await session.appeals.next_number(2026)
        filed = await session.appeals.add(new_appeal(number, session.standing.citizen))
        shown = session.call(message("карточка", CHAT))
        session.card_shown(filed.id, CHAT, shown)
    await store.outbox().finish([Finished(shown, "sent", None, 12)], [], [], NOW)
    store.clock.moment += timedelta(days=365)
    assert await store.housekeeping()() == 0
    assert await store.outbox().message_of(shown) == 12


@pytest.mark.parametrize(
    ("consent", "days", "kept"), [(False, 0.9, True), (False, 1.1, False), (True, 29, True), (True, 31, False)]
)
async def test_an_abandoned_draft_is_forgotten(store: SqliteStore, consent: bool, days: float, kept: bool) -> None:
    """Sooner when its author hasn't agreed to the processing of personal data."""
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        assert session.standing.citizen is not None
        session.draft = Draft(555, NOW, text="Яма")
        if consent:
            await session.citizens.give_consent(session.standing.citizen, "1.0", "https://example.ru", NOW)
    store.clock.moment += timedelta(days=days)
    assert await store.housekeeping()() == (not kept)
    assert ((await store.stands()).draft is not None) is kept


async def test_a_question_that_was_answered_automatically_is_forgotten_the_next_day(store: SqliteStore) -> None:
    async with store.desk() as session:
        session.state, session.payload = "Visitor:menu", {"asked": {"text": "Когда приём?", "at": 1}, "n": 5}
    assert await store.housekeeping()() == 0
    store.clock.moment += timedelta(days=1.1)
    assert await store.housekeeping()() == 1
    assert (await store.stands()).payload == {"n": 5}
    assert await store.housekeeping()() == 0


async def test_an_edit_outlives_what_it_edited(store: SqliteStore) -> None:
    async with store.desk() as session:
        shown = session.call(message("карточка"))
        edit = session.call(replace(message("правка"), method="messages.edit", edits_id=shown))
    await store.outbox().finish([Finished(shown, "sent")], [], [], NOW)
    store.clock.moment += timedelta(days=31)
    assert await store.housekeeping()() == 1
    assert [call.id for call in await store.waiting_calls()] == [edit]


async def test_who_does_not_let_the_community_write_is_not_counted_on(store: SqliteStore) -> None:
    """An administrator who never wrote to the community can't be told: then the chat is."""
    async with store.desk() as session:
        await session.staff.replace("settings", [OLGA])
    await fail_events(store, "KeyError")
    assert await store.reports(CHAT)() == 1
    assert (len(await texts_to(store, CHAT)), await texts_to(store, OLGA.vk_id)) == (1, [])


# --------------------------------------------------------------------------------------------------------- failures


async def fail_events(store: SqliteStore, *errors: str) -> list[int]:
    first = sum((await store.inbox().counts()).values())
    await store.inbox().accept([event(first + number) for number, _ in enumerate(errors)], "1", NOW)
    waiting = await store.waiting_events()
    async with store.work() as unit:
        for one, error in zip(waiting, errors, strict=True):
            unit.fail(one, error, final=True)
        await unit.commit()
    return [one.id for one in waiting]


async def set_staff(store: SqliteStore, *members: StaffMember) -> None:
    """Staff whom the community can write to: they have written to it."""
    await store.introduce(*(member.vk_id for member in members))
    async with store.desk() as session:
        await session.staff.replace("vk", members)


async def texts_to(store: SqliteStore, peer_id: int) -> list[str]:
    return [str(call.params["message"]) for call in await store.waiting_calls() if call.peer_id == peer_id]


async def test_nothing_failed(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    assert await store.reports(CHAT)() == 0
    assert await store.waiting_calls() == []


async def test_failures_are_told_once_many_in_one(store: SqliteStore) -> None:
    await set_staff(store, OLGA, MARIA)
    numbers = await fail_events(store, "KeyError (citizen, строка 12)", "не читается: JSON")
    rung: list[bool] = []
    reports = store.reports(CHAT, lambda: rung.append(True))
    assert await reports() == 2
    (told,) = await texts_to(store, OLGA.vk_id)
    assert all(str(number) in told for number in numbers)
    assert "KeyError (citizen, строка 12)" in told
    assert "не читается: JSON" in told
    assert await texts_to(store, MARIA.vk_id) == await texts_to(store, CHAT) == [], "the administrator's business"
    assert rung
    assert await reports() == 0
    await store.reopen()
    reports = store.reports(CHAT)
    assert await reports() == 0, "nor after a restart"
    await fail_events(store, "TimeoutError")
    assert await reports() == 1
    assert len(await texts_to(store, OLGA.vk_id)) == 2


async def test_failed_calls_are_told_too(store: SqliteStore) -> None:
    await set_staff(store, OLGA)
    async with store.desk() as session:
        calls = [session.call(message("слова жителя")) for _ in range(2)]
    ends = [Finished(calls[0], "failed", "VK 914"), Finished(calls[1], "unreachable", "VK 901")]
    await store.outbox().finish(ends, [], [], NOW)
    assert await store.reports()() == 1
    (told,) = await texts_to(store, OLGA.vk_id)
    assert "VK 914" in told
    assert "слова" not in told


async def test_without_administrators_the_chat_is_told(store: SqliteStore) -> None:
    await set_staff(store, MARIA)
    await fail_events(store, "KeyError")
    assert await store.reports(CHAT)() == 1
    assert len(await texts_to(store, CHAT)) == 1


async def test_a_failure_waits_until_there_is_somebody_to_tell(store: SqliteStore) -> None:
    """At a first start the staff isn't known yet: what failed then must not be lost."""
    await fail_events(store, "KeyError")
    assert await store.reports()() == 0
    await set_staff(store, OLGA)
    assert await store.reports()() == 1
    assert len(await texts_to(store, OLGA.vk_id)) == 1


async def test_a_chat_that_can_not_be_written_to_is_told_to_the_administrators(store: SqliteStore) -> None:
    """Or else the desk would stay silent, and nobody would know why."""
    await set_staff(store, OLGA)
    async with store.desk() as session:
        card = session.call(message("карточка", CHAT))
    await store.outbox().finish([Finished(card, "unreachable", "VK 917")], [], [], NOW)
    assert await store.reports(CHAT)() == 1
    (told,) = await texts_to(store, OLGA.vk_id)
    assert "VK 917" in told


async def test_a_report_that_is_refused_is_not_reported(store: SqliteStore) -> None:
    """Or else every tick would tell of the one before."""
    await set_staff(store, OLGA)
    await fail_events(store, "KeyError")
    assert await store.reports()() == 1
    report, *_ = [call.id for call in await store.waiting_calls()]
    await store.outbox().finish([Finished(report, "failed", "VK 100")], [], [], NOW)
    assert await store.reports()() == 0


async def test_a_registration_by_hand_that_nobody_finished_is_forgotten(store: SqliteStore) -> None:
    """It holds somebody's name and phone; what else a member of staff does stays."""
    for vk_id, state in ((201, "Registering:name"), (202, "AtDesk:preview")):
        await store.introduce(vk_id)
        async with store.desk(vk_id) as session:
            session.state, session.payload = state, {"draft": {"name": "Примерова Зоя"}}
    assert await store.housekeeping()() == 0
    store.clock.moment += timedelta(days=8)
    assert await store.housekeeping()() == 1
    assert (await store.stands(201)).state is None
    assert (await store.stands(202)).state == "AtDesk:preview"


async def test_words_that_wait_for_a_consent_are_forgotten_after_a_day(store: SqliteStore) -> None:
    """They came by the link under a comment, and nobody has agreed to anything."""
    await store.introduce(ANNA.vk_id)
    async with store.desk(ANNA.vk_id) as session:
        session.state, session.payload = str(Linked.CONSENT), {"n": 1, "text": "Мой телефон"}
    store.clock.moment += timedelta(hours=23)
    assert await store.housekeeping()() == 0
    store.clock.moment += timedelta(hours=2)
    assert await store.housekeeping()() == 1
    assert (await store.stands(ANNA.vk_id)).state is None
