"""Corrections at the desk that nobody but the desk sees, refusals with ready reasons, and taking back."""

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


class TestNotes:
    async def test_a_note_stays_at_the_desk(self, office: Office, mary: Person) -> None:
        await mary.says("/заметка 1 Подрядчик обещал быть в среду.")
        await mary.sees("заметка сохранена, житель её не увидит", buttons=["Отменить действие"])
        assert "Заметка 7 апреля, 10:00: Подрядчик обещал быть в среду." in office.card("2026-000001").text
        await mary.says("/обращение 1")
        await mary.sees("заметка, [id201|Мария Модераторова]: Подрядчик обещал")
        anna = office.citizen("Анна")
        await anna.sees_nothing()
        await anna.presses("Мои обращения")
        await anna.sees("Ваши обращения")
        await anna.presses("№ 2026-000001")
        told = await anna.sees("Что было")
        assert "одрядчик" not in told.text
        assert "заметка" not in told.text

    async def test_asked_for_and_taken_back(self, office: Office, mary: Person) -> None:
        await mary.says("/заметка 1")
        await mary.sees("напишите следующим сообщением заметку")
        await mary.says("Звонила дважды.")
        await mary.sees("заметка сохранена")
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «заметка»")
        assert "Звонила" not in office.card("2026-000001").text
        assert office.history("2026-000001")[1:] == [("noted", 201, "Звонила дважды."), ("undone", 201, "noted")]
        await mary.says("/отменить 1")
        await mary.sees("отменять нечего")


class TestTopicAndAddress:
    async def test_a_topic_by_a_word_moves_the_deadline_and_can_be_taken_back(
        self, office: Office, mary: Person
    ) -> None:
        before = office.card("2026-000001").text
        await mary.says("/тема 1 освещение")
        told = await mary.sees("тема теперь «Освещение улиц»")
        assert "Тема: Освещение улиц" in office.card("2026-000001").text
        assert told.text.split("до ")[1].rstrip(".") in office.card("2026-000001").text
        await mary.says("/тема 1 Освещение улиц")
        await mary.sees("тема и так «Освещение улиц»")
        await mary.says("/отменить 1")
        await mary.sees("отменено «изменена тема»")
        assert office.card("2026-000001").text == before

    async def test_a_topic_chosen_from_the_list(self, office: Office, mary: Person) -> None:
        await mary.says("/тема 1 баобабы")
        await mary.sees("Непонятно, какая тема: «баобабы»", buttons=["Ещё ›"])
        await mary.presses("Ещё ›")
        page = await mary.sees("Выберите тему для № 2026-000001", buttons=["‹ Прежние"])
        chosen = page.labels[0][0]
        await mary.presses(chosen)
        await mary.sees(f"тема теперь «{chosen}»")
        await mary.forges(do="topic_set", n=1, c="никакая")
        await mary.is_told("уже не действует")

    async def test_an_address(self, office: Office, mary: Person) -> None:
        await mary.says("/адрес 1 12345")
        await mary.sees("Это не похоже на адрес")
        await mary.says("/адрес 1")
        await mary.sees("напишите следующим сообщением адрес")
        await mary.says("ул. Лесная, 7")
        await mary.sees("адрес теперь «ул. Лесная, 7»")
        assert "Адрес: ул. Лесная, 7" in office.card("2026-000001").text
        await office.citizen("Анна").sees_nothing()


class TestReadyReasons:
    async def test_rude_words_come_back_to_be_put_otherwise(self, office: Office, mary: Person) -> None:
        await mary.presses("Отклонить")
        await mary.sees("почему № 2026-000001 отклоняется?", "преступлении или угрозе жизни")
        await mary.presses("Грубый текст")
        await mary.sees("Так отказ по № 2026-000001 увидит житель", "грубые слова", "«Переписать»")
        await mary.presses("Отправить")
        await mary.sees("отклонено, житель получил объяснение")
        await office.plays("""
            Анна:
            < пока не взяли в работу: в тексте есть грубые слова … Ваш текст сохранён [Переписать]
            [Переписать]
            < Вот что вы написали: … Фонарь не горит. … спокойно
            > Пожалуйста, почините фонарь у подъезда.
            < Проверьте, пожалуйста … ул. Садовая, 5 … 1 фото … Пожалуйста, почините фонарь
            [Отправить]
            < Обращение принято
        """)
        assert office.appeals() == ["2026-000001", "2026-000002"]
        assert office.database("SELECT text FROM appeals")[1] == ("Пожалуйста, почините фонарь у подъезда.",)
        assert len(office.card("2026-000002").attachments) == 1

    @pytest.mark.parametrize(
        ("label", "reason"), [("Не наш вопрос", "решает не администрация"), ("Мало данных", "что и где")]
    )
    async def test_other_reasons(self, office: Office, mary: Person, label: str, reason: str) -> None:
        await mary.says("/отклонить 1")
        await mary.sees("отклоняется?")
        await mary.presses(label)
        await mary.sees("увидит житель", reason)
        await mary.presses("Отправить")
        told = await office.citizen("Анна").sees("Причина:", reason)
        assert told.labels == []

    async def test_own_words(self, office: Office, mary: Person) -> None:
        await mary.presses("Отклонить")
        await mary.sees("отклоняется?")
        await mary.presses("Другая причина")
        await mary.is_told("Напишите текст")
        await mary.says("Дом на частной земле.")
        await mary.sees("увидит житель", "Дом на частной земле")

    async def test_only_a_refused_appeal_of_ones_own_is_rewritten(self, office: Office, mary: Person) -> None:
        anna = office.citizen("Анна")
        for number in (1, 77):
            await anna.says("Переписать", payload={"do": "rewrite", "n": number})
            await anna.sees("Такого обращения среди ваших нет")


