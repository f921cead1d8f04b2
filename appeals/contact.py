"""The citizen's contact: a phone number or an e-mail address, normalised."""

from __future__ import annotations

import re

import phonenumbers

from appeals.errors import BadContact

MAX_EMAIL = 254
"""Characters; the longest address that SMTP can carry (RFC 5321, 4.5.3.1.3)."""

_EMAIL = re.compile(r"[A-Za-zА-Яа-яЁё0-9._%+\-]{1,64}@(?:[A-Za-zА-Яа-яЁё0-9\-]{1,63}\.)+[A-Za-zА-Яа-яЁё]{2,24}")


def parse_contact(text: str) -> str:
    """Return the phone in international form or the e-mail in lower case.

    A number without a country code is read as a Russian one.

    Raises:
        BadContact: the text is neither.
    """
    text = text.strip()
    if "@" in text:
        if len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) and ".." not in text:
            return text.lower()
        raise BadContact
    try:
        number = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException as error:
        raise BadContact from error
    # Seven digits without an area code are possible only within a town: nobody could call back by them.
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not possible or any(letter.isalpha() for letter in text):
        raise BadContact
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
