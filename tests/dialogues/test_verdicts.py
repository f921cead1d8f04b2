"""After the answer: partly settled, a mark, a word or a photo, thanks, and buttons under older answers."""

import sqlite3
from contextlib import closing

import pytest

from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person


async def answers(office: Office, text: str = "Фонарь починили.", number: int = 1) -> None:
    await office.moderator("Мария").does(f"/ответ {number} {text}")


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen whose appeal has been answered, and who has seen it."""
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await answers(office)
    await anna.sees("Фонарь починили.", buttons=["Решено", "Частично", "Не решено"])
    return anna


def acts(office: Office) -> list[str]:
    return [act for act, _, _ in office.history("2026-000001")]


def rating(office: Office) -> int | None:
    return office.database("SELECT rating FROM appeals")[0][0]  # type: ignore[no-any-return] # a row


class TestPartly:
    async def test_the_same_moderator_has_it_again_with_what_is_left(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Частично]
            < № 2026-000001 вернули сотруднику, который им занимался … что осталось сделать [3] [Пропустить]
            Мария:
            < № 2026-000001 · житель сообщил: решено частично
            Анна:
            > Плафон треснул. (фото: 1)
            < добавили к обращению № 2026-000001
            [3]
            < оценку: 3
            Мария:
            < житель дополнил … Плафон треснул.
        """)
        status, assignee = office.database("SELECT status, assignee_id FROM appeals")[0]
        assert (status, assignee, rating(office)) == ("reopened", 201, 3)
        assert acts(office) == ["filed", "answered", "partly", "commented", "rated"]

    async def test_the_clock_starts_anew(self, office: Office, anna: Person) -> None:
        office.clock.moves(days=21)
        await anna.says("частично")
        await anna.sees("вернули сотруднику")
        assert "Ответить до: 12 мая" in office.card("2026-000001").text

    async def test_then_settled_or_not_at_all(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Частично]
            < вернули сотруднику
            [Частично]
            < уже знаем … снова в работе
            [Решено]
            < закрыто
            [Не решено]
            < снова у сотрудника
        """)
        assert acts(office) == ["filed", "answered", "partly", "resolved", "reopened"]


class TestMarks:
    async def test_a_mark_may_be_changed_while_the_verdict_stands(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто … Оцените … от 1 до 5 [1] [5] [Пропустить]
            [4]
            < оценку: 4
            > 5
            < оценку: 5
            [Мои обращения]
            < № 2026-000001
            [№ 2026-000001]
            < Ваша оценка: 5 из 5 [2] [Не решено]
            [2]
            < оценку: 2
        """)
        assert (rating(office), acts(office)) == (2, ["filed", "answered", "resolved", "rated", "rated", "rated"])
        mary = office.moderator("Мария")
        await mary.looks_away()
        await mary.says("/обращение 1")
        await mary.sees("оценка жителя: 5", "оценка жителя: 2")

    async def test_typed_in_words(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Частично]
            < оценить от 1 до 5
            > на 4
            < оценку: 4
            > Плафон треснул.
            < добавили к обращению № 2026-000001
            [Решено]
            < закрыто
            > ⭐⭐⭐⭐⭐
            < оценку: 5
        """)
        assert acts(office)[2:] == ["partly", "rated", "commented", "resolved", "rated"]

    async def test_not_settled_after_all_takes_the_mark_back(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            [5]
            < оценку: 5
            [Не решено]
            < снова у сотрудника
            [5]
            < можно будет после ответа
        """)
        assert rating(office) is None

    async def test_a_newer_answer_wants_a_verdict_first(self, office: Office, anna: Person) -> None:
        await anna.presses("Частично")
        await anna.sees("вернули")
        await answers(office, "Плафон заменили.")
        await anna.sees("Плафон заменили.")
        await anna.presses("3")
        await anna.sees("есть ответ", "решён ли вопрос", buttons=["Решено"])
        assert rating(office) is None

    @pytest.mark.parametrize("mark", ["0", "6", '"5"', "null", "true"])
    async def test_a_forged_mark(self, office: Office, anna: Person, mark: str) -> None:
        await anna.presses("Решено")
        await anna.sees("закрыто")
        await anna.says("5", payload=f'{{"do":"rate","n":1,"r":{mark}}}')
        await anna.sees("не действует")
        assert rating(office) is None

    async def test_a_stranger_gives_none(self, office: Office, anna: Person) -> None:
        await anna.presses("Решено")
        await anna.sees("закрыто")
        peter = office.citizen("Пётр")
        await peter.says("5", payload='{"do":"rate","n":1,"r":1}')
        await peter.sees("Такого обращения среди ваших нет")


