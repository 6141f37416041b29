/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Back to what was on show. The numbers of conversations are the same in each reading; their steps are not.
 */
#include "comeback.h"

void
tl_comeback_take (TlComeback *self, TlConversationView *view)
{
  TlConversationItem *item = tl_conversation_view_get_item (view);

  *self = (TlComeback){ .number = item == NULL ? 0 : tl_conversation_item_get_conversation (item)->number };
  self->step = tl_conversation_view_get_place (view, &self->place, &self->y);
}

void
tl_comeback_try (TlComeback *self, GListModel *model, bool reading, TlConversationList *list, TlConversationView *view)
{
  guint n = self->number == 0 ? 0 : g_list_model_get_n_items (model);
  TlComeback wanted = *self; /* to select tells others, who may ask again */

  if (!reading)
    self->number = 0;
  for (guint i = (guint) MIN (wanted.number, n); i > 0; i--)
    {
      g_autoptr (TlConversationItem) item = g_list_model_get_item (model, i - 1);
      guint64 number = tl_conversation_item_get_conversation (item)->number;

      if (number == wanted.number)
        {
          self->number = 0;
          tl_conversation_list_reveal (list, i - 1);
          if (wanted.step)
            tl_conversation_view_go_to (view, &wanted.place, wanted.y);
        }
      if (number <= wanted.number)
        break;
    }
}
