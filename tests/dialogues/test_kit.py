"""The kit itself: what goes otherwise than told fails, and shows the conversation."""

import pytest

from tests.dialogues.office import Office


async def begin(office: Office) -> None:
    await office.plays("""
        Анна:
        > Начать
        < Здравствуйте, Анна! … Госуслуги [Подать обращение]
    """)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("< До свидания", "should see 'До свидания', but sees nothing"),
        ("[Взять]", "can't press «Взять»"),
        ("! Готово", "should be told 'Готово' in a snackbar, but none came"),
        ("? что", "What does that mean"),
    ],
)
async def test_a_wrong_line_fails(office: Office, line: str, why: str) -> None:
    await begin(office)
    with pytest.raises(pytest.fail.Exception, match=why):
        await office.plays(f"Анна:\n{line}")


async def test_the_failure_shows_the_conversation(office: Office) -> None:
    await begin(office)
    with pytest.raises(pytest.fail.Exception, match=r"Анна: Начать\nПриёмная: Здравствуйте, Анна!"):
        await office.citizen("Анна").sees("До свидания")


async def test_parts_in_another_order_missing_buttons_and_further_messages_fail(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.says("Начать")
    with pytest.raises(pytest.fail.Exception, match="should see"):
        await anna.sees("Госуслуги", "Здравствуйте")
    with pytest.raises(pytest.fail.Exception, match="should see nothing"):
        await anna.sees_nothing()
    with pytest.raises(pytest.fail.Exception, match="acts without having seen"):
        await anna.says("Ещё")
    with pytest.raises(pytest.fail.Exception, match="should have the button «Взять»"):
        await anna.sees("Здравствуйте", buttons=["Взять"])
    await anna.says("Контакты")
    with pytest.raises(pytest.fail.Exception, match="should not have the button «Контакты»"):
        await anna.sees("пл. Центральная", without=["Контакты"])


async def test_the_next_message_must_fit_not_a_later_one(office: Office) -> None:
    anna = office.citizen("Анна")
    with office.at_once():
        await anna.says("Начать")
        await anna.says("Контакты")
    with pytest.raises(pytest.fail.Exception, match="should see 'пл"):
        await anna.sees("пл. Центральная")
