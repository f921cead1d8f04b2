"""The way from a message to its handler, without a database."""

from types import SimpleNamespace
from typing import Any

import pytest
from vkbottle import ABCRule
from vkbottle.dispatch.handlers import FromFuncHandler

from appeals.numbers import NumberReference
from handlers.commands import parse_command
from handlers.incoming import Said
from handlers.prepared import FirstFitting
from handlers.routing import conversation
from handlers.rules import At, ByLink, Does, InSilence, Look, Plain, Private, Replying, Slashed, Typed
from handlers.states import AtDesk, Filing, Visitor


def said(
    text: str = "",
    *,
    is_chat: bool = False,
    pressed: bool = False,
    does: str | None = None,
    state: str | None = None,
    is_quiet: bool = False,
    ref: str = "",
    replied: NumberReference | None = None,
) -> Any:
    """As much of a message as rules look at."""
    turn = SimpleNamespace(dialog=SimpleNamespace(state=state), is_quiet=is_quiet)
    return SimpleNamespace(text=text, is_chat=is_chat, pressed=pressed, does=does, turn=turn, ref=ref, replied=replied)


class Finds(ABCRule[Said]):
    """Finds something, or doesn't hold; remembers whether it was asked."""

    def __init__(self, found: dict[str, Any] | bool) -> None:
        self.found = found
        self.asked = 0

    async def check(self, event: Said) -> dict[str, Any] | bool:
        self.asked += 1
        return self.found


async def test_the_first_that_fits_gets_the_message() -> None:
    async def start(_: Any) -> str:
        return "start"

    async def filing(_: Any) -> str:
        return "filing"

    async def rest(_: Any) -> str:
        return "rest"

    ways = FirstFitting(
        [
            FromFuncHandler(start, Private(), Does("start")),
            FromFuncHandler(filing, Private(), At(Filing), Typed()),
            FromFuncHandler(rest, Private()),
        ]
    )
    assert await ways(said(does="start", state=str(Filing.TEXT))) == "start"
    assert await ways(said(state=str(Filing.TEXT))) == "filing"
    assert await ways(said(state=str(Filing.TEXT), pressed=True)) == "rest"
    assert await ways(said(state=str(Visitor.MENU))) == "rest"
    assert await ways(said(is_chat=True)) is None


async def test_the_database_is_asked_only_for_a_message_that_looks_right() -> None:
    async def found(_: Any, appeal: str) -> str:
        return appeal

    async def otherwise(_: Any) -> str:
        return "otherwise"

    finds = Finds({"appeal": "2026-000001", "further": "nobody takes this"})
    ways = FirstFitting([FromFuncHandler(found, finds, Private()), FromFuncHandler(otherwise)])
    assert await ways(said(is_chat=True)) == "otherwise"
    assert finds.asked == 0
    assert await ways(said()) == "2026-000001"
    finds.found = False
    assert await ways(said()) == "otherwise"
    assert finds.asked == 2


def test_what_vkbottle_would_do_otherwise_is_refused_at_the_start() -> None:
    async def takes_context(_: Any, context: dict[str, Any]) -> None:
        assert context

    async def goes_on(_: Any) -> None:
        pass

    with pytest.raises(TypeError, match="context"):
        FirstFitting([FromFuncHandler(takes_context)])
    with pytest.raises(TypeError, match="last"):
        FirstFitting([FromFuncHandler(goes_on, blocking=False)])


async def test_a_rule_says_the_same_to_vkbottle() -> None:
    looked_at = (Private(), Typed(), Does("file", "start"), At(Filing, AtDesk))
    rules: list[Plain] = [*looked_at, InSilence(), Slashed(), ByLink(), Replying()]
    for rule in rules:
        for message in (
            said(),
            said(is_chat=True, pressed=True),
            said(does="file", state=str(Filing.CONSENT)),
            said(does="other", state=str(Visitor.MENU)),
            said("/бот", is_quiet=True),
            said("Спасибо", ref="a7", replied=NumberReference(7, 2026)),
        ):
            assert await rule.check(message) == rule.holds(Look.at(message))


def test_a_look_tells_what_further_rules_needn_t_be_asked_about() -> None:
    plain, slashed = Look.at(said("Спасибо")), Look.at(said(" / бот"))
    assert [rule.holds(plain) for rule in (InSilence(), Slashed(), ByLink(), Replying())] == [False] * 4
    assert Slashed().holds(slashed)
    assert parse_command(" / бот") is not None
    assert InSilence().holds(Look.at(said(is_quiet=True)))
    assert ByLink().holds(Look.at(said(ref="a7")))
    assert Replying().holds(Look.at(said(replied=NumberReference(7))))


def test_every_handler_is_ready() -> None:
    assert isinstance(conversation(), FirstFitting)
