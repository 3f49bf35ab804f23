"""The training loop: one pool, one network, one run folder, resumable after every epoch.

Everything random in an epoch hangs on the recipe's seed and the epoch's number alone, so a run
that was killed and resumed ends with the same weights as one that was not.
"""

from __future__ import annotations

import copy
import io
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rekognize.bundle import Bundle
from rekognize.bundle.bundle import write_whole
from rekognize.datasets.normalise import hash_arrays
from rekognize.errors import InvalidRecipe, InvalidRequest
from rekognize.training.augment import augment
from rekognize.training.curves import Epoch, read_epochs, write_epochs
from rekognize.training.distil import Answers, Teachers, check_teachers
from rekognize.training.loss import label_set_loss, training_loss
from rekognize.training.networks import Residual, build
from rekognize.training.pool import Pool
from rekognize.training.precision import autocast
from rekognize.training.recipe import Recipe
from rekognize.training.start import load_weights

_CHECKPOINT: Final = "checkpoint.pt"
_VALIDATION_BATCH: Final = 1024
_EXAMPLES: Final = 4096
_SETTLING_BATCH: Final = 512


@dataclass(frozen=True)
class Progress:
    """What is known while an epoch runs.

    Attributes:
        epoch: from 0.
        step: within the epoch, from 1.
        steps: in the epoch.
        loss: mean since the epoch's start.
        rate: training images a second.
        left: seconds to the end of the last epoch, at that rate.
    """

    epoch: int
    step: int
    steps: int
    loss: float
    rate: float
    left: float


Watcher = Callable[[Progress | Epoch], None]
"""Told of progress a few times a second, and of every finished epoch."""


def choose_device(name: str | None = None) -> torch.device:
    """The device of that name, or the GPU where there is one.

    Raises:
        InvalidRequest: there is no such device.
    """
    if name is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).partition("\n")[0]
        raise InvalidRequest(
            f"a device is cpu, or cuda where there is a GPU, received {name!r}: {reason}"
        ) from None
    return device


