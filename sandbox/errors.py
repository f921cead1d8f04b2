"""VK's errors, with the codes and texts of its error list."""

from __future__ import annotations

MESSAGES = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    17: "Validation required",
    18: "User was deleted or banned",
    27: "Group authorization failed",
    28: "Application authorization failed",
    29: "Rate limit reached",
    33: "Not implemented yet",
    36: "Method execution was interrupted due to timeout",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    105: "Couldn't save file",
    118: "Invalid server",
    121: "Invalid hash",
    125: "Invalid group id",
    129: "Invalid photo",
    203: "Access to group denied",
    211: "Access to wall's comment denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    222: "Hyperlinks are forbidden",
    223: "Too many replies",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    910: "Can't sent this message, because it's too big",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    913: "Too many forwarded messages",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    921: "Can't forward these messages",
    922: "You left this chat",
    924: "Can't delete this message for everybody",
    925: "You are not admin of this chat",
    927: "Chat does not exist",
    932: "Your community can't interact with this peer",
    936: "Contact not found",
    945: "Chat was disabled",
    962: "You can't access donut chat without subscription",
}


class VkError(Exception):
    """An answer of VK that says no: ``code`` from VK's list, ``message`` its text with a detail."""

    def __init__(self, code: int, detail: str = "") -> None:
        text = MESSAGES.get(code, f"Error {code}")
        self.code = code
        self.message = f"{text}: {detail}" if detail else text
        super().__init__(f"[{code}] {self.message}")


class Refused(Exception):
    """Something that VK's own interface doesn't let a person do (the text is for people, Russian)."""
