/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Internationalized names of hosts: RFC 5890.
 */
#pragma once

#include "bytes.h"

G_BEGIN_DECLS

/* Whether a label of @name is an A-label: "xn--mnchen-3ya.example". */
bool tl_idn_is (const char *name);

/* @name in Unicode: "münchen.example". NULL where it is none, is not what Unicode would be encoded as, or has letters that
 * look like others: who reads it would be deceived. Free with g_free(). */
char *tl_idn_to_unicode (const char *name);

G_END_DECLS
