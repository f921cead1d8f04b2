"""Whether a citizen wants announcements: the button under each, words, «Мои данные»."""

from __future__ import annotations

from vkbottle.bot import BotLabeler

from appeals.usecases.announcements import WantAnnouncements
from handlers.incoming import Said
from handlers.rules import Does, Private
from texts import announcements, buttons

WORDS = frozenset({buttons.NO_ANNOUNCEMENTS, buttons.WANT_ANNOUNCEMENTS})
"""What the bot does whoever has the conversation."""

labeler = BotLabeler()
"""Buttons and words that work in every state, and leave everything where it stands."""


@labeler.message(Private(), Does(buttons.NO_ANNOUNCEMENTS))
async def no_more(said: Said) -> None:
    """«Не присылать объявления»."""
    turn = said.turn
    await WantAnnouncements(turn.desk)(turn.citizen, turn.now, wants=False)
    turn.say(announcements.refused_by_citizen())


@labeler.message(Private(), Does(buttons.WANT_ANNOUNCEMENTS))
async def again(said: Said) -> None:
    """«Присылать объявления»."""
    turn = said.turn
    await WantAnnouncements(turn.desk)(turn.citizen, turn.now, wants=True)
    turn.say(announcements.wanted_again())
