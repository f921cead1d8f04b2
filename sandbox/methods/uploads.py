"""Sections photos and docs: from an upload to an attachment."""

from __future__ import annotations

import hashlib

import orjson

from sandbox.errors import VkError
from sandbox.media import StoredFile
from sandbox.model import Json
from sandbox.params import Params
from sandbox.state import State

DOC_TYPES = ("doc", "audio_message", "graffiti")
SERVER = 1


def get_photo_server(state: State, p: Params) -> Json:
    """Where a photo for a message is uploaded."""
    p.integer("peer_id")
    url = f"{state.media.base_url}/upload/photo"
    return {"album_id": -64, "upload_url": url, "user_id": 0, "group_id": state.group_id}


def get_doc_server(state: State, p: Params) -> Json:
    """Where a document or a voice message is uploaded."""
    p.integer("peer_id")
    return {"upload_url": f"{state.media.base_url}/upload/{p.choice('type', 'doc', DOC_TYPES)}"}


def save_photo(state: State, p: Params) -> list[Json]:
    """Takes what the upload server answered: ``photo``, ``server``, ``hash``."""
    photo = p.required_text("photo")
    if p.integer("server") != SERVER:
        raise VkError(118)
    if p.text("hash") != photo_hash(photo):
        raise VkError(121)
    files = [state.media.files.get(upload_id) for upload_id in _upload_ids(photo)]
    if not files:
        raise VkError(129)
    saved: list[Json] = [state.media.photo(_uploaded(file, 129), -state.group_id)["photo"] for file in files]
    return saved


def save_doc(state: State, p: Params) -> Json:
    """Takes ``file`` of the upload server's answer."""
    file = _uploaded(state.media.files.get(p.required_text("file")), 105)
    if file.kind == "audio_message":
        return state.media.audio_message(file, -state.group_id)
    return state.media.doc(file, -state.group_id, p.text("title"))


def photo_hash(photo: str) -> str:
    """The hash that goes with the upload server's ``photo``."""
    return hashlib.sha256(photo.encode()).hexdigest()[:18]


def _upload_ids(photo: str) -> list[str]:
    try:
        return [item["photo"] for item in orjson.loads(photo)]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        raise VkError(129) from None


def _uploaded(file: StoredFile | None, code: int) -> StoredFile:
    if file is None:
        raise VkError(code)
    return file
