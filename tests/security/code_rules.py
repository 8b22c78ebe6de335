"""Rules of our code, checked on its syntax tree (docs/adr/0029-rules-of-the-code.md)."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

WRITES_SQL = {"cursor", "raw", "extra", "RawSQL"}
TRUSTS_MARKUP = {"mark_safe", "SafeString", "SafeText", "SafeData"}
RUNS_DATA = {("", "eval"), ("", "exec"), ("pickle", "loads"), ("marshal", "loads")}
ALL_DOORS = {"open_view", "signed_in_view"}
OWNER = {"owner", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"}


@dataclass(frozen=True)
class Fault:
    rule: str
    line: int


def faults(source: str, *, tenant_models: frozenset[str] = frozenset()) -> set[Fault]:
    """Return the faults of one module; ``tenant_models``: the models whose rows need a scope."""
    tree = ast.parse(source)
    results = {Fault(rule, line) for rule, line in _each(tree)}
    return results | {Fault("no-scope", line) for line in _unscoped(tree, tenant_models)}


def _each(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for rule in _of_call(node):
                yield rule, node.lineno
        elif isinstance(node, ast.Attribute | ast.Name) and _name(node) == "csrf_exempt":
            yield "csrf-exempt", node.lineno
        elif isinstance(node, ast.Assign) and _is_sql(node.value) and not _is_made_of_constants(node.value):
            yield "interpolated-sql", node.lineno
        elif isinstance(node, ast.Subscript) and _is_word(node.slice, OWNER):
            yield "as-owner", node.lineno


def _of_call(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name in WRITES_SQL:
        yield "raw-sql"
    if name in TRUSTS_MARKUP:
        yield "mark-safe"
    if _runs_sql(call) and call.args and not _is_fixed(call.args[0]):
        yield "interpolated-sql"
    if (_module(call.func), name) in RUNS_DATA:
        yield "runs-data"
    if any(_is_word(argument, OWNER) for argument in _using(call)):
        yield "as-owner"
    if name == "date" and isinstance(call.func, ast.Attribute) and _is_moment(call.func.value):
        yield "utc-day"


def _is_moment(node: ast.expr) -> bool:
    """Return True for a moment, by name or now: its date would be the server's unless a zone was applied."""
    name = _name(node)
    if isinstance(node, ast.Call):
        return name == "now" and not (node.args or node.keywords)
    return name in ("at", "since", "moment") or name.endswith("_at")


def _runs_sql(call: ast.Call) -> bool:
    name = _name(call.func)
    return name == "RawSQL" or (
        isinstance(call.func, ast.Attribute) and name in ("execute", "executemany", "raw")
    )


def _using(call: ast.Call) -> list[ast.expr]:
    values = [keyword.value for keyword in call.keywords if keyword.arg == "using"]
    return values + (call.args[:1] if _name(call.func) == "using" else [])


def _is_word(node: ast.expr, options: set[str]) -> bool:
    return isinstance(node, ast.Constant) and node.value in options


def _is_fixed(node: ast.expr) -> bool:
    """Return True for a literal, a module constant, a composition of quoted names, or a value that the caller vouches
    for."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id.isupper() or node.id == "statement"
    if isinstance(node, ast.Attribute):
        return node.attr.isupper()
    called = _name(node.func) if isinstance(node, ast.Call) else ""
    if called == "as_string":
        return True
    # psycopg2.sql quotes each part.
    template = getattr(node.func, "value", None) if isinstance(node, ast.Call) else None
    return called == "format" and isinstance(template, ast.Call) and _name(template.func) == "SQL"


def _is_sql(node: ast.expr) -> bool:
    """Return True for a text with placeholders that starts like a statement."""
    if not isinstance(node, ast.JoinedStr) or not node.values:
        return False
    first = node.values[0]
    tokens = str(first.value).split() if isinstance(first, ast.Constant) else []
    return bool(tokens) and tokens[0] in {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "WITH",
        "ALTER",
        "SET",
        "CREATE",
        "GRANT",
    }


def _is_made_of_constants(node: ast.expr) -> bool:
    """Return True if each placeholder is filled by a module constant or an item of one."""
    gaps = [part.value for part in ast.walk(node) if isinstance(part, ast.FormattedValue)]
    loop_names = {name.id for gap in gaps for part in ast.walk(gap) if isinstance(part, ast.comprehension)
            for name in ast.walk(part.target) if isinstance(name, ast.Name)}  # fmt: skip
    names = {part.id for gap in gaps for part in ast.walk(gap) if isinstance(part, ast.Name)}
    return all(name.isupper() or name in loop_names for name in names)


def _unscoped(tree: ast.Module, tenant_models: frozenset[str]) -> Iterator[int]:
    """Yield queries of tenant rows in views without a scope, outside a scope that the view opens itself."""
    for view in ast.walk(tree):
        if isinstance(view, ast.FunctionDef) and ALL_DOORS & {
            _name(decorator) for decorator in view.decorator_list
        }:
            inside = {
                id(node)
                for block in ast.walk(view)
                if isinstance(block, ast.With) and any("scope" in ast.unparse(item) for item in block.items)
                for node in ast.walk(block)
            }
            for node in ast.walk(view):
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr in ("objects", "_default_manager", "_base_manager")
                    and _name(node.value) in tenant_models
                    and id(node) not in inside
                ):
                    yield node.lineno


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _module(called: ast.expr) -> str:
    return _name(called.value) if isinstance(called, ast.Attribute) else ""
