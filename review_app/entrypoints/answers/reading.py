"""Reading a request field by field, so that what is wrong with it can be named."""

import json
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

LARGEST = 10_000_000
MOST_DIGITS = 60
Code = TypeVar("Code", bound=StrEnum)


class WrongRequest(Exception):  # noqa: N818 - how the request is written is at fault, not its facts
    """The request is not one: no JSON, a field missing, unknown or of the wrong kind."""


def parse(text: str) -> Any:
    """Read JSON with every number exact: 0.07 is seven hundredths.

    :raises WrongRequest: when it is no JSON, or says a field twice.
    """
    try:
        return json.loads(
            text, parse_float=_exact, parse_constant=_no_number, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as fault:
        raise WrongRequest(f"this is no JSON: {fault}") from fault


def _exact(digits: str) -> Fraction:
    """Read a number exactly, unless its exponent makes that a number without end."""
    _, _, exponent = digits.lower().partition("e")
    if len(digits) > MOST_DIGITS or abs(int(exponent or 0)) > MOST_DIGITS:
        raise WrongRequest(f"{digits[:MOST_DIGITS]} has too many digits")
    return Fraction(digits)


def _no_number(word: str) -> None:
    raise WrongRequest(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise WrongRequest("a field is given twice")
    return found


class Request:
    """A JSON object of which each field is read once, by the kind of value it must have."""

    def __init__(self, given: Any, *, place: str = "the request") -> None:
        if not isinstance(given, Mapping):
            raise WrongRequest(f"{place} must be an object")
        self.given: Mapping[str, Any] = given
        self.place = place

    def demand_known(self, *names: str) -> None:
        """Refuse fields that nobody would read."""
        for name in self.given:
            if name not in names:
                raise WrongRequest(f"{self.place}: unknown field {name!r}; known: {_listed(names)}")

    def has(self, name: str) -> bool:
        """Say whether a field is given, and not as null."""
        return self.given.get(name) is not None

    def _wrong(self, name: str, needed: str) -> WrongRequest:
        missing = "" if name in self.given else " (it is missing)"
        return WrongRequest(f"{self.place}: {name!r} must be {needed}{missing}")

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        value = self.given.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "a text")
        return value

    def code(self, name: str, codes: type[Code], default: Code | None = None) -> Code:
        """Return one of a closed list of codes."""
        value = self.given.get(name, default)
        if value not in list(codes):
            raise self._wrong(name, f"one of {_listed([*codes])}")
        return codes(value)

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number of at least 0."""
        value = self.given.get(name, default)
        if not _is_whole(value):
            raise self._wrong(name, f"a whole number from 0 to {LARGEST}")
        return int(value)

    def number(self, name: str, default: Fraction | None = None) -> Fraction:
        """Return a number, exactly as written."""
        value = self.given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise self._wrong(name, "a number")
        return Fraction(value)

    def truth(self, name: str) -> bool | None:
        """Return true, false or null; the field must be there."""
        value = self.given.get(name)
        if name not in self.given or not (value is None or isinstance(value, bool)):
            raise self._wrong(name, "true, false or null")
        return value

    def objects(self, name: str) -> "list[Request]":
        """Return a list of objects."""
        value = self.given.get(name)
        if not isinstance(value, list):
            raise self._wrong(name, "a list of objects")
        return [Request(one, place=f"{name}[{index}]") for index, one in enumerate(value)]

    def named_objects(self, name: str) -> "dict[str, Request]":
        """Return an object of objects."""
        value = self.given.get(name)
        if not isinstance(value, Mapping):
            raise self._wrong(name, "an object")
        return {code: Request(one, place=f"{name}.{code}") for code, one in value.items()}

    def wholes(self, name: str) -> dict[str, int]:
        """Return an object of whole numbers of at least 0."""
        value = self.given.get(name)
        if not isinstance(value, Mapping) or not all(map(_is_whole, value.values())):
            raise self._wrong(name, f"an object of whole numbers from 0 to {LARGEST}")
        return dict(value)

    def numbers(self, name: str) -> dict[str, Fraction]:
        """Return an object of numbers, empty where the field is not given."""
        value = Request(self.given.get(name, {}), place=name)
        return {code: value.number(code) for code in value.given}

    def list_of_wholes(self, name: str, default: list[int]) -> list[int]:
        """Return a list of whole numbers of at least 0."""
        value = self.given.get(name, default)
        if not isinstance(value, list) or not all(map(_is_whole, value)):
            raise self._wrong(name, f"a list of whole numbers from 0 to {LARGEST}")
        return list(value)


def _is_whole(value: object) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and 0 <= value <= LARGEST  # type: ignore[operator]


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
