"""Sections users and utils."""

from __future__ import annotations

from typing import Any

from sandbox.model import Json, User
from sandbox.params import Params
from sandbox.shapes import NAME_CASES, user_shape
from sandbox.state import State


def get(state: State, p: Params) -> list[Json]:
    """Known people among ``user_ids``; unknown ids are left out."""
    fields, case = p.fields(), p.choice("name_case", "nom", NAME_CASES)
    found = (_find(state, name) for name in p.strings("user_ids", 1000))
    return [user_shape(user, fields, case) for user in found if user is not None]


def resolve_screen_name(state: State, p: Params) -> Any:
    """An empty list when nobody has that name."""
    name = p.required_text("screen_name")
    if name in (state.community.screen_name, f"club{state.group_id}"):
        return {"type": "group", "object_id": state.group_id, "group_id": state.group_id}
    named = next((one for one in state.users.values() if one.screen_name == name), None)
    user = named or (_find(state, name) if name.startswith("id") else None)
    return {"type": "user", "object_id": user.id} if user is not None else []


def get_server_time(state: State, p: Params) -> int:
    """Unix time in seconds."""
    return state.now()


def _find(state: State, name: str) -> User | None:
    number = name.removeprefix("id")
    return state.users.get(int(number)) if number.isdecimal() else None
