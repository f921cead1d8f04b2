"""Where ways in meet: a comment and a private conversation, a human's silence and what the bot has asked."""

from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.office import Office
from tests.dialogues.people import PICTURE
from tests.dialogues.test_comments import NUMBER, PIT, said_in
from tests.dialogues.test_edits import changes

MARIA = 201


async def test_a_registration_goes_on_beside_a_human(office: Office) -> None:
    """An operator is a citizen too: what somebody else told on the phone is none of the operator's own appeal."""
    maria = office.moderator("Мария").in_private
    await maria.files()
    await maria.says("/новое")
    await maria.sees("Как человек обратился?")
    await maria.presses("Горячая линия")
    await maria.sees("Как зовут")
    office.world.answer_by_hand(202, MARIA, "Мария, и по вашей яме: выезжаем.")
    await maria.sees("по вашей яме")
    await maria.says("Примерова Зоя Ивановна")
    await maria.sees("Как передать ответ?")
    await maria.says("/бот")
    await maria.sees("Бот снова отвечает")
    await maria.says("8 900 000-00-02")
    await maria.sees("О чём обращение?")
    assert [act for act, *_ in office.history(NUMBER)] == ["filed", "taken", "hand_replied"]


async def test_a_reply_of_a_citizen_is_written_down_beside_a_human(office: Office) -> None:
    await office.plays("""
        Мария:
        > /новое горячая линия В подъезде третий день нет света.
        < Как зовут
        [Не назвал имени]
        < Как передать ответ?
        [Нет контакта]
        < О чём обращение?
        [Не знаю]
        < Где это?
        [Без адреса]
        < Сколько разных вопросов
        [1]
        < Проверьте
        [Зарегистрировать]
        < Номер для жителя
        > /уточнить 1 Какой подъезд?
        < увидит житель
        [Отправить]
    """)
    maria = office.moderator("Мария").in_private
    await maria.files()
    await maria.says("/записать 1")
    await maria.sees("1")
    office.world.answer_by_hand(202, MARIA, "Выезжаем.")
    await maria.sees("Выезжаем.")
    await maria.says("Третий подъезд, код 12")
    await office.settles()
    assert office.history(NUMBER)[-1] == ("clarified", MARIA, "Третий подъезд, код 12")
    assert "Третий подъезд" not in str(office.history("2026-000002"))


