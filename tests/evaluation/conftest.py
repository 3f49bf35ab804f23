import pytest

from rekognize import Recognizer
from tests.template_model import write_template_bundle


@pytest.fixture(scope="session")
def recognizer(tmp_path_factory):
    """A recognizer with the template model."""
    path = tmp_path_factory.mktemp("bundle") / "templates.onnx"
    write_template_bundle(path)
    return Recognizer.load(path)
