"""What the arithmetic of samples costs: importing it, ordering many cases, exact limits."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from review_app.domain.estimation import estimate
from review_app.domain.inclusion import inclusion_shares
from review_app.domain.verify_draw import FrameRow, equal_order, weighted_order

CASES = 100_000
SEED_HEX = "5a" * 32
Clock = Callable[[Callable[[], object], int], float]


def import_ms() -> dict[str, float]:
    """Return the milliseconds that each module of the domain takes in a fresh interpreter.

    ``review_app`` itself, with its web framework, is imported before and not counted.
    """
    folder = Path(__file__).parents[1] / "review_app/domain"
    modules = [f"review_app.domain.{path.stem}" for path in sorted(folder.glob("[a-z]*.py"))]
    program = "\n".join(f"import {module}" for module in ["review_app", *modules])
    done = subprocess.run(  # noqa: S603 - the interpreter that runs this
        [sys.executable, "-X", "importtime", "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = {}
    for line in done.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").split("|")
        if name.strip() in modules:
            found[name.strip()] = int(own) / 1000
    return found


def report(cpu_ms: Clock) -> None:
    """Print everything."""
    spent = import_ms()
    slowest = max(spent, key=lambda name: spent[name])
    print(f"{'importing the domain':<34}{sum(spent.values()):8.0f} ms, most: {slowest}")
    rows = [FrameRow(f"{n:012d}", weight=1 + n % 10) for n in range(CASES)]
    weights = {row.case_ref: row.weight for row in rows}
    for name, work in (
        ("order of 100,000 cases", lambda: equal_order(SEED_HEX, rows)),
        ("the same by weight", lambda: weighted_order(SEED_HEX, rows, 400)),
        ("chances of 19 by weight, exact", lambda: inclusion_shares(weights, 19)),
        ("exact limits, 150 of 2,000", lambda: estimate(150, 2000, frame_size=CASES)),
    ):
        print(f"{name:<34}{cpu_ms(work, 3):8.0f} ms CPU")
