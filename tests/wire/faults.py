"""The faults: one table, from which the server plays and test_wire.py knows what must come of it.

Each is a name, how it is played, and what a client must make of it. What is different with one
provider, one dialect ("gemini"), or all that frame their streams as lines ("lines") stands behind
that: the most particular counts.
"""

import collections

import plays
import refusals
from plays import stream
from refusals import status

# What may come of a question.
Whole = collections.namedtuple("Whole", "tries", defaults=(1,))  # exactly the text
Whole.__doc__ = "exactly the text, after so many requests"
Cut = collections.namedtuple("Cut", "text", defaults=(True,))
Cut.__doc__ = "a token limit was reached: the text, if there is any, and no claim that it is whole"
Empty = collections.namedtuple("Empty", "")
Empty.__doc__ = "a whole answer that is no text"
Part = collections.namedtuple("Part", "word text", defaults=("broke off", True))
Part.__doc__ = "the beginning of the text (if there can be any), and one line"
Refusal = collections.namedtuple("Refusal", "word")
Refusal.__doc__ = "the model would not: one line"
Failed = collections.namedtuple("Failed", "kind word tries", defaults=(1,))
Failed.__doc__ = "one line of that kind with that word in it, after so many requests"
Absent = collections.namedtuple("Absent", "why")
Absent.__doc__ = "there is no such thing here"

# ask: words for the command line of live/ask; again: what comes of it when only the first request
# meets the fault; apart: {provider, dialect or framing: what else comes of it}.
Fault = collections.namedtuple("Fault", "play expect ask again apart",
                               defaults=((), None, None))

SSE = {"lines": Absent("events without fields")}
NAMED = {"openai": Absent("no names of events"), "gemini": Absent("no names of events"),
         "tgi": Absent("no names of events"), **SSE}


def only(expect, *dialects):
    """What comes of it where there is such a thing."""
    return {**{name: Absent("not its habit") for name in (
        "anthropic", "openai", "responses", "gemini", "ollama", "tgi") if name not in dialects},
        **{name: expect for name in dialects}}


def busy(word, tries=3):
    return Failed("busy", word, tries)


MORE = ("|",)  # in `ask`: what stands behind it are more turns of the conversation
SHORT = ("--idle-ms", "1500")  # of a clock that must leave time for the beginning
FAULTS = {}

# A whole answer, written in many ways.
for size in range(1, 8):
    FAULTS[f"split-{size}"] = Fault(plays.sliced(size), Whole())
