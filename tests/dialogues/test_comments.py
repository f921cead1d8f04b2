"""Comments under posts become appeals; the answer goes to the thread and to private messages."""

from dataclasses import replace

import pytest

from appeals.administration import Administration
from sandbox.model import SERVICE_TOKEN, USER_TOKEN
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import PICTURE

NUMBER = "2026-000001"
PIT = "#приёмная На Садовой улице глубокая яма."
LINK = "https://vk.me/primersk?ref=a1"


def said_in(office: Office, post_id: int) -> list[str]:
    """What the community has said under a post."""
    return [one.text for one in office.world.comments_of(post_id) if one.from_id == -office.group_id]


def remarks(office: Office) -> list[tuple[object, ...]]:
    return office.database("SELECT status, text, deleted FROM remarks ORDER BY id")


async def test_a_comment_with_the_hashtag_becomes_an_appeal_with_a_number(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    (thanks,) = said_in(office, post.id)
    assert thanks.startswith(f"Анна, спасибо! Обращение принято, его номер: {NUMBER}. Ответим не позднее 17 апреля.")
    assert f"Подробности — в личных сообщениях: {LINK}" in thanks
    reply = office.world.comments_of(post.id)[-1]
    assert reply.reply_to_comment == comment.id
    card = office.card(NUMBER).text
    for line in (
        f"№ {NUMBER} · новое",
        "Житель: [id101|Анна Примерова]",
        "Канал: комментарий, 7 апреля, 10:00",
        f"Открыть: https://vk.com/wall-{office.group_id}_{post.id}?reply={comment.id}",
        "На Садовой улице глубокая яма.",
    ):
        assert line in card.splitlines()
    assert office.history(NUMBER) == [("filed", 101, "")]
    await office.citizen("Анна").sees_nothing()


@pytest.mark.parametrize("text", ["[club{id}|Приёмная], на Садовой яма", "На Садовой яма, @primersk", "*club{id} яма!"])
async def test_a_comment_that_mentions_the_community_becomes_an_appeal(office: Office, text: str) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, text.format(id=office.group_id))
    await office.settles()
    assert office.appeals() == [NUMBER]
    assert "яма" in office.card(NUMBER).text
    assert "club" not in office.card(NUMBER).text


async def test_small_talk_is_neither_answered_nor_kept(office: Office) -> None:
    post = office.world.publish("С праздником!")
    office.world.comment(101, post.id, "Спасибо, и вас с праздником!")
    await office.settles()
    assert said_in(office, post.id) == []
    assert remarks(office) == []
    assert "праздник" not in office.kept_words()
    await office.moderator("Мария").sees_nothing()


