"""Questions that the bot answers by itself, and the base of answers that staff keep by `/автоответ`."""

from dataclasses import replace

import pytest

from appeals.administration import Administration, AutoReplyRules
from appeals.model import Priority
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

NUMBER = "2026-000001"
ASKED = "Подскажите, когда глава принимает граждан?"
NEW_ENTRY = (
    "/автоответ добавить Общественная баня\n"
    "Вопросы: когда работает баня; сколько стоит баня\n"
    "Ответ: С 9:00 до 21:00, билет 300 рублей.\nПонедельник — выходной.\n"
    "Источник: https://example.ru/banya\n"
    "Где: меню, сообщения, комментарии"
)


@pytest.fixture
def anna(office: Office) -> Person:
    return office.citizen("Анна")


async def greeted(person: Person) -> None:
    await person.says("Начать")
    await person.sees("Здравствуйте")


def draft(office: Office) -> str:
    """The text of the only draft."""
    ((text,),) = office.database("SELECT json_extract(body, '$.text') FROM drafts")
    return str(text)


def uses(office: Office) -> list[tuple[object, ...]]:
    return office.database("SELECT vk_id, helped FROM autoreply_uses ORDER BY id")


class TestCitizen:
    async def test_a_question_is_answered_at_once_and_helped(self, office: Office, anna: Person) -> None:
        await anna.says(ASKED)
        await anna.sees("Здравствуйте, Анна!")
        await anna.sees(
            "Ответ администрации\nКогда приём у главы?",
            "в первый и третий вторник",
            "Это помогло?",
            buttons=["Да, помогло", "Всё равно отправить обращение"],
        )
        await anna.presses("Да, помогло")
        await anna.sees("Рады, что помогло!", buttons=["Подать обращение"])
        assert uses(office) == [(101, 1)]
        assert office.appeals() == []
        await anna.says("Куда звонить, если нет воды?")
        await anna.sees("Ответ администрации", "Аварийная служба водоканала")

    async def test_one_more_tap_sends_the_words_all_the_same(self, office: Office) -> None:
        await office.plays(f"""
            Анна:
            > {ASKED}
            < Здравствуйте, Анна!
            < Ответ администрации
            [Всё равно отправить обращение]
            < повторять не нужно … согласие на обработку [Согласен]
            [Согласен]
            < О чём обращение?
            [Дороги и тротуары]
            < Где это?
            [Пропустить]
            < Приложите
            [Пропустить]
            < Как с вами связаться
            [Пропустить]
            < Проверьте, пожалуйста … {ASKED} [Отправить]
            [Отправить]
            < Обращение принято, номер {NUMBER}
        """)
        assert office.history(NUMBER) == [("filed", 101, ""), ("auto_answered", 0, "Когда приём у главы?")]
        assert uses(office) == [(101, 0)]
        mary = office.moderator("Мария")
        await mary.says("/обращение 1")
        await mary.sees(ASKED, "автоответ не помог: Когда приём у главы?")
        react_by, due_at = office.database("SELECT react_by, due_at FROM appeals")[0]
        assert react_by < due_at

    async def test_never_twice_in_a_row_and_both_messages_reach_a_person(self, office: Office, anna: Person) -> None:
        await anna.says(ASKED)
        await anna.sees("Здравствуйте")
        await anna.sees("Ответ администрации")
        await anna.says("Как вывозят крупный мусор?")
        await anna.sees("повторять не нужно", "согласие на обработку")
        assert draft(office) == f"{ASKED}\nКак вывозят крупный мусор?"
        assert len(uses(office)) == 1

    async def test_a_short_verdict_may_be_typed(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        await anna.says("да, спасибо")
        await anna.sees("Рады, что помогло!")
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        await anna.says("Не помогло")
        await anna.sees("согласие на обработку")
        assert draft(office) == ASKED
        assert uses(office) == [(101, 1), (101, None)]

    async def test_thanks_start_nothing(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        await anna.says("Спасибо!")
        await anna.sees("Пожалуйста")
        assert office.appeals() == []

    async def test_a_later_message_is_an_appeal_of_its_own(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        office.clock.moves(minutes=40)
        await anna.says("На Садовой улице глубокая яма.")
        await anna.sees("согласие на обработку")
        assert draft(office) == "На Садовой улице глубокая яма."
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        assert draft(office) == f"На Садовой улице глубокая яма.\n{ASKED}"

    @pytest.mark.parametrize(
        "words",
        [
            "У нас нет воды третий день, куда звонить?",
            "Куда звонить, прорвало трубу, нет воды?",
            "Почему глава города не принимает граждан?",
            "Не вывозят крупный мусор у дома 5 по Садовой",
            "Глава вообще принимает граждан?",
            "Кто разрешил главе не принимать граждан?",
            "U nas pozhar, kuda zvonit, esli net vody?",
        ],
    )
    async def test_complaints_and_danger_go_to_a_person(self, office: Office, anna: Person, words: str) -> None:
        await greeted(anna)
        await anna.says(words)
        await anna.sees("согласие на обработку")
        assert draft(office) == words
        assert uses(office) == []

    async def test_latin_letters_are_read_as_they_sound(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says("kogda glava prinimaet grazhdan?")
        await anna.sees("Ответ администрации\nКогда приём у главы?")

    async def test_what_may_be_meant_stands_beside_the_appeal_that_has_begun(
        self, office: Office, anna: Person
    ) -> None:
        await greeted(anna)
        await anna.says("Когда приём у заместителя главы по строительству?")
        await anna.sees("Возможно, ответ уже есть", buttons=["Когда приём у главы?"])
        await anna.sees("согласие на обработку")
        await anna.presses("Когда приём у главы?")
        await anna.sees("Ответ администрации", "Это помогло?")
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        await anna.presses("Когда приём у главы?")
        await anna.sees("Это помогло?")
        await anna.presses("Да, помогло")
        await anna.sees("Обращение не отправляли", buttons=["Подать обращение"])
        assert office.database("SELECT * FROM drafts") == []

    async def test_a_few_words_are_asked_about(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says("выписка")
        await anna.sees(
            "Вы об этом?", buttons=["Как получить выписку из домовой книги?", "Всё равно отправить обращение"]
        )
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        assert draft(office) == "выписка"

    async def test_the_dialog_goes_on_beside_a_hint(self, office: Office, anna: Person) -> None:
        await anna.agrees()
        await anna.presses("Дороги и тротуары")
        await anna.sees("что случилось")
        await anna.says(ASKED)
        await anna.sees("Ответ администрации", "просто продолжайте", buttons=["Да, помогло"])
        await anna.sees("Где это?")
        await anna.presses("Пропустить")
        await anna.sees("Приложите")
        await anna.presses("Да, помогло")
        await anna.sees("Обращение не отправляли")
        assert office.appeals() == []

    async def test_not_in_an_emergency(self, open_office: OpenOffice, administration: Administration) -> None:
        first = replace(administration.categories[0], priority=Priority.EMERGENCY)
        office = await open_office(
            administration=replace(administration, categories=(first, *administration.categories[1:]))
        )
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses(first.title)
        await anna.sees("что случилось")
        await anna.says(ASKED)
        await anna.sees("Где это?")
        assert uses(office) == []

    async def test_an_appeal_that_tells_more_goes_on(self, office: Office, anna: Person) -> None:
        await anna.agrees()
        await anna.presses("Дороги и тротуары")
        await anna.sees("что случилось")
        await anna.says(ASKED)
        await anna.sees("просто продолжайте")
        await anna.sees("Где это?")
        await anna.presses("Пропустить")
        await anna.sees("Приложите")
        await anna.says("И ещё у нас яма во дворе")
        await anna.sees("Добавили")
        await anna.presses("Да, помогло")
        await anna.sees("можно продолжить")
        await anna.sees("Приложите")

    async def test_pressed_twice_and_pressed_late(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        first = await anna.sees("Это помогло?")
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        await anna.presses("Всё равно отправить обращение", under=first)
        await anna.sees("согласие на обработку")
        assert draft(office) == ASKED
        await anna.says("И ещё: можно ли прийти вдвоём?")
        await anna.sees("согласие")
        await anna.presses("Да, помогло", under=first)
        await anna.sees("можно продолжить")
        await anna.sees("согласие")
        assert draft(office) == f"{ASKED}\nИ ещё: можно ли прийти вдвоём?"
        await anna.presses("Отмена")
        await anna.sees("")
        await anna.presses("Да, помогло", under=first)
        await anna.sees("Рады, что помогло!")
        assert uses(office) == [(101, 1)]

    async def test_words_come_back_after_a_slip_and_photos_come_along(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        first = await anna.sees("Это помогло?")
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        await anna.presses("Отмена")
        await anna.sees("черновик удалён")
        await anna.says("Всё равно отправить обращение", photos=2)
        await anna.sees("повторять не нужно", "согласие на обработку")
        assert draft(office) == ASKED
        assert office.database("SELECT json_array_length(body, '$.attachments') FROM drafts") == [(2,)]
        await anna.presses("Согласен")
        await anna.sees("О чём обращение?")
        await anna.presses("Дороги и тротуары")
        await anna.sees("Где это?")
        for question in ("связаться", "Проверьте"):
            await anna.presses("Пропустить")
            await anna.sees(question)
        await anna.presses("Отправить")
        await anna.sees("Обращение принято")
        await anna.presses("Всё равно отправить обращение", under=first)
        await anna.sees("О чём обращение?")
        assert office.appeals() == [NUMBER]
        assert office.database("SELECT * FROM drafts WHERE json_extract(body, '$.text') IS NOT NULL") == []

    async def test_the_very_first_words_bring_no_three_messages(self, office: Office, anna: Person) -> None:
        await anna.says("Когда приём у заместителя главы по строительству?")
        await anna.sees("Здравствуйте, Анна!", "Возможно, ответ уже есть", buttons=["Когда приём у главы?"])
        await anna.sees("согласие на обработку")
        await anna.sees_nothing()

    async def test_an_answer_of_the_menu_that_has_expired(self, office: Office, anna: Person) -> None:
        await office.moderator("Мария").says("/автоответ изменить Когда приём у главы?\nДо: сегодня")
        await greeted(anna)
        await anna.presses("Частые вопросы")
        await anna.sees("Что вас интересует?")
        office.clock.moves(days=1)
        await anna.presses("Когда приём у главы?")
        await anna.sees("Этот ответ уже не действует")

    async def test_a_restart_loses_nothing(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        await office.restarts()
        await anna.presses("Всё равно отправить обращение")
        await anna.sees("согласие на обработку")
        assert draft(office) == ASKED

    async def test_an_open_question_of_a_moderator_comes_first(self, office: Office, anna: Person) -> None:
        await anna.files("Фонарь не горит.")
        await office.moderator("Мария").sends("/уточнить 1 Какой это дом?")
        await anna.sees("Какой это дом?")
        await anna.says(ASKED)
        await anna.sees("Передали сотруднику")
        assert uses(office) == []

    async def test_beside_a_human_the_bot_keeps_quiet(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        office.world.answer_by_hand(201, anna.vk_id, "Здравствуйте, чем помочь?")
        await office.settles()
        await anna.sees("чем помочь?")
        await anna.says(ASKED)
        await anna.sees_nothing()
        assert uses(office) == []

    async def test_photos_make_it_an_appeal(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED, photos=1)
        await anna.sees("согласие на обработку")
        assert uses(office) == []

    async def test_a_draft_that_waits_takes_the_words(self, office: Office, anna: Person) -> None:
        await anna.says("На Садовой улице глубокая яма.")
        await anna.sees("Здравствуйте")
        await anna.sees("согласие на обработку")
        await anna.presses("Назад")
        await anna.sees("")
        await anna.says(ASKED)
        await anna.sees("согласие на обработку")
        assert uses(office) == []

    async def test_the_switch_is_the_operators(self, open_office: OpenOffice, administration: Administration) -> None:
        off = replace(administration, autoreplies=AutoReplyRules(enabled=False))
        office = await open_office(administration=off)
        anna = office.citizen("Анна")
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("согласие на обработку")

    async def test_forged_and_foreign_buttons(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        peter = office.citizen("Пётр")
        await greeted(peter)
        for number in (1, 2**40, -1, "1"):
            await peter.says("кнопка", payload={"do": "auto_helped", "u": number})
            await peter.sees("уже не действует")
            await peter.says("кнопка", payload={"do": "auto_show", "e": 99 if number == 1 else number})
            await peter.sees("уже не действует")
        assert uses(office) == [(101, None)]

    async def test_a_destroyed_person_is_not_known_by_it(self, office: Office, anna: Person) -> None:
        await greeted(anna)
        await anna.says(ASKED)
        await anna.sees("Это помогло?")
        for label, told in (
            ("Мои данные", "храним"),
            ("Удалить мои данные", "удалить"),
            ("Да, удалить", "ещё раз"),
            ("Удалить навсегда", "Готово"),
        ):
            await anna.presses(label)
            await anna.sees(told)
        await anna.sees("Акт об уничтожении")
        assert uses(office) == [(0, None)]
        assert "принимает граждан" not in office.kept_words()


class TestDesk:
    async def test_hard_spaces_and_a_colon_are_no_name(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await mary.says("/автоответ\u00a0добавить\u00a0Баня: С девяти до шести")
        await mary.sees("«Баня» добавлен")
        await mary.says("/автоответ удалить: Баня")
        await mary.sees("«Баня» удалён")

    async def test_from_the_first_to_the_last(self, office: Office) -> None:
        mary, anna = office.moderator("Мария"), office.citizen("Анна")
        await mary.says("/автоответ")
        await mary.sees("Автоответы:", "Когда приём у главы? — меню, сообщения")
        await mary.says(NEW_ENTRY)
        await mary.sees("«Общественная баня» добавлен", "выходной", "Источник: https://example.ru/banya", "комментарии")
        await mary.says(NEW_ENTRY)
        await mary.sees("уже есть. Изменить его: /автоответ изменить Общественная баня")
        await mary.says("/автоответ проверить сколько баня стоит")
        await mary.sees("Бот ответит сам: «Общественная баня»")
        await greeted(anna)
        await anna.says("Скажите, сколько стоит баня?")
        await anna.sees("Ответ администрации\nОбщественная баня", "300 рублей", "https://example.ru/banya", "помогло?")
        await anna.presses("Да, помогло")
        await anna.sees("Рады")
        await anna.presses("Частые вопросы")
        await anna.sees("Что вас интересует?", buttons=["Общественная баня"])
        await anna.presses("Общественная баня")
        await anna.sees("300 рублей", "https://example.ru/banya")
        await mary.says("/Автоответ изменить общественая баня до: 10 апреля")
        await mary.sees("Автоответа «общественая баня» нет. Может быть, «Общественная баня»?")
        await mary.says("/Автоответ изменить баня до: 10 апреля")
        await mary.sees("изменён", "Срок: до 10 апреля")
        await mary.says("/автоответ")
        await mary.sees("Общественная баня — меню, сообщения, комментарии; ответил 1, помог 1; до 10 апреля")
        office.clock.moves(days=4)
        await mary.says("/автоответ")
        await mary.sees("Общественная баня", "срок вышел 10 апреля, не отвечает")
        await anna.says("Скажите, сколько стоит баня?")
        await anna.sees("согласие на обработку")
        await mary.says("/автоответ удалить Общественная баня")
        await mary.sees("удалён. Он был такой", "300 рублей")
        await mary.says("/автоответ Общественная баня")
        await mary.sees("Автоответа «Общественная баня» нет")
        deeds = office.database("SELECT deed, subject FROM audit WHERE deed LIKE 'autoreply%' ORDER BY id")
        assert deeds == [(f"autoreply_{deed}", "Общественная баня") for deed in ("added", "changed", "removed")]

    async def test_what_stands_in_the_settings_may_be_changed_but_not_removed(
        self, office: Office, administration: Administration
    ) -> None:
        mary = office.moderator("Мария")
        await mary.says("/автоответ изменить Когда приём у главы?\nОтвет: По средам с 10:00.\nВопросы: часы главы")
        await mary.sees("изменён", "По средам", "Стоит в administration.toml")
        await mary.says("/автоответ удалить Когда приём у главы?")
        await mary.sees("стоит в administration.toml", "Где: нигде")
        first, second, *_ = administration.questions
        fewer = replace(administration, questions=(replace(second, answer="Звоните 05."),))
        await office.restarts(fewer)
        await mary.says("/автоответ Куда звонить")
        await mary.sees("Звоните 05.")
        await mary.says("/автоответ Как вывозят")
        await mary.sees("нет")
        await mary.says(f"/автоответ {first.title}")
        shown = await mary.sees("По средам")
        assert "administration.toml" not in shown.text
        await mary.says(f"/автоответ удалить {first.title}")
        await mary.sees("удалён")

    async def test_who_has_no_right_changes_nothing(self, office: Office) -> None:
        await office.moderator("Мария").says("/автоответ")
        office.world.users[102].role = None
        peter = office.person(102, office.moderator("Мария").peer_id)
        office.world.join_chat(102, peter.peer_id)
        await peter.says("/автоответ удалить Когда приём у главы?")
        await peter.sees("только для сотрудников")
        assert office.database("SELECT count(*) FROM autoreplies WHERE removed_at IS NOT NULL") == [(0,)]

    async def test_help_and_half_commands(self, office: Office) -> None:
        await office.plays("""
            Мария:
            > /помощь автоответ
            < /автоответ — вопросы, на которые бот отвечает сам … Например: /автоответ Приём у главы … Вопросы:
            > /автоответ добавить
            < Напишите название … Ответ:
            > /автоответ добавить Баня
            < Напишите название
            > /автоответ добавить Баня: да
            < Нет ответа
            > /автоответ добавить Баня: Работает всегда, где бы вы ни жили
            < «Баня» добавлен
            > /автоответ изменить Баня где: комменты
            < Что такое «комменты»? Может быть, «комментарии»?
            > /автоответ изменить Баня источник: пример
            < не похоже на ссылку
            > /автоответ изменить Баня до: вчера
            < не подходит
            > /автоответ изменить Баня
            < только то, что меняется
            > /автоответ удалить
            < /автоответ удалить Приём у главы
            > /автоответ проверить
            < как его задал бы житель
            > /автоответ проверить яма на дороге
            < обычным путём
        """)


class TestInPublic:
    @pytest.fixture
    async def public_office(self, open_office: OpenOffice, administration: Administration) -> Office:
        office = await open_office(administration=replace(administration, autoreplies=AutoReplyRules(comments=True)))
        mary = office.moderator("Мария")
        await mary.says(NEW_ENTRY)
        await mary.sees("добавлен")
        return office

    async def test_a_question_under_a_post_is_answered_once(self, public_office: Office) -> None:
        office, mary = public_office, public_office.moderator("Мария")
        post = office.world.publish("С лёгким паром!")
        first = office.world.comment(101, post.id, "Подскажите, когда работает баня?")
        await office.settles()
        (told,) = [one for one in office.world.comments_of(post.id) if one.from_id < 0]
        assert told.text.startswith("Ответ администрации\nОбщественная баня\n\nС 9:00 до 21:00")
        assert "https://vk.me/primersk" in told.text
        assert told.reply_to_comment == first.id
        await mary.sees("Бот ответил в комментариях сам: «Общественная баня»", f"reply={first.id}")
        office.world.comment(102, post.id, "А сколько стоит баня?", reply_to=first.id)  # in the same thread
        office.world.comment(101, post.id, "Сколько стоит баня?")  # the same person
        await office.settles()
        assert len([one for one in office.world.comments_of(post.id) if one.from_id < 0]) == 1
        office.world.comment(102, post.id, "Сколько стоит баня?")
        await office.settles()
        assert len([one for one in office.world.comments_of(post.id) if one.from_id < 0]) == 2

    async def test_not_what_is_no_question_or_not_for_everybody(self, public_office: Office) -> None:
        office = public_office
        post = office.world.publish("С лёгким паром!")
        for text in (
            "Баня не работает второй месяц!",
            "Когда приём у главы?",
            "Мой телефон 8 900 123-45-67, когда баня?",
        ):
            office.world.comment(101, post.id, text)
        office.world.comment(101, post.id, "#приёмная когда работает баня?")
        await office.settles()
        told = [one.text for one in office.world.comments_of(post.id) if one.from_id < 0]
        assert len(told) == 1
        assert "Обращение принято" in told[0]

    async def test_off_until_it_is_switched_on(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await mary.says(NEW_ENTRY)
        await mary.sees("добавлен")
        post = office.world.publish("С лёгким паром!")
        office.world.comment(101, post.id, "Подскажите, когда работает баня?")
        await office.settles()
        assert [one for one in office.world.comments_of(post.id) if one.from_id < 0] == []
