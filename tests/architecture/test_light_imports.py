"""The product computes with the standard library: heavy packages are oracles of the tests only."""

import subprocess
import sys

HEAVY = ("numpy", "scipy", "pandas", "statsmodels")
ALL_OF_IT = """
import pkgutil, sys, importlib, review_app
for module in pkgutil.walk_packages(review_app.__path__, "review_app."):
    if module.name not in ("review_app.__main__", "review_app.wsgi"):  # they start things
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("review_app")]))
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""


def test_no_module_of_the_product_imports_a_numerical_package():
    command = [sys.executable, "-c", ALL_OF_IT, *HEAVY]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules, heavy = done.stdout.splitlines()
    assert int(modules) > 150
    assert heavy == "[]"
