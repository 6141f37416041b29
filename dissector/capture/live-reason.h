/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a capture has ended, for people: the helper knows no language but English, and says a code beside its sentence.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* A translated sentence for @code of the helper. Of one that is not known, @sentence as the helper has it; @code, NULL: it has said nothing. @gone: the
 * interface is not there any more, which is the reason whatever was said. Free with g_free(). */
char *tl_live_reason_text (const char *code, const char *sentence, const char *interface, bool gone);

/* Whether @code has a sentence here. */
bool tl_live_reason_is_known (const char *code);

G_END_DECLS
