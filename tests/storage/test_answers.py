"""What stands around an answer in the database: templates, switches, answers before the head, promises."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from appeals.approvals import Decision, SubmittedAnswer
from appeals.desk_settings import Setting
from appeals.errors import AnswerOver, NotAllowed, TemplateRefused, WrongStatus
from appeals.model import Act, HistoryEntry, Number, Role, StaffMember, Status
from appeals.personal import Reason
from appeals.promises import PromiseStatus
from appeals.promising import Promised
from appeals.templates import MAX_TEMPLATES, Fault
from appeals.usecases.approval import ApproveAnswer, ReturnAnswer, SubmitAnswer, needs_approval
from appeals.usecases.feedback import Reopen, Resolve
from appeals.usecases.personal import DestroyData
from appeals.usecases.settings import SwitchSetting
from appeals.usecases.templates import AddTemplate, find_template
from appeals.usecases.work import AnswerAppeal
from storage.answers import OverduePromises
from storage.unit import Session
from tests.storage.store import SqliteStore
from tests.storage.town import CALENDAR, CLOCKS, MARIA, OLGA, filing, person_of, prepare
from tests.unit.samples import ADMINISTRATION, COMMUNITY, NOW, PHOTO

HEAD = 203
OTHER = COMMUNITY + 1


@pytest.fixture(autouse=True)
async def town(store: SqliteStore) -> None:
    """Two moderators, a head, and an appeal with the id 1."""
    await prepare(store)
    async with store.desk() as session:
        await session.staff.give(StaffMember(HEAD, Role.HEAD, "Глава"))
        await filing(session)


async def submit(session: Session, text: str = "Засыпали") -> SubmittedAnswer:
    return await SubmitAnswer(session)(1, MARIA, MARIA, text, (PHOTO,), NOW)


class TestTemplates:
    async def test_a_name_is_one_however_it_is_written(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            first = await session.templates.put("Тёплая вода", "Дали воду", MARIA, NOW)
            again = await session.templates.put("теплая  вода", "Воду дали", OLGA, NOW)
            assert first.id == again.id
            assert [(one.name, one.body) for one in await session.templates.all()] == [("теплая  вода", "Воду дали")]
        async with store.desk(community=OTHER) as session:
            assert await session.templates.all() == []
            assert await session.templates.get(first.id) is None
            await session.templates.remove(first.id)
        async with store.desk() as session:
            assert await session.templates.get(first.id) == again

    async def test_a_beginning_that_fits_one_is_enough(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            for name in ("Фонарь починили", "Фонарь заказали", "Яма"):
                await session.templates.put(name, "Текст", MARIA, NOW)
            assert (await find_template(session, "фонарь  за")).name == "Фонарь заказали"
            with pytest.raises(TemplateRefused):
                await find_template(session, "Фонарь")

    async def test_there_may_not_be_too_many(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            for number in range(MAX_TEMPLATES):
                await session.templates.put(f"Шаблон {number}", "Текст", MARIA, NOW)
            with pytest.raises(TemplateRefused) as refused:
                await AddTemplate(session)("Ещё один", "Текст", MARIA, NOW)
            assert refused.value.fault is Fault.TOO_MANY


class TestSettings:
    async def test_a_switch_is_off_until_it_is_switched(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            assert not await session.settings.is_on(Setting.APPROVAL)
            assert await SwitchSetting(session)(Setting.APPROVAL, True, HEAD)
            assert not await SwitchSetting(session)(Setting.APPROVAL, True, HEAD)
            with pytest.raises(NotAllowed):
                await SwitchSetting(session)(Setting.APPROVAL, False, MARIA)
        async with store.desk() as session:
            assert await session.settings.is_on(Setting.APPROVAL)
            assert [await needs_approval(session, one) for one in (MARIA, OLGA, HEAD)] == [True, False, False]
        async with store.desk(community=OTHER) as session:
            assert not await session.settings.is_on(Setting.APPROVAL)


class TestApproval:
    async def test_of_two_one_waits(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            first, second = await submit(session), await submit(session, "Засыпали щебнем")
            assert await session.approvals.waiting_for(1) == second
            assert await session.approvals.waiting(limit=9) == [second]
            for late in (first.id, 99):
                with pytest.raises(AnswerOver):
                    await ApproveAnswer(session, CLOCKS)(late, HEAD, NOW)
        async with store.desk() as session:
            known = await session.approvals.get(first.id)
            assert known is not None
            assert known.decision is Decision.WITHDRAWN

    async def test_approved_it_is_its_authors_and_promises(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            await submit(session, "Засыплем до 1 декабря")
        async with store.desk() as session:
            appeal, answer = await ApproveAnswer(session, CLOCKS)(1, HEAD, NOW)
            assert (appeal.status, appeal.assignee_id) == (Status.ANSWERED, MARIA)
            assert answer.text == "Засыплем до 1 декабря"
            assert [promise.due for promise in await session.promises.of(1)] == [date(2026, 12, 1)]
            last = (await session.history.of(1))[-1]
            assert (last.act, last.actor_id, last.attachments) == (Act.ANSWERED, MARIA, (PHOTO,))
            with pytest.raises(AnswerOver):
                await ReturnAnswer(session)(1, HEAD, "Поздно", NOW)

    @pytest.mark.parametrize("status", [Status.REJECTED, Status.FORWARDED, Status.DUPLICATE, Status.WITHDRAWN])
    async def test_however_an_appeal_ends_nothing_waits(self, store: SqliteStore, status: Status) -> None:
        async with store.desk() as session:
            await submit(session)
        async with store.desk() as session:
            appeal = await session.appeals.get(1)
            assert appeal is not None
            await session.appeals.save(replace(appeal, status=status))
            assert await session.approvals.waiting_for(1) is None
            with pytest.raises(AnswerOver):
                await ApproveAnswer(session, CLOCKS)(1, HEAD, NOW)

    async def test_a_moderator_can_neither_approve_nor_submit_what_has_ended(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            await submit(session)
            with pytest.raises(NotAllowed):
                await ApproveAnswer(session, CLOCKS)(1, MARIA, NOW)
            await AnswerAppeal(session, CLOCKS)(1, HEAD, "Засыпали", (), NOW)
            with pytest.raises(WrongStatus):
                await submit(session)


class TestPromises:
    async def test_the_oldest_first_and_only_the_open_ones(self, store: SqliteStore) -> None:
        today = NOW.date()
        async with store.desk() as session:
            for days in (5, -1, 0, -3):
                await session.promises.add(1, Promised(today + timedelta(days), "Засыплем"), NOW)
            found = await session.promises.open_until(today, limit=9)
            assert [(one.due - today).days for one in found] == [-3, -1, 0]
            assert [one.is_overdue(today) for one in found] == [True, True, False]
            assert found[0].number == Number(2026, 1)
            assert await session.promises.open_until(today, "roads", limit=9) == []
            assert await session.promises.count_open_until(today, "") == 3
            await session.promises.settle(found[0].id, PromiseStatus.KEPT, MARIA, NOW)
            await session.promises.settle(found[0].id, PromiseStatus.BROKEN, MARIA, NOW)
            assert await session.promises.count_open_until(date.max) == 3
            assert (await session.promises.of(1))[0].status is PromiseStatus.KEPT
        async with store.desk(community=OTHER) as session:
            assert await session.promises.count_open_until(date.max) == 0

    async def test_the_digest_is_told_what_is_overdue(self, store: SqliteStore) -> None:
        today = NOW.date()
        async with store.desk() as session:
            for days in (-1, 0, -3):
                await session.promises.add(1, Promised(today + timedelta(days), "Засыплем"), NOW)
        overdue = OverduePromises(store.database, COMMUNITY, ADMINISTRATION.zone)
        assert [one.promised_for for one in await overdue.broken(NOW)] == [today - timedelta(3), today - timedelta(1)]

    async def test_the_verdict_settles_them(self, store: SqliteStore) -> None:
        async with store.desk() as session:
            text = "Начнём 25 ноября. Закончим до 1 декабря."
            await AnswerAppeal(session, CLOCKS)(1, MARIA, text, (), NOW)
            later = NOW + timedelta(days=3)
            await Reopen(session, ADMINISTRATION, CALENDAR)(person_of(session), 1, later)
            statuses = [one.status for one in await session.promises.of(1)]
            assert statuses == [PromiseStatus.BROKEN, PromiseStatus.OPEN]
            await Resolve(session)(person_of(session), 1, later)
            statuses = [one.status for one in await session.promises.of(1)]
            assert statuses == [PromiseStatus.BROKEN, PromiseStatus.KEPT]


async def test_destroyed_with_the_person(store: SqliteStore) -> None:
    async with store.desk() as session:
        await submit(session, "Анна, засыплем до 1 декабря")
        await session.promises.add(1, Promised(NOW.date(), "Анна, засыплем"), NOW)
        await DestroyData(session, ADMINISTRATION)(person_of(session), Reason.DEMAND, NOW)
    for table in ("submitted_answers", "promises"):
        assert await store.database.read(f"SELECT * FROM {table}") == []  # noqa: S608 - two constants


async def test_the_last_answers_of_others(store: SqliteStore) -> None:
    async with store.desk() as session:
        for text in ("Первый", "Второй", ""):
            await session.history.add(1, HistoryEntry(Act.ANSWERED, NOW, MARIA, text))
        await session.history.add(1, HistoryEntry(Act.ASKED, NOW, MARIA, "Вопрос"))
        assert [one.text for one in await session.history.last_answers(besides=2, limit=9)] == ["Второй", "Первый"]
        assert [one.text for one in await session.history.last_answers(besides=2, limit=1)] == ["Второй"]
        assert await session.history.last_answers(besides=1, limit=9) == []
