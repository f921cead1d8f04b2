"""What can go wrong between a bot and VK, switched on and off at will."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

from sandbox.errors import Refused
from sandbox.feed import Feed
from sandbox.model import Json

LONG_POLL = "a_check"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A sort of fault: its title for the page and its own parameters, numbers, with their defaults."""

    name: str
    title: str
    params: tuple[tuple[str, str, float], ...] = ()
    of_long_poll: bool = False

    def shape(self) -> Json:
        params = [
            {"name": name, "title": title, "type": "number", "default": default} for name, title, default in self.params
        ]
        return {"name": self.name, "title": self.title, "params": params}


KINDS = {
    kind.name: kind
    for kind in (
        FaultKind("lost_response", "Запрос выполнен, но ответ потерян"),
        FaultKind("reset", "Соединение оборвано до выполнения"),
        FaultKind("http_5xx", "Ошибка сервера, запрос не выполнен", (("status", "Код HTTP", 502),)),
        FaultKind("non_json", "Вместо ответа — HTML, запрос не выполнен"),
        FaultKind("slow", "Медленный ответ", (("seconds", "Секунд", 3),)),
        FaultKind("error", "Ошибка API", (("code", "Код ошибки", 10),)),
        FaultKind("longpoll_outage", "Long Poll не отвечает", of_long_poll=True),
        FaultKind("key_expiry", "Ключ Long Poll истёк (failed 2)", of_long_poll=True),
        FaultKind("outdated_ts", "Следующие события потеряны: история устарела (failed 1)", of_long_poll=True),
        FaultKind("lost_history", "Следующие события потеряны: информация утрачена (failed 3)", of_long_poll=True),
        FaultKind("duplicate_events", "События приходят дважды", of_long_poll=True),
        FaultKind("reorder_events", "События приходят не по порядку", of_long_poll=True),
    )
}


@dataclass(slots=True)
class Fault:
    """A fault that is switched on; ``times``: how often yet, None until cleared; ``method``: only there.

    The long poll's method is called ``a_check``; without ``method`` a fault of requests touches API methods only.
    """

    id: int
    name: str
    times: int | None
    probability: float
    method: str | None
    params: Json

    def number(self, name: str) -> float:
        """A parameter, or the kind's default."""
        default = next(default for key, _, default in KINDS[self.name].params if key == name)
        return float(self.params.get(name, default))

    def shape(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "times": self.times,
            "probability": self.probability,
            "method": self.method,
            **self.params,
        }


class Faults:
    """The faults that are switched on; ``version`` grows with every one that is added."""

    def __init__(self, feed: Feed, seed: int | None = None) -> None:
        self.chance = random.Random(seed)
        self.version = 0
        self._feed = feed
        self._ids = itertools.count(1)
        self._active: list[Fault] = []

    def add(
        self,
        name: str,
        *,
        times: int | None = None,
        probability: float = 1.0,
        method: str | None = None,
        **params: float,
    ) -> Fault:
        """Switch a fault on; raises Refused for an unknown one."""
        kind = KINDS.get(name)
        if kind is None:
            raise Refused(f"Неизвестный сбой «{name}», есть: {', '.join(KINDS)}")
        unknown = set(params) - {key for key, _, _ in kind.params}
        if unknown:
            raise Refused(f"У сбоя «{name}» нет параметров: {', '.join(sorted(unknown))}")
        fault = Fault(next(self._ids), name, times, probability, method or None, params)
        self._active.append(fault)
        self.version += 1
        self._changed()
        return fault

    def clear(self, name: str | None = None) -> None:
        """Switch off every fault, or those of one kind."""
        self._active = [fault for fault in self._active if name is not None and fault.name != name]
        self._changed()

    def active(self) -> list[Json]:
        return [fault.shape() for fault in self._active]

    def take(self, name: str, method: str) -> Fault | None:
        """The fault of that kind which strikes now, counted down; None when there is none."""
        if not self._active:
            return None
        for fault in self._active:
            if fault.name == name and self._concerns(fault, method) and self.chance.random() < fault.probability:
                self._count_down(fault)
                return fault
        return None

    def _concerns(self, fault: Fault, method: str) -> bool:
        if KINDS[fault.name].of_long_poll:
            return method == LONG_POLL
        return fault.method == method if fault.method else method != LONG_POLL

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._active.remove(fault)
        self._changed()

    def _changed(self) -> None:
        self._feed.publish("fault", self.active())
