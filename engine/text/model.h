/* The trained model of narratives: one file, mapped read-only and shared by every thread and process.
 * How it is made and what it can do: docs/model.md; its form: model_parts.h. */
#ifndef ENGINE_MODEL_H
#define ENGINE_MODEL_H

#include "fenliu/error.h"

struct model;

/* Maps a model and checks it whole; FL_E_CONFIG says what is wrong with the file, FL_E_IO that it
 * cannot be read. The caller closes it when nobody reads it any more. */
int model_open(const char *path, struct model **ret, struct fl_error *err);
void model_close(struct model *model);

/* $FENLIU_MODEL, else <prefix>/share/fenliu/model/narrative.model, else
 * deploy/model/narrative.model beside the program's source. */
const char *model_default_path(void);

/* The model that was named (NULL or "": none was, the default one is meant). A default one that is not there
 * is no error: *ret is NULL, and narratives are not classified. */
int model_open_named(const char *path, struct model **ret, struct fl_error *err);

const char *model_name(const struct model *model); /* "narrative@9f2c41d0" */
const char *model_hash(const struct model *model); /* full SHA-256 of the file in hex */

#endif
