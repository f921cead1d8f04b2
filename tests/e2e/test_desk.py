"""The moderators' desk on the real process, which dies whenever somebody writes or presses: from the card to the
verdicts of two neighbours. Nothing is lost, nothing comes twice, and a citizen's forged presses do nothing.
"""

from typing import Any

from handlers.desk import PRESSES
from sandbox import Sandbox
from sandbox.model import CallbackPress, Message
from tests.e2e.audit import rows
from tests.e2e.nursery import Nursery
from tests.e2e.people import PIXEL, PRIVATE, Citizen, Moderator
from tests.e2e.process import CHAT, Bot, eventually, polls

ANNA, PYOTR, STRANGER, MARIA = 101, 102, 103, 201
BEFORE, AFTER = PIXEL + b"before", PIXEL + b"after"


def forge(sandbox: Sandbox, user_id: int, **payload: Any) -> None:
    """Somebody presses a button that nobody has shown them."""
    world = sandbox.world
    event_id = world.events.event_id()[:16]
    world.presses[event_id] = CallbackPress(user_id, user_id, world.clock())
    body = {"user_id": user_id, "peer_id": user_id, "event_id": event_id, "payload": payload}
    world.emit("message_event", lambda shape: shape, body)


def kept(bot: Bot) -> list[list[tuple[Any, ...]]]:
    """What the desk has decided so far."""
    return [rows(bot.database, f"SELECT * FROM {table} ORDER BY id") for table in ("appeals", "history", "deeds")]  # noqa: S608 - names of tables


def of_desk(sandbox: Sandbox, beginning: str) -> list[Message]:
    return [one for one in sandbox.world.seen_by(MARIA, CHAT) if one.from_id < 0 and one.text.startswith(beginning)]


async def test_from_the_card_to_the_verdicts_with_a_death_at_every_step(sandbox: Sandbox, bot: Bot) -> None:
    world, anna, pyotr, maria = (
        sandbox.world,
        Citizen(sandbox, ANNA),
        Citizen(sandbox, PYOTR),
        Moderator(sandbox, MARIA),
    )

    async with Nursery(bot) as nursery:

        async def dies() -> None:
            """What has just been said or pressed meets a process that is being killed."""
            await nursery.kill()
            await polls(sandbox, bot, nursery.start)

        def writes(text: str, picture: bytes | None = None) -> None:
            attached = [world.upload(picture, "фото.png", "photo")] if picture else []
            world.say(MARIA, CHAT, text, attachments=attached)

        await polls(sandbox, bot, nursery.start)
        await anna.file("Яма у дома", handled=False)
        await pyotr.file("Та же яма у дома", handled=False)
        first, second = anna.filed[0], pyotr.filed[0]

        # One card an appeal, edited in place.
        card = await maria.sees(lambda one: one.text.startswith(f"№ {first} · новое"))
        world.press(MARIA, CHAT, "Взять", cmid=card.conversation_message_id)
        await dies()
        await maria.sees(lambda one: one.text.startswith(f"№ {first} · в работе"))
        writes("/ОБЪЕДИНИТЬ   2  1")
        await dies()
        asked = await maria.sees(lambda one: f"№ {second} присоединится" in one.text)
        world.press(MARIA, CHAT, "Объединить", cmid=asked.conversation_message_id)
        await maria.sees(lambda one: one.text.startswith(f"№ {second} · дубликат"))

        # An answer is composed over two deaths and sent by two presses of one button.
        writes("/ответ 1")
        await maria.sees(lambda one: "напишите следующим сообщением ответ" in one.text)
        writes("было", BEFORE)
        await dies()
        writes("стало", AFTER)
        await maria.sees(lambda one: "было — 1 фото, стало — 1 фото" in one.text)
        writes("Яму на Садовой, 5 засыпал отдел дорог 6 апреля.")
        preview = await maria.sees(lambda one: "увидит житель" in one.text)
        assert "текст прочтут все авторы" in preview.text
        assert len(preview.attachments) == 2
        send = preview.labels[0][0]
        world.press(MARIA, CHAT, send, cmid=preview.conversation_message_id)
        world.press(MARIA, CHAT, send, cmid=preview.conversation_message_id)
        await dies()
        for citizen in (anna, pyotr):
            await sandbox.world.wait_for(lambda one=citizen: "засыпал отдел дорог" in one.answers[-1].text, 20)  # type: ignore[misc] # mypy doesn't infer it
        # A citizen's presses of every button there is change nothing.
        await eventually(lambda: bot.waiting() == 0)
        before = kept(bot)
        for name in PRESSES:
            forge(sandbox, STRANGER, do=name, n=1, o=1, c=1, p="fast", w=MARIA)
        await world.wait_for(lambda: len(world.snackbars(STRANGER)) == len(PRESSES), 20)
        assert {one.text for one in world.snackbars(STRANGER)} == {"Эта кнопка только для сотрудников сообщества"}
        assert kept(bot) == before

        # One neighbour isn't content: what the other says doesn't close it.
        world.press(PYOTR, PRIVATE, "Не решено")
        await dies()
        await world.wait_for(lambda: "снова у сотрудника" in pyotr.answers[-1].text, 20)
        await anna.press("Решено", "ещё в работе")
        await eventually(lambda: bot.waiting() == 0)

    assert rows(bot.database, "SELECT status FROM appeals ORDER BY id") == [("reopened",), ("duplicate",)]
    assert rows(bot.database, "SELECT count(*) FROM outbox WHERE status = 'failed'") == [(0,)]
    assert rows(bot.database, "SELECT count(*) FROM inbox WHERE error IS NOT NULL") == [(0,)]
    for number in (first, second):
        assert len(of_desk(sandbox, f"№ {number} · ")) - len(_news(sandbox, number)) == 1
    for citizen in (anna, pyotr):
        assert sum("засыпал отдел дорог" in one.text for one in citizen.answers) == 1
    assert len(of_desk(sandbox, f"Ответ на № {first} отправлен")) == 1


def _news(sandbox: Sandbox, number: str) -> list[Message]:
    return of_desk(sandbox, f"№ {number} · житель")
