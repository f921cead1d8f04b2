"""What people attach: kept at once, told honestly when it can't be, sent anew when VK forgets it."""

import hashlib
import stat
from pathlib import Path
from typing import Any

import pytest

from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.office import Office
from tests.dialogues.people import PICTURE, Person

HASH = hashlib.sha256(PICTURE).hexdigest()


def folder(office: Office) -> Path:
    return office._settings.database_path.parent / "contents"


def kept(office: Office) -> list[Path]:
    return [path for path in folder(office).glob("??/*") if path.is_file()]


def statuses(office: Office) -> list[str]:
    return [row[0] for row in office.database("SELECT status FROM contents ORDER BY id")]


async def files(office: Office, *expected: str) -> None:
    """Wait until the files stand so."""
    await office.comes_to(lambda: statuses(office) == list(expected))


async def files_appeal(anna: Person, **attached: Any) -> None:
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    await anna.says("На Садовой глубокая яма.", **attached)
    await anna.sees("Где это?")
    await anna.presses("Пропустить")
    await anna.sees("Приложено")
    await anna.presses("Готово")
    await anna.sees("Как с вами связаться")
    await anna.presses("Пропустить")
    await anna.sees("Проверьте")
    await anna.presses("Отправить")
    await anna.sees("Обращение принято")


def attached(office: Office, person: Person) -> list[dict[str, Any]]:
    return office.world.seen_by(person.vk_id, person.peer_id)[-1].attachments


async def test_a_photo_is_kept_while_the_appeal_is_still_being_written(office: Office) -> None:
    anna = office.citizen("Анна")
    await anna.agrees()
    await anna.presses("Дороги и тротуары")
    await anna.sees("что случилось")
    await anna.says("На Садовой глубокая яма.", photos=1)
    await files(office, "stored")
    (file,) = kept(office)
    assert file == folder(office) / HASH[:2] / HASH
    assert file.read_bytes() == PICTURE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert office.database("SELECT mime, size FROM contents") == [("image/png", len(PICTURE))]


async def test_equal_photos_are_kept_once_and_belong_to_the_appeal(office: Office) -> None:
    await files_appeal(office.citizen("Анна"), photos=2)
    await files(office, "stored", "stored")
    assert len(kept(office)) == 1
    assert office.database("SELECT count(*) FROM appeal_contents") == [(2,)]


async def test_a_voice_message_is_kept_and_its_length_stands_on_the_card(office: Office) -> None:
    await files_appeal(office.citizen("Анна"), voice=True)
    await files(office, "stored")
    assert office.database("SELECT mime FROM contents") == [("audio/ogg",)]
    assert "1 голосовое сообщение на 0:03" in office.card("2026-000001").text


async def test_what_colleagues_send_each_other_is_not_kept(office: Office) -> None:
    mary = office.moderator("Мария")
    await mary.says("Посмотрите, как красиво.", photos=1)
    await mary.sees_nothing()
    assert statuses(office) == []


async def test_the_photo_of_an_answer_is_kept(office: Office) -> None:
    anna, mary = office.citizen("Анна"), office.moderator("Мария")
    await anna.files("Фонарь не горит.")
    await mary.says("/ответ 1 Починили.", photos=1)
    await files(office, "stored")
    assert office.database("SELECT count(*) FROM appeal_contents") == [(0,)]
    await mary.sees("увидит житель")
    await mary.presses("Отправить")
    await anna.sees("Починили.")
    assert office.database("SELECT count(*) FROM appeal_contents") == [(1,)]


async def test_vk_is_asked_for_a_fresh_link_when_the_old_one_has_expired(office: Office) -> None:
    media = office.world.media
    media.gives_files = False
    await files_appeal(office.citizen("Анна"), photos=1)
    await office.comes_to(lambda: office.database("SELECT attempts, status FROM contents") == [(1, "waiting")])
    media.gives_files = True
    media.expire_links()
    office.clock.moves(minutes=1)
    await office.restarts()
    await files(office, "stored")
    assert "?until=1" in office.database("SELECT url FROM contents")[0][0]


async def test_moderators_are_told_once_of_a_file_that_vk_no_longer_gives(office: Office) -> None:
    mary = office.moderator("Мария")
    office.world.media.gives_files = False
    await files_appeal(office.citizen("Анна"), photos=1)
    for attempts in (1, 2, 3):
        await office.comes_to(lambda done=attempts: office.database("SELECT attempts FROM contents") == [(done,)])  # type: ignore[misc] # a default binds the number
        office.clock.moves(minutes=5)
        await office.restarts()
    await files(office, "gone")
    await office.comes_to(lambda: office.database("SELECT reported_at FROM contents") != [(None,)])
    await mary.sees("№ 2026-000001 · вложения не сохранены", "1 фото: ВКонтакте его уже не отдаёт", "/уточнить 1")
    await office.restarts()
    await mary.sees_nothing()
    assert office.appeals() == ["2026-000001"]


async def test_a_file_that_is_too_big_is_told_of(office: Office) -> None:
    await office.stops()
    office._settings = office._settings.model_copy(update={"file_max_mb": 1})
    await office.starts()
    world, anna = office.world, office.citizen("Анна")
    big = world.upload(b"%PDF-1.4" + bytes(2**20), "план.pdf", "doc")
    await files_appeal(anna, attachments=[big])
    await files(office, "too_big")
    await office.moderator("Мария").sees("вложения не сохранены", "1 документ «план.pdf»: файл слишком большой")
    assert kept(office) == []
    assert list(folder(office).glob(".part/*")) == []


