"""`python -m bot lead-form`: forms in VK by `administration.toml`, through the real command line."""

from pathlib import Path

import pytest

from sandbox import Sandbox, World
from sandbox.model import SERVICE_TOKEN, USER_TOKEN
from tests.e2e.process import ROOT, Bot, Ended
from tests.sandbox.client import PNG

SECTION = """
[[lead_forms]]
name = "Яма на дороге"
title = "Сообщить о яме"
description = "Расскажите, где яма: мы пришлём номер обращения."
policy_url = "https://example.ru/politika"
text = "Что случилось?"
cover = "cover.png"
once_per_user = true
notify_emails = ["a@example.ru", "b@example.ru"]

[[lead_forms.questions]]
type = "phone_number"

[[lead_forms.questions]]
type = "textarea"
label = "Что случилось?"

[[lead_forms.questions]]
type = "select"
label = "Насколько опасно?"
options = ["Очень", "Не очень"]
"""


@pytest.fixture
def office(bot: Bot) -> Bot:
    """An installation with an administrator's token and a form that isn't in VK yet."""
    write(bot, SECTION)
    (bot.folder / "cover.png").write_bytes(PNG)
    bot.settings.update(VK_USER_TOKEN=USER_TOKEN, ADMINISTRATION_FILE="administration.toml")
    return bot


def write(bot: Bot, section: str) -> None:
    shipped = (ROOT / "administration.toml").read_text("utf-8")
    (bot.folder / "administration.toml").write_text(shipped + section, "utf-8")


def line(bot: Bot, text: str) -> int:
    lines = (bot.folder / "administration.toml").read_text("utf-8").splitlines()
    return len(lines) - lines[::-1].index(text)


def refused(ended: Ended) -> str:
    """The one line that tells why nothing was done."""
    assert ended.code == 1, ended
    assert ended.out == ""
    (told,) = ended.lines
    assert "token" not in told.replace("VK_USER_TOKEN", "")
    return told.removeprefix("Ошибка: ")


async def test_a_form_is_made_as_the_file_says(office: Bot, world: World) -> None:
    made = await office.command("lead-form", "create")
    assert made.code == 0, made.err
    first = line(office, "[[lead_forms]]")
    assert made.out.splitlines() == [
        "Форма «Яма на дороге» создана, её номер 1. https://vk.com/app6013442_-1#form_id=1",
        f"Впишите её номер под [[lead_forms]] (administration.toml, строка {first}):",
        "form_id = 1",
    ]
    form = world.lead_forms.shape(1)
    assert (form["title"], form["active"], form["once_per_user"]) == ("Сообщить о яме", 1, 1)
    assert form["notify_emails"] == "a@example.ru,b@example.ru"
    assert world.media.files[form["photo"]].data == PNG
    assert [question["key"] for question in form["questions"]] == ["phone_number", "custom_1", "custom_2"]
    assert [option["label"] for option in form["questions"][2]["options"]] == ["Очень", "Не очень"]


async def test_a_second_form_of_that_name_is_made_only_when_asked_for(office: Bot, world: World) -> None:
    assert (await office.command_here("lead-form", "create")).code == 0
    told = refused(await office.command_here("lead-form", "create", "яма на дороге"))
    assert told == (
        "форма с названием «Яма на дороге» в сообществе уже есть, её номер 1. Если нужна ещё одна, добавьте --again"
    )
    assert (await office.command_here("lead-form", "create", "--again")).code == 0
    assert sorted(world.lead_forms.forms) == [1, 2]
    write(office, SECTION.replace("[[lead_forms]]", "[[lead_forms]]\nform_id = 2"))
    told = refused(await office.command_here("lead-form", "create", "Яма на дороге"))
    assert told.startswith(f"administration.toml, строка {line(office, 'form_id = 2')}: форма «Яма на дороге» уже")


async def test_the_list_tells_what_the_file_knows(office: Bot, world: World) -> None:
    new = line(office, "[[lead_forms]]")
    example = line(office, "form_id = 1") - 1
    empty = await office.command_here("lead-form", "list")
    assert empty.out.splitlines() == [
        "В сообществе нет форм сбора заявок",
        f"administration.toml, строка {example}: формы № 1 в сообществе нет",
        f"administration.toml, строка {new}: форма «Яма на дороге» ещё не создана: python -m bot lead-form create",
    ]
    world.fill_form(101, [{"key": "email", "answer": "a@example.ru"}])
    world.fill_form(101, [], form_id=5, form_name="Яма на дороге")
    listed = await office.command_here("lead-form", "list")
    assert listed.out.splitlines() == [
        f"№ 1 «Сообщить о проблеме»: включена, заявок 1; administration.toml, строка {example}",
        "№ 5 «Яма на дороге»: включена, заявок 1; раздела в administration.toml нет",
        f"administration.toml, строка {new}: у формы «Яма на дороге» нет номера, а в VK такая есть."
        " Впишите: form_id = 5",
    ]


async def test_a_copy_is_the_same_form_under_another_name(office: Bot, world: World) -> None:
    assert (await office.command_here("lead-form", "create")).code == 0
    made = await office.command_here("lead-form", "copy", "1", "Яма во дворе")
    assert made.code == 0, made.err
    assert made.out.splitlines()[0].startswith("Форма «Яма во дворе» создана, её номер 2.")
    assert "Копия выключена" in made.out
    own = {"form_id", "url", "name", "active"}
    first, second = ({k: v for k, v in world.lead_forms.shape(n).items() if k not in own} for n in (1, 2))
    assert first == second
    assert world.lead_forms.shape(2)["active"] == 0
    assert "уже есть, её номер 2" in refused(await office.command_here("lead-form", "copy", "1", "Яма во дворе"))
    assert "назовите копию" in refused(await office.command_here("lead-form", "copy", "1"))
    assert "такой формы в сообществе нет" in refused(await office.command_here("lead-form", "copy", "9", "Другая"))


