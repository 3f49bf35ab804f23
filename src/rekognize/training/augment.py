"""Random rotation, zoom, shift, shear, elastic distortion and stroke width, a batch at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from rekognize.glyphs import SIDE
from rekognize.training.recipe import Augmentation


@dataclass(frozen=True)
class Changes:
    """What is done to each of N glyphs.

    Attributes:
        angle: float (N,), radians.
        zoom: float (N, 2), factor of width and of height.
        shear: float (N,), tangent of the slant.
        shift: float (N, 2), right and down, of where the picture is read: it moves the other way.
            In grid_sample's units, the glyph's side being 2.
        coarse: float (N, 2, 5, 5), the elastic displacement's 5 x 5 pillars, of deviation 1.
        elastic: what these are times, in glyph pixels.
        width: float (N, 1, 1, 1), how much strokes grow, or shrink below zero.
    """

    angle: Tensor
    zoom: Tensor
    shear: Tensor
    shift: Tensor
    coarse: Tensor | None
    elastic: float
    width: Tensor | None


def augment(glyphs: Tensor, strength: Augmentation, generator: torch.Generator) -> Tensor:
    """Each glyph changed at random, float (N, 1, 28, 28) -> the same, still within 0..1."""
    return change(glyphs, draw(len(glyphs), strength, generator))


def draw(count: int, strength: Augmentation, generator: torch.Generator) -> Changes:
    """Changes at random, as strong as the recipe says."""
    return Changes(
        angle=_even((count,), math.radians(strength.rotation), generator),
        zoom=torch.exp(_even((count, 2), strength.zoom, generator)),
        shear=_even((count,), strength.shear, generator),
        shift=_even((count, 2), strength.shift * 2 / SIDE, generator),
        coarse=torch.randn((count, 2, 5, 5), generator=generator) if strength.elastic else None,
        elastic=strength.elastic,
        width=_even((count, 1, 1, 1), strength.stroke_width, generator)
        if strength.stroke_width
        else None,
    )


def change(glyphs: Tensor, changes: Changes) -> Tensor:
    """Each glyph with its changes; the page of training does the same (``training/change.js``)."""
    grid = _grid(changes).to(glyphs.device, glyphs.dtype)
    moved = functional.grid_sample(glyphs, grid, align_corners=False)
    return moved if changes.width is None else _stroke_width(moved, changes.width.to(glyphs))


def _even(shape: tuple[int, ...], most: float, generator: torch.Generator) -> Tensor:
    """Numbers drawn evenly from -most to most."""
    return (torch.rand(shape, generator=generator) * 2 - 1) * most


def _grid(changes: Changes) -> Tensor:
    """Where each pixel is read from, in grid_sample's units (-1..1), float (N, 28, 28, 2)."""
    shear, shift = changes.shear, changes.shift
    count = len(shear)
    cos, sin = torch.cos(changes.angle), torch.sin(changes.angle)
    slant = torch.stack((torch.ones(count), shear, torch.zeros(count), torch.ones(count)), 1)
    turn = torch.stack((cos, -sin, sin, cos), 1).view(count, 2, 2)
    matrix = (turn @ slant.view(count, 2, 2)) / changes.zoom.unsqueeze(2)
    affine = torch.cat((matrix, shift.unsqueeze(2)), dim=2)
    grid = functional.affine_grid(affine, [count, 1, SIDE, SIDE], align_corners=False)
    if changes.coarse is not None:
        smooth = functional.interpolate(changes.coarse, SIDE, mode="bicubic", align_corners=True)
        grid = grid + smooth.permute(0, 2, 3, 1) * (changes.elastic * 2 / SIDE)
    return grid


def _stroke_width(glyphs: Tensor, amount: Tensor) -> Tensor:
    """Strokes thickened or thinned by blending with the 3x3 maximum or minimum."""
    thick = functional.max_pool2d(glyphs, 3, 1, 1)
    thin = -functional.max_pool2d(-glyphs, 3, 1, 1)
    return glyphs + amount.clamp(min=0) * (thick - glyphs) + amount.clamp(max=0) * (glyphs - thin)
