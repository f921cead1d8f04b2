"""Whatever has reached no citizen is taken back within a minute: kept promises, words for whom VK doesn't reach."""

from dataclasses import replace

import pytest

from appeals.administration import Administration
from appeals.citizen_reminders import CitizenReminders
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_by_hand import CALL

NUMBER = "2026-000001"
ANNA = 101
REMIND = "напомнить о сроках"
PROMISED = "Яму засыплем до 15 апреля."


def stands(office: Office) -> list[tuple[object, ...]]:
    """How the first appeal and its promises stand, as the database has it."""
    appeal = office.database(
        "SELECT status, assignee_id, question, react_by, due_at, interim_by, pauses, extended_to, extended_at,"
        " extension_reason, informed_at, forwarded_to, legal_due_at, rating, lapse FROM appeals WHERE id = 1"
    )
    return [*appeal, *office.database("SELECT due, made_at, status, settled_by FROM promises ORDER BY id")]


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator who has written down what somebody without VK said on the phone."""
    await office.plays(CALL + "[Зарегистрировать]\n")
    mary = office.moderator("Мария")
    await mary.sees("Номер для жителя")
    return mary


class TestKeptPromise:
    async def test_of_which_nobody_is_told(self, open_office: OpenOffice, administration: Administration) -> None:
        """«Сделано» by a slip: the promise is open again, and asked about on its day."""
        silent = replace(administration, citizen_reminders=CitizenReminders(promise_news=False))
        office = await open_office(administration=silent)
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files()
        await mary.sends(f"/ответ 1 {PROMISED}")
        await anna.sees("Яму засыплем")
        before = stands(office)
        await mary.presses("Сделано", under=office.card(NUMBER))
        await mary.sees(f"№ {NUMBER}: обещанное до 15 апреля сделано", buttons=["Отменить действие"])
        assert "Обещали" not in office.card(NUMBER).text
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «обещание выполнено»")
        assert stands(office) == before
        assert "Обещали до 15 апреля" in office.card(NUMBER).text
        await anna.sees_nothing()
        office.clock.moves(minutes=8 * 24 * 60 - 120)
        await office.ticks(REMIND)
        await office.ticks(REMIND)  # VK doesn't let the first one into her private messages
        await mary.sees("Подошёл срок", f"№ {NUMBER} · до сегодня")
        await mary.presses("Сделано № 1")
        await mary.sees("обещанное до 15 апреля сделано")
        await mary.says("/отменить 1")
        await mary.sees("отменено «обещание выполнено»")

    async def test_when_the_citizen_knows(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files()
        await mary.sends(f"/ответ 1 {PROMISED}")
        await anna.sees("Яму засыплем")
        await mary.presses("Сделано", under=office.card(NUMBER))
        await mary.is_told("Обещание выполнено")
        await anna.sees("Сделано.")
        await mary.says("/отменить 1")
        await mary.sees("житель уже знает")

    async def test_without_vk(self, office: Office, mary: Person) -> None:
        await mary.sends(f"/ответ 1 {PROMISED}")
        await mary.sees("Осталось передать")
        before = stands(office)
        await mary.presses("Сделано", under=office.card(NUMBER))
        await mary.sees("Сделано.", buttons=["Передано"])
        await mary.sees("обещанное до 15 апреля сделано", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено «обещание выполнено»")
        await mary.sees("передавать жителю ничего не нужно")
        assert stands(office) == before

    async def test_when_vk_has_refused_to_tell(self, office: Office) -> None:
        """What was taken back isn't passed on, nor told when the person can be written to again."""
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files()
        await mary.sends(f"/ответ 1 {PROMISED}")
        await anna.sees("Яму засыплем")
        before = stands(office)
        office.world.deny(ANNA)
        await mary.presses("Сделано", under=office.card(NUMBER))
        words = await mary.sees("Мы обещали", buttons=["Передано"])
        await mary.says("/отменить 1")
        await mary.sees("передавать жителю ничего не нужно")
        await mary.sees("отменено «обещание выполнено»")
        assert stands(office) == before
        await mary.presses("Передано", under=words)
        await mary.is_told("передавать уже не нужно")
        office.world.allow(ANNA)
        await office.settles()
        await anna.sees_nothing()


WORDS = {
    "уточнить": "Какой подъезд?",
    "ответ": PROMISED,
    "отклонить": "Дом на частной земле.",
    "продлить": "на 3 рабочих дня: ждём плитку",
    "сообщить": "Ждём плитку из области.",
    "переслать": "ГИБДД: там отвечают за светофор",
}


