"""The speaker of a session: words become calls in the outbox, under a `random_id` that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from appeals.model import Telling
from appeals.ports import Ids
from appeals.remarks import Spot
from storage.outbox import COPY, DOCUMENTS, SEND, Call
from storage.unit import Session
from texts.reply import MAX_MESSAGE, MAX_SNACKBAR, Reply, cut, split
from texts.speaker import Priority

PRESS_LIFE = timedelta(seconds=60)
"""VK takes the answer to a press for a minute."""

EDIT_LIFE = timedelta(hours=23)
"""VK lets a message be rewritten for 24 hours; an hour is left for a slow delivery."""

_QUIET: dict[str, Any] = {"disable_mentions": 1, "dont_parse_links": 1}


class SessionSpeaker:
    """`texts.speaker.Speaker` on a session of the unit of work. `reporting` marks what it says as reports."""

    def __init__(self, session: Session, ids: Ids, now: datetime, *, reporting: bool = False) -> None:
        self._session = session
        self._ids = ids
        self._now = now
        self._reporting = reporting

    def say(
        self,
        peer_id: int,
        reply: Reply,
        *,
        priority: Priority = Priority.REPLY,
        appeal_id: int | None = None,
        tells: Telling | None = None,
        is_revocable: bool = False,
    ) -> None:
        self._send(peer_id, reply, priority, appeal_id, tells=tells, is_revocable=is_revocable)

    def say_with_copy(self, peer_id: int, reply: Reply) -> None:
        params = {"message": reply.text, DOCUMENTS: COPY}
        self._session.call(self._message(peer_id, params, Priority.REPLY, None))

    async def repeat_undelivered(self, peer_id: int) -> Sequence[int]:
        refused = await self._session.take_undelivered(peer_id)
        for call in refused:
            # Under the old random_id VK would take it for what it has refused already.
            params = {**call.params, "random_id": self._ids.random_id()}
            self._session.call(replace(call, params=params, priority=Priority.REPLY))
        return list(dict.fromkeys(call.appeal_id for call in refused if call.appeal_id is not None))

    async def show_card(self, peer_id: int, appeal_id: int, card: Reply) -> bool:
        shown = await self._session.card_of(appeal_id, peer_id, self._now - EDIT_LIFE)
        if shown is None:
            self._session.card_shown(appeal_id, peer_id, self._send(peer_id, card, Priority.NOTICE, None))
            return True
        self.rewrite(peer_id, shown, card)
        return False

    async def rewrite_card(self, peer_id: int, appeal_id: int, card: Reply) -> None:
        shown = await self._session.card_of(appeal_id, peer_id, self._now - EDIT_LIFE)
        if shown is not None:
            self.rewrite(peer_id, shown, card)

    async def retire_cards(self, appeal_id: int, keep: Sequence[int], reply: Reply) -> None:
        for peer_id in await self._session.card_peers(appeal_id):
            if peer_id not in keep:
                shown = await self._session.card_of(appeal_id, peer_id, self._now - EDIT_LIFE)
                if shown is not None:
                    self.rewrite(peer_id, shown, reply)
                self._session.card_gone(appeal_id, peer_id)

    async def is_card(self, peer_id: int, appeal_id: int, number: int) -> bool:
        shown = await self._session.card_of(appeal_id, peer_id, self._now - EDIT_LIFE)
        return shown is not None and await self._session.number_of(shown) == number

    def show(self, peer_id: int, reply: Reply) -> int:
        return self._send(peer_id, reply, Priority.NOTICE, None)

    async def turn_page(self, peer_id: int, number: int | None, reply: Reply) -> None:
        fits = number is not None and len(reply.text) <= MAX_MESSAGE
        shown = await self._session.message_of(peer_id, number, self._now - EDIT_LIFE) if fits and number else None
        if shown is None:
            self.say(peer_id, reply)
        else:
            self.rewrite(peer_id, shown, reply)

    def rewrite(self, peer_id: int, shown: int, reply: Reply) -> None:
        params = {
            "peer_id": peer_id,
            "message": cut(reply.text, MAX_MESSAGE),
            "keep_forward_messages": 1,
            **_QUIET,
            **_extras(reply),
        }
        self._session.call(Call(peer_id, Priority.NOTICE, "messages.edit", params, edits_id=shown))

    def comment(self, spot: Spot, reply: Reply, *, appeal_id: int | None = None) -> None:
        parts = split(reply.text)
        for number, part in enumerate(parts, 1):
            params: dict[str, Any] = {
                "owner_id": spot.owner_id,
                "post_id": spot.post_id,
                "from_group": self._session.community_id,
                "reply_to_comment": spot.comment_id,
                "message": part,
                "guid": str(self._ids.random_id()),  # VK carries out one guid once, however often it is asked
            }
            if reply.attachments and number == len(parts):
                params["attachments"] = ",".join(reply.attachments[:10])
            # A lane of its own for each post: one that can't be answered holds up no other, and no conversation.
            self._session.call(Call(-spot.post_id, Priority.REPLY, "wall.createComment", params, appeal_id))

    def announce(self, peer_id: int, reply: Reply, announcement_id: int, *, expires_at: datetime | None) -> None:
        content = {"message": cut(reply.text, MAX_MESSAGE), **_extras(reply)}
        call = self._message(peer_id, content, Priority.MASS, None)
        # Its own report counts refusals: they are no failures to be told one by one.
        self._session.call(
            replace(call, announcement_id=announcement_id, expires_at=expires_at, is_report=True, is_revocable=True)
        )

    def answer_press(self, event_id: str, user_id: int, peer_id: int, text: str) -> None:
        params = {
            "event_id": event_id,
            "user_id": user_id,
            "peer_id": peer_id,
            "event_data": orjson.dumps({"type": "show_snackbar", "text": cut(text, MAX_SNACKBAR)}).decode(),
        }
        self._session.call(
            Call(peer_id, Priority.PRESS, "messages.sendMessageEventAnswer", params, expires_at=self._now + PRESS_LIFE)
        )

    def _send(
        self,
        peer_id: int,
        reply: Reply,
        priority: Priority,
        appeal_id: int | None,
        *,
        tells: Telling | None = None,
        is_revocable: bool = False,
    ) -> int:
        """Send a text in as many messages as it needs; return the outbox id of the last one."""
        *firsts, last = split(reply.text)
        for part in firsts:
            first = self._message(peer_id, {"message": part}, priority, appeal_id, is_revocable=is_revocable)
            self._session.call(first)
        content = {"message": last, **_extras(reply)}
        ending = self._message(peer_id, content, priority, appeal_id, tells=tells, is_revocable=is_revocable)
        return self._session.call(ending)

    def _message(
        self,
        peer_id: int,
        content: dict[str, Any],
        priority: int,
        appeal_id: int | None,
        *,
        tells: Telling | None = None,
        is_revocable: bool = False,
    ) -> Call:
        # `peer_ids`, even for one: only then does VK tell the message's number in its conversation.
        params = {"peer_ids": str(peer_id), "random_id": self._ids.random_id(), **_QUIET, **content}
        return Call(
            peer_id,
            priority,
            SEND,
            params,
            appeal_id,
            is_report=self._reporting,
            tells=tells,
            is_revocable=is_revocable,
        )


def _extras(reply: Reply) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if reply.keyboard is not None:
        extras["keyboard"] = reply.keyboard.as_json()
    if reply.attachments:
        extras["attachment"] = ",".join(reply.attachments[:10])
    return extras
