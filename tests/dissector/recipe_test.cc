/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The shell commands that check a proof are run: with the samples, and with what is wrong.
 */
#include "opened.h"
#include "shell.h"

namespace
{

const char *
answer_of (const TlProof *proof)
{
  return proof->kind == TL_PROOF_FINISHED ? "the same\n" : "right\n";
}

class Recipe : public testing::TestWithParam<std::string>
{
};

TEST_P (Recipe, SaysThatTheProofHolds)
{
  Opened opened (GetParam ());
  guint n = 0;

  opened.for_each_proof ([&] (const TlConversation *, guint step, const TlProof *proof) {
    if (proof->holds == TL_UNKNOWN)
      {
        EXPECT_EQ (proof->recipe, nullptr) << step << proof->text;
        return;
      }
    n++;
    ASSERT_EQ (proof->holds, TL_YES) << step << ": " << proof->text;
    ASSERT_NE (proof->recipe, nullptr) << step << ": " << proof->text;
    std::string printed = run (proof->recipe);
    EXPECT_TRUE (g_str_has_suffix (printed.c_str (), answer_of (proof))) << proof->recipe << printed;
  });
  if (g_str_has_prefix (GetParam ().c_str (), "tls1"))
    EXPECT_GE (n, 2u);
}

INSTANTIATE_TEST_SUITE_P (Samples, Recipe, testing::ValuesIn (sample_names ()), test_name);

/* It would say so if it did not. */
TEST (RecipeWrong, SaysNothing)
{
  for (const char *sample : { "tls10", "tls12-ecdhe", "tls13-client-certificate" })
    {
      Opened opened (sample);

      opened.for_each_proof ([] (const TlConversation *, guint, const TlProof *proof) {
        for (const char *name : { "transcript=", "verify_data=", "signature=", "signed=" })
          {
            std::string commands = proof->recipe;
            size_t at = commands.find (name);

            if (at == std::string::npos)
              continue;
            at += strlen (name) + 20;
            commands[at] = commands[at] == '0' ? '1' : '0';
            EXPECT_EQ (run (commands).find (answer_of (proof)), std::string::npos) << commands;
          }
      });
    }
}

} // namespace
