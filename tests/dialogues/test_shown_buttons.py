"""What is shown must work: each role presses every button of its cards, lists and choosers, one path after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import orjson
import pytest

from appeals.model import Role
from sandbox.model import Message
from tests.dialogues.conftest import OpenOffice
from tests.dialogues.office import Office
from tests.dialogues.people import Person
from tests.dialogues.test_desk_rights import with_role
from tests.dialogues.test_routing import DEPARTMENTS, ROADS_CHAT
from texts import buttons

DEEP = 4
"""Presses one after another: a card, «Ещё…», a chooser, a preview."""

_SECOND_PAGE = (buttons.MORE, buttons.MORE)

NEW, WAITING, JOINED, PROMISED, REFUSED = range(1, 15), (15,), (16,), (17, 18), (19,)
SUBMITTED = (20, 21)
"""Appeals by their numbers; one more is there to be joined."""

WORDS = {
    buttons.ANSWER: "Яму засыпали 6 апреля.",
    buttons.EDIT_ANSWER: "до 30 апреля: ждём асфальт",
    buttons.ASK: "Какой подъезд?",
    buttons.REJECT_OTHER: "Дорога не наша.",
    buttons.EXTEND: "до 29 апреля ждём плитку",
    buttons.FORWARD: "Росавтодор: дорога федеральная",
    buttons.UPDATE: "Асфальт везут.",
    buttons.NOTE: "Звонила дважды.",
    buttons.READDRESS: "ул. Лесная, 7",
    buttons.JOIN: "22",
    buttons.SPLIT: "Яма.\nФонарь.",
    buttons.MORE_QUESTIONS: "Лавка.",
    buttons.OPEN_AGAIN: "Дорога всё-таки наша.",
    buttons.HAND_BACK: "Дорога не наша.",
    buttons.RETURN: "Добавьте, кто засыпал.",
    buttons.MOVE_PROMISE: "до 29 апреля ждём плитку",
}
"""What is written where a button asks for words."""

NO_RESULT = (
    "не действует",
    "устарел",
    "нельзя",
    "только для сотрудников",
    "Это может сделать",
    "не вашего отдела",
    "нечего",
)


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    """A town with departments and a citizen who has asked much."""
    office = await open_office(departments=DEPARTMENTS)
    anna = office.citizen("Анна")
    await anna.files()
    with office.at_once():
        for _ in range(SUBMITTED[-1]):
            await anna.fills_form({"custom_0: Что случилось?": "Яма.", "custom_1: Где?": "ул. Садовая, 5"})
    await office.settles()
    return office


@dataclass
class Round:
    """One person going through all that is shown to them."""

    person: Person
    deep: int = DEEP
    pressed: set[str] = field(default_factory=set)
    """What the buttons that were pressed do."""

    async def all_of(self, command: str, numbers: Sequence[int] = (0,)) -> None:
        """Press all that follows from a command; `{n}` in it stands for one of the appeals that still show it."""
        paths: list[tuple[str, ...]] = [()]
        known: set[tuple[str, ...]] = set()
        while paths:
            path = paths.pop(0)
            shown = await self._arrives(command, numbers, path)
            for does, _ in _choices(shown) if len(path) < self.deep and path[-1:] != (buttons.EDIT_ANSWER,) else ():
                further = (*path, does)
                if further not in known and (further[-2:] != (does, does) or further == _SECOND_PAGE):
                    known.add(further)
                    paths.append(further)

    async def _arrives(self, command: str, numbers: Sequence[int], path: Sequence[str]) -> Message | None:
        """The message with buttons that stands at the end of a path; None where the path is there no more."""
        for number in numbers:
            shown = await self._says(command.format(n=number))
            for does in path:
                label = dict(_choices(shown)).get(does)
                if shown is None or label is None:
                    break  # this appeal shows it no more: what was pressed before has moved it on
                shown = await self._presses(label, does, shown)
            else:
                return shown
        return None

    async def _says(self, command: str) -> Message | None:
        await self.person.says("/отмена")
        await self.person.looks_away()
        since = self.person._seen
        await self.person.says(command)
        return await self._newest(since)

    async def _presses(self, label: str, does: str, under: Message) -> Message | None:
        person = self.person
        await person.looks_away()
        since, stood = person._seen, (under.text, under.labels)
        await person.presses(label, under=under)
        told = await person.is_told("")
        self.pressed.add(does)
        if any(words in told.text for words in NO_RESULT):
            person.fails(f"is refused «{label}» ({does}): {told.text}")
        await person.looks_away()
        if does in WORDS and told.text.startswith("Напишите"):
            await person.says(WORDS[does])
        turned = await self._newest(since) or under
        return turned if turned is not under or stood != (under.text, under.labels) else None

    async def _newest(self, since: int) -> Message | None:
        """The latest message of the bot with buttons, of those after `since`."""
        await self.person.looks_away()
        messages = self.person.office.world.seen_by(self.person.vk_id, self.person.peer_id)
        new = [one for one in messages if one.out and one.conversation_message_id > since]
        return next((one for one in reversed(new) if any(_choices(one))), None)


def _choices(message: Message | None) -> Iterator[tuple[str, str]]:
    """What the callback buttons under a message do, with the label of the first of each kind."""
    known = set()
    keyboard = message.keyboard if message is not None else None
    for button in (button for row in (keyboard or {"buttons": []})["buttons"] for button in row):
        action = button["action"]
        if action["type"] == "callback" and (does := orjson.loads(action["payload"])[buttons.DO]) not in known:
            known.add(does)
            yield does, action["label"]


async def _prepared(office: Office, role: Role) -> Person:
    """Somebody with a role before appeals in every state; an executor's are with their department."""
    mary = office.moderator("Мария")
    await mary.looks_away()
    person = office.person(104, ROADS_CHAT) if role is Role.EXECUTOR else await with_role(office, role)
    if role is Role.EXECUTOR:
        for number in (*NEW, *WAITING, *PROMISED):
            await mary.says(f"/передать {number} дороги")
    await mary.does(f"/уточнить {WAITING[0]} Какой подъезд?")
    await mary.says(f"/объединить {JOINED[0]} {NEW[0]}")
    await mary.presses("Объединить")
    for number in PROMISED:
        await mary.does(f"/ответ {number} Яму № {number} засыплем до 15 апреля.")
    await mary.does(f"/отклонить {REFUSED[0]} Дорога не наша.")
    if role in CHIEFS:
        await person.says("/настройки")
        await person.presses("Включить")
        for number in SUBMITTED:
            await mary.does(f"/ответ {number} Яму № {number} засыпали 6 апреля.")
    return person


