"""The silence beside a human, and the reminders at its end."""

from datetime import timedelta

import pytest

from appeals.model import Act
from appeals.silence import Silence
from appeals.usecases.manual_replies import Listen, RecordEdit, RecordReply
from appeals.usecases.work import AnswerAppeal, AskCitizen
from scheduler.recoveries import ReportRecoveries
from scheduler.silences import RemindOfUnanswered
from storage.compared import Seen
from tests.storage.store import SqliteStore, event, message
from tests.storage.town import BORIS, CLOCKS, MARIA, OLGA, STRANGER, filing, person_of, prepare
from tests.unit.samples import ANNA, COMMUNITY, NOW, PHOTO

CHAT = 2_000_000_001
HOUR = timedelta(hours=1)


def _reminder(store: SqliteStore, chat: int | None = CHAT) -> RemindOfUnanswered:
    return RemindOfUnanswered(store.database, COMMUNITY, store.clock, store.voice(chat))


def _alarm(store: SqliteStore) -> ReportRecoveries:
    return ReportRecoveries(store.database, COMMUNITY, store.clock, store.voice(CHAT, reporting=True))


async def _writes(store: SqliteStore, vk_id: int = ANNA.vk_id, times: int = 1) -> None:
    """A manager wrote, then the citizen did."""
    async with store.desk(vk_id) as session:
        await session.silences.keep(vk_id, MARIA, NOW, NOW + HOUR)
        for _ in range(times):
            await session.silences.heard(vk_id)


async def test_a_silence_is_loaded_with_everything_else(store: SqliteStore) -> None:
    await prepare(store)
    assert (await store.stands()).silence is None
    await _writes(store, times=2)
    assert (await store.stands()).silence == Silence(ANNA.vk_id, NOW + HOUR, MARIA, 2, began_at=NOW)
    assert (await store.stands(BORIS)).silence is None


async def test_a_further_reply_makes_it_longer_and_answers(store: SqliteStore) -> None:
    await prepare(store)
    await _writes(store)
    async with store.desk() as session:
        await session.silences.explained(ANNA.vk_id)
        await session.silences.keep(ANNA.vk_id, OLGA, NOW + HOUR / 2, NOW + 2 * HOUR)
    assert (await store.stands()).silence == Silence(ANNA.vk_id, NOW + 2 * HOUR, OLGA, 0, explained=True, began_at=NOW)
    async with store.desk() as session:  # an older one, found later, takes nothing away
        await session.silences.keep(ANNA.vk_id, OLGA, NOW, NOW + HOUR)
    silence = (await store.stands()).silence
    assert silence is not None
    assert silence.until == NOW + 2 * HOUR


async def test_a_new_silence_begins_anew(store: SqliteStore) -> None:
    await prepare(store)
    await _writes(store)
    async with store.desk() as session:
        await session.silences.explained(ANNA.vk_id)
        await session.silences.end(ANNA.vk_id, NOW + HOUR / 2)
        await session.silences.end(ANNA.vk_id, NOW + HOUR)  # never later
        await session.silences.keep(ANNA.vk_id, MARIA, NOW + 3 * HOUR, NOW + 4 * HOUR)
    silence = (await store.stands()).silence
    assert silence == Silence(ANNA.vk_id, NOW + 4 * HOUR, MARIA, began_at=NOW + 3 * HOUR)
    assert silence is not None
    assert not silence.holds(NOW + 2 * HOUR)


async def test_a_reminder_comes_once_and_gathers_many(store: SqliteStore) -> None:
    await prepare(store)
    await _writes(store, times=2)
    await _writes(store, BORIS)
    assert await _reminder(store)() == 0, "it isn't over"
    store.clock.moment = NOW + HOUR
    assert await _reminder(store)() == 2
    assert await _reminder(store)() == 0
    (told,) = await store.said()
    assert "2 сообщения" in str(told)
    assert "1 сообщение" in str(told)
    await store.reopen()
    assert await _reminder(store)() == 0
    async with store.desk() as session:
        await session.silences.heard(ANNA.vk_id)
    assert await _reminder(store)() == 1, "what was written then and found later"


