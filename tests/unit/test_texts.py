"""Every text that the bot can say: one snapshot to be read in a review, and VK's limits.

A changed text: `.venv/bin/pytest --inline-snapshot=fix tests/unit/test_texts.py`, then read the diff of
`texts.snapshot.md`. A new text belongs into a module of `catalogue/`, or the first test here fails.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import ModuleType
from typing import Any

import orjson
import pytest
from inline_snapshot import external_file, register_format_alias

from appeals.draft import MAX_ATTACHMENTS
from appeals.model import Act, Channel, Status
from appeals.textcheck import normalise_word
from handlers.incoming import read_message
from tests.unit.catalogue.things import Said
from tests.unit.catalogue.whole import CATALOGUE, SILENT, SNACKBARS
from texts import (
    acts,
    announcements,
    announcing,
    answers,
    approval,
    audit,
    autoreplies,
    busy,
    buttons,
    by_hand,
    card_buttons,
    cards,
    citizen,
    citizen_reminders,
    clocks,
    control,
    corrections,
    dates,
    delivery,
    desk,
    digest,
    filing,
    finding,
    help,
    leads,
    linked,
    notices,
    outages,
    own_appeals,
    people,
    personal,
    personal_copy,
    promises,
    public,
    quality,
    reminders,
    roles,
    routing,
    staffing,
    templates,
    ticking,
    verdicts,
    words,
)
from texts.reply import (
    MAX_BUTTONS,
    MAX_INLINE_BUTTONS,
    MAX_INLINE_ROWS,
    MAX_LABEL,
    MAX_MESSAGE,
    MAX_PAYLOAD,
    MAX_ROW,
    MAX_ROWS,
    MAX_SNACKBAR,
    Button,
    Colour,
    Keyboard,
    Reply,
    split,
)

register_format_alias(".md", ".txt")

SHOWN = 700
"""Characters that the snapshot shows of an extreme text: it is there for the limits, not to be read."""

SPEAKING: tuple[ModuleType, ...] = (
    citizen,
    filing,
    leads,
    cards,
    card_buttons,
    finding,
    notices,
    desk,
    help,
    roles,
    audit,
    people,
    own_appeals,
    verdicts,
    personal,
    personal_copy,
    acts,
    by_hand,
    delivery,
    public,
    linked,
    staffing,
    routing,
    digest,
    control,
    reminders,
    ticking,
    citizen_reminders,
    clocks,
    corrections,
    quality,
    answers,
    templates,
    approval,
    promises,
    outages,
    busy,
    announcements,
    announcing,
    autoreplies,
)
TABLES: dict[str, Mapping[Any, str]] = {
    "Статусы для жителя": words.STATUS_FOR_CITIZEN,
    "Статусы для сотрудника": words.STATUS_FOR_STAFF,
    "Закрыто без ответа, для жителя": words.LAPSE_FOR_CITIZEN,
    "Закрыто без ответа, для сотрудника": words.LAPSE_FOR_STAFF,
    "Каналы": words.CHANNELS,
    "Роли": roles.ROLES,
    "Срочность": clocks.PRIORITIES,
    "Поля в журнале": audit.FIELDS,
    "Что стоит в журнале": audit.DEEDS,
    "История для жителя": words.ACTS_FOR_CITIZEN,
    "История для сотрудника": words.ACTS_FOR_STAFF,
    "Готовые причины отказа": corrections.REASONS,
    "Отказы об авариях": outages.REFUSALS,
    "Вложения": {kind: ", ".join(forms) for kind, forms in words.ATTACHMENT_KINDS.items()},
    "Вопросы форм": words.STANDARD_QUESTIONS,
    "Личные данные": public.LEAKS,
    "Поля для «Изменить»": filing.FIELD_LABELS,
    "Слова вместо кнопок": buttons.WORDS,
    "Что уничтожено, в акте": acts.WHAT,
    "Отказы о ролях": {
        "роль из настроек": staffing.ROLE_OF_SETTINGS,
        "последний администратор": staffing.LAST_ADMINISTRATOR,
    },
}
CONSTANTS = {
    f"{module.__name__}.{name}": text
    for module in (desk, public, routing, answers, approval, promises, outages, busy)
    for name, text in vars(module).items()
    if name.endswith("_PRESS") and isinstance(text, str)
} | {
    "texts.roles.NO_DEPARTMENT": roles.NO_DEPARTMENT,
    "texts.routing.CANNOT_WORK": routing.CANNOT_WORK,
    "texts.routing.NO_SUCH_DEPARTMENT": routing.NO_SUCH_DEPARTMENT,
    "texts.by_hand.STALE": by_hand.STALE,
    "texts.by_hand.STEP_OVER": by_hand.STEP_OVER,
}

EVERY = [
    pytest.param(said, id=f"{module}.{text.__name__} {title}".strip())
    for module, texts in CATALOGUE.items()
    for text, cases in texts.items()
    for title, said in cases.items()
]
TYPICAL = [param for param in EVERY if "предел" not in str(param.id)]


# ------------------------------------------------------------------------------------------------------ the snapshot


def test_every_text_is_in_the_catalogue() -> None:
    public = {
        f"{module.__name__}.{name}"
        for module in SPEAKING
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    known = [*chain.from_iterable(CATALOGUE.values()), *SILENT]
    assert public == {f"{function.__module__}.{function.__name__}" for function in known}


def test_every_text_as_people_see_it() -> None:
    assert "\n".join(document()) == external_file("texts.snapshot.md")


def document() -> Iterator[str]:
    yield "# Всё, что говорит бот"
    yield ""
    yield "Цвета кнопок: 🔵 главная, 🟢 согласие, 🔴 отказ. Кнопки стоят под сообщением (⤷) или под строкой ввода (⌨)."
    for module, texts in CATALOGUE.items():
        yield f"\n## {module}"
        for text, cases in texts.items():
            for title, said in cases.items():
                yield f"\n### {module}.{text.__name__}" + (f" — {title}" if title else "") + "\n"
                yield from shown(said, whole="предел" not in title)
    yield "\n## Всплывающие ответы на нажатия\n"
    yield from (f"- {text}" for text in CONSTANTS.values())
    for title, table in TABLES.items():
        yield f"\n## {title}\n"
        yield from (f"- {key}: {word}" for key, word in table.items())
    yield ""


def shown(said: Said, *, whole: bool) -> Iterator[str]:
    reply = Reply(said) if isinstance(said, str) else said
    text = reply.text
    if len(text) > SHOWN and not whole:
        parts = len(split(text))
        text = (
            f"{text[: SHOWN // 2].rstrip()} […] {text[-SHOWN // 4 :].lstrip()}\n(знаков {len(text)}, сообщений {parts})"
        )
    yield from (f"> {line}".rstrip() for line in text.splitlines())
    if reply.keyboard is not None:
        yield ""
        mark = "⤷" if reply.keyboard.inline else "⌨"
        yield from (f"    {mark} " + " ".join(map(shown_button, row)) for row in reply.keyboard.rows)
    if reply.attachments:
        yield f"\n    📎 {len(reply.attachments)}: {reply.attachments[0]}"


def shown_button(button: Button) -> str:
    colour = {Colour.PRIMARY: "🔵", Colour.POSITIVE: "🟢", Colour.NEGATIVE: "🔴"}.get(button.colour, "")
    return f"[{colour}{'📍 местоположение' if button.kind == 'location' else button.label}]"


# -------------------------------------------------------------------------------------------------------- VK's limits


@pytest.mark.parametrize("said", EVERY)
def test_vk_takes_it(said: Said) -> None:
    reply = Reply(said) if isinstance(said, str) else said
    assert all(0 < len(part) <= MAX_MESSAGE for part in split(reply.text))
    assert len(reply.attachments) <= MAX_ATTACHMENTS
    assert len(set(reply.attachments)) == len(reply.attachments)
    if reply.keyboard is not None:
        check_keyboard(reply.keyboard)


def check_keyboard(keyboard: Keyboard) -> None:
    rows = keyboard.rows
    count = sum(map(len, rows))
    rows_limit, count_limit = (MAX_INLINE_ROWS, MAX_INLINE_BUTTONS) if keyboard.inline else (MAX_ROWS, MAX_BUTTONS)
    assert 0 < len(rows) <= rows_limit
    assert 0 < count <= count_limit
    assert all(0 < len(row) <= MAX_ROW for row in rows)
    sent = orjson.loads(keyboard.as_json())
    assert ("one_time" in sent) is not keyboard.inline, "VK refuses one_time with inline"
    for button in chain.from_iterable(sent["buttons"]):
        action = button["action"]
        assert isinstance(orjson.loads(action["payload"]), dict)
        assert len(action["payload"].encode()) <= MAX_PAYLOAD
        if action["type"] == "location":
            assert set(action) == {"type", "payload"}
            assert "color" not in button
        else:
            assert action["type"] in {"text", "callback"}
            assert 0 < len(action["label"].strip()) <= MAX_LABEL
            assert button["color"] in {"primary", "secondary", "positive", "negative"}


def test_snackbars_fit() -> None:
    told = [said for texts in CATALOGUE.values() for text in SNACKBARS for said in texts.get(text, {}).values()]
    for said in [*told, *CONSTANTS.values()]:
        assert isinstance(said, str)
        assert 0 < len(said) <= MAX_SNACKBAR


def test_an_answer_fits_one_message() -> None:
    """With its tag, number and hashtag: an answer in two messages is half an answer when the second is lost."""
    limit = CATALOGUE["citizen"][citizen.answer]["предел"]
    assert isinstance(limit, Reply)
    assert len(split(limit.text)) == 1


def test_every_kind_of_reminder_has_its_place() -> None:
    """However much comes due at once: what VK cuts off would never be told."""
    said = CATALOGUE["reminders"][reminders.gathered]["все виды сразу"]
    assert isinstance(said, Reply)
    assert "Другое ведомство должно было ответить: 90" in said.text
    assert not said.text.endswith("…")


# ------------------------------------------------------------------------------------------------------------- Russian

MISTAKES = {
    "double space": r"  ",
    "space at the end of a line": r" (?:\n|$)",
    "space before a stop": r" [,.;:!?]",
    "letters of two alphabets in a word": r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]",
    "a Latin letter that looks like a Russian one": r"(?<![\w/.@:])[aceopxyABCEHKMOPTX](?![\w/.@:])",
    "hyphen instead of a dash": r" - ",
    "three dots instead of an ellipsis": r"\.\.",
    "straight quotes": r"\"",
    "more than one empty line": r"\n{3}",
    "a value that slipped in": r"None|\{(?![а-яё]+\})|(?<![а-яё])\}|<|>",
    "cried out": r"!!",
}


@pytest.mark.parametrize("said", TYPICAL)
def test_typography(said: Said) -> None:
    reply = Reply(said) if isinstance(said, str) else said
    labels = [button.label for row in reply.keyboard.rows for button in row] if reply.keyboard else []
    for text in (reply.text, *labels):
        found = {name: match[0] for name, mistake in MISTAKES.items() if (match := re.search(mistake, text))}
        assert found == {}
        assert text.count("«") == text.count("»")
        assert text.count("(") == text.count(")")
        assert text == text.strip()


def test_tables_are_complete() -> None:
    assert set(words.STATUS_FOR_CITIZEN) == set(words.STATUS_FOR_STAFF) == set(Status)
    assert set(words.CHANNELS) == set(Channel)
    assert set(words.ACTS_FOR_STAFF) == set(Act)
    assert set(Act) - set(words.ACTS_FOR_CITIZEN) == {
        Act.UNDELIVERED,
        Act.PASSED_ON,
        Act.INFORMED,
        Act.HAND_EDITED,
        Act.ERASED,
        Act.GIVEN,
        Act.HANDED_BACK,
        Act.CONTROLLED,
        Act.RELEASED,
        Act.PRIORITISED,
        Act.NOTED,
        Act.RECATEGORISED,
        Act.READDRESSED,
        Act.ABSORBED,
        Act.SEPARATED,
        Act.UNDONE,
        Act.SUBMITTED,
        Act.APPROVED,
        Act.RETURNED,
        Act.OVERRULED,
        Act.AUTO_ANSWERED,
        Act.ACCEPTED,
        Act.REMINDED,
        Act.VERDICT_ASKED,
    }
    assert len({normalise_word(word) for word in buttons.WORDS}) == len(buttons.WORDS), "a word means one thing"


def test_what_stands_on_a_button_may_be_typed() -> None:
    """Old clients show no keyboard. A label without parameters does, typed, what its press does."""
    keyboards = [said.keyboard for param in EVERY if isinstance(said := param.values[0], Reply) and said.keyboard]
    plain = {
        button.label: button.action[buttons.DO]
        for keyboard in keyboards
        for button in chain.from_iterable(keyboard.rows)
        if button.kind == "text" and set(button.action) == {buttons.DO}
    }
    assert {label: typed(label) for label in plain} == plain
    assert {buttons.LABEL_FILE, buttons.LABEL_BACK, buttons.LABEL_AGREE} <= set(plain)


def typed(label: str) -> str | None:
    action = read_message({"peer_id": 101, "from_id": 101, "text": label}).action
    return action.name if action else None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((1, "1 рабочий день"), (2, "2 рабочих дня"), (5, "5 рабочих дней"), (11, "11 рабочих дней")),
        *((21, "21 рабочий день"), (24, "24 рабочих дня"), (0, "0 рабочих дней"), (112, "112 рабочих дней")),
    ],
)
def test_counts(number: int, words: str) -> None:
    assert dates.working_days(number) == words
