/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What later versions of GTK and libadwaita deprecate, in one place.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Called with the file that was chosen, never with NULL. */
typedef void (*TlFileFunc) (GFile *file, gpointer user_data);

/* Asks for a capture to open. Does nothing more when the dialog is dismissed. */
void tl_compat_choose_capture (GtkWindow *parent, TlFileFunc func, gpointer user_data);

/* Asks for a key log. The desktop does not remember it among the recent files. */
void tl_compat_choose_keylog (GtkWindow *parent, TlFileFunc func, gpointer user_data);

/* Asks for a private key, or a file with pre-shared keys. It is not remembered either. */
void tl_compat_choose_private_key (GtkWindow *parent, TlFileFunc func, gpointer user_data);

/* Asks where to save, and proposes @name. */
void tl_compat_choose_target (
    GtkWindow *parent, const char *title, const char *name, TlFileFunc func, gpointer user_data);

/* The same; @destroy is called with @user_data when the dialog is answered, whatever the answer. */
void tl_compat_choose_target_full (
    GtkWindow *parent, const char *title, const char *name, TlFileFunc func, gpointer user_data, GDestroyNotify destroy);

typedef enum
{
  TL_ANSWER_PLAIN,
  TL_ANSWER_SUGGESTED,
  TL_ANSWER_DESTRUCTIVE
} TlAnswerLook;

/**
 * TlAnswer:
 * @id: for the one who asks
 * @label: marked for translation, and not translated yet
 */
typedef struct
{
  const char *id;
  const char *label;
  TlAnswerLook look;
} TlAnswer;

typedef void (*TlAnswerFunc) (const char *answer, gpointer user_data);

/* Asks @heading, explained in @body, above @extra, which may be NULL. The first of @answers is the one where nothing happens, and stands for closing; the
 * last is the one of Enter. @func is called once, after the dialog is gone, unless @parent is gone, too.
 * @destroy, NULL: nothing, is called with @user_data when no answer can come any more, after @func. */
void tl_compat_ask (GtkWindow *parent,
                    const char *heading,
                    const char *body,
                    GtkWidget *extra,
                    const TlAnswer *answers,
                    gsize n_answers,
                    TlAnswerFunc func,
                    gpointer user_data,
                    GDestroyNotify destroy);

/* Says that something went wrong: @heading in a few words, @body with what to do. */
void tl_compat_show_message (GtkWindow *parent, const char *heading, const char *body);

/* A dialog that asks something with @content: it has _Cancel, and @response with @label, which Enter means. Not yet on the screen. */
GtkWidget *tl_compat_dialog_new (
    GtkWindow *parent, const char *heading, const char *body, GtkWidget *content, const char *response, const char *label);

/* Whether @response of such a @dialog can be chosen. */
void tl_compat_dialog_enable (GtkWidget *dialog, const char *response, gboolean enabled);

/* Shows who wrote the program, and its version. */
void tl_compat_show_about (GtkWindow *parent);

/* Names the toggles inside the menu buttons below @root after the tooltips of these: they take the focus, and
 * newer versions of GTK leave them without a name. */
void tl_compat_name_menu_buttons (GtkWidget *root);

/* The colour in which @widget draws its text. */
void tl_compat_get_color (GtkWidget *widget, GdkRGBA *color);

/* The colour @name of the style sheet, or the colour of the text where it has none. */
void tl_compat_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color);

/* Empties the clipboard of @widget and puts @text there. */
void tl_compat_copy_text (GtkWidget *widget, const char *text);

G_END_DECLS
