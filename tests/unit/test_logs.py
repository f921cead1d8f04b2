"""The log: what never reaches it, whatever went wrong."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loguru import logger

from bot.logs import mask, set_up_logging

TOKEN = "vk1.a.Q9-w_E.r7TyUiOpAsDfGhJkLzXcVbNm"
OLD_TOKEN = "0123456789abcdef" * 5
WORDS = "Сосед сверху заливает нас третий день"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the process writes, with its own logging."""
    written: list[str] = []
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logging("INFO", written.append)
    yield written
    logger.remove()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        f"access_token={TOKEN}&v=5.199",
        f"POST https://api.vk.ru/method/users.get?v=5.199&access_token={TOKEN}",
        f"{{'access_token': '{TOKEN}', 'v': '5.199'}}",
        f'{{"token": "{TOKEN}"}}',
        f"token = {TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f"ключ {TOKEN} не подошёл",
    ],
)
def test_tokens(text: str) -> None:
    assert TOKEN not in mask(text)
    assert "Q9-w_E" not in mask(text)


@pytest.mark.parametrize("text", ["{}", "access_token={}", "bad token '{}'", "server?act=a_check&key={}&ts=1"])
def test_tokens_of_the_old_form(text: str) -> None:
    assert OLD_TOKEN not in mask(text.format(OLD_TOKEN))


@pytest.mark.parametrize(
    "phone",
    [
        *("+7 900 000-00-00", "+79000000000", "79000000000", "89000000000", "8 (900) 000-00-00", "8-900-000-00-00"),
        *("+7(900)0000000", "+375 29 123-45-67", "+49 30 123456789"),
    ],
)
@pytest.mark.parametrize("line", ["{}", "не дозвонились по {}.", "contact='{}'", "(тел. {})"])
def test_phones(phone: str, line: str) -> None:
    masked = mask(line.format(phone))
    assert "***" in masked
    assert sum(letter.isdigit() for letter in masked) == 0


@pytest.mark.parametrize("email", ["anna@example.ru", "a.b+c@mail.example.ru", "я@пример.рф"])
def test_emails(email: str) -> None:
    assert mask(f"contact {email}, дальше") == "contact ***@***, дальше"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"peer_id": 101, "text": "{WORDS}", "out": 0}}',
        f"{{'peer_id': 101, 'text': '{WORDS}', 'out': 0}}",
        f"Message(peer_id=101, text='{WORDS}', action=None)",
        f"input_value={{'message': '{WORDS}'}}",
        f'{{"text": "он сказал: \\"{WORDS}\\" и ушёл"}}',
        f"{{'first_name': 'x', 'text': 'it\\'s {WORDS}'}}",
        f'{{"body": "{{\\"text\\":\\"{WORDS}\\",\\"out\\":0}}"}}',
        f'{{"body": "{{\\"text\\":\\"он: \\\\\\"{WORDS}\\\\\\"\\",\\"out\\":0}}"}}',
        f'{{"text": "первая строка\n{WORDS}"}}',
        "message=%D0%A1%D0%BE%D1%81%D0%B5%D0%B4&random_id=5",
        f'API.messages.send({{"message":"{WORDS}","random_id":5}})',
    ],
)
def test_peoples_words(text: str) -> None:
    masked = mask(text)
    assert not any(word in masked for word in [*WORDS.split(), "%D0"])
    assert "***" in masked


@pytest.mark.parametrize(
    "line",
    [
        "Событие 5 (message_new): KeyError (citizen, строка 12)",
        "Отправка: нет ответа (messages.send: TimeoutError), пауза 1.0 с",
        "Вызов 12345678901234 (messages.edit): VK 9, повтор через 5.0 с",
        "Сообщество: Приёмная (1), база data/priemnaya.db, 2026-11-24 12:00:00",
        "Отказ без роли: id101 в 2000000001 просит /ответ",
    ],
)
def test_what_the_operator_needs_stays(line: str) -> None:
    assert mask(line) == line


@given(st.text())
def test_any_text_can_be_masked_and_masking_twice_is_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_a_long_line_is_masked_quickly() -> None:
    for filler in ("а", "a", "1", "a.", "+7 ", "text='", 'text\\\\"', "\\"):
        mask(filler * 30_000)


def test_a_line_with_an_exception_is_masked(lines: list[str]) -> None:
    def handle(token: str, phone: str) -> None:
        raise RuntimeError(f"refused access_token={token} for {{'text': '{WORDS}'}}, call {phone}")

    try:
        handle(TOKEN, "+7 900 000-00-00")
    except RuntimeError:
        logger.exception("Сбой у anna@example.ru")
    written = "".join(lines)
    assert "RuntimeError: refused access_token=***" in written, "the place and the kind stay"
    assert "in handle" in written
    for secret in (TOKEN, "Q9-w_E", "anna@", "900 000", "Сосед"):
        assert secret not in written


def test_values_of_variables_are_not_shown(lines: list[str]) -> None:
    def divide(word: str) -> float:
        return len(word) / 0

    try:
        divide(WORDS)
    except ZeroDivisionError:
        logger.exception("Сбой")
    assert "Сосед" not in "".join(lines)


def test_other_libraries_are_masked_too(lines: list[str]) -> None:
    logging.getLogger("aiohttp.client").warning("retry %s", f"https://example.ru/?access_token={TOKEN}")
    logging.getLogger("aiohttp.client").info("chatter")
    assert len(lines) == 1
    assert "aiohttp.client: retry https://example.ru/?access_token=***" in lines[0]


def test_the_level_is_kept(lines: list[str]) -> None:
    logger.debug("мелочь")
    logger.info("важное {}", {"a": 1})
    assert [line.rstrip().rpartition(" важное")[2] for line in lines] == [" {'a': 1}"]


@pytest.mark.parametrize(
    "line",
    [
        "Настройка: VK_TOKEN: у ключа нет права «сообщения сообщества» (messages). Создайте новый ключ с ним",
        "VK_TOKEN: VK не принимает ключ (ошибка 5). Создайте новый: Управление → Работа с API → Ключи доступа",
        "MODERATOR_CHAT=2000000001: чат недоступен. Проверьте номер и что сообщество в чате",
        "Событие 12 (message_new): KeyError (confirm, строка 254)",
        "Вызов 7 (messages.send): VK 912, повтор через 5.0 с",
    ],
)
def test_what_the_operator_must_read_is_left_alone(line: str) -> None:
    assert mask(line) == line
