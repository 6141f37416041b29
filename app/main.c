/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * tls-ladder: starts the program with the window.
 */
#include "application.h"
#include "config.h"
#include "privilege.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

int
main (int argc, char **argv)
{
  g_autoptr (TlApplication) application = NULL;

  tl_give_up_privilege ();
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is told of, as a full disk is */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("TLS Ladder"));
  gtk_window_set_default_icon_name (TL_APP_ID);
  application = tl_application_new ();
  return tl_application_run (application, argc, argv);
}
