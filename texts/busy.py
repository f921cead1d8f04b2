"""The line beside a number: nobody is at work now, or there is more than can be done. And `/перегрузка`."""

from __future__ import annotations

from datetime import datetime, timedelta

from appeals.administration import Administration
from appeals.notices import Load, NoticeRules
from texts.buttons import DO, SWITCH_BUSY
from texts.dates import count, day
from texts.reply import Colour, Keyboard, Reply, callback, inline

_WEEKDAYS = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
_ON, _OFF, _COUNTED = 1, 0, 2

BUSY_PRESS = "Новым жителям говорим, что ответ займёт больше времени"
NOT_BUSY_PRESS = "Жителям не говорим, что обращений много"
COUNTED_PRESS = "Бот решает сам, по числу обращений"


def closed(administration: Administration, opens: datetime, now: datetime, *, day_off: bool = False) -> str:
    """Nobody is at work, or works today at all: when people are back, and whom to call till then."""
    phone = administration.administration.emergency_phone
    when = _when(administration, opens, now)
    why = "Сегодня выходной" if day_off else "Сейчас нерабочее время"
    return f"{why}: сотрудники прочтут обращение {when}. Если ждать нельзя, звоните {phone}."


def busy() -> str:
    """There is more than can be done at once."""
    return "Сейчас обращений очень много, поэтому отвечаем дольше обычного. Ваше не потеряется."


def how_it_is(rules: NoticeRules, load: Load, *, may_switch: bool = True) -> Reply:
    """`/перегрузка`: what people are told now, and why; with buttons for those who may change that."""
    told = (
        "Новым жителям говорим, что ответ займёт больше времени."
        if load.is_busy
        else "Всё как обычно, жителям ничего не говорим."
    )
    limits = [
        f"за час пришло {count(rules.busy_per_hour, 'обращение', 'обращения', 'обращений')}"
        if rules.busy_per_hour
        else "",
        f"не взятых в работу накопилось {rules.busy_untaken}" if rules.busy_untaken else "",
    ]
    counted = " или ".join(one for one in limits if one)
    why = "Так включено вручную до конца дня." if load.by_hand else "Бот решает сам."
    rule = f"Сам бот предупреждает, когда {counted}." if counted else "Сам бот не предупреждает: так в настройках."
    return Reply(
        f"{told} {why}\n{rule}",
        _switches() if may_switch else None,
    )


def _switches() -> Keyboard:
    return inline(
        (
            callback("Много обращений", {DO: SWITCH_BUSY, "v": _ON}, Colour.NEGATIVE),
            callback("Как обычно", {DO: SWITCH_BUSY, "v": _OFF}, Colour.POSITIVE),
        ),
        (callback("Пусть решает бот", {DO: SWITCH_BUSY, "v": _COUNTED}),),
    )


def how_to_switch() -> Reply:
    """Words after `/перегрузка` that mean nothing."""
    return Reply("Можно так: /перегрузка включить, /перегрузка выключить или /перегрузка авто.")


def _when(administration: Administration, opens: datetime, now: datetime) -> str:
    zone = administration.zone
    then, today = opens.astimezone(zone), now.astimezone(zone).date()
    hour = f"{then:%H:%M}"
    if then.date() == today:
        return f"сегодня после {hour}"
    if then.date() == today + timedelta(days=1):
        return f"завтра после {hour}"
    preposition = "во" if then.weekday() == 1 else "в"
    return f"{preposition} {_WEEKDAYS[then.weekday()]}, {day(opens, zone)}, после {hour}"
