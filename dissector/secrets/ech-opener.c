/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a server does with an encrypted ClientHello (RFC 9849 section 7), done once more by who has its key. A server that took it
 * proves so in eight bytes, which only those can check who know the inner hello.
 */
#include "ech-opener.h"

#include "kdf.h"

enum
{
  HEADER = 4,
  CONFIRMATION = 8,
  RANDOM = HEADER + 2, /* where it stands in a ServerHello */
  RANDOM_SIZE = 32
};

struct TlEchOpener
{
  TlKeyring *keyring;
  bool dtls;
  TlEchOpening opening;
  TlEchVerdict verdict;
  TlHpkeContext context;
  bool from_keylog;
  TlEchHello outer;      /* the one that is being opened; only its numbers afterwards */
  TlInnerHello *hellos[2];
  GBytes *retry;         /* the HelloRetryRequest; NULL: there was none */
};

/* What is tried with each key. */
typedef struct
{
  TlEchOpener *opener;
  TlBytes additional;
  GBytes *encoded; /* once it is opened */
} Attempt;

static void
inner_hello_clear (gpointer data)
{
  TlInnerHello *self = data;

  g_bytes_unref (self->encoded);
  g_clear_pointer (&self->message, g_bytes_unref);
}

TlInnerHello *
tl_inner_hello_ref (TlInnerHello *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tl_inner_hello_unref (TlInnerHello *self)
{
  g_atomic_rc_box_release_full (self, inner_hello_clear);
}

gsize
tl_inner_hello_size (const TlInnerHello *self)
{
  return sizeof *self + g_bytes_get_size (self->encoded) + (self->message ? g_bytes_get_size (self->message) : 0) + 3 * 64;
}

TlEchOpener *
tl_ech_opener_new (TlKeyring *keyring, bool dtls)
{
  TlEchOpener *self = g_new0 (TlEchOpener, 1);

  self->keyring = tl_keyring_ref (keyring);
  self->dtls = dtls;
  return self;
}

static void
forget_hellos (TlEchOpener *self)
{
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->hellos[i], tl_inner_hello_unref);
  g_clear_pointer (&self->retry, g_bytes_unref);
  tl_hpke_context_clear (&self->context);
  self->opening = TL_ECH_NOT_TRIED;
  self->verdict = TL_ECH_UNDECIDED;
}

void
tl_ech_opener_free (TlEchOpener *self)
{
  forget_hellos (self);
  tl_keyring_unref (self->keyring);
  tl_forget (self, sizeof *self);
  g_free (self);
}

TlEchOpening
tl_ech_opener_opening (const TlEchOpener *self)
{
  return self->opening;
}

gsize
tl_ech_opener_size (const TlEchOpener *self)
{
  gsize size = sizeof *self + (self->retry ? g_bytes_get_size (self->retry) : 0);

  for (guint i = 0; i < 2; i++)
    size += self->hellos[i] ? tl_inner_hello_size (self->hellos[i]) : 0;
  return size;
}

/* RFC 9849 section 6.1: the encryption is bound to the configuration. */
static bool
open_with (Attempt *self, const TlEchConfig *config, const TlSecret *shared_secret)
{
  TlEchOpener *opener = self->opener;
  TlHpkeSuite suite = { config->kem, opener->outer.kdf, opener->outer.aead };
  g_autoptr (GByteArray) info = g_byte_array_new ();

  g_byte_array_append (info, (const guint8 *) "tls ech", 8); /* and the zero behind it */
  g_byte_array_append (info, config->bytes.data, (guint) config->bytes.length);
  if (tl_hpke_context_init (&opener->context, &suite, shared_secret, tl_bytes (info->data, info->len)))
    self->encoded = tl_hpke_open (&opener->context, 0, self->additional, opener->outer.payload);
  if (self->encoded == NULL)
    tl_hpke_context_clear (&opener->context);
  return self->encoded != NULL;
}

static bool
try_key (const TlEchKey *key, gpointer user_data)
{
  Attempt *self = user_data;
  const TlEchHello *outer = &self->opener->outer;
  g_auto (TlSecret) shared_secret = { 0 };
  TlEchConfig config;
  guint index = 0;

  while (self->encoded == NULL
         && tl_ech_key_decap (key, &index, outer->config_id, outer->kdf, outer->aead, outer->enc, &config, &shared_secret))
    open_with (self, &config, &shared_secret);
  return self->encoded != NULL;
}