class TestWords:
    async def test_a_word_and_a_photo_about_what_is_settled(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            > Светло! (фото: 1)
            < Добавили к обращению № 2026-000001
            Мария:
            < житель подтвердил
            < житель дополнил … Светло! … 1 фото
        """)
        assert office.database("SELECT status FROM appeals") == [("closed",)]

    async def test_a_photo_that_came_with_a_typed_verdict(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            > Не решено (фото: 1)
            < снова у сотрудника, ваши слова передали
            Мария:
            < житель дополнил … 1 фото
        """)
        assert acts(office) == ["filed", "answered", "reopened", "commented"]

    async def test_skipped_and_told_later_all_the_same(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            [Пропустить]
            < Хорошо
            > Стало светло
            < Добавили к обращению № 2026-000001
        """)
        await anna.presses("Не решено")
        await anna.sees("снова у сотрудника")
        await anna.says("Пропустить")
        await anna.sees("Хорошо")
        await anna.says("Опять погас")
        await anna.sees("добавили к обращению № 2026-000001")

    async def test_a_new_story_is_not_buried_in_the_old_one(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            > А на улице Мира во дворе прорвало трубу, вода стоит по колено.
            < Это об обращении № 2026-000001 или о чём-то новом? [О другом]
            [О другом]
            < О чём обращение?
        """)
        assert acts(office) == ["filed", "answered", "resolved"]

    async def test_a_long_opinion_is_added(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            > Спасибо, приехали быстро, всё аккуратно, двор теперь светлый.
            < или о чём-то новом?
            [О № 2026-000001]
            < Добавили к обращению № 2026-000001
        """)
        assert acts(office) == ["filed", "answered", "resolved", "thanked", "commented"]

    async def test_not_settled_after_all_typed_or_told(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            [Решено]
            < закрыто
            > Опять погас
            < Добавили к обращению … не решено [Не решено]
            > Не решено!
            < снова у сотрудника
            > Не решено
            < Мы уже знаем
        """)
        assert acts(office) == ["filed", "answered", "resolved", "commented", "reopened"]

    async def test_a_typed_verdict_opens_no_old_matter_while_a_newer_one_is_under_way(
        self, office: Office, anna: Person
    ) -> None:
        await anna.presses("Решено")
        await anna.sees("закрыто")
        await anna.files("Яма на дороге.")
        await anna.says("Не решено")
        await anna.sees("Чем помочь?")
        assert acts(office) == ["filed", "answered", "resolved"]


