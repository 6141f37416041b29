/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that are named on the command line.
 */
#pragma once

#include "dissector.h"

/**
 * TlGivenKeys:
 * @keylog: a key log; NULL: none
 * @keys: files with private keys; NULL: none
 * @ech_keys: files with keys for Encrypted ClientHello; NULL: none
 * @password_fd: where their passwords can be read, a line for each that is encrypted; -1: they are asked for
 * @psk: a pre-shared key in hexadecimal; NULL: none
 * @psk_file: a file with some; NULL: none
 */
typedef struct
{
  const char *keylog;
  char **keys;
  char **ech_keys;
  int password_fd;
  const char *psk;
  const char *psk_file;
} TlGivenKeys;

/* Tells a person something. */
typedef void (*TlComplainFunc) (const char *message);

/* Reads the keys that were given; without any, @keyring stays NULL. False when they cannot be used: then it is said why. */
bool tl_load_keys (const TlGivenKeys *given, TlComplainFunc complain, TlKeyring **keyring);

/* Says what is amiss with the key log @path, which was read while it grew. */
void tl_tell_growing_keylog (const char *path, const TlKeylogReport *report, TlComplainFunc complain);
