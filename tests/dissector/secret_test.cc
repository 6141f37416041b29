/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Secrets that are allocated are overwritten before their memory goes back.
 */
#include "proof/proof.h"
#include "secrets/secret.h"

#include <cstring>
#include <functional>
#include <gtest/gtest.h>
#include <malloc.h>

namespace
{

const char secret[] = "that nobody may see";
bool looking, seen;

bool
has_secret (const void *memory, size_t size)
{
  return memory && memmem (memory, size, secret, strlen (secret)) != nullptr;
}

}

/* Looks at what is given back; where a sanitizer does so already, it is not to be disturbed. */
#if !defined(__SANITIZE_ADDRESS__) && defined(__GLIBC__)
#define CAN_LOOK 1

extern "C" void __libc_free (void *memory);

extern "C" void
free (void *memory)
{
  if (looking && memory)
    seen = seen || has_secret (memory, malloc_usable_size (memory));
  __libc_free (memory);
}
#else
#define CAN_LOOK 0
#endif

static bool
is_left (const std::function<void ()> &what)
{
  seen = false;
  looking = true;
  what ();
  looking = false;
  return seen;
}

TEST (Secret, IsOverwrittenBeforeItIsFreed)
{
  TlBytes bytes = tl_bytes (secret, strlen (secret));
  GBytes *kept = tl_secret_keep (bytes), *plain = g_bytes_new (secret, strlen (secret));
  char *text = g_strdup (secret), *left = g_strdup (secret);

  EXPECT_TRUE (g_bytes_equal (kept, plain));
  EXPECT_EQ (is_left ([&] { g_free (left); }), CAN_LOOK) << "else nothing is looked at here";
  EXPECT_FALSE (is_left ([&] { g_bytes_unref (kept); }));
  EXPECT_FALSE (is_left ([&] { tl_forget_text (text); }));
  tl_forget_text (nullptr);
  g_bytes_unref (plain);
}

TEST (Secret, OfAProof)
{
  TlProof *proof = g_new0 (TlProof, 1);

  proof->recipe = g_strconcat ("key=", secret, nullptr);
  proof->key = tl_secret_keep (tl_bytes (secret, strlen (secret)));
  EXPECT_FALSE (is_left ([&] { tl_proof_free (proof); }));
}
