"""A conversation as it is written down, line by line:

Анна:                                   who acts and sees from here on, in their usual conversation
Мария (лично):                          the same person in private
> Здравствуйте                          says
> Вот она (фото: 2)                     says, with two photos; without words: > (фото: 2)
> (стикер)                              or (голосовое), (пусто)
[Подать обращение]                      presses
< Здравствуйте, Анна! … Госуслуги       sees the next message: these parts, in this order
< Всё верно? [Отправить] [Изменить]     …and then has these buttons
<                                       sees nothing
! у вас в работе                        is told in answer to a press
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.dialogues.office import Office
    from tests.dialogues.people import Person

_WHO = re.compile(r"([А-ЯЁ][а-яё]+)( \(лично\))?:")
_MANNER = re.compile(r"\s*\((фото|документ|стикер|голосовое|пусто)(?:: (\d+))?\)$")
_BUTTONS = re.compile(r"((?:\s*\[[^\]|]+\])+)$")


async def play(office: Office, story: str) -> None:
    """Play a story to its end."""
    __tracebackhide__ = True
    person: Person | None = None
    for line in filter(None, map(str.strip, story.splitlines())):
        if who := _WHO.fullmatch(line):
            person = _person(office, who[1], private=bool(who[2]))
        elif person is None:
            pytest.fail(f"Nobody to act: {line}")
        else:
            await _act(person, line)


def _person(office: Office, name: str, *, private: bool) -> Person:
    user = next(user for user in office.world.users.values() if user.first_name == name)
    return office.moderator(name) if user.role and not private else office.person(user.id, -office.group_id)


async def _act(person: Person, line: str) -> None:
    __tracebackhide__ = True
    sign, rest = line[0], line[1:].strip()
    if sign == ">":
        await _say(person, rest)
    elif sign == "[":
        await person.presses(line.strip("[]"))
    elif sign == "!":
        await person.is_told(rest)
    elif sign == "<" and rest:
        await _see(person, rest)
    elif sign == "<":
        await person.sees_nothing()
    else:
        pytest.fail(f"What does that mean: {line}")


async def _say(person: Person, words: str) -> None:
    __tracebackhide__ = True
    more: dict[str, Any] = {}
    if manner := _MANNER.search(words):
        words, count = words[: manner.start()], int(manner[2] or 1)
        manners: dict[str, dict[str, Any]] = {
            "фото": {"photos": count},
            "документ": {"docs": count},
            "стикер": {"sticker_id": 1},
            "голосовое": {"voice": True},
            "пусто": {},
        }
        more = manners[manner[1]]
    await person.says(words, **more)


async def _see(person: Person, rest: str) -> None:
    __tracebackhide__ = True
    buttons: list[str] = []
    if shown := _BUTTONS.search(rest):
        rest, buttons = rest[: shown.start()], re.findall(r"\[([^\]]+)\]", shown[1])
    await person.sees(*(part.strip() for part in rest.split("…")), buttons=buttons)
