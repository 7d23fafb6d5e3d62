/* A sentence that was made in English, said in Chinese to who reads Chinese.
 *
 * The wire, the log and the database have one language, so that a program finds in them what it looks for; what a command
 * shows is for a person. The catalogue (sentence_zh.c) has the formats as they stand in the code, each beside its Chinese:
 * what is shown is matched with them, and its values go into the Chinese. A server of another version, or a place that
 * knows nothing of languages, needs no more than a row there. tests/system/sentences.py holds that none is missing. */
#ifndef ENGINE_SENTENCE_H
#define ENGINE_SENTENCE_H

#include "engine/base/buf.h"
#include "fenliu/vocab.h"

struct sentence {
    /* a format of printf as in the code: text, and %s, %.*s, %d, %lld, %zu … between */
    const char *en;
    /* The same values in the same order: %s as it was given, whatever it says; %w the Chinese term of a word of the wire;
     * %p a phrase or sentence that the catalogue has, too. */
    const char *zh;
};

enum { SENTENCE_VALUES = 6 };

extern const struct sentence sentences[]; /* ends with a row without en */
/* Words that sentences have, and no list of words: ends with a row without name. */
extern const struct fl_word sentence_terms[];

/* Appends the sentence in the language of what people read (lang.h); as it is when the catalogue does not have it. */
void sentence_put(struct buf *out, const char *english);

#endif