/* RFC 9850 section 2.3. The value is an ECHConfig; where it is a list of one, that is understood, too. */
static bool
find_logged_config (TlEchOpener *self, guint8 value[TL_KEYLOG_VALUE_SIZE], TlEchConfig *config)
{
  gsize n = tl_keyring_find (self->keyring, TL_KEYLOG_ECH_CONFIG, self->outer.random, value, TL_KEYLOG_VALUE_SIZE);
  TlBytes rest = tl_bytes (value, n), content;

  if (tl_ech_config_list (rest, &content))
    rest = content;
  return tl_ech_config_next (&rest, config);
}

static TlEchOpening
try_keylog (TlEchOpener *self, Attempt *attempt)
{
  g_auto (TlSecret) shared_secret = { 0 };
  guint8 value[TL_KEYLOG_VALUE_SIZE];
  TlEchConfig config;

  if (!tl_keyring_find_secret (self->keyring, TL_KEYLOG_ECH_SECRET, self->outer.random, &shared_secret))
    return TL_ECH_NOT_TRIED;
  if (!find_logged_config (self, value, &config))
    return TL_ECH_NO_CONFIG;
  self->from_keylog = open_with (attempt, &config, &shared_secret);
  return self->from_keylog ? TL_ECH_OPENED : TL_ECH_OTHER_KEY;
}

/* Whether KDF and AEAD of the hello are known. Its KEM stands in the configuration, which was not found: 0x0020, which is X25519, is in
 * its place here, and surely known (RFC 9180 section 7.1). */
static bool
is_supported (const TlEchHello *outer)
{
  return tl_hpke_supports (&(TlHpkeSuite){ 0x0020, outer->kdf, outer->aead });
}

static TlEchOpening
open_first (TlEchOpener *self, Attempt *attempt)
{
  TlEchOpening opening = try_keylog (self, attempt);

  if (opening == TL_ECH_OPENED)
    return opening;
  if (tl_keyring_find_ech_key (self->keyring, try_key, attempt))
    return TL_ECH_OPENED;
  if (opening == TL_ECH_NOT_TRIED && tl_keyring_n_ech_keys (self->keyring) > 0)
    opening = TL_ECH_OTHER_KEY;
  return opening == TL_ECH_OTHER_KEY && !is_supported (&self->outer) ? TL_ECH_UNSUPPORTED : opening;
}

static TlInnerHello *
inner_hello_new (TlEchOpener *self, GBytes *encoded)
{
  TlInnerHello *hello = g_atomic_rc_box_new0 (TlInnerHello);

  hello->encoded = g_bytes_ref (encoded);
  hello->from_keylog = self->from_keylog;
  hello->message = tl_ech_hello_rebuild (&self->outer, tl_bytes_of (encoded), self->dtls, &hello->fault);
  return hello;
}

/* What is borrowed from a message goes with it. */
static void
let_message_go (TlEchOpener *self)
{
  TlEchHello numbers = { .kdf = self->outer.kdf, .aead = self->outer.aead, .config_id = self->outer.config_id };

  self->outer = numbers;
}

static TlInnerHello *
open_hello (TlEchOpener *self, TlBytes message, guint index)
{
  g_autoptr (GBytes) additional = NULL;
  Attempt attempt = { .opener = self };
  TlEchHello before = self->outer;
  TlInnerHello *hello = NULL;

  if (!tl_ech_hello_read (message, self->dtls, &self->outer))
    {
      self->outer = before;
      return NULL;
    }
  additional = tl_ech_hello_additional (&self->outer);
  attempt.additional = tl_bytes_of (additional);
  if (index == 0)
    self->opening = open_first (self, &attempt);
  else if (self->outer.kdf == before.kdf && self->outer.aead == before.aead && self->outer.config_id == before.config_id
           && self->outer.enc.length == 0) /* section 7.1.1 */
    attempt.encoded = tl_hpke_open (&self->context, 1, attempt.additional, self->outer.payload);
  if (attempt.encoded)
    {
      hello = inner_hello_new (self, attempt.encoded);
      self->hellos[index] = tl_inner_hello_ref (hello);
      if (index == 0 && hello->message == NULL)
        self->opening = TL_ECH_UNSOUND;
      g_bytes_unref (attempt.encoded);
    }
  let_message_go (self);
  return hello;
}

TlInnerHello *
tl_ech_opener_client_hello (TlEchOpener *self, TlBytes message)
{
  if (self->retry == NULL)
    {
      forget_hellos (self);
      return open_hello (self, message, 0);
    }
  if (self->hellos[0] == NULL || self->hellos[1] || self->verdict != TL_ECH_TAKEN)
    return NULL;
  return open_hello (self, message, 1);
}

