"""VK's conversations against the inbox: everything that is missing is found once, however often one is interrupted."""

from collections import Counter

import pytest

from bot import ticking
from bot.comparisons import loop
from sandbox.methods import history
from tests.dialogues.office import Office
from tests.dialogues.people import Person

MARIA = 201


async def greeted(office: Office, name: str) -> Person:
    person = office.citizen(name)
    await person.says("Начать")
    await person.sees("Здравствуйте")
    return person


def silently(office: Office, *, off: bool = True) -> None:
    """VK tells of no messages, or does so again."""
    office.world.events.switches["message_new"] = not off


def messages(office: Office) -> list[tuple[int, int]]:
    return office.database("SELECT lane, conversation_message_id FROM inbox WHERE type = 'message_new' ORDER BY id")


def crowd(office: Office, size: int) -> list[int]:
    """People who wrote twice each while VK lost its events."""
    people = [office.world.add_user(f"Житель{number}", "Новосёлов").id for number in range(size)]
    for text in ("Начать", "Контакты"):
        for one in people:
            office.world.say(one, -office.group_id, text)
    office.world.events.forget()
    return people


def histories(office: Office) -> Counter[str]:
    """How often each conversation's history was read."""
    return Counter(call.params["peer_id"] for call in office.world.calls if call.method == "messages.getHistory")


async def test_a_stop_in_the_middle_goes_on_where_it_was(office: Office) -> None:
    await office.stops()
    people = crowd(office, 60)
    office.sandbox.faults.add("slow", seconds=0.5, method="execute")
    with office.at_once():
        await office.starts()
        await office.comes_to(lambda: _done(office) >= 25)
    await office.stops()
    done = {str(row[0]) for row in office.database("SELECT peer_id FROM compared")}
    assert 25 <= len(done) < len(people)
    office.sandbox.faults.clear()
    before = histories(office)
    await office.starts()
    await office.comes_to(lambda: _done(office) == 0 and len(messages(office)) == 2 * len(people))
    await office.settles()
    for one in people:
        numbers = [number for lane, number in messages(office) if lane == one]
        assert numbers == sorted(set(numbers)), "each once, in order"
        assert len(numbers) == 2
    # A conversation in which the bot has spoken meanwhile has changed, so it is looked at again.
    spoken = {str(peer) for (peer,) in office.database("SELECT DISTINCT peer_id FROM outbox")}
    assert not (done & set(histories(office) - before)) - spoken
    assert office.database("SELECT sum(count), min(expected) FROM recoveries") == [(120, 1)]


def _done(office: Office) -> int:
    return int(office.database("SELECT count(*) FROM compared")[0][0])


async def test_an_outage_of_vk_in_the_middle(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "RETRY_PAUSE", 0.05)
    await office.stops()
    people = crowd(office, 60)
    for fault in ("reset", "http_5xx", "non_json", "lost_response"):
        office.sandbox.faults.add(fault, probability=0.4, times=4, method="messages.getConversations")
    office.sandbox.faults.add("error", code=10, probability=0.5, times=6, method="messages.getHistory")
    await office.starts()
    await office.comes_to(lambda: len(messages(office)) == 2 * len(people))
    await office.settles()
    assert Counter(lane for lane, _ in messages(office)) == dict.fromkeys(people, 2)


async def test_two_hundred_conversations_take_a_dozen_requests(office: Office) -> None:
    await office.stops()
    people = crowd(office, 200)
    before = len(office.world.calls)
    await office.starts()
    await office.comes_to(lambda: len(messages(office)) == 2 * len(people))
    compared = [call for call in list(office.world.calls)[before:] if not call.in_execute]
    lists = [call for call in compared if call.method == "messages.getConversations" and "filter" in call.params]
    assert len(lists) < 20, "a dozen, and those of the closing rounds, however many there are by now"
    await office.settles()


