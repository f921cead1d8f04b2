"""«Мои данные»: what is kept of a person, and the decisions about it that are theirs to make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from appeals.administration import Administration
from appeals.model import Number
from appeals.personal import Consent, Held
from appeals.usecases.leads import is_lead_consent
from texts.announcements import choice
from texts.buttons import (
    COPY,
    ERASE,
    ERASE_FOREVER,
    ERASE_YES,
    KEEP_DATA,
    LABEL_COPY,
    LABEL_ERASE,
    LABEL_WITHDRAW,
    WITHDRAW,
    WITHDRAW_YES,
    menu,
    text_button,
)
from texts.dates import count, day_and_year
from texts.reply import Button, Colour, Reply, inline

LABEL_FOREVER = "Удалить навсегда"
LABEL_KEEP = "Нет, оставить"

NUMBERS_SHOWN = 20


def my_data(administration: Administration, held: Held) -> Reply:
    """«Мои данные»: what is kept, in plain words, and what can be done about it."""
    citizen = held.citizen
    contacts = tuple(dict.fromkeys(told.appeal.contact for told in held.appeals if told.appeal.contact))
    standing = {one.version: one for one in held.consents if one.withdrawn_at is None}
    lines = [
        f"Имя из вашего профиля: {citizen.full_name}" if citizen.full_name else "",
        f"Как с вами связаться: {', '.join(contacts)}" if contacts else "",
        f"Обращения ({len(held.appeals)}): всё, что вы писали, и наши ответы" if held.appeals else "",
        f"Фото и файлы: {held.files}" if held.files else "",
        "Незаконченное обращение" if held.draft is not None and not held.draft.is_empty else "",
        f"Комментарии на нашей странице: {len(held.remarks)}" if held.remarks else "",
        *(consent_said(one, administration.zone) for one in standing.values()),
        "" if citizen.wants_announcements else "Вы отказались от объявлений",
    ]
    known = "\n".join(f"— {line}" for line in lines if line) or "— Только номер вашей страницы ВКонтакте"
    return Reply(
        f"Вот что мы о вас храним:\n\n{known}\n\n"
        "Это видят только сотрудники, которые занимаются обращениями.\n\n"
        f"{_what_next(administration, held, has_consent=bool(standing))}",
        inline(*_choices(held, has_consent=bool(standing))),
    )


def consent_said(consent: Consent, zone: ZoneInfo) -> str:
    """«Согласие от 4 декабря 2026 года, версия 1.0: https://…»."""
    what = "в форме заявки" if is_lead_consent(consent.version) else f"версия {consent.version}"
    end = f", отозвано {day_and_year(consent.withdrawn_at, zone)}" if consent.withdrawn_at else ""
    link = f": {consent.url}" if consent.url else ""
    return f"Согласие от {day_and_year(consent.given_at, zone)}, {what}{end}{link}"


def withdraw_question(administration: Administration, held: Held, destroy_by: datetime) -> Reply:
    """«Отозвать согласие»: what comes of it."""
    return Reply(
        "Если отозвать согласие, мы перестанем работать с вашими данными.\n\n"
        f"— {_open(held)}\n"
        "— Незаконченное обращение удалим сразу.\n"
        f"— Остальное удалим {day_and_year(destroy_by, administration.zone)}. До этого дня можно читать ответы "
        "и получить копию.\n\n"
        "Передумаете — подайте новое обращение и согласитесь снова: тогда удалять не будем. Отозвать согласие?",
        inline((text_button("Да, отозвать", WITHDRAW_YES, Colour.NEGATIVE), text_button(LABEL_KEEP, KEEP_DATA))),
    )


def withdrawn(administration: Administration, destroy_by: datetime) -> Reply:
    """The consent is withdrawn."""
    return Reply(
        "Согласие отозвано. Больше ничего о вас не записываем. Ваши данные удалим "
        f"{day_and_year(destroy_by, administration.zone)} и пришлём сюда акт. "
        "Чтобы удалить раньше, нажмите «Мои данные».",
        menu(),
    )


def nothing_taken(administration: Administration, destroy_by: datetime) -> Reply:
    """Something is to be added after the consent was withdrawn."""
    return Reply(
        "Вы отозвали согласие, поэтому записать это мы не можем. "
        "Чтобы продолжить, нажмите «Подать обращение» и согласитесь снова. Иначе ваши данные удалим "
        f"{day_and_year(destroy_by, administration.zone)}.",
        menu(),
    )