static void
append_bytes (GByteArray *out, GBytes *bytes)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  g_byte_array_append (out, data, (guint) n);
}

/* RFC 9846 section 4.1: behind a HelloRetryRequest a hash stands for the first hello. */
static bool
append_hash (GByteArray *out, gnutls_digest_algorithm_t hash, GBytes *message)
{
  guint8 text[TL_MESSAGE_HASH_SIZE];
  gsize size = tl_message_hash (hash, tl_bytes_of (message), text);

  g_byte_array_append (out, text, (guint) size);
  return size > 0;
}

/* Where the eight bytes stand in a HelloRetryRequest (section 7.2.1); 0 where it has none. */
static gsize
find_retry_confirmation (TlBytes message)
{
  TlBytes rest = message, extensions, passed, data;
  guint16 type;

  if (!tl_bytes_skip (&rest, RANDOM + RANDOM_SIZE) || !tl_bytes_prefixed (&rest, 1, &passed) || !tl_bytes_skip (&rest, 3)
      || !tl_bytes_prefixed (&rest, 2, &extensions))
    return 0;
  while (tl_bytes_u16 (&extensions, &type) && tl_bytes_prefixed (&extensions, 2, &data))
    if (type == TL_ECH_VERSION)
      return data.length == CONFIRMATION ? (gsize) (data.data - message.data) : 0;
  return 0;
}

/* Whether the eight bytes at @offset of @message are what they should be behind @transcript (section 7.2). */
static bool
confirms (TlEchOpener *self, GByteArray *transcript, TlBytes message, gsize offset, const char *label, gnutls_digest_algorithm_t hash)
{
  static const guint8 zeros[TL_SECRET_SIZE];
  TlBytes first = tl_bytes_of (self->hellos[0]->message);
  TlBytes random = tl_bytes (first.data + RANDOM, RANDOM_SIZE);
  gsize size = tl_hash_size (hash);
  guint8 digest[TL_SECRET_SIZE], confirmation[CONFIRMATION];
  g_auto (TlSecret) secret = { 0 };
  guint at = transcript->len + (guint) offset;

  g_byte_array_append (transcript, message.data, (guint) message.length);
  memset (transcript->data + at, 0, CONFIRMATION);
  return tl_hash (hash, tl_bytes (transcript->data, transcript->len), digest)
         && tl_hkdf_extract (hash, tl_bytes (zeros, size), random, &secret)
         && tl_hkdf_expand_label (hash, self->dtls, tl_secret_bytes (&secret), label, tl_bytes (digest, size), confirmation,
                                  sizeof confirmation)
         && memcmp (confirmation, message.data + offset, CONFIRMATION) == 0;
}

/* The inner hellos so far, as they are hashed. NULL where one of them is not known. */
static GByteArray *
read_transcript (TlEchOpener *self, bool retry, gnutls_digest_algorithm_t hash)
{
  g_autoptr (GByteArray) transcript = g_byte_array_new ();

  if (self->hellos[0] == NULL || self->hellos[0]->message == NULL)
    return NULL;
  if (!retry && self->retry == NULL)
    append_bytes (transcript, self->hellos[0]->message);
  else if (!append_hash (transcript, hash, self->hellos[0]->message))
    return NULL;
  if (!retry && self->retry)
    {
      if (self->hellos[1] == NULL || self->hellos[1]->message == NULL)
        return NULL;
      append_bytes (transcript, self->retry);
      append_bytes (transcript, self->hellos[1]->message);
    }
  return g_steal_pointer (&transcript);
}

TlEchVerdict
tl_ech_opener_server_hello (TlEchOpener *self, TlBytes message, bool retry, gnutls_digest_algorithm_t hash)
{
  gsize offset = retry ? find_retry_confirmation (message) : RANDOM + RANDOM_SIZE - CONFIRMATION;
  g_autoptr (GByteArray) transcript = read_transcript (self, retry, hash);

  if (transcript && tl_hash_size (hash) > 0 && message.length >= RANDOM + RANDOM_SIZE)
    self->verdict = offset > 0
                            && confirms (self, transcript, message, offset,
                                         retry ? "hrr ech accept confirmation" : "ech accept confirmation", hash)
                        ? TL_ECH_TAKEN
                        : TL_ECH_NOT_TAKEN;
  if (retry && self->retry == NULL)
    self->retry = g_bytes_new (message.data, message.length);
  return self->verdict;
}
