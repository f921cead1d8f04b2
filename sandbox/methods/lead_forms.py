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
WITH_OPTIONS = frozenset({"radio", "checkbox", "select"})
MAX_OWN_QUESTIONS = 5
MAX_ADMINS = 100
MAX_EMAILS = 10
COVER = "lead_form"
"""The kind of a file that was uploaded as a cover."""


def create(state: State, p: Params) -> Json:
    """leadForms.create."""
    _own_group(state, p)
    return state.lead_forms.add(_content(state, p), state.group_id)


def update(state: State, p: Params) -> Json:
    """leadForms.update: what isn't given is taken away."""
    _own_group(state, p)
    form_id = int(_form(state, p)["form_id"])
    return state.lead_forms.change(form_id, _content(state, p))


def delete(state: State, p: Params) -> Json:
    """leadForms.delete."""
    _own_group(state, p)
    form_id = int(_form(state, p)["form_id"])
    del state.lead_forms.forms[form_id]
    return {"form_id": form_id}


def get_upload_url(state: State, p: Params) -> str:
    """leadForms.getUploadURL: where a cover is uploaded."""
    return f"{state.media.base_url}/upload/lead_form"


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
        raise VkError(104)
    return state.lead_forms.shape(form_id)


def _content(state: State, p: Params) -> Json:
    """What stands in a form, by the parameters."""
    for name in REQUIRED:
        p.required_text(name)
    texts = {name: p.text(name, max_length=limit) for name, limit in LIMITS.items()}
    managers = {user.id for user in state.managers()}
    admins = p.integers("notify_admins", MAX_ADMINS)
    if not managers.issuperset(admins):
        raise VkError(100, "notify_admins should be administrators of the community")
    return {
        **texts,
        "questions": _questions(p.required_text("questions")),
        "active": int(p.flag("active")),
        "once_per_user": int(p.flag("once_per_user")),
        "notify_admins": ",".join(map(str, admins)),
        "notify_emails": ",".join(p.strings("notify_emails", MAX_EMAILS)),
        "pixel_code": p.text("pixel_code"),
        "photo": _photo(state, p.text("photo")),
    }


def _photo(state: State, photo: str) -> str:
    """A cover: one that was uploaded, or that another form has."""
    file = state.media.files.get(photo)
    uploaded = file is not None and file.kind == COVER
    if photo and not uploaded and all(form.get("photo") != photo for form in state.lead_forms.forms.values()):
        raise VkError(100, "photo is invalid")
    return photo


def _questions(text: str) -> list[Json]:
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise VkError(100, "questions should be a JSON array") from None
    if not isinstance(items, list) or not items:
        raise VkError(100, "questions should be a JSON array")
    shaped = [_question(item, number) for number, item in enumerate(items)]
    keys = [question["key"] for question in shaped]
    if len(set(keys)) < len(keys):
        raise VkError(100, "questions: keys should be unique")
    if sum(key not in STANDARD for key in keys) > MAX_OWN_QUESTIONS:
        raise VkError(100, f"questions: at most {MAX_OWN_QUESTIONS} custom questions")
    return shaped


def _question(item: Any, number: int) -> Json:
    kind = item.get("type") if isinstance(item, dict) else None
    if not isinstance(kind, str) or kind not in KINDS | STANDARD:
        raise VkError(100, "questions: type is invalid")
    if kind in STANDARD:
        return {"key": kind, "type": "input"}
    if not isinstance(item.get("label"), str) or not item["label"]:
        raise VkError(100, "questions: label is required")
    key = item.get("key") or f"custom_{number}"
    if not isinstance(key, str):
        raise VkError(100, "questions: key is invalid")
    question: Json = {"key": key, "type": kind, "label": item["label"]}
    if kind in WITH_OPTIONS:
        question["options"] = _options(item.get("options"))
    return question


def _options(options: Any) -> list[Json]:
    if not isinstance(options, list) or not options:
        raise VkError(100, "questions: options are required")
    shaped = []
    for number, option in enumerate(options):
        if not isinstance(option, dict) or not isinstance(option.get("label"), str) or not option["label"]:
            raise VkError(100, "questions: options.label is required")
        shaped.append({"key": str(option.get("key") or number), "label": option["label"]})
    return shaped
