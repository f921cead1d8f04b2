"""Upload servers and the files that were uploaded, under ``/upload/…`` and ``/files/…``."""

from __future__ import annotations

import orjson
from aiohttp import web
from aiohttp.web_request import FileField
from multidict import MultiDictProxy

from sandbox.gate import json_response
from sandbox.images import image_size
from sandbox.media import StoredFile
from sandbox.methods.lead_forms import COVER
from sandbox.methods.uploads import SERVER, photo_hash
from sandbox.world import World

SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "audio/")
STICKER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
<circle cx="64" cy="64" r="56" fill="#ffcc4d"/>
<circle cx="44" cy="54" r="7"/><circle cx="84" cy="54" r="7"/>
<path d="M40 80q24 24 48 0" fill="none" stroke="#000" stroke-width="6" stroke-linecap="round"/></svg>"""

Posted = MultiDictProxy[str | bytes | bytearray | FileField]


class Files:
    """Takes files from the bot and gives them back to everybody."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/upload/photo", self.upload_photo)
        router.add_post("/upload/lead_form", self.upload_cover)
        router.add_post("/upload/{kind:doc|audio_message|graffiti}", self.upload_doc)
        router.add_get("/files/sticker/{id}.svg", self.sticker)
        router.add_get("/files/{id}/{name}", self.file)

    async def upload_photo(self, request: web.Request) -> web.StreamResponse:
        """VK's answer has an empty list in ``photo`` when it could read no picture."""
        file = keep_file(self.world, await request.post(), "photo")
        good = file is not None and image_size(file.data) is not None
        photo = orjson.dumps([{"photo": file.id, "sizes": []}] if file and good else []).decode()
        return json_response({"server": SERVER, "photo": photo, "hash": photo_hash(photo) if good else ""})

    async def upload_cover(self, request: web.Request) -> web.StreamResponse:
        """The cover of a lead form: ``photo`` is what `leadForms.create` takes, ``errcode`` tells of a bad picture."""
        file = keep_file(self.world, await request.post(), COVER)
        if file is None or image_size(file.data) is None:
            return json_response({"errcode": 1})
        return json_response({"errcode": 0, "photo": file.id})

    async def upload_doc(self, request: web.Request) -> web.StreamResponse:
        file = keep_file(self.world, await request.post(), request.match_info["kind"])
        if file is None:
            return json_response({"error": "no_file", "error_descr": "no file was uploaded"})
        return json_response({"file": file.id})

    async def file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.media.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff"}
        if not file.content_type.startswith(SHOWN_INLINE):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.data, content_type=file.content_type, headers=headers)

    async def sticker(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=STICKER, content_type="image/svg+xml")


def keep_file(world: World, posted: Posted, kind: str) -> StoredFile | None:
    """Keep the first file of a form; None when there is none or it is empty."""
    for field in posted.values():
        if isinstance(field, FileField):
            data = field.file.read()
            return world.media.put(data, field.filename, kind) if data else None
    return None
