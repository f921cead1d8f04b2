"""Settings from the environment and `.env`. Built only in the entry point and handed on; `.env.example` lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import StartError
from bot.reasons import reason_of
from texts.reply import CHAT_PEERS


def _ids(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace(";", ",").split(",") if part.strip())
    return value


class Settings(BaseSettings):
    """What the operator sets for this installation."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    vk_token: SecretStr
    vk_group_id: int | None = Field(default=None, gt=0)
    vk_api_url: str = "https://api.vk.ru/method/"
    vk_user_token: SecretStr | None = None
    vk_service_token: SecretStr | None = None
    vk_callback_confirmation: str | None = None
    vk_callback_secret: SecretStr | None = None
    database_path: Path = Path("data/priemnaya.db")
    administration_file: Path = Path("administration.toml")
    moderator_chat: int | None = None
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    file_max_mb: int = Field(default=50, ge=1, le=200)
    backup_folder: Path | None = None
    backup_keep: int = Field(default=7, ge=0, le=30)
    log_level: str = "INFO"

    @field_validator("vk_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("адрес начинается с http:// или https://")
        return value.rstrip("/") + "/"

    @field_validator("moderator_chat")
    @classmethod
    def _chat(cls, value: int | None) -> int | None:
        if value is not None and value <= CHAT_PEERS:
            raise ValueError("номер чата больше 2000000000; его назовёт бот, если написать в чате /помощь")
        return value

    @field_validator("admin_ids")
    @classmethod
    def _people(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(one <= 0 for one in value):
            raise ValueError("здесь нужны числовые id людей через запятую")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if (level := value.upper()) not in ("TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"):
            raise ValueError("возможны DEBUG, INFO, WARNING, ERROR")
        return level


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        StartError: a setting is missing or wrong; the text names it and never shows a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "настройки"
        reason = "не задано" if first["type"] == "missing" else reason_of(first)
        raise StartError(f"{name}: {reason}. Настройки читаются из файла .env и из переменных окружения") from None
    except UnicodeDecodeError:
        raise StartError("Файл .env сохранён не в UTF-8: пересохраните его в этой кодировке") from None
