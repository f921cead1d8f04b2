"""Ten thousand events of every kind and shape: the bot lives on, neighbours are answered, nothing is left over."""

import itertools
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import ticking
from bot.events import is_echo, store_form
from sandbox import Sandbox
from sandbox.model import SERVICE_TOKEN, USER_TOKEN
from tests.e2e.audit import rows
from tests.e2e.inside import at_work
from tests.e2e.people import PRIVATE, Citizen
from tests.e2e.process import CHAT, eventually
from tests.unit.strategies import json

EVENTS = 10_000
SOME = 250
"""Events between two deeds of a neighbour."""

NEIGHBOUR, STRANGERS = 101, 100_000
ITSELF = 700_000
"""Stands in a sample for the number of the message, the comment or the lead that the event tells of."""

NOT_HANDLED = ("message_typing_state", "group_join", "wall_post_new", "of_another_year", "execute")

_PHOTO = {
    "type": "photo",
    "photo": {"id": 5, "owner_id": 300, "album_id": -3, "access_key": "k", "sizes": [{"url": "http://127.0.0.1:1/a"}]},
}
_MESSAGE = {
    "id": 7,
    "date": 1_775_545_200,
    "peer_id": STRANGERS,
    "from_id": STRANGERS,
    "out": 0,
    "conversation_message_id": ITSELF,
    "text": "На Садовой улице глубокая яма, проехать нельзя",
    "payload": '{"do": "file"}',
    "attachments": [_PHOTO],
    "geo": {"type": "point", "coordinates": {"latitude": 55.7, "longitude": 37.6}, "place": {"title": "Примерск"}},
    "fwd_messages": [{"from_id": 300, "date": 1, "text": "Вот ещё", "fwd_messages": [], "attachments": [_PHOTO]}],
    "reply_message": {"from_id": -1, "date": 1, "text": "Где это?", "conversation_message_id": 3},
    "ref": "a1",
    "action": {"type": "chat_invite_user", "member_id": -1},
}
_COMMENT = {
    "id": ITSELF,
    "from_id": STRANGERS,
    "date": 1_775_545_200,
    "text": "#приёмная Когда засыпят яму? Звоните +7 900 000-00-00",
    "post_id": 3,
    "owner_id": -1,
    "post_owner_id": -1,
    "parents_stack": [10],
    "reply_to_user": 101,
    "reply_to_comment": 10,
    "attachments": [_PHOTO],
}
_TOPIC_POST = {
    "id": ITSELF,
    "from_id": STRANGERS,
    "date": 1_775_545_200,
    "text": "#приёмная Почему темно на Полевой?",
    "topic_id": 2,
    "topic_owner_id": -1,
}
_LEAD = {
    "lead_id": ITSELF,
    "group_id": 1,
    "user_id": STRANGERS,
    "form_id": 1,
    "form_name": "Яма на дороге",
    "answers": [
        {"key": "first_name", "question": "Имя", "answer": "Анна"},
        {"key": "custom_0", "question": "Что случилось?", "answer": ["Яма", "Темно"]},
        {"key": "custom_1", "question": "Где?", "answer": None},
    ],
}
SAMPLES: dict[str, Any] = {
    "message_new": {"message": _MESSAGE, "client_info": {"keyboard": True}},
    "message_edit": _MESSAGE,
    "message_reply": {**_MESSAGE, "from_id": -1, "out": 1, "admin_author_id": 201},
    "message_event": {"user_id": STRANGERS, "peer_id": STRANGERS, "event_id": "e1", "payload": {"do": "take", "n": 1}},
    "message_allow": {"user_id": STRANGERS, "key": "k"},
    "message_deny": {"user_id": STRANGERS},
    "group_officers_edit": {"admin_id": 201, "user_id": STRANGERS, "level_old": 0, "level_new": 1},
    "lead_forms_new": _LEAD,
    "wall_reply_new": _COMMENT,
    "wall_reply_edit": _COMMENT,
    "wall_reply_restore": _COMMENT,
    "wall_reply_delete": {"owner_id": -1, "id": ITSELF, "deleter_id": 201, "post_id": 3},
    "board_post_new": _TOPIC_POST,
    "board_post_edit": _TOPIC_POST,
    "board_post_restore": _TOPIC_POST,
    "board_post_delete": {"topic_owner_id": -1, "topic_id": 2, "id": ITSELF},
    **{kind: {"user_id": STRANGERS} for kind in NOT_HANDLED},
}
"""An event of every kind as VK sends it; those that the bot has nothing to do with among them."""

_PEOPLE = st.integers(STRANGERS, STRANGERS + 300)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a sample, itself included."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _places(one, (*path, key))


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed


def _put(value: Any, old: int, new: int) -> Any:
    """The same JSON with another number in place of one."""
    if isinstance(value, dict):
        return {key: _put(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [_put(one, old, new) for one in value]
    return new if value == old else value


@st.composite
def _events(draw: st.DrawFn) -> tuple[str, Any]:
    """An event as VK sends it, or with up to two places of it broken."""
    kind = draw(st.sampled_from(sorted(SAMPLES)))
    body = _put(SAMPLES[kind], STRANGERS, draw(_PEOPLE))
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from(list(_places(body))))
        body = _with(body, path, draw(json | st.integers(-(2**65), 2**65) | st.text(max_size=20)))
    return kind, body


def _many_events() -> list[tuple[str, Any]]:
    drawn: list[tuple[str, Any]] = []

    @settings(max_examples=EVENTS // 20 + 10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(_events(), min_size=20, max_size=20))
    def draw(events: list[tuple[str, Any]]) -> None:
        drawn.extend(events)

    draw()
    return list(_numbered(drawn))


def _numbered(events: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Each new message, comment and lead has a number of its own; what tells of an earlier one, that one's."""
    latest: dict[str, int] = {}
    for number, (kind, body) in enumerate(events, ITSELF + 1):
        what = kind.partition("_")[0]
        if kind.endswith("_new") or what not in latest:
            latest[what] = number
        yield kind, _put(body, ITSELF, number if kind == "message_reply" else latest[what])


def _stored(events: list[tuple[str, Any]]) -> set[tuple[Any, ...]]:
    """What must stand in the inbox: all but the bot's own words, and one message or comment once."""
    updates = [{"type": kind, "object": body, "event_id": f"any:{n}"} for n, (kind, body) in enumerate(events)]
    stored = [store_form(update) for update in updates if not is_echo(update)]
    once = ("message_new", "message_reply", "wall_reply_new", "board_post_new")
    return {
        (one.type, one.lane, one.conversation_message_id)
        if one.type in once and one.conversation_message_id
        else (one.event_id,)
        for one in stored
    }


@pytest.fixture(autouse=True)
def _quick_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "REPORT_EVERY", 0.5)


@pytest.mark.timeout(240)
async def test_any_events_whatever(sandbox: Sandbox, tmp_path: Path) -> None:
    events = _many_events()
    assert len(events) >= EVENTS
    world, database = sandbox.world, tmp_path / "priemnaya.db"
    tokens = {"vk_user_token": USER_TOKEN, "vk_service_token": SERVICE_TOKEN}
    neighbour, asked = (
        Citizen(sandbox, NEIGHBOUR),
        itertools.cycle([("Контакты", "Администрация"), ("Меню", "приёмная")]),
    )
    async with at_work(sandbox.api_url, sandbox.token, database, moderator_chat=CHAT, **tokens):
        await neighbour.say("Здравствуйте", "Это приёмная")
        for start in range(0, len(events), SOME):
            some = events[start : start + SOME]
            for number, (kind, body) in enumerate(some, start):
                world.inject(kind, body, f"any:{number}")
                if number % 50 == 0:
                    world.inject(kind, body, f"any:{number}")  # the same event comes twice
            await neighbour.say(*next(asked))
            world.say(NEIGHBOUR, PRIVATE, "Спасибо")
            await neighbour.answered("Пожалуйста", len(neighbour.answers) + 1)
        await eventually(lambda: not rows(database, "SELECT 1 FROM inbox WHERE status = 'waiting'"), 60)
    assert rows(database, "SELECT count(*) FROM inbox WHERE event_id LIKE 'any:%'") == [(len(_stored(events)),)]
    assert len(_stored(events)) > EVENTS * 0.9, "hardly any may be the same as another"
    outcomes = rows(database, "SELECT status, error, type FROM inbox WHERE event_id LIKE 'any:%'")
    unread = [(kind, error) for status, error, kind in outcomes if status == "failed" and "не читается" not in error]
    assert unread == [], "an event of a shape that no reader refuses must be handled"
    channels = {channel for (channel,) in rows(database, "SELECT DISTINCT channel FROM appeals")}
    assert channels >= {"lead_form", "wall_comment", "board"}, "whole ones are appeals beside broken ones"
    assert {status for status, _, _ in outcomes} <= {"done", "failed"}
    assert rows(database, "SELECT count(*) FROM inbox WHERE lane = ? AND status <> 'done'", NEIGHBOUR) == [(0,)]
    assert rows(database, "SELECT count(*) FROM history WHERE appeal_id NOT IN (SELECT id FROM appeals)") == [(0,)]
