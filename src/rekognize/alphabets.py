"""The 62 base classes and the alphabets that group them.

Every character the product knows is one of :data:`BASE`. An :class:`Alphabet` is a set of
disjoint groups of base classes, each with a label: ``digits`` has ten groups of one, while
``letters-nocase`` has 26 groups of two ("A" stands for A and a). One network gives 62
probabilities, and :meth:`Alphabet.read` turns them into an alphabet's.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidPrior, UnknownAlphabet

DIGITS: Final = string.digits
CAPITALS: Final = string.ascii_uppercase
LOWERCASE: Final = string.ascii_lowercase
BASE: Final = DIGITS + CAPITALS + LOWERCASE
"""The 62 base classes, in the order of the network's outputs (EMNIST ByClass's own order)."""

INDEX: Final[Mapping[str, int]] = MappingProxyType({label: i for i, label in enumerate(BASE)})
"""Index of each base class in :data:`BASE`."""

Prior = Mapping[str, float]
"""A class prior: weight >= 0 by base class. Need not sum to one; classes left out weigh 0."""

OUTSIDE_PRIOR: Final = 0.05
"""Prior mass that the base classes outside an alphabet share."""

_HEAVIEST: Final = 1e12
"""Largest weight in a prior: sums of such stay exact enough."""

_Array = TypeVar("_Array", bound=NDArray[np.generic])

_MERGED: Final = "CIJKLMOPSUVWXYZ"
"""Letters whose cases EMNIST's Balanced and ByMerge splits merge (Cohen et al., 2017)."""


