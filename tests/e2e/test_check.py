"""`python -m bot check` tells whether leads and comments come, and what to do where they don't."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from storage.database import Database
from storage.migrations import migrate
from tests.e2e.process import Bot

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=1) as sandbox:
        yield sandbox


async def check(
    sandbox: Sandbox, folder: Path, administration: Path = ROOT / "administration.toml"
) -> tuple[int | None, str]:
    settings = {
        "VK_TOKEN": sandbox.token,
        "VK_API_URL": sandbox.api_url,
        "DATABASE_PATH": str(folder / "priemnaya.db"),
        "ADMINISTRATION_FILE": str(administration),
        "MODERATOR_CHAT": "2000000001",
    }
    ended = await Bot(folder, settings).command_here("check")
    return ended.code, ended.out


async def test_leads_by_the_long_poll(sandbox: Sandbox, tmp_path: Path) -> None:
    code, out = await check(sandbox, tmp_path)
    assert code == 0, out
    assert "✓ заявки из форм приходят по Long Poll (lead_forms_new)" in out
    assert re.search(r"✓ ближайшие сводки: утренняя — \d+ \w+, 08:30, за неделю — .+, за месяц — .+", out)
    assert "✓ сроки, обычно: первая реакция 8 рабочих часов, ответ 8 рабочих дней, не дольше 30 дней" in out
    assert "✓ сроки, ЧП: первая реакция 1 час круглосуточно, ответ 24 часа круглосуточно" in out


async def test_leads_do_not_come(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.world.events.switches["lead_forms_new"] = False
    code, out = await check(sandbox, tmp_path)
    assert code == 0, "a community without lead forms is in order"
    (line,) = [line for line in out.splitlines() if "lead_forms_new" in line]
    assert line.startswith("? ")
    assert "Long Poll API → Типы событий" in line
    assert "Callback API" in line
    assert "Всё готово" in out


async def test_comments_come(sandbox: Sandbox, tmp_path: Path) -> None:
    code, out = await check(sandbox, tmp_path)
    assert code == 0, out
    assert "✓ VK_TOKEN: право «стена» (wall)" in out
    assert "✓ события «комментарии на стене» (wall_reply_…)" in out
    assert "✓ события «обсуждения» (board_post_…)" in out


async def test_comments_do_not_come(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.world.events.switches["wall_reply_edit"] = False
    sandbox.world.community.token_permissions.discard("wall")
    sandbox.world.events.switches["message_reply"] = False
    code, out = await check(sandbox, tmp_path)
    assert code == 0, "a community that takes private messages alone is in order"
    asked = "? проверьте сами:"
    assert f"{asked} события «комментарии на стене»: выключено редактирование" in out
    assert f"{asked} VK_TOKEN: у ключа нет права «стена» (wall)" in out
    assert f"{asked} событие «исходящее сообщение» (message_reply) выключено" in out


async def test_comments_that_are_not_taken_are_only_mentioned(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.world.events.switches["board_post_new"] = False
    sandbox.world.community.token_permissions.discard("wall")
    text = (ROOT / "administration.toml").read_text(encoding="utf-8").replace("enabled = true", "enabled = false")
    (tmp_path / "quiet.toml").write_text(text, encoding="utf-8")
    code, out = await check(sandbox, tmp_path, tmp_path / "quiet.toml")
    assert code == 0, out
    (line,) = [line for line in out.splitlines() if "board_post" in line]
    assert line.startswith("? ")
    assert "Типы событий" in line


async def test_a_departments_chat(sandbox: Sandbox, tmp_path: Path) -> None:
    text = (ROOT / "administration.toml").read_text(encoding="utf-8")
    text = text.replace("# chat = 2000000002", "chat = 2000000002").replace("# chat = 2000000003", "chat = 2000000003")
    (tmp_path / "town.toml").write_text(text, encoding="utf-8")
    sandbox.world.add_chat(2_000_000_002, "Дороги", [201])
    code, out = await check(sandbox, tmp_path, tmp_path / "town.toml")
    assert code == 1
    assert "✓ чат отдела «Отдел дорог» 2000000002 доступен" in out
    assert "✗ чат 2000000003 недоступен: карточки отдела «Водоканал» туда не придут" in out


async def test_when_work_is_due(sandbox: Sandbox, tmp_path: Path) -> None:
    """The next reminder of each kind, and how often work is looked for."""
    database = await Database.open(tmp_path / "priemnaya.db")
    await migrate(database)
    async with database.transaction() as transaction:
        await transaction.run(
            "INSERT INTO citizens (id, community_id, vk_id) VALUES (1, ?, 101)", (sandbox.world.group_id,)
        )
        await transaction.run(
            "INSERT INTO staff (community_id, vk_id, source, role) VALUES (?, 101, 'given', 'moderator')",
            (sandbox.world.group_id,),
        )
        await transaction.run(
            "INSERT INTO reminders (community_id, kind, citizen_id, due_at) VALUES (?, 'half', 1, 1795510800000)",
            (sandbox.world.group_id,),
        )
        await transaction.commit()
    await database.close()
    town = tmp_path / "town.toml"
    settings = (ROOT / "administration.toml").read_text(encoding="utf-8")
    town.write_text(settings.replace("\nduty = []", "\nduty = [101, 102]"), encoding="utf-8")
    code, out = await check(sandbox, tmp_path, town)
    assert code == 0, out
    assert "? дежурным бот не может написать: 102. Нужны роль" in out
    assert "✓ ближайшие напоминания: прошла половина срока — 24 ноября, 12:00 (Europe/Moscow)" in out
    assert "✓ задания раз в 10 секунд, считая от запуска: напомнить о сроках" in out
    assert re.search(r"✓ задания раз в 30 секунд, считая от запуска: .*утренняя сводка", out)
