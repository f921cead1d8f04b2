"""Lead forms, and the Callback API that brings events until the bot says ok."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import orjson
import pytest
from aiohttp import web

from sandbox import Sandbox, World
from sandbox.callback import CallbackTarget
from sandbox.errors import Refused
from tests.sandbox.client import Json, Vk

ANSWERS: list[Json] = [
    {"key": "first_name", "question": "Имя", "answer": "Анна"},
    {"key": "custom_0", "question": "Что случилось?", "answer": ["Яма", "Темно"]},
    {"key": "email"},
]


@dataclass
class BotServer:
    """A bot's server: confirms itself, refuses `refusals` times, then says ok."""

    url: str = ""
    refusals: int = 0
    got: list[Json] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        update: Json = orjson.loads(await request.read())
        if update["type"] == "confirmation":
            return web.Response(text="a1b2c3d4")
        self.got.append(update)
        if len(self.got) <= self.refusals:
            return web.Response(status=503)
        return web.Response(text="ok")

    def target(self, *events: str, confirmation: str = "a1b2c3d4") -> CallbackTarget:
        return CallbackTarget(self.url, "s3cret", confirmation, frozenset(events), pauses=(0.0,))


@pytest.fixture
async def bot() -> AsyncIterator[BotServer]:
    bot = BotServer()
    app = web.Application()
    app.router.add_post("/vk", bot.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/vk"
    yield bot
    await runner.cleanup()


async def test_a_lead_comes_over_the_long_poll(vk: Vk, world: World) -> None:
    await vk.start_polling()
    lead = world.fill_form(101, ANSWERS, form_id=7, form_name="Яма", ad_id=5)
    (event,) = await vk.events("lead_forms_new")
    assert event["object"] == lead
    assert lead == {
        "lead_id": 1,
        "group_id": 1,
        "user_id": 101,
        "form_id": 7,
        "form_name": "Яма",
        "ad_id": 5,
        "answers": [*ANSWERS[:2], {"key": "email", "question": "email", "answer": None}],
    }
    assert world.fill_form(101, [])["lead_id"] == 2


async def test_a_lead_by_the_control_api(vk: Vk, world: World) -> None:
    lead = await vk.control("POST", "leads", {"user_id": 101, "form_id": 7, "form_name": "Яма", "answers": ANSWERS})
    assert (lead["lead_id"], lead["form_id"], lead["answers"][1]["answer"]) == (1, 7, ["Яма", "Темно"])
    await vk.control("POST", "leads", {"user_id": 999, "answers": []}, status=400)
    await vk.control("POST", "leads", {"user_id": 101, "answers": [{}]}, status=400)


async def test_deliveries_are_repeated_until_ok(sandbox: Sandbox, world: World, bot: BotServer) -> None:
    bot.refusals = 3
    await sandbox.callback.set_target(bot.target("lead_forms_new"))
    world.events.switches["lead_forms_new"] = False
    world.fill_form(101, ANSWERS)
    world.say(101, -1, "не по Callback API")
    await world.wait_for(lambda: len(world.callback.deliveries) == 4)
    assert [delivery.taken for delivery in world.callback.deliveries] == [False, False, False, True]
    assert len({update["event_id"] for update in bot.got}) == 1
    assert {(update["type"], update["secret"], update["group_id"]) for update in bot.got} == {
        ("lead_forms_new", "s3cret", 1)
    }
    assert len(world.callback) == 0


async def test_one_event_on_both_ways(sandbox: Sandbox, vk: Vk, world: World, bot: BotServer) -> None:
    await sandbox.callback.set_target(bot.target())
    await vk.start_polling()
    world.say(101, -1, "Здравствуйте")
    (polled,) = await vk.events("message_new")
    await world.wait_for(lambda: bot.got)
    assert bot.got[0] == {**polled, "secret": "s3cret"}


async def test_a_server_that_is_away_gets_it_when_it_is_back(sandbox: Sandbox, world: World, bot: BotServer) -> None:
    await sandbox.callback.set_target(bot.target("lead_forms_new"))
    world.callback.aim(CallbackTarget("http://127.0.0.1:9/", "s3cret", "", pauses=(0.0,)))
    world.fill_form(101, ANSWERS)
    await world.wait_for(lambda: world.callback.deliveries)
    assert world.callback.deliveries[0].status == 0
    world.callback.aim(bot.target())
    await world.wait_for(lambda: len(bot.got) == 1)


async def test_a_server_that_does_not_confirm_itself(sandbox: Sandbox, world: World, bot: BotServer) -> None:
    for target in (bot.target(confirmation="other"), CallbackTarget("http://127.0.0.1:9/", "", "a1b2c3d4")):
        with pytest.raises(Refused, match="не подтвердил"):
            await sandbox.callback.set_target(target)
    assert world.callback.target is None


async def test_the_control_api_of_the_callback(vk: Vk, world: World, bot: BotServer) -> None:
    assert await vk.control("GET", "callback") == {"url": None, "events": [], "waiting": 0, "deliveries": []}
    settings = {"url": bot.url, "secret": "s3cret", "confirmation": "a1b2c3d4", "events": ["lead_forms_new"]}
    assert (await vk.control("POST", "callback", settings))["url"] == bot.url
    await vk.control("POST", "callback", {**settings, "confirmation": "other"}, status=400)
    world.fill_form(101, ANSWERS)
    await world.wait_for(lambda: world.callback.deliveries)
    (delivery,) = (await vk.control("GET", "callback"))["deliveries"]
    assert (delivery["type"], delivery["http"], delivery["answer"], delivery["taken"]) == (
        *("lead_forms_new", 200, "ok", True),
    )
    assert (await vk.control("POST", "callback", {}))["url"] is None
    world.fill_form(101, ANSWERS)
    assert len(bot.got) == 1


async def test_reset_forgets_leads_and_deliveries(sandbox: Sandbox, world: World, bot: BotServer) -> None:
    await sandbox.callback.set_target(bot.target())
    world.fill_form(101, [])
    await world.wait_for(lambda: world.callback.deliveries)
    world.reset()
    assert (world.callback.deliveries, len(world.callback), world.fill_form(101, [])["lead_id"]) == ([], 0, 1)


async def test_the_feed_tells_of_deliveries(sandbox: Sandbox, vk: Vk, world: World, bot: BotServer) -> None:
    await sandbox.callback.set_target(bot.target())
    after = world.feed.seq
    world.fill_form(101, [])
    await world.wait_for(lambda: world.callback.deliveries)
    async with aiohttp.ClientSession() as http, http.get(f"{sandbox.url}/sandbox/feed?after={after}&wait=0") as answer:
        items = orjson.loads(await answer.read())["items"]
    assert [item["taken"] for item in items if item["kind"] == "delivery"] == [True]
