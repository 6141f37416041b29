/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Encrypted ClientHellos, opened; and what the server did with them.
 */
#include "ech-maker.h"
#include "secrets/ech-opener.h"

#include <gtest/gtest.h>

using namespace ech;

namespace
{

const char *const openings[] = { "not tried", "opened", "other key", "no config", "unsupported", "unsound" };

std::string
hex (const Data &data)
{
  std::string text;
  char digits[3];
  for (guint8 byte : data)
    text += (g_snprintf (digits, sizeof digits, "%02x", byte), digits);
  return text;
}

Data
data_of (GBytes *bytes)
{
  gsize n = 0;
  const guint8 *data = bytes ? (const guint8 *) g_bytes_get_data (bytes, &n) : nullptr;
  return data ? Data (data, data + n) : Data ();
}

struct Opening
{
  TlKeyring *keyring = tl_keyring_new ();
  TlEchOpener *opener;
  TlInnerHello *inner = nullptr; /* the latest */

  explicit Opening (bool with_key = true, bool dtls = false) : opener (tl_ech_opener_new (keyring, dtls))
  {
    if (with_key)
      tl_keyring_add_ech_key (keyring, tl_ech_key_new (0x0020, view (server_key), view (list (config ()))));
  }
  Opening (const Opening &) = delete;

  ~Opening ()
  {
    g_clear_pointer (&inner, tl_inner_hello_unref);
    tl_ech_opener_free (opener);
    tl_keyring_unref (keyring);
  }

  void
  log (const char *label, const Data &value, guint8 random = 0xc1)
  {
    std::string line = std::string (label) + " " + hex (Data (32, random)) + " " + hex (value) + "\n";
    TlKeylogReport report = {};
    tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
    EXPECT_EQ (report.secrets, 1u);
  }

  std::string
  hello (const Data &message)
  {
    g_clear_pointer (&inner, tl_inner_hello_unref);
    inner = tl_ech_opener_client_hello (opener, view (message));
    EXPECT_GT (tl_ech_opener_size (opener), 0u);
    return openings[tl_ech_opener_opening (opener)];
  }

  TlEchVerdict
  answered (const Data &message, bool retry = false, gnutls_digest_algorithm_t hash = GNUTLS_DIG_SHA256)
  {
    return tl_ech_opener_server_hello (opener, view (message), retry, hash);
  }
};

Data
zeros ()
{
  return Data (8, 0);
}

} // namespace

TEST (EchOpener, OpensWithThePrivateKey)
{
  for (guint16 aead : { 1, 3 })
    {
      Opening opening;
      Sender sender (config (), public_half (server_key), aead);
      EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello ())), "opened");
      ASSERT_NE (opening.inner, nullptr);
      EXPECT_EQ (data_of (opening.inner->encoded), encoded_hello ());
      EXPECT_EQ (data_of (opening.inner->message), inner_message (session_id));
      EXPECT_FALSE (opening.inner->from_keylog);
      EXPECT_GT (tl_inner_hello_size (opening.inner), encoded_hello ().size ());
    }
}

/* RFC 9850 section 2.3 */
TEST (EchOpener, OpensWithTheSecretOfAKeyLog)
{
  for (bool as_list : { false, true })
    {
      Opening opening (false);
      Sender sender;
      Data message = outer_message (sender, encoded_hello ());
      EXPECT_EQ (opening.hello (message), "not tried");
      opening.log ("ECH_SECRET", sender.shared_secret);
      EXPECT_EQ (opening.hello (message), "no config");
      opening.log ("ECH_CONFIG", as_list ? list (config ()) : config ());
      EXPECT_EQ (opening.hello (message), "opened");
      ASSERT_NE (opening.inner, nullptr);
      EXPECT_TRUE (opening.inner->from_keylog);
      EXPECT_EQ (data_of (opening.inner->message), inner_message (session_id));
    }
}

TEST (EchOpener, DoesNotOpenWhatIsForAnother)
{
  Opening opening, logged (false);
  Sender other (config (42, client_key), public_half (client_key)), sender, changed;
  EXPECT_EQ (opening.hello (outer_message (other, encoded_hello ())), "other key");
  EXPECT_EQ (opening.inner, nullptr);
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello (), 43)), "other key"); /* another configuration */
  Data damaged = outer_message (changed, encoded_hello ());
  damaged[10] ^= 1; /* the random is authenticated with it */
  EXPECT_EQ (opening.hello (damaged), "other key");
  logged.log ("ECH_SECRET", Data (32, 1));
  logged.log ("ECH_CONFIG", config ());
  EXPECT_EQ (logged.hello (damaged), "not tried"); /* it has another random now */
  Sender once_more;
  EXPECT_EQ (logged.hello (outer_message (once_more, encoded_hello ())), "other key");
}

TEST (EchOpener, TellsAnUnknownCipher)
{
  Opening opening;
  Sender sender;
  sender.aead = 0x77;
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello ())), "unsupported");
}

TEST (EchOpener, HasNothingToDoWithoutTheExtension)
{
  Opening opening;
  EXPECT_EQ (opening.hello (client_hello ()), "not tried");
  EXPECT_EQ (opening.hello ({}), "not tried");
  EXPECT_EQ (opening.answered (answer (zeros ())), TL_ECH_UNDECIDED);
}