FAULTS.update({
    "bytes": Fault(plays.sliced(1), Whole()),
    "one-piece": Fault(stream(before=lambda data: [data]), Whole()),
    "crlf": Fault(plays.sliced(7, end="\r\n"), Whole()),
    "lf": Fault(plays.sliced(7, end="\n"), Whole()),
    "cr": Fault(plays.sliced(7, end="\r"), Whole(), apart=SSE),
    "bom": Fault(stream(before=plays.with_bom), Whole()),
    "no-space": Fault(stream(colon=":"), Whole(), apart=SSE),
    "space": Fault(stream(colon=": "), Whole(), apart=SSE),
    "data-lines": Fault(stream(lines=True), Whole(), apart=SSE),
    "no-event-names": Fault(stream(names=False), Whole(), apart=NAMED),
    "comments-between": Fault(plays.between(plays.KEEP_ALIVE + b":\n"), Whole(), apart=SSE),
    "blank-lines": Fault(plays.between(b"\r\n\n"), Whole()),
    "fields": Fault(plays.between(b"id: 7\nretry: 10\nx-what\n\n"), Whole(), apart=SSE),
    "pings": Fault(plays.between(b'event: ping\ndata: {"type": "ping"}\n\n'), Whole(),
                   apart=only(Whole(), "anthropic")),
    "unknown-members": Fault(plays.unknown, Whole()),
    "no-blank": Fault(plays.no_blank, Whole()),
    "no-done": Fault(plays.no_done, Whole()),
    "http10": Fault(plays.http10, Whole()),
    "early-hints": Fault(plays.early_hints, Whole()),
    "trailers": Fault(plays.trailers, Whole()),
    "with-length": Fault(plays.with_length, Whole()),
    "cut-after-end": Fault(plays.end_then("close"), Whole()),
    "rst-after-end": Fault(plays.end_then("reset"), Whole()),
    "loose": Fault(plays.loose, Whole(), apart=only(Whole(), "openai")),
    "wrong-type": Fault(stream(kind="text/plain"), Whole()),
    "json-type": Fault(stream(kind="application/json"), Whole()),
    "json": Fault(plays.whole(b"\n\n"), Whole()),
    "json-at-once": Fault(plays.whole(), Whole()),
    "thinking": Fault(stream(thinking=True), Whole(),
                      apart={"tgi": Absent("it does not think")}),
    "think-aloud": Fault(plays.think_aloud, Whole()),
    "slow-first-byte": Fault(plays.slow, Whole(), ask=("--first-byte-ms", "20000")),
    "linger": Fault(plays.linger(), Whole()),
    "linger-apart": Fault(plays.linger(50), Whole()),
    "logprobs": Fault(stream(), Whole(), ask=("--logprobs", "1")),
    "reads-part": Fault(plays.reads_part, Whole()),
    "bad-utf8": Fault(plays.bad_utf8, Whole()),
    "gzip": Fault(plays.packed, Whole()),
    "gzip-chunks": Fault(plays.packed_chunks, Whole()),
})

# A good answer to other questions: what every service takes, and what its own models refuse.
FAULTS.update({
    "system": Fault(stream(), Whole(), ask=("--system", "Be brief.")),
    "temperature": Fault(stream(), Whole(), ask=("--temperature", "20")),
    "temperature-0": Fault(stream(), Whole(), ask=("--temperature", "0")),
    "limit": Fault(stream(), Whole(), ask=("--max-tokens", "500")),
    "conversation": Fault(stream(), Whole(), ask=("--system", "Be brief.", *MORE, "Like this?",
                                                  "No: \"so\" \\ <b>größer</b>")),
    "reasoning-model": Fault(stream(), Whole(), ask=("--model", "gpt-6.1-sol"),
                             apart={**only(Whole(), "responses"), "openai/openai": Whole(2)}),
    "reasoning-temperature": Fault(stream(), Whole(),
                                   ask=("--model", "gpt-6.1-sol", "--temperature", "20"),
                                   apart={**only(Whole(2), "responses"),
                                          "openai/openai": Whole(3)}),
})

# Other ends than a whole answer.
FAULTS.update({
    "truncated": Fault(stream("length"), Cut()),
    "truncated-empty": Fault(stream("starved"), Cut(False), ask=("--max-tokens", "50")),
    "truncated-unsaid": Fault(stream("lies"), Cut(), ask=("--max-tokens", "50")),
    "context-full": Fault(stream("context"), Cut(), apart=only(Cut(), "anthropic")),
    "empty-answer": Fault(stream("empty"), Empty()),
    "unknown-end": Fault(stream("unknown"), Part("new_reason"),
                         apart={**only(Part("new_reason"), "anthropic", "openai"),
                                "gemini": Part("NEW_REASON")}),
    "refusal": Fault(stream("refusal"), Refusal("refused"),
                     apart=only(Refusal("refused"), "anthropic", "openai", "responses")),
    "filter": Fault(stream("filter"), Refusal("refused"),
                    apart=only(Refusal("refused"), "openai", "responses", "gemini")),
    "recitation": Fault(stream("recitation"), Refusal("RECITATION"),
                        apart=only(Refusal("RECITATION"), "gemini")),
    "blocked": Fault(stream("blocked"), Refusal("SAFETY"),
                     apart=only(Refusal("SAFETY"), "gemini")),
    "other-end": Fault(stream("other"), busy("OTHER", 1), apart=only(busy("OTHER", 1), "gemini")),
    "no-resources": Fault(stream("resources"), busy("insufficient_system_resource", 1),
                          apart=only(busy("insufficient_system_resource", 1), "openai")),
})

