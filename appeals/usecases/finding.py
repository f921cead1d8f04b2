"""Finding appeals: by what they are and by words. How far the person's rights reach is asked every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.administration import FIRST_CHAT, Administration, Contacts
from appeals.discretion import impersonal, impersonal_words
from appeals.errors import NoDepartment, NotAllowed
from appeals.model import Appeal, Citizen, Role, StaffMember
from appeals.ports import Lookups
from appeals.rights import Right, may, require
from appeals.search import OF_PERSON, Excerpt, Found, Search, Words, excerpt
from appeals.selection import Scope, Selected, Selection
from appeals.value import dataclass

PAGE = 10
"""Appeals a page."""

LAST_PAGE = 10_000
"""Nobody turns so many; a button that says more is forged."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody asks: in private, or in a chat, whose readers read along."""

    administration: Administration
    moderator_chat: int | None
    peer_id: int

    def scope(self, member: StaffMember) -> Scope:
        """How far a member of staff may look here: an executor and a department's chat no further than the department,
        and the person is shown if everybody who reads along may know them.

        Raises:
            NoDepartment: an executor whose department isn't in the settings (any more).
        """
        own = self.administration.department(member.department) if member.role is Role.EXECUTOR else None
        if member.role is Role.EXECUTOR and own is None:
            raise NoDepartment
        in_chat = self.peer_id > FIRST_CHAT and self.peer_id != self.moderator_chat
        departments = self.administration.departments
        here = next((one for one in departments if one.chat == self.peer_id), None) if in_chat else None
        seen = own or here
        sees_person = may(member, Right.SEE_PERSON) and (own is None or own.personal_data)
        if in_chat:
            sees_person = sees_person and here is not None and here == seen and here.personal_data
        return Scope(seen.id if seen else None, sees_person)


@dataclass(frozen=True, slots=True)
class Hit:
    """An appeal that was found, with the piece of it that shows why."""

    appeal: Appeal
    excerpt: Excerpt

    @property
    def tells_person(self) -> bool:
        """Whether the piece is somebody's name or contact."""
        return self.excerpt.where in OF_PERSON


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of what was found. `sees_person` tells whether names and contacts were looked at."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    pending: int
    sees_person: bool


@dataclass(frozen=True, slots=True)
class SelectAppeals:
    """A page of a selection, and its number: of a page that isn't there any more, the last one.

    Raises:
        NotStaff, NotAllowed: a citizen's appeals are only for those who may see the citizen.
        NoDepartment
    """

    desk: Lookups
    seat: Seat

    async def __call__(self, by: int, selection: Selection, page: int, now: datetime) -> tuple[Selected, int]:
        member = await require(self.desk, by, Right.SEE)
        page, scope = min(page, LAST_PAGE), self.seat.scope(member)
        if selection.citizen_id is not None and not scope.sees_person:
            raise NotAllowed(member, Right.SEE_PERSON)
        found = await self._page(by, scope, selection, page, now)
        if not found.appeals and found.counts.total:
            page = (found.counts.total - 1) // PAGE
            found = await self._page(by, scope, selection, page, now)
        if not scope.sees_person:
            contacts = self.seat.administration.contacts
            shown = [impersonal(one, contacts, await self.desk.citizens.get(one.citizen_id)) for one in found.appeals]
            found = replace(found, appeals=tuple(shown))
        return found, page

    async def _page(self, by: int, scope: Scope, selection: Selection, page: int, now: datetime) -> Selected:
        zone = self.seat.administration.zone
        return await self.desk.finding.select(selection, scope, by, now, zone, limit=PAGE, offset=page * PAGE)


@dataclass(frozen=True, slots=True)
class SearchAppeals:
    """A page of what words find. Who may not see the person can't find anybody by name, phone or contact.

    Raises:
        NotStaff, NotAllowed, NoDepartment
    """

    desk: Lookups
    seat: Seat

    async def __call__(self, by: int, search: Search, page: int) -> SearchResult:
        scope = self.seat.scope(await require(self.desk, by, Right.SEE))
        if search.names_phone and not scope.sees_person:
            return SearchResult((), 0, 0, 0, scope.sees_person)
        page = min(page, LAST_PAGE)
        found = await self.desk.finding.search(search, scope, limit=PAGE, offset=page * PAGE)
        if not found.found and found.total:
            page = (found.total - 1) // PAGE
            found = await self.desk.finding.search(search, scope, limit=PAGE, offset=page * PAGE)
        hits = [await self._hit(one, search, scope) for one in found.found]
        return SearchResult(tuple(hits), found.total, page, found.pending, scope.sees_person)

    async def _hit(self, found: Found, search: Search, scope: Scope) -> Hit:
        appeal, words, contacts = found.appeal, found.words, self.seat.administration.contacts
        if appeal.is_gone:
            return Hit(appeal, Excerpt(""))
        if not scope.sees_person:
            citizen = await self.desk.citizens.get(appeal.citizen_id)
            words = _without_person(words, appeal, contacts, citizen)
            appeal = impersonal(appeal, contacts, citizen)
        return Hit(appeal, excerpt(words, search))


def _without_person(words: Words, appeal: Appeal, contacts: Contacts, citizen: Citizen | None) -> Words:
    """What is left when names, contacts and the desk's own notes are not to be seen."""
    told = (words.text, words.address, words.answer)
    return Words(*(impersonal_words(part, appeal, contacts, citizen) for part in told))
