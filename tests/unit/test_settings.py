"""Settings: each wrong value names its setting, in Russian; secrets are never shown."""

import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import StartError
from bot.settings import Settings, load_settings

TOKEN = "vk1.a.Q9-w_E.r7TyUiOpAsDfGhJkLzXcVbNm"


@pytest.fixture(autouse=True)
def empty_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, an environment without settings of ours."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)


@pytest.fixture
def token(empty_surroundings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_TOKEN", TOKEN)


@pytest.mark.usefixtures("token")
def test_one_setting_is_enough() -> None:
    settings = load_settings()
    assert settings.vk_token.get_secret_value() == TOKEN
    assert settings.vk_api_url == "https://api.vk.ru/method/"
    assert settings.database_path == Path("data/priemnaya.db")
    assert (settings.moderator_chat, settings.admin_ids, settings.vk_group_id) == (None, (), None)


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("ADMIN_IDS", "201, 202", (201, 202)),
        ("ADMIN_IDS", "201;202,", (201, 202)),
        ("ADMIN_IDS", " 201 ", (201,)),
        ("ADMIN_IDS", "", ()),
        ("MODERATOR_CHAT", "2000000001", 2_000_000_001),
        ("MODERATOR_CHAT", "", None),
        ("VK_API_URL", "http://127.0.0.1:8080/method", "http://127.0.0.1:8080/method/"),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("VK_GROUP_ID", "1", 1),
        ("VK_CALLBACK_CONFIRMATION", "a1b2c3d4", "a1b2c3d4"),
        ("VK_CALLBACK_CONFIRMATION", "", None),
        ("VK_CALLBACK_SECRET", "", None),
    ],
)
def test_values(monkeypatch: pytest.MonkeyPatch, name: str, given: str, kept: object) -> None:
    monkeypatch.setenv(name, given)
    assert getattr(load_settings(), name.lower()) == kept


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("VK_TOKEN", "", "не задано"),
        ("VK_GROUP_ID", "club1", "нужно целое число"),
        ("VK_GROUP_ID", "0", "больше нуля"),
        ("VK_GROUP_ID", "-1", "больше нуля"),
        ("VK_API_URL", "api.vk.ru/method", "http"),
        ("MODERATOR_CHAT", "чат", "нужно целое число"),
        ("MODERATOR_CHAT", "1", "номер чата больше 2000000000"),
        ("ADMIN_IDS", "id201", "нужно целое число"),
        ("ADMIN_IDS", "201 202", "нужно целое число"),
        ("ADMIN_IDS", "-201", "числовые id людей"),
        ("LOG_LEVEL", "ГРОМКО", "возможны DEBUG"),
    ],
)
def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, given: str, reason: str) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(StartError) as refused:
        load_settings()
    told = str(refused.value)
    assert told.startswith(f"{name}: ")
    assert reason in told
    assert "\n" not in told
    assert TOKEN not in told
    english = re.sub(r"\.env|DEBUG|INFO|WARNING|ERROR|https?://|\bid\b|[A-Z_]{5,}", "", told)
    assert not re.search("[A-Za-z]", english), f"the operator reads Russian: {told}"


def test_without_a_token() -> None:
    with pytest.raises(StartError, match=r"VK_TOKEN: не задано.*\.env"):
        load_settings()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_env_file(tmp_path: Path, encoding: str) -> None:
    text = f"VK_TOKEN={TOKEN}\n# Пояснение\nADMIN_IDS=201,202\nLOG_LEVEL=\n"
    (tmp_path / ".env").write_text(text, encoding=encoding)
    settings = load_settings()
    assert settings.vk_token.get_secret_value() == TOKEN
    assert (settings.admin_ids, settings.log_level) == ((201, 202), "INFO")


def test_an_env_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# Пояснение\nVK_TOKEN={TOKEN}\n", encoding="cp1251")
    with pytest.raises(StartError, match=r"\.env.*UTF-8"):
        load_settings()


@pytest.mark.usefixtures("token")
def test_the_environment_is_stronger_than_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=DEBUG\nVK_TOKEN=other\nUNKNOWN=1\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = load_settings()
    assert (settings.log_level, settings.vk_token.get_secret_value()) == ("ERROR", TOKEN)


@pytest.mark.usefixtures("token")
def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_USER_TOKEN", TOKEN)
    monkeypatch.setenv("VK_SERVICE_TOKEN", TOKEN)
    monkeypatch.setenv("VK_CALLBACK_SECRET", TOKEN)
    settings = load_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert TOKEN not in shown


@pytest.mark.usefixtures("token")
def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().log_level = "DEBUG"  # type: ignore[misc]  # that is what is tested
