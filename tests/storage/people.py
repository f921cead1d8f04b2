"""Two citizens of the store, and an appeal of one of them."""

from appeals.model import Appeal, Citizen
from storage.unit import Session
from tests.unit.samples import new_appeal

BORIS = 102


def who(session: Session) -> Citizen:
    """Whose session it is."""
    assert session.standing.citizen is not None
    return session.standing.citizen


async def file(session: Session, year: int = 2026, **changes: object) -> Appeal:
    """File the sample appeal."""
    number = await session.appeals.next_number(year)
    return await session.appeals.add(new_appeal(number, who(session), **changes))
