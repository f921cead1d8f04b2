"""Parameters of a request, read the way VK reads them; what is wrong is error 100 with the parameter's name."""

from __future__ import annotations

from typing import Any

import orjson

from sandbox.errors import VkError

TRUE, FALSE = frozenset({"1", "true", "True"}), frozenset({"0", "", "false", "False"})


class Params:
    """Strings of a form with typed readers; an empty string counts as an absent parameter."""

    __slots__ = ("raw",)

    def __init__(self, raw: dict[str, str]) -> None:
        self.raw = raw

    def has(self, name: str) -> bool:
        return bool(self.raw.get(name))

    def text(self, name: str, default: str = "", max_length: int | None = None) -> str:
        value = self.raw.get(name, default)
        if max_length is not None and len(value) > max_length:
            raise VkError(100, f"{name} is too long, max {max_length}")
        return value

    def required_text(self, name: str) -> str:
        if not self.has(name):
            raise VkError(100, f"{name} is a required parameter")
        return self.raw[name]

    def integer(
        self, name: str, default: int | None = None, minimum: int | None = None, maximum: int | None = None
    ) -> int | None:
        if not self.has(name):
            return default
        value = _integer(name, self.raw[name])
        if minimum is not None and value < minimum:
            raise VkError(100, f"{name} should be greater or equal to {minimum}")
        if maximum is not None and value > maximum:
            raise VkError(100, f"{name} should be less or equal to {maximum}")
        return value

    def required_integer(self, name: str, minimum: int | None = None, maximum: int | None = None) -> int:
        value = self.integer(name, None, minimum, maximum)
        if value is None:
            raise VkError(100, f"{name} is a required parameter")
        return value

    def integer_or(self, name: str, default: int, minimum: int | None = None, maximum: int | None = None) -> int:
        value = self.integer(name, default, minimum, maximum)
        return default if value is None else value

    def number(self, name: str, minimum: float, maximum: float) -> float | None:
        if not self.has(name):
            return None
        try:
            value = float(self.raw[name])
        except ValueError:
            raise VkError(100, f"{name} should be number") from None
        if not minimum <= value <= maximum:
            raise VkError(100, f"{name} should be from {minimum} to {maximum}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw.get(name)
        if value is None:
            return default
        if value not in TRUE | FALSE:
            raise VkError(100, f"{name} should be boolean")
        return value in TRUE

    def integers(self, name: str, max_items: int) -> list[int]:
        return [_integer(name, item) for item in self.strings(name, max_items)]

    def strings(self, name: str, max_items: int) -> list[str]:
        items = [item for item in (part.strip() for part in self.raw.get(name, "").split(",")) if item]
        if len(items) > max_items:
            raise VkError(100, f"{name} should have at most {max_items} items")
        return items

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.raw.get(name) or default
        if value not in allowed:
            raise VkError(100, f"{name} should be one of {', '.join(allowed)}")
        return value

    def json(self, name: str) -> dict[str, Any] | None:
        if not self.has(name):
            return None
        try:
            value = orjson.loads(self.raw[name])
        except orjson.JSONDecodeError:
            raise VkError(100, f"{name} should be JSON") from None
        if not isinstance(value, dict):
            raise VkError(100, f"{name} should be a JSON object")
        return value

    def fields(self) -> frozenset[str]:
        return frozenset(part.strip() for part in self.raw.get("fields", "").split(","))


def _integer(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise VkError(100, f"{name} not integer") from None
