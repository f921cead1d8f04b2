"""Whose an appeal is: colleagues, departments with chats of their own, and what each reader may see."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, Department
from appeals.model import Role
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

ROADS_CHAT = MODERATORS_CHAT + 1
SECRET_CHAT = MODERATORS_CHAT + 2
NUMBER = "2026-000001"
DEPARTMENTS = (
    Department("roads", "Отдел дорог", ROADS_CHAT, (104,)),
    Department("water", "Водоканал"),
    Department("secret", "Подрядчик", SECRET_CHAT, (103,), personal_data=False),
)


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A town with three departments and one new appeal, which names a telephone."""
    office = await open_office(departments=DEPARTMENTS)
    await office.citizen("Анна").files("Яма у подъезда, звоните 8 900 000-00-00.")
    return office


@pytest.fixture
def mary(office: Office) -> Person:
    """A moderator in the moderators' chat."""
    return office.moderator("Мария")


@pytest.fixture
def nikolay(office: Office) -> Person:
    """The executor of the roads in their chat."""
    return office.person(104, ROADS_CHAT)


def acts(office: Office) -> list[tuple[str, int, str]]:
    return [entry for entry in office.history(NUMBER) if entry[0] != "filed"]


def place(office: Office) -> tuple[str, int | None]:
    (found,) = office.database("SELECT department, assignee_id FROM appeals")
    return found


