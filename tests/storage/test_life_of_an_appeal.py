"""The use cases on the real store: a naive model of the trade walks beside them, and kills come in between."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from appeals.errors import (
    AlreadyTaken,
    AppealNotFound,
    AppealsError,
    NotStaff,
    WrongStatus,
)
from appeals.model import Act, Appeal, Lapse, Status
from appeals.usecases.feedback import Clarify, Comment, Reopen, Resolve
from appeals.usecases.lapsing import CloseOverSilence
from appeals.usecases.work import (
    AnswerAppeal,
    AskCitizen,
    RejectAppeal,
    TakeAppeal,
    get_appeal,
)
from storage.unit import Session
from tests.storage.people import still_open
from tests.storage.store import STORES, SqliteStore
from tests.storage.town import BORIS, CALENDAR, CLOCKS, MARIA, OLGA, OPEN, STRANGER, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, ANNA, NOW, PHOTO

Deed = Callable[[Session], Awaitable[Appeal]]


# --------------------------------------------------------------------------------------------------- the state machine


@dataclass
class Expected:
    """An appeal as the naive model has it."""

    id: int
    owner: int
    status: Status = Status.NEW
    assignee: int | None = None
    question: str = ""
    lapse: Lapse | None = None
    acts: list[Act] = field(default_factory=lambda: [Act.FILED])


@dataclass
class Outcome:
    """What the model expects of a deed: a refusal, or a change and a row of history."""

    refusal: type[AppealsError] | None = None
    status: Status | None = None
    assignee: int | None = None
    question: str = ""
    act: Act | None = None
    lapse: Lapse | None = None


staff = st.sampled_from([MARIA, OLGA])
anybody = st.sampled_from([MARIA, OLGA, STRANGER, ANNA.vk_id])
citizens = st.sampled_from([ANNA.vk_id, BORIS])
any_appeal = st.integers(0, 10**6)
fate = st.sampled_from(["committed", "committed", "committed", "killed"])


class LifeOfAppeals(RuleBasedStateMachine):
    """Deeds of everybody in any order; some end before their commit, and then nothing of them may be left."""

    kind = SqliteStore

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.store = self.kind(self.folder)
        self.runner.run(self.store.open())
        self.runner.run(prepare(self.store))
        self.appeals: list[Expected] = []
        self.drafts = 0

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        self.file(ANNA.vk_id, "committed")

    async def act(self, vk_id: int, deed: Deed, fate: str) -> Appeal | AppealsError:
        async with self.store.work() as unit:
            session = unit.session(await self.store.standing(unit, vk_id))
            try:
                done: Appeal | AppealsError = await deed(session)
            except AppealsError as refusal:
                await unit.undo(session)
                done = refusal
            else:
                await unit.keep(session, None)
            if fate == "committed":
                await unit.commit()
            return done

    @rule(vk_id=citizens, fate=fate)
    def file(self, vk_id: int, fate: str) -> None:
        self.drafts += 1
        filed = self.runner.run(self.act(vk_id, lambda session: filing(session, id=self.drafts), fate))
        assert isinstance(filed, Appeal)
        assert filed.number.sequence == len(self.appeals) + 1, "numbers run without gaps"
        if fate == "committed":
            self.appeals.append(Expected(filed.id, vk_id))

    def do(
        self,
        which: int,
        who: int,
        fate: str,
        deed: Callable[[Session, int], Awaitable[Appeal]],
        plan: Callable[[Expected], Outcome],
    ) -> None:
        before = self.appeals[which % len(self.appeals)]
        expected = plan(before)
        done = self.runner.run(self.act(who, lambda session: deed(session, before.id), fate))
        if expected.refusal is not None:
            assert type(done) is expected.refusal
            return
        assert isinstance(done, Appeal)
        if fate == "committed":
            before.status = expected.status or before.status
            before.assignee, before.question = expected.assignee, expected.question
            before.lapse = expected.lapse
            before.acts += [expected.act] if expected.act else []

    @rule(which=any_appeal, by=anybody, fate=fate)
    def take(self, which: int, by: int, fate: str) -> None:
        def plan(one: Expected) -> Outcome:
            if by not in (MARIA, OLGA):
                return Outcome(NotStaff)
            if one.status in OPEN and one.assignee not in (None, by):
                return Outcome(AlreadyTaken)
            if one.status in (Status.IN_PROGRESS, Status.WAITING_CITIZEN):
                return Outcome(assignee=by, question=one.question)
            if one.status not in OPEN:
                return Outcome(WrongStatus)
            return Outcome(None, Status.IN_PROGRESS, by, "", Act.TAKEN)

        self.do(which, by, fate, lambda session, appeal: TakeAppeal(session, CLOCKS)(appeal, by, NOW), plan)

    @rule(which=any_appeal, by=anybody, fate=fate, question=st.sampled_from(["Какой подъезд?", "А дом?"]))
    def ask(self, which: int, by: int, fate: str, question: str) -> None:
        def plan(one: Expected) -> Outcome:
            if by not in (MARIA, OLGA):
                return Outcome(NotStaff)
            if one.status not in OPEN:
                return Outcome(WrongStatus)
            whole = f"{one.question}\n{question}" if one.status is Status.WAITING_CITIZEN else question
            return Outcome(None, Status.WAITING_CITIZEN, one.assignee or by, whole, Act.ASKED)

        self.do(which, by, fate, lambda session, appeal: AskCitizen(session, CLOCKS)(appeal, by, question, NOW), plan)

    @rule(which=any_appeal, by=anybody, fate=fate, reject=st.booleans())
    def end(self, which: int, by: int, fate: str, reject: bool) -> None:
        def plan(one: Expected) -> Outcome:
            if by not in (MARIA, OLGA):
                return Outcome(NotStaff)
            if one.status not in OPEN:
                return Outcome(WrongStatus)
            status, act = (Status.REJECTED, Act.REJECTED) if reject else (Status.ANSWERED, Act.ANSWERED)
            return Outcome(None, status, one.assignee or by, "", act)

        def deed(session: Session, appeal: int) -> Awaitable[Appeal]:
            if reject:
                return RejectAppeal(session, CLOCKS)(appeal, by, "Частная территория", NOW)
            return AnswerAppeal(session, CLOCKS)(appeal, by, "Засыпали", (PHOTO,), NOW)

        self.do(which, by, fate, deed, plan)

    @rule(which=any_appeal, who=citizens, fate=fate)
    def clarify(self, which: int, who: int, fate: str) -> None:
        def plan(one: Expected) -> Outcome:
            if one.owner != who:
                return Outcome(AppealNotFound)
            if one.status is not Status.WAITING_CITIZEN and one.lapse is not Lapse.NO_REPLY:
                return Outcome(WrongStatus)
            status = Status.REOPENED if one.lapse else Status.IN_PROGRESS
            return Outcome(None, status, one.assignee, "", Act.CLARIFIED)

        self.do(
            which,
            who,
            fate,
            lambda session, appeal: Clarify(session, CLOCKS)(person_of(session), appeal, "Второй", (), NOW),
            plan,
        )

    @rule(which=any_appeal, who=citizens, fate=fate, settled=st.booleans())
    def give_feedback(self, which: int, who: int, fate: str, settled: bool) -> None:
        def plan(one: Expected) -> Outcome:
            if one.owner != who:
                return Outcome(AppealNotFound)
            known = settled and one.lapse is not None
            if one.status not in (Status.ANSWERED, Status.REOPENED if settled else Status.CLOSED) and not known:
                return Outcome(WrongStatus)
            status, act = (Status.CLOSED, Act.RESOLVED) if settled else (Status.REOPENED, Act.REOPENED)
            return Outcome(None, status, one.assignee, "", act)

        def give(session: Session, appeal: int) -> Awaitable[Appeal]:
            use_case = Resolve(session) if settled else Reopen(session, ADMINISTRATION, CALENDAR)
            return use_case(person_of(session), appeal, NOW)

        self.do(which, who, fate, give, plan)

    @rule(which=any_appeal, who=citizens, fate=fate)
    def comment(self, which: int, who: int, fate: str) -> None:
        def plan(one: Expected) -> Outcome:
            if one.owner != who:
                return Outcome(AppealNotFound)
            return Outcome(None, None, one.assignee, one.question, Act.COMMENTED, one.lapse)

        self.do(
            which, who, fate, lambda session, appeal: Comment(session)(person_of(session), appeal, "Ещё", (), NOW), plan
        )

    @rule(which=any_appeal, fate=fate)
    def keep_silent(self, which: int, fate: str) -> None:
        def plan(one: Expected) -> Outcome:
            if one.status is Status.WAITING_CITIZEN:
                return Outcome(None, Status.CLOSED, one.assignee, one.question, Act.UNREPLIED, Lapse.NO_REPLY)
            if one.status is Status.ANSWERED:
                return Outcome(None, Status.CLOSED, one.assignee, "", Act.UNJUDGED, Lapse.NO_VERDICT)
            return Outcome(WrongStatus)

        async def deed(session: Session, appeal: int) -> Appeal:
            return await CloseOverSilence(session, CLOCKS)(await get_appeal(session, appeal), NOW)

        self.do(which, ANNA.vk_id, fate, deed, plan)

    @precondition(lambda self: len(self.appeals) > 1)
    @rule()
    def restart(self) -> None:
        self.runner.run(self.store.reopen())

    @invariant()
    def the_store_agrees(self) -> None:
        self.runner.run(self._agrees())

    async def _agrees(self) -> None:
        async with self.store.work() as unit:
            desk = unit.session(await self.store.standing(unit))
            for expected in self.appeals:
                appeal = await desk.appeals.get(expected.id)
                assert appeal is not None
                assert (appeal.status, appeal.assignee_id, appeal.question, appeal.lapse) == (
                    expected.status,
                    expected.assignee,
                    expected.question,
                    expected.lapse,
                )
                assert (appeal.paused_at is not None) == (appeal.status is Status.WAITING_CITIZEN)
                assert not appeal.is_open or CLOCKS.counted(appeal) == appeal, "deadlines can be derived"
                assert [entry.act for entry in await desk.history.of(expected.id)] == expected.acts
            urgent = await still_open(desk, limit=10**6)
        assert {one.id for one in urgent.appeals} == {one.id for one in self.appeals if one.status in OPEN}


@pytest.mark.parametrize("kind", STORES)
def test_lives_of_appeals(kind: str) -> None:
    machine = type("Lives", (LifeOfAppeals,), {"kind": STORES[kind]})
    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=25))
