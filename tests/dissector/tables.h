/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Goes over every field of every table, whatever is below what.
 */
#pragma once

#include "quic/tables.h"
#include "tls/extensions.h"
#include "tls/messages.h"

#include <functional>
#include <set>
#include <string>

/* Calls @visit with each field and the name of the field it is in ("" at the top of a table). A table that is reached again
 * below the same name is not entered a second time. */
class EveryField
{
public:
  using Visit = std::function<void (const char *parent, const TlField *field)>;

  explicit EveryField (Visit visit) : visit (visit)
  {
    for (const TlField *const *table = tl_message_all_tables (); *table; table++)
      enter ("", *table);
    for (const TlField *const *table = tl_quic_all_tables (); *table; table++)
      enter ("", *table);
  }

private:
  Visit visit;
  std::set<std::pair<std::string, const TlField *>> seen;

  void enter (const char *parent, const TlField *fields)
  {
    if (!seen.insert ({ parent, fields }).second)
      return;
    for (const TlField *field = fields; field->kind != TL_FIELD_END; field++)
      {
        visit (parent, field);
        if (field->fields)
          enter (field->name, field->fields);
        for (gsize i = 0; field->choice && i < field->choice->n_cases; i++)
          enter (field->name, field->choice->cases[i].fields);
      }
  }
};
