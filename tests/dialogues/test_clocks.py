"""Clocks at the desk: priority, a later day, news, another body; and what citizens read of all that."""

from dataclasses import replace

import pytest

from appeals.administration import Administration
from appeals.model import Priority
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_by_hand import registered

NUMBER = "2026-000001"


@pytest.fixture
async def mary(office: Office) -> Person:
    """A moderator with one new appeal about roads on the desk; the general deadline is 17 April, 16:00."""
    await office.citizen("Анна").files("Яма во всю полосу.")
    mary = office.moderator("Мария")
    await mary.sees(f"№ {NUMBER} · новое", "Ответить до: 17 апреля, 16:00 · 8 рабочих дней")
    return mary


async def test_put_off_with_a_reason(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /продлить 1 30 апреля ждём поставку плитки
        < Так новый срок по № 2026-000001 увидит житель … Ответим не позднее 30 апреля. … Причина: ждём поставку плитки [Отправить] [Изменить] [Отмена]
        Анна:
        <
        Мария:
        [Отправить]
        ! Готово
        < срок продлён до 30 апреля, жителю написали
        Анна:
        < По обращению № 2026-000001 нам нужно больше времени. Ответим не позднее 30 апреля. … ждём поставку плитки
        [Мои обращения]
        < № 2026-000001
        [№ 2026-000001]
        < ответим не позднее 30 апреля … срок ответа продлён … до 30 апреля, ждём поставку плитки
        Мария:
        > /обращение 1
        < Ответить до: 30 апреля, 17:00 · продлено, ждём поставку плитки … Как по закону № 59-ФЗ: переслать до 14 апреля, ответить до 7 мая, продлить можно до 6 июня … срок продлён, [id201|Мария Модераторова]: до 30 апреля, ждём поставку плитки
    """)  # noqa: E501 - a message is one line
    assert "Ответить до: 30 апреля, 17:00 · продлено" in office.card(NUMBER).text
    assert office.history(NUMBER)[-1] == ("extended", 201, "30.04.2026: ждём поставку плитки")


async def test_the_day_is_asked_for_until_it_is_right(office: Office, mary: Person) -> None:
    await mary.forges(do="extend", n=1)
    await office.plays("""
        Мария:
        ! Напишите текст следующим сообщением
        < Мария Модераторова, напишите следующим сообщением, до какого дня продлить срок
        > ждём плитку
        < Не видно, до какого дня
        > до 16 апреля ждём плитку
        < срок и так до 17 апреля
        > до 15 июня ждём плитку
        < так далеко отложить нельзя … до 6 июня
        > на неделю
        < До 24 апреля — понятно. А почему? [Отмена]
        > на 3 дня, ждём плитку
        < не позднее 20 апреля … Причина: ждём плитку [Отправить]
        [Отмена]
        ! Готово
        < ничего не отправлено
        Анна:
        <
    """)
    assert "17 апреля" in office.card(NUMBER).text


async def test_only_the_reason_is_asked_for_and_the_day_stays(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /продлить 1 до 29 апреля
        < До 29 апреля — понятно. А почему? [Отмена]
        > 😀
        < Здесь нет слов [Отмена]
        > В среду привезут плитку
        < не позднее 29 апреля … Причина: В среду привезут плитку [Отправить]
        [Отправить]
        ! Готово
        < срок продлён до 29 апреля
        > /продлить 1 до 30 апреля
        < До 30 апреля — понятно
        [Отмена]
        ! Готово
        < ничего не отправлено
        > сохнет асфальт
        <
        [Отмена]
        ! устарел
    """)
    assert office.history(NUMBER)[-1] == ("extended", 201, "29.04.2026: В среду привезут плитку")


async def test_a_preview_of_yesterday_keeps_its_day(office: Office, mary: Person) -> None:
    await mary.says("/продлить 1 на 3 дня, ждём плитку")
    await mary.sees("не позднее 20 апреля")
    office.clock.moves(days=1)
    await mary.presses("Отправить")
    await mary.sees("срок продлён до 20 апреля")


async def test_the_clock_stands_while_the_citizen_is_asked(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /уточнить 1 Какая полоса?
        < увидит житель
        [Отправить]
        ! Готово
        < отправлен
        > /продлить 1 30 апреля ждём
        < часы стоят, ждём жителя
        > /обращения
        < ждёт ответа жителя · часы стоят
        Анна:
        < Какая полоса?
        [Мои обращения]
        < № 2026-000001
        [№ 2026-000001]
        < ждём вашего ответа. Пока ждём, срок ответа не идёт
    """)
    assert "Часы стоят: ждём ответа жителя. Срок был до 17 апреля, 16:00" in office.card(NUMBER).text
    office.clock.moves(days=2)
    await office.plays("""
        Анна:
        > Правая.
        < снова в работе. Ответим не позднее 21 апреля.
    """)
    assert "Ответить до: 21 апреля, 17:00 · 8 рабочих дней, ожидание жителя не считается" in office.card(NUMBER).text


async def test_an_emergency_and_back(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /срочность 1
        < № 2026-000001 сейчас: обычно. Какая срочность нужна? [ЧП] [Срочно]
        [ЧП]
        ! ЧП, ответить до 8 апреля, 10:00
        > /срочность 1 когда-нибудь
        < «когда-нибудь» — такой срочности нет … сейчас: ЧП
        > /СРОЧНОСТЬ 1 Ч.П.
        < срочность и так «ЧП»
        > /обращение 1
        < № 2026-000001 · новое · ЧП … Взять в работу до: 7 апреля, 11:00 · 1 час круглосуточно … Ответить до: 8 апреля, 10:00 · ЧП, 24 часа круглосуточно … срочность изменена, [id201|Мария Модераторова]: ЧП
        > /срочность 1 обычно
        < обычно, ответить до 17 апреля, 16:00
        Анна:
        <
    """)  # noqa: E501 - a message is one line
    assert office.card(NUMBER).text.startswith(f"№ {NUMBER} · новое\n")


