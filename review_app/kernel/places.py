"""Where the product's files lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
# In a checkout templates, migrations, seed and guide lie beside the package, in a wheel inside it.
TOP = _PACKAGE.parent if (_PACKAGE.parent / "templates").is_dir() else _PACKAGE
BUILD = _PACKAGE / "static" / "build"
