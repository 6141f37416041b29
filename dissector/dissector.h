/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The dissector: everything that ui/ and app/ may use of it. They include this header and no other.
 */
#pragma once

#include "bytes.h"
#include "capture/capture.h"
#include "capture/filter.h"
#include "capture/interfaces.h"
#include "capture/live.h"
#include "capture/permission.h"
#include "capture/spool.h"
#include "conversation/conversation.h"
#include "conversation/off-wire.h"
#include "conversation/tracker.h"
#include "display.h"
#include "errors.h"
#include "explain/explain.h"
#include "explain/lens.h"
#include "export/export.h"
#include "export/json-writer.h"
#include "field-tree.h"
#include "fields.h"
#include "findings/findings.h"
#include "keylog-part.h"
#include "limits.h"
#include "proof/derivation.h"
#include "proof/proof.h"
#include "proof/working.h"
#include "reader.h"
#include "registries/registries.h"
#include "samples.h"
#include "secrets/key-file.h"
#include "secrets/keylog-find.h"
#include "session.h"
#include "tls/messages.h"
#include "x509/certificate.h"
