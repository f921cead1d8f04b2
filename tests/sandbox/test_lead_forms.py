"""leadForms.* for the token of the community's administrator."""

import aiohttp
import orjson
import pytest

from sandbox import Sandbox, World
from sandbox.errors import Refused
from sandbox.model import USER_TOKEN
from tests.sandbox.client import PNG, Clock, Json, Vk

QUESTIONS: list[Json] = [
    {"type": "first_name"},
    {"type": "textarea", "label": "Что случилось?", "key": "what"},
    {"type": "checkbox", "label": "Что ещё?", "options": [{"label": "Темно"}, {"label": "Скользко", "key": "ice"}]},
]


class Administrator(Vk):
    """Calls with the administrator's token."""

    async def raw(self, method: str, **params: object) -> Json:
        return await super().raw(method, access_token=USER_TOKEN, **params)


@pytest.fixture
def admin(vk: Vk, sandbox: Sandbox, clock: Clock) -> Administrator:
    return Administrator(sandbox, vk.http, clock, vk.random_ids)


def form(**changed: object) -> Json:
    texts = {"name": "Яма", "title": "Сообщить о яме", "description": "Где яма?", "policy_link_url": "https://e.ru"}
    questions = orjson.dumps(changed.pop("questions", QUESTIONS)).decode()
    return {"group_id": 1, **texts, "questions": questions, **changed}


async def test_a_form_is_made_shown_changed_and_deleted(admin: Administrator) -> None:
    made = await admin.call("leadForms.create", **form(active=1))
    shown = await admin.call("leadForms.get", group_id=1, form_id=made["form_id"])
    assert shown["url"] == made["url"]
    assert (shown["name"], shown["active"], shown["leads_count"]) == ("Яма", 1, 0)
    assert [question["key"] for question in shown["questions"]] == ["first_name", "what", "custom_2"]
    assert shown["questions"][2]["options"] == [{"key": "0", "label": "Темно"}, {"key": "ice", "label": "Скользко"}]
    await admin.call("leadForms.update", **form(form_id=made["form_id"], name="Лужа"))
    (listed,) = await admin.call("leadForms.list", group_id=1)
    assert (listed["name"], listed["active"]) == ("Лужа", 0)
    await admin.call("leadForms.delete", group_id=1, form_id=made["form_id"])
    assert await admin.call("leadForms.list", group_id=1) == []
    again = await admin.call("leadForms.create", **form())
    assert again["form_id"] != made["form_id"]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"name": ""}, "name is a required parameter"),
        ({"title": "я" * 61}, "title is too long"),
        ({"questions": []}, "questions should be a JSON array"),
        ({"questions": [{"type": []}]}, "type is invalid"),
        ({"questions": [{"type": "input"}]}, "label is required"),
        ({"questions": [{"type": "radio", "label": "Да?"}]}, "options are required"),
        ({"questions": [{"type": "radio", "label": "Да?", "options": [None]}]}, "options.label is required"),
        ({"questions": [{"type": "email"}, {"type": "email"}]}, "keys should be unique"),
        ({"questions": [{"type": "input", "label": "Ещё?"}] * 6}, "at most 5 custom questions"),
        ({"notify_admins": "104"}, "administrators of the community"),
        ({"photo": "чужое"}, "photo is invalid"),
    ],
)
async def test_what_vk_does_not_take(admin: Administrator, changed: Json, what: str) -> None:
    code, text = await admin.error("leadForms.create", **form(**changed))
    assert code == 100
    assert what in text


async def test_no_such_form_and_no_such_community(admin: Administrator) -> None:
    for method in ("get", "getLeads", "delete"):
        assert (await admin.error(f"leadForms.{method}", group_id=1, form_id=9))[0] == 104
    assert (await admin.error("leadForms.list", group_id=2))[0] == 15


async def test_other_tokens_see_no_forms(vk: Vk) -> None:
    assert (await vk.error("leadForms.getUploadURL"))[0] == 27


async def test_a_cover(admin: Administrator, sandbox: Sandbox) -> None:
    url = await admin.call("leadForms.getUploadURL")
    uploaded = await upload(admin.http, url, PNG)
    made = await admin.call("leadForms.create", **form(photo=uploaded["photo"]))
    photo = (await admin.call("leadForms.get", group_id=1, form_id=made["form_id"]))["photo"]
    await admin.call("leadForms.create", **form(name="Копия", photo=photo))
    assert (await upload(admin.http, url, b"no picture"))["errcode"] == 1


async def upload(http: aiohttp.ClientSession, url: str, data: bytes) -> Json:
    posted = aiohttp.FormData()
    posted.add_field("file", data, filename="cover.png")
    async with http.post(url, data=posted) as answer:
        body: Json = orjson.loads(await answer.read())
        return body


async def test_leads_are_kept_newest_first_in_pages(admin: Administrator, world: World) -> None:
    made = await admin.call("leadForms.create", **form(active=1))
    for number in range(3):
        lead = world.fill_form(101, [{"key": "what", "answer": [f"Беда {number}"]}], form_id=made["form_id"])
        assert lead["form_name"] == "Яма"
    page = await admin.call("leadForms.getLeads", group_id=1, form_id=made["form_id"], limit=2)
    assert [lead["answers"][0]["answer"] for lead in page["leads"]] == [[{"value": "Беда 2"}], [{"value": "Беда 1"}]]
    asked = {"limit": 2, "next_page_token": page["next_page_token"]}
    rest = await admin.call("leadForms.getLeads", group_id=1, form_id=made["form_id"], **asked)
    assert [lead["lead_id"] for lead in rest["leads"]] == [1]
    assert "next_page_token" not in rest


async def test_forms_that_take_no_lead(admin: Administrator, world: World) -> None:
    off = await admin.call("leadForms.create", **form())
    with pytest.raises(Refused, match="выключена"):
        world.fill_form(101, [], form_id=off["form_id"])
    once = await admin.call("leadForms.create", **form(active=1, once_per_user=1))
    world.fill_form(101, [], form_id=once["form_id"])
    with pytest.raises(Refused, match="второй раз"):
        world.fill_form(101, [], form_id=once["form_id"])
    world.fill_form(102, [], form_id=once["form_id"])
