"""Random rotation, zoom, shift, shear, elastic distortion and stroke width, a batch at a time."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from rekognize.glyphs import SIDE
from rekognize.training.recipe import Augmentation


def augment(glyphs: Tensor, strength: Augmentation, generator: torch.Generator) -> Tensor:
    """Each glyph changed at random, float (N, 1, 28, 28) -> the same, still within 0..1."""
    grid = _grid(len(glyphs), strength, generator).to(glyphs.device, glyphs.dtype)
    moved = functional.grid_sample(glyphs, grid, align_corners=False)
    return _stroke_width(moved, strength.stroke_width, generator)


def _even(shape: tuple[int, ...], most: float, generator: torch.Generator) -> Tensor:
    """Numbers drawn evenly from -most to most."""
    return (torch.rand(shape, generator=generator) * 2 - 1) * most


def _grid(count: int, strength: Augmentation, generator: torch.Generator) -> Tensor:
    """Where each pixel is read from, in grid_sample's units (-1..1), float (N, 28, 28, 2)."""
    angle = _even((count,), math.radians(strength.rotation), generator)
    zoom = torch.exp(_even((count, 2), strength.zoom, generator))
    shear = _even((count,), strength.shear, generator)
    shift = _even((count, 2), strength.shift * 2 / SIDE, generator)
    cos, sin = torch.cos(angle), torch.sin(angle)
    slant = torch.stack((torch.ones(count), shear, torch.zeros(count), torch.ones(count)), 1)
    turn = torch.stack((cos, -sin, sin, cos), 1).view(count, 2, 2)
    matrix = (turn @ slant.view(count, 2, 2)) / zoom.unsqueeze(2)
    affine = torch.cat((matrix, shift.unsqueeze(2)), dim=2)
    grid = functional.affine_grid(affine, [count, 1, SIDE, SIDE], align_corners=False)
    if strength.elastic:
        coarse = torch.randn((count, 2, 5, 5), generator=generator)
        smooth = functional.interpolate(coarse, SIDE, mode="bicubic", align_corners=True)
        grid = grid + smooth.permute(0, 2, 3, 1) * (strength.elastic * 2 / SIDE)
    return grid


def _stroke_width(glyphs: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Strokes thickened or thinned by blending with the 3x3 maximum or minimum."""
    if not strength:
        return glyphs
    amount = _even((len(glyphs), 1, 1, 1), strength, generator).to(glyphs)
    thick = functional.max_pool2d(glyphs, 3, 1, 1)
    thin = -functional.max_pool2d(-glyphs, 3, 1, 1)
    return glyphs + amount.clamp(min=0) * (thick - glyphs) + amount.clamp(max=0) * (glyphs - thin)
