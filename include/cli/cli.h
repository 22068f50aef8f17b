/*
 * The face that speaks to a terminal: the same jobs without an editor. Each
 * subcommand gets the arguments behind its name and returns the exit status.
 */
#pragma once

int cli_run(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_sandbox(int argc, char **argv);
int cli_doctor(int argc, char **argv);
int cli_trust(int argc, char **argv);
int cli_models(int argc, char **argv);
int cli_pull(int argc, char **argv);

/* Print what there is. */
int cli_help(void);

/* Print "kadane 0.1.0". */
int cli_version(void);
