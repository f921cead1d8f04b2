"""SIGKILL while many are told, or before anybody is: each hears it once, and what is told of it is right."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Sandbox
from sandbox.model import Message, labels_of
from tests.e2e.audit import every_reply_went_out_once, rows
from tests.e2e.nursery import Nursery
from tests.e2e.people import PATIENCE, PRIVATE
from tests.e2e.process import CHAT, Bot, eventually, polls
from tests.e2e.test_signals import moment

IVAN = 202
"""An administrator, in the moderators' chat."""

TEXT = "Завтра с 12:00 до 16:00 на Садовой не будет воды."
ANSWER = "Свет дали, кабель заменили."
REACHED = re.compile(r"Доставлено: (\d+)")
MEANT = re.compile(r"Получат: (\d+)")


async def town(sandbox: Sandbox, ids: Sequence[int]) -> None:
    """People who have written to the community."""
    for id in ids:
        sandbox.world.add_user("Вера", "Примерова", id=id)
        sandbox.world.say(id, PRIVATE, "Начать")
    await sandbox.world.wait_for(lambda: all(heard(sandbox, id, "Здравствуйте") for id in ids), PATIENCE)


def heard(sandbox: Sandbox, id: int, words: str) -> int:
    """In how many messages of the community somebody has read this."""
    return sum(words in one.text for one in sandbox.world.seen_by(id, PRIVATE) if one.from_id < 0)


async def at_desk(sandbox: Sandbox, command: str, expected: str, label: str | None = None) -> Message:
    """Ivan commands, sees what was expected and, where there is a label, presses it."""
    world = sandbox.world

    def shown() -> Message | None:
        said = [one for one in world.seen_by(IVAN, CHAT) if one.from_id < 0 and expected in one.text]
        return next(
            (one for one in reversed(said) if not label or any(label in row for row in labels_of(one.keyboard))), None
        )

    world.say(IVAN, CHAT, command)
    message = await world.wait_for(shown, PATIENCE)
    assert message is not None
    if label:
        world.press(IVAN, CHAT, label, cmid=message.conversation_message_id)
    return message


def desk_read(sandbox: Sandbox, words: str) -> list[str]:
    return [one.text for one in sandbox.world.seen_by(IVAN, CHAT) if one.from_id < 0 and words in one.text]


async def killed_again_and_again(
    sandbox: Sandbox, bot: Bot, nursery: Nursery, chance: random.Random, is_over: Callable[[], bool]
) -> int:
    """Kill it at random moments of its lives while VK answers badly; return how often that struck before the end."""
    struck = 0
    for method in ("messages.send", "execute"):
        sandbox.faults.add("lost_response", probability=0.3, method=method)
        sandbox.faults.add("slow", seconds=0.5, probability=0.3, method=method)
    for _ in range(KILLS):
        await moment(chance.uniform(0, 1.2))
        await nursery.kill()
        struck += not is_over()
        if chance.random() < 0.3:
            await nursery.start()
        else:
            await polls(sandbox, bot, nursery.start)
    sandbox.faults.clear()
    return struck


KILLS = 6


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [1])
async def test_sigkill_while_an_announcement_goes(sandbox: Sandbox, bot: Bot, seed: int) -> None:
    people, chance = range(3001, 3401), random.Random(seed)
    leaving = chance.sample(people, 5)
    async with Nursery(bot) as nursery:
        await polls(sandbox, bot, nursery.start)
        await town(sandbox, people)
        shown = await at_desk(sandbox, f"/объявление срочно сейчас всем: {TEXT}", "Получат:", "Отправить")
        for id in leaving:
            sandbox.world.deny(id)  # whoever has had it by then has had it

        def is_over() -> bool:
            return rows(bot.database, "SELECT 1 FROM announcements WHERE finished_at IS NOT NULL") != []

        await eventually(lambda: rows(bot.database, "SELECT 1 FROM announcements"), PATIENCE)
        assert await killed_again_and_again(sandbox, bot, nursery, chance, is_over) >= 2
        await sandbox.world.wait_for(lambda: desk_read(sandbox, "Объявление № 1 отправлено."), PATIENCE)
        await eventually(lambda: bot.waiting() == 0)
        await nursery.kill()
    got = Counter({id: heard(sandbox, id, TEXT) for id in people})
    assert {id: count for id, count in got.items() if count != 1 and id not in leaving} == {}
    assert all(got[id] <= 1 for id in leaving)
    (report,) = desk_read(sandbox, "Объявление № 1 отправлено.")
    (reached,), (meant,) = REACHED.findall(report), MEANT.findall(shown.text)
    assert (int(reached), int(meant)) == (got.total(), len(people))
    every_reply_went_out_once(sandbox, bot)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [1])
