"""Corrections on the real store: duplicates by a naive model, several questions, taking back, and who may do what."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from appeals.days import More
from appeals.errors import AppealsError, CantCorrect, NotAllowed, NotStaff, Why, WrongStatus
from appeals.model import Act, Appeal, Joined, Role, StaffMember, Status, Telling
from appeals.personal import Reason
from appeals.sharing import as_told, leading, story, told_too
from appeals.undo import LIFE, RESTORED
from appeals.usecases.clocks import ExtendDeadline, ForwardAppeal, InformCitizen
from appeals.usecases.corrections import Note, OpenAgain, Readdress, Recategorise
from appeals.usecases.feedback import Comment, Reopen, Resolve
from appeals.usecases.joining import Join, Part
from appeals.usecases.personal import DestroyData, WithdrawConsent
from appeals.usecases.routing import GiveToColleague
from appeals.usecases.splitting import Split
from appeals.usecases.undo import Undo
from appeals.usecases.work import AnswerAppeal, AskCitizen, RejectAppeal, TakeAppeal
from bot.delivery.delivery import Delivery
from bot.signals import Bell
from bot.vk.client import VkApi
from bot.vk.pace import Pace
from sandbox import Sandbox
from storage.outbox import Call, Finished, Outbox
from storage.unit import Session
from tests.storage.store import SqliteStore, message
from tests.storage.town import BORIS, CALENDAR, CLOCKS, MARIA, OLGA, OPEN, STRANGER, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, NOW, PHOTO

EXECUTOR, FOREIGN_EXECUTOR, OBSERVER, HEAD = 301, 302, 303, 304


@pytest.fixture
async def ready(store: SqliteStore) -> SqliteStore:
    await prepare(store)
    return store


async def filed(store: SqliteStore, vk_id: int = ANNA.vk_id, **changes: object) -> Appeal:
    async with store.desk(vk_id) as session:
        return await filing(session, **changes)


async def history(session: Session, appeal: Appeal) -> list[tuple[Act, str]]:
    return [(entry.act, entry.text) for entry in await session.history.of(appeal.id)]


# ------------------------------------------------------------------------------ duplicates, by a model


@dataclass
class One:
    """An appeal as the naive model has it: where it stands, or stood before it joined."""

    id: int
    owner: int
    status: Status = Status.NEW
    main: int | None = None
    has_common_answer: bool = False
    resolved: bool = False
    objects: bool = False


which = st.integers(0, 10**6)


class LifeOfDuplicates(RuleBasedStateMachine):
    """Joining, parting, answering and verdicts in any order: no chains, no cycles, and everybody gets their answer."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.store = SqliteStore(self.folder)
        self.runner.run(self.store.open())
        self.runner.run(prepare(self.store))
        self.every: dict[int, One] = {}

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        for number, owner in enumerate((ANNA.vk_id, BORIS, ANNA.vk_id, BORIS), 1):
            appeal = self.runner.run(filed(self.store, owner, id=number))
            self.every[appeal.id] = One(appeal.id, owner)

    def one(self, which: int) -> One:
        return self.every[sorted(self.every)[which % len(self.every)]]

    def main_of(self, one: One) -> One:
        return self.every[one.main] if one.main is not None else one

    def do(self, vk_id: int, deed: Callable[[Session], Awaitable[object]], refusal: type[AppealsError] | None) -> None:
        async def act() -> None:
            async with self.store.desk(vk_id) as session:
                await deed(session)

        if refusal is None:
            self.runner.run(act())
        else:
            with pytest.raises(refusal):
                self.runner.run(act())

    @rule(first=which, second=which)
    def join(self, first: int, second: int) -> None:
        one, main = self.one(first), self.main_of(self.one(second))
        refusal: type[AppealsError] | None = None
        if one.main is not None or main is one or main.status not in OPEN:
            refusal = CantCorrect
        elif one.status not in OPEN:
            refusal = WrongStatus
        self.do(MARIA, lambda session: Join(session)(one.id, self.one(second).id, MARIA, NOW), refusal)
        if refusal is None:
            for other in self.every.values():
                if other is one or other.main == one.id:
                    other.main, other.has_common_answer, other.resolved = main.id, False, False

    @rule(first=which)
    def part(self, first: int) -> None:
        one = self.one(first)
        refusal = CantCorrect if one.main is None or one.has_common_answer else None
        self.do(MARIA, lambda session: Part(session)(one.id, MARIA, NOW), refusal)
        if refusal is None:
            one.main = None

    @rule(first=which, by=st.sampled_from(["take", "ask"]))
    def work(self, first: int, by: str) -> None:
        one = self.one(first)
        refusal = None if one.main is None and one.status in OPEN else WrongStatus
        if by == "take":
            self.do(MARIA, lambda session: TakeAppeal(session, CLOCKS)(one.id, MARIA, NOW), refusal)
            status = Status.WAITING_CITIZEN if one.status is Status.WAITING_CITIZEN else Status.IN_PROGRESS
        else:
            self.do(MARIA, lambda session: AskCitizen(session, CLOCKS)(one.id, MARIA, "Где?", NOW), refusal)
            status = Status.WAITING_CITIZEN
        if refusal is None:
            one.status = status

    @rule(first=which, reject=st.booleans())
    def answer(self, first: int, reject: bool) -> None:
        one = self.one(first)
        refusal = None if one.main is None and one.status in OPEN else WrongStatus

        def deed(session: Session) -> Awaitable[Appeal]:
            if reject:
                return RejectAppeal(session, CLOCKS)(one.id, MARIA, "Не наше", NOW)
            return AnswerAppeal(session, CLOCKS)(one.id, MARIA, "Засыпали", (PHOTO,), NOW)

        self.do(MARIA, deed, refusal)
        if refusal is None:
            one.status = Status.REJECTED if reject else Status.ANSWERED
            for other in self.every.values():
                if other.main == one.id:
                    other.has_common_answer, other.resolved = True, False if not reject else other.resolved
                if not reject and one in (other, self.every.get(other.main or 0)):
                    other.objects = False

    @rule(first=which)
    def not_resolved(self, first: int) -> None:
        one = self.one(first)
        main = self.main_of(one)
        joins_in = one is not main and main.status is Status.REOPENED and not one.objects
        refusal = None if joins_in or main.status in (Status.ANSWERED, Status.CLOSED) else WrongStatus
        self.do(
            one.owner,
            lambda session: Reopen(session, ADMINISTRATION, CALENDAR)(person_of(session), one.id, NOW),
            refusal,
        )
        if refusal is None:
            main.status = Status.REOPENED
            one.resolved, one.objects = False, True

    @rule(first=which)
    def resolved(self, first: int) -> None:
        one = self.one(first)
        main = self.main_of(one)
        may = main.status is Status.REOPENED or (main.status is Status.ANSWERED and not (one.main and one.resolved))
        self.do(
            one.owner, lambda session: Resolve(session)(person_of(session), one.id, NOW), None if may else WrongStatus
        )
        others = [other for other in self.every.values() if other.main == one.id and other.owner != one.owner]
        goes_on = one.status is Status.REOPENED and any(other.objects for other in others)
        if may and one.main is None:
            one.status = Status.REOPENED if goes_on else Status.CLOSED
        elif may:
            one.resolved = True
        if may:
            one.objects = False

    @rule(first=which)
    def open_again(self, first: int) -> None:
        one = self.one(first)
        may = one.main is None and one.status in (Status.ANSWERED, Status.CLOSED, Status.REJECTED)
        self.do(
            MARIA,
            lambda session: OpenAgain(session, CLOCKS)(one.id, MARIA, "Недоделали", NOW),
            None if may else WrongStatus,
        )
        if may:
            one.status = Status.REOPENED

    @invariant()
    def the_store_agrees(self) -> None:
        self.runner.run(self._agrees())

    async def _agrees(self) -> None:
        async with self.store.desk() as session:
            for one in self.every.values():
                appeal = await session.appeals.get(one.id)
                assert appeal is not None
                assert (appeal.status is Status.DUPLICATE) == (appeal.joined is not None) == (one.main is not None)
                stands = appeal.joined.status if appeal.joined else appeal.status
                assert stands is one.status
                main = await leading(session, appeal)
                assert main.joined is None, "nobody stands in a chain"
                assert main.id == (one.main or one.id)
                followers = await session.appeals.joined_to(one.id)
                assert {other.id for other in followers} == {o.id for o in self.every.values() if o.main == one.id}
                owners = {self.every[other.id].owner for other in followers} - {one.owner}
                assert {other.citizen_vk_id for other in await told_too(session, appeal)} == owners
                seen = await as_told(session, appeal)
                assert seen.status not in (Status.DUPLICATE, *([Status.WAITING_CITIZEN] if one.main else []))
                acts = [act for act, _ in await history(session, appeal)]
                told = [entry.act for entry in await story(session, appeal)]
                assert (Act.ANSWERED in acts) <= (Act.ANSWERED in told)


