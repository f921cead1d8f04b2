"""Personal control of appeals, in words: for those in charge, and for the colleagues who work on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appeals.administration import Administration
from appeals.control import Control
from appeals.model import Appeal, HistoryEntry, StaffMember
from texts.buttons import DO, RELEASE
from texts.citizen import references
from texts.clocks import told_in
from texts.dates import day, day_and_time
from texts.people import member
from texts.reply import MAX_INLINE_BUTTONS, MAX_SNACKBAR, Button, Keyboard, Reply, callback, cut, inline
from texts.words import ACTS_FOR_STAFF, category_title, enclosed, status_for_staff

LISTED = 20
"""Appeals that the list of `/контроль` names."""


def taken(appeal: Appeal) -> str:
    """It is yours to watch."""
    what = "Об ответе" if appeal.is_open else "Об обещанном"
    return f"№ {appeal.number} у вас на личном контроле. {what} бот сообщит"


def already_taken(appeal: Appeal, by: str) -> str:
    """Somebody else watches it."""
    return cut(f"№ {appeal.number} уже на личном контроле: {by}", MAX_SNACKBAR)


def released(appeal: Appeal) -> str:
    """Nobody watches it any more."""
    return f"№ {appeal.number} снято с личного контроля"


def not_taken(appeal: Appeal) -> str:
    """Nobody watches it."""
    return f"№ {appeal.number} на личном контроле не стоит"


def told_of_taking(appeal: Appeal, by: StaffMember, assignee: StaffMember | None) -> Reply:
    """For the colleague who works on it, or, while nobody does, for the desk."""
    if assignee is None:
        return Reply(f"№ {appeal.number} взято на личный контроль: {member(by)}. Исполнителя пока нет.")
    what = "житель получит ответ" if appeal.is_open else "обещанное будет сделано"
    return Reply(
        f"№ {appeal.number} взято на личный контроль: {member(by)}. Исполнитель: {member(assignee)}. "
        f"Как только {what}, бот сообщит об этом."
    )


def told_of_release(appeal: Appeal, by: StaffMember) -> Reply:
    """For the colleague who works on it."""
    return Reply(f"№ {appeal.number} снято с личного контроля: {member(by)}.")


def heard(administration: Administration, appeal: Appeal, entry: HistoryEntry, named: StaffMember | None) -> Reply:
    """Something has happened to an appeal under control. `named` is for whom it is, where others read it too."""
    whose = f"{member(named)}, на вашем" if named is not None else "На вашем"
    words = f":\n{cut(told_in(entry), 3000)}" if entry.text else "."
    return Reply(
        f"{whose} личном контроле № {appeal.number}. {day_and_time(entry.at, administration.zone)} — "
        f"{ACTS_FOR_STAFF[entry.act]}{enclosed(entry.attachments)}{words}",
        inline((_release(appeal, "Снять с контроля"),)),
        references(entry.attachments),
    )


def under_control(
    administration: Administration, controlled: Sequence[tuple[Control, Appeal]], names: Mapping[int, str]
) -> Reply:
    """`/контроль`: what is under control, and the buttons to end it."""
    if not controlled:
        return Reply("На личном контроле ничего нет. Взять: /контроль и номер обращения.")
    zone = administration.zone
    lines = [
        f"№ {appeal.number} · {status_for_staff(appeal)} · {category_title(administration, appeal.category)} · "
        + (f"ответить до {day(appeal.due_at, zone)} · " if appeal.is_open else "")
        + f"{names.get(control.by_id) or 'сотрудник'}, с {day(control.since, zone)}"
        for control, appeal in controlled[:LISTED]
    ]
    if len(controlled) > LISTED:
        lines.append(f"и ещё {len(controlled) - LISTED}")
    head, foot = f"На личном контроле: {len(controlled)}", "Снять: /контроль 123 снять"
    return Reply("\n".join([head, "", *lines, "", foot]), _all(controlled))


def _all(controlled: Sequence[tuple[Control, Appeal]]) -> Keyboard:
    buttons = [_release(appeal, f"Снять № {appeal.number}") for _, appeal in controlled[:MAX_INLINE_BUTTONS]]
    return inline(*(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))


def _release(appeal: Appeal, label: str) -> Button:
    return callback(label, {DO: RELEASE, "n": appeal.id})


def on_card(administration: Administration, control: Control, who: StaffMember | None) -> str:
    """The line of a card."""
    name = member(who) if who is not None else "сотрудник"
    return f"На личном контроле: {name}, с {day(control.since, administration.zone)}"