async def test_sigkill_while_all_hear_that_an_outage_is_over(sandbox: Sandbox, bot: Bot, seed: int) -> None:
    people, chance = range(3001, 3251), random.Random(seed)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with Nursery(bot) as nursery:
        await polls(sandbox, bot, nursery.start)
        await town(sandbox, people)
        declared = f"/авария Отключён свет; ул. Ленина, ул. Садовая; до {tomorrow:%d.%m} 18:00; бригада работает"
        await at_desk(sandbox, declared, "Авария 1 · идёт")
        for id in people:
            what = {"key": "custom_0", "question": "Что случилось?", "answer": "В квартире с утра нет света."}
            where = {"key": "custom_1", "question": "Где это?", "answer": f"Ленина {id - 3000}"}
            sandbox.world.fill_form(id, [what, where])
        await sandbox.world.wait_for(
            lambda: all(heard(sandbox, id, "присоединили к этой аварии") for id in people), PATIENCE
        )
        await at_desk(sandbox, f"/авария 1 закончилась {ANSWER}", "Авария 1 закончилась?", "Ответить всем")

        def is_over() -> bool:
            return rows(bot.database, "SELECT 1 FROM appeals WHERE status <> 'answered'") == []

        await eventually(lambda: rows(bot.database, "SELECT 1 FROM outages WHERE ended_at IS NOT NULL"), PATIENCE)
        assert await killed_again_and_again(sandbox, bot, nursery, chance, is_over) >= 2
        await sandbox.world.wait_for(lambda: all(heard(sandbox, id, ANSWER) for id in people), PATIENCE)
        await eventually(lambda: is_over() and bot.waiting() == 0)
        await nursery.kill()
    assert {id: count for id in people if (count := heard(sandbox, id, ANSWER)) != 1} == {}
    assert rows(bot.database, "SELECT count(*), sum(told_end) FROM outage_appeals") == [(len(people), len(people))]
    assert rows(bot.database, "SELECT count(*) FROM history WHERE act = 'answered'") == [(len(people),)]
    assert len(desk_read(sandbox, f"ответ уйдёт всем. Обращений: {len(people)}")) == 1
    every_reply_went_out_once(sandbox, bot)


@pytest.mark.timeout(150)
async def test_a_process_that_dies_soon_after_every_start_calls_all_the_same(sandbox: Sandbox, bot: Bot) -> None:
    """An emergency is called about at the first look, which is the start's, and once."""
    chance = random.Random(5)
    async with Nursery(bot) as nursery:
        await polls(sandbox, bot, nursery.start)
        await town(sandbox, [3001])
        pit = {"key": "custom_0", "question": "Что случилось?", "answer": "На дороге открыт люк."}
        sandbox.world.fill_form(3001, [pit])
        await sandbox.world.wait_for(lambda: heard(sandbox, 3001, "номер"), PATIENCE)
        (number,) = rows(bot.database, "SELECT sequence FROM appeals")[0]
        sandbox.world.say(IVAN, CHAT, f"/срочность {number} чп")
        await eventually(lambda: rows(bot.database, "SELECT 1 FROM appeals WHERE priority = 'emergency'"), PATIENCE)
        await nursery.kill()
        for _ in range(3):
            await polls(sandbox, bot, nursery.start)
            await moment(chance.uniform(0.5, 2.5))
            await nursery.kill()
        called = len(desk_read(sandbox, "Кто берётся, нажмите «Принял»"))
        assert called == 1
        await polls(sandbox, bot, nursery.start)
        await eventually(lambda: bot.waiting() == 0)
    assert len(desk_read(sandbox, "Кто берётся, нажмите «Принял»")) == 1
