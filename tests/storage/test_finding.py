"""Finding on real files: the index keeps step, whatever changes the words; scopes hold; forgotten words are gone."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from appeals.model import Act, Channel, HistoryEntry, Place, Status
from appeals.search import MANY, parse_search
from appeals.selection import DateRange, Scope, Selection, Shelf, Tally
from bot.speaker import SessionSpeaker
from handlers.commands import parse_command
from handlers.desk import COMMANDS, PRESSES
from handlers.finding import foresee
from handlers.incoming import Message, read_message, read_press
from handlers.turn import Office, Turn
from storage import word_index
from storage.looking import Looking
from storage.migrations import migrations
from storage.profiles import Profile
from storage.word_index import WordIndex
from tests.storage.people import BORIS, file, who
from tests.storage.store import Ids, SqliteStore
from tests.storage.town import CALENDAR
from tests.unit.samples import ADMINISTRATION, ANNA, COMMUNITY, MARIA, NOW

ZONE = ZoneInfo("Europe/Moscow")
ALL = Scope()
UNSEEN = Scope(sees_person=False)
ROADS = Scope(department="roads")

pytestmark = pytest.mark.usefixtures("people")


async def found(store: SqliteStore, words: str, scope: Scope = ALL, *, offset: int = 0) -> list[int]:
    """The ids of appeals, as the reader finds them."""
    search = parse_search(words)
    assert search is not None
    page = await Looking(store.database, COMMUNITY).finding.search(search, scope, limit=10, offset=offset)
    return [one.appeal.id for one in page.found]


async def selected(store: SqliteStore, selection: Selection, scope: Scope = ALL) -> tuple[list[int], Tally]:
    finding = Looking(store.database, COMMUNITY).finding
    page = await finding.select(selection, scope, MARIA.vk_id, NOW, ZONE, limit=10, offset=0)
    return [one.id for one in page.appeals], page.counts


async def filed(store: SqliteStore, *texts: str, vk_id: int = ANNA.vk_id, **changes: Any) -> list[int]:
    """File appeals; their ids."""
    async with store.desk(vk_id) as session:
        return [(await file(session, text=text, **changes)).id for text in texts]


class TestSearch:
    @pytest.mark.parametrize(
        "words",
        ["фонарей", "ФОНАРЁМ", "фон", "горит фонарь", "садовую 12а", "Садовая 12", "фонарь садовая"],
    )
    async def test_word_forms_and_houses(self, store: SqliteStore, words: str) -> None:
        (wanted,) = await filed(store, "Не горит фонарь.", place=Place("ул. Садовая, 12 А"))
        await filed(store, "Яма на дороге.", place=Place("Лесная, 3"))
        assert await found(store, words) == [wanted]

    @pytest.mark.parametrize("words", ["фонтан", "садовая 12б", "горит яма", "21", "она не на"])
    async def test_what_is_not_there(self, store: SqliteStore, words: str) -> None:
        await filed(store, "Не горит фонарь.", "Яма.", place=Place("ул. Садовая, 12 А"))
        search = parse_search(words)
        assert search is None or await found(store, words) == []

    @pytest.mark.parametrize("words", ["2", "№2", "2026-000002", "000002"])
    async def test_a_number_comes_first(self, store: SqliteStore, words: str) -> None:
        await filed(store, "Первое.", "Второе.", "У дома 2 яма.")
        assert (await found(store, words))[0] == 2

    async def test_a_number_of_another_year_is_another_appeal(self, store: SqliteStore) -> None:
        await filed(store, "Первое.")
        async with store.desk() as session:
            later = await file(session, 2027, text="Снова.")
        assert await found(store, "1") == [later.id, 1]
        assert await found(store, "2027-000001") == [later.id]

    @pytest.mark.parametrize("words", ["Примеровой", "анна примерова", "Новосёлов", "+7 900 000 00 00", "000-00-00"])
    async def test_people_and_contacts_for_those_who_may_see_them(self, store: SqliteStore, words: str) -> None:
        (wanted,) = await filed(store, "Яма.", told_name="Новоселова Вера")
        assert await found(store, words) == [wanted]
        assert await found(store, words, UNSEEN) == []

    @pytest.mark.parametrize("words", ["Примеровой", "Пример", "новосёлова", "кв 12", "000-00-00", "0000"])
    async def test_what_is_hidden_in_the_text_finds_nothing_for_those_who_may_not_see_it(
        self, store: SqliteStore, words: str
    ) -> None:
        text = "Пишет Анна Примерова, зовите Новосёлову Веру, 79000000000, кв. 12. Не горит фонарь."
        (wanted,) = await filed(store, text, told_name="Новосёлова Вера", place=Place("ул. Садовая, 5, кв. 12"))
        assert await found(store, words) == [wanted]
        assert await found(store, words, UNSEEN) == []
        assert await found(store, f"фонарь {words}") == [wanted]
        for seen in ("фонари", "садовая 5", "не горит"):
            assert await found(store, seen, UNSEEN) == [wanted]

    async def test_notes_for_those_who_may_see_the_person_and_none_that_was_taken_back(
        self, store: SqliteStore
    ) -> None:
        (wanted,) = await filed(store, "Яма.")
        async with store.desk() as session:
            for act, text in (
                (Act.NOTED, "Подрядчик заболел."),
                (Act.UNDONE, Act.NOTED),
                (Act.NOTED, "Звонила Новосёлова."),
                (Act.TAKEN, ""),
            ):
                await session.history.add(wanted, HistoryEntry(act, NOW, MARIA.vk_id, text))
        assert await found(store, "звонила новосёлова") == [wanted]
        assert await found(store, "новосёлова", UNSEEN) == []
        assert await found(store, "подрядчики") == []

    async def test_a_surname_is_not_a_first_name(self, store: SqliteStore) -> None:
        await filed(store, "Яма.", told_name="Иван")
        (wanted,) = await filed(store, "Яма.", told_name="Иванов Глеб")
        assert await found(store, "Иванова") == [wanted]

    async def test_whole_words_of_citizens_first_then_the_newest(self, store: SqliteStore) -> None:
        begun, first, answered, second = await filed(store, "Домофон молчит.", "Дом течёт.", "Яма.", "У дома лужа.")
        async with store.desk() as session:
            await session.history.add(answered, HistoryEntry(Act.ANSWERED, NOW, MARIA.vk_id, "Ваш дом отремонтирован"))
        assert await found(store, "дом") == [second, first, answered, begun]

    async def test_a_department_alone(self, store: SqliteStore) -> None:
        ours, theirs, nobodys = await filed(store, "Яма.", "Яма.", "Яма.")
        async with store.desk() as session:
            for one, department in ((ours, "roads"), (theirs, "housing")):
                appeal = await session.appeals.get(one)
                assert appeal is not None
                await session.appeals.save(replace(appeal, department=department))
        assert await found(store, "яма", ROADS) == [ours]
        assert await found(store, str(theirs), ROADS) == []
        assert await found(store, "яма", Scope(department="")) == []
        assert set(await found(store, "яма")) == {ours, theirs, nobodys}

    async def test_another_community_finds_nothing(self, store: SqliteStore) -> None:
        await filed(store, "Яма.")
        search = parse_search("яма")
        assert search is not None
        page = await Looking(store.database, COMMUNITY + 1).finding.search(search, ALL, limit=9, offset=0)
        assert (page.found, page.total) == ((), 0)

    async def test_pages_and_very_many(self, store: SqliteStore) -> None:
        ids = await filed(store, *["Яма."] * (MANY + 5))
        search = parse_search("яма")
        assert search is not None
        page = await Looking(store.database, COMMUNITY).finding.search(search, ALL, limit=10, offset=10)
        assert page.total == MANY + 1
        assert [one.appeal.id for one in page.found] == sorted(ids, reverse=True)[10:20]


class TestKeepingStep:
    async def test_what_is_not_committed_is_not_found(self, store: SqliteStore) -> None:
        async with store.work() as unit:
            session = unit.session(await store.standing(unit))
            await file(session, text="Яма.")
            await unit.keep(session, None)  # killed before the commit
        assert await found(store, "яма") == []

    async def test_what_one_event_undid_is_not_found(self, store: SqliteStore) -> None:
        async with store.work() as unit:
            bad = unit.session(await store.standing(unit, ANNA.vk_id))
            await file(bad, text="Яма.")
            await unit.undo(bad)
            good = unit.session(await store.standing(unit, BORIS))
            wanted = await file(good, text="Фонарь.")
            await unit.keep(good, None)
            await unit.commit()
        assert await found(store, "яма") == []
        assert await found(store, "фонари") == [wanted.id]

    async def test_changed_words(self, store: SqliteStore) -> None:
        (one,) = await filed(store, "Яма.", place=Place("Садовая, 5"))
        async with store.desk() as session:
            appeal = await session.appeals.get(one)
            assert appeal is not None
            await session.appeals.reword(replace(appeal, text="Фонарь."))
            await session.appeals.save(replace(appeal, place=Place("Лесная, 3")))
        assert await found(store, "яма") == await found(store, "садовая") == []
        assert await found(store, "фонарь лесная 3") == [one]

    async def test_what_is_told_later(self, store: SqliteStore) -> None:
        (one,) = await filed(store, "Яма.")
        async with store.desk() as session:
            await session.history.add(one, HistoryEntry(Act.COMMENTED, NOW, ANNA.vk_id, "Уже упал мопед"))
            await session.history.add(one, HistoryEntry(Act.ANSWERED, NOW, MARIA.vk_id, "Засыпали щебнем"))
            await session.history.add(one, HistoryEntry(Act.EDITED, NOW, ANNA.vk_id, "Старые слова"))
        assert await found(store, "мопеды") == await found(store, "щебень") == [one]
        assert await found(store, "старые") == []

    async def test_a_name_that_vk_tells_later_waits_for_the_tick(self, store: SqliteStore) -> None:
        (one,) = await filed(store, "Яма.")
        await store.profiles().save([Profile(ANNA.vk_id, "Дарья", "Новосёлова", 1)], NOW)
        assert await found(store, "яма") == [], "with its old words it must not be found"
        assert await WordIndex(store.database)() == 1
        assert await found(store, "яма") == await found(store, "Новосёловой") == [one]
        assert await found(store, "Примерова") == []

    async def test_a_withdrawn_appeal_is_found_by_its_number_alone(self, store: SqliteStore) -> None:
        (one,) = await filed(store, "Яма.")
        async with store.desk() as session:
            appeal = await session.appeals.get(one)
            assert appeal is not None
            await session.appeals.save(replace(appeal, status=Status.WITHDRAWN))
            await session.history.add(one, HistoryEntry(Act.WITHDRAWN, NOW, ANNA.vk_id, "слова"))
        await WordIndex(store.database)()
        assert await found(store, "яма") == []
        assert await found(store, "1") == [one]


class TestWhatWasThereBefore:
    async def test_it_is_indexed_in_portions_the_newest_first(self, store: SqliteStore) -> None:
        ids = await filed(store, *["Яма."] * 5)
        await _forget_index(store)
        index = WordIndex(store.database, portion=2, breath=0)
        assert await index._portion() == 2
        assert sorted(await found(store, "яма")) == ids[3:], "after a kill it goes on with the others"
        search = parse_search("яма")
        assert search is not None
        page = await Looking(store.database, COMMUNITY).finding.search(search, ALL, limit=9, offset=0)
        assert page.pending == 3
        assert await index() == 3
        assert sorted(await found(store, "яма")) == ids

    async def test_what_changes_meanwhile_is_indexed_once(self, store: SqliteStore) -> None:
        (one,) = await filed(store, "Яма.")
        await _forget_index(store)
        async with store.desk() as session:
            appeal = await session.appeals.get(one)
            assert appeal is not None
            await session.appeals.reword(replace(appeal, text="Фонарь."))
        assert await found(store, "фонари") == [one]
        assert await WordIndex(store.database)() == 0


class TestForgetting:
    async def test_words_leave_the_index_and_the_disk(self, store: SqliteStore) -> None:
        (gone,) = await filed(store, "Тайное слово абракадабра.", told_name="Зимородкова")
        (kept,) = await filed(store, "Тайное слово.", vk_id=BORIS)
        async with store.database.transaction() as transaction:
            await transaction.run("UPDATE appeals SET text = '', told_name = '' WHERE id = ?", (gone,))
            await transaction.commit()
        async with store.desk() as session:
            await word_index.forget(session, who(session).id, NOW)
        assert await found(store, "тайное") == [kept]
        await WordIndex(store.database)()
        assert await found(store, "тайное") == [kept]
        assert await found(store, "абракадабра") == []
        assert await store.database.read("SELECT * FROM forgotten_words") == []
        await store.database.checkpoint()
        raw = store.path.read_bytes()
        assert "абракадабр".encode() not in raw
        assert "зимородков".encode() not in raw
        assert "тайн".encode() in raw

    async def test_nothing_to_forget(self, store: SqliteStore) -> None:
        await WordIndex(store.database).forget()


class TestSelections:
    @pytest.fixture
    async def town(self, store: SqliteStore) -> list[int]:
        """Six appeals: new; Maria's, overdue; waiting; closed; of a call, long ago; open again, of a department."""
        ids = await filed(store, "1", "2", "3", "4")
        ids += await filed(
            store, "5", vk_id=BORIS, channel=Channel.HOTLINE, filed_at=NOW - timedelta(days=40), category="snow"
        )
        ids += await filed(store, "6")
        changes: Sequence[dict[str, object]] = (
            {},
            {"status": Status.IN_PROGRESS, "assignee_id": MARIA.vk_id, "due_at": NOW - timedelta(hours=1)},
            {"status": Status.WAITING_CITIZEN, "question": "Где?"},
            {"status": Status.CLOSED, "due_at": NOW - timedelta(days=1)},
            {},
            {"status": Status.REOPENED, "department": "roads"},
        )
        async with store.desk() as session:
            for one, change in zip(ids, changes, strict=True):
                appeal = await session.appeals.get(one)
                assert appeal is not None
                await session.appeals.save(replace(appeal, **change))  # type: ignore[arg-type] # fields of several kinds
        return ids

    @pytest.mark.parametrize(
        ("selection", "wanted"),
        [
            (Selection(), [2, 1, 3, 5, 6]),
            (Selection(frozenset({Shelf.NEW})), [1, 5, 6]),
            (Selection(frozenset({Shelf.OVERDUE})), [2]),
            (Selection(frozenset({Shelf.NEW, Shelf.OVERDUE})), []),
            (Selection(frozenset({Shelf.IN_WORK})), [2]),
            (Selection(frozenset({Shelf.WAITING})), [3]),
            (Selection(frozenset({Shelf.DONE})), [4]),
            (Selection(frozenset({Shelf.ALL})), [6, 4, 3, 2, 1, 5]),
            (Selection(frozenset({Shelf.NEW, Shelf.DONE})), [6, 4, 1, 5]),
            (Selection(frozenset({Shelf.OVERDUE, Shelf.DONE})), []),
            (Selection(assignee_id=MARIA.vk_id), [2]),
            (Selection(category="snow"), [5]),
            (Selection(channel=Channel.HOTLINE), [5]),
            (Selection(department="roads"), [6]),
            (Selection(period=DateRange(days=7)), [2, 1, 3, 6]),
            (Selection(period=DateRange(until=date(2026, 11, 1))), [5]),
            (Selection(period=DateRange(since=date(2026, 11, 24), until=date(2026, 11, 24))), [2, 1, 3, 6]),
            (Selection(citizen_id=2), [5]),
            (Selection(citizen_id=1), [6, 4, 3, 2, 1]),
        ],
    )
    async def test_what_is_selected(
        self, store: SqliteStore, town: list[int], selection: Selection, wanted: list[int]
    ) -> None:
        shown, counts = await selected(store, selection)
        assert shown == wanted
        assert counts.total == len(wanted)

    async def test_counts(self, store: SqliteStore, town: list[int]) -> None:
        _, counts = await selected(store, Selection())
        assert counts == Tally(total=5, new=3, overdue=1, mine=1)

    async def test_a_department_alone(self, store: SqliteStore, town: list[int]) -> None:
        assert (await selected(store, Selection(), ROADS))[0] == [6]
        assert (await selected(store, Selection(), Scope(department="")))[0] == []

    async def test_earlier_appeals_of_a_citizen(self, store: SqliteStore, town: list[int]) -> None:
        async with store.desk() as session:
            last, first = await session.appeals.get(6), await session.appeals.get(1)
            assert last is not None
            assert first is not None
            earlier = await session.finding.earlier(last)
            assert earlier is not None
            assert (earlier.count, earlier.last.id) == (4, 4)
            assert await session.finding.earlier(first) is None


