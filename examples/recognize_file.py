"""Read the character in a picture: ``python examples/recognize_file.py seven.png digits``."""

import sys

from rekognize import Recognizer, RekognizeError


def main(path: str, alphabet: str = "alphanumeric") -> None:
    """Print the three likeliest labels, or why there are none."""
    answer = Recognizer.load().recognize(path, alphabet=alphabet, top=3)
    if not answer.has_ink:
        print("The picture is blank.")
    elif not answer.is_character:
        print("That does not look like a single character.")
    else:
        for candidate in answer.candidates:
            print(f"{candidate.label}  {candidate.confidence:.1%}")
        if answer.outside > 0.5:
            print(f"It looks more like {answer.outside_label}.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except RekognizeError as error:
        sys.exit(error.message)
