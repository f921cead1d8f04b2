"""Managers write by hand in VK's own interface: it is recorded, and the bot keeps out of the way for a while."""

import pytest

from appeals.administration import Department
from bot import ticking
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person

MARIA = 201


async def by_hand(office: Office, citizen: Person, text: str, manager: int = MARIA) -> None:
    """A manager writes in the citizen's conversation; the citizen has read it."""
    await office.settles()
    office.world.answer_by_hand(manager, citizen.vk_id, text)
    await citizen.sees(text)


@pytest.fixture
async def anna(office: Office) -> Person:
    """A citizen with one appeal, № 2026-000001; the desk has seen its card."""
    anna = office.citizen("Анна")
    await anna.files()
    await office.moderator("Мария").looks_away()
    return anna


async def test_a_reply_by_hand_stands_in_the_appeal(office: Office, anna: Person) -> None:
    maria = office.moderator("Мария")
    await by_hand(office, anna, "Здравствуйте, Анна! Какой это дом?")
    await maria.sees(
        "№ 2026-000001", "Мария", "отвечает жителю без бота", "до 7 апреля, 12:00", buttons=["Вернуть бота"]
    )
    assert office.history("2026-000001")[1:] == [
        ("taken", MARIA, ""),
        ("hand_replied", MARIA, "Здравствуйте, Анна! Какой это дом?"),
    ]
    card = office.card("2026-000001").text
    assert "в работе" in card
    assert "Исполнитель: Мария" in card
    assert "Сотрудник написал жителю 7 апреля, 10:00: Здравствуйте, Анна! Какой это дом?" in card
    await by_hand(office, anna, "И подъезд?")
    assert "И подъезд?" in office.card("2026-000001").text
    assert [act for act, *_ in office.history("2026-000001")].count("taken") == 1
    await maria.says("/обращение 1")
    await maria.sees("сообщение жителю без бота", "Мария", "И подъезд?")


async def test_the_bot_keeps_quiet_and_what_is_written_is_kept(office: Office, anna: Person) -> None:
    maria = office.moderator("Мария")
    await by_hand(office, anna, "Какой это дом?")
    await maria.looks_away()
    await anna.says("Дом пять, у подъезда, яма очень глубокая.")
    await anna.sees_nothing()
    await maria.sees("житель пишет, бот молчит до 7 апреля, 12:00", "Дом пять", buttons=["Вернуть бота"])
    await anna.says("Вот она", photos=1)
    await anna.says("Здравствуйте")
    await anna.sees_nothing()
    assert [text for act, _, text in office.history("2026-000001") if act == "commented"] == [
        "Дом пять, у подъезда, яма очень глубокая.",
        "Вот она",
        "Здравствуйте",
    ]
    assert "Здравствуйте" in office.card("2026-000001").text
    told = [one.text for one in office.world.seen_by(MARIA, MODERATORS_CHAT) if "житель пишет" in one.text]
    assert len(told) == 1
    assert office.appeals() == ["2026-000001"]


