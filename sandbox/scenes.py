"""Who lives in the world at the start: an example town, all of it invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.world import World

Scene = Callable[["World"], None]

MODERATORS_CHAT = 2_000_000_001


def example_town(world: World) -> None:
    """Citizens 101–104, managers 201 and 202, the moderators' chat with the managers."""
    world.add_user("Анна", "Примерова", sex=1, city="Примерск", id=101)
    world.add_user("Пётр", "Образцов", sex=2, city="Примерск", id=102)
    world.add_user("Ольга", "Тестова", sex=1, city="Примерск", id=103)
    world.add_user("Николай", "Эталонов", sex=2, city="Новопримерск", id=104)
    world.add_user("Мария", "Модераторова", sex=1, city="Примерск", id=201, role="moderator")
    world.add_user("Иван", "Дежурный", sex=2, city="Примерск", id=202, role="administrator")
    world.add_chat(MODERATORS_CHAT, "Обращения: модераторы", [202, 201])


def empty(world: World) -> None:
    """Nobody: for loads and tests that bring people of their own."""
