"""The server's pages: HTTP in, HTTP out. What they say is in the package's own description."""

from __future__ import annotations

import logging
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from fieldapp.domain.ids import DeskId
from sync.protocol import hello, limits, paths
from sync.protocol.contacts import encode_contacts
from sync.protocol.errors import Contradicts, NotAllowed, Unacceptable
from sync.protocol.invitations import PaperKind, SealedPaper, read_paper
from sync.protocol.names import InvitationId
from sync.protocol.reading import Fields, base64_text
from sync.protocol.refusals import NOT_FOUND, TOO_SLOW, UNAVAILABLE, Refusal, What
from sync.protocol.requests import COUNTER
from sync.server import log, papers
from sync.server.answer import answer, marks_for, news_for
from sync.server.centre import Centre
from sync.server.file_pages import FilePages
from sync.server.gate import Declined, declined, let_in
from sync.server.incoming import Incoming
from sync.server.inflow import Inflow, whole_body
from sync.server.signing import bytes_of, covers, signed

_LOG: Final = logging.getLogger("sync.server")


def make_app(centre: Centre) -> FastAPI:
    """The web application of one centre."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages = Pages(centre)
    app.add_api_route(paths.HELLO, pages.hello, methods=["GET"], response_model=None)
    app.add_api_route(paths.MARKS, pages.marks, methods=["GET"], response_model=None)
    app.add_api_route(f"{paths.NEWS}/{{desk}}/{{digest}}", pages.news, methods=["GET"], response_model=None)
    app.add_api_route(paths.CONTACTS, pages.contacts, methods=["GET"], response_model=None)
    app.add_api_route(paths.EXCHANGE, pages.exchange, methods=["POST"], response_model=None)
    app.add_api_route(paths.JOIN, pages.leave_paper, methods=["POST"], response_model=None)
    app.add_api_route(
        paths.paper(InvitationId("{invitation}"), "{kind}"), pages.fetch_paper, methods=["GET"], response_model=None
    )
    FilePages(centre).stand_in(app)
    app.add_exception_handler(Declined, _tell_declined)
    app.add_exception_handler(Unacceptable, _tell_unacceptable)
    app.add_exception_handler(SQLAlchemyError, _tell_unavailable)
    app.add_exception_handler(HTTPException, _tell_no_such_page)
    return app


class Pages:
    """Each method answers one page. None keeps anything from one request to the next."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    async def hello(self, request: Request) -> Response:
        """Prove that this is the organisation's server."""
        return bytes_of(self._proof(request))

    def _proof(self, request: Request) -> bytes:
        centre, asked = self._centre, hello.read_challenge(request.query_params.get("challenge", ""))
        return hello.answer(asked, organisation=centre.organisation, when=centre.clock.now(), key=centre.key)

    def marks(self, request: Request) -> Response:
        """How far the server has come with a desk."""
        asked = signed(request)
        covers(asked, b"")
        let_in(self._centre, asked)
        return self._with_proof(request, bytes_of(marks_for(self._centre, asked.desk).encode()))

    def news(self, request: Request, desk: str, digest: str) -> Response:
        """Whether an exchange would bring a desk anything that it does not have."""
        found = digest == news_for(self._centre, DeskId(desk))
        return self._with_proof(request, Response(status_code=204 if found else 200))

    def _with_proof(self, request: Request, reply: Response) -> Response:
        """In the same breath, where it is asked for."""
        if "challenge" in request.query_params:
            reply.headers[paths.PROOF] = base64_text(self._proof(request))
        return reply

    def contacts(self, request: Request) -> Response:
        """When each desk sent something last: for the administrators who answer for them."""
        asked = signed(request)
        covers(asked, b"")
        if not let_in(self._centre, asked).is_administrator(asked.desk):
            raise NotAllowed("only an administrator's desk asks for others")
        with self._centre.database.reading() as connection:
            return bytes_of(encode_contacts(log.contacts(connection, self._centre.organisation)))

    async def exchange(self, request: Request) -> Response:
        """Take what a desk sends, then give what it lacks."""
        centre, incoming = self._centre, Incoming(self._centre, signed(request))
        async with Inflow(request, centre.patience) as inflow:
            await run_in_threadpool(incoming.open)
            async for data in inflow:
                await run_in_threadpool(incoming.feed, data)
                if incoming.over:
                    break
        if inflow.broken and not incoming.over:
            await run_in_threadpool(incoming.broke_off)
            _LOG.info("exchange broke off: %d chunks taken", incoming.taken.chunks)
            raise Declined(408, TOO_SLOW)
        begin, taken = await run_in_threadpool(incoming.end), incoming.taken
        _LOG.info("exchange: %d chunks taken, %d things refused", taken.chunks, len(taken.refusals))
        return StreamingResponse(answer(centre, begin, taken), media_type=paths.CONTENT_TYPE)

    async def leave_paper(self, request: Request) -> Response:
        """Keep an invitation, a join request or a welcome."""
        body = await whole_body(request, self._centre.patience, limits.SEALED_PAPER)
        return await run_in_threadpool(self._leave, request, read_paper(body))

    def _leave(self, request: Request, paper: SealedPaper) -> Response:
        if paper.kind is not PaperKind.REQUEST:
            asked = signed(request)
            covers(asked, paper.raw)
            if not let_in(self._centre, asked).is_administrator(asked.desk):
                raise NotAllowed("only an administrator's desk invites and welcomes")
        with self._centre.database.writing() as connection:
            if paper.kind is PaperKind.REQUEST:
                self._may_answer(connection, paper)
            papers.leave(connection, self._centre.organisation, paper, self._centre.clock.now())
        return Response(status_code=201)

    def _may_answer(self, connection: Connection, paper: SealedPaper) -> None:
        lying = [
            papers.find(connection, self._centre.organisation, paper.invitation, kind)
            for kind in (PaperKind.INVITATION, PaperKind.REQUEST, PaperKind.WELCOME)
        ]
        if lying[0] is None:
            raise Declined(404, NOT_FOUND)
        if lying[2] is not None and lying[1] != paper.raw:
            raise Contradicts("the invitation has been answered")

    def fetch_paper(self, invitation: str, kind: str) -> Response:
        """Give an invitation, a join request or a welcome."""
        kinds = {each.value: each for each in PaperKind}
        name = InvitationId(Fields({"invitation": invitation}, "path").hex("invitation", 32))
        with self._centre.database.reading() as connection:
            raw = papers.find(connection, self._centre.organisation, name, kinds[kind]) if kind in kinds else None
        if raw is None:
            raise Declined(404, NOT_FOUND)
        return bytes_of(raw)


def _no(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    body = Refusal(What.EXCHANGE, "", why).encode()
    return Response(body, status, headers, media_type=paths.CONTENT_TYPE)


def _tell_declined(_request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, Declined)
    return _no(wrong.status, wrong.why, None if wrong.counter is None else {COUNTER: str(wrong.counter)})


def _tell_unacceptable(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, Unacceptable)
    return _tell_declined(request, declined(wrong))


def _tell_no_such_page(_request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    return _no(wrong.status_code, NOT_FOUND)


def _tell_unavailable(_request: Request, wrong: Exception) -> Response:
    cause = wrong.orig if isinstance(wrong, DBAPIError) else wrong
    _LOG.error("the database does not answer: %s", type(cause).__name__)
    return _no(503, UNAVAILABLE)
