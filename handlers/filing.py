"""A citizen files an appeal: one handler a step, and the moves between them."""

from __future__ import annotations

from dataclasses import replace

from vkbottle.bot import BotLabeler

from appeals.address import parse_address
from appeals.contact import parse_contact
from appeals.draft import MAX_TEXT, ORDER, Draft, Step, previous_step
from appeals.errors import AlreadyFiled, BadAddress, BadContact, ConsentMissing, IncompleteDraft
from appeals.model import Place
from appeals.textcheck import has_meaning
from appeals.usecases.filing import FileAppeal, GiveConsent
from handlers import auto_answers, busy, told
from handlers.cards import show_card, show_new_card
from handlers.incoming import Said
from handlers.known_outages import joins_outage
from handlers.rules import At, Does, Private
from handlers.states import Filing, Visitor
from handlers.turn import Turn
from handlers.words import Words
from texts import buttons, citizen, filing
from texts.reply import Reply

labeler = BotLabeler()

BEGUN = "begun"
"""The key of a dialog's payload that tells that the text has its first words already."""

STATES = {step: Filing(step.value) for step in ORDER}


def prompt(turn: Turn, draft: Draft, step: Step) -> Reply:
    """The question of a step."""
    match step:
        case Step.CATEGORY:
            return filing.category(turn.administration)
        case Step.TEXT:
            return filing.text()
        case Step.ADDRESS:
            return filing.address()
        case Step.ATTACHMENTS:
            return filing.attachments_step(draft)
        case Step.CONTACT:
            return filing.contact()
        case Step.SUMMARY:
            return filing.summary(turn.administration, draft)


def ask(turn: Turn, draft: Draft, step: Step, head: str = "") -> None:
    """Keep the draft, stand at `step` and ask its question, under `head` when there is something to say first."""
    if turn.draft is not None and turn.draft.paused(turn.now):
        head = f"{filing.continued()} {head}".strip()
    turn.dialog.draft = draft.touched(turn.now)
    turn.enter(STATES[step])
    question = prompt(turn, draft, step)
    turn.say(filing.headed(head, question) if head else question)


def ask_next(turn: Turn, draft: Draft, head: str = "") -> None:
    """Ask the first question that has no answer yet."""
    ask(turn, draft, draft.next_step, head)


def new_draft(turn: Turn) -> Draft:
    """An empty draft under an id of its own."""
    return Draft(turn.office.ids.random_id(), turn.now)


def begin(turn: Turn, draft: Draft, head: str = "") -> None:
    """Start with consent, or go on where it was given before to this very version."""
    if turn.citizen.consent_version == turn.administration.consent.version:
        ask_next(turn, draft, head)
        return
    turn.dialog.draft = draft.touched(turn.now)
    turn.enter(Filing.CONSENT)
    consent = filing.consent(turn.administration)
    turn.say(filing.headed(head, consent) if head else consent)


def begin_with_words(said: Said) -> None:
    """A citizen simply wrote what happened: it becomes the text, and only the rest is asked."""
    before = said.turn.unfinished
    draft, head = told.add(said, before or new_draft(said.turn))
    head = head or (filing.added_to_draft() if before else filing.kept_your_words(draft))
    begin(said.turn, replace(draft, attachments_done=draft.attachments_done or bool(draft.attachments)), head)


def begin_with(turn: Turn, words: Words) -> None:
    """Words that were written before begin an appeal of their own."""
    draft, _ = new_draft(turn).with_attachments(words.attachments, turn.now)
    draft = replace(draft.with_text(words.text[:MAX_TEXT], turn.now), pieces=words.pieces)
    begin(turn, replace(draft, attachments_done=bool(draft.attachments)), filing.kept_your_words(draft))


def take_in(turn: Turn, words: Words) -> None:
    """Words that were written before go into the appeal that is being written, or begin one."""
    if (before := turn.unfinished) is None:
        begin_with(turn, words)
        return
    draft, over = before.with_attachments(words.attachments, turn.now)
    draft = draft.with_text(words.text, turn.now)
    head = told.limits(draft.text or "", over) or filing.added_to_draft()
    begin(turn, replace(draft, text=(draft.text or "")[:MAX_TEXT], pieces=before.pieces + words.pieces), head)


