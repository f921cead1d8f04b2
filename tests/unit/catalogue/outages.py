"""What is said of known outages, of closed doors and of too much to do: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from appeals.model import Number, Status
from appeals.notices import ByHand, Load, NoticeRules
from appeals.outages import MAX_ANSWER, MAX_DOING, MAX_PLACE, MAX_WHAT, MAX_WORDS, Declared, Gathered, Outage
from tests.unit.catalogue.things import BIG_ID, Said, Text
from tests.unit.samples import ADMINISTRATION, ANNA, APPEAL, MARIA, NOW, appeal
from texts import busy, citizen, filing, outages, public


def at(hour: int, day: int = 24) -> datetime:
    """An hour in Moscow in November."""
    return NOW.replace(day=day, hour=0) + timedelta(hours=hour - 3)


OUTAGE = Outage(
    3,
    Declared("Отключён свет", "ул. Ленина, ул. Мира, 5-15", at(18), "бригада работает", "snow", "щиток"),
    MARIA.vk_id,
    NOW,
)
ENDED = replace(OUTAGE, ended_at=at(17), answer="Свет дали в 17:00.")
TO_END = replace(OUTAGE, proposal="Свет дали в 17:00.")
FAR = replace(OUTAGE, told=replace(OUTAGE.told, until=at(9, 26), doing=""))
HUGE = replace(
    OUTAGE,
    id=BIG_ID,
    told=Declared("Ш" * MAX_WHAT, "Ш" * MAX_PLACE, at(18), "Ш" * MAX_DOING, "snow", "ш" * MAX_WORDS),
    proposal="Ш" * MAX_ANSWER,
)
FEW = Gathered(("2026-000124", "2026-000123"), 2)
NONE = Gathered((), 0)
CROWD = Gathered(tuple(str(Number(2026, 999_999_999 - n)) for n in range(outages.SHOWN)), 100_000)
RULES, QUIET_RULES = NoticeRules(), NoticeRules(busy_per_hour=0, busy_untaken=0)
MUCH = Load(is_much=True)

SAID: dict[Text, dict[str, Said]] = {
    outages.known: {
        "": outages.known(ADMINISTRATION, OUTAGE, APPEAL, NOW),
        "не сегодня": outages.known(ADMINISTRATION, FAR, APPEAL, NOW),
        "срок вышел": outages.known(ADMINISTRATION, OUTAGE, APPEAL, at(19)),
        "предел": outages.known(ADMINISTRATION, HUGE, APPEAL, NOW),
    },
    outages.known_in_thread: {
        "": outages.known_in_thread(
            ADMINISTRATION, OUTAGE, NOW, public.accepted(ADMINISTRATION, ANNA, APPEAL, "l").text
        ),
        "предел": outages.known_in_thread(ADMINISTRATION, HUGE, NOW, outages.joined_head(ADMINISTRATION, APPEAL)),
    },
    outages.joined_head: {"": outages.joined_head(ADMINISTRATION, APPEAL)},
    outages.offered: {
        "": outages.offered(ADMINISTRATION, OUTAGE, APPEAL, NOW),
        "предел": outages.offered(ADMINISTRATION, HUGE, APPEAL, NOW),
    },
    outages.joined_one: {"": outages.joined_one(OUTAGE, APPEAL)},
    outages.may_belong: {"": outages.may_belong(OUTAGE), "предел": outages.may_belong(HUGE)},
    outages.over_alone: {
        "": outages.over_alone(ENDED, APPEAL),
        "ответ уже есть": outages.over_alone(ENDED, appeal(Status.ANSWERED)),
    },
    outages.other_matter: {"": outages.other_matter(ADMINISTRATION, APPEAL)},
    outages.answered_already: {"": outages.answered_already(APPEAL)},
    outages.nothing_joined: {"": outages.nothing_joined()},
    outages.longer: {
        "": outages.longer(ADMINISTRATION, OUTAGE, APPEAL, NOW),
        "предел": outages.longer(ADMINISTRATION, HUGE, APPEAL, NOW),
    },
    outages.over: {
        "": outages.over(ADMINISTRATION, ENDED, APPEAL),
        "ответ уже есть": outages.over(ADMINISTRATION, ENDED, appeal(Status.ANSWERED)),
        "предел": outages.over(ADMINISTRATION, HUGE, APPEAL),
    },
    outages.told_of: {"": outages.told_of(OUTAGE), "закончилась": outages.told_of(ENDED)},
    outages.proposal: {"": outages.proposal(OUTAGE)},
    outages.card: {
        "": outages.card(ADMINISTRATION, OUTAGE, FEW, NOW),
        "обращений нет, срок вышел": outages.card(ADMINISTRATION, OUTAGE, NONE, at(19)),
        "закончилась": outages.card(ADMINISTRATION, ENDED, FEW, at(19)),
        "закончилась без ответа": outages.card(ADMINISTRATION, replace(ENDED, answer=""), FEW, at(19)),
        "предел": outages.card(ADMINISTRATION, HUGE, CROWD, NOW),
    },
    outages.about: {
        "": outages.about(ADMINISTRATION, OUTAGE, NOW),
        "предел": outages.about(ADMINISTRATION, HUGE, NOW),
    },
    outages.like_another: {
        "": outages.like_another(replace(OUTAGE, id=8), OUTAGE),
        "предел": outages.like_another(HUGE, HUGE),
    },
    outages.told_before: {
        "": outages.told_before(OUTAGE, [APPEAL]),
        "предел": outages.told_before(HUGE, [APPEAL] * 100),
    },
    outages.joined: {"": outages.joined(3), "некого": outages.joined(0)},
    outages.is_it_over: {
        "": outages.is_it_over(ADMINISTRATION, OUTAGE, FEW),
        "предел": outages.is_it_over(ADMINISTRATION, HUGE, CROWD),
    },
    outages.how_to_end: {
        "": outages.how_to_end(ADMINISTRATION, TO_END, FEW),
        "предел": outages.how_to_end(ADMINISTRATION, HUGE, CROWD),
    },
    outages.ended: {
        "": outages.ended(ENDED, FEW),
        "без ответа": outages.ended(replace(ENDED, answer=""), FEW),
        "обращений не было": outages.ended(ENDED, NONE),
    },
    outages.extended: {
        "": outages.extended(ADMINISTRATION, OUTAGE, FEW),
        "обращений нет": outages.extended(ADMINISTRATION, OUTAGE, NONE),
    },
    outages.listed: {
        "": outages.listed(ADMINISTRATION, [(OUTAGE, FEW), (FAR, NONE)], at(19)),
        "нет": outages.listed(ADMINISTRATION, [], NOW),
        "предел": outages.listed(ADMINISTRATION, [(HUGE, CROWD)] * 30, NOW),
    },
    outages.on_card: {
        "": outages.on_card(ADMINISTRATION, OUTAGE),
        "закончилась": outages.on_card(ADMINISTRATION, ENDED),
    },
    busy.closed: {
        "вечером": busy.closed(ADMINISTRATION, at(8, 25), at(20)),
        "до рассвета": busy.closed(ADMINISTRATION, at(8), at(6)),
        "в пятницу": busy.closed(ADMINISTRATION, at(8, 30), at(20, 27)),
        "выходной": busy.closed(ADMINISTRATION, at(8, 30), at(12, 28), day_off=True),
        "под вторник": busy.closed(ADMINISTRATION, at(8, 24), at(20, 21)),
    },
    busy.busy: {"": busy.busy()},
    busy.how_it_is: {
        "": busy.how_it_is(RULES, Load(is_much=False)),
        "много": busy.how_it_is(RULES, MUCH),
        "вручную": busy.how_it_is(RULES, replace(MUCH, by_hand=ByHand(False, at(24)))),
        "в настройках выключено": busy.how_it_is(QUIET_RULES, Load(is_much=False)),
        "без права менять": busy.how_it_is(RULES, Load(is_much=False), may_switch=False),
    },
    busy.how_to_switch: {"": busy.how_to_switch()},
}

WITH_LINE: dict[Text, dict[str, Said]] = {
    filing.accepted: {
        "в нерабочее время": filing.accepted(ADMINISTRATION, APPEAL, busy.closed(ADMINISTRATION, at(8, 25), at(20))),
    },
    citizen.comment_added: {"обращений много": citizen.comment_added(APPEAL, busy.busy())},
}

SNACKBARS: Sequence[Text] = (outages.joined,)
SILENT: Sequence[Text] = (outages.proposal_key, citizen.line)
