"""What ``make test`` runs: lint, types, contracts, tests on both databases, browser journeys.

Every step is run even when an earlier one failed; the summary at the end names each.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PYTEST = [str(BIN / "python"), "-m", "pytest", "-n", "2", "--dist", "loadfile"]

# What asks nothing of the database that the tests of the areas do not ask on both.
DATABASE_IS_ALL_ONE = [
    "review_app/domain",
    "tests/architecture/test_floor_plan.py",
    "tests/architecture/test_words.py",
    "tests/cli/test_demo.py",
    "tests/domain",
]

CHECKS = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "contracts": [str(BIN / "lint-imports"), "--no-logo"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["checks", "sqlite", "postgresql", "browser"])
    only = parser.parse_args().only
    results = {}
    if only in (None, "checks"):
        for name, command in CHECKS.items():
            results[name] = run(name, command, quiet=True)
    if only in (None, "sqlite"):
        results["tests on SQLite"] = run("tests on SQLite", [*PYTEST, "-m", "not browser"])
    if only in (None, "postgresql"):
        environment = {"TEST_DATABASE": "postgresql"}
        results["tests on PostgreSQL"] = run(
            "tests on PostgreSQL",
            [
                *PYTEST,
                *("-m", "not browser and not walk"),
                *(f"--ignore={path}" for path in DATABASE_IS_ALL_ONE),
            ],
            environment,
        )
    if only in (None, "browser"):
        results["browser journeys"] = browse()
    print()
    for name, result in results.items():
        print(f"  {name:<22} {result}")
    return 1 if "FAILED" in results.values() else 0


def run(name: str, command: list[str], environment: dict[str, str] | None = None, *, quiet=False):
    print(f"\n{name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command, env={**os.environ, **(environment or {})}, capture_output=quiet, text=True
    )
    if quiet and done.returncode:
        print(done.stdout, done.stderr)
    seconds = time.monotonic() - started
    print(f"{name}: {seconds:.0f} s", flush=True)
    return "FAILED" if done.returncode else "passed"


def browse() -> str:
    if not find_chromium():
        return "SKIPPED: no Chromium here, and it could not be installed"
    return run("browser journeys", [*PYTEST, "-m", "browser", "tests/browser"])


def find_chromium() -> str | None:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing Chromium", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *words], env=environment, capture_output=True)
        found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
