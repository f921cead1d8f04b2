"""What people add to an appeal: by the button, by VK's «Ответить», in a few words after the answer, by forwarding."""

from typing import Any

import pytest

from tests.dialogues.office import Office

NUMBER = "2026-000001"


async def answered(office: Office) -> None:
    await office.citizen("Анна").files("Не горит фонарь.")
    await office.plays("""
        Мария:
        > /ответ 1 Фонарь починили 8 апреля.
        < увидит житель
        [Отправить]
        < отправлен
        Анна:
        < Ответ администрации
    """)


async def test_the_button_adds_to_an_open_appeal(office: Office) -> None:
    await office.citizen("Анна").files("Не горит фонарь.")
    await office.plays("""
        Анна:
        [Мои обращения]
        < 2026-000001
        [№ 2026-000001]
        < Не горит фонарь. [Дополнить обращение]
        [Дополнить обращение]
        < Что добавить к обращению № 2026-000001? [Назад] [Отмена]
        > Ещё и столб наклонился. (фото: 1)
        < Спасибо, добавили к обращению № 2026-000001
        > Вот с другой стороны. (фото: 1)
        < Спасибо, добавили
        Мария:
        < житель дополнил … Ещё и столб наклонился.
        < житель дополнил … Вот с другой стороны.
    """)
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "commented", "commented"]


