"""The demo's sample conversation: the exit code tells whether it went through."""

import asyncio
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.demo.story import PATIENCE
from tests.browser.chromium import find_chromium
from tests.browser.demo import demo, ended, printed_until

ANNA = 101


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def closes_her_messages(port: int) -> None:
    """Anna's privacy settings refuse the community's messages, as soon as the sandbox is there to hear of it."""
    address = f"http://127.0.0.1:{port}/sandbox/users/{ANNA}"
    async with aiohttp.ClientSession(raise_for_status=True) as http, asyncio.timeout(30):
        while True:
            try:
                async with http.post(address, json={"privacy": True}):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.01)


async def test_the_sample_conversation_goes_through() -> None:
    async with demo("--once") as process:
        code, printed, complained = await ended(process)
    assert (code, complained) == (0, "")
    acts = (
        "Анна Примерова: Начать",
        "Здравствуйте, Анна!",
        "[фото]",
        "Анна Примерова нажимает «Отправить»",
        "Обращение принято, номер ",
        "[чат модераторов] Мария Модераторова нажимает «Взять»",
        "Ответ администрации",
        "Анна Примерова нажимает «Решено»",
        "Все сообщения дошли.",
    )
    at = -1
    for act in acts:
        at = printed.find(act, at + 1)
        assert at >= 0, f"{act!r} is missing in:\n{printed}"


async def test_a_message_that_does_not_arrive_fails_the_sample() -> None:
    port = free_port()
    async with demo("--once", "--port", str(port)) as process:
        await closes_her_messages(port)
        code, printed, complained = await ended(process)
    assert code == 1
    assert "Не дождались сообщения: Анна Примерова ждёт «" in complained
    assert "Все сообщения дошли" not in printed


async def test_ctrl_c_in_the_middle_of_the_sample_ends_it_at_once() -> None:
    async with demo() as process:
        await printed_until(process, "Анна Примерова: Начать")
        process.send_signal(signal.SIGINT)
        # It must not wait for an answer that nobody gives any more.
        code, _, complained = await ended(process, PATIENCE / 2)
    assert (code, complained) == (130, "")


def test_without_chromium_the_reason_is_one_line(tmp_path: Path) -> None:
    script = tmp_path / "chromium"
    script.write_text("#!/bin/sh\necho 'trying' >&2\necho 'no Chromium here' >&2\nexit 1\n")
    script.chmod(0o755)
    with pytest.raises(pytest.fail.Exception) as failure:
        find_chromium(script)
    assert failure.value.msg == "no Chromium here"
