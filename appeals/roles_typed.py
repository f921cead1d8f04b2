"""Which role a colleague means by a typed word, in any form of it."""

from __future__ import annotations

from appeals.model import Role
from appeals.textcheck import normalise_word

_BEGINNINGS = (
    ("админ", Role.ADMINISTRATOR),
    ("глав", Role.HEAD),
    ("модератор", Role.MODERATOR),
    ("оператор", Role.MODERATOR),
    ("исполнител", Role.EXECUTOR),
    ("наблюдател", Role.OBSERVER),
)
_LONGEST_ENDING = 9
_AWAY = ("убрать", "убери", "уберите", "снять", "сними", "снимите", "удалить", "удали", "удалите", "отозвать", "никто")


def role_meant(word: str) -> Role | None:
    """«модератор», «модератором», «Администратора», «оператор»; None for what is no role."""
    typed = normalise_word(word)
    return next(
        (
            role
            for beginning, role in _BEGINNINGS
            if typed.startswith(beginning) and len(typed) - len(beginning) <= _LONGEST_ENDING
        ),
        None,
    )


def means_none(word: str) -> bool:
    """Whether the word takes a role away."""
    return normalise_word(word) in _AWAY