async def test_adding_can_be_left(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Не горит фонарь.")
    await office.plays("""
        Анна:
        [Мои обращения]
        < 2026-000001
        [№ 2026-000001]
        < Не горит фонарь.
        [Дополнить обращение]
        < Что добавить
        [Отмена]
        < Чем помочь?
    """)
    await anna.presses("Дополнить обращение")
    await anna.sees("Что добавить")
    office.clock.moves(days=2)
    await anna.says("Здравствуйте")
    await anna.sees("Подать обращение")
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed"]


async def test_what_is_over_cannot_be_added_to(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.files("Не горит фонарь.")
    await anna.presses("Мои обращения")
    await anna.sees(NUMBER)
    await anna.presses(f"№ {NUMBER}")
    await anna.sees("Не горит фонарь.", buttons=["Дополнить обращение"])
    await office.plays("""
        Мария:
        > /отклонить 1 Это частная территория.
        < увидит житель
        [Отправить]
        < отклонено
        Анна:
        < помочь не сможем
        [Дополнить обращение]
        < отклонено, дополнить его уже нельзя
    """)


async def test_vk_reply_to_a_question_finds_its_appeal(office: Office) -> None:
    """Two questions are open and another appeal is being written: the reply still goes where it belongs."""
    anna = office.citizen("Анна")
    await anna.files("Не горит фонарь.")
    await anna.files("Яма во дворе.")
    await office.plays("""
        Мария:
        > /уточнить 1 Какой столб?
        < увидит житель
        [Отправить]
        < отправлен
        > /уточнить 2 Какой двор?
        < увидит житель
        [Отправить]
        < отправлен
    """)
    asked = await anna.sees("Какой столб?")
    await anna.sees("Какой двор?")
    await anna.presses("Подать обращение")
    await anna.sees("О чём обращение?")
    await anna.says("Второй от школы.", reply_to=asked.conversation_message_id)
    await anna.sees(f"Обращение № {NUMBER} снова в работе")
    assert office.history(NUMBER)[-1] == ("clarified", anna.vk_id, "Второй от школы.")


async def test_vk_reply_to_a_number_adds_and_a_strangers_does_not(office: Office) -> None:
    anna, pyotr = office.citizen("Анна"), office.citizen("Пётр")
    await anna.files("Не горит фонарь.")
    accepted = next(one for one in office.world.seen_by(anna.vk_id, anna.peer_id) if "принято" in one.text)
    await anna.says("И столб наклонился.", reply_to=accepted.conversation_message_id)
    await anna.sees("Спасибо, добавили")
    await pyotr.says("Начать")
    mine = await pyotr.sees("Здравствуйте")
    mine.text += f" {NUMBER}"
    await pyotr.says("Чужое обращение дополняю, а не должен.", reply_to=mine.conversation_message_id)
    await pyotr.sees("согласие")
    assert [act for act, _, _ in office.history(NUMBER)] == ["filed", "commented"]


@pytest.mark.parametrize("words", ["Нет, не засыпали", "Да, всё сделали", "Опять не горит"])
async def test_a_few_words_after_an_answer_are_asked_about(office: Office, words: str) -> None:
    await answered(office)
    anna = office.citizen("Анна")
    await anna.says(words)
    await anna.sees(f"Это об ответе на обращение № {NUMBER}?", buttons=["Решено", "Не решено", "Нет, о другом"])
    await office.plays("""
        Анна:
        [Не решено]
        < снова у сотрудника, ваши слова передали
    """)
    assert office.history(NUMBER)[-1] == ("commented", anna.vk_id, words)
    await office.plays("""
        Анна:
        [Решено]
        < Обращение № 2026-000001 закрыто
        Мария:
        < житель сообщил: не решено
        < житель подтвердил: решено
    """)


async def test_about_something_else(office: Office) -> None:
    await answered(office)
    await office.plays("""
        Анна:
        > Опять прорвало трубу на Полевой улице, вода уже в подъезде.
        < Это об ответе
        [Нет, о другом]
        < Всё записали … О чём обращение?
        [ЖКХ и дома]
        < Где это?
    """)
    await office.citizen("Анна").looks_away()


async def test_later_a_few_words_are_not_about_the_answer(office: Office) -> None:
    await answered(office)
    office.clock.moves(days=4)
    await office.plays("""
        Анна:
        > Нет, спасибо
        < Чтобы сообщить о проблеме
    """)


async def test_thanks_are_thanks(office: Office) -> None:
    await answered(office)
    await office.plays("""
        Анна:
        > Спасибо большое!
        < спасибо за добрые слова
    """)


async def test_a_topic_typed_with_more_words_begins_the_text(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await office.plays("""
        Анна:
        > Яма на дороге
        < Записали: «Яма на дороге» … Расскажите, что случилось
        > Глубокая, во всю полосу.
        < Где это?
    """)
    (body,) = office.database("SELECT body FROM drafts")[0]
    assert "Яма на дороге" in body


async def test_words_at_what_to_change_are_kept(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.answers_all("Не горит фонарь.")
    await office.plays("""
        Анна:
        [Изменить]
        < Что изменить?
        > И ещё столб наклонился к дороге.
        < Добавили это к тексту … Проверьте … Не горит фонарь. … И ещё столб
    """)


async def test_forwarded_words_and_photos_are_told(office: Office) -> None:
    anna, pyotr = office.citizen("Анна"), office.citizen("Пётр")
    await pyotr.says("Во дворе упало дерево.", photos=1)
    await pyotr.looks_away()
    forwarded = [one.id for one in office.world.seen_by(pyotr.vk_id, pyotr.peer_id) if one.from_id == pyotr.vk_id]
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    await anna.says("Сосед пишет:", fwd=forwarded[:1])
    await anna.sees("Где это?")
    (body,) = office.database("SELECT body FROM drafts WHERE vk_id = ?", anna.vk_id)[0]
    assert "Сосед пишет:\\nПересланное сообщение: Во дворе упало дерево." in body
    assert '"kind":"photo"' in body


@pytest.mark.parametrize(
    ("attachment", "kept"),
    [
        ({"type": "link", "link": {"url": "https://example.ru/yama", "title": "Яма"}}, "https://example.ru/yama"),
        (
            {"type": "wall", "wall": {"owner_id": -5, "id": 7, "text": "Пост о яме"}},
            "https://vk.com/wall-5_7 (Пост о яме)",
        ),
    ],
)
async def test_links_and_posts_are_words(office: Office, attachment: dict[str, Any], kept: str) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    await anna.says("Смотрите сами, что творится.", attachments=[attachment])
    await anna.sees("Где это?")
    (body,) = office.database("SELECT body FROM drafts")[0]
    assert kept in body
