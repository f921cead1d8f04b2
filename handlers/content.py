"""What a message holds beside its own text: attachments, links, forwarded messages, the message that it replies to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appeals.draft import MAX_TEXT
from appeals.model import Attachment
from appeals.numbers import NumberReference, parse_number
from appeals.value import dataclass
from texts.words import FORWARDED

_INVISIBLE = dict.fromkeys((*range(9), *range(11, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Control characters, but for the tab and the new line, and those that turn the direction of what follows."""

_FORWARDABLE = ("photo", "doc", "video", "audio_message")
_NUMBER = re.compile(r"20\d\d-\d{6,9}")

MAX_FORWARDED = 50
"""Forwarded messages that are read, however deep they stand in one another."""


@dataclass(frozen=True, slots=True)
class Content:
    """Attachments that can be sent on, kinds of those that can't, and words that stand for the rest."""

    attachments: tuple[Attachment, ...] = ()
    unsupported: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_NOTHING = Content()


def content_of(message: Mapping[str, Any]) -> Content:
    """What a message of any shape holds, its forwarded messages included."""
    if not message.get("attachments") and not message.get("fwd_messages"):
        return _NOTHING  # as most messages
    own = _own(message)
    attachments, unsupported, words = list(own.attachments), list(own.unsupported), list(own.words)
    for one in _forwarded(message):
        content = _own(one)
        told = "\n".join(part for part in (_text(one.get("text")), *content.words) if part)
        if told:
            words.append(f"{FORWARDED} {told}"[:MAX_TEXT])
        attachments += content.attachments
        unsupported += content.unsupported
    return Content(tuple(dict.fromkeys(attachments)), tuple(unsupported), tuple(words))


def replied_to(message: Mapping[str, Any]) -> NumberReference | None:
    """The number of the appeal that the replied message of the community tells of; None unless it names just one.

    VK itself quotes the message, so its words can't be forged.
    """
    replied = message.get("reply_message")
    sender = replied.get("from_id") if isinstance(replied, dict) else None
    if not isinstance(replied, dict) or not isinstance(sender, int) or sender >= 0:
        return None
    numbers = set(_NUMBER.findall(_text(replied.get("text"))))
    return parse_number(numbers.pop()) if len(numbers) == 1 else None


def author_shown(message: Mapping[str, Any]) -> int | None:
    """Who wrote the message that this one replies to, or the first one that it forwards; None for a community."""
    replied, forwarded = message.get("reply_message"), message.get("fwd_messages")
    shown = (
        replied if isinstance(replied, dict) else next(iter(forwarded), None) if isinstance(forwarded, list) else None
    )
    author = shown.get("from_id") if isinstance(shown, dict) else None
    return author if isinstance(author, int) and not isinstance(author, bool) and 0 < author < 2**31 else None


def visible(text: str) -> str:
    """What can be seen of a text."""
    # Nothing invisible is printable, and `translate` asks for each character.
    return (text if text.isprintable() else text.translate(_INVISIBLE)).strip()


def _forwarded(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Forwarded messages, those within them too, in the order in which they are read."""
    waiting = [message]
    count = 0
    while waiting and count < MAX_FORWARDED:
        items = waiting.pop().get("fwd_messages")
        inner = [one for one in (items if isinstance(items, list) else []) if isinstance(one, dict)]
        for one in inner[: MAX_FORWARDED - count]:
            yield one
            count += 1
        waiting.extend(reversed(inner))


def _own(message: Mapping[str, Any]) -> Content:
    items = message.get("attachments")
    good: list[Attachment] = []
    other: list[str] = []
    words: list[str] = []
    for item in items if isinstance(items, list) else []:
        kind = item.get("type") if isinstance(item, dict) else None
        if not isinstance(kind, str):
            continue
        body = item.get(kind)
        if kind in _FORWARDABLE and isinstance(body, dict):
            good.append(_attachment(kind, body))
        elif kind in ("link", "wall") and isinstance(body, dict):
            words += _link(body, message) if kind == "link" else _post(body)
        else:
            other.append(kind)
    return Content(tuple(good), tuple(other), tuple(words))


def _link(link: Mapping[str, Any], message: Mapping[str, Any]) -> list[str]:
    """The address of a link; VK attaches one to a text that holds it already."""
    url = _text(link.get("url"))
    bare = url.partition("://")[2].rstrip("/") or url
    return [url] if url and bare not in _text(message.get("text")) else []


def _post(post: Mapping[str, Any]) -> list[str]:
    """A post of a wall as its address and the beginning of its text."""
    owner, number = post.get("owner_id", post.get("to_id")), post.get("id")
    if not isinstance(owner, int) or not isinstance(number, int):
        return []
    text = _text(post.get("text"))
    return [f"https://vk.com/wall{owner}_{number}" + (f" ({text[:200]})" if text else "")]


def _attachment(kind: str, body: Mapping[str, Any]) -> Attachment:
    owner, own_id, key = body.get("owner_id"), body.get("id"), body.get("access_key")
    reference = ""
    if isinstance(owner, int) and isinstance(own_id, int):
        # A voice message is sent on as a document: VK knows no other form of reference for it.
        name = "doc" if kind == "audio_message" else kind
        reference = f"{name}{owner}_{own_id}" + (f"_{key}" if isinstance(key, str) and key else "")
    title, seconds = body.get("title"), body.get("duration") if kind == "audio_message" else 0
    length = seconds if isinstance(seconds, int) and 0 <= seconds < 2**31 else 0
    return Attachment(kind, reference, title if isinstance(title, str) else "", _url(body), length)


def _url(body: Mapping[str, Any]) -> str:
    """Where the bytes are: of a document or a voice message; else of the largest picture, a video has no more."""
    links = (body.get(name) for name in ("url", "link_ogg", "link_mp3"))
    return next((link for link in links if isinstance(link, str) and link), "") or _largest(body)


def _largest(body: Mapping[str, Any]) -> str:
    sizes = body.get("sizes") or body.get("image")
    known = [
        (size.get("width") or 0, size["url"])
        for size in (sizes if isinstance(sizes, list) else [])
        if isinstance(size, dict) and isinstance(size.get("url"), str) and isinstance(size.get("width") or 0, int)
    ]
    return str(max(known)[1]) if known else ""


def _text(value: Any) -> str:
    return visible(value) if isinstance(value, str) else ""
