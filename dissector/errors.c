/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The domain of our errors.
 */
#include "errors.h"

G_DEFINE_QUARK (tl - error - quark, tl_error)
