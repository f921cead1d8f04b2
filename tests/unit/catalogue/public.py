"""What is said under posts and in discussions: a part of the catalogue."""

from collections.abc import Sequence
from dataclasses import replace

from appeals.leaks import Leak
from appeals.model import Act, Citizen
from appeals.remarks import Remark, Spot, Venue
from tests.unit.catalogue.things import (
    BARE,
    BIG,
    BIG_ID,
    COLLEAGUE,
    IN_TOPIC,
    LARGE,
    LATE,
    LONG_ANSWER,
    LONG_STORY,
    LONG_TEXT,
    ON_WALL,
    PERSON,
    SPOT,
    STORY,
    TEN_PHOTOS,
    Said,
    Text,
    alone,
)
from tests.unit.samples import ADMINISTRATION, ANNA, MARIA, NOW, PHOTO, VOICE
from texts import linked, public

BIG_SPOT = Spot(Venue.WALL, -BIG_ID, BIG_ID, BIG_ID)
REMARK = Remark(9, SPOT, 30, ANNA.vk_id, NOW, "Когда починят фонарь на Садовой?", (PHOTO,))
BIG_REMARK = replace(REMARK, id=BIG_ID, spot=BIG_SPOT, text=LONG_TEXT, attachments=TEN_PHOTOS)
WAY = public.deep_link("primersk", ON_WALL)
LEFT_OUT = {Leak.PHONE, Leak.FLAT}

SAID: dict[Text, dict[str, Said]] = {
    public.accepted: {
        "": public.accepted(ADMINISTRATION, ANNA, ON_WALL, WAY),
        "имени нет": public.accepted(ADMINISTRATION, Citizen(2, 102), ON_WALL, WAY),
        "предел": public.accepted(LARGE, PERSON, BIG, WAY),
    },
    public.words_needed: {"": public.words_needed(ANNA), "имени нет": public.words_needed(Citizen(2, 102))},
    public.question_waits: {
        "": public.question_waits(ANNA, ON_WALL, WAY),
        "имени нет": public.question_waits(Citizen(2, 102), ON_WALL, WAY),
    },
    public.answered: {
        "": public.answered(ADMINISTRATION, ON_WALL, "Яму засыпали 3 декабря.", (PHOTO, VOICE)),
        "без хештега": public.answered(BARE, ON_WALL, "Яму засыпали 3 декабря.", ()),
        "предел": public.answered(LARGE, BIG, LONG_ANSWER, TEN_PHOTOS),
    },
    public.rejected: {
        "": public.rejected(ADMINISTRATION, ON_WALL, "Это частная территория."),
        "предел": public.rejected(LARGE, BIG, LONG_ANSWER),
    },
    public.resolved: {"": public.resolved(ON_WALL)},
    public.reopened: {"": public.reopened(ON_WALL, WAY)},
    public.candidate: {
        "": public.candidate(REMARK, ANNA, REMARK.text),
        "обсуждение": public.candidate(replace(REMARK, spot=IN_TOPIC, attachments=()), Citizen(2, 102), REMARK.text),
        "предел": public.candidate(BIG_REMARK, PERSON, LONG_TEXT),
    },
    public.candidate_taken: {
        "": public.candidate_taken(REMARK, REMARK.text, ON_WALL, MARIA),
        "хештегом": public.candidate_taken(REMARK, REMARK.text, ON_WALL, None),
        "предел": public.candidate_taken(BIG_REMARK, LONG_TEXT, BIG, COLLEAGUE),
    },
    public.candidate_dismissed: {"": public.candidate_dismissed(REMARK, MARIA)},
    public.candidate_gone: {"": public.candidate_gone(REMARK)},
    public.leak: {
        "": public.leak(SPOT, LEFT_OUT, "Мой телефон •••, •••"),
        "обсуждение": public.leak(IN_TOPIC, set(Leak), ""),
        "предел": public.leak(BIG_SPOT, set(Leak), LONG_TEXT),
    },
    public.paste: {"": public.paste(ON_WALL, SPOT), "обсуждение": public.paste(ON_WALL, IN_TOPIC)},
    public.changed: {
        "изменил": public.changed(ON_WALL, ANNA, Act.EDITED, SPOT, "Яма у дома 5."),
        "изменил, слов нет": public.changed(ON_WALL, ANNA, Act.EDITED, SPOT, ""),
        "удалил": public.changed(ON_WALL, ANNA, Act.REMOVED, SPOT, ""),
        "вернул": public.changed(ON_WALL, ANNA, Act.RESTORED, SPOT, ""),
        "удалил дополнение": public.changed(ON_WALL, ANNA, Act.REMOVED, SPOT, "", is_addition=True),
        "вернул дополнение": public.changed(ON_WALL, ANNA, Act.RESTORED, SPOT, "", is_addition=True),
        "предел": public.changed(BIG, PERSON, Act.EDITED, BIG_SPOT, LONG_TEXT),
    },
    public.everybody_will_see: {
        "": public.everybody_will_see(Venue.WALL, ()),
        "скрыто": public.everybody_will_see(Venue.WALL, LEFT_OUT),
        "обсуждение": public.everybody_will_see(Venue.BOARD, ()),
    },
    public.question_note: {"": public.question_note()},
    linked.welcome: {
        "": linked.welcome(ADMINISTRATION, ANNA, ON_WALL, STORY[:1], NOW),
        "имени нет": linked.welcome(ADMINISTRATION, Citizen(2, 102), ON_WALL, STORY[:1], NOW),
        "предел": linked.welcome(LARGE, PERSON, BIG, LONG_STORY, LATE),
    },
    linked.consent: {"": linked.consent(ADMINISTRATION)},
    linked.consent_needed: {"": linked.consent_needed(ADMINISTRATION)},
    linked.without_consent: alone(linked.without_consent),
    linked.tell_more: {"": linked.tell_more(ON_WALL)},
}
SILENT: Sequence[Text] = (public.deep_link,)