class TestTakingBack:
    async def test_the_citizen_knows_already(self, office: Office, mary: Person) -> None:
        await mary.says("/взять 1")
        await mary.sees("у вас в работе", without=["Отменить действие"])
        await mary.says("/отменить 1")
        await mary.sees("житель уже знает, отменить нельзя")
        assert office.history("2026-000001")[1:] == [("taken", 201, "")]

    async def test_a_citizen_without_messages_never_knew(self, office: Office, mary: Person) -> None:
        await office.citizen("Анна").sees_nothing()
        office.world.deny(101)
        await office.settles()
        await mary.says("/взять 1")
        await mary.sees("у вас в работе", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «взято в работу»")
        assert "№ 2026-000001 · новое" in office.card("2026-000001").text

    async def test_a_minute_a_colleague_and_an_administrator(self, office: Office, mary: Person) -> None:
        await mary.says("/заметка 1 Раз.")
        await mary.sees("сохранена")
        office.world.set_role(103, "moderator")
        await office.settles()
        olga = office.citizen("Ольга").in_chat(mary.peer_id)
        await olga.says("/отменить 1")
        await olga.sees("отменить может тот, кто сделал, или администратор")
        ivan = office.moderator("Иван")
        await ivan.says("/отменить 1")
        await ivan.sees("отменено «заметка»")
        await mary.says("/заметка 1 Два.")
        await mary.sees("сохранена")
        office.clock.moves(minutes=1.1)
        await mary.says("/отменить 1")
        await mary.sees("прошло больше минуты")

    async def test_the_button_after_a_minute_changes_nothing(self, office: Office, mary: Person) -> None:
        await mary.says("/заметка 1 Раз.")
        await mary.sees("сохранена")
        office.clock.moves(minutes=1.1)
        await mary.presses("Отменить действие")
        await mary.is_told("прошло больше минуты, отменить уже нельзя")
        assert "Раз." in office.card("2026-000001").text
        assert office.history("2026-000001")[1:] == [("noted", 201, "Раз.")]

    async def test_given_to_a_colleague_and_back(self, office: Office, mary: Person) -> None:
        """What is in work already is given on without a word to the citizen; in each way the slip is mended."""
        await mary.says("/взять 1")
        await mary.says("/отдать 1 @id202")
        await mary.sees("теперь исполнитель Иван Дежурный", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «отдано коллеге»")
        assert "Исполнитель: Мария" in office.card("2026-000001").text
        await mary.says("/отдать 1")
        await mary.sees("кому отдать?")
        await mary.presses("Иван Дежурный, администратор")
        await mary.sees("новый исполнитель: [id202|Иван Дежурный]", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «отдано коллеге»")
        assert "Исполнитель: Мария" in office.card("2026-000001").text

    async def test_given_what_was_new_the_citizen_knows(self, office: Office, mary: Person) -> None:
        await mary.says("/отдать 1 @id202")
        await mary.sees("теперь исполнитель Иван Дежурный", without=["Отменить действие"])
        await mary.says("/отменить 1")
        await mary.sees("житель уже знает")

    async def test_something_has_happened_since(self, office: Office, mary: Person) -> None:
        await mary.says("/тема 1 освещение")
        await mary.sees("тема теперь")
        await mary.says("/заметка 1 Позвонить завтра.")
        await mary.sees("сохранена")
        await mary.says("/отменить 1")
        await mary.sees("отменено «заметка»")
        await mary.says("/отменить 1")
        await mary.sees("с тех пор что-то изменилось")


@pytest.mark.parametrize(
    ("command", "deed"),
    [
        ("/заметка 1 Ха", "note"),
        ("/тема 1 дороги", "topic"),
        ("/адрес 1 ул. Садовая, 7", "address"),
        ("/объединить 1 2", "join"),
        ("/разъединить 1", "part"),
        ("/разделить 1", "split"),
        ("/открыть 1 Надо", "open_again"),
        ("/отменить 1", "undo"),
    ],
)
async def test_a_citizen_may_put_nothing_right(office: Office, mary: Person, command: str, deed: str) -> None:
    pyotr = office.citizen("Пётр").in_chat(mary.peer_id)
    await pyotr.looks_away()
    await pyotr.says(command)
    await pyotr.sees("только для сотрудников")
    await pyotr.forges(do=deed, n=1)
    await pyotr.is_told("только для сотрудников")
    assert office.history("2026-000001") == [("filed", 101, "")]