def test_lives_of_duplicates() -> None:
    run_state_machine_as_test(LifeOfDuplicates, settings=settings(max_examples=15, stateful_step_count=25))


# ----------------------------------------------------------------------------------------- corrections


async def test_a_new_topic_counts_the_deadline_from_the_filing_or_from_the_reopening(ready: SqliteStore) -> None:
    appeal, like = await filed(ready), await filed(ready, id=2, category="snow")
    later = NOW + timedelta(days=3)
    async with ready.desk(MARIA) as session:
        recategorise = Recategorise(session, CLOCKS)
        snow = await recategorise(appeal.id, MARIA, "snow", NOW + timedelta(days=1))
        assert snow.due_at == like.due_at < appeal.due_at
        assert await recategorise(appeal.id, MARIA, "snow", NOW) == snow, "the same one changes nothing"
        await RejectAppeal(session, CLOCKS)(appeal.id, MARIA, "Не наше", NOW)
        with pytest.raises(WrongStatus):
            await recategorise(appeal.id, MARIA, "roads", NOW)
        opened = await OpenAgain(session, CLOCKS)(appeal.id, MARIA, "Наше", later)
        assert opened.status is Status.REOPENED
        assert opened.due_at > snow.due_at
        assert (await recategorise(appeal.id, MARIA, "roads", later)).due_at > later + timedelta(days=7)
        assert (Act.OPENED, "Наше") in await history(session, appeal)