async def test_a_reminder_waits_for_somebody_to_tell(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    await _writes(store)
    store.clock.moment = NOW + HOUR
    assert await _reminder(store, chat=None)() == 0
    await prepare(store)
    assert await _reminder(store, chat=None)() == 1
    assert [call.peer_id for call in await store.waiting_calls()] == [OLGA]


async def test_a_killed_reminder_is_made_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim and message stand or fall together."""
    await prepare(store)
    await _writes(store)
    store.clock.moment = NOW + HOUR
    reminder = _reminder(store)
    with monkeypatch.context() as broken:
        broken.setattr("scheduler.silences.notices.left_unanswered", lambda left: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await reminder()
    await store.reopen()
    assert await store.said() == []
    assert await _reminder(store)() == 1
    assert len(await store.said()) == 1


async def test_an_alarm_comes_once_and_tells_only_of_the_unexpected(store: SqliteStore) -> None:
    await prepare(store)
    inbox = store.inbox()
    await inbox.recover([event(1)], "message", NOW, expected=True)
    assert await _alarm(store)() == 0
    for number in (2, 3):
        await inbox.recover([event(number)], "message", NOW + HOUR, expected=False)
    await inbox.recover([event(4)], "lead", NOW + HOUR, expected=False)
    await inbox.recover([event(4)], "lead", NOW + HOUR, expected=False)
    assert await _alarm(store)() == 3
    await store.reopen()
    assert await _alarm(store)() == 0
    (told,) = await store.said()
    assert "заявок: 1, сообщений: 2" in str(told)
    assert await store.inbox().recovered_since(NOW) == {"lead": 1, "message": 2}
    assert await store.inbox().recovered_since(NOW + 2 * HOUR) == {}


async def test_the_appeal_that_a_reply_concerns(store: SqliteStore) -> None:
    """An open question first, then the newest open one, then the last that was answered."""
    await prepare(store)
    async with store.desk() as session:
        reply = RecordReply(session, CLOCKS)
        anna = person_of(session)
        assert await reply(anna, MARIA, "Слушаю", (), NOW) is None
        first, second, third = [await filing(session, id=number) for number in (1, 2, 3)]
        await AnswerAppeal(session, CLOCKS)(third.id, MARIA, "Готово", (), NOW)
        taken = await reply(anna, MARIA, "Слушаю", (PHOTO,), NOW)
        assert taken is not None
        assert (taken.id, taken.assignee_id) == (second.id, MARIA)
        assert [one.act for one in await session.history.of(second.id)][-2:] == [Act.TAKEN, Act.HAND_REPLIED]
        again = await reply(anna, OLGA, "И я", (), NOW)
        assert again is not None
        assert again.assignee_id == MARIA, "a colleague has it"
        await AskCitizen(session, CLOCKS)(first.id, OLGA, "Какой подъезд?", NOW)
        asked = await reply(anna, MARIA, "Подъезд?", (), NOW)
        assert asked is not None
        assert asked.id == first.id
        clarified = await Listen(session, CLOCKS)(anna, "Третий", (), NOW)
        assert clarified is not None
        assert (clarified.id, clarified.status) == (first.id, "in_progress")
        for one in (first, second):
            await AnswerAppeal(session, CLOCKS)(one.id, MARIA, "Готово", (), NOW)
        last = await reply(anna, STRANGER, "Всё ли хорошо?", (), NOW)
        assert last is not None
        assert last.id == third.id
        assert last.assignee_id == MARIA


async def test_an_edit_keeps_what_stood_there(store: SqliteStore) -> None:
    await prepare(store)
    async with store.desk() as session:
        appeal = await filing(session)
        edit = RecordEdit(session)
        assert await edit(ANNA.vk_id, 9, MARIA, "Другое", NOW) is None
        await session.silences.remember(ANNA.vk_id, 9, appeal.id, "Было")
        assert await edit(ANNA.vk_id, 9, MARIA, "Было", NOW) is None
        for words in ("Стало", "Стало", "Ещё раз"):
            await edit(ANNA.vk_id, 9, MARIA, words, NOW)
        assert [one.text for one in await session.history.of(appeal.id)][1:] == ["Было → Стало", "Стало → Ещё раз"]


async def test_the_bots_own_messages_are_known(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    async with store.desk() as session:
        session.call(message("Здравствуйте"))
    async with store.desk() as session:
        assert await session.has_sent(ANNA.vk_id, 5, 7), "VK hasn't answered yet"
        assert not await session.has_sent(ANNA.vk_id, 5, 8)
        assert not await session.has_sent(ANNA.vk_id, 5, 0)
        assert not await session.has_sent(BORIS, 5, 7)


def _listed(number: int, *, by_person: bool = True) -> Seen:
    return Seen(ANNA.vk_id, number, NOW, by_person)


async def _handle_all(store: SqliteStore) -> None:
    async with store.work() as unit:
        for one in await store.waiting_events():
            await unit.keep(unit.session(await store.standing(unit)), one.id)
        await unit.commit()


async def test_marks_are_set_where_the_bot_has_handled_the_last_message(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    compared = store.compared()
    await store.inbox().accept([event(1, conversation_message_id=9)], None, NOW)
    assert await compared.mark_answered([_listed(9)], NOW) == 0, "it waits to be handled"
    await _handle_all(store)
    assert await compared.mark_answered([_listed(10)], NOW) == 0, "never came in"
    assert await compared.mark_answered([_listed(9)], NOW) == 1
    assert await compared.mark_answered([_listed(9)], NOW) == 0, "one waits already"
    (mark,) = await store.waiting_calls()
    assert (mark.method, mark.params) == (
        "messages.markAsAnsweredConversation",
        {"peer_id": ANNA.vk_id, "answered": 1},
    )
    async with store.desk() as session:
        await session.mark_answered(ANNA.vk_id)
    assert len(await store.waiting_calls()) == 1


async def test_what_waits_for_a_human_is_not_marked(store: SqliteStore) -> None:
    await store.introduce(ANNA.vk_id)
    await store.inbox().accept([event(1, conversation_message_id=9)], None, NOW)
    await _handle_all(store)
    await _writes(store)
    assert await store.compared().mark_answered([_listed(9)], NOW + 2 * HOUR) == 0
    async with store.desk() as session:
        await session.silences.keep(ANNA.vk_id, MARIA, NOW, NOW + HOUR)
    assert await store.compared().mark_answered([_listed(9)], NOW) == 0
    assert await store.compared().mark_answered([_listed(9)], NOW + 2 * HOUR) == 1


async def test_a_comparison_under_way_survives(store: SqliteStore) -> None:
    compared = store.compared()
    first = await compared.span(NOW)
    assert (first.first, first.before) == (NOW, None)
    await compared.done([_listed(5)])
    await store.reopen()
    compared = store.compared()
    assert (await compared.span(NOW + HOUR)).first == NOW, "the first one counts, however long it takes"
    assert await compared.undone([_listed(5), _listed(4)]) == []
    assert await compared.undone([_listed(6)]) == [_listed(6)]
    assert await store.compared(2).undone([_listed(5)]) == [_listed(5)]
    await compared.finish(NOW + HOUR)
    assert (await compared.span(NOW)).before == NOW + HOUR
    assert await compared.undone([_listed(5)]) == [_listed(5)]


async def test_a_reply_by_hand_takes_a_number_of_the_conversation(store: SqliteStore) -> None:
    """A number that a human's words have doesn't tell that ours arrived."""
    await store.introduce(ANNA.vk_id)
    inbox = store.inbox()
    await inbox.accept([event(1, conversation_message_id=1)], None, NOW)
    async with store.desk() as session:
        session.call(message("Здравствуйте"))
    async with store.desk() as session:
        assert await session.arrived_before(ANNA.vk_id, 3), "2 is unknown: it is ours"
    hand = event(2, conversation_message_id=2)
    await inbox.accept([type(hand)("e2", "message_reply", ANNA.vk_id, hand.body, 2)], None, NOW)
    async with store.desk() as session:
        assert not await session.arrived_before(ANNA.vk_id, 3)
        assert await session.arrived_before(ANNA.vk_id, 4)
