"""A stop in which a town writes and VK's history of events is lost: every word is found once, in order."""

from collections import defaultdict
from contextlib import suppress

from sandbox import Sandbox, World
from sandbox.model import USER_TOKEN
from tests.e2e.audit import audit, handled, rows, unsettled
from tests.e2e.nursery import Nursery
from tests.e2e.people import PRIVATE
from tests.e2e.process import CHAT, Bot, eventually, polls, running

CITIZENS, LEADS = 200, 20
MARIA = 201


def _town(world: World) -> list[int]:
    """People who have never written before."""
    return [world.add_user(f"Житель{number}", "Новосёлов").id for number in range(CITIZENS)]


def _words(number: int) -> list[str]:
    """What one of them writes: several messages, some many."""
    story = [f"Здравствуйте! У дома {number} во дворе глубокая яма, машины объезжают по газону."]
    return [*story, *(f"И ещё: подробность {index} о доме {number}." for index in range(2 + 9 * (number % 10 == 0)))]


def _write(world: World, people: list[int]) -> None:
    """All write in turns, so that no conversation's messages stand together."""
    told = [_words(number) for number in range(len(people))]
    for turn in range(max(map(len, told))):
        for one, words in zip(people, told, strict=True):
            if turn < len(words):
                world.say(one, PRIVATE, words[turn])


def _leave_leads(world: World, people: list[int]) -> None:
    for number, one in enumerate(people):
        answer = f"Заявка {number}: на улице не горит фонарь."
        world.fill_form(one, [{"key": "custom_0", "question": "Что случилось?", "answer": answer}])


def _written(world: World) -> dict[int, list[int]]:
    """The numbers of people's messages, by conversation."""
    return {
        peer: [one.conversation_message_id for one in conversation.messages if one.from_id > 0]
        for peer, conversation in world.conversations.items()
        if peer < CHAT and any(one.from_id > 0 for one in conversation.messages)
    }


def _stored(bot: Bot) -> dict[int, list[int]]:
    """The same as the inbox has them, in its order."""
    stored: dict[int, list[int]] = defaultdict(list)
    for lane, number in rows(
        bot.database, "SELECT lane, conversation_message_id FROM inbox WHERE type = 'message_new' ORDER BY id"
    ):
        stored[lane].append(number)
    return dict(stored)


def _leads(bot: Bot) -> list[str]:
    return [text for (text,) in rows(bot.database, "SELECT text FROM appeals WHERE channel = 'lead_form' ORDER BY id")]


async def test_a_stop_in_which_a_town_writes(sandbox: Sandbox, world: World, bot: Bot) -> None:
    bot.settings["VK_USER_TOKEN"] = USER_TOKEN
    people = _town(world)
    async with running(sandbox, bot):
        pass
    _write(world, people)
    _leave_leads(world, people[:LEADS])
    world.answer_by_hand(MARIA, people[-1], "Здравствуйте! Уже смотрим.")
    world.events.forget()
    sandbox.faults.add("lost_history", times=1)
    expected = sum(map(len, _written(world).values()))
    async with running(sandbox, bot):
        await eventually(lambda: handled(bot, expected + LEADS + 1) and len(_leads(bot)) == LEADS, 90)
    assert _stored(bot) == _written(world), "every message once, in order"
    assert len(_leads(bot)) == len(set(_leads(bot))) == LEADS
    assert rows(bot.database, "SELECT count(*) FROM inbox WHERE type = 'message_reply'") == [(1,)]
    assert rows(bot.database, "SELECT what, sum(count) FROM recoveries GROUP BY what ORDER BY what") == [
        ("lead", LEADS),
        ("message", expected + 1),
    ]
    assert rows(bot.database, "SELECT count(*) FROM recoveries WHERE expected = 0") == [(0,)], "a restart is no alarm"
    audit(sandbox, bot)


async def test_a_process_that_keeps_being_killed_gets_to_the_end(sandbox: Sandbox, world: World, bot: Bot) -> None:
    """SIGKILL in the middle of the comparison, again and again: each life goes on where the one before was."""
    people = _town(world)[:120]
    async with running(sandbox, bot):
        pass
    _write(world, people)
    world.events.forget()
    expected = sum(map(len, _written(world).values()))
    async with Nursery(bot) as nursery:
        for life in range(1, 6):
            await polls(sandbox, bot, nursery.start)
            with suppress(TimeoutError):
                await eventually(lambda aim=20 * life: _known(bot) >= aim, 4)  # type: ignore[misc] # a default argument
            await nursery.kill()
            assert _known(bot) > 0
        await polls(sandbox, bot, nursery.start)
        await eventually(lambda: handled(bot, expected), 90)
    assert _stored(bot) == _written(world)
    assert unsettled(bot) == []


def _known(bot: Bot) -> int:
    """How many conversations have been found."""
    return int(rows(bot.database, "SELECT count(DISTINCT lane) FROM inbox WHERE type = 'message_new'")[0][0])
