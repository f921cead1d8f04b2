"""What makes an answer believed: the check before it goes, photos of before and after, templates, promises."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from appeals.administration import Administration, Department
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import PICTURE, Person

CLEAN = b"\x89PNG\r\n\x1a\nA picture of a smooth road."


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with one new appeal on the desk."""
    await office.citizen("Анна").files("Фонарь не горит.")
    mary = office.moderator("Мария")
    await mary.sees("№ 2026-000001 · новое")
    return mary


def changes(office: Office, sql: str) -> None:
    """Change the database behind the bot's back."""
    with closing(sqlite3.connect(office.database_path)) as connection, connection:
        connection.execute(sql)


def picture(office: Office, content: bytes = CLEAN) -> object:
    return office.world.upload(content, "фото.png", "photo")


class TestTheCheck:
    async def test_an_empty_answer_is_held_up_and_may_be_changed(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /ответ 1 Меры приняты, фонарь починят в ближайшее время.
            < за отписку … «Меры приняты» … какие? … «в ближайшее время» … Назовите день [Отправить всё равно]
            [Изменить]
            < напишите следующим сообщением ответ
            > Фонарь починили 6 апреля.
            < Так ответ на № 2026-000001 увидит житель [Отправить]
            [Отправить]
            < отправлен жителю
            Анна:
            < Ответ администрации … Фонарь починили 6 апреля.
        """)
        assert [act for act, _, _ in office.history("2026-000001")] == ["filed", "answered"]

    async def test_a_human_may_overrule_and_that_is_recorded(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /ответ 1 Вопрос на контроле.
            < за отписку … Нет ни одного факта … «на контроле»
            [Отправить всё равно]
            ! Готово
            < отправлен жителю
            Анна:
            < Вопрос на контроле.
        """)
        acts = [(act, text) for act, _, text in office.history("2026-000001")]
        assert acts[1:] == [
            ("overruled", "нет фактов; канцелярские слова «на контроле»"),
            ("answered", "Вопрос на контроле."),
        ]
        deeds = office.database("SELECT deed, actor_id FROM audit WHERE deed = 'overruled'")
        assert deeds == [("overruled", 201)]

    async def test_the_same_answer_again(self, office: Office, mary: Person) -> None:
        text = "Спасибо, что написали. Мы всё узнали и скоро расскажем вам, чем кончилось дело с фонарями города."
        await office.citizen("Пётр").files("Темно на Лесной.")
        await mary.says(f"/ответ 1 {text}")
        await mary.sees("увидит житель")
        await mary.presses("Отправить")
        await mary.says(f"/ответ 2 {text}")
        await mary.sees("Почти такой же ответ ушёл по № 2026-000001", "увидит житель", buttons=["Отправить всё равно"])

    async def test_nearly_the_same_answer_with_another_place_and_what_a_human_makes_of_it(
        self, office: Office, mary: Person
    ) -> None:
        """Facts don't excuse a long answer that changes a street alone; figures of its own do: a filled template."""
        text = (
            "Спасибо, что написали. Бригада Горсвета 6 апреля заменила лампу в фонаре на {}. Если он снова погаснет, "
            "напишите нам сюда или позвоните диспетчеру."
        )
        for name in ("Пётр", "Ольга"):
            await office.citizen(name).files("Темно.")
        await mary.sends(f"/ответ 1 {text.format('улице Садовой')}")
        await mary.says(f"/ответ 2 {text.format('улице Луговой')}")
        await mary.sees("Почти такой же ответ ушёл по № 2026-000001", "увидит житель")
        await mary.presses("Отправить всё равно")
        await mary.is_told("Готово")
        acts = [(act, words) for act, _, words in office.history("2026-000002")]
        assert acts[1] == ("overruled", "повторяет прежний ответ")
        assert acts[2][0] == "answered"
        assert office.database("SELECT actor_id FROM audit WHERE deed = 'overruled'") == [(201,)]
        another = text.replace("6 апреля", "7 апреля").format("улице Луговой, у дома 12")
        await mary.says(f"/ответ 3 {another}")
        await mary.sees("увидит житель", buttons=["Отправить"], without=["Отправить всё равно"])


