"""Buttons under a card: they fit VK, whatever a part of the desk adds."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, Department
from appeals.model import Appeal, Role, Status
from appeals.rights import RIGHTS, Right
from tests.unit.samples import ADMINISTRATION, appeal
from texts import card_buttons
from texts.card_buttons import CardButton
from texts.reply import MAX_INLINE_BUTTONS, MAX_INLINE_ROWS, Keyboard

TOWN = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог"), Department("water", "Водоканал")))


def labels(keyboard: Keyboard | None) -> list[list[str]]:
    return [[button.label for button in row] for row in keyboard.rows] if keyboard else []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", Status)
def test_only_what_all_readers_may(role: Role, status: Status) -> None:
    rights = RIGHTS[role]
    shown = {
        label
        for row in labels(card_buttons.card_buttons(TOWN, appeal(status, department="roads"), rights))
        for label in row
    }
    every = {button.label: button.right for row in card_buttons.FIRST for button in row if button.unless is None}
    assert all(every[label] in rights for label in shown & set(every))
    can_be_opened = status in (Status.ANSWERED, Status.CLOSED, Status.REJECTED) and Right.ROUTE in rights
    assert bool(shown) == (can_be_opened or (appeal(status).is_open and Right.WORK in rights))
    assert ("В отдел" in shown) == (appeal(status).is_open and Right.ROUTE in rights)
    assert not {"В отдел", "Вернуть"} <= shown


def test_in_one_department_alone_there_is_nowhere_to_go() -> None:
    lonely = replace(TOWN, departments=TOWN.departments[:1])
    assert "В отдел" not in labels(card_buttons.card_buttons(lonely, appeal(department="roads")))[-1]
    assert "В отдел" in labels(card_buttons.card_buttons(lonely, appeal()))[-1]


def test_many_further_buttons_go_on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fits(_: Administration, subject: Appeal) -> bool:
        return subject.is_open

    many = tuple(CardButton(f"Дело {number}", f"deed{number}", fits) for number in range(19))
    monkeypatch.setattr(card_buttons, "FURTHER", many)
    seen: list[str] = []
    for page in (1, 2, 3):
        keyboard = card_buttons.more_buttons(TOWN, appeal(), card_buttons.MODERATORS, page, on_card=True)
        assert keyboard is not None
        assert len(keyboard.rows) <= MAX_INLINE_ROWS
        assert sum(map(len, keyboard.rows)) <= MAX_INLINE_BUTTONS
        *rows, ways = labels(keyboard)
        seen += [label for row in rows for label in row]
        assert ways == (["‹ Назад", "Ещё ›"] if page < 3 else ["‹ Назад"])
    assert seen == [button.label for button in many]
    assert card_buttons.more_buttons(TOWN, appeal(), card_buttons.MODERATORS, 4, on_card=True) is None
    assert card_buttons.more_buttons(TOWN, appeal(), RIGHTS[Role.OBSERVER], 1, on_card=True) is None
