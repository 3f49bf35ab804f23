"""What holds of the whole house: quick imports, torch where training is, docs that are true."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import rekognize
from rekognize import errors
from rekognize.commands.app import app
from rekognize.server import create_app
from rekognize.server.failures import _CODES, INTERNAL
from rekognize.server.settings import ServerSettings
from tests.template_model import write_template_bundle

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def modules_after(code):
    """Names of the modules that a fresh interpreter holds after running some code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy():
    loaded = modules_after("import rekognize")
    assert not loaded & {"numpy", "onnxruntime", "PIL", "pydantic", "fastapi", "torch"}


@pytest.mark.parametrize(
    "code",
    [
        "from rekognize import Recognizer",
        "from rekognize import Explainer",
        "import rekognize.server",
        "import rekognize.commands.app",
        "import rekognize.evaluation, rekognize.evaluation.figure",
        "import rekognize.datasets.catalogue",
    ],
)
def test_nothing_but_training_loads_torch(code):
    assert not modules_after(code) & {"torch", "onnx", "matplotlib"}


def test_the_command_line_starts_without_the_runtime():
    assert not modules_after("import rekognize.commands.app") & {"onnxruntime", "fastapi", "PIL"}


def test_public_names_are_there_and_no_others():
    for name in rekognize.__all__:
        assert getattr(rekognize, name) is not None
    assert set(rekognize.__all__) <= set(dir(rekognize))
    with pytest.raises(AttributeError, match="no attribute 'Recogniser'"):
        rekognize.Recogniser  # noqa: B018
    assert rekognize.Recognizer is importlib.import_module("rekognize.recognizer").Recognizer


def commands(command=None, name="rekognize"):
    command = command or typer.main.get_command(app)
    for child_name, child in getattr(command, "commands", {}).items():
        yield from commands(child, f"{name} {child_name}")
    if not hasattr(command, "commands"):
        yield name, command


def all_errors(base=errors.RekognizeError):
    for child in base.__subclasses__():
        if child.__module__.startswith("rekognize"):
            yield child
            yield from all_errors(child)


def test_every_command_and_option_is_in_the_docs():
    sections = re.split(r"^## ", (DOCS / "commands.md").read_text(), flags=re.MULTILINE)
    for name, command in commands():
        (section,) = [s for s in sections if re.match(rf"{name}\b", s)]
        documented = set(re.findall(r"`(--?[a-z-]+)`", section))
        options = {spelled for p in command.params for spelled in (*p.opts, *p.secondary_opts)}
        assert documented == {o for o in options if o.startswith("-")}, name


def test_every_exit_code_is_in_the_docs():
    text = (DOCS / "commands.md").read_text()
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE)}
    assert documented == {int(code) for code in errors.ExitCode}


def test_every_error_is_in_the_docs_with_its_codes():
    text = (DOCS / "errors.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\d+) \| (\d+) \|", text, flags=re.MULTILINE)
    assert {(code, name, int(http), int(ended)) for code, name, http, ended in rows} == {
        (e.code, e.__name__, e.http_status, int(e.exit_code)) for e in all_errors()
    }
    for code in (*_CODES.values(), INTERNAL):
        assert f"`{code}`" in text


def test_every_setting_is_in_the_docs_with_its_default():
    text = (DOCS / "api.md").read_text()
    rows = dict(re.findall(r"^\| `REKOGNIZE_(\w+)` \| ([^|]+) \|", text, flags=re.MULTILINE))
    settings = {name.upper(): field.default for name, field in ServerSettings.model_fields.items()}
    assert rows.keys() == settings.keys()
    for name, default in settings.items():
        assert default is None or rows[name] == str(default)


def test_every_route_and_field_is_in_the_docs(tmp_path):
    bundle = write_template_bundle(tmp_path / "templates.onnx")
    description = create_app(ServerSettings(bundle=bundle.path)).openapi()
    text = (DOCS / "api.md").read_text()
    routes = {
        f"{method.upper()} {path}"
        for path, methods in description["paths"].items()
        for method in methods
    }
    assert set(re.findall(r"(?:DELETE|GET|POST) /[\w/.{}]+", text)) == routes
    for body in ("RecognitionBody", "ExplanationBody", "FeedbackBody", "ReceiptBody"):
        for field in description["components"]["schemas"][body]["properties"]:
            assert f"`{field}`" in text


def test_links_between_the_docs_lead_somewhere():
    for page in [*DOCS.glob("*.md"), ROOT / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


def test_locks_name_no_machine_and_no_torch():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text
        assert not re.search(r"^(torch|nvidia|triton)\b", text, flags=re.MULTILINE)
        pinned = re.findall(r"^[\w.-]+==\S+", text, flags=re.MULTILINE)
        assert len(pinned) >= 2
        assert text.count("--hash=sha256:") >= len(pinned)
