/*
 * What every supervisor does, whatever the system: carry the job's output, count it, keep the
 * deadline and the limit on what is written, listen to the control pipe. What is to be done
 * about it (to end the program, to end everything, to look at the processes) each system's own
 * supervisor knows.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "supervise.h"

int64_t supervise_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Ended in order it still reports; if it does not end, we kill all. */
void supervise_stop(struct supervise *s, enum jail_limit limit)
{
	if (s->patience)
		return;
	s->limit = limit;
	s->patience = supervise_now() + SUPERVISE_GRACE_MS;
	supervise_ask(s);
}

void supervise_take_streams(struct supervise *s, int out, int err, int report)
{
	/* The job's stdin is the job's: its writer shall see it end. */
	close(0);
	s->report = report;
	s->relays[0].from = out;
	s->relays[0].to = fcntl(1, F_DUPFD_CLOEXEC, JAIL_FILES_FD);
	s->relays[1].from = err;
	s->relays[1].to = fcntl(2, F_DUPFD_CLOEXEC, JAIL_FILES_FD);
	close(1);
	close(2);
	/*
	 * The job can open the pipes' other ends for reading and be quicker than we are: a read
	 * that waited for what was stolen would watch over nothing. Ours is a description of its
	 * own.
	 */
	for (int i = 0; i < 2; i++) {
		fcntl(s->relays[i].from, F_SETFL, O_NONBLOCK);
		fcntl(s->relays[i].to, F_SETFL, O_NONBLOCK);
	}
}

static void relay_drop(struct relay *relay)
{
	relay->at = relay->len = 0;
	if (relay->to >= 0)
		close(relay->to);
	relay->to = -1;
}

/* A reader that has gone is nobody's loss; a disk that is full must be said. */
static void relay_write(struct supervise *s, struct relay *relay)
{
	ssize_t wrote = write(relay->to, relay->bytes + relay->at, relay->len - relay->at);
	if (wrote < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (wrote < 0) {
		s->lost = errno == EPIPE ? s->lost : errno;
		relay_drop(relay);
		if (s->lost)
			supervise_stop(s, JAIL_NO_LIMIT);
		return;
	}
	relay->at += (size_t)wrote;
	if (relay->at == relay->len)
		relay->at = relay->len = 0;
}

/* What came in goes out at once, as far as it can: then true, and there may be more. */
static bool supervise_read(struct supervise *s, struct relay *relay)
{
	ssize_t got = read(relay->from, relay->bytes, sizeof relay->bytes);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (got <= 0) {
		close(relay->from);
		relay->from = -1;
		return false;
	}
	uint64_t left = s->options->output - s->printed;
	relay->at = 0;
	relay->len = (size_t)got;
	if (relay->len > left) {
		relay->len = (size_t)left;
		relay->cut = true;
		supervise_stop(s, JAIL_LIMIT_OUTPUT);
	}
	s->printed += relay->len;
	if (relay->to < 0)
		relay->len = 0;
	if (relay->len > 0)
		relay_write(s, relay);
	return relay->len == 0;
}

static void supervise_listen(struct supervise *s)
{
	size_t left = sizeof s->said - 1 - s->said_len;
	ssize_t got = read(s->report, s->said + s->said_len, left);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		s->said_len += (size_t)got;
		return;
	}
	close(s->report);
	s->report = -1;
}

/* Nobody can have written the rest of the allowance before. */
int64_t supervise_disk_pause(uint64_t left)
{
	uint64_t ms = left / SUPERVISE_WRITTEN_IN_MS;
	if (ms > SUPERVISE_TICK_MS)
		return SUPERVISE_TICK_MS;
	return ms < SUPERVISE_DISK_MS ? SUPERVISE_DISK_MS : (int64_t)ms;
}

/*
 * Where no file system has a size we look ourselves. A folder full of files takes its time:
 * half of ours at most.
 */
static void supervise_look_at_disk(struct supervise *s)
{
	int64_t begun = supervise_now();
	uint64_t disk = s->options->disk;
	uint64_t used = s->deleted + work_used(s->options->work, disk);
	int64_t pause = supervise_disk_pause(used < disk ? disk - used : disk);
	if (used > disk)
		supervise_stop(s, JAIL_LIMIT_DISK);
	int64_t now = supervise_now();
	s->next_disk = now + (pause < now - begun ? now - begun : pause);
}

/* What is due by the clock. */
static void supervise_clock(struct supervise *s)
{
	int64_t now = supervise_now();
	if (now >= s->deadline)
		supervise_stop(s, JAIL_LIMIT_WALL);
	if (s->patience && now >= s->patience)
		supervise_kill(s);
	if (now >= s->next_tick && s->ended >= 0) {
		supervise_tick(s);
		s->next_tick = supervise_now() + (s->swollen ? SUPERVISE_AGAIN_MS : s->tick);
	}
	if (now >= s->next_disk && s->ended >= 0)
		supervise_look_at_disk(s);
}

/* One turn: wait for bytes, an end or a deadline, and deal with each. */
static void supervise_turn(struct supervise *s, int timeout)
{
	struct pollfd wait[7] = {{.fd = s->cancelled ? -1 : JAIL_CONTROL_FD, .events = POLLIN},
				 {.fd = s->report, .events = POLLIN},
				 {.fd = s->ended, .events = POLLIN}};
	for (int i = 0; i < 2; i++) {
		struct relay *relay = &s->relays[i];
		wait[3 + i] =
			(struct pollfd){.fd = relay->len ? -1 : relay->from, .events = POLLIN};
		wait[5 + i] = (struct pollfd){.fd = relay->len ? relay->to : -1, .events = POLLOUT};
	}
	if (poll(wait, 7, timeout) < 0)
		return;
	if (wait[0].revents) {
		s->cancelled = true;
		supervise_kill(s);
		relay_drop(&s->relays[0]);
		relay_drop(&s->relays[1]);
		return;
	}
	if (wait[1].revents)
		supervise_listen(s);
	for (int i = 0; i < 2; i++) {
		if (wait[3 + i].revents)
			for (int more = 0; more < SUPERVISE_READS; more++)
				if (!supervise_read(s, &s->relays[i]))
					break;
		if (wait[5 + i].revents)
			relay_write(s, &s->relays[i]);
	}
	if (wait[2].revents)
		supervise_kill(s);
}

static bool supervise_streaming(const struct supervise *s)
{
	return s->relays[0].from >= 0 || s->relays[1].from >= 0 || s->relays[0].len ||
	       s->relays[1].len || s->report >= 0;
}

void supervise_loop(struct supervise *s)
{
	while (s->ended >= 0) {
		int64_t until = s->next_tick < s->next_disk ? s->next_tick : s->next_disk;
		if (s->patience && s->patience < until)
			until = s->patience;
		int64_t left = until - supervise_now();
		supervise_turn(s, left < 0 ? 0 : (int)left);
		supervise_clock(s);
	}
	/* Nobody is left to write: what the pipes hold ends. The server may take its time. */
	while (supervise_streaming(s) && !s->cancelled)
		supervise_turn(s, -1);
}

/* The one file that comes out is held open from before, so its name means nothing later. */
bool supervise_open_artifact(struct supervise *s, char error[512])
{
	struct stat info;
	s->artifact = -1;
	if (!s->options->artifact)
		return true;
	s->artifact = open(s->options->artifact, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (s->artifact >= 0 && fstat(s->artifact, &info) == 0 && S_ISREG(info.st_mode)) {
		s->artifact_mode = info.st_mode & 0777;
		return true;
	}
	snprintf(error, 512, "%.300s is not a regular file that can be written",
		 s->options->artifact);
	return false;
}
