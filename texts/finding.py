"""`/обращения` and `/поиск`: lists of appeals, what narrows them, and what words have found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from appeals.administration import Administration
from appeals.model import Appeal, Channel, StaffMember
from appeals.search import MANY, Search, Where
from appeals.selection import DateRange, Selected, Selection, Shelf
from appeals.usecases.finding import PAGE, Hit, SearchResult
from texts.buttons import CHOOSE, DO, FIND, IN_PLACE, LIST, MINE, QUERY, WHAT
from texts.cards import urgency
from texts.dates import count, day
from texts.people import member
from texts.reply import MAX_LABEL, Button, Colour, Keyboard, Reply, callback, cut, inline
from texts.selecting import packed
from texts.words import CHANNELS, category_title, status_for_staff, words_of

OPTIONS = 8
"""Of a choice, a page; beside them stand «Всё равно» and «Ещё»."""

LINE = 90
"""Characters of an appeal's text in a list."""


class Choice(StrEnum):
    """What is chosen from a list of its own. Stored in buttons."""

    SHELF = "s"
    CATEGORY = "c"
    DEPARTMENT = "d"
    CHANNEL = "h"
    PERIOD = "t"


_SHELF_LABELS = {
    Shelf.OPEN: "Открытые",
    Shelf.NEW: "Новые",
    Shelf.IN_WORK: "В работе",
    Shelf.WAITING: "Ждут жителя",
    Shelf.OVERDUE: "Просроченные",
    Shelf.DONE: "Закрытые",
    Shelf.ALL: "Все",
}
_HEADS = {
    frozenset({Shelf.NEW}): "Новые обращения",
    frozenset({Shelf.IN_WORK}): "Обращения в работе",
    frozenset({Shelf.WAITING}): "Ждут ответа жителя",
    frozenset({Shelf.OVERDUE}): "Просроченные обращения",
    frozenset({Shelf.DONE}): "Закрытые обращения",
    frozenset({Shelf.ALL}): "Все обращения",
    frozenset({Shelf.NEW, Shelf.OVERDUE}): "Новые просроченные обращения",
    frozenset({Shelf.IN_WORK, Shelf.OVERDUE}): "Просроченные обращения в работе",
}
_ASK = {
    Choice.SHELF: "Какие обращения показать?",
    Choice.CATEGORY: "По какой теме?",
    Choice.DEPARTMENT: "Какого отдела?",
    Choice.CHANNEL: "Откуда пришли?",
    Choice.PERIOD: "За какое время?",
}
_ANY = {
    Choice.SHELF: "Открытые",
    Choice.CATEGORY: "Все темы",
    Choice.DEPARTMENT: "Все отделы",
    Choice.CHANNEL: "Отовсюду",
    Choice.PERIOD: "За всё время",
}
_PERIODS = {1: "За сегодня", 7: "За неделю", 30: "За месяц", 91: "За квартал", 365: "За год"}
_FOUND_IN = {
    Where.ADDRESS: "Адрес: ",
    Where.ANSWER: "Ответ: ",
    Where.PERSON: "Житель: ",
    Where.CONTACT: "Контакт: ",
    Where.NOTE: "Заметка: ",
}


def appeals_list(
    administration: Administration,
    selection: Selection,
    found: Selected,
    page: int,
    now: datetime,
    assignee: StaffMember | None = None,
) -> Reply:
    """`/обращения`: a page of a selection. `assignee` is whose appeals are selected, if somebody's are."""
    total = found.counts.total
    head = _HEADS.get(selection.shelves, _joined(selection))
    if selection.citizen_id is not None:
        head = "Обращения этого жителя"
    narrowed = " · ".join(_narrowing(administration, selection, assignee, now))
    if not total:
        nothing = "Открытых обращений нет." if selection == Selection() else f"{head}: ничего нет."
        return Reply("\n".join(filter(None, [nothing, narrowed])), _keyboard(administration, selection, found, 0))
    news = _counted(selection, found)
    lines = [f"{_title(administration, selection, appeal, now)}\n{_words(appeal, LINE)}" for appeal in found.appeals]
    return Reply(
        "\n\n".join(
            [
                "\n".join(filter(None, [f"{head}: {total}", narrowed, news])),
                *lines,
                "Подробно: /обращение и номер",
            ]
        ),
        _keyboard(administration, selection, found, page),
    )


