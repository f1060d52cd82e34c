"""What tests ask of answers that carry files."""

from django.http.response import HttpResponseBase


def body_of(response: HttpResponseBase) -> bytes:
    assert response.streaming
    return b"".join(response.streaming_content)


def assert_confined(response: HttpResponseBase) -> None:
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; sandbox; frame-ancestors 'none'"
