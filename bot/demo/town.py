"""What the demo adds to the example town: a department with an executor and a chat of its own."""

from __future__ import annotations

from dataclasses import replace

from appeals.administration import Administration
from sandbox import World
from sandbox.scenes import MODERATORS_CHAT

DEPARTMENT_CHAT = MODERATORS_CHAT + 1
EXECUTOR = 203


def with_department(world: World, administration: Administration) -> Administration:
    """Give the first department of the example somebody who works there and a chat; with no department nothing."""
    if not administration.departments:
        return administration
    first, *others = administration.departments
    world.add_user("Степан", "Дорожный", sex=2, city="Примерск", id=EXECUTOR)
    world.add_chat(DEPARTMENT_CHAT, f"Обращения: {first.title}", [EXECUTOR])
    return replace(administration, departments=(replace(first, chat=DEPARTMENT_CHAT, executors=(EXECUTOR,)), *others))
