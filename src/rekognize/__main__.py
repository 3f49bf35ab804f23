"""``python -m rekognize``: the same commands as ``rekognize``."""

from rekognize.commands import main

if __name__ == "__main__":
    main()
