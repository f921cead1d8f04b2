"""Leads that no event told of, by `leadForms.getLeads`: VK gives it to the token of an administrator only."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from loguru import logger

from appeals.ports import Clock
from appeals.value import dataclass
from bot.comparisons.loop import FIRST_MARGIN, MARGIN, Comparison, looks_back, vk_time
from bot.events import store_form
from bot.lead_forms.forms import listed_forms
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, judge
from bot.vk.numbers import integer
from storage.inbox import Inbox, NewEvent

PAGE = 1000
"""Leads in one page (VK's maximum)."""

SETTLING = timedelta(minutes=1)
"""How long a lead is left to its event: one that was left just now may still be on its way and isn't missing."""

MAX_PAGES = 50
"""Pages of one form at most: a bound, so that a broken answer can't keep it going for ever."""


GONE = 104
"""VK's error for a form that is no more: its leads went with it."""

MAX_ID = 2**63 - 1
"""The largest number that the database holds."""


@dataclass(frozen=True, slots=True)
class FoundLead:
    """A lead as VK keeps it. `date` is when it was left, UTC seconds."""

    id: int
    date: int
    event: NewEvent


class LeadComparison(Comparison):
    """Compares the leads of every form.

    Args:
        user: a client with an administrator's token.
        on_found: called when something was missing and is in the inbox now.
    """

    name = "Сверка заявок с VK"
    key = "VK_USER_TOKEN"

    def __init__(
        self, user: VkApi, community_id: int, inbox: Inbox, clock: Clock, *, on_found: Callable[[], None]
    ) -> None:
        super().__init__()
        self._user = user
        self._community_id = community_id
        self._inbox = inbox
        self._clock = clock
        self._on_found = on_found

    async def compare(self) -> int:
        """Compare once; return how many leads were missing.

        Raises:
            VkError, VkUnavailableError
        """
        before = await self._inbox.leads_compared_at()
        began = await vk_time(self._user, self._clock)
        if before is None:
            # Noted at once: should this fail for hours, the next attempt looks as far back.
            before = began - FIRST_MARGIN + MARGIN
            await self._inbox.set_leads_compared(before)
        since = int(looks_back(before, began).timestamp())
        found: dict[int, FoundLead] = {}
        is_whole = True
        for form in listed_forms(await self._user.ask("leadForms.list", group_id=self._community_id)):
            leads = await self._of_form(form, since)
            is_whole &= leads is not None
            found |= {lead.id: lead for lead in leads or ()}
        known = await self._inbox.known_leads(list(found)) if found else set()
        settled = int((began - SETTLING).timestamp())
        unknown = sorted((lead for lead in found.values() if lead.id not in known), key=lambda one: (one.date, one.id))
        # At a start nothing is on its way: the process was down, and whoever waits for a number waits long enough.
        missing = [lead for lead in unknown if lead.date <= settled or not self._has_compared]
        count = await self._inbox.recover(
            [lead.event for lead in missing], "lead", self._clock.now(), expected=not self._has_compared
        )
        await self._inbox.set_leads_compared(began if is_whole else before)
        self._came_to_end(count)
        if len(missing) < len(unknown):
            get_running_loop().call_later(SETTLING.total_seconds(), self.request)
        if count:
            self._on_found()
        return count

    async def _of_form(self, form: Mapping[str, Any], since: int) -> list[FoundLead] | None:
        """The leads of one form since then; None for a form that VK refuses to show: it stops no other.

        Raises:
            VkError, VkUnavailableError: VK refuses the token, or didn't answer: nothing may be taken for compared.
        """
        form_id = integer(form.get("form_id"))
        if form_id is None:
            return []
        try:
            return await self._pages(form_id, form, since)
        except VkError as error:
            if judge(error.code, error.method) is not Verdict.REFUSED:
                raise
            logger.warning("{}: форму № {} VK не показал ({})", self.name, form_id, error)
            return [] if error.code == GONE else None

    async def _pages(self, form_id: int, form: Mapping[str, Any], since: int) -> list[FoundLead]:
        found: list[FoundLead] = []
        place: dict[str, str] = {}
        dates: list[int] = []
        for _ in range(MAX_PAGES):
            asked = {"group_id": self._community_id, "form_id": form_id, "limit": PAGE}
            answer = await self._user.ask("leadForms.getLeads", **asked, **place)
            leads = list(read_leads(answer, form, self._community_id))
            found += [lead for lead in leads if lead.date >= since]
            further = str(answer.get("next_page_token") or "") if isinstance(answer, Mapping) else ""
            # VK doesn't document the order: only leads that run from newer to older ones, too old at their end, tell
            # that nothing newer follows.
            dates += [lead.date for lead in leads]
            newest_first = bool(dates) and dates[0] > dates[-1] and all(a >= b for a, b in pairwise(dates))
            if not further or further == place.get("next_page_token") or (newest_first and dates[-1] < since):
                return found
            place = {"next_page_token": further}
        logger.warning("{}: у формы № {} больше {} заявок, сверены не все", self.name, form_id, PAGE * MAX_PAGES)
        return found


def read_leads(answer: Any, form: Mapping[str, Any], community_id: int) -> Iterator[FoundLead]:
    """The leads of a page, in the form of the events that should have told of them.

    Args:
        answer: of `leadForms.getLeads`; its answers hold no words of the questions.
        form: as `leadForms.list` shows it, with the questions.
    """
    leads = answer.get("leads") if isinstance(answer, Mapping) else None
    questions = form.get("questions")
    labels = {
        question["key"]: question.get("label")
        for question in (questions if isinstance(questions, list) else [])
        if isinstance(question, Mapping) and isinstance(question.get("key"), str)
    }
    for lead in leads if isinstance(leads, list) else []:
        if not isinstance(lead, Mapping):
            continue
        lead_id, user_id, date = (integer(lead.get(name)) for name in ("lead_id", "user_id", "date"))
        if lead_id is None or user_id is None or date is None:
            continue
        if not (0 < lead_id <= MAX_ID and 0 < user_id <= MAX_ID and _is_moment(date)):
            continue
        answers = lead.get("answers")
        told = {
            "lead_id": lead_id,
            "group_id": community_id,
            "user_id": user_id,
            "form_id": form.get("form_id"),
            "form_name": form.get("name"),
            "answers": [
                {
                    "key": item.get("key"),
                    "question": labels.get(_text(item.get("key"))),
                    "answer": _answer(item.get("answer")),
                }
                for item in (answers if isinstance(answers, list) else [])
                if isinstance(item, Mapping)
            ],
        }
        event = store_form({"type": "lead_forms_new", "event_id": f"lead:{lead_id}", "object": told})
        yield FoundLead(lead_id, date, event)


def _answer(answer: Any) -> Any:
    """An answer of `leadForms.getLeads`, `{key?, value}` or a list of those, as an event has it: its words alone."""
    if isinstance(answer, list):
        return [_answer(part) for part in answer if not isinstance(part, list)]
    return answer.get("value") if isinstance(answer, Mapping) else answer


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_moment(date: int) -> bool:
    try:
        datetime.fromtimestamp(date, UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return True
