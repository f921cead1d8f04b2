"""What citizens are reminded of, and what they read when their silence has ended an appeal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from appeals.administration import Administration
from appeals.model import Appeal, Lapse
from texts.buttons import CLARIFY, OTHER, clarify_button, text_button
from texts.dates import day
from texts.reply import Colour, Reply, cut, inline
from texts.verdicts import feedback_buttons
from texts.words import words_of

GIST = 100
"""Characters by which people know their own appeal again."""

LISTED = 30
"""Numbers in one list."""


def question(administration: Administration, appeal: Appeal, closes: datetime | None) -> Reply:
    """A question has waited for some days. `closes` is when the appeal will be closed over it."""
    end = ""
    if closes is not None:
        end = (
            f" Если ответа не будет до {day(closes, administration.zone)}, закроем обращение. Ответить можно будет "
            "и позже: тогда откроем его снова."
        )
    return Reply(
        f"Напоминаем: ждём вашего ответа на вопрос по обращению № {appeal.number}.\n\n"
        f"{cut(appeal.question, 3000)}\n\n"
        f"Без него не можем продолжить. Ответьте, пожалуйста, сообщением, можно с фото.{end}",
        inline((clarify_button(appeal.id),)),
    )


def unreplied(appeal: Appeal) -> Reply:
    """The question stays without a reply, and the appeal is closed."""
    return Reply(
        f"Обращение № {appeal.number} закрыли: не дождались вашего ответа на вопрос.\n\n"
        f"{cut(appeal.question, 3000)}\n\n"
        "Если помощь ещё нужна, просто ответьте на вопрос, и мы откроем обращение снова.",
        inline((clarify_button(appeal.id),)),
    )


def verdict(administration: Administration, appeal: Appeal, closes: datetime | None) -> Reply:
    """Some days after an answer: is it settled? `closes` is when the appeal will be closed without a word."""
    end = ""
    if closes is not None:
        end = (
            f"\n\nЕсли не ответите до {day(closes, administration.zone)}, закроем обращение. "
            "Открыть его снова можно будет в любой день."
        )
    return Reply(
        f"Недавно мы ответили на ваше обращение № {appeal.number}{_gist(appeal)}. Вопрос решён?{end}",
        feedback_buttons(appeal),
    )


def unjudged(appeal: Appeal) -> Reply:
    """Nobody said whether it is settled, and the appeal is closed."""
    return Reply(
        f"Обращение № {appeal.number}{_gist(appeal)} закрыли: вы не сообщили, решён ли вопрос.\n\n"
        "Если не решён, нажмите «Не решено», и мы откроем обращение снова.",
        feedback_buttons(appeal),
    )


def about_question(appeal: Appeal) -> Reply:
    """Words soon after an appeal was closed over a question: are they the reply? Nobody has to write them again."""
    return Reply(
        f"Это ответ на наш вопрос по обращению № {appeal.number}? Писать ещё раз не нужно.\n\n"
        f"{cut(appeal.question, 1000)}",
        inline(
            (
                text_button("Да, это ответ", CLARIFY, Colour.POSITIVE, n=appeal.id),
                text_button("Нет, о другом", OTHER),
            ),
        ),
    )


def closed(appeals: Sequence[Appeal]) -> Reply:
    """The desk learns which appeals were closed because their citizens kept silent."""
    lines = [
        f"{what}: {_numbers([appeal for appeal in appeals if appeal.lapse is lapse])}"
        for lapse, what in _SILENT_ON.items()
        if any(appeal.lapse is lapse for appeal in appeals)
    ]
    return Reply(
        "Закрыто, потому что жители молчат.\n" + "\n".join(lines) + "\n\nЕсли житель ответит, обращение откроется само."
    )


def _numbers(appeals: Sequence[Appeal]) -> str:
    shown = ", ".join(f"№ {appeal.number}" for appeal in appeals[:LISTED])
    return shown + (f" и ещё {len(appeals) - LISTED}" if len(appeals) > LISTED else "")


def _gist(appeal: Appeal) -> str:
    return f" («{cut(' '.join(words_of(appeal).split()), GIST)}»)"


_SILENT_ON = {Lapse.NO_REPLY: "Не ответили на вопрос", Lapse.NO_VERDICT: "Не сказали, решено ли"}
