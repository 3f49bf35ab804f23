from rekognize.alphabets import ALPHABETS, DEFAULT


def test_every_alphabet_with_title_and_labels(live):
    body = live.client.get("/api/v1/alphabets").json()
    assert body["default"] == DEFAULT
    assert body["alphabets"] == [
        {"name": a.name, "title": a.title, "labels": list(a.labels)} for a in ALPHABETS.values()
    ]