def go_on(turn: Turn) -> None:
    """Ask once more what is asked now."""
    draft = turn.draft or new_draft(turn)
    if (step := _step(turn)) is not None:
        ask(turn, draft, step)
    else:
        begin(turn, draft)


def offer(turn: Turn, draft: Draft) -> None:
    """Offer to go on with an unfinished appeal."""
    turn.enter(Filing.RESUME)
    turn.say(filing.offer_draft(turn.administration, draft))


def back_to_menu(turn: Turn) -> None:
    """Leave the dialog and keep what was written."""
    turn.enter(Visitor.MENU)
    turn.say(filing.left_draft() if turn.unfinished else citizen.main_menu())


@labeler.message(Private(), Does(buttons.FILE))
async def start(said: Said) -> None:
    """«Подать обращение»."""
    if said.turn.dialog.state is None and not said.pressed:
        said.turn.say(citizen.greeting(said.turn.administration, said.turn.citizen))  # typed as the very first words
    if (draft := said.turn.unfinished) is not None:
        offer(said.turn, draft)
    else:
        begin(said.turn, new_draft(said.turn))


@labeler.message(Private(), At(Filing), Does(buttons.CANCEL))
async def cancel(said: Said) -> None:
    """«Отмена» in any step."""
    said.turn.dialog.draft = None
    said.turn.enter(Visitor.MENU)
    said.turn.say(filing.cancelled())


@labeler.message(Private(), At(Filing.CONSENT))
async def consent(said: Said) -> None:
    """The answer about personal data."""
    turn, draft = said.turn, said.turn.draft or new_draft(said.turn)
    match said.does:
        case buttons.AGREE:
            await GiveConsent(turn.desk, turn.administration)(turn.citizen, turn.now)
            ask_next(turn, draft)
        case buttons.DISAGREE:
            await turn.desk.citizens.forget(turn.citizen)
            turn.dialog.draft = None
            turn.leave()
            turn.say(filing.refused(turn.administration, erased=bool(draft.text or draft.attachments)))
        case buttons.BACK:
            back_to_menu(turn)
        case _:
            kept, head = told.add(said, draft)
            turn.dialog.draft = replace(kept, attachments_done=bool(kept.attachments), updated_at=turn.now)
            if head or not turn.unseen:  # else the question is on its way already
                question = filing.consent_needed(turn.administration)
                turn.say(filing.headed(head, question) if head else question)


@labeler.message(Private(), At(Filing.RESUME))
async def resume(said: Said) -> None:
    """The answer to «Продолжим?»."""
    turn, draft = said.turn, said.turn.draft or new_draft(said.turn)
    match said.does:
        case buttons.RESUME:
            begin(turn, draft)
        case buttons.RESTART:
            begin(turn, new_draft(turn))
        case buttons.BACK:
            back_to_menu(turn)
        case None if (has_meaning(said.text) and not told.small_talk(said)) or said.attachments:
            added, head = told.add(said, draft)
            begin(turn, added, head or filing.added_to_text())
        case _:
            turn.say(filing.headed(filing.press_a_button(), filing.offer_draft(turn.administration, draft)))


@labeler.message(Private(), At(Filing), Does(buttons.BACK))
async def back(said: Said) -> None:
    """«Назад» in any step: one question earlier, with the answers kept."""
    turn, draft = said.turn, said.turn.draft
    here = _step(turn)
    if draft is None:
        back_to_menu(turn)
    elif here is None or draft.editing:
        ask(turn, replace(draft, editing=False), Step.SUMMARY)
    elif (earlier := previous_step(here)) is not None:
        ask(turn, draft, earlier)
    else:
        back_to_menu(turn)