async def test_a_cover_that_vk_does_not_take_again_stops_no_copy(office: Bot, sandbox: Sandbox, world: World) -> None:
    assert (await office.command_here("lead-form", "create")).code == 0
    sandbox.faults.add("error", code=100, method="leadForms.create", times=1)
    made = await office.command_here("lead-form", "copy", "1", "Яма во дворе")
    assert made.code == 0, made.err
    assert "Обложку VK не скопировал" in made.out
    assert world.lead_forms.shape(2)["photo"] == ""


async def test_the_section_of_a_form_makes_the_same_form(office: Bot, world: World) -> None:
    assert (await office.command_here("lead-form", "create")).code == 0
    section = await office.command_here("lead-form", "copy", "1", "--section")
    assert section.code == 0, section.err
    assert len(world.lead_forms.forms) == 1
    write(office, section.out.replace("form_id = 1\n", ""))
    assert (await office.command_here("lead-form", "create", "--again")).code == 0
    assert world.lead_forms.shape(1)["questions"] == world.lead_forms.shape(2)["questions"]


@pytest.mark.parametrize(
    ("was", "now", "at", "reason"),
    [
        ('description = "Расскажите, где яма: мы пришлём номер обращения."\n', "", "[[lead_forms]]", "description"),
        ('title = "Сообщить о яме"', 'title = " "', "[[lead_forms]]", "не хватает: title"),
        ('policy_url = "https://example.ru/politika"\n', "", "[[lead_forms]]", "не хватает: policy_url"),
        ('cover = "cover.png"', 'cover = "no.png"', 'cover = "no.png"', "такого файла или папки нет"),
        ('cover = "cover.png"', 'cover = "administration.toml"', 'cover = "administration.toml"', "это не картинка"),
        ('cover = "cover.png"', 'cover = "broken.png"', 'cover = "broken.png"', "VK не принял картинку"),
        ('title = "Сообщить о яме"', f'title = "{"я" * 61}"', f'title = "{"я" * 61}"', "не длиннее 60 знаков"),
    ],
)
async def test_what_is_wrong_with_a_section_is_told_with_its_line(
    office: Bot, world: World, was: str, now: str, at: str, reason: str
) -> None:
    (office.folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    write(office, SECTION.replace(was, now))
    told = refused(await office.command_here("lead-form", "create"))
    assert told.startswith(f"administration.toml, строка {line(office, at)}: ")
    assert reason in told
    assert not world.lead_forms.forms


async def test_which_form_is_meant(office: Bot) -> None:
    write(office, "")
    assert "создавать нечего" in refused(await office.command_here("lead-form", "create"))
    told = refused(await office.command_here("lead-form", "create", "Лужа"))
    assert told.startswith("раздела [[lead_forms]] с name = «Лужа» нет, есть: «Сообщить о проблеме»")
    write(office, SECTION + SECTION.replace("Яма на дороге", "Лужа"))
    assert refused(await office.command_here("lead-form", "create")).endswith("Ждут: «Яма на дороге», «Лужа»")


async def test_the_token_is_named(office: Bot, sandbox: Sandbox) -> None:
    for command in (("list",), ("create",), ("copy", "1", "Копия")):
        told = refused(await office.command_here("lead-form", *command, VK_USER_TOKEN=""))
        assert told.startswith("VK_USER_TOKEN: не задан")
    for key, code in (("wrong", 5), (sandbox.token, 27), (SERVICE_TOKEN, 28)):
        told = refused(await office.command_here("lead-form", "list", VK_USER_TOKEN=key))
        assert told.startswith("VK_USER_TOKEN: VK не")
        assert f"ошибка {code}" in told
        assert key not in told


async def test_an_answer_that_was_lost(office: Bot, sandbox: Sandbox, world: World) -> None:
    """The form is there: making it again has to wait until somebody has looked."""
    sandbox.faults.add("lost_response", method="leadForms.create", times=1)
    told = refused(await office.command_here("lead-form", "create"))
    assert "Форма могла появиться: посмотрите python -m bot lead-form list" in told
    assert "уже есть, её номер 1" in refused(await office.command_here("lead-form", "create"))
    assert len(world.lead_forms.forms) == 1


async def test_vk_refuses(office: Bot, sandbox: Sandbox) -> None:
    for code, reason in ((100, "VK не принял форму"), (29, "VK просит подождать"), (17, "подтвердить")):
        sandbox.faults.add("error", method="leadForms.create", code=code, times=1)
        assert reason in refused(await office.command_here("lead-form", "create"))


async def test_check_tells_of_the_token(office: Bot, tmp_path: Path) -> None:
    told = (await office.command_here("check")).out
    assert "✓ VK_USER_TOKEN: форм сбора заявок 0, пропущенные заявки бот найдёт сам" in told
    unset = await office.command_here("check", VK_USER_TOKEN="")
    assert unset.code == 0, unset
    assert "? VK_USER_TOKEN не задан: заявки из форм, о которых VK не сообщил, бот не найдёт" in unset.out
    wrong = await office.command_here("check", VK_USER_TOKEN="wrong")
    assert wrong.code == 1
    assert "✗ VK_USER_TOKEN: VK не принимает ключ" in wrong.out