@dataclass(frozen=True)
class Alphabet:
    """A named partition of some of the base classes.

    Attributes:
        name: as the command line and the API spell it.
        title: for people.
        groups: label -> the base classes it stands for; groups do not overlap.
    """

    name: str
    title: str
    groups: tuple[tuple[str, str], ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Labels of the alphabet, in order."""
        return tuple(label for label, _ in self.groups)

    @cached_property
    def membership(self) -> NDArray[np.float32]:
        """float32 (62, K), 1.0 where a base class belongs to a label."""
        matrix = np.zeros((len(BASE), len(self.groups)), np.float32)
        for column, (_, members) in enumerate(self.groups):
            for member in members:
                matrix[INDEX[member], column] = 1.0
        return _read_only(matrix)

    @cached_property
    def member_mask(self) -> NDArray[np.bool_]:
        """bool (62,), true for base classes that the alphabet holds."""
        return _read_only(np.asarray(self.membership.any(axis=1)))

    @cached_property
    def uniform_prior(self) -> NDArray[np.float32]:
        """float32 (62,): each label of the alphabet weighs the same, split evenly within it.

        Whoever asks for digits expects digits: all base classes outside the alphabet share
        :data:`OUTSIDE_PRIOR`. A clear B still outweighs the digits, a round 0 is no letter O.
        """
        weights = np.zeros(len(BASE), np.float64)
        for _, members in self.groups:
            for member in members:
                weights[INDEX[member]] = 1.0 / len(members)
        return self._with_outside(weights)

    def _with_outside(self, inside: NDArray[np.float64]) -> NDArray[np.float32]:
        outside = ~self.member_mask
        share = OUTSIDE_PRIOR if outside.any() else 0.0
        prior = inside / inside.sum() * (1.0 - share)
        prior[outside] = share / max(int(outside.sum()), 1)
        return _read_only(np.asarray(prior, np.float32))

    def prior(self, weights: Prior | None) -> NDArray[np.float32]:
        """A checked prior over the 62 base classes, float32 (62,), summing to one.

        None is :attr:`uniform_prior`. Where all names are labels of this alphabet, each weight is
        split evenly among the base classes that its label stands for; else weights are by base
        class: in ``letters-nocase`` the A of ``{"A": 2}`` is either case, that of
        ``{"A": 2, "a": 9}`` the capital. Classes of the alphabet that are not named weigh 0;
        weights of classes outside it are not used, those classes share :data:`OUTSIDE_PRIOR`.

        Raises:
            InvalidPrior: an unknown label, a negative or non-finite weight, or no weight at all
                inside the alphabet.
        """
        if weights is None:
            return self.uniform_prior
        inside = np.zeros(len(BASE), np.float64)
        groups = dict(self.groups)
        by_label = groups.keys() >= weights.keys()
        for label, weight in weights.items():
            if label not in INDEX:
                raise InvalidPrior(
                    f"a prior names base classes (0-9 A-Z a-z) or labels of the alphabet "
                    f"{self.name!r}, received {label!r:.60}"
                )
            if not isinstance(weight, Real) or not 0 <= weight <= _HEAVIEST:
                raise InvalidPrior(
                    f"a prior's weights are numbers from 0 to {_HEAVIEST:g}, "
                    f"received {weight!r} for {label!r}"
                )
            members = groups[label] if by_label else label
            for member in members:
                inside[INDEX[member]] += weight / len(members)
        inside[~self.member_mask] = 0.0
        if inside.sum() <= 0:
            raise InvalidPrior(
                f"a prior must give some class of the alphabet {self.name!r} a weight above 0, "
                f"received {dict(weights)!r:.200}"
            )
        return self._with_outside(inside)

    def share_out(
        self, weighted: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The alphabet's probabilities from base-class probabilities times a prior.

        Args:
            weighted: float32 (..., 62), probabilities under an even prior, times :meth:`prior`.

        Returns:
            ``(inside, outside)``: float32 (..., K), sums to one over the labels, and float32
            (...), the share of the whole that lies on base classes outside the alphabet.
        """
        inside = weighted @ self.membership
        mass = inside.sum(axis=-1)
        total = weighted.sum(axis=-1)
        # A drawing with no mass inside at all has no order among the labels: they share evenly.
        labels = np.where(
            mass[..., None] > 1e-20,
            inside / np.maximum(mass, 1e-20)[..., None],
            np.float32(1.0 / len(self.groups)),
        )
        return labels, np.clip(1.0 - mass / np.maximum(total, 1e-20), 0.0, 1.0)

    def read(
        self, probabilities: NDArray[np.float32], weights: Prior | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The alphabet's probabilities from the network's, float32 (N, 62) under an even prior.

        ``weights`` is the caller's class prior; None weighs the alphabet's labels equally.
        Returns as :meth:`share_out`: (N, K) and (N,).
        """
        return self.share_out(probabilities * self.prior(weights))


def _read_only(array: _Array) -> _Array:
    """The same array: every alphabet is shared by all who ask for it."""
    array.flags.writeable = False
    return array


def _singles(labels: str) -> tuple[tuple[str, str], ...]:
    return tuple((label, label) for label in labels)


def _folded(letters: str) -> tuple[tuple[str, str], ...]:
    return tuple((letter, letter + letter.lower()) for letter in letters)


_BALANCED = (
    *_singles(DIGITS),
    *((c, c + c.lower()) if c in _MERGED else (c, c) for c in CAPITALS),
    *_singles("".join(c for c in LOWERCASE if c.upper() not in _MERGED)),
)

ALPHABETS: Final[Mapping[str, Alphabet]] = MappingProxyType(
    {
        alphabet.name: alphabet
        for alphabet in (
            Alphabet("alphanumeric", "Digits and letters", _singles(BASE)),
            Alphabet(
                "alphanumeric-nocase",
                "Digits and letters, ignoring case",
                (*_singles(DIGITS), *_folded(CAPITALS)),
            ),
            Alphabet("digits", "Digits", _singles(DIGITS)),
            Alphabet("letters", "Letters", _singles(CAPITALS + LOWERCASE)),
            Alphabet("letters-nocase", "Letters, ignoring case", _folded(CAPITALS)),
            Alphabet("capitals", "Capital letters", _singles(CAPITALS)),
            Alphabet("lowercase", "Small letters", _singles(LOWERCASE)),
            Alphabet("balanced", "EMNIST balanced (47 classes)", _BALANCED),
        )
    }
)
"""Every alphabet by name."""

DEFAULT: Final = "alphanumeric"
"""The alphabet read when the caller names none."""


def get_alphabet(name: str) -> Alphabet:
    """The alphabet of that name.

    Raises:
        UnknownAlphabet: there is none; the message lists those there are.
    """
    try:
        return ALPHABETS[name]
    except (KeyError, TypeError):
        raise UnknownAlphabet(
            f"the alphabets are {', '.join(ALPHABETS)}; received {name!r:.60}"
        ) from None


def label_sets(labels: Sequence[str], alphabet: Alphabet) -> NDArray[np.bool_]:
    """bool (N, 62): the base classes that each label of an alphabet allows.

    The target of the label-set loss: an image known only as "M or m" allows both.

    Raises:
        UnknownAlphabet: a label is not one of the alphabet's.
    """
    groups = dict(alphabet.groups)
    allowed = np.zeros((len(labels), len(BASE)), np.bool_)
    for row, label in enumerate(labels):
        try:
            members = groups[label]
        except KeyError:
            raise UnknownAlphabet(
                f"the labels of {alphabet.name!r} are {' '.join(alphabet.labels)}; "
                f"received {label!r}"
            ) from None
        for member in members:
            allowed[row, INDEX[member]] = True
    return allowed