async def test_several_questions(ready: SqliteStore) -> None:
    appeal = await filed(ready)
    async with ready.desk(MARIA) as session:
        first, *parts = await Split(session, ADMINISTRATION)(appeal.id, MARIA, ["Яма", "Фонарь", "Урна"], NOW)
        again, last = await Split(session, ADMINISTRATION)(first.id, MARIA, ["Яма у дома", "Лужа"], NOW)
    assert [one.text for one in (again, *parts, last)] == ["Яма у дома", "Фонарь", "Урна", "Лужа"]
    assert [one.origin for one in (*parts, last)] == [f"split:{appeal.id}:{n}" for n in (1, 2, 3)]
    assert {(one.citizen_id, one.place, one.attachments, one.due_at) for one in (first, *parts, last)} == {
        (appeal.citizen_id, appeal.place, appeal.attachments, appeal.due_at)
    }
    assert sum(one.questions for one in (again, *parts, last)) == 4, "reports count questions"
    async with ready.desk(MARIA) as session:
        assert (Act.SPLIT_FROM, str(appeal.number)) in await history(session, last)
        assert (Act.SPLIT, appeal.text) in await history(session, appeal)


# ----------------------------------------------------------------------------------------- taking back


Deed = Callable[[Session, Appeal, Appeal], Awaitable[object]]
DEEDS: dict[Act, Deed] = {
    Act.TAKEN: lambda session, one, _: TakeAppeal(session, CLOCKS)(one.id, MARIA, NOW),
    Act.NOTED: lambda session, one, _: Note(session)(one.id, MARIA, "Позвонить", NOW),
    Act.RECATEGORISED: lambda session, one, _: Recategorise(session, CLOCKS)(one.id, MARIA, "snow", NOW),
    Act.READDRESSED: lambda session, one, _: Readdress(session)(one.id, MARIA, "Лесная, 7", NOW),
    Act.GIVEN: lambda session, one, _: GiveToColleague(session, CLOCKS)(one.id, MARIA, OLGA, NOW),
    Act.JOINED: lambda session, one, other: Join(session)(one.id, other.id, MARIA, NOW),
    Act.SPLIT: lambda session, one, _: Split(session, ADMINISTRATION)(one.id, MARIA, ["Яма", "Фонарь"], NOW),
    Act.ASKED: lambda session, one, _: AskCitizen(session, CLOCKS)(one.id, MARIA, "Где?", NOW),
    Act.ANSWERED: lambda session, one, _: AnswerAppeal(session, CLOCKS)(
        one.id, MARIA, "Засыплем до 15 декабря", (), NOW
    ),
    Act.REJECTED: lambda session, one, _: RejectAppeal(session, CLOCKS)(one.id, MARIA, "Не наше", NOW),
    Act.FORWARDED: lambda session, one, _: ForwardAppeal(session, CLOCKS)(one.id, MARIA, "ГИБДД", "", NOW),
    Act.UPDATED: lambda session, one, _: InformCitizen(session, CLOCKS)(one.id, MARIA, "Ждём плитку", NOW),
    Act.EXTENDED: lambda session, one, _: ExtendDeadline(session, CLOCKS)(
        one.id, MARIA, More(3, working=True), "Ждём плитку", NOW
    ),
}


