/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands before TLS: why it is there, and what each message has to do with the way to TLS.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  LEADS_TO_TLS,      /* a command of the protocol turns the connection into TLS */
  LEADS_TO_A_SERVER, /* a relay makes the way to a server, with whom TLS begins */
  LEADS_ON           /* it only stands before what matters */
} Leads;

static const struct
{
  const char *name;
  const char *reference;
  Leads leads;
} preludes[TL_N_PRELUDES] = {
  [TL_PRELUDE_SMTP] = { "SMTP", "RFC 3207, section 4", LEADS_TO_TLS },
  [TL_PRELUDE_LMTP] = { "LMTP", "RFC 3207, section 4", LEADS_TO_TLS },
  [TL_PRELUDE_IMAP] = { "IMAP", "RFC 9051, section 6.2.1", LEADS_TO_TLS },
  [TL_PRELUDE_POP3] = { "POP3", "RFC 2595, section 4", LEADS_TO_TLS },
  [TL_PRELUDE_FTP] = { "FTP", "RFC 4217, section 4", LEADS_TO_TLS },
  [TL_PRELUDE_IRC] = { "IRC", "IRCv3, tls extension", LEADS_TO_TLS },
  [TL_PRELUDE_NNTP] = { "NNTP", "RFC 4642, section 2.2", LEADS_TO_TLS },
  [TL_PRELUDE_SIEVE] = { "ManageSieve", "RFC 5804, section 2.2", LEADS_TO_TLS },
  [TL_PRELUDE_ACAP] = { "ACAP", "RFC 2595, section 5", LEADS_TO_TLS },
  [TL_PRELUDE_HTTP_CONNECT] = { "HTTP", "RFC 9110, section 9.3.6", LEADS_TO_A_SERVER },
  [TL_PRELUDE_HTTP_UPGRADE] = { "HTTP", "RFC 2817, section 3", LEADS_TO_TLS },
  [TL_PRELUDE_PROXY] = { "PROXY", "HAProxy, The PROXY protocol", LEADS_ON },
  [TL_PRELUDE_SOCKS] = { "SOCKS", "RFC 1928", LEADS_TO_A_SERVER },
  [TL_PRELUDE_XMPP] = { "XMPP", "RFC 6120, section 5", LEADS_TO_TLS },
  [TL_PRELUDE_LDAP] = { "LDAP", "RFC 4511, section 4.14", LEADS_TO_TLS },
  [TL_PRELUDE_POSTGRESQL] = { "PostgreSQL", "PostgreSQL, Message Flow, SSL Session Encryption", LEADS_TO_TLS },
  [TL_PRELUDE_MYSQL] = { "MySQL", "MySQL, Protocol::SSLRequest", LEADS_TO_TLS },
  [TL_PRELUDE_RDP] = { "RDP", "[MS-RDPBCGR], section 5.4", LEADS_TO_TLS },
  [TL_PRELUDE_TELNET] = { "Telnet", "draft-altman-telnet-starttls", LEADS_TO_TLS },
};

static TlPreludeProtocol
protocol_of (const TlStep *step)
{
  return step->prelude < TL_N_PRELUDES ? (TlPreludeProtocol) step->prelude : TL_PRELUDE_NONE;
}

const char *
tl_explain_prelude_reference (const TlStep *step)
{
  return preludes[protocol_of (step)].reference;
}

char *
tl_explain_prelude (const TlStep *step)
{
  TlPreludeProtocol protocol = protocol_of (step);

  if (protocol == TL_PRELUDE_NONE)
    return g_strdup (_ ("Before TLS: the two sides talk in clear. Whoever is on the way can read this, and could change it."));
  switch (preludes[protocol].leads)
    {
    case LEADS_TO_A_SERVER:
      return g_strdup_printf (_ ("Before TLS: the client asks a proxy, in %s and in clear, for the way to a server. What it says in "
                                 "TLS afterwards the proxy only passes on: it cannot read that."),
                              preludes[protocol].name);
    case LEADS_ON:
      return g_strdup_printf (_ ("Before TLS: a proxy tells the server, in a header of the %s protocol, from whom the connection "
                                 "comes that it passes on."),
                              preludes[protocol].name);
    case LEADS_TO_TLS:
    default:
      return g_strdup_printf (_ ("Before TLS: the two sides talk %s in clear, until they agree to begin TLS on the same "
                                 "connection. Whoever is on the way can read this, and could change it."),
                              preludes[protocol].name);
    }
}

static bool
tls_follows (const TlConversation *conversation, guint index)
{
  return index + 1 < conversation->n_steps && conversation->steps[index + 1]->type != TL_STEP_PRELUDE;
}

static const char *
mark_text (const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  bool relay = preludes[protocol_of (step)].leads == LEADS_TO_A_SERVER;

  if (step->marks & TL_PRELUDE_GRANTS)
    return relay ? _ ("With this the proxy says that the way is there: what follows goes to the server.")
                 : _ ("With this the server agrees: what follows is TLS.");
  if (step->marks & TL_PRELUDE_REFUSES)
    return relay ? _ ("With this the proxy refuses.") : _ ("With this the server refuses TLS.");
  if (step->marks & TL_PRELUDE_ASKS)
    return relay ? _ ("With this the client says to which server it wants.") : _ ("With this the client asks for TLS.");
  if (step->marks & TL_PRELUDE_OFFERS)
    return _ ("It says that TLS can be had. Who is on the way could take this line out, and a client that does not insist would "
              "go on without TLS.");
  if (tls_follows (conversation, index))
    return _ ("What follows is TLS.");
  return NULL;
}

char *
tl_explain_prelude_situation (const TlConversation *conversation, guint index)
{
  const char *mark = mark_text (conversation, index);
  const char *secret = conversation->steps[index]->marks & TL_PRELUDE_SECRET
                           ? _ ("What the client proves itself with stands in it, in clear. It is not shown.")
                           : NULL;

  if (mark == NULL && secret == NULL)
    return NULL;
  return g_strjoin (mark && secret ? " " : "", mark ? mark : "", secret ? secret : "", NULL);
}
