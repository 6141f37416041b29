/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the command line does while packets still come: interfaces, interrupts, counts.
 */
#pragma once

#include "dissector.h"

/* Tells a person something. */
typedef void (*TlTellFunc) (const char *message);

/* Whether what comes from @path, NULL or "-" for standard input, may take its time: a pipe, a FIFO, a socket, not a file. */
bool tl_cli_is_pipe (const char *path);

/* Prints the interfaces, a line each, as text or as JSON. False when they cannot be listed: then @tell knows why. Where they cannot be printed,
 * @error becomes a code of errno. */
bool tl_cli_list_interfaces (bool json, TlTellFunc tell, int *error);

/* Tells that the capture has begun. */
void tl_cli_tell_begin (const char *interface, TlTellFunc tell);

/* Tells that the file @path, which packets are written to, takes no more of them: @error is a code of errno. */
void tl_cli_tell_unwritten (const char *path, int error, TlTellFunc tell);

/* Tells that the interface went down, or came back. */
void tl_cli_tell_link (const char *interface, TlLinkState before, TlLinkState now, TlTellFunc tell);

/* From now on, Ctrl+C, SIGTERM and the end of the terminal ask us to end; a second one ends us. */
void tl_cli_catch_interrupts (void);
bool tl_cli_interrupted (void);

/* Tells how many packets were captured, and how many lost. */
void tl_cli_tell_counts (const TlReadingState *state, TlTellFunc tell);

/* Prints the command that would give the permission to capture, if there is one. */
void tl_cli_tell_permission (void);
