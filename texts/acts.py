"""The act of destruction with the extract of the log (приказ Роскомнадзора от 28.10.2022 № 179)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from appeals.administration import Administration
from appeals.personal import Destroyed, Destruction, Reason
from texts.dates import day_and_year
from texts.reply import Reply

WHAT = {
    Destroyed.PROFILE: "имя, фамилия и пол из профиля",
    Destroyed.APPEALS: "обращения: текст, адрес, контакт, ответы на вопросы форм, вложения",
    Destroyed.HISTORY: "история обращений: слова, ответы, вложения",
    Destroyed.PIECES: "части сообщений",
    Destroyed.FILES: "фото и файлы: сведения о них",
    Destroyed.DRAFTS: "незаконченное обращение",
    Destroyed.DIALOGS: "незаконченные разговоры",
    Destroyed.HAND_REPLIES: "сообщения сотрудников",
    Destroyed.REMARKS: "комментарии и сообщения обсуждений",
    Destroyed.QUEUES: "сообщения, которые ждали отправки или не были доставлены",
    Destroyed.JOURNAL: "слова в журнале действий",
    Destroyed.DISK: "файлы на диске, а следы в самой базе перезаписаны",
}

_REASONS = {
    Reason.DEMAND: "требование субъекта персональных данных, часть 5.1 статьи 21 закона № 152-ФЗ",
    Reason.WITHDRAWAL: "отзыв согласия, часть 5 статьи 21 закона № 152-ФЗ",
}


def act(administration: Administration, done: Destruction) -> Reply:
    """The act as it is given to the person and to the administrators."""
    zone = administration.zone
    asked = "" if done.asked_at == done.at else f" (поступил {_moment(done.asked_at, zone)})"
    numbers = ", ".join(str(number) for number in done.numbers)
    lines = [
        f"Акт об уничтожении персональных данных № {done.id}",
        "",
        f"Оператор: {done.operator}",
        f"Чьи данные: пользователь ВКонтакте, id{done.vk_id}",
        f"Обращения: {numbers}" if numbers else "Обращений не было",
        f"Причина: {_REASONS[done.reason]}{asked}",
        f"Дата: {_moment(done.at, zone)}",
        "Что уничтожено: " + "; ".join(WHAT[row.what] for row in done.log if row.what is not Destroyed.DISK),
        "Где: информационная система «Приёмная» (бот сообщества ВКонтакте), база данных и папка вложений",
        "Как: стёрто программой, без возможности восстановить",
        f"Ответственный: {done.responsible or 'назначен оператором'}",
        "",
        "Выгрузка из журнала событий (что, сколько записей, когда):",
        *(f"{_moment(row.at, zone)} — {WHAT[row.what]}: {row.count}" for row in done.log),
        "",
        "Осталось без связи с человеком: номера, темы, даты, статусы и оценки обращений. Хранится по закону: запись "
        "о согласии и этот акт.",
    ]
    return Reply("\n".join(lines))


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{day_and_year(at, zone)}, {at.astimezone(zone):%H:%M:%S}"
