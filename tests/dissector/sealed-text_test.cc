/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a conversation stays sealed, as a sentence.
 */
#include "reader.h"

#include <gtest/gtest.h>
#include <string>

/* The sentence on the first conversation of a sample that is read with the @lines of a key log. */
static std::string
text_of (const std::string &sample, const std::string &lines)
{
  const char *folder = g_getenv ("TL_SAMPLES");
  std::string path = std::string (folder ? folder : "samples") + "/" + sample;
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlKeylogReport report = {};
  std::string text = "no conversation";

  tl_keyring_add_keylog (keyring, tl_bytes (lines.data (), lines.size ()), &report);
  EXPECT_TRUE (tl_read_capture (
      path.c_str (), lines.empty () ? nullptr : keyring, TL_TRACKER_STEPS,
      [] (TlConversation *conversation, gpointer user_data) {
        g_autofree char *found = tl_conversation_sealed_text (conversation);
        if (conversation->number == 1)
          *static_cast<std::string *> (user_data) = found ? found : "";
      },
      &text, nullptr));
  return text;
}

static std::string
keylog_of (const std::string &sample)
{
  const char *folder = g_getenv ("TL_SAMPLES");
  g_autofree char *text = nullptr;

  EXPECT_TRUE (g_file_get_contents ((std::string (folder ? folder : "samples") + "/" + sample + ".keylog.txt").c_str (), &text,
                                    nullptr, nullptr));
  return text ? text : "";
}

/* The key log with another value in the lines of @label. */
static std::string
with_wrong (std::string lines, const std::string &label)
{
  size_t at = ("\n" + lines).find ("\n" + label + " ");

  EXPECT_NE (at, std::string::npos);
  at = lines.find (' ', at + label.size () + 1) + 1;
  lines[at] = lines[at] == '0' ? '1' : '0';
  return lines;
}

static std::string
without (std::string lines, const std::string &label)
{
  size_t at = ("\n" + lines).find ("\n" + label + " ");

  EXPECT_NE (at, std::string::npos);
  return lines.erase (at, lines.find ('\n', at) + 1 - at);
}

static TlConversation
sealed (TlOpenResult reason)
{
  static TlStep step = {};
  static TlStep *steps[] = { &step };
  TlConversation conversation = {};

  step.type = TL_STEP_APPLICATION_DATA;
  step.sealed = true;
  conversation.steps = steps;
  conversation.n_steps = 1;
  conversation.cipher_suite = conversation.group = -1;
  conversation.n_not_opened = 1;
  conversation.first_not_opened = 3;
  conversation.not_opened = reason;
  conversation.not_opened_of = TL_SIDE_SERVER;
  return conversation;
}

static std::string
text_of (TlConversation conversation)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  conversation.keyring = keyring;
  g_autofree char *text = tl_conversation_sealed_text (&conversation);
  return text ? text : "";
}

TEST (SealedText, TellsHowToGetKeys)
{
  EXPECT_NE (text_of ("tls13.pcap", "").find ("SSLKEYLOGFILE"), std::string::npos);
}

TEST (SealedText, IsNoneWhereAllIsOpened)
{
  for (const char *sample : { "tls13.pcap", "tls12-ecdhe.pcap", "tls10.pcap" })
    EXPECT_EQ (text_of (sample, keylog_of (sample)), "") << sample;
}

TEST (SealedText, NamesTheRandomThatNoLineHas)
{
  std::string lines = keylog_of ("tls13.pcap");
  std::string random = lines.substr (lines.find ("CLIENT_TRAFFIC_SECRET_0 ") + 24, 8);

  EXPECT_EQ (text_of ("tls13.pcap", keylog_of ("tls12-ecdhe.pcap")),
             "It stays sealed: the keys that were given have no secret for this connection. Its client random begins with "
                 + random + ", and no line of the key log has it.");
}

TEST (SealedText, SaysThatThereIsNoKeyLog)
{
  std::string text = text_of ("tls13.pcap", "#\n");

  EXPECT_EQ (text.find ("no line of the key log"), std::string::npos) << text;
  EXPECT_NE (text.find ("no key log is among them. In one that opens it, the lines have a client random that begins with "),
             std::string::npos)
      << text;
}

