/*
 * The face that speaks LSP over stdin and stdout.
 */
#pragma once

/* Serve until the editor leaves; returns the exit status (LSP 3.17: 0 after shutdown, else 1). */
int server_main(int argc, char **argv);
