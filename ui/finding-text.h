/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the window says of findings, and by which signs.
 */
#pragma once

#include "dissector.h"

G_BEGIN_DECLS

#define TL_N_SEVERITIES (TL_SEVERITY_ERROR + 1)

/* The sign of a severity, as the name of an icon: never colour alone. */
const char *tl_severity_icon_name (TlSeverity severity);

/* The style class that gives it its colour. */
const char *tl_severity_css_class (TlSeverity severity);

/* "Warning", for who sees no signs. */
const char *tl_severity_word (TlSeverity severity);

/* "1 error, 2 notes", the gravest first; empty where all @counts, by severity, are 0. */
char *tl_severity_counts_text (const guint counts[TL_N_SEVERITIES]);

/* How many of @findings there are of each severity. */
void tl_findings_count (const GPtrArray *findings, guint counts[TL_N_SEVERITIES]);

/* The findings about the step @step, or all of them for G_MININT: the gravest first. The array points into
 * @findings. */
GPtrArray *tl_findings_by_gravity (const GPtrArray *findings, int step);

/* Whether both say the same of the same steps. */
bool tl_findings_equal (const GPtrArray *a, const GPtrArray *b);

/* @text as markup, in which each mention of an RFC leads to the section it names. */
char *tl_rfc_links_markup (const char *text);

G_END_DECLS
