"""Five hundred people write of one outage and are all told of its end: at VK's pace, over a restart, each once."""

from collections import Counter
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot import ticking
from sandbox import Sandbox, World
from sandbox.errors import VkError
from tests.e2e.inside import at_work
from tests.e2e.process import CHAT

MARY, PEOPLE = 201, 500
ENDED = "Свет дали всем домам."
PATIENCE = 120


@pytest.fixture
def refusals(sandbox: Sandbox) -> list[VkError]:
    """Requests that VK found too many."""
    refused: list[VkError] = []
    check = sandbox.rate.check

    def counted() -> None:
        try:
            check()
        except VkError as error:
            refused.append(error)
            raise

    sandbox.rate.check = counted  # type: ignore[method-assign]  # it only looks on
    return refused


def office(sandbox: Sandbox, database: Path) -> AbstractAsyncContextManager[None]:
    return at_work(sandbox.api_url, sandbox.token, database)


def told(world: World, words: str) -> Counter[int]:
    """How often each person was sent these words in private."""
    sends = (one for one in world.sends if one.peer_id < CHAT)
    return Counter(one.peer_id for one in sends if words in one.message.text)


async def until(world: World, words: str, count: int) -> None:
    await world.wait_for(lambda: len(world.sends) and len(told(world, words)) >= count, PATIENCE)


async def test_all_are_told_once(
    sandbox: Sandbox, tmp_path: Path, refusals: list[VkError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "OUTAGES_TOLD_EVERY", 0.2)
    world, database = sandbox.world, tmp_path / "priemnaya.db"
    people = [world.add_user("Житель", f"Номер{number}", city="Примерск").id for number in range(PEOPLE)]
    async with office(sandbox, database):
        world.say(MARY, CHAT, "/авария Отключён свет; ул. Ленина; на 3 часа")
        await world.wait_for(lambda: any("Авария 1" in one.text for one in world.conversation(CHAT).messages), PATIENCE)
        for one in people:
            world.allow(one)
            world.fill_form(
                one,
                [
                    {"key": "custom_0", "question": "Что случилось?", "answer": "В квартире с утра нет света."},
                    {"key": "custom_1", "question": "Где это?", "answer": "Ленина 7"},
                ],
            )
        await until(world, "присоединили к этой аварии", PEOPLE)
        world.say(MARY, CHAT, f"/авария 1 закончилась {ENDED}")
        await world.wait_for(
            lambda: any(ENDED in one.text for one in world.conversation(CHAT).messages[-3:] if one.out), PATIENCE
        )
        world.press(MARY, CHAT, "Ответить всем")
        await until(world, ENDED, 120)
    assert len(told(world, ENDED)) < PEOPLE, "it was stopped too late to try anything"
    async with office(sandbox, database):
        await until(world, ENDED, PEOPLE)
        # Whoever would be told twice is told by the time in which further ticks have had their turn.
        world.say(MARY, CHAT, "/авария 1")
        await world.wait_for(lambda: "Авария 1" in world.conversation(CHAT).messages[-1].text, PATIENCE)
    for words in (ENDED, "присоединили к этой аварии"):
        counts = told(world, words)
        assert set(counts) == set(people)
        assert set(counts.values()) == {1}
    assert refusals == []
