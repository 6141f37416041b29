/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands between a person and a capture: each cause, as a process of its own that has given up what root has. Nothing is started with a privilege.
 */
#include "as-root.h"
#include "capture/permission.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <functional>
#include <set>
#include <string>

namespace
{

__attribute__ ((constructor)) void
begin ()
{
  become_root ();
}

constexpr gid_t somebodys = 54321; /* a group that nobody is in */

class Permission : public testing::Test
{
protected:
  Permission ()
  {
    g_file_set_contents (path.c_str (), "#!/bin/sh\n", -1, nullptr);
    g_chmod (path.c_str (), 0755);
    g_chmod (folder, 0755);
  }

  ~Permission () override
  {
    g_unlink (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  /* As setcap does: CAP_NET_RAW, permitted and in force at once. */
  static void allow (const std::string &file)
  {
    struct vfs_cap_data data = {};
    data.magic_etc = GUINT32_TO_LE (VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE);
    data.data[0].permitted = GUINT32_TO_LE (1u << CAP_NET_RAW);
    EXPECT_EQ (setxattr (file.c_str (), "security.capability", &data, sizeof data, 0), 0) << g_strerror (errno);
  }

  /* What a process that has done @before finds. */
  static int found (const std::string &file, const std::function<void ()> &before)
  {
    pid_t pid = fork ();
    int status = 0;

    if (pid == 0)
      {
        before ();
        _exit (tl_permission_check (file.c_str ()));
      }
    EXPECT_EQ (waitpid (pid, &status, 0), pid);
    EXPECT_TRUE (WIFEXITED (status));
    return WEXITSTATUS (status);
  }

  /* An ordinary user, whose group in force is @group. */
  static void become_nobody (gid_t group)
  {
    const struct passwd *nobody = getpwnam ("nobody");
    if (nobody == nullptr || setgroups (0, nullptr) != 0 || setresgid (group, group, group) != 0
        || setresuid (nobody->pw_uid, nobody->pw_uid, nobody->pw_uid) != 0)
      _exit (99);
  }

  static gid_t nobodys_group ()
  {
    const struct passwd *nobody = getpwnam ("nobody");
    return nobody ? nobody->pw_gid : 65534;
  }

  char *folder = g_dir_make_tmp ("tl-permission-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/tls-ladder-capture";
};

/* The causes that only another user meets. Who is root of a namespace alone cannot become another: then it is said that they were not tried. */
class PermissionOfOthers : public Permission
{
protected:
  void SetUp () override
  {
    pid_t pid = fork ();
    int status = 0;

    if (pid == 0)
      {
        become_nobody (nobodys_group ());
        _exit (0);
      }
    waitpid (pid, &status, 0);
    if (WEXITSTATUS (status) != 0)
      GTEST_SKIP () << "Not tried: this needs to be run as root, to become another user.";
  }
};

}

/* Threads ask at the same time: what one has found must not change under its hands. */
TEST_F (Permission, LeavesWhatOthersHaveLookedUp)
{
  struct group *held = getgrgid (1);

  ASSERT_NE (held, nullptr);
  std::string name = held->gr_name;
  g_autofree char *text = tl_permission_text (TL_PERMISSION_NOT_IN_GROUP, path.c_str ());
  EXPECT_NE (strstr (text, "“root”"), nullptr) << text;
  EXPECT_EQ (held->gr_name, name);
}

TEST_F (Permission, IsMissingWithoutAHelper)
{
  EXPECT_EQ (tl_permission_check (nullptr), TL_PERMISSION_NO_HELPER);
  EXPECT_EQ (tl_permission_check ((path + ".none").c_str ()), TL_PERMISSION_NO_HELPER);
}

TEST_F (Permission, IsRootsAlways)
{
  EXPECT_EQ (found (path, [] {}), TL_PERMISSION_GRANTED);
}

TEST_F (Permission, IsNobodysWhereTheKernelDoesNotGiveIt)
{
  EXPECT_EQ (found (path, [] { prctl (PR_CAPBSET_DROP, CAP_NET_RAW, 0, 0, 0); }), TL_PERMISSION_KERNEL);
}

TEST_F (Permission, IsMissingInAFlatpak)
{
  std::string info = std::string (folder) + "/.flatpak-info";

  g_file_set_contents (info.c_str (), "", 0, nullptr);
  EXPECT_EQ (found (path,
                    [this] {
                      if (chroot (folder) != 0)
                        _exit (98);
                    }),
             TL_PERMISSION_FLATPAK);
  g_unlink (info.c_str ());
}

TEST_F (PermissionOfOthers, IsMissingWithoutTheCapability)
{
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_NO_CAPABILITY);
}

TEST_F (PermissionOfOthers, IsThereWithTheCapability)
{
  allow (path);
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_GRANTED);
}

TEST_F (PermissionOfOthers, IsMissingOutsideTheGroup)
{
  ASSERT_EQ (chown (path.c_str (), 0, somebodys), 0);
  g_chmod (path.c_str (), 0750);
  allow (path);
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_NOT_IN_GROUP);
}

