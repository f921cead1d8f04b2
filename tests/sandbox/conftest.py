"""A sandbox on loopback and a bare bot for it."""

import itertools
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox import Sandbox, World
from tests.sandbox.client import Clock, Vk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(rate_limit=None, seed=1, clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return sandbox.world


@pytest.fixture
async def vk(sandbox: Sandbox, clock: Clock) -> AsyncIterator[Vk]:
    async with aiohttp.ClientSession() as http:
        yield Vk(sandbox, http, clock, itertools.count(1))
