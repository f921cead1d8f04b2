"""What meets at the desk: roles that go, cards that can't be rewritten, departments that are no more, deeds taken back
after something else happened.
"""

from dataclasses import replace

import pytest

from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_routing import DEPARTMENTS, ROADS_CHAT, SECRET_CHAT

NUMBER = "2026-000001"
PYOTR = 102


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A town with departments and one appeal that names a telephone."""
    office = await open_office(departments=DEPARTMENTS)
    await office.citizen("Анна").files("Яма у подъезда, звоните 8 900 000-00-00.")
    return office


@pytest.fixture
def mary(office: Office) -> Person:
    """A moderator in the moderators' chat."""
    return office.moderator("Мария")


@pytest.fixture
def ivan(office: Office) -> Person:
    """An administrator there."""
    return office.moderator("Иван")


class TestWhoeverMayNotWorkAnyMoreHasItNoMore:
    @pytest.mark.parametrize("words", ["наблюдатель", "исполнитель дороги", "убрать"])
    async def test_whose_role_changed_at_the_desk(self, office: Office, mary: Person, ivan: Person, words: str) -> None:
        await mary.says("/взять 1")
        await ivan.says(f"/сотрудник @id201 {words}")
        await ivan.sees(f"Остались без исполнителя: № {NUMBER}")
        card = office.card(NUMBER)
        assert "Исполнитель" not in card.text
        await ivan.presses("Взять", under=card)
        await ivan.is_told(f"№ {NUMBER} у вас в работе")
        assert "Исполнитель: Иван Дежурный" in office.card(NUMBER).text

    async def test_whom_vk_made_a_citizen_again(self, office: Office, mary: Person, ivan: Person) -> None:
        await mary.says("/взять 1")
        office.world.set_role(201, None)
        await ivan.sees(f"Остались без исполнителя: № {NUMBER}")
        assert ["Взять"] in office.card(NUMBER).labels

    async def test_who_goes_on_working_keeps_it(self, office: Office, mary: Person, ivan: Person) -> None:
        await mary.says("/взять 1")
        await ivan.says("/сотрудник @id201 глава")
        await ivan.sees("теперь глава")
        await ivan.sees_nothing()
        assert "Исполнитель: Мария Модераторова" in office.card(NUMBER).text


class TestACardThatCannotBeRewritten:
    @pytest.mark.parametrize("code", [15, 100, 909, 914])
    async def test_is_shown_anew_at_once_as_the_change_may_be_the_last(
        self, office: Office, mary: Person, code: int
    ) -> None:
        await mary.sees(f"№ {NUMBER} · новое")
        office.sandbox.faults.add("error", code=code, method="messages.edit", times=1)
        await mary.sends("/ответ 1 Яму засыпали 6 апреля.")
        await mary.sees(f"№ {NUMBER} · ответ отправлен")
        await mary.sees_nothing()
        assert "ответ отправлен" in office.card(NUMBER).text

    async def test_in_a_chat_that_is_gone_nothing_is_tried_again(self, office: Office, mary: Person) -> None:
        await mary.says("/передать 1 дороги")
        await mary.sees("передано")
        del office.world.chats[ROADS_CHAT]
        await mary.says("/заметка 1 Созвонились.")
        await mary.sees("заметка сохранена")
        unsent = office.database("SELECT method, status FROM outbox WHERE status != 'sent'")
        assert unsent == [("messages.edit", "unreachable")]
        await mary.says("/вернуть 1")
        await mary.sees("Заметка", "Созвонились.")


class TestADepartmentThatIsNoMore:
    async def test_its_executors_do_not_learn_whose_the_appeals_are(
        self, office: Office, mary: Person, ivan: Person
    ) -> None:
        pyotr = office.person(PYOTR, -office.group_id)
        await pyotr.says("Начать")
        await pyotr.looks_away()
        await ivan.says("/сотрудник @id102 исполнитель подрядчик")
        await mary.says("/передать 1 подрядчик")
        await pyotr.looks_away()
        await pyotr.says("/обращение 1")
        await pyotr.sees("имя и контакт скрыты")
        await office.restarts(replace(office.administration, departments=DEPARTMENTS[:2]))
        await pyotr.says("/обращение 1")
        shown = await pyotr.sees("имя и контакт скрыты")
        assert "Анна" not in shown.text
        assert "900" not in shown.text

    async def test_its_appeals_are_the_moderators_and_its_chat_keeps_no_live_card(
        self, office: Office, mary: Person
    ) -> None:
        await mary.says("/передать 1 подрядчик")
        await mary.sees("передано")
        left = office.card(NUMBER, SECRET_CHAT)
        await office.restarts(replace(office.administration, departments=()))
        await mary.says("/взять 1")
        await mary.sees(f"№ {NUMBER} · в работе")
        assert left.labels == []
        assert office.database("SELECT peer_id FROM cards") == [(MODERATORS_CHAT,)]
        await mary.says("/вернуть 1")
        await mary.sees("вернулось к модераторам")


class TestTheJournal:
    async def test_tells_what_was_refused_of_an_appeal_and_why(
        self, office: Office, mary: Person, ivan: Person
    ) -> None:
        nikolay = office.person(104, ROADS_CHAT)
        await nikolay.says("/взять 1")
        await nikolay.sees("не вашего отдела")
        card = office.card(NUMBER)
        anna = office.citizen("Анна").in_chat(MODERATORS_CHAT)
        await anna.presses("Ответить", under=card)
        await anna.is_told("только для сотрудников")
        await mary.says("/взять 1")
        await ivan.forges(do="take", n=1)
        await ivan.is_told("уже взято")
        await mary.says("/журнал 1")
        await mary.sees("Это может сделать глава")
        await ivan.says("/журнал 1")
        await ivan.sees(
            f"Журнал № {NUMBER}",
            "Николай Эталонов, чат: отказано, /взять: нет права",
            "[id101|человек без роли], чат: отказано, «Ответить»: нет роли",
            "Мария Модераторова, чат: взято в работу (",
            "Иван Дежурный, чат: отказано, «Взять»: уже взято другим",
            "Мария Модераторова, чат: отказано, /журнал: нет права",
        )


