/*
 * The steps there are, in the order in which they usually stand. Each is described
 * at the top of lsp/step/NAME.c.
 */
#pragma once

#include "job/job.h"

extern const struct step step_parse;      /* the source can be read, the result can be written */
extern const struct step step_choose;     /* who is asked, where the settings leave that open */
extern const struct step step_inputs;     /* what the programs are given when they are run */
extern const struct step step_sandbox;    /* what works here, and whether that is enough */
extern const struct step step_permission; /* the user allows that code of this workspace is run */
extern const struct step step_tools;      /* compiler and interpreter: found, or why not */
extern const struct step step_syntax;     /* the source must parse before anybody is asked */
extern const struct step step_facts;      /* what the original really does: for the question */
extern const struct step step_original;   /* starts the original's runs in the background */
extern const struct step step_ask;        /* asks the model; goes on at the closing fence */
extern const struct step step_define;     /* which definitions are to be documented, and how */
extern const struct step step_document;   /* takes documentation out of the answer, checks it */
extern const struct step step_keep;       /* what of it is good; the rest is said */
extern const struct step step_examples;   /* runs the examples in it */
extern const struct step step_same_code;  /* proves that nothing but documentation changes */
extern const struct step step_hand_over;  /* the edits are there */
extern const struct step step_extract;    /* cuts the code out of the answer */
extern const struct step step_given;      /* takes the candidate that was given instead */
extern const struct step step_turn;       /* waits for a place on the machine */
extern const struct step step_compile;
extern const struct step step_same_output; /* runs the candidate, compares with the original */
extern const struct step step_clocks;      /* are its readings of clocks read from clocks? */
extern const struct step step_facts_whole; /* the same, when that was too short a look */
extern const struct step step_sanitize;    /* runs it watched by sanitizers, on every input */
extern const struct step step_builds;      /* other compilers and flags; the fastest is timed */
extern const struct step step_vary;        /* tries other constants in both programs */
extern const struct step step_time;        /* interleaved timed runs; both compared each time */
extern const struct step step_settle;      /* waits for the rest of the answer */
extern const struct step step_deliver;     /* writes the artefact beside the source */
extern const struct step step_end;         /* nothing is delivered: the verdict was all */