@pytest.mark.parametrize("act", DEEDS)
async def test_taken_back(ready: SqliteStore, act: Act) -> None:
    one, other = await filed(ready), await filed(ready, BORIS, id=2)
    async with ready.desk(MARIA) as session:
        await DEEDS[act](session, one, other)
    assert await _stands(ready, one.id) != one or act is Act.NOTED
    async with ready.desk(MARIA) as session:
        deed, restored = await Undo(session, CLOCKS)(one.id, MARIA, NOW + LIFE)
        assert (deed.act, restored[0].id) == (act, one.id)
    assert await _stands(ready, one.id) == one
    assert await _stands(ready, other.id) == other
    assert await ready.database.read("SELECT * FROM promises") == []
    async with ready.desk(MARIA) as session:
        assert (await history(session, one))[-1] == (Act.UNDONE, act)
        assert act not in {entry.act for entry in await story(session, one)}, "for the citizen it never was"
        for part_id in deed.made:
            part = await session.appeals.get(part_id)
            assert part is not None
            assert part.joined is not None, "a number that was given works"
            assert part.joined.to == one.id
        with pytest.raises(CantCorrect) as twice:
            await Undo(session, CLOCKS)(one.id, MARIA, NOW)
        assert twice.value.why is Why.NOTHING_DONE


async def test_parting_is_taken_back_with_those_who_moved_along(ready: SqliteStore) -> None:
    first, second, third = [await filed(ready, who, id=n) for n, who in ((1, ANNA.vk_id), (2, BORIS), (3, BORIS))]
    async with ready.desk(MARIA) as session:
        await Join(session)(third.id, second.id, MARIA, NOW)
        await Join(session)(second.id, first.id, MARIA, NOW)
        assert {one.id for one in await session.appeals.joined_to(first.id)} == {second.id, third.id}
        await Undo(session, CLOCKS)(second.id, MARIA, NOW)
        assert [one.id for one in await session.appeals.joined_to(second.id)] == [third.id]
        await Part(session)(third.id, MARIA, NOW)
        await Undo(session, CLOCKS)(third.id, MARIA, NOW)
        assert [one.id for one in await session.appeals.joined_to(second.id)] == [third.id]