async def test_words_that_wait_for_consent_outlast_a_humans_silence(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    anna = office.citizen("Анна")
    office.world.say(101, -office.group_id, "Ещё там открыт люк, это у дома 5", ref="a1")
    await anna.sees("Вот обращение")
    await anna.sees("нужно ваше согласие")
    office.world.answer_by_hand(MARIA, 101, "Здравствуйте!")
    await anna.sees("Здравствуйте!")
    await anna.says("/бот")
    await anna.sees("Бот снова отвечает")
    await anna.sees("нужно ваше согласие", buttons=["Согласен"])
    await anna.presses("Согласен")
    await anna.sees("добавили к обращению")
    assert office.history(NUMBER)[-1] == ("commented", 101, "Ещё там открыт люк, это у дома 5")


async def test_an_edited_addition_leaves_the_words_of_the_comment(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    anna = office.citizen("Анна")
    office.world.say(101, -office.group_id, "На Садовой", ref="a1")
    await anna.sees("Вот обращение")
    await anna.sees("нужно ваше согласие")
    await anna.presses("Согласен")
    await anna.sees("добавили к обращению")
    await changes(anna, "На Садовой", "На Садовой, 5, телефон 8 900 000-00-01")
    await anna.sees("Исправили обращение")
    assert office.history(NUMBER)[-1] == ("edited", 101, "На Садовой\n→ На Садовой, 5, телефон 8 900 000-00-01")
    assert office.database("SELECT text FROM appeals") == [("На Садовой улице глубокая яма.",)]


async def test_words_in_a_silence_may_be_edited(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    office.world.answer_by_hand(MARIA, anna.vk_id, "Какой дом?")
    await anna.sees("Какой дом?")
    await anna.says("Дом пять")
    await anna.sees_nothing()
    await changes(anna, "Дом пять", "Дом шесть")
    await office.settles()
    assert office.history(NUMBER)[-1] == ("edited", anna.vk_id, "Дом пять\n→ Дом шесть")
    await anna.sees_nothing()


async def test_a_phone_told_in_private_stays_private(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    anna = office.citizen("Анна")
    office.world.say(101, -office.group_id, "Мой телефон 8 900 000-00-01", ref="a1")
    await anna.sees("Вот обращение")
    await anna.sees("нужно ваше согласие")
    await anna.presses("Согласен")
    await anna.sees("добавили к обращению")
    maria = office.moderator("Мария")
    await maria.looks_away()
    await maria.says("/ответ 1 Мы звонили вам на 8 900 000-00-01. Яму засыпали.")
    await maria.sees("От всех скроем: телефон")
    await maria.presses("Отправить")
    await anna.sees("8 900 000-00-01")
    assert "000-00-01" not in said_in(office, post.id)[-1]


async def test_a_removed_addition_is_told_as_what_it_is(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    more = office.world.comment(101, post.id, "Ещё и люк открыт", reply_to=comment.id)
    maria = office.moderator("Мария")
    await maria.looks_away()
    office.world.delete_comment(101, more.id)
    told = await maria.sees("№ 2026-000001")
    assert "ответ уйдёт в личные" not in told.text


async def test_the_communitys_own_reply_may_be_deleted(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    own = office.world.comment_by_hand(201, post.id, "[id101|Анна], бригада уже едет", reply_to=comment.id)
    maria = office.moderator("Мария")
    await maria.looks_away()
    office.world.delete_comment(201, own.id)
    await office.settles()

    assert office.database("SELECT count(*) FROM citizens WHERE vk_id < 0") == [(0,)]
    assert "id-" not in [m.text for m in office.world.seen_by(201, MODERATORS_CHAT)][-1]


async def test_a_late_comment_after_a_delete_without_its_post(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.inject("wall_reply_delete", {"owner_id": -office.group_id, "id": 900, "deleter_id": 101})
    await office.settles()
    late = {"id": 900, "from_id": 101, "owner_id": -office.group_id, "post_id": post.id, "date": 1, "text": PIT}
    office.world.inject("wall_reply_new", late)
    await office.settles()
    assert office.appeals() == []


async def test_an_event_of_an_impossible_community(office: Office) -> None:
    for body in ({"id": 5, "from_id": 101, "post_id": 1, "text": PIT},):
        office.world.inject("wall_reply_new", body)
    await office.settles()


async def test_words_that_wait_for_consent_outlast_the_menu(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    anna = office.citizen("Анна")
    office.world.say(101, -office.group_id, "Ещё там открыт люк, это у дома 5", ref="a1")
    await anna.sees("Вот обращение")
    await anna.sees("нужно ваше согласие")
    for words in ("Контакты", "Мои обращения", "Подать обращение"):
        await anna.says(words)
        await anna.sees("Ваши слова не пропадут", "согласие", buttons=["Согласен", "Назад"])
    await anna.presses("Согласен")
    await anna.sees("добавили к обращению")
    assert office.history(NUMBER)[-1] == ("commented", 101, "Ещё там открыт люк, это у дома 5")


async def test_a_lead_in_the_middle_of_a_humans_conversation_does_not_catch_its_replies(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    office.world.answer_by_hand(MARIA, anna.vk_id, "Какой дом?")
    await anna.sees("Какой дом?")
    await anna.fills_form({"first_name": "Анна", "custom_0: Что случилось?": "Не горит фонарь"})
    await anna.sees("2026-000002")
    await anna.says("Дом пять")
    await anna.sees_nothing()
    office.world.answer_by_hand(MARIA, anna.vk_id, "Спасибо, едем.")
    await anna.sees("едем")
    assert [(act, text) for act, _, text in office.history(NUMBER)[2:]] == [
        ("hand_replied", "Какой дом?"),
        ("commented", "Дом пять"),
        ("hand_replied", "Спасибо, едем."),
    ]
    assert [act for act, *_ in office.history("2026-000002")] == ["filed"]


async def test_an_edited_hashtag_asks_for_words_once(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "#приёмная")
    await office.settles()
    for text in ("#приёмная ", "#приёмная !"):
        office.world.edit_comment(101, comment.id, text)
        await office.settles()
    assert len(said_in(office, post.id)) == 1
    office.world.edit_comment(101, comment.id, PIT)
    await office.settles()
    assert office.appeals() == [NUMBER]


async def test_whoever_does_not_consent_leaves_no_files_behind(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    anna = office.citizen("Анна")
    photo = office.world.upload(PICTURE, "паспорт.png", "photo")
    office.world.say(101, -office.group_id, "Вот я", ref="a1", attachments=[photo])
    await anna.sees("Вот обращение")
    await anna.sees("нужно ваше согласие")
    await office.comes_to(lambda: office.database("SELECT status FROM contents") == [("stored",)])
    await anna.presses("Не согласен")
    await anna.sees("больше ничего не спросим")
    assert office.database("SELECT * FROM contents") == []
    assert office.history(NUMBER) == [("filed", 101, "")]


async def test_a_verdict_is_heard_in_a_silence(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    office.world.answer_by_hand(MARIA, anna.vk_id, "Едем.")
    await anna.sees("Едем.")
    await anna.says("Не решено")
    await anna.sees_nothing()
    await office.moderator("Мария").sends("/ответ 1 Яму засыпали.")
    await anna.sees("Яму засыпали.")
    await anna.says("Не решено")
    await anna.sees("2026-000001")
    assert office.history(NUMBER)[-1][0] == "reopened"


async def test_a_point_on_the_map_is_a_reply(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files()
    await office.moderator("Мария").sends("/уточнить 1 Где это?")
    await anna.sees("Где это?")
    await anna.says(geo=(55.75, 37.61))
    await anna.sees("Спасибо")
    assert office.history(NUMBER)[-1][::2] == ("clarified", "Место на карте: 55.75000, 37.61000")
    office.world.answer_by_hand(MARIA, anna.vk_id, "Точнее?")
    await anna.sees("Точнее?")
    await anna.says(geo=(55.76, 37.61))
    await anna.sees_nothing()
    assert office.history(NUMBER)[-1][::2] == ("commented", "Место на карте: 55.76000, 37.61000")


async def test_a_deleted_comment_gets_no_word_about_everybody(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.delete_comment(101, comment.id)
    maria = office.moderator("Мария")
    await maria.says("/ответ 1 Яму засыпали.")
    preview = await maria.sees("увидит житель")
    assert "увидят все" not in preview.text


async def test_a_person_who_is_forgotten_in_private_may_comment_at_that_moment(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("На Садовой улице глубокая яма, машины объезжают её.")
    await anna.looks_away()
    post = office.world.publish("С добрым утром!")
    with office.at_once():
        await anna.presses("Не согласен")
        office.world.comment(101, post.id, PIT)
    await office.settles()
    assert office.appeals() == [NUMBER]
    assert office.log == []


async def test_a_colleagues_words_belong_to_the_appeal_of_whom_they_name(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.comment(102, post.id, "#приёмная У нас тоже яма, на Полевой", reply_to=comment.id)
    await office.settles()
    office.world.comment_by_hand(MARIA, post.id, "[id101|Анна], бригада едет", reply_to=comment.id)
    # A name that no database could hold names nobody.
    office.world.comment_by_hand(MARIA, post.id, "[id" + "9" * 30 + "|Кто-то], едет", reply_to=comment.id)
    await office.settles()
    assert office.history(NUMBER)[1:] == [("replied_in_public", 0, "Анна, бригада едет")]


async def test_nothing_is_to_be_pasted_under_a_comment_that_is_gone(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    with office.at_once():
        comment = office.world.comment(101, post.id, PIT)
        office.world.delete_comment(101, comment.id)
    await office.settles()
    assert office.appeals() == [NUMBER]
    assert not any("Скопируйте" in one.text for one in office.world.seen_by(MARIA, MODERATORS_CHAT))
