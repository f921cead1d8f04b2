"""«Это помогло?»: the buttons under an answer that the bot gave by itself, and what is written after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vkbottle.bot import BotLabeler

from appeals.autoreplies.entries import Where
from appeals.draft import Draft
from appeals.textcheck import has_meaning, is_courtesy, normalise_word
from handlers import filing
from handlers.auto_answers import DRAFT, TEXT, USE
from handlers.incoming import Said
from handlers.rules import Does, Private
from handlers.states import Filing, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import autoreplies, buttons, citizen

GOES_ON_FOR = 30 * 60
"""Seconds for which the next message belongs to a question that the bot has answered by itself."""

_YES = frozenset({"да", "да помогло", "помогло", "да спасибо", "да помогло спасибо", "спасибо помогло"})
_NO = frozenset({"нет", "нет не помогло", "не помогло"})

labeler = BotLabeler()
"""Buttons that work in every state."""


@labeler.message(Private(), Does(buttons.HELPED))
async def helped(said: Said) -> None:
    """«Да, помогло»."""
    turn = said.turn
    use_id = (said.action.number("u") if said.action else None) or 0
    if await turn.desk.autoreplies.use(use_id, turn.user_id) is None:
        turn.say(citizen.stale_button())
        return
    await _helped(turn, use_id)


@labeler.message(Private(), Does(buttons.SEND_ANYWAY))
async def send_anyway(said: Said) -> None:
    """«Всё равно отправить обращение»: what was written becomes its text, also after «Отмена»."""
    turn, more = said.turn, Words("", said.attachments)
    draft_id = turn.unfinished.id if turn.unfinished is not None else None
    if turn.asked.get(TEXT) and (DRAFT not in turn.asked or turn.asked[DRAFT] != draft_id):
        _send(turn, Words.kept(turn.asked).then(more))
    elif turn.stands_in(Filing):
        filing.go_on(turn)
    else:
        await filing.start(said)


@labeler.message(Private(), Does(buttons.SUGGESTED))
async def suggested(said: Said) -> None:
    """One of the questions that may have been meant."""
    turn, entry_id = said.turn, said.action.number("e") if said.action else None
    entry = await turn.desk.autoreplies.get(entry_id or 0)
    if entry is None or Where.MESSAGES not in entry.where or not entry.holds(turn.today):
        turn.say(autoreplies.gone())
        return
    use_id = await turn.desk.autoreplies.told(entry, turn.user_id, turn.now)
    kept: dict[str, Any] = turn.asked
    if turn.stands_in(Filing) and turn.unfinished is not None and DRAFT not in kept:
        kept = {TEXT: turn.unfinished.text or "", DRAFT: turn.unfinished.id}
    turn.put_asked({**kept, USE: use_id})
    turn.say(autoreplies.answered(turn.administration, entry, use_id))


async def go_on(said: Said) -> bool:
    """Words after such an answer: a verdict on it, or more of the question, which begin an appeal together with it.

    False when they have nothing to do with it.
    """
    turn, asked = said.turn, said.turn.asked
    is_open = asked.get(TEXT) and DRAFT not in asked and turn.now.timestamp() - asked["at"] <= GOES_ON_FOR
    if not is_open:
        return False
    words = normalise_word(said.text)
    if asked.get(USE) and words in _YES:
        await _helped(turn, asked[USE])
    elif words in _NO:
        _send(turn, Words.kept(asked))
    elif said.attachments or (has_meaning(said.text) and not is_courtesy(said.text)):
        _send(turn, Words.kept(asked).then(Words.of(said)))
    else:
        return False
    return True


async def _helped(turn: Turn, use_id: int) -> None:
    await turn.desk.autoreplies.judge(use_id, turn.user_id, helped=True)
    asked, draft = turn.asked, turn.unfinished
    if asked.get(USE) == use_id:
        turn.put_asked({})
    dropped = draft is not None and asked.get(USE) == use_id and _tells_no_more(draft, asked)
    if dropped:
        turn.dialog.draft = None
    elif draft is not None and turn.stands_in(Filing):
        turn.say(autoreplies.helped_meanwhile())
        filing.go_on(turn)
        return
    turn.enter(Visitor.MENU)
    turn.say(autoreplies.helped(dropped=dropped))


def _tells_no_more(draft: Draft, asked: Mapping[str, Any]) -> bool:
    """Whether the appeal that is being written tells nothing but the question."""
    is_its = asked.get(DRAFT) == draft.id and not draft.attachments
    return is_its and (draft.text or "").strip() == asked.get(TEXT, "").strip()


def _send(turn: Turn, words: Words) -> None:
    """The words go into the appeal that is being written, or begin one."""
    asked = turn.asked
    filing.take_in(turn, words)
    if turn.draft is not None:
        turn.put_asked({USE: asked.get(USE, 0), DRAFT: turn.draft.id, **words.as_payload()})