TEST_F (PermissionOfOthers, IsMissingUntilTheGroupIsActive)
{
  ASSERT_EQ (chown (path.c_str (), 0, nobodys_group ()), 0);
  g_chmod (path.c_str (), 0750);
  allow (path);
  EXPECT_EQ (found (path, [] { become_nobody (somebodys); }), TL_PERMISSION_GROUP_NOT_ACTIVE);
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_GRANTED);
}

TEST_F (PermissionOfOthers, IsNoMatterOfTheGroupWhereTheGroupMayNotEither)
{
  allow (path);
  ASSERT_EQ (chown (path.c_str (), 0, somebodys), 0);
  g_chmod (path.c_str (), 0700);
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_NO_CAPABILITY);
  ASSERT_EQ (chown (path.c_str (), 0, 0), 0);
  g_chmod (path.c_str (), 0750);
  EXPECT_EQ (found (path, [] { become_nobody (nobodys_group ()); }), TL_PERMISSION_NO_CAPABILITY) << "nobody is put into root's group";
}

TEST_F (Permission, DoesNotCountInAUserNamespaceWithTheNetworkOfAnother)
{
  EXPECT_EQ (found (path,
                    [] {
                      if (unshare (CLONE_NEWUSER) != 0)
                        _exit (96);
                    }),
             TL_PERMISSION_NO_NEW_PRIVS);
  EXPECT_NE (found (path,
                    [] {
                      if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
                        _exit (96);
                    }),
             TL_PERMISSION_NO_NEW_PRIVS);
}

TEST_F (PermissionOfOthers, IsMissingWithNoNewPrivileges)
{
  allow (path);
  EXPECT_EQ (found (path,
                    [] {
                      become_nobody (nobodys_group ());
                      prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                    }),
             TL_PERMISSION_NO_NEW_PRIVS);
}

TEST_F (PermissionOfOthers, IsMissingOnAFileSystemWithoutSuid)
{
  EXPECT_EQ (found (path,
                    [this] {
                      if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                          || mount ("none", folder, "tmpfs", MS_NOSUID, "mode=755") != 0)
                        _exit (97);
                      g_file_set_contents (path.c_str (), "#!/bin/sh\n", -1, nullptr);
                      g_chmod (path.c_str (), 0755);
                      allow (path);
                      become_nobody (nobodys_group ());
                    }),
             TL_PERMISSION_NOSUID);
}

TEST_F (Permission, IsToldInASentenceOfItsOwnForEachCause)
{
  std::set<std::string> sentences;

  for (int cause = TL_PERMISSION_NO_HELPER; cause <= TL_PERMISSION_KERNEL; cause++)
    for (const char *helper : { path.c_str (), static_cast<const char *> (nullptr) })
      {
        g_autofree char *text = tl_permission_text (static_cast<TlPermission> (cause), helper);
        g_autofree char *command = tl_permission_command (static_cast<TlPermission> (cause), helper);
        ASSERT_NE (text, nullptr) << cause;
        EXPECT_EQ (text[strlen (text) - 1], '.') << text;
        if (helper)
          EXPECT_TRUE (sentences.insert (text).second) << text;
        if (command)
          EXPECT_EQ (std::string (command).find ("(null)"), std::string::npos) << command;
      }
  EXPECT_EQ (tl_permission_text (TL_PERMISSION_GRANTED, path.c_str ()), nullptr);
  EXPECT_EQ (tl_permission_command (TL_PERMISSION_GRANTED, path.c_str ()), nullptr);
}

TEST_F (Permission, IsMendedByACommandThatAShellTakes)
{
  const std::string name = "/opt/it's; rm -rf $HOME/tls-ladder-capture";
  g_autofree char *command = tl_permission_command (TL_PERMISSION_NO_CAPABILITY, name.c_str ());
  g_auto (GStrv) words = nullptr;
  bool named = false;

  ASSERT_NE (command, nullptr);
  ASSERT_TRUE (g_shell_parse_argv (command, nullptr, &words, nullptr));
  for (char **word = words; *word; word++)
    named |= name == *word;
  EXPECT_TRUE (named) << command;
}

TEST_F (Permission, IsGivenByTheScriptOfTheSourceTree)
{
  const std::string root = folder, tools = root + "/tools", script = tools + "/allow-capture";
  const std::string built = root + "/build/app/tls-ladder-capture";
  g_autofree char *without = tl_permission_command (TL_PERMISSION_NO_CAPABILITY, built.c_str ());

  EXPECT_NE (std::string (without).find ("setcap cap_net_raw+ep"), std::string::npos) << without;
  ASSERT_EQ (g_mkdir (tools.c_str (), 0755), 0);
  ASSERT_TRUE (g_file_set_contents_full (script.c_str (), "#!/bin/sh\n", -1, G_FILE_SET_CONTENTS_NONE, 0755, nullptr));
  g_autofree char *with = tl_permission_command (TL_PERMISSION_NO_CAPABILITY, built.c_str ());
  EXPECT_EQ (std::string (with), "sudo '" + script + "' '" + built + "'");
  g_remove (script.c_str ());
  g_rmdir (tools.c_str ());
}

TEST_F (Permission, IsLookedForWhereItIsGiven)
{
  g_setenv ("TLS_LADDER_CAPTURE", path.c_str (), TRUE);
  g_autofree char *helper = tl_permission_find_helper ();
  EXPECT_STREQ (helper, path.c_str ());
}
