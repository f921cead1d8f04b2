"""The community in VK as the operator has set it up: whose token it is, what is missing, how to put it right."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any

from appeals.administration import Department
from appeals.value import dataclass
from bot.errors import StartError
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge
from bot.vk.numbers import integer

_API_PAGE = "Управление → Работа с API"
_KEYS = f"{_API_PAGE} → Ключи доступа"
_LONG_POLL = f"{_API_PAGE} → Long Poll API"

RIGHTS = {"messages": "сообщения сообщества", "manage": "управление сообществом"}
EVENTS = {
    "message_new": "входящее сообщение",
    "message_event": "действие с сообщением",
    "message_allow": "разрешение на получение",
    "message_deny": "запрет на получение",
}
"""Events without which something doesn't work, as VK's settings page names them."""

FURTHER_EVENTS = {
    "message_reply": ("исходящее сообщение", "бот узнает об ответе сотрудника без него только при сверке"),
    "message_edit": ("редактирование сообщения", "бот не узнает об исправленных сообщениях"),
}
"""Events without which the bot works, but knows less, and what it doesn't know then."""

FURTHER_RIGHTS = {
    "wall": ("стена", "бот не ответит под записями"),
    "photos": ("фотографии", "бот не отправит заново фото, которое VK забыл"),
    "docs": ("документы", "бот не отправит заново документ, который VK забыл"),
}
"""Rights without which the bot works, but does less."""

COMMENT_EVENTS = {"wall_reply": "комментарии на стене", "board_post": "обсуждения"}
"""Needed only where comments are taken. The names begin so; their ends are in `_DEEDS`."""

_DEEDS = {"new": "добавление", "edit": "редактирование", "delete": "удаление", "restore": "восстановление"}
_UNUSED = "комментарии выключены в administration.toml ([comments])"

LEAD_EVENT = "lead_forms_new"
"""Needed only where the community has lead forms. VK documents it for the Callback API."""

FATAL_EVENTS = frozenset({"message_new", "message_event"})

UNKNOWN_METHOD = 3
"""VK's error for a method that it doesn't know: nothing follows from it for the settings."""


class Mark(StrEnum):
    """What came of a look. `ASK`: VK doesn't tell, the operator has to look."""

    GOOD = "✓"
    MISSING = "✗"
    ASK = "?"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at. `fatal` means that the bot can't work with it."""

    mark: Mark
    what: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Community:
    """Who the token belongs to."""

    id: int
    name: str
    screen_name: str


async def identify(api: VkApi, group_id: int | None) -> Community:
    """The community of the token.

    Raises:
        StartError: VK refuses the token, it is a person's, or another community's than `group_id`.
        VkUnavailableError: VK doesn't answer, or asks to come again later.
    """
    try:
        answer = await _ask(api, "groups.getById", **({"group_id": group_id} if group_id else {}))
    except VkError as error:
        raise StartError(_refusal(error, group_id)) from None
    groups = answer.get("groups") if isinstance(answer, dict) else answer
    first = groups[0] if isinstance(groups, list) and groups else None
    own = integer(first.get("id")) if isinstance(first, dict) else None
    if not isinstance(first, dict) or own is None:
        raise StartError(f"VK_TOKEN: это не ключ сообщества. Создайте ключ: {_KEYS}")
    if group_id is not None and own != group_id:
        raise StartError(f"VK_GROUP_ID: ключ принадлежит сообществу {own}, а указано {group_id}")
    return Community(own, str(first.get("name", "")), str(first.get("screen_name", "")))


async def inspect(
    api: VkApi,
    community: Community,
    *,
    moderator_chat: int | None,
    admin_ids: Sequence[int],
    departments: Sequence[Department] = (),
    comments: bool = False,
) -> AsyncIterator[Finding]:
    """Look at everything the bot depends on, one thing after another.

    `comments` tells that comments and discussions are to be taken; otherwise they are but mentioned.

    What can't be seen for want of a right isn't looked at: one cause is told once.

    Raises:
        VkUnavailableError: VK doesn't answer, or asks to come again later.
    """
    absent = await _absent_rights(api)
    for finding in await _rights(api, community, absent):
        yield finding
    if absent is not None:
        for name in FURTHER_RIGHTS:
            yield _further_right(name, has=name not in absent)
    looks: list[tuple[str, _Look]] = [
        ("messages", _messages),
        ("manage", lambda api, community: _long_poll(api, community, comments=comments)),
        ("manage", lambda api, community: _managers(api, community, admin_ids)),
        ("messages", lambda api, _: _chat(api, moderator_chat)),
        ("messages", lambda api, _: _chats_of(api, departments)),
    ]
    unusable = absent or set()
    for right, look in looks:
        if right in unusable:
            continue
        for finding in await _looked(look, api, community):
            if finding.fatal and look is _messages:
                unusable = unusable | {right}  # nothing can be said of the chat then
            yield finding


