"""How the settings of an administration are checked: a wrong value is refused with a Russian reason and its place."""

from __future__ import annotations


class WrongValue(ValueError):
    """A value that the trade forbids. `where` leads from the section to the field: `("exceptions", "2026-12-31")`."""

    def __init__(self, reason: str, *where: str | int) -> None:
        super().__init__(reason)
        self.where = where


def check(condition: bool, reason: str, *where: str | int) -> None:
    """Refuse the value at `where` unless `condition` holds.

    Raises:
        WrongValue
    """
    if not condition:
        raise WrongValue(reason, *where)


def check_no_repetition(what: str, names: list[str], *where: str | int, field: str = "") -> None:
    """Refuse the first name that stands twice; empty ones may.

    `where` leads to the list, `field` to the name in its item.

    Raises:
        WrongValue
    """
    for index, name in enumerate(names):
        place = (*where, index, field) if field else (*where, index)
        check(not name or name not in names[:index], f"{what} повторяется: {name}", *place)
