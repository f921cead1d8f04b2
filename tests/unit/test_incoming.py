"""What came from VK: nothing that it can send breaks the reading."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Attachment, Place
from bot.worker.reading import read_event
from handlers.incoming import Action, Message, Press, UnreadableEventError, read_action, read_message, read_press
from handlers.notices import Notice
from storage.inbox import StoredEvent
from tests.unit.samples import NOW
from tests.unit.strategies import ids, json, leads, messages, presses, shaped
from texts import buttons

Read = TypeVar("Read", Message, Press)


def read_or_refuse(read: Callable[[Any], Read], obj: Any) -> Read | None:
    """What is read, or None when it is refused with the name of a field, never its value."""
    try:
        return read(obj)
    except UnreadableEventError as error:
        field = str(error).removeprefix("object.")
    assert field in {"object", "message", "peer_id", "from_id", "user_id", "event_id"}
    return None


@given(messages.map(lambda message: {"message": message}) | messages | json)
def test_any_object_is_a_message_or_unreadable(obj: Any) -> None:
    if message := read_or_refuse(read_message, obj):
        assert -(2**63) <= message.peer_id < 2**63
        assert message.text == message.text.strip()
        assert message.outgoing or message.user_id > 0
        assert all(isinstance(part, str) for one in message.attachments for part in (one.kind, one.reference, one.url))


@given(presses | json)
def test_any_object_is_a_press_or_unreadable(obj: Any) -> None:
    press = read_or_refuse(read_press, obj)
    assert press is None or press.event_id


@given(
    st.sampled_from(
        [
            "message_new",
            "message_event",
            "message_allow",
            "message_deny",
            "delivery_failed",
            "like_add",
            "lead_forms_new",
        ]
    ),
    st.fixed_dictionaries({"object": messages | presses | leads | shaped(user_id=ids) | json}) | json,
)
def test_any_stored_event_is_readable_unreadable_or_of_no_interest(kind: str, update: Any) -> None:
    event = StoredEvent(1, kind, 101, orjson.dumps(_small(update)).decode(), NOW, 0)
    try:
        read = read_event(event)
    except UnreadableEventError:
        return
    if read is not None:
        # What the database can't hold, or takes for another key, would stop everybody's events.
        assert all(type(one) is int and -(2**63) <= one < 2**63 for one in (read.peer_id, read.user_id))


def _small(value: Any) -> Any:
    """Numbers that strict JSON can hold."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-(2**63), min(value, 2**64 - 1))
    if isinstance(value, dict):
        return {key: _small(inner) for key, inner in value.items()}
    return [_small(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("text", ["{", "null", "[]", '"message_new"'])
def test_what_is_no_update_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableEventError):
        read_event(StoredEvent(1, "message_new", 0, text, NOW, 0))


@pytest.mark.parametrize("user_id", [None, 0, -5, "101", True, 2**63])
def test_a_notice_needs_a_person(user_id: object) -> None:
    body = orjson.dumps({"object": {"user_id": user_id}}).decode()
    with pytest.raises(UnreadableEventError):
        read_event(StoredEvent(1, "message_deny", 0, body, NOW, 0))


def test_notices() -> None:
    denied = StoredEvent(1, "message_deny", 101, '{"object": {"user_id": 101}}', NOW, 0)
    assert read_event(denied) == Notice("message_deny", 101, {"user_id": 101})
    undelivered = StoredEvent(1, "delivery_failed", 101, '{"appeal_id": 7}', NOW, 0)
    assert read_event(undelivered) == Notice("delivery_failed", 101, {"appeal_id": 7})


NO_ACTIONS: list[object] = ["", "{", "[]", "null", '"do"', "{}", '{"do":5}', [], None, 5, {"do": None}]
ACTION = Action("category", {"do": "category", "id": "roads"})


@pytest.mark.parametrize(
    ("payload", "action"),
    [
        ('{"do":"category","id":"roads"}', ACTION),
        ({"do": "category", "id": "roads"}, ACTION),
        ('{"command":"start"}', Action(buttons.START)),
        ({"command": "start", "do": "file"}, Action(buttons.START)),
        *((bad, None) for bad in NO_ACTIONS),
    ],
)
def test_payload_shapes(payload: object, action: Action | None) -> None:
    assert read_action(payload) == action


@pytest.mark.parametrize(
    ("value", "number"),
    [(7, 7), (0, 0), (2**31 - 1, 2**31 - 1)] + [(bad, None) for bad in (-1, 2**31, 2**64, True, "7", 7.0, None, [7])],
)
def test_a_forged_number_is_no_number(value: object, number: int | None) -> None:
    assert Action("open", {"n": value}).number("n") == number
    assert Action("open").number("n") is None


def message(**fields: Any) -> Message:
    return read_message({"message": {"peer_id": 101, "from_id": 101, **fields}})


def test_a_message_as_vk_sends_it() -> None:
    photo = {
        "owner_id": 101,
        "id": 5,
        "access_key": "k",
        "sizes": [{"width": 75, "url": "small"}, {"width": 807, "url": "large"}, {"url": "unmeasured"}],
    }
    voice = {"owner_id": 101, "id": 6, "link_mp3": "…"}
    read = message(
        text=" Яма ",
        conversation_message_id=12,
        attachments=[
            {"type": "photo", "photo": photo},
            {"type": "audio_message", "audio_message": voice},
            {"type": "doc", "doc": {"owner_id": 101, "id": 7, "title": "Справка.pdf", "url": "doc"}},
            {"type": "sticker", "sticker": {"sticker_id": 1}},
        ],
        geo={"coordinates": {"latitude": 55.5, "longitude": 37}, "place": {"title": "Примерск"}},
    )
    assert read.text == "Яма"
    assert read.number == 12
    assert read.attachments == (
        Attachment("photo", "photo101_5_k", "", "large"),
        Attachment("audio_message", "doc101_6", url="…"),
        Attachment("doc", "doc101_7", "Справка.pdf", "doc"),
    )
    assert read.unsupported == ("sticker",)
    assert read.place == Place("Примерск", 55.5, 37.0)
    assert (read.pressed, read.outgoing) == (False, False)


def test_an_attachment_that_vk_cannot_send_on_has_no_reference() -> None:
    read = message(attachments=[{"type": "photo", "photo": {"owner_id": "101", "id": True}}])
    assert read.attachments == (Attachment("photo"),)


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("Подать обращение", buttons.FILE),
        ("  МЕНЮ! ", buttons.START),
        ("всё", buttons.DONE),
        ("в начало", buttons.START),
    ],
)
def test_typed_words_do_what_buttons_do(typed: str, does: str) -> None:
    read = message(text=typed)
    assert read.action == Action(does)
    assert not read.pressed


