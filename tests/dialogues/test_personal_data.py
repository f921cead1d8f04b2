"""«Мои данные»: what is kept, a copy, the consent withdrawn, everything destroyed."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import aiohttp

from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import PICTURE, Person

SECRETS = (
    "Анна",
    "Примерова",
    "900 123-45-67",
    "Садовая",
    "фонарь",
    "у второго подъезда",
    "Лампу поменяли",
    "моргает",
    "бабушка упала",
    "скамейку",
    "Соседка",
    "55.75",
    "перезвоню",
    "Качели",
    "тупик",
)
"""What Anna, or somebody about her, has said in `told_much`."""


async def told_much(office: Office) -> Person:
    """Anna has told everything that can be told, in every way."""
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.answers_all("На Садовой не горит фонарь, бабушка упала.", photos=2)
    await office.plays("""
        Анна:
        [Изменить]
        < Что изменить?
        [Контакт]
        < Как с вами
        > 8 900 123 45 67
        < Контакт
        [Отправить]
        < Обращение принято
        Мария:
        < новое
        > /уточнить 1 У какого подъезда?
        < увидит житель
        [Отправить]
        < отправлен
        Анна:
        < У какого подъезда? [Ответить на вопрос]
        > У дома 5, у второго подъезда (фото: 1)
        < Передали
        Мария:
        < житель ответил
        > /ответ 1 Анна, фонарь исправен. Лампу поменяли 7 апреля.
        < увидит житель
        [Отправить]
        < отправлен
        Анна:
        < Лампу поменяли
        [Не решено]
        < что осталось не так
        > Он моргает! (фото: 1)
        < добавили
    """)
    await anna.fills_form({"phone_number": "+7 900 123-45-67", "custom_0: Что случилось?": "Сломали скамейку."})
    await anna.sees("2026-000002")
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.presses("Транспорт")
    await anna.sees("что случилось")
    await anna.says("Соседка жалуется на автобус.", geo=(55.75, 37.61))
    await anna.sees("Приложите")
    office.world.answer_by_hand(201, anna.vk_id, "Анна, перезвоню вам сегодня.")
    await anna.sees("перезвоню")
    office.clock.moves(minutes=121)
    post = office.world.publish("С добрым утром!")
    office.world.comment(anna.vk_id, post.id, "#приёмная Качели на Садовой сломаны.")
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.says("/ответ 1 Анна, на Садовой тупик.")
    await mary.sees("увидит житель")
    return anna


ERASES = """
    Анна:
    > Мои данные
    < Вот что мы о вас храним … Анна Примерова … +7 900 123-45-67 … Обращения (3) … Незаконченное [Удалить мои данные]
    [Удалить мои данные]
    < Работу по обращениям № 2026-000001, № 2026-000002, № 2026-000003 прекратим [Да, удалить] [Нет, оставить]
    [Да, удалить]
    < Точно удалить? [Удалить навсегда] [Получить копию]
    [Удалить навсегда]
    < Готово, мы удалили всё
    < Акт об уничтожении персональных данных № 1 … id101 … 2026-000001, 2026-000002, 2026-000003 … файлы на диске
