"""A lead: what a citizen told in one of VK's lead forms, and how it fills an appeal's fields."""

from __future__ import annotations

from collections.abc import Iterable

from appeals.address import MAX_ADDRESS
from appeals.administration import LeadForm
from appeals.contact import MAX_EMAIL, parse_contact
from appeals.draft import MAX_TEXT
from appeals.errors import BadContact
from appeals.form_design import folded
from appeals.model import Answer
from appeals.value import dataclass

NAME_KEYS = ("last_name", "first_name", "patronymic_name")
CONTACT_KEYS = ("phone_number", "email")
ADDRESS_KEYS = ("location",)
"""VK's keys of standard questions, in the order in which their answers are joined. `age` and `birthday` have no field
of an appeal and stay among the further answers."""

_TEXT, _ADDRESS, _CONTACT = "text", "address", "contact"
_LIMITS = {
    **dict.fromkeys(NAME_KEYS, 100),
    **dict.fromkeys((*CONTACT_KEYS, _CONTACT), MAX_EMAIL),
    **dict.fromkeys((*ADDRESS_KEYS, _ADDRESS), MAX_ADDRESS),
    _TEXT: MAX_TEXT,
}
"""Characters of each field."""


@dataclass(frozen=True, slots=True)
class LeadAnswer:
    """One answer as it was given: VK's key of the question, the question's words, the words of the answer."""

    key: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A filled-in form. `id` is VK's and unique in the community."""

    id: int
    form_id: int
    form_name: str
    answers: tuple[LeadAnswer, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a lead tells, by the fields of an appeal; `further` is what has no field."""

    name: str
    text: str
    address: str
    contact: str
    further: tuple[Answer, ...]


def told(lead: Lead, form: LeadForm | None) -> Told:
    """Sort the answers of a lead into fields, by the form's settings where there are any.

    An answer that is too long for its field, or comes a second time, is kept under its question's words: nothing that
    was told is dropped.
    """
    fields: dict[str, str] = {}
    further: list[Answer] = []
    for answer in lead.answers:
        if not answer.text:
            continue
        name = _field_of(answer, form)
        if name is None or name in fields or len(answer.text) > _LIMITS[name]:
            further.append(Answer(answer.question or answer.key, answer.text))
        else:
            fields[name] = answer.text
    contacts = [_contact(text) for text in _present(fields, (*CONTACT_KEYS, _CONTACT))]
    return Told(
        name=" ".join(_present(fields, NAME_KEYS)),
        text=fields.get(_TEXT, ""),
        address=", ".join(_one_line(text) for text in _present(fields, (*ADDRESS_KEYS, _ADDRESS))),
        contact=", ".join(dict.fromkeys(contacts)),
        further=tuple(further),
    )


def _field_of(answer: LeadAnswer, form: LeadForm | None) -> str | None:
    """The field that an answer goes to."""
    if form is not None:
        for name, question in ((_TEXT, form.text), (_ADDRESS, form.address), (_CONTACT, form.contact)):
            if question and _is(answer, question):
                return name
    return answer.key if answer.key in (*NAME_KEYS, *CONTACT_KEYS, *ADDRESS_KEYS) else None


def _is(answer: LeadAnswer, named: str) -> bool:
    return answer.key == named or folded(answer.question) == folded(named)


def _present(fields: dict[str, str], names: Iterable[str]) -> list[str]:
    return [fields[name] for name in names if name in fields]


def _contact(text: str) -> str:
    """The contact in the form in which the dialog keeps it; as it was told where that isn't possible."""
    try:
        return parse_contact(text)
    except BadContact:
        return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
