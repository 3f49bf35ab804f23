"""The game's engine and its sets, run by Node: no page, no clock of its own."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.web.local.node import NODE

RUN = Path(__file__).parent / "run.mjs"
TASKS = [{"name": "A", "accepts": ["A"]}, {"name": "star", "accepts": ["star", "asterisk"]}]


def run(*questions):
    ended = subprocess.run(
        [NODE, RUN],
        input=json.dumps(questions).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(ended.stdout)


def play(*steps, limit=10_000):
    (game,) = run({"tasks": TASKS, "limit": limit, "steps": steps})
    return game


def call(name, *values, random=None):
    (result,) = run({"name": name, "values": values, "random": random})
    return result


def test_a_whole_game():
    game = play(
        ["begin", 1000],
        ["read", "H", 1500],
        ["read", "A", 2000],
        ["begin", 20_000],
        ["read", "asterisk", 5000],
    )
    assert game["results"] == [None, False, True, None, True]
    assert [r["outcome"] for r in game["rounds"]] == ["right", "right"]
    assert [r["points"] for r in game["rounds"]] == [18, 15]
    assert (game["score"], game["right"], game["isOver"], game["task"]) == (33, 2, True, None)


def test_a_right_drawing_at_once_earns_most_and_at_the_last_moment_least():
    assert play(["begin", 0], ["read", "A", 0])["score"] == 20
    assert play(["begin", 0], ["read", "A", 10_000])["score"] == 10
    assert play(["begin", 0], ["read", "A", 90_000], limit=None)["score"] == 10


def test_what_it_was_taken_for_last_is_told():
    game = play(["begin", 0], ["read", "H", 100], ["read", "N", 900], ["giveUp", 12_000])
    (late,) = game["rounds"]
    assert (late["outcome"], late["answer"], late["spent"], late["points"]) == (
        "late",
        "N",
        10_000,
        0,
    )
    game = play(["begin", 0], ["read", "H", 1], ["skip", 5], ["begin", 9], ["skip", 10])
    assert [r["outcome"] for r in game["rounds"]] == ["skipped"] * 2
    assert [r["answer"] for r in game["rounds"]] == ["H", None]


def test_the_clock_stands_while_the_game_does():
    game = play(
        ["begin", 0],
        ["pause", 4000],
        ["spent", 60_000],
        ["isTimeUp", 60_000],
        ["resume", 60_000],
        ["spent", 61_000],
        ["left", 65_000],
        ["isTimeUp", 66_000],
    )
    assert game["results"] == [None, None, 4000, False, None, 5000, pytest.approx(0.1), True]


def test_nothing_counts_between_two_rounds():
    game = play(["read", "A", 0], ["skip", 0], ["giveUp", 0], ["isTimeUp", 99_999])
    assert game["results"] == [False, None, None, False]
    assert game["rounds"] == []
    assert not game["isOpen"]


def test_a_game_that_is_stopped_is_over_and_its_open_round_counts_for_nothing():
    game = play(
        ["begin", 0], ["skip", 1], ["begin", 2], ["stop"], ["read", "star", 3], ["begin", 4]
    )
    assert [r["outcome"] for r in game["rounds"]] == ["skipped"]
    assert (game["isOpen"], game["isOver"], game["results"][4]) == (False, True, False)


def test_a_round_that_is_under_way_is_not_begun_again():
    assert play(["begin", 0], ["begin", 5000], ["spent", 6000])["results"][2] == 6000


def test_characters_of_one_shape_are_all_right_as_far_as_the_alphabet_holds_them():
    letters = [chr(code) for code in [*range(65, 91), *range(97, 123)]]
    o, s, a = call("tasksOf", "name", letters, ["o", "S", "a"])
    assert sorted(o["accepts"]) == ["O", "o"]
    assert sorted(s["accepts"]) == ["S", "s"]
    assert a["accepts"] == ["a"]
    (zero,) = call("tasksOf", "name", list("0123456789"), ["0"])
    assert zero["accepts"] == ["0"]


def test_a_set_asks_for_ten_each_once():
    letters = [chr(code) for code in range(65, 91)]
    tasks = call("tasksOf", "capitals", letters, [])
    names = [task["name"] for task in tasks]
    assert len(names) == len(set(names)) == 10
    assert set(names) <= set(letters)
    digits = list("0123456789")
    order = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]
    tasks = call("tasksOf", "digits", digits, [], random=order)
    assert [task["name"] for task in tasks] == digits[::-1]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Ada 7", "Ada7"),
        ("José-Zoë", "JoseZoe"),
        ("Weiß", "Weiss"),
        ("Юля", ""),
        ("x" * 30, "x" * 20),
    ],
)
def test_a_name_is_asked_without_accents(name, asked):
    assert "".join(call("charactersOf", name)) == asked


def test_the_next_game_is_harder_only_after_a_good_one():
    def after(choice, right):
        return call("nextChoice", choice, right, 10)

    assert after({"set": "digits", "level": 2}, 8) == {"set": "digits", "level": 3}
    assert after({"set": "digits", "level": 2}, 7) is None
    assert after({"set": "digits", "level": 5}, 10) == {"set": "capitals", "level": 2}
    assert after({"set": "letters", "level": 5}, 10) is None
    assert after({"set": "name", "level": 5}, 10) is None