# Streams that break.
FAULTS.update({
    "half": Fault(plays.half(), Part()),
    "half-thinking": Fault(plays.half_thinking, Part(text=False),
                           apart={"tgi": Absent("it does not think")}),
    "half-fin": Fault(plays.half_fin, Part()),
    "half-event": Fault(plays.half_event, Part()),
    "half-event-rst": Fault(plays.half_event_reset, Part()),
    "rst": Fault(plays.reset(), Part()),
    "rst-at-once": Fault(plays.reset(wait=0), Part()),
    "half-start": Fault(plays.half(0), Failed("world", "", 3), again=Whole(2)),
    "rst-start": Fault(plays.reset(0), Failed("world", "", 3), again=Whole(2)),
    "rst-before": Fault(plays.reset_before, Failed("world", "", 3), again=Whole(2)),
    "close-before": Fault(plays.close_before, Failed("world", "", 3), again=Whole(2)),
    "empty": Fault(plays.empty, Failed("world", "", 3), again=Whole(2)),
    "silence": Fault(plays.silence, Failed("world", "no answer came"),
                     ask=("--first-byte-ms", "600")),
    "silence-total": Fault(plays.silence, Failed("world", "no whole answer"),
                           ask=("--total-ms", "600")),
    "silence-inside": Fault(plays.silence_inside, Part("silent"), ask=SHORT),
    "comments": Fault(plays.comments, Part("no word of the answer"),
                      ask=("--progress-ms", "1500")),
    "comments-first": Fault(plays.comments_first, Failed("world", "no word of the answer"),
                            ask=("--progress-ms", "600")),
    "comments-end": Fault(plays.comments_end, Failed("world", "broke off before the first word", 3),
                          again=Whole(2)),
    "cancel": Fault(plays.silence, Failed("cancelled", "cancelled"), ask=("--cancel-ms", "300")),
    "cancel-inside": Fault(plays.comments, Failed("cancelled", "cancelled"),
                           ask=("--cancel-bytes", "5")),
    "cancel-retry": Fault(status(503, "busy", headers={"Retry-After": "30"}),
                          Failed("cancelled", "cancelled"), ask=("--cancel-ms", "900")),
    "comments-total": Fault(plays.comments, Part("no whole answer"), ask=("--total-ms", "3000")),
})

# Errors under status 200.
FAULTS.update({
    "error-event": Fault(plays.complaint(), busy("Overloaded", 1)),
    "error-first": Fault(plays.complaint(0), busy("Overloaded"), again=Whole(2)),
    "error-200": Fault(refusals.error_200, busy("Overloaded"), again=Whole(2)),
    "error-field": Fault(plays.error_field, busy("boom", 1),
                         apart=only(busy("boom", 1), "openai")),
    "error-finish": Fault(plays.error_finish, busy("provider down", 1),
                          apart=only(busy("provider down", 1), "openai")),
    "error-bare": Fault(plays.error_bare(), busy("Overloaded", 1),
                        apart=only(busy("Overloaded", 1), "gemini")),
    "error-bare-first": Fault(plays.error_bare(0), busy("Overloaded"),
                              apart=only(busy("Overloaded"), "gemini")),
    "error-flat": Fault(plays.flat_error, busy("Overloaded", 1),
                        apart=only(busy("Overloaded", 1), "responses")),
    "response-failed": Fault(plays.failed_response, busy("Overloaded", 1),
                             apart=only(busy("Overloaded", 1), "responses")),
    "validation-200": Fault(refusals.refused_200("too many stops", "validation"),
                            Failed("input", "too many stops"),
                            apart=only(Failed("input", "too many stops"), "tgi")),
    "generation-200": Fault(refusals.refused_200("it broke", "generation"), busy("it broke"),
                            again=Whole(2), apart=only(busy("it broke"), "tgi")),
    "bad-event": Fault(plays.bad_event, Failed("world", "a broken piece of its stream")),
    "page-event": Fault(plays.page_event, Failed("world", ": 502 Bad Gateway"), apart=SSE),
    "garbage": Fault(plays.garbage, Failed("world", "not the stream")),
    "html-200": Fault(plays.page(200), Failed("world", "Please sign in")),
    "html-200-lines": Fault(plays.page_of_lines, Failed("world", "502 Bad Gateway")),
    "huge-line": Fault(plays.huge_line, Part("more than")),
    "huge-answer": Fault(plays.huge_answer, Part("longer than")),
    "huge-header": Fault(plays.huge_header, Failed("world", "")),
})

