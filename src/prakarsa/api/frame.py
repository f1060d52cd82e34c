"""What every address of the interface shares: the seat, refusals, one page of a list.

Who may open an address is declared by `organisations.access.roles` as for pages, and the
middleware asks it; an act asks its own predicate. So there is no second list of rights here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from prakarsa.foundation.filters import PAGE_SIZE, page_of
from prakarsa.foundation.forms import refuse_far_day
from prakarsa.foundation.hygiene import clean_line, clean_paragraphs
from prakarsa.foundation.limits import API, TooMany, take, visitor_of
from prakarsa.foundation.problems import plain_problem, problem
from prakarsa.foundation.time import now
from prakarsa.organisations.seats import Seat

# Codes of refusals that mean: the record is not where you think it is.
CONFLICTS = frozenset({"stale", "state"})


class Line(serializers.CharField):
    """A name or title: as clean as the forms keep it, for it stands in the same papers."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text in NFC with single spaces; raise ValidationError when it hides."""
        return clean_line(super().to_internal_value(data))


class Paragraphs(serializers.CharField):
    """A longer text, as clean as the forms keep it."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text in NFC with its line ends; raise ValidationError when it hides."""
        return clean_paragraphs(super().to_internal_value(data))


class Day(serializers.DateField):
    """A day of a year that somebody means, as on the pages."""

    default_validators = (refuse_far_day,)


class Strict(serializers.Serializer[Any]):
    """A body with exactly these fields: one more is refused, and so is text that is too long."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the values; raise ValidationError for a field that is not there."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: ["unknown field"] for name in unknown[:20]})
        return super().to_internal_value(data)


class SeatedView(APIView):
    """An address of the interface; `self.seat` sits where the person's pages sit."""

    authentication_classes = (SessionAuthentication,)
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    parser_classes = (JSONParser,)

    def initial(self, request: Request, *arguments: Any, **named: Any) -> None:
        """Count the request before anything is read."""
        super().initial(request, *arguments, **named)
        take(API, visitor=visitor_of(request._request), at=now())

    @property
    def seat(self) -> Seat:
        """The seat of whoever asks."""
        return cast("Seat", vars(self.request._request)["seat"])

    def listed(
        self, rows: QuerySet[Any], serializer: type[serializers.Serializer[Any]],
        names: Iterable[str] = (),
    ) -> Response:  # fmt: skip
        """Return one page of a list: how many there are, which page this is, and its rows."""
        page = page_of(rows, self.request._request.GET, names)
        return Response({
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "page_size": PAGE_SIZE,
            "results": serializer(page.object_list, many=True).data,
        })  # fmt: skip

    def act(
        self, body: type[Strict], run: Callable[[dict[str, Any], datetime], Any]
    ) -> dict[str, Any]:
        """Read the body and run one act with it; what it refuses becomes the answer."""
        read = body(data=self.request.data)
        read.is_valid(raise_exception=True)
        values: dict[str, Any] = read.validated_data
        run(values, now())
        return values


def answer_problem(raised: Exception, _context: Any) -> HttpResponse:
    """Turn what a view or an act raised into problem details; what we do not know is ours."""
    if isinstance(raised, serializers.ValidationError):
        return problem(400, fields=raised.detail)
    if isinstance(raised, ValidationError):
        return _refused(raised)
    if isinstance(raised, TooMany):
        answer = plain_problem(429)
        answer.headers["Retry-After"] = str(raised.seconds)
        return answer
    for kind, status in ((PermissionDenied, 403), (Http404, 404), (BadRequest, 400)):
        if isinstance(raised, kind):
            return plain_problem(status)
    if isinstance(raised, APIException):
        return plain_problem(raised.status_code)
    raise raised


def _refused(refusal: ValidationError) -> HttpResponse:
    """Say why an act was refused: 409 when the record moved on, else 422 with the fields."""
    codes = {each.code for each in refusal.error_list} if hasattr(refusal, "error_list") else set()
    status = 409 if codes & CONFLICTS else 422
    fields = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    more = {"fields": fields} if fields else {}
    return problem(status, " ".join(refusal.messages), **more)