class TestPhotos:
    async def test_before_and_after_with_captions(self, office: Office, mary: Person) -> None:
        await mary.presses("Ответить")
        await mary.sees("подписью «было» или «стало»")
        await mary.says("Стало", attachments=[picture(office)])
        await mary.sees("стало — 1 фото", "Теперь напишите сам ответ")
        await mary.says("было", photos=2)
        await mary.sees("было — 2 фото, стало — 1 фото")
        await mary.says("Фонарь починили 6 апреля.")
        await mary.sees("увидит житель", "Было — 2 фото, стало — 1 фото", buttons=["Отправить"])
        await mary.presses("Отправить")
        await mary.is_told("Готово")
        got = await office.citizen("Анна").sees("Фонарь починили 6 апреля.", "Было — 2 фото, стало — 1 фото")
        kept = office.database("SELECT attachments FROM history WHERE act = 'answered'")[0][0]
        assert len(got.attachments) == 3
        assert [part.split('"')[0] for part in kept.split('"side":"')[1:]] == ["before", "before", "after"]

    async def test_a_caption_reaches_the_preview_even_in_the_chat(self, office: Office, mary: Person) -> None:
        await mary.says("/ответ 1 Фонарь починили 6 апреля.")
        await mary.sees("увидит житель")
        await mary.says("стало", attachments=[picture(office)])
        await mary.sees("увидит житель", "Фонарь починили 6 апреля.", "Стало — 1 фото")
        await mary.says("Коллеги, стало лучше!")
        await mary.sees_nothing()

    async def test_the_citizens_photo_is_how_it_was(self, office: Office) -> None:
        await office.citizen("Анна").files("Яма.", photos=1)
        mary = office.moderator("Мария")
        await mary.presses("Ответить")
        await mary.sees("напишите следующим сообщением", buttons=["Взять фото жителя"])
        await mary.presses("Взять фото жителя")
        await mary.is_told("Фото жителя взяты как «было»")
        await mary.says("Яму засыпали 6 апреля.", attachments=[picture(office)])
        await mary.sees("Было — 1 фото", buttons=["Фото — «стало»"])
        await mary.presses("Фото — «стало»")
        await mary.is_told("Фото отмечены: «стало»")
        await mary.sees("увидит житель", "Было — 1 фото, стало — 1 фото", without=["Взять фото жителя"])
        await mary.presses("Отправить")
        got = await office.citizen("Анна").sees("Яму засыпали", "Было — 1 фото, стало — 1 фото")
        assert len(got.attachments) == 2

    async def test_where_a_photo_is_due(self, open_office: OpenOffice, administration: Administration) -> None:
        categories = tuple(replace(one, photo_required=one.id == "roads") for one in administration.categories)
        office = await open_office(administration=replace(administration, categories=categories))
        await office.citizen("Анна").files("Яма.")
        mary = office.moderator("Мария")
        await mary.says("/ответ 1 Яму засыпали 6 апреля.")
        await mary.sees("нужно фото «стало»", buttons=["Отправить всё равно"])
        await mary.says("стало", attachments=[picture(office)])
        await mary.sees("увидит житель", "Стало — 1 фото", buttons=["Отправить"])
        await mary.presses("Отправить")
        await office.citizen("Анна").sees("Яму засыпали")

    async def test_the_same_picture_is_seen_at_the_latest_when_it_is_sent(self, office: Office) -> None:
        await office.citizen("Анна").files("Яма.", photos=1)
        mary = office.moderator("Мария")
        await mary.says("/ответ 1 Яму засыпали 6 апреля.", attachments=[picture(office, PICTURE)])
        await mary.sees("увидит житель")
        await office.comes_to(lambda: office.database("SELECT count(*) FROM contents WHERE sha256 <> ''") == [(2,)])
        await mary.presses("Отправить")
        await mary.is_told("пока ничего не отправлено")
        await mary.sees("то же самое, что «было»", "увидит житель", buttons=["Отправить всё равно"])
        await office.citizen("Анна").sees_nothing()
        await mary.presses("Отправить всё равно")
        await mary.is_told("Готово")
        await office.citizen("Анна").sees("Яму засыпали")


