"""Old rows that nothing needs any more go."""

from __future__ import annotations

from datetime import datetime, timedelta

from appeals.ladder import IN_HOURS, URGENT
from appeals.ports import Clock
from storage.database import Database
from storage.moments import to_ms

KEEP_HANDLED = timedelta(days=30)
"""Handled events are kept this long so that a message read from VK's history is known to be handled. It is reckoned
from the latest comparison too: after a month in which none was made, because the machine slept or its clock was behind,
the next one looks back to before that month.
"""

KEEP_UNDELIVERED = timedelta(days=90)
"""Failed events and undelivered messages hold people's words: long enough to repair, no longer."""

KEEP_DRAFTS = timedelta(days=30)
KEEP_WITHOUT_CONSENT = timedelta(days=1)
"""What somebody told who hasn't agreed to the processing of personal data doesn't stay (152-ФЗ): an unfinished appeal,
words that wait for the consent, a question that was answered automatically.
"""

KEEP_REGISTRATIONS = timedelta(days=7)
"""A registration by hand that nobody finished holds somebody's name and phone."""

KEEP_DEEDS = timedelta(hours=1)
"""Nothing can be taken back any more long before that."""

KEEP_REMINDERS = timedelta(days=90)
"""A reminder that is over is kept so that it can't be planned again. After so long whatever it was for is given up
(`handlers.reminding`), and of the desk's the newest of each kind tells that the older ones are over (`appeals.ladder`).
"""

REMINDERS_EVERY = timedelta(days=1)
"""How often all reminders are looked through."""

WINDOW = 2000
"""Reminders that are read at once."""

PORTION = 2000
"""Rows a transaction: nobody waits long for it."""


class Housekeeping:
    """Deletes what is old, a portion at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._reminders_at: datetime | None = None

    async def __call__(self) -> int:
        """Delete; return how many rows went."""
        now = self._clock.now()
        handled, undelivered = to_ms(now - KEEP_HANDLED), to_ms(now - KEEP_UNDELIVERED)
        gone = 0
        for condition, cutoff in (
            (f"inbox WHERE status = 'done' AND received_at < ? {_COMPARED}", handled),
            ("inbox WHERE status = 'failed' AND received_at < ?", undelivered),
            ("deeds WHERE at < ?", to_ms(now - KEEP_DEEDS)),
            ("remarks WHERE appeal_id IS NULL AND at < ?", handled),
            (f"outbox WHERE status = 'sent' AND finished_at < ? {_UNUSED}", handled),
            (f"outbox WHERE status NOT IN ('sent', 'waiting') AND finished_at < ? {_UNUSED}", undelivered),
        ):
            gone += await self._delete(condition, cutoff)
        gone += await self._forget_reminders(now)
        gone += await self._forget_dialogs("Registering:%", to_ms(now - KEEP_REGISTRATIONS))
        gone += await self._forget_dialogs("Linked:%", to_ms(now - KEEP_WITHOUT_CONSENT))
        gone += await self._forget_questions(to_ms(now - KEEP_WITHOUT_CONSENT))
        return gone + await self._forget_drafts(to_ms(now - KEEP_DRAFTS), to_ms(now - KEEP_WITHOUT_CONSENT))

    async def _forget_dialogs(self, states: str, old: int) -> int:
        """Forget the dialogs that have stood in such a state since then, with the words that they keep."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "DELETE FROM dialogs WHERE state LIKE ? AND updated_at < ? RETURNING user_id", (states, old)
            )
            await transaction.commit()
        return len(rows)

    async def _forget_reminders(self, now: datetime) -> int:
        """Delete the reminders that are over for long and not needed to keep another from firing.

        All of them are looked at, so that is done beside the transactions, and seldom.
        """
        if self._reminders_at is not None and abs(now - self._reminders_at) < REMINDERS_EVERY:
            return 0
        self._reminders_at = now
        read = gone = 0
        while True:
            rows = await self._database.read(_REMINDERS, (read, WINDOW, to_ms(now - KEEP_REMINDERS), to_ms(now)))
            old = [reminder_id for reminder_id, is_old in rows if is_old]
            for at in range(0, len(old), PORTION):
                async with self._database.transaction() as transaction:
                    transaction.put_many(
                        "DELETE FROM reminders WHERE id = ?", [(one,) for one in old[at : at + PORTION]]
                    )
                    await transaction.commit()
            gone += len(old)
            if len(rows) < WINDOW:
                return gone
            read = rows[-1][0]

    async def _forget_questions(self, old: int) -> int:
        """Forget the questions that were answered automatically and not taken up since."""
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "UPDATE dialogs SET payload = json_remove(payload, '$.asked')"
                " WHERE updated_at < ? AND json_type(payload, '$.asked') IS NOT NULL RETURNING user_id",
                (old,),
            )
            await transaction.commit()
        return len(rows)

    async def _forget_drafts(self, old: int, unconsented: int) -> int:
        async with self._database.transaction() as transaction:
            rows = await transaction.run(
                "DELETE FROM drafts WHERE updated_at < ?1 OR (updated_at < ?2 AND NOT EXISTS (SELECT 1 FROM citizens c"
                " WHERE c.community_id = drafts.community_id AND c.vk_id = drafts.vk_id"
                " AND c.consent_version IS NOT NULL)) RETURNING vk_id",
                (old, unconsented),
            )
            await transaction.commit()
        return len(rows)

    async def _delete(self, condition: str, cutoff: int) -> int:
        table = condition.split(" ", 1)[0]
        gone = 0
        while True:
            async with self._database.transaction() as transaction:
                rows = await transaction.run(
                    f"DELETE FROM {table} WHERE id IN (SELECT id FROM {condition} LIMIT {PORTION})"  # noqa: S608 - constants
                    " RETURNING id",
                    (cutoff,),
                )
                await transaction.commit()
            gone += len(rows)
            if len(rows) < PORTION:
                return gone


_COMPARED = f"""
AND NOT EXISTS (SELECT 1 FROM communities c WHERE c.id = inbox.community_id
AND inbox.received_at >= c.reconciled_at - {KEEP_HANDLED // timedelta(milliseconds=1)})
"""  # noqa: S608 - constants

_OF_THE_DESK = tuple(sorted(kind.value for kind in URGENT | IN_HOURS))

_REMINDERS = f"""
SELECT r.id, r.finished_at < ?3 AND r.outbox_id IS NULL AND (r.status <> 'failed' OR r.reported_at IS NOT NULL) AND CASE
    WHEN r.kind IN {_OF_THE_DESK} THEN EXISTS (
        SELECT 1 FROM reminders n WHERE n.appeal_id = r.appeal_id AND n.kind = r.kind AND n.finished_at <= ?4
        AND (n.finished_at, n.id) > (r.finished_at, r.id))
    WHEN r.kind = 'promise' THEN NOT EXISTS (
        SELECT 1 FROM promises p WHERE p.appeal_id = r.appeal_id AND p.status = 'open')
    ELSE 1 END
FROM reminders r WHERE r.id > ?1 ORDER BY r.id LIMIT ?2
"""  # noqa: S608 - constants

_UNUSED = "AND id NOT IN (SELECT outbox_id FROM cards)"
