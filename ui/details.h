/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a step is, what it is for, its fields and its bytes: one selection goes through all of them.
 */
#pragma once

#include "workings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_DETAILS (tl_details_get_type ())
G_DECLARE_FINAL_TYPE (TlDetails, tl_details, TL, DETAILS, AdwBin)

GtkWidget *tl_details_new (void);

/* Shows the step @step of @conversation; nothing when that is NULL or there is no such step. When it is the
 * step that is shown already, what is open and chosen stays. */
void tl_details_set_step (TlDetails *self, TlConversation *conversation, int step);

/* Shows the step @index of @off_wire, the steps of @conversation that are not on the wire, in place of a step; @workings may be NULL. */
void tl_details_set_off_wire (
    TlDetails *self, TlConversation *conversation, const GPtrArray *off_wire, guint index, TlWorkings *workings);

/* Shows those of @findings that are about the step; NULL for none. Kept: the next step is looked up in them
 * too. */
void tl_details_set_findings (TlDetails *self, GPtrArray *findings);

/* The fields that are shown, or NULL. */
TlFieldTree *tl_details_get_fields (TlDetails *self);

/* The row of the chosen field, or -1. */
int tl_details_get_row (TlDetails *self);

/* Chooses the field @row (-1: none): opens the tree to it, lights up its bytes, explains it. */
void tl_details_select_row (TlDetails *self, int row);

G_END_DECLS
