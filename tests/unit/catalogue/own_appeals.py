"""What citizens read in their list of appeals and in what they say of answers: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.model import Act, HistoryEntry, Number, Place, Status
from tests.unit.catalogue.citizen_reminders import UNJUDGED, UNREPLIED
from tests.unit.catalogue.things import (
    ANSWERED,
    BIG,
    BIG_LEAD,
    COLLEAGUE,
    CORRECTED_STORY,
    EXTENDED,
    FORWARDED,
    LARGE,
    LATE,
    LEAD,
    LONG_ANSWER,
    LONG_STORY,
    PASSED,
    PUT_OFF,
    STORY,
    WAITING,
    Said,
    Text,
    alone,
    numbered,
    page,
    several,
    statuses,
)
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, NOW, appeal
from texts import citizen, own_appeals, verdicts

WITHDRAWN_STORY = [STORY[0], HistoryEntry(Act.WITHDRAWN, NOW, ANNA.vk_id)]

SAID: dict[Text, dict[str, Said]] = {
    own_appeals.my_appeals: {
        "обращений нет": own_appeals.my_appeals(ADMINISTRATION, page(), 0),
        "": own_appeals.my_appeals(ADMINISTRATION, page(APPEAL, replace(WAITING, id=6, number=Number(2026, 9))), 0),
        "ждут вопросы": own_appeals.my_appeals(ADMINISTRATION, page(WAITING, APPEAL), 0, 2),
        "предел": own_appeals.my_appeals(LARGE, page(*several(citizen.PAGE, BIG), total=99), 1),
    },
    own_appeals.one_appeal: {
        "исправления": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.IN_PROGRESS), CORRECTED_STORY, NOW),
        "новое": own_appeals.one_appeal(ADMINISTRATION, APPEAL, STORY[:1], NOW),
        "ждёт ответа": own_appeals.one_appeal(ADMINISTRATION, WAITING, STORY[:3], LATE),
        "не дождались ответа": own_appeals.one_appeal(ADMINISTRATION, UNREPLIED, STORY[:3], LATE),
        "закрыто без ответа": own_appeals.one_appeal(ADMINISTRATION, UNJUDGED, STORY[:2], LATE),
        "срок продлён": own_appeals.one_appeal(ADMINISTRATION, EXTENDED, [*STORY[:2], PUT_OFF], NOW),
        "передано": own_appeals.one_appeal(ADMINISTRATION, FORWARDED, [*STORY[:2], PASSED], NOW),
        "срок вышел": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.IN_PROGRESS), STORY[:2], LATE),
        "есть ответ": own_appeals.one_appeal(ADMINISTRATION, ANSWERED, STORY[:6], LATE),
        "решено": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.CLOSED), STORY, LATE),
        "тема не выбрана, места нет": own_appeals.one_appeal(
            ADMINISTRATION, appeal(category="unknown", place=Place(), attachments=()), STORY[:1], NOW
        ),
        "заявка из формы": own_appeals.one_appeal(ADMINISTRATION, LEAD, STORY[:1], NOW),
        "решено, оценка, прежняя страница": own_appeals.one_appeal(
            ADMINISTRATION, appeal(Status.CLOSED, rating=4), STORY * 2, LATE, 1
        ),
        "отозвано": own_appeals.one_appeal(ADMINISTRATION, appeal(Status.WITHDRAWN), WITHDRAWN_STORY, NOW),
        "предел": own_appeals.one_appeal(LARGE, BIG, LONG_STORY, LATE),
        "предел, заявка из формы": own_appeals.one_appeal(LARGE, BIG_LEAD, LONG_STORY, LATE),
    },
    own_appeals.no_such_appeal: alone(own_appeals.no_such_appeal),
    verdicts.resolved: {
        "": verdicts.resolved(APPEAL),
        "слова уже есть": verdicts.resolved(APPEAL, with_words=True),
        "предел": verdicts.resolved(BIG),
    },
    verdicts.resolved_for_one: {
        "": verdicts.resolved_for_one(APPEAL),
        "слова уже есть": verdicts.resolved_for_one(APPEAL, with_words=True),
        "предел": verdicts.resolved_for_one(BIG),
    },
    verdicts.partly: {
        "": verdicts.partly(APPEAL),
        "слова уже есть": verdicts.partly(APPEAL, with_words=True),
        "предел": verdicts.partly(BIG),
    },
    verdicts.reopened: numbered(verdicts.reopened),
    verdicts.reopened_with_words: numbered(verdicts.reopened_with_words),
    verdicts.skipped: alone(verdicts.skipped),
    verdicts.opinion_added: numbered(verdicts.opinion_added),
    verdicts.rated: {"": verdicts.rated(appeal(Status.CLOSED, rating=4))},
    verdicts.rating_over: {
        "новый ответ": verdicts.rating_over(ANSWERED),
        "закрыто без ответа": verdicts.rating_over(UNJUDGED),
        "не решено": verdicts.rating_over(appeal(Status.REOPENED)),
        "предел": verdicts.rating_over(BIG),
    },
    verdicts.thanked: alone(verdicts.thanked),
    verdicts.about_answer: numbered(verdicts.about_answer),
    verdicts.about_closed: numbered(verdicts.about_closed),
    verdicts.over: statuses(verdicts.over),
    verdicts.shown_to_head: {
        "": verdicts.shown_to_head(
            ADMINISTRATION, appeal(Status.REOPENED), "Яму засыпали 3 декабря.", "Мария Образцова"
        ),
        "исполнителя нет": verdicts.shown_to_head(ADMINISTRATION, appeal(Status.REOPENED), "Яму засыпали.", ""),
        "предел": verdicts.shown_to_head(LARGE, BIG, LONG_ANSWER, COLLEAGUE.name),
    },
}
SILENT: Sequence[Text] = (
    verdicts.feedback_buttons,
    verdicts.rating_row,
    verdicts.verdict_after_all,
)
