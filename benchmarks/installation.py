"""How much disk a user's installation takes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"
CACHE = ROOT / ".cache" / "bench"


def installed_bytes() -> int:
    """Size of a fresh environment with the locked runtime and this package, pip included.

    The environment is kept in ``.cache/bench`` for as long as the lock does not change; the
    package itself is always installed anew.

    Raises:
        subprocess.CalledProcessError: something could not be installed.
    """
    home = CACHE / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    python = home / "bin" / "python"
    if not (home / "complete").is_file():
        _run(sys.executable, "-m", "venv", "--clear", str(home))
        _run(str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK))
        (home / "complete").touch()
    with tempfile.TemporaryDirectory() as folder:
        # Built here, where the build backend is, so that it does not count as part of the runtime.
        wheel = ["wheel", "-q", "--no-deps", "--no-build-isolation", "--wheel-dir", folder]
        _run(sys.executable, "-m", "pip", *wheel, str(ROOT))
        built = next(Path(folder).glob("*.whl"))
        _run(
            *(str(python), "-m", "pip", "install", "-q"),
            *("--no-deps", "--force-reinstall", str(built)),
        )
    return sum(
        path.stat().st_size for path in home.rglob("*") if path.is_file() and not path.is_symlink()
    )


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