async def test_an_older_file_is_indexed_anew(tmp_path: Path) -> None:
    """What was stemmed before a bare «79…» was a phone is found as before, and after the tick as it should be."""
    store = SqliteStore(tmp_path / "older")
    store.path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(store.path)) as connection:
        for number, script in sorted(migrations().items()):
            if number < 25:
                connection.executescript(script)
        connection.executescript(OLD_ROWS)
    await store.open()
    try:
        assert await found(store, "фонарь") == [7]
        assert await found(store, "+7 900 000-00-00") == []
        assert await WordIndex(store.database)() == 1
        assert await found(store, "+7 900 000-00-00") == [7]
        assert await found(store, "фонарь") == [7]
    finally:
        await store.close()


OLD_ROWS = f"""
INSERT INTO communities (id) VALUES ({COMMUNITY});
INSERT INTO citizens (id, community_id, vk_id) VALUES (1, {COMMUNITY}, 101);
INSERT INTO appeals (id, community_id, year, sequence, citizen_id, channel, status, category, text, filed_at, react_by,
                     due_at, origin, question)
VALUES (7, {COMMUNITY}, 2026, 1, 1, 'dialog', 'new', 'roads', 'Фонарь, звоните 79000000000', 1, 2, 3, 'draft:1:1', '');
INSERT INTO appeal_words (rowid, text, address, answer, person, contact)
VALUES (7, 'фонар звон 79000000000', '', '', '', '');
DELETE FROM unindexed;
PRAGMA user_version = 24;
"""  # noqa: S608 - a constant


