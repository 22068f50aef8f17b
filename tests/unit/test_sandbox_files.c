/*
 * What a run left in its work folder: listed by name with its bytes, whatever it is, and never
 * more than that. The list is read as if an enemy had written it.
 */
#include "sandbox_trial.h"

#include <stdio.h>

#include "../../lsp/io/sandbox_private.h"
#include "base/buf.h"
#include "base/mem.h"

/* --- the list, by its bytes --- */

static void list_add(struct buf *list, char kind, unsigned mode, const char *name,
		     const char *bytes)
{
	struct jail_file head = {.bytes = strlen(bytes),
				 .name = (uint32_t)strlen(name),
				 .mode = mode,
				 .kind = (uint32_t)kind};
	buf_add(list, (struct str){(const char *)&head, sizeof(head)});
	buf_add(list, str_of(name));
	buf_add(list, str_of(bytes));
}

static bool list_good(const struct buf *list, int64_t count)
{
	struct sandbox_file *files;
	size_t found;
	bool good = sandbox_files(buf_str(list), count, &files, &found);
	CHECK(good ? found == (size_t)count : files == NULL && found == 0);
	mem_free(files);
	return good;
}

static bool list_one(char kind, unsigned mode, const char *name)
{
	struct buf list;
	buf_init(&list, 1 << 16);
	list_add(&list, kind, mode, name, "x");
	bool good = list_good(&list, 1);
	buf_deinit(&list);
	return good;
}

