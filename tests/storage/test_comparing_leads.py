"""Comparing leads with a VK that answers in any way its documentation allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from bot.comparisons.leads import LeadComparison
from bot.events import store_form
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from storage.inbox import NewEvent
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore
from tests.unit.samples import COMMUNITY, NOW

FORM = {"form_id": 7, "name": "Яма", "leads_count": 1, "url": "https://vk.com", "questions": []}


def lead(number: Any, minutes: float, user: Any = 101) -> dict[str, Any]:
    """A lead that was left so many minutes from now."""
    date = int((NOW + timedelta(minutes=minutes)).timestamp())
    answers = [{"key": "custom_0", "answer": {"value": f"Яма {number}"}}]
    return {"lead_id": number, "user_id": user, "date": date, "answers": answers}


class Forms:
    """A VK with one form. `leads` come in the order in which they stand, `page` at a time."""

    def __init__(self, leads: Sequence[Any] = (), *, page: int = 1000, number_as_token: bool = False) -> None:
        self.leads = list(leads)
        self.refused: int | None = None
        self.now = NOW
        self._page = page
        self._number = number_as_token
        self.vk = OtherVk(
            {
                "utils.getServerTime": lambda _: int(self.now.timestamp()),
                "leadForms.list": lambda _: [FORM],
                "leadForms.getLeads": self._get,
            }
        )

    def _get(self, params: dict[str, str]) -> Any:
        if self.refused:
            raise Refusal(self.refused)
        start = int(params.get("next_page_token", 0))
        answer: dict[str, Any] = {"leads": self.leads[start : start + self._page]}
        if start + self._page < len(self.leads):
            further = start + self._page
            answer["next_page_token"] = further if self._number else str(further)
        return answer


def comparison(store: SqliteStore, api: VkApi) -> LeadComparison:
    return LeadComparison(api, COMMUNITY, store.inbox(), store.clock, on_found=lambda: None)


async def compare(store: SqliteStore, vk: OtherVk) -> int:
    async with talking_to(vk) as api:
        return await comparison(store, api).compare()


async def began(store: SqliteStore, minutes: float = -60) -> datetime:
    """Leads were compared so many minutes from now."""
    at = NOW + timedelta(minutes=minutes)
    await store.inbox().set_leads_compared(at)
    return at


async def found(store: SqliteStore) -> list[int]:
    """The leads that wait, in their order."""
    return [orjson.loads(one.body)["object"]["lead_id"] for one in await store.inbox().waiting(0, 1000)]


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("number_as_token", [False, True])
async def test_the_oldest_may_come_first(store: SqliteStore, page: int, number_as_token: bool) -> None:
    await began(store)
    leads = [lead(1, -200), lead(2, -150), lead(3, -150), lead(4, -30), lead(5, -20)]
    assert await compare(store, Forms(leads, page=page, number_as_token=number_as_token).vk) == 2
    assert await found(store) == [4, 5]


async def test_they_may_come_in_no_order(store: SqliteStore) -> None:
    await began(store)
    leads = [lead(1, -150), lead(4, -30), lead(2, -200), lead(5, -20), lead(3, -160), lead(6, -10)]
    await compare(store, Forms(leads, page=3).vk)
    assert await found(store) == [4, 5, 6]


async def test_newest_first_is_read_no_further_than_wanted(store: SqliteStore) -> None:
    await began(store)
    forms = Forms([lead(number, -10 * number) for number in range(1, 100)], page=10)
    await compare(store, forms.vk)
    assert await found(store) == [7, 6, 5, 4, 3, 2, 1]
    assert len(forms.vk.asked("leadForms.getLeads")) == 1


async def test_a_page_that_leads_to_itself_ends(store: SqliteStore) -> None:
    await began(store)
    forms = Forms()
    forms.vk.answers["leadForms.getLeads"] = lambda _: {"leads": [lead(1, -30)], "next_page_token": "same"}
    assert await compare(store, forms.vk) == 1
    assert len(forms.vk.asked("leadForms.getLeads")) == 2


async def test_ids_that_are_texts(store: SqliteStore) -> None:
    await began(store)
    await compare(store, Forms([lead("31", -30, user="101")]).vk)
    assert await found(store) == [31]


async def test_a_lead_that_two_forms_show_is_one(store: SqliteStore) -> None:
    await began(store)
    forms = Forms([lead(31, -30)])
    forms.vk.answers["leadForms.list"] = lambda _: [FORM, {**FORM, "form_id": 8}]
    assert await compare(store, forms.vk) == 1


async def test_a_list_within_an_object(store: SqliteStore) -> None:
    await began(store)
    forms = Forms([lead(31, -30)])
    forms.vk.answers["leadForms.list"] = lambda _: {"count": 1, "items": [FORM]}
    assert await compare(store, forms.vk) == 1


@pytest.mark.parametrize("broken", [None, {}, "?", {"leads": None}, {"leads": {}}, {"leads": [None, [], "?"]}, []])
async def test_answers_of_other_shapes_break_nothing(store: SqliteStore, broken: object) -> None:
    await began(store)
    forms = Forms()
    forms.vk.answers["leadForms.getLeads"] = lambda _: broken
    assert await compare(store, forms.vk) == 0
    forms.vk.answers["leadForms.list"] = lambda _: broken
    assert await compare(store, forms.vk) == 0


@pytest.mark.parametrize(("code", "is_compared"), [(104, True), (7, False), (100, False)])
async def test_a_form_that_is_gone_and_one_that_is_refused(store: SqliteStore, code: int, is_compared: bool) -> None:
    await began(store)
    forms = Forms([lead(31, -30)])
    forms.refused = code
    assert await compare(store, forms.vk) == 0
    assert (await store.inbox().leads_compared_at() == NOW) == is_compared
    forms.refused, forms.now = None, NOW + timedelta(hours=5)
    assert await compare(store, forms.vk) == (0 if is_compared else 1)


@pytest.mark.parametrize(("code", "error"), [(6, VkError), (9, VkError), (29, VkError), (5, VkError), (15, VkError)])
async def test_a_refusal_of_everything_compares_nothing(store: SqliteStore, code: int, error: type[Exception]) -> None:
    before = await began(store)
    forms = Forms([lead(31, -30)])
    forms.refused = code
    with pytest.raises(error):
        await compare(store, forms.vk)
    assert await store.inbox().leads_compared_at() == before


async def test_a_first_comparison_that_fails_for_hours_loses_nothing(store: SqliteStore) -> None:
    forms = Forms([lead(31, 30)])
    forms.refused = 10
    with pytest.raises(VkError):
        await compare(store, forms.vk)
    forms.refused, forms.now = None, NOW + timedelta(hours=5)
    assert await compare(store, forms.vk) == 1


async def test_what_came_before_the_bot_began_is_not_its_business(store: SqliteStore) -> None:
    assert await compare(store, Forms([lead(31, -30), lead(32, -1)]).vk) == 1
    assert await found(store) == [32]


async def test_a_first_comparison_looks_at_the_time_of_the_stop_before_it(store: SqliteStore) -> None:
    """The token was set during the stop, to find what came in it."""
    compared = store.compared()
    await compared.span(NOW - timedelta(days=9))
    await compared.finish(NOW - timedelta(hours=2))
    assert await compare(store, Forms([lead(30, -300), lead(31, -60)]).vk) == 1
    assert await found(store) == [31]


async def test_a_lead_whose_event_could_not_be_read_is_taken_from_the_list(store: SqliteStore) -> None:
    await began(store)
    broken = {"type": "lead_forms_new", "event_id": "broken", "object": {"lead_id": 31, "user_id": None}}
    await put_aside(store, store_form(broken))
    forms = Forms([lead(31, -30)])
    assert await compare(store, forms.vk) == 1
    assert await found(store) == [31]
    (again,) = await store.inbox().waiting(0, 9)
    await put_aside(store, again)
    assert await compare(store, forms.vk) == 0, "once"


async def put_aside(store: SqliteStore, event: Any) -> None:
    """The event has failed for good."""
    if isinstance(event, NewEvent):
        await store.inbox().accept([event], None, NOW)
    async with store.database.transaction() as transaction:
        await transaction.run("UPDATE inbox SET status = 'failed', error = 'не читается' WHERE status = 'waiting'")
        await transaction.commit()


async def test_no_answer_compares_nothing(store: SqliteStore) -> None:
    before = await began(store)
    forms = Forms([lead(31, -30)])
    forms.vk.answers["leadForms.getLeads"] = lambda _: object()  # the server breaks
    with pytest.raises(VkUnavailableError):
        await compare(store, forms.vk)
    assert await store.inbox().leads_compared_at() == before
