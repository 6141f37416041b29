#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Checks that po/POTFILES names every file with words for people, each once, in order, and no other; and that
# every C file with translated strings includes the header that finds them in a library.

import os
import re
import sys

# _("…"), N_("…"), ngettext ("…"), g_dgettext and their like; C_("…") and NC_("…") with a context.
IN_C = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|ngettext|gettext|g_dngettext|g_dgettext|g_dpgettext2)\s*\(\s*"')
IN_UI = re.compile(r'translatable="(?:yes|true)"')
# A string that goes on with a macro of GLib's is cut off there for translators; they know PRIu64 and %zu.
CUT_SHORT = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|ngettext)\s*\([^;{}]*?"\s*G_G[A-Z0-9]+_(?:FORMAT|MODIFIER)')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)
ALWAYS = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml')
FOLDERS = ('app', 'dissector', 'ui', 'samples')


def has_words(path, text):
    if path.endswith(('.c', '.h')):
        return IN_C.search(COMMENT.sub('', text)) is not None
    if path.endswith('.ui'):
        return IN_UI.search(text) is not None
    return path.endswith(ALWAYS)


def find_files(root):
    """Files of the source tree with words for people: path -> text."""
    found = {}
    for folder in FOLDERS:
        for directory, _, names in os.walk(os.path.join(root, folder)):
            for name in names:
                path = os.path.relpath(os.path.join(directory, name), root)
                if path.endswith(('.c', '.h', '.ui') + ALWAYS):
                    with open(os.path.join(root, path), encoding='utf-8') as file:
                        text = file.read()
                    if has_words(path, text):
                        found[path] = text
    return found


def main(root):
    with open(os.path.join(root, 'po', 'POTFILES'), encoding='utf-8') as file:
        lines = [line.strip() for line in file]
    listed = [line for line in lines if line and not line.startswith('#')]
    found = find_files(root)
    faults = []
    faults += [f'{path} has words for people, and po/POTFILES does not name it' for path in sorted(set(found) - set(listed))]
    for path in listed:
        if listed.count(path) > 1:
            faults.append(f'po/POTFILES names {path} more than once')
        if not os.path.exists(os.path.join(root, path)):
            faults.append(f'po/POTFILES names {path}, which does not exist')
        elif path not in found and path.endswith(('.c', '.h', '.ui')):
            faults.append(f'po/POTFILES names {path}, which has no words for people')
    faults += [f'{path} translates, and does not include <glib/gi18n-lib.h>'
               for path, text in sorted(found.items()) if path.endswith('.c') and 'gi18n-lib.h' not in text]
    faults += [f'{path} has a string with a macro in it that translators do not see; use PRIu64 or %zu'
               for path, text in sorted(found.items()) if path.endswith('.c') and CUT_SHORT.search(COMMENT.sub('', text))]
    if not found:
        faults.append('no file with words for people was found')
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
