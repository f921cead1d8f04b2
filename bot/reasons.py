"""Pydantic's findings in the operator's language."""

from __future__ import annotations

from pydantic_core import ErrorDetails

_REASONS = {
    "missing": "не хватает этого поля",
    "unexpected_keyword_argument": "такого поля нет, проверьте название",
    "extra_forbidden": "такого поля нет, проверьте название",
    "greater_than": "число должно быть больше нуля",
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "int_from_float": "нужно целое число",
    "int_parsing_size": "число слишком велико",
    "string_type": "нужна строка в кавычках",
    "bool_parsing": "нужно true или false, без кавычек",
    "bool_type": "нужно true или false, без кавычек",
    "tuple_type": "нужен список в квадратных скобках",
    "dict_type": "нужен раздел: имя в квадратных скобках на отдельной строке",
    "dataclass_type": "нужен раздел: имя в квадратных скобках на отдельной строке",
    "date_from_datetime_parsing": "нужна дата вида 2026-12-31",
}


def reason_of(error: ErrorDetails) -> str:
    """Why a value was refused; never the value itself. Our own checks speak Russian already."""
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if error["type"] == "enum":
        expected = str(error.get("ctx", {}).get("expected", "")).replace("'", '"').replace(" or ", " или ")
        return f"подходит только одно из: {expected}"
    return _REASONS.get(error["type"], "значение не подходит")
