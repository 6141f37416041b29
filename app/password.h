/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Passwords for the command line: never among its arguments, which everybody on the machine can read.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum
{
  TL_PASSWORD_SIZE = 1024 /* bytes, its end included */
};

/* Asks for a password on the terminal, which does not show it. False where there is no terminal, or nobody answers. */
bool tl_password_ask (const char *question, char password[TL_PASSWORD_SIZE]);

/* Reads the first line from the file descriptor @fd. False where there is none. */
bool tl_password_read (int fd, char password[TL_PASSWORD_SIZE]);
