"""VK fails in every way it knows: every appeal and every message arrives exactly once all the same."""

import asyncio
from functools import partial

from sandbox import Sandbox, World
from tests.e2e.audit import audit, handled, has_sent, rows
from tests.e2e.people import PRIVATE, Citizen, Moderator, moderate
from tests.e2e.process import CHAT, Bot, eventually, running

ANNA = 101


async def test_every_failure_of_requests(sandbox: Sandbox, bot: Bot) -> None:
    citizens = [Citizen(sandbox, id) for id in (101, 102, 103)]
    faults = sandbox.faults
    async with running(sandbox, bot), asyncio.TaskGroup() as people:
        desk = people.create_task(moderate(Moderator(sandbox, 201)))
        for name in ("lost_response", "reset", "http_5xx", "non_json"):
            faults.add(name, probability=0.03)
        faults.add("error", code=6, probability=0.03)
        faults.add("error", code=10, probability=0.03, method="messages.send")
        faults.add("slow", seconds=1, probability=0.05)
        filing = [people.create_task(one.file(f"Яма {one.id} на дороге")) for one in citizens]
        await asyncio.wait(filing)
        faults.clear()
        desk.cancel()
    audit(sandbox, bot)


async def _asked_what_happened(anna: Citizen) -> None:
    await anna.say("Здравствуйте", "Это приёмная")
    await anna.press("Подать обращение", "согласие")
    await anna.press("Согласен", "О чём обращение?")
    await anna.press("Дороги и тротуары", "что случилось")


def _drafted(bot: Bot) -> list[str]:
    """The lines of the only draft."""
    return str(rows(bot.database, "SELECT json_extract(body, '$.text') FROM drafts")[0][0]).split("\n")


async def test_duplicated_and_reordered_updates(sandbox: Sandbox, bot: Bot) -> None:
    """Dialogs go on as ever, and many words of one person stay in the order in which they were written."""
    citizens = [Citizen(sandbox, id) for id in (101, 102, 103)]
    nikolai = Citizen(sandbox, 104)
    words = [f"Слово номер {index}" for index in range(20)]
    async with running(sandbox, bot), asyncio.TaskGroup() as people:
        await _asked_what_happened(nikolai)
        sandbox.faults.add("duplicate_events")
        sandbox.faults.add("reorder_events")
        desk = people.create_task(moderate(Moderator(sandbox, 201)))
        filing = [people.create_task(one.file(f"Яма {one.id} на дороге")) for one in citizens]
        for text in words:
            sandbox.world.say(nikolai.id, PRIVATE, text)
        await asyncio.wait(filing)
        desk.cancel()
    assert _drafted(bot) == words
    audit(sandbox, bot)


async def test_the_long_poll_loses_its_place_while_messages_come(sandbox: Sandbox, bot: Bot) -> None:
    """Messages are found in the history. Presses of callback buttons stand in none, so nobody presses here."""
    citizens = [Citizen(sandbox, id) for id in (101, 102, 103, 104)]
    faults = ("key_expiry", "outdated_ts", "lost_history", "longpoll_outage")
    async with running(sandbox, bot), asyncio.TaskGroup() as people:
        for one in citizens:
            people.create_task(one.file(f"Яма {one.id} на дороге", handled=False))
        for index in range(12):
            await sandbox.world.wait_for(partial(has_sent, sandbox.world, 3 * (index + 1)), 30)
            sandbox.faults.add(faults[index % len(faults)], times=1)
    audit(sandbox, bot)


async def test_hours_without_the_bot_longer_than_vk_keeps_events(sandbox: Sandbox, bot: Bot) -> None:
    """Everything that was written while the bot was down is found, more than a page of one person's too."""
    anna, pyotr = Citizen(sandbox, 101), Citizen(sandbox, 102)
    words = [f"Слово {index}" for index in range(210)]
    async with running(sandbox, bot):
        await _asked_what_happened(anna)
        await pyotr.say("Здравствуйте", "Это приёмная")
    for text in words:
        sandbox.world.say(ANNA, PRIVATE, text)
    sandbox.world.say(pyotr.id, PRIVATE, "Контакты")
    sandbox.world.events.forget()
    async with running(sandbox, bot):
        await pyotr.answered("Администрация", 2)
        await eventually(lambda: handled(bot, 216))
    assert _drafted(bot) == words
    audit(sandbox, bot)


async def test_blocked_citizen(sandbox: Sandbox, world: World, bot: Bot) -> None:
    """901 and 902: the desk is told, the message isn't sent again, and the next one reaches who allows again."""
    anna, maria = Citizen(sandbox, ANNA), Moderator(sandbox, 201)
    async with running(sandbox, bot):
        await anna.file("Яма 1 на дороге", handled=False)
        world.users[ANNA].privacy = True
        card = await maria.sees(lambda one: "· новое" in one.text)
        world.press(201, CHAT, "Взять", cmid=card.conversation_message_id)
        told = await maria.sees(lambda one: "не получил сообщение" in one.text)
        assert "запретил" in told.text
        refused = _sends_to(world, ANNA)
        world.users[ANNA].privacy = False
        await anna.press("Контакты", "Администрация")
        assert _sends_to(world, ANNA) == refused + 1
    assert rows(bot.database, "SELECT count(*) FROM outbox WHERE status = 'unreachable'") == [(1,)]
    assert rows(bot.database, "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'failed')") == [(0,)]
    assert rows(bot.database, "SELECT count(*) FROM history WHERE act = 'undelivered'") == [(1,)]


def _sends_to(world: World, peer: int) -> int:
    """Attempts to send to somebody, those that VK refused too."""
    return sum(call.method == "messages.send" and call.params.get("peer_ids") == str(peer) for call in world.calls)


async def test_copies_and_logs_of_a_bot_at_work(sandbox: Sandbox, bot: Bot) -> None:
    """`backup` and `export` give all of it while the bot works; the logs tell nothing of people."""
    bot.settings["LOG_LEVEL"] = "DEBUG"
    anna = Citizen(sandbox, ANNA)
    async with running(sandbox, bot):
        await anna.file("Яма 1 на дороге", handled=False)
        sandbox.world.inject("message_new", {"message": {"text": "секретное слово", "peer_id": None}})
        sandbox.faults.add("error", code=100, times=1, method="messages.send")
        sandbox.world.say(ANNA, PRIVATE, "Мой телефон +7 900 123-45-67, почта anna@example.ru")
        await sandbox.world.wait_for(lambda: not sandbox.faults.active(), 10)
        copied = await bot.command("backup", str(bot.folder / "copy.db"))
        exported = await bot.command("export")
        failed = await bot.command("export", "--failed")
        sandbox.world.say(ANNA, PRIVATE, "Контакты")
        await sandbox.world.wait_for(lambda: "Администрация" in anna.answers[-1].text, 10)
    assert (copied.code, exported.code, failed.code) == (0, 0, 0)
    assert rows(bot.folder / "copy.db", "SELECT text FROM appeals") == [("Яма 1 на дороге",)]
    assert len(exported.out.splitlines()) == 1
    assert "Яма 1 на дороге" in exported.out
    assert "секретное слово" in failed.out
    for secret in (sandbox.token, "900 123", "anna@example", "секретное", "Мой телефон", "Яма", "Садовая", "Примерова"):
        assert secret not in bot.said
