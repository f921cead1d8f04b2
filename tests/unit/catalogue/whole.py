"""Every text that the bot can say, with typical and extreme arguments: the input of the snapshot test.

An area is a module beside this one: `SAID` are its texts, `SNACKBARS` those of them that answer the press of a callback
button in place, `SILENT` parts of texts and helpers, said only within other texts.
"""

from collections.abc import Iterator
from types import ModuleType

from tests.unit.catalogue import (
    announcements,
    answers,
    autoreplies,
    by_hand,
    cards,
    citizen,
    citizen_reminders,
    clocks,
    corrections,
    desk,
    digest,
    filing,
    finding,
    outages,
    own_appeals,
    personal,
    public,
    reminders,
    routing,
)
from tests.unit.catalogue.things import Said, Text

AREAS: tuple[ModuleType, ...] = (
    citizen,
    own_appeals,
    personal,
    filing,
    cards,
    finding,
    desk,
    by_hand,
    clocks,
    public,
    routing,
    digest,
    reminders,
    citizen_reminders,
    corrections,
    answers,
    outages,
    announcements,
    autoreplies,
)


def _gathered() -> dict[str, dict[Text, dict[str, Said]]]:
    """By the module of the texts: several areas may have cases of one."""
    gathered: dict[str, dict[Text, dict[str, Said]]] = {}
    for area in AREAS:
        for text, cases in area.SAID.items():
            gathered.setdefault(text.__module__.removeprefix("texts."), {}).setdefault(text, {}).update(cases)
    return gathered


def _listed(name: str) -> Iterator[Text]:
    for area in AREAS:
        yield from getattr(area, name, ())


CATALOGUE = _gathered()
SNACKBARS = tuple(_listed("SNACKBARS"))
SILENT = tuple(_listed("SILENT"))
