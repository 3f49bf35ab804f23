"""The named sets of some data folders, each read and each run through a network but once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rekognize.evaluation.evaluate import Outputs, run_network
from rekognize.evaluation.glyph_sets import AnySamples, GlyphSet, glyph_set
from rekognize.evaluation.sets import find_set
from rekognize.recognizer import Recognizer


@dataclass(frozen=True, eq=False)
class Shelf:
    """Where evaluations take their sets from.

    Attributes:
        roots: data folders, first to last.
        cache: folder that keeps glyphs from one run to the next; None keeps none.
        limit: take at most this many samples of a set, spread over it; None takes all.
    """

    roots: Sequence[Path]
    cache: Path | None = None
    limit: int | None = None
    _samples: dict[str, AnySamples] = field(default_factory=dict)
    _glyphs: dict[str, GlyphSet] = field(default_factory=dict)
    _outputs: dict[tuple[str, str], Outputs] = field(default_factory=dict)

    def samples(self, name: str) -> AnySamples:
        """All samples of a set, by its name or path.

        Raises:
            MissingData: it is not there.
            InvalidData: it cannot be read.
        """
        if name not in self._samples:
            self._samples[name] = find_set(name).read(self.roots)
        return self._samples[name]

    def glyphs(self, name: str) -> GlyphSet:
        """The glyphs of a set, as many as the limit allows. Raises as :meth:`samples`."""
        if name not in self._glyphs:
            made = glyph_set(self.samples(name), self.cache, self.limit)
            self._glyphs[name] = replace(made, name=find_set(name).name)
        return self._glyphs[name]

    def outputs(self, name: str, recognizer: Recognizer) -> Outputs:
        """What a network says of :meth:`glyphs`. Raises as :meth:`samples`."""
        key = (name, recognizer.bundle.card.sha256)
        if key not in self._outputs:
            self._outputs[key] = run_network(recognizer, self.glyphs(name).pixels)
        return self._outputs[key]