@labeler.message(Private(), At(Filing.CATEGORY))
async def category(said: Said) -> None:
    """The answer to «О чём обращение?»."""
    turn, draft = said.turn, _draft(said)
    action = said.action
    if action and action.name == buttons.CATEGORY_PAGE:
        page = action.number("page") or 0
        turn.say(filing.category(turn.administration, filing.category_page(turn.administration, page)))
    elif (chosen := told.category(said)) is not None:
        draft = replace(draft, category=chosen, updated_at=turn.now)
        if told.says_more(said) and not draft.text:
            # «Яма на дороге» names the topic and begins the story.
            begun = draft.with_text(said.text, turn.now, said.number)
            ask(turn, replace(begun, editing=False), Step.TEXT, filing.begun_with(said.text))
            turn.dialog.payload = {**turn.dialog.payload, BEGUN: True}
        else:
            _answered(turn, draft)
    else:
        _no_answer(said, draft, Step.CATEGORY, filing.choose_category())


@labeler.message(Private(), At(Filing.TEXT))
async def text(said: Said) -> None:
    """The answer to «Что случилось?»."""
    turn, draft = said.turn, _draft(said)
    if said.action is not None or told.small_talk(said):
        _odd(said, draft, Step.TEXT, filing.stale_step())
        return
    added, over = draft.with_attachments(said.attachments, turn.now)
    if has_meaning(said.text):
        head = told.limits(said.text, over)
        if not turn.dialog.payload.get(BEGUN):
            added = replace(added, text=None, pieces=())
        await auto_answers.hint(said, draft)
        answered = added.with_text(said.text[:MAX_TEXT], turn.now, said.number)
        _answered(turn, replace(answered, text=(answered.text or "")[:MAX_TEXT]), head)
    elif any(one.kind == "audio_message" for one in said.attachments):
        ask(turn, added, Step.TEXT, filing.voice_kept())
    elif said.attachments:
        ask(turn, added, Step.TEXT, filing.kept_your_words(added))
    else:
        ask(turn, added, Step.TEXT, filing.unsupported_attachment() if said.unsupported else filing.tell_in_words())


@labeler.message(Private(), At(Filing.ADDRESS))
async def address(said: Said) -> None:
    """The answer to «Где это?»."""
    turn, draft = said.turn, _draft(said)
    if said.place is not None:
        typed = " ".join(said.text.split()) if has_meaning(said.text) else ""
        place = replace(said.place, address=said.place.address or typed)
        _answered(turn, replace(draft, place=place, updated_at=turn.now))
    elif told.skips(said):
        _answered(turn, replace(draft, place=Place(), updated_at=turn.now))
    elif said.action or turn.unseen or said.attachments or not said.text or told.small_talk(said):
        _odd(said, draft, Step.ADDRESS, filing.bad_address())
    else:
        try:
            _answered(turn, replace(draft, place=Place(parse_address(said.text)), updated_at=turn.now))
        except BadAddress:
            _no_answer(said, draft, Step.ADDRESS, filing.bad_address())


@labeler.message(Private(), At(Filing.ATTACHMENTS))
async def attachments(said: Said) -> None:
    """Photos and documents, in several messages; words beside them go to the text."""
    turn, draft = said.turn, _draft(said)
    if said.does == buttons.CLEAR:
        ask(turn, replace(draft, attachments=()), Step.ATTACHMENTS)
    elif said.does == buttons.DONE or told.skips(said):
        _answered(turn, replace(draft, attachments_done=True, updated_at=turn.now))
    else:
        _odd(said, draft, Step.ATTACHMENTS, filing.unsupported_attachment() if said.unsupported else "")


@labeler.message(Private(), At(Filing.CONTACT))
async def contact(said: Said) -> None:
    """The answer to «Как с вами связаться?»."""
    turn, draft = said.turn, _draft(said)
    if told.skips(said):
        _answered(turn, replace(draft, contact="", updated_at=turn.now))
    elif said.action or turn.unseen or said.attachments or not said.text or told.small_talk(said):
        _odd(said, draft, Step.CONTACT, filing.bad_contact())
    else:
        try:
            _answered(turn, replace(draft, contact=parse_contact(said.text), updated_at=turn.now))
        except BadContact:
            _no_answer(said, draft, Step.CONTACT, filing.bad_contact())