# Refusals by status, final ones first.
FAULTS.update({
    "400": Fault(status(400, "messages: wrong"), Failed("input", "messages: wrong")),
    "400-nasty": Fault(refusals.nasty, Failed("input", "wrong")),
    "400-key": Fault(status(400, "API key not valid.", "API_KEY_INVALID"),
                     Failed("auth", "_API_KEY"), apart=only(Failed("auth", "_API_KEY"), "gemini")),
    "400-context": Fault(status(400, "Your input is not small.", "context_length_exceeded"),
                         Failed("input", "too long for it (400): Your input"),
                         apart=only(Failed("input", "too long for it (400): Your input"),
                                    "anthropic", "openai", "responses")),
    "400-context-words": Fault(status(400, "the request exceeds the available context size."),
                               Failed("input", "too long for it (400): the request exceeds")),
    "400-list": Fault(refusals.shaped(400, '{"error": ["Error in `x.y`: bad"]}'),
                      Failed("input", ": Error in `x.y`: bad")),
    "400-fault": Fault(refusals.shaped(400, '{"fault": {"faultstring": "Invalid ApiKey", '
                                            '"detail": {"errorcode": "oauth"}}}'),
                       Failed("input", ": Invalid ApiKey")),
    "400-errors": Fault(refusals.shaped(400, '{"errors": [{"message": "the <b>first</b> of it"}]}'),
                        Failed("input", ": the first of it")),
    "400-within": Fault(refusals.shaped(
        400, '{"error": {"message": "{\\"detail\\": [{\\"msg\\": \\"deep\\"}]}"}}'),
        Failed("input", ": deep")),
    "400-wordless": Fault(refusals.shaped(400, '{"error": {"no": [{"words": 7}]}}'),
                          Failed("input", "no reason that can be shown")),
    "400-cut": Fault(refusals.shaped(400, '{"error": {"message": "it was'),
                     Failed("input", "no reason that can be shown")),
    "400-hangs": Fault(refusals.hanging, Failed("input", "refused the request (400)")),
    "400-limit": Fault(refusals.refuse_parameter(
        "max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. "
        "Use 'max_completion_tokens' instead."), Whole(2),
        apart={**only(Whole(2), "openai"), "deepseek": Absent("it knows no other name"),
               "ollama-chat": Absent("it knows no other name")}),
    "400-options": Fault(refusals.refuse_parameter(
        "stream_options", "stream_options: extra fields not permitted"), Whole(2),
        apart=only(Whole(2), "openai")),
    "400-temperature": Fault(refusals.refuse_parameter(
        "temperature", "`temperature` is deprecated for this model."), Whole(2),
        ask=("--temperature", "50"), apart={"anthropic-2026": Whole()}),
    "401": Fault(status(401, "invalid x-api-key"), Failed("auth", "_KEY"),
                 apart={"huggingface": Failed("auth", "HF_TOKEN"),
                        "tgi": Failed("auth", "HF_TOKEN")}),
    "401-page": Fault(plays.page(401), Failed("auth", "_KEY"),
                      apart={"huggingface": Failed("auth", "HF_TOKEN"),
                             "tgi": Failed("auth", "HF_TOKEN")}),
    "402": Fault(status(402, "Insufficient Balance"), Failed("money", "Insufficient Balance")),
    "403": Fault(status(403, "not for you"), Failed("auth", "not for you")),
    "404": Fault(status(404, "model: gone"), Failed("input", "model")),
    "413": Fault(status(413, "too long"), Failed("input", "too long")),
    "422": Fault(status(422, "no such parameter"), Failed("input", "no such parameter")),
    "429-long": Fault(status(429, "come back", headers={"Retry-After": "3600"}),
                      busy("3600 s", 1)),
    "429-no": Fault(status(429, "slow", headers={"X-Should-Retry": "false"}), busy("429", 1)),
    "429-money": Fault(status(429, "You exceeded your current quota", "insufficient_quota"),
                       Failed("money", "quota"),
                       apart=only(Failed("money", "quota"), "openai", "responses")),
    "429-spend": Fault(status(429, "spend limit", "enforced_spend_limit_reached"),
                       Failed("money", "spend limit"),
                       apart=only(Failed("money", "spend limit"), "anthropic")),
    "429-info-long": Fault(refusals.retry_info("7200s"), busy("7200 s", 1),
                           apart=only(busy("7200 s", 1), "gemini")),
    "429-day": Fault(refusals.retry_info("0.2s", "GenerateRequestsPerDayPerProject-FreeTier"),
                     busy("this day", 1), apart=only(busy("this day", 1), "gemini")),
    "echo-key": Fault(refusals.echo_key, Failed("auth", "****")),
    "redirect": Fault(refusals.redirect(307), Failed("input", "/stolen")),
    "redirect-308": Fault(refusals.redirect(308), Failed("input", "/stolen")),
    "redirect-302": Fault(refusals.redirect(302), Failed("input", "/stolen")),
})

