"""The demo's page in a real browser: people file, take, answer and read by hand."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import CHAT, COMMUNITY, PHONE, Window

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("browser"),  # one demo and one Chromium serve all the stories
]

# Everybody who begins a conversation is in one story only. Anna has had hers in the demo's sample.
ANNA, PYOTR, OLGA, NIKOLAI = 101, 102, 103, 104
MARIA, IVAN = 201, 202


async def begins(window: Window, text: str) -> None:
    """A new citizen comes, agrees, and tells what happened."""
    await window.part("start").click()
    await window.sees("Здравствуйте")
    await window.presses("Подать обращение")
    await window.sees("согласие на обработку персональных данных")
    await window.presses("Согласен")
    await window.sees("О чём обращение?")
    await window.presses("Дороги и тротуары")
    await window.sees("Расскажите, что случилось")
    await window.says(text)
    await window.sees("Где это?")


async def files_without_more(window: Window, text: str) -> str:
    """File an appeal with nothing but its text; return the number."""
    await begins(window, text)
    for question in ("Приложите фото", "Как с вами связаться", "Проверьте, пожалуйста"):
        await window.presses("Пропустить")
        await window.sees(question)
    return await sends(window)


async def sends(window: Window) -> str:
    await window.presses("Отправить")
    message = await window.sees("Обращение принято")
    return (await message.inner_text()).partition("номер ")[2].partition(".")[0]


async def card(window: Window, number: str, text: str) -> Locator:
    """The appeal's card in the moderators' chat."""
    found = window.messages(number, text, "Канал: личные сообщения")
    await expect(found).to_have_count(1)
    return found


async def test_an_appeal_with_a_photo_and_a_place_is_taken_and_answered(open_window: OpenWindow) -> None:
    citizen, moderator = await open_window(), await open_window()
    await moderator.goes(MARIA, CHAT)
    await citizen.goes(PYOTR, COMMUNITY)

    await begins(citizen, "На остановке разбит павильон, кругом стекло.")
    await citizen.sends_place()
    await citizen.sees("Приложите фото")
    await citizen.says("", photo=True)
    await citizen.sees("Приложено: 1 фото")
    await citizen.presses("Готово")
    await citizen.sees("Как с вами связаться")
    await citizen.presses("Пропустить")
    await citizen.sees_photo(await citizen.sees("Проверьте, пожалуйста", "Адрес: точка на карте", "разбит павильон"))
    number = await sends(citizen)

    appeal = await card(moderator, number, "разбит павильон")
    await expect(appeal).to_contain_text("Пётр Образцов")
    await expect(appeal).to_contain_text("На карте: 5")
    await moderator.sees_photo(appeal)
    await moderator.presses_under(appeal, "Взять")
    await expect(moderator.part("snackbar").filter(has_text=f"№ {number} у вас в работе")).to_be_visible()
    await citizen.sees(f"{number} взяли в работу")

    await moderator.presses_under(appeal, "Ответить")
    await moderator.sees("Мария", "напишите следующим сообщением ответ", number)
    await moderator.says("Стекло убрали, павильон заменим до пятницы.")
    preview = await moderator.sees("увидит житель", "Ответ администрации", "Стекло убрали")
    await expect(citizen.messages("Стекло убрали")).to_have_count(0)
    await moderator.presses_under(preview, "Отправить")

    answer = await citizen.sees("Ответ администрации", f"Обращение № {number}", "Стекло убрали")
    await citizen.presses_under(answer, "Решено")
    await citizen.sees(f"{number} закрыто")
    await moderator.sees(number, "житель подтвердил: решено")


async def test_on_a_phone_list_conversation_and_panel_are_views_that_fit(open_window: OpenWindow) -> None:
    phone = await open_window(PHONE)
    await phone.goes()
    await phone.part(f"person-{MARIA}").tap()
    await expect(phone.part(f"conversation-{CHAT}")).to_be_visible()
    await expect(phone.part("composer")).to_be_hidden()
    await phone.fits()
    await phone.part(f"person-{OLGA}").tap()
    await expect(phone.part("composer")).to_be_visible()
    await expect(phone.part(f"person-{OLGA}")).to_be_hidden()
    await phone.fits()

    number = await files_without_more(phone, "Во дворе " + "оченьдлинноеслово" * 20)
    await expect(phone.messages(number)).to_be_in_viewport()
    await phone.fits()

    await phone.part("open-panel").tap()
    await expect(phone.part("composer")).to_be_hidden()
    for tab, content in (("log", "api-log"), ("faults", "fault-lost_response"), ("settings", "pane-settings")):
        await phone.part(f"tab-{tab}").tap()
        await expect(phone.part(content).or_(phone.page.locator(f"#{content}"))).to_be_visible()
        await phone.fits()
    await phone.page.go_back()
    await expect(phone.part("composer")).to_be_visible()
    await phone.part("back").tap()
    await expect(phone.part(f"person-{OLGA}")).to_be_visible()
    await phone.fits()


async def test_an_answer_whose_confirmation_is_lost_arrives_once(open_window: OpenWindow) -> None:
    citizen, moderator = await open_window(), await open_window()
    await moderator.goes(IVAN, CHAT)
    await citizen.goes(NIKOLAI, COMMUNITY)
    number = await files_without_more(citizen, "Не горит фонарь у школы.")
    await card(moderator, number, "Не горит фонарь")
    await moderator.says(f"/ответ {number} Фонарь починили.")
    preview = await moderator.sees("увидит житель", "Фонарь починили")

    await moderator.part("tab-faults").click()
    fault = moderator.part("fault-lost_response")
    await fault.click()
    await expect(fault).to_have_attribute("aria-checked", "true")
    await moderator.presses_under(preview, "Отправить")
    await citizen.sees("Ответ администрации", number, "Фонарь починили")
    await moderator.part("tab-log").click()
    lost = moderator.part("call").filter(has_text="обрыв")
    await expect(lost.nth(1)).to_be_visible()  # the bot has tried again

    await moderator.part("tab-faults").click()
    await fault.click()
    await expect(fault).to_have_attribute("aria-checked", "false")
    await moderator.sees(f"Ответ на № {number} отправлен жителю")
    # The bot goes on in order within a conversation: once it has answered here, no repetition of the answer can follow.
    await citizen.presses("Контакты")
    await citizen.sees("Часы приёма")
    await expect(citizen.messages("Ответ администрации")).to_have_count(1)
    await expect(moderator.messages(f"Ответ на № {number} отправлен жителю")).to_have_count(1)


async def test_markup_in_a_message_stays_text(open_window: OpenWindow) -> None:
    citizen, moderator = await open_window(), await open_window()
    await moderator.goes(MARIA, CHAT)
    await citizen.goes(ANNA, COMMUNITY)
    markup = '<img src="/none.png" onerror="window.struck = 1"><script>window.struck = 1</script> & <b>жирно</b>'

    await citizen.says(markup)
    said = citizen.messages("window.struck", author=ANNA).get_by_test_id("text")
    await moderator.says(markup)
    repeated = moderator.messages("window.struck", author=MARIA).get_by_test_id("text")
    for window, text in ((citizen, said), (moderator, repeated)):
        await expect(text).to_have_text(markup)
        await expect(text.locator("*")).to_have_count(0)
        assert await window.page.evaluate("window.struck") is None


async def test_a_lead_form_is_filled_in_and_its_number_comes_with_the_first_message(open_window: OpenWindow) -> None:
    citizen, moderator = await open_window(), await open_window()
    await moderator.goes(IVAN, CHAT)
    await citizen.goes()
    await citizen.part("new-person").click()
    await citizen.part("field-first_name").fill("Вера")
    await citizen.part("field-last_name").fill("Формулярова")
    await citizen.part("dialog-submit").click()
    await expect(citizen.part("dialog")).to_have_count(0)

    await citizen.part("chat-menu").click()
    await citizen.part("lead-form").click()
    await citizen.part("field-phone_number").fill("8 900 000-00-00")
    await citizen.part("field-answer").fill("На качелях во дворе оторвана цепь.")
    await citizen.part("dialog-submit").click()
    await expect(citizen.part("dialog")).to_have_count(0)

    appeal = moderator.messages("оторвана цепь", "форма заявки «Сообщить о проблеме»")
    await expect(appeal).to_contain_text("Имя в форме: Формулярова Вера")
    await expect(appeal).to_contain_text("Контакт: +7 900 000-00-00")
    await expect(appeal).to_contain_text("Номер жителю не передан")
    await citizen.part("start").click()
    await citizen.sees("Здравствуйте")
    told = citizen.messages("Вы заполнили форму «Сообщить о проблеме»")
    await expect(told).to_have_count(1)
    await citizen.presses_under(told, "Посмотреть обращение")
    await citizen.sees("оторвана цепь", "вам сообщили номер")
    await expect(appeal).not_to_contain_text("Номер жителю не передан")
