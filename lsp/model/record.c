/*
 * Recordings of real conversations. A question is found again by the lines of its
 * source, not by the words around them: those change with the compiler and with every
 * version of the prompt.
 */
#include "model/record.h"

#include <time.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "io/file.h"
#include "recording.h"

enum {
	RECORD_MAX = 64 << 20,
	RECORD_WHEN_MAX = 16 << 10, /* bytes of the lines by which a question is found */
	RECORD_LINE_STEP = 8,
	RECORD_LINE_MAX = 400,
	RECORD_NAME_MAX = 80,
	RECORD_FILES_MAX = 9999,
};

/* --- what may stand in it --- */

static bool record_in_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* Append `text` with "~" for the user's home folder and without any key. */
static void record_add_clean(struct buf *out, const struct record_about *about, struct str home,
			     struct str text)
{
	struct buf clean;
	buf_init(&clean, text.len);
	buf_add(&clean, text);
	secrets_redact(about->secrets, &clean);
	struct str rest = buf_str(&clean);
	char before = '\0';
	while (rest.len > 0) {
		size_t at = home.len > 1 ? str_find(rest, home) : rest.len;
		buf_add(out, str_part(rest, 0, at));
		if (at == rest.len)
			break;
		before = at > 0 ? rest.at[at - 1] : before;
		rest = str_part(rest, at, rest.len);
		/* "/root" is not in "/rootfs", nor in "/chroot/root". */
		bool whole = (before == '\0' || !record_in_name(before)) &&
			     (rest.len == home.len || !record_in_name(rest.at[home.len]));
		buf_add(out, whole ? STR("~") : home);
		before = home.at[home.len - 1];
		rest = str_part(rest, home.len, rest.len);
	}
	buf_deinit(&clean);
}

/* --- the lines by which it is found --- */

/* Can a question be known by this line, on another machine too? */
static bool record_fits(const struct record_about *about, struct str home, struct str line,
			size_t least)
{
	if (line.len < least || line.len > RECORD_LINE_MAX || recording_is_section(line) ||
	    !utf8_valid(line) || !str_has(about->question, line))
		return false;
	struct buf clean;
	buf_init(&clean, line.len);
	record_add_clean(&clean, about, home, line);
	bool same = str_eq(buf_str(&clean), line);
	buf_deinit(&clean);
	return same;
}

/* All lines of `text` of at least so many bytes; false when they are too many. */
static bool record_add_lines(struct buf *out, const struct record_about *about, struct str home,
			     struct str text, size_t least)
{
	struct str line;
	size_t from = out->len;
	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (!record_fits(about, home, line, least))
			continue;
		if (out->len - from + line.len > RECORD_WHEN_MAX)
			return false;
		buf_add(out, line);
		buf_add_char(out, '\n');
	}
	return true;
}

static void record_add_when(struct buf *out, const struct record_about *about, struct str home)
{
	struct str texts[] = {about->source, about->question};
	size_t from = out->len, least = 1;
	for (size_t i = 0; i < 2 && out->len == from; i++) {
		/* Of a long source the longest lines tell most. */
		for (least = 1; !record_add_lines(out, about, home, texts[i], least);
		     least += RECORD_LINE_STEP)
			out->len = from;
	}
}

/* --- the file --- */

static void record_add_word(struct buf *out, struct str word)
{
	struct buf plain;
	buf_init(&plain, RECORD_LINE_MAX);
	utf8_add_plain(&plain, word);
	for (size_t i = 0; i < plain.len; i++)
		buf_add_char(out, plain.at[i] == '\n' || plain.at[i] == '\t' ? ' ' : plain.at[i]);
	buf_deinit(&plain);
}

static void record_begin(struct buf *out, const struct record_about *about, struct str home)
{
	char date[16] = "";
	time_t now = time(NULL);
	struct tm utc;
	if (gmtime_r(&now, &utc) != NULL)
		strftime(date, sizeof(date), "%Y-%m-%d", &utc);
	buf_add(out, STR("Recorded by kadane " KADANE_VERSION " on "));
	buf_addf(out, "%s: ", date);
	record_add_word(out, about->name);
	buf_add(out, STR(", asked of "));
	record_add_word(out, about->provider);
	buf_add(out, STR(".\n"));
	if (about->model.len > 0) {
		buf_add(out, STR("model: "));
		record_add_word(out, about->model);
		buf_add_char(out, '\n');
	}
	buf_add(out, STR("\n-- when --\n"));
	record_add_when(out, about, home);
}

/* "pi-0001.txt": the first such name that is free. */
static bool record_create(struct record *record, struct arena *arena,
			  const struct record_about *about, struct err *err)
{
	char name[RECORD_NAME_MAX + 1];
	size_t len = 0;
	if (!file_make_folder(about->folder.at, err))
		return false;
	struct str stem = file_base(about->name);
	if (str_ends(stem, STR(".py")))
		stem = str_part(stem, 0, stem.len - 3);
	for (size_t i = 0; i < stem.len && len < RECORD_NAME_MAX; i++)
		name[len++] = record_in_name(stem.at[i]) ? stem.at[i] : '_';
	if (len == 0 || name[0] == '.')
		name[0] = '_';
	name[len > 0 ? len : 1] = '\0';
	for (int i = 1; i <= RECORD_FILES_MAX; i++) {
		struct str path =
			arena_fmt(arena, "%.*s/%s-%04d.txt", STR_ARG(about->folder), name, i);
		if (file_exists(path.at))
			continue;
		if (file_write_new(path.at, record->text, err)) {
			record->path = path;
			return true;
		}
		if (err->kind != ERR_INPUT) /* else somebody was quicker */
			return false;
	}
	return err_set(err, ERR_INPUT, "%.*s: there are %d recordings of this name",
		       STR_ARG(about->folder), RECORD_FILES_MAX);
}

bool record_answer(struct record *record, struct arena *arena, const struct record_about *about,
		   struct str answer, struct err *err)
{
	struct str home = file_home(arena);
	struct buf out, clean;
	buf_init(&out, RECORD_MAX);
	buf_init(&clean, RECORD_MAX);
	if (record->answers == 0)
		record_begin(&out, about, home);
	else
		buf_add(&out, record->text);
	record_add_clean(&clean, about, home, answer);
	recording_put_answer(&out, ++record->answers, buf_str(&clean));
	record->text = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	buf_deinit(&clean);
	return record->path.len > 0 ? file_replace(record->path.at, record->text, err)
				    : record_create(record, arena, about, err);
}