TEST (EchOpener, ShowsWhatBreaksTheRules)
{
  Opening opening;
  Sender sender;
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello (inner_own, { 1 }))), "unsound");
  ASSERT_NE (opening.inner, nullptr);
  EXPECT_EQ (opening.inner->message, nullptr);
  EXPECT_EQ (opening.inner->fault, TL_ECH_PADDING);
  EXPECT_EQ (opening.answered (answer (zeros ())), TL_ECH_UNDECIDED);
}

/* RFC 9849 section 7.2 */
TEST (EchOpener, KnowsWhetherItWasTaken)
{
  Opening taken, refused, unknown;
  Sender one, two, three;
  Data confirmation = confirm (inner_message (session_id) + answer (zeros ()));
  taken.hello (outer_message (one, encoded_hello ()));
  EXPECT_EQ (taken.answered (answer (confirmation)), TL_ECH_TAKEN);
  refused.hello (outer_message (two, encoded_hello ()));
  EXPECT_EQ (refused.answered (answer (Data (8, 0x51))), TL_ECH_NOT_TAKEN);
  unknown.hello (outer_message (three, encoded_hello ()));
  EXPECT_EQ (unknown.answered (answer (confirmation), false, GNUTLS_DIG_UNKNOWN), TL_ECH_UNDECIDED);
  EXPECT_EQ (unknown.answered (Data (20, 2)), TL_ECH_UNDECIDED);
}

/* RFC 9147 section 5.9, RFC 9849 section 7.2 */
TEST (EchOpener, TakesTheLabelsOfDtls)
{
  Opening opening (true, true);
  Sender sender;
  Data inner = inner_message ({}, 7, {}, true);
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello (inner_own, {}, true), 42, 7, true)), "opened");
  EXPECT_EQ (opening.answered (answer (confirm (inner + answer (zeros (), {}, true)), {}, true)), TL_ECH_NOT_TAKEN);
  EXPECT_EQ (opening.answered (
                 answer (confirm (inner + answer (zeros (), {}, true), "ech accept confirmation", "dtls13"), {}, true)),
             TL_ECH_TAKEN);
}

/* Sections 7.1.1 and 7.2.1 */
TEST (EchOpener, FollowsARetry)
{
  Opening opening;
  Sender sender;
  Data first = inner_message (session_id), second = inner_message (session_id, 8);
  Data label = confirm (hash_of (first) + retry (extension (0xfe0d, zeros ())), "hrr ech accept confirmation");
  Data request = retry (extension (0xfe0d, label));

  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello ())), "opened");
  EXPECT_EQ (opening.answered (request, true), TL_ECH_TAKEN);
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello (), 42, 8)), "opened");
  ASSERT_NE (opening.inner, nullptr);
  EXPECT_EQ (data_of (opening.inner->message), second);
  Data confirmation = confirm (hash_of (first) + request + second + answer (zeros ()));
  EXPECT_EQ (opening.answered (answer (confirmation)), TL_ECH_TAKEN);
  EXPECT_EQ (opening.hello (outer_message (sender, encoded_hello (), 42, 8)), "opened"); /* there is no third one */
  EXPECT_EQ (opening.inner, nullptr);
}

TEST (EchOpener, KnowsARetryThatRefuses)
{
  for (const Data &more : { Data (), extension (0xfe0d, Data (8, 9)), extension (0xfe0d, Data (7, 9)), extension (0xfe0d, {}) })
    {
      Opening opening;
      Sender sender;
      opening.hello (outer_message (sender, encoded_hello ()));
      EXPECT_EQ (opening.answered (retry (more), true), TL_ECH_NOT_TAKEN);
      opening.hello (outer_message (sender, encoded_hello (), 42, 8));
      EXPECT_EQ (opening.inner, nullptr);
    }
}

/* Section 7.1.1: nothing of it may change. */
TEST (EchOpener, DoesNotOpenASecondHelloOfAnotherKind)
{
  Data first = inner_message (session_id);
  Data label = confirm (hash_of (first) + retry (extension (0xfe0d, zeros ())), "hrr ech accept confirmation");
  for (int change = 0; change < 3; change++)
    {
      Opening opening;
      Sender sender;
      opening.hello (outer_message (sender, encoded_hello ()));
      ASSERT_EQ (opening.answered (retry (extension (0xfe0d, label)), true), TL_ECH_TAKEN);
      if (change == 0)
        sender.sequence = 0; /* with a share of its own */
      Data message = outer_message (sender, encoded_hello (), change == 1 ? 43 : 42, 8);
      if (change == 2)
        message.back () ^= 1;
      opening.hello (message);
      EXPECT_EQ (opening.inner, nullptr) << change;
      EXPECT_EQ (opening.answered (answer (zeros ())), TL_ECH_TAKEN); /* what follows cannot be checked */
    }
}

TEST (EchOpener, BeginsAnewWithoutARetry)
{
  Opening opening;
  Sender sender, again;
  opening.hello (outer_message (sender, encoded_hello ()));
  EXPECT_EQ (opening.hello (outer_message (again, encoded_hello ())), "opened");
  EXPECT_NE (opening.inner, nullptr);
  EXPECT_EQ (opening.hello (client_hello ()), "not tried");
}

TEST (EchOpener, NoByteOfAHelloIsTrusted)
{
  Sender sender;
  Data message = outer_message (sender, encoded_hello ());
  for (gsize i = 4; i < message.size (); i++)
    {
      Opening opening;
      Data changed = message;
      changed[i] ^= 0xff;
      opening.hello (changed);
      EXPECT_EQ (opening.inner, nullptr) << i;
    }
}
