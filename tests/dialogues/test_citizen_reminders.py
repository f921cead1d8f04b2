"""What citizens are reminded of, what their silence ends, and how one word opens it again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from appeals.administration import Administration
from appeals.citizen_reminders import CitizenReminders
from bot import ticking
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

ANNA = 101
NUMBER = "2026-000001"
REMIND = "напомнить о сроках"

It = Callable[[str], Awaitable[None]]


@pytest.fixture
def it_is(office: Office) -> It:
    """It is that time in Moscow, and what is due by then is looked for."""

    async def moves(moment: str) -> None:
        shows(office, moment)
        await office.ticks(REMIND)

    return moves


def shows(office: Office, moment: str) -> None:
    wanted = datetime.fromisoformat(f"{moment}+03:00")
    office.clock.moves(minutes=(wanted - office.clock.now()).total_seconds() / 60)


def with_rules(administration: Administration, **rules: Any) -> Administration:
    return replace(administration, citizen_reminders=CitizenReminders(**rules))


def acts(office: Office, number: str = NUMBER) -> list[str]:
    return [act for act, _, _ in office.history(number)]


def status(office: Office) -> tuple[str, str | None]:
    return office.database("SELECT status, lapse FROM appeals ORDER BY id")[0]


async def asks(office: Office, question: str = "Какой подъезд?") -> None:
    await office.moderator("Мария").does(f"/уточнить 1 {question}")


async def answers(office: Office, text: str = "Яму засыпали 7 апреля.") -> None:
    await office.moderator("Мария").does(f"/ответ 1 {text}")


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen with one appeal, filed on Tuesday, 7 April, at 10:00."""
    anna = office.citizen("Анна")
    await anna.files()
    return anna


class TestDraft:
    @pytest.fixture
    async def anna(self, office: Office) -> Person:
        """She has told what happened and then left."""
        anna = office.citizen("Анна")
        await anna.agrees()
        await anna.presses("Дороги и тротуары")
        await anna.sees("что случилось")
        await anna.says("На Садовой улице глубокая яма.")
        await anna.sees("Где это?")
        return anna

    async def test_once_the_next_day(self, office: Office, anna: Person, it_is: It) -> None:
        await it_is("2026-04-08 09:59")
        await anna.sees_nothing()
        await it_is("2026-04-08 10:00")
        await anna.sees(
            "не отправили его", "«На Садовой улице глубокая яма.»", buttons=["Продолжить", "Удалить черновик"]
        )
        for moment in ("2026-04-08 10:01", "2026-04-09 10:00", "2026-04-20 10:00"):
            await it_is(moment)
            await anna.sees_nothing()
        await anna.presses("Продолжить")
        await anna.sees("Продолжаем ваше обращение.", "Где это?")
        await it_is("2026-04-22 12:00")
        await anna.sees_nothing()

    async def test_what_goes_on_is_left_alone_until_it_is_left_again(
        self, office: Office, anna: Person, it_is: It
    ) -> None:
        shows(office, "2026-04-08 08:00")
        await anna.says("ул. Садовая, 5")
        await anna.sees("Приложите")
        await it_is("2026-04-08 12:00")
        await anna.sees_nothing()
        await it_is("2026-04-09 09:00")
        await anna.sees("не отправили его")

    async def test_it_is_deleted(self, office: Office, anna: Person, it_is: It) -> None:
        await it_is("2026-04-08 10:00")
        message = await anna.sees("не отправили его")
        await anna.presses("Удалить черновик", under=message)
        await anna.sees("черновик удалён")
        await anna.presses("Продолжить", under=message)
        await anna.sees("Этого черновика уже нет")
        assert office.database("SELECT * FROM drafts") == []

    async def test_a_stale_press(self, office: Office, anna: Person, it_is: It) -> None:
        await it_is("2026-04-08 10:00")
        message = await anna.sees("не отправили его")
        await anna.presses("Продолжить", under=message)
        await anna.sees("Где это?")
        for words, reply in (("Пропустить", "Приложите"), ("Пропустить", "Как с вами"), ("Пропустить", "Проверьте")):
            await anna.presses(words)
            await anna.sees(reply)
        await anna.presses("Отправить")
        await anna.sees("Обращение принято, номер 2026-000001")
        await anna.presses("Удалить черновик", under=message)
        await anna.sees("уже принято, номер 2026-000001")

    async def test_what_was_sent_is_no_draft(self, office: Office, anna: Person, it_is: It) -> None:
        for words, reply in (("Пропустить", "Приложите"), ("Пропустить", "Как с вами"), ("Пропустить", "Проверьте")):
            await anna.presses(words)
            await anna.sees(reply)
        await anna.presses("Отправить")
        await anna.sees("Обращение принято")
        await it_is("2026-04-08 12:00")
        await anna.sees_nothing()

    async def test_without_consent_nobody_is_reminded(self, office: Office, it_is: It) -> None:
        boris = office.citizen("Борис")
        await boris.says("На Садовой улице глубокая яма, машины объезжают её по тротуару.")
        await boris.looks_away()
        await it_is("2026-04-08 12:00")
        await boris.sees_nothing()


