/*
 * What a run left in its work folder, from the bytes kadane-jail wrote. They come from inside
 * the box and are believed no more than any others: each length is held against what is there,
 * each name against what a name can be.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sandbox_private.h"

/* Relative, and neither "." nor "..", nor anything like it on the way. */
static bool files_name_good(struct str name)
{
	struct str rest = name, part;
	if (name.len == 0 || name.len > JAIL_FILES_NAME || memchr(name.at, '\0', name.len) ||
	    name.at[name.len - 1] == '/')
		return false;
	while (str_split(&rest, '/', &part))
		if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return false;
	return part.len > 0;
}

static bool files_next(struct str *rest, struct sandbox_file *file)
{
	struct jail_file head;
	if (rest->len < sizeof(head))
		return false;
	memcpy(&head, rest->at, sizeof(head));
	*rest = str_part(*rest, sizeof(head), SIZE_MAX);
	if (head.name > rest->len || head.bytes > rest->len - head.name || head.mode > 07777 ||
	    head.zero != 0 || head.kind == 0 || head.kind > 'z' ||
	    strchr("dflo", (int)head.kind) == NULL)
		return false;
	file->name = str_part(*rest, 0, head.name);
	file->bytes = str_part(*rest, head.name, (size_t)head.bytes);
	file->kind = (char)head.kind;
	file->mode = head.mode;
	*rest = str_part(*rest, head.name + (size_t)head.bytes, SIZE_MAX);
	return files_name_good(file->name);
}

static int files_compare(const void *a, const void *b)
{
	const struct sandbox_file *one = a, *other = b;
	size_t len = one->name.len < other->name.len ? one->name.len : other->name.len;
	int order = memcmp(one->name.at, other->name.at, len);
	if (order != 0)
		return order;
	return one->name.len < other->name.len ? -1 : one->name.len > other->name.len;
}

bool sandbox_files(struct str bytes, int64_t count, struct sandbox_file **files, size_t *found)
{
	size_t most = bytes.len / sizeof(struct jail_file);
	*files = NULL;
	*found = 0;
	if (count < 0 || count > JAIL_FILES_MAX || (uint64_t)count > most)
		return false;
	struct sandbox_file *list = mem_new(((size_t)count + 1) * sizeof(*list));
	bool good = true;
	for (int64_t i = 0; i < count && good; i++)
		good = files_next(&bytes, &list[i]);
	good = good && bytes.len == 0;
	if (good && count > 1)
		qsort(list, (size_t)count, sizeof(*list), files_compare);
	for (int64_t i = 1; i < count && good; i++)
		good = files_compare(&list[i - 1], &list[i]) != 0;
	if (!good) {
		mem_free(list);
		return false;
	}
	*files = list;
	*found = (size_t)count;
	return true;
}
