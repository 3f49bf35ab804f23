"""The garbage collector, kept off what stays.

A full collection looks at every object there is: for a server's hundreds of thousands, nearly all
of which it imported at its start, that stops all threads for a tenth of a second, about once for
every five hundred requests.
"""

from __future__ import annotations

import gc


def keep() -> None:
    """Collections look at nothing that exists now, but only at what is made from now on."""
    gc.freeze()


def let_go() -> None:
    """They look at everything again."""
    gc.unfreeze()
