"""One demo and one Chromium for the stories of a module; every person has a browser context of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.demo import demo_page
from tests.browser.window import LAPTOP, Window, new_context

OpenWindow = Callable[..., Awaitable[Window]]
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_chromium()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    """Where the demo's page is."""
    async with demo_page() as address:
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def open_window(browser: Browser, address: str) -> AsyncIterator[OpenWindow]:
    """Opens windows; at the end none of them may have complained or gone out to the network."""
    windows: list[Window] = []
    async with AsyncExitStack() as stack:

        async def open_one(size: tuple[int, int] = LAPTOP) -> Window:
            context = await new_context(browser, size)
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            windows.append(await Window.open(context, address))
            return windows[-1]

        yield open_one
        troubles = [trouble for window in windows for trouble in window.troubles]
    assert troubles == []