_Look = Callable[[VkApi, Community], Awaitable[list[Finding]]]


async def _looked(look: _Look, api: VkApi, community: Community) -> list[Finding]:
    try:
        return await look(api, community)
    except VkError as error:
        return [_missing(f"VK отказал: {error.method}, ошибка {error.code}. Проверьте права ключа VK_TOKEN")]


async def _ask(api: VkApi, method: str, **params: Any) -> Any:
    """`VkApi.ask` for a look: «try again later» is no verdict about a setting."""
    try:
        return await api.ask(method, **params)
    except VkError as error:
        if judge(error.code, method) in (Verdict.RETRY, Verdict.RETRY_LATER):
            raise VkUnavailableError(str(error)) from None
        raise


async def _absent_rights(api: VkApi) -> set[str] | None:
    """The rights that the token lacks; None when VK doesn't tell."""
    try:
        answer = await _ask(api, "groups.getTokenPermissions")
    except VkError:
        return None
    listed = answer.get("permissions") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        return None
    return {*RIGHTS, *FURTHER_RIGHTS} - {item.get("name") for item in listed if isinstance(item, dict)}


async def _rights(api: VkApi, community: Community, absent: set[str] | None) -> list[Finding]:
    if absent is None:
        return [_ask_operator(f"VK не назвал прав ключа VK_TOKEN. Нужны: {', '.join(RIGHTS.values())}")]
    # Whether the long poll really needs a right is for VK to say, not for the list.
    deaf = "manage" in absent and await _is_refused(api, "groups.getLongPollServer", group_id=community.id)
    return [
        _missing(
            f"VK_TOKEN: у ключа нет права «{title}» ({name}). Создайте новый ключ с ним: {_KEYS}",
            fatal=name == "messages" or deaf,
        )
        if name in absent
        else Finding(Mark.GOOD, f"VK_TOKEN: право «{title}» ({name})")
        for name, title in RIGHTS.items()
    ]


async def _messages(api: VkApi, community: Community) -> list[Finding]:
    try:
        await _ask(api, "messages.getConversations", count=1)
    except VkError as error:
        if error.code == UNKNOWN_METHOD:
            raise
        what = f"сообщения сообщества выключены (ошибка VK {error.code})"
        return [_missing(f"{what}. Включите: Управление → Сообщения → Сообщения сообщества", fatal=True)]
    return [
        Finding(Mark.GOOD, "сообщения сообщества включены"),
        _ask_operator("Управление → Сообщения → Настройки для бота: «Возможности ботов» должны быть включены"),
    ]


async def _long_poll(api: VkApi, community: Community, *, comments: bool) -> list[Finding]:
    settings: Any = await _ask(api, "groups.getLongPollSettings", group_id=community.id)
    if not isinstance(settings, dict) or not settings.get("is_enabled"):
        return [_missing(f"Long Poll API выключен. Включите: {_LONG_POLL}", fatal=True)]
    findings = [Finding(Mark.GOOD, "Long Poll API включён")]
    version = str(settings.get("api_version", ""))
    if version and version != api.API_VERSION:
        findings.append(_missing(f"версия Long Poll API {version}, нужна {api.API_VERSION}: {_LONG_POLL}"))
    switched = settings.get("events")
    if not isinstance(switched, dict):
        return [*findings, _ask_operator(f"VK не назвал включённых событий: {_LONG_POLL} → Типы событий")]
    findings += [_event(name, title, switched.get(name)) for name, title in EVENTS.items()]
    findings += [_further_event(name, switched.get(name)) for name in FURTHER_EVENTS]
    return [*findings, _lead_forms(switched.get(LEAD_EVENT)), *_comment_events(switched, used=comments)]


def _event(name: str, title: str, switch: Any) -> Finding:
    if integer(switch) == 1:
        return Finding(Mark.GOOD, f"событие «{title}» ({name})")
    what = f"событие «{title}» ({name}) выключено. Включите: {_LONG_POLL} → Типы событий"
    return _missing(what, fatal=name in FATAL_EVENTS)


def _further_event(name: str, switch: Any) -> Finding:
    title, without = FURTHER_EVENTS[name]
    if integer(switch) == 1:
        return Finding(Mark.GOOD, f"событие «{title}» ({name})")
    return _ask_operator(f"событие «{title}» ({name}) выключено: {without}. Включите: {_LONG_POLL} → Типы событий")