/* Labels that are known, and of no use for records. */
TEST (SealedText, SaysThatTheLinesOfTheRandomDoNotHelp)
{
  std::string lines = keylog_of ("tls13.pcap");
  size_t at = lines.find ("EXPORTER_SECRET ");
  ASSERT_NE (at, std::string::npos);
  std::string line = lines.substr (at, lines.find ('\n', at) + 1 - at);

  EXPECT_EQ (text_of ("tls13.pcap", line),
             "It stays sealed: the key log has lines with the client random of this connection, which begins with " + line.substr (16, 8)
                 + ", but none of them gives a secret that its records are sealed with.");
}

TEST (SealedText, SaysThatSomeSecretsAreMissing)
{
  EXPECT_EQ (text_of ("tls13.pcap", without (keylog_of ("tls13.pcap"), "SERVER_TRAFFIC_SECRET_0")),
             "Some of it stays sealed: the keys that were given have some of the secrets of this connection, and not all of "
             "them.");
}

TEST (SealedText, SaysThatASecretIsWrong)
{
  EXPECT_NE (text_of ("tls12-ecdhe.pcap", with_wrong (keylog_of ("tls12-ecdhe.pcap"), "CLIENT_RANDOM")).find ("not even the first"),
             std::string::npos);
}

TEST (SealedText, SaysFromWhichRecordOn)
{
  TlConversation wrong = sealed (TL_OPEN_WRONG), lost = sealed (TL_OPEN_LOST);

  wrong.n_opened = lost.n_opened = 2;
  EXPECT_NE (text_of (wrong).find ("sealed record 3 of the server does not verify"), std::string::npos);
  EXPECT_NE (text_of (lost).find ("missing from the capture before sealed record 3 of the server"), std::string::npos);
  wrong.not_opened_of = lost.not_opened_of = TL_SIDE_CLIENT;
  EXPECT_NE (text_of (wrong).find ("record 3 of the client"), std::string::npos);
  EXPECT_NE (text_of (lost).find ("record 3 of the client"), std::string::npos);
}

TEST (SealedText, SaysWhoBrokeTheRules)
{
  TlConversation untyped = sealed (TL_OPEN_UNTYPED);

  untyped.version = 0x0304;
  EXPECT_EQ (text_of (untyped), "Sealed record 3 of the server does verify, but only zeros are in it, and nothing says what it holds: the "
                                "server broke RFC 9846, section 5.4.");
  untyped.version = 0xfefd; /* with a connection id */
  untyped.not_opened_of = TL_SIDE_CLIENT;
  EXPECT_EQ (text_of (untyped), "Sealed record 3 of the client does verify, but only zeros are in it, and nothing says what it holds: the "
                                "client broke RFC 9146, section 4.");
}

TEST (SealedText, NamesASuiteThatCannotBeOpened)
{
  TlConversation conversation = sealed (TL_OPEN_UNSUPPORTED);

  EXPECT_EQ (text_of (conversation), "It stays sealed: records of its cipher suite cannot be opened here.");
  conversation.cipher_suite = 0x00c6;
  EXPECT_EQ (text_of (conversation),
             "It stays sealed: records of the cipher suite TLS_SM4_GCM_SM3 cannot be opened here, because no library that is used has "
             "SM4-GCM.");
}

TEST (SealedText, SaysThatTheHandshakeIsNotThere)
{
  EXPECT_NE (text_of (sealed (TL_OPEN_NO_HELLOS)).find ("the handshake began before the capture"), std::string::npos);
}

TEST (SealedText, HasASentenceForEachReason)
{
  for (auto reason : { TL_OPEN_NO_SECRET, TL_OPEN_NO_HELLOS, TL_OPEN_UNSUPPORTED, TL_OPEN_WRONG, TL_OPEN_LOST, TL_OPEN_UNTYPED, TL_OPEN_TOO_EARLY })
    EXPECT_EQ (text_of (sealed (reason)).back (), '.') << reason;
}
