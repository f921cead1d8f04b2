"""Digests for the desk and the head: each once, in one transaction with its messages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime

from appeals.administration import Administration
from appeals.digest import Mark, Promises, Sent, compose
from appeals.digest_times import DigestKind, Slot, Timetable
from appeals.due import Due
from appeals.model import Role, StaffMember
from appeals.ports import Clock
from appeals.summary import Summary, figures
from appeals.value import dataclass
from scheduler.reporting import Reporting, Voice
from storage.database import Database
from storage.digests import DigestReads, SqliteDigests
from storage.unit import Session
from texts import digest as texts
from texts.reply import Reply
from texts.speaker import Priority

Wording = Callable[[Sequence[StaffMember]], Reply]
"""The message, once it is known who should read it and can't be written to."""


@dataclass(frozen=True, slots=True)
class Town:
    """Whose digests these are: the rules, and when they are due."""

    administration: Administration
    timetable: Timetable


class _SendDigest(Reporting):
    """Looks for a digest of one kind that is due and sends it to the desk and to the head.

    What it tells is read on the connection that can't write, before the transaction. Rows that come meanwhile are
    beyond the digest's mark and belong to the next one.
    """

    def __init__(
        self,
        database: Database,
        community_id: int,
        clock: Clock,
        town: Town,
        voice: Voice,
    ) -> None:
        super().__init__(database, community_id, clock, voice)
        self._administration = town.administration
        self._timetable = town.timetable
        self._reads = DigestReads(database, community_id)

    async def _send(self, kind: DigestKind) -> int:
        """Send the digest of this kind, if one is due; return to how many conversations."""
        now = self._clock.now()
        if (slot := self._timetable.latest(kind, now)) is None:
            return 0
        before = await self._reads.latest(kind, now)
        if before is None:
            # The first start: what was due before isn't ours, and what is told about begins here.
            await self._claim(slot, now, await self._reads.mark(), None)
            return 0
        if before.day >= slot.day or not self._timetable.is_open(now):
            return 0
        mark = await self._reads.mark()
        return await self._claim(slot, now, mark, await self._wording(slot, before, mark, now))

    async def _next(self, kinds: Sequence[DigestKind]) -> Due | None:
        """The digest that goes next: one that is due and may still be sent now, or the next of the timetable."""
        now = self._clock.now()
        slots = []
        for kind in kinds:
            latest, before = self._timetable.latest(kind, now), await self._reads.latest(kind, now)
            is_owed = latest is not None and before is not None and before.day < latest.day
            slots.append(latest if is_owed and self._timetable.is_open(now) else self._timetable.following(kind, now))
        return min((Due(slot.due) for slot in slots if slot is not None), key=lambda one: one.at, default=None)

    @abstractmethod
    async def _wording(self, slot: Slot, before: Sent, mark: Mark, now: datetime) -> Wording: ...

    async def _claim(self, slot: Slot, now: datetime, mark: Mark, wording: Wording | None) -> int:
        """Take the digest and send it, both or neither."""
        async with self._work() as session:
            peers, silent = await self._readers(session)
            if wording is not None and not peers:
                return 0  # nobody to tell yet: the staff is not known
            if not await SqliteDigests(session).claim(slot.kind, slot.day, now, mark):
                return 0
            if wording is not None:
                reply, speaker = wording(silent), self._speaker(session)
                for peer_id in peers:
                    speaker.say(peer_id, reply, priority=Priority.NOTICE)
        return len(peers) if wording is not None else 0

    async def _readers(self, session: Session) -> tuple[list[int], list[StaffMember]]:
        """The desk and the heads who can be written to; the heads who can't."""
        heads = [member for member in await session.staff.members() if member.role is Role.HEAD]
        reachable = set(await session.citizens.reachable_among([head.vk_id for head in heads]))
        desk = await self._desk(session)
        peers = dict.fromkeys([*desk, *(head.vk_id for head in heads if head.vk_id in reachable)])
        return list(peers), [head for head in heads if head.vk_id not in reachable]


class SendMorning(_SendDigest):
    """The morning digest. `promises` is where promises are tracked, if they are."""

    promises: Promises | None = None

    async def __call__(self) -> int:
        """Send it, if it is wanted and due; return to how many conversations."""
        return sum([await self._send(kind) for kind in self._wanted])

    async def due(self) -> Due | None:
        """When the next one goes."""
        return await self._next(self._wanted)

    @property
    def _wanted(self) -> list[DigestKind]:
        return [kind for kind in self._timetable.kinds if kind is DigestKind.MORNING]

    async def _wording(self, slot: Slot, before: Sent, mark: Mark, now: datetime) -> Wording:
        facts = await self._reads.facts(before.mark, mark, now, self._timetable.end_of_day(now))
        broken = await self.promises.broken(now) if self.promises is not None else ()
        digest = compose(facts, broken, day=slot.day, since=before.at, now=now)
        return lambda silent: texts.morning(self._administration, digest, slot, now, silent)


class SendSummaries(_SendDigest):
    """The summaries of the week and of the month."""

    async def __call__(self) -> int:
        """Send those that are wanted and due; return to how many conversations."""
        return sum([await self._send(kind) for kind in self._wanted])

    async def due(self) -> Due | None:
        """When the next one goes."""
        return await self._next(self._wanted)

    @property
    def _wanted(self) -> list[DigestKind]:
        return [kind for kind in self._timetable.kinds if kind is not DigestKind.MORNING]

    async def _wording(self, slot: Slot, before: Sent, mark: Mark, now: datetime) -> Wording:
        period, earlier = self._timetable.periods(slot)
        compared = await self._reads.is_older(period.start)
        summary = Summary(
            kind=slot.kind,
            period=period,
            now=figures(await self._reads.counts(period)),
            before=figures(await self._reads.counts(earlier)) if compared else None,
            standing=await self._reads.standing(now),
        )
        return lambda _silent: texts.summary(self._administration, summary, slot, now)
