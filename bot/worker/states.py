"""vkbottle's state dispenser on the transaction: a state is kept with what caused it, or not at all."""

from __future__ import annotations

from typing import Any

from vkbottle import ABCStateDispenser, BaseStateGroup, StatePeer

from storage.unit import Session


class SessionStates(ABCStateDispenser):
    """The state of the one person whose event the session handles; in a chat everybody has their own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, peer_id: int) -> StatePeer | None:
        if self._session.state is None:
            return None
        return StatePeer(peer_id=peer_id, state=self._session.state, payload=self._session.payload)

    async def set(self, peer_id: int, state: BaseStateGroup, **payload: Any) -> None:
        self._session.state, self._session.payload = str(state), payload

    async def delete(self, peer_id: int) -> None:
        self._session.state, self._session.payload = None, {}