class TestTemplates:
    async def test_from_the_first_to_the_last(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /шаблон
            < Шаблонов пока нет … /шаблон добавить
            > /шаблон добавить Фонарь починили: Здравствуйте, {имя}! Фонарь по адресу {адресс} починили.
            < Поля {адресс} нет. Может быть, {адрес}?
            > /Шаблон добавить Фонарь починили: Здравствуйте, {имя}! Фонарь по адресу {адрес} починили {дата}.
            < Шаблон «Фонарь починили» добавлен
            > /шаблон
            < Шаблоны ответов … Фонарь починили: Здравствуйте
            > /шаблон изменить фонарь: {имя}, фонарь по адресу {адрес} починили {дата}. № {номер}
            < изменён
            > /ответ 1 шаблон Фонарь починили
            < увидит житель … Анна, фонарь по адресу ул. Садовая, 5 починили 7 апреля. № 2026-000001 [Отправить]
            [Отправить]
            < отправлен жителю
            Анна:
            < Анна, фонарь по адресу ул. Садовая, 5 починили 7 апреля.
            Мария:
            > /шаблон удалить Фонарь починили
            < удалён. Его текст был такой
            > /шаблон фонарь починили
            < Шаблона «фонарь починили» нет
        """)
        deeds = office.database("SELECT deed, subject FROM audit WHERE deed LIKE 'template%' ORDER BY id")
        assert deeds == [
            ("template_added", "Фонарь починили"),
            ("template_changed", "Фонарь починили"),
            ("template_removed", "Фонарь починили"),
        ]

    async def test_by_button_with_the_photos_that_are_there(self, office: Office, mary: Person) -> None:
        await mary.says("/шаблон добавить Фонарь починили: Фонарь починили {дата}.")
        await mary.presses("Ответить")
        await mary.sees("напишите следующим сообщением", buttons=["Шаблоны"])
        await mary.says("стало", attachments=[picture(office)])
        await mary.presses("Шаблоны")
        await mary.sees("Каким шаблоном ответить на № 2026-000001?")
        await mary.presses("Фонарь починили")
        await mary.sees("увидит житель", "Фонарь починили 7 апреля.", "Стало — 1 фото")

    async def test_a_hole_is_never_sent(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /шаблон добавить Передали: {имя}, этим занимается {отдел}, срок 15 апреля.
            < добавлен
            > /ответ 1 шаблон передали
            < не знает, чем заполнить {отдел} … Анна, этим занимается {отдел}, срок 15 апреля.
            > Анна, этим занимается горсвет, срок 15 апреля.
            < увидит житель … горсвет
        """)

    async def test_a_template_that_is_not_named_is_no_answer(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /ответ 1 шаблон
            < Каким шаблоном?
            [Ответить]
            < напишите следующим сообщением
            > Шаблон
            < Каким шаблоном?
            > Фонарь починили 6 апреля.
            < увидит житель … починили 6 апреля
        """)

    async def test_who_may_change_them(self, office: Office, mary: Person) -> None:
        await mary.says("/шаблон добавить Фонарь: Фонарь починили {дата}.")
        await mary.sees("добавлен")
        ivan = office.moderator("Иван")
        changes(office, "INSERT INTO staff (community_id, vk_id, source, role) VALUES (1, 202, 'given', 'observer')")
        await ivan.looks_away()
        await ivan.says("/шаблон удалить Фонарь")
        await ivan.sees("Ваша роль: наблюдатель")
        assert office.database("SELECT count(*) FROM templates") == [(1,)]


class TestPromises:
    async def test_a_day_in_an_answer_is_kept_in_mind(self, office: Office, mary: Person) -> None:
        await office.plays("""
            Мария:
            > /ответ 1 Лампу заказали, фонарь починим до 15 апреля.
            < Обещание со сроком 15 апреля бот запомнит. … увидит житель [Отправить]
            [Отправить]
            < отправлен
            > /обещания
            < Обещания жителям: 1 … № 2026-000001 · до 15 апреля
        """)
        assert "Обещали до 15 апреля: Лампу заказали" in office.card("2026-000001").text
        office.clock.moves(days=10)
        await mary.says("/обещания")
        await mary.sees("до 15 апреля (просрочено)")
        await mary.presses("Сделано", under=office.card("2026-000001"))
        await mary.is_told("Обещание выполнено")
        await mary.forges(do="promise_kept", p=1)
        await mary.is_told("уже закрыто")
        await mary.looks_away()
        await mary.says("/обещания")
        await mary.sees("Открытых обещаний нет")
        assert [act for act, _, _ in office.history("2026-000001")][-2:] == ["promise_kept", "verdict_asked"]

    @pytest.mark.parametrize(("verdict", "days", "status"), [
        ("Решено", 0, "kept"), ("Не решено", 1, "open"), ("Не решено", 10, "broken"),
    ])  # fmt: skip
    async def test_the_citizens_verdict_tells(
        self, office: Office, mary: Person, verdict: str, days: int, status: str
    ) -> None:
        await mary.sends("/ответ 1 Фонарь починим до 15 апреля.")
        anna = office.citizen("Анна")
        await anna.sees("починим до 15 апреля")
        office.clock.moves(days=days)
        await anna.presses(verdict)
        await office.settles()
        assert office.database("SELECT status FROM promises") == [(status,)]

    async def test_a_second_answer_with_the_same_day_is_the_same_promise(self, office: Office, mary: Person) -> None:
        await mary.sends("/ответ 1 Фонарь починим до 15 апреля.")
        anna = office.citizen("Анна")
        await anna.sees("починим до 15 апреля")
        await anna.presses("Не решено")
        await anna.looks_away()
        await mary.sends("/ответ 1 Лампу привезли, починим до 15 апреля. Опору покрасим до конца мая.")
        await anna.looks_away()
        assert office.database("SELECT due, status FROM promises ORDER BY due") == [
            ("2026-04-15", "open"),
            ("2026-05-31", "open"),
        ]


async def test_the_department_stands_under_the_answer(open_office: OpenOffice, administration: Administration) -> None:
    departments = (Department("light", "Горсвет"),)
    office = await open_office(administration=replace(administration, departments=departments))
    await office.citizen("Анна").files("Фонарь не горит.")
    changes(office, "UPDATE appeals SET department = 'light'")
    mary = office.moderator("Мария")
    await mary.sends("/ответ 1 Фонарь починили 6 апреля.")
    await office.citizen("Анна").sees("Фонарь починили 6 апреля.", "Кто занимался: Горсвет", "#намневсеравно")
