"""Records the calls to a library and repeats them, to measure the library alone with the same content."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Call:
    """A call to the ``target``-th object. Arguments that are such objects are :class:`MadeObject`."""

    target: int
    name: str
    arguments: Sequence[Any]
    named: dict[str, Any]


@dataclass(frozen=True)
class MadeObject:
    number: int


class Recorder:
    """Wraps an object and those that it creates, and records every call. ``kinds``: classes of objects to wrap."""

    def __init__(self, first: Any, kinds: tuple[type, ...]) -> None:
        self.kinds = kinds
        self.objects: list[Any] = [first]
        self.calls: list[Call] = []

    def stand_in(self, number: int = 0) -> "StandIn":
        return StandIn(self, number)

    def call(self, target: int, name: str, arguments: Sequence[Any], named: dict[str, Any]) -> Any:
        texts = [
            MadeObject(argument.number) if isinstance(argument, StandIn) else argument
            for argument in arguments
        ]
        self.calls.append(Call(target, name, texts, named))
        real = [self.objects[text.number] if isinstance(text, MadeObject) else text for text in texts]
        result = getattr(self.objects[target], name)(*real, **named)
        # Each call adds an object, so that they are numbered by position; most are None.
        self.objects.append(result)
        return self.stand_in(len(self.objects) - 1) if isinstance(result, self.kinds) else result


class StandIn:
    def __init__(self, recorder: Recorder, number: int) -> None:
        self.recorder = recorder
        self.number = number

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*arguments: Any, **named: Any) -> Any:
            return self.recorder.call(self.number, name, arguments, named)

        return ask


def replay(first: Any, calls: Sequence[Call]) -> None:
    """Repeat the calls on ``first`` and the objects that it creates."""
    objects = [first]
    for call in calls:
        arguments = [
            objects[argument.number] if isinstance(argument, MadeObject) else argument
            for argument in call.arguments
        ]
        objects.append(getattr(objects[call.target], call.name)(*arguments, **call.named))