def choices(administration: Administration, selection: Selection, choice: Choice, page: int) -> Reply:
    """One thing to choose for a selection."""
    options = _options(administration, selection, choice)
    pages = max(1, -(-len(options) // OPTIONS))
    shown = options[page % pages * OPTIONS :][:OPTIONS]
    buttons = [callback(cut(label, MAX_LABEL), _lists(chosen), _lit(chosen == selection)) for label, chosen in shown]
    more = (
        (callback("Ещё ›", {**_lists(selection), DO: CHOOSE, WHAT: choice, "page": (page + 1) % pages}),)
        if pages > 1
        else ()
    )
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return Reply(_ASK[choice], inline(*rows, (callback(_ANY[choice], _lists(_without(selection, choice))), *more)))


def not_understood(words: Sequence[str], search: Search | None) -> Reply:
    """Words after `/обращения` that narrow nothing: perhaps they are to be looked for."""
    named = ", ".join(f"«{cut(word, 30)}»" for word in words[:5])
    offer = callback(cut(f"Найти: {search.words}", MAX_LABEL), {DO: FIND, QUERY: search.words}) if search else None
    return Reply(
        f"Такого отбора нет: {named}. Можно так: /обращения новые мои просроченные за неделю, или назовите тему, "
        "отдел, откуда пришло обращение.\n"
        "Если это слова из обращения, ищите их: /поиск и слова. Одно обращение целиком: /обращение 123",
        inline((offer,)) if offer else None,
    )


def found(administration: Administration, search: Search, result: SearchResult) -> Reply:
    """`/поиск`: a page of what words have found."""
    words = cut(search.words, 100)
    notes = []
    if search.is_cut:
        notes.append(f"Слов много, поиск идёт по первым: {words}")
    if result.pending:
        left = count(result.pending, "обращение", "обращения", "обращений")
        notes.append(f"Поиск ещё готовится: осталось {left}. Что-то может найтись чуть позже.")
    if not result.total:
        person = "фамилию, телефон, " if result.sees_person else ""
        return Reply(
            "\n".join(
                [
                    f"По словам «{words}» ничего не нашлось.",
                    *notes,
                    "Проверьте, нет ли опечатки, или оставьте одно-два слова. Искать можно слово или его начало, "
                    f"улицу и дом, {person}номер обращения.",
                ]
            )
        )
    total = f"больше {MANY}, сначала самые подходящие из последних" if result.total > MANY else str(result.total)
    return Reply(
        "\n\n".join(
            [
                "\n".join([f"По словам «{words}» нашлось: {total}", *notes]),
                *(_hit(administration, hit) for hit in result.hits),
                "Подробно: /обращение и номер",
            ]
        ),
        _pages({DO: FIND, QUERY: search.words, IN_PLACE: 1}, result.page, min(result.total, MANY)),
    )


def nothing_to_find() -> Reply:
    """`/поиск` without a word that tells anything."""
    return Reply(
        "Напишите после команды, что искать: слова из обращения или ответа, улицу и дом, номер. "
        "Например: /поиск фонарь Садовая 12а"
    )


def _joined(selection: Selection) -> str:
    """A head for shelves that are rarely asked for together."""
    names = [_SHELF_LABELS[shelf].lower() for shelf in Shelf if shelf in selection.shelves]
    return f"Обращения ({', '.join(names)})" if names else "Открытые обращения"


def _narrowing(
    administration: Administration, selection: Selection, assignee: StaffMember | None, now: datetime
) -> list[str]:
    parts = []
    if selection.assignee_id is not None:
        parts.append(f"исполнитель: {member(assignee) if assignee else 'бывший сотрудник'}")
    if selection.category:
        parts.append(f"тема: {category_title(administration, selection.category)}")
    if selection.department:
        department = administration.department(selection.department)
        parts.append(f"отдел: {department.title if department else selection.department}")
    if selection.channel:
        parts.append(f"канал: {CHANNELS[selection.channel]}")
    if selection.period:
        parts.append(_period(administration, selection.period, now))
    return [part[:1].upper() + part[1:] if not at else part for at, part in enumerate(parts)]


def _period(administration: Administration, period: DateRange, now: datetime) -> str:
    since, before = period.bounds(now, administration.zone)
    this_year = now.astimezone(administration.zone).year
    first = _day(administration, since, this_year) if since else ""
    last = _day(administration, before - timedelta(hours=12), this_year) if before else ""
    if period.days:
        days = f"за {count(period.days, 'день', 'дня', 'дней')}"
        return f"{_PERIODS.get(period.days, days).lower()}, с {first}" if period.days > 1 else "за сегодня"
    if first == last:
        return f"поданы {first}"
    return " ".join(filter(None, ["поданы", first and f"с {first}", last and f"по {last}"]))


def _day(administration: Administration, moment: datetime, this_year: int) -> str:
    year = moment.astimezone(administration.zone).year
    return day(moment, administration.zone) + ("" if year == this_year else f" {year} года")


def _counted(selection: Selection, found: Selected) -> str:
    """How many of an open selection are new and overdue, unless all of them are."""
    if not selection.is_open:
        return ""
    counts, total = found.counts, found.counts.total
    parts = [
        f"{word}: {number}"
        for word, number in (("новых", counts.new), ("просрочено", counts.overdue))
        if 0 < number < total or (number == total and not selection.shelves)
    ]
    return f"Из них {', '.join(parts)}" if parts else ""


def _title(administration: Administration, selection: Selection, appeal: Appeal, now: datetime) -> str:
    zone = administration.zone
    when = _until(administration, appeal, now) if appeal.is_open else f"подано {day(appeal.filed_at, zone)}"
    parts = [f"№ {appeal.number}", f"{status_for_staff(appeal)}{urgency(appeal)}", when]
    parts.append(category_title(administration, appeal.category))
    department = administration.department(appeal.department) if appeal.department else None
    if department and not selection.department:
        parts.append(department.title)
    return " · ".join(parts)


def _until(administration: Administration, appeal: Appeal, now: datetime) -> str:
    """By when it is to be answered."""
    overdue = " (просрочено)" if appeal.is_overdue(now) else ""
    if appeal.paused_at is not None:
        return f"часы стоят{overdue}"
    return f"до {day(appeal.due_at, administration.zone)}{overdue}"


def _hit(administration: Administration, hit: Hit) -> str:
    appeal = hit.appeal
    parts = (
        f"№ {appeal.number}",
        status_for_staff(appeal),
        f"подано {day(appeal.filed_at, administration.zone)}",
        category_title(administration, appeal.category),
    )
    where = _FOUND_IN.get(hit.excerpt.where, "") if hit.excerpt.where else ""
    return f"{' · '.join(parts)}\n{where}{hit.excerpt.text or _words(appeal, LINE)}"


def _words(appeal: Appeal, limit: int) -> str:
    """The beginning of what the citizen told, in one line."""
    return "Слова жителя не показываются" if appeal.is_gone else cut(" ".join(words_of(appeal).split()), limit)


def _keyboard(administration: Administration, selection: Selection, found: Selected, page: int) -> Keyboard | None:
    """Ten buttons at most: three that are asked for daily, what else narrows, pages."""
    if selection.citizen_id is not None:
        return _pages(_lists(selection), page, found.counts.total)
    shelves = selection.shelves
    mine = replace(selection, assignee_id=None) if selection.assignee_id is not None else selection
    daily = (
        _toggle(_SHELF_LABELS[Shelf.NEW], selection, Shelf.NEW),
        _toggle(_SHELF_LABELS[Shelf.OVERDUE], selection, Shelf.OVERDUE),
        callback(
            "Мои",
            _lists(mine) if selection.assignee_id is not None else {**_lists(selection), MINE: 1},
            _lit(selection.assignee_id is not None),
        ),
    )
    kinds = {
        Choice.SHELF: ("Состояние", bool(shelves - {Shelf.NEW, Shelf.OVERDUE})),
        Choice.CATEGORY: ("Тема", bool(selection.category)),
        Choice.CHANNEL: ("Откуда", selection.channel is not None),
        Choice.PERIOD: ("Когда", selection.period is not None),
    }
    if administration.departments:
        kinds[Choice.DEPARTMENT] = ("Отдел", bool(selection.department))
    narrowing = [
        callback(label, {**_lists(selection), DO: CHOOSE, WHAT: choice}, _lit(chosen))
        for choice, (label, chosen) in kinds.items()
    ]
    pages = _turning(_lists(selection), page, found.counts.total)
    return inline(daily, tuple(narrowing[:3]), tuple(narrowing[3:]), pages)


def _toggle(label: str, selection: Selection, shelf: Shelf) -> Button:
    on = shelf in selection.shelves
    shelves = selection.shelves - {shelf} if on else (selection.shelves & {Shelf.NEW, Shelf.OVERDUE}) | {shelf}
    return callback(label, _lists(replace(selection, shelves=shelves)), _lit(on))


def _options(administration: Administration, selection: Selection, choice: Choice) -> list[tuple[str, Selection]]:
    match choice:
        case Choice.SHELF:
            shelves = (Shelf.NEW, Shelf.IN_WORK, Shelf.WAITING, Shelf.OVERDUE, Shelf.DONE, Shelf.ALL)
            return [(_SHELF_LABELS[one], replace(selection, shelves=frozenset({one}))) for one in shelves]
        case Choice.CATEGORY:
            return [(one.title, replace(selection, category=one.id)) for one in administration.categories]
        case Choice.DEPARTMENT:
            return [(one.title, replace(selection, department=one.id)) for one in administration.departments]
        case Choice.CHANNEL:
            return [(CHANNELS[one].capitalize(), replace(selection, channel=one)) for one in Channel]
        case Choice.PERIOD:
            return [(label, replace(selection, period=DateRange(days=days))) for days, label in _PERIODS.items()]


def _without(selection: Selection, choice: Choice) -> Selection:
    empty = Selection()
    match choice:
        case Choice.SHELF:
            return replace(selection, shelves=empty.shelves)
        case Choice.CATEGORY:
            return replace(selection, category=empty.category)
        case Choice.DEPARTMENT:
            return replace(selection, department=empty.department)
        case Choice.CHANNEL:
            return replace(selection, channel=empty.channel)
        case Choice.PERIOD:
            return replace(selection, period=empty.period)


def _lists(selection: Selection) -> dict[str, str | int]:
    return {DO: LIST, IN_PLACE: 1, **packed(selection)}


def _lit(on: bool) -> Colour:
    return Colour.PRIMARY if on else Colour.SECONDARY


def _pages(action: dict[str, str | int], page: int, total: int) -> Keyboard | None:
    row = _turning(action, page, total)
    return inline(row) if row else None


def _turning(action: dict[str, str | int], page: int, total: int) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(callback("‹ Раньше", {**action, "page": page - 1}))
    if (page + 1) * PAGE < total:
        row.append(callback("Дальше ›", {**action, "page": page + 1}))
    return tuple(row)
