"""What VK could send: any JSON, and JSON that looks like an update."""

from json import dumps
from typing import Any

from hypothesis import strategies as st

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
ids = st.integers(-(2**65), 2**65) | st.integers(1, 2_000_000_100) | json


def shaped(*names: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with the right names and anything behind them, any of which may be missing."""
    return st.fixed_dictionaries({}, optional={**dict.fromkeys(names, json), **fields})


bodies = shaped("sizes", "url", "title", "access_key", owner_id=ids, id=ids) | json
attachments = st.lists(
    shaped(type=st.sampled_from(["photo", "doc", "sticker", "audio_message"]) | json, photo=bodies, doc=bodies),
    max_size=4,
)
geo = shaped("place", coordinates=shaped(latitude=st.floats() | json, longitude=st.floats() | json) | json)
payloads = json | shaped("command", "do") | json.map(dumps)
messages = shaped(
    *("text", "out", "conversation_message_id"),
    peer_id=ids,
    from_id=ids,
    payload=payloads,
    attachments=attachments | json,
    geo=geo | json,
)
answers = shaped("key", "question", answer=json | st.lists(shaped("key", "value") | json, max_size=4))
leads = shaped("form_name", "ad_id", "form_id", lead_id=ids, user_id=ids, answers=st.lists(answers | json) | json)
presses = shaped("event_id", peer_id=ids, user_id=ids, payload=payloads)
