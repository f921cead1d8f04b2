"""The copy of a person's data: for people as text, for programs as JSON."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from appeals.administration import Administration
from appeals.draft import Draft
from appeals.model import Appeal, Attachment, HistoryEntry
from appeals.personal import Held, Told
from texts.clocks import told_in
from texts.dates import day_and_time, day_and_year
from texts.personal import consent_said
from texts.reply import Reply
from texts.words import (
    ACTS_FOR_CITIZEN,
    LINKS,
    LINKS_FOR_CITIZEN,
    answers,
    category_title,
    channel,
    enclosed,
    on_map,
    status_for_citizen,
    topic,
)

_SEXES = {1: "женский", 2: "мужской"}

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
                f"Пол: {_SEXES[citizen.sex]}" if citizen.sex in _SEXES else "",
                *(consent_said(one, zone) for one in held.consents),
                f"Всё это удалим {day_and_year(citizen.destroy_by, zone)}: вы отозвали согласие"
                if citizen.destroy_by is not None
                else "",
                "" if citizen.wants_announcements else "Вы отказались от объявлений",
            )
            if line
        ),
        *(_appeal(administration, told) for told in held.appeals),
    ]
    if held.draft is not None and not held.draft.is_empty:
        parts.append(_draft(administration, held.draft))
    if held.aside:
        parts.append(f"Ещё не отправлено: {held.aside}")
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
            "wants_announcements": citizen.wants_announcements,
        },
        "consents": [asdict(one) for one in held.consents],
        "appeals": [_shape(administration, told) for told in held.appeals],
        "draft": None if draft is None else asdict(draft),
        "comments": list(held.remarks),
        "not_sent_yet": held.aside,
    }
    return orjson.dumps(shape, option=orjson.OPT_INDENT_2)


def _draft(administration: Administration, draft: Draft) -> str:
    place = draft.place
    lines = [
        "Незаконченное обращение",
        topic(administration, draft.category) if draft.category else "",
        f"Адрес: {place.address}" if place and place.address else "",
        on_map(place) if place and place.on_map else "",
        f"Как связаться: {draft.contact}" if draft.contact else "",
        f"Текст{enclosed(draft.attachments)}: {draft.text or ''}",
    ]
    return "\n".join(line for line in lines if line)


def _appeal(administration: Administration, told: Told) -> str:
    appeal, zone = told.appeal, administration.zone
    lines = [
        f"Обращение № {appeal.number} от {day_and_year(appeal.filed_at, zone)}",
        f"Как подано: {channel(appeal)}",
        f"Статус: {status_for_citizen(appeal)}",
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
    words = f": {told_in(entry)}" if entry.text else ""
    return f"{day_and_time(entry.at, zone)} — {ACTS_FOR_CITIZEN[entry.act]}{enclosed(entry.attachments)}{words}"


def _visible(told: Told) -> list[HistoryEntry]:
    """What concerns the citizen; what colleagues note for themselves isn't, nor is a neighbour's number."""
    shown = [entry for entry in told.history if entry.act in ACTS_FOR_CITIZEN]
    return [replace(entry, text="") if entry.act in LINKS - LINKS_FOR_CITIZEN else entry for entry in shown]


def _shape(administration: Administration, told: Told) -> dict[str, Any]:
    appeal: Appeal = told.appeal
    return {
        "number": str(appeal.number),
        "filed_at": appeal.filed_at,
        "channel": appeal.channel,
        "form": appeal.source,
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
    return [{"kind": one.kind, "vk": one.reference, "title": one.title, "shows": one.side or None} for one in items]
