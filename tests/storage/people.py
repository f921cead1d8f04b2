"""Two citizens of the store, and an appeal of one of them."""

from zoneinfo import ZoneInfo

from appeals.model import Appeal, Citizen
from appeals.selection import Scope, Selected, Selection
from storage.unit import Session
from tests.unit.samples import NOW, new_appeal

BORIS = 102


def who(session: Session) -> Citizen:
    """Whose session it is."""
    assert session.standing.citizen is not None
    return session.standing.citizen


async def file(session: Session, year: int = 2026, **changes: object) -> Appeal:
    """File the sample appeal."""
    number = await session.appeals.next_number(year)
    return await session.appeals.add(new_appeal(number, who(session), **changes))


async def still_open(session: Session, *, limit: int, offset: int = 0, department: str | None = None) -> Selected:
    """What waits for an answer, the most urgent first."""
    zone = ZoneInfo("Europe/Moscow")
    return await session.finding.select(Selection(), Scope(department), 0, NOW, zone, limit=limit, offset=offset)
