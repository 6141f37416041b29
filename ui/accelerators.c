/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which key does what, everywhere in the program: the shortcuts window is compared with it.
 */
#include "accelerators.h"

const TlAccelerator tl_accelerators[] = {
  { "win.open", { "<Control>o", NULL } },
  { "win.open-keylog", { "<Control>k", NULL } },
  { "win.lens::observer", { "<Alt>1", "<Alt>KP_1", NULL } },
  { "win.lens::key-log", { "<Alt>2", "<Alt>KP_2", NULL } },
  { "win.lens::server", { "<Alt>3", "<Alt>KP_3", NULL } },
  { "win.capture", { "<Control>l", NULL } },
  { "win.stop-capture", { "<Control>e", NULL } },
  { "win.restart-capture", { "<Control>r", NULL } },
  { "win.save-capture", { "<Control>s", NULL } },
  { "win.secrets", { "<Control><Shift>k", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.toggle-list", { "F9", NULL } },
  { "win.fullscreen", { "F11", NULL } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.help", { "F1", NULL } },
  { "app.new-window", { "<Control>n", NULL } },
  { "app.quit", { "<Control>q", NULL } },
  { "app.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add", NULL } },
  { "app.zoom-out", { "<Control>minus", "<Control>KP_Subtract", NULL } },
  { "app.zoom-reset", { "<Control>0", "<Control>KP_0", NULL } },
};
const gsize tl_n_accelerators = G_N_ELEMENTS (tl_accelerators);
