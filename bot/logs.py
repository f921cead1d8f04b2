"""Logging: loguru to the standard error stream, masked. Set up before vkbottle is imported, which adds its own sink.

What never reaches a log: tokens, phones, e-mails, and the text of messages. Nobody logs a text on purpose; the mask
in the sink catches what slips in through an exception or a library.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

_WORDS = r"(?:text|message|question|answer|reason|address|contact|first_name|last_name)"
_MASKS = (
    (re.compile(r"(?i)((?:access_)?token|key|secret)(['\"]?\s*[=:]\s*['\"]?)[\w.\-]{8,}", re.ASCII), r"\1\2***"),
    (re.compile(r"vk1\.[\w\-.]{8,}"), "***"),
    (re.compile(r"\b[0-9a-f]{40,}\b", re.IGNORECASE), "***"),
    (re.compile(r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+"), "***@***"),
    (re.compile(r"(?<![\w.])(?:\+?7|8)[\s(\-]*\d{3}[\s)\-]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}(?!\w)"), "***"),
    (re.compile(r"(?<![\w.])\+\d(?:[\s()\-]*\d){9,14}(?!\w)"), "***"),
    # Quoted words of people, in JSON or in Python's repr; an escaped quote doesn't end them.
    (re.compile(rf"(?is)(\b{_WORDS}['\"]?\s*[:=]\s*)(['\"])(?:\\.|(?!\2)[^\\])*\2"), r"\1***"),
    # The same in JSON that is itself a string: every quote comes after a backslash.
    (re.compile(rf"(?is)(\b{_WORDS}\\+\"\s*:\s*)\\+\".*?(?<!\\)\\\""), r"\1***"),
    (re.compile(rf"(?i)\b({_WORDS}=)(?!\*)[^&\s]+"), r"\1***"),
)


def mask(text: str) -> str:
    """Hide tokens, phones, e-mails and texts."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def set_up_logging(level: str, write: Callable[[str], Any] = sys.stderr.write) -> None:
    """Make one masked sink and nothing else. vkbottle's own messages are kept from WARNING on."""

    def wanted(record: Record) -> bool:
        own = not (record["name"] or "").startswith(("vkbottle", "apscheduler"))
        return own or record["level"].no >= logging.WARNING

    logger.remove()
    logger.add(
        lambda message: write(mask(str(message))),
        level=level,
        format="{time:YYYY-MM-DD HH:mm:ss} {level: <8} {message}",
        filter=wanted,
        diagnose=False,
        backtrace=False,
        colorize=False,
    )
    logging.basicConfig(handlers=[_Intercept()], level=logging.WARNING, force=True)


class _Intercept(logging.Handler):
    """Leads the standard library's logging into loguru, so that it is masked too."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, "{}: {}", record.name, record.getMessage())
