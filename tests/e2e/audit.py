"""What the sandbox saw against what the database says: every thing exactly once, in order, nothing left behind."""

import re
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox import Sandbox, World
from sandbox.model import CHAT_OFFSET
from tests.e2e.process import Bot

NUMBER = re.compile(r"\d{4}-\d{6}")


def rows(database: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Read the database that the bot has left, or is using."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, parameters).fetchall()


def unsettled(bot: Bot) -> list[tuple[Any, ...]]:
    """Rows that wait, or failed.

    The answer to a press may come too late. VK's echo of our own messages may come as the bot stops; it means nothing.
    """
    return rows(
        bot.database,
        "SELECT 'inbox', type, status, error FROM inbox WHERE status <> 'done'"
        " AND type NOT IN ('message_reply', 'message_edit')",
    ) + rows(
        bot.database,
        "SELECT 'outbox', method, status, error FROM outbox WHERE status <> 'sent'"
        " AND NOT (status = 'expired' AND method = 'messages.sendMessageEventAnswer')",
    )


def has_sent(world: World, count: int) -> bool:
    """Whether the community has written so many messages."""
    return len(world.sends) >= count


def handled(bot: Bot, count: int) -> bool:
    """Whether so many events came in and nothing waits any more, neither to be handled nor to be sent."""
    came = rows(bot.database, "SELECT count(*) FROM inbox")[0][0]
    waiting = rows(bot.database, "SELECT 1 FROM inbox WHERE status = 'waiting'") or rows(
        bot.database, "SELECT 1 FROM outbox WHERE status = 'waiting'"
    )
    return bool(came >= count and not waiting)


def audit(sandbox: Sandbox, bot: Bot) -> None:
    """Compare; the bot has stopped."""
    assert unsettled(bot) == []
    every_message_came_in_once(sandbox, bot)
    every_reply_went_out_once(sandbox, bot)
    every_appeal_stands_once(sandbox, bot)


def every_message_came_in_once(sandbox: Sandbox, bot: Bot) -> None:
    """What people wrote, and nothing else, stands in the inbox."""
    written = {
        (peer, message.conversation_message_id)
        for peer, conversation in sandbox.world.conversations.items()
        for message in conversation.messages
        if message.from_id > 0
    }
    stored = rows(bot.database, "SELECT lane, conversation_message_id FROM inbox WHERE type = 'message_new'")
    assert Counter(stored) == Counter(written)


def every_reply_went_out_once(sandbox: Sandbox, bot: Bot) -> None:
    """VK took what is marked as sent, conversation by conversation in the same order; mass sending has its own."""
    sent: dict[int, list[int]] = defaultdict(list)
    for send in sandbox.world.sends:
        assert send.random_id != 0
        sent[send.peer_id].append(send.message.conversation_message_id)
    marked: dict[int, list[int]] = defaultdict(list)
    queued: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for peer, number, is_mass in rows(
        bot.database,
        "SELECT peer_id, conversation_message_id, priority = 3 FROM outbox"
        " WHERE method = 'messages.send' AND status = 'sent' ORDER BY id",
    ):
        marked[peer].append(number)
        queued[peer, bool(is_mass)].append(number)
    assert {peer: sorted(numbers) for peer, numbers in marked.items()} == sent
    assert all(numbers == sorted(numbers) for numbers in queued.values())


def every_appeal_stands_once(sandbox: Sandbox, bot: Bot) -> None:
    """Each number that a dialog told is one appeal with words of its own; no number was skipped."""
    stored = [
        (vk_id, f"{year}-{sequence:06}", text)
        for vk_id, year, sequence, text in rows(
            bot.database,
            "SELECT c.vk_id, a.year, a.sequence, a.text FROM appeals a JOIN citizens c ON c.id = a.citizen_id"
            " WHERE a.number_told ORDER BY a.id",
        )
    ]
    promised = Counter(
        (peer, found[0])
        for peer, conversation in sandbox.world.conversations.items()
        for message in conversation.messages
        if is_private(peer)
        and message.from_id < 0
        and "Обращение принято" in message.text
        and (found := NUMBER.search(message.text))
    )
    stands = Counter((vk_id, number) for vk_id, number, _ in stored)
    assert promised == stands, f"told and not stored: {promised - stands}, stored and not told: {stands - promised}"
    numbers = [number for (number,) in rows(bot.database, "SELECT sequence FROM appeals ORDER BY sequence")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(count == 1 for count in Counter((vk_id, text) for vk_id, _, text in stored).values())


def conversation_of(sandbox: Sandbox, peer: int) -> list[tuple[bool, str]]:
    """A conversation as (the community's?, text), with numbers, names and own words made alike."""
    return [(message.from_id < 0, _alike(message.text)) for message in sandbox.world.conversations[peer].messages]


def _alike(text: str) -> str:
    text = NUMBER.sub("№", text)
    text = re.sub(r"Здравствуйте, \w+", "Здравствуйте, имя", text)
    return re.sub(r"Яма \d+ на дороге", "Яма на дороге", text)


def is_private(peer: int) -> bool:
    return 0 < peer < CHAT_OFFSET
