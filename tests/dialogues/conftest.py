"""Offices for the dialogues."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uvloop
from loguru import logger

from appeals.administration import Administration
from bot import ticking
from bot.administration_file import load_administration
from bot.vk import questions
from sandbox import Sandbox
from tests.dialogues.office import TUESDAY_MORNING, Office, StoppedClock

OpenOffice = Callable[..., Awaitable[Office]]
ROOT = Path(__file__).parents[2]
SELDOM = 1e9
"""Seconds between looks: the next one is in 2033."""

SHORTLY = 0.01
"""Seconds in which what is said already is on its way."""


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop of the running bot."""
    return {"uvloop": uvloop.new_event_loop}


@cache
def example_administration() -> Administration:
    return load_administration(ROOT / "administration.toml")


@pytest.fixture(scope="session", autouse=True)
def _quiet_log() -> None:
    """Every office keeps its own log; what goes to the screen is the conversation that failed."""
    logger.remove()


@pytest.fixture(autouse=True)
def _no_tick_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the looks of the start a tick looks when a test says so: the clock of the wall isn't the dialogue's."""
    for name in vars(ticking):
        if name.endswith("_EVERY"):
            monkeypatch.setattr(ticking, name, SELDOM)


@pytest.fixture(autouse=True)
def _questions_hope_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question to VK takes a request that is about to go and waits for no later one: nobody else writes here."""
    monkeypatch.setattr(questions, "WAIT", SHORTLY)


@pytest.fixture
def administration() -> Administration:
    """The example that comes with the product."""
    return example_administration()


@pytest.fixture
async def open_office(tmp_path: Path, administration: Administration) -> AsyncIterator[OpenOffice]:
    """Opens an office with settings of its own: moderator_chat, admin_ids, administration, departments.

    The chats of departments have their executors in them.
    """
    async with asyncio.TaskGroup() as tasks, AsyncExitStack() as stack:

        async def open_one(**settings: Any) -> Office:
            clock = StoppedClock(TUESDAY_MORNING)
            sandbox = await stack.enter_async_context(Sandbox(rate_limit=None, seed=1, clock=clock.seconds))
            rules = settings.pop("administration", administration)
            if "departments" in settings:
                rules = replace(rules, departments=settings.pop("departments"))
                for one in rules.departments:
                    if one.chat is not None:
                        sandbox.world.add_chat(one.chat, one.title, list(one.executors))
            office = Office(tasks, sandbox, clock, rules, tmp_path / "office.db", **settings)
            stack.push_async_callback(office.closes)
            await office.starts()
            return office

        yield open_one


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """An office as the example sets it up."""
    return await open_office()
