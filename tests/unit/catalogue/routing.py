"""What is said about staff and about whose an appeal is: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.administration import Department
from appeals.model import Act, Answer, HistoryEntry, Joined, Number, Place, Role, StaffMember, Status
from appeals.remarks import Spot, Venue
from appeals.rights import RIGHTS, Right
from tests.unit.catalogue.things import BIG_ID, Said, Text
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, DOCUMENT, MARIA, NOW, PHOTO, appeal
from texts import card_buttons, cards, notices, routing, staffing

TOWN = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог"), Department("water", "Водоканал")))
LARGE_TOWN = replace(
    ADMINISTRATION, departments=tuple(Department(f"d{number:031d}", f"{number:02d} {'Ш' * 37}") for number in range(30))
)
PYOTR = StaffMember(102, Role.EXECUTOR, "Пётр Образцов", "roads")
TEAM = (
    StaffMember(202, Role.ADMINISTRATOR, "Иван Дежурный"),
    StaffMember(203, Role.HEAD, "Сергей Головин"),
    MARIA,
    PYOTR,
    StaffMember(104, Role.EXECUTOR, "", "gone"),
    StaffMember(105, Role.OBSERVER, "Ольга Тестова"),
)
CROWD = tuple(
    StaffMember(BIG_ID - n, Role.EXECUTOR, "Шамсутдиновакарлэмильбергская Залесская", LARGE_TOWN.departments[n % 30].id)
    for n in range(200)
)
IN_ROADS = appeal(Status.IN_PROGRESS, department="roads")
BIG = replace(APPEAL, id=BIG_ID, number=Number(2026, 999_999_999), department=LARGE_TOWN.departments[0].id)
DONE = appeal(Status.ANSWERED)
JOINED = appeal(Status.DUPLICATE, joined=Joined(7, Status.NEW))
UNNAMED = StaffMember(104, Role.EXECUTOR, "", "roads")
EXECUTORS = RIGHTS[Role.EXECUTOR]
OBSERVERS = RIGHTS[Role.OBSERVER]
TELLING = replace(
    APPEAL,
    department="roads",
    text="Яма у подъезда. Звоните: +7 900 000-00-00, кв. 12.",
    told_name="Примерова Анна Сергеевна",
    place=Place("ул. Садовая, 5, кв. 12"),
    answers=(Answer("age", "35"), Answer("Давно?", "Месяц")),
    attachments=(PHOTO, DOCUMENT),
    origin=Spot(Venue.WALL, -1, 2, 3).origin,
)
REPLIED = HistoryEntry(Act.CLARIFIED, NOW, ANNA.vk_id, "Мой телефон 8 900 000-00-00.", (DOCUMENT,))
CASE = cards.Case(TELLING, ANNA, MARIA, reply=REPLIED)

SAID: dict[Text, dict[str, Said]] = {
    staffing.everybody: {
        "": staffing.everybody(TOWN, TEAM),
        "предел": staffing.everybody(LARGE_TOWN, CROWD),
    },
    staffing.one: {
        "": staffing.one(TOWN, PYOTR, 102),
        "роли нет": staffing.one(TOWN, None, 102),
    },
    staffing.given: {
        "": staffing.given(TOWN, PYOTR, changed=True),
        "и так": staffing.given(TOWN, MARIA, changed=False),
        "имя неизвестно": staffing.given(TOWN, StaffMember(102, Role.MODERATOR), changed=True),
    },
    staffing.nobody: {"": staffing.nobody(999_999), "предел": staffing.nobody(2**31 - 1)},
    staffing.taken: {"": staffing.taken(MARIA, 201), "роли не было": staffing.taken(None, 102)},
    staffing.freed: {
        "": staffing.freed([APPEAL, appeal(number=Number(2026, 124))], 0),
        "предел": staffing.freed([appeal(number=Number(2026, 999_980 + n)) for n in range(20)], 9_999),
    },
    staffing.who_is_meant: {"": staffing.who_is_meant()},
    staffing.short_name: {"": staffing.short_name("vk.com/primer"), "предел": staffing.short_name("@" + "a" * 40)},
    staffing.no_such_role: {"": staffing.no_such_role("начальник"), "предел": staffing.no_such_role("Ш" * 4000)},
    staffing.department_needed: {
        "": staffing.department_needed(TOWN, 102),
        "отделов нет": staffing.department_needed(ADMINISTRATION, 102),
        "предел": staffing.department_needed(LARGE_TOWN, BIG_ID),
    },
    staffing.you_are: {one.role.value: staffing.you_are(TOWN, one) for one in TEAM},
    staffing.you_are_nobody: {"": staffing.you_are_nobody()},
    routing.given: {
        "": routing.given(APPEAL, PYOTR),
        "имя неизвестно": routing.given(APPEAL, UNNAMED),
        "предел": routing.given(BIG, CROWD[0]),
    },
    routing.given_news: {
        "": routing.given_news(APPEAL, MARIA, PYOTR),
        "без имён": routing.given_news(APPEAL, UNNAMED, UNNAMED),
    },
    routing.yours: {"": routing.yours(APPEAL, MARIA)},
    routing.handed_over: {
        "": routing.handed_over(TOWN, IN_ROADS),
        "предел": routing.handed_over(LARGE_TOWN, BIG),
    },
    routing.for_department: {"": routing.for_department(IN_ROADS, TOWN.departments[0])},
    routing.handed_over_citizen: {
        "": routing.handed_over_citizen(TOWN, IN_ROADS),
        "предел": routing.handed_over_citizen(LARGE_TOWN, BIG),
    },
    routing.moved_meanwhile: {
        "": routing.moved_meanwhile(TOWN, IN_ROADS),
        "у модераторов": routing.moved_meanwhile(TOWN, APPEAL),
        "предел": routing.moved_meanwhile(LARGE_TOWN, BIG),
    },
    routing.handed_back: {"": routing.handed_back(APPEAL)},
    routing.handed_back_news: {
        "": routing.handed_back_news("Отдел дорог", APPEAL, PYOTR, "Это дорога области."),
        "предел": routing.handed_back_news("Ш" * 40, BIG, CROWD[0], "Не наша дорога. " * 300),
    },
    routing.reason_prompt: {"": routing.reason_prompt(APPEAL, "Пётр Образцов")},
    routing.reason_needed: {"": routing.reason_needed()},
    routing.which_department: {
        "": routing.which_department(APPEAL, TOWN.departments),
        "предел": routing.which_department(BIG, LARGE_TOWN.departments, 2),
    },
    routing.no_departments: {"": routing.no_departments()},
    routing.which_colleague: {
        "": routing.which_colleague(IN_ROADS, [PYOTR, UNNAMED, MARIA]),
        "некому": routing.which_colleague(APPEAL, []),
        "предел": routing.which_colleague(BIG, CROWD, 3),
    },
    routing.no_department: {"": routing.no_department()},
    routing.other_chat: {"": routing.other_chat(IN_ROADS)},
    cards.card: {
        "модераторам, есть отделы": cards.card(TOWN, cards.Case(APPEAL, ANNA), NOW),
        "отделу": cards.card(TOWN, replace(CASE, assignee=PYOTR), NOW, EXECUTORS),
        "наблюдателю": cards.card(TOWN, CASE, NOW, OBSERVERS),
        "открыто «Ещё…»": cards.card(
            TOWN, CASE, NOW, keyboard=card_buttons.more_buttons(TOWN, TELLING, card_buttons.MODERATORS, 1, on_card=True)
        ),
    },
    cards.whole: {"наблюдателю": cards.whole(TOWN, CASE, [REPLIED], NOW, rights=OBSERVERS)},
    cards.moved: {"": cards.moved(TOWN, IN_ROADS), "обратно": cards.moved(TOWN, APPEAL)},
    cards.more: {
        "": cards.more(IN_ROADS, card_buttons.more_buttons(TOWN, IN_ROADS, card_buttons.MODERATORS, 1, on_card=False)),
        **{
            f"все кнопки, {page}": cards.more(IN_ROADS, keyboard)
            for page in range(1, 5)
            if (keyboard := card_buttons.more_buttons(TOWN, IN_ROADS, frozenset(Right), page, on_card=True))
        },
        "отвечено": cards.more(DONE, card_buttons.more_buttons(TOWN, DONE, frozenset(Right), 1, on_card=False)),
        "присоединённое": cards.more(
            JOINED, card_buttons.more_buttons(TOWN, JOINED, frozenset(Right), 1, on_card=False)
        ),
        "нечего": cards.more(APPEAL, None),
    },
    notices.news: {
        "без имени": notices.news(TOWN, IN_ROADS, ANNA, Act.COMMENTED, "Мой телефон 8 900 000-00-00.", (), OBSERVERS),
    },
}
SNACKBARS: Sequence[Text] = (
    routing.given,
    routing.handed_over,
    routing.moved_meanwhile,
    routing.handed_back,
)
SILENT: Sequence[Text] = (routing.departments, routing.colleagues)
