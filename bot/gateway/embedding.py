"""What other sites put on their pages: a script that opens the chat in a frame of ours."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.core.trial import Trial
from bot.gateway.templating import TEMPLATES

SCRIPT, FRAME = "/embed.js", "/embed"
"""The script, and the page that it shows in its frame."""
STYLES = Path(__file__).parent / "templates" / "embed.css"
HEADERS = {"Cache-Control": "public, max-age=3600"}


class Embedding:
    """The script for a trial. It is the same for every site: what differs stands in the site's own tag."""

    def __init__(self, trial: Trial) -> None:
        styles = STYLES.read_text(encoding="utf-8")
        guide = {"title": trial.page.title, "nurseLine": trial.nurse_line, "styles": styles}
        self._script = TEMPLATES.get_template("embed.js").render(guide=guide)

    def routes(self) -> list[Route]:
        """Where the script is. The framed page is the chat's own."""
        return [Route(SCRIPT, self.script)]

    async def script(self, request: Request) -> Response:
        """The script, to be kept for an hour."""
        return Response(self._script, media_type="text/javascript", headers=HEADERS)
