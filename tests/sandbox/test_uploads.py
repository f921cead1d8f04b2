"""From a file to an attachment that a person sees."""

import struct

import aiohttp
import orjson
import pytest

from sandbox import World
from sandbox.images import image_size
from tests.sandbox.client import CHAT, PNG, Vk

JPEG = (
    b"\xff\xd8\xff\xe0"
    + struct.pack(">H", 16)
    + bytes(14)
    + b"\xff\xc0"
    + struct.pack(">HBHH", 17, 8, 480, 640)
    + bytes(10)
)
GIF = b"GIF89a" + struct.pack("<HH", 30, 20)


async def upload(vk: Vk, url: str, name: str, data: bytes, field: str = "file") -> dict[str, str]:
    form = aiohttp.FormData()
    form.add_field(field, data, filename=name)
    async with vk.http.post(url, data=form) as answer:
        body: dict[str, str] = orjson.loads(await answer.read())
        return body


async def test_photo_is_uploaded_sent_and_served(vk: Vk, world: World) -> None:
    server = await vk.call("photos.getMessagesUploadServer", peer_id=CHAT)
    uploaded = await upload(vk, server["upload_url"], "яма.png", PNG, "photo")
    (photo,) = await vk.call("photos.saveMessagesPhoto", **uploaded)
    assert photo["owner_id"] == -1
    await vk.send(CHAT, "", attachment=f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']}")
    seen = world.seen_by(201, CHAT)[-1].attachments[0]["photo"]
    async with vk.http.get(seen["sizes"][-1]["url"]) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == PNG


async def test_photo_that_is_none(vk: Vk) -> None:
    server = await vk.call("photos.getMessagesUploadServer")
    uploaded = await upload(vk, server["upload_url"], "яма.png", b"text", "photo")
    assert uploaded["photo"] == "[]"
    assert (await vk.error("photos.saveMessagesPhoto", **uploaded))[0] == 121


async def test_photo_with_spoiled_answers_of_the_server(vk: Vk) -> None:
    server = await vk.call("photos.getMessagesUploadServer")
    uploaded = await upload(vk, server["upload_url"], "яма.png", PNG, "photo")
    for changed, code in (({"hash": "0"}, 121), ({"server": "9"}, 118), ({"photo": ""}, 100)):
        assert (await vk.error("photos.saveMessagesPhoto", **{**uploaded, **changed}))[0] == code


async def test_document(vk: Vk, world: World) -> None:
    server = await vk.call("docs.getMessagesUploadServer", type="doc", peer_id=CHAT)
    uploaded = await upload(vk, server["upload_url"], "ответ.html", b"<script></script>")
    saved = await vk.call("docs.save", **uploaded, title="Ответ")
    assert saved["type"] == "doc"
    doc = saved["doc"]
    assert (doc["title"], doc["ext"], doc["size"]) == ("Ответ", "html", 17)
    await vk.send(CHAT, "", attachment=f"doc{doc['owner_id']}_{doc['id']}")
    assert world.seen_by(201, CHAT)[-1].attachments == [saved]
    async with vk.http.get(doc["url"]) as answer:
        assert answer.headers["Content-Disposition"] == "attachment", "a stranger's page never runs here"


async def test_voice_message(vk: Vk) -> None:
    server = await vk.call("docs.getMessagesUploadServer", type="audio_message")
    saved = await vk.call("docs.save", **await upload(vk, server["upload_url"], "voice.ogg", b"OggS"))
    assert saved["audio_message"]["link_ogg"].endswith("/voice.ogg")


async def test_document_that_is_none(vk: Vk) -> None:
    server = await vk.call("docs.getMessagesUploadServer")
    assert (await upload(vk, server["upload_url"], "пусто.txt", b""))["error"] == "no_file"
    assert (await vk.error("docs.save", file="нет"))[0] == 105


async def test_unknown_file_and_sticker(vk: Vk) -> None:
    async with vk.http.get(f"{vk.sandbox.url}/files/0/a.png") as answer:
        assert answer.status == 404
    async with vk.http.get(f"{vk.sandbox.url}/files/sticker/7.svg") as answer:
        assert answer.content_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("data", "size"),
    [(PNG, (1, 1)), (JPEG, (640, 480)), (GIF, (30, 20)), (b"", None), (b"\xff\xd8\xff", None), (JPEG[:8], None)],
)
def test_image_size(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size
