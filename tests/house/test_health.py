import pytest


def test_healthz_answers_without_login(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_asks_the_database_and_the_broker(client):
    assert client.get("/readyz").json() == {"database": "ok", "broker": "ok"}


@pytest.mark.logs_errors
@pytest.mark.django_db
def test_readyz_is_503_without_a_broker(client, settings):
    settings.REDIS_URL = "unix:///nowhere.sock"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "ConnectionError"


@pytest.mark.django_db
def test_metrics_are_prometheus_text(client):
    assert b"# HELP" in client.get("/metrics").content


def test_metrics_want_their_token(client, settings):
    settings.METRICS_TOKEN = "t"
    assert client.get("/metrics").status_code == 403


@pytest.mark.django_db
def test_metrics_are_given_for_their_token(client, settings):
    settings.METRICS_TOKEN = "t"
    assert client.get("/metrics", headers={"Authorization": "Bearer t"}).status_code == 200


def test_metrics_do_not_exist_where_a_token_is_wanted_and_none_is_set(client, settings):
    settings.METRICS_TOKEN, settings.METRICS_OPEN = "", False
    assert client.get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/incidents/", "/network/sites/", "/messages/", "/notices/", "/styleguide/"])
def test_a_stranger_is_sent_to_the_login_page(client, path):
    answer = client.get(path)
    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_stranger_does_not_see_the_api_docs(client):
    assert client.get("/api/v1/docs/").status_code == 403


@pytest.mark.django_db
def test_nobody_signs_up(client, django_user_model):
    client.post("/accounts/signup/", {"username": "x", "password1": "long-enough-1", "password2": "long-enough-1"})
    assert not django_user_model.objects.exists()


@pytest.mark.django_db
def test_the_content_security_policy_has_no_unsafe_word(client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
