"""A small town for use cases: two citizens who have agreed, two moderators, a draft."""

from collections.abc import Awaitable
from dataclasses import replace
from zoneinfo import ZoneInfo

from appeals.calendar import WorkingCalendar
from appeals.clocks import Clocks
from appeals.draft import Draft
from appeals.model import Appeal, Citizen, Place, Role, StaffMember, Status
from appeals.usecases.filing import FileAppeal, GiveConsent
from storage.unit import Session
from tests.storage.store import SqliteStore
from tests.unit.samples import ADMINISTRATION, ANNA, NOW, PHOTO, PlainCalendar

BORIS, MARIA, OLGA, STRANGER = 102, 201, 202, 999
OPEN = {Status.NEW, Status.IN_PROGRESS, Status.WAITING_CITIZEN, Status.REOPENED}
CALENDAR = WorkingCalendar(ADMINISTRATION.working_time, PlainCalendar(), ZoneInfo("Europe/Moscow"))
CLOCKS = Clocks(ADMINISTRATION, CALENDAR)
DRAFT = Draft(1, NOW, "roads", "Яма во всю полосу", Place("Садовая, 5"), (PHOTO,), True, "")


async def prepare(store: SqliteStore) -> None:
    """Two citizens who have agreed, two moderators."""
    await store.introduce(ANNA.vk_id, BORIS)
    for person in (ANNA.vk_id, BORIS):
        async with store.desk(person) as session:
            await GiveConsent(session, ADMINISTRATION)(person_of(session), NOW)
    async with store.desk() as session:
        members = [StaffMember(MARIA, Role.MODERATOR, "Мария"), StaffMember(OLGA, Role.ADMINISTRATOR, "Ольга")]
        await session.staff.replace("vk", members)


def person_of(session: Session) -> Citizen:
    assert session.standing.citizen is not None
    return session.standing.citizen


def filing(session: Session, **changes: object) -> Awaitable[Appeal]:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # fields of several kinds
    return FileAppeal(session, ADMINISTRATION, CALENDAR)(person_of(session), draft, NOW)
