"""How the desk names people."""

from __future__ import annotations

from appeals.model import StaffMember


def person(vk_id: int, name: str) -> str:
    """A link to a person in VK's own markup; the name alone for somebody without VK."""
    if not vk_id:
        return name or "имя не названо"
    return f"[id{vk_id}|{name or 'Житель'}]"


def member(one: StaffMember) -> str:
    """A colleague's name, or the link where VK hasn't told it."""
    return one.name or person(one.vk_id, "сотрудник")


def addressed(one: StaffMember) -> str:
    """A colleague spoken to, at the beginning of a sentence."""
    return one.name or person(one.vk_id, "Коллега")
