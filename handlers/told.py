"""What a citizen's message tells of the appeal that is being filed."""

from __future__ import annotations

from dataclasses import replace

from appeals.administration import UNKNOWN_CATEGORY
from appeals.draft import MAX_TEXT, Draft
from appeals.textcheck import is_small_talk, looks_like_appeal, normalise_word
from appeals.topics import category_meant, category_titled
from handlers.incoming import Said
from texts import buttons, filing

NOTHING = frozenset({"нет", "нету", "не знаю", "не надо", "не нужно", "не хочу", "без фото", "без адреса"})
"""Typed refusals that mean «Пропустить»."""


def skips(said: Said) -> bool:
    """Whether the question is passed over."""
    return said.does == buttons.SKIP or (normalise_word(said.text) in NOTHING and not said.attachments)


def small_talk(said: Said) -> bool:
    """Whether these are nothing but polite words."""
    return said.action is None and not said.attachments and is_small_talk(said.text)


def category(said: Said) -> str | None:
    """The category that was pressed or typed. Words that came before the question, or a whole story, choose none."""
    administration = said.turn.administration
    if said.action and said.action.name == buttons.CATEGORY:
        chosen = said.action.params.get("id")
        known = chosen == UNKNOWN_CATEGORY or any(one.id == chosen for one in administration.categories)
        return chosen if isinstance(chosen, str) and known else None
    if normalise_word(said.text) == normalise_word(buttons.LABEL_UNKNOWN):
        return UNKNOWN_CATEGORY
    titled = category_titled(administration, said.text)
    meant = titled or (category_meant(administration, said.text) if tells_nothing(said) else None)
    return meant.id if meant else None


def says_more(said: Said) -> bool:
    """Whether words that choose a category say more than its name: «Яма на дороге», but not «Дороги»."""
    if said.action is not None or len(normalise_word(said.text).split()) < 3:
        return False
    return category_titled(said.turn.administration, said.text) is None


def tells_nothing(said: Said) -> bool:
    """Whether these are a few words typed in answer to a question: too few to belong into an appeal's text."""
    plain = said.action is None and not said.turn.unseen and said.place is None and not is_small_talk(said.text)
    return plain and bool(said.text.strip()) and not looks_like_appeal(said.text, said.attachments)


def placed(said: Said, draft: Draft) -> Draft:
    """The draft with the point on the map that came along, whatever was asked; a typed address stays."""
    if said.place is None:
        return draft
    typed = draft.place.address if draft.place else ""
    return replace(draft, place=replace(said.place, address=said.place.address or typed))


def add(said: Said, draft: Draft) -> tuple[Draft, str]:
    """Add a message's words and attachments to the draft; return it with what has to be said about limits."""
    added, over = placed(said, draft).with_attachments(said.attachments, said.turn.now)
    if said.action is None and said.text and not is_small_talk(said.text):
        added = added.with_text(said.text, said.turn.now, said.number)
    head = limits(added.text or "", over)
    return replace(added, text=added.text[:MAX_TEXT] if added.text else added.text), head


def limits(text: str, over: int) -> str:
    """What has to be said when the text is too long or `over` attachments did not fit."""
    heads = [filing.too_long(MAX_TEXT)] if len(text) > MAX_TEXT else []
    if over:
        heads.append(filing.attachments_overflow(over))
    return "\n".join(heads)
