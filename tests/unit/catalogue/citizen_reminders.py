"""What citizens are reminded of, and what becomes of promises: a part of the catalogue."""

from dataclasses import replace
from datetime import date, timedelta

from appeals.draft import Draft
from appeals.model import Channel, Lapse, Number, Status
from appeals.promises import Promise
from tests.unit.catalogue.things import Said, Text
from tests.unit.samples import ADMINISTRATION, APPEAL, NOW, appeal
from texts import citizen_reminders, filing, promises

CLOSES = NOW + timedelta(days=11)
TODAY = date(2026, 11, 24)
WAITING = appeal(Status.WAITING_CITIZEN)
ANSWERED = appeal(Status.ANSWERED)
UNREPLIED = appeal(Status.CLOSED, lapse=Lapse.NO_REPLY, question="Какой подъезд?")
UNJUDGED = appeal(Status.CLOSED, lapse=Lapse.NO_VERDICT)
BIG = replace(
    APPEAL, id=2**31 - 1, number=Number(2026, 999_999_999), text="Щебень на дороге. " * 500, question="Какой? " * 700
)
LAPSED = [replace(BIG, status=Status.CLOSED, lapse=lapse) for lapse in Lapse for _ in range(60)]
DRAFT = Draft(2**31 - 1, NOW, text="На Садовой у дома 5 яма.")
PROMISE = Promise(5, 7, APPEAL.number, "Яму засыплем до 24 ноября.", TODAY, NOW)
OLD = replace(PROMISE, id=4, number=Number(2026, 99), quote="Плитку положим до 22 ноября.", due=date(2026, 11, 22))
LONG = replace(PROMISE, id=2**31 - 1, appeal_id=2**31 - 1, number=BIG.number, quote="Щебень " * 42)
SAID: dict[Text, dict[str, Said]] = {
    citizen_reminders.question: {
        "": citizen_reminders.question(ADMINISTRATION, WAITING, CLOSES),
        "не закроется": citizen_reminders.question(ADMINISTRATION, WAITING, None),
        "предел": citizen_reminders.question(ADMINISTRATION, BIG, CLOSES),
    },
    citizen_reminders.unreplied: {
        "": citizen_reminders.unreplied(UNREPLIED),
        "предел": citizen_reminders.unreplied(BIG),
    },
    citizen_reminders.verdict: {
        "": citizen_reminders.verdict(ADMINISTRATION, ANSWERED, CLOSES),
        "не закроется": citizen_reminders.verdict(ADMINISTRATION, ANSWERED, None),
        "предел": citizen_reminders.verdict(ADMINISTRATION, BIG, CLOSES),
    },
    citizen_reminders.unjudged: {
        "": citizen_reminders.unjudged(UNJUDGED),
        "предел": citizen_reminders.unjudged(BIG),
    },
    citizen_reminders.about_question: {
        "": citizen_reminders.about_question(UNREPLIED),
        "предел": citizen_reminders.about_question(BIG),
    },
    citizen_reminders.closed: {
        "": citizen_reminders.closed([UNREPLIED, UNJUDGED]),
        "предел": citizen_reminders.closed(LAPSED),
    },
    filing.remind_of_draft: {
        "": filing.remind_of_draft(ADMINISTRATION, DRAFT),
        "предел": filing.remind_of_draft(ADMINISTRATION, replace(DRAFT, text=BIG.text)),
    },
    filing.no_draft: {"": filing.no_draft()},
    promises.asked: {
        "": promises.asked([OLD, PROMISE], TODAY),
        "предел": promises.asked([LONG] * 60, TODAY),
    },
    promises.kept_noted: {"": promises.kept_noted(APPEAL, PROMISE), "предел": promises.kept_noted(BIG, LONG)},
    promises.kept: {"": promises.kept(APPEAL, PROMISE.quote), "предел": promises.kept(BIG, LONG.quote)},
    promises.kept_all: {"": promises.kept_all(APPEAL, PROMISE.quote), "предел": promises.kept_all(BIG, LONG.quote)},
    promises.moved: {
        "": promises.moved(APPEAL, date(2026, 12, 1), "ждём асфальт"),
        "предел": promises.moved(BIG, date(2026, 12, 31), "Щебень " * 480),
    },
    promises.told_alone: {
        "сделано": promises.told_alone(PROMISE.quote),
        "перенесено": promises.told_alone("01.12.2026: ждём асфальт"),
        "предел": promises.told_alone(LONG.quote),
    },
    promises.move_prompt: {"": promises.move_prompt(APPEAL, "Мария Образцова")},
    promises.move_sent: {
        "": promises.move_sent(APPEAL),
        "житель без VK": promises.move_sent(replace(APPEAL, channel=Channel.HOTLINE)),
    },
    promises.no_new_day: {"": promises.no_new_day()},
    promises.not_later: {"": promises.not_later()},
    promises.no_reason: {"": promises.no_reason(date(2026, 12, 1))},
}
