"""Which words a person has to see at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.danger import tells_of_danger, tells_of_peril


@pytest.mark.parametrize(
    "text",
    [
        "Пожар в подъезде",
        "Пожар на Лесной!",
        "Провод упал на дорогу",
        "Провода висят над площадкой",
        "Оборвало провод, лежит на земле",
        "Провод оборвался и лежит на тротуаре",
        "Оборван провод у школы",
        "Щиток искрит",
        "ПАХНЕТ ГАЗОМ",
        "В подъезде сильно пахнет газом",
        "Застрял в лифте ребёнок",
        "Бьёт током от стены",
        "Крыша рухнула",
        "Балкон обрушился",
        "Нужна скорая",
        "Взорвался трансформатор",
        "Собака покусала ребёнка",
        "Пропал ребёнок",
        "Лежит без  сознания",
    ],
)
def test_peril_is_danger(text: str) -> None:
    assert tells_of_peril(text)
    assert tells_of_danger(text)


@pytest.mark.parametrize(
    "text",
    ["Прорвало трубу, заливает подвал", "горит трава за гаражами", "Авария на водопроводе", "Фонтаном бьёт вода"],
)
def test_danger_that_may_be_an_outage(text: str) -> None:
    assert tells_of_danger(text)
    assert not tells_of_peril(text)


@pytest.mark.parametrize(
    "text",
    [
        "Нет света",
        "Яма на дороге",
        "Почините провода интернета",
        "Как подключить газ к дому?",
        "Когда отключат горячую воду?",
        "Где горка?",
        "Кто провёл провода?",
        "Где проводят занятия? Лежит снег",
        "Бассейн",
        "Искренне благодарю",
    ],
)
def test_no_danger(text: str) -> None:
    assert not tells_of_danger(text)
    assert not tells_of_peril(text)


def test_a_lamp_that_does_not_burn_is_no_peril() -> None:
    assert not tells_of_peril("Не горит фонарь")


@given(st.text(max_size=200))
def test_any_words_are_read(text: str) -> None:
    assert tells_of_danger(text) >= tells_of_peril(text)