def _lead_forms(switch: Any) -> Finding:
    if integer(switch) == 1:
        return Finding(Mark.GOOD, f"заявки из форм приходят по Long Poll ({LEAD_EVENT})")
    return _ask_operator(
        f"заявки из форм по Long Poll не приходят ({LEAD_EVENT}). Если в сообществе есть формы сбора заявок, включите: "
        f"{_LONG_POLL} → Типы событий. Нет там такого события — {_API_PAGE} → Callback API и запуск с --callback: "
        "раздел «Callback API» руководства оператора"
    )


def _comment_events(switched: dict[str, Any], *, used: bool) -> list[Finding]:
    """One line for comments and one for discussions: the events are switched on side by side."""
    findings = []
    for prefix, title in COMMENT_EVENTS.items():
        off = [deed for name, deed in _DEEDS.items() if integer(switched.get(f"{prefix}_{name}")) != 1]
        if not off:
            findings.append(Finding(Mark.GOOD, f"события «{title}» ({prefix}_…)"))
            continue
        what = f"события «{title}»: выключено {', '.join(off)} ({prefix}_…). Включите: {_LONG_POLL} → Типы событий"
        findings.append(_ask_operator(what if used else f"{_UNUSED}; {what}"))
    return findings


def _further_right(name: str, *, has: bool) -> Finding:
    title, without = FURTHER_RIGHTS[name]
    if has:
        return Finding(Mark.GOOD, f"VK_TOKEN: право «{title}» ({name})")
    return _ask_operator(
        f"VK_TOKEN: у ключа нет права «{title}» ({name}), {without}. Создайте новый ключ с ним: {_KEYS}"
    )


async def _managers(api: VkApi, community: Community, admin_ids: Sequence[int]) -> list[Finding]:
    answer = await _ask(api, "groups.getMembers", group_id=community.id, filter="managers", count=1)
    count = integer(answer.get("count")) if isinstance(answer, dict) else 0
    if count:
        return [Finding(Mark.GOOD, f"руководителей сообщества: {count}")]
    if admin_ids:
        return [Finding(Mark.GOOD, f"ADMIN_IDS: администраторов {len(admin_ids)}")]
    return [_missing("у сообщества нет руководителей: назначьте их или укажите ADMIN_IDS")]


async def _chat(api: VkApi, moderator_chat: int | None) -> list[Finding]:
    if moderator_chat is None:
        what = "MODERATOR_CHAT не задан: карточки пойдут администраторам в личные сообщения"
        return [_missing(f"{what}. Добавьте сообщество в чат сотрудников и напишите там /помощь: бот назовёт номер")]
    if await _is_refused(api, "messages.getConversationMembers", peer_id=moderator_chat):
        what = f"MODERATOR_CHAT={moderator_chat}: чат недоступен. Проверьте номер и что сообщество в чате"
        return [_missing(f"{what}; в самом чате назначьте его администратором и дайте доступ ко всем сообщениям")]
    return [
        Finding(Mark.GOOD, f"чат модераторов {moderator_chat} доступен"),
        _ask_operator("у сообщества в чате модераторов должен быть доступ ко всем сообщениям"),
    ]


async def _chats_of(api: VkApi, departments: Sequence[Department]) -> list[Finding]:
    """A department without a chat works in private; a chat that the bot isn't in would get no card."""
    findings = []
    for one in departments:
        if one.chat is None:
            continue
        if await _is_refused(api, "messages.getConversationMembers", peer_id=one.chat):
            what = f"чат {one.chat} недоступен: карточки отдела «{one.title}» туда не придут"
            findings.append(_missing(f"{what}. Добавьте в чат сообщество или исправьте chat в [[departments]]"))
        else:
            findings.append(Finding(Mark.GOOD, f"чат отдела «{one.title}» {one.chat} доступен"))
    return findings


async def _is_refused(api: VkApi, method: str, **params: Any) -> bool:
    try:
        await _ask(api, method, **params)
    except VkError as error:
        return error.code != UNKNOWN_METHOD
    return False


def _missing(what: str, *, fatal: bool = False) -> Finding:
    return Finding(Mark.MISSING, what, fatal)


def _ask_operator(what: str) -> Finding:
    return Finding(Mark.ASK, f"проверьте сами: {what}")


def _refusal(error: VkError, group_id: int | None) -> str:
    if error.code in (5, 27, 28, 1114, 1116):
        return f"VK_TOKEN: VK не принимает ключ (ошибка {error.code}). Создайте новый: {_KEYS}"
    if error.code in (100, 104, 125) and group_id is not None:
        return f"VK_GROUP_ID: VK не знает такого сообщества (ошибка {error.code})"
    return f"VK_TOKEN: ключу не хватает прав (ошибка {error.code}, {error.method}). Создайте новый: {_KEYS}"
