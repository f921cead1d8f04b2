"""`python -m bot check` tells whether leads and comments come, and what to do where they don't."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from storage.database import Database
from storage.migrations import migrate
from storage.moments import to_ms
from tests.e2e.process import Bot
from texts.dates import day_and_time

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


MOSCOW = ZoneInfo("Europe/Moscow")
LOOK = re.compile(r"^  (?:\d+ \w+, )?(\d\d:\d\d:\d\d) (.+?), (раз в [^;\n]+)(?:; (.+))?$", re.MULTILINE)


async def a_town_with_plans(sandbox: Sandbox, folder: Path, *, alive_at: datetime, due: datetime) -> None:
    """The database of a bot that worked at `alive_at`, with something of many kinds that is due at `due`."""
    own, at = sandbox.world.group_id, to_ms(due)
    database = await Database.open(folder / "priemnaya.db")
    await migrate(database)
    async with database.transaction() as transaction:
        for sql, *values in (
            ("INSERT INTO communities (id, alive_at) VALUES (?, ?)", own, to_ms(alive_at)),
            ("INSERT INTO citizens (id, community_id, vk_id, destroy_by) VALUES (1, ?, 101, ?)", own, at),
            ("INSERT INTO staff (community_id, vk_id, source, role) VALUES (?, 101, 'given', 'moderator')", own),
            ("INSERT INTO reminders (community_id, kind, citizen_id, due_at) VALUES (?, 'half', 1, ?)", own, at),
            (
                "INSERT INTO silences (community_id, peer_id, by_id, began_at, until, unanswered)"
                " VALUES (?, 101, 201, 0, ?, 1)",
                own,
                at,
            ),
            (
                "INSERT INTO outages (id, community_id, what, place, category, words, doing, until, declared_by,"
                " declared_at) VALUES (3, ?, 'Нет света', 'весь город', 'light', '', '', ?, 201, 0)",
                own,
                at,
            ),
        ):
            await transaction.run(sql, values)
        await transaction.commit()
    await database.close()


async def test_when_work_is_due(sandbox: Sandbox, tmp_path: Path) -> None:
    """When each tick looks next, in the administration's zone, and what it will find: the bot works meanwhile."""
    due = datetime.now(UTC).replace(hour=9, minute=0) + timedelta(days=2)
    await a_town_with_plans(sandbox, tmp_path, alive_at=datetime.now(UTC), due=due)
    town = tmp_path / "town.toml"
    settings = (ROOT / "administration.toml").read_text(encoding="utf-8")
    town.write_text(settings.replace("\nduty = []", "\nduty = [101, 102]"), encoding="utf-8")
    code, out = await check(sandbox, tmp_path, town)
    assert code == 0, out
    at = day_and_time(due, MOSCOW)
    assert "? дежурным бот не может написать: 102. Нужны роль" in out
    assert f"✓ ближайшие напоминания: прошла половина срока — {at} (Europe/Moscow)" in out
    assert re.search(r"✓ бот работает \(последняя отметка .+\)\. Когда он смотрит .+ \(Europe/Moscow\):", out)
    looks = {name: (moment, period, finds) for moment, name, period, finds in LOOK.findall(out)}
    for name, period, ends, finds in (
        ("напомнить о сроках", "раз в 10 секунд", ("0",), f"следующее {at}"),
        ("напомнить о сообщениях без ответа", "раз в 30 секунд", ("00", "30"), f"следующее {at}"),
        ("уничтожить данные после отзыва согласия", "раз в 10 минут", ("0:00",), f"следующее {at}"),
        ("спросить, закончились ли аварии", "раз в 30 секунд", ("00", "30"), f"следующее {at} (авария 3)"),
        ("объявления", "раз в 1 секунду", (), "пока нечего"),
        ("сообщить об ошибках", "раз в 15 секунд", ("00", "15", "30", "45"), ""),
        ("обновить список сотрудников", "раз в 1 минуту", (":00",), ""),
        ("сверить сообщения с VK", "раз в 10 минут", ("0:00",), ""),
        ("уборка", "раз в 1 час", (":00:00",), ""),
    ):
        moment, how_often, found = looks[name]
        assert (how_often, found) == (period, finds), name
        assert not ends or moment.endswith(ends), (name, moment)
    assert re.fullmatch(r"следующее \d+ \w+, 08:30", looks["утренняя сводка"][2])
    assert re.fullmatch(r"следующее \d+ \w+, 08:30", looks["итоги недели и месяца"][2])
    assert re.fullmatch(r"уже пора, с \d+ \w+, 03:30", looks["сделать копию базы"][2])
    assert len(looks) == 18, "every tick but those that need further tokens"


async def test_when_work_is_due_while_the_bot_stands(sandbox: Sandbox, tmp_path: Path) -> None:
    stood = datetime.now(UTC) - timedelta(hours=3)
    await a_town_with_plans(sandbox, tmp_path, alive_at=stood, due=stood + timedelta(hours=1))
    code, out = await check(sandbox, tmp_path)
    assert code == 0, out
    assert f"? похоже, бот не работает (последняя отметка {day_and_time(stood, MOSCOW)}). После запуска он сразу" in out
    found = {name: finds for _, name, _, finds in LOOK.findall(out)}
    at = day_and_time(stood + timedelta(hours=1), MOSCOW)
    assert found["напомнить о сроках"] == f"уже пора, с {at}"
    assert found["спросить, закончились ли аварии"] == f"уже пора, с {at} (авария 3)"
