"""What citizens read of their appeals: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.administration import Department
from appeals.model import Citizen, Number, Status
from tests.unit.catalogue import answers as of_answers
from tests.unit.catalogue import autoreplies as of_autoreplies
from tests.unit.catalogue import outages as of_outages
from tests.unit.catalogue.things import (
    ANSWERED,
    BARE,
    BIG,
    LARGE,
    LATE,
    LONG_ANSWER,
    LONG_TEXT,
    PERSON,
    TEN_PHOTOS,
    WAITING,
    Said,
    Text,
    alone,
    numbered,
    statuses,
)
from tests.unit.samples import ADMINISTRATION, ANNA, NOW, PHOTO, VOICE, appeal
from texts import buttons, citizen, corrections

WITH_DEPARTMENT = replace(ADMINISTRATION, departments=(Department("roads", "Дорожный отдел"),))

SAID: dict[Text, dict[str, Said]] = {
    citizen.greeting: {
        "": citizen.greeting(ADMINISTRATION, ANNA),
        "имя неизвестно": citizen.greeting(ADMINISTRATION, Citizen(2, 102)),
        "предел": citizen.greeting(LARGE, PERSON),
    },
    citizen.main_menu: alone(citizen.main_menu),
    citizen.not_understood: alone(citizen.not_understood),
    citizen.not_words: alone(citizen.not_words),
    citizen.thanks: alone(citizen.thanks),
    citizen.stale_button: alone(citizen.stale_button),
    citizen.bot_returned: {
        "": citizen.bot_returned(),
        "дальше предлагается черновик": citizen.bot_returned(unfinished=True),
    },
    citizen.human_writes: alone(citizen.human_writes),
    citizen.only_private: alone(citizen.only_private),
    citizen.broken: alone(citizen.broken),
    citizen.contacts: {
        "": citizen.contacts(ADMINISTRATION),
        "ничего не указано": citizen.contacts(BARE),
        "предел": citizen.contacts(LARGE),
    },
    citizen.questions: {
        "": citizen.questions([of_autoreplies.ENTRY]),
        "вопросов нет": citizen.questions([]),
        "предел": citizen.questions(of_autoreplies.MANY),
        "предел, середина": citizen.questions(of_autoreplies.MANY, 1),
        "предел, последняя страница": citizen.questions(of_autoreplies.MANY, 2),
    },
    citizen.question_answer: {
        "": citizen.question_answer(of_autoreplies.ENTRY),
        "предел": citizen.question_answer(of_autoreplies.MANY[0]),
    },
    citizen.taken: numbered(citizen.taken),
    citizen.question_asked: {
        "": citizen.question_asked(WAITING, "Какой подъезд?"),
        "предел": citizen.question_asked(BIG, LONG_ANSWER),
    },
    citizen.clarify_prompt: {
        "": citizen.clarify_prompt(WAITING),
        "предел": citizen.clarify_prompt(replace(BIG, question=LONG_TEXT)),
    },
    citizen.clarified: {
        "": citizen.clarified(ADMINISTRATION, appeal(Status.IN_PROGRESS), NOW),
        "срок вышел": citizen.clarified(ADMINISTRATION, appeal(Status.IN_PROGRESS), LATE),
        "предел": citizen.clarified(LARGE, BIG, NOW),
    },
    citizen.which_question: {
        "": citizen.which_question([WAITING, replace(WAITING, id=2, number=Number(2026, 124))]),
        "предел": citizen.which_question([replace(BIG, question=LONG_TEXT)] * 9),
    },
    citizen.question_over: numbered(citizen.question_over),
    citizen.answer: {
        "": citizen.answer(ADMINISTRATION, ANSWERED, "Яму засыпали 3 декабря.", (PHOTO, VOICE)),
        "было и стало, отдел": citizen.answer(
            WITH_DEPARTMENT, replace(ANSWERED, department="roads"), "Яму засыпали 3 декабря.", of_answers.PAIR
        ),
        "без хештега": citizen.answer(BARE, ANSWERED, "Яму засыпали 3 декабря.", ()),
        "предел": citizen.answer(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS),
    },
    citizen.rejected: {
        "": citizen.rejected(ADMINISTRATION, appeal(Status.REJECTED), "Это частная территория."),
        "грубый текст": citizen.rejected(
            ADMINISTRATION, appeal(Status.REJECTED), corrections.REASONS[buttons.REJECT_RUDE], rewrite=True
        ),
        "предел": citizen.rejected(LARGE, BIG, LONG_ANSWER, rewrite=True),
    },
    citizen.comment_added: {
        **numbered(citizen.comment_added),
        **of_outages.WITH_LINE[citizen.comment_added],
    },
    citizen.corrected: numbered(citizen.corrected),
    citizen.corrected_draft: alone(citizen.corrected_draft),
    citizen.add_prompt: numbered(citizen.add_prompt),
    citizen.nothing_to_add_to: statuses(citizen.nothing_to_add_to),
}
SILENT: Sequence[Text] = (citizen.references,)
