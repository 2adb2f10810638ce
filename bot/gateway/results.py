"""The page of a pre-screen's result and its FHIR file, for whoever has the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import fhir
from bot.core.errors import InputError
from bot.core.facts import Vocabulary
from bot.core.interview import Interview
from bot.core.interviewer import Interviewer
from bot.core.telling import Teller
from bot.gateway.errors import ApiError
from bot.gateway.result_view import view
from bot.gateway.templating import TEMPLATES
from bot.store.engine import StoreError
from bot.store.results import ResultStore

ADDRESS = re.compile(r"[A-Za-z0-9_-]{22}")
"""128 random bits in URL-safe base 64."""
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
FHIR_JSON = "application/fhir+json"
SECONDS_IN_AN_HOUR = 3600
NOT_FOUND, UNAVAILABLE = 404, 503
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, InputError)
"""What reading a result raises that another version of this program wrote."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Result:
    """A pre-screen as it was kept."""

    interview: Interview
    when: date


class Results:
    """Shows the results of a trial's pre-screens. Its methods block: Starlette runs them in threads."""

    def __init__(
        self, store: ResultStore, interviewer: Interviewer, teller: Teller, vocabulary: Vocabulary
    ) -> None:
        self._store = store
        self._interviewer = interviewer
        self._trial = interviewer.trial
        self._teller = teller
        self._vocabulary = vocabulary

    def routes(self) -> list[Route]:
        """Where the results are."""
        return [
            Route("/result/{address}/fhir.json", self.response),
            Route("/result/{address:path}", self.page),
            Route("/fhir/Questionnaire/{trial}", self.questionnaire),
        ]

    def page(self, request: Request) -> Response:
        """The result as a page."""
        return self._shown(request, lambda result: self._page(request, result))

    def response(self, request: Request) -> Response:
        """The result as a FHIR QuestionnaireResponse."""
        return self._shown(request, self._response)

    def questionnaire(self, request: Request) -> Response:
        """The trial's criteria as a FHIR Questionnaire."""
        if request.path_params["trial"] != self._trial.id:
            raise ApiError(NOT_FOUND, "no_such_trial", "There is no trial of this name here.")
        return Response(fhir.questionnaire(self._trial).json(), media_type=FHIR_JSON)

    def _shown(self, request: Request, show: Callable[[Result], Response]) -> Response:
        """What is at the request's address, or a page that says in plain words that nothing is."""
        try:
            result = self._result(request.path_params["address"])
        except StoreError as error:
            log.error("a result could not be read", reason=str(error))
            return self._no_result(request, UNAVAILABLE)
        response = show(result) if result else self._no_result(request, NOT_FOUND)
        response.headers.update(PRIVATE)
        return response

    def _result(self, address: str) -> Result | None:
        content = self._store.read(address) if ADDRESS.fullmatch(address) else None
        if content is None or content.get("trial") != self._trial.id:
            return None
        try:
            interview = Interview.from_dict(content["interview"], self._vocabulary)
            return Result(interview, date.fromisoformat(content["date"]))
        except UNREADABLE as error:
            log.error("a result could not be understood", reason=type(error).__name__)
            return None

    def _page(self, request: Request, result: Result) -> Response:
        decision = self._interviewer.decision(result.interview)
        content = {
            **self._common(),
            "view": view(self._trial, self._teller, result.interview, decision),
            "when": f"{result.when.day} {result.when:%B %Y}",
            "hours": round(self._store.lifetime.total_seconds() / SECONDS_IN_AN_HOUR),
            "file": f"/result/{request.path_params['address']}/fhir.json",
        }
        return TEMPLATES.TemplateResponse(request, "result.html", content)

    def _response(self, result: Result) -> Response:
        decision = self._interviewer.decision(result.interview)
        resource = fhir.questionnaire_response(self._trial, result.interview, decision, result.when)
        name = f'attachment; filename="{self._trial.id}.fhir.json"'
        return Response(resource.json(), media_type=FHIR_JSON, headers={"Content-Disposition": name})

    def _no_result(self, request: Request, status: int) -> Response:
        content = {**self._common(), "is_gone": status == NOT_FOUND}
        return TEMPLATES.TemplateResponse(request, "no_result.html", content, status, PRIVATE)

    def _common(self) -> dict[str, object]:
        return {"trial": self._trial, "telephone": self._trial.nurse_line.replace(" ", "")}
