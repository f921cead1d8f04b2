"""A second, small VK, written from VK's documentation alone, so that nothing hangs on a habit of the sandbox.

It knows one community, answers exactly the documented fields, and can be made poorer: methods that it refuses with an
error, and numbers that come as text.
"""

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web

GROUP = 777
TOKEN = "vk1.a.strict"
CALL = re.compile(r"API\.([a-zA-Z.]+)\(")
Json = dict[str, Any]


class Refusal(Exception):
    """VK's error."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(slots=True)
class StrictVk:
    """The server; `refuses` maps methods to error codes."""

    refuses: dict[str, int] = field(default_factory=dict)
    plain_ids: bool = False
    """messages.send answers an id even when it was asked with `peer_ids`."""
    texts_for_numbers: bool = False
    groups_as_list: bool = False
    """groups.getById answers a bare list, as in versions before 5.139."""
    sent: list[tuple[int, Json]] = field(default_factory=list)
    edited: list[Json] = field(default_factory=list)
    pressed: list[Json] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    url: str = ""
    _counts: dict[int, int] = field(default_factory=dict)
    _random_ids: dict[tuple[int, str], Json] = field(default_factory=dict)
    _updates: list[Json] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _ids: Any = field(default_factory=lambda: itertools.count(500))
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> "StrictVk":
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/method/{name}", self._method)
        app.router.add_route("*", "/wh777", self._check)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    # What people do and see

    async def says(self, user_id: int, text: str, *, peer_id: int | None = None, payload: str | None = None) -> None:
        """A person writes."""
        peer = peer_id or user_id
        message: Json = {
            "id": 0 if peer_id else next(self._ids),
            "date": 1_800_000_000,
            "peer_id": peer,
            "from_id": user_id,
            "text": text,
            "conversation_message_id": self._next(peer),
            "fwd_messages": [],
            "important": False,
            "random_id": 0,
            "attachments": [],
            "is_hidden": False,
        }
        if payload is not None:
            message["payload"] = payload
        info = {"button_actions": ["text", "callback"], "keyboard": True, "inline_keyboard": True, "lang_id": 0}
        await self.tell("message_new", {"message": message, "client_info": info})

    async def presses(self, user_id: int, peer_id: int, label: str) -> None:
        """A person presses the last button with that label; text buttons write, callback buttons make an event."""
        button = self.button(peer_id, label)
        payload = button["action"]["payload"]
        if button["action"]["type"] == "text":
            await self.says(user_id, label, payload=payload)
            return
        event_id = f"{next(self._ids):012x}"
        body = {"user_id": user_id, "peer_id": peer_id, "event_id": event_id, "payload": json.loads(payload)}
        await self.tell("message_event", body)

    def button(self, peer_id: int, label: str) -> Json:
        """The last button with that label in a conversation, as it was sent or edited."""
        shown = [call for peer, call in self.sent if peer == peer_id] + [
            call for call in self.edited if int(call["peer_id"]) == peer_id
        ]
        for call in reversed(shown):
            for row in json.loads(call.get("keyboard", '{"buttons": []}'))["buttons"]:
                for button in row:
                    if button["action"].get("label") == label:
                        return dict(button)
        raise LookupError(label)

    async def sees(self, peer_id: int, text: str, seconds: float = 20) -> Json:
        """Wait until a message of the community holds `text`."""

        def found() -> list[Json]:
            return [call for peer, call in self.sent if peer == peer_id and text in call["message"]]

        await self.until(found, seconds)
        return found()[-1]

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Wait for something that a request brings."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    async def tell(self, kind: str, body: Json) -> None:
        """Put an update on the long poll."""
        event = {"type": kind, "object": body, "group_id": GROUP, "v": "5.199", "event_id": f"{next(self._ids):040x}"}
        async with self._changed:
            self._updates.append(event)
            self._changed.notify_all()

    # The API

    async def _method(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        name = request.match_info["name"]
        try:
            if form.pop("access_token", "") != TOKEN:
                raise Refusal(5, "User authorization failed: invalid access_token (4).")
            if not re.fullmatch(r"5\.\d+", form.pop("v", "")):
                raise Refusal(8, "Invalid request: v is required")
            body: Json = self._execute(form) if name == "execute" else {"response": self._call(name, form)}
        except Refusal as refusal:
            code: Any = str(refusal.code) if self.texts_for_numbers else refusal.code
            body = {"error": {"error_code": code, "error_msg": refusal.text, "request_params": []}}
        async with self._changed:
            self._changed.notify_all()
        return web.json_response(body)

    def _execute(self, form: Json) -> Json:
        self.methods.append("execute")
        if code := self.refuses.get("execute"):
            raise Refusal(code, "Unable to process execute")
        program, position = form["code"].strip(), 0
        results: list[Any] = []
        errors: list[Json] = []
        if not (program.startswith("return [") and program.endswith("];")):
            raise Refusal(12, "Unable to compile code")
        while match := CALL.search(program, position):
            params, end = json.JSONDecoder().raw_decode(program, match.end())
            position = end
            try:
                results.append(self._call(match[1], {name: str(value) for name, value in params.items()}))
            except Refusal as refusal:
                results.append(False)
                errors.append({"method": match[1], "error_code": refusal.code, "error_msg": refusal.text})
        if len(results) > 25:
            raise Refusal(13, "Runtime error occurred during code invocation: too many api calls")
        return {"response": results, **({"execute_errors": errors} if errors else {})}

    def _call(self, name: str, form: Json) -> Any:
        self.methods.append(name)
        if code := self.refuses.get(name):
            raise Refusal(code, "Refused")
        known: dict[str, Callable[[Json], Any]] = {
            "groups.getById": self._groups,
            "groups.getTokenPermissions": self._permissions,
            "groups.getLongPollSettings": self._settings,
            "groups.getLongPollServer": self._server,
            "groups.getMembers": self._members,
            "users.get": self._users,
            "messages.send": self._send,
            "messages.edit": self._edit,
            "messages.sendMessageEventAnswer": self._answer,
            "messages.getConversations": lambda form: {"count": 0, "items": []},
            "messages.getHistory": lambda form: {"count": 0, "items": []},
            "messages.getConversationMembers": lambda form: {"count": 0, "items": [], "profiles": [], "groups": []},
        }
        if name not in known:
            raise Refusal(3, "Unknown method passed")
        return known[name](form)

    def _number(self, value: int) -> Any:
        return str(value) if self.texts_for_numbers else value

    def _groups(self, form: Json) -> Any:
        groups = [self._group()]
        return groups if self.groups_as_list else {"groups": groups, "profiles": []}

    def _group(self) -> Json:
        return {"id": self._number(GROUP), "name": "Примерск", "screen_name": "club777", "type": "page", "is_closed": 0}

    def _permissions(self, form: Json) -> Json:
        names = {"messages": 4096, "manage": 262144}
        return {
            "mask": sum(names.values()),
            "permissions": [{"name": name, "setting": bit} for name, bit in names.items()],
        }

    def _settings(self, form: Json) -> Json:
        names = ("message_new", "message_event", "message_allow", "message_deny", "message_reply", "wall_post_new")
        return {
            "is_enabled": True,
            "api_version": "5.199",
            "events": {name: self._number(int(name != "wall_post_new")) for name in names},
        }

    def _server(self, form: Json) -> Json:
        if int(form["group_id"]) != GROUP:
            raise Refusal(15, "Access denied")
        return {"key": "abc", "server": f"{self.url}/wh777", "ts": self._number(1000 + len(self._updates))}

    def _members(self, form: Json) -> Json:
        if form.get("filter") != "managers":
            return {"count": 0, "items": []}
        return {"count": 1, "items": [{"id": self._number(201), "role": "administrator", "permissions": ["ads"]}]}

    def _users(self, form: Json) -> list[Json]:
        return [
            {
                "id": self._number(int(one)),
                "first_name": "Анна",
                "last_name": "Примерова",
                "can_access_closed": True,
                "is_closed": False,
                "sex": self._number(1),
            }
            for one in form["user_ids"].split(",")
        ]

    def _send(self, form: Json) -> Any:
        if "random_id" not in form:
            raise Refusal(100, "One of the parameters specified was missing or invalid: random_id is undefined")
        if not form.get("message") and not form.get("attachment"):
            raise Refusal(100, "message is empty")
        if "keyboard" in form:
            json.loads(form["keyboard"])
        peers = [int(one) for one in (form.get("peer_ids") or form.get("peer_id") or form["user_id"]).split(",")]
        if len(peers) > 100:
            raise Refusal(100, "One of the parameters specified was missing or invalid: peer_ids")
        items = [self._accepted(peer, form) for peer in peers]
        if "peer_ids" in form and not self.plain_ids:
            return items
        return items[0]["message_id"]

    def _accepted(self, peer: int, form: Json) -> Json:
        key = (peer, form["random_id"])
        if key not in self._random_ids:
            self.sent.append((peer, form))
            self._random_ids[key] = {
                "peer_id": peer,
                "message_id": 0 if peer > 2_000_000_000 else next(self._ids),
                "conversation_message_id": self._number(self._next(peer)),
            }
        return self._random_ids[key]

    def _edit(self, form: Json) -> int:
        if not (form.get("conversation_message_id") or form.get("message_id")):
            raise Refusal(100, "message_id is undefined")
        self.edited.append(form)
        return 1

    def _answer(self, form: Json) -> int:
        json.loads(form["event_data"])
        self.pressed.append(form)
        return 1

    def _next(self, peer: int) -> int:
        self._counts[peer] = self._counts.get(peer, 0) + 1
        return self._counts[peer]

    # The long poll

    async def _check(self, request: web.Request) -> web.Response:
        asked = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
        assert asked["act"] == "a_check"
        if asked["key"] != "abc":
            return web.json_response({"failed": 2})
        seen = int(asked["ts"]) - 1000
        if not 0 <= seen <= len(self._updates):
            return web.json_response({"failed": 1, "ts": self._number(1000 + len(self._updates))})
        try:
            async with asyncio.timeout(min(float(asked.get("wait", 25)), 90)), self._changed:
                await self._changed.wait_for(lambda: len(self._updates) > seen)
        except TimeoutError:
            return web.json_response({"ts": asked["ts"], "updates": []})
        return web.json_response({"ts": self._number(1000 + len(self._updates)), "updates": self._updates[seen:]})
