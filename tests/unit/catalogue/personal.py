"""What citizens and the desk read of a person's data: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.model import Citizen, Number, Status
from appeals.personal import Consent, Destroyed, Destruction, Held, LogRow, Reason, Told
from tests.unit.catalogue.things import (
    BIG,
    BIG_DRAFT,
    BIG_ID,
    DRAFT,
    LARGE,
    LATE,
    LEAD,
    LONG_STORY,
    LONG_TEXT,
    PERSON,
    STORY,
    Said,
    Text,
    alone,
)
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, NOW, appeal
from texts import acts, personal, personal_copy

GIVEN = Consent("1.0", "https://example.ru/soglasie", NOW)
HELD = Held(
    ANNA,
    (replace(GIVEN, version="0.9"), GIVEN, Consent("lead_form:5", "", NOW)),
    (Told(appeal(Status.CLOSED, rating=4), tuple(STORY)), Told(LEAD, tuple(STORY[:1]))),
    DRAFT,
    3,
    ("Яма на Садовой!",),
    "Спасибо, но плафон разбит",
)
NOTHING_HELD = Held(Citizen(2, 102), (), (), None, 0)
HELD_UNTIL = replace(
    HELD, citizen=replace(ANNA, destroy_by=LATE), consents=(replace(GIVEN, withdrawn_at=NOW),), draft=None
)
HELD_MUCH = Held(PERSON, (GIVEN,) * 9, (Told(BIG, tuple(LONG_STORY)),) * 30, BIG_DRAFT, 999, (LONG_TEXT,) * 9)
ACT = Destruction(
    1,
    ANNA.vk_id,
    Reason.DEMAND,
    NOW,
    NOW,
    ADMINISTRATION.administration.name,
    "начальник отдела Образцова М. И.",
    (APPEAL.number, Number(2026, 124)),
    tuple(LogRow(what, NOW, 3) for what in Destroyed),
)

SAID: dict[Text, dict[str, Said]] = {
    personal.my_data: {
        "ничего нет": personal.my_data(ADMINISTRATION, NOTHING_HELD),
        "": personal.my_data(ADMINISTRATION, HELD),
        "согласие отозвано": personal.my_data(ADMINISTRATION, HELD_UNTIL),
        "без объявлений": personal.my_data(
            ADMINISTRATION, replace(HELD, citizen=replace(HELD.citizen, wants_announcements=False))
        ),
        "предел": personal.my_data(LARGE, HELD_MUCH),
    },
    personal.withdraw_question: {
        "": personal.withdraw_question(ADMINISTRATION, HELD, LATE),
        "открытых нет": personal.withdraw_question(ADMINISTRATION, NOTHING_HELD, LATE),
        "предел": personal.withdraw_question(LARGE, HELD_MUCH, LATE),
    },
    personal.withdrawn: {"": personal.withdrawn(ADMINISTRATION, LATE)},
    personal.nothing_taken: {"": personal.nothing_taken(ADMINISTRATION, LATE)},
    personal.erase_question: {
        "": personal.erase_question(HELD),
        "ничего нет": personal.erase_question(NOTHING_HELD),
        "предел": personal.erase_question(HELD_MUCH),
    },
    personal.erase_last_question: {"": personal.erase_last_question(BIG_ID)},
    personal.kept: alone(personal.kept),
    personal.erased: alone(personal.erased),
    personal.desk_withdrawn: {
        "": personal.desk_withdrawn(ADMINISTRATION, [APPEAL.number], LATE),
        "предел": personal.desk_withdrawn(LARGE, [BIG.number] * 30, LATE),
    },
    personal.desk_erased: {
        "": personal.desk_erased([APPEAL.number, Number(2026, 124)], [APPEAL.number]),
        "открытых не было": personal.desk_erased([APPEAL.number], []),
        "предел": personal.desk_erased([BIG.number] * 30, [BIG.number] * 30),
    },
    personal_copy.files: alone(personal_copy.files),
    personal_copy.instead_of_files: {
        "": personal_copy.instead_of_files(ADMINISTRATION, HELD, NOW),
        "ничего нет": personal_copy.instead_of_files(ADMINISTRATION, NOTHING_HELD, NOW),
    },
    acts.act: {
        "": acts.act(ADMINISTRATION, ACT),
        "по отзыву согласия": acts.act(
            ADMINISTRATION, replace(ACT, reason=Reason.WITHDRAWAL, at=LATE, responsible="", numbers=(), log=ACT.log[:1])
        ),
    },
}
SILENT: Sequence[Text] = (
    personal.consent_said,
    personal_copy.as_text,
    personal_copy.as_json,
)