class Run:
    """A training run in a folder.

    Args:
        recipe: what to do.
        pool: what to learn from.
        folder: where the run's checkpoint and curves lie; a run begun there is resumed.
        device: where to compute.
        start: a bundle whose weights to start from; None starts from random ones.
        teachers: bundles to learn from, where the recipe distils.

    Raises:
        InvalidRecipe: the folder holds a run of another recipe, from another start, of other
            teachers or other data; a bundle to start from has a network that does not fit; the
            recipe distils without teachers, or has teachers and does not distil; or it specialises
            without a start, or a network that has no specialist.
    """

    def __init__(
        self,
        recipe: Recipe,
        pool: Pool,
        folder: Path,
        device: torch.device,
        start: Bundle | None = None,
        teachers: Sequence[Bundle] = (),
    ) -> None:
        self.recipe = recipe
        self.pool = pool
        self.folder = folder
        self.device = device
        torch.manual_seed(recipe.seed)
        network = build(recipe.network.name, recipe.network.options)
        self._glyphs = torch.from_numpy(pool.glyphs)
        self._shares = np.array([recipe.data.sources[name] for name in pool.names])
        self._start = None if start is None else start.card.sha256
        self._taught_by = [bundle.card.sha256 for bundle in teachers]
        self._learnt_from = hash_arrays(
            (pool.glyphs, pool.targets, pool.source, pool.validation, pool.log_prior)
        )
        self._teachers = self._taught(teachers)
        if start is not None:
            load_weights(network, start, self._examples())
        self._special = self._specialised(network, start)
        network = network.to(device)
        # channels_last: the layout in which convolutions are fast, on CPU and GPU alike.
        self.network = _channels_last(network)
        self.average = copy.deepcopy(self.network)
        self._begun = copy.deepcopy(self.network)
        self.optimiser = torch.optim.AdamW(
            _parameter_groups(self.network, recipe.optimisation.weight_decay),
            lr=recipe.optimisation.learning_rate,
        )
        self._targets = torch.from_numpy(pool.targets)
        self._source = torch.from_numpy(pool.source)
        self._log_prior = torch.from_numpy(pool.log_prior)
        taught = recipe.distillation and recipe.distillation.sources
        self._is_taught = torch.tensor([taught is None or name in taught for name in pool.names])
        self.epochs_done = 0
        self._resume()
        self._answers = self._answered()

    @property
    def steps_per_epoch(self) -> int:
        """Batches an epoch; the last, incomplete one is dropped unless it is the only one."""
        return max(1, self._epoch_size() // self.recipe.optimisation.batch_size)

    def train(self, watch: Watcher = lambda _: None) -> nn.Module:
        """Train to the end and return the averaged network, settled, in evaluation mode."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = read_epochs(self.folder)[: self.epochs_done]
        while self.epochs_done < self.recipe.optimisation.epochs and not self._stalled(done):
            done.append(self._epoch(watch))
            # The curves first: a kill in between leaves a row too many, which a resumed run cuts.
            write_epochs(self.folder, done)
            self.epochs_done += 1
            self._save()
            watch(done[-1])
        return self.settled()

    @torch.no_grad()
    def settled(self) -> nn.Module:
        """The averaged network, gone as much of the way from the start as the recipe says.

        Bent and thickened glyphs leave normalisation with other means and variances than those to
        be read will have; so it gets those of some training glyphs as they are (Wu and Johnson,
        "Rethinking 'Batch' in BatchNorm", 2021). Left as it is where it is frozen.
        """
        network = copy.deepcopy(self.average).eval()
        for weight, begun in zip(network.parameters(), self._begun.parameters(), strict=True):
            weight.copy_(begun.lerp(weight, self.recipe.optimisation.way))
        if self.recipe.optimisation.frozen_normalisation:
            return network
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.reset_running_stats()
                module.momentum = None  # the mean of all batches
                module.train()
        for glyphs in torch.split(self._examples(), _SETTLING_BATCH):
            network(glyphs.to(self.device))
        return network.eval()

    def _stalled(self, done: list[Epoch]) -> bool:
        """Whether the recipe's patience is over."""
        patience = self.recipe.optimisation.patience
        if patience is None or len(done) <= patience:
            return False
        accuracies = [epoch.validation_accuracy for epoch in done]
        return max(accuracies[-patience:]) <= max(accuracies[:-patience])

    def _epoch(self, watch: Watcher) -> Epoch:
        settings = self.recipe.optimisation
        generator = torch.Generator().manual_seed(self.recipe.seed * 100_003 + self.epochs_done)
        torch.manual_seed(self.recipe.seed * 100_003 + self.epochs_done)  # dropout
        order = self._order(generator)
        steps = self.steps_per_epoch
        self.network.train()
        if settings.frozen_normalisation:
            for module in self.network.modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.eval()
        total, start, told = 0.0, time.perf_counter(), 0.0
        for step in range(steps):
            rows = order[step * settings.batch_size : (step + 1) * settings.batch_size]
            self._set_rate(self.epochs_done * steps + step, settings.epochs * steps)
            total += self._step(rows, generator, self.epochs_done * steps + step)
            now = time.perf_counter()
            if now - told > 0.5:
                told = now
                pace = (now - start) / (step + 1)
                ahead = steps * (settings.epochs - self.epochs_done) - step - 1
                watch(
                    Progress(
                        self.epochs_done,
                        step + 1,
                        steps,
                        total / (step + 1),
                        settings.batch_size / pace,
                        ahead * pace,
                    )
                )
        seconds = time.perf_counter() - start
        accuracy, loss = self.validate(self.settled())
        if not math.isfinite(total):
            raise InvalidRecipe(
                f"the loss is no longer a number in epoch {self.epochs_done + 1}; "
                f"lower the learning rate, received {settings.learning_rate}"
            )
        return Epoch(
            epoch=self.epochs_done + 1,
            training_loss=total / steps,
            validation_loss=loss,
            validation_accuracy=accuracy,
            learning_rate=self.optimiser.param_groups[0]["lr"],
            images_per_second=steps * min(settings.batch_size, len(order)) / seconds,
            seconds=seconds,
        )

    def _step(self, rows: Tensor, generator: torch.Generator, step: int) -> float:
        glyphs = self._glyphs[rows].unsqueeze(1).float() / 255.0
        glyphs = augment(glyphs, self.recipe.augmentation, generator).to(self.device)
        glyphs = glyphs.contiguous(memory_format=torch.channels_last)
        if self._special is None:
            with autocast(self.device):
                outputs = self.network(glyphs)
            loss = self._loss(outputs, glyphs, rows)
        else:
            loss = self._special_loss(glyphs, rows, self._special)
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self._update_average(step)
        return float(loss.detach())

    def _loss(self, outputs: tuple[Tensor, Tensor], glyphs: Tensor, rows: Tensor) -> Tensor:
        """The loss of a batch: of its labels, of its teachers' answers, or of both."""
        targets = self._targets[rows].to(self.device)
        log_prior = self._log_prior[self._source[rows]].to(self.device)

        def labelled(chosen: Tensor | slice) -> Tensor:
            return training_loss(
                (outputs[0][chosen], outputs[1][chosen]),
                targets[chosen],
                log_prior[chosen],
                smoothing=self.recipe.optimisation.label_smoothing,
                enough=self.recipe.optimisation.enough,
                character_weight=self.recipe.optimisation.character_weight,
            )

        def told(teachers: Teachers, chosen: Tensor) -> Tensor:
            said = (
                teachers.answer(glyphs[chosen])
                if self._answers is None
                else self._answers.of(rows.to(self.device)[chosen])
            )
            answered = (outputs[0][chosen], outputs[1][chosen])
            return teachers.loss(answered, said, targets[chosen].any(dim=1))

        if self._teachers is None or self.recipe.distillation is None:
            return labelled(slice(None))
        weight, loss = self.recipe.distillation.weight, outputs[0].sum() * 0.0
        taught = self._is_taught[self._source[rows]].to(self.device)
        share = float(taught.float().mean())
        if share < 1:
            loss = loss + (1 - share) * labelled(~taught)
        if share > 0:
            loss = loss + share * weight * told(self._teachers, taught)
        if share > 0 and weight < 1:
            loss = loss + share * (1 - weight) * labelled(taught)
        return loss

    def _special_loss(self, glyphs: Tensor, rows: Tensor, special: Tensor) -> Tensor:
        """The loss of the answers for what is the specialist's own, and of the gate's for all."""
        assert isinstance(self.network, Residual)  # noqa: S101 - has been checked
        source = self._source[rows]
        targets = self._targets[rows].to(self.device)
        own = special[source].to(self.device) & targets.any(dim=1)
        with autocast(self.device):
            logits, gate = self.network.specialised(glyphs, own)
        each = label_set_loss(
            logits[own].float(),
            targets[own],
            self._log_prior[source].to(self.device)[own],
            self.recipe.optimisation.label_smoothing,
        )
        told_apart = functional.binary_cross_entropy_with_logits(gate.float(), own.float())
        return told_apart + each.sum() / max(1, len(each))

    @torch.no_grad()
    def _update_average(self, step: int) -> None:
        # Early on the average follows closely: it must not remember the first random weights.
        decay = min(self.recipe.optimisation.average, (1 + step) / (10 + step))
        for kept, now in zip(
            self.average.state_dict().values(), self.network.state_dict().values(), strict=True
        ):
            if kept.dtype.is_floating_point:
                kept.lerp_(now, 1.0 - decay)
            else:
                kept.copy_(now)

    def _set_rate(self, step: int, steps: int) -> None:
        settings = self.recipe.optimisation
        warm = max(1, round(settings.warm_up * steps))
        if step < warm:
            share = (step + 1) / warm
        else:
            share = 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
        for group in self.optimiser.param_groups:
            group["lr"] = settings.learning_rate * share

    def _available(self) -> list[NDArray[np.intp]]:
        """Training rows of every source."""
        return [
            np.flatnonzero(~self.pool.validation & (self.pool.source == s))
            for s in range(len(self.pool.names))
        ]

    def _specialised(self, network: nn.Module, start: Bundle | None) -> Tensor | None:
        """Which sources (S,) are the specialist's; None where the whole network learns.

        Whatever is to be kept learns no more.
        """
        settings = self.recipe.specialisation
        if settings is None:
            return None
        if start is None or not isinstance(network, Residual) or network.specialist is None:
            raise InvalidRecipe(
                "to specialise takes a start, and a residual network with a specialist; received "
                f"{'no start' if start is None else dict(self.recipe.network.options)!r}"
            )
        network.keep_all_else()
        return torch.tensor([name in settings.sources for name in self.pool.names])

    def _taught(self, bundles: Sequence[Bundle]) -> Teachers | None:
        check_teachers(self.recipe, len(bundles))
        settings = self.recipe.distillation
        return None if settings is None else Teachers(bundles, settings.temperature)

    def _answered(self) -> Answers | None:
        """What teachers say of the pool as it is; None where they are asked of every batch.

        None as well where nothing is left to learn: it takes minutes.
        """
        settings = self.recipe.optimisation
        finished = self.epochs_done >= settings.epochs
        if self._teachers is None or settings.frozen_normalisation or finished:
            return None
        return self._teachers.answer_pool(self.pool, self._is_taught, self.device)

    def _examples(self) -> Tensor:
        """A few thousand training glyphs as an epoch draws them, float (N, 1, 28, 28)."""
        rows = self._order(torch.Generator().manual_seed(self.recipe.seed))[:_EXAMPLES]
        glyphs: Tensor = self._glyphs[rows].unsqueeze(1).float() / 255.0
        return glyphs

    def _epoch_size(self) -> int:
        counts = np.bincount(
            self.pool.source[~self.pool.validation], minlength=len(self.pool.names)
        )
        return int(np.ceil(counts * self._shares).sum())

    def _order(self, generator: torch.Generator) -> Tensor:
        """The epoch's rows: of each source its share, all mixed."""
        parts = []
        for rows, share in zip(self._available(), self._shares, strict=True):
            chosen = torch.randperm(len(rows), generator=generator)
            parts.append(torch.from_numpy(rows)[chosen[: math.ceil(len(rows) * share)]])
        order = torch.cat(parts)
        return order[torch.randperm(len(order), generator=generator)]

    @torch.no_grad()
    def validate(self, network: nn.Module) -> tuple[float, float]:
        """A network's accuracy and loss on the validation characters.

        An answer is right when it is one of the classes that the label allows.
        """
        rows = np.flatnonzero(self.pool.validation & self.pool.targets.any(axis=1))
        if not len(rows):
            return float("nan"), float("nan")
        network.eval()
        right, loss = 0, 0.0
        for start in range(0, len(rows), _VALIDATION_BATCH):
            batch = torch.from_numpy(rows[start : start + _VALIDATION_BATCH])
            glyphs = (self._glyphs[batch].unsqueeze(1).float() / 255.0).to(self.device)
            logits, character = network(glyphs)
            targets = self._targets[batch].to(self.device)
            prior = self._log_prior[self._source[batch]].to(self.device)
            answers = (logits + prior).argmax(dim=1, keepdim=True)
            right += int(targets.gather(1, answers).sum())
            part = training_loss(
                (logits, character), targets, prior, smoothing=0.0, character_weight=0.0
            )
            loss += float(part) * len(batch)
        return right / len(rows), loss / len(rows)

    def _identity(self) -> dict[str, object]:
        """What a checkpoint must agree in to be gone on from."""
        return {
            "recipe": self.recipe.model_dump_json(),
            "start": self._start,
            "teachers": self._taught_by,
            "pool": self._learnt_from,
        }

    def _state(self) -> dict[str, Any]:
        return {
            **self._identity(),
            "epochs": self.epochs_done,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
        }

    def _save(self) -> None:
        buffer = io.BytesIO()
        torch.save(self._state(), buffer)
        write_whole(self.folder / _CHECKPOINT, buffer.getvalue())

    def _resume(self) -> None:
        path = self.folder / _CHECKPOINT
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        mine = self._identity()
        if {key: state.get(key) for key in mine} != mine:
            raise InvalidRecipe(
                f"{self.folder} holds a run of another recipe, from another start, of other "
                f"teachers or other data; choose another folder, "
                f"received the recipe {self.recipe.name!r}"
            )
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epochs_done = state["epochs"]


def _channels_last(network: nn.Module) -> nn.Module:
    for parameter in network.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    return network


def _parameter_groups(network: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Weights decay; biases and the scales of normalisation do not."""
    matrices = [p for p in network.parameters() if p.dim() > 1]
    vectors = [p for p in network.parameters() if p.dim() <= 1]
    return [
        {"params": matrices, "weight_decay": decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
