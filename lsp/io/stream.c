/*
 * The byte stream to the editor. Reading: libuv says when there is something, one
 * fixed buffer takes it. Writing: the first answer to what arrived goes out at once;
 * further ones of the same arrival are gathered into one write; what the other side
 * does not take now waits in `flying` and `waiting`, in order. An editor that has
 * stopped reading is dropped when more than STREAM_PENDING_MAX waits for it.
 */
#include "io/stream.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "descriptor.h"
#include "loop_private.h"

enum {
	STREAM_READ = 64 << 10,
	STREAM_GATHER = 64 << 10, /* gathered bytes that are sent without waiting for more */
	STREAM_KEEP = 64 << 10,   /* memory an empty queue may keep */
	STREAM_PENDING_MAX = 64 << 20,
	STREAM_CLOSE_MS = 100,
	STREAM_LOST_MS = 50, /* to read what was sent before the other side stopped listening */
};

struct stream {
	struct loop *loop;
	struct stream_events events;
	void *data;
	struct descriptor in, out;
	uv_idle_t reader; /* active when `in` is a file */
	uv_timer_t later; /* delivers a delayed end, or ends a close that takes too long */
	uv_write_t write;
	struct buf flying;  /* handed to libuv, unless !writing */
	struct buf waiting; /* to be sent after it */
	bool writing;
	bool feeding;  /* in on_bytes: gather */
	bool answered; /* something was sent since on_bytes began */
	bool lost;     /* the other side takes nothing any more */
	bool ended;    /* on_end was called */
	bool closing;
	bool closed; /* every handle is on its way out */
	unsigned handles;
	char bytes[STREAM_READ];
};

static void stream_handle_closed(uv_handle_t *handle)
{
	struct stream *stream = handle->data;
	if (--stream->handles > 0)
		return;
	buf_deinit(&stream->flying);
	buf_deinit(&stream->waiting);
	mem_free(stream);
}

static void stream_shut(struct stream *stream)
{
	if (stream->closed)
		return;
	stream->closed = true;
	uv_close((uv_handle_t *)&stream->reader, stream_handle_closed);
	uv_close((uv_handle_t *)&stream->later, stream_handle_closed);
	stream->handles = 2;
	stream->handles += descriptor_close(&stream->in, stream_handle_closed);
	stream->handles += descriptor_close(&stream->out, stream_handle_closed);
}

static void stream_stop_reading(struct stream *stream)
{
	uv_idle_stop(&stream->reader);
	if (stream->in.kind == DESCRIPTOR_STREAM)
		uv_read_stop(&stream->in.uv.stream);
}

static void stream_end(struct stream *stream)
{
	if (stream->ended || stream->closing)
		return;
	stream->ended = true;
	uv_timer_stop(&stream->later);
	stream_stop_reading(stream);
	stream->events.on_end(stream->data);
}

static void stream_end_later(uv_timer_t *later)
{
	stream_end(later->data);
}

/*
 * Nothing more can be sent. The end is told later, never from inside a write, and after what
 * the other side sent before (perhaps its "exit") was read.
 */
static void stream_lose(struct stream *stream, const char *why)
{
	if (stream->lost)
		return;
	stream->lost = true;
	buf_deinit(&stream->waiting);
	if (stream->ended || stream->closing)
		return;
	log_line(loop_log(stream->loop), LOG_WARNING, "the editor no longer reads: %s", why);
	uv_timer_start(&stream->later, stream_end_later, STREAM_LOST_MS, 0);
}

size_t stream_pending(const struct stream *stream)
{
	size_t flying =
		stream->writing ? uv_stream_get_write_queue_size(&stream->out.uv.stream) : 0;
	return flying + stream->waiting.len;
}

static void stream_written(uv_write_t *write, int status);

/* Hand what waits to libuv, which goes on when the other side can take it. */
static void stream_fly(struct stream *stream)
{
	struct buf emptied = stream->flying;
	stream->flying = stream->waiting;
	stream->waiting = emptied;
	uv_buf_t buf = uv_buf_init(stream->flying.at, (unsigned)stream->flying.len);
	stream->write.data = stream;
	int rc = uv_write(&stream->write, &stream->out.uv.stream, &buf, 1, stream_written);
	stream->writing = rc == 0;
	if (rc != 0)
		stream_lose(stream, uv_strerror(rc));
}

