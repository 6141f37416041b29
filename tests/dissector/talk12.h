/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a handshake of TLS 1.2 up to the client's Finished.
 */
#pragma once

#include "talk.h"

static inline Talk
tls12_talk ()
{
  Hello hello;
  Talk talk;
  hello.tls13 = false;
  hello.suite = 0xc02f;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello) + message (11, prefixed (3, prefixed (3, bytes_of ("no DER"))))
                                         + message (12, be (3, 1) + be (29, 2) + prefixed (1, Data (32, 4))
                                                            + be (0x0804, 2) + prefixed (2, Data (256, 5)))
                                         + message (14, {})));
  talk.say (FROM_CLIENT, record (22, message (16, prefixed (1, Data (32, 1)))) + record (20, be (1, 1))
                             + record (22, Data (40, 0xaa)));
  return talk;
}
