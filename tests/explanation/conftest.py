import pytest

from rekognize.explanation import Explainer


@pytest.fixture(scope="session")
def explainer():
    """Of the shipped model."""
    return Explainer.load()