async def test_a_later_day_is_told(open_office: OpenOffice, administration: Administration) -> None:
    """What was promised as urgent isn't any more: the citizen learns the new day without asking."""
    roads = next(one for one in administration.categories if one.id == "roads")
    urgent = replace(roads, priority=Priority.FAST)
    categories = tuple(urgent if one is roads else one for one in administration.categories)
    office = await open_office(administration=replace(administration, categories=categories))
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    await anna.files("Яма во всю полосу.")
    await mary.sees("новое · срочно", "Ответить до: 10 апреля, 16:00 · срочно, 3 рабочих дня")
    await mary.says("/срочность 1 несрочно")
    await mary.sees("обычно, ответить до 17 апреля, 16:00")
    await anna.sees("изменился срок: ответим не позднее 17 апреля")


async def test_news_before_the_answer(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /сообщить 1 Асфальт привезут в четверг.
        < Так новости по № 2026-000001 увидит житель … Асфальт привезут
        [Отправить]
        < отправлено жителю. Обращение остаётся в работе
        Анна:
        < рассказываем, как идут дела … Асфальт привезут в четверг. … Ответим не позднее 17 апреля.
    """)
    assert office.history(NUMBER)[-1] == ("updated", 201, "Асфальт привезут в четверг.")


async def test_forwarded_to_another_body(office: Office, mary: Person) -> None:
    await office.plays("""
        Мария:
        > /переслать 1 Росавтодор: эта дорога федеральная
        < Так сообщение о передаче № 2026-000001 увидит житель … Ответ администрации … другое ведомство: Росавтодор … эта дорога федеральная … не позднее 10 мая [Отправить]
        [Отправить]
        ! Готово
        < передано: Росавтодор. Жителю написали. По закону оттуда ответят до 10 мая
        > /ответ 1 Ещё кое-что.
        < передано в другое ведомство. Сейчас так сделать нельзя
        Анна:
        < Ответ администрации … Росавтодор … эта дорога федеральная … не позднее 10 мая … #намневсеравно
        [Мои обращения]
        < передано в другое ведомство
        [№ 2026-000001]
        < передано в другое ведомство: Росавтодор. По закону оттуда ответят не позднее 10 мая
    """)  # noqa: E501 - a message is one line
    card = office.card(NUMBER)
    assert "Передано: Росавтодор\nПо закону оттуда ответят до 10 мая" in card.text
    assert "Ответить до" not in card.text
    office.clock.moves(days=40)
    await mary.says("/обращение 1")
    await mary.sees("По закону оттуда ответят до 10 мая (срок вышел)")


async def test_where_to_is_asked_for(office: Office, mary: Person) -> None:
    await mary.forges(do="forward", n=1)
    await office.plays(f"""
        Мария:
        < напишите следующим сообщением, куда переслать № 2026-000001
        > {"Очень длинное название " * 6}
        < Не видно, куда переслать
        > «Областная больница: приёмная» Там помогут.
        < другое ведомство: Областная больница: приёмная. … Там помогут. [Отправить]
    """)


async def test_a_citizen_without_vk_is_told_by_the_desk(office: Office) -> None:
    await registered(office)
    await office.plays("""
        Мария:
        > /продлить 1 30 апреля ждём фонари
        < Ответим не позднее 30 апреля. … Причина: ждём фонари
        [Отправить]
        < новый срок нужно передать … +7 900 000-00-02
        < Ответим не позднее 30 апреля. … Причина: ждём фонари [Передано]
        < Осталось сказать об этом жителю
        [Передано]
        ! записано, что передано
        > /переслать 1 Россети
        < другое ведомство: Россети … за 30 дней
        [Отправить]
        < сообщение о передаче нужно передать
        < другое ведомство: Россети … не позднее 10 мая [Передано]
        < передано: Россети. Осталось сказать
    """)


async def test_what_vk_refused_comes_to_the_desk(office: Office, mary: Person) -> None:
    anna = office.citizen("Анна")
    office.world.deny(anna.vk_id)
    await office.plays("""
        Мария:
        > /продлить 1 30 апреля ждём плитку
        < увидит житель
        [Отправить]
        < срок продлён до 30 апреля
        < житель не получил сообщение
        < изменился срок: ответим не позднее 30 апреля. … Причина: ждём плитку [Передано]
    """)


async def test_a_forged_press_of_a_citizen_does_nothing(office: Office, mary: Person) -> None:
    anna = office.citizen("Анна")
    for deed in ("priority", "extend", "forward", "update"):
        await anna.forges(do=deed, n=1, p="emergency")
        await anna.is_told("только для сотрудников")
    assert office.history(NUMBER) == [("filed", 101, "")]