async def test_each_reply_makes_the_silence_longer_and_its_end_needs_no_words(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?")
    office.clock.moves(minutes=100)
    await by_hand(office, anna, "Ау!")
    office.clock.moves(minutes=100)
    await anna.says("Дом пять")
    await anna.sees_nothing()
    office.clock.moves(minutes=21)
    await anna.says("Контакты")
    await anna.sees("Администрация города")


async def test_buttons_are_for_the_bot(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?")
    await anna.presses("Контакты")
    await anna.sees("Администрация города")
    await anna.sees("переписывается сотрудник", buttons=["Вернуть бота"])
    await anna.says("Дом пять, там глубокая яма.")
    await anna.sees_nothing()
    await anna.presses("Частые вопросы")
    await anna.sees("Что вас интересует?")
    await anna.sees_nothing()
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.says("Дороги и тротуары")
    await anna.sees("что случилось")


async def test_the_citizen_has_the_bot_back(office: Office, anna: Person) -> None:
    for words in ("Вернуть бота", "/бот", "/Бот"):
        await by_hand(office, anna, "Какой это дом?")
        await anna.says(words)
        await anna.sees("Бот снова отвечает")
        await anna.says("Контакты")
        await anna.sees("Администрация города")
        office.clock.moves(minutes=1)
    await by_hand(office, anna, "Какой это дом?")
    await anna.presses("Контакты")
    await anna.sees("Администрация города")
    await anna.sees("переписывается сотрудник")
    await anna.presses("Вернуть бота")
    await anna.sees("Бот снова отвечает")
    await anna.says("Что дальше?")
    await anna.sees("Подать обращение")


async def test_the_desk_has_the_bot_back(office: Office, anna: Person) -> None:
    maria = office.moderator("Мария")
    await by_hand(office, anna, "Какой это дом?")
    await maria.sees("Бот молчит")
    await maria.presses("Вернуть бота")
    await maria.is_told("Бот снова отвечает жителю")
    await anna.says("Контакты")
    await anna.sees("Администрация города")
    await maria.presses("Вернуть бота")
    await maria.is_told("Бот и так отвечает жителю")
    await by_hand(office, anna, "Ещё вопрос")
    await maria.says("/бот 1")
    await maria.sees("№ 2026-000001: бот снова отвечает жителю")
    await maria.says("/бот 1")
    await maria.sees("бот и так отвечает")
    await maria.says("/бот")
    await maria.sees("После команды нужен номер обращения. Например: /бот 123")
    await anna.says("Контакты")
    await anna.sees("Администрация города")


async def test_the_button_of_the_desk_is_not_for_citizens(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?")
    boris = office.citizen("Борис")
    await boris.forges(do="bot", c=1)
    await boris.is_told("только для сотрудников")
    await anna.says("Контакты")
    await anna.sees_nothing()


async def test_the_button_is_for_an_executor_only_where_the_appeal_is_theirs(open_office: OpenOffice) -> None:
    departments = (Department("roads", "Отдел дорог"), Department("water", "Водоканал", executors=(104,)))
    office = await open_office(departments=departments)
    anna, maria, nikolay = office.citizen("Анна"), office.moderator("Мария"), office.citizen("Николай")
    await anna.files()
    citizen = office.database("SELECT citizen_id FROM appeals")[0][0]
    await maria.looks_away()
    await maria.says("/передать 1 дорог")
    await maria.sees("передано")
    await anna.looks_away()
    await by_hand(office, anna, "Какой это дом?")
    await nikolay.forges(do="bot", c=citizen)
    await nikolay.is_told("не вашего отдела")
    await anna.says("Контакты")
    await anna.sees_nothing()
    await maria.says("/передать 1 водоканал")
    await nikolay.looks_away()
    await anna.looks_away()
    await nikolay.forges(do="bot", c=citizen)
    await nikolay.is_told("Бот снова отвечает жителю")


async def test_the_manager_has_the_bot_back_by_hand(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?")
    await by_hand(office, anna, "/бот")
    await anna.sees("Бот снова отвечает")
    await anna.says("Контакты")
    await anna.sees("Администрация города")
    assert "/бот" not in office.kept_words()


async def test_news_arrive_in_the_silence_and_courtesies_do_not(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?", manager=202)
    maria = office.moderator("Мария")
    await maria.sends("/уточнить 1 Какой подъезд?")
    await anna.sees("Какой подъезд?")
    await anna.says("Третий подъезд")
    await anna.sees_nothing()
    assert office.history("2026-000001")[-1][:1] == ("clarified",)
    await maria.sends("/ответ 1 Яму засыпали 7 апреля.")
    await anna.sees("Ответ администрации")
    await anna.presses("Решено")
    await anna.sees("закрыто")


async def test_an_unfinished_draft_stays_as_it_is(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    draft = office.database("SELECT body FROM drafts")
    await by_hand(office, anna, "Здравствуйте! Чем помочь?")
    await anna.says("Яма на Садовой улице, дом пять.")
    await anna.sees_nothing()
    assert office.database("SELECT body FROM drafts") == draft
    assert office.history("2026-000001") == []
    await anna.says("/бот")
    await anna.sees("Бот снова отвечает")
    await anna.sees("незаконченное обращение", buttons=["Продолжить"])


async def test_the_same_event_twice_changes_nothing(office: Office, anna: Person) -> None:
    await by_hand(office, anna, "Какой это дом?")
    message = office.world.conversation(anna.vk_id).messages[-1]
    body = {
        "id": message.id,
        "peer_id": anna.vk_id,
        "from_id": -office.group_id,
        "out": 1,
        "text": "Какой это дом?",
        "conversation_message_id": message.conversation_message_id,
        "admin_author_id": MARIA,
        "date": message.date,
    }
    before = office.history("2026-000001")
    office.world.inject("message_reply", body, "told:again")
    await office.settles()
    assert office.history("2026-000001") == before
    # An edit of it is recorded, once, with what stood there before.
    for event_id in ("edit:1", "edit:2"):
        office.world.inject("message_edit", {**body, "text": "Какой это подъезд?"}, event_id)
        await office.settles()
    assert office.history("2026-000001")[len(before) :] == [
        ("hand_edited", MARIA, "Какой это дом? → Какой это подъезд?")
    ]
    assert "исправил своё сообщение" in office.card("2026-000001").text


async def test_the_bots_own_words_are_an_echo(office: Office, anna: Person) -> None:
    """They cost no row of the inbox, and even with a manager's name on them they silence nobody."""
    assert office.database("SELECT count(*) FROM inbox WHERE type IN ('message_reply', 'message_edit')") == [(0,)]
    own = next(one for one in reversed(office.world.conversation(anna.vk_id).messages) if one.out)
    body = {
        "peer_id": anna.vk_id,
        "from_id": -office.group_id,
        "out": 1,
        "text": own.text,
        "random_id": own.random_id,
        "conversation_message_id": own.conversation_message_id,
        "admin_author_id": MARIA,
    }
    office.world.inject("message_reply", body)
    await office.settles()
    assert office.database("SELECT * FROM silences") == []


async def test_replies_in_chats_are_of_no_interest(office: Office, anna: Person) -> None:
    office.world.answer_by_hand(MARIA, MODERATORS_CHAT, "Коллеги, добрый день")
    await office.settles()
    assert office.database("SELECT * FROM silences") == []
    assert len(office.history("2026-000001")) == 1


async def test_an_author_without_a_role_takes_nothing(office: Office, anna: Person) -> None:
    office.world.users[anna.vk_id].role = "moderator"  # VK says so; the staff list doesn't know yet
    await office.settles()
    office.world.answer_by_hand(anna.vk_id, anna.vk_id, "Проверка")
    await anna.sees("Проверка")
    assert [act for act, *_ in office.history("2026-000001")] == ["filed", "hand_replied"]
    assert "· новое" in office.card("2026-000001").text


async def test_a_conversation_without_an_appeal(office: Office) -> None:
    boris, maria = office.citizen("Борис"), office.moderator("Мария")
    await boris.says("Начать")
    await boris.sees("Здравствуйте")
    await by_hand(office, boris, "Слушаю вас")
    await maria.sees("отвечает жителю без бота", buttons=["Вернуть бота"])
    await boris.says("На Садовой улице глубокая яма, машины объезжают.")
    await boris.sees_nothing()
    await maria.sees("Житель пишет, бот молчит", "На Садовой улице", "Ответьте в переписке")
    assert office.appeals() == []
    assert office.database("SELECT * FROM drafts") == []


async def test_words_that_nobody_answered_are_remembered(
    office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "REMIND_EVERY", 0.05)
    await office.restarts()
    maria = office.moderator("Мария")
    await by_hand(office, anna, "Какой это дом?")
    await anna.says("Дом пять")
    await anna.says("Спасибо")
    await maria.looks_away()
    office.clock.moves(minutes=121)
    await office.comes_to(lambda: office.database("SELECT reported FROM silences") == [(1,)])
    await maria.sees("сотрудники им не ответили", "№ 2026-000001", "1 сообщение")
    await office.restarts()
    await maria.sees_nothing()


async def test_words_that_a_human_answered_are_not(
    office: Office, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "REMIND_EVERY", 0.05)
    await office.restarts()
    maria = office.moderator("Мария")
    await by_hand(office, anna, "Какой это дом?")
    await anna.says("Дом пять")
    await by_hand(office, anna, "Спасибо, выезжаем")
    await maria.looks_away()
    office.clock.moves(minutes=300)
    await anna.says("Контакты")
    await anna.sees("Администрация города")
    await maria.sees_nothing()


async def test_what_was_written_in_a_silence_long_over_is_judged_by_its_time(office: Office, anna: Person) -> None:
    """The bot was down meanwhile: the reply and the citizen's words stand in VK's history only."""
    await office.stops()
    office.clock.moves(minutes=10)
    office.world.answer_by_hand(MARIA, anna.vk_id, "Какой это дом?")
    office.clock.moves(minutes=10)
    office.world.say(anna.vk_id, -office.group_id, "Дом пять, у подъезда глубокая яма.")
    office.world.events.forget()
    office.clock.moves(minutes=600)
    await office.starts()
    await office.comes_to(lambda: len(office.history("2026-000001")) == 4)
    await anna.sees("Какой это дом?")
    await anna.sees_nothing()
    assert [act for act, *_ in office.history("2026-000001")] == ["filed", "taken", "hand_replied", "commented"]
    await anna.says("Контакты")
    await anna.sees("Администрация города")


async def test_silence_can_be_switched_off(office: Office, anna: Person) -> None:
    from dataclasses import replace

    from appeals.administration import ManualReplies

    await office.restarts(replace(office.administration, manual_replies=ManualReplies(quiet_minutes=0)))
    await by_hand(office, anna, "Какой это дом?")
    await anna.says("Контакты")
    await anna.sees("Администрация города")
    assert office.history("2026-000001")[-1][0] == "hand_replied"
