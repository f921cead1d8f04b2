"""A citizen has filled in a lead form: it becomes an appeal, and the number is told as soon as VK allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appeals.draft import MAX_TEXT
from appeals.errors import AlreadyFiled
from appeals.leads import Lead, LeadAnswer
from appeals.model import Appeal, Telling
from appeals.usecases.leads import FileLead, HandOverNumbers
from appeals.value import dataclass
from handlers import busy
from handlers.cards import show_card
from handlers.content import visible
from handlers.incoming import UnreadableEventError, identity
from handlers.known_outages import joins_outage, what_is_known
from handlers.telling import tell_citizen
from handlers.turn import Turn
from texts import leads
from texts.reply import Reply

LEAD = "lead_forms_new"

MAX_ANSWERS = 100
"""Answers of one lead; VK's forms have about a dozen questions."""

_MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The readable part of a `lead_forms_new`."""

    user_id: int
    lead: Lead

    @property
    def peer_id(self) -> int:
        return self.user_id


def read_lead(obj: Any) -> FilledForm:
    """Read the `object` of a `lead_forms_new`: who filled it in and which lead it is, whatever else is missing.

    Raises:
        UnreadableEventError: one of the two is missing.
    """
    if not isinstance(obj, Mapping):
        raise UnreadableEventError("object")
    user_id = _id(obj, "user_id")
    if user_id <= 0:
        raise UnreadableEventError("object.user_id")
    items = obj.get("answers")
    answers = [_answer(item) for item in (items if isinstance(items, list) else []) if isinstance(item, Mapping)]
    form_id = _text(obj.get("form_id"))
    lead = Lead(
        id=_id(obj, "lead_id"),
        form_id=int(form_id) if form_id.isascii() and form_id.isdecimal() and len(form_id) < 19 else 0,
        form_name=_text(obj.get("form_name"))[:_MAX_NAME],
        answers=tuple(answers[:MAX_ANSWERS]),
    )
    return FilledForm(user_id, lead)


async def filled_form(turn: Turn, form: FilledForm) -> None:
    """Register the lead, tell the citizen its number, show the card. A lead that came before changes nothing."""
    try:
        appeal = await FileLead(turn.desk, turn.administration, turn.office.calendar)(turn.citizen, form.lead, turn.now)
    except AlreadyFiled:
        return
    await _tell_number(turn, appeal)
    if not await joins_outage(turn, appeal):
        await show_card(turn, appeal)


async def hand_over_numbers(turn: Turn) -> int:
    """Tell the numbers that VK didn't let the bot tell before; the person writes, so now it does. Return how many.

    What is known of an outage stands in the same message: the person's own words are answered besides.
    """
    appeals = await HandOverNumbers(turn.desk)(turn.citizen, turn.now)
    for appeal in appeals:
        await _tell_number(turn, appeal, await what_is_known(turn, appeal))
        await show_card(turn, appeal)
    return len(appeals)


async def _tell_number(turn: Turn, appeal: Appeal, known: Reply | None = None) -> None:
    number = leads.accepted(turn.administration, appeal, await busy.line(turn, appeal))
    await tell_citizen(turn, appeal, number if known is None else number.beside(known), Telling.NUMBER)


def _id(obj: Mapping[str, Any], name: str) -> int:
    """An id, which an administrator's list of leads and some servers write as text."""
    value = obj.get(name)
    is_text = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19
    return identity({name: int(value)} if is_text and value is not None else obj, name)


def _answer(item: Mapping[str, Any]) -> LeadAnswer:
    answer = item.get("answer")
    parts = [_text(part) for part in (answer if isinstance(answer, list) else [answer])]
    return LeadAnswer(
        key=_text(item.get("key"))[:_MAX_NAME],
        question=_text(item.get("question"))[:_MAX_NAME],
        text=", ".join(part for part in parts if part)[:MAX_TEXT],
    )


def _text(value: Any) -> str:
    """A text of VK's, or what it may send in its place: nothing, a number, or an object that holds the value."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return visible(str(value))