class TestTakingBack:
    async def test_a_priority(self, office: Office, mary: Person) -> None:
        due = office.database("SELECT react_by, due_at, priority FROM appeals")
        await mary.says("/срочность 1 чп")
        await mary.sees(f"№ {NUMBER}: ЧП, ответить до", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено")
        assert office.database("SELECT react_by, due_at, priority FROM appeals") == due
        assert "ЧП" not in office.card(NUMBER).text

    async def test_an_answer_that_waits_for_the_head(self, office: Office, mary: Person, ivan: Person) -> None:
        await self._approval(office, ivan)
        await mary.sends("/ответ 1 Яму засыпали 6 апреля.")
        await mary.sees("отправлен на согласование", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено")
        card = office.card(NUMBER).text
        assert "согласован" not in card
        olga = office.citizen("Ольга")
        await olga.looks_away()
        await olga.presses("Согласовать")
        await olga.is_told("уже не ждёт согласования")
        await office.citizen("Анна").sees_nothing()

    async def test_joining_tells_that_the_answer_of_the_joined_one_waits_no_more(
        self, office: Office, mary: Person, ivan: Person
    ) -> None:
        await office.citizen("Пётр").files()
        await self._approval(office, ivan)
        await mary.sends("/ответ 1 Яму засыпали 6 апреля.")
        await mary.sees("отправлен на согласование")
        await mary.says("/объединить 1 2")
        await mary.presses("Объединить")
        await mary.says("/разъединить 1")
        await mary.sees("снова само по себе")
        assert "Ответ снят с согласования: отправьте его заново" in office.card(NUMBER).text
        await mary.sends("/ответ 1 Яму засыпали 6 апреля.")
        await mary.sees("отправлен на согласование")
        assert "снят с согласования" not in office.card(NUMBER).text

    @staticmethod
    async def _approval(office: Office, ivan: Person) -> None:
        """Olga is the head, and answers go by her."""
        olga = office.citizen("Ольга")
        await olga.says("Начать")
        await ivan.says("/сотрудник @id103 глава")
        await olga.looks_away()
        await olga.says("/настройки")
        await olga.looks_away()
        await olga.presses("Включить")
        await olga.looks_away()


class TestWordsAsPeopleTypeThem:
    @pytest.mark.parametrize(
        "command",
        [
            "/шаблон добавить\nЛужа: Лужу откачали {дата}.",
            "/шаблон\u00a0добавить\u00a0Лужа: Лужу откачали {дата}.",
            "/Шаблон Добавить: Лужа: Лужу откачали {дата}.",
            "/шаблон  добавить   Лужа\nЛужу откачали {дата}.",
        ],
    )
    async def test_a_template(self, office: Office, mary: Person, command: str) -> None:
        await mary.says(command)
        await mary.sees("Шаблон «Лужа» добавлен")
        await mary.says("/ответ\u00a01\u00a0шаблон\u00a0«лужа»")
        await mary.sees("увидит житель", "Лужу откачали 7 апреля.")

    async def test_a_number_with_a_bracket(self, office: Office, mary: Person) -> None:
        await mary.says("/взять 1)")
        await mary.sees(f"№ {NUMBER} у вас в работе")


async def test_the_card_tells_what_happened_last(office: Office, mary: Person) -> None:
    assert "Последнее" not in office.card(NUMBER).text
    await mary.says("/адрес 1 ул. Полевая, 7")
    await mary.sees("адрес теперь")
    office.clock.moves(minutes=30)
    await mary.says("/передать 1 дороги")
    await mary.sees("передано")
    assert "Последнее: передано в отдел, 7 апреля, 10:30" in office.card(NUMBER, ROADS_CHAT).text
    await mary.says("/отменить 1")
    await mary.sees("житель уже знает")


async def test_who_may_not_know_the_citizen_does_not_read_the_name_in_a_colleagues_note(
    office: Office, mary: Person
) -> None:
    await mary.says("/заметка 1 Анна Примерова просит позвонить Примеровой вечером, ул. Садовая.")
    await mary.says("/передать 1 подрядчик")
    await mary.sees("передано")
    assert office.card(NUMBER, SECRET_CHAT).text.endswith("••• просит позвонить ••• вечером, ул. Садовая.")
    olga = office.person(103, SECRET_CHAT)
    await olga.says("/обращение 1")
    whole = await olga.sees("История", "заметка")
    assert "Примеров" not in whole.text


async def test_a_question_is_withdrawn_by_joining_and_asked_again_by_parting(office: Office, mary: Person) -> None:
    await office.citizen("Пётр").files()
    anna = office.citizen("Анна")
    await mary.sends("/уточнить 1 Какой подъезд?")
    await anna.sees("Какой подъезд?")
    await mary.says("/объединить 1 2")
    await mary.sees("Житель прочтёт", "На наш вопрос отвечать больше не нужно.")
    await mary.presses("Объединить")
    await anna.sees("объединили", "На наш вопрос отвечать больше не нужно.")
    await mary.says("/разъединить 1")
    await anna.sees("Занимаемся им отдельно", "Ответьте, пожалуйста, на наш вопрос: Какой подъезд?")
    await anna.says("Второй подъезд.")
    await anna.sees("Спасибо! Передали сотруднику")
    await mary.sees("житель ответил", "Второй подъезд.")
