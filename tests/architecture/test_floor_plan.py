"""What an import linter cannot see, read from the source itself."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from review_app import models
from review_app.domain.access import Actor
from tests.architecture.owners import OWNERS

FEATURES = Path("review_app/features")
OWNER_OF = {table: area for area, tables in OWNERS.items() for table in tables}
SHELF = {
    "routes",
    "forms",
    "service",
    "queries",
    "reactions",
    "presenters",
    "jobs",
    "__init__",
}
SOURCES = sorted(Path("review_app").rglob("*.py"))
FEATURE_SOURCES = sorted(FEATURES.rglob("*.py"))


def functions(path):
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]


def test_every_table_has_one_owner():
    assert set(OWNER_OF) == set(models.__all__)


@pytest.mark.parametrize("path", FEATURE_SOURCES, ids=str)
def test_rows_are_created_only_by_the_area_that_owns_the_table(path):
    area = path.relative_to(FEATURES).parts[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert OWNER_OF.get(node.func.id, area) == area, f"{path}:{node.lineno}"


def is_service_or_query(path):
    return path.stem.startswith(("service", "queries", "reactions"))


@pytest.mark.parametrize("path", filter(is_service_or_query, FEATURE_SOURCES), ids=str)
def test_nothing_is_read_or_changed_without_saying_who_asks(path):
    module = import_module(".".join(path.with_suffix("").parts))
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            first = next(iter(inspect.signature(function).parameters.values()))
            assert first.annotation in (Actor, "Actor", Actor | None, "work.Work") or name in {
                "end_sign_ins"
            }, f"{name} must take an Actor first"


@pytest.mark.parametrize("path", sorted(FEATURES.glob("*/routes*.py")), ids=str)
def test_views_stay_thin(path):
    for view in functions(path):
        body = view.body[1:] if ast.get_docstring(view) else view.body
        lines = view.end_lineno - body[0].lineno + 1
        assert lines <= 15, f"{path}:{view.lineno} {view.name} has {lines} lines"


@pytest.mark.parametrize("path", sorted(FEATURES.glob("*/routes*.py")), ids=str)
def test_pages_that_only_read_call_no_service(path):
    for view in functions(path):
        verbs = {
            d.func.attr
            for d in view.decorator_list
            if isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute)
        }
        if "get" in verbs:
            names = {n.id for n in ast.walk(view) if isinstance(n, ast.Name)}
            assert "service" not in names, f"{path}:{view.lineno} {view.name}"


def test_no_module_template_or_test_outgrows_its_budget():
    budgets = [
        *((p, 300) for p in SOURCES),
        *((p, 120) for p in Path("templates").rglob("*.html")),
        *((p, 250) for p in Path("tests").rglob("*.py")),
    ]
    too_long = {str(p): n for p, most in budgets if (n := len(p.read_text().splitlines())) > most}
    assert not too_long


def test_a_function_takes_few_things_by_position():
    for path in FEATURE_SOURCES:
        for function in functions(path):
            if function.name.startswith("_") or not is_service_or_query(path):
                continue
            count = len(function.args.args)
            assert count <= 2, f"{path}:{function.lineno} {function.name}: actor and one id"
