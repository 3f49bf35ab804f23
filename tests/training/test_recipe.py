"""Recipes are read strictly."""

import pytest

from rekognize.errors import InvalidRecipe
from rekognize.training.recipe import Data, Recipe, shipped_recipes

MINIMAL = 'name = "x"\n[data.sources]\nnist = 1.0\n'


def write(tmp_path, text):
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize("name", shipped_recipes())
def test_shipped_recipe_is_read_by_name(name):
    assert Recipe.read(name).name == name


def test_standard_and_classic_are_shipped():
    assert {"standard", "classic"} <= set(shipped_recipes())


def test_minimal_recipe_has_defaults(tmp_path):
    recipe = Recipe.read(write(tmp_path, MINIMAL))

    assert recipe.network.name == "residual"
    assert recipe.optimisation.epochs > 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml [",
        'name = "x"',
        MINIMAL + "share = 2\n[surprise]\na = 1",
        MINIMAL.replace("1.0", "1.5"),
        MINIMAL + "[optimisation]\nepochs = 0",
        MINIMAL + "[optimisation]\nlearning_rate = -1",
        MINIMAL + "[augmentation]\nrotation = 900",
        MINIMAL + '[distillation]\nsources = ["mnist"]',
        MINIMAL + '[specialisation]\nsources = ["mnist"]\n[optimisation]\nweight_decay = 0',
        MINIMAL + "[specialisation]\nsources = []\n[optimisation]\nweight_decay = 0",
        MINIMAL + '[specialisation]\nsources = ["nist"]',
        MINIMAL + '[specialisation]\nsources = ["nist"]\n[optimisation]\nweight_decay = 0\n'
        "[distillation]",
        MINIMAL.replace('"x"', '"../x"'),
        "seed = -1\n" + MINIMAL,
    ],
)
def test_bad_recipes_are_refused(tmp_path, text):
    with pytest.raises(InvalidRecipe):
        Recipe.read(write(tmp_path, text))


def test_a_recipe_may_specialise(tmp_path):
    text = MINIMAL + '[specialisation]\nsources = ["nist"]\n[optimisation]\nweight_decay = 0'
    recipe = Recipe.read(write(tmp_path, text))
    assert recipe.specialisation.sources == ("nist",)


def test_unknown_recipe_lists_those_there_are():
    with pytest.raises(InvalidRecipe, match="standard"):
        Recipe.read("no-such-recipe")


def test_the_split_has_the_recipes_seed_or_its_own():
    data = Data(sources={"mnist": 1.0})
    assert Recipe(name="x", seed=3, data=data).split_seed == 3
    own = data.model_copy(update={"seed": 0})
    assert Recipe(name="x", seed=3, data=own).split_seed == 0
