/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The fences of the house: who may include whom, and what is open to translation. Reads the source tree.
 */
#include "config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

static const fs::path root = fs::path (TL_SOURCE_SAMPLESDIR).parent_path ();

/* Rooms in the order in which bytes travel; HACKING.md has the table. "base" is what everybody may use. */
static const std::map<std::string, std::set<std::string> > may_include = {
  { "base", { "base" } },
  { "registries", { "base" } },
  { "fields", { "base", "registries" } },
  { "capture", { "base" } },
  { "network", { "base", "registries" } },
  { "prelude", { "base", "registries", "network" } },
  { "tls", { "base", "registries", "fields", "network", "prelude" } },
  { "quic", { "base", "registries", "fields", "network", "prelude", "tls" } },
  { "carriers", { "base", "registries", "fields", "network", "prelude", "tls", "quic" } },
  { "x509", { "base", "registries", "fields", "network", "prelude", "tls", "quic" } },
  { "secrets", { "base", "registries", "fields", "network", "prelude", "tls", "quic", "x509" } },
  { "conversation",
    { "base", "registries", "fields", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets" } },
  { "session",
    { "base", "registries", "fields", "capture", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets",
      "conversation" } },
  { "findings",
    { "base", "registries", "fields", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets",
      "conversation" } },
  { "proof",
    { "base", "registries", "fields", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets",
      "conversation" } },
  { "explain",
    { "base", "registries", "fields", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets",
      "conversation", "proof" } },
  { "export",
    { "base", "registries", "fields", "network", "prelude", "tls", "quic", "carriers", "x509", "secrets",
      "conversation", "findings", "proof", "explain" } },
};

/* Files of dissector/ that stand in no folder, and the one struct that capture/ hands on. */
static const std::map<std::string, std::string> rooms_of_files = {
  { "bytes", "base" },        { "limits", "base" },    { "errors", "base" },
  { "display", "base" },     { "idn", "base" },      { "pieces", "base" },    { "mosaic", "base" },
  { "samples", "base" },      { "fields", "fields" },  { "field-tree", "fields" },
  { "carried-keys", "session" }, { "held-packets", "session" }, { "keylog-part", "session" }, { "reading", "session" },   { "reader", "session" },    { "session", "session" },
  { "session-worker", "session" }, { "conversation-item", "session" },
};

static std::string
room_of (const fs::path &file) /* relative to dissector/ */
{
  if (file == "capture/packet.h")
    return "base";
  if (file.has_parent_path ())
    return file.begin ()->string ();
  auto found = rooms_of_files.find (file.stem ().string ());
  return found != rooms_of_files.end () ? found->second : "";
}

struct Include
{
  std::string name;
  bool quoted;
};

static std::string
read_file (const fs::path &path)
{
  std::ifstream stream (path);
  std::stringstream text;
  text << stream.rdbuf ();
  return text.str ();
}

static std::vector<Include>
includes_of (const fs::path &path)
{
  static const std::regex directive ("^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]");
  std::vector<Include> includes;
  std::ifstream stream (path);
  for (std::string line; std::getline (stream, line);)
    {
      std::smatch match;
      if (std::regex_search (line, match, directive))
        includes.push_back ({ match[2], match[1] == "\"" });
    }
  return includes;
}

static std::vector<fs::path>
sources_below (const char *floor, const std::set<std::string> &extensions = { ".c", ".h" })
{
  std::vector<fs::path> sources;
  for (const auto &entry : fs::recursive_directory_iterator (root / floor))
    if (entry.is_regular_file () && extensions.count (entry.path ().extension ().string ()) > 0)
      sources.push_back (entry.path ());
  return sources;
}

/* Where a quoted include leads, relative to the root of the project; empty for what the build makes. */
static fs::path
resolve (const fs::path &file, const std::string &name)
{
  for (const fs::path &base : { file.parent_path (), root / "dissector", root / "ui" })
    if (fs::exists (base / name))
      return fs::relative (fs::canonical (base / name), fs::canonical (root));
  return {};
}

static bool
is_toolkit (const std::string &name)
{
  static const std::regex toolkit ("^(gtk|gdk|gsk|adwaita|pango|graphene|cairo|libadwaita)(/|\\.h|-)");
  return std::regex_search (name, toolkit);
}

static bool
is_pcap (const std::string &name)
{
  return name == "pcap.h" || name.rfind ("pcap/", 0) == 0;
}

static std::string
relative_name (const fs::path &file)
{
  return fs::relative (file, root).string ();
}

TEST (House, RoomsIncludeOnlyWhatStandsBeforeThem)
{
  unsigned checked = 0;
  for (const fs::path &file : sources_below ("dissector"))
    {
      fs::path inside = fs::relative (file, root / "dissector");
      std::string room = room_of (inside);
      if (inside == "dissector.h") /* the door: it shows everything */
        continue;
      ASSERT_EQ (may_include.count (room), 1u) << relative_name (file) << " stands in no room";
      for (const Include &include : includes_of (file))
        {
          fs::path target = include.quoted ? resolve (file, include.name) : fs::path ();
          if (target.empty ())
            continue;
          ASSERT_EQ (*target.begin (), "dissector") << relative_name (file) << " includes " << include.name;
          std::string other = room_of (fs::relative (root / target, root / "dissector"));
          EXPECT_TRUE (other == room || may_include.at (room).count (other) > 0)
              << relative_name (file) << " (" << room << ") includes " << include.name << " (" << other
              << ")";
          checked++;
        }
    }
  EXPECT_GT (checked, 50u);
}

TEST (House, TheOrderOfRoomsHasNoCircle)
{
  for (const auto &[room, others] : may_include)
    for (const std::string &other : others)
      {
        ASSERT_EQ (may_include.count (other), 1u) << other;
        EXPECT_TRUE (room == other || may_include.at (other).count (room) == 0) << room << " and " << other;
      }
}

TEST (House, TheDissectorKnowsNoToolkit)
{
  for (const fs::path &file : sources_below ("dissector"))
    for (const Include &include : includes_of (file))
      EXPECT_FALSE (is_toolkit (include.name)) << relative_name (file) << " includes " << include.name;
}

TEST (House, LibrariesStayInTheirRooms)
{
  unsigned pcap = 0, tasn1 = 0;
  for (const char *floor : { "dissector", "ui", "app" })
    for (const fs::path &file : sources_below (floor))
      for (const Include &include : includes_of (file))
        {
          std::string name = relative_name (file);
          if (is_pcap (include.name))
            {
              pcap++;
              EXPECT_TRUE (name.rfind ("dissector/capture/", 0) == 0 || name == "app/capture-helper.c")
                  << name;
            }
          if (include.name == "libtasn1.h")
            {
              tasn1++;
              EXPECT_EQ (name.rfind ("dissector/x509/", 0), 0u) << name;
            }
        }
  EXPECT_GT (pcap, 0u);
  EXPECT_GT (tasn1, 0u);
}

TEST (House, UpstairsKnowsOneHeaderOfTheDissector)
{
  unsigned doors = 0;
  for (const char *floor : { "ui", "app" })
    for (const fs::path &file : sources_below (floor))
      for (const Include &include : includes_of (file))
        {
          fs::path target = include.quoted ? resolve (file, include.name) : fs::path ();
          if (target.empty ())
            continue;
          if (target == "dissector/dissector.h")
            doors++;
          else if (*target.begin () == "dissector")
            ADD_FAILURE () << relative_name (file) << " includes " << include.name;
          else
            EXPECT_TRUE (std::string (floor) == "app" || *target.begin () != "app") << relative_name (file);
        }
  EXPECT_GT (doors, 0u);
}

TEST (House, TheCommandLineAndTheHelperKnowNoToolkit)
{
  for (const char *name : { "app/cli.c", "app/capture-helper.c" })
    if (fs::exists (root / name))
      for (const Include &include : includes_of (root / name))
        {
          EXPECT_FALSE (is_toolkit (include.name)) << name;
          fs::path target = include.quoted ? resolve (root / name, include.name) : fs::path ();
          EXPECT_TRUE (target.empty () || *target.begin () != "ui") << name << " includes " << include.name;
        }
}

TEST (House, EverySourceSaysItsLicence)
{
  for (const char *floor : { "dissector", "ui", "app", "tests" })
    for (const fs::path &file : sources_below (floor, { ".c", ".h", ".cc" }))
      EXPECT_EQ (read_file (file).rfind ("/* SPDX-License-Identifier: GPL-3.0-or-later\n", 0), 0u)
          << relative_name (file);
}

/* Paths in po/POTFILES, without comments. */
static std::set<std::string>
potfiles ()
{
  std::set<std::string> paths;
  std::ifstream stream (root / "po" / "POTFILES");
  for (std::string line; std::getline (stream, line);)
    {
      bool entry = !line.empty () && line[0] != '#';
      EXPECT_TRUE (!entry || paths.insert (line).second) << line << " stands twice in po/POTFILES";
    }
  return paths;
}

static bool
has_text_to_translate (const fs::path &file)
{
  static const std::regex call ("(^|[^A-Za-z0-9_])(_|N_|C_|NC_|ngettext|g_dngettext|gettext) ?\\([ \t\n]*\"");
  static const std::regex property ("translatable=\"(yes|true)\"");
  return std::regex_search (read_file (file), file.extension () == ".ui" ? property : call);
}

TEST (Translation, EveryEntryOfPotfilesExists)
{
  std::set<std::string> paths = potfiles ();
  EXPECT_FALSE (paths.empty ());
  for (const std::string &path : paths)
    EXPECT_TRUE (fs::exists (root / path)) << path;
}

TEST (Translation, EverySourceWithTextIsInPotfiles)
{
  std::set<std::string> paths = potfiles ();
  for (const char *floor : { "dissector", "ui", "app" })
    for (const fs::path &file : sources_below (floor, { ".c", ".h", ".ui" }))
      EXPECT_TRUE (!has_text_to_translate (file) || paths.count (relative_name (file)) == 1)
          << relative_name (file) << " is not in po/POTFILES";
}
