"""Comparing with a VK that answers anything at all: what can't be read is passed over, and nothing breaks."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.comparisons.comments import CommentComparison
from bot.comparisons.leads import LeadComparison
from bot.comparisons.loop import Comparison
from bot.comparisons.messages import MessageComparison
from bot.vk.client import VkApi
from bot.vk.errors import VkError, VkUnavailableError
from tests.storage.other_vk import OtherVk, Refusal, talking_to
from tests.storage.store import SqliteStore
from tests.unit.samples import COMMUNITY, NOW
from tests.unit.strategies import ids, json, messages, shaped

ANSWERS = 60

NOW_SECONDS = int(NOW.timestamp())
people = st.integers(101, 130)
dates = st.integers(NOW_SECONDS - 60, NOW_SECONDS + 60) | ids
told = st.tuples(messages, shaped("admin_author_id", date=dates, id=ids, conversation_message_id=ids)).map(
    lambda pair: {**pair[0], **pair[1]}
)
told |= st.builds(
    lambda one, number: {"peer_id": one, "from_id": one, "date": NOW_SECONDS, "conversation_message_id": number},
    people,
    st.integers(1, 9),
)
peers = shaped("last_message_id", "last_conversation_message_id", peer=shaped(id=st.integers(101, 130) | ids) | json)
conversations = shaped(conversation=peers | json, last_message=told | json)
conversations |= people.map(lambda one: {"conversation": {"peer": {"id": one}}, "last_message": {"date": NOW_SECONDS}})
comments = shaped(
    "text", "deleted", id=ids, from_id=ids, date=dates, thread=json, comments=shaped("count"), updated=dates
)
values = shaped("key", "value") | st.lists(shaped("key", "value") | json, max_size=2) | json
lead = shaped(lead_id=ids, user_id=ids, date=dates, answers=st.lists(shaped("key", answer=values) | json, max_size=3))
lead |= st.integers(1, 99).map(lambda one: {"lead_id": one, "user_id": 101, "date": NOW_SECONDS - 90, "answers": []})
further: st.SearchStrategy[Any] = st.sampled_from(["", None, [], {}, "a", 5])
forms = st.just({"form_id": 1, "name": "Яма"}) | shaped("name", "questions", form_id=st.integers(1, 9) | ids)


def listed(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """VK's list of these, or something else."""
    whole = st.lists(items, max_size=4).map(lambda some: {"count": len(some), "items": some})
    return whole | shaped("count", items=st.lists(items | json, max_size=6) | json) | json


STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "utils.getServerTime": st.just(NOW_SECONDS) | st.sampled_from([None, "soon", 10**30, -1, True, []]),
    "messages.getConversations": listed(conversations),
    "messages.getHistory": listed(told),
    "leadForms.list": st.lists(forms | json, max_size=3) | json,
    "leadForms.getLeads": shaped(next_page_token=further, leads=st.lists(lead | json, max_size=5)) | json,
    "wall.get": listed(comments),
    "wall.getComments": listed(comments),
    "board.getTopics": listed(comments),
    "board.getComments": listed(comments),
}


def _some(strategy: st.SearchStrategy[Any]) -> list[Any]:
    drawn: list[Any] = []

    @settings(
        max_examples=ANSWERS, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def draw(one: Any) -> None:
        drawn.append(one)

    draw()
    return drawn


def _answering(strategy: st.SearchStrategy[Any], codes: tuple[int, ...]) -> Callable[[dict[str, str]], Any]:
    """One answer after the other, among them VK's errors."""
    answers = cycle([*_some(strategy), *map(Refusal, codes)])

    def answer(_: dict[str, str]) -> Any:
        one = next(answers)
        if isinstance(one, Refusal):
            raise one
        return one

    return answer


def _comparisons(store: SqliteStore, api: VkApi) -> list[Comparison]:
    def nothing() -> None:
        pass

    inbox, compared, clock = store.inbox(), store.compared(), store.clock
    return [
        MessageComparison(api, inbox, compared, clock, on_found=nothing, on_marks=nothing),
        LeadComparison(api, COMMUNITY, inbox, clock, on_found=nothing),
        CommentComparison(api, COMMUNITY, inbox, clock, on_found=nothing),
    ]


async def test_nothing_breaks(store: SqliteStore) -> None:
    codes = (1, 6, 7, 10, 15, 104)
    vk = OtherVk({method: _answering(strategy, codes) for method, strategy in STRATEGIES.items()})
    ended = dict.fromkeys(("whole", "refused"), 0)
    async with talking_to(vk) as api:
        for one in _comparisons(store, api):
            for _ in range(ANSWERS):
                one.request()
                try:
                    await one.compare()
                except (VkError, VkUnavailableError):
                    ended["refused"] += 1
                else:
                    ended["whole"] += 1
    assert min(ended.values()) > 0
    assert {event.type for event in await store.inbox().waiting(0, 100_000)} >= {"message_new", "lead_forms_new"}
