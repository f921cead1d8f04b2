"""Section groups: the community itself, its managers and its long poll."""

from __future__ import annotations

from typing import Any

from sandbox.errors import VkError
from sandbox.eventlog import NOT_SETTABLE
from sandbox.model import PERMISSION_BITS, Json
from sandbox.params import Params
from sandbox.shapes import group_shape, user_shape
from sandbox.state import State

SORTS = ("id_asc", "id_desc", "time_asc", "time_desc")
FILTERS = ("", "friends", "unsure", "managers", "donut")


def get_by_id(state: State, p: Params) -> Json:
    """Without ids: the community whose token it is."""
    names = p.strings("group_ids", 500) or p.strings("group_id", 1)
    if not all(_is_own(state, name) for name in names):
        raise VkError(100, "group_ids is undefined")
    return {"groups": [group_shape(state.community, p.fields(), len(state.members()))], "profiles": []}


def get_long_poll_server(state: State, p: Params) -> Json:
    """Begins a long-poll session at the present ``ts``."""
    _own_id(state, p)
    if not state.events.enabled:
        raise VkError(100, "longpoll for this group is not enabled")
    return {
        "key": state.events.key,
        "server": f"{state.media.base_url}/longpoll/{state.group_id}",
        "ts": str(state.events.ts),
    }


def get_long_poll_settings(state: State, p: Params) -> Json:
    """Which events are sent."""
    _own_id(state, p)
    return {
        "is_enabled": state.events.enabled,
        "api_version": state.events.api_version,
        "events": {name: int(on) for name, on in state.events.switches.items()},
    }


def set_long_poll_settings(state: State, p: Params) -> int:
    """Changes what is given and leaves the rest."""
    _own_id(state, p)
    state.events.enabled = p.flag("enabled", default=state.events.enabled)
    state.events.api_version = p.text("api_version") or state.events.api_version
    for name in state.events.switches.keys() & p.raw.keys() - NOT_SETTABLE:
        state.events.switches[name] = p.flag(name)
    state.feed.publish("settings")
    return 1


def get_token_permissions(state: State, p: Params) -> Json:
    """The rights of the token."""
    permissions = sorted(state.community.token_permissions)
    return {
        "mask": sum(PERMISSION_BITS[name] for name in permissions),
        "permissions": [{"name": name, "setting": PERMISSION_BITS[name]} for name in permissions],
    }


def get_members(state: State, p: Params) -> Json:
    """Ids, or with ``fields`` people, or with ``filter=managers`` people with their roles."""
    if not _is_own(state, p.text("group_id", str(state.group_id))):
        raise VkError(125)
    sort = p.choice("sort", "id_asc", SORTS)
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 1000, 0, 1000)
    managers = p.choice("filter", "", FILTERS) == "managers"
    if managers and "manage" not in state.community.token_permissions:
        raise VkError(15)
    found = sorted(state.managers() if managers else state.members(), key=lambda user: user.id)
    if sort.endswith("desc"):
        found.reverse()
    page, fields = found[offset : offset + count], p.fields()
    items: list[Any]
    if p.has("fields"):
        items = [user_shape(user, fields) | ({"role": user.role} if managers else {}) for user in page]
    elif managers:
        items = [{"id": user.id, "role": user.role, "permissions": []} for user in page]
    else:
        items = [user.id for user in page]
    return {"count": len(found), "items": items}


def is_member(state: State, p: Params) -> Any:
    """1 or 0 for ``user_id``, a list for ``user_ids``; objects with ``extended``."""
    if not _is_own(state, p.required_text("group_id")):
        raise VkError(125)
    extended = p.flag("extended")
    user_ids = p.integers("user_ids", 500)
    if user_ids:
        return [{"user_id": user_id, **_membership(state, user_id, extended)} for user_id in user_ids]
    membership = _membership(state, p.required_integer("user_id"), extended)
    return membership if extended else membership["member"]


def _membership(state: State, user_id: int, extended: bool) -> Json:
    user = state.users.get(user_id)
    member = {"member": int(user is not None and user.member)}
    return {**member, "can_invite": 0, "can_recall": 0} if extended else member


def _is_own(state: State, name: str) -> bool:
    group_id = str(state.group_id)
    return name.lower() in (group_id, f"club{group_id}", f"public{group_id}", state.community.screen_name.lower())


def _own_id(state: State, p: Params) -> None:
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(15)
