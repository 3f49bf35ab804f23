from rekognize.bundle import Card


def test_the_card_of_the_model_that_answers(live, recognizer):
    body = live.client.get("/api/v1/model").json()
    assert Card.model_validate(body) == recognizer.bundle.card
