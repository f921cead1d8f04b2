"""The desk's cards: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from appeals.control import Control
from appeals.model import (
    Act,
    Appeal,
    AutoReaction,
    Channel,
    Citizen,
    Clock,
    HistoryEntry,
    Number,
    Pause,
    Place,
    Priority,
    StaffMember,
    Status,
)
from appeals.selection import Earlier
from tests.unit.catalogue import answers as of_answers
from tests.unit.catalogue import outages as of_outages
from tests.unit.catalogue.things import (
    ALARMING,
    ANSWERED,
    BARE_LEAD,
    BIG,
    BIG_LEAD,
    CLOCKS,
    COLLEAGUE,
    CORRECTED_STORY,
    EXTENDED,
    FORWARDED,
    LARGE,
    LATE,
    LEAD,
    LONG_STORY,
    LONG_TEXT,
    PAUSED,
    PERSON,
    PUT_OFF,
    STORY,
    WAITING,
    Said,
    Text,
    several,
)
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, MARIA, NOW, PHOTO, appeal
from texts import card_buttons, cards

URGENT = CLOCKS.follow(APPEAL, replace(APPEAL, priority=Priority.FAST), NOW)
HAND_REPLY = HistoryEntry(Act.HAND_REPLIED, NOW, MARIA.vk_id, "Какой дом?", (PHOTO,))
RAISED = HistoryEntry(Act.PRIORITISED, NOW, MARIA.vk_id, "emergency")
ERASED = appeal(
    Status.WITHDRAWN, citizen_vk_id=0, text="", place=Place(), contact="", attachments=(), rating=4, is_erased=True
)
ERASED_STORY = [HistoryEntry(act, NOW, 0) for act in (Act.FILED, Act.WITHDRAWN, Act.ERASED)]
BEFORE = Earlier(3, replace(APPEAL, id=5, number=Number(2026, 97), status=Status.CLOSED))


def case(subject: Appeal, who: Citizen = ANNA, assignee: StaffMember | None = None) -> cards.Case:
    return cards.Case(subject, who, assignee)


def timed(subject: Appeal) -> cards.Case:
    law = (*CLOCKS.law_dates(subject), CLOCKS.latest(subject))
    return replace(case(subject), basis=CLOCKS.basis_of(subject), law=law)


SAID: dict[Text, dict[str, Said]] = {
    cards.card: {
        "сообщений не принимает": cards.card(ADMINISTRATION, case(APPEAL, replace(ANNA, reachable=False)), NOW),
        "авария": cards.card(ADMINISTRATION, replace(case(APPEAL), outage=of_outages.OUTAGE), NOW),
        "ответ ждёт согласования": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS)), submitted=of_answers.WAITING),
            NOW,
        ),
        "ответ снят с согласования": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.IN_PROGRESS)), is_withdrawn=True), NOW
        ),
        "последнее событие": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS)), last=HistoryEntry(Act.JOINED, NOW, MARIA.vk_id, "2026-000122")),
            NOW,
        ),
        "обещания": cards.card(
            ADMINISTRATION,
            replace(case(ANSWERED), promises=(of_answers.OVERDUE, of_answers.PROMISE)),
            NOW,
        ),
        "новое": cards.card(ADMINISTRATION, case(APPEAL), NOW),
        "новое, первая реакция — автоответ": cards.card(
            ADMINISTRATION,
            case(replace(APPEAL, clock=Clock(reaction=AutoReaction(NOW, "Когда приём у главы?")))),
            NOW,
        ),
        "новое, сроки вышли": cards.card(ADMINISTRATION, case(APPEAL), LATE),
        "решено, оценка, благодарность": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.CLOSED, rating=5), assignee=MARIA), thanked=True), NOW
        ),
        "согласие отозвано": cards.card(ADMINISTRATION, case(appeal(Status.WITHDRAWN)), NOW),
        "данные уничтожены": cards.card(ADMINISTRATION, case(ERASED, Citizen(3, 0)), NOW),
        "в работе": cards.card(ADMINISTRATION, case(appeal(Status.IN_PROGRESS), assignee=MARIA), NOW),
        "с заметкой и присоединёнными": cards.card(
            ADMINISTRATION,
            replace(
                case(appeal(Status.IN_PROGRESS), assignee=MARIA),
                note=HistoryEntry(Act.NOTED, NOW, MARIA.vk_id, "Подрядчик обещал быть в среду."),
                joined=several(2),
            ),
            NOW,
        ),
        "присоединённое": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.DUPLICATE)), main=appeal(Status.IN_PROGRESS)), NOW
        ),
        "житель дополнил": cards.card(
            ADMINISTRATION, replace(case(appeal(Status.REOPENED), assignee=MARIA), reply=STORY[7]), NOW
        ),
        "ждёт жителя, имени нет, есть точка": cards.card(
            ADMINISTRATION,
            case(replace(WAITING, place=Place("", 55.5, 37.25), contact=""), Citizen(2, 102), replace(MARIA, name="")),
            NOW,
        ),
        "сотрудник написал сам": cards.card(
            ADMINISTRATION,
            replace(case(appeal(Status.IN_PROGRESS), assignee=MARIA), by_hand=HAND_REPLY, reply=STORY[7]),
            NOW,
        ),
        "сотрудник исправил написанное": cards.card(
            ADMINISTRATION,
            replace(
                case(appeal(Status.IN_PROGRESS)),
                by_hand=replace(HAND_REPLY, act=Act.HAND_EDITED, text="Какой дом? → Какой подъезд?"),
            ),
            NOW,
        ),
        "отвечено": cards.card(ADMINISTRATION, case(ANSWERED, assignee=MARIA), LATE),
        "открыто снова": cards.card(ADMINISTRATION, case(appeal(Status.REOPENED), assignee=MARIA), NOW),
        "письмо, тема ушла из настроек": cards.card(
            ADMINISTRATION, case(appeal(channel=Channel.PAPER, category="parks", attachments=())), NOW
        ),
        "заявка из формы, номер не передан": cards.card(
            ADMINISTRATION, case(LEAD, replace(ANNA, reachable=False)), NOW
        ),
        "звонок, ждёт жителя": cards.card(
            ADMINISTRATION,
            case(replace(WAITING, channel=Channel.HOTLINE, questions=2), Citizen(1, 0, "Примерова Зоя")),
            NOW,
        ),
        "звонок, новое": cards.card(
            ADMINISTRATION,
            replace(case(appeal(channel=Channel.HOTLINE), Citizen(1, 0, "Примерова Зоя")), registrar=MARIA),
            NOW,
        ),
        "звонок, отвечено, имя не названо": cards.card(
            ADMINISTRATION, case(replace(ANSWERED, channel=Channel.HOTLINE), Citizen(1, 0)), NOW
        ),
        "заявка из формы без слов": cards.card(ADMINISTRATION, case(BARE_LEAD), NOW),
        "комментарий": cards.card(
            ADMINISTRATION, case(appeal(channel=Channel.WALL_COMMENT, origin="wall:-1:15:30", contact="")), NOW
        ),
        "на контроле": cards.card(
            ADMINISTRATION, replace(case(APPEAL), control=Control(APPEAL.id, 203, NOW), controller=MARIA), NOW
        ),
        "новое, по теме": cards.card(ADMINISTRATION, timed(replace(APPEAL, category="snow")), NOW),
        "срочное": cards.card(ADMINISTRATION, timed(URGENT), NOW),
        "ЧП": cards.card(ADMINISTRATION, timed(ALARMING), NOW),
        "часы стоят": cards.card(ADMINISTRATION, timed(PAUSED), LATE),
        "просрочено до вопроса": cards.card(
            ADMINISTRATION, timed(replace(WAITING, clock=Clock(pauses=(Pause(LATE),)))), LATE
        ),
        "срок продлён": cards.card(ADMINISTRATION, timed(EXTENDED), NOW),
        "ждёт промежуточного ответа": cards.card(ADMINISTRATION, timed(replace(APPEAL, interim_by=LATE)), NOW),
        "передано": cards.card(ADMINISTRATION, case(FORWARDED), NOW),
        "передано, срок вышел": cards.card(ADMINISTRATION, case(FORWARDED), NOW + timedelta(days=60)),
        "предел": cards.card(LARGE, case(replace(BIG, question=LONG_TEXT), PERSON, COLLEAGUE), LATE),
        "писал раньше": cards.card(ADMINISTRATION, replace(case(APPEAL), earlier=BEFORE), NOW),
        "предел, заявка из формы": cards.card(LARGE, case(BIG_LEAD, PERSON, COLLEAGUE), LATE),
    },
    cards.whole: {
        "данные уничтожены": cards.whole(ADMINISTRATION, case(ERASED, Citizen(3, 0)), ERASED_STORY, NOW),
        "": cards.whole(
            ADMINISTRATION, case(appeal(Status.CLOSED), assignee=MARIA), STORY, LATE, {MARIA.vk_id: MARIA.name}
        ),
        "исправления": cards.whole(ADMINISTRATION, case(appeal(Status.IN_PROGRESS)), CORRECTED_STORY, NOW),
        "заявка из формы": cards.whole(ADMINISTRATION, case(LEAD), STORY[:1], NOW),
        "сроки по закону": cards.whole(ADMINISTRATION, timed(EXTENDED), [*STORY[:2], RAISED, PUT_OFF], NOW),
        "переслать поздно": cards.whole(ADMINISTRATION, timed(EXTENDED), STORY[:1], LATE),
        "имя сотрудника неизвестно": cards.whole(ADMINISTRATION, case(appeal(Status.IN_PROGRESS)), STORY[:2], NOW),
        "предел": cards.whole(LARGE, case(BIG, PERSON, COLLEAGUE), LONG_STORY, LATE),
    },
    cards.earlier: {
        "": cards.earlier(Earlier(3, appeal(Status.ANSWERED))),
        "предел": cards.earlier(Earlier(10**4, replace(BIG, status=Status.FORWARDED))),
    },
}
SILENT: Sequence[Text] = (
    card_buttons.card_buttons,
    card_buttons.more_buttons,
    cards.urgency,
)
