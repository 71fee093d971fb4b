"""Spares work that makes very many small values the collector of reference cycles, which would only look at them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Do the work with the collector off, and turn it on again afterwards if it was on.

    Reading a plan of many rows takes a quarter less time so, laying out a PDF up to 45 % less (measured).

    >>> with without_collector():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
