/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The window needs no privilege.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives up the capabilities that the superuser has, and that others may have been given: this program reads what strangers have sent. What captures
 * is a program of its own, which gets back from the kernel what it needs as it is started. To be called before there is a second thread. */
void tl_give_up_privilege (void);

G_END_DECLS
