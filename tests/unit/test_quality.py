"""The check against «отписка», measured on labelled answers: an honest one passes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Number
from appeals.quality.check import PastAnswer, check_text
from appeals.quality.findings import Finding, Flaw
from appeals.quality.officialese import Phrase
from tests.unit.labelled_answers import EMPTY, HONEST

TODAY = date(2026, 4, 7)
LONG = "Здравствуйте! Фонарь у дома 5 починили 6 апреля: перегорел предохранитель в шкафу на углу, его заменили."


def grave(text: str, earlier: tuple[PastAnswer, ...] = ()) -> list[Finding]:
    return [finding for finding in check_text(text, TODAY, earlier) if finding.is_grave]


def flaws(text: str) -> list[Flaw]:
    return [finding.flaw for finding in check_text(text, TODAY)]


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_answer_passes(text: str) -> None:
    assert grave(text) == []


def test_most_empty_answers_are_held_up() -> None:
    missed = [text for text in EMPTY if not grave(text)]
    assert len(missed) <= len(EMPTY) * 0.04, missed


@pytest.mark.parametrize("text", [text for text in EMPTY if grave(text)])
def test_words_are_quoted_from_the_text(text: str) -> None:
    for finding in check_text(text, TODAY):
        assert finding.quote.casefold() in " ".join(text.split()).casefold()


@pytest.mark.parametrize(
    ("text", "phrase", "quote"),
    [
        ("Меры приняты, яму засыпали 6 апреля.", Phrase.MEASURES, "Меры приняты"),
        ("Взяли этот вопрос на личный контроль, яму засыпали.", Phrase.CONTROL, "Взяли этот вопрос на личный контроль"),
        ("Рассмотрев ваше обращение, засыпали яму 6 апреля.", Phrase.CONSIDERED, "Рассмотрев ваше обращение"),
        ("Это не входит в нашу компетенцию, мы узнавали 6 апреля.", Phrase.COMPETENCE, "не входит в нашу компетенцию"),
    ],
)
def test_a_phrase_is_found_beside_facts(text: str, phrase: Phrase, quote: str) -> None:
    assert Finding(Flaw.OFFICIALESE, quote, phrase) in check_text(text, TODAY)


def test_one_stiff_word_in_a_factual_answer_is_only_advised_on() -> None:
    found = check_text("Уборка двора осуществлена 6 апреля бригадой «Чистый двор».", TODAY)
    assert [(one.flaw, one.quote) for one in found] == [(Flaw.STIFF, "осуществлена")]


def test_many_stiff_words_are_too_many() -> None:
    text = "В рамках контракта 6 апреля на данном участке осуществлена уборка вышеуказанной территории."
    assert Flaw.OFFICIALESE in flaws(text)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Фонарь заменят в ближайшее время.", "в ближайшее время"),
        ("Площадка будет отремонтирована.", "будет отремонтирована"),
        ("Ремонт дороги планируется.", "планируется"),
        ("Починим.", "Починим"),
    ],
)
def test_a_promise_without_a_day(text: str, quote: str) -> None:
    assert Finding(Flaw.NO_TERM, quote) in check_text(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Фонарь заменят до 15 апреля.",
        "Заменим в четверг.",
        "Починим завтра.",
        "Площадка будет отремонтирована в июне.",
        "Будет сделано. Срок: 15.05.2026.",
        "Если снова погаснет, пишите: починим.",
        "Площадки здесь не будет построено: под землёй газ.",
    ],
)
def test_a_promise_with_a_day_or_none(text: str) -> None:
    assert Flaw.NO_TERM not in flaws(text)


def test_what_was_done_without_a_day_is_only_advised_on() -> None:
    assert flaws("Фонарь починили.") == [Flaw.NO_DAY]
    assert flaws("Фонарь починили 6 апреля.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Это не входит в нашу компетенцию, звоните 5-05-05.",
        "Приносим извинения за неудобства. Воду дали в 15:00.",
        "Бригада выедет 8 апреля, ожидайте.",
        "Ремонт дома 5 включён в план на 2027 год. До этого засыпаем ямы щебнем: последний раз 3 апреля.",
        "Сейчас заменяем трубу, воду дадут к вечеру.",
        "Ответ на обращение от 1 апреля: лампу заменили, фото ниже.",
        "По закону № 59-ФЗ ответ дадут до 6 мая, письмо ушло в Росавтодор 6 апреля.",
        "Парковку на газоне запрещает статья 4.11, владельцу машины выписали штраф.",
    ],
)
def test_what_is_weak_alone_is_no_weakness_beside_facts(text: str) -> None:
    assert grave(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Вопрос решён.",
        "Выполнено.",
        "Отработано.",
        "Здравствуйте, Анна! Ваша заявка зарегистрирована, ожидайте.",
        "Уважаемая Мария Петровна! Для решения вопроса рекомендуем обратиться в управляющую организацию.",
        "Управляющей организации рекомендовано устранить нарушения.",
        "Решение вопроса возможно при выделении дополнительных финансовых средств из вышестоящего бюджета.",
        "Проблема известна, ищем пути решения.",
        "Дано поручение провести обследование.",
        "Приносим извинения за доставленные неудобства.",
        "В соответствии со статьёй 16 Федерального закона № 131-ФЗ вопрос рассматривается.",
        "Ваше обращение № 2026-000123 зарегистрировано.",
        "Ваше обращение от 5 апреля направлено на рассмотрение.",
        "Ваше обращение, поступившее 05.04.2026, принято в работу.",
        "Содержание дорог осуществляется в соответствии с Федеральным законом от 08.11.2007 № 257-ФЗ.",
        "Согласно Правилам благоустройства города уборка территории осуществляется собственником.",
    ],
)
def test_words_that_tell_nothing(text: str) -> None:
    assert grave(text)


class TestRepeated:
    EARLIER = (PastAnswer(Number(2026, 7), LONG),)

    def test_the_same_text_again(self) -> None:
        assert Finding(Flaw.REPEATED, number=Number(2026, 7)) in check_text(LONG.upper(), TODAY, self.EARLIER)

    def test_the_same_words_in_another_order(self) -> None:
        first, second = LONG.split(": ")
        assert grave(f"{second} {first}", self.EARLIER)

    def test_a_template_with_a_day_and_a_house_of_its_own(self) -> None:
        assert grave(LONG.replace("дома 5", "дома 12").replace("6 апреля", "7 апреля"), self.EARLIER) == []

    def test_a_short_honest_answer_may_be_given_twice(self) -> None:
        assert grave("Фонарь починили 6 апреля.", (PastAnswer(Number(2026, 7), "Фонарь починили 6 апреля."),)) == []

    def test_a_short_empty_one_may_not(self) -> None:
        assert grave("Спасибо, всё хорошо!", (PastAnswer(Number(2026, 7), "Спасибо, всё хорошо."),))

    def test_something_else(self) -> None:
        assert grave("Яму у дома 5 засыпали 6 апреля, приезжала бригада Дорстроя с катком.", self.EARLIER) == []


_WORDS = st.sampled_from([*" ".join((*HONEST, *EMPTY)).split(), "\n", "до", "15.05", "{имя}", "№", "..."])


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_no_text_breaks_it(text: str) -> None:
    found = check_text(text, TODAY, [PastAnswer(Number(2026, 1), text)])
    assert len(found) == len(set(found))
    assert all(finding.flaw in Flaw for finding in found)
