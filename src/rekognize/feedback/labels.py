"""What can be said to be right."""

from __future__ import annotations

from typing import Final

from rekognize.alphabets import BASE, INDEX, get_alphabet
from rekognize.errors import InvalidRequest

NOT_A_CHARACTER: Final = "not-a-character"
"""The label of a drawing that shows no single character."""


def check_label(label: str, alphabet: str) -> None:
    """Check that a label can be right for an answer of an alphabet.

    It is one of the alphabet's, a base class outside it (somebody wrote a B among digits), or
    :data:`NOT_A_CHARACTER`.

    Raises:
        UnknownAlphabet: no alphabet has that name.
        InvalidRequest: it is none of them.
    """
    labels = get_alphabet(alphabet).labels
    if label != NOT_A_CHARACTER and label not in INDEX and label not in labels:
        raise InvalidRequest(
            f"a label is one of {BASE}, of the alphabet {alphabet!r}, or {NOT_A_CHARACTER!r}; "
            f"received {label[:20]!r}"
        )
