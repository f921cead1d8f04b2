"""One window of the page: what the person in it does and sees."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Locator, Page, Route, expect

from bot.demo.picture import pothole

COMMUNITY = -1
CHAT = 2_000_000_001
LOCATION_BUTTON = "Отправить местоположение"
PHOTO: FilePayload = {"name": "yama.png", "mimeType": "image/png", "buffer": pothole()}
LAPTOP, PHONE = (1400, 860), (390, 844)

# Whatever could be pushed sideways, and whatever a thumb couldn't reach.
_SIDEWAYS = """async width => {
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const name = node => `${node.tagName} ${node.id} ${node.dataset.testid ?? node.className}`;
  const root = document.scrollingElement;
  const wide = root.scrollWidth > width ? [`the page: ${root.scrollWidth} px`] : [];
  for (const node of document.body.querySelectorAll("*")) {
    const canScroll = ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
    if (canScroll && node.clientWidth && node.scrollWidth > node.clientWidth) wide.push(`scrolls: ${name(node)}`);
    const box = node.getBoundingClientRect();
    const isSeen = node.checkVisibility({ visibilityProperty: true }) && box.width && box.height;
    const isControl = node.matches("button, a, textarea, [data-testid]");
    if (isSeen && isControl && (box.left < -1 || box.right > width + 1)) wide.push(`sticks out: ${name(node)}`);
  }
  return wide;
}"""


class Window:
    """A window in a browser context of its own; everything it must not do is noted in `troubles`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.troubles: list[str] = []
        self._address = address
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))

    @classmethod
    async def open(cls, context: BrowserContext, address: str) -> "Window":
        window = cls(await context.new_page(), address)
        await context.route("**/*", window._let_home)
        return window

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    async def _let_home(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            await route.continue_()
        else:
            self.troubles.append(f"went out: {route.request.url}")
            await route.abort()

    # Where they are

    async def goes(self, user: int | None = None, peer: int | None = None) -> None:
        """Open the page, as somebody in a conversation or at its beginning."""
        place = f"/#user={user}&peer={peer}" if user else "/"
        await self.page.goto(self._address + place)

    def part(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    # What they do

    async def says(self, text: str, *, photo: bool = False) -> None:
        if photo:
            await self.part("attach-photo").set_input_files(PHOTO)
        await self.part("composer").fill(text)
        await self.part("send").click()  # waits until the photo is uploaded: the button is disabled before

    async def presses(self, label: str) -> None:
        """Press a button of the bot's keyboard."""
        await self.part("keyboard-button").and_(self.page.locator(f'[data-label="{label}"]')).click()

    async def presses_under(self, message: Locator, label: str) -> None:
        """Press an inline button."""
        await message.get_by_test_id("inline-button").and_(self.page.locator(f'[data-label="{label}"]')).click()

    async def sends_place(self) -> None:
        """Press VK's location button and take the place that the map offers."""
        await self.presses(LOCATION_BUTTON)
        await expect(self.part("location-dialog")).to_be_visible()
        await self.part("location-confirm").click()

    # What they see

    def messages(self, *words: str, author: int = COMMUNITY) -> Locator:
        """Messages of the author that hold all the words."""
        found = self.page.locator(f'[data-testid="message"][data-from="{author}"]')
        for one in words:
            found = found.filter(has_text=one)
        return found

    async def sees(self, *words: str) -> Locator:
        """See the community's newest message: it holds all the words."""
        newest = self.messages().last
        for one in words:
            await expect(newest).to_contain_text(one)
        return newest

    async def sees_photo(self, message: Locator) -> None:
        """See a photo in a message, and not the sign of a broken picture."""
        photo = message.get_by_test_id("photos").locator("img")
        await expect(photo).to_have_count(1)
        await expect(photo).to_have_js_property("complete", True)
        assert await photo.evaluate("image => image.naturalWidth") > 0

    async def fits(self) -> None:
        """Nothing of the view can be pushed sideways or sticks out of the window."""
        __tracebackhide__ = True
        assert self.page.viewport_size is not None
        if wide := await self.page.evaluate(_SIDEWAYS, self.page.viewport_size["width"]):
            pytest.fail(f"The view is too wide: {wide}")


async def new_context(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    """A browser of its own for one person: nothing is shared with the others'."""
    width, height = size
    is_phone = size == PHONE
    return await browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
        locale="ru-RU",
        reduced_motion="reduce",  # a panel that slides away would still be seen sticking out
    )
