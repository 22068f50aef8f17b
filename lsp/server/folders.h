/*
 * The workspace folders, in the editor's order.
 */
#pragma once

#include "base/json.h"
#include "config.h"

void folder_init(struct folder *folder);
void folder_deinit(struct folder *folder);

/* From `initialize`: workspaceFolders, else rootUri, else rootPath; each may be null or absent. */
void folders_begin(struct config *config, const cJSON *params);

/* Add or remove an array of {uri, name}; what makes no sense is passed over. */
void folders_add(struct config *config, const cJSON *array);
void folders_remove(struct config *config, const cJSON *array);

void folders_deinit(struct config *config);
