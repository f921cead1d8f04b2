"""Known outages and those who don't write in private: comments, discussions, calls, receptions."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_comments import said_in
from tests.dialogues.test_outages import DECLARATION, TOLD, declares, outage_card

NUMBER = "2026-000001"
KNOWN = "Мы об этом знаем: отключён свет, ул. Ленина, ул. Садовая, 1-9. Должны закончить до 18:00. Бригада работает."
CALL = """
    Мария:
    > /новое горячая линия
    < Как зовут
    [Не назвал имени]
    < Как передать ответ?
    > 8 900 000-00-02
    < О чём обращение?
    [ЖКХ и дома]
    < Где это?
    > ул. Ленина, 7
    < Что сообщил человек?
    > В квартире с утра нет света.
    < Записано
    [Дальше]
    < Сколько разных вопросов
    [1]
    < Проверьте
    [Зарегистрировать]
    < Номер для жителя: 2026-000001
"""


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator who has declared an outage."""
    mary = office.moderator("Мария")
    await declares(mary)
    return mary


class TestComments:
    async def test_an_appeal_by_comment_joins_and_is_told_in_the_thread(self, office: Office, mary: Person) -> None:
        post = office.world.publish("С добрым утром!")
        office.world.comment(101, post.id, "#приёмная На Ленина 7 нет света!")
        await office.settles()
        (told,) = said_in(office, post.id)
        assert NUMBER in told
        assert KNOWN in told
        assert "напишем здесь, когда она закончится. Если у вас другое, ответьте на этот комментарий." in told
        assert f"Обращений: 1 — № {NUMBER}." in outage_card(office)
        assert office.database("SELECT count(*) FROM cards") == [(0,)]
        await mary.says("/авария 1 до 20:00")
        await office.ticks(TOLD)
        assert "Теперь обещают закончить до 20:00" in said_in(office, post.id)[1]
        await mary.says("/авария 1 закончилась Свет дали в 12:40.")
        await mary.presses("Ответить всем")
        await office.ticks(TOLD)
        await office.ticks(TOLD)
        assert ["Свет дали в 12:40." in one for one in said_in(office, post.id)] == [False, False, True]

    async def test_only_told_in_the_thread(self, office: Office, mary: Person) -> None:
        post = office.world.publish("С добрым утром!")
        office.world.comment(101, post.id, "#приёмная На Ленина 7 нет света!")
        await office.settles()
        await mary.presses("Закончилась")
        await mary.presses("Только сообщить")
        await office.ticks(TOLD)
        assert f"Обращение № {NUMBER}. Авария «Отключён свет" in said_in(office, post.id)[1]

    async def test_another_matter_in_the_thread_reaches_a_person(self, office: Office, mary: Person) -> None:
        post = office.world.publish("С добрым утром!")
        comment = office.world.comment(101, post.id, "#приёмная На Ленина 7 нет света!")
        await office.settles()
        office.world.comment(101, post.id, "У меня не авария: мне отрезали провод за долги", reply_to=comment.id)
        await office.settles()
        await mary.sees(f"№ {NUMBER} · житель дополнил", "отрезали провод")
        assert "отрезали провод" in office.card(NUMBER).text

    async def test_a_comment_on_the_topic_is_offered_with_one_tap(self, office: Office, mary: Person) -> None:
        post = office.world.publish("С добрым утром!")
        office.world.comment(101, post.id, "А на Ленина света нет")
        await office.settles()
        assert said_in(office, post.id) == []
        await mary.sees(
            "Похоже на аварию 1: Отключён свет", "А на Ленина света нет", buttons=["В обращения", "Не обращение"]
        )
        await mary.presses("В обращения")
        await mary.is_told("Принято в обращения")
        assert KNOWN in said_in(office, post.id)[0]
        assert f"Обращений: 1 — № {NUMBER}." in outage_card(office)

    async def test_those_who_commented_before_are_joined_and_told(self, office: Office) -> None:
        mary, post = office.moderator("Мария"), office.world.publish("С добрым утром!")
        office.world.comment(101, post.id, "#приёмная На Ленина 7 нет света!")
        await office.settles()
        await mary.says(DECLARATION)
        await mary.sees("писали и до объявления. Обращений: 1", buttons=["Присоединить"])
        await mary.presses("Присоединить")
        await mary.is_told("Присоединено обращений: 1")
        assert [KNOWN in one for one in said_in(office, post.id)] == [False, True]

    async def test_in_a_discussion_the_desk_gets_the_words_to_paste(self, office: Office, mary: Person) -> None:
        topic = office.world.open_topic("Свет")
        office.world.write_in_topic(101, topic.id, "#приёмная На Ленина 7 нет света!")
        await mary.sees(f"№ {NUMBER}: в обсуждении бот отвечать не может")
        await mary.sees(NUMBER, KNOWN)
        assert f"Обращений: 1 — № {NUMBER}." in outage_card(office)
        await mary.presses("Закончилась")
        await mary.sees("Обращений: 1")
        await mary.presses("Только сообщить")
        await mary.sees("обращения остались открытыми")
        await office.ticks(TOLD)
        await mary.sees("в обсуждении бот отвечать не может")
        await mary.sees(f"Обращение № {NUMBER}. Авария «Отключён свет")

    async def test_peril_and_other_streets_have_their_own_cards(self, office: Office, mary: Person) -> None:
        post = office.world.publish("С добрым утром!")
        for vk_id, words in ((101, "#приёмная На Ленина нет света, провод искрит"), (102, "#приёмная Нет света")):
            office.world.comment(vk_id, post.id, words)
        await office.settles()
        assert not any("Мы об этом знаем" in one for one in said_in(office, post.id))
        assert office.database("SELECT count(*) FROM cards") == [(2,)]