class TestWordsForWhoHasNoVk:
    @pytest.mark.parametrize("name", WORDS)
    async def test_until_somebody_has_told_them(self, office: Office, mary: Person, name: str) -> None:
        command, told = f"/{name} 1 {WORDS[name]}", WORDS[name].split(": ")[-1]
        before = stands(office)
        await mary.sends(command)
        await mary.sees("нужно передать")
        words = await mary.sees(told, buttons=["Передано"])
        assert stands(office) != before
        await mary.presses("Отменить действие")
        await mary.is_told("отменено")
        await mary.sees("передавать жителю ничего не нужно")
        assert stands(office) == before
        await mary.presses("Передано", under=words)
        await mary.is_told("передавать уже не нужно")
        assert f"№ {NUMBER} · новое" in office.card(NUMBER).text
        await mary.sends(command)
        await mary.sees("нужно передать")
        newer = await mary.sees(told, buttons=["Передано"])
        await mary.presses("Передано", under=words)
        await mary.is_told("есть новее")
        await mary.presses("Передано", under=newer)
        await mary.is_told("записано, что передано")
        await mary.says("/отменить 1")
        await mary.sees("с тех пор что-то изменилось")

    async def test_what_was_written_down_of_theirs(self, office: Office, mary: Person) -> None:
        await mary.sends("/уточнить 1 Какой подъезд?")
        await mary.sees("Осталось задать")
        asked = stands(office)
        await mary.says("/записать 1 Третий.")
        await mary.sees("записан")
        await mary.says("/отменить 1")
        await mary.sees("отменено")
        assert stands(office) == asked
        await mary.says("/записать 1 Второй.")
        await mary.sends(f"/ответ 1 {PROMISED}")
        await mary.sees("Осталось передать")
        answered = stands(office)
        for label in ("Решено", "Частично", "Не решено"):
            await mary.presses(label, under=office.card(NUMBER))
            await office.settles()
            assert stands(office) != answered
            await mary.says("/отменить 1")
            await mary.sees("отменено")
            assert stands(office) == answered
            await mary.looks_away()

    async def test_opened_again(self, office: Office, mary: Person) -> None:
        await mary.sends("/отклонить 1 Дом на частной земле.")
        await mary.sees("Осталось объяснить")
        refused = stands(office)
        await mary.says("/открыть 1 Дом всё-таки наш.")
        await mary.sees("снова откроется")
        await mary.presses("Открыть снова")
        await mary.sees("снова открыто", buttons=["Отменить действие"])
        await mary.presses("Отменить действие")
        await mary.is_told("отменено")
        assert stands(office) == refused

    async def test_statistics_do_not_count_what_never_was(self, office: Office, mary: Person) -> None:
        await mary.sends("/отклонить 1 Дом на частной земле.")
        await mary.says("/отменить 1")
        await mary.sees("отменено")
        await mary.says("/статистика")
        told = await mary.sees("")
        assert "тклонено: 1" not in told.text


async def test_an_emergency_that_was_accepted_by_a_slip(office: Office) -> None:
    """Everybody learns that nobody has it after all, and is called again."""
    mary = office.moderator("Мария")
    await office.citizen("Анна").files("Во дворе сильно пахнет газом.")
    await mary.says("/срочность 1 ЧП")
    await office.ticks(REMIND)
    called = await mary.sees("ЧП, никто ещё не принял:")
    await mary.presses("Принял № 1", under=called)
    await mary.sees("ЧП № 2026-000001 принято: Мария Модераторова")
    await mary.says("/отменить 1")
    await mary.sees("ЧП № 2026-000001 снова никто не принял")
    assert "ЧП пока никто не принял" in office.card(NUMBER).text
    office.clock.moves(minutes=5)
    await office.ticks(REMIND)
    await mary.sees("ЧП, никто ещё не принял:", buttons=["Принял № 1"])


class TestTheHead:
    """What the head decided by a slip, as long as no citizen knows."""

    @pytest.fixture
    async def olga(self, office: Office, mary: Person) -> Person:
        """The head, before whom an answer to somebody without VK stands."""
        olga = office.citizen("Ольга")
        await olga.says("Начать")
        await office.moderator("Иван").says("/сотрудник @id103 глава")
        await office.settles()
        await olga.looks_away()
        await olga.says("/настройки")
        await olga.sees("выключено")
        await olga.presses("Включить")
        await olga.looks_away()
        await mary.sends(f"/ответ 1 {PROMISED}")
        await olga.sees("ждёт согласования")
        return olga

    async def test_returned(self, office: Office, olga: Person) -> None:
        await olga.presses("Вернуть")
        await olga.sees("Что исправить")
        await olga.says("Добавьте, кто это сделает.")
        await olga.sees("возвращён автору")
        await olga.says("/отменить 1")
        await olga.sees("отменено")
        assert "Ответ ждёт согласования" in office.card(NUMBER).text

    async def test_approved(self, office: Office, mary: Person, olga: Person) -> None:
        before = stands(office)
        await olga.presses("Согласовать")
        await mary.sees("Яму засыплем", buttons=["Передано"])
        await olga.says("/отменить 1")
        await mary.sees("передавать жителю ничего не нужно")
        await olga.sees("отменено")
        assert stands(office) == before
        assert "Ответ ждёт согласования" in office.card(NUMBER).text
        await olga.says("/согласование")
        await olga.sees("Ждут согласования: 1")
        await olga.sees("Яму засыплем", buttons=["Согласовать"])
        await olga.presses("Согласовать")
        await mary.sees("Яму засыплем", buttons=["Передано"])
        await mary.presses("Передано")
        await mary.is_told("записано, что передано")
