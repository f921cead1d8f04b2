"""vkbottle views that hand out our own lean models instead of vkbottle's.

The worker puts the model into the event that it routes: what it could not read has failed before, with its reason.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from vkbottle.dispatch.return_manager.bot import BotMessageReturnHandler
from vkbottle.dispatch.views.abc import ABCMessageView

from handlers.incoming import Pressed, Said

MODEL = "model"
"""The key of a routed event under which its model stands."""

ModelT = TypeVar("ModelT", Said, Pressed)


class _ModelView(ABCMessageView[dict[str, Any], ModelT], Generic[ModelT]):  # type: ignore[type-var] # as in vkbottle
    """Routes events whose model is of one class."""

    model: ClassVar[type]

    def __init__(self) -> None:
        super().__init__()
        self.handler_return_manager = BotMessageReturnHandler()

    @staticmethod
    def get_event_type(event: dict[str, Any]) -> str:
        return str(event["type"])

    @staticmethod
    async def get_message(event: dict[str, Any], ctx_api: Any, replace_mention: bool) -> Any:
        return event[MODEL]

    def get_state_key(self, event: ModelT) -> int | None:
        return event.turn.peer_id

    async def process_event(self, event: dict[str, Any]) -> bool:
        return isinstance(event[MODEL], self.model)


class ConversationView(_ModelView[Said]):
    """Messages of people."""

    model = Said


class PressView(_ModelView[Pressed]):
    """Presses of callback buttons."""

    model = Pressed