class TestHandingOver:
    async def test_by_buttons_the_card_moves_to_the_departments_chat(
        self, office: Office, mary: Person, nikolay: Person
    ) -> None:
        old = office.card(NUMBER)
        assert old.labels == [["Взять"], ["Ответить", "Уточнить", "Отклонить"], ["В отдел", "Ещё…"]]
        await mary.presses("В отдел", under=old)
        await mary.is_told("Выберите кнопку")
        assert old.labels == [["Отдел дорог"], ["Водоканал"], ["Подрядчик"], ["‹ Назад"]]
        await mary.presses("Отдел дорог", under=old)
        await mary.is_told(f"№ {NUMBER} передано: Отдел дорог")
        assert (old.text, old.labels) == (f"№ {NUMBER} · передано в отдел: Отдел дорог", [])
        await nikolay.sees(f"№ {NUMBER} · новое", "[id101|Анна Примерова]", "Отдел: Отдел дорог", "Яма у подъезда")
        card = office.card(NUMBER, ROADS_CHAT)
        assert card.labels == [["Взять"], ["Ответить", "Уточнить"], ["Вернуть", "Ещё…"]]
        await office.citizen("Анна").sees("передали тем, кто занимается такими вопросами: Отдел дорог")
        assert acts(office) == [("handed_over", 201, "Отдел дорог")]
        assert office.database("SELECT after ->> 'department' FROM audit WHERE deed = 'handed_over'") == [("roads",)]

    async def test_the_department_works_and_news_go_there(self, office: Office, mary: Person, nikolay: Person) -> None:
        await mary.says("/передать 1 дороги")
        await mary.sees("передано: Отдел дорог")
        await nikolay.presses("Взять")
        await nikolay.is_told("у вас в работе")
        anna = office.citizen("Анна")
        await anna.looks_away()
        await nikolay.sends("/уточнить 1 Какой подъезд?")
        await anna.sees("Какой подъезд?")
        await mary.looks_away()
        await anna.says("Второй подъезд.")
        await nikolay.sees("житель ответил", "[id101|", "Второй подъезд.")
        await nikolay.sends("/ответ 1 Яму засыпали 7 апреля.")
        await anna.sees("Спасибо")
        await anna.sees("Ответ администрации", "Яму засыпали 7 апреля.")
        assert "ответ отправлен" in office.card(NUMBER, ROADS_CHAT).text
        await mary.sees_nothing()

    async def test_back_with_a_reason_and_over_again(self, office: Office, mary: Person, nikolay: Person) -> None:
        await mary.says("/передать 1 дороги")
        await nikolay.presses("Взять")
        here = office.card(NUMBER, ROADS_CHAT)
        await nikolay.presses("Вернуть", under=here)
        await nikolay.is_told("Напишите текст")
        await nikolay.sees("Николай Эталонов, напишите следующим сообщением, почему")
        await nikolay.says("😀")
        await nikolay.sees("модераторам нужна причина")
        await nikolay.says("Это дорога области.")
        await nikolay.sees(f"№ {NUMBER} вернулось к модераторам")
        assert (here.text, here.labels) == (f"№ {NUMBER} · вернулось к модераторам", [])
        await mary.sees("вернулось к модераторам. Отдел дорог, [id104|Николай Эталонов]:", "Это дорога области.")
        await mary.sees("в работе", "Яма у подъезда")
        card = office.card(NUMBER)
        assert card.labels[0] == ["Взять"], "nobody has it"
        assert place(office) == ("", None)
        # What stood in the department's chat does nothing any more.
        await nikolay.says("/взять 1")
        await nikolay.sees("Это обращение не вашего отдела")
        await nikolay.forges(do="hand_back", n=1)
        await nikolay.is_told("Это обращение не вашего отдела")
        # Over again within the hour: the citizen isn't told of it.
        anna = office.citizen("Анна")
        await anna.looks_away()
        await mary.says("/передать 1 водоканал")
        await mary.sees("передано: Водоканал")
        await anna.sees_nothing()
        assert office.card(NUMBER).conversation_message_id == card.conversation_message_id
        assert "Отдел: Водоканал" in card.text

    async def test_an_old_card_stays_and_its_buttons_do_what_is_true_now(
        self, office: Office, mary: Person, nikolay: Person
    ) -> None:
        old = office.card(NUMBER)
        office.clock.moves(days=2)
        await mary.says("/передать 1 дороги")
        await nikolay.sees(f"№ {NUMBER} · новое")
        assert "Яма у подъезда" in old.text, "VK lets nobody rewrite it"
        await nikolay.presses("Взять")
        await nikolay.is_told("у вас в работе")
        await mary.presses("Взять", under=old)
        await mary.is_told("уже взято: Николай Эталонов")
        await mary.presses("Ещё…", under=old)
        await mary.sees("что ещё можно сделать", buttons=["Отдать", "Вернуть"])
        await mary.presses("Вернуть")
        await mary.is_told("вернулось к модераторам")
        await mary.sees("в работе", "Яма у подъезда")
        assert office.card(NUMBER).conversation_message_id > old.conversation_message_id

    async def test_a_moderator_takes_it_back_without_a_word(self, office: Office, mary: Person) -> None:
        await mary.says("/передать 1 дороги")
        await mary.sees("передано")
        await mary.says("/вернуть 1")
        await mary.sees("вернулось к модераторам")
        assert acts(office)[-1] == ("handed_back", 201, "")
        await mary.says("/вернуть 1")
        await mary.sees("уже у модераторов")

    async def test_a_department_without_a_chat_learns_in_private(self, office: Office, mary: Person) -> None:
        ivan = office.moderator("Иван")
        olga = office.citizen("Ольга")
        await olga.says("Начать")
        await olga.looks_away()
        await ivan.says("/сотрудник @id103 исполнитель водоканал")
        await olga.sees("исполнитель (Водоканал)")
        await mary.says("/передать 1 water")
        await olga.sees(f"Водоканал: передано обращение № {NUMBER}. Открыть: /обращение 1")
        await olga.says("/обращение 1")
        await olga.sees("Яма у подъезда", buttons=["Взять", "Вернуть"])
        await olga.presses("Взять")
        await olga.is_told("у вас в работе")
        await olga.presses("Ещё…")
        await olga.sees("что ещё можно сделать", buttons=["Отдать"])
        assert "Исполнитель: Ольга Тестова" in office.card(NUMBER).text

    @pytest.mark.parametrize(
        ("words", "told"),
        [("", "в какой отдел"), ("культура", "в какой отдел"), ("отдел дорог", "передано: Отдел дорог")],
    )
    async def test_the_department_is_asked_for(self, mary: Person, words: str, told: str) -> None:
        await mary.says(f"/передать 1 {words}")
        await mary.sees(told)

    async def test_of_two_at_once_the_second_is_told(self, office: Office, mary: Person) -> None:
        ivan = office.moderator("Иван")
        card = office.card(NUMBER)
        await mary.presses("В отдел", under=card)
        await mary.is_told("Выберите")
        with office.at_once():
            await ivan.presses("Водоканал", under=card)
            await mary.presses("Подрядчик", under=card)
        await ivan.is_told("передано: Водоканал")
        await mary.is_told(f"№ {NUMBER} уже передано: Водоканал")
        assert place(office) == ("water", None)


