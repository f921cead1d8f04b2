"""Corrections of appeals: duplicates, several questions, undoing: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.errors import Why
from appeals.model import Act, Citizen, Joined, Number, Status
from tests.unit.catalogue.things import (
    BIG,
    BIG_ID,
    CALL,
    LARGE,
    LONG_ANSWER,
    LONG_TEXT,
    Said,
    Text,
    alone,
    numbered,
    several,
)
from tests.unit.samples import ADMINISTRATION, APPEAL, appeal
from texts import corrections

DUPLICATE = appeal(
    Status.DUPLICATE, id=8, number=Number(2026, 124), joined=Joined(7, Status.WAITING_CITIZEN, "Какой подъезд?")
)
REOPENED = appeal(Status.REOPENED)
PARTS = (
    replace(APPEAL, text="Яма на Садовой, у дома 5."),
    replace(APPEAL, id=9, number=Number(2026, 125), text="Там же не горит фонарь."),
)
BIG_PARTS = several(10, replace(BIG, text="Ш" * 1000))

SAID: dict[Text, dict[str, Said]] = {
    corrections.noted: numbered(corrections.noted),
    corrections.note_prompt: {"": corrections.note_prompt(APPEAL, "Мария")},
    corrections.recategorised: {
        "": corrections.recategorised(ADMINISTRATION, APPEAL),
        "предел": corrections.recategorised(LARGE, BIG),
    },
    corrections.same_category: {"": corrections.same_category(ADMINISTRATION, APPEAL)},
    corrections.topics: {
        "": corrections.topics(ADMINISTRATION, APPEAL),
        "не понятно": corrections.topics(ADMINISTRATION, APPEAL, meant="крыша"),
        "предел": corrections.topics(LARGE, BIG, 2, LONG_TEXT),
        "страницы нет": corrections.topics(LARGE, APPEAL, 99),
    },
    corrections.readdressed: numbered(corrections.readdressed),
    corrections.same_address: {"": corrections.same_address(APPEAL)},
    corrections.address_prompt: {"": corrections.address_prompt(APPEAL, "Мария")},
    corrections.bad_address: alone(corrections.bad_address),
    corrections.join_prompt: {"": corrections.join_prompt(APPEAL, "Мария")},
    corrections.join_number_needed: alone(corrections.join_number_needed),
    corrections.join_preview: {
        "": corrections.join_preview(DUPLICATE, APPEAL, 555),
        "предел": corrections.join_preview(BIG, BIG, BIG_ID),
    },
    corrections.joined: {
        "": corrections.joined(DUPLICATE, APPEAL),
        "звонок": corrections.joined(CALL, APPEAL),
        "вопрос снят": corrections.joined(appeal(Status.WAITING_CITIZEN), DUPLICATE),
    },
    corrections.join_done: {"": corrections.join_done(DUPLICATE, APPEAL)},
    corrections.parted: {
        "": corrections.parted(DUPLICATE, APPEAL),
        "звонок": corrections.parted(CALL, APPEAL),
        "вопрос остался": corrections.parted(appeal(Status.WAITING_CITIZEN), DUPLICATE),
    },
    corrections.part_done: {"": corrections.part_done(DUPLICATE, APPEAL)},
    corrections.others_will_see: {str(n): corrections.others_will_see(n) for n in (1, 2, 5)},
    corrections.split_prompt: {"": corrections.split_prompt(APPEAL, "Мария")},
    corrections.more_questions: {"": corrections.more_questions(1)},
    corrections.too_many_questions: {"": corrections.too_many_questions(10)},
    corrections.question_too_long: {"": corrections.question_too_long(1000)},
    corrections.split_preview: {
        "": corrections.split_preview(APPEAL, [one.text for one in PARTS], 555),
        "предел": corrections.split_preview(BIG, [one.text for one in BIG_PARTS], BIG_ID),
    },
    corrections.split: {"": corrections.split(PARTS), "предел": corrections.split(BIG_PARTS)},
    corrections.split_done: {"": corrections.split_done(PARTS), "предел": corrections.split_done(BIG_PARTS)},
    corrections.reason_prompt: {"": corrections.reason_prompt(APPEAL, "Мария")},
    corrections.open_preview: {
        "": corrections.open_preview(ADMINISTRATION, REOPENED, "Яму засыпали не целиком, доделаем.", 555),
        "предел": corrections.open_preview(LARGE, BIG, LONG_ANSWER, BIG_ID),
    },
    corrections.opened: {"": corrections.opened(ADMINISTRATION, REOPENED, "Яму засыпали не целиком, доделаем.")},
    corrections.open_done: {"": corrections.open_done(ADMINISTRATION, REOPENED)},
    corrections.nothing_to_pass_on: numbered(corrections.nothing_to_pass_on),
    corrections.undone: {
        **{act.value: corrections.undone(APPEAL, act) for act in (Act.TAKEN, Act.NOTED, Act.JOINED, Act.SPLIT)},
        "предел": corrections.undone(BIG, Act.BACK_IN_WORK),
    },
    corrections.refused: {
        **{why.value: corrections.refused(APPEAL, why) for why in Why},
        **{f"предел {why.value}": corrections.refused(BIG, why) for why in Why},
    },
    corrections.dropped: alone(corrections.dropped),
    corrections.stale: alone(corrections.stale),
    corrections.to_be_passed_on: {
        "звонок": corrections.to_be_passed_on(CALL, Citizen(1, 0, "Примерова Зоя"), corrections.joined(CALL, APPEAL)),
        "контакта и имени нет": corrections.to_be_passed_on(
            replace(CALL, contact=""), Citizen(1, 0), corrections.split(PARTS)
        ),
    },
}
SNACKBARS: Sequence[Text] = (
    corrections.undone,
    corrections.refused,
    corrections.stale,
)
SILENT: Sequence[Text] = (corrections.undo,)
