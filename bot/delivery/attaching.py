"""What is attached to a parcel: its names by now, and files that must be uploaded before it goes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any

from appeals.ports import Clock
from bot.delivery.copies import Copies, CopyRefusedError, NobodyToCopyError
from bot.delivery.parcels import Parcel
from bot.delivery.queue import Queue
from bot.delivery.renewal import Renewal
from bot.delivery.verdicts import ATTACHMENT, is_refused_attachment
from bot.vk.execute import CallResult
from storage.errors import STORAGE_PAUSE, is_storage_trouble
from storage.outbox import DOCUMENTS, Outbox

Start = Callable[[Coroutine[Any, Any, None], str], None]


class Attaching:
    """Looks after the attachments of what is sent. While files are uploaded for a parcel, its order waits, nobody else.

    Args:
        start: starts a task that delivery watches.
        on_events: called when a refusal put an event into the inbox.
        renewal: uploads anew what VK has forgotten; without it such attachments are left out.
        copies: makes the files of a person's data; without it they come as messages.
    """

    def __init__(
        self,
        outbox: Outbox,
        queue: Queue,
        clock: Clock,
        *,
        start: Start,
        on_events: Callable[[], None],
        renewal: Renewal | None,
        copies: Copies | None,
    ) -> None:
        self._outbox = outbox
        self._queue = queue
        self._clock = clock
        self._start = start
        self._on_events = on_events
        self._renewal = renewal
        self._copies = copies

    async def attached(self, parcel: Parcel) -> Parcel | None:
        """The parcel with the newest names of its attachments; None while a file is being uploaded for it."""
        call = parcel.first
        if DOCUMENTS in call.params:
            self._start(self._copied(parcel), f"copy of {call.id}")
            return None
        if self._renewal is None or call.is_renewed or call.is_bare or ATTACHMENT not in call.params:
            return parcel
        looked = await self._renewal.looked(call)
        parcel = parcel.changed(looked.call)
        if not looked.keyless:
            return parcel
        self.renew(parcel, refused=False)
        return None

    def may_renew(self, parcel: Parcel, answer: CallResult) -> bool:
        """Whether VK has refused attachments that can be uploaded anew."""
        call = parcel.first
        if len(parcel.calls) > 1 and answer.error is None:
            return False  # it reached people: who is left goes alone
        is_new = self._renewal is not None and not call.is_renewed
        return is_new and not call.is_bare and is_refused_attachment(call, answer)

    def renew(self, parcel: Parcel, *, refused: bool) -> None:
        """Upload a parcel's files."""
        self._start(self._renewed(parcel, refused=refused), f"files of {parcel.id}")

    async def _renewed(self, parcel: Parcel, *, refused: bool) -> None:
        assert self._renewal is not None
        try:
            head, pause = await self._renewal.renewed(parcel.first, refused=refused)
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            head, pause = parcel.first, STORAGE_PAUSE
        self._hold(parcel.changed(head), pause)

    async def _copied(self, parcel: Parcel) -> None:
        """Make the files of a person's data and upload them; where VK takes none, the data come as messages."""
        try:
            if self._copies is None:
                raise CopyRefusedError
            head, pause = await self._copies.attached(parcel.first)
        except CopyRefusedError:
            await self.refuse_copy(parcel, tell=True)
            return
        except NobodyToCopyError:
            await self.refuse_copy(parcel, tell=False)
            return
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            head, pause = parcel.first, STORAGE_PAUSE
        self._hold(parcel.changed(head), pause)

    async def refuse_copy(self, parcel: Parcel, *, tell: bool) -> None:
        """The files of a person's data can't be had."""
        try:
            await self._outbox.refuse_copy(parcel.id, self._clock.now(), tell=tell)
        except sqlite3.Error as error:
            if not is_storage_trouble(error):
                raise
            self._hold(parcel, STORAGE_PAUSE)
            return
        self._queue.done(parcel)
        self._on_events()

    def _hold(self, parcel: Parcel, pause: float) -> None:
        self._queue.hold(parcel, asyncio.get_running_loop().time() + pause)