async def test_a_button_means_its_own_deed(ready: SqliteStore) -> None:
    appeal = await filed(ready)
    async with ready.desk(MARIA) as session:
        ids = []
        for text in ("Раз", "Два"):
            await Note(session)(appeal.id, MARIA, text, NOW)
            last = await session.deeds.last(appeal.id)
            assert last is not None
            ids.append(last.id)
        with pytest.raises(CantCorrect) as refusal:
            await Undo(session, CLOCKS)(appeal.id, MARIA, NOW, ids[0])
        assert refusal.value.why is Why.FOLLOWED
        await Undo(session, CLOCKS)(appeal.id, MARIA, NOW, ids[1])
        await Note(session)(appeal.id, MARIA, "Три", NOW)
        with pytest.raises(CantCorrect):
            await Undo(session, CLOCKS)(appeal.id, MARIA, NOW, ids[1])


async def test_what_cannot_be_taken_back(ready: SqliteStore) -> None:
    async def refused(by: int, at: timedelta = timedelta()) -> Why:
        async with ready.desk(by) as session:
            with pytest.raises(CantCorrect) as refusal:
                await Undo(session, CLOCKS)(appeal.id, by, NOW + at)
            return refusal.value.why

    appeal = await filed(ready)
    async with ready.desk() as session:
        members = [StaffMember(vk_id, Role.MODERATOR) for vk_id in (MARIA, 203)]
        await session.staff.replace("vk", [*members, StaffMember(OLGA, Role.ADMINISTRATOR)])
    assert await refused(MARIA) is Why.NOTHING_DONE
    async with ready.desk(MARIA) as session:
        await Note(session)(appeal.id, MARIA, "Позвонить", NOW)
    assert await refused(203) is Why.ANOTHERS
    assert await refused(MARIA, LIFE + timedelta(milliseconds=1)) is Why.TOO_LATE
    async with ready.desk() as session:
        await Comment(session)(person_of(session), appeal.id, "Жду", (), NOW)
    assert await refused(OLGA) is Why.FOLLOWED
    async with ready.desk(STRANGER) as session:
        with pytest.raises(NotStaff):
            await Undo(session, CLOCKS)(appeal.id, STRANGER, NOW)


@pytest.mark.parametrize("claimed", [False, True])
async def test_a_message_is_called_back_until_it_is_on_its_way(ready: SqliteStore, claimed: bool) -> None:
    appeal = await filed(ready)
    async with ready.desk(MARIA) as session:
        session.call(message("раньше", appeal_id=appeal.id))  # what was said before has nothing to do with it
        await TakeAppeal(session, CLOCKS)(appeal.id, MARIA, NOW)
        told = replace(message("взяли", appeal_id=appeal.id), is_revocable=True, tells=Telling.TAKEN)
        call_id = session.call(told)
    assert [call.is_revocable for call in await ready.waiting_calls()] == [False, True]
    if claimed:
        assert await ready.outbox().claim([call_id], NOW) == {call_id}
        assert await ready.outbox().claim([call_id], NOW) == {call_id}, "after a kill it is sent again"
    async with ready.desk(MARIA) as session:
        if claimed:
            with pytest.raises(CantCorrect) as refusal:
                await Undo(session, CLOCKS)(appeal.id, MARIA, NOW)
            assert refusal.value.why is Why.TOLD
        else:
            await Undo(session, CLOCKS)(appeal.id, MARIA, NOW)
    waits = [call.params["message"] for call in await ready.waiting_calls()]
    assert waits == (["раньше", "взяли"] if claimed else ["раньше"])
    if not claimed:
        assert await ready.outbox().claim([call_id], NOW) == set(), "too late to send it"


async def test_what_is_called_back_at_the_last_moment_is_not_sent(ready: SqliteStore) -> None:
    appeal = await filed(ready)

    class Overtaken(Outbox):
        """The moderator is faster: delivery has read the message already, and is about to send it."""

        async def claim(self, call_ids: Sequence[int], at: datetime) -> frozenset[int]:
            async with ready.desk(MARIA) as session:
                await Undo(session, CLOCKS)(appeal.id, MARIA, NOW)
            return await super().claim(call_ids, at)

    async with ready.desk(MARIA) as session:
        await TakeAppeal(session, CLOCKS)(appeal.id, MARIA, NOW)
        session.call(replace(message("взяли", appeal_id=appeal.id), is_revocable=True))
        session.call(message("следующее"))
    async with Sandbox(rate_limit=None) as sandbox, aiohttp.ClientSession() as http:
        sandbox.world.allow(ANNA.vk_id)
        api = VkApi(sandbox.token, sandbox.api_url, pace=Pace(), session=http)
        outbox = Overtaken(ready.database, COMMUNITY)
        delivery = Delivery(outbox, api, ready.clock, news=Bell(), on_events=lambda: None)
        async with asyncio.TaskGroup() as group:
            group.create_task(delivery.run())
            await sandbox.world.wait_for(lambda: sandbox.world.seen_by(ANNA.vk_id, -COMMUNITY))
            delivery.stop()
        assert [one.text for one in sandbox.world.seen_by(ANNA.vk_id, -COMMUNITY)] == ["следующее"]
    assert await ready.outbox().counts() == {"expired": 1, "sent": 1}