def erase_question(held: Held) -> Reply:
    """«Удалить мои данные»: what is lost. The first question."""
    parts = [
        "Если удалить данные, мы сотрём всё, что вы нам рассказали: имя, телефон, адреса, обращения, ответы на них, "
        "фото и файлы. Вернуть их будет нельзя.",
        _open(held),
        "В отчётах останутся только темы, даты и оценки: по ним вас не узнать." if held.appeals else "",
        "По закону останется запись, что вы давали согласие и просили всё удалить: в ней номер вашей страницы и даты."
        if held.consents
        else "",
        "Переписка в самом ВКонтакте и ваши комментарии на странице не исчезнут: их можете удалить только вы.",
        "Удалить?",
    ]
    return Reply(
        "\n\n".join(part for part in parts if part),
        inline((text_button("Да, удалить", ERASE_YES, Colour.NEGATIVE), text_button(LABEL_KEEP, KEEP_DATA))),
    )


def erase_last_question(key: int) -> Reply:
    """The second question. `key` makes its button answer this question and no other."""
    return Reply(
        "Спросим ещё раз, чтобы ничего не удалить по ошибке. После этого даже мы не сможем вернуть ваши обращения "
        "и ответы на них. Точно удалить?",
        inline(
            (text_button(LABEL_FOREVER, ERASE_FOREVER, Colour.NEGATIVE, k=key),),
            (text_button(LABEL_COPY, COPY), text_button(LABEL_KEEP, KEEP_DATA, Colour.POSITIVE)),
        ),
    )


def kept() -> Reply:
    """«Нет, оставить»."""
    return Reply("Хорошо, всё остаётся как есть.", menu())


def erased() -> Reply:
    """Everything is gone; the act follows when the disk is clean."""
    return Reply(
        "Готово, мы удалили всё, что знали о вас. Акт об этом пришлём следующим сообщением, сохраните его, если нужен. "
        "Захотите обратиться снова — просто напишите.",
        menu(),
    )


# At the desk


def desk_withdrawn(administration: Administration, numbers: Sequence[Number], destroy_by: datetime) -> Reply:
    """Somebody has withdrawn their consent: their open appeals have ended."""
    return Reply(
        f"Житель отозвал согласие на обработку данных. Работа прекращена: {_numbers(numbers)}. "
        f"Данные удалим {day_and_year(destroy_by, administration.zone)}, если житель не согласится снова."
    )


def desk_erased(numbers: Sequence[Number], were_open: Sequence[Number]) -> Reply:
    """Appeals have lost their person. No word tells whose they were."""
    stopped = f" Работа прекращена: {_numbers(were_open)}." if were_open else ""
    return Reply(
        f"Данные жителя удалены: {_numbers(numbers)}. Остались только тема, даты и статус.{stopped}\n\n"
        "Сообщения об этих обращениях, которые уже стоят в чате, удалите, пожалуйста, вручную: "
        "ВКонтакте не даёт боту менять их позже суток."
    )


def _what_next(administration: Administration, held: Held, *, has_consent: bool) -> str:
    if held.citizen.destroy_by is not None:
        return (
            "Вы отозвали согласие: всё это удалим "
            f"{day_and_year(held.citizen.destroy_by, administration.zone)}. Можно удалить и сейчас."
        )
    withdraw = ", отозвать согласие" if has_consent else ""
    return f"Можно получить копию{withdraw} или всё удалить."


def _choices(held: Held, *, has_consent: bool) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = [(text_button(LABEL_COPY, COPY),)]
    if has_consent and held.citizen.destroy_by is None:
        rows.append((text_button(LABEL_WITHDRAW, WITHDRAW),))
    rows.append((choice(wants=held.citizen.wants_announcements),))
    rows.append((text_button(LABEL_ERASE, ERASE, Colour.NEGATIVE),))
    return rows


def _open(held: Held) -> str:
    """What becomes of open appeals."""
    if not (numbers := held.open_numbers):
        return "Обращений без ответа у вас нет."
    which = "обращению" if len(numbers) == 1 else "обращениям"
    return f"Работу по {which} {_numbers(numbers)} прекратим, ответа не будет."


def _numbers(numbers: Sequence[Number]) -> str:
    shown = ", ".join(f"№ {number}" for number in numbers[:NUMBERS_SHOWN])
    more = len(numbers) - NUMBERS_SHOWN
    return shown if more <= 0 else f"{shown} и ещё {count(more, 'обращение', 'обращения', 'обращений')}"
