"""The control API for the page and for tests in other processes: play people, read what they see, break things."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox.api import RateLimit
from sandbox.callback import CallbackDeliverer, target_of
from sandbox.errors import Refused
from sandbox.faults import KINDS, Faults
from sandbox.files import keep_file
from sandbox.model import PERMISSION_BITS, ROLES, Json, User
from sandbox.requests import answering, body_of
from sandbox.view import delivery_view, feed_view, message_view, user_view
from sandbox.world import World

MAX_WAIT = 60.0
UPLOAD_KINDS = ("photo", "doc", "voice")


class Control:
    """Handlers of ``/sandbox/…``."""

    def __init__(self, world: World, faults: Faults, rate: RateLimit, callback: CallbackDeliverer) -> None:
        self.world = world
        self.faults = faults
        self.rate = rate
        self.deliverer = callback

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for verb, path, handler in (
            ("GET", "state", self.state),
            ("GET", "feed", self.feed),
            ("GET", "calls", self.calls),
            ("GET", "conversations/{user_id}/{peer_id}", self.conversation),
            ("POST", "messages", self.say),
            ("POST", "press", self.press),
            ("POST", "edit", self.edit),
            ("POST", "delete", self.delete),
            ("POST", "typing", self.typing),
            ("POST", "uploads", self.upload),
            ("POST", "leads", self.fill_form),
            ("GET", "callback", self.callback),
            ("POST", "callback", self.set_callback),
            ("POST", "users", self.add_user),
            ("POST", "users/{id}", self.change_user),
            ("POST", "faults", self.add_fault),
            ("DELETE", "faults", self.clear_faults),
            ("DELETE", "faults/{name}", self.clear_faults),
            ("POST", "settings", self.change_settings),
            ("POST", "events", self.inject),
            ("POST", "reset", self.reset),
        ):
            router.add_route(verb, f"/sandbox/{path}", answering(handler))

    async def state(self, request: web.Request) -> Json:
        world = self.world
        community = world.community
        return {
            "community": {
                "id": community.id,
                "name": community.name,
                "screen_name": community.screen_name,
                "token": community.token,
            },
            "users": [user_view(user) for user in world.users.values()],
            "chats": [
                {"peer_id": chat.peer_id, "title": chat.title, "members": chat.members} for chat in world.chats.values()
            ],
            "faults": self.faults.active(),
            "fault_kinds": [kind.shape() for kind in KINDS.values()],
            "settings": self._settings(),
            "seq": world.feed.seq,
        }

    async def feed(self, request: web.Request) -> Json:
        """Changes after ``after``; waits for one at most ``wait`` seconds."""
        feed = self.world.feed
        after = int(request.query.get("after", "0"))
        lost = feed.has_lost(after)
        if not lost:
            await feed.changed(after, min(float(request.query.get("wait", "25")), MAX_WAIT))
        answer: Json = {"seq": feed.seq, "items": [feed_view(self.world, item) for item in feed.after(after)]}
        return {**answer, "reset": True, "items": []} if lost else answer

    async def calls(self, request: web.Request) -> Json:
        feed = self.world.feed
        after = int(request.query.get("after", "0"))
        items = [feed_view(self.world, item) for item in feed.after(after) if item.kind == "call"]
        return {"seq": feed.seq, "items": items}

    async def conversation(self, request: web.Request) -> Json:
        user_id, peer_id = int(request.match_info["user_id"]), int(request.match_info["peer_id"])
        return {
            "messages": [message_view(message) for message in self.world.seen_by(user_id, peer_id)],
            "keyboard": self.world.keyboard_of(user_id, peer_id),
            "unread": self.world.read(user_id, peer_id),
        }

    async def say(self, request: web.Request) -> Json:
        body = await body_of(request)
        user_id, text = int(body["user_id"]), str(body.get("text", ""))
        if body.get("as_community"):
            to = body["to_user_id"] if "to_user_id" in body else body["peer_id"]
            given = body.get("attachments") or ()
            return message_view(self.world.answer_by_hand(user_id, int(to), text, attachments=given))
        message = self.world.say(
            user_id,
            int(body["peer_id"]),
            text,
            payload=body.get("payload"),
            attachments=body.get("attachments") or (),
            geo=_geo(body),
            ref=body.get("ref"),
            ref_source=body.get("ref_source"),
            fwd=body.get("fwd") or (),
            reply_to=body.get("reply_to"),
            sticker_id=body.get("sticker_id"),
            voice=bool(body.get("voice")),
        )
        return message_view(message)

    async def press(self, request: web.Request) -> Json:
        body = await body_of(request)
        geo = _geo(body)
        pressed = self.world.press(
            int(body["user_id"]),
            int(body["peer_id"]),
            body.get("label"),
            row=body.get("row"),
            column=body.get("column"),
            cmid=body.get("conversation_message_id"),
            **({"geo": geo} if geo else {}),
        )
        message = message_view(pressed.message) if pressed.message else None
        return {"type": pressed.type, "message": message, "event_id": pressed.event_id, "link": pressed.link}

    async def edit(self, request: web.Request) -> Json:
        body = await body_of(request)
        user_id, peer_id, cmid = _place(body)
        if body.get("as_community"):
            to = int(body.get("to_user_id", peer_id))
            return message_view(self.world.edit_by_hand(user_id, to, cmid, str(body["text"])))
        return message_view(self.world.edit(user_id, peer_id, cmid, str(body["text"])))

    async def delete(self, request: web.Request) -> Json:
        self.world.delete(*_place(await body_of(request)))
        return {"ok": True}

    async def typing(self, request: web.Request) -> Json:
        self.world.type_text(int((await body_of(request))["user_id"]))
        return {"ok": True}

    async def upload(self, request: web.Request) -> Json:
        posted = await request.post()
        kind = str(posted.get("kind", "photo"))
        if kind not in UPLOAD_KINDS:
            raise Refused(f"Неизвестный вид файла «{kind}», есть: {', '.join(UPLOAD_KINDS)}")
        file = keep_file(self.world, posted, kind)
        if file is None:
            raise Refused("Файл не получен или пуст.")
        return {"upload_id": file.id, "url": self.world.media.url(file)}

    async def fill_form(self, request: web.Request) -> Json:
        body = await body_of(request)
        about = {name: body[name] for name in ("form_id", "form_name", "ad_id") if name in body}
        return self.world.fill_form(int(body["user_id"]), list(body.get("answers") or ()), **about)

    async def callback(self, request: web.Request) -> Json:
        """Where events are brought, and every attempt so far."""
        queue = self.world.callback
        return {
            "url": queue.target.url if queue.target else None,
            "events": sorted(queue.target.events) if queue.target else [],
            "waiting": len(queue),
            "deliveries": [delivery_view(delivery) for delivery in queue.deliveries],
        }

    async def set_callback(self, request: web.Request) -> Json:
        await self.deliverer.set_target(target_of(await body_of(request)))
        return await self.callback(request)

    async def add_user(self, request: web.Request) -> Json:
        body = await body_of(request)
        user = self.world.add_user(
            str(body["first_name"]), str(body["last_name"]), int(body.get("sex", 1)), str(body.get("city", ""))
        )
        return user_view(user)

    async def change_user(self, request: web.Request) -> Json:
        body = await body_of(request)
        user = self.world.person(int(request.match_info["id"]))
        self._change_permissions(user, body)
        if "role" in body:
            self.world.set_role(user.id, _known_role(body["role"]))
        if "in_chat" in body:
            for peer_id in self.world.chats:
                (self.world.join_chat if body["in_chat"] else self.world.leave_chat)(user.id, peer_id)
        return user_view(user)

    async def add_fault(self, request: web.Request) -> Json:
        body = await body_of(request)
        name, method = str(body.pop("name")), body.pop("method", None)
        times, probability = body.pop("times", None), float(body.pop("probability", 1))
        params = {key: float(value) for key, value in body.items()}
        times = None if times is None else int(times)
        return self.faults.add(name, times=times, probability=probability, method=method, **params).shape()

    async def clear_faults(self, request: web.Request) -> Json:
        self.faults.clear(request.match_info.get("name"))
        return {"faults": self.faults.active()}

    async def change_settings(self, request: web.Request) -> Json:
        self._set(await body_of(request))
        self.world.feed.publish("settings")
        return self._settings()

    async def inject(self, request: web.Request) -> Json:
        body = await body_of(request)
        return self.world.inject(str(body["type"]), body.get("object"), body.get("event_id"))

    async def reset(self, request: web.Request) -> Json:
        self.faults.clear()
        self.world.reset()
        return {"ok": True}

    def _change_permissions(self, user: User, body: Json) -> None:
        if "allowed" in body:
            (self.world.allow if body["allowed"] else self.world.deny)(user.id)
        for name in ("privacy", "blocked", "deactivated"):
            if name in body:
                setattr(user, name, body[name])
        self.world.feed.publish("user", user)

    def _settings(self) -> Json:
        community, events = self.world.community, self.world.events
        return {
            "messages_enabled": community.messages_enabled,
            "bot_capabilities": community.bot_capabilities,
            "longpoll_enabled": events.enabled,
            "api_version": events.api_version,
            "chat_access": all(chat.full_access for chat in self.world.chats.values()),
            "rate_limit": self.rate.limit,
            "token_permissions": sorted(community.token_permissions),
            "events": dict(events.switches),
        }

    def _set(self, body: Json) -> None:
        community, events = self.world.community, self.world.events
        community.messages_enabled = bool(body.get("messages_enabled", community.messages_enabled))
        community.bot_capabilities = bool(body.get("bot_capabilities", community.bot_capabilities))
        events.enabled = bool(body.get("longpoll_enabled", events.enabled))
        events.api_version = str(body.get("api_version", events.api_version))
        self.rate.limit = body.get("rate_limit", self.rate.limit)
        if "chat_access" in body:
            for chat in self.world.chats.values():
                chat.full_access = bool(body["chat_access"])
        if "token_permissions" in body:
            community.token_permissions = set(body["token_permissions"]) & PERMISSION_BITS.keys()
        for name, on in body.get("events", {}).items():
            if name in events.switches:
                events.switches[name] = bool(on)


def _place(body: Json) -> tuple[int, int, int]:
    return int(body["user_id"]), int(body["peer_id"]), int(body["conversation_message_id"])


def _geo(body: Json) -> tuple[float, float] | None:
    geo = body.get("geo")
    return (float(geo["latitude"]), float(geo["longitude"])) if geo else None


def _known_role(role: Any) -> str | None:
    if role is not None and role not in ROLES:
        raise Refused(f"Неизвестная роль «{role}», есть: {', '.join(ROLES)}")
    return role if role is None else str(role)
