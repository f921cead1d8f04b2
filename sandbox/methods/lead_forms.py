"""leadForms.*: VK gives them to the token of the community's administrator only."""

from __future__ import annotations

from typing import Any

import orjson

from sandbox.errors import VkError
from sandbox.model import Json
from sandbox.params import Params
from sandbox.state import State

LIMITS = {
    "name": 100,
    "title": 60,
    "description": 600,
    "confirmation": 300,
    "site_link_url": 200,
    "policy_link_url": 200,
}
REQUIRED = ("name", "title", "description", "policy_link_url")
KINDS = frozenset({"input", "textarea", "radio", "checkbox", "select"})
STANDARD = frozenset(
    {"first_name", "patronymic_name", "last_name", "email", "phone_number", "age", "birthday", "location"}
)
MAX_OWN_QUESTIONS = 5


def create(state: State, p: Params) -> Json:
    """leadForms.create."""
    _own_group(state, p)
    for name in REQUIRED:
        p.required_text(name)
    texts = {name: p.text(name, max_length=limit) for name, limit in LIMITS.items()}
    return state.lead_forms.add(
        {
            **texts,
            "questions": _questions(p.required_text("questions")),
            "active": int(p.flag("active")),
            "once_per_user": int(p.flag("once_per_user")),
            "notify_admins": p.text("notify_admins"),
            "notify_emails": p.text("notify_emails"),
            "photo": p.text("photo"),
        },
        state.group_id,
    )


def get(state: State, p: Params) -> Json:
    """leadForms.get."""
    _own_group(state, p)
    return _form(state, p)


def list_forms(state: State, p: Params) -> list[Json]:
    """leadForms.list."""
    _own_group(state, p)
    return [state.lead_forms.shape(form_id) for form_id in state.lead_forms.forms]


def get_leads(state: State, p: Params) -> Json:
    """Newest first; `next_page_token` leads to the older ones."""
    _own_group(state, p)
    form_id = int(_form(state, p)["form_id"])
    limit = p.integer_or("limit", 10, 1, 1000)
    start = p.integer_or("next_page_token", 0, 0)
    leads = state.lead_forms.leads_of(form_id)
    answer: Json = {"leads": leads[start : start + limit]}
    if start + limit < len(leads):
        answer["next_page_token"] = str(start + limit)
    return answer


def _own_group(state: State, p: Params) -> None:
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(15, "you are not an administrator of this community")


def _form(state: State, p: Params) -> Json:
    form_id = p.required_integer("form_id", 1)
    if form_id not in state.lead_forms.forms:
        raise VkError(100, "form_id is invalid")
    return state.lead_forms.shape(form_id)


def _questions(text: str) -> list[Json]:
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise VkError(100, "questions should be a JSON array") from None
    if not isinstance(items, list) or not items:
        raise VkError(100, "questions should be a JSON array")
    shaped = [_question(item, number) for number, item in enumerate(items)]
    if sum(question["key"] not in STANDARD for question in shaped) > MAX_OWN_QUESTIONS:
        raise VkError(100, f"questions: at most {MAX_OWN_QUESTIONS} custom questions")
    return shaped


def _question(item: Any, number: int) -> Json:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind in STANDARD:
        return {"key": kind, "type": "input"}
    if kind not in KINDS or not item.get("label"):
        raise VkError(100, "questions: type and label are required")
    question: Json = {"key": item.get("key") or f"custom_{number}", "type": kind, "label": item["label"]}
    if kind in ("radio", "checkbox", "select"):
        options = item.get("options")
        if not isinstance(options, list) or not options:
            raise VkError(100, "questions: options are required")
        question["options"] = options
    return question
