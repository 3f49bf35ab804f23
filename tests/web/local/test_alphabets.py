"""The page's own list of alphabets is the server's."""

from rekognize.alphabets import ALPHABETS, DEFAULT
from tests.web.local.node import ask_locally


def test_alphabets_are_those_of_the_server():
    (listed,) = ask_locally([{"alphabets": True}])
    assert listed == {
        "alphabets": [
            {"name": each.name, "title": each.title, "labels": list(each.labels)}
            for each in ALPHABETS.values()
        ],
        "default": DEFAULT,
    }
