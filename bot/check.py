"""Looking at the community's settings in VK: what is missing, and how to put it right."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from bot.vk.numbers import integer

NEEDED_EVENTS = {
    "message_new": "входящее сообщение",
    "message_event": "действие с сообщением (нажатия кнопок)",
    "message_allow": "разрешение на получение",
    "message_deny": "запрет на получение",
}
"""Events without which something of today's bot doesn't work, as VK's settings page names them."""

LEAD_EVENT = "lead_forms_new"
"""Needed only where the community has lead forms. VK documents it for the Callback API."""

FATAL_EVENTS = frozenset({"message_new", "message_event"})
NEEDED_RIGHTS = {"messages": "сообщения сообщества", "manage": "управление сообществом"}
_MANAGE = "Управление → Работа с API"

UNKNOWN_METHOD = 3
"""VK's error for a method that it doesn't know: nothing follows from it for the settings."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at. `fatal` means that the bot can't work with it, `optional` that it needn't be."""

    good: bool
    what: str
    fatal: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Community:
    """Who the token belongs to."""

    id: int
    name: str
    screen_name: str


async def identify(api: VkApi, group_id: int | None) -> Community:
    """The community of the token.

    Raises:
        VkError: VK refuses the token.
        LookupError: it is a person's token, or another community's than `group_id`. The text is for the operator.
    """
    params = {"group_id": group_id} if group_id else {}
    answer = await _ask(api, "groups.getById", **params)
    groups = answer.get("groups") if isinstance(answer, dict) else answer
    first = groups[0] if isinstance(groups, list) and groups else None
    own = integer(first.get("id")) if isinstance(first, dict) else None
    if not isinstance(first, dict) or own is None:
        raise LookupError("VK_TOKEN: это не ключ сообщества. Создайте ключ в настройках сообщества: " + _MANAGE)
    if group_id is not None and own != group_id:
        raise LookupError(f"VK_GROUP_ID: ключ принадлежит сообществу {own}, а указано {group_id}")
    return Community(own, str(first.get("name", "")), str(first.get("screen_name", "")))


async def inspect(api: VkApi, community: Community, moderator_chat: int | None) -> AsyncIterator[Finding]:
    """Look at everything the bot depends on, one thing after another.

    Raises:
        VkUnavailableError: VK doesn't answer, or asks to come again later.
    """
    for look in (_rights, _messages, _long_poll, _managers):
        async for finding in _refusals(look, api, community):
            yield finding
    async for finding in _chat(api, moderator_chat):
        yield finding


async def _ask(api: VkApi, method: str, **params: Any) -> Any:
    """`VkApi.ask` for a look: «try again later» is no verdict about a setting."""
    try:
        return await api.ask(method, **params)
    except VkError as error:
        if judge(error.code, method) in (Verdict.RETRY, Verdict.RETRY_LATER):
            raise VkUnavailableError(str(error)) from None
        raise


_Look = Callable[[VkApi, Community], Awaitable[list[Finding]]]


async def _refusals(look: _Look, api: VkApi, community: Community) -> AsyncIterator[Finding]:
    try:
        for finding in await look(api, community):
            yield finding
    except VkError as error:
        yield Finding(False, f"VK отказал: {error.method}, ошибка {error.code}. Проверьте права ключа VK_TOKEN")


async def _rights(api: VkApi, community: Community) -> list[Finding]:
    answer = await _ask(api, "groups.getTokenPermissions")
    listed = answer.get("permissions") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        return [Finding(False, "VK не назвал прав ключа VK_TOKEN: проверьте их сами в настройках сообщества")]
    names = {item.get("name") for item in listed if isinstance(item, dict)}
    return [
        Finding(name in names, f"VK_TOKEN: право «{title}» ({name})", fatal=name == "messages")
        if name in names
        else Finding(
            False,
            f"VK_TOKEN: у ключа нет права «{title}» ({name}). Создайте новый ключ с ним: {_MANAGE} → Ключи доступа",
            fatal=name == "messages",
        )
        for name, title in NEEDED_RIGHTS.items()
    ]