@labeler.message(Private(), At(Filing.SUMMARY), Does(buttons.CONFIRM))
async def confirm(said: Said) -> None:
    """«Отправить»: the draft becomes an appeal."""
    turn, draft = said.turn, _draft(said)
    if said.action and said.action.number("d") not in (None, draft.id):
        _odd(said, draft, Step.SUMMARY, filing.stale_step())  # of an appeal that is filed already
        return
    try:
        told_before = await auto_answers.unhelpful(turn, draft)
        file = FileAppeal(turn.desk, turn.administration, turn.office.calendar)
        appeal = await file(turn.citizen, draft, turn.now, told_before)
    except (ConsentMissing, IncompleteDraft):
        begin(turn, draft)  # the settings have changed since the summary was shown
        return
    except AlreadyFiled as twice:
        turn.say(filing.already_filed(twice.appeal))
    else:
        await turn.desk.appeals.remember(turn.citizen, appeal.id, draft.pieces)
        turn.say(filing.accepted(turn.administration, appeal, await busy.line(turn, appeal)))
        if not await joins_outage(turn, appeal):
            await (show_new_card if told_before is None else show_card)(turn, appeal)
        if turn.asked.get(auto_answers.DRAFT) == draft.id:
            turn.put_asked({})
    turn.dialog.draft = None
    turn.enter(Visitor.MENU)


@labeler.message(Private(), At(Filing.SUMMARY), Does(buttons.EDIT))
async def edit(said: Said) -> None:
    """«Изменить»."""
    said.turn.enter(Filing.EDIT)
    said.turn.say(filing.choose_field())


@labeler.message(Private(), At(Filing.SUMMARY))
async def summary(said: Said) -> None:
    """Something else than a button at the summary: further words and photos are added, not lost."""
    _odd(said, _draft(said), Step.SUMMARY, filing.press_a_button())


@labeler.message(Private(), At(Filing.EDIT))
async def choose_field(said: Said) -> None:
    """Which answer to change."""
    turn, draft = said.turn, _draft(said)
    step = filing.field_named(said.action.params.get("step") if said.action else said.text)
    if step is None and said.action is None and (has_meaning(said.text) or said.attachments):
        turn.enter(Filing.SUMMARY)
        _odd(said, draft, Step.SUMMARY, filing.press_a_button())
    elif step is None:
        turn.say(filing.headed(filing.press_a_button(), filing.choose_field()))
    else:
        ask(turn, replace(draft, editing=True), step)


def _draft(said: Said) -> Draft:
    """The draft of a filing step; a new one should it have been lost with an old version's data."""
    return told.placed(said, said.turn.draft or new_draft(said.turn))


def _step(turn: Turn) -> Step | None:
    return next((step for step, state in STATES.items() if turn.stands_in(state)), None)


def _answered(turn: Turn, draft: Draft, head: str = "") -> None:
    ask_next(turn, replace(draft, editing=False) if draft.editing else draft, head)


def _no_answer(said: Said, draft: Draft, step: Step, otherwise: str) -> None:
    """Typed words that can't be the answer: a story is kept, a slip is asked again."""
    if told.tells_nothing(said):
        ask(said.turn, draft, step, otherwise)
    else:
        _odd(said, draft, step, otherwise)


def _odd(said: Said, draft: Draft, step: Step, otherwise: str) -> None:
    """What doesn't answer the question is kept with the appeal, and the question is asked again.

    Words that were written before the question could be seen are confirmed once, not one by one.
    """
    turn = said.turn
    if said.action is not None:
        ask(turn, draft, step, filing.stale_step())
        return
    if told.small_talk(said):
        if not turn.unseen:
            ask(turn, draft, step)
        return
    added, head = told.add(said, draft)
    words = bool(said.text) and added.text != draft.text
    if not words and added.attachments == draft.attachments:
        ask(turn, added, step, head or otherwise)
        return
    if turn.unseen and words and not said.attachments and not head:
        turn.dialog.draft = added
        if not turn.dialog.payload.get("told"):
            turn.dialog.payload = {**turn.dialog.payload, "told": True}
            turn.say(Reply(filing.added_to_text()))
        return
    noted = filing.added_to_text() if words else ("" if step is Step.ATTACHMENTS else filing.kept_attachments(added))
    ask(turn, added, step, head or noted)
