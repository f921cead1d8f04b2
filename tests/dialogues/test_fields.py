"""Every field of an appeal: what may be said there, and what becomes of it."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, Category
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import PLACE_BUTTON


class TestCategories:
    async def test_fifteen_are_paged_and_the_last_page_leads_back(
        self, open_office: OpenOffice, administration: Administration
    ) -> None:
        many = tuple(Category(f"topic{n}", f"Тема номер {n}") for n in range(1, 30))
        office = await open_office(administration=replace(administration, categories=many, lead_forms=()))
        anna = office.citizen("Анна")
        await anna.says("Начать")
        await anna.sees("Здравствуйте")
        await anna.presses("Подать обращение")
        await anna.sees("согласие")
        await anna.presses("Согласен")
        first = {"buttons": ["Тема номер 1", "Тема номер 8", "Ещё темы ›", "Не знаю"], "without": ["Тема номер 9"]}
        await anna.sees("О чём", buttons=first["buttons"], without=[*first["without"], "‹ Прежние темы"])
        await anna.presses("Ещё темы ›")
        await anna.sees("О чём", buttons=["Тема номер 9", "Тема номер 16", "‹ Прежние темы", "Ещё темы ›"])
        await anna.presses("Ещё темы ›")
        await anna.sees("О чём", buttons=["Тема номер 17", "Тема номер 24"])
        await anna.presses("Ещё темы ›")
        await anna.sees("О чём", buttons=["Тема номер 29", "‹ Прежние темы"], without=["Ещё темы ›"])
        await anna.presses("‹ Прежние темы")
        await anna.sees("О чём", buttons=["Тема номер 17"])
        await anna.presses("Тема номер 20")
        await anna.sees("что случилось")

    async def test_a_page_that_is_no_longer_there_shows_the_last_one(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.says("Ещё темы ›", payload={"do": "categories", "page": 99})
        await anna.sees("О чём обращение?", buttons=["Земля и застройка", "Другое", "‹ Прежние темы"])

    async def test_a_title_that_does_not_exist_is_kept_as_words_and_asked_again(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            > Дыра в заборе стадиона, дети лазают
            < Добавили это к тексту … О чём обращение? [Дороги и тротуары]
            [Дворы и площадки]
            < Где это?
        """)

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("про животных", "Животные без хозяев"),
            ("дороги", "Дороги и тротуары"),
            ("Освещение", "Освещение улиц"),
            ("нет воды", "Вода и отопление"),
            ("ШКОЛА", "Школы и детские сады"),
        ],
    )
    async def test_a_word_of_a_title_chooses_it(self, office: Office, typed: str, title: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.says(typed)
        await anna.sees("что случилось")
        await anna.says("Об этом никто не заботится.")
        await office.plays("""
            Анна:
            < Где это?
            [Пропустить]
            < Приложите
            [Пропустить]
            < Как с вами связаться
            [Пропустить]
            < Проверьте
        """)
        told = office.world.seen_by(101, -1)[-1].text
        assert f"Тема: {title}\n" in told
        assert typed not in told.replace(title, "")

    @pytest.mark.parametrize("typed", ["дворы и дороги", "чиновники", "5"])
    async def test_words_that_choose_none_do_not_become_the_appeal(self, office: Office, typed: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.says(typed)
        await anna.sees("Такой темы в списке нет", "О чём обращение?")
        await anna.presses("Транспорт")
        await anna.sees("что случилось")

    async def test_a_story_that_names_a_topic_is_kept_as_the_text(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            > На дороге у школы яма во всю полосу
            < Добавили это к тексту … О чём обращение?
            [Дороги и тротуары]
            < Где это?
        """)

    async def test_a_forged_category_is_not_taken(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.says("Дороги", payload={"do": "category", "id": "bribes"})
        await anna.sees("О чём обращение?")


class TestAddress:
    async def test_a_point_on_the_map_reaches_the_card(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Дворы и площадки")
        await anna.sees("что случилось")
        await anna.says("Стая собак у школы, дети боятся.")
        await anna.sees("Где это?")
        await anna.presses(PLACE_BUTTON)
        await office.plays("""
            Анна:
            < Приложите
            [Пропустить]
            < Как с вами связаться
            [Пропустить]
            < Адрес: точка на карте
            [Отправить]
            < Обращение принято
            Мария:
            < На карте: 55.75580, 37.61730
        """)

    async def test_a_place_with_typed_words_keeps_both(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Транспорт")
        await anna.sees("что случилось")
        await anna.says("Автобус не пришёл.")
        await anna.sees("Где это?")
        await anna.says("остановка Рынок", geo=(55.5, 37.25))
        await anna.sees("Приложите")
        await anna.presses("Пропустить")
        await anna.sees("Как с вами связаться")
        await anna.presses("Пропустить")
        await anna.sees("Адрес: остановка Рынок")
        await anna.presses("Отправить")
        await anna.sees("Обращение принято")
        assert "Адрес: остановка Рынок\nНа карте: 55.50000, 37.25000" in office.card("2026-000001").text

    @pytest.mark.parametrize("typed", ["5", "??", "12345"])
    async def test_what_cannot_be_an_address_is_asked_again(self, office: Office, typed: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Транспорт")
        await anna.sees("что случилось")
        await anna.says("Автобус не пришёл.")
        await anna.sees("Где это?")
        await anna.says(typed)
        await anna.sees("Не похоже на адрес", "Где это?", buttons=["Пропустить"])

    @pytest.mark.parametrize("words", ["Скамейка стоит у самой дороги, из неё торчат гвозди. " * 8, "ю" * 301])
    async def test_a_story_instead_of_an_address_is_kept_with_the_text(self, office: Office, words: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Дворы и площадки")
        await anna.sees("что случилось")
        await anna.says("Сломана скамейка.")
        await anna.sees("Где это?")
        await anna.says(words)
        await anna.sees("Добавили это к тексту", "Где это?", buttons=["Пропустить"])
        await anna.says("ул. Садовая, 5")
        await anna.sees("Приложите")
        await anna.presses("Пропустить")
        await anna.sees("Как с вами связаться")
        await anna.presses("Пропустить")
        await anna.sees("Адрес: ул. Садовая, 5", "Сломана скамейка.\n" + words.strip())

    async def test_whoever_does_not_know_skips(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            [Транспорт]
            < что случилось
            > Автобус не пришёл.
            < Где это?
            > Не знаю.
            < Приложите
            [Пропустить]
            < Как с вами связаться
            [Пропустить]
            < Адрес: не указан
        """)


class TestAttachments:
    async def test_over_several_messages_documents_too(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            [Дворы и площадки]
            < что случилось
            > Хочу приложить переписку с управляющей компанией.
            < Где это?
            [Пропустить]
            < Приложите
            > (фото: 2)
            < 2 фото … ещё 8
            > и ещё письмо (документ: 1)
            < Добавили это к тексту … 2 фото, 1 документ … ещё 7
            [Готово]
            < Как с вами связаться
            [Пропустить]
            < 2 фото, 1 документ … переписку … и ещё письмо
        """)

    async def test_no_more_than_ten_and_the_person_is_told(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            [Дворы и площадки]
            < что случилось
            > Снимаю двор со всех сторон.
            < Где это?
            [Пропустить]
            < Приложите
            > (фото: 8)
            < ещё 2
            > (фото: 5)
            < Больше 10 файлов … последние 3 не добавились … Приложено: 10 фото. Когда закончите
            > (фото: 1)
            < последний не добавился
            [Готово]
            < Как с вами связаться
            [Пропустить]
            < Вложения: 10 фото
            [Отправить]
            < Обращение принято
        """)
        assert len(office.card("2026-000001").attachments) == 10

    async def test_they_can_be_taken_away(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            [Дворы и площадки]
            < что случилось
            > Снимаю двор со всех сторон.
            < Где это?
            [Пропустить]
            < Приложите
            > (фото: 2)
            < Приложено: 2 фото [Убрать вложения]
            [Убрать вложения]
            < Приложите фото или документы [Пропустить]
            > (фото: 1)
            < Приложено: 1 фото
            [Готово]
            < Как с вами связаться
        """)

    async def test_photos_sent_with_the_text_are_kept(self, office: Office) -> None:
        await office.citizen("Анна").agrees()
        await office.plays("""
            Анна:
            [Дворы и площадки]
            < что случилось
            > (фото: 1)
            < Фото получили … что случилось
            > Скамейка сломана, торчат гвозди. (фото: 2)
            < Где это?
            [Пропустить]
            < Приложено: 3 фото
        """)


class TestContact:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("8 (900) 123-45-67", "+7 900 123-45-67"),
            ("+79001234567", "+7 900 123-45-67"),
            ("Anna@Example.RU", "anna@example.ru"),
        ],
    )
    async def test_phone_or_mail_is_kept_in_one_form(self, office: Office, typed: str, kept: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.answers_all()
        await anna.presses("Изменить")
        await anna.sees("Что изменить?")
        await anna.presses("Контакт")
        await anna.sees("Как с вами связаться")
        await anna.says(typed)
        await anna.sees(f"Контакт: {kept}")

    @pytest.mark.parametrize("typed", ["12", "позвоните мне вечером", "anna@", "8 900 12"])
    async def test_anything_else_is_asked_again_with_an_example(self, office: Office, typed: str) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.answers_all()
        await anna.presses("Изменить")
        await anna.sees("Что изменить?")
        await anna.presses("Контакт")
        await anna.sees("Как с вами связаться")
        await anna.says(typed)
        await anna.sees("Не похоже на телефон или почту", "+7 900 000-00-00", buttons=["Пропустить"])
        await anna.presses("Пропустить")
        await anna.sees("Контакт: не указан")

    async def test_words_instead_of_a_contact_are_kept_with_the_text(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Транспорт")
        await anna.sees("что случилось")
        await office.plays("""
            Анна:
            > Автобус не пришёл.
            < Где это?
            [Пропустить]
            < Приложите
            [Пропустить]
            < Как с вами связаться
            > звоните соседке Марии Ивановне, вечером она дома
            < Добавили это к тексту … Как с вами связаться [Пропустить]
            [Пропустить]
            < Контакт: не указан … Автобус не пришёл. … звоните соседке Марии Ивановне
        """)