CHIEFS = (Role.HEAD, Role.ADMINISTRATOR)
LISTS = ("/обращения", "/поиск яма", "/обещания", "/авария", "/перегрузка")
CHIEFS_LISTS = ("/согласование", "/настройки", "/объявления", "/контроль")

_OF_OBSERVERS = frozenset({buttons.LIST, buttons.CHOOSE})
_OF_EXECUTORS = _OF_OBSERVERS | {
    buttons.TAKE,
    buttons.ANSWER,
    buttons.ASK,
    buttons.MORE,
    buttons.COLLEAGUES,
    buttons.GIVE,
    buttons.EXTEND,
    buttons.UPDATE,
    buttons.NOTE,
    buttons.READDRESS,
    buttons.UNDO,
    buttons.PROMISE_KEPT,
    buttons.SEND_ANSWER,
    buttons.EDIT_ANSWER,
    buttons.DROP_ANSWER,
}
_OF_MODERATORS = _OF_EXECUTORS | {
    buttons.REJECT,
    buttons.REJECT_RUDE,
    buttons.REJECT_OTHER,
    buttons.DEPARTMENTS,
    buttons.HAND_OVER,
    buttons.PRIORITY,
    buttons.FORWARD,
    buttons.TOPIC,
    buttons.SET_TOPIC,
    buttons.JOIN,
    buttons.PART,
    buttons.SPLIT,
    buttons.MORE_QUESTIONS,
    buttons.CONFIRM_CORRECTION,
    buttons.DROP_CORRECTION,
    buttons.OPEN_AGAIN,
    buttons.OF_CITIZEN,
    buttons.SWITCH_BUSY,
}
_OF_CHIEFS = _OF_OBSERVERS | {buttons.TAKE, buttons.MORE, buttons.APPROVE, buttons.RETURN, buttons.SWITCH}
EXPECTED = {
    Role.OBSERVER: _OF_OBSERVERS,
    Role.EXECUTOR: _OF_EXECUTORS | {buttons.HAND_BACK},
    Role.MODERATOR: _OF_MODERATORS,
    Role.HEAD: _OF_CHIEFS,
    Role.ADMINISTRATOR: _OF_CHIEFS,
}
"""What at least a role has to be shown: so the round has gone everywhere."""


@pytest.mark.parametrize("role", [*Role])
async def test_each_shown_button_works(office: Office, role: Role) -> None:
    """The head and administrators see what moderators do and more: their rounds are for what is theirs."""
    going = Round(await _prepared(office, role), 2 if role in CHIEFS else DEEP)
    for command in (*LISTS, *(CHIEFS_LISTS if role in CHIEFS else ())):
        await going.all_of(command)
    others_alone = (REFUSED, JOINED) if role is not Role.EXECUTOR else ()
    for numbers in (*others_alone, PROMISED, WAITING, NEW):
        await going.all_of("/обращение {n}", numbers)
    assert EXPECTED[role] - going.pressed == set()
    assert office.database("SELECT deed FROM audit WHERE refused <> '' AND deed NOT LIKE '/%'") == []