def test_a_press_outweighs_its_label() -> None:
    read = message(text="Отмена", payload='{"do":"answer_drop"}')
    assert (read.action, read.pressed) == (Action("answer_drop", {"do": "answer_drop"}), True)


@pytest.mark.parametrize("mention", ["[club1|@priem] ", "[club1|Приёмная], ", "[public1|@priem]: ", ""])
def test_a_mention_before_the_words_is_dropped(mention: str) -> None:
    assert message(text=f"{mention}/помощь").text == "/помощь"


def test_nothing_turns_or_hides_what_follows() -> None:
    """On a moderator's card a citizen's words must not rearrange the lines below them."""
    raw = "Яма\u202e на\x00 Садовой\u2066\n\tдом 5\x1b[31m"
    message = read_message({"message": {"from_id": 101, "peer_id": 101, "text": raw}})
    assert message.text == "Яма на Садовой\n\tдом 5[31m"


def test_who_speaks() -> None:
    assert message(out=1).outgoing
    assert message(from_id=-1).outgoing
    assert not message(text=None).outgoing
    assert message(text=None).text == ""


@pytest.mark.parametrize("point", [{"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": -181}, {}, None])
def test_a_point_off_the_earth_is_no_place(point: object) -> None:
    assert message(geo={"coordinates": point}).place is None


def test_a_press() -> None:
    pressed = {"peer_id": 2_000_000_001, "user_id": 201, "event_id": "e1", "payload": {"do": "take", "n": 7}}
    assert read_press(pressed) == Press(2_000_000_001, 201, "e1", Action("take", {"do": "take", "n": 7}))
    assert read_press({**pressed, "payload": "[]"}).action == Action("")
