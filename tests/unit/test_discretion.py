"""Who may know whose appeal it is, and the appeal without the person."""

from dataclasses import replace

import pytest

from appeals.administration import Department
from appeals.discretion import impersonal, rights_in_chat, rights_on
from appeals.model import Answer, Place, Role, StaffMember
from appeals.rights import RIGHTS, Right
from tests.unit.samples import ADMINISTRATION, DOCUMENT, PHOTO, VOICE, appeal

MODERATORS, ROADS, SECRET = 2_000_000_001, 2_000_000_002, 2_000_000_003
TOWN = replace(
    ADMINISTRATION,
    departments=(
        Department("roads", "Отдел дорог", ROADS),
        Department("secret", "Подрядчик", SECRET, personal_data=False),
    ),
)
EXECUTORS = RIGHTS[Role.EXECUTOR]


@pytest.mark.parametrize(
    ("peer_id", "department", "rights"),
    [
        (MODERATORS, "", RIGHTS[Role.MODERATOR]),
        (MODERATORS, "roads", RIGHTS[Role.MODERATOR]),
        (ROADS, "roads", EXECUTORS),
        (ROADS, "", frozenset()),
        (ROADS, "secret", frozenset()),
        (SECRET, "secret", EXECUTORS - {Right.SEE_PERSON}),
        (2_000_000_009, "roads", frozenset()),
    ],
)
def test_what_all_readers_of_a_chat_may(peer_id: int, department: str, rights: frozenset[Right]) -> None:
    assert rights_in_chat(TOWN, MODERATORS, peer_id, appeal(department=department)) == rights


def test_what_one_member_may() -> None:
    theirs, others = appeal(department="secret"), appeal(department="roads")
    contractor = StaffMember(1, Role.EXECUTOR, department="secret")
    assert rights_on(TOWN, contractor, theirs) == EXECUTORS - {Right.SEE_PERSON}
    assert rights_on(TOWN, contractor, others) == frozenset()
    assert rights_on(TOWN, StaffMember(1, Role.MODERATOR, department="secret"), theirs) == RIGHTS[Role.MODERATOR]
    assert rights_on(TOWN, StaffMember(1, Role.OBSERVER), theirs) == {Right.SEE}


def test_nothing_of_the_person_stays() -> None:
    told = appeal(
        text="Яма. Пишите a@example.ru",
        told_name="Анна Примерова",
        contact="+7 900 000-00-00",
        place=Place("ул. Садовая, 5, кв. 12", 55.1, 37.2),
        answers=(Answer("age", "35"), Answer("Давно?", "С мая, звоните 8 900 000-00-00")),
        attachments=(PHOTO, DOCUMENT, VOICE),
        origin="wall_comment:-1:2:3",
    )
    seen = impersonal(told, TOWN.contacts)
    assert (seen.citizen_vk_id, seen.told_name, seen.contact, seen.origin) == (0, "", "", "")
    assert seen.text == "Яма. Пишите •••"
    assert seen.place == Place("ул. Садовая, 5, •••", 55.1, 37.2)
    assert seen.answers == (Answer("Давно?", "С мая, звоните •••"),)
    assert seen.attachments == (PHOTO,)
    assert (seen.number, seen.status, seen.category) == (told.number, told.status, told.category)