async def test_the_bots_own_words_and_those_of_other_communities_start_nothing(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    foreign = {"id": 900, "from_id": -77, "owner_id": -office.group_id, "post_id": post.id, "date": 1, "text": PIT}
    office.world.inject("wall_reply_new", foreign)
    await office.settles()
    assert len(said_in(office, post.id)) == 1
    assert office.appeals() == [NUMBER]
    assert office.history(NUMBER) == [("filed", 101, "")]


async def test_a_colleagues_words_as_the_community_are_recorded_in_the_appeal(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.comment_by_hand(201, post.id, "[id101|Анна], бригада уже едет", reply_to=comment.id)
    office.world.comment_by_hand(201, post.id, "Всем хорошего дня")
    await office.settles()
    assert office.history(NUMBER) == [("filed", 101, ""), ("replied_in_public", 0, "Анна, бригада уже едет")]


async def test_a_candidate_is_offered_and_taken(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "Когда починят фонарь на Садовой? Третью неделю темно")
    await office.settles()
    assert said_in(office, post.id) == []
    await office.plays("""
        Мария:
        < Комментарий похож на обращение … Анна Примерова … Третью неделю темно [В обращения] [Не обращение]
        [В обращения]
        ! Принято в обращения
    """)
    assert NUMBER in said_in(office, post.id)[0]
    assert "Третью неделю темно" in office.card(NUMBER).text
    offered = office.world.seen_by(201, office.moderator("Мария").peer_id)[0]
    assert offered.text.startswith(f"Принято в обращения: № {NUMBER}, решение: Мария Модераторова")
    assert offered.labels == []
    assert f"reply={comment.id}" in offered.text


async def test_a_candidate_is_dismissed_and_judged_once(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, "Когда починят фонарь на Садовой? Третью неделю темно")
    await office.plays("""
        Мария:
        < похож на обращение
        [Не обращение]
        ! Убрано из обращений
    """)
    assert office.appeals() == []
    assert remarks(office) == [("dismissed", "", 0)]
    ivan = office.moderator("Иван")
    (remark_id,) = office.database("SELECT id FROM remarks")[0]
    await ivan.forges(do="remark_take", r=remark_id)
    await ivan.is_told("уже разобрали")
    assert office.appeals() == []


async def test_a_citizen_cannot_judge_a_candidate(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, "Когда починят фонарь на Садовой? Третью неделю темно")
    await office.settles()
    peter = office.citizen("Пётр")
    await peter.says("Начать")
    await peter.sees("Здравствуйте")
    await peter.forges(do="remark_take", r=1)
    await peter.is_told("только для сотрудников")
    assert office.appeals() == []


async def test_a_candidate_that_is_deleted_or_tagged_needs_no_judging(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    gone = office.world.comment(101, post.id, "Когда починят фонарь на Садовой? Третью неделю темно")
    tagged = office.world.comment(102, post.id, "Опять нет воды на Лесной!!!")
    await office.settles()
    office.world.delete_comment(101, gone.id)
    office.world.edit_comment(102, tagged.id, "Опять нет воды на Лесной!!! #приёмная")
    await office.settles()
    offered = [message.text for message in office.world.seen_by(201, office.moderator("Мария").peer_id)][:2]
    assert offered[0].startswith("Комментарий удалили")
    assert offered[1].startswith(f"Принято в обращения: № {NUMBER}\n")
    assert remarks(office)[0] == ("seen", "", 1)
    assert "фонарь" not in str(office.database("SELECT * FROM remarks"))


async def test_colleagues_own_comments_are_no_candidates(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(201, post.id, "Когда починят фонарь на Садовой? Третью неделю темно")
    await office.moderator("Мария").sees_nothing()
    assert remarks(office) == []


async def test_personal_data_alert_the_moderators_once_and_again_after_an_edit(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "Буду рада помочь, 8 900 000-00-01")
    await office.settles()
    maria = office.moderator("Мария")
    alarm = await maria.sees("Личные данные на виду, в комментарии: телефон", f"reply={comment.id}", "рада помочь, •••")
    assert "900" not in alarm.text
    office.world.edit_comment(101, comment.id, "Буду рада помочь, 8 900 000-00-01 звоните")
    await maria.sees_nothing()
    office.world.edit_comment(101, comment.id, "Буду рада помочь, 8 900 000-00-01, ул. Садовая, 5-12")
    await maria.sees("Личные данные на виду", "телефон, номер квартиры")
    assert "900" not in str(office.database("SELECT * FROM remarks"))
    assert said_in(office, post.id) == []


async def test_an_appeal_with_personal_data_is_filed_and_the_thread_never_repeats_them(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, f"{PIT} кв. 12, мой телефон 8 900 000-00-01")
    await office.plays("""
        Мария:
        < Личные данные на виду … телефон, номер квартиры
        > /ответ 1 Яму у кв. 12 засыпали 7 апреля, звонили по 8 900 000-00-01. Диспетчер: 8 (00000) 2-34-56
        < Ответ увидят все … От всех скроем: телефон, номер квартиры … Так ответ на
        [Отправить]
        < Ответ на
    """)
    answer = said_in(office, post.id)[-1]
    assert "Яму у ••• засыпали 7 апреля, звонили по •••. Диспетчер: 8 (00000) 2-34-56" in answer
    assert not any("900 000" in text or "12" in text for text in said_in(office, post.id))


async def test_the_answer_goes_to_the_thread_and_no_alarm_is_raised_where_private_words_are_refused(
    office: Office,
) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    maria = office.moderator("Мария")
    await maria.sends("/ответ 1 Яму засыпали 7 апреля.")
    await maria.sees("отправлен жителю")
    await maria.sees_nothing()
    answer = office.world.comments_of(post.id)[-1]
    assert answer.text == f"Ответ администрации\nОбращение № {NUMBER}\n\nЯму засыпали 7 апреля.\n\n#намневсеравно"
    assert answer.reply_to_comment == comment.id
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "answered", "undelivered"]
    assert "Житель сейчас не принимает сообщения" in office.card(NUMBER).text


async def test_the_answer_goes_to_private_messages_too(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await office.moderator("Мария").sends("/ответ 1 Яму засыпали 7 апреля.")
    await anna.sees("Ответ администрации", NUMBER, "Яму засыпали", buttons=["Решено", "Не решено"])
    assert "Яму засыпали" in said_in(office, post.id)[-1]


async def test_a_question_stays_private_and_the_thread_leads_to_it(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    maria = office.moderator("Мария")
    await maria.says("/уточнить 1 Какой подъезд?")
    await maria.sees("Вопрос уйдёт в личные сообщения")
    await maria.presses("Отправить")
    await maria.sees("Вопрос по")
    pointer = said_in(office, post.id)[-1]
    assert pointer == f"Анна, по обращению № {NUMBER} у нас есть вопрос. Он ждёт вас в личных сообщениях: {LINK}"
    office.world.say(101, -office.group_id, "Начать", payload='{"command":"start"}', ref="a1")
    await office.plays("""
        Анна:
        < Какой подъезд? [Ответить на вопрос]
        < Вот обращение, которое вы оставили на нашей странице … ждём вашего ответа
        < нужно ваше согласие [Согласен] [Не согласен]
        [Согласен]
        < Какой подъезд?
        > Второй
        < Передали сотруднику
        Мария:
        < житель ответил … Второй
    """)
    office.world.comment(101, post.id, "И третий тоже", reply_to=comment.id)
    await maria.sees("житель дополнил", "И третий тоже")
    assert [act for act, _, _ in office.history(NUMBER)][-2:] == ["clarified", "commented"]


async def test_a_refusal_goes_to_both(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    anna = office.citizen("Анна")
    await anna.says("Начать")
    await anna.sees("Здравствуйте")
    await office.moderator("Мария").sends("/отклонить 1 Это частная территория.")
    await anna.sees("Причина: Это частная территория.")
    assert "Причина: Это частная территория." in said_in(office, post.id)[-1]


async def test_replies_of_the_author_add_to_the_appeal_and_those_of_others_do_not(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    own = office.world.comments_of(post.id)[-1]
    office.world.comment(101, post.id, f"[club{office.group_id}|Приёмная], яма у дома 5", reply_to=own.id)
    office.world.comment(102, post.id, f"[club{office.group_id}|Приёмная], согласен", reply_to=own.id)
    office.world.comment(101, post.id, "Спасибо!", reply_to=comment.id)
    await office.settles()
    assert office.history(NUMBER) == [("filed", 101, ""), ("commented", 101, "яма у дома 5")]
    assert office.appeals() == [NUMBER]
    maria = office.moderator("Мария")
    await maria.sees(f"№ {NUMBER} · житель дополнил", "яма у дома 5")
    await maria.sees_nothing()


@pytest.mark.parametrize(
    ("text", "act", "answer"),
    [("Решено", "resolved", "закрыто"), ("Так и не сделали!", "reopened", "снова у сотрудника")],
)
async def test_clear_words_in_the_thread_are_the_verdict(office: Office, text: str, act: str, answer: str) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.moderator("Мария").sends("/ответ 1 Яму засыпали 7 апреля.")
    await office.settles()
    office.world.comment(101, post.id, text, reply_to=comment.id)
    await office.settles()
    assert office.history(NUMBER)[-1][0] == act
    assert answer in said_in(office, post.id)[-1]


async def test_other_words_after_the_answer_are_an_addition(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.moderator("Мария").sends("/ответ 1 Яму засыпали 7 апреля.")
    await office.settles()
    office.world.comment(101, post.id, "Решено, но рядом вторая яма", reply_to=comment.id)
    await office.settles()
    assert office.history(NUMBER)[-1] == ("commented", 101, "Решено, но рядом вторая яма")


async def test_an_edit_changes_the_appeal_and_leaves_the_earlier_words(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.edit_comment(101, comment.id, "#приёмная На Садовой, 5, глубокая яма.")
    await office.settles()
    assert office.history(NUMBER)[-1] == (
        "edited",
        101,
        "На Садовой улице глубокая яма.\n→ На Садовой, 5, глубокая яма.",
    )
    assert "На Садовой, 5, глубокая яма." in office.card(NUMBER).text
    await office.moderator("Мария").sees("житель изменил текст", "На Садовой, 5, глубокая яма.")
    office.world.edit_comment(101, comment.id, "#приёмная На Садовой, 5, глубокая яма.")
    await office.settles()
    assert len(office.history(NUMBER)) == 2


async def test_an_edit_that_brings_the_hashtag_makes_an_appeal(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "Гуляли вчера")
    await office.settles()
    office.world.edit_comment(101, comment.id, "Гуляли вчера, на Садовой яма #приёмная")
    await office.settles()
    assert office.appeals() == [NUMBER]
    assert "Гуляли вчера, на Садовой яма" in office.card(NUMBER).text


async def test_a_deleted_comment_leaves_the_appeal_and_closes_the_thread_until_it_is_restored(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.delete_comment(201, comment.id)
    maria = office.moderator("Мария")
    await maria.sees(f"№ {NUMBER} · комментарий удалён", "Обращение остаётся")
    office.world.restore_comment(201, comment.id)
    await maria.sees(f"№ {NUMBER} · комментарий восстановлен")
    office.world.delete_comment(101, comment.id)
    await maria.sees("комментарий удалён")
    said = len(said_in(office, post.id))
    await maria.sends("/ответ 1 Яму засыпали 7 апреля.")
    await maria.sees("житель не получил сообщение")
    assert len(said_in(office, post.id)) == said
    assert [act for act, _, _ in office.history(NUMBER)][:4] == ["filed", "removed", "restored", "removed"]


async def test_a_comment_deleted_before_its_event_came_starts_nothing(office: Office) -> None:
    """VK doesn't promise the order of events."""
    post = office.world.publish("С добрым утром!")
    own = -office.group_id
    gone = {"owner_id": own, "id": 900, "deleter_id": 101, "post_id": post.id}
    office.world.emit("wall_reply_delete", lambda shape: shape, gone)
    late = {"owner_id": own, "id": 900, "from_id": 101, "post_id": post.id, "date": 1, "text": PIT, "parents_stack": []}
    office.world.emit("wall_reply_new", lambda shape: shape, late)
    await office.settles()
    assert office.appeals() == []
    assert remarks(office) == [("seen", "", 1)]


async def test_the_hashtag_alone_asks_for_words(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, "#приёмная")
    await office.settles()
    assert said_in(office, post.id) == ["Анна, напишите, пожалуйста, одним комментарием, что случилось и где."]
    assert office.appeals() == []
    office.world.edit_comment(101, comment.id, PIT)
    await office.settles()
    assert office.appeals() == [NUMBER]


async def test_a_comment_that_comes_twice_is_one_appeal_with_one_answer(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    comment = office.world.comment(101, post.id, PIT)
    await office.settles()
    again = {
        "owner_id": -office.group_id,
        "id": comment.id,
        "from_id": 101,
        "post_id": post.id,
        "date": 1,
        "text": PIT,
    }
    office.world.emit("wall_reply_new", lambda shape: shape, again)
    await office.settles()
    assert office.appeals() == [NUMBER]
    assert len(said_in(office, post.id)) == 1
    assert office.database("SELECT count(*) FROM inbox WHERE type = 'wall_reply_new' AND lane = ?", -comment.id) == [
        (1,)
    ]


async def test_photos_of_a_comment_come_along(office: Office) -> None:
    world = office.world
    post = world.publish("С добрым утром!")
    world.comment(101, post.id, PIT, attachments=[world.upload(PICTURE, "яма.png", "photo")])
    await office.settles()
    assert "Вложения: 1 фото" in office.card(NUMBER).text


async def test_the_link_leads_its_author_to_the_appeal_and_takes_more(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.say(101, -office.group_id, "Здравствуйте, это дом 5", ref="a1")
    await office.plays(f"""
        Анна:
        < Вот обращение, которое вы оставили на нашей странице … {NUMBER}
        < нужно ваше согласие на обработку персональных данных … версия 1.0 [Согласен] [Не согласен]
        > И телефон +7 900 000-00-01
        < Ваши слова не пропадут
        [Согласен]
        < Спасибо, добавили к обращению № {NUMBER}
        > (фото: 1)
        < Спасибо, добавили
        Мария:
        < житель дополнил … Здравствуйте, это дом 5 … И телефон +7 900 000-00-01
        < житель дополнил
    """)
    assert office.database("SELECT vk_id, version FROM consents") == [(101, "1.0")]
    assert office.history(NUMBER)[1] == ("commented", 101, "Здравствуйте, это дом 5\nИ телефон +7 900 000-00-01")
    office.world.say(101, -office.group_id, "Спасибо", ref="a1")
    await office.citizen("Анна").sees("Пожалуйста")


async def test_whoever_does_not_consent_keeps_the_appeal_as_it_is(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.say(101, -office.group_id, "Начать", payload='{"command":"start"}', ref="a1")
    await office.plays("""
        Анна:
        < Вот обращение
        < нужно ваше согласие
        [Не согласен]
        < Обращение остаётся таким, как вы его написали
    """)
    assert office.history(NUMBER) == [("filed", 101, "")]
    assert office.database("SELECT count(*) FROM consents") == [(0,)]


async def test_a_stranger_who_follows_the_link_is_greeted_as_usual(office: Office) -> None:
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, PIT)
    await office.settles()
    office.world.say(102, -office.group_id, "Начать", payload='{"command":"start"}', ref="a1")
    peter = office.citizen("Пётр")
    greeting = await peter.sees("Здравствуйте, Пётр! Это приёмная")
    assert NUMBER not in greeting.text
    await peter.sees_nothing()
    for ref in ("a999", "a1; DROP", "b1", "a99999999999", ""):
        office.world.say(102, -office.group_id, "Начать", payload='{"command":"start"}', ref=ref)
        await peter.sees("Здравствуйте, Пётр! Это приёмная")


async def test_closed_comments_are_answered_by_hand_and_hold_up_no_other_post(office: Office) -> None:
    world = office.world
    closed, open_post = world.publish("Закрыто"), world.publish("Открыто")
    comment = world.comment(101, closed.id, PIT)
    await office.settles()
    closed.closed = True
    maria = office.moderator("Мария")
    await maria.looks_away()
    await maria.sends("/ответ 1 Яму засыпали 7 апреля.")
    world.comment(102, open_post.id, "#приёмная Фонарь не горит")
    await maria.sees(f"№ {NUMBER}: ВКонтакте не дал боту ответить под записью", f"reply={comment.id}")
    words = await maria.sees("Ответ администрации", "Яму засыпали 7 апреля.", "#намневсеравно")
    assert words.labels == []
    assert any("2026-000002" in text for text in said_in(office, open_post.id))
    assert office.database("SELECT status FROM outbox WHERE method = 'wall.createComment' AND error IS NOT NULL") == [
        ("unreachable",)
    ]
    world.comment_by_hand(201, open_post.id, "не отсюда")
    assert "undelivered" in [act for act, _, _ in office.history(NUMBER)]


async def test_in_a_quiet_post_only_personal_data_are_watched(
    open_office: OpenOffice, administration: Administration
) -> None:
    quiet = replace(administration, comments=replace(administration.comments, quiet_posts=tuple(range(1, 60))))
    office = await open_office(administration=quiet)
    post = office.world.publish("Конкурс!")
    office.world.comment(101, post.id, f"{PIT} 8 900 000-00-01")
    await office.moderator("Мария").sees("Личные данные на виду")
    assert office.appeals() == []
    assert said_in(office, post.id) == []


async def test_switched_off_comments_are_left_alone(open_office: OpenOffice, administration: Administration) -> None:
    off = replace(administration, comments=replace(administration.comments, enabled=False))
    office = await open_office(administration=off)
    post = office.world.publish("С добрым утром!")
    office.world.comment(101, post.id, f"{PIT} 8 900 000-00-01")
    await office.moderator("Мария").sees_nothing()
    assert office.appeals() == []


async def test_a_discussion_is_answered_by_the_moderators_hands(office: Office) -> None:
    world = office.world
    topic = world.open_topic("Дороги")
    told = world.write_in_topic(101, topic.id, PIT)
    maria = office.moderator("Мария")
    await maria.sees(
        f"№ {NUMBER}: в обсуждении бот отвечать не может", f"topic-{office.group_id}_{topic.id}?post={told.id}"
    )
    thanks = await maria.sees("Анна, спасибо! Обращение принято", NUMBER, LINK)
    assert thanks.labels == []
    assert "Канал: обсуждение" in office.card(NUMBER).text
    await maria.says("/ответ 1 Яму засыпали 7 апреля.")
    await maria.sees("Ответ увидят все", "вставить вручную")
    await maria.presses("Отправить")
    await maria.sees("в обсуждении бот отвечать не может")
    await maria.sees("Ответ администрации", "Яму засыпали")
    world.topic_post_by_hand(201, topic.id, thanks.text)
    world.topic_post_by_hand(201, topic.id, f"[id101:bp-{office.group_id}_{told.id}|Анна], спасибо за терпение")
    world.write_in_topic(101, topic.id, "Не решено")
    await office.settles()
    assert [act for act, _, _ in office.history(NUMBER)] == [
        "filed",
        "answered",
        "undelivered",
        "replied_in_public",
        "reopened",
    ]


async def test_messages_of_a_discussion_are_edited_and_deleted(office: Office) -> None:
    world = office.world
    topic = world.open_topic("Дороги")
    told = world.write_in_topic(101, topic.id, PIT)
    await office.settles()
    world.edit_topic_post(101, told.id, "#приёмная На Садовой, 5, яма.")
    world.delete_topic_post(101, told.id)
    await office.settles()
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "edited", "removed"]


def silently(office: Office, *, off: bool = True) -> None:
    """VK sends no events of comments and discussions, or does so again."""
    for kind in ("wall_reply_new", "board_post_new"):
        office.world.events.switches[kind] = not off


@pytest.mark.parametrize("tokens", [{"user_token": USER_TOKEN}, {"service_token": SERVICE_TOKEN}])
async def test_comments_that_no_event_told_of_are_found_each_once(
    open_office: OpenOffice, tokens: dict[str, str]
) -> None:
    office = await open_office(**tokens)
    world = office.world
    post, topic = world.publish("С добрым утром!"), world.open_topic("Дороги")
    told = world.comment(104, post.id, "#приёмная Лифт не работает")
    small_talk = world.comment(103, post.id, "Гуляли вчера в парке")
    await office.settles()
    await office.stops()
    silently(office)
    office.clock.moves(minutes=5)
    first = world.comment(101, post.id, PIT)
    world.comment(104, post.id, "Уже неделю!", reply_to=told.id)
    world.write_in_topic(102, topic.id, "#приёмная Фонарь не горит")
    silently(office, off=False)
    await office.starts()
    await office.comes_to(lambda: len(office.appeals()) == 3)
    await office.settles()
    assert office.history(NUMBER)[-1] == ("commented", 104, "Уже неделю!")
    assert "глубокая яма" in office.card("2026-000002").text
    assert "Фонарь не горит" in office.card("2026-000003").text
    found = office.database("SELECT what, count, expected FROM recoveries ORDER BY id")
    assert found == [("comment", 2, 1), ("board_post", 1, 1)]
    await office.restarts()
    await office.settles()
    assert len(office.appeals()) == 3
    assert office.database("SELECT count(*) FROM recoveries") == [(2,)]
    # And the other way round: what was found may still be told of later; what was only small talk stays that.
    late = {"owner_id": -office.group_id, "id": first.id, "from_id": 101, "post_id": post.id, "date": 1, "text": PIT}
    world.inject("wall_reply_new", late, "told:late")
    world.inject("wall_reply_new", {**late, "id": small_talk.id, "text": PIT, "from_id": 103}, "told:again")
    await office.settles()
    assert len(office.appeals()) == 3


async def test_an_answer_whose_delivery_was_not_recorded_stands_in_the_thread_once(office: Office) -> None:
    """The process ends between VK's carrying it out and the mark in the file: the next one repeats it by its guid."""
    post = office.world.publish("С добрым утром!")
    office.sandbox.faults.add("lost_response", method="execute", times=1)  # the thanks and the card go together
    office.world.comment(101, post.id, PIT)
    await office.comes_to(lambda: len(said_in(office, post.id)) == 1)
    office.sandbox.faults.add("reset")
    await office.stops()
    assert office.database("SELECT status FROM outbox WHERE method = 'wall.createComment'") == [("waiting",)]
    office.sandbox.faults.clear()
    await office.starts()
    await office.settles()
    assert office.database("SELECT status FROM outbox WHERE method = 'wall.createComment'") == [("sent",)]
    asked = [call.params["guid"] for call in office.world.calls if call.method == "wall.createComment"]
    assert len(asked) >= 2, "once in vain, and again until the answer was heard"
    assert len(set(asked)) == 1
    assert len(said_in(office, post.id)) == 1
    assert office.history(NUMBER) == [("filed", 101, "")]
