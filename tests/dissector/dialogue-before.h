/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a dialogue before TLS, fed in pieces.
 */
#pragma once

#include "prelude/prelude.h"

#include <string>
#include <vector>

/* A protocol's dialogue. Each piece comes in a packet of its own. */
struct Before
{
  TlPrelude *prelude = tl_prelude_new ();
  guint64 packet = 0;
  bool good = true; /* false: it was let go */

  Before () = default;
  Before (const Before &) = delete;
  Before &operator= (const Before &) = delete;
  ~Before () { tl_prelude_free (prelude); }

  void
  say (guint direction, const std::string &text, gsize step = 100000)
  {
    for (gsize i = 0; i < text.size () && good; i += step)
      {
        gsize length = MIN (step, text.size () - i);
        TlBytes bytes = tl_bytes (text.data () + i, length);
        packet++;
        while (bytes.length > 0 && good)
          good = tl_prelude_add (prelude, direction, &bytes, { packet, (gint64) packet });
      }
  }

  struct Step
  {
    guint direction;
    TlPreludeProtocol protocol;
    guint8 marks;
    std::string text;
    std::string packets;
    gsize length;
    gint64 time;
  };

  static void
  tell (gpointer user_data, const TlPreludeStep *step)
  {
    auto steps = static_cast<std::vector<Step> *> (user_data);
    std::string packets;

    for (guint i = 0; i < step->chunk.n_origins; i++)
      packets += (i > 0 ? "," : "") + std::to_string (step->chunk.origins[i].packet);
    steps->push_back ({ step->direction, step->protocol, step->marks, step->text, packets, step->chunk.bytes.length,
                        step->chunk.time });
  }

  std::vector<Step>
  take ()
  {
    std::vector<Step> steps;
    tl_prelude_take (prelude, tell, &steps);
    return steps;
  }

  /* "0 EHLO me|1 250 OK|": what was said since the last time. */
  std::string
  told ()
  {
    std::string all;
    for (auto &step : take ())
      all += std::to_string (step.direction) + " " + step.text + "|";
    return all;
  }

  std::string
  packets ()
  {
    std::string all;
    for (auto &step : take ())
      all += step.packets + "|";
    return all;
  }

  std::string
  protocols ()
  {
    std::string all;
    for (auto &step : take ())
      all += std::string (tl_prelude_protocol_id (step.protocol) ? tl_prelude_protocol_id (step.protocol) : "-") + " ";
    return all;
  }

  /* The same, with what each has to do with TLS: "o" offers, "a" asks, "g" grants, "r" refuses, "s" has a secret in it. */
  std::string
  marked ()
  {
    static const char letters[] = "oagrs";
    std::string all;
    for (auto &step : take ())
      {
        all += step.direction == 0 ? "C " : "S ";
        for (guint i = 0; letters[i]; i++)
          if (step.marks & 1 << i)
            all += letters[i] + std::string (" ");
        all += step.text + "|";
      }
    return all;
  }

  std::string
  upgraded_from () const
  {
    const char *id = tl_prelude_upgraded_from (prelude);
    return id ? id : "";
  }
};

/* Both sides of a dialogue, in turns: { 'C', "…" } and { 'S', "…" }. */
using Turns = std::vector<std::pair<char, std::string>>;

/* What each says, and where that leads: "smtp: C EHLO|…", or "let go" in front. Fed in pieces of @step bytes. */
static inline std::string
read_before (const Turns &turns, gsize step = 100000)
{
  Before before;

  for (auto &turn : turns)
    before.say (turn.first == 'C' ? 0 : 1, turn.second, step);
  return (before.good ? "" : "let go: ") + before.upgraded_from () + ": " + before.marked ();
}

/* The same in pieces of every length and cut in two at every byte: the first answer that differs from the whole, or the whole. */
static inline std::string
read_before_cut (const Turns &turns)
{
  std::string whole = read_before (turns);

  for (gsize step = 1; step < 20; step++)
    if (read_before (turns, step) != whole)
      return "in pieces of " + std::to_string (step) + ": " + read_before (turns, step);
  for (gsize i = 0; i < turns.size (); i++)
    for (gsize at = 1; at < turns[i].second.size (); at++)
      {
        Turns cut = turns;
        cut[i].second = turns[i].second.substr (0, at);
        cut.insert (cut.begin () + (long) i + 1, { turns[i].first, turns[i].second.substr (at) });
        if (read_before (cut) != whole)
          return "cut at " + std::to_string (at) + ": " + read_before (cut);
      }
  return whole;
}
