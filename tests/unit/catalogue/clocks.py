"""Deadlines and clocks: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.model import Channel, Forwarding, Priority, Status
from appeals.usecases.clocks import MAX_BODY
from tests.unit.catalogue.things import (
    ALARMING,
    BARE,
    BIG,
    CALL,
    EXTENDED,
    FORWARDED,
    LARGE,
    LATE,
    LATE_BODY,
    LONG_ANSWER,
    LONG_TEXT,
    ON_WALL,
    PAUSED,
    Said,
    Text,
    alone,
    numbered,
)
from tests.unit.samples import ADMINISTRATION, APPEAL, MARIA, NOW
from texts import clocks

BIG_FORWARDED = replace(BIG, status=Status.FORWARDED, forwarding=Forwarding("Ш" * MAX_BODY, LATE_BODY))

SAID: dict[Text, dict[str, Said]] = {
    clocks.choose_priority: {
        "": clocks.choose_priority(APPEAL),
        "ЧП": clocks.choose_priority(ALARMING),
        "непонятное слово": clocks.choose_priority(APPEAL, "когда-нибудь"),
        "предел": clocks.choose_priority(BIG, LONG_TEXT),
    },
    clocks.priority_set: {
        "": clocks.priority_set(ADMINISTRATION, APPEAL, ALARMING),
        "та же": clocks.priority_set(ADMINISTRATION, APPEAL, APPEAL),
        "часы стоят": clocks.priority_set(ADMINISTRATION, PAUSED, replace(PAUSED, priority=Priority.FAST)),
        "предел": clocks.priority_set(LARGE, BIG, replace(BIG, priority=Priority.EMERGENCY)),
    },
    clocks.extension_prompt: {"": clocks.extension_prompt(APPEAL, MARIA.name)},
    clocks.forwarding_prompt: {"": clocks.forwarding_prompt(APPEAL, MARIA.name)},
    clocks.update_prompt: {"": clocks.update_prompt(APPEAL, MARIA.name)},
    clocks.no_day: alone(clocks.no_day),
    clocks.no_reason: {"": clocks.no_reason(ADMINISTRATION, LATE_BODY)},
    clocks.no_body: {"": clocks.no_body(MAX_BODY)},
    clocks.clock_stands: numbered(clocks.clock_stands),
    clocks.not_later: {"": clocks.not_later(ADMINISTRATION, APPEAL)},
    clocks.not_later_any_more: numbered(clocks.not_later_any_more),
    clocks.too_late: {"": clocks.too_late(ADMINISTRATION, APPEAL, LATE_BODY)},
    clocks.too_late_by_now: numbered(clocks.too_late_by_now),
    clocks.say_new_day: {"": clocks.say_new_day(ADMINISTRATION, CALL)},
    clocks.extension_sent: {
        "": clocks.extension_sent(ADMINISTRATION, EXTENDED),
        "звонок": clocks.extension_sent(ADMINISTRATION, CALL),
    },
    clocks.forwarding_sent: {
        "": clocks.forwarding_sent(ADMINISTRATION, FORWARDED),
        "звонок": clocks.forwarding_sent(ADMINISTRATION, replace(FORWARDED, channel=Channel.HOTLINE)),
        "предел": clocks.forwarding_sent(LARGE, BIG_FORWARDED),
    },
    clocks.update_sent: {**numbered(clocks.update_sent), "звонок": clocks.update_sent(CALL)},
    clocks.extended: {
        "": clocks.extended(APPEAL, "15 декабря", "ждём поставку плитки"),
        "предел": clocks.extended(BIG, "15 декабря", LONG_ANSWER),
    },
    clocks.postponed: {
        "": clocks.postponed(ADMINISTRATION, APPEAL),
        "с причиной": clocks.postponed(ADMINISTRATION, EXTENDED),
    },
    clocks.forwarded: {
        "": clocks.forwarded(ADMINISTRATION, APPEAL, "Росавтодор", "Эта дорога федеральная.", LATE_BODY),
        "без слов": clocks.forwarded(BARE, APPEAL, "Росавтодор", "", LATE_BODY),
        "предел": clocks.forwarded(LARGE, BIG, "Ш" * MAX_BODY, LONG_ANSWER[:-MAX_BODY], LATE_BODY),
    },
    clocks.forwarded_in_public: {
        "": clocks.forwarded_in_public(ADMINISTRATION, ON_WALL, "Росавтодор", "Эта дорога федеральная."),
        "без слов": clocks.forwarded_in_public(BARE, ON_WALL, "Росавтодор", ""),
        "предел": clocks.forwarded_in_public(LARGE, BIG, "Ш" * MAX_BODY, LONG_ANSWER[:-MAX_BODY]),
    },
    clocks.updated: {
        "": clocks.updated(ADMINISTRATION, APPEAL, "Бригада осмотрела яму, асфальт привезут в четверг.", NOW),
        "срок вышел": clocks.updated(ADMINISTRATION, APPEAL, "Асфальт везут.", LATE),
        "предел": clocks.updated(LARGE, BIG, LONG_ANSWER, NOW),
    },
}
SNACKBARS: Sequence[Text] = (
    clocks.priority_set,
    clocks.clock_stands,
    clocks.not_later_any_more,
    clocks.too_late_by_now,
)
SILENT: Sequence[Text] = (
    clocks.span,
    clocks.why,
    clocks.lines,
    clocks.law,
    clocks.told_in,
    clocks.promised,
    clocks.deadline_alone,
    clocks.extension_alone,
    clocks.forwarded_alone,
)
