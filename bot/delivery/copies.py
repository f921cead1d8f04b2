"""The copy of a person's data as files: made when the message goes, so that nothing of it waits in the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from loguru import logger

from appeals.administration import Administration
from appeals.contents import FileType
from appeals.ports import Clock
from bot.contents.uploads import Uploads
from bot.delivery.renewal import LONGEST_PAUSE, MAX_UNANSWERED
from bot.delivery.verdicts import ATTACHMENT
from bot.vk.errors import VkError, VkUnavailableError
from storage.outbox import DOCUMENTS, WaitingCall
from storage.personal import DataAtRest
from texts import personal_copy

TEXT = FileType("text/plain", "txt")
JSON = FileType("application/json", "json")

_MARK = b"\xef\xbb\xbf"
"""By it the notepads of old systems know UTF-8."""


class CopyRefusedError(Exception):
    """VK takes no files from us, or doesn't answer for long."""


class NobodyToCopyError(Exception):
    """The person was forgotten meanwhile."""


class Copies:
    """Makes the files of one community's people."""

    def __init__(self, data: DataAtRest, uploads: Uploads, administration: Administration, clock: Clock) -> None:
        self._data = data
        self._uploads = uploads
        self._administration = administration
        self._clock = clock

    async def attached(self, call: WaitingCall) -> tuple[WaitingCall, float]:
        """The call with its files uploaded, or to be tried again; and after how many seconds.

        Raises:
            CopyRefusedError, NobodyToCopyError
        """
        held = await self._data.of(call.peer_id)
        if held is None:
            raise NobodyToCopyError
        now = self._clock.now()
        text = await asyncio.to_thread(personal_copy.as_text, self._administration, held, now)
        shape = await asyncio.to_thread(personal_copy.as_json, self._administration, held, now)
        try:
            names = [
                await self._uploads.upload_text(data, f"{personal_copy.TITLE}.{kind.ending}", kind, call.peer_id)
                for data, kind in ((_MARK + text.encode(), TEXT), (shape, JSON))
            ]
        except VkError as error:
            logger.warning("Копия данных: VK не принял файлы, {}", error)
            raise CopyRefusedError from None
        except VkUnavailableError as error:
            logger.warning("Копия данных: нет ответа ({})", error)
            if call.renewals >= MAX_UNANSWERED:
                raise CopyRefusedError from None
            return replace(call, renewals=call.renewals + 1), min(2.0**call.renewals, LONGEST_PAUSE)
        params = {key: value for key, value in call.params.items() if key != DOCUMENTS}
        ready = replace(call, params={**params, ATTACHMENT: ",".join(names)}, is_renewed=True, brings_copy=True)
        return ready, 0.0
