"""What the desk is told, its help and its journal: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.administration import Department
from appeals.audit import CHANGED, SHOWN, VIEWED, Audited
from appeals.audit import CITIZEN as BY_CITIZEN
from appeals.model import Act, Citizen, Role, StaffMember, Status
from appeals.rights import Right
from tests.unit.catalogue.citizen_reminders import UNREPLIED
from tests.unit.catalogue.things import (
    BIG,
    BIG_ID,
    CALL,
    COLLEAGUE,
    LARGE,
    LATE,
    LATE_BODY,
    LEAD,
    LONG_ANSWER,
    LONG_TEXT,
    PERSON,
    TEN_PHOTOS,
    Said,
    Text,
    alone,
    numbered,
    statuses,
)
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, MARIA, NOW, PHOTO, appeal
from texts import audit, buttons, citizen, clocks, desk, help, notices, people, promises, roles

WITH_CHAT = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог", 2_000_000_005),))

JOURNAL = [
    Audited(Act.FILED, NOW, 0, 0, 1, BY_CITIZEN),
    Audited(VIEWED, NOW, MARIA.vk_id, MARIA.vk_id, 1),
    Audited(SHOWN, NOW, MARIA.vk_id, MARIA.vk_id, 1),
    Audited(
        Act.TAKEN,
        NOW,
        MARIA.vk_id,
        2_000_000_001,
        1,
        "",
        {"status": "new", "assignee_id": ""},
        {"status": "in_progress", "assignee_id": str(MARIA.vk_id)},
    ),
    Audited("/отклонить", NOW, 203, 2_000_000_001, 1, refused="not_allowed"),
    Audited("take", NOW, 204, 2_000_000_001, 1, refused="not_staff"),
    Audited("text", NOW, MARIA.vk_id, MARIA.vk_id, 1, refused="wrong_status"),
    Audited(
        CHANGED,
        NOW,
        0,
        0,
        1,
        "",
        {"due_at": NOW.isoformat(), "category": "roads", "priority": "usual"},
        {"due_at": NOW.isoformat(), "category": "gone", "priority": "emergency"},
    ),
]

SAID: dict[Text, dict[str, Said]] = {
    notices.news: {
        "ответил": notices.news(
            ADMINISTRATION, appeal(Status.IN_PROGRESS), ANNA, Act.CLARIFIED, "Второй подъезд.", (PHOTO,)
        ),
        "решено": notices.news(ADMINISTRATION, appeal(Status.CLOSED), ANNA, Act.RESOLVED, "", ()),
        "не решено": notices.news(ADMINISTRATION, appeal(Status.REOPENED), ANNA, Act.REOPENED, "", ()),
        "предел": notices.news(
            LARGE, replace(BIG, status=Status.REOPENED), PERSON, Act.COMMENTED, LONG_TEXT, TEN_PHOTOS
        ),
    },
    notices.undelivered: {
        "запретил": notices.undelivered(APPEAL, ANNA, privacy=True),
        **{
            code: notices.undelivered(APPEAL, ANNA, privacy=True, error=code)
            for code in ("VK 18", "VK 900", "VK 901", "VK 902")
        },
        "ошибка VK, дальше текст": notices.undelivered(APPEAL, ANNA, privacy=False, error="VK 914", words_follow=True),
        "отказ VK, контакта нет": notices.undelivered(appeal(contact=""), ANNA, privacy=False),
        "запретил, дальше текст": notices.undelivered(APPEAL, ANNA, privacy=True, words_follow=True),
    },
    notices.number_owed: {
        "": notices.number_owed(LEAD, ANNA),
        "контакта нет": notices.number_owed(replace(LEAD, contact=""), ANNA),
        "отказ VK": notices.number_owed(LEAD, ANNA, privacy=False),
    },
    notices.hand_replied: {
        "": notices.hand_replied(ADMINISTRATION, ANNA, APPEAL, MARIA.vk_id, MARIA.name, LATE),
        "обращений нет, имени сотрудника нет": notices.hand_replied(ADMINISTRATION, ANNA, None, 201, "", LATE),
        "предел": notices.hand_replied(LARGE, PERSON, BIG, BIG_ID, COLLEAGUE.name, LATE),
    },
    notices.writes_in_silence: {
        "": notices.writes_in_silence(ADMINISTRATION, ANNA, APPEAL, "Дом пять.", (PHOTO,), LATE),
        "обращений нет, слов нет": notices.writes_in_silence(ADMINISTRATION, ANNA, None, "", (PHOTO,), LATE),
        "предел": notices.writes_in_silence(LARGE, PERSON, BIG, LONG_TEXT, TEN_PHOTOS, LATE),
    },
    notices.left_unanswered: {
        "": notices.left_unanswered(
            [notices.Unanswered(ANNA, APPEAL, 1), notices.Unanswered(Citizen(2, 102), None, 5)]
        ),
        "предел": notices.left_unanswered([notices.Unanswered(PERSON, BIG, 99)] * 200),
    },
    notices.recovered: {
        "": notices.recovered({"message": 3}),
        "всё сразу": notices.recovered({"message": 3, "lead": 1, "comment": 2, "board_post": 4}),
    },
    notices.failures: {
        "": notices.failures(2, [7, 8], ["не читается: JSON", "KeyError (citizen, строка 12)"]),
        "предел": notices.failures(999, range(999), [f"{LONG_TEXT[:90]} {n}" for n in range(99)]),
    },
    notices.copy_failed: {"": notices.copy_failed()},
    notices.no_room_for_copies: {"": notices.no_room_for_copies()},
    notices.undeliverable: {
        "": notices.undeliverable(1, ["VK 912"]),
        "предел": notices.undeliverable(999, [f"VK {n}" for n in range(900)]),
    },
    notices.colleagues_unreached: {
        "": notices.colleagues_unreached([MARIA, StaffMember(103, Role.HEAD)]),
        "предел": notices.colleagues_unreached([MARIA] * 99),
    },
    notices.chats_unreached: {
        "": notices.chats_unreached(
            WITH_CHAT, 2_000_000_001, {2_000_000_001: "VK 945", 2_000_000_005: "VK 917", 2_000_000_009: "VK 917"}
        ),
        "предел": notices.chats_unreached(WITH_CHAT, None, {BIG_ID - n: "VK 917" for n in range(99)}),
    },
    desk.chat_number: {"": desk.chat_number(2_000_000_001)},
    desk.not_staff: alone(desk.not_staff),
    desk.no_such_appeal: alone(desk.no_such_appeal),
    desk.ambiguous_number: alone(desk.ambiguous_number),
    desk.taken: numbered(desk.taken),
    desk.already_taken: {
        "": desk.already_taken(APPEAL, MARIA.name),
        "предел": desk.already_taken(BIG, COLLEAGUE.name),
    },
    desk.joined: {"": desk.joined(APPEAL, BIG)},
    desk.wrong_status: {
        **statuses(desk.wrong_status),
        "закрыто без ответа": desk.wrong_status(UNREPLIED),
        "предел": desk.wrong_status(BIG),
    },
    desk.answer_prompt: {"": desk.answer_prompt(APPEAL, people.addressed(MARIA))},
    desk.question_prompt: {"": desk.question_prompt(APPEAL, MARIA.name)},
    desk.reason_prompt: {"": desk.reason_prompt(APPEAL, people.addressed(replace(MARIA, name="")))},
    desk.empty_text: alone(desk.empty_text),
    desk.prompt_expired: alone(desk.prompt_expired),
    desk.too_long: {"": desk.too_long(3500), "коллегам": desk.too_long(2000, to_citizen=False)},
    desk.preview: {
        "": desk.preview(citizen.answer(ADMINISTRATION, APPEAL, "Яму засыпали.", (PHOTO,)), APPEAL, 555),
        "вопрос": desk.preview(citizen.question_asked(APPEAL, "Какой подъезд?"), APPEAL, 555, buttons.ASK),
        "новый срок": desk.preview(clocks.extended(APPEAL, "15 декабря", "ждём"), APPEAL, 555, buttons.EXTEND),
        "передача": desk.preview(
            clocks.forwarded(ADMINISTRATION, APPEAL, "Росавтодор", "", LATE_BODY), APPEAL, 555, buttons.FORWARD
        ),
        "новости": desk.preview(clocks.updated(ADMINISTRATION, APPEAL, "Едут.", NOW), APPEAL, 555, buttons.UPDATE),
        "обещание": desk.preview(promises.moved(APPEAL, LATE.date(), "ждём"), APPEAL, 555, buttons.MOVE_PROMISE),
        "отказ": desk.preview(
            citizen.rejected(ADMINISTRATION, APPEAL, "Это частная территория."), APPEAL, 555, buttons.REJECT
        ),
        "предел": desk.preview(citizen.answer(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS), BIG, BIG_ID),
    },
    desk.preview_stale: alone(desk.preview_stale),
    desk.cut_short: alone(desk.cut_short),
    desk.answer_sent: {**numbered(desk.answer_sent), "звонок": desk.answer_sent(CALL)},
    desk.question_sent: {**numbered(desk.question_sent), "звонок": desk.question_sent(CALL)},
    desk.rejected: {**numbered(desk.rejected), "звонок": desk.rejected(CALL)},
    desk.dropped: alone(desk.dropped),
    desk.nothing_to_drop: alone(desk.nothing_to_drop),
    desk.bot_returned: numbered(desk.bot_returned),
    desk.bot_was_not_quiet: numbered(desk.bot_was_not_quiet),
    help.help_text: {
        "модератор": help.help_text(
            [
                "обращения",
                "поиск",
                "обращение",
                "взять",
                "ответ",
                "уточнить",
                "отклонить",
                "бот",
                "новое",
                "записать",
                "отмена",
                "помощь",
            ]
        ),
        "наблюдатель": help.help_text(["обращения", "обращение", "отмена", "помощь"]),
        "все команды": help.help_text(help.COMMANDS),
    },
    help.help_on: {name: help.help_on(name) for name in help.COMMANDS},
    help.unknown_command: {
        "похожей нет": help.unknown_command("привет", None),
        "похожая есть": help.unknown_command("помощъ", "помощь"),
        "предел": help.unknown_command("ш" * 40, "обращение"),
    },
    help.number_needed: {name: help.number_needed(name) for name in ("взять", "ответ", "уточнить", "отклонить")},
    roles.not_allowed: {
        "другой отдел": roles.not_allowed(StaffMember(203, Role.EXECUTOR, "Пётр", "roads"), Right.WORK),
        **{
            str(right): roles.not_allowed(StaffMember(203, Role.OBSERVER, "Пётр"), right)
            for right in Right
            if right is not Right.SEE
        },
    },
    audit.journal: {
        "ничего": audit.journal(ADMINISTRATION, APPEAL, [], {}),
        "": audit.journal(ADMINISTRATION, APPEAL, JOURNAL, {MARIA.vk_id: MARIA}),
        "предел": audit.journal(ADMINISTRATION, BIG, JOURNAL * 100, {MARIA.vk_id: MARIA}),
    },
}
SNACKBARS: Sequence[Text] = (
    desk.taken,
    desk.already_taken,
    desk.joined,
    desk.wrong_status,
    desk.preview_stale,
    roles.not_allowed,
)
SILENT: Sequence[Text] = (
    desk.drop_button,
    people.person,
    people.member,
    people.addressed,
)