/* Send what was gathered, now if possible. */
static void stream_flush(struct stream *stream)
{
	if (stream->writing || stream->lost || stream->closed || stream->waiting.len == 0)
		return;
	long taken = descriptor_try_write(&stream->out, buf_str(&stream->waiting));
	if (taken < 0) {
		stream_lose(stream, uv_strerror((int)taken));
		return;
	}
	buf_drop(&stream->waiting, (size_t)taken);
	if (stream->waiting.len > 0)
		stream_fly(stream);
	else if (stream->waiting.room > STREAM_KEEP)
		buf_deinit(&stream->waiting);
}

static void stream_written(uv_write_t *write, int status)
{
	struct stream *stream = write->data;
	stream->writing = false;
	if (stream->flying.room > STREAM_KEEP)
		buf_deinit(&stream->flying);
	else
		buf_clear(&stream->flying);
	if (status < 0)
		stream_lose(stream, uv_strerror(status));
	else
		stream_flush(stream);
	if (stream->closing && !stream->writing)
		stream_shut(stream);
}

void stream_write(struct stream *stream, struct str bytes)
{
	if (stream->lost || stream->closing || bytes.len == 0)
		return;
	bool gather = stream->feeding && stream->answered;
	if (!gather && !stream->writing && stream->waiting.len == 0) {
		long taken = descriptor_try_write(&stream->out, bytes);
		if (taken < 0) {
			stream_lose(stream, uv_strerror((int)taken));
			return;
		}
		stream->answered = true;
		bytes = str_part(bytes, (size_t)taken, bytes.len);
		if (bytes.len == 0)
			return;
	}
	if (bytes.len > STREAM_PENDING_MAX - stream_pending(stream)) {
		stream_lose(stream, "more than 64 MiB are waiting for it");
		return;
	}
	buf_add(&stream->waiting, bytes);
	if (!gather || stream->waiting.len >= STREAM_GATHER)
		stream_flush(stream);
}

static void stream_feed(struct stream *stream, struct str bytes)
{
	stream->feeding = true;
	stream->answered = false;
	stream->events.on_bytes(stream->data, bytes);
	stream->feeding = false;
	stream_flush(stream);
}

static void stream_read_buffer(uv_handle_t *handle, size_t wanted, uv_buf_t *buf)
{
	(void)wanted;
	struct stream *stream = handle->data;
	*buf = uv_buf_init(stream->bytes, STREAM_READ);
}

static void stream_read(uv_stream_t *in, ssize_t n, const uv_buf_t *buf)
{
	struct stream *stream = in->data;
	if (n > 0)
		stream_feed(stream, (struct str){buf->base, (size_t)n});
	else if (n < 0)
		stream_end(stream);
}

/* A file is always ready: one piece a turn, so that other things happen between. */
static void stream_read_file(uv_idle_t *reader)
{
	struct stream *stream = reader->data;
	ssize_t n = read(stream->in.fd, stream->bytes, STREAM_READ);
	if (n > 0)
		stream_feed(stream, (struct str){stream->bytes, (size_t)n});
	else if (n == 0 || errno != EINTR)
		stream_end(stream);
}

static void stream_start_reading(struct stream *stream)
{
	if (stream->in.kind == DESCRIPTOR_FILE)
		uv_idle_start(&stream->reader, stream_read_file);
	else if (stream->in.kind != DESCRIPTOR_STREAM ||
		 uv_read_start(&stream->in.uv.stream, stream_read_buffer, stream_read) != 0)
		uv_timer_start(&stream->later, stream_end_later, 0, 0);
}

struct stream *stream_open(struct loop *loop, const struct stream_events *events, void *data)
{
	struct stream *stream = mem_new(sizeof(*stream));
	uv_loop_t *uv = loop_uv(loop);
	stream->loop = loop;
	stream->events = *events;
	stream->data = data;
	buf_init(&stream->flying, STREAM_PENDING_MAX);
	buf_init(&stream->waiting, STREAM_PENDING_MAX);
	int in, out;
	descriptor_move_standard(&in, &out);
	descriptor_open(&stream->in, uv, in, stream);
	descriptor_open(&stream->out, uv, out, stream);
	uv_idle_init(uv, &stream->reader);
	uv_timer_init(uv, &stream->later);
	stream->reader.data = stream;
	stream->later.data = stream;
	stream_start_reading(stream);
	return stream;
}

static void stream_close_late(uv_timer_t *later)
{
	stream_shut(later->data);
}

void stream_close(struct stream *stream)
{
	stream_stop_reading(stream);
	uv_timer_stop(&stream->later);
	stream->closing = true;
	stream_flush(stream);
	if (stream->lost || !stream->writing)
		stream_shut(stream);
	else
		uv_timer_start(&stream->later, stream_close_late, STREAM_CLOSE_MS, 0);
}
