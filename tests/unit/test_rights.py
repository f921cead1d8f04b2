"""Who may do what."""

import pytest

from appeals.model import Role, StaffMember
from appeals.rights import RIGHTS, Right, may
from tests.unit.samples import appeal


def test_every_role_has_its_rights() -> None:
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize(
    ("role", "able", "unable"),
    [
        (Role.ADMINISTRATOR, set(Right), set()),
        (Role.HEAD, {Right.APPROVE, Right.SETTINGS, Right.AUDIT, Right.WORK, Right.ANNOUNCE}, {Right.STAFF}),
        (
            Role.MODERATOR,
            {Right.WORK, Right.ROUTE, Right.REGISTER},
            {Right.APPROVE, Right.STAFF, Right.AUDIT, Right.ANNOUNCE},
        ),
        (
            Role.EXECUTOR,
            {Right.WORK, Right.SEE_PERSON},
            {Right.ROUTE, Right.REGISTER, Right.TEMPLATES, Right.ANNOUNCE},
        ),
        (Role.OBSERVER, {Right.SEE}, set(Right) - {Right.SEE}),
    ],
)
def test_what_a_role_may(role: Role, able: set[Right], unable: set[Right]) -> None:
    member = StaffMember(1, role)
    assert all(may(member, right) for right in able)
    assert not any(may(member, right) for right in unable)


def test_an_executor_works_on_the_departments_own_appeals() -> None:
    executor = StaffMember(1, Role.EXECUTOR, department="roads")
    assert may(executor, Right.WORK, appeal(department="roads"))
    assert not may(executor, Right.WORK, appeal(department="water"))
    assert not may(executor, Right.SEE, appeal())
    assert not may(StaffMember(1, Role.EXECUTOR), Right.WORK, appeal())
