/*
 * The face that speaks LSP over stdin and stdout.
 */
#pragma once

#include "base/log.h"

/*
 * Serve until the editor leaves; returns the exit status (LSP 3.17: 0 after shutdown, else 1).
 * Lines finer than `level` are not logged, unless the editor asks for them.
 */
int server_main(enum log_level level);
