"""Training goes on from a bundle: the same function, and what does not fit is refused."""

import numpy as np
import pytest
import torch

from rekognize.errors import InvalidRecipe, MissingData
from rekognize.recognizer import Recognizer
from rekognize.training.loop import Run
from rekognize.training.produce import produce
from rekognize.training.recipe import Network, Specialisation
from rekognize.training.start import bundle_of, load_weights
from tests.training.conftest import recipe

CPU = torch.device("cpu")
pytestmark = pytest.mark.train


@pytest.fixture(scope="module")
def finished(pool, tmp_path_factory):
    """The bundle of a short run, in its folder."""
    folder = tmp_path_factory.mktemp("finished")
    network = Run(recipe(epochs=2), pool, folder, CPU).train()
    return produce(network, recipe(), pool, folder, folder / "model.onnx")


@pytest.fixture(scope="module")
def in_bytes(pool, tmp_path_factory):
    """The bundle of such a run whose weights are stored in a byte each."""
    folder = tmp_path_factory.mktemp("bytes")
    mine = recipe(epochs=2)
    mine = mine.model_copy(update={"network": mine.network.model_copy(update={"weights": "int8"})})
    network = Run(mine, pool, folder, CPU).train()
    return produce(network, mine, pool, folder, folder / "model.onnx")


def with_residual(epochs=1, **options):
    """The recipe with another residual network."""
    mine = recipe(epochs=epochs)
    network = Network(name="residual", options={**mine.network.options, **options})
    return mine.model_copy(update={"network": network})


def logits_of_bundle(bundle, pixels):
    return Recognizer(bundle)._network.run(pixels)[0]


def assert_computes_as(bundle, network, pixels):
    with torch.no_grad():
        logits, _ = network.eval()(torch.from_numpy(pixels).unsqueeze(1))
    np.testing.assert_allclose(logits, logits_of_bundle(bundle, pixels), atol=1e-4)


def test_run_computes_what_its_start_does(pool, finished, tmp_path):
    pixels = pool.glyphs[:64].astype(np.float32) / 255

    run = Run(recipe(), pool, tmp_path, CPU, start=finished)

    assert_computes_as(finished, run.network, pixels)
    assert run.epochs_done == 0


def test_a_start_whose_weights_are_bytes(pool, finished, in_bytes, tmp_path):
    pixels = pool.glyphs[:64].astype(np.float32) / 255
    assert len(in_bytes.model) < 0.7 * len(finished.model)

    run = Run(recipe(), pool, tmp_path, CPU, start=in_bytes)

    assert_computes_as(in_bytes, run.network, pixels)


def test_in_training_mode_it_hardly_differs(pool, finished, tmp_path):
    """Statistics of one batch stand in for those of all: close, and of the same answers."""
    pixels = pool.glyphs[:256].astype(np.float32) / 255
    run = Run(with_residual(dropout=0.0), pool, tmp_path, CPU, start=finished)

    with torch.no_grad():
        logits, _ = run.network.train()(torch.from_numpy(pixels).unsqueeze(1))

    expected = logits_of_bundle(finished, pixels)
    assert (logits.numpy().argmax(1) == expected.argmax(1)).mean() > 0.9


def test_run_goes_on_learning_and_remembers_its_parent(pool, finished, tmp_path):
    network = Run(recipe(epochs=1), pool, tmp_path, CPU, start=finished).train()

    child = produce(network, recipe(), pool, tmp_path, tmp_path / "m.onnx", finished.card)

    assert child.card.parent == finished.card.identity
    assert child.card.sha256 != finished.card.sha256
    with pytest.raises(InvalidRecipe, match="another start"):
        Run(recipe(epochs=1), pool, tmp_path, CPU)


def test_another_network_is_refused(pool, finished, tmp_path):
    other = recipe().model_copy(update={"network": Network(name="classic")})

    with pytest.raises(InvalidRecipe, match="own network"):
        Run(other, pool, tmp_path, CPU, start=finished)


