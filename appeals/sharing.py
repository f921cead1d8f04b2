"""What appeals that were joined have in common: the answer is given once and reaches everybody who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from appeals.model import Act, Appeal, HistoryEntry, Status
from appeals.ports import Desk
from appeals.undo import without_undone

_VERDICTS = frozenset({Act.ANSWERED, Act.RESOLVED, Act.PARTLY, Act.REOPENED})

_OBJECTIONS = frozenset({Act.PARTLY, Act.REOPENED})

PROGRESS = frozenset({Act.TAKEN, Act.HANDED_OVER, Act.BACK_IN_WORK, Act.BACK_PARTLY})
"""Acts on the main appeal that the citizens of joined ones see as their own; words between it and its citizen stay
theirs."""


FOR_ALL = frozenset({Act.OPENED, Act.EXTENDED, Act.FORWARDED, Act.UPDATED, Act.PROMISE_KEPT, Act.PROMISE_MOVED})
"""Acts whose words every citizen of joined appeals was told."""


async def leading(desk: Desk, appeal: Appeal) -> Appeal:
    """The appeal that work goes on in: the one that was joined, or the appeal itself."""
    if appeal.joined is None:
        return appeal
    return await desk.appeals.get(appeal.joined.to) or appeal


async def as_told(desk: Desk, appeal: Appeal) -> Appeal:
    """The appeal as its citizen sees it: a joined one shows how the main one stands. Never to be saved."""
    if appeal.joined is None:
        return appeal
    main = await leading(desk, appeal)
    # The question is for somebody else.
    status, lapse = Status.IN_PROGRESS if main.status is Status.WAITING_CITIZEN else main.status, main.lapse
    if main.awaits_verdict and not await _owes_verdict(desk, appeal):
        status, lapse = Status.CLOSED, None
    return replace(
        appeal,
        status=status,
        lapse=lapse,
        question="",
        react_by=main.react_by,
        due_at=main.due_at,
        forwarding=main.forwarding,
    )


async def story(desk: Desk, appeal: Appeal) -> Sequence[HistoryEntry]:
    """The appeal's history as its citizen sees it: with the progress of the main one since they were joined."""
    own = without_undone(await desk.history.of(appeal.id))
    if appeal.joined is None:
        return own
    joined_at = next((entry.at for entry in reversed(own) if entry.act is Act.JOINED), None)
    shared = [
        entry if entry.act in FOR_ALL else replace(entry, text="", attachments=())
        for entry in without_undone(await desk.history.of(appeal.joined.to))
        if entry.act in PROGRESS | FOR_ALL and (joined_at is None or entry.at >= joined_at)
    ]
    return sorted((*own, *shared), key=lambda entry: entry.at)


async def sharing(desk: Desk, main: Appeal) -> Sequence[Appeal]:
    """The appeals that have joined this one and whose persons are still there."""
    return [appeal for appeal in await desk.appeals.joined_to(main.id) if not appeal.is_erased]


async def share(desk: Desk, main: Appeal, entry: HistoryEntry) -> None:
    """Write the main appeal's answer, or refusal, into the history of everyone that joined it."""
    for appeal in await sharing(desk, main):
        await desk.history.add(appeal.id, entry)


async def told_too(desk: Desk, main: Appeal) -> Sequence[Appeal]:
    """The joined appeals whose citizens are told what the main one's citizen is told, one a citizen."""
    citizens = {main.citizen_id: main}
    for appeal in await sharing(desk, main):
        citizens.setdefault(appeal.citizen_id, appeal)
    return [appeal for appeal in citizens.values() if appeal.id != main.id]


async def objects(desk: Desk, appeal: Appeal) -> bool:
    """Whether its citizen's last word on the last answer is that it isn't settled, or not all of it."""
    acts = [entry.act for entry in await desk.history.of(appeal.id) if entry.act in _VERDICTS]
    return bool(acts) and acts[-1] in _OBJECTIONS


async def others_object(desk: Desk, main: Appeal) -> bool:
    """Whether somebody else, whose appeal has joined this one, isn't content with the last answer."""
    others = [one for one in await desk.appeals.joined_to(main.id) if one.citizen_id != main.citizen_id]
    return any([not one.is_erased and await objects(desk, one) for one in others])


async def _owes_verdict(desk: Desk, appeal: Appeal) -> bool:
    """Whether the citizen of a joined appeal hasn't said yet what the last answer was worth."""
    acts = [e.act for e in await desk.history.of(appeal.id) if e.act in _VERDICTS]
    return not acts or acts[-1] is not Act.RESOLVED