class TestQuestion:
    async def test_reminded_once_then_closed_then_opened_by_an_answer(
        self, office: Office, anna: Person, it_is: It
    ) -> None:
        await asks(office)
        await anna.sees("Какой подъезд?")
        await it_is("2026-04-10 09:59")
        await anna.sees_nothing()
        await it_is("2026-04-10 10:00")
        await anna.sees("Напоминаем", "Какой подъезд?", "до 21 апреля", buttons=["Ответить на вопрос"])
        for moment in ("2026-04-11 10:00", "2026-04-20 10:00"):
            await it_is(moment)
            await anna.sees_nothing()
        await it_is("2026-04-21 10:00")
        await office.plays("""
            Анна:
            < № 2026-000001 закрыли: не дождались вашего ответа … Какой подъезд? … просто ответьте [Ответить на вопрос]
            Мария:
            < Закрыто, потому что жители молчат. … Не ответили на вопрос: № 2026-000001
        """)
        assert status(office) == ("closed", "no_reply")
        await it_is("2026-04-22 10:00")
        await anna.sees_nothing()
        await office.plays("""
            Анна:
            [Мои обращения]
            < № 2026-000001 от 7 апреля: закрыто, не дождались вашего ответа
            > Второй подъезд
            < Это ответ на наш вопрос по обращению № 2026-000001? … Какой подъезд? [Да, это ответ] [Нет, о другом]
            [Да, это ответ]
            < Передали сотруднику. Обращение № 2026-000001 снова в работе.
            Мария:
            < № 2026-000001 · житель ответил … Второй подъезд
        """)
        assert status(office) == ("reopened", None)
        assert acts(office) == ["filed", "asked", "reminded", "unreplied", "clarified"]
        await it_is("2026-05-20 10:00")
        await anna.sees_nothing()

    async def test_the_button_and_a_reply_open_it_too(self, office: Office, anna: Person, it_is: It) -> None:
        await asks(office)
        await anna.sees("Какой подъезд?")
        await it_is("2026-04-10 10:00")
        await anna.sees("Напоминаем")
        await it_is("2026-04-21 10:00")
        await anna.sees("закрыли: не дождались")
        office.clock.moves(days=40)
        await office.plays("""
            Анна:
            [Ответить на вопрос]
            < Обращение № 2026-000001. Вопрос: … Какой подъезд?
            > Второй
            < Обращение № 2026-000001 снова в работе
            [Ответить на вопрос]
            < уже снят
        """)

    async def test_something_else_after_the_end_begins_an_appeal(self, office: Office, anna: Person, it_is: It) -> None:
        await asks(office)
        await anna.sees("Какой подъезд?")
        await it_is("2026-04-21 10:00")
        await anna.sees("Напоминаем", "до 2 мая")
        await it_is("2026-05-02 10:00")
        await anna.sees("закрыли: не дождались")
        await office.plays("""
            Анна:
            > На улице Мира третий день не горит фонарь у школы.
            < Это ответ на наш вопрос
            [Нет, о другом]
            < Всё записали … О чём обращение?
        """)
        assert status(office) == ("closed", "no_reply")

    async def test_a_reply_in_time(self, office: Office, anna: Person, it_is: It) -> None:
        await asks(office)
        await anna.sees("Какой подъезд?")
        await anna.says("Второй")
        await anna.sees("снова в работе")
        for moment in ("2026-04-10 10:00", "2026-04-21 10:00"):
            await it_is(moment)
            await anna.sees_nothing()
        assert status(office) == ("in_progress", None)

    async def test_an_emergency_is_ended_by_people_alone(self, office: Office, anna: Person, it_is: It) -> None:
        mary = office.moderator("Мария")
        await mary.says("/срочность 1 чп")
        await asks(office)
        await anna.sees("Какой подъезд?")
        await it_is("2026-04-10 10:00")
        told = await anna.sees("Напоминаем")
        assert "закроем" not in told.text
        await it_is("2026-05-10 10:00")
        await anna.sees_nothing()
        assert status(office) == ("waiting_citizen", None)

    async def test_a_second_question_has_a_term_of_its_own(self, office: Office, anna: Person, it_is: It) -> None:
        await asks(office)
        await anna.sees("Какой подъезд?")
        shows(office, "2026-04-09 12:00")
        await asks(office, "И какой этаж?")
        await anna.sees("И какой этаж?")
        await it_is("2026-04-10 10:00")
        await anna.sees_nothing()
        await it_is("2026-04-12 12:00")
        await anna.sees("Напоминаем", "Какой подъезд?", "И какой этаж?", "до 23 апреля")


