"""The copy of a person's data: for people as text, for programs as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from appeals.administration import Administration
from appeals.model import Appeal, Attachment, HistoryEntry
from appeals.personal import Held, Told
from texts.dates import day_and_time, day_and_year
from texts.personal import consent_said
from texts.reply import Reply
from texts.words import (
    ACTS_FOR_CITIZEN,
    CHANNELS,
    STATUS_FOR_CITIZEN,
    answers,
    category_title,
    enclosed,
    on_map,
    topic,
)

TITLE = "Мои данные"
"""What the files are called in VK, without their endings."""


def files() -> Reply:
    """The message that brings the files."""
    return Reply(
        "Копия ваших данных. Текстовый файл — чтобы прочитать, файл JSON — чтобы передать в другую программу. "
        "Фото и документы остались в этой переписке."
    )


def instead_of_files(administration: Administration, held: Held, at: datetime) -> Reply:
    """VK takes no files from us now."""
    return Reply(f"ВКонтакте не принял файлы, поэтому копия придёт сообщениями.\n\n{as_text(administration, held, at)}")


def as_text(administration: Administration, held: Held, at: datetime) -> str:
    """Everything that is kept of a person and may be theirs to read."""
    zone, citizen = administration.zone, held.citizen
    parts = [
        f"Данные, которые хранит приёмная {administration.administration.genitive}\n"
        f"Копия от {day_and_year(at, zone)}, {at.astimezone(zone):%H:%M}",
        "\n".join(
            line
            for line in (
                "О вас",
                f"Страница ВКонтакте: id{citizen.vk_id}",
                f"Имя: {citizen.full_name}" if citizen.full_name else "",
                *(consent_said(one, zone) for one in held.consents),
            )
            if line
        ),
        *(_appeal(administration, told) for told in held.appeals),
    ]
    if held.draft is not None and not held.draft.is_empty:
        draft = held.draft
        address = draft.place.address if draft.place else ""
        parts.append(
            "\n".join(part for part in ("Незаконченное обращение", draft.text, address, draft.contact) if part)
        )
    if held.remarks:
        parts.append("\n".join(("Ваши комментарии на нашей странице", *held.remarks)))
    return "\n\n".join(parts)


def as_json(administration: Administration, held: Held, at: datetime) -> bytes:
    """The same for programs. Moments are UTC (ISO 8601)."""
    citizen, draft = held.citizen, held.draft
    shape = {
        "made_at": at,
        "operator": administration.administration.name,
        "person": {
            "vk_id": citizen.vk_id,
            "first_name": citizen.first_name,
            "last_name": citizen.last_name,
            "sex": citizen.sex,
            "destroy_by": citizen.destroy_by,
        },
        "consents": [asdict(one) for one in held.consents],
        "appeals": [_shape(administration, told) for told in held.appeals],
        "draft": None if draft is None else asdict(draft),
        "comments": list(held.remarks),
    }
    return orjson.dumps(shape, option=orjson.OPT_INDENT_2)


def _appeal(administration: Administration, told: Told) -> str:
    appeal, zone = told.appeal, administration.zone
    lines = [
        f"Обращение № {appeal.number} от {day_and_year(appeal.filed_at, zone)}",
        f"Как подано: {CHANNELS[appeal.channel]}",
        f"Статус: {STATUS_FOR_CITIZEN[appeal.status]}",
        topic(administration, appeal.category),
        f"Имя в обращении: {appeal.told_name}" if appeal.told_name else "",
        f"Адрес: {appeal.place.address}" if appeal.place.address else "",
        on_map(appeal.place) if appeal.place.on_map else "",
        f"Как связаться: {appeal.contact}" if appeal.contact else "",
        f"Оценка: {appeal.rating} из 5" if appeal.rating else "",
        f"Текст{enclosed(appeal.attachments)}: {appeal.text}",
        *answers(appeal.answers),
        "Что было:",
        *(_deed(entry, zone) for entry in _visible(told)),
    ]
    return "\n".join(line for line in lines if line)


def _deed(entry: HistoryEntry, zone: ZoneInfo) -> str:
    words = f": {entry.text}" if entry.text else ""
    return f"{day_and_time(entry.at, zone)} — {ACTS_FOR_CITIZEN[entry.act]}{enclosed(entry.attachments)}{words}"


def _visible(told: Told) -> list[HistoryEntry]:
    """What concerns the citizen; what colleagues note for themselves isn't about the person."""
    return [entry for entry in told.history if entry.act in ACTS_FOR_CITIZEN]


def _shape(administration: Administration, told: Told) -> dict[str, Any]:
    appeal: Appeal = told.appeal
    return {
        "number": str(appeal.number),
        "filed_at": appeal.filed_at,
        "channel": appeal.channel,
        "status": appeal.status,
        "category": category_title(administration, appeal.category),
        "text": appeal.text,
        "answers": [asdict(one) for one in appeal.answers],
        "name": appeal.told_name,
        "place": asdict(appeal.place),
        "contact": appeal.contact,
        "attachments": _attached(appeal.attachments),
        "rating": appeal.rating,
        "due_at": appeal.due_at,
        "history": [
            {"at": entry.at, "what": entry.act, "text": entry.text, "attachments": _attached(entry.attachments)}
            for entry in _visible(told)
        ],
    }


def _attached(items: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "vk": one.reference, "title": one.title} for one in items]
