"""The page's wall, discussions and hand replies, without a bot: the sandbox alone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from sandbox import Sandbox
from tests.browser.conftest import OpenWindow
from tests.browser.window import COMMUNITY, PHONE, PHOTO, Window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("browser"),
]

ANNA, PYOTR, OLGA = 101, 102, 103
MARIA, IVAN = 201, 202


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=1) as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="module")
async def address(sandbox: Sandbox) -> str:
    """Where the page is: every story has a town of its own."""
    return sandbox.url


def remark(window: Window, *words: str, author: int) -> Locator:
    """Comments or messages of a discussion that hold all the words."""
    found = window.page.locator(f'[data-testid="remark"][data-from="{author}"]')
    for one in words:
        found = found.filter(has_text=one)
    return found


async def chooses(window: Window, found: Locator, act: str) -> None:
    """Choose from the menu of a remark."""
    await found.get_by_test_id("remark-menu").click()
    await window.part(act).click()


async def writes(window: Window, text: str) -> None:
    """Write below what is open, behind the name that the form begins a reply with."""
    field = window.part("remark-text")
    await field.press("End")
    await field.press_sequentially(text)
    await window.part("remark-send").click()
    await expect(field).to_have_value("")


async def test_the_wall_is_read_commented_and_answered(open_window: OpenWindow, sandbox: Sandbox) -> None:
    citizen, moderator = await open_window(), await open_window()
    await citizen.goes(ANNA, COMMUNITY)
    await citizen.part("go-wall").click()
    await expect(citizen.part("public-empty").or_(citizen.page.locator("#public-empty"))).to_contain_text(
        "Записей пока нет"
    )
    await expect(citizen.part("public-new")).to_have_count(0)

    await moderator.goes(MARIA, COMMUNITY)
    await moderator.part("go-wall").click()
    await moderator.part("public-new").click()
    await moderator.part("field-text").fill("Ремонт дорог: план на май")
    await moderator.part("field-files").set_input_files(PHOTO)
    await moderator.part("dialog-submit").click()
    await expect(citizen.part("post")).to_contain_text("Ремонт дорог")
    await citizen.sees_photo(citizen.part("post"))

    markup = "<b>А Садовая?</b>"
    await writes(citizen, markup)
    asked = remark(moderator, markup, author=ANNA)
    await expect(asked.get_by_test_id("text").locator("*")).to_have_count(0)
    await asked.get_by_test_id("reply-remark").click()
    await expect(moderator.part("as-community")).to_have_attribute("aria-checked", "true")
    await writes(moderator, "Садовую начнём в понедельник.")
    await expect(remark(citizen, "Анна, Садовую начнём", author=COMMUNITY)).to_have_class("remark reply")
    comment, reply = sandbox.world.comments_of(1)
    assert reply.text == "[id101|Анна], Садовую начнём в понедельник."
    assert (reply.from_id, reply.parents_stack) == (COMMUNITY, [comment.id])

    await moderator.part("as-community").click()
    await writes(moderator, "Пишу от себя")
    await expect(remark(citizen, "Пишу от себя", author=MARIA)).to_be_visible()
    await expect(citizen.part("post")).to_contain_text("3 комментария")


async def test_a_comment_is_changed_removed_and_brought_back(open_window: OpenWindow, sandbox: Sandbox) -> None:
    post = sandbox.world.publish("Новости")
    sandbox.world.comment(PYOTR, post.id, "Чужое мнение")
    citizen, moderator = await open_window(), await open_window()
    await citizen.page.goto(f"{sandbox.url}/#user={ANNA}&place=wall")
    await moderator.page.goto(f"{sandbox.url}/#user={MARIA}&place=wall")
    await expect(remark(citizen, "Чужое мнение", author=PYOTR).get_by_test_id("remark-menu")).to_have_count(0)

    await writes(citizen, "Яма у школы")
    await chooses(citizen, remark(citizen, "Яма у школы", author=ANNA), "edit-remark")
    await citizen.part("field-text").fill("Яма у школы № 2")
    await citizen.part("dialog-submit").click()
    await expect(remark(moderator, "школы № 2", "ред.", author=ANNA)).to_be_visible()

    await chooses(moderator, remark(moderator, "школы № 2", author=ANNA), "delete-remark")
    for window in (citizen, moderator):
        await expect(remark(window, "Яма", author=ANNA)).to_have_count(0)
    await expect(citizen.part("post")).to_contain_text("1 комментарий")
    await citizen.part("restore-remark").click()
    await expect(remark(moderator, "школы № 2", author=ANNA)).to_be_visible()

    await moderator.part("post-menu").click()
    await moderator.part("close-comments").click()
    await expect(citizen.part("post")).to_contain_text("закрыты")
    await expect(citizen.part("remark-text")).to_have_count(0)


async def test_the_next_person_goes_on_where_the_last_one_was(open_window: OpenWindow, sandbox: Sandbox) -> None:
    post = sandbox.world.publish("Новости")
    window = await open_window()
    await window.page.goto(f"{sandbox.url}/#user={ANNA}&place=wall")
    await window.part("remark-attach").locator("input").set_input_files(PHOTO)
    await expect(window.part("remark-file")).to_be_visible()
    await window.part("remark-send").click()
    await window.sees_photo(remark(window, author=ANNA))
    await window.part(f"person-{PYOTR}").click()
    await remark(window, author=ANNA).get_by_test_id("reply-remark").click()
    await writes(window, "И у нас такая")
    await expect(remark(window, "И у нас", author=PYOTR)).to_be_visible()
    assert [one.from_id for one in sandbox.world.comments_of(post.id)] == [ANNA, PYOTR]
    await window.part(f"conversation-{COMMUNITY}").click()
    await expect(window.part("composer")).to_be_visible()


async def test_a_discussion(open_window: OpenWindow, sandbox: Sandbox) -> None:
    citizen, moderator = await open_window(), await open_window()
    await moderator.page.goto(f"{sandbox.url}/#user={MARIA}&place=topics")
    await citizen.page.goto(f"{sandbox.url}/#user={OLGA}&place=topics")
    await moderator.part("public-first").click()
    await moderator.part("field-title").fill("Вопросы главе")
    await moderator.part("field-text").fill("Спрашивайте здесь")
    await moderator.part("dialog-submit").click()
    await expect(moderator.part("public-title")).to_have_text("Вопросы главе")

    await citizen.part("topic-1").click()
    await expect(remark(citizen, "Спрашивайте здесь", author=COMMUNITY)).to_be_visible()
    await writes(citizen, "Когда пустят автобус?")
    await chooses(citizen, remark(citizen, "автобус", author=OLGA), "edit-remark")
    await citizen.part("field-text").fill("Когда пустят автобус № 5?")
    await citizen.part("dialog-submit").click()
    await expect(remark(moderator, "автобус № 5", author=OLGA)).to_be_visible()
    await writes(moderator, "В июне.")
    await chooses(moderator, remark(moderator, "автобус № 5", author=OLGA), "delete-remark")
    await expect(remark(citizen, "автобус", author=OLGA)).to_have_count(0)
    await moderator.part("restore-remark").click()
    await expect(remark(citizen, "автобус № 5", author=OLGA)).to_be_visible()
    assert [one.from_id for one in sandbox.world.posts_in_topic(1)] == [COMMUNITY, OLGA, COMMUNITY]
    await citizen.part("to-topics").click()
    await expect(citizen.part("topic-1")).to_contain_text("3 сообщения")


async def test_on_a_phone_the_wall_and_the_discussions_fit(open_window: OpenWindow, sandbox: Sandbox) -> None:
    world = sandbox.world
    post = world.publish("Оченьдлинноеслово" * 20)
    head = world.comment(PYOTR, post.id, "Ещёодноочень" * 20)
    world.comment_by_hand(MARIA, post.id, "Ответ", head.id)
    topic = world.open_topic("Благоустройство дворов и общественных пространств города", "Пишите")
    phone = await open_window(PHONE)
    await phone.goes(ANNA, COMMUNITY)
    await phone.part("chat-menu").tap()
    await phone.part("open-wall").tap()
    await expect(phone.part("post")).to_be_visible()
    await expect(phone.part("composer")).to_be_hidden()
    await phone.fits()
    await remark(phone, "Ответ", author=COMMUNITY).get_by_test_id("reply-remark").tap()
    await phone.fits()
    await phone.part("remark-text").fill("Спасибо!")
    await phone.part("remark-send").tap()
    await expect(remark(phone, "Спасибо!", author=ANNA)).to_be_visible()
    await phone.part("place-topics").tap()
    await phone.fits()
    await phone.part(f"topic-{topic.id}").tap()
    await writes(phone, "Лавочку бы")
    await expect(remark(phone, "Лавочку", author=ANNA)).to_be_visible()
    await phone.fits()

    await phone.part("open-panel").locator("visible=true").tap()
    await expect(phone.part("api-log")).to_be_visible()
    await phone.page.go_back()
    await expect(remark(phone, "Лавочку", author=ANNA)).to_be_visible()
    await phone.part("to-topics").tap()
    await phone.part("back-from-public").tap()
    await expect(phone.part("go-wall")).to_be_visible()
    await phone.fits()
    await phone.part(f"person-{MARIA}").tap()
    await phone.part("go-wall").tap()
    await expect(phone.part("as-community")).to_be_visible()
    await phone.fits()


async def test_an_answer_by_hand_with_a_file_is_corrected(open_window: OpenWindow, sandbox: Sandbox) -> None:
    sandbox.world.say(ANNA, COMMUNITY, "Здравствуйте")
    window = await open_window()
    await window.goes(ANNA, COMMUNITY)
    await window.part("chat-menu").click()
    await window.part("answer-by-hand").click()
    await window.part("field-manager").select_option(str(IVAN))
    await window.part("field-text").fill("Смотрите фото")
    await window.part("field-files").set_input_files(PHOTO)
    await window.part("dialog-submit").click()
    said = await window.sees("Смотрите фото")
    await window.sees_photo(said)
    assert sandbox.world.seen_by(ANNA, COMMUNITY)[-1].admin_author_id == IVAN

    await said.get_by_test_id("message-menu").click()
    await window.part("edit-by-hand").click()
    await window.part("field-manager").select_option(str(MARIA))
    await window.part("field-text").fill("Смотрите новое фото")
    await window.part("dialog-submit").click()
    await window.sees_photo(await window.sees("Смотрите новое фото", "ред."))
    assert sandbox.world.seen_by(ANNA, COMMUNITY)[-1].admin_author_id == MARIA
