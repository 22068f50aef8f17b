/*
 * The styles by name, and which one a project uses.
 */
#include "judge/docstring.h"

static const char *const doc_style_words[] = {
	[DOC_PLAIN] = "plain",   [DOC_GOOGLE] = "google", [DOC_NUMPY] = "numpy",
	[DOC_SPHINX] = "sphinx", [DOC_EPYDOC] = "epydoc",
};

const char *doc_style_word(enum doc_style style)
{
	return doc_style_words[style];
}

bool doc_style_of(struct str word, enum doc_style *style)
{
	static const struct {
		const char *word;
		enum doc_style style;
	} others[] = {{"pep257", DOC_PLAIN},
		      {"rest", DOC_SPHINX},
		      {"restructuredtext", DOC_SPHINX},
		      {"numpydoc", DOC_NUMPY}};
	for (size_t i = 0; i < sizeof(doc_style_words) / sizeof(doc_style_words[0]); i++)
		if (str_eq_nocase(word, str_of(doc_style_words[i]))) {
			*style = (enum doc_style)i;
			return true;
		}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq_nocase(word, str_of(others[i].word))) {
			*style = others[i].style;
			return true;
		}
	return false;
}

enum doc_style doc_style_of_most(const struct doc *docs, size_t count, enum doc_style otherwise)
{
	size_t votes[sizeof(doc_style_words) / sizeof(doc_style_words[0])] = {0};
	enum doc_style best = otherwise;
	for (size_t i = 0; i < count; i++)
		if (docs[i].style != DOC_PLAIN)
			votes[docs[i].style]++;
	for (size_t i = 0; i < sizeof(votes) / sizeof(votes[0]); i++)
		if (votes[i] > 0 && (best == DOC_PLAIN || votes[i] > votes[best]))
			best = (enum doc_style)i;
	return best;
}