async def test_when_the_main_appeals_citizen_leaves_the_first_neighbour_takes_its_place(ready: SqliteStore) -> None:
    main, own, second, third = [
        await filed(ready, who, id=n) for n, who in ((1, ANNA.vk_id), (2, ANNA.vk_id), (3, BORIS), (4, BORIS))
    ]
    async with ready.desk(MARIA) as session:
        for one in (own, second, third):
            await Join(session)(one.id, main.id, MARIA, NOW)
    async with ready.desk() as session:
        ended = await WithdrawConsent(session)(person_of(session), NOW)
        assert {one.id for one in ended} == {main.id}
    heir = await _stands(ready, second.id)
    assert (heir.status, heir.joined) == (Status.NEW, None)
    assert (await _stands(ready, third.id)).joined == replace(_joined(await _stands(ready, third.id)), to=heir.id)
    assert _joined(await _stands(ready, own.id)).to == main.id, "it ends with its citizen's other one"
    async with ready.desk() as session:
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.WITHDRAWAL, NOW)
    async with ready.desk(MARIA) as session:
        assert await session.deeds.last(own.id) is None, "what stood before told of the person"
        await AnswerAppeal(session, CLOCKS)(heir.id, MARIA, "Засыпали", (), NOW)
        assert (Act.ANSWERED, "Засыпали") in await history(session, third)
        with pytest.raises(WrongStatus):
            await Part(session)(own.id, MARIA, NOW)


async def test_a_neighbour_whose_person_is_forgotten_hears_nothing(ready: SqliteStore) -> None:
    main, other = await filed(ready), await filed(ready, BORIS, id=2)
    async with ready.desk(MARIA) as session:
        await Join(session)(other.id, main.id, MARIA, NOW)
    async with ready.desk(BORIS) as session:
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
    async with ready.desk(MARIA) as session:
        answered = await AnswerAppeal(session, CLOCKS)(main.id, MARIA, "Засыпали", (), NOW)
        assert await told_too(session, answered) == []
        assert (Act.ANSWERED, "Засыпали") not in await history(session, other)


async def test_a_neighbour_comes_back_on_an_answer_whose_person_is_forgotten(ready: SqliteStore) -> None:
    main, other = await filed(ready), await filed(ready, BORIS, id=2)
    async with ready.desk(MARIA) as session:
        await Join(session)(other.id, main.id, MARIA, NOW)
        await AnswerAppeal(session, CLOCKS)(main.id, MARIA, "Засыпали", (), NOW)
    async with ready.desk() as session:
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
    async with ready.desk(BORIS) as session:
        await Reopen(session, ADMINISTRATION, CALENDAR)(person_of(session), other.id, NOW)
    back = await _stands(ready, other.id)
    assert (back.status, back.joined) == (Status.REOPENED, None)