"""


class TestEverythingIsDestroyed:
    async def test_no_table_and_no_file_has_a_word_of_the_person(self, office: Office) -> None:
        await told_much(office)
        held = office.on_disk().decode(errors="replace") + office.kept_words()
        assert [secret for secret in SECRETS if secret not in held] == [], "the check below would prove nothing"
        assert PICTURE in office.on_disk()
        await office.plays(ERASES)
        left = office.on_disk()
        assert PICTURE not in left
        assert [secret for secret in SECRETS if secret.encode() in left] == []
        assert [secret for secret in SECRETS if secret in office.kept_words()] == []

    async def test_statistics_stay(self, office: Office) -> None:
        await told_much(office)
        before = office.database("SELECT category, channel, filed_at, react_by, due_at, assignee_id FROM appeals")
        acts = office.database("SELECT act, at FROM history ORDER BY id")
        await office.plays(ERASES)
        after = office.database("SELECT category, channel, filed_at, react_by, due_at, assignee_id FROM appeals")
        assert after == before
        assert office.database("SELECT act, at FROM history ORDER BY id")[: len(acts)] == acts
        assert office.database("SELECT status, erased_at IS NOT NULL FROM appeals") == [("withdrawn", 1)] * 3
        assert office.database("SELECT DISTINCT actor_id FROM history WHERE actor_id <> 201") == [(0,)]
        assert office.database("SELECT vk_id, withdrawn_at IS NOT NULL FROM consents") == [(101, 1)] * 2

    async def test_the_desk_learns_that_the_appeals_have_lost_their_person(self, office: Office) -> None:
        await told_much(office)
        await office.plays(ERASES)
        mary = office.moderator("Мария")
        await mary.sees("Данные жителя удалены: № 2026-000001, № 2026-000002, № 2026-000003", "Работа прекращена")
        await mary.presses("Отправить")
        await mary.is_told("Житель удалил свои данные")
        card = office.card("2026-000001").text
        assert [secret for secret in SECRETS if secret in card] == []
        assert "отозвано" in card
        await mary.says("/ответ 1 Всё починили.")
        await mary.sees("житель удалил свои данные, сделать уже ничего нельзя")
        await mary.says("/обращение 1")
        whole = await mary.sees("персональные данные уничтожены")
        assert [secret for secret in SECRETS if secret in whole.text] == []

    async def test_old_cards_are_not_shown_anew(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        mary = office.moderator("Мария")
        await mary.sees("новое")
        office.clock.moves(days=2)
        await anna.says("Удалить мои данные")
        await anna.looks_away()
        await anna.presses("Да, удалить")
        await anna.looks_away()
        await anna.presses("Удалить навсегда")
        await anna.looks_away()
        await mary.sees("Данные жителя удалены", "удалите, пожалуйста, вручную")
        await mary.sees("Акт об уничтожении")  # no administrator can be written to
        await mary.sees_nothing()

    async def test_an_administrator_gets_the_act_too(self, open_office: OpenOffice) -> None:
        office = await open_office(admin_ids=(202,))
        ivan = office.moderator("Иван").in_private
        await ivan.says("Начать")
        await ivan.looks_away()
        await told_much(office)
        await office.plays(ERASES)
        await ivan.sees("Акт об уничтожении персональных данных № 1")

    async def test_the_person_comes_back_as_new(self, office: Office) -> None:
        anna = await told_much(office)
        await office.plays(ERASES)
        await anna.says("Начать")
        await anna.sees("Здравствуйте, Анна!")
        await anna.presses("Мои обращения")
        await anna.sees("У вас пока нет обращений")
        await anna.presses("Подать обращение")
        await anna.sees("согласие на обработку")
        assert office.database("SELECT count(*) FROM citizens WHERE vk_id = 101") == [(1,)]

    async def test_a_killed_process_finishes_the_act_at_its_next_start(self, office: Office) -> None:
        anna = await told_much(office)
        await office.plays(ERASES)
        await office.stops()
        with closing(sqlite3.connect(office.database_path)) as connection:
            connection.executescript(
                "DROP TRIGGER destruction_log_stays; DELETE FROM destruction_log WHERE what = 'disk'"
            )
        await office.starts()
        await anna.sees("Акт об уничтожении персональных данных № 1", "файлы на диске")
        assert office.database("SELECT count(*) FROM destruction_log WHERE what = 'disk'") == [(1,)]

    async def test_what_vk_tells_later_of_an_old_comment_brings_nothing_back(self, office: Office) -> None:
        post = office.world.publish("С добрым утром!")
        comment = office.world.comment(101, post.id, "#приёмная Качели сломаны.")
        await office.settles()
        anna = office.citizen("Анна")
        await anna.says("Удалить мои данные")
        await anna.looks_away()
        await anna.presses("Да, удалить")
        await anna.sees("Точно")
        await anna.presses("Удалить навсегда")
        await anna.looks_away()
        office.world.edit_comment(101, comment.id, "#приёмная Качели на Садовой сломаны.")
        office.world.delete_comment(101, comment.id)
        await office.settles()
        assert office.appeals() == ["2026-000001"]
        assert "Качели" not in office.kept_words()
        assert len([act for act, _, _ in office.history("2026-000001") if act in ("edited", "removed")]) == 0

    async def test_beside_a_human_too(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        office.world.answer_by_hand(201, anna.vk_id, "Какой это дом?")
        await office.plays("""
            Анна:
            < Какой это дом?
            > Пятый.
            <
            > Удалите мои данные!
            < Если удалить данные
            > да, удалить
            < Точно удалить?
            > удалить навсегда
            < Готово
            < Акт
        """)
        assert "Пятый" not in office.kept_words()


class TestOnlyWhoIsSureLosesAnything:
    async def test_no(self, office: Office) -> None:
        await office.citizen("Анна").files("Фонарь не горит.")
        await office.plays("""
            Анна:
            > Удалить мои данные
            < № 2026-000001 прекратим
            > Да, удалить
            < Точно удалить?
            [Нет, оставить]
            < всё остаётся как есть [Мои обращения]
            [Удалить навсегда]
            < Если удалить данные [Да, удалить]
            > удалить навсегда
            < Если удалить данные [Да, удалить]
        """)
        assert office.database("SELECT status FROM appeals") == [("new",)]

    async def test_a_forged_or_an_old_button(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        await anna.says("Удалить навсегда", payload='{"do":"data_erase_forever","k":1}')
        await anna.sees("Если удалить данные")
        await anna.presses("Да, удалить")
        await anna.sees("Точно удалить?")
        office.clock.moves(minutes=61)
        await anna.presses("Удалить навсегда")
        await anna.sees("Если удалить данные")
        assert office.database("SELECT count(*) FROM destructions") == [(0,)]

    async def test_pressed_twice_it_is_done_once(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        await anna.says("Удалить мои данные")
        await anna.sees("Удалить?")
        await anna.presses("Да, удалить")
        await anna.sees("Точно удалить?")
        with office.at_once():
            await anna.presses("Удалить навсегда")
            await anna.presses("Удалить навсегда")
        await office.settles()
        assert office.database("SELECT count(*) FROM destructions") == [(1,)]


class TestConsentWithdrawn:
    WITHDRAWS = """
        Анна:
        > Отозвать согласие
        < Работу по обращению № 2026-000001 прекратим … 7 мая 2026 года [Да, отозвать]
        [Да, отозвать]
        < Согласие отозвано … 7 мая 2026 года … акт
    """

    async def test_work_stops_and_nothing_more_is_taken(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.", photos=1)
        await office.moderator("Мария").looks_away()
        await office.plays(self.WITHDRAWS)
        await office.moderator("Мария").sees("Житель отозвал согласие", "№ 2026-000001")
        card = office.card("2026-000001").text
        assert "отозвано" in card
        assert "Фонарь" not in card
        await office.plays("""
            Анна:
            [Мои обращения]
            < № 2026-000001 … отозвано
            [№ 2026-000001]
            < Фонарь не горит
            [Мои данные]
            < Можно удалить и сейчас [Удалить мои данные]
            > Отозвать согласие
            < Можно удалить и сейчас
        """)
        assert office.database("SELECT status, text FROM appeals") == [("withdrawn", "Фонарь не горит.")]

    async def test_after_a_verdict_nothing_is_taken(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        await office.plays("""
            Мария:
            < новое
            > /ответ 1 Починили.
            < увидит житель
            [Отправить]
            < отправлен
            Анна:
            < Починили
            > Отозвать согласие
            < Обращений без ответа у вас нет
            [Да, отозвать]
            < Согласие отозвано
            [Не решено]
            < записать это мы не можем
        """)
        assert office.database("SELECT status FROM appeals") == [("answered",)]

    async def test_in_thirty_days_everything_is_destroyed(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.", photos=1)
        await office.plays(self.WITHDRAWS)
        office.clock.moves(days=29)
        await office.ticks("уничтожить данные после отзыва согласия")
        assert office.database("SELECT text FROM appeals") == [("Фонарь не горит.",)]
        office.clock.moves(days=1)
        await office.ticks("уничтожить данные после отзыва согласия")
        await anna.sees("Акт об уничтожении", "отзыв согласия", "поступил 7 апреля 2026 года")
        assert "Фонарь" not in office.kept_words()
        assert PICTURE not in office.on_disk()

    async def test_a_new_consent_calls_it_off(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        await office.plays(self.WITHDRAWS)
        await office.plays("""
            Анна:
            [Подать обращение]
            < согласие на обработку
            [Согласен]
            < О чём обращение?
        """)
        office.clock.moves(days=31)
        await office.ticks("уничтожить данные после отзыва согласия")
        assert office.database("SELECT text FROM appeals") == [("Фонарь не горит.",)]


class TestCopy:
    async def test_two_files_with_everything_in_them(self, office: Office) -> None:
        anna = await told_much(office)
        await anna.says("Мои данные")
        await anna.sees("Вот что мы о вас храним")
        await anna.presses("Получить копию")
        message = await anna.sees("Копия ваших данных")
        text, shape = [await _file(one) for one in message.attachments]
        for word in (
            "Анна Примерова",
            "Пол: женский",
            "+7 900 123-45-67",
            "не горит фонарь",
            "Лампу поменяли",
            "скамейку",
            "автобус",
        ):
            assert word in text
        copied = json.loads(shape)
        assert [one["number"] for one in copied["appeals"]] == ["2026-000001", "2026-000002", "2026-000003"]
        assert copied["person"]["vk_id"] == 101
        assert copied["draft"]["text"] == "Соседка жалуется на автобус."
        assert "скамейку" not in "".join(str(row) for row in office.database("SELECT params FROM outbox"))

    async def test_words_that_wait_for_a_decision_are_in_it_too(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        await office.moderator("Мария").sends("/ответ 1 Лампу поменяли 6 апреля.")
        await anna.looks_away()
        await anna.says("Спасибо, но плафон разбит")
        await anna.sees("Вопрос решён?")
        await anna.says("Получить копию")
        message = await anna.sees("Копия ваших данных")
        text, shape = [await _file(one) for one in message.attachments]
        assert "Ещё не отправлено: Спасибо, но плафон разбит" in text
        assert json.loads(shape)["not_sent_yet"] == "Спасибо, но плафон разбит"

    async def test_it_comes_once_whatever_happens_meanwhile(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        office.sandbox.faults.add("http_5xx", method="docs.getMessagesUploadServer", status=502)
        with office.at_once():
            await anna.says("Получить копию")
            await office.comes_to(lambda: bool(office.database("SELECT 1 FROM outbox WHERE params LIKE '%documents%'")))
            await office.stops()
        office.sandbox.faults.clear()
        await office.starts()
        message = await anna.sees("Копия ваших данных")
        assert len(message.attachments) == 2
        await anna.sees_nothing()

    async def test_vk_takes_no_files(self, office: Office) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        office.sandbox.faults.add("error", method="docs.getMessagesUploadServer", code=15)
        await anna.says("Получить копию")
        await anna.sees("ВКонтакте не принял файлы", "Анна Примерова", "Фонарь не горит.", "обращение принято")


async def _file(attachment: Mapping[str, Any]) -> str:
    async with aiohttp.ClientSession() as session, session.get(attachment["doc"]["url"]) as answer:
        return (await answer.read()).decode("utf-8-sig")
