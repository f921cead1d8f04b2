"""Public remarks and their use cases on a real file."""

from dataclasses import replace
from datetime import timedelta
from sqlite3 import IntegrityError

import pytest

from appeals.errors import AlreadyFiled, NotStaff, RemarkOver
from appeals.leaks import Leak
from appeals.model import Act, Channel
from appeals.remarks import Remark, RemarkStatus, Spot, Venue
from appeals.usecases.remarks import FileRemark, JudgeCandidate, MarkDeleted, Reword
from bot.events import store_form
from storage.outbox import Call, Finished
from tests.storage.store import SqliteStore
from tests.storage.town import BORIS, CALENDAR, MARIA, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW, PHOTO

SPOT = Spot(Venue.WALL, -COMMUNITY, 15, 30)
REMARK = Remark(0, SPOT, 28, ANNA.vk_id, NOW, "На Садовой яма", (PHOTO,), leaks=frozenset({Leak.PHONE, Leak.FLAT}))
CANDIDATE = replace(REMARK, status=RemarkStatus.CANDIDATE, shown=((2_000_000_001, 7),))


@pytest.fixture
async def ready(store: SqliteStore) -> SqliteStore:
    await prepare(store)
    return store


async def test_a_remark_is_kept_as_it_was_told(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        kept = await session.remarks.put(CANDIDATE)
        assert kept == replace(CANDIDATE, id=kept.id)
        again = await session.remarks.put(replace(kept, text="Две ямы", deleted=True))
        assert again == replace(kept, text="Две ямы", deleted=True)
        assert await session.remarks.at(SPOT) == again
        assert await session.remarks.at(replace(SPOT, post_id=0)) == again, "VK left out the post of what is gone"
        assert await session.remarks.at(replace(SPOT, post_id=16)) is None
        assert await session.remarks.at(replace(SPOT, venue=Venue.BOARD)) is None
    async with ready.desk(community=2) as session:
        assert await session.remarks.at(SPOT) is None
        assert await session.remarks.get(kept.id) is None


async def test_one_remark_is_one_appeal(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        file = FileRemark(session, ADMINISTRATION, CALENDAR)
        appeal = await file(person_of(session), REMARK, NOW)
        with pytest.raises(AlreadyFiled):
            await file(person_of(session), REMARK, NOW)
        kept = await session.remarks.at(SPOT)
        assert kept is not None
        assert (kept.status, kept.appeal_id) == (RemarkStatus.APPEAL, appeal.id)
        assert (appeal.channel, appeal.text, appeal.origin) == (Channel.WALL_COMMENT, REMARK.text, "wall:-1:15:30")
        assert await session.remarks.follow_link(appeal.id)
        assert not await session.remarks.follow_link(appeal.id)


async def test_threads_are_told_apart(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        appeal = await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), REMARK, NOW)
        reply = replace(REMARK, spot=replace(SPOT, comment_id=31))
        assert await session.remarks.appeal_in_thread(reply) == appeal.id
        assert await session.remarks.appeal_in_thread(replace(reply, thread_id=29)) is None
        assert await session.remarks.appeal_in_thread(replace(reply, author_id=BORIS)) is None
        assert await session.remarks.thread_of_appeal(reply.spot, 28) == appeal.id
        assert await session.remarks.thread_of_appeal(replace(reply.spot, post_id=16), 28) is None


async def test_an_edit_leaves_the_earlier_words(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        filed = await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), REMARK, NOW)
        kept = await session.remarks.at(SPOT)
        assert kept is not None
        assert await Reword(session)(kept, REMARK.text, REMARK.attachments, NOW) is None
        appeal = await Reword(session)(kept, "На Садовой две ямы", (), NOW)
        assert appeal is not None
        stored = await session.appeals.get(filed.id)
        assert stored == replace(filed, text="На Садовой две ямы", attachments=())
        last = (await session.history.of(filed.id))[-1]
        assert (last.act, last.text) == (Act.EDITED, "На Садовой яма\n→ На Садовой две ямы")


async def test_deleting_twice_is_recorded_once(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        filed = await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), REMARK, NOW)
        for deleted in (True, True, False, False):
            kept = await session.remarks.at(SPOT)
            assert kept is not None
            await MarkDeleted(session)(kept, MARIA, NOW, deleted=deleted)
        acts = [entry.act for entry in await session.history.of(filed.id)]
        assert acts == [Act.FILED, Act.REMOVED, Act.RESTORED]