# Refusals that another try may overcome.
FAULTS.update({
    "408": Fault(status(408, "took too long"), busy("408"), again=Whole(2)),
    "409": Fault(status(409, "conflict"), busy("409"), again=Whole(2)),
    "429": Fault(status(429, "slow down", headers={"Retry-After": "1"}), busy("429"),
                 again=Whole(2)),
    "429-float": Fault(status(429, "slow", headers={"Retry-After": "0.2"}), busy("429"),
                       again=Whole(2)),
    "429-ms": Fault(status(429, "slow", headers={"Retry-After-Ms": "50"}), busy("429"),
                    again=Whole(2)),
    "429-date": Fault(status(429, "slow", headers=lambda: refusals.http_date(1.5)), busy("429"),
                      again=Whole(2)),
    "429-bare": Fault(status(429, "slow"), busy("429"), again=Whole(2)),
    "429-info": Fault(refusals.retry_info("0.2s"), busy("429"), again=Whole(2),
                      apart=only(busy("429"), "gemini")),
    "500": Fault(status(500, "Internal server error"), busy("500"), again=Whole(2)),
    "502": Fault(status(502, "provider down"), busy("502"), again=Whole(2)),
    "503": Fault(status(503, "busy"), busy("503"), again=Whole(2)),
    "503-array": Fault(refusals.in_array, busy("Overloaded"), again=Whole(2)),
    "503-plain": Fault(refusals.plain_error, busy("Overloaded"), again=Whole(2)),
    "503-endless": Fault(refusals.endless, busy("503"), ask=("--total-ms", "8000"),
                         again=Whole(2)),
    "503-empty": Fault(refusals.no_body, busy("503"), again=Whole(2)),
    "504": Fault(status(504, "gateway"), busy("504"), again=Whole(2)),
    "529": Fault(status(529, "Overloaded"), busy("Overloaded"), again=Whole(2)),
    "html": Fault(plays.page(502), busy("502 Bad Gateway"), again=Whole(2)),
})


def expectation(fault, again, names):
    """What must come of it at somebody who answers to these names, the most particular first."""
    apart = fault.apart or {}
    found = next((apart[name] for name in names if name in apart), fault.expect)
    if again and not isinstance(found, Absent):
        return fault.again
    return found
