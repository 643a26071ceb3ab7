"""The chance that each case of a frame had of being drawn."""

from collections.abc import Mapping


def inclusion_shares(weights: Mapping[str, int], size: int) -> dict[str, float]:
    """Return each case's chance in a draw of *size* by weight: min(1, c w), summing to *size*."""
    certain: set[str] = set()
    while len(certain) < size:
        rest = sum(weight for case, weight in weights.items() if case not in certain)
        left = size - len(certain)
        heavy = {c for c, w in weights.items() if c not in certain and w * left >= rest}
        if not heavy:
            return {c: 1.0 if c in certain else w * left / rest for c, w in weights.items()}
        certain |= heavy
    return {case: float(case in certain) for case in weights}
