"""Templates of answers: the list, one template, what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from appeals.administration import Administration
from appeals.errors import TemplateRefused
from appeals.model import Appeal, Citizen
from appeals.templates import MAX_BODY, MAX_NAME, MAX_TEMPLATES, Fault, Field, Template
from texts.buttons import DO, TEMPLATES, USE_TEMPLATE
from texts.dates import day
from texts.reply import MAX_LABEL, Button, Reply, callback, cut, inline

PAGE = 8
"""Templates on a page of buttons: VK's inline keyboard has ten buttons, two turn the pages."""

EXAMPLE = "/шаблон добавить Фонарь починили: Здравствуйте, {имя}! Фонарь по адресу {адрес} починили."

FIELDS: Mapping[Field, str] = MappingProxyType(
    {
        Field.NAME: "имя жителя",
        Field.NUMBER: "номер обращения",
        Field.ADDRESS: "адрес",
        Field.DATE: "сегодняшнее число",
        Field.DEPARTMENT: "отдел, у которого обращение",
    }
)


def values(administration: Administration, appeal: Appeal, citizen: Citizen, now: datetime) -> Mapping[Field, str]:
    """What the fields stand for in an answer to this appeal."""
    department = administration.department(appeal.department) if appeal.department else None
    return {
        Field.NAME: citizen.first_name or appeal.told_name,
        Field.NUMBER: str(appeal.number),
        Field.ADDRESS: appeal.place.address,
        Field.DATE: day(now, administration.zone),
        Field.DEPARTMENT: department.title if department else "",
    }


def listed(templates: Sequence[Template]) -> Reply:
    """`/шаблон`."""
    if not templates:
        return Reply(f"Шаблонов пока нет. Добавьте первый:\n{EXAMPLE}\n\n{_fields()}")
    lines = [f"{one.name}: {cut(' '.join(one.body.split()), 60)}" for one in templates]
    return Reply(
        "Шаблоны ответов:\n\n"
        + "\n".join(cut(line, 110) for line in lines)
        + "\n\nЦеликом: /шаблон и название. Ответить по шаблону: /ответ 123 шаблон и название."
    )


def shown(template: Template) -> Reply:
    """`/шаблон НАЗВАНИЕ`."""
    return Reply(f"Шаблон «{template.name}»:\n\n{template.body}")


def added(template: Template) -> Reply:
    """A new template is there."""
    return Reply(f"Шаблон «{template.name}» добавлен. Ответить по нему: /ответ 123 шаблон {template.name}")


def changed(template: Template) -> Reply:
    """A template has another text."""
    return Reply(f"Шаблон «{template.name}» изменён:\n\n{template.body}")


def removed(template: Template) -> Reply:
    """A template is gone; whoever regrets it has the text here."""
    return Reply(f"Шаблон «{template.name}» удалён. Его текст был такой:\n\n{template.body}")


def how_to(verb: str) -> Reply:
    """A name or a text is missing."""
    if verb == "удалить":
        return Reply("Напишите название: /шаблон удалить Фонарь починили")
    return Reply(f"Напишите название, двоеточие и текст:\n{EXAMPLE.replace('добавить', verb, 1)}\n\n{_fields()}")


def refused(refusal: TemplateRefused) -> Reply:
    """A template can't be found or stored."""
    word = cut(refusal.word, MAX_NAME)
    match refusal.fault:
        case Fault.UNKNOWN:
            meant = f"Может быть, «{refusal.nearest}»? " if refusal.nearest else ""
            return Reply(f"Шаблона «{word}» нет. {meant}Все шаблоны: /шаблон")
        case Fault.TAKEN:
            return Reply(f"Шаблон «{word}» уже есть. Изменить его: /шаблон изменить {word}: новый текст")
        case Fault.FIELD:
            meant = f"Может быть, {{{refusal.nearest}}}? " if refusal.nearest else ""
            return Reply(f"Поля {{{word}}} нет. {meant}{_fields()}")
        case Fault.BRACES:
            return Reply(f"Фигурные скобки бот читает как поле, а здесь они не сходятся. {_fields()}")
        case other:
            return Reply(_REFUSALS[other])


_REFUSALS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.GONE: "Этот шаблон уже удалили. Все шаблоны: /шаблон",
        Fault.WHICH: "Каким шаблоном? Напишите и название: /ответ 123 шаблон Фонарь починили. Все шаблоны: /шаблон",
        Fault.NO_NAME: "Названию нужна хотя бы одна буква, без двоеточия и скобок. Слова «добавить», «изменить» и "
        "«удалить» заняты.",
        Fault.LONG_NAME: f"Название длиннее {MAX_NAME} знаков: оно не поместится на кнопку.",
        Fault.NO_BODY: "В шаблоне нет текста. Напишите его после названия и двоеточия.",
        Fault.LONG_BODY: f"Шаблон длиннее {MAX_BODY} знаков. Сократите, пожалуйста.",
        Fault.TOO_MANY: f"Шаблонов уже {MAX_TEMPLATES}. Удалите ненужный: /шаблон удалить и название.",
    }
)


def choice(templates: Sequence[Template], appeal: Appeal, page: int) -> Reply:
    """«Шаблоны» under a prompt: one tap for each."""
    if not templates:
        return Reply(f"Шаблонов пока нет. Добавьте первый:\n{EXAMPLE}")
    shown_now = templates[page * PAGE : (page + 1) * PAGE]
    buttons = [callback(cut(one.name, MAX_LABEL), {DO: USE_TEMPLATE, "n": appeal.id, "t": one.id}) for one in shown_now]
    rows = [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
    turn: list[Button] = []
    if page:
        turn.append(callback("‹ Раньше", {DO: TEMPLATES, "n": appeal.id, "page": page - 1}))
    if (page + 1) * PAGE < len(templates):
        turn.append(callback("Дальше ›", {DO: TEMPLATES, "n": appeal.id, "page": page + 1}))
    return Reply(f"Каким шаблоном ответить на № {appeal.number}?", inline(*rows, tuple(turn)))


def missing(appeal: Appeal, text: str, fields: Sequence[Field]) -> Reply:
    """The appeal has nothing for these fields: the text isn't sent with a hole."""
    names = ", ".join(f"{{{field.value}}}" for field in fields)
    return Reply(
        f"№ {appeal.number}: бот не знает, чем заполнить {names}. "
        f"Скопируйте текст, допишите и пришлите следующим сообщением:\n\n{text}"
    )


def _fields() -> str:
    return "Поля: " + ", ".join(f"{{{field.value}}} ({what})" for field, what in FIELDS.items()) + "."
