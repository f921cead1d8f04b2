"""Five moderators and a town act at random and at once; afterwards all that is told agrees."""

import random
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from appeals.model import Status
from sandbox.errors import Refused
from sandbox.model import Message, labels_of
from sandbox.scenes import MODERATORS_CHAT
from tests.dialogues.office import Office
from tests.invariants import statuses_agree_with_the_journal
from texts.words import STATUS_FOR_STAFF

ACTIONS, MODERATORS, APPEALS = 2000, 5, 40
CITIZENS = range(301, 301 + APPEALS)
"""Each has one appeal: what they are told is about it."""

Deed = Callable[["Town", int], str]


class Town:
    """What people do at random; the same seed does the same."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.world = office.world
        self.random = random.Random(seed)
        self.moderators = [
            201,
            202,
            *(self.world.add_user(f"Модератор{n}", "Тестов").id for n in range(3)),
        ]
        for one in self.moderators[2:]:
            self.world.set_role(one, "editor")  # VK tells the bot of it: who is made a manager silently stays a citizen
        for one in self.moderators:
            self.world.join_chat(one, MODERATORS_CHAT)
        self.done: Counter[str] = Counter()
        self.written: dict[int, int] = {}

    def somebody_acts(self) -> None:
        """One action of one person."""
        if self.random.random() < 0.15:
            self._citizen_acts(self.random.choice(CITIZENS))
        else:
            self._moderator_acts(self.random.choice(self.moderators))

    def _moderator_acts(self, who: int) -> None:
        """Send what stands in a preview, press anything else, or command."""
        if (written := self.written.pop(who, None)) is not None and self.random.random() < 0.8:
            self._sends(who, written)
        elif self.random.random() < 0.4:
            self._presses(who, MODERATORS_CHAT)
        else:
            command = self.random.choice(COMMANDS)(self, self.random.randint(1, APPEALS))
            said = self.world.say(who, MODERATORS_CHAT, command)
            self.written[who] = said.conversation_message_id
            self.done["command"] += 1

    def _sends(self, who: int, written: int) -> None:
        """«Отправить» under the first preview after what this moderator wrote; perhaps it is a colleague's."""
        for message in self.world.conversation(MODERATORS_CHAT).messages:
            if message.conversation_message_id > written and (
                labels := [one for one in _labels(message) if one in SENDS]
            ):
                self.world.press(who, MODERATORS_CHAT, labels[0], cmid=message.conversation_message_id)
                self.done[labels[0]] += 1
                return

    def _citizen_acts(self, citizen: int) -> None:
        peer = -self.world.group_id
        if self.random.random() < 0.7 and self._presses(citizen, peer):
            return
        self.world.say(
            citizen, peer, self.random.choice(["Второй подъезд.", "Спасибо!", "Опять течёт, никто не пришёл"])
        )
        self.done["said"] += 1

    def _presses(self, who: int, peer: int) -> bool:
        """Press any button of any message there, however old."""
        place = who if peer < 0 else peer
        shown = [one for one in self.world.conversation(place).messages if one.from_id < 0 and any(_labels(one))]
        if not shown:
            return False
        message = self.random.choice(shown[-25:])
        label = self.random.choice([one for one in _labels(message) if one])
        try:
            self.world.press(who, peer, label, cmid=message.conversation_message_id)
        except Refused:
            return False
        self.done[label] += 1
        return True


def _labels(message: Message) -> Iterable[str]:
    return [label for row in labels_of(message.keyboard) for label in row] if message.keyboard else []


COMMANDS: list[Deed] = [
    lambda _, number: f"/взять {number}",
    lambda _, number: f"/взять {number}",
    lambda _, number: f"/ответ {number} Яму засыпали 6 апреля, дорожная бригада.",
    lambda _, number: f"/уточнить {number} Какой подъезд?",
    lambda _, number: f"/отклонить {number} Это вопрос к соседнему району.",
    lambda _, number: f"/обращение {number}",
    lambda town, number: f"/отдать {number} @id{town.random.choice(town.moderators)}",
    lambda town, number: f"/передать {number} {town.random.choice(['дороги', 'водоканал'])}",
    lambda _, number: f"/вернуть {number}",
    lambda town, number: f"/бот {number}" if town.random.random() < 0.2 else f"/взять {number}",
    lambda *_: "/отмена",
    lambda _, number: f"/заметка {number} Созвонились с подрядчиком.",
    lambda town, number: f"/тема {number} {town.random.choice(['дороги', 'освещение'])}",
    lambda town, number: f"/объединить {number} {town.random.randint(1, APPEALS)}",
    lambda _, number: f"/разъединить {number}",
    lambda _, number: f"/открыть {number} Сделали не до конца.",
    lambda _, number: f"/отменить {number}",
    lambda town, number: f"/срочность {number} {town.random.choice(['чп', 'срочно', 'обычно'])}",
    lambda town, number: f"/продлить {number} до {town.random.randint(20, 30)} апреля ждём плитку",
    lambda _, number: f"/сообщить {number} Бригада осмотрела яму.",
    lambda _, number: f"/адрес {number} ул. Полевая, {number}",
    lambda town, number: (
        f"/переслать {number} Росавтодор: дорога не наша" if town.random.random() < 0.2 else f"/взять {number}"
    ),
    lambda town, number: (
        f"/разделить {number}\nЯма у дома\nНет фонаря" if town.random.random() < 0.3 else f"/взять {number}"
    ),
]

