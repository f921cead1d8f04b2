"""Known outages: what staff declare, what newcomers and those who joined read, and how it ends."""

import pytest

from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_leads import allowed

TOLD = "сообщить об авариях"
ASKED = "спросить, закончились ли аварии"
DECLARATION = "/авария Отключён свет; ул. Ленина, ул. Садовая, 1-9; до 18:00; бригада работает"
NO_LIGHT = "В квартире с утра нет света."


async def declares(mary: Person, words: str = DECLARATION) -> None:
    await mary.says(words)
    await mary.sees(
        "Авария 1 · идёт", "Отключён свет: ул. Ленина, ул. Садовая, 1-9", "До 7 апреля, 18:00", "бригада работает"
    )


async def joins(office: Office, name: str, text: str = NO_LIGHT) -> Person:
    """Somebody from Sadovaya, 5 files and reads at once what is known."""
    person = office.citizen(name)
    number = await person.files(text)
    await person.sees(
        "Ответ администрации",
        "Мы об этом знаем: отключён свет, ул. Ленина, ул. Садовая, 1-9. Должны закончить до 18:00. Бригада работает.",
        f"№ {number} присоединили к этой аварии",
        buttons=["У меня другое"],
    )
    return person


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator who has declared an outage."""
    mary = office.moderator("Мария")
    await declares(mary)
    return mary


def outage_card(office: Office) -> str:
    shown = office.database(
        "SELECT conversation_message_id FROM outbox WHERE id = (SELECT json_extract(shown, '$[0][1]') FROM outages)"
    )
    message = office.world.conversation(office.moderator("Мария").peer_id).by_cmid(shown[0][0])
    assert message is not None
    return message.text


class TestNewcomers:
    async def test_told_at_once_and_gathered_on_one_card(self, office: Office, mary: Person) -> None:
        assert "Обращений о ней пока нет" in outage_card(office)
        assert "Кто напишет об этом, прочтёт: «Мы об этом знаем: отключён свет" in outage_card(office)
        await joins(office, "Анна")
        await joins(office, "Пётр", "Когда дадут элекричество?")
        assert "Обращений: 2 — № 2026-000002, № 2026-000001." in outage_card(office)
        assert office.database("SELECT count(*) FROM cards") == [(0,)]
        assert office.database("SELECT DISTINCT status FROM appeals") == [("new",)], "no first reaction"
        await mary.says("/взять 1")
        await mary.sees("у вас в работе")
        assert (
            "Авария 1: Отключён свет, ул. Ленина, ул. Садовая, 1-9 (до 7 апреля, 18:00)"
            in office.card("2026-000001").text
        )
        assert ("outage_joined", 0, "Отключён свет, ул. Ленина, ул. Садовая, 1-9") in office.history("2026-000001")

    async def test_those_who_wrote_before(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files(NO_LIGHT)
        await office.citizen("Пётр").files("На Садовой улице глубокая яма.")
        await mary.says(DECLARATION)
        await mary.sees("Авария 1 · идёт")
        await mary.sees("писали и до объявления. Обращений: 1 — № 2026-000001.", buttons=["Присоединить"])
        await anna.sees_nothing()
        await mary.presses("Присоединить")
        await mary.is_told("Присоединено обращений: 1")
        await anna.sees("Мы об этом знаем", "№ 2026-000001 присоединили", buttons=["У меня другое"])
        assert "Авария 1" in office.card("2026-000001").text
        assert "Обращений: 1 — № 2026-000001." in outage_card(office)
        assert ("outage_joined", 201, "Отключён свет, ул. Ленина, ул. Садовая, 1-9") in office.history("2026-000001")
        await mary.presses("Присоединить")
        await mary.is_told("больше нечего")
        await anna.sees_nothing()

    async def test_all_remarks_on_a_declaration_come_in_one_message(self, office: Office) -> None:
        mary, ivan = office.moderator("Мария"), office.moderator("Иван")
        await office.citizen("Анна").files(NO_LIGHT)
        await mary.says(DECLARATION)
        await ivan.says(DECLARATION)
        await ivan.sees("Авария 2 · идёт")
        await ivan.sees(
            "Похоже на аварию 1: Отключён свет", "/авария 2 закончилась", "писали и до", buttons=["Присоединить"]
        )
        await ivan.sees_nothing()

    async def test_whom_it_does_not_concern(self, office: Office, mary: Person) -> None:
        for name, text in (
            ("Анна", "На Садовой улице глубокая яма."),
            ("Пётр", "Провод упал и искрит, света нет."),
        ):
            person = office.citizen(name)
            number = await person.files(text)
            await person.sees_nothing()
            assert "Авария" not in office.card(number).text
        assert "Обращений о ней пока нет" in outage_card(office)

    async def test_another_matter(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await anna.presses("У меня другое")
        await anna.sees("обращением № 2026-000001 займётся сотрудник отдельно", "не позднее 17 апреля")
        assert "Авария" not in office.card("2026-000001").text
        assert NO_LIGHT in office.card("2026-000001").text
        assert "Обращений о ней пока нет" in outage_card(office)
        await anna.says("У меня другое")
        await anna.sees("К авариям мы ваши обращения не присоединяли")
        # She wants a person, so the next one goes to a person at once.
        await anna.files(NO_LIGHT)
        await anna.sees_nothing()
        office.card("2026-000002")

    async def test_typed_and_told_twice_never(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await anna.files("Снова про свет: его нет.")
        await anna.sees_nothing()
        office.card("2026-000002")
        await anna.says("у меня другое")
        await anna.sees("обращением № 2026-000001 займётся сотрудник отдельно")

    async def test_a_question_of_the_base_brings_what_is_known(self, office: Office) -> None:
        mary, anna = office.moderator("Мария"), office.citizen("Анна")
        await anna.says("Начать")
        await anna.sees("Здравствуйте")
        await mary.says("/авария Нет воды; весь город; до 18:00; бригада работает")
        await anna.says("Куда звонить, если нет воды?")
        await anna.sees(
            "Ответ администрации\nКуда звонить, если нет воды?",
            "Мы об этом знаем: нет воды, весь город. Должны закончить до 18:00. Бригада работает.",
            "Это помогло?",
        )
        await anna.sees_nothing()

    async def test_declared_twice_is_remarked(self, office: Office, mary: Person) -> None:
        ivan = office.moderator("Иван")
        await ivan.says("/авария Нет света; ул. Ленина; до 20:00")
        await ivan.sees("Авария 2 · идёт")
        await ivan.sees("Похоже на аварию 1: Отключён свет", "/авария 2 закончилась")
        await ivan.says("/авария Нет воды; ул. Ленина; до 20:00")
        await ivan.sees("Авария 3 · идёт")
        await ivan.sees_nothing()

    async def test_a_filled_form(self, office: Office, mary: Person) -> None:
        anna = await allowed(office, "Анна")
        await anna.fills_form({"custom_0: Что случилось?": NO_LIGHT, "custom_1: Где это?": "Ленина 7"})
        await anna.sees("Вы заполнили форму", "его номер: 2026-000001")
        await anna.sees("Мы об этом знаем", "№ 2026-000001 присоединили")

    async def test_who_cannot_be_written_to_has_a_card(self, office: Office, mary: Person) -> None:
        anna = office.citizen("Анна")
        await anna.fills_form({"custom_0: Что случилось?": NO_LIGHT, "custom_1: Где это?": "Ленина 7"})
        await mary.sees("№ 2026-000001 · номер жителю не передан")
        assert "Номер жителю не передан" in office.card("2026-000001").text
        assert "Авария 1" in office.card("2026-000001").text
        assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "outage_joined", "undelivered"]
        await anna.says("Начать")
        await anna.sees(
            "номер: 2026-000001",
            "Мы об этом знаем",
            "№ 2026-000001 присоединили",
            buttons=["Посмотреть обращение", "У меня другое"],
        )
        await anna.sees("Здравствуйте, Анна! Это приёмная")
        await anna.sees_nothing()

    async def test_late_and_forgotten(self, office: Office, mary: Person) -> None:
        office.clock.moves(minutes=9 * 60)
        anna = office.citizen("Анна")
        await anna.files(NO_LIGHT)
        await anna.sees("Обещали до 18:00, новый срок уточняем")
        office.clock.moves(days=2)
        pyotr = office.citizen("Пётр")
        await pyotr.files(NO_LIGHT)
        await pyotr.sees_nothing()


class TestEnd:
    async def test_everybody_gets_the_answer(self, office: Office, mary: Person) -> None:
        anna, pyotr = await joins(office, "Анна"), await joins(office, "Пётр")
        await mary.says("/авария 1 закончилась Свет дали в 12:40.")
        await mary.sees(
            "Авария 1 закончилась? Обращений: 2", "Свет дали в 12:40.", buttons=["Ответить всем", "Только сообщить"]
        )
        await anna.sees_nothing()
        await mary.presses("Ответить всем")
        await mary.is_told("Готово")
        await mary.sees("ответ уйдёт всем. Обращений: 2")
        await office.ticks(TOLD)
        for person, number in ((anna, "2026-000001"), (pyotr, "2026-000002")):
            await person.sees(
                "Ответ администрации", f"Обращение № {number}", "Свет дали в 12:40.", buttons=["Решено", "Не решено"]
            )
        assert office.database("SELECT DISTINCT status, assignee_id FROM appeals") == [("answered", 201)]
        assert office.database("SELECT DISTINCT priority FROM outbox WHERE tells = 'answer'") == [(3,)]
        await office.ticks(TOLD)
        await anna.sees_nothing()
        await pyotr.presses("У меня другое")
        await pyotr.sees("По обращению № 2026-000002 уже есть ответ", "Не решено")
        assert "закончилась 7 апреля" in outage_card(office)
        assert "Ответ всем: Свет дали" in outage_card(office)
        await anna.presses("Не решено")
        await anna.sees("снова у сотрудника")
        assert "открыто снова" in office.card("2026-000001").text

    async def test_the_story_is_the_citizens_to_read(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await mary.says("/авария 1 до 20:00")
        await mary.sees("20:00")
        await office.ticks(TOLD)
        await anna.sees("до 20:00")
        await anna.presses("Мои обращения")
        await anna.sees("№ 2026-000001")
        await anna.presses("№ 2026-000001")
        await anna.sees("Статус: принято", "присоединено к известной аварии", "рассказали, как дела с аварией")
        await anna.presses("Дополнить обращение")
        await anna.sees("Что добавить")
        await anna.says("В подъезде тоже темно.")
        await anna.sees("добавили к обращению № 2026-000001")
        await mary.sees("№ 2026-000001 · житель дополнил", "В подъезде тоже темно.")
        assert "Авария 1" in office.card("2026-000001").text

    async def test_only_told(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await mary.presses("Закончилась")
        await mary.is_told("Готово")
        await mary.sees("Авария 1 закончилась?", "Аварию «Отключён свет")
        await mary.presses("Только сообщить")
        await mary.is_told("Готово")
        await office.ticks(TOLD)
        await anna.sees("Обращение № 2026-000001. Авария «Отключён свет", "закончилась", "Обращение остаётся в работе")
        assert office.database("SELECT status FROM appeals") == [("new",)]
        await office.ticks(TOLD)
        await anna.sees_nothing()
        await mary.says("/авария 1 закончилась")
        await mary.sees("уже закончилась")

    async def test_what_was_answered_left_or_withdrawn_is_let_be(self, office: Office, mary: Person) -> None:
        anna, pyotr = await joins(office, "Анна"), await joins(office, "Пётр")
        await mary.sends("/ответ 1 Меняем кабель на вашей улице.")
        await anna.sees("Меняем кабель")
        await pyotr.presses("У меня другое")
        await pyotr.sees("отдельно")
        await mary.says("/авария 1 всё")
        await mary.sees("Обращений: 1")
        await mary.presses("Ответить всем")
        await office.ticks(TOLD)
        await anna.sees("закончилась. Если вопрос остался")
        await pyotr.sees_nothing()
        assert office.database("SELECT status FROM appeals ORDER BY id") == [("answered",), ("new",)]

    async def test_who_joined_another_appeal_hears_of_it_and_is_answered_once(
        self, office: Office, mary: Person
    ) -> None:
        anna, pyotr = await joins(office, "Анна"), await joins(office, "Пётр")
        await mary.says("/объединить 2 1")
        await mary.presses("Объединить")
        await pyotr.sees("объединили его с № 2026-000001")
        await mary.says("/авария 1 до 19:00")
        await office.ticks(TOLD)
        for person in (anna, pyotr):
            await person.sees("новости об аварии", "до 19:00")
        await mary.says("/авария 1 закончилась Свет есть.")
        await mary.presses("Ответить всем")
        await office.ticks(TOLD)
        await office.ticks(TOLD)
        for person in (anna, pyotr):
            await person.sees("Свет есть.", "Вопрос решён?")
            await person.sees_nothing()

    async def test_who_joined_another_appeal_may_have_another_matter(self, office: Office, mary: Person) -> None:
        await joins(office, "Анна")
        pyotr = await joins(office, "Пётр")
        await mary.says("/объединить 2 1")
        await mary.presses("Объединить")
        await pyotr.sees("объединили его с № 2026-000001")
        await mary.presses("Закончилась")
        await mary.sees("Обращений: 2")
        await pyotr.says("У меня другое")
        await pyotr.sees("обращением № 2026-000002 займётся сотрудник отдельно")
        assert "дело не в аварии" in office.card("2026-000002").text
        await mary.presses("Только сообщить")
        await office.ticks(TOLD)
        await pyotr.sees_nothing()

    async def test_who_was_destroyed_is_not_counted(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        for label in ("Мои данные", "Удалить мои данные", "Да, удалить", "Удалить навсегда"):
            await anna.presses(label)
            await anna.looks_away()
        await mary.says("/авария 1 закончилась")
        await mary.sees("Авария 1 закончилась, обращений о ней не было")

    async def test_nobody_joined(self, office: Office, mary: Person) -> None:
        await mary.says("/авария 1 закончилась")
        await mary.sees("Авария 1 закончилась, обращений о ней не было")
        anna = office.citizen("Анна")
        await anna.files(NO_LIGHT)
        await anna.sees_nothing()
        await mary.says("/авария")
        await mary.sees("Аварий сейчас нет")

    async def test_an_older_preview_sends_nothing(self, office: Office, mary: Person) -> None:
        await joins(office, "Анна")
        await mary.says("/авария 1 закончилась Дали.")
        old = await mary.sees("Дали.")
        await mary.says("/авария 1 закончилась Свет снова есть.")
        await mary.sees("Свет снова есть")
        await mary.presses("Ответить всем", under=old)
        await mary.is_told("Текст ответа уже другой")
        assert office.database("SELECT ended_at FROM outages") == [(None,)]

    async def test_a_stop_in_the_middle_loses_and_doubles_nobody(self, office: Office, mary: Person) -> None:
        anna, pyotr = await joins(office, "Анна"), await joins(office, "Пётр")
        await mary.says("/авария 1 закончилась Свет есть.")
        await mary.sees("Свет есть")
        await mary.presses("Ответить всем")
        await office.restarts()
        await office.ticks(TOLD)
        await office.restarts()
        await office.ticks(TOLD)
        await anna.sees("Свет есть")
        await anna.sees_nothing()
        await pyotr.sees("Свет есть")
        await pyotr.sees_nothing()


class TestTime:
    async def test_longer_is_told_once_with_the_newest_time(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await mary.says("/авария 1 до 20:00")
        await mary.sees("Авария 1: теперь до 7 апреля, 20:00", "кто обратился (1)")
        await mary.says("/авария 1 продлить до 21:00 ждём экскаватор")
        await mary.sees("теперь до 7 апреля, 21:00")
        await office.ticks(TOLD)
        await anna.sees(
            "Ответ администрации",
            "№ 2026-000001, новости об аварии",
            "Теперь обещают закончить до 21:00. Ждём экскаватор.",
        )
        await office.ticks(TOLD)
        await anna.sees_nothing()
        assert "Что делается: ждём экскаватор" in outage_card(office)
        assert office.database("SELECT status FROM appeals") == [("new",)]

    async def test_more_hours_are_added_to_what_was_promised(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await mary.says("/авария 1 ещё 2 часа")
        await mary.sees("теперь до 7 апреля, 20:00")
        await mary.says("/авария 1 продлить на час ждём кран")
        await mary.sees("теперь до 7 апреля, 21:00")
        await office.ticks(TOLD)
        await anna.sees("обещают закончить до 21:00. Ждём кран.")
        await mary.says("/авария 1 через 3 часа")
        await mary.sees("теперь до 7 апреля, 13:00")

    async def test_the_desk_is_asked_and_nobody_is_told_by_a_clock(self, office: Office, mary: Person) -> None:
        anna = await joins(office, "Анна")
        await office.ticks(ASKED)
        office.clock.moves(minutes=8 * 60 + 1)  # 18:01
        await office.ticks(ASKED)
        await mary.sees("Срок вышел 7 апреля, 18:00. Закончилось? Обращений: 1", buttons=["Закончилась", "Ещё 2 часа"])
        office.clock.moves(minutes=61)
        await office.ticks(ASKED)
        await anna.sees_nothing()
        office.clock.moves(minutes=13 * 60 + 30)  # the next morning: asked once more, as nobody has answered
        await office.ticks(ASKED)
        await mary.sees("Закончилось?")
        await mary.presses("Ещё 2 часа")
        await mary.is_told("Продлено на 2 часа")
        await mary.presses("Ещё 2 часа")
        await mary.is_told("Срок уже изменили")
        await office.ticks(ASKED)
        await office.ticks(TOLD)
        await anna.sees("закончить до 10:32")


class TestRights:
    @pytest.mark.parametrize(("role", "may"), [("наблюдатель", False), ("модератор", True)])
    async def test_who_declares(self, open_office: OpenOffice, role: str, may: bool) -> None:
        office = await open_office(admin_ids=(202,))
        admin, mary = office.person(202, office.moderator("Мария").peer_id), office.moderator("Мария")
        await admin.says(f"/сотрудник @id201 {role}")
        await admin.sees("Мария")
        await mary.says("/авария")
        await mary.sees("Аварий сейчас нет")
        await mary.says(DECLARATION)
        if may:
            await mary.sees("Авария 1 · идёт")
            return
        await mary.sees("наблюдател")
        await admin.says(DECLARATION)
        await admin.sees("Авария 1 · идёт")
        for words in ("/авария 1 до 23:00", "/авария 1 закончилась"):
            await mary.says(words)
            await mary.sees("наблюдател")
        await mary.forges(do="outage_longer", o=1, r=0)
        await mary.is_told("наблюдател")
        await mary.says("/авария 1")
        await mary.sees("Авария 1 · идёт")
        assert office.database("SELECT revision, ended_at FROM outages") == [(0, None)]
        assert office.database("SELECT actor_id, subject FROM audit WHERE deed = 'outage_declared'") == [(202, "1")]

    async def test_citizens_declare_nothing(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.says(DECLARATION)
        await office.settles()
        assert office.database("SELECT count(*) FROM outages") == [(0,)]

    async def test_answers_need_the_heads_approval_where_it_is_on(self, open_office: OpenOffice) -> None:
        office = await open_office(admin_ids=(202,))
        mary, admin = office.moderator("Мария"), office.person(202, office.moderator("Мария").peer_id)
        await declares(mary)
        anna = await joins(office, "Анна")
        await admin.says("/настройки")
        await admin.sees("Согласование ответов главой: выключено")
        await admin.presses("Включить")
        await mary.says("/авария 1 закончилась Свет есть.")
        preview = await mary.sees("Свет есть")
        await mary.presses("Ответить всем", under=preview)
        await mary.is_told("Ответы согласует глава")
        await admin.presses("Ответить всем", under=preview)
        await office.ticks(TOLD)
        await anna.sees("Свет есть.", "Вопрос решён?")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Отключён свет", "что; где; до какого времени"),
        ("Отключён свет; до 18:00", "Напишите, где"),
        ("Отключён свет; ул. Ленина; бригада работает", "до какого времени"),
        ("Отключён свет; ул. Ленина; до 15 июля", "больше месяца"),
        ("!!; ул. Ленина; до 18:00", "Сначала напишите, что случилось"),
        ("Авария; ул. Ленина; до 18:00", "по каким словам"),
        ("Отключён свет; ул. Ленина; до 18:00; тема космос", "по каким словам"),
        ("77", "Аварии с таким номером нет"),
    ],
)
async def test_a_wrong_declaration_is_explained(office: Office, words: str, told: str) -> None:
    mary = office.moderator("Мария")
    await mary.says(f"/авария {words}")
    await mary.sees(told)
    assert office.database("SELECT count(*) FROM outages") == [(0,)]


async def test_declared_in_private_it_stands_in_the_chat(office: Office) -> None:
    mary = office.moderator("Мария")
    await mary.in_private.says("/авария Нет горячей воды\nвесь город\nдо завтра 12:00\nтема вода")
    await mary.in_private.sees("Авария 1 · идёт", "Тема: Вода и отопление")
    await mary.sees("Авария 1 · идёт", "Нет горячей воды: весь город", "До 8 апреля, 12:00")
    await mary.says("/авария")
    await mary.sees("Сейчас идут:", "Авария 1 · Нет горячей воды, весь город")
    await mary.says("/авария 1 бригада уехала")
    await mary.sees("Продлить: /авария 3 до 21:00")