async def test_a_program_is_not_kept_whatever_it_is_called(office: Office) -> None:
    anna = office.citizen("Анна")
    await files_appeal(anna, attachments=[office.world.upload(b"MZ\x90\x00" + bytes(60), "справка.pdf", "doc")])
    await files(office, "wrong_type")
    await office.moderator("Мария").sees("«справка.pdf»: такие файлы бот не хранит", "Не открывайте файл")
    assert kept(office) == []


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:1/secret",
        "http://169.254.169.254/latest/meta-data",
        "https://example.org/a.png",
        "file:///etc",
    ],
)
async def test_a_forged_link_is_never_asked(office: Office, link: str) -> None:
    forged = {"type": "doc", "doc": {"owner_id": 1, "id": 2, "title": "а.pdf", "url": link}}
    await files_appeal(office.citizen("Анна"), attachments=[forged])
    await files(office, "wrong_type")
    assert office.database("SELECT attempts FROM contents") == [(1,)]


async def test_what_a_killed_process_left_half_written_goes_and_the_file_comes(office: Office) -> None:
    office.world.media.gives_files = False
    await files_appeal(office.citizen("Анна"), photos=1)
    await office.comes_to(lambda: office.database("SELECT attempts FROM contents") == [(1,)])
    await office.stops()
    part = folder(office) / ".part" / "77"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half")
    office.world.media.gives_files = True
    office.clock.moves(minutes=1)
    await office.starts()
    await files(office, "stored")
    assert not part.exists()


class TestForgotten:
    """VK refuses a message because of its attachment."""

    async def test_the_citizen_gets_the_photo_all_the_same(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files("Фонарь не горит.")
        await mary.says("/ответ 1 Починили.", photos=1)
        await mary.sees("увидит житель")
        await files(office, "stored")
        office.world.media.forget()
        await mary.presses("Отправить")
        await anna.sees("Починили.", "решён?")
        (photo,) = attached(office, anna)
        assert photo["photo"]["owner_id"] == -office.group_id
        assert len(office.database("SELECT 1 FROM outbox WHERE status <> 'sent'")) == 0

    async def test_it_is_uploaded_once_for_all_messages(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await files_appeal(anna, photos=1)
        await files(office, "stored")
        office.world.media.forget()
        before = len(office.world.media.files)
        for _ in range(2):
            await mary.looks_away()
            await mary.says("/обращение 1")
            await mary.sees("История:")
            assert len(attached(office, mary)) == 1
        assert len(office.world.media.files) == before + 1

    async def test_a_voice_message_stays_one(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await files_appeal(anna, voice=True)
        await files(office, "stored")
        office.world.media.forget()
        await mary.looks_away()
        await mary.says("/обращение 1")
        await mary.sees("История:")
        assert [one["type"] for one in attached(office, mary)] == ["audio_message"]

    async def test_without_the_file_the_words_go_and_everybody_knows(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await anna.files("Фонарь не горит.")
        await mary.says("/ответ 1 Починили.", photos=1)
        await mary.sees("увидит житель")
        await files(office, "stored")
        office.world.media.forget()
        for file in kept(office):
            file.unlink()
        await mary.presses("Отправить")
        await anna.sees("Починили.", "Не все вложения удалось отправить")
        assert attached(office, anna) == []
        await mary.sees("№ 2026-000001: сообщение жителю ушло не со всеми вложениями")

    async def test_what_vk_forgot_twice_is_uploaded_twice(self, office: Office) -> None:
        anna, mary = office.citizen("Анна"), office.moderator("Мария")
        await files_appeal(anna, photos=1)
        await files(office, "stored")
        for _ in range(2):
            office.world.media.forget()
            await mary.looks_away()
            await mary.says("/обращение 1")
            await mary.sees("История:")
            assert len(attached(office, mary)) == 1

    async def test_others_are_answered_while_uploading_hangs(self, office: Office) -> None:
        anna, boris, mary = office.citizen("Анна"), office.citizen("Борис"), office.moderator("Мария")
        await files_appeal(anna, photos=1)
        await files(office, "stored")
        office.world.media.forget()
        office.sandbox.faults.add("http_5xx", method="photos.getMessagesUploadServer", status=502)
        with office.at_once():
            await mary.says("/обращение 1")
            await boris.says("Начать")
        await office.comes_to(
            lambda: any("Здравствуйте" in m.text for m in office.world.seen_by(boris.vk_id, boris.peer_id))
        )
        assert office.database("SELECT 1 FROM outbox WHERE status = 'waiting' AND peer_id = ?", MODERATORS_CHAT)
        office.sandbox.faults.clear()
        await mary.sees("История:")
        assert len(attached(office, mary)) == 1


async def test_a_photo_without_a_key_goes_on_from_our_copy(office: Office) -> None:
    world = office.world
    photo = world.media.photo(world.media.files[world.upload(PICTURE, "яма.png")], 77)
    bare = {"type": "photo", "photo": {k: v for k, v in photo["photo"].items() if k != "access_key"}}
    await files_appeal(office.citizen("Анна"), attachments=[bare])
    await files(office, "stored")
    mary = office.moderator("Мария")
    await mary.looks_away()
    await mary.says("/обращение 1")
    await mary.sees("История:")
    assert len(attached(office, mary)) == 1
