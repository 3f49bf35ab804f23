from rekognize.bundle import SHIPPED, load_bundle


def test_the_model_that_answers_comes_first_then_the_others_that_came_along(live, recognizer):
    answer = live.client.get("/api/v1/training")

    assert answer.status_code == 200
    listed = answer.json()
    assert listed[0]["model"] == recognizer.bundle.card.identity
    cards = {
        load_bundle(path).card.identity: load_bundle(path).card for path in SHIPPED.glob("*.onnx")
    }
    assert {each["model"] for each in listed} == set(cards)
    for each in listed:
        card = cards[each["model"]]
        assert each["recipe"] == card.recipe
        assert each["curves"] == [epoch.model_dump() for epoch in card.curves]
        assert (each["parent"], each["images"]) == (card.parent, card.training.images)
