"""At the end: what the sandbox saw against what the database says."""

import re
from collections import Counter
from dataclasses import dataclass

from sandbox import Sandbox
from tests.chaos.many import Dispatcher, Herald
from tests.chaos.people import Dweller, numbers_told
from tests.e2e.audit import (
    every_appeal_stands_once,
    every_message_came_in_once,
    every_reply_went_out_once,
    rows,
    unsettled,
)
from tests.e2e.process import CHAT, Bot
from tests.invariants import statuses_agree_with_the_journal


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells many at once, and who lives where the light goes out."""

    herald: Herald
    dispatcher: Dispatcher
    street: list[Dweller]


def audit(sandbox: Sandbox, bot: Bot, people: list[Dweller], told: Told, blocked: set[int]) -> None:
    """Everything that came had its effect once, everything that was to be said was said once; the bot has stopped."""
    assert [row for row in unsettled(bot) if row[2] != "unreachable"] == []
    every_message_came_in_once(sandbox, bot)
    every_reply_went_out_once(sandbox, bot)
    every_appeal_stands_once(sandbox, bot)
    _every_lead_is_an_appeal(sandbox, bot)
    _everybody_was_answered_once(people)
    _only_those_who_refused_were_not_reached(bot, blocked)
    _the_desk_saw_each_once(sandbox, people)
    _everybody_had_each_announcement_once(sandbox, bot, told.herald, {one.id for one in [*people, *told.street]})
    _everybody_heard_each_end_once(sandbox, bot, told)
    statuses_agree_with_the_journal(lambda sql: rows(bot.database, sql))
    assert rows(bot.database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(bot.database, "PRAGMA foreign_key_check") == []


def _every_lead_is_an_appeal(sandbox: Sandbox, bot: Bot) -> None:
    written = Counter(lead["answers"][0]["answer"]["value"] for _, lead in sandbox.world.lead_forms.leads)
    stored = Counter(text for (text,) in rows(bot.database, "SELECT text FROM appeals WHERE channel = 'lead_form'"))
    assert stored == written


def _everybody_was_answered_once(people: list[Dweller]) -> None:
    for dweller in people:
        assert numbers_told(dweller) == dweller.filed
        for number in dweller.filed:
            answers = [
                one for one in dweller.answers if one.text.startswith("Ответ администрации") and number in one.text
            ]
            closed = [one for one in dweller.answers if f"{number} закрыто" in one.text]
            assert (len(answers), len(closed)) == (1, 1), number


def _only_those_who_refused_were_not_reached(bot: Bot, blocked: set[int]) -> None:
    peers = {peer for (peer,) in rows(bot.database, "SELECT peer_id FROM outbox WHERE status = 'unreachable'")}
    assert peers <= blocked, rows(
        bot.database, "SELECT peer_id, method, priority, params, error FROM outbox WHERE status = 'unreachable'"
    )


def _the_desk_saw_each_once(sandbox: Sandbox, people: list[Dweller]) -> None:
    """The card, the preview, «отправлен», and the news that the citizen has confirmed."""
    told = [message.text for message in sandbox.world.conversations[CHAT].messages if message.from_id < 0]
    for number in (number for dweller in people for number in dweller.filed):
        heads = {
            f"№ {number} · решено\n": 1,
            f"№ {number} · житель подтвердил": 1,
            f"№ {number} · ": 2,
            f"Так ответ на № {number} ": 1,
            f"Ответ на № {number} отправлен": 1,
        }
        mine = {head: sum(head in text for text in told) for head in heads}
        assert mine == heads, "\n—\n".join(text for text in told if number in text)


def _everybody_had_each_announcement_once(sandbox: Sandbox, bot: Bot, herald: Herald, town: set[int]) -> None:
    """Whoever of the town was known when it began, and nobody else; the report tells the same."""
    stored = rows(bot.database, "SELECT id, text, until_id, stage, delivered FROM announcements ORDER BY id")
    assert [(text, stage) for _, text, _, stage, _ in stored] == [(text, "done") for text in herald.told]
    for number, text, until_id, _, delivered in stored:
        meant = town & {vk_id for (vk_id,) in rows(bot.database, "SELECT vk_id FROM citizens WHERE id <= ?", until_id)}
        got = Counter(
            peer
            for peer, conversation in sandbox.world.conversations.items()
            for message in conversation.messages
            if message.from_id < 0 and peer != CHAT and text in message.text
        )
        assert set(got.values()) <= {1}, f"announcement {number} came twice: {got}"
        unreachable = rows(
            bot.database, "SELECT peer_id FROM outbox WHERE announcement_id = ? AND status = 'unreachable'", number
        )
        assert got.keys() == meant - {peer for (peer,) in unreachable}, f"announcement {number}"
        (report,) = herald.reads(f"Объявление № {number} отправлено.")
        reported = re.search(r"Доставлено: (\d+)", report.text)
        assert reported is not None
        assert int(reported[1]) == delivered == got.total()


def _everybody_heard_each_end_once(sandbox: Sandbox, bot: Bot, told: Told) -> None:
    joined = rows(bot.database, "SELECT outage_id, count(*), sum(told_end) FROM outage_appeals GROUP BY outage_id")
    street = len(told.street)
    assert joined == [(number + 1, street, street) for number in range(len(told.dispatcher.told))]
    for answer in told.dispatcher.told:
        for one in told.street:
            heard = [message for message in one.answers if answer in message.text]
            assert len(heard) == 1, f"{one.id} heard {len(heard)} times: {answer}"
        assert len(told.dispatcher.reads(f"Ответ всем: {answer}")) == 1, "its card"
