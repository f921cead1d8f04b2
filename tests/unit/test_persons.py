"""Whom a colleague means, and which department and role."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import Department
from appeals.departments import departments_meant
from appeals.model import Role
from appeals.roles_typed import means_none, role_meant
from handlers.persons import Meant, person_meant
from tests.unit.samples import ADMINISTRATION

TOWN = replace(
    ADMINISTRATION,
    departments=(
        Department("roads", "Отдел дорог"),
        Department("water", "Водоканал"),
        Department("yards", "Отдел благоустройства дворов"),
        Department("housing", "Управление ЖКХ"),
    ),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@id101 модератор", Meant(101, "", "модератор")),
        ("[id101|Анна] глава", Meant(101, "Анна", "глава")),
        ("[id101|@id101], глава", Meant(101, "", "глава")),
        ("[id101:bp-1_2|Анна]", Meant(101, "Анна", "")),
        ("https://vk.com/id101 убрать", Meant(101, "", "убрать")),
        ("m.vk.com/id101", Meant(101, "", "")),
        ("vk.ru/id101\nмодератор", Meant(101, "", "модератор")),
        ("101 модератор", Meant(101, "", "модератор")),
        ("vk.com/durov модератор", Meant(0, "vk.com/durov", "модератор")),
        ("@id101x модератор", Meant(0, "@id101x", "модератор")),
        ("[id0|Никто] модератор", None),
        ("[id99999999999|Анна] модератор", None),
        ("9999999999 модератор", None),
        ("модератор", None),
        ("", None),
    ],
)
def test_a_person(text: str, meant: Meant | None) -> None:
    assert person_meant(text) == meant


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    meant = person_meant(text)
    assert meant is None or 0 <= meant.vk_id < 2**31


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("roads", ["roads"]),
        ("ROADS", ["roads"]),
        ("Отдел дорог", ["roads"]),
        ("в отдел дорог", ["roads"]),
        ("дороги", ["roads"]),
        ("водоканалу", ["water"]),
        ("ЖКХ", ["housing"]),
        ("дворы", ["yards"]),
        ("дорожный", ["roads"]),
        ("дорогой ремонт", []),
        ("благоустройство", ["yards"]),
        ("отдел", ["roads", "yards"]),
        ("культура", []),
        ("в", []),
        ("", []),
    ],
)
def test_a_department(words: str, ids: list[str]) -> None:
    assert [one.id for one in departments_meant(TOWN, words)] == ids


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("модератор", Role.MODERATOR),
        ("Оператором", Role.MODERATOR),
        ("АДМИН", Role.ADMINISTRATOR),
        ("администратора", Role.ADMINISTRATOR),
        ("главой", Role.HEAD),
        ("исполнителем", Role.EXECUTOR),
        ("наблюдателя", Role.OBSERVER),
        ("главнокомандующий", None),
        ("начальник", None),
        ("", None),
    ],
)
def test_a_role(word: str, role: Role | None) -> None:
    assert role_meant(word) is role


def test_a_role_is_taken_away() -> None:
    assert means_none("Убрать!")
    assert means_none("снять")
    assert not means_none("модератор")
