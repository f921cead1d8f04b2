"""The attachments of a call: what VK knows them by now, and what is to be uploaded anew."""

from __future__ import annotations

from asyncio import Semaphore
from dataclasses import replace

from loguru import logger

from appeals.contents import Reference, parse_reference
from appeals.value import dataclass
from bot.contents.uploads import Uploads
from bot.delivery.verdicts import ATTACHMENT, bare, noted
from bot.vk.errors import VkError, VkUnavailableError
from storage.contents import Content, Contents
from storage.outbox import WaitingCall

AT_ONCE = 2
"""Calls whose files are uploaded at once: the others wait, their conversations alone."""

MAX_UNANSWERED = 10
"""Attempts to upload that VK may leave without an answer; then the words go alone."""

LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Looked:
    """A call with the newest names of its attachments. `keyless` are those that VK would silently drop."""

    call: WaitingCall
    keyless: bool


class Renewal:
    """Renews the attachments of the calls of one community."""

    def __init__(self, contents: Contents, uploads: Uploads, community_id: int) -> None:
        self._contents = contents
        self._uploads = uploads
        self._own = -community_id
        self._turns = Semaphore(AT_ONCE)

    async def looked(self, call: WaitingCall) -> Looked:
        """The call as it is best sent: with what was uploaded before, where something was."""
        written = call.written or call.params.get(ATTACHMENT) or ""
        references = _references(written)
        known = await self._contents.named([one.name for one in references]) if references else {}
        if not known:
            return Looked(call, keyless=False)
        names, keyless = [], False
        for one in references:
            content = known.get(one.name)
            if content is not None and content.own_reference is not None:
                names.append(content.own_reference)
                continue
            names.append(str(one))
            dropped = not one.key and one.owner_id != self._own
            keyless |= dropped and content is not None and content.sha256 is not None
        return Looked(replace(_with(call, names), written=written), keyless)

    async def renewed(self, call: WaitingCall, *, refused: bool) -> tuple[WaitingCall, float]:
        """The call to be sent next, and after how many seconds.

        Args:
            refused: VK refused the message: every file is uploaded anew, and what can't be is taken off. Else those
                alone that VK would silently drop.
        """
        try:
            async with self._turns:
                names, fresh, lost = await self._uploaded(call, refused=refused)
        except VkUnavailableError as error:
            logger.warning("Вложения вызова {}: нет ответа ({})", call.id, error)
            if call.renewals < MAX_UNANSWERED:
                return replace(call, renewals=call.renewals + 1), min(2.0**call.renewals, LONGEST_PAUSE)
            names, fresh, lost = [], False, True
        if refused and not fresh:
            return bare(call), 0.0
        renewed = replace(_with(call, names), is_renewed=True)
        return (noted(renewed) if lost else renewed), 0.0

    async def _uploaded(self, call: WaitingCall, *, refused: bool) -> tuple[list[str], bool, bool]:
        """The newest names; whether any is new; whether a file is lost for good."""
        references = _references(call.written or call.params[ATTACHMENT])
        known = await self._contents.named([one.name for one in references])
        names, fresh, lost = [], False, False
        for one in references:
            content = known.get(one.name)
            if content is None:
                names.append(str(one))
                continue
            wanted = refused or (not one.key and content.own_reference is None)
            uploaded = await self._upload(content, call.peer_id) if wanted else None
            fresh |= uploaded is not None
            if uploaded is None and refused and one.kind != "video":
                lost = True  # VK has forgotten it, and so have we
            else:
                names.append(uploaded or content.own_reference or str(one))
        return names, fresh, lost

    async def _upload(self, content: Content, peer_id: int) -> str | None:
        try:
            reference = await self._uploads.upload(content, peer_id)
        except VkError as error:
            logger.warning("Вложение не загружено заново: {}", error)
            return None
        if reference is not None:
            await self._contents.uploaded(content.id, reference)
        return reference


def _with(call: WaitingCall, names: list[str]) -> WaitingCall:
    return replace(call, params={**call.params, ATTACHMENT: ",".join(names)})


def _references(attachments: str) -> list[Reference]:
    return [one for one in map(parse_reference, attachments.split(",")) if one is not None]
