/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Starting the window as the superuser is no good idea, and people do it. Without capabilities it is at least not above the rules for files,
 * and can do nothing to the network (capabilities(7)).
 */
#include "privilege.h"

#if TL_HAVE_CAPNG
#include <cap-ng.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#if TL_HAVE_CAPNG

/* Whether @path belongs to somebody else. */
static bool
is_foreign (const char *path)
{
  struct stat status;

  return path != NULL && stat (path, &status) == 0 && status.st_uid != geteuid ();
}

/* Under sudo or su, the display is that of another user, and the way to it leads through that user's folders. */
static bool
is_guest (void)
{
  return is_foreign (g_getenv ("XAUTHORITY")) || is_foreign (g_getenv ("XDG_RUNTIME_DIR")) || is_foreign (g_get_home_dir ());
}

void
tl_give_up_privilege (void)
{
  /* A program that is started gets nothing back then: what we give up, the one that captures has not. */
  if (prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
    return;
  capng_clear (CAPNG_SELECT_CAPS);
  if (is_guest () && geteuid () == 0)
    capng_updatev (CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, -1);
  if (capng_apply (CAPNG_SELECT_CAPS) < 0)
    g_info ("The privileges of this program could not be given up.");
}

#else /* then there is nothing to start that would capture, either */

void
tl_give_up_privilege (void)
{
}

#endif