async def test_a_lost_event_is_an_alarm(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MESSAGES_COMPARED_EVERY", 0.1)
    monkeypatch.setattr(ticking, "REPORT_EVERY", 0.1)
    await office.stops()
    office.clock.moves(minutes=1)
    await compares(office)
    anna, maria = await greeted(office, "Анна"), office.moderator("Мария")
    await maria.looks_away()
    silently(office)
    office.world.say(anna.vk_id, -office.group_id, "Контакты")
    office.clock.moves(minutes=2)
    await office.comes_to(lambda: office.database("SELECT count(*) FROM recoveries WHERE reported_at > 0") == [(1,)])
    await anna.sees("Администрация города")
    await maria.sees("ВКонтакте не сообщил боту", "сообщений: 1", "ответы могли запоздать", "bot check")
    assert office.database("SELECT what, count, expected FROM recoveries") == [("message", 1, 0)]
    silently(office, off=False)
    await office.restarts()
    await maria.sees_nothing()


async def test_what_may_still_be_on_its_way_is_no_alarm(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "MESSAGES_COMPARED_EVERY", 0.1)
    await office.stops()
    office.clock.moves(minutes=1)
    await compares(office)
    anna = await greeted(office, "Анна")
    silently(office)
    office.clock.moves(minutes=2)
    office.world.say(anna.vk_id, -office.group_id, "Контакты")
    asked = len(office.world.calls)
    await office.comes_to(lambda: _comparisons(office, asked) >= 3)
    assert office.database("SELECT * FROM recoveries") == []
    office.clock.moves(minutes=2)
    await anna.sees_nothing()
    await office.comes_to(lambda: office.database("SELECT count FROM recoveries") == [(1,)])
    await anna.sees("Администрация города")


def _comparisons(office: Office, since: int) -> int:
    calls = list(office.world.calls)[since:]
    return sum(call.params.get("filter") == "unanswered" for call in calls)


async def test_a_gap_is_compared_at_once(office: Office) -> None:
    anna = await greeted(office, "Анна")
    with office.at_once():
        office.sandbox.faults.add("lost_history", times=1)
        office.world.say(anna.vk_id, -office.group_id, "Контакты")
        await office.comes_to(lambda: len(messages(office)) == 2)
    await anna.sees("Администрация города")
    assert office.database("SELECT what, count, expected FROM recoveries") == [("message", 1, 0)]


async def test_replies_by_hand_are_found_once(office: Office) -> None:
    anna = await greeted(office, "Анна")
    office.world.answer_by_hand(MARIA, anna.vk_id, "Слушаю вас")
    await anna.sees("Слушаю вас")
    await office.stops()
    office.clock.moves(minutes=5)
    office.world.answer_by_hand(MARIA, anna.vk_id, "Вы ещё здесь?")
    office.world.events.forget()
    await office.starts()
    await office.comes_to(lambda: len(office.database("SELECT 1 FROM inbox WHERE type = 'message_reply'")) == 2)
    await office.restarts()
    assert len(office.database("SELECT 1 FROM inbox WHERE type = 'message_reply'")) == 2
    assert office.database("SELECT count FROM recoveries") == [(1,)]


async def test_a_conversation_that_vk_did_not_show_is_found_when_it_waits(office: Office) -> None:
    anna = await greeted(office, "Анна")
    await office.stops()
    silently(office)
    office.world.say(anna.vk_id, -office.group_id, "Контакты")
    silently(office, off=False)
    office.sandbox.faults.add("error", code=7, method="messages.getHistory")
    for _ in range(2):
        await compares(office)
        await anna.sees_nothing()
        await office.stops()
        office.clock.moves(minutes=90)
    office.sandbox.faults.clear()
    await compares(office)
    await anna.sees("Администрация города")
    assert len(messages(office)) == 2


async def compares(office: Office) -> None:
    """Start, and come to the end of the comparison."""
    await office.starts()
    now = int(office.clock.seconds() * 1000)
    await office.comes_to(lambda: office.database("SELECT reconciled_at FROM communities") == [(now,)])


async def test_vks_own_list_of_the_unanswered_stays_true(office: Office) -> None:
    anna = await greeted(office, "Анна")
    own = office.world.conversation(anna.vk_id)
    assert own.answered
    own.answered = False  # VK lists it all the same
    await office.restarts()
    await office.comes_to(lambda: own.answered)
    own.answered = False  # somebody takes the mark away: they have a reason
    await office.stops()
    office.clock.moves(minutes=1)
    await compares(office)
    assert not own.answered


async def test_who_waits_for_a_human_is_not_marked(office: Office) -> None:
    anna = await greeted(office, "Анна")
    office.world.answer_by_hand(MARIA, anna.vk_id, "Слушаю вас")
    await anna.sees("Слушаю вас")
    await anna.says("Когда вывезут мусор с нашей улицы?")
    await anna.sees_nothing()
    own = office.world.conversation(anna.vk_id)
    for _ in range(2):
        await office.stops()
        office.clock.moves(minutes=100)
        await compares(office)
        assert not own.answered
    assert history.FILTERS["unanswered"](own)
    assert office.database("SELECT * FROM outbox WHERE method = 'messages.markAsAnsweredConversation'") == []


async def test_who_answered_while_the_bot_stood_is_not_reminded(office: Office) -> None:
    """The reminder is due at the start, and VK has lost the event of the answer: the comparison goes first."""
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    await anna.files()
    await mary.does("/уточнить 1 Какой подъезд?")
    await anna.sees("Какой подъезд?")
    await office.stops()
    await anna.says("Второй")
    office.sandbox.faults.add("lost_history", times=1)
    office.clock.moves(days=3)
    await office.starts()
    await anna.sees("снова в работе")
    await anna.sees_nothing()
