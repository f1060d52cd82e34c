"""The description of the interface."""

from __future__ import annotations

from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from prakarsa.api.frame import SeatedView


class Schema(SpectacularAPIView, SeatedView):
    """OpenAPI 3 of every address below `/api/v1/`: open to everybody, it holds no data."""

    renderer_classes = [OpenApiJsonRenderer]
