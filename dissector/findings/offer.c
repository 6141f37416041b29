/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about what a ClientHello must have, and how the shares of both sides must be made.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

enum
{
  EXTENSION_SUPPORTED_GROUPS = 10,
  EXTENSION_SIGNATURE_ALGORITHMS = 13,
  EXTENSION_PWD_PROTECT = 29,
  EXTENSION_PWD_CLEAR = 30,
  EXTENSION_PRE_SHARED_KEY = 41,
  EXTENSION_EARLY_DATA = 42,
  EXTENSION_PSK_KEY_EXCHANGE_MODES = 45,
  EXTENSION_KEY_SHARE = 51
};

/* What looks at one ClientHello, and says whether it found something. */
typedef bool (*OfferRule) (TlFindings *self, const char *id, const TlHelloFacts *hello);

/* Asks of the first ClientHello, and if it is all right, of the one after a HelloRetryRequest. */
static void
ask_of_hellos (TlFindings *self, const char *id, OfferRule rule)
{
  bool found = self->client.whole && rule (self, id, &self->client);

  if (!found && self->asked.whole && self->asked.step != self->client.step)
    rule (self, id, &self->asked);
}

/* Whether the hello offers TLS 1.3 as it was published: drafts had rules of their own. */
static bool
offers_13 (const TlHelloFacts *hello)
{
  return tl_numbers_have (hello->versions, 0x0304) || tl_numbers_have (hello->versions, 0xfefc);
}

static bool
has (const TlHelloFacts *hello, guint16 extension)
{
  return tl_hello_facts_has_extension (hello, extension);
}

/* The extension that is missing beside another one, or -1. */
static gint32
missing_extension (const TlHelloFacts *hello)
{
  bool psk = has (hello, EXTENSION_PRE_SHARED_KEY);

  if (!psk && !has (hello, EXTENSION_SIGNATURE_ALGORITHMS))
    return EXTENSION_SIGNATURE_ALGORITHMS;
  if ((!psk || has (hello, EXTENSION_KEY_SHARE)) && !has (hello, EXTENSION_SUPPORTED_GROUPS))
    return EXTENSION_SUPPORTED_GROUPS;
  if (has (hello, EXTENSION_SUPPORTED_GROUPS) && !has (hello, EXTENSION_KEY_SHARE))
    return EXTENSION_KEY_SHARE;
  if (psk && !has (hello, EXTENSION_PSK_KEY_EXCHANGE_MODES))
    return EXTENSION_PSK_KEY_EXCHANGE_MODES;
  if (has (hello, EXTENSION_EARLY_DATA) && !psk)
    return EXTENSION_PRE_SHARED_KEY;
  return -1;
}

static bool
find_missing (TlFindings *self, const char *id, const TlHelloFacts *hello)
{
  gint32 missing = offers_13 (hello) ? missing_extension (hello) : -1;
  g_autofree char *name = NULL;

  if (missing < 0)
    return false;
  name = tl_findings_name (TL_REGISTRY_EXTENSION, (guint32) missing);
  tl_findings_add (self, id, TL_SEVERITY_ERROR, hello->step,
                   g_strdup_printf (_ ("The client offers TLS 1.3 without the extension %s, which must go with what it "
                                       "sends: a server of TLS 1.3 ends the connection with missing_extension (RFC 9846, "
                                       "section 9.2)."),
                                    name));
  return true;
}

void
tl_find_missing_extensions (TlFindings *self, const char *id)
{
  ask_of_hellos (self, id, find_missing);
}

static bool
find_psk_before_others (TlFindings *self, const char *id, const TlHelloFacts *hello)
{
  guint n = hello->extensions->len;

  if (!has (hello, EXTENSION_PRE_SHARED_KEY)
      || g_array_index (hello->extensions, guint32, n - 1) == EXTENSION_PRE_SHARED_KEY)
    return false;
  tl_findings_add (self, id, TL_SEVERITY_ERROR, hello->step,
                   g_strdup (_ ("pre_shared_key is not the last extension, as it must be: its binders prove everything "
                                "before them (RFC 9846, section 4.3.11).")));
  return true;
}

/* RFC 9846 section 4.3.11 */
void
tl_find_psk_not_last (TlFindings *self, const char *id)
{
  ask_of_hellos (self, id, find_psk_before_others);
}

static bool
is_frozen (guint16 version)
{
  return version == 0x0303 || version == 0xfefd;
}

static bool
find_thawed_version (TlFindings *self, const char *id, const TlHelloFacts *hello)
{
  if (!offers_13 (hello) || is_frozen (hello->legacy_version))
    return false;
  tl_findings_add (self, id, TL_SEVERITY_ERROR, hello->step,
                   g_strdup (_ ("The client offers TLS 1.3, and its legacy_version is not that of TLS 1.2, as it must be "
                                "(RFC 9846, section 4.2.2).")));
  return true;
}

