"""Confidence intervals for shares of a sample, 95 % two-sided, by the score method without continuity correction."""

from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Return Wilson's interval of successes / trials, as fractions of 1.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3. `trials` may be an effective sample
    size that is not an integer. Raise ValueError without trials or with more successes than trials.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share.")
    centre = successes + Z * Z / 2
    spread = Z * sqrt(Z * Z / 4 + successes * (trials - successes) / trials)
    total = trials + Z * Z
    # At the ends the bound is exact; rounding must not push it past the share itself.
    lower = 0.0 if successes == 0 else (centre - spread) / total
    upper = 1.0 if successes == trials else (centre + spread) / total
    return lower, upper


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Return Newcombe's interval of the difference first − second of two shares, each (successes, trials), between −1
    and 1.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.
    """
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    lower_1, upper_1 = wilson(*first)
    lower_2, upper_2 = wilson(*second)
    difference = share_1 - share_2
    below = sqrt((share_1 - lower_1) ** 2 + (upper_2 - share_2) ** 2)
    above = sqrt((upper_1 - share_1) ** 2 + (share_2 - lower_2) ** 2)
    return difference - below, difference + above
