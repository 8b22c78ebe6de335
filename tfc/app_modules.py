"""Finds what an app adds to pages and jobs of the apps before it: a module with an agreed name."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from tfc.own_apps import OWN_APPS


@cache
def app_modules(name: str) -> tuple[ModuleType, ...]:
    """Return the module `name` of each app that has one, in the order of OWN_APPS."""
    return tuple(import_module(f"{app}.{name}") for app in OWN_APPS if find_spec(f"{app}.{name}"))


def app_parts(module: str, name: str) -> list[Any]:
    """Return the items of the list `name` from every app's module `module` that has one, in the order of OWN_APPS."""
    return [part for app_module in app_modules(module) for part in getattr(app_module, name, ())]
