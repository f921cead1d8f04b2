"""Help of the desk: every command has its entry, and every example is understood."""

import pytest

from handlers.commands import parse_command
from handlers.desk import COMMANDS
from handlers.registry import AppealCommand
from texts import help


def test_every_command_has_help_and_nothing_else_has() -> None:
    assert set(help.COMMANDS) == set(COMMANDS)


@pytest.mark.parametrize("name", help.COMMANDS)
def test_an_example_is_a_command_of_its_own_name(name: str) -> None:
    command = parse_command(help.COMMANDS[name].example)
    assert command is not None
    assert command.name == name
    assert (command.number is not None) == isinstance(COMMANDS[name], AppealCommand)