async def _messages(api: VkApi, community: Community) -> list[Finding]:
    try:
        await _ask(api, "messages.getConversations", count=1)
    except VkError as error:
        if error.code == UNKNOWN_METHOD:
            raise
        return [
            Finding(
                False,
                f"сообщения сообщества выключены (ошибка VK {error.code}). "
                "Включите: Управление → Сообщения → Сообщения сообщества",
                fatal=True,
            )
        ]
    return [Finding(True, "сообщения сообщества включены")]


async def _long_poll(api: VkApi, community: Community) -> list[Finding]:
    settings: Any = await _ask(api, "groups.getLongPollSettings", group_id=community.id)
    if not isinstance(settings, dict) or not settings.get("is_enabled"):
        return [Finding(False, f"Long Poll API выключен. Включите: {_MANAGE} → Long Poll API", fatal=True)]
    findings = [Finding(True, "Long Poll API включён")]
    version = str(settings.get("api_version", ""))
    if version and version != api.API_VERSION:
        findings.append(
            Finding(False, f"версия Long Poll API {version}, нужна {api.API_VERSION}: {_MANAGE} → Long Poll API")
        )
    switched = settings.get("events")
    if not isinstance(switched, dict):
        findings.append(Finding(False, f"VK не назвал включённых событий: проверьте сами: {_MANAGE} → Long Poll API"))
        return findings
    for name, title in NEEDED_EVENTS.items():
        if integer(switched.get(name)) == 1:
            findings.append(Finding(True, f"событие «{title}» ({name})"))
        else:
            where = f"{_MANAGE} → Long Poll API → Типы событий"
            findings.append(
                Finding(False, f"событие «{title}» ({name}) выключено. Включите: {where}", name in FATAL_EVENTS)
            )
    return [*findings, _lead_forms(integer(switched.get(LEAD_EVENT)) == 1)]


def _lead_forms(by_long_poll: bool) -> Finding:
    if by_long_poll:
        return Finding(True, f"заявки из форм приходят по Long Poll ({LEAD_EVENT})", optional=True)
    return Finding(
        False,
        f"заявки из форм по Long Poll не приходят ({LEAD_EVENT}). Если в сообществе есть формы сбора заявок, включите: "
        f"{_MANAGE} → Long Poll API → Типы событий. Нет там такого события — {_MANAGE} → Callback API и запуск с "
        "--callback: раздел «Callback API» руководства оператора",
        optional=True,
    )


async def _managers(api: VkApi, community: Community) -> list[Finding]:
    answer = await _ask(api, "groups.getMembers", group_id=community.id, filter="managers", count=1)
    count = answer.get("count", 0) if isinstance(answer, dict) else 0
    if count:
        return [Finding(True, f"руководителей сообщества: {count}")]
    return [Finding(False, "у сообщества нет руководителей: назначьте их или укажите ADMIN_IDS")]


async def _chat(api: VkApi, moderator_chat: int | None) -> AsyncIterator[Finding]:
    if moderator_chat is None:
        yield Finding(
            False,
            "MODERATOR_CHAT не задан: карточки пойдут администраторам в личные сообщения. Добавьте сообщество "
            "в чат сотрудников и напишите там /помощь: бот назовёт номер чата",
        )
        return
    try:
        await _ask(api, "messages.getConversationMembers", peer_id=moderator_chat)
        yield Finding(
            True, f"чат модераторов {moderator_chat} доступен (доступ ко всем сообщениям проверьте в самом чате)"
        )
    except VkError as error:
        yield Finding(
            False,
            f"MODERATOR_CHAT={moderator_chat}: чат недоступен (ошибка VK {error.code}). Проверьте номер и что "
            "сообщество в чате; в самом чате назначьте его администратором и дайте доступ ко всем сообщениям, "
            "иначе бот увидит только команды с упоминанием",
        )
