/* Who stands on which side, as the text itself says: 被告某市人力资源和社会保障局, 原告某公司 … */
#ifndef ENGINE_ROLES_H
#define ENGINE_ROLES_H

#include "engine/text/features.h"

/* Bit role * BODY__COUNT + body. A person is only told from a body by what is missing, so that a role that
 * is named with a short name and no sign of a body counts as a person. */
uint32_t roles_find(const struct text *text);

#endif
