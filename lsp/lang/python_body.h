/*
 * What the body of a Python definition does that its documentation must tell. Private to lang.
 */
#pragma once

#include "base/arena.h"
#include "lang/definitions.h"
#include "python_tree.h"

/* Fill in raises, returns_value, yields and is_abstract; `block` is the body. */
void python_body(struct arena *arena, struct str source, TSNode block,
		 struct definition *definition);

/* Fill in the parameters, without the first one of a method that is given by the call itself. */
void python_parameters(struct arena *arena, struct str source, TSNode list, bool drop_first,
		       struct definition *definition);
