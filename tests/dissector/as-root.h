/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests of what only root may: in a user namespace of its own, everybody is (user_namespaces(7)).
 */
#pragma once

#include <string>
#include <unistd.h>
#include <vector>

#include <fstream>
#include <iterator>

/* Starts this program again as root of a user namespace with a network of its own, unless it is root already. Called before main(), which then does not come. */
inline void
become_root ()
{
  if (geteuid () == 0)
    return;
  std::ifstream file ("/proc/self/cmdline");
  std::string text ((std::istreambuf_iterator<char> (file)), std::istreambuf_iterator<char> ());
  std::vector<std::string> words = { "unshare", "--user", "--map-root-user", "--net", "/proc/self/exe" };
  std::vector<char *> arguments;
  char own[4096];
  ssize_t n = readlink ("/proc/self/exe", own, sizeof own - 1);

  own[n > 0 ? n : 0] = '\0';
  words[4] = own;
  for (size_t at = text.find ('\0') + 1; at < text.size (); at = text.find ('\0', at) + 1)
    words.push_back (text.c_str () + at);
  for (std::string &word : words)
    arguments.push_back (word.data ());
  arguments.push_back (nullptr);
  execvp ("unshare", arguments.data ());
  _exit (77);
}
