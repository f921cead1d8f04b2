"""What citizens read while they file an appeal, or after a form: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.draft import MAX_TEXT, Draft
from appeals.model import Place
from tests.unit.catalogue import outages as of_outages
from tests.unit.catalogue.things import (
    BARE_LEAD,
    BIG,
    BIG_DRAFT,
    BIG_LEAD,
    DRAFT,
    LARGE,
    LEAD,
    LONG_TEXT,
    Said,
    Text,
    alone,
)
from tests.unit.samples import ADMINISTRATION, APPEAL, DOCUMENT, NOW, PHOTO, VOICE
from texts import filing, leads

EMPTY_DRAFT = Draft(555, NOW)

SAID: dict[Text, dict[str, Said]] = {
    filing.consent: {"": filing.consent(ADMINISTRATION)},
    filing.consent_needed: {"": filing.consent_needed(ADMINISTRATION)},
    filing.refused: {
        "": filing.refused(ADMINISTRATION, erased=False),
        "было сообщение": filing.refused(ADMINISTRATION, erased=True),
        "предел": filing.refused(LARGE, erased=True),
    },
    filing.category: {
        "": filing.category(ADMINISTRATION),
        "предел": filing.category(LARGE),
        "предел, середина": filing.category(LARGE, 1),
        "предел, последняя страница": filing.category(LARGE, 3),
    },
    filing.text: alone(filing.text),
    filing.address: alone(filing.address),
    filing.attachments_step: {
        "ничего нет": filing.attachments_step(EMPTY_DRAFT),
        "есть": filing.attachments_step(replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO, DOCUMENT, VOICE))),
        "больше нельзя": filing.attachments_step(BIG_DRAFT),
    },
    filing.contact: alone(filing.contact),
    filing.summary: {
        "": filing.summary(ADMINISTRATION, DRAFT),
        "всё пропущено": filing.summary(
            ADMINISTRATION,
            replace(EMPTY_DRAFT, category="unknown", text="Яма во всю полосу.", place=Place(), contact=""),
        ),
        "точка на карте": filing.summary(ADMINISTRATION, replace(DRAFT, place=Place("", 55.5, 37.5))),
        "предел": filing.summary(LARGE, BIG_DRAFT),
    },
    filing.choose_field: alone(filing.choose_field),
    filing.accepted: {
        "": filing.accepted(ADMINISTRATION, APPEAL),
        "предел": filing.accepted(LARGE, BIG),
        **of_outages.WITH_LINE[filing.accepted],
    },
    filing.already_filed: {"": filing.already_filed(APPEAL)},
    filing.cancelled: alone(filing.cancelled),
    filing.offer_draft: {
        "": filing.offer_draft(ADMINISTRATION, DRAFT),
        "выбрана только тема": filing.offer_draft(ADMINISTRATION, replace(EMPTY_DRAFT, category="roads")),
        "только фото": filing.offer_draft(ADMINISTRATION, replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO))),
        "ничего": filing.offer_draft(ADMINISTRATION, EMPTY_DRAFT),
        "предел": filing.offer_draft(LARGE, BIG_DRAFT),
    },
    filing.left_draft: alone(filing.left_draft),
    filing.rewrite: {"": filing.rewrite("Вы там что, ослепли?! Яма!"), "предел": filing.rewrite(LONG_TEXT)},
    filing.headed: {"": filing.headed(filing.continued(), filing.text())},
    filing.kept_your_words: {
        "текст": filing.kept_your_words(DRAFT),
        "только фото": filing.kept_your_words(replace(EMPTY_DRAFT, attachments=(PHOTO, PHOTO))),
        "фото и документ": filing.kept_your_words(replace(EMPTY_DRAFT, attachments=(PHOTO, DOCUMENT))),
    },
    filing.continued: alone(filing.continued),
    filing.begun_with: {"": filing.begun_with("Яма на дороге"), "предел": filing.begun_with(LONG_TEXT)},
    filing.added_to_text: alone(filing.added_to_text),
    filing.added_to_draft: alone(filing.added_to_draft),
    filing.kept_attachments: {"": filing.kept_attachments(DRAFT)},
    filing.stale_step: alone(filing.stale_step),
    filing.too_long: {"": filing.too_long(MAX_TEXT)},
    filing.attachments_overflow: {str(over): filing.attachments_overflow(over) for over in (1, 3, 11)},
    filing.choose_category: alone(filing.choose_category),
    filing.tell_in_words: alone(filing.tell_in_words),
    filing.voice_kept: alone(filing.voice_kept),
    filing.bad_address: alone(filing.bad_address),
    filing.bad_contact: alone(filing.bad_contact),
    filing.unsupported_attachment: alone(filing.unsupported_attachment),
    filing.press_a_button: alone(filing.press_a_button),
    leads.accepted: {
        "": leads.accepted(ADMINISTRATION, LEAD),
        "имени у формы нет": leads.accepted(ADMINISTRATION, BARE_LEAD),
        "предел": leads.accepted(LARGE, BIG_LEAD),
    },
}
SILENT: Sequence[Text] = (
    filing.category_page,
    filing.field_named,
)