async def test_a_candidate_is_judged_once_and_by_staff(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        kept = await session.remarks.put(CANDIDATE)
        with pytest.raises(NotStaff):
            await JudgeCandidate(session)(kept.id, BORIS, take=True)
        assert await JudgeCandidate(session)(kept.id, MARIA, take=True) == kept
        dismissed = await JudgeCandidate(session)(kept.id, MARIA, take=False)
        assert (dismissed.status, dismissed.text) == (RemarkStatus.DISMISSED, "")
        for remark_id in (kept.id, 999):
            with pytest.raises(RemarkOver):
                await JudgeCandidate(session)(remark_id, MARIA, take=True)


async def test_an_appeal_without_its_remark_and_a_remark_without_its_appeal_cannot_be(ready: SqliteStore) -> None:
    for broken in (replace(REMARK, status=RemarkStatus.APPEAL), replace(REMARK, appeal_id=1)):
        with pytest.raises(IntegrityError):
            async with ready.desk() as session:
                await session.remarks.put(broken)


async def test_the_bots_own_words_are_known_under_their_post(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        await session.remarks.said(SPOT, "digest")
        await session.remarks.said(SPOT, "digest")
        assert await session.remarks.is_said(replace(SPOT, comment_id=99), "digest")
        assert not await session.remarks.is_said(replace(SPOT, post_id=16), "digest")
        assert not await session.remarks.is_said(SPOT, "other")


async def test_somebody_who_was_forgotten_can_be_named_again(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        known = await session.citizens.with_vk_id(ANNA.vk_id)
        assert known == person_of(session)
        stranger = await session.citizens.with_vk_id(555)
        assert (stranger.vk_id, stranger.full_name) == (555, "")
        assert await session.citizens.with_vk_id(555) == stranger


async def test_one_comment_comes_in_once_whatever_its_event_is_called(store: SqliteStore) -> None:
    def told(event_id: str, post_id: int, kind: str = "wall_reply_new", place: str = "post_id") -> object:
        return {
            "type": kind,
            "event_id": event_id,
            "object": {"id": 30, place: post_id, "owner_id": -1, "from_id": 101},
        }

    updates = [
        told("e1", 15),
        told("history", 15),
        told("e2", 16),
        told("e3", 15, "wall_reply_edit"),
        told("e4", 15, "wall_reply_edit"),
        told("e5", 15, "board_post_new", "topic_id"),
        told("e6", 15, "board_post_new", "topic_id"),
    ]
    assert await store.inbox().accept([store_form(update) for update in updates], None, NOW) == 5
    assert [one.type for one in await store.waiting_events()] == [
        "wall_reply_new", "wall_reply_new", "wall_reply_edit", "wall_reply_edit", "board_post_new",
    ]  # fmt: skip


async def test_a_refused_comment_comes_back_with_its_words(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        appeal = await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), REMARK, NOW)
        words = {"owner_id": -1, "post_id": 15, "message": "Яму засыпали", "guid": "7"}
        call_id = session.call(Call(-15, 1, "wall.createComment", words, appeal.id))
    await ready.outbox().finish([Finished(call_id, "unreachable", "VK 213")], [], [], NOW)
    (event,) = await ready.waiting_events()
    assert event.type == "delivery_failed"
    assert '"message":"Яму засыпали"' in event.body


async def test_open_appeals_keep_their_posts_in_the_comparison(ready: SqliteStore) -> None:
    assert await ready.inbox().posts_with_open_appeals() == []
    async with ready.desk() as session:
        await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), REMARK, NOW)
    assert await ready.inbox().posts_with_open_appeals() == [15]
    assert await ready.inbox(2).posts_with_open_appeals() == []
    assert await ready.inbox().comments_compared_at() is None
    await ready.inbox().set_comments_compared(NOW)
    assert await ready.inbox().comments_compared_at() == NOW


async def test_what_became_no_appeal_is_forgotten_after_a_month(ready: SqliteStore) -> None:
    async with ready.desk() as session:
        await session.remarks.put(CANDIDATE)
        other = replace(REMARK, spot=replace(SPOT, comment_id=31))
        await FileRemark(session, ADMINISTRATION, CALENDAR)(person_of(session), other, NOW)
    ready.clock.moment = NOW + timedelta(days=31)
    await ready.housekeeping()()
    async with ready.desk() as session:
        assert await session.remarks.at(SPOT) is None
        assert await session.remarks.at(other.spot) is not None
