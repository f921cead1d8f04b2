"""The community's events as its long poll keeps them: a bounded window numbered by ``ts``."""

from __future__ import annotations

import random
from collections import deque
from typing import Any

from sandbox.model import Json

WINDOW = 10_000
BATCH = 100

# Fields of groups_long_poll_events; True: what the sandbox's community has switched on from the start.
EVENT_SWITCHES = {
    "message_new": True,
    "message_reply": True,
    "message_edit": True,
    "message_allow": True,
    "message_deny": True,
    "message_event": True,
    "message_typing_state": False,
    "message_read": False,
    "message_reaction_event": False,
    "photo_new": False,
    "photo_comment_new": False,
    "photo_comment_edit": False,
    "photo_comment_delete": False,
    "photo_comment_restore": False,
    "audio_new": False,
    "video_new": False,
    "video_comment_new": False,
    "video_comment_edit": False,
    "video_comment_delete": False,
    "video_comment_restore": False,
    "wall_post_new": False,
    "wall_repost": False,
    "wall_reply_new": True,
    "wall_reply_edit": True,
    "wall_reply_delete": True,
    "wall_reply_restore": True,
    "wall_schedule_post_new": False,
    "wall_schedule_post_delete": False,
    "board_post_new": True,
    "board_post_edit": True,
    "board_post_delete": True,
    "board_post_restore": True,
    "market_comment_new": False,
    "market_comment_edit": False,
    "market_comment_delete": False,
    "market_comment_restore": False,
    "market_order_new": False,
    "market_order_edit": False,
    "poll_vote_new": False,
    "group_join": False,
    "group_leave": False,
    "group_change_settings": False,
    "group_change_photo": False,
    "group_officers_edit": True,
    "user_block": False,
    "user_unblock": False,
    "like_add": False,
    "like_remove": False,
    "lead_forms_new": True,
    "donut_subscription_create": False,
    "donut_subscription_prolonged": False,
    "donut_subscription_cancelled": False,
    "donut_subscription_price_changed": False,
    "donut_subscription_expired": False,
    "donut_money_withdraw": False,
    "donut_money_withdraw_error": False,
}

# groups.setLongPollSettings has no parameter for these.
NOT_SETTABLE = frozenset(
    {
        "lead_forms_new",
        "market_order_new",
        "market_order_edit",
        "wall_schedule_post_new",
        "wall_schedule_post_delete",
    }
)


class EventLog:
    """Events with their settings and the key of the long-poll session."""

    def __init__(self, group_id: int, chance: random.Random, window: int = WINDOW) -> None:
        self.group_id = group_id
        self.enabled = True
        self.api_version = "5.199"
        self.switches = dict(EVENT_SWITCHES)
        self.ts = 1
        self.key = ""
        self.repeated: list[Json] = []
        self._chance = chance
        self._events: deque[Json] = deque(maxlen=window)
        self.new_key()

    def new_key(self) -> None:
        """Start another session: every key given before is no longer valid."""
        self.key = f"{self._chance.getrandbits(160):040x}"

    def event_id(self) -> str:
        return f"{self._chance.getrandbits(160):040x}"

    def event(self, kind: str, body: Any, event_id: str | None = None) -> Json:
        """An event that is on no transport yet."""
        return {
            "group_id": self.group_id,
            "type": kind,
            "event_id": event_id or self.event_id(),
            "v": self.api_version,
            "object": body,
        }

    def append(self, event: Json) -> None:
        """Put an event into the window whatever the switches say."""
        self._events.append(event)
        self.ts += 1

    @property
    def oldest_ts(self) -> int:
        """The smallest ``ts`` from which nothing is missing."""
        return self.ts - len(self._events)

    def after(self, ts: int, limit: int = BATCH) -> list[Json]:
        """At most ``limit`` events that follow ``ts``, oldest first."""
        waiting = self.ts - ts
        if waiting <= 0:
            return []
        start = len(self._events) - waiting
        stop = min(start + limit, len(self._events))
        return [self._events[index] for index in range(start, stop)]

    def forget(self) -> None:
        """Lose every kept event; ``ts`` stays, so that older values of it are outdated."""
        self._events.clear()
        self.repeated.clear()
