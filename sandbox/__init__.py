"""A VK on this machine: the part of VK's community API that a bot uses, over HTTP, without a token.

Run it with ``python -m sandbox``, or inside a test::

    async with Sandbox(port=0) as sandbox:
        sandbox.world.say(101, -1, "Здравствуйте")
"""

from sandbox.server import Sandbox
from sandbox.world import World

__all__ = ["Sandbox", "World"]
