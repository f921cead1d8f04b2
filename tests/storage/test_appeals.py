"""Appeals, their history and their cards behind the ports of the trade."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import (
    Act,
    Attachment,
    Channel,
    HistoryEntry,
    Number,
    Place,
    Status,
)
from appeals.numbers import NumberReference
from storage.outbox import Finished
from tests.storage.people import BORIS, file, still_open, who
from tests.storage.store import SqliteStore, message
from tests.unit.samples import ANNA, DOCUMENT, NOW, PHOTO, VOICE

# ---------------------------------------------------------------------------------------------------------- appeals


@pytest.mark.usefixtures("people")
async def test_an_appeal_is_read_as_it_was_filed(store: SqliteStore) -> None:
    place = Place("ул. Садовая, 5", 55.123456, -37.5)
    attachments = (PHOTO, DOCUMENT, VOICE, Attachment("video"))
    react_by, due_at = NOW + timedelta(hours=8), NOW + timedelta(days=8, milliseconds=1)
    words = "Яма «во всю» полосу\n🙂 'кавычка' \x00 NUL"
    async with store.desk() as session:
        filed = await file(
            session,
            text=words,
            place=place,
            attachments=attachments,
            channel=Channel.WALL_COMMENT,
            react_by=react_by,
            due_at=due_at,
            contact="+7 900 000-00-00",
        )
    await store.reopen()
    async with store.desk() as session:
        read = await session.appeals.get(filed.id)
    assert read == filed
    assert (read.text, read.place, read.attachments, read.channel) == (words, place, attachments, Channel.WALL_COMMENT)
    assert (read.filed_at, read.react_by, read.due_at) == (NOW, react_by, due_at)
    assert (read.status, read.assignee_id, read.question) == (Status.NEW, None, "")
    assert (read.citizen_vk_id, read.number) == (ANNA.vk_id, Number(2026, 1))


@pytest.mark.usefixtures("people")
async def test_numbers_run_by_year(store: SqliteStore) -> None:
    async with store.desk() as session:
        given = [str(await session.appeals.next_number(year)) for year in (2026, 2026, 2027, 2026, 2027)]
    assert given == ["2026-000001", "2026-000002", "2027-000001", "2026-000003", "2027-000002"]


@pytest.mark.usefixtures("people")
async def test_a_draft_becomes_one_appeal(store: SqliteStore) -> None:
    async with store.desk() as session:
        filed = await file(session, origin="draft:1:555")
        assert await session.appeals.by_origin("draft:1:555") == filed
        assert await session.appeals.by_origin("draft:1:556") is None
        assert await session.appeals.by_origin("draft:2:555") is None

    async def again() -> None:
        async with store.desk() as session:
            await file(session, origin="draft:1:555")

    with pytest.raises(Exception, match="UNIQUE"):
        await again()
    async with store.desk(BORIS) as session:
        await file(session, origin="draft:2:555")


@pytest.mark.usefixtures("people")
async def test_finding_by_a_number_or_its_tail(store: SqliteStore) -> None:
    async with store.desk() as session:
        old, new = await file(session, 2026), await file(session, 2027)
        other = await file(session, 2027)
        assert list(await session.appeals.find(NumberReference(1, 2026))) == [old]
        assert sorted(await session.appeals.find(NumberReference(1)), key=lambda one: one.number) == [old, new]
        assert list(await session.appeals.find(NumberReference(2))) == [other]
        assert list(await session.appeals.find(NumberReference(3))) == []
        assert list(await session.appeals.find(NumberReference(1, 2025))) == []


@pytest.mark.usefixtures("people")
async def test_what_may_change_is_saved(store: SqliteStore) -> None:
    async with store.desk() as session:
        filed = await file(session)
        changed = replace(
            filed,
            status=Status.WAITING_CITIZEN,
            question="Какой подъезд?",
            assignee_id=201,
            category="snow",
            due_at=filed.due_at + timedelta(days=5),
            place=replace(filed.place, address="ул. Лесная, 1"),
        )
        await session.appeals.save(changed)
        assert await session.appeals.get(filed.id) == changed


@pytest.mark.usefixtures("people")
async def test_waiting_for_the_citizen_needs_a_question(store: SqliteStore) -> None:
    async def ask_nothing() -> None:
        async with store.desk() as session:
            await session.appeals.save(replace(await file(session), status=Status.WAITING_CITIZEN, question=""))

    with pytest.raises(Exception, match="CHECK"):
        await ask_nothing()


@pytest.mark.usefixtures("people")
async def test_pages_of_a_citizens_own(store: SqliteStore) -> None:
    async with store.desk(BORIS) as session:
        await file(session)
    async with store.desk() as session:
        own = [await file(session) for _ in range(5)]
        citizen_id = who(session).id
        first = await session.appeals.of_citizen(citizen_id, limit=2, offset=0)
        last = await session.appeals.of_citizen(citizen_id, limit=2, offset=4)
        beyond = await session.appeals.of_citizen(citizen_id, limit=2, offset=10)
    assert (list(first.appeals), first.total) == ([own[4], own[3]], 5)
    assert (list(last.appeals), last.total) == ([own[0]], 5)
    assert (beyond.appeals, beyond.total) == ((), 5)


@pytest.mark.usefixtures("people")
async def test_what_is_in_work_the_most_urgent_first(store: SqliteStore) -> None:
    async with store.desk() as session:
        filed = {status: await file(session, due_at=NOW + timedelta(days=n)) for n, status in enumerate(Status)}
        for status, one in filed.items():
            question = "?" if status is Status.WAITING_CITIZEN else ""
            await session.appeals.save(replace(one, status=status, question=question))
        urgent = await file(session, due_at=NOW - timedelta(days=1))
        page = await still_open(session, limit=10)
        second = await still_open(session, limit=2, offset=2)
        waiting = await session.appeals.waiting_for(who(session).id)
    unanswered = [filed[status].id for status in Status if replace(urgent, status=status).is_open]
    assert [one.id for one in page.appeals] == [urgent.id, *unanswered]
    assert (second.appeals, second.counts) == (page.appeals[2:4], page.counts)
    assert [one.id for one in waiting] == [filed[Status.WAITING_CITIZEN].id]


@pytest.mark.usefixtures("people")
async def test_appeals_of_another_community_do_not_exist(store: SqliteStore) -> None:
    async with store.desk() as session:
        ours, citizen = await file(session), who(session)
        await session.history.add(ours.id, HistoryEntry(Act.FILED, NOW, ANNA.vk_id))
    async with store.desk(community=2) as theirs:
        assert await theirs.appeals.get(ours.id) is None
        assert list(await theirs.appeals.find(NumberReference(1, 2026))) == []
        assert await theirs.appeals.by_origin(ours.origin) is None
        assert (await still_open(theirs, limit=9)).counts.total == 0
        assert (await theirs.appeals.of_citizen(citizen.id, limit=9, offset=0)).total == 0
        assert list(await theirs.history.of(ours.id)) == []
        assert await theirs.citizens.get(citizen.id) is None
        await theirs.appeals.save(replace(ours, status=Status.CLOSED))
    async with store.desk() as session:
        assert await session.appeals.get(ours.id) == ours


# ---------------------------------------------------------------------------------------------------------- history


@pytest.mark.usefixtures("people")
async def test_history_is_read_in_the_order_of_writing(store: SqliteStore) -> None:
    story = [
        HistoryEntry(Act.FILED, NOW, ANNA.vk_id),
        HistoryEntry(Act.ANSWERED, NOW - timedelta(hours=1), 201, "Яму засыпали 🙂", (PHOTO, VOICE)),
        HistoryEntry(Act.UNDELIVERED, NOW, 0),
    ]
    async with store.desk() as session:
        one, other = await file(session), await file(session)
        for entry in story:
            await session.history.add(one.id, entry)
        assert list(await session.history.of(one.id)) == story
        assert list(await session.history.of(other.id)) == []


@pytest.mark.parametrize("deed", ["UPDATE history SET text = 'не было'", "DELETE FROM history"])
@pytest.mark.usefixtures("people")
async def test_history_is_append_only(store: SqliteStore, deed: str) -> None:
    entry = HistoryEntry(Act.ANSWERED, NOW, 201, "Яму засыпали")
    async with store.desk() as session:
        filed = await file(session)
        await session.history.add(filed.id, entry)

    async def forge() -> None:
        async with store.desk() as session:
            await session.write(deed)

    with pytest.raises(Exception, match="append-only"):
        await forge()
    async with store.desk() as session:
        assert list(await session.history.of(filed.id)) == [entry]


@pytest.mark.usefixtures("people")
async def test_history_of_nothing_is_refused(store: SqliteStore) -> None:
    async def add() -> None:
        async with store.desk() as session:
            await session.history.add(999, HistoryEntry(Act.FILED, NOW, 1))

    with pytest.raises(Exception, match="FOREIGN KEY"):
        await add()


# ------------------------------------------------------------------------------------------------------------ cards


@pytest.mark.usefixtures("people")
async def test_a_card_is_found_while_it_can_be_rewritten(store: SqliteStore) -> None:
    chat = 2_000_000_001
    async with store.desk() as session:
        filed = await file(session)
        assert await session.card_of(filed.id, chat, NOW - timedelta(hours=23)) is None
        shown = session.call(message("карточка", chat))
        session.card_shown(filed.id, chat, shown)
        assert await session.card_of(filed.id, chat, NOW - timedelta(hours=23)) == shown
    async with store.desk() as session:
        assert await session.card_of(filed.id, chat, NOW - timedelta(hours=23)) == shown
        assert await session.card_of(filed.id, chat, NOW) is None, "too old to be rewritten"
        assert await session.card_of(filed.id, chat + 1, NOW - timedelta(hours=23)) is None
    await store.outbox().finish([Finished(shown, "sent", None, 12)], [], [], NOW)
    async with store.desk() as session:
        assert await session.card_of(filed.id, chat, NOW - timedelta(hours=23)) == shown


@pytest.mark.usefixtures("people")
async def test_a_card_that_is_gone_is_found_no_more(store: SqliteStore) -> None:
    chats = [2_000_000_001, 2_000_000_002]
    async with store.desk() as session:
        filed = await file(session)
        shown = [session.call(message("карточка", chat)) for chat in chats]
        for chat, call in zip(chats, shown, strict=True):
            session.card_shown(filed.id, chat, call)
        assert await session.card_peers(filed.id) == chats
    await store.outbox().finish([Finished(shown[1], "sent", None, 12)], [], [], NOW)
    async with store.desk() as session:
        session.card_gone(filed.id, chats[0])
        assert await session.card_of(filed.id, chats[0], NOW - timedelta(hours=23)) is None
        assert await session.card_peers(filed.id) == [chats[1]]
        assert await session.number_of(shown[1]) == 12
    async with store.desk() as session:
        assert await session.card_peers(filed.id) == [chats[1]]
        again = session.call(message("карточка", chats[0]))
        session.card_shown(filed.id, chats[0], again)
        assert await session.card_of(filed.id, chats[0], NOW - timedelta(hours=23)) == again
    async with store.desk() as session:
        assert await session.card_peers(filed.id) == chats


@pytest.mark.usefixtures("people")
async def test_open_appeals_of_one_department(store: SqliteStore) -> None:
    async with store.desk() as session:
        one, two = await file(session), await file(session)
        await session.appeals.save(replace(two, department="roads"))
        listed = await still_open(session, limit=10, department="roads")
        assert ([appeal.id for appeal in listed.appeals], listed.counts.total) == ([two.id], 1)
        assert (await still_open(session, limit=10)).counts.total == 2
        assert (await still_open(session, limit=10, department="water")).counts.total == 0
    assert one.id != two.id


@pytest.mark.parametrize("end", [Finished(0, "failed"), Finished(0, "unreachable"), Finished(0, "sent")])
@pytest.mark.usefixtures("people")
async def test_a_card_that_nobody_sees_is_shown_anew(store: SqliteStore, end: Finished) -> None:
    """Refused, or sent without VK telling its number: there is nothing to rewrite."""
    async with store.desk() as session:
        filed = await file(session)
        shown = session.call(message("карточка"))
        session.card_shown(filed.id, ANNA.vk_id, shown)
    await store.outbox().finish([replace(end, id=shown)], [], [], NOW)
    async with store.desk() as session:
        assert await session.card_of(filed.id, ANNA.vk_id, NOW - timedelta(hours=23)) is None
