"""SIGTERM and SIGKILL at any moment: nothing is lost, nothing comes twice, every dialog goes on where it stopped."""

import asyncio
import random
import signal
from functools import partial

import pytest

from sandbox import Sandbox, World
from tests.e2e.audit import audit, conversation_of, has_sent, rows
from tests.e2e.nursery import Nursery
from tests.e2e.people import Citizen, Moderator, moderate
from tests.e2e.process import CHAT, Bot, polls

KILLS = 20
EARLY = 0.35
"""The share of kills that strike while the process is still starting."""
CITIZENS = 20


def town(sandbox: Sandbox, count: int) -> list[Citizen]:
    """So many citizens."""
    people = [sandbox.world.add_user("Вера", "Примерова", id=1001 + index) for index in range(count)]
    return [Citizen(sandbox, person.id) for person in people]


async def test_sigterm_in_the_middle_of_traffic(sandbox: Sandbox, bot: Bot) -> None:
    citizens = town(sandbox, 8)
    world, loop = sandbox.world, asyncio.get_running_loop()
    await polls(sandbox, bot)
    async with asyncio.TaskGroup() as people:
        for index, citizen in enumerate(citizens):
            people.create_task(citizen.file(f"Яма {index} на дороге", handled=False))
        for seen in (30,):
            await world.wait_for(partial(has_sent, world, seen), 20)
            began = loop.time()
            assert await bot.end(signal.SIGTERM) == 0, bot.said
            assert loop.time() - began < 5
            # What was begun is finished: nothing that has been answered waits for the next start.
            assert rows(bot.database, "SELECT count(*) FROM outbox WHERE status = 'waiting'") == [(0,)]
            await polls(sandbox, bot)
    assert await bot.end(signal.SIGTERM) == 0
    audit(sandbox, bot)


async def test_sigterm_while_vk_is_slow(sandbox: Sandbox, bot: Bot) -> None:
    citizen = town(sandbox, 1)[0]
    await polls(sandbox, bot)
    sandbox.faults.add("slow", seconds=30, times=1, method="messages.send")
    sandbox.world.say(citizen.id, -1, "Здравствуйте")
    await sandbox.world.wait_for(lambda: len(sandbox.world.sends) == 1, 10)
    began = asyncio.get_running_loop().time()
    assert await bot.end(signal.SIGTERM) == 0
    assert asyncio.get_running_loop().time() - began < 8
    # The answer is not known to have come, so the next start sends it again, under the same random_id.
    assert rows(bot.database, "SELECT status FROM outbox") == [("waiting",)]


async def test_sigterm_while_vk_is_down_at_the_start(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.add("http_5xx")
    await bot.start()
    await sandbox.world.wait_for(lambda: len(sandbox.world.calls) >= 1, 20)
    began = asyncio.get_running_loop().time()
    assert await bot.end(signal.SIGTERM) == 0
    assert asyncio.get_running_loop().time() - began < 3


@pytest.mark.timeout(150)
async def test_sigkill_at_random_instants(sandbox: Sandbox, bot: Bot) -> None:
    chance = random.Random(20261)
    citizens = town(sandbox, CITIZENS)
    world = sandbox.world
    moderators = [Moderator(sandbox, 201), Moderator(sandbox, 202)]
    killed = asyncio.Event()

    async def lives(citizen: Citizen) -> None:
        """File an appeal, and further ones while the process is being killed."""
        while not citizen.filed or not killed.is_set():
            await citizen.file(f"Яма {1000 * len(citizen.filed) + citizen.id} на дороге")

    async with asyncio.TaskGroup() as people:
        working = [
            people.create_task(moderate(moderator, share, len(moderators)))
            for share, moderator in enumerate(moderators)
        ]
        filing = [people.create_task(lives(citizen)) for citizen in citizens]
        async with Nursery(bot) as nursery:
            for kill in range(KILLS):
                # Some lives begin with a whole start, imports and all; most are forked after them.
                whole, early = kill % 5 == 0, chance.random() < EARLY
                start = bot.start if whole else nursery.start
                if early:
                    await start()
                    await moment(chance.uniform(0.1, 1.8 if whole else 0.5))
                else:
                    await polls(sandbox, bot, start)
                    await moment(chance.uniform(0, 0.7))
                await (bot.end(signal.SIGKILL) if whole else nursery.kill())
        killed.set()
        await polls(sandbox, bot)
        await asyncio.wait(filing)
        for task in working:
            task.cancel()
    assert await bot.end(signal.SIGTERM) == 0
    assert bot.runs == KILLS + 1
    audit(sandbox, bot)
    _everybody_had_the_same_conversation(sandbox, citizens)
    _the_desk_was_told_once(world, citizens)
    assert rows(bot.database, "PRAGMA integrity_check") == [("ok",)]


async def moment(seconds: float) -> None:
    """Let the process live so long: what is waited for is the instant of the kill itself."""
    loop = asyncio.get_running_loop()
    struck = loop.create_future()
    loop.call_later(seconds, struck.set_result, None)
    await struck


def _everybody_had_the_same_conversation(sandbox: Sandbox, citizens: list[Citizen]) -> None:
    """Each dialog went as it goes without any kill: nobody was asked twice, answered twice, or left out."""
    once = {len(citizen.filed): conversation_of(sandbox, citizen.id) for citizen in citizens}
    for citizen in citizens:
        assert conversation_of(sandbox, citizen.id) == once[len(citizen.filed)]
    first = conversation_of(sandbox, citizens[0].id)
    assert [mine for mine, _ in first[:8]] == [False, True] * 4


def _the_desk_was_told_once(world: World, citizens: list[Citizen]) -> None:
    told = [message.text for message in world.conversations[CHAT].messages if message.from_id < 0]
    for number in (number for citizen in citizens for number in citizen.filed):
        # Other cards and previews may name it too: as what the citizen asked before, as the same answer given before.
        about = (f"№ {number} ", f"Так ответ на № {number} ", f"Ответ на № {number} ")
        mine = [text for text in told if any(line.startswith(about) for line in text.splitlines())]
        # The card, the preview, «отправлен», and the news that the citizen has confirmed.
        assert len(mine) == 4, mine
