"""The API object that handlers see while a transaction is open: it can speak, and nothing else."""

from __future__ import annotations

from typing import Any

from vkbottle import ABCAPI

from appeals.ports import Ids
from storage.outbox import Call
from storage.unit import Session
from texts.speaker import Priority

_SPEAKING = frozenset({"messages.send", "messages.edit", "messages.sendMessageEventAnswer", "wall.createComment"})


class CallInTransactionError(Exception):
    """A handler called VK while its transaction was open. That would act before the commit, so it is refused."""


class OutboxApi(ABCAPI):
    """vkbottle's API on the outbox: what VK must be told becomes a row, any other call is refused."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._session = session
        self._ids = ids

    async def request(self, method: str, data: dict[str, Any], version: str | None = None) -> dict[str, Any]:
        """Put a speaking call into the outbox.

        Raises:
            CallInTransactionError: the method does anything but speak.
        """
        if method not in _SPEAKING:
            raise CallInTransactionError(method)
        params = dict(data)
        if method == "messages.send":
            params["random_id"] = params.get("random_id") or self._ids.random_id()
        peers = str(params.get("peer_ids") or params.get("peer_id") or params.get("user_id") or 0)
        self._session.call(Call(int(peers.split(",", maxsplit=1)[0]), Priority.REPLY, method, params))
        return {"response": 0}

    async def validate_response(self, method: str, data: dict[str, Any], response: Any) -> Any:
        return response

    async def validate_request(self, request: Any) -> Any:
        return request
