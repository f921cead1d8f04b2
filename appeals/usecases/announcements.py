"""What staff do with announcements, and whether a citizen wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from appeals.announcements import FARTHEST, PATIENCE, Announcement, Audience, Fault, Hours, Stage
from appeals.errors import AnnouncementRefused
from appeals.model import Attachment, Citizen, Role, StaffMember
from appeals.ports import Desk
from appeals.rights import Right, require
from appeals.value import dataclass

PLANNED, CANCELLED, STOPPED = "announcement_planned", "announcement_cancelled", "announcement_stopped"
BEGAN, FINISHED = "announcement_began", "announcement_finished"
MISSED, SENT_LATE = "announcement_missed", "announcement_sent_late"
"""Deeds in the journal; their subject is the announcement's number."""


def check_start(
    member: StaffMember, start_at: datetime | None, now: datetime, hours: Hours, *, is_urgent: bool
) -> datetime:
    """When an announcement begins that was meant for `start_at`, or, with None, for now.

    Raises:
        AnnouncementRefused: it has passed, is too far, or falls outside the hours and isn't urgent.
    """
    if is_urgent and member.role is not Role.ADMINISTRATOR:
        raise AnnouncementRefused(Fault.NOT_URGENT)
    moment = now if start_at is None or now - PATIENCE < start_at < now else start_at
    if moment < now:
        raise AnnouncementRefused(Fault.PAST)
    if moment - now > FARTHEST:
        raise AnnouncementRefused(Fault.FAR)
    if not is_urgent and not hours.is_open(moment):
        raise AnnouncementRefused(Fault.QUIET, hours.following(moment))
    return moment


@dataclass(frozen=True, slots=True)
class PlanAnnouncement:
    """Have an announcement sent.

    Raises:
        NotStaff, NotAllowed
        AnnouncementRefused: it can't go at that moment, or nobody would get it.
    """

    desk: Desk
    hours: Hours

    async def __call__(
        self,
        text: str,
        attachments: tuple[Attachment, ...],
        audience: Audience,
        start_at: datetime | None,
        by: int,
        peer_id: int,
        at: datetime,
        *,
        is_urgent: bool = False,
    ) -> tuple[Announcement, int]:
        """Store it; return it and how many would get it now."""
        member = await require(self.desk, by, Right.ANNOUNCE)
        moment = check_start(member, start_at, at, self.hours, is_urgent=is_urgent)
        if not (number := await self.desk.announcements.count(audience)):
            raise AnnouncementRefused(Fault.NOBODY)
        new = Announcement(0, by, peer_id, text, attachments, audience, moment, is_urgent)
        stored = await self.desk.announcements.add(new, at)
        self.desk.audit.add(
            PLANNED,
            subject=str(stored.id),
            after={
                "text": text,
                "to": " ".join(filter(None, (audience.circle, audience.value))),
                "start_at": moment.isoformat(timespec="minutes"),
                **({"urgent": "1"} if is_urgent else {}),
            },
        )
        return stored, number


@dataclass(frozen=True, slots=True)
class CancelAnnouncement:
    """Take back an announcement that has not begun.

    Raises:
        NotStaff, NotAllowed
        AnnouncementRefused: it has begun, or is over.
    """

    desk: Desk

    async def __call__(self, announcement_id: int, by: int, at: datetime) -> Announcement:
        await require(self.desk, by, Right.ANNOUNCE)
        announcement = await _in_stage(self.desk, announcement_id, Stage.PLANNED, Fault.BEGUN)
        await self.desk.announcements.cancel(announcement.id, at)
        self.desk.audit.add(CANCELLED, subject=str(announcement.id))
        return replace(announcement, stage=Stage.CANCELLED, finished_at=at)


@dataclass(frozen=True, slots=True)
class SendMissed:
    """Have an announcement sent that could not begin in its time: now, or as soon as its hours open.

    Raises:
        NotStaff, NotAllowed
        AnnouncementRefused: it has begun, is over, or waits for its time.
    """

    desk: Desk
    hours: Hours

    async def __call__(self, announcement_id: int, by: int, at: datetime) -> Announcement:
        await require(self.desk, by, Right.ANNOUNCE)
        announcement = await _in_stage(self.desk, announcement_id, Stage.PLANNED, Fault.BEGUN)
        if announcement.missed_at is None:
            raise AnnouncementRefused(Fault.NOT_MISSED)
        start_at = at if announcement.is_urgent else self.hours.following(at)
        await self.desk.announcements.put_off(announcement.id, start_at)
        after = {"start_at": start_at.isoformat(timespec="minutes")}
        self.desk.audit.add(SENT_LATE, subject=str(announcement.id), after=after)
        return replace(announcement, start_at=start_at, missed_at=None)


@dataclass(frozen=True, slots=True)
class StopAnnouncement:
    """Send no more of an announcement; its report follows once what is on its way has arrived.

    Raises:
        NotStaff, NotAllowed
        AnnouncementRefused: it has not begun, or is over.
    """

    desk: Desk

    async def __call__(self, announcement_id: int, by: int) -> Announcement:
        await require(self.desk, by, Right.ANNOUNCE)
        announcement = await _in_stage(self.desk, announcement_id, Stage.GOING, Fault.NOT_BEGUN)
        await self.desk.announcements.stop(announcement.id)
        self.desk.audit.add(STOPPED, subject=str(announcement.id))
        return replace(announcement, stage=Stage.STOPPED)


@dataclass(frozen=True, slots=True)
class WantAnnouncements:
    """A citizen wants announcements, or none."""

    desk: Desk

    async def __call__(self, citizen: Citizen, at: datetime, *, wants: bool) -> None:
        if wants:
            await self.desk.announcements.accept(citizen)
        else:
            await self.desk.announcements.refuse(citizen, at)


async def _in_stage(desk: Desk, announcement_id: int, stage: Stage, otherwise: Fault) -> Announcement:
    announcement = await desk.announcements.get(announcement_id)
    if announcement is not None and announcement.stage is stage:
        return announcement
    is_open = announcement is not None and announcement.stage in (Stage.PLANNED, Stage.GOING)
    raise AnnouncementRefused(otherwise if is_open else Fault.OVER)