void
tl_find_legacy_version (TlFindings *self, const char *id)
{
  ask_of_hellos (self, id, find_thawed_version);
  if (tl_findings_is_final_13 (self) && self->server.whole && self->server.legacy_version != 0 /* as in some drafts */
      && !is_frozen (self->server.legacy_version))
    tl_findings_add (self, id, TL_SEVERITY_ERROR, self->server.step,
                     g_strdup (_ ("The server chose TLS 1.3, and its legacy_version is not that of TLS 1.2, as it must be "
                                  "(RFC 9846, section 4.2.3).")));
}

/* The first share whose group stands twice, or is not in supported_groups; -1 where there is none. */
static gint32
unlisted_share (const TlHelloFacts *hello)
{
  g_autofree TlNumberSet *listed = g_new0 (TlNumberSet, 1);
  g_autofree TlNumberSet *seen = g_new0 (TlNumberSet, 1);

  for (guint i = 0; i < hello->groups->len; i++)
    tl_number_set_add (listed, (guint16) g_array_index (hello->groups, guint32, i));
  for (guint i = 0; i < hello->shares->len; i++)
    {
      guint16 group = g_array_index (hello->shares, TlShareFacts, i).group;

      if (tl_registry_is_grease (TL_REGISTRY_GROUP, group)) /* to be ignored, RFC 8701 section 3.1 */
        continue;
      if (tl_number_set_has (seen, group) || !tl_number_set_has (listed, group))
        return group;
      tl_number_set_add (seen, group);
    }
  return -1;
}

static bool
find_unlisted (TlFindings *self, const char *id, const TlHelloFacts *hello)
{
  gint32 group = offers_13 (hello) && has (hello, EXTENSION_SUPPORTED_GROUPS) ? unlisted_share (hello) : -1;
  g_autofree char *name = NULL;

  if (group < 0)
    return false;
  name = tl_findings_name (TL_REGISTRY_GROUP, (guint32) group);
  tl_findings_add (self, id, TL_SEVERITY_ERROR, hello->step,
                   g_strdup_printf (_ ("The client sends a share in the group %s twice, or without listing the group in "
                                       "supported_groups: neither may be (RFC 9846, section 4.3.8)."),
                                    name));
  return true;
}

void
tl_find_unlisted_shares (TlFindings *self, const char *id)
{
  ask_of_hellos (self, id, find_unlisted);
}

/* Bytes of a share, of either side; those of hybrids have tables that say it. */
static gsize
share_size (guint16 group)
{
  static const struct
  {
    guint16 group, size;
  } sizes[] = {
    { 23, 65 },    { 24, 97 },    { 25, 133 },  { 29, 32 },   { 30, 56 },   { 31, 65 },   { 32, 97 },
    { 33, 129 },   { 34, 64 },    { 35, 64 },   { 36, 64 },   { 37, 64 },   { 38, 128 },  { 39, 128 },
    { 40, 128 },   { 41, 65 },    { 256, 256 }, { 257, 384 }, { 258, 512 }, { 259, 768 }, { 260, 1024 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i].group == group)
      return sizes[i].size;
  return 0;
}

/* RFC 9846 sections 4.3.8.1 and 4.3.8.2, RFC 8734 section 4, RFC 9367 section 4.4, RFC 8998 section 3.1. With a
 * password, a number goes with the point: RFC 8492 section 4.5.2.1. */
static void
check_shares (TlFindings *self, const char *id, const TlHelloFacts *hello)
{
  if (!hello->whole || has (&self->client, EXTENSION_PWD_PROTECT) || has (&self->client, EXTENSION_PWD_CLEAR))
    return;
  for (guint i = 0; i < hello->shares->len; i++)
    {
      const TlShareFacts *share = &g_array_index (hello->shares, TlShareFacts, i);
      gsize size = share_size (share->group);

      if (size != 0 && share->length != size)
        {
          g_autofree char *name = tl_findings_name (TL_REGISTRY_GROUP, share->group);
          tl_findings_add (self, id, TL_SEVERITY_ERROR, hello->step,
                           g_strdup_printf (_ ("The share in the group %s has %u bytes in place of %u: who receives it ends "
                                               "the connection (RFC 9846, section 4.3.8)."),
                                            name, (guint) share->length, (guint) size));
          return;
        }
    }
}

void
tl_find_share_sizes (TlFindings *self, const char *id)
{
  check_shares (self, id, &self->client);
  if (self->asked.step != self->client.step)
    check_shares (self, id, &self->asked);
  check_shares (self, id, &self->server);
}

/* RFC 6066 section 3 */
void
tl_find_address_as_name (TlFindings *self, const char *id)
{
  TlBytes name = self->client.host_name;
  g_autofree char *text = name.data && name.length <= 45 ? g_strndup ((const char *) name.data, name.length) : NULL;

  if (text && g_hostname_is_ip_address (text))
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->client.step,
                     g_strdup_printf (_ ("The client asks for %s as a host name, but addresses may not stand in server_name "
                                         "(RFC 6066, section 3)."),
                                      text));
}
