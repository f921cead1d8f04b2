"""What keeps the bot from starting is one clear Russian line that names the setting; `check` names everything."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from sandbox import Sandbox
from tests.e2e.process import Bot, Ended, running

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def refused(ended: Ended, *named: str) -> None:
    """The command ended with one line on the standard error stream that names what is wrong."""
    assert ended.code not in (0, None)
    last = ended.lines[-1]
    assert len([line for line in ended.lines if line.startswith("Ошибка: ")]) == 1, ended.err
    assert last.startswith("Ошибка: "), ended.err
    assert CYRILLIC.search(last)
    for name in named:
        assert name in last, ended.err
    assert "Traceback" not in ended.err


def no_messages_right(sandbox: Sandbox) -> None:
    sandbox.world.community.token_permissions.remove("messages")


def no_manage_right(sandbox: Sandbox) -> None:
    sandbox.world.community.token_permissions.remove("manage")


def messages_off(sandbox: Sandbox) -> None:
    sandbox.world.community.messages_enabled = False


def long_poll_off(sandbox: Sandbox) -> None:
    sandbox.world.events.enabled = False


def message_new_off(sandbox: Sandbox) -> None:
    sandbox.world.events.switches["message_new"] = False


def message_event_off(sandbox: Sandbox) -> None:
    sandbox.world.events.switches["message_event"] = False


IN_VK: dict[Callable[[Sandbox], None], str] = {
    no_messages_right: "VK_TOKEN",
    no_manage_right: "управление сообществом",
    messages_off: "сообщения сообщества",
    long_poll_off: "Long Poll",
    message_new_off: "message_new",
    message_event_off: "message_event",
}


@pytest.mark.parametrize("spoil", IN_VK, ids=lambda spoil: spoil.__name__)
async def test_settings_in_vk(spoil: Callable[[Sandbox], None], sandbox: Sandbox, bot: Bot) -> None:
    spoil(sandbox)
    refused(await bot.command_here("run"), IN_VK[spoil])


async def test_a_process_that_vk_refuses_ends(sandbox: Sandbox, bot: Bot) -> None:
    """Its database is open by then: no thread may keep it alive."""
    no_messages_right(sandbox)
    refused(await bot.command("run"), IN_VK[no_messages_right])


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"VK_TOKEN": ""}, ["VK_TOKEN"]),
        ({"VK_TOKEN": "wrong"}, ["VK_TOKEN"]),
        ({"VK_GROUP_ID": "77"}, ["VK_GROUP_ID"]),
        ({"MODERATOR_CHAT": "5"}, ["MODERATOR_CHAT"]),
        ({"ADMIN_IDS": "Анна"}, ["ADMIN_IDS"]),
        ({"VK_API_URL": "api.vk.ru"}, ["VK_API_URL"]),
        ({"ADMINISTRATION_FILE": "нет.toml"}, ["ADMINISTRATION_FILE", "нет.toml"]),
    ],
    ids=lambda value: next(iter(value)) + "=" + next(iter(value.values())) if isinstance(value, dict) else "",
)
async def test_settings_of_the_environment(settings: dict[str, str], named: list[str], bot: Bot) -> None:
    refused(await bot.command_here("run", **settings), *named)


@pytest.mark.parametrize(
    "settings", [{"VK_TOKEN": "wrong"}, {"VK_GROUP_ID": "77"}, {"ADMINISTRATION_FILE": "нет.toml"}]
)
async def test_check_says_the_same_as_run(settings: dict[str, str], bot: Bot) -> None:
    ended = await bot.command("run", **settings)
    refused(ended)
    assert (await bot.command_here("check", **settings)).lines[-1] == ended.lines[-1]


async def test_one_cause_is_told_once(sandbox: Sandbox, bot: Bot) -> None:
    """Without the right to messages nothing can be said of messages being switched off, or of the chat."""
    sandbox.world.community.token_permissions.remove("messages")
    checked = await bot.command_here("check")
    assert len(missing(checked).splitlines()) == 1
    assert "у ключа нет права «сообщения сообщества»" in missing(checked)


async def test_files_are_for_their_owner_alone(sandbox: Sandbox, bot: Bot) -> None:
    """They hold personal data."""
    async with running(sandbox, bot):
        await bot.command("backup", str(bot.folder / "copy.db"))
    for file in (bot.database, bot.folder / "copy.db"):
        assert file.stat().st_mode & 0o077 == 0, file


async def test_broken_administration_file(bot: Bot) -> None:
    broken = bot.folder / "broken.toml"
    broken.write_text('[administration]\nname = "Администрация"\nunknown_field = 1\n', "utf-8")
    ended = await bot.command_here("run", ADMINISTRATION_FILE=str(broken))
    refused(ended, "broken.toml", "строка")


async def test_database_of_a_newer_version(bot: Bot) -> None:
    bot.database.parent.mkdir()
    with closing(sqlite3.connect(bot.database)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    refused(await bot.command_here("run"), "DATABASE_PATH", "новой версией")


async def test_database_that_somebody_else_writes(bot: Bot, sandbox: Sandbox) -> None:
    async with running(sandbox, bot):
        pass
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        refused(await bot.command("run"), "DATABASE_PATH", "занят")


async def test_a_database_at_work_is_not_restored(bot: Bot, sandbox: Sandbox) -> None:
    copy = bot.folder / "copy.db"
    async with running(sandbox, bot):
        await bot.command_here("backup", str(copy))
        refused(await bot.command_here("restore", str(copy)), "DATABASE_PATH", "другой процесс")
    ended = await bot.command_here("restore", str(copy))
    assert (ended.code, "восстановлена" in ended.out) == (0, True), ended.err


async def test_check_makes_no_database(bot: Bot) -> None:
    assert "ещё нет" in (await bot.command_here("check")).out
    assert not bot.database.exists()


async def test_file_that_is_no_database(bot: Bot) -> None:
    bot.database.parent.mkdir()
    bot.database.write_text("Это не база. " * 200, "utf-8")
    refused(await bot.command("run"), str(bot.database))
    for command in ("backup", "export"):
        refused(await bot.command_here(command), str(bot.database))


async def test_vk_asks_to_come_again_while_the_bot_starts(sandbox: Sandbox, bot: Bot) -> None:
    """«Try again later» says nothing about a setting: the start goes on."""
    for method in ("groups.getById", "messages.getConversations"):
        sandbox.faults.add("error", code=10, times=1, method=method)
    async with running(sandbox, bot):
        assert "Ошибка" not in bot.said


async def test_check_names_each_missing_setting(sandbox: Sandbox, bot: Bot) -> None:
    fine = await bot.command_here("check")
    assert fine.code == 0, fine.out
    assert "✗" not in fine.out
    world = sandbox.world
    world.events.switches.update(message_new=False, message_event=False, message_allow=False, message_deny=False)
    world.chats.clear()
    checked = await bot.command_here("check")
    assert checked.code == 1
    assert "Traceback" not in checked.err
    for name in ("message_new", "message_event", "message_allow", "message_deny", "MODERATOR_CHAT"):
        assert name in missing(checked)
    world.events.enabled = False
    world.community.messages_enabled = False
    world.community.token_permissions -= {"manage", "messages"}
    checked = await bot.command_here("check")
    for name in ("manage", "messages", "сообщения сообщества"):
        assert name in missing(checked)


def missing(checked: Ended) -> str:
    """The lines of `check` that tell what is to be put right."""
    return "\n".join(line for line in checked.out.splitlines() if line.startswith("✗"))
