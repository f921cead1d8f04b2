"""A seeded run: people go on as ever while everything goes wrong; at the end an auditor compares."""

import asyncio
import random
import signal
from collections.abc import Callable
from pathlib import Path

from sandbox import Sandbox
from sandbox.model import USER_TOKEN, Json, Message, labels_of
from tests.chaos.auditor import Told, audit
from tests.chaos.many import Dispatcher, Herald
from tests.chaos.people import Clerk, Dweller, leads_come
from tests.chaos.service import Service
from tests.chaos.troubles import TROUBLES, Ground
from tests.e2e.audit import rows
from tests.e2e.process import CHAT, Bot, eventually, install

DWELLERS = range(1001, 1009)
CLERKS = (201, 202)
LEAD_PEOPLE = [2001, 2002, 2003]
HERALD, DISPATCHER = 203, 204
ADMINISTRATORS = (202, HERALD)
"""They have never written in private: VK refuses what the bot reports to them there."""

STREET = range(3001, 3006)
"""Who lives where the light goes out."""

SHOWN = 30
"""Messages of the chat that a run which fails shows."""

QUIET = 300.0
"""Seconds in which all that was begun must come to its end, once nothing goes wrong any more."""


async def chaos(folder: Path, *, seconds: float, seed: int, tell: Callable[[str], None]) -> Json:
    """Let troubles strike for so long; return what there was of everything.

    Raises:
        AssertionError: something was lost, doubled or out of order.
    """
    chance = random.Random(seed)
    async with Sandbox(seed=seed) as sandbox:
        bot = install(folder, sandbox, VK_USER_TOKEN=USER_TOKEN)
        service = Service(bot, sandbox)
        people = [_dweller(sandbox, id) for id in DWELLERS]
        for id in LEAD_PEOPLE:
            sandbox.world.add_user("Пётр", "Формин", id=id)
        told = _those_who_tell_many(sandbox)
        clerks = [Clerk(sandbox, id) for id in CLERKS]
        for id in CLERKS:
            sandbox.world.allow(id)  # who answers for the bot reads its reports
        async with asyncio.TaskGroup() as around:
            running = around.create_task(service.run())
            try:
                struck = await _live(Ground(sandbox, service, chance), people, clerks, told, seconds, tell)
            except BaseException:
                _report(bot, service, tell)
                raise
            finally:
                running.cancel()
        # Asked once more when all was done already, it may have ended of that.
        assert service.endings[-1] in (0, -signal.SIGTERM), bot.said[-3000:]
        assert bot.said.rstrip().endswith("Остановлен"), bot.said[-3000:]
        audit(sandbox, bot, people, told, blocked={*LEAD_PEOPLE, *ADMINISTRATORS})
        return {
            "troubles": struck,
            "processes": len(service.endings),
            "appeals": rows(bot.database, "SELECT count(*) FROM appeals")[0][0],
            "announcements": len(told.herald.told),
            "outages": len(told.dispatcher.told),
            "messages": len(sandbox.world.sends),
        }


def _those_who_tell_many(sandbox: Sandbox) -> Told:
    world = sandbox.world
    for id, role in ((HERALD, "administrator"), (DISPATCHER, "moderator")):
        world.add_user("Глеб", "Вестников", sex=2, id=id, role=role)
        world.chats[CHAT].members.append(id)
    for id in STREET:
        world.add_user("Вера", "Ленина", id=id)
    return Told(Herald(sandbox, HERALD), Dispatcher(sandbox, DISPATCHER), [Dweller(sandbox, id) for id in STREET])


async def _live(
    ground: Ground,
    people: list[Dweller],
    clerks: list[Clerk],
    told: Told,
    seconds: float,
    tell: Callable[[str], None],
) -> int:
    """Everybody does what they do while troubles strike, and then until all is settled; return how many struck."""
    service, sandbox, over = ground.service, ground.sandbox, asyncio.Event()
    service.start()
    await service.polls()
    async with asyncio.TaskGroup() as town:
        desk = [town.create_task(clerk.serves(people, share, len(clerks))) for share, clerk in enumerate(clerks)]
        lives = [town.create_task(one.lives(over)) for one in people]
        leads = town.create_task(leads_come(sandbox, ground.chance, over, LEAD_PEOPLE))
        heralds = [
            town.create_task(told.herald.announces(told.street, ground.chance, over)),
            town.create_task(told.dispatcher.declares(told.street, ground.chance, over)),
        ]
        struck = await _strike(ground, seconds, tell)
        over.set()
        sandbox.faults.clear()
        async with asyncio.timeout(QUIET):
            await asyncio.wait([*lives, leads, *heralds])
        for one in desk:
            one.cancel()
    await eventually(lambda: _is_quiet(service), QUIET)
    await service.stop()
    return struck


async def _strike(ground: Ground, seconds: float, tell: Callable[[str], None]) -> int:
    """Every trouble in turn, in a random order, again and again until the time is over."""
    loop = asyncio.get_running_loop()
    end, count = loop.time() + seconds, 0
    while loop.time() < end:
        for name in ground.chance.sample(list(TROUBLES), len(TROUBLES)):
            if loop.time() >= end:
                break
            tell(f"{loop.time() - end + seconds:6.1f} с  {name}")
            await TROUBLES[name](ground)
            await ground.lasts(0, 1)
            count += 1
    return count


def _report(bot: Bot, service: Service, tell: Callable[[str], None]) -> None:
    """What stands still, without anybody's words."""
    tell(f"Процессы: {service.endings}. Журнал последнего:\n{bot.said[-3000:]}")
    for sql in (
        "SELECT 'inbox', id, type, lane, status, attempts, error FROM inbox WHERE status <> 'done' LIMIT 50",
        "SELECT 'outbox', status, peer_id > 2000000000, method, count(*), max(attempts) FROM outbox GROUP BY 2, 3, 4",
        "SELECT 'appeal', sequence, status FROM appeals WHERE status <> 'closed' AND channel = 'dialog'",
    ):
        for row in rows(bot.database, sql):
            tell(" ".join(str(value) for value in row))
    for (number,) in rows(
        bot.database,
        "SELECT printf('%d-%06d', year, sequence) FROM appeals WHERE status <> 'closed' AND channel = 'dialog'",
    ):
        told = [one for one in service.sandbox.world.conversations[CHAT].messages if number in one.text]
        for one in told:
            tell(_line(one))
    tell("Последнее об объявлениях и авариях:")
    chat = service.sandbox.world.conversations[CHAT].messages
    for one in [one for one in chat if one.from_id in (HERALD, DISPATCHER) or "бъявлени" in one.text][-SHOWN:]:
        tell(_line(one))


def _line(message: Message) -> str:
    return f"{message.conversation_message_id}: {message.text.splitlines()[:1]} {labels_of(message.keyboard)}"


def _dweller(sandbox: Sandbox, id: int) -> Dweller:
    return Dweller(sandbox, sandbox.world.add_user("Вера", "Примерова", id=id).id)


def _is_quiet(service: Service) -> bool:
    """Whether all leads are appeals and nothing waits any more."""
    leads = rows(service.bot.database, "SELECT count(*) FROM appeals WHERE channel = 'lead_form'")[0][0]
    waiting = rows(
        service.bot.database,
        "SELECT 1 FROM inbox WHERE status = 'waiting' UNION ALL SELECT 1 FROM outbox WHERE status = 'waiting'",
    )
    return leads >= len(service.sandbox.world.lead_forms.leads) and not waiting