class TestThanks:
    async def test_a_kind_sign_is_met_kindly(self, office: Office, anna: Person) -> None:
        for sign in ("👍", "😊"):
            await anna.says(sign)
            await anna.sees("Пожалуйста")
        assert acts(office) == ["filed", "answered"]

    @pytest.mark.parametrize("words", ["спс", "Спасибочки)", "Благодарим вас!", "🙏", "Спасибо за оперативность"])
    async def test_in_any_spelling_no_clock_starts(self, office: Office, words: str) -> None:
        anna = office.citizen("Анна")
        await anna.files("Фонарь не горит.")
        mary = office.moderator("Мария")
        await mary.looks_away()
        await mary.sends("/уточнить 1 Какой подъезд?")
        await anna.looks_away()
        await anna.says(words)
        await anna.sees("Пожалуйста")
        assert acts(office) == ["filed", "asked"]
        assert office.database("SELECT status FROM appeals") == [("waiting_citizen",)]

    async def test_counted_once_and_answered_warmly_once(self, office: Office, anna: Person) -> None:
        before = office.database("SELECT status, due_at, react_by FROM appeals")
        await office.plays("""
            Анна:
            > Спасибо!
            < спасибо за добрые слова
            > Большое спасибо!
            <
        """)
        assert acts(office) == ["filed", "answered", "thanked"]
        assert office.database("SELECT status, due_at, react_by FROM appeals") == before

    async def test_a_courtesy_after_not_settled_is_no_thanks_for_the_answer(self, office: Office, anna: Person) -> None:
        await anna.presses("Не решено")
        await anna.sees("снова у сотрудника")
        await anna.says("Яма осталась.")
        await anna.sees("Спасибо, добавили")
        await anna.says("Спасибо")
        await anna.sees("Пожалуйста!")
        assert "поблагодарил" not in office.card("2026-000001").text

    async def test_thanks_with_words_ask_whether_it_is_settled(self, office: Office, anna: Person) -> None:
        await office.plays("""
            Анна:
            > Спасибо большое, всё сделали быстро, фонарь горит ярко!
            < Это об ответе на обращение № 2026-000001? [Решено] [Частично]
            [Решено]
            < закрыто … Ваши слова передали
        """)
        assert acts(office) == ["filed", "answered", "resolved", "thanked", "commented"]

    async def test_thanks_for_the_number_are_no_thanks_for_an_answer(self, office: Office, anna: Person) -> None:
        await anna.files("Скамейка сломана.")
        await anna.says("Спасибо")
        await anna.sees("Пожалуйста!")
        assert acts(office) == ["filed", "answered"]

    async def test_in_answer_to_a_question_they_answer_nothing(self, office: Office, anna: Person) -> None:
        await anna.presses("Не решено")
        await anna.sees("снова у сотрудника")
        await office.moderator("Мария").looks_away()
        await office.moderator("Мария").sends("/уточнить 1 Который фонарь?")
        await anna.sees("Который фонарь?")
        await anna.presses("Ответить на вопрос")
        await anna.sees("Напишите ответ")
        await anna.says("Спасибо")
        await anna.sees("Пожалуйста!")
        assert office.database("SELECT status FROM appeals") == [("waiting_citizen",)]


async def test_thanks_in_the_thread_are_counted_without_a_word(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "#приёмная На Садовой улице глубокая яма.")
    await office.settles()
    await answers(office, "Яму засыпали.")
    said = len(office.world.comments_of(post.id))
    for _ in range(2):
        office.world.comment(101, post.id, "Спасибо!", reply_to=comment.id)
        await office.settles()
    assert acts(office).count("thanked") == 1
    assert len(office.world.comments_of(post.id)) == said + 2


async def test_old_buttons_after_work_has_begun_again(office: Office, anna: Person) -> None:
    await anna.presses("Не решено")
    await anna.sees("снова у сотрудника")
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.says("/взять 1")
    await anna.sees("взяли в работу")
    for label in ("Решено", "Частично", "Не решено"):
        await anna.presses(label)
        await anna.sees("№ 2026-000001 снова занимаются", "Когда придёт новый ответ")
    assert acts(office) == ["filed", "answered", "reopened", "taken"]


async def test_the_head_is_shown_what_is_not_settled(open_office: OpenOffice) -> None:
    office = await open_office(admin_ids=(202,))
    olga = office.citizen("Ольга")
    await olga.says("Начать")
    await olga.looks_away()
    with closing(sqlite3.connect(office.database_path)) as connection, connection:
        connection.execute("INSERT INTO staff (community_id, vk_id, source, role) VALUES (1, 103, 'given', 'head')")
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await answers(office)
    await anna.sees("Фонарь починили.")
    await anna.presses("Частично")
    await anna.sees("вернули")
    await olga.sees_nothing()
    await anna.presses("Решено")
    await anna.sees("закрыто")
    await anna.presses("Не решено")
    await anna.sees("снова у сотрудника")
    await olga.sees("не решено", "№ 2026-000001", "исполнитель: Мария Модераторова", "Фонарь починили.")


async def test_a_colleague_who_goes_on_is_no_news(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Фонарь не горит.")
    await office.moderator("Мария").says("/взять 1")
    await anna.sees("взяли в работу")
    office.world.set_role(201, None)
    await office.settles()
    await office.moderator("Иван").says("/взять 1")
    await office.settles()
    assert acts(office)[-2:] == ["taken", "taken"]
    await anna.sees_nothing()
