"""Every command and every button of the desk, for every role: allowed or refused as the table of rights says."""

import pytest

from appeals.model import Role
from appeals.rights import RIGHTS
from handlers.desk import COMMANDS, PRESSES
from handlers.registry import AppealCommand
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_routing import DEPARTMENTS, WORDS

REFUSED = ("Это может сделать", "не вашего отдела", "только для сотрудников")


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A town with departments and one appeal, which no department has."""
    office = await open_office(departments=DEPARTMENTS)
    await office.citizen("Анна").files()
    await office.citizen("Анна").looks_away()
    return office


async def with_role(office: Office, role: Role | None) -> Person:
    """Pyotr with a role, in the moderators' chat."""
    pyotr = office.citizen("Пётр").in_chat(MODERATORS_CHAT)
    if role is not None:
        await office.moderator("Иван").says(f"/сотрудник @id102 {WORDS[role]}")
    await pyotr.looks_away()
    return pyotr


@pytest.mark.parametrize("role", [*Role, None])
async def test_every_command_asks_for_its_right(office: Office, role: Role | None) -> None:
    pyotr = await with_role(office, role)
    rights = RIGHTS[role] if role is not None else frozenset()
    for command in COMMANDS.values():
        await pyotr.says(f"/{command.name} 1")
        told = await pyotr.sees()
        of_another = role is Role.EXECUTOR and isinstance(command, AppealCommand)
        is_refused = any(word in told.text for word in REFUSED)
        assert is_refused == (command.right not in rights or of_another), (command.name, told.text)
        await pyotr.says("/отмена")
        await pyotr.looks_away()


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXECUTOR, None])
async def test_no_forged_press_does_anything(office: Office, role: Role | None) -> None:
    """Whoever may not: a citizen, an observer, an executor of another department."""
    pyotr = await with_role(office, role)
    rights = RIGHTS[role] if role is not None else frozenset()
    stood = office.database("SELECT * FROM appeals"), office.history("2026-000001")
    for press in PRESSES.values():
        await pyotr.forges(do=press.name, n=1, to=102, d="roads", c="light", p="emergency", a=1, r=1, s="approval", v=1)
        told = await pyotr.is_told("")
        if press.right not in rights:
            assert any(word in told.text for word in REFUSED), (press.name, told.text)
        await pyotr.looks_away()
    assert (office.database("SELECT * FROM appeals"), office.history("2026-000001")) == stood
    assert office.database("SELECT * FROM settings") == []
    await office.citizen("Анна").sees_nothing()
