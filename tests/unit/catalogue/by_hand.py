"""Appeals by hand, and words that VK does not deliver: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.contents import ContentStatus
from appeals.model import Channel, Citizen, Fate, Telling
from appeals.usecases.registration import Registration
from tests.unit.catalogue.things import (
    BIG,
    BIG_ID,
    CALL,
    EXTENDED,
    FORWARDED,
    LARGE,
    LEAD,
    LONG_ANSWER,
    LONG_TEXT,
    PASSED,
    PUT_OFF,
    TEN_PHOTOS,
    Said,
    Text,
    alone,
    numbered,
)
from tests.unit.samples import ADMINISTRATION, PHOTO
from texts import by_hand, citizen, delivery

REGISTRATION = Registration(
    7,
    Channel.HOTLINE,
    "Примерова Зоя Ивановна",
    "+7 900 000-00-02",
    "roads",
    "ул. Полевая, 7",
    "Темно.",
    (PHOTO,),
    True,
    2,
)
BARE_REGISTRATION = Registration(7, Channel.PAPER, "", "", "unknown", "", "Благодарит дворника.", (), True, 1)
BIG_REGISTRATION = replace(
    REGISTRATION, key=BIG_ID, name="Ш" * 100, category=BIG.category, text=LONG_TEXT, attachments=TEN_PHOTOS
)
LOST = (ContentStatus.TOO_BIG, ContentStatus.WRONG_TYPE, ContentStatus.GONE, ContentStatus.FAILED)
LOST_FILE = delivery.LostFile("2026-000123", "doc", "справка.pdf", ContentStatus.GONE)
BIG_LOST_FILE = replace(LOST_FILE, number="2026-999999999", kind="audio_message", title=LONG_TEXT)

SAID: dict[Text, dict[str, Said]] = {
    by_hand.channel_step: {"": by_hand.channel_step(7), "предел": by_hand.channel_step(BIG_ID)},
    by_hand.name_step: {"": by_hand.name_step(7)},
    by_hand.contact_step: {"": by_hand.contact_step(7)},
    by_hand.category_step: {
        "": by_hand.category_step(ADMINISTRATION, 7),
        "предел, середина": by_hand.category_step(LARGE, BIG_ID, 1),
    },
    by_hand.address_step: {"": by_hand.address_step(7)},
    by_hand.text_step: {"": by_hand.text_step(7)},
    by_hand.text_kept: {
        "": by_hand.text_kept(REGISTRATION),
        "только фото": by_hand.text_kept(replace(REGISTRATION, text="")),
    },
    by_hand.questions_step: {"": by_hand.questions_step(7)},
    by_hand.summary: {
        "": by_hand.summary(ADMINISTRATION, REGISTRATION),
        "всё пропущено": by_hand.summary(ADMINISTRATION, BARE_REGISTRATION),
        "предел": by_hand.summary(LARGE, BIG_REGISTRATION),
    },
    by_hand.registered: {"": by_hand.registered(ADMINISTRATION, CALL)},
    by_hand.already_registered: numbered(by_hand.already_registered),
    by_hand.not_done: alone(by_hand.not_done),
    by_hand.finish_first: alone(by_hand.finish_first),
    by_hand.bad_name: {"": by_hand.bad_name(100)},
    by_hand.bad_contact: alone(by_hand.bad_contact),
    by_hand.bad_address: alone(by_hand.bad_address),
    by_hand.bad_questions: {"": by_hand.bad_questions(99)},
    by_hand.no_words: alone(by_hand.no_words),
    by_hand.dropped: alone(by_hand.dropped),
    by_hand.pass_on: {
        "звонок": by_hand.pass_on(CALL, Citizen(1, 0, "Примерова Зоя"), Telling.ANSWER),
        "почта": by_hand.pass_on(
            replace(CALL, channel=Channel.EMAIL, contact="a@example.ru"), Citizen(1, 0), Telling.ANSWER
        ),
        "контакта нет": by_hand.pass_on(replace(CALL, contact=""), Citizen(1, 0), Telling.QUESTION),
        "письмо, контакта нет": by_hand.pass_on(
            replace(CALL, contact="", channel=Channel.PAPER), Citizen(1, 0), Telling.REFUSAL
        ),
        "обещание": by_hand.pass_on(CALL, Citizen(1, 0, "Примерова Зоя"), Telling.PROMISE),
        "приём, контакта нет": by_hand.pass_on(
            replace(CALL, contact="", channel=Channel.RECEPTION), Citizen(1, 0), Telling.REFUSAL
        ),
    },
    by_hand.words_alone: {
        "ответ": by_hand.words_alone(
            ADMINISTRATION, CALL, Telling.ANSWER, "Яму засыпали 3 декабря.", button=by_hand.passed_on_button(CALL, 1)
        ),
        "вопрос": by_hand.words_alone(ADMINISTRATION, CALL, Telling.QUESTION, "Какой подъезд?"),
        "обещание": by_hand.words_alone(ADMINISTRATION, CALL, Telling.PROMISE, "Яму засыплем до 24 ноября."),
        "номер": by_hand.words_alone(
            ADMINISTRATION, LEAD, Telling.NUMBER, "", button=by_hand.message_passed_on_button(5)
        ),
        "отказ": by_hand.words_alone(ADMINISTRATION, CALL, Telling.REFUSAL, "Это частная территория."),
        "новый срок": by_hand.words_alone(ADMINISTRATION, CALL, Telling.DEADLINE, PUT_OFF.text),
        "новый срок, не доставлен": by_hand.words_alone(ADMINISTRATION, EXTENDED, Telling.DEADLINE, ""),
        "передача": by_hand.words_alone(ADMINISTRATION, CALL, Telling.FORWARDING, PASSED.text),
        "передано": by_hand.words_alone(ADMINISTRATION, FORWARDED, Telling.FORWARDING, "Росавтодор"),
        "новости": by_hand.words_alone(ADMINISTRATION, CALL, Telling.UPDATE, "Асфальт везут."),
        "предел": by_hand.words_alone(
            LARGE,
            BIG,
            Telling.ANSWER,
            LONG_ANSWER,
            citizen.references(TEN_PHOTOS),
            button=by_hand.passed_on_button(BIG, BIG_ID),
        ),
    },
    by_hand.passed_on: numbered(by_hand.passed_on),
    by_hand.nothing_to_pass_on: {
        **{fate.value: by_hand.nothing_to_pass_on(CALL, fate) for fate in Fate if fate is not Fate.REFUSED},
        "предел": by_hand.nothing_to_pass_on(BIG, Fate.SENT),
    },
    by_hand.reply_prompt: {"": by_hand.reply_prompt(CALL, "Мария")},
    by_hand.reply_recorded: {"": by_hand.reply_recorded(CALL)},
    by_hand.resolved: numbered(by_hand.resolved),
    by_hand.reopened: numbered(by_hand.reopened),
    delivery.without_attachments: {
        "жителю": delivery.without_attachments(to_staff=False),
        "сотрудникам": delivery.without_attachments(to_staff=True),
    },
    delivery.sent_without: {"": delivery.sent_without("2026-000123")},
    delivery.lost_files: {
        **{status: delivery.lost_files([replace(LOST_FILE, status=status)]) for status in LOST},
        "предел": delivery.lost_files([BIG_LOST_FILE] * 20),
    },
    delivery.no_room: {"": delivery.no_room()},
}
SNACKBARS: Sequence[Text] = (
    by_hand.already_registered,
    by_hand.finish_first,
    by_hand.passed_on,
    by_hand.nothing_to_pass_on,
    by_hand.resolved,
    by_hand.reopened,
)
SILENT: Sequence[Text] = (
    by_hand.passed_on_button,
    by_hand.message_passed_on_button,
)
