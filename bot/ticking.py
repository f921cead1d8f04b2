"""What the process looks for every so often.

What is due is a row of the database; a tick looks for it, however late it comes, and does it once. All look at the
start, and then at moments of the clock that follow from their periods, so that `check` knows them too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from appeals.digest_times import Timetable
from appeals.ladder import Ladder
from appeals.ports import Clock
from appeals.value import dataclass
from bot.comparisons.comments import CommentComparison
from bot.comparisons.leads import LeadComparison
from bot.comparisons.messages import MessageComparison
from bot.reminding import AskAboutPromises, RemindCitizens
from bot.settings import Settings
from bot.speaker import SessionSpeaker
from handlers.turn import Office
from scheduler.announcements import SendAnnouncements
from scheduler.backups import BackUp, Shelf
from scheduler.controls import TellControllers
from scheduler.destructions import DestroyWhatIsDue
from scheduler.digests import SendMorning, SendSummaries, Town
from scheduler.failures import ReportFailures
from scheduler.housekeeping import Housekeeping
from scheduler.ladder import RemindDesk, RingEmergencies
from scheduler.outages import AskAboutOutages, TellOfOutages
from scheduler.recoveries import ReportRecoveries
from scheduler.reminders import Remind
from scheduler.reporting import Voice
from scheduler.silences import RemindOfUnanswered
from scheduler.ticks import Tick
from storage.answers import OverduePromises
from storage.database import Database
from storage.unit import Session
from storage.word_index import WordIndex

REPORT_EVERY = 15.0
REMIND_EVERY = 30.0
REMINDERS_EVERY = 10.0
DESTROY_EVERY = 600.0
DIGEST_EVERY = 30.0
OUTAGES_TOLD_EVERY = 5.0
OUTAGES_ASKED_EVERY = 30.0
ANNOUNCE_EVERY = 1.0
STAFF_EVERY = 60.0
NAMES_EVERY = 600.0
MESSAGES_COMPARED_EVERY = 600.0
LEADS_COMPARED_EVERY = 3600.0
COMMENTS_COMPARED_EVERY = 600.0
INDEXED_EVERY = 5.0
HOUSEKEEPING_EVERY = 3600.0
BACKUP_EVERY = 600.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What ticks stand on; the bells wake whoever goes on with what they have written."""

    database: Database
    community_id: int
    office: Office
    clock: Clock
    settings: Settings
    on_calls: Callable[[], None]
    on_events: Callable[[], None]
    on_files: Callable[[], None]

    @property
    def speaking(self) -> Voice:
        """For what is said to people about their appeals."""
        return self._voice(lambda session: SessionSpeaker(session, self.office.ids, self.clock.now()))

    @property
    def reporting(self) -> Voice:
        """For what is said about the bot itself: a report that can't be delivered makes no further report."""
        return self._voice(lambda session: SessionSpeaker(session, self.office.ids, self.clock.now(), reporting=True))

    def _voice(self, speaker: Callable[[Session], SessionSpeaker]) -> Voice:
        return Voice(speaker, self.office.moderator_chat, self.on_calls)


def telling(ground: Ground) -> Iterator[Tick]:
    """What people are told unasked: of deadlines, news, outages, days that begin, and of what went wrong."""
    place = (ground.database, ground.community_id, ground.clock)
    administration, calendar = ground.office.administration, ground.office.calendar
    speaking, reporting = ground.speaking, ground.reporting
    remind = _reminders(ground)
    yield Tick("напомнить о сроках", REMINDERS_EVERY, remind, remind.due)
    yield Tick("сообщить об ошибках", REPORT_EVERY, ReportFailures(*place, administration, reporting))
    yield Tick("сообщить о найденном при сверке", REPORT_EVERY, ReportRecoveries(*place, reporting))
    unanswered = RemindOfUnanswered(*place, speaking)
    yield Tick("напомнить о сообщениях без ответа", REMIND_EVERY, unanswered, unanswered.due)
    destroy = DestroyWhatIsDue(*place, speaking, administration=administration, on_destroyed=ground.on_files)
    yield Tick("уничтожить данные после отзыва согласия", DESTROY_EVERY, destroy, destroy.due)
    yield Tick("сообщить о личном контроле", REPORT_EVERY, TellControllers(*place, administration, speaking))
    yield Tick("сообщить об авариях", OUTAGES_TOLD_EVERY, TellOfOutages(*place, on_events=ground.on_events))
    ask = AskAboutOutages(*place, administration, calendar, speaking)
    yield Tick("спросить, закончились ли аварии", OUTAGES_ASKED_EVERY, ask, ask.due)
    town = Town(administration, Timetable(administration.digest, calendar, administration.zone))
    morning = SendMorning(*place, town, speaking)
    morning.promises = OverduePromises(ground.database, ground.community_id, administration.zone)
    yield Tick("утренняя сводка", DIGEST_EVERY, morning, morning.due)
    summaries = SendSummaries(*place, town, speaking)
    yield Tick("итоги недели и месяца", DIGEST_EVERY, summaries, summaries.due)
    announce = SendAnnouncements(*place, administration, speaking)
    yield Tick("объявления", ANNOUNCE_EVERY, announce, announce.due)


def _reminders(ground: Ground) -> Remind:
    office, clock = ground.office, ground.clock
    administration, calendar = office.administration, office.calendar
    return Remind(
        ground.database,
        ground.community_id,
        clock,
        planners=[Ladder(administration.reminders, calendar)],
        tellers=[
            RingEmergencies(clock, administration, ground.speaking),
            RemindDesk(clock, administration, calendar, ground.speaking),
            RemindCitizens(office, clock.now),
            AskAboutPromises(office, clock.now),
        ],
        on_calls=ground.on_calls,
    )


def comparing(
    messages: MessageComparison, leads: LeadComparison | None, comments: CommentComparison | None
) -> Iterator[Tick]:
    """What is compared with VK: what no event told of. The start itself asks for the first comparisons."""
    yield Tick("сверить сообщения с VK", MESSAGES_COMPARED_EVERY, messages.requested, at_start=False)
    if leads is not None:
        yield Tick("сверить заявки с VK", LEADS_COMPARED_EVERY, leads.requested, at_start=False)
    if comments is not None:
        yield Tick("сверить комментарии с VK", COMMENTS_COMPARED_EVERY, comments.requested, at_start=False)


def looking_after(ground: Ground, *, tidy: Callable[[], Awaitable[Any]]) -> Iterator[Tick]:
    """What the installation itself needs; `tidy` has files that nobody needs go."""
    settings, path = ground.settings, ground.settings.database_path
    shelf = Shelf(settings.backup_folder or path.with_name("backups"), settings.backup_keep, path.stem)
    zone = ground.office.administration.zone
    back_up = BackUp(ground.database, ground.community_id, ground.clock, shelf, zone, ground.reporting)
    yield Tick("дополнить поиск", INDEXED_EVERY, WordIndex(ground.database))
    yield Tick("сделать копию базы", BACKUP_EVERY, back_up, back_up.due)
    yield Tick("уборка", HOUSEKEEPING_EVERY, Housekeeping(ground.database, ground.clock))
    yield Tick("убрать ненужные вложения", HOUSEKEEPING_EVERY, tidy)
