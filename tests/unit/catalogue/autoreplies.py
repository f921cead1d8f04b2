"""The texts of automatic answers: a part of the catalogue."""

from collections.abc import Sequence
from datetime import date, timedelta

from appeals.autoreplies.entries import (
    MAX_ANSWER,
    MAX_EXAMPLE,
    MAX_EXAMPLES,
    MAX_NAME,
    MAX_SOURCE,
    Entry,
    Fault,
    Uses,
    Where,
)
from appeals.autoreplies.typed import Verb
from appeals.errors import AutoReplyRefused
from tests.unit.catalogue.things import BIG_ID, Said, Text
from tests.unit.samples import ADMINISTRATION, MARIA, NOW
from texts import autoreplies

TODAY = NOW.date()
ENTRY = Entry(
    3,
    "Приём у главы",
    "Глава принимает по вторникам с 15:00 до 17:00.",
    ("как попасть на приём к главе", "когда принимает глава"),
    "https://example.ru/priem",
    date(2026, 12, 31),
    changed_by=MARIA.vk_id,
)
BARE = Entry(4, "Часы работы МФЦ", "С 8:00 до 20:00.", where=frozenset(), place=0)
EXPIRED = Entry(5, "Салют", "В 22:00.", valid_until=TODAY - timedelta(days=300), where=frozenset(Where))
MANY = [
    Entry(
        BIG_ID - number,
        f"{number:03d}{'Ш' * (MAX_NAME - 3)}",
        ("Щ" * 79 + " ") * (MAX_ANSWER // 80),
        tuple(f"{one:02d}{'ж' * (MAX_EXAMPLE - 2)}" for one in range(MAX_EXAMPLES)),
        "https://example.ru/" + "q" * (MAX_SOURCE - 19),
        date(2030, 12, 31),
        frozenset(Where),
    )
    for number in range(12)
]
USES = {ENTRY.id: Uses(12, 9), BIG_ID: Uses(10**6, 10**6)}
LONG_LINK = "vk.me/" + "z" * 64

SAID: dict[Text, dict[str, Said]] = {
    autoreplies.answered: {
        "": autoreplies.answered(ADMINISTRATION, ENTRY, 7),
        "без источника": autoreplies.answered(ADMINISTRATION, BARE, 7),
        "об аварии известно": autoreplies.answered(ADMINISTRATION, BARE, 7, "Мы об этом знаем: нет воды, весь город."),
        "предел": autoreplies.answered(ADMINISTRATION, MANY[0], BIG_ID),
    },
    autoreplies.hint: {
        "": autoreplies.hint(ADMINISTRATION, ENTRY, 7),
        "предел": autoreplies.hint(ADMINISTRATION, MANY[0], BIG_ID),
    },
    autoreplies.in_public: {
        "": autoreplies.in_public(ADMINISTRATION, ENTRY, "primersk"),
        "предел": autoreplies.in_public(ADMINISTRATION, MANY[0], LONG_LINK),
    },
    autoreplies.likely: {
        "": autoreplies.likely([ENTRY, BARE]),
        "под приветствием": autoreplies.likely([ENTRY], "Здравствуйте, Анна!"),
        "предел": autoreplies.likely(MANY[:3]),
    },
    autoreplies.meant: {"": autoreplies.meant([ENTRY, BARE]), "предел": autoreplies.meant(MANY[:3])},
    autoreplies.helped: {
        "": autoreplies.helped(dropped=False),
        "обращение уже писали": autoreplies.helped(dropped=True),
    },
    autoreplies.helped_meanwhile: {"": autoreplies.helped_meanwhile()},
    autoreplies.gone: {"": autoreplies.gone()},
    autoreplies.listed: {
        "": autoreplies.listed([BARE, ENTRY, EXPIRED], USES, TODAY),
        "пусто": autoreplies.listed([], {}, TODAY),
        "предел": autoreplies.listed(MANY * 40, USES, TODAY),
    },
    autoreplies.shown: {
        "": autoreplies.shown(ENTRY, USES[ENTRY.id], TODAY),
        "из настроек": autoreplies.shown(BARE, Uses(), TODAY),
        "срок вышел": autoreplies.shown(EXPIRED, Uses(), TODAY),
    },
    autoreplies.added: {"": autoreplies.added(ENTRY, TODAY), "предел": autoreplies.added(MANY[0], TODAY)},
    autoreplies.changed: {"": autoreplies.changed(ENTRY, TODAY)},
    autoreplies.removed: {"": autoreplies.removed(ENTRY, TODAY), "предел": autoreplies.removed(MANY[0], TODAY)},
    autoreplies.tried: {
        "ответит": autoreplies.tried(ENTRY, []),
        "предложит": autoreplies.tried(None, [ENTRY, BARE]),
        "промолчит": autoreplies.tried(None, []),
    },
    autoreplies.how_to: {verb.value: autoreplies.how_to(verb) for verb in Verb},
    autoreplies.told_in_public: {"": autoreplies.told_in_public(ENTRY, "https://vk.com/wall-1_2?reply=3")},
    autoreplies.already_told: {"": autoreplies.already_told(ENTRY)},
    autoreplies.refused: {
        **{fault.value: autoreplies.refused(AutoReplyRefused(fault, "пряём")) for fault in Fault},
        "есть близкое": autoreplies.refused(AutoReplyRefused(Fault.UNKNOWN, "пряём", "Приём у главы")),
        "близкое место": autoreplies.refused(AutoReplyRefused(Fault.WHERE, "комменты", "комментарии")),
        "предел": autoreplies.refused(AutoReplyRefused(Fault.UNKNOWN, "Ш" * 4000, "Ш" * MAX_NAME)),
    },
}

SILENT: Sequence[Text] = (autoreplies.body, autoreplies.where_told)
"""Parts of other texts."""
