"""The buttons under a card, and behind its «Ещё…»: which fit an appeal and those who read of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appeals.administration import Administration
from appeals.model import Appeal, Role, Status
from appeals.rights import RIGHTS, Right
from appeals.value import dataclass
from texts.buttons import (
    ANSWER,
    ASK,
    COLLEAGUES,
    DEPARTMENTS,
    DO,
    EXTEND,
    FORWARD,
    HAND_BACK,
    JOIN,
    LABEL_ADDRESS,
    LABEL_EXTEND,
    LABEL_FORWARD,
    LABEL_JOIN,
    LABEL_NOTE,
    LABEL_OF_CITIZEN,
    LABEL_OPEN,
    LABEL_PART,
    LABEL_PRIORITY,
    LABEL_SPLIT,
    LABEL_TOPIC,
    LABEL_UNDO,
    LABEL_UPDATE,
    MORE,
    NOTE,
    OF_CITIZEN,
    OPEN_AGAIN,
    PART,
    PRIORITY,
    READDRESS,
    RECORD,
    REJECT,
    SPLIT,
    TAKE,
    TOLD_NOT_RESOLVED,
    TOLD_PARTLY,
    TOLD_RESOLVED,
    TOPIC,
    UNDO,
    UPDATE,
)
from texts.reply import Button, Colour, Keyboard, callback, inline

_TO_BE_TAKEN = (Status.NEW, Status.REOPENED)

MODERATORS = RIGHTS[Role.MODERATOR]
"""What readers of a card may do where nothing else is known of them."""

MORE_PAGE = 8
"""Buttons of «Ещё…» at once: with the ways back and on they fit VK's ten in six rows."""

_MORE_ROW = 2


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button under a card: shown to those with the `right` and without `unless`, `when` it makes sense."""

    label: str
    do: str
    when: Callable[[Administration, Appeal], bool]
    right: Right = Right.WORK
    unless: Right | None = None
    colour: Colour = Colour.SECONDARY

    def fits(self, administration: Administration, appeal: Appeal, rights: frozenset[Right]) -> bool:
        """Whether it stands under the card of this appeal."""
        return self.right in rights and self.unless not in rights and self.when(administration, appeal)


def _open(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open


def _to_be_taken(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open and (appeal.status in _TO_BE_TAKEN or appeal.assignee_id is None)


def _to_be_recorded(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_by_hand and appeal.status is Status.WAITING_CITIZEN


def _to_be_told(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_by_hand and appeal.status is Status.ANSWERED


def _movable(administration: Administration, appeal: Appeal) -> bool:
    others = [one for one in administration.departments if one.id != appeal.department]
    return appeal.is_open and bool(others)


def _is_joined(_: Administration, appeal: Appeal) -> bool:
    return appeal.joined is not None


def _is_over(_: Administration, appeal: Appeal) -> bool:
    return appeal.status in (Status.ANSWERED, Status.CLOSED, Status.REJECTED)


def _runs(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open and appeal.paused_at is None


def _of_known(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open and not appeal.is_by_hand


def _may_be_undone(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open or appeal.is_by_hand  # what ends an appeal has mostly reached the citizen in VK


def _in_department(_: Administration, appeal: Appeal) -> bool:
    return appeal.is_open and bool(appeal.department)


FIRST: tuple[tuple[CardButton, ...], ...] = (
    (CardButton("Взять", TAKE, _to_be_taken, colour=Colour.PRIMARY),),
    (
        CardButton("Ответить", ANSWER, _open, colour=Colour.POSITIVE),
        CardButton("Уточнить", ASK, _open),
        CardButton("Отклонить", REJECT, _open, Right.ROUTE, colour=Colour.NEGATIVE),
    ),
    (CardButton("Записать ответ жителя", RECORD, _to_be_recorded),),
    (
        # What a citizen without VK may tell a member of staff about the answer.
        CardButton("Решено", TOLD_RESOLVED, _to_be_told, colour=Colour.POSITIVE),
        CardButton("Частично", TOLD_PARTLY, _to_be_told),
        CardButton("Не решено", TOLD_NOT_RESOLVED, _to_be_told, colour=Colour.NEGATIVE),
    ),
    (
        CardButton("В отдел", DEPARTMENTS, _movable, Right.ROUTE),
        CardButton("Вернуть", HAND_BACK, _in_department, unless=Right.ROUTE),
    ),
)
"""The rows under a card. «Ещё…» joins the last of them."""

FURTHER: tuple[CardButton, ...] = (
    CardButton("Отдать", COLLEAGUES, _open),
    CardButton("Вернуть", HAND_BACK, _in_department, Right.ROUTE),
    CardButton(LABEL_PRIORITY, PRIORITY, _open, Right.ROUTE),
    CardButton(LABEL_EXTEND, EXTEND, _runs),
    CardButton(LABEL_UPDATE, UPDATE, _open),
    CardButton(LABEL_FORWARD, FORWARD, _open, Right.ROUTE),
    CardButton(LABEL_NOTE, NOTE, _open),
    CardButton(LABEL_TOPIC, TOPIC, _open, Right.ROUTE),
    CardButton(LABEL_ADDRESS, READDRESS, _open),
    CardButton(LABEL_JOIN, JOIN, _open, Right.ROUTE),
    CardButton(LABEL_PART, PART, _is_joined, Right.ROUTE),
    CardButton(LABEL_SPLIT, SPLIT, _open, Right.ROUTE),
    CardButton(LABEL_OPEN, OPEN_AGAIN, _is_over, Right.ROUTE),
    CardButton(LABEL_UNDO, UNDO, _may_be_undone),
    CardButton(LABEL_OF_CITIZEN, OF_CITIZEN, _of_known, Right.ROUTE),
)
"""What «Ещё…» shows, in this order: a part of the desk adds its buttons here."""


def card_buttons(
    administration: Administration, appeal: Appeal, rights: frozenset[Right] = MODERATORS
) -> Keyboard | None:
    """What can be done with the appeal as it stands now."""
    rows = [_row(administration, appeal, rights, row) for row in FIRST]
    if any(one.fits(administration, appeal, rights) for one in FURTHER):
        rows[-1] = (*rows[-1], callback("Ещё…", {DO: MORE, "n": appeal.id, "p": 1}))
    return inline(*rows) if any(rows) else None


def more_buttons(
    administration: Administration,
    appeal: Appeal,
    rights: frozenset[Right],
    page: int,
    *,
    on_card: bool,
    may_undo: bool = True,
) -> Keyboard | None:
    """A page of what «Ещё…» shows, from 1. `on_card`: the card's own buttons are a press away. `may_undo`: something
    can be taken back now.
    """
    every = _row(administration, appeal, rights, [one for one in FURTHER if may_undo or one.do != UNDO])
    shown = every[(page - 1) * MORE_PAGE : page * MORE_PAGE]
    if not shown:
        return None
    rows = [shown[at : at + _MORE_ROW] for at in range(0, len(shown), _MORE_ROW)]
    ways = []
    if on_card or page > 1:
        ways.append(callback("‹ Назад", {DO: MORE, "n": appeal.id, "p": page - 1}))
    if page * MORE_PAGE < len(every):
        ways.append(callback("Ещё ›", {DO: MORE, "n": appeal.id, "p": page + 1}))
    return inline(*rows, tuple(ways))


def _row(
    administration: Administration, appeal: Appeal, rights: frozenset[Right], row: Sequence[CardButton]
) -> tuple[Button, ...]:
    return tuple(
        callback(one.label, {DO: one.do, "n": appeal.id}, one.colour)
        for one in row
        if one.fits(administration, appeal, rights)
    )