class TestVerdict:
    async def test_asked_once_then_closed_then_not_settled(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        await it_is("2026-04-10 09:59")
        await anna.sees_nothing()
        await it_is("2026-04-10 10:00")
        await anna.sees(
            "ответили на ваше обращение № 2026-000001 («На Садовой улице глубокая яма.»)",
            "Вопрос решён?",
            "до 21 апреля",
            buttons=["Решено", "Частично", "Не решено"],
        )
        await it_is("2026-04-20 10:00")
        await anna.sees_nothing()
        await it_is("2026-04-21 10:00")
        await office.plays("""
            Анна:
            < № 2026-000001 … закрыли: вы не сообщили, решён ли вопрос. [Решено] [Частично] [Не решено]
            Мария:
            < Закрыто, потому что жители молчат. … Не сказали, решено ли: № 2026-000001
        """)
        assert status(office) == ("closed", "no_verdict")
        mary = office.moderator("Мария")
        await mary.says("/обращение 1")
        await mary.sees("закрыто, житель не сказал, решено ли", "жителя спросили, решено ли")
        await mary.looks_away()
        office.clock.moves(days=30)
        await office.plays("""
            Анна:
            [Не решено]
            < Обращение № 2026-000001 снова у сотрудника. … что осталось не так
            Мария:
            < № 2026-000001 · житель сообщил: не решено
        """)
        assert status(office) == ("reopened", None)
        assert acts(office) == ["filed", "answered", "verdict_asked", "unjudged", "reopened"]

    async def test_it_is_never_too_late_to_confirm(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        for moment, words in (("2026-04-10 10:00", "Вопрос решён?"), ("2026-04-21 10:00", "закрыли")):
            await it_is(moment)
            await anna.sees(words)
        await office.plays("""
            Анна:
            [Мои обращения]
            < № 2026-000001 от 7 апреля: закрыто
            [№ 2026-000001]
            < Статус: закрыто … закрыто: вы не сообщили, решён ли вопрос [Решено] [Не решено]
            [Решено]
            < Спасибо, что сообщили! Обращение № 2026-000001 закрыто. [5]
            [5]
            < оценку: 5
            [Мои обращения]
            < № 2026-000001 от 7 апреля: решено
        """)
        assert status(office) == ("closed", None)

    async def test_a_few_words_after_the_question_are_about_it(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        await it_is("2026-04-10 10:00")
        await anna.sees("Вопрос решён?")
        office.clock.moves(days=2)
        await office.plays("""
            Анна:
            > нет, яма на месте
            < Это об ответе на обращение № 2026-000001?
            [Не решено]
            < снова у сотрудника, ваши слова передали
        """)
        await it_is("2026-04-21 10:00")
        await anna.sees_nothing()

    async def test_who_has_said_it_isnt_asked(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        await anna.presses("Решено")
        await anna.sees("Оцените")
        for moment in ("2026-04-10 10:00", "2026-04-21 10:00"):
            await it_is(moment)
            await anna.sees_nothing()

    async def test_all_who_joined_are_asked(self, office: Office, anna: Person, it_is: It) -> None:
        boris = office.citizen("Борис")
        await boris.files("Яма на Садовой, 5, стоит вода.")
        mary = office.moderator("Мария")
        await mary.looks_away()
        await mary.says("/объединить 2 с 1")
        await mary.looks_away()
        await mary.presses("Объединить")
        for person in (anna, boris):
            await person.looks_away()
        await answers(office)
        for person in (anna, boris):
            await person.sees("Яму засыпали")
        await it_is("2026-04-10 10:00")
        await anna.sees("№ 2026-000001", "Вопрос решён?")
        await boris.sees("№ 2026-000002", "Вопрос решён?")
        await it_is("2026-04-21 10:00")
        await anna.sees("№ 2026-000001", "закрыли")
        await boris.sees("№ 2026-000002", "закрыли")
        await boris.presses("Не решено")
        await boris.sees("Обращение № 2026-000002 снова у сотрудника")
        assert status(office) == ("reopened", None)


class TestHours:
    async def test_never_at_night(self, office: Office, anna: Person, it_is: It) -> None:
        shows(office, "2026-04-07 21:30")
        await answers(office)
        await anna.sees("Яму засыпали")
        for moment in ("2026-04-10 08:59", "2026-04-10 00:00"):
            await it_is(moment)
            await anna.sees_nothing()
        await it_is("2026-04-10 09:00")
        await anna.sees("Вопрос решён?")

    async def test_down_over_the_time(
        self, office: Office, anna: Person, it_is: It, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What came due meanwhile comes once at the start; the end keeps its distance from the question."""
        await answers(office)
        await anna.sees("Яму засыпали")
        await office.stops()
        shows(office, "2026-04-26 23:00")
        await office.starts()
        await office.ticks(REMIND)
        await anna.sees_nothing()
        await it_is("2026-04-27 09:00")
        await anna.sees("Вопрос решён?", "до 8 мая")
        await office.restarts()
        await office.ticks(REMIND)
        await anna.sees_nothing()
        await it_is("2026-05-08 09:00")
        await anna.sees("закрыли")

    async def test_a_restart_at_the_moment(self, office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ticking, "REMINDERS_EVERY", 0.05)
        await answers(office)
        await anna.sees("Яму засыпали")
        shows(office, "2026-04-10 10:00")
        with office.at_once():
            await office.restarts()
            await office.restarts()
        await office.comes_to(lambda: "verdict_asked" in acts(office))
        await office.restarts()
        await office.ticks(REMIND)
        await anna.sees("Вопрос решён?")
        await anna.sees_nothing()
        assert acts(office).count("verdict_asked") == 1


class TestWhoIsLeftAlone:
    async def test_one_message_a_day(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        shows(office, "2026-04-09 10:00")
        await anna.presses("Подать обращение")
        await anna.sees("О чём обращение?")
        await anna.presses("Дороги и тротуары")
        await anna.sees("что случилось")
        await it_is("2026-04-10 10:00")
        await anna.sees("Вопрос решён?")
        await it_is("2026-04-10 19:00")
        await anna.sees_nothing()
        await it_is("2026-04-11 09:00")
        await anna.sees("не отправили его на тему «Дороги и тротуары»")
        await anna.sees_nothing()

    async def test_who_cant_be_written_to(self, office: Office, anna: Person, it_is: It) -> None:
        """They are asked as soon as they can be; nothing is closed behind their back."""
        await answers(office)
        await anna.sees("Яму засыпали")
        await it_is("2026-04-10 10:00")
        await anna.sees("Вопрос решён?")
        office.world.deny(ANNA)
        for moment in ("2026-04-21 10:00", "2026-04-22 10:00"):
            await it_is(moment)
        await anna.sees_nothing()
        assert status(office) == ("answered", None)
        office.world.allow(ANNA)
        await it_is("2026-04-23 10:00")
        await anna.sees("Вопрос решён?", "до 4 мая")
        await it_is("2026-05-04 10:00")
        await anna.sees("закрыли")

    async def test_not_for_ever(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        office.world.deny(ANNA)
        for moment in ("2026-04-10 10:00", "2026-05-09 10:00", "2026-05-12 10:00"):
            await it_is(moment)
        office.world.allow(ANNA)
        await it_is("2026-05-13 10:00")
        await anna.sees_nothing()
        assert office.database("SELECT count(*) FROM reminders WHERE status = 'waiting' AND kind = 'verdict'") == [(0,)]

    async def test_beside_a_human(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        shows(office, "2026-04-10 09:30")
        office.world.answer_by_hand(office.moderator("Мария").vk_id, ANNA, "Анна, добрый день!")
        await anna.looks_away()
        await it_is("2026-04-10 10:00")
        await anna.sees_nothing()
        await it_is("2026-04-10 11:30")
        await anna.sees("Вопрос решён?")

    async def test_who_has_withdrawn_the_consent(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        await anna.presses("Мои данные")
        await anna.looks_away()
        await anna.presses("Отозвать согласие")
        await anna.looks_away()
        await anna.presses("Да, отозвать")
        await anna.looks_away()
        for moment in ("2026-04-10 10:00", "2026-04-21 10:00"):
            await it_is(moment)
            await anna.sees_nothing()

    async def test_withdrawn_after_the_end(self, office: Office, anna: Person, it_is: It) -> None:
        """A reply would open the appeal again; without consent nothing of it is taken."""
        await asks(office)
        await anna.sees("Какой подъезд?")
        await it_is("2026-04-10 10:00")
        await anna.sees("Напоминаем")
        await it_is("2026-04-21 10:00")
        ended = await anna.sees("закрыли: не дождались")
        await anna.presses("Мои данные")
        await anna.looks_away()
        await anna.presses("Отозвать согласие")
        await anna.looks_away()
        await anna.presses("Да, отозвать")
        await anna.looks_away()
        await anna.says("Второй", reply_to=ended.conversation_message_id)
        await anna.looks_away()
        assert status(office) == ("closed", "no_reply")
        assert "clarified" not in acts(office)

    async def test_all_of_it_can_be_switched_off(self, open_office: OpenOffice, administration: Administration) -> None:
        off = {"draft_days": 0, "question_days": 0, "question_close_days": 0, "verdict_days": 0, "close_days": 0}
        office = await open_office(administration=with_rules(administration, **off, promises=False))
        anna = office.citizen("Анна")
        await anna.files()
        await answers(office, "Яму засыплем до 10 апреля.")
        await anna.sees("Яму засыплем")
        shows(office, "2026-05-10 12:00")
        await office.ticks(REMIND)
        await anna.sees_nothing()
        assert office.database("SELECT count(*) FROM reminders WHERE kind IN ('draft', 'verdict', 'promise')") == [(0,)]

    async def test_closed_without_being_asked_before(
        self, open_office: OpenOffice, administration: Administration
    ) -> None:
        office = await open_office(administration=with_rules(administration, verdict_days=0, close_days=5))
        anna = office.citizen("Анна")
        await anna.files()
        await answers(office)
        await anna.sees("Яму засыпали")
        shows(office, "2026-04-12 10:00")
        await office.ticks(REMIND)
        await anna.sees("закрыли: вы не сообщили", buttons=["Не решено"])

    async def test_other_settings_meet_what_was_planned(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office)
        await anna.sees("Яму засыпали")
        await it_is("2026-04-10 10:00")
        await anna.sees("Вопрос решён?")
        await office.restarts(with_rules(office.administration, close_days=30))
        await it_is("2026-04-21 10:00")
        await anna.sees_nothing()
        await it_is("2026-05-07 10:00")
        await anna.sees("закрыли")


class TestPromise:
    async def test_asked_first_thing_on_the_day_and_kept(self, office: Office, anna: Person, it_is: It) -> None:
        """Whoever has the appeal is asked in private; the citizen hears that it is done and is asked once."""
        mary = office.moderator("Мария")
        await mary.in_private.says("Начать")
        await mary.in_private.looks_away()
        await answers(office, "Яму засыплем до 15 апреля.")
        await anna.sees("Яму засыплем")
        for moment in ("2026-04-10 10:00", "2026-04-15 07:59"):
            await it_is(moment)
            await anna.sees_nothing()
            await mary.in_private.sees_nothing()
        await it_is("2026-04-15 08:00")
        await mary.in_private.sees(
            "Подошёл срок", "№ 2026-000001 · до сегодня: Яму засыплем", buttons=["Сделано № 1", "Перенести № 1"]
        )
        await mary.sees_nothing()
        await mary.in_private.presses("Сделано № 1")
        await mary.in_private.is_told("Обещание выполнено")
        await anna.sees(
            "Мы обещали: «Яму засыплем до 15 апреля». Сделано.", "Вопрос решён?", buttons=["Решено", "Не решено"]
        )
        await mary.in_private.presses("Сделано № 1")
        await mary.in_private.is_told("уже закрыто")
        await it_is("2026-04-18 10:00")
        await anna.sees_nothing()
        await it_is("2026-04-26 10:00")
        await anna.sees("закрыли: вы не сообщили")

    async def test_moved(self, office: Office, anna: Person, it_is: It) -> None:
        """Nobody has written to the bot in private, so the chat is asked; the citizen reads the new day and why."""
        await answers(office, "Яму засыплем до 15 апреля.")
        await anna.sees("Яму засыплем")
        for moment in ("2026-04-15 08:00", "2026-04-15 08:01"):  # VK doesn't let the first one in
            await it_is(moment)
        await office.plays("""
            Мария:
            < Подошёл срок … № 2026-000001 · до сегодня
            [Перенести № 1]
            < до какого дня переносим обещание по № 2026-000001
            > завтра
            < До 16 апреля — понятно. А почему? [Отмена]
            > до вчера, не успели
            < новый срок … до 16 апреля. Причина: до вчера, не успели [Изменить]
            [Изменить]
            < до какого дня переносим
            > вчера, не успели
            < позже сегодняшнего дня
            > до 20 апреля, ждём асфальт
            < новый срок обещания по № 2026-000001 увидит житель … до 20 апреля. Причина: ждём асфальт
            [Отправить]
            < перенесено, житель об этом знает
            Анна:
            < № 2026-000001. Обещанное в срок сделать не успеваем. Новый срок — до 20 апреля. Причина: ждём асфальт
        """)
        assert "Обещали до 20 апреля" in office.card(NUMBER).text
        mary = office.moderator("Мария")
        await mary.looks_away()
        await it_is("2026-04-16 10:00")
        await mary.sees_nothing()
        await anna.sees_nothing()
        await it_is("2026-04-20 08:00")
        await mary.sees("№ 2026-000001 · до сегодня")
        await anna.sees_nothing()
        await it_is("2026-04-21 09:00")
        await anna.sees("Вопрос решён?")

    async def test_a_day_off_is_asked_about_before_it(self, office: Office, anna: Person, it_is: It) -> None:
        await answers(office, "Яму засыплем до 12 апреля.")
        mary = office.moderator("Мария").in_private
        await mary.says("Начать")
        await mary.looks_away()
        await it_is("2026-04-10 08:00")
        await mary.sees("№ 2026-000001 · до 12 апреля")

    async def test_many_in_one_message(self, office: Office, anna: Person, it_is: It) -> None:
        for _ in range(6):
            await anna.files()
        mary = office.moderator("Мария")
        await mary.looks_away()
        for number in range(1, 8):
            await mary.sends(f"/ответ {number} Яму номер {number} засыплем до 15 апреля.")
        mary = mary.in_private
        await mary.says("Начать")
        await mary.looks_away()
        await it_is("2026-04-15 08:00")
        told = await mary.sees("№ 2026-000001", "№ 2026-000007", "Кнопки только у первых 5", "/обещания")
        assert sum(map(len, told.labels)) == 10
        await mary.sees_nothing()

    async def test_by_command(self, office: Office, anna: Person) -> None:
        await answers(office, "Яму засыплем до 15 апреля.")
        await anna.sees("Яму засыплем")
        mary = office.moderator("Мария")
        await mary.says("/перенести 1 на 3 рабочих дня")
        await mary.sees("До 10 апреля — понятно. А почему?", buttons=["Отмена"])
        await mary.says("Ждём асфальт")
        await mary.sees("увидит житель")
        await mary.presses("Отправить")
        await anna.sees("до 10 апреля. Причина: Ждём асфальт")
        await mary.looks_away()
        await mary.presses("Сделано", under=office.card(NUMBER))
        await anna.sees("Сделано.")
        await mary.says("/перенести 1 на неделю: ждём асфальт")
        await mary.sees("уже закрыто")

    async def test_who_cant_be_told_is_told_by_the_desk(self, office: Office, anna: Person, it_is: It) -> None:
        """What became of a promise must arrive: the desk gets the words to pass on, or VK lets them through later."""
        await answers(office, "Яму засыплем до 15 апреля.")
        await anna.sees("Яму засыплем")
        office.world.deny(ANNA)
        mary = office.moderator("Мария")
        await mary.presses("Сделано", under=office.card(NUMBER))
        await mary.sees("№ 2026-000001 · житель не получил сообщение")
        await mary.sees("Мы обещали: «Яму засыплем до 15 апреля». Сделано.", buttons=["Передано"])
        office.world.allow(ANNA)
        await anna.sees("Мы обещали: «Яму засыплем до 15 апреля». Сделано.", "Вопрос решён?")
        await anna.presses("Решено")
        await anna.sees("Оцените")

    async def test_without_vk_the_desk_passes_it_on(self, office: Office) -> None:
        await office.plays("""
            Мария:
            > /новое горячая линия
            < Как зовут
            > Иванова Мария
            < Как передать ответ
            > +7 900 000-00-00
            < О чём обращение?
            [Ещё ›]
            < О чём обращение?
            [Ещё ›]
            < О чём обращение?
            [Другое]
            < Где это?
            > ул. Садовая, 5
            < Что сообщил человек?
            > Во дворе яма.
            < Записано
            [Дальше]
            < Сколько разных вопросов
            [1]
            < Проверьте
            [Зарегистрировать]
            < Обращение зарегистрировано
            > /ответ 1 Яму засыплем до 15 апреля.
            < увидит житель
            [Отправить]
            < Осталось передать
            > /перенести 1 до 20 апреля: ждём асфальт
            < увидит житель … Новый срок — до 20 апреля. Причина: ждём асфальт
            [Отправить]
            < новости об обещанном нужно передать
            < Новый срок — до 20 апреля. Причина: ждём асфальт [Передано]
        """)
