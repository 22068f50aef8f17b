/*
 * Models that the editor can ask by itself. What travels:
 *
 *	to the editor, a request    kadane/lm/chat {chatId, jobId, model, messages}
 *	from it, a notification     kadane/lm/chunk {chatId, text}
 *	from it, the answer         {finish, model?, text?, error?}
 *	to it, a notification       $/cancelRequest {id}
 *
 * "model" is a string or null, "messages" are {role: "system"|"user"|"assistant", content},
 * "finish" is "stop", "length", "refusal" or "cancelled", "error" is {code, message} with a code
 * of VS Code's LanguageModelError ("NoPermissions", "NotFound", "Blocked"). A client that cannot
 * stream puts all of it into "text".
 */
#pragma once

#include "base/json.h"

struct server;

/*
 * Attach the editor as a provider when it said so: `options` are its initializationOptions, where
 * "clientProviders" lists "editor" (or "vscode").
 */
void chats_begin(struct server *server, const cJSON *options);
