/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The two ClientHellos of Encrypted ClientHello (RFC 9849 section 5): what of the outer one is needed to open the inner one, and how
 * that is put together again.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* A ClientHello cut into pieces, and its extension encrypted_client_hello of type outer. Bytes are borrowed. */
typedef struct
{
  TlBytes body;       /* without the header of the message */
  TlBytes random;
  TlBytes session_id;
  TlBytes begin;      /* of the body: all before legacy_session_id */
  TlBytes middle;     /* all between that and the extensions */
  TlBytes extensions; /* without their length */
  gsize read;         /* bytes of the body up to the end of the extensions */
  guint16 kdf;
  guint16 aead;
  guint8 config_id;
  TlBytes enc;
  TlBytes payload;
} TlEchHello;

/* Reads @message, a whole ClientHello with its header of four bytes. False where it has no such extension, or does not fit. */
bool tl_ech_hello_read (TlBytes message, bool dtls, TlEchHello *hello);

/* What is authenticated with the payload: the body with zeros in place of it (section 5.2). Free with g_bytes_unref(). */
GBytes *tl_ech_hello_additional (const TlEchHello *hello);

/* Why an inner ClientHello cannot be put together, though it was opened: a server has to refuse it (sections 5.1 and 7.1). */
typedef enum
{
  TL_ECH_SOUND,
  TL_ECH_NO_HELLO,    /* it is no ClientHello */
  TL_ECH_PADDING,     /* what follows it is not zeros */
  TL_ECH_REFERENCES,  /* extensions of the outer one are named that are not there, not in this order, twice, or may not be named */
  TL_ECH_NOT_INNER,   /* it has no encrypted_client_hello of type inner */
  TL_ECH_TOO_LONG     /* with the extensions of the outer one, it is longer than a message may be */
} TlEchFault;

/* Puts the ClientHelloInner together of @encoded, an EncodedClientHelloInner: with its header of four bytes, as it is hashed. NULL
 * where it cannot be, and then @fault says why. */
GBytes *tl_ech_hello_rebuild (const TlEchHello *outer, TlBytes encoded, bool dtls, TlEchFault *fault);

G_END_DECLS
