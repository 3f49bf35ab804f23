import json

import pytest

from rekognize.alphabets import BASE, get_alphabet
from rekognize.errors import InvalidPrior, MissingData
from rekognize.priors import ENGLISH, PRIORS, find_prior, read_prior


def written(tmp_path, text):
    path = tmp_path / "prior"
    path.write_text(text, "utf-8")
    return path


def test_json_and_csv_say_the_same(tmp_path):
    weights = {"e": 12.7, "t": 9.0, "z": 0.0}
    assert read_prior(written(tmp_path, json.dumps(weights))) == weights
    rows = "label,count\ne,12.7\nt,9\nz,0\n"
    assert read_prior(written(tmp_path, rows)) == weights
    # As spreadsheets save it, and with an empty line behind.
    assert read_prior(written(tmp_path, f"\ufeff{rows}\n")) == weights
    assert read_prior(written(tmp_path, f"\ufeff{json.dumps(weights)}")) == weights


def test_what_is_read_is_what_an_alphabet_takes(tmp_path):
    prior = read_prior(written(tmp_path, '{"1": 3, "7": 1}'))
    weights = get_alphabet("digits").prior(prior)
    assert weights[1] == pytest.approx(3 * weights[7])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "label,count"),
        ("letter,often\ne,1\n", "letter,often"),
        ("label,count\ne\n", "line 2"),
        ("label,count\ne,many\n", "many"),
        ("label,count\ne,1\ne,2\n", "'e' again"),
        ("label,count\n" + "e" * 200_000, "field larger"),
        ('{"e": ', "JSON object"),
        ('{"e": "often"}', "'often'"),
        ('{"e": true}', "True"),
        ('{"e": null}', "None"),
        ('{"e": {}}', "{}"),
        ('{"e": 1, "e": 2}', "'e' again"),
    ],
)
def test_other_texts_are_refused(tmp_path, text, told):
    with pytest.raises(InvalidPrior, match=told):
        read_prior(written(tmp_path, text))


def test_a_file_that_is_no_text_or_not_there(tmp_path):
    (tmp_path / "latin").write_bytes(b"label,count\n\xe9,1\n")
    with pytest.raises(InvalidPrior, match="UTF-8"):
        read_prior(tmp_path / "latin")
    with pytest.raises(MissingData, match="nowhere"):
        read_prior(tmp_path / "nowhere")


def test_two_priors_ship(tmp_path):
    assert find_prior("uniform") is None
    assert find_prior("english") is ENGLISH
    assert set(PRIORS) == {"uniform", "english"}
    with pytest.raises(MissingData, match="uniform, english or a file"):
        find_prior("german")
    assert find_prior(str(written(tmp_path, '{"1": 3.0}'))) == {"1": 3.0}


def test_english_is_english():
    assert set(ENGLISH) == set(BASE)
    small = sorted("abcdefghijklmnopqrstuvwxyz", key=ENGLISH.__getitem__, reverse=True)
    assert "".join(small[:6]) == "etaoni"
    assert set(small[-4:]) == set("jqxz")
    weights = get_alphabet("alphanumeric").prior(ENGLISH)
    assert weights.sum() == pytest.approx(1.0, abs=1e-5)
    assert weights[BASE.index("o")] > 30 * weights[BASE.index("O")]
