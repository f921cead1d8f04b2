"""The part of VKScript that bots use in ``execute``: API calls, literals, variables and ``return``.

A program is parsed as a whole before anything runs, so a compile error (12) carries nothing out. A runtime error (13)
leaves done what ran before it, as on VK.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from sandbox.errors import VkError
from sandbox.model import Json

MAX_CALLS = 25
SPACE = re.compile(r"\s*")
WORD = re.compile(r"[A-Za-z_$][\w$]*")
METHOD = re.compile(r"API\s*\.\s*([A-Za-z]+(?:\s*\.\s*[A-Za-z]+)?)\s*\(")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
CONSTANTS = {"true": True, "false": False, "null": None}
DECODER = json.JSONDecoder()

Caller = Callable[[str, dict[str, str]], Any]


@dataclass(slots=True)
class Run:
    """A program that runs: its variables, its calls and what went wrong in them."""

    call: Caller
    variables: Json = field(default_factory=dict)
    calls: int = 0
    errors: list[Json] = field(default_factory=list)

    def api(self, method: str, argument: Any) -> Any:
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise VkError(13, "Too many API calls")
        if not isinstance(argument, dict):
            raise VkError(13, f"API.{method} needs an object")
        values = {name: form_value(value) for name, value in argument.items()}
        try:
            return self.call(method, {name: value for name, value in values.items() if value is not None})
        except VkError as error:
            self.errors.append({"method": method, "error_code": error.code, "error_msg": error.message})
            return False


Expression = Callable[[Run], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """``var target = expression;``, ``return expression;`` or just ``expression;``."""

    expression: Expression
    target: str | None = None
    returns: bool = False


def execute(code: str, call: Caller) -> tuple[Any, list[Json]]:
    """Run a program; the value that it returns and the errors of its calls."""
    try:
        statements = Parser(code).program()
    except RecursionError:
        raise VkError(12, "nested too deep") from None
    run = Run(call)
    for statement in statements:
        value = statement.expression(run)
        if statement.returns:
            return value, run.errors
        if statement.target is not None:
            run.variables[statement.target] = value
    return None, run.errors


def form_value(value: Any) -> str | None:
    """A value of VKScript as a form parameter; null is an absent one."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return ",".join(form_value(item) or "" for item in value)
    return orjson.dumps(value).decode()


class Parser:
    """Recursive descent over the text of a program."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.at = 0

    def program(self) -> list[Statement]:
        statements: list[Statement] = []
        while self._peek():
            if not self._take(";"):
                statements.append(self._statement())
        return statements

    def _statement(self) -> Statement:
        word = self._word_ahead()
        if word == "return":
            self.at += len(word)
            statement = Statement(self._expression(), returns=True)
        elif word == "var":
            self.at += len(word)
            self._peek()
            target = self._word()
            self._expect("=")
            statement = Statement(self._expression(), target=target)
        else:
            statement = Statement(self._expression())
        if self._peek():
            self._expect(";")
        return statement

    def _expression(self) -> Expression:
        ahead = self._peek()
        if ahead in ("{", "["):
            literal = self._whole_literal()
            if literal is not None:
                return literal
            return self._object() if ahead == "{" else self._list()
        if ahead == '"':
            return _constant(self._string())
        number = NUMBER.match(self.code, self.at)
        if number:
            self.at = number.end()
            return _constant(orjson.loads(number.group()))
        return self._named()

    def _whole_literal(self) -> Expression | None:
        """Fast way: what is plain JSON is read in one piece."""
        try:
            value, self.at = DECODER.raw_decode(self.code, self.at)
        except ValueError:
            return None
        return _constant(value)

    def _named(self) -> Expression:
        """An API call, a constant or a variable."""
        method = METHOD.match(self.code, self.at)
        if method:
            self.at = method.end()
            return self._call(re.sub(r"\s", "", method.group(1)))
        word = self._word()
        return _constant(CONSTANTS[word]) if word in CONSTANTS else _variable(word)

    def _call(self, method: str) -> Expression:
        argument = _constant({}) if self._peek() == ")" else self._expression()
        self._expect(")")
        return lambda run: run.api(method, argument(run))

    def _list(self) -> Expression:
        self._expect("[")
        items: list[Expression] = []
        while not self._take("]"):
            if items:
                self._expect(",")
            items.append(self._expression())
        return lambda run: [item(run) for item in items]

    def _object(self) -> Expression:
        self._expect("{")
        items: dict[str, Expression] = {}
        while not self._take("}"):
            if items:
                self._expect(",")
            key = self._key()
            self._expect(":")
            items[key] = self._expression()
        return lambda run: {key: item(run) for key, item in items.items()}

    def _key(self) -> str:
        return self._string() if self._peek() == '"' else self._word()

    def _word(self) -> str:
        word = self._word_ahead()
        if not word:
            raise self._error()
        self.at += len(word)
        return word

    def _string(self) -> str:
        match = STRING.match(self.code, self.at)
        if match is None:
            raise self._error()
        try:
            value = orjson.loads(match.group())
        except orjson.JSONDecodeError:
            raise self._error() from None
        self.at = match.end()
        return str(value)

    def _word_ahead(self) -> str:
        match = WORD.match(self.code, self.at)
        return match.group() if match else ""

    def _peek(self) -> str:
        """The next character that is no space, empty at the end."""
        space = SPACE.match(self.code, self.at)
        self.at = space.end() if space else self.at
        return self.code[self.at : self.at + 1]

    def _take(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self.at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._error()

    def _error(self) -> VkError:
        line = self.code.count("\n", 0, self.at) + 1
        return VkError(12, f"unexpected {self.code[self.at : self.at + 10]!r} in line {line}")


def _constant(value: Any) -> Expression:
    return lambda run: value


def _variable(name: str) -> Expression:
    def read(run: Run) -> Any:
        if name not in run.variables:
            raise VkError(13, f"undefined variable {name}")
        return run.variables[name]

    return read