async def test_who_only_looks_writes_nothing(store: SqliteStore) -> None:
    looking = Looking(store.database, COMMUNITY)
    with pytest.raises(RuntimeError):
        await looking.write("DELETE FROM appeals")
    with pytest.raises(RuntimeError):
        looking.reworded(1)
    with pytest.raises(RuntimeError):
        looking.needs(1, ())


async def test_what_was_looked_up_before_is_not_read_again(store: SqliteStore) -> None:
    (one,) = await filed(store, "Яма.")
    search = parse_search("яма")
    assert search is not None
    looking = Looking(store.database, COMMUNITY)
    await looking.finding.search(search, ALL, limit=10, offset=0)
    async with store.work() as unit:
        session = unit.session(await store.standing(unit), looking.looked_up)
        await unit.transaction.run("DELETE FROM appeal_words")
        page = await session.finding.search(search, ALL, limit=10, offset=0)
        assert [hit.appeal.id for hit in page.found] == [one]
        other = await session.finding.search(search, UNSEEN, limit=10, offset=0)
        assert other.found == (), "for other rights it is looked up anew"


async def _forget_index(store: SqliteStore) -> None:
    """Leave the file as the migration left one with appeals."""
    async with store.database.transaction() as transaction:
        await transaction.run("DELETE FROM appeal_words")
        await transaction.run("INSERT INTO unindexed SELECT id FROM appeals")
        await transaction.commit()


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/поиск яма", None),
        ("/обращения новые за неделю", None),
        ("", {"do": "find", "q": "яма", "page": 0}),
        ("", {"do": "list", "s": "new", "t": "7"}),
        ("", {"do": "list", "s": "new", "t": "7", "page": 5000}),
    ],
)
async def test_what_a_moderator_asks_for_is_read_before_the_transaction(
    store: SqliteStore, text: str, payload: dict[str, Any] | None
) -> None:
    (one,) = await filed(store, "Яма.")
    async with store.desk() as session:
        await session.staff.replace("vk", [MARIA])
    looking = Looking(store.database, COMMUNITY)
    office = Office(ADMINISTRATION, CALENDAR, Ids(), COMMUNITY, None)
    asked = (
        read_message({"message": {"peer_id": 1, "from_id": MARIA.vk_id, "text": text}})
        if payload is None
        else read_press({"peer_id": 1, "user_id": MARIA.vk_id, "event_id": "e", "payload": payload})
    )
    await foresee(looking, office, asked, NOW)
    assert looking.looked_up
    async with store.work() as unit:
        session = unit.session(await store.standing(unit, MARIA.vk_id), looking.looked_up)
        await unit.transaction.run("DELETE FROM appeal_words")
        await unit.transaction.run("UPDATE appeals SET status = 'closed'")
        turn = Turn(office, NOW, session, session, SessionSpeaker(session, Ids(), NOW), ANNA, 1, MARIA.vk_id)
        if isinstance(asked, Message):
            command = parse_command(text)
            assert command is not None
            run = COMMANDS[command.name].run
            await run(asked.said(turn), command.words)
        else:
            await PRESSES[asked.action.name].run(asked.pressed(turn))
        (said,) = [call.params["message"] for _, call in session.calls]
    assert f"№ 2026-{one:06d} · новое" in said


@pytest.mark.parametrize(
    "text", ["Яма", "/поиск", "/обращения яма", "/обращения жителя 1", "/ответ 1 Да.", "/поиск яма"]
)
async def test_who_is_nobody_here_has_nothing_looked_up(store: SqliteStore, text: str) -> None:
    looking = Looking(store.database, COMMUNITY)
    office = Office(ADMINISTRATION, CALENDAR, Ids(), COMMUNITY, None)
    message = read_message({"message": {"peer_id": 1, "from_id": BORIS, "text": text}})
    await foresee(looking, office, message, NOW)
    assert looking.looked_up == {}
