"""The main path against a VK that is not the sandbox, as rich as VK's documentation and as poor as can be."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.audit import rows
from tests.e2e.inside import at_work
from tests.e2e.process import CHAT, eventually
from tests.e2e.strict_vk import TOKEN, StrictVk

ANNA, MARIA = 101, 201

POOR: dict[str, dict[str, Any]] = {
    "as documented": {},
    "no execute": {"refuses": {"execute": 3}},
    "execute forbidden": {"refuses": {"execute": 15}},
    "execute not for communities": {"refuses": {"execute": 27}},
    "execute does not compile": {"refuses": {"execute": 12}},
    "nothing to read": {
        "refuses": {
            "users.get": 3,
            "messages.getConversations": 3,
            "messages.getHistory": 15,
            "messages.getConversationMembers": 3,
            "groups.getTokenPermissions": 3,
            "groups.getLongPollSettings": 15,
        }
    },
    "no list of managers": {"refuses": {"groups.getMembers": 15}},
    "numbers as text": {"texts_for_numbers": True},
    "plain ids": {"plain_ids": True},
    "groups as a list": {"groups_as_list": True},
    "edits refused": {"refuses": {"messages.edit": 15}},
}


async def answered(vk: StrictVk, text: str) -> None:
    await vk.sees(ANNA, text)


WAITING = "SELECT 1 FROM inbox WHERE status = 'waiting' UNION ALL SELECT 1 FROM outbox WHERE status = 'waiting'"


@pytest.mark.parametrize("poor", POOR.values(), ids=POOR)
async def test_from_the_first_word_to_the_confirmed_answer(poor: dict[str, Any], tmp_path: Path) -> None:
    database = tmp_path / "priemnaya.db"
    async with StrictVk(**poor) as vk, at_work(f"{vk.url}/method/", TOKEN, database, admin_ids=(MARIA,)):
        await vk.until(lambda: "groups.getLongPollServer" in vk.methods)
        await main_path(vk)
        # A card that this VK gives no number of can't be rewritten: that is an event too.
        await eventually(lambda: not rows(database, WAITING))
    assert rows(database, "SELECT status FROM appeals") == [("closed",)]
    assert rows(database, "SELECT type, error FROM inbox WHERE status <> 'done'") == []
    assert rows(database, "SELECT method, error FROM outbox WHERE status = 'failed'") == []
    texts = [call["message"] for peer, call in vk.sent if peer == ANNA]
    assert len(texts) == len(set(texts))


async def main_path(vk: StrictVk) -> None:
    """A citizen files an appeal, a moderator takes and answers it, the citizen confirms."""
    await vk.says(ANNA, "Начать", payload='{"command":"start"}')
    await answered(vk, "Это приёмная")
    # Several people at once: their answers go in one request.
    for stranger in range(301, 306):
        await vk.says(stranger, "Здравствуйте")
    for stranger in range(301, 306):
        await vk.sees(stranger, "Это приёмная")
    await vk.presses(ANNA, ANNA, "Подать обращение")
    await answered(vk, "согласие")
    await vk.presses(ANNA, ANNA, "Согласен")
    await answered(vk, "О чём обращение?")
    await vk.presses(ANNA, ANNA, "Дороги и тротуары")
    await answered(vk, "что случилось")
    await vk.says(ANNA, "Яма на дороге")
    await answered(vk, "Где это?")
    await vk.says(ANNA, "ул. Садовая, 5")
    await answered(vk, "Приложите фото")
    await vk.presses(ANNA, ANNA, "Пропустить")
    await answered(vk, "Как с вами связаться")
    await vk.presses(ANNA, ANNA, "Пропустить")
    await answered(vk, "Проверьте")
    await vk.presses(ANNA, ANNA, "Отправить")
    await answered(vk, "Обращение принято")
    await vk.sees(CHAT, "Яма на дороге")
    await vk.presses(MARIA, CHAT, "Взять")
    await answered(vk, "взяли в работу")
    await vk.until(lambda: vk.pressed)
    assert json.loads(vk.pressed[0]["event_data"])["type"] == "show_snackbar"
    await vk.says(MARIA, "[club777|@club777] /ответ 1 Яму засыпали.", peer_id=CHAT)
    await vk.sees(CHAT, "увидит житель")
    await vk.presses(MARIA, CHAT, "Отправить")
    await answered(vk, "Ответ администрации")
    await vk.presses(ANNA, ANNA, "Решено")
    await answered(vk, "закрыто")
    await vk.sees(CHAT, "житель подтвердил")
