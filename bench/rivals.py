"""The ordinary bots that ours is measured beside: `python -m bench.rivals bare` and `… durable`.

Both answer every message with its own text. `durable` writes it down before it answers, as an ordinary bot would, and
as durably as ours: WAL, `synchronous=FULL`, a commit before the answer. Both run as vkbottle starts them, on asyncio's
own loop; with a second word, `uvloop`, on the loop that ours runs on.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import aiosqlite
import uvloop
from vkbottle import API, Bot
from vkbottle.bot import Message


def _bot() -> Bot:
    api = API(os.environ["VK_TOKEN"])
    api.API_URL = os.environ["VK_API_URL"]
    return Bot(api=api)


async def bare() -> None:
    """No storage at all."""
    bot = _bot()

    @bot.on.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text)

    await bot.run_polling()


async def durable() -> None:
    """Each message is inserted and committed, then answered."""
    bot = _bot()
    async with aiosqlite.connect(os.environ["DATABASE_PATH"]) as database:
        await database.execute("PRAGMA journal_mode = WAL")
        await database.execute("PRAGMA synchronous = FULL")
        await database.execute(
            "CREATE TABLE messages (id INTEGER PRIMARY KEY, peer_id INTEGER, number INTEGER, text TEXT)"
        )

        @bot.on.message()
        async def echo(message: Message) -> None:
            await database.execute(
                "INSERT INTO messages (peer_id, number, text) VALUES (?, ?, ?)",
                (message.peer_id, message.conversation_message_id, message.text),
            )
            await database.commit()
            await message.answer(message.text)

        await bot.run_polling()


if __name__ == "__main__":
    from bot.logs import set_up_logging

    set_up_logging("CRITICAL")
    os.chdir(Path(os.environ["DATABASE_PATH"]).parent)  # vkbottle writes its place beside
    run = uvloop.run if sys.argv[2:] == ["uvloop"] else asyncio.run
    run({"bare": bare, "durable": durable}[sys.argv[1]]())