static void test_list(void)
{
	struct buf list;
	struct sandbox_file *files;
	size_t found;
	buf_init(&list, 1 << 16);
	CHECK(list_good(&list, 0));
	CHECK(!list_good(&list, 1));
	CHECK(!list_good(&list, -1));
	list_add(&list, 'f', 0644, "b", "two");
	list_add(&list, 'd', 0755, "a", "");
	list_add(&list, 'l', 0777, "a/c", "/etc/passwd");
	CHECK(sandbox_files(buf_str(&list), 3, &files, &found));
	CHECK_STR(files[0].name, "a");
	CHECK_STR(files[1].name, "a/c");
	CHECK_STR(files[1].bytes, "/etc/passwd");
	CHECK_STR(files[2].bytes, "two");
	CHECK_INT(files[2].mode, 0644);
	mem_free(files);
	CHECK(!list_good(&list, 2));
	CHECK(!list_good(&list, 4));
	for (size_t len = 1; len < list.len; len++) {
		struct buf part = list;
		part.len = len;
		CHECK(!list_good(&part, 3));
	}
	list_add(&list, 'f', 0644, "b", "twice");
	CHECK(!list_good(&list, 4));
	buf_deinit(&list);

	CHECK(list_one('f', 07777, "...") && list_one('o', 0, "a/.b") && list_one('f', 0, "\n"));
	CHECK(!list_one('x', 0, "a") && !list_one('\0', 0, "a") && !list_one('f', 010000, "a"));
	static const char *const names[] = {"",     ".",    "..",   "/a",  "a/",
					    "a//b", "../a", "a/..", "./a", "a/./b"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK(!list_one('f', 0, names[i]));

	struct jail_file head = {.bytes = UINT64_MAX - 1, .name = 1, .kind = 'f'};
	buf_init(&list, 1 << 16);
	buf_add(&list, (struct str){(const char *)&head, sizeof(head)});
	buf_add(&list, STR("abcd"));
	CHECK(!list_good(&list, 1));
	buf_deinit(&list);
}

/* --- real ones --- */

static const struct sandbox_file *left_file(const struct trial *trial, const char *name)
{
	for (size_t i = 0; i < trial->run.file_count; i++)
		if (str_eq(trial->run.files[i].name, str_of(name)))
			return &trial->run.files[i];
	return NULL;
}

static void check_left(const struct trial *trial, const char *name, char kind, const char *bytes)
{
	const struct sandbox_file *file = left_file(trial, name);
	CHECK(file != NULL);
	if (file == NULL)
		return;
	CHECK_INT(file->kind, kind);
	CHECK_STR(file->bytes, bytes);
}

static void left_python(struct trial *trial, uint64_t disk, const char *program)
{
	struct err err = {0};
	const char *const argv[] = {"/usr/bin/python3", "-c", program, NULL};
	struct sandbox_command command = {.argv = argv, .limits = sandbox_run_limits};
	command.limits.disk = disk;
	CHECK(trial_run(trial, &command, &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_INT(trial->run.result.status, 0);
}

static void test_kinds(struct trial *trial)
{
	left_python(trial, 32 << 20,
		    "import os\n"
		    "open('b','wb').write(b'\\0\\xff two')\n"
		    "os.makedirs('d/e')\n"
		    "open('d/e/f','w').write('deep')\n"
		    "open('new\\nline\\x1b[2J','w').write('n')\n"
		    "open(b'\\xff','w').close()\n"
		    "os.symlink('/etc/passwd','link')\n"
		    "os.symlink('/','root')\n"
		    "os.mkfifo('fifo', 0o600)\n"
		    "fd = os.open('locked', os.O_CREAT|os.O_WRONLY, 0)\n"
		    "os.write(fd, b'secret'); os.close(fd)\n"
		    "os.mkdir('closed'); open('closed/in','w').write('i')\n"
		    "os.link('b', 'b2')\n"
		    "os.umask(0o777); os.mkdir('none')\n");
	CHECK_INT(trial->run.file_count, 14);
	CHECK_INT(trial->run.result.files, 14);
	CHECK(!trial->run.files_cut);
	CHECK_STR(trial->run.files[0].name, "b");
	const struct sandbox_file *file = left_file(trial, "b2");
	CHECK(file != NULL && str_eq(file->bytes, (struct str){"\0\xff two", 6}));
	CHECK(file != NULL && file->mode == 0644);
	check_left(trial, "d", 'd', "");
	check_left(trial, "d/e/f", 'f', "deep");
	check_left(trial, "new\nline\x1b[2J", 'f', "n");
	check_left(trial, "\xff", 'f', "");
	check_left(trial, "link", 'l', "/etc/passwd");
	check_left(trial, "root", 'l', "/");
	check_left(trial, "fifo", 'o', "FIFO");
	check_left(trial, "locked", 'f', "secret");
	check_left(trial, "closed/in", 'f', "i");
	file = left_file(trial, "locked");
	CHECK(file != NULL && file->mode == 0);
	file = left_file(trial, "none");
	unsigned closed = sandbox_tier(trial->sandbox) == SANDBOX_FULL ? 0 : 0700;
	CHECK(file != NULL && file->mode == closed && file->kind == 'd');
	sandbox_run_deinit(&trial->run);
}

static void test_many(struct trial *trial)
{
	left_python(trial, 128 << 20, "for i in range(10001): open('%05d' % i, 'w').close()\n");
	CHECK(trial->run.files_cut);
	CHECK_INT(trial->run.file_count, 10000);
	sandbox_run_deinit(&trial->run);
}

/* More than may be listed is said to be more; what is listed is right all the same. */
static void test_bounds(struct trial *trial)
{
	left_python(trial, 32 << 20,
		    "f = open('sparse','wb'); f.truncate(30 << 20); f.close()\n"
		    "f = open('huge','wb'); f.truncate(31 << 20); f.close()\n"
		    "open('small','w').write('s')\n");
	CHECK(trial->run.files_cut);
	CHECK_INT(trial->run.result.files, -1);
	CHECK_INT(trial->run.file_count, 3);
	check_left(trial, "small", 'f', "s");
	size_t sum = 0;
	for (size_t i = 0; i < trial->run.file_count; i++)
		sum += trial->run.files[i].bytes.len;
	CHECK(sum == (30 << 20) + 1 || sum == (31 << 20) + 1);
	sandbox_run_deinit(&trial->run);

	/* Elsewhere so many names take room on disk, and long. */
	if (sandbox_tier(trial->sandbox) == SANDBOX_FULL)
		test_many(trial);

	left_python(trial, 32 << 20,
		    "import os\n"
		    "for i in range(45): os.mkdir('d'); os.chdir('d')\n"
		    "open('end','w').write('e')\n");
	CHECK(!trial->run.files_cut);
	CHECK_INT(trial->run.file_count, 46);
	CHECK_STR(trial->run.files[45].bytes, "e");
	sandbox_run_deinit(&trial->run);
}

/* What was mounted is not the run's; but for what it did to it, where it can. */
static void test_mounted(struct trial *trial)
{
	struct err err = {0};
	const char *script = trial_file(trial, "given.py",
					"import os, sys\n"
					"print(sorted(os.listdir('.')))\n"
					"if len(sys.argv) > 1:\n"
					"    os.unlink('given.txt')\n"
					"    os.unlink('same.txt')\n"
					"    open('same.txt', 'w').write('given\\n')\n");
	const char *given = trial_file(trial, "given.txt", "given\n");
	struct sandbox_mount mounts[] = {{.host = script, .inside = "/job/given.py"},
					 {.host = given, .inside = "/job/given.txt"},
					 {.host = given, .inside = "/job/same.txt"},
					 {.host = given, .inside = "/beside/out.txt"}};
	const char *argv[] = {"/usr/bin/python3", "/job/given.py", NULL, NULL};
	struct sandbox_command command = {.argv = argv, .mounts = mounts, .mount_count = 4};
	CHECK(trial_run(trial, &command, &err));
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_STR(sandbox_out(&trial->run), "['given.py', 'given.txt', 'same.txt']\n");
	CHECK_INT(trial->run.file_count, 0);
	CHECK(!trial->run.files_cut);
	sandbox_run_deinit(&trial->run);

	argv[2] = "change";
	CHECK(trial_run(trial, &command, &err));
	if (sandbox_tier(trial->sandbox) == SANDBOX_FULL) {
		CHECK(str_has(sandbox_err(&trial->run), STR("busy")));
		CHECK_INT(trial->run.file_count, 0);
	} else {
		CHECK_STR(sandbox_err(&trial->run), "");
		CHECK_INT(trial->run.file_count, 2);
		check_left(trial, "given.txt", 'o', "gone");
		check_left(trial, "same.txt", 'f', "given\n");
	}
	sandbox_run_deinit(&trial->run);
}

/* A program beside the work folder: what it sees in that is what its original saw. */
static void test_beside(struct trial *trial)
{
	struct err err = {0};
	const char *script = trial_file(trial, "beside.sh", "#!/bin/sh\nls -A; cat \"$1\"\n");
	const char *text = trial_file(trial, "beside.py", "a script\n");
	struct sandbox_mount mounts[] = {{.host = script, .inside = "/beside/run"},
					 {.host = text, .inside = "/job/beside.py"}};
	const char *const argv[] = {"/bin/sh", "/beside/run", "/job/beside.py", NULL};
	struct sandbox_command command = {.argv = argv, .mounts = mounts, .mount_count = 2};
	CHECK(trial_run(trial, &command, &err));
	CHECK_STR(sandbox_err(&trial->run), "");
	CHECK_STR(sandbox_out(&trial->run), "beside.py\na script\n");
	sandbox_run_deinit(&trial->run);
	/* Nobody writes there. */
	CHECK(trial_shell(trial, "echo x > /beside/x", &err));
	CHECK(trial->run.result.status != 0);
	sandbox_run_deinit(&trial->run);
}

/* Whatever still ran when the main program ended has been ended before anybody looks. */
static void test_stragglers(struct trial *trial)
{
	struct err err = {0};
	CHECK(trial_shell(trial,
			  "for i in 1 2 3; do (trap '' TERM HUP; setsid sh -c "
			  "'while :; do echo x >> grows; done' >/dev/null 2>&1 &) ; done;"
			  "while [ ! -s grows ]; do :; done",
			  &err));
	CHECK_INT(err.kind, ERR_NONE);
	CHECK_INT(trial->run.result.limit, SANDBOX_NO_LIMIT);
	CHECK_INT(trial->run.file_count, 1);
	const struct sandbox_file *file = left_file(trial, "grows");
	CHECK(file != NULL && file->bytes.len > 0 && file->bytes.len % 2 == 0);
	sandbox_run_deinit(&trial->run);
	/* Nobody compares what was stopped half-way. */
	struct sandbox_command command = {.limits = sandbox_run_limits};
	const char *const argv[] = {"/bin/sh", "-c", "echo x > x; sleep 1000", NULL};
	command.argv = argv;
	command.limits.wall_s = 0.2;
	CHECK(trial_run(trial, &command, &err));
	CHECK(trial->run.files_cut && trial->run.file_count == 0);
	CHECK_INT(trial->run.result.files, -1);
	sandbox_run_deinit(&trial->run);
}

static void test_tier(const char *name, enum sandbox_tier minimum)
{
	struct trial trial;
	trial_init(&trial, name, minimum);
	CHECK_STR(sandbox_tier_name(sandbox_tier(trial.sandbox)), name);
	test_kinds(&trial);
	test_bounds(&trial);
	test_mounted(&trial);
	test_beside(&trial);
	test_stragglers(&trial);
	trial_deinit(&trial);
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_list();
	test_tier("full", SANDBOX_FULL);
	test_tier("restricted", SANDBOX_RESTRICTED);
	return CHECK_END();
}