class TestGiving:
    async def test_by_button(self, office: Office, mary: Person) -> None:
        card = office.card(NUMBER)
        await mary.presses("Ещё…", under=card)
        await mary.is_told("Выберите кнопку")
        assert card.labels[0] == ["Отдать", "Срочность"]
        assert card.labels[-1] == ["‹ Назад", "Ещё ›"]
        await mary.presses("Отдать", under=card)
        await office.settles()
        assert card.labels == [["Иван Дежурный, администратор"], ["Мария Модераторова, модератор"], ["‹ Назад"]]
        await mary.presses("Иван Дежурный, администратор", under=card)
        await mary.is_told("теперь исполнитель Иван Дежурный")
        await mary.sees("новый исполнитель: [id202|Иван Дежурный]. Кто отдал: Мария Модераторова")
        assert "в работе" in card.text
        assert "Исполнитель: Иван Дежурный" in card.text
        await office.citizen("Анна").sees("взяли в работу")
        assert acts(office) == [("given", 201, "Иван Дежурный")]

    async def test_by_command_and_the_colleague_is_told_in_private(self, office: Office, mary: Person) -> None:
        ivan = office.person(202, -office.group_id)
        await ivan.says("/помощь")
        await ivan.looks_away()
        await mary.says("/отдать 1 [id202|Иван]")
        await mary.sees(f"№ {NUMBER}: теперь исполнитель Иван Дежурный")
        await ivan.sees(f"Вам отдали обращение № {NUMBER}", "Мария Модераторова")

    @pytest.mark.parametrize("who", ["@id102", "@id104", "@id999"])
    async def test_not_to_whom_may_not_work_on_it(self, office: Office, mary: Person, who: str) -> None:
        await mary.says(f"/отдать 1 {who}")
        await mary.sees("не может вести это обращение")
        assert place(office) == ("", None)

    async def test_a_stale_button_does_not_take_it_from_a_colleague(self, office: Office, mary: Person) -> None:
        await office.moderator("Иван").says("/взять 1")
        await mary.sees("у вас в работе")
        await mary.forges(do="give", n=1, to=201, f=0)
        await mary.is_told("уже взято: Иван Дежурный")
        assert place(office) == ("", 202)


WORDS = {
    Role.ADMINISTRATOR: "администратор",
    Role.HEAD: "глава",
    Role.MODERATOR: "модератор",
    Role.EXECUTOR: "исполнитель дороги",
    Role.OBSERVER: "наблюдатель",
}


async def _with_role(office: Office, role: Role | None) -> Person:
    """Pyotr with a role, in the moderators' chat."""
    pyotr = office.citizen("Пётр").in_chat(MODERATORS_CHAT)
    if role is not None:
        await office.moderator("Иван").says(f"/сотрудник @id102 {WORDS[role]}")
    await pyotr.looks_away()
    return pyotr


ABLE = {
    "/взять 1": {Role.ADMINISTRATOR, Role.HEAD, Role.MODERATOR},
    "/отдать 1 @id201": {Role.ADMINISTRATOR, Role.HEAD, Role.MODERATOR},
    "/передать 1 водоканал": {Role.ADMINISTRATOR, Role.HEAD, Role.MODERATOR},
    "/вернуть 1": {Role.ADMINISTRATOR, Role.HEAD, Role.MODERATOR},
    "/сотрудник": {Role.ADMINISTRATOR},
    "/обращение 1": {Role.ADMINISTRATOR, Role.HEAD, Role.MODERATOR, Role.OBSERVER},
}
"""Who may, with an appeal that isn't the roads'; a role that may all does them in this order."""


