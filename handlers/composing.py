"""Composing an answer: captions of photos, templates, the check, and what stands around the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from appeals.discretion import impersonal
from appeals.draft import MAX_ATTACHMENTS
from appeals.errors import TemplateRefused
from appeals.model import Appeal, Attachment, Citizen, Side
from appeals.photos import arranged, caption, check_photos, is_picture, marked, names_of, unmarked
from appeals.promising import promises_in
from appeals.quality.check import COMPARED, check_text
from appeals.quality.findings import Finding
from appeals.rights import Right
from appeals.sharing import told_too
from appeals.templates import MAX_NAME, Fault, Field, fill
from appeals.usecases.templates import find_template
from handlers.cards import rights_at
from handlers.turn import Turn
from handlers.words import Words
from texts import answers, quality, templates
from texts.reply import Keyboard, Reply

_BY_TEMPLATE = "шаблон"


def received(kept: Words, new: Words) -> Words:
    """What has come together with what came before: «было» and «стало» are captions, other words are the answer.

    Photos without a word are added to an answer that is there already.
    """
    told = caption(new.text)
    pictures = any(map(is_picture, new.attachments))
    if told is None or not (pictures or unmarked(kept.attachments)):
        text = new.text or (kept.text if new.attachments else "")
        return Words(text, arranged((*kept.attachments, *new.attachments)))
    side, words = told
    before = kept.attachments if pictures else marked(kept.attachments, side)
    return Words(words or kept.text, arranged((*before, *marked(new.attachments, side))))


def fitting(words: Words) -> tuple[Words, int]:
    """The words with as many attachments as VK sends, and how many are over."""
    over = max(0, len(words.attachments) - MAX_ATTACHMENTS)
    return replace(words, attachments=words.attachments[:MAX_ATTACHMENTS]), over


def is_caption(text: str, attachments: Sequence[Attachment]) -> bool:
    """Whether a message can be nothing else than photos for an answer, wherever it is said."""
    return caption(text) is not None and any(map(is_picture, attachments))


def with_citizens_photos(appeal: Appeal, words: Words) -> Words:
    """The words with the citizen's photos as «было»."""
    taken = marked([one for one in appeal.attachments if is_picture(one)], Side.BEFORE)
    return replace(words, attachments=arranged((*taken, *words.attachments)))


def marked_after(words: Words) -> Words:
    """The words with every photo that has no side as «стало»."""
    return replace(words, attachments=arranged(marked(words.attachments, Side.AFTER)))


async def by_template(turn: Turn, text: str) -> str:
    """The text of an answer: what was typed, or the template that it names: `шаблон Фонарь починили`.

    Raises:
        TemplateRefused: there is no such template, or none is named.
    """
    words = text.split(None, 1)
    if not words or words[0].lower().rstrip(":") != _BY_TEMPLATE:
        return text
    if len(words) < 2:
        raise TemplateRefused(Fault.WHICH)
    if len(words[1]) > MAX_NAME:
        return text
    return (await find_template(turn.desk, words[1].strip(' «»".'))).body


async def filled(turn: Turn, appeal: Appeal, text: str) -> tuple[str, tuple[Field, ...]]:
    """The text with the fields of templates filled, and those for which the appeal has nothing."""
    if "{" not in text:
        return text, ()
    citizen = await turn.desk.citizens.get(appeal.citizen_id) or turn.citizen
    if await told_too(turn.desk, appeal):
        citizen, appeal = Citizen(citizen.id, 0), replace(appeal, told_name="")  # others will read it as theirs
    if Right.SEE_PERSON not in await rights_at(turn, turn.peer_id, appeal):
        # Whoever may not know whose appeal it is doesn't learn it from a template.
        appeal, citizen = impersonal(appeal, turn.administration.contacts), Citizen(citizen.id, 0)
    return fill(text, templates.values(turn.administration, appeal, citizen, turn.now))


async def findings_of(turn: Turn, appeal: Appeal, words: Words) -> tuple[Finding, ...]:
    """What the check says of an answer, the worst first."""
    earlier = await turn.desk.history.last_answers(besides=appeal.id, limit=COMPARED)
    found = (*await photo_findings(turn, appeal, words), *check_text(words.text, _today(turn), earlier))
    return tuple(sorted(found, key=lambda finding: not finding.is_grave))


async def photo_findings(turn: Turn, appeal: Appeal, words: Words) -> tuple[Finding, ...]:
    """What the check says of the photos; their files come after the message, so it may say more a moment later."""
    category = turn.administration.category(appeal.category)
    required = category is not None and category.photo_required
    if not required and not words.attachments:
        return ()
    names = names_of((*words.attachments, *appeal.attachments))
    hashes: Mapping[str, str] = await turn.desk.files.hashes(names)
    return check_photos(words.attachments, appeal.attachments, hashes, required=required)


def noted(turn: Turn, words: Words, findings: Sequence[Finding], over: int, preview: Reply) -> Reply:
    """The preview with what stands above it: remarks, promises, what did not fit."""
    days = [one.due for one in promises_in(words.text, _today(turn))]
    notes = [
        quality.remarks(findings),
        quality.promised(days) if days else "",
        answers.overflow(over) if over else "",
        preview.text,
    ]
    return replace(preview, text="\n\n".join(note for note in notes if note))


async def tools(turn: Turn, appeal: Appeal) -> Keyboard | None:
    """The buttons under the prompt for an answer."""
    has_templates = bool(await turn.desk.templates.all())
    return answers.tools(appeal, templates=has_templates, photos=bool(_citizens(appeal, Words(""))))


def preview_buttons(appeal: Appeal, key: int, words: Words, findings: Sequence[Finding]) -> Keyboard:
    """The buttons under the preview of an answer."""
    return answers.preview_buttons(
        appeal,
        key,
        overrule=any(finding.is_grave for finding in findings),
        citizens=bool(_citizens(appeal, words)),
        unmarked=bool(unmarked(words.attachments)),
    )


def _citizens(appeal: Appeal, words: Words) -> list[Attachment]:
    """The citizen's photos that aren't in the answer yet."""
    there = {one.reference for one in words.attachments}
    return [one for one in appeal.attachments if is_picture(one) and one.reference and one.reference not in there]


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.administration.zone).date()
