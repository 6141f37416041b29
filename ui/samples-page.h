/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The samples that come with the program, each with what it shows.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlSamplesPage:
 *
 * Signals: sample-chosen (const char *path), when somebody wants to see one.
 */
#define TL_TYPE_SAMPLES_PAGE (tl_samples_page_get_type ())
G_DECLARE_FINAL_TYPE (TlSamplesPage, tl_samples_page, TL, SAMPLES_PAGE, AdwBin)

GtkWidget *tl_samples_page_new (void);

/* How many samples there are. */
guint tl_samples_page_get_n_samples (TlSamplesPage *self);

/* As if somebody activated the sample @index. */
void tl_samples_page_choose (TlSamplesPage *self, guint index);

G_END_DECLS