async def test_what_was_sent_cannot_be_taken_back_and_another_peers_card_can(ready: SqliteStore) -> None:
    appeal = await filed(ready)
    async with ready.desk(MARIA) as session:
        await TakeAppeal(session, CLOCKS)(appeal.id, MARIA, NOW)
        card = session.call(Call(2_000_000_001, 2, "messages.send", {"message": "карточка"}))
    await ready.outbox().finish([Finished(card, "sent", None, 5)], [], [], NOW)
    async with ready.desk(MARIA) as session:
        await Undo(session, CLOCKS)(appeal.id, MARIA, NOW)
        await TakeAppeal(session, CLOCKS)(appeal.id, MARIA, NOW)
        sent = session.call(replace(message("взяли", appeal_id=appeal.id), is_revocable=True))
    await ready.outbox().finish([Finished(sent, "sent", None, 6)], [], [], NOW)
    async with ready.desk(MARIA) as session:
        with pytest.raises(CantCorrect) as refusal:
            await Undo(session, CLOCKS)(appeal.id, MARIA, NOW)
        assert refusal.value.why is Why.TOLD


def test_every_field_of_an_appeal_comes_back_or_is_changed_by_no_deed_that_can_be_taken_back() -> None:
    """A new field belongs into `appeals.undo.RESTORED` and `storage.deeds`, or here."""
    fixed = {
        *("id", "number", "citizen_id", "citizen_vk_id", "channel", "text", "contact", "attachments", "filed_at"),
        *("origin", "told_name", "answers", "source", "number_told", "is_erased"),
    }
    assert {one.name for one in fields(Appeal)} == fixed | set(RESTORED)


# --------------------------------------------------------------------------------------------- who may


ROLES = {
    OLGA: Role.ADMINISTRATOR,
    HEAD: Role.HEAD,
    MARIA: Role.MODERATOR,
    EXECUTOR: Role.EXECUTOR,
    FOREIGN_EXECUTOR: Role.EXECUTOR,
    OBSERVER: Role.OBSERVER,
    STRANGER: None,
}
WORKING, ROUTING = {OLGA, HEAD, MARIA, EXECUTOR}, {OLGA, HEAD, MARIA}


@pytest.mark.parametrize(
    ("deed", "allowed"),
    [
        (lambda session, one, _, by: Note(session)(one.id, by, "Позвонить", NOW), WORKING),
        (lambda session, one, _, by: Readdress(session)(one.id, by, "Лесная, 7", NOW), WORKING),
        (
            lambda session, one, _, by: Recategorise(session, CLOCKS)(one.id, by, "snow", NOW),
            ROUTING,
        ),
        (lambda session, one, other, by: Join(session)(one.id, other.id, by, NOW), ROUTING),
        (lambda session, one, _, by: Split(session, ADMINISTRATION)(one.id, by, ["Яма", "Фонарь"], NOW), ROUTING),
        (lambda session, _, other, by: Part(session)(other.id, by, NOW), ROUTING),
        (lambda session, _, other, by: OpenAgain(session, CLOCKS)(other.id, by, "…", NOW), ROUTING),
    ],
    ids=["note", "address", "topic", "join", "split", "part", "open"],
)
async def test_who_may(
    ready: SqliteStore, deed: Callable[[Session, Appeal, Appeal, int], Awaitable[object]], allowed: set[int]
) -> None:
    one, other = await filed(ready), await filed(ready, BORIS, id=2)
    async with ready.desk() as session:
        await session.staff.replace(
            "vk",
            [
                StaffMember(vk_id, role, "", {EXECUTOR: "roads", FOREIGN_EXECUTOR: "water"}.get(vk_id, ""))
                for vk_id, role in ROLES.items()
                if role is not None
            ],
        )
        await session.appeals.save(replace(one, department="roads"))
        await session.appeals.save(replace(other, department="roads"))
    may: set[int] = set()
    for vk_id in ROLES:
        async with ready.work() as unit:
            session = unit.session(await ready.standing(unit, vk_id))
            try:
                await deed(session, one, other, vk_id)
            except (NotAllowed, NotStaff):
                pass
            except (CantCorrect, WrongStatus):
                may.add(vk_id)  # allowed, though there is nothing to part or to open
            else:
                may.add(vk_id)
            await unit.undo(session)
    assert may == allowed


def _joined(appeal: Appeal) -> Joined:
    assert appeal.joined is not None
    return appeal.joined


async def _stands(store: SqliteStore, appeal_id: int) -> Appeal:
    async with store.desk() as session:
        appeal = await session.appeals.get(appeal_id)
        assert appeal is not None
        return appeal
