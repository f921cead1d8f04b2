"""Many calls in one `execute`: the program and its results."""

import re
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vk.execute import UNKNOWN_ERROR, CallResult, code_of, results, script

params = st.dictionaries(st.text(max_size=8), st.text() | st.integers(-(2**53), 2**53) | st.booleans(), max_size=4)


@given(st.lists(st.tuples(st.sampled_from(["messages.send", "messages.edit"]), params), min_size=1, max_size=5))
def test_the_program_says_what_was_to_be_said(calls: list[tuple[str, dict[str, Any]]]) -> None:
    program = script([code_of(method, given) for method, given in calls])
    assert program.startswith("return [")
    assert program.endswith("];")
    assert not re.search("[\u2028\u2029]", program), "they end a line of JavaScript"
    read, rest = [], program.removeprefix("return [")
    for method, _ in calls:
        rest = rest.removeprefix(f"API.{method}(")
        literal = next(part for end in range(2, len(rest) + 1) if (part := _json(rest[:end])) is not None)
        read.append((method, literal[0]))
        rest = rest[literal[1] :].removeprefix("),").removeprefix(")")
    assert read == calls
    assert rest == "];"


def _json(text: str) -> tuple[dict[str, Any], int] | None:
    try:
        return orjson.loads(text), len(text)
    except orjson.JSONDecodeError:
        return None


def test_a_citizens_words_stay_words() -> None:
    evil = '"}); return API.messages.delete({delete_for_all: 1}); //\u2028\\'
    assert code_of("messages.send", {"message": evil}) == (
        'API.messages.send({"message":"\\"}); return API.messages.delete({delete_for_all: 1}); //\\u2028\\\\"})'
    )


def errors(*codes: int) -> list[dict[str, Any]]:
    return [{"method": "messages.send", "error_code": code, "error_msg": "…"} for code in codes]


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        ({"response": [1, 2]}, [CallResult(1), CallResult(2)]),
        ({"response": [False, 2], "execute_errors": errors(901)}, [CallResult(error=901), CallResult(2)]),
        (
            {"response": [False, 0, False], "execute_errors": errors(901, 914)},
            [CallResult(error=901), CallResult(0), CallResult(error=914)],
        ),
        ({"response": [False, False], "execute_errors": errors(6)}, [CallResult(error=6), CallResult(error=1)]),
        ({"response": [False]}, [CallResult(error=UNKNOWN_ERROR)]),
        ({"response": [False], "execute_errors": ["?"]}, [CallResult(error=UNKNOWN_ERROR)]),
        ({"response": [None, []]}, [CallResult(None), CallResult([])]),
    ],
)
def test_results_in_the_order_of_the_calls(answer: dict[str, Any], read: list[CallResult]) -> None:
    assert results(answer, len(read)) == read


@pytest.mark.parametrize(
    "answer", [{}, {"response": None}, {"response": {}}, {"response": [1]}, {"response": [1, 2, 3]}]
)
def test_an_answer_to_something_else(answer: dict[str, Any]) -> None:
    assert results(answer, 2) is None
