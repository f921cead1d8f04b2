"""The moderators' desk: commands, buttons under cards, and who may use them."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with one new appeal on the desk."""
    await office.citizen("Анна").files("Фонарь не горит.", photos=1)
    mary = office.moderator("Мария")
    await mary.sees("№ 2026-000001 · новое")
    return mary


class TestCommands:
    async def test_help(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await mary.says("/помощь")
        told = await mary.sees("/обращения")
        for command in ("/обращение 123", "/взять 123", "/ответ 123", "/уточнить 123", "/отклонить 123", "/отмена"):
            assert command in told.text

    @pytest.mark.parametrize(
        "words",
        [
            "/обращение 1",
            "/обращение 000001",
            "/обращение 2026-000001",
            "/обращение №1",
            "/обращение № 2026-000001",
            "/ОБРАЩЕНИЕ   1",
            "/ обращение 1",
            "  /Обращение\n1",
            "[club1|@primersk] /обращение 1",
            "[club1|@primersk], /обращение 1",
        ],
    )
    async def test_a_number_in_any_form(self, mary: Person, words: str) -> None:
        await mary.says(words)
        seen = await mary.sees(
            "№ 2026-000001 · новое", "Дороги", "[id101|Анна Примерова]", "1 фото", "Фонарь не горит.", "История:"
        )
        assert "7 апреля, 10:00 — подано" in seen.text
        assert len(seen.attachments) == 1

    @pytest.mark.parametrize("command", ["обращение", "взять", "ответ", "уточнить", "отклонить"])
    async def test_a_wrong_or_missing_number(self, office: Office, mary: Person, command: str) -> None:
        await mary.says(f"/{command} 77 текст")
        await mary.sees("Обращения с таким номером нет")
        await mary.says(f"/{command} 2025-000001 текст")
        await mary.sees("Обращения с таким номером нет")
        await mary.says(f"/{command}")
        await mary.sees(f"нужен номер обращения. Например: /{command} 123")
        await mary.says(f"/{command} мой текст")
        await mary.sees("нужен номер обращения")
        assert office.history("2026-000001") == [("filed", 101, "")]

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ответь", "ответ"),
            ("обрашения", "обращения"),
            ("взят", "взять"),
            ("помощ", "помощь"),
            ("отклонит", "отклонить"),
        ],
    )
    async def test_a_typo_is_answered_with_the_nearest_command(self, office: Office, typed: str, meant: str) -> None:
        mary = office.moderator("Мария")
        await mary.says(f"/{typed} 1")
        await mary.sees(f"Команды /{typed} нет. Может быть, /{meant}?", "/помощь")

    async def test_an_unknown_command(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await mary.says("/wxyz")
        told = await mary.sees("Команды /wxyz нет", "/помощь")
        assert "Может быть" not in told.text

    async def test_the_list_is_paged_most_urgent_first(self, office: Office) -> None:
        anna = office.citizen("Анна")
        for number in range(1, 12):
            await anna.files(f"Обращение номер {number}.")
            if number == 6:
                office.clock.moves(days=1)
        mary = office.moderator("Мария")
        await mary.looks_away()
        await mary.says("/обращения")
        page = await mary.sees("Открытые обращения: 11", "2026-000001 · новое · до 17 апреля", buttons=["Дальше ›"])
        assert page.text.count("№ 2026-") == 10
        await mary.presses("Дальше ›")
        await mary.is_told("Готово")
        await mary.sees_nothing()
        turned = office.world.conversation(mary.peer_id).by_cmid(page.conversation_message_id)
        assert turned is not None
        assert "№ 2026-000011 · новое · до 20 апреля" in turned.text
        assert turned.labels[-1] == ["‹ Раньше"]

    async def test_the_list_names_only_what_is_open(self, mary: Person) -> None:
        await mary.says("/обращения")
        await mary.sees("Открытые обращения: 1", "№ 2026-000001", "Дороги и тротуары", "Фонарь не горит")
        await mary.sends("/отклонить 1 Это не наш фонарь.")
        await mary.sees("отклонено")
        await mary.says("/обращения")
        await mary.sees("Открытых обращений нет")

    async def test_the_tail_of_a_number_means_the_open_one(self, office: Office, mary: Person) -> None:
        await mary.sends("/отклонить 1 Повтор.")
        await mary.sees("отклонено")
        office.clock.moves(days=365)
        await office.citizen("Анна").looks_away()
        assert await office.citizen("Анна").files("Снова не горит фонарь.") == "2027-000001"
        await mary.says("/обращение 1")
        await mary.sees("№ 2027-000001 · новое")
        await mary.says("/обращение 2026-000001")
        await mary.sees("№ 2026-000001 · отклонено")

    async def test_a_tail_of_two_open_appeals_is_not_guessed(self, office: Office, mary: Person) -> None:
        office.clock.moves(days=365)
        await office.citizen("Анна").files("Снова не горит фонарь.")
        await mary.says("/взять 1")
        await mary.sees("Напишите номер целиком")


class TestTaking:
    async def test_by_button(self, office: Office) -> None:
        await office.citizen("Анна").files("Фонарь не горит.", photos=1)
        await office.plays("""
            Мария:
            < № 2026-000001 · новое [Взять]
            [Взять]
            ! № 2026-000001 у вас в работе
            Анна:
            < Ваше обращение № 2026-000001 взяли в работу
        """)
        card = office.card("2026-000001")
        assert "№ 2026-000001 · в работе" in card.text
        assert "Исполнитель: Мария Модераторова" in card.text
        assert card.labels == [["Ответить", "Уточнить", "Отклонить"], ["В отдел", "Ещё…"]]
        assert len(card.attachments) == 1
        assert office.history("2026-000001") == [("filed", 101, ""), ("taken", 201, "")]

    async def test_by_command_and_twice_changes_nothing_more(self, office: Office, mary: Person) -> None:
        await mary.says("/взять 1")
        await mary.sees("№ 2026-000001 у вас в работе")
        await mary.says("/взять 1")
        await mary.sees("№ 2026-000001 у вас в работе")
        await office.plays("""
            Анна:
            < взяли в работу
            <
        """)
        assert office.history("2026-000001") == [("filed", 101, ""), ("taken", 201, "")]

    async def test_of_two_at_once_one_wins_and_the_other_is_told_who(self, office: Office, mary: Person) -> None:
        ivan = office.moderator("Иван")
        card = office.card("2026-000001")
        with office.at_once():
            await ivan.presses("Взять", under=card)
            await mary.presses("Взять", under=card)
        await ivan.is_told("у вас в работе")
        await mary.is_told("№ 2026-000001 уже взято: Иван Дежурный")
        assert "Исполнитель: Иван Дежурный" in office.card("2026-000001").text
        assert office.history("2026-000001") == [("filed", 101, ""), ("taken", 202, "")]
        await mary.says("/взять 1")
        await mary.sees("уже взято: Иван Дежурный")

    async def test_what_is_over_cannot_be_taken(self, mary: Person) -> None:
        await mary.sends("/отклонить 1 Не наш.")
        await mary.sees("отклонено")
        await mary.says("/взять 1")
        await mary.sees("№ 2026-000001: уже отклонено")


class TestRoles:
    @pytest.mark.parametrize(
        "command", ["/помощь", "/обращения", "/обращение 1", "/взять 1", "/ответ 1 Ха-ха", "/отмена"]
    )
    async def test_a_citizen_in_the_moderators_chat_is_refused(
        self, office: Office, mary: Person, command: str
    ) -> None:
        pyotr = office.citizen("Пётр").in_chat(mary.peer_id)
        await pyotr.looks_away()
        await pyotr.says(command)
        told = await pyotr.sees("только для сотрудников")
        assert "Фонарь" not in told.text
        assert office.history("2026-000001") == [("filed", 101, "")]
        assert any("Отказ без роли: id102" in line for line in office.log)

    @pytest.mark.parametrize("label", ["Взять", "Ответить", "Уточнить", "Отклонить"])
    async def test_a_citizen_who_presses_in_the_moderators_chat_is_refused(
        self, office: Office, mary: Person, label: str
    ) -> None:
        pyotr = office.citizen("Пётр").in_chat(mary.peer_id)
        await pyotr.presses(label)
        await pyotr.is_told("только для сотрудников")
        await pyotr.says("Я начальник, закройте это.")
        assert office.history("2026-000001") == [("filed", 101, "")]
        assert any("Отказ без роли: id102" in line for line in office.log)

    @pytest.mark.parametrize("deed", ["take", "answer", "ask", "reject", "list", "answer_send", "no_such_deed", ""])
    async def test_a_forged_press_of_a_citizen_in_private_is_refused(
        self, office: Office, mary: Person, deed: str
    ) -> None:
        anna = office.citizen("Анна")
        await anna.forges(do=deed, n=1, k=1)
        await anna.is_told("только для сотрудников")
        await anna.sees_nothing()
        await anna.says("Обращение решено", payload={"do": deed, "n": 1})
        await anna.looks_away()
        assert office.history("2026-000001") == [("filed", 101, "")]

    @pytest.mark.parametrize("number", [0, -5, 99, 2**63, "1", None])
    async def test_a_forged_number_of_a_moderator_is_refused(self, mary: Person, number: object) -> None:
        for deed in ("take", "answer", "ask", "reject"):
            await mary.forges(do=deed, n=number)
            await mary.is_told("Обращения с таким номером нет")

    async def test_a_button_that_no_longer_exists(self, mary: Person) -> None:
        await mary.forges(do="retired_deed", n=1)
        await mary.is_told("Эта кнопка уже не действует")

    async def test_a_role_lost_between_prompt_and_text(self, office: Office, mary: Person) -> None:
        await mary.presses("Ответить")
        await mary.sees("напишите следующим сообщением ответ")
        office.world.set_role(201, None)
        await office.settles()
        await mary.says("Фонарь починили.")
        await mary.sees("только для сотрудников")
        await mary.says("И это не ответ.")
        await mary.sees_nothing()
        await office.citizen("Анна").sees_nothing()
        assert office.history("2026-000001") == [("filed", 101, "")]

    async def test_a_role_lost_between_preview_and_send(self, office: Office, mary: Person) -> None:
        await mary.says("/ответ 1 Фонарь починили.")
        await mary.sees("увидит житель")
        office.world.set_role(201, None)
        await office.settles()
        await mary.presses("Отправить")
        await mary.is_told("только для сотрудников")
        await office.citizen("Анна").sees_nothing()
        assert office.history("2026-000001") == [("filed", 101, "")]

    async def test_a_new_manager_may_work_at_once(self, office: Office, mary: Person) -> None:
        office.world.set_role(103, "moderator")
        await office.settles()
        olga = office.citizen("Ольга").in_chat(mary.peer_id)
        await olga.says("/взять 1")
        await olga.sees("у вас в работе")

    async def test_without_vks_event_a_new_manager_may_work_after_the_next_look_at_the_list(
        self, office: Office, mary: Person
    ) -> None:
        office.world.events.switches["group_officers_edit"] = False
        office.world.set_role(103, "moderator")
        await office.restarts()
        olga = office.citizen("Ольга").in_chat(mary.peer_id)
        await olga.says("/взять 1")
        await olga.sees("у вас в работе")
        assert "Исполнитель: Ольга Тестова" in office.card("2026-000001").text

    async def test_what_a_former_colleague_took_can_be_taken(self, office: Office, mary: Person) -> None:
        ivan = office.moderator("Иван")
        await ivan.says("/взять 1")
        await mary.sees("у вас в работе")
        office.world.set_role(202, None)
        await office.settles()
        await mary.says("/взять 1")
        await mary.sees("у вас в работе")
        assert "Исполнитель: Мария Модераторова" in office.card("2026-000001").text

    async def test_an_advertiser_is_no_moderator(self, office: Office, mary: Person) -> None:
        office.world.add_user("Реклама", "Агентова", id=150, role="advertiser")
        await office.restarts()
        seller = office.person(150, mary.peer_id).in_chat(mary.peer_id)
        await seller.says("/взять 1")
        await seller.sees("только для сотрудников")
