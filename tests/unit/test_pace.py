"""A token's requests: what can wait lets the others go first."""

import asyncio

from bot.vk.pace import Pace, Share


async def test_a_share_lets_others_go_first() -> None:
    """While others wait for their moments it stands back, and it isn't kept from its own for ever."""
    whole = Pace(0.005)
    share = Share(whole, 0)
    order: list[str] = []

    async def takes(name: str, pace: Pace | Share) -> None:
        await pace()
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(takes("delivery", whole))
        await asyncio.sleep(0)
        group.create_task(takes("comparison", share))
    assert order == ["delivery"] * 10 + ["comparison"]
