"""A lead form as a section of `administration.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from appeals.form_design import FormDesign, FormQuestion


def section_of(design: FormDesign, policy_url: str, form_id: int | None = None) -> str:
    """The section that describes this form; with its number, where VK has it already."""
    return "\n".join(_lines(design, policy_url, form_id)) + "\n"


def _lines(design: FormDesign, policy_url: str, form_id: int | None) -> Iterator[str]:
    yield "[[lead_forms]]"
    if form_id is not None:
        yield f"form_id = {form_id}"
    for name in ("name", "title", "description", "confirmation", "site_link_url", "pixel_code"):
        if value := getattr(design, name):
            yield f"{name} = {_toml(value)}"
    if policy_url:
        yield f"policy_url = {_toml(policy_url)}"
    for name in ("active", "once_per_user", "notify_admins", "notify_emails"):
        value = getattr(design, name)
        if value not in ((), False) or name == "active":
            yield f"{name} = {_toml(value)}"
    for question in design.questions:
        yield ""
        yield from _question(question)


def _question(question: FormQuestion) -> Iterator[str]:
    yield "[[lead_forms.questions]]"
    for name in ("type", "key", "label", "options"):
        if value := getattr(question, name):
            yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    """A value of TOML: JSON's texts and lists are ones, but for one sign that TOML forbids and JSON doesn't."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