class TestRights:
    @pytest.mark.parametrize("role", [*Role, None])
    async def test_what_a_role_may(self, office: Office, role: Role | None) -> None:
        pyotr = await _with_role(office, role)
        for command, able in ABLE.items():
            before = place(office), acts(office)
            await pyotr.says(command)
            told = await pyotr.sees()
            reasons = ("Это может сделать", "не вашего отдела", "только для сотрудников")
            refused = any(word in told.text for word in reasons)
            assert refused == (role not in able), (command, told.text)
            assert not refused or before == (place(office), acts(office))
            await pyotr.looks_away()

    @pytest.mark.parametrize("deed", ["give", "colleagues", "departments", "hand_over", "hand_back", "more"])
    async def test_a_forged_press_of_a_citizen_is_refused(self, office: Office, deed: str) -> None:
        pyotr = office.citizen("Пётр")
        await pyotr.forges(do=deed, n=1, to=102, d="roads", f="")
        await pyotr.is_told("только для сотрудников")
        await pyotr.sees_nothing()
        assert (place(office), acts(office)) == (("", None), [])

    @pytest.mark.parametrize("role", [Role.EXECUTOR, Role.OBSERVER])
    async def test_a_forged_press_of_whoever_may_less_is_refused(self, office: Office, role: Role) -> None:
        pyotr = await _with_role(office, role)
        for deed in ("give", "colleagues", "departments", "hand_over", "hand_back"):
            await pyotr.forges(do=deed, n=1, to=103, d="roads", f="")
            told = await pyotr.is_told("")
            assert "Это может сделать" in told.text or "не вашего отдела" in told.text, (deed, told.text)
        await pyotr.sees_nothing()
        assert (place(office), acts(office)) == (("", None), [])

    @pytest.mark.parametrize(
        "forged",
        [
            {"do": "hand_over", "n": 1, "d": "nowhere"},
            {"do": "hand_over", "n": 1, "d": 5, "f": 7},
            {"do": "hand_over", "n": 1},
            {"do": "hand_over", "n": 99, "d": "roads"},
            {"do": "give", "n": 1, "to": "201"},
            {"do": "give", "n": 1, "to": -5},
            {"do": "departments", "n": 1, "p": 10**6},
            {"do": "colleagues", "n": 1, "p": 10**6},
            {"do": "more", "n": 1, "p": 10**6},
            {"do": "hand_back", "n": 1},
        ],
    )
    async def test_a_forged_press_of_a_moderator_does_nothing(
        self, office: Office, mary: Person, forged: dict[str, object]
    ) -> None:
        await mary.forges(**forged)
        await mary.is_told("")
        assert (place(office), acts(office)) == (("", None), [])

    async def test_an_executor_sees_the_own_departments_appeals_alone(
        self, office: Office, mary: Person, nikolay: Person
    ) -> None:
        await nikolay.says("/обращения")
        await nikolay.sees("Открытых обращений нет")
        await nikolay.says("/обращение 1")
        await nikolay.sees("Это обращение не вашего отдела")
        await mary.says("/передать 1 дороги")
        await nikolay.sees("Яма у подъезда")
        await nikolay.says("/обращения")
        await nikolay.sees("Открытые обращения: 1")
        await nikolay.says("/передать 1 водоканал")
        await nikolay.sees("Это может сделать")

    async def test_an_executor_without_a_department_sees_nothing_and_is_told_so(
        self, office: Office, administration: Administration, nikolay: Person
    ) -> None:
        for words in ("модератор", "исполнитель дороги"):
            await office.moderator("Иван").says(f"/сотрудник @id104 {words}")
        await office.settles()
        renamed = replace(DEPARTMENTS[0], id="streets", title="Улицы", executors=())
        await office.restarts(replace(administration, departments=(renamed, *DEPARTMENTS[1:])))
        await nikolay.says("/обращения")
        await nikolay.sees("не указан отдел")
        await nikolay.says("/взять 1")
        await nikolay.sees("Это обращение не вашего отдела")


class TestThePerson:
    async def test_an_observer_reads_without_the_person(self, office: Office) -> None:
        pyotr = await _with_role(office, Role.OBSERVER)
        for reader in (pyotr, pyotr.in_private):
            await reader.looks_away()
            await reader.says("/обращение 1")
            seen = await reader.sees("имя и контакт скрыты", "Яма у подъезда, звоните •••.")
            assert "Анна" not in seen.text
            assert seen.labels == []
            await reader.says("/обращения")
            await reader.sees("звоните •••")
        assert office.database("SELECT 1 FROM audit WHERE deed = 'viewed'") == []
        await office.moderator("Мария").says("/обращение 1")
        await office.settles()
        assert office.database("SELECT actor_id FROM audit WHERE deed = 'viewed'") == [(201,)]

    async def test_a_department_that_works_without_names(self, office: Office, mary: Person) -> None:
        olga = office.person(103, SECRET_CHAT)
        await mary.says("/передать 1 подрядчик")
        card = await olga.sees("имя и контакт скрыты", "звоните •••")
        assert "Анна" not in card.text
        await office.citizen("Анна").looks_away()
        await office.citizen("Анна").says("Ещё раз: мой телефон 8 900 000-00-00, яма растёт.")
        await office.settles()
        for message in office.world.seen_by(103, SECRET_CHAT):
            assert "000-00-00" not in message.text
            assert "Анна" not in message.text
        await olga.in_private.says("/обращение 1")
        await olga.in_private.sees("имя и контакт скрыты", buttons=["Взять", "Ответить"])

    async def test_another_departments_chat_shows_nothing(self, office: Office, mary: Person) -> None:
        here = mary.in_chat(ROADS_CHAT)
        await here.looks_away()
        await here.says("/обращение 1")
        told = await here.sees("не этого отдела")
        assert "Яма" not in told.text