class TestByHand:
    async def test_a_call_is_offered_joined_and_told_the_end(self, office: Office, mary: Person) -> None:
        await office.plays(CALL)
        await mary.sees(
            f"Похоже на аварию 1. Скажите человеку: «{KNOWN}»", f"Присоединить № {NUMBER}?", buttons=["Присоединить"]
        )
        assert "Обращений о ней пока нет" in outage_card(office)
        await mary.presses("Присоединить")
        await mary.is_told(f"№ {NUMBER} присоединено к аварии 1")
        await mary.presses("Присоединить")
        await mary.is_told("уже присоединялся")
        assert f"Обращений: 1 — № {NUMBER}." in outage_card(office)
        assert "Авария 1" in office.card(NUMBER).text
        await mary.looks_away()
        await mary.says("/авария 1 до 20:00")
        await mary.sees("теперь до 7 апреля, 20:00")
        await office.ticks(TOLD)
        await mary.sees_nothing()
        await mary.says("/авария 1 закончилась Свет дали в 12:40.")
        await mary.sees("Свет дали")
        await mary.presses("Ответить всем")
        await mary.sees("ответ уйдёт всем")
        await office.ticks(TOLD)
        await mary.sees("ответ нужно передать", "+7 900 000-00-02")
        await mary.sees("Свет дали в 12:40.", buttons=["Передано"])
        await mary.presses("Передано")
        await mary.is_told("записано, что передано")

    async def test_only_told_is_passed_on_too(self, office: Office, mary: Person) -> None:
        await office.plays(CALL)
        await mary.sees("Похоже на аварию 1")
        await mary.presses("Присоединить")
        await mary.presses("Закончилась")
        await mary.looks_away()
        await mary.presses("Только сообщить")
        await mary.sees("обращения остались открытыми")
        await office.ticks(TOLD)
        await mary.sees(f"№ {NUMBER} · новости нужно передать")
        await mary.sees(f"Обращение № {NUMBER}\n\nАвария «Отключён свет", buttons=["Передано"])
        await mary.presses("Передано")
        await mary.is_told("записано, что передано")
        await office.ticks(TOLD)
        await mary.sees_nothing()

    async def test_a_call_before_the_declaration(self, office: Office) -> None:
        mary = office.moderator("Мария")
        await office.plays(CALL)
        await mary.says(DECLARATION)
        await mary.sees("писали и до объявления. Обращений: 1", buttons=["Присоединить"])
        await mary.presses("Присоединить")
        await mary.is_told("Присоединено обращений: 1")
        assert "Авария 1" in office.card(NUMBER).text

    async def test_what_is_written_down_later(self, office: Office, mary: Person) -> None:
        await office.plays(CALL.replace("В квартире с утра нет света.", "Перезвоните мне, пожалуйста."))
        await mary.does("/уточнить 1 Что случилось?")
        await mary.says("/записать 1 Говорит, света нет с утра.")
        await mary.sees("записан")
        await mary.sees("Похоже на аварию 1", buttons=["Присоединить"])
        await mary.presses("Присоединить")
        await mary.is_told("присоединено к аварии 1")

    async def test_when_it_is_over_nobody_joins(self, office: Office, mary: Person) -> None:
        await office.plays(CALL)
        await mary.sees("Похоже на аварию 1")
        await mary.says("/авария 1 закончилась")
        await mary.sees("обращений о ней не было")
        await mary.presses("Присоединить")
        await mary.is_told("уже закончилась")
        await mary.forges(do="outage_join_one", o=7, n=1)
        await mary.is_told("Аварии с таким номером нет")