SENDS = frozenset({"Отправить", "Объединить", "Открыть снова", "Разделить"})
"""What stands under previews."""


@pytest.mark.timeout(300)
async def test_what_five_moderators_do_at_random_agrees(office: Office) -> None:
    town = Town(office, seed=20260407)
    await office.settles()
    for number, citizen in enumerate(CITIZENS):
        office.world.add_user("Житель", f"Примеров{number}", id=citizen)
        office.world.say(citizen, -office.group_id, "Здравствуйте!")
        office.world.fill_form(citizen, [{"key": "custom_0", "question": "Что случилось?", "answer": f"Яма {number}"}])
    await office.settles()
    assert len(office.appeals()) == APPEALS

    while town.done.total() < ACTIONS:
        for _ in range(town.random.randint(1, 2 * MODERATORS)):
            town.somebody_acts()
        if town.random.random() < 0.5:
            await office.settles()  # else the next ones act before the bot has spoken
    await office.settles()

    everybody_worked(office, town.moderators)
    statuses_agree_with_the_journal(office.database)
    cards_agree_with_appeals(office)
    citizens_were_told_once(office)
    nobody_stands_in_a_chain(office)
    assert {status for (status,) in office.database("SELECT DISTINCT status FROM appeals")} >= {
        "answered",
        "rejected",
        "duplicate",
    }


def cards_agree_with_appeals(office: Office) -> None:
    for number, status, assignee in office.database(
        "SELECT printf('%d-%06d', year, sequence), status, assignee_id FROM appeals"
    ):
        card = office.card(number).text
        assert STATUS_FOR_STAFF[Status(status)] in card.splitlines()[0], f"{number}: {status}\n{card}"
        if assignee is not None:
            user = office.world.users[assignee]
            assert f"Исполнитель: {user.first_name} {user.last_name}" in card


def citizens_were_told_once(office: Office) -> None:
    """As many answers, questions and refusals arrived as stand in the history."""
    for appeal_id, number, citizen in office.database(
        "SELECT a.id, printf('%d-%06d', a.year, a.sequence), c.vk_id"
        " FROM appeals a JOIN citizens c ON c.id = a.citizen_id"
    ):
        seen = [one.text for one in office.world.conversation(citizen).messages if one.from_id < 0]
        stands = Counter(act for (act,) in office.database("SELECT act FROM history WHERE appeal_id = ?", appeal_id))
        for act, (head, words) in TOLD.items():
            fresh = [
                text for text in seen if text.startswith(head) and number in text and any(w in text for w in words)
            ]
            assert len(fresh) == stands[act], f"{appeal_id}: {act} {stands[act]} times\n" + "\n—\n".join(seen)


def nobody_stands_in_a_chain(office: Office) -> None:
    joined = office.database("SELECT m.joined_to, a.status FROM appeals a JOIN appeals m ON m.id = a.joined_to")
    assert joined, "somebody was joined"
    assert {(further, status) for further, status in joined} == {(None, "duplicate")}


TOLD = {
    "answered": ("Ответ администрации", ("Яму засыпали 6 апреля",)),
    "asked": ("Вопрос по обращению", ("Какой подъезд?",)),
    "rejected": ("Ответ администрации", ("помочь не сможем", "пока не взяли в работу")),
}
"""How what reaches a citizen begins, and its words."""


def everybody_worked(office: Office, moderators: Iterable[int]) -> None:
    """None of the five was turned away for want of a role."""
    worked = {actor for (actor,) in office.database("SELECT DISTINCT actor_id FROM audit WHERE refused = ''")}
    assert set(moderators) <= worked