@pytest.mark.parametrize("options", [{"blocks": [1, 2, 0]}, {"widths": [8, 16, 24, 40]}])
def test_a_network_of_another_depth_or_width_is_refused(options, pool, finished, tmp_path):
    with pytest.raises(InvalidRecipe, match="own network, with"):
        Run(with_residual(**options), pool, tmp_path, CPU, start=finished)


def specialised(**options):
    """A recipe whose specialist learns the drawings, and its gate to tell them from scribbles."""
    mine = with_residual(epochs=6, **{"specialist": True, **options})
    optimisation = mine.optimisation.model_copy(update={"weight_decay": 0.0})
    special = Specialisation(sources=("drawings",))
    return mine.model_copy(update={"optimisation": optimisation, "specialisation": special})


def test_a_specialist_joins_and_nothing_else_changes(pool, finished, tmp_path):
    pixels = pool.glyphs[:64].astype(np.float32) / 255
    run = Run(specialised(), pool, tmp_path, CPU, start=finished)
    assert_computes_as(finished, run.network, pixels)
    before = {name: weight.clone() for name, weight in run.network.named_parameters()}
    general = before["heads.character.weight"].shape[1]

    network = run.train()

    for name, weight in network.named_parameters():
        kept = weight[:, :general] if name == "heads.label.weight" else weight
        is_kept = not name.startswith(("specialist.", "gate."))
        same = torch.equal(kept, before[name][:, :general] if kept is not weight else before[name])
        assert same == is_kept, name
    assert (network.heads.label.weight[:, general:] != 0).any()
    glyphs = torch.from_numpy(pool.glyphs[pool.validation]).unsqueeze(1).float() / 255
    with torch.no_grad():
        none = torch.zeros(len(glyphs), dtype=torch.bool)
        _, gate = network.specialised(glyphs, none)
    own = torch.from_numpy(pool.source[pool.validation] == 0)
    in_order = gate[own].unsqueeze(1) > gate[~own]
    assert in_order.float().mean() > 0.9


def test_a_specialised_bundle_can_go_on(pool, finished, tmp_path):
    mine = specialised()
    network = Run(mine, pool, tmp_path / "a", CPU, start=finished).train()
    bundle = produce(network, mine, pool, tmp_path, tmp_path / "a.onnx", finished.card)
    pixels = pool.glyphs[:64].astype(np.float32) / 255

    run = Run(with_residual(specialist=True), pool, tmp_path / "b", CPU, start=bundle)

    assert_computes_as(bundle, run.network, pixels)


def test_a_specialist_joins_no_other_network(pool, finished, tmp_path):
    for number, options in enumerate(({"blocks": [1, 2, 0]}, {"widths": [8, 16, 24, 40]})):
        with pytest.raises(InvalidRecipe, match="the same but for having none"):
            Run(specialised(**options), pool, tmp_path / str(number), CPU, start=finished)


@pytest.mark.parametrize("has_start", [True, False])
def test_to_specialise_takes_a_start_and_a_specialist(has_start, pool, finished, tmp_path):
    mine = specialised(specialist=not has_start)
    with pytest.raises(InvalidRecipe, match="a start, and a residual network with a specialist"):
        Run(mine, pool, tmp_path, CPU, start=finished if has_start else None)


def test_every_kind_of_network_can_go_on(pool, tmp_path):
    classic = recipe(epochs=1).model_copy(update={"network": Network(name="classic")})
    network = Run(classic, pool, tmp_path / "a", CPU).train()
    bundle = produce(network, classic, pool, tmp_path, tmp_path / "a.onnx")
    fresh = Run(classic, pool, tmp_path / "b", CPU).network

    load_weights(fresh, bundle, torch.from_numpy(pool.glyphs).unsqueeze(1).float() / 255)

    pixels = pool.glyphs[:64].astype(np.float32) / 255
    assert_computes_as(bundle, fresh, pixels)


def test_a_start_is_a_bundle_or_the_folder_of_a_run(finished, tmp_path):
    folder = finished.path.parent

    assert bundle_of(folder) == bundle_of(finished.path)
    with pytest.raises(MissingData, match=r"model\.onnx"):
        bundle_of(tmp_path)
